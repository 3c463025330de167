"""Drawings of notebook 16, objectives in depth."""

from embedlab.drawing import plots

import numpy as np

TOPICS, ROLES = ("sea", "sky"), ("noun", "verb")
MARKERS = ("o", "^")  # of the topics, as on the maps of tokens


def plot_role_steps(ax, kinds, across):
    """Draw, for both topics, the step from noun to verb, from four mean vectors.

    kinds: shape (2 topics, 2 roles, k). The plane is spanned by the step of topic 0 and by
    `across`, shape (k,), a second direction; angles in it are those of the table. Hollow is a noun,
    filled a verb, as on the maps of tokens.
    """
    first = kinds[0, 1] - kinds[0, 0]
    first = first / np.linalg.norm(first)
    second = across - (across @ first) * first
    plane = np.stack([first, second / np.linalg.norm(second)], axis=1)
    places = (kinds - kinds.mean(axis=(0, 1))) @ plane
    middle = places.mean(axis=(0, 1))
    for topic, marker, colour in zip(range(2), MARKERS, (plots.GREEN, plots.PURPLE), strict=True):
        ax.plot(*places[topic].T, "-", color=colour, linewidth=2, gid=f"step {TOPICS[topic]}")
        for role, (x, y) in enumerate(places[topic]):
            fill = colour if role else "white"
            ax.plot(x, y, marker, color=colour, markerfacecolor=fill, markersize=9)
            out = np.sign(np.round(places[topic, role] - middle, 3))
            ax.annotate(
                f"{TOPICS[topic]} {ROLES[role]}",
                (x, y),
                xytext=(0, 12 if out[1] >= 0 else -12),
                textcoords="offset points",
                ha="center",
                va="center",
            )
    reach = 1.45 * np.abs(places).max()
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[], aspect="equal")

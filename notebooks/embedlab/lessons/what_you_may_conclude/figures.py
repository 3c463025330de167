"""The drawing of two steps from noun to verb, as they are and with contexts that topics share."""

from embedlab.drawing import plots
from embedlab.measures import alignment

import matplotlib.pyplot as plt
import numpy as np

TOPICS, ROLES = ("sea", "sky"), ("noun", "verb")
MARKERS = ("o", "^")  # of the topics, as on the maps of tokens


def role_steps(as_they_are, shared):
    """The step from noun to verb in both topics, from mean vectors; with its caption and alt.

    as_they_are, shared: shape (2 topics, 2 roles, k), of rows as they are and with shared contexts.
    Each plane is spanned by the step of topic 0 and by that of topic 1, or by the step between the
    topics' nouns; angles in it are those of the table. Hollow is a noun, filled a verb.
    """
    fig, axes = plt.subplots(1, 2, figsize=(8.4, 3.8))
    across = as_they_are[1, 1] - as_they_are[1, 0], shared[1, 0] - shared[0, 0]
    titles = "Each topic its own company:\na right angle", "Shared contexts:\nparallel steps"
    for ax, kinds, second, title in zip(axes, (as_they_are, shared), across, titles, strict=True):
        plane, _ = np.linalg.qr(np.stack([kinds[0, 1] - kinds[0, 0], second], axis=1))
        plane = plane * np.sign([(kinds[0, 1] - kinds[0, 0]) @ plane[:, 0], second @ plane[:, 1]])
        places = (kinds - kinds.mean(axis=(0, 1))) @ plane
        colours = (plots.GREEN, plots.PURPLE)
        for topic, marker, colour, ends in zip(TOPICS, MARKERS, colours, places, strict=True):
            ax.plot(*ends.T, "-", color=colour, linewidth=2, gid=f"step {topic}")
            for role, at in zip(ROLES, ends, strict=True):
                fill = "white" if role == "noun" else colour
                ax.plot(*at, marker, color=colour, markerfacecolor=fill, markersize=9)
                above = 12 if np.round(at[1], 3) >= 0 else -12
                text = {"textcoords": "offset points", "ha": "center", "va": "center"}
                ax.annotate(f"{topic} {role}", at, xytext=(0, above), **text)
        reach = 1.45 * np.abs(places).max()
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[], aspect="equal")
        ax.set_title(title)
    steps = [each[:, 1] - each[:, 0] for each in (as_they_are, shared)]
    crossed, parallel = (abs(alignment(*each)) for each in steps)
    return (
        fig,
        "Mean vectors of topic and role under skip-gram, window 1; a line leads from the nouns to "
        "the verbs of a topic, and the plane is the one in which both lines, or the parallelogram, "
        f"lie. Cosine of the two lines: {crossed:.2f} and {parallel:.2f}.",
        "Two lines from noun to verb in each panel. Left, rows as they are: sea's and sky's cross "
        "at a right angle. Right, with shared contexts: they are sides of a parallelogram.",
    )

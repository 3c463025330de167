"""Drawings of notebook 15, What changes on many devices, or on another backend?"""

from embedlab.plots import BLUE, GREY, SKY, VERMILION, token_style

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle


def shards(places, shape, tokens):
    """Draw for each plan what lies on each device, as the filled share of the table's outline.

    places: title -> list of (device, (first row, last row + 1), (first column, last column + 1)).
    shape: (m, k) of the table. tokens: ids whose vectors are marked wherever a device holds some of
    their numbers.
    """
    m, k = shape
    fig, axes = plt.subplots(1, len(places), figsize=(2.3 * len(places), 4.4), sharey=True)
    for ax, (title, held) in zip(np.atleast_1d(axes), places.items(), strict=True):
        for device, (top, bottom), (left, right) in held:
            x = device * (k + 2)
            outline = {"facecolor": "none", "edgecolor": GREY, "linewidth": 0.8}
            ax.add_patch(Rectangle((x, 0), k, m, **outline))
            filled = Rectangle((x + left, top), right - left, bottom - top, color=SKY, alpha=0.6)
            filled.set_gid(f"shard on {device}")
            ax.add_patch(filled)
            for token in tokens:
                if top <= token < bottom:
                    colour, marker = token_style(token)
                    at = x + (left + right) / 2, token + 0.5
                    ax.plot(*at, color=colour, marker=marker, gid=f"{token} on {device}")
        ax.set(xlim=(-1, 4 * (k + 2) - 1), ylim=(m + 1, -1), title=title)
        ax.set_xticks([device * (k + 2) + k / 2 for device in range(4)], range(4))
        ax.set_xlabel("device")
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
    axes = np.atleast_1d(axes)
    axes[0].set(ylabel="row of the table", yticks=range(0, m + 1, m // 4))
    return fig


def held_and_travelling(held, travelling):
    """Draw what each device holds, and what it receives in a step, as bars; logarithmic at right.

    held: label -> (bytes of the table, bytes of the optimizer's numbers for it) on one device.
    travelling: label -> bytes that one device receives in a step.
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True)
    labels = list(held)
    table, state = np.array([held[label] for label in labels]).T / 1e6
    for name, start, width, colour in (
        ("the table", 0 * table, table, BLUE),
        ("Adam's two means", table, state, SKY),
    ):
        bars = left.barh(labels, width, left=start, color=colour, label=name)
        for label, bar in zip(labels, bars, strict=True):
            bar.set_gid(f"{name}, {label}")
    left.invert_yaxis()
    left.set(title="More devices, less on each", xlabel="MB held by one device")
    left.legend(loc="lower right")
    received = np.array([travelling[label] for label in labels]) / 1e3
    for label, width in zip(labels, received, strict=True):
        if width:
            right.barh(label, width, color=VERMILION, gid=f"received, {label}")
        else:
            right.text(1.2e-1, label, "nothing", va="center", color=GREY)
    right.set(title="What travels is not the same", xscale="log", xlim=(0.1, 3e4))
    right.set_xlabel("kB received by one device in a step")
    return fig

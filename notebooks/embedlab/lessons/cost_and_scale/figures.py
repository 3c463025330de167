"""Drawings of notebook 14, What does a table cost?"""

from embedlab.drawing.plots import BLUE, GREEN, GREY, VERMILION, readable

import matplotlib.pyplot as plt
import numpy as np


def times(lines, title, ylabel):
    """Draw times against the rows of the table, both on logarithmic scales.

    lines: label -> (sizes, milliseconds, style, colour).
    """
    fig, ax = plt.subplots(figsize=(9, 4.2))
    for label, (sizes, milliseconds, style, colour) in lines.items():
        ax.loglog(sizes, milliseconds, style, color=colour, label=label)
    ax.set(xlabel="rows of the table, m", ylabel=ylabel, title=title)
    fig.legend(loc="outside right center")
    return fig


def collisions(load, shares, theory, mixed_tokens, hashed_accuracy, accuracy):
    """Draw how often tokens collide, and what that does to the accuracy of a model.

    load: tokens per bucket, shape (sizes,). shares: the share that collides, shape (sizes, salts).
    theory: what the formula says, shape (sizes,). mixed_tokens, hashed_accuracy: one for each
    hashed table. accuracy: the accuracies with "own" rows, "by_group" and "one" row.
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2))
    left.semilogx(load, np.asarray(shares), ".", color=BLUE, alpha=0.4)
    left.semilogx(load, theory, color=GREY)
    left.set(title="Collisions follow the formula (line)", xlabel="tokens per bucket, n / B")
    left.set(ylabel="share of tokens that collide", xticks=[1 / 32, 1 / 8, 1 / 2, 2])
    left.set_xticklabels(["1/32", "1/8", "1/2", "2"])
    right.plot([0, 0], [accuracy["own"], accuracy["by_group"]], "s", color=GREEN)
    right.plot(mixed_tokens, hashed_accuracy, "o", color=BLUE)
    right.plot(24, accuracy["one"], "D", color=VERMILION)
    right.text(1, 1.02, "24 rows; or 2 rows, one per label group", color=readable(GREEN))
    right.text(23, accuracy["one"] - 0.01, "1 row", color=readable(VERMILION), ha="right")
    right.set(title="What costs is mixing what differs", ylim=(0.45, 1.08), ylabel="accuracy")
    right.set_xlabel("tokens that share a row with the other label group")
    return fig

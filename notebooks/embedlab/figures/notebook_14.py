"""Drawings of notebook 14, What does a table cost?"""

from embedlab.plots import BLUE, GREEN, GREY, VERMILION

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


def optimizer_times(sizes, seconds, small):
    """Draw the time of a step against the rows of the table, and at the largest size as bars.

    seconds: name -> seconds of a step, one for each size; "SGD" is the unit of the bars. small: the
    names whose steps are said not to grow; they are blue.
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.4))
    for name, each in seconds.items():
        colour, style = (BLUE, "o-") if name in small else (VERMILION, "s-")
        left.loglog(sizes, 1e3 * each, style, color=colour, alpha=0.8)
        right.barh(name, each[-1] / seconds["SGD"][-1], color=colour)
    left.set(title="Two kinds of optimizer", xlabel="rows of the table, m", ylabel="ms a step")
    right.set(title="At a million rows, most pay for all", xscale="log")
    right.set_xlabel("time of a step, SGD = 1")
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
    right.text(1, 1.02, "24 rows; or 2 rows, one per label group", color=GREEN)
    right.text(23, accuracy["one"] - 0.01, "1 row", color=VERMILION, ha="right")
    right.set(title="What costs is mixing what differs", ylim=(0.45, 1.08), ylabel="accuracy")
    right.set_xlabel("tokens that share a row with the other label group")
    return fig

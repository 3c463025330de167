"""Drawings of notebook 08, Which objective should you choose?"""

from embedlab.drawing.plots import BLUE, GREEN, GREY, ORANGE, VERMILION

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyBboxPatch


def decision_chart(decisions):
    """Draw questions from top to bottom; *yes* leads to the right, *no* to the next question.

    decisions: a list of (question, what to choose, where it was settled). The texts have the gids
    "question 1", "choice 1", "where 1", and so on, from top to bottom.
    """
    fig, ax = plt.subplots(figsize=(9.6, 0.74 * len(decisions) + 0.6))
    ax.set(xlim=(0, 10), ylim=(0.4 - len(decisions), 0.85))
    ax.axis("off")
    arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
    ax.text(8.9, 0.6, "lesson", color=GREY, va="center")
    for number, (question, choice, where) in enumerate(decisions, start=1):
        y = 1 - number
        for left, colour in ((0.1, BLUE), (4.9, GREEN)):
            shape = FancyBboxPatch(
                (left, y - 0.19), 3.7, 0.38, "round,pad=0.07", mutation_aspect=0.8
            )
            shape.set(facecolor="white", edgecolor=colour, linewidth=1.5)
            ax.add_patch(shape)
        ax.text(0.15, y, question, va="center", gid=f"question {number}")
        ax.annotate("", (4.83, y), (3.87, y), arrowprops=arrow)
        ax.text(4.3, y + 0.08, "yes", color=GREY, fontsize=10, ha="center", va="bottom")
        ax.text(4.95, y, choice, va="center", gid=f"choice {number}")
        ax.text(8.9, y, where, va="center", color=GREY, gid=f"where {number}")
        if number < len(decisions):
            ax.annotate("", (0.55, y - 0.75), (0.55, y - 0.25), arrowprops=arrow)
            ax.text(0.68, y - 0.5, "no", color=GREY, fontsize=10, va="center")
    return fig


def score_maps(maps, names):
    """Draw square maps of every token (row) with every token (column), side by side.

    maps: title -> matrix of shape (tokens, tokens), in the order of the tokens that is wanted.
    names: the name of each token's group, in the same order; one label stands for each run of equal
    names. The image has the gid "map".
    """
    fig, axes = plt.subplots(1, len(maps), figsize=(10, 4.7))
    starts = [i for i in range(len(names)) if i == 0 or names[i] != names[i - 1]]
    edges = np.array([*starts, len(names)])
    for ax, (title, matrix) in zip(axes, maps.items(), strict=True):
        image = ax.imshow(matrix, cmap="cividis", gid="map")
        centres = (edges[:-1] + edges[1:] - 1) / 2
        labels = [names[start] for start in starts]
        ax.set_xticks(centres, labels)
        ax.set_yticks(centres, labels, rotation=90, va="center")
        ax.tick_params(length=0)
        for edge in edges[1:-1]:
            ax.axhline(edge - 0.5, color="white", linewidth=1)
            ax.axvline(edge - 0.5, color="white", linewidth=1)
        ax.set_title(title)
        fig.colorbar(image, ax=ax, shrink=0.8)
    return fig


def predictions(panels, held_out):
    """Draw what a table and a straight line predict for each value, one panel for each truth.

    panels: title -> (truth, by_table, by_line), each of shape (values,). held_out: the values that
    no training row contained; the table's predictions for them are drawn hollow. The lines have the
    gids "truth", "line", "seen" and "held out".
    """
    fig, axes = plt.subplots(1, len(panels), figsize=(10, 4.1), sharey=True)
    for ax, (title, (truth, by_table, by_line)) in zip(axes, panels.items(), strict=True):
        values = np.arange(len(truth))
        seen = np.setdiff1d(values, held_out)
        ax.plot(values, truth, "+", color="black", markersize=11, label="truth", gid="truth")
        ax.plot(values, by_line, color=ORANGE, label="line: number × weight + bias", gid="line")
        ax.plot(seen, by_table[seen], "o", color=BLUE, label="table, value seen", gid="seen")
        ax.plot(
            held_out,
            by_table[held_out],
            "s",
            color=VERMILION,
            markerfacecolor="white",
            markeredgewidth=2,
            markersize=8,
            label="table, value never seen",
            gid="held out",
        )
        ax.set(title=title, xlabel="value", xticks=range(0, len(truth), 4))
    axes[0].set_ylabel("prediction")
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    return fig


def accuracy_bars(accuracy, title):
    """Draw accuracies as horizontal bars, grouped: label -> {way: accuracy}.

    Each bar has the gid "label, way"; a dotted line marks one half.
    """
    fig, ax = plt.subplots(figsize=(8.6, 3.1))
    ticks, texts = [], []
    for group, (target, ways) in enumerate(accuracy.items()):
        for place, (way, value) in enumerate(ways.items()):
            y = 2.6 * group + place
            colour = (GREY, BLUE)[place]
            ax.barh(y, value, color=colour, height=0.85, gid=f"{target}, {way}")
            ax.text(value - 0.01, y, f"{value:.2f}", va="center", ha="right", color="white")
            ticks.append(y)
            texts.append(f"{target}: {way}")
    ax.axvline(0.5, color="black", linestyle=":", linewidth=1)
    ax.set_yticks(ticks, texts)
    ax.tick_params(axis="y", length=0)
    ax.invert_yaxis()
    ax.set(xlim=(0, 1.02), xlabel="accuracy on new rows (dotted: guessing)", title=title)
    return fig

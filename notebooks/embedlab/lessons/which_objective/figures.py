"""The decision, and what each of its branches does; each as a figure, a caption, an alt."""

from embedlab.drawing.plots import BLUE, GREEN, GREY, ORANGE, VERMILION

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyBboxPatch

DECISIONS = [  # what to choose, and where it is settled
    ("Is it an amount: a price, an age?", "the number itself, no table", "here"),
    ("Is it one of a few categories?", "one-hot; a table is as good", "here"),
    ("Predict a label, many labelled rows?", "the label's loss; the head it needs", "03, 04"),
    ("Predict a label, few labelled rows?", "order first, then a probe; try both", "06, 07, here"),
    ("Find tokens in the same company?", "skip-gram; compare W with W", "06, here"),
    ("Find what often stands beside it?", "skip-gram; w · c + ln noise", "here"),
    ("Predict what comes next?", "next token; a head that sees order", "05"),
]


def decision_chart():
    """Questions from top to bottom; *yes* leads to the right, *no* to the next question.

    The texts have the gids "question 1", "choice 1", "where 1", and so on, from top to bottom.
    """
    fig, ax = plt.subplots(figsize=(9.6, 0.74 * len(DECISIONS) + 0.6))
    ax.set(xlim=(0, 10), ylim=(0.4 - len(DECISIONS), 0.85))
    ax.axis("off")
    arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
    ax.text(8.9, 0.6, "lesson", color=GREY, va="center")
    for number, (question, choice, where) in enumerate(DECISIONS, start=1):
        y = 1 - number
        for left, colour in ((0.1, BLUE), (4.9, GREEN)):
            look = {"facecolor": "white", "edgecolor": colour, "linewidth": 1.5}
            corner, style = (left, y - 0.19), "round,pad=0.07"
            ax.add_patch(FancyBboxPatch(corner, 3.7, 0.38, style, mutation_aspect=0.8, **look))
        ax.text(0.15, y, question, va="center", gid=f"question {number}")
        ax.annotate("", (4.83, y), (3.87, y), arrowprops=arrow)
        ax.text(4.3, y + 0.08, "yes", color=GREY, fontsize=10, ha="center", va="bottom")
        ax.text(4.95, y, choice, va="center", gid=f"choice {number}")
        ax.text(8.9, y, where, va="center", color=GREY, gid=f"where {number}")
        if number < len(DECISIONS):
            ax.annotate("", (0.55, y - 0.75), (0.55, y - 0.25), arrowprops=arrow)
            ax.text(0.68, y - 0.5, "no", color=GREY, fontsize=10, va="center")
    caption = "What to choose, and the lesson that settles it. “Here” is this one."
    told = [f"{question} Yes: {choice}." for question, choice, _ in DECISIONS]
    return fig, caption, f"A flow chart. {' '.join(told)}"


def score_maps(alike, beside, tokens):
    """Every token (row) with every token (column), sorted by topic and role, in two square maps.

    alike, beside: the cosines of w and w, and the scores w · c, shape (tokens, tokens). tokens: as
    `load_study_tokens` gives them. The image has the gid "map".
    """
    order = np.lexsort([tokens.role, tokens.topic])
    names = [" ".join(name.split("-")[1:3]) for name in tokens.name[order]]  # "pos-sea-noun-1"
    labels = list(dict.fromkeys(names))
    size = len(names) // len(labels)
    centres = size * np.arange(len(labels)) + (size - 1) / 2
    fig, axes = plt.subplots(1, 2, figsize=(10, 4.7))
    titles = "Alike: cosine of w and w", "Side by side: w · c"
    for ax, title, matrix in zip(axes, titles, (alike, beside), strict=True):
        image = ax.imshow(matrix[np.ix_(order, order)], cmap="cividis", gid="map")
        ax.set_xticks(centres, labels)
        ax.set_yticks(centres, labels, rotation=90, va="center")
        ax.tick_params(length=0)
        for edge in centres[1:] - size / 2:
            ax.axhline(edge, color="white", linewidth=1)
            ax.axvline(edge, color="white", linewidth=1)
        ax.set_title(title)
        fig.colorbar(image, ax=ax, shrink=0.8)
    return (
        fig,
        "Every token with every token, by topic and role. Top to bottom: w; left to right: w or c. "
        "The colour scales differ. Bright is high: the blocks change places.",
        "Two maps. Left, bright blocks: same topic and role. Right: same topic, the other role.",
    )


def predictions(truths, fits, held_out):
    """What a table and a straight line answer for each value of an amount and of a code.

    truths: "amount" and "code" -> the right answers, shape (values,). fits: the same names ->
    (film, the table's answers, the line's). held_out: the values that no training row contained;
    the table's answers for them are hollow. The gids are "truth", "line", "seen" and "held out".
    """
    fig, axes = plt.subplots(1, 2, figsize=(10, 4.1), sharey=True)
    axes[0].set_title("An amount: the line knows all of it")
    axes[1].set_title("A code: the table knows what it saw")
    for ax, name in zip(axes, ("amount", "code"), strict=True):
        truth, (_, by_table, by_line) = truths[name], fits[name]
        values = np.arange(len(truth))
        seen = np.setdiff1d(values, held_out)
        ax.plot(values, truth, "+", color="black", markersize=11, label="truth", gid="truth")
        ax.plot(values, by_line, color=ORANGE, label="line: number × weight + bias", gid="line")
        ax.plot(seen, by_table[seen], "o", color=BLUE, label="table, value seen", gid="seen")
        hollow = {"markerfacecolor": "white", "markeredgewidth": 2, "markersize": 8}
        hollow |= {"label": "table, value never seen", "gid": "held out"}
        ax.plot(held_out, by_table[held_out], "s", color=VERMILION, **hollow)
        ax.set(xlabel="value", xticks=range(0, len(truth), 4))
    axes[0].set_ylabel("prediction")
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    never = f"{', '.join(map(str, held_out[:-1]))} and {held_out[-1]}"
    return (
        fig,
        f"Squares: {never} stand in no training row; the table's answers for them lie near 0.",
        f"Left, line and table meet the truth, but not the table at {never}. Right, the table "
        "meets it where it saw a row, the line does not.",
    )

"""Pairs of tokens, their score, and the tables they make; each as a figure, a caption, an alt."""

from embedlab.drawing import plots
from embedlab.measures import cosines

import matplotlib.pyplot as plt
import numpy as np

HALF = np.linspace(0, np.pi / 2, 30)
FOUND = {"skip-gram": "3, 8, 2 alike", "CBOW": "3 and 2 apart"}
FOUND |= {"GloVe": "two halves", "next token": "none alike"}


def arcs(row_3, row_4, pairs_of, windows=(1,)):
    """An arc for each pair of tokens; bold, in its tokens' colours, if only this row has it.

    pairs_of: a function of a row and a window that lists the pairs (centre, context). windows: a
    panel of each row for each of them. An arc's gid is "own 5 8" or "shared 5 8", in the order of
    the row, a token's "token 5".
    """
    alone = len(windows) == 1
    grid, size = ((1, 2), (9, 1.9)) if alone else ((2, len(windows)), (10, 4.0))
    fig, axes = plt.subplots(*grid, figsize=size, sharex=True, sharey=True)
    told = []
    for column, window in zip(axes.reshape(2, -1).T, windows, strict=True):
        pairs_3, pairs_4 = (set(pairs_of(ids, window)) for ids in (row_3, row_4))
        own = _row(column[0], row_3, pairs_3, pairs_4), _row(column[1], row_4, pairs_4, pairs_3)
        for ax, name, arcs_of in zip(column, ("Row 3", "Row 4"), own, strict=True):
            ax.set_title(f"{name}, window {window}: {len(arcs_of)} own", fontsize=11)
            ax.set(ylim=(-1.3, 0.3 + max(windows)), xticks=[], yticks=[])
            ax.spines[:].set_visible(False)
        in_3, in_4 = (", ".join(arcs_of) or "none" for arcs_of in own)
        told.append(f"Window {window}, bold in row 3: {in_3}; in row 4: {in_4}.")
    caption = "An arc is a pair, read in both directions. Bold: only this row has it."
    return fig, caption, f"Arcs over the tokens of rows 3 and 4. {' '.join(told)}"


def _row(ax, ids, pairs, others):
    """Draw one row's tokens and arcs; returns the arcs that are its own, as texts."""
    own = []
    for i, left in enumerate(ids):
        colour, marker = plots.token_style(left)
        ax.plot(i, 0, marker, color=colour, markersize=9, gid=f"token {left}")
        ax.text(i, -0.85, left, fontweight="bold", ha="center", va="center")
        for j, right in enumerate(ids[i + 1 :], start=i + 1):
            if (left, right) not in pairs:
                continue
            alone = (left, right) not in others
            own += [f"{left}–{right}"] if alone else []
            halves = [(left, HALF + np.pi / 2), (right, HALF)] if alone else [(None, 2 * HALF)]
            style = {"linewidth": 3 if alone else 1, "zorder": 1}
            style["gid"] = f"{'own' if alone else 'shared'} {left} {right}"
            for token, angle in halves:
                x, y = (i + j + (j - i) * np.cos(angle)) / 2, (j - i) * np.sin(angle)
                colour = plots.token_style(token)[0] if alone else "0.7"
                ax.plot(x, y, color=colour, **style)
    return own


def score_chart(centre, context, w, c, score, p):
    """The way from two ids to a probability: a row of either table, a dot product, a sigmoid.

    w, c: the centre's row of the table and the context's row of the context table. The texts that
    hold a number have the gids "centre", "context", "w", "c", "score" and "p".
    """
    fig, ax = plt.subplots(figsize=(10, 2.9))
    ax.set(xlim=(-0.4, 10.3), ylim=(-0.4, 3.0))
    ax.axis("off")

    def box(x, y, text, edge, gid=None, after=None):
        look = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": edge}
        made = ax.text(x, y, text, ha="center", va="center", bbox=look | {"lw": 1.5}, gid=gid)
        for each in after or []:
            ends = {"patchA": each.get_bbox_patch(), "patchB": made.get_bbox_patch()}
            way = {"arrowstyle": "-|>", "color": plots.GREY, "shrinkA": 4, "shrinkB": 4}
            ax.annotate("", (x, y), each.get_position(), arrowprops=way | ends)
        return made

    vectors = []
    for y, word, token, table, vector in (
        (2.3, "centre", centre, "W", w),
        (0.3, "context", context, "C", c),
    ):
        edge = plots.token_style(token)[0]
        ids = box(0.4, y, f"{word}\n{token}", edge, gid=word)
        row = box(2.4, y, f"row {token} of\ntable {table}", edge, after=[ids])
        numbers = ", ".join(f"{value:+.3f}" for value in vector)
        vectors.append(box(4.7, y, numbers, edge, gid=table.lower(), after=[row]))
    product = box(6.9, 1.3, f"dot product\nscore {score:+.4f}", "black", "score", vectors)
    box(9.2, 1.3, f"sigmoid\np = {p:.3f}", "black", "p", [product])
    ax.set_title("A score is a dot product of rows of two tables")
    caption = f"The pair ({centre}, {context}) before training, p = {p:.3f}: it knows nothing yet."
    alt = (
        f"Flow chart: centre {centre} picks row {centre} of table W, context {context} picks row "
        f"{context} of table C. Their dot product is the score {score:+.4f}; its sigmoid is p = "
        f"{p:.3f}."
    )
    return fig, caption, alt


def skip_gram_paths(films, tokens):
    """A panel for each film of skip-gram, row's name -> film; its title names the two groups.

    A group is the first token and those that end in its direction, the other is the rest.
    """
    fig, axes = plt.subplots(1, 2, figsize=(9, 4.4), sharex=True, sharey=True)
    titles, told = [], []
    for ax, (name, film) in zip(axes, films.items(), strict=True):
        plots.plot_paths(ax, film.tables, tokens)
        end = cosines(film.after)
        alike = end[tokens[0]] > 0.9
        groups = ([str(each) for each in tokens if alike[each] == met] for met in (True, False))
        one, other = (f"{{{', '.join(group)}}}" for group in groups)
        titles.append(f"{name}: {one} and {other}")
        ax.set_title(titles[-1])
        pairs = [f"{end[3, other]:.2f} for 3 and {other}" for other in (8, 45, 5)]
        told.append(f"{name.lower()}: {', '.join(pairs)}")
    plots.add_before_after_legend(axes[1], loc="best")
    caption = f"Skip-gram's W on the way. Cosines at the end, {'; '.join(told)}."
    alt = (
        "Two panels with five vectors that leave the origin and end on two rays at a right angle. "
        f"{'; '.join(titles)}. {caption}"
    )
    return fig, caption, alt


def objective_paths(films, tokens):
    """A panel for each objective, name -> film, in units of its longest vector."""
    fig, axes = plt.subplots(1, len(films), figsize=(11, 3.6), sharex=True, sharey=True)
    told, units = [], []
    for ax, (name, film) in zip(axes, films.items(), strict=True):
        units.append(float(np.linalg.norm(film.after[list(tokens)], axis=1).max()))
        plots.plot_paths(ax, film.tables / units[-1], tokens)
        ax.set(xlabel="", ylabel="", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        ax.set_title(f"{name[0].upper()}{name[1:]}:\n{FOUND[name]}")
        told.append(f"{cosines(film.after)[3, 2]:.2f} under {name}")
    lengths = ", ".join(f"{unit:.2f}" for unit in units)
    caption = (
        "Row 3 under four objectives, from one start; the unit is the longest vector "
        f"({lengths}). Cosine of 3 and 2: {', '.join(told)}."
    )
    alt = (
        "Four panels. Skip-gram: 3, 8, 2 on one ray and 5, 45 on another. CBOW: 3 and 2 point "
        "different ways. GloVe: 3, 5 opposite 45, 2. Next token: no two meet, 2 does not move. "
        + caption
    )
    return fig, caption, alt

"""Pictures of notebook 05, Order as the target.

Every function takes what it draws and returns the figure, its caption and its description, for
`plots.show`. Arcs and numbers have gids, so that a test can read back what stands in the picture.
"""

from embedlab.drawing import plots
from embedlab.measures import cosines

import matplotlib.pyplot as plt
import numpy as np

HALF = np.linspace(0, np.pi / 2, 30)
FOUND = {
    "skip-gram": "3, 8, 2 alike",
    "CBOW": "3 and 2 apart",
    "GloVe": "two halves",
    "next token": "none alike",
}


def draw_arcs(row_3, row_4, pairs_of, windows=(1,)):
    """An arc for each pair of tokens; bold, in its tokens' colours, if only this row has it.

    pairs_of: a function of a row and a window that lists the pairs (centre, context). windows: a
    panel of each row for each of them. An arc's gid is "own 5 8" or "shared 5 8", in the order of
    the row; `drawn_arcs` reads them back.
    """
    rows = {"Row 3": row_3, "Row 4": row_4}
    if len(windows) == 1:
        fig, axes = plt.subplots(1, 2, figsize=(9, 1.9), sharex=True, sharey=True)
        axes = axes[:, None]
    else:
        size = (10, 4.0)
        fig, axes = plt.subplots(2, len(windows), figsize=size, sharex=True, sharey=True)
    own = []
    for column, window in enumerate(windows):
        pairs = [set(pairs_of(ids, window)) for ids in rows.values()]
        for ax, (name, ids), mine, others in zip(
            axes[:, column], rows.items(), pairs, pairs[::-1], strict=True
        ):
            own.append(_draw_row(ax, ids, mine, others))
            ax.set_title(f"{name}, window {window}: {len(own[-1])} own", fontsize=11)
            ax.set(ylim=(-1.3, 0.3 + max(windows)), xticks=[], yticks=[])
            ax.spines[:].set_visible(False)
    listed = [f"{', '.join(arcs) or 'none'}" for arcs in own]
    caption = "An arc is a pair, read in both directions. Bold: only this row has it."
    alt = " ".join(
        f"Window {window}, bold in row 3: {in_3}; in row 4: {in_4}."
        for window, in_3, in_4 in zip(windows, listed[::2], listed[1::2], strict=True)
    )
    return fig, caption, f"Arcs over the tokens of rows 3 and 4. {alt}"


def drawn_arcs(ax):
    """Read back what `draw_arcs` drew: (token, token) -> True if it is drawn as this row's own."""
    gids = {line.get_gid() for line in ax.lines if str(line.get_gid()).startswith(("own", "shar"))}
    kinds = [gid.split() for gid in gids]
    return {(int(left), int(right)): kind == "own" for kind, left, right in kinds}


def _draw_row(ax, ids, pairs, others):
    """One row's tokens and arcs; returns the arcs that are its own, as texts."""
    own = []
    for i, left in enumerate(ids):
        for j, right in enumerate(ids[i + 1 :], start=i + 1):
            if (left, right) not in pairs:
                continue
            alone = (left, right) not in others
            own += [f"{left}–{right}"] if alone else []
            halves = [(left, HALF + np.pi / 2), (right, HALF)] if alone else [(None, 2 * HALF)]
            for token, angle in halves:
                x = (i + j + (j - i) * np.cos(angle)) / 2
                colour = plots.token_style(token)[0] if alone else "0.7"
                gid = f"{'own' if alone else 'shared'} {left} {right}"
                width = 3 if alone else 1
                ax.plot(
                    x, (j - i) * np.sin(angle), color=colour, linewidth=width, zorder=1, gid=gid
                )
    for i, token in enumerate(ids):
        colour, marker = plots.token_style(token)
        ax.plot(i, 0, marker, color=colour, markersize=9, gid=f"token {token}")
        ax.text(i, -0.85, token, fontweight="bold", ha="center", va="center")
    return own


def draw_score(centre, context, w, c, score, p):
    """The way from two ids to a probability: a row of either table, a dot product, a sigmoid.

    w, c: the centre's row of the table and the context's row of the context table. The texts that
    hold a number have the gids "centre", "context", "w", "c", "score" and "p".
    """
    fig, ax = plt.subplots(figsize=(10, 2.9))
    ax.set(xlim=(-0.4, 10.3), ylim=(-0.9, 3.1))
    ax.axis("off")
    for height, word, token, table, vector in (
        (2.3, "centre", centre, "W", w),
        (0.3, "context", context, "C", c),
    ):
        edge = plots.token_style(token)[0]
        _box(ax, 0.4, height, f"{word}\n{token}", edge, gid=word)
        _box(ax, 2.4, height, f"row {token} of\ntable {table}", edge)
        numbers = ", ".join(f"{value:+.3f}" for value in vector)
        _box(ax, 4.7, height, numbers, edge, gid=table.lower())
        _arrow(ax, (0.95, height), (1.7, height))
        _arrow(ax, (3.1, height), (3.7, height))
        _arrow(ax, (5.7, height), (6.25, 1.3 + (height - 1.3) * 0.45))
    _box(ax, 6.9, 1.3, f"dot product\nscore {score:+.4f}", "black", gid="score")
    _box(ax, 9.2, 1.3, f"sigmoid\np = {p:.3f}", "black", gid="p")
    _arrow(ax, (7.75, 1.3), (8.55, 1.3))
    ax.set_title("A score is a dot product of rows of two tables")
    caption = f"The pair ({centre}, {context}) before training, p = {p:.3f}: it knows nothing yet."
    alt = (
        f"Flow chart: centre {centre} picks row {centre} of table W, context {context} picks row "
        f"{context} of table C. Their dot product is the score {score:+.4f}; its sigmoid is p = "
        f"{p:.3f}."
    )
    return fig, caption, alt


def _box(ax, x, y, text, edge, gid=None):
    look = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": edge, "linewidth": 1.5}
    ax.text(x, y, text, ha="center", va="center", bbox=look, gid=gid)


def _arrow(ax, start, end):
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": plots.GREY})


def draw_rows(films, tokens):
    """A panel for each film of skip-gram, title -> film; three cosines of each in the caption."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 4.4), sharex=True, sharey=True)
    told = []
    for ax, (title, film) in zip(axes, films.items(), strict=True):
        plots.plot_paths(ax, film.tables, tokens)
        ax.set_title(title)
        end = cosines(film.after)
        pairs = [f"{end[3, other]:.2f} for 3 and {other}" for other in (8, 45, 5)]
        told.append(f"{title.partition(':')[0].lower()}: {', '.join(pairs)}")
    plots.add_before_after_legend(axes[1], loc="best")
    caption = f"Skip-gram's W on the way. Cosines at the end, {'; '.join(told)}."
    alt = (
        "Two panels with five vectors that leave the origin and end on two rays at a right angle. "
        f"{'; '.join(films)}. {caption}"
    )
    return fig, caption, alt


def draw_objectives(films, tokens):
    """A panel for each objective, name -> film, in units of its longest vector."""
    fig, axes = plt.subplots(1, len(films), figsize=(11, 3.6), sharex=True, sharey=True)
    told, units = [], []
    for ax, (name, film) in zip(axes, films.items(), strict=True):
        units.append(float(np.linalg.norm(film.after[list(tokens)], axis=1).max()))
        plots.plot_paths(ax, film.tables / units[-1], tokens)
        ax.set(
            title=f"{name[0].upper()}{name[1:]}:\n{FOUND[name]}",
            xlabel="",
            ylabel="",
            xticks=[-1, 0, 1],
            yticks=[-1, 0, 1],
        )
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

"""Drawings of notebook 01, What is an Embedding layer?

Images carry the drawn array and a gid, axes their title, so that both can be read back.
"""

from embedlab.drawing import plots

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import ConnectionPatch, Rectangle

MAP = "viridis"  # dark is low, bright is high, in grey too


def two_ways(ids, one_hot, table, vectors, product):
    """Beside each other: ids that select rows of the table, and one-hot vectors times the table.

    ids: shape (n,). one_hot: (n, m). table: (m, k). vectors, product: (n, k), what the lookup and
    the multiplication returned. The images have the gids "table", "vectors", "one-hot", "second
    table" and "product". Returns the figure.
    """
    fig = plt.figure(figsize=(11, 4.6), layout="none")
    left, width = [0.015, 0.13, 0.27, 0.46, 0.77, 0.86], [0.05, 0.035, 0.1, 0.27, 0.035, 0.1]
    places = [fig.add_axes([x, 0.1, w, 0.72]) for x, w in zip(left, width, strict=True)]
    ax_ids, ax_table, ax_vectors, ax_one_hot, ax_second, ax_product = places
    limit = np.abs(table).max()
    _write_ids(ax_ids, ids)
    for ax, gid, array, title, digits in [
        (ax_table, "table", table, "table", None),
        (ax_vectors, "vectors", vectors, f"{len(ids)} vectors", 3),
        (ax_second, "second table", table, "table", None),
        (ax_product, "product", product, f"{len(ids)} vectors", 3),
    ]:
        _strip(ax, array, limit, digits, gid)
        ax.set_title(title, loc="center", weight="normal")
    _draw_one_hot(ax_one_hot, ids, one_hot)
    for place, token in enumerate(ids):
        colour, _ = plots.token_style(token)
        for ax, at in [
            (ax_table, token),
            (ax_second, token),
            (ax_vectors, place),
            (ax_product, place),
        ]:
            _frame(ax, (-0.5, at - 0.5), table.shape[1], 1, colour)
        _arrow(fig, (ax_ids, 0.75, place), (ax_table, -0.6, token), colour)
        _arrow(fig, (ax_table, table.shape[1] - 0.4, token), (ax_vectors, -0.6, place), colour)
    fig.text(0.745, 0.46, "×", size=20, ha="center", va="center")
    fig.text(0.833, 0.46, "=", size=20, ha="center", va="center")
    fig.text(0.015, 0.94, "Look up: each id selects its row", weight="bold", size=12)
    fig.text(0.46, 0.94, "Multiply: each 1 selects the same row", weight="bold", size=12)
    return fig


def number_or_name(panels, tokens):
    """Two clouds of all ids' vectors, the given tokens marked; `panels`: title -> table (m, 2)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(9, 4.4))
    for ax, (title, table) in zip(axes, panels.items(), strict=True):
        ax.plot(*table.T, ".", color="0.75", zorder=0, gid="all ids")
        plots.plot_paths(ax, table[None], tokens)
        ax.set_title(title)
    return fig


def starts(one, other, of_pair, tokens):
    """Cosines in two starts, and how often each value occurs for one pair in many starts.

    one, other: cosines of the tokens, shape (n, n). of_pair: cosines of one pair, shape (starts,).
    """
    fig, axes = plt.subplots(1, 3, figsize=(10, 3.4), width_ratios=[1, 1, 1.2])
    for ax, title, matrix in zip(axes, ["One start", "Another start"], [one, other], strict=False):
        plots.plot_heatmap(ax, matrix, tokens)
        ax.set_title(title)
    share = np.full(len(of_pair), 1 / len(of_pair))
    axes[2].hist(of_pair, bins=20, range=(-1, 1), weights=share, color=plots.BLUE, ec="white")
    axes[2].set(
        title=f"{len(of_pair):,} starts: often near ±1", xlabel="cosine of 3 and 8", ylabel="share"
    )
    axes[2].set_xticks([-1, -0.5, 0, 0.5, 1])
    return fig


def one_step(before, after, tokens):
    """A table before and after, and the difference, as strips with one column for each id.

    before, after: shape (m, k). Where both are equal the difference stays white. The columns of
    the tokens are framed in their colours.
    """
    change = np.ma.masked_where(before == after, after - before)
    strips = {"Before": before, "After one step": after}
    strips["Difference: only rows looked up"] = change
    fig, axes = plt.subplots(3, 1, figsize=(10, 3.8), sharex=True)
    limit = max(np.abs(strip).max() for strip in strips.values())
    for ax, (title, strip) in zip(axes, strips.items(), strict=True):
        image = ax.imshow(strip.T, cmap=MAP, clim=(-limit, limit), aspect="auto")
        ax.set(
            title=title, yticks=[0, 1], yticklabels=["number 1", "number 2"], xticks=list(tokens)
        )
        ax.tick_params(length=0)
        for token in tokens:
            colour, _ = plots.token_style(token)
            _frame(ax, (token - 0.5, -0.5), 1, strip.shape[1], colour)
    axes[-1].set_xlabel("id")
    fig.colorbar(image, ax=axes, label="value")
    return fig


def _strip(ax, array, limit, digits, gid):
    image = ax.imshow(array, cmap=MAP, clim=(-limit, limit), aspect="auto")
    image.set_gid(gid)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    for (row, column), value in np.ndenumerate(array) if digits else ():
        colour = "black" if value > 0.2 * limit else "white"
        text = f"{round(float(value), digits) + 0.0:.{digits}f}"
        ax.text(column, row, text, ha="center", va="center", color=colour, size=10)


def _write_ids(ax, ids):
    ax.set(xlim=(0, 1), ylim=(len(ids) - 0.5, -0.5))
    ax.axis("off")
    ax.set_title("ids", loc="center", weight="normal")
    for place, token in enumerate(ids):
        colour, _ = plots.token_style(token)
        box = {
            "boxstyle": "round,pad=0.3",
            "facecolor": "white",
            "edgecolor": colour,
            "linewidth": 2,
        }
        ax.text(0.4, place, token, weight="bold", size=12, ha="center", va="center", bbox=box)


def _draw_one_hot(ax, ids, one_hot):
    image = ax.imshow(one_hot, cmap="Greys", clim=(-0.07, 1), aspect="auto")
    image.set_gid("one-hot")
    ax.set_title(f"{len(ids)} one-hot vectors", loc="center", weight="normal")
    ax.set(xticks=[0, one_hot.shape[1] - 1], yticks=range(len(ids)))
    ax.set_yticklabels(ids, weight="bold")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    for place, token in enumerate(ids):
        colour, _ = plots.token_style(token)
        ax.axhline(place + 0.5, color="white", lw=2)
        ax.add_patch(Rectangle((token - 0.5, place - 0.48), 1, 0.96, color=colour))


def _frame(ax, corner, width, height, colour):
    box = Rectangle(corner, width, height, fill=False, ec=colour, lw=2.5, clip_on=False)
    ax.add_patch(box)


def _arrow(fig, start, end, colour):
    (from_ax, *from_point), (to_ax, *to_point) = start, end
    points = {"xyA": from_point, "xyB": to_point, "axesA": from_ax, "axesB": to_ax}
    arrow = ConnectionPatch(
        coordsA="data", coordsB="data", **points, arrowstyle="-|>", color=colour, lw=1.3
    )
    arrow.set_annotation_clip(False)  # else it is not drawn, as it begins outside its axes
    fig.add_artist(arrow)

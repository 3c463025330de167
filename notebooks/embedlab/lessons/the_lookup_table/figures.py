"""A lookup beside a product, ids as numbers and as names, the noise at the start, one step."""

from embedlab.drawing import plots
from embedlab.measures import cosines

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import ConnectionPatch, Rectangle


def two_ways(ids, one_hot, table, vectors, product):
    """Beside each other: ids that select vectors of the table, and one-hot vectors times it.

    ids: shape (n,). one_hot: (n, m). table: (m, k). vectors, product: (n, k), what the lookup and
    the product gave. The images' gids: "table", "vectors", "one-hot", "second table", "product".
    """
    fig = plt.figure(figsize=(11, 4.6), layout="none")
    places = [(0.015, 0.05), (0.13, 0.035), (0.27, 0.1), (0.46, 0.27), (0.77, 0.035), (0.86, 0.1)]
    axes = [fig.add_axes([left, 0.1, width, 0.72]) for left, width in places]
    ax_ids, ax_table, ax_vectors, ax_one_hot, ax_second, ax_product = axes
    count, limit = len(ids), np.abs(table).max()
    ax_ids.set(xlim=(0, 1), ylim=(count - 0.5, -0.5))
    ax_ids.axis("off")
    ax_one_hot.imshow(one_hot, cmap="Greys", clim=(0, 1), aspect="auto", gid="one-hot")
    ax_one_hot.set_yticks(range(count), ids, weight="bold")
    ax_one_hot.set_xticks([0, len(table) - 1])
    for ax, gid, array, digits in [
        (ax_table, "table", table, None),
        (ax_vectors, "vectors", vectors, 3),
        (ax_second, "second table", table, None),
        (ax_product, "product", product, 3),
    ]:
        unnamed = ([""] * size for size in array.shape)
        image = plots.plot_heatmap(ax, array, *unnamed, limits=(-limit, limit), digits=digits)
        image.set_gid(gid)
        ax.set_aspect("auto")
        plt.setp(ax.texts, size=10)
    for ax in axes:
        ax.tick_params(length=0)
        ax.spines[:].set(visible=ax is ax_one_hot, color=plots.GREY)
    titles = ["ids", "table", "vectors", "one-hot vectors", "table", "vectors"]
    for ax, title in zip(axes, titles, strict=True):
        ax.set_title(f"{count} {title}" if "vectors" in title else title, loc="center", weight=400)
    for place, token in enumerate(ids):
        colour, _ = plots.token_style(token)
        box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "ec": colour, "linewidth": 2}
        ax_ids.text(0.4, place, token, weight="bold", size=12, ha="center", va="center", bbox=box)
        ax_one_hot.axhline(place + 0.5, color=plots.GREY, lw=0.8)
        ax_one_hot.add_patch(Rectangle((token - 0.5, place - 0.5), 1, 1, color=colour))
        for ax, at in zip(axes[1:3] + axes[4:], [token, place] * 2, strict=True):
            _frame(ax, (-0.5, at - 0.5), table.shape[1], 1, colour)
        _arrow(fig, (ax_ids, 0.75, place), (ax_table, -0.6, token), colour)
        _arrow(fig, (ax_table, table.shape[1] - 0.4, token), (ax_vectors, -0.6, place), colour)
    for left, sign in ((0.745, "×"), (0.833, "=")):
        fig.text(left, 0.46, sign, size=20, ha="center", va="center")
    fig.text(0.015, 0.94, "Look up: each id selects its vector", weight="bold", size=12)
    fig.text(0.46, 0.94, "Multiply: each 1 selects the same vector", weight="bold", size=12)
    vector = f"({', '.join(f'{number:.3f}' for number in vectors[count // 2])})"
    return (
        fig,
        f"Row 1 of X in two ways. Id {ids[count // 2]} selects {vector} on both sides.",
        f"Left: arrows from the ids {', '.join(map(str, ids))} to their places in the table, "
        "on to their vectors. Right: their one-hot vectors times the same table give the same "
        "vectors.",
    )


def line_and_cloud(by_number, table, tokens):
    """All ids as points, shape (m, 2), computed from ids and looked up; the tokens are marked."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 4.4))
    panels = {"Computed with: on a line": by_number, "Looked up: no order": table}
    for ax, (title, vectors) in zip(axes, panels.items(), strict=True):
        ax.plot(*vectors.T, ".", color="0.75", zorder=0, gid="all ids")
        plots.plot_paths(ax, vectors[None], tokens)
        ax.set_title(title)
    near, far = np.linalg.norm(by_number[3] - by_number[[5, 45]], axis=1)
    said = f"45 is {far / near:.0f} times as far from 3 as 5 is"
    return (
        fig,
        f"All {len(table)} ids, nothing trained. Left: {said}.",
        f"Ids as points. Left, computed with: on a line, in their order; {said}. Right, looked up: "
        "scattered in a square, without order.",
    )


def starts(tables, tokens):
    """Cosines in the first two of many new tables, and how often each value occurs for 3 and 8.

    tables: shape (starts, m, k).
    """
    fig, axes = plt.subplots(1, 3, figsize=(10, 3.4), width_ratios=[1, 1, 1.2])
    one, other = (cosines(table, tokens) for table in tables[:2])
    for ax, title, matrix in zip(axes, ["One start", "Another start"], [one, other], strict=False):
        plots.plot_heatmap(ax, matrix, tokens)
        ax.set_title(title)
    pair = np.asarray(tables, float)[:, [3, 8]]
    of_pair = pair.prod(axis=1).sum(axis=1) / np.linalg.norm(pair, axis=2).prod(axis=1)
    share = np.full(len(tables), 1 / len(tables))
    axes[2].hist(of_pair, 20, (-1, 1), weights=share, color=plots.BLUE, ec="white")
    many = f"{len(tables):,} starts"
    axes[2].set(title=f"{many}: often near ±1", xlabel="cosine of 3 and 8", ylabel="share")
    axes[2].set_xticks([-1, -0.5, 0, 0.5, 1])
    axes[2].set_yticks([0.05, 0.1, 0.15])
    first, second = (each[tokens.index(3), tokens.index(8)] for each in (one, other))
    beyond = f"{np.mean(np.abs(of_pair) > 0.9):.0%}"
    return (
        fig,
        f"Cosines before training. Of {many}, {beyond} put 3 and 8 beyond ±0.9.",
        f"Cosines of the tokens in two starts: that of 3 and 8 is {first:.2f} and {second:.2f}. "
        f"Its histogram in {many} is highest at both ends: {beyond} are beyond ±0.9.",
    )


def step(before, after, tokens):
    """A table before and after, and the difference, as strips with one column for each id.

    before, after: shape (m, 2). Where they are equal the difference stays white. Tokens are framed.
    """
    change = np.ma.masked_where(before == after, after - before)
    titles = "Before", "After one step", "Difference: only vectors looked up"
    strips = dict(zip(titles, (before, after, change), strict=True))
    fig, axes = plt.subplots(3, 1, figsize=(10, 3.8), sharex=True)
    limit = max(np.abs(strip).max() for strip in strips.values())
    for ax, (title, strip) in zip(axes, strips.items(), strict=True):
        image = ax.imshow(strip.T, cmap="cividis", clim=(-limit, limit), aspect="auto")
        ax.set(title=title, xticks=list(tokens))
        ax.set_yticks([0, 1], ["number 1", "number 2"])
        ax.tick_params(length=0)
        for token in tokens:
            _frame(ax, (token - 0.5, -0.5), 1, strip.shape[1], plots.token_style(token)[0])
    axes[-1].set_xlabel("id")
    fig.colorbar(image, ax=axes, label="value")
    moved = ", ".join(map(str, np.flatnonzero((before != after).any(axis=1))))
    return (
        fig,
        "The table on its side, a column for each id. White: not one bit has changed.",
        "Three strips with a column for each id: the table before and after one step, and the "
        f"difference, white but for the ids {moved}.",
    )


def _frame(ax, corner, width, height, colour):
    ax.add_patch(Rectangle(corner, width, height, fill=False, ec=colour, lw=2.5, clip_on=False))


def _arrow(fig, start, end, colour):
    (from_ax, *from_point), (to_ax, *to_point) = start, end
    axes, style = {"axesA": from_ax, "axesB": to_ax}, {"arrowstyle": "-|>", "color": colour}
    arrow = ConnectionPatch(from_point, to_point, "data", "data", **axes, **style, lw=1.3)
    arrow.set_annotation_clip(False)  # else it is not drawn, as it begins outside its axes
    fig.add_artist(arrow)

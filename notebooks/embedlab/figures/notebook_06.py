"""The drawings of notebook 06."""

from embedlab import plots
from embedlab.figures import token_maps
from embedlab.measures import cosines, distance_map

import matplotlib.pyplot as plt
import numpy as np

LEGEND = ("label group", "neg", "pos"), ("topic", "sea", "sky"), ("role", "noun", "verb")


def maps(tables, tokens, title, notes=None, columns=3):
    """A map of each table: name -> table, shape (m, k). notes: name -> what to write under it.

    Returns the figure, and the smallest correlation between distances on a map and in its table.
    """
    lines = -(-len(tables) // columns)
    fig, axes = plt.subplots(lines, columns, figsize=(9, 3.2 * lines + 0.5), squeeze=False)
    kept = []
    for ax, (name, table) in zip(axes.flat, tables.items(), strict=True):
        places, correlation = distance_map(table)
        token_maps.plot_token_map(ax, places, tokens.label_group, tokens.topic, tokens.role)
        ax.set_title(name)
        ax.set_xlabel((notes or {}).get(name, ""))
        kept.append(correlation)
    token_maps.add_token_legend(fig, *LEGEND)
    fig.suptitle(title, weight="bold")
    fig.get_layout_engine().set(hspace=0.06)
    return fig, min(kept)


def two_losses(lam, label_loss, order_loss, joint_loss):
    """The flow: one table, two losses, their weighted sum, and the way back.

    The texts that hold a number have the gids "label loss", "order loss", "loss" and "back".
    """
    fig, ax = plt.subplots(figsize=(10, 3.5))
    ax.set(xlim=(0, 10), ylim=(-0.35, 3.5))
    ax.axis("off")
    _box(ax, 0.9, 2.6, "a row of ids")
    _box(ax, 0.9, 0.6, "a pair of ids")
    _box(ax, 2.85, 1.6, "one table\nW", plots.BLUE)
    _box(ax, 4.8, 2.6, "mean, unit,\nsigmoid")
    _box(ax, 4.8, 0.6, "dot product with\na row of C, sigmoid")
    _box(ax, 7.1, 2.6, f"label loss\n{label_loss:.3f}", plots.VERMILION, "label loss")
    _box(ax, 7.1, 0.6, f"order loss\n{order_loss:.3f}", plots.GREEN, "order loss")
    _box(ax, 9.0, 1.6, f"loss\n{joint_loss:.3f}", "black", "loss")
    for start, end in (
        ((1.5, 2.5), (2.3, 1.95)),
        ((1.5, 0.7), (2.3, 1.25)),
        ((3.4, 1.95), (4.05, 2.45)),
        ((3.4, 1.25), (3.85, 0.85)),
        ((5.5, 2.6), (6.4, 2.6)),
        ((5.75, 0.6), (6.4, 0.6)),
        ((7.75, 2.4), (8.55, 1.9)),
        ((7.75, 0.8), (8.55, 1.3)),
    ):
        _arrow(ax, start, end)
    ax.text(8.3, 2.35, f"× {1 - lam:g}", color=plots.VERMILION, gid="label weight")
    ax.text(8.3, 0.75, f"× {lam:g}", color=plots.GREEN, gid="order weight")
    _arrow(ax, (8.5, 1.6), (3.5, 1.6), linestyle="--")
    back = f"the way back: {1 - lam:g} · label gradient + {lam:g} · order gradient"
    ax.text(6.1, 1.68, back, ha="center", va="bottom", fontsize=10, gid="back")
    ax.set_title("Two losses on one table: the gradients add up")
    caption = f"Both losses at the start, and their sum with λ = {lam:g}. Dashed: the way back to W."
    alt = (
        f"Flow chart. A row of ids goes through table W, mean, unit and sigmoid to the label loss "
        f"{label_loss:.3f}; a pair of ids through W and a dot product with a row of C to the order "
        f"loss {order_loss:.3f}. Weighted by {1 - lam:g} and {lam:g} they make the loss "
        f"{joint_loss:.3f}. A dashed arrow leads back to W: {back}."
    )
    return fig, caption, alt


def cosine_panels(tables, tokens):
    """The cosines of all pairs, a panel for each table; tokens sorted by their properties.

    Cividis, from dark for -1 to light for 1, so that -1 and 1 differ in grey, too.
    """
    order = np.lexsort([tokens.role, tokens.topic, tokens.label_group])
    kinds = [name.rsplit("-", 1)[0] for name in tokens.name[order]]  # "pos-sea-noun"
    names = list(dict.fromkeys(kinds))
    size = len(kinds) // len(names)
    fig, axes = plt.subplots(1, len(tables), figsize=(9.5, 3.9), sharey=True)
    for ax, (name, table) in zip(axes, tables.items(), strict=True):
        image = ax.imshow(cosines(table)[np.ix_(order, order)], cmap="cividis", clim=(-1, 1))
        middles = np.arange(len(names)) * size + (size - 1) / 2
        ax.set_xticks(middles, names, rotation=90)
        ax.set_yticks(middles, names)
        ax.tick_params(length=0)
        ax.set_title(name)
    fig.colorbar(image, ax=axes, label="cosine", shrink=0.8)
    return fig


def accuracies(panels, coin=0.5):
    """Bars of accuracy, a panel for each task: title -> {way: accuracy}; a dotted line is a coin.

    Returns the figure and what it shows, for those who do not see it.
    """
    fig, axes = plt.subplots(1, len(panels), figsize=(9, 2.7), sharey=True, sharex=True)
    for ax, (title, found) in zip(axes, panels.items(), strict=True):
        bars = ax.barh(list(found), list(found.values()), color=plots.BLUE)
        ax.bar_label(bars, [f" {value:.2f}" for value in found.values()])
        ax.axvline(coin, color="black", linestyle=":")
        ax.set(title=title, xlabel="accuracy on new rows", xlim=(0, 1.12))
        ax.tick_params(axis="y", length=0)
    axes[0].invert_yaxis()
    told = [
        f"{title}: " + ", ".join(f"{way} {value:.2f}" for way, value in found.items())
        for title, found in panels.items()
    ]
    return fig, "Two panels of bars. " + "; ".join(told) + "."


def _box(ax, x, y, text, edge=plots.GREY, gid=None):
    look = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": edge, "linewidth": 1.5}
    ax.text(x, y, text, ha="center", va="center", bbox=look, gid=gid)


def _arrow(ax, start, end, linestyle="-"):
    style = {"arrowstyle": "-|>", "color": plots.GREY, "linestyle": linestyle}
    ax.annotate("", end, start, arrowprops=style)

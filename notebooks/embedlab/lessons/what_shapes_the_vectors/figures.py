"""The drawings of notebook 06."""

from embedlab.drawing import plots, token_maps
from embedlab.measures import distance_map

import matplotlib.pyplot as plt

LEGEND = ("label group", "neg", "pos"), ("topic", "sea", "sky"), ("role", "noun", "verb")


def maps(tables, tokens, title, notes=None):
    """A map of each table: name -> table, shape (m, k). notes: name -> what to write under it.

    Returns the figure, and the smallest correlation between distances on a map and in its table.
    """
    fig, axes = plt.subplots(1, len(tables), figsize=(3 * len(tables), 3.7))
    kept = []
    for ax, (name, table) in zip(axes, tables.items(), strict=True):
        places, correlation = distance_map(table)
        token_maps.plot_token_map(ax, places, tokens.label_group, tokens.topic, tokens.role)
        ax.set_title(name)
        ax.set_xlabel((notes or {}).get(name, ""))
        kept.append(correlation)
    token_maps.add_token_legend(fig, *LEGEND)
    fig.suptitle(title, weight="bold")
    return fig, min(kept)


def two_losses(lam):
    """The flow: one table, two losses, their weighted sum, and the way back.

    The texts "label weight", "order weight" and "back" (gids) hold numbers. Returns the figure, a
    caption, and what it shows, for those who do not see it.
    """
    fig, ax = plt.subplots(figsize=(10, 2.9))
    ax.set(xlim=(0.2, 9.6), ylim=(0.1, 3.1))
    ax.axis("off")
    _box(ax, 0.9, 2.6, "a row of ids")
    _box(ax, 0.9, 0.6, "a pair of ids")
    _box(ax, 2.85, 1.6, "one table\nW", plots.BLUE)
    _box(ax, 4.8, 2.6, "mean, unit,\nsigmoid")
    _box(ax, 4.8, 0.6, "dot product with\na row of C, sigmoid")
    _box(ax, 7.1, 2.6, "label loss", plots.VERMILION)
    _box(ax, 7.1, 0.6, "order loss", plots.GREEN)
    _box(ax, 9.0, 1.6, "loss", "black")
    for start, end in (
        ((1.5, 2.5), (2.3, 1.95)),
        ((1.5, 0.7), (2.3, 1.25)),
        ((3.4, 1.95), (4.05, 2.45)),
        ((3.4, 1.25), (3.85, 0.85)),
        ((5.5, 2.6), (6.4, 2.6)),
        ((5.75, 0.6), (6.4, 0.6)),
        ((7.75, 2.5), (8.65, 1.9)),
        ((7.75, 0.7), (8.65, 1.3)),
    ):
        _arrow(ax, start, end)
    weight = {"ha": "left", "va": "center"}
    ax.text(8.3, 2.4, f"× {1 - lam:g}", color=plots.VERMILION, gid="label weight", **weight)
    ax.text(8.3, 0.8, f"× {lam:g}", color=plots.GREEN, gid="order weight", **weight)
    _arrow(ax, (8.6, 1.6), (3.5, 1.6), linestyle="--")
    back = f"the way back: {1 - lam:g} · label gradient + {lam:g} · order gradient"
    ax.text(6.1, 1.68, back, ha="center", va="bottom", fontsize=10, gid="back")
    ax.set_title("Two losses on one table: their gradients add up")
    caption = f"Two kinds of example, one table, one number to lower; here with λ = {lam:g}."
    alt = (
        "Flow chart. A row of ids goes through table W, mean, unit and sigmoid to the label loss; "
        "a pair of ids through W and a dot product with a row of C to the order loss. Times "
        f"{1 - lam:g} and {lam:g} they make the loss. A dashed arrow leads back to W: {back}."
    )
    return fig, caption, alt


def accuracies(panels, coin=0.5):
    """Bars of accuracy, a panel for each task: title -> {way: accuracy}; a dotted line is a coin.

    The first task has all ways; where another lacks one, its panel says so. Returns the figure and
    what it shows, for those who do not see it.
    """
    fig, axes = plt.subplots(1, len(panels), figsize=(9, 2.7), sharey=True, sharex=True)
    ways = list(next(iter(panels.values())))
    for ax, (title, found) in zip(axes, panels.items(), strict=True):
        for place, way in enumerate(ways):
            if way not in found:
                ax.text(0.02, place, "not run", va="center", color=plots.GREY)
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

"""Maps of tables, the flow of two losses, accuracies; each as a figure, a caption, an alt."""

from embedlab.drawing import plots, token_maps
from embedlab.measures import distance_map

import matplotlib.pyplot as plt

LEGEND = ("label group", "neg", "pos"), ("topic", "sea", "sky"), ("role", "noun", "verb")


def maps(tables, tokens):
    """A map of the start and of each loss's table: name -> table, shape (m, k)."""
    fig, kept = _maps(tables, tokens, "Labels make two heaps, order makes four")
    caption = (
        f"A map keeps the distances between tokens as well as a plane can (correlation {kept:.2f} "
        "or more). Each has its own scale; markers in one place are moved apart. Hollow means noun."
    )
    alt = (
        f"Three maps of {len(tokens.name)} tokens. Start: no pattern. Labels: two heaps, the label "
        "groups. Order: four heaps, one for each topic and role, each with both label groups."
    )
    return fig, caption, alt


def maps_with_shares(tables, tokens, shares):
    """A map of each of three more tables, as `maps` draws them, with its three shares below it.

    shares: a function of a table that returns those of label, topic and role.
    """
    told = "label {:.2f}, topic {:.2f}, role {:.2f}"
    notes = {name: told.format(*shares(table)) for name, table in tables.items()}
    fig, _ = _maps(tables, tokens, "One start, the same rows, three other losses")
    for ax, note in zip(fig.axes, notes.values(), strict=True):
        ax.set_xlabel(note)
    caption = (
        "Under each map the shares. Compare the first picture: Flatten changes next to nothing, "
        "the wider window keeps the topics apart, and both losses keep eight heaps."
    )
    return fig, caption, f"Three maps. {'; '.join(map(': '.join, notes.items()))}."


def _maps(tables, tokens, title):
    """The figure, and the least correlation between distances on a map and in its table."""
    fig, axes = plt.subplots(1, len(tables), figsize=(3 * len(tables), 3.7))
    kept = []
    for ax, (name, table) in zip(axes, tables.items(), strict=True):
        places, correlation = distance_map(table)
        token_maps.plot_token_map(ax, places, tokens.label_group, tokens.topic, tokens.role)
        ax.set_title(name)
        kept.append(correlation)
    token_maps.add_token_legend(fig, *LEGEND)
    fig.suptitle(title, weight="bold")
    return fig, min(kept)


def loss_flow(lam):
    """The flow: one table, two losses, their weighted sum, and the way back.

    The texts "label weight", "order weight" and "back" (gids) hold numbers.
    """
    fig, ax = plt.subplots(figsize=(10, 2.9))
    ax.set(xlim=(0.2, 9.6), ylim=(0.1, 3.1))
    ax.axis("off")
    look = {"boxstyle": "round,pad=0.4", "facecolor": "white", "linewidth": 1.5}
    boxes = {}
    for name, x, y, edge in (
        ("a row of ids", 0.9, 2.6, plots.GREY),
        ("a pair of ids", 0.9, 0.6, plots.GREY),
        ("one table\nW", 2.85, 1.6, plots.BLUE),
        ("mean, unit,\nsigmoid", 4.8, 2.6, plots.GREY),
        ("dot product with\na row of C, sigmoid", 4.8, 0.6, plots.GREY),
        ("label loss", 7.1, 2.6, plots.VERMILION),
        ("order loss", 7.1, 0.6, plots.GREEN),
        ("loss", 9.0, 1.6, "black"),
    ):
        box = look | {"edgecolor": edge}
        boxes[name] = ax.text(x, y, name, ha="center", va="center", bbox=box)
    row, pair, table, mean, product, label, order, loss = boxes.values()
    ways = (row, table), (table, mean), (mean, label), (label, loss)
    ways += (pair, table), (table, product), (product, order), (order, loss), (loss, table)
    for one, other in ways:
        arrow = {"arrowstyle": "-|>", "color": plots.GREY, "ls": "--" if one is loss else "-"}
        arrow |= {"patchA": one.get_bbox_patch(), "patchB": other.get_bbox_patch()}
        ax.annotate("", other.get_position(), one.get_position(), arrowprops=arrow)
    ax.text(8.3, 2.4, f"× {1 - lam:g}", color=plots.VERMILION, va="center", gid="label weight")
    ax.text(8.3, 0.8, f"× {lam:g}", color=plots.GREEN, va="center", gid="order weight")
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


def accuracy_bars(on_role, on_label, few, new):
    """Bars of accuracy, a panel for each task: way -> accuracy; a dotted line is a coin.

    The role has all ways; those that the label lacks are said to be missing. few, new: the rows
    that were trained on, and those that the accuracies were measured on.
    """
    panels = {"Role: the table holds it": on_role, "Label: it does not": on_label}
    fig, axes = plt.subplots(1, 2, figsize=(9, 2.7), sharey=True, sharex=True)
    told = []
    for ax, (title, found) in zip(axes, panels.items(), strict=True):
        for place, way in enumerate(on_role):
            if way not in found:
                ax.text(0.02, place, "not run", va="center", color=plots.GREY)
        bars = ax.barh(list(found), list(found.values()), color=plots.BLUE)
        ax.bar_label(bars, [f" {value:.2f}" for value in found.values()])
        ax.axvline(0.5, color="black", linestyle=":")
        ax.set(title=title, xlabel="accuracy on new rows", xlim=(0, 1.12))
        ax.tick_params(axis="y", length=0)
        said = [f"{way} {value:.2f}" for way, value in found.items()]
        told.append(f"{title}: {', '.join(said)}")
    axes[0].invert_yaxis()
    caption = (
        f"Accuracy on {len(new)} new rows after {len(few)} labels. Dotted: a coin. For the label, "
        "the first two ways say it all."
    )
    return fig, caption, f"Two panels of bars. {'; '.join(told)}."

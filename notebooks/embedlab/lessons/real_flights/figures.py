"""Airports, what tables know of them, and forecasts; each as a figure, a caption, an alt."""

from embedlab.drawing import plots

import matplotlib.pyplot as plt
import numpy as np

NEW_YORK = (-73.9, 40.7)
NAMED = dict.fromkeys(["SEA", "DFW", "MIA", "HNL"], (6, -10))  # where a name stands, in points
NAMED |= {"LAX": (-35, -4), "SJU": (-12, -16)}
HONOLULU = (-106, 19.5)  # where it is drawn: its own place is far out in the Pacific
MARKS = ["o", "s", "D", "^"]
COLOURS = ["white", plots.BLUE, plots.VERMILION, plots.GREEN]
LOWEST = -0.15  # where the scale of the scores begins
MEASURES = ["lateness\n(R²)", "distance\n(R²)", "same carrier\n(share of 5)"]


def truth_maps(airports):
    """Lateness and distance of the airports, as two maps."""
    late, far = airports.share_late, airports.distance_miles
    titles = "Lateness: high and low side by side", "Distance: rises away from the star"
    fig = _maps(airports, titles, (late, far))
    caption = (
        f"Two properties of {len(late)} airports, as ranks; the star is New York. Their "
        f"correlation is {np.corrcoef(late, far)[0, 1]:.2f}: to know one is not to know the other."
    )
    alt = (
        "Two maps of the United States with a dot for each airport, from dark (least) to bright "
        "(most). On the left, dots of all shades lie side by side. On the right, they brighten "
        "from New York to the west."
    )
    return fig, caption, alt


def component_maps(airports, by_label, by_order):
    """One number of each airport from two tables, as two maps like those of `truth_maps`.

    by_label, by_order: shape (airports,). The sign of a principal component is arbitrary: it is
    turned so that the first agrees with lateness, the second with distance.
    """
    late, far = airports.share_late, airports.distance_miles
    related = np.corrcoef([by_label, by_order, late, far])[:2, 2:]
    turned = by_label * np.sign(related[0, 0]), by_order * np.sign(related[1, 1])
    titles = "Trained by labels: much like lateness", "Trained by order: much like distance"
    fig = _maps(airports, titles, turned)
    alike = np.abs(related)
    caption = (
        "The first principal component of each table, as ranks. Size of its correlation with "
        f"lateness: {alike[0, 0]:.2f} by labels, {alike[1, 0]:.2f} by order. With distance: "
        f"{alike[0, 1]:.2f} and {alike[1, 1]:.2f}."
    )
    alt = (
        "Two maps like those above. On the left, shades mix much as those of lateness do. On the "
        "right, dots brighten from New York to the west, as those of distance do."
    )
    return fig, caption, alt


def _maps(airports, titles, values):
    """A map for each title, of one value per airport, coloured by rank; gid "airports"."""
    place = np.column_stack([airports.longitude, airports.latitude])
    place[airports.code == "HNL"] = HONOLULU
    fig, axes = plt.subplots(1, len(values), figsize=(10, 3.9), sharex=True, sharey=True)
    for ax, title, value in zip(axes, titles, values, strict=True):
        ranks = np.argsort(np.argsort(value, kind="stable"), kind="stable") / (len(value) - 1)
        style = {"cmap": "cividis", "vmin": 0, "vmax": 1, "edgecolors": "0.35", "linewidths": 0.5}
        image = ax.scatter(*place.T, c=ranks, s=44, gid="airports", **style)
        ax.plot(*NEW_YORK, "*", color="black", markersize=13)
        for code in NAMED:
            (at,) = place[airports.code == code]
            ax.annotate(code, at, NAMED[code], textcoords="offset points", fontsize=9)
        ax.set(title=title, xticks=[], yticks=[], aspect=1.25, xlim=(-127, -61), ylim=(15, 50))
        ax.spines[:].set_visible(False)
    bar = fig.colorbar(image, ax=axes, location="bottom", ticks=[0, 1], shrink=0.35, aspect=40)
    bar.ax.set_xticklabels(["least", "most"])
    return fig


def score_plot(scores, chance):
    """A marker for each table's score in each measure, beside what chance reaches.

    scores: table -> its scores in lateness, distance and same carrier. chance: those of random
    tables, shape (tables, 3). The markers of a table have its name as gid; each grey bar, gid
    "chance", ends at the best score of a random table.
    """
    fig, ax = plt.subplots(figsize=(9, 3.2))
    height = np.arange(len(MEASURES))[::-1]
    bars = ax.barh(height, np.max(chance, axis=0) - LOWEST, 0.75, left=LOWEST, color="0.88")
    bars[0].set_label(f"best of {len(chance)}\nrandom tables")
    plt.setp(bars, gid="chance")
    for place, (name, marker, colour) in enumerate(zip(scores, MARKS, COLOURS, strict=True)):
        style = {"color": plots.GREY, "linestyle": "none", "markerfacecolor": colour}
        at = height + 0.27 - 0.18 * place
        ax.plot(scores[name], at, marker, markersize=9, label=name, gid=name, **style)
    ax.set_yticks(height, MEASURES)
    ax.tick_params(axis="y", length=0)
    ax.set(xlim=(LOWEST, 0.85), xlabel="score")
    ax.set_title("Labels write lateness; order writes airline and distance")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    caption = (
        "What can be told from each table's vectors. Grey: what the best of "
        f"{len(chance)} random tables reaches."
    )
    told = [
        f"{name}: " + ", ".join(f"{round(value, 2) + 0.0:.2f}" for value in score)
        for name, score in scores.items()
    ]
    return fig, caption, f"Scores in lateness, distance and same carrier. {'; '.join(told)}"


def few_label_curves(aucs):
    """The mean AUC by number of labels, and the range of the middle two thirds of the draws.

    aucs: two forecasters, name -> {number of labels: AUC of each draw}. Each line has its name as
    gid.
    """
    fig, ax = plt.subplots(figsize=(7.5, 3.4))
    means = []
    for (name, found), marker, colour in zip(
        aucs.items(), "sD", [plots.BLUE, plots.VERMILION], strict=True
    ):
        sizes = list(found)
        band = np.transpose([np.percentile(each, [17, 83]) for each in found.values()])
        ax.fill_between(sizes, *band, color=colour, alpha=0.15, linewidth=0)
        means.append([np.mean(each) for each in found.values()])
        ax.plot(sizes, means[-1], marker=marker, color=colour, label=name, gid=name)
    ax.set_xscale("log")
    ax.set_xticks(sizes, [f"{each:,}" for each in sizes])
    ax.minorticks_off()
    ax.set(xlabel="labels to learn from", ylabel="AUC (chance: 0.5)")
    ax.set_title("With few labels, a table made from order is ahead")
    ax.legend(loc="lower right")
    lead = zip(np.subtract(means[1], means[0]), sizes, strict=True)
    caption = (
        "Mean AUC on later rows; shaded, the middle two thirds of the draws (all labels: one fit). "
        f"Lead of the table: {', '.join(f'{gap:+.3f} with {size:,}' for gap, size in lead)} labels."
    )
    told = [
        f"{name}: " + ", ".join(f"{each:.3f}" for each in mean)
        for name, mean in zip(aucs, means, strict=True)
    ]
    alt = f"Two rising lines of AUC by number of labels, which cross. {'; '.join(told)}"
    return fig, caption, alt

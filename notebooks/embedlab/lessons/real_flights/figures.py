"""Airports on maps and in tables, by what is known of them and by what tables found."""

from embedlab.drawing import tables
from embedlab.measures import project

import matplotlib.pyplot as plt
import numpy as np

NEW_YORK = (-73.9, 40.7)
NAMED = dict.fromkeys(["SEA", "DFW", "MIA", "HNL"], (6, -10))  # where a name stands, in points
NAMED |= {"LAX": (-35, -4), "SJU": (-12, -16)}
HONOLULU = (-106, 19.5)  # where it is drawn: its own place is far out in the Pacific
NEARER = "Honolulu is drawn nearer than it is."


def truth_maps(airports):
    """Lateness and distance of the airports, as two maps."""
    late, far = airports.share_late, airports.distance_miles
    titles = "Lateness: high and low side by side", "Distance: rises away from the star"
    fig = _maps(airports, titles, (late, far))
    return (
        fig,
        f"Two properties of {len(late)} airports, as ranks; the star is New York. Their "
        f"correlation is {np.corrcoef(late, far)[0, 1]:.2f}: to know one is to know little of the "
        f"other. {NEARER}",
        "Two maps of the United States with a dot for each airport, from dark (least) to bright "
        "(most). On the left, dots of all shades lie side by side. On the right, they brighten "
        "from New York to the west.",
    )


def component_maps(airports, by_label, by_order):
    """The first principal component of two tables, as two maps below those of `truth_maps`.

    by_label, by_order: tables of shape (airports, k). The sign of a component is arbitrary: it is
    turned so that the first agrees with lateness, the second with distance.
    """
    late, far = airports.share_late, airports.distance_miles
    found = [project(table, dimensions=1)[0][0][:, 0] for table in (by_label, by_order)]
    related = np.corrcoef([*found, late, far])[:2, 2:]
    turned = found[0] * np.sign(related[0, 0]), found[1] * np.sign(related[1, 1])
    titles = "Lateness", "Distance", "Found by labels", "Found by order"
    fig = _maps(airports, titles, (late, far, *turned))
    alike = np.abs(related)
    return (
        fig,
        "Above what no model was given, below each table's first principal component, as ranks. "
        f"Size of its correlation with lateness: {alike[0, 0]:.2f} by labels, {alike[1, 0]:.2f} by "
        f"order; with distance: {alike[0, 1]:.2f} and {alike[1, 1]:.2f}. {NEARER}",
        "Four maps. On the left, shades of lateness above and of what labels found below: both lie "
        "side by side. On the right, distance above and what order found below: brighter, in both, "
        "far from New York.",
    )


def _maps(airports, titles, values):
    """A map for each title, two a line, of one value per airport; coloured by rank."""
    place = np.column_stack([airports.longitude, airports.latitude])
    place[airports.code == "HNL"] = HONOLULU
    lines = len(values) // 2
    fig, axes = plt.subplots(lines, 2, figsize=(10, 0.5 + 3.4 * lines), layout="none")
    fig.subplots_adjust(0.01, 0.02, 0.99, 1 - 0.08 / lines, 0.02, 0.1)
    for ax, title, value in zip(axes.flat, titles, values, strict=True):
        ranks = np.argsort(np.argsort(value, kind="stable"), kind="stable") / (len(value) - 1)
        style = {"cmap": "cividis", "vmin": 0, "vmax": 1, "edgecolors": "0.35", "linewidths": 0.5}
        image = ax.scatter(*place.T, c=ranks, s=44, gid="airports", **style)
        ax.plot(*NEW_YORK, "*", color="black", markersize=13)
        for code in NAMED:
            (at,) = place[airports.code == code]
            ax.annotate(code, at, NAMED[code], textcoords="offset points", fontsize=9)
        ax.set(title=title, xticks=[], yticks=[], aspect=1.25, xlim=(-127, -61), ylim=(15, 50))
        ax.spines[:].set_visible(False)
    bar = fig.colorbar(
        image,
        ax=axes,
        location="bottom",
        ticks=[0, 1],
        shrink=0.35,
        aspect=40,
        pad=0.03,
        fraction=0.1 / lines,
    )
    bar.ax.set_xticklabels(["least", "most"])
    return fig


def airport_table(airports, ids, first):
    """Some airports with what is known of them; first: the columns that stand before it."""
    known = {
        "airport": airports.name[ids],
        "share late": airports.share_late[ids],
        "miles": airports.distance_miles[ids].round().astype(int),
        "main carrier": airports.carrier_name[ids],
    }
    return tables.data_table(first | known, digits=2)


def score_table(scores):
    """A line for each table, name -> [lateness, distance, carrier]."""
    columns = np.transpose(list(scores.values()))
    heads = "lateness, R²", "distance, R²", "same carrier"
    named = dict(zip(heads, columns, strict=True))
    return tables.data_table({"table": list(scores)} | named, digits=2)


def forecast_table(few, every):
    """A line for each forecaster, name -> AUC with all labels, beside the draws of few labels.

    few: name -> the AUC of each draw; "one-hot" is what the others are held against.
    """
    means = [f"{few[name].mean():.3f}" if name in few else "–" for name in every]
    ahead = [
        f"{(few[name] > few['one-hot']).sum()} of {len(few[name])}" if name in few else "–"
        for name in every
    ]
    ahead[list(every).index("one-hot")] = "–"
    columns = {"forecaster": list(every), "AUC, 200 labels": means, "ahead of one-hot": ahead}
    return tables.data_table(columns | {"AUC, all labels": list(every.values())})

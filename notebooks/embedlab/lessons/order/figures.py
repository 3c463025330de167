"""The drawings of notebook 04."""

from embedlab.drawing import plots

import matplotlib.pyplot as plt
import numpy as np

STAGES = ("looked up", "mean", "Flatten", "a table per column")


def flow(table, column_tables, rows, names):
    """Draw what two rows become as strips of colour: a strip for each stage, one cell a number.

    table: shape (m, k). column_tables: shape (columns, m, k). rows: ids, shape (2, columns).
    names: what to write over each row. Where the two rows differ, a cell has a frame. The image of
    a row (0 or 1) at a stage has the gid "row 0: mean" and so on; vectors stand upright in it.
    Returns the figure and what it shows, for those who do not see it.
    """
    places = np.arange(rows.shape[1])
    strips = {
        "looked up": [table[ids].T for ids in rows],
        "mean": [table[ids].mean(axis=0)[:, None] for ids in rows],
        "Flatten": [table[ids].reshape(1, -1) for ids in rows],
        "a table per column": [column_tables[places, ids].T for ids in rows],
    }
    fig, axes = plt.subplots(
        4, 2, figsize=(10, 4.6), gridspec_kw={"height_ratios": [2, 2, 1, 2]}, sharex=True
    )
    widest = max(strip.shape[1] for pair in strips.values() for strip in pair)
    largest = max(np.abs(strip).max() for pair in strips.values() for strip in pair)
    for line, stage in zip(axes, STAGES, strict=True):
        differ = ~np.isclose(*strips[stage], rtol=0, atol=1e-12)
        for number, (ax, strip) in enumerate(zip(line, strips[stage], strict=True)):
            image = ax.imshow(strip, cmap="viridis", clim=(-largest, largest))
            image.set_gid(f"row {number}: {stage}")
            for y, x in np.argwhere(differ):
                frame = {"fill": False, "edgecolor": plots.VERMILION, "linewidth": 3}
                ax.add_patch(plt.Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, **frame))
            ax.set(xlim=(-0.5, widest - 0.5), xticks=[], yticks=[])
            ax.set_anchor("W")
            ax.spines[:].set_visible(False)
            if stage != "mean" and strip.shape[1] == len(places):
                for x, token in enumerate(rows[number]):
                    ax.text(x, strip.shape[0] - 0.4, str(token), ha="center", va="top", fontsize=9)
        line[0].set_ylabel(stage, rotation=0, ha="right", va="center", labelpad=10)
    for ax, name in zip(axes[0], names, strict=True):
        ax.set_title(name)
    fig.suptitle("The mean merges. Flatten and a table per column keep the places", weight="bold")
    return fig, (
        "Strips of coloured cells for two rows. Looked up: five vectors; where the ids changed "
        "places, they differ. Mean: one vector, equal in both rows. Flatten: ten numbers; "
        "those of exchanged ids differ. A table per column: five vectors; where the ids changed "
        "places, they differ."
    )


def paths(panels, tokens):
    """Draw the films of several trainings side by side: panels maps each title to its tables."""
    fig, axes = plt.subplots(1, len(panels), figsize=(3.5 * len(panels), 4), squeeze=False)
    for ax, (name, tables) in zip(axes[0], panels.items(), strict=True):
        plots.plot_paths(ax, tables, tokens)
        ax.set_title(name)
    plots.add_before_after_legend(axes[0, 0], loc="best")
    return fig


def losses(curves, floors, floor_of):
    """Draw loss curves (name -> losses) and the floors (kind -> height) that they fall to."""
    fig, ax = plt.subplots(figsize=(8.6, 3.8))
    colours = dict(zip(floors, (plots.GREY, plots.BLUE), strict=True))
    for style, (name, curve) in zip(["-", "--", "-.", ":"], curves.items(), strict=True):
        colour = colours[floor_of[name]]
        ax.plot(curve, style, color=colour, linewidth=2, label=name)
    for kind, height in floors.items():
        ax.axhline(height, color=colours[kind], linewidth=0.8, gid=f"floor {kind}")
        ax.text(len(curve), height - 0.004, kind, va="top", ha="right", color=colours[kind])
    ax.set(
        xlabel="step",
        ylabel="loss",
        title="Two floors: the heads that see the order get lower",
    )
    ax.set_ylim(bottom=min(floors.values()) - 0.03)
    ax.legend(loc="upper right")
    return fig

"""What becomes of the order: strips of numbers, losses and their floors, paths of the tokens."""

from embedlab.drawing import plots
from embedlab.measures import displacement

import matplotlib.pyplot as plt
import numpy as np


def flow(table, column_tables, rows, words):
    """What rows 3 and 4 become as strips of colour: a strip for each stage, one cell a number.

    table: shape (m, k). column_tables: shape (columns, m, k). rows: ids, shape (2, columns).
    words: the sentence of each row. Where the two rows differ, a cell has a frame. The image of a
    row (0 or 1) at a stage has the gid "row 0: mean" and so on; vectors stand upright in it.
    """
    places = np.arange(rows.shape[1])
    strips = {
        "looked up": [table[ids].T for ids in rows],
        "mean": [table[ids].mean(axis=0)[:, None] for ids in rows],
        "Flatten": [table[ids].reshape(1, -1) for ids in rows],
        "a table per column": [column_tables[places, ids].T for ids in rows],
    }
    fig, axes = plt.subplots(4, 2, figsize=(10, 4.6), height_ratios=[2, 2, 1, 2], sharex=True)
    largest, differing = max(np.abs(table).max(), np.abs(column_tables).max()), []
    for line, (stage, pair) in zip(axes, strips.items(), strict=True):
        differ = ~np.isclose(*pair, rtol=0, atol=1e-12)
        differing.append(f"{stage} {differ.sum()} of {differ.size}")
        for number, (ax, strip) in enumerate(zip(line, pair, strict=True)):
            ax.imshow(strip, clim=(-largest, largest), gid=f"row {number}: {stage}")
            for y, x in np.argwhere(differ):
                frame = {"fill": False, "edgecolor": plots.VERMILION, "linewidth": 3}
                ax.add_patch(plt.Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, **frame))
            ax.set(xlim=(-0.5, table.shape[1] * len(places) - 0.5), xticks=[], yticks=[])
            ax.set_anchor("W")
            ax.spines[:].set_visible(False)
            for x, token in enumerate(rows[number] if strip.shape[1] == len(places) else ()):
                ax.text(x, strip.shape[0] - 0.4, token, ha="center", va="top", fontsize=9)
        line[0].set_ylabel(stage, rotation=0, ha="right", va="center", labelpad=10)
    for number, (ax, name) in enumerate(zip(axes[0], words, strict=True)):
        ax.set_title(f"Row {number + 3}: {name}")
    fig.suptitle("The mean merges. Flatten and a table per column keep the places", weight="bold")
    return (
        fig,
        "A frame marks numbers in which rows 3 and 4 differ. The mean has none.",
        "Rows 3 and 4 as strips of coloured cells. Framed, as the two rows differ there: "
        f"{', '.join(differing)}.",
    )


def losses(curves, floors, floor_of):
    """Loss curves (name -> losses), and the floors (kind -> height) that they fall to.

    floor_of: name -> kind. The curves on the first floor are grey, those on the second one blue.
    """
    fig, ax = plt.subplots(figsize=(8.6, 3.8))
    colours = dict(zip(floors, (plots.GREY, plots.BLUE), strict=True))
    for style, (name, curve) in zip(["-", "--", "-.", ":"], curves.items(), strict=True):
        ax.plot(curve, style, color=colours[floor_of[name]], linewidth=2, label=name)
    for kind, height in floors.items():
        ax.axhline(height, color=colours[kind], linewidth=0.8, gid=f"floor {kind}")
        ax.text(len(curve), height - 0.004, kind, va="top", ha="right", color=colours[kind])
    ax.set(xlabel="step", ylabel="loss", ylim=(min(floors.values()) - 0.03, None))
    ax.set_title("Two floors: the heads that see the order get lower")
    ax.legend(loc="upper right")
    ends = [f"{name} at {curve[-1]:.3f}" for name, curve in curves.items()]
    return (
        fig,
        "Loss on the four rows. The blind heads stop at {:.4f}, the others go down to "
        "{:.4f}.".format(*floors.values()),
        f"Falling curves of the loss over {len(curve)} steps, and level lines at the two floors, "
        f"which the last values nearly reach: {', '.join(ends)}.",
    )


def label_made_of_order(films, tokens):
    """Paths of the tokens while a model with each head (name -> film) learns "8 before 45"."""
    title = "A label made of order moves the two tokens it asks about"
    caption = "Learning whether 8 stands before 45. Only Flatten and the GRU send 8 and 45 apart."
    return _panels(films, tokens, title), caption, _in_words(films, tokens)


def two_questions(films, tokens):
    """Paths under Flatten with two labels (question -> film) of the same rows."""
    title = "Another question about the same rows moves other tokens"
    caption = "Flatten on the same 120 rows with two labels. The two tokens asked about leave the "
    return _panels(films, tokens, title), caption + "others.", _in_words(films, tokens)


def _panels(films, tokens, title):
    fig, axes = plt.subplots(1, len(films), figsize=(3.5 * len(films), 4))
    for ax, (name, film) in zip(axes, films.items(), strict=True):
        plots.plot_paths(ax, film.tables, tokens)
        ax.set_title(name)
    plots.add_before_after_legend(axes[0], loc="best")
    fig.suptitle(title, weight="bold")
    return fig


def _in_words(films, tokens):
    said = f"Paths of the tokens in {len(films)} panels. How far they move:"
    for name, film in films.items():
        moved = displacement(film.before, film.after)
        said += f" {name}: " + ", ".join(f"{each} by {moved[each]:.2f}" for each in tokens) + "."
    return said

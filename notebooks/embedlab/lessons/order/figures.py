"""What becomes of the order: strips of numbers, and the paths of tokens whose order is asked."""

from embedlab.drawing import plots
from embedlab.measures import displacement

import matplotlib.pyplot as plt
import numpy as np


def flow(vectors, column_tables, rows, words):
    """What rows 3 and 4 become as strips of colour: a strip for each stage, one cell a number.

    vectors: what one table gives for the rows, shape (2, columns, k). column_tables: shape
    (columns, m, k). rows: ids, shape (2, columns). words: theirs, of the same shape. Where the two
    rows differ, a cell has a frame, black in white, so that it shows in grey, too. The image of a
    row (0 or 1) at a stage has the gid "row 0: mean" and so on; vectors stand upright in it.
    """
    places = np.arange(rows.shape[1])
    strips = {
        "looked up": [each.T for each in vectors],
        "mean": [each.mean(axis=0)[:, None] for each in vectors],
        "Flatten": [each.reshape(1, -1) for each in vectors],
        "a table per column": [column_tables[places, ids].T for ids in rows],
    }
    strips["its mean"] = [each.mean(axis=1)[:, None] for each in strips["a table per column"]]
    fig, axes = plt.subplots(5, 2, figsize=(10, 5.6), height_ratios=[2, 2, 1, 2, 2], sharex=True)
    largest, differing = max(np.abs(vectors).max(), np.abs(column_tables).max()), []
    for line, (stage, pair) in zip(axes, strips.items(), strict=True):
        differ = ~np.isclose(*pair, rtol=0, atol=1e-12)
        differing.append(f"{stage} {differ.sum()} of {differ.size}")
        for number, (ax, strip) in enumerate(zip(line, pair, strict=True)):
            ax.imshow(strip, clim=(-largest, largest), gid=f"row {number}: {stage}")
            for y, x in np.argwhere(differ):
                for colour, width in (("white", 5), ("black", 2)):
                    frame = {"fill": False, "edgecolor": colour, "linewidth": width}
                    ax.add_patch(plt.Rectangle((x - 0.43, y - 0.43), 0.86, 0.86, **frame))
            ax.set(xlim=(-0.5, vectors[0].size - 0.5), xticks=[], yticks=[])
            ax.set_anchor("W")
            ax.spines[:].set_visible(False)
            for x, token in enumerate(rows[number] if strip.shape[1] == len(places) else ()):
                ax.text(x, strip.shape[0] - 0.4, token, ha="center", va="top", fontsize=9)
        line[0].set_ylabel(stage, rotation=0, ha="right", va="center", labelpad=10)
    for number, (ax, name) in enumerate(zip(axes[0], words, strict=True)):
        ax.set_title(f"Row {number + 3}: {' '.join(name)}")
    fig.suptitle("The mean of one table merges. Flatten and five tables keep the places")
    return (
        fig,
        "A frame marks numbers in which rows 3 and 4 differ. The mean of one table has none.",
        "Rows 3 and 4 as strips of coloured cells. Framed, as the two rows differ there: "
        f"{', '.join(differing)}.",
    )


def label_made_of_order(films, tokens):
    """Paths of the tokens while a model with each head (name -> film) learns "8 before 45"."""
    said = f"Paths of the tokens in {len(films)} panels. How far they move:"
    for name, film in films.items():
        moved = displacement(film.before, film.after)
        said += f" {name}: " + ", ".join(f"{each} by {moved[each]:.2f}" for each in tokens) + "."
    fig = plots.path_panels(films, tokens, (4.2 * len(films), 4.2), shared=False)
    return fig, "Learning whether 8 stands before 45. Every step is drawn.", said

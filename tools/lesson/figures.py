"""The distances of four rows from one of them."""

import matplotlib.pyplot as plt

ROWS = ["row 1", "row 2", "row 3", "row 4"]


def distances(apart):
    """Draw a bar for each row. apart: each row's distance from row 3, flattened, shape (4,).

    Returns the figure, its caption and its alternative text.
    """
    fig, ax = plt.subplots(figsize=(5, 3))
    ax.bar_label(ax.bar(ROWS, apart), fmt="%.2f")
    ax.set(title="Flatten sets row 4 apart", ylabel="distance from row 3", yticks=[])
    caption = f"Flattened, row 4 is {apart[3]:.2f} away from row 3, the others are not."
    alt = f"A bar for each row: none for rows 1, 2 and 3; that of row 4 is {apart[3]:.2f} high."
    return fig, caption, alt

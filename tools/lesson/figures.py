"""The distances of four rows from one of them."""

import matplotlib.pyplot as plt


def distances(apart):
    """Draw a bar for each row. apart: each row's distance from row 3, flattened, shape (4,).

    Returns the figure, its caption and its alternative text.
    """
    fig, ax = plt.subplots(figsize=(5, 3))
    above = [f"row {row + 1}: {each:.2f}" for row, each in enumerate(apart)]
    ax.bar_label(ax.bar(range(4), apart), above)
    ax.set(title="Flatten sets row 4 apart", ylabel="distance from row 3", xticks=[], yticks=[])
    caption = f"Flattened, row 4 is {apart[3]:.2f} away from row 3, the others are not."
    alt = f"A bar for each row: none for rows 1, 2 and 3; that of row 4 is {apart[3]:.2f} high."
    return fig, caption, alt

"""The grid of eight pulls, and the paths of one table that was trained in different ways."""

from embedlab.datasets import QUESTION_WORDS
from embedlab.drawing import plots
from embedlab.measures import alignment, cosines

import matplotlib.pyplot as plt
import numpy as np

LONGEST = 1.0, 1.4  # of the arrows in each line of the grid, in the table's unit
ALIKE = 0.9999  # the cosine of two pulls in one direction; below it they differ
RADIUS = 0.45  # of a token's marker
LINES = ("what the label asks", "what the neighbours ask")


def pulls(X, y, table, by_label, by_neighbours, narrow=False):
    """What each row of data asks of its vectors: a panel for each row, a line for each loss.

    X: the rows, shape (rows, tokens). y: their labels. table: shape (m, 2). by_label and
    by_neighbours: each row's gradient, shape (rows, m, 2); what a row asks for is minus that.
    narrow: a column for each loss instead, for small screens. An arrow begins at the rim of its
    token's marker; all arrows of one loss have one scale.
    """
    shape, size = ((len(X), 2), (5.2, 10.6)) if narrow else ((2, len(X)), (11, 5.6))
    fig, axes = plt.subplots(*shape, figsize=size, sharex=True, sharey=True)
    for line, (name, asked) in enumerate(zip(LINES, (by_label, by_neighbours), strict=True)):
        asked = -np.asarray(asked)
        unit = LONGEST[line] / np.linalg.norm(asked, axis=-1).max()
        for row, ax in enumerate(axes.T[line] if narrow else axes[line]):
            _draw_pulls(ax, table, X[row], unit * asked[row])
            ids = " ".join(str(token) for token in X[row])
            above = f"{name}\n\n" if narrow and row == 0 else ""
            if narrow or line == 0:
                title = f"{above}row {row + 1}, y = {y[row]:.0f}\n{ids}"
                ax.set_title(title, loc="center", fontsize=13)
            if row == 0 and not narrow:
                ax.set_ylabel(name, fontsize=13, fontweight="bold")
            if row % 2:
                cosine = alignment(asked[row], asked[row - 1])
                same = "equal to" if cosine > ALIKE else "different from"
                said = "opposite to" if cosine < -ALIKE else same
                ax.set_xlabel(f"{said} row {row}", fontsize=12)
    return (
        fig,
        "Minus each row's gradient, one scale a line. In row 4 tokens 8 and 45 have changed "
        "places.",
        "Two lines of four panels, one panel for each row of data, with an arrow at each of the "
        "tokens 3, 5, 8, 45 and 2. Upper line, what the label asks after a mean: in a panel all "
        "five arrows are parallel; rows 1, 3 and 4 pull one way, row 2 the opposite way. Lower "
        "line, what the neighbours ask: rows 1, 2 and 3 are the same; in row 4 all arrows but that "
        "of token 3, whose only neighbour is 5 in every row, point elsewhere.",
    )


def _draw_pulls(ax, table, ids, arrows):
    """One panel: numbered markers with their words, and an arrow from the rim of each."""
    for token in ids:
        at, arrow = np.asarray(table[token], float), arrows[token]
        colour, _ = plots.token_style(token)
        rim = at + RADIUS * arrow / np.linalg.norm(arrow)
        shape = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.02}
        shape |= {"headlength": 3, "headaxislength": 2.7, "headwidth": 2.6}
        ax.quiver(*rim, *arrow, color=colour, **shape, gid=f"pull on {token}")
        ax.plot(*at, "o", color=colour, ms=30, mfc="white", mew=2, gid=f"token {token}")
        ax.text(at[0], at[1] + 0.1, token, ha="center", va="center", size=12, weight="bold")
        ax.text(at[0], at[1] - 0.14, QUESTION_WORDS[token], ha="center", va="center", size=9.5)
    ax.set(xlim=(-2.75, 2.75), ylim=(-1.75, 2.25), xticks=[], yticks=[], aspect="equal")
    ax.spines[:].set(visible=True, color="#BBBBBB")


def paths(films, tokens):
    """The paths of the tokens' vectors: a panel for each film, title -> film."""
    start = cosines(next(iter(films.values())).before)
    told = [f"{title}: {cosines(film.after)[3, 8]:.2f}" for title, film in films.items()]
    return (
        plots.path_panels(films, tokens, (11, 3.4), loc="lower right"),
        f"One start (cosine of 3 and 8: {start[3, 8]:.2f}, of 3 and 45: {start[3, 45]:.2f}), four "
        "trainings; every step is drawn.",
        "Four panels with the paths of the tokens 3, 5, 8, 45 and 2 from the same places. Trained "
        "by labels, all five make the same move. Trained by neighbours, each goes its own way, and "
        "in row 4 other tokens come together than in row 3. Cosine of 3 and 8 at the end: "
        f"{'; '.join(told)}.",
    )

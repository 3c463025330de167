"""The pairs of a row, and the tables that they make."""

from embedlab.drawing import plots
from embedlab.measures import cosines

import matplotlib.pyplot as plt
import numpy as np

HALF = np.linspace(0, np.pi / 2, 30)


def arcs(row_3, row_4, pairs_of):
    """An arc for each pair of tokens; bold, in its tokens' colours, if only this row has it.

    pairs_of: a function of a row that lists its pairs (centre, context). An arc's gid is "own 5 8"
    or "shared 5 8", in the order of the row, a token's "token 5".
    """
    fig, axes = plt.subplots(1, 2, figsize=(9, 1.9), sharex=True, sharey=True)
    pairs = [set(pairs_of(row)) for row in (row_3, row_4)]
    owned = _row(axes[0], row_3, *pairs), _row(axes[1], row_4, *pairs[::-1])
    for ax, name, own in zip(axes, ("Row 3", "Row 4"), owned, strict=True):
        ax.set_title(f"{name}: {len(own)} of {len(pairs[0]) // 2} arcs are its own", fontsize=11)
        ax.set(ylim=(-1.3, 1.3), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    return (
        fig,
        "An arc is a pair, read in both directions. Bold: only this row has it.",
        "Arcs over the tokens of rows 3 and 4. Bold in row 3: "
        f"{', '.join(owned[0])}; in row 4: {', '.join(owned[1])}.",
    )


def _row(ax, ids, pairs, others):
    """Draw one row's tokens and arcs; returns the arcs that are its own, as texts."""
    own = []
    for i, left in enumerate(ids):
        colour, marker = plots.token_style(left)
        ax.plot(i, 0, marker, color=colour, markersize=9, gid=f"token {left}")
        ax.text(i, -0.85, left, fontweight="bold", ha="center", va="center")
        for j, right in enumerate(ids[i + 1 :], start=i + 1):
            if (left, right) not in pairs:
                continue
            alone = (left, right) not in others
            own += [f"{left}–{right}"] if alone else []
            halves = [(left, HALF + np.pi / 2), (right, HALF)] if alone else [(None, 2 * HALF)]
            style = {"linewidth": 3 if alone else 1, "zorder": 1}
            style["gid"] = f"{'own' if alone else 'shared'} {left} {right}"
            for token, angle in halves:
                x, y = (i + j + (j - i) * np.cos(angle)) / 2, (j - i) * np.sin(angle)
                colour = plots.token_style(token)[0] if alone else "0.7"
                ax.plot(x, y, color=colour, **style)
    return own


def skip_gram_paths(films, tokens):
    """The paths of the tokens' vectors in W: a panel for each film, title -> film."""
    told = []
    for title, film in films.items():
        end = cosines(film.after)
        told.append(f"{title.lower()}: {end[3, 8]:.2f} for 3 and 8, {end[3, 45]:.2f} for 3 and 45")
    return (
        plots.path_panels(films, tokens, (11, 4.1)),
        f"The vectors of W at every step. Cosines at the end, {'; '.join(told)}.",
        "Three panels with five vectors that leave the origin. Row 3: 3, 8 and 2 end in one "
        "direction, 5 and 45 in another. Row 4: 3, 45 and 2 in one direction, 5 and 8 in another. "
        "All four rows: 3 and 8 end side by side, 5 and 45 on another side, 2 between.",
    )

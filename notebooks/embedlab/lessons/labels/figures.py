"""What labels do to the vectors: pulls, their lengths, paths, and what tokens add to z."""

from embedlab.drawing import plots
from embedlab.measures import alignment

import matplotlib.pyplot as plt
import numpy as np

ROWS = ("row 1, y = 1", "row 2, y = 0")
ARROWS = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.008, "zorder": 1}
LONGEST = 0.5  # of the arrows, in the table's unit


def opposite_pulls(table, pulls, p, tokens):
    """What rows 1 and 2 ask of each token's vector; one scale for both.

    table: shape (m, 2). pulls: minus the gradient of row 1 and of row 2. p: the model's, for both.
    """
    fig, ax = plt.subplots(figsize=(6.2, 4.4))
    plots.plot_paths(ax, table[None], tokens)
    at, asked = table[tokens], np.array(pulls)[:, tokens]
    lengths = np.linalg.norm(asked, axis=2)
    times = LONGEST / lengths.max()
    for name, steps, colour in zip(ROWS, times * asked, ("black", plots.SKY), strict=True):
        ax.quiver(*at.T, *steps.T, color=colour, label=name, gid=name, **ARROWS)
        ax.update_datalim(at + steps)  # the axes do not see the heads of arrows
    along = at + times * asked * np.linspace(0, 1, 30)[:, None, None, None]
    colours = [plots.token_style(token)[0] for token in tokens]
    plots.label_points(ax, at, tokens, colours, at, along)
    ax.set_title("Two labels, one line, opposite pulls")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    first, second = lengths[:, 0]
    return (
        fig,
        f"What rows 1 and 2 ask for at p = {p:.2f}, enlarged {times:.1f} times: all ten arrows are "
        "parallel.",
        "Five points with two arrows each, on one line, opposite ways; all ten are parallel. Those "
        f"of row 1 have the length {first:.3f} before they were enlarged, those of row 2 "
        f"{second:.3f}.",
    )


def harder_pulls(sweep, v):
    """How hard rows 1 and 2 pull one vector, for several p: measured, and by the formula.

    sweep: pairs of p and the pulls of both rows on the table. v: the unit's weights, shape (k,).
    """
    fig, ax = plt.subplots(figsize=(6.2, 3.4))
    whole = np.linalg.norm(v) / 5
    p = [each for each, _ in sweep]
    lengths = np.linalg.norm([pulls for _, pulls in sweep], axis=-1).max(axis=-1)
    for name, each, ends, style, colour in zip(
        ROWS, lengths.T, ([whole, 0], [0, whole]), "os", ("black", plots.SKY), strict=True
    ):
        ax.plot([0, 1], ends, color=colour, linewidth=1, gid=f"formula of {name}")
        ax.plot(p, each, style, color=colour, label=name, gid=name)
    ax.set(xlabel="p", ylabel="length of the pull", xlim=(-0.03, 1.03), ylim=(0, None))
    ax.set_title("The more wrong, the harder the pull")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return (
        fig,
        "Pulls on one vector at nine biases: as Keras has them (markers), and as |p − y| |v| / 5.",
        f"Two lines of markers over p from {p[0]:.2f} to {p[-1]:.2f}, on straight lines. Row 1's "
        f"falls from {lengths[0, 0]:.3f} to {lengths[-1, 0]:.3f}, row 2's rises from "
        f"{lengths[0, 1]:.3f} to {lengths[-1, 1]:.3f}. They cross at p = ½.",
    )


def paths(films, tokens):
    """The paths of the tokens' vectors: a panel for row 1, for row 2, and for both rows."""
    titles = ("Row 1 alone: y = 1", "Row 2 alone: y = 0", "Both: until p = ½")
    moves = [film.tables[:, tokens[0]] - film.before[tokens[0]] for film in films]
    turns = [f"{alignment(moves[0][n], moves[1][n]):.2f} after {n}" for n in (1, 10, 100, 1000)]
    lengths = [np.linalg.norm(move[-1]) for move in moves]
    return (
        plots.path_panels(dict(zip(titles, films, strict=True)), tokens, (10, 3.9), legend_in=-1),
        f"Cosine of the moves in the first two panels: {', '.join(turns)} steps.",
        "Three panels of paths from the same places. In each, all five tokens make the same move: "
        f"by {lengths[0]:.2f} under row 1, by {lengths[1]:.2f} under row 2, by {lengths[2]:.2f} "
        "under both.",
    )


def what_tokens_add(adds, near, tokens):
    """What each token adds to z after training on three rows: a panel for each labelling.

    adds: of every token under the labels 1, 0, 1 and under 0, 0, 1, each shape (m,). near: the
    cosines of 8 with every token, of the same shapes.
    """
    titles = ("Labels 1, 0, 1: 8 with 2", "Labels 0, 0, 1: 8 with 45")
    fig, axes = plt.subplots(1, 2, figsize=(8.6, 3.4), sharey=True)
    told = []
    for ax, each, title in zip(axes, adds, titles, strict=True):
        colours = [plots.token_style(token)[0] for token in tokens]
        ax.bar([str(token) for token in tokens], each[tokens], color=colours)
        ax.axhline(0, color=plots.GREY, linewidth=0.8, gid="nothing")
        ax.set(title=title, xlabel="token", ylabel="adds to z")
        ax.label_outer()
        told.append(", ".join(f"{token} adds {each[token]:.1f}" for token in tokens))
    with_8 = "; ".join(
        f"with {token}: {near[0][token]:.2f} left, {near[1][token]:.2f} right"
        for token in (2, 45, 3)
    )
    return (
        fig,
        f"Each bar is v · w / 3. Cosine of 8 {with_8}.",
        f"Two panels of five bars. Labels 1, 0, 1: {told[0]}. Labels 0, 0, 1: {told[1]}.",
    )

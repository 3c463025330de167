"""What labels do to the vectors: pulls, paths, the way back, the last word, a label in common."""

from embedlab.drawing import plots
from embedlab.measures import alignment

import matplotlib.pyplot as plt
import numpy as np

ARROWS = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.006, "zorder": 1}


def opposite_pulls(table, gradients, p, tokens):
    """The steps, minus the gradients, that row 1 and row 2 ask of each token; one scale for all."""
    fig, ax = plt.subplots(figsize=(6, 4.4))
    plots.plot_paths(ax, table[None], tokens)
    at = table[tokens]
    for row, (gradient, colour) in enumerate(zip(gradients, ("black", plots.SKY), strict=True)):
        steps = -0.5 * gradient[tokens] / np.abs(gradients).max()
        name = {"gid": f"row {row + 1}", "label": f"row {row + 1}, y = {1 - row}"}
        ax.quiver(*at.T, *steps.T, color=colour, **name, **ARROWS)
        ax.update_datalim(at + steps)  # the axes do not see the heads of arrows
    ax.set_title("Two labels, one line, opposite steps")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    lengths = np.linalg.norm(gradients, axis=(1, 2))
    return (
        fig,
        f"The steps that rows 1 and 2 ask for at p = {p:.2f}, enlarged: all lines are parallel.",
        "Five points with two arrows each, on one line, opposite ways; all ten are parallel. "
        "The gradients of rows 1 and 2 have the lengths {:.2f} and {:.2f}.".format(*lengths),
    )


def paths(films, tokens):
    """Three panels of paths: the films of row 1, of row 2, and of both rows."""
    titles = ("Row 1 alone: y = 1", "Row 2 alone: y = 0", "Both: the pulls cancel")
    fig, _ = _panels(films, tokens, titles, figsize=(10, 3.9))
    moves = [film.after[tokens[0]] - film.before[tokens[0]] for film in films]
    ways = [f"{np.linalg.norm(move):.2f}" for move in moves]
    return (
        fig,
        f"{len(films[0].losses)} steps from one start. Each token moves by {ways[0]} under row 1, "
        f"by {ways[1]} under row 2 (cosine of these two moves: {alignment(*moves[:2]):.2f}), by "
        f"{ways[2]} under both.",
        "Three panels of paths. In each, all tokens move in parallel: by {} under row 1, by {} "
        "under row 2, by {} under both.".format(*ways),
    )


def way_and_return(distance, switch):
    """How far token 3 is from where "both" ended, first trained on row 1, then on both rows."""
    fig, ax = plt.subplots(figsize=(7, 3))
    ax.plot(distance, gid="distance")
    ax.axvline(switch, color=plots.GREY, linestyle=":", gid="switch")
    for share, text in ((0.5, "row 1 alone"), (1.5, "both rows")):
        ax.text(share * switch, 0.2 * np.max(distance), text, ha="center")
    ax.set(xlabel="step", ylabel="distance", title="The other label takes it back", ylim=(0, None))
    far, left = f"{np.max(distance):.2f}", f"{distance[-1]:.3f}"
    return (
        fig,
        f"How far token 3 is from the place where “both” ended. Row 1 leads it {far} away, both "
        f"rows bring it back; {left} is left.",
        f"A curve that rises to {far} in {switch} steps of training on row 1, and falls back to "
        f"{left}, fast at first, in the steps on both rows.",
    )


def swings(p_12, p_21):
    """p after every step in batches of one, shape (steps + 1,): row 1 first, and row 2 first."""
    fig, ax = plt.subplots(figsize=(9, 3.4))
    ax.axhline(0.5, color=plots.GREY, linewidth=0.8)
    for name, p, style in (("row 1, row 2, …", p_12, "o-"), ("row 2, row 1, …", p_21, "s-")):
        ax.plot(p, style, markersize=4, linewidth=1, label=name, gid=name)
    ax.set(xlabel="step", ylabel="p", title="In batches of one, the last row has the last word")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    ends = f"row 1, row 2, …: {p_12[-1]:.3f}; row 2, row 1, …: {p_21[-1]:.3f}"
    return (
        fig,
        f"p after every step. Its last values: {ends}.",
        f"Two curves of p that zigzag about ½, one up when the other is down. Last values: {ends}.",
    )


def paths_along_v(films, models, tokens):
    """Paths under the labels 1, 0, 1 and 0, 0, 1, each with the line of its v after training."""
    titles = ("Labels 1, 0, 1: 8 with 2", "Labels 0, 0, 1: 8 with 45")
    fig, axes = _panels(films, tokens, titles, figsize=(9, 4.2))
    for ax, model in zip(axes, models, strict=True):
        v = model.get_layer("unit").kernel.numpy()[:, 0]
        ax.axline((0, 0), v, color=plots.GREY, linestyle=":", zorder=0, gid="line of v")
    left, right = (f"{alignment(film.after[8], film.after[2]):.2f}" for film in films)
    ends = [
        ", ".join("{} at ({:.2f}, {:.2f})".format(each, *film.after[each]) for each in tokens)
        for film in films
    ]
    return (
        fig,
        f"All vectors end along v (dotted). The cosine of 8 and 2 ends at {left} on the left and "
        f"at {right} on the right.",
        "Two panels of paths that begin in one heap at the origin and end along a line, that of v. "
        f"Left, the ends are {ends[0]}. Right: {ends[1]}.",
    )


def _panels(films, tokens, titles, figsize):
    fig, axes = plt.subplots(1, len(films), figsize=figsize, sharex=True, sharey=True)
    for ax, film, title in zip(axes, films, titles, strict=True):
        plots.plot_paths(ax, film.tables, tokens)
        ax.set_title(title)
    plots.add_before_after_legend(axes[-1], loc="best")
    return fig, axes

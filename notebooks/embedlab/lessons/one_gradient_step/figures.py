"""Drawings of notebook 02, One gradient step.

Every text that holds a number has a gid, so that a test can read back what stands in the picture.
"""

from embedlab.drawing import plots

from textwrap import wrap

import matplotlib.pyplot as plt
import numpy as np

TOP = 4.4  # height of the first token; the others stand below it, one unit apart


def way_back(W, ids, h, z, p, loss, h_gradient, W_gradient, error):
    """The numbers of one forward pass, and below them those of the way back; returns the figure.

    W, W_gradient: the table and its gradient, shape (m, 2). ids: the row of data. h, h_gradient:
    the mean of its vectors and the gradient that arrives there, shape (2,). z, p, loss, error:
    logit, probability, loss and p - y.
    """
    fig, ax = plt.subplots(figsize=(10, 4.6))
    heights = TOP - np.arange(len(ids))
    middle = heights.mean()
    for token, height in zip(ids, heights, strict=True):
        colour, _ = plots.token_style(token)
        write(ax, 0, height, f"id {token}", f"id {token}", "black", edge=colour)
        write(ax, 1.15, height, token, vector(W[token]), "black", edge=colour)
        arrow(ax, (0.25, height), (0.66, height), plots.BLUE)
        arrow(ax, (1.66, height), (2.08, middle + 0.12 * (height - middle)), plots.BLUE)
    stations = [
        (2.66, "h", f"mean\nh = {vector(h)}"),
        (3.84, "z", f"logit\nz = {z:+.3f}"),
        (4.74, "p", f"probability\np = {p:.3f}"),
        (5.6, "loss", f"loss\nL = {loss:.3f}"),
    ]
    for place, name, text in stations:
        write(ax, place, middle, name, text, plots.BLUE)
    for start, end in [(3.27, 3.5), (4.17, 4.36), (5.11, 5.28)]:
        arrow(ax, (start, middle), (end, middle), plots.BLUE)

    low = heights[-1] - 1.7
    back = [
        (0, "ids", "an id is\nnot a weight"),
        (
            1.15,
            "W_gradient",
            f"each vector gets\n(p − y) v / {len(ids)}\n{vector(W_gradient[ids[0]])}",
        ),
        (2.65, "h_gradient", f"the mean gets\n(p − y) v\n{vector(h_gradient)}"),
        (4.1, "error", f"the error\np − y\n{error:+.3f}"),
    ]
    for place, name, text in back:
        write(ax, place, low, name, text, plots.VERMILION)
    for start, end in [((5.5, middle - 0.7), (4.6, low)), ((3.7, low), (3.25, low))]:
        arrow(ax, start, end, plots.VERMILION)
    arrow(ax, (2.1, low), (1.75, low), plots.VERMILION)
    arrow(ax, (1.15, low + 0.75), (1.15, heights[-1] - 0.45), plots.VERMILION)
    ax.set(xlim=(-0.45, 6), ylim=(low - 0.8, TOP + 0.6))
    ax.set_title("The error travels back to the five vectors, in equal shares")
    ax.axis("off")
    return fig


def moves_in_words(before, after, tokens):
    """What a picture of some tokens' moves shows, for those who do not see it."""
    moves = "; ".join(
        f"{token} from {vector(before[token])} to {vector(after[token])}" for token in tokens
    )
    return f"Vectors as points in the plane, hollow before, filled after. Token {moves}."


def vector(values):
    return f"({values[0]:+.3f}, {values[1]:+.3f})"


def write(ax, x, y, gid, text, colour, edge=None):
    box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": edge, "linewidth": 1.5}
    ax.text(
        x, y, text, ha="center", va="center", color=colour, gid=str(gid), bbox=box if edge else None
    )


def arrow(ax, start, end, colour):
    style = {"arrowstyle": "-|>", "color": colour, "mutation_scale": 13, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=style)


def one_step(before, after, tokens, title):
    """Two tables, shape (m, 2): the tokens' moves, and all other tokens as grey dots, after.

    Returns the figure.
    """
    fig, ax = plt.subplots(figsize=(5.6, 5))
    others = [token for token in range(len(after)) if token not in tokens]
    ax.plot(*after[others].T, ".", color=plots.GREY, alpha=0.5, gid="others")
    plots.plot_paths(ax, np.stack([before, after]), tokens)
    ax.set_title("\n".join(wrap(title, 40)))
    plots.add_before_after_legend(ax, loc="best")
    return fig


def two_networks(film, other, tokens):
    """One network's paths, and a black cross where the other network's vector ends.

    film: shape (frames, m, 2). other: the other network's last table, shape (m, 2). Returns the
    figure.
    """
    fig, ax = plt.subplots(figsize=(5.6, 5))
    plots.plot_paths(ax, film, tokens)
    for token in tokens:
        cross = {"markersize": 10, "markeredgewidth": 1.8, "zorder": 5, "gid": f"cross of {token}"}
        ax.plot(*other[token], "kx", **cross)
    ax.plot([], [], "kx", markersize=10, markeredgewidth=1.8, label="one-hot, after")
    ax.set_title("Two networks, one path")
    plots.add_before_after_legend(ax, loc="best")
    return fig

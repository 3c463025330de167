"""The moves of one step, the way back of the error, two networks with one end."""

from embedlab.drawing import plots
from embedlab.measures import displacement

import matplotlib.pyplot as plt
import numpy as np


def step(before, after, tokens):
    """The tokens' moves in one step, and all others as grey dots; tables of shape (m, 2)."""
    fig, ax = plt.subplots(figsize=(5.6, 5))
    others = np.delete(after, tokens, axis=0).T
    ax.plot(*others, ".", color=plots.GREY, alpha=0.5, gid="others")
    way = np.linspace(before, after, 30)  # labels keep off the points of a path
    plots.plot_paths(ax, way, tokens)
    ax.set_title("One step: five vectors make one\nmove, all others stay")
    plots.add_before_after_legend(ax)
    length = displacement(before, after)[tokens].mean()
    caption = (
        f"One step on row 1. Its five tokens each move a distance of {length:.3f}. Where lines lie "
        "on each other, count the markers. Grey: the others."
    )
    return fig, caption, _in_words(before, after, tokens)


def two_networks(film, other, tokens):
    """One network's paths, and a black cross where the other network's vector ends.

    film: a `Film` of a table of shape (m, 2). other: the other network's last table, shape (m, 2).
    """
    fig, ax = plt.subplots(figsize=(5.6, 5))
    plots.plot_paths(ax, film.tables, tokens)
    cross = {"color": "black", "marker": "x", "markersize": 10, "markeredgewidth": 1.8}
    cross |= {"linestyle": "none", "zorder": 5}
    for token in tokens:
        ax.plot(*other[token], **cross, gid=f"cross of {token}")
    ax.plot([], [], **cross, label="one-hot, after")
    ax.set_title("Two networks, one end")
    plots.add_before_after_legend(ax)
    caption = "steps on the four rows. Paths: Embedding. Crosses: where one-hot + Dense ends."
    alt = _in_words(film.before, film.after, tokens) + " A black cross stands on each end."
    return fig, f"{len(film.losses)} {caption}", alt


def way_back(W, ids, h, z, p, loss, error, v, W_gradient):
    """The numbers of one forward pass, and below them those of the way back.

    W, W_gradient: the table and its gradient, shape (m, 2). ids: the row. h, v: the mean of its
    vectors and the unit's weights, shape (2,). z, p, loss, error: floats. Each text has a gid.
    """
    fig, ax = plt.subplots(figsize=(8.8, 4.5))
    heights = 4.4 - np.arange(len(ids))
    middle, low, share = heights.mean(), heights[-1] - 1.7, _vector(W_gradient[ids[0]])
    for token, y in zip(ids, heights, strict=True):
        colour, _ = plots.token_style(token)
        _write(ax, 0, y, f"id {token}", f"id {token}", "black", edge=colour)
        _write(ax, 1.15, y, token, _vector(W[token]), "black", edge=colour)
        _arrow(ax, (0.22, y), (0.6, y), plots.BLUE)
        _arrow(ax, (1.71, y), (2.1, middle + 0.12 * (y - middle)), plots.BLUE)
    for x, y, name, text in [
        (2.66, middle, "h", f"mean h\n{_vector(h)}"),
        (3.84, middle, "z", f"logit\nz = {z:+.3f}"),
        (4.74, middle, "p", f"probability\np = {p:.3f}"),
        (5.6, middle, "loss", f"loss\nL = {loss:.3f}"),
        (0, low, "ids", "an id is\nnot a weight"),
        (1.15, low, "W_gradient", f"each vector gets\n(p − y) v / {len(ids)}\n{share}"),
        (2.65, low, "h_gradient", f"the mean gets\n(p − y) v\n{_vector(error * v)}"),
        (4.1, low, "error", f"the error\np − y\n{error:+.3f}"),
    ]:
        _write(ax, x, y, name, text, plots.BLUE if y == middle else plots.VERMILION)
    _write(ax, 3.84, middle - 1.75, "v", f"the unit's weights\nv = {_vector(v)}", plots.BLUE)
    _arrow(ax, (3.84, middle - 1.3), (3.84, middle - 0.45), plots.BLUE)
    for start, end in [(3.27, 3.5), (4.17, 4.36), (5.11, 5.28)]:
        _arrow(ax, (start, middle), (end, middle), plots.BLUE)
    ends = [(5.5, middle - 0.7, 4.6, low), (3.7, low, 3.25, low), (2.1, low, 1.75, low)]
    for x, y, to_x, to_y in [*ends, (1.15, low + 0.75, 1.15, heights[-1] - 0.45)]:
        _arrow(ax, (x, y), (to_x, to_y), plots.VERMILION)
    ax.set(xlim=(-0.45, 6), ylim=(low - 0.8, heights[0] + 0.6))
    ax.set_title("The error travels back to the five vectors, in equal shares")
    ax.axis("off")
    return (
        fig,
        f"Row 1, label 1. Above, forward: p = {p:.3f}. Below, back: the error, {error:+.3f}, times "
        f"v = {_vector(v)} for the mean, and a fifth of that for each vector.",
        f"Arrows from five ids to their vectors, to their mean {_vector(h)}, the logit {z:+.3f}, p "
        f"{p:.3f} and the loss {loss:.3f}. The unit's weights {_vector(v)} point to the logit. "
        f"Below, arrows back: the error {error:+.3f}, the mean's gradient {_vector(error * v)}, "
        f"and {share} for each vector. An id is not a weight.",
    )


def _in_words(before, after, tokens):
    moves = [f"{each} from {_vector(before[each])} to {_vector(after[each])}" for each in tokens]
    return f"Vectors in the plane, hollow before, filled after. Token {'; '.join(moves)}."


def _vector(values):
    return f"({values[0]:+.3f}, {values[1]:+.3f})"


def _write(ax, x, y, gid, text, colour, edge=None):
    box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": edge, "linewidth": 1.5}
    style = {"ha": "center", "va": "center", "color": colour, "bbox": box if edge else None}
    ax.text(x, y, text, gid=str(gid), **style)


def _arrow(ax, start, end, colour):
    style = {"arrowstyle": "-|>", "color": colour, "mutation_scale": 13, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=style)

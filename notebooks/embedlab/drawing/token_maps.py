"""Maps of tokens that have three properties of two values each: colour, marker and fill.

`embedlab.drawing.plots` gives every token a colour of its own. Here the property is what the eye
should find, so tokens alike in a property look alike in it. A filled marker is no "after" here.
"""

from embedlab.drawing.plots import BLUE, GREY, ORANGE
from embedlab.validation import check_numbers, refuse_if

import numpy as np

COLOURS = (ORANGE, BLUE)
MARKERS = ("o", "^")
REACH = 1.9  # half the width of a map, in root mean square distances from its centre
GAP = 0.24  # how far apart coinciding markers are drawn, in the same unit
SIZE = 7


def plot_token_map(ax, points, colour, marker, fill):
    """Draw tokens in a plane; `colour`, `marker` and `fill` say in what they differ.

    points: shape (m, 2). colour, marker, fill: shape (m,), the three properties, 0 or 1. The map is
    centred and scaled to a root mean square distance of 1 from its centre, without ticks: only its
    shape has a meaning. Tokens that would cover each other are pushed apart. `drawn_places` reads
    back where they are. Points that all coincide, and other properties, raise `ValueError`.
    """
    points = check_numbers(points, "points").astype(float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"a map needs points of shape (m, 2), got {points.shape}")
    for name, values in (("colour", colour), ("marker", marker), ("fill", fill)):
        values = np.asarray(values)
        if values.shape != (len(points),) or not np.isin(values, (0, 1)).all():
            raise ValueError(f"{name} must be a 0 or 1 for each of the {len(points)} tokens")
    points = points - points.mean(axis=0)
    scale = np.sqrt((points**2).sum(axis=1).mean())
    refuse_if(scale < 1e-9, "all points coincide: there is no map to draw")
    looks = zip(spread(points / scale, GAP), colour, marker, fill, strict=True)
    for token, (place, *look) in enumerate(looks):
        ax.plot(*place, **_style(*look), zorder=2, gid=f"token {token}")
    ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xticks=[], yticks=[], aspect="equal")
    ax.spines[:].set(visible=True, color="#BBBBBB")


def drawn_places(ax):
    """Read back what `plot_token_map` drew: the places of tokens 0, 1, ..., shape (m, 2)."""
    lines = {line.get_gid(): line.get_xydata()[0] for line in ax.lines if line.get_gid()}
    return np.array([lines[f"token {token}"] for token in range(len(lines))])


def add_token_legend(fig, colour, marker, fill):
    """Explain the three properties in one line of `fig`.

    colour, marker, fill: a property and its values 0 and 1, such as ("topic", "sea", "sky").
    """
    styles = [
        (_style(0, 0, 1), _style(1, 0, 1)),
        (_style(None, 0, 1), _style(None, 1, 1)),
        (_style(None, 0, 0), _style(None, 0, 1)),
    ]
    entries = []
    for (name, *values), looks in zip((colour, marker, fill), styles, strict=True):
        entries.append(({"linestyle": "none"}, f"{name}:"))
        entries += [(look, value) for look, value in zip(looks, values, strict=True)]
    ax = fig.axes[0]
    handles = [ax.plot([], [], **look, label=label)[0] for look, label in entries]
    options = {"ncols": len(entries), "columnspacing": 0.9, "handletextpad": 0.1}
    return fig.legend(handles=handles, loc="outside lower center", **options)


def spread(points, gap):
    """Push points apart until no two are closer than about `gap`; far ones stay where they are.

    points: shape (m, 2). Returns the new places, shape (m, 2). Nothing is random: points that
    coincide leave each other in the directions of a sunflower's seeds.
    """
    points = np.asarray(points, float)
    turn = np.arange(len(points)) * np.pi * (3 - np.sqrt(5))
    nudge = 0.01 * gap * np.sqrt(np.arange(len(points)) + 1)[:, None]
    places = points + nudge * np.column_stack([np.cos(turn), np.sin(turn)])
    for _ in range(300):
        between = places[:, None] - places
        distance = np.linalg.norm(between, axis=-1)
        np.fill_diagonal(distance, np.inf)
        overlap = np.clip(gap - distance, 0, None)
        push = (between / distance[..., None] * overlap[..., None]).sum(axis=1) / 3
        home = 0.02 * (points - places) * (overlap.max(axis=1) < 0.1 * gap)[:, None]
        places = places + push + home
    return places


def _style(colour, marker, fill):
    shade = GREY if colour is None else COLOURS[int(colour)]
    look = {"color": shade, "marker": MARKERS[int(marker)], "markersize": SIZE, "linestyle": "none"}
    return look | {"markerfacecolor": shade if fill else "white", "markeredgewidth": 1.5}

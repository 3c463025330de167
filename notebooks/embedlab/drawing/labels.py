"""Texts beside points, each in the free place nearest to its point.

`label_points` says what to write; `place_labels` finds the places once the axes have their final
size: a text should cover no marker, no other text and no path, and stay inside its axes.
"""

from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.colors import to_hex, to_rgb

DISTANCES = (10, 18, 28, 40, 54, 70)  # pixels between a point and its text, nearest first
MARKER = 7  # pixels, half a marker's width
waiting = WeakKeyDictionary()  # axes -> what `label_points` was given


def label_points(ax, points, texts, colours, obstacles, paths):
    """Write a text beside each point, shape (n, 2), where it covers neither points nor texts.

    obstacles: other markers, shape (any, 2). paths: points of lines, to be covered only where there
    is no other place. The places are found when `plots.show` is called.
    """
    lines = np.reshape(paths, (-1, 2))
    markers = np.concatenate([points, np.reshape(obstacles, (-1, 2))])
    waiting[ax] = points, texts, colours, markers, lines


def place_labels(ax):
    """Write the texts that wait for these axes; one that is far from its point gets a line to it.

    Their places are in points of the figure, at its present size.
    """
    points, texts, colours, markers, lines = waiting[ax]
    ax.autoscale(False)
    to_points = 72 / ax.figure.dpi  # the file may have other pixels
    centres, markers, lines = (ax.transData.transform(each) for each in (points, markers, lines))
    inside, angles = ax.get_window_extent(), np.arange(16) * np.pi / 8
    directions = np.column_stack([np.cos(angles), np.sin(angles)])
    boxes = np.empty((0, 4))
    for centre, text, colour in zip(centres, texts, colours, strict=True):
        look = {"ha": "center", "va": "center", "color": readable(colour), "weight": "bold"}
        look |= {"zorder": 4, "in_layout": False}  # it must not move the axes it was measured in
        place = {"xycoords": "figure points", "annotation_clip": False}
        label = ax.annotate(text, centre * to_points, **place, **look)
        half = np.array(label.get_window_extent().size) / 2
        places = np.concatenate([centre + (far + half) * directions for far in DISTANCES])
        best = places[_crowding(places, half, centre, markers, lines, boxes, inside).argmin()]
        boxes = np.vstack([boxes, [*(best - half), *(best + half)]])
        label.xyann = best * to_points
        if np.linalg.norm(best - centre) - np.linalg.norm(half) > 30:
            ax.plot(*ax.transData.inverted().transform([centre, best]).T, lw=0.6, color=colour)


def _crowding(places, half, centre, markers, lines, boxes, inside):
    """How bad it is to write a text of half size `half` around each place; all in pixels."""
    low, high = places - half, places + half  # shape (places, 2)
    at = places[:, None]  # shape (places, 1, 2), against all markers, lines or boxes at once
    on_markers = (np.abs(markers - at) < half + MARKER).all(axis=2).sum(axis=1)
    on_lines = (np.abs(lines - at) < half + 1).all(axis=2).any(axis=1)
    apart = (boxes[:, :2] > high[:, None] + 1) | (boxes[:, 2:] < low[:, None] - 1)
    on_texts = (~apart.any(axis=2)).sum(axis=1)
    outside = ((low < inside.min) | (high > inside.max)).any(axis=1)
    far = np.linalg.norm(places - centre, axis=1)
    return 1000 * (on_markers + 3 * on_texts + 2 * outside) + 25 * on_lines + far


def readable(colour):
    """The colour, darkened until text of it has a contrast of at least 4.5 on white (WCAG 2.2)."""
    rgb = np.array(to_rgb(colour))
    while True:
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        if 1.05 / (linear @ [0.2126, 0.7152, 0.0722] + 0.05) >= 4.5:
            return to_hex(rgb)
        rgb = rgb * 0.95

"""What a finished figure shows, read back artist by artist, for the truths of the lessons."""

from embedlab.drawing.labels import readable
from embedlab.drawing.plots import drawn_paths, token_style

import csv
from pathlib import Path

import numpy as np
from notebooks.truths import close, same

ROOT = Path(__file__).parents[2]


def question_rows(run):
    """A lesson has the question's four rows as their file holds them, and shows them first."""
    file = ROOT / "data" / "question_rows.csv"
    stored = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))[1:]
    y, X = ([int(line[-6]) for line in stored], [list(map(int, line[-5:])) for line in stored])
    same([run.names["X"].tolist(), run.names["y"].tolist()], [X, y])
    words = dict(zip(X[0], ["the", "film", "was", "not", "good"], strict=True))
    said = [[" ".join(map(str, ids)), " ".join(words[token] for token in ids)] for ids in X]
    lines = [[str(n + 1), *said[n], str(y[n])] for n in range(4)]
    same([run.tables[0].header, *run.tables[0].cells], [["row", "X", "in words", "y"], *lines])


def ticks(ax):
    """The numbers under and beside some axes stand where they belong."""
    for axis in (ax.xaxis, ax.yaxis):
        for tick in axis.get_major_ticks():
            text = tick.label1.get_text().replace("−", "-")
            if text and tick.label1.get_visible():
                close(float(text), tick.get_loc(), by=1e-9)


def paths(ax, tables, tokens):
    """Axes of `plot_paths` show these tables' paths, in the tokens' colours, with their ids."""
    to_points = 72 / ax.figure.dpi
    labels = {text.get_text(): text for text in ax.texts}
    for token in tokens:
        colour, marker = token_style(token)
        close(drawn_paths(ax)[token], tables[:, token], by=1e-5)
        lines = {line.get_gid(): line for line in ax.lines}
        way, start, end = (lines[f"{what} of {token}"] for what in ("path", "start", "end"))
        same([line.get_color() for line in (way, start, end)], [colour] * 3)
        same([start.get_markerfacecolor(), end.get_markerfacecolor()], ["white", colour])
        same([line.get_marker() for line in (way, start, end)], ["None", marker, marker])
        close(start.get_xydata(), tables[:1, token], by=1e-5)
        close(end.get_xydata(), tables[-1:, token], by=1e-5)
        beside = ax.transData.transform(tables[-1, token]) * to_points
        close(labels[str(token)].xy, beside, by=0.5)
        same(labels[str(token)].get_color(), readable(colour))
    (cross,) = [line for line in ax.lines if line.get_marker() == "+"]
    same(cross.get_xydata().ravel().tolist(), [0, 0])


def before_after(ax):
    """A legend says that hollow markers are before and filled ones after."""
    legend = ax.get_legend()
    said = [text.get_text() for text in legend.texts]
    hollow = [each.get_markerfacecolor() == "white" for each in legend.legend_handles]
    same(dict(zip(said, hollow, strict=True)), {"before": True, "after": False})


def grid_of(figure, rows):
    """The axes of a figure with panels of one size, as `rows` lists from top to bottom."""
    axes = np.array(figure.axes, dtype=object)
    return axes.reshape(rows, -1)

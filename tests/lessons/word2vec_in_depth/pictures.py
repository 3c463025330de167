"""The three ends, read back from what is drawn: one shape twice, and another."""

import numpy as np
from lessons.reading import drawn_paths


def check(run):
    (picture,) = run.pictures
    ends = [{t: path[-1] for t, path in drawn_paths(ax).items()} for ax in picture.figure.axes]
    inner = np.array([[e[3] @ e[5], e[3] @ e[8], e[5] @ e[45]] for e in ends])
    gaps = abs(inner - inner[0]).max(axis=1)
    assert gaps[1] < 0.01 < 0.5 < gaps[2]
    assert abs(ends[0][3] - ends[1][3]).max() > 0.1

"""The emblem shows the start, the run by labels, and the runs by the order of rows 3 and 4."""

from embedlab.datasets import load_question_rows
from embedlab.plots import drawn_paths

from itertools import pairwise

import numpy as np

TOKENS = [3, 5, 8, 45, 2]


def check(run):
    (emblem,) = run.pictures
    panels = {ax.get_title(loc="left"): drawn_paths(ax) for ax in emblem.figure.axes}
    start, labels, row_3, row_4 = panels.values()
    assert [set(panel) for panel in panels.values()] == [set(TOKENS)] * 4
    for panel in (labels, row_3, row_4):  # one start for all
        for token in TOKENS:
            np.testing.assert_array_equal(panel[token][0], start[token][0])
            np.testing.assert_allclose(panel[token][0], run.names["start"][token], atol=1e-6)
    assert all(len(path) == 1 for path in start.values())

    titles = list(panels)
    assert "labels" in titles[1]
    moves = np.array([labels[token][-1] - labels[token][0] for token in TOKENS])
    assert np.abs(moves - moves[0]).max() < 1e-3
    assert f"{np.linalg.norm(moves[0]):.2f}" in emblem.caption

    X = load_question_rows().X
    for title, panel, row in ((titles[2], row_3, X[2]), (titles[3], row_4, X[3])):
        named = title.partition("\n")[2].removesuffix("meet").split(" meet; ")
        groups = [{int(token) for token in group.split(",")} for group in named]
        assert groups == by_shared_neighbours(row)
        for group in groups:
            for a in group:
                for b in TOKENS:
                    together = cosine(panel[a][-1], panel[b][-1]) > 0.99
                    assert together == (b in group), (title, a, b)
    assert f"{cosine(row_3[3][-1], row_3[8][-1]):.2f} in row 3" in emblem.caption
    assert f"{cosine(row_4[3][-1], row_4[8][-1]):.2f} in row 4" in emblem.caption


def by_shared_neighbours(row):
    """The tokens of a row at odd and at even places: linked by chains of shared neighbours."""
    beside = {token: set() for token in TOKENS}
    for left, right in pairwise(row.tolist()):
        beside[left].add(right)
        beside[right].add(left)
    groups = []
    for token in row.tolist():
        alike = [group for group in groups if any(beside[token] & beside[other] for other in group)]
        groups = [group for group in groups if group not in alike]
        groups.append({token}.union(*alike))
    return sorted(groups, key=len, reverse=True)


def cosine(a, b):
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)

"""What the pictures must show, read back from what is drawn.

Panels are told by their titles. What a claim beside a picture holds already is not held again.
"""

import numpy as np
from lessons.reading import drawn_paths

ROWS = {1: [3, 5, 8, 45, 2], 4: [3, 5, 45, 8, 2]}


def check(run):
    check_windows(panels(run, "Skip-gram for windows"))
    check_stretched(panels(run, "Three end states"))
    check_scores(panels(run, "scores of skip-gram with k negatives"), run.names["pmi"])
    check_objectives(run)
    check_airports(run)


def panels(run, words):
    (picture,) = (each for each in run.pictures if words in each.caption)
    return {title(ax): ax for ax in picture.figure.axes}


def title(ax):
    return (ax.get_title(loc="left") or ax.get_title()).replace("\n", " ")


def ends(ax):
    return {token: path[-1] for token, path in drawn_paths(ax).items()}


def cosine(one, other):
    return one @ other / np.linalg.norm(one) / np.linalg.norm(other)


def check_windows(axes):
    """Window 2 leaves the middle short, window 3 parts ends and middle, window 4 none."""
    for name, row in (
        ("Window 2, row 3: 8 stays short", 1),
        ("Window 2, row 4: 45 stays short", 4),
    ):
        lengths = {token: np.linalg.norm(end) for token, end in ends(axes[name]).items()}
        assert min(lengths, key=lengths.get) == ROWS[row][2], name
    three = ends(axes["Window 3, both rows: ends and middle"])
    assert np.linalg.norm(three[3] - three[2]) < 0.1 < np.linalg.norm(three[3] - three[8])
    four = np.array(list(ends(axes["Window 4, both rows: all five meet"]).values()))
    assert np.ptp(four, axis=0).max() < 0.01


def check_stretched(axes):
    """Another start keeps the cosine of 3 and 5, the stretched table does not."""
    first, other, stretched = (ends(ax) for ax in axes.values())
    assert list(axes)[2] == "The first, stretched: the same predictions"
    found = [cosine(each[3], each[5]) for each in (first, other, stretched)]
    assert abs(found[0] - found[1]) < 0.01 < 0.5 < found[2] - found[0]
    assert np.linalg.norm(first[3] - other[3]) > 0.1


def check_scores(axes, pmi):
    """Left, all scores lie on PMI - ln k; right, they do not."""
    exact, few = axes["As many numbers as tokens: PMI − ln k"], axes["Two numbers: a compromise"]
    for ax, least, most in ((exact, 0, 1e-6), (few, 0.1, np.inf)):
        for k in (1, 2, 5, 15):
            (line,) = (each for each in ax.lines if each.get_label() == f"k = {k}")
            x, score = line.get_data()
            np.testing.assert_allclose(x, pmi.ravel())
            assert least <= np.abs(score - (x - np.log(k))).max() <= most, (title(ax), k)


def check_objectives(run):
    """The columns in the order of their titles, row 3 above; each with its own end state."""
    axes = panels(run, "One start, four objectives")
    (picture,) = (each for each in run.pictures if "One start, four objectives" in each.caption)
    grid = np.reshape(picture.figure.axes, (2, 4))
    named = [title(ax).split(":")[0] for ax in grid[0]]
    assert named == ["Skip-gram", "CBOW", "GloVe", "Next token"]
    assert len(axes) == 5  # four titles, and none below
    for above, number in zip(grid, ROWS, strict=True):
        skip_gram, cbow, glove, following = (ends(ax) for ax in above)
        first, second, middle, fourth, last = ROWS[number]
        assert cosine(skip_gram[first], skip_gram[middle]) > 0.99
        assert (
            cosine(skip_gram[second], skip_gram[fourth]) > 0.99 > cosine(cbow[second], cbow[fourth])
        )
        assert cosine(glove[first], glove[last]) < -0.99
        assert np.linalg.norm(following[last]) < 0.2  # nothing follows it


def check_airports(run):
    """By labels the points lie along a line, by order they do not."""
    axes = panels(run, "Two components show")
    for name, line in (
        ("By labels: a line, late to the left", True),
        ("By order: airlines flock together", False),
    ):
        points = np.concatenate([each.get_xydata() for each in axes[name].lines])
        assert len(points) == 89
        spread = points.var(axis=0)
        assert (spread[1] < 0.1 * spread[0]) == line, name

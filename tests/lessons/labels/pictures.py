"""What the pictures must show.

The models are trained here once more, in NumPy, so that a picture is held against what its title
says, and not against the variable that it was drawn from.
"""

from embedlab.datasets import load_question_rows
from embedlab.drawing.plots import drawn_paths

import numpy as np

COMPANY = [[3, 5, 8], [3, 5, 45], [3, 5, 2]]


def check(run):
    pulls, paths, back, swings, company = run.pictures
    question = load_question_rows()
    assert question.X[0].tolist() == question.X[1].tolist() == [3, 5, 8, 45, 2]
    assert question.y[:2].tolist() == [1, 0]
    v, _ = unit(run.names["fresh"]())
    _pulls(run, pulls, v)
    _paths(run, paths, v)
    _way_and_return(run, back, v)
    _swings(run, swings, v)
    _company(run, company)
    _other_seed(run)
    _tables(run)
    _ways(run)
    _soft_labels(run, v)


def unit(model):
    """v and b of a model's last unit."""
    kernel, bias = model.get_layer("unit").get_weights()
    return kernel[:, 0].astype(float), float(bias[0])


def cosine(a, b):
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


def by_numpy(rows, labels, table, v, steps, rate, b=0.0):
    """Train all rows in one batch by hand; returns the tables (steps + 1, m, k), v and b."""
    table = np.array(table, float)
    counts = np.zeros((len(rows), len(table)))
    for row, ids in enumerate(rows):
        np.add.at(counts[row], ids, 1 / len(ids))
    tables = [table]
    for _ in range(steps):
        h = counts @ table
        error = (1 / (1 + np.exp(-h @ v - b)) - np.array(labels, float)) / len(rows)
        table, v, b = (
            table - rate * np.outer(counts.T @ error, v),
            v - rate * error @ h,
            b - rate * error.sum(),
        )
        tables.append(table)
    return np.array(tables), v, b


def _pulls(run, picture, v):
    """Row 1 asks for a step along v, row 2 for one against it; their lengths are as 1 - p to p."""
    (ax,) = picture.figure.axes
    tokens, table = run.names["TOKENS"], run.names["wide"]
    drawn = drawn_paths(ax)
    assert list(drawn) == tokens
    arrows = {each.get_gid(): np.stack([each.U, each.V], axis=1) for each in ax.collections}
    at = {each.get_gid(): np.stack([each.X, each.Y], axis=1) for each in ax.collections}
    for token in tokens:
        np.testing.assert_array_equal(drawn[token], table[[token]])
    for row, sign in (("row 1", 1), ("row 2", -1)):
        np.testing.assert_allclose(at[row], table[tokens])
        np.testing.assert_allclose([cosine(each, v) for each in arrows[row]], sign, atol=1e-4)
    p = 1 / (1 + np.exp(-table[tokens].mean(axis=0) @ v - 1.0))
    lengths = [np.linalg.norm(arrows[row]) for row in ("row 1", "row 2")]
    np.testing.assert_allclose(lengths[0] / lengths[1], (1 - p) / p, rtol=1e-3)
    assert f"p = {p:.2f}" in picture.caption
    lengths = np.array([1 - p, p]) * np.linalg.norm(v) / np.sqrt(5)  # five times v / 5
    assert "lengths {:.2f} and {:.2f}".format(*lengths) in picture.alt
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["row 1, y = 1", "row 2, y = 0"]
    colours = [patch.get_facecolor()[:3] for patch in ax.get_legend().get_patches()]
    for each, colour in zip(ax.collections, colours, strict=True):
        np.testing.assert_allclose(each.get_facecolor()[0][:3], colour)


def _paths(run, picture, v):
    """Each panel holds the film of the rows that its title names; the caption says how far."""
    X, table = load_question_rows().X, run.names["wide"]
    panels = {ax.get_title(loc="left"): drawn_paths(ax) for ax in picture.figure.axes}
    data = {
        "Row 1 alone: y = 1": (X[[0]], [1]),
        "Row 2 alone: y = 0": (X[[1]], [0]),
        "Both: the pulls cancel": (X[:2], [1, 0]),
    }
    assert list(panels) == list(data)
    for (title, (rows, labels)), under in zip(
        data.items(), ("under row 1", "under row 2", "under both"), strict=True
    ):
        tables, _, _ = by_numpy(rows, labels, table, v, 1000, 0.1)
        for token in run.names["TOKENS"]:
            np.testing.assert_allclose(panels[title][token], tables[:, token], atol=1e-3)
        way = np.linalg.norm(panels[title][3][-1] - panels[title][3][0])
        assert all(f"{way:.2f} {under}" in said for said in picture[1:])
    first, second, _ = (each[3][-1] - each[3][0] for each in panels.values())
    assert f"two moves: {cosine(first, second):.2f})" in picture.caption
    assert picture.caption.startswith("1000 steps")


def _way_and_return(run, picture, v):
    """The distance of token 3 from the end of "both": on row 1 first, then on both rows."""
    (ax,) = picture.figure.axes
    X, table = load_question_rows().X, run.names["wide"]
    lines = {line.get_gid(): line.get_xydata() for line in ax.lines}
    away, v_away, b_away = by_numpy(X[[0]], [1], table, v, 1000, 0.1)
    back, _, _ = by_numpy(X[:2], [1, 0], away[-1], v_away, 1000, 0.1, b_away)
    end = by_numpy(X[:2], [1, 0], table, v, 1000, 0.1)[0][-1]
    walk = np.concatenate([away, back[1:]])[:, 3]
    distance = lines["distance"][:, 1]
    np.testing.assert_allclose(distance, np.linalg.norm(walk - end[3], axis=1), atol=1e-3)
    np.testing.assert_allclose(lines["switch"][:, 0], 1000)
    places = {text.get_text(): text.get_position()[0] for text in ax.texts}
    assert places["row 1 alone"] < 1000 < places["both rows"]
    far, left = f"{distance.max():.2f}", f"{distance[-1]:.3f}"
    assert f"leads it {far} away, both rows bring it back; {left} is left" in picture.caption
    assert f"{far} in 1000 steps of training on row 1, and falls back to {left}," in picture.alt


def _swings(run, picture, v):
    """p after every step, by hand, for each order of the rows."""
    (ax,) = picture.figure.axes
    X, table = load_question_rows().X, run.names["wide"]
    lines = {line.get_gid(): line.get_ydata() for line in ax.lines if line.get_gid()}
    orders = {"row 1, row 2, …": [0, 1], "row 2, row 1, …": [1, 0]}
    assert list(lines) == list(orders)
    for name, rows in orders.items():
        h, unit_v, b, p = table[X[0]].mean(axis=0), v, 0.0, []
        p.append(1 / (1 + np.exp(-h @ unit_v - b)))
        for row in rows * 20:
            error = p[-1] - (1.0 - row)
            h, unit_v, b = h - 0.5 * error * unit_v / 5, unit_v - 0.5 * error * h, b - 0.5 * error
            p.append(1 / (1 + np.exp(-h @ unit_v - b)))
        np.testing.assert_allclose(lines[name], p, atol=1e-4)
        assert all(f"{name}: {lines[name][-1]:.3f}" in said for said in picture[1:])


def _company(run, picture):
    """The panels hold the films of the labels that the titles name, and v after training."""
    fresh, table = run.names["fresh"], run.names["wide"] / 20
    v, _ = unit(fresh(table, row_length=3))
    titles = {"Labels 1, 0, 1: 8 with 2": [1, 0, 1], "Labels 0, 0, 1: 8 with 45": [0, 0, 1]}
    axes = {ax.get_title(loc="left"): ax for ax in picture.figure.axes}
    assert list(axes) == list(titles)
    said = picture.alt.split("Right:")
    for (title, labels), side, ends in zip(titles.items(), ("left", "right"), said, strict=True):
        tables, v_after, _ = by_numpy(COMPANY, labels, table, v, 1000, 1.0)
        drawn = drawn_paths(axes[title])
        for token in run.names["TOKENS"]:
            np.testing.assert_allclose(drawn[token], tables[:, token], atol=1e-2)
            assert f"{token} at ({drawn[token][-1, 0]:.2f}, {drawn[token][-1, 1]:.2f})" in ends
        (line,) = [each for each in axes[title].lines if each.get_gid() == "line of v"]
        assert abs(cosine(np.subtract(line._xy2, line._xy1), v_after)) > 0.999
        assert f"{cosine(drawn[8][-1], drawn[2][-1]):.2f} on the {side}" in picture.caption


def _other_seed(run):
    """The film of another seed has the labels 1, 0, 1, a table and a v of its own."""
    names = run.names
    seed = names["SEED"] + 1
    table = np.random.default_rng(seed).uniform(-0.05, 0.05, (46, 2))
    v, _ = unit(names["fresh"](table, row_length=3, seed=seed))
    assert np.abs(v - unit(names["fresh"](table, row_length=3))[0]).max() > 1e-3
    after = by_numpy(COMPANY, [1, 0, 1], table, v, 1000, 1.0)[0][-1]
    np.testing.assert_allclose(names["film_again"].after, after, atol=1e-2)


def _tables(run):
    """The tables' cells: rows and labels, what each token adds, the labels drawn at random."""
    names = run.names
    rows, adds, drawn = run.tables
    assert rows.header == ["row", "X", "y"]
    assert rows.cells == [["1", "3 5 8 45 2", "1"], ["2", "3 5 8 45 2", "0"]]

    table = names["wide"] / 20
    v, _ = unit(names["fresh"](table, row_length=3))
    tables, v_after, _ = by_numpy(COMPANY, [1, 0, 1], table, v, 1000, 1.0)
    assert adds.header == ["token", "cosine with v", "length", "adds to z"]
    for token, line in zip(names["TOKENS"], adds.cells, strict=True):
        w = tables[-1][token]
        truth = [token, cosine(w, v_after), np.linalg.norm(w), w @ v_after / 3]
        np.testing.assert_allclose([float(each) for each in line], truth, atol=2e-2)
    np.testing.assert_allclose(names["close"], cosine(*tables[-1][[8, 3]]), atol=1e-4)

    own = [8, 45, 2, 10, 20, 30]
    labels = np.random.default_rng(names["SEED"]).permutation([1, 1, 1, 0, 0, 0])
    after = by_numpy([[3, 5, token] for token in own], labels, table, v, 1000, 1.0)[0][-1]
    assert drawn.header == ["token", "label", "cosine with token 8"]
    for token, label, line in zip(own, labels, drawn.cells, strict=True):
        truth = [token, label, cosine(after[8], after[token])]
        np.testing.assert_allclose([float(each) for each in line], truth, atol=0.01)


def _soft_labels(run, v):
    """Ten rows with three ones, and one row with the label 0.3, against the gradient by hand."""
    table, tokens = run.names["wide"], run.names["TOKENS"]
    error = 1 / (1 + np.exp(-table[tokens].mean(axis=0) @ v)) - 0.3
    for pull in (run.names["ten"], run.names["one"]):
        np.testing.assert_allclose(pull[tokens], np.tile(error * v / 5, (5, 1)), atol=1e-6)
    assert sorted(run.names["labels"]) == [0] * 7 + [1] * 3


def _ways(run):
    """Each way of the last experiment blocks what its name says, and nothing else."""
    weights = {"open": [1, 1], "left out": [1, 0], "v = 0": [1, 1]}
    assert {name: way[1] for name, way in run.names["ways"].items()} == weights
    for name, (model, _) in run.names["ways"].items():
        assert (unit(model)[0] == 0).all() == (name == "v = 0")
    np.testing.assert_array_equal(run.names["exchanged"], [1, 1])

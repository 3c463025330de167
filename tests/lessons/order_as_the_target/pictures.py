"""What the pictures of notebook 05 must show."""

from embedlab.drawing.plots import drawn_paths
from embedlab.lessons.order_as_the_target.figures import drawn_arcs

import re
from itertools import combinations

import numpy as np

ROW_3, ROW_4 = (3, 5, 8, 45, 2), (3, 5, 45, 8, 2)


def near(row, window):
    """The pairs of a row at most `window` apart, in the order of the row, from its places."""
    pairs = combinations(enumerate(row), 2)
    return {(left, right) for (i, left), (j, right) in pairs if j - i <= window}


def check_arcs(ax, row, other, name, window):
    apart = {frozenset(pair) for pair in near(other, window)}
    truth = {pair: frozenset(pair) not in apart for pair in near(row, window)}
    assert drawn_arcs(ax) == truth
    assert ax.get_title(loc="left") == f"{name}, window {window}: {sum(truth.values())} own"
    places = {line.get_gid(): line.get_xdata()[0] for line in ax.lines if line.get_gid()}
    assert [places[f"token {token}"] for token in row] == [0, 1, 2, 3, 4]
    assert [text.get_text() for text in ax.texts] == [str(token) for token in row]


def cosine(table, one, other):
    return table[one] @ table[other] / np.linalg.norm(table[one]) / np.linalg.norm(table[other])


def is_film(ax, film, unit=1.0):
    paths = drawn_paths(ax)
    assert set(paths) == set(ROW_3)
    for token, path in paths.items():
        np.testing.assert_allclose(path, film.tables[:, token] / unit, rtol=1e-6)


def check_tables(run):
    """The negatives, their weights, and what k and penalty do, as the reader's tables say."""
    _, drawn, weights, meet, _ = run.tables
    assert [line[0] for line in drawn.cells] == ["5"] * 6
    assert [line[2] for line in drawn.cells] == ["1"] * 2 + ["0"] * 4
    contexts = [int(line[1]) for line in drawn.cells]
    assert contexts == [3, 8, *run.names["many"][0]]
    beside = ["yes" if token in (3, 8) else "no" for token in contexts]
    assert [line[3] for line in drawn.cells] == beside
    assert weights.header[1:] == ["true", "drawn, mean", "expected", "best p"]
    for line in weights.cells:
        true = float(line[0] in ("3", "8"))
        assert [float(line[i]) for i in (1, 3)] == [true, 0.8]
        assert abs(float(line[4]) - true / (true + 0.8)) < 0.001
    assert meet.header[:2] == ["k", "penalty"]
    assert [line[:2] for line in meet.cells] == [["2", "yes"], ["10", "yes"], ["10", "no"]]
    for column, header in enumerate(meet.header[2:], start=2):
        one, other = map(int, re.findall(r"\d+", header))
        for line, end in zip(meet.cells, run.names["ends"], strict=True):
            assert abs(float(line[column]) - end[one, other]) < 0.006


def check(run):
    arcs, score, rows, windows, objectives = run.pictures
    names = run.names

    for ax, row, other, name in zip(
        arcs.figure.axes, (ROW_3, ROW_4), (ROW_4, ROW_3), ("Row 3", "Row 4"), strict=True
    ):
        check_arcs(ax, row, other, name, 1)
    for index, ax in enumerate(windows.figure.axes):  # first all windows of row 3, then of row 4
        row, other = (ROW_3, ROW_4) if index < 3 else (ROW_4, ROW_3)
        check_arcs(ax, row, other, f"Row {3 + index // 3}", index % 3 + 2)
    assert len(windows.figure.axes) == 6

    texts = {text.get_gid(): text.get_text() for text in score.figure.axes[0].texts}
    assert texts["centre"].endswith("5")
    assert texts["context"].endswith("8")
    for gid, table in (("w", names["W"]), ("c", names["C"])):
        token = {"w": 5, "c": 8}[gid]
        assert texts[gid] == ", ".join(f"{value:+.3f}" for value in table[token])
    product = float(names["W"][5] @ names["C"][8])
    assert abs(float(texts["score"].split()[-1]) - product) < 1e-4
    assert texts["p"].endswith(f"{1 / (1 + np.exp(-product)):.3f}")

    check_tables(run)
    films = {"Row 3": names["film_3"], "Row 4": names["film_4"]}
    groups = {"Row 3": ((3, 8, 2), (5, 45)), "Row 4": ((3, 45, 2), (5, 8))}
    for ax, (name, film) in zip(rows.figure.axes, films.items(), strict=True):
        is_film(ax, film)
        title = ax.get_title(loc="left")
        assert title.startswith(name)
        told = [tuple(map(int, each.split(","))) for each in re.findall(r"\{(.+?)\}", title)]
        assert tuple(told) == groups[name]
        for group in told:
            assert min(cosine(film.after, *pair) for pair in combinations(group, 2)) > 0.99
        assert abs(cosine(film.after, told[0][0], told[1][0])) < 0.1
    for film, part in zip(films.values(), rows.caption.split(";"), strict=True):
        for number, other in re.findall(r"(-?[\d.]+) for 3 and (\d+)", part):
            assert abs(float(number) - cosine(film.after, 3, int(other))) < 0.006
        assert len(re.findall(r"for 3 and", part)) == 3

    films = names["films"]
    assert list(films) == ["skip-gram", "CBOW", "GloVe", "next token"]
    for ax, (name, film) in zip(objectives.figure.axes, films.items(), strict=True):
        assert ax.get_title(loc="left").lower().startswith(name.lower())
        unit = np.linalg.norm(film.after[list(ROW_3)], axis=1).max()
        is_film(ax, film, unit)
        np.testing.assert_array_equal(film.before, names["W"])
        assert f"{cosine(film.after, 3, 2):.2f} under {name}" in objectives.caption
        assert f"{unit:.2f}" in objectives.caption
    ends = {name: film.after for name, film in films.items()}
    # What the titles say, and what only this objective does with row 3.
    assert cosine(ends["skip-gram"], 8, 2) > 0.99 > 0.5 > cosine(ends["CBOW"], 3, 2)
    assert cosine(ends["GloVe"], 3, 5) > 0.9 > -0.9 > cosine(ends["GloVe"], 5, 45)
    assert np.linalg.norm(ends["GloVe"][8]) < 0.3 * np.linalg.norm(ends["GloVe"][5])
    cbow = names["models"]["CBOW"]
    head = cbow.get_layer("head").get_weights()[0]
    mean = (ends["CBOW"][3] + ends["CBOW"][8]) / 2
    np.testing.assert_allclose(cbow(np.array([[3, 8]]))[0], mean @ head, rtol=1e-3, atol=1e-3)
    model = names["models"]["next token"]
    p = np.exp(np.array(model(np.array([[3, 5, 8, 45]]))))[0]
    assert list(p.argmax(axis=1)) == [5, 8, 45, 2]

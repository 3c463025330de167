"""What the pictures and tables must show."""

from embedlab.drawing.plots import drawn_paths

import re
from itertools import combinations

import numpy as np

ROW_3, ROW_4 = (3, 5, 8, 45, 2), (3, 5, 45, 8, 2)


def check(run):
    arcs, score, rows, windows, objectives = run.pictures
    check_arcs(arcs, [1])
    check_arcs(windows, [2, 3, 4])
    check_score(score, run.names)
    check_tables(run)
    check_rows(rows, run.names)
    check_objectives(objectives, run.names)


def check_arcs(picture, windows):
    """First all windows of row 3, then those of row 4."""
    cases = [(name, window) for name in ("Row 3", "Row 4") for window in windows]
    for ax, (name, window) in zip(picture.figure.axes, cases, strict=True):
        row, other = (ROW_3, ROW_4) if name == "Row 3" else (ROW_4, ROW_3)
        apart = {frozenset(pair) for pair in near(other, window)}
        truth = {pair: frozenset(pair) not in apart for pair in near(row, window)}
        lines = {line.get_gid(): line.get_xdata()[0] for line in ax.lines}
        gids = [gid.split() for gid in lines if not gid.startswith("token")]
        assert {(int(left), int(right)): kind == "own" for kind, left, right in gids} == truth
        own = [f"{left}–{right}" for (left, right), alone in truth.items() if alone]
        assert ax.get_title(loc="left") == f"{name}, window {window}: {len(own)} own"
        told = re.search(rf"Window {window}, bold in row 3: (.*?); in row 4: (.*?)\.", picture.alt)
        assert set(told[int(name[-1]) - 2].split(", ")) == set(own or ["none"])
        assert [lines[f"token {token}"] for token in row] == [0, 1, 2, 3, 4]
        texts = sorted(ax.texts, key=lambda text: text.get_position())
        assert [text.get_text() for text in texts] == [str(token) for token in row]


def near(row, window):
    """The pairs of a row at most `window` apart, in the order of the row, from its places."""
    pairs = combinations(enumerate(row), 2)
    return {(left, right) for (i, left), (j, right) in pairs if j - i <= window}


def check_score(picture, names):
    texts = {text.get_gid(): text.get_text() for text in picture.figure.axes[0].texts}
    w, c = names["W"][5], names["C"][8]
    score = float(w @ c)
    assert texts["centre"].endswith("5")
    assert texts["context"].endswith("8")
    for gid, vector in (("w", w), ("c", c)):
        assert texts[gid] == ", ".join(f"{value:+.3f}" for value in vector)
    assert abs(float(texts["score"].split()[-1]) - score) < 1e-4
    assert texts["p"].endswith(f"{1 / (1 + np.exp(-score)):.3f}")


def check_tables(run):
    """The negatives, their weights, and what k and penalty do, as the reader's tables say."""
    _, drawn, weights, meet, _ = run.tables
    contexts = [3, 8, *run.names["many"][0]]
    for line, context, target in zip(drawn.cells, contexts, "110000", strict=True):
        assert line == ["5", str(context), target, "yes" if context in (3, 8) else "no"]
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


def check_rows(picture, names):
    films, groups = (names["film_3"], names["film_4"]), (((3, 8, 2), (5, 45)), ((3, 45, 2), (5, 8)))
    said = picture.caption.split(";")
    for ax, row, film, told, part in zip(
        picture.figure.axes, "34", films, groups, said, strict=True
    ):
        is_film(ax, film)
        one, other = ("{" + ", ".join(map(str, group)) + "}" for group in told)
        assert ax.get_title(loc="left") == f"Row {row}: {one} and {other}"
        for group in told:
            assert min(cosine(film.after, *pair) for pair in combinations(group, 2)) > 0.99
        assert abs(cosine(film.after, told[0][0], told[1][0])) < 0.1
        numbers = re.findall(r"(-?[\d.]+) for 3 and (\d+)", part)
        assert f"row {row}: " in part
        assert len(numbers) == 3
        for number, other in numbers:
            assert abs(float(number) - cosine(film.after, 3, int(other))) < 0.006


def check_objectives(picture, names):
    """What the titles say, and what only this objective does with row 3."""
    films, ends = names["films"], {name: film.after for name, film in names["films"].items()}
    assert list(films) == ["skip-gram", "CBOW", "GloVe", "next token"]
    for ax, (name, film) in zip(picture.figure.axes, films.items(), strict=True):
        assert ax.get_title(loc="left").lower().startswith(name.lower())
        unit = np.linalg.norm(film.after[list(ROW_3)], axis=1).max()
        is_film(ax, film, unit)
        np.testing.assert_array_equal(film.before, names["W"])
        assert f"{cosine(film.after, 3, 2):.2f} under {name}" in picture.caption
        assert f"{unit:.2f}" in picture.caption
    assert cosine(ends["skip-gram"], 8, 2) > 0.99 > 0.5 > cosine(ends["CBOW"], 3, 2)
    assert cosine(ends["GloVe"], 3, 5) > 0.9 > -0.9 > cosine(ends["GloVe"], 5, 45)
    assert np.linalg.norm(ends["GloVe"][8]) < 0.3 * np.linalg.norm(ends["GloVe"][5])
    cbow, next_token = names["models"]["CBOW"], names["models"]["next token"]
    mean = (ends["CBOW"][3] + ends["CBOW"][8]) / 2 @ cbow.get_layer("head").get_weights()[0]
    np.testing.assert_allclose(cbow(np.array([[3, 8]]))[0], mean, rtol=1e-3, atol=1e-3)
    scores = next_token(np.array([[3, 5, 8, 45]])).numpy()[0]
    assert list(scores.argmax(axis=1)) == [5, 8, 45, 2]


def is_film(ax, film, unit=1.0):
    paths = drawn_paths(ax)
    assert set(paths) == set(ROW_3)
    for token, path in paths.items():
        np.testing.assert_allclose(path, film.tables[:, token] / unit, rtol=1e-6)


def cosine(table, one, other):
    return table[one] @ table[other] / np.linalg.norm(table[one]) / np.linalg.norm(table[other])

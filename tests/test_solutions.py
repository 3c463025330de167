"""Every exercise has one solution that passes; open answers do not count; wrong ones get hints."""

from embedlab.exercises import check, feedback
from embedlab.exercises.feedback import registered

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from notebooks.series import NOTEBOOKS, notebooks, read
from test_notebooks import OTHER_SEEDS

SOLUTIONS = NOTEBOOKS / "99_solutions.ipynb"
CHECK = re.compile(r'^exercises\.check\("(\d\.\d)", (.+)\)$', re.MULTILINE)
every_exercise = pytest.mark.parametrize("number", registered())


def told(capsys, number, answer):
    result = check(number, answer)
    return bool(result), capsys.readouterr().out.strip()


def checks(notebook):
    """Number of an exercise -> the cells that check it."""
    found = {}
    for cell in notebook.cells:
        for number, _ in CHECK.findall(cell.source) if cell.cell_type == "code" else []:
            found.setdefault(number, []).append(cell)
    return found


def said(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def prose(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


LESSONS = notebooks("lesson")
ASKED = {number: path for path in LESSONS for number in checks(read(path))}


# ---- the lessons ask every exercise once, and open answers do not count


def test_the_lessons_ask_the_registered_exercises_in_order():
    assert list(ASKED) == registered()
    for path in LESSONS:
        found = checks(read(path))
        assert all(len(cells) == 1 for cells in found.values())
        assert len(found) == 2 if path.stem < "01" else 2 <= len(found) <= 4
        assert re.findall(r"^### Exercise (\d\.\d): ", prose(read(path)), re.M) == list(found)


def answer_and_check(number):
    code = [cell for cell in read(ASKED[number]).cells if cell.cell_type == "code"]
    place = next(n for n, cell in enumerate(code) if f'exercises.check("{number}"' in cell.source)
    return code[place - 1], code[place]


@every_exercise
def test_what_a_lesson_gives_to_fill_in_is_not_answered_yet(capsys, number):
    answer, checking = answer_and_check(number)
    assert f"Exercise {number}: not answered yet" in said(checking)
    names = {}
    exec(answer.source, names)
    result, text = told(capsys, number, eval(CHECK.search(checking.source)[2], names))
    assert not result
    assert "not answered yet" in text


def test_a_check_never_takes_the_answer_of_another_exercise():
    """An answer's names are set in its own cell alone, and nowhere before it in the lesson."""
    for path in LESSONS:
        code = [cell.source for cell in read(path).cells if cell.cell_type == "code"]
        for number in checks(read(path)):
            answer, _ = answer_and_check(number)
            for name in re.findall(r"^(?:def )?(\w+)(?: = |\()", answer.source, re.MULTILINE):
                places = [c for c in code if re.search(rf"^(?:def )?{name}(?: = |\()", c, re.M)]
                assert places == [answer.source], name


@every_exercise
@pytest.mark.parametrize("answer", [..., [...], {"a": ...}, np.array([1, ...], dtype=object)])
def test_an_open_answer_does_not_count(capsys, number, answer):
    assert told(capsys, number, answer)[0] is False


# ---- 99_solutions


@every_exercise
def test_an_exercise_has_one_solution_which_was_right(number):
    notebook = read(SOLUTIONS)
    (cell,) = checks(notebook)[number]
    assert f"Exercise {number}: right." in said(cell)


def test_solutions_are_restated_and_explained():
    text = prose(read(SOLUTIONS))
    sections = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    assert [section[:3] for section in sections] == registered()
    titles = {
        number: re.search(rf"^### Exercise {number}: (.+)$", prose(read(path)), re.M)[1].lower()
        for number, path in ASKED.items()
    }
    for section in sections:
        number, title = section.splitlines()[0].split(" ", 1)
        assert title.lower() == titles[number]
        assert "\n*" in section, "restated in a line"
        assert "*The usual wrong answer" in section


def test_solutions_lead_back_to_their_lesson():
    links = re.findall(r"\]\((0\d_\w+\.ipynb)#Your-turn\)", prose(read(SOLUTIONS)))
    assert links == [path.name for path in LESSONS]


def test_every_misconception_is_met_by_an_exercise_or_a_study():
    rows = re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", prose(read(SOLUTIONS)), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 17))
    for _, where in rows:
        named = re.findall(r"\b\d\.\d\b", where)
        assert named or "study" in where
        assert set(named) <= set(registered())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [None, *OTHER_SEEDS])
@pytest.mark.parametrize("path", [SOLUTIONS], ids=lambda path: path.stem)
def test_every_solution_passes_in_a_fresh_run(path, seed, runs):
    found = checks(runs(path, seed))
    assert {number: said(*cells).count(": right.") for number, cells in found.items()} == (
        dict.fromkeys(registered(), 1)
    )


# ---- wrong answers: each its own hint, a second one, and the way to the solution


def one_hot(ids, m):
    return np.eye(m)[ids]


def table_gradient(W, v, b, X, y, sign=1, share=True):
    gradient = np.zeros_like(W)
    for ids, label in zip(X, y, strict=True):
        p = 1 / (1 + np.exp(-(W[ids].mean(axis=0) @ v + b)))
        np.add.at(gradient, ids, sign * (p - label) * v / (len(ids) if share else 1) / len(X))
    return gradient


def under_flatten(ids, v, p, y):
    gradient = np.zeros((46, 2))
    np.add.at(gradient, ids, (p - y) * v)
    return gradient


def ranked(scores, token, count):
    return [each for each in np.argsort(-scores) if each != token][:count]


def parts(*values):
    names = ("slices in the gradient", "rows of the table that move")
    return dict(zip([*names, "gradient of token 3, divided by (p - y) v"], values, strict=True))


def examples(target, weight):
    centre, context = np.indices((24, 24)).reshape(2, -1)
    return {"x": [centre, context], "y": np.full(576, target), "sample_weight": weight}


SPREAD = np.random.default_rng(0).normal(size=(24, 8))
ROW = [3, 5, 8, 45, 2]
FLOOR = {"order-aware": "0.6592"}
WRONG = {
    "0.1": [ROW, [3, 5, 45, 8, 2], [3, 5, 8]],
    "0.2": ["a b c", "b c e", "c", "b"],
    "1.1": [(64, 1), (640_064, 1), (640_000, 6.4), (640_000, 640), (640_000, 40_960)],
    "1.2": [
        lambda table, ids: table[ids],
        lambda table, ids: one_hot(ids, len(table)),
        lambda table, ids: one_hot(ids, 46) @ table,
        lambda table, ids: table,
        lambda table, ids: "vectors",
    ],
    "1.3": [(450, 450, 5), (5, 5, 5), (500, 500, 5), (451, 10, 5), (451, 451, 4)],
    "1.4": [
        lambda words, vectors, ids, m: vectors,
        lambda words, vectors, ids, m: np.vstack([vectors, np.zeros((m, vectors.shape[1]))])[:m],
        lambda words, vectors, ids, m: np.ones((m, vectors.shape[1])),
        lambda words, vectors, ids, m: vectors[ids[words[0]]],
    ],
    "2.1": [parts(3, 3, 0.6), parts(5, 5, 0.6), parts(5, 46, 0.6), parts(5, 3, 0.2), (5, 3, 60)],
    "2.2": [[8, 2], ROW, [8, 45], [3], [45]],
    "2.3": [[8], [2, 3, 5, 7, 8, 45], [2, 3, 8, 45], [5], []],
    "2.4": [
        lambda *given: table_gradient(*given, sign=-1),
        lambda *given: table_gradient(*given, share=False),
        lambda *given: table_gradient(*given, sign=-1, share=False),
        lambda W, v, b, X, y: v,
        lambda W, v, b, X, y: 0 * W,
    ],
    "3.1": [0.6, 0.25, 0.5, 1.5, 75],
    "3.2": [0.4, -1, 0, 2],
    "3.3": [[[7, *ROW[1:]], ROW], [ROW, ROW], [ROW[::-1], ROW]],
    "3.4": [
        lambda W, v: (2 * W, v),
        lambda W, v: (W, v),
        lambda W, v: (-W, v),
        lambda W, v: (2 * W, 2 * v),
        lambda W, v: v @ v @ W,
    ],
    "4.1": [["blind"] * 5],
    "4.2": [(0.1, 0.1), (0.971, 0.951), (0.562, 0.659), (0.659, 0.673), (0.673, 0.673)],
    "4.3": [
        lambda X: X + np.arange(5),
        lambda X: X.copy(),
        lambda X: X + 46 * np.arange(1, 6),
        lambda X: X[:, :4],
        lambda X: X + 0.5,
    ],
    "4.4": [
        lambda *given: under_flatten(given[0], given[1][::-1], *given[2:]),
        lambda *given: -under_flatten(*given),
        lambda *given: under_flatten(*given) / 5,
        lambda ids, v, p, y: (p - y) * v,
        lambda ids, v, p, y: under_flatten(ids, v, 1, 0),
    ],
    "5.1": [(set(), {1}, {1}), ({1}, {1, 2, 3}, {1, 2}), (set(), {1, 2, 3, 4}, {1, 2})],
    "5.2": [(5, 0.2), (1, 0.5), (10, 0.1), (0.8, 0.556), (2, 0.5), (0.333, 2), (2, 33.3)],
    "5.3": [
        lambda length, window: length,
        lambda length, window: 2 * window * length,
        lambda length, window: 2 * window * length - window * (window + 1),
        lambda length, window: window // 0,
    ],
    "5.4": [
        [ROW],
        [[3, 5, 8, 7, 2]],
        [[3, 5, 8, 7, 2], [3, 5, 45, 2, 7]],
        [[3, 8, 5, 3, 8], [3, 45, 5, 1, 1]],
    ],
    "6.1": [4, 1, 3],
    "6.2": [SPREAD, np.ones((24, 8))],
    "6.3": [examples(np.nan, np.ones(576)), examples(1.0, np.ones(576))],
    "7.1": [("BUF", "MIA"), ("RIC", "BUF"), ("MIA", "RIC")],
    "7.2": [["label"] * 4],
    "7.3": [0.5, 0.1, 20.94, 0.7906],
    "7.4": [
        lambda table, target: 0.9,
        lambda table, target: table // 0,
        lambda table, target: print(end=""),
    ],
    "8.1": [
        (1, 1, 1),
        (64e6, 1, 1),
        (256e6, 256e6, 1),
        (256e6, 512e6, 1),
        (256e6, 768e6, 1),
        (256e6, 768e6, 15_625_000),
    ],
    "8.2": [0.5, 0.25, 22.1, 0.779, 1106],
    "8.3": [
        lambda W, C, token, count: ranked(C @ C[token], token, count),
        lambda W, C, token, count: ranked(W @ W[token], token, count),
        lambda W, C, token, count: np.argsort(-C @ W[token])[:count],
        lambda W, C, token, count: ranked(-C @ W[token], token, count),
        lambda W, C, token, count: ranked(C @ W[token], token, 2),
    ],
}


def test_wrong_answers_are_listed_for_every_exercise():
    assert list(WRONG) == registered()


@every_exercise
def test_each_wrong_answer_gets_a_hint_of_its_own(capsys, number):
    texts = []
    for answer in WRONG[number]:
        feedback._wrong_tries.clear()
        result, text = told(capsys, number, answer)
        assert not result
        texts.append(text)
    assert len(set(texts)) == len(texts), texts


@every_exercise
def test_wrong_again_is_told_more_and_then_the_way_to_the_solution(capsys, number):
    for answer in WRONG[number]:
        feedback._wrong_tries.clear()
        first, second, third = (told(capsys, number, answer)[1] for _ in range(3))
        if "another form" not in first:
            assert second != first or "your function" in first
            assert "99_solutions" not in first + second
            assert third.endswith(f"(The solution of {number} is in 99_solutions.ipynb.)")


# ---- right answers in another reasonable form

RIGHT = {
    "0.1": ["2,45,8,5,3", reversed(ROW), pd.Series(ROW[::-1]), [["2", 45.0, 8, 5, 3]]],
    "0.2": ["B and C", "b+c", ["b, c"], ("(c)", "(b)", "b"), {"a": False, "b": True, "c": True}],
    "1.1": ["640000 6400000", ["640,000", "6.4e6"], np.array([640_000, 6_400_000])],
    "1.3": ["451 451 5", [451.0, "451", Fraction(5)]],
    "2.1": [(5, 3, "3/5"), ["5", 3.0, "60 %"], (5, 3, Decimal("0.6"))],
    "2.2": [{5, 3}, "3 5", [3, 5, 3], {3: 0.4, 5: 0.3}.keys()],
    "2.3": [range(5, 8, 2), np.array([[5, 7]]), "7, 5"],
    "3.1": ["3/4", "75%", [0.75], Fraction(3, 4), 0.7499],
    "3.2": ["1.0", 0.9999, 1.0000001, [[1]]],
    "3.3": [["3 5 8 45 2", "3 5 8 45 45"], pd.DataFrame([[8, *ROW[1:]], ROW]).values],
    "4.1": ["blind aware blind blind aware", "blind, aware, blind, blind, aware"],
    "4.2": ["0.673 0.659", [np.float32(0.67301), 0.65916], {"Order-Blind": 0.673} | FLOOR],
    "5.1": [
        ({}, {1, 2, 3}, {1, 2}),
        {"a": "none", "b": "1,2,3", "c": [2, 1]},
        ("", "{3,2,1}", "1 2"),
    ],
    "5.2": [("2", "1/3"), (2, "33.3%"), "2 0.3333"],
    "6.1": ["2", "2.0", [2], np.int8(2)],
    "7.1": ["mia buf", ["MIA ", "BUF"], {"By Label": "MIA", "BY ORDER": "buf"}],
    "7.2": [
        "order label neither neither",
        {"A": "Order", "B": "LABEL", "C": "neither", "D": " neither"},
    ],
    "8.1": ["256000000 768000000 5208333", ["256,000,000", "768e6", 5208333.0]],
    "8.2": ["22.1%", "0.2212", Fraction(2212, 10_000)],
}


@pytest.mark.parametrize("number", RIGHT)
def test_right_answers_in_other_forms_are_right(capsys, number):
    for answer in RIGHT[number]:
        result, text = told(capsys, number, answer)
        assert result, (answer, text)


# ---- nearly right: rounded answers are close, shares in per cent are not


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        *[("3.1", 0.8), ("4.2", (0.67, 0.66)), ("4.2", (0.7, 0.7)), ("4.2", (0.672, 0.659))],
        *[("5.2", (2, 0.33)), ("5.2", (2, 0.3)), ("7.3", 0.21), ("7.3", 0.2)],
        *[("8.1", (256, 768e6, 5_208_333)), ("8.1", (256e6, 768e6, 5_208_333.33))],
        *[("8.2", 0.22), ("8.2", 0.2), ("8.2", 0.222)],
    ],
)
def test_rounded_answers_are_close(capsys, number, answer):
    assert f"Exercise {number}: close." in told(capsys, number, answer)[1]
    assert feedback._wrong_tries == {}, "no wrong try"


@pytest.mark.parametrize(
    ("number", "answer"),
    [("2.1", (5, 3, 60)), ("3.1", 75), ("5.2", (2, 33.3)), ("7.3", 20.9), ("8.2", 22)],
)
def test_per_cent_is_told(capsys, number, answer):
    assert "cent" in told(capsys, number, answer)[1]

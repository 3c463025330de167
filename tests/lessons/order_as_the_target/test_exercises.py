"""The graders of notebook 05, each held against an answer that is worked out here."""

from embedlab.exercises import check, feedback

from itertools import combinations

import numpy as np
import pytest

ODD = [None, float("nan"), float("inf"), "", "?", set(), [], {}, {"a": 1}, [[1, 2], [3]], 1e300]
ODD += [
    True,
    object(),
    b"5",
    np.array([[1.5]]),
    [None],
    {1.5},
    [float("nan")] * 5,
    "1e999",
    10**400,
]


def said(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


@pytest.fixture(autouse=True)
def no_tries_before():
    feedback._wrong_tries.clear()


@pytest.mark.parametrize("number", ["5.1", "5.2", "5.3", "5.4"])
@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_odd_answers_get_an_answer(capsys, number, answer):
    text = said(capsys, number, answer)
    assert text.startswith(f"Exercise {number}:")
    assert ": right" not in text


@pytest.mark.parametrize("value", [v for v in ODD if v is not True], ids=repr)
def test_odd_values_inside_the_answers(capsys, value):
    for number, answer in [
        ("5.3", lambda length, window: value),
        ("5.4", [value] * 5),
        ("5.4", [[value] * 5]),
        ("5.1", {"a": value, "b": value, "c": [value]}),
        ("5.2", (value, value)),
    ]:
        assert ": right" not in said(capsys, number, answer)


@pytest.mark.parametrize("number", ["5.1", "5.2", "5.3", "5.4"])
def test_open_answers_are_not_graded(capsys, number):
    answer = {"a": {1}, "b": ..., "c": ...} if number == "5.1" else ...
    assert "not answered yet" in said(capsys, number, answer)


def pairs_one_by_one(length, window):
    """Every ordered pair of places at most `window` apart, counted."""
    return sum(1 for i in range(length) for j in range(length) if i != j and abs(i - j) <= window)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (pairs_one_by_one, "right."),
        # window w leaves out w(w + 1) of the 2wL; no more than the other tokens fit
        (lambda n, w: 2 * min(w, n - 1) * n - min(w, n - 1) * (min(w, n - 1) + 1), "right."),
        (lambda n, w: pairs_one_by_one(n, w) / 2, "both directions"),
        (lambda n, w: 2 * w * n, "ends of a row"),
        (lambda n, w: 2 * w * n - w * (w + 1), "wider than the row"),
        (lambda n, w: n * w, "for length 2 and window 2 your function gives 4"),
        (lambda n: n, "your function raised TypeError"),
        (lambda n, w: 1 / 0, "your function raised ZeroDivisionError"),
        (lambda n, w: print(), "is there a `return`"),
        (lambda n, w: "many", "must return one number"),
        (lambda n, w: np.int64(pairs_one_by_one(n, w)), "right."),
        (lambda n, w: np.array([pairs_one_by_one(n, w)]), "right."),
        (20, "the function itself"),
    ],
)
def test_number_of_pairs(capsys, answer, hint):
    assert hint in said(capsys, "5.3", answer)


def windows_by_distance(first, second):
    """The windows in which only one of the rows has some pair, from the distances in each row."""
    telling = set()
    for pair in combinations(first, 2):
        near, far = sorted(abs(row.index(pair[0]) - row.index(pair[1])) for row in (first, second))
        telling |= set(range(near, far))
    return telling


ROW = [3, 5, 8, 45, 2]
RIGHT = {
    "a": windows_by_distance(ROW, ROW[::-1]),
    "b": windows_by_distance(ROW, [5, 3, 8, 45, 2]),
    "c": windows_by_distance(ROW, [2, 5, 8, 45, 3]),
}


def test_the_question_s_own_pair_by_distance():
    assert windows_by_distance(ROW, [3, 5, 45, 8, 2]) == {1, 2}


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({}, "right."),
        ({"a": []}, "right."),
        ({"a": "none"}, "right."),
        ({"b": sorted(RIGHT["b"])}, "right."),
        ({"b": ", ".join(map(str, sorted(RIGHT["b"])))}, "right."),
        ({"c": np.array(sorted(RIGHT["c"]))}, "right."),
        ({"a": {1, 2}}, "backwards?"),
        ({"b": {1, 2, 3, 4}}, "which pair does window 4 not hold?"),
        ({"b": RIGHT["b"] - {1}}, "ask for each pair"),
        ({"c": RIGHT["c"] ^ {1}}, "ask for each pair"),
        ({"c": {0}}, "windows from 1 to 4"),
        ({"c": {5}}, "windows from 1 to 4"),
        ({"c": None}, "needs another form"),
        ({"d": {1}}, "needs another form"),
    ],
)
def test_telling_windows(capsys, change, hint):
    assert hint in said(capsys, "5.1", {**RIGHT, **change})


def test_a_second_wrong_try_gets_a_more_direct_hint(capsys):
    first, second = (said(capsys, "5.4", [3, 5, 8, 45, 2]) for _ in range(2))
    assert "keep the same company?" in first
    assert "between the same neighbours" in second


# 8 has two true pairs with five draws each; every token of the row is drawn equally often: 10 / 5.
@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ((2, 1 / 3), "right."),
        ([2.0, 0.333], "right."),
        ("2.000, 0.333", "right."),
        (np.array([2, 1 / 3]), "right."),
        ((2, 0.33), "close."),
        ((1, 0.5), "*each* true pair"),
        ((10, 1 / 11), "How many of them hit 45?"),
        ((0.8, 0.556), "two draws"),
        ((2, 1), "The best p is a share"),
        ((2, 0.5), "The best p is a share"),
        ((5, 0.2), "ten draws"),
        ((1 / 3, 2), "exchanged"),
        ((2, 0.3), "close."),
        ((2, 33.3), "per cent"),
        ({2, 1 / 3}, "needs another form"),
        (2, "needs another form"),
        ("a lot", "needs another form"),
    ],
)
def test_true_and_negative_at_once(capsys, answer, hint):
    assert hint in said(capsys, "5.2", answer)


def company(rows, token):
    """Every token that stands directly beside the given one, with repeats, in order."""
    beside = [
        row[n + step]
        for row in rows
        for n in range(len(row))
        for step in (-1, 1)
        if row[n] == token and 0 <= n + step < len(row)
    ]
    return sorted(beside)


@pytest.mark.parametrize(
    "rows",
    [
        [[3, 5, 8, 7, 2], [3, 5, 45, 7, 2]],
        [[8, 1, 2, 3, 4], [0, 9, 7, 1, 45]],
        np.array([[3, 8, 3, 8, 3], [3, 45, 3, 45, 3]]),
        ["3 8 5 1 1", "5 45 3 1 1"],
        [(8, 5, 0, 0, 0), (3, 8, 5, 1, 1), (0, 0, 0, 5, 45), (9, 5, 45, 3, 2), (1, 1, 1, 1, 1)],
    ],
)
def test_alike_and_never_together(capsys, rows):
    ids = [[int(each) for each in row.split()] if isinstance(row, str) else row for row in rows]
    assert company(ids, 8) == company(ids, 45) != []
    assert ": right." in said(capsys, "5.4", rows)


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        ([[3, 5, 8, 45, 2]], "share a row"),
        ([3, 5, 8, 45, 2], "share a row"),
        ([[3, 8, 3, 45, 3]], "share a row"),
        ([[3, 5, 8, 7, 2]], "token 45 stands in none"),
        ([[3, 5, 7, 7, 2]], "token 8 stands in none"),
        ([[3, 5, 8, 7, 2], [3, 5, 45, 2, 7]], "do not have the same neighbours"),
        ([[3, 8, 8, 3, 2], [3, 45, 45, 3, 2]], "do not have the same neighbours"),
        ([[3, 8, 5, 3, 8], [3, 45, 5, 1, 1]], "not equally often"),
        ([[3, 5, 8, 7], [3, 5, 45, 7]], "another form"),
        ([[3, 5, 8, 7, 46], [3, 5, 45, 7, 2]], "another form"),
        ([[3, 5, 8, 7, -1], [3, 5, 45, 7, 2]], "another form"),
        ([{3, 5, 8, 7, 2}, {3, 5, 45, 7, 2}], "another form"),
        ("3 5 8 7 2", "another form"),
    ],
)
def test_rows_in_which_8_and_45_are_not_alike(capsys, rows, hint):
    assert hint in said(capsys, "5.4", rows)


def test_tokens_of_one_company_keep_equal_vectors(capsys):
    """What the right answer is said to show: trained from equal starts, 8 and 45 stay equal."""
    from embedlab.models import skip_gram_model
    from embedlab.objectives import skip_gram_examples
    from embedlab.training import train

    start, context_start = np.random.default_rng(5).uniform(-0.5, 0.5, (2, 46, 4))
    start[45] = start[8]
    # 8 stands at an end twice, 45 once in the middle: company is what counts, not frequency.
    rows = [[8, 5, 1, 2, 1], [1, 2, 0, 7, 8], [1, 5, 45, 7, 2]]
    assert ": right." in said(capsys, "5.4", rows)
    examples = skip_gram_examples(np.array(rows), 46, window=1)
    film = train(skip_gram_model(start, context_start), **examples, steps=300, layer="embedding")
    np.testing.assert_allclose(film.after[8], film.after[45], atol=1e-4)
    assert np.abs(film.after[8] - film.before[8]).max() > 0.1

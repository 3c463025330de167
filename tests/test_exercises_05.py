"""The graders of notebook 05, each held against an answer that is worked out here."""

from embedlab.exercises import check, feedback

from itertools import combinations, permutations

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
        ("5.1", lambda length, window: value),
        ("5.2", [value] * 5),
        ("5.3", {"a": value, "b": value, "c": [value]}),
        ("5.4", (value, value)),
    ]:
        assert ": right" not in said(capsys, number, answer)


@pytest.mark.parametrize("number", ["5.1", "5.2", "5.3", "5.4"])
def test_open_answers_are_not_graded(capsys, number):
    answer = {"a": {1}, "b": ..., "c": ...} if number == "5.3" else ...
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
        (lambda n, w: None, "must return one number"),
        (lambda n, w: np.int64(pairs_one_by_one(n, w)), "right."),
        (lambda n, w: np.array([pairs_one_by_one(n, w)]), "right."),
        (20, "the function itself"),
    ],
)
def test_number_of_pairs(capsys, answer, hint):
    assert hint in said(capsys, "5.1", answer)


def split_by_shared_neighbours(row):
    """At window 1 each place shares a neighbour with the next but one: places 0, 2, 4 and 1, 3."""
    return {frozenset(row[0::2]), frozenset(row[1::2])}


def test_the_right_rows_are_found_among_all_orders(capsys):
    right = 0
    for row in permutations((2, 3, 5, 8, 45)):
        wanted = split_by_shared_neighbours(row) == {frozenset({2, 5, 8}), frozenset({3, 45})}
        assert (": right." in said(capsys, "5.2", list(row))) == wanted
        right += wanted
    assert right == 12  # three tokens in every second place, two between them: 3! times 2!


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ([2, 5, 8, 3, 45], "side by side"),
        ([3, 45, 2, 5, 8], "which places"),
        ([3, 5, 8, 45, 2], "which places"),
        ([2, 3, 5, 45], "exactly once"),
        ([2, 3, 5, 45, 45], "exactly once"),
        ([2, 3, 5, 45, 8.5], "whole numbers"),
        ([2, 3, 5, 8, 45, 2], "exactly once"),
        (7, "needs another form"),
        ({2, 3, 5, 45, 8}, "needs another form"),
        ("2 3 5 45 8", "right."),
        ("[2, 3, 8, 45, 5]", "right."),
        ((5, 45, 2, 3, 8), "right."),
        (np.array([[5, 45, 2, 3, 8]]), "right."),
    ],
)
def test_wrong_rows_get_their_hints(capsys, answer, hint):
    assert hint in said(capsys, "5.2", answer)


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
    assert hint in said(capsys, "5.3", {**RIGHT, **change})


def test_a_second_wrong_try_gets_a_more_direct_hint(capsys):
    first, second = (said(capsys, "5.2", [3, 5, 8, 45, 2]) for _ in range(2))
    assert "which places" in first
    assert "third and fifth" in second


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
        ((1 / 3, 2), "ten draws"),
        ({2, 1 / 3}, "needs another form"),
        (2, "needs another form"),
        ("a lot", "needs another form"),
    ],
)
def test_true_and_negative_at_once(capsys, answer, hint):
    assert hint in said(capsys, "5.4", answer)

"""The graders of notebook 05, each held against an answer that is worked out here."""

from embedlab.exercises import check

from itertools import combinations, permutations

import pytest


def said(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


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
        (lambda n: n, "does not have the form"),
        (20, "a function of length and window"),
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
        assert said(capsys, "5.2", list(row)).endswith("right.") == wanted
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
        ([2, 3, 5, 45, 8.5], "fractional"),
        (7, "does not have the form"),
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
        ({"a": {1, 2}}, "in its reverse"),
        ({"b": {1, 2, 3, 4}}, "(b): in a row of five, what does window 4 not hold?"),
        ({"b": RIGHT["b"] - {1}}, "(b): ask for each pair"),
        ({"c": RIGHT["c"] ^ {1}}, "(c): ask for each pair"),
        ({"c": {0}}, "windows from 1 to 4"),
        ({"c": {5}}, "windows from 1 to 4"),
        ({"c": None}, "does not have the form"),
    ],
)
def test_telling_windows(capsys, change, hint):
    assert hint in said(capsys, "5.3", {**RIGHT, **change})


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ([1 / 36, 8 / 36, 27 / 36], "right."),  # 1, 16 and 81 are the fourth powers of 1, 2 and 3
        ([0.0278, 0.2222, 0.75], "right."),
        ([1, 8, 27], "the powers"),
        ([1 / 98, 16 / 98, 81 / 98], "frequencies themselves"),
        ([1 / 3] * 3, "power 0"),
        ([(n / 98) ** 0.75 for n in (1, 16, 81)], "power last"),
        ([0.2, 0.2, 0.2], "yours sum to 0.6"),
        ([0.2, 0.3, 0.5], "raise each count"),
        ([0.5, 0.5], "3 numbers"),
        ("a lot", "does not have the form"),
    ],
)
def test_noise(capsys, answer, hint):
    assert hint in said(capsys, "5.4", answer)

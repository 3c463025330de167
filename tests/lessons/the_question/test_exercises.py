"""The graders of notebook 00: right answers in several forms, each wrong one with its hint."""

from embedlab.exercises import check

from itertools import pairwise, permutations

import numpy as np
import pytest
from test_exercise_forms import ODD


def said(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


def neighbours(row):
    """Every (token, the tokens directly beside it), written out."""
    beside = {token: set() for token in row}
    for left, right in pairwise(row):
        beside[left].add(right)
        beside[right].add(left)
    return beside


def test_row_with_the_same_neighbours_is_found_among_all_orders(capsys):
    row_3 = (3, 5, 8, 45, 2)
    for row in permutations(row_3):
        right = row != row_3 and neighbours(row) == neighbours(row_3)
        assert (": right." in said(capsys, "0.1", list(row))) == right


@pytest.mark.parametrize(
    "answer", [(2, 45, 8, 5, 3), np.array([[2, 45, 8, 5, 3]]), "2 45 8 5 3", ["2", 45.0, 8, 5, 3]]
)
def test_the_right_row_in_other_forms(capsys, answer):
    assert ": right." in said(capsys, "0.1", answer)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ([3, 5, 8, 45, 2], "row 3 itself"),
        ([3, 5, 45, 8, 2], "other neighbours"),
        ([3, 5, 8, 45, 45], "exactly once"),
        ([3, 5, 8], "exactly once"),
        ([3, 5, 8, 45, 2.5], "whole numbers"),
        ({2, 45, 8, 5, 3}, "in their order"),
    ],
)
def test_wrong_rows_get_their_hints(capsys, answer, hint):
    assert hint in said(capsys, "0.1", answer)


def test_the_second_hint_is_more_direct(capsys):
    check("0.1", [2, 45, 8, 5, 3])  # begins anew
    check("0.1", [3, 5, 45, 8, 2])
    assert "upside down" in said(capsys, "0.1", [3, 5, 45, 8, 2])


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ({"a", "b", "c"}, "any order"),
        ({"b", "c", "d"}, "any order"),
        ({"c"}, "another label"),
        ({"b"}, "another row of the table"),
        ("bce", "an id is a name"),
        ({"x"}, "letters from a to e"),
        ({"b": False, "c": False}, "another label"),
        ({"b", "c"}, "right."),
        (["C", "b"], "right."),
        ("b, c", "right."),
        ({"a": False, "b": True, "c": True, "d": False}, "right."),
    ],
)
def test_who_notices(capsys, answer, hint):
    assert hint in said(capsys, "0.2", answer)


@pytest.mark.parametrize("number", ["0.1", "0.2"])
@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_odd_answers_are_answered(capsys, number, answer):
    assert "right." not in said(capsys, number, answer)

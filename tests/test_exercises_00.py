"""The feedback on exercises, and the graders of notebook 00."""

from embedlab.exercises import check

from itertools import pairwise, permutations

import pytest


def said(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize("answer", [..., [3, ..., 8], {"a": ...}, (...,), [[1, ...]]])
def test_open_answers_are_not_graded(capsys, answer):
    assert "not answered yet" in said(capsys, "0.1", answer)


@pytest.mark.parametrize("number", ["0.9", "98.1", "zero", "", 0])
def test_unknown_exercise_is_an_error(number):
    with pytest.raises(ValueError, match="there is no exercise"):
        check(number, 1)


def test_answer_of_another_form_gets_a_hint_and_no_traceback(capsys):
    assert "does not have the form" in said(capsys, "0.2", 7)


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
        assert said(capsys, "0.1", list(row)).endswith("right.") == right


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ([3, 5, 8, 45, 2], "row 3 itself"),
        ([3, 5, 45, 8, 2], "other neighbours"),
        ([3, 5, 8, 45, 45], "exactly once"),
        ([3, 5, 8], "exactly once"),
        ([3, 5, 8, 45, 2.5], "fractional"),
    ],
)
def test_wrong_rows_get_their_hints(capsys, answer, hint):
    assert hint in said(capsys, "0.1", answer)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ({"a", "b", "c"}, "any order"),
        ({"b", "c", "d"}, "any order"),
        ({"c"}, "another label"),
        ({"b"}, "another row of the table"),
        ({"x"}, "letters from a to d"),
        ({"b", "c"}, "right."),
        (["C", "b"], "right."),
    ],
)
def test_who_notices(capsys, answer, hint):
    assert hint in said(capsys, "0.2", answer)

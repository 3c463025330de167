"""Whatever is given as an answer, every exercise says something, raises nothing, calls it wrong."""

import decimal
import itertools
import sys

import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from exercises import FUNCTIONS, every_exercise, first_said


class Hostile:
    """Raises whatever is asked of it."""

    def refuse(self, *_):
        raise RuntimeError("no")

    __iter__ = __float__ = __len__ = __array__ = __eq__ = __str__ = refuse
    __hash__ = object.__hash__


def holds_itself():
    found = []
    found.append(found)
    return found


ODD = [
    None, True, -1.5, float("inf"), float("nan"), 1j, b"5", 10**400, decimal.Decimal("NaN"),
    "", "...", "no idea at all", "🎬", "½", "7" * 5000, "1e999",
    [], {}, set(), [[[]]], [[[[[[[7]]]]]]], {"a": {"b": {"c": 1}}}, [[1, 2], [3, 4]], [[1], [2, 3]],
    [None, None], {None}, {1.5}, [1j, 2j], [10**400, 1], [float("nan")] * 5,
    Hostile(), [Hostile()], {"a": Hostile()}, {Hostile(): 1}, holds_itself(),
    itertools.count(), range(10**12), (each for each in "xyz"),
    np.array([]), np.array(None), np.array(["x", "y"]), np.full((46, 2), np.inf),
    np.ones((46, 2), complex), np.zeros((2, 5, 3)), np.datetime64("2020-01-01"),
    pd.DataFrame({"x": [1, 2]}), tf.constant("x"), tf.ragged.constant([[1], [2, 3]]),
    sys, Hostile, ValueError("x"), len,
]  # fmt: skip
WHOLE = {  # right answers of several parts
    "1.1": (640_000, 6_400_000),
    "1.3": (451, 451, 5),
    "2.1": (5, 3, 0.6),
    "3.3": ([3, 5, 8, 45, 2], [8, 5, 8, 45, 2]),
    "4.1": ("blind", "aware", "blind", "blind", "aware"),
    "4.2": (0.673, 0.659),
    "5.2": (2, 1 / 3),
    "7.1": ("MIA", "BUF"),
    "8.1": (256_000_000, 768_000_000, 5_208_333),
}


def not_wrong(exercise, answers):
    """The places of those answers that are not called wrong, open, or of another form."""
    wrong = "not yet. Hint: ", "not answered yet", "the answer needs another form. "
    said = [first_said(exercise, answer) for answer in answers]
    return {place: text for place, text in enumerate(said) if not text.startswith(wrong)}


@every_exercise
def test_odd_answers_are_answered(exercise):
    assert not_wrong(exercise, ODD) == {}


@pytest.mark.parametrize("exercise", WHOLE)
def test_an_odd_part_of_a_right_answer_is_answered(exercise):
    assert first_said(exercise, WHOLE[exercise]).startswith("right.")
    for place in range(len(WHOLE[exercise])):
        first, last = WHOLE[exercise][:place], WHOLE[exercise][place + 1 :]
        assert not_wrong(exercise, [(*first, odd, *last) for odd in ODD]) == {}


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_a_function_that_returns_something_odd_is_answered(exercise):
    assert not_wrong(exercise, [lambda *given, odd=odd: odd for odd in ODD]) == {}


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_a_function_that_raises_is_told_what(exercise):
    assert "your function raised ZeroDivisionError" in first_said(exercise, lambda *given: 1 // 0)
    assert "your function raised TypeError" in first_said(exercise, lambda: 1)
    assert "raised NameError" in first_said(exercise, lambda *given: undefined)  # noqa: F821


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_a_function_that_changes_what_it_is_given_is_told_so(exercise):
    changed = []

    def spoil(*given):
        for each in given:
            if isinstance(each, np.ndarray):
                changed.append(each.fill(0))
            elif hasattr(each, "clear"):
                changed.append(each.clear())
        return 0

    assert ("changes its argument" in first_said(exercise, spoil)) == bool(changed)

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


ODD = {
    "infinity": float("inf"),
    "nan": float("nan"),
    "minus one": -1,
    "None": None,
    "empty text": "",
    "dots as text": "...",
    "words": "no idea at all",
    "emoji": "🎬",
    "half": "½",
    "long text": "7" * 5000,
    "True": True,
    "complex": 1j,
    "list of complex": [1j, 2j],
    "bytes": b"5",
    "huge": 10**400,
    "list of huge": [10**400, 1],
    "huge text": "1e999",
    "Decimal nan": decimal.Decimal("NaN"),
    "empty list": [],
    "empty dict": {},
    "empty set": set(),
    "nothing nested": [[[]]],
    "nested": [[[[[7]]]]],
    "nested dict": {"a": {"b": {"c": 1}}},
    "rows": [[1, 2], [3, 4]],
    "ragged": [[1], [2, 3]],
    "list of None": [None, None],
    "list of nan": [float("nan")] * 5,
    "set of None": {None},
    "set of halves": {1.5},
    "hostile": Hostile(),
    "list of hostile": [Hostile()],
    "hostile in a dict": {"a": Hostile()},
    "hostile key": {Hostile(): 1},
    "holds itself": holds_itself(),
    "no end": itertools.count(),
    "nearly no end": range(10**12),
    "generator": (each for each in "abc"),
    "empty array": np.array([]),
    "array of None": np.array(None),
    "array of texts": np.array(["a", "b"]),
    "array of infinities": np.full((46, 2), np.inf),
    "complex array": np.ones((46, 2), complex),
    "three dimensions": np.zeros((2, 5, 3)),
    "date": np.datetime64("2020-01-01"),
    "data frame": pd.DataFrame({"a": [1, 2]}),
    "tensor of text": tf.constant("a"),
    "ragged tensor": tf.ragged.constant([[1], [2, 3]]),
    "module": sys,
    "class": Hostile,
    "error": ValueError("x"),
    "built-in": len,
}
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
    """The names of those answers that are not called wrong, open, or of another form."""
    wrong = "not yet. Hint: ", "not answered yet", "the answer needs another form. "
    return [
        name for name, each in answers.items() if not first_said(exercise, each).startswith(wrong)
    ]


@every_exercise
def test_odd_answers_are_answered(exercise):
    assert not_wrong(exercise, ODD) == []


@pytest.mark.parametrize("exercise", WHOLE)
def test_an_odd_part_of_a_right_answer_is_answered(exercise):
    assert first_said(exercise, WHOLE[exercise]).startswith("right.")
    for place in range(len(WHOLE[exercise])):
        first, last = WHOLE[exercise][:place], WHOLE[exercise][place + 1 :]
        assert not_wrong(exercise, {name: (*first, odd, *last) for name, odd in ODD.items()}) == []


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_a_function_that_returns_something_odd_is_answered(exercise):
    functions = {name: lambda *given, odd=odd: odd for name, odd in ODD.items()}
    assert not_wrong(exercise, functions) == []


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_a_function_that_raises_is_told_what(exercise):
    assert "your function raised ZeroDivisionError" in first_said(exercise, lambda *given: 1 // 0)
    assert "your function raised TypeError" in first_said(exercise, lambda: 1)
    assert "raised NameError" in first_said(exercise, lambda *given: undefined)  # noqa: F821

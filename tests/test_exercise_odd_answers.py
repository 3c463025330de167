"""Whatever is given as an answer, every exercise says something, raises nothing, calls it wrong."""

from embedlab.exercises import check
from embedlab.exercises.feedback import registered

import decimal
import itertools
import sys

import numpy as np
import pandas as pd
import pytest
import tensorflow as tf


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
    "None": None,
    "empty text": "",
    "dots as text": "...",
    "words": "no idea at all",
    "emoji": "🎬",
    "long text": "7" * 5000,
    "True": True,
    "complex": 1j,
    "bytes": b"5",
    "huge": 10**400,
    "huge text": "1e999",
    "Decimal nan": decimal.Decimal("NaN"),
    "empty list": [],
    "empty dict": {},
    "empty set": set(),
    "nested": [[[[[7]]]]],
    "nested dict": {"a": {"b": {"c": 1}}},
    "ragged": [[1], [2, 3]],
    "list of None": [None, None],
    "set of None": {None},
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
every_exercise = pytest.mark.parametrize("number", registered())


def is_wrong(capsys, number, answer):
    assert not check(number, answer)
    text = capsys.readouterr().out
    return "not yet" in text or "needs another form" in text or "not answered yet" in text


@every_exercise
@pytest.mark.parametrize("answer", ODD.values(), ids=list(ODD))
def test_an_odd_answer_is_answered(capsys, number, answer):
    assert is_wrong(capsys, number, answer)


@every_exercise
@pytest.mark.parametrize("result", ODD.values(), ids=list(ODD))
def test_a_function_that_returns_something_odd_is_answered(capsys, number, result):
    assert is_wrong(capsys, number, lambda *given: result)

"""Answers in any reasonable form are read; every other one is refused with an example."""

from embedlab.exercises import forms
from embedlab.exercises.forms import FormError

from itertools import repeat

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import tensorflow as tf
from test_exercise_odd_answers import ODD

OPTIONS = {"Head": ("Mean", "Flatten"), "loss": ("label", "order")}
READ = {
    "number": lambda answer: forms.number(answer, "EXAMPLE"),
    "whole number": lambda answer: forms.whole_number(answer, "EXAMPLE"),
    "numbers": lambda answer: forms.numbers(answer, 3, "EXAMPLE").tolist(),
    "named": lambda answer: forms.named(answer, ["X", "y", "z"], "EXAMPLE"),
    "ids": lambda answer: forms.ids(answer, "EXAMPLE"),
    "three ids": lambda answer: forms.ids(answer, "EXAMPLE", count=3),
    "set": lambda answer: forms.id_set(answer, "EXAMPLE"),
    "rows": lambda answer: forms.id_rows(answer, 9, 3, "EXAMPLE").tolist(),
    "one row": lambda answer: forms.id_rows(answer, 9, 3, "EXAMPLE", count=1).tolist(),
    "letters": lambda answer: forms.letters(answer, "abcd", "EXAMPLE"),
    "digits": lambda answer: forms.letters(answer, "1234", "EXAMPLE"),
    "choices": lambda answer: forms.choices(answer, OPTIONS, "EXAMPLE"),
    "function": lambda answer: forms.function(answer, "EXAMPLE"),
}
FIVE = [5, 5.0, "5", " 5 ", np.int64(5), np.float32(5), np.array(5), [5], (5,), [[5]]]
FIVE += [np.array([5]), tf.constant(5), tf.constant([5.0]), "500%", "10/2", "5.0"]
ROW = ["3 5 8", "3, 5, 8", "[3, 5, 8]", (3, 5.0, "8"), [[3, 5, 8]], np.array([3, 5, 8])]
ROW += [scipy.sparse.csr_matrix([[3, 5, 8]]), np.array([[3, 5, 8]]), pd.Series([3, 5, 8])]
ROW += [iter([3, 5, 8])]
ROWS = [[3, 5, 8], ["3 5 8"], ["3, 5, 8"], [(3.0, "5", 8)], pd.DataFrame([[3, 5, 8]])]
ROWS += [{"row 1": [3, 5, 8]}]
MANY = [{"x": 1, "y": 2, "z": 3}, pd.Series({"x": 1, "y": 2, "z": 3}), {"_X": 1, "Y ": 2, "(z)": 3}]
CHOSEN = {"Head": "Mean", "loss": "order"}
FRAME = pd.DataFrame([{"head": "mean", "loss": "order"}])
BC = ["b, c", "bc", "B C", "(b) and (c)", "b or c", "b+c", ["b", "c"], {"b", "c"}, ["b, c"]]
BC += [np.array(["b", "c"]), {"a": False, "b": True, "c": np.True_}]
BC += ["- b\n- c", ("(c)", "(b)", "b")]
NONE = [[], {}, set(), (), np.array([])]


@pytest.mark.parametrize(
    ("kind", "answers", "found"),
    [
        ("number", FIVE, 5),
        ("number", ["0.75", "3/4", "75%"], 0.75),
        ("number", ["−0.5", "−1/2"], -0.5),
        ("number", ["1,200", "1200", "1.2e3"], 1200),
        ("whole number", FIVE, 5),
        ("numbers", ROW[:4], [3, 5, 8]),
        ("named", MANY, {"X": 1, "y": 2, "z": 3}),
        ("named", ["1 2 3", {"x": "1", "Y ": "2", "z": "3"}], {"X": "1", "y": "2", "z": "3"}),
        ("ids", ROW, [3, 5, 8]),
        ("three ids", ROW[:-1], [3, 5, 8]),
        ("set", FIVE, {5}),
        ("set", ["5 7", "{7, 5}", {5, 7}, range(5, 8, 2), {5: 1, 7: 1}, "5 and 7"], {5, 7}),
        ("set", [{5: True, 7: np.True_, 9: np.False_}, {5: 0.4, 7: -1, 9: 0}], {5, 7}),
        ("set", NONE, set()),
        ("rows", ROWS, [[3, 5, 8]]),
        ("one row", ROWS, [[3, 5, 8]]),
        ("rows", [["1 2 3", (3, 5, 8)], np.array([[1, 2, 3], [3, 5, 8]])], [[1, 2, 3], [3, 5, 8]]),
        ("letters", BC, {"b", "c"}),
        ("letters", [*NONE, "", "None", "set()", {"b": False}], set()),  # a grader's to judge
        ("digits", [{1, 2}, "{2, 1}", "12", tf.constant([2, 1]), ["1", 2]], {"1", "2"}),
        ("choices", [{"head": "mean", "loss": " Order"}], CHOSEN),
        ("choices", [FRAME, FRAME.T[::-1], {"head": ["mean"], "loss": "'order'."}], CHOSEN),
        ("function", [len], len),
    ],
)  # fmt: skip
def test_answers_in_any_form_are_read(kind, answers, found):
    for answer in answers:
        assert READ[kind](answer) == found, answer


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("whole number", [5.5, "5.5"]),
        ("numbers", [{3, 5, 8}, [3, 5], [3, 5, 8, 9], {3: 1, 5: 1, 8: 1}]),
        ("named", [(1, 2), {"x": 1, "y": 2}, {"x": 1, "y": 2, "z": 3, "a": 4}, {1, 2, 3}]),
        ("ids", [{3, 5}, {3: 5}, [3, 5.5], 3, "2-45-8", ["good", "not"], [[2], [4, 5]], [2, None]]),
        ("ids", [[], (), repeat(3)]),
        ("three ids", [[3, 5], "3 5 8 9"]),
        ("set", [[5.7, 7], {5.7}, "5.7 7", 5.7, {5, None}, [True, 7]]),
        ("rows", [[3, 5, 9], [3, 5, -1], [[3, 5, 8], [3, 5]], [{3, 5, 8}], "358", [3, 5]]),
        ("one row", [[[3, 5, 8], [3, 5, 8]]]),
        ("letters", ["x", 7, None, ["e"], {"a": 1}, {"z": True}, [1, 2], b"ab", [b"b"], [[b"b"]]]),
        ("digits", [{0}, [5], {1.5}, None, {None}, "a", "1-3", "1 to 3"]),
        ("choices", [{"head": "mean"}, ("mean", "both"), ("mean", 1), ("mean", "")]),
        ("function", [3, "len", None]),
    ],
)  # fmt: skip
def test_other_forms_are_refused_with_the_example(kind, answers):
    for answer in answers:
        with pytest.raises(FormError, match="EXAMPLE"):
            print(READ[kind](answer))


@pytest.mark.parametrize("kind", ["whole number", "numbers", "three ids", "rows", "choices"])
def test_odd_answers_are_refused_with_the_example(kind):
    for odd in ODD:
        with pytest.raises(FormError, match="EXAMPLE"):
            print(READ[kind](odd))


def test_what_is_no_row_of_ids_is_not_called_a_wrong_count_of_numbers():
    for answer in ("2-45-8-5-3", [2, [45, 8], 5], [2, None]):
        with pytest.raises(FormError, match="Give token ids in their order"):
            forms.ids(answer, "3 5 8")


def test_arrays_in_any_form():
    arrays = [((1, 2),), np.array([[1, 2]]), tf.constant([[1, 2]]), pd.DataFrame([[1, 2]])]
    arrays += [scipy.sparse.csr_matrix([[1, 2]]), [scipy.sparse.csr_array([1, 2])]]
    arrays += [np.array([[1, 2]], object), [np.array([1, 2])], [[True, 2]]]
    for found in map(forms.array, arrays):
        assert found.dtype == np.float64
        assert found.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("value", "places"),
    [
        *[(0.4142, 3), (0.414, 3), (0.41, 2), (0.413, 2), (0.4, 1), (0, 0)],
        *[(0.3, -1), (0.42, -1), (0.39, -1), (7, -1)],
    ],
)
def test_decimals_right_counts_the_decimals_of_a_rounded_answer(value, places):
    assert forms.decimals_right(value, np.sqrt(2) - 1, 3) == places


def test_shares_in_per_cent_are_recognised():
    assert all(forms.in_percent(each, 0.25) for each in (25, 25.5, 24.5))
    assert not any(forms.in_percent(each, 0.25) for each in (0.25, 2.5, 24.3, 25.7))

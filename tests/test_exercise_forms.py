"""Answers in any reasonable form are read; every other one is refused with an example."""

from embedlab.exercises import forms
from embedlab.exercises.forms import FormError

import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from test_exercise_odd_answers import ODD


@pytest.mark.parametrize(
    "answer",
    [5, 5.0, "5", " 5 ", np.int64(5), np.float32(5), np.array(5), np.array([5]), [5], (5,), [[5]],
     tf.constant(5), tf.constant([5.0])],
    ids=repr,
)  # fmt: skip
def test_a_number_in_any_form(answer):
    assert forms.number(answer, "0.5") == 5
    assert forms.whole_number(answer, "3") == 5


READ = {
    "number": lambda answer: forms.number(answer, "EXAMPLE"),
    "whole number": lambda answer: forms.whole_number(answer, "EXAMPLE"),
    "numbers": lambda answer: forms.numbers(answer, 3, "EXAMPLE"),
    "ids": lambda answer: forms.ids(answer, "EXAMPLE", count=3),
    "id rows": lambda answer: forms.id_rows(answer, 46, 3, "EXAMPLE"),
    "choices": lambda answer: forms.choices(answer, {"x": ("one",)}, "EXAMPLE"),
    "named": lambda answer: forms.named(answer, ["x", "y", "z"], "EXAMPLE"),
    "letters": lambda answer: forms.letters(answer, "xyz", "EXAMPLE"),
}
# What each can read after all; an array of no rows and an empty text are read as nothing.
READABLE = {
    "number": {"nested", "minus one"},
    "whole number": {"nested", "minus one"},
    "named": {"ragged tensor", "generator"},
    "letters": {
        "empty text",
        "dots as text",
        "emoji",
        "empty list",
        "empty set",
        "empty dict",
        "empty array",
    },
}


@pytest.mark.parametrize("kind", READ)
def test_odd_answers_are_refused_with_the_example(kind):
    for name in set(ODD) - READABLE.get(kind, set()) - {"generator"}:
        with pytest.raises(FormError, match="EXAMPLE"):
            print(kind, name, READ[kind](ODD[name]))


@pytest.mark.parametrize("answer", ["3 5 8", "3, 5, 8", "[3, 5, 8]", (3, 5.0, "8"), [[3, 5, 8]],
                                    np.array([3, 5, 8]), np.array([[3, 5, 8]])])  # fmt: skip
def test_ids_in_any_form_keep_their_order(answer):
    assert forms.ids(answer, "3 5 8") == [3, 5, 8]
    assert forms.ids(answer, "3 5 8", count=3) == [3, 5, 8]
    with pytest.raises(FormError):
        forms.ids(answer, "3 5 8", count=2)


def test_ids_without_order_or_with_fractions_are_refused():
    for answer in ({3, 5}, {3: 5}, [3, 5.5], 3):
        with pytest.raises(FormError):
            forms.ids(answer, "3 5 8")


@pytest.mark.parametrize(
    "answer",
    ["b, c", "bc", "B C", "(b) and (c)", "b or c", ["b", "c"], {"b", "c"}, ("(b)", "(c)"),
     np.array(["b", "c"]), {"a": False, "b": True, "c": np.True_}],
    ids=repr,
)  # fmt: skip
def test_letters_in_any_form(answer):
    assert forms.letters(answer, "abcd", '{"a"}') == {"b", "c"}


@pytest.mark.parametrize("answer", ["x", 7, None, ["e"], {"a": 1}, {"z": True}, [1, 2], b"ab"])
def test_other_letters_are_refused(answer):
    with pytest.raises(FormError, match="from a to d"):
        forms.letters(answer, "abcd", '{"a"}')


def test_no_letter_may_be_meant():
    """`{"b": False}` says that nothing changes; it is an answer, and the grader's to judge."""
    assert forms.letters({"b": False, "c": False}, "abcd", '{"a"}') == set()


def test_choices_compare_texts_without_case():
    options = {"Head": ("Mean", "Flatten"), "loss": ("label", "order")}
    found = forms.choices({"head": np.str_("mean"), "loss": " Order"}, options, "…")
    assert found == {"Head": "Mean", "loss": "order"}
    for bad in ({"head": "mean"}, ("mean", "both"), ("mean", 1), ("mean", None), ("mean", "")):
        with pytest.raises(FormError):
            forms.choices(bad, options, "…")


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        *[
            (5, {5}),
            ([5], {5}),
            ("5", {5}),
            ([3, 5, 3], {3, 5}),
            ("3, 5", {3, 5}),
            ({3, 5}, {3, 5}),
        ],
        *[({3: 0.4, 5: 0.3}, {3, 5}), ({3: 0.4}.keys(), {3}), (range(5, 8, 2), {5, 7})],
        *[(np.array([[5, 7]]), {5, 7}), (np.array([]), set()), ([], set()), ({}, set())],
    ],
    ids=repr,
)
def test_a_set_of_ids_in_any_form(answer, ids):
    assert forms.id_set(answer, "{3}") == ids


@pytest.mark.parametrize(
    "rows", [[3, 5, 8], ["3 5 8"], [[3, 5, 8]], np.array([3, 5, 8]), ["3, 5, 8"],
             pd.DataFrame([[3, 5, 8]]), [(3.0, "5", 8)]], ids=repr,
)  # fmt: skip
def test_rows_of_ids_in_any_form(rows):
    assert forms.id_rows(rows, 9, 3, "…").tolist() == [[3, 5, 8]]
    for change in ({"num_tokens": 8}, {"length": 2}, {"count": 2}):
        with pytest.raises(FormError):
            forms.id_rows(rows, **{"num_tokens": 9, "length": 3, "example": "…"} | change)


@pytest.mark.parametrize(
    "found", [[[1, 2]], ((1, 2),), np.array([[1, 2]]), tf.constant([[1, 2]]),
              pd.DataFrame([[1, 2]]), [np.array([1, 2])]], ids=repr,
)  # fmt: skip
def test_arrays_in_any_form(found):
    assert forms.array(found).dtype == np.float64
    assert forms.array(found).tolist() == [[1, 2]]


def test_shares_in_per_cent_are_recognised():
    assert [forms.in_percent(each, 0.25) for each in (25, 25.5, 24.5, 25.7, 0.25, 2.5)] == [
        *[True, True, True, False, False, False]
    ]


@pytest.mark.parametrize(
    ("value", "places"),
    [
        *[(0.4142, 3), (0.414, 3), (0.41, 2), (0.413, 2), (0.4, 1), (0, 0)],
        *[(0.3, -1), (0.42, -1), (0.39, -1), (7, -1)],
    ],
)
def test_decimals_right_counts_the_decimals_of_a_rounded_answer(value, places):
    assert forms.decimals_right(value, np.sqrt(2) - 1, 3) == places


def test_a_function_is_asked_for_itself():
    assert forms.function(len, "answer(x)") is len
    with pytest.raises(FormError, match=r"def answer\(x\)"):
        forms.function(3, "answer(x)")


@pytest.mark.parametrize("answer", ["2-45-8-5-3", ["good", "not"], [2, [45, 8], 5], [2, None]])
def test_what_is_no_row_of_ids_is_not_called_a_wrong_count_of_numbers(answer):
    with pytest.raises(FormError, match="Give token ids in their order"):
        forms.ids(answer, "3 5 8")

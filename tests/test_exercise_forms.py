"""Answers in any reasonable form are read; every other one is refused with an example."""

from embedlab.exercises import forms
from embedlab.exercises.forms import FormError

import numpy as np
import pytest
import tensorflow as tf

ODD = [
    None, "", "abc", True, np.nan, np.inf, 10**400, 1j, [1j], {}, set(), [], [[1], [2, 3]],
    object(), {"a": 1}, {1, 2}, [None], ["x"], lambda: 1, b"5", [[]], np.array([]),
    np.array(None), range(0),
]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [5, 5.0, "5", " 5 ", np.int64(5), np.float32(5), np.array(5), np.array([5]), [5], (5,), [[5]],
     tf.constant(5), tf.constant([5.0])],
    ids=repr,
)  # fmt: skip
def test_a_number_in_any_form(answer):
    assert forms.number(answer, "0.5") == 5
    assert forms.whole_number(answer, "3") == 5


@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_odd_answers_are_refused_with_the_example(answer):
    reads = [
        lambda: forms.number(answer, "EXAMPLE"),
        lambda: forms.whole_number(answer, "EXAMPLE"),
        lambda: forms.numbers(answer, 2, "EXAMPLE"),
        lambda: forms.ids(answer, "EXAMPLE"),
        lambda: forms.choices(answer, {"x": (1,)}, "EXAMPLE"),
        lambda: forms.named(answer, ["x", "y", "z"], "EXAMPLE"),
        lambda: forms.id_rows(answer, 46, 3, "EXAMPLE"),
    ]
    for read in reads:
        with pytest.raises(FormError, match="EXAMPLE"):
            read()


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


def test_choices_compare_texts_without_case_and_keep_true_apart_from_1():
    options = {"Adam": (True, False), "loss": ("label", "order")}
    found = forms.choices({"Adam": np.True_, "loss": " Order"}, options, "…")
    assert found == {"Adam": True, "loss": "order"}
    for bad in ({"Adam": 1, "loss": "order"}, {"Adam": True}, {"Adam": True, "loss": "both"}):
        with pytest.raises(FormError):
            forms.choices(bad, options, "…")


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

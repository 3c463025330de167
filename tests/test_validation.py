"""Ids, numbers and tables: wrong ones are refused by name, never repaired."""

from embedlab.drawing import plots, tables, token_maps
from embedlab.training import Film
from embedlab.validation import check_ids, check_numbers, check_table, check_tokens, check_whole

import re
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from properties import NO_NUMBERS, NO_ORDER, few_cases, named, numbers, places, put, same_cases

masked = np.ma.masked_array
LARGE, BYTES = 2**53, memoryview(b"3")


class Tensor:
    """An array of another library, as TensorFlow's tensors are."""

    def __init__(self, array):
        self.numpy = lambda: array


FORMS = {
    "lists": np.ndarray.tolist,
    "tuples": lambda X: tuple(map(tuple, X.tolist())),
    "itself": lambda X: X,
    "rows": list,
    "unsigned": lambda X: X.astype(np.uint64),
    "floats": lambda X: X.astype(float),
    "objects": lambda X: X.astype(object),
    "texts": lambda X: X.astype(str),
    "data frame": pd.DataFrame,
    "column of lists": lambda X: pd.Series(X.tolist()),
    "iterators": lambda X: map(iter, X),
    "sparse": scipy.sparse.coo_matrix,
    "tensor": Tensor,
}
IDS = arrays(np.int64, array_shapes(min_dims=2, max_dims=2), elements=st.integers(0, LARGE - 1))
WHOLE = "a token id is a whole number from 0 up"
WRONG_IDS = {
    **dict.fromkeys((LARGE, LARGE + 1, 2.0**63, 10**400), "is too large: from 2**53 up"),
    **dict.fromkeys((np.float16(2048), np.float32(2**24)), "is too large: from 2**53 up"),
    **dict.fromkeys((-1, -(2**63), -(10**400), float("-inf")), f"is negative: {WHOLE}"),
    **dict.fromkeys((0.5, "2.5", -1e-9), f"is fractional: {WHOLE}"),
    **dict.fromkeys((*NO_NUMBERS, True, "1_0"), f"is not a number: {WHOLE}"),
}


@same_cases
@given(X=IDS)
def test_whole_numbers_in_any_form_are_ids(X):
    expected = X.copy()
    for form, of in FORMS.items():
        ids = check_ids(of(X), num_tokens=LARGE)
        assert (ids.dtype, type(ids)) == (np.int64, np.ndarray), form
        np.testing.assert_array_equal(ids, expected, form)
        ids[:] = -1
        np.testing.assert_array_equal(X, expected, f"of {form} it was a copy")


@few_cases
@given(drawn=places(IDS))
def test_a_wrong_id_is_named_by_row_and_column_and_rule(drawn):
    cells, (row, column) = drawn
    columns = [f"x{number}" for number in range(cells.shape[1])]
    for value, rule in WRONG_IDS.items():
        X = put(value, *drawn)
        for names, name in ((None, column + 1), (columns, columns[column])):
            message = rf"^rows: row {row + 1}, column {name}: .* {re.escape(rule)}"
            with pytest.raises(ValueError, match=message):
                check_ids(X, columns=names, where="rows")


@pytest.mark.parametrize(
    ("X", "message"),
    [
        *[(X, "there are no rows") for X in ([], iter([]), np.zeros((0, 5), int))],
        *[(X, "row 1 is empty") for X in ([[]], np.zeros((5, 0), int))],
        *[(X, "row 2 has 1 values, row 1 has 2") for X in ([[1, 2], [3]], iter([[1, 2], [3]]))],
        (Tensor(np.array([[1, 2], [3]], object)), "row 2 has 1 values, row 1 has 2"),
        ([[1, 2], [3, 46]], r"row 2, column 2: 46 is beyond the table.*0 to 45"),
        ([3, 5, 8], r"row 1 is 3: a row is a sequence"),
        *[([row], "row 1 is .*: a row is a sequence") for row in ("358", b"358", bytearray(b"3"))],
        *[([row], "row 1 is .*: a row is a sequence") for row in (None, BYTES, 3.5)],
        (np.array([3, 5, 8]), r"shape \(rows, tokens per row\) is needed, got \(3,\)"),
        (np.array(3), r"shape \(rows, tokens per row\) is needed, got \(\)"),
        *[(X, "X is .*: rows of token ids are needed") for X in ("3 5 8", None, 3, b"35")],
        *[([[1], row], "row 2 is a .*, which may lose order or repeats") for row in NO_ORDER],
        *[(X, "X is a .*, which may lose order or repeats") for X in (Counter([1]), *NO_ORDER)],
        (masked([[1, 2]], mask=[[False, True]]), "X is a masked array"),
        ([masked([1, 2], mask=[False, True])], "X is a masked array"),
    ],
)
def test_what_is_no_rows_of_ids_is_refused(X, message):
    with pytest.raises(ValueError, match=f"^X.* {message}|^{message}"):
        check_ids(X, num_tokens=46)


@pytest.mark.parametrize("num_tokens", [45.5, 0, -1, True, "46", np.timedelta64(46)])
def test_a_table_has_a_whole_number_of_rows(num_tokens):
    assert check_ids([[0]], np.int8(1)).tolist() == [[0]]
    assert check_whole(np.int8(100), "m") ** 2 == 10_000, "which is no int8"
    with pytest.raises(ValueError, match="num_tokens must be a whole number from 1 up"):
        check_ids([[0]], num_tokens)


def test_each_column_needs_a_name():
    with pytest.raises(ValueError, match="X: 1 names for 2 columns"):
        check_ids([[1, 2]], columns=["a"])


@few_cases
@given(drawn=places(numbers()))
def test_what_is_no_number_or_too_large_is_named_by_row_and_column(drawn):
    zero, one = (named(drawn[1], first) for first in (0, 1))
    for value in NO_NUMBERS:
        for first, place in enumerate((zero, one)):
            with pytest.raises(ValueError, match=f"^it: {place}: .* is not a number$"):
                check_numbers(put(value, *drawn), "it", first)
    for value in (np.inf, -(10**400), -3.4028235e38):
        beyond = rf"^it: {zero}: .* is beyond the largest float32, 3\.4e\+38$"
        with pytest.raises(ValueError, match=beyond):
            check_numbers(put(value, *drawn), "it")
    with pytest.raises(ValueError, match=f"^the table: {zero}: nan is not a number"):
        check_table(pd.DataFrame(put(np.nan, *drawn)))


@same_cases
@given(values=numbers(-(2.0**62), 2.0**62))
def test_finite_numbers_of_any_kind_pass_unchanged(values):
    forms = np.asarray, np.ndarray.tolist, pd.DataFrame, Tensor, scipy.sparse.csr_array, list
    for form in forms:
        np.testing.assert_array_equal(check_table(form(values)), values)
    np.testing.assert_array_equal(check_numbers(values.astype(object), "it"), values)
    assert check_numbers(np.array([True, np.False_, 2], object), "it").tolist() == [1, 0, 2]
    for kind in (int, bool, np.float32):  # and as what they are
        assert check_numbers(values.astype(kind), "it").dtype == kind


@pytest.mark.parametrize(
    ("table", "message"),
    [
        *[([each, each], "a table has shape .m, k., got .2,.*") for each in (2, [[3], [4]])],
        (np.empty((0, 2)), "the table: there are no rows"),
        ([[1, 2], [3]], "the table: row 1 has 1 values, row 0 has 2: all rows need the same"),
        *[(each, "the table: all rows need") for each in ([1, [2]], [[[1], [2]], [[3], [4, 5]]])],
        (np.array([["1"]]), "the table: row 0, column 0: '1' is not a number"),
        ([[1, np.timedelta64(3, "ns")]], "the table: row 0, column 1: '3 nanoseconds' is not a nu"),
        ([[1, np.datetime64("2020", "ns")]], "the table: row 0, column 1: '2020-01-01T.*' is not"),
        ([{1}, {2}], "the table is not an array of numbers: it holds {1}"),
        *[([[each]], "the table is not an array .*: it holds ") for each in (bytearray(3), BYTES)],
        *[(each, "the table is a .*, which may lose order or repeats") for each in NO_ORDER],
        *[(each, "the table: .* is not a number") for each in (None, "x", np)],
        *[(each, "the table is a masked") for each in (masked([[1.0]]), [[[masked([1.0])]]])],
    ],
)
def test_bad_tables_are_refused(table, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        check_table(table)


def test_tokens_are_rows_of_the_table():
    table, good = np.zeros((46, 2)), np.array([45, 0, 45])
    for form in (list, tuple, pd.Series, Tensor, np.uint8):
        assert check_tokens(table, form(good)).tolist() == [45, 0, 45]
    for token in (46, -1, 0.0, True, np.True_, 2**64, "1", None, np.nan, [1]):
        with pytest.raises(
            ValueError, match=r"^token .* is not in the table: its tokens are 0 to 45"
        ):
            check_tokens(table, [0, token])
    for tokens in (3, np.array(3), "12", b"12", None, [], np.array([], int)):
        with pytest.raises(ValueError, match=r"^tokens are a list of whole numbers, got "):
            check_tokens(table, tokens)
    for tokens in (*NO_ORDER, masked([1, 2])):
        with pytest.raises(ValueError, match=r"^tokens is a "):
            check_tokens(table, tokens)


PATHS, BITS = np.zeros((1, 2, 2)), ([True, False], [0.0, 1.0], np.array([1, 0]))


def test_what_cannot_be_drawn_is_refused():
    ax = plt.figure().add_subplot()
    for each in (PATHS.astype(str), PATHS.astype(object), masked(PATHS), PATHS[:0]):
        with pytest.raises(ValueError, match=r"^a path holds|^tables is a mask|^paths need tables"):
            plots.plot_paths(ax, each, [0])
    for bad in ("1", None, np.nan, 1j):
        with pytest.raises(ValueError, match=r"^the matrix: row 0, column 0: .* is not a number"):
            plots.plot_heatmap(ax, [[bad, 1]], "a", "bc")
        with pytest.raises(ValueError, match=r"^points: row 0, column 0: .* is not a number"):
            token_maps.plot_token_map(ax, [[bad, 1], [0, 0]], *BITS)


def test_what_can_be_drawn_or_listed_comes_in_any_form():
    fig = plots.path_panels({"one film": Film(PATHS, [])}, Tensor([1, 0]), (3, 3))
    plots.plot_paths(fig.axes[0], Tensor(PATHS), iter([1]))
    token_maps.plot_token_map(fig.axes[0], [[0, 1], [0, 0]], *BITS)
    assert [line.get_gid() for line in fig.axes[0].lines][-4::3] == ["start of 1", "token 1"]
    assert tables.data_table({"n": iter([3]), 8: Tensor(np.array([0.5]))}).cells == [["3", "0.500"]]

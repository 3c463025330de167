"""Ids and tables: wrong ones are refused by name, never repaired."""

from embedlab.validation import check_ids, check_table, check_tokens

from collections import Counter

import numpy as np
import pandas as pd
import pytest

masked = np.ma.masked_array


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([], "there are no rows"),
        (np.zeros((0, 5), dtype=int), "there are no rows"),
        ([[]], "row 1 is empty"),
        (np.zeros((5, 0), dtype=int), "row 1 is empty"),
        ([[1, 2], [3]], "row 2 has 1 ids, row 1 has 2"),
        ([[1, 2], [3, 46]], r"row 2, column 2: 46 is beyond the table.*0 to 45"),
        ([[1, 2.5]], r"row 1, column 2: 2.5 is fractional"),
        (np.array([[1, np.nan]]), r"row 1, column 2: nan is not a number"),
        ([[1, None]], r"row 1, column 2: None is not a number"),
        ([[1, True]], r"row 1, column 2: True is not a number"),
        (np.array([[False, True]]), r"row 1, column 1: False is not a number"),
        ([[1, 2 + 0j]], r"row 1, column 2: \(2\+0j\) is not a number"),
        (np.array([[1, 2j]]), r"row 1, column 1: \(1\+0j\) is not a number"),
        ([[1, -1]], r"row 1, column 2: -1 is negative"),
        ([[0, 2**53 + 2]], r"row 1, column 2: 9007199254740994 is too large: beyond 2\*\*53"),
        ([[0, 1], [np.inf, 1]], r"row 2, column 1: inf is infinite"),
        ([[0, 10**400]], r"row 1, column 2: .* is infinite"),
        ([3, 5, 8], r"row 1 is 3: a row is a sequence"),
        (np.array([3, 5, 8]), r"shape \(rows, tokens per row\) is needed, got \(3,\)"),
        ("3 5 8", "row 1 is '3': a row is a sequence"),
        ([b"358"], "row 1 is b'358': a row is a sequence"),
        ([[1, 2], Counter([1, 2])], "row 2 is a Counter: the order of its ids is lost"),
        ([{3, 5, 8}], "row 1 is a set: the order of its ids is lost"),
        ({(1, 2), (3, 4)}, "X is a set: rows need an order"),
        (masked([[1, 2]], mask=[[False, True]]), "X is a masked array"),
        (masked([[1.0, 2.0]], mask=[[False, True]]), "X is a masked array"),
    ],
)
def test_bad_ids_are_refused(X, message):
    with pytest.raises(ValueError, match=message):
        check_ids(X, num_tokens=46)


@pytest.mark.parametrize("num_tokens", [45.5, 0, -1, True, "46"])
def test_a_table_has_a_whole_number_of_rows(num_tokens):
    with pytest.raises(ValueError, match="num_tokens must be a whole number from 1 up"):
        check_ids([[0]], num_tokens)


def test_an_id_at_the_border_is_welcome():
    assert check_ids([[2**53]]).tolist() == [[2**53]]


def test_columns_may_have_names():
    with pytest.raises(ValueError, match="where: row 1, column b: -2 is negative"):
        check_ids(np.array([[1, -2]]), where="where", columns=["a", "b"])


@pytest.mark.parametrize(
    "X",
    [
        *[np.array([[0.0, 45.0]]), [[0, 45]], ((0, np.int8(45)),), np.array([[0, 45]], np.uint8)],
        pd.DataFrame([[0, 45]], columns=["x1", "x2"]),
        iter([iter([0, "45"])]),
    ],
)
def test_whole_numbers_in_any_container_are_ids(X):
    ids = check_ids(X, num_tokens=46)
    assert ids.dtype == np.int64
    assert ids.tolist() == [[0, 45]]


def test_the_array_that_comes_back_is_a_copy():
    X = np.array([[1, 2]])
    check_ids(X)[0, 0] = 9
    assert X[0, 0] == 1


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([1, 2], r"a table has shape \(m, k\), got \(2,\)"),
        (np.empty((0, 2)), r"got \(0, 2\)"),
        ([[1, np.nan]], "the table's row 0, column 1 is not finite"),
        ([[1, 2], [-np.inf, 1]], "the table's row 1, column 0 is not finite"),
        ([[1, 2], [3]], "a table is numbers"),
        ([["a", "b"]], "a table is numbers"),
        (masked([[1.0]], mask=[[True]]), "the table is a masked array"),
    ],
)
def test_bad_tables_are_refused(table, message):
    with pytest.raises(ValueError, match=message):
        check_table(table)


def test_tokens_are_rows_of_the_table():
    table = np.zeros((46, 2))
    assert check_tokens(table, [45, 0, 45]).tolist() == [45, 0, 45]
    for tokens, message in (
        ([0, 46], "token 46 is not in the table: its rows are 0 to 45"),
        ([0, -1], "token -1 is not in the table"),
        ([0.0], r"tokens are a list of whole numbers, got \[0.0\]"),
        (3, "tokens are a list of whole numbers, got 3"),
        ([[1, 2]], "tokens are a list"),
        ([True], "tokens are a list"),
    ):
        with pytest.raises(ValueError, match=message):
            check_tokens(table, tokens)

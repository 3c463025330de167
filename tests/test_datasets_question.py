"""The four rows are exactly the question's; wrong rows are refused by name, never repaired."""

from embedlab.datasets import MissingDataError, check_ids, check_labels, load_question_rows

import numpy as np
import pytest

HEADER = "row,pair,y,x1,x2,x3,x4,x5\n"


def test_four_rows_are_those_of_the_question():
    rows = load_question_rows()
    assert rows.X.tolist() == [
        [3, 5, 8, 45, 2],
        [3, 5, 8, 45, 2],
        [3, 5, 8, 45, 2],
        [3, 5, 45, 8, 2],
    ]
    assert rows.y.tolist() == [1, 0, 1, 1]
    assert rows.row.tolist() == [1, 2, 3, 4]
    assert rows.pair.tolist() == [1, 1, 2, 2]
    assert rows.X.dtype == np.int64


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1,1,1,3,5,8,45", r"row 1 has 7 values.*8 columns"),
        ("1,1,1,3,5,8,45,2,9", r"row 1 has 9 values.*8 columns"),
        ("1,1,1,3,-5,8,45,2", r"row 1, column x2: '-5' is negative"),
        ("1,1,1,3,5.5,8,45,2", r"row 1, column x2: '5.5' is fractional"),
        ("1,1,1,3,five,8,45,2", r"row 1, column x2: 'five' is not a number"),
        ("1,1,1,3,,8,45,2", r"row 1, column x2: '' is not a number"),
        ("1,1,1,3,nan,8,45,2", r"row 1, column x2: 'nan' is not a number"),
        ("1,1,1,3,inf,8,45,2", r"row 1, column x2: 'inf' is infinite"),
        ("1,1,,3,5,8,45,2", r"row 1, column y: '' is not a label"),
        ("1,1,nan,3,5,8,45,2", r"row 1, column y: 'nan' is not a label"),
        ("1,1,yes,3,5,8,45,2", r"row 1, column y: 'yes' is not a label"),
        ("one,1,1,3,5,8,45,2", r"row 1, column row: 'one' is not a number"),
    ],
)
def test_bad_line_is_refused_with_row_column_and_rule(tmp_path, line, message):
    path = tmp_path / "rows.csv"
    path.write_text(HEADER + line + "\n")
    with pytest.raises(ValueError, match=rf"rows\.csv: {message}"):
        load_question_rows(path)


def test_bad_second_line_is_named_as_row_2(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(HEADER + "1,1,1,3,5,8,45,2\n2,1,0,3,5,8,45,0.5\n")
    with pytest.raises(ValueError, match=r"row 2, column x5: '0.5' is fractional"):
        load_question_rows(path)


@pytest.mark.parametrize("text", ["", HEADER, "\n\n"])
def test_empty_file_is_refused(tmp_path, text):
    path = tmp_path / "rows.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match="no data"):
        load_question_rows(path)


def test_wrong_header_is_refused(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("pair,row,y,x1\n1,1,1,3\n")
    with pytest.raises(ValueError, match="header must be"):
        load_question_rows(path)


def test_missing_file_names_the_command_that_restores_it(tmp_path):
    with pytest.raises(
        MissingDataError, match=r"git checkout -- data/question_rows\.csv"
    ) as caught:
        load_question_rows(tmp_path / "rows.csv")
    assert isinstance(caught.value, FileNotFoundError)
    assert isinstance(caught.value, ValueError)


def test_other_lengths_and_ids_are_welcome(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("row,pair,y,x1,x2,x3\n1,1,0.25,0,7,1000\n")
    rows = load_question_rows(path)
    assert rows.X.tolist() == [[0, 7, 1000]]
    assert rows.y.tolist() == [0.25]


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([], "there are no rows"),
        (np.empty((0, 5)), "there are no rows"),
        ([[]], "row 1 is empty"),
        ([[1, 2], [3]], "row 2 has 1 ids, row 1 has 2"),
        ([[1, 2], [3, 46]], r"row 2, column 2: 46 is beyond the table.*0 to 45"),
        ([[1, 2.5]], r"row 1, column 2: 2.5 is fractional"),
        (np.array([[1, np.nan]]), r"row 1, column 2: nan is not a number"),
        ([[1, None]], r"row 1, column 2: None is not a number"),
        ([[1, True]], r"row 1, column 2: True is not a number"),
        ([[1, -1]], r"row 1, column 2: -1 is negative"),
        ([3, 5, 8], r"row 1 is 3: a row is a sequence"),
        (np.array([3, 5, 8]), r"shape \(rows, tokens per row\) is needed, got \(3,\)"),
        (np.zeros((1, 2, 3), int), r"got \(1, 2, 3\)"),
        ("3 5 8", "a row is a sequence"),
    ],
)
def test_bad_ids_are_refused(X, message):
    with pytest.raises(ValueError, match=message):
        check_ids(X, num_tokens=46)


def test_whole_floats_are_ids():
    ids = check_ids(np.array([[3.0, 45.0]]), num_tokens=46)
    assert ids.dtype == np.int64
    assert ids.tolist() == [[3, 45]]


def test_labels_pass_unchanged():
    assert check_labels([1, 0, 0.25]).tolist() == [1, 0, 0.25]
    assert check_labels(np.array([True, False])).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([], "there are no labels"),
        ([1, 0, 1], "3 labels for 4 rows"),
        ([1, 0, None, 1], r"row 3, column y: None is not a label"),
        (np.array([1, np.nan, 0, 1]), r"row 2, column y: nan is not a label"),
        ([1, 0, np.inf, 1], r"row 3, column y: inf is not a label"),
    ],
)
def test_bad_labels_are_refused(y, message):
    with pytest.raises(ValueError, match=message):
        check_labels(y, num_rows=4)

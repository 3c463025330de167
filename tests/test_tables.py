"""Tables: aligned, rounded, and readable whatever stands in a cell."""

from embedlab.drawing.tables import data_table, weights_table

import numpy as np
import pytest


def test_table_aligns_columns_and_rounds_floats():
    made = data_table({"token": [3, 45], "x": [-0.0001, 2.34567], "note": ["a", "b"]}, digits=2)
    assert made._repr_markdown_().splitlines() == [
        "| token | x | note |",
        "| ---: | ---: | :--- |",
        "| 3 | 0.00 | a |",
        "| 45 | 2.35 | b |",
    ]
    assert repr(made).splitlines() == ["token     x  note", "    3  0.00  a", "   45  2.35  b"]


def test_table_takes_cells_of_any_kind_and_three_digits():
    made = data_table({"ids": [[3, 5], [8]], "count": np.array([2, 1]), "share": [0.5, 1]})
    assert made.cells == [["[3, 5]", "2", "0.500"], ["[8]", "1", "1"]]
    assert made._repr_markdown_().splitlines()[1] == "| :--- | ---: | ---: |"


def test_weights_table_shows_before_after_and_signed_difference_of_the_tokens_given():
    before, after = np.zeros((2, 46, 2))
    before[3], after[3], after[45] = [0.25, -1.0001], [0.25, 1], [1.26, -0.52]
    made = weights_table(before, after, [45, 3])
    assert made.header == ["token", "before", "after", "difference"]
    assert made.cells == [
        ["45", "0.000, 0.000", "1.260, -0.520", "+1.260, -0.520"],
        ["3", "0.250, -1.000", "0.250, 1.000", "+0.000, +2.000"],
    ]
    (cells,) = weights_table(after, before - 0.01, [3], digits=1).cells
    assert cells == ["3", "0.2, 1.0", "0.2, -1.0", "+0.0, -2.0"]


def test_bars_and_line_breaks_do_not_cut_a_cell():
    made = data_table({"a|b": ["one|two", "three\nfour"]})
    lines = made._repr_markdown_().splitlines()
    assert lines == [r"| a\|b |", "| :--- |", r"| one\|two |", "| three four |"]


@pytest.mark.parametrize(
    ("make", "arguments", "message"),
    [
        (data_table, ({"a": [1], "b": [1, 2]},), r"differ in length: \{'a': 1, 'b': 2\}"),
        (weights_table, (np.zeros((3, 2)), np.zeros((4, 2)), [0]), r"\(3, 2\) and \(4, 2\)"),
        (weights_table, (np.eye(3), np.eye(3), [0, 3]), "token 3 is not in the table: its rows"),
    ],
)
def test_columns_shapes_and_tokens_must_match(make, arguments, message):
    with pytest.raises(ValueError, match=message):
        make(*arguments)


def test_arrays_in_a_column_are_written_number_by_number():
    columns = {"X": np.array([[3, 45], [8, 2]]), "v": np.array([[0.5, -1.0], [0.0, 2.25]])}
    assert data_table(columns, digits=1).cells == [["3 45", "0.5 -1.0"], ["8 2", "0.0 2.2"]]

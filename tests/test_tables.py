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
    assert repr(made).splitlines() == [
        "token     x  note",
        "    3  0.00  a",
        "   45  2.35  b",
    ]


def test_table_takes_cells_of_any_kind():
    made = data_table({"ids": [[3, 5], [8]], "count": np.array([2, 1]), "share": [0.5, 1]})
    assert made.cells == [["[3, 5]", "2", "0.500"], ["[8]", "1", "1"]]
    assert made._repr_markdown_().splitlines()[1] == "| :--- | ---: | ---: |"


def test_weights_table_shows_before_after_and_signed_difference():
    before = np.zeros((46, 2))
    after = before.copy()
    after[45] = [1.25, -0.5]
    made = weights_table(before, after, [3, 45], digits=2)
    assert made.cells == [
        ["3", "0.00, 0.00", "0.00, 0.00", "+0.00, +0.00"],
        ["45", "0.00, 0.00", "1.25, -0.50", "+1.25, -0.50"],
    ]


def test_bars_and_line_breaks_do_not_cut_a_cell():
    made = data_table({"a|b": ["one|two", "three\nfour"]})
    assert made._repr_markdown_().splitlines() == [
        r"| a\|b |",
        "| :--- |",
        r"| one\|two |",
        "| three four |",
    ]


def test_columns_and_shapes_must_match():
    with pytest.raises(ValueError, match="differ in length"):
        data_table({"a": [1], "b": [1, 2]})
    with pytest.raises(ValueError, match="differ in shape"):
        weights_table(np.zeros((3, 2)), np.zeros((4, 2)), [0])

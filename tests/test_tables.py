"""Tables: aligned, rounded, and readable whatever stands in a cell."""

from embedlab.drawing.tables import data_table, display_table

import numpy as np
import pytest


def test_table_aligns_columns_and_rounds_floats():
    """A single float is written as the number that it holds, 2.67499…, not rounded once more."""
    x = [-0.0001, np.float32(2.675)]
    made = data_table({"token": [3, 45], "note": ["a", "b"], 7: x}, digits=2)
    assert made._repr_markdown_().splitlines() == [
        "| token | note | 7 |",
        "| ---: | :--- | ---: |",
        "| 3 | a | 0.00 |",
        "| 45 | b | 2.67 |",
    ]
    assert repr(made) == "token  note     7\n    3  a     0.00\n   45  b     2.67"


def test_table_takes_cells_of_any_kind_and_three_digits():
    made = data_table({"ids": [[3, 5], [8]], "count": np.array([2, 1]), "share": [0.5, 1]})
    assert made.cells == [["[3, 5]", "2", "0.500"], ["[8]", "1", "1"]]
    assert made._repr_markdown_().splitlines()[1] == "| :--- | ---: | ---: |"


def test_bars_and_line_breaks_do_not_cut_a_cell():
    made = data_table({"a|b": ["one|two", "three\nfour"]})
    lines = made._repr_markdown_().splitlines()
    assert lines == [r"| a\|b |", "| :--- |", r"| one\|two |", "| three four |"]


def test_columns_must_match():
    with pytest.raises(ValueError, match=r"^the columns differ in length: {'a': 1, 'b': 2}$"):
        data_table({"a": [1], "b": [1, 2]})


def test_arrays_in_a_column_are_written_number_by_number():
    columns = {"X": np.array([[3, 45], [8, 2]]), "v": np.array([[0.5, -1.0], [0.0, 2.25]])}
    assert data_table(columns, digits=1).cells == [["3 45", "0.5 -1.0"], ["8 2", "0.0 2.2"]]


def test_a_table_of_a_dict_has_a_line_for_each_key_of_one_text_or_several(capsys):
    display_table(["way", "ms"], {"lookup": (0.5,), "product": (12,)}, digits=1)
    display_table(["rows", "way", "ms"], {(3, "lookup"): [0.128], (45, "product"): [np.pi]})
    one, two = "way       ms\nlookup   0.5\nproduct   12", "rows  way        ms\n"
    assert capsys.readouterr().out == f"{one}\n{two}   3  lookup   0.13\n  45  product  3.14\n"

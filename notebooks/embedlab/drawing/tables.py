"""Readable tables: columns of values."""

import numpy as np
from IPython.display import display


class Table:
    """Columns of equal length that Jupyter renders as a table; made by `data_table`."""

    def __init__(self, header, cells, numeric):
        self.header, self.cells, self.numeric = header, cells, numeric

    def _repr_markdown_(self):
        rule = ["---:" if numeric else ":---" for numeric in self.numeric]
        lines = [self.header, rule, *self.cells]
        # A bar would end a cell, a line break would end the table.
        safe = [[each.replace("|", "\\|").replace("\n", " ") for each in line] for line in lines]
        return "\n".join(f"| {' | '.join(line)} |" for line in safe)

    def __repr__(self):
        lines = [self.header, *self.cells]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]

        def padded(line):
            columns = zip(line, widths, self.numeric, strict=True)
            texts = [text.rjust(w) if numeric else text.ljust(w) for text, w, numeric in columns]
            return "  ".join(texts).rstrip()

        return "\n".join(padded(line) for line in lines)


def data_table(columns, digits=3):
    """Make a readable table of a dict that maps each header to its column of values.

    Floats get `digits` decimals; arrays are written number by number, everything else as it is.
    Columns of numbers are aligned to the right, others to the left. Raises `ValueError` if the
    columns differ in length.
    """
    columns = {
        name: list(each.numpy() if hasattr(each, "numpy") else each)
        for name, each in columns.items()
    }
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"the columns differ in length: {lengths}")

    def text(value):
        if isinstance(value, float | np.floating):
            return f"{round(float(value), digits) + 0.0:.{digits}f}"  # + 0.0: no "-0.000"
        return " ".join(map(text, value)) if isinstance(value, np.ndarray) else str(value)

    kinds = int | float | np.number
    numeric = [all(isinstance(value, kinds) for value in column) for column in columns.values()]
    cells = [[text(value) for value in row] for row in zip(*columns.values(), strict=True)]
    return Table([str(name) for name in columns], cells, numeric)


def display_table(heads, found, digits=2):
    """Display a row for each entry of a dict: its key, one text or several, and its values."""
    rows = [(*(key if isinstance(key, tuple) else (key,)), *each) for key, each in found.items()]
    display(data_table(dict(zip(heads, zip(*rows, strict=True), strict=True)), digits))

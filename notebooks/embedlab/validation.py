"""Reading of data files, and checks of ids and labels, before anything uses them.

Every check raises `ValueError` and names the row, the column and the rule. Rows and columns are
counted from 1, as a reader of the file counts them.
"""

import csv
import gzip
import zlib
from pathlib import Path

import numpy as np


class MissingDataError(FileNotFoundError, ValueError):
    """A data file is not there. The message names the command that restores it."""


def read_csv(path, restore):
    """Read a comma-separated file whose lines all have as many values as its header.

    A name that ends in .gz is unpacked. `restore` is the command that brings a missing file back;
    the error quotes it. Returns the header, a list of names, and the lines, a list of lists of
    strings. Raises `MissingDataError` for a missing file, and `ValueError` for a damaged or empty
    one and for ragged rows.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingDataError(f"{path.name} is missing from {path.parent}. Restore it: {restore}")
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", newline="", encoding="utf-8-sig") as file:
            lines = [line for line in csv.reader(file) if line]
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path.name} cannot be read ({error}). Restore it: {restore}") from error
    if len(lines) < 2:
        raise ValueError(f"{path.name}: no data: a header and at least one row are needed")
    header, lines = lines[0], lines[1:]
    for number, line in enumerate(lines, start=1):
        if len(line) != len(header):
            raise ValueError(
                f"{path.name}: row {number} has {len(line)} values, but the header names "
                f"{len(header)} columns: every row needs a value in every column"
            )
    return header, lines


def check_ids(X, num_tokens=None, where="X", columns=None):
    """Return rows of token ids as an int64 array of shape (rows, tokens per row).

    `X` is a sequence of rows, or an array of shape (rows, tokens per row). With `num_tokens`, the
    number of rows of the embedding table (Keras: `input_dim`), every id must be below it.
    `columns` names the columns in error messages; without it they are numbered from 1.

    Raises `ValueError` for no rows, empty or ragged rows, and for an id that is not a number, is
    NaN, fractional, negative or beyond the table. Nothing is rounded, clipped or dropped.
    """
    if isinstance(X, np.ndarray) and X.ndim == 2 and X.size and X.dtype.kind in "iu":
        rows = values = X  # whole numbers of one length: nothing to convert one by one
    else:
        rows = _as_rows(X, where)
        values = np.array([[_as_number(value) for value in row] for row in rows])
    names = list(columns) if columns is not None else list(range(1, values.shape[1] + 1))

    def refuse(wrong, rule):
        if wrong.any():
            row, column = np.argwhere(wrong)[0]
            raise ValueError(
                f"{where}: row {row + 1}, column {names[column]}: "
                f"{_shown(rows[row][column])} {rule}"
            )

    refuse(np.isnan(values), "is not a number: a token id is a whole number from 0 up")
    refuse(values != np.floor(values), "is fractional: a token id is a whole number from 0 up")
    refuse(np.isinf(values), "is infinite: a token id is a whole number from 0 up")
    refuse(values < 0, "is negative: a token id is a whole number from 0 up")
    refuse(values > 2**53, "is too large: beyond 2**53 whole numbers are not told apart")
    if num_tokens is not None:
        refuse(
            values >= num_tokens,
            f"is beyond the table: with {num_tokens} rows (input_dim={num_tokens}) the ids "
            f"are 0 to {num_tokens - 1}",
        )
    return values.astype(np.int64)


def check_labels(y, num_rows=None, where="y"):
    """Return labels as a float64 array of shape (rows,).

    Raises `ValueError` for no labels, a missing, non-numeric, NaN or infinite label, and, with
    `num_rows`, for a number of labels that differs from the number of rows.
    """
    labels = np.ravel(y).tolist() if isinstance(y, np.ndarray) else list(y)
    if not labels:
        raise ValueError(f"{where}: there are no labels")
    if num_rows is not None and len(labels) != num_rows:
        raise ValueError(
            f"{where}: {len(labels)} labels for {num_rows} rows: every row needs one label"
        )
    values = np.array([_as_number(label, booleans=True) for label in labels])
    wrong = np.flatnonzero(~np.isfinite(values))
    if wrong.size:
        raise ValueError(
            f"{where}: row {wrong[0] + 1}, column y: {_shown(labels[wrong[0]])} is not a label: "
            "every row needs a finite number"
        )
    return values


def check_numbers(values, where, column, low=-np.inf, high=np.inf, whole=False):
    """Return one column of a file as an array of shape (rows,), float64, or int64 if `whole`.

    Raises `ValueError` for an entry that is not a finite number from `low` to `high`, and with
    `whole` for a fractional one.
    """
    numbers = np.array([_as_number(value) for value in values])
    wrong = ~np.isfinite(numbers) | (numbers < low) | (numbers > high)
    if whole:
        wrong |= numbers != np.floor(numbers)
    if wrong.any():
        first = np.flatnonzero(wrong)[0]
        kind = "whole number" if whole else "number"
        limits = "" if low == -np.inf else f" from {low} up" if high == np.inf else None
        limits = f" from {low} to {high}" if limits is None else limits
        raise ValueError(
            f"{where}: row {first + 1}, column {column}: {_shown(values[first])} must be a "
            f"{kind}{limits}"
        )
    return numbers.astype(np.int64) if whole else numbers


def check_table(table):
    """Return an embedding table as a float64 array of shape (m, k).

    Raises `ValueError` for another shape, for an empty table, and for a value that is not finite.
    """
    table = np.asarray(table, float)
    if table.ndim != 2 or 0 in table.shape:
        raise ValueError(f"a table has shape (m, k), got {table.shape}")
    wrong = np.argwhere(~np.isfinite(table))
    if len(wrong):
        raise ValueError(f"the table's row {wrong[0][0]}, column {wrong[0][1]} is not finite")
    return table


def _as_rows(X, where):
    """The rows as lists of one length; a single number or a flat row in their place is refused."""
    if isinstance(X, np.ndarray) and X.ndim != 2:
        raise ValueError(f"{where}: shape (rows, tokens per row) is needed, got {X.shape}")
    rows = list(X) if hasattr(X, "__iter__") else [X]
    if not rows:
        raise ValueError(f"{where}: there are no rows")
    for number, row in enumerate(rows, start=1):
        if isinstance(row, str) or not hasattr(row, "__iter__"):
            raise ValueError(
                f"{where}: row {number} is {row!r}: a row is a sequence of token ids, "
                "so one row alone is [[3, 5, 8]], not [3, 5, 8]"
            )
    rows = [list(row) for row in rows]
    width = len(rows[0])
    if width == 0:
        raise ValueError(f"{where}: row 1 is empty: a row needs at least one token id")
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise ValueError(
                f"{where}: row {number} has {len(row)} ids, row 1 has {width}: "
                "all rows need the same length (pad them first)"
            )
    return rows


def _as_number(value, booleans=False):
    """The value as a float; NaN for anything that is not a number."""
    if value is None or (isinstance(value, bool | np.bool_) and not booleans):
        return np.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan


def _shown(value):
    """The value as a reader typed it: 2.5, not np.float64(2.5)."""
    return repr(value.item() if isinstance(value, np.generic) else value)

"""Rows of token ids and their labels: loaded from `data/`, and checked before anything uses them.

Every check raises `ValueError` and names the row, the column and the rule. Rows and columns are
counted from 1, as a reader of the file counts them.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

DATA_FOLDER = Path(__file__).resolve().parents[2] / "data"


class MissingDataError(FileNotFoundError, ValueError):
    """A data file is not there. The message names the command that restores it."""


class QuestionRows(NamedTuple):
    """The rows of `question_rows.csv`; all arrays share their first axis, one entry a row."""

    X: np.ndarray
    """Token ids, shape (rows, tokens per row), int64."""
    y: np.ndarray
    """Labels, shape (rows,), float64."""
    row: np.ndarray
    """Row numbers as the question counts them, shape (rows,), int64."""
    pair: np.ndarray
    """Which of the question's two pairs a row belongs to, shape (rows,), int64."""


def load_question_rows(path=DATA_FOLDER / "question_rows.csv"):
    """Load the four rows of the question.

    Returns a `QuestionRows`. Raises `MissingDataError` if the file is not there, and `ValueError`
    for a wrong header, ragged rows, fractional or negative ids, and missing labels.
    """
    header, lines = read_csv(path, restore="git checkout -- data/question_rows.csv")
    expected = ["row", "pair", "y"]
    if header[:3] != expected or len(header) < 4:
        raise ValueError(
            f"{Path(path).name}: the header must be row,pair,y and then the ids, got {header}"
        )
    where = Path(path).name
    row = check_ids([line[:1] for line in lines], where=where, columns=header[:1])[:, 0]
    pair = check_ids([line[1:2] for line in lines], where=where, columns=header[1:2])[:, 0]
    y = check_labels([line[2] for line in lines], where=where)
    X = check_ids([line[3:] for line in lines], where=where, columns=header[3:])
    return QuestionRows(X=X, y=y, row=row, pair=pair)


def read_csv(path, restore):
    """Read a comma-separated file whose lines all have as many values as its header.

    `restore` is the command that brings a missing file back; the error quotes it. Returns the
    header, a list of names, and the lines, a list of lists of strings. Raises `MissingDataError`
    for a missing file, and `ValueError` for an empty one or one with ragged rows.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingDataError(f"{path.name} is missing from {path.parent}. Restore it: {restore}")
    with path.open(newline="", encoding="utf-8") as file:
        lines = [line for line in csv.reader(file) if line]
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
    rows = _as_rows(X, where)
    width = len(rows[0])
    if width == 0:
        raise ValueError(f"{where}: row 1 is empty: a row needs at least one token id")
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise ValueError(
                f"{where}: row {number} has {len(row)} ids, row 1 has {width}: "
                "all rows need the same length (pad them first)"
            )
    values = np.array([[_as_number(value) for value in row] for row in rows])
    names = list(columns) if columns is not None else list(range(1, width + 1))

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


def _as_rows(X, where):
    """The rows as lists; a single number or a flat row in the place of rows is refused."""
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
    return [list(row) for row in rows]


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

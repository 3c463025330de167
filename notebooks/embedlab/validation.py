"""Checks of ids and tables, before Keras silently does something else with them.

Every check raises `ValueError` and names the rule that is broken. For a value in rows of data it
names row and column, counted from 1, as a reader counts them; in a table, whose rows are ids, they
count from 0. What is wrong as a whole, a shape for instance, has neither.
"""

import numpy as np

UNORDERED = (set, frozenset, dict)  # and what is made of them, a Counter for instance


def check_ids(X, num_tokens=None, where="X", columns=None):
    """Return rows of token ids as an int64 array of shape (rows, tokens per row).

    `X` is a sequence of rows, or an array of shape (rows, tokens per row). With `num_tokens`, the
    number of rows of the embedding table (Keras: `input_dim`), every id must be below it.
    `columns` names the columns in error messages; without it they are numbered from 1.

    Raises `ValueError` for no rows, empty or ragged rows, rows without an order (sets), masked
    arrays, and for an id that is not a number, is NaN, fractional, negative or beyond the table.
    Nothing is rounded, clipped or dropped.
    """
    if num_tokens is not None:
        check_whole(num_tokens, "num_tokens")
    _refuse_mask(X, where)
    if isinstance(X, np.ndarray) and X.ndim == 2 and X.size and X.dtype.kind in "iu":
        rows = values = X  # whole numbers of one length: nothing to convert one by one
    else:
        rows = _as_rows(X, where)
        values = np.array([[as_number(value) for value in row] for row in rows])
    names = list(columns) if columns is not None else list(range(1, values.shape[1] + 1))

    def refuse(wrong, rule):
        if wrong.any():
            row, column = np.argwhere(wrong)[0]
            value = rows[row][column]
            typed = value.item() if isinstance(value, np.generic) else value  # 2.5, no np.float64
            raise ValueError(f"{where}: row {row + 1}, column {names[column]}: {typed!r} {rule}")

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


def check_table(table):
    """Return an embedding table as a float64 array of shape (m, k).

    Raises `ValueError` for another shape, for an empty table, and for a value that is not finite.
    """
    _refuse_mask(table, "the table")
    try:
        table = np.asarray(table, float)
    except (TypeError, ValueError):
        raise ValueError("a table is numbers in an array of shape (m, k)") from None
    if table.ndim != 2 or 0 in table.shape:
        raise ValueError(f"a table has shape (m, k), got {table.shape}")
    wrong = np.argwhere(~np.isfinite(table))
    if len(wrong):
        raise ValueError(f"the table's row {wrong[0][0]}, column {wrong[0][1]} is not finite")
    return table


def check_tokens(table, tokens):
    """Return tokens as an array of ids, shape (n,); `ValueError` if one is no row of the table."""
    tokens = np.asarray(tokens)
    if tokens.ndim != 1 or tokens.dtype.kind not in "iu":
        raise ValueError(f"tokens are a list of whole numbers, got {tokens.tolist()!r}")
    wrong = tokens[(tokens < 0) | (tokens >= len(table))]
    if wrong.size:
        raise ValueError(
            f"token {wrong[0]} is not in the table: its rows are 0 to {len(table) - 1}"
        )
    return tokens


def check_whole(value, name):
    """Raise `ValueError` unless `value` is an int, Python's or NumPy's, from 1 up; True is none."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number from 1 up, got {value!r}")


def _as_rows(X, where):
    """The rows as lists of one length; a single number or a flat row in their place is refused."""
    if isinstance(X, np.ndarray) and X.ndim != 2:
        raise ValueError(f"{where}: shape (rows, tokens per row) is needed, got {X.shape}")
    if isinstance(X, UNORDERED):
        raise ValueError(f"{where} is a {type(X).__name__}: rows need an order")
    if hasattr(X, "to_numpy"):  # a DataFrame would be taken for its column names
        return _as_rows(X.to_numpy(), where)
    rows = list(X) if hasattr(X, "__iter__") else [X]
    if not rows:
        raise ValueError(f"{where}: there are no rows")
    for number, row in enumerate(rows, start=1):
        if isinstance(row, UNORDERED):
            kind = type(row).__name__
            raise ValueError(f"{where}: row {number} is a {kind}: the order of its ids is lost")
        if isinstance(row, str | bytes) or not hasattr(row, "__iter__"):
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


def _refuse_mask(values, where):
    if isinstance(values, np.ma.MaskedArray):
        raise ValueError(f"{where} is a masked array: what is masked would be used all the same")


def as_number(value):
    """The value as a float; NaN for anything that is not a number."""
    if isinstance(value, bool | np.bool_ | np.complexfloating):
        return np.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan
    except OverflowError:  # a whole number beyond all floats
        return np.inf

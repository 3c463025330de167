"""Checks of ids, numbers and tables, before Keras silently does something else with them.

Every check raises `ValueError` and names the rule that is broken. For a value in rows of data it
names row and column, counted from 1, as a reader counts them; in a table, and in all that has a
row for each id, they count from 0. What is wrong as a whole, a shape for instance, has neither.
"""

import reprlib
from collections.abc import Mapping, Set
from functools import reduce
from operator import getitem

import numpy as np

UNORDERED = (Set, Mapping)  # a dict, its keys, a Counter: what has lost order or repeats
TEXT = (str, bytes, bytearray, memoryview)
NO_NUMBERS = (bool, np.bool_, np.complexfloating, np.datetime64, np.timedelta64, *TEXT[1:])
LARGEST = np.finfo(np.float32).max  # of tables and losses; measures square it in float64
EXACT = {np.float16: 2**11, np.float32: 2**24}  # from here up floats skip ids, others from 2**53


def check_ids(X, num_tokens=None, where="X", columns=None):
    """Return rows of token ids as an int64 array of shape (rows, tokens per row).

    X: a sequence of rows, or an array. num_tokens: the number of rows of the embedding table
    (Keras: `input_dim`); every id must be below it. columns: their names in error messages; None
    numbers them from 1. Raises `ValueError` for no rows, empty or ragged ones, what has no order
    (sets), masked arrays, and an id that is not a number, fractional, negative, beyond the table,
    or so large that floats do not tell it from others. Nothing is rounded, clipped or dropped.
    """
    if num_tokens is not None:
        check_whole(num_tokens, "num_tokens")
    X = plain(X, where)
    if isinstance(X, np.ndarray) and X.ndim == 2 and X.size and X.dtype.kind in "iu":
        rows, values, exact = X, X, 2**53  # of one length: nothing to convert one by one
    else:
        rows = _as_rows(X, where)
        values = np.array([[as_number(value) for value in row] for row in rows])
        exact = np.array([[EXACT.get(type(value), 2**53) for value in row] for row in rows])
    width = values.shape[1]
    columns = range(1, width + 1) if columns is None else columns
    refuse_if(len(columns) != width, f"{where}: {len(columns)} names for {width} columns")
    id_is = "a token id is a whole number from 0 up"
    rules = {
        f"is not a number: {id_is}": np.isnan(values),
        f"is fractional: {id_is}": values != np.floor(values),
        f"is negative: {id_is}": values < 0,
        "is too large: from 2**53 up, as float32 from 2**24, floats skip ids": values >= exact,
    }
    if num_tokens is not None:
        ids = f"with {num_tokens} rows (input_dim={num_tokens}) the ids are 0 to {num_tokens - 1}"
        rules[f"is beyond the table: {ids}"] = values >= num_tokens
    for rule, wrong in rules.items():
        refuse(wrong, rows, where, rule, columns=columns)
    return values.astype(np.int64)


def check_numbers(values, where, first=0):
    """Return real numbers, of any shape, as an array of whole numbers, truth values or floats.

    first: what the first row and column are called in error messages, 0 or 1. Raises `ValueError`
    for what has no order, is masked, ragged or empty, and for what is not a number (NaN, None, a
    text, a date, a complex one) or is beyond float32, in which Keras keeps tables.
    """
    values, told = plain(values, where), f"{where} is not an array of numbers: it holds"
    of_bytes = any(isinstance(each, bytearray | memoryview) for each in _inside(values))
    refuse_if(of_bytes, f"{told} bytes")  # to NumPy they are arrays
    try:
        array = np.asarray(values)
    except ValueError:  # NumPy's word for ragged rows is "inhomogeneous shape"
        _refuse_ragged(values, where, first)
        raise ValueError(f"{where}: all rows need the same length") from None
    refuse_if(not array.size, f"{where}: there are no rows")
    numbers = array
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        typed = np.array(values, object)  # NumPy makes texts or times of all, if one is such
        times = any(isinstance(each, np.timedelta64) for each in typed.flat)
        array = typed if array.dtype.kind in "USc" or times else array
        for each in array.flat:
            holds = hasattr(each, "__iter__") and not isinstance(each, TEXT)
            refuse_if(holds, f"{told} {shown(each)}")
        truths, texts = bool | np.bool_, [isinstance(each, str) for each in array.flat]
        known = [each if isinstance(each, truths) else as_number(each) for each in array.flat]
        numbers = np.where(texts, np.nan, known).reshape(array.shape)
    refuse(np.isnan(numbers), array, where, "is not a number", first)
    beyond = np.abs(numbers) > np.float64(LARGEST)
    refuse(beyond, array, where, f"is beyond the largest float32, {LARGEST:.1e}", first)
    return numbers


def check_table(table):
    """Return an embedding table, numbers as `check_numbers` asks for, as float64, shape (m, k)."""
    table = check_numbers(table, "the table").astype(float, copy=False)
    refuse_if(table.ndim != 2, f"a table has shape (m, k), got {table.shape}")
    return table


def check_tokens(table, tokens):
    """Return tokens as an array of ids, shape (n,); `ValueError` if one is not in the table."""
    told = f"tokens are a list of whole numbers, got {shown(tokens)}"
    tokens = _listed(plain(tokens, "tokens"), told)
    refuse_if(not tokens, told)
    known = f"its tokens are 0 to {len(table) - 1}, whole numbers"
    for token in tokens:
        wrong = not _is_whole(token) or not 0 <= token < len(table)
        refuse_if(wrong, f"token {shown(token)} is not in the table: {known}")
    return np.array(tokens, np.int64)


def check_whole(value, name):
    """The value as Python's int; `ValueError` unless it is one, or NumPy's, from 1 up; no True."""
    wrong = not _is_whole(value) or value < 1
    refuse_if(wrong, f"{name} must be a whole number from 1 up, got {value!r}")
    return int(value)  # which, unlike NumPy's small ones, does not overflow


def refuse_if(wrong, message):
    """Raise `ValueError` with the message if something is wrong."""
    if wrong:
        raise ValueError(message)


def refuse(wrong, values, where, rule, first=1, columns=None):
    """Raise `ValueError` for the first value that is wrong, with its row, its column and the rule.

    wrong: an array of truth values. values: as they were given, an array or rows of one length.
    """
    for place in np.argwhere(wrong)[:1].tolist():
        names = [f"row {place[0] + first}"] if place else []
        names += [f"column {number + first}" for number in place[1:]]
        if columns is not None:
            names[1:] = [f"column {columns[place[-1] if place[1:] else 0]}"]
        value = shown(reduce(getitem, place or [()], values))
        raise ValueError(": ".join(filter(None, [where, ", ".join(names), f"{value} {rule}"])))


def plain(values, where):
    """What another library holds as a NumPy array; masks and what has no order are refused."""
    masked = any(isinstance(each, np.ma.MaskedArray) for each in _inside(values))
    refuse_if(masked, f"{where} is a masked array: what is masked would be used all the same")
    lost = f"{where} is a {type(values).__name__}, which may lose order or repeats"
    refuse_if(isinstance(values, UNORDERED), f"{lost}: give a list or an array")
    for convert in ("toarray", "to_numpy", "numpy"):  # of SciPy, pandas, TensorFlow and others
        if hasattr(values, convert):
            return getattr(values, convert)()
    return np.asarray(values) if hasattr(values, "__array__") else values


def shown(value):
    """A value as it was typed, cut where it is long."""
    if isinstance(value, np.generic):  # 2.5, no np.float64; of days the item may be a number
        value = str(value) if value.dtype.kind in "mM" else value.item()
    return reprlib.repr(value)


def as_number(value):
    """The value, or the text of one, as a float; NaN for anything that is not a number."""
    if isinstance(value, NO_NUMBERS) or (isinstance(value, str) and "_" in value):
        return np.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan
    except OverflowError:  # a whole number beyond all floats
        return np.inf if value > 0 else -np.inf


def _is_whole(value):
    return isinstance(value, int | np.integer) and not isinstance(value, NO_NUMBERS)


def _inside(values):
    """The values and all that lists and tuples among them hold, on every level."""
    found, nested = [values], set()
    for each in found:  # which grows
        if isinstance(each, list | tuple) and id(each) not in nested:  # one may hold itself
            nested.add(id(each))
            found += each
    return found


def _listed(values, told):
    """The values as a list; a text and what is no collection are refused in these words."""
    alone = not hasattr(values, "__iter__") or getattr(values, "shape", None) == ()
    refuse_if(alone or isinstance(values, TEXT), told)
    return list(values)


def _as_rows(X, where):
    """The rows as lists of one length; a single number or a flat row in their place is refused."""
    if isinstance(X, np.ndarray) and X.dtype != object:
        refuse_if(X.ndim != 2, f"{where}: shape (rows, tokens per row) is needed, got {X.shape}")
    told = f"{where} is {shown(X)}: rows of token ids are needed, such as [[3, 5, 8]]"
    alone = "a row is a sequence of token ids, so one row alone is [[3, 5, 8]], not [3, 5, 8]"
    rows = []
    for number, row in enumerate(_listed(X, told), start=1):
        place = f"{where}: row {number}"
        rows.append(_listed(plain(row, place), f"{place} is {shown(row)}: {alone}"))
    _refuse_ragged(rows, where, 1)
    refuse_if(not rows, f"{where}: there are no rows")
    refuse_if(not rows[0], f"{where}: row 1 is empty: a row needs at least one token id")
    return rows


def _refuse_ragged(rows, where, first):
    lengths = [len(row) if hasattr(row, "__len__") else 1 for row in rows]
    for number, length in enumerate(lengths, start=first):
        told = f"{where}: row {number} has {length} values, row {first} has {lengths[0]}"
        refuse_if(length != lengths[0], f"{told}: all rows need the same length (pad them first)")

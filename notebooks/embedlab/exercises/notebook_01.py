"""Graders of notebook 01, The lookup table."""

from embedlab.datasets import load_question_rows
from embedlab.exercises.feedback import exercise

import math

import numpy as np

VOCABULARY, DIMENSIONS = 10_000, 64  # exercise 1.1
BATCH = (32, 5)
TABLE_ROWS = 46  # exercise 1.4


@exercise("1.1")
def cost_of_one_hot(answer):
    parameters, one_hot_bytes = (_whole_number(each) for each in answer)
    if parameters == VOCABULARY * VOCABULARY:
        return "that table has one column for each token: the layer has k columns, not m."
    if parameters == VOCABULARY * DIMENSIONS + DIMENSIONS:
        return "64 too many: the layer has no bias, and the ids 0 to 9,999 need no further row."
    if parameters != VOCABULARY * DIMENSIONS:
        return "parameters: how many rows has the table, and how many numbers are in each?"

    size = np.dtype(np.float32).itemsize
    ids = math.prod(BATCH)
    if one_hot_bytes == ids * VOCABULARY:
        return "so many *numbers* are in the one-hot input. How many bytes has each?"
    if one_hot_bytes == ids * size:
        return "so much memory the *ids* take. A one-hot vector is longer than one number."
    if one_hot_bytes == BATCH[0] * VOCABULARY * size:
        return "each of the five ids in a row gets a one-hot vector of its own."
    if one_hot_bytes == ids * DIMENSIONS * size:
        return "so much memory the *vectors* take, behind the layer. How long is a one-hot vector?"
    if one_hot_bytes == VOCABULARY * DIMENSIONS * size:
        return "so much memory the *table* takes. The question is about the input."
    if one_hot_bytes != ids * VOCABULARY * size:
        return "bytes: ids in a batch, times numbers in a one-hot vector, times bytes in a number."
    return None


@exercise("1.2")
def lookup_without_indexing(answer):
    if not callable(answer):
        return "assign the function itself, not its result: `def lookup(table, ids): ...`."
    rng = np.random.default_rng(12)
    for m, n, k in [(46, 4, 2), (7, 3, 4)]:
        table = rng.normal(size=(m, k)).view(_NoIndexing)
        ids = rng.integers(0, m, size=(n, 5))
        ids[0, :2] = m - 1  # a repeated id, and the last row of the table
        try:
            result = answer(table, ids)
        except _IndexingError:
            return "your function indexes the table. Only a matrix product may touch it."
        except Exception as error:
            return (
                f"your function raised {type(error).__name__} for a table of shape {(m, k)} and "
                f"ids of shape {(n, 5)} ({error}). Do its sizes come from its arguments?"
            )
        if result is None or result is ...:
            return "your function returns nothing yet: is there a `return`?"
        result = np.asarray(result).view(np.ndarray)
        if result.shape == (n, 5, m):
            return "these are the one-hot vectors. Now multiply them by the table."
        if result.shape != (n, 5, k):
            return f"for ids of shape {(n, 5)} and k = {k}, the result has shape {result.shape}."
        if not np.allclose(result, np.asarray(table)[ids], atol=1e-6):
            return "the shape is right, but some vectors are not the table's rows."
    return None


@exercise("1.3")
def smallest_tables(answer):
    as_they_are, renumbered, with_mask = (_whole_number(each) for each in answer)
    ids = load_question_rows().X * 10
    largest, different = int(ids.max()), len(np.unique(ids))
    if as_they_are == largest:
        return f"as they are: a table of {largest} rows ends at the id {largest - 1}."
    if as_they_are == different:
        return "as they are: the ids are not renumbered, so the largest of them counts."
    if as_they_are == load_question_rows().X.max() * 10 + 10:
        return "as they are: multiply the ids by 10 first. Which is the largest, and how many rows?"
    if as_they_are > largest + 1:
        return "as they are: that works, but a smaller table works, too."
    if as_they_are != largest + 1:
        return "as they are: which is the largest id now, and what is the first id of a table?"
    if renumbered == different - 1:
        return "renumbered: the largest new id is one less than the number of different ids."
    if renumbered != different:
        return "renumbered: how many different ids do the four rows hold?"
    if with_mask == different:
        return "mask_zero: id 0 belongs to the padding, so the tokens start at 1."
    if with_mask != different + 1:
        return "mask_zero: one id is reserved. How many rows does that add?"
    return None


@exercise("1.4")
def shared_vectors(answer):
    tokens = load_question_rows().X[0].tolist()
    if not isinstance(answer, dict) or set(answer) != set(tokens):
        return f"answer with a dictionary: a negative id for each of the tokens {tokens}."
    given = {token: _whole_number(answer[token]) for token in tokens}
    if all(value == token - TABLE_ROWS + 1 for token, value in given.items()):
        return "off by one: the last row is -1, not -0."
    if all(value == token - TABLE_ROWS - 1 for token, value in given.items()):
        return "off by one: the last row is -1, not -2."
    if any(value >= 0 for value in given.values()):
        return "all five answers are negative ids."
    if all(value == -token for token, value in given.items()):
        return "the minus sign is not ignored: -1 reads the last row, not row 1."
    if any(value < -TABLE_ROWS for value in given.values()):
        return f"below -{TABLE_ROWS} the count from the end leaves the table."
    # NumPy counts from the end, too: a table of row numbers says which row is read.
    row_numbers = np.arange(TABLE_ROWS)
    wrong = [token for token, value in given.items() if row_numbers[value] != token]
    if wrong:
        return f"not right for {wrong}: -1 reads the last row, -2 the one before it, and so on."
    return None


class _IndexingError(Exception):
    """The table was indexed."""


class _NoIndexing(np.ndarray):
    """A table that can be multiplied and printed, but not indexed; products are ordinary arrays."""

    def __repr__(self):
        return repr(self.view(np.ndarray))

    __str__ = __repr__

    def __getitem__(self, key):
        raise _IndexingError

    def take(self, *args, **kwargs):
        raise _IndexingError

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        plain = [each.view(np.ndarray) if type(each) is _NoIndexing else each for each in inputs]
        return getattr(ufunc, method)(*plain, **kwargs)


def _whole_number(value):
    """The value as an int; `ValueError` for anything that is not a whole number."""
    if isinstance(value, bool) or int(value) != value:
        raise ValueError(f"{value!r} is not a whole number")
    return int(value)

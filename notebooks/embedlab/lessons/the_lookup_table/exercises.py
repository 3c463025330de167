"""Graders of notebook 01, The lookup table."""

from embedlab.datasets import QUESTION_WORDS, load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Right, checks, exercise
from embedlab.exercises.guard import AnswerRaisedError, call

import math

import numpy as np

check = checks(__name__)

VOCABULARY, DIMENSIONS = 10_000, 64  # exercise 1.1
BATCH = (32, 5)


@exercise(1, "rows times numbers in a row; and ids in a batch, times m, times four bytes.")
def cost_of_one_hot(answer):
    example = "(1200, 9600)"
    weights, size = forms.numbers(answer, 2, example)
    weights = forms.whole_number(weights, 1200)
    if size == VOCABULARY * DIMENSIONS != weights:
        return "the number of weights stands in the second place: give it first."
    if weights == VOCABULARY * DIMENSIONS * np.dtype(np.float32).itemsize:
        return "so many *bytes* the weights take. How many numbers are they?"
    if weights == VOCABULARY * VOCABULARY:
        return "that table has one column for each token. The layer has k columns, not m."
    if weights == VOCABULARY * DIMENSIONS + DIMENSIONS:
        return "64 too many: the layer has no bias, and the ids 0 to 9,999 need no further row."
    if weights != VOCABULARY * DIMENSIONS:
        return (
            "weights: how many rows has the table, and how many numbers are in each?",
            "weights: one row for each token, 64 numbers in each row.",
        )

    number = np.dtype(np.float32).itemsize
    ids = math.prod(BATCH)
    right = ids * VOCABULARY * number
    units = [10**6, 10**3, 2**20, 2**10]
    if np.isclose(size, [right / unit for unit in units], rtol=0.01).any():
        return "the size is right, but in another unit. Give it in bytes."
    size = forms.whole_number(size, 9600)
    if size == ids * VOCABULARY:
        return "so many *numbers* are in the one-hot input. How many bytes has each?"
    if size == 8 * right:
        return "so many *bits* it takes. A byte has eight."
    if size == 2 * right:
        return "a float32 number takes four bytes. So many one-hot vectors in float64 would take."
    if size == ids * number:
        return "so much memory the *ids* take. A one-hot vector is longer than one number."
    if size == BATCH[0] * VOCABULARY * number:
        return "each of the five ids in a row gets a one-hot vector of its own."
    if size == ids * DIMENSIONS * number:
        return "so much memory the *vectors* take, behind the layer. How long is a one-hot vector?"
    if size == VOCABULARY * DIMENSIONS * number:
        return "so much memory the *table* takes. The question is about the input."
    if size != right:
        return (
            "bytes: how many one-hot vectors are in a batch, and how long is each?",
            "bytes: ids in a batch, times numbers in a one-hot vector, times bytes in a number.",
        )
    times = VOCABULARY // 2
    return Right(f"The ids themselves take {ids * 8:,} bytes as int64, {times:,} times less.")


@exercise(2, "make an array that is one where id and row agree, shape (n, 5, m), then use `@`.")
def lookup_without_indexing(answer):
    forms.function(answer, "lookup(table, ids)")
    rng = np.random.default_rng(12)
    for m, n, k in [(46, 4, 2), (7, 6, 4)]:
        table, ids = rng.normal(size=(m, k)), rng.integers(0, m - 2, size=(n, 5))
        ids[0, :2] = m - 1  # a repeated id, and the last row of the table
        try:
            result = forms.array(call(answer, table, ids))
        except AnswerRaisedError as error:
            sizes = SIZES if "raised" in str(error) else ""
            return f"for a table of shape {(m, k)} and ids of shape {(n, 5)}, {error}{sizes}"
        if result is None:
            return "your function returns something that is not an array of numbers."
        if result.shape == (n, 5, m):
            return "these are the one-hot vectors. Now multiply them by the table."
        if result.shape != (n, 5, k):
            return f"for ids of shape {(n, 5)} and k = {k}, the result has shape {result.shape}."
        if not np.allclose(result, table[ids], atol=1e-6):
            return "the shape is right, but some vectors are not the table's rows."
        if not _multiplies_the_whole_table(answer, table, ids):
            return (
                "the vectors are right, but they were looked up: the rows that no id reads never "
                "took part. Multiply one-hot vectors by the whole table.",
                "write no `[ids]` behind the table. Make an array of shape (n, 5, m) that is one "
                "where id and row agree, then use `@`.",
            )
    return Right("That is all the layer computes; a lookup only leaves the zeros out.")


SIZES = " Do all its sizes come from its arguments?"


class _Watched(np.ndarray):
    """A table that notes whether an array of ids was put behind it in brackets."""

    looked_up = False

    def __getitem__(self, key):
        parts = key if isinstance(key, tuple) else (key,)
        if any(isinstance(part, list | np.ndarray) for part in parts):
            _Watched.looked_up = True
        return super().__getitem__(key)


def _multiplies_the_whole_table(lookup, table, ids):
    """Whether a function multiplies, and does not look up beside it.

    "Not a number" in the rows that no id reads must reach the result: 0 times NaN is NaN, and a
    lookup never sees those rows. Where this machine's own matrix product skips zeros, that cannot
    be told, and counts as right.
    """
    probe = table.copy()
    probe[~np.isin(np.arange(len(table)), ids)] = np.nan
    tells = np.isnan(np.eye(len(table))[ids] @ probe).all()
    _Watched.looked_up = False
    result = forms.array(call(lookup, probe.view(_Watched), ids))
    if _Watched.looked_up or result is None:
        return False
    return not tells or bool(np.isnan(result).all())


@exercise(3, "the table has a row for each number from 0 to the largest id.")
def smallest_tables(answer):
    as_they_are, ten_columns, renumbered = (
        forms.whole_number(each, 46) for each in forms.numbers(answer, 3, "(46, 46, 6)")
    )
    ids = load_question_rows().X * 10
    largest, different = int(ids.max()), len(np.unique(ids))
    if as_they_are == largest:
        return f"as they are: a table of {largest} rows ends at the id {largest - 1}."
    if as_they_are == different:
        return "as they are: the ids are not renumbered, so the largest of them counts."
    if as_they_are == largest + 10:
        return "as they are: multiply the ids by 10 first. Which is the largest, and how many rows?"
    if as_they_are > largest + 1:
        return "as they are: that works, but a smaller table works, too."
    if as_they_are != largest + 1:
        return "as they are: which is the largest id now, and what is the first id of a table?"
    if ten_columns != as_they_are:
        return (
            "ten columns: do new ids come in when a row is written twice?",
            "ten columns: the number of columns does not matter, only the largest id does.",
        )
    if renumbered == different - 1:
        return "renumbered: the largest new id is one less than the number of different ids."
    if renumbered != different:
        return "renumbered: how many different ids do the four rows hold?"
    return Right("The size follows the ids. The columns have no say in it.")


@exercise(
    "1.4", "begin with zeros, shape (m, k); set row `ids[word]` for each word that has an id."
)
def table_from_words(answer):
    forms.function(answer, "make_table(words, vectors, ids, m)")
    rng = np.random.default_rng(14)
    own = {word: token for token, word in QUESTION_WORDS.items()}
    for words, ids, m, k in [
        (["good", "cat", "the", "not", "film"], own, 46, 2),
        (["dog", "a", "good"], {"good": 0, "bad": 3, "a": 4}, 6, 3),
    ]:
        vectors = rng.normal(size=(len(words), k))
        truth = np.zeros((m, k))
        for word, vector in zip(words, vectors, strict=True):
            if word in ids:
                truth[ids[word]] = vector
        try:
            result = forms.array(call(answer, words, vectors, ids, m))
        except AnswerRaisedError as error:
            unknown = UNKNOWN if "raised" in str(error) else ""
            return f"for the words {words} and the ids {ids}, {error}{unknown}"
        hint = _wrong_table(result, truth, vectors)
        if hint is not None:
            return hint
    return Right("Such a table is what `weights=[...]` takes.")


UNKNOWN = " Words that are not in `ids` are left out, and no size may be fixed."


def _wrong_table(result, truth, vectors):
    """The hint for a wrong table, or None."""
    if result is None:
        return "your function returns something that is not an array of numbers."
    if result.shape == vectors.shape:
        return "these are as many rows as there are words. The table has m rows, one for each id."
    if result.shape != truth.shape:
        return (
            f"with m = {len(truth)} and k = {truth.shape[1]} the result has shape {result.shape}."
        )
    if np.allclose(result, truth, atol=1e-6):
        return None
    if np.allclose(result[: len(vectors)], vectors, atol=1e-6):
        return (
            "the vectors stand in the order of the list. Which row belongs to a word?",
            "the vector of `words[n]` belongs to row `ids[words[n]]`.",
        )
    filled = truth.any(axis=1)
    if np.allclose(result[filled], truth[filled], atol=1e-6):
        return "the words' rows are right. All other rows must be zero: begin with `np.zeros`."
    return (
        "some words' vectors do not stand in the row of their id.",
        "for each word of the list that is in `ids`, set row `ids[word]` to the word's vector.",
    )

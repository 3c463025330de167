"""Graders of the exercises on what an Embedding layer is."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Hint, Right, checks, exercise, hint_for
from embedlab.exercises.guard import array_from

import math

import numpy as np

check = checks(__name__)

VOCABULARY, DIMENSIONS, BATCH = 10_000, 64, (32, 5)  # as the first exercise has them
NUMBER = np.dtype(np.float32).itemsize


@exercise(1, "one vector of 64 numbers for each token; ids in a batch, times m, times four bytes.")
def cost_of_one_hot(answer):
    weights, size = forms.numbers(answer, 2, "(1200, 9600)")
    right, needed = VOCABULARY * DIMENSIONS, math.prod(BATCH) * VOCABULARY * NUMBER
    weights = forms.whole_number(weights, 1200)
    if weights != right:
        if size == right:
            return Hint("the number of weights stands in the second place: give it first.")
        return hint_for(
            weights,
            (NUMBER * right, "so many *bytes* the weights take. How many numbers are they?"),
            (VOCABULARY**2, "that table has a column for each token. The layer has k, not m."),
            (right + DIMENSIONS, "64 too many: no bias, and the ids 0 to 9,999 ask for no more."),
        ) or Hint("weights: how many vectors has the table, and how many numbers are in each?")
    if np.isclose(size, [needed / unit for unit in (1e6, 1e3, 2**20, 2**10)], rtol=0.01).any():
        return Hint("the size is right, but in another unit. Give it in bytes.")
    size, ids = forms.whole_number(size, 9600), math.prod(BATCH)
    if size != needed:
        return hint_for(
            size,
            (ids * VOCABULARY, "so many *numbers* the one-hot input has. How many bytes has each?"),
            (8 * needed, "so many *bits* it takes. A byte has eight."),
            (2 * needed, "so it would be in float64. A float32 number takes four bytes."),
            (NUMBER * ids, "so much the *ids* take. A one-hot vector is longer than one number."),
            (needed // BATCH[1], "each of the five ids in a row gets a one-hot vector of its own."),
            (ids * DIMENSIONS * NUMBER, "so much the *vectors* take. How long is a one-hot one?"),
            (NUMBER * right, "so much the *table* takes. The question is about the input."),
        ) or Hint("bytes: how many one-hot vectors are in a batch, and how long is each?")
    less = f"{ids * 8:,} bytes as int64, {VOCABULARY // 2:,} times less"
    return Right(f"The ids themselves take {less}.")


@exercise(
    2,
    "write no `[ids]` behind the table. Make an array of shape (n, 5, m) that is one at each id, "
    "else zero, then use `@`. All sizes come from the arguments.",
)
def lookup_without_indexing(answer):
    forms.function(answer, "lookup(table, ids)")
    rng = np.random.default_rng(12)
    for m, n, k in [(46, 4, 2), (7, 6, 4)]:
        table, ids = rng.normal(size=(m, k)), rng.integers(0, m - 2, size=(n, 5))
        ids[0, :2] = m - 1  # a repeated id, and the last of the table
        one_hot = {(n, 5, m): "these are the one-hot vectors. Now multiply them by the table."}
        result = array_from(answer, table, ids, shape=(n, 5, k), instead=one_hot)
        if not np.allclose(result, table[ids], rtol=0, atol=1e-6):
            return Hint("the shape is right, but some vectors are not those of their ids.")
        # A product adds up, and -0.0 + 0.0 is 0.0; a vector that was picked keeps its sign.
        picked, probe = set(), np.where(table == table[ids[0, 0]], -0.0, np.abs(table))
        result = array_from(answer, watched(probe, picked), ids, shape=(n, 5, k))
        if np.signbit(result).any() or set(ids.ravel().tolist()) <= picked < set(range(m)):
            return Hint(
                "the vectors are right, but they were looked up: those that no id reads never "
                "took part. Multiply one-hot vectors by the whole table."
            )
    return Right("That is all the layer computes; a lookup only leaves the zeros out.")


@exercise(3, "the table has a vector for each number from 0 to the largest id, in any columns.")
def smallest_tables(answer):
    given = forms.numbers(answer, 3, "(46, 46, 6)")
    as_they_are, ten_columns, renumbered = (forms.whole_number(each, 46) for each in given)
    ids = load_question_rows().X * 10
    largest, different = int(ids.max()), len(np.unique(ids))
    if as_they_are != largest + 1:
        larger = "that works, but a smaller table works, too." if as_they_are > largest else ""
        return hint_for(
            as_they_are,
            (largest, f"as they are: a table of {largest} vectors ends at the id {largest - 1}."),
            (different, "as they are: they are not renumbered, so the largest of them counts."),
            (largest + 10, "as they are: multiply the ids by 10 first. How many vectors then?"),
        ) or Hint(f"as they are: {larger or 'which is the largest id now, and which the first?'}")
    if ten_columns != as_they_are:
        return Hint("ten columns: do new ids come in when a row is written twice?")
    if renumbered == different - 1:
        return Hint("renumbered: the largest new id is one less than the number of ids.")
    if renumbered != different:
        return Hint("renumbered: how many different ids do the four rows hold?")
    return Right("The size follows the ids. The columns have no say in it.")


@exercise(
    4,
    "begin with zeros, shape (m, k); set `table[ids[word]]` for each word that has an id. Leave "
    "out words that are not in `ids`, and fix no size.",
)
def table_from_words(answer):
    forms.function(answer, "make_table(words, vectors, ids, m)")
    rng = np.random.default_rng(14)
    own = {"the": 3, "film": 5, "was": 8, "not": 45, "good": 2}
    for words, ids, m, k in [
        (["good", "cat", "the", "not", "film"], own, 46, 2),
        (["dog", "a", "good"], {"good": 0, "bad": 3, "a": 4}, 6, 3),
    ]:
        vectors = rng.normal(size=(len(words), k))
        truth = np.zeros((m, k))
        for word, vector in zip(words, vectors, strict=True):
            if word in ids:
                truth[ids[word]] = vector
        of_words = {vectors.shape: "a vector for each word. The table has m, one for each id."}
        result = array_from(answer, words, vectors, ids, m, shape=(m, k), instead=of_words)
        right = np.isclose(result, truth, rtol=0, atol=1e-6).all(axis=1)
        if np.allclose(result[: len(vectors)], vectors):
            return Hint(
                "the vectors stand in the order of the list. Which place belongs to a word?",
                "the vector of `words[n]` belongs to the id `ids[words[n]]`.",
            )
        if not right[truth.any(axis=1)].all():
            return Hint("some words' vectors do not stand at the place of their id.")
        if not right.all():
            return Hint("your words are right. All others must be zero: no id, no place.")
    return Right("Such a table is what `weights=[...]` takes.")


def watched(table, picked):
    """The table as an array that adds to a set which of its vectors an index picks."""

    class Watched(np.ndarray):
        def __getitem__(self, key):
            rows = key[0] if isinstance(key, tuple) else key
            if self.shape == table.shape and not isinstance(rows, slice):
                picked.update(np.arange(len(table))[rows].ravel().tolist())
            return np.asarray(self)[key]

    return table.view(Watched)

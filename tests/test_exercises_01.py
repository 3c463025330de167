"""The graders of notebook 01, each held against an answer that is worked out here."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import check

import keras
import numpy as np
import pytest

NEGATIVE = {3: -43, 5: -41, 8: -38, 45: -1, 2: -44}


def told(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("1.1", (..., ...)),
        ("1.1", (640_000, ...)),
        ("1.2", ...),
        ("1.3", (..., 5, 6)),
        ("1.4", {3: ..., 5: ..., 8: ..., 45: ..., 2: ...}),
    ],
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in told(capsys, number, answer)


def test_parameters_and_one_hot_bytes_are_what_keras_and_numpy_count(capsys):
    layer = keras.layers.Embedding(10_000, 64)
    layer.build()
    ids = np.zeros((32, 5), int)
    one_hot = keras.ops.one_hot(ids, 10_000).numpy()
    assert one_hot.dtype == np.float32
    assert told(capsys, "1.1", (layer.count_params(), one_hot.nbytes)) == "Exercise 1.1: right."


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ((10_000**2, 6_400_000), "k columns, not m"),
        ((640_064, 6_400_000), "no bias"),
        ((64, 6_400_000), "how many rows"),
        ((640_000, 1_600_000), "How many bytes"),
        ((640_000, 640), "the *ids* take"),
        ((640_000, 1_280_000), "each of the five ids"),
        ((640_000, 40_960), "the *vectors* take"),
        ((640_000, 2_560_000), "the *table* takes"),
        ((640_000, 1), "ids in a batch"),
        ((640_000.5, 1), "form that is asked for"),
        ((True, 1), "form that is asked for"),
        (640_000, "form that is asked for"),
    ],
)
def test_hints_for_the_cost(capsys, answer, hint):
    said = told(capsys, "1.1", answer)
    assert "not yet" in said
    assert hint in said


def one_hot(ids, m):
    return (np.asarray(ids)[..., None] == np.arange(m)).astype(float)


@pytest.mark.parametrize(
    "lookup",
    [
        lambda table, ids: np.eye(len(table))[ids] @ table,
        lambda table, ids: one_hot(ids, table.shape[0]) @ table,
        lambda table, ids: np.einsum("nfm,mk->nfk", one_hot(ids, len(table)), table),
        lambda table, ids: keras.ops.matmul(keras.ops.one_hot(ids, len(table)), table),
        lambda table, ids: print(table) or np.dot(np.eye(len(table))[ids], table),
    ],
)
def test_lookups_by_matrix_product_are_right(capsys, lookup):
    assert told(capsys, "1.2", lookup).endswith("Exercise 1.2: right.")


@pytest.mark.parametrize(
    ("lookup", "hint"),
    [
        (lambda table, ids: table[ids], "indexes the table"),
        (lambda table, ids: np.take(table, ids, axis=0), "indexes the table"),
        (lambda table, ids: np.eye(46)[ids] @ table, "sizes come from its arguments"),
        (lambda table, ids: one_hot(ids, len(table)), "multiply them by the table"),
        (lambda table, ids: (one_hot(ids, len(table)) @ table).sum(1), "the result has shape"),
        (lambda table, ids: np.roll(one_hot(ids, len(table)), 1, -1) @ table, "not the table's"),
        (lambda table, ids: None, "`return`"),
        (lambda table, ids: ..., "`return`"),
        (np.zeros((4, 5, 2)), "the function itself"),
    ],
)
def test_hints_for_the_lookup(capsys, lookup, hint):
    said = told(capsys, "1.2", lookup)
    assert "not yet" in said
    assert hint in said


def test_smallest_tables_are_those_that_keras_accepts(capsys):
    ids = load_question_rows().X * 10

    def smallest(ids):
        """The smallest table that the layer can look these ids up in, found by trying."""
        for size in range(1, 1000):
            try:
                keras.layers.Embedding(size, 1)(ids)
            except Exception:
                continue
            return size

    renumbered = np.searchsorted(sorted(set(ids.ravel().tolist())), ids)
    answer = (smallest(ids[:1]), smallest(renumbered), smallest(renumbered + 1))
    assert told(capsys, "1.3", answer) == "Exercise 1.3: right."


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ((450, 5, 6), "ends at the id 449"),
        ((5, 5, 6), "the ids are not renumbered"),
        ((460, 5, 6), "multiply the ids by 10 first"),
        ((500, 5, 6), "a smaller table works"),
        ((46, 5, 6), "which is the largest id now"),
        ((451, 4, 6), "the largest new id"),
        ((451, 46, 6), "how many different ids"),
        ((451, 5, 5), "the tokens start at 1"),
        ((451, 5, 7), "one id is reserved"),
        ((451, 5), "form that is asked for"),
    ],
)
def test_hints_for_the_smallest_tables(capsys, answer, hint):
    said = told(capsys, "1.3", answer)
    assert "not yet" in said
    assert hint in said


def test_negative_ids_that_share_a_vector_in_keras_are_right(capsys):
    layer = keras.layers.Embedding(46, 1, weights=[np.arange(46)[:, None]])
    negative = np.arange(-46, 0)
    read = layer(negative).numpy()[:, 0].tolist()
    answer = {token: int(negative[read.index(token)]) for token in (3, 5, 8, 45, 2)}
    assert answer == NEGATIVE
    assert told(capsys, "1.4", answer) == "Exercise 1.4: right."


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ({token: -token for token in NEGATIVE}, "minus sign is not ignored"),
        ({token: token - 45 for token in NEGATIVE}, "not -0"),
        ({token: token - 47 for token in NEGATIVE}, "not -2"),
        ({token: token for token in NEGATIVE}, "negative ids"),
        (NEGATIVE | {45: -47}, "leaves the table"),
        (NEGATIVE | {8: -37}, "not right for [8]"),
        ({3: -43}, "a dictionary"),
        (list(NEGATIVE.values()), "a dictionary"),
    ],
)
def test_hints_for_shared_vectors(capsys, answer, hint):
    said = told(capsys, "1.4", answer)
    assert "not yet" in said
    assert hint in said

"""The graders on what the layer is, held against what Keras accepts."""

from embedlab.datasets import load_question_rows

import keras
import numpy as np
import pandas as pd
import scipy.sparse
import tensorflow as tf
from exercises import answers, first_said

test_cost_of_one_hot = answers(
    "1.1",
    right=[np.array([640_000, 6_400_000]), ["640,000", "6.4e6"]],
    near=[
        *[(640_001, 6_400_000), (639_999, 6_400_000), (633_600, 6_400_000)],
        *[(640_000, 6_400_001), (640_000, 6_399_999), (640_000, 6_336_000)],
    ],
    form=[((640_000.5, 1), "whole"), ((640_000, 6.6), "whole"), (1, "Give 2 numbers")],
    hints=[
        ((10_000**2, 6_400_000), "k, not m"),
        ((640_064, 6_400_000), "no bias"),
        ((64, 6_400_000), "how many vectors", "64 numbers for each token"),
        ((2_560_000, 6_400_000), "*bytes* the weights take"),
        ((6_400_000, 640_000), "second place"),
        *[((640_000, size), "another unit") for size in (6.4, 6.1, 6250, 6.104, 6.10351562)],
        ((640_000, 1_600_000), "How many bytes"),
        ((640_000, 640), "the *ids* take"),
        ((640_000, 1_280_000), "each of the five ids"),
        ((640_000, 40_960), "the *vectors* take"),
        ((640_000, 2_560_000), "the *table* takes"),
        ((640_000, 12_800_000), "float64"),
        ((640_000, 51_200_000), "*bits*"),
        ((640_000, 1), "how many one-hot vectors", "times m, times four bytes"),
    ],
)


def test_the_ids_take_what_numpy_counts():
    ids, said = np.zeros((32, 5), np.int64).nbytes, first_said("1.1", (640_000, 6_400_000))
    assert f"{ids:,} bytes as int64, {6_400_000 // ids:,} times less" in said


def one_hot(ids, m):
    return (np.asarray(ids)[..., None] == np.arange(m)).astype(float)


def product(table, ids):
    return one_hot(ids, len(table)) @ table


def sparse_product(table, ids):
    rows = one_hot(ids, len(table)).reshape(ids.size, -1)
    return (scipy.sparse.csr_matrix(rows) @ table).reshape(*ids.shape, -1)


def sparse_and_tensor(table, ids):
    rows = tf.reshape(tf.one_hot(ids, len(table), dtype=table.dtype), (ids.size, -1))
    found = tf.sparse.sparse_dense_matmul(tf.sparse.from_dense(rows), table)
    return tf.reshape(found, (*ids.shape, -1))


test_lookup_without_indexing = answers(
    "1.2",
    right=[
        product,
        lambda table, ids: np.einsum("nfm,mk->nfk", one_hot(ids, len(table)), table),
        lambda table, ids: keras.ops.matmul(keras.ops.one_hot(ids, len(table)), table),
        lambda table, ids: print(table) or np.dot(np.eye(len(table))[ids], table),
        lambda table, ids: product(table, ids).astype(np.float32).tolist(),
        *[sparse_product, sparse_and_tensor],
        lambda table, ids: [pd.DataFrame(one_hot(row, len(table)) @ table) for row in ids],
        lambda table, ids: product(table, ids)[: len(ids), :, : len(table[0])],
    ],
    near=[
        lambda table, ids: product(table, ids) + 3e-6,
        lambda table, ids: product(table, ids).round(4),
        lambda table, ids: product(table, ids).astype(np.float16),
    ],
    hints=[
        (lambda table, ids: table[ids], "they were looked up", "write no `[ids]`"),
        (lambda table, ids: np.take(table, ids, axis=0), "they were looked up"),
        (lambda table, ids: keras.ops.take(table, ids, axis=0), "they were looked up"),
        (lambda table, ids: [[table[i] for i in row] for row in ids], "they were looked up"),
        (lambda table, ids: table[ids] + 0 * product(table, ids), "they were looked up"),
        (lambda table, ids: table[:, :][ids] * 1.0, "they were looked up"),
        (lambda table, ids: np.eye(46)[ids] @ table, "raised ValueError: matmul", "All sizes"),
        (lambda table, ids: product(table, ids)[:4], "shape (4, 5, 4), not (6, 5, 4), given"),
        (lambda table, ids: product(table, ids).sum(1), "shape (4, 2), not (4, 5, 2), given"),
        (lambda table, ids: one_hot(ids, len(table)), "multiply them by the table"),
        (lambda table, ids: np.roll(product(table, ids), 1, 0), "not those of their ids"),
    ],
)

test_smallest_tables = answers(
    "1.3",
    right=[(451, 451, 5), "451 451 5", [451.0, "451", np.int64(5)]],
    near=[(452, 451, 5), (451, 450, 5), (451, 452, 5), (451, 451, 6)],
    hints=[
        ((450, 451, 5), "ends at the id 449"),
        ((5, 5, 5), "they are not renumbered"),
        ((460, 460, 5), "multiply the ids by 10 first"),
        ((500, 451, 5), "a smaller table works"),
        ((46, 46, 5), "which is the largest id now"),
        ((451, 10, 5), "when a row is written twice", "in any columns"),
        ((451, 451, 4), "the largest new id"),
        ((451, 451, 46), "how many different ids"),
    ],
)


def loop(words, vectors, ids, m):
    table = np.zeros((m, vectors.shape[1]))
    for word, vector in zip(words, vectors, strict=True):
        if word in ids:
            table[ids[word]] = vector
    return table


def in_the_order_of_the_list(words, vectors, ids, m):
    return np.vstack([vectors, np.zeros((m, vectors.shape[1]))])[:m]


def not_quite_zero(words, vectors, ids, m):
    table = loop(words, vectors, ids, m)
    table[~table.any(axis=1)] = 3e-6
    return table


test_table_from_words = answers(
    "1.4",
    right=[
        *[loop, lambda *given: loop(*given).astype(np.float32).tolist()],
        lambda *given: scipy.sparse.lil_matrix(loop(*given)),
        lambda *given: loop(*given).astype(object),
        lambda *given: pd.DataFrame(loop(*given)),
    ],
    near=[
        not_quite_zero,
        lambda *given: loop(*given) + 3e-6 * (loop(*given) != 0),
        lambda words, vectors, ids, m: loop(words, vectors, ids, 46),
        lambda words, vectors, ids, m: loop(words, vectors[:, :2], ids, m),
        lambda words, vectors, ids, m: loop(words[:2], vectors[:2], ids, m),
    ],
    hints=[
        (in_the_order_of_the_list, "the order of the list", "belongs to the id"),
        (lambda words, v, ids, m: [ids[w] for w in words], "KeyError: 'cat'", "Leave out words"),
        (lambda words, vectors, ids, m: vectors, "The table has m, one"),
        (lambda *given: loop(*given).T, "not (46, 2), given"),
        (lambda words, *given: loop(words[::-1], *given), "the place of their id"),
        (not_quite_zero, "zero: no id, no place"),
        (lambda w, v, ids, m: loop(w, v, dict.fromkeys(w, -1) | ids, m), "zero: no id, no place"),
    ],
)

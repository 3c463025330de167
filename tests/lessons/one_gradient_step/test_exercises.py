"""The graders on one training step, held against gradients from loops and from a tape."""

import numpy as np
import tensorflow as tf
from exercises import answers

PARTS = ["slices in the gradient", "vectors that move", "gradient of token 3, divided by (p - y) v"]

test_three_of_a_kind = answers(
    "2.1",
    right=[["5", 3.0, "60 %"], dict(zip(PARTS, (np.int64(5), [3], 3 / 5), strict=True))],
    near=[(6, 3, 0.6), (4, 3, 0.6), (5, 4, 0.6), (5, 3, 0.602), (5, 3, 0.598)],
    form=[((5, 3), "Give a dictionary with the keys"), (("five", 3, 0.6), "instance slices")],
    hints=[
        ((3, 3, 0.6), "does not merge"),
        ((46, 3, 0.6), "how many lookups"),
        ((5, 5, 0.6), "same vector"),
        ((5, 46, 0.6), "stays"),
        ((5, 2, 0.6), "different ids are in"),
        ((5, 3, 1 / 5), "one place"),
        ((5, 3, 3), "divides"),
        ((5, 3, 1 / 3), "not over the different ids"),
        ((5, 3, 60), "not per cent"),
        ((5, 3, -0.6), "the sign is in"),
        ((5, 3, 1), "contributes the same", "a fifth for each place"),
    ],
)

test_the_largest_wins = answers(
    "2.2",
    right=[[5, 3, 5], "3 5", np.array([3, 5]), {3: 0.4, 5: 0.3}, {3: 0.4, 5: 0.3}.keys()],
    near=[[3], [5], [3, 5, 8], [3, 5, 2], [3, 45], [3, 5, 45]],
    hints=[
        ([3, 5, 8, 45, 2], "all five are looked up"),
        ([8, 45], "not the largest in size"),
        ([3], "the winner of one dimension"),
        ([45], "of its own"),
        ([], "in dimension 1, and which", "look down one column"),
    ],
)

test_difference_of_two_rows = answers(
    "2.3",
    right=[{5, 7}, [7, 5], "5 7"],
    near=[[5], [7], [5, 7, 3], [5, 6], [5, 7, 45]],
    form=[({5.7, 7}, "whole numbers"), ({5, None}, "Give token ids")],
    hints=[
        ({2, 3, 5, 7, 8, 45}, "which sign"),
        ({2, 3, 8, 45}, "other way round"),
        ({5}, "one of the two sides"),
        (set(), "nothing to cancel"),
        ({5, 8}, "for each token", "with a minus on the right"),
    ],
)


def by_loop(W, v, b, X, y):
    gradient = np.zeros_like(W)
    for ids, label in zip(X, y, strict=True):
        p = 1 / (1 + np.exp(-(W[ids].mean(axis=0) @ v + b)))
        for token in ids:
            gradient[token] += (p - label) * v / len(ids) / len(X)
    return gradient


def by_tape(W, v, b, X, y, merged=True):
    table = tf.constant(W)
    with tf.GradientTape() as tape:
        tape.watch(table)
        z = tf.linalg.matvec(tf.reduce_mean(tf.gather(table, X), axis=1), v) + b
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z))
    gradient = tape.gradient(loss, table)
    return tf.convert_to_tensor(gradient) if merged else gradient


def counted_once(W, v, b, X, y):
    gradient = np.zeros_like(W)
    for ids, label in zip(X, y, strict=True):
        p = 1 / (1 + np.exp(-(W[ids].mean(axis=0) @ v + b)))
        gradient[ids] += (p - label) * v / len(ids) / len(X)
    return gradient


def first_row_off_by(size):
    def answer(W, v, b, X, y):
        gradient = by_loop(W, v, b, X, y)
        gradient[0] += size
        return gradient

    return answer


test_gradient_of_the_table = answers(
    "2.4",
    right=[
        by_loop,
        by_tape,
        lambda *given: by_tape(*given, merged=False),
        lambda *given: by_loop(*given).astype(np.float32).tolist(),
    ],
    near=[
        lambda W, v, b, X, y: by_loop(W, v, 0, X, y),
        lambda W, v, b, X, y: np.resize(by_loop(W, v, b, X, y), (9, v.size)),
        lambda W, v, b, X, y: by_loop(W, v, b, X, y) * (1 if len(X) == 1 else 1.001),
    ],
    hints=[
        (lambda W, v, b, X, y: v, "returns shape (2,), not (9, 2), given"),
        (lambda *given: -by_loop(*given), "p - y, or y - p", "(p - y) v / n"),
        (lambda *given: given[3].shape[1] * by_loop(*given), "What is its share"),
        (lambda *given: -given[3].shape[1] * by_loop(*given), "shares its gradient"),
        (counted_once, "repeated id once"),
        (lambda *given: given[3].shape[1] / 5 * by_loop(*given), "rows of five"),
        (lambda *given: len(given[3]) * by_loop(*given), "the mean over the rows"),
        (first_row_off_by(0.25), "off in vector 0 by 0.25. Right ones: 8"),
        (first_row_off_by(2e-5), "off in vector 0 by 2e-05. Right ones: 8"),
        (lambda *given: np.full_like(given[0], np.nan), "Right ones: 0"),
        (lambda W, v, b, X, y: by_loop(W, v, 0, X, y), "off in vector 1 by"),
    ],
)

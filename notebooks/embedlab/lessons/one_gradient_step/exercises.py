"""Graders of notebook 02, One gradient step."""

from embedlab.exercises import forms
from embedlab.exercises.feedback import Right, checks, exercise
from embedlab.exercises.guard import call

import keras
import numpy as np
import tensorflow as tf

check = checks(__name__)

M, K = 46, 2
SLICES, ROWS = "slices in the gradient", "rows of the table that move"
SHARE = "gradient of token 3, divided by (p - y) v"
LARGEST_WINS = {3: (0.4, -0.1), 5: (0.1, 0.3), 8: (-0.5, 0.2), 45: (0.3, -0.6), 2: (0.2, 0.1)}


@exercise(1, "a slice for each lookup; a row for each different id; a fifth for each place.")
def three_of_a_kind(answer):
    row = np.array([3, 3, 3, 8, 2])
    example = f"{{{SLICES!r}: 4, {ROWS!r}: 2, {SHARE!r}: 0.5}}"
    answer = forms.named(answer, (SLICES, ROWS, SHARE), example)
    slices, rows = (forms.whole_number(answer[key], f"{key}: 4") for key in (SLICES, ROWS))
    share = forms.number(answer[SHARE], f"{SHARE}: 0.5")
    different = len(np.unique(row))
    if slices == different:
        return "slices: TensorFlow does not merge them. There is one for each lookup."
    if slices != len(row):
        return "slices: how many lookups are there?"
    if rows == len(row):
        return "rows: three of the lookups read the same row of the table."
    if rows == M:
        return "rows: under plain SGD, a row without a gradient stays."
    if rows != different:
        return "rows: how many different ids are in the batch?"
    if forms.in_percent(share, np.mean(row == 3)):
        return "token 3: give a share from 0 to 1, not per cent."
    if np.isclose(share, -np.mean(row == 3), atol=1e-3):
        return "token 3: the sign is in (p - y) v, by which you divide."
    if np.isclose(share, 1 / len(row)):
        return "token 3: that is what one place contributes. How many places has token 3?"
    if np.isclose(share, np.sum(row == 3)):
        return "token 3: a mean divides by the number of tokens in the row."
    if np.isclose(share, 1 / different, atol=1e-3):
        return "token 3: the mean is over the places, not over the different ids."
    if not np.isclose(share, np.mean(row == 3), atol=1e-3):
        return (
            "token 3: each place of the row contributes the same. Add up the places of token 3.",
            "token 3: each of the five places gives a fifth. Token 3 stands in three of them.",
        )
    return None


@exercise(2, "look down one column of the table at a time: whose number reaches the unit?")
def the_largest_wins(answer):
    vectors = np.array(list(LARGEST_WINS.values()))
    tokens = np.array(list(LARGEST_WINS))
    given = forms.id_set(answer, "[3, 8]")
    truth = _winners(vectors, tokens)
    if given == truth:
        return Right("A lookup makes a gradient possible; the head decides whether there is one.")
    if given == set(tokens.tolist()):
        return "all five are looked up. But change a number that is not the largest: does the loss?"
    if given == set(tokens[np.abs(vectors).argmax(axis=0)].tolist()):
        return "the largest, not the largest in size: -0.6 is smaller than 0.3."
    if given == set(tokens[vectors.argmin(axis=0)].tolist()):
        return "these hold the smallest numbers."
    if given and given < truth:
        return "that is the winner of one dimension. What about the other?"
    if given == {int(tokens[np.linalg.norm(vectors, axis=1).argmax()])}:
        return "each dimension has a winner of its own; the length of the vectors plays no role."
    return (
        "which number is the largest in dimension 1, and which in dimension 2?",
        "look down one column of the table at a time: whose number would reach the unit?",
    )


@exercise(3, "count +1 for each place on the left, -1 for each on the right. Who is not at 0?")
def difference_of_two_rows(answer):
    left, right = [3, 5, 8, 45, 2], [3, 7, 8, 45, 2]
    given = forms.id_set(answer, "[2, 45]")
    if given == _tokens_with_gradient(left, right):
        return Right("Equal shares with opposite signs cancel: only what differs is trained.")
    if given == set(left) | set(right):
        return "the gradients of both paths add up. With which sign does the right row arrive?"
    if given == set(left) & set(right):
        return "it is the other way round: what does a token on both sides get in sum?"
    if given == set(left) - set(right) or given == set(right) - set(left):
        return "that is one of the two sides. What about the other?"
    if not given:
        return "a token that is on one side only has nothing to cancel it."
    return (
        "for each token, add what it gets from the left row and from the right row.",
        "a place on the left gives +(p - y) v / 5, one on the right gives -(p - y) v / 5.",
    )


@exercise(4, "each place of a row of n adds (p - y) v / n, divided by the number of rows.")
def gradient_of_the_table(answer):
    answer = forms.function(answer, "my_gradient(W, v, b, X, y)")
    rng = np.random.default_rng(24)
    batches = [
        ([[3, 5, 8, 1, 2]], [1.0]),
        ([[3, 3, 8, 1, 2]], [0.0]),
        ([[3, 5, 8, 1], [6, 3, 3, 2], [5, 0, 7, 7]], [1.0, 0.0, 1.0]),
    ]
    for k, (X, y) in zip((2, 2, 3), batches, strict=True):
        X, y = np.array(X), np.array(y)
        W, v, b = rng.normal(size=(9, k)), rng.normal(size=k), float(rng.normal())
        given = call(answer, W, v, b, X, y)
        hint = _fault(given, W, v, b, X, y)
        if hint:
            return hint
    return Right("The tape gets the same from the chain rule, whatever the layers.")


def _fault(given, W, v, b, X, y):
    """What is wrong with a gradient of the table, as a hint; None if nothing is."""
    where = f"for X = {X.tolist()} and y = {y.tolist()}"
    given = tf.convert_to_tensor(given) if isinstance(given, tf.IndexedSlices) else given
    given = forms.array(given)
    if given is None:
        return "your function returns something that is not an array of numbers."
    if given.shape != W.shape:
        return f"the gradient has the table's shape, {W.shape}; yours has {given.shape} {where}."
    truth = _by_nudging(W, v, b, X, y)
    rows, n = X.shape
    counted_once = np.zeros_like(truth)
    for ids, label in zip(X, y, strict=True):
        counted_once[ids] += _share(W, v, b, ids, label) / rows
    for wrong, hint in [
        (-truth, "the sign is wrong. Is the error p - y, or y - p?"),
        (n * truth, "each place gets the whole gradient of the mean. Which share is its own?"),
        (-n * truth, "the sign is wrong, and a mean shares its gradient among its n places."),
        (counted_once, "`gradient[ids] += ...` counts a repeated id once: loop, or `np.add.at`."),
        (n / 5 * truth, "right for rows of five. The length of the rows comes with X."),
        (rows * truth, "right for one row. The loss is the mean over the rows of X."),
    ]:
        if not np.allclose(wrong, truth) and np.allclose(given, wrong, rtol=1e-4, atol=1e-6):
            return hint
    off = np.abs(given - truth).max(axis=1)
    wrong_rows = np.flatnonzero(~(off <= 1e-5))
    if not wrong_rows.size:
        return None
    listed = ", ".join(f"row {row} by {off[row]:.4f}" for row in wrong_rows)
    right_rows = len(W) - len(wrong_rows)
    return f"{where} your table is off in {listed}. The number of right rows: {right_rows}."


def _winners(vectors, tokens):
    """The tokens whose vectors get a gradient through max pooling, by TensorFlow's tape."""
    looked_up = tf.constant(vectors[None])
    with tf.GradientTape() as tape:
        tape.watch(looked_up)
        loss = tf.reduce_sum(keras.layers.GlobalMaxPooling1D()(looked_up))
    gradient = tape.gradient(loss, looked_up).numpy()[0]
    return set(tokens[gradient.any(axis=1)].tolist())


def _tokens_with_gradient(left, right):
    """The ids whose gradient is not zero when the unit gets mean(left) - mean(right)."""
    embedding = keras.layers.Embedding(M, K)
    embedding.build()
    with tf.GradientTape() as tape:
        means = [tf.reduce_mean(embedding(np.array(ids)), axis=0) for ids in (left, right)]
        loss = tf.reduce_sum(means[0] - means[1])
    gradient = tf.convert_to_tensor(tape.gradient(loss, embedding.trainable_weights)[0])
    return set(np.flatnonzero(np.abs(gradient).max(axis=1) > 1e-7).tolist())


def _probability(W, v, b, ids):
    return 1 / (1 + np.exp(-(W[ids].mean(axis=0) @ v + b)))


def _share(W, v, b, ids, label):
    """What one place of the row contributes to the gradient of the row's loss."""
    return (_probability(W, v, b, ids) - label) * v / len(ids)


def _loss(W, v, b, X, y):
    """Binary cross-entropy, the mean over the rows."""
    losses = []
    for ids, label in zip(X, y, strict=True):
        p = _probability(W, v, b, ids)
        losses.append(-(label * np.log(p) + (1 - label) * np.log(1 - p)))
    return np.mean(losses)


def _by_nudging(W, v, b, X, y, size=1e-6):
    """The gradient of the loss for every number of the table, from central differences."""
    found = np.zeros_like(W)
    for place in np.ndindex(W.shape):
        nudge = np.zeros_like(W)
        nudge[place] = size
        found[place] = _loss(W + nudge, v, b, X, y) - _loss(W - nudge, v, b, X, y)
    return found / (2 * size)

"""Graders of notebook 02, One gradient step."""

from embedlab.exercises.feedback import exercise

import keras
import numpy as np
import tensorflow as tf

M, K = 46, 2


@exercise("2.1")
def gradient_of_one_vector(answer):
    if not callable(answer):
        return "assign the function itself, not its result: `def answer(vectors, v, b, y): ...`."
    rng = np.random.default_rng(21)
    for n, k, y in [(5, 2, 1.0), (3, 4, 0.0)]:
        vectors, v, b = rng.normal(size=(n, k)), rng.normal(size=k), rng.normal()
        given = answer(vectors.copy(), v.copy(), b, y)
        if given is None or given is ...:
            return "your function returns nothing yet: is there a `return`?"
        given = np.asarray(given, float)
        if given.shape == (n, k):
            return "that is the gradient of all the vectors. Return that of one: shape (k,)."
        if given.shape != (k,):
            return f"for k = {k} the gradient has shape ({k},); yours has shape {given.shape}."
        truth = _by_nudging(vectors, v, b, y)
        for factor, hint in [
            (-1, "the sign is wrong. Is the error p - y, or y - p?"),
            (n, "that is the gradient of the mean. Which share of it does one vector get?"),
            (-n, "the sign is wrong, and a mean shares its gradient among n vectors."),
            (n / 5, "right for rows of five. The row's length comes with `vectors`."),
        ]:
            if factor != 1 and np.allclose(given, factor * truth, rtol=1e-4):
                return hint
        if not np.allclose(given, truth, rtol=1e-4):
            return "compare it with what nudging one of the vectors does to the loss."
    return None


@exercise("2.2")
def who_rests(answer):
    optimizers = {
        "RMSprop(momentum=0.9)": keras.optimizers.RMSprop(0.1, momentum=0.9),
        "Adam(beta_1=0.0)": keras.optimizers.Adam(0.1, beta_1=0.0),
        "Adagrad(weight_decay=0.01)": keras.optimizers.Adagrad(0.1, weight_decay=0.01),
        "SGD(clipnorm=0.01)": keras.optimizers.SGD(0.1, clipnorm=0.01),
    }
    hints = {
        "RMSprop(momentum=0.9)": "with momentum, does it remember sizes only?",
        "Adam(beta_1=0.0)": "beta_1 says how much of the past the first moment keeps.",
        "Adagrad(weight_decay=0.01)": "weight decay shrinks every row at every step.",
        "SGD(clipnorm=0.01)": "clipping makes a long gradient shorter. And one that is zero?",
    }
    if not isinstance(answer, dict) or set(answer) != set(optimizers):
        return f"answer with a dictionary that has the keys {list(optimizers)}."
    for name, optimizer in optimizers.items():
        if not isinstance(answer[name], bool | np.bool_):
            return f"{name}: answer with True (it moves) or False (it rests)."
        if bool(answer[name]) != _absent_token_moves(optimizer):
            return f"{name}: {hints[name]}"
    return None


@exercise("2.3")
def three_of_a_kind(answer):
    row = np.array([3, 3, 3, 8, 2])
    keys = ["slices in the gradient", "rows of the table that move"]
    keys.append("gradient of token 3, divided by (p - y) v")
    if not isinstance(answer, dict) or set(answer) != set(keys):
        return f"answer with a dictionary that has the keys {keys}."
    slices, rows, share = (float(answer[key]) for key in keys)
    different = len(np.unique(row))
    if slices == different:
        return "slices: TensorFlow does not merge them. There is one for each lookup."
    if slices != len(row):
        return "slices: how many lookups are there?"
    if rows == len(row):
        return "rows: three of the lookups read the same row of the table."
    if rows == M:
        return "rows: under plain SGD, a row without a gradient rests."
    if rows != different:
        return "rows: how many different ids are in the batch?"
    if np.isclose(share, 1 / len(row)):
        return "token 3: that is what one place contributes. How many places has token 3?"
    if np.isclose(share, np.sum(row == 3)):
        return "token 3: a mean divides by the number of tokens in the row."
    if np.isclose(share, 1 / different):
        return "token 3: the mean is over the places, not over the different ids."
    if not np.isclose(share, np.mean(row == 3), atol=1e-3):
        return "token 3: each place of the row contributes the same. Add up the places of token 3."
    return None


@exercise("2.4")
def difference_of_two_rows(answer):
    left, right = [3, 5, 8, 45, 2], [3, 7, 8, 45, 2]
    given = {int(token) for token in answer}
    truth = _tokens_with_gradient(left, right)
    if given == set(left) | set(right):
        return "the gradients of both paths add up. With which sign does the right row arrive?"
    if given == set(left) & set(right):
        return "it is the other way round: what does a token on both sides get in sum?"
    if given == set(left) - set(right) or given == set(right) - set(left):
        return "that is one of the two sides. What about the other?"
    if not given:
        return "a token that is on one side only has nothing to cancel it."
    if given != truth:
        return "for each token, add what it gets from the left row and from the right row."
    return None


def _loss(vectors, v, b, y):
    p = 1 / (1 + np.exp(-(vectors.mean(axis=0) @ v + b)))
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def _by_nudging(vectors, v, b, y, size=1e-6):
    """The derivative of the loss by the first vector, from central differences; shape (k,)."""
    found = []
    for dimension in range(vectors.shape[1]):
        nudge = np.zeros_like(vectors)
        nudge[0, dimension] = size
        difference = _loss(vectors + nudge, v, b, y) - _loss(vectors - nudge, v, b, y)
        found.append(difference / (2 * size))
    return np.array(found)


def _absent_token_moves(optimizer):
    """Whether token 8 moves in the third step, when it was only in the first two batches."""
    embedding = keras.layers.Embedding(M, K)
    embedding.build()
    for ids in ([3, 5, 8, 45, 2], [3, 5, 8, 45, 2], [3, 5, 7, 45, 2]):
        before = embedding.embeddings.numpy()
        with tf.GradientTape() as tape:
            loss = -tf.reduce_mean(embedding(np.array([ids])))
        weights = embedding.trainable_weights
        optimizer.apply(tape.gradient(loss, weights), weights)
    return bool(np.abs(embedding.embeddings.numpy() - before)[8].max() > 1e-7)


def _tokens_with_gradient(left, right):
    """The ids whose gradient is not zero when the head gets mean(left) - mean(right)."""
    embedding = keras.layers.Embedding(M, K)
    embedding.build()
    with tf.GradientTape() as tape:
        means = [tf.reduce_mean(embedding(np.array(ids)), axis=0) for ids in (left, right)]
        loss = tf.reduce_sum(means[0] - means[1])
    gradient = tf.convert_to_tensor(tape.gradient(loss, embedding.trainable_weights)[0])
    return set(np.flatnonzero(np.abs(gradient).max(axis=1) > 1e-7).tolist())

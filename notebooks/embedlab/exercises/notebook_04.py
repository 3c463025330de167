"""Graders of notebook 04: which heads see the order of a row, loss floors, masks."""

from embedlab.datasets import load_question_rows
from embedlab.exercises.feedback import exercise

from itertools import permutations

import keras
import numpy as np
from keras import layers, ops

SMALL = 1e-9  # between rounding in 64 bits, about 1e-16, and the smallest real difference


@exercise("4.1")
def blind_or_aware(answer):
    """A dict that says "blind" or "aware" of each head, a to e."""
    if set(answer) != set(HEADS):
        return f"the answer needs one entry for each of {', '.join(HEADS)}."
    for letter, word in answer.items():
        if word not in ("blind", "aware"):
            return f'{letter} is {word!r}: write "blind" or "aware".'
    truth = {letter: _verdict(head) for letter, head in HEADS.items()}
    wrong = [letter for letter in HEADS if answer[letter] != truth[letter]]
    return HINTS[wrong[0]] if wrong else None


@exercise("4.2")
def floors_of_five_rows(answer):
    """A dict of the two loss floors, in nats."""
    if set(answer) != {"order-blind", "order-aware"}:
        return 'the answer needs the entries "order-blind" and "order-aware".'
    data = load_question_rows()
    X, y = np.vstack([data.X, data.X[3]]), np.append(data.y, 0.0)
    seen = {"order-blind": np.sort(X, axis=1), "order-aware": X}
    for kind, given in answer.items():
        truth = _conditional_entropy(seen[kind], y)
        given = float(given)
        if abs(given - truth) < 1e-3:
            continue
        if abs(given - truth / np.log(2)) < 1e-3:
            return f"{kind}: that is in bits. Use the natural logarithm, as the loss does."
        if abs(given - _conditional_entropy(seen[kind][:4], y[:4])) < 1e-3:
            return f"{kind}: that is the floor of the four rows. Add the fifth."
        if kind == "order-aware" and abs(given - _unweighted(X, y)) < 2e-3:
            return f"{kind}: weight the entropy of each group with its share of the five rows."
        if kind == "order-aware" and abs(given - 0.6 * _entropy(2 / 3)) < 1e-3:
            return f"{kind}: the second group, rows 4 and 5, has two labels now."
        return f"{kind}: group equal inputs, then average the entropies, weighted by group size."
    return None


@exercise("4.3")
def orders_told_apart_by_a_kernel_of_two(answer):
    """How many of the 120 orders a linear Conv1D(8, 2, "same") and a mean tell apart."""
    truth = _told_apart(lambda e: _mean(layers.Conv1D(8, 2, padding="same")(e)))
    if int(answer) == truth and answer == int(answer):
        return None
    wide = _told_apart(lambda e: _mean(layers.Conv1D(8, 3, padding="same")(e)))
    if answer == wide:
        return "that is the kernel of three. Which vector does the kernel of two's right tap miss?"
    if answer == len(_orders()):
        return (
            "a kernel of two sees neighbours, but the mean adds all windows up. "
            "Write down the sum for each of the two taps."
        )
    if answer == 1:
        return "the two taps do not meet the same vectors: one of them misses an end of the row."
    return "which vectors does each of the two taps meet, in the sum over all five windows?"


@exercise("4.4")
def masked_maximum(answer):
    """A function (vectors, mask) that takes the maximum over the real positions."""
    if not callable(answer):
        return "hand in the function itself: answer = masked_max, without brackets."
    rng = np.random.default_rng(4)
    vectors = rng.normal(size=(6, 5, 3))
    vectors[:, 0] = 9.0  # in rows that begin with padding, the padding is the largest
    vectors[1] = -np.abs(vectors[1])  # a row whose entries are all below zero
    lengths = np.array([5, 3, 1, 4, 2, 5])
    mask = np.arange(5) < lengths[:, None]
    mask[3] = mask[3, ::-1]  # padded in front
    truth = np.array([row[real].max(axis=0) for row, real in zip(vectors, mask, strict=True)])
    kept = vectors.copy(), mask.copy()
    found = np.asarray(answer(vectors, mask))
    if not (np.array_equal(vectors, kept[0]) and np.array_equal(mask, kept[1])):
        return "the function changes the arrays that it is given: work on a copy, or use np.where."
    if found.shape != truth.shape:
        return f"for vectors of shape {vectors.shape} the result has shape {found.shape}."
    if np.allclose(found, truth):
        return None
    if np.allclose(found, vectors.max(axis=1)):
        return "the padding still takes part in the maximum."
    if np.allclose(found, (vectors * mask[:, :, None]).max(axis=1)):
        return (
            "padding set to 0 wins wherever all real entries are negative: it needs a value that "
            "never wins."
        )
    return "take, for each row and each dimension, the largest entry where the mask is True."


def _mean(e):
    return layers.GlobalAveragePooling1D()(e)


def _with_positions(e):
    numbers = ops.zeros_like(e[:, :, 0], dtype="int32") + ops.arange(5)
    return e + layers.Embedding(5, 2)(numbers)


def _causal_attention(e):
    return layers.MultiHeadAttention(num_heads=1, key_dim=8)(e, e, use_causal_mask=True)


HEADS = {
    "a": lambda e: layers.Flatten()(_mean(e)),
    "b": lambda e: _mean(layers.LSTM(8, return_sequences=True)(e)),
    "c": lambda e: _mean(layers.Dense(8, activation="tanh")(_with_positions(e))),
    "d": lambda e: layers.Concatenate()([_mean(e), layers.GlobalMaxPooling1D()(e)]),
    "e": lambda e: _mean(_causal_attention(e)),
}
HINTS = {
    "a": "a: when Flatten comes, how many vectors are left to stand side by side?",
    "b": "b: does the LSTM's output at position 4 depend on what it read before, and how?",
    "c": 'c: compare with "positions + mean". What stands between the sum and the mean here?',
    "d": "d: can two numbers that ignore the order tell you the order together?",
    "e": "e: which position sees one token only? Which token stands there?",
}


def _orders():
    return np.array(list(permutations(load_question_rows().X[2])))


def _verdict(head):
    return "blind" if _told_apart(head) == 1 else "aware"


def _told_apart(head):
    """How many different outputs a head gives for the orders of row 3, with random weights."""
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("float64")
    try:
        ids = keras.Input((5,), dtype="int32")
        start = keras.initializers.RandomUniform(-1, 1, seed=1)
        e = layers.Embedding(46, 2, embeddings_initializer=start)(ids)
        model = keras.Model(ids, layers.Dense(1)(head(e)))
        weights = np.random.default_rng(1)
        model.set_weights([weights.uniform(-1, 1, size=each.shape) for each in model.get_weights()])
        outputs = np.sort(model(_orders()).numpy()[:, 0])
    finally:
        keras.config.set_dtype_policy(policy)
    return int(1 + (np.diff(outputs) > SMALL).sum())


def _entropy(share):
    return -sum(each * np.log(each) for each in (share, 1 - share) if each > 0)


def _groups(seen, y):
    group = np.unique(seen, axis=0, return_inverse=True)[1].ravel()
    return [y[group == each] for each in range(group.max() + 1)]


def _conditional_entropy(seen, y):
    """Lowest mean cross-entropy, in nats, of a model that sees no more than `seen`."""
    return sum(len(labels) / len(y) * _entropy(labels.mean()) for labels in _groups(seen, y))


def _unweighted(seen, y):
    """The same without the groups' shares: the mean entropy of the groups."""
    return float(np.mean([_entropy(labels.mean()) for labels in _groups(seen, y)]))

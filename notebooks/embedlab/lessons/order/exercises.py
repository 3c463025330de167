"""Graders of notebook 04: which heads see order, loss floors, a table per column, Flatten."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Right, checks, close, exercise
from embedlab.exercises.guard import call

from itertools import permutations

import keras
import numpy as np
from keras import layers

check = checks(__name__)

SMALL = 1e-9  # between rounding in 64 bits, about 1e-16, and the smallest real difference
M, PLACES = 46, 5


@exercise(1)
def blind_or_aware(answer):
    """A dict that says "blind" or "aware" of each head, a to e."""
    options = dict.fromkeys(HEADS, ("blind", "aware"))
    answer = forms.choices(answer, options, '{"a": "blind", "b": "aware", ...}')
    truth = {letter: _verdict(head) for letter, head in HEADS.items()}
    wrong = {letter for letter in HEADS if answer[letter] != truth[letter]}
    if not wrong:
        return Right(
            "What comes after the pooling, or treats each vector alone, sees no order. What is "
            "read before a vector, or added to it inside a tanh, does not cancel."
        )
    first = (
        "not all of them. For each head, exchange two of the five vectors, and follow them "
        "through: does any step before the pooling treat them by their place?"
    )
    if any(truth[letter] == "blind" for letter in wrong):
        return first, (
            "you expect too much of at least one head. Where every vector is treated in the same "
            "way and then pooled, only the pooled vector is left, whatever follows."
        )
    return first, (
        "you expect too little of at least one head. Look for a vector that becomes something else "
        "because of what stands before it, or because of a position vector next to it in a tanh."
    )


@exercise(2, "add up share of rows times entropy, over the inputs that the head can see.")
def floors_of_five_rows(answer):
    """The two loss floors, in nats: a dict, or two numbers, blind and aware."""
    example = '{"order-blind": 0.123, "order-aware": 0.123}'
    kinds = ("order-blind", "order-aware")
    answer = forms.named(answer, kinds, example)
    given = {kind: forms.number(answer[kind], f"{kind}: 0.123") for kind in kinds}
    data = load_question_rows()
    X, y = np.vstack([data.X, data.X[3]]), np.append(data.y, 0.0)
    seen = {"order-blind": np.sort(X, axis=1), "order-aware": X}
    decimals = {}
    floors = [_conditional_entropy(seen[kind], y) for kind in kinds]
    if np.allclose([given[kind] for kind in kinds], floors[::-1], atol=0.002):
        return "both numbers are right, but exchanged: a head that sees more can get lower."
    for kind in kinds:
        truth = _conditional_entropy(seen[kind], y)
        decimals[kind] = forms.decimals_right(given[kind], truth, 3)
        if decimals[kind] < 1:
            return _wrong_floor(kind, given[kind], truth, seen[kind], y)
    if min(decimals.values()) < 3:
        return close(min(decimals.values()))
    return Right("The fifth row brings label noise to the second input, too: both floors rise.")


def _wrong_floor(kind, given, truth, seen, y):
    """The hints for a wrong floor."""
    direct = (
        f"{kind}: share of rows times entropy, added up over the inputs that this head can see: "
        + ("one input, five rows." if kind == "order-blind" else "rows 1 to 3, and rows 4 and 5.")
    )

    def near(value):
        return abs(given - value) < 0.002

    if near(truth / np.log(2)):
        return f"{kind}: that is in bits. Use the natural logarithm, as the loss does.", direct
    if near(_conditional_entropy(seen[:4], y[:4])):
        return f"{kind}: that is the floor of the four rows. Add the fifth.", direct
    if abs(given - np.log(2)) < 0.004:
        return f"{kind}: ln 2 is the floor for as many ones as zeros. Count the labels.", direct
    if kind == "order-aware" and near(_conditional_entropy(np.sort(seen, axis=1), y)):
        return f"{kind}: that is the order-blind floor. This head sees two inputs.", direct
    if kind == "order-aware" and near(np.mean([_entropy(2 / 3), _entropy(1 / 2)])):
        return f"{kind}: weight the entropy of each group with its share of the five rows.", direct
    if kind == "order-aware" and near(0.6 * _entropy(2 / 3)):
        return f"{kind}: the second group, rows 4 and 5, has two labels now.", direct
    return f"{kind}: group equal inputs, average the entropies, weighted by group size.", direct


@exercise(3, "the first column keeps its ids, the second gets 46 more, and so on.")
def renumber(answer):
    """A function (X) that gives every column of X its own ids, from 0 to 229."""
    function = forms.function(answer, "renumber(X)")
    every = np.tile(np.arange(M)[:, None], PLACES)  # each id in each column, shape (46, 5)
    rows = load_question_rows().X
    found = []
    for X in (every, rows):
        ids = _numbers(call(function, X))
        if ids is None or ids.shape != X.shape:
            return f"for X of shape {X.shape}, return an array of numbers of the same shape."
        found.append(ids)
    ids, of_rows = found
    if (ids != np.floor(ids)).any():
        return "ids are whole numbers: they name rows of a table."
    if np.array_equal(ids, every):
        return (
            "nothing has changed: id 8 in column 3 and id 8 in column 4 still share a row.",
            "add a number to each column, another one in each, so that no two columns overlap.",
        )
    if ids.min() < 0 or ids.max() >= M * PLACES:
        return (
            f"one of the new ids is {ids.min() if ids.min() < 0 else ids.max():.0f}: the table has "
            f"rows 0 to {M * PLACES - 1}.",
            "the first column may keep its ids; how many rows of the table does it use up?",
        )
    if len(np.unique(ids)) < M * PLACES:
        return (
            "two different pairs of column and id get the same number: they would share a row.",
            "column 1 needs 46 numbers of its own, column 2 the next 46, and so on.",
        )
    if not np.array_equal(of_rows, ids[rows, np.arange(PLACES)]):
        return "one id in one column gets another number in other rows: it must keep its number."
    return Right("A table per column is one larger table, read with ids that know their column.")


@exercise(4, "for each place t, add (p - y) v[t] to row ids[t] of a table of zeros.")
def gradient_under_flatten(answer):
    """A function (ids, v, p, y) that returns the gradient of the table under Flatten."""
    function = forms.function(answer, "flatten_gradient(ids, v, p, y)")
    v = np.random.default_rng(4).uniform(-1, 1, size=(PLACES, 2))
    for ids, p, y in (([3, 5, 8, 45, 2], 0.3, 1.0), ([3, 5, 3, 45, 3], 0.8, 0.0)):
        found = _numbers(call(function, np.array(ids), v, p, y))
        if found is None or found.shape != (M, 2):
            return "return an array of numbers of shape (46, 2): one row for each id of the table."
        hints = _wrong_gradient(found, np.array(ids), v, p - y, p)
        if hints:
            return hints
    return Right("The pull belongs to the place. A token in two places gets the sum of two pulls.")


def _wrong_gradient(found, ids, v, error, p):
    """The hints for a gradient that is not (p - y) v, added up; None if it is."""

    def table(pulls):
        full = np.zeros((M, 2))
        np.add.at(full, ids, pulls)
        return full

    overwritten = np.zeros((M, 2))
    overwritten[ids] = error * v
    direct = "for each place t, add (p - y) v[t] to row ids[t] of a table of zeros, shape (46, 2)."
    if np.allclose(found, table(error * v)):
        return None
    if np.allclose(found, -table(error * v)):
        return (
            "here the sign is wrong. The gradient has the sign of p - y; a step, the other.",
            direct,
        )
    if np.allclose(found, overwritten):
        return (
            "an id that stands in the row twice gets both pulls, added up; yours keeps the last.",
            "`table[ids] += ...` writes once for each id; a loop, or `np.add.at`, adds every time.",
        )
    if np.allclose(found, table(v)):
        return "that is the gradient of z. What does the loss add to it, by the chain rule?", direct
    if any(np.allclose(found, table(c * error * p * (1 - p) * v)) for c in (1, 2)):
        return "the loss is binary cross-entropy: its slope with respect to z is p - y.", direct
    if np.allclose(found, table(error * v / PLACES)) or np.allclose(
        found, table(error * v.mean(axis=0) * np.ones((PLACES, 1)))
    ):
        return (
            "that is a mean's. Under Flatten nothing is divided by five, and each place has its v.",
            direct,
        )
    return (
        "z is the sum of v[t] · w over the places, plus b. Which pull does place t pass on?",
        direct,
    )


def _numbers(found):
    """What a reader's function returned as finite float64, or None."""
    found = forms.array(found)
    return found if found is not None and np.isfinite(found).all() else None


def _mean(e):
    return layers.GlobalAveragePooling1D()(e)


class _AddPositions(layers.Layer):
    def build(self, shape):
        self.positions = self.add_weight(shape=shape[1:], name="positions")

    def call(self, e):
        return e + self.positions


HEADS = {
    "a": lambda e: layers.Flatten()(_mean(e)),
    "b": lambda e: _mean(layers.GRU(8, return_sequences=True)(e)),
    "c": lambda e: layers.GlobalMaxPooling1D()(layers.Dense(8, activation="tanh")(e)),
    "d": lambda e: layers.Concatenate()([_mean(e), layers.GlobalMaxPooling1D()(e)]),
    "e": lambda e: _mean(layers.Dense(8, activation="tanh")(_AddPositions()(e))),
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
        ids = keras.Input((PLACES,), dtype="int32")
        model = keras.Model(ids, layers.Dense(1)(head(layers.Embedding(M, 2)(ids))))
        weights = np.random.default_rng(1)
        model.set_weights([weights.uniform(-1, 1, size=each.shape) for each in model.get_weights()])
        outputs = np.sort(model(_orders()).numpy()[:, 0])
    finally:
        keras.config.set_dtype_policy(policy)
    return int(1 + (np.diff(outputs) > SMALL).sum())


def _entropy(share):
    return -sum(each * np.log(each) for each in (share, 1 - share) if each > 0)


def _conditional_entropy(seen, y):
    """Lowest mean cross-entropy, in nats, of a model that sees no more than `seen`."""
    group = np.unique(seen, axis=0, return_inverse=True)[1].ravel()
    groups = [y[group == each] for each in range(group.max() + 1)]
    return sum(len(labels) / len(y) * _entropy(labels.mean()) for labels in groups)

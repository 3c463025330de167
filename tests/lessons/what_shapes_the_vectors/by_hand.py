"""The trainings of the lesson on what shapes the vectors, in NumPy, by the losses' formulas."""

from embedlab.datasets import load_study_rows, load_study_tokens

import functools

import keras
import numpy as np

TOKENS, ROWS = load_study_tokens(), load_study_rows()
X, Y, NEW = ROWS.X[:1000], ROWS.y[:1000], ROWS.X[1000:]
MOOD, TOPIC, ROLE = TOKENS.label_group, TOKENS.topic, TOKENS.role


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def start(seed):
    return np.random.default_rng(seed).uniform(-0.05, 0.05, (2, 24, 8))


def unit(seed, k=8):
    """The weights and the bias with which Keras begins a unit."""
    keras.utils.set_random_seed(seed)
    layer = keras.layers.Dense(1)
    layer.build((None, k))
    return layer.kernel.numpy()[:, 0].astype(float), np.zeros(1)


def pair_weights(rows, window=1):
    """How much each pair weighs with target 1 and with target 0, two draws for each true pair."""
    true = np.zeros((24, 24))
    for a in range(5):
        for b in range(5):
            if 0 < abs(a - b) <= window:
                np.add.at(true, (rows[:, a], rows[:, b]), 1)
    often = np.bincount(rows.ravel(), minlength=24) ** 0.75
    return true, 2 * true.sum(axis=1, keepdims=True) * often / often.sum()


def of_labels(W, v, b, rows, y):
    """Gradients of the cross-entropy of a mean and a unit, for the table, the unit and its bias."""
    means = W[rows].mean(axis=1)
    error = (sigmoid(means @ v + b) - y) / len(y)
    of_table = np.zeros_like(W)
    np.add.at(of_table, rows, (error[:, None] * v / 5)[:, None])
    return of_table, means.T @ error, error.sum(keepdims=True)


def of_order(W, C, true, false):
    """Gradients of skip-gram's loss for both tables."""
    error = (sigmoid(W @ C.T) * (true + false) - true) / (true + false).sum()
    return error @ C, error.T @ W


def adam(parameters, gradients_of, steps, rate=0.1):
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in parameters]
    for step in range(1, steps + 1):
        scale = rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        for each, (m, v), g in zip(parameters, moments, gradients_of(*parameters), strict=True):
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            each -= scale * m / (np.sqrt(v) + 1e-7)
    return parameters[0]


@functools.cache
def by_labels(seed, y=None):
    (W, _), (v, b) = start(seed), unit(seed)
    for _ in range(100):
        g = of_labels(W, v, b, X, Y if y is None else np.array(y))
        W, v, b = W - 8 * (g[0] + 0.0006 * W), v - 8 * g[1], b - 8 * g[2]
    return W


def by_order(seed, rows=X, window=1):
    weights = pair_weights(rows, window)

    def gradients(W, C):
        of_w, of_c = of_order(W, C, *weights)
        return of_w + 0.0006 * W, of_c + 0.0006 * C

    return adam([*start(seed)], gradients, 100)


@functools.cache
def by_both(seed, lam):
    weights = pair_weights(X)

    def gradients(W, C, v, b):
        of_table, of_v, of_b = of_labels(W, v, b, X, Y)
        of_w, of_c = of_order(W, C, *weights)
        first = (1 - lam) * of_table + lam * of_w + 0.0006 * W
        return first, lam * of_c + 0.0006 * C, (1 - lam) * of_v, (1 - lam) * of_b

    return adam([*start(seed), *unit(seed)], gradients, 100)


def majority(rows, groups):
    return (groups[rows].sum(axis=1) >= 3).astype(float)


def accuracy(seed, table, groups, labelled, frozen, trained, rate=1.0):
    """How often mean and unit are right on new rows after steps with and without a fixed table."""
    W, (v, b) = np.array(table, float), unit(seed, np.shape(table)[1])
    y = majority(labelled, groups)
    for step in range(frozen + trained):
        of_table, of_v, of_b = of_labels(W, v, b, labelled, y)
        speed = rate if step >= frozen else 1.0
        W, v, b = W - speed * (step >= frozen) * of_table, v - speed * of_v, b - speed * of_b
    return np.mean((W[NEW].mean(axis=1) @ v + b > 0) == majority(NEW, groups))


def share(table, groups):
    """One minus what is left inside the groups of the squared distances to the common centre."""
    inside = [table[groups == group] for group in np.unique(groups)]
    left = sum(((each - each.mean(axis=0)) ** 2).sum() for each in inside)
    return 1 - left / ((table - table.mean(axis=0)) ** 2).sum()


def shares(table):
    return [share(table, groups) for groups in (MOOD, TOPIC, ROLE)]


def named(table, groups, token):
    """What least squares with a penalty, fitted to the other words, says of one (0 or 1)."""
    others = np.arange(24) != token
    a, b = table[others], np.where(groups[others] == 1, 1.0, -1.0)
    centre, middle = a.mean(axis=0), b.mean()
    rule = np.linalg.solve((a - centre).T @ (a - centre) + np.eye(len(centre)), (a - centre).T @ b)
    return int((table[token] - centre) @ rule + middle > 0)


def probe(table, groups):
    return np.mean([named(table, groups, token) == groups[token] for token in range(24)])

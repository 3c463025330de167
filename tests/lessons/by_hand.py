"""Models, losses and trainings in NumPy, by their formulas: what truths hold Keras against."""

from embedlab.datasets import load_flight_rows, load_study_rows, load_study_tokens

import functools
import pickle

import keras
import numpy as np
from scipy.special import expit as sigmoid

# the question's rows
TOKENS = [3, 5, 8, 45, 2]
WORDS = dict(zip(TOKENS, ["the", "film", "was", "not", "good"], strict=True))
X = [TOKENS, TOKENS, TOKENS, [3, 5, 45, 8, 2]]
Y = [1, 0, 1, 1]
# the study rows: those to train on, and later ones
STUDY, STUDY_TOKENS = load_study_rows(), load_study_tokens()
STUDY_X, STUDY_Y = STUDY.X[:1000], STUDY.y[:1000]
MOOD, TOPIC, ROLE = STUDY_TOKENS.label_group, STUDY_TOKENS.topic, STUDY_TOKENS.role


@functools.cache
def flights():
    """All flight rows; which of them end before October, and which begin in it or later."""
    rows, cut = load_flight_rows(), np.datetime64("2013-10-01")
    return rows, rows.last_date < cut, rows.date >= cut


def cached(function):
    """Remember what a function made of arrays: the pages of many falsehoods share most of them."""
    known = {}

    @functools.wraps(function)
    def wrapped(*arguments, **options):
        key = pickle.dumps((arguments, options))
        if key not in known:
            known[key] = function(*arguments, **options)
        return known[key]

    return wrapped


def losses(p, y):
    """The cross-entropy of each row."""
    return -np.log(np.where(np.asarray(y) == 1, p, 1 - p))


def cosine(a, b):
    a, b = np.ravel(a), np.ravel(b)
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


def majority(rows, groups):
    return (groups[rows].sum(axis=1) >= 3).astype(float)


# ---- where models begin


def start(seed, m=46, k=2):
    """Two tables as wide as Keras draws them; shape (2, m, k)."""
    return np.random.default_rng(seed).uniform(-0.05, 0.05, (2, m, k))


@functools.cache
def unit(seed, k=8):
    """The weights and the bias with which Keras begins a unit."""
    keras.utils.set_random_seed(seed)
    layer = keras.layers.Dense(1)
    layer.build((None, k))
    return layer.kernel.numpy()[:, 0].astype(float), 0.0


# ---- gradients


def held(rows, m=46):
    """Which share of each row each token has; shape (rows, m)."""
    rows = np.asarray(rows)
    found = np.zeros((len(rows), m))
    np.add.at(found, (np.arange(len(rows))[:, None], rows), 1 / rows.shape[1])
    return found


def of_labels(W, v, b, shares, y):
    """Gradients of the cross-entropy of a mean and a unit, for the table, the unit and its bias."""
    means = shares @ W
    error = (sigmoid(means @ v + b) - y) / len(y)
    return np.outer(shares.T @ error, v), means.T @ error, error.sum()


@cached
def pair_weights(rows, m=46, window=1, negatives=2, drawn=False, skip=False):
    """How much each pair (centre, context) weighs with target 1, and with target 0 on average.

    drawn: each centre's window is any from 1 to `window`; skip: no draw is the target of its pair.
    """
    rows, true = np.asarray(rows), np.zeros((m, m))
    for distance in range(1, window + 1):
        weight = (window + 1 - distance) / window if drawn else 1
        left, right = rows[:, :-distance], rows[:, distance:]
        np.add.at(true, (left, right), weight)
        np.add.at(true, (right, left), weight)
    often = np.bincount(rows.ravel(), minlength=m) ** 0.75
    from_here = true.sum(axis=1, keepdims=True) - (true if skip else 0)
    return true, negatives * from_here * often / often.sum()


def of_order(W, C, true, false):
    """Gradients of skip-gram's loss for both tables."""
    error = (sigmoid(W @ C.T) * (true + false) - true) / (true + false).sum()
    return error @ C, error.T @ W


# ---- trainings


def sgd(rate):
    return lambda weights, gradient: weights - rate * gradient


def adam(rate):
    """Steps of Adam for one array (Kingma and Ba 2015), with Keras's numbers.

    A gradient may be a pair: itself, and what stands for its squares.
    """
    mean, square, steps = 0.0, 0.0, 0

    def step(weights, gradient):
        nonlocal mean, square, steps
        gradient, squares = gradient if isinstance(gradient, tuple) else (gradient, gradient**2)
        steps += 1
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * squares
        scale = rate * np.sqrt(1 - 0.999**steps) / (1 - 0.9**steps)
        return weights - scale * mean / (np.sqrt(square) + 1e-7)

    return step


def descend(weights, gradients, batches, kind=sgd, rate=1.0):
    """Lists of all weights before and after each step of `sgd` or `adam`.

    gradients(*weights, *batch) are the gradients of a batch, one for each array of weights.
    """
    film, moves = [list(weights)], [kind(rate) for _ in weights]
    for batch in batches:
        asked = gradients(*film[-1], *batch)
        film.append([move(*each) for move, *each in zip(moves, film[-1], asked, strict=True)])
    return film


@cached
def skip_gram(rows, tables, penalty=0.0075, steps=500, kind=sgd, rate=4.0, **which):
    """Both tables of skip-gram after full batches; which: see `pair_weights`."""
    weights = pair_weights(rows, len(tables[0]), **which)

    def gradients(W, C):
        of_w, of_c = of_order(W, C, *weights)
        return of_w + 2 * penalty * W, of_c + 2 * penalty * C

    return descend(tables, gradients, [()] * steps, kind, rate)[-1]


@cached
def by_both(seed, lam, rows=STUDY_X, y=STUDY_Y, window=1):
    """The table after 100 steps on (1 − λ) · label loss + λ · order loss of the study rows."""
    weights, shares = pair_weights(rows, 24, window), held(STUDY_X, 24)

    def gradients(W, C, v, b):
        of_table, of_v, of_b = of_labels(W, v, b, shares, y)
        of_w, of_c = of_order(W, C, *weights)
        first = (1 - lam) * of_table + lam * of_w + 0.0006 * W
        return first, lam * of_c + 0.0006 * C, (1 - lam) * of_v, (1 - lam) * of_b

    how = (sgd, 8.0) if lam == 0 else (adam, 0.1)
    return descend([*start(seed, 24, 8), *unit(seed)], gradients, [()] * 100, *how)[-1][0]


def share(table, groups):
    """One minus what is left inside the groups of the squared distances to the common centre."""
    inside = [table[groups == group] for group in np.unique(groups)]
    left = sum(((each - each.mean(axis=0)) ** 2).sum() for each in inside)
    return 1 - left / ((table - table.mean(axis=0)) ** 2).sum()

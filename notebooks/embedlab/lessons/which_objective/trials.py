"""What earlier lessons have written out, as short calls for one trial after the other."""

from embedlab.models import skip_gram_model
from embedlab.objectives import cooccurrence_counts, skip_gram_examples
from embedlab.training import train

import timeit

import keras
import numpy as np
import tensorflow as tf
from sklearn.linear_model import LogisticRegression


def skip_gram(rows, starts, steps=300, negatives=2, penalty=0.0005, optimizer=None):
    """The tables W and C after training by order; starts: shape (2, m, k)."""
    model = skip_gram_model(starts[0], starts[1], penalty, optimizer)
    pairs = skip_gram_examples(rows, len(starts[0]), negatives=negatives)
    W = train(model, **pairs, steps=steps, layer="embedding").after
    return W, model.get_layer("context").get_weights()[0]


def share_caught(scores, rows):
    """Of all pairs of neighbours in rows, those with one of a token's five highest scores.

    A token is not recommended to itself, and not counted as its own neighbour.
    """
    m = len(scores)
    beside = cooccurrence_counts(rows, m, window=1) * (1 - np.eye(m))
    five = np.argsort(-np.where(np.eye(m), -np.inf, scores), axis=1)[:, :5]
    return np.take_along_axis(beside, five, axis=1).sum() / beside.sum()


def accuracy(table, X, target, few, unseen):
    """Of one unit on the mean of frozen vectors: fitted to the rows `few`, tried on `unseen`."""
    means = (table / table.std())[X].mean(axis=1, dtype=float)
    unit = LogisticRegression(C=1000, tol=1e-9, max_iter=50_000)
    return unit.fit(means[few], target[few]).score(means[unseen], target[unseen])


def milliseconds(optimizer, m):
    """The shortest time of 15 updates of a table of m vectors by a gradient for 160 of them."""
    table = keras.Variable(np.zeros((m, 2), np.float32))
    update = [tf.IndexedSlices(tf.ones((160, 2)), tf.range(160), (m, 2))], [table]
    return 1e3 * min(timeit.repeat(lambda: optimizer.apply(*update), number=1, repeat=15))

"""The joint training of lesson 06 on rows that are too many for one batch."""

from embedlab.models import skip_gram_model
from embedlab.objectives import skip_gram_examples

import random

import keras
import numpy as np


def train_by_both(X, y, starts, seed):
    """Two models that hold one Embedding layer take turns; returns its table.

    X, y: rows of five ids and their labels. starts: the tables of tokens and of contexts, shape
    (2, m, k). A step: a batch of 4,096 rows for a mean and a unit, then all pairs of skip-gram.
    """
    order = skip_gram_model(starts[0], starts[1], 5e-6, keras.optimizers.Adam(0.2))
    pairs = skip_gram_examples(X, len(starts[0]), window=1, negatives=5)
    random.seed(seed)  # Keras draws the unit by it
    mean, unit = keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(1, "sigmoid")
    shared = order.get_layer("embedding")
    label = keras.Sequential([keras.Input((5,), dtype="int32"), shared, mean, unit])
    label.compile(keras.optimizers.Adam(0.1), loss="binary_crossentropy")
    for model in (label, order):  # or Keras traces the first step once more, to make its variables
        model.optimizer.build(model.trainable_variables)
    rng = np.random.default_rng(seed)
    for _ in range(45):
        some = rng.integers(len(X), size=4096)
        label.train_on_batch(X[some], y[some])
        order.train_on_batch(pairs["x"], pairs["y"], pairs["sample_weight"])
    return shared.get_weights()[0]

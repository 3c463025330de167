"""The shared models against their formulas, in NumPy."""

from embedlab.models import label_model, skip_gram_model

import keras
import numpy as np

rng = np.random.default_rng(3)
W, C = rng.normal(size=(2, 7, 3)).astype("float32")
ROWS = np.array([[1, 4, 4], [6, 0, 2]])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_label_model_is_a_sigmoid_of_the_mean_vector():
    keras.utils.set_random_seed(1)
    model = label_model(W, row_length=3, learning_rate=0.5)
    table, v, b = model.get_weights()
    np.testing.assert_array_equal(table, W)
    expected = sigmoid(W[ROWS].mean(axis=1) @ v + b)
    np.testing.assert_allclose(np.asarray(model(ROWS)), expected, rtol=1e-5)
    assert float(model.optimizer.learning_rate) == 0.5
    assert not label_model(W, row_length=3, trainable=False).layers[0].trainable


def test_skip_gram_model_scores_by_dot_product_and_pays_for_long_vectors():
    model = skip_gram_model(W, C, penalty=0.01)
    centre, context, y = np.array([1, 4]), np.array([6, 4]), np.array([1.0, 0.0])
    scores = (W[centre] * C[context]).sum(axis=1)
    np.testing.assert_allclose(np.asarray(model([centre, context]))[:, 0], scores, rtol=1e-5)
    losses = -np.log(sigmoid(np.where(y == 1, scores, -scores)))
    expected = losses.mean() + 0.01 * ((W**2).sum() + (C**2).sum())
    found = model.evaluate([centre, context], y, verbose=0)
    np.testing.assert_allclose(found, expected, rtol=1e-5)

"""GloVe's model and examples against its definition, written out pair by pair."""

from embedlab.models import glove_model
from embedlab.objectives import glove_examples

import math

import numpy as np
import pytest

ROWS = [[3, 5, 8, 45, 2], [3, 5, 8, 5, 2]]
M = 46


def counted_by_hand(rows, window):
    """(centre, context) -> the sum of 1/distance over all places."""
    counts = {}
    for row in rows:
        for i, centre in enumerate(row):
            for j, context in enumerate(row):
                if 0 < abs(i - j) <= window:
                    counts[centre, context] = counts.get((centre, context), 0) + 1 / abs(i - j)
    return counts


@pytest.mark.parametrize(("window", "x_max"), [(4, 1.0), (2, 1.0), (4, 3.0)])
def test_examples_are_log_counts_with_their_weights(window, x_max):
    examples = glove_examples(ROWS, M, window, x_max)
    counts = counted_by_hand(ROWS, window)
    found = list(zip(*(ids.tolist() for ids in examples["x"]), strict=True))
    assert sorted(found) == sorted(counts)
    weights = np.array([min(1, (counts[pair] / x_max) ** 0.75) for pair in found])
    np.testing.assert_allclose(examples["y"], [math.log(counts[pair]) for pair in found])
    np.testing.assert_allclose(examples["sample_weight"], weights / weights.mean())


@pytest.mark.parametrize("x_max", [0, -1, math.inf, None, "1"])
def test_an_impossible_x_max_is_refused(x_max):
    with pytest.raises(ValueError, match="x_max"):
        glove_examples(ROWS, M, 4, x_max)


def test_the_model_is_a_dot_product_plus_two_biases_under_weighted_squares():
    rng = np.random.default_rng(0)
    W, C = rng.normal(size=(2, M, 3)).astype("float32")
    b, c = rng.normal(size=(2, M, 1)).astype("float32")
    model = glove_model(W, C, penalty=0.1)
    model.get_layer("bias").set_weights([b])
    model.get_layer("context_bias").set_weights([c])
    x, y, weight = glove_examples(ROWS, M).values()
    fit = [W[i] @ C[j] + b[i, 0] + c[j, 0] for i, j in zip(*x, strict=True)]
    np.testing.assert_allclose(model(x).numpy()[:, 0], fit, rtol=1e-5)
    squares = np.mean(weight * (np.array(fit) - y) ** 2) + 0.1 * ((W**2).sum() + (C**2).sum())
    loss = model.compute_loss(x=x, y=y, y_pred=model(x), sample_weight=weight)
    np.testing.assert_allclose(float(loss), squares, rtol=1e-5)

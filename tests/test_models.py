"""The shared models against their formulas, in NumPy."""

from embedlab.models import glove_model, label_model, skip_gram_model

from functools import partial

import keras
import numpy as np
import pytest

rng = np.random.default_rng(3)
W, C = rng.normal(size=(2, 7, 3)).astype("float32")
ROWS, LABELS = np.array([[1, 4, 4], [6, 0, 2]]), np.array([1.0, 0.0])
PAIRS = [np.array([1, 4]), np.array([6, 4])]
WEIGHTS = np.array([0.5, 1.5])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cross_entropy(z):
    return -np.log(sigmoid(np.where(LABELS == 1, z, -z)))


def loss_of(model, x, y=LABELS):
    """The loss with its penalties, as training sees it."""
    return float(model.compute_loss(x=x, y=y, y_pred=model(x), sample_weight=WEIGHTS))


@pytest.mark.parametrize("W", [W, W.tolist()])
def test_label_model_is_a_sigmoid_of_the_mean_vector(W):
    keras.utils.set_random_seed(1)
    model = label_model(W, row_length=3)
    table, v, b = model.get_weights()
    np.testing.assert_array_equal(table, W)
    z = (table[ROWS].mean(axis=1) @ v + b)[:, 0]
    np.testing.assert_allclose(np.asarray(model(ROWS))[:, 0], sigmoid(z), rtol=1e-5)
    np.testing.assert_allclose(loss_of(model, ROWS), (WEIGHTS * cross_entropy(z)).mean(), rtol=1e-5)
    assert (model.input_shape, label_model(W).input_shape) == ((None, 3), (None, 5))
    assert [layer.name for layer in model.layers] == ["embedding", "mean", "unit"]
    assert not label_model(W, trainable=False).layers[0].trainable


@pytest.mark.parametrize("penalty", [None, 0.01])
def test_skip_gram_model_scores_by_dot_product_and_pays_for_long_vectors(penalty):
    model = skip_gram_model(W, C, **({} if penalty is None else {"penalty": penalty}))
    scores = (W[PAIRS[0]] * C[PAIRS[1]]).sum(axis=1)
    np.testing.assert_allclose(np.asarray(model(PAIRS))[:, 0], scores, rtol=1e-5)
    expected = (WEIGHTS * cross_entropy(scores)).mean()
    expected += (penalty or 0) * ((W**2).sum() + (C**2).sum())
    np.testing.assert_allclose(loss_of(model, PAIRS), expected, rtol=1e-5)
    np.testing.assert_array_equal(model.get_layer("embedding").get_weights()[0], W)
    np.testing.assert_array_equal(model.get_layer("context").get_weights()[0], C)


@pytest.mark.parametrize("penalty", [None, 0.1])
def test_glove_model_is_a_dot_product_plus_two_biases_under_weighted_squares(penalty):
    model = glove_model(W, C, **({} if penalty is None else {"penalty": penalty}))
    assert not model.get_layer("bias").get_weights()[0].any()
    b, c = rng.normal(size=(2, 7, 1)).astype("float32")
    model.get_layer("bias").set_weights([b])
    model.get_layer("context_bias").set_weights([c])
    y = np.array([0.3, -2.0])
    fit = [W[i] @ C[j] + b[i, 0] + c[j, 0] for i, j in zip(*PAIRS, strict=True)]
    np.testing.assert_allclose(np.asarray(model(PAIRS))[:, 0], fit, rtol=1e-5)
    squares = np.mean(WEIGHTS * (np.array(fit) - y) ** 2)
    squares += (penalty or 0) * ((W**2).sum() + (C**2).sum())
    np.testing.assert_allclose(loss_of(model, PAIRS, y), squares, rtol=1e-5)


@pytest.mark.parametrize("make", [label_model, partial(skip_gram_model, W)])
@pytest.mark.parametrize("value", [np.nan, 1e39, "1"])
def test_a_table_that_no_layer_can_begin_with_is_refused(make, value):
    table = W.astype(object)
    table[2, 1] = value
    with pytest.raises(ValueError, match=r"^the table: row 2, column 1: .* is (not a n|beyond)"):
        make(table)


def test_two_tables_have_one_shape_and_rows_a_length():
    for bad in (W[:, :2], W[:3]):
        with pytest.raises(ValueError, match=r"^the tables differ in shape: \(7, 3\) and \("):
            glove_model(W, bad)
    for bad in (0, 2.0, True, "5"):
        with pytest.raises(ValueError, match=f"^row_length must be a whole number .*{bad!r}"):
            label_model(W, bad)


MODELS = [(label_model(W), 1.0), (label_model(W, learning_rate=0.25), 0.25)]
MODELS += [(skip_gram_model(W, C), 4.0), (glove_model(W, C), 1.0)]


@pytest.mark.parametrize(("model", "rate"), MODELS)
def test_models_take_steps_of_plain_gradient_descent(model, rate):
    assert type(model.optimizer) is keras.optimizers.SGD
    assert float(model.optimizer.learning_rate) == rate


@pytest.mark.parametrize("make", [skip_gram_model, glove_model])
def test_models_of_pairs_take_the_optimizer_that_is_given(make):
    given = keras.optimizers.Adam(0.1)
    assert make(W, C, optimizer=given).optimizer is given

"""`train` must be `model.fit`, only faster and filmed; and refuse what it cannot film."""

from embedlab.datasets import load_question_rows
from embedlab.training import Film, find_embedding, table_gradient, train

import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
X, Y = load_question_rows()[:2]
HEADS = {
    "mean": lambda: [keras.layers.GlobalAveragePooling1D()],
    "max": lambda: [keras.layers.GlobalMaxPooling1D()],
    "flatten": lambda: [keras.layers.Flatten()],
    "dropout": lambda: [keras.layers.Dropout(0.5), keras.layers.Flatten()],
    "batchnorm": lambda: [keras.layers.Flatten(), keras.layers.BatchNormalization()],
    "gru": lambda: [keras.layers.GRU(3)],
    "bilstm": lambda: [keras.layers.Bidirectional(keras.layers.LSTM(2))],
}


def build(head="mean", optimizer="sgd", seed=3, regularizer=None, **compile_options):
    keras.utils.set_random_seed(seed)
    table = keras.layers.Embedding(46, 2, embeddings_regularizer=regularizer, name="embedding")
    output = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Sequential([keras.Input((5,), dtype="int32"), table, *HEADS[head](), output])
    model.compile(optimizer, "binary_crossentropy", **compile_options)
    return model


def assert_same_as_fit(make_model, steps=12, x=X, y=Y, sample_weight=None):
    filmed, fitted = make_model(), make_model()
    film = train(filmed, x, y, steps, sample_weight=sample_weight)
    history = fitted.fit(
        x,
        y,
        sample_weight=sample_weight,
        batch_size=len(y),
        epochs=steps,
        shuffle=False,
        verbose=0,
    )
    for ours, theirs in zip(filmed.get_weights(), fitted.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)
    np.testing.assert_allclose(film.losses, history.history["loss"], atol=1e-6)
    np.testing.assert_array_equal(film.after, filmed.get_layer("embedding").get_weights()[0])
    return film


@pytest.mark.parametrize("head", HEADS)
def test_same_weights_as_fit_for_any_head(head):
    assert_same_as_fit(lambda: build(head, keras.optimizers.SGD(0.5)))


@pytest.mark.parametrize(
    "optimizer",
    [
        lambda: keras.optimizers.SGD(0.3, momentum=0.9, nesterov=True),
        lambda: keras.optimizers.Adam(0.05),
        lambda: keras.optimizers.AdamW(0.05, weight_decay=0.1),
        lambda: keras.optimizers.RMSprop(0.01),
        lambda: keras.optimizers.Adagrad(0.1),
        lambda: keras.optimizers.Ftrl(0.1),
        lambda: keras.optimizers.Lion(0.01),
        lambda: keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.1, 3, 0.5)),
        lambda: keras.optimizers.SGD(0.5, clipnorm=0.01),
    ],
)
def test_same_weights_as_fit_for_any_optimizer(optimizer):
    assert_same_as_fit(lambda: build("flatten", optimizer()))


def test_same_weights_as_fit_with_regularizer_and_sample_weight():
    regularizer = keras.regularizers.L2(0.1)
    assert_same_as_fit(
        lambda: build("flatten", keras.optimizers.SGD(0.5), regularizer=regularizer),
        sample_weight=np.array([1, 0.5, 2, 0]),
    )


@pytest.mark.parametrize("length", [1, 2, 9])
def test_rows_of_other_lengths_ids_and_labels(length):
    rng = np.random.default_rng(length)
    rows, labels = rng.integers(0, 46, (7, length)), rng.random(7)

    def make_model():
        keras.utils.set_random_seed(0)
        layers = [keras.layers.Embedding(46, 3, name="embedding"), keras.layers.Flatten()]
        model = keras.Sequential([keras.Input((length,)), *layers, keras.layers.Dense(1)])
        model.compile("adam", "mse")
        return model

    film = assert_same_as_fit(make_model, x=rows, y=labels)
    assert film.tables.shape == (13, 46, 3)


def test_film_shows_every_step_of_a_hand_computed_descent():
    """One token, identity head, squared error: w <- w - lr * 2 (w - y), by hand."""
    table = keras.layers.Embedding(1, 1, embeddings_initializer="ones", name="embedding")
    model = keras.Sequential([keras.Input((1,), dtype="int32"), table, keras.layers.Flatten()])
    model.compile(keras.optimizers.SGD(0.1), "mse")
    film = train(model, np.array([[0]]), np.array([3.0]), steps=5)
    by_hand = [1.0]
    for _ in range(5):
        by_hand.append(by_hand[-1] - 0.1 * 2 * (by_hand[-1] - 3.0))
    np.testing.assert_allclose(film.tables[:, 0, 0], by_hand, rtol=1e-6)
    np.testing.assert_allclose(film.losses, [(w - 3.0) ** 2 for w in by_hand[:-1]], rtol=1e-6)


def test_second_call_goes_on_from_the_first():
    once, twice = build(optimizer="adam"), build(optimizer="adam")
    film = train(once, X, Y, 10)
    first, second = train(twice, X, Y, 4), train(twice, X, Y, 6)
    np.testing.assert_array_equal(np.concatenate([first.tables, second.tables[1:]]), film.tables)


def test_rows_may_be_lists():
    by_list, by_array = build(), build()
    film = train(by_list, X.tolist(), Y.tolist(), 3)
    np.testing.assert_array_equal(film.tables, train(by_array, [X], Y, 3).tables)


def test_film_has_before_and_after():
    tables = np.arange(12.0).reshape(3, 2, 2)
    film = Film(tables, np.zeros(2))
    np.testing.assert_array_equal(film.before, tables[0])
    np.testing.assert_array_equal(film.after, tables[2])


def test_two_tables_need_a_name():
    inputs = [keras.Input((), dtype="int32", name=name) for name in ("centre", "context")]
    layers = [keras.layers.Embedding(46, 2, name=name) for name in ("first", "second")]
    vectors = [layer(each) for layer, each in zip(layers, inputs, strict=True)]
    model = keras.Model(inputs, keras.layers.Dot(axes=1)(vectors))
    model.compile("sgd", "mse")
    x = [np.array([3, 5]), np.array([5, 3])]
    with pytest.raises(ValueError, match=r"embedding layers \['first', 'second'\].*Name one"):
        train(model, x, np.ones(2), 1)
    film = train(model, x, np.ones(2), 1, layer="second")
    np.testing.assert_array_equal(film.after, layers[1].get_weights()[0])
    assert find_embedding(model, layers[0]) is layers[0]
    with pytest.raises(ValueError, match=r"x of layer 'second': row 2, column 1: 46 is beyond"):
        train(model, [np.array([3, 5]), np.array([5, 46])], np.ones(2), 1, layer="first")


def test_two_data_sets_of_different_length_train_one_table():
    """The joint objectives of the series: rows with labels and pairs of tokens in one model."""
    table = keras.layers.Embedding(46, 2, name="embedding")
    rows, token = keras.Input((5,), dtype="int32"), keras.Input((), dtype="int32")
    mean = keras.layers.GlobalAveragePooling1D()(table(rows))
    outputs = [keras.layers.Dense(1)(mean), keras.layers.Dense(1)(table(token))]
    model = keras.Model([rows, token], outputs)
    model.compile(keras.optimizers.SGD(0.1), ["mse", "mse"], loss_weights=[0.25, 0.75])
    before = table.get_weights()[0]
    film = train(model, [X, np.array([7, 9])], [Y, np.ones(2)], steps=3)
    moved = np.flatnonzero((film.after != before).any(axis=1))
    assert moved.tolist() == [2, 3, 5, 7, 8, 9, 45]


def test_layer_inside_a_nested_model_is_found():
    inner = keras.Sequential([keras.Input((5,)), keras.layers.Embedding(46, 2, name="inside")])
    model = keras.Sequential([inner, keras.layers.Flatten(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    assert train(model, X, Y, 2).tables.shape == (3, 46, 2)


@pytest.mark.parametrize("steps", [10**13, 1e13])
def test_a_film_beyond_all_memory_is_refused(steps):
    with pytest.raises(ValueError, match=r"a film of 10000000000000 steps takes \d+ GB"):
        train(build(), X, Y, steps)


def test_ids_that_reach_a_nested_table_are_checked():
    """The outer input is of floats, so that only the lookup itself sees ids."""
    inner = keras.Sequential([keras.Input((5,)), keras.layers.Embedding(46, 2, name="inside")])
    model = keras.Sequential([inner, keras.layers.Flatten(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    for bad, message in ((X + 1, "46 is beyond the table"), (X + 0.5, "3.5 is fractional")):
        with pytest.raises(ValueError, match=rf"x of layer 'inside': row 1, column \d: {message}"):
            train(model, bad, Y, 1)
    before = keras.layers.Embedding.call
    train(model, X, Y, 1)
    assert keras.layers.Embedding.call is before


def test_models_without_an_input_are_trained_too():
    class Mean(keras.Model):
        def __init__(self):
            super().__init__()
            self.embedding = keras.layers.Embedding(46, 2)
            self.unit = keras.layers.Dense(1)

        def call(self, ids):
            return self.unit(keras.ops.mean(self.embedding(ids), axis=1))

    sequential = keras.Sequential(
        [keras.layers.Embedding(46, 2), keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    for model in (Mean(), sequential):
        model.compile("sgd", "mse")
        with pytest.raises(ValueError, match="46 is beyond the table"):
            train(model, X + 1, Y, 1)
        assert np.abs(np.diff(train(model, X, Y, 2).tables, axis=0)).max() > 0


def test_labels_from_minus_1_to_1_are_welcome_under_another_loss():
    model = build()
    model.compile("sgd", "mse")
    train(model, X, 2 * Y - 1, 1)


def test_table_gradient_is_what_nudging_every_number_gives():
    """Central differences of the loss, which is written out in NumPy."""
    model = build("flatten")
    table, v, b = (weights.astype(float) for weights in model.get_weights())
    weight = np.array([1.0, 2.0, 0.5, 3.0])

    def loss(values):
        p = 1 / (1 + np.exp(-(values[X].reshape(4, -1) @ v + b)[:, 0]))
        return np.mean(-weight * (Y * np.log(p) + (1 - Y) * np.log(1 - p)))

    expected = np.zeros_like(table)
    for place in np.ndindex(*table.shape):
        nudge = np.zeros_like(table)
        nudge[place] = 1e-5
        expected[place] = (loss(table + nudge) - loss(table - nudge)) / 2e-5
    found = table_gradient(model, X, Y, sample_weight=weight)
    np.testing.assert_allclose(found, expected, atol=1e-6)
    np.testing.assert_array_equal(model.layers[0].get_weights()[0], table.astype("float32"))


def test_table_gradient_is_the_step_of_plain_gradient_descent():
    model = build("mean", keras.optimizers.SGD(1.0))
    gradient = table_gradient(model, X, Y)
    film = train(model, X, Y, steps=1)
    np.testing.assert_allclose(film.before - film.after, gradient, atol=1e-7)
    with pytest.raises(ValueError, match="46 is beyond the table"):
        table_gradient(model, X + 1, Y)


def test_model_without_an_embedding_is_refused():
    model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(1)], name="plain")
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match=r"needs one Embedding layer; model 'plain' has none"):
        train(model, X, Y, 1)


def test_layer_of_another_model_is_refused():
    other = keras.layers.Embedding(46, 2, name="stranger")
    with pytest.raises(ValueError, match="'stranger' is not in the model"):
        train(build(), X, Y, 1, layer=other)


def test_model_that_is_not_compiled_is_refused():
    model = keras.Sequential([keras.Input((5,)), keras.layers.Embedding(46, 2)])
    with pytest.raises(ValueError, match=r"model\.compile"):
        train(model, X, Y, 1)


def test_diverging_loss_is_an_error_and_gives_the_weights_back():
    model = build("flatten", keras.optimizers.SGD(1e38))
    before = model.get_weights()
    with pytest.raises(ValueError, match=r"loss is not finite at step \d+ of 50"):
        train(model, X, Y, 50)
    for now, then in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_model_without_trainable_weights_is_refused():
    model = build()
    model.trainable = False
    model.compile("sgd", "binary_crossentropy")
    with pytest.raises(ValueError, match="no trainable weights"):
        train(model, X, Y, 1)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (X, Y[:3], r"y has shape \(3,\), but the model gives 4 outputs"),
        (X, np.array([1, np.nan, 0, 1]), "y: row 2: not a finite number"),
        (X, [1, None, 0, 1], "y is not an array of numbers"),
        (X + 1, Y, "row 1, column 4: 46 is beyond the table"),
        (X - 3, Y, "row 1, column 5: -1 is negative"),
        (X + 0.5, Y, "row 1, column 1: 3.5 is fractional"),
        (np.where(X == 8, np.nan, X), Y, "x: row 1, column 3: not a finite number"),
        ([["a"] * 5] * 4, Y, "x is not an array of numbers"),
        (X, [[1, 0, 1, 1]], r"y has shape \(1, 4\), but the model gives 4 outputs"),
        (X, [1, 0, 7, 1], r"y: row 3: 7 is not a label from 0 to 1"),
        (X, [1, -1, 1, 1], r"y: row 2: -1 is not a label from 0 to 1"),
    ],
)
def test_bad_data_is_refused_before_keras_sees_it(x, y, message):
    model = build()
    with pytest.raises(ValueError, match=message):
        train(model, x, y, 1)


def test_ragged_rows_and_empty_data_are_refused():
    with pytest.raises(ValueError, match="x: row 2 has 2 values, row 1 has 5"):
        train(build(), [[1, 2, 3, 4, 5], [1, 2]], Y[:2], 1)
    with pytest.raises(ValueError, match="there are no rows"):
        train(build(), X[:0], Y[:0], 1)


def test_sample_weights_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match=r"sample_weight has shape \(3,\)"):
        train(build(), X, Y, 1, sample_weight=np.ones(3))


@pytest.mark.parametrize("steps", [0, -1, 2.5, True, None, np.inf, np.nan, "10", [10]])
def test_steps_must_be_a_whole_number(steps):
    with pytest.raises(ValueError, match="whole number"):
        train(build(), X, Y, steps)


@pytest.mark.slow
def test_start_up_and_many_trainings_leave_stderr_empty():
    """No TensorFlow banner, no retracing warning, however many models are trained."""
    code = """
import embedlab
from embedlab.training import train
import keras, numpy as np
for _ in range(8):
    model = keras.Sequential([keras.Input((5,)), keras.layers.Embedding(46, 2),
                              keras.layers.Flatten(), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    train(model, np.ones((4, 5), int), np.ones(4), 3)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=NOTEBOOKS, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_importing_embedlab_changes_two_variables_and_imports_nothing_heavy():
    code = """
import os, sys
before = dict(os.environ)
import embedlab
changed = {k for k in os.environ if before.get(k) != os.environ[k]}
assert changed == {"TF_CPP_MIN_LOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS"}, changed
assert not {"tensorflow", "keras", "numpy", "matplotlib"} & set(sys.modules)
"""
    environment = {"PATH": "", "SYSTEMROOT": "C:\\\\Windows"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=NOTEBOOKS, capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr

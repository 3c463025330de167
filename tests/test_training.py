"""`train` must be `model.fit`, only faster and filmed; and refuse what it cannot film."""

from embedlab import training
from embedlab.datasets import load_question_rows
from embedlab.training import find_embedding, table_gradient, train

import re
import subprocess
import sys
from functools import partial

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from notebooks.series import NOTEBOOKS
from properties import NO_NUMBERS, NO_ORDER, few_cases, named, numbers, places, put

X, Y = load_question_rows()[:2]
HEADS = {
    "mean": lambda: [keras.layers.GlobalAveragePooling1D()],
    "flatten": lambda: [keras.layers.Flatten()],
    "dropout": lambda: [keras.layers.Dropout(0.5), keras.layers.Flatten()],
    "batchnorm": lambda: [keras.layers.Flatten(), keras.layers.BatchNormalization()],
    "bilstm": lambda: [keras.layers.Bidirectional(keras.layers.LSTM(2))],
}


def build(head="mean", optimizer="sgd", regularizer=None):
    keras.utils.set_random_seed(3)
    table = keras.layers.Embedding(46, 2, embeddings_regularizer=regularizer, name="embedding")
    output = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Sequential([keras.Input((5,), dtype="int32"), table, *HEADS[head](), output])
    model.compile(optimizer, "binary_crossentropy")
    return model


ONE = build()
OPTIMIZERS = {
    "Ftrl": lambda: keras.optimizers.Ftrl(0.1),
    "nesterov": lambda: keras.optimizers.SGD(0.3, momentum=0.9, nesterov=True),
    "AdamW": lambda: keras.optimizers.AdamW(0.05, weight_decay=0.1),
    "schedule": lambda: keras.optimizers.Adam(
        keras.optimizers.schedules.ExponentialDecay(0.1, 3, 0.5)
    ),
    "clipnorm": lambda: keras.optimizers.SGD(0.5, clipnorm=0.01),
}


@pytest.mark.parametrize(("head", "optimizer"), list(zip(HEADS, OPTIMIZERS, strict=True)))
def test_same_weights_as_fit_with_regularizer_and_sample_weight(head, optimizer):
    penalty, weight = keras.regularizers.L2(0.1), np.array([1, 0.5, 2, 0])
    filmed, fitted = (build(head, OPTIMIZERS[optimizer](), penalty) for _ in range(2))
    film = train(filmed, X, Y, 4, sample_weight=weight)
    how = {"batch_size": len(Y), "epochs": 4, "shuffle": False, "verbose": 0}
    history = fitted.fit(X, Y, sample_weight=weight, **how)
    for ours, theirs in zip(filmed.get_weights(), fitted.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)
    np.testing.assert_allclose(film.losses, history.history["loss"], atol=1e-6)
    np.testing.assert_array_equal(film.after, filmed.get_layer("embedding").get_weights()[0])
    assert film.tables.shape == (5, 46, 2)


def two_paths(start=3, crossed=False, table=(), drop=1, call=None, unit=(), loss="mse", sgd=()):
    """A table that a mean and Flatten read, side by side in one order or in the other."""
    keras.utils.set_random_seed(start)
    table = keras.layers.Embedding(46, 2, **dict(table))
    dropped = keras.layers.Dropout(0.5, seed=drop)
    if call:
        dropped.call = call
    vectors = dropped(table(ids := keras.Input((5,), dtype="int32")))
    paths = [keras.layers.GlobalAveragePooling1D()(vectors), keras.layers.Flatten()(vectors)]
    joined = keras.layers.Concatenate()(paths[::-1] if crossed else paths)
    model = keras.Model(ids, keras.layers.Dense(1, **dict(unit))(joined))
    optimizer = keras.optimizers.SGD(**{"learning_rate": 0.1, "weight_decay": 0.1, **dict(sgd)})
    model.compile(optimizer, loss)
    return model


BORROWED = [{}, {"start": 4}, {"drop": 2}, {"sgd": {"learning_rate": 0.3}}]
OTHERS = [
    *({"crossed": True}, {"unit": {"activation": "tanh"}}, {"loss": "mae"}),
    *({"table": {"trainable": False}}, {"table": {"embeddings_constraint": "unit_norm"}}),
    *({"unit": {"kernel_regularizer": "l2"}}, {"sgd": {"momentum": 0.5}}),
    {"sgd": {"clipnorm": 0.01}},
]
PIN = type("Pin", (keras.constraints.Constraint,), {"__module__": "__main__"})  # a notebook's own
UNKNOWN = [{"loss": lambda y, p: (y - p) ** 4}, {"call": lambda inputs, **_: 2 * inputs}]
UNKNOWN.append({"table": {"embeddings_constraint": PIN()}})


@pytest.fixture(scope="module")
def first():
    """A model, and its loop alone."""
    training._loops.clear()
    train(model := two_paths(), X, Y, 3)
    return model, dict(training._loops)


def test_what_the_loop_hangs_on_makes_another_kind():
    models = [two_paths(**changed) for changed in [{}, *OTHERS]]
    kinds = {training._kind(model, find_embedding(model), [X, Y]) for model in models}
    assert len(kinds - {None}) == len(models)


@pytest.mark.parametrize("changed", [*BORROWED, *OTHERS[:1], *UNKNOWN], ids=str)
def test_a_model_borrows_the_loop_of_its_kind_alone(first, changed, monkeypatch):
    """And trains as by its own; only so many loops are kept, here the latest alone."""
    (first, kept), ours, twin = first, two_paths(**changed), two_paths(**changed)
    monkeypatch.setattr(training, "_loops", dict(kept))
    monkeypatch.setattr(training, "MOST_LOOPS", 1)
    before = [each.numpy() for each in first.variables + first.optimizer.variables]
    calls = (3,) if changed in UNKNOWN else (3, 2)
    films = [train(ours, X, Y, steps) for steps in calls]
    assert len(training._loops) == 1
    assert (training._loops.keys() == kept.keys()) == (changed not in OTHERS)
    if changed not in OTHERS:
        training._loops.clear()
    for film, steps in zip(films, calls, strict=True):
        alone = train(twin, X, Y, steps)
        np.testing.assert_array_equal(film.tables, alone.tables)
        np.testing.assert_array_equal(film.losses, alone.losses)
    pairs = zip(before, first.variables + first.optimizer.variables, strict=True)
    assert all(np.array_equal(one, other) for one, other in pairs), "the first is as it was"


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


def test_second_call_goes_on_from_the_first_and_rows_may_be_lists():
    once, twice = build(optimizer="adam"), build(optimizer="adam")
    film = train(once, X, Y, 10)
    first, second = train(twice, [X], Y, 4), train(twice, X.tolist(), Y.tolist(), 6)
    np.testing.assert_array_equal(np.concatenate([first.tables, second.tables[1:]]), film.tables)


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
    for other in ([5], [5, 3, 5]):  # one alone would go with each of the two
        with pytest.raises(ValueError, match=r"^x of shape .* does not fit the model: "):
            train(model, [[3, 5], other], np.ones(2), 1, layer="first")


def test_two_data_sets_of_different_length_train_one_table():
    """The joint objectives of the series: rows with labels and pairs of tokens in one model."""

    def joint():
        keras.utils.set_random_seed(3)
        table = keras.layers.Embedding(46, 2, name="embedding")
        rows, token = keras.Input((5,), dtype="int32"), keras.Input((), dtype="int32")
        mean = keras.layers.GlobalAveragePooling1D()(table(rows))
        outputs = [keras.layers.Dense(1)(mean), keras.layers.Dense(1)(table(token))]
        model = keras.Model([rows, token], outputs)
        model.compile(keras.optimizers.SGD(0.1), ["mse", "mse"], loss_weights=[0.25, 0.75])
        return model

    model, again = joint(), joint()
    data = [X, np.array([7, 9])], [Y, np.ones(2)]
    film = train(model, *data, steps=3)
    moved = np.flatnonzero((film.after != film.before).any(axis=1))
    assert moved.tolist() == [2, 3, 5, 7, 8, 9, 45]
    on = train(model, *data, steps=2)
    np.testing.assert_array_equal(on.before, film.after)
    np.testing.assert_array_equal(train(again, *data, steps=5).after, on.after)


class Mean(keras.Model):
    """A model without an input, of layers that it holds itself."""

    def __init__(self, table):
        super().__init__()
        self.parts = {"table": table, "unit": keras.layers.Dense(1)}

    def call(self, ids):
        return self.parts["unit"](keras.ops.mean(self.parts["table"](ids), axis=1))


class Holder(keras.layers.Layer):
    """A layer that is no model and holds another one."""

    def __init__(self, table):
        super().__init__()
        self.table = table

    def call(self, ids):
        return self.table(ids)


def held(how):
    """A model that takes floats, so that only the lookup itself sees ids; and its table."""
    table = keras.layers.Embedding(46, 2, name="inside")
    row, rest = keras.Input((5,)), [keras.layers.Flatten(), keras.layers.Dense(1)]
    model = {
        "nested": lambda: keras.Sequential([row, keras.Sequential([row, table]), *rest]),
        "twice": lambda: keras.Sequential([keras.Sequential([Holder(table)]), *rest]),
        "subclass": lambda: Mean(table),
    }[how]()
    model.compile("sgd", "mse")
    return model, table


@pytest.mark.parametrize("how", ["nested", "twice", "subclass"])
def test_ids_are_checked_wherever_the_table_is_held(how):
    """And nothing of Keras stays replaced, after an error or without one."""
    model, table = held(how)
    far = X + 2.0**63, r"9.*e\+18 is too large"
    fine = np.float32(X + 2**24), "16777220.0 is too large"
    for bad, message in ((X + 1, "46 is beyond the table"), (X - 3, "-1 is negative"), far, fine):
        for attempt in (train, lambda *given: table_gradient(*given[:3])):
            with pytest.raises(ValueError, match=rf"^x of layer 'inside': row 1.*: {message}"):
                attempt(model, bad, Y, 1)
    with pytest.raises(ValueError, match=r"^x of layer 'inside': row 1, column 1: 3.5 is fraction"):
        train(model, X + 0.5, Y, 1)
    before = table.get_weights()[0]
    film = train(model, X, Y, 2)
    np.testing.assert_array_equal(film.before, before)
    assert np.flatnonzero((film.before != film.after).any(axis=1)).tolist() == [2, 3, 5, 8, 45]
    assert "call" not in vars(table)
    assert keras.layers.Embedding.call.__module__.startswith("keras.")


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


ROWS_NEEDED = "the model gives 4 outputs: every row needs one, so shape (4,)"
REFUSED = [
    *[({"y": y}, ROWS_NEEDED) for y in (Y[:3], [[1, 0, 1, 1]], 1, np.stack([Y, Y], axis=1))],
    ({"y": None}, "y: None is not a number"),
    ({"x": X + 1}, "x of layer 'embedding': row 1, column 4: 46 is beyond the table"),
    ({"x": X + 0.5}, "x: row 1, column 1: 3.5 is fractional, but the model's input, int32, takes"),
    ({"x": X + 2**31}, "x: row 1, column 1: 2147483651 is beyond the model's input, int32: at m"),
    ({"x": X - 2.0**32}, "x: row 1, column 1: -4294967293.0 is beyond the model's input, int32"),
    ({"x": X > 3}, "x: row 1, column 1: False is no number, as the model's input, int32, takes it"),
    ({"x": [[1, 2, 3], [1, 2]]}, "x: row 2 has 2 values, row 1 has 3: all rows need the same len"),
    ({"x": X[:, :4]}, "x has shape (4, 4), the model's input takes (None, 5)"),
    ({"x": np.float16(X + 2048)}, "x: row 1, column 1: 2052.0 is too large: float16 skips whole"),
    ({"x": X[0]}, "x of shape (5,) does not fit the model: Invalid input shape"),
    ({"x": X[:0], "y": Y[:0]}, "x: there are no rows"),
    *[({"sample_weight": np.ones(shape)}, ROWS_NEEDED) for shape in (3, (1, 4), (4, 2), ())],
    ({"sample_weight": [1, 0, -0.1, 1]}, "sample_weight: row 3: -0.1 is negative: a weight is"),
    *[
        ({name: each}, f"{name} is a {type(each).__name__}, which may lose order or repeats")
        for each in NO_ORDER
        for name in ("x", "y", "sample_weight")
    ],
    *[
        ({"steps": steps}, f"steps must be a whole number from 1 up, got {steps!r}")
        for steps in (0, -1, 2.5, 2.0, True, None, np.nan, "10", [10])
    ],
]


@pytest.mark.parametrize(("wrong", "message"), REFUSED)
def test_what_does_not_fit_is_refused_before_keras_sees_it(wrong, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        train(ONE, **{"x": X, "y": Y, "steps": 1} | wrong)
    assert "call" not in vars(ONE.layers[0])


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("x", st.just(X), []),
        ("y", numbers(0, 1, dims=1), [1.01, -0.01]),
        ("sample_weight", numbers(0, 9, dims=1), [-1]),
    ],
)
@few_cases
@given(data=st.data())
def test_whatever_is_wrong_is_named_and_nothing_is_trained(name, good, bad, data):
    drawn, before = data.draw(places(good)), ONE.get_weights()
    rows = len(drawn[0])
    given = {"x": np.resize(X, (rows, 5)), "y": np.ones(rows), name: drawn[0]}
    message = f"^{name}: {named(drawn[1], 1)}: .* is (not a number|not a label|beyond|negative)"
    for value in [*NO_NUMBERS, 1e39, -np.inf, 10**400, *bad]:
        for attempt in (partial(train, steps=1), table_gradient):
            with pytest.raises(ValueError, match=message):
                attempt(ONE, **given | {name: put(value, *drawn)})
    assert all(map(np.array_equal, before, ONE.get_weights()))


@pytest.mark.parametrize("y", [[0, 1, 0.5, 1], [True, False, True, True], Y[:, None]])
def test_labels_at_the_border_are_welcome_and_others_under_another_loss(y):
    assert table_gradient(ONE, X, y).any()
    model = build()
    model.compile("sgd", "mse")
    assert table_gradient(model, X, 2 * np.array(y) - 1.5).any()


PROBABLE = "bce", keras.losses.binary_crossentropy, "BinaryFocalCrossentropy", "mse"


@pytest.mark.parametrize("loss", [*PROBABLE, keras.losses.BinaryCrossentropy()])
def test_outputs_get_their_own_labels_and_weights_by_place_or_name(loss):
    """A cross-entropy asks for labels from 0 to 1, of its own output alone."""
    row = keras.Input((5,), dtype="int32")
    vectors = keras.layers.Flatten()(keras.layers.Embedding(46, 2)(row))
    outputs = [keras.layers.Dense(1, "sigmoid", name=name)(vectors) for name in ("z", "a")]
    model, ones, large = keras.Model(row, outputs), np.ones(4), 3 * Y
    model.compile("sgd", {"z": loss, "a": "mse"})
    of_z = table_gradient(model, X, [Y, large], [ones, 0 * ones])
    assert of_z.any()
    named = {"a": large, "z": Y}, {"a": 0 * ones, "z": ones}
    for y, weight in (([Y, -large], [ones, 0 * ones]), named):
        np.testing.assert_array_equal(table_gradient(model, X, y, weight), of_z)
    keyed = keras.Model(row, {"a": outputs[0], "z": outputs[1]})  # no layer's own name
    keyed.compile("sgd", {"a": loss, "z": "mse"})
    named = {"z": large, "a": Y}, {"z": 0 * ones, "a": ones}
    np.testing.assert_array_equal(table_gradient(keyed, X, *named), of_z)
    with pytest.raises(ValueError, match=r"^y has the keys \['z'\], the model's .* \['a', 'z'\]$"):
        train(keyed, X, {"z": Y}, 1)
    refused = [
        ([Y, Y[:2]], None, r"y\[1\] has shape \(2,\), but the model gives 4 outputs"),
        *[(y, None, "y: 1 arrays for 2 outputs") for y in ([Y], Y)],
        ({"z": Y, "b": Y}, None, r"y has the keys \['z', 'b'\], the model's outputs are \['z'"),
        ([Y, Y], [ones], "sample_weight: 1 arrays for 2 outputs"),
        ([Y, Y], [ones, -ones], r"sample_weight\[1\]: row 1: -1.0 is negative"),
    ]
    if loss == "mse":
        film = train(keyed, X, named[0], 1, named[1])
        np.testing.assert_allclose(film.after, film.before - 0.01 * of_z, atol=1e-7)
    else:
        refused += [([large, Y], None, r"y\[0\]: row 1: 3.0 is not a label from 0 to 1, as cross")]
    for y, weight, message in refused:
        with pytest.raises(ValueError, match=f"^{message}"):
            table_gradient(model, X, y, weight)


def test_classes_are_those_that_the_model_has():
    table, sparse = keras.layers.Embedding(46, 2), keras.losses.SparseCategoricalCrossentropy
    series = keras.Sequential([keras.Input((5,)), table, keras.layers.Dense(3, "softmax")])
    unit = [keras.layers.Flatten(), keras.layers.Dense(3, "softmax")]
    model = keras.Sequential([keras.Input((5,)), table, *unit])
    for loss, y, message in (
        *[(sparse(), [0, bad, 2, 1], f"y: row 2: {bad} is not a class from 0") for bad in (3, 1.5)],
        ("sparse_categorical_crossentropy", [0, -1, 2, 1], "y: row 2: -1 is not a class from 0"),
        ("categorical_crossentropy", 2 * np.eye(4, 3), "y: row 1, column 1: 2.0 is not a label"),
        *[(loss, Y, r"y has shape \(4,\), .* so shape \(4, 3\)") for loss in ("mse", "kld")],
        (sparse(), Y[:3], r"y has shape \(3,\), .* so shape \(4,\)$"),
    ):
        model.compile("sgd", loss)
        with pytest.raises(ValueError, match=f"^{message}"):
            table_gradient(model, X, y)
    for each, y, bad in ((model, Y, [(3,), (4, 3)]), (series, X % 3, [(4,), (4, 5, 3)])):
        each.compile("sgd", sparse())
        gradient, told = table_gradient(each, X, y), re.escape(f", so shape {y.shape}") + "$"
        for shape in bad:
            with pytest.raises(ValueError, match=rf"^sample_weight has shape .*{told}"):
                table_gradient(each, X, y, np.ones(shape))
        for shape in (y.shape, (*y.shape, 1), (4, 1)):
            found = table_gradient(each, X, y, np.full(shape, 2.0))
            np.testing.assert_allclose(found, 2 * gradient, rtol=1e-6)
    for loss in (sparse(ignore_class=-1), lambda y, p: p[:, 0] * y):
        model.compile("sgd", loss)
        assert table_gradient(model, X, [0, -1, 2, 1]).any()


def test_models_that_cannot_be_filmed_are_refused():
    plain = keras.Sequential([keras.Input((5,)), keras.layers.Dense(1)], name="plain")
    plain.compile("sgd", "mse")
    frozen = build()
    frozen.trainable = False
    frozen.compile("sgd", "binary_crossentropy")
    loose = keras.Sequential([keras.Input((5,)), keras.layers.Embedding(46, 2)])
    stranger = keras.layers.Embedding(46, 2, name="stranger")
    for model, layer, message in (
        (plain, None, "needs one Embedding layer; model 'plain' has none"),
        (frozen, None, "has no trainable weights: nothing would move"),
        (loose, None, r"call model\.compile"),
        (build(), stranger, "'stranger' is not in the model; .* has the embedding layers"),
        (None, None, "a compiled Keras model is needed, got None"),
    ):
        with pytest.raises(ValueError, match=message):
            train(model, X, Y, 1, layer=layer)


def test_a_film_has_a_largest_size(monkeypatch):
    """4 GB by default; here 3 frames of 46 · 2 numbers of 4 bytes."""
    with pytest.raises(ValueError, match=r"a film of 10000000000000 steps takes \d+ GB"):
        train(build(), X, Y, 10**13)
    monkeypatch.setattr(training, "LARGEST_FILM", 3 * 46 * 2 * 4)
    assert len(train(build(), X, Y, np.int64(2)).losses) == 2
    with pytest.raises(ValueError, match="a film of 3 steps"):
        train(build(), X, Y, 3)


class Stumbling(keras.layers.Layer):
    """Raises at its third call with a gradient, in the middle of a training."""

    def build(self, shape):
        self.calls = self.add_weight(shape=(), trainable=False, initializer="zeros")

    def call(self, values, training=False):
        if training:
            self.calls.assign_add(1.0)
            tf.debugging.assert_less(self.calls, 3.0, "stumbled")
        return values


def stumbling():
    keras.utils.set_random_seed(3)
    table = keras.layers.Embedding(46, 2, name="embedding")
    rest = [Stumbling(), keras.layers.Flatten(), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((5,), dtype="int32"), table, *rest])
    model.compile(keras.optimizers.Adam(0.1), "mse")
    return model


def diverging():
    rate = keras.optimizers.schedules.PiecewiseConstantDecay([4], [0.1, 1e38])
    return build("flatten", keras.optimizers.SGD(rate, momentum=0.9))


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (diverging, ValueError, r"^the loss is not finite at step \d+ of 50: try a smaller"),
        (stumbling, tf.errors.InvalidArgumentError, "stumbled"),
    ],
)
def test_after_an_error_all_is_as_before(make, error, message):
    """Every variable, the optimizer's, too; and trained on it goes the way of a fresh twin."""
    model, twin = make(), make()
    for each in (model, twin):
        train(each, X, Y, 1)
    with pytest.raises(error, match=message):
        train(model, X, Y, 50)
    now, then = ([*each.variables, *each.optimizer.variables] for each in (model, twin))
    np.testing.assert_equal([each.numpy() for each in now], [each.numpy() for each in then])
    np.testing.assert_array_equal(train(model, X, Y, 1).tables, train(twin, X, Y, 1).tables)


def test_weights_that_are_not_finite_are_not_the_rates_fault():
    model = build()
    model.layers[0].set_weights([np.full((46, 2), np.nan)])
    with pytest.raises(ValueError, match=r"^x: row 1, column 1: nan is what the model gives: look"):
        train(model, X, Y, 2)
    with pytest.raises(ValueError, match=r"not finite at step 2 of 3: try a smaller"):
        train(build("flatten", keras.optimizers.SGD(np.inf)), X, Y, 3)


MANY_TRAININGS = """
import embedlab
from embedlab.training import train
import keras, numpy as np
for _ in range(8):
    model = keras.Sequential([keras.Input((5,)), keras.layers.Embedding(46, 2),
                              keras.layers.Flatten(), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    train(model, np.ones((4, 5), int), np.ones(4), 3)
"""
IMPORT_ALONE = """
import os, sys
before = dict(os.environ)
import embedlab
changed = {k for k in os.environ if before.get(k) != os.environ[k]}
threads = {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
assert changed == {"TF_CPP_MIN_LOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS"} | threads, changed
assert not {"tensorflow", "keras", "numpy", "matplotlib"} & set(sys.modules)
"""


@pytest.mark.parametrize(
    "code", [IMPORT_ALONE, pytest.param(MANY_TRAININGS, marks=pytest.mark.slow)]
)
def test_the_import_is_light_and_no_banner_or_warning_of_retracing_appears(code):
    env = {"PATH": "", "SYSTEMROOT": "C:\\Windows"}
    how = {"cwd": NOTEBOOKS, "capture_output": True, "text": True, "env": env}
    done = subprocess.run([sys.executable, "-c", code], **how)
    assert (done.returncode, done.stderr) == (0, "")

"""Two films or gradients differ in what was changed, and in nothing else."""

from embedlab import provenance
from embedlab.datasets import load_question_rows
from embedlab.training import differing, table_gradient, train

import keras
import numpy as np
import pytest

X, Y = load_question_rows()[:2]
USUAL = {"x": X, "y": Y, "sample_weight": None, "steps": 2, "layer": "first", "start": 1, "unit": 2}
USUAL |= {"head": keras.layers.GlobalAveragePooling1D, "penalty": keras.regularizers.L2(0.1)}
USUAL |= {"frozen": False, "rate": 0.5, "momentum": 0.9, "before": 0}
USUAL |= {"loss": "mse", "share": [0.5, 0.5]}


def made(kind, **changes):
    """A film or a gradient of a model with two tables, of which one thing may be changed."""
    given = USUAL | changes
    keras.utils.set_random_seed(given["unit"])
    values = np.random.default_rng(given["start"]).normal(size=(46, 2))
    start = keras.initializers.Constant(values)
    penalty, row = given["penalty"], keras.Input((5,), dtype="int32")
    outputs = []
    for name in ("first", "second"):
        options = {"embeddings_regularizer": penalty} if name == "first" else {}
        table = keras.layers.Embedding(46, 2, embeddings_initializer=start, name=name, **options)
        outputs.append(keras.layers.Dense(1, name=f"{name}_out")(given["head"]()(table(row))))
    model = keras.Model(row, outputs)
    if given["unit"] == 3:
        model.get_layer("first").set_weights([values])
    model.get_layer("second_out").trainable = not given["frozen"]
    optimizer = keras.optimizers.SGD(given["rate"], given["momentum"])
    model.compile(optimizer, [given["loss"]] * 2, loss_weights=given["share"])
    data = [given["x"], [given["y"]] * 2]
    if given["before"]:
        saved = model.get_weights()
        train(model, *data, given["before"], layer="first")
        model.set_weights(saved)  # the optimizer keeps its momentum
    weight = given["sample_weight"] and [np.array(given["sample_weight"])] * 2
    options = {"sample_weight": weight, "layer": given["layer"]}
    if kind == "film":
        return train(model, *data, given["steps"], **options)
    return table_gradient(model, *data, **options)


CHANGES = [
    ({"x": X.tolist()}, set()),
    ({"y": [1, 0, 1, 1]}, set()),
    ({"x": X[:, ::-1].copy()}, {"x"}),
    ({"y": [1, 0, 1, 0]}, {"y"}),
    ({"y": Y[:, None]}, {"y"}),
    ({"sample_weight": [1.0, 2, 1, 1]}, {"sample_weight"}),
    ({"loss": "mae"}, {"loss"}),
    ({"loss": lambda y, p: (y - p) ** 2}, {"loss"}),
    ({"share": [0.25, 0.75]}, {"loss"}),
    ({"head": keras.layers.GlobalMaxPooling1D}, {"model"}),
    ({"penalty": keras.regularizers.L1(0.1)}, {"model"}),
    ({"penalty": keras.regularizers.L2(0.2)}, {"model"}),
    ({"frozen": True}, {"trainable"}),
    ({"layer": "second"}, {"layer"}),
    ({"start": 2}, {"table", "weights"}),  # those of both tables
    ({"unit": 3}, {"weights"}),
    ({"head": keras.layers.Flatten}, {"model", "weights"}),
]
CHANGES_OF_TRAINING = [
    ({"steps": 3}, {"steps"}),
    ({"rate": 0.25}, {"optimizer"}),
    ({"momentum": 0.8}, {"optimizer"}),
    ({"before": 1}, {"optimizer"}),
    ({"steps": 3, "y": [0, 0, 1, 1]}, {"steps", "y"}),
]


@pytest.fixture(scope="module")
def usual():
    return {kind: made(kind) for kind in ("film", "gradient")}


@pytest.mark.parametrize(
    ("kind", "change", "names"),
    [
        *(("gradient", *each) for each in CHANGES),
        *(("film", *each) for each in (*CHANGES[3:6:2], *CHANGES[12:14], *CHANGES_OF_TRAINING)),
    ],
)
def test_they_differ_in_what_was_changed(usual, kind, change, names):
    other = made(kind, **change)
    assert differing(usual[kind], other) == differing(other, usual[kind]) == names


def test_ids_that_a_float_cannot_tell_apart_are_told_apart():
    gradients = []
    for token in (2**24, 2**24 + 1):
        table = keras.layers.Embedding(2**24 + 2, 1, embeddings_initializer="zeros")
        model = keras.Sequential([keras.Input((1,), dtype="int32"), table, keras.layers.Flatten()])
        model.compile("sgd", "mse")
        gradients.append(table_gradient(model, np.array([[token]]), np.ones(1)))
    assert differing(*gradients) == {"x"}


def test_what_is_computed_from_a_gradient_or_a_film_knows_nothing(usual):
    gradient = usual["gradient"]
    assert type(gradient) is np.ndarray
    derived = [gradient[3], -gradient, gradient.copy(), gradient.T, usual["film"].tables, None]
    for each in derived:
        for pair in ((gradient, each), (each, gradient)):
            with pytest.raises(ValueError, match="does not know what it was made from: compare"):
                differing(*pair)
    with pytest.raises(ValueError, match="a film and a gradient cannot be compared"):
        differing(gradient, usual["film"])


def test_nothing_is_kept_of_a_gradient_that_is_gone():
    before = len(provenance._made)
    gradient = made("gradient")
    assert len(provenance._made) == before + 1
    del gradient
    assert len(provenance._made) == before

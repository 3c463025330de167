"""What the picture must show: the run that stands above it."""

from embedlab.drawing.plots import drawn_paths
from embedlab.models import embedding_layer
from embedlab.training import train

import re

import keras
import numpy as np


def lines(ax):
    return {line.get_label(): line.get_ydata() for line in ax.lines}


def check(run):
    seed = run.names["SEED"]
    (picture,) = run.pictures
    ways, loss, p = picture.figure.axes

    X = np.array([[3, 5, 8, 45, 2]] * 3 + [[3, 5, 45, 8, 2]])
    y = np.array([1.0, 0.0, 1.0, 1.0])
    start = np.random.default_rng(seed).uniform(-0.05, 0.05, (2, 46, 2))[0]
    keras.utils.set_random_seed(seed)
    table = embedding_layer(start, "embedding")
    keras.layers.Embedding(46, 2)  # takes a seed from Keras, as the playground's table does
    unit = keras.layers.Dense(1, activation="sigmoid", use_bias=False)
    mean = keras.layers.GlobalAveragePooling1D()
    model = keras.Sequential([keras.Input((5,), dtype="int32"), table, mean, unit])
    model.compile(keras.optimizers.SGD(0.5), loss="binary_crossentropy")
    film = train(model, X, y, steps=300)

    drawn = drawn_paths(ways)
    assert set(drawn) == {3, 5, 8, 45, 2}
    for token, path in drawn.items():
        np.testing.assert_allclose(path, film.tables[:, token], atol=1e-3)
    np.testing.assert_allclose(lines(loss)["loss"][:-1], film.losses, atol=1e-3)
    said = np.ravel(model(X))
    for row in range(4):
        assert abs(lines(p)[f"row {row + 1}"][-1] - said[row]) < 1e-3
    assert [text.get_text() for text in p.get_legend().get_texts()] == [
        f"row {row}" for row in (1, 2, 3, 4)
    ]
    numbers = re.search(r" (\d+) steps at rate ([\d.]+)\. All p end at ([\d.]+),", picture.caption)
    assert [float(number) for number in numbers.groups()] == [300, 0.5, round(float(said[0]), 2)]
    assert f"from {film.losses[0]:.3f} to" in picture.alt
    moved = np.linalg.norm(film.after - film.before, axis=1)
    for token in drawn:
        assert f"{token} by {moved[token]:.2f}" in picture.alt

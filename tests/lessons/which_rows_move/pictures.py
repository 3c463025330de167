"""What the pictures must show, from steps that NumPy takes here."""

from embedlab.datasets import load_question_rows

import keras
import numpy as np
from lessons.reading import drawn_paths

X, y = load_question_rows()[:2]
TOKENS = [3, 5, 8, 45, 2]


def check(run):
    poolings, optimizers, networks = run.pictures
    start = weights(run.names["SEED"])
    check_poolings(poolings, start, run.names["RATE"])
    check_optimizers(optimizers, run.names["changes"])
    check_networks(networks, start, run.names)


def title(ax):
    return ax.get_title(loc="left").replace("\n", " ")


def weights(seed):
    """The start of the study's model, made anew."""
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Embedding(46, 2), keras.layers.GlobalAveragePooling1D()]
    model = keras.Sequential([keras.Input((5,), dtype="int32"), *layers])
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    W, v, b = (each.astype(float) for each in model.get_weights())
    return W, v[:, 0], b[0]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def check_poolings(picture, start, rate):
    """One step by hand, under a mean and under a maximum."""
    W, v, b = start
    by_mean, by_max = picture.figure.axes
    ids, vectors = X[0], W[X[0]]
    moves = {by_mean: np.zeros((46, 2)), by_max: np.zeros((46, 2))}
    moves[by_mean][ids] = -rate * (sigmoid(vectors.mean(axis=0) @ v + b) - 1) * v / 5
    winners = ids[vectors.argmax(axis=0)]
    error = sigmoid(vectors.max(axis=0) @ v + b) - 1
    for dimension, winner in enumerate(winners):
        moves[by_max][winner, dimension] = -rate * error * v[dimension]
    assert title(by_mean).startswith("Mean pooling: all five move")
    assert title(by_max).startswith("Max pooling: only the winners move")
    for ax, move in moves.items():
        paths = drawn_paths(ax)
        assert set(paths) == set(TOKENS)
        for token, path in paths.items():
            np.testing.assert_allclose(path, [W[token], W[token] + move[token]], atol=1e-5)
    said = f"Token {winners[0]} holds the largest number of dimension 1"
    assert said in picture.caption
    assert f"token {winners[1]} that of dimension 2" in picture.caption


def check_optimizers(picture, changes):
    """Each optimizer's line holds its own moves; memory and its absence by formula."""
    (ax,) = picture.figure.axes
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert sorted(names) == sorted(changes)
    drawn = {line.get_label(): line.get_xdata() for line in ax.lines}
    moved = 0
    for at, name in enumerate(names):
        lengths = np.linalg.norm(changes[name][2], axis=1)
        for token in (3, 8, 20):
            (points,) = (x for label, x in drawn.items() if label.startswith(f"token {token}:"))
            expected = max(lengths[token] / lengths[3], 1e-6)
            np.testing.assert_allclose(points[at], expected, rtol=1e-6, err_msg=name)
        moved += lengths[8] > 1e-7
    assert title(ax) == f"{moved} of {len(names)} settings move an absent token"
    (of_8,) = (x for label, x in drawn.items() if label.startswith("token 8:"))
    shares = dict(zip(names, of_8, strict=True))
    assert shares["SGD"] == shares["Adagrad"] == shares["RMSprop"] == 1e-6
    assert shares["SGD, momentum=0.9"] > 0.1
    assert f"{shares['Adam']:.0%} as far as token 3 under Adam" in picture.caption
    assert f"{shares['Nadam']:.0%} under Nadam" in picture.caption


def check_networks(picture, start, names):
    """Three panels: SGD, Adam and Adam on merged slices, and the one-hot network's ends."""
    panels = {title(ax): ax for ax in picture.figure.axes}
    truth = {
        "SGD: one and the same table": ("SGD", "SGD", "SGD"),
        "Adam: two different tables": ("Adam", "slices", "sums"),
        "Adam, slices merged: the same again": ("merged Adam", "sums", "sums"),
    }
    assert list(panels) == list(truth)
    steps, rate = names["STEPS"], names["RATE"]
    ends = {how: trained(start, how, steps, rate) for how in ("SGD", "slices", "sums")}
    for name, (run, by_lookup, by_one_hot) in truth.items():
        ax = panels[name]
        (crosses,) = (line.get_xydata() for line in ax.lines if line.get_marker() == "x")
        np.testing.assert_allclose(crosses, ends[by_one_hot][TOKENS], atol=2e-3, err_msg=name)
        for token, path in drawn_paths(ax).items():
            np.testing.assert_array_equal(path, names["films"][run][:, token])
            np.testing.assert_allclose(path[-1], ends[by_lookup][token], atol=2e-3, err_msg=name)
    apart = np.abs(ends["slices"] - ends["sums"])[TOKENS].max()
    assert apart > 0.01, "too small a difference to tell the panels apart"


def trained(start, how, steps, rate):
    """The table after training in NumPy. Adam squares each slice, or the sum of an id's slices."""
    W, v, b = (np.array(each) for each in start)
    first = [np.zeros_like(W), np.zeros_like(v), np.zeros_like(b)]
    second = [np.zeros_like(W), np.zeros_like(v), np.zeros_like(b)]
    for step in range(1, steps + 1):
        h = W[X].mean(axis=1)
        error = (sigmoid(h @ v + b) - y) / len(y)
        W_gradient, W_squares = np.zeros_like(W), np.zeros_like(W)
        for ids, each in zip(X, error, strict=True):
            np.add.at(W_gradient, ids, each * v / 5)
            np.add.at(W_squares, ids, (each * v / 5) ** 2)
        if how == "sums":
            W_squares = W_gradient**2
        gradients = [W_gradient, error @ h, error.sum()]
        squares = [W_squares, gradients[1] ** 2, gradients[2] ** 2]
        if how == "SGD":
            moves = [-rate * each for each in gradients]
        else:
            first = [0.9 * m + 0.1 * g for m, g in zip(first, gradients, strict=True)]
            second = [0.999 * s + 0.001 * q for s, q in zip(second, squares, strict=True)]
            length = 0.01 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            pairs = zip(first, second, strict=True)
            moves = [-length * m / (np.sqrt(s) + 1e-7) for m, s in pairs]
        W, v, b = (old + move for old, move in zip((W, v, b), moves, strict=True))
    return W

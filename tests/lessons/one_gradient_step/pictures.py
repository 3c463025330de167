"""What the pictures must show, from weights that Keras trains here once more."""

from embedlab.datasets import load_question_rows
from embedlab.drawing.plots import drawn_paths

import re

import keras
import numpy as np

X, y = load_question_rows()[:2]
TOKENS = [3, 5, 8, 45, 2]


def check(run):
    step, _, repeated, networks = (picture.figure.axes[0] for picture in run.pictures)
    seed, rate = run.names["SEED"], run.names["RATE"]

    before, after = fitted(seed, rate, X[:1], y[:1], steps=1)
    assert_step(step, before, after)
    assert "five vectors make one move" in step.get_title(loc="left").replace("\n", " ")
    stays = np.array([token for token in range(46) if token not in TOKENS])
    grey = next(line for line in step.lines if line.get_gid() == "others").get_xydata()
    np.testing.assert_allclose(grey, before[0][stays], atol=1e-7)  # where they were
    assert f"{np.linalg.norm((after[0] - before[0])[3]):.3f}" in run.pictures[0].caption

    check_way_back(run.pictures[1], before)

    assert repeated.get_title(loc="left").startswith("3 3 8 45 2: token 3 goes twice as far")
    start, twice = fitted(seed, rate, np.array([[3, 3, 8, 45, 2]]), y[:1], steps=1)
    assert_step(repeated, start, twice)
    lengths = [f"{np.linalg.norm((twice[0] - start[0])[token]):.3f}" for token in (3, 8)]
    assert re.findall(r"0\.\d+", run.pictures[2].caption) == lengths

    assert_said(run.pictures[0].alt, before[0], after[0])
    assert_said(run.pictures[2].alt, start[0], twice[0])

    paths, film = drawn_paths(networks), run.names["film"]
    assert len(film.tables) == len(run.names["one_hot_film"]) == 201
    assert "200 steps on the four rows" in run.pictures[3].caption
    assert_said(run.pictures[3].alt, film.before, film.after)
    assert set(paths) == set(TOKENS)
    start, _ = fitted(seed, rate, X, y, steps=0)
    crosses = {line.get_gid(): line.get_xydata()[0] for line in networks.lines if line.get_gid()}
    for token, path in paths.items():
        np.testing.assert_array_equal(path, film.tables[:, token])
        np.testing.assert_allclose(path[0], start[0][token], atol=1e-7)
        np.testing.assert_allclose(crosses[f"cross of {token}"], path[-1], atol=1e-5)

    check_tables(run, before, after)
    check_comparisons(run.names, before[0])


def check_tables(run, before, after):
    """The gradient's table, the third step's, and the lines that are printed."""
    gradient, steps = run.tables
    step = (before[0] - after[0]) / run.names["RATE"]
    assert gradient.header == ["token", "gradient"]
    for token, (shown, vector) in zip([*TOKENS, 20], gradient.cells, strict=True):
        assert int(shown) == token
        numbers = [float(each) for each in re.findall(r"-?\d+\.\d+", vector)]
        np.testing.assert_allclose(numbers, step[token], atol=1e-4)
    assert f"row 1: {X[:1]} the film was not good   label: {y[:1]}" in run.printed.splitlines()
    assert f"IndexedSlices for ids {X[0]}" in run.printed.splitlines()
    assert f"one slice for each place: {np.array([3, 3, 8, 45, 2])}" in run.printed.splitlines()

    third = dict(zip(run.names["moves"], run.names["third"], strict=True))  # the table's rows
    assert third["plain SGD"][8] == third["plain SGD"][20] == third["momentum"][20] == 0
    assert min(third["momentum"][8], third["weight decay"][8], third["weight decay"][20]) > 0
    assert all(moved[3] > 0 for moved in third.values())
    for at, token in enumerate([3, 8, 20]):
        shown = list(run.names["columns"].items())[at]
        assert shown[0] == f"token {token} moves by"
        np.testing.assert_array_equal(shown[1], [moved[token] for moved in third.values()])
    assert steps.header == ["third step", *run.names["columns"]]
    for (name, moved), line in zip(third.items(), steps.cells, strict=True):
        assert line == [name, *(f"{moved[token]:.3f}" for token in (3, 8, 20))]
    moved = [np.flatnonzero(move.any(axis=1)).tolist() for move in run.names["moves"]["plain SGD"]]
    assert moved == [[2, 3, 5, 8, 45], [2, 3, 5, 8, 45], [2, 3, 5, 7, 45]]


def check_comparisons(names, table):
    """What is compared was made in two ways: float32 and float64, two films, two networks."""
    assert names["by_tape"].dtype == names["with_label_0"].dtype == np.float32
    nudged = np.abs(names["by_nudging"] - names["W_gradient"])
    assert 0 < nudged.max() < 1e-5  # a difference quotient is never exact
    assert (nudged[np.setdiff1d(np.arange(46), TOKENS)] == 0).all()
    assert not np.shares_memory(names["same_film"], names["film"].tables)
    assert not np.shares_memory(names["kernel"], names["film"].tables)
    np.testing.assert_array_equal(names["kernel"], names["dense"].get_weights()[0])
    assert names["one_hot_model"].layers[0] is names["dense"]
    np.testing.assert_array_equal(names["one_hot_film"][-1], names["kernel"])
    np.testing.assert_allclose(names["film"].before, table, atol=1e-7)
    assert not names["plus"][np.setdiff1d(np.arange(46), TOKENS)].any()


def fitted(seed, rate, rows, labels, steps):
    """Keras's weights before and after some epochs of `fit`, by a model that is written anew."""
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Embedding(46, 2), keras.layers.GlobalAveragePooling1D()]
    model = keras.Sequential([keras.Input((5,), dtype="int32"), *layers])
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    before = model.get_weights()
    if steps:
        model.compile(keras.optimizers.SGD(rate), loss="binary_crossentropy")
        model.fit(rows, labels, batch_size=len(rows), epochs=steps, verbose=0)
    return before, model.get_weights()


def assert_step(ax, before, after):
    paths = drawn_paths(ax)
    assert set(paths) == set(TOKENS)
    for token, path in paths.items():
        np.testing.assert_allclose(path, [before[0][token], after[0][token]], atol=1e-6)


def assert_said(alt, before, after):
    """The description for those who do not see a picture tells each token's two vectors."""
    for token in TOKENS:
        from_to = [f"({at[token][0]:+.3f}, {at[token][1]:+.3f})" for at in (before, after)]
        assert f"{token} from {from_to[0]} to {from_to[1]}" in alt


def check_way_back(picture, weights):
    """Every number in the flow, from Keras's weights and the formulas."""
    W, v, b = weights
    texts = picture.figure.axes[0].texts
    texts = {text.get_gid(): text.get_text() for text in texts if text.get_gid()}
    h = W[X[0]].mean(axis=0)
    z = (h @ v + b).item()
    p = 1 / (1 + np.exp(-z))
    error = p - 1
    truth = {
        "h": h,
        "z": [z],
        "p": [p],
        "loss": [-np.log(p)],
        "error": [error],
        "h_gradient": error * v[:, 0],
        "W_gradient": error * v[:, 0] / 5,
    }
    said = [float(number) for number in re.findall(r"[+-]?\d\.\d{3}", picture.alt)]
    np.testing.assert_allclose(said, np.concatenate(list(truth.values())), atol=6e-4)
    truth |= {str(token): W[token] for token in TOKENS}
    assert set(texts) - set(truth) == {f"id {token}" for token in TOKENS} | {"ids"}
    for name, values in truth.items():
        shown = [float(number) for number in re.findall(r"[+-]?\d\.\d{3}", texts[name])]
        np.testing.assert_allclose(shown, values, atol=6e-4, err_msg=name)
    assert f"p = {p:.3f}. Red, back: the error, {error:+.3f}," in picture.caption

"""What the pictures must show, and what the heads must compute."""

from embedlab.datasets import QUESTION_WORDS, load_question_rows
from embedlab.drawing.plots import BLUE, GREY, drawn_paths

import numpy as np
from scipy.special import expit as sigmoid

TOKENS = [3, 5, 8, 45, 2]


def windows(e, kernel, bias):
    """A convolution of width 3 without padding, then relu: shape (3, 8)."""
    sums = [sum(e[t + s] @ kernel[s] for s in range(3)) + bias for t in range(3)]
    return np.maximum(sums, 0)


def gru(e, kernel, recurrent, bias):
    """The last state of a GRU; Keras keeps the gates in the order update, reset, new."""
    units = recurrent.shape[0]
    state = np.zeros(units)
    for x in e:
        read, kept = x @ kernel + bias[0], state @ recurrent + bias[1]
        update = sigmoid(read[:units] + kept[:units])
        reset = sigmoid(read[units:-units] + kept[units:-units])
        new = np.tanh(read[-units:] + reset * kept[-units:])
        state = update * state + (1 - update) * new
    return state


def attend(e, query, query_bias, key, key_bias, value, value_bias, out, out_bias):
    """Self-attention with one head, no mask: shape (5, 2)."""
    q, k = e @ query[:, 0] + query_bias[0], e @ key[:, 0] + key_bias[0]
    match = np.exp(q @ k.T / np.sqrt(q.shape[1]))
    weights = match / match.sum(axis=1, keepdims=True)
    return weights @ (e @ value[:, 0] + value_bias[0]) @ out[0] + out_bias


HEADS = {
    "mean": lambda e: e.mean(axis=0),
    "max": lambda e: e.max(axis=0),
    "Flatten": lambda e: e.ravel(),
    "Conv1D + mean": lambda e, *w: windows(e, *w).mean(axis=0),
    "GRU": gru,
    "attention + mean": lambda e, *w: attend(e, *w).mean(axis=0),
    "positions + attention + mean": lambda e, at, *w: attend(e + at, *w).mean(axis=0),
}


def by_hand(name, weights, rows):
    """What NumPy makes of a model's weights under the head of that name; shape (rows,)."""
    if name == "table per column + mean":
        *tables, v, b = weights
        means = [np.mean([tables[t][i] for t, i in enumerate(ids)], axis=0) for ids in rows]
    else:
        table, *between, v, b = weights
        means = [HEADS[name](table[ids], *between) for ids in rows]
    return sigmoid((np.array(means) @ v + b)[:, 0])


def check_heads(run, X):
    names = run.names
    assert list(names["heads"]) == list(names["models"]) == list(HEADS)
    for models in (names["models"], names["contest"]):
        for name, model in models.items():
            np.testing.assert_allclose(
                by_hand(name, model.get_weights(), X), model(X).numpy()[:, 0], atol=1e-9
            )
    for name, p in names["p"].items():
        np.testing.assert_allclose(
            by_hand(name, names["contest"][name].get_weights(), X), p, atol=1e-9
        )
    for model in names["contest"].values():
        assert type(model.optimizer).__name__ == "Adam"
        np.testing.assert_allclose(model.optimizer.learning_rate, 0.02, rtol=1e-6)


def drawn_weights(run, model):
    """The three draws of all weights of a model that the verdicts rest on."""
    rng = np.random.default_rng(run.names["SEED"])
    shapes = [each.shape for each in model.get_weights()]
    return [[rng.uniform(-1, 1, shape) for shape in shapes] for _ in range(3)]


def told_apart(p):
    return 1 + int((np.diff(np.sort(p)) > 1e-12).sum())


def check_verdicts(run, X):
    """The table of the heads, by hand for p, and how many orders a table per column tells apart."""
    names, table = run.names, run.tables[1]
    orders = names["orders"]
    row_4 = next(n for n, order in enumerate(orders) if order.tolist() == X[3].tolist())
    header = ["head", "p differs by", "gradient differs by", "orders told apart"]
    assert table.header == header
    for name, line in zip(HEADS, table.cells, strict=True):
        draws = drawn_weights(run, names["models"][name])
        outputs = [by_hand(name, weights, orders) for weights in draws]
        swap = min(abs(p[0] - p[row_4]) for p in outputs)
        apart = min(told_apart(p) for p in outputs)
        assert line[0] == name
        assert line[3] == str(apart)
        least = names["measured"][name].min(axis=1)
        np.testing.assert_allclose(least[0], swap, atol=1e-12)
        assert line[1:3] == [f"{each:.5f}" for each in least[:2]]
    draws = drawn_weights(run, names["columns"])
    outputs = [by_hand("table per column + mean", weights, orders) for weights in draws]
    assert [told_apart(p) for p in outputs] == [120] * 3
    np.testing.assert_array_equal(names["columns"].get_weights()[0], draws[-1][0])


def moved(film):
    """How far each token moves."""
    return {token: np.linalg.norm(film.after[token] - film.before[token]) for token in TOKENS}


def check_tables(run, X, y):
    """Rows, ids that train, and how far the label made of order moves the tokens."""
    rows, _, trained, moves = run.tables
    for number, line in enumerate(rows.cells):
        words = " ".join(QUESTION_WORDS[token] for token in X[number])
        assert line == [str(number + 1), str(X[number].tolist()), words, str(int(y[number]))]
    assert trained.header == ["table", "row 3 trains id", "row 4 trains id"]
    for place, line in enumerate(trained.cells):
        assert line == [f"column_{place + 1}", str(X[2][place]), str(X[3][place])]
    header = ["head", "last loss", "8 and 45 moved at least", "3, 5, 2 moved at most"]
    assert moves.header == [*header, "cosine of 8 and 45"]
    for (name, film), line in zip(run.names["films"].items(), moves.cells, strict=True):
        way = moved(film)
        a, b = film.after[8], film.after[45]
        cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        truth = [film.losses[-1], min(way[8], way[45]), max(way[3], way[5], way[2]), cosine]
        assert line[0] == name
        np.testing.assert_allclose([float(each) for each in line[1:]], truth, atol=6e-4)
        said = f"'{name}': 'loss {film.losses[0]:.3f} -> {film.losses[-1]:.3f}'"
        assert said in run.printed
    printed = run.printed.splitlines()
    assert "row 3: 1.0  row 4: 0.0  share of ones: 0.5" in printed
    assert f"numbers to train: {46 * 2 + 3} -> {5 * 46 * 2 + 3}" in printed
    other = run.names["other"].losses
    assert f"loss {other[0]:.3f} -> {other[-1]:.3f}" in printed


def check_flow(run, picture, X):
    W, tables = run.names["W"], run.names["tables"]
    images = {im.get_gid(): im.get_array() for ax in picture.figure.axes for im in ax.images}
    for number, ids in enumerate(X[2:]):
        columns = np.array([tables[t][token] for t, token in enumerate(ids)])
        shows = {
            "looked up": W[ids].T,
            "mean": W[ids].mean(axis=0, keepdims=True).T,
            "Flatten": W[ids].reshape(1, -1),
            "a table per column": columns.T,
        }
        for stage, strip in shows.items():
            np.testing.assert_allclose(images[f"row {number}: {stage}"], strip, atol=1e-12)
        title = picture.figure.axes[number].get_title(loc="left")
        words = " ".join(QUESTION_WORDS[token] for token in ids)
        assert title == f"Row {number + 3}: {words}"
    frames = {ax.images[0].get_gid(): len(ax.patches) for ax in picture.figure.axes}
    for stage, count in {"looked up": 4, "mean": 0, "Flatten": 4, "a table per column": 4}.items():
        assert frames[f"row 0: {stage}"] == frames[f"row 1: {stage}"] == count
        assert f"{stage} {count} of" in picture.alt


def check_losses(run, picture, X, y):
    (ax,) = picture.figure.axes
    curves = {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}
    for name, model in run.names["contest"].items():
        drawn = curves[name].get_ydata()
        np.testing.assert_array_equal(drawn, run.names["losses"][name])
        p = by_hand(name, model.get_weights(), X)
        loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
        assert abs(drawn[-1] - loss) < 1e-3, name
        assert f"{name} at {drawn[-1]:.3f}" in picture.alt
        assert curves[name].get_color() == (GREY if name in ("mean", "max") else BLUE)
    heights = {line.get_gid(): line.get_ydata()[0] for line in ax.lines if line.get_gid()}
    blind = -(3 / 4 * np.log(3 / 4) + 1 / 4 * np.log(1 / 4))
    aware = -3 / 4 * (2 / 3 * np.log(2 / 3) + 1 / 3 * np.log(1 / 3))
    np.testing.assert_allclose(heights["floor order-blind"], blind)
    np.testing.assert_allclose(heights["floor order-aware"], aware)
    assert f"{blind:.4f}" in picture.caption.split("others")[0]
    assert f"{aware:.4f}" in picture.caption.split("others")[1]


def asks(rows, first, second):
    """1 for each row in which `first` stands before `second`."""
    return np.array([float(list(row).index(first) < list(row).index(second)) for row in rows])


def first_loss(run, name, y):
    """The loss of a fresh model of the notebook, computed by hand."""
    fresh = run.names["build"](run.names["heads"][name]).get_weights()
    p = by_hand(name, fresh, run.names["orders"])
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def first_step(run, y):
    """The first step of the table under Flatten, by hand, at the rate 1."""
    orders = run.names["orders"]
    weights = run.names["build"](run.names["heads"]["Flatten"]).get_weights()
    error = (by_hand("Flatten", weights, orders) - y) / len(y)
    step = np.zeros_like(weights[0])
    for ids, each in zip(orders, error, strict=True):
        np.add.at(step, ids, -each * weights[1].reshape(5, 2))
    return step


def check_paths(run, label_picture, other_picture):
    names = run.names
    assert len({tuple(row) for row in names["orders"]}) == 120
    labels = {"8 before 45": (8, 45), "3 before 2": (3, 2)}
    labels = {title: asks(names["orders"], *pair) for title, pair in labels.items()}
    np.testing.assert_array_equal(names["y_order"], labels["8 before 45"])
    np.testing.assert_array_equal(names["y_other"], labels["3 before 2"])
    films = names["films"]
    check_panels(label_picture, {name: films[name] for name in ("mean", "Flatten", "GRU")})
    for name, film in films.items():
        first = first_loss(run, name, labels["8 before 45"])
        np.testing.assert_allclose(film.losses[0], first, atol=1e-6)
    pair = {"8 before 45": films["Flatten"], "3 before 2": names["other"]}
    check_panels(other_picture, pair)
    for title, film in pair.items():
        first = first_loss(run, "Flatten", labels[title])
        np.testing.assert_allclose(film.losses[0], first, atol=1e-6)
        step = film.tables[1] - film.tables[0]
        np.testing.assert_allclose(step, first_step(run, labels[title]), atol=1e-9)
        assert len(film.tables) == 201


def check_panels(picture, films):
    """Each panel shows the film of its title, and the description says how far each token moves."""
    panels = {ax.get_title(loc="left"): drawn_paths(ax) for ax in picture.figure.axes}
    assert list(panels) == list(films)
    for name, film in films.items():
        assert list(panels[name]) == TOKENS
        for token, path in panels[name].items():
            np.testing.assert_array_equal(path, film.tables[:, token])
        ways = ", ".join(f"{token} by {way:.2f}" for token, way in moved(film).items())
        assert f"{name}: {ways}." in picture.alt


def check(run):
    X, y, *_ = load_question_rows()
    flow, losses, label, other = run.pictures
    check_heads(run, X)
    check_verdicts(run, X)
    check_tables(run, X, y)
    check_flow(run, flow, X)
    check_losses(run, losses, X, y)
    check_paths(run, label, other)

"""The emblem shows the start, the run by labels, and the runs by the order of rows 3 and 4.

What the tables say is held against the files, the films and gradients worked out by hand.
"""

from embedlab.datasets import QUESTION_WORDS, load_question_rows
from embedlab.drawing.plots import drawn_paths
from embedlab.objectives import skip_gram_examples
from embedlab.training import table_gradient

from itertools import combinations, pairwise

import keras
import numpy as np

TOKENS = [3, 5, 8, 45, 2]
X, y = load_question_rows()[:2]


def check(run):
    check_emblem(run)
    rows, start, moves, cosine_table, gradients, changes = run.tables
    check_data(rows, start, run)
    check_results(moves, cosine_table, run.names)
    check_gradients(gradients, run.names)
    check_changes(changes, run.names)


def check_emblem(run):
    (emblem,) = run.pictures
    panels = {ax.get_title(loc="left"): drawn_paths(ax) for ax in emblem.figure.axes}
    start, labels, row_3, row_4 = panels.values()
    assert [set(panel) for panel in panels.values()] == [set(TOKENS)] * 4
    for panel in (labels, row_3, row_4):  # one start for all
        for token in TOKENS:
            np.testing.assert_array_equal(panel[token][0], start[token][0])
            np.testing.assert_allclose(panel[token][0], run.names["start"][token], atol=1e-6)
    assert all(len(path) == 1 for path in start.values())

    titles = list(panels)
    assert "labels" in titles[1]
    moves = np.array([labels[token][-1] - labels[token][0] for token in TOKENS])
    assert np.abs(moves - moves[0]).max() < 1e-3
    assert f"{np.linalg.norm(moves[0]):.2f}" in emblem.caption

    for title, panel, row in ((titles[2], row_3, X[2]), (titles[3], row_4, X[3])):
        named = title.partition("\n")[2].removesuffix("meet").split(" meet; ")
        groups = [{int(token) for token in group.split(",")} for group in named]
        assert groups == by_shared_neighbours(row)
        for group in groups:
            for a in group:
                for b in TOKENS:
                    together = cosine(panel[a][-1], panel[b][-1]) > 0.99
                    assert together == (b in group), (title, a, b)
    assert f"{cosine(row_3[3][-1], row_3[8][-1]):.2f} in row 3" in emblem.caption
    assert f"{cosine(row_4[3][-1], row_4[8][-1]):.2f} in row 4" in emblem.caption


def check_data(rows, start, run):
    """The rows of data, their words and neighbours, and the vectors at the start."""
    said = [" ".join(QUESTION_WORDS[token] for token in ids) for ids in X]
    for number, line in enumerate(rows.cells):
        ids, label = " ".join(map(str, X[number])), str(int(y[number]))
        assert line == [str(number + 1), ids, said[number], label]
    for token, (shown, word, vector) in zip(TOKENS, start.cells, strict=True):
        assert (int(shown), word) == (token, QUESTION_WORDS[token])
        assert vector == str(run.names["start"][token].round(3).tolist())
    for number in (3, 4):
        pairs = "  ".join(f"{a} beside {b}" for a, b in pairwise(X[number - 1]))
        assert f"row {number}: {pairs}" in run.printed.splitlines()
    assert run.names["p"].dtype == np.float32  # the model's own numbers, bit for bit
    np.testing.assert_array_equal(run.names["p"], np.ravel(run.names["label_model"](X)))


def check_results(moves, cosine_table, names):
    """Every line of the first result and of the table of cosines, under its name."""
    film = names["by_label"]
    assert moves.header == ["token", "before", "after", "difference"]
    for token, (shown, *vectors) in zip(TOKENS, moves.cells, strict=True):
        before, after, difference = (np.array(each.split(", "), float) for each in vectors)
        assert int(shown) == token
        np.testing.assert_allclose(before, film.before[token], atol=6e-4)
        np.testing.assert_allclose(after, film.after[token], atol=6e-4)
        np.testing.assert_allclose(difference, (film.after - film.before)[token], atol=6e-4)
    films = {"labels": film, "order, row 3": names["by_order"][3]}
    films["order, row 4"] = names["by_order"][4]
    assert cosine_table.header == ["pair", *films]
    for (a, b), line in zip(combinations(TOKENS, 2), cosine_table.cells, strict=True):
        assert line[0] == f"{a} and {b}"
        truth = [cosine(each.after[a], each.after[b]) for each in films.values()]
        np.testing.assert_allclose([float(each) for each in line[1:]], truth, atol=6e-3)


def check_gradients(table, names):
    """Both cosines under each loss: by hand after a mean and after Flatten, for window 1."""
    build = names["build_label_model"]

    def by_hand(number, pooling, kernel):
        ids, places = X[number - 1], kernel.reshape(-1, 2)
        places = np.resize(places, (5, 2)) / (5 if pooling == "mean" else 1)
        z = (names["start"][ids] * places).sum()
        gradient = np.zeros((46, 2))
        gradient[ids] = (1 / (1 + np.exp(-z)) - y[number - 1]) * places
        return gradient

    def by_neighbours(number):
        model = names["skip_gram_model"](names["start"], names["context_start"])
        pairs = skip_gram_examples(X[number - 1 : number], 46, window=1)
        return table_gradient(model, **pairs, layer="embedding")

    kernels = [build().get_weights()[1], build(keras.layers.Flatten).get_weights()[1]]
    assert [kernel.shape for kernel in kernels] == [(2, 1), (10, 1)]
    losses = {
        "label, after a mean": lambda number: by_hand(number, "mean", kernels[0]),
        "label, after Flatten": lambda number: by_hand(number, "Flatten", kernels[1]),
        "neighbours": by_neighbours,
    }
    assert table.header == ["loss", "cosine of rows 1 and 2", "of rows 3 and 4"]
    assert [line[0] for line in table.cells] == list(losses)
    for place, (gradient, line) in enumerate(zip(losses.values(), table.cells, strict=True)):
        truth = {number: gradient(number) for number in (1, 2, 3, 4)}
        for number, each in truth.items():
            np.testing.assert_allclose(names["g"][number][place], each, atol=1e-6)
        cosines = [cosine(truth[a].ravel(), truth[b].ravel()) for a, b in ((1, 2), (3, 4))]
        np.testing.assert_allclose([float(each) for each in line[1:]], cosines, atol=1e-3)


def check_changes(table, names):
    """The other order takes every neighbour from every token, and each line has its own change."""
    shuffled, labels = names["trials"]["other order"]
    assert (labels == y).all()
    for ids, others in zip(X, shuffled, strict=True):
        neighbours = [{frozenset(pair) for pair in pairwise(row.tolist())} for row in (ids, others)]
        assert not neighbours[0] & neighbours[1]
    ids, labels = names["trials"]["other labels"]
    assert (ids == X).all()
    assert (labels == 1 - y).all()
    other = names["train_by_order"](shuffled[2:3]).after
    truth = {line[0]: float(line[1]) for line in table.cells}
    assert list(truth) == [
        "by labels: other order",
        "by labels: other labels",
        "by order: other order",
    ]
    assert truth["by labels: other order"] < 1e-3 < 0.1 < truth["by labels: other labels"]
    change = np.abs(other - names["by_order"][3].after).max()
    np.testing.assert_allclose(truth["by order: other order"], change, atol=6e-4)


def by_shared_neighbours(row):
    """The tokens of a row at odd and at even places: linked by chains of shared neighbours."""
    beside = {token: set() for token in TOKENS}
    for left, right in pairwise(row.tolist()):
        beside[left].add(right)
        beside[right].add(left)
    groups = []
    for token in row.tolist():
        alike = [group for group in groups if any(beside[token] & beside[other] for other in group)]
        groups = [group for group in groups if group not in alike]
        groups.append({token}.union(*alike))
    return sorted(groups, key=len, reverse=True)


def cosine(a, b):
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)

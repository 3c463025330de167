"""The graders of notebook 03 confirm right answers, found by other means; wrong ones get hints."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import check
from embedlab.training import train

import keras
import numpy as np
import pytest

ROWS = [[3, 5, 8, 45, 2], [3, 5, 8, 45, 2]]


def said(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


@pytest.fixture
def build():
    """A mean-pool classifier from a given start, written out as in the notebook."""

    def make(seed=11, zero_head=False):
        keras.utils.set_random_seed(seed)
        inputs = keras.Input((5,), dtype="int32")
        start = keras.initializers.RandomUniform(-1, 1)
        vectors = keras.layers.Embedding(46, 2, embeddings_initializer=start)(inputs)
        mean = keras.layers.GlobalAveragePooling1D()(vectors)
        kernel = "zeros" if zero_head else "glorot_uniform"
        output = keras.layers.Dense(1, "sigmoid", kernel_initializer=kernel)(mean)
        model = keras.Model(inputs, output)
        model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
        return model

    return make


@pytest.mark.parametrize("number", ["3.1", "3.2", "3.3", "3.4"])
def test_an_open_answer_is_neither_right_nor_wrong(capsys, number):
    assert "not answered yet" in said(capsys, number, ...)


def test_the_ratio_of_lengths_at_p_08(capsys, build):
    """Right: the ratio of the first SGD steps of a model whose bias gives p = 0.8."""
    X, y = load_question_rows().X[:2], load_question_rows().y[:2]
    steps = []
    for i in (0, 1):
        model = build()
        model.layers[-1].bias.assign([np.log(4) - _logit(model, X)])
        assert model(X).numpy()[0, 0] == pytest.approx(0.8, abs=1e-5)
        film = train(model, X[[i]], y[[i]], 1)
        steps.append(np.linalg.norm(film.after - film.before))
    assert said(capsys, "3.1", steps[0] / steps[1]).endswith("right.")


def _logit(model, X):
    p = model(X).numpy()[0, 0]
    return np.log(p / (1 - p))


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (4, "row 2 divided by row 1"),
        (1, "equal lengths"),
        (-1, "never negative"),
        (-0.25, "never negative"),
        (0.2, "error of one row"),
        (0.8, "error of one row"),
        (7, "cancels"),
        ("a quarter", "form"),
    ],
)
def test_hints_on_the_ratio(capsys, answer, hint):
    text = said(capsys, "3.1", answer)
    assert "Hint" in text
    assert hint in text


def test_the_soft_label_that_weighted_rows_amount_to(capsys, build):
    """Right: the p at which training on both weighted rows really ends."""
    X, y = load_question_rows().X[:2], load_question_rows().y[:2]
    model = build()
    train(model, X, y, 1000, sample_weight=np.array([3.0, 1.0]))
    assert said(capsys, "3.2", model(X).numpy()[0, 0]).endswith("right.")


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (0.25, "belongs to row 1"),
        (0.5, "equal weights"),
        (3, "divide by the sum"),
        (1.5, "divide by the sum"),
        (0.6, "cancel"),
    ],
)
def test_hints_on_the_soft_label(capsys, answer, hint):
    text = said(capsys, "3.2", answer)
    assert "Hint" in text
    assert hint in text


def edited(row, column, token):
    rows = np.array(ROWS)
    rows[row, column] = token
    return rows


@pytest.mark.parametrize(
    "rows",
    [
        edited(1, 2, 45),
        edited(0, 3, 8),
        edited(0, 2, 7),
        edited(1, 0, 8),
        edited(1, 0, 8).tolist(),
    ],
)
def test_edits_that_part_8_and_45(capsys, build, rows):
    assert said(capsys, "3.3", rows).endswith("right.")
    film = train(build(), np.array(rows), load_question_rows().y[:2], 300)
    move = film.after - film.before
    assert np.linalg.norm(move[8] - move[45]) > 0.05


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        (ROWS, "as they were"),
        (edited(0, 0, 7), "equally often"),
        (edited(1, 4, 3), "equally often"),
        ([[3, 5, 45, 8, 2], ROWS[1]], "2 places"),
        (ROWS[:1], "keep the shape"),
        (edited(0, 0, 46), "beyond the table"),
        (ROWS[0], "form"),
    ],
)
def test_hints_on_edits_that_do_not_part_them(capsys, rows, hint):
    text = said(capsys, "3.3", rows)
    assert "Hint" in text
    assert hint in text


def test_the_cosine_from_a_head_of_zeros(capsys, build):
    """Right: what two Keras models with such a head really do."""
    X, y = load_question_rows().X[:2], load_question_rows().y[:2]
    films = [train(build(zero_head=True), X[[i]], y[[i]], 500) for i in (0, 1)]
    first, second = ((film.after - film.before)[3] for film in films)
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    assert said(capsys, "3.4", cosine).endswith("right.")


@pytest.mark.parametrize(
    ("answer", "hint"), [(-1, "first step"), (0, "only the first"), (2, "between"), (0.4, "exact")]
)
def test_hints_on_the_head_of_zeros(capsys, answer, hint):
    text = said(capsys, "3.4", answer)
    assert "Hint" in text
    assert hint in text

"""The graders of notebook 03 confirm right answers, found by other means; wrong ones get hints."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import check
from embedlab.exercises.feedback import _wrong_tries
from embedlab.models import label_model
from embedlab.training import table_gradient, train

import keras
import numpy as np
import pytest

ROWS = [[3, 5, 8, 45, 2], [3, 5, 8, 45, 2]]
ODD = [
    None,
    float("nan"),
    float("inf"),
    "",
    "a quarter",
    {1, 2},
    {"a": 1},
    [],
    [1, 2],
    [[1], [2, 3]],
]
ODD += [True, 10**400, object(), "½", np.zeros((2, 2)), np.array(["x"]), lambda: 1, 1j]


@pytest.fixture(autouse=True)
def fresh_tries():
    _wrong_tries.clear()


def said(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


def rows_1_and_2():
    question = load_question_rows()
    return question.X[:2], question.y[:2]


def build(seed=11, zero=False):
    """A model of the notebook's kind, from a given start."""
    keras.utils.set_random_seed(seed)
    model = label_model(np.random.default_rng(seed).uniform(-1, 1, (46, 2)), learning_rate=0.1)
    if zero:
        model.get_layer("unit").kernel.assign(np.zeros((2, 1)))
    return model


@pytest.mark.parametrize("number", ["3.1", "3.2", "3.3", "3.4"])
def test_an_open_answer_is_neither_right_nor_wrong(capsys, number):
    assert "not answered yet" in said(capsys, number, ...)


@pytest.mark.parametrize("number", ["3.1", "3.2", "3.3", "3.4"])
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_odd_answers_are_told_the_form(capsys, number, odd):
    text = said(capsys, number, odd)
    assert "another form" in text or "Hint" in text
    assert "for instance" in text or "such as" in text or "Hint" in text


def test_the_ratio_of_lengths_at_p_08(capsys):
    """Right: the ratio of two gradients of a model whose bias gives p = 0.8."""
    X, y = rows_1_and_2()
    model = build()
    p = model(X).numpy()[0, 0]
    model.get_layer("unit").bias.assign([np.log(4) - np.log(p / (1 - p))])
    assert model(X).numpy()[0, 0] == pytest.approx(0.8, abs=1e-5)
    pulls = [np.linalg.norm(table_gradient(model, X[[i]], y[[i]])) for i in (0, 1)]
    assert ": right." in said(capsys, "3.1", pulls[0] / pulls[1])


@pytest.mark.parametrize("answer", [0.25, "0.25", np.float32(0.25), np.array([0.25]), [0.25]])
def test_other_forms_of_the_ratio(capsys, answer):
    assert ": right." in said(capsys, "3.1", answer)


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
    ],
)
def test_hints_on_the_ratio(capsys, answer, hint):
    text = said(capsys, "3.1", answer)
    assert "Hint" in text
    assert hint in text


def test_the_second_hint_is_more_direct(capsys):
    said(capsys, "3.1", 7)
    assert "Divide their sizes" in said(capsys, "3.1", 7)
    said(capsys, "3.4", 0.4)
    assert "turning a v of zeros" in said(capsys, "3.4", 0.4)


def test_nearly_right(capsys):
    assert "close" in said(capsys, "3.1", 0.255)
    assert "close" in said(capsys, "3.2", 0.74)


def test_the_soft_label_that_weighted_rows_amount_to(capsys):
    """Right: the p at which training on both weighted rows really ends."""
    X, y = rows_1_and_2()
    model = build()
    train(model, X, y, 1000, sample_weight=np.array([3.0, 1.0]))
    assert ": right." in said(capsys, "3.2", model(X).numpy()[0, 0])
    assert ": right." in said(capsys, "3.2", "0.75")


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
        ["3 5 8 45 2", "8 5 8 45 2"],
        edited(1, 2, 0).astype(float),
    ],
)
def test_edits_that_separate_8_and_45(capsys, rows):
    assert ": right." in said(capsys, "3.3", rows)
    ids = [row.split() if isinstance(row, str) else row for row in rows]
    film = train(build(), np.array(ids, dtype=int), rows_1_and_2()[1], 300)
    move = film.after - film.before
    assert np.linalg.norm(move[8] - move[45]) > 0.05


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        (ROWS, "as they were"),
        (edited(0, 0, 7), "equally often"),
        (edited(1, 4, 3), "equally often"),
        ([[3, 5, 45, 8, 2], ROWS[1]], "2 places"),
    ],
)
def test_hints_on_edits_that_do_not_separate_them(capsys, rows, hint):
    text = said(capsys, "3.3", rows)
    assert "Hint" in text
    assert hint in text


@pytest.mark.parametrize(
    "rows", [ROWS[:1], ROWS[0], edited(0, 0, 46), edited(0, 0, -1), [ROWS[0], [3, 5]], "35"]
)
def test_rows_of_another_form(capsys, rows):
    assert "another form" in said(capsys, "3.3", rows)


def test_the_cosine_from_a_unit_of_zeros(capsys):
    """Right: what two Keras models with v = 0 really do."""
    X, y = rows_1_and_2()
    films = [train(build(zero=True), X[[i]], y[[i]], 500) for i in (0, 1)]
    first, second = ((film.after - film.before)[3] for film in films)
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    assert ": right." in said(capsys, "3.4", cosine)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [(-1, "first step"), (0, "only the first"), (2, "between"), (0.4, "exact"), (0.95, "exact")],
)
def test_hints_on_the_unit_of_zeros(capsys, answer, hint):
    text = said(capsys, "3.4", answer)
    assert "Hint" in text
    assert hint in text

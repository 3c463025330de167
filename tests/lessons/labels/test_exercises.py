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
    assert any(word in text for word in ("for instance", "such as", "`def ", "Hint"))


def test_the_second_hint_is_more_direct(capsys):
    said(capsys, "3.1", 0.6)
    assert "solve 3" in said(capsys, "3.1", 0.6)
    said(capsys, "3.2", 0.4)
    assert "turning a v of zeros" in said(capsys, "3.2", 0.4)


def test_nearly_right(capsys):
    assert "close" in said(capsys, "3.1", 0.8)
    assert "close" in said(capsys, "3.1", 0.74)


def test_the_soft_label_that_weighted_rows_amount_to(capsys):
    """Right: the p at which training on both weighted rows really ends."""
    X, y = rows_1_and_2()
    model = build()
    train(model, X, y, 1000, sample_weight=np.array([3.0, 1.0]))
    assert ": right." in said(capsys, "3.1", model(X).numpy()[0, 0])
    assert ": right." in said(capsys, "3.1", "0.75")


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (0.25, "belongs to row 1"),
        (0.5, "equal weights"),
        (3, "divide by the sum"),
        (1.5, "divide by the sum"),
        (-0.75, "divide by the sum"),
        (0.6, "cancel"),
        (75, "per cent"),
    ],
)
def test_hints_on_the_soft_label(capsys, answer, hint):
    text = said(capsys, "3.1", answer)
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
    assert ": right." in said(capsys, "3.2", cosine)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [(-1, "first step"), (0, "only the first"), (2, "between"), (0.4, "exact"), (0.95, "exact")],
)
def test_hints_on_the_unit_of_zeros(capsys, answer, hint):
    text = said(capsys, "3.2", answer)
    assert "Hint" in text
    assert hint in text


def turned(W, v):
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    return W @ turn, turn.T @ v


def along_the_line(W, v):
    """Only what lies along v is left of the vectors."""
    return np.outer(W @ v, v) / (v @ v), v


def shifted(W, v):
    return W + 2 * np.array([-v[1], v[0]]), v.reshape(2, 1)


@pytest.mark.parametrize(
    "function",
    [
        turned,
        along_the_line,
        shifted,
        lambda W, v: (-W, -v),
        lambda W, v: [(1e9 * W).tolist(), v / 1e9],
        lambda W, v: (np.column_stack([W @ v, 0 * W[:, 0]]), np.array([1, 0])),
        lambda W, v: (W[:, ::-1], v[::-1]),
        lambda W, v: ((W * [2, 3]).astype("float32"), v / [2, 3]),
    ],
)
def test_other_tables_of_the_same_model(capsys, function):
    assert ": right." in said(capsys, "3.4", function)
    keras.utils.set_random_seed(3)
    model = label_model(np.random.default_rng(3).uniform(-1, 1, (46, 2)))
    rows = np.random.default_rng(4).integers(0, 46, (50, 5))
    p = model(rows).numpy()
    W, v = model.get_layer("embedding").get_weights()[0], model.get_layer("unit").get_weights()
    other, weights = function(W, v[0][:, 0])
    model.get_layer("embedding").set_weights([np.asarray(other)])
    model.get_layer("unit").set_weights([np.reshape(weights, (2, 1)), v[1]])
    np.testing.assert_allclose(model(rows).numpy(), p, atol=1e-5)


def half_of_them(W, v):
    table, weights = turned(W, v)
    table[::2] = W[::2]
    return table, weights


def three_stay(W, v):
    table, weights = shifted(W, v)
    table[:3] = W[:3]
    return table, weights


def scale_in_place(W, v):
    W *= 2
    return W, v / 2


@pytest.mark.parametrize(
    ("function", "hint"),
    [
        (lambda W, v: (W, v), "the table that was given"),
        (lambda W, v: (W + 1e-9, v), "the table that was given"),
        (lambda W, v: (-W, v), "1 − p"),
        (lambda W, v: (2 * W, v), "v did not follow"),
        (lambda W, v: (np.random.default_rng(0).normal(size=W.shape), v), "v did not follow"),
        (lambda W, v: (W[::-1], v), "v did not follow"),
        (lambda W, v: (2 * W, 2 * v), "gets another p"),
        (half_of_them, "gets another p"),
        (three_stay, "so do 3 vectors"),
        (scale_in_place, "changes its argument `W`"),
        (lambda W, v: W, "another form"),
        (lambda W, v: (v, W), "another form"),
        (lambda W, v: {"W": -W, "v": -v}, "another form"),
        (lambda W, v: (np.hstack([W, W]), np.hstack([v, v]) / 2), "another form"),
        (lambda W, v: (W * np.nan, v), "finite"),
        (lambda W, v: ("W", "v"), "another form"),
        (lambda W: (W, W), "TypeError"),
        ((1, 2), "the function itself"),
    ],
)
def test_hints_on_another_table(capsys, function, hint):
    assert hint in said(capsys, "3.4", function)

"""The graders of notebook 02: unanswered, right, every usual wrong answer, and odd ones."""

from embedlab import exercises
from embedlab.exercises import feedback as feedback_module

import keras
import numpy as np
import pytest
import tensorflow as tf

PARTS = [
    "slices in the gradient",
    "rows of the table that move",
    "gradient of token 3, divided by (p - y) v",
]
ODD = [None, float("inf"), float("nan"), "", "x", {"a": 1}, 1j, object(), len, -1, [1j]]
ODD += [[[1, 2], [3, 4]], [[1], [2, 3]], 10**400, [10**400]]


@pytest.fixture(autouse=True)
def forget_tries():
    feedback_module._wrong_tries.clear()


def feedback(capsys, number, answer):
    exercises.check(number, answer)
    return capsys.readouterr().out


def three(*values):
    return dict(zip(PARTS, values, strict=True))


@pytest.mark.parametrize(
    ("number", "answer"),
    [("2.1", three(..., ..., ...)), ("2.1", three(5, 3, ...))]
    + [(number, ...) for number in ("2.2", "2.3", "2.4")],
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in feedback(capsys, number, answer)


@pytest.mark.parametrize("number", ["2.1", "2.2", "2.3", "2.4"])
@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_odd_answers_get_a_word(capsys, number, answer):
    said = feedback(capsys, number, answer)
    assert said.startswith(f"Exercise {number}: ")
    assert "right." not in said


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("key", PARTS)
def test_odd_numbers_get_a_word(capsys, key, value):
    said = feedback(capsys, "2.1", three(5, 3, 0.6) | {key: value})
    assert "right." not in said


@pytest.mark.parametrize(
    "values", [(5, 3, 3 / 5), ("5", 3.0, "3/5"), (np.int64(5), [3], np.float32(0.6))]
)
def test_three_of_a_kind(capsys, values):
    assert "right." in feedback(capsys, "2.1", three(*values))
    assert "right." in feedback(capsys, "2.1", values)


@pytest.mark.parametrize(
    ("values", "hint"),
    [
        ((3, 3, 0.6), "does not merge"),
        ((46, 3, 0.6), "how many lookups"),
        ((5, 5, 0.6), "same row"),
        ((5, 46, 0.6), "stays"),
        ((5, 2, 0.6), "different ids"),
        ((5, 3, 1 / 5), "one place"),
        ((5, 3, 3), "divides"),
        ((5, 3, 1 / 3), "not over the different ids"),
        ((5, 3, 0.333), "not over the different ids"),
        ((5, 3, 60), "not per cent"),
        ((5, 3, -0.6), "the sign is in"),
        ((5, 3, 1), "Add up"),
    ],
)
def test_three_of_a_kind_hints(capsys, values, hint):
    said = feedback(capsys, "2.1", three(*values))
    assert "not yet" in said
    assert hint in said


@pytest.mark.parametrize("answer", [(5, 3), three("five", 3, 0.6), three(5.5, 3, 0.6), {}])
def test_three_of_a_kind_form(capsys, answer):
    assert "another form" in feedback(capsys, "2.1", answer)


def test_three_of_a_kind_by_keras():
    embedding = keras.layers.Embedding(46, 2)
    head = keras.layers.Dense(1)
    with tf.GradientTape() as tape:
        logit = head(tf.reduce_mean(embedding(np.array([[3, 3, 3, 8, 2]])), axis=1))
    gradient = tape.gradient(logit, embedding.embeddings)
    assert len(gradient.indices) == 5
    full = tf.convert_to_tensor(gradient).numpy()
    np.testing.assert_allclose(full[3], 3 / 5 * head.kernel.numpy()[:, 0], rtol=1e-5)
    assert np.flatnonzero(full.any(axis=1)).tolist() == [2, 3, 8]


@pytest.mark.parametrize("answer", [[3, 5], [5, 3], {3, 5}, (3, 5), "3, 5", np.array([3, 5])])
def test_the_largest_wins(capsys, answer):
    assert "right." in feedback(capsys, "2.2", answer)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ([3, 5, 8, 45, 2], "all five are looked up"),
        ([8, 45], "not the largest in size"),
        ([3], "the winner of one dimension"),
        (5, "the winner of one dimension"),
        ([], "in dimension 1, and which"),
        ([45], "of its own"),
        ([3, 45], "in dimension 1, and which"),
    ],
)
def test_the_largest_wins_hints(capsys, answer, hint):
    said = feedback(capsys, "2.2", answer)
    assert "not yet" in said
    assert hint in said


def test_the_largest_wins_by_a_whole_keras_model(capsys):
    """The notebook's table in the lesson's model, max pooling in place of the mean."""
    from embedlab.lessons.one_gradient_step.exercises import LARGEST_WINS

    table = np.zeros((46, 2), np.float32)
    table[list(LARGEST_WINS)] = list(LARGEST_WINS.values())
    embedding = keras.layers.Embedding(46, 2)
    layers = [embedding, keras.layers.GlobalMaxPooling1D(), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((5,), dtype="int32"), *layers])
    embedding.set_weights([table])
    with tf.GradientTape() as tape:
        logit = model(np.array([list(LARGEST_WINS)]))
    gradient = tf.convert_to_tensor(tape.gradient(logit, embedding.embeddings)).numpy()
    assert "right." in feedback(capsys, "2.2", np.flatnonzero(gradient.any(axis=1)).tolist())


@pytest.mark.parametrize("answer", [{5, 7}, [7, 5], (5, 7), "5 7", [5.0, "7"]])
def test_difference_of_two_rows(capsys, answer):
    assert "right." in feedback(capsys, "2.3", answer)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ({2, 3, 5, 7, 8, 45}, "which sign"),
        ({2, 3, 8, 45}, "other way round"),
        ({5}, "one of the two sides"),
        (7, "one of the two sides"),
        (set(), "nothing to cancel"),
        ({5, 8}, "for each token"),
    ],
)
def test_difference_of_two_rows_hints(capsys, answer, hint):
    said = feedback(capsys, "2.3", answer)
    assert "not yet" in said
    assert hint in said


@pytest.mark.parametrize("answer", [[5.7, 7], {5.7, 7}, "5.7 7", 5.7, {5, None}, [True, 7]])
def test_fractions_are_no_ids(capsys, answer):
    assert "another form" in feedback(capsys, "2.3", answer)


def by_loop(W, v, b, X, y):
    gradient = np.zeros_like(W)
    for ids, label in zip(X, y, strict=True):
        p = 1 / (1 + np.exp(-(W[ids].mean(axis=0) @ v + b)))
        for token in ids:
            gradient[token] += (p - label) * v / len(ids) / len(X)
    return gradient


def by_tape(W, v, b, X, y, merged=True):
    table = tf.constant(W)
    with tf.GradientTape() as tape:
        tape.watch(table)
        z = tf.linalg.matvec(tf.reduce_mean(tf.gather(table, X), axis=1), v) + b
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z))
    gradient = tape.gradient(loss, table)
    return tf.convert_to_tensor(gradient) if merged else gradient


def by_matrix(W, v, b, X, y):
    """One-hot rows, and the chain rule as a product of matrices."""
    counts = np.stack([np.bincount(ids, minlength=len(W)) for ids in X]) / X.shape[1]
    error = 1 / (1 + np.exp(-(counts @ W @ v + b))) - y
    return counts.T @ np.outer(error, v) / len(X)


@pytest.mark.parametrize(
    "answer",
    [
        by_loop,
        by_tape,
        by_matrix,
        lambda *given: by_tape(*given, merged=False),
        lambda *given: by_loop(*given).astype(np.float32),
        lambda *given: by_loop(*given).tolist(),
    ],
)
def test_gradient_of_the_table(capsys, answer):
    assert "right." in feedback(capsys, "2.4", answer)


def counted_once(W, v, b, X, y):
    gradient = np.zeros_like(W)
    for ids, label in zip(X, y, strict=True):
        p = 1 / (1 + np.exp(-(W[ids].mean(axis=0) @ v + b)))
        gradient[ids] += (p - label) * v / len(ids) / len(X)
    return gradient


def first_row_spoiled(W, v, b, X, y):
    gradient = by_loop(W, v, b, X, y)
    gradient[0] += 0.25
    return gradient


def divides_by_zero(W, v, b, X, y):
    return 1 // 0


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (np.zeros((46, 2)), "the function itself"),
        (lambda *given: print(), "return"),
        (lambda *given: [...][0], "return"),
        (lambda *given: "zero", "not an array of numbers"),
        (lambda *given: [[1], [2, 3]], "not an array of numbers"),
        (lambda *given: 1j * by_loop(*given), "not an array of numbers"),
        (lambda W, v, b, X, y: v, "the table's shape"),
        (lambda *given: -by_loop(*given), "p - y, or y - p"),
        (lambda *given: given[3].shape[1] * by_loop(*given), "Which share"),
        (lambda *given: -given[3].shape[1] * by_loop(*given), "shares its gradient"),
        (counted_once, "repeated id once"),
        (lambda *given: given[3].shape[1] / 5 * by_loop(*given), "rows of five"),
        (lambda *given: len(given[3]) * by_loop(*given), "the mean over the rows"),
        (first_row_spoiled, "off in row 0 by 0.2500. The number of right rows: 8"),
        (lambda *given: np.full_like(given[0], np.nan), "right rows: 0"),
        (lambda W, v, b, X, y: by_loop(W, v, 0, X, y), "off in row 1 by"),
        (lambda W, v: W, "raised TypeError"),
        (divides_by_zero, "raised ZeroDivisionError"),
        (lambda *given: undefined_name, "raised NameError"),  # noqa: F821
    ],
)
def test_gradient_of_the_table_hints(capsys, answer, hint):
    said = feedback(capsys, "2.4", answer)
    assert "right." not in said
    assert hint in said


def test_a_function_that_spoils_its_arguments_is_told_so(capsys):
    def answer(W, v, b, X, y):
        gradient = by_loop(W, v, b, X, y)
        X[:] = 0
        return gradient

    assert "changes its argument `X`" in feedback(capsys, "2.4", answer)


def test_the_second_hint_is_more_direct(capsys):
    assert "Add up" in feedback(capsys, "2.1", three(5, 3, 1))
    assert "in three of them" in feedback(capsys, "2.1", three(5, 3, 1))

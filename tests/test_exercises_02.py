"""The graders of notebook 02: unanswered, right, and every usual wrong answer."""

from embedlab import exercises

import keras
import numpy as np
import pytest
import tensorflow as tf

PARTS = [
    "slices in the gradient",
    "rows of the table that move",
    "gradient of token 3, divided by (p - y) v",
]
MOVES = {
    "RMSprop(momentum=0.9)": True,
    "Adam(beta_1=0.0)": False,
    "Adagrad(weight_decay=0.01)": True,
    "SGD(clipnorm=0.01)": False,
}


def feedback(capsys, number, answer):
    exercises.check(number, answer)
    return capsys.readouterr().out


def error(vectors, v, b, y):
    return 1 / (1 + np.exp(-(vectors.mean(axis=0) @ v + b))) - y


def by_tape(vectors, v, b, y):
    """TensorFlow's gradient of the loss by the first vector."""
    vectors = tf.constant(vectors)
    with tf.GradientTape() as tape:
        tape.watch(vectors)
        p = tf.sigmoid(tf.tensordot(tf.reduce_mean(vectors, axis=0), tf.constant(v), 1) + b)
        loss = -tf.math.log(p if y else 1 - p)
    return tape.gradient(loss, vectors)[0]


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("2.1", ...),
        ("2.2", dict.fromkeys(MOVES, ...)),
        ("2.2", MOVES | {"Adam(beta_1=0.0)": ...}),
        ("2.3", dict.fromkeys(PARTS, ...)),
        ("2.4", ...),
    ],
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in feedback(capsys, number, answer)


@pytest.mark.parametrize(
    "answer", [lambda vectors, v, b, y: error(vectors, v, b, y) * v / len(vectors), by_tape]
)
def test_gradient_of_one_vector(capsys, answer):
    assert "right." in feedback(capsys, "2.1", answer)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (np.zeros(2), "the function itself"),
        (lambda vectors, v, b, y: None, "return"),
        (lambda vectors, v, b, y: ..., "return"),
        (lambda vectors, v, b, y: error(vectors, v, b, y), "shape"),
        (
            lambda vectors, v, b, y: np.tile(
                error(vectors, v, b, y) * v / len(vectors), (len(vectors), 1)
            ),
            "Return that of one",
        ),
        (lambda vectors, v, b, y: -error(vectors, v, b, y) * v / len(vectors), "p - y, or y - p"),
        (lambda vectors, v, b, y: error(vectors, v, b, y) * v, "gradient of the mean"),
        (lambda vectors, v, b, y: -error(vectors, v, b, y) * v, "shares its gradient"),
        (lambda vectors, v, b, y: error(vectors, v, b, y) * v / 5, "row's length"),
        (lambda vectors, v, b, y: error(vectors, v, 0, y) * v / len(vectors), "nudging"),
        (lambda vectors, v, b, y: error(vectors, v, b, y) * vectors.mean(axis=0), "nudging"),
        (lambda vectors, v, b: v, "form"),
    ],
)
def test_gradient_of_one_vector_hints(capsys, answer, hint):
    said = feedback(capsys, "2.1", answer)
    assert "not yet" in said
    assert hint in said


def test_who_rests(capsys):
    assert "right." in feedback(capsys, "2.2", MOVES)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("RMSprop(momentum=0.9)", "sizes only"),
        ("Adam(beta_1=0.0)", "first moment"),
        ("Adagrad(weight_decay=0.01)", "every row"),
        ("SGD(clipnorm=0.01)", "zero"),
    ],
)
def test_who_rests_hints(capsys, name, hint):
    said = feedback(capsys, "2.2", MOVES | {name: not MOVES[name]})
    assert f"not yet. Hint: {name}" in said
    assert hint in said


@pytest.mark.parametrize("answer", [[True], {"SGD": True}, dict.fromkeys(MOVES, "yes")])
def test_who_rests_form(capsys, answer):
    assert "answer with" in feedback(capsys, "2.2", answer)


@pytest.mark.parametrize("share", [3 / 5, 0.6, 0.6000001])
def test_three_of_a_kind(capsys, share):
    assert "right." in feedback(capsys, "2.3", dict(zip(PARTS, (5, 3, share), strict=True)))


@pytest.mark.parametrize(
    ("numbers", "hint"),
    [
        ((3, 3, 0.6), "does not merge"),
        ((46, 3, 0.6), "how many lookups"),
        ((5, 5, 0.6), "same row"),
        ((5, 46, 0.6), "rests"),
        ((5, 2, 0.6), "different ids"),
        ((5, 3, 1 / 5), "one place"),
        ((5, 3, 3), "divides"),
        ((5, 3, 1 / 3), "not over the different ids"),
        ((5, 3, 1), "Add up"),
        (("five", 3, 0.6), "form"),
    ],
)
def test_three_of_a_kind_hints(capsys, numbers, hint):
    said = feedback(capsys, "2.3", dict(zip(PARTS, numbers, strict=True)))
    assert "not yet" in said
    assert hint in said


def test_three_of_a_kind_form(capsys):
    assert "answer with a dictionary" in feedback(capsys, "2.3", (5, 3, 0.6))


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


@pytest.mark.parametrize("answer", [{5, 7}, [7, 5], (5, 7)])
def test_difference_of_two_rows(capsys, answer):
    assert "right." in feedback(capsys, "2.4", answer)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ({2, 3, 5, 7, 8, 45}, "which sign"),
        ({2, 3, 8, 45}, "other way round"),
        ({5}, "one of the two sides"),
        ({7}, "one of the two sides"),
        (set(), "nothing to cancel"),
        ({5, 8}, "for each token"),
        (5, "form"),
    ],
)
def test_difference_of_two_rows_hints(capsys, answer, hint):
    said = feedback(capsys, "2.4", answer)
    assert "not yet" in said
    assert hint in said

"""The graders of notebook 06 confirm right answers, found by other means; wrong ones get hints."""

from embedlab.datasets import load_study_rows, load_study_tokens
from embedlab.exercises import check
from embedlab.training import train

import keras
import numpy as np
import pytest

TOKENS, ROWS = load_study_tokens(), load_study_rows()
M = len(TOKENS.name)
SIGNS = np.column_stack([TOKENS.label_group, TOKENS.topic, TOKENS.role]) * 2.0 - 1
RNG = np.random.default_rng(6)


def said(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


def table(label, topic, role, noise=0.01):
    """A table in which the properties have these standard deviations."""
    return SIGNS * [label, topic, role] @ np.eye(3, 8) + noise * RNG.normal(size=(M, 8))


@pytest.mark.parametrize("number", ["6.1", "6.2", "6.3"])
def test_an_open_answer_is_neither_right_nor_wrong(capsys, number):
    assert "not answered yet" in said(capsys, number, ...)


def test_the_window_that_shows_both_roles_most_evenly(capsys):
    """Right: by walking through the rows, pair by pair."""
    uneven = {}
    for window in (1, 2, 3, 4):
        pairs = [
            TOKENS.role[row[a]] != TOKENS.role[row[b]]
            for row in ROWS.X[:100]
            for a in range(5)
            for b in range(5)
            if 0 < abs(a - b) <= window
        ]
        uneven[window] = abs(np.mean(pairs) - 0.5)
    right = min(uneven, key=uneven.get)
    assert "right." in said(capsys, "6.1", right)
    for wrong in {1, 2, 3, 4} - {right}:
        assert "right." not in said(capsys, "6.1", wrong)
    assert "every neighbour has the opposite role" in said(capsys, "6.1", 1)
    assert "the widest window is not the blindest" in said(capsys, "6.1", 4)
    for nonsense in (0, 5, 1.5, "two"):
        assert "does not have the form" in said(capsys, "6.1", nonsense)


@pytest.mark.parametrize(
    ("label", "topic", "role", "words"),
    [
        (1.0, 0.6, 0.8, "right."),
        (1.0, 0.8, 0.6, "right."),
        (1.0, 0.0, 0.0, "one loss alone"),
        (0.0, 0.6, 0.8, "one loss alone"),
        (1.2, 0.6, 0.8, "the label still has more"),
        (0.8, 0.6, 0.8, "gone too far"),
    ],
)
def test_half_and_half(capsys, label, topic, role, words):
    assert words in said(capsys, "6.2", table(label, topic, role))


def test_half_and_half_of_an_untrained_table(capsys):
    assert "is it a table that was trained" in said(capsys, "6.2", RNG.normal(size=(M, 8)))
    assert "does not have the form" in said(capsys, "6.2", 0.65)
    assert "does not have the form" in said(capsys, "6.2", np.ones((M - 1, 8)))


def glove(all_pairs):
    """GloVe's table, from counts of the rows taken one by one."""
    counts = np.zeros((M, M))
    for row in ROWS.X:
        for a in range(5):
            for b in range(5):
                if a != b:
                    counts[row[a], row[b]] += 1 / abs(a - b)
    i, j = np.indices((M, M)).reshape(2, -1) if all_pairs else np.nonzero(counts)
    target = np.log(counts[i, j] + all_pairs)
    keras.utils.set_random_seed(6)
    light = keras.regularizers.L2(0.002)
    centre, context = keras.Input((), dtype="int32"), keras.Input((), dtype="int32")
    first, second = (keras.layers.Embedding(M, 8, embeddings_regularizer=light) for _ in "ab")
    biases = [keras.layers.Embedding(M, 1)(each) for each in (centre, context)]
    dot = keras.layers.Dot(axes=1)([first(centre), second(context)])
    model = keras.Model([centre, context], keras.layers.Add()([dot, *biases]))
    model.compile(keras.optimizers.Adam(0.05), "mse")
    return train(model, [i, j], target, 200, layer=first).after


def test_glove_sees_the_topic_once_pairs_that_never_occur_take_part(capsys):
    assert "right." in said(capsys, "6.3", glove(all_pairs=True))
    assert "still does not know the topic" in said(capsys, "6.3", glove(all_pairs=False))


@pytest.mark.parametrize(
    ("label", "topic", "role", "words"),
    [
        (1.0, 0.6, 0.8, "this table knows the label"),
        (0.0, 1.0, 0.0, "the role is gone"),
        (0.0, 0.0, 1.0, "still does not know the topic"),
    ],
)
def test_tables_of_other_losses_are_no_answer(capsys, label, topic, role, words):
    assert words in said(capsys, "6.3", table(label, topic, role))


def test_the_start_is_no_answer(capsys):
    assert "is it a table that was trained" in said(capsys, "6.3", RNG.normal(size=(M, 8)))

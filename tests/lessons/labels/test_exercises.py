"""The graders on labels, held against Keras's gradients."""

from embedlab.datasets import load_question_rows
from embedlab.models import label_model
from embedlab.training import table_gradient

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from exercises import answers, first_said

X, Y = load_question_rows().X[:2], load_question_rows().y[:2]
ROW = [3, 5, 8, 45, 2]

test_one_label_for_two = answers(
    "3.1",
    right=[Fraction(3, 4), "75%", 0.7499, 0.7501],
    near=[0.752, 0.76, 0.7],
    close=[(0.8, "Give two right ones"), (0.74, "Train longer"), (0.7485, "Train longer")],
    hints=[
        (0.25, "belongs to row 1"),
        (0.5, "equal weights"),
        *[(label, "divide by the sum") for label in (1.5, -0.75)],
        (0.6, "cancel", "solve 3"),
        (75, "per cent"),
    ],
)

ROW_1, ROW_2 = [0.08, -0.04], [-0.32, 0.16]
test_two_pulls = answers(
    "3.2",
    right=[
        {"row 1": ROW_1, "row 2": ROW_2},
        (np.array(ROW_1), ["-8/25", "4/25"]),
        {"Row 2": (-0.3205, 0.1605), "Row 1": (0.0805, -0.0405)},
    ],
    near=[
        *[([0.08, -0.042], ROW_2), (ROW_1, [-0.322, 0.16])],
        *[([-0.04, 0.08], [0.16, -0.32]), ([0.08, -0.04], [0.32, -0.16])],
    ],
    form=[
        (0.08, "row 2"),
        ([ROW_1], "row 2"),
        ({"row 1": ROW_1, "row 3": ROW_2}, "row 2"),
        *[(given, "2 numbers") for given in ((0.08, -0.32), ([*ROW_1, 0], ROW_2))],
    ],
    hints=[
        (([-0.08, 0.04], [0.32, -0.16]), "the gradients", "(y − p) times v / 5"),
        (([0.4, -0.2], [-1.6, 0.8]), "divide by 5"),
        (([-0.4, 0.2], [1.6, -0.8]), "two things"),
        ((ROW_2, ROW_1), "Which row did you call"),
        (([0.08, 0.04], [0.32, 0.16]), "second number"),
        ((ROW_1, ROW_1), "another error"),
        ((ROW_1, [-0.08, 0.04]), "not equally long"),
        (([1, 1], [1, 1]), "the error p − y of each row"),
    ],
)


def edited(row, column, token):
    rows = np.array([ROW, ROW])
    rows[row, column] = token
    return rows


APART = [edited(1, 2, 45), edited(0, 3, 8), edited(0, 2, 7), edited(1, 0, 8), edited(1, 2, 0)]
ALIKE = [edited(0, 0, 7), edited(1, 4, 3)]


@pytest.mark.parametrize("rows", APART + ALIKE)
def test_what_separates_8_and_45_is_what_keras_gives_other_gradients(rows):
    model = label_model(np.random.default_rng(3).uniform(-1, 1, (46, 2)))
    gradient = table_gradient(model, rows, Y)
    apart = np.abs(gradient[8] - gradient[45]).max() > 1e-3
    assert first_said("3.3", rows).startswith("right.") == apart


test_separate_them = answers(
    "3.3",
    right=[APART[4].astype(float), ["3 5 8 45 2", "8 5 8 45 2"], pd.DataFrame(APART[0])],
    near=[*ALIKE, [ROW, [3, 5, 45, 8, 2]], [[7, *ROW[1:]], [*ROW[:2], 7, *ROW[3:]]]],
    form=[(rows, "2 rows of 5 ids from 0 to 45") for rows in ([ROW], ROW, edited(0, 0, 46))],
    hints=[
        ([ROW, ROW], "as they were"),
        (ALIKE[0], "equally often", "be missing from one row"),
        ([[3, 5, 45, 8, 2], ROW], "2 places"),
    ],
)


def turned(W, v):
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    return W @ turn, turn.T @ v


def shifted(W, v):
    return W + 2 * np.array([-v[1], v[0]]), v.reshape(2, 1)


SAME_MODEL = [
    turned,
    lambda W, v: (np.outer(W @ v, v) / (v @ v), v),
    shifted,
    lambda W, v: [(1e9 * W).tolist(), v / 1e9],
    lambda W, v: (np.column_stack([W @ v, 0 * W[:, 0]]), np.array([1, 0])),
    lambda W, v: ((W * [2, 3]).astype("float32"), v / [2, 3]),
]


def unused(W):
    """Which vectors no row of the question looks up."""
    return ~np.isin(np.arange(len(W)), ROW)[:, None]


def some_stay(function, which):
    def answer(W, v):
        table, weights = function(W, v)
        table[which] = W[which]
        return table, weights

    return answer


test_another_model = answers(
    "3.4",
    right=SAME_MODEL,
    near=[
        lambda W, v: (2 * W, v / 2 * 1.0015),
        some_stay(shifted, [7]),
        lambda W, v: (W * (1 + 5e-4), v / (1 + 5e-4)),
    ],
    form=[
        (lambda W, v: W, "Return two arrays"),
        (lambda W, v: (v, W), "Return two arrays"),
        (lambda W, v: (np.hstack([W, W]), np.hstack([v, v]) / 2), "Return two arrays"),
        (lambda W, v: (W * np.nan, v), "finite"),
    ],
    hints=[
        (lambda W, v: (W, v), "the table that was given", "in the same way"),
        (lambda W, v: (W + 1e-9, v), "the table that was given"),
        (lambda W, v: (-W, v), "1 − p"),
        (lambda W, v: (2 * W, v), "the table changed, v did not"),
        (lambda W, v: (W[::-1], v), "changed places"),
        (lambda W, v: (np.where(unused(W), 2 * W, W), v), "41 vectors changed"),
        (lambda W, v: (2 * W, 2 * v), "gets another p", "must be W @ v"),
        (some_stay(shifted, slice(3)), "so do 3 vectors"),
    ],
)

"""Graders of notebook 03, How do labels shape the vectors?"""

from embedlab.datasets import load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Close, Right, exercise

import numpy as np

M = 46
ROWS_EXAMPLE = "[[3, 5, 8, 45, 2], [3, 5, 8, 45, 7]]"


@exercise("3.1")
def two_forces(answer):
    p = 0.8
    pull_1, pull_2 = abs(p - 1), abs(p - 0)
    truth = pull_1 / pull_2
    ratio = forms.number(answer, 0.5)
    if abs(ratio - truth) < 0.0025:
        return Right("The model is nearly right about row 1, so row 1 hardly pulls.")
    if ratio < 0:
        return "a length is never negative. The opposite direction shows in the cosine."
    if np.isclose(ratio, pull_2 / pull_1, rtol=0.01):
        return "this is row 2 divided by row 1. Which row is nearly right here, and pulls less?"
    if np.isclose(ratio, 1):
        return "opposite directions do not mean equal lengths. Those are equal at p = ½ only."
    if np.isclose([pull_1, pull_2], ratio).any():
        return "this is the error of one row. Divide it by the error of the other."
    if abs(ratio - truth) < 0.006:
        return Close("Give it to two decimals.")
    return (
        "each length is the size of the error p − y times the same |J|, which cancels.",
        "the errors are 0.8 − 1 for row 1 and 0.8 − 0 for row 2. Divide their sizes.",
    )


@exercise("3.2")
def one_label_for_two(answer):
    y, weights = load_question_rows().y[:2], np.array([3.0, 1.0])
    truth = np.average(y, weights=weights)
    label = forms.number(answer, 0.5)
    if abs(label - truth) < 1e-3:
        return Right("A soft label is the weighted mean of the labels.")
    if np.isclose(label, 1 - truth, atol=1e-3):
        return "the weight 3 belongs to row 1. What is the label of row 1?"
    if np.isclose(label, y.mean()):
        return "this is the answer for equal weights. Row 1 counts three times here."
    if np.isclose(label, [(weights @ y) / 2, weights @ y]).any():
        return "a soft label is a mean, from 0 to 1: divide by the sum of the weights."
    if abs(label - truth) < 0.02:
        return Close("Train longer, or derive it: p settles where the weighted errors cancel.")
    return (
        "at which p do the weighted errors of the two rows, 3·(p − 1) and 1·(p − 0), cancel?",
        "solve 3·(p − 1) + 1·p = 0.",
    )


@exercise("3.3")
def separate_them(answer):
    X, y = load_question_rows().X[:2], load_question_rows().y[:2]
    ids = _two_rows(answer, X.shape)
    changed = np.argwhere(ids != X)
    if len(changed) == 0:
        return "these are rows 1 and 2 as they were. Change one id."
    if len(changed) > 1:
        return f"{len(changed)} places differ from rows 1 and 2. Change one id only."
    pull = _gradients_under_mean(ids, y)
    if np.allclose(pull[8], pull[45]):
        return (
            "8 and 45 still occur equally often in each row, so the mean hands both the same "
            "gradient. What must differ between them?",
            "let 8 or 45 be missing from one row, or stand in it twice.",
        )
    return Right("A label separates tokens that do not share all their rows.")


@exercise("3.4")
def unit_that_starts_at_zero(answer):
    truth = _cosine_of_moves_from_zero()
    cosine = forms.number(answer, 0.5)
    if abs(cosine - truth) < 0.01:
        return Right("A v of zeros with its sign turned is the same v: so both take the same path.")
    if abs(cosine) > 1:
        return "a cosine lies between −1 and 1."
    if np.isclose(cosine, -1, atol=0.01):
        return (
            "this is what two opposite first steps would give. But at v = 0 the first step leaves "
            "the table where it is. Which way does it move v under label 1, and under label 0?"
        )
    if np.isclose(cosine, 0, atol=0.01):
        return "only the first step leaves the table where it is: after it, v is no longer zero."
    return (
        "chance has no say, the answer is exact. What is a v of zeros with its sign turned?",
        "row 2 with v turned takes the path of row 1. And turning a v of zeros changes nothing.",
    )


def _two_rows(answer, shape):
    """The answer as ids of the given shape, all of them in the table."""
    if not isinstance(answer, np.ndarray | list | tuple) and not hasattr(answer, "numpy"):
        raise forms.FormError(f"Give two rows of five ids, such as {ROWS_EXAMPLE}.")
    rows = answer.numpy() if hasattr(answer, "numpy") else answer
    if not np.iterable(rows) or len(rows) != shape[0]:
        raise forms.FormError(f"Give two rows of five ids, such as {ROWS_EXAMPLE}.")
    found = np.array([forms.ids(row, "[3, 5, 8, 45, 2]", count=shape[1]) for row in rows])
    if found.min() < 0 or found.max() >= M:
        raise forms.FormError(f"The table has the ids 0 to {M - 1}: choose one of these.")
    return found


def _gradients_under_mean(X, y):
    """Gradient of each token's vector by hand, shape (46, 2), at one generic start."""
    rng = np.random.default_rng(3)
    table, v = rng.uniform(-1, 1, (M, 2)), rng.uniform(-1, 1, 2)
    p = 1 / (1 + np.exp(-table[X].mean(axis=1) @ v))
    gradient = np.zeros_like(table)
    for ids, error in zip(X, p - y, strict=True):
        np.add.at(gradient, ids, error * v / len(ids) / len(X))
    return gradient


def _cosine_of_moves_from_zero(steps=200, rate=0.1):
    """Cosine of the moves that labels 1 and 0 give the mean vector, from v = 0 and b = 0."""
    start = np.array([0.3, -0.2])
    moves = []
    for label in (1, 0):
        h, v, b = start, np.zeros(2), 0.0
        for _ in range(steps):
            error = 1 / (1 + np.exp(-(v @ h + b))) - label
            h, v, b = h - rate * error * v / 5, v - rate * error * h, b - rate * error
        moves.append(h - start)
    return moves[0] @ moves[1] / np.linalg.norm(moves[0]) / np.linalg.norm(moves[1])

"""Graders of notebook 03, How do labels shape the vectors?"""

from embedlab.datasets import check_ids, load_question_rows
from embedlab.exercises.feedback import exercise

import numpy as np


@exercise("3.1")
def two_forces(answer):
    p = 0.8
    pull_1, pull_2 = abs(p - 1), abs(p - 0)
    ratio = float(answer)
    if np.isclose(ratio, pull_1 / pull_2, rtol=0.01):
        return None
    if ratio < 0:
        return "a length is never negative. The opposite direction shows in the cosine."
    if np.isclose(ratio, pull_2 / pull_1, rtol=0.01):
        return "this is row 2 divided by row 1. Which row is nearly right here, and pulls less?"
    if np.isclose(ratio, 1):
        return "opposite directions do not mean equal lengths. Those are equal at p = ½ only."
    if np.isclose([pull_1, pull_2], ratio).any():
        return "this is the error of one row. Divide it by the error of the other."
    return "each length is the size of the error p − y times the same |J|, which cancels."


@exercise("3.2")
def one_label_for_two(answer):
    y, weights = load_question_rows().y[:2], np.array([3.0, 1.0])
    truth = np.average(y, weights=weights)
    label = float(answer)
    if np.isclose(label, truth, atol=1e-3):
        return None
    if np.isclose(label, 1 - truth, atol=1e-3):
        return "the weight 3 belongs to row 1. What is the label of row 1?"
    if np.isclose(label, y.mean()):
        return "this is the answer for equal weights. Row 1 counts three times here."
    if np.isclose(label, [(weights @ y) / 2, weights @ y]).any():
        return "a soft label is a mean, from 0 to 1: divide by the sum of the weights."
    return "at which p do the weighted errors of the two rows, 3·(p − 1) and 1·(p − 0), cancel?"


@exercise("3.3")
def part_them(answer):
    X, y = load_question_rows().X[:2], load_question_rows().y[:2]
    ids = check_ids(answer, num_tokens=46, where="your rows")
    if ids.shape != X.shape:
        return f"keep the shape: two rows of five ids, not {ids.shape[0]} of {ids.shape[1]}."
    changed = np.argwhere(ids != X)
    if len(changed) == 0:
        return "these are rows 1 and 2 as they were. Change one id."
    if len(changed) > 1:
        return f"{len(changed)} places differ from rows 1 and 2. Change one id only."
    pull = _gradients_under_mean_pooling(ids, y)
    if np.allclose(pull[8], pull[45]):
        return (
            "8 and 45 still occur equally often in each row, so the mean hands both the same "
            "gradient. Let one of them be missing from a row, or stand in it twice."
        )
    return None


@exercise("3.4")
def head_that_starts_at_zero(answer):
    truth = _cosine_of_moves_from_zero_head()
    cosine = float(answer)
    if np.isclose(cosine, truth, atol=0.01):
        return None
    if np.isclose(cosine, -1, atol=0.01):
        return (
            "this is what two opposite first steps would give. But at v = 0 the first step leaves "
            "the table where it is. Which way does it move v under label 1, and under label 0?"
        )
    if np.isclose(cosine, 0, atol=0.01):
        return "only the first step leaves the table where it is: after it, v is no longer zero."
    if abs(cosine) > 1:
        return "a cosine lies between −1 and 1."
    return "no luck is in it, the answer is exact. What is a head of zeros with its sign turned?"


def _gradients_under_mean_pooling(X, y):
    """Gradient of each token's vector by hand, shape (46, 2), at one generic start."""
    rng = np.random.default_rng(3)
    table, v = rng.uniform(-1, 1, (46, 2)), rng.uniform(-1, 1, 2)
    p = 1 / (1 + np.exp(-table[X].mean(axis=1) @ v))
    gradient = np.zeros_like(table)
    for ids, error in zip(X, p - y, strict=True):
        np.add.at(gradient, ids, error * v / len(ids) / len(X))
    return gradient


def _cosine_of_moves_from_zero_head(steps=200, rate=0.1):
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

"""Graders of notebook 03, How do labels shape the vectors?"""

from embedlab.datasets import load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Close, Right, checks, close, exercise
from embedlab.exercises.guard import call

import numpy as np

check = checks(__name__)

M = 46
ROWS_EXAMPLE = "[[3, 5, 8, 45, 2], [3, 5, 8, 45, 7]]"


@exercise(1, "solve 3·(p − 1) + 1·p = 0.")
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
    if forms.in_percent(label, truth):
        return "that is in per cent. A label is a number from 0 to 1."
    if not 0 <= label <= 1:
        return "a soft label is a mean, from 0 to 1: divide by the sum of the weights."
    if abs(label - truth) < 0.02:
        return Close("Train longer, or derive it: p settles where the weighted errors cancel.")
    if label == round(truth + 1e-9, 1):
        return close(1, wanted=2)
    return (
        "at which p do the weighted errors of the two rows, 3·(p − 1) and 1·(p − 0), cancel?",
        "solve 3·(p − 1) + 1·p = 0.",
    )


@exercise(2, "turning the sign of a v of zeros changes nothing: compare the two runs.")
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


@exercise(3, "let 8 or 45 be missing from one row, or stand in it twice.")
def separate_them(answer):
    X, y = load_question_rows().X[:2], load_question_rows().y[:2]
    ids = forms.id_rows(answer, M, X.shape[1], ROWS_EXAMPLE, count=len(X))
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


@exercise(4, "stretch or turn all vectors, and undo it in v, so that table @ weights is W @ v.")
def another_model(answer):
    function = forms.function(answer, "another_model(W, v)")
    rng = np.random.default_rng(34)
    for _ in range(2):
        W, v = rng.normal(size=(M, 2)), rng.normal(size=2)
        hint = _fault_of_another_model(call(function, W, v), W, v)
        if hint is not None:
            return hint
    return Right(
        "There is no end of them: turn, stretch or mirror the plane, and v with it. The data "
        "ask for a p, not for vectors; which table you get, the start decides."
    )


def _fault_of_another_model(given, W, v):
    """What is wrong with another table and its weights, as a hint; None if nothing is."""
    form = "Return two arrays, the table of shape (46, 2) and the weights of shape (2,)."
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise forms.FormError(form)
    table, weights = (forms.array(each) for each in given)
    if table is None or weights is None or table.shape != W.shape or weights.size != v.size:
        raise forms.FormError(form)
    weights = weights.ravel()
    if not (np.isfinite(table).all() and np.isfinite(weights).all()):
        raise forms.FormError("All numbers must be finite.")
    z, other_z = W @ v, table @ weights
    stayed = np.abs(table - W).max(axis=1) < 1e-3 * np.abs(W).max(axis=1)
    right = np.allclose(other_z, z, rtol=1e-3, atol=1e-4)
    if stayed.all():
        return (
            "this is the table that was given. Every vector must become another one.",
            "change all vectors in the same way: twice as long, say. How must v answer?",
        )
    if right and stayed.any():
        return f"the predictions stay, and so do {stayed.sum()} vectors: those must change, too."
    if right:
        return None
    if np.allclose(other_z, -z, rtol=1e-3, atol=1e-4):
        return "every logit has the other sign now, so p became 1 − p. What must v do?"
    if np.allclose(weights, v):
        return (
            "the table changed, and v did not follow. Which v undoes what you did to the vectors?",
            "every row of data must keep its z: table @ weights must be W @ v, for each token.",
        )
    return (
        "some row of data gets another p. A row may hold one token five times: what is its z?",
        "every row of data must keep its z: table @ weights must be W @ v, for each token.",
    )


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

"""Graders of the exercises on how labels shape the vectors."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Close, Hint, Right, checks, close, exercise, hint_for
from embedlab.exercises.guard import call

import numpy as np

check = checks(__name__)

M = 46
TWO_PULLS = ("row 1", "row 2")


@exercise(1, "solve 3·(p − 1) + 1·p = 0.")
def one_label_for_two(answer):
    y, weights = load_question_rows().y[:2], np.array([3.0, 1.0])
    truth = np.average(y, weights=weights)
    label = forms.number(answer, 0.5)
    if abs(label - truth) < 1e-3:
        return Right("A soft label is the weighted mean of the labels.")
    if forms.in_percent(label, truth):
        return Hint("that is in per cent. A label is a number from 0 to 1.")
    if not 0 <= label <= 1:
        return Hint("a soft label is a mean, from 0 to 1: divide by the sum of the weights.")
    if abs(label - truth) < 0.02:
        return Close("Train longer, or derive it: p settles where the weighted errors cancel.")
    if label == round(truth + 1e-9, 1):
        return close(1, wanted=2)
    return hint_for(
        label,
        (1 - truth, "the weight 3 belongs to row 1. What is the label of row 1?"),
        (y.mean(), "this is the answer for equal weights. Row 1 counts three times here."),
        atol=1e-3,
    ) or Hint("at which p do the weighted errors of the two rows, 3·(p − 1) and 1·(p − 0), cancel?")


@exercise(2, "a row's pull on each of its five vectors is (y − p) times v / 5.")
def two_pulls(answer):
    given = forms.named(answer, TWO_PULLS, '{"row 1": [0.1, 0.2], "row 2": [0.3, 0.4]}')
    pulls = np.array([forms.numbers(given[row], 2, [0.1, 0.2]) for row in TWO_PULLS])
    v, p, y = np.array([2.0, -1.0]), 0.8, np.array([[1.0], [0.0]])
    truth = (y - p) * v / 5
    if np.allclose(pulls, truth, rtol=0, atol=1e-3):
        return Right(
            "One line, two ways: row 2 pulls four times as hard, since p is more wrong there."
        )
    return hint_for(
        pulls,
        (-truth, "these are the gradients. A row asks for minus its gradient."),
        (5 * truth, "each of the five vectors has a fifth of the mean: divide by 5."),
        (-5 * truth, "two things: a row asks for minus its gradient, and each vector is a fifth."),
        (truth[::-1], "row 1 has the label 1. Which row did you call row 1?"),
        (abs(truth), "v is (2, −1): its second number is negative. Which way does row 2 pull?"),
        ([truth[0], truth[0]], "both rows have one v, but another error: p is 0.8, y is 1 and 0."),
        ([truth[0], -truth[0]], "opposite, but not equally long: how wrong is p about row 2?"),
        atol=1e-3,
    ) or Hint("what is the error p − y of each row? Multiply it by v / 5, and turn the sign.")


@exercise(3, "let 8 or 45 be missing from one row, or stand in it twice.")
def separate_them(answer):
    X = load_question_rows().X[:2]
    ids = forms.id_rows(answer, M, 5, "[[3, 5, 8, 45, 2], [3, 5, 8, 45, 7]]", count=len(X))
    changed = (ids != X).sum()
    if changed == 0:
        return Hint("these are rows 1 and 2 as they were. Change one id.")
    if changed > 1:
        return Hint(f"{changed} places differ from rows 1 and 2. Change one id only.")
    if np.array_equal((ids == 8).sum(axis=1), (ids == 45).sum(axis=1)):
        return Hint("8 and 45 still occur equally often in each row: a mean treats them alike.")
    return Right("A label separates tokens that do not share all their rows.")


@exercise(
    4,
    "change all vectors in the same way, stretch or turn them, and undo it in v: for each token "
    "table @ weights must be W @ v.",
)
def another_model(answer):
    function = forms.function(answer, "another_model(W, v)")
    form = "Return two arrays of finite numbers, the table, shape (46, 2), and the weights, (2,)."
    rng = np.random.default_rng(34)
    for _ in range(2):
        W, v = rng.normal(size=(M, 2)), rng.normal(size=2)
        given = call(function, W, v)
        with forms.form(form):
            named = forms.named(given, ("table", "weights"), "(table, weights)")
            table, weights = map(forms.array, named.values())
            forms.must(table.shape == W.shape and weights.size == v.size)
            forms.must(np.isfinite(table).all() and np.isfinite(weights).all())
        z, other_z = W @ v, table @ weights.ravel()
        stayed = np.abs(table - W).max(axis=1) < 1e-3 * np.abs(W).max(axis=1)
        right = np.allclose(other_z, z, rtol=1e-3, atol=1e-4)
        if right and not stayed.any():
            continue
        if stayed.all():
            return Hint("this is the table that was given. Every vector must become another one.")
        if right:
            return Hint(f"predictions stay, and so do {stayed.sum()} vectors: change those, too.")
        if np.allclose(other_z, -z, rtol=1e-3, atol=1e-4):
            return Hint("every logit has the other sign now, so p became 1 − p. What must v do?")
        if np.allclose(np.sort(other_z), np.sort(z), rtol=1e-3, atol=1e-4):
            return Hint("the vectors changed places. Leave each with its token, and change it.")
        same_v = np.allclose(weights.ravel(), v)
        if same_v and stayed.any():
            return Hint(
                f"{(~stayed).sum()} vectors changed, and v did not move with them: p must stay for "
                "every row of any tokens, not for the four rows of the question alone."
            )
        if same_v:
            return Hint("the table changed, v did not. Which v undoes what you did to the vectors?")
        return Hint("some row gets another p. Its five tokens may be one: what is z then?")
    return Right(
        "There is no end of them: turn, stretch or mirror the plane, and v with it. The data "
        "ask for a p, not for vectors; which table you get, the start decides."
    )

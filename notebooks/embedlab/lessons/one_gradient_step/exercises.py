"""Graders of the exercises on what happens in one training step."""

from embedlab.exercises import forms
from embedlab.exercises.feedback import Hint, Right, checks, exercise, hint_for
from embedlab.exercises.guard import array_from

import numpy as np

check = checks(__name__)

SLICES, MOVED = "slices in the gradient", "vectors that move"
SHARE = "gradient of token 3, divided by (p - y) v"
LARGEST_WINS = {3: (0.4, -0.1), 5: (0.1, 0.3), 8: (-0.5, 0.2), 45: (0.3, -0.6), 2: (0.2, 0.1)}


@exercise(1, "a slice for each lookup; a vector for each different id; a fifth for each place.")
def three_of_a_kind(answer):
    row = np.array([3, 3, 3, 8, 2])
    places, different, share = len(row), len(np.unique(row)), np.mean(row == 3)
    example = f"{{{SLICES!r}: 4, {MOVED!r}: 2, {SHARE!r}: 0.5}}"
    answer = forms.named(answer, (SLICES, MOVED, SHARE), example)
    slices, moved = (forms.whole_number(answer[key], f"{key}: 4") for key in (SLICES, MOVED))
    given = forms.number(answer[SHARE], f"{SHARE}: 0.5")
    if slices == different:
        return Hint("slices: TensorFlow does not merge them. There is one for each lookup.")
    if slices != places:
        return Hint("slices: how many lookups are there?")
    if moved != different:
        return hint_for(
            moved,
            (places, "vectors: three of the lookups read the same vector of the table."),
            (46, "vectors: under plain SGD, a vector without a gradient stays."),
        ) or Hint("vectors: how many different ids are in the batch?")
    if forms.in_percent(given, share):
        return Hint("token 3: give a share from 0 to 1, not per cent.")
    if abs(given - share) > 1e-3:
        return hint_for(
            given,
            (-share, "token 3: the sign is in (p - y) v, by which you divide."),
            (1 / places, "token 3: so much one place contributes. How many places has token 3?"),
            (places * share, "token 3: a mean divides by the number of tokens in the row."),
            (1 / different, "token 3: the mean is over the places, not over the different ids."),
            atol=1e-3,
        ) or Hint("token 3: each place of the row contributes the same. Add up those of token 3.")
    return Right("A slice for each lookup, a vector for each id, a share for each place.")


@exercise(2, "look down one column of the table at a time: whose number reaches the unit?")
def the_largest_wins(answer):
    given = forms.id_set(answer, "[3, 8]")
    vectors, tokens = np.array(list(LARGEST_WINS.values())), np.array(list(LARGEST_WINS))
    winners = set(tokens[vectors.argmax(axis=0)])
    longest = {tokens[np.linalg.norm(vectors, axis=1).argmax()]}
    in_size = set(tokens[np.abs(vectors).argmax(axis=0)])
    if given == winners:
        return Right("A lookup makes a gradient possible; the head decides whether there is one.")
    if given and given < winners:
        return Hint("that is the winner of one dimension. What about the other?")
    return hint_for(
        given,
        (set(tokens), "all five are looked up. But does the loss change with each number?"),
        (in_size, "the largest, not the largest in size: -0.6 is smaller than 0.3."),
        (longest, "each dimension has a winner of its own; the vectors' length plays no role."),
    ) or Hint("which number is the largest in dimension 1, and which in dimension 2?")


@exercise(3, "+(p - y) v / 5 for each place on the left, the same with a minus on the right. Sum?")
def difference_of_two_rows(answer):
    given, left, right = forms.id_set(answer, "[2, 45]"), {3, 5, 8, 45, 2}, {3, 7, 8, 45, 2}
    if given == left ^ right:
        return Right("Equal shares with opposite signs cancel: only what differs is trained.")
    if given in (left - right, right - left):
        return Hint("that is one of the two sides. What about the other?")
    return hint_for(
        given,
        (left | right, "both paths' gradients add up. With which sign does the right one arrive?"),
        (left & right, "it is the other way round: what does a token on both sides get in sum?"),
        (set(), "a token that is on one side only has nothing to cancel it."),
    ) or Hint("for each token, add what it gets from the left row and from the right row.")


@exercise(4, "each place of a row of n adds (p - y) v / n, divided by the number of rows.")
def gradient_of_the_table(answer):
    answer = forms.function(answer, "my_gradient(W, v, b, X, y)")
    rng = np.random.default_rng(24)
    batches = [
        ([[3, 5, 8, 1, 2]], [1.0]),
        ([[3, 3, 8, 1, 2]], [0.0]),
        ([[3, 5, 8, 1], [6, 3, 3, 2], [5, 0, 7, 7]], [1.0, 0.0, 1.0]),
    ]
    for m, k, (X, y) in zip((9, 9, 11), (2, 2, 3), batches, strict=True):
        X, y = np.array(X), np.array(y)
        W, v, b = rng.normal(size=(m, k)), rng.normal(size=k), float(rng.normal())
        given = array_from(answer, W, v, b, X, y, shape=(m, k))
        truth, counted_once, (rows, n) = np.zeros((m, k)), np.zeros((m, k)), X.shape
        for ids, label in zip(X, y, strict=True):
            pull = (1 / (1 + np.exp(-(W[ids].mean(axis=0) @ v + b))) - label) * v / n / rows
            np.add.at(truth, ids, pull)
            counted_once[ids] += pull
        off = np.abs(given - truth).max(axis=1)
        wrong = np.flatnonzero(~(off <= 1e-5))
        if wrong.size:
            listed = ", ".join(f"vector {token} by {off[token]:.2g}" for token in wrong)
            where = f"for X = {X.tolist()} and y = {y.tolist()}"
            return hint_for(
                given,
                (-truth, "the sign is wrong. Is the error p - y, or y - p?"),
                (n * truth, "each place gets the whole gradient of the mean. What is its share?"),
                (-n * truth, "the sign is wrong, and a mean shares its gradient among n places."),
                (counted_once, "`gradient[ids] += ...` counts a repeated id once: `np.add.at`."),
                (n / 5 * truth, "right for rows of five. The length of the rows comes with X."),
                (rows * truth, "right for one row. The loss is the mean over the rows of X."),
                atol=1e-5,
            ) or Hint(f"{where} your table is off in {listed}. Right ones: {m - len(wrong)}.")
    return Right("The tape gets the same from the chain rule, whatever the layers.")

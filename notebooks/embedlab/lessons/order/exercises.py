"""Graders of the exercises on when order reaches the vectors."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Hint, Right, checks, close, exercise, hint_for
from embedlab.exercises.guard import array_from

import numpy as np
from scipy.stats import entropy

check = checks(__name__)

M, PLACES = 46, 5
HEADS = {"a": "blind", "b": "aware", "c": "blind", "d": "blind", "e": "aware"}
# What a head can tell apart: the labels of the rows that are one input to it, row 5 at the end.
GROUPS = {"order-blind": [[1, 0, 1, 1, 0]], "order-aware": [[1, 0, 1], [1, 0]]}


@exercise(
    1,
    "you expect too little of at least one head. Look for a vector that becomes something else "
    "because of what stands before it, or because of a position vector next to it in a tanh.",
)
def blind_or_aware(answer):
    options = dict.fromkeys(HEADS, ("blind", "aware"))
    answer = forms.choices(answer, options, '{"a": "blind", "b": "aware", ...}')
    wrong = {truth for letter, truth in HEADS.items() if answer[letter] != truth}
    if not wrong:
        return Right(
            "What comes after the pooling, or treats each vector alone, sees no order. What is "
            "read before a vector, or added to it inside a tanh, does not cancel."
        )
    too_much = (
        "you expect too much of at least one head. Where every vector is treated in the same "
        "way and then pooled, only the pooled vector is left, whatever follows."
    )
    return Hint(
        "not all of them. For each head, exchange two of the five vectors, and follow them "
        "through: does any step before the pooling treat them by their place?",
        too_much if "blind" in wrong else "",
    )


@exercise(2, "group equal inputs; add up share of rows times entropy, over all that a head sees.")
def floors_of_five_rows(answer):
    answer = forms.named(answer, tuple(GROUPS), '{"order-blind": 0.123, "order-aware": 0.123}')
    given = {kind: forms.number(answer[kind], f"{kind}: 0.123") for kind in GROUPS}
    floors = {kind: _floor(groups) for kind, groups in GROUPS.items()}
    if np.allclose(list(given.values()), list(floors.values())[::-1], rtol=0, atol=0.002):
        return Hint("both numbers are right, but exchanged: a head that sees more can get lower.")
    decimals = {kind: forms.decimals_right(given[kind], floors[kind], 3) for kind in GROUPS}
    worst = min(decimals, key=decimals.get)
    if decimals[worst] < 1:
        return _wrong_floor(worst, given[worst])
    if decimals[worst] < 3:
        return close(decimals[worst])
    return Right("The fifth row brings label noise to the second input, too: both floors rise.")


def _wrong_floor(kind, given):
    """The hint for a wrong floor."""
    *groups, last = GROUPS[kind]
    halves, seen = np.mean([_floor([group]) for group in GROUPS[kind]]), "one input, five rows"
    mistakes = [
        (_floor(GROUPS[kind]) / np.log(2), "that is in bits. Use the natural logarithm."),
        (_floor([*groups, last[:-1]]), "that is the floor of the four rows. Add the fifth."),
        (np.log(2), "ln 2 is the floor for as many ones as zeros. Count the labels."),
    ]
    if kind == "order-aware":
        seen = "rows 1 to 3, and rows 4 and 5"
        mistakes += [
            (_floor(GROUPS["order-blind"]), "that is the order-blind floor; two inputs are seen."),
            (halves, "weight the entropy of each group with its share of the rows."),
            (0.6 * _floor(groups), "the second group, rows 4 and 5, has two labels now."),
        ]
    found = hint_for(given, *mistakes, atol=0.004)
    text = found.text if found else "group equal inputs, average their entropies, by group size."
    more = f"{kind}: share of rows times entropy, added up over what this head can see: {seen}."
    return Hint(f"{kind}: {text}", more)


@exercise(3, "column 1 has 46 numbers of its own, 0 to 45; column 2 the next 46, and so on.")
def renumber(answer):
    function = forms.function(answer, "renumber(X)")
    every = np.tile(np.arange(M)[:, None], PLACES)  # each id in each column, shape (46, 5)
    rows = load_question_rows().X
    ids, of_rows = (array_from(function, X, shape=X.shape) for X in (every, rows))
    if (ids != np.floor(ids)).any():
        return Hint("ids are whole numbers: they name vectors of a table.")
    if np.array_equal(ids, every):
        return Hint("nothing has changed: id 8 still has one vector for columns 3 and 4.")
    if ids.min() < 0 or ids.max() >= M * PLACES:
        return Hint(
            f"one of the new ids is {ids.min() if ids.min() < 0 else ids.max():.0f}: the table has "
            f"vectors 0 to {M * PLACES - 1}.",
            "the first column may keep its ids; how many vectors of the table does it use up?",
        )
    if len(np.unique(ids)) < M * PLACES:
        return Hint("two pairs of column and id get the same number: they would share a vector.")
    if not np.array_equal(of_rows, ids[rows, np.arange(PLACES)]):
        return Hint("an id of a column gets another number in other rows: it must keep its number.")
    return Right("A table per column is one larger table, read with ids that know their column.")


@exercise(4, "for each place t, add (p - y) v[t] to row ids[t] of a table of zeros.")
def gradient_under_flatten(answer):
    function = forms.function(answer, "flatten_gradient(ids, v, p, y)")
    v = np.random.default_rng(4).uniform(-1, 1, size=(PLACES, 2))
    for ids, p, y in (([3, 5, 8, 45, 2], 0.3, 1.0), ([3, 5, 3, 45, 3], 0.8, 0.0)):
        found = array_from(function, np.array(ids), v, p, y, shape=(M, 2))
        right, overwritten = _added(ids, (p - y) * v), np.zeros((M, 2))
        overwritten[ids] = (p - y) * v
        if np.allclose(found, right):
            continue
        means = "that is a mean's. Under Flatten nothing is divided by five; each place has its v."
        squared = "the loss is binary cross-entropy: its slope with respect to z is p - y."
        twice = Hint(
            "an id that stands in the row twice gets both pulls; yours keeps the last.",
            "`table[ids] += ...` writes once for each id; a loop, or `np.add.at`, adds them.",
        )
        return hint_for(
            found,
            (-right, "here the sign is wrong. The gradient has that of p - y; a step, the other."),
            (overwritten, twice),
            (_added(ids, v), "that is the gradient of z. What does the loss add to it?"),
            (p * (1 - p) * right, squared),
            (2 * p * (1 - p) * right, squared),
            (right / PLACES, means),
            (_added(ids, (p - y) * v.mean(axis=0)), means),
            atol=1e-6,
        ) or Hint("z is the sum of v[t] · w over the places, plus b. What does place t pass on?")
    return Right("The pull belongs to the place. A token in two places gets the sum of two pulls.")


def _added(ids, pulls):
    """A table of zeros with each place's pull added to the row of its id."""
    table = np.zeros((M, 2))
    np.add.at(table, ids, pulls)
    return table


def _floor(groups):
    """The lowest mean cross-entropy, in nats, if only the groups can be told apart."""
    entropies = [entropy(np.bincount(group)) for group in groups]
    return np.average(entropies, weights=[len(group) for group in groups])

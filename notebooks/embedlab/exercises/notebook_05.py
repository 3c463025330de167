"""Graders of notebook 05, Order as the target."""

from embedlab.datasets import check_ids, load_question_rows
from embedlab.exercises.feedback import exercise
from embedlab.objectives import cooccurrence_counts, skip_gram_pairs

import math

import numpy as np

SPLIT = ({2, 5, 8}, {3, 45})
ROW_PAIRS = {
    "a": ([3, 5, 8, 45, 2], [2, 45, 8, 5, 3]),
    "b": ([3, 5, 8, 45, 2], [5, 3, 8, 45, 2]),
    "c": ([3, 5, 8, 45, 2], [2, 5, 8, 45, 3]),
}
OCCURRENCES = np.array([1, 16, 81])


@exercise("5.1")
def num_pairs(answer):
    if not callable(answer):
        return "answer with a function of length and window, such as lambda length, window: ..."
    cases = [(length, window) for length in range(2, 9) for window in range(1, 10)]
    found = {case: answer(*case) for case in cases}
    truth = {
        (length, window): len(skip_gram_pairs([range(length)], window)[0])
        for length, window in cases
    }
    if all(found[case] == truth[case] for case in cases):
        return None
    if all(found[case] * 2 == truth[case] for case in cases):
        return "each pair is listed in both directions: (3, 5) and (5, 3) are two examples."
    if all(found[length, window] == 2 * window * length for length, window in cases):
        return "the tokens at the ends of a row have fewer contexts than the others."
    if all(found[case] == truth[case] for case in cases if case[1] < case[0]):
        return "a window wider than the row holds all other tokens, and no more than these."
    length, window = next(case for case in cases if found[case] != truth[case])
    return (
        f"for length {length} and window {window} your function gives {found[length, window]}. "
        "Count there by hand: how many pairs stand exactly 1 apart, 2 apart, and so on?"
    )


@exercise("5.2")
def row_for_split(answer):
    row = check_ids([answer], where="your row")[0].tolist()
    if sorted(row) != sorted(load_question_rows().X[2].tolist()):
        return "use each of the ids 2, 3, 5, 8 and 45 exactly once."
    if _groups(row) == _as_set(SPLIT):
        return None
    if _as_set((set(row[:3]), set(row[3:]))) == _as_set(SPLIT):
        return "tokens that stand side by side are not in one group: a group shares its neighbours."
    return "which places of a row share a neighbour? Follow the split of row 3 along the row."


@exercise("5.3")
def windows(answer):
    given = {part: {int(window) for window in answer[part]} for part in ROW_PAIRS}
    if not all(window in (1, 2, 3, 4) for part in given.values() for window in part):
        return "answer with windows from 1 to 4."
    truth = {part: _telling_windows(*rows) for part, rows in ROW_PAIRS.items()}
    for part in ROW_PAIRS:
        if given[part] == truth[part]:
            continue
        if part == "a":
            return "(a): how far apart do two tokens stand in a row, and how far in its reverse?"
        if 4 in given[part]:
            return f"({part}): in a row of five, what does window 4 not hold?"
        return (
            f"({part}): ask for each pair how far apart it stands in the first row and in the "
            "second. A window tells the rows apart if only one of the two distances fits in it."
        )
    return None


@exercise("5.4")
def noise(answer):
    found = np.asarray(answer, dtype=float)
    if found.shape != OCCURRENCES.shape:
        return f"answer with {len(OCCURRENCES)} numbers, one for each token."
    if np.allclose(found, _noise(0.75), atol=1e-3):
        return None
    if np.allclose(found, OCCURRENCES**0.75, atol=1e-3):
        return "these are the powers. Probabilities sum to 1."
    if np.allclose(found, _noise(1), atol=1e-3):
        return "these are the frequencies themselves. Raise them to the power 3/4 first."
    if np.allclose(found, _noise(0), atol=1e-3):
        return "that is the power 0: it makes all tokens equally likely."
    if np.allclose(found, (OCCURRENCES / OCCURRENCES.sum()) ** 0.75, atol=1e-3):
        return "you took the power last: divide by the sum after it, so that they sum to 1."
    if not math.isclose(found.sum(), 1, abs_tol=1e-3):
        return f"probabilities sum to 1; yours sum to {found.sum():.3g}."
    return "raise each count to the power 3/4, then divide by the sum."


def _groups(row):
    """Tokens linked through a shared neighbour at window 1, as a set of frozen sets."""
    tokens = sorted(set(row))
    beside = cooccurrence_counts([row], max(tokens) + 1, window=1) > 0
    groups = [{token} for token in tokens]
    for i in tokens:
        for j in tokens:
            if (beside[i] & beside[j]).any():
                joined = {*next(g for g in groups if i in g), *next(g for g in groups if j in g)}
                groups = [g for g in groups if not g & joined] + [joined]
    return _as_set(groups)


def _telling_windows(first, second):
    size = max(*first, *second) + 1

    def counts(row, window):
        return cooccurrence_counts([row], size, window)

    return {w for w in range(1, 5) if (counts(first, w) != counts(second, w)).any()}


def _noise(exponent):
    weight = OCCURRENCES.astype(float) ** exponent
    return weight / weight.sum()


def _as_set(groups):
    return {frozenset(group) for group in groups}

"""Graders of notebook 05, Order as the target."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Right, checks, close, exercise
from embedlab.exercises.guard import call
from embedlab.objectives import cooccurrence_counts, skip_gram_pairs, skip_gram_weights

import numpy as np

check = checks(__name__)

M, ALIKE = 46, (8, 45)
ROW_PAIRS = {
    "a": ([3, 5, 8, 45, 2], [2, 45, 8, 5, 3]),
    "b": ([3, 5, 8, 45, 2], [5, 3, 8, 45, 2]),
    "c": ([3, 5, 8, 45, 2], [2, 5, 8, 45, 3]),
}
PAIR, NEGATIVES = (8, 45), 5


@exercise(1, "write down how far each of the ten pairs stands apart in both rows.")
def windows(answer):
    answer = forms.named(answer, tuple(ROW_PAIRS), "{'a': {1, 2}, 'b': set(), 'c': {4}}")
    given = {name: _windows(name, answer[name]) for name in ROW_PAIRS}
    wrong = [name for name, rows in ROW_PAIRS.items() if given[name] != _telling_windows(*rows)]
    if not wrong:
        return Right(
            "A window as wide as the row tells no two orders apart, and no window tells a row from "
            "the same row backwards."
        )
    if given["a"]:
        return "how far apart do two tokens stand in a row, and how far in the same row backwards?"
    if 4 in given["b"] | given["c"]:
        return "in a row of five, which pair does window 4 not hold?"
    first = (
        "ask for each pair how far apart it stands in the first row and in the second. A window "
        "tells the rows apart if only one of the two distances fits in it."
    )
    row = load_question_rows().X
    known = _telling_windows(row[2].tolist(), row[3].tolist())
    return first, f"for rows 3 and 4 the answer is {known}. Write down all ten distances as there."


@exercise(2, "ten draws, a fifth of them hits 45; the best p is 1 / (1 + that).")
def true_and_negative(answer):
    drawn, best = forms.numbers(answer, 2, "0.800, 0.556")
    true, negative = _weights(NEGATIVES)
    right = negative, true / (true + negative)
    decimals = min(
        forms.decimals_right(given, truth, 3)
        for given, truth in zip((drawn, best), right, strict=True)
    )
    if decimals == 3:
        return Right("More negatives ask for a lower p of every true pair; which is higher stays.")
    if decimals in (1, 2):
        return close(decimals)
    if np.allclose([best, drawn], right, atol=1e-3):
        return "these are the two numbers, but exchanged: first how often it is drawn, then p."
    if abs(drawn - negative / 2) < 1e-3:
        return "the five draws come with *each* true pair of the centre. How many has 8?"
    if abs(drawn - 2 * NEGATIVES) < 1e-3:
        return "so many draws the centre 8 has in all. How many of them hit 45?"
    if abs(drawn - _weights(2)[1]) < 1e-3:
        return "that is the lesson's two draws for each true pair; here it is five."
    if abs(drawn - negative) < 1e-2 and forms.in_percent(best, right[1]):
        return "the draws are right. Give p as a number from 0 to 1, not in per cent."
    if abs(drawn - negative) < 1e-2:
        return "the draws are right. The best p is a share: true / (true + negative)."
    return (
        "8 has two true pairs, so ten draws. Each of five tokens is drawn equally often.",
        "draws that hit 45: ten times ⅕. Best p: 1 / (1 + that).",
    )


@exercise(
    "5.3", "length − d pairs of places stand d apart, while that is above 0. Each counts twice."
)
def num_pairs(answer):
    function = forms.function(answer, "num_pairs(length, window)")
    cases = [(length, window) for length in range(2, 9) for window in range(1, 10)]
    found = {case: _count(call(function, *case)) for case in cases}
    truth = {
        (length, window): len(skip_gram_pairs([range(length)], window)[0])
        for length, window in cases
    }
    if found == truth:
        return Right(
            "A wide window gives more pairs, until every token has all others as contexts."
        )
    if all(found[case] * 2 == truth[case] for case in cases):
        return "each pair is listed in both directions: (3, 5) and (5, 3) are two examples."
    if all(found[length, window] == 2 * window * length for length, window in cases):
        return "the tokens at the ends of a row have fewer contexts than the others."
    if all(found[case] == truth[case] for case in cases if case[1] < case[0]):
        return "a window wider than the row holds all other tokens, and no more than these."
    length, window = next(case for case in cases if found[case] != truth[case])
    told = (
        f"for length {length} and window {window} your function gives {found[length, window]:g}. "
        "Count there by hand: how many pairs stand exactly 1 apart, 2 apart, and so on?"
    )
    return told, "length − d pairs of places stand d apart. Add them for d from 1 to the window."


@exercise(4, "write 8 into one row and 45 into another, each between the same neighbours.")
def alike_and_never_together(answer):
    rows = forms.id_rows(answer, M, 5, "[[3, 5, 8, 45, 2], [3, 5, 45, 8, 2]]")
    missing = [token for token in ALIKE if not (rows == token).any()]
    if missing:
        return f"token {missing[0]} stands in none of your rows."
    if any(set(ALIKE) <= set(row) for row in rows.tolist()):
        return (
            "8 and 45 share a row. Which tokens come together in skip-gram: those that meet, or "
            "those that keep the same company?",
            "write 8 into one row and 45 into another, each between the same neighbours.",
        )
    counts = cooccurrence_counts(rows, M, window=1)
    company = counts[list(ALIKE)]
    if np.array_equal(*company):
        return Right(
            "They never met, and skip-gram cannot tell them apart: from equal starts they would "
            "stay equal. Near one another is not the same as alike."
        )
    own = np.flatnonzero((company[0] > 0) != (company[1] > 0))
    if own.size:
        return (
            "8 and 45 do not have the same neighbours. With window 1, who stands directly beside "
            "each of them?",
            f"token {own[0]} stands beside one of them only. Let both have the same neighbours.",
        )
    return "the neighbours are the same, but not equally often: count how often each one occurs."


def _count(value):
    try:
        return forms.number(value, "8")
    except forms.FormError:
        raise forms.FormError("Your function must return one number, for instance 8.") from None


def _windows(name, given):
    example = "{1, 2}, or set() for none"
    if isinstance(given, str):
        given = given.replace("set()", "").replace("none", "").strip(" (){}[]").replace(",", " ")
        given = given.split()
    if isinstance(given, int | float | np.number) and not isinstance(given, bool):
        given = [given]
    if isinstance(given, dict) and not given:  # {} is meant as the empty set
        given = ()
    if not isinstance(given, set | frozenset | list | tuple | np.ndarray | range):
        raise forms.FormError(f"({name}): give a set of windows, for instance {example}.")
    found = {forms.whole_number(window, 2) for window in given}
    if not found <= {1, 2, 3, 4}:
        raise forms.FormError(f"({name}): give windows from 1 to 4, for instance {example}.")
    return found


def _telling_windows(first, second):
    size = max(*first, *second) + 1

    def counts(row, window):
        return cooccurrence_counts([row], size, window)

    return {w for w in range(1, 5) if (counts(first, w) != counts(second, w)).any()}


def _weights(negatives):
    """How often the pair of exercise 5.2 is true, and how often it is drawn on average."""
    row = load_question_rows().X[2:3]
    true, negative = skip_gram_weights(row, int(row.max()) + 1, 1, negatives)
    return float(true[PAIR]), float(negative[PAIR])

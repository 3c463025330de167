"""Graders of the exercises on order as the target."""

from embedlab.exercises import forms
from embedlab.exercises.feedback import Hint, Right, checks, close, exercise, hint_for
from embedlab.exercises.guard import call
from embedlab.objectives import cooccurrence_counts, skip_gram_pairs, skip_gram_weights

import numpy as np

check = checks(__name__)

M, ROW, PAIR = 46, [3, 5, 8, 45, 2], (8, 45)
OTHERS = {"a": [2, 45, 8, 5, 3], "b": [5, 3, 8, 45, 2], "c": [2, 5, 8, 45, 3]}


@exercise(1, "write down how far each of the ten pairs stands apart in both rows.")
def windows(answer):
    given = forms.named(answer, tuple(OTHERS), "{'a': {1, 2}, 'b': set(), 'c': {4}}")
    for name, each in given.items():
        digits = forms.letters(each, "1234", f"{{1, 2}} or set() for ({name})")
        given[name] = set(map(int, digits))
    if given == {name: _telling_windows(row) for name, row in OTHERS.items()}:
        return Right(
            "A window as wide as the row tells no two orders apart, and no window tells a row from "
            "the same row backwards."
        )
    if given["a"]:
        return Hint("how far apart do two tokens stand in a row, and how far in it backwards?")
    if 4 in given["b"] | given["c"]:
        return Hint("in a row of five, which pair does window 4 not hold?")
    known = _telling_windows([3, 5, 45, 8, 2])
    return Hint(
        "ask for each pair how far apart it stands in the first row and in the second. A window "
        "tells the rows apart if only one of the two distances fits in it.",
        f"for rows 3 and 4 the answer is {known}. Write down all ten distances as there.",
    )


@exercise(2, "8 has two true pairs, so ten draws; a fifth of them hits 45. Best p: 1 / (1 + that).")
def true_and_negative(answer):
    given = drawn, best = forms.numbers(answer, 2, "0.800, 0.556")
    (true, negative), (_, of_two) = (
        [float(each[PAIR]) for each in skip_gram_weights([ROW], M, 1, negatives)]
        for negatives in (5, 2)
    )
    right = negative, true / (true + negative)
    decimals = min(forms.decimals_right(*pair, 3) for pair in zip(given, right, strict=True))
    if decimals == 3:
        return Right("More negatives ask for a lower p of all pairs; which is likelier stays.")
    if decimals in (1, 2):
        return close(decimals)
    if np.allclose([best, drawn], right, rtol=0, atol=1e-3):
        return Hint("these are the two numbers, but exchanged: first the draws, then p.")
    if abs(drawn - negative) < 1e-2:
        if forms.in_percent(best, right[1]):
            return Hint("the draws are right. Give p as a number from 0 to 1, not in per cent.")
        return Hint("the draws are right. The best p is a share: true / (true + negative).")
    return hint_for(
        drawn,
        (negative / 2, "the five draws come with *each* true pair of the centre. How many has 8?"),
        (5 * negative, "so many draws the centre 8 has in all. How many of them hit 45?"),
        (of_two, "that is the lesson's two draws for each true pair; here it is five."),
        atol=1e-3,
    ) or Hint("how many draws has the centre 8 in all? Each of five tokens is as likely.")


@exercise(3, "length − d pairs stand d apart, d from 1 to the window, if above 0; each is twice.")
def num_pairs(answer):
    function = forms.function(answer, "num_pairs(length, window)")
    cases = [(length, window) for length in range(2, 9) for window in range(1, 10)]
    found = [forms.number(call(function, *case), "a function that returns 8") for case in cases]
    truth = np.array([len(skip_gram_pairs([range(n)], window)[0]) for n, window in cases])
    lengths, widths = np.transpose(cases)
    found, fits, wrong = np.array(found), widths < lengths, found != truth
    if not wrong.any():
        return Right("A wider window gives more pairs, until each token has all others.")
    if not wrong[fits].any():
        return Hint("a window wider than the row holds all other tokens, and no more than these.")
    length, window = cases[wrong.argmax()]
    return hint_for(
        found,
        (truth / 2, "each pair is listed in both directions: (3, 5) and (5, 3) are two examples."),
        (2 * widths * lengths, "the tokens at the ends of a row have fewer contexts than others."),
    ) or Hint(
        f"for length {length} and window {window} your function gives {found[wrong][0]:g}. Count "
        "there by hand: how many pairs stand exactly 1 apart, 2 apart, and so on?"
    )


@exercise(4, "write 8 into one row and 45 into another, each between the same neighbours.")
def alike_and_never_together(answer):
    rows = forms.id_rows(answer, M, 5, "[[3, 5, 8, 45, 2], [3, 5, 45, 8, 2]]")
    if missing := [token for token in PAIR if not (rows == token).any()]:
        return Hint(f"token {missing[0]} stands in none of your rows.")
    if any(set(PAIR) <= set(row) for row in rows.tolist()):
        return Hint(
            "8 and 45 share a row. Which tokens come together in skip-gram: those that meet, or "
            "those that keep the same company?"
        )
    company = cooccurrence_counts(rows, M, window=1)[list(PAIR)]
    own = np.flatnonzero((company[0] > 0) != (company[1] > 0))
    if own.size:
        return Hint(
            "8 and 45 do not have the same neighbours. With window 1, who stands directly beside "
            "each of them?",
            f"token {own[0]} stands beside one of them only. Let both have the same neighbours.",
        )
    if not np.array_equal(*company):
        return Hint("the neighbours are the same, but not equally often: count each of them.")
    return Right(
        "They never met, and skip-gram cannot tell them apart: from equal starts they would stay "
        "equal. Near one another is not the same as alike."
    )


def _telling_windows(other):
    """The windows with which row 3 and another give other pairs."""
    counts = {w: [cooccurrence_counts([row], M, w) for row in (ROW, other)] for w in range(1, 5)}
    return {window for window, both in counts.items() if not np.array_equal(*both)}

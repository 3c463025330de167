"""Graders of the exercises on real flights."""

from embedlab.datasets import load_airports, load_flight_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Close, Hint, Right, checks, close, exercise, hint_for
from embedlab.exercises.guard import call
from embedlab.objectives import cooccurrence_counts

from functools import cache

import numpy as np

check = checks(__name__)

CANDIDATES = ["BUF", "MIA", "RIC"]
TASKS = {"a": "order", "b": "label", "c": "neither", "d": "neither"}


@exercise(1, "by label look at the share late, by order at the carrier and the miles.")
def nearest_to_boston(answer):
    options = {"by label": CANDIDATES, "by order": CANDIDATES}
    found = forms.choices(answer, options, '{"by label": "RIC", "by order": "RIC"}')
    by_lateness, by_company = _nearest("BOS")
    if found == {"by label": by_company, "by order": by_lateness}:
        return Hint("it is the other way round: which loss has seen how late flights are?")
    if found["by label"] != by_lateness:
        return Hint("by label: which of the three is late about as often as Boston?")
    if found["by order"] != by_company:
        return Hint("by order: which of the three does the same aircraft fly to?")
    return Right("Near by labels means as often late; near by order means in the same company.")


@exercise(
    2,
    "has every airport of the task a row in the table? And are the two causes that it names ever "
    "apart in the rows?",
)
def table_for_task(answer):
    example = '{"a": "label", "b": "label", "c": "label", "d": "label"}'
    found = forms.choices(answer, dict.fromkeys(TASKS, ("label", "order", "neither")), example)
    if found != TASKS:
        return Hint("not all. Does the loss of that table show what the task asks for?")
    return Right("No table knows what its rows never showed, and none has a row for a stranger.")


@exercise(3, "add up n / m times (n − 1) / (m − 1), for each carrier with n of the m airports.")
def same_by_chance(answer):
    given = forms.number(answer, "0.125")
    counts = np.unique(load_airports().carrier, return_counts=True)[1]
    m = counts.sum()
    truth = (counts * (counts - 1)).sum() / (m * (m - 1))
    places = forms.decimals_right(given, truth, 3)
    if places == 3:
        return Right("Only what lies above this share says that a table knows the carriers.")
    if forms.in_percent(given, truth):
        return Hint("give a share from 0 to 1, not per cent.")
    known = hint_for(
        given,
        (np.sum((counts / m) ** 2), "an airport is not its own neighbour: draw two others."),
        (1 / len(counts), "the carriers do not serve equally many airports."),
        (counts.max() / m, "that is the share of the largest carrier: add up over all of them."),
        (5 * truth, "it is a share, so the number of neighbours does not matter."),
        (1 - truth, "that is the probability that they differ."),
        atol=0.0005,
    )
    if known or places < 1:
        ask = "for a carrier with n of the airports: how likely is the first, and then the second?"
        return known or Hint(ask)
    return close(places)


@exercise(
    4,
    "for each row, `LinearRegression().fit(table[others], target[others])` with `others = "
    "np.arange(len(table)) != row`, then predict `table[[row]]`; square the errors, add them up.",
)
def unseen_r2(answer):
    function = forms.function(answer, "unseen_r2(table, target)")
    rng = np.random.default_rng(72)
    tables = [rng.normal(size=(30, 5)) + 3 for _ in range(4)]
    targets = [table @ rng.normal(size=5) + rng.normal(size=30) + 10 for table in tables[:3]]
    targets.append(rng.normal(size=30))  # what knows nothing
    furthest = 0.0
    for table, target in zip(tables, targets, strict=True):
        given = forms.number(call(function, table, target), "a function that returns 0.25")
        off = abs(given - _unseen_r2(table, target))
        if off > 1e-6:
            known = _misconception(given, table, target)
            if known:
                return known
            furthest = max(furthest, off)
    if furthest > 0.15:
        return Hint("for each row: fit to all the others, predict this one, keep the error.")
    if furthest:
        return Close(
            "The last digits differ: plain `LinearRegression`, one airport left out at a time, and "
            "distances to the mean of all."
        )
    return Right("On random tables it ends below 0: a formula fits a little of anything it sees.")


def _misconception(given, table, target):
    """The hint for a usual wrong score, or None."""
    errors = _errors(table, target)
    squares, spread = np.sum(errors**2), np.sum((target - target.mean()) ** 2)
    x = np.column_stack([np.ones(len(table)), table])
    seen = target - x @ np.linalg.lstsq(x, target)[0]
    correlation = np.corrcoef(target - errors, target)[0, 1]
    return hint_for(
        given,
        (1 - np.sum(seen**2) / spread, "each formula has seen its airport: leave that one out."),
        (correlation**2, "a squared correlation is never below 0."),
        (squares / spread, "that is the share of the squares that is left: take it from 1."),
        (squares, "that is the sum of squared errors: compare it with that of the mean."),
        (squares / len(target), "that is the mean squared error: compare it with the mean's."),
        (_unseen_r2(table, target, constant=False), "your regression has no constant term."),
        rtol=1e-6,
        atol=1e-6,
    )


@cache
def _nearest(code):
    """The candidate closest in lateness, and the one whose neighbours in the rows are likest."""
    airports = load_airports()
    codes = list(airports.code)
    here, others = codes.index(code), [codes.index(each) for each in CANDIDATES]
    gap = np.abs(airports.share_late[others] - airports.share_late[here])
    counts = cooccurrence_counts(load_flight_rows().X, len(codes), window=1)
    company = np.sqrt(counts / counts.sum(axis=1, keepdims=True))  # unit vectors of shares
    alike = company[others] @ company[here]  # Bhattacharyya coefficient
    return CANDIDATES[gap.argmin()], CANDIDATES[alike.argmax()]


def _errors(table, target, constant=True):
    """The error at each row of a least squares fit to all the others."""
    x = np.column_stack([np.ones(len(table)), table]) if constant else table
    errors = np.empty(len(x))
    for row in range(len(x)):
        others = np.arange(len(x)) != row
        errors[row] = target[row] - x[row] @ np.linalg.lstsq(x[others], target[others])[0]
    return errors


def _unseen_r2(table, target, constant=True):
    """R squared of predictions by regressions that were fitted without the row they predict."""
    errors = _errors(table, target, constant)
    return 1 - np.sum(errors**2) / np.sum((target - target.mean()) ** 2)

"""Graders of the exercises on real flights."""

from embedlab.datasets import load_airports, load_flight_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Close, Hint, Right, checks, close, exercise, hint_for
from embedlab.exercises.guard import call
from embedlab.objectives import cooccurrence_counts

import functools

import numpy as np
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict

check = checks(__name__)

CANDIDATES = ["BUF", "MIA", "RIC"]
TASKS = {"a": "order", "b": "label", "c": "neither", "d": "neither"}


@exercise(1, "by label look at the share late, by order at the carrier and the miles.")
def nearest_to_boston(answer):
    options = {"by label": CANDIDATES, "by order": CANDIDATES}
    found = forms.choices(answer, options, '{"by label": "RIC", "by order": "RIC"}')
    airports = load_airports()
    codes = list(airports.code)
    boston, others = codes.index("BOS"), [codes.index(each) for each in CANDIDATES]
    gap = np.abs(airports.share_late[others] - airports.share_late[boston])
    counts = cooccurrence_counts(load_flight_rows().X, len(codes), window=1)
    company = np.sqrt(counts / counts.sum(axis=1, keepdims=True))  # unit vectors of shares
    alike = company[others] @ company[boston]  # Bhattacharyya coefficient
    by_lateness, by_company = CANDIDATES[gap.argmin()], CANDIDATES[alike.argmax()]
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
    return Right("No table knows what its rows never showed, and none has a vector for a stranger.")


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
        (truth * (m - 1) / m, "the second comes from the m − 1 airports that are left."),
        (1 / len(counts), "the carriers do not serve equally many airports."),
        (counts.max() / m, "that is the share of the largest carrier: add up over all of them."),
        (5 * truth, "it is a share, so the number of neighbours does not matter."),
        (1 - truth, "that is the probability that they differ."),
        atol=0.0005,
    )
    ask = "for a carrier with n of the airports: how likely is the first, and then the second?"
    return known or (close(places) if places > 0 else Hint(ask))


@exercise(
    4,
    "for each row, `LinearRegression().fit(table[others], target[others])` with `others = "
    "np.arange(len(table)) != row`, then predict `table[[row]]`; square the errors, add them up.",
)
def unseen_r2(answer):
    function = forms.function(answer, "unseen_r2(table, target)")
    mistaken = LinearRegression(fit_intercept=False), *map(Ridge, (0.1, 1, 10))
    rng = np.random.default_rng(72)
    tables = [rng.normal(size=(30, 5)) + 3 for _ in range(4)]
    targets = [table @ rng.normal(size=5) + rng.normal(size=30) + 10 for table in tables[:3]]
    targets.append(rng.normal(size=30))  # what knows nothing
    furthest = 0.0
    for table, target in zip(tables, targets, strict=True):
        given = call(function, table, target)
        number = forms.array([given])
        if number is not None and number.size == 1 and not np.isfinite(number).all():
            return Hint(f"it returns {number.item()}: has each fit 29 others? Is a divisor 0?")
        given = forms.number(given, "a function that returns 0.25")
        model, told = LinearRegression(), functools.partial(cross_val_predict, cv=LeaveOneOut())
        found = told(model, table, target)
        right, squares = r2_score(target, found), np.sum((target - found) ** 2)
        off = abs(given - right)
        if off <= 1e-6:
            continue
        through_0, *shrunk = (r2_score(target, told(each, table, target)) for each in mistaken)
        seen, one_mean = model.fit(table, target), 1 - (1 - right) * (29 / 30) ** 2
        known = hint_for(
            given,
            (seen.score(table, target), "each formula has seen its airport: leave that one out."),
            (np.corrcoef(found, target)[0, 1] ** 2, "a correlation squared is never below 0."),
            (1 - right, "that is the share that is left: take it from 1."),
            (squares, "that is the sum of squared errors: compare it with that of the mean."),
            (squares / 30, "that is the mean squared error: compare it with the mean's."),
            (through_0, "your regression has no constant term."),
            *((each, "`Ridge` shrinks the weights: do not.") for each in shrunk),
            (one_mean, "divide by the distances to *one* mean, that of all 30."),
            rtol=1e-6,
            atol=1e-6,
        )
        if known:
            return known
        furthest = max(furthest, off)
    if furthest > 0.15:
        return Hint("for each row: fit to all the others, predict this one, keep the error.")
    if furthest:
        return Close(
            "The last digits differ: no rounding, plain `LinearRegression`, one airport left out "
            "at a time, and distances to the mean of all."
        )
    return Right("On random tables it ends below 0: a formula fits a little of anything it sees.")

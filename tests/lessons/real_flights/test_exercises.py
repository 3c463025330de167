"""The graders on real flights, held against counted pairs and a formula of least squares."""

from embedlab.datasets import load_airports

from itertools import permutations, product

import numpy as np
from exercises import answers, first_said
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold, LeaveOneOut, cross_val_predict

CARRIER = load_airports().carrier
BOSTON = {"by label": "MIA", "by order": "BUF"}
TABLES = {"a": "order", "b": "label", "c": "neither", "d": "neither"}
BY_CHANCE = np.mean([first == second for first, second in permutations(CARRIER, 2)])

test_nearest_to_boston = answers(
    "7.1",
    right=[
        *[BOSTON, "mia buf", ["MIA ", "BUF"]],
        {"by order": np.str_("BUF"), "by label": np.str_("MIA")},
    ],
    near=[pair for pair in product(["BUF", "MIA", "RIC"], repeat=2) if pair != ("MIA", "BUF")],
    form=[(BOSTON | {"by order": "LAX"}, "by order: give one of"), ({"by label": "MIA"}, "keys")],
    hints=[
        (("BUF", "MIA"), "the other way round"),
        (("BUF", "BUF"), "as often as Boston"),
        (("MIA", "RIC"), "the same aircraft", "the carrier and the miles"),
    ],
)


def tables(letters):
    return dict(zip(TABLES, letters, strict=True))


def test_the_tables_cannot_be_found_by_guessing():
    """Every wrong answer gets the same words, so that none says which of the four is wrong."""
    every = map(tables, product(["label", "order", "neither"], repeat=4))
    assert len({first_said("7.2", given) for given in every if given != TABLES}) == 1


test_table_for_task = answers(
    "7.2",
    right=[TABLES, "order label neither neither"],
    near=[TABLES | {letter: "neither"} for letter in "ab"],
    hints=[(tables(["label"] * 4), "not all", "a row in the table")],
)

test_same_by_chance = answers(
    "7.3",
    right=[BY_CHANCE, round(BY_CHANCE, 3), str(BY_CHANCE), np.float32(BY_CHANCE)],
    near=[BY_CHANCE + 6e-4, BY_CHANCE - 6e-4],
    close=[(round(BY_CHANCE, 2), "two decimals"), (round(BY_CHANCE, 1), "one decimal")],
    hints=[
        (np.mean(CARRIER[:, None] == CARRIER), "its own neighbour"),
        (BY_CHANCE * (1 - 1 / len(CARRIER)), "airports that are left"),
        (1 / len(set(CARRIER)), "equally many"),
        (np.mean(CARRIER == "EV"), "largest carrier"),
        (5 * BY_CHANCE, "does not matter"),
        (100 * BY_CHANCE, "per cent"),
        (1 - BY_CHANCE, "differ"),
        (0.5, "and then the second", "for each carrier with n"),
    ],
)


def left_out(table, target, model=LinearRegression):
    return cross_val_predict(model(), table, target, cv=LeaveOneOut())


def unseen_r2(table, target):
    """By the errors of one fit, each divided by 1 - h, h the hat matrix's diagonal (Allen 1974)."""
    x = np.column_stack([np.ones(len(table)), table])
    hat = x @ np.linalg.pinv(x)
    errors = (target - hat @ target) / (1 - np.diag(hat))
    return 1 - np.sum(errors**2) / np.sum((target - target.mean()) ** 2)


def in_folds(table, target):
    folds = KFold(15, shuffle=True, random_state=0)
    return r2_score(target, cross_val_predict(LinearRegression(), table, target, cv=folds))


def mean_of_the_others(table, target):
    others = np.array([np.delete(target, row).mean() for row in range(len(target))])
    return 1 - np.sum((target - left_out(table, target)) ** 2) / np.sum((target - others) ** 2)


def without_constant(table, target):
    return r2_score(target, left_out(table, target, lambda: LinearRegression(fit_intercept=False)))


test_unseen_r2 = answers(
    "7.4",
    right=[unseen_r2, lambda t, y: np.array([r2_score(y, left_out(t, y))])],
    near=[
        lambda table, target: unseen_r2(table, target) + 0.01,
        lambda table, target: unseen_r2(table, target) - 2e-6,
        lambda table, target: max(unseen_r2(table, target), 0),
        lambda t, y: r2_score(y, left_out(t, y, lambda: Ridge(5))),
    ],
    close=[(in_folds, "one airport left out at a time")],
    form=[(lambda table, target: "much", "Give one number")],
    hints=[
        *[(lambda t, y, odd=odd: odd, "it returns nan") for odd in (np.nan, np.array([np.nan]))],
        (lambda table, target: -np.inf, "it returns -inf"),
        (lambda t, y: r2_score(y, left_out(t, y, Ridge)), "shrinks the weights"),
        (mean_of_the_others, "*one* mean"),
        (lambda table, target: LinearRegression().fit(table, target).score(table, target), "seen"),
        (lambda t, y: np.corrcoef(left_out(t, y), y)[0, 1] ** 2, "never below 0"),
        (lambda t, y: 1 - unseen_r2(t, y), "take it from 1"),
        (lambda t, y: np.sum((y - left_out(t, y)) ** 2), "compare it with that of the mean"),
        (lambda t, y: np.mean((y - left_out(t, y)) ** 2), "mean squared error"),
        (without_constant, "no constant term"),
        (lambda table, target: 0.0, "fit to all the others", "np.arange(len(table)) != row"),
    ],
)

"""The graders of notebook 07: unanswered, right, every usual wrong answer, and odd ones."""

from embedlab import exercises
from embedlab.datasets import load_airports

from itertools import permutations, product

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold, LeaveOneOut, cross_val_predict

CARRIER = load_airports().carrier
BOSTON = {"by label": "MIA", "by order": "BUF"}
TABLES = {"a": "order", "b": "label", "c": "neither", "d": "neither"}
BY_CHANCE = np.mean([first == second for first, second in permutations(CARRIER, 2)])


def feedback(capsys, number, answer):
    exercises.check(number, answer)
    return capsys.readouterr().out


def left_out(table, target):
    return cross_val_predict(LinearRegression(), table, target, cv=LeaveOneOut())


def unseen_r2(table, target):
    errors = []
    for row in range(len(table)):
        others = [each for each in range(len(table)) if each != row]
        fitted = LinearRegression().fit(table[others], target[others])
        errors.append(target[row] - fitted.predict(table[[row]])[0])
    return 1 - np.sum(np.square(errors)) / np.sum((target - target.mean()) ** 2)


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("7.1", dict.fromkeys(BOSTON, ...)),
        ("7.1", BOSTON | {"by order": ...}),
        ("7.4", ...),
        ("7.2", dict.fromkeys(TABLES, ...)),
        ("7.3", ...),
    ],
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in feedback(capsys, number, answer)


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("7.1", BOSTON),
        ("7.1", {"by order": " buf", "by label": "mia"}),
        ("7.1", {"by order": np.str_("BUF"), "by label": np.str_("MIA")}),
        ("7.4", unseen_r2),
        ("7.4", lambda table, target: r2_score(target, left_out(table, target))),
        ("7.4", lambda table, target: np.array([unseen_r2(table, target)])),
        ("7.1", ("MIA", "BUF")),
        ("7.2", TABLES),
        ("7.2", list(TABLES.values())),
        ("7.2", {task: choice.upper() for task, choice in TABLES.items()}),
        ("7.3", BY_CHANCE),
        ("7.3", round(BY_CHANCE, 3)),
        ("7.3", str(BY_CHANCE)),
        ("7.3", np.float32(BY_CHANCE)),
    ],
)
def test_right(capsys, number, answer):
    assert "right." in feedback(capsys, number, answer)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ({"by label": "BUF", "by order": "MIA"}, "the other way round"),
        ({"by label": "BUF", "by order": "BUF"}, "as often as Boston"),
        ({"by label": "RIC", "by order": "BUF"}, "as often as Boston"),
        ({"by label": "MIA", "by order": "RIC"}, "the same aircraft"),
        ({"by label": "MIA", "by order": "MIA"}, "the same aircraft"),
    ],
)
def test_nearest_to_boston_hints(capsys, answer, hint):
    said = feedback(capsys, "7.1", answer)
    assert "not yet" in said
    assert hint in said


def seen_r2(table, target):
    return LinearRegression().fit(table, target).score(table, target)


def without_constant(table, target):
    model = LinearRegression(fit_intercept=False)
    return r2_score(target, cross_val_predict(model, table, target, cv=LeaveOneOut()))


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda table, target: print(), "return"),
        (seen_r2, "leave that one out"),
        (lambda t, y: np.corrcoef(left_out(t, y), y)[0, 1] ** 2, "never below 0"),
        (lambda t, y: 1 - unseen_r2(t, y), "take it from 1"),
        (lambda t, y: np.sum((y - left_out(t, y)) ** 2), "compare it with that of the mean"),
        (lambda t, y: np.mean((y - left_out(t, y)) ** 2), "mean squared error"),
        (without_constant, "no constant term"),
        (lambda table, target: 0.0, "fit to all the others"),
        (lambda table: table, "TypeError"),
        (lambda table, target: 1 / 0, "ZeroDivisionError"),
        (lambda table, target: missing, "NameError"),  # noqa: F821
    ],
)
def test_unseen_r2_hints(capsys, answer, hint):
    said = feedback(capsys, "7.4", answer)
    assert "not yet" in said
    assert hint in said


def test_unseen_r2_with_fewer_folds_is_close(capsys):
    folds = KFold(15, shuffle=True, random_state=0)

    def in_folds(table, target):
        return r2_score(target, cross_val_predict(LinearRegression(), table, target, cv=folds))

    assert "close." in feedback(capsys, "7.4", in_folds)


def test_unseen_r2_of_another_model_is_not_right(capsys):
    def ridge(table, target):
        return r2_score(target, cross_val_predict(Ridge(5), table, target, cv=LeaveOneOut()))

    assert "right." not in feedback(capsys, "7.4", ridge)


def test_the_table_cannot_be_found_by_guessing(capsys):
    """Every wrong answer gets the same words, so that none says which of the four is wrong."""
    said = set()
    for given in product(["label", "order", "neither"], repeat=4):
        answer = dict(zip("abcd", given, strict=True))
        if answer != TABLES:
            exercises.check("7.2", TABLES)  # the next wrong try is a first one again
            capsys.readouterr()
            said.add(feedback(capsys, "7.2", answer))
    assert len(said) == 1
    assert "a row in the table" in feedback(capsys, "7.2", TABLES | {"a": "label"})


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (np.mean(CARRIER[:, None] == CARRIER), "its own neighbour"),
        (1 / len(set(CARRIER)), "equally many"),
        (np.mean(CARRIER == "EV"), "largest carrier"),
        (5 * BY_CHANCE, "does not matter"),
        (100 * BY_CHANCE, "per cent"),
        (1 - BY_CHANCE, "differ"),
        (0.5, "and then the second"),
    ],
)
def test_same_by_chance_hints(capsys, answer, hint):
    exercises.check("7.3", BY_CHANCE)
    capsys.readouterr()
    said = feedback(capsys, "7.3", answer)
    assert "not yet" in said
    assert hint in said


def test_two_decimals_are_close(capsys):
    assert "close." in feedback(capsys, "7.3", round(BY_CHANCE, 2))


ODD = [
    None,
    True,
    float("inf"),
    float("nan"),
    "",
    "a fifth",
    {1, 2},
    {},
    {"by label": "MIA"},
    {"by label": "MIA", "by order": "LAX"},
    {"by label": None, "by order": ["BUF"]},
    dict.fromkeys("abcd", 1),
    {task: [[1]] for task in "abcd"},
    ["order", "label", "neither", "all"],
    [[1], [2, 3]],
    10**400,
    1j,
    np.zeros((2, 2)),
    lambda: 3,
    lambda table, target: "many",
    lambda table, target: np.zeros(3),
    lambda table, target: float("nan"),
    lambda table, target: 10**400,
    int,
]


@pytest.mark.parametrize("number", ["7.1", "7.4", "7.2", "7.3"])
@pytest.mark.parametrize("answer", ODD, ids=[str(n) for n in range(len(ODD))])
def test_odd_answers_are_answered(capsys, number, answer):
    said = feedback(capsys, number, answer)
    assert "another form" in said or "not yet" in said

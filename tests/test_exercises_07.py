"""The graders of notebook 07: unanswered, right, and every usual wrong answer."""

from embedlab import exercises
from embedlab.datasets import load_airports

from itertools import permutations

import numpy as np
import pytest
from sklearn.metrics import log_loss

CARRIER = load_airports().carrier
BOSTON = {"by label": "MIA", "by order": "BUF"}
TABLES = {"a": "order", "b": "label", "c": "neither", "d": "neither"}


def feedback(capsys, number, answer):
    exercises.check(number, answer)
    return capsys.readouterr().out


def base_rate_loss(p, q):
    return -q * np.log(p) - (1 - q) * np.log(1 - p)


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("7.1", dict.fromkeys(BOSTON, ...)),
        ("7.1", BOSTON | {"by order": ...}),
        ("7.2", ...),
        ("7.3", dict.fromkeys(TABLES, ...)),
        ("7.4", ...),
    ],
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in feedback(capsys, number, answer)


def test_nearest_to_boston(capsys):
    assert "right." in feedback(capsys, "7.1", BOSTON)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ({"by label": "BUF", "by order": "MIA"}, "the other way round"),
        ({"by label": "BUF", "by order": "BUF"}, "as often as Boston"),
        ({"by label": "RIC", "by order": "BUF"}, "as often as Boston"),
        ({"by label": "MIA", "by order": "RIC"}, "the same aircraft"),
        ({"by label": "MIA", "by order": "MIA"}, "the same aircraft"),
        ({"by label": "MIA", "by order": "LAX"}, "one of BUF, MIA, RIC"),
        ("MIA", "dictionary"),
        ({"by label": "MIA"}, "dictionary"),
    ],
)
def test_nearest_to_boston_hints(capsys, answer, hint):
    said = feedback(capsys, "7.1", answer)
    assert "not yet" in said
    assert hint in said


@pytest.mark.parametrize(
    "answer",
    [
        base_rate_loss,
        lambda p, q: log_loss([1, 0], [p, p], sample_weight=[q, 1 - q]),
    ],
)
def test_base_rate_loss(capsys, answer):
    assert "right." in feedback(capsys, "7.2", answer)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (0.624, "the function itself"),
        (lambda p, q: None, "return"),
        (lambda p, q: ..., "return"),
        (lambda p, q: -base_rate_loss(p, q), "mind the sign"),
        (lambda p, q: base_rate_loss(p, q) / np.log(2), "bits"),
        (lambda p, q: base_rate_loss(p, q) / np.log(10), "base 10"),
        (lambda p, q: base_rate_loss(q, p), "swap"),
        (lambda p, q: base_rate_loss(q, q), "nobody knows"),
        (lambda p, q: base_rate_loss(p, p), "like the training rows"),
        (lambda p, q: -q * np.log(p), "The zeros cost"),
        (lambda p, q: p - q, "What do the others cost"),
        (lambda p: p, "form"),
    ],
)
def test_base_rate_loss_hints(capsys, answer, hint):
    said = feedback(capsys, "7.2", answer)
    assert "not yet" in said
    assert hint in said


def test_table_for_task(capsys):
    assert "right." in feedback(capsys, "7.3", TABLES)


@pytest.mark.parametrize(
    ("task", "given", "hint"),
    [
        ("a", "label", "one carrier"),
        ("a", "neither", "one carrier"),
        ("b", "order", "made of"),
        ("c", "order", "a row of the table"),
        ("d", "label", "part the two"),
        ("d", "yes", "answer with"),
    ],
)
def test_table_for_task_hints(capsys, task, given, hint):
    said = feedback(capsys, "7.3", TABLES | {task: given})
    assert f"not yet. Hint: {task}: " in said
    assert hint in said


def test_table_for_task_form(capsys):
    assert "dictionary" in feedback(capsys, "7.3", ["order", "label", "neither", "neither"])


def test_same_by_chance_by_drawing_all_pairs(capsys):
    truth = np.mean([first == second for first, second in permutations(CARRIER, 2)])
    assert "right." in feedback(capsys, "7.4", truth)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (np.mean(CARRIER[:, None] == CARRIER), "its own neighbour"),
        (1 / len(set(CARRIER)), "equally many"),
        (np.mean(CARRIER == "EV"), "largest carrier"),
        (5 * np.mean([a == b for a, b in permutations(CARRIER, 2)]), "does not matter"),
        (0.5, "one of the rest"),
        ("a fifth", "form"),
    ],
)
def test_same_by_chance_hints(capsys, answer, hint):
    said = feedback(capsys, "7.4", answer)
    assert "not yet" in said
    assert hint in said

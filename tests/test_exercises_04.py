"""The graders of notebook 04: each common wrong answer has its own hint; right ones pass."""

from embedlab import exercises

import math

import numpy as np
import pytest

RIGHT_HEADS = {"a": "blind", "b": "aware", "c": "aware", "d": "blind", "e": "aware"}
# Five rows: 1, 0, 1 on the first order of ids, 1, 0 on the second.
BLIND_FLOOR = -(3 / 5 * math.log(3 / 5) + 2 / 5 * math.log(2 / 5))
AWARE_FLOOR = -(2 * math.log(2 / 3) + math.log(1 / 3) + 2 * math.log(1 / 2)) / 5


def told(capsys, number, answer):
    exercises.check(number, answer)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("4.1", dict.fromkeys("abcde", ...)),
        ("4.2", {"order-blind": 1.0, "order-aware": ...}),
        ("4.3", ...),
        ("4.4", ...),
    ],
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in told(capsys, number, answer)


def test_heads_right(capsys):
    """By hand: a and d pool at once; b reads from the left; in c each token meets its position
    inside a tanh; in e the first position sees itself alone."""
    assert "right." in told(capsys, "4.1", RIGHT_HEADS)


@pytest.mark.parametrize("letter", RIGHT_HEADS)
def test_each_wrong_head_has_its_own_hint(capsys, letter):
    other = {"blind": "aware", "aware": "blind"}[RIGHT_HEADS[letter]]
    said = told(capsys, "4.1", RIGHT_HEADS | {letter: other})
    assert f"Hint: {letter}: " in said


def test_heads_in_another_form(capsys):
    assert 'write "blind" or "aware"' in told(capsys, "4.1", RIGHT_HEADS | {"b": True})
    assert "one entry for each of a, b, c, d, e" in told(capsys, "4.1", {"a": "blind"})


def test_checking_leaves_keras_as_it_was(capsys):
    import keras

    told(capsys, "4.3", 1)
    assert keras.config.dtype_policy().name == "float32"
    assert keras.config.floatx() == "float32"


@pytest.mark.parametrize("rounded", [3, 4, 12])
def test_floors_right(capsys, rounded):
    answer = {
        "order-blind": round(BLIND_FLOOR, rounded),
        "order-aware": round(AWARE_FLOOR, rounded),
    }
    assert "right." in told(capsys, "4.2", answer)


def entropy(share):
    return -share * math.log(share) - (1 - share) * math.log(1 - share)


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"order-blind": BLIND_FLOOR / math.log(2)}, "order-blind: that is in bits"),
        ({"order-aware": AWARE_FLOOR / math.log(2)}, "order-aware: that is in bits"),
        ({"order-blind": entropy(3 / 4)}, "order-blind: that is the floor of the four rows"),
        ({"order-aware": 3 / 4 * entropy(2 / 3)}, "order-aware: that is the floor of the four"),
        ({"order-aware": (entropy(2 / 3) + entropy(1 / 2)) / 2}, "its share of the five rows"),
        ({"order-aware": 3 / 5 * entropy(2 / 3)}, "has two labels now"),
        ({"order-aware": 0.1}, "group equal inputs"),
        ({"order-aware": None}, "does not have the form"),
        ({"other": 1.0}, "the entries"),
    ],
)
def test_wrong_floors(capsys, change, hint):
    answer = {"order-blind": BLIND_FLOOR, "order-aware": AWARE_FLOOR} | change
    assert hint in told(capsys, "4.2", answer)


def test_kernel_of_two_right(capsys):
    """By hand: the left tap meets all five vectors, the right tap all but the first. So the sum
    depends on which id is first, and on nothing else: five answers."""
    assert "right." in told(capsys, "4.3", 5)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (20, "that is the kernel of three"),
        (120, "sees neighbours"),
        (1, "do not meet the same vectors"),
        (4, "which vectors"),
        (5.5, "which vectors"),
        ("many", "does not have the form"),
    ],
)
def test_wrong_kernel_counts(capsys, answer, hint):
    assert hint in told(capsys, "4.3", answer)


def masked_max(vectors, mask):
    return np.where(mask[:, :, None], vectors, -np.inf).max(axis=1)


def spoil(vectors, mask):
    vectors[~mask] = -np.inf
    return vectors.max(axis=1)


def mean_instead(vectors, mask):
    return (vectors * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)


def test_masked_max_right(capsys):
    assert "right." in told(capsys, "4.4", masked_max)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda vectors, mask: vectors.max(axis=1), "still takes part"),
        (lambda vectors, mask: (vectors * mask[:, :, None]).max(axis=1), "wins wherever"),
        (lambda vectors, mask: vectors.max(axis=2), "has shape"),
        (lambda vectors: vectors, "does not have the form"),
        (mean_instead, "largest entry"),
        (spoil, "changes the arrays"),
        (3, "hand in the function itself"),
    ],
)
def test_wrong_masked_max(capsys, answer, hint):
    assert hint in told(capsys, "4.4", answer)

"""The probe against fits that leave one token out, one by one."""

from embedlab.measures import probe_accuracy

import numpy as np
import pytest
from sklearn.linear_model import RidgeClassifier

RNG = np.random.default_rng(6)


def one_by_one(table, groups, penalty):
    """Fit scikit-learn's ridge classifier anew for every token that is left out."""
    centred = table - table.mean(axis=0)
    scaled = table / np.sqrt((centred**2).sum(axis=1).mean())
    right = 0
    for token in range(len(table)):
        others = np.arange(len(table)) != token
        probe = RidgeClassifier(alpha=penalty).fit(scaled[others], groups[others])
        right += probe.predict(scaled[[token]])[0] == groups[token]
    return right / len(table)


@pytest.mark.parametrize("penalty", [0.01, 1.0, 30.0])
@pytest.mark.parametrize("number_of_groups", [2, 3])
@pytest.mark.parametrize("scale", [1e-3, 1, 1e3])
def test_it_is_the_probe_that_is_fitted_anew_for_every_token(penalty, number_of_groups, scale):
    groups = np.arange(24) % number_of_groups
    table = RNG.normal(size=(24, 8)) + 5
    table[:, 3] += groups
    found = probe_accuracy(scale * table, groups, penalty)
    assert found == pytest.approx(one_by_one(scale * table, groups, penalty))
    assert 0 < found < 1  # neither perfect nor empty, so that the comparison says something


def test_a_small_direction_can_be_read_without_error():
    groups = np.arange(24) % 2
    table = np.zeros((24, 4))
    table[:, 0] = np.repeat([-1, 1], 12)  # most of the spread is another property's
    table[:, 2] = 0.3 * (2 * groups - 1)
    assert probe_accuracy(table, groups) == 1
    assert probe_accuracy(table, np.array(["noun", "verb"])[groups]) == 1


def test_what_lies_crosswise_is_not_read_by_a_linear_rule():
    first, second = np.arange(24) % 2, np.arange(24) // 2 % 2
    table = np.column_stack([2 * first - 1, 2 * second - 1]).astype(float)
    assert probe_accuracy(table, first ^ second) < 0.5


def test_vectors_that_say_nothing_give_less_than_chance():
    groups = np.arange(24) % 2
    table = np.repeat(RNG.normal(size=(12, 8)), 2, axis=0)  # pairs of one vector, two groups
    assert probe_accuracy(table, groups) < 0.5
    scores = [probe_accuracy(RNG.normal(size=(200, 3)), np.arange(200) % 2) for _ in range(20)]
    assert 0.4 < np.mean(scores) < 0.55


@pytest.mark.parametrize(
    ("table", "groups", "words"),
    [
        (np.eye(4), [0, 1, 0], r"groups have shape \(3,\), the table needs \(4,\)"),
        (np.eye(4), [0, 0, 0, 0], "at least two groups"),
        (np.eye(4), [0, 0, 0, 1], "two tokens in each"),
        (np.ones((4, 2)), [0, 1, 0, 1], "all vectors are equal"),
        (np.full((4, 2), np.nan), [0, 1, 0, 1], "finite"),
    ],
)
def test_bad_input_is_refused(table, groups, words):
    with pytest.raises(ValueError, match=words):
        probe_accuracy(table, groups)

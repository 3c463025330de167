"""Probes and differences of AUC against brute force and values known by argument."""

from embedlab.measures import auc_difference, probe_r2

import numpy as np
import pytest
from sklearn.linear_model import RidgeCV
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import KFold, cross_val_predict

RNG = np.random.default_rng(7)


def test_probe_of_a_linear_property_is_one_and_of_noise_is_below_zero():
    table = RNG.normal(size=(60, 4))
    linear = table @ [1.0, -2.0, 0.5, 0.0] + 3
    assert probe_r2(table, linear) > 0.9999
    assert np.mean([probe_r2(RNG.normal(size=(60, 4)), linear, rng=n) for n in range(20)]) < 0


def test_probe_is_the_ridge_of_each_fold_written_out():
    table = RNG.normal(size=(12, 2))
    target = table[:, 0] + 0.3 * RNG.normal(size=12)
    penalties = np.logspace(-3, 3, 13)
    predicted = np.empty(12)
    for left_out in range(12):  # as many folds as tokens: no cut is random
        kept = np.arange(12) != left_out
        x, y = table[kept], target[kept]
        costs = []
        for penalty in penalties:  # the ridge chooses its penalty by leaving one out once more
            errors = [
                (y[one] - ridge(np.delete(x, one, 0), np.delete(y, one), penalty, x[one])) ** 2
                for one in range(11)
            ]
            costs.append(np.mean(errors))
        best = penalties[np.argmin(costs)]
        predicted[left_out] = ridge(x, y, best, table[left_out])
    expected = 1 - np.sum((target - predicted) ** 2) / np.sum((target - target.mean()) ** 2)
    assert probe_r2(table, target, splits=1, folds=12) == pytest.approx(expected, rel=1e-6)


def ridge(x, y, penalty, at):
    centred = x - x.mean(axis=0)
    solved = np.linalg.solve(
        centred.T @ centred + penalty * np.eye(x.shape[1]), centred.T @ (y - y.mean())
    )
    return y.mean() + (at - x.mean(axis=0)) @ solved


@pytest.mark.parametrize("k", [3, 40])
def test_probe_is_that_of_scikit_learn(k):
    table = RNG.normal(size=(30, k))
    targets = table[:, :2] + RNG.normal(size=(30, 2))
    ridge = RidgeCV(np.logspace(-3, 3, 13), alpha_per_target=True)
    seed = int(np.random.default_rng(4).integers(2**31, size=1)[0])
    predicted = cross_val_predict(
        ridge, table, targets, cv=KFold(10, shuffle=True, random_state=seed)
    )
    expected = r2_score(targets, predicted, multioutput="raw_values")
    np.testing.assert_allclose(probe_r2(table, targets, rng=4, splits=1), expected, rtol=1e-6)


def test_probe_of_several_properties_is_that_of_each():
    table = RNG.normal(size=(30, 3))
    targets = np.column_stack([table[:, 0], RNG.normal(size=30)])
    alone = [probe_r2(table, column, rng=3) for column in targets.T]
    np.testing.assert_allclose(probe_r2(table, targets, rng=3), alone)


def test_probe_sees_no_answer_beforehand():
    """The index of a token tells nothing of random properties, however many numbers it has."""
    one_hot = np.eye(40)
    assert probe_r2(one_hot, RNG.normal(size=40)) <= 0


@pytest.mark.parametrize("shape", [(5,), (6, 2, 2), ()])
def test_probe_refuses_targets_of_another_shape(shape):
    with pytest.raises(ValueError, match="targets have shape"):
        probe_r2(RNG.normal(size=(6, 2)), np.zeros(shape))


def test_auc_difference_with_ties_is_that_of_scikit_learn():
    labels = RNG.integers(2, size=200)
    first, second = RNG.integers(5, size=200), RNG.normal(size=200) + labels
    found, low, high = auc_difference(labels, first, second, np.arange(200))
    assert found == pytest.approx(roc_auc_score(labels, second) - roc_auc_score(labels, first))
    assert low < found < high


def test_bootstrap_draws_whole_groups():
    labels = RNG.integers(2, size=60)
    scores = RNG.integers(4, size=(2, 60)) + labels
    groups = np.repeat(["mon", "tue", "wed", "thu", "fri", "sat"], 10)
    _, low, high = auc_difference(labels, *scores, groups, rng=5, repeats=300)
    names, expected = np.unique(groups), []
    for counts in np.random.default_rng(5).multinomial(6, np.full(6, 1 / 6), size=300):
        rows = np.concatenate(
            [
                np.flatnonzero(groups == name)
                for name, n in zip(names, counts, strict=True)
                for _ in range(n)
            ]
        )
        expected.append(
            np.subtract(*(roc_auc_score(labels[rows], each[rows]) for each in scores[::-1]))
        )
    np.testing.assert_allclose([low, high], np.percentile(expected, [2.5, 97.5]))


def test_equal_scores_differ_by_nothing():
    labels, scores = [0, 1, 1, 0], [0.1, 0.3, 0.2, 0.2]
    assert auc_difference(labels, scores, scores, [1, 2, 3, 4]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("labels", "groups", "message"),
    [([0, 0, 0], [1, 2, 3], "both"), ([0, 1, 2], [1, 2, 3], "both"), ([0, 1, 1], [1, 2], "shape")],
)
def test_auc_difference_refuses(labels, groups, message):
    with pytest.raises(ValueError, match=message):
        auc_difference(labels, [1, 2, 3], [1, 2, 3], groups)

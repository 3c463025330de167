"""Notebook 07's order-driven table against gensim's word2vec on the same rows."""

from embedlab.measures import nearest_neighbours
from embedlab.objectives import noise_distribution, token_counts

import numpy as np
import pytest
from flights_by_order import AIRPORTS, skip_gram_loss, train_by_order, train_gensim
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import KFold, cross_val_predict

M = len(AIRPORTS.code)
ALL = np.arange(M)


@pytest.fixture(scope="module")
def ours():
    return train_by_order()


@pytest.fixture(scope="module")
def theirs():
    return train_gensim()


def neighbours(table):
    return nearest_neighbours(table, ALL, 5)  # by cosine, as gensim's `most_similar`


def overlap(first, second):
    """Mean share of the 5 nearest airports that two tables have in common."""
    pairs = zip(neighbours(first), neighbours(second), strict=True)
    return np.mean([len(set(a) & set(b)) / 5 for a, b in pairs])


def same_carrier(table):
    return np.mean(AIRPORTS.carrier[neighbours(table)] == AIRPORTS.carrier[:, None])


def r_squared(table, target):
    """Cross-validated R² of a ridge regression, mean over 5 ways to split the airports."""
    scores = []
    for split in range(5):
        folds = KFold(10, shuffle=True, random_state=split)
        predicted = cross_val_predict(RidgeCV(np.logspace(-3, 3, 13)), table, target, cv=folds)
        scores.append(1 - np.mean((target - predicted) ** 2) / np.var(target))
    return np.mean(scores)


def test_loss_is_the_mean_over_pairs_and_noise():
    rng = np.random.default_rng(0)
    rows = rng.integers(4, size=(7, 5))
    table, contexts = rng.normal(size=(4, 2)), rng.normal(size=(4, 2))
    noise = noise_distribution(token_counts(rows, 4))

    def cost(center, context, sign):
        return np.log(1 + np.exp(-sign * table[center] @ contexts[context]))

    costs = []
    for row in rows:
        for at, center in enumerate(row):
            for beside in (at - 1, at + 1):
                if 0 <= beside < len(row):
                    drawn = sum(noise[token] * cost(center, token, -1) for token in range(4))
                    costs.append(cost(center, row[beside], +1) + 5 * drawn)
    np.testing.assert_allclose(skip_gram_loss(table, contexts, rows), np.mean(costs))


@pytest.mark.slow
def test_nearest_airports_are_mostly_those_of_gensim(ours, theirs):
    by_chance = 5 / (M - 1)
    untrained = np.random.default_rng(0).uniform(-0.05, 0.05, size=(M, 8))
    assert overlap(untrained, theirs[0]) < by_chance + 0.1
    assert overlap(ours[0], theirs[0]) > 0.6


@pytest.mark.slow
def test_neighbours_share_the_carrier_as_often_as_those_of_gensim(ours, theirs):
    counts = np.unique(AIRPORTS.carrier, return_counts=True)[1]
    by_chance = (counts * (counts - 1)).sum() / (M * (M - 1))
    assert same_carrier(theirs[0]) > by_chance + 0.35
    np.testing.assert_allclose(same_carrier(ours[0]), same_carrier(theirs[0]), atol=0.06)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["share_late", "distance_miles", "longitude"])
def test_the_table_tells_as_much_of_an_airport_as_that_of_gensim(ours, theirs, name):
    target = getattr(AIRPORTS, name)
    np.testing.assert_allclose(r_squared(ours[0], target), r_squared(theirs[0], target), atol=0.15)


@pytest.mark.slow
def test_the_loss_is_below_that_of_gensim_after_20_epochs(ours, theirs):
    assert skip_gram_loss(*ours) < skip_gram_loss(*theirs)

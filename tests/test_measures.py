"""Each measure against the formula written out, another library, or a value known by geometry."""

from embedlab.measures import (
    alignment,
    auc_difference,
    cosines,
    displacement,
    distance_map,
    nearest_neighbours,
    probe_accuracy,
    probe_r2,
    project,
    variance_explained,
)

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.linear_model import RidgeClassifier, RidgeCV
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import KFold, cross_val_predict

RNG = np.random.default_rng(11)
TABLE = RNG.normal(size=(12, 4))
HALVES = np.arange(24) % 2


def test_cosine_of_known_angles():
    table = np.array([[1, 0], [0, 2], [-3, 0], [1, 1], [0, 0]])
    half = np.sqrt(0.5)
    expected = [
        [1, 0, -1, half, 0],
        [0, 1, 0, half, 0],
        [-1, 0, 1, -half, 0],
        [half, half, -half, 1, 0],
        [0, 0, 0, 0, 0],
    ]
    np.testing.assert_allclose(cosines(table), expected, atol=1e-12)
    some = cosines(table, [3, 0, 2])
    np.testing.assert_allclose(some, [[1, half, -half], [half, 1, -1], [-half, -1, 1]], atol=1e-12)


def test_displacement_is_the_euclidean_distance_of_each_row():
    before, after = np.zeros((3, 2)), np.array([[3, 4], [0, 0], [-5, 12]])
    np.testing.assert_allclose(displacement(before, after), [5, 0, 13])


@pytest.mark.parametrize("scale", [1, 1e-200, 1e150])
def test_alignment_of_known_directions(scale):
    gradient = scale * np.array([[1.0, 0], [0, 1]])
    assert alignment(gradient, 3 * gradient) == pytest.approx(1)
    assert alignment(gradient, -gradient) == pytest.approx(-1)
    assert alignment(gradient, scale * np.array([[0, 1.0], [1, 0]])) == pytest.approx(0)
    assert alignment(gradient, scale * np.array([[1, 0.0], [0, 0]])) == pytest.approx(0.5**0.5)


def test_variance_explained_is_one_minus_within_over_total():
    groups = np.repeat([0, 1, 2], 4)
    total = ((TABLE - TABLE.mean(0)) ** 2).sum()
    means = [TABLE[groups == g].mean(0) for g in range(3)]
    within = sum(((TABLE[groups == g] - means[g]) ** 2).sum() for g in range(3))
    assert variance_explained(TABLE, groups) == pytest.approx(1 - within / total)


def test_variance_explained_at_its_ends_and_by_chance():
    groups = np.array(["a", "b"] * 6)
    vectors = {"a": [0, 1], "b": [5, 5]}
    assert variance_explained([vectors[g] for g in groups], groups) == pytest.approx(1)
    alike_in_both = np.repeat(RNG.normal(size=(6, 3)), 2, axis=0)
    assert variance_explained(alike_in_both, groups) == pytest.approx(0, abs=1e-12)
    groups = np.repeat(np.arange(4), 3)
    shares = [variance_explained(RNG.normal(size=(12, 3)), groups) for _ in range(400)]
    assert np.mean(shares) == pytest.approx(3 / 11, abs=0.02)


@pytest.mark.parametrize("metric", ["cosine", "euclidean", "cityblock"])
def test_nearest_neighbours_by_brute_force(metric):
    distance = cdist(TABLE, TABLE, metric)
    found = nearest_neighbours(TABLE, [0, 5, 11], 3, metric)
    for token, row in zip([0, 5, 11], found, strict=True):
        others = sorted(set(range(12)) - {token}, key=lambda other: distance[token, other])
        assert row.tolist() == others[:3]
    if metric == "cosine":
        np.testing.assert_array_equal(nearest_neighbours(TABLE, [0, 5, 11], 3), found)
        assert (nearest_neighbours(TABLE, [0, 5, 11], 3, "euclidean") != found).any()
    assert nearest_neighbours(TABLE, [4], 11, metric).shape == (1, 11)


def test_a_token_is_not_its_own_neighbour_even_with_a_twin():
    table = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1]])
    assert all(t not in row for t, row in enumerate(nearest_neighbours(table, range(4), 2)))


def test_projection_of_a_plane_loses_nothing():
    plane = RNG.normal(size=(10, 2)) @ RNG.normal(size=(2, 5))
    (first, second), share = project(plane[:6], plane[6:])
    assert share == pytest.approx(1)
    projected = np.concatenate([first, second])
    np.testing.assert_allclose(cdist(projected, projected), cdist(plane, plane), atol=1e-9)


def test_projection_share_is_that_of_the_singular_values():
    singular = np.linalg.svd(TABLE - TABLE.mean(0), compute_uv=False) ** 2
    for dimensions in (1, 2, 3):
        (film,), share = project(TABLE.reshape(3, 4, 4), dimensions=dimensions)
        assert film.shape == (3, 4, dimensions)
        assert share == pytest.approx(singular[:dimensions].sum() / singular.sum())
    assert project(TABLE)[0][0].shape == (12, 2)


def test_map_of_a_plane_keeps_all_distances_every_time():
    plane = RNG.normal(size=(10, 2)) @ RNG.normal(size=(2, 5))
    places, kept = distance_map(plane)
    assert places.shape == (10, 2)
    np.testing.assert_allclose(cdist(places, places), cdist(plane, plane), atol=0.02)
    assert kept == pytest.approx(1, abs=1e-4)
    np.testing.assert_array_equal(distance_map(plane)[0], places)


@pytest.mark.parametrize("scale", [1e-4, 1, 1e4])
def test_map_shows_all_corners_of_a_tetrahedron_where_a_projection_may_hide_one(scale):
    corners = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    table = scale * np.repeat(corners, 3, axis=0) * (1 + 1e-3 * RNG.normal(size=(12, 1)))
    places, kept = distance_map(table)
    corner, between = np.repeat(np.arange(4), 3), cdist(places, places)
    apart = corner[:, None] != corner
    assert between[apart].min() > 1.5 * scale
    assert between[~apart].max() < 0.1 * scale
    upper = np.triu_indices(12, 1)
    assert kept == pytest.approx(np.corrcoef(cdist(table, table)[upper], between[upper])[0, 1])


# ---- the probe that names a group, against fits that leave one token out, one by one


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


@pytest.mark.parametrize("penalty", [0.01, None, 30.0])
@pytest.mark.parametrize("number_of_groups", [2, 3])
@pytest.mark.parametrize("scale", [1e-3, 1e3])
def test_it_is_the_probe_that_is_fitted_anew_for_every_token(penalty, number_of_groups, scale):
    groups = np.arange(24) % number_of_groups
    table = np.random.default_rng(6).normal(size=(24, 8)) + 5
    table[:, 3] += groups
    given = {} if penalty is None else {"penalty": penalty}
    found = probe_accuracy(scale * table, groups, **given)
    assert found == pytest.approx(one_by_one(scale * table, groups, penalty or 1.0))
    assert 0 < found < 1  # neither perfect nor empty, so that the comparison says something


def test_a_small_direction_can_be_read_and_what_lies_crosswise_cannot():
    table = np.zeros((24, 4))
    table[:, 0] = np.repeat([-1, 1], 12)  # most of the spread is another property's
    table[:, 2] = 0.3 * (2 * HALVES - 1)
    assert probe_accuracy(table, HALVES) == 1
    assert probe_accuracy(table, np.array(["noun", "verb"])[HALVES]) == 1
    second = np.arange(24) // 2 % 2
    table = np.column_stack([2 * HALVES - 1, 2 * second - 1]).astype(float)
    assert probe_accuracy(table, HALVES ^ second) < 0.5


def test_vectors_that_say_nothing_give_less_than_chance():
    table = np.repeat(RNG.normal(size=(12, 8)), 2, axis=0)  # pairs of one vector, two groups
    assert probe_accuracy(table, HALVES) < 0.5
    scores = [probe_accuracy(RNG.normal(size=(200, 3)), np.arange(200) % 2) for _ in range(20)]
    assert 0.4 < np.mean(scores) < 0.55


# ---- the probe that tells a number


def ridge(x, y, penalty, at):
    centred = x - x.mean(axis=0)
    solved = np.linalg.solve(
        centred.T @ centred + penalty * np.eye(x.shape[1]), centred.T @ (y - y.mean())
    )
    return y.mean() + (at - x.mean(axis=0)) @ solved


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


@pytest.mark.parametrize(
    ("k", "arguments", "seed", "splits", "folds"),
    [
        (3, {}, 0, 3, 10),
        (40, {"rng": 4, "splits": 1}, 4, 1, 10),
        (3, {"splits": 5}, 0, 5, 10),
        (3, {"folds": 4, "rng": np.random.default_rng(2)}, 2, 3, 4),
    ],
)
def test_probe_is_the_mean_over_ways_to_cut(k, arguments, seed, splits, folds):
    table = RNG.normal(size=(30, k))
    targets = table[:, :2] + RNG.normal(size=(30, 2))
    scores = []
    for cut in np.random.default_rng(seed).integers(2**31, size=splits):
        parts = KFold(folds, shuffle=True, random_state=int(cut))
        one = [
            cross_val_predict(RidgeCV(np.logspace(-3, 3, 13)), table, column, cv=parts)
            for column in targets.T  # each property chooses its own penalty
        ]
        scores.append([r2_score(*pair) for pair in zip(targets.T, one, strict=True)])
    expected = np.mean(scores, axis=0)
    np.testing.assert_allclose(probe_r2(table, targets, **arguments), expected, rtol=1e-6)
    if "rng" not in arguments:
        np.testing.assert_allclose(probe_r2(table, targets[:, 1], **arguments), expected[1])


def test_probe_of_a_linear_property_is_one_and_of_noise_is_below_zero():
    table = RNG.normal(size=(60, 4))
    linear = table @ [1.0, -2.0, 0.5, 0.0] + 3
    assert probe_r2(table, linear) > 0.9999
    assert np.mean([probe_r2(RNG.normal(size=(60, 4)), linear, rng=n) for n in range(10)]) < 0
    assert probe_r2(np.eye(40), RNG.normal(size=40)) <= 0, "an index tells nothing"


# ---- two scores compared


def test_auc_difference_with_ties_is_that_of_scikit_learn():
    labels = RNG.integers(2, size=200)
    first, second = RNG.integers(5, size=200), RNG.normal(size=200) + labels
    found, low, high = auc_difference(labels, first, second, np.arange(200))
    assert found == pytest.approx(roc_auc_score(labels, second) - roc_auc_score(labels, first))
    assert low < found < high
    scores = [0.1, 0.3, 0.2, 0.2]
    assert auc_difference([0, 1, 1, 0], scores, scores, [1, 2, 3, 4]) == (0, 0, 0)


@pytest.mark.parametrize(("arguments", "rng", "repeats"), [({}, 0, 1000), ((5, 300), 5, 300)])
def test_bootstrap_draws_whole_groups(arguments, rng, repeats):
    labels = RNG.integers(2, size=60)
    scores = RNG.integers(4, size=(2, 60)) + labels
    groups = np.repeat(["mon", "tue", "wed", "thu", "fri", "sat"], 10)
    _, low, high = auc_difference(labels, *scores, groups, *arguments)
    names, expected = np.unique(groups), []
    for counts in np.random.default_rng(rng).multinomial(6, np.full(6, 1 / 6), size=repeats):
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


# ---- bad input

SIX = RNG.normal(size=(6, 2))
REFUSED = [
    (distance_map, (TABLE[:2],), "at least three tokens, the table has 2"),
    (distance_map, (np.ones((4, 3)),), "all vectors are equal"),
    (distance_map, ([[1, np.inf]] * 3,), "row 0, column 1 is not finite"),
    (cosines, (np.zeros(3),), r"shape \(m, k\), got \(3,\)"),
    (cosines, ([[1, 1], [1, np.nan]],), "row 1, column 1 is not finite"),
    (cosines, (TABLE, [12]), "token 12 is not in the table: its rows are 0 to 11"),
    (cosines, (TABLE, [0, -1]), "token -1 is not in the table"),
    (cosines, (TABLE, [0.5]), "whole numbers"),
    (cosines, (TABLE, 3), "tokens are a list of whole numbers, got 3"),
    (displacement, (TABLE, TABLE[1:]), r"differ in shape: \(12, 4\) and \(11, 4\)"),
    (displacement, (TABLE, np.where(TABLE[-1, -1] == TABLE, np.nan, TABLE)), "row 11, column 3"),
    (alignment, (TABLE, TABLE[1:]), "differ in shape"),
    (alignment, (TABLE, 0 * TABLE), "no direction"),
    (alignment, (0 * TABLE, TABLE), "no direction"),
    (variance_explained, (TABLE, [0, 1]), r"groups have shape \(2,\), the table needs \(12,\)"),
    (variance_explained, (TABLE, [0] * 12), "at least two"),
    (variance_explained, (np.ones((4, 2)), [0, 0, 1, 1]), "all vectors are equal"),
    (nearest_neighbours, (TABLE, [0], 12), "count must be from 1 to 11, got 12"),
    (nearest_neighbours, (TABLE, [0], 0), "count must be from 1 to 11, got 0"),
    (nearest_neighbours, (TABLE, [12], 1), "token 12 is not in the table"),
    (probe_accuracy, (np.eye(4), [0, 1, 0]), r"groups have shape \(3,\), the table needs \(4,\)"),
    (probe_accuracy, (np.eye(4), [0, 0, 0, 0]), "at least two groups"),
    (probe_accuracy, (np.eye(4), [0, 0, 0, 1]), "two tokens in each"),
    (probe_accuracy, (np.ones((4, 2)), [0, 1, 0, 1]), "all vectors are equal"),
    (probe_accuracy, (np.full((4, 2), np.nan), [0, 1, 0, 1]), "finite"),
    (probe_r2, (SIX, np.zeros(5)), r"targets have shape \(5,\), the table has 6 rows"),
    (probe_r2, (SIX, np.zeros((6, 2, 2))), "targets have shape"),
    (probe_r2, (SIX, np.array(1.0)), "targets have shape"),
    (probe_r2, (SIX, np.ones(6)), "the same for all tokens"),
    (probe_r2, (SIX, np.column_stack([SIX, np.ones(6)])), "the same for all tokens"),
    (auc_difference, ([0, 0, 0], [1, 2, 3], [1, 2, 3], [1, 2, 3]), "0 and 1, and both"),
    (auc_difference, ([0, 1, 2], [1, 2, 3], [1, 2, 3], [1, 2, 3]), "0 and 1, and both"),
    (auc_difference, ([0, 1, 1], [1, 2, 3], [1, 2, 3], [1, 2]), "one shape"),
    (auc_difference, ([0, 1, 1], [1, 2, 3], [1, np.nan, 3], [1, 2, 3]), "score is not a finite"),
    (auc_difference, ([0, 1, 1], [1, 2, np.inf], [1, 2, 3], [1, 2, 3]), "score is not a finite"),
    (project, (np.ones((4, 3)),), "all vectors are equal"),
    (project, (np.zeros((4, 3)), np.zeros((2, 3))), "all vectors are equal"),
    (project, (np.eye(3), np.eye(2)), r"the tables differ in k: \[3, 2\]"),
    (project, (np.eye(3)[:, :1],), "vectors of 1 numbers have no 2 components"),
    (project, (np.full((3, 3), np.nan),), "is not finite"),
]


@pytest.mark.parametrize(("measure", "arguments", "message"), REFUSED)
def test_bad_input_is_refused(measure, arguments, message):
    with pytest.raises(ValueError, match=message):
        measure(*arguments)

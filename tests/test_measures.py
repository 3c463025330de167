"""Each measure against the formula written out, another library, or a value known by geometry."""

from embedlab.measures import (
    alignment,
    cosines,
    displacement,
    distance_map,
    nearest_neighbours,
    probe_r2,
    project,
    variance_explained,
)

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist
from sklearn.linear_model import Ridge, RidgeCV
from sklearn.metrics import r2_score
from sklearn.model_selection import GridSearchCV, KFold, LeaveOneOut, cross_val_predict

RNG = np.random.default_rng(11)
TABLE = RNG.normal(size=(12, 4))
PENALTIES = np.logspace(-3, 3, 13)


def test_cosines_are_those_of_scipy_and_0_without_a_direction():
    expected = 1 - cdist(TABLE, TABLE, "cosine")
    np.testing.assert_allclose(cosines(TABLE), expected)
    np.testing.assert_allclose(cosines(TABLE, [3, 0, 2]), expected[[3, 0, 2]][:, [3, 0, 2]])
    np.testing.assert_allclose(cosines([[0, 0], [0, 2], [-3, 0]]), np.diag([0, 1, 1]), atol=1e-12)


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
    groups = np.array(list("abcaabbbcaca"))
    within = TABLE - pd.DataFrame(TABLE).groupby(groups).transform("mean")
    share = 1 - (within**2).to_numpy().sum() / ((TABLE - TABLE.mean(axis=0)) ** 2).sum()
    assert variance_explained(TABLE, groups) == pytest.approx(share)


def test_variance_explained_by_chance():
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


@pytest.mark.parametrize("given", [{}, {"dimensions": 1}, {"dimensions": 3}])
def test_projection_of_tables_and_films_is_that_of_the_singular_vectors(given):
    k = given.get("dimensions", 2)
    left, singular, _ = np.linalg.svd(TABLE - TABLE.mean(axis=0), full_matrices=False)
    (film, table), share = project(TABLE[:8].reshape(2, 4, 4), TABLE[8:], **given)
    assert film.shape == (2, 4, k)
    places, expected = np.concatenate([film.reshape(8, k), table]), (left * singular)[:, :k]
    np.testing.assert_allclose(np.abs(places), np.abs(expected), atol=1e-9)
    np.testing.assert_allclose(cdist(places, places), cdist(expected, expected), atol=1e-9)
    assert share == pytest.approx((singular[:k] ** 2).sum() / (singular**2).sum())


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


def test_a_probe_chooses_its_penalty_by_leaving_one_more_token_out():
    table = RNG.normal(size=(8, 2))
    target = table[:, 0] + 0.3 * RNG.normal(size=8)
    how = {"cv": LeaveOneOut(), "scoring": "neg_mean_squared_error"}
    search = GridSearchCV(Ridge(), {"alpha": PENALTIES}, **how)
    predicted = cross_val_predict(search, table, target, cv=LeaveOneOut())  # no cut is random
    found = probe_r2(table, target, splits=1, folds=8)
    assert found == pytest.approx(r2_score(target, predicted), rel=1e-6)


@pytest.mark.parametrize(
    ("k", "given"),
    [(3, {}), (40, {"rng": 4, "splits": 1}), (3, {"splits": 5}), (3, {"folds": 4, "rng": 2})],
)
def test_probe_is_the_mean_over_ways_to_cut(k, given):
    table = RNG.normal(size=(30, k))
    targets = table[:, :2] + RNG.normal(size=(30, 2))
    rng, splits, folds = ({"rng": 0, "splits": 3, "folds": 10} | given).values()
    scores = []
    for cut in np.random.default_rng(rng).integers(2**31, size=splits):
        cv, ridge = KFold(folds, shuffle=True, random_state=int(cut)), RidgeCV(PENALTIES)
        # each property chooses its own penalty
        told = [cross_val_predict(ridge, table, column, cv=cv) for column in targets.T]
        scores.append(r2_score(targets, np.transpose(told), multioutput="raw_values"))
    expected = np.mean(scores, axis=0)
    np.testing.assert_allclose(probe_r2(table, targets, **given), expected, rtol=1e-6)
    given = given | {"rng": np.random.default_rng(rng)}
    assert probe_r2(table, targets[:, 1], **given) == pytest.approx(expected[1])


SIX = RNG.normal(size=(6, 2))
REFUSED = [
    (cosines, ([[1, 1], [1, np.nan]],), "row 1, column 1 is not finite"),
    (cosines, (TABLE, [12]), "token 12 is not in the table: its rows are 0 to 11"),
    (displacement, (TABLE, TABLE[1:]), r"differ in shape: \(12, 4\) and \(11, 4\)"),
    (displacement, (0 * TABLE, np.nan * TABLE), "row 0, column 0 is not finite"),
    (displacement, (np.nan * TABLE, TABLE), "row 0, column 0 is not finite"),
    (alignment, (TABLE, TABLE[1:]), "differ in shape"),
    (alignment, (TABLE, 0 * TABLE), "no direction"),
    (alignment, (0 * TABLE, TABLE), "no direction"),
    (variance_explained, (TABLE, [0, 1]), r"shape \(2,\), the table needs \(12,\)"),
    (variance_explained, (TABLE, [0] * 12), "at least two are needed"),
    (variance_explained, (np.ones((4, 2)), [0, 1, 0, 1]), "all vectors are equal"),
    (variance_explained, (np.full((4, 2), np.nan), [0, 1, 0, 1]), "is not finite"),
    (probe_r2, (SIX, np.zeros(5)), r"targets have shape \(5,\), the table has 6 rows"),
    (probe_r2, (SIX, np.zeros((6, 2, 2))), "targets have shape"),
    (probe_r2, (SIX, np.array(1.0)), "targets have shape"),
    (probe_r2, (SIX, np.column_stack([SIX, np.ones(6)])), "the same for all tokens"),
    (nearest_neighbours, (TABLE, [0], 12), "count must be from 1 to 11, got 12"),
    (nearest_neighbours, (TABLE, [0], 0), "count must be from 1 to 11, got 0"),
    (nearest_neighbours, (TABLE, [12], 1), "token 12 is not in the table"),
    (project, (np.zeros((4, 3)), np.zeros((2, 3))), "all vectors are equal"),
    (project, (np.eye(3), np.eye(2)), r"the tables differ in k: \[3, 2\]"),
    (project, (np.eye(3)[:, :1],), "vectors of 1 numbers have no 2 components"),
    (project, (np.full((3, 3), np.nan),), "is not finite"),
    (distance_map, (TABLE[:2],), "at least three tokens, the table has 2"),
    (distance_map, (np.ones((4, 3)),), "all vectors are equal"),
    (distance_map, ([[1, np.inf]] * 3,), "row 0, column 1 is not finite"),
]


@pytest.mark.parametrize(("measure", "arguments", "message"), REFUSED)
def test_bad_input_is_refused(measure, arguments, message):
    with pytest.raises(ValueError, match=message):
        measure(*arguments)

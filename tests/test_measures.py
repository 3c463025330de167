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

from functools import partial
from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from properties import NO_NUMBERS, NO_ORDER, few_cases, named, numbers, places, put, same_cases
from scipy.spatial.distance import cdist
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict

RNG = np.random.default_rng(11)
TABLE = RNG.normal(size=(12, 4))
PENALTIES = np.logspace(-3, 3, 13)


def test_cosines_are_those_of_scipy_and_0_without_a_direction():
    expected = 1 - cdist(TABLE, TABLE, "cosine")
    np.testing.assert_allclose(cosines(TABLE), expected)
    np.testing.assert_allclose(cosines(TABLE, [3, 0, 2]), expected[[3, 0, 2]][:, [3, 0, 2]])
    np.testing.assert_allclose(cosines([[0, 0], [0, 2], [-3, 0]]), np.diag([0, 1, 1]), atol=1e-12)


SCALES = [1, 1e-30, 1e30]  # as float32, which tables are, has room for


@pytest.mark.parametrize("scale", SCALES)
def test_no_measure_lies_about_very_small_or_large_numbers(scale):
    before, after = np.zeros((3, 2)), np.array([[3, 4], [0, 0], [-5, 12]])
    np.testing.assert_allclose(displacement(before, scale * after), scale * np.array([5, 0, 13]))
    np.testing.assert_allclose(cosines(scale * TABLE), cosines(TABLE))
    nearest = nearest_neighbours(TABLE, [0, 5], 4)
    np.testing.assert_array_equal(nearest_neighbours(scale * TABLE, [0, 5], 4), nearest)
    groups, target = np.arange(12) % 3, TABLE[:, 0] ** 2
    share = variance_explained(TABLE, groups)
    assert variance_explained(scale * TABLE, groups) == pytest.approx(share)
    assert probe_r2(TABLE, scale * target) == pytest.approx(probe_r2(TABLE, target))
    places, kept = distance_map(scale * TABLE)
    np.testing.assert_allclose(places, scale * distance_map(TABLE)[0], rtol=1e-6)
    assert kept == pytest.approx(distance_map(TABLE)[1])


@same_cases
@given(table=numbers())
def test_shares_and_cosines_stay_in_their_range(table):
    cosine, groups = cosines(table), np.arange(len(table)) % 2
    assert np.abs(cosine).max() < 1 + 1e-9
    np.testing.assert_array_equal(cosine, cosine.T)
    if np.ptp(table, axis=0).max() > 1e-3:
        share = variance_explained(table, groups)
        assert -1e-9 < share < 1 + 1e-9
        names = [("even", 1)[group] for group in groups]  # of two kinds
        assert variance_explained(table, np.array(names, object)) == pytest.approx(share)


@few_cases
@given(drawn=places(numbers()))
def test_what_is_no_number_is_named_by_row_and_column(drawn):
    table, where = np.eye(*drawn[0].shape), f"{named(drawn[1], 0)}: .* is (not a n|beyond)"
    for value, (measure, before, after, name) in product(
        [*NO_NUMBERS, np.inf, 1e39, 10**400],
        [
            (cosines, [], [], "the table"),
            (displacement, [table], [], "the table"),
            (displacement, [], [table], "the table"),
            (alignment, [], [table], "the first array"),
            (alignment, [table], [], "the second array"),
            (variance_explained, [], [range(len(table))], "the table"),
            (probe_r2, [], [range(len(table))], "the table"),
            (probe_r2, [table], [], "targets"),
            (nearest_neighbours, [], [[0], 1], "the table"),
            (project, [table], [], "a table"),
            (distance_map, [], [], "the table"),
        ],
    ):
        with pytest.raises(ValueError, match=f"^{name}: {where}"):
            measure(*before, put(value, *drawn), *after)


@pytest.mark.parametrize("scale", [*SCALES, 1e-200, 1e-162, 1e38])
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
    texts = {"a": "None", "b": "nan", "c": "<NA>"}  # which are names, too
    ones = [(1, 1.0, True)[n % 3] if group == "a" else group for n, group in enumerate(groups)]
    for names in (groups, [texts[group] for group in groups], ones):
        assert variance_explained(TABLE, names) == pytest.approx(share)


def test_variance_explained_by_chance():
    found = {order: variance_explained(TABLE[:5], order) for order in permutations([0, 0, 1, 1, 2])}
    assert np.mean(list(found.values())) == pytest.approx((3 - 1) / (5 - 1))


@pytest.mark.parametrize("metric", ["cosine", "euclidean", "cityblock"])
def test_nearest_neighbours_by_brute_force(metric):
    distance = cdist(TABLE, TABLE, metric)
    found = nearest_neighbours(TABLE, [0, 5, 11], 3, metric)
    for token, row in zip([0, 5, 11], found, strict=True):
        others = sorted(set(range(12)) - {token}, key=lambda other: distance[token, other])
        assert row.tolist() == others[:3]
    if metric == "euclidean":
        np.testing.assert_array_equal(nearest_neighbours(TABLE + 1e9, [0, 5, 11], 3, metric), found)
        assert distance_map(TABLE + 1e9)[1] == pytest.approx(distance_map(TABLE)[1])
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


@pytest.mark.parametrize("k", [2, 40])
def test_a_probe_predicts_each_token_from_all_the_others(k):
    table = RNG.normal(size=(12, k))
    targets = table[:, :2] + RNG.normal(size=(12, 2))
    expected = []
    for column in targets.T:  # each property chooses its own penalty
        models = [Ridge(penalty) for penalty in PENALTIES]
        told = [cross_val_predict(each, table, column, cv=LeaveOneOut()) for each in models]
        expected.append(max(r2_score(column, each) for each in told))
    np.testing.assert_allclose(probe_r2(table, targets), expected, rtol=1e-6)
    assert probe_r2(table, targets[:, 1]) == pytest.approx(expected[1])


SIX = RNG.normal(size=(6, 2))
GROUPS = [0, 1] * 6
REFUSED = [
    (cosines, (TABLE, [12]), "token 12 is not in the table: its tokens are 0 to 11"),
    (displacement, (TABLE, TABLE[1:]), r"differ in shape: \(12, 4\) and \(11, 4\)"),
    (alignment, (TABLE, TABLE[1:]), "differ in shape"),
    *[(alignment, pair, "no direction") for pair in ((TABLE, 0 * TABLE), (0 * TABLE, TABLE))],
    (variance_explained, (TABLE, [0, 1]), r"shape \(2,\), the table needs \(12,\)"),
    (variance_explained, (TABLE, [0] * 12), "at least two are needed"),
    (variance_explained, (TABLE + 1e14, GROUPS), "all vectors are equal"),
    (variance_explained, (np.ones((4, 2)), [0, 1, 0, 1]), "all vectors are equal"),
    *[
        (variance_explained, (TABLE, [*GROUPS[:7], missing, *GROUPS[8:]]), "^groups: row 7: .* nam")
        for missing in (None, np.nan, pd.NA, np.datetime64("NaT"))
    ],
    (variance_explained, (SIX, [[1], [2, 3]] * 3), r"^groups: row 0: \[1\] names no group"),
    *[(variance_explained, (TABLE, groups), "^groups is a ") for groups in NO_ORDER],
    (probe_r2, (SIX, np.zeros(5)), r"targets have shape \(5,\), the table has 6 rows"),
    (probe_r2, (SIX, np.zeros((6, 2, 2))), "targets have shape"),
    (probe_r2, (SIX, np.array(1.0)), "targets have shape"),
    (probe_r2, (TABLE, np.column_stack([TABLE, 0.1 + 1e-16 * TABLE[:, 0]])), "column 4: .* same"),
    (probe_r2, (SIX[:2], SIX[:2]), "^2 tokens are too few to predict"),
    (nearest_neighbours, (TABLE, [0], 12), "count must be from 1 to 11, got 12"),
    *[(nearest_neighbours, (TABLE, [0], bad), "count must be a whole") for bad in (0, 2.0, True)],
    (nearest_neighbours, (TABLE, [12], 1), "token 12 is not in the table"),
    (nearest_neighbours, (np.eye(4, 2), [0, 3], 1), "the vector of token 3 is zero: it has no di"),
    *[
        (partial(project, dimensions=bad), (TABLE,), "^dimensions must be a whole number from 1 up")
        for bad in (0, 1.5, True, "2")
    ],
    (project, (np.zeros((4, 3)), np.zeros((2, 3))), "all vectors are equal"),
    (project, (np.eye(3), np.eye(2)), r"tables of one k, .*, got \[\(3, 3\), \(2, 2\)\]"),
    *[(project, tables, "tables of one k") for tables in [(), (5,), (TABLE[0],)]],
    (project, (np.eye(3)[:, :1],), "3 vectors of 1 numbers have no 2 components"),
    (project, (np.eye(3)[:1],), "1 vectors of 3 numbers have no 2 components"),
    (distance_map, (TABLE[:2],), "at least three tokens, the table has 2"),
    (distance_map, (np.ones((4, 3)),), "all vectors are equal"),
    (distance_map, (np.eye(3),), "all distances are equal"),
]


@pytest.mark.parametrize(("measure", "arguments", "message"), REFUSED)
def test_bad_input_is_refused(measure, arguments, message):
    with pytest.raises(ValueError, match=message):
        measure(*arguments)

"""Each measure against the formula written out, or a value known by geometry."""

from embedlab import measures

import numpy as np
import pytest

RNG = np.random.default_rng(11)
TABLE = RNG.normal(size=(12, 4))


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
    np.testing.assert_allclose(measures.cosines(table), expected, atol=1e-12)


def test_cosine_takes_tokens_in_their_order():
    by_hand = [
        [TABLE[a] @ TABLE[b] / np.linalg.norm(TABLE[a]) / np.linalg.norm(TABLE[b]) for b in (7, 2)]
        for a in (7, 2)
    ]
    np.testing.assert_allclose(measures.cosines(TABLE, [7, 2]), by_hand)


def test_displacement_is_the_euclidean_distance_of_each_row():
    before, after = np.zeros((3, 2)), np.array([[3, 4], [0, 0], [-5, 12]])
    np.testing.assert_allclose(measures.displacement(before, after), [5, 0, 13])


@pytest.mark.parametrize("scale", [1, 1e-200, 1e150])
def test_alignment_of_known_directions(scale):
    gradient = scale * np.array([[1.0, 0], [0, 1]])
    assert measures.alignment(gradient, 3 * gradient) == pytest.approx(1)
    assert measures.alignment(gradient, -gradient) == pytest.approx(-1)
    assert measures.alignment(gradient, scale * np.array([[0, 1.0], [1, 0]])) == pytest.approx(0)


def test_variance_explained_is_one_minus_within_over_total():
    groups = np.repeat([0, 1, 2], 4)
    total = ((TABLE - TABLE.mean(0)) ** 2).sum()
    means = [TABLE[groups == g].mean(0) for g in range(3)]
    within = sum(((TABLE[groups == g] - means[g]) ** 2).sum() for g in range(3))
    assert measures.variance_explained(TABLE, groups) == pytest.approx(1 - within / total)


def test_variance_explained_at_its_ends():
    groups = np.array(["a", "b"] * 6)
    vectors = {"a": [0, 1], "b": [5, 5]}
    assert measures.variance_explained([vectors[g] for g in groups], groups) == pytest.approx(1)
    alike_in_both = np.repeat(RNG.normal(size=(6, 3)), 2, axis=0)
    assert measures.variance_explained(alike_in_both, groups) == pytest.approx(0, abs=1e-12)


def test_variance_explained_by_chance():
    """The docstring's chance level, from many random tables."""
    groups = np.repeat(np.arange(4), 3)
    shares = [measures.variance_explained(RNG.normal(size=(12, 3)), groups) for _ in range(400)]
    assert np.mean(shares) == pytest.approx(3 / 11, abs=0.02)


def test_nearest_neighbours_by_brute_force():
    unit = TABLE / np.linalg.norm(TABLE, axis=1, keepdims=True)
    found = measures.nearest_neighbours(TABLE, [0, 5, 11], 3)
    for token, row in zip([0, 5, 11], found, strict=True):
        order = sorted(set(range(12)) - {token}, key=lambda other: -unit[token] @ unit[other])
        assert row.tolist() == order[:3]


def test_a_token_is_not_its_own_neighbour_even_with_a_twin():
    table = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1]])
    assert all(
        t not in row for t, row in enumerate(measures.nearest_neighbours(table, range(4), 2))
    )


def test_projection_of_a_plane_loses_nothing():
    plane = RNG.normal(size=(10, 2)) @ RNG.normal(size=(2, 5))
    (first, second), share = measures.project(plane[:6], plane[6:])
    assert share == pytest.approx(1)
    projected = np.concatenate([first, second])
    for a in range(10):
        for b in range(a):
            distance = np.linalg.norm(plane[a] - plane[b])
            assert np.linalg.norm(projected[a] - projected[b]) == pytest.approx(distance)


def test_projection_share_is_that_of_the_singular_values():
    (film,), share = measures.project(TABLE.reshape(3, 4, 4), dimensions=1)
    assert film.shape == (3, 4, 1)
    singular = np.linalg.svd(TABLE - TABLE.mean(0), compute_uv=False)
    assert share == pytest.approx(singular[0] ** 2 / (singular**2).sum())


def distances(places):
    return np.array([[np.linalg.norm(a - b) for b in places] for a in places])


def test_map_of_a_plane_keeps_all_distances():
    plane = RNG.normal(size=(10, 2)) @ RNG.normal(size=(2, 5))
    places, kept = measures.distance_map(plane)
    assert places.shape == (10, 2)
    np.testing.assert_allclose(distances(places), distances(plane), atol=0.02)
    assert kept == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("scale", [1e-4, 1, 1e4])
def test_map_shows_all_corners_of_a_tetrahedron_where_a_projection_may_hide_one(scale):
    corners = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    table = scale * np.repeat(corners, 3, axis=0) * (1 + 1e-3 * RNG.normal(size=(12, 1)))
    places, kept = measures.distance_map(table)
    corner = np.repeat(np.arange(4), 3)
    apart = corner[:, None] != corner
    assert distances(places)[apart].min() > 1.5 * scale
    assert distances(places)[~apart].max() < 0.1 * scale
    upper = np.triu_indices(12, 1)
    r = np.corrcoef(distances(table)[upper], distances(places)[upper])[0, 1]
    assert kept == pytest.approx(r)


def test_map_is_the_same_every_time():
    np.testing.assert_array_equal(measures.distance_map(TABLE)[0], measures.distance_map(TABLE)[0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: measures.distance_map(TABLE[:2]), "at least three tokens, the table has 2"),
        (lambda: measures.distance_map(np.ones((4, 3))), "all vectors are equal"),
        (lambda: measures.distance_map([[1, np.inf]] * 3), "row 0, column 1 is not finite"),
        (lambda: measures.cosines(np.zeros(3)), r"shape \(m, k\), got \(3,\)"),
        (lambda: measures.cosines([[1, np.nan]]), "row 0, column 1 is not finite"),
        (lambda: measures.cosines(TABLE, [12]), "token 12 is not in the table"),
        (lambda: measures.cosines(TABLE, [-1]), "token -1 is not in the table"),
        (lambda: measures.cosines(TABLE, [0.5]), "whole numbers"),
        (lambda: measures.displacement(TABLE, TABLE[1:]), "differ in shape"),
        (lambda: measures.alignment(TABLE, TABLE[1:]), "differ in shape"),
        (lambda: measures.alignment(TABLE, 0 * TABLE), "no direction"),
        (lambda: measures.variance_explained(TABLE, [0, 1]), r"groups have shape \(2,\)"),
        (lambda: measures.variance_explained(TABLE, [0] * 12), "at least two"),
        (lambda: measures.variance_explained(np.ones((4, 2)), [0, 0, 1, 1]), "vectors are equal"),
        (lambda: measures.nearest_neighbours(TABLE, [0], 12), "count must be from 1 to 11"),
        (lambda: measures.nearest_neighbours(TABLE, [0], 0), "count must be from 1 to 11"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ([np.ones((4, 3))], "all vectors are equal"),
        ([np.zeros((4, 3)), np.zeros((2, 3))], "all vectors are equal"),
        ([np.eye(3), np.eye(2)], "the tables differ in k"),
        ([np.eye(3)[:, :1]], "have no 2 components"),
        ([np.full((3, 3), np.nan)], "is not finite"),
    ],
)
def test_what_cannot_be_projected_is_refused(tables, message):
    with pytest.raises(ValueError, match=message):
        measures.project(*tables)

"""Maps of tokens with properties: every token is seen, and looks like its properties say."""

from embedlab.datasets import load_study_tokens
from embedlab.drawing import token_maps

import matplotlib.pyplot as plt
import numpy as np
import pytest

RNG = np.random.default_rng(3)
COLOUR, MARKER, FILL = (np.arange(8) >> shift & 1 for shift in range(3))


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def smallest_distance(places):
    distance = np.linalg.norm(places[:, None] - places, axis=-1)
    return distance[np.triu_indices(len(places), 1)].min()


@pytest.mark.parametrize("count", [2, 3, 6, 12, 24])
def test_coinciding_points_are_pushed_apart_around_their_place(count):
    places = token_maps.spread(np.tile([3.0, -1.0], (count, 1)), gap=0.2)
    assert smallest_distance(places) > 0.85 * 0.2
    assert np.linalg.norm(places - [3, -1], axis=1).max() < 0.2 * np.sqrt(count)
    np.testing.assert_allclose(places.mean(axis=0), [3, -1], atol=0.1)


def test_points_with_room_stay_where_they_are():
    grid = np.array([[x, y] for x in range(4) for y in range(4)], float)
    np.testing.assert_allclose(token_maps.spread(grid, gap=0.2), grid, atol=0.01)


def test_spreading_is_not_random():
    points = RNG.normal(size=(24, 2)).round(0)
    np.testing.assert_array_equal(token_maps.spread(points, 0.2), token_maps.spread(points, 0.2))


def test_each_property_has_its_own_visual_mark(ax):
    token_maps.plot_token_map(ax, RNG.normal(size=(8, 2)), COLOUR, MARKER, FILL)
    looks = [
        (line.get_color(), line.get_marker(), line.get_markerfacecolor() == "white")
        for line in ax.lines
    ]
    assert len(set(looks)) == 8
    for values, look in ((COLOUR, 0), (MARKER, 1), (FILL, 2)):
        seen = [each[look] for each in looks]
        assert len(set(seen)) == 2
        assert len({(value, mark) for value, mark in zip(values, seen, strict=True)}) == 2
    assert [look[2] for look in looks] == [not fill for fill in FILL]


@pytest.mark.parametrize("scale", [1e-3, 1, 1e3])
def test_a_map_is_centred_and_scaled(ax, scale):
    points = RNG.normal(size=(8, 2))
    token_maps.plot_token_map(ax, scale * points + 7 * scale, COLOUR, MARKER, FILL)
    places = np.array([line.get_xydata()[0] for line in ax.lines])
    np.testing.assert_allclose(np.sqrt((places**2).sum(axis=1).mean()), 1, atol=0.1)
    assert ax.get_aspect() == 1
    assert not len(ax.get_xticks())


def test_the_legend_names_properties_and_values(ax):
    names = ("label", "neg", "pos"), ("topic", "sea", "sky"), ("role", "noun", "verb")
    legend = token_maps.add_token_legend(ax.figure, *names)
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts == ["label:", "neg", "pos", "topic:", "sea", "sky", "role:", "noun", "verb"]
    handles = dict(zip(texts, legend.legend_handles, strict=True))
    assert handles["neg"].get_color() == token_maps.COLOURS[0]
    assert handles["sky"].get_marker() == token_maps.MARKERS[1]
    assert handles["noun"].get_markerfacecolor() == "white"
    assert handles["verb"].get_markerfacecolor() != "white"


def test_a_map_can_be_read_back(ax):
    points = RNG.normal(size=(8, 2))
    token_maps.plot_token_map(ax, points, COLOUR, MARKER, FILL)
    places, centred = token_maps.drawn_places(ax), points - points.mean(axis=0)
    centred /= np.sqrt((centred**2).sum(axis=1).mean())
    assert np.linalg.norm(places - centred, axis=1).max() < 2 * token_maps.GAP


def test_panels_of_cosines_are_sorted_and_differ_in_grey():
    tokens = load_study_tokens()
    shuffled = RNG.permutation(len(tokens.name))
    mixed = type(tokens)(*(each[shuffled] for each in tokens))
    table = np.column_stack([mixed.label_group, 1 - mixed.label_group]) * 2.0 - 1
    fig = token_maps.cosine_panels({"labels": table, "noise": RNG.normal(size=table.shape)}, mixed)
    (image,) = fig.axes[0].images
    half = len(table) // 2
    sign = np.repeat([-1, 1], half)
    np.testing.assert_allclose(image.get_array(), np.outer(sign, sign), atol=1e-6)
    dark, light = (image.cmap(image.norm(end))[:3] @ np.array([0.3, 0.6, 0.1]) for end in (-1, 1))
    assert light - dark > 0.5
    assert [ax.get_title("left") for ax in fig.axes[:2]] == ["labels", "noise"]
    plt.close(fig)


@pytest.mark.parametrize(
    ("points", "fill", "message"),
    [
        (np.ones((8, 3)), FILL, r"shape \(m, 2\), got \(8, 3\)"),
        (np.ones((8, 2)), FILL, "all points coincide"),
        (RNG.normal(size=(8, 2)), FILL + 1, "fill must be a 0 or 1 for each of the 8 tokens"),
        (RNG.normal(size=(8, 2)), FILL[:7], "fill must be a 0 or 1 for each of the 8 tokens"),
    ],
)
def test_bad_input_is_refused(ax, points, fill, message):
    with pytest.raises(ValueError, match=message):
        token_maps.plot_token_map(ax, points, COLOUR, MARKER, fill)

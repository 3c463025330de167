"""Maps of tokens with properties: every token is seen, and looks like its properties say."""

from embedlab.datasets import load_study_tokens
from embedlab.drawing import token_maps

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.spatial.distance import pdist

RNG = np.random.default_rng(3)
COLOUR, MARKER, FILL = (np.arange(8) >> shift & 1 for shift in range(3))


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


@pytest.mark.parametrize("count", [2, 3, 6, 12, 24])
def test_coinciding_points_are_pushed_apart_around_their_place(count):
    places = token_maps.spread(np.tile([3.0, -1.0], (count, 1)), gap=0.2)
    assert pdist(places).min() > 0.85 * 0.2
    assert np.linalg.norm(places - [3, -1], axis=1).max() < 0.2 * np.sqrt(count)
    np.testing.assert_allclose(places.mean(axis=0), [3, -1], atol=0.1)


def test_points_with_room_stay_where_they_are_and_nothing_is_random():
    grid = np.array([[x, y] for x in range(4) for y in range(4)], float)
    np.testing.assert_allclose(token_maps.spread(grid, gap=0.2), grid, atol=0.01)
    points = RNG.normal(size=(24, 2)).round(0)
    np.testing.assert_array_equal(token_maps.spread(points, 0.2), token_maps.spread(points, 0.2))


def look(line):
    """Colour, marker and whether it is filled."""
    return line.get_color(), line.get_marker(), line.get_markerfacecolor() != "white"


def test_each_property_has_its_own_visual_mark(ax):
    token_maps.plot_token_map(ax, RNG.normal(size=(8, 2)), COLOUR, MARKER, FILL)
    colours, markers = ("#E69F00", "#0072B2"), ("o", "^")
    looks = zip(COLOUR, MARKER, FILL, strict=True)
    expected = [(colours[c], markers[m], bool(f)) for c, m, f in looks]
    assert [look(line) for line in ax.lines] == expected
    assert len(set(expected)) == 8


@pytest.mark.parametrize("scale", [1e-3, 1, 1e3])
def test_a_map_is_centred_and_scaled(ax, scale):
    points = RNG.normal(size=(8, 2))
    token_maps.plot_token_map(ax, scale * points + 7 * scale, COLOUR, MARKER, FILL)
    places = np.array([line.get_xydata()[0] for line in ax.lines])
    np.testing.assert_allclose(np.sqrt((places**2).sum(axis=1).mean()), 1, atol=0.1)
    expected = points - points.mean(axis=0)
    expected /= np.sqrt((expected**2).sum(axis=1).mean())
    np.testing.assert_array_equal(token_maps.drawn_places(ax), places)
    assert np.linalg.norm(places - expected, axis=1).max() < 0.48, "two gaps of .24"
    assert ax.get_aspect() == 1
    assert not len(ax.get_xticks())


def test_the_legend_names_properties_and_values(ax):
    names = ("label", "neg", "pos"), ("topic", "sea", "sky"), ("role", "noun", "verb")
    legend = token_maps.add_token_legend(ax.figure, *names)
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts == ["label:", "neg", "pos", "topic:", "sea", "sky", "role:", "noun", "verb"]
    handles = dict(zip(texts, legend.legend_handles, strict=True))
    assert look(handles["neg"])[0] == "#E69F00" != look(handles["pos"])[0] == "#0072B2"
    assert look(handles["sea"])[1] == "o" != look(handles["sky"])[1] == "^"
    assert not look(handles["noun"])[2]
    assert look(handles["verb"])[2]


GOOD = {"points": RNG.normal(size=(8, 2)), "colour": COLOUR, "marker": MARKER, "fill": FILL}
REFUSED = [("points", np.ones((8, 3)), r"a map needs points of shape \(m, 2\), got \(8, 3\)")]
REFUSED += [("points", np.ones((8, 2)), "all points coincide")]
REFUSED += [
    (name, bad, f"{name} must be a 0 or 1 for each of the 8 tokens")
    for name in ("colour", "marker", "fill")
    for bad in (FILL[:7], FILL - 1, FILL + 1)
]


@pytest.mark.parametrize(("name", "bad", "message"), REFUSED)
def test_bad_input_is_refused_by_name(ax, name, bad, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        token_maps.plot_token_map(ax, **GOOD | {name: bad})

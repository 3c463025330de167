"""Maps of tokens with properties: every token is seen, and looks like its properties say."""

from embedlab.datasets import load_study_tokens
from embedlab.drawing import token_maps

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
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
    """Colour, marker and face; no line runs through it, and its edge can be seen."""
    drawn = line.get_linestyle(), line.get_markersize(), line.get_markeredgewidth()
    assert drawn == ("None", 7, 1.5) or line.get_marker() == line.get_linestyle() == "None"
    return line.get_color(), line.get_marker(), line.get_markerfacecolor()


def test_each_property_has_its_own_visual_mark(ax):
    token_maps.plot_token_map(ax, RNG.normal(size=(8, 2)), COLOUR, MARKER, FILL)
    colours, markers = ("#E69F00", "#0072B2"), ("o", "^")
    looks = zip(COLOUR, MARKER, FILL, strict=True)
    expected = [(colours[c], markers[m], colours[c] if f else "white") for c, m, f in looks]
    assert [look(line) for line in ax.lines] == expected
    assert len(set(expected)) == 8


@pytest.mark.parametrize("scale", [1e-3, 1, 1e3])
def test_a_map_is_centred_and_scaled(ax, scale):
    points = RNG.normal(size=(8, 2))
    token_maps.plot_token_map(ax, scale * (points - [-7, 3]), COLOUR, MARKER, FILL)
    places = np.array([line.get_xydata()[0] for line in ax.lines])
    np.testing.assert_allclose(np.sqrt((places**2).sum(axis=1).mean()), 1, atol=0.1)
    expected = points - points.mean(axis=0)
    expected /= np.sqrt((expected**2).sum(axis=1).mean())
    np.testing.assert_array_equal(token_maps.drawn_places(ax), places)
    assert np.linalg.norm(places - expected, axis=1).max() < 0.48, "two gaps of .24"
    assert ax.get_aspect() == 1
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1.9, 1.9), (-1.9, 1.9))
    assert [*ax.get_xticks(), *ax.get_yticks()] == []
    frame = {to_hex(spine.get_edgecolor()) for spine in ax.spines.values() if spine.get_visible()}
    assert frame == {"#bbbbbb"}


def test_the_legend_names_properties_and_values(ax):
    names = ("label", "neg", "pos"), ("topic", "sea", "sky"), ("role", "noun", "verb")
    legend = token_maps.add_token_legend(ax.figure, *names)
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts == ["label:", "neg", "pos", "topic:", "sea", "sky", "role:", "noun", "verb"]
    orange, blue, grey = "#E69F00", "#0072B2", "#595959"
    *looks, hollow, filled = [look(each) for each in legend.legend_handles]
    assert looks[1:3] == [(orange, "o", orange), (blue, "o", blue)]
    assert looks[4:6] == [(grey, "o", grey), (grey, "^", grey)]
    assert (hollow, filled) == ((grey, "o", "white"), (grey, "o", grey))
    assert {marker for _, marker, _ in looks[::3]} == {"None"}, "before a property stands no mark"
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in legend.get_texts()]
    assert np.ptp([box.y0 for box in boxes]) < 9, "in one line"
    assert max(box.y1 for box in boxes) < ax.get_window_extent().y0, "below the map"


GOOD = {"points": RNG.normal(size=(8, 2)), "colour": COLOUR, "marker": MARKER, "fill": FILL}
REFUSED = [("points", np.ones((8, 3)), r"a map needs points of shape \(m, 2\), got \(8, 3\)")]
REFUSED += [("points", np.ones(8), r"a map needs points of shape \(m, 2\), got \(8,\)")]
REFUSED += [("points", np.ones((8, 2)), "all points coincide: there is no map to draw")]
REFUSED += [
    (name, bad, f"{name} must be a 0 or 1 for each of the 8 tokens")
    for name in ("colour", "marker", "fill")
    for bad in (FILL[:7], FILL - 1, FILL + 1)
]


@pytest.mark.parametrize(("name", "bad", "message"), REFUSED)
def test_bad_input_is_refused_by_name(ax, name, bad, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        token_maps.plot_token_map(ax, **GOOD | {name: bad})

"""The visual grammar: what a reader must find in every figure is really drawn."""

from embedlab.drawing import labels, plots

import base64
import io
from types import SimpleNamespace
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from lessons.reading import drawn_paths
from matplotlib.colors import to_rgb

TOKENS = [3, 5, 8, 45, 2]
MORE = "#56B4E9", "#595959"  # colours that no one of them has
RNG = np.random.default_rng(5)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """What `show` hands to Jupyter."""
    outputs = []
    monkeypatch.setattr(plots, "display", lambda data, **how: outputs.append((data, how)))
    return outputs


def walk(frames=20):
    return np.cumsum(RNG.normal(size=(frames, 46, 2)), axis=0)


def pixels(output):
    """The stored picture, shape (height, width, 3), from 0 to 1."""
    return plt.imread(io.BytesIO(base64.b64decode(output[0]["image/png"])))[..., :3]


def test_the_five_tokens_keep_colours_and_markers_apart():
    colours, markers = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7"), "os^Dv"
    expected = dict(zip(TOKENS, zip(colours, markers, strict=True), strict=True))
    assert {token: plots.token_style(token) for token in TOKENS} == expected
    others = {plots.token_style(token) for token in range(46) if token not in TOKENS}
    assert others & set(expected.values()) == set()
    assert {colour for colour, _ in others} == {*MORE, *colours}
    assert {marker for _, marker in others} == {*"PX<>h*"}
    assert len(others) > 20


def test_paths_are_hollow_before_filled_after_with_every_step_between(shown):
    """One frame has no path and no end; the text beside a path's end is that of its token."""
    tables = walk()
    tables[:, 9] = np.nan  # a row that is not drawn does no harm
    fig, (still, ax) = plt.subplots(1, 2)
    plots.plot_paths(ax, tables, TOKENS)
    plots.plot_paths(still, tables[:1], tuple(TOKENS))
    for index, token in enumerate(TOKENS):
        np.testing.assert_array_equal(drawn_paths(ax)[token], tables[:, token])
        np.testing.assert_array_equal(drawn_paths(still)[token], tables[:1, token])
        path, before, after = ax.lines[3 * index : 3 * index + 3]
        np.testing.assert_array_equal(after.get_xydata(), tables[-1:, token])
        colour, marker = plots.token_style(token)
        assert (path.get_color(), path.get_linewidth(), path.get_marker()) == (colour, 1, "None")
        for point, face in ((before, "white"), (still.lines[index], "white"), (after, colour)):
            look = point.get_color(), point.get_markerfacecolor(), point.get_marker()
            assert look == (colour, face, marker)
            assert (point.get_linestyle(), point.get_markersize()) == ("None", 8)
        assert before.get_markeredgewidth() == 1.5
        assert path.zorder < before.zorder < after.zorder
    assert [len(each.lines) for each in (ax, still)] == [16, 6], "and a cross in the origin"
    assert (ax.lines[-1].get_marker(), *ax.lines[-1].get_xydata()[0]) == ("+", 0, 0)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("dimension 1", "dimension 2")
    plots.show(fig, "five paths", "five paths of tokens")
    ends = ax.transData.transform(tables[-1][TOKENS]) * 72 / plots.DPI
    for text, token, end in zip(ax.texts, TOKENS, ends, strict=True):
        assert text.get_text() == str(token)
        assert text.get_color() == labels.readable(plots.token_style(token)[0])
        apart = np.linalg.norm(ends - text.xyann, axis=1)
        assert np.linalg.norm(end - text.xyann) < 1.5 * apart.min() + 20


def test_all_figures_have_one_look():
    fig, ax = plt.subplots()
    above, over = fig.suptitle("above"), ax.set_title("over")
    line, *others = (ax.plot(0, n, label="one")[0].get_color() for n in range(7))
    assert [each.get_weight() for each in (above, over)] == ["bold", "bold"]
    assert (ax.get_title("left"), over.get_size(), ax.xaxis.label.get_size()) == ("over", 12, 11)
    assert [name for name in ax.spines if ax.spines[name].get_visible()] == ["left", "bottom"]
    assert not ax.legend().get_frame_on()
    assert [line, *others] == ["#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", *MORE]


OTHERWISE = {"legend_in": -1, "loc": "lower left", "shared": False}
PANELS = [({}, [0, None], ["dimension 2", ""]), (OTHERWISE, [None, 3], ["dimension 2"] * 2)]


@pytest.mark.parametrize(("given", "legends", "beside"), PANELS)
def test_each_film_has_a_panel_with_its_title_and_one_has_the_legend(given, legends, beside):
    """Labels keep off the starts and ends of paths, and off every second of 450 steps."""
    films = {title: SimpleNamespace(tables=walk(450)) for title in ("left", "right")}
    fig = plots.path_panels(films, (5, 3), (8, 4), **given)
    assert fig.get_size_inches().tolist() == [8, 4]
    assert [ax.get_title("left") for ax in fig.axes] == ["left", "right"]
    assert [ax.get_legend() and ax.get_legend()._loc for ax in fig.axes] == legends
    assert [ax.get_ylabel() for ax in fig.axes] == beside
    for ax, film in zip(fig.axes, films.values(), strict=True):
        np.testing.assert_array_equal(drawn_paths(ax)[5], film.tables[:, 5])
        _, texts, _, markers, lines = labels.waiting[ax]
        np.testing.assert_array_equal(markers, np.concatenate(film.tables[[-1, 0]][:, [5, 3]]))
        assert (texts, len(lines)) == ((5, 3), 2 * 225)


def test_panels_share_one_square_window_that_holds_all_paths(shown):
    fig, axes = plt.subplots(1, 2)
    small, large = walk(5), 10 * walk(5)
    for ax, tables in zip(axes, (small, large), strict=True):
        plots.plot_paths(ax, tables, TOKENS)
    plots.show(fig, "two panels", "two panels of paths")
    windows = [(ax.get_xlim(), ax.get_ylim()) for ax in axes]
    assert windows[0] == windows[1]
    low, high = np.transpose(windows[0])
    assert np.ptp(high - low) == pytest.approx(0)
    assert (large[:, TOKENS] > low).all()
    assert (large[:, TOKENS] < high).all()
    assert axes[0].get_aspect() == 1


def test_a_window_round_the_origin_alone_has_a_size(shown):
    fig, ax = plt.subplots()
    plots.plot_paths(ax, np.zeros((1, 46, 2)), [3])
    plots.show(fig, "one point", "a point in the origin")
    assert 0 < np.ptp(ax.get_xlim()) == pytest.approx(np.ptp(ax.get_ylim()))
    assert np.mean([ax.get_xlim(), ax.get_ylim()], axis=1) == pytest.approx([0, 0])


@pytest.mark.parametrize("seed", range(5))
def test_labels_cover_neither_each_other_nor_points(shown, seed):
    """Five points crowded into one corner: the hard case of an untrained table."""
    points = np.random.default_rng(seed).uniform(-0.05, 0.05, (5, 2))
    fig, ax = plt.subplots(figsize=(3.3, 3.3))
    tables = np.zeros((1, 46, 2))
    tables[0, TOKENS] = points
    tables = np.concatenate([tables, tables + 1])  # the whole walk is long, so the start is crowded
    plots.plot_paths(ax, tables, TOKENS)
    plots.show(fig, "crowded", "five points")
    fig.set_dpi(plots.DPI * plots.SHARPNESS)  # the file's, which closing the figure has reset
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    ends = ax.transData.transform(tables[-1][TOKENS])
    assert not any(box.contains(*end) for box in boxes for end in ends)


def disk(radius):
    """Markers that fill a disk round (200, 150)."""
    x, y = np.mgrid[-63:64:3, -63:64:3].reshape(2, -1)
    inside = np.column_stack([x, y])[np.hypot(x, y) < radius]
    edge = [[0, radius], [0, -radius], [radius, 0], [-radius, 0]]
    return np.add([*inside, *edge], [200, 150])


MIDDLE, ABOVE, BELOW = (200, 150), (0, 1), (0, -1)
PLACES = [  # the point, other markers, a path, and where the label then stands: direction, distance
    (MIDDLE, [], [], ABOVE, 10),
    (MIDDLE, [(200, 167)], [], BELOW, 10),
    (MIDDLE, [], [(200, 165)], BELOW, 10),
    (MIDDLE, [(200, 167), (200, 133), (181, 150), (219, 140)], [], (0.924, 0.383), 10),  # π / 8
    ((200, 282), [], [], BELOW, 10),
    *((MIDDLE, disk(far - 7.1), [], ABOVE, far) for far in (10, 18, 28, 40, 54, 70)),
    (MIDDLE, disk(11.1), [], ABOVE, 28),  # half a marker has 7 pixels
]


@pytest.mark.parametrize(("point", "markers", "path", "direction", "distance"), PLACES)
def test_a_label_takes_the_nearest_free_place_and_a_line_leads_to_a_far_one(
    shown, point, markers, path, direction, distance
):
    """In axes of 400 × 300 pixels, where an id of two digits is wider than high."""
    fig = plt.figure(figsize=(4, 3), layout="none")
    ax = fig.add_axes((0, 0, 1, 1), xlim=(0, 400), ylim=(0, 300))
    labels.label_points(ax, [point], ["45"], ["red"], markers, path)
    plots.show(fig, "one point", "a point among others")
    fig.set_dpi(plots.DPI * plots.SHARPNESS)  # the file's, which closing the figure has reset
    (text,) = ax.texts
    low, high = text.get_window_extent().get_points() / plots.SHARPNESS
    place = point + np.multiply(direction, distance + (high - low) / 2)
    np.testing.assert_allclose((low + high) / 2, place, atol=0.7)
    np.testing.assert_allclose(text.xy, np.array(point) * 0.72)
    assert (text.get_in_layout(), text.get_annotation_clip()) == (False, False)
    assert text.zorder > 3, "above every path and marker"
    drawn = [(line.get_color(), line.get_linewidth()) for line in ax.lines]
    assert drawn == [("red", 0.6)] * (distance > 30)
    for line in ax.lines:
        np.testing.assert_allclose(line.get_xydata(), [point, place], atol=0.5)


def test_panels_of_equal_aspect_keep_labels_beside_points_and_titles_inside(shown):
    """Such panels move when the picture is saved, unless their layout has settled before."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 4.4), sharex=True, sharey=True)
    for ax in axes:
        plots.plot_paths(ax, walk(1), [3])
        ax.set_title("a title")
    plots.show(fig, "one point in each panel", "two panels")
    for ax in axes:
        box = ax.texts[0].get_window_extent()
        point = ax.transData.transform(drawn_paths(ax)[3][0])
        beside = np.abs(np.mean(box.get_points(), axis=0) - point) - np.array(box.size) / 2
        assert 0 <= beside.max() <= 11
    fig, axes = plt.subplots(1, 3, figsize=(10, 3.7))
    for ax in axes:
        plots.plot_heatmap(ax, np.eye(5), labels=range(1, 6))
        ax.set(title="two lines\nof title", xlabel="a label")
    plots.show(fig, "three heat maps", "three maps")
    for ax in axes:
        (left, bottom), (right, top) = ax.get_tightbbox().get_points()
        assert min(left, bottom) >= 0
        assert (right, top) <= (1000, 370)


def test_the_legend_says_which_marker_is_before_and_which_after():
    _, ax = plt.subplots()
    plots.add_before_after_legend(ax, loc="lower left")
    legend = ax.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["before", "after"]
    assert [each.get_markerfacecolor() for each in legend.legend_handles] == ["white", plots.GREY]
    assert legend._loc == 3


@pytest.mark.parametrize("colour", [*(plots.token_style(t)[0] for t in TOKENS), plots.SKY, "red"])
def test_texts_can_be_read_on_white(colour):
    """Contrast as WCAG 2.2 defines it, written out once more."""
    parts = to_rgb(labels.readable(colour))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 4.49


def test_heat_maps_can_be_read_in_grey():
    """Lightness must rise or fall all the way: two ends of one darkness would look alike."""
    for limits in ((-1, 1), (0, 5)):
        _, ax = plt.subplots()
        image = plots.plot_heatmap(ax, np.zeros((2, 2)), [1, 2], limits=limits)
        assert image.get_clim() == limits
        colours = image.cmap(np.linspace(0, 1, 50))[:, :3]
        steps = np.diff(colours @ [0.299, 0.587, 0.114])
        assert (steps > -0.005).all()
        assert steps.sum() > 0.6


@pytest.mark.parametrize("digits", [2, 1, None])
def test_a_heat_map_writes_each_number_into_its_cell_beside_its_labels(digits):
    """A matrix that is not symmetric: row 0 is the upper one, column 0 the left one."""
    _, ax = plt.subplots()
    matrix = np.array([[1, -0.001, 0.5], [-1, 0.123, 0.25]])
    image = plots.plot_heatmap(ax, matrix, ["upper", "lower"], [3, 5, 8], digits=digits)
    np.testing.assert_array_equal(image.get_array(), matrix)
    assert image.origin == "upper"
    found = {text.get_position(): (text.get_text(), text.get_color()) for text in ax.texts}
    colours = [["black", "white", "black"], ["white", "black", "black"]]
    assert found == {
        (column, row): (f"{abs(value) if row == 0 else value:.{digits}f}", colours[row][column])
        for (row, column), value in np.ndenumerate(matrix)
        if digits is not None  # for large ones
    }
    assert ax.get_xticks().tolist() == [0, 1, 2]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["3", "5", "8"]
    assert ax.get_yticks().tolist() == [0, 1]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["upper", "lower"]


def test_show_emits_png_with_alt_text_and_the_caption(shown):
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.plot([0, 1])
    alt = 'p < ½ & "q" > ½: a line from 0 to 1.'
    plots.show(fig, "A line.", alt)
    (picture, how), (caption, way) = shown
    assert base64.b64decode(picture["image/png"]).startswith(b"\x89PNG")
    assert pixels(shown[0]).shape[:2] == (480, 640)
    assert how == {"raw": True, "metadata": {"image/png": {"alt": alt}}}
    tag = ElementTree.fromstring(picture["text/html"].removesuffix(">") + "/>").attrib
    assert (tag["alt"], tag["width"]) == (alt, "400")
    assert tag["src"] == f"data:image/png;base64,{picture['image/png']}"
    assert "caption below" in picture["text/plain"]
    assert caption == {"text/markdown": "*A line.*", "text/plain": "A line."}
    assert way == {"raw": True}
    assert not plt.fignum_exists(fig.number)


def test_the_file_keeps_the_colours_of_the_tokens_and_is_the_same_every_time(shown):
    for _ in range(2):
        fig, ax = plt.subplots()
        plots.plot_paths(ax, np.linspace(0, 1, 460).reshape(5, 46, 2), TOKENS)
        plots.show(fig, "the same", "five colours")
    assert shown[0][0]["image/png"] == shown[2][0]["image/png"]
    for token in TOKENS:
        colour = to_rgb(plots.token_style(token)[0])
        assert np.abs(pixels(shown[0]) - colour).max(axis=2).min() < 0.02
    assert (pixels(shown[0])[0, 0] == 1).all()


NAN = np.where(np.arange(46)[:, None] == 8, np.nan, walk(3))
REFUSED = [
    (plots.plot_paths, (np.zeros((4, 46, 3)), TOKENS), r"\(frames, m, 2\), got \(4, 46, 3\)"),
    (plots.plot_paths, (np.zeros((46, 2)), TOKENS), r"\(frames, m, 2\), got \(46, 2\)"),
    (plots.plot_paths, (walk(2), [3, 46]), "token 46 is not in the table: its tokens are 0 to 45"),
    (plots.plot_paths, (NAN, [3, 8]), "a path holds a number that is not finite"),
    (plots.plot_heatmap, (np.zeros((2, 2)), [3]), r"\(2, 2\), the labels are 1 for rows and 1 for"),
    (plots.plot_heatmap, (np.zeros((2, 3)), [3, 5], [3, 5]), "2 for rows and 2 for columns"),
]


@pytest.mark.parametrize(("draw", "arguments", "message"), REFUSED)
def test_bad_input_is_refused(draw, arguments, message):
    _, ax = plt.subplots()
    with pytest.raises(ValueError, match=message):
        draw(ax, *arguments)
    assert not ax.lines


@pytest.mark.parametrize("bad", [None, "", " \n", 7, ["a text"]])
def test_a_figure_is_not_shown_without_caption_and_alternative_text(bad, shown):
    fig, _ = plt.subplots()
    with pytest.raises(ValueError, match="a figure needs a caption that says what it shows, got"):
        plots.show(fig, bad, "a text")
    with pytest.raises(ValueError, match="a figure needs an alternative text that says what"):
        plots.show(fig, "a text", bad)
    with pytest.raises(ValueError, match="show takes a Matplotlib figure first, got"):
        plots.show(bad, "a text", "a text")
    assert not shown

"""The visual grammar: what a reader must find in every figure is really drawn."""

from embedlab.drawing import plots

import base64
import io
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

TOKENS = [3, 5, 8, 45, 2]
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


def test_the_five_tokens_keep_colours_and_markers_apart():
    styles = [plots.token_style(token) for token in TOKENS]
    assert [colour for colour, _ in styles] == [
        "#0072B2",
        "#E69F00",
        "#009E73",
        "#D55E00",
        "#CC79A7",
    ]
    assert len({marker for _, marker in styles}) == 5
    others = {plots.token_style(token) for token in range(46) if token not in TOKENS}
    assert not others & set(styles)
    assert len(others) > 20


def test_paths_are_hollow_before_filled_after_with_every_step_between(shown):
    tables = walk()
    fig, ax = plt.subplots()
    plots.plot_paths(ax, tables, TOKENS)
    for index, token in enumerate(TOKENS):
        path, before, after = ax.lines[3 * index : 3 * index + 3]
        np.testing.assert_allclose(path.get_xydata(), tables[:, token])
        np.testing.assert_allclose(before.get_xydata()[0], tables[0, token])
        np.testing.assert_allclose(after.get_xydata()[0], tables[-1, token])
        assert before.get_markerfacecolor() == "white"
        assert to_hex(after.get_markerfacecolor()) == plots.token_style(token)[0].lower()
    plots.show(fig, "five paths")
    assert sorted(text.get_text() for text in ax.texts) == sorted(map(str, TOKENS))


def test_panels_share_one_square_window_that_holds_all_paths(shown):
    fig, axes = plt.subplots(1, 2)
    small, large = walk(5), 10 * walk(5)
    for ax, tables in zip(axes, (small, large), strict=True):
        plots.plot_paths(ax, tables, TOKENS)
    plots.show(fig, "two panels")
    assert axes[0].get_xlim() == axes[1].get_xlim()
    assert axes[0].get_ylim() == axes[1].get_ylim()
    low, high = np.array([axes[0].get_xlim(), axes[0].get_ylim()]).T
    assert np.ptp(axes[0].get_xlim()) == pytest.approx(np.ptp(axes[0].get_ylim()))
    assert (large[:, TOKENS] > low).all()
    assert (large[:, TOKENS] < high).all()
    assert axes[0].get_aspect() == 1


@pytest.mark.parametrize("seed", range(5))
def test_labels_cover_neither_each_other_nor_points(shown, seed):
    """Five points crowded into one corner: the hard case of an untrained table."""
    points = np.random.default_rng(seed).uniform(-0.05, 0.05, (5, 2))
    fig, ax = plt.subplots(figsize=(3.3, 3.3))
    tables = np.zeros((1, 46, 2))
    tables[0, TOKENS] = points
    tables = np.concatenate([tables, tables + 1])  # the whole walk is long, so the start is crowded
    plots.plot_paths(ax, tables, TOKENS)
    plots.show(fig, "crowded")
    fig.set_dpi(plots.DPI * plots.SHARPNESS)  # the file's, which closing the figure has reset
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    ends = ax.transData.transform(tables[-1][TOKENS])
    assert not any(box.contains(*end) for box in boxes for end in ends)


def test_labels_stay_beside_their_points_in_panels_of_equal_aspect(shown):
    """Such panels move when the picture is saved, unless their layout has settled before."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 4.4), sharex=True, sharey=True)
    for ax in axes:
        plots.plot_paths(ax, walk(1), [3])
        ax.set_title("a title")
    plots.show(fig, "one point in each panel")
    for ax in axes:
        (label,) = ax.texts
        (point,) = [line for line in ax.lines if line.get_gid() == "start of 3"]
        box = label.get_window_extent()
        beside = np.abs(
            np.mean(box.get_points(), axis=0) - ax.transData.transform(point.get_xydata()[0])
        )
        assert (beside <= 11 + np.array(box.size) / 2).all()
        assert not (beside < np.array(box.size) / 2).all()


def test_heat_maps_with_long_titles_stay_inside_the_picture(shown):
    """Their equal aspect needs more than the one pass of layout that saving does."""
    fig, axes = plt.subplots(1, 3, figsize=(10, 3.7))
    for ax in axes:
        plots.plot_heatmap(ax, np.eye(5), labels=range(1, 6))
        ax.set(title="two lines\nof title", xlabel="a label")
    plots.show(fig, "three heat maps")
    for ax in axes:
        (left, bottom), (right, top) = ax.get_tightbbox().get_points()
        assert left >= 0
        assert bottom >= 0
        assert right <= 1000
        assert top <= 370


def test_labels_keep_off_the_paths_when_there_is_room(shown):
    fig, ax = plt.subplots()
    tables = np.zeros((50, 46, 2))
    tables[:, 3, 0] = np.linspace(1, 0, 50)  # comes from the right, the place tried first
    plots.plot_paths(ax, tables, [3])
    plots.show(fig, "one path")
    box = ax.texts[0].get_window_extent()
    assert not any(box.contains(*point) for point in ax.transData.transform(tables[:, 3]))


def test_one_frame_is_drawn_hollow_without_a_path():
    _, ax = plt.subplots()
    plots.plot_paths(ax, walk(1), TOKENS)
    drawn = [line for line in ax.lines if line.get_gid()]
    assert len(drawn) == 5
    assert {line.get_markerfacecolor() for line in drawn} == {"white"}


def test_what_was_drawn_can_be_read_back():
    _, (ax, still) = plt.subplots(1, 2)
    tables = walk(20)
    plots.plot_paths(ax, tables, TOKENS)
    plots.plot_paths(still, tables[:1], TOKENS)
    for token in TOKENS:
        np.testing.assert_array_equal(plots.drawn_paths(ax)[token], tables[:, token])
        np.testing.assert_array_equal(plots.drawn_paths(still)[token], tables[:1, token])


@pytest.mark.parametrize("colour", [*(plots.token_style(t)[0] for t in TOKENS), plots.SKY, "red"])
def test_texts_can_be_read_on_white(colour):
    """Contrast as WCAG 2.2 defines it, written out once more."""

    def luminance(text):
        parts = [int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert 1.05 / (luminance(plots.readable(colour)) + 0.05) >= 4.49


def test_heat_maps_can_be_read_in_grey():
    """Lightness must rise or fall all the way: two ends of one darkness would look alike."""
    for limits in ((-1, 1), (0, 5)):
        _, ax = plt.subplots()
        image = plots.plot_heatmap(ax, np.zeros((2, 2)), [1, 2], limits=limits)
        colours = image.cmap(np.linspace(0, 1, 50))[:, :3]
        steps = np.diff(colours @ [0.299, 0.587, 0.114])
        assert (steps > -0.005).all()
        assert steps.sum() > 0.6


def test_heatmap_writes_its_numbers_readably():
    _, ax = plt.subplots()
    matrix = np.array([[1, -0.001], [-1, 0.123]])
    plots.plot_heatmap(ax, matrix, [3, 5])
    assert [text.get_text() for text in ax.texts] == ["1.00", "0.00", "-1.00", "0.12"]
    assert [text.get_color() for text in ax.texts] == ["black", "white", "white", "black"]


def test_a_large_heatmap_leaves_its_numbers_out():
    _, ax = plt.subplots()
    image = plots.plot_heatmap(ax, np.eye(24), range(24), digits=None)
    assert not ax.texts
    assert image.get_array().shape == (24, 24)


def test_show_emits_png_with_alt_text_and_the_caption(shown):
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.plot([0, 1])
    plots.show(fig, "A line from 0 to 1.")
    (picture, how), (caption, _) = shown
    png = base64.b64decode(picture["image/png"])
    assert png.startswith(b"\x89PNG")
    assert plt.imread(io.BytesIO(png)).shape[:2] == (480, 640)
    assert how["metadata"]["image/png"]["alt"] == "A line from 0 to 1."
    assert 'alt="A line from 0 to 1." width="400"' in picture["text/html"]
    assert f'src="data:image/png;base64,{picture["image/png"]}"' in picture["text/html"]
    assert caption == {
        "text/markdown": "*A line from 0 to 1.*",
        "text/plain": "A line from 0 to 1.",
    }
    assert not plt.fignum_exists(fig.number)


def test_a_description_with_signs_of_html_arrives_as_it_is(shown):
    fig, _ = plt.subplots(figsize=(4, 3))
    plots.show(fig, "short", 'p < ½ & "q" > ½')
    tag = ElementTree.fromstring(shown[0][0]["text/html"].removesuffix(">") + "/>")
    assert tag.attrib["alt"] == 'p < ½ & "q" > ½'


def test_the_file_keeps_the_colours_of_the_tokens(shown):
    fig, ax = plt.subplots()
    plots.plot_paths(ax, walk(2), TOKENS)
    plots.show(fig, "five colours")
    pixels = plt.imread(io.BytesIO(base64.b64decode(shown[0][0]["image/png"])))[..., :3]
    for token in TOKENS:
        colour = to_rgb(plots.token_style(token)[0])
        assert np.abs(pixels - colour).max(axis=2).min() < 0.02
    assert (pixels[0, 0] == 1).all()


def test_show_twice_gives_the_same_bytes(shown):
    for _ in range(2):
        fig, ax = plt.subplots()
        plots.plot_paths(ax, np.linspace(0, 1, 460).reshape(5, 46, 2), TOKENS)
        plots.show(fig, "the same")
    assert shown[0][0]["image/png"] == shown[2][0]["image/png"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda ax: plots.plot_paths(ax, np.zeros((4, 46, 3)), TOKENS), r"\(frames, m, 2\)"),
        (lambda ax: plots.plot_heatmap(ax, np.zeros((2, 2)), [3]), "labels are 1 for rows"),
        (lambda ax: plots.show(ax.figure, " "), "needs a caption"),
        (lambda ax: plots.plot_paths(ax, walk(2), [3, 46]), "token 46 is not in the table"),
        (lambda ax: plots.plot_paths(ax, walk(2), [-1]), "token -1 is not in the table"),
    ],
)
def test_bad_input_is_refused(call, message):
    _, ax = plt.subplots()
    with pytest.raises(ValueError, match=message):
        call(ax)

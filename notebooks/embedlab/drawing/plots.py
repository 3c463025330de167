"""The visual grammar that all figures share.

A token keeps its colour and marker; its id stands beside the point. Before is a hollow marker,
after a filled one, the thin line between them runs through every training step. Importing this
module sets Matplotlib's defaults for the series.
"""

import base64
import io
from html import escape
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import Markdown, display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from PIL import Image

# Okabe & Ito's palette for all kinds of colour vision (https://jfly.uni-koeln.de/color/).
BLUE, ORANGE, GREEN, VERMILION, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7"
SKY, GREY = "#56B4E9", "#595959"
TOKEN_STYLES = {
    3: (BLUE, "o"),
    5: (ORANGE, "s"),
    8: (GREEN, "^"),
    45: (VERMILION, "D"),
    2: (PURPLE, "v"),
}
OTHER_COLOURS = [SKY, GREY, BLUE, ORANGE, GREEN, VERMILION, PURPLE]
OTHER_MARKERS = ["P", "X", "<", ">", "h", "*"]

plt.rcParams.update(
    {
        "figure.constrained_layout.use": True,
        "figure.dpi": 100,
        "font.size": 11,
        "axes.titlesize": 12,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": False,
        "legend.frameon": False,
        "axes.prop_cycle": plt.cycler(color=[BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, GREY]),
    }
)

DPI = 100  # a page's pixels an inch: the layout is made in these
SHARPNESS = 1.6  # the file's pixels for each of the page's, so that fine screens show sharp letters
COLOURS = 128  # of the file; fewer make it a third as large, and no eye misses the others
LABEL_DISTANCES = (10, 18, 28, 40, 54, 70)  # pixels between a point and its text, nearest first
_point_labels = WeakKeyDictionary()  # axes -> (points, texts, colours), placed by `show`


def token_style(token):
    """Colour and marker of a token id, the same in every figure."""
    others = OTHER_COLOURS[token % len(OTHER_COLOURS)], OTHER_MARKERS[token % len(OTHER_MARKERS)]
    return TOKEN_STYLES.get(int(token), others)


def readable(colour):
    """The colour, darkened until text of it has a contrast of at least 4.5 on white (WCAG 2.2)."""
    red_green_blue = np.array(to_rgb(colour))
    while _contrast_on_white(red_green_blue) < 4.5:
        red_green_blue = red_green_blue * 0.95
    return to_hex(red_green_blue)


def _contrast_on_white(red_green_blue):
    linear = np.where(
        red_green_blue <= 0.04045, red_green_blue / 12.92, ((red_green_blue + 0.055) / 1.055) ** 2.4
    )
    return 1.05 / (linear @ [0.2126, 0.7152, 0.0722] + 0.05)


def plot_paths(ax, tables, tokens, names=None):
    """Draw the way of some tokens' vectors: hollow before, filled after, a line of every step.

    tables: shape (frames, m, 2), such as `Film.tables`; with one frame, only hollow points.
    tokens: ids of the rows to draw. names: what to write beside the points; None writes the ids.
    All such axes of a figure get the same limits and equal aspect when `show` is called. The
    origin is a small cross. `drawn_paths` reads back what was drawn.
    Raises `ValueError` for tables of another shape (project wider ones first, `measures.project`)
    and for tokens that are not in the table.
    """
    tables = np.asarray(tables)
    if tables.ndim != 3 or tables.shape[2] != 2:
        raise ValueError(f"paths need tables of shape (frames, m, 2), got {tables.shape}")
    outside = [token for token in tokens if not 0 <= token < tables.shape[1]]
    if outside:
        raise ValueError(
            f"token {outside[0]} is not in the table: its rows are 0 to {tables.shape[1] - 1}"
        )
    names = [str(token) for token in tokens] if names is None else list(names)
    for token in tokens:
        colour, marker = token_style(token)
        path = tables[:, token]
        if len(tables) > 1:
            ax.plot(*path.T, color=colour, linewidth=1, zorder=1, gid=f"path of {token}")
        points = {"color": colour, "marker": marker, "markersize": 8, "linestyle": "none"}
        hollow = {"markerfacecolor": "white", "markeredgewidth": 1.5}
        ax.plot(*path[0], **points, **hollow, zorder=2, gid=f"start of {token}")
        if len(tables) > 1:
            ax.plot(*path[-1], **points, zorder=3, gid=f"end of {token}")
    ax.plot(0, 0, "+", color=GREY, markersize=8, zorder=0)  # the origin
    ax.set_xlabel("dimension 1")
    ax.set_ylabel("dimension 2")
    label_points(ax, tables[-1][list(tokens)], names, [token_style(each)[0] for each in tokens])
    _point_labels[ax]["obstacles"] = tables[0][list(tokens)]
    every = max(1, len(tables) // 200)
    _point_labels[ax]["paths"] = tables[::every, list(tokens)].reshape(-1, 2)
    _point_labels[ax]["square"] = True


def drawn_paths(ax):
    """Read back what `plot_paths` drew: token -> its path, shape (frames, 2); a start has 1."""
    lines = {line.get_gid(): line.get_xydata() for line in ax.lines if line.get_gid()}
    starts = {int(gid.split()[-1]): at for gid, at in lines.items() if gid.startswith("start of")}
    return {token: lines.get(f"path of {token}", at) for token, at in starts.items()}


def add_before_after_legend(ax, **kwargs):
    """Say in a legend that hollow markers are before training and filled ones after it.

    `kwargs` go to `ax.legend`, for instance `loc`.
    """
    style = {"color": GREY, "marker": "o", "markersize": 8, "linestyle": "none"}
    ax.plot([], [], **style, markerfacecolor="white", markeredgewidth=1.5, label="before")
    ax.plot([], [], **style, label="after")
    ax.legend(**kwargs)


def label_points(ax, points, texts, colours=None):
    """Write a text beside each point, shape (n, 2), where it covers neither points nor texts.

    The places are found when `show` is called, once the axes have their final size.
    """
    colours = ["black"] * len(texts) if colours is None else list(colours)
    _point_labels[ax] = {
        "points": np.asarray(points, float),
        "texts": [str(text) for text in texts],
        "colours": colours,
        "obstacles": np.empty((0, 2)),
        "paths": np.empty((0, 2)),
        "square": False,
    }


def plot_heatmap(ax, matrix, labels, column_labels=None, limits=(-1, 1), digits=2):
    """Draw a matrix as colours with its numbers written in; returns the image for a colour bar.

    matrix: shape (rows, columns). labels: one for each row; column_labels: None takes `labels`.
    limits: the values at the ends of the colour scale. digits: decimals of the numbers; None
    writes none, for large matrices. Raises `ValueError` if labels do not match.
    """
    matrix = np.asarray(matrix, float)
    column_labels = labels if column_labels is None else column_labels
    if matrix.shape != (len(labels), len(column_labels)):
        raise ValueError(
            f"the matrix has shape {matrix.shape}, the labels are {len(labels)} for rows and "
            f"{len(column_labels)} for columns"
        )
    image = ax.imshow(matrix, cmap="cividis" if limits[0] < 0 else "viridis", clim=limits)
    ax.set_xticks(range(len(column_labels)), [str(label) for label in column_labels])
    ax.set_yticks(range(len(labels)), [str(label) for label in labels])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    for (row, column), value in np.ndenumerate(matrix) if digits is not None else ():
        red, green, blue, _ = image.cmap(image.norm(value))
        dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
        text = f"{round(value, digits) + 0.0:.{digits}f}"
        colour = "white" if dark else "black"
        # The texts stay inside their cells: leaving them out of the layout saves half its time.
        ax.text(column, row, text, ha="center", va="center", color=colour, in_layout=False)
    return image


def show(fig, caption, alt=None):
    """Show a figure with a caption below it.

    caption: one or two sentences for those who see the picture; numbers in it are computed. alt:
    what the picture shows, in full, for those who do not see it; None takes the caption. Closes
    the figure. Raises `ValueError` without a caption.

    JupyterLab, Notebook and nbconvert take the picture from HTML, since they drop the alternative
    text of a bare PNG. The PNG stands beside it for programs that show no HTML.
    """
    if not str(caption).strip():
        raise ValueError("a figure needs a caption that says what it shows")
    alt = str(alt or caption)
    _square_limits(fig)
    fig.set_dpi(DPI)
    labelled = [ax for ax in fig.axes if ax in _point_labels]
    if labelled or any(ax.get_aspect() != "auto" for ax in fig.axes):
        _settle_layout(fig)
    for ax in labelled:
        _place_labels(ax, **_point_labels[ax])
    png = base64.b64encode(_png(fig)).decode()
    width = round(fig.get_figwidth() * DPI)
    plt.close(fig)
    pixels = png.replace("+", "%2B")  # an address: tools that look for paths take "+/" for one
    html = (
        f'<img alt="{escape(alt)}" width="{width}" style="max-width: 100%" '
        f'src="data:image/png;base64,{pixels}">'
    )
    data = {"image/png": png, "text/html": html, "text/plain": "<figure: see the caption below>"}
    display(data, raw=True, metadata={"image/png": {"alt": alt}})
    display(Markdown(f"*{caption}*"))


def _png(fig):
    """The bytes of a figure's PNG file."""
    fig.set_dpi(DPI * SHARPNESS)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()  # fig.savefig would draw everything a second time, to find a size that is known
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    file = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _square_limits(fig):
    """Give all path panels of a figure one square window that holds every path."""
    panels = [ax for ax in fig.axes if ax in _point_labels and _point_labels[ax]["square"]]
    if not panels:
        return
    boxes = np.array([ax.dataLim.get_points() for ax in panels])
    low, high = boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)
    centre, half = (low + high) / 2, 0.62 * max((high - low).max(), 1e-9)
    for ax in panels:
        ax.set_aspect("equal", adjustable="box")
        ax.locator_params(nbins=5)  # so that the numbers on narrow panels stay apart
        ax.set_xlim(centre[0] - half, centre[0] + half)
        ax.set_ylim(centre[1] - half, centre[1] + half)


def _settle_layout(fig):
    """Fix the places of the axes, so that the file has them where the labels were measured.

    Panels of equal aspect move again with each pass of constrained layout, by up to 15 pixels.
    """
    layout = fig.get_layout_engine()
    if layout is not None:
        for _ in range(2):
            layout.execute(fig)
        fig.set_layout_engine("none")
    for ax in fig.axes:
        ax.apply_aspect()


def _place_labels(ax, points, texts, colours, obstacles, paths, square):
    """Write each text in the free place nearest to its point; far ones get a leader line."""
    del square
    ax.autoscale(False)
    centres = ax.transData.transform(points)
    markers = np.concatenate([centres, ax.transData.transform(obstacles).reshape(-1, 2)])
    lines = ax.transData.transform(paths).reshape(-1, 2)
    inside = ax.get_window_extent()
    angles = np.arange(16) * np.pi / 8
    directions = np.column_stack([np.cos(angles), np.sin(angles)])
    boxes = []
    for centre, text, colour in zip(centres, texts, colours, strict=True):
        label = ax.annotate(
            text,
            centre * 72 / DPI,
            xycoords="figure points",  # the file has other pixels
            ha="center",
            va="center",
            color=readable(colour),
            fontweight="bold",
            zorder=4,
            annotation_clip=False,
        )
        label.set_in_layout(False)  # it must not move the axes that it was measured in
        half = np.array(label.get_window_extent().size) / 2
        places = np.concatenate([centre + (r + half) * directions for r in LABEL_DISTANCES])
        placed = np.reshape(boxes, (-1, 4))
        best = places[_crowding(places, half, centre, markers, lines, placed, inside).argmin()]
        boxes.append([*(best - half), *(best + half)])
        label.xyann = best * 72 / DPI
        if np.linalg.norm(best - centre) - np.linalg.norm(half) > 30:
            ax.plot(*ax.transData.inverted().transform([centre, best]).T, lw=0.6, color=colour)


def _crowding(places, half, centre, markers, lines, boxes, inside):
    """How bad it is to write a text of half size `half` around each place; all in pixels."""
    marker_radius = 7
    low, high = places - half, places + half  # shape (places, 2)
    at = places[:, None]  # shape (places, 1, 2), against all markers, lines or boxes at once
    on_markers = (np.abs(markers - at) < half + marker_radius).all(axis=2).sum(axis=1)
    on_lines = (np.abs(lines - at) < half + 1).all(axis=2).any(axis=1)
    apart = (boxes[:, :2] > high[:, None] + 1) | (boxes[:, 2:] < low[:, None] - 1)
    on_texts = (~apart.any(axis=2)).sum(axis=1)
    outside = ((low < inside.min) | (high > inside.max)).any(axis=1)
    far = np.linalg.norm(places - centre, axis=1)
    return 1000 * (on_markers + 3 * on_texts + 2 * outside) + 25 * on_lines + far

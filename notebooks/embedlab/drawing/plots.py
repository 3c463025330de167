"""The visual grammar that all figures share.

A token keeps its colour and marker; its id stands beside the point. Before is a hollow marker,
after a filled one, the thin line between them runs through every training step. Importing this
module sets Matplotlib's defaults for the series.
"""

from embedlab.drawing.labels import label_points, place_labels, waiting
from embedlab.validation import check_numbers, check_tokens, plain

import base64
import io
from html import escape

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
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

plt.rc("figure.constrained_layout", use=True)
plt.rc("figure", titleweight="bold")
plt.rc("font", size=11)
plt.rc("axes", titlesize=12, titleweight="bold", titlelocation="left")
plt.rc("axes", prop_cycle=plt.cycler(color=[BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, GREY]))
plt.rc("axes.spines", top=False, right=False)
plt.rc("legend", frameon=False)

DPI = 100  # a page's pixels an inch: the layout is made in these
SHARPNESS = 1.6  # the file's pixels for each of the page's, so that fine screens show sharp letters
COLOURS = 128  # of the file; fewer make it a third as large, and no eye misses the others


def token_style(token):
    """Colour and marker of a token id, the same in every figure."""
    others = OTHER_COLOURS[token % len(OTHER_COLOURS)], OTHER_MARKERS[token % len(OTHER_MARKERS)]
    return TOKEN_STYLES.get(token, others)


def plot_paths(ax, tables, tokens):
    """Draw the way of some tokens' vectors: hollow before, filled after, a line of every step.

    tables: shape (frames, m, 2), such as `Film.tables`; with one frame, only hollow points.
    tokens: ids of the vectors to draw; they stand beside the points. All such axes of a figure get
    the same limits and equal aspect when `show` is called. The origin is a small cross.
    The lines' gids are "path of 3", "start of 3" and "end of 3". Raises `ValueError` for paths that
    are not finite and tables of another shape: project wider ones first, `measures.project`.
    """
    tables = np.asarray(plain(tables, "tables"))
    if tables.ndim != 3 or tables.shape[2] != 2 or not len(tables):
        raise ValueError(f"paths need tables of shape (frames, m, 2), got {tables.shape}")
    tokens = tuple(check_tokens(tables[0], tokens).tolist())
    if tables.dtype.kind not in "biuf" or not np.isfinite(tables[:, tokens]).all():
        raise ValueError("a path holds a number that is not finite: there is nothing to draw")
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
    ax.set(xlabel="dimension 1", ylabel="dimension 2")
    drawn = tables[:: max(1, len(tables) // 200), tokens]
    colours = [token_style(token)[0] for token in tokens]
    label_points(ax, tables[-1, tokens], tokens, colours, tables[0, tokens], drawn)


def path_panels(films, tokens, size, legend_in=0, loc="best", shared=True):
    """A panel of paths for each film, title -> film, with one legend; returns the figure.

    size: of the figure, in inches. legend_in, loc: the panel that has the legend, and where.
    shared: whether the numbers stand on the outer sides alone.
    """
    fig, _ = plt.subplots(1, len(films), figsize=size, sharex=shared, sharey=shared)
    for ax, (title, film) in zip(fig.axes, films.items(), strict=True):
        plot_paths(ax, film.tables, tokens)
        ax.set_title(title)
        if shared:
            ax.label_outer()
    add_before_after_legend(fig.axes[legend_in], loc)
    return fig


def add_before_after_legend(ax, loc="best"):
    """Say in a legend that hollow markers are before training and filled ones after it."""
    style = {"color": GREY, "marker": "o", "markersize": 8, "linestyle": "none"}
    ax.plot([], [], **style, markerfacecolor="white", markeredgewidth=1.5, label="before")
    ax.plot([], [], **style, label="after")
    ax.legend(loc=loc)


def plot_heatmap(ax, matrix, labels, column_labels=None, limits=(-1, 1), digits=2):
    """Draw a matrix as colours with its numbers written in; returns the image for a colour bar.

    matrix: shape (rows, columns). labels: one for each row; column_labels: None takes `labels`.
    limits: the values at the ends of the colour scale. digits: decimals of the numbers; None
    writes none, for large matrices. Raises `ValueError` if labels do not match.
    """
    matrix = check_numbers(matrix, "the matrix").astype(float)
    column_labels = labels if column_labels is None else column_labels
    if matrix.shape != (len(labels), len(column_labels)):
        told = f"the matrix has shape {matrix.shape}, the labels are {len(labels)} for rows and "
        raise ValueError(f"{told}{len(column_labels)} for columns")
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


def show(fig, caption, alt):
    """Show a figure with a caption below it; `show(*figure)` for a function that returns all three.

    caption: one or two sentences for those who see the picture; numbers in it are computed. alt:
    what the picture shows, in full, for those who do not see it. Closes the figure. Raises
    `ValueError` for a caption or an alternative text that is none, and for what is no figure.

    JupyterLab, Notebook and nbconvert take the picture from HTML, since they drop the alternative
    text of a bare PNG. The PNG stands beside it for programs that show no HTML.
    """
    if not isinstance(fig, Figure):
        raise ValueError(f"show takes a Matplotlib figure first, got {type(fig).__name__}")
    for name, text in (("a caption", caption), ("an alternative text", alt)):
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"a figure needs {name} that says what it shows, got {text!r}")
    finish(fig)
    png = base64.b64encode(_png(fig)).decode()
    width = round(fig.get_figwidth() * DPI)
    plt.close(fig)
    html = (
        f'<img alt="{escape(alt)}" width="{width}" style="max-width: 100%" '
        f'src="data:image/png;base64,{png}">'
    )
    data = {"image/png": png, "text/html": html, "text/plain": "<figure: see the caption below>"}
    display(data, raw=True, metadata={"image/png": {"alt": alt}})
    display({"text/markdown": f"*{caption}*", "text/plain": caption}, raw=True)


def finish(fig):
    """Lay a figure out as `show` shows it: windows of paths square, labels in their places."""
    paths = [ax for ax in fig.axes if any("start of" in str(line.get_gid()) for line in ax.lines)]
    points = np.concatenate([[(0, 0)], *(ax.dataLim.get_points() for ax in paths)])
    low, high = points.min(axis=0), points.max(axis=0)  # the origin is in it
    half = 0.62 * ((high - low).max() or 1e-3)
    for ax in paths:
        ax.set_aspect("equal", adjustable="box")
        ax.locator_params(nbins=5)  # so that the numbers on narrow panels stay apart
        for limits, middle in zip((ax.set_xlim, ax.set_ylim), (low + high) / 2, strict=True):
            limits(middle - half, middle + half)
    fig.set_dpi(DPI)
    labelled = [ax for ax in fig.axes if ax in waiting]
    if labelled or any(ax.get_aspect() != "auto" for ax in fig.axes):
        layout = fig.get_layout_engine()
        if layout is not None:
            for _ in range(2):  # panels of equal aspect move with each pass, by up to 15 pixels
                layout.execute(fig)
            fig.set_layout_engine("none")  # the file has them where the labels are measured
        for ax in fig.axes:
            ax.apply_aspect()
    for ax in labelled:
        place_labels(ax)


def _png(fig):
    """The bytes of a figure's PNG file."""
    fig.set_dpi(DPI * SHARPNESS)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()  # fig.savefig would draw everything a second time, to find a size that is known
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    picture = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()

"""A run as an animated picture: a GIF that plays once, in less than five seconds.

What moves by itself for longer needs a way to stop it (WCAG 2.2, 2.2.2), and a GIF has none. So it
plays once and then shows the last step.
"""

from embedlab.drawing import plots
from embedlab.playground.runs import styles
from embedlab.playground.view import place_labels

import io
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

FRAMES = 44
MILLISECONDS = 100  # a frame
COLOURS = 64
DPI = 100


class Panel(NamedTuple):
    """One map of a film."""

    title: str
    tables: np.ndarray
    """The vectors at every step, shape (steps + 1, m, 2)."""
    tokens: list
    """The rows of the tables to draw."""
    names: list
    """What stands beside each of them."""
    styles: list
    """The colour and the marker of each of them."""
    losses: np.ndarray | None = None
    """The loss at every step, written under the map; None leaves it out."""


def frame_steps(tables, frames=FRAMES):
    """The steps to show: the first, the last, and between them equal shares of the way.

    tables: shape (steps + 1, m, 2). Where the vectors rush, the steps are close; where they creep,
    far apart. Returns `frames` whole numbers that never fall.
    """
    last = len(tables) - 1
    ways = np.linalg.norm(np.diff(tables, axis=0), axis=2).max(axis=1)
    if not ways.any():
        return np.linspace(0, last, frames).round().astype(int)
    so_far = np.concatenate([[0], np.cumsum(ways)])
    steps = np.searchsorted(so_far, np.linspace(0, so_far[-1], frames))
    steps[-1] = last
    return np.minimum(steps, last)


def film_pictures(panels, size=(3.4, 3.9)):
    """Draw the frames of a film: `Panel`s side by side on shared axes, `size` inches each.

    Returns the frames, PIL images, and the steps that they show, shape (FRAMES, panels).
    """
    steps = np.column_stack([frame_steps(panel.tables[:, panel.tokens]) for panel in panels])
    width = size[0] * len(panels)
    fig, axes = plt.subplots(1, len(panels), figsize=(width, size[1]), squeeze=False, dpi=DPI)
    try:
        stages = [_Stage(ax, panel) for ax, panel in zip(axes[0], panels, strict=True)]
        _share_limits(axes[0], panels)
        canvas = FigureCanvasAgg(fig)
        canvas.draw()
        fig.set_layout_engine("none")
        for stage in stages:
            stage.place_names()
        background = canvas.copy_from_bbox(fig.bbox)  # only what moves is drawn for each frame
        pictures = []
        for row in steps:
            canvas.restore_region(background)
            for stage, step in zip(stages, row, strict=True):
                stage.draw(step)
            pictures.append(Image.fromarray(np.array(canvas.buffer_rgba())).convert("RGB"))
    finally:
        plt.close(fig)
    return pictures, steps


def gif(pictures):
    """The bytes of an animated GIF of the pictures, which plays once; all share one palette."""
    width, height = pictures[0].size
    sample = Image.new("RGB", (width, 2 * height))  # the first and the last know all colours
    sample.paste(pictures[0], (0, 0))
    sample.paste(pictures[-1], (0, height))
    palette = sample.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    frames = [each.quantize(palette=palette, dither=Image.Dither.NONE) for each in pictures]
    file = io.BytesIO()
    # Without `loop` it plays once. Of equal frames one is kept, and stays as long.
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=MILLISECONDS)
    return file.getvalue()


def run_film(run):
    """A run of the playground as the bytes of an animated GIF."""
    title = f"{run.settings.loss}, {run.settings.head}"
    tokens = list(range(len(run.tokens)))
    panel = Panel(title, run.tables, tokens, run.names, styles(run), run.losses)
    return gif(film_pictures([panel], size=(4.6, 5.0))[0])


class _Stage:
    """The axes of one panel and what moves on them."""

    def __init__(self, ax, panel):
        self.ax, self.panel = ax, panel
        ax.set_title(panel.title)
        ax.set_xlabel(" ")  # keeps the place of the text that changes
        ax.plot(0, 0, "+", color=plots.GREY, markersize=8, zorder=0)
        self.actors = []
        for token, name, (colour, marker) in zip(
            panel.tokens, panel.names, panel.styles, strict=True
        ):
            look = {"color": colour, "marker": marker, "markersize": 8, "linestyle": "none"}
            start = {"markerfacecolor": "white", "markeredgewidth": 1.5}
            ax.plot(*panel.tables[0, token], **look, **start, zorder=2)
            path = ax.plot([], [], color=colour, linewidth=1, animated=True)[0]
            now = ax.plot([], [], **look, animated=True)[0]
            text = ax.annotate(
                name,
                (0, 0),
                xytext=(0, 0),
                textcoords="offset points",
                ha="center",
                va="center",
                color=plots.readable(colour),
                fontweight="bold",
                animated=True,
                annotation_clip=False,
            )
            text.set_in_layout(False)
            self.actors.append((token, path, now, text))
        self.foot = ax.annotate(
            "",
            (0.5, 0),
            xytext=(0, -34),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="center",
            animated=True,
        )
        self.foot.set_in_layout(False)

    def place_names(self):
        """Give each name a side of its marker, where it covers little at the last step."""
        ends = self.ax.transData.transform(self.panel.tables[-1, self.panel.tokens])
        inside = self.ax.bbox
        ends = (ends - (inside.x0, inside.y0)) * (1, -1) + (0, inside.height)  # y points down
        offsets = place_labels(ends, self.panel.names, (inside.width, inside.height), scale=1.35)
        for (*_, text), (x, y) in zip(self.actors, offsets, strict=True):
            text.set_position((x * 72 / DPI, -y * 72 / DPI))

    def draw(self, step):
        tables, losses = self.panel.tables, self.panel.losses
        says = f"step {step} of {len(tables) - 1}"
        self.foot.set_text(says if losses is None else f"{says}, loss {losses[step]:.3f}")
        for token, path, now, text in self.actors:
            path.set_data(*tables[: step + 1, token].T)
            now.set_data(*tables[step, [token]].T)
            text.xy = tables[step, token]
        for part in (1, 2, 3):
            for actor in self.actors:
                self.ax.draw_artist(actor[part])
        self.ax.draw_artist(self.foot)


def _share_limits(axes, panels):
    """One square window for all panels that holds every path."""
    points = np.concatenate([panel.tables[:, panel.tokens].reshape(-1, 2) for panel in panels])
    low, high = points.min(axis=0), points.max(axis=0)
    centre, half = (low + high) / 2, 0.6 * max((high - low).max(), 1e-3)
    for ax in axes:
        ax.set(xlim=centre[0] + half * np.array([-1, 1]), ylim=centre[1] + half * np.array([-1, 1]))
        ax.set_aspect("equal")
        ax.locator_params(nbins=5)

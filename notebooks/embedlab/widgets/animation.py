"""Maps of vectors that move: drawn anew at every step, and as a GIF that plays once.

What moves by itself for longer than five seconds needs a way to stop it (WCAG 2.2, 2.2.2), and a
GIF has none. So it plays once and then shows the last step.
"""

from embedlab.drawing import plots
from embedlab.drawing.labels import label_points, place_labels
from embedlab.widgets.runs import styles

import io
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

FRAMES = 44
MILLISECONDS = 100  # a frame
COLOURS = 64


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


def run_panel(run):
    """The `Panel` of a run of the playground."""
    title = f"{run.settings.loss}, {run.settings.head}"
    return Panel(title, run.tables, list(range(len(run.names))), run.names, styles(run), run.losses)


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
    fig = Figure(figsize=(size[0] * len(panels), size[1]))
    axes = np.ravel(fig.subplots(1, len(panels)))
    stages = [Stage(ax, panel) for ax, panel in zip(axes, panels, strict=True)]
    ways = [panel.tables[:, panel.tokens].reshape(-1, 2) for panel in panels]
    plots.square_window(axes, np.concatenate(ways))
    theatre = Theatre(fig, stages)
    return [theatre.picture(row) for row in steps], steps


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
    return gif(film_pictures([run_panel(run)], size=(4.6, 5.0))[0])


class Theatre:
    """A figure whose stages move: only what moves is drawn anew for each picture."""

    def __init__(self, fig, stages):
        """fig: no figure of pyplot's. stages: have `ax`, `set_up()` and `actors(step)`."""
        fig.set_dpi(plots.DPI)
        self.canvas, self.stages = FigureCanvasAgg(fig), stages
        self.canvas.draw()
        fig.set_layout_engine("none")
        for stage in stages:
            stage.set_up()
        self.background = self.canvas.copy_from_bbox(fig.bbox)

    def picture(self, steps):
        """A PIL image of the stages, each at its step of `steps`."""
        self.canvas.restore_region(self.background)
        for stage, step in zip(self.stages, steps, strict=True):
            for actor in stage.actors(step):
                stage.ax.draw_artist(actor)
        return Image.fromarray(np.array(self.canvas.buffer_rgba())).convert("RGB")


class Stage:
    """A map whose filled markers, paths and names move."""

    def __init__(self, ax, panel):
        self.ax, self.panel = ax, panel
        ax.set_title(panel.title)
        ax.plot(0, 0, "+", color=plots.GREY, markersize=8, zorder=0)
        plots.square_window([ax], panel.tables[:, panel.tokens].reshape(-1, 2))
        self.paths, self.markers = [], []
        for token, (colour, marker) in zip(panel.tokens, panel.styles, strict=True):
            look = {"color": colour, "marker": marker, "markersize": 8, "linestyle": "none"}
            start = {"markerfacecolor": "white", "markeredgewidth": 1.5}
            ax.plot(*panel.tables[0, token], **look, **start, zorder=2)
            self.paths += ax.plot([], [], color=colour, linewidth=1, animated=True)
            self.markers += ax.plot([], [], **look, animated=True)
        self.foot = ax.set_xlabel(" ")  # keeps the place of the text that changes

    def set_up(self):
        """Give each name the side of its marker where it covers little at the last step."""
        self.foot.set_animated(True)
        ends = self.panel.tables[-1, self.panel.tokens]
        colours = [colour for colour, _ in self.panel.styles]
        label_points(self.ax, ends, self.panel.names, colours)
        self.names = place_labels(self.ax, leaders=False)
        centres = self.ax.transData.transform(ends) * 72 / plots.DPI
        for name, centre in zip(self.names, centres, strict=True):
            name.xycoords, name.anncoords = "data", "offset points"
            name.xyann = np.subtract(name.xyann, centre)
            name.set_animated(True)

    def actors(self, step):
        """What moves, where it stands at this step; back to front."""
        tables, losses = self.panel.tables, self.panel.losses
        says = f"step {step} of {len(tables) - 1}"
        self.foot.set_text(says if losses is None else f"{says}, loss {losses[step]:.3f}")
        moving = zip(self.panel.tokens, self.paths, self.markers, self.names, strict=True)
        for token, path, marker, name in moving:
            path.set_data(*tables[: step + 1, token].T)
            marker.set_data(*tables[step, [token]].T)
            name.xy = tables[step, token]
        return [*self.paths, *self.markers, *self.names, self.foot]

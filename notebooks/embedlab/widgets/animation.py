"""A run's map of vectors in motion: drawn anew at every step, and as a GIF that plays once.

What moves by itself for longer than five seconds needs a way to stop it (WCAG 2.2, 2.2.2), and a
GIF has none. So it plays once and then shows the last step.
"""

from embedlab.drawing import plots
from embedlab.drawing.labels import label_points, place_labels
from embedlab.widgets.runs import styles

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

FRAMES = 44
MILLISECONDS = 100  # a frame
COLOURS = 64


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


def run_film(run):
    """A run as the bytes of an animated GIF; all its frames share one palette."""
    theatre = Theatre([Stage(Figure(figsize=(4.6, 5.0)).subplots(), run)])
    pictures = [theatre.picture(step) for step in frame_steps(run.tables)]
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


class Theatre:
    """A figure whose stages move: only what moves is drawn anew for each picture."""

    def __init__(self, stages):
        """stages: on one figure, none of pyplot's; have `ax`, `set_up()` and `actors(step)`."""
        fig = stages[0].ax.figure
        fig.set_dpi(plots.DPI)
        self.canvas, self.stages = FigureCanvasAgg(fig), stages
        self.canvas.draw()
        fig.set_layout_engine("none")
        for stage in stages:
            stage.set_up()
        self.background = self.canvas.copy_from_bbox(fig.bbox)

    def picture(self, step):
        """A PIL image of the stages at this step."""
        self.canvas.restore_region(self.background)
        for stage in self.stages:
            for actor in stage.actors(step):
                stage.ax.draw_artist(actor)
        return Image.fromarray(np.array(self.canvas.buffer_rgba())).convert("RGB")


class Stage:
    """The map of a run, whose filled markers, paths and names move."""

    def __init__(self, ax, run):
        self.ax, self.run = ax, run
        ax.set_title(f"{run.settings.loss}, {run.settings.head}")
        ax.plot(0, 0, "+", color=plots.GREY, markersize=8, zorder=0)
        plots.square_window([ax], run.tables.reshape(-1, 2))
        self.paths, self.markers = [], []
        for at, (colour, marker) in zip(run.tables[0], styles(run), strict=True):
            look = {"color": colour, "marker": marker, "markersize": 8, "linestyle": "none"}
            ax.plot(*at, **look, markerfacecolor="white", markeredgewidth=1.5, zorder=2)
            self.paths += ax.plot([], [], color=colour, linewidth=1, animated=True)
            self.markers += ax.plot([], [], **look, animated=True)
        self.foot = ax.set_xlabel(" ")  # keeps the place of the text that changes

    def set_up(self):
        """Give each name the side of its marker where it covers little at the last step."""
        self.foot.set_animated(True)
        ends = self.run.tables[-1]
        label_points(self.ax, ends, self.run.names, [colour for colour, _ in styles(self.run)])
        self.names = place_labels(self.ax, leaders=False)
        centres = self.ax.transData.transform(ends) * 72 / plots.DPI
        for name, centre in zip(self.names, centres, strict=True):
            name.xycoords, name.anncoords = "data", "offset points"
            name.xyann = np.subtract(name.xyann, centre)
            name.set_animated(True)

    def actors(self, step):
        """What moves, where it stands at this step; back to front."""
        tables = self.run.tables
        self.foot.set_text(f"step {step} of {self.run.steps}, loss {self.run.losses[step]:.3f}")
        moving = zip(self.paths, self.markers, self.names, strict=True)
        for token, (path, marker, name) in enumerate(moving):
            path.set_data(*tables[: step + 1, token].T)
            marker.set_data(*tables[step, [token]].T)
            name.xy = tables[step, token]
        return [*self.paths, *self.markers, *self.names, self.foot]

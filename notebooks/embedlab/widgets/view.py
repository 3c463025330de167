"""One step of a run: a picture of the map, the loss and p; rows and vectors as tables."""

from embedlab.drawing import plots
from embedlab.measures import displacement
from embedlab.widgets.animation import Stage, Theatre

import base64
import io
from html import escape

from matplotlib.figure import Figure

CELL = 'style="padding: 1px 8px; text-align: left; white-space: nowrap"'


class Curves:
    """A stage of `Theatre`: curves over the steps, pairs (name, values), and a line that moves."""

    def __init__(self, ax, title, curves, limits=None):
        self.ax, self.set_up = ax, list  # nothing to set up
        for n, (name, values) in enumerate(curves):  # curves of one p must all be seen
            line, grey = (("-", "0.7"), ("--", "0.5"), ("-.", "0.3"), (":", "0"))[n % 4]
            ax.plot(values, line, color=grey, linewidth=4 - n % 4, label=name)
        ax.set(title=title, xlabel="step", ylim=limits)
        if 1 < len(curves) <= 6:
            ax.legend()
        self.mark = ax.axvline(0, color=plots.VERMILION, animated=True)

    def actors(self, step):
        self.mark.set_xdata([step, step])
        return [self.mark]


class View:
    """A run, made ready to be drawn at any of its steps."""

    def __init__(self, run):
        self.run = run
        axes = Figure(figsize=(10.5, 3.9)).subplots(1, 3 - (run.p is None))
        stages = [Stage(axes[0], run), Curves(axes[1], "Loss", [("loss", run.losses)])]
        if run.p is not None:
            rows = [(f"row {row}", p) for row, p in enumerate(run.p.T, start=1)]
            stages.append(Curves(axes[2], "p of each row", rows, limits=(-0.02, 1.02)))
        self.theatre = Theatre(stages)

    def html(self, step):
        """All there is to see of one step, 0 to `run.steps`; `ValueError` for another one."""
        run, file = self.run, io.BytesIO()
        if not 0 <= step <= run.steps:
            raise ValueError(f"step {step} is not in the film: it has 0 to {run.steps}")
        self.theatre.picture(step).save(file, "PNG")
        data = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
        p = ["–"] * len(run.rows.y) if run.p is None else [f"{each:.3f}" for each in run.p[step]]
        words = [" ".join(run.rows.names[token] for token in ids) for ids in run.rows.X]
        rows = zip(range(1, len(p) + 1), words, [f"{y:g}" for y in run.rows.y], p, strict=True)
        ends = run.tables[[0, step]]
        vectors = [[", ".join(f"{x + 0.0:.3f}" for x in v) for v in table] for table in ends]
        moved = [f"{way:.3f}" for way in displacement(*ends)]
        lines = zip(run.names, *vectors, moved, strict=True)
        return (
            f'<div class="playground" data-step="{step}"><img alt="{escape(self.alt(step))}" '
            f'src="{data}" style="max-width: 100%"><div style="display: flex; flex-wrap: wrap">'
            + html_table(f"Rows at step {step}", ("row", "tokens", "y", "p"), rows)
            + html_table("Vectors", ("token", "before", f"at step {step}", "moved"), lines)
            + "</div></div>"
        )

    def alt(self, step):
        """What the picture shows, in words."""
        places = zip(self.run.names, self.run.tables[step], strict=True)
        told = ", ".join(f"{name} at ({x:.2f}, {y:.2f})" for name, (x, y) in places)
        return f"Map of the vectors at step {step}: {told}. Beside it the curves."


def html_table(caption, head, lines):
    """An HTML table of texts: a heading for each column, a sequence of cells for each line."""
    cells = [f"<th {CELL}>{escape(name)}</th>" for name in head]
    for line in lines:
        cells.append("</tr><tr>" + "".join(f"<td {CELL}>{escape(str(each))}</td>" for each in line))
    return f"<table><caption>{escape(caption)}</caption><tr>{''.join(cells)}</tr></table>"

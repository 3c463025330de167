"""One step of a run as HTML: the map and the curves as SVG, p and the vectors as tables.

Drawn by hand, so that a slider can move through a run without waiting: Matplotlib takes a third of
a second for what takes a few milliseconds here. The visual grammar is that of
`embedlab.drawing.plots`.
"""

from embedlab.drawing.plots import GREY, readable
from embedlab.measures import displacement
from embedlab.playground.runs import styles

from html import escape
from itertools import pairwise

import numpy as np

SIZE, EDGE = 360, 34  # of the map in pixels, and of the margin round what it shows
WIDTH, HEIGHT = 285, 140  # of the curves
POINTS = 160  # at most, of a drawn line
FONT = 'font-family="sans-serif" font-size="12"'
INK = "#222222"
STYLE = """<style>
.playground { display: flex; flex-wrap: wrap; gap: 12px 14px; align-items: flex-start;
  line-height: 1.35; color: var(--jp-ui-font-color1, inherit); }
.playground svg { background: white; border: 1px solid #bbbbbb; max-width: 100%; height: auto; }
.playground table { border-collapse: collapse; font-variant-numeric: tabular-nums;
  font-size: 12px; }
.playground caption { text-align: left; font-weight: bold; padding: 0 0 4px 0; }
.playground th, .playground td { padding: 2px 6px; text-align: right; white-space: nowrap;
  border-bottom: 1px solid var(--jp-border-color2, #bbbbbb); }
.playground .text { text-align: left; }
.playground .column { display: flex; flex-direction: column; gap: 12px; max-width: 100%;
  overflow-x: auto; }
</style>"""


class View:
    """A run, made ready to be drawn at any of its steps."""

    def __init__(self, run):
        self.run = run
        corner, far = run.tables.min(axis=(0, 1)), run.tables.max(axis=(0, 1))
        self.half = 0.55 * max((far - corner).max(), 1e-3)
        self.centre = (corner + far) / 2
        self.frames = np.unique(np.linspace(0, run.steps, POINTS).round().astype(int))
        self.pixels = self._to_pixels(run.tables[self.frames])
        self.ends = self._to_pixels(run.tables[-1])
        self.styles = styles(run)
        self.labels = place_labels(self.ends, run.names)

    def html(self, step):
        """All there is to see of one step, 0 to `run.steps`; `ValueError` for another one."""
        if not 0 <= step <= self.run.steps:
            raise ValueError(f"step {step} is not in the film: it has 0 to {self.run.steps}")
        return (
            f'{STYLE}<div class="playground" data-step="{step}">{self.map(step)}'
            f'<div class="column">{self.loss_curve(step)}{self.p_curves(step)}</div>'
            f"{self.rows_table(step)}{self.vectors_table(step)}</div>"
        )

    def map(self, step):
        """The tokens' ways: hollow is the start, filled this step, pale what follows."""
        now = self._to_pixels(self.run.tables[step])
        back, front = [self._axes()], []
        for n, (colour, marker) in enumerate(self.styles):
            past = [*self.pixels[self.frames <= step, n], now[n]]
            future = [now[n], *self.pixels[self.frames > step, n]]
            back.append(_line(future, colour, 'stroke-width="1" stroke-opacity="0.3"'))
            back.append(_line(past, colour, 'stroke-width="1.5"'))
            back.append(marker_shape(*self.pixels[0, n], marker, colour, hollow=True))
            front.append(marker_shape(*now[n], marker, colour))
        for at, (dx, dy), name, (colour, _) in zip(
            now, self.labels, self.run.names, self.styles, strict=True
        ):
            x, y = at[0] + dx, at[1] + dy
            front.append(
                f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-weight="bold" '
                f'fill="{readable(colour)}" stroke="white" stroke-width="3" '
                f'paint-order="stroke">{escape(name)}</text>'
            )
        title = f"Step {step} of {self.run.steps}"
        front.append(f'<text x="{EDGE}" y="20" font-weight="bold" fill="{INK}">{title}</text>')
        front.append(_legend())
        return _svg(SIZE, SIZE, self.alt(step), "".join(back + front))

    def alt(self, step):
        """What the map shows, in words."""
        moved = displacement(self.run.tables[0], self.run.tables[step])
        places = ", ".join(
            f"{name} at ({x:.2f}, {y:.2f}), moved {way:.2f}"
            for name, (x, y), way in zip(self.run.names, self.run.tables[step], moved, strict=True)
        )
        return f"Map of the vectors at step {step} of {self.run.steps}: {places}."

    def loss_curve(self, step):
        """The loss at every step, and a mark at this one."""
        losses = self.run.losses
        low, high = losses.min(), losses.max()
        low, high = low - 0.1 * (high - low) - 1e-3, high + 1e-3
        title = f"Loss at step {step}: {losses[step]:.4f}"
        lines = [(losses, "loss")]
        return self._curves(step, lines, low, high, title)

    def p_curves(self, step):
        """What the model says of each row at every step; nothing for a loss without labels."""
        if self.run.p is None:
            return "<p>No p: this loss asks for no label.</p>"
        lines, rest = [], list(range(len(self.run.rows.y)))
        while rest:  # rows of one p share a line
            same = [
                row
                for row in rest
                if np.abs(self.run.p[:, row] - self.run.p[:, rest[0]]).max() < 1e-4
            ]
            rest = [row for row in rest if row not in same]
            lines.append((self.run.p[:, same[0]], _rows(same)))
        return self._curves(step, lines, 0, 1, f"p of each row at step {step}")

    def rows_table(self, step):
        """Each row with its tokens, its label, and its p at this step."""
        run = self.run
        lines = ['<tr><th>row</th><th class="text">tokens</th><th>y</th><th>p</th></tr>']
        for row, (ids, y) in enumerate(zip(run.rows.X, run.rows.y, strict=True)):
            p = "–" if run.p is None else f"{run.p[step, row]:.3f}"
            words = escape(" ".join(run.rows.names[token] for token in ids))
            lines.append(
                f'<tr><td>{row + 1}</td><td class="text">{words}</td><td>{y:g}</td>'
                f'<td data-p="{row + 1}">{p}</td></tr>'
            )
        return f"<table><caption>Rows at step {step}</caption>{''.join(lines)}</table>"

    def vectors_table(self, step):
        """Each vector before the first step and at this one."""
        before, now = self.run.tables[0], self.run.tables[step]
        lines = [
            '<tr><th class="text">token</th><th>before</th>'
            f"<th>at step {step}</th><th>moved</th></tr>"
        ]
        for name, start, at, moved in zip(
            self.run.names, before, now, displacement(before, now), strict=True
        ):
            vectors = (", ".join(f"{number + 0.0:.3f}" for number in each) for each in (start, at))
            cells = "".join(f"<td>{each}</td>" for each in (*vectors, f"{moved:.3f}"))
            lines.append(f'<tr><td class="text">{escape(name)}</td>{cells}</tr>')
        return f"<table><caption>The table's weights</caption>{''.join(lines)}</table>"

    def _to_pixels(self, points):
        scale = (SIZE / 2 - EDGE) / self.half
        return SIZE / 2 + (points - self.centre) * (scale, -scale)

    def _axes(self):
        low, high = EDGE, SIZE - EDGE
        shown = [
            f'<rect x="{low}" y="{low}" width="{high - low}" height="{high - low}" fill="none" '
            'stroke="#bbbbbb"/>'
        ]
        for tick in ticks(-self.half, self.half, self.centre):
            x, y = self._to_pixels(tick)
            if low <= x <= high:
                shown.append(_text(x, high + 16, f"{tick[0]:g}", "middle"))
            if low <= y <= high:
                shown.append(_text(low - 5, y + 4, f"{tick[1]:g}", "end"))
        x, y = self._to_pixels(np.zeros(2))
        if low <= x <= high and low <= y <= high:
            cross = f"M{x - 5:.1f} {y:.1f}h10M{x:.1f} {y - 5:.1f}v10"
            shown.append(f'<path d="{cross}" stroke="{GREY}" fill="none"/>')
        return "".join(shown)

    def _curves(self, step, lines, low, high, title):
        left, right, top, bottom = 38, WIDTH - 70, 30, HEIGHT - 22

        def to_pixels(steps, values):
            x = left + np.asarray(steps) / max(self.run.steps, 1) * (right - left)
            y = bottom - (np.asarray(values) - low) / (high - low) * (bottom - top)
            return np.column_stack([np.atleast_1d(x), np.atleast_1d(y)])

        shown = [
            f'<text x="{left}" y="18" font-weight="bold" fill="{INK}">{title}</text>',
            f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#bbbbbb"/>',
            _text(left - 5, bottom + 2, f"{low:.2g}", "end"),
            _text(left - 5, top + 8, f"{high:.2g}", "end"),
            _text(left, bottom + 16, "0", "middle"),
            _text(right, bottom + 16, f"step {self.run.steps}", "middle"),
        ]
        x = to_pixels(step, low)[0, 0]
        shown.append(f'<path d="M{x:.1f} {top}V{bottom}" stroke="{GREY}" stroke-dasharray="3 3"/>')
        heights = []
        for values, _ in lines:
            points = to_pixels(self.frames, values[self.frames])
            shown.append(_line(points, INK, 'stroke-width="1.5"'))
            heights.append(points[-1, 1])
        for (values, name), y in zip(lines, apart(heights, 13), strict=True):
            at = to_pixels(step, values[step])[0]
            shown.append(f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="4" fill="{INK}"/>')
            shown.append(_text(right + 7, y + 4, name, "start"))
        told = "; ".join(f"{name} {values[step]:.3f}" for values, name in lines)
        return _svg(WIDTH, HEIGHT, f"{title}. {told}.", "".join(shown))


def marker_shape(x, y, marker, colour, hollow=False, size=6.0):
    """One of the markers of `embedlab.drawing.plots` as SVG, its centre at (x, y)."""
    fill = "white" if hollow else colour
    look = f'fill="{fill}" stroke="{colour}" stroke-width="1.5"'
    if marker == "o":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" {look}/>'
    corners = OUTLINES[marker] * size + (x, y)
    return f'<polygon points="{_points(corners)}" {look}/>'


def _star(points, inner, turn=0.0):
    """Corners of a star, or of a polygon if inner is None; y points down, the first corner up."""
    radii = [1.25] if inner is None else [1.35, inner]
    number = points * len(radii)
    angle = np.arange(number) * 2 * np.pi / number + turn
    radius = np.resize(radii, number)
    return np.column_stack([radius * np.sin(angle), -radius * np.cos(angle)])


def _plus(turn):
    corners = np.array([(a, b) for a, b in [(1, 3), (1, 1), (3, 1), (3, -1), (1, -1), (1, -3)]])
    corners = np.vstack([corners, -corners]) * 0.42
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return corners @ turned


OUTLINES = {
    "s": np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * 0.95,
    "^": _star(3, None),
    "v": _star(3, None, np.pi),
    "<": _star(3, None, -np.pi / 2),
    ">": _star(3, None, np.pi / 2),
    "D": _star(4, None),
    "h": _star(6, None),
    "*": _star(5, 0.55),
    "P": _plus(0.0),
    "X": _plus(np.pi / 4),
}


def place_labels(points, texts, size=(SIZE, SIZE), scale=1.0):
    """Where each text stands from its point, shape (n, 2), so that it covers little else.

    points: shape (n, 2), pixels of a picture of this size, y pointing down. scale: the letters'
    size, relative to those of the map. The places are those of the last step and are kept at all
    others: a name that jumps from side to side is hard to follow.
    """
    directions = np.arange(12) * np.pi / 6
    boxes, chosen = [], []
    for n, (at, text) in enumerate(zip(points, texts, strict=True)):
        others = np.delete(points, n, axis=0)
        outward = np.arctan2(*(at - points.mean(axis=0))[::-1])  # a name stands outside its crowd
        half = scale * np.array([3.8 * len(text) + 1, 7.0])
        best = None
        for far in (6, 16, 28):
            for angle in directions:
                offset = np.array([np.cos(angle), np.sin(angle)]) * (far + half)
                box = np.array([at + offset - half, at + offset + half])
                covered = ((others + 6 > box[0]) & (others - 6 < box[1])).all(axis=1).sum()
                crossed = sum(((box[0] < b[1]) & (box[1] > b[0])).all() for b in boxes)
                outside = (box < 4).any() or (box > np.array(size) - 4).any()
                turned = 1 - np.cos(angle - outward)
                cost = 10 * covered + 30 * crossed + 20 * outside + far / 4 + 2 * turned
                if best is None or cost < best[0]:
                    best = cost, offset, box
        chosen.append(best[1])
        boxes.append(best[2])
    return np.array(chosen)


def apart(heights, gap):
    """The heights, moved as little as needed until any two are `gap` apart, in their order."""
    order = np.argsort(heights, kind="stable")
    places = np.array(heights, float)
    for before, after in pairwise(order):
        places[after] = max(places[after], places[before] + gap)
    if len(places):
        places -= max(0.0, places.max() - max(heights)) / 2
    return places


def ticks(low, high, centre):
    """Round numbers for the axes of a square map, shape (n, 2): for x and for y."""
    step = 10.0 ** np.floor(np.log10((high - low) / 2))
    for factor in (5, 2):
        if (high - low) / (step * factor) >= 3:
            step *= factor
            break
    first = np.ceil((centre + low) / step)
    return np.round((first + np.arange(12)[:, None]) * step, 6) + 0.0


def _svg(width, height, alt, content):
    return (
        f'<svg role="img" aria-label="{escape(alt)}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" {FONT}>{content}</svg>'
    )


def _line(points, colour, look):
    return f'<polyline points="{_points(points)}" fill="none" stroke="{colour}" {look}/>'


def _points(points):
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _text(x, y, text, anchor):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{GREY}">{text}</text>'


def _legend():
    x, y = SIZE - 150, 16
    return (
        marker_shape(x, y, "o", GREY, hollow=True, size=5)
        + _text(x + 10, y + 4, "before", "start")
        + marker_shape(x + 66, y, "o", GREY, size=5)
        + _text(x + 76, y + 4, "this step", "start")
    )


def _rows(rows):
    """Rows counted from 0, as a reader counts them: "row 2", "rows 1–3", "rows 1, 3"."""
    numbers = [row + 1 for row in rows]
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"rows {numbers[0]}–{numbers[-1]}"
    text = ", ".join(map(str, numbers))
    return f"rows {text}" if len(numbers) < 4 else f"{len(numbers)} rows"

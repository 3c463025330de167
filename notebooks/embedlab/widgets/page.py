"""The first page of the playground: controls, a slider through the film, one step's view."""

from embedlab.widgets.animation import FRAMES, MILLISECONDS, run_film
from embedlab.widgets.runs import run
from embedlab.widgets.settings import (
    HEADS,
    LONGEST_ROW,
    LOSSES,
    MOST_STEPS,
    Settings,
    flip_label,
    question_text,
    read_rows,
)
from embedlab.widgets.view import View

import asyncio
import base64
import time
from contextlib import contextmanager
from html import escape
from pathlib import Path

import ipywidgets as widgets
from IPython.display import Javascript, display

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
USUAL = 0.0  # stands for the usual rate of a loss
MOST_FLIPS = 8  # rows that get a button of their own
PLAY_FRAMES, PLAY_SECONDS = 60, 5
EXPORT = Path("exports") / "playground_film.gif"
PAGE_CLASS, STEP_CLASS = "playground-page", "playground-step"
# JupyterLab takes keys for itself even inside controls: in a list, M would turn the cell into text.
# And ipywidgets gives a slider's handle no name, so a screen reader would say "slider" and no more.
PREPARE = f"""
const leaveKeys = event => event.target.setAttribute("data-lm-suppress-shortcuts", "true");
let tries = 0;
const timer = setInterval(() => {{
  const pages = document.querySelectorAll(".{PAGE_CLASS}");
  pages.forEach(each => each.addEventListener("focusin", leaveKeys));  // once, however often said
  const handles = document.querySelectorAll(".{STEP_CLASS} [role=slider]");
  handles.forEach(each => each.setAttribute("aria-label", "step of the film"));
  if (++tries > 100) clearInterval(timer);
}}, 100);
"""
FALLBACK = "Run this cell to {}: the controls live only while the notebook runs."


class Playground:
    """The page. `run` is what it shows: the last settings that made sense, trained.

    `widget` holds all of it; `show` displays it. Whatever a reader changes trains anew at once.
    What makes no sense gets the checks' own sentence, and the page keeps showing the last good run.
    """

    def __init__(self, settings=None):
        settings = settings or Settings(question_text())
        self._quiet, self._playing = False, None
        self._controls(settings)
        self.message, self.picture, self.exported = (widgets.HTML() for _ in range(3))
        self.settings = self.run = self.view = None
        self.train(settings)
        if self.run is None:
            raise ValueError(self.message.value)
        self._watch()
        self.widget = self._page()

    def show(self):
        """Display the page; a stored notebook, without its kernel, shows a line of text."""
        show_widget(self.widget, FALLBACK.format("play"))

    # ---- what happens

    def train(self, settings):
        """Train and show the settings; if they make no sense, say why and keep what is shown."""
        start = time.perf_counter()
        try:
            done = run(settings)
        except ValueError as error:
            self._say(f"{error} (Shown is still the last good run.)", bad=True)
            return
        self.settings, self.run, self.view = settings, done, View(done)
        with self._silence():
            self.pause()
            self.step.max = done.steps
            self.step.value = done.steps
            self.mix.disabled = settings.loss != "joint"
            self.window.disabled = settings.loss not in ("skip-gram", "joint")
        self.draw()
        self._label_buttons()
        self.exported.value = ""
        seconds = time.perf_counter() - start
        first, last = done.losses[[0, -1]]
        self._say(
            f"{done.steps} steps of “{settings.loss}” at rate {settings.rate_used:g}, in "
            f"{seconds:.2f} s: loss {first:.3f} → {last:.3f}.{_remark(settings)}"
        )

    def draw(self):
        """Show the step at which the slider stands."""
        self.picture.value = self.view.html(min(self.step.value, self.run.steps))

    def chosen(self):
        """The settings as the controls stand."""
        return Settings(
            text=self.rows.value,
            head=self.head.value,
            loss=self.loss.value,
            mix=self.mix.value,
            window=self.window.value,
            rate=self.rate.value or None,
            steps=self.steps.value,
            seed=self.seed.value,
            frozen=self.frozen.value,
        )

    def flip(self, row):
        """Turn the label of a row, counted from 1, into 1 − y, and train."""
        try:
            self.rows.value = flip_label(self.rows.value, row)
        except (ValueError, IndexError) as error:
            self._say(str(error), bad=True)

    def export_film(self, *_):
        """Write the film of what is shown to `EXPORT`, and show it."""
        self.exported.value = '<p role="status">Drawing the film …</p>'
        picture = run_film(self.run)
        EXPORT.parent.mkdir(exist_ok=True)
        EXPORT.write_bytes(picture)
        data = f"data:image/gif;base64,{base64.b64encode(picture).decode()}"
        alt = f"The film of this run, {FRAMES} frames. {self.view.alt(self.run.steps)}"
        seconds = FRAMES * MILLISECONDS / 1000
        self.exported.value = (
            f'<p role="status">Written to {EXPORT.as_posix()} beside this notebook '
            f"({len(picture) / 1000:.0f} kB, {seconds:.1f} s, plays once). "
            f'<a download="{EXPORT.name}" href="{data}">Save it elsewhere</a></p>'
            f'<img alt="{escape(alt)}" src="{data}" style="max-width: 100%">'
        )

    def play_film(self, *_):
        """Move the slider through the film, from the start if it stands at the end; or pause."""
        if self._playing is not None:
            self.pause()
            return
        self.play.description = "❚❚ pause"
        self._playing = asyncio.get_running_loop().create_task(self._move())

    def pause(self):
        """Stop the film where it is."""
        if self._playing is not None:
            self._playing.cancel()
        self._playing = None
        self.play.description = "▶ play the film"

    async def _move(self):
        if self.step.value == self.step.max:
            self.step.value = 0
        while self.step.value < self.step.max:
            await asyncio.sleep(PLAY_SECONDS / PLAY_FRAMES)
            self.step.value += max(1, self.step.max // PLAY_FRAMES)
        self._playing = None
        self.pause()

    # ---- how it is made

    def _controls(self, settings):
        def narrow(kind, name, value, tip, **options):
            return kind(
                description=name,
                value=value,
                tooltip=tip,
                style={"description_width": "60px"},
                layout={"width": "230px"},
                **options,
            )

        self.rows = widgets.Textarea(
            description="rows : label",
            value=settings.text,
            tooltip="a line for each row: ids or words, a colon, the label from 0 to 1",
            continuous_update=False,
            style={"description_width": "80px"},
            layout={"width": "370px", "height": "104px"},
        )
        self.ids = widgets.Button(description="the four rows", tooltip="begin with the ids again")
        self.words = widgets.Button(description="… in words", tooltip="begin with words")
        self.flips = widgets.HBox(layout={"flex_flow": "row wrap"})
        drop, whole = widgets.Dropdown, widgets.BoundedIntText
        tip = "what stands between lookup and label loss"
        self.head = narrow(drop, "head", settings.head, tip, options=HEADS)
        tip = "what the vectors are trained for"
        self.loss = narrow(drop, "loss", settings.loss, tip, options=LOSSES)
        tip = "joint loss: (1 − λ) · label + λ · skip-gram"
        limits = {"min": 0, "max": 1, "step": 0.05}
        self.mix = narrow(widgets.BoundedFloatText, "λ", settings.mix, tip, **limits)
        tip = "how far apart skip-gram's pairs may stand"
        self.window = narrow(whole, "window", settings.window, tip, min=1, max=LONGEST_ROW)
        usual = settings.rate or USUAL  # a list that stands at None would show nothing
        rates = [("usual", USUAL), *((f"{rate:g}", rate) for rate in sorted({*RATES, usual} - {0}))]
        self.rate = narrow(drop, "rate", usual, "the learning rate", options=rates)
        tip = f"how many steps, at most {MOST_STEPS}"
        self.steps = narrow(whole, "steps", settings.steps, tip, min=1, max=MOST_STEPS)
        tip = "the random start"
        self.seed = narrow(whole, "seed", settings.seed, tip, min=0, max=2**31 - 1)
        self.frozen = widgets.Checkbox(
            description="frozen: the table keeps its start",
            value=settings.frozen,
            indent=False,
            layout={"width": "240px"},
        )
        self.play = widgets.Button(description="▶ play the film")
        self.step = widgets.IntSlider(description="step", layout={"width": "430px"})
        self.step.add_class(STEP_CLASS)
        tip = "write the film as an animated picture"
        self.export = widgets.Button(description="export the film", tooltip=tip)

    def _watch(self):
        settings = (self.rows, self.head, self.loss, self.mix, self.window)
        for control in (*settings, self.rate, self.steps, self.seed, self.frozen):
            control.observe(lambda change: self.train(self.chosen()), "value")
        self.step.observe(lambda change: None if self._quiet else self.draw(), "value")
        self.ids.on_click(lambda _: setattr(self.rows, "value", question_text()))
        self.words.on_click(lambda _: setattr(self.rows, "value", question_text(words=True)))
        self.play.on_click(self.play_film)
        self.export.on_click(self.export_film)

    def _page(self):
        begin = widgets.HBox([self.ids, self.words])
        left = widgets.VBox([self.rows, begin, self.flips])
        middle = widgets.VBox([self.head, self.loss, self.mix, self.window])
        right = widgets.VBox([self.rate, self.steps, self.seed, self.frozen])
        controls = widgets.HBox([left, middle, right], layout={"flex_flow": "row wrap"})
        film = widgets.HBox([self.play, self.step, self.export], layout={"flex_flow": "row wrap"})
        return framed([controls, self.message, film, self.picture, self.exported])

    def _label_buttons(self):
        """A button for the label of each row."""
        y = self.run.rows.y[:MOST_FLIPS]
        if len(self.flips.children) != len(y):
            buttons = [widgets.Button(layout={"width": "auto"}) for _ in y]
            for row, button in enumerate(buttons, start=1):
                button.on_click(lambda _, row=row: self.flip(row))
            self.flips.children = buttons
        for row, (button, label) in enumerate(zip(self.flips.children, y, strict=True), start=1):
            button.description = f"row {row}: y = {label:g}"
            button.tooltip = f"flip the label of row {row} to {1 - label:g}"

    def _say(self, text, bad=False):
        kind, mark = ("alert", "✗ ") if bad else ("status", "")
        look = "font-weight: bold; border-left: 4px solid #D55E00; padding-left: 8px" if bad else ""
        self.message.value = f'<div role="{kind}" style="{look}">{mark}{escape(text)}</div>'

    @contextmanager
    def _silence(self):
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False


def _remark(settings):
    """What a reader may wonder about."""
    if settings.frozen:
        return " The table is frozen: only what stands on top of it is trained."
    if settings.loss in ("skip-gram", "next token") and settings.head != "a table per column":
        return " This loss has no head: only a table per column would change it."
    return ""


def framed(parts):
    """The parts of a page in one box, in which the keys work as in any page."""
    prepare = widgets.Output()
    prepare.append_display_data(Javascript(PREPARE))
    box = widgets.VBox([*parts, prepare])
    box.add_class(PAGE_CLASS)
    return box


def show_widget(widget, fallback):
    """Display a widget; programs that cannot, and stored notebooks, show the fallback's text."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    mime = "application/vnd.jupyter.widget-view+json"
    display({mime: view, "text/plain": fallback}, raw=True)

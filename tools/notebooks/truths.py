"""Hold what pages say against their truths, for several seeds, and print the ten weakest.

    python tools/notebooks truths --seeds 20                 a study's ✓ are its truths: margins.py

tests/lessons/<topic>/truths.py holds a function for each sentence, title, caption, alternative
text, table and ✓ of its lesson, keyed by the text itself:

    @truth("Labels move all five vectors alike.", "The largest difference is {}.")
    def labels_move_all_alike(run, difference):
        return below(np.ptp(...), 1e-3), close(difference, ..., 0.001)

`{}` stands for a number that the page computes; the function gets it. `run` is the lesson as it
ran, with its variables and its figures, which are still open. The function recomputes the finding
by another way and returns what `close`, `below`, `above`, `same` or `apart` say of it. A text that
states no finding stands under `says_nothing("why", "text", …)`. What the page says and what the
file names must be the same set, as text: so a sentence that is inverted fails.
"""

import ast
import functools
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import NamedTuple

import numpy as np
from markdown_it import MarkdownIt

from notebooks.margins import margins
from notebooks.runner import run_here
from notebooks.series import ROOT, belonging, code_cells, notebooks, read

NUMBER = r"[-+−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
WITHOUT_FINDINGS = ("Sources", "Next")  # sections that name where to look
PARTS = {  # of every lesson, and no statement
    "Time",
    "You need to know",
    "You will be able to",
    "The answer in one sentence",
    "Predict.",
    "Think first, then open",
    "# Without peeking",
    "# Your turn",
    "Replace each ..., run the cell, then the check below it.",
    "# Key points",
}
WIDER = 10  # times as wide: a bound that notices nothing more than this one is too wide
_book = []  # what the file that is being loaded has named so far
_conditions = []  # what the truth that is being asked has looked at so far


class Truth(NamedTuple):
    """What holds some texts; `check` is None where they state no finding, for the reason `name`."""

    texts: tuple
    check: object
    name: str


class Condition(NamedTuple):
    """One thing that a truth asks for."""

    where: str  # the file and the line in which it stands
    margin: float  # how far it is from failing, as a share of its bound; not above 0: it fails
    wider: float  # the margin with a bound `WIDER` times as wide; the same where there is none
    error: str = ""  # what was raised there, if anything was


def truth(*texts):
    """Register the decorated function as what holds these texts of a lesson."""

    def register(check):
        _book.append(Truth(texts, check, check.__name__))
        return check

    return register


def says_nothing(why, *texts):
    """Name texts of a lesson that state no finding: instructions, definitions, pointers."""
    _book.append(Truth(texts, None, why))


def close(found, true, by):
    """Whether numbers, of any one shape, are the true ones up to `by`; nothing at all is not."""
    found, true = np.asarray(found, float), np.asarray(true, float)
    if found.shape != true.shape or not found.size:
        return _note(-1.0)
    error = np.abs(found - true).max()
    return _note(1 - error / by)


def below(found, bound):
    """Whether the largest of some numbers is below a bound."""
    largest = np.max(np.asarray(found, float), initial=-np.inf)
    scale = max(abs(bound), 1e-12)
    return _note((bound - largest) / scale, (bound - largest) / scale + WIDER - 1)


def above(found, bound):
    """Whether the smallest of some numbers is above a bound."""
    return below(-np.asarray(found, float), -bound)


def apart(found, other, by):
    """Whether numbers of one shape differ somewhere by more than `by`."""
    if np.shape(found) != np.shape(other):
        return _note(-1.0)
    return above(np.max(np.abs(np.subtract(found, other)), initial=0), by)


def same(found, true):
    """Whether two texts, lists, sets or arrays are the same; two empty ones say nothing."""
    found, true = (each.tolist() if hasattr(each, "tolist") else each for each in (found, true))
    empty = hasattr(found, "__len__") and not len(found)
    return _note(1.0 if found == true and not empty else -1.0)


def _note(margin, wider=None):
    """Keep a condition under the line of truths.py that asked for it."""
    frame = sys._getframe(1)
    while frame.f_code.co_filename == __file__:
        frame = frame.f_back
    margin = float(margin) if np.isfinite(margin) else -1.0
    where = f"{Path(frame.f_code.co_filename).name} {frame.f_lineno}"
    _conditions.append(Condition(where, margin, margin if wider is None else float(wider)))
    return margin > 0


def book(path):
    """The truths of a lesson, as its truths.py names them; [] where it has none yet."""
    file = belonging(path, "truths.py")
    if not file.is_file():
        return []
    _book.clear()
    loaded(file)
    return list(_book)


def loaded(file):
    """The module of a lesson's file among the tests, run anew."""
    if str(ROOT / "tests") not in sys.path:
        sys.path.insert(0, str(ROOT / "tests"))
    spec = spec_from_file_location(f"{file.stem}_of_{file.parent.name}", file)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def conditions(each, run, said):
    """What one truth asks of a run, as a list of `Condition`s; [] where it states no finding.

    said: the numbers that stand in its texts. A truth that raises, or asks for nothing, fails.
    """
    if each.check is None:
        return []
    _conditions.clear()
    try:
        each.check(run, *said)
    except Exception as error:
        said = f" {type(error).__name__}: {error}"
        return [*_conditions, Condition("raised", -1.0, -1.0, said)]
    return list(_conditions) or [Condition("asks for nothing", -1.0, -1.0)]


# ---- what a page says


def statements(notebook, run):
    """Every text of a lesson that could state something, in the order of the page.

    Sentences of its prose, without questions and sources; ✓ lines and the conditions that they were
    asked under; heads of tables; titles, captions and alternative texts of pictures.
    """
    found, skip = [], False
    for cell in notebook.cells:
        for text in sentences(cell.source) if cell.cell_type == "markdown" else ():
            if text.startswith("# "):
                skip = text[2:] in WITHOUT_FINDINGS
            if not (skip or text.endswith("?") or text in PARTS):
                found.append(text)
    for cell in code_cells(notebook):
        for call in ast.walk(ast.parse(cell.source)):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "claim":
                found.append(f"{ast.literal_eval(call.args[0])} if {ast.unparse(call.args[1])}")
    found += [line.removeprefix("✓ ") for line in run.printed.splitlines() if line.startswith("✓")]
    found += [head(table) for table in run.tables]
    for picture in run.pictures:
        found += [picture.caption, picture.alt, *titles(picture.figure)]
    return [" ".join(text.split()) for text in found]


def head(table):
    """The head of a table as one text."""
    return " | ".join(table.header)


def titles(figure):
    """What stands above a figure and its panels."""
    spots = [figure._suptitle] if figure._suptitle else []
    spots += [each for ax in figure.axes for each in (ax.title, ax._left_title, ax._right_title)]
    return [spot.get_text() for spot in spots if spot.get_text()]


def texts_of(ax):
    """Every text of some axes that shows something, under its role: {"title": …, "x tick 0": …}."""
    found = {"title": ax.title, "left title": ax._left_title, "right title": ax._right_title}
    found |= {"x label": ax.xaxis.label, "y label": ax.yaxis.label}
    for name, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        ticks = [tick.label1 for tick in axis.get_major_ticks()]
        found |= {f"{name} tick {place}": text for place, text in enumerate(ticks)}
    legend = ax.get_legend()
    found |= {f"text {place}": text for place, text in enumerate(ax.texts)}
    found |= {f"legend {place}": text for place, text in enumerate(legend.texts if legend else [])}
    return {role: t for role, t in found.items() if t.get_visible() and t.get_text().strip()}


def sentences(markdown):
    """The sentences of a piece of Markdown, without its marks; headings begin with #."""
    found, heading = [], ""
    instead = {"softbreak": " ", "hardbreak": " ", "html_inline": ""}
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "heading_open":
            heading = "# "
        elif token.type == "html_block":
            found.append(re.sub(r"<[^>]+>", " ", token.content))
        elif token.type == "inline":
            parts = [instead.get(each.type, each.content) for each in token.children]
            found += re.split(r"(?<=[.!?])\s+(?=[\w“(`½])", heading + "".join(parts))
            heading = ""
    return [text for text in (" ".join(each.split()) for each in found) if text]


def bold_sentences(notebook):
    """The bold sentences of a lesson's prose: what it found."""
    prose = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    prose = re.sub(r"<details>.*?</details>", "", prose, flags=re.DOTALL)
    found = [" ".join(each.split()) for each in re.findall(r"\*\*(.+?)\*\*", prose, re.DOTALL)]
    return [each for each in found if each.endswith(".") and each != "Predict."]


# ---- both held against each other


@functools.cache
def _compiled(pattern):
    return re.compile(re.escape(pattern).replace(r"\{\}", f"({NUMBER})"))


@functools.cache
def matches(pattern, text):
    """The numbers for which `{}` stands if a text is the one that a truth names, else None."""
    found = _compiled(pattern).fullmatch(text)
    return found and [float(each.replace("−", "-")) for each in found.groups()]


def matched(truths, texts):
    """Which text each truth speaks of, and what does not fit.

    Returns (said, problems): said[i] are the numbers in the texts of truth i, in their order, or
    None if one of its texts is not on the page; problems are sentences.
    """
    problems, left, said = [], set(texts), []
    for each in truths:
        numbers = []
        for pattern in each.texts:
            fitting = [text for text in texts if matches(pattern, text) is not None]
            left -= set(fitting)
            if not fitting:
                problems.append(f"truths.py names what the page does not say: {pattern!r}")
                numbers = None
            if numbers is not None:
                numbers += matches(pattern, fitting[0])
        said.append(numbers)
    problems += [f"the page says what no truth holds: {text!r}" for text in texts if text in left]
    return said, problems


def problems(notebook, run, truths, ask=conditions):
    """All that is wrong with what a lesson says: texts without truth, truths that fail."""
    said, found = matched(truths, statements(notebook, run))
    for each, numbers in zip(truths, said, strict=True):
        if numbers is not None:
            failing = {c.where: c.error for c in ask(each, run, numbers) if c.margin <= 0}
            where = ", ".join(f"{where}{error}" for where, error in failing.items())
            if failing:
                found.append(f"false: {each.texts[0]!r} ({each.name}: {where})")
    bold = bold_sentences(notebook)
    claims = [line.partition(" (")[0][2:] for line in run.printed.splitlines() if line[:1] == "✓"]
    found += [f"no bold sentence says {each!r}" for each in claims if f"{each}." not in bold]
    return found


def asked(path, seed):
    """What is false on a page with a seed, and (what, margin) of all that was asked there."""
    notebook, truths, found = read(path), book(path), []
    after = None if truths else lambda *cell: found.extend(margins(*cell))
    try:
        run = run_here(path, seed, True, after)
    except Exception as error:
        return [str(error)], found

    def ask(each, *said):
        some = conditions(each, *said)
        found.extend((f"{each.name}, {one.where}", one.margin) for one in some)
        return some

    return problems(notebook, run, truths, ask) if truths else [], found


def add_arguments(parser):
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds, from 0")


def main(arguments):
    well, kept = True, {}
    for path in arguments.notebooks or notebooks():
        for seed in range(arguments.seeds):
            false, found = asked(path, seed)
            for place, (what, margin) in enumerate(found):
                kept.setdefault((path.name, what, place), []).append(margin)
            print(f"{path.name}, seed {seed}:", "; ".join(false) or "all true", flush=True)
            well = well and not false
    # By how many standard deviations, over seeds, a margin is above 0, if it moves at all.
    far = {key: np.mean(some) / np.std(some) for key, some in kept.items() if np.std(some) > 1e-9}
    for key in sorted(far, key=far.get)[:10]:
        least = f"{min(kept[key]):.3f} of its bound left at seed {np.argmin(kept[key])}"
        print(f"  {far[key]:.1f} deviations, {least}: {key[0]}, {key[1]}")
    return 0 if well else 1

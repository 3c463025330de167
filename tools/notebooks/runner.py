"""Run notebooks as another processor would, or each cell again, and store nothing.

    python tools/notebooks run --nudge notebooks/03_labels.ipynb
    python tools/notebooks run --again notebooks/11_which_rows_move.ipynb

`--nudge` moves every number that is drawn by one unit in its last place: what differs then from the
stored outputs hangs on how a processor rounds. Exit status: 0 if nothing is false or new.

`run` uses a fresh kernel, as readers do. `run_here` executes the cells in this process, which is
quicker once the libraries are imported, and leaves the figures open. Both run in `notebooks/`.
"""

import contextlib
import io
import linecache
import re
import sys
import warnings
from copy import deepcopy
from datetime import datetime
from itertools import pairwise
from operator import add
from types import SimpleNamespace
from typing import NamedTuple

from IPython.display import display
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell

from notebooks.compare import differences, outputs
from notebooks.series import NOTEBOOKS, cases, code_cells, kind, notebooks, read, seed_cell, tags

FRAME = "<iframe srcdoc="  # a whole page, which lies beside the notebook as a file
# What the debugger says of itself when a kernel starts, on some systems: no cell's words.
PLUMBING = re.compile(r"^\d+\.\d\ds - [^\n]*(?:[Dd]ebugg|frozen modules)[^\n]*\n?", re.MULTILINE)
# Each number that Keras or NumPy draws, moved by one unit in the last place of float32, up or down:
# the same way for as many, so that models that begin alike still do.
NUDGE = """
import embedlab
import keras, numpy as np
from keras.src.initializers.random_initializers import RandomInitializer

def _nudged(drawn):
    def draw(self, *arguments, **options):
        numbers = drawn(self, *arguments, **options)
        up = np.random.RandomState(np.size(numbers)).choice([-1, 1], size=np.shape(numbers))
        moved = np.asarray(numbers) * (1 + 9e-8 * up)  # in float64; its float32 is the next one
        is_weight = isinstance(self, RandomInitializer)
        return keras.ops.cast(moved, numbers.dtype) if is_weight else moved
    return draw

# Most stand there under several names, and some inherit what draws: each is changed once.
for _kind in {each for each in vars(keras.initializers).values() if isinstance(each, type)}:
    if issubclass(_kind, RandomInitializer) and "__call__" in vars(_kind):
        _kind.__call__ = _nudged(_kind.__call__)
_draws = {name: _nudged(getattr(np.random.Generator, name)) for name in ("normal", "uniform")}
_Nudged = type("Generator", (np.random.Generator,), _draws)
np.random.default_rng = lambda seed=None: _Nudged(np.random.PCG64(seed))
"""

REMEMBER = "_prelude, _later = dict(globals()), {}"
FORGET = """
for _name in [each for each in globals() if each[0] != "_"]:
    if globals()[_name] is not _prelude.get(_name, _later):
        _later.setdefault(_name, globals().pop(_name))
globals().update({name: each for name, each in _prelude.items() if name[0] != "_"})
"""

if str(NOTEBOOKS) not in sys.path:
    sys.path.insert(0, str(NOTEBOOKS))


def run(path, seed=None, nudge=False, last=(), again=False):
    """Execute a notebook in a fresh kernel and return it with its outputs.

    With `seed`, the cell tagged `parameters` sets that seed. With `nudge`, every number that is
    drawn is moved by one unit in its last place, as another processor's rounding would. last:
    sources of cells to add at the end. again: each cell that takes less than a second runs twice in
    a row, and all run once more after the end, the last first; the cases of a study run from the
    last to the first, too, each with the names of the prelude alone. `metadata.again` lists, as
    text, what cells showed otherwise then. The cells' metadata say when each ran. Raises nbclient's
    `CellExecutionError` if a cell fails the first time.
    """
    notebook = read(path)
    as_stored = notebook.cells
    if seed is not None:
        seed_cell(notebook).source = f"SEED = {seed}"
    cells = _in_reverse(notebook) if again and kind(path) == "study" else as_stored
    twice, after = (deepcopy(as_stored) if again else [] for _ in range(2))
    for copy in twice + after:
        copy.metadata.tags = [*tags(copy), "raises-exception"]
    follow = {copy.id: copy for copy in twice}

    def spare(cell, **executed):
        copy = follow.pop(cell.id, None)
        if copy and seconds([cell]) > 1:
            copy.cell_type = "raw"  # which is not run

    cells = [each for cell in cells for each in (cell, follow.get(cell.id)) if each]
    last = [new_code_cell(each) for each in last]
    notebook.cells = [new_code_cell(NUDGE)] * nudge + cells + after[::-1] + last
    options = {"timeout": 600, "kernel_name": "python3", "coalesce_streams": True}
    options["resources"] = {"metadata": {"path": str(NOTEBOOKS)}}
    client = NotebookClient(notebook, on_cell_executed=spare, **options)
    # Jupyter's own plumbing warns of event loops and ports on some systems.
    with warnings.catch_warnings(action="ignore"):
        client.execute()
    for cell in code_cells(notebook):
        cell.outputs = [output for output in cell.outputs if _is_the_cells(output)]
    notebook.cells = as_stored + last
    notebook.metadata.again = []
    for when, copies in (("twice in a row", twice), ("after the end", after)):
        pair = (SimpleNamespace(cells=each) for each in (as_stored[: len(copies)], copies))
        notebook.metadata.again += [f"{when}, {each}" for each in differences(*pair, pixels=True)]
    return notebook


def seconds(cells):
    """How long these cells ran, from the first to the last."""
    start = cells[0].metadata.execution["iopub.execute_input"]
    end = cells[-1].metadata.execution["iopub.status.idle"]
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def _in_reverse(notebook):
    """The cells of a study: its prelude, then its cases from the last to the first, each alone."""
    starts = [start for _, start in cases(notebook)]
    parts = [notebook.cells[i:j] for i, j in pairwise([0, *starts, None])]
    found = [*parts[0], new_code_cell(REMEMBER)]
    for part in reversed(parts[1:]):
        found += [new_code_cell(FORGET), *part]
    return [*found, new_code_cell("globals().update(_later)")]  # as at the page's end


def _is_the_cells(output):
    """Whether a cell itself wrote this output; takes away what its reader cannot use."""
    if output.get("data", {}).get("text/html", "").startswith(FRAME):
        del output.data["text/html"]
    if output.get("name") == "stderr":
        output.text = PLUMBING.sub("", output.text)
    return output.get("text") != ""


def stderr(notebook):
    """Everything that the cells wrote to stderr: warnings, above all."""
    shown = [each for cell in code_cells(notebook) for each in outputs(cell)]
    return "".join(text for kind, text in shown if kind == "stderr")


class Picture(NamedTuple):
    """A Matplotlib figure that a notebook showed, still open, and what is said of it."""

    figure: object
    caption: str
    alt: str


class Run(NamedTuple):
    """What a notebook left behind: its variables, what it showed in order, all that it printed."""

    names: dict
    pictures: list  # of `Picture`s
    printed: str
    tables: list  # of `embedlab.drawing.tables.Table`s; str(table) is what a reader sees


def run_here(path, seed=None, finished=False, after=None):
    """Run all code cells of a notebook in this process and return a `Run`; see `Rehearsal`."""
    return Rehearsal(path, seed, finished, after).run()


class Rehearsal:
    """A notebook's code cells, run in this process, again and again with changes.

    seed: the SEED to set instead of the stored one. finished: whether the figures get the layout
    and the labels that a reader sees. after: is called after each cell, with its source and all
    names. Each further run begins at the first cell that is changed, with the variables as they
    were there: what Keras draws without a seed of its own may differ from a run from the top. Each
    case of a study runs with the names of its prelude alone, and only where it, or
    the prelude, is changed.
    """

    def __init__(self, path, seed=None, finished=False, after=None):
        import embedlab

        import keras

        keras.config.set_floatx("float32")  # whatever the page before has set
        keras.utils.clear_session()
        notebook = read(path)
        if seed is not None:
            seed_cell(notebook).source = f"SEED = {seed}"
        self.path, self.finished, self.after = path, finished, after or (lambda *cell: None)
        self.sources = [cell.source for cell in code_cells(notebook)]
        study = notebook.metadata.get("series", {}).get("kind") == "study"
        starts = [start for _, start in cases(notebook)] if study else []
        starts = [sum(c.cell_type == "code" for c in notebook.cells[:start]) for start in starts]
        self.parts = [range(*pair) for pair in pairwise([0, *starts, len(self.sources)])]
        self.names = {}  # one dictionary throughout: the globals of the cells' functions
        self.states = {}  # (part, n) -> the `Run` after its first n cells, as it stands

    def run(self, replace=()):
        """Run the cells and return a `Run`.

        replace: pairs (old, new) of texts; each old text must stand exactly once in the notebook's
        code, else `ValueError`. Whatever a cell raises is raised.
        """
        sources = self.sources
        for old, new in replace:
            count = sum(source.count(old) for source in sources)
            if count != 1:
                raise ValueError(f"{self.path.name}: this text stands {count} times: {old!r}")
            sources = [source.replace(old, new) for source in sources]
        changed = [i for i in range(len(sources)) if sources[i] != self.sources[i]]
        names = {"__name__": "__main__", "display": display}  # as in Jupyter
        with self._watched():
            prelude = whole = self._run_part(self.parts[0], sources, changed, names)
            for part in self.parts[1:]:
                one = self._run_part(part, sources, changed, prelude.names)
                whole = Run({**whole.names, **one.names}, *map(add, whole[1:], one[1:]))
        self.names.update(whole.names)
        return whole

    def _run_part(self, part, sources, changed, names):
        """Run a part from its first changed cell on; all of it after another prelude."""
        prelude = self.parts[0]
        other = part is not prelude and any(i in prelude for i in changed)
        states = {} if other else self.states
        states.setdefault((part, 0), Run(names, [], "", []))
        last = min((i - part.start for i in changed if i in part), default=len(part))
        first = max(i for i in range(last + 1) if (part, i) in states)
        names, pictures, printed, tables = states[part, first]
        self.names.clear()
        self.names.update(names)
        # On self, where the `show` that an earlier run's cells imported finds them, too.
        self.pictures, out, self.tables = [*pictures], io.StringIO(), [*tables]
        out.write(printed)
        state = states[part, first]
        for done, index in enumerate(part[first:], first + 1):
            name, source = f"{self.path.stem}, code cell {index + 1}", sources[index]
            lines = source.splitlines(keepends=True)
            linecache.cache[name] = len(source), None, lines, name  # for tracebacks
            with contextlib.redirect_stdout(out):
                exec(compile(source, name, "exec"), self.names)
            self.after(source, self.names)
            state = Run(dict(self.names), [*self.pictures], out.getvalue(), [*self.tables])
            if done <= last:
                states[part, done] = state
        return state

    @contextlib.contextmanager
    def _watched(self):
        """While it is open, what the cells show is kept."""
        from embedlab.drawing import plots, tables

        import matplotlib.pyplot as plt

        def show(fig, caption, alt=None):
            if self.finished:
                plots.finish(fig)
            self.pictures.append(Picture(fig, str(caption), str(alt or caption)))

        def data_table(*arguments, **options):
            self.tables.append(real_table(*arguments, **options))
            return self.tables[-1]

        plt.switch_backend("agg")
        real_show, real_table = plots.show, tables.data_table
        plots.show, tables.data_table = show, data_table
        try:
            with contextlib.chdir(NOTEBOOKS):
                yield
        finally:
            plots.show, tables.data_table = real_show, real_table
            plt.close("all")


def add_arguments(parser):
    for flag in ("--nudge", "--again"):
        parser.add_argument(flag, action="store_true")


def main(arguments):
    wrong = ""
    for path in arguments.notebooks or notebooks():
        try:
            fresh = run(path, None, arguments.nudge, again=arguments.again)
            shown = differences(read(path), fresh)
            found = "\n".join([stderr(fresh), *map(str, shown), *fresh.metadata.again]).strip()
        except CellExecutionError as error:
            found = str(error)
        how = ", numbers nudged" * arguments.nudge + ", cells again" * arguments.again
        print(f"{path.name}{how}: {found or 'good'}", flush=True)
        wrong += found
    return 1 if wrong else 0

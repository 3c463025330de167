"""Runs notebooks top to bottom, in a kernel as a reader would, or here, to look at what it drew.

`run` uses a fresh kernel; what readers see is tested with it. `run_here` executes the cells in this
process, which is much quicker once the libraries are imported, and leaves the figures open: the
truths of a lesson and its falsehoods use it. Both run inside `notebooks/`.
"""

import contextlib
import io
import os
import re
import sys
import warnings
from typing import NamedTuple

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from notebooks.series import NOTEBOOKS, code_cells, read, seed_cell

WIDGET = "application/vnd.jupyter.widget-view+json"  # controls, which live as long as their kernel
# What the debugger says of itself when a kernel starts, on some systems: no cell's words.
PLUMBING = re.compile(
    r"^\d+\.\d\ds - (?:Debugger warning: |make the debugger miss |to python to disable frozen |"
    r"is not absolute, which may make the debugger |This may make the debugger |"
    r"Note: Debugging will proceed)[^\n]*\n?",
    re.MULTILINE,
)
# Each weight that Keras draws, moved by one unit in the last place of float32, up or down: the same
# way for the same shape, so that models that begin alike still do.
NUDGE = """
import embedlab
import keras, numpy as np
from keras.src.initializers.random_initializers import RandomInitializer

def _nudged(drawn):
    def draw(self, shape, dtype=None, **options):
        up = np.random.default_rng(len(shape) + int(np.prod(shape))).choice([-1, 1], size=shape)
        weights = np.asarray(drawn(self, shape, dtype=dtype, **options))
        moved = weights * (1 + 9e-8 * up)  # in float64; its float32 is the next one
        return keras.ops.convert_to_tensor(moved.astype(weights.dtype))
    return draw

# Most stand there under several names, and some inherit what draws: each is changed once.
for _kind in {each for each in vars(keras.initializers).values() if isinstance(each, type)}:
    if issubclass(_kind, RandomInitializer) and "__call__" in vars(_kind):
        _kind.__call__ = _nudged(_kind.__call__)
"""

if str(NOTEBOOKS) not in sys.path:
    sys.path.insert(0, str(NOTEBOOKS))


def run(path, seed=None, nudge=False):
    """Execute a notebook in a fresh kernel and return it with its outputs.

    With `seed`, the cell tagged `parameters` sets that seed. With `nudge`, every weight that Keras
    draws is moved by one unit in its last place, as another processor's rounding would. Raises
    nbclient's `CellExecutionError` if a cell fails.
    """
    notebook = read(path)
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    if seed is not None:
        seed_cell(notebook).source = f"SEED = {seed}"
    if nudge:
        notebook.cells.insert(0, new_code_cell(NUDGE))
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        record_timing=False,
        coalesce_streams=True,
    )
    with warnings.catch_warnings():
        # Jupyter's own plumbing warns of event loops and ports on some systems.
        warnings.simplefilter("ignore")
        client.execute()
    if nudge:
        del notebook.cells[0]
    for cell in code_cells(notebook):
        cell.outputs = [output for output in cell.outputs if _is_the_cells(output)]
    return notebook


def _is_the_cells(output):
    """Whether a cell itself wrote this output; takes away what its reader cannot use."""
    output.get("data", {}).pop(WIDGET, None)
    if output.get("name") == "stderr":
        output.text = PLUMBING.sub("", output.text)
    return output.get("text") != ""


def stderr(notebook):
    """Everything that the cells wrote to stderr: warnings, above all."""
    return "".join(
        output.text
        for cell in code_cells(notebook)
        for output in cell.outputs
        if output.get("name") == "stderr"
    )


class Picture(NamedTuple):
    """A figure that a notebook showed, still open."""

    figure: object
    """The Matplotlib figure."""
    caption: str
    alt: str


class Run(NamedTuple):
    """What a notebook left behind."""

    names: dict
    """Its variables by name, as they are after the last cell."""
    pictures: list
    """Its `Picture`s in order."""
    printed: str
    """Everything it printed, claims among it."""
    tables: list
    """The `embedlab.drawing.tables.Table`s that it made; `str(table)` is what a reader sees."""


def run_here(path, seed=None, replace=()):
    """Run all code cells of a notebook in this process and return a `Run`.

    seed: the SEED to set instead of the stored one. replace: pairs (old, new) of texts; each old
    text must stand exactly once in the notebook's code, else `ValueError`. Whatever a cell raises
    is raised.
    """
    from embedlab.drawing import plots, tables

    import matplotlib.pyplot as plt

    notebook = read(path)
    if seed is not None:
        seed_cell(notebook).source = f"SEED = {seed}"
    sources = [cell.source for cell in code_cells(notebook)]
    for old, new in replace:
        count = sum(source.count(old) for source in sources)
        if count != 1:
            raise ValueError(f"{path.name}: this text stands {count} times, not once: {old!r}")
        sources = [source.replace(old, new) for source in sources]

    pictures, made, printed, names = [], [], io.StringIO(), {"__name__": "__main__"}
    real_show, real_table, folder = plots.show, tables.data_table, os.getcwd()

    def table(*arguments, **options):
        made.append(real_table(*arguments, **options))
        return made[-1]

    plt.switch_backend("agg")
    try:
        os.chdir(NOTEBOOKS)
        plots.show = lambda fig, caption, alt=None: pictures.append(
            Picture(fig, str(caption), str(alt or caption))
        )
        tables.data_table = table  # `weights_table` makes its tables by it, too
        with contextlib.redirect_stdout(printed):
            for index, source in enumerate(sources):
                exec(compile(source, f"{path.stem}, code cell {index + 1}", "exec"), names)
    finally:
        plots.show, tables.data_table = real_show, real_table
        os.chdir(folder)
        plt.close("all")
    return Run(names, pictures, printed.getvalue(), made)

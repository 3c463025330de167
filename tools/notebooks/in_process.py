"""Runs a notebook's cells in this process, so that what it computed and drew can be looked at.

Much quicker than a kernel once the libraries are imported: `tools/falsify.py` and the tests of the
pictures use it. What readers see is tested in a kernel, by `tests/test_notebooks.py`.
"""

import contextlib
import io
import os
import sys
from typing import NamedTuple

from notebook_runner import NOTEBOOKS, read, seed_cell

if str(NOTEBOOKS) not in sys.path:
    sys.path.insert(0, str(NOTEBOOKS))


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
    """The `embedlab.tables.Table`s that it made, in order; `str(table)` is what a reader sees."""


def run_cells(path, seed=None, replace=()):
    """Run all code cells of a notebook here and return a `Run`.

    seed: the SEED to set instead of the stored one. replace: pairs (old, new) of texts; each old
    text must stand exactly once in the notebook's code, else `ValueError`. Whatever a cell raises
    is raised.
    """
    from embedlab import plots, tables

    import matplotlib.pyplot as plt

    notebook = read(path)
    if seed is not None:
        seed_cell(notebook).source = f"SEED = {seed}"
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    for old, new in replace:
        if sum(source.count(old) for source in sources) != 1:
            count = sum(source.count(old) for source in sources)
            raise ValueError(f"{path.name}: this text stands {count} times, not once: {old!r}")
        sources = [source.replace(old, new) for source in sources]

    pictures, printed, names = [], io.StringIO(), {"__name__": "__main__"}
    real_show, real_table, folder = plots.show, tables.data_table, os.getcwd()
    made = []

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

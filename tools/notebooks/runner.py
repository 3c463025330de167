"""Runs the notebooks as a reader would: a fresh kernel, top to bottom, inside `notebooks/`."""

import argparse
import warnings
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
SEED_TAG = "parameters"
SETUP_TAG = "setup"  # the folded cell before the imports, which says what to do without embedlab
WIDGET = "application/vnd.jupyter.widget-view+json"  # controls, which live as long as their kernel
VARIES_TAG = "varies"  # the outputs of these cells differ between machines: versions, timings


def all_notebooks():
    """Paths of the series' notebooks, in order."""
    return sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))


def lessons():
    """Paths of the lessons with exercises and slides: all but the playground."""
    return [path for path in all_notebooks() if path.stem < "09"]


def command(description):
    """The parser of a command that is given notebooks; with none it does all that it is for."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notebooks", nargs="*", type=Path)
    return parser


def read(path):
    """Read a notebook; raise if it is not valid."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def run(path, seed=None):
    """Execute a notebook in a fresh kernel and return it with its outputs.

    With `seed`, the cell tagged `parameters` sets that seed. Raises nbclient's `CellExecutionError`
    if a cell fails.
    """
    notebook = read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if seed is not None:
        seed_cell(notebook).source = f"SEED = {seed}"
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
    drop_widgets(notebook)
    return notebook


def drop_widgets(notebook):
    """Leave of each widget what it shows without its kernel: its text, if it has one."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)


def seed_cell(notebook):
    """The one cell that is tagged `parameters`."""
    found = [cell for cell in notebook.cells if SEED_TAG in tags(cell)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} cells are tagged {SEED_TAG!r}, one is due")
    return found[0]


def tags(cell):
    """The tags of a cell."""
    return cell.metadata.get("tags", [])


def stderr(notebook):
    """Everything that the cells wrote to stderr: warnings, above all."""
    return "".join(
        output.text
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.get("name") == "stderr"
    )

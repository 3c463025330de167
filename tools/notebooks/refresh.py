"""Run notebooks top to bottom and store them with fresh, normalised outputs.

    python tools/notebooks refresh notebooks/03_labels.ipynb

A notebook that fails, or that writes to stderr, is not stored. Neither is one whose outputs say
something else than before: it lists every changed word and number, and stores them when they, or
their cells, are named: `--changed 85091c5d "0.68"`. Exit status: 0 if all is well.
"""

import base64
import re
import subprocess
import sys
import time
import uuid

import nbformat
from nbclient.exceptions import CellExecutionError

from notebooks.compare import differences
from notebooks.runner import run, stderr
from notebooks.series import ROOT, SETUP_TAG, code_cells, notebooks, read, tags

PICTURE = re.compile(r"picture:(\w+)")  # a cell so tagged draws a picture that pages show
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
LANGUAGE |= {"nbconvert_exporter": "python", "pygments_lexer": "ipython3"}
KEPT = ("tags", "jupyter", "slideshow", "nbgrader", "exercise")  # what readers or tools use
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
SETUP = """\
# Says what to do where the files that belong beside this notebook are missing.
try:
    import embedlab
except ModuleNotFoundError as missing:
    from pathlib import Path

    missing._render_traceback_ = lambda: [
        f"No embedlab in {Path.cwd()}, where this notebook runs.",
        "Run it in the folder `notebooks` of a copy of the whole series (git clone, or ZIP).",
        "Or use its one-file edition, made there by: python tools/export one-file -o FOLDER",
    ]
    raise"""


def normalise(notebook):
    """Keep what a reader needs and what is the same on every machine; change in place."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    series = notebook.metadata.get("series")
    notebook.metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE, "series": series}
    put_setup_cell(notebook)
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in KEPT if cell.metadata.get(key)}
        cell.setdefault("id", uuid.uuid4().hex[:8])
    return nbformat.from_dict(notebook)


def put_setup_cell(notebook):
    """Put the folded cell that says, in two lines, what to do without embedlab before the imports.

    IPython shows what an error's `_render_traceback_` returns instead of a traceback, and stops.
    """
    first = code_cells(notebook)[0]
    if SETUP_TAG not in tags(first):
        place = notebook.cells.index(first)
        first = nbformat.v4.new_code_cell(id=SETUP_TAG, metadata={"tags": [SETUP_TAG]})
        first.metadata |= {"jupyter": {"source_hidden": True}, "slideshow": {"slide_type": "skip"}}
        notebook.cells.insert(place, first)
    first.source = SETUP


def tidy_source(path):
    """Format the notebook's code as the project's rules ask; return whether no rule is broken."""
    commands = [["format"], ["check", "--fix"]]
    ruff = [[sys.executable, "-m", "ruff", *each, "--quiet", path.resolve()] for each in commands]
    return all(subprocess.run(each, cwd=ROOT).returncode == 0 for each in ruff)


def pictures(notebook):
    """The (name, PNG) of each picture in a cell tagged `picture:NAME`, which other pages show."""
    return [
        (name[1], base64.b64decode(output.data["image/png"]))
        for cell in code_cells(notebook)
        for name in filter(None, map(PICTURE.fullmatch, tags(cell)))
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


def refresh(path, named=()):
    """Run one notebook and store it; return why it was not stored, as text, or "".

    named: ids of cells, or new texts, whose stored outputs may change. Cells without a stored
    output are new, and stored as they are.
    """
    nbformat.write(normalise(read(path)), path)
    if not tidy_source(path):
        return "not run, mend what ruff names first"
    try:
        stored, notebook = read(path), run(path)
    except CellExecutionError as error:
        return f"not stored, a cell failed:\n{error}"
    if noise := stderr(notebook):
        return f"not stored, it wrote to stderr:\n{noise}"
    new = {cell.id for cell in code_cells(stored) if not cell.outputs}
    found = [each for each in differences(stored, notebook) if each.cell not in new]
    unnamed = [str(each) for each in found if not {each.cell, each.now} & {*named}]
    if unnamed:
        why = "not stored. Where it is meant, name the cell or the new text after --changed:"
        return "\n".join([why, *unnamed])
    nbformat.validate(normalise(notebook))
    nbformat.write(notebook, path)
    for name, picture in pictures(notebook):
        (path.parent / "images" / f"{name}.png").write_bytes(picture)
    return ""


def add_arguments(parser):
    parser.add_argument("--changed", nargs="+", default=[], metavar="CELL_OR_TEXT")


def main(arguments):
    wrong = ""
    for path in arguments.notebooks or notebooks():
        start = time.perf_counter()
        why = refresh(path, arguments.changed)
        print(f"{path.name}: {why or 'good'}, {time.perf_counter() - start:.1f} s", flush=True)
        wrong += why
    return 1 if wrong else 0

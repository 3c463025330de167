"""The notebooks of the series, each with its kind, its topic and what its cells are tagged with.

A notebook says in its metadata, under `series`, of which kind it is. Nothing else tells lessons
from studies. Its topic is the name of its file without the number; the folders of a lesson in
`embedlab/lessons` and `tests/lessons` bear it.
"""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import nbformat

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
KINDS = ("lesson", "playground", "study", "solutions")
SEED_TAG = "parameters"
SETUP_TAG = "setup"  # the folded cell before the imports, which says what to do without embedlab
FINDING_TAG = "finding"  # a worksheet leaves these cells out: they say what was found
CLOSING = "What would change the answer?"  # the heading that ends a study's last case
VARIES_TAG = "varies"  # the outputs of these cells differ between machines: versions, timings


def notebooks(*kinds):
    """Paths of the notebooks of these kinds, in order; of all notebooks without any.

    Raises `ValueError` for a kind that is none, and for a notebook that is of none.
    """
    if unknown := set(kinds) - set(KINDS):
        raise ValueError(f"{unknown} is none of the kinds {KINDS}")
    paths = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    return [path for path in paths if kind(path) in (kinds or KINDS)]


def kind(path):
    """What a notebook is: one of `KINDS`. Raises `ValueError` if it does not say."""
    found = json.loads(path.read_text("utf-8"))["metadata"].get("series", {}).get("kind")
    if found not in KINDS:
        raise ValueError(f"{path.name}: metadata.series.kind is {found!r}, none of {KINDS}")
    return found


def number(path):
    """A notebook's number, as it stands in its file's name: "03"."""
    return path.stem.partition("_")[0]


def topic(path):
    """What a notebook is about, as its folders are named: "labels"."""
    return path.stem.partition("_")[2]


def belonging(path, name):
    """The file of this name among a lesson's tests, there or not."""
    return ROOT / "tests" / "lessons" / topic(path) / name


def read(path):
    """Read a notebook; raise if it is not valid."""
    notebook = nbformat.v4.reads(path.read_text("utf-8"))  # `nbformat.read` validates, and goes on
    nbformat.validate(notebook)
    return notebook


def tags(cell):
    """The tags of a cell."""
    return cell.metadata.get("tags", [])


def code_cells(notebook):
    """The code cells of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def seed_cell(notebook):
    """The one cell that is tagged `parameters`. Raises `ValueError` if it is missing or twofold."""
    found = [cell for cell in notebook.cells if SEED_TAG in tags(cell)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} cells are tagged {SEED_TAG!r}, one is due")
    return found[0]


def cases(notebook):
    """The cases of a study: (heading, index of its first cell), and what closes the study, last.

    The index in the first cell links to the heading of each. Raises `ValueError` for a link to no
    heading, and if nothing closes the study.
    """
    links = re.findall(r"\]\(#(.+?)\)(?=[\s,;|.]|$)", notebook.cells[0].source)
    wanted = {*map(unquote, links), CLOSING.replace(" ", "-")}
    found = {}
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            for heading in re.findall(r"^#+ (.+?) *$", cell.source, re.MULTILINE):
                if heading.replace(" ", "-") in wanted:
                    found[heading] = index
    if missing := wanted - {heading.replace(" ", "-") for heading in found}:
        raise ValueError(f"the index links to {missing}, which is no heading")
    return list(found.items())

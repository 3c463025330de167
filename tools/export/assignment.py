"""Make an nbgrader course folder out of lessons.

    python tools/export assignment notebooks/03_labels.ipynb --output COURSE

Each lesson becomes an assignment of its name: COURSE/source/03_labels holds the notebook and, in a
folder `series`, the shared code and the data that it needs. The cells `exercises.check(…)`, which
carry ids and points in the lessons, become graded cells that fail unless the answer is right. Then,
inside COURSE: `nbgrader generate_assignment 03_labels`. The command `grade` does the rest.
"""

import re
import shutil
from pathlib import Path

import nbformat
from notebooks.series import ROOT, SETUP_TAG, notebooks, read, tags, topic

from export.page import is_check
from export.standalone import files_needed, without_neighbours

OUTPUT = None
GRADED = """\
import warnings

from embedlab.lessons.{topic} import exercises

with warnings.catch_warnings(action="ignore"):  # nbgrader gives nothing to a cell that warns
    assert {check}, "not right yet: see the line above\""""
SETUP = """\
# Finds the shared code and the data of the series, which lie in the folder `series`.
import sys
from pathlib import Path

sys.path.insert(0, str(Path("series", "notebooks").resolve()))
try:
    import embedlab
except ModuleNotFoundError as missing:
    missing._render_traceback_ = lambda: [
        "The folder `series` is missing, which belongs beside this notebook.",
        "Fetch the whole assignment again, and open the notebook in its folder.",
    ]
    raise"""
LOCKED = {"grade": False, "locked": True, "schema_version": 3, "solution": False, "task": False}


def assignment(path):
    """The source version of a lesson's assignment, as a notebook.

    Raises `ValueError` if the lesson holds no graded cell, or one that does not just check.
    """
    notebook = without_neighbours(read(path))
    if not any(map(is_check, notebook.cells)):
        raise ValueError(f"{path.name} holds no exercise with points")
    for cell in notebook.cells:
        if SETUP_TAG in tags(cell):
            cell.source = SETUP
            cell.metadata.nbgrader = LOCKED | {"grade_id": SETUP_TAG}
        elif is_check(cell):
            if not re.fullmatch(r"exercises\.check\(.+\)", cell.source):
                raise ValueError(f"a graded cell is not one check: {cell.source!r}")
            cell.source = GRADED.format(topic=topic(path), check=cell.source)
            cell.metadata.tags = [*tags(cell), "raises-exception"]  # Run All goes on after it
    nbformat.validate(notebook)
    return notebook


def main(arguments):
    course, paths = arguments.output, arguments.notebooks or notebooks("lesson")
    if there := [path.stem for path in paths if (course / "source" / path.stem).exists()]:
        arguments.refuse(f"{course} holds {', '.join(there)} already: move it away first")
    course.mkdir(parents=True, exist_ok=True)
    config = course / "nbgrader_config.py"
    needed = Path(__file__).with_name("nbgrader_config.py.txt").read_text(encoding="utf-8")
    if config.exists():
        print(f"{config} is there already and stays. It needs:\n\n{needed}")
    else:
        config.write_text(needed, encoding="utf-8")
    for path in paths:
        folder, notebook = course / "source" / path.stem, assignment(path)
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / path.name)
        for name in files_needed(notebook):
            (folder / "series" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / "series" / name)
        print(folder)
    return 0

"""Collect and grade what a class handed in, and say who has no grade, and why.

    python tools/export grade notebooks/03_labels.ipynb --output COURSE

Takes the notebooks, folders and zips in COURSE/downloaded/03_labels/archive, named by who handed
them in, and Moodle's zip of a class. A notebook is known by its exercises, not by its name. A copy,
with each cell of the assignment once, goes to COURSE/submitted; nbgrader grades the copies that
are new or failed before. COURSE/grades_03_labels.csv has a line for each learner. Who is not
graded has the reason there, and no score, and is listed at the end; then the exit status is 1.
Without notebooks, each lesson is graded that has an archive.
"""

import csv
import io
import re
import zipfile
from collections import defaultdict
from contextlib import suppress

import nbformat
from notebooks.series import SETUP_TAG, notebooks

OUTPUT = None
STOPPED = "could not be run, see above: an answer ends the kernel, fills memory or does not stop"


def files_in(entry, path):
    """[(path, content)] of a file, or of all in a folder or zip; an empty one stands for itself."""
    content, folder = b"", entry
    with suppress(Exception):  # it is no zip, or broken, or has a password
        content = entry.read_bytes()
        folder = zipfile.Path(io.BytesIO(content))
    inside = folder.iterdir() if folder.is_dir() else ()
    shown = [each for each in inside if not each.name.startswith((".", "__MACOSX"))]
    found = [file for each in shown for file in files_in(each, f"{path}/{each.name}")]
    return found or [(path, content)]


def collect(archive, released):
    """({learner: notebook, as text}, {learner: why there is none}) of an archive; see `mend`."""
    assignment, files = archive.parent.name, defaultdict(list)
    for path, content in files_in(archive, "archive"):
        moodle = re.search(r"/([^/]+?)_(\d+)_assignsubmission_", path)
        first = path.removeprefix("archive/").partition("/")[0]
        name = re.sub(rf"[ _-]*{re.escape(assignment)}.*|\.(ipynb|zip).*", "", first)
        files[moodle.groups() if moodle else (name or first, "")].append((path, content))
    people = [name for name, _ in files]
    collected, why = {}, {}
    for (name, number), handed_in in files.items():
        learner = f"{name}_{number}" if number and people.count(name) > 1 else name
        found = {}
        for path, content in sorted(handed_in):
            with suppress(Exception):  # it may be anything
                notebook = nbformat.reads(content.decode("utf-8-sig"), as_version=4)
                if not released.keys().isdisjoint(map(grade_id, notebook.cells)):
                    mend(notebook, released)
                    found[content] = path, nbformat.writes(notebook)
        if len(found) == 1:
            ((_, collected[learner]),) = found.values()
        elif found:
            why[learner] = " and ".join(path for path, _ in found.values()) + " differ: keep one"
        else:
            path, _ = min(handed_in, key=lambda file: ".ipynb" not in file[0])
            why[learner] = f"{path} cannot be read as a notebook with exercises of {assignment}"
    return collected, why


def grade_id(cell):
    """The name that nbgrader knows a cell by, or None."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def mend(notebook, released):
    """Give a notebook the cells of an assignment once, by their names; change in place.

    Of copies the last one counts. What is missing comes back: a check as the last cell, the set-up
    as the first one. An answer does not.
    """
    missing = dict(released)
    for cell in reversed(notebook.cells):
        name = cell.metadata.pop("nbgrader", {}).get("grade_id")
        if name in missing:
            cell.metadata.nbgrader = missing.pop(name).metadata.nbgrader
    for name, cell in missing.items():
        if cell.metadata.nbgrader.locked:
            notebook.cells.insert(0 if name == SETUP_TAG else len(notebook.cells), cell)


def grade(course, assignment):
    """Collect, grade and export an assignment; returns {learner: why there is no grade}."""
    from nbgrader.api import Gradebook  # takes seconds, for which no other command need wait
    from nbgrader.apps import AutogradeApp
    from nbgrader.utils import rmtree

    def file(step, learner):
        return course / step / learner / assignment / f"{assignment}.ipynb"

    cells = nbformat.read(file("release", "."), as_version=4).cells
    released = {grade_id(cell): cell for cell in cells if grade_id(cell)}
    collected, why = collect(course / "downloaded" / assignment / "archive", released)
    for learner, text in collected.items():
        submitted, graded = file("submitted", learner), file("autograded", learner)
        if not submitted.exists() or submitted.read_text("utf-8") != text:
            submitted.parent.mkdir(parents=True, exist_ok=True)
            submitted.write_text(text, "utf-8")
            if graded.exists():
                rmtree(graded.parent)
    app = AutogradeApp()
    app.initialize([assignment, "--course-dir", str(course)])
    with suppress(SystemExit):  # there is somebody whom nbgrader could not grade
        app.start()
    rows = [["student_id", "score", "max_score", "not_graded"]]
    with Gradebook(app.coursedir.db_url) as gradebook:
        most = gradebook.find_assignment(assignment).max_score
        for learner in sorted({*collected, *why, *(each.id for each in gradebook.students)}):
            if not file("autograded", learner).exists():
                handed_in = file("submitted", learner).exists()
                why.setdefault(learner, STOPPED if handed_in else "handed in nothing")
            told = why.get(learner, "")
            score = "" if told else gradebook.find_submission(assignment, learner).score
            rows.append([learner, score, most, told])
    with open(course / f"grades_{assignment}.csv", "w", encoding="utf-8-sig", newline="") as table:
        csv.writer(table).writerows(rows)
    return why


def main(arguments):
    course = arguments.output.resolve()
    lessons = [path.stem for path in arguments.notebooks or notebooks("lesson")]
    archives = {name: course / "downloaded" / name / "archive" for name in lessons}
    handed_in = [name for name in lessons if archives[name].is_dir()]
    names = lessons if arguments.notebooks else handed_in or lessons
    for name in names:
        if name not in handed_in:
            arguments.refuse(f"what was handed in belongs into {archives[name]}, which is missing")
        if not (released := course / "release" / name / f"{name}.ipynb").is_file():
            how = f"run `nbgrader generate_assignment {name}` inside {course}"
            arguments.refuse(f"{released}, which was given out, is missing: {how}")
    left = {name: grade(course, name) for name in names}
    for assignment, why in left.items():
        print(f"\n{assignment}: {len(why)} not graded")
        print(*(f"  {learner}: {why[learner]}" for learner in sorted(why)), sep="\n")
    return int(any(left.values()))

"""Lessons as assignments: the real nbgrader generates, collects and grades them."""

import csv
import io
import itertools
import json
import os
import py_compile
import re
import subprocess
import sys
import zipfile
from argparse import Namespace
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from export import grade
from export.assignment import assignment, main
from export.page import is_check
from export.standalone import files_needed
from nbgrader import nbgraderformat
from nbgrader.api import Gradebook
from notebooks.measured import printed_claims
from notebooks.series import ROOT, SETUP_TAG, code_cells, notebooks, read, tags, topic

every_lesson = pytest.mark.parametrize("path", notebooks("lesson"), ids=lambda path: path.stem)
(LESSON,) = [path for path in notebooks("lesson") if topic(path) == "labels"]
NAME = LESSON.stem
RIGHT = [
    "soft_label = (3 * 1 + 1 * 0) / 4",
    'two_pulls = {"row 1": [0.08, -0.04], "row 2": [-0.32, 0.16]}',
    "my_rows = [[3, 5, 8, 45, 2], [3, 5, 7, 45, 2]]",
    "def another_model(W, v):\n    return -W, -v",
]
CLASS = {  # who hands something in -> the score, or what the list says
    "mary_ann": 7,
    "mary_jane": 3,
    "open": 0,
    "Eva E_1": "could not be run, see above: an answer ends the kernel",
    "Eva E_2": "could not be run, see above: an answer ends the kernel",
    "two": "archive/two.zip/03_labels.ipynb and archive/two.zip/b/03_labels.ipynb differ: keep one",
    "html": "archive/html_03_labels.ipynb cannot be read as a notebook with exercises of 03_labels",
    "empty": "archive/empty.zip/a.zip/03_labels.ipynb cannot be read as a notebook",
    "odd": "archive/odd_03_labels.ipynb cannot be read as a notebook with exercises of 03_labels",
    "other_04_order": "archive/other_04_order.ipynb cannot be read as a notebook",
    "broken": "archive/broken.zip cannot be read as a notebook",
    "nothing": "archive/nothing cannot be read as a notebook",
    "absent": "handed in nothing",
}


def exercise_cells(notebook):
    """(the cell of the answer, the cell of the check) of every exercise."""
    code = code_cells(notebook)
    return [pair for pair in itertools.pairwise(code) if is_check(pair[1])]


# ---- an assignment, as files


@every_lesson
def test_an_assignment_is_the_lesson_with_its_checks_graded(path, tmp_path):
    stored, made = read(path), assignment(path)
    pairs, checks = exercise_cells(stored), [cell for cell in made.cells if is_check(cell)]
    assert len(checks) == len(pairs) > 0
    for answer, check in pairs:
        given, graded = answer.metadata.nbgrader, check.metadata.nbgrader
        assert (given.solution, given.grade, given.locked) == (True, False, False)
        assert (graded.solution, graded.grade, graded.locked) == (False, True, True)
        assert graded.points == 3 or "def " not in answer.source
    for cell in checks:
        compile(cell.source, "check", "exec")
        assert "raises-exception" in tags(cell), "Run All goes on"
        assert f"from embedlab.lessons.{topic(path)} import exercises\n" in cell.source
        assert re.search(r"^    assert exercises\.check\(", cell.source, re.MULTILINE)
    setup, *others = code_cells(made)
    assert tags(setup) == [SETUP_TAG]
    assert "series" in setup.source
    assert (setup.metadata.nbgrader.locked, setup.metadata.nbgrader.grade) == (True, False)
    kept = [cell for cell in others if not is_check(cell)]
    assert kept == [cell for cell in code_cells(stored)[1:] if not is_check(cell)]
    nbformat.write(made, tmp_path / path.name)
    nbgraderformat.read(tmp_path / path.name, as_version=4)  # raises for metadata it cannot use


def test_an_assignment_that_cannot_be_graded_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no exercise with points"):
        assignment(notebooks("study")[0])
    notebook = read(LESSON)
    next(cell for cell in notebook.cells if is_check(cell)).source += "\nprint(1)"
    nbformat.write(notebook, tmp_path / LESSON.name)
    with pytest.raises(ValueError, match="is not one check"):
        assignment(tmp_path / LESSON.name)


def test_an_assignment_folder_is_complete_and_a_course_keeps_its_settings(tmp_path, capsys):
    (tmp_path / "nbgrader_config.py").write_text("# mine")
    main(Namespace(output=tmp_path, notebooks=[LESSON]))
    assert "ClearSolutions" in capsys.readouterr().out
    assert (tmp_path / "nbgrader_config.py").read_text() == "# mine"
    series = tmp_path / "source" / NAME / "series"
    names = [path.relative_to(series) for path in series.rglob("*") if path.is_file()]
    assert sorted(name.as_posix() for name in names) == files_needed(read(LESSON))
    assert all((series / name).read_bytes() == (ROOT / name).read_bytes() for name in names)
    with pytest.raises(SystemExit, match="already"):
        main(Namespace(output=tmp_path, notebooks=[LESSON], refuse=sys.exit))


# ---- a class


def python(course, *arguments):
    """Run Python inside a course folder, with no settings of Jupyter's but those of the course."""
    home = course.parent / "home"
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    environment |= {name: str(home) for name in ("HOME", "USERPROFILE", "IPYTHONDIR")}
    environment |= {f"JUPYTER_{name}_DIR": str(home) for name in ("CONFIG", "DATA", "RUNTIME")}
    programs = str(Path(sys.executable).parent)  # nbgrader calls alembic
    environment["PATH"] = os.pathsep.join([programs, environment["PATH"]])
    command = [sys.executable, "-W", "ignore", *arguments]
    how = {"cwd": course.parent, "env": environment, "capture_output": True, "text": True}
    return subprocess.run(command, **how)


def zipped(files):
    """A zip file of {name: bytes, text or notebook}, as bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            text = nbformat.writes(content) if isinstance(content, dict) else content
            archive.writestr(name, text)
    return packed.getvalue()


def forge(submission):
    """Put graders that find every answer right into a submission: beside, inside, compiled."""
    package = Path("embedlab", "lessons", topic(LESSON))
    for folder in (submission / package, submission / "series" / "notebooks" / package):
        folder.mkdir(parents=True)
        for each in (folder.parents[1], folder.parent, folder):
            (each / "__init__.py").touch()
        graders = folder / "exercises.py"
        graders.write_text("def check(number, answer):\n    return True\n")
    py_compile.compile(
        str(graders), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
    )


def hand_in(archive, released):
    """Thirteen submissions as they come."""

    def sheet(instead):
        """The set-up and the exercises alone, with right answers but for {number: answer}."""
        notebook = deepcopy(released)
        notebook.cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
        for number, (answer, _) in enumerate(exercise_cells(notebook), start=1):
            answer.source = instead.get(number, RIGHT[number - 1])
        return notebook

    copied, forged, odd = sheet({}), deepcopy(released), sheet({})
    odd.cells[-1].metadata.nbgrader = "x"
    copied.cells.insert(4, deepcopy(copied.cells[3]))
    copied.cells[4].id = "copy"
    check = next(cell for cell in forged.cells if is_check(cell))
    check.source, check.metadata.nbgrader.points = "pass", 50
    deleted = sheet({1: "raise SystemExit", 3: "while True:\n    pass"})
    deleted.cells = deleted.cells[1:3] + deleted.cells[5:]  # no set-up, no second exercise
    ends, dies = sheet({2: "exit()"}), sheet({2: "import os; os._exit(0)"})
    for each in (ends, dies):
        each.cells.insert(0, each.cells.pop(3))  # the sooner, the cheaper
    mac = zipped({f"a/{LESSON.name}": dies, f"__MACOSX/a/._{LESSON.name}": "\0"})
    moodle = {f"Eva E_1_assignsubmission_file/{LESSON.name}": ends}
    moodle |= {"Eva E_2_assignsubmission_file/a.zip": mac}
    other = next(path for path in notebooks("lesson") if topic(path) == "order")
    files = {f"mary_ann_{LESSON.name}": copied, f"mary_jane_{NAME} (1).ipynb": deleted}
    files |= {"Lesson 3-77.zip": zipped(moodle), f"open/{LESSON.name}": forged}
    files |= {"two.zip": zipped({LESSON.name: copied, f"b/{LESSON.name}": deleted})}
    files |= {f"html_{LESSON.name}": "<html>", f"other_{other.name}": read(other)}
    empty = {"1.pdf": "", "a.zip": zipped({LESSON.name: ""})}
    files |= {f"odd_{LESSON.name}": odd, "empty.zip": zipped(empty)}
    files |= {"broken.zip": zipped({LESSON.name: copied})[:-9], "nothing/.DS_Store": ""}
    zipfile.ZipFile(io.BytesIO(zipped(files))).extractall(archive)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course whose class has been graded: (its folder, what was said, {learner: line})."""
    course = tmp_path_factory.mktemp("class") / "course"
    tool = [ROOT / "tools" / "export", "assignment", LESSON, "--output", course]
    assert python(course, *tool).returncode == 0
    with open(course / "nbgrader_config.py", "a") as config:
        config.write("c.Execute.timeout_func = lambda c: 1 if 'while True' in c.source else 300\n")
        config.write("c.Execute.iopub_timeout = 60\n")
    done = python(course, "-m", "nbgrader", "generate_assignment", NAME, "--course-dir", course)
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.add_student("absent")
    released = nbformat.read(course / "release" / NAME / LESSON.name, as_version=4)
    hand_in(course / "downloaded" / NAME / "archive", released)
    forge(course / "submitted" / "open" / NAME)
    for step in ("submitted", "autograded"):  # of mary_ann's, an earlier one has been graded
        earlier = course / step / "mary_ann" / NAME / LESSON.name
        earlier.parent.mkdir(parents=True)
        nbformat.write(released, earlier)
    done = python(course, ROOT / "tools" / "export", "grade", LESSON, "--output", course)
    assert done.returncode == 1, done.stderr
    with open(course / f"grades_{NAME}.csv", encoding="utf-8-sig") as table:
        return course, done.stdout, {row["student_id"]: row for row in csv.DictReader(table)}


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("learner", CLASS)
def test_each_of_a_class_has_a_grade_or_stands_in_the_list(graded, learner):
    (_, said, rows), expected = graded, CLASS[learner]
    row = rows[learner]
    assert float(row["max_score"]) == 7
    if isinstance(expected, int):
        assert (float(row["score"]), row["not_graded"]) == (expected, "")
        assert f"  {learner}: " not in said
    else:
        assert row["score"] == ""
        assert row["not_graded"].startswith(expected)
        assert f"  {learner}: {row['not_graded']}\n" in said


@pytest.mark.slow
@pytest.mark.once
def test_what_is_given_out_is_what_runs_when_it_is_graded(graded):
    """One submission has forged graders, and a check rewritten, with more points."""
    course, said, rows = graded
    assert rows.keys() == CLASS.keys()
    assert f"\n{NAME}: 10 not graded\n" in said
    folders = [course / each / NAME for each in ("source", "release")]
    files = [{path.relative_to(each) for path in each.rglob("*.*")} for each in folders]
    assert files[0] == files[1]
    stored = read(LESSON)
    given = nbformat.read(folders[1] / LESSON.name, as_version=4)
    sources = [cell.source for cell in given.cells]
    assert all(answer.source in sources for answer, _ in exercise_cells(stored))
    opened = nbformat.read(course / "autograded" / "open" / NAME / LESSON.name, as_version=4)
    code = code_cells(opened)
    failed = [cell for cell in code if any(out.output_type == "error" for out in cell.outputs)]
    assert failed == [cell for cell in code if is_check(cell)]
    claims = [[len(printed_claims(cell)) for cell in code_cells(each)] for each in (stored, opened)]
    assert claims[0] == claims[1]


@pytest.mark.parametrize("odd", ["x", None, {"grade_id": [1]}, {}], ids=str)
def test_an_odd_cell_after_good_ones_keeps_nobody_else_from_a_grade(odd, tmp_path):
    made = assignment(LESSON)
    released = {cell.metadata.nbgrader.grade_id: cell for cell in made.cells if is_check(cell)}
    sheets = {name: json.loads(nbformat.writes(made)) for name in ("good", "odd")}
    last = sheets["odd"]["cells"][0] | {"id": "odd", "metadata": {"nbgrader": odd}}
    if odd == {}:
        del last["cell_type"]
    sheets["odd"]["cells"].append(last)
    archive = tmp_path / NAME / "archive"
    archive.mkdir(parents=True)
    for name, sheet in sheets.items():
        (archive / f"{name}_{LESSON.name}").write_text(json.dumps(sheet), "utf-8")
    collected, why = grade.collect(archive, released)
    assert (list(collected), list(why)) == (["good"], ["odd"])


def test_nothing_is_graded_before_all_that_it_needs_is_there(tmp_path, monkeypatch):
    done, (first, second, third) = [], notebooks("lesson")[:3]
    monkeypatch.setattr(grade, "grade", lambda course, name: done.append(name) or {})

    def graded(*chosen):
        return grade.main(Namespace(output=tmp_path, notebooks=chosen, refuse=sys.exit))

    with pytest.raises(SystemExit, match=f"{first.stem}.archive, which is missing"):
        graded()
    for path in (first, second):
        (tmp_path / "downloaded" / path.stem / "archive").mkdir(parents=True)
        with pytest.raises(SystemExit, match=f"run `nbgrader generate_assignment {path.stem}` in"):
            graded()
        (tmp_path / "release" / path.stem).mkdir(parents=True)
        (tmp_path / "release" / path.stem / path.name).touch()
    with pytest.raises(SystemExit, match=f"{third.stem}.archive, which is missing"):
        graded(first, third)
    assert done == []
    assert graded() == 0
    assert done == [first.stem, second.stem]

"""Lessons as assignments: the real nbgrader generates, collects and grades them."""

import csv
import itertools
import os
import py_compile
import re
import subprocess
import sys
import zipfile
from argparse import Namespace
from pathlib import Path

import nbformat
import pytest
from export.assignment import assignment, main
from export.page import is_check
from export.standalone import files_needed
from nbgrader import nbgraderformat
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
WRONG = [
    "soft_label = 0.5",
    'two_pulls = {"row 1": 1 / 0, "row 2": [0, 0]}',
    "my_rows = [[3, 5, 8, 45, 2], [3, 5, 8, 45, 2]]",
    "def another_model(W, v):\n    return W, v",
]


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


# ---- a course


def nbgrader(course, *arguments):
    """Run the real nbgrader inside a course folder, with no settings but those of the course."""
    home = course.parent / "home"
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    environment |= {name: str(home) for name in ("HOME", "USERPROFILE", "IPYTHONDIR")}
    environment |= {f"JUPYTER_{name}_DIR": str(home) for name in ("CONFIG", "DATA", "RUNTIME")}
    programs = str(Path(sys.executable).parent)  # it calls alembic
    environment["PATH"] = os.pathsep.join([programs, environment["PATH"]])
    command = [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def answered(course, answers):
    """The released notebook with answers filled in."""
    notebook = nbformat.read(course / "release" / NAME / LESSON.name, as_version=4)
    for (cell, _), source in zip(exercise_cells(notebook), answers, strict=False):
        cell.source = source
    return notebook


def hand_in(course):
    """Three submissions as they come: zipped, as a file, in a folder of Moodle's."""
    archive = course / "downloaded" / NAME / "archive"
    moodle = archive / "open_1234_assignsubmission_file"
    moodle.mkdir(parents=True)
    nbformat.write(answered(course, []), moodle / LESSON.name)
    with zipfile.ZipFile(archive / "right.zip", "w") as files:
        files.writestr(LESSON.name, nbformat.writes(answered(course, RIGHT)))
    wrong = answered(course, WRONG)
    checks = [cell for cell in wrong.cells if is_check(cell)]
    checks[0].source, checks[0].metadata.nbgrader.points = "pass", 50
    wrong.cells.remove(checks[3])
    nbformat.write(wrong, archive / f"wrong_{LESSON.name}")


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


@pytest.mark.slow
@pytest.mark.once
def test_a_course_from_the_source_to_the_scores(tmp_path):
    """The wrong submission has forged graders, a check rewritten, with more points, one deleted."""
    course, stored = tmp_path / "course", read(LESSON)
    tool = [sys.executable, ROOT / "tools" / "export", "assignment", LESSON, "--output", course]
    subprocess.run(tool, check=True, capture_output=True)
    again = subprocess.run(tool, capture_output=True, text=True)
    assert (again.returncode, "already" in again.stderr) == (2, True)

    nbgrader(course, "generate_assignment", NAME)
    folders = [course / each / NAME for each in ("source", "release")]
    files = [{path.relative_to(each) for path in each.rglob("*.*")} for each in folders]
    assert files[0] == files[1]
    given = [cell.source for cell in answered(course, []).cells]
    assert all(answer.source in given for answer, _ in exercise_cells(stored))

    hand_in(course)
    nbgrader(course, "zip_collect", NAME)
    forge(course / "submitted" / "wrong" / NAME)
    nbgrader(course, "autograde", NAME)
    nbgrader(course, "export")
    with open(course / "grades.csv", encoding="utf-8") as grades:
        rows = {row["student_id"]: row for row in csv.DictReader(grades)}
    points = sum(check.metadata.nbgrader.points for _, check in exercise_cells(stored))
    assert {float(row["max_score"]) for row in rows.values()} == {points}
    scores = {student: float(row["score"]) for student, row in rows.items()}
    assert scores == {"right": points, "open": 0, "wrong": 0}

    opened = nbformat.read(course / "autograded" / "open" / NAME / LESSON.name, as_version=4)
    code = code_cells(opened)
    failed = [cell for cell in code if any(out.output_type == "error" for out in cell.outputs)]
    assert failed == [cell for cell in code if is_check(cell)]
    claims = [[len(printed_claims(cell)) for cell in code_cells(each)] for each in (stored, opened)]
    assert claims[0] == claims[1]

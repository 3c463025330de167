"""Lessons as assignments: the real nbgrader generates, collects and grades them."""

import json
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
from export.assignment import assignment, main, write_assignment
from export.page import is_check
from export.standalone import files_needed
from nbgrader import nbgraderformat
from notebooks.measured import printed_claims
from notebooks.series import ROOT, SETUP_TAG, code_cells, notebooks, read, tags, topic

every_lesson = pytest.mark.parametrize("path", notebooks("lesson"), ids=lambda path: path.stem)
(LESSON,) = [path for path in notebooks("lesson") if topic(path) == "labels"]
NAME = LESSON.stem
TOOL = [sys.executable, ROOT / "tools" / "export", "assignment", LESSON]
SCORES = f"""
import json
from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as book:
    scores = {{
        student.id: {{
            grade.name: grade.score
            for grade in book.find_submission_notebook("{NAME}", "{NAME}", student.id).grades
        }}
        for student in book.students
    }}
    (lesson,) = [notebook for given in book.assignments for notebook in given.notebooks]
    points = {{cell.name: cell.max_score for cell in lesson.grade_cells}}
print(json.dumps([scores, points]))
"""
RIGHT = [
    "soft_label = (3 * 1 + 1 * 0) / 4",
    "cosine_of_two_moves = 1",
    "my_rows = [[3, 5, 8, 45, 2], [3, 5, 7, 45, 2]]",
    (
        "def another_model(W, v):\n"
        "    turn = np.array([[0.0, -1.0], [1.0, 0.0]])\n"
        "    return W @ turn, turn.T @ v"
    ),
]
WRONG = [
    "soft_label = 0.5",
    "cosine_of_two_moves = 1 / 0",
    "my_rows = [[3, 5, 8, 45, 2], [3, 5, 8, 45, 2]]",
    "def another_model(W, v):\n    return W, v",
]
FORGED = """
def checks(lesson):
    return lambda number, answer: True


check = checks("")
"""


def nbgrader(course, *arguments):
    """Run the real nbgrader inside a course folder, with no settings but those of the course."""
    home = course.parent / "home"
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    environment |= {name: str(home) for name in ("HOME", "USERPROFILE", "IPYTHONDIR")}
    environment |= {f"JUPYTER_{name}_DIR": str(home) for name in ("CONFIG", "DATA", "RUNTIME")}
    programs = str(Path(sys.executable).parent)  # it calls alembic
    environment["PATH"] = os.pathsep.join([programs, environment["PATH"]])
    command = [sys.executable, "-W", "ignore", *arguments]
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def exercise_cells(notebook):
    """(the cell of the answer, the cell of the check) of every exercise."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    places = [index for index, cell in enumerate(code) if "exercises.check(" in cell.source]
    return [(code[index - 1], code[index]) for index in places]


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


def test_an_assignment_folder_is_complete(tmp_path):
    folder = write_assignment(LESSON, tmp_path)
    assert folder == tmp_path / "source" / NAME
    series = {path for path in (folder / "series").rglob("*") if path.is_file()}
    names = {path.relative_to(folder / "series").as_posix(): path for path in series}
    assert sorted(names) == files_needed(read(LESSON))
    for name, path in names.items():
        assert path.read_bytes() == (ROOT / name).read_bytes()


def test_the_tool_leaves_settings_of_a_course_alone(tmp_path, capsys):
    (tmp_path / "nbgrader_config.py").write_text("# mine")
    assert main(Namespace(output=tmp_path, notebooks=[LESSON])) == 0
    assert "ClearSolutions" in capsys.readouterr().out
    assert (tmp_path / "nbgrader_config.py").read_text() == "# mine"


# ---- a course, from the source to the scores


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder, in which one lesson was released, collected and graded."""
    folder = tmp_path_factory.mktemp("nbgrader") / "course"
    subprocess.run([*TOOL, "--output", folder], check=True, capture_output=True)
    nbgrader(folder, "-m", "nbgrader", "generate_assignment", NAME)
    hand_in(folder)
    nbgrader(folder, "-m", "nbgrader", "zip_collect", NAME)
    forge(folder / "submitted" / "wrong" / NAME)
    nbgrader(folder, "-m", "nbgrader", "autograde", NAME)
    return folder


def hand_in(course):
    """Three submissions as they come: zipped, as a file, in a folder of Moodle's."""
    archive = course / "downloaded" / NAME / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "right.zip", "w") as files:
        files.writestr(LESSON.name, nbformat.writes(answered(course, RIGHT)))
    wrong = answered(course, WRONG)
    checks = [cell for cell in wrong.cells if is_check(cell)]
    checks[0].source, checks[0].metadata.nbgrader.points = "pass", 50
    wrong.cells.remove(checks[3])
    nbformat.write(wrong, archive / f"wrong_{LESSON.name}")
    moodle = archive / "open_1234_assignsubmission_file"
    moodle.mkdir()
    nbformat.write(answered(course, []), moodle / LESSON.name)


def answered(course, answers):
    """The released notebook with answers filled in."""
    notebook = nbformat.read(course / "release" / NAME / LESSON.name, as_version=4)
    cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    for cell, source in zip(cells, answers, strict=False):
        cell.source = source
    return notebook


def forge(submission):
    """Put graders that find every answer right into a submission: beside, inside, compiled."""
    package = Path("embedlab", "lessons", topic(LESSON))
    for folder in (submission / package, submission / "series" / "notebooks" / package):
        folder.mkdir(parents=True)
        for each in (folder.parents[1], folder.parent, folder):
            (each / "__init__.py").write_text("")
        (folder / "exercises.py").write_text(FORGED)
    py_compile.compile(
        str(folder / "exercises.py"),
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )


@pytest.fixture(scope="module")
def book(course):
    """What the gradebook says: (each student's scores, the points), each by grade id."""
    return json.loads(nbgrader(course, "-c", SCORES))


@pytest.mark.slow
@pytest.mark.once
def test_the_release_holds_what_a_learner_needs(course):
    released, source = course / "release" / NAME, course / "source" / NAME
    made = {path.relative_to(released) for path in released.rglob("*") if path.is_file()}
    assert made == {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    stored = exercise_cells(read(LESSON))
    given = [cell.source for cell in answered(course, []).cells]
    assert all(answer.source in given for answer, _ in stored)
    again = subprocess.run([*TOOL, "--output", course], capture_output=True, text=True)
    assert again.returncode == 2
    assert "already" in again.stderr


@pytest.mark.slow
@pytest.mark.once
def test_right_answers_get_all_points_open_and_wrong_ones_none(book):
    """The wrong one came with forged graders, a check rewritten, with other points, one deleted."""
    scores, points = book
    checks = [check.metadata.nbgrader for _, check in exercise_cells(read(LESSON))]
    assert points == {each.grade_id: each.points for each in checks}
    nothing = dict.fromkeys(points, 0)
    assert scores == {"right": points, "open": nothing, "wrong": nothing}


@pytest.mark.slow
@pytest.mark.once
def test_an_open_submission_runs_through(course):
    graded = nbformat.read(course / "autograded" / "open" / NAME / LESSON.name, as_version=4)
    code = code_cells(graded)
    failed = [cell for cell in code if any(out.output_type == "error" for out in cell.outputs)]
    assert failed == [cell for cell in code if is_check(cell)]
    claimed = [
        sum(map(len, map(printed_claims, code_cells(each)))) for each in (read(LESSON), graded)
    ]
    assert claimed[0] == claimed[1] > 0

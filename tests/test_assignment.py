"""Lessons as assignments: the real nbgrader generates, collects and grades them."""

import json
import os
import py_compile
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from export.assignment import assignment, is_check, write_assignment
from notebooks.measured import printed_claims
from notebooks.series import NOTEBOOKS, ROOT, notebooks, read

every_lesson = pytest.mark.parametrize("path", notebooks("lesson"), ids=lambda path: path.stem)
SCORES = """
import json
from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as book:
    scores = {
        student.id: {
            grade.name: grade.score
            for grade in book.find_submission_notebook("03_labels", "03_labels", student.id).grades
        }
        for student in book.students
    }
    points = {
        notebook.name: {cell.name: cell.max_score for cell in notebook.grade_cells}
        for given in book.assignments for notebook in given.notebooks
    }
print(json.dumps([scores, points]))
"""
RIGHT = {
    "exercise-3-1": "soft_label = (3 * 1 + 1 * 0) / 4",
    "exercise-3-2": "cosine_of_two_moves = 1",
    "exercise-3-3": "my_rows = [[3, 5, 8, 45, 2], [3, 5, 7, 45, 2]]",
    "exercise-3-4": (
        "def another_model(W, v):\n"
        "    turn = np.array([[0.0, -1.0], [1.0, 0.0]])\n"
        "    return W @ turn, turn.T @ v"
    ),
}
WRONG = {
    "exercise-3-1": "soft_label = 0.5",
    "exercise-3-2": "cosine_of_two_moves = 1 / 0",
    "exercise-3-3": "my_rows = [[3, 5, 8, 45, 2], [3, 5, 8, 45, 2]]",
    "exercise-3-4": "def another_model(W, v):\n    return W, v",
}
FORGED = "class Yes:\n    right = True\n\n\ndef check(number, answer):\n    return True\n"


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


# ---- the metadata in the lessons


def test_every_lesson_that_checks_answers_carries_points():
    checking = [path for path in notebooks() if path.stem < "09" and exercise_cells(read(path))]
    graded = [path for path in notebooks() if any(map(is_check, read(path).cells))]
    assert notebooks("lesson") == graded == checking
    assert len(checking) == 9


@every_lesson
def test_every_exercise_has_the_id_of_its_number_and_points_by_its_kind(path):
    for answer, check in exercise_cells(read(path)):
        number = re.match(r'exercises\.check\("([\d.]+)"', check.source).group(1)
        given, graded = answer.metadata.nbgrader, check.metadata.nbgrader
        assert given.grade_id == f"exercise-{number.replace('.', '-')}"
        assert graded.grade_id == f"{given.grade_id}-check"
        assert (given.solution, given.grade, given.locked) == (True, False, False)
        assert (graded.solution, graded.grade, graded.locked) == (False, True, True)
        assert "..." in answer.source
        writes = "def " in answer.source
        assert graded.points == 3 if writes else graded.points in (1, 2, 3)


@every_lesson
def test_an_assignment_grades_every_exercise_and_nothing_else(path):
    notebook = assignment(path)
    checks = [cell for cell in notebook.cells if is_check(cell)]
    assert len(checks) == len(exercise_cells(read(path)))
    for cell in checks:
        assert re.search(r"^    assert check\(", cell.source, re.MULTILINE)
        compile(cell.source, "check", "exec")


def test_a_notebook_without_exercises_is_refused():
    study = next(path for path in notebooks() if path.stem.startswith("11"))
    with pytest.raises(ValueError, match="no exercise with points"):
        assignment(study)


def test_a_graded_cell_that_does_more_than_checking_is_refused(tmp_path):
    notebook = read(NOTEBOOKS / "03_labels.ipynb")
    next(cell for cell in notebook.cells if is_check(cell)).source += "\nprint(1)"
    nbformat.write(notebook, tmp_path / "03_labels.ipynb")
    with pytest.raises(ValueError, match="is not one check"):
        assignment(tmp_path / "03_labels.ipynb")


def test_the_tool_writes_over_no_assignment_and_no_settings(tmp_path):
    tool = [sys.executable, ROOT / "tools" / "assignment.py", NOTEBOOKS / "03_labels.ipynb"]
    (tmp_path / "nbgrader_config.py").write_text("# mine")
    first = subprocess.run([*tool, "-o", tmp_path], capture_output=True, text=True)
    assert first.returncode == 0, first.stderr
    assert "ClearSolutions" in first.stdout
    assert (tmp_path / "nbgrader_config.py").read_text() == "# mine"
    second = subprocess.run([*tool, "-o", tmp_path], capture_output=True, text=True)
    assert second.returncode == 2
    assert "already" in second.stderr


# ---- a course, from the source to the scores


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with all lessons, in which lesson 03 was released, collected and graded."""
    folder = tmp_path_factory.mktemp("nbgrader") / "course"
    subprocess.run(
        [sys.executable, ROOT / "tools" / "assignment.py", "--output", folder],
        check=True,
        capture_output=True,
    )
    nbgrader(folder, "-m", "nbgrader", "generate_assignment", "*")
    hand_in(folder)
    nbgrader(folder, "-m", "nbgrader", "zip_collect", "03_labels")
    forge(folder / "submitted" / "wrong" / "03_labels")
    nbgrader(folder, "-m", "nbgrader", "autograde", "03_labels")
    return folder


def hand_in(course):
    """Three submissions of lesson 03 as they come: zipped, as a file, in a folder of Moodle's."""
    archive = course / "downloaded" / "03_labels" / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "right.zip", "w") as files:
        files.writestr("03_labels.ipynb", nbformat.writes(answered(course, RIGHT)))
    wrong = answered(course, WRONG)
    checks = [cell for cell in wrong.cells if is_check(cell)]
    checks[0].source, checks[0].metadata.nbgrader.points = "pass", 50
    wrong.cells.remove(checks[3])
    nbformat.write(wrong, archive / "wrong_03_labels.ipynb")
    moodle = archive / "open_1234_assignsubmission_file"
    moodle.mkdir()
    nbformat.write(answered(course, {}), moodle / "03_labels.ipynb")


def answered(course, answers):
    """The released notebook with answers filled in."""
    notebook = nbformat.read(course / "release" / "03_labels" / "03_labels.ipynb", as_version=4)
    cells = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }
    for grade_id, source in answers.items():
        cells[grade_id].source = source
    return notebook


def forge(submission):
    """Put a package that finds every answer right into a submission: beside, inside, compiled."""
    inside = submission / "series" / "notebooks" / "embedlab" / "exercises"
    for package in (submission / "embedlab" / "exercises", inside):
        package.mkdir(parents=True)
        (package.parent / "__init__.py").write_text("")
        (package / "__init__.py").write_text(FORGED)
        (package / "feedback.py").write_text(FORGED)
    for name in ("__init__", "feedback"):
        py_compile.compile(
            str(inside / f"{name}.py"),
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )


@pytest.fixture(scope="module")
def book(course):
    """What the gradebook says: (student's scores, every lesson's points), each by grade id."""
    return json.loads(nbgrader(course, "-c", SCORES))


@pytest.mark.slow
@pytest.mark.once
def test_the_gradebook_knows_every_exercise_of_every_lesson(book):
    _, points = book
    for path in notebooks("lesson"):
        checks = [check.metadata.nbgrader for _, check in exercise_cells(read(path))]
        assert points[path.stem] == {each.grade_id: each.points for each in checks}


@pytest.mark.slow
@pytest.mark.once
def test_the_release_holds_what_a_learner_needs(course):
    released = course / "release" / "03_labels"
    made = {path.relative_to(released) for path in released.rglob("*") if path.is_file()}
    source = course / "source" / "03_labels"
    assert made == {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    assert answered(course, {}).cells[0].source.startswith("# How do labels")
    for answer, _ in exercise_cells(read(NOTEBOOKS / "03_labels.ipynb")):
        assert answer.source in [cell.source for cell in answered(course, {}).cells]


@pytest.mark.slow
@pytest.mark.once
def test_the_right_answers_get_all_points(book):
    scores, points = book
    assert scores["right"] == points["03_labels"]


@pytest.mark.slow
@pytest.mark.once
def test_an_open_submission_gets_nothing_and_the_lesson_runs_through(course, book):
    scores, points = book
    assert scores["open"] == dict.fromkeys(points["03_labels"], 0)
    graded = nbformat.read(
        course / "autograded" / "open" / "03_labels" / "03_labels.ipynb", as_version=4
    )
    stored = read(NOTEBOOKS / "03_labels.ipynb")
    code = [cell for cell in graded.cells if cell.cell_type == "code"]
    failed = [cell for cell in code if any(out.output_type == "error" for out in cell.outputs)]
    assert failed == [cell for cell in code if is_check(cell)]
    claimed = [
        sum(len(printed_claims(cell)) for cell in book.cells if cell.cell_type == "code")
        for book in (stored, graded)
    ]
    assert claimed[0] == claimed[1] > 5


@pytest.mark.slow
@pytest.mark.once
def test_wrong_answers_get_nothing_whatever_else_was_handed_in(book):
    """A forged package, compiled, too; a check rewritten, with other points; a check deleted."""
    scores, points = book
    assert scores["wrong"] == dict.fromkeys(points["03_labels"], 0)


def test_an_assignment_folder_is_complete(tmp_path):
    folder = write_assignment(NOTEBOOKS / "03_labels.ipynb", tmp_path)
    assert folder == tmp_path / "source" / "03_labels"
    series = folder / "series"
    for path in series.rglob("*.*"):
        assert path.read_bytes() == (ROOT / path.relative_to(series)).read_bytes()
    assert (series / "data" / "question_rows.csv").is_file()

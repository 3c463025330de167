"""What a lesson gives to fill in does not count; every exercise has a solution, explained."""

import re

import pytest
from exercises import CHECKS, every_exercise, first_said, run_as_a_cell
from nbformat.v4 import new_code_cell, new_notebook
from notebooks.compare import outputs
from notebooks.exercises import CHECK, made
from notebooks.series import code_cells, notebooks, read
from test_notebooks import OTHER_SEEDS, prose

(SOLUTIONS,) = notebooks("solutions")
LESSONS = notebooks("lesson")


def checking(notebook):
    """Number of an exercise -> its place among the code cells."""
    found = {}
    for place, cell in enumerate(code_cells(notebook)):
        found |= {number: place for number, _ in CHECK.findall(cell.source)}
    return found


ASKED = {number: path for path in LESSONS for number in checking(read(path))}


def answer_and_check(number):
    """The code of a lesson up to an exercise's answer, that answer, and what is checked of it."""
    code = [cell.source for cell in code_cells(read(ASKED[number]))]
    place = checking(read(ASKED[number]))[number]
    return code[: place - 1], code[place - 1], CHECK.search(code[place])[2]


def solved(notebook):
    """Number of an exercise -> how often its solution was found right."""
    said = "\n".join(text for cell in code_cells(notebook) for _, text in outputs(cell))
    return {number: said.count(f"Exercise {number}: right.") for number in checking(notebook)}


SOLVED = [  # the code of a solution, what is checked of it, and what is left to fill in
    ("my_rows = X[:2]", "my_rows", "my_rows = ..."),
    ("a, b = 1, 2", "(a, b)", "a = ...\nb = ..."),
    ('size = {"of a": 2 * 3}', "size", 'size = {"of a": ...}'),
    ('def f(X):\n    """Twice."""\n    return 2 * X', "f", 'def f(X):\n    """Twice."""\n    ...'),
    ("f = 1\n\n\ndef f(x):\n    return x\n\n\nf = {}", "f", "f = ..."),
]


@pytest.mark.parametrize(("code", "checked", "left"), SOLVED)
def test_what_is_left_to_fill_in_is_made_from_the_solution(code, checked, left):
    cells = [new_code_cell(code), new_code_cell(f'x.check("3.1", {checked})')]
    notebook = new_notebook(cells=cells)
    assert made(notebook) == {"3.1": (left, f'exercises.check("3.1", {checked})')}
    notebook.cells[1].metadata["exercise"] = "my_rows = ...  # two rows"
    assert made(notebook)["3.1"][0] == "my_rows = ...  # two rows"


@every_exercise
def test_what_a_lesson_gives_to_fill_in_is_not_answered_yet(exercise):
    _, answer, checked = answer_and_check(exercise)
    answered = eval(checked, run_as_a_cell(answer))
    assert "not answered yet" in first_said(exercise, answered)


@every_exercise
def test_a_check_never_takes_the_answer_of_another_exercise(exercise):
    """An answer's names are set in its own cell alone, and nowhere before it in the lesson."""
    before, answer, _ = answer_and_check(exercise)
    for name in re.findall(r"^(?:def )?(\w+)(?: = |\()", answer, re.MULTILINE):
        assert not re.search(rf"^(?:def )?{name}(?: = |\()", "\n".join(before), re.MULTILINE)


def test_solutions_are_right_restated_and_explained():
    notebook = read(SOLUTIONS)
    assert solved(notebook) == dict.fromkeys(CHECKS, 1)
    sections = re.split(r"^### ", prose(notebook), flags=re.MULTILINE)[1:]
    assert [section.split()[0] for section in sections] == list(CHECKS)
    for section in sections:
        number, title = section.splitlines()[0].split(" ", 1)
        asked = re.search(rf"^### Exercise {number}: (.+)$", prose(read(ASKED[number])), re.M)
        assert title.lower() == asked[1].lower()
        assert "\n*" in section, "restated in a line"
        assert "*The usual wrong answer" in section


def test_solutions_lead_back_to_their_lesson():
    links = re.findall(r"\]\((\d+_\w+\.ipynb)#Your-turn\)", prose(read(SOLUTIONS)))
    assert links == [path.name for path in LESSONS]


def test_every_misconception_is_met_by_an_exercise_or_a_study():
    rows = re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", prose(read(SOLUTIONS)), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 17))
    for _, where in rows:
        named = re.findall(r"\b\d+\.\d\b", where)
        assert named or "study" in where
        assert set(named) <= set(CHECKS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [None, *OTHER_SEEDS])
@pytest.mark.parametrize("path", [SOLUTIONS], ids=lambda path: path.stem)
def test_every_solution_passes_in_a_fresh_run(path, seed, runs):
    assert solved(runs(path, seed)) == dict.fromkeys(CHECKS, 1)

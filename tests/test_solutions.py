"""What a lesson gives to fill in does not count; every exercise has a solution, explained."""

import re

import pytest
from exercises import CHECKS, every_exercise, first_said, run_as_a_cell
from notebooks.compare import outputs
from notebooks.exercises import CHECK
from notebooks.measured import printed_claims
from notebooks.series import code_cells, notebooks, read
from notebooks.truths import sentences
from test_notebooks import OTHER_SEEDS, prose

(SOLUTIONS,) = notebooks("solutions")
LESSONS = notebooks("lesson")


def checking(notebook):
    """Number of an exercise -> its place among the code cells."""
    found = {}
    for place, cell in enumerate(code_cells(notebook)):
        found |= {number: place for number, _ in CHECK.findall(cell.source)}
    return found


SECTIONS = re.split(r"^### ", prose(read(SOLUTIONS)), flags=re.MULTILINE)[1:]
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


def test_solutions_ask_what_exercises_ask_and_prove_why():
    notebook = read(SOLUTIONS)
    assert solved(notebook) == dict.fromkeys(CHECKS, 1)
    assert [section.split()[0] for section in SECTIONS] == list(CHECKS)
    for section in SECTIONS:
        number, title = section.splitlines()[0].split(" ", 1)
        pattern = rf"^### Exercise {number}: (.+)$((?:(?!^#)[\s\S])+)"
        asked = re.search(pattern, prose(read(ASKED[number])), re.MULTILINE)
        assert title.lower() == asked[1].lower()
        asked, restated = sentences(asked[2]), sentences(section.split("\n\n")[1])
        assert [each for each in restated if each not in " ".join(asked)] == []
        assert [each for each in asked if each[-1] == "?" and each not in " ".join(restated)] == []
        checked = printed_claims(code_cells(notebook)[checking(notebook)[number]])
        assert re.findall(r"\*\*(.+?)\*\*", section) == [f"{each}." for each, _ in checked]
        assert checked or "“" in section, f"{number} does not prove why"
        assert "*The usual wrong answer" in section


def test_solutions_lead_back_to_their_lesson():
    links = re.findall(r"\]\((\d+_\w+\.ipynb)#Your-turn\)", prose(read(SOLUTIONS)))
    assert links == [path.name for path in LESSONS]


def test_every_misconception_is_met_by_the_exercises_that_name_it_or_a_study():
    rows = re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", SECTIONS[-1], re.MULTILINE)
    for number, where in rows:
        meets = re.compile(rf"\(Misconceptions? (?:\d+, )*{number}(?:, \d+)*\.\)")
        named = [section.split()[0] for section in SECTIONS if meets.search(section)]
        assert re.findall(r"\b\d\.\d\b", where) == named
        assert named or "study" in where


@pytest.mark.slow
@pytest.mark.parametrize("seed", [None, *OTHER_SEEDS])
@pytest.mark.parametrize("path", [SOLUTIONS], ids=lambda path: path.stem)
def test_every_solution_passes_in_a_fresh_run(path, seed, runs):
    assert solved(runs(path, seed)) == dict.fromkeys(CHECKS, 1)

"""What `check` says and returns: open, right, close, wrong, wrong again, another form, raised."""

from embedlab.exercises import feedback, forms
from embedlab.exercises.feedback import Close, Hint, Right, checks, exercise, hint_for
from embedlab.exercises.guard import call
from embedlab.lessons.the_question import exercises as the_question

import time
from functools import partial

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

check = checks(__name__)


@pytest.fixture
def graded(monkeypatch, tmp_path):
    """Registers a grader as the seventh exercise of this module, for one test."""
    monkeypatch.setattr(feedback, "_graders", dict(feedback._graders))
    monkeypatch.setattr(feedback, "_wrong_tries", {})
    monkeypatch.setattr(feedback, "NOTEBOOKS", tmp_path)
    return exercise(7, "look exactly here.")


def said(capsys, answer):
    verdict = check("0.7", answer)
    text = capsys.readouterr().out.strip()
    assert text.startswith("Exercise 0.7: ")
    return bool(verdict), text.removeprefix("Exercise 0.7: ")


@pytest.mark.parametrize(
    "answer", [..., [3, ..., 8], {"a": ...}, (...,), [[1, ...]], {...}, np.array([1, ...])]
)
def test_open_answers_are_not_graded(capsys, graded, answer):
    graded(lambda answer: 1 / 0)
    right, text = said(capsys, answer)
    assert right is False
    assert text.startswith("not answered yet.")
    assert feedback._wrong_tries == {}


@pytest.mark.parametrize("number", ["0.9", "0.0", "zero", "", 0, "0", "0.7.1", "0.-7"])
def test_unknown_exercise_is_an_error(graded, number):
    graded(lambda answer: None)
    for lesson, wrong in ((check, number), (the_question.check, "0.7")):
        with pytest.raises(ValueError, match="there is no exercise"):
            lesson(wrong, 1)


def test_the_verdict_is_for_graders_and_leaves_the_page_alone(capsys, graded):
    graded(lambda answer: None if answer == 1 else Hint("no"))
    formatter = DisplayFormatter()
    formatter.ipython_display_formatter.enabled = True
    for answer in (1, 2):
        verdict = check("0.7", answer)
        assert bool(verdict) is (answer == 1)
        assert repr(verdict) == str(answer == 1)
        assert formatter.format(verdict) == ({}, {})


def test_right_close_another_form_and_what_it_shows(capsys, graded):
    verdicts = {1: None, 2: Right("So it is."), 3: Close("Give three decimals.")}
    graded(lambda answer: verdicts[forms.number(answer, "0.5")])
    assert said(capsys, 1) == (True, "right.")
    assert said(capsys, 2) == (True, "right. So it is.")
    assert said(capsys, 3) == (False, "close. Give three decimals.")
    another = "the answer needs another form. Give one number, for instance 0.5."
    assert said(capsys, "abc") == (False, another)
    assert feedback._wrong_tries == {}


def test_the_second_try_is_told_more_and_the_third_where_the_solution_is(capsys, graded, tmp_path):
    verdicts = {"wrong": Hint("look here."), "odd": Hint("turn.", "turn left."), "right": None}
    graded(lambda answer: verdicts[answer])
    more = "not yet. Hint: look here. More directly: look exactly here."
    assert said(capsys, "wrong") == (False, "not yet. Hint: look here.")
    assert said(capsys, "wrong") == (False, more)
    assert said(capsys, "odd")[1] == "not yet. Hint: turn. More directly: turn left."
    (tmp_path / "99_solutions.ipynb").touch()
    assert said(capsys, "wrong")[1] == more + " (The solution of 0.7 is in 99_solutions.ipynb.)"
    assert said(capsys, ...)[1].startswith("not answered yet.")
    assert said(capsys, "right") == (True, "right.")
    assert said(capsys, "odd") == (False, "not yet. Hint: turn.")


def test_every_exercise_has_more_to_say():
    from exercises import CHECKS

    assert len(CHECKS) == len(feedback._graders)
    assert all(more for _, more in feedback._graders.values())


def test_a_check_has_a_limit_of_time(capsys, graded, monkeypatch):
    monkeypatch.setattr(feedback.guard, "time_limit", partial(feedback.guard.time_limit, 0.2))
    graded(lambda answer: call(answer))
    assert "was stopped after 0.2 seconds" in said(capsys, lambda: time.sleep(20))[1]


def test_what_goes_wrong_in_the_grader_itself_is_not_taken_for_the_answer(graded):
    graded(lambda answer: answer and 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check("0.7", 1)
    with pytest.raises(TypeError, match="returned 0: no Right, Close or Hint"):
        check("0.7", 0)


def test_a_missing_data_file_is_reported_as_that_and_is_no_wrong_try(capsys, monkeypatch, tmp_path):
    loader = partial(the_question.load_question_rows, tmp_path)
    monkeypatch.setattr(the_question, "load_question_rows", loader)
    monkeypatch.setattr(feedback, "_wrong_tries", {})
    assert not the_question.check("0.1", [2, 45, 8, 5, 3])
    text = capsys.readouterr().out
    assert text.startswith("Exercise 0.1: cannot be checked, a data file is missing.")
    assert "git checkout -- data/question_rows.csv" in text
    assert feedback._wrong_tries == {}


@pytest.mark.parametrize(
    ("given", "wrong", "fits"),
    [
        *[(1.0, 1, True), (1.0009, 1, True), (1.0011, 1, False), (np.nan, 1, False)],
        *[({1, 2}, {2, 1}, True), ({1}, {2, 1}, False), ([1, 2], np.array([1, 2]), True)],
        *[([1, 2], [1, 2, 3], False), ([1.0, 1.1], [1, 1], False), (1, [1], False)],
    ],
)
def test_a_usual_mistake_is_recognised_within_its_tolerance(given, wrong, fits):
    assert hint_for(given, (wrong, "so"), atol=0.001) == (Hint("so") if fits else None)


def test_the_first_mistake_that_fits_is_said_as_it_is_written():
    assert hint_for(5, (4, "a"), (5, Close("b")), (5, "c")) == Close("b")
    assert hint_for(1.0009, (1, Hint("a", "b")), rtol=0.001) == Hint("a", "b")
    assert hint_for(1.0009, (1, "a")) is None

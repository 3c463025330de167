"""What `check` says and returns: open, right, close, wrong, wrong again, another form, raised."""

from embedlab.exercises import feedback, forms, notebook_00
from embedlab.exercises.feedback import Close, Right, check, exercise
from embedlab.exercises.guard import call

from functools import partial
from itertools import count

import pytest
from IPython.core.formatters import DisplayFormatter


@pytest.fixture
def graded(monkeypatch, tmp_path):
    """Registers a grader as exercise 0.7 of this test alone."""
    monkeypatch.setattr(feedback, "_graders", dict(feedback._graders))
    monkeypatch.setattr(feedback, "_direct_hints", dict(feedback._direct_hints))
    monkeypatch.setattr(feedback, "_wrong_tries", {})
    monkeypatch.setattr(feedback, "SOLUTIONS", tmp_path / "99_solutions.ipynb")
    return exercise("0.7")


def said(capsys, answer, number="0.7"):
    result = check(number, answer)
    return bool(result), capsys.readouterr().out.strip()


@pytest.mark.parametrize("answer", [..., [3, ..., 8], {"a": ...}, (...,), [[1, ...]], {...}])
def test_open_answers_are_not_graded(capsys, graded, answer):
    graded(lambda answer: 1 / 0)
    result, text = said(capsys, answer)
    assert result is False
    assert "not answered yet" in text


@pytest.mark.parametrize("number", ["0.9", "98.1", "zero", "", 0, "0", "0.7.1"])
def test_unknown_exercise_is_an_error(number):
    with pytest.raises(ValueError, match="there is no exercise"):
        check(number, 1)


def test_the_verdict_is_for_graders_and_leaves_the_page_alone(capsys, graded):
    graded(lambda answer: None if answer == 1 else "no")
    formatter = DisplayFormatter()
    formatter.ipython_display_formatter.enabled = True
    for answer in (1, 2):
        verdict = check("0.7", answer)
        assert bool(verdict) is (answer == 1)
        assert formatter.format(verdict) == ({}, {})


def test_right_close_and_what_it_shows(capsys, graded):
    verdicts = {1: None, 2: Right("So it is."), 3: Close("Give three decimals.")}
    graded(lambda answer: verdicts[answer])
    assert said(capsys, 1) == (True, "Exercise 0.7: right.")
    assert said(capsys, 2) == (True, "Exercise 0.7: right. So it is.")
    assert said(capsys, 3) == (False, "Exercise 0.7: close. Give three decimals.")


def test_the_second_hint_is_another_and_the_third_says_where_the_solution_is(capsys, graded):
    graded(lambda answer: ("look here", "look exactly here") if answer == "wrong" else None)
    assert said(capsys, "wrong")[1].endswith("Hint: look here")
    assert said(capsys, "wrong")[1].endswith("Hint: look exactly here")
    assert said(capsys, "wrong")[1].endswith("Hint: look exactly here")
    feedback.SOLUTIONS.touch()
    assert said(capsys, "wrong")[1].endswith("(The solution of 0.7 is in 99_solutions.ipynb.)")
    assert said(capsys, "right")[0]
    assert said(capsys, "wrong")[1].endswith("Hint: look here")


def test_another_form_is_no_wrong_try(capsys, graded):
    @graded
    def grader(answer):
        return ("first", "second") if forms.number(answer, "0.5") else None

    assert said(capsys, "abc")[1] == (
        "Exercise 0.7: the answer needs another form. Give one number, for instance 0.5."
    )
    assert said(capsys, 1)[1].endswith("Hint: first")


def test_a_readers_function_that_raises_is_told_what_and_where(capsys, graded):
    graded(lambda answer: None if call(answer, 2) == 4 else "square it")

    def double_oops(x):
        return undefined_name * x  # noqa: F821

    assert said(capsys, lambda x: x * x)[0]
    _, text = said(capsys, double_oops)
    assert "your function raised NameError" in text
    assert "return undefined_name * x" in text


def test_what_goes_wrong_in_the_grader_itself_is_not_taken_for_the_answer(graded):
    graded(lambda answer: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check("0.7", 1)


def test_a_missing_data_file_is_reported_as_that_and_is_no_wrong_try(capsys, monkeypatch, tmp_path):
    loader = partial(notebook_00.load_question_rows, tmp_path)
    monkeypatch.setattr(notebook_00, "load_question_rows", loader)
    feedback._wrong_tries.clear()
    result, text = said(capsys, [2, 45, 8, 5, 3], "0.1")
    assert not result
    assert text.startswith("Exercise 0.1: cannot be checked, a data file is missing.")
    assert "git checkout -- data/question_rows.csv" in text
    assert feedback._wrong_tries == {}


def test_a_direct_hint_follows_a_hint_that_has_no_second(capsys, graded):
    exercise("0.7", "do this.")(lambda answer: answer)
    assert said(capsys, "one thing.")[1].endswith("Hint: one thing.")
    assert said(capsys, "one thing.")[1].endswith("Hint: one thing. More directly: do this.")
    assert said(capsys, ("first", "second"))[1].endswith("Hint: second")


def test_an_endless_answer_is_no_traceback(capsys, graded):
    graded(lambda answer: None if forms.numbers(answer, 2, "1, 2") is None else "no")
    holds_itself = []
    holds_itself.append(holds_itself)
    for answer in (holds_itself, count(), range(10**12)):
        assert "another form" in said(capsys, answer)[1]

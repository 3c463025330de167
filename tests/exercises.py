"""All exercises of the lessons, what their checks say, and the test of one exercise's answers."""

from embedlab.exercises import feedback

import contextlib
import importlib
import io
import linecache

import pytest
from notebooks.series import notebooks, number, topic


def run_as_a_cell(text):
    """What code defines, whose lines Python finds again, as those of a cell in Jupyter."""
    linecache.cache[text] = len(text), None, text.splitlines(keepends=True), text
    exec(compile(text, text, "exec"), names := {})
    return names


def _checks():
    for path in notebooks("lesson"):
        lesson = importlib.import_module(f"embedlab.lessons.{topic(path)}.exercises")
        places = sorted(place for module, place in feedback._graders if module == lesson.__name__)
        for place in places:
            yield f"{int(number(path))}.{place}", lesson.check


CHECKS = dict(_checks())  # "3.1" -> the check of its lesson
every_exercise = pytest.mark.parametrize("exercise", CHECKS)


def said(exercise, answer):
    """What is said to an answer; the check returns true if, and only if, that is "right."."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        verdict = CHECKS[exercise](exercise, answer)
    heading, text = printed.getvalue().splitlines()[-1].split(": ", 1)
    assert heading == f"Exercise {exercise}"
    assert bool(verdict) == text.startswith("right.")
    return text


def first_said(exercise, answer):
    """What is said to an answer if it is the first try."""
    feedback._wrong_tries.clear()
    return said(exercise, answer)


FUNCTIONS = [each for each in CHECKS if "the function itself" in first_said(each, None)]

BEGINNINGS = {
    "close": "close. ",
    "form": "the answer needs another form. ",
    "hints": "not yet. Hint: ",
}


def answers(exercise, *, right, near, **told):
    """A test of what is said to answers, for a module to keep.

    right: answers that are right. near: answers just beside these, which are not. close, form,
    hints: pairs of an answer and a piece of what is said to it; the first two are no wrong tries.
    A third entry is a piece of what the second try is told more. A hint's piece is in nothing that
    is said to an answer with another hint.
    """
    cases = [("right", answer) for answer in right] + [("near", answer) for answer in near]
    cases += [(kind, *pair) for kind, pairs in told.items() for pair in pairs]
    hints = {hint for _, hint, *_ in told.get("hints", ())}
    ids = [f"{case[0]}-{n}" for n, case in enumerate(cases)]

    @pytest.mark.parametrize("case", cases, ids=ids)
    def test(case):
        kind, answer, *words = case
        first = first_said(exercise, answer)
        if kind in ("right", "near"):
            assert first.startswith("right.") == (kind == "right"), first
            return
        assert first.startswith(BEGINNINGS[kind])
        assert words[0] in first
        if kind != "hints":
            assert feedback._wrong_tries == {}
            return
        assert not [each for each in hints if each in first and each not in words[0]]
        for more in words[1:]:
            assert said(exercise, answer).startswith(f"{first} More directly: ")
            assert more in said(exercise, answer).removeprefix(first)

    return test

"""How an answer is graded and what the reader is told.

A grader is a function of the answer. It returns `Right(lesson)`, or None, if the answer is right;
`Close(hint)` if the method is right and the last digits are not; `Hint(text, more)` if it is wrong.
From the second wrong try on the reader is told `more`, too, the hint's own or the exercise's; after
the third, where the solution stands. What a `FormError` of `forms` and an `AnswerRaisedError` of
`guard` say is told as well. Nothing else that goes wrong is taken for the reader's mistake.
"""

from embedlab.datasets import MissingDataError
from embedlab.exercises import guard
from embedlab.exercises.forms import FormError
from embedlab.exercises.guard import AnswerRaisedError

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

NOTEBOOKS = Path(__file__).resolve().parents[2]
WHERE_TO_LOOK = 3  # wrong tries, after which the reader is told where the solution stands
_graders = {}  # (module, place) -> the grader and what its hints say more
_wrong_tries = {}  # (module, place) -> how many since the last right answer


class Right(NamedTuple):
    """Right, and what the answer shows."""

    lesson: str


class Close(NamedTuple):
    """Nearly right: the method is right, the last digits are not. It is no wrong try."""

    hint: str


class Hint(NamedTuple):
    """Wrong, and what to think of; `more`, a more direct hint, follows from the second try on."""

    text: str
    more: str = ""


class Verdict(int):
    """Whether an answer was right, 1 or 0; shows nothing at the end of a cell."""

    def __repr__(self):
        return str(bool(self))

    def _ipython_display_(self):
        """Leave the page to the sentence that was printed."""


def close(places, wanted=3):
    """The verdict on a number that is right, rounded to `places` decimals, where more are asked."""
    words = ("no", "one", "two", "three")
    ending = "" if places == 1 else "s"
    return Close(f"Right to {words[places]} decimal{ending}. Give {words[wanted]} right ones.")


def hint_for(given, *mistakes, rtol=0.0, atol=0.0):
    """The verdict on a usual wrong answer; None if `given` is none of them.

    given: a number, an array or a set. mistakes: pairs of a wrong answer, within the tolerances of
    `numpy.isclose`, and what is said to it: a text, a `Hint` or a `Close`.
    """
    for wrong, said in mistakes:
        if isinstance(wrong, set):
            same = given == wrong
        else:
            same = np.shape(given) == np.shape(wrong) and np.allclose(given, wrong, rtol, atol)
        if same:
            return Hint(said) if isinstance(said, str) else said
    return None


def exercise(place, more):
    """Register the decorated function as a grader of the lesson in whose module it stands.

    place: the exercise's in its lesson, from 1. more: what helps, for hints without their own.
    """

    def register(grader):
        _graders[grader.__module__, place] = grader, more
        return grader

    return register


def checks(lesson):
    """The function `check` of a lesson: it prints whether an answer is right, and returns that.

    lesson: the `__name__` of the module that holds the lesson's graders.
    """

    def check(number, answer):
        """Print at once whether the answer to an exercise, for instance "3.2", is right; return it.

        number: the lesson's as the reader sees it, a dot, and the exercise's own. `...`, alone or
        inside a list, tuple or dict, and a function with nothing in it mean: not answered yet.
        Returns a `Verdict`, true if the answer is right. Raises `ValueError` if the lesson has no
        such exercise, `TypeError` if its grader's verdict is none.
        """
        place = re.fullmatch(r"\d+\.(\d+)", str(number))
        key = lesson, int(place[1]) if place else None
        if key not in _graders:
            raise ValueError(f"there is no exercise {number!r}")
        right, said = _graded(number, key, answer)
        print(f"Exercise {number}: {said}")
        return Verdict(right)

    return check


def _graded(number, key, answer):
    """Whether the answer to an exercise is right, and what there is to say to it."""
    grader, more = _graders[key]
    if _is_open(answer):
        return False, "not answered yet. Replace the ... and run that cell, then this one again."
    try:
        with guard.time_limit():
            verdict = grader(answer)
    except FormError as error:
        return False, f"the answer needs another form. {error}"
    except MissingDataError as error:
        return False, f"cannot be checked, a data file is missing. {error}"
    except AnswerRaisedError as error:
        verdict = Hint(str(error))
    match verdict:
        case None | Right():
            _wrong_tries.pop(key, None)
            return True, f"right. {verdict.lesson}" if verdict else "right."
        case Close(hint):
            return False, f"close. {hint}"
        case Hint(text, own):
            tries = _wrong_tries[key] = _wrong_tries.get(key, 0) + 1
            again = f" More directly: {own or more}" if tries > 1 else ""
            said = f"not yet. Hint: {text}{again}"
            solutions = sorted(NOTEBOOKS.glob("*_solutions.ipynb"))
            if tries >= WHERE_TO_LOOK and solutions:
                said += f" (The solution of {number} is in {solutions[0].name}.)"
            return False, said
    raise TypeError(f"{grader.__name__} returned {verdict!r}: no Right, Close or Hint")


def _is_open(answer, depth=5):
    """Whether something in the answer is still `...`, or a function is still to be written."""
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, np.ndarray) and answer.dtype == object:
        answer = answer.ravel().tolist()
    if isinstance(answer, list | tuple | set | frozenset):
        return depth > 0 and any(_is_open(each, depth - 1) for each in answer)
    return answer is ... or guard.is_unwritten(answer)

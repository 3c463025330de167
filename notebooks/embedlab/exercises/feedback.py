"""How an answer is graded and what the reader is told.

A grader is a function of the answer. It returns `None` if the answer is right; `Right(lesson)` if
it is right and there is more to say; a hint, a str, if it is wrong; a pair of hints, the second
more direct, for the second wrong try at the same exercise; `Close(hint)` if it is nearly right.
After a second wrong try that has no hint of its own, the exercise's direct hint follows the first.
Graders read answers with `embedlab.exercises.forms`, which refuses a wrong form with an example,
and call a reader's own function with `embedlab.exercises.guard.call`. Nothing else that goes wrong
is taken for the reader's mistake.
"""

from embedlab.datasets import MissingDataError
from embedlab.exercises import guard
from embedlab.exercises.forms import FormError
from embedlab.exercises.guard import AnswerRaisedError

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

NOTEBOOKS = Path(__file__).resolve().parents[2]
WHERE_TO_LOOK = 3  # wrong tries, after which the reader is told where the solution stands
_graders = {}
_direct_hints = {}
_wrong_tries = {}


@dataclass(frozen=True)
class Close:
    """Nearly right: the method is right, the last digits are not."""

    hint: str


@dataclass(frozen=True)
class Right:
    """Right, and what the answer shows."""

    lesson: str


class Verdict:
    """Whether an answer was right, as a truth value; shows nothing at the end of a cell."""

    def __init__(self, right):
        self.right = right

    def __bool__(self):
        return self.right

    def __repr__(self):
        return str(self.right)

    def _ipython_display_(self):
        """Leave the page to the sentence that was printed."""


def close(places, wanted=3):
    """The verdict on a number that is right, rounded to `places` decimals, where more are asked."""
    words = ("no", "one", "two", "three")
    ending = "" if places == 1 else "s"
    return Close(f"Right to {words[places]} decimal{ending}. Give {words[wanted]} right ones.")


def exercise(number, direct=""):
    """Register the decorated function as a grader of the lesson in whose module it stands.

    number: the exercise's place in the lesson, from 1. direct: what helps whatever was wrong, said
    from the second wrong try on.
    """

    def register(grader):
        key = grader.__module__, number
        _graders[key], _direct_hints[key] = grader, direct
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
        such exercise.
        """
        place = re.fullmatch(r"\d+\.(\d+)", str(number))
        key = lesson, int(place[1]) if place else None
        if key not in _graders:
            raise ValueError(f"there is no exercise {number!r}")
        return _check(number, key, answer)

    return check


def _check(number, key, answer):
    """Print what there is to say to an answer; number: as it is shown, key: of the grader."""
    if _is_open(answer):
        print(
            f"Exercise {number}: not answered yet. Replace the ... and run that cell, then this one"
            " again."
        )
        return Verdict(False)
    guard.start_clock()
    try:
        verdict = _graders[key](answer)
    except FormError as error:
        print(f"Exercise {number}: the answer needs another form. {error}")
        return Verdict(False)
    except MissingDataError as error:
        print(f"Exercise {number}: cannot be checked, a data file is missing. {error}")
        return Verdict(False)
    except AnswerRaisedError as error:
        verdict = (str(error),)  # what a function raised has no second hint
    if verdict is None or isinstance(verdict, Right):
        _wrong_tries.pop(key, None)
        print(f"Exercise {number}: right." + ("" if verdict is None else f" {verdict.lesson}"))
        return Verdict(True)
    if isinstance(verdict, Close):
        print(f"Exercise {number}: close. {verdict.hint}")
        return Verdict(False)
    tries = _wrong_tries[key] = _wrong_tries.get(key, 0) + 1
    direct = f" More directly: {_direct_hints[key]}" if _direct_hints[key] else ""
    hints = [verdict, verdict + direct] if isinstance(verdict, str) else verdict
    text = f"Exercise {number}: not yet. Hint: {hints[min(tries, len(hints)) - 1]}"
    solutions = sorted(NOTEBOOKS.glob("*_solutions.ipynb"))
    if tries >= WHERE_TO_LOOK and solutions:
        text += f" (The solution of {number} is in {solutions[0].name}.)"
    print(text)
    return Verdict(False)


def _is_open(answer, depth=5):
    """Whether something in the answer is still `...`, or a function is still to be written."""
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, np.ndarray) and answer.dtype == object:
        answer = answer.ravel().tolist()
    if isinstance(answer, list | tuple | set | frozenset):
        return depth > 0 and any(_is_open(each, depth - 1) for each in answer)
    return answer is ... or guard.is_unwritten(answer)

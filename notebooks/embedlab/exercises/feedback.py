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

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

SOLUTIONS = Path(__file__).resolve().parents[2] / "99_solutions.ipynb"
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
    """Register the decorated function as the grader of an exercise, for instance "3.2".

    direct: what helps whatever was wrong, said from the second wrong try on.
    """

    def register(grader):
        _graders[number], _direct_hints[number] = grader, direct
        return grader

    return register


def check(number, answer):
    """Print at once whether the answer to an exercise, for instance "3.2", is right; return it.

    `...`, alone or inside a list, tuple or dict, and a function with nothing in it mean: not
    answered yet. Returns a `Verdict`, true if the answer is right. Raises `ValueError` if there is
    no such exercise.
    """
    number = str(number)
    grader = _find_grader(number)
    if _is_open(answer):
        print(
            f"Exercise {number}: not answered yet. Replace the ... and run that cell, then this one"
            " again."
        )
        return Verdict(False)
    guard.start_clock()
    try:
        verdict = grader(answer)
    except FormError as error:
        print(f"Exercise {number}: the answer needs another form. {error}")
        return Verdict(False)
    except MissingDataError as error:
        print(f"Exercise {number}: cannot be checked, a data file is missing. {error}")
        return Verdict(False)
    except AnswerRaisedError as error:
        verdict = (str(error),)  # what a function raised has no second hint
    if verdict is None or isinstance(verdict, Right):
        _wrong_tries.pop(number, None)
        print(f"Exercise {number}: right." + ("" if verdict is None else f" {verdict.lesson}"))
        return Verdict(True)
    if isinstance(verdict, Close):
        print(f"Exercise {number}: close. {verdict.hint}")
        return Verdict(False)
    tries = _wrong_tries[number] = _wrong_tries.get(number, 0) + 1
    direct = f" More directly: {_direct_hints[number]}" if _direct_hints[number] else ""
    hints = [verdict, verdict + direct] if isinstance(verdict, str) else verdict
    text = f"Exercise {number}: not yet. Hint: {hints[min(tries, len(hints)) - 1]}"
    if tries >= WHERE_TO_LOOK and SOLUTIONS.is_file():
        text += f" (The solution of {number} is in {SOLUTIONS.name}.)"
    print(text)
    return Verdict(False)


def registered():
    """The numbers of all exercises of the series, in order."""
    for module in sorted(Path(__file__).parent.glob("notebook_[0-9][0-9].py")):
        import_module(f"{__package__}.{module.stem}")
    return sorted(_graders)


def _find_grader(number):
    """The grader of an exercise, its notebook's module loaded if need be."""
    notebook = number.partition(".")[0]
    name = f"{__package__}.notebook_{notebook.zfill(2)}"
    if notebook.isdecimal() and find_spec(name) is not None:
        import_module(name)
    if number not in _graders:
        raise ValueError(f"there is no exercise {number!r}")
    return _graders[number]


def _is_open(answer, depth=5):
    """Whether something in the answer is still `...`, or a function is still to be written."""
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, np.ndarray) and answer.dtype == object:
        answer = answer.ravel().tolist()
    if isinstance(answer, list | tuple | set | frozenset):
        return depth > 0 and any(_is_open(each, depth - 1) for each in answer)
    return answer is ... or guard.is_unwritten(answer)

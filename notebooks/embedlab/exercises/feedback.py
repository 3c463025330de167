"""How an answer is graded and what the reader is told.

A grader is a function of the answer. It returns `None` if the answer is right; `Right(lesson)` if
it is right and there is more to say; a hint, a str, if it is wrong; a pair of hints, the second
more direct, for the second wrong try at the same exercise; `Close(hint)` if it is nearly right.
Graders read answers with `embedlab.exercises.forms`, which refuses a wrong form with an example,
and call a reader's own function with `call`. Nothing else that goes wrong is taken for the
reader's mistake.
"""

from embedlab.exercises.forms import FormError

import traceback
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

SOLUTIONS = Path(__file__).resolve().parents[2] / "99_solutions.ipynb"
WHERE_TO_LOOK = 3  # wrong tries, after which the reader is told where the solution stands
_graders = {}
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


class AnswerRaisedError(Exception):
    """The reader's own function raised; the message says what, and in which of its lines."""


def exercise(number):
    """Register the decorated function as the grader of an exercise, for instance "3.2"."""

    def register(grader):
        _graders[number] = grader
        return grader

    return register


def check(number, answer):
    """Print at once whether the answer to an exercise, for instance "3.2", is right; return it.

    `...`, alone or inside a list, tuple or dict, means: not answered yet. Returns a `Verdict`, true
    if the answer is right. Raises `ValueError` if there is no such exercise.
    """
    number = str(number)
    grader = _find_grader(number)
    if _is_open(answer):
        print(f"Exercise {number}: not answered yet. Replace the ... and run this cell again.")
        return Verdict(False)
    try:
        verdict = grader(answer)
    except FormError as error:
        print(f"Exercise {number}: the answer needs another form. {error}")
        return Verdict(False)
    except AnswerRaisedError as error:
        verdict = str(error)
    if verdict is None or isinstance(verdict, Right):
        _wrong_tries.pop(number, None)
        print(f"Exercise {number}: right." + ("" if verdict is None else f" {verdict.lesson}"))
        return Verdict(True)
    if isinstance(verdict, Close):
        print(f"Exercise {number}: close. {verdict.hint}")
        return Verdict(False)
    tries = _wrong_tries[number] = _wrong_tries.get(number, 0) + 1
    hints = [verdict] if isinstance(verdict, str) else list(verdict)
    text = f"Exercise {number}: not yet. Hint: {hints[min(tries, len(hints)) - 1]}"
    if tries >= WHERE_TO_LOOK and SOLUTIONS.is_file():
        text += f" (The solution of {number} is in {SOLUTIONS.name}.)"
    print(text)
    return Verdict(False)


def call(function, *arguments):
    """Call a reader's function. Raises `AnswerRaisedError`, which `check` reports, if it raises."""
    try:
        return function(*arguments)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        line = f" in the line `{last.line}`" if last.line else ""
        raise AnswerRaisedError(
            f"your function raised {type(error).__name__}: {error}{line}"
        ) from error


def _find_grader(number):
    """The grader of an exercise, its notebook's module loaded if need be."""
    notebook = number.partition(".")[0]
    name = f"{__package__}.notebook_{notebook.zfill(2)}"
    if notebook.isdecimal() and find_spec(name) is not None:
        import_module(name)
    if number not in _graders:
        raise ValueError(f"there is no exercise {number!r}")
    return _graders[number]


def _is_open(answer):
    if isinstance(answer, dict):
        return any(_is_open(each) for each in answer.values())
    if isinstance(answer, list | tuple | set | frozenset):
        return any(_is_open(each) for each in answer)
    return answer is ...

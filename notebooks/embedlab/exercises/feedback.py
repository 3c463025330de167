"""How an answer is graded and what the reader is told."""

from importlib import import_module
from importlib.util import find_spec

_graders = {}


def exercise(number):
    """Register the decorated function as the grader of an exercise, for instance "3.2".

    A grader takes the answer and returns `None` if it is right, or a hint, a sentence that leads
    to the right answer without giving it away.
    """

    def register(grader):
        _graders[number] = grader
        return grader

    return register


def check(number, answer):
    """Print at once whether the answer to an exercise, for instance "3.2", is right.

    `...`, alone or inside a list, tuple or dict, means: not answered yet. A wrong answer gets a
    hint. Raises `ValueError` if there is no such exercise.
    """
    grader = _find_grader(str(number))
    if grader is None:
        raise ValueError(f"there is no exercise {number!r}")
    if _open(answer):
        print(f"Exercise {number}: not answered yet. Replace the ... and run this cell again.")
        return
    try:
        hint = grader(answer)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError) as error:
        hint = f"the answer does not have the form that is asked for ({error})."
    print(f"Exercise {number}: " + ("right." if hint is None else f"not yet. Hint: {hint}"))


def _find_grader(number):
    """The grader of an exercise, its lesson loaded if need be; None if there is none."""
    lesson = number.partition(".")[0]
    name = f"{__package__}.lesson_{lesson.zfill(2)}"
    if lesson.isdecimal() and find_spec(name) is not None:
        import_module(name)
    return _graders.get(number)


def _open(answer):
    if isinstance(answer, dict):
        return any(_open(each) for each in answer.values())
    if isinstance(answer, list | tuple | set):
        return any(_open(each) for each in answer)
    return answer is ...

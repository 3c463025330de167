"""How an answer is graded and what the reader is told."""

from importlib import import_module

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
    lesson = str(number).partition(".")[0]
    try:
        import_module(f"embedlab.exercises.lesson_{int(lesson):02d}")
        grader = _graders[str(number)]
    except (ValueError, ModuleNotFoundError, KeyError):
        raise ValueError(f"there is no exercise {number!r}") from None
    if _open(answer):
        print(f"Exercise {number}: not answered yet. Replace the ... and run this cell again.")
        return
    try:
        hint = grader(answer)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError) as error:
        hint = f"the answer does not have the form that is asked for ({error})."
    print(f"Exercise {number}: " + ("right." if hint is None else f"not yet. Hint: {hint}"))


def _open(answer):
    if isinstance(answer, dict):
        return any(_open(each) for each in answer.values())
    if isinstance(answer, list | tuple | set):
        return any(_open(each) for each in answer)
    return answer is ...

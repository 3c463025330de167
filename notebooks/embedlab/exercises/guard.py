"""Calling a reader's own function, so that it can harm neither the page nor the data.

`call` gives it copies of the arguments and says what went wrong in words that a reader can use;
`time_limit` stops it. `is_unwritten` tells a function that is still to be filled in.
"""

from embedlab.exercises import forms

import ast
import contextlib
import copy
import inspect
import re
import signal
import sysconfig
import textwrap
import threading
import traceback
from itertools import islice
from pathlib import Path

import numpy as np

SECONDS = 8.0  # for one check
LONGEST_TEXT = 200  # letters of an error's message
MOST = 1000  # items of a generator that are taken
_NOTHING = {"...", "pass", "return", "return ...", "return None"}
_TICK = 0.05  # seconds until a function that caught the alarm is stopped again
_LIBRARIES = tuple(
    str(Path(path).resolve())
    for path in (*sysconfig.get_paths().values(), Path(__file__).parents[1])
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # of Keras's messages, say


class AnswerRaisedError(Exception):
    """The reader's own function went wrong; the message says how, and in which of its lines."""


class _TimeIsUpError(BaseException):
    """Raised inside a function that takes too long; no `except Exception` of its own stops it."""


@contextlib.contextmanager
def time_limit(seconds=SECONDS):
    """Stop a reader's function that still runs so many seconds after this was entered.

    The alarm reaches a function between two steps of Python: one long call of NumPy ends first.
    There is no limit on Windows and in other threads than the main one, where Jupyter runs its
    cells: Jupyter's stop button and nbgrader's time-out work there.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def ring(signum, frame):
        while frame:
            if frame.f_code is _run.__code__:
                raise _TimeIsUpError(f"{seconds:g} seconds")
            frame = frame.f_back

    handler = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler or signal.SIG_DFL)


def call(function, *arguments):
    """Call a reader's function with copies of the arguments; returns what it returns.

    Raises `AnswerRaisedError` if the function raises anything, ends the program, changes what it
    was given, returns nothing, or is stopped by a `time_limit`. A KeyboardInterrupt goes through:
    the page's stop button works as ever. Of what a generator yields, a list is returned.
    """
    given = copy.deepcopy(arguments)
    try:
        result = _run(function, given)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # `sys.exit()` as well
        raise AnswerRaisedError(_told(error, arguments)) from error
    for position, (before, after) in enumerate(zip(arguments, given, strict=True)):
        if not _same(before, after):
            name = _name_of(function, position)
            raise AnswerRaisedError(f"your function changes its argument {name}. Work on a copy.")
    if result is None or result is ...:
        raise AnswerRaisedError("your function returns nothing yet: is there a `return`?")
    return result


def array_from(function, *arguments, shape, instead=()):
    """What `call` returns, as a float64 array of that shape.

    instead: usual wrong shapes, each with what is said to it. Raises `AnswerRaisedError` as `call`
    does, for what is no array of numbers, and for another shape.
    """
    found = forms.array(call(function, *arguments))
    if found is None:
        raise AnswerRaisedError("your function returns something that is not an array of numbers.")
    if found.shape != shape:
        told = f"your function returns shape {found.shape}, not {shape}{_given(arguments)}."
        raise AnswerRaisedError(dict(instead).get(found.shape, told))
    return found


def is_unwritten(function):
    """Whether a function's text holds nothing but a docstring, `...`, `pass` or `return`."""
    try:
        (written,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
        steps = written.body[ast.get_docstring(written) is not None :]
    except (AttributeError, OSError, TypeError, ValueError, SyntaxError):
        return False  # no function, or one whose text is not to be had
    return {ast.unparse(step) for step in steps} <= _NOTHING


def _run(function, arguments):
    """Where a reader's function runs; nothing but what is called from here is ever stopped."""
    found = function(*arguments)
    return list(islice(found, MOST)) if inspect.isgenerator(found) else found


def _told(error, arguments):
    """What an error says, where it comes from and what the function was given, in words."""
    line = _line_of(traceback.extract_tb(error.__traceback__))
    if isinstance(error, _TimeIsUpError):
        return f"your function was stopped after {error}{line}. Does a loop never end?"
    if isinstance(error, SystemExit):
        return f"your function ends the program{line}. Let it return instead."
    try:
        text = " ".join(_COLOURS.sub("", str(error)).split()).rstrip(".")
    except Exception:  # an error class of the reader's own that cannot be shown
        text = ""
    text = f"{text[:LONGEST_TEXT]}…" if len(text) > LONGEST_TEXT else text
    raised = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return f"your function raised {raised}{line}{_given(arguments)}."


def _given(arguments):
    """What a function was given, in words."""
    shown = [
        f"an array of shape {each.shape}" if isinstance(each, np.ndarray) else str(each)
        for each in arguments
    ]
    return f", given {', '.join(shown)}" if shown else ""


def _line_of(frames):
    """The last line that the reader wrote, as " in the line `…`"; "" if there is none."""
    for frame in reversed(frames):
        own = not str(Path(frame.filename).resolve()).startswith(_LIBRARIES)
        if own and frame.line and not frame.filename.startswith("<frozen"):
            return f" in the line `{frame.line}`"
    return ""


def _name_of(function, position):
    """A parameter as the reader calls it, or its place."""
    try:
        return f"`{list(inspect.signature(function).parameters)[position]}`"
    except (TypeError, ValueError, IndexError):
        return f"number {position + 1}"


def _same(before, after):
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return before == after

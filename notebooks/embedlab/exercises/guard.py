"""Calling a reader's own function, so that it can harm neither the page nor the data.

`call` gives it copies of the arguments and a few seconds, and says what went wrong in words that a
reader can use. `is_unwritten` tells a function that is still to be filled in.
"""

import contextvars
import copy
import ctypes
import dis
import inspect
import re
import sys
import sysconfig
import threading
import time
import traceback
from itertools import islice
from pathlib import Path

import numpy as np

SECONDS = 8.0  # for all calls of one check together
LONGEST_TEXT = 200  # letters of an error's message
_TICK = 0.05  # seconds between two looks at whether the page was interrupted
_LIBRARIES = tuple(
    {str(Path(path).resolve()) for path in sysconfig.get_paths().values() if path}
    | {str(Path(__file__).resolve().parents[1])}
)
_QUIET_STEPS = {"RESUME", "NOP", "CACHE", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST"}
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # of Keras's messages, say
_left = SECONDS


class AnswerRaisedError(Exception):
    """The reader's own function went wrong; the message says how, and in which of its lines."""


class _TimeIsUpError(SystemExit):
    """Raised inside a function that takes too long; no `except Exception` of its own stops it."""


def start_clock():
    """Give the calls that follow `SECONDS` seconds together."""
    global _left
    _left = SECONDS


def call(function, *arguments):
    """Call a reader's function with copies of the arguments; returns what it returns.

    Raises `AnswerRaisedError` if the function raises anything, ends the program, changes what it
    was given, returns nothing, or has not finished when the time is up: then it is stopped. It runs
    in a thread of its own, so that the page is free again even if it cannot be stopped, as inside
    one long call of NumPy, which then goes on in the background. Interrupting the page works as
    ever. What a generator yields is returned as a list.
    """
    global _left
    given = copy.deepcopy(arguments)
    result, error, done = [], [], threading.Event()

    def work():
        try:
            found = function(*given)
            result.append(list(islice(found, 1000)) if inspect.isgenerator(found) else found)
        except BaseException as raised:  # `sys.exit()` as well
            error.append(raised)
        finally:
            done.set()

    # The copied context makes what the function prints appear under the cell that was run.
    context = contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=(work,), daemon=True)
    began = time.monotonic()
    thread.start()
    line = ""
    try:
        # An event: `join`, when interrupted, takes a running thread for one that has ended.
        while not done.wait(_TICK) and time.monotonic() - began < _left:
            pass
        if not done.is_set():
            line = _line_of(traceback.extract_stack(sys._current_frames().get(thread.ident)))
    finally:
        _stop(thread, done)
        _left = max(_left - (time.monotonic() - began), 0.0)
    if not result and (not error or isinstance(error[0], _TimeIsUpError)):
        raise AnswerRaisedError(
            f"your function was stopped after {SECONDS:g} seconds{line}. Does a loop never end?"
        )
    if error:
        raise AnswerRaisedError(_told(error[0])) from error[0]
    for position, (before, after) in enumerate(zip(arguments, given, strict=True)):
        if not _same(before, after):
            name = _name_of(function, position)
            raise AnswerRaisedError(f"your function changes its argument {name}. Work on a copy.")
    if result[0] is None or result[0] is ...:
        raise AnswerRaisedError("your function returns nothing yet: is there a `return`?")
    return result[0]


def is_unwritten(function):
    """Whether a function holds nothing but a docstring and `...`, `pass` or `return`."""
    code = getattr(function, "__code__", None)
    if not inspect.iscode(code):
        return False
    steps = list(dis.get_instructions(code))
    return all(step.opname in _QUIET_STEPS for step in steps) and all(
        step.argval is None or step.argval is ...
        for step in steps
        if step.opname in ("LOAD_CONST", "RETURN_CONST")
    )


def _stop(thread, done):
    """End a thread that still runs, at its next step in Python, a few times if need be."""
    for _ in range(10):
        if done.is_set():
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(_TimeIsUpError)
        )
        done.wait(_TICK)


def _told(error):
    """What an error says and where it comes from, in words."""
    line = _line_of(traceback.extract_tb(error.__traceback__))
    if isinstance(error, SystemExit):
        return f"your function ends the program{line}. Let it return instead."
    try:
        text = " ".join(_COLOURS.sub("", str(error)).split()).rstrip(".")
    except Exception:  # an error class of the reader's own that cannot be shown
        text = ""
    text = f"{text[:LONGEST_TEXT]}…" if len(text) > LONGEST_TEXT else text
    return f"your function raised {type(error).__name__}{': ' if text else ''}{text}{line}."


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
        names = [
            name
            for name, parameter in inspect.signature(function).parameters.items()
            if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        ]
    except (TypeError, ValueError):
        names = []
    return f"`{names[position]}`" if position < len(names) else f"number {position + 1}"


def _same(before, after):
    if isinstance(before, np.ndarray):
        same = before.shape == after.shape and before.dtype == after.dtype
        return same and np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return before == after

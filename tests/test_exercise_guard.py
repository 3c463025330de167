"""A reader's own function is called with copies, for a few seconds, and told what went wrong."""

from embedlab.exercises.guard import AnswerRaisedError, array_from, call, is_unwritten, time_limit

import contextlib
import itertools
import os
import signal
import sys
import threading
import time

import numpy as np
import pytest
from exercises import run_as_a_cell

TABLE = np.zeros((3, 2))
needs_alarm = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarm")


def told(function, *arguments):
    with pytest.raises(AnswerRaisedError) as caught, time_limit(0.3):
        call(function, *arguments)
    return str(caught.value)


def test_what_the_function_returns_and_prints_arrives(capsys):
    assert call(lambda a, b: print("here") or a + b, 2, 3) == 5
    assert capsys.readouterr().out == "here\n"
    assert call(lambda: (each for each in itertools.count())) == list(range(1000))


def raises_in_a_library():
    return np.reshape([1, 2], (3, 5))


def test_an_error_is_told_with_the_readers_own_line():
    text = told(lambda: undefined_name)  # noqa: F821
    assert text.startswith("your function raised NameError: name 'undefined_name' is not defined")
    assert "in the line `return np.reshape([1, 2], (3, 5))`." in told(raises_in_a_library)
    assert told(lambda x, y: 1 // 0, 5, TABLE).endswith(", given 5, an array of shape (3, 2).")
    assert "TypeError" in told(lambda x: x)
    assert "in the line" not in told(lambda x: x)  # the line that calls it is not the reader's


def test_ends_of_the_program_and_of_the_stack_are_told():
    def forever(x):
        return forever(x) + 1

    assert "ends the program in the line" in told(lambda: sys.exit())
    assert "ends the program" in told(lambda: exit(3))
    assert "RecursionError" in told(forever, 1)
    assert "MemoryError" in told(lambda: bytearray(10**18))


def test_long_and_unshowable_errors_are_cut():
    class OddError(Exception):
        def __str__(self):
            return 1 / 0

    def odd():
        raise OddError

    assert told(odd).startswith("your function raised OddError in the line `raise OddError`.")
    assert len(told(lambda: {}["x" * 5000])) < 400


def endless():
    while True:
        pass


def endless_that_catches_everything():
    while True:
        with contextlib.suppress(BaseException):
            sum(range(10))


def forgiving():
    with contextlib.suppress(Exception):
        time.sleep(20)
    return 1


def endless_generator():
    while True:
        yield from ()


@needs_alarm
@pytest.mark.parametrize(
    "function", [endless, endless_that_catches_everything, forgiving, endless_generator]
)
def test_what_does_not_end_is_stopped_quietly(function, capfd):
    began = time.monotonic()
    text = told(function)
    assert text.startswith("your function was stopped after 0.3 seconds in the line `")
    assert text.endswith("`. Does a loop never end?")
    assert time.monotonic() - began < 3
    assert capfd.readouterr() == ("", "")


@needs_alarm
def test_all_calls_of_a_check_share_the_time_and_nothing_else_is_stopped():
    calls = []

    def call_on_and_on():
        for number in range(40):
            calls.append(number)
            call(lambda: time.sleep(0.1) or 1)

    with time_limit(0.5):
        with pytest.raises(AnswerRaisedError, match="was stopped"):
            call_on_and_on()
        time.sleep(0.2)  # the grader's own work
        with pytest.raises(AnswerRaisedError, match="was stopped"):
            call(endless)
    assert 2 <= len(calls) <= 6
    assert call(lambda: time.sleep(0.6) or 1) == 1  # outside of a check there is no limit


@needs_alarm
def test_a_check_inside_a_readers_function_has_its_own_time():
    def checks_itself():
        with time_limit(0.1):
            return call(endless)

    assert "AnswerRaisedError: your function was stopped after 0.1 seconds" in told(checks_itself)


def test_in_another_thread_and_without_alarms_there_is_no_limit(monkeypatch):
    found = []

    def check():
        with time_limit(0.1):
            found.append(call(lambda: time.sleep(0.3) or 1))

    thread = threading.Thread(target=check)
    thread.start()
    thread.join()
    monkeypatch.delattr(signal, "setitimer", raising=False)
    check()
    assert found == [1, 1]


@needs_alarm
def test_interrupting_the_page_stops_the_function_and_is_no_mistake():
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    began = time.monotonic()
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt), time_limit(20):
        call(endless)
    assert time.monotonic() - began < 5


def test_the_data_cannot_be_changed_and_the_attempt_is_told():
    rows, names = [[1, 2]], {"a": 1}
    changes = {
        "`table`": lambda table, rows, names: table.fill(1),
        "`mine`": lambda table, mine, names: mine[0].append(3),
        "number 3": lambda *given: given[2].clear(),
    }
    for name, change in changes.items():
        assert f"changes its argument {name}." in told(change, TABLE, rows, names)
    assert (TABLE.any(), rows, names) == (False, [[1, 2]], {"a": 1})
    not_a_number = np.array([np.nan, 1.0])
    assert call(lambda x: x, not_a_number) is not not_a_number


def test_what_is_no_array_of_numbers_and_of_another_shape_is_told():
    assert array_from(lambda x: [[x, 2]], 1, shape=(1, 2)).tolist() == [[1.0, 2.0]]
    for odd in ("text", [[1], [2, 3]], 1j, {"a": 1}, 5):
        with pytest.raises(AnswerRaisedError, match="not an array of numbers"):
            array_from(lambda odd=odd: odd, shape=(2,))
    shapes = {"shape": (3,), "instead": {(2,): "one is missing."}}
    with pytest.raises(AnswerRaisedError, match=r"shape \(1,\), not \(3,\), given 4, an array of"):
        array_from(lambda *given: [1], 4, TABLE, **shapes)
    with pytest.raises(AnswerRaisedError, match="one is missing"):
        array_from(lambda: [1, 2], **shapes)


DOCUMENTED = '"""Says what it will do."""\n    '


def function_of(body):
    return run_as_a_cell(f"def function(x):\n    {body}")["function"]


@pytest.mark.parametrize("documented", ["", DOCUMENTED])
@pytest.mark.parametrize("body", ["...", "pass", "return", "return ...", "return None"])
def test_stubs_are_unwritten_and_return_nothing(documented, body):
    stub = function_of(documented + body)
    assert is_unwritten(stub)
    assert is_unwritten(function_of(DOCUMENTED))
    for function in (stub, function_of("y = x")):
        assert "is there a `return`?" in told(function, 1)


WRITTEN = ["y = x", "return 'x'", f"{DOCUMENTED}return 'x'", f"{DOCUMENTED}return x", "yield"]
WRITTEN += ["return False", "return 0", f"{DOCUMENTED}...\n    return 1", "print(end='')"]
NO_STUBS = [*map(function_of, WRITTEN), print, int, 5, None, lambda: 1, lambda x: x, time_limit]


@pytest.mark.parametrize("other", NO_STUBS)
def test_nothing_else_is_unwritten(other):
    assert not is_unwritten(other)

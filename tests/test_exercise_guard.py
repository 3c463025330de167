"""A reader's own function is called with copies, for a few seconds, and told what went wrong."""

from embedlab.exercises import guard
from embedlab.exercises.guard import AnswerRaisedError, call, is_unwritten, start_clock

import _thread
import contextlib
import itertools
import sys
import threading
import time

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def half_a_second(monkeypatch):
    monkeypatch.setattr(guard, "SECONDS", 0.5)
    start_clock()


def told(function, *arguments):
    with pytest.raises(AnswerRaisedError) as caught:
        call(function, *arguments)
    return str(caught.value)


def test_what_the_function_returns_and_prints_arrives(capsys):
    assert call(lambda a, b: print("here") or a + b, 2, 3) == 5
    assert capsys.readouterr().out == "here\n"
    assert call(iter_of_three) == [0, 1, 2]


def iter_of_three():
    yield from range(3)


def raises_in_a_library():
    values = [1, 2]
    return np.reshape(values, (3, 5))


def test_an_error_is_told_with_the_readers_own_line():
    text = told(lambda: undefined_name)  # noqa: F821
    assert text.startswith("your function raised NameError: name 'undefined_name' is not defined")
    assert "in the line `return np.reshape(values, (3, 5))`." in told(raises_in_a_library)
    assert "TypeError" in told(lambda x: x)
    assert "in the line" not in told(lambda x: x)  # the line that calls it is not the reader's


def test_ends_of_the_program_and_of_the_stack_are_told():
    def forever(x):
        return forever(x) + 1

    def interrupt():
        raise KeyboardInterrupt

    assert "ends the program in the line" in told(lambda: sys.exit())
    assert "ends the program" in told(lambda: exit(3))
    assert "RecursionError" in told(forever, 1)
    assert "KeyboardInterrupt" in told(interrupt)
    assert "MemoryError" in told(lambda: bytearray(10**18))


def test_long_and_unshowable_errors_are_cut():
    class OddError(Exception):
        def __str__(self):
            return 1 / 0

    def odd():
        raise OddError

    assert told(odd).startswith("your function raised OddError in the line `raise OddError`.")
    assert len(told(lambda: 1 + int("9" * 4000 + "x"))) < 400


def endless():
    while True:
        pass


def endless_with_except():
    while True:
        with contextlib.suppress(Exception):
            sum(range(10))


def asleep():
    time.sleep(1.5)
    return 1


def endless_generator():
    while True:
        yield from ()


@pytest.mark.parametrize("function", [endless, endless_with_except, endless_generator])
def test_an_endless_loop_is_stopped(function):
    threads = threading.active_count()
    began = time.monotonic()
    text = told(function)
    assert "was stopped after 0.5 seconds in the line `" in text
    assert time.monotonic() - began < 3
    assert threading.active_count() == threads, "the loop still runs"


def test_an_endless_iterator_is_cut():
    def numbers():
        yield from itertools.count()

    assert call(numbers) == list(range(1000))


def test_what_cannot_be_stopped_at_once_leaves_the_page_free():
    began = time.monotonic()
    assert "was stopped" in told(asleep)
    assert time.monotonic() - began < 1.4


def test_all_calls_of_a_check_share_the_time():
    calls = []

    def check():
        for number in range(20):
            calls.append(number)
            call(lambda: time.sleep(0.1) or 1)

    with pytest.raises(AnswerRaisedError, match="was stopped"):
        check()
    assert 2 <= len(calls) <= 6
    start_clock()
    assert call(lambda: 1) == 1


def test_interrupting_the_page_stops_the_function_too(monkeypatch):
    monkeypatch.setattr(guard, "SECONDS", 20.0)
    start_clock()
    threads = threading.active_count()
    began = time.monotonic()
    timer = threading.Timer(0.3, _thread.interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        call(endless)
    timer.join()
    assert time.monotonic() - began < 5
    assert threading.active_count() == threads


def test_the_data_cannot_be_changed_and_the_attempt_is_told():
    table, rows, names = np.zeros((3, 2)), [[1, 2]], {"a": np.ones(2)}

    def change_table(table, rows, names):
        table[0] = 1
        return table

    def change_rows(table, mine, names):
        mine[0].append(3)
        return 1

    def change_names(*given):
        given[2].clear()
        return 1

    assert "its argument `table`" in told(change_table, table, rows, {})
    assert "its argument `mine`" in told(change_rows, table, rows, {})
    assert "its argument number 3" in told(change_names, table, rows, {"a": 1})
    assert not table.any()
    assert rows == [[1, 2]]
    assert list(names) == ["a"]
    not_a_number = np.array([np.nan, 1.0])
    assert call(lambda x: x, not_a_number) is not not_a_number


def empty(): ...


def with_docstring(x):
    """Says what it will do."""
    ...


def only_pass(x):
    pass


def returns_dots(x):
    return ...


def begun(x):
    y = x + 1  # noqa: F841


@pytest.mark.parametrize("function", [empty, with_docstring, only_pass, returns_dots])
def test_stubs_are_unwritten(function):
    assert is_unwritten(function)


@pytest.mark.parametrize(
    "other", [begun, print, int, lambda x: x, lambda: 1, lambda: print(), iter_of_three, 5, None]
)
def test_other_functions_are_not(other):
    assert not is_unwritten(other)


@pytest.mark.parametrize("function", [empty, returns_dots, begun, print])
def test_returning_nothing_is_told(function):
    arguments = (1,) if function is not empty else ()
    assert "is there a `return`?" in told(function, *arguments)

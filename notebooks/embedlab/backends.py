"""Calls functions in Pythons of their own: where Keras runs on JAX, or on several machines' worth.

Keras chooses its backend when it is imported, and JAX counts its devices when it starts: both need
another Python than the notebook's. `run_apart` sends it the source of a function, and brings back
what that returns. Whatever was started ends with who started it.
"""

import contextlib
import importlib.util
import inspect
import io
import math
import os
import pickle
import re
import socket
import subprocess
import symtable
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import FunctionType, ModuleType

import numpy as np

ENGINES = {"jax": "0.10.2", "orbax-checkpoint": "0.12.8", "keras-rs": "0.4.0"}
"""What readers may leave out, in the versions that this series is tested with."""

NOTEBOOKS = Path(__file__).resolve().parents[1]
CALL = "from embedlab.backends import answer_call; answer_call()"  # what the other Python runs
BYTES = {"pred": 1, "s8": 1, "u8": 1, "bf16": 2, "f16": 2, "s64": 8, "u64": 8, "f64": 8}
NOT_NEEDED = ("sklearn", "scipy.stats", "matplotlib", "pandas")  # Keras starts in half the time


class BackendError(RuntimeError):
    """The function failed over there; the message ends with what it wrote to stderr."""


def engines_found():
    """Whether each of `ENGINES` can be used; prints one line that says what to install, if any.

    The others run on JAX here, so without it none is found.
    """
    if missing := [name for name in ENGINES if not _importable(name)]:
        print(_advice(missing))
    return [not {"jax", name} & set(missing) for name in ENGINES]


def _importable(engine):
    module = {"orbax-checkpoint": "orbax"}.get(engine, engine.replace("-", "_"))
    return importlib.util.find_spec(module) is not None


def _advice(missing):
    pins = " ".join(f"{name}=={ENGINES[name]}" for name in missing)
    return f"Cells that need {' or '.join(missing)} do nothing. To install: pip install {pins}"


def run_on_jax(function, *arguments, devices=1, processes=1):
    """Call `function(*arguments)` where Keras runs on JAX; see `run_apart`.

    devices: as how many devices the processor shows itself to JAX, in each process. Arrays of JAX
    in the result come back as arrays of NumPy. Raises `ImportError` if JAX is missing.
    """
    if not _importable("jax"):
        raise ImportError(_advice(["jax"]))
    there = {
        "KERAS_BACKEND": "jax",
        "JAX_PLATFORMS": "cpu",
        "XLA_FLAGS": f"--xla_force_host_platform_device_count={int(devices)}",
    }
    return run_apart(function, *arguments, processes=processes, there=there)


def run_apart(function, *arguments, processes=1, there=None, seconds=180):
    """Call `function(*arguments)` in a new Python and return its result; in several: a list.

    function: one that the notebook defines with def. Its source is sent, with that of the other
    functions of the notebook that it names, the imports that it needs, and the values: numbers,
    texts, arrays. Arguments and result may be whatever pickle takes. What the (first) function
    prints is printed here. processes: in how many Pythons at once; the argument-free
    `keras.distribution.initialize()` finds there who the others are. there: variables of the
    environment. seconds: when to give up.

    Raises `BackendError` if one fails, with its traceback, or answers too late; the others are
    ended then. Raises `ValueError` for a lambda and a function that is defined inside another one.
    """
    there = {
        "PYTHONPATH": os.pathsep.join([str(NOTEBOOKS), os.environ.get("PYTHONPATH", "")]),
        "KERAS_DISTRIBUTION_JOB_ADDRESSES": f"127.0.0.1:{free_port()}",
        "KERAS_DISTRIBUTION_NUM_PROCESSES": str(processes),
    } | (there or {})
    call, until = pickle.dumps((_packed(function), arguments)), time.monotonic() + seconds
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as parent:
        folders = [Path(parent, str(number)) for number in range(processes)]
        started = [_start(folder, call, os.environ | there) for folder in folders]
        waits, failed = dict(zip(folders, started, strict=True)), None
        try:
            while waits and not failed and time.monotonic() < until:
                waits = {at: each for at, each in waits.items() if not (at / "result").exists()}
                failed = next((at for at, each in waits.items() if each.poll()), None)
                time.sleep(0.02)
        finally:
            for each in started:  # the results are here; how long they need to end is not ours
                each.kill()
                each.communicate()
        if waits:
            at = failed or next(iter(waits))
            how = "failed" if failed else f"gave no answer in {seconds} seconds (try once more)"
            raise BackendError(f"{function.__name__} {how}:\n{(at / 'err').read_text('utf-8')}")
        results = [pickle.loads((at / "result").read_bytes()) for at in folders]
    print(results[0][0], end="")
    return [each for _, each in results] if processes > 1 else results[0][1]


def _start(folder, call, environment):
    folder.mkdir()
    (folder / "call").write_bytes(call)
    environment = environment | {"KERAS_DISTRIBUTION_PROCESS_ID": folder.name}
    command = [sys.executable, "-c", CALL, folder]
    with (folder / "err").open("wb") as err:
        files = {"stdin": subprocess.PIPE, "stdout": err, "stderr": err}
        return subprocess.Popen(command, env=environment, **files)


def free_port():
    """The number of a port of this machine that nobody listens to now."""
    with socket.socket() as ours:
        ours.bind(("localhost", 0))
        return ours.getsockname()[1]


def answer_call():
    """The other side: call what lies in the folder that the command names, leave its result."""
    folder, pipe, printed = Path(sys.argv[1]), os.dup(0), io.StringIO()
    _end_with_parent(pipe)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: _end_with_parent(pipe))
    if os.environ.get("KERAS_BACKEND") == "jax":
        sys.modules["tensorflow"] = None  # Keras would load it, to set its seed as well
    sys.modules |= dict.fromkeys(NOT_NEEDED)
    import keras

    for name in NOT_NEEDED:
        del sys.modules[name]
    packed, arguments = pickle.loads((folder / "call").read_bytes())
    with contextlib.redirect_stdout(printed):
        result = _unpacked(packed, folder)(*arguments)
    plain = keras.tree.map_structure(_without_jax, result)
    (folder / "half").write_bytes(pickle.dumps((printed.getvalue(), plain)))
    (folder / "half").rename(folder / "result")
    sys.stdin.read()  # until the notebook has what it waits for


def _without_jax(value):
    return np.asarray(value) if type(value).__module__.startswith("jax") else value


def _end_with_parent(pipe):
    """End this process as soon as the pipe is closed, which happens when who started it ends."""
    threading.Thread(target=lambda: os.read(pipe, 1) or os._exit(1), daemon=True).start()


def travelling(text):
    """What travels between devices when a compiled program of JAX runs once.

    text: the program's, as `jax.jit(...).lower(...).compile().as_text()`. Returns a list of
    (operation, shapes, bytes): one entry for each operation that sends numbers from device to
    device, the shapes as XLA writes them, for instance "f32[64,5,16]", and their bytes together, as
    one device receives them.
    """
    operations = "all-reduce|all-gather|all-to-all|reduce-scatter|collective-permute"
    found = []
    for result, operation in re.findall(rf"= (.+?) ({operations})(?:-start)?\(", text):
        shapes = re.findall(r"([a-z]+\d*)\[([\d,]*)\]", result)
        sizes = [
            BYTES.get(kind, 4) * math.prod(map(int, filter(None, numbers.split(","))))
            for kind, numbers in shapes
        ]
        found.append((operation, [f"{kind}[{numbers}]" for kind, numbers in shapes], sum(sizes)))
    return found


def _packed(function):
    """A function's name, a script of the sources that it needs, and the values that these name."""
    imports, sources, values = set(), {}, {}

    def visit(name, each):
        if "<" in each.__qualname__:
            raise ValueError(
                f"{each.__qualname__}: give it a name of its own in the notebook, with def: a "
                "function travels as its source"
            )
        sources[name] = inspect.getsource(each)
        if name != each.__name__:
            sources[name] += f"\n{name} = {each.__name__}\n"
        for other in _globals_named(sources[name]) & set(each.__globals__) - set(sources):
            value = each.__globals__[other]
            if isinstance(value, ModuleType):
                imports.add(f"import {value.__name__} as {other}")
            elif isinstance(value, FunctionType) and value.__globals__ is each.__globals__:
                visit(other, value)
            else:
                values[other] = value  # pickle names what is imported by its module

    visit(function.__name__, function)
    return function.__name__, "\n".join([*sorted(imports), *sources.values()]), values


def _globals_named(source):
    """The global names that a source uses, in functions inside it, too."""

    def used(scope):
        names = {symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global()}
        return names.union(*map(used, scope.get_children()))

    return used(symtable.symtable(source, "the notebook", "exec"))


def _unpacked(packed, folder):
    name, script, values = packed
    file = folder / "sources.py"  # a file, so that a traceback shows its lines
    file.write_text(script, "utf-8")
    variables = {"__name__": "__main__", **values}
    exec(compile(script, file, "exec"), variables)
    return variables[name]

"""Calls a function where Keras runs on JAX, in a Python of its own.

Keras chooses its backend when it is imported, and JAX counts its devices when it starts. So a
notebook whose Keras runs on TensorFlow needs a second Python for JAX. `run_on_jax` starts one,
sends it the source of a function of the notebook, and brings back what the function returns.
"""

import importlib.util
import inspect
import math
import os
import pickle
import re
import subprocess
import symtable
import sys
import tempfile
from pathlib import Path
from types import FunctionType, ModuleType

import keras
import numpy as np

JAX = "0.10.2"
"""The version of JAX that this series is tested with."""

MISSING = (
    "JAX is not installed, so the cells that need it do nothing. "
    f"To install it: pip install jax=={JAX}"
)
NOTEBOOKS = Path(__file__).resolve().parents[1]
CALL = "from embedlab.backends import answer_call; answer_call()"  # what the second Python runs
BYTES = {"pred": 1, "s8": 1, "u8": 1, "bf16": 2, "f16": 2, "s64": 8, "u64": 8, "f64": 8}


class BackendError(RuntimeError):
    """The function failed on JAX; the message ends with the error that it raised there."""


def jax_found():
    """Say whether JAX can be imported; if not, print one line that says what to install."""
    found = importlib.util.find_spec("jax") is not None
    if not found:
        print(MISSING)
    return found


def run_on_jax(function, *arguments, devices=1):
    """Call `function(*arguments)` in a new Python, where Keras runs on JAX; return its result.

    function: one that the notebook defines with def. Its source is sent, with that of the other
    functions of the notebook that it names, the imports that it needs, and the values: numbers,
    texts, arrays. devices: as how many devices the processor shows itself to JAX. Arguments and
    result may be whatever pickle takes; arrays of JAX in the result come back as arrays of NumPy.
    What it prints is printed here. After five minutes it is stopped.

    Raises `BackendError` if the function fails there, with its traceback, `ImportError` if JAX is
    missing, and `ValueError` for a lambda and for a function that is defined inside another one.
    """
    if importlib.util.find_spec("jax") is None:
        raise ImportError(MISSING)
    there = {
        "KERAS_BACKEND": "jax",
        "JAX_PLATFORMS": "cpu",
        "XLA_FLAGS": f"--xla_force_host_platform_device_count={int(devices)}",
        "PYTHONPATH": os.pathsep.join([str(NOTEBOOKS), os.environ.get("PYTHONPATH", "")]),
    }
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "call").write_bytes(pickle.dumps((_packed(function), arguments)))
        done = subprocess.run(
            [sys.executable, "-c", CALL, folder],
            env=os.environ | there,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode:
            raise BackendError(f"{function.__name__} failed on JAX:\n{done.stderr.strip()}")
        print(done.stdout, end="")
        return pickle.loads(Path(folder, "result").read_bytes())


def answer_call():
    """The other side: call what lies in the folder that the command names, leave its result."""
    folder = Path(sys.argv[1])
    packed, arguments = pickle.loads((folder / "call").read_bytes())
    result = _unpacked(packed, folder)(*arguments)
    plain = keras.tree.map_structure(
        lambda each: np.asarray(each) if hasattr(each, "__array__") else each, result
    )
    (folder / "result").write_bytes(pickle.dumps(plain))


def travelling(compiled):
    """What travels between devices when a compiled program of JAX runs once.

    compiled: what `jax.jit(...).lower(...).compile()` returns, or its text. Returns a list of
    (operation, shapes, bytes): one entry for each operation that sends numbers from device to
    device, the shapes as XLA writes them, for instance "f32[64,5,16]", and their bytes together, as
    one device receives them.
    """
    text = compiled if isinstance(compiled, str) else compiled.as_text()
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

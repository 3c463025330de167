"""Calls a function where Keras runs on JAX, in a Python of its own.

Keras chooses its backend when it is imported, and JAX counts its devices when it starts. So a
notebook whose Keras runs on TensorFlow needs a second Python for JAX. `run_on_jax` starts one,
calls a function of the notebook there, and brings back what it returns.
"""

import builtins
import dis
import importlib.util
import marshal
import os
import pickle
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

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
    found = _importable("jax")
    if not found:
        print(MISSING)
    return found


def run_on_jax(function, *arguments, devices=1, seconds=300):
    """Call `function(*arguments)` in a new Python, where Keras runs on JAX; return its result.

    devices: as how many devices the processor shows itself to JAX. What the function names of the
    notebook comes along: modules, other functions, numbers, texts, arrays. Arguments and result may
    be whatever pickle takes; arrays of JAX in the result come back as arrays of NumPy. What it
    prints is printed here. seconds: how long to wait.

    Raises `BackendError` if the function fails there, with its traceback, `ImportError` if JAX is
    missing, and `ValueError` for a function that uses variables of another function.
    """
    if not _importable("jax"):
        raise ImportError(MISSING)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "call").write_bytes(pickle.dumps((_packed(function), arguments)))
        done = subprocess.run(
            [sys.executable, "-c", CALL, folder],
            env=_environment(devices),
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        if done.returncode:
            raise BackendError(f"{function.__name__} failed on JAX:\n{done.stderr.strip()}")
        print(done.stdout, end="")
        return pickle.loads(Path(folder, "result").read_bytes())


def answer_call():
    """The other side: call what lies in the folder that the command names, leave its result."""
    folder = Path(sys.argv[1])
    packed, arguments = pickle.loads((folder / "call").read_bytes())
    result = _unpacked(packed)(*arguments)
    (folder / "result").write_bytes(pickle.dumps(_plain(result)))


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
            BYTES.get(kind, 4) * _product(map(int, filter(None, numbers.split(","))))
            for kind, numbers in shapes
        ]
        found.append((operation, [f"{kind}[{numbers}]" for kind, numbers in shapes], sum(sizes)))
    return found


def _product(numbers):
    result = 1
    for number in numbers:
        result *= number
    return result


def _importable(name):
    """Whether a top-level module is there; None in sys.modules means that it must not be."""
    if name in sys.modules:
        return sys.modules[name] is not None
    return importlib.util.find_spec(name) is not None


def _environment(devices):
    paths = [str(NOTEBOOKS), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "KERAS_BACKEND": "jax",
        "JAX_PLATFORMS": "cpu",
        "XLA_FLAGS": f"--xla_force_host_platform_device_count={int(devices)}",
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }


def _packed(function):
    """A function with what it names, ready for another Python of the same version."""
    functions, modules, values = {}, {}, {}

    def visit(each):
        if each.__closure__:
            raise ValueError(f"{each.__name__} uses variables of another function: pass them")
        functions[each.__name__] = (marshal.dumps(each.__code__), each.__defaults__)
        for name in _globals_named(each.__code__) & set(each.__globals__):
            value = each.__globals__[name]
            if isinstance(value, ModuleType):
                modules[name] = value.__name__
            elif not isinstance(value, FunctionType) or value.__globals__ is not each.__globals__:
                values[name] = value  # pickle names an imported function by its module
            elif value.__name__ not in functions:
                visit(value)

    visit(function)
    return function.__name__, functions, modules, values


def _globals_named(code):
    """The global names that a function's code, or a function inside it, looks up."""
    found = {
        each.argval
        for each in dis.get_instructions(code)
        if each.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    inside = [each for each in code.co_consts if isinstance(each, CodeType)]
    return found.union(*map(_globals_named, inside))


def _unpacked(packed):
    first, functions, modules, values = packed
    variables = {"__name__": "__main__", "__builtins__": builtins, **values}
    variables |= {name: importlib.import_module(module) for name, module in modules.items()}
    for name, (code, defaults) in functions.items():
        variables[name] = FunctionType(marshal.loads(code), variables, name, defaults)
    return variables[first]


def _plain(result):
    """The same, with NumPy's arrays in place of JAX's."""
    import numpy as np

    if isinstance(result, dict):
        return {key: _plain(each) for key, each in result.items()}
    if isinstance(result, list | tuple):
        return type(result)(_plain(each) for each in result)
    return np.asarray(result) if hasattr(result, "__array__") else result

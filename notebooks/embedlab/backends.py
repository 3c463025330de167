"""Calls a function where Keras runs on JAX, in a process of its own.

Keras chooses its backend when it is imported, and JAX its devices when it starts. So a notebook
whose Keras runs on TensorFlow needs a second Python for JAX. `run_on_jax` starts one, calls a
function of the notebook there, and brings back what it returns.
"""

import builtins
import importlib.util
import marshal
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

JAX = "0.10.2"
"""The version of JAX that this series is tested with."""

MISSING = (
    f"JAX is not installed, so the cells below that need it do nothing. Install it with: "
    f"pip install jax=={JAX}"
)
CALL = "from embedlab.backends import answer_call; answer_call()"  # what the second Python runs


class BackendError(RuntimeError):
    """The function failed in the process with JAX; the message ends with its own traceback."""


def jax_found():
    """Say whether JAX can be imported; if not, print one line that says what to install."""
    found = importlib.util.find_spec("jax") is not None if _importable("jax") else False
    if not found:
        print(MISSING)
    return found


def run_on_jax(function, *arguments, devices=1, seconds=300):
    """Call `function(*arguments)` in a new Python, where Keras runs on JAX; return its result.

    devices: as how many devices the processor shows itself to JAX. What the function names of the
    notebook's variables comes along: modules, other functions, numbers, texts, arrays. Arguments and
    result may be whatever pickle takes; arrays of JAX in the result come back as arrays of NumPy.
    seconds: how long to wait.

    Raises `BackendError`, with the function's traceback, if it fails there, `ImportError` if JAX is
    missing, and `ValueError` for a function that uses variables of another function.
    """
    if not _importable("jax"):
        raise ImportError(MISSING)
    environment = os.environ | {
        "KERAS_BACKEND": "jax",
        "JAX_PLATFORMS": "cpu",
        "XLA_FLAGS": f"--xla_force_host_platform_device_count={int(devices)}",
        "PYTHONPATH": os.pathsep.join(
            [str(Path(__file__).resolve().parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        call = Path(folder, "call")
        call.write_bytes(pickle.dumps((_packed(function), arguments)))
        done = subprocess.run(
            [sys.executable, "-c", CALL, folder],
            env=environment,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        if done.returncode:
            raise BackendError(f"{function.__name__} failed on JAX:\n{done.stderr.strip()}")
        print(done.stdout, end="")
        return pickle.loads(Path(folder, "result").read_bytes())


def answer_call():
    """The other side: call what lies in the folder named on the command line, leave its result."""
    folder = Path(sys.argv[1])
    packed, arguments = pickle.loads((folder / "call").read_bytes())
    result = _unpacked(packed)(*arguments)
    (folder / "result").write_bytes(pickle.dumps(_plain(result)))


def _importable(name):
    """Whether a top-level module is there. `None` in sys.modules means: as if it were not."""
    try:
        return importlib.util.find_spec(name) is not None
    except ValueError:  # it was imported in an unusual way, and has no spec
        return sys.modules.get(name) is not None


def _packed(function):
    """A function with the variables that it names, as bytes for a Python of the same version."""
    functions, modules, values = {}, {}, {}

    def visit(each):
        if each.__closure__:
            raise ValueError(f"{each.__name__} uses variables of another function: pass them")
        if each.__name__ in functions:
            return
        code, defaults = marshal.dumps(each.__code__), (each.__defaults__, each.__kwdefaults__)
        functions[each.__name__] = (code, defaults)
        for name in _names(each.__code__):
            value = each.__globals__.get(name, each)
            if isinstance(value, ModuleType):
                modules[name] = value.__name__
            elif isinstance(value, FunctionType) and value.__module__ == each.__module__:
                if value is not each:
                    visit(value)
            elif name in each.__globals__ and not hasattr(builtins, name):
                values[name] = value

    visit(function)
    return function.__name__, functions, modules, values


def _names(code):
    """All names that a function's code, or a function inside it, may look up."""
    inside = [each for each in code.co_consts if isinstance(each, CodeType)]
    return {*code.co_names, *(name for each in inside for name in _names(each))}


def _unpacked(packed):
    first, functions, modules, values = packed
    variables = {"__name__": "__main__", "__builtins__": builtins, **values}
    variables |= {name: importlib.import_module(module) for name, module in modules.items()}
    for name, (code, (defaults, keyword_defaults)) in functions.items():
        variables[name] = FunctionType(marshal.loads(code), variables, name, defaults)
        variables[name].__kwdefaults__ = keyword_defaults
    return variables[first]


def _plain(result):
    """The same, with NumPy's arrays in place of JAX's and of Keras's variables."""
    import numpy as np

    if isinstance(result, dict):
        return {key: _plain(each) for key, each in result.items()}
    if isinstance(result, list | tuple):
        return type(result)(_plain(each) for each in result)
    return np.asarray(result) if hasattr(result, "__array__") else result

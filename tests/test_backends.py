"""The bridge to other Pythons: what is sent, what comes back, what fails, and what is left."""

from embedlab import backends
from embedlab.backends import ENGINES, BackendError, run_apart, run_on_jax, travelling

import math
import os
import pickle
import re
import signal
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from notebooks.runner import run, stderr
from notebooks.series import ROOT, notebooks, topic
from packaging.requirements import Requirement

(STUDY,) = [path for path in notebooks("study") if topic(path) == "many_devices"]
FACTOR = 3
TABLE = np.arange(6.0).reshape(3, 2)


def doubled(x):
    return 2 * x


twice = doubled


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def names_much(n):
    """Inner functions and comprehensions name globals, too; a local name hides one."""
    TABLE = 10

    def inner():
        return FACTOR

    numbers = [twice(each) + inner() for each in range(n)]
    return numbers, even(n), math.sqrt(n) + Fraction(1, 2), TABLE


def an_attribute(x):
    return x.TABLE.doubled


def sent(function):
    """What travels, read by another Python's eyes: the script, the values, and the function."""
    packed = pickle.loads(pickle.dumps(backends._packed(function)))
    with tempfile.TemporaryDirectory() as folder:
        return *packed[1:], backends._unpacked(packed, Path(folder))


def test_a_function_brings_what_it_names_and_nothing_else():
    script, values, there = sent(names_much)
    assert there(4) == names_much(4) == ([3, 5, 7, 9], True, 2.5, 10)
    assert there.__globals__ is not names_much.__globals__
    assert values == {"FACTOR": 3, "Fraction": Fraction}
    assert script.startswith("import math as math\ndef names_much")
    assert script.count("import ") == 1
    defined = re.findall(r"^ *def (\w+)", script, re.MULTILINE)
    assert set(defined) == {"names_much", "inner", "doubled", "even", "odd"}
    script, values, _ = sent(an_attribute)
    assert script == "def an_attribute(x):\n    return x.TABLE.doubled\n"
    assert values == {}


def test_a_function_without_a_name_of_its_own_is_refused():
    def inner():
        return 7

    for function in (lambda: 7, inner):
        with pytest.raises(ValueError, match=r"<.*: give it a name of its own in the notebook"):
            run_on_jax(function)


SIZES = {"pred": 1, "s8": 1, "u8": 1, "bf16": 2, "f16": 2, "s64": 8, "u64": 8, "f64": 8}


def test_the_bytes_that_travel_are_those_of_the_results():
    text = """
      %a = f32[64,5,16]{2,1,0} all-reduce(%x), replica_groups={}
      %b = (f32[], f32[10,4]{1,0}) all-reduce(%y, %z), to_apply=%sum
      %c = (pred[1], s8[1], u8[1], bf16[1], f16[1], s64[1], u64[1], f64[1]) all-gather(%w)
      %d = f32[99]{0} add(%x, %all-reduce.3)
    """
    assert travelling(text) == [
        ("all-reduce", ["f32[64,5,16]"], 20480),
        ("all-reduce", ["f32[]", "f32[10,4]"], 164),
        ("all-gather", [f"{kind}[1]" for kind in SIZES], sum(SIZES.values())),
    ]
    assert travelling("%d = f32[99]{0} add(%x, %y)") == []


@pytest.mark.parametrize("module", ["jax", "orbax", "keras_rs"])
def test_without_an_engine_one_line_says_what_to_install(module, monkeypatch, capsys):
    assert backends.engines_found() == [True] * 3
    assert capsys.readouterr().out == ""
    monkeypatch.setitem(sys.modules, module, None)
    name = {"orbax": "orbax-checkpoint", "keras_rs": "keras-rs"}.get(module, module)
    found = dict(zip(ENGINES, backends.engines_found(), strict=True))
    assert found == {each: each != name and module != "jax" for each in ENGINES}
    what = f"Cells that need {name} do nothing. To install: pip install {name}=={ENGINES[name]}\n"
    assert capsys.readouterr().out == what
    if module == "jax":
        with pytest.raises(ImportError, match="pip install jax"):
            run_on_jax(doubled, 1)


def test_the_versions_that_are_named_are_those_that_are_tested():
    lines = (ROOT / "tests" / "requirements.txt").read_text("utf-8").splitlines()
    for name, version in ENGINES.items():
        (pinned,) = [line for line in lines if line.startswith(name)]
        assert Requirement(pinned) == Requirement(f"{name}=={version}")
        assert name not in (ROOT / "requirements.txt").read_text("utf-8")


def on_the_other_side(x):
    import jax
    import keras

    print("hello")
    numbers = keras.ops.convert_to_tensor(x)
    return {
        "backend": keras.backend.backend(),
        "devices": len(jax.devices()),
        "doubled": (numbers * 2, [numbers]),
    }


@pytest.mark.slow
def test_the_function_runs_on_jax_and_its_result_comes_back(capsys):
    found = run_on_jax(on_the_other_side, TABLE, devices=3)
    assert (found["backend"], found["devices"]) == ("jax", 3)
    first, (second,) = found["doubled"]
    assert type(first) is type(second) is np.ndarray
    np.testing.assert_array_equal(first, 2 * TABLE)
    assert capsys.readouterr().out == "hello\n"


def divide():
    return 1 / 0


@pytest.mark.slow
def test_an_error_over_there_is_an_error_here_with_its_own_words():
    with pytest.raises(BackendError, match=r"(?s)divide failed:.*1 / 0.*ZeroDivisionError"):
        run_on_jax(divide)


def meet(what):
    import jax
    import keras

    keras.distribution.initialize()
    number = jax.process_index()
    if number == 1 and what == "die":
        os._exit(3)
    while what != "answer":  # for ever
        time.sleep(0.1)
    return number, jax.device_count()


@pytest.mark.slow
def test_processes_find_each_other_and_none_waits_for_one_that_died():
    assert run_on_jax(meet, "answer", devices=2, processes=2) == [(0, 4), (1, 4)]
    with pytest.raises(BackendError, match="meet failed"):
        run_on_jax(meet, "die", processes=2)  # long before the three minutes are over
    with pytest.raises(BackendError, match="meet gave no answer in 5 seconds"):
        run_apart(meet, "wait", there={"KERAS_BACKEND": "jax"}, seconds=5)


def fork_and_wait(file):
    other = os.fork() or os.getppid()
    file.write_text(f"{os.getpid()} {other}")
    time.sleep(600)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks Linux who is alive")
def test_nothing_outlives_the_python_that_started_it(tmp_path):
    file = tmp_path / "pids"
    notebook = os.fork()
    if not notebook:
        run_apart(fork_and_wait, file)
    while not file.exists() or len(file.read_text().split()) < 2:
        time.sleep(0.1)
    alive = [Path("/proc", each) for each in file.read_text().split()]
    os.kill(notebook, signal.SIGKILL)
    os.waitpid(notebook, 0)
    until = time.monotonic() + 20
    while any(each.exists() for each in alive) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [each for each in alive if each.exists()]


@pytest.mark.slow
def test_without_engines_the_study_ends_well(monkeypatch, tmp_path):
    """None in sys.modules makes every import of an engine fail, in the kernel and below it."""
    absent = "sys.modules |= dict.fromkeys(['jax', 'orbax', 'keras_rs'])"
    (tmp_path / "sitecustomize.py").write_text(f"import sys\n{absent}\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    notebook = run(STUDY)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    printed = "".join(output.get("text", "") for output in outputs)
    assert stderr(notebook) == ""
    assert printed.count("pip install jax==") == 1
    found = re.findall("✓ (On TensorFlow|When a worker|When a server|.*)", printed)
    assert found == ["On TensorFlow", "When a worker", "When a server"]

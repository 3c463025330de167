"""The bridge to JAX: what is sent, what comes back, what fails, and the study without JAX."""

from embedlab import backends
from embedlab.backends import BackendError, run_on_jax, travelling

import math
import pickle
import re
import sys
import tempfile
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


def test_the_bytes_that_travel_are_those_of_the_results():
    text = """
      %a = f32[64,5,16]{2,1,0} all-reduce(%x), replica_groups={}
      %b = (f32[], f32[10,4]{1,0}) all-reduce(%y, %z), to_apply=%sum
      %c = bf16[8]{0} all-gather(%w), dimensions={0}
      %d = f32[99]{0} add(%x, %all-reduce.3)
    """
    assert travelling(text) == [
        ("all-reduce", ["f32[64,5,16]"], 20480),
        ("all-reduce", ["f32[]", "f32[10,4]"], 164),
        ("all-gather", ["bf16[8]"], 16),
    ]
    assert travelling("%d = f32[99]{0} add(%x, %y)") == []


def test_without_jax_one_line_says_what_to_install(monkeypatch, capsys):
    assert backends.jax_found()
    assert capsys.readouterr().out == ""
    monkeypatch.setitem(sys.modules, "jax", None)
    assert not backends.jax_found()
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert f"pip install jax=={backends.JAX}" in said
    with pytest.raises(ImportError, match="pip install jax"):
        run_on_jax(doubled, 1)


def test_the_version_that_is_named_is_the_one_that_is_tested():
    lines = (ROOT / "tests" / "requirements.txt").read_text("utf-8").splitlines()
    (pinned,) = [line for line in lines if line.startswith("jax")]
    assert Requirement(pinned) == Requirement(f"jax=={backends.JAX}")
    assert "jax" not in (ROOT / "requirements.txt").read_text("utf-8")


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
    with pytest.raises(BackendError, match=r"(?s)divide failed on JAX:.*1 / 0.*ZeroDivisionError"):
        run_on_jax(divide)


@pytest.mark.slow
def test_without_jax_the_study_ends_well(monkeypatch, tmp_path):
    """None in sys.modules makes every import of JAX fail, in the kernel and below it."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['jax'] = None\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    notebook = run(STUDY)
    printed = "".join(
        output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", [])
    )
    assert stderr(notebook) == ""
    assert printed.count(backends.MISSING) == 1
    assert "✓ On TensorFlow and a CPU an id beyond the table raises" in printed
    assert "✓ A pattern must match the whole path" in printed
    assert "On JAX" not in printed

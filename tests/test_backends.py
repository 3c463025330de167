"""The bridge to JAX: what is sent, what comes back, what fails, and the study without JAX."""

from embedlab import backends
from embedlab.backends import BackendError, run_on_jax, travelling

import math
import sys

import numpy as np
import pytest
from notebooks.runner import run, stderr
from notebooks.series import NOTEBOOKS, ROOT
from packaging.requirements import Requirement

STUDY = NOTEBOOKS / "15_many_devices.ipynb"
FACTOR = 3
TABLE = np.arange(6.0).reshape(3, 2)


def doubled(x):
    return 2 * x


def scaled(x, plus=1):
    return doubled(x) * FACTOR + plus


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


# ---- what is sent


def sent_and_called(function, *arguments):
    return backends._unpacked(backends._packed(function))(*arguments)


def test_a_function_brings_what_it_names():
    assert sent_and_called(scaled, 5) == 31
    assert sent_and_called(scaled, 5, 0) == 30, "defaults come along, and can be replaced"
    assert sent_and_called(lambda: TABLE.sum()) == 15
    assert sent_and_called(lambda: math.sqrt(16)) == 4
    assert sent_and_called(lambda: [doubled(n) for n in range(3)]) == [0, 2, 4]


def test_functions_that_name_each_other_come_along_once():
    assert sent_and_called(even, 6)
    assert not sent_and_called(odd, 6)


def test_an_attribute_is_no_global_name():
    _, functions, modules, values = backends._packed(lambda x: x.FACTOR.doubled)
    assert list(functions) == ["<lambda>"]
    assert (modules, values) == ({}, {})


def test_a_name_inside_an_inner_function_comes_along():
    def outer():
        def inner():
            return FACTOR

        return inner()

    assert sent_and_called(outer) == 3


def test_a_function_of_a_function_is_refused():
    here = 7
    with pytest.raises(ValueError, match="uses variables of another function"):
        run_on_jax(lambda: here)


# ---- what travels


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


# ---- without JAX


def test_without_jax_one_line_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "jax", None)
    assert not backends.jax_found()
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert f"pip install jax=={backends.JAX}" in said
    with pytest.raises(ImportError, match="pip install jax"):
        run_on_jax(doubled, 1)


def test_with_jax_nothing_is_said(capsys):
    assert backends.jax_found()
    assert capsys.readouterr().out == ""


def test_the_version_that_is_named_is_the_one_that_is_tested():
    lines = (ROOT / "tests" / "requirements.txt").read_text("utf-8").splitlines()
    (pinned,) = [line for line in lines if line.startswith("jax")]
    assert Requirement(pinned) == Requirement(f"jax=={backends.JAX}")
    assert "jax" not in (ROOT / "requirements.txt").read_text("utf-8")


# ---- with JAX


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
    with pytest.raises(BackendError, match=r"divide failed on JAX:[\s\S]*ZeroDivisionError"):
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

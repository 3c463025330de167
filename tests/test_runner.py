"""A run shows what the cells wrote, no more; nudged weights show what hangs on rounding."""

import embedlab

import linecache
from functools import partial
from types import SimpleNamespace

import keras
import nbformat
import numpy as np
import pytest
from keras import initializers
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks.compare import differences

from notebooks import runner, series

DEBUGGER = """\
0.00s - Debugger warning: It seems that frozen modules are being used, which may
0.00s - make the debugger miss breakpoints. Please pass -Xfrozen_modules=off
0.00s - to python to disable frozen modules.
0.00s - Note: Debugging will proceed. Set PYDEVD_DISABLE_FILE_VALIDATION=1 to disable this.
"""
RANDOM = ["GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform"]
RANDOM += ["Orthogonal", "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling"]


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A notebook of a seed and one more cell; `page.run` runs it in a kernel that only shows.

    page.outputs: what the last cell shows. page.sources: what the kernel was given.
    """
    cells = [new_code_cell("SEED = 0", metadata={"tags": ["parameters"]}), new_code_cell("x")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "page.ipynb")
    page = SimpleNamespace(outputs=[], run=partial(runner.run, tmp_path / "page.ipynb"))

    class Kernel(SimpleNamespace):
        def execute(self):
            page.sources = [cell.source for cell in self.notebook.cells]
            self.notebook.cells[-1].outputs = page.outputs

    monkeypatch.setattr(runner, "NotebookClient", lambda each, **options: Kernel(notebook=each))
    return page


def test_what_jupyter_itself_prints_is_left_out(page):
    said = "0.52s - slow\nUserWarning: frozen modules\n"
    sent = [("stderr", DEBUGGER), ("stdout", DEBUGGER), ("stderr", said + DEBUGGER)]
    page.outputs = [new_output("stream", name=name, text=text) for name, text in sent]
    shown = page.run()
    assert [output.text for output in shown.cells[1].outputs] == [DEBUGGER, said]
    assert runner.stderr(shown) == said


def test_a_run_is_nudged_and_seeded_where_that_is_asked_for(page):
    page.run()
    assert page.sources == ["SEED = 0", "x"]
    assert len(page.run(seed=3, nudge=True).cells) == 2
    assert page.sources == [runner.NUDGE, "SEED = 3", "x"]


COUNT = "seen.append(0)\nprint(len(seen))"
AGAIN = [  # cells of a study, and when they show something else than at first
    ("SEED, seen = 0, []", ""),
    ("## One", ""),
    ("name = 'one'", ""),
    ("print(1 / name.count('e'))", "after the end"),  # the other case has used the name, too
    ("import matplotlib.pyplot as plt\nplt.plot([0, 9, len(name)], 'o');", "after the end"),
    (COUNT, "twice in a row after the end"),
    ("## Two", ""),
    ("name = 'another'[:2]", ""),
    ("print(name)", ""),
    (f"import time\ntime.sleep(1.1)\n{COUNT}", "after the end"),
    (f"## {series.CLOSING}", ""),
    ("print(SEED)", ""),
]


@pytest.mark.slow
def test_what_cells_show_otherwise_when_they_run_again_is_named(tmp_path):
    cells = [new_markdown_cell("# [One](#One), [Two](#Two)")]
    cells += [[new_code_cell, new_markdown_cell][text[0] == "#"](text) for text, _ in AGAIN]
    study = new_notebook(cells=cells, metadata={"series": {"kind": "study"}})
    nbformat.write(study, tmp_path / "page.ipynb")
    found = runner.run(tmp_path / "page.ipynb", again=True).metadata.again
    for cell, (source, when) in zip(cells[1:], AGAIN, strict=True):
        here = [each.partition(", ")[0] for each in found if f"cell {cell.id}," in each]
        assert " ".join(here) == when, (source, found)
    assert "division by zero" in str(found)


@pytest.fixture
def kinds(monkeypatch):
    """Keras's random initializers; what a test changes in them, and in NumPy, is undone."""
    kinds = [getattr(initializers, name) for name in RANDOM]
    for kind in kinds:
        if "__call__" in vars(kind):
            monkeypatch.setattr(kind, "__call__", vars(kind)["__call__"])
    monkeypatch.setattr(np.random, "default_rng", np.random.default_rng)
    return kinds


def test_keras_has_no_other_initializers():
    classes = {each for each in vars(initializers).values() if isinstance(each, type)}
    given = {"Constant", "Identity", "Initializer", "Ones", "STFT", "Zeros"}
    assert {each.__name__ for each in classes} == {*RANDOM} | given


def test_every_drawn_number_is_moved_by_one_unit_in_its_last_place(kinds):
    def draw(seed, shape=(30, 40)):
        weights = np.array([kind(seed=seed)(shape) for kind in kinds])
        assert weights.dtype == np.float32
        rng = np.random.default_rng(seed)
        return np.array([*weights, rng.normal(size=shape), rng.uniform(-1, 1, shape)])

    before = np.array([draw(1), draw(2)])
    exec(runner.NUDGE, {})
    after = np.array([draw(1), draw(2)])
    moved = after / before - 1
    sizes = np.abs(moved)
    assert 5e-8 < float(sizes.min()) < float(sizes.max()) <= 1.3e-7
    up = np.sign(moved)
    assert (up == up[0, 0]).all(), "the same way for the same shape"
    assert abs(up.mean()) < 0.1, "as many up as down"


def test_given_weights_stay(kinds):
    exec(runner.NUDGE, {})
    given = np.linspace(-1, 1, 6, dtype="float32").reshape(3, 2)
    layer = keras.layers.Embedding(3, 2, embeddings_initializer=initializers.Constant(given))
    layer.build()
    np.testing.assert_array_equal(layer.embeddings.numpy(), given)
    layer.set_weights([2 * given])
    np.testing.assert_array_equal(layer.embeddings.numpy(), 2 * given)


@pytest.mark.parametrize(("shown", "caught"), [("gap:.0e", True), ("gap < 1e-5", False)])
def test_a_page_that_prints_a_rounding_error_is_caught(kinds, capsys, shown, caught):
    source = f"""
keras.utils.set_random_seed(0)
vectors = keras.layers.Embedding(46, 2)(np.arange(46)).numpy()
gap = np.abs((vectors - vectors.mean(axis=0)).sum())
print(f"spread {{vectors.std():.3f}}, gap {{{shown}}}")
"""

    def page():
        exec(source, {"keras": keras, "np": np})
        output = new_output("stream", text=capsys.readouterr().out)
        return new_notebook(cells=[new_code_cell(source, id="x", outputs=[output])])

    stored = page()
    exec(runner.NUDGE, {})
    assert bool(differences(stored, page())) == caught


def test_a_rehearsal_begins_where_it_is_changed_and_each_case_runs_alone(tmp_path):
    cells = ["# [A](#A)", "from embedlab.drawing.tables import data_table", "SEED = 0"]
    cells += ["def g():\n    return SEED", "f = lambda: g() + 1", "## A", "print(f())\nf = None"]
    cells += [f"## {series.CLOSING}", 'data_table({"a": [f()]})\nprint("end")']
    cells = [[new_code_cell, new_markdown_cell][text[0] == "#"](text) for text in cells]
    cells[2].metadata["tags"] = ["parameters"]
    study = new_notebook(cells=cells, metadata={"series": {"kind": "study"}})
    nbformat.write(study, tmp_path / "page.ipynb")
    rehearsal = runner.Rehearsal(tmp_path / "page.ipynb", seed=3)
    for replace, printed, shown in (
        ([], "4\nend\n", [["4"]]),
        ([("+ 1", "+ 2")], "5\nend\n", [["5"]]),
        ([('"end"', '"over"')], "4\nover\n", [["4"]]),
        ([], "4\nend\n", [["4"]]),
    ):
        run = rehearsal.run(replace)
        assert (run.printed, [table.cells for table in run.tables]) == (printed, [shown])
    assert linecache.getlines("page, code cell 3") == ["def g():\n", "    return SEED"]
    with pytest.raises(ValueError, match="this text stands 2 times"):
        rehearsal.run([("f()", "0")])


def test_a_rehearsal_begins_as_a_fresh_kernel_does_whatever_the_page_before_has_set(tmp_path):
    cells = ["import keras", "SEED = 0", "print(keras.layers.Embedding(2, 2).compute_dtype)"]
    for name, first in (("one", 'keras.config.set_floatx("float64")'), ("two", "SEED")):
        cells.insert(2, first)
        made = [new_code_cell(text) for text in cells]
        made[1].metadata["tags"] = ["parameters"]
        nbformat.write(new_notebook(cells=made), tmp_path / f"{name}.ipynb")
        del cells[2]
    # "two" comes last, so that the tests that follow begin as a kernel does, too.
    printed = [runner.run_here(tmp_path / f"{name}.ipynb").printed for name in ("one", "two") * 2]
    assert printed == ["float64\n", "float32\n"] * 2

"""One-file editions run alone; without its files, a notebook says in two lines what to do."""

import base64
import copy
import importlib.metadata
import io
import re
import sys
import warnings
import zipfile
from argparse import Namespace
from pathlib import Path

import nbformat
import pytest
from export import worksheets
from export.standalone import FLIGHTS, PAGE, files_needed, main, standalone, without_links
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell
from notebooks.compare import differences
from notebooks.refresh import SETUP
from notebooks.runner import NUDGE, stderr
from notebooks.series import NOTEBOOKS, ROOT, SETUP_TAG, code_cells, notebooks, read, tags, topic

every_notebook = pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
BY_TOPIC = {topic(path): path for path in notebooks()}
LABELS = BY_TOPIC["labels"]
# Where the package lies, for the notebook and for the second Python that studies start.
WHERE = """
import embedlab
from embedlab.backends import run_on_jax


def where():
    import embedlab

    return embedlab.__file__


print(embedlab.__file__, run_on_jax(where), sep="\\n")"""


def run_in(folder, notebook):
    """Run a notebook in a fresh kernel in a folder that holds nothing, as far as it goes."""
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    options = {"resources": {"metadata": {"path": folder}}, "coalesce_streams": True}
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")  # Jupyter's own, of event loops and ports
        patch.delenv("PYTHONPATH", raising=False)  # no path leads to the series
        NotebookClient(notebook, timeout=600, kernel_name="python3", **options).execute()


def packed(notebook):
    """The zip file that a one-file edition holds."""
    text = re.search(r'"""\n([\w+/=\n]+)\n *"""', code_cells(notebook)[0].source)[1]
    return zipfile.ZipFile(io.BytesIO(base64.b64decode(text)))


@pytest.mark.slow
def test_without_embedlab_a_notebook_stops_and_says_what_to_do(tmp_path):
    notebook = read(LABELS)
    with pytest.raises(CellExecutionError):
        run_in(tmp_path, notebook)
    first, *others = code_cells(notebook)
    (said,) = first.outputs
    assert said.output_type == "error"
    assert len(said.traceback) == 3
    assert all(len(line) < 160 and "\n" not in line for line in said.traceback)
    assert said.traceback[0].startswith(f"No embedlab in {tmp_path}")
    assert "whole series" in said.traceback[1]
    assert "python tools/export one-file -o FOLDER" in said.traceback[2]
    assert [(cell.execution_count, cell.outputs) for cell in others] == [(None, [])] * len(others)


# ---- one-file editions, as files


@every_notebook
def test_a_one_file_edition_is_the_notebook_and_brings_the_files(path):
    stored, alone = read(path), standalone(path)
    (note,) = (cell for cell in alone.cells if cell.id == "one-file-edition")
    assert path.name in note.source
    first, *others = code_cells(alone)
    assert others == code_cells(stored)[1:]
    assert (tags(first), code_cells(stored)[0].source) == ([SETUP_TAG], SETUP)
    assert first.metadata.jupyter.source_hidden is True  # folded in Jupyter
    assert first.metadata.cellView == "form"  # folded in Colab
    assert first.source.startswith("# @title ")

    files = packed(alone)
    assert files.namelist() == sorted(files.namelist())
    assert {entry.date_time for entry in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in files.namelist():
        assert files.read(name) == (ROOT / name).read_bytes(), name
    needed = {*(NOTEBOOKS / "embedlab").rglob("*.py"), *(ROOT / "data").glob("*.csv")}
    needed |= {ROOT / "LICENSE", ROOT / "LICENSE-text", ROOT / "data" / "README.md"}
    needed |= {ROOT / PAGE} if path == BY_TOPIC["playground"] else set()
    assert {ROOT / name for name in files.namelist()} - {ROOT / FLIGHTS} == needed
    added = len(nbformat.writes(alone)) - len(nbformat.writes(stored))
    assert added < (1_250_000 if FLIGHTS in files.namelist() else 350_000)


def test_the_flights_go_where_they_are_loaded_and_hardly_elsewhere():
    left_behind = 0
    for path in notebooks():
        graders = NOTEBOOKS / "embedlab" / "lessons" / topic(path) / "exercises.py"
        code = [cell.source for cell in code_cells(read(path))]
        code += [graders.read_text(encoding="utf-8")] if graders.is_file() else []
        brought = FLIGHTS in files_needed(read(path))
        assert brought or not any("load_flight_rows" in each for each in code), path.name
        left_behind += not brought
    assert left_behind > len(notebooks()) / 2


def test_a_link_becomes_its_title_and_names_the_file_once():
    named = set()
    text = "See [lesson 04](04_order.ipynb), the [data card](../data/README.md) and [k](#k)."
    told = "See *lesson 04* [`04_order.ipynb`], the *data card* [`data/README.md`] and [k](#k)."
    assert without_links(text, named) == told
    assert without_links("[lesson 04](04_order.ipynb)", named) == "*lesson 04*"
    section = without_links("[x](11_which_rows_move.ipynb#A-tied-output)", set())
    assert section == "*x* [`11_which_rows_move.ipynb`, section *A tied output*]"
    state = without_links("[the four rows](playground.html#v=1)", set())
    assert state == "*the four rows* [`playground.html`]"
    elsewhere = "[page](https://example.org/a.ipynb)"
    assert without_links(elsewhere, set()) == elsewhere


def test_the_tool_writes_into_a_folder_and_not_over_the_notebooks(tmp_path):
    stored, folder = LABELS.read_bytes(), tmp_path / "new" / "folder"
    for command in (main, worksheets.main):
        command(Namespace(notebooks=[LABELS], output=folder))
    assert {path.name for path in folder.iterdir()} == {LABELS.name, f"{LABELS.stem}.html"}
    with pytest.raises(SystemExit, match="--output"):
        main(Namespace(notebooks=[], output=NOTEBOOKS, refuse=sys.exit))
    assert LABELS.read_bytes() == stored


# ---- what the first cell of a one-file edition says


@pytest.mark.parametrize("build", ["tensorflow", "tensorflow-cpu"])
def test_the_first_cell_says_whether_the_versions_are_the_tested_ones(build, monkeypatch, capsys):
    """Run here, where `embedlab` is there already, and any version seems to be installed."""
    pins = dict(re.findall(r"^([\w-]+)==([\d.]+)", (ROOT / "requirements.txt").read_text(), re.M))
    here = {build: pins["tensorflow"]} | {
        name: pin for name, pin in pins.items() if "tensorflow" not in name
    }
    assert pins.pop("tensorflow-cpu") == pins["tensorflow"]
    del here["jupyter"], pins["jupyter"]  # a kernel on a hub need not have it

    def version(name):
        if name not in here:
            raise importlib.metadata.PackageNotFoundError(name)
        return here[name]

    def first_cell():
        exec(code_cells(standalone(LABELS))[0].source, {})
        return capsys.readouterr().out.splitlines()

    monkeypatch.setattr(importlib.metadata, "version", version)
    monkeypatch.setitem(sys.modules, "embedlab", "there already")
    monkeypatch.setattr("tempfile.mkdtemp", "not asked again")
    (line,) = first_cell()
    told = line.removeprefix("Versions as tested: ").split(", ")
    assert sorted(told) == sorted(f"{name} {version}" for name, version in pins.items())
    here["keras"] = "1.2.3"
    which, what = first_cell()
    assert which.endswith(f"last digits may differ: keras 1.2.3 (tested: {pins['keras']})")
    assert what.endswith(f"%pip install keras=={pins['keras']}")
    del here["scipy"]
    with pytest.raises(ModuleNotFoundError, match="come back: %pip install scipy==") as caught:
        first_cell()
    assert caught.value._render_traceback_()[1] == f"%pip install scipy=={pins['scipy']}"
    monkeypatch.setattr(sys, "version_info", (3, 10, 99))
    with pytest.raises(ModuleNotFoundError, match=r"needs Python 3\.11 or later\. This is"):
        first_cell()


# ---- one-file editions, run


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("name", ["labels", "real_flights"])  # without the flights and with them
def test_a_one_file_edition_repeats_the_stored_outputs_in_an_empty_folder(name, tmp_path):
    stored = standalone(BY_TOPIC[name])
    fresh = copy.deepcopy(stored)
    code_cells(fresh)[0].source += NUDGE  # a reader's processor may be another one
    fresh.cells.append(new_code_cell(WHERE))
    run_in(tmp_path, fresh)
    assert stderr(fresh) == ""
    for package in map(Path, fresh.cells.pop().outputs[0].text.split()):
        assert ROOT not in package.parents
        assert not package.exists(), "the temporary folder is left behind"
    for notebook in (stored, fresh):
        notebook.cells = [cell for cell in notebook.cells if SETUP_TAG not in tags(cell)]
    assert differences(stored, fresh) == []

"""One-file editions run alone; without its files, a notebook says in two lines what to do."""

import base64
import copy
import functools
import importlib.metadata
import importlib.util
import io
import os
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from export.standalone import archive, files_needed, standalone, without_links
from nbformat.v4 import new_code_cell, new_notebook
from notebooks.compare import differences
from notebooks.refresh import SETUP
from notebooks.runner import drop_widgets, stderr
from notebooks.series import NOTEBOOKS, ROOT, SETUP_TAG, notebooks, read, tags

every_notebook = pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
STUDIES = ("12", "15")  # the flights, which are large; and a second Python, in which JAX runs
RUN_ALONE = [path for path in notebooks() if path.stem < "10" or path.stem[:2] in STUDIES]
RUN = """
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read("alone.ipynb", as_version=4)
try:
    NotebookClient(notebook, timeout=600, kernel_name="python3", coalesce_streams=True).execute()
finally:
    nbformat.write(notebook, "run.ipynb")
"""
WHERE = "import embedlab\nprint(embedlab.__file__)"


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run_in(folder, notebook):
    """Run a notebook in a fresh kernel in a folder that holds nothing else.

    In a process of its own, which no path leads to the series. Returns the run, and the error that
    ended it or "".
    """
    folder.mkdir()
    nbformat.write(notebook, folder / "alone.ipynb")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RUN],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
    )
    error = done.stderr if done.returncode else ""
    run = nbformat.read(folder / "run.ipynb", as_version=4)
    drop_widgets(run)
    return run, error


@functools.cache
def edition(path):
    """A notebook's one-file edition: (its stored form, the edition), both not to be changed."""
    return read(path), standalone(path)


def without_outputs(path):
    notebook = read(path)
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    return notebook


# ---- a notebook of the repository without the files beside it


@every_notebook
def test_the_first_code_cell_is_folded_and_the_same_everywhere(path):
    first = code_cells(read(path))[0]
    assert tags(first) == [SETUP_TAG]
    assert first.source == SETUP
    assert first.metadata.jupyter.source_hidden is True


def test_without_embedlab_a_notebook_stops_and_says_in_two_lines_what_to_do(tmp_path):
    run, _ = run_in(tmp_path / "empty", without_outputs(NOTEBOOKS / "03_labels.ipynb"))
    first, *others = code_cells(run)
    (said,) = first.outputs
    assert said.output_type == "error"
    assert len(said.traceback) == 2
    assert all(len(line) < 100 and "\n" not in line for line in said.traceback)
    assert "whole series" in said.traceback[0]
    (command,) = re.findall(r"python (tools/\w+\.py) -o FOLDER", said.traceback[1])
    assert (ROOT / command).is_file()
    assert [cell.execution_count for cell in others] == [None] * len(others)
    assert [cell.outputs for cell in others] == [[]] * len(others)


# ---- one-file editions, as files


def packed(notebook):
    """The zip file that a one-file edition holds."""
    text = re.search(r'"""\n([\w+/=\n]+)\n *"""', code_cells(notebook)[0].source).group(1)
    return zipfile.ZipFile(io.BytesIO(base64.b64decode(text)))


@every_notebook
def test_a_one_file_edition_brings_what_it_needs_and_the_same_every_time(path):
    _, alone = edition(path)
    files = packed(alone)
    assert files.namelist() == sorted(files.namelist())
    assert {entry.date_time for entry in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in files.namelist():
        assert files.read(name) == (ROOT / name).read_bytes(), name
    assert {"LICENSE", "LICENSE-text", "data/README.md"} < set(files.namelist())
    assert archive(read(path)) == archive(read(path))
    assert len(nbformat.writes(alone)) < 2_000_000


@every_notebook
def test_a_one_file_edition_points_at_no_other_file(path):
    for cell in edition(path)[1].cells:
        if cell.cell_type == "markdown":
            targets = re.findall(r"\]\(([^)\s]+)\)", cell.source)
            targets += re.findall(r"""(?:src|href)=["']([^"']+)""", cell.source)
            assert [t for t in targets if not re.match("https://|#|data:image/", t)] == []


@every_notebook
def test_only_the_first_code_cell_and_links_differ_from_the_notebook(path):
    stored, alone = copy.deepcopy(edition(path))
    (note,) = (cell for cell in alone.cells if cell.id == "one-file-edition")
    assert path.name in note.source
    alone.cells.remove(note)
    first = code_cells(alone)[0]
    assert first.metadata.jupyter.source_hidden is True  # folded in Jupyter
    assert first.metadata.cellView == "form"  # folded in Colab
    assert first.source.startswith("# @title ")
    for old, new in zip(stored.cells, alone.cells, strict=True):
        if old.cell_type == "code" and new is not first:
            assert new == old


def test_a_notebook_brings_its_own_data_and_graders_and_no_others():
    labels = files_needed(read(NOTEBOOKS / "03_labels.ipynb"))
    flights = files_needed(read(NOTEBOOKS / "07_real_flights.ipynb"))
    graders = "notebooks/embedlab/exercises/notebook_{}.py".format
    assert graders("03") in labels
    assert graders("07") not in labels
    assert "data/question_rows.csv" in labels
    assert "data/flight_rows.csv.gz" not in labels
    assert {graders("07"), "data/flight_rows.csv.gz", "data/airports.csv"} <= set(flights)


def test_a_loader_brings_what_the_loaders_inside_it_read():
    code = "from embedlab.datasets import load_flight_rows\nload_flight_rows()"
    notebook = new_notebook(cells=[new_code_cell(code)])
    assert {"data/flight_rows.csv.gz", "data/airports.csv"} <= set(files_needed(notebook))


def test_a_link_becomes_its_title_and_names_the_file_once():
    named = set()
    text = "See [lesson 04](04_order.ipynb), the [data card](../data/README.md) and [k](#k)."
    told = "See *lesson 04* [`04_order.ipynb`], the *data card* [`data/README.md`] and [k](#k)."
    assert without_links(text, named) == told
    assert without_links("[lesson 04](04_order.ipynb)", named) == "*lesson 04*"
    section = without_links("[x](11_which_rows_move.ipynb#A-tied-output)")
    assert section == "*x* [`11_which_rows_move.ipynb`, section *A tied output*]"
    elsewhere = "[page](https://example.org/a.ipynb)"
    assert without_links(elsewhere) == elsewhere


def test_the_tool_writes_into_a_folder_and_not_over_the_notebooks(tmp_path):
    tool = [sys.executable, ROOT / "tools" / "standalone.py", NOTEBOOKS / "03_labels.ipynb"]
    stored = (NOTEBOOKS / "03_labels.ipynb").read_bytes()
    subprocess.run([*tool, "--output", tmp_path / "new" / "folder"], check=True, stdout=-3)
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["03_labels.ipynb"]
    refused = subprocess.run([*tool, "--output", NOTEBOOKS], capture_output=True, text=True)
    assert refused.returncode == 2
    assert "--output" in refused.stderr
    assert (NOTEBOOKS / "03_labels.ipynb").read_bytes() == stored


# ---- what the first cell of a one-file edition says


@pytest.fixture
def first_cell(monkeypatch, capsys):
    """Run the first cell of 03's one-file edition here, where `embedlab` is there already."""
    source = code_cells(edition(NOTEBOOKS / "03_labels.ipynb")[1])[0].source

    def run():
        exec(source, {})
        return capsys.readouterr().out.splitlines()

    return run


def test_the_first_cell_says_that_the_versions_are_the_tested_ones(first_cell):
    (line,) = first_cell()
    assert line.startswith("Versions as tested: ")
    assert f"keras {importlib.metadata.version('keras')}" in line
    assert "tensorflow 2" in line


def test_the_first_cell_says_which_versions_differ(first_cell, monkeypatch):
    real = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "1.2.3" if name == "keras" else real(name)
    )
    which, what = first_cell()
    assert which.endswith(f"last digits may differ: keras 1.2.3 (tested: {real('keras')})")
    assert what.endswith(f"%pip install keras=={real('keras')}")


def test_the_first_cell_names_the_command_for_what_is_missing(first_cell, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "sklearn" else real(name)
    )
    with pytest.raises(ModuleNotFoundError) as caught:
        first_cell()
    _, command = caught.value._render_traceback_()
    assert command == f"%pip install scikit-learn=={importlib.metadata.version('scikit-learn')}"


# ---- one-file editions, run


@pytest.fixture(scope="module")
def alone_runs(request, tmp_path_factory):
    """The runs that the selected tests need, each in an empty folder, two at a time."""

    def run(path):
        notebook = copy.deepcopy(edition(path)[1])
        for cell in code_cells(notebook):
            cell.outputs, cell.execution_count = [], None
        notebook.cells.append(new_code_cell(WHERE))
        return run_in(tmp_path_factory.mktemp(path.stem) / "empty", notebook)

    with ThreadPoolExecutor(2) as pool:
        wanted = [item for item in request.session.items if "alone_runs" in item.fixturenames]
        paths = [item.callspec.params["path"] for item in wanted]
        futures = {path: pool.submit(run, path) for path in paths}
        yield lambda path: futures[path].result()
        pool.shutdown(cancel_futures=True)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("path", RUN_ALONE, ids=lambda path: path.stem)
def test_a_one_file_edition_repeats_the_stored_outputs_in_an_empty_folder(path, alone_runs):
    fresh, error = alone_runs(path)
    assert error == ""
    assert stderr(fresh) == ""
    *_, where = fresh.cells
    package = Path(where.outputs[0].text.strip())
    assert ROOT not in package.parents
    assert not package.exists(), "the temporary folder is left behind"
    stored = copy.deepcopy(edition(path)[1])
    stored.cells = [cell for cell in stored.cells if SETUP_TAG not in tags(cell)]
    fresh.cells = [cell for cell in fresh.cells[:-1] if SETUP_TAG not in tags(cell)]
    assert differences(stored, fresh) == []

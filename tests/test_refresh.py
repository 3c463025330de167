"""Refreshing stores what a run shows, and a changed word or number only where it is named."""

import base64
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks.refresh import refresh
from notebooks.series import code_cells, read

from notebooks import refresh as module

KEPT = {"tags": ["picture:grid"], "jupyter": {"source_hidden": True}, "exercise": "x = ..."}
KEPT |= {"slideshow": {"slide_type": "skip"}, "nbgrader": {"grade": False}}
PYTHON = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
PYTHON |= {"nbconvert_exporter": "python", "pygments_lexer": "ipython3"}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
PIXELS = base64.b64encode(b"a picture").decode()


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def picture(alt):
    data = {"text/plain": "a figure", "image/png": PIXELS}
    return new_output("display_data", data=data, metadata={"image/png": {"alt": alt}})


def shown(caption="*Tokens 3 and 8 meet.*", alt="two paths", number="0.50", extra=()):
    """What the second cell shows."""
    text = {"text/markdown": caption, "text/plain": caption}
    return [stream(f"cosine {number}\n"), picture(alt), new_output("display_data", text), *extra]


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A small stored notebook, and a kernel that shows what a test tells it."""
    untidy = "import os\nimport math\nSEED=os , math"
    seed = new_code_cell(untidy, id="seed", metadata={"tags": ["parameters"], "jupyter": {}})
    cell = new_code_cell("print()", id="draw", outputs=shown())
    cell.metadata = KEPT | {"collapsed": True, "trusted": False}
    notebook = new_notebook(cells=[new_markdown_cell("# Page", id="top"), seed, cell])
    notebook.metadata = {"series": {"kind": "study"}, "widgets": {}}
    path = tmp_path / "17_page.ipynb"
    nbformat.write(notebook, path)
    (tmp_path / "images").mkdir()

    def refreshed(*named, **outputs):
        def run(path):
            fresh = read(path)
            for place, each in enumerate(code_cells(fresh)):
                each.execution_count, each.metadata.execution = place + 1, {"idle": 1}
            code_cells(fresh)[-1].outputs = shown(**outputs)
            return fresh

        monkeypatch.setattr(module, "run", run)
        return refresh(path, named)

    refreshed.path = path
    return refreshed


def last(page):
    """The last cell as it is stored."""
    return code_cells(read(page.path))[-1]


def test_what_is_stored_is_the_same_on_every_machine(page):
    assert page() == ""
    notebook = read(page.path)
    told = {"kernelspec": KERNEL, "language_info": PYTHON, "series": {"kind": "study"}}
    assert notebook.metadata == told
    folded = {"jupyter": {"source_hidden": True}, "slideshow": {"slide_type": "skip"}}
    found = {cell.id: cell.metadata for cell in code_cells(notebook)}
    setup, seed = {"tags": ["setup"]} | folded, {"tags": ["parameters"]}
    assert found == {"setup": setup, "seed": seed, "draw": KEPT}
    counts = [(cell.id, cell.get("execution_count")) for cell in notebook.cells]
    assert counts == [("top", None), ("setup", 1), ("seed", 2), ("draw", 3)]
    assert notebook.cells[2].source == "import math\nimport os\n\nSEED = os, math"
    assert (page.path.parent / "images" / "grid.png").read_bytes() == b"a picture"


@pytest.mark.parametrize(
    ("changed", "listed", "named"),
    [
        ({"caption": "*Tokens 3 and 5 meet.*"}, ["stored '8', now '5'"], ["5"]),
        ({"alt": "two arrows"}, ["image/png: stored 'paths', now 'arrows'"], ["arrows"]),
        ({"number": "0.54"}, ["stdout: stored '0.50', now '0.54'"], ["0.54"]),
        ({"extra": [stream("and more\n")]}, ["now 'and more'"], ["and more"]),
        ({"extra": [picture("another")]}, ["kinds of output"], ["draw"]),
        ({"number": "0.54", "alt": "an arrow"}, ["'0.54'", "'an arrow'"], ["0.54", "an arrow"]),
    ],
)
def test_a_change_is_listed_and_stored_only_where_it_is_named(page, changed, listed, named):
    page()
    stored = page.path.read_text("utf-8")
    for some in ([], ["another cell", "0.5"], named[1:]):
        said = page(*some, **changed)
        assert "cell draw, " in said
        assert all(text in said for text in listed[: 1 if some == named[1:] else None])
    assert page.path.read_text("utf-8") == stored
    assert page(*named, **changed) == ""
    assert last(page).outputs == shown(**changed)


def test_what_only_rounding_changes_and_a_new_cell_are_stored(page):
    assert page(number="0.51") == ""
    notebook = read(page.path)
    notebook.cells[1].source, notebook.cells[-1].outputs = "stale", []
    nbformat.write(notebook, page.path)
    assert page(number="0.99") == ""
    setup = read(page.path).cells[1].source
    assert (setup, last(page).outputs) == (module.SETUP, shown(number="0.99"))


def test_what_warns_fails_or_breaks_a_rule_is_not_stored(page, monkeypatch, capsys):
    page()
    stored = page.path.read_text("utf-8")
    noisy = page("draw", extra=[stream("careful", "stderr")])
    assert noisy == "not stored, it wrote to stderr:\ncareful"

    def failing(path):
        raise module.CellExecutionError("print()", "ValueError", "no")

    monkeypatch.setattr(module, "run", failing)
    why = {("first", "x"): refresh(page.path), ("last", "x"): ""}
    monkeypatch.setattr(module, "refresh", lambda path, named: why[path.name, *named])
    paths = [page.path.with_name(name) for name, _ in why]
    assert module.main(SimpleNamespace(notebooks=paths, changed=["x"])) == 1
    one, *_, other = capsys.readouterr().out.splitlines()
    assert (one, other[:12]) == ("first: not stored, a cell failed:", "last: good, ")
    assert page.path.read_text("utf-8") == stored
    page.path.write_text(stored.replace("print()", "undefined"), encoding="utf-8")
    assert page("draw") == "not run, mend what ruff names first"

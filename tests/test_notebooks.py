"""Every notebook: well-formed, stored from a clean run, repeatable, and true for other seeds."""

import re
from functools import cache
from itertools import pairwise

import pytest
from compare_outputs import differences, outputs
from notebook_runner import NOTEBOOKS, all_notebooks, read, run, seed_cell, stderr

OTHER_SEEDS = [1, 20261122]
LONGEST_CELL = 22
MACHINE_PATH = re.compile(r"(?<![\w.:/<])/(?:[\w.][\w.-]*/){2,}|[A-Z]:\\Users|0x[0-9a-f]{8,}")
every_notebook = pytest.mark.parametrize("path", all_notebooks(), ids=lambda path: path.stem)
run_once = cache(run)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def headings(notebook):
    """The (level, text) of every heading, code blocks left out."""
    text = re.sub(r"```.*?```", "", "\n".join(prose(notebook)), flags=re.DOTALL)
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)$", text, re.MULTILINE)]


def test_there_are_notebooks():
    assert all_notebooks()


@every_notebook
def test_headings_are_one_title_and_levels_in_order(path):
    levels = [level for level, _ in headings(read(path))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@every_notebook
def test_parts_that_every_lesson_has_are_there(path):
    names = [words for _, words in headings(read(path))]
    assert "What would change the answer?" in names
    assert {"Key points", "Sources", "Your turn"} <= set(names)
    assert "<details>" in prose(read(path))[0]


@every_notebook
def test_links_lead_somewhere(path):
    for text in prose(read(path)):
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if not target.startswith(("https://", "#")):
                assert (NOTEBOOKS / target.partition("#")[0]).is_file(), target


@every_notebook
def test_first_code_cell_imports_and_the_next_sets_the_seed(path):
    notebook = read(path)
    first, second = code_cells(notebook)[:2]
    assert first.source.startswith("import embedlab")
    assert second is seed_cell(notebook)
    assert second.source == "SEED = 0"


@every_notebook
def test_cells_are_short_enough_to_read(path):
    for cell in code_cells(read(path)):
        lines = [line for line in cell.source.splitlines() if line.strip(" )]}")]
        assert len(lines) <= LONGEST_CELL, cell.source


@every_notebook
def test_stored_outputs_are_those_of_a_clean_run(path):
    notebook = read(path)
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    assert stderr(notebook) == ""
    for cell in code_cells(notebook):
        assert set(cell.metadata) <= {"tags"}, "only tags are kept: no timing, no editor's marks"
        for kind, text in outputs(cell):
            assert kind != "error"
            assert not MACHINE_PATH.search(text), text
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@every_notebook
def test_every_picture_has_its_caption_as_alternative_text_and_below(path):
    for cell in code_cells(read(path)):
        shown = outputs(cell)
        captions = [text for kind, text in shown if kind == "text/markdown"]
        for kind, alt in shown:
            if kind == "image/png":
                assert len(alt) > 20
                assert f"*{alt}*" in captions


@every_notebook
def test_files_are_small_enough_for_code_hosts(path):
    assert path.stat().st_size < 1_000_000
    for cell in code_cells(read(path)):
        sizes = [len(output.get("data", {}).get("image/png", "")) for output in cell.outputs]
        assert max(sizes, default=0) < 150_000 * 4 / 3  # base64 writes 3 bytes as 4 letters


@pytest.mark.slow
@every_notebook
def test_fresh_run_repeats_the_stored_outputs(path):
    fresh = run_once(path)
    assert stderr(fresh) == ""
    assert differences(read(path), fresh) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", OTHER_SEEDS)
@every_notebook
def test_every_claim_holds_for_other_seeds(path, seed):
    assert stderr(run(path, seed=seed)) == ""

"""What holds for every notebook of a kind; each test names its rule of CONTRIBUTING.md."""

import re
from itertools import pairwise

import pytest
from notebooks.compare import differences, outputs
from notebooks.measured import PAGE, page
from notebooks.refresh import KEPT
from notebooks.runner import stderr
from notebooks.series import SETUP_TAG, code_cells, kind, notebooks, read, seed_cell, tags

OTHER_SEEDS = [20261122]
MACHINE_PATH = re.compile(r"(?<![\w.:/<])/(?:[\w.][\w.-]*/){2,}|[A-Z]:\\Users|0x[0-9a-f]{8,}")
TIME = re.compile(r"^\| Time \| (\d+) minutes of reading, (\d+) minutes of exercises \|$", re.M)
rule = pytest.mark.rule


def every(*kinds):
    return pytest.mark.parametrize("path", notebooks(*kinds), ids=lambda path: path.stem)


def prose(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def headings(notebook):
    """The (level, text) of every heading, code blocks left out."""
    text = re.sub(r"```.*?```", "", prose(notebook), flags=re.DOTALL)
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)$", text, re.M)]


@rule("Kind")
@every()
def test_a_notebook_says_what_it_is_and_nothing_else(path):
    assert set(read(path).metadata) == {"kernelspec", "language_info", "series"}
    assert dict(read(path).metadata.series) == {"kind": kind(path)}
    assert re.fullmatch(r"\d\d_[a-z][a-z0-9_]+", path.stem)


@rule("Kind")
def test_a_kind_that_no_notebook_can_have_is_refused():
    with pytest.raises(ValueError, match="is none of the kinds"):
        notebooks("lessons")


@rule("Headings")
@every()
def test_headings_are_one_title_and_levels_in_order(path):
    levels = [level for level, _ in headings(read(path))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@rule("Opening")
@every("lesson", "playground", "study")
def test_a_notebook_says_first_what_it_asks_and_what_it_answers(path):
    top = read(path).cells[0].source
    assert re.match(r"# .+\?\n", top), "the title is a question"
    assert "<details><summary>The answer in one sentence</summary>" in top
    parts = {words for _, words in headings(read(path))}
    assert {"What would change the answer?", "Key points", "Sources"} <= parts


@rule("Time")
@every("lesson", "playground")
def test_a_lesson_says_how_long_it_takes(path):
    top = read(path).cells[0].source
    assert TIME.search(top)
    assert "| You need to know |" in top
    assert "| You will be able to |" in top


@rule("Folded answers")
@every()
def test_folded_answers_are_set_off(path):
    text = prose(read(path))
    folded = re.findall(r"<details><summary>.+?</summary>\n\n<blockquote>\n\n", text)
    assert len(folded) == text.count("<details>") == text.count("\n\n</blockquote></details>")


@rule("Tables")
@every()
def test_tables_have_headers(path):
    notebook = read(path)
    shown = [text for cell in code_cells(notebook) for _, text in outputs(cell)]
    for text in [prose(notebook), *shown]:
        for header in re.findall(r"^\|(.*)\|\n\|\s*:?-", text, re.MULTILINE):
            assert all(name.strip() for name in re.split(r"(?<!\\)\|", header)), header


@rule("First cells")
@every()
def test_first_code_cell_imports_and_the_next_sets_the_seed(path):
    notebook = read(path)
    setup, first, second = code_cells(notebook)[:3]
    assert tags(setup) == [SETUP_TAG]
    assert re.match(r"(import embedlab|from embedlab)\b", first.source)
    assert second is seed_cell(notebook)
    assert second.source == "SEED = 0"


@rule("Cells")
@every()
def test_cells_are_short_enough_to_read(path):
    for cell in code_cells(read(path))[2:]:  # after those that set up and import
        lines = [line for line in cell.source.splitlines() if line.strip(" )]}")]
        assert len(lines) <= 22, cell.source


@rule("Clean run")
@every()
def test_stored_outputs_are_those_of_a_clean_run(path):
    notebook = read(path)
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    assert stderr(notebook) == ""
    for cell in code_cells(notebook):
        assert set(cell.metadata) <= set(KEPT), "no timing, no editor's marks"
        for output, text in outputs(cell):
            assert output != "error"
            assert not MACHINE_PATH.search(text), text
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@rule("Pictures")
@every()
def test_every_picture_has_a_caption_below_and_an_alternative_text(path):
    for cell in code_cells(read(path)):
        shown = outputs(cell)
        pictures = [alt for output, alt in shown if output == "image/png"]
        captions = [text for output, text in shown if output == "text/markdown"]
        assert all(len(alt) > 40 for alt in pictures), f"cell {cell.id} has no alternative text"
        captions = [text for text in captions if re.fullmatch(r"\*[^*|].+\*", text)]
        assert len(captions) >= len(pictures), f"cell {cell.id} has no caption"


@rule("Size")
@every()
def test_files_are_small_enough_for_code_hosts(path):
    assert path.stat().st_size < 1_000_000
    for cell in code_cells(read(path)):
        sizes = [len(output.get("data", {}).get("image/png", "")) for output in cell.outputs]
        assert max(sizes, default=0) < 150_000 * 4 / 3  # base64 writes 3 bytes as 4 letters


@rule("Measured")
def test_the_list_of_what_is_measured_is_that_of_the_stored_outputs():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python tools/notebooks measure"
    assert page().count("\n| ") <= 300


@pytest.mark.slow
@rule("Any processor")
@every()
def test_nudged_weights_show_what_is_stored(path, runs):
    fresh = runs(path)
    assert stderr(fresh) == ""
    found = "\n".join(map(str, differences(read(path), fresh)))
    assert not found, (
        "this hangs on how a machine rounds, or the page is stale; "
        f"python tools/notebooks run notebooks/{path.name} tells which:\n{found}"
    )


@pytest.mark.slow
@pytest.mark.once
@rule("Clean run")
@every()
def test_cells_that_run_again_show_the_same(path, runs):
    found = runs(path).metadata.again
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.once
@rule("Any seed")
@pytest.mark.parametrize("seed", OTHER_SEEDS)
@every("playground")  # lessons, studies and solutions have tests of their own
def test_the_playground_holds_for_other_seeds(path, seed, runs):
    assert stderr(runs(path, seed)) == ""

"""Every notebook: well-formed, stored from a clean run, repeatable, and true for other seeds."""

import re
from itertools import pairwise

import pytest
from notebooks.compare import differences, outputs
from notebooks.measured import PAGE, page
from notebooks.measured import printed_claims as printed
from notebooks.refresh import KEPT
from notebooks.runner import stderr
from notebooks.series import NOTEBOOKS, SETUP_TAG, notebooks, read, seed_cell, tags

OTHER_SEEDS = [20261122]
LONGEST_CELL = 22
MACHINE_PATH = re.compile(r"(?<![\w.:/<])/(?:[\w.][\w.-]*/){2,}|[A-Z]:\\Users|0x[0-9a-f]{8,}")
every_notebook = pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
LESSONS = notebooks("lesson")
SOLUTIONS = "99_solutions"  # answers others' questions, and asks none
every_question = pytest.mark.parametrize(
    "path",
    [path for path in notebooks() if path.stem != SOLUTIONS],
    ids=lambda path: path.stem,
)
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
WITH_PLAYGROUND = [path for path in notebooks() if path.stem < "1"]  # 09 has no graders
lessons_and_playground = pytest.mark.parametrize(
    "path", WITH_PLAYGROUND, ids=lambda path: path.stem
)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def headings(notebook):
    """The (level, text) of every heading, code blocks left out."""
    text = re.sub(r"```.*?```", "", "\n".join(prose(notebook)), flags=re.DOTALL)
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)$", text, re.MULTILINE)]


def test_there_are_notebooks():
    assert notebooks()


@every_notebook
def test_headings_are_one_title_and_levels_in_order(path):
    levels = [level for level, _ in headings(read(path))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def sections(notebook):
    """The cells of a notebook, cut at its headings: a list of (heading, cells)."""
    found = []
    for cell in notebook.cells:
        names = re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and names and cell.source.lstrip().startswith("#"):
            found.append((names[-1], []))
        found[-1][1].append(cell)
    return found


@every_lesson
def test_a_lesson_has_its_parts_in_order(path):
    names = [words for _, words in headings(read(path))]
    parts = ["What would change the answer?", "Without peeking", "Your turn", "Key points"]
    places = [names.index(part) for part in [*parts, "Sources", "Next"]]
    assert places == sorted(places)


@every_question
def test_a_notebook_says_first_what_it_takes_and_what_it_gives(path):
    top = prose(read(path))[0]
    assert re.match(r"# .+\?\n", top), "the title is a question"
    assert "<details><summary>The answer in one sentence</summary>" in top
    assert {"What would change the answer?", "Key points", "Sources"} <= {
        words for _, words in headings(read(path))
    }


@lessons_and_playground
def test_a_lesson_says_how_long_it_takes(path):
    top = prose(read(path))[0]
    time = r"^\| Time \| \d+ minutes of reading, \d+ minutes of exercises \|$"
    assert re.search(time, top, re.MULTILINE)
    assert "| You need to know |" in top
    assert "| You will be able to |" in top


@lessons_and_playground
def test_every_bold_sentence_has_its_check_in_the_same_section(path):
    for name, cells in sections(read(path)):
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        text = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
        bold = [each for each in re.findall(r"\*\*(.+?)\*\*", text) if each.endswith(".")]
        bold = [each for each in bold if each != "Predict."]
        checked = [each for cell in cells if cell.cell_type == "code" for each in printed(cell)]
        assert len(checked) >= len(bold), f"{name}: {bold} has only the checks {checked}"


@every_notebook
def test_folded_answers_are_set_off(path):
    text = "\n".join(prose(read(path)))
    folded = re.findall(r"<details><summary>.+?</summary>\n\n<blockquote>\n\n", text)
    assert len(folded) == text.count("<details>")
    assert text.count("\n\n</blockquote></details>") == len(folded)


@every_notebook
def test_tables_have_headers(path):
    notebook = read(path)
    shown = [text for cell in code_cells(notebook) for _, text in outputs(cell)]
    for text in [*prose(notebook), *shown]:
        for header in re.findall(r"^\|(.*)\|\n\|\s*:?-", text, re.MULTILINE):
            assert all(name.strip() for name in re.split(r"(?<!\\)\|", header)), header


@every_notebook
def test_links_lead_somewhere(path):
    for text in prose(read(path)):
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if not target.startswith(("https://", "#")):
                assert (NOTEBOOKS / target.partition("#")[0]).is_file(), target


def anchors(notebook):
    """The anchors that Jupyter gives to the headings: their text as shown, with - for spaces."""
    return {re.sub(r"[`*]", "", words).strip().replace(" ", "-") for _, words in headings(notebook)}


@every_notebook
def test_links_to_a_section_lead_to_a_heading(path):
    for text in prose(read(path)):
        for name, anchor in re.findall(r"\]\(([\w.]*)#([^)\s]+)\)", text):
            target = read(path.parent / name) if name else read(path)
            assert anchor in anchors(target), f"{name}#{anchor}"


@every_notebook
def test_first_code_cell_imports_and_the_next_sets_the_seed(path):
    notebook = read(path)
    setup, first, second = code_cells(notebook)[:3]
    assert tags(setup) == [SETUP_TAG]
    assert re.match(r"(import embedlab|from embedlab)\b", first.source)
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
        assert set(cell.metadata) <= set(KEPT), "no timing, no editor's marks"
        for kind, text in outputs(cell):
            assert kind != "error"
            assert not MACHINE_PATH.search(text), text
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@every_notebook
def test_every_picture_has_a_caption_below_and_an_alternative_text(path):
    for cell in code_cells(read(path)):
        shown = outputs(cell)
        pictures = [alt for kind, alt in shown if kind == "image/png"]
        captions = [text for kind, text in shown if kind == "text/markdown"]
        assert all(len(alt) > 40 for alt in pictures)
        assert sum(bool(re.fullmatch(r"\*[^*|].+\*", text)) for text in captions) >= len(pictures)


def test_the_list_of_claims_is_that_of_the_stored_outputs():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python tools/notebooks measure"


@every_notebook
def test_files_are_small_enough_for_code_hosts(path):
    assert path.stat().st_size < 1_000_000
    for cell in code_cells(read(path)):
        sizes = [len(output.get("data", {}).get("image/png", "")) for output in cell.outputs]
        assert max(sizes, default=0) < 150_000 * 4 / 3  # base64 writes 3 bytes as 4 letters


@pytest.mark.slow
@every_notebook
def test_fresh_run_repeats_the_stored_outputs(path, runs):
    fresh = runs(path)
    assert stderr(fresh) == ""
    assert differences(read(path), fresh) == []


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("seed", OTHER_SEEDS)
@every_notebook
def test_every_claim_holds_for_other_seeds(path, seed, runs):
    assert stderr(runs(path, seed)) == ""

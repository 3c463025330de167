"""What belongs to every study; each test names its rule."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
from notebooks.compare import outputs
from notebooks.falsify import written
from notebooks.measured import printed_claims
from notebooks.reading import minutes
from notebooks.series import cases, code_cells, notebooks, read
from notebooks.truths import bold_sentences
from test_notebooks import OTHER_SEEDS, rule

every = pytest.mark.parametrize("path", notebooks("study"), ids=lambda path: path.stem)


@rule("Reference")
@every
def test_a_study_is_short_and_says_how_its_cases_run(path):
    found = minutes(read(path))
    assert found <= 60
    assert path.stat().st_size <= 500_000
    assert "Each case runs alone after the prelude: " in read(path).cells[0].source


@rule("Findings")
@pytest.mark.parametrize("path", notebooks("study", "playground"), ids=lambda path: path.stem)
def test_the_bold_sentences_of_a_case_are_those_of_its_checks(path):
    notebook, wrong = read(path), []
    starts = [*cases(notebook), ("the end", len(notebook.cells))]
    for (heading, start), (_, end) in pairwise(starts):
        case = SimpleNamespace(cells=notebook.cells[start:end])
        said = [f"{text}." for cell in code_cells(case) for text, _ in printed_claims(cell)]
        said = [each.replace("`", "") for each in said]
        bold = [each.replace("`", "") for each in bold_sentences(case)]
        wrong += [f"{heading}: no ✓ says {each!r}" for each in bold if each not in said]
        wrong += [f"{heading}: nothing is found"] * (not bold and bool(code_cells(case)))
    assert not wrong, "\n".join(wrong)


@rule("Findings")
@every
def test_no_cell_of_a_study_is_for_the_checker_alone(path):
    for cell in code_cells(read(path)):
        shown = dict(outputs(cell))
        lines = shown.get("stdout", "").splitlines()
        assert shown.keys() != {"stdout"} or not all(each[0] == "✓" for each in lines), cell.id


@rule("Falsehoods")
@every
def test_a_study_names_a_falsehood_for_each_case(path):
    assert len(written(path)[0]) >= len(cases(read(path))) - 1


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.falsify
@rule("Any seed")
@pytest.mark.parametrize("seed", OTHER_SEEDS)
@every
def test_a_study_holds_for_another_seed_and_notices_falsehoods(path, seed, runs):
    count, survivors = runs(path, seed, falsify=True)
    assert not survivors, "\n".join(survivors)
    assert count

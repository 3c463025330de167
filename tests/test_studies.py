"""What belongs to every study; each test names its rule."""

import re
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace

import pytest
from notebooks.compare import outputs
from notebooks.falsify import written
from notebooks.measured import printed_claims
from notebooks.reading import minutes
from notebooks.series import CLOSING, cases, code_cells, notebooks, read
from notebooks.truths import bold_sentences, sentences
from test_notebooks import OTHER_SEEDS, prose, rule

every = pytest.mark.parametrize("path", notebooks("study"), ids=lambda path: path.stem)
NUMBER = re.compile(r"(?<![\w.])(?:\d+ ?/ ?[1-9]\d*|\d+(?:\.\d+)?(?:e[-+]?\d+)?)")
OUTSIDE = re.compile(r"\[[^]]*\]\([^)]*\)|^#.*|\d{4}-\d\d\S*|(?<=\d)[,_](?=\d{3})", re.MULTILINE)


def parts(notebook):
    """The cases of a notebook, and what closes it: headings, each with what stands under it."""
    starts = [*cases(notebook), ("the end", None)]
    for (heading, start), (_, end) in pairwise(starts):
        yield heading, SimpleNamespace(cells=notebook.cells[start:end])


def said(notebook):
    """The sentences of the ✓ of a notebook."""
    found = (text for cell in code_cells(notebook) for text, _ in printed_claims(cell))
    return [f"{text}.".replace("`", "") for text in found]


def numbers(text):
    """The numbers in a text; those in links, headings and dates are none that a study finds."""
    text = re.sub(r"\\tfrac(\d)(\d)", r"\1/\2", OUTSIDE.sub("", text))
    text = text.replace("½", "1/2").replace("¾", "3/4")
    return {Fraction(each.replace(" ", "")) for each in NUMBER.findall(text)}


def shown(cells):
    """The numbers in the code of some cells and in what it shows."""
    code = code_cells(SimpleNamespace(cells=cells))
    texts = [text for cell in code for text in (cell.source, *dict(outputs(cell)).values())]
    return set().union(*map(numbers, texts))


@rule("Reference")
@every
def test_a_study_is_short_and_says_how_its_cases_run(path):
    assert minutes(read(path)) <= 60
    assert path.stat().st_size <= 500_000
    assert "Each case runs alone after the prelude: " in read(path).cells[0].source


@rule("Findings")
@pytest.mark.parametrize("path", notebooks("study", "playground"), ids=lambda path: path.stem)
def test_the_bold_sentences_of_a_case_are_those_of_its_checks(path):
    wrong = []
    for heading, case in parts(read(path)):
        bold = [each.replace("`", "") for each in bold_sentences(case)]
        wrong += [f"{heading}: no ✓ says {each!r}" for each in bold if each not in said(case)]
        wrong += [f"{heading}: nothing is found"] * (not bold and bool(code_cells(case)))
    assert not wrong, "\n".join(wrong)


@rule("Findings")
@every
def test_the_key_points_of_a_study_are_sentences_of_its_checks(path):
    points = re.search(r"## Key points\n(.+?)(?=\n## |\Z)", prose(read(path)), re.DOTALL)[1]
    assert [each for each in sentences(points) if each not in said(read(path))] == []


@rule("Findings")
@every
def test_a_number_in_the_prose_of_a_case_stands_in_its_code_or_in_what_that_shows(path):
    notebook, wrong = read(path), {}
    prelude = notebook.cells[: cases(notebook)[0][1]]
    for heading, case in parts(notebook):
        known = shown(notebook.cells if heading == CLOSING else prelude + case.cells)
        found = numbers(prose(case).partition("## Sources")[0]) - known
        wrong |= {heading: [*map(float, found)]} if found else {}
    assert not wrong


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

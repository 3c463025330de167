"""What a lesson says holds for any seed, and whatever falsehood is put into it is noticed."""

import pytest
from notebooks.series import notebooks
from test_notebooks import rule

LESSONS = notebooks("lesson")
pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.falsify]


@rule("Falsehoods")
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_falsehoods_are_noticed(path, runs):
    count, survivors = runs(path, falsify=True)
    assert not survivors, "\n".join(survivors)
    assert count >= 5


@rule("Any seed")
@pytest.mark.parametrize("seed", [7, 20261122])  # with the stored one falsehoods are noticed
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_truths_hold_for_any_seed(path, seed, runs):
    found = runs(path, seed, falsify=True)
    assert not found, "\n".join(found)

"""Every picture shows what its title and caption say, and every falsehood is noticed."""

import pytest
from notebooks.falsify import falsehoods
from notebooks.series import ROOT, notebooks

# A study takes as long for one falsehood as a lesson for ten: its author runs them.
LESSONS = [path for path in notebooks() if path.stem < "1"]


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.falsify
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_pictures_are_true_and_falsehoods_are_noticed(path, runs):
    """In a process of its own, so that no lesson's memory or settings reach another."""
    assert len(falsehoods(path)) >= 5
    assert (ROOT / "tests" / "pictures" / f"notebook_{path.stem[:2]}.py").is_file()
    status, output = runs(path, "falsify")
    assert status == 0, output

"""Every picture shows what its title and caption say, and every falsehood is noticed."""

import pytest
from falsify import falsehoods
from notebook_runner import ROOT, all_notebooks

# A study takes as long for one falsehood as a lesson for ten: its author runs tools/falsify.py.
LESSONS = [path for path in all_notebooks() if path.stem < "1"]


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

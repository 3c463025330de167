"""Every picture shows what its title and caption say, and every falsehood is noticed."""

import subprocess
import sys

import pytest
from falsify import falsehoods
from notebook_runner import ROOT, all_notebooks

LESSONS = [path for path in all_notebooks() if path.stem < "09"]


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_pictures_are_true_and_falsehoods_are_noticed(path):
    """In a process of its own, so that no lesson's memory or settings reach another."""
    assert len(falsehoods(path)) >= 5
    assert (ROOT / "tests" / "pictures" / f"notebook_{path.stem[:2]}.py").is_file()
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "falsify.py", path], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr

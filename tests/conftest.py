"""Make `import embedlab` and the scripts work in the tests as they do beside their files."""

import sys
from pathlib import Path

import pytest

for folder in ("data", "notebooks", "tools"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))


@pytest.fixture(autouse=True)
def _no_tries_yet():
    """The second hint comes after a wrong try; one test's tries are not another's."""
    from embedlab.exercises import feedback

    feedback._wrong_tries.clear()

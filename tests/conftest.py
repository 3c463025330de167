"""Make `import embedlab` and the scripts work in the tests as they do beside their files."""

import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
for folder in ("data", "notebooks", "tests", "tools"):
    sys.path.insert(0, str(ROOT / folder))
pytest.register_assert_rewrite("exercises")
RULE = re.compile(r"^\* \*\*(.+?)\.\*\* (.+)$", re.MULTILINE)
RULES = dict(RULE.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """A test that holds a rule of CONTRIBUTING.md begins its message with the rule."""
    try:
        return (yield)
    except Exception as error:
        rule = item.get_closest_marker("rule")
        if rule is None:
            raise
        said = f"{rule.args[0]}: {RULES.get(rule.args[0])}\n{error}"
        raise AssertionError(said).with_traceback(error.__traceback__) from None


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium (Playwright's `Browser`), one for all tests of a module."""
    from browser import chromium

    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def runs(request):
    """What the selected tests need run, two at a time: `runs(path, seed)` is a notebook's run.

    Without a seed its weights are nudged, as another processor's rounding would. `runs(path,
    "falsify")` is the exit status and the output of `tools/notebooks falsify`.
    """
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        futures = {}
        for item in request.session.items:
            if "runs" in getattr(item, "fixturenames", ()):
                path = item.callspec.params["path"]
                job = item.callspec.params.get("seed")
                if item.get_closest_marker("falsify"):
                    futures[path, "falsify"] = pool.submit(_falsify, path)
                else:
                    futures[path, job] = pool.submit(_run_notebook, path, job)
        yield lambda path, job=None: futures[path, job].result()
        pool.shutdown(cancel_futures=True)


def _run_notebook(path, seed):
    from notebooks.runner import run

    return run(path, seed=seed, nudge=seed is None)


def _falsify(path):
    tool = ROOT / "tools" / "notebooks"
    done = subprocess.run([sys.executable, tool, "falsify", path], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr

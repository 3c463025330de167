"""Make `import embedlab` and the scripts work in the tests as they do beside their files."""

import gc
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
for folder in ("data", "notebooks", "tests", "tools"):
    sys.path.insert(0, str(ROOT / folder))
pytest.register_assert_rewrite("exercises")
SAMPLE = {"lesson": 16, "study": 6}  # one falsehood of so many is put; authors put them all
gc.disable()  # until all is imported
FORKS = sys.platform == "linux"  # elsewhere a copy of a process that has imported all may not work
RULE = re.compile(r"^\* \*\*(.+?)\.\*\* (.+)$", re.MULTILINE)
RULES = dict(RULE.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))


def pytest_collection_finish():
    gc.freeze()  # what is imported stays: each full collection would look through it for a second
    gc.enable()


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
    """What the selected tests need run, two at a time, each in a process that has run nothing else.

    `runs(path, seed)` is a notebook's run; without a seed its weights are nudged, as another
    processor's rounding would, and cells run again if a test that is marked `once` asks for it.
    `runs(path, seed, falsify=True)`, in tests so marked, is what its truths find false; without a
    seed, and for a study, how many of a sample of falsehoods were put to it, and which survived.
    """
    run, tasks = (_run_in_a_copy, None) if FORKS else (_run, 1)
    with ProcessPoolExecutor(2, get_context("spawn"), max_tasks_per_child=tasks) as pool:
        jobs = {}
        for item in request.session.items:
            if "runs" in getattr(item, "fixturenames", ()):
                path, seed = (item.callspec.params.get(name) for name in ("path", "seed"))
                falsify, once = (bool(item.get_closest_marker(m)) for m in ("falsify", "once"))
                jobs[path, seed, falsify] = once or jobs.get((path, seed, falsify), False)
        futures = {job: pool.submit(run, *job, once) for job, once in jobs.items()}
        yield lambda path, seed=None, falsify=False: futures[path, seed, falsify].result()
        pool.shutdown(cancel_futures=True)


def _run_in_a_copy(*job):
    """Run a job in a copy of this process, which imports what they need once and runs nothing."""
    for each in ("embedlab.training", "notebooks.falsify"):
        import_module(each)
    with ProcessPoolExecutor(1, get_context("fork")) as copy:
        return copy.submit(_run, *job).result()


def _run(path, seed, falsify, once):
    from notebooks.falsify import survivors
    from notebooks.runner import run
    from notebooks.series import kind
    from notebooks.truths import asked

    pytest_collection_finish()
    os.environ["TF_NUM_INTRAOP_THREADS"] = "1" if falsify else "8"  # before TensorFlow starts
    if not falsify:
        return run(path, seed=seed, nudge=seed is None, again=once and seed is None)
    if kind(path) == "study" or seed is None:
        return survivors(path, every=SAMPLE[kind(path)], seed=seed)
    return asked(path, seed)[0]

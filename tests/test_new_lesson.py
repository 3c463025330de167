"""An empty lesson passes every test at once; whatever is left out of it, a test names."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from new_lesson import new_lesson
from notebooks.series import ROOT

NOTEBOOK = "notebooks/20_padding.ipynb"
OURS, THEIRS = "notebooks/embedlab/lessons/padding/", "tests/lessons/padding/"
# rule -> the file of which something is left out, and a pattern of it; without one, all of the file
LEFT_OUT = {
    "Truths": (THEIRS + "truths.py", None),
    "Falsehoods": (THEIRS + "falsehoods.toml", r"(?s)\".*"),
    "Exercise tests": (THEIRS + "test_exercises.py", r'"20\.2"'),
    "Graders": (OURS + "exercises.py", r"@exercise\(2, .+\n"),
    "Figures": (OURS + "figures.py", None),
    "README": ("README.md", r"(?m)^\| 20 .+\n"),
    "Solutions": ("notebooks/99_solutions.ipynb", r"Exercise 20\.2: right"),
    "Kind": (NOTEBOOK, r"(?s),\s*\"series\": \{.+?\}"),
    "Pictures": (NOTEBOOK, r"A bar for each row: [^\"]+"),
    "Slides": (NOTEBOOK, r"2 minutes\. Let them name the row, [^\"]+"),
    "Exercises": (NOTEBOOK, r"exercise-20-2-check"),
    "Headings": (NOTEBOOK, r"# (?=What does)"),
    "First cells": (NOTEBOOK, r"SEED = 0"),
    "Folded answers": (NOTEBOOK, r"</blockquote>(?=</details>)"),
    "Opening": (NOTEBOOK, r"<summary>The answer in one sentence</summary>"),
    "Time": (NOTEBOOK, r", 5 minutes of exercises"),
    "Parts": (NOTEBOOK, r"## Sources"),
    "Rounds": (NOTEBOOK, r"\*\*Predict\.\*\* Put"),
    "Without peeking": (NOTEBOOK, r"<summary>5\. "),
}
DRIVER = """
import json, os, sys
from pathlib import Path
import pytest

os.chdir(sys.argv[1])
os.environ["COLUMNS"] = "500"  # or the summary cuts off what it says
chosen = ["-k", "padding", "-m", "not slow", "-q", "-rf", "--tb=line", "-p", "no:cacheprovider"]
files = [f"tests/test_{name}.py" for name in ("notebooks", "lessons", "house")]
print("LEFT OUT:", pytest.main([*chosen, *files, "tests/lessons/padding"]))
for name, file, rest in json.load(sys.stdin):
    whole = Path(file).read_bytes()
    Path(file).unlink() if rest is None else Path(file).write_bytes(rest.encode())
    print("LEFT OUT:", name)
    pytest.main([*chosen, *(f for f in files if f'@rule("{name}")' in Path(f).read_text())])
    Path(file).write_bytes(whole)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the tests say in a copy of the series: of a new lesson, and of what is left out."""
    copy = tmp_path_factory.mktemp("series") / "copy"
    passing = shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache", "exports")
    shutil.copytree(ROOT, copy, ignore=passing)
    lesson = ["tools/new_lesson.py", "20", "What does padding do?", "padding"]
    subprocess.run([sys.executable, *lesson], cwd=copy, check=True, capture_output=True)
    rest = []
    for rule, (file, pattern) in LEFT_OUT.items():
        text = (copy / file).read_text(encoding="utf-8")
        assert pattern is None or re.search(pattern, text), f"{file} has no {pattern}"
        rest.append((rule, file, pattern and re.sub(pattern, "", text, count=1)))
    command = [sys.executable, "-X", "utf8", "-c", DRIVER, copy]
    how = {"stdout": subprocess.PIPE, "encoding": "utf-8"}
    done = subprocess.run(command, input=json.dumps(rest), **how)
    parts = [part.partition("\n") for part in done.stdout.split("LEFT OUT: ")]
    return {name: said for name, _, said in parts} | {"nothing": parts[0][0] + parts[0][2]}


@pytest.mark.slow
def test_an_empty_lesson_passes(told):
    assert "0" in told, told["nothing"]
    assert re.search(r"\d\d passed, \d+ deselected", told["nothing"]), "and none is skipped"


@pytest.mark.slow
@pytest.mark.parametrize("rule", LEFT_OUT)
def test_what_is_left_out_is_named(told, rule):
    assert re.search(rf"^FAILED .+\[20_padding\] - AssertionError: {rule}: ", told[rule], re.M)


def test_a_taken_number_or_a_wrong_name_is_refused():
    for *lesson, why in (
        (0, "What does padding do?", "padding", "00 or the topic padding is taken"),
        (20, "What does padding do?", "labels", "20 or the topic labels is taken"),
        (20, "Padding", "padding", "give a question"),
        (20, "What does padding do?", "Pad-ding", "and a topic"),
    ):
        with pytest.raises(ValueError, match=why):
            new_lesson(*lesson)

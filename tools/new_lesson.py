"""Write an empty lesson with all that belongs to it; every test passes at once.

    python tools/new_lesson.py 20 "What does padding do?" padding

The number is that of the notebook's file, the last word its topic, which names the folders. What is
written is a small lesson that works: put yours in its place part by part, and run the tests.
"""

import argparse
import contextlib
import io
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import jupytext
import nbformat
from nbformat.v4 import new_markdown_cell, new_output
from notebooks.refresh import normalise, refresh, tidy_source
from notebooks.runner import run_here
from notebooks.series import NOTEBOOKS, ROOT, belonging, code_cells, notebooks, number, read
from notebooks.truths import book, matches, statements

from notebooks import measured

PACKAGE = NOTEBOOKS / "embedlab" / "lessons"
OTHERS = '    "they explain, or ask",\n'  # where truths.py names the texts without a finding


def new_lesson(place, question, topic):
    """Write a lesson; return the files that it wrote or changed.

    Raises `ValueError` for what is no question or topic, and for a number or topic that is taken.
    """
    if not re.fullmatch(r"[A-Z].*\?", question) or not re.fullmatch(r"[a-z][a-z0-9_]*", topic):
        raise ValueError('give a question, such as "What does padding do?", and a topic: padding')
    if f"{place:02d}" in map(number, notebooks()) or (PACKAGE / topic).exists():
        raise ValueError(f"the number {place:02d} or the topic {topic} is taken")
    words = {"QUESTION": question, "TOPIC": topic, "NUMBER": str(place), "NN": f"{place:02d}"}

    def filled(name):
        text = (ROOT / "tools" / "lesson" / name).read_text(encoding="utf-8")
        return re.sub("|".join(words), lambda found: words[found[0]], text)

    path = NOTEBOOKS / f"{place:02d}_{topic}.ipynb"
    files = [PACKAGE / topic / name for name in ("figures.py", "exercises.py")]
    files += [belonging(path, n) for n in ("truths.py", "falsehoods.toml", "test_exercises.py")]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(filled(f"{file.name}.txt"), encoding="utf-8", newline="\n")
    notebook = jupytext.reads(filled("notebook.md"), "md")
    notebook.metadata["series"] = {"kind": "lesson"}
    nbformat.write(notebook, path)
    if why := refresh(path):
        raise RuntimeError(f"{path.name}: {why}")
    name_the_other_texts(path)
    solutions = add_solutions(jupytext.reads(filled("solution.md"), "md").cells, topic)
    measured.main(None)
    return [path, *files, solutions, add_row(path, question), measured.PAGE]


def name_the_other_texts(path):
    """Name in truths.py, as texts without a finding, what the lesson says besides its findings."""
    named = [key for truth in book(path) for key in truth.texts]
    texts = dict.fromkeys(statements(read(path), run_here(path)))
    others = [each for each in texts if not any(matches(key, each) is not None for key in named)]
    lines = "".join(f"    {json.dumps(each, ensure_ascii=False)},\n" for each in others)
    change(belonging(path, "truths.py"), OTHERS, OTHERS + lines)


def add_solutions(cells, topic):
    """Put the solutions, solved, before the last section of their notebook; return its path."""
    (path,) = notebooks("solutions")
    notebook, names = read(path), {}
    imported = f"from embedlab.lessons.{topic} import exercises as {topic}"
    code_cells(notebook)[1].source += f"\n{imported}"
    exec(imported, names)
    for cell in cells:
        if cell.cell_type == "code":
            with contextlib.redirect_stdout(io.StringIO()) as said:
                exec(cell.source, names)
            cell.outputs = [new_output("stream", text=said.getvalue())]
    before, mark, last = notebook.cells.pop().source.rpartition("\n## ")
    notebook.cells += [new_markdown_cell(before.strip())] if before.strip() else []
    notebook.cells += [*cells, new_markdown_cell((mark + last).strip())]
    for place, cell in enumerate(code_cells(notebook)):
        cell.execution_count = place + 1
    nbformat.write(normalise(notebook), path)
    tidy_source(path)
    return path


def add_row(path, question):
    """List the lesson in the README, after the other lessons; return the README."""
    readme = ROOT / "README.md"
    reading, exercises = re.findall(r"(\d+) minutes", read(path).cells[0].source)
    last = re.findall(r"^\| \d\d \| .+ \| \d+ \+ \d+ \|\n", readme.read_text("utf-8"), re.M)[-1]
    row = f"| {number(path)} | [{question}](notebooks/{path.name}) | A mean hides the order of the "
    change(readme, last, f"{last}{row}tokens, Flatten shows it. | {reading} + {exercises} |\n")
    return readme


def change(file, old, new):
    """Put a text in the place of another in a file."""
    text = file.read_text(encoding="utf-8").replace(old, new)
    file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    for name, kind in (("number", int), ("question", str), ("topic", str)):
        parser.add_argument(name, type=kind)
    try:
        written = new_lesson(*vars(parser.parse_args()).values())
    except ValueError as error:
        parser.error(str(error))
    print("\n".join(str(file.relative_to(ROOT)) for file in written))

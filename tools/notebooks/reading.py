"""What a notebook asks of its reader, up to the exercises: minutes, and lines of code.

Counted for somebody who reads it once: 180 words and 8 lines of code a minute, and a while for
each picture, table, prediction and formula. Imports and folded cells are free.
"""

import re
from itertools import takewhile

from notebooks.compare import outputs
from notebooks.series import code_cells

WORDS_A_MINUTE, LINES_A_MINUTE = 180, 8
PICTURE, TABLE, PREDICTION, FORMULA = 0.7, 0.5, 0.5, 1  # minutes
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
DRAWING = re.compile(
    r"\bplt\.|\bax(?:es)?\b[\w.\[\]]*\.(?:plot|set|text|imshow|bar|annotate|scatter)"
)


def before_exercises(notebook):
    """The cells that stand before the exercises."""
    return list(takewhile(lambda cell: "\n## Your turn" not in f"\n{cell.source}", notebook.cells))


def minutes(notebook):
    """The minutes that reading a notebook takes, without its exercises."""
    total = 0
    for cell in before_exercises(notebook):
        if cell.cell_type == "markdown":
            total += _words(re.sub(r"\]\([^)]*\)", " ", cell.source)) / WORDS_A_MINUTE
            total += cell.source.count("$$") / 2 * FORMULA
            total += cell.source.count("**Predict") * PREDICTION
            total += bool(re.search(r"^\|.*\|$", cell.source, re.MULTILINE)) * TABLE
            continue
        total += len(_visible_lines(cell)) / LINES_A_MINUTE
        for kind, text in outputs(cell):
            total += PICTURE * (kind == "image/png")
            if kind == "text/markdown":
                table = text.lstrip().startswith("|") or "<table" in text
                total += TABLE if table else len(text.split()) / WORDS_A_MINUTE
    return total


def before_first_picture(notebook):
    """The words of prose and the lines of code before the first picture; infinite without one."""
    words = lines = 0
    for cell in before_exercises(notebook):
        if cell.cell_type == "markdown":
            if re.search(r"!\[.*?\]\(|<img\b", cell.source, re.DOTALL):
                return words, lines
            words += _words(FOLDED.sub("", cell.source))
        elif any(kind == "image/png" for kind, _ in outputs(cell)):
            return words, lines
        else:
            lines += sum(not _imports(line) for line in _visible_lines(cell))
    return float("inf"), float("inf")


def cell_sizes(notebook):
    """The (cell, lines of code) of every code cell that a reader sees before the exercises."""
    cells = [cell for cell in before_exercises(notebook) if cell.cell_type == "code"]
    return [(cell, sum(map(bool, cell.source.split("\n")))) for cell in cells if not _folded(cell)]


def for_the_checker(notebook):
    """The ids of the code cells that show lines with a ✓ and nothing else."""
    shown = {cell.id: dict(outputs(cell)) for cell in code_cells(notebook)}
    printed = {name: each["stdout"] for name, each in shown.items() if each.keys() == {"stdout"}}
    return [name for name, text in printed.items() if not re.search(r"^(?!✓).*\S", text, re.M)]


def _words(prose):
    return len(re.sub(r"<[^>]+>|[|#*`]", " ", prose).split())


def _folded(cell):
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


def _imports(line):
    return re.match(r"\s*(import|from)\b", line)


def _visible_lines(cell):
    """Lines of code that a reader reads: none of a folded cell, or of one that only imports."""
    lines = re.findall(r"^ *[^ #\n].*", cell.source, re.MULTILINE)
    return [] if _folded(cell) or all(map(_imports, lines)) else lines

"""What a notebook asks of its reader, up to the exercises: minutes, and lines of code.

Counted for somebody who reads it once: 180 words and 8 lines of code a minute, and a while for
each picture, table, prediction and formula. Imports and folded cells are free.
"""

import re
from itertools import takewhile

from notebooks.compare import outputs

WORDS_A_MINUTE, LINES_A_MINUTE = 180, 8
PICTURE, TABLE, PREDICTION, FORMULA = 0.7, 0.5, 0.5, 1  # minutes


def before_exercises(notebook):
    """The cells that stand before the exercises."""
    return list(takewhile(lambda cell: "\n## Your turn" not in f"\n{cell.source}", notebook.cells))


def minutes(notebook):
    """The minutes that reading a notebook takes, without its exercises."""
    total = 0
    for cell in before_exercises(notebook):
        if cell.cell_type == "markdown":
            total += words(re.sub(r"\]\([^)]*\)", " ", cell.source)) / WORDS_A_MINUTE
            total += cell.source.count("$$") / 2 * FORMULA
            total += cell.source.count("**Predict") * PREDICTION
            total += bool(re.search(r"^\|.*\|$", cell.source, re.MULTILINE)) * TABLE
            continue
        total += len(visible_lines(cell)) / LINES_A_MINUTE
        for kind, text in outputs(cell):
            total += PICTURE * (kind == "image/png")
            if kind == "text/markdown":
                table = text.lstrip().startswith("|") or "<table" in text
                total += TABLE if table else len(text.split()) / WORDS_A_MINUTE
    return total


def words(prose):
    """How many words there are in Markdown."""
    return len(re.sub(r"<[^>]+>|[|#*`]", " ", prose).split())


def folded(cell):
    """Whether a cell's source is hidden."""
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


def imports(line):
    """Whether a line of code imports."""
    return re.match(r"\s*(import|from)\b", line)


def visible_lines(cell):
    """Lines of code that a reader reads: none of a folded cell, or of one that only imports."""
    lines = re.findall(r"^ *[^ #\n].*", cell.source, re.MULTILINE)
    return [] if folded(cell) or all(map(imports, lines)) else lines

"""List what the notebooks measure: the sentences with a ✓, each with its value.

    python tools/notebooks measure            write notebooks/claims.md from the stored outputs

A claim is a line that `embedlab.claims.claim` printed: ✓ sentence (value).
"""

import re

from notebooks.compare import outputs
from notebooks.series import NOTEBOOKS, notebooks, number, read

PAGE = NOTEBOOKS / "claims.md"
CLAIM = re.compile(r"^✓ ([^(\n]+?)(?: \((.*)\))?$", re.MULTILINE)
INTRODUCTION = """# What is measured where

Each sentence below was checked when its notebook ran; had it been false, the notebook would have
stopped there. *Measured* is the value that it printed. The page is made from the stored outputs by
`python tools/notebooks measure`.
"""


def printed_claims(cell):
    """The (sentence, value) of every claim that a cell printed."""
    return CLAIM.findall(dict(outputs(cell)).get("stdout", ""))


def claims_of(notebook):
    """Each claim of a notebook as (section of level 1 or 2, sentence, value or "")."""
    found, section = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
            section = [section, *re.findall(r"^##? (.+)$", prose, re.MULTILINE)][-1]
        elif cell.cell_type == "code":
            found += [(section, *each) for each in printed_claims(cell)]
    return found


def page():
    """The text of claims.md."""
    parts = [INTRODUCTION]
    for title, kinds in {"Lessons": ("lesson", "playground"), "Studies": ("study",)}.items():
        parts.append(f"\n## {title}\n\n| sentence | measured | notebook |\n|:---|:---|:---|\n")
        for path in notebooks(*kinds):
            for claim in claims_of(read(path)):
                said = [re.sub(r"([|*])", r"\\\1", text) for text in claim[1:]]
                parts.append(f"| {said[0]} | {said[1]} | [{number(path)}]({path.name}) |\n")
    return "".join(parts)


def main(arguments):
    """Write the page; it holds all notebooks, whichever are named."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return 0

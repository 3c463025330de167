"""List every claim that the notebooks check, with the value that was measured.

    python tools/notebooks measure            write notebooks/claims.md from the stored outputs

A claim is a line that `embedlab.claims.claim` printed: ✓ sentence (value).
"""

import re

from notebooks.series import NOTEBOOKS, notebooks, read

PAGE = NOTEBOOKS / "claims.md"
CLAIM = re.compile(r"^✓ ([^(\n]+?)(?: \((.*)\))?$", re.MULTILINE)
INTRODUCTION = """# What is proven where

Every sentence below was checked when its notebook ran, with the value in the last column; had it
been false, the notebook would have stopped there. The list is made from the stored outputs by
`python tools/notebooks measure`.
"""


def printed_claims(cell):
    """The (sentence, value) of every claim that a cell printed."""
    text = "".join(out.text for out in cell.get("outputs", []) if out.get("name") == "stdout")
    return CLAIM.findall(text)


def claims_of(notebook):
    """The (section, sentence, value) of every claim of a notebook, in its order."""
    found, section = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
            section = [section, *re.findall(r"^#+ (.+)$", prose, re.MULTILINE)][-1]
        elif cell.cell_type == "code":
            found += [(section, *each) for each in printed_claims(cell)]
    return found


def page():
    """The text of claims.md."""
    parts = [INTRODUCTION]
    for path in notebooks():
        notebook = read(path)
        claims = claims_of(notebook)
        if claims:
            title = re.match(r"# (.+)", notebook.cells[0].source).group(1)
            parts.append(f"## {path.stem[:2]} [{title}]({path.name})\n")
            parts.append("| claim | section | measured |\n|:---|:---|:---|")
            parts[-1] += "".join(
                f"\n| {_cell(sentence)} | {_cell(section)} | {_cell(value)} |"
                for section, sentence, value in claims
            )
            parts[-1] += "\n"
    return "\n".join(parts)


def _cell(text):
    return text.replace("|", "\\|").replace("*", "\\*")


def main(arguments):
    """Write the page; it holds all notebooks, whichever are named."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return 0

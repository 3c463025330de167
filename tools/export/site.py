"""Build the web edition: every page of the series as stored, with what can be downloaded.

    python tools/export site --output FOLDER

Nothing is executed, and no page asks another host for anything. A warning is an error. Where the
environment knows the repository (`GITHUB_REPOSITORY`), pages have buttons for Binder, for Colab and
for their source.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

import nbformat
from notebooks.series import NOTEBOOKS, ROOT, code_cells, kind, notebooks, read

from export.page import name_of
from export.slides import deck
from export.standalone import edition
from export.worksheets import worksheet

OUTPUT = None
PAGES = ["notebooks/teaching_guide.md", "notebooks/classroom.md", "notebooks/claims.md"]
PAGES += ["data/README.md", "INSTALL.md", "CONTRIBUTING.md", "CHANGELOG.md"]
GROUPS = {"Lessons": ["lesson", "playground"], "Studies": ["study"], "Solutions": ["solutions"]}
PLAYGROUND = "notebooks/playground.html"
TREE = "\n```{{toctree}}\n:hidden:\n:caption: {}\n\n{}\n```\n"


def gather(folder):
    """Put the sources of all pages into a folder, as Sphinx reads them."""
    shutil.copytree(ROOT / "site", folder, dirs_exist_ok=True)
    for name in (*PAGES, "LICENSE", "LICENSE-text"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / name).read_text(encoding="utf-8").replace("README.md#", "index.md#")
        (folder / name).write_text(to_playground(text), encoding="utf-8")
    shutil.copytree(NOTEBOOKS / "images", folder / "notebooks" / "images")
    for path in notebooks():
        notebook = read(path)
        for cell, shown in zip(code_cells(notebook), ["remove-cell", "hide-input"], strict=False):
            cell.metadata.tags = [shown]  # the folded cell and the imports
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = to_playground(cell.source)
        nbformat.write(notebook, folder / "notebooks" / path.name)
    (folder / "index.md").write_text(start_page(), encoding="utf-8")
    (folder / "downloads.md").write_text(downloads(folder / "extra"), encoding="utf-8")


def to_playground(text):
    """Markdown with its links to the playground, which is no page of Sphinx's, as HTML."""
    link = re.compile(r"\[([^]]+)\]\(([\w/.]*playground\.html[^)\s]*)\)")
    return link.sub(lambda found: f'<a href="{escape(found[2])}">{found[1]}</a>', text)


def start_page():
    """The README, with the playground under its picture and the tree of all pages."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    frame = f'<iframe class="playground" title="Playground" src="{PLAYGROUND}"></iframe>'
    text = to_playground(text.replace("</picture>", f"</picture>\n\n{frame}"))
    for caption, kinds in GROUPS.items():
        text += TREE.format(caption, "\n".join(f"notebooks/{p.stem}" for p in notebooks(*kinds)))
    return text + TREE.format("More", "\n".join(["downloads", *(name[:-3] for name in PAGES)]))


def downloads(extra):
    """Write what can be downloaded into a folder, and return the page that lists it."""
    (extra / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / PLAYGROUND, extra / "notebooks")
    shutil.copytree(NOTEBOOKS / "images", extra / "notebooks" / "images")
    lines = ["# Downloads\n", "| notebook | one file | slides | worksheet |", "|:--|:--|:--|:--|"]
    for path in notebooks():
        files = {"one-file": (path.name, edition)}
        if kind(path) == "lesson":
            files |= {"slides": (f"{path.stem}.html", deck)}
            files |= {"worksheet": (f"{path.stem}_worksheet.html", worksheet)}
        links = []
        for what, (name, make) in files.items():
            file = extra / "downloads" / what / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(make(path), encoding="utf-8")
            links.append(f'<a href="downloads/{what}/{name}" download>{what}</a>')
        lines.append(f"| {name_of(path)} | {' | '.join(links + ['', ''][: 3 - len(links)])} |")
    return "\n".join(lines) + "\n"


def main(arguments):
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "source"
        gather(source)
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-j", "2"]
        command += ["-d", Path(name) / "doctrees", source, arguments.output]
        environment = os.environ | {"SERIES_TOOLS": str(ROOT / "tools")}
        return subprocess.run(command, env=environment).returncode

"""Write one-file editions: notebooks that run alone, with the shared code and the data inside.

    python tools/export one-file notebooks/03_labels.ipynb --output FOLDER

For Colab, Kaggle, Moodle or a mail. The first code cell, which is folded, unpacks `embedlab` and
the data into a temporary folder, and says which versions differ from the tested ones. Links to
other files of the series become their titles.
"""

import base64
import inspect
import io
import re
import zipfile

import nbformat
from notebooks.refresh import put_setup_cell
from notebooks.series import NOTEBOOKS, ROOT, SETUP_TAG, code_cells, notebooks, read, tags

from export.page import data_address, write_pages

OUTPUT = None
FLIGHTS = "data/flight_rows.csv.gz"  # as large as all else together
PAGE = "notebooks/playground.html"
NAMED = {"flight": FLIGHTS, "playground": PAGE}  # a word of the code -> the file it needs
TITLE = "# @title Run this first: it unpacks the shared code and the data, and checks the versions"
NOTE = """\
*One-file edition of the notebook `{name}`, which belongs to a series. The folded cell below unpacks
the shared code and the data into a temporary folder: run it first. Where the text names another
notebook, it is one of the series. Code: MIT licence. Text and figures: CC BY 4.0. Both licences and
the data card are unpacked, too.*"""
IMAGE = re.compile(r"(!\[[^\]]*\])\((images/[^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[([^]]+)\]\((?![a-z]+:|#)([\w./-]+\.(?:ipynb|md|html))(?:#([^)\s]+))?\)")


def standalone(path):
    """The one-file edition of a notebook, which stays as it is; return it as a notebook."""
    notebook = without_neighbours(read(path))
    place = next(index for index, cell in enumerate(notebook.cells) if SETUP_TAG in tags(cell))
    notebook.cells[place].source = unpacking(notebook)
    notebook.cells[place].metadata.cellView = "form"  # folded in Colab, as elsewhere
    note = nbformat.v4.new_markdown_cell(NOTE.format(name=path.name), id="one-file-edition")
    notebook.cells.insert(place, note)
    nbformat.validate(notebook)
    return notebook


def edition(path):
    """The one-file edition of a notebook, as the text of its file."""
    return nbformat.writes(standalone(path))


def without_neighbours(notebook):
    """Put pictures into the text, titles in place of links, a set-up cell; change in place."""
    put_setup_cell(notebook)
    named = set()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = IMAGE.sub(lambda match: f"{match[1]}({data_address(match[2])})", cell.source)
            cell.source = without_links(text, named)
    return notebook


def unpacking(notebook):
    """The source of the folded first code cell of a one-file edition."""
    packed = base64.encodebytes(archive(notebook)).decode().strip()
    call = f'_unpack_series(\n    {tested_versions()!r},\n    """\n{packed}\n    """,\n)'
    return "\n".join([TITLE, inspect.getsource(_unpack_series), "", call])


def archive(notebook):
    """The files that a notebook needs, as the bytes of a zip file: the same ones every time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        for name in files_needed(notebook):
            entry = zipfile.ZipInfo(name)  # dated 1980, as zip files begin
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on Windows
            files.writestr(entry, (ROOT / name).read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return packed.getvalue()


def files_needed(notebook):
    """Names, from the root of the series, of the files that a notebook needs to run alone, sorted.

    All of `embedlab`, all data and what a copy must bring along; the flights and the playground's
    page only where the code names them.
    """
    paths = [ROOT / "LICENSE", ROOT / "LICENSE-text", ROOT / "data" / "README.md"]
    paths += [*(ROOT / "data").glob("*.csv"), *(NOTEBOOKS / "embedlab").rglob("*.py")]
    names = {path.relative_to(ROOT).as_posix() for path in paths}
    code = "\n".join(cell.source for cell in code_cells(notebook))
    names |= {name for word, name in NAMED.items() if word in code}
    return sorted(names)


def tested_versions():
    """The packages that a notebook runs with, as they are pinned: {name: version}."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([\w-]+?)(?:-cpu)?==([\w.]+)", text, re.MULTILINE))
    del pins["jupyter"]  # a hub has the reader's Jupyter in another environment than the kernel
    return pins


def without_links(text, named):
    """Markdown whose links to files of the series are their titles.

    The file's name follows where it is not in `named`, a set, to which it is added; the section's
    always.
    """

    def title(match):
        words, target, anchor = match.groups()
        where = [] if target in named else [f"`{target.removeprefix('../')}`"]
        named.add(target)
        if anchor and not target.endswith(".html"):  # there it is a state of the page
            where.append(f"section *{heading(NOTEBOOKS / target, anchor)}*")
        return f"*{words}*" + (f" [{', '.join(where)}]" if where else "")

    return LINK.sub(title, text)


def heading(path, anchor):
    """The heading of a notebook to which an anchor leads."""
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    found = [re.sub(r"[`*]", "", words) for words in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    return next(words for words in found if words.replace(" ", "-") == anchor)


# This function travels: it stands in the first code cell of every one-file edition.
def _unpack_series(tested, archive):
    import atexit
    import base64
    import io
    import shutil
    import sys
    import tempfile
    import zipfile
    from importlib.metadata import PackageNotFoundError, version

    def stop(*lines):
        error = ModuleNotFoundError(" ".join(lines))
        error._render_traceback_ = lambda: list(lines)
        raise error

    if sys.version_info < (3, 11):  # noqa: UP036 (anybody's Python, not the series')
        stop("This notebook needs Python 3.11 or later.", f"This is Python {sys.version}.")
    here, missing = {}, []
    for name, wanted in tested.items():
        for build in (name, f"{name}-cpu"):
            try:
                here[name] = version(build)
                break
            except PackageNotFoundError:
                pass
        else:
            missing.append(f"{name}=={wanted}")
    if missing:
        stop(
            "Packages are missing. Run this in a cell of its own, restart the kernel, come back:",
            f"%pip install {' '.join(missing)}",
        )
    others = {name: wanted for name, wanted in tested.items() if here[name] != wanted}
    if others:
        found = ", ".join(f"{name} {here[name]} (tested: {others[name]})" for name in others)
        install = " ".join(f"{name}=={wanted}" for name, wanted in others.items())
        print(f"Other versions than the tested ones, so last digits may differ: {found}")
        print(f"If a cell fails, run in a cell of its own, and restart: %pip install {install}")
    else:
        print("Versions as tested:", ", ".join(" ".join(each) for each in here.items()))
    if "embedlab" not in sys.modules:  # else this cell has run before
        folder = tempfile.mkdtemp(prefix="embedlab-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        zipfile.ZipFile(io.BytesIO(base64.b64decode(archive))).extractall(folder)
        sys.path.insert(0, f"{folder}/notebooks")


def main(arguments):
    if arguments.output.resolve() == NOTEBOOKS:
        arguments.refuse("--output: the folder of the notebooks themselves; name another one")
    return write_pages(arguments, arguments.notebooks or notebooks(), edition, ".ipynb")

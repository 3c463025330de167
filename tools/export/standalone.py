"""Write one-file editions: notebooks that run alone, with the shared code and the data inside.

    python tools/export one-file --output FOLDER                              all notebooks
    python tools/export one-file notebooks/03_labels.ipynb --output FOLDER    one of them

For Colab, Kaggle, Moodle or a mail. The first code cell, which is folded, unpacks the modules of
`embedlab` and the data files that this notebook needs into a temporary folder, and says which
versions differ from the tested ones. Links to other files of the series become their titles.
"""

import ast
import base64
import functools
import importlib.metadata
import inspect
import io
import re
import sys
import textwrap
import zipfile
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from notebooks.refresh import put_setup_cell
from notebooks.series import NOTEBOOKS, ROOT, SETUP_TAG, notebooks, read, tags
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

DATA = ROOT / "data"
ALWAYS = ["LICENSE", "LICENSE-text", "data/README.md"]  # what a copy must bring along
TITLE = "# @title Run this first: it unpacks the shared code and the data, and checks the versions"
NOTE = """\
*One-file edition of the notebook `{name}`, which belongs to a series. The folded cell below unpacks
the shared code and the data into a temporary folder: run it first. Where the text names another
notebook, it is one of the series. Code: MIT licence. Text and figures: CC BY 4.0. Both licences and
the data card are unpacked, too.*"""
IMAGE = re.compile(r"!\[([^\]]*)\]\((images/[^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?![a-z]+:|#)([\w./-]+\.(?:ipynb|md))(?:#([^)\s]+))?\)")


def standalone(path):
    """The one-file edition of a notebook, which stays as it is; return it as a notebook."""
    notebook = without_neighbours(read(path))
    put_setup_cell(notebook)
    place = next(index for index, cell in enumerate(notebook.cells) if SETUP_TAG in tags(cell))
    notebook.cells[place] = unpacking_cell(notebook)
    note = nbformat.v4.new_markdown_cell(NOTE.format(name=path.name), id="one-file-edition")
    notebook.cells.insert(place, note)
    nbformat.validate(notebook)
    return notebook


def without_neighbours(notebook):
    """Put pictures into the text and titles in place of links to other files; change in place."""
    named = set()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = without_links(with_images(cell.source), named)
    return notebook


def unpacking_cell(notebook):
    """The folded first code cell of a one-file edition."""
    code = [
        TITLE,
        inspect.getsource(_unpack_series),
        "",
        f"_unpack_series(\n    {tested_versions(notebook)!r},",
        '    """',
        "\n".join(textwrap.wrap(base64.b64encode(archive(notebook)).decode(), 100)),
        '    """,',
        ")",
    ]
    cell = nbformat.v4.new_code_cell("\n".join(code), id=SETUP_TAG)
    cell.metadata = nbformat.from_dict(
        {
            "cellView": "form",  # folded in Colab
            "jupyter": {"source_hidden": True},  # folded in JupyterLab, Notebook and VS Code
            "slideshow": {"slide_type": "skip"},
            "tags": [SETUP_TAG],
        }
    )
    return cell


def archive(notebook):
    """The files that a notebook needs, as the bytes of a zip file: the same ones every time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        for name in files_needed(notebook):
            entry = zipfile.ZipInfo(name)  # dated 1980, as zip files begin
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on Windows
            content = (ROOT / name).read_bytes()
            files.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return packed.getvalue()


def files_needed(notebook):
    """Names, from the root of the series, of the files that a notebook needs to run alone, sorted.

    The modules of `embedlab` that its code imports, and these again; the graders of its exercises;
    the data files of every loader that is named in any of them.
    """
    code = notebook_code(notebook)
    graders = {int(number) for number in re.findall(r"""check\(\s*["'](\d+)\.""", code)}
    modules = imported_files(code)
    for number in graders:
        grader = NOTEBOOKS / "embedlab" / "exercises" / f"notebook_{number:02d}.py"
        modules |= {grader} | imported_files(grader.read_text(encoding="utf-8"))
    waiting = list(modules)
    while waiting:
        found = imported_files(waiting.pop().read_text(encoding="utf-8")) - modules
        modules |= found
        waiting += found
    datasets = NOTEBOOKS / "embedlab" / "datasets.py"
    sources = [code, *(path.read_text(encoding="utf-8") for path in modules - {datasets})]
    data = {
        DATA / name
        for loader, names in files_of_loaders(datasets).items()
        if any(re.search(rf"\b{loader}\b", source) for source in sources)
        for name in names
    }
    return sorted(ALWAYS + [path.relative_to(ROOT).as_posix() for path in modules | data])


def notebook_code(notebook):
    """All code of a notebook as plain Python: what IPython makes of its magics."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return "\n".join(TransformerManager().transform_cell(source) for source in cells)


def imported_files(code):
    """The files of `embedlab` that code imports, with those of the packages they lie in."""
    found = set()
    for name in imported_modules(code):
        parts = name.split(".")
        if parts[0] == "embedlab":
            for end in range(1, len(parts) + 1):
                path = NOTEBOOKS.joinpath(*parts[:end])
                either = (path / "__init__.py", path.with_suffix(".py"))
                found |= {file for file in either if file.is_file()}
    return found


def files_of_loaders(datasets):
    """The data files that each `load_…` of `embedlab.datasets` reads, or what it calls does."""
    files = {path.name for path in DATA.iterdir()}
    tree = ast.parse(datasets.read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}

    def read_by(name, seen):
        nodes = list(ast.walk(functions[name]))
        texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
        called = {node.id for node in nodes if isinstance(node, ast.Name)} & set(functions) - seen
        return (texts & files).union(*(read_by(each, seen | called) for each in called))

    return {name: read_by(name, {name}) for name in functions if name.startswith("load_")}


def tested_versions(notebook):
    """What a notebook and its modules import from elsewhere: {module: (packages, version)}.

    Packages: the names under which the module can be installed; the first is for `pip install`.
    """
    needed = [name for name in files_needed(notebook) if name.endswith(".py")]
    code = [notebook_code(notebook), *((ROOT / name).read_text("utf-8") for name in needed)]
    modules = {name.partition(".")[0] for each in code for name in imported_modules(each)}
    if "keras" in modules:
        modules.add("tensorflow")  # its backend
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(text) for line in lines if (text := line.partition("#")[0].strip())]
    pinned = {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in pins}
    provided = packages_of_modules()
    tested = {}
    for module in sorted(modules & set(provided)):
        package = next((name for name in provided[module] if canonicalize_name(name) in pinned), "")
        if module == "tensorflow":  # which has builds under several names
            tested[module] = (("tensorflow", "tensorflow-cpu"), pinned["tensorflow"])
        elif package:
            tested[module] = ((package,), pinned[canonicalize_name(package)])
    return tested


@functools.cache
def packages_of_modules():
    """Which installed packages bring a module: {module: [packages]}."""
    return importlib.metadata.packages_distributions()


@functools.cache
def imported_modules(code):
    """The names of all that Python code imports, also inside functions; not all are modules."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def with_images(text):
    """Markdown with its pictures inside, as data: Colab shows these, and no attachments."""

    def embed(match):
        alt, target = match.groups()
        data = base64.b64encode((NOTEBOOKS / target).read_bytes()).decode()
        return f"![{alt}](data:image/{Path(target).suffix[1:]};base64,{data})"

    return IMAGE.sub(embed, text)


def without_links(text, named=None):
    """Markdown whose links to files of the series are their titles.

    The file's name follows where it is not in `named`, a set, to which it is added; the section's
    always.
    """
    named = set() if named is None else named

    def title(match):
        words, target, anchor = match.groups()
        where = [] if target in named else [f"`{target.removeprefix('../')}`"]
        named.add(target)
        if anchor:
            where.append(f"section *{heading(NOTEBOOKS / target, anchor)}*")
        return f"*{words}*" + (f" [{', '.join(where)}]" if where else "")

    return LINK.sub(title, text)


def heading(path, anchor):
    """The heading of a notebook to which an anchor leads."""
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    found = [re.sub(r"[`*]", "", words) for words in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    return next(words for words in found if words.strip().replace(" ", "-") == anchor)


# This function travels: it stands in the first code cell of every one-file edition.
def _unpack_series(tested, archive):
    import atexit
    import base64
    import importlib.metadata
    import importlib.util
    import io
    import shutil
    import tempfile
    import zipfile

    def stop(*lines):
        error = ModuleNotFoundError(" ".join(lines))
        error._render_traceback_ = lambda: list(lines)
        raise error

    def version(packages):
        for package in packages:
            try:
                return importlib.metadata.version(package)
            except importlib.metadata.PackageNotFoundError:
                pass
        return "of unknown version"

    if sys.version_info < (3, 11):  # noqa: UP036 (anybody's Python, not the series')
        stop("This notebook needs Python 3.11 or later.", f"This is Python {sys.version}.")
    missing = [
        f"{packages[0]}=={tested_version}"
        for module, (packages, tested_version) in tested.items()
        if importlib.util.find_spec(module) is None
    ]
    if missing:
        stop(
            "Packages are missing. Run this in a cell of its own, restart the kernel, come back:",
            f"%pip install {' '.join(missing)}",
        )
    here = {packages[0]: version(packages) for packages, _ in tested.values()}
    others = [
        (packages[0], tested_version)
        for packages, tested_version in tested.values()
        if here[packages[0]] != tested_version
    ]
    if others:
        found = ", ".join(f"{name} {here[name]} (tested: {wanted})" for name, wanted in others)
        install = " ".join(f"{name}=={wanted}" for name, wanted in others)
        print(f"Other versions than the tested ones, so last digits may differ: {found}")
        print(f"If a cell fails, run in a cell of its own, and restart: %pip install {install}")
    else:
        print("Versions as tested:", ", ".join(" ".join(each) for each in here.items()))
    if "embedlab" not in sys.modules:  # else this cell has run before
        folder = tempfile.mkdtemp(prefix="embedlab-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        zipfile.ZipFile(io.BytesIO(base64.b64decode(archive))).extractall(folder)
        sys.path.insert(0, f"{folder}/notebooks")


def add_arguments(parser):
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FOLDER")


def main(arguments):
    if arguments.output.resolve() == NOTEBOOKS:
        arguments.refuse("--output: the folder of the notebooks themselves; name another one")
    arguments.output.mkdir(parents=True, exist_ok=True)
    for path in arguments.notebooks or notebooks():
        written = arguments.output / path.name
        nbformat.write(standalone(path), written)
        print(f"{written}: {written.stat().st_size / 1000:.0f} kB")
    return 0

"""Run notebooks top to bottom and store them with fresh, normalised outputs.

    python tools/refresh.py                                 all notebooks
    python tools/refresh.py notebooks/03_labels.ipynb       one of them
    python tools/refresh.py --check-seeds 1 2 3 -- notebooks/03_labels.ipynb
                                                            with other seeds; stores nothing

A notebook that fails, or that writes to stderr, is not stored. Exit status: 0 if all is well.
"""

import base64
import hashlib
import subprocess
import sys
import time

import nbformat
from nbclient.exceptions import CellExecutionError
from notebook_runner import (
    ROOT,
    SETUP_TAG,
    all_notebooks,
    command,
    read,
    run,
    seed_cell,
    stderr,
    tags,
)

EMBLEM_TAG = "emblem"
EMBLEM = ROOT / "notebooks" / "images" / "emblem.png"
LANGUAGE = {
    "name": "python",
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
KEPT = ("tags", "jupyter", "slideshow", "nbgrader")  # cell metadata that readers or tools use
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
SETUP = """\
# Says what to do where the files that belong beside this notebook are missing.
try:
    import embedlab
except ModuleNotFoundError as missing:
    missing._render_traceback_ = lambda: [
        "No embedlab here: open this notebook in a copy of the whole series (git clone, or ZIP).",
        "Or use its one-file edition, made in such a copy by: python tools/standalone.py -o FOLDER",
    ]
    raise"""


def normalise(notebook):
    """Keep what a reader needs and what is the same on every machine; change in place."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE})
    put_setup_cell(notebook)
    for index, cell in enumerate(notebook.cells):
        kept = {key: cell.metadata[key] for key in KEPT if cell.metadata.get(key)}
        cell.metadata = nbformat.from_dict(kept)
        if "id" not in cell:
            text = f"{index} {cell.source}".encode()
            cell["id"] = hashlib.sha256(text).hexdigest()[:8]
    return notebook


def put_setup_cell(notebook):
    """Put the folded cell that says, in two lines, what to do without embedlab before the imports.

    The same in every notebook. IPython shows what an error's `_render_traceback_` returns instead
    of a traceback, and stops, as with any error.
    """
    found = [cell for cell in notebook.cells if SETUP_TAG in tags(cell)]
    if found:
        found[0].source = SETUP
        return
    cell = nbformat.v4.new_code_cell(SETUP, id=SETUP_TAG, execution_count=1)
    cell.metadata = nbformat.from_dict(
        {
            "tags": [SETUP_TAG],
            "jupyter": {"source_hidden": True},
            "slideshow": {"slide_type": "skip"},
        }
    )
    code = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    notebook.cells.insert(code[0] if code else len(notebook.cells), cell)


def tidy_source(path):
    """Format the notebook's code as the project's rules ask; return whether no rule is broken."""
    commands = (["format", "--quiet"], ["check", "--fix", "--quiet"])
    ruff = [sys.executable, "-m", "ruff"]
    path = path.resolve()
    return all(
        subprocess.run([*ruff, *each, str(path)], cwd=ROOT).returncode == 0 for each in commands
    )


def save_emblem(notebook):
    """Write the picture of the cell tagged `emblem` to the file that the README shows."""
    for cell in notebook.cells:
        if EMBLEM_TAG in cell.metadata.get("tags", []):
            pictures = [
                output.data["image/png"]
                for output in cell.outputs
                if "image/png" in output.get("data", {})
            ]
            EMBLEM.parent.mkdir(exist_ok=True)
            EMBLEM.write_bytes(base64.b64decode(pictures[0]))


def refresh(path):
    """Run one notebook and store it; return whether it went well."""
    nbformat.write(normalise(read(path)), path)
    if not tidy_source(path):
        print(f"{path.name}: not run, mend what ruff names first", file=sys.stderr)
        return False
    notebook = run(path)
    noise = stderr(notebook)
    if noise:
        print(f"{path.name}: not stored, it wrote to stderr:\n{noise}", file=sys.stderr)
        return False
    seed_cell(notebook)
    nbformat.validate(normalise(notebook))
    nbformat.write(notebook, path)
    save_emblem(notebook)
    return True


def check_seeds(path, seeds):
    """Run one notebook with other seeds; return whether every claim held."""
    well = True
    for seed in seeds:
        try:
            noise = stderr(run(path, seed=seed))
        except CellExecutionError as error:
            noise = str(error)
        print(f"{path.name} with SEED = {seed}: {noise or 'every check holds'}", flush=True)
        well = well and not noise
    return well


def main():
    parser = command(__doc__)
    parser.add_argument("--check-seeds", nargs="+", type=int, metavar="SEED")
    arguments = parser.parse_args()
    well = True
    for path in arguments.notebooks or all_notebooks():
        start = time.perf_counter()
        try:
            seeds = arguments.check_seeds
            good = check_seeds(path, seeds) if seeds else refresh(path)
        except CellExecutionError as error:
            print(f"{path.name}: not stored, a cell failed:\n{error}", file=sys.stderr)
            good = False
        print(f"{path.name}: {'good' if good else 'FAILED'}, {time.perf_counter() - start:.1f} s")
        well = well and good
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())

"""Measure what a reader waits for: each notebook's time, against its imports, and its memory.

    python tools/notebooks benchmark                               all notebooks
    python tools/notebooks benchmark notebooks/03_labels.ipynb     one of them

The goal, on two cores: at most twice the time that the imports take, and under 1 GB. Memory is
the kernel's largest resident size; it is not measured on Windows.
"""

import time

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from notebooks.series import NOTEBOOKS, notebooks, read

PEAK = """
try:
    import resource, sys
    unit = 1e9 if sys.platform == "darwin" else 1e6  # bytes there, kilobytes elsewhere
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
except ImportError:
    print("nan")
"""


def measure(cells):
    """Seconds from the first cell to the last, without the kernel's start, and peak gigabytes."""
    notebook = new_notebook(cells=[*cells, new_code_cell(PEAK)])
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(NOTEBOOKS)}})
    with client.setup_kernel():
        start = time.perf_counter()
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        seconds = time.perf_counter() - start
    return seconds, float(notebook.cells[-1].outputs[0].text)


def main(arguments):
    print(f"{'notebook':32s} {'imports':>8s} {'all':>8s} {'ratio':>6s} {'memory':>8s}")
    for path in arguments.notebooks or notebooks():
        cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
        imports, _ = measure(cells[:2])  # the folded first cell, and the imports
        seconds, peak = measure(cells)
        row = f"{imports:6.1f} s {seconds:6.1f} s {seconds / imports:6.2f} {peak:5.2f} GB"
        print(f"{path.stem:32s} {row}", flush=True)

    return 0

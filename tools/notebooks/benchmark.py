"""Measure what a reader waits for: each notebook's time, against its imports, and its memory.

    python tools/notebooks benchmark notebooks/03_labels.ipynb
    python tools/notebooks benchmark --playground      600 steps in a Chromium, by head and loss

The goal, on two cores: at most twice the time that the imports take, no other cell above 1.5 s,
and under 1 GB. Memory is the kernel's largest resident size; it is not measured on Windows.
"""

import sys

from notebooks.runner import run, seconds
from notebooks.series import ROOT, code_cells, notebooks

PEAK = """
try:
    import resource, sys
    unit = 1e9 if sys.platform == "darwin" else 1e6  # bytes there, kilobytes elsewhere
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
except ImportError:
    print("nan")
"""

SPEED = """settings => Math.min(...[1, 2, 3, 4, 5].map(seed => {
    const start = performance.now();
    playground.flatFilm({...settings, seed});
    return performance.now() - start;
}))"""


def add_arguments(parser):
    parser.add_argument("--playground", action="store_true")


def playground():
    """Milliseconds that a film takes in a browser: the quickest of five, as a reader's next is.

    The goal, on two cores: 50 for the four rows, under every head; 1000 for the many.
    """
    sys.path.insert(0, str(ROOT / "tests"))
    from browser import chromium

    lines = [" ".join(str((7 * (20 * n + t)) % 200) for t in range(20)) for n in range(50)]
    many = "\n".join(f"{row} : {n % 2}" for n, row in enumerate(lines))
    with chromium() as browser:
        page = browser.new_page()
        page.goto((ROOT / "notebooks/playground.html").as_uri())
        loss, head = page.evaluate("['loss', 'head'].map(key => playground.choices[key])")
        cases = [{"head": each} for each in head] + [{"loss": each} for each in loss[1:]]
        for settings in cases + [{"loss": each, "rows": many} for each in loss]:
            rows = "50 rows of 20, 200 tokens" if "rows" in settings else "four rows"
            name = settings.get("loss") or settings["head"]
            print(f"{rows:26s} {name:10s} {page.evaluate(SPEED, settings):7.0f} ms", flush=True)
    return 0


def main(arguments):
    if arguments.playground:
        return playground()
    print(f"{'notebook':32s} {'imports':>8s} {'all':>8s} {'ratio':>6s} {'cell':>6s} {'memory':>8s}")
    for path in arguments.notebooks or notebooks():
        *cells, last = code_cells(run(path, last=[PEAK]))
        imports, total = seconds(cells[:2]), seconds(cells)  # the first two: set up, and import
        longest = max(seconds([cell]) for cell in cells[2:])
        row = f"{imports:6.1f} s {total:6.1f} s {total / imports:6.2f} {longest:4.1f} s"
        print(f"{path.stem:32s} {row} {float(last.outputs[0].text):5.2f} GB", flush=True)
    return 0

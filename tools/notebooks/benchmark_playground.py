"""Measure what a reader of notebook 09 waits for: a change, and a move of the slider.

    python tools/benchmark_playground.py

A change trains anew and redraws: "first" is the first time that a head and a loss meet (TensorFlow
traces their graph), "later" any other change. A move of the slider redraws only. The goal is under
1 s and under 0.2 s, without what the browser adds. Beside the seconds that pass stand those that
the processor worked: on a machine with other work the two differ.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "notebooks"))

from embedlab.playground.page import Playground
from embedlab.playground.settings import HEADS


def seconds(act):
    """The seconds that pass, and those that the processor works, while something is done."""
    start, worked = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - start, time.process_time() - worked


def main():
    page = Playground()
    moves = [seconds(lambda step=step: setattr(page.step, "value", step)) for step in range(100)]
    passed, worked = max(moves)
    print(f"{'slider, slowest of 100 moves':32s} {passed:6.3f} s, at work {worked:6.3f} s")
    for loss, heads in (("label", HEADS), ("skip-gram", ["mean"]), ("next token", ["mean"])):
        page.loss.value = loss
        for head in heads:
            first = seconds(lambda head=head: setattr(page.head, "value", head))
            later = max(seconds(lambda: page.flip(2)) for _ in range(4))
            for kind, (passed, worked) in (("first", first), ("later", later)):
                name = f"{loss}, {head}, {kind}"
                print(f"{name:32s} {passed:6.3f} s, at work {worked:6.3f} s", flush=True)


if __name__ == "__main__":
    main()

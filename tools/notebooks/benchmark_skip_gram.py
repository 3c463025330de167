"""Measure notebook 07's order-driven run against gensim's word2vec: same rows, same loss.

    python tools/benchmark_skip_gram.py

Both train vectors of 8 numbers for 89 airports, window 1, 5 negatives. gensim draws its negatives
and runs on one thread; the notebook's run takes expected negatives over the counted pairs. Each
time includes all preparation: gensim's vocabulary here, counting, building and tracing there. The
loss is one formula for both: the expected loss of skip-gram with negative sampling, no penalty.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "notebooks"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from flights_by_order import skip_gram_loss, train_by_order, train_gensim


def measure(name, train, **settings):
    start = time.perf_counter()
    tables = train(**settings)
    seconds = time.perf_counter() - start
    print(f"{name:24s} {seconds:6.2f} s   loss {skip_gram_loss(*tables):.4f}", flush=True)


def main():
    train_by_order(steps=1)  # what Keras loads at first use is no part of training
    for steps in (25, 50, 100, 400):
        measure(f"notebook, {steps} steps", train_by_order, steps=steps)
    for epochs in (1, 5, 20):
        measure(f"gensim, {epochs} epochs", train_gensim, epochs=epochs)


if __name__ == "__main__":
    main()

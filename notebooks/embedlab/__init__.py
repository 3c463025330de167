"""Shared code of the notebooks: data, training with a film of every step, measures, figures.

Import this package before NumPy and TensorFlow. Importing it sets what they read when they start,
where you have set no value yourself, and lets Python look for garbage less often.
"""

import gc
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # errors only: no start-up banner
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # no oneDNN banner; results vary less by CPU
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # on tables this small, more would only wait for each other
gc.set_threshold(10_000)  # importing makes half a million objects, which all stay

"""Shared code of the notebooks: data, training with a film of every step, measures, figures.

Import this package before TensorFlow. Importing it keeps TensorFlow's start-up messages off
the page, and does nothing else. Values that you have set yourself are kept.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # errors only: no start-up banner
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # no oneDNN banner; results vary less by CPU

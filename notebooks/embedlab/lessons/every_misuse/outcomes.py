"""What calls return, warn of or raise, in words short enough for a table."""

from embedlab.backends import run_on_jax

import re
import warnings
from textwrap import shorten


def outcome(call, *args, **kwargs):
    """What a call returns, warns of or raises, in one line."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = call(*args, **kwargs)
        except Exception as error:
            noise = r"Exception encountered.*|\x1b\[\d*m|\{\{.*?\}\}|\[Op:.*| with name .* path ''"
            message = re.sub(noise, "", str(error)).strip().splitlines()[0]
            return f"{type(error).__name__}: {shorten(message, 100, placeholder=' …')}"
    if caught:
        return f"warns: {shorten(str(caught[0].message), 100, placeholder=' …')}"
    return f"shape {tuple(result.shape)}" if hasattr(result, "shape") else "accepted"


def on_jax(function, items):
    """What a function of the notebook returns for a list where Keras runs on JAX, if it can."""
    try:
        return run_on_jax(function, items)
    except ImportError as missing:
        print(missing)
        return ["not installed"] * len(items)

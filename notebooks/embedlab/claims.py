"""Claims that are checked where they are made, and seen to be checked."""

import numpy as np


class FalseClaimError(AssertionError):
    """A claim does not hold; the message is the sentence, what was measured, and what to try."""


def claim(sentence, holds, shown=""):
    """Print `✓ sentence (shown)` if `holds` is true; raise with both if it is false.

    sentence: what is claimed, in words, without brackets and without a full stop: the list of all
    claims is read from the printed lines. holds: one truth value, computed just now. shown: the
    measured value, as text.

    Raises `FalseClaimError` if the claim is false, `TypeError` if `holds` is not one truth value
    (an array needs `.all()` or `.any()`), and `ValueError` for an empty sentence or one with
    brackets or line breaks.
    """
    sentence, shown = str(sentence).strip(), str(shown).strip()
    if not sentence or set(sentence) & set("()\n") or sentence.endswith("."):
        needed = "a claim is one sentence without brackets, line breaks and full stop"
        raise ValueError(f"{sentence!r}: {needed}")
    if not isinstance(holds, bool | np.bool_):
        raise TypeError(
            f"{sentence}: whether it holds must be one True or False, got {type(holds).__name__}; "
            "say .all() or .any() of an array"
        )
    said = f"{sentence} ({shown})" if shown else sentence
    if not holds:
        raise FalseClaimError(f"false here: {said}\nTry Kernel → Restart Kernel and Run All Cells")
    print(f"✓ {said}")

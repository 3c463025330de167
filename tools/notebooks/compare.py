"""Holds the outputs of two runs of a notebook against each other: words exactly, numbers nearly."""

import re

from notebook_runner import VARIES_TAG, tags

NUMBER = re.compile(r"(?<![\w.])[-+−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w.]*\w)", re.IGNORECASE)
PIXELS = re.compile(r'(?<=src="data:image/png;base64,)[^"]*')
RELATIVE = 0.02  # another processor rounds otherwise, and hundreds of steps carry that on


def differences(stored, fresh):
    """Say, one line each, where the outputs of two runs of one notebook differ.

    Numbers may differ by 2 % or by 2 units of the last digit that is printed, whichever is more.
    Pictures must be there on both sides; their captions and alternative texts are compared as
    text. Cells tagged `varies` (versions, timings) must have the same kinds of output.
    """
    found = []
    for index, (old, new) in enumerate(zip(stored.cells, fresh.cells, strict=True)):
        if old.cell_type != "code":
            continue
        kinds = [[kind for kind, _ in outputs(cell)] for cell in (old, new)]
        if kinds[0] != kinds[1]:
            found.append(f"cell {index}: stored {kinds[0]}, now {kinds[1]}")
            continue
        if VARIES_TAG in tags(old):
            continue
        for (kind, before), (_, now) in zip(outputs(old), outputs(new), strict=True):
            problem = text_difference(before, now)
            if problem:
                found.append(f"cell {index}, {kind}: {problem}")
    return found


def outputs(cell):
    """The (kind, text) of everything a cell shows; of a picture the text is what is said of it."""
    shown = []
    for output in cell.outputs:
        if output.output_type == "stream":
            shown.append((output.name, output.text))
        elif output.output_type == "error":
            shown.append(("error", output.evalue))
        for kind, data in sorted(output.get("data", {}).items()):
            alt = output.metadata.get(kind, {}).get("alt", "")
            shown.append((kind, alt if kind.startswith("image/") else PIXELS.sub("", data)))
    return shown


def text_difference(before, now):
    """The first difference of two texts, in words; None if they are alike."""
    words = [NUMBER.sub("#", text).split() for text in (before, now)]
    if words[0] != words[1]:
        for one, other in zip(*words, strict=False):
            if one != other:
                return f"stored {one!r}, now {other!r}"
        return f"stored {len(words[0])} words, now {len(words[1])}"
    for one, other in zip(NUMBER.findall(before), NUMBER.findall(now), strict=True):
        decimals = [len(text.partition(".")[2].partition("e")[0]) for text in (one, other)]
        a, b = (float(text.replace("−", "-")) for text in (one, other))
        last_digit = 0 if "." not in one + other or "e" in one.lower() else 10.0 ** -max(decimals)
        if abs(a - b) > max(RELATIVE * max(abs(a), abs(b)), 2.001 * last_digit):
            return f"stored {one}, now {other}"
    return None

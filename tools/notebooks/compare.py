"""Holds the outputs of two runs of a notebook against each other: words exactly, numbers nearly."""

import re
from base64 import b64decode
from difflib import SequenceMatcher
from io import BytesIO
from itertools import zip_longest
from typing import NamedTuple

from matplotlib.image import imread

from notebooks.series import VARIES_TAG, tags

NUMBER = re.compile(r"(?<![\w.])[-+−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w.]*\w)", re.IGNORECASE)
PIXELS = re.compile(r'(src="data:image/png;base64,)[^"]*')
RELATIVE = 0.02  # another processor rounds otherwise, and hundreds of steps carry that on


class Difference(NamedTuple):
    """A word or number of an output that another run shows otherwise."""

    cell: str  # its id
    kind: str  # where it stands: "stdout", "text/markdown", …
    stored: str
    now: str

    def __str__(self):
        return f"cell {self.cell}, {self.kind}: stored {self.stored!r}, now {self.now!r}"


def differences(stored, fresh, pixels=False):
    """Every `Difference` between the outputs of two runs of one notebook, in order.

    Numbers may differ by 2 % or by 2 units of the last digit that is printed, whichever is more.
    Pictures must be there on both sides; their captions and alternative texts are compared as
    text, and, with `pixels`, what they show. Cells tagged `varies` (versions, timings) must have
    the same kinds of output.
    """
    found = []
    for old, new in zip(stored.cells, fresh.cells, strict=True):
        if {old.cell_type, new.cell_type} != {"code"}:
            continue
        before, now = outputs(old), outputs(new)
        kinds = [[text if kind == "error" else kind for kind, text in one] for one in (before, now)]
        if kinds[0] != kinds[1]:
            found.append(Difference(old.id, "kinds of output", *map(", ".join, kinds)))
        elif VARIES_TAG not in tags(old):
            for (kind, one), (_, other) in zip(before, now, strict=True):
                found += [Difference(old.id, kind, *pair) for pair in changed(one, other)]
            for one, other in zip(*map(_pictures, (old, new)), strict=True) if pixels else ():
                if one.shape != other.shape or abs(one - other).mean() > 1e-4:  # a marker's move
                    found.append(Difference(old.id, "image/png", "a picture", "another one"))
    return found


def _pictures(cell):
    """The pictures that a cell shows, as numbers from 0 to 1."""
    shown = [output.get("data", {}).get("image/png") for output in cell.outputs]
    return [imread(BytesIO(b64decode(each))) for each in shown if each]


def outputs(cell):
    """The (kind, text) of everything a cell shows; of a picture the text is what is said of it.

    What one stream carries is one text and comes first, in however many messages, and between
    whatever else, the kernel sent it.
    """
    streams, shown = {}, []
    for output in cell.outputs:
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
        elif output.output_type == "error":
            shown.append(("error", output.evalue))
        for kind, data in sorted(output.get("data", {}).items()):
            alt = output.metadata.get(kind, {}).get("alt", "")
            shown.append((kind, alt if kind.startswith("image/") else PIXELS.sub(r"\1", data)))
    return sorted(streams.items(), reverse=True) + shown


def changed(before, now):
    """The pairs (stored, now) in which two texts differ: runs of words, or single numbers."""
    words = [text.split() for text in (before, now)]
    masked = [[NUMBER.sub("#", word) for word in each] for each in words]
    found = []
    matcher = SequenceMatcher(None, *masked, autojunk=False)
    for what, i, j, k, n in matcher.get_opcodes():
        if what != "equal":
            found.append((" ".join(words[0][i:j]), " ".join(words[1][k:n])))
            continue
        for one, other in zip(words[0][i:j], words[1][k:n], strict=True):
            numbers = zip_longest(NUMBER.findall(one), NUMBER.findall(other))
            if not all(nearly(*pair) for pair in numbers):
                found.append((one, other))
    return found


def nearly(one, other):
    """Whether two printed numbers differ by no more than another processor's rounding."""
    decimals = [len(text.partition(".")[2]) for text in (one, other)]
    a, b = (float(text.replace("−", "-")) for text in (one, other))
    last_digit = 0 if "." not in one + other or "e" in one.lower() else 10.0 ** -max(decimals)
    return abs(a - b) <= max(RELATIVE * max(abs(a), abs(b)), 2.001 * last_digit)

"""What the reader of the playground chose: read from text, checked, ready for training."""

from embedlab.datasets import QUESTION_WORDS, load_question_rows
from embedlab.validation import check_ids, check_labels, is_whole

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

HEADS = ("mean", "max", "Flatten", "GRU", "attention", "a table per column")
LOSSES = ("label", "skip-gram", "next token", "joint")
USUAL_RATES = {"label": 0.5, "skip-gram": 4.0, "next token": 1.0, "joint": 2.0}
LARGEST_ID = 199
MOST_ROWS, LONGEST_ROW, MOST_TOKENS = 40, 12, 60
MOST_STEPS = 2000
NUMBER = re.compile(r"[-+]?\.?\d")


class Rows(NamedTuple):
    """Rows that were typed, as training needs them."""

    X: np.ndarray
    """Token ids, shape (rows, tokens per row), int64."""
    y: np.ndarray
    """Labels from 0 to 1, shape (rows,), float64."""
    names: list
    """`names[id]` is what the reader typed for that id; for ids the id itself."""


@dataclass(frozen=True)
class Settings:
    """All that decides a run of the playground; `check` refuses what makes no sense."""

    text: str
    """The rows, as `read_rows` takes them."""
    head: str = "mean"
    """One of `HEADS`: what stands between lookup and label loss."""
    loss: str = "label"
    """One of `LOSSES`."""
    mix: float = 0.5
    """λ, from 0 to 1: the joint loss is (1 − λ) · label + λ · skip-gram."""
    window: int = 1
    """How far apart skip-gram's pairs may stand."""
    rate: float | None = None
    """The learning rate of plain gradient descent; None takes the usual one, of `USUAL_RATES`."""
    steps: int = 300
    """How many steps, each on all rows."""
    seed: int = 0
    """All random starts derive from it."""
    frozen: bool = False
    """Whether the table keeps its start."""

    @property
    def rate_used(self):
        """The learning rate, a float."""
        return USUAL_RATES[self.loss] if self.rate is None else self.rate

    def check(self):
        """Return the `Rows` of these settings; raise `ValueError` for what makes no sense."""
        for name, value, known in (("head", self.head, HEADS), ("loss", self.loss, LOSSES)):
            if value not in known:
                raise ValueError(f"{name} must be one of {', '.join(known)}, got {value!r}")
        for name, value, least in (
            ("window", self.window, 1),
            ("steps", self.steps, 1),
            ("seed", self.seed, 0),
        ):
            if not is_whole(value, least):
                raise ValueError(f"{name} must be a whole number from {least} up, got {value!r}")
        if self.steps > MOST_STEPS:
            raise ValueError(f"steps: at most {MOST_STEPS} can be shown, got {self.steps}")
        if self.rate is not None and not 0 < self.rate < np.inf:
            raise ValueError(f"rate must be a finite number above 0, got {self.rate!r}")
        if not 0 <= self.mix <= 1:
            raise ValueError(f"λ must be a number from 0 to 1, got {self.mix!r}")
        rows = read_rows(self.text)
        if self.loss != "label" and rows.X.shape[1] < 2:
            raise ValueError(
                "rows: one token alone has no neighbour: every row needs at least two tokens, or "
                "take the loss 'label'"
            )
        tokens = np.unique(
            by_column(rows.X, len(rows.names)) if self.head == "a table per column" else rows.X
        )
        if len(tokens) > MOST_TOKENS:
            raise ValueError(
                f"rows: {len(tokens)} vectors are more than a map can show: at most {MOST_TOKENS}"
            )
        return rows


def read_rows(text):
    """Read rows from text: a line for each, tokens with spaces between, a colon, the label.

    "3 5 8 45 2 : 1" is a row of ids. If no token begins with a digit, the tokens are words, and a
    vocabulary is made: ids in the order in which the words come first. Returns `Rows`. Raises
    `ValueError`, with the row and the rule, for a row without a label, rows of several lengths, ids
    and labels that are none, ids mixed with words, and more rows or tokens than can be shown.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValueError("rows: there are no rows: write one, such as 3 5 8 45 2 : 1")
    if len(lines) > MOST_ROWS:
        raise ValueError(f"rows: {len(lines)} are more than can be shown: at most {MOST_ROWS}")
    tokens, labels = [], []
    for number, line in enumerate(lines, start=1):
        before, colon, after = line.rpartition(":")
        if not colon or not after.strip():
            raise ValueError(
                f"rows: row {number} has no label: end it with a colon and the label, such as : 1"
            )
        tokens.append(before.split())
        labels.append(after.strip())
        if not tokens[-1]:
            raise ValueError(f"rows: row {number} has no token before its colon")
        if len(tokens[-1]) > LONGEST_ROW:
            length = len(tokens[-1])
            raise ValueError(f"rows: row {number} has {length} tokens: at most {LONGEST_ROW} fit")
    y = check_labels(labels, where="rows", low=0, high=1)
    if any(NUMBER.match(token) for row in tokens for token in row):
        X = check_ids(tokens, LARGEST_ID + 1, where="rows")
        return Rows(X, y, [str(token) for token in range(X.max() + 1)])
    vocabulary = list(dict.fromkeys(token for row in tokens for token in row))
    numbers = {word: token for token, word in enumerate(vocabulary)}
    X = check_ids([[numbers[word] for word in row] for row in tokens], where="rows")
    return Rows(X, y, vocabulary)


def write_rows(tokens, y):
    """The text that `read_rows` reads back: tokens, shape (rows, tokens per row), and labels."""
    lines = [f"{' '.join(map(str, row))} : {label:g}" for row, label in zip(tokens, y, strict=True)]
    return "\n".join(lines)


def flip_label(text, row):
    """The text with the label y of one row, counted from 1, turned into 1 − y.

    Raises `ValueError` as `read_rows` does.
    """
    y = read_rows(text).y
    lines = [line for line in text.splitlines() if line.strip()]
    before, _, _ = lines[row - 1].rpartition(":")
    lines[row - 1] = f"{before.rstrip()} : {1 - y[row - 1]:g}"
    return "\n".join(lines)


def question_text(words=False):
    """The four rows of the question, as ids or in the words that the series lends them."""
    X, y, *_ = load_question_rows()
    return write_rows([[QUESTION_WORDS[token] for token in row] for row in X] if words else X, y)


def by_column(X, num_tokens):
    """Ids for a table per column: token i of column t (from 0) gets row t · num_tokens + i.

    All tables stand in one, one below the other, so one film shows them all.
    """
    return X + num_tokens * np.arange(X.shape[1])

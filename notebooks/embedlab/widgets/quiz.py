"""Guess what the table thinks: questions made afresh from trained tables, and their answers."""

from typing import NamedTuple

import numpy as np
from sklearn.metrics import pairwise_distances

LOSSES = {"label": "by labels", "order": "by order"}
KINDS = (
    "which label",
    "which order",
    "which",
    "loss label",
    "loss order",
)  # of each deck, in each round
NEARER = 0.6  # the nearer of two is at most this far, in distances of the other
CLOSE, FAR = 0.15, 0.5  # shares of all pairs that are closer than a close, than a far pair
TRIES = 20_000


class Item(NamedTuple):
    """One question with two answers."""

    question: str
    tokens: list
    """The ids that it speaks of."""
    deck: object
    """The `decks.Deck` of these tokens."""
    choices: list
    """What can be answered, two texts."""
    answer: int
    """Which of them is right, 0 or 1."""
    explanation: str
    """Why, by the loss."""


def make_items(decks, rng):
    """Make a round of questions, five of each deck, no two alike; all random things from `rng`.

    Every answer is read off the trained tables, by Euclidean distance, with a margin: the nearer
    of two has at most `NEARER` of the other's distance. In the other table it is the other way
    round, so one must think of the loss. And the loss had a reason: the explanation gives it.

    Raises `ValueError` if the tables give no such questions.
    """
    distances = [
        {loss: pairwise_distances(table) for loss, table in deck.tables.items()} for deck in decks
    ]
    items, seen = [], set()
    for deck, distance in zip(decks, distances, strict=True):
        for kind in KINDS:
            items.append(_make(kind, deck, distance, rng, seen))
    return [items[place] for place in rng.permutation(len(items))]


def _make(kind, deck, distance, rng, seen):
    for _ in range(TRIES):
        loss = kind.split()[1] if " " in kind else str(rng.choice(list(LOSSES)))
        which, num_tokens = (_which_token, 3) if kind.startswith("which") else (_which_loss, 2)
        tokens = rng.choice(len(deck.names), num_tokens, replace=False).tolist()
        key = (deck.what, frozenset(tokens))
        item = which(loss, tokens, deck, distance, rng) if key not in seen else None
        if item is not None:
            seen.add(key)
            return item
    raise ValueError(f"no question of the kind {kind!r} found in {TRIES} tries: are both trained?")


def _which_token(loss, tokens, deck, distance, rng):
    """ "Which is closer to a, b or c?", if the tables answer clearly and the losses differ."""
    a, near, far = tokens
    other = _other(loss)
    clear = distance[loss][a, near] <= NEARER * distance[loss][a, far]
    turned = distance[other][a, far] <= NEARER * distance[other][a, near]
    reasons = deck.alike[loss][a, near] and deck.unlike[loss][a, far]
    if not (clear and turned and reasons):
        return None
    pair = [near, far] if rng.random() < 0.5 else [far, near]
    names = deck.names
    told = (
        f"{names[near]}, at distance {distance[loss][a, near]:.2f}; {names[far]} is at "
        f"{distance[loss][a, far]:.2f}. {deck.reason(loss, tokens)} Trained {LOSSES[other]}, it "
        f"is the other way round."
    )
    return Item(
        f"Trained {LOSSES[loss]}: which is closer to {names[a]}?",
        [a, *pair],
        deck,
        [names[token] for token in pair],
        pair.index(near),
        told,
    )


def _which_loss(loss, tokens, deck, distance, rng):
    """ "Trained by which loss are a and b close?", if they are by one only, and clearly."""
    del rng
    a, b = tokens
    other = _other(loss)
    close = _share_closer(distance[loss], a, b) <= CLOSE and deck.alike[loss][a, b]
    far = _share_closer(distance[other], a, b) >= FAR and deck.unlike[other][a, b]
    if not (close and far):
        return None
    names = deck.names
    told = (
        f"{LOSSES[loss].capitalize()}. {deck.reason(loss, tokens)} {deck.reason(other, tokens)} "
        f"Their distance is {distance[loss][a, b]:.2f} {LOSSES[loss]}, "
        f"{distance[other][a, b]:.2f} {LOSSES[other]}."
    )
    choices = list(LOSSES.values())
    question = f"{names[a]} and {names[b]} are close in one of the two tables. Trained how?"
    return Item(question, tokens, deck, choices, list(LOSSES).index(loss), told)


def _share_closer(distance, a, b):
    """The share of all other pairs that are closer than a and b."""
    pairs = distance[np.triu_indices(len(distance), 1)]
    return float(np.mean(pairs < distance[a, b]))


def _other(loss):
    return "order" if loss == "label" else "label"

"""Two pairs of trained tables to ask about: study tokens and airports, by labels and by order.

They are trained as in the lessons that compare objectives (the flights more briefly).
"""

from embedlab.datasets import load_airports, load_flight_rows, load_study_rows, load_study_tokens
from embedlab.models import label_model, skip_gram_model
from embedlab.objectives import skip_gram_examples
from embedlab.training import train

from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np
from keras.optimizers import Adam
from keras.regularizers import L2

K = 8  # numbers in each vector
STUDY_ROWS, STUDY_PENALTY = 1000, 0.0003
FLIGHT_PENALTY = 5e-6
ALIKE, UNLIKE = 0.02, 0.07  # shares of late flights that differ by less, by more


class Deck(NamedTuple):
    """Tokens of one kind, trained by two losses from one start, and what each loss has seen."""

    what: str
    """What a token is, and what the two losses ask, in a sentence or two."""
    names: list
    """The tokens' names, m texts."""
    tables: dict
    """"label" and "order" -> the trained table, shape (m, k)."""
    facts: dict
    """Column -> what it says of each token, m texts."""
    alike: dict
    """"label" and "order" -> bool, shape (m, m): the loss has a reason to bring two together."""
    unlike: dict
    """The same: it has a reason to part them."""
    reason: Callable
    """(loss, ids) -> a sentence on what the loss asks, and what that is for these tokens."""


def study_deck(seed):
    """The 24 study tokens. Trains two tables from one start; all random things derive from seed."""
    tokens, rows = load_study_tokens(), load_study_rows()
    X, y = rows.X[:STUDY_ROWS], rows.y[:STUDY_ROWS]
    table, contexts = np.random.default_rng(seed).uniform(-0.05, 0.05, (2, len(tokens.name), K))
    keras.utils.set_random_seed(seed)
    by_label = label_model(table, X.shape[1], 8.0, embeddings_regularizer=L2(STUDY_PENALTY))
    by_order = skip_gram_model(table, contexts, STUDY_PENALTY, Adam(0.1))
    pairs = skip_gram_examples(X, len(tokens.name))
    tables = {
        "label": train(by_label, X, y, steps=100).after,
        "order": train(by_order, **pairs, steps=100, layer="embedding").after,
    }
    company = 2 * tokens.topic + tokens.role
    alike = {"label": _equal(tokens.label_group), "order": _equal(company)}
    parts = [name.split("-") for name in tokens.name]

    def reason(loss, ids):
        if loss == "label":
            groups = ", ".join(f"{tokens.name[i]} is {parts[i][0]}" for i in ids)
            return f"The label loss asks whether pos or neg tokens are in the majority: {groups}."
        company = ", ".join(f"{tokens.name[i]} is a {parts[i][1]} {parts[i][2]}" for i in ids)
        return f"Skip-gram asks for the neighbours, and topic and role decide these: {company}."

    return Deck(
        "Study tokens. A row's label says whether pos or neg tokens are in the majority; all "
        "tokens of a row have one topic, and nouns and verbs alternate.",
        tokens.name.tolist(),
        tables,
        {},
        alike,
        {loss: ~same for loss, same in alike.items()},
        reason,
    )


def flight_deck(seed):
    """The airports of the flight rows; as `study_deck`."""
    airports, flights = load_airports(), load_flight_rows()
    X, late = flights.X, (flights.late >= 2).astype(float)
    num_tokens = len(airports.code)
    table, contexts = np.random.default_rng(seed).uniform(-0.05, 0.05, (2, num_tokens, K))
    keras.utils.set_random_seed(seed)
    by_label = label_model(table, X.shape[1])
    rate = keras.optimizers.schedules.CosineDecay(0.03, len(X) // 1024 + 1)
    by_label.compile(Adam(rate), loss="binary_crossentropy")
    by_label.fit(X, late, batch_size=1024, verbose=0)
    by_order = skip_gram_model(table, contexts, FLIGHT_PENALTY, Adam(0.2))
    pairs = skip_gram_examples(X, num_tokens, window=1, negatives=5)
    tables = {
        "label": by_label.get_layer("embedding").get_weights()[0],
        "order": train(by_order, **pairs, steps=60, layer="embedding").after,
    }
    apart = np.abs(airports.share_late[:, None] - airports.share_late)
    carrier = _equal(airports.carrier)

    def reason(loss, ids):
        codes = airports.code
        if loss == "label":
            shares = ", ".join(f"{codes[i]} {airports.share_late[i]:.0%}" for i in ids)
            return f"The label loss asks for late flights. Late in: {shares}."
        carriers = ", ".join(f"{codes[i]} {airports.carrier_name[i].rstrip('.')}" for i in ids)
        return (
            "Skip-gram asks which airports one aircraft visits in turn, and an aircraft has one "
            f"airline. Most flights: {carriers}."
        )

    return Deck(
        "Airports. A row is five flights of one aircraft; its label is 1 if two or more were late.",
        airports.code.tolist(),
        tables,
        {
            "airport": airports.name.tolist(),
            "late": [f"{share:.0%}" for share in airports.share_late],
            "most flights": airports.carrier_name.tolist(),
            "miles": [f"{miles:.0f}" for miles in airports.distance_miles],
        },
        {"label": apart < ALIKE, "order": carrier},
        {"label": apart > UNLIKE, "order": ~carrier},
        reason,
    )


def _equal(groups):
    return groups[:, None] == groups

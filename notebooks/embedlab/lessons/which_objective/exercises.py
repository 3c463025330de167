"""Graders of the exercises on which objective to choose."""

from embedlab.exercises import forms
from embedlab.exercises.feedback import Close, Hint, Right, checks, close, exercise, hint_for
from embedlab.exercises.guard import call

import numpy as np
from sklearn.metrics.pairwise import cosine_similarity, euclidean_distances

check = checks(__name__)

ROWS, COLUMNS, ROOM = 2_000_000, 32, 2_000_000_000  # of the exercise on memory
FLOAT, COPIES = 4, 3  # bytes of a float32; Adam keeps two running means beside each number
UNITS = {1e3: "kB", 1e6: "MB", 1e9: "GB", 2.0**10: "KiB", 2.0**20: "MiB", 2.0**30: "GiB"}
TOKENS, BUCKETS = 5_000, 20_000  # of the exercise on hashing


@exercise(1, "a row has 32 numbers of four bytes; each of Adam's two means is as large as that.")
def will_it_fit(answer):
    example = "{'table': 1000, 'with Adam': 2000, 'rows': 30}"
    answer = forms.named(answer, ("table", "with Adam", "rows"), example)
    table, with_adam, rows = (
        forms.number(answer[key], f"{key}: 1000") for key in ("table", "with Adam", "rows")
    )
    size, held = FLOAT * ROWS * COLUMNS, COPIES * FLOAT * ROWS * COLUMNS
    if table != size:
        return hint_for(
            table,
            (size / FLOAT, "table: so many *numbers* it holds. The question asks for bytes."),
            (8 * size, "table: so many *bits* it holds. A byte has eight."),
            (2 * size, "table: so it would be with float64. A float32 has 32 bits."),
            *_other_units("table", size),
            rtol=0.002,
        ) or Hint("table: how many numbers does it hold, and how much room does one of them take?")
    if with_adam != held:
        return hint_for(
            with_adam,
            (size, "with Adam: so it is with SGD. What does Adam keep for each number?"),
            (2 * size, "with Adam: either one of the means is missing, or the table itself."),
            (4 * size, "with Adam: leave the gradient out; it comes and goes within a step."),
            *_other_units("with Adam", held),
            rtol=0.002,
        ) or Hint("with Adam: how much does Adam keep for each number of the table?")
    fit, alone, with_one, with_three, in_gib = (
        room // (copies * FLOAT * COLUMNS)
        for room, copies in [(ROOM, COPIES), (ROOM, 1), (ROOM, 2), (ROOM, 4), (2**31, COPIES)]
    )
    if rows != fit:
        nearly = "rows: nearly. Give the largest *whole* number that fits, to the last row."
        mistakes = (
            (alone, "rows: the table alone would fit. Where do Adam's means go?"),
            (with_one, "rows: one copy is missing: the table, and two means."),
            (with_three, "rows: leave the gradient out; it comes and goes within a step."),
            (in_gib, Close("rows: so it is with 2 GiB. Here 2 GB are 2,000,000,000 bytes.")),
            (fit + 1, Close("rows: with that row it no longer fits.")),
        )
        return (
            hint_for(rows, *mistakes)
            or hint_for(rows, (fit, Close(nearly)), rtol=0.01)
            or Hint("rows: how many bytes does one row of the table need with Adam's means?")
        )
    return Right("A table of twice the width has room for half as many rows.")


@exercise(2, "alone is who is missed by 4,999 others, each with probability 1 − 1/20000.")
def colliding_share(answer):
    share = forms.number(answer, "0.5")
    alone = (1 - 1 / BUCKETS) ** (TOKENS - 1)
    occupied = 1 - (1 - 1 / BUCKETS) ** TOKENS
    pairs = TOKENS * (TOKENS - 1) / 2 / BUCKETS
    decimals = forms.decimals_right(share, 1 - alone, 3)
    if decimals == 3:
        return Right("Twice as many rows would not halve it quite: see the study of cost.")
    if decimals in (1, 2):
        return close(decimals)
    if forms.in_percent(share, 1 - alone):
        return Hint("that is the share in percent. Give it as a number from 0 to 1.")
    companions = "so a token counts once for each companion. When is it alone?"
    first_comers = "so many found their row taken. But first comers have company later, too."
    counted_pairs = "that is the expected number of *pairs*. Give a share of the tokens."
    counted = "that is the number of tokens with company. Give the share."
    return (
        hint_for(
            share,
            (alone, "this share is *alone* in its row. The question asks for the others."),
            (TOKENS / BUCKETS, companions),
            (pairs / TOKENS, "that counts pairs, one for two tokens. Count the tokens in company."),
            ((TOKENS - BUCKETS * occupied) / TOKENS, first_comers),
            atol=0.0006,
        )
        or hint_for(share, (pairs, counted_pairs), (TOKENS * (1 - alone), counted), atol=1)
        or Hint("when is a token alone in its row? Each of the other tokens must do what?")
    )


@exercise(3, "rank every j by the dot product of C[j] and W[token], and leave token out.")
def recommend(answer):
    function = forms.function(answer, "recommend(W, C, token, count)")
    rng = np.random.default_rng(83)
    for m, k, token, count in ((30, 4, 7, 5), (12, 2, 0, 3), (40, 6, 39, 8), (9, 3, 4, 1)):
        W, C = rng.normal(size=(2, m, k))
        C[token] += 3 * W[token]  # so that the token's own context scores high
        given = call(function, W, C, token, count)
        given = [given] if isinstance(given, np.integer) else given
        given, scores = forms.ids(given, "[5, 8, 2]"), C @ W[token]
        others = np.delete(np.arange(m), token)

        def best(scores, others=others, count=count):
            return others[np.argsort(-scores[others], kind="stable")[:count]]

        if given == best(scores).tolist():
            continue
        if token in given:
            return Hint(f"for token {token} you recommend token {token} itself. Leave it out.")
        if len(given) != count:
            return Hint(f"you were asked for {count} ids, and return {len(given)}.")
        if sorted(given) == sorted(best(scores)):
            return Close("These are the right tokens. Put the best one first.")
        alike = "these are the nearest in W. They are *alike*; who stands beside is another table."
        return hint_for(
            given,
            (best(W @ W[token]), alike),
            (best(cosine_similarity(W)[token]), alike),
            (best(-euclidean_distances(W)[token]), alike),
            (
                best(W @ C[token]),
                "you took the token's context vector. The centre has its w.",
            ),
            (best(-scores), "these have the *lowest* scores: sort the other way round."),
            (best(cosine_similarity(W, C)[token]), "cosines leave the lengths out. And the score?"),
            (best(-euclidean_distances(W, C)[token]), "distances between w and c are no scores."),
        ) or Hint("which number says how well a context fits a token? Skip-gram was trained on it.")
    return Right("Nearest neighbours in W would have recommended what is alike.")


def _other_units(key, size):
    """The size in other units than bytes, each with what is said to it."""
    return [
        (size / unit, Close(f"{key}: right in {name}. Give it in bytes."))
        for unit, name in UNITS.items()
    ]

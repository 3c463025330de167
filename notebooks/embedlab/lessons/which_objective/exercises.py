"""Graders of notebook 08, Which objective should you choose?"""

from embedlab.exercises import forms
from embedlab.exercises.feedback import Close, Right, checks, close, exercise
from embedlab.exercises.guard import call

import numpy as np
from sklearn.metrics.pairwise import cosine_similarity, euclidean_distances

check = checks(__name__)

ROWS, COLUMNS, ROOM = 2_000_000, 32, 2_000_000_000  # exercise 8.1
FLOAT, MEANS = 4, 2  # bytes of a float32; running means that Adam keeps for each number
UNITS = {1e3: "kB", 1e6: "MB", 1e9: "GB", 2.0**10: "KiB", 2.0**20: "MiB", 2.0**30: "GiB"}
TOKENS, BUCKETS = 5_000, 20_000  # exercise 8.2


@exercise(1, "a row has 32 numbers of four bytes; Adam trains it with two more copies.")
def will_it_fit(answer):
    example = "{'table': 1000, 'with Adam': 2000, 'rows': 30}"
    answer = forms.named(answer, ("table", "with Adam", "rows"), example)
    table, with_adam, rows = (
        forms.number(answer[key], f"{key}: 1000") for key in ("table", "with Adam", "rows")
    )
    size = FLOAT * ROWS * COLUMNS
    return (
        _size_fault(table, size)
        or _unit_fault("with Adam", with_adam, (1 + MEANS) * size)
        or _adam_fault(with_adam, size)
        or _rows_fault(rows)
        or Right("A table of twice the width has room for half as many rows.")
    )


@exercise(2, "alone is who is missed by 4,999 others, each with probability 1 − 1/20000.")
def colliding_share(answer):
    share = forms.number(answer, "0.5")
    alone = (1 - 1 / BUCKETS) ** (TOKENS - 1)
    occupied = 1 - (1 - 1 / BUCKETS) ** TOKENS
    pairs = TOKENS * (TOKENS - 1) / 2 / BUCKETS
    decimals = forms.decimals_right(share, 1 - alone, 3)
    if decimals == 3:
        return Right("Twice as many rows would not halve it quite: see study 14.")
    if decimals in (1, 2):
        return close(decimals)

    def near(value, tolerance=0.0006):
        return abs(share - value) < tolerance

    if forms.in_percent(share, 1 - alone):
        return "that is the share in percent. Give it as a number from 0 to 1."
    if near(alone):
        return "this share is *alone* in its row. The question asks for the others."
    if near(TOKENS / BUCKETS):
        return (
            "tokens per row is a little too much: it counts a token once for each companion. When "
            "is a token alone?",
            "a token is alone if all others miss its row. Which probability has that?",
        )
    if near(pairs / TOKENS):
        return "that counts pairs, one for two tokens. Count the tokens that have company."
    if near(pairs, 1):
        return "that is the expected number of *pairs*. The question asks for a share of tokens."
    if near(TOKENS * (1 - alone), 1):
        return "that is the number of tokens with company. The question asks for the share."
    if near((TOKENS - BUCKETS * occupied) / TOKENS):
        return (
            "that is the share of tokens that found their row taken, first comers left out. "
            "But a first comer that is joined later has company, too."
        )
    return (
        "when is a token alone in its row? Each of the other tokens must do what?",
        "each of the other tokens misses a token's row with probability 1 - 1/20000.",
    )


@exercise(3, "rank every j by the dot product of C[j] and W[token], and leave token out.")
def recommend(answer):
    function = forms.function(answer, "recommend(W, C, token, count)")
    rng = np.random.default_rng(83)
    for m, k, token, count in ((30, 4, 7, 5), (12, 2, 0, 3), (40, 6, 39, 8), (9, 3, 4, 1)):
        W, C = rng.normal(size=(2, m, k))
        C[token] += 3 * W[token]  # so that the token's own context scores high
        hint = _recommendation_fault(function, W, C, token, count)
        if hint is not None:
            return hint
    return Right("Nearest neighbours in W would have recommended what is alike.")


def _size_fault(table, size):
    if table == size:
        return None
    if table == size / FLOAT:
        return "table: so many *numbers* it holds. The question asks for bytes."
    if table == 8 * size:
        return "table: so many *bits* it holds. A byte has eight."
    if table == 2 * size:
        return "table: so it would be with float64. A float32 has 32 bits."
    return _unit_fault("table", table, size) or (
        "table: how many numbers does it hold, and how much room does one of them take?",
        f"table: one row has {COLUMNS} numbers of {FLOAT} bytes. And all rows?",
    )


def _unit_fault(key, value, truth):
    for factor, unit in UNITS.items():
        if abs(value * factor / truth - 1) < 0.005:
            return Close(f"{key}: right in {unit}. Give it in bytes.")
    return None


def _adam_fault(with_adam, size):
    if with_adam == (1 + MEANS) * size:
        return None
    if with_adam == size:
        return "with Adam: with SGD it would be so. What does Adam keep for each number?"
    if with_adam == MEANS * size:
        return "with Adam: either one of the means is missing, or the table itself."
    if with_adam == (2 + MEANS) * size:
        return "with Adam: leave the gradient out; it comes and goes within a step."
    return (
        "with Adam: how much does Adam keep for each number of the table?",
        "with Adam: each of the two means is as large as the table, which counts as well.",
    )


def _rows_fault(rows):
    def room_for(copies, room=ROOM):
        return room // (copies * FLOAT * COLUMNS)

    truth = room_for(1 + MEANS)
    if rows == truth:
        return None
    if int(rows) == room_for(1):
        return "rows: the table alone would fit. Where do Adam's means go?"
    if int(rows) == room_for(MEANS):
        return "rows: one copy is missing: the table, and two means."
    if int(rows) == room_for(2 + MEANS):
        return "rows: leave the gradient out; it comes and goes within a step."
    if int(rows) == room_for(1 + MEANS, room=2 * 2**30):
        return Close("rows: so it is with 2 GiB. Here 2 GB are 2,000,000,000 bytes.")
    if rows == truth + 1:
        return Close("rows: with that row it no longer fits.")
    if abs(rows / truth - 1) < 0.01:
        return Close("rows: nearly. Give the largest *whole* number that fits, to the last row.")
    return (
        "rows: how many bytes does one row of the table need while Adam trains it?",
        f"rows: a row has {COLUMNS} numbers, and each is kept {1 + MEANS} times.",
    )


def _recommendation_fault(function, W, C, token, count):
    """What is wrong with the recommendations for one token, as a hint; None if nothing is."""
    given = _ids(call(function, W, C, token, count))

    def best(scores, keep=False):
        order = np.argsort(-scores, kind="stable")
        return (order if keep else order[order != token])[:count].tolist()

    scores = C @ W[token]
    truth = best(scores)
    if given == truth:
        return None
    if token in given:
        return f"for token {token} you recommend token {token} itself. Leave it out."
    if len(given) != count:
        return f"you were asked for {count} ids, and return {len(given)}."
    if sorted(given) == sorted(truth):
        return Close("These are the right tokens. Put the best one first.")
    of_w = (W @ W[token], cosine_similarity(W)[token], -euclidean_distances(W)[token])
    if given in [best(each) for each in of_w]:
        return "these are the nearest in W. They are *alike*; what stands beside is another table."
    if given == best(W @ C[token]):
        return "you took the token's context vector. The token is the centre: take its w."
    if given == best(-scores):
        return "these have the *lowest* scores: sort the other way round."
    if given == best(cosine_similarity(W[[token]], C)[0]):
        return "cosines leave the lengths out. What is skip-gram's score of a pair?"
    if given == best(-euclidean_distances(W[[token]], C)[0]):
        return "distances between w and c are not what was trained. What is skip-gram's score?"
    return (
        "which number says how well a context fits a token? Skip-gram was trained on it.",
        "the score of token i with context j is the dot product of W[i] and C[j].",
    )


def _ids(given):
    """The returned ids as a list, whatever holds them."""
    if hasattr(given, "numpy"):
        given = given.numpy()
    if isinstance(given, int | np.number) and not isinstance(given, bool):
        given = [given]
    return forms.ids(given, "[5, 8, 2]")

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
OPTIONS = "W with W", "W with C", "number", "one-hot", "label", "next token"
CHOICES = dict(zip("abcdef", OPTIONS, strict=True))


@exercise(1, "a row has 32 numbers of four bytes; each of Adam's two means is as large as that.")
def will_it_fit(answer):
    example = "{'table': 1000, 'with Adam': 2000, 'rows': 30}"
    answer = forms.named(answer, ("table", "with Adam", "rows"), example)
    for key, each in answer.items():
        if isinstance(each, str) and "b" in each.lower():
            raise forms.FormError(f"{key}: give the number alone, in bytes, without a unit.")
    given = {key: forms.number(each, f"{key}: 1000") for key, each in answer.items()}
    size, rows = FLOAT * ROWS * COLUMNS, given["rows"]
    for (key, right, ask), *mistakes in [
        (
            ("table", size, "how many numbers does it hold, and how much room does each take?"),
            (size / FLOAT, "table: so many *numbers* it holds. The question asks for bytes."),
            (8 * size, "table: so many *bits* it holds. A byte has eight."),
            (2 * size, "table: so it would be with float64. A float32 has 32 bits."),
        ),
        (
            ("with Adam", COPIES * size, "how much does Adam keep for each number of the table?"),
            (size, "with Adam: so it is with SGD. What does Adam keep for each number?"),
            (2 * size, "with Adam: either one of the means is missing, or the table itself."),
            (4 * size, "with Adam: leave the gradient out; it comes and goes within a step."),
        ),
    ]:
        for unit, name in UNITS.items():
            mistakes.append((right / unit, Close(f"{key}: right in {name}. Give it in bytes.")))
        if given[key] != right:
            return hint_for(given[key], *mistakes, rtol=0.002) or Hint(f"{key}: {ask}")
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


@exercise(
    2,
    "(a) asks for what is alike, (b) for what often stands beside it. An amount, a handful of "
    "categories, an id: which is (c), which (d)? And which of the others has labels?",
)
def choices(answer):
    options = dict.fromkeys(CHOICES, OPTIONS)
    found = forms.choices(answer, options, '{"a": "label", "b": "label", …}')
    if found == CHOICES:
        return Right("Purpose first; the loss follows from it.")
    if found == CHOICES | {"a": "W with C", "b": "W with W"}:
        return Hint("(a) and (b) are the other way round: which has the same neighbours?")
    return Hint("not all. Go through the seven questions from top to bottom, once for each letter.")


@exercise(3, "rank every j by `C[j] @ W[token] + np.log(noise[j])`, and leave token out.")
def recommend(answer):
    function = forms.function(answer, "recommend(W, C, noise, token, count)")
    rng = np.random.default_rng(83)
    for m, k, token, count in ((30, 4, 7, 5), (12, 2, 0, 3), (40, 6, 39, 8), (9, 3, 4, 1)):
        W, C = rng.normal(size=(2, m, k))
        C[token] += 3 * W[token]  # so that the token's own context scores high
        noise = np.exp(2 * rng.normal(size=m))
        noise /= noise.sum()
        given = call(function, W, C, noise, token, count)
        given = [given] if isinstance(given, int) or getattr(given, "shape", 0) == () else given
        lift = C @ W[token]
        given, scores = forms.ids(given, "[5, 8, 2]"), lift + np.log(noise)
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
            (best(lift), "w · c says how much *more often than by chance*. Who is often there?"),
            (best(lift - np.log(noise)), "add the noise back: you took it away once more."),
            (best(lift + noise), "the score is a logarithm: add the logarithm of the noise."),
            (best(lift * noise), "the score is a logarithm: add the logarithm of the noise."),
            (best(noise), "these are the most frequent of all: and the token's own vector?"),
            (best(W @ W[token]), alike),
            (best(cosine_similarity(W)[token]), alike),
            (best(-euclidean_distances(W)[token]), alike),
            (
                best(W @ C[token] + np.log(noise)),
                "you took the token's context vector. The centre has its w.",
            ),
            (best(-scores), "these have the *lowest* scores: sort the other way round."),
        ) or Hint("solve w · c = ln p − ln noise − ln n for ln p, and rank by that.")
    return Right("Nearest neighbours in W would have recommended what is alike.")

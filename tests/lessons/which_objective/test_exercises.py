"""The graders on objectives, held against scores by loops."""

import numpy as np
import tensorflow as tf
from exercises import answers, first_said


def memory(table=256_000_000, with_adam=768_000_000, rows=5_208_333):
    return {"table": table, "with Adam": with_adam, "rows": rows}


test_will_it_fit = answers(
    "8.1",
    right=[memory("256,000,000", np.float64(768e6), [5_208_333]), "256e6 768e6 5208333"],
    near=[
        *[memory(table=256_000_001), memory(table=255_999_999), memory(table=256_000_000.5)],
        *[memory(with_adam=768_000_001), memory(with_adam=767_999_999)],
        memory(rows=5_208_332),
    ],
    close=[
        (memory(table=256), "table: right in MB"),
        (memory(table=0.256), "table: right in GB"),
        (memory(table=244.14), "table: right in MiB"),
        (memory(with_adam=768), "with Adam: right in MB"),
        (memory(rows=5_592_405), "2 GiB"),
        (memory(rows=5_208_334), "no longer fits"),
        (memory(rows=5_208_333.33), "largest *whole* number"),
    ],
    form=[
        ({"table": 256_000_000}, "Give a dictionary"),
        (memory(table="much"), "table: 1000"),
        (memory(table="256 MB"), "table: give the number alone, in bytes"),
    ],
    hints=[
        (memory(table=64_000_000), "so many *numbers*"),
        (memory(table=512_000_000), "32 bits"),
        (memory(table=2_048_000_000), "*bits*"),
        (memory(table=270), "how many numbers does it hold", "each of Adam's two means"),
        (memory(with_adam=256_000_000), "What does Adam keep"),
        (memory(with_adam=512_000_000), "one of the means is missing"),
        (memory(with_adam=1_024_000_000), "with Adam: leave the gradient out"),
        (memory(with_adam=1), "how much does Adam keep"),
        (memory(rows=15_625_000), "the table alone would fit"),
        (memory(rows=7_812_500), "one copy is missing"),
        (memory(rows=3_906_250), "rows: leave the gradient out"),
        (memory(rows=5_300_000), "how many bytes does one row"),
    ],
)

RIGHT = ["W with W", "W with C", "number", "one-hot", "label", "next token"]
CHOICES = dict(zip("abcdef", RIGHT, strict=True))
ONE_WRONG = [
    CHOICES | {letter: other}
    for letter in CHOICES
    for other in CHOICES.values()
    if other != CHOICES[letter]
]


def test_the_choices_cannot_be_found_by_guessing():
    """Every answer with one wrong gets the same words, so that none says which it is."""
    assert len({first_said("8.2", given) for given in ONE_WRONG}) == 1


test_choices = answers(
    "8.2",
    right=[
        *[CHOICES, list(CHOICES.values()), {key.upper(): CHOICES[key].upper() for key in CHOICES}],
        {key: f" {CHOICES[key]} " for key in reversed(CHOICES)},
    ],
    near=[ONE_WRONG[0], dict.fromkeys(CHOICES, "label")],
    form=[(CHOICES | {"a": "GloVe"}, "a: give one of"), ({"a": "label"}, "Give a dictionary")],
    hints=[
        (CHOICES | {"a": "W with C", "b": "W with W"}, "the other way round"),
        (dict.fromkeys(CHOICES, "one-hot"), "seven questions", "An amount, a handful"),
    ],
)


def by_sorting(W, C, noise, token, count):
    order = np.argsort(-((W @ C.T)[token] + np.log(noise)))
    return [each for each in order if each != token][:count]


def by_loops(W, C, noise, token, count):
    chances = {}
    for other in range(len(C)):
        if other != token:
            score = sum(w * c for w, c in zip(W[token], C[other], strict=True))
            chances[other] = np.exp(score) * noise[other]
    best = tuple(sorted(chances, key=chances.get, reverse=True)[:count])
    return best if count > 1 else best[0]


def by_tensorflow(W, C, noise, token, count):
    scores = tf.linalg.matvec(C, W[token]) + tf.math.log(noise)
    return tf.math.top_k(tf.tensor_scatter_nd_update(scores, [[token]], [-np.inf]), count).indices


def ranked(scores_of, leave_out=True):
    """A function that recommends by other scores: scores_of(W, C, token, noise), shape (m,)."""

    def function(W, C, noise, token, count):
        order = np.argsort(-scores_of(W, C, token, noise))
        return [each for each in order if each != token or not leave_out][:count]

    return function


def length(each):
    return np.linalg.norm(each, axis=-1)


def last_replaced(W, C, noise, token, count):
    """All but the last are right; in its place stands the one that comes next."""
    *first, _, following = by_sorting(W, C, noise, token, count + 1)
    return [*first, following]


test_recommend = answers(
    "8.3",
    right=[by_sorting, by_loops, by_tensorflow],
    near=[
        last_replaced,
        lambda W, C, noise, token, count: by_sorting(W, C, noise, token, 5),
        lambda W, C, noise, token, count: by_sorting(W, C, noise, 7, count),
        ranked(lambda W, C, i, noise: C @ W[i] + W @ C[i] + np.log(noise)),
    ],
    close=[(lambda *given: by_sorting(*given)[::-1], "best one first")],
    form=[
        (lambda W, C, noise, i, count: W[i] @ C.T, "Give token ids"),
        (lambda *given: set(by_sorting(*given)), "Give token ids"),
    ],
    hints=[
        (ranked(lambda W, C, i, noise: C @ W[i], leave_out=False), "Leave it out"),
        (ranked(lambda W, C, i, noise: C @ W[i]), "more often than by chance"),
        (ranked(lambda W, C, i, noise: C @ W[i] - np.log(noise)), "took it away once more"),
        (ranked(lambda W, C, i, noise: C @ W[i] + noise), "add the logarithm"),
        (ranked(lambda W, C, i, noise: (C @ W[i]) * noise), "add the logarithm"),
        (ranked(lambda W, C, i, noise: noise), "most frequent of all"),
        (ranked(lambda W, C, i, noise: W @ W[i]), "nearest in W"),
        (ranked(lambda W, C, i, noise: W @ W[i] / length(W)), "nearest in W"),
        (ranked(lambda W, C, i, noise: -length(W - W[i])), "nearest in W"),
        (ranked(lambda W, C, i, noise: W @ C[i] + np.log(noise)), "context vector"),
        (ranked(lambda W, C, i, noise: -C @ W[i] - np.log(noise)), "lowest"),
        (ranked(lambda W, C, i, noise: -np.arange(len(C))), "solve w · c", "np.log(noise[j])"),
        (lambda W, C, noise, i, count: by_sorting(W, C, noise, i, 2), "return 2"),
    ],
)

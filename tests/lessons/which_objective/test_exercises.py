"""The graders of notebook 08: unanswered, right, every usual wrong answer, and odd ones."""

from embedlab import exercises
from embedlab.exercises import feedback as feedback_module

import keras
import numpy as np
import pytest
import tensorflow as tf

ODD = [None, float("inf"), float("nan"), "", "x", {"a": 1}, {1, 2}, 1j, object(), len, -1, True]
ODD += [[[1, 2], [3, 4]], [[1], [2, 3]], 10**400, [10**400], np.zeros((2, 2)), np.array(None)]


@pytest.fixture(autouse=True)
def forget_tries():
    feedback_module._wrong_tries.clear()


def told(capsys, number, answer):
    exercises.check(number, answer)
    return capsys.readouterr().out.strip()


def memory(table=256_000_000, with_adam=768_000_000, rows=5_208_333):
    return {"table": table, "with Adam": with_adam, "rows": rows}


@pytest.mark.parametrize(
    ("number", "answer"), [("8.1", memory(rows=...)), ("8.2", ...), ("8.3", ...)]
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in told(capsys, number, answer)


@pytest.mark.parametrize("number", ["8.1", "8.2", "8.3"])
@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_odd_answers_get_a_word(capsys, number, answer):
    said = told(capsys, number, answer)
    assert said.startswith(f"Exercise {number}: ")
    assert "right." not in said


@pytest.mark.parametrize("key", ["table", "with Adam", "rows"])
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_odd_numbers_of_bytes_get_a_word(capsys, key, value):
    assert "right." not in told(capsys, "8.1", memory() | {key: value})


def test_memory_is_what_keras_holds(capsys):
    layer = keras.layers.Embedding(2_000, 32)  # a thousandth of the table
    layer.build()
    table = layer.embeddings.numpy().nbytes
    adam = keras.optimizers.Adam()
    adam.build(layer.trainable_weights)
    means = sum(each.numpy().nbytes for each in adam.variables if each.ndim)
    a_row = (table + means) / 2_000
    rows = max(rows for rows in range(5_200_000, 5_300_000) if rows * a_row <= 2e9)
    answer = memory(1000 * table, 1000 * (table + means), rows)
    assert answer == memory()
    assert "right." in told(capsys, "8.1", answer)


@pytest.mark.parametrize(
    "answer",
    [
        memory(256e6, np.float64(768e6), "5208333"),
        list(memory().values()),
        memory("256,000,000", [768_000_000], np.int64(5_208_333)),
    ],
)
def test_memory_in_other_forms(capsys, answer):
    assert "right." in told(capsys, "8.1", answer)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (memory(table=64_000_000), "so many *numbers*"),
        (memory(table=512_000_000), "32 bits"),
        (memory(table=2_048_000_000), "*bits*"),
        (memory(table=256), "table: right in MB"),
        (memory(table=0.256), "table: right in GB"),
        (memory(table=244.14), "table: right in MiB"),
        (memory(table=1), "how many numbers does it hold"),
        (memory(with_adam=768), "with Adam: right in MB"),
        (memory(with_adam=256_000_000), "What does Adam keep"),
        (memory(with_adam=512_000_000), "one of the means is missing"),
        (memory(with_adam=1_024_000_000), "leave the gradient out"),
        (memory(with_adam=1), "how much does Adam keep"),
        (memory(rows=15_625_000), "the table alone would fit"),
        (memory(rows=7_812_500), "one copy is missing"),
        (memory(rows=3_906_250), "leave the gradient out"),
        (memory(rows=5_592_405), "2 GiB"),
        (memory(rows=5_208_334), "no longer fits"),
        (memory(rows=5_208_333.33), "largest *whole* number"),
        (memory(rows=5_200_000), "largest *whole* number"),
        (memory(rows=1), "how many bytes does one row"),
        ({"table": 256_000_000}, "needs another form"),
        (memory(table="much"), "needs another form"),
    ],
)
def test_hints_for_the_memory(capsys, answer, hint):
    said = told(capsys, "8.1", answer)
    assert hint in said
    assert "right." not in said


@pytest.mark.parametrize("key", ["table", "with_adam", "rows"])
def test_memory_wrong_again_gets_a_more_direct_hint(capsys, key):
    first, second = (told(capsys, "8.1", memory(**{key: 1})) for _ in range(2))
    assert first != second


def test_colliding_share_is_that_of_simulated_hashing(capsys):
    drawn = np.random.default_rng(8).integers(0, 20_000, (400, 5_000))
    shares = [np.mean(np.bincount(each)[each] > 1) for each in drawn]
    assert np.mean(shares) == pytest.approx(0.2212, abs=0.003)
    for right in (0.2212, np.float32(0.221), "0.221", [0.2211], "22.1 %"):
        assert "right." in told(capsys, "8.2", right)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (0.22, "Right to two decimals. Give three"),
        (0.2, "Right to one decimal."),
        (22.12, "in percent"),
        (0.7788, "alone"),
        (0.25, "counts a token once for each companion"),
        (0.125, "counts pairs"),
        (625, "expected number of *pairs*"),
        (1106, "the number of tokens with company"),
        (0.1152, "first comers"),
        (0.5, "alone in its row"),
        ("many", "needs another form"),
    ],
)
def test_hints_for_the_colliding_share(capsys, answer, hint):
    said = told(capsys, "8.2", answer)
    assert hint in said
    assert "right." not in said


def test_wrong_share_again_gets_a_more_direct_hint(capsys):
    for answer in (0.5, 0.25):
        feedback_module._wrong_tries.clear()
        assert told(capsys, "8.2", answer) != told(capsys, "8.2", answer)


def by_sorting(W, C, token, count):
    order = np.argsort(-(W @ C.T)[token])
    return [each for each in order if each != token][:count]


def by_loops(W, C, token, count):
    scores = {}
    for other in range(len(C)):
        if other != token:
            scores[other] = sum(w * c for w, c in zip(W[token], C[other], strict=True))
    return tuple(sorted(scores, key=scores.get, reverse=True)[:count])


def by_tensorflow(W, C, token, count):
    scores = tf.linalg.matvec(C, W[token])
    scores = tf.tensor_scatter_nd_update(scores, [[token]], [-np.inf])
    return tf.math.top_k(scores, count).indices


def by_array(W, C, token, count):
    scores = C @ W[token]
    scores[token] = -np.inf
    return np.argsort(scores)[::-1][:count]


@pytest.mark.parametrize("function", [by_sorting, by_loops, by_tensorflow, by_array])
def test_recommendations_in_several_forms(capsys, function):
    assert "right." in told(capsys, "8.3", function)


def ranked(scores_of, leave_out=True):
    """A function that recommends by other scores: scores_of(W, C, token) has shape (m,)."""

    def function(W, C, token, count):
        order = np.argsort(-scores_of(W, C, token))
        return [each for each in order if each != token or not leave_out][:count]

    return function


def length(each):
    return np.linalg.norm(each, axis=-1)


def changed(W, C, token, count):
    C[token] = 0
    return by_sorting(W, C, token, count)


@pytest.mark.parametrize(
    ("function", "hint"),
    [
        (ranked(lambda W, C, i: C @ W[i], leave_out=False), "Leave it out"),
        (ranked(lambda W, C, i: W @ W[i]), "nearest in W"),
        (ranked(lambda W, C, i: W @ W[i] / length(W)), "nearest in W"),
        (ranked(lambda W, C, i: -length(W - W[i])), "nearest in W"),
        (ranked(lambda W, C, i: W @ C[i]), "context vector"),
        (ranked(lambda W, C, i: -C @ W[i]), "lowest"),
        (ranked(lambda W, C, i: C @ W[i] / length(C)), "cosines leave the lengths out"),
        (ranked(lambda W, C, i: -length(C - W[i])), "distances between w and c"),
        (ranked(lambda W, C, i: C @ C[i]), "which number says how well"),
        (lambda W, C, i, count: by_sorting(W, C, i, count)[::-1], "best one first"),
        (lambda W, C, i, count: by_sorting(W, C, i, 2), "return 2"),
        (lambda W, C, i, count: print(), "returns nothing yet"),
        (lambda W, C, i, count: W[i] @ C.T, "needs another form"),
        (lambda W, C, i, count: set(by_sorting(W, C, i, count)), "needs another form"),
        (lambda W, C: [1], "your function raised TypeError"),
        (lambda W, C, i, count: 1 / 0, "your function raised ZeroDivisionError"),
        (changed, "changes its argument `C`"),
        ([5, 8, 2], "needs another form"),
    ],
)
def test_hints_for_the_recommendations(capsys, function, hint):
    said = told(capsys, "8.3", function)
    assert hint in said
    assert "right." not in said


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_odd_recommendations_get_a_word(capsys, value):
    assert "right." not in told(capsys, "8.3", lambda W, C, token, count: value)


def test_wrong_recommendations_again_get_a_more_direct_hint(capsys):
    wrong = ranked(lambda W, C, i: C @ C[i])
    assert told(capsys, "8.3", wrong) != told(capsys, "8.3", wrong)

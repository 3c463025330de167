"""The graders of notebook 08, each held against an answer that is worked out here."""

from embedlab.exercises import check

from itertools import product

import keras
import numpy as np
import pytest
import tensorflow as tf

STEPS = {
    "SGD(weight_decay=0.01)": True,
    "SGD(clipvalue=1.0)": False,
    "Adam(beta_1=0.0)": True,
    "SGD(use_ema=True)": True,
}


def told(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


def memory(table=256_000_000, training=768_000_000, int8=72_000_000):
    return {"table": table, "table and moments": training, "int8": int8}


def lora(trainable=402_400, rank=299):
    return {"trainable": trainable, "smallest useless rank": rank}


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("8.1", memory(int8=...)),
        ("8.2", ...),
        ("8.3", STEPS | {"SGD(use_ema=True)": ...}),
        ("8.4", lora(rank=...)),
    ],
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in told(capsys, number, answer)


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # Keras, while it quantizes
def test_memory_is_what_keras_holds(capsys):
    layer = keras.layers.Embedding(2_000, 32)  # a thousandth of the table
    layer.build()
    table = layer.embeddings.numpy().nbytes
    adam = keras.optimizers.Adam()
    adam.build(layer.trainable_weights)
    moments = sum(each.numpy().nbytes for each in adam.variables if len(each.shape))
    layer.quantize("int8")
    int8 = sum(each.numpy().nbytes for each in layer.weights)
    answer = memory(1000 * table, 1000 * (table + moments), 1000 * int8)
    assert answer == memory()
    assert told(capsys, "8.1", answer) == "Exercise 8.1: right."


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (memory(table=64_000_000), "How many bytes has a float32"),
        (memory(table=512_000_000), "32 bits"),
        (memory(table=1), "rows, times columns"),
        (memory(training=256_000_000), "What does Adam keep"),
        (memory(training=512_000_000), "either one moment is missing"),
        (memory(training=1_024_000_000), "leave the gradient out"),
        (memory(training=1), "each of Adam's moments"),
        (memory(int8=64_000_000), "Each row also has a scale"),
        (memory(int8=64_000_004), "one for each row"),
        (memory(int8=66_000_000), "a float32, not a byte"),
        (memory(int8=64_000_128), "not to the columns"),
        (memory(int8=1), "one byte for each number"),
        (memory(table=0.5), "form that is asked for"),
        (memory(table=True), "form that is asked for"),
        ({"table": 256_000_000}, "form that is asked for"),
    ],
)
def test_hints_for_the_memory(capsys, answer, hint):
    said = told(capsys, "8.1", answer)
    assert "not yet" in said
    assert hint in said


def test_colliding_share_is_that_of_simulated_hashing(capsys):
    drawn = np.random.default_rng(8).integers(0, 20_000, (400, 5_000))
    shares = [np.mean(np.bincount(each)[each] > 1) for each in drawn]
    assert np.mean(shares) == pytest.approx(0.2212, abs=0.003)
    assert told(capsys, "8.2", 0.2212) == "Exercise 8.2: right."
    assert told(capsys, "8.2", np.float32(0.221)) == "Exercise 8.2: right."


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (22.12, "in percent"),
        (0.7788, "alone"),
        (0.25, "counted twice"),
        (0.125, "counts pairs"),
        (625, "colliding *pairs*"),
        (1106, "the number of tokens with company"),
        (0.1152, "first comers"),
        (0.5, "misses a token's bucket"),
        ("many", "form that is asked for"),
    ],
)
def test_hints_for_the_colliding_share(capsys, answer, hint):
    said = told(capsys, "8.2", answer)
    assert "not yet" in said
    assert hint in said


def test_right_answers_on_steps_are_those_and_no_others(capsys):
    assert told(capsys, "8.3", STEPS) == "Exercise 8.3: right."
    for answers in product([True, False], repeat=4):
        answer = dict(zip(STEPS, answers, strict=True))
        if answer != STEPS:
            assert "not right for" in told(capsys, "8.3", answer)


@pytest.mark.parametrize("setting", STEPS)
def test_steps_grow_where_they_change_something_of_absent_rows(setting):
    """No graph is read here: a step that changes all rows of any variable cannot be small."""
    optimizer = {
        "SGD(weight_decay=0.01)": keras.optimizers.SGD(0.1, weight_decay=0.01),
        "SGD(clipvalue=1.0)": keras.optimizers.SGD(0.1, clipvalue=1.0),
        "Adam(beta_1=0.0)": keras.optimizers.Adam(0.1, beta_1=0.0),
        "SGD(use_ema=True)": keras.optimizers.SGD(0.1, use_ema=True),
    }[setting]
    table = keras.Variable(np.ones((100, 4), np.float32))
    optimizer.build([table])
    state = [table, *(each for each in optimizer.variables if tuple(each.shape) == (100, 4))]
    for number, each in enumerate(state):
        each.assign(np.full((100, 4), 1.0 + number))  # not at rest
    before = [each.numpy().copy() for each in state]
    gradient = tf.IndexedSlices(tf.ones([3, 4]), tf.constant([5, 6, 7]), tf.constant([100, 4]))
    optimizer.apply([gradient], [table])
    absent = np.setdiff1d(np.arange(100), [5, 6, 7])
    changed = [(each.numpy() != old)[absent].any() for each, old in zip(state, before, strict=True)]
    assert any(changed) == STEPS[setting]


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ({"Adam": True}, "True or False for each"),
        (STEPS | {"SGD(clipvalue=1.0)": "no"}, "each answer is"),
        (STEPS | {"SGD(weight_decay=0.01)": False}, "which rows does weight decay shrink"),
        (STEPS | {"SGD(clipvalue=1.0)": True}, "which numbers must be clipped"),
        (STEPS | {"Adam(beta_1=0.0)": False}, "And the second"),
        (STEPS | {"SGD(use_ema=True)": False}, "a moving average"),
    ],
)
def test_hints_for_the_steps(capsys, answer, hint):
    said = told(capsys, "8.3", answer)
    assert "not yet" in said
    assert hint in said


def test_lora_numbers_are_what_keras_counts(capsys):
    layer = keras.layers.Embedding(50_000, 300)
    layer.build()
    layer.enable_lora(8)
    trainable = sum(int(np.prod(each.shape)) for each in layer.trainable_weights)
    ranks = [rank for rank in range(1, 400) if 50_000 * rank + rank * 300 > 50_000 * 300]
    assert told(capsys, "8.4", lora(trainable, min(ranks))) == "Exercise 8.4: right."


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lora(15_000_000), "it is frozen"),
        (lora(400_000), "A alone"),
        (lora(2_400), "B alone"),
        (lora(15_402_400), "the table itself is frozen"),
        (lora(1), "A has the shape"),
        (lora(rank=298), "still trains fewer"),
        (lora(rank=300), "a little below k"),
        (lora(rank=500), "useless already"),
        (lora(rank=5), "when does"),
        (lora(rank=2.5), "form that is asked for"),
        (402_400, "form that is asked for"),
    ],
)
def test_hints_for_lora(capsys, answer, hint):
    said = told(capsys, "8.4", answer)
    assert "not yet" in said
    assert hint in said

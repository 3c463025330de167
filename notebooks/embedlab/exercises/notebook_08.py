"""Graders of notebook 08, Cost and scale."""

from embedlab.exercises.feedback import exercise

import keras
import numpy as np
import tensorflow as tf

ROWS, COLUMNS = 2_000_000, 32  # exercise 8.1
TOKENS, BUCKETS = 5_000, 20_000  # exercise 8.2
SETTINGS = {  # exercise 8.3
    "SGD(weight_decay=0.01)": lambda: keras.optimizers.SGD(0.1, weight_decay=0.01),
    "SGD(clipvalue=1.0)": lambda: keras.optimizers.SGD(0.1, clipvalue=1.0),
    "Adam(beta_1=0.0)": lambda: keras.optimizers.Adam(0.1, beta_1=0.0),
    "SGD(use_ema=True)": lambda: keras.optimizers.SGD(0.1, use_ema=True),
}
LORA_ROWS, LORA_COLUMNS, RANK = 50_000, 300, 8  # exercise 8.4


@exercise("8.1")
def memory(answer):
    table, training, int8 = _numbers(answer, "table", "table and moments", "int8")
    numbers = ROWS * COLUMNS
    size = np.dtype(np.float32).itemsize
    if table == numbers:
        return "table: so many *numbers* it holds. How many bytes has a float32?"
    if table == 2 * size * numbers:
        return "table: a float32 has 32 bits. How many bytes are they?"
    if table != size * numbers:
        return "table: rows, times columns, times bytes of a number."
    if training == table:
        return "table and moments: with SGD it would be so. What does Adam keep for each weight?"
    if training == 2 * table:
        return "table and moments: either one moment is missing, or the table itself."
    if training == 4 * table:
        return "table and moments: leave the gradient out; it comes and goes within a step."
    if training != 3 * table:
        return "table and moments: the table, and each of Adam's moments, has how many numbers?"
    if int8 == numbers:
        return "int8: one byte a number is right. Each row also has a scale."
    if int8 == numbers + size:
        return "int8: there is not one scale for the table, but one for each row."
    if int8 == numbers + ROWS:
        return "int8: a scale is a float32, not a byte."
    if int8 == numbers + size * COLUMNS:
        return "int8: the scales belong to the rows, not to the columns."
    if int8 != numbers + size * ROWS:
        return "int8: one byte for each number, and one float32 for each row."
    return None


@exercise("8.2")
def colliding_share(answer):
    share = float(answer)
    alone = (1 - 1 / BUCKETS) ** (TOKENS - 1)
    occupied = 1 - (1 - 1 / BUCKETS) ** TOKENS
    pairs = TOKENS * (TOKENS - 1) / 2 / BUCKETS

    def near(value, tolerance=0.0006):
        return abs(share - value) < tolerance

    if near(1 - alone):
        return None
    if near(100 * (1 - alone), 0.06):
        return "that is the share in percent. Give it as a number from 0 to 1."
    if near(alone):
        return "this share is *alone* in its bucket. The question asks for the others."
    if near(TOKENS / BUCKETS):
        return (
            "tokens per bucket is close, but too much: tokens that fall on the same bucket are "
            "counted twice. Which is the probability that all others miss a token's bucket?"
        )
    if near(pairs / TOKENS):
        return "that counts pairs, one for two tokens. Count the tokens that have company."
    if near(pairs, 1):
        return "that is the expected number of colliding *pairs*. The question asks for a share."
    if near(TOKENS * (1 - alone), 1):
        return "that is the number of tokens with company. The question asks for the share."
    if near((TOKENS - BUCKETS * occupied) / TOKENS):
        return (
            "that is the share of tokens that found their bucket taken, first comers left out. "
            "But a first comer that is joined later has company, too."
        )
    return "each of the other tokens misses a token's bucket with probability 1 - 1/B."


@exercise("8.3")
def growing_steps(answer):
    if not isinstance(answer, dict) or set(answer) != set(SETTINGS):
        return f"answer with True or False for each of {', '.join(SETTINGS)}."
    if not all(isinstance(value, bool | np.bool_) for value in answer.values()):
        return "each answer is True or False."
    why = {
        "SGD(weight_decay=0.01)": "which rows does weight decay shrink?",
        "SGD(clipvalue=1.0)": "which numbers must be clipped, if the gradient is sparse?",
        "Adam(beta_1=0.0)": "the first moment is gone in effect. And the second?",
        "SGD(use_ema=True)": "a moving average of the weights is kept. Of which rows?",
    }
    for setting, make in SETTINGS.items():
        if answer[setting] != _grows(make()):
            return f"not right for {setting}: {why[setting]}"
    return None


@exercise("8.4")
def lora_numbers(answer):
    trainable, rank = _numbers(answer, "trainable", "smallest useless rank")
    table = LORA_ROWS * LORA_COLUMNS
    if trainable == table:
        return "trainable: so many numbers has the table, and it is frozen."
    if trainable == RANK * LORA_ROWS:
        return "trainable: that is A alone. B, of shape (r, k), is trained, too."
    if trainable == RANK * LORA_COLUMNS:
        return "trainable: that is B alone. A, of shape (m, r), is trained, too."
    if trainable == table + RANK * (LORA_ROWS + LORA_COLUMNS):
        return "trainable: the table itself is frozen."
    if trainable != RANK * (LORA_ROWS + LORA_COLUMNS):
        return "trainable: A has the shape (m, r), B the shape (r, k). How many numbers is that?"
    smallest = next(r for r in range(1, LORA_COLUMNS + 2) if r * (LORA_ROWS + LORA_COLUMNS) > table)
    if rank == smallest - 1:
        return "rank: with that rank LoRA still trains fewer numbers than the table has."
    if rank in (LORA_COLUMNS, LORA_COLUMNS + 1):
        return "rank: it happens a little below k, because B needs room, too."
    if rank > smallest:
        return "rank: a smaller rank is useless already."
    if rank != smallest:
        return "rank: when does r (m + k) exceed m k?"
    return None


def _grows(optimizer, rows=1013):
    """Whether applying a sparse gradient runs an operation as tall as the table."""
    table = keras.Variable(np.zeros((rows, 4), np.float32))
    optimizer.build([table])

    def apply(values, indices):
        gradient = tf.IndexedSlices(values, indices, tf.constant([rows, 4]))
        optimizer.apply([gradient], [table])

    graph = (
        tf.function(apply)
        .get_concrete_function(tf.TensorSpec([3, 4]), tf.TensorSpec([3], tf.int64))
        .graph
    )
    graphs = [graph, *(each.graph for each in graph._functions.values() if hasattr(each, "graph"))]
    tensors = [t for each in graphs for op in each.get_operations() for t in op.outputs]
    return any(t.shape.rank and t.shape[0] == rows for t in tensors)


def _numbers(answer, *keys):
    """The answer's values as whole numbers, in the order of the keys."""
    if not isinstance(answer, dict) or set(answer) != set(keys):
        raise ValueError(f"a dictionary with the keys {', '.join(keys)} is needed")
    values = [answer[key] for key in keys]
    for value in values:
        if isinstance(value, bool) or int(value) != value:
            raise ValueError(f"{value!r} is not a whole number")
    return [int(value) for value in values]

"""Training for the playground: every step on all rows, filmed with its loss and its p.

`embedlab.training.train` traces its graph anew for every model, which takes a recurrent head half a
second. Here a graph is traced once for each form of model and used again when rows, labels, window,
λ, rate, steps or seed change. The steps are the same; `tests/test_widgets.py` compares them.
"""

from embedlab.datasets import QUESTION_WORDS
from embedlab.drawing.plots import token_style
from embedlab.objectives import next_token_examples, skip_gram_examples
from embedlab.widgets.settings import Rows, Settings, by_column

from functools import lru_cache
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf
from keras import layers

PENALTY = 0.0075  # on both tables of skip-gram: it keeps the vectors short
K = 2  # numbers in each vector: the map is the table


def head_layers(head, row_length):
    """What stands between the lookup, shape (rows, row_length, 2), and the last unit."""
    mean = layers.GlobalAveragePooling1D
    if head == "max":
        return [layers.GlobalMaxPooling1D()]
    if head == "Flatten":
        return [layers.Flatten()]
    if head == "GRU":
        return [layers.GRU(8, unroll=True)]  # unrolled: the same result, quicker to start
    if head == "attention":
        vectors = keras.Input((row_length, K))
        attend = layers.MultiHeadAttention(num_heads=1, key_dim=4)
        return [keras.Model(vectors, attend(vectors, vectors)), mean()]
    return [mean()]  # over one table, or over a table per column


class Models:
    """One table of vectors, and the models that a loss needs of it.

    label: ids of a row -> p. order: a pair of ids -> the score of skip-gram. following: ids of a
    row -> for each place the scores of all tokens to come next. Those that the loss does not need
    are None. The unit has no bias, so that p is ½ for vectors of zero.
    """

    def __init__(self, head, loss, num_tokens, row_length, frozen):
        self.table = layers.Embedding(num_tokens, K, trainable=not frozen, name="embedding")
        self.context = self.label = self.order = self.following = None
        if loss in ("label", "joint"):
            unit = layers.Dense(1, activation="sigmoid", use_bias=False, name="unit")
            first = [keras.Input((row_length,), dtype="int32"), self.table]
            self.label = keras.Sequential([*first, *head_layers(head, row_length), unit])
        if loss in ("skip-gram", "joint"):
            self.context = layers.Embedding(num_tokens, K, name="context")
            centre, context = keras.Input((), dtype="int32"), keras.Input((), dtype="int32")
            score = layers.Dot(axes=1)([self.table(centre), self.context(context)])
            self.order = keras.Model([centre, context], score)
        if loss == "next token":
            first = [keras.Input((None,), dtype="int32"), self.table]
            self.following = keras.Sequential([*first, layers.Dense(num_tokens, use_bias=False)])

    @property
    def weights(self):
        """All variables, each once."""
        models = [each for each in (self.label, self.order, self.following) if each is not None]
        return list({id(weight): weight for each in models for weight in each.weights}.values())


class Run(NamedTuple):
    """What training made of a reader's rows."""

    settings: Settings
    rows: Rows
    tokens: np.ndarray
    """The rows of the table that are filmed: those that some row of data looks up, shape (n,)."""
    names: list
    """What stands beside each of them on the map, n texts."""
    tables: np.ndarray
    """Their vectors before the first step and after each step, shape (steps + 1, n, 2)."""
    losses: np.ndarray
    """`losses[t]` is the loss on `tables[t]`, shape (steps + 1,)."""
    p: np.ndarray | None
    """`p[t]` is what the model says on `tables[t]` of each row, shape (steps + 1, rows); None for
    a loss without labels."""

    @property
    def steps(self):
        """How many steps were taken."""
        return len(self.tables) - 1


def styles(run):
    """Colour and marker of each token of a run; the question's words look like their ids."""
    ids = {word: token for token, word in QUESTION_WORDS.items()}
    tokens = [token % len(run.rows.names) for token in run.tokens]
    return [token_style(ids.get(run.rows.names[token], token)) for token in tokens]


def run(settings):
    """Train what the settings ask for; returns a `Run`.

    Raises `ValueError` for settings that make no sense, and if the loss stops being finite.
    """
    rows = settings.check()
    columns = settings.head == "a table per column"
    ids = by_column(rows.X, len(rows.names)) if columns else rows.X
    num_tokens = len(rows.names) * (rows.X.shape[1] if columns else 1)
    form = (settings.head, settings.loss, num_tokens, rows.X.shape[1], settings.frozen)
    models, loop = _traced(*form)
    for weight, value in zip(models.weights, _start(settings.seed, *form), strict=True):
        weight.assign(value)

    tokens = np.unique(ids)
    examples = _examples(settings, ids, rows.y, num_tokens)
    tables, losses, p = loop(
        {name: tf.constant(each) for name, each in examples.items()},
        tf.constant(tokens, tf.int32),
        tf.constant(settings.steps),
        tf.constant(settings.rate_used, tf.float32),
        tf.constant(settings.mix, tf.float32),
    )
    tables, losses, p = tables.numpy(), losses.numpy(), p.numpy()
    if not (np.isfinite(losses).all() and np.isfinite(tables).all()):
        step = int(np.argmin(np.isfinite(losses) & np.isfinite(tables).all(axis=(1, 2))))
        raise ValueError(f"rate: the loss is not finite at step {step}: take a smaller rate")
    names = [rows.names[token % len(rows.names)] for token in tokens]
    if columns:
        places = tokens // len(rows.names) + 1
        names = [f"{name} in {place}" for name, place in zip(names, places, strict=True)]
    has_p = settings.loss in ("label", "joint")
    return Run(settings, rows, tokens, names, tables, losses, p if has_p else None)


@lru_cache(maxsize=64)
def _start(seed, *form):
    """The weights to begin with: those of freshly made models, their tables drawn apart."""
    keras.utils.set_random_seed(seed)
    models = Models(*form)
    tables = np.random.default_rng(seed).uniform(-0.05, 0.05, (2, *models.table.embeddings.shape))
    models.table.embeddings.assign(tables[0])
    if models.context is not None:
        models.context.embeddings.assign(tables[1])
    return [weight.numpy() for weight in models.weights]


def _examples(settings, ids, y, num_tokens):
    """All that the graph may need, by name; what the loss does not use stays empty."""
    centre = context = target = weight = np.zeros(0)
    before = after = np.zeros((0, 0))
    if settings.loss in ("skip-gram", "joint"):
        pairs = skip_gram_examples(ids, num_tokens, settings.window)
        (centre, context), target, weight = pairs["x"], pairs["y"], pairs["sample_weight"]
    if settings.loss == "next token":
        before, after = next_token_examples(ids)
    whole = {"ids": ids, "centre": centre, "context": context, "before": before, "after": after}
    return {name: np.asarray(each, np.int32) for name, each in whole.items()} | {
        name: np.asarray(each, np.float32)
        for name, each in {"y": y, "target": target, "weight": weight}.items()
    }


SIGNATURE = {
    **{name: tf.TensorSpec([None, None], tf.int32) for name in ("ids", "before", "after")},
    **{name: tf.TensorSpec([None], tf.int32) for name in ("centre", "context")},
    **{name: tf.TensorSpec([None], tf.float32) for name in ("y", "target", "weight")},
}


@lru_cache(maxsize=24)
def _traced(head, loss, num_tokens, row_length, frozen):
    """Models of one form, and the loop that trains them; the graph is traced at the first call."""
    models = Models(head, loss, num_tokens, row_length, frozen)

    def evaluate(data, mix):
        """The loss, and p for each row (nothing for a loss without labels)."""
        label = order = tf.constant(0.0)
        p = tf.zeros([0])
        if models.label is not None:
            ids = tf.ensure_shape(data["ids"], (None, row_length))
            p = models.label(ids, training=True)[:, 0]
            label = keras.losses.BinaryCrossentropy()(data["y"], p)
        if models.order is not None:
            scores = models.order([data["centre"], data["context"]], training=True)[:, 0]
            cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
            order = cross_entropy(data["target"][:, None], scores[:, None], data["weight"])
            for table in (models.table, models.context):
                order += PENALTY * tf.reduce_sum(tf.square(table.embeddings))
        if models.following is not None:
            cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
            order = cross_entropy(data["after"], models.following(data["before"], training=True))
        if loss == "joint":
            return (1 - mix) * label + mix * order, p
        return label + order, p

    def train(data, tokens, steps, rate, mix):
        variables = [weight.value for weight in models.weights if weight.trainable]

        def take_step(step, tables, losses, p):
            with tf.GradientTape() as tape:
                value, said = evaluate(data, mix)
            film = (
                tables.write(step, tf.gather(models.table.embeddings, tokens)),
                losses.write(step, value),
                p.write(step, said),
            )
            with tf.control_dependencies([each.flow for each in film]):
                last = tf.cast(step < steps, tf.float32)  # the last frame is only looked at
                for variable, slope in zip(variables, tape.gradient(value, variables), strict=True):
                    variable.assign_sub(last * rate * tf.convert_to_tensor(slope))
            return step + 1, *film

        arrays = [
            tf.TensorArray(tf.float32, size=steps + 1, element_shape=shape)
            for shape in ([None, K], [], [None])
        ]
        _, *film = tf.while_loop(lambda step, *_: step <= steps, take_step, (0, *arrays))
        return [array.stack() for array in film]

    scalars = [tf.TensorSpec([], kind) for kind in (tf.int32, tf.float32, tf.float32)]
    graph = tf.function(train, autograph=False)
    return models, graph.get_concrete_function(SIGNATURE, tf.TensorSpec([None], tf.int32), *scalars)

"""Models that a lesson has written out and later ones use again.

Each begins from tables that are given, so that two of them can start alike.
"""

from embedlab.validation import check_table, check_whole, refuse_if

import keras
import numpy as np


def label_model(table, row_length=5, learning_rate=1.0, **embedding_options):
    """Embedding, mean over the row, one sigmoid unit; compiled with SGD and binary cross-entropy.

    table: the table to begin with, shape (m, k). row_length: tokens per row. embedding_options go
    to the Embedding layer, for instance `trainable=False`. The layers are named "embedding", "mean"
    and "unit". Keras draws the unit's start by Python's `random`, so seed that first.
    """
    check_whole(row_length, "row_length")
    model = keras.Sequential(
        [
            keras.Input((row_length,), dtype="int32"),
            embedding_layer(table, "embedding", **embedding_options),
            keras.layers.GlobalAveragePooling1D(name="mean"),
            keras.layers.Dense(1, activation="sigmoid", name="unit"),
        ]
    )
    model.compile(keras.optimizers.SGD(learning_rate), loss="binary_crossentropy")
    return model


def skip_gram_model(table, context_table, penalty=0.0, optimizer=None):
    """Two tables, of centres and of contexts; a pair's score is the dot product of its vectors.

    table, context_table: the tables to begin with, shape (m, k). penalty: the coefficient of the L2
    penalty on both. optimizer: None takes SGD(4.0). The model's output is the score, a logit; its
    loss is binary cross-entropy. The layers are named "embedding" and "context".
    """
    l2 = keras.regularizers.L2(penalty) if penalty else None
    centres = embedding_layer(table, "embedding", embeddings_regularizer=l2)
    contexts = embedding_layer(context_table, "context", embeddings_regularizer=l2)
    shapes = [(each.input_dim, each.output_dim) for each in (centres, contexts)]
    refuse_if(shapes[0] != shapes[1], f"the tables differ in shape: {shapes[0]} and {shapes[1]}")
    centre, context = keras.Input((), dtype="int32"), keras.Input((), dtype="int32")
    score = keras.ops.sum(centres(centre) * contexts(context), axis=1, keepdims=True)
    model = keras.Model([centre, context], score)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(optimizer or keras.optimizers.SGD(4.0), loss=loss)
    return model


def glove_model(table, context_table, penalty=0.0, optimizer=None):
    """Two tables and a bias for each token in either; a pair's output should be log(its count).

    The output for (i, j) is the dot product of row i of the table and row j of the context table,
    plus i's bias and j's context bias; the biases start at 0. The loss is the mean squared error,
    weighted by the examples (Pennington et al. 2014, equation 8). penalty: the coefficient of an L2
    penalty on both tables, which GloVe does not have. optimizer: None takes SGD(1.0). The layers
    are named "embedding", "context", "bias" and "context_bias".
    """
    dots, zeros = skip_gram_model(table, context_table, penalty), np.zeros((len(table), 1))
    centre, context = dots.inputs
    biases = embedding_layer(zeros, "bias")(centre), embedding_layer(zeros, "context_bias")(context)
    model = keras.Model(dots.inputs, keras.layers.Add(name="output")([dots.output, *biases]))
    model.compile(optimizer or keras.optimizers.SGD(1.0), loss="mean_squared_error")
    return model


def embedding_layer(table, name, **options):
    """An `Embedding` layer that starts from the given table, shape (m, k), if that is finite."""
    table = check_table(table)
    start = keras.initializers.Constant(table)
    return keras.layers.Embedding(*table.shape, embeddings_initializer=start, name=name, **options)

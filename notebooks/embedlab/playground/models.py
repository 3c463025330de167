"""The Keras models of the playground: one table, and what each head and loss puts on top of it."""

import keras
from keras import layers

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
    are None. The unit has no bias, so that p is ½ for vectors of zero, as in notebook 00.
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
        """All variables, each once, the table first."""
        models = [each for each in (self.label, self.order, self.following) if each is not None]
        found = {id(weight): weight for model in models for weight in model.weights}
        return [
            self.table.embeddings,
            *(w for w in found.values() if w is not self.table.embeddings),
        ]

    @property
    def trainable_weights(self):
        """The variables that training moves, each once."""
        return [weight for weight in self.weights if weight.trainable]

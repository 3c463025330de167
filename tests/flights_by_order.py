"""Notebook 07's order-driven run, word2vec by gensim on the same rows, and the loss of both."""

from embedlab.datasets import load_airports, load_flight_rows
from embedlab.models import skip_gram_model
from embedlab.objectives import (
    cooccurrence_counts,
    noise_distribution,
    skip_gram_examples,
    token_counts,
)
from embedlab.training import train

import keras
import numpy as np

AIRPORTS = load_airports()
M, K = len(AIRPORTS.code), 8
FLIGHTS = load_flight_rows()
ROWS = FLIGHTS.X[FLIGHTS.last_date < np.datetime64("2013-10-01")]


def train_by_order(seed=0, steps=100):
    """The tables of airports and of contexts, trained as in the notebook."""
    start = np.random.default_rng(seed).uniform(-0.05, 0.05, size=(2, M, K))
    model = skip_gram_model(*start, penalty=5e-6, optimizer=keras.optimizers.Adam(0.2))
    examples = skip_gram_examples(ROWS, M, window=1, negatives=5)
    train(model, **examples, steps=steps, layer="embedding")
    return model.get_layer("embedding").get_weights()[0], model.get_layer("context").get_weights()[
        0
    ]


def skip_gram_loss(table, contexts, rows=ROWS, window=1, negatives=5):
    """Expected loss of skip-gram with negative sampling, mean over the pairs, without penalty.

    A pair (i, j) costs -log sigmoid(w_i c_j), and each of its negatives the mean of
    -log sigmoid(-w_i c_n) over the noise distribution (Mikolov et al. 2013b, equation 4).
    """
    num_tokens = len(table)
    counts = cooccurrence_counts(rows, num_tokens, window)
    noise = noise_distribution(token_counts(rows, num_tokens))
    scores = np.asarray(table, float) @ np.asarray(contexts, float).T
    positive = counts * np.logaddexp(0, -scores)
    negative = negatives * counts.sum(axis=1) * (np.logaddexp(0, scores) @ noise)
    return (positive.sum() + negative.sum()) / counts.sum()


def train_gensim(seed=1, epochs=20):
    """word2vec's tables of airports and of contexts on the same rows, with the same settings."""
    from gensim.models import Word2Vec

    model = Word2Vec(
        [[str(token) for token in row] for row in ROWS],
        vector_size=K,
        window=1,
        sg=1,
        negative=5,
        ns_exponent=0.75,
        sample=0,  # no flight is left out
        min_count=1,
        epochs=epochs,
        workers=1,  # repeatable
        seed=seed,
    )
    places = [model.wv.key_to_index[str(token)] for token in range(M)]
    return model.wv.vectors[places], model.syn1neg[places]

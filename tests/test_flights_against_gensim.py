"""The order-driven table of the flights against gensim's word2vec on the same rows."""

from embedlab.datasets import load_airports, load_flight_rows
from embedlab.measures import nearest_neighbours, probe_r2
from embedlab.models import skip_gram_model
from embedlab.objectives import skip_gram_examples, skip_gram_weights
from embedlab.training import train

import keras
import numpy as np
import pytest
from gensim.models import Word2Vec
from notebooks.runner import run_here
from notebooks.series import notebooks, topic

AIRPORTS, FLIGHTS = load_airports(), load_flight_rows()
M, K = len(AIRPORTS.code), 8
ROWS = FLIGHTS.X[FLIGHTS.last_date < np.datetime64("2013-10-01")]
ALL = np.arange(M)
PROPERTIES = np.column_stack([AIRPORTS.share_late, AIRPORTS.distance_miles])


@pytest.fixture(scope="module")
def ours():
    """The tables of airports and of contexts, trained as in the lesson."""
    start = np.random.default_rng(0).uniform(-0.05, 0.05, size=(2, M, K))
    model = skip_gram_model(*start, penalty=5e-6, optimizer=keras.optimizers.Adam(0.2))
    train(model, **skip_gram_examples(ROWS, M, window=1, negatives=5), steps=100, layer="embedding")
    return [model.get_layer(name).get_weights()[0] for name in ("embedding", "context")]


@pytest.fixture(scope="module")
def theirs():
    """word2vec's two tables, with the same settings; no flight is left out."""
    model = Word2Vec(
        [[str(token) for token in row] for row in ROWS],
        vector_size=K, window=1, sg=1, negative=5, ns_exponent=0.75, sample=0, min_count=1,
        epochs=20, workers=1, seed=1,
    )  # fmt: skip
    places = [model.wv.key_to_index[str(token)] for token in range(M)]
    return model.wv.vectors[places], model.syn1neg[places]


@pytest.fixture(scope="module")
def notebook():
    (path,) = [path for path in notebooks("lesson") if topic(path) == "real_flights"]
    return run_here(path).names


def skip_gram_loss(table, contexts):
    """Expected loss of skip-gram with five negatives, mean over the pairs, without penalty."""
    true, negative = skip_gram_weights(ROWS, M, window=1, negatives=5)
    scores = np.asarray(table, float) @ np.asarray(contexts, float).T
    return (true * np.logaddexp(0, -scores) + negative * np.logaddexp(0, scores)).sum() / true.sum()


def overlap(first, second):
    """Mean share of the 5 nearest airports, by cosine, that two tables have in common."""
    pairs = zip(*(nearest_neighbours(table, ALL, 5) for table in (first, second)), strict=True)
    return np.mean([len(set(a) & set(b)) / 5 for a, b in pairs])


def knows(table):
    """R² of lateness and distance, and the share of the 5 nearest with the same carrier."""
    near = nearest_neighbours(table, ALL, 5, metric="euclidean")
    same = np.mean(AIRPORTS.carrier[near] == AIRPORTS.carrier[:, None])
    return np.array([*probe_r2(table, PROPERTIES), same])


@pytest.mark.slow
def test_the_notebook_trains_the_table_that_is_compared_here(ours, notebook):
    np.testing.assert_array_equal(notebook["X"], ROWS)
    np.testing.assert_allclose(notebook["tables"]["by order"], ours[0], atol=1e-3)


@pytest.mark.slow
def test_the_notebook_quotes_the_scores_of_gensim(theirs, notebook):
    """They differ a little between processors."""
    np.testing.assert_allclose(notebook["scores"]["gensim's word2vec"], knows(theirs[0]), atol=0.04)


@pytest.mark.slow
def test_nearest_airports_are_mostly_those_of_gensim(ours, theirs):
    by_chance = 5 / (M - 1)
    untrained = np.random.default_rng(0).uniform(-0.05, 0.05, size=(M, 8))
    assert overlap(untrained, theirs[0]) < by_chance + 0.1
    assert overlap(ours[0], theirs[0]) > 0.6


@pytest.mark.slow
def test_the_loss_is_below_that_of_gensim_after_20_epochs(ours, theirs):
    assert skip_gram_loss(*ours) < skip_gram_loss(*theirs)

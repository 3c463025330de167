"""The order-driven run of notebook 07, taken from the notebook, and the loss to judge it by."""

from embedlab.datasets import load_airports, load_flight_rows
from embedlab.objectives import cooccurrence_counts, noise_distribution, token_counts

import ast

import numpy as np
from notebook_runner import NOTEBOOKS, read

NEEDED = {"M", "NEGATIVES", "PENALTY", "new_table", "order_examples", "build_order_model"}
AIRPORTS = load_airports()
ROWS = load_flight_rows(airports=AIRPORTS).X


def notebook_definitions(seed):
    """The notebook's imports, and what its order-driven run needs, as a namespace."""
    namespace = {"airports": AIRPORTS, "SEED": seed}
    found = set()
    for cell in read(NOTEBOOKS / "07_real_flights.ipynb").cells:
        if cell.cell_type == "code":
            for node in ast.parse(cell.source).body:
                names = _defined(node) & NEEDED
                if names or isinstance(node, ast.Import | ast.ImportFrom):
                    exec(compile(ast.unparse(node), "07_real_flights", "exec"), namespace)
                found |= names
    assert found == NEEDED
    return namespace


def train_by_order(seed=0, steps=400):
    """The tables of airports and of contexts, as the notebook trains them."""
    notebook = notebook_definitions(seed)
    model = notebook["build_order_model"](notebook["new_table"](notebook["PENALTY"]))
    notebook["train"](model, **notebook["order_examples"](ROWS), steps=steps)
    table, kernel = model.get_weights()
    return table, kernel.T


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
        vector_size=8,
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
    places = [model.wv.key_to_index[str(token)] for token in range(len(AIRPORTS.code))]
    return model.wv.vectors[places], model.syn1neg[places]


def _defined(node):
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {each.id for target in node.targets for each in ast.walk(target) if _is_name(each)}
    return set()


def _is_name(node):
    return isinstance(node, ast.Name)

"""Training examples made from rows alone: the targets of skip-gram and GloVe.

No function here takes a label. All take rows of token ids of equal length (integers from 0,
shape (rows, tokens per row)), and treat each row as a text of its own: no window crosses from one
row into the next. All raise `ValueError` for rows that `embedlab.validation.check_ids` refuses, a
window or a number of tokens or draws that is not whole from 1 up, counts or weights that are
negative, not finite or all 0, and shapes that do not match.

Sources

* Mikolov, Chen, Corrado, Dean (2013a), Efficient estimation of word representations in vector
  space, https://arxiv.org/abs/1301.3781: skip-gram.
* Mikolov, Sutskever, Chen, Corrado, Dean (2013b), Distributed representations of words and phrases
  and their compositionality, https://arxiv.org/abs/1310.4546: negative sampling, the exponent 3/4.
* Levy, Goldberg (2014), Neural word embedding as implicit matrix factorization, NeurIPS 27:
  the optimum of skip-gram with negative sampling is PMI - log k.
* Pennington, Socher, Manning (2014), GloVe: global vectors for word representation, EMNLP:
  co-occurrence counts weighted by 1/distance.
"""

from embedlab.validation import as_number, check_ids, check_numbers, check_whole, refuse, refuse_if

from numbers import Real

import numpy as np


def skip_gram_pairs(X, window):
    """Pair every token with every other token at most `window` positions away in its row.

    The window is fixed and all distances count alike. (word2vec draws a window from 1 to `window`
    for every position instead; in gensim, `shrink_windows=False` switches that off.)

    Returns `centers` and `contexts`, int64 arrays of shape (pairs,): row by row, centre by centre,
    contexts from left to right, repeated pairs repeated. The model learns to predict the context
    from the centre (Mikolov et al. 2013a, section 3.2). Rows of a single token hold no pair.
    """
    X, window = _check_windowed(X, window)
    position = np.arange(X.shape[1])
    distance = np.abs(position[:, None] - position)
    center, context = np.nonzero((distance > 0) & (distance <= window))
    return X[:, center].ravel(), X[:, context].ravel()


def cooccurrence_counts(X, num_tokens, window, inverse_distance=False):
    """Count how often each token has each other token in its window.

    Returns an array of shape (num_tokens, num_tokens), symmetric. Entry [i, j] is the number of
    skip-gram pairs with centre i and context j (int64). With `inverse_distance`, a pair d positions
    apart adds 1/d instead of 1 (float64), as GloVe counts (Pennington et al. 2014, section 4.2).
    """
    num_tokens = check_whole(num_tokens, "num_tokens")
    X, window = _check_windowed(X, window, num_tokens)
    counts = np.zeros((num_tokens, num_tokens), dtype=float if inverse_distance else np.int64)
    for distance in range(1, window + 1):
        pair = X[:, :-distance] * num_tokens + X[:, distance:]
        found = np.bincount(pair.ravel(), minlength=num_tokens**2).reshape(counts.shape)
        found = found + found.T  # each of the two tokens is the other's context
        counts += found / distance if inverse_distance else found
    return counts


def token_counts(X, num_tokens):
    """Count how often each token occurs: int64 array of shape (num_tokens,)."""
    check_whole(num_tokens, "num_tokens")
    return np.bincount(check_ids(X, num_tokens).ravel(), minlength=num_tokens)


def noise_distribution(counts, exponent=0.75):
    """Turn counts into the probabilities with which negative samples are drawn.

    counts: shape (num_tokens,), for instance `token_counts`. Each probability is proportional to
    count ** exponent; 3/4 is word2vec's choice (Mikolov et al. 2013b, section 2.2), 1 leaves the
    frequencies as they are, 0 makes all tokens that occur equally likely.

    Returns a float64 array of shape (num_tokens,) that sums to 1. A token that does not occur has
    probability 0, whatever the exponent, which must be a finite number from 0 up.
    """
    counts = _check_counts(counts, 1)
    power = as_number(exponent) if isinstance(exponent, Real) else np.nan
    if not 0 <= power < np.inf:
        raise ValueError(f"exponent must be a finite number from 0 up, got {exponent!r}")
    # relative to the largest count, so that no power overflows
    weight = np.where(counts > 0, (counts / counts.max()) ** power, 0.0)
    return weight / weight.sum()


def skip_gram_weights(X, num_tokens, window=1, negatives=2, exponent=0.75):
    """Weigh every pair (centre, context) as a true pair and as a negative one.

    The true weight of (i, j) is how often j stands in the window of i. The negative weight is how
    often j would be drawn for i on average, with `negatives` draws for each true pair from the
    noise of `noise_distribution(token_counts(X, num_tokens), exponent)`, so that training is the
    same each time (Mikolov et al. 2013b, equation 4, in expectation).

    Returns the true and the negative weights, float64 arrays of shape (num_tokens, num_tokens).
    """
    check_whole(negatives, "negatives")
    true = cooccurrence_counts(X, num_tokens, window).astype(float)
    noise = noise_distribution(token_counts(X, num_tokens), exponent)
    return true, negatives * np.outer(true.sum(axis=1), noise)


def weighted_pairs(true, negative):
    """List weighted pairs as training examples: all with target 1, then all with target 0.

    true, negative: weights of shape (num_tokens, num_tokens), as `skip_gram_weights` returns them.
    Pairs that weigh nothing are left out.

    Returns a dict with "x", a list of two int64 arrays of shape (examples,), centres and contexts,
    "y", the targets, and "sample_weight", both float64. The weights are scaled to a mean of 1, so
    that Keras's mean over the examples is the weighted mean: `train(model, **weighted_pairs(...))`.
    """
    weights = _amounts(true, 2, "true weights"), _amounts(negative, 2, "negative weights")
    if weights[0].shape != weights[1].shape:
        raise ValueError(f"weights differ in shape: {weights[0].shape} and {weights[1].shape}")
    refuse_if(not np.any(weights), "every weight is 0: at least one must be above 0")
    weights = np.array(weights)
    which, centre, context = np.nonzero(weights)
    weight = weights[which, centre, context]
    return {"x": [centre, context], "y": 1.0 - which, "sample_weight": weight / weight.mean()}


def skip_gram_examples(X, num_tokens, window=1, negatives=2, exponent=0.75):
    """The examples of skip-gram with negative sampling: `weighted_pairs(*skip_gram_weights(…))`."""
    return weighted_pairs(*skip_gram_weights(X, num_tokens, window, negatives, exponent))


def glove_examples(X, num_tokens, window=4):
    """Make the training examples of GloVe: pairs that occur, and the logarithms of their counts.

    A pair d positions apart counts 1/d. A count x weighs min(1, x ** 0.75), so that rare pairs
    count less and frequent ones not without limit (Pennington et al. 2014, equation 9; they use
    x / 100 for texts of billions of tokens). Pairs that never occur are no examples.

    Returns a dict like that of `weighted_pairs`; the weights are scaled to a mean of 1.
    """
    counts = cooccurrence_counts(X, num_tokens, window, inverse_distance=True)
    centre, context = np.nonzero(counts)
    count = counts[centre, context]
    weight = np.minimum(1.0, count**0.75)
    return {"x": [centre, context], "y": np.log(count), "sample_weight": weight / weight.mean()}


def pmi(counts):
    """Compute the pointwise mutual information of pairs, log(p(i, j) / (p(i) p(j))).

    The probabilities are taken from `counts`, co-occurrence counts of shape (num_tokens,
    num_contexts). PMI - log k is where skip-gram's dot products are optimal, with k negatives drawn
    as often as contexts occur (Levy and Goldberg 2014, section 3.1).

    Returns natural logarithms, float64, of the shape of `counts`; -inf where a pair does not occur.
    """
    counts = _check_counts(counts, 2)
    occurs = counts > 0
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    ratio = np.divide(counts, expected, out=np.ones_like(counts), where=occurs)
    return np.where(occurs, np.log(ratio), -np.inf)


def _check_windowed(X, window, num_tokens=None):
    """The checked rows, and the window cut to the reach of a row."""
    window = check_whole(window, "window")
    X, told = check_ids(X, num_tokens), "rows of one token hold no pair"
    refuse_if(X.shape[1] < 2, f"X: {told}: every row needs at least two tokens")
    return X, min(window, X.shape[1] - 1)


def _check_counts(counts, ndim):
    """The counts as float64, if they are finite, not negative and not all zero."""
    counts = _amounts(counts, ndim, "counts")
    refuse_if(not counts.any(), "counts: every entry is 0: at least one must be above 0")
    return counts


def _amounts(values, ndim, name):
    """The values as float64, if they are finite, not negative and of so many dimensions."""
    values = check_numbers(values, name).astype(float)
    if values.ndim != ndim:
        shape = {1: "(num_tokens,)", 2: "(num_tokens, num_contexts)"}[ndim]
        raise ValueError(f"{name} must have shape {shape}, got {values.shape}")
    refuse(values < 0, values, name, "is negative: every entry must be from 0 up", first=0)
    return values

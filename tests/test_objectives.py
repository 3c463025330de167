"""embedlab.objectives against loops written from the definitions, gensim, and Keras."""

from embedlab import objectives

import math
from collections import Counter
from functools import partial

import numpy as np
import pytest
from gensim.models import Word2Vec
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from properties import NO_NUMBERS, NO_ORDER, few_cases, named, numbers, places, put, same_cases

SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=7)
ROWS_DRAWN = arrays(np.int64, SHAPES, elements=st.integers(0, 9))
WINDOWS = st.sampled_from([1, 2, 3, 50])


def pairs_by_loops(X, window):
    """(row, distance, centre, context) for every pair, in the order of the text."""
    pairs = []
    for row_number, row in enumerate(X):
        for i, center in enumerate(row):
            for j, context in enumerate(row):
                if i != j and abs(i - j) <= window:
                    pairs.append((row_number, abs(i - j), center, context))
    return pairs


@same_cases
@given(X=ROWS_DRAWN, window=WINDOWS)
def test_skip_gram_pairs_are_those_of_the_loops_in_the_same_order(X, window):
    centers, contexts = objectives.skip_gram_pairs(X, window)
    expected = [(center, context) for _, _, center, context in pairs_by_loops(X, window)]
    assert list(zip(centers, contexts, strict=True)) == expected
    assert centers.dtype == contexts.dtype == np.int64


@same_cases
@given(X=ROWS_DRAWN, window=WINDOWS, num_tokens=st.integers(10, 12))
def test_counts_are_those_of_the_loops(X, window, num_tokens):
    found = objectives.token_counts(X, num_tokens + 2)
    assert found.tolist() == [X.ravel().tolist().count(token) for token in range(num_tokens + 2)]
    plain, glove = np.zeros((2, num_tokens, num_tokens))
    for _, distance, center, context in pairs_by_loops(X, window):
        plain[center, context] += 1
        glove[center, context] += 1 / distance
    found = objectives.cooccurrence_counts(X, num_tokens, window)
    np.testing.assert_array_equal(found, plain)
    assert found.dtype == np.int64
    found = objectives.cooccurrence_counts(X, num_tokens, window, inverse_distance=True)
    np.testing.assert_allclose(found, glove, rtol=1e-12)


def gensim_pair_counts(X, num_tokens, window):
    """The pairs gensim's own skip-gram training visits, read off its weights.

    All input vectors start at 0, the output vector of token j is the j-th unit vector, and every
    negative is a token that is in no row. While the learning rate is tiny, each visit of the pair
    (i, j) adds learning rate * (1 - sigmoid(0)) to component j of vector i. gensim looks the
    sigmoid up in a table, and finds that of -0.024 there.
    """
    nobody = num_tokens
    texts = [[str(token) for token in row] for row in X.tolist()]
    model = Word2Vec(
        vector_size=num_tokens, window=window, min_count=1, sg=1, hs=0, negative=1, sample=0,
        shrink_windows=False, workers=1, alpha=1e-5, min_alpha=1e-5, sorted_vocab=0, seed=1,
    )  # fmt: skip
    model.build_vocab([[str(token) for token in range(num_tokens + 1)]])
    order = [model.wv.key_to_index[str(token)] for token in range(num_tokens + 1)]
    model.wv.vectors[:] = 0
    model.syn1neg[:] = 0
    model.syn1neg[order[:-1]] = np.eye(num_tokens)
    place = order[nobody]
    model.cum_table[:place] = 0
    model.cum_table[place:] = 2**31 - 1
    model.train(texts, total_examples=len(texts), epochs=1)
    return model.wv.vectors[order[:-1]] / (1e-5 / (1 + math.exp(-0.024)))


@pytest.mark.parametrize("window", [1, 2, 3, 7])
def test_gensim_visits_the_same_pairs(window):
    X = np.random.default_rng(window).integers(6, size=(30, 5))
    counts = objectives.cooccurrence_counts(X, 6, window)
    np.testing.assert_allclose(gensim_pair_counts(X, 6, window), counts, atol=0.05)


@pytest.mark.parametrize("exponent", [0.0, 0.5, 0.75, 1, 2.5])
def test_noise_is_gensims(exponent):
    X = np.random.default_rng(5).integers(9, size=(40, 5)) ** 2 // 9  # unequal frequencies
    noise = objectives.noise_distribution(objectives.token_counts(X, 12), exponent)
    model = Word2Vec(
        [[str(token) for token in row] for row in X.tolist()],
        min_count=1, negative=5, ns_exponent=exponent, sample=0, vector_size=2, epochs=1, workers=1,
    )  # fmt: skip
    drawn = np.diff(model.cum_table.astype(float), prepend=0) / model.cum_table[-1]
    expected = np.zeros(12)
    expected[[int(key) for key in model.wv.index_to_key]] = drawn
    np.testing.assert_allclose(noise, expected, atol=1e-8)
    assert noise.sum() == pytest.approx(1)
    assert objectives.noise_distribution([1e38, 1e38], exponent=9).tolist() == [0.5, 0.5]


TWO_ROWS = np.array([[0, 1, 2, 1], [3, 1, 0, 2]])


def weights_by_hand(window=1, negatives=2, exponent=0.75):
    """Every pair found and every negative expected, one by one; of five tokens one never occurs."""
    true, negative = np.zeros((2, 5, 5))
    occurs = np.array([(token == TWO_ROWS).sum() for token in range(5)], float)
    noise = np.where(occurs > 0, occurs**exponent, 0)
    for _, _, centre, context in pairs_by_loops(TWO_ROWS.tolist(), window):
        true[centre, context] += 1
        negative[centre] += negatives * noise / noise.sum()
    return true, negative


SETTINGS = [{}, {"window": 2}, {"window": 9}, {"negatives": 5}, {"exponent": 1}, {"exponent": 0}]


@pytest.mark.parametrize("settings", SETTINGS)
def test_skip_gram_examples_are_the_pairs_counted_by_hand_with_mean_weight_1(settings):
    true, negative = weights_by_hand(**settings)
    found = objectives.skip_gram_weights(TWO_ROWS, 5, **settings)
    np.testing.assert_allclose(found, (true, negative))
    examples = objectives.skip_gram_examples(TWO_ROWS, 5, **settings)
    seen = np.zeros((2, 5, 5))
    columns = *examples["x"], examples["y"], examples["sample_weight"]
    for i, j, y, weight in zip(*columns, strict=True):
        assert seen[int(y), i, j] == 0, "each pair once"
        seen[int(y), i, j] = weight
    total = true.sum() + negative.sum()
    assert examples["sample_weight"].mean() == pytest.approx(1)
    np.testing.assert_allclose(seen / seen.sum(), np.array([negative, true]) / total)
    assert (examples["y"] == np.sort(examples["y"])[::-1]).all(), "the true ones first"


@pytest.mark.parametrize("window", [None, 2, 4])
def test_glove_examples_are_log_counts_with_their_weights(window):
    rows = [[3, 5, 8, 45, 2, 7], [3, 5, 8, 5, 2, 3]]
    counts = Counter()
    for _, distance, centre, context in pairs_by_loops(rows, window or 4):
        counts[centre, context] += 1 / distance
    examples = objectives.glove_examples(rows, 46, **{"window": window} if window else {})
    found = list(zip(*(ids.tolist() for ids in examples["x"]), strict=True))
    assert sorted(found) == sorted(counts)
    weights = np.array([min(1, counts[pair] ** 0.75) for pair in found])
    np.testing.assert_allclose(examples["y"], [math.log(counts[pair]) for pair in found])
    np.testing.assert_allclose(examples["sample_weight"], weights / weights.mean())


def test_pmi_by_its_definition_and_where_the_gradient_vanishes():
    """The loss: -counts log sigmoid(x) - k * counts of the centre * noise * log sigmoid(-x)."""
    counts, k = np.random.default_rng(0).integers(3, size=(6, 4)), 5
    counts[3] = 0
    found = objectives.pmi(counts) - math.log(k)
    first, second = counts.sum(axis=1, keepdims=True), counts.sum(axis=0) / counts.sum()
    for i, j in zip(*np.nonzero(counts), strict=True):
        assert found[i, j] == pytest.approx(math.log(counts[i, j] / (first[i, 0] * second[j] * k)))
    gradient = -counts / (1 + np.exp(found)) + k * first * second / (1 + np.exp(-found))
    np.testing.assert_allclose(gradient, 0, atol=1e-10)
    np.testing.assert_array_equal(found == -np.inf, counts == 0)


def test_what_is_made_of_rows_may_be_written_to():
    X = np.array([[3, 1, 1], [2, 4, 0]])
    for made in objectives.skip_gram_pairs(X, 2):
        made[...] = 0


ROWS = [[0, 1, 2], [2, 1, 0]]
PAIRS = partial(objectives.skip_gram_pairs, X=ROWS, window=1)
TOKENS = partial(objectives.token_counts, X=ROWS, num_tokens=3)
TOGETHER = partial(objectives.cooccurrence_counts, X=ROWS, num_tokens=3, window=1)
WEIGHTS = partial(objectives.skip_gram_weights, X=ROWS, num_tokens=3)
GLOVE = partial(objectives.glove_examples, X=ROWS, num_tokens=3)
NOISE = partial(objectives.noise_distribution, counts=[1, 2])
PMI = partial(objectives.pmi, counts=[[1, 2]])
PAIRED = partial(objectives.weighted_pairs, true=[[1, 0]], negative=[[0, 0]])
WINDOWED, COUNTED = (PAIRS, TOGETHER, WEIGHTS, GLOVE), (TOKENS, TOGETHER, WEIGHTS, GLOVE)
NOT_WHOLE, WHOLE = [0, -1, 1.5, 2.0, True, None, "2", math.nan], "a whole number from 1 up"
NOT_A_NUMBER = [-0.75, math.nan, math.inf, "0.75", None, True, 1j, 10**400]


@pytest.mark.parametrize(
    ("make", "name", "bad", "rule"),
    [
        *((make, "window", NOT_WHOLE, WHOLE) for make in WINDOWED),
        *((make, "num_tokens", NOT_WHOLE, WHOLE) for make in COUNTED),
        (WEIGHTS, "negatives", NOT_WHOLE, WHOLE),
        (WEIGHTS, "exponent", NOT_A_NUMBER, "a finite number from 0 up"),
        (NOISE, "exponent", NOT_A_NUMBER, "a finite number from 0 up"),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused_by_name(make, name, bad, rule):
    for value in bad:
        with pytest.raises(ValueError, match=f"^{name} must be {rule}, got {value!r}$"):
            make(**{name: value})


SHORT, NEGATIVE = [[1], [2]], [[0, 1], [2, -1]]


@pytest.mark.parametrize(
    ("make", "name", "bad", "message"),
    [
        *((f, "X", SHORT, "rows of one token hold no pair: every") for f in WINDOWED),
        *((f, "X", NEGATIVE, "X: row 2, column 2: -1 is neg") for f in (*WINDOWED, TOKENS)),
        *((f, "num_tokens", 2, "row 1, column 3: 2 is beyond the table") for f in COUNTED),
        (NOISE, "counts", [0, 0], "counts: every entry is 0: at least one must be above 0"),
        (NOISE, "counts", [], "counts: there are no rows"),
        (NOISE, "counts", [[1, 2]], r"counts must have shape \(num_tokens,\), got \(1, 2\)"),
        (NOISE, "counts", [[1], [1, 2]], "counts: row 1 has 2 values, row 0 has 1"),
        *((NOISE, "counts", bad, "counts is a .*, which may lose order") for bad in NO_ORDER),
        (PMI, "counts", [1, 2], r"must have shape \(num_tokens, num_contexts\), got \(2,\)"),
        (PAIRED, "true", [[0, 0]], "every weight is 0: at least one must be above 0"),
        (PAIRED, "true", [[1]], r"weights differ in shape: \(1, 1\) and \(1, 2\)"),
        (PAIRED, "negative", [1, 0], r"negative weights must have shape \(num_tokens, num"),
    ],
)
def test_bad_rows_counts_and_noise_are_refused(make, name, bad, message):
    with pytest.raises(ValueError, match=message):
        make(**{name: bad})


@few_cases
@given(drawn=places(numbers(0, 9)))
def test_a_count_or_weight_that_is_none_is_named_by_row_and_column(drawn):
    good, place = np.ones(drawn[0].shape), drawn[1]
    told = f"{named(place, 0)}: .* is (not a number|negative: every|beyond the largest)"
    for value in [*NO_NUMBERS, -1e-300, -1, math.inf]:
        cells = put(value, *drawn)
        for make, arguments, name in (
            (objectives.pmi, [cells], "counts"),
            (objectives.weighted_pairs, [cells, good], "true weights"),
            (objectives.weighted_pairs, [good, cells], "negative weights"),
        ):
            with pytest.raises(ValueError, match=f"^{name}: {told}"):
                make(*arguments)
        with pytest.raises(ValueError, match=f"^counts: row {place[1]}: "):
            objectives.noise_distribution(cells[place[0]])

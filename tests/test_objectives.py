"""embedlab.objectives against loops written from the definitions, gensim, and Keras."""

from embedlab import objectives

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from gensim.models import Word2Vec
from scipy.stats import chisquare

ROW_3 = [[3, 5, 8, 45, 2]]
ROW_4 = [[3, 5, 45, 8, 2]]


def random_rows(seed):
    """Rows of a random shape over a random vocabulary, with repeated tokens, as an array."""
    rng = np.random.default_rng(seed)
    num_rows, length, num_tokens = rng.integers(1, 9), rng.integers(2, 8), rng.integers(2, 12)
    return rng.integers(num_tokens, size=(num_rows, length)), int(num_tokens)


def pairs_by_loops(X, window):
    """(row, distance, centre, context) for every pair, in the order of the text."""
    pairs = []
    for row_number, row in enumerate(X):
        for i, center in enumerate(row):
            for j, context in enumerate(row):
                if i != j and abs(i - j) <= window:
                    pairs.append((row_number, abs(i - j), center, context))
    return pairs


CASES = [(seed, window) for seed in range(10) for window in (1, 2, 3, 50)]


@pytest.mark.parametrize(("seed", "window"), CASES)
def test_skip_gram_pairs_are_those_of_the_loops_in_the_same_order(seed, window):
    X, _ = random_rows(seed)
    centers, contexts = objectives.skip_gram_pairs(X, window)
    expected = [(center, context) for _, _, center, context in pairs_by_loops(X, window)]
    assert list(zip(centers, contexts, strict=True)) == expected
    assert centers.dtype == contexts.dtype == np.int64


def test_skip_gram_pairs_of_the_question_written_by_hand():
    pairs = np.transpose(objectives.skip_gram_pairs(ROW_3, window=1)).tolist()
    assert pairs == [[3, 5], [5, 3], [5, 8], [8, 5], [8, 45], [45, 8], [45, 2], [2, 45]]


@pytest.mark.parametrize(("seed", "window"), CASES)
def test_cbow_examples_are_those_of_the_loops(seed, window):
    X, _ = random_rows(seed)
    contexts, mask, centers = objectives.cbow_examples(X, window)
    examples = []
    for row in X.tolist():
        for i, center in enumerate(row):
            around = row[max(0, i - window) : i] + row[i + 1 : i + 1 + window]
            examples.append((center, around))
    assert len(examples) == len(centers) == len(contexts) == len(mask)
    for (center, around), found, places, seen in zip(
        examples, centers, contexts, mask, strict=True
    ):
        assert found == center
        assert places[seen].tolist() == around  # in the order of the row
        assert (places[~seen] == 0).all()
    assert contexts.shape[1] == 2 * min(window, X.shape[1] - 1)
    assert contexts.dtype == centers.dtype == np.int64
    assert mask.dtype == bool


def test_cbow_mask_makes_keras_average_the_context_alone():
    import keras

    X, num_tokens = random_rows(3)
    contexts, mask, _ = objectives.cbow_examples(X, window=2)
    layer = keras.layers.Embedding(num_tokens, 4)
    pooled = keras.layers.GlobalAveragePooling1D()(layer(contexts), mask=mask)
    table = layer.get_weights()[0]
    by_hand = [
        table[places[seen]].mean(axis=0) for places, seen in zip(contexts, mask, strict=True)
    ]
    np.testing.assert_allclose(pooled, by_hand, atol=1e-6)


@pytest.mark.parametrize(("seed", "window"), CASES)
def test_counts_and_next_tokens_are_those_of_the_loops(seed, window):
    X, num_tokens = random_rows(seed)
    found = objectives.token_counts(X, num_tokens + 2)
    assert found.tolist() == [X.ravel().tolist().count(token) for token in range(num_tokens + 2)]
    inputs, targets = objectives.next_token_examples(X)
    for row, given, wanted in zip(X.tolist(), inputs.tolist(), targets.tolist(), strict=True):
        assert list(zip(given, wanted, strict=True)) == list(pairwise(row))
    assert inputs.dtype == targets.dtype == np.int64
    plain = np.zeros((num_tokens, num_tokens))
    glove = np.zeros((num_tokens, num_tokens))
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
def test_gensim_visits_the_same_pairs_and_only_windows_below_3_tell_rows_3_and_4_apart(window):
    rng = np.random.default_rng(window)
    X, num_tokens = rng.integers(6, size=(30, 5)), 6
    counts = gensim_pair_counts(X, num_tokens, window)
    np.testing.assert_allclose(
        counts, objectives.cooccurrence_counts(X, num_tokens, window), atol=0.05
    )
    centers, contexts = objectives.skip_gram_pairs(X, window)
    found = np.zeros_like(counts)
    np.add.at(found, (centers, contexts), 1)
    np.testing.assert_allclose(counts, found, atol=0.05)
    plain = [objectives.cooccurrence_counts(X, 46, window) for X in (ROW_3, ROW_4)]
    glove = [objectives.cooccurrence_counts(X, 46, window, True) for X in (ROW_3, ROW_4)]
    assert np.array_equal(*plain) == (window >= 3)
    assert not np.array_equal(*glove)


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
    by_hand = objectives.noise_distribution([16, 0, 81])
    np.testing.assert_allclose(by_hand, [8 / 35, 0, 27 / 35])  # 16^.75, 81^.75
    assert objectives.noise_distribution([1e300, 1e300], exponent=3).tolist() == [0.5, 0.5]


def test_negative_samples_follow_the_noise_and_the_seed():
    noise = np.array([0.5, 0.0, 0.3, 0.2])
    samples = objectives.negative_samples(noise, 4000, 5, rng=11)
    assert samples.shape == (4000, 5)
    assert samples.dtype == np.int64
    counts = np.bincount(samples.ravel(), minlength=4)
    assert counts[1] == 0
    assert chisquare(counts[[0, 2, 3]], 20000 * noise[[0, 2, 3]]).pvalue > 1e-3
    # independent of each other: neighbours in a row of samples meet as often as chance says
    met = np.histogram2d(samples[:, 0], samples[:, 1], bins=4)[0][np.ix_([0, 2, 3], [0, 2, 3])]
    expected = 4000 * np.outer(noise, noise)[np.ix_([0, 2, 3], [0, 2, 3])]
    assert chisquare(met.ravel(), expected.ravel()).pvalue > 1e-3

    again = objectives.negative_samples(noise, 4000, 5, rng=np.random.default_rng(11))
    other = objectives.negative_samples(noise, 4000, 5, rng=12)
    np.testing.assert_array_equal(samples, again)
    assert (samples != other).any()


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
    for i, j, y, weight in zip(
        *examples["x"], examples["y"], examples["sample_weight"], strict=True
    ):
        assert seen[int(y), i, j] == 0, "each pair once"
        seen[int(y), i, j] = weight
    total = true.sum() + negative.sum()
    assert examples["sample_weight"].mean() == pytest.approx(1)
    np.testing.assert_allclose(seen / seen.sum(), np.array([negative, true]) / total)
    assert (examples["y"] == np.sort(examples["y"])[::-1]).all(), "the true ones first"


def test_negative_weights_are_what_drawing_gives_on_average():
    true, negative = objectives.skip_gram_weights(TWO_ROWS, 5, window=1, negatives=2)
    noise = objectives.noise_distribution(objectives.token_counts(TWO_ROWS, 5))
    centres = np.repeat(np.arange(5), 4000 * true.sum(axis=1).astype(int))
    drawn = objectives.negative_samples(noise, len(centres), 2, rng=0)
    counted = np.histogram2d(np.repeat(centres, 2), drawn.ravel(), bins=range(6))[0]
    np.testing.assert_allclose(counted / 4000, negative, atol=0.1)


@pytest.mark.parametrize(("window", "x_max"), [(None, None), (2, 1.0), (4, 3.0)])
def test_glove_examples_are_log_counts_with_their_weights(window, x_max):
    rows = [[3, 5, 8, 45, 2], [3, 5, 8, 5, 2]]
    counts = Counter()
    for _, distance, centre, context in pairs_by_loops(rows, window or 4):
        counts[centre, context] += 1 / distance
    given = {} if window is None else {"window": window, "x_max": x_max}
    examples = objectives.glove_examples(rows, 46, **given)
    found = list(zip(*(ids.tolist() for ids in examples["x"]), strict=True))
    assert sorted(found) == sorted(counts)
    weights = np.array([min(1, (counts[pair] / (x_max or 1)) ** 0.75) for pair in found])
    np.testing.assert_allclose(examples["y"], [math.log(counts[pair]) for pair in found])
    np.testing.assert_allclose(examples["sample_weight"], weights / weights.mean())


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("k", [1, 5])
def test_shifted_pmi_by_its_definition(seed, k):
    X, num_tokens = random_rows(seed)
    pairs = [(center, context) for _, _, center, context in pairs_by_loops(X, 2)]
    together, first, second = (
        Counter(pairs),
        Counter(center for center, _ in pairs),
        Counter(context for _, context in pairs),
    )
    counts = objectives.cooccurrence_counts(X, num_tokens + 1, 2)
    found = objectives.shifted_pmi(counts, k)
    for i in range(num_tokens + 1):
        for j in range(num_tokens + 1):
            if together[i, j]:
                p = together[i, j] / len(pairs)
                pmi = math.log(p / (first[i] / len(pairs) * second[j] / len(pairs)))
                assert found[i, j] == pytest.approx(pmi - math.log(k), abs=1e-12)
            else:
                assert found[i, j] == -np.inf


@pytest.mark.parametrize("own_noise", [False, True])
def test_shifted_pmi_is_where_the_gradient_of_negative_sampling_vanishes(own_noise):
    rng = np.random.default_rng(0)
    counts, k = rng.integers(1, 50, size=(6, 4)), 3
    noise = rng.dirichlet(np.ones(4)) if own_noise else counts.sum(axis=0) / counts.sum()
    x = objectives.shifted_pmi(counts, k, noise if own_noise else None)
    # loss: -counts log sigmoid(x) - k * counts of the centre * noise * log sigmoid(-x)
    gradient = -counts / (1 + np.exp(x)) + k * counts.sum(axis=1, keepdims=True) * noise / (
        1 + np.exp(-x)
    )
    np.testing.assert_allclose(gradient, 0, atol=1e-10)


def test_the_rows_given_are_never_changed():
    X, num_tokens = random_rows(1)
    before = X.copy()
    objectives.skip_gram_pairs(X, 2)
    objectives.cooccurrence_counts(X, num_tokens, 2)
    for made in objectives.cbow_examples(X, 2):
        made[...] = 0
    inputs, targets = objectives.next_token_examples(X)
    inputs[...] = 0
    np.testing.assert_array_equal(targets, X[:, 1:])
    targets[...] = 0
    np.testing.assert_array_equal(X, before)


ROWS = [[0, 1, 2], [2, 1, 0]]
WINDOWED = {
    "pairs": lambda X=ROWS, window=1: objectives.skip_gram_pairs(X, window),
    "cbow": lambda X=ROWS, window=1: objectives.cbow_examples(X, window),
    "counts": lambda X=ROWS, window=1: objectives.cooccurrence_counts(X, 3, window),
    "weights": lambda X=ROWS, window=1: objectives.skip_gram_weights(X, 3, window),
    "GloVe": lambda X=ROWS, window=1: objectives.glove_examples(X, 3, window),
}
COUNTED = {
    "tokens": lambda X=ROWS, num_tokens=3: objectives.token_counts(X, num_tokens),
    "counts": lambda X=ROWS, num_tokens=3: objectives.cooccurrence_counts(X, num_tokens, 1),
    "weights": lambda X=ROWS, num_tokens=3, **given: objectives.skip_gram_weights(
        X, num_tokens, **given
    ),
    "GloVe": lambda X=ROWS, num_tokens=3, **given: objectives.glove_examples(
        X, num_tokens, **given
    ),
}


def NOISE(**given):
    return objectives.noise_distribution([1, 2], **given)


def SAMPLES(num_positives=1, num_negatives=1):
    return objectives.negative_samples([0.5, 0.5], num_positives, num_negatives, rng=0)


def PMI(**given):
    return objectives.shifted_pmi([[1, 2]], **given)


@pytest.mark.parametrize("make", [*WINDOWED.values(), objectives.next_token_examples])
@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[1], [2]], "rows of one token hold no pair: every row needs at least two tokens"),
        ([], "X: there are no rows"),
        ([[0, 1], [2]], "X: row 2 has 1 ids, row 1 has 2"),
        ([[0, 1], [2, -1]], "X: row 2, column 2: -1 is negative"),
        ([[0, 1.5]], "X: row 1, column 2: 1.5 is fractional"),
        (np.array([[0, np.nan]]), "X: row 1, column 2: nan is not a number"),
        (np.array([0, 1, 2]), "X: shape"),
    ],
)
def test_bad_rows_are_refused(make, rows, message):
    with pytest.raises(ValueError, match=message):
        make(X=rows)


@pytest.mark.parametrize("make", COUNTED.values())
def test_ids_beyond_the_table_are_refused(make):
    with pytest.raises(ValueError, match="row 1, column 3: 2 is beyond the table"):
        make(num_tokens=2)
    make(num_tokens=3)


NOT_WHOLE = [0, -1, 1.5, 2.0, True, None, "2", math.nan]
NOT_A_NUMBER = [-0.75, math.nan, math.inf, "0.75", None, True]


@pytest.mark.parametrize(
    ("make", "name", "bad", "rule"),
    [
        *((f, "window", NOT_WHOLE, "a whole number from 1 up") for f in WINDOWED.values()),
        *((f, "num_tokens", NOT_WHOLE, "a whole number from 1 up") for f in COUNTED.values()),
        (COUNTED["weights"], "negatives", NOT_WHOLE, "a whole number from 1 up"),
        (COUNTED["weights"], "exponent", NOT_A_NUMBER, "a finite number from 0 up"),
        (NOISE, "exponent", NOT_A_NUMBER, "a finite number from 0 up"),
        (COUNTED["GloVe"], "x_max", [0, *NOT_A_NUMBER], "a finite number above 0"),
        (SAMPLES, "num_positives", NOT_WHOLE, "a whole number from 1 up"),
        (SAMPLES, "num_negatives", NOT_WHOLE, "a whole number from 1 up"),
        (PMI, "num_negatives", NOT_WHOLE, "a whole number from 1 up"),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused_by_name(make, name, bad, rule):
    for value in bad:
        with pytest.raises(ValueError, match=f"^{name} must be {rule}, got {value!r}$"):
            make(**{name: value})


BAD_COUNTS = [
    ([0, 0], "counts: every entry is 0: at least one must be above 0"),
    ([1, -2], r"counts\[1\] is -2.0: every entry must be a finite number from 0 up"),
    ([1, math.nan], r"counts\[1\] is nan"),
    ([math.inf, 1], r"counts\[0\] is inf"),
    ([[1, 2]], r"counts must have shape \(num_tokens,\), got \(1, 2\)"),
    (["a", "b"], "counts must be numbers"),
    ([[1], [1, 2]], "counts must be numbers"),
]
BAD_NOISE = [
    ([0.5, 0.4], "noise must sum to 1, its sum is 0.9"),
    ([0.5, 0.5 + 2e-6], "noise must sum to 1"),
    ([0.5, -0.5, 1], r"noise\[1\] is -0.5"),
    ([[1.0]], "noise must have shape"),
]
BAD_PMI = [
    (([1, 2],), "counts must have shape"),
    (([[0, 0], [0, 0]],), "every entry is 0"),
    (([[1, -1]],), r"counts\[0, 1\] is -1.0"),
    (([[1, 2]], 1, [0.2, 0.3, 0.5]), r"noise must be 2 probabilities .*, got 3 with the sum 1"),
    (([[1, 2]], 1, [0.2, 0.3]), "2 probabilities that sum to 1, .* got 2 with the sum 0.5"),
    (([[1, 2]], 1, [0.5, 0.5 + 2e-6]), "2 probabilities that sum to 1"),
    (([[1, 2]], 1, [1.0, 0.0]), "noise is 0 for token 1, which occurs as a context"),
]


@pytest.mark.parametrize(
    ("make", "arguments", "message"),
    [
        *((objectives.noise_distribution, (counts,), message) for counts, message in BAD_COUNTS),
        *((objectives.negative_samples, (n, 2, 1, 0), message) for n, message in BAD_NOISE),
        *((objectives.shifted_pmi, arguments, message) for arguments, message in BAD_PMI),
    ],
)
def test_bad_counts_and_noise_are_refused(make, arguments, message):
    with pytest.raises(ValueError, match=message):
        make(*arguments)


def test_a_noise_at_the_border_is_welcome():
    """Rounded sums pass; a token that never occurs may have no noise."""
    nearly = [0.5, 0.5 + 5e-7]
    assert objectives.negative_samples(nearly, 3, 2, rng=0).shape == (3, 2)
    assert np.isfinite(objectives.shifted_pmi([[1, 2]], 1, nearly)).all()
    assert objectives.shifted_pmi([[1, 0]], 1, [1.0, 0.0]).tolist() == [[0, -np.inf]]

"""The weights of skip-gram pairs against counting by hand and against drawing."""

from embedlab.objectives import skip_gram_examples, skip_gram_weights, weighted_pairs

import numpy as np
import pytest

ROWS = np.array([[0, 1, 2, 1], [3, 1, 0, 2]])


def by_hand(window, negatives, exponent):
    """Every pair found and every negative expected, one by one."""
    true, negative = np.zeros((2, 5, 5))
    occurs = np.array([(token == ROWS).sum() for token in range(5)], float)
    noise = np.where(occurs > 0, occurs**exponent, 0)
    noise /= noise.sum()
    for row in ROWS.tolist():
        for i, centre in enumerate(row):
            for j, context in enumerate(row):
                if i != j and abs(i - j) <= window:
                    true[centre, context] += 1
                    negative[centre] += negatives * noise
    return true, negative


@pytest.mark.parametrize(("window", "negatives", "exponent"), [(1, 2, 0.75), (2, 5, 1), (9, 1, 0)])
def test_weights_are_those_counted_by_hand(window, negatives, exponent):
    found = skip_gram_weights(ROWS, 5, window, negatives, exponent)
    for weights, expected in zip(found, by_hand(window, negatives, exponent), strict=True):
        np.testing.assert_allclose(weights, expected)


def test_negative_weights_are_what_drawing_gives_on_average():
    true, negative = skip_gram_weights(ROWS, 5, window=1, negatives=2)
    rng = np.random.default_rng(0)
    occurs = np.bincount(ROWS.ravel(), minlength=5) ** 0.75
    drawn = np.zeros((5, 5))
    rounds = 4000
    for centre in np.repeat(np.arange(5), true.sum(axis=1).astype(int)):
        tokens = rng.choice(5, size=2 * rounds, p=occurs / occurs.sum())
        drawn[centre] += np.bincount(tokens, minlength=5) / rounds
    np.testing.assert_allclose(drawn, negative, atol=0.1)


def test_examples_list_each_weighted_pair_once_with_mean_weight_1():
    true, negative = skip_gram_weights(ROWS, 5)
    examples = weighted_pairs(true, negative)
    total = true.sum() + negative.sum()
    seen = np.zeros((2, 5, 5))
    for i, j, y, weight in zip(
        *examples["x"], examples["y"], examples["sample_weight"], strict=False
    ):
        assert seen[int(y), i, j] == 0
        seen[int(y), i, j] = weight
    share = examples["sample_weight"].sum()
    assert share == pytest.approx(len(examples["y"]))
    np.testing.assert_allclose(seen[1] / share, true / total)
    np.testing.assert_allclose(seen[0] / share, negative / total)
    again = skip_gram_examples(ROWS, 5)
    np.testing.assert_array_equal(again["sample_weight"], examples["sample_weight"])


@pytest.mark.parametrize("negatives", [0, 1.5, True, None])
def test_negatives_are_a_whole_number(negatives):
    with pytest.raises(ValueError, match="negatives must be a whole number from 1 up"):
        skip_gram_weights(ROWS, 5, negatives=negatives)

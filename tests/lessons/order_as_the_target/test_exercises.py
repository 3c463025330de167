"""The graders on order as the target, held against pairs and distances that are counted here."""

from embedlab.models import skip_gram_model
from embedlab.objectives import skip_gram_examples
from embedlab.training import table_gradient

from itertools import combinations

import numpy as np
import pytest
from exercises import answers, first_said


def windows_by_distance(first, second):
    """The windows in which only one of the rows has some pair, from the distances in each row."""
    telling = set()
    for pair in combinations(first, 2):
        near, far = sorted(abs(row.index(pair[0]) - row.index(pair[1])) for row in (first, second))
        telling |= set(range(near, far))
    return telling


ROW = [3, 5, 8, 45, 2]
TELLING = {
    "a": windows_by_distance(ROW, ROW[::-1]),
    "b": windows_by_distance(ROW, [5, 3, 8, 45, 2]),
    "c": windows_by_distance(ROW, [2, 5, 8, 45, 3]),
}


test_windows = answers(
    "5.1",
    right=[
        *[TELLING | {"a": nothing} for nothing in (set(), [], {}, "", "none", "set()")],
        *[TELLING, TELLING | {"b": sorted(TELLING["b"])}, (set(), "{3,2,1}", np.array([2, 1]))],
    ],
    near=[TELLING | {name: TELLING[name] ^ {width}} for name in TELLING for width in (1, 2, 3, 4)],
    form=[
        *[(TELLING | {"c": given}, "numbers from 1 to 4, such as") for given in ({0}, {5}, None)],
        (TELLING | {"c": {1.5}}, "such as {1, 2} or set() for (c)"),
        (TELLING | {"d": {1}}, "the keys ['a', 'b', 'c']"),
    ],
    hints=[
        (TELLING | {"a": {1, 2}}, "how far in it backwards?", "ten pairs"),
        (TELLING | {"b": {1, 2, 3, 4}}, "which pair does window 4 not hold?"),
        (TELLING | {"b": TELLING["b"] - {1}}, "ask for each pair", "the answer is {1, 2}"),
    ],
)

# 8 has two true pairs with five draws each; every token of the row is drawn equally often: 10 / 5.
test_true_and_negative = answers(
    "5.2",
    right=[(2, 1 / 3), "2.000, 0.333", (2, "33.3%")],
    near=[(2, 0.3345), (2, 0.3325), (2.001, 1 / 3), (1.999, 1 / 3)],
    close=[((2, 0.33), "two decimals"), ((2, 0.3), "one decimal")],
    form=[({2, 1 / 3}, "in their order")],
    hints=[
        ((1, 0.5), "*each* true pair", "so ten draws; a fifth of them hits 45"),
        ((10, 1 / 11), "How many of them hit 45?"),
        ((0.8, 0.556), "two draws"),
        ((2, 0.5), "The best p is a share"),
        ((5, 0.2), "how many draws has the centre 8"),
        ((1 / 3, 2), "exchanged"),
        ((2, 33.3), "per cent"),
    ],
)


def pairs_one_by_one(length, window):
    """Every ordered pair of places at most `window` apart, counted."""
    return sum(1 for i in range(length) for j in range(length) if i != j and abs(i - j) <= window)


def by_formula(length, window):
    """Window w leaves out w (w + 1) of the 2wL; no more than the other tokens fit."""
    widest = min(window, length - 1)
    return 2 * widest * length - widest * (widest + 1)


test_num_pairs = answers(
    "5.3",
    right=[pairs_one_by_one, lambda n, w: np.array([by_formula(n, w)])],
    near=[
        lambda n, w: pairs_one_by_one(n, w) + 1e-6,
        lambda n, w: pairs_one_by_one(n, w) - (n == 8 and w == 9),
        lambda n, w: pairs_one_by_one(5, w),
    ],
    form=[(lambda n, w: "many", "Give one number, for instance a function")],
    hints=[
        (lambda n, w: pairs_one_by_one(n, w) / 2, "both directions"),
        (lambda n, w: 2 * w * n, "ends of a row"),
        (lambda n, w: 2 * w * n - w * (w + 1), "wider than the row"),
        (lambda n, w: n * w, "for length 2 and window 2 your function gives 4", "d apart"),
        (lambda n, w: n, "for length 3 and window 1 your function gives 3"),
    ],
)


# In the last, 8 stands at an end twice, 45 once in the middle: company counts, not frequency.
ALIKE = [
    [[3, 5, 8, 7, 2], [3, 5, 45, 7, 2]],
    [[8, 1, 2, 3, 4], [0, 9, 7, 1, 45]],
    np.array([[3, 8, 3, 8, 3], [3, 45, 3, 45, 3]]),
    [(8, 5, 0, 0, 0), (3, 8, 5, 1, 1), (0, 0, 0, 5, 45), (9, 5, 45, 3, 2), (1, 1, 1, 1, 1)],
    [[8, 5, 1, 2, 1], [1, 2, 0, 7, 8], [1, 5, 45, 7, 2]],
]

NOT_ALIKE = [
    [[3, 5, 8, 7, 2], [3, 5, 45, 6, 2]],
    [[3, 5, 8, 7, 2], [3, 5, 45, 7, 2], [8, 5, 1, 1, 1]],
    [[3, 8, 5, 3, 8], [3, 45, 5, 1, 1]],
]


@pytest.mark.parametrize("rows", ALIKE + NOT_ALIKE)
def test_from_equal_starts_skip_gram_gives_those_of_one_company_equal_gradients(rows):
    start, context_start = np.random.default_rng(5).uniform(-0.5, 0.5, (2, 46, 4))
    start[45] = start[8]
    examples = skip_gram_examples(np.array(rows), 46, window=1)
    model = skip_gram_model(start, context_start)
    gradient = table_gradient(model, **examples, layer="embedding")[[8, 45]]
    assert np.allclose(*gradient, atol=1e-6) == first_said("5.4", rows).startswith("right.")
    assert np.abs(gradient).max() > 1e-3


test_alike_and_never_together = answers(
    "5.4",
    right=[*ALIKE, ["3 8 5 1 1", "5 45 3 1 1"]],
    near=[*NOT_ALIKE, [*ALIKE[0], [8, 1, 1, 1, 45]]],
    form=[
        ([[3, 5, 8, 7], [3, 5, 45, 7]], "such as [[3"),
        ([[3, 5, 8, 7, 46], [3, 5, 45, 7, 2]], "from 0 to 45"),
    ],
    hints=[
        ([[3, 5, 8, 45, 2]], "share a row", "between the same neighbours"),
        ([[3, 5, 8, 7, 2]], "token 45 stands in none"),
        ([[3, 5, 7, 7, 2]], "token 8 stands in none"),
        ([[3, 5, 8, 7, 2], [3, 5, 45, 2, 7]], "not have the same neighbours", "token 2 stands"),
        ([[3, 8, 5, 3, 8], [3, 45, 5, 1, 1]], "not equally often"),
    ],
)

"""The graders on what shapes the vectors, held against pairs that are counted one by one."""

from embedlab.datasets import load_study_rows, load_study_tokens

from types import SimpleNamespace

import numpy as np
from exercises import answers, first_said

TOKENS, ROWS = load_study_tokens(), load_study_rows()
M = len(TOKENS.name)
RNG = np.random.default_rng(6)


def test_the_window_that_shows_both_roles_most_evenly():
    uneven = {}
    for window in (1, 2, 3, 4):
        pairs = [
            TOKENS.role[row[a]] != TOKENS.role[row[b]]
            for row in ROWS.X[:100]
            for a in range(5)
            for b in range(5)
            if 0 < abs(a - b) <= window
        ]
        uneven[window] = abs(np.mean(pairs) - 0.5)
    assert first_said("6.1", min(uneven, key=uneven.get)).startswith("right.")


test_blindest_window = answers(
    "6.1",
    right=[2, "2.0"],
    near=[1, 3, 4, 2.001],
    form=[(0, "one of the windows 1, 2, 3"), (5, "one of the windows 1, 2, 3")],
    hints=[
        (1, "every neighbour has the other role", "8 neighbours at distance 1"),
        (3, "comes nearer to showing both roles"),
        (4, "The widest is not the blindest"),
    ],
)

SIGNS = np.column_stack([TOKENS.label_group, TOKENS.topic, TOKENS.role]) * 2.0 - 1
SIGNS = np.column_stack([SIGNS, SIGNS[:, 1] * SIGNS[:, 2]])  # and whether topic and role agree


def table(label, topic, role, agree=0.5, noise=0.01):
    """A table in which the properties have these standard deviations."""
    return SIGNS * [label, topic, role, agree] @ np.eye(4, 8) + noise * RNG.normal(size=(M, 8))


BALANCED = table(0.5, 0.5, 0.7)

test_in_balance = answers(
    "6.2",
    right=[
        *[BALANCED, table(0.7, 0.68, 0.5), BALANCED.tolist(), 1e-6 * BALANCED],
        SimpleNamespace(after=BALANCED),  # as a film has it
    ],
    near=[table(0.57, 0.5, 0.5), table(0.5, 0.57, 0.5)],
    form=[
        (0.65, "such as `film.after`"),
        (np.ones((M - 1, 8)), "This has shape (23, 8)"),
        *[(np.full((M, 8), value), "such as `film.after`") for value in (np.nan, 1e200)],
        *[(np.zeros(shape), "This has shape") for shape in [(M, 0), (M, 8, 2)]],
    ],
    hints=[
        (table(1.0, 0.0, 0.0, 0.0), "one loss alone", "between 0.5 and 1"),
        (table(0.0, 0.6, 0.8), "one loss alone"),
        (table(1.0, 1.0, 0.01, 0.0), "has no role"),
        (table(1.0, 0.6, 0.8), "The label still has more", "raise λ"),
        (table(0.5, 0.8, 0.8), "gone too far", "lower λ"),
        (RNG.normal(size=(M, 8)), "was it trained on `both`"),
        (np.ones((M, 8)), "holds nothing"),
        (table(0.5, 0.5, 0.7, 0.0), "No training makes such a table"),
        (table(0.5, 0.5, 0.7, noise=0), "No training makes such a table"),
    ],
)


def counted():
    """GloVe's counts, from the rows taken one by one."""
    counts = np.zeros((M, M))
    for row in ROWS.X[:1000]:
        for a in range(5):
            for b in range(5):
                if a != b:
                    counts[row[a], row[b]] += 1 / abs(a - b)
    return counts


COUNTS = counted()
CENTRE, CONTEXT = np.indices((M, M)).reshape(2, -1)
ABSENT = COUNTS.ravel() == 0
with np.errstate(divide="ignore"):
    LOGS = np.log(COUNTS)


def examples(target, weight=None, keep=slice(None)):
    found = {"x": [CENTRE[keep], CONTEXT[keep]], "y": np.ravel(target)[keep]}
    return found if weight is None else found | {"sample_weight": np.ravel(weight)[keep]}


def where_counted(target):
    """Targets of the pairs that occur; those that do not are below them all."""
    return examples(np.where(COUNTS > 0, target, -1.0))


MATRICES = {"x": np.indices((M, M)), "y": np.log(COUNTS + 1), "sample_weight": np.ones((M, M))}

test_glove_with_topic = answers(
    "6.3",
    right=[
        {key: np.array(value).tolist() for key, value in examples(np.log(COUNTS + 1)).items()},
        examples(np.log(np.maximum(COUNTS, 1)), np.where(COUNTS > 0, 1.0, 0.5)),
        examples(np.log(COUNTS + 0.5), 7 * np.ones((M, M))),
        MATRICES,
    ],
    near=[where_counted(np.sqrt(COUNTS)), where_counted(np.cbrt(COUNTS)), where_counted(COUNTS)],
    form=[
        *[
            (each, "as `glove_examples` makes it")
            for each in ({"x": 1, "y": [1.0]}, {"x": [], "y": []}, BALANCED)
        ],
        ({"x": [[0], [1]], "y": None}, "arrays of one length"),
        ({"x": [[0], [1]], "y": [1.0, 2.0]}, "arrays of one length"),
        ({"x": ["a", "b"], "y": [1.0]}, "arrays of one length"),
        *[({"x": [[n], [1]], "y": [1.0]}, "ids, from 0 to 23") for n in (0.5, 1e300, 24, -1)],
        *[
            ({"x": [[0], [1]], "y": [1.0], "sample_weight": [weight]}, "from 0 up, and not all 0")
            for weight in (-1.0, 0.0, np.inf)
        ],
    ],
    hints=[
        (examples(LOGS, keep=~ABSENT), "are left out, or their weight is 0", "np.indices"),
        (examples(np.log(COUNTS + 1), COUNTS > 0), "are left out, or their weight is 0"),
        (examples(LOGS), "the logarithm of 0 cannot be fitted", "the count plus 1"),
        (examples(np.log(COUNTS + 1), keep=ABSENT), "pairs that occur are missing", "all M · M"),
        (where_counted(RNG.normal(size=(M, M))), "lost their targets"),
        (where_counted(1.0), "lost their targets"),
        (where_counted(COUNTS), "lost their targets"),
        (examples(COUNTS), "lost their targets"),
        (examples(np.where(COUNTS > 0, np.log(COUNTS + 1), 9)), "needs a target below"),
        (examples(np.log(COUNTS + 1), np.where(COUNTS > 0, 1, 1e-6)), "does not tell the topic"),
        (examples(np.where(COUNTS > 0, np.log(COUNTS + 1), -1e30)), "cannot be trained"),
        (examples(np.where(COUNTS > 0, np.log(COUNTS + 1), -1e4)), "but no role"),
    ],
)

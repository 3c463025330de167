"""The graders on what shapes the vectors, held against models by hand."""

from embedlab.datasets import load_study_rows, load_study_tokens

import numpy as np
from exercises import answers
from lessons import by_hand

TOKENS, ROWS = load_study_tokens(), load_study_rows()
M = len(TOKENS.name)

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


def balance(lam):
    """The mood's share less the topic's, after training by hand."""
    return by_hand.share(TABLES[lam], by_hand.MOOD) - by_hand.share(TABLES[lam], by_hand.TOPIC)


TABLES = {lam: by_hand.by_both(0, lam) for lam in (0.78, 0.84, 0.88, 0.9, 0.93)}
IN_BALANCE = [lam for lam in TABLES if abs(balance(lam)) <= 0.05]

test_in_balance = answers(
    "6.2",
    right=[*IN_BALANCE, "0.88", np.array([0.84])],
    near=[lam for lam in TABLES if lam not in IN_BALANCE],
    form=[
        *[(lam, "a number from 0 to 1") for lam in (-0.1, 1.1)],
        (by_hand.by_both(0, 0.88), "Give one number"),  # the table itself could be made up
    ],
    hints=[(0.78, "The mood still has more", "raise λ"), (0.93, "gone too far", "lower λ")],
)


def test_balance_is_asked_of_both_sides():
    assert IN_BALANCE == [0.84, 0.88, 0.9]
    assert balance(0.78) > 0.05 > -0.05 > balance(0.93)


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
        *[(bad, "as `glove_examples` makes it") for bad in (COUNTS, MATRICES | {"weights": 1})],
        *[({"x": x, "y": []}, "as `glove_examples` makes it") for x in (1, [], ["a", "b"])],
        *[({"x": [[0], [1]], "y": y}, "arrays of one length") for y in (None, [1.0, 2.0])],
        *[({"x": [[n], [1]], "y": [1.0]}, "ids, from 0 to 23") for n in (0.5, 1e300, 24, -1)],
        *[
            ({"x": [[0], [1]], "y": [1.0], "sample_weight": [weight]}, "from 0 up, and not all 0")
            for weight in (-1.0, 0.0, np.inf)
        ],
    ],
    hints=[
        (examples(LOGS, keep=~ABSENT), "are left out, or their weight is 0", "np.tile"),
        (examples(np.log(COUNTS + 1), COUNTS > 0), "are left out, or their weight is 0"),
        (examples(LOGS), "the logarithm of 0 cannot be fitted", "the count plus 1"),
        (examples(np.log(COUNTS + 1), keep=ABSENT), "pairs that occur are missing", "all M · M"),
        *[(each, "lost their targets") for each in (where_counted(1.0), examples(COUNTS))],
        (examples(np.where(COUNTS > 0, np.log(COUNTS + 1), 9)), "needs a target below"),
        (examples(np.log(COUNTS + 1), np.where(COUNTS > 0, 1, 1e-6)), "does not tell the topic"),
        (examples(np.where(COUNTS > 0, np.log(COUNTS + 1), -1e30)), "cannot be trained"),
        (examples(np.where(COUNTS > 0, np.log(COUNTS + 1), -1e4)), "but no role"),
    ],
)

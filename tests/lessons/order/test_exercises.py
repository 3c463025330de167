"""The graders on order, held against Keras's heads and sums by hand."""

import math

import numpy as np
import pandas as pd
from exercises import answers

HEADS = {"a": "blind", "b": "aware", "c": "blind", "d": "blind", "e": "aware"}
ROW = [3, 5, 8, 45, 2]


def one_wrong(letter):
    return HEADS | {letter: {"blind": "aware", "aware": "blind"}[HEADS[letter]]}


test_blind_or_aware = answers(
    "4.1",
    right=[list(HEADS.values()), {key.upper(): head.upper() for key, head in HEADS.items()}],
    near=[one_wrong(letter) for letter in HEADS],
    hints=[
        *[(one_wrong(letter), "not all of them", "too much") for letter in "acd"],
        *[(one_wrong(letter), "not all of them", "too little") for letter in "be"],
        (["blind"] * 5, "not all of them", "too little"),
        (["aware"] * 5, "not all of them", "too much"),
    ],
)


def entropy(share):
    return -share * math.log(share) - (1 - share) * math.log(1 - share)


# Five rows: 1, 0, 1 on the first order of ids, 1, 0 on the second.
BLIND, AWARE = entropy(3 / 5), 3 / 5 * entropy(2 / 3) + 2 / 5 * entropy(1 / 2)

test_floors_of_five_rows = answers(
    "4.2",
    right=[
        *[(round(BLIND, places), round(AWARE, places)) for places in (3, 4, 12)],
        *[{"Order-Blind": 0.673, "order-aware": "0.6592"}, [np.float32(0.67301), 0.65916]],
    ],
    near=[(BLIND + 6e-4, AWARE), (BLIND, AWARE - 6e-4), (0.673, 0.66)],
    close=[((0.672, 0.659), "two decimals"), ((0.7, 0.66), "one decimal")],
    form=[((BLIND, None), "order-aware: 0.123"), ({"other": 1.0}, "order-blind")],
    hints=[
        ((BLIND / math.log(2), AWARE), "order-blind: that is in bits"),
        ((BLIND, AWARE / math.log(2)), "order-aware: that is in bits"),
        ((entropy(3 / 4), AWARE), "order-blind: that is the floor of the four rows"),
        ((BLIND, 3 / 4 * entropy(2 / 3)), "order-aware: that is the floor of the four"),
        ((BLIND, (entropy(2 / 3) + entropy(1 / 2)) / 2), "its share of the rows"),
        ((BLIND, 3 / 5 * entropy(2 / 3)), "has two labels now"),
        ((BLIND, 0.1), "order-aware: group equal inputs", "rows 1 to 3, and rows 4 and 5"),
        ((0.1, AWARE), "order-blind: group equal inputs", "one input, five rows"),
        ((0.69, AWARE), "ln 2 is the floor"),
        ((BLIND, BLIND), "that is the order-blind floor"),
        ((AWARE, BLIND), "exchanged"),
    ],
)


def renumber(X):
    return X + 46 * np.arange(5)


test_renumber = answers(
    "4.3",
    right=[
        renumber,
        lambda X: 5 * X + np.arange(5),
        lambda X: (X + 46 * np.arange(4, -1, -1)).tolist(),
        lambda X: [[46 * t + each for t, each in enumerate(row)] for row in X],
        lambda X: pd.DataFrame(renumber(X)),
    ],
    near=[
        lambda X: renumber(X) + (X == 45),
        lambda X: X + 45 * np.arange(5),
        lambda X: renumber(X) + 1,
        lambda X: renumber(X) + 1e-6,
    ],
    hints=[
        (lambda X: X.copy(), "nothing has changed", "46 numbers of its own"),
        (lambda X: X + 46 * np.arange(1, 6), "is 275: the table has vectors 0 to 229", "use up"),
        (lambda X: renumber(X) - 1, "is -1: the table has vectors 0 to 229"),
        (lambda X: X + np.arange(5), "two pairs", "the next 46"),
        (lambda X: X[:, :4], "returns shape (46, 4), not (46, 5), given"),
        (lambda X: renumber(X) + 0.5, "whole numbers"),
        (lambda X: renumber(X) * np.nan, "whole numbers"),
        (lambda X: renumber(X) if len(X) > 5 else renumber(X) // 2, "keep its number"),
    ],
)


def flatten_gradient(ids, v, p, y):
    table = np.zeros((46, 2))
    for token, weight in zip(ids, v, strict=True):
        table[token] += (p - y) * weight
    return table


def overwrite(ids, v, p, y):
    table = np.zeros((46, 2))
    table[ids] += (p - y) * v
    return table


test_gradient_under_flatten = answers(
    "4.4",
    right=[flatten_gradient, lambda *given: flatten_gradient(*given).tolist()],
    near=[
        lambda *given: flatten_gradient(*given) * 1.0001,
        lambda ids, v, p, y: flatten_gradient(ids, v, p, 1.0),
        lambda *given: flatten_gradient(*given) + 1e-6,
    ],
    hints=[
        (overwrite, "both pulls; yours keeps the last", "add.at"),
        (lambda ids, v, p, y: flatten_gradient(ids, 0 * v + v.mean(axis=0), p, y), "a mean's"),
        (lambda *given: flatten_gradient(*given) / 5, "a mean's", "for each place"),
        (lambda *given: -flatten_gradient(*given), "the sign"),
        (lambda ids, v, p, y: flatten_gradient(ids, v, 1, 0), "What does the loss add"),
        (lambda ids, v, p, y: flatten_gradient(ids, p * (1 - p) * v, p, y), "cross-entropy"),
        (lambda ids, v, p, y: flatten_gradient(ids, 2 * p * (1 - p) * v, p, y), "cross-entropy"),
        (lambda ids, v, p, y: (p - y) * v, "not (46, 2), given"),
        (lambda ids, v, p, y: flatten_gradient(ids, v[::-1], p, y), "does place t pass on"),
    ],
)

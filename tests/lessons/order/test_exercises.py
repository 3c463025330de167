"""The graders of notebook 04: each common wrong answer has its own hint; right ones pass."""

from embedlab import exercises
from embedlab.exercises import feedback

import math

import numpy as np
import pytest

RIGHT_HEADS = {"a": "blind", "b": "aware", "c": "blind", "d": "blind", "e": "aware"}
# Five rows: 1, 0, 1 on the first order of ids, 1, 0 on the second.
BLIND_FLOOR = -(3 / 5 * math.log(3 / 5) + 2 / 5 * math.log(2 / 5))
AWARE_FLOOR = -(2 * math.log(2 / 3) + math.log(1 / 3) + 2 * math.log(1 / 2)) / 5
ODD = [None, math.inf, math.nan, "", "aware", {1, 2}, [], [[1, 2], [3]], {}, {"a": None}, 10**400]
ODD_RESULTS = [math.inf, "", {1, 2}, [[1, 2], [3]], {"a": 1}, np.full((46, 5), np.nan)]


def told(capsys, number, answer):
    exercises.check(number, answer)
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def no_wrong_tries_yet():
    feedback._wrong_tries.clear()


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("4.1", dict.fromkeys("abcde", ...)),
        ("4.2", {"order-blind": 1.0, "order-aware": ...}),
        ("4.3", ...),
        ("4.4", ...),
    ],
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in told(capsys, number, answer)


@pytest.mark.parametrize("number", ["4.1", "4.2", "4.3", "4.4"])
@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_odd_answers_are_told_the_form(capsys, number, answer):
    assert "another form" in told(capsys, number, answer)


@pytest.mark.parametrize("number", ["4.3", "4.4"])
@pytest.mark.parametrize("result", ODD_RESULTS, ids=repr)
def test_odd_results_of_a_function(capsys, number, result):
    assert "array of numbers" in told(capsys, number, lambda *_: result)


@pytest.mark.parametrize("number", ["4.3", "4.4"])
def test_a_function_that_raises_is_told_what_it_raised(capsys, number):
    assert "raised ZeroDivisionError" in told(capsys, number, lambda *_: 1 / 0)
    assert "raised TypeError" in told(capsys, number, lambda: 1)


def test_heads_right(capsys):
    """By hand: a and d pool at once, c treats each vector alone; b reads from the left; in e each
    token meets its position inside a tanh."""
    assert "right." in told(capsys, "4.1", RIGHT_HEADS)
    assert "right." in told(capsys, "4.1", {k: v.upper() + " " for k, v in RIGHT_HEADS.items()})
    assert "right." in told(capsys, "4.1", {k.upper(): v for k, v in RIGHT_HEADS.items()})
    assert "right." in told(capsys, "4.1", list(RIGHT_HEADS.values()))


@pytest.mark.parametrize("letter", RIGHT_HEADS)
def test_a_wrong_head_is_not_named(capsys, letter):
    other = {"blind": "aware", "aware": "blind"}[RIGHT_HEADS[letter]]
    first = told(capsys, "4.1", RIGHT_HEADS | {letter: other})
    assert "not all of them" in first
    hint = {"blind": "expect too much", "aware": "expect too little"}[RIGHT_HEADS[letter]]
    assert hint in told(capsys, "4.1", RIGHT_HEADS | {letter: other})


def test_checking_leaves_keras_as_it_was(capsys):
    import keras

    told(capsys, "4.1", RIGHT_HEADS)
    assert keras.config.dtype_policy().name == "float32"
    assert keras.config.floatx() == "float32"


@pytest.mark.parametrize("rounded", [3, 4, 12])
def test_floors_right(capsys, rounded):
    pair = round(BLIND_FLOOR, rounded), round(AWARE_FLOOR, rounded)
    assert "right." in told(capsys, "4.2", {"order-blind": pair[0], "order-aware": pair[1]})
    assert "right." in told(capsys, "4.2", pair)
    assert "right." in told(capsys, "4.2", f"{pair[0]}, {pair[1]}")


def test_floors_to_two_decimals_are_close(capsys):
    said = told(capsys, "4.2", {"order-blind": 0.67, "order-aware": round(AWARE_FLOOR, 3)})
    assert "close" in said
    assert "two decimals" in said
    assert "Right to one decimal" in told(capsys, "4.2", (0.7, 0.66))
    assert "close" not in told(capsys, "4.2", (0.69, 0.659))


def entropy(share):
    return -share * math.log(share) - (1 - share) * math.log(1 - share)


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"order-blind": BLIND_FLOOR / math.log(2)}, "order-blind: that is in bits"),
        ({"order-aware": AWARE_FLOOR / math.log(2)}, "order-aware: that is in bits"),
        ({"order-blind": entropy(3 / 4)}, "order-blind: that is the floor of the four rows"),
        ({"order-aware": 3 / 4 * entropy(2 / 3)}, "order-aware: that is the floor of the four"),
        ({"order-aware": (entropy(2 / 3) + entropy(1 / 2)) / 2}, "its share of the five rows"),
        ({"order-aware": 3 / 5 * entropy(2 / 3)}, "has two labels now"),
        ({"order-aware": 0.1}, "group equal inputs"),
        ({"order-blind": 0.69}, "ln 2 is the floor"),
        ({"order-aware": BLIND_FLOOR}, "that is the order-blind floor"),
        ({"order-blind": AWARE_FLOOR, "order-aware": BLIND_FLOOR}, "exchanged"),
        ({"order-aware": None}, "another form"),
        ({"other": 1.0}, "another form"),
    ],
)
def test_wrong_floors(capsys, change, hint):
    answer = {"order-blind": BLIND_FLOOR, "order-aware": AWARE_FLOOR} | change
    assert hint in told(capsys, "4.2", answer)


def renumber(X):
    return X + 46 * np.arange(5)


@pytest.mark.parametrize(
    "answer",
    [
        renumber,
        lambda X: 5 * X + np.arange(5),
        lambda X: (X + 46 * np.arange(4, -1, -1)).tolist(),
        lambda X: [[46 * t + each for t, each in enumerate(row)] for row in X],
    ],
)
def test_renumber_right(capsys, answer):
    assert "right." in told(capsys, "4.3", answer)


def add_in_place(X):
    X += 46 * np.arange(5)
    return X


@pytest.mark.parametrize(
    ("answer", "first", "second"),
    [
        (lambda X: X.copy(), "nothing has changed", "add a number to each column"),
        (lambda X: X + 46 * np.arange(1, 6), "rows 0 to 229", "use up"),
        (lambda X: X + np.arange(5), "two different pairs", "46 numbers of its own"),
        (lambda X: X + 45 * np.arange(5), "two different pairs", "the next 46"),
        (lambda X: X * np.arange(1, 6), "two different pairs", "the next 46"),
        (lambda X: X[:, :4], "same shape", "same shape"),
        (lambda X: renumber(X) + 0.5, "whole numbers", "whole numbers"),
        (lambda X: renumber(X) if len(X) > 5 else renumber(X) // 2, "keep its number", "keep"),
        (add_in_place, "changes its argument `X`", "changes its argument `X`"),
    ],
)
def test_wrong_renumbering(capsys, answer, first, second):
    assert first in told(capsys, "4.3", answer)
    assert second in told(capsys, "4.3", answer)


def flatten_gradient(ids, v, p, y):
    table = np.zeros((46, 2))
    for token, weight in zip(ids, v, strict=True):
        table[token] += (p - y) * weight
    return table


def test_flatten_gradient_is_that_of_keras(capsys):
    """The truth that the grader uses, against Keras on a row with a token in three places."""
    from embedlab.training import table_gradient

    import keras

    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input((5,), dtype="int32"),
            keras.layers.Embedding(46, 2),
            keras.layers.Flatten(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile("sgd", loss="binary_crossentropy")
    ids = np.array([[3, 5, 3, 45, 3]])
    v, p = model.get_weights()[1].reshape(5, 2), model(ids).numpy().item()
    by_keras = table_gradient(model, ids, [0.0])
    np.testing.assert_allclose(flatten_gradient(ids[0], v, p, 0.0), by_keras, atol=1e-6)
    assert "right." in told(capsys, "4.4", flatten_gradient)


def overwrite(ids, v, p, y):
    table = np.zeros((46, 2))
    table[ids] += (p - y) * v
    return table


def with_mean(ids, v, p, y):
    return flatten_gradient(ids, np.tile(v.mean(axis=0), (5, 1)), p, y)


def spoil(ids, v, p, y):
    v *= p - y
    return flatten_gradient(ids, v, 1.0, 0.0)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (overwrite, "twice"),
        (with_mean, "a mean's"),
        (lambda ids, v, p, y: flatten_gradient(ids, v, p, y) / 5, "a mean's"),
        (lambda ids, v, p, y: -flatten_gradient(ids, v, p, y), "sign"),
        (lambda ids, v, p, y: flatten_gradient(ids, v, 1.0, 0.0), "chain rule"),
        (lambda ids, v, p, y: flatten_gradient(ids, p * (1 - p) * v, p, y), "cross-entropy"),
        (lambda ids, v, p, y: flatten_gradient(ids, 2 * p * (1 - p) * v, p, y), "cross-entropy"),
        (lambda ids, v, p, y: (p - y) * v, "shape (46, 2)"),
        (lambda ids, v, p, y: flatten_gradient(ids, v[::-1], p, y), "place t pass on"),
        (spoil, "changes its argument `v`"),
    ],
)
def test_wrong_flatten_gradient(capsys, answer, hint):
    assert hint in told(capsys, "4.4", answer)
    if "shape" not in hint and "changes" not in hint:
        second = told(capsys, "4.4", answer)
        assert "for each place" in second or "add.at" in second

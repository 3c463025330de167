"""The graders of notebook 06 confirm right answers, found by other means; wrong ones get hints."""

from embedlab.datasets import load_study_rows, load_study_tokens
from embedlab.exercises import check
from embedlab.exercises.feedback import _wrong_tries
from embedlab.training import Film

import numpy as np
import pytest

TOKENS, ROWS = load_study_tokens(), load_study_rows()
M = len(TOKENS.name)
SIGNS = np.column_stack([TOKENS.label_group, TOKENS.topic, TOKENS.role]) * 2.0 - 1
RNG = np.random.default_rng(6)
ODD = [
    None,
    True,
    "",
    "window",
    float("nan"),
    float("inf"),
    10**400,
    [],
    {},
    set(),
    {1, 2},
    [[1, 2], [3]],
    {"x": 1},
    {"x": [], "y": []},
    {"x": [[0], [1]], "y": None},
    {"x": ["a", "b"], "y": [1.0]},
    {"x": [[0.5], [1]], "y": [1.0]},
    {"x": [[10**300], [1]], "y": [1.0]},
    {"x": [[0], [99]], "y": [1.0]},
    {"x": [[0], [1]], "y": [1.0], "sample_weight": [-1.0]},
    {"x": [[0], [1]], "y": [1.0], "sample_weight": {"a": 1}},
    np.ones((M - 1, 8)),
    np.ones((M, 0)),
    np.full((M, 8), np.nan),
    np.full((M, 8), 1e200),
    np.zeros((M, 8, 2)),
    lambda: 1,
    object(),
]


@pytest.fixture(autouse=True)
def first_try():
    _wrong_tries.clear()


def said(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


def table(label, topic, role, noise=0.01):
    """A table in which the properties have these standard deviations."""
    return SIGNS * [label, topic, role] @ np.eye(3, 8) + noise * RNG.normal(size=(M, 8))


@pytest.mark.parametrize("number", ["6.1", "6.2", "6.3"])
def test_an_open_answer_is_neither_right_nor_wrong(capsys, number):
    assert "not answered yet" in said(capsys, number, ...)


@pytest.mark.parametrize("number", ["6.1", "6.2", "6.3"])
@pytest.mark.parametrize("answer", ODD, ids=lambda answer: str(answer)[:20])
def test_odd_answers_are_refused_with_an_example(capsys, number, answer):
    out = said(capsys, number, answer)
    assert "right." not in out
    assert "another form" in out or "not yet" in out


def test_the_window_that_shows_both_roles_most_evenly(capsys):
    """Right: by walking through the rows, pair by pair."""
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
    right = min(uneven, key=uneven.get)
    for answer in (right, str(right), float(right), np.int64(right), [right]):
        assert "right." in said(capsys, "6.1", answer)
    for wrong, words in (
        (1, "every neighbour has the other role"),
        (3, "comes nearer to showing both roles"),
        (4, "The widest window is not the blindest"),
    ):
        assert words in said(capsys, "6.1", wrong)
        _wrong_tries.clear()
    said(capsys, "6.1", 4)
    assert "8 neighbours at distance 1" in said(capsys, "6.1", 4)
    for nonsense in (0, 5, 1.5, "two"):
        assert "another form" in said(capsys, "6.1", nonsense)


@pytest.mark.parametrize(
    ("label", "topic", "role", "words"),
    [
        (0.5, 0.5, 0.7, "right."),
        (0.7, 0.68, 0.5, "right."),
        (1.0, 0.0, 0.0, "one loss alone"),
        (0.0, 0.6, 0.8, "one loss alone"),
        (1.0, 1.0, 0.01, "has no role"),
        (1.0, 0.6, 0.8, "The label still has more"),
        (0.5, 0.8, 0.8, "gone too far"),
    ],
)
def test_label_and_topic_in_balance(capsys, label, topic, role, words):
    right = table(label, topic, role)
    assert words in said(capsys, "6.2", right)
    for form in (right.tolist(), Film(np.stack([0 * right, right]), np.zeros(1))):
        _wrong_tries.clear()
        assert words in said(capsys, "6.2", form)


def test_in_balance_of_tables_that_no_loss_made(capsys):
    assert "is it a table that was trained" in said(capsys, "6.2", RNG.normal(size=(M, 8)))
    assert "holds nothing" in said(capsys, "6.2", np.ones((M, 8)))
    assert "another form" in said(capsys, "6.2", 0.65)


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


def examples(target, weight=None, keep=slice(None)):
    found = {"x": [CENTRE[keep], CONTEXT[keep]], "y": np.ravel(target)[keep]}
    return found if weight is None else found | {"sample_weight": np.ravel(weight)[keep]}


@pytest.mark.parametrize(
    "answer",
    [
        examples(np.log(COUNTS + 1)),
        examples(np.log(COUNTS + 1), np.ones((M, M))),
        examples(np.log(np.maximum(COUNTS, 1)), np.where(COUNTS > 0, 1.0, 0.5)),
        examples(np.log(COUNTS + 0.5), 7 * np.ones((M, M))),
        {key: np.array(value).tolist() for key, value in examples(np.log(COUNTS + 1)).items()},
    ],
)
def test_glove_sees_the_topic_once_pairs_that_never_occur_take_part(capsys, answer):
    out = said(capsys, "6.3", answer)
    assert "right. Trained on these examples, the topic has a share of" in out


with np.errstate(divide="ignore"):
    LOGS = np.log(COUNTS)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (examples(LOGS, keep=~ABSENT), "Only pairs that occur take part"),
        (examples(LOGS), "the logarithm of 0 cannot be fitted"),
        (examples(np.log(COUNTS + 1), COUNTS > 0), "or their weight is 0"),
        (examples(np.log(COUNTS + 1), keep=ABSENT), "pairs that occur are missing"),
        (examples(0 * COUNTS + RNG.normal(size=COUNTS.shape)), "lost their targets"),
        (examples((COUNTS > 0) * 1.0), "lost their targets"),
        (examples(np.where(COUNTS > 0, np.log(COUNTS + 1), 9)), "needs a target below"),
        (examples(np.log(COUNTS + 1), np.where(COUNTS > 0, 1, 1e-6)), "does not tell the topic"),
        (examples(np.where(COUNTS > 0, np.log(COUNTS + 1), -1e30)), "cannot be trained"),
    ],
)
def test_other_examples_get_their_own_hint(capsys, answer, words):
    assert words in said(capsys, "6.3", answer)


def test_a_table_is_no_answer_to_6_3(capsys):
    for wrong in (table(0, 0.6, 0.8), table(0, 0, 1), RNG.normal(size=(M, 8))):
        assert "another form" in said(capsys, "6.3", wrong)

"""The graders of notebook 01, each held against an answer that is worked out here."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import check, feedback

import keras
import numpy as np
import pytest


@pytest.fixture(autouse=True)
def no_tries_yet(monkeypatch):
    monkeypatch.setattr(feedback, "_wrong_tries", {})


def told(capsys, number, answer):
    check(number, answer)
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("1.1", (..., ...)),
        ("1.1", (640_000, ...)),
        ("1.2", ...),
        ("1.3", (..., 451, 5)),
        ("1.4", ...),
    ],
)
def test_unanswered(capsys, number, answer):
    assert "not answered yet" in told(capsys, number, answer)


ODD = [None, np.inf, [np.nan, np.nan], "", "x", set(), {1, 2}, {"a": 1}, [[1], [2, 3]], 10**400]
ODD += [(1, 10**400), True, (True, True), 1j, [1j, 2j], [], [[[]]], object(), print, int, "1.1"]


@pytest.mark.parametrize("number", ["1.1", "1.2", "1.3", "1.4"])
@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_odd_answers_are_told_what_is_wrong(capsys, number, answer):
    said = told(capsys, number, answer)
    assert "not yet" in said or "another form" in said


ODD_RESULTS = [None, ..., "text", {}, {1: 2}, [[1], [2, 3]], 5, np.nan, object(), [None], 1j, ()]
ODD_RESULTS += [np.ones((46, 2), complex)]


@pytest.mark.parametrize("number", ["1.2", "1.4"])
@pytest.mark.parametrize("result", ODD_RESULTS, ids=repr)
def test_odd_results_of_functions_are_told_what_is_wrong(capsys, number, result):
    assert "not yet" in told(capsys, number, lambda *given: result)


def keras_and_numpy_count():
    layer = keras.layers.Embedding(10_000, 64)
    layer.build()
    one_hot = keras.ops.one_hot(np.zeros((32, 5), int), 10_000).numpy()
    assert one_hot.dtype == np.float32
    return layer.count_params(), one_hot.nbytes


@pytest.mark.parametrize("form", [tuple, list, np.array, lambda pair: f"{pair[0]}, {pair[1]}"])
def test_weights_and_one_hot_bytes_are_what_keras_and_numpy_count(capsys, form):
    said = told(capsys, "1.1", form(keras_and_numpy_count()))
    assert said.startswith("Exercise 1.1: right.")
    assert f"{np.zeros((32, 5), np.int64).nbytes:,} bytes" in said


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ((10_000**2, 6_400_000), "k columns, not m"),
        ((640_064, 6_400_000), "no bias"),
        ((64, 6_400_000), "how many rows"),
        ((2_560_000, 6_400_000), "*bytes* the weights take"),
        ((640_000, 1_600_000), "How many bytes"),
        ((640_000, 640), "the *ids* take"),
        ((640_000, 1_280_000), "each of the five ids"),
        ((640_000, 40_960), "the *vectors* take"),
        ((640_000, 2_560_000), "the *table* takes"),
        ((640_000, 6.4), "another unit"),
        ((640_000, 6.1), "another unit"),
        ((640_000, 6250), "another unit"),
        ((640_000, 6.104), "another unit"),
        ((640_000, 6.10351562), "another unit"),
        ((640_000, 12_800_000), "float64"),
        ((640_000, 51_200_000), "*bits*"),
        ((6_400_000, 640_000), "second place"),
        ((640_000, 1), "how many one-hot vectors"),
    ],
)
def test_hints_for_the_cost(capsys, answer, hint):
    said = told(capsys, "1.1", answer)
    assert "not yet" in said
    assert hint in said


@pytest.mark.parametrize("answer", [(640_000.5, 1), (True, 1), 640_000, (1, 2, 3)])
def test_another_form_for_the_cost(capsys, answer):
    assert "another form" in told(capsys, "1.1", answer)


def one_hot(ids, m):
    return (np.asarray(ids)[..., None] == np.arange(m)).astype(float)


@pytest.mark.parametrize(
    "lookup",
    [
        lambda table, ids: np.eye(len(table))[ids] @ table,
        lambda table, ids: one_hot(ids, table.shape[0]) @ table,
        lambda table, ids: np.einsum("nfm,mk->nfk", one_hot(ids, len(table)), table),
        lambda table, ids: keras.ops.matmul(keras.ops.one_hot(ids, len(table)), table),
        lambda table, ids: print(table) or np.dot(np.eye(len(table))[ids], table),
        lambda table, ids: (one_hot(ids, len(table)) @ table).tolist(),
        lambda table, ids: sum(
            one_hot(ids, len(table))[..., [i]] * table[i] for i in range(len(table))
        ),
    ],
)
def test_lookups_by_matrix_product_are_right(capsys, lookup):
    assert "Exercise 1.2: right." in told(capsys, "1.2", lookup)


def negate_and_look_up(table, ids):
    found = one_hot(ids, len(table)) @ table
    table *= -1
    return found


def shift_ids(table, ids):
    found = one_hot(ids, len(table)) @ table
    ids += 1
    return found


@pytest.mark.parametrize(
    ("lookup", "hint"),
    [
        (lambda table, ids: table[ids], "they were looked up"),
        (lambda table, ids: np.take(table, ids, axis=0), "they were looked up"),
        (lambda table, ids: np.asarray(table)[ids], "they were looked up"),
        (lambda table, ids: keras.ops.take(table, ids, axis=0), "they were looked up"),
        (lambda table, ids: [[table[i] for i in row] for row in ids], "they were looked up"),
        (
            lambda table, ids: table[ids] + 0 * (one_hot(ids, len(table)) @ table),
            "they were looked up",
        ),
        (negate_and_look_up, "changes its argument `table`"),
        (shift_ids, "changes its argument `ids`"),
        (lambda table, ids: np.eye(46)[ids] @ table, "sizes come from its arguments"),
        (lambda table, ids: (one_hot(ids, len(table)) @ table)[:4], "the result has shape"),
        (lambda table, ids: one_hot(ids, len(table)) @ table + 0j, "not an array of numbers"),
        (lambda table, ids: one_hot(ids, len(table)), "multiply them by the table"),
        (lambda table, ids: (one_hot(ids, len(table)) @ table).sum(1), "the result has shape"),
        (lambda table, ids: np.roll(one_hot(ids, len(table)), 1, -1) @ table, "not the table's"),
        (lambda table, ids: print(), "`return`"),
        (lambda table: table, "TypeError"),
        (lambda table, ids: undefined, "NameError"),  # noqa: F821
    ],
)
def test_hints_for_the_lookup(capsys, lookup, hint):
    said = told(capsys, "1.2", lookup)
    assert "not yet" in said
    assert hint in said


def test_a_result_in_place_of_the_lookup(capsys):
    assert "the function itself" in told(capsys, "1.2", np.zeros((4, 5, 2)))


def smallest_by_trying(ids):
    for size in range(1, 1000):
        try:
            keras.layers.Embedding(size, 1)(ids)
        except Exception:
            continue
        return size


def test_smallest_tables_are_those_that_keras_accepts(capsys):
    ids = load_question_rows().X * 10
    twice = np.concatenate([ids, ids], axis=1)
    renumbered = np.searchsorted(sorted(set(ids.ravel().tolist())), ids)
    answer = [smallest_by_trying(each) for each in (ids[:1], twice[:1], renumbered)]
    assert told(capsys, "1.3", answer).startswith("Exercise 1.3: right.")
    assert told(capsys, "1.3", " ".join(map(str, answer))).startswith("Exercise 1.3: right.")


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ((450, 451, 5), "ends at the id 449"),
        ((5, 5, 5), "the ids are not renumbered"),
        ((460, 460, 5), "multiply the ids by 10 first"),
        ((500, 451, 5), "a smaller table works"),
        ((46, 46, 5), "which is the largest id now"),
        ((451, 10, 5), "when a row is written twice"),
        ((451, 902, 5), "when a row is written twice"),
        ((451, 451, 4), "the largest new id"),
        ((451, 451, 46), "how many different ids"),
    ],
)
def test_hints_for_the_smallest_tables(capsys, answer, hint):
    said = told(capsys, "1.3", answer)
    assert "not yet" in said
    assert hint in said


def test_the_second_hint_is_more_direct(capsys):
    first, second = (told(capsys, "1.3", (451, 10, 5)) for _ in range(2))
    assert "written twice?" in first
    assert "does not matter" in second


def loop(words, vectors, ids, m):
    table = np.zeros((m, vectors.shape[1]))
    for word, vector in zip(words, vectors, strict=True):
        if word in ids:
            table[ids[word]] = vector
    return table


def by_dictionary(words, vectors, ids, m):
    vector = dict(zip(words, vectors, strict=True))
    names = {token: word for word, token in ids.items()}
    zero = np.zeros(vectors.shape[1])
    return [vector.get(names.get(token), zero).tolist() for token in range(m)]


@pytest.mark.parametrize("make_table", [loop, by_dictionary])
def test_tables_from_words_are_right(capsys, make_table):
    assert "Exercise 1.4: right." in told(capsys, "1.4", make_table)


def in_the_order_of_the_list(words, vectors, ids, m):
    table = np.zeros((m, vectors.shape[1]))
    table[: len(words)] = vectors
    return table


def without_asking(words, vectors, ids, m):
    table = np.zeros((m, vectors.shape[1]))
    for word, vector in zip(words, vectors, strict=True):
        table[ids[word]] = vector
    return table


def changing_ids(words, vectors, ids, m):
    table = loop(words, vectors, ids, m)
    ids.clear()
    return table


@pytest.mark.parametrize(
    ("make_table", "hint"),
    [
        (in_the_order_of_the_list, "the order of the list"),
        (without_asking, "KeyError"),
        (without_asking, "not in `ids` are left out"),
        (changing_ids, "changes its argument `ids`"),
        (lambda words, vectors, ids, m: loop(words, vectors, ids, m) + 0, None),
        (lambda words, vectors, ids, m: vectors, "The table has m rows"),
        (lambda words, vectors, ids, m: loop(words, vectors, ids, m).T, "the result has shape"),
        (lambda words, vectors, ids, m: loop(words[::-1], vectors, ids, m), "the row of their id"),
        (lambda words, vectors, ids, m: print(), "`return`"),
    ],
)
def test_hints_for_the_table_from_words(capsys, make_table, hint):
    said = told(capsys, "1.4", make_table)
    assert ("not yet" in said) == (hint is not None)
    assert hint is None or hint in said


def test_rows_without_a_word_must_be_zero(capsys):
    def make_table(words, vectors, ids, m):
        table = loop(words, vectors, ids, m)
        table[~table.any(axis=1)] = 0.01
        return table

    assert "must be zero" in told(capsys, "1.4", make_table)

"""The playground without a browser: what it trains, shows, keeps and asks."""

from embedlab.datasets import load_question_rows
from embedlab.drawing import plots
from embedlab.models import skip_gram_model
from embedlab.objectives import skip_gram_examples
from embedlab.training import train
from embedlab.widgets.animation import FRAMES, MILLISECONDS, Stage, Theatre, frame_steps, run_film
from embedlab.widgets.decks import flight_deck, study_deck
from embedlab.widgets.page import Playground
from embedlab.widgets.quiz import make_items
from embedlab.widgets.quiz_page import Guess
from embedlab.widgets.runs import PENALTY, run, styles
from embedlab.widgets.settings import (
    HEADS,
    LOSSES,
    MOST_TOKENS,
    Settings,
    flip_label,
    question_text,
    read_rows,
    write_rows,
)
from embedlab.widgets.view import View

import base64
import io
import re
from dataclasses import replace
from html import escape
from itertools import product

import keras
import numpy as np
import pytest
from keras import layers
from matplotlib.figure import Figure
from PIL import Image

FOUR = Settings(question_text(), rate=0.5, steps=40)
X, Y, *_ = load_question_rows()
M, K = 46, 2
VERMILION = (0xD5, 0x5E, 0x00)


@pytest.fixture(scope="module")
def page():
    return Playground(FOUR)


# ---- rows as text


def test_rows_are_read_as_they_are_written():
    rows = read_rows(question_text())
    assert (rows.X.tolist(), rows.y.tolist()) == (X.tolist(), Y.tolist())
    assert rows.names == [str(token) for token in range(46)]
    assert read_rows(write_rows(X, Y)).X.tolist() == X.tolist()
    rows = read_rows("a b a : 1\n\n  c   b a: 0.25\n")
    assert rows.names == ["a", "b", "c"], "words get ids in the order in which they come first"
    assert (rows.X.tolist(), rows.y.tolist()) == ([[0, 1, 0], [2, 1, 0]], [1, 0.25])


def test_the_words_of_the_question_say_and_look_the_same_as_its_ids():
    words = read_rows(question_text(words=True))
    named = [[words.names[token] for token in row] for row in words.X]
    assert named[3] == ["the", "film", "not", "was", "good"]
    same = X.ravel()[:, None] == X.ravel()
    np.testing.assert_array_equal(words.X.ravel()[:, None] == words.X.ravel(), same)
    for change, eight, forty_five in (
        ({}, "8", "45"),
        ({"text": question_text(words=True)}, "was", "not"),
        ({"head": "a table per column"}, "8 in 3", "45 in 4"),
    ):
        made = run(replace(FOUR, steps=1, **change))
        looks = dict(zip(made.names, styles(made), strict=True))
        assert looks[eight] == plots.token_style(8)
        assert looks[forty_five] == plots.token_style(45)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no rows"),
        ("3 5 8", "row 1 has no label"),
        ("3 5 8 : 1\n3 5 8 :", "row 2 has no label"),
        ("3 5 8 : 1\n: 1", "row 2 has no token"),
        ("3 5 8 : 1\n3 5 : 0", "row 2 has 2 ids, row 1 has 3"),
        ("a b c : 1\na b : 0", "row 2 has 2 ids, row 1 has 3"),
        ("3 5 8 : 1\n3 x 8 : 0", "row 2, column 2: 'x' is not a number"),
        ("3 5 8 : 1\n3 5 -8 : 0", "row 2, column 3: '-8' is negative"),
        ("3 5 8.5 : 1", "row 1, column 3: '8.5' is fractional"),
        ("3 5 8 : 1\n3 5 200 : 0", "row 2, column 3: '200' is beyond the table"),
        ("3 5 8 : 1\n3 5 8 : 2", "row 2, column y: '2' is not a label from 0 to 1"),
        ("3 5 8 : yes", "row 1, column y: 'yes' is not a label"),
        (" ".join("3" * 13) + " : 1", "row 1 has 13 tokens"),
        ("3 5 : 1\n" * 41, "41 are more than can be shown"),
    ],
)
def test_bad_rows_are_refused_by_name(text, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        read_rows(text)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"head": "sum"}, "head must be one of"),
        ({"loss": "hinge"}, "loss must be one of"),
        ({"window": 0}, "window must be a whole number"),
        ({"steps": 0}, "steps must be a whole number"),
        ({"steps": 2001}, "at most 2000"),
        ({"seed": -1}, "seed must be a whole number"),
        ({"rate": 0.0}, "rate must be a finite number"),
        ({"mix": 1.5}, "λ must be a number from 0 to 1"),
        ({"text": "3 : 1", "loss": "skip-gram"}, "one token alone has no neighbour"),
        ({"text": "\n".join(f"{n} {n + 1} : 1" for n in range(0, 80, 2))}, f"most {MOST_TOKENS}"),
    ],
)
def test_settings_that_make_no_sense_are_refused(change, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        replace(FOUR, **change).check()


def test_a_flipped_label_is_one_minus_the_label_of_that_row_alone():
    text = "a b : 1\na b : 0\nb a : 0.25"
    assert read_rows(flip_label(text, 2)).y.tolist() == [1, 1, 0.25]
    assert read_rows(flip_label(text, 3)).y.tolist() == [1, 0, 0.75]
    assert flip_label(flip_label(text, 1), 1) == text


# ---- training, against Keras models written out here and filmed by embedlab.training.train


def started(num_tokens):
    """The two tables to begin with under seed 0."""
    return np.random.default_rng(0).uniform(-0.05, 0.05, (2, num_tokens, K))


def label_model_by(head):
    def build():
        keras.utils.set_random_seed(0)
        table = layers.Embedding(M, K)
        unit = layers.Dense(1, activation="sigmoid", use_bias=False)
        model = keras.Sequential([keras.Input((5,), dtype="int32"), table, head(), unit])
        table.set_weights([started(M)[0]])
        model.compile(keras.optimizers.SGD(0.5), loss="binary_crossentropy")
        return model, {"x": X, "y": Y}

    return build


def skip_gram():
    model = skip_gram_model(*started(M), PENALTY, keras.optimizers.SGD(0.5))
    return model, skip_gram_examples(X, M, window=2) | {"layer": "embedding"}


def next_token():
    keras.utils.set_random_seed(0)
    table, scores = layers.Embedding(M, K), layers.Dense(M, use_bias=False)
    model = keras.Sequential([keras.Input((4,), dtype="int32"), table, scores])
    table.set_weights([started(M)[0]])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.5), loss)
    return model, {"x": X[:, :-1], "y": X[:, 1:]}


@pytest.mark.parametrize(
    ("change", "build"),
    [
        ({"head": "mean"}, label_model_by(layers.GlobalAveragePooling1D)),
        ({"head": "max"}, label_model_by(layers.GlobalMaxPooling1D)),
        ({"head": "Flatten"}, label_model_by(layers.Flatten)),
        ({"head": "GRU"}, label_model_by(lambda: layers.GRU(8))),
        ({"loss": "skip-gram", "window": 2}, skip_gram),
        ({"loss": "next token"}, next_token),
    ],
)
def test_a_run_takes_the_steps_of_keras(change, build):
    made = run(replace(FOUR, **change))
    model, data = build()
    start = model.get_weights()
    film = train(model, **data, steps=40)
    assert np.abs(made.tables - film.tables[:, made.tokens]).max() < 1e-4
    assert np.abs(made.losses[:-1] - film.losses).max() < 1e-4
    if "loss" in change:
        assert made.p is None
        return
    assert np.abs(made.p[-1] - np.ravel(model(X))).max() < 1e-4
    model.set_weights(start)
    assert np.abs(made.p[0] - np.ravel(model(X))).max() < 1e-4


def test_p_stands_beside_its_own_row():
    """Row 4 alone, in another place, keeps its p; a Flatten head tells it from the others."""
    text = "\n".join(question_text().splitlines()[row] for row in (3, 0, 1, 2))
    one = run(replace(FOUR, head="Flatten", steps=200))
    other = run(replace(FOUR, head="Flatten", steps=200, text=text))
    assert abs(one.p[-1, 3] - one.p[-1, 0]) > 0.2
    assert np.abs(one.p[:, [3, 0, 1, 2]] - other.p).max() < 1e-3


def test_the_joint_loss_is_the_weighted_sum_of_its_two_parts():
    for mix, loss in ((0.0, "label"), (1.0, "skip-gram")):
        joint, alone = (run(replace(FOUR, loss=each, mix=mix)) for each in ("joint", loss))
        assert np.abs(joint.tables - alone.tables).max() < 1e-4
    step = {
        loss: np.diff(run(replace(FOUR, loss=loss, mix=0.25, steps=1)).tables, axis=0)
        for loss in ("label", "skip-gram", "joint")
    }
    expected = 0.75 * step["label"] + 0.25 * step["skip-gram"]
    assert np.abs(expected - step["joint"]).max() < 1e-6
    assert np.abs(step["joint"]).max() > 1e-3


def test_a_table_per_column_is_one_per_column():
    """Five `Embedding` layers make the same film."""
    keras.utils.set_random_seed(0)
    layers.Embedding(5 * M, K)  # draws a seed, as the playground's table does
    unit = layers.Dense(1, activation="sigmoid", use_bias=False)
    ids = keras.Input((5,), dtype="int32")
    tables = [layers.Embedding(M, K, name=f"column_{t + 1}") for t in range(5)]
    vectors = [table(ids[:, t]) for t, table in enumerate(tables)]
    model = keras.Model(ids, unit(layers.Average()(vectors)))
    for table, weights in zip(tables, started(5 * M)[0].reshape(5, M, K), strict=True):
        table.set_weights([weights])
    model.compile(keras.optimizers.SGD(0.5), loss="binary_crossentropy")
    made = run(replace(FOUR, head="a table per column"))
    film = train(model, X, Y, steps=40, layer="column_3")
    expected = ["3 in 1", "5 in 2", "8 in 3", "45 in 3", "8 in 4", "45 in 4", "2 in 5"]
    assert made.names == expected
    for name, token in (("8 in 3", 8), ("45 in 3", 45)):
        path = made.tables[:, made.names.index(name)]
        assert np.abs(path - film.tables[:, token]).max() < 1e-4
    assert abs(made.p[-1, 3] - made.p[-1, 0]) > 1e-3, "row 4 has a p of its own"


@pytest.mark.parametrize(
    ("head", "loss"),
    [*product(HEADS, ("label", "joint")), *product(HEADS[::5], ("skip-gram", "next token"))],
)
def test_each_head_learns_by_each_loss(head, loss):
    made = run(replace(FOUR, head=head, loss=loss, rate=1.0, steps=80))
    assert made.losses[-1] < made.losses[0]
    assert np.abs(made.tables[-1] - made.tables[0]).max() > 1e-4
    assert made.tables.shape == (81, len(made.tokens), 2)
    assert made.losses.shape == (81,)
    assert (made.p is None) == (loss in ("skip-gram", "next token"))


@pytest.mark.parametrize("loss", LOSSES)
def test_a_frozen_table_does_not_move_and_the_rest_does(loss):
    made = run(replace(FOUR, loss=loss, frozen=True))
    assert (made.tables == made.tables[0]).all()
    assert made.losses[-1] < made.losses[0] - 1e-5


def test_each_setting_changes_the_film_and_a_graph_used_again_forgets_what_it_learned():
    base = replace(FOUR, loss="joint", head="Flatten")
    first = run(base)
    for change in (
        {"mix": 0.9},
        {"window": 3},
        {"rate": 0.1},
        {"seed": 1},
        {"head": "mean"},
        {"text": flip_label(base.text, 2)},
    ):
        assert np.abs(run(replace(base, **change)).tables - first.tables).max() > 1e-4, change
    again = run(base)
    assert (first.tables == again.tables).all()
    assert (first.p == again.p).all()
    with pytest.raises(ValueError, match="rate: the loss is not finite at step"):
        run(replace(FOUR, loss="next token", rate=1e30))


# ---- the view


def test_the_view_says_and_shows_the_step_it_is_asked_for():
    made = run(replace(FOUR, head="Flatten"))
    view = View(made)
    pictures = set()
    for step in (0, 7, 40):
        html = view.html(step)
        pictures.add(re.search('src="([^"]+)"', html).group(1))
        assert f'data-step="{step}"' in html
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", html)
        for n, (p, words) in enumerate(zip(made.p[step], X.tolist(), strict=True)):
            row = [str(n + 1), " ".join(map(str, words)), f"{Y[n]:g}", f"{p:.3f}"]
            assert cells[4 * n : 4 * n + 4] == row
        for n, (name, at) in enumerate(zip(made.names, made.tables[step], strict=True)):
            ends = [", ".join(f"{x + 0.0:.3f}" for x in v) for v in (made.tables[0, n], at)]
            moved = f"{np.hypot(*(at - made.tables[0, n])):.3f}"
            assert cells[16 + 4 * n : 20 + 4 * n] == [name, *ends, moved]
            assert f"{name} at ({at[0]:.2f}, {at[1]:.2f})" in html
    assert len(pictures) == 3
    for step in (-1, 41):
        with pytest.raises(ValueError, match="not in the film"):
            view.html(step)
    assert "–" in View(run(replace(FOUR, loss="skip-gram"))).html(3), "no p without labels"
    html = View(run(replace(FOUR, text="<b> & : 1\n& <b> : 0"))).html(0)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_what_moves_stands_where_the_step_has_it():
    made = run(replace(FOUR, head="Flatten"))
    view = View(made)
    (ways, loss, p), step = view.theatre.stages, 9
    for stage in view.theatre.stages:
        stage.actors(step)
    for n in range(5):
        np.testing.assert_array_equal(ways.paths[n].get_xydata(), made.tables[: step + 1, n])
        np.testing.assert_array_equal(ways.markers[n].get_xydata(), made.tables[step, [n]])
        assert ways.names[n].get_text() == made.names[n]
        np.testing.assert_array_equal(ways.names[n].xy, made.tables[step, n])
    assert ways.foot.get_text() == f"step 9 of 40, loss {made.losses[9]:.3f}"
    np.testing.assert_array_equal(loss.ax.lines[0].get_ydata(), made.losses)
    for row in range(4):
        np.testing.assert_array_equal(p.ax.lines[row].get_ydata(), made.p[:, row])
    assert [text.get_text() for text in p.ax.get_legend().get_texts()] == [
        f"row {row}" for row in (1, 2, 3, 4)
    ]
    assert [line.get_xdata() for line in (loss.mark, p.mark)] == [[9, 9], [9, 9]]


# ---- the page


def status(page):
    """The message's role and text."""
    return re.search(r'role="(\w+)".*?>(.*)</div>', page.message.value).groups()


def test_the_page_trains_what_a_reader_changes(page):
    page.rows.value = question_text()
    for control, value in (
        (page.head, "Flatten"), (page.loss, "joint"), (page.mix, 0.25), (page.window, 2),
        (page.rate, 1.0), (page.steps, 30), (page.seed, 4), (page.frozen, True),
    ):  # fmt: skip
        control.value = value
        assert status(page)[0] == "status"
    expected = Settings(question_text(), "Flatten", "joint", 0.25, 2, 1.0, 30, 4, True)
    assert page.settings == page.run.settings == expected
    assert (page.run.tables == run(expected).tables).all()
    assert page.step.max == page.step.value == 30
    assert page.picture.value == View(run(expected)).html(30)
    assert not page.mix.disabled
    page.loss.value = "label"
    assert page.mix.disabled
    assert page.window.disabled
    for step in (0, 11):
        page.step.value = step
        assert page.picture.value == page.view.html(step)


def test_bad_rows_leave_the_last_good_run(page):
    page.rows.value = question_text()
    page.step.value = 5
    kept = page.run, page.view, page.settings, page.picture.value, page.step.max
    page.rows.value = "3 5 8 45 2 : 1\n3 5 eight 45 2 : 0"
    assert status(page)[0] == "alert"
    assert "rows: row 2, column 3: &#x27;eight&#x27; is not" in status(page)[1]
    assert (page.run, page.view, page.settings, page.picture.value, page.step.max) == kept
    page.step.value = 6  # the slider still moves through the good run
    assert page.picture.value == kept[1].html(6)
    page.seed.value += 1  # another change does not hide that the rows are bad
    assert status(page)[0] == "alert"
    assert page.run is kept[0]
    page.rows.value = question_text()
    assert status(page)[0] == "status"
    assert page.run.settings == page.chosen()
    with pytest.raises(ValueError, match="has no label"):
        Playground(replace(FOUR, text="3 5"))


# ---- the film as a picture


def durations(file):
    """How long each frame of a GIF stands, in milliseconds; it must play once."""
    with Image.open(file) as picture:
        assert "loop" not in picture.info
        found = []
        for frame in range(picture.n_frames):
            picture.seek(frame)
            found.append(picture.info["duration"])
    return found


def test_the_export_is_an_animated_picture_of_the_film(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page.rows.value = question_text()
    page.export.click()
    file = tmp_path / "exports" / "playground_film.gif"
    steps = frame_steps(page.run.tables)
    lengths = np.unique(steps, return_counts=True)[1] * MILLISECONDS
    assert durations(file) == lengths.tolist(), "a step is a frame, as long as it is shown"
    assert lengths.sum() == FRAMES * MILLISECONDS <= 5000
    assert file.stat().st_size < 500_000
    assert "plays once" in page.exported.value
    assert 'alt="The film of this run' in page.exported.value
    saved = re.search(r'<img[^>]*src="data:image/gif;base64,([^"]+)"', page.exported.value)
    assert base64.b64decode(saved.group(1)) == file.read_bytes()
    page.seed.value += 1
    assert page.exported.value == "", "the old film is not that of the new run"
    frozen = durations(io.BytesIO(run_film(run(replace(FOUR, frozen=True)))))
    assert len(frozen) > 1, "of nothing that moves, too"


def test_the_frames_are_equal_shares_of_the_way():
    steps = np.arange(101)[:, None, None]
    straight = np.concatenate([steps * [1.0, 0.0], steps * [0.0, -1.0]], axis=1) / 100
    assert np.abs(np.diff(frame_steps(straight)) - 100 / (FRAMES - 1)).max() < 1.01
    rush = np.concatenate([straight[:11] * 10, np.repeat(straight[-1:], 90, axis=0)])
    assert frame_steps(rush)[-2] <= 10
    assert frame_steps(rush)[[0, -1]].tolist() == [0, 100]
    assert frame_steps(straight[:1].repeat(5, axis=0))[-1] == 4


def test_a_picture_shows_a_marker_where_the_vector_is():
    """Token 45, the vermilion diamond, alone has its colour; its path is as long as its way."""
    made = run(replace(FOUR, head="Flatten"))
    stage = Stage(Figure(figsize=(4.6, 5.0)).subplots(), made)
    theatre = Theatre([stage])
    for step in (10, 40):
        picture = np.array(theatre.picture(step))
        seen = np.argwhere((np.abs(picture - np.array(VERMILION)) < 4).all(axis=2))
        x, y = stage.ax.transData.transform(made.tables[step, made.names.index("45")])
        inside = np.abs(seen - (len(picture) - y, x)).max(axis=1) < 5
        assert inside.sum() > 30, "the marker's middle is filled"


# ---- guess what the table thinks


def brute_force(item):
    """The answer, by distances computed here, and the margin that it has."""
    names = list(item.deck.names)

    def distance(loss, a, b):
        table = item.deck.tables[loss]
        return sum((p - q) ** 2 for p, q in zip(table[a], table[b], strict=True)) ** 0.5

    if "which is closer" in item.question:
        loss = "label" if "by labels" in item.question else "order"
        anchor = names.index(re.search(r"closer to (\S+)\?", item.question).group(1))
        far = [distance(loss, anchor, names.index(choice)) for choice in item.choices]
        return int(np.argmin(far)), min(far) / max(far)
    a, b = (names.index(name) for name in re.match(r"(\S+) and (\S+) are", item.question).groups())
    losses = ["label" if choice == "by labels" else "order" for choice in item.choices]
    pairs = [(i, j) for i in range(len(names)) for j in range(i)]
    ranks = [
        np.mean([distance(loss, i, j) < distance(loss, a, b) for i, j in pairs]) for loss in losses
    ]
    return int(np.argmin(ranks)), min(ranks) / max(ranks)


@pytest.fixture(scope="module", params=[0, 1])
def decks(request):
    return [study_deck(request.param), flight_deck(request.param)]


@pytest.mark.slow
def test_the_answers_are_those_of_brute_force_and_clear(decks, monkeypatch):
    every = []
    for seed in range(5):
        items = make_items(decks, np.random.default_rng(seed))
        assert len({(item.deck.what, frozenset(item.tokens)) for item in items}) == 10
        every += items
    for item in every:
        answer, margin = brute_force(item)
        assert item.answer == answer
        assert margin <= 0.6
        assert "loss asks" in item.explanation or "Skip-gram asks" in item.explanation
    assert {item.answer for item in every} == {0, 1}
    for text in ("Trained by labels", "Trained by order", "Trained how?"):
        assert sum(text in item.question for item in every) >= 10
    how = [item.answer for item in every if "Trained how?" in item.question]
    assert how.count(0) == how.count(1), "neither answer is the better guess"
    monkeypatch.setattr("embedlab.widgets.quiz.TRIES", 200)
    unclear = decks[0]._replace(tables=dict.fromkeys(("label", "order"), decks[0].tables["label"]))
    with pytest.raises(ValueError, match="no question of the kind"):
        make_items([unclear], np.random.default_rng(0))


@pytest.mark.slow
def test_the_page_counts_right_answers_and_gives_the_reason(decks):
    guess = Guess(decks, seed=0)
    for number in range(10):
        item = guess.items[number]
        assert f"Question {number + 1} of 10" in guess.question.value
        assert escape(item.question) in guess.question.value
        for text in item.deck.facts.values():
            assert all(
                f">{escape(text[token])}</td>" in guess.question.value for token in item.tokens
            )
        assert [button.description for button in guess.choices] == item.choices
        guess.choices[item.answer if number % 3 else 1 - item.answer].click()
        assert ('data-right="true"' in guess.feedback.value) == bool(number % 3)
        assert escape(item.explanation) in guess.feedback.value
        guess.choices[item.answer].click()  # a second answer counts nothing
        assert len(guess.answers) == number + 1
        guess.next.click()
    assert guess.score == 6
    assert "Score: 6 of 10" in guess.feedback.value
    guess.new.click()
    assert guess.score == 0
    assert "Question 1 of 10" in guess.question.value

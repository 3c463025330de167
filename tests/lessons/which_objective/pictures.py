"""What the pictures and tables must show."""

from embedlab.datasets import load_study_rows, load_study_tokens
from embedlab.models import label_model, skip_gram_model
from embedlab.objectives import skip_gram_examples
from embedlab.training import train

import keras
import numpy as np
from sklearn.linear_model import LogisticRegression

CHOICES = {
    "amount": ("number itself", "here"),
    "few categories": ("one-hot", "here"),
    "many labelled rows": ("label's loss", "03, 04"),
    "few labelled rows": ("order first", "06, here"),
    "alike": ("W with W", "05, here"),
    "side by side": ("W with C", "here"),
    "comes next": ("next token", "05"),
}


def check(run):
    chart, maps, predictions, bars = run.pictures
    check_chart(chart)
    check_tables(run.names)
    check_choices(run)
    check_maps(maps, run.names)
    check_predictions(predictions, run.names)
    check_bars(bars, run.names)
    ten = run.names["ten"](np.arange(10)[:, None]).numpy()[:, 0]
    np.testing.assert_array_equal(run.names["answers"]["embedding"], ten)


def check_chart(picture):
    texts = {text.get_gid(): text for text in picture.figure.axes[0].texts if text.get_gid()}
    for number, (question, (choice, where)) in enumerate(CHOICES.items(), start=1):
        line = [texts[f"{what} {number}"] for what in ("question", "choice", "where")]
        assert question in line[0].get_text()
        assert choice in line[1].get_text()
        assert where == line[2].get_text()
        assert len({text.get_position()[1] for text in line}) == 1, "they stand side by side"
        assert line[1].get_text() in picture.alt.split(line[0].get_text())[1].split("?")[0]
    heights = [texts[f"question {n + 1}"].get_position()[1] for n in range(len(CHOICES))]
    assert heights == sorted(heights, reverse=True)


def check_tables(names):
    """The two tables are what the first thousand rows alone make of the start, once more."""
    (X, y), start = load_study_rows(), names["start"]
    keras.utils.set_random_seed(names["SEED"])
    model = label_model(start, learning_rate=2.0)
    by_label = train(model, X[:1000], y[:1000], steps=300).after
    np.testing.assert_allclose(names["by_label"], by_label, atol=1e-4)
    model = skip_gram_model(start, names["context_start"], penalty=names["PENALTY"])
    pairs = skip_gram_examples(X[:1000], 24, window=1)
    by_order = train(model, **pairs, steps=300, layer="embedding").after
    np.testing.assert_allclose(names["W"], by_order, atol=1e-4)
    np.testing.assert_allclose(names["C"], model.get_layer("context").get_weights()[0], atol=1e-4)


def check_choices(run):
    """The choices for one token, and the shares of all, as the reader's tables say."""
    names, study = run.names, load_study_tokens()
    _, one, shares, _ = run.tables
    assert one.header[0].startswith("pos-sea-noun-1: nearest in the label table")
    token = list(study.name).index("pos-sea-noun-1")
    for column, far in enumerate((names["by_label"], names["W"], names["C"])):
        w = np.asarray(names["by_label"] if column == 0 else names["W"], float)[token]
        score = far.astype(float) @ w
        if column < 2:  # cosine, itself left out
            score = score / np.linalg.norm(far, axis=1)
            score[token] = -np.inf
        least = np.sort(score)[-5]
        chosen = [list(study.name).index(line[column]) for line in one.cells]
        assert len(set(chosen)) == 5
        assert min(score[chosen]) >= least - 1e-4
    told = np.array([line[1:] for line in shares.cells], float)
    relations = ["same label group", "same topic and role", "side by side in new rows"]
    assert shares.header[1:] == relations
    assert [line[0] for line in shares.cells] == list(names["chosen"])
    np.testing.assert_allclose(told, names["found"], atol=0.001)
    np.testing.assert_allclose(told.diagonal(), 1, atol=0.05)


def check_maps(picture, names):
    W, C, tokens = names["W"].astype(float), names["C"].astype(float), load_study_tokens()
    order = sorted(range(24), key=lambda token: (tokens.topic[token], tokens.role[token]))
    w = W / np.linalg.norm(W, axis=1, keepdims=True)
    for ax, title, matrix, brightest in (
        (picture.figure.axes[0], "Alike: cosine of w and w", w @ w.T, [0, 1, 2, 3]),
        (picture.figure.axes[1], "Side by side: w · c", W @ C.T, [1, 0, 3, 2]),
    ):
        assert ax.get_title(loc="left") == title
        shown = np.asarray(ax.images[0].get_array())
        np.testing.assert_allclose(shown, matrix[order][:, order], atol=1e-5)
        for axis in (ax.get_xticklabels(), ax.get_yticklabels()):
            kinds = [each.get_text() for each in axis]
            assert kinds == ["sea noun", "sea verb", "sky noun", "sky verb"]
        blocks = shown.reshape(4, 6, 4, 6).mean(axis=(1, 3))
        assert blocks.argmax(axis=1).tolist() == brightest


def check_predictions(picture, names):
    axes = picture.figure.axes
    for ax, title in zip(axes, ("An amount: the line", "A code: the table"), strict=True):
        assert ax.get_title(loc="left").startswith(title)
    drawn = [{line.get_gid(): line.get_xydata() for line in ax.lines} for ax in axes]
    evenly = np.linspace(-1, 1, 24)
    np.testing.assert_array_equal(drawn[0]["truth"][:, 1], evenly)
    shuffled = drawn[1]["truth"][:, 1]
    assert sorted(shuffled) == sorted(evenly)
    assert abs(np.corrcoef(shuffled, evenly)[0, 1]) < 0.9
    for name, each in zip(("amount", "code"), drawn, strict=True):
        seen, held_out = each["seen"][:, 0].astype(int), each["held out"][:, 0].astype(int)
        assert held_out.tolist() == [5, 12, 19]
        assert sorted([*seen, *held_out]) == list(range(24))
        assert all("[5, 12, 19]" in said for said in picture[1:])
        assert np.abs(each["held out"][:, 1]).max() < 0.5, "near 0"
        truth = each["truth"][:, 1]
        slope, intercept = np.linalg.lstsq(np.c_[seen, np.ones(21)], truth[seen], rcond=None)[0]
        np.testing.assert_allclose(each["line"][:, 1], slope * np.arange(24) + intercept, atol=1e-9)
        film, by_table, _ = names["fits"][name]
        assert film.tables.shape == (1001, 24, 2)
        np.testing.assert_array_equal(each["held out"][:, 1], by_table[held_out])
        np.testing.assert_allclose(each["seen"][:, 1], truth[seen], atol=0.05)


def check_bars(picture, names):
    (X, y), tokens = load_study_rows(), load_study_tokens()
    ax = picture.figure.axes[0]
    width = {bar.get_gid(): bar.get_width() for bar in ax.patches}
    labels = [each.get_text().replace(": ", ", ") for each in ax.get_yticklabels()]
    assert labels == list(width)
    mean, few = names["W"][X].mean(axis=1), names["few"]
    known = {tuple(ids) for ids in X[:1000].tolist()}
    unseen = [n for n, ids in enumerate(X.tolist()) if tuple(ids) not in known]
    np.testing.assert_array_equal(names["new"], X[unseen])
    assert len(few) == 20
    assert picture.caption.startswith("20 labelled rows")
    for name, group in {"role": tokens.role, "label group": tokens.label_group}.items():
        target = (group[X].sum(axis=1) > 2).astype(float)
        probe = LogisticRegression(C=1000).fit(mean[few], target[few])
        assert width[f"{name}, frozen W"] == probe.score(mean[unseen], target[unseen])
        assert width[f"{name}, from scratch"] == names["accuracy"][name]["from scratch"]
        for way in ("from scratch", "frozen W"):
            assert f"{name}: {way} {width[f'{name}, {way}']:.2f}." in picture.alt
    np.testing.assert_array_equal((tokens.label_group[X].sum(axis=1) > 2), y)

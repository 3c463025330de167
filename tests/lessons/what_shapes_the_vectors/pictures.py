"""What the pictures must show: everything is trained and measured again here."""

from embedlab.datasets import load_study_rows, load_study_tokens
from embedlab.drawing.token_maps import COLOURS, MARKERS, drawn_places
from embedlab.models import embedding_layer, label_model, skip_gram_model
from embedlab.objectives import skip_gram_examples
from embedlab.training import train

import keras
import numpy as np
from keras import layers
from scipy.spatial.distance import pdist
from sklearn.linear_model import LogisticRegression

TOKENS, ROWS = load_study_tokens(), load_study_rows()
X, Y = ROWS.X[:1000], ROWS.y[:1000]
UNSEEN = ROWS.X[1000:][[not (ids == X).all(axis=1).any() for ids in ROWS.X[1000:]]]
L2 = {"embeddings_regularizer": keras.regularizers.L2(0.0003)}


def check(run):
    seed = run.names["SEED"]
    start, contexts = np.random.default_rng(seed).uniform(-0.05, 0.05, (2, 24, 8)).astype("f")
    truth = {
        "start": start,
        "labels": by_labels(seed, start),
        "order": by_order(start, contexts, 1),
        "labels, Flatten": through_flatten(seed, start),
        "order, window 4": by_order(start, contexts, 4),
        "both, λ = 0.75": by_both(seed, start, contexts),
    }
    check_shares(run.tables[1:], truth)
    first, flow, second, bars = run.pictures
    check_maps(first.figure, dict(list(truth.items())[:3]))
    other = dict(list(truth.items())[3:])
    check_maps(second.figure, other)
    for ax, table in zip(second.figure.axes, other.values(), strict=True):
        told = [float(word.split()[1]) for word in ax.get_xlabel().split(", ")]
        np.testing.assert_allclose(told, shares(table), atol=0.02)
        assert f"{ax.get_title('left')}: {ax.get_xlabel()}" in second.alt

    texts = {text.get_gid(): text.get_text() for text in flow.figure.axes[0].texts}
    assert (texts["label weight"], texts["order weight"]) == ("× 0.25", "× 0.75")
    assert "0.25 · label gradient + 0.75 · order gradient" in texts["back"]
    assert "λ = 0.75" in flow.caption
    check_bars(bars, seed, truth["order"])


def check_bars(picture, seed, pretrained):
    axes, targets = picture.figure.axes, (TOKENS.role, TOKENS.label_group)
    ways = [tick.get_text() for tick in axes[0].get_yticklabels()]
    for ax, groups, count in zip(axes, targets, (4, 2), strict=True):
        right = four_ways(seed, pretrained, groups)
        assert set(right) == set(ways)
        assert len(ax.patches) == count
        assert [text.get_text() for text in ax.texts].count("not run") == 4 - count
        for bar in ax.patches:
            way = ways[round(bar.get_y() + bar.get_height() / 2)]
            assert abs(bar.get_width() - right[way]) < 0.03, (way, bar.get_width(), right[way])
            assert f"{way} {bar.get_width():.2f}" in picture.alt
    assert [ax.get_title("left").split(":")[0] for ax in axes] == ["Role", "Label"]
    assert f"{len(UNSEEN)} new rows after 24 labels" in picture.caption


def check_maps(fig, tables):
    """Every panel shows the table of its title, and every token looks like its properties."""
    for ax, name in zip(fig.axes, tables, strict=True):
        assert ax.get_title("left") == name
        drawn = pdist(drawn_places(ax))
        agree = {n: np.corrcoef(drawn, pdist(table))[0, 1] for n, table in tables.items()}
        assert max(agree, key=agree.get) == name, agree
        assert agree[name] > 0.6
        lines = {line.get_gid(): line for line in ax.lines if line.get_gid()}
        for token in range(24):
            line = lines[f"token {token}"]
            assert line.get_color() == COLOURS[TOKENS.label_group[token]]
            assert line.get_marker() == MARKERS[TOKENS.topic[token]]
            assert (line.get_markerfacecolor() == "white") == (TOKENS.role[token] == 0)


def check_shares(printed, tables):
    """The tables of shares and probes: every number in the column and the line it belongs to."""
    assert [[line[0] for line in table.cells] for table in printed] == [
        ["start", "labels", "order", "order, window 4"],
        ["labels", "both, λ = 0.75", "order"],
    ]
    groups = {"label": TOKENS.label_group, "topic": TOKENS.topic, "role": TOKENS.role}
    for table in printed:
        for name, *values in table.cells:
            told = dict(zip(table.header[1:], map(float, values), strict=True))
            for (of, group), share in zip(groups.items(), shares(tables[name]), strict=True):
                assert abs(told.pop(f"share: {of}") - share) < 0.02
                assert abs(told.pop(f"probe: {of}") - left_out(tables[name], group)) < 0.15
            assert not told


def left_out(table, group):
    """How often least squares with a small penalty, fitted to the others, is right."""
    x = np.c_[table / np.sqrt(table.var(axis=0).sum()), np.ones(24)].astype(float)
    right = 0
    for token in range(24):
        others = np.arange(24) != token
        a, b = x[others], np.where(group[others] == 1, 1.0, -1.0)
        penalty = np.diag([1.0] * 8 + [0.0])
        said = x[token] @ np.linalg.solve(a.T @ a + penalty, a.T @ b)
        right += (said > 0) == (group[token] == 1)
    return right / 24


def by_labels(seed, start):
    keras.utils.set_random_seed(seed)
    return train(label_model(start, 5, 8.0, **L2), X, Y, 100).after


def by_order(start, contexts, window):
    model = skip_gram_model(start, contexts, 0.0003, keras.optimizers.Adam(0.1))
    return train(model, **skip_gram_examples(X, 24, window), steps=100, layer="embedding").after


def through_flatten(seed, start):
    keras.utils.set_random_seed(seed)
    unit = layers.Dense(1, activation="sigmoid", kernel_regularizer=keras.regularizers.L2(0.0003))
    table = embedding_layer(start, "embedding", **L2)
    model = keras.Sequential([keras.Input((5,), dtype="int32"), table, layers.Flatten(), unit])
    model.compile(keras.optimizers.SGD(8.0), "binary_crossentropy")
    return train(model, X, Y, 100).after


def by_both(seed, start, contexts):
    """The joint model with the order loss on logits."""
    keras.utils.set_random_seed(seed)
    ids, centre, context = (keras.Input(shape, dtype="int32") for shape in ((5,), (), ()))
    table = embedding_layer(start, "embedding", **L2)
    other = embedding_layer(contexts, "context", **L2)
    label = layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling1D()(table(ids)))
    score = layers.Dot(axes=1)([table(centre), other(context)])
    model = keras.Model([ids, centre, context], [label, score])
    entropy = keras.losses.BinaryCrossentropy
    losses = [entropy(), entropy(from_logits=True)]
    model.compile(keras.optimizers.Adam(0.1), losses, loss_weights=[0.25, 0.75])
    pairs = skip_gram_examples(X, 24)
    weights = [np.ones(len(X)), pairs["sample_weight"]]
    data = [X, *pairs["x"]], [Y, pairs["y"]]
    return train(model, *data, 75, sample_weight=weights, layer="embedding").after


def shares(table):
    """Between the groups' centres, by hand: label, topic, and role inside each topic."""

    away = table - table.mean(axis=0)

    def between(groups):
        centres = np.array([away[groups == each].mean(axis=0) for each in groups])
        return (centres**2).sum() / (away**2).sum()

    topic = between(TOKENS.topic)
    return between(TOKENS.label_group), topic, between(2 * TOKENS.topic + TOKENS.role) - topic


def four_ways(seed, pretrained, groups):
    rng = np.random.default_rng(seed)
    few = []
    for topic, role in np.ndindex(2, 2):
        fits = [n for n, ids in enumerate(X) if (TOKENS.topic[ids] == topic).all()]
        fits = [n for n in fits if (TOKENS.role[X[n]].sum() >= 3) == role]
        few.extend(rng.choice(fits, 6, replace=False))
    random_table = rng.normal(0, pretrained.std(), (24, 8)).astype("f")

    def most(rows):
        return (groups[rows].sum(axis=1) >= 3).astype(float)

    def fit(table, unit=None):
        keras.utils.set_random_seed(seed)
        model = label_model(table, 5, 1.0)
        if unit is not None:
            model.get_layer("unit").set_weights(unit)
        before = model.get_layer("unit").get_weights()
        train(model, X[few], most(X[few]), 100)
        return np.mean((np.ravel(model(UNSEEN)) > 0.5) == most(UNSEEN)), before

    scratch, fresh = fit(random_table)
    as_is, also_fresh = fit(pretrained)
    np.testing.assert_array_equal(fresh[0], also_fresh[0])
    probe = LogisticRegression(C=1000, solver="newton-cholesky", tol=1e-8)
    probe.fit(sum(pretrained[column] for column in X[few].T) / 5, most(X[few]))
    frozen = probe.score(sum(pretrained[column] for column in UNSEEN.T) / 5, most(UNSEEN))
    tuned, _ = fit(pretrained, [probe.coef_.T, probe.intercept_])
    ways = ["from scratch", "fine-tuned as is", "frozen", "probe, then tune"]
    return dict(zip(ways, (scratch, as_is, frozen, tuned), strict=True))

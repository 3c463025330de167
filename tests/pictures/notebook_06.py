"""What the pictures of notebook 06 must show: everything is trained and measured again here."""

from embedlab.datasets import load_study_rows, load_study_tokens
from embedlab.figures.token_maps import COLOURS, MARKERS, drawn_places
from embedlab.models import embedding_layer, label_model, skip_gram_model
from embedlab.objectives import skip_gram_examples
from embedlab.training import train

import keras
import numpy as np
from keras import layers
from scipy.spatial.distance import pdist

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
    first, flow, second, bars = (picture.figure for picture in run.pictures)
    check_maps(first, {name: truth[name] for name in ("start", "labels", "order")})
    other = {name: truth[name] for name in ("labels, Flatten", "order, window 4", "both, λ = 0.75")}
    check_maps(second, other)
    for ax, table in zip(second.axes, other.values(), strict=True):
        told = [float(word.split()[1]) for word in ax.get_xlabel().split(", ")]
        np.testing.assert_allclose(told, shares(table), atol=0.02)
        assert ax.get_xlabel() in run.pictures[2].alt

    texts = {text.get_gid(): text.get_text() for text in flow.axes[0].texts}
    assert (texts["label weight"], texts["order weight"]) == ("× 0.25", "× 0.75")
    assert "0.25 · label gradient + 0.75 · order gradient" in texts["back"]
    assert "λ = 0.75" in run.pictures[1].caption

    ways = [tick.get_text() for tick in bars.axes[0].get_yticklabels()]
    for ax, groups, count in zip(bars.axes, (TOKENS.role, TOKENS.label_group), (4, 2), strict=True):
        right = four_ways(seed, truth["order"], groups)
        assert set(right) == set(ways)
        assert len(ax.patches) == count
        for bar in ax.patches:
            way = ways[round(bar.get_y() + bar.get_height() / 2)]
            assert abs(bar.get_width() - right[way]) < 0.03, (way, bar.get_width(), right[way])
            assert f"{way} {bar.get_width():.2f}" in run.pictures[3].alt
    assert [ax.get_title("left").split(":")[0] for ax in bars.axes] == ["Role", "Label"]
    assert f"{len(UNSEEN)} new rows after 24 labels" in run.pictures[3].caption


def check_maps(fig, tables):
    """Every panel shows the table of its title, and every token looks like its properties."""
    assert [ax.get_title("left") for ax in fig.axes] == list(tables)
    for ax in fig.axes:
        drawn = pdist(drawn_places(ax))
        agree = {n: np.corrcoef(drawn, pdist(table))[0, 1] for n, table in tables.items()}
        assert max(agree, key=agree.get) == ax.get_title("left"), agree
        assert agree[ax.get_title("left")] > 0.6
        lines = {line.get_gid(): line for line in ax.lines if line.get_gid()}
        for token in range(24):
            line = lines[f"token {token}"]
            assert line.get_color() == COLOURS[TOKENS.label_group[token]]
            assert line.get_marker() == MARKERS[TOKENS.topic[token]]
            assert (line.get_markerfacecolor() == "white") == (TOKENS.role[token] == 0)


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

    def between(groups):
        centres = np.array([table[groups == each].mean(axis=0) for each in groups])
        return ((centres - table.mean(axis=0)) ** 2).sum() / (
            (table - table.mean(axis=0)) ** 2
        ).sum()

    topic = between(TOKENS.topic)
    return between(TOKENS.label_group), topic, between(2 * TOKENS.topic + TOKENS.role) - topic


def four_ways(seed, pretrained, groups):
    rng = np.random.default_rng(seed)
    kinds = [(topic, role) for topic in (0, 1) for role in (0, 1)]
    few = []
    for topic, role in kinds:
        fits = [n for n, ids in enumerate(X) if (TOKENS.topic[ids] == topic).all()]
        fits = [n for n in fits if (TOKENS.role[X[n]].sum() >= 3) == role]
        few.extend(rng.choice(fits, 6, replace=False))
    random_table = rng.normal(0, pretrained.std(), (24, 8)).astype("f")

    def most(rows):
        return (groups[rows].sum(axis=1) >= 3).astype(float)

    def fit(table, rate, unit=None, trainable=True):
        keras.utils.set_random_seed(seed)
        model = label_model(table, 5, rate, trainable=trainable)
        if unit is not None:
            model.get_layer("unit").set_weights(unit)
        before = model.get_layer("unit").get_weights()
        film = train(model, X[few], most(X[few]), 100)
        assert trainable or (film.tables == film.before).all()
        score = np.mean((np.ravel(model(UNSEEN)) > 0.5) == most(UNSEEN))
        return score, before, model.get_layer("unit").get_weights()

    scratch, fresh, _ = fit(random_table, 1.0)
    as_is, also_fresh, _ = fit(pretrained, 1.0)
    frozen, fresh_too, probe = fit(pretrained, 4.0, trainable=False)
    np.testing.assert_array_equal(fresh[0], also_fresh[0])
    np.testing.assert_array_equal(fresh[0], fresh_too[0])
    tuned, _, _ = fit(pretrained, 0.1, probe)
    ways = ["from scratch", "fine-tuned as is", "frozen", "probe, then tune"]
    return dict(zip(ways, (scratch, as_is, frozen, tuned), strict=True))

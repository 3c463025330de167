"""What the pictures and scores must show, and that the tables are those they are called."""

from embedlab.datasets import load_airports, load_flight_rows
from embedlab.measures import nearest_neighbours
from embedlab.models import skip_gram_model
from embedlab.objectives import weighted_pairs
from embedlab.training import train

import re

import keras
import numpy as np
from scipy.stats import rankdata
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict

AIRPORTS, FLIGHTS = load_airports(), load_flight_rows()
M = len(AIRPORTS.code)
PAST = FLIGHTS.last_date < np.datetime64("2013-10-01")
FUTURE = FLIGHTS.date >= np.datetime64("2013-10-01")
Y = (FLIGHTS.late >= 2).astype(float)


def order_table(start, contexts):
    """The order-driven table, from pairs counted one by one and noise written out."""
    rows = FLIGHTS.X[PAST]
    true = np.zeros((M, M))
    for place in range(4):
        np.add.at(true, (rows[:, place], rows[:, place + 1]), 1)
        np.add.at(true, (rows[:, place + 1], rows[:, place]), 1)
    noise = np.bincount(rows.ravel(), minlength=M) ** 0.75
    negative = 5 * true.sum(axis=1)[:, None] * noise / noise.sum()
    model = skip_gram_model(start, contexts, 5e-6, keras.optimizers.Adam(0.2))
    return train(model, **weighted_pairs(true, negative), steps=100, layer="embedding").after


def in_order_of(values):
    """The values' ranks from 0 to 1, ties in the order of the airports."""
    return (rankdata(values, "ordinal") - 1) / (M - 1)


def maps(picture):
    """The (title, shades of the airports) of each map of a picture."""
    there = AIRPORTS.code != "HNL"  # Honolulu stands nearer than it is
    place = np.column_stack([AIRPORTS.longitude, AIRPORTS.latitude])[there]
    found = []
    for ax in picture.figure.axes[:2]:
        (points,) = [each for each in ax.collections if each.get_gid() == "airports"]
        np.testing.assert_allclose(points.get_offsets()[there], place)
        found.append((ax.get_title(loc="left"), np.asarray(points.get_array())))
    return found


def main_direction(table):
    centred = np.asarray(table, float) - np.mean(table, axis=0)
    return centred @ np.linalg.svd(centred)[2][0]


def check(run):
    truth, scores, found, few = run.pictures
    by_label, v = check_tables(run.names)
    check_maps(truth, found, run.names["tables"])
    check_scores(scores, run)
    check_forecasts(few, run, np.asarray(by_label, float) @ v[:, 0])


def check_tables(names):
    """The tables are what they are called, and what is counted comes from rows of training."""
    tables = names["tables"]
    assert list(tables) == ["start", "by label", "by order", "by both"]
    np.testing.assert_array_equal(tables["start"], names["start"])
    order = order_table(names["start"], names["contexts"])
    np.testing.assert_allclose(tables["by order"], order, atol=0.02)
    by_label, v = names["train_by_label"](FLIGHTS.X[PAST], Y[PAST])
    np.testing.assert_allclose(tables["by label"], by_label, atol=1e-3)
    both = names["train_by_both"](FLIGHTS.X[PAST], Y[PAST])
    np.testing.assert_allclose(tables["by both"], both, atol=1e-2)
    np.testing.assert_array_equal(names["by_order"], tables["by order"] / tables["by order"].std())
    held = (FLIGHTS.X[PAST][:, :, None] == np.arange(M)).any(axis=1)
    np.testing.assert_allclose(names["mean_label"][:, 0], Y[PAST] @ held / held.sum(axis=0))
    return by_label, v


def check_maps(truth, found, tables):
    late, far = AIRPORTS.share_late, AIRPORTS.distance_miles
    alike = []
    for (title, shown), begins, value in zip(
        maps(truth), ("Lateness", "Distance"), (late, far), strict=True
    ):
        assert title.startswith(begins)
        np.testing.assert_allclose(shown, in_order_of(value))
    assert f"correlation is {np.corrcoef(late, far)[0, 1]:.2f}" in truth.caption
    for (title, shown), name, most in zip(maps(found), ("label", "order"), (0, 1), strict=True):
        assert title.startswith(f"Trained by {name}")
        line = main_direction(tables[f"by {name}"])
        related = np.corrcoef([line, late, far])[0, 1:]
        turned = line * np.sign(related[most])
        assert np.corrcoef(shown, in_order_of(turned))[0, 1] > 0.999
        alike.append(np.abs(related))
    said = [float(each) for each in re.findall(r"0\.\d\d", found.caption)]
    np.testing.assert_allclose(said, np.ravel(alike, "F"), atol=0.011)


def check_scores(picture, run):
    """The scores, against another way to measure out of sample."""
    names, ax = run.names, picture.figure.axes[0]
    drawn = {line.get_gid(): line for line in ax.lines if line.get_gid()}
    assert set(drawn) == set(names["tables"])
    for name, table in names["tables"].items():
        near = nearest_neighbours(table, np.arange(M), 5, metric="euclidean")
        same = [AIRPORTS.carrier[near[each]] == AIRPORTS.carrier[each] for each in range(M)]
        r2 = [left_out(table, each) for each in (AIRPORTS.share_late, AIRPORTS.distance_miles)]
        x, y = drawn[name].get_data()
        np.testing.assert_allclose(x[2], np.mean(same))
        np.testing.assert_allclose(x[:2], r2, atol=0.15)
        measures = [ax.get_yticklabels()[round(2 - each)].get_text() for each in y]
        assert [each[:4] for each in measures] == ["late", "dist", "same"]
    bars = [bar.get_x() + bar.get_width() for bar in ax.patches if bar.get_gid() == "chance"]
    np.testing.assert_allclose(bars, np.max(names["chance"], axis=0))
    assert not any(np.allclose(each, names["start"]) for each in names["random_tables"])
    assert max(bars[:2]) < 0.1
    for name, found in names["shuffled"].items():  # they were trained anew
        assert found != names["scores"][name.split(":")[0]]
    scores = names["scores"] | names["rivals"] | names["shuffled"]
    _, *tables, _ = run.tables
    for table in tables:
        assert table.header == ["table", "lateness, R²", "distance, R²", "same carrier"]
        for name, *said in table.cells:
            np.testing.assert_allclose(np.array(said, float), scores[name], atol=0.0051)


def check_forecasts(picture, run, number):
    """number: what the table by label and its unit make of each airport."""
    names, new, y_new = run.names, FLIGHTS.X[FUTURE], Y[FUTURE]
    scored = number[new].mean(axis=1)
    np.testing.assert_allclose(names["forecasts"]["by label, trained"], scored, atol=1e-3)
    auc = roc_auc_score(y_new, scored)
    assert abs(names["aucs"]["by label, trained"] - auc) < 1e-4
    assert f"by label, trained: AUC {names['aucs']['by label, trained']:.3f}" in run.printed
    lines = {line.get_gid(): line for line in picture.figure.axes[0].lines}
    assert set(lines) == {"one-hot", "by order, frozen"}
    for name, table in {"one-hot": np.eye(M), "by order, frozen": names["by_order"]}.items():
        draws = names["few_aucs"][name]
        np.testing.assert_array_equal(lines[name].get_xdata(), list(draws))
        means = [np.mean(each) for each in draws.values()]
        np.testing.assert_allclose(lines[name].get_ydata(), means)
        assert f"{name}: {', '.join(f'{each:.3f}' for each in means)}" in picture.alt
        unit = LogisticRegression(C=0.1).fit(table[FLIGHTS.X[PAST]].mean(axis=1), Y[PAST])
        said = unit.decision_function(table[new].mean(axis=1))
        np.testing.assert_allclose(draws[PAST.sum()], [roc_auc_score(y_new, said)], atol=2e-3)
    one_hot, frozen = (names["few_aucs"][name][200] for name in ("one-hot", "by order, frozen"))
    assert f"{np.mean(frozen) - np.mean(one_hot):+.3f} with 200" in picture.caption
    assert len(one_hot) == len(frozen) == 20


def left_out(table, target):
    predicted = cross_val_predict(LinearRegression(), table, target, cv=LeaveOneOut())
    return r2_score(target, predicted)

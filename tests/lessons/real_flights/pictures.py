"""What the pictures of notebook 07 must show, and that its tables are those they are called."""

from embedlab.datasets import load_airports, load_flight_rows
from embedlab.measures import nearest_neighbours
from embedlab.models import skip_gram_model
from embedlab.objectives import weighted_pairs
from embedlab.training import train

import re

import keras
import numpy as np
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
    found = np.empty(M)
    for rank, (_, airport) in enumerate(sorted(zip(values, range(M), strict=True))):
        found[airport] = rank / (M - 1)
    return found


def shades(ax):
    (points,) = [each for each in ax.collections if each.get_gid() == "airports"]
    place = np.column_stack([AIRPORTS.longitude, AIRPORTS.latitude])
    there = AIRPORTS.code != "HNL"  # Honolulu stands nearer than it is
    np.testing.assert_allclose(points.get_offsets()[there], place[there])
    return np.asarray(points.get_array())


def maps(picture):
    return {
        ax.get_title(loc="left"): shades(ax)
        for ax in picture.figure.axes
        if ax.collections and any(each.get_gid() == "airports" for each in ax.collections)
    }


def main_direction(table):
    centred = np.asarray(table, float) - np.mean(table, axis=0)
    return centred @ np.linalg.svd(centred)[2][0]


def check(run):
    truth, scores, found, few = run.pictures
    names = run.names
    tables = names["tables"]

    # the tables are what they are called
    assert list(tables) == ["start", "by label", "by order", "by both"]
    np.testing.assert_array_equal(tables["start"], names["start"])
    np.testing.assert_allclose(
        tables["by order"], order_table(names["start"], names["contexts"]), atol=0.02
    )
    by_label, v = names["train_by_label"](FLIGHTS.X[PAST], Y[PAST])
    np.testing.assert_allclose(tables["by label"], by_label, atol=1e-3)
    both = names["train_by_both"](FLIGHTS.X[PAST], Y[PAST])
    np.testing.assert_allclose(tables["by both"], both, atol=1e-2)
    np.testing.assert_array_equal(names["by_order"], tables["by order"] / tables["by order"].std())

    # maps of the truth and of the tables
    panels = maps(truth)
    (late,) = [each for title, each in panels.items() if title.startswith("Lateness")]
    (far,) = [each for title, each in panels.items() if title.startswith("Distance")]
    np.testing.assert_allclose(late, in_order_of(AIRPORTS.share_late))
    np.testing.assert_allclose(far, in_order_of(AIRPORTS.distance_miles))
    related = np.corrcoef(AIRPORTS.share_late, AIRPORTS.distance_miles)[0, 1]
    assert f"correlation is {related:.2f}" in truth.caption
    panels, alike = maps(found), []
    for title, name in [("Trained by labels", "by label"), ("Trained by order", "by order")]:
        (shown,) = [each for key, each in panels.items() if key.startswith(title)]
        line = main_direction(tables[name])
        assert abs(np.corrcoef(shown, in_order_of(line))[0, 1]) > 0.999  # either way round
        alike += [abs(np.corrcoef(line, AIRPORTS.share_late)[0, 1])]
        alike += [abs(np.corrcoef(line, AIRPORTS.distance_miles)[0, 1])]
    said = [float(each) for each in re.findall(r"0\.\d\d", found.caption)]
    np.testing.assert_allclose(said, np.array(alike)[[0, 2, 1, 3]], atol=0.011)

    # the scores, against another way to measure out of sample
    ax = scores.figure.axes[0]
    drawn = {line.get_gid(): line.get_xdata() for line in ax.lines if line.get_gid()}
    assert set(drawn) == set(tables)
    for name, table in tables.items():
        near = nearest_neighbours(table, np.arange(M), 5, metric="euclidean")
        same = np.mean(
            [AIRPORTS.carrier[near[each]] == AIRPORTS.carrier[each] for each in range(M)]
        )
        r2 = [left_out(table, each) for each in (AIRPORTS.share_late, AIRPORTS.distance_miles)]
        np.testing.assert_allclose(drawn[name][2], same)
        np.testing.assert_allclose(drawn[name][:2], r2, atol=0.15)
        for line in ax.lines:
            if line.get_gid() == name:
                heights = np.round(line.get_ydata())
        assert [ax.get_yticklabels()[int(2 - each)].get_text()[:4] for each in heights[::-1]] == [
            "same",
            "dist",
            "late",
        ]
    bars = [bar.get_x() + bar.get_width() for bar in ax.patches if bar.get_gid() == "chance"]
    np.testing.assert_allclose(bars, np.max(names["chance"], axis=0))
    assert not any(np.allclose(each, names["start"]) for each in names["random_tables"])
    assert max(bars[:2]) < 0.1

    # what is counted comes from the rows of training, and what is shuffled was trained anew
    held = (FLIGHTS.X[PAST][:, :, None] == np.arange(M)).any(axis=1)
    np.testing.assert_allclose(names["mean_label"][:, 0], Y[PAST] @ held / held.sum(axis=0))
    for name, found in names["shuffled"].items():
        assert found != names["scores"][name.split(":")[0]]

    # forecasts
    new, y_new = FLIGHTS.X[FUTURE], Y[FUTURE]
    number = np.asarray(by_label, float) @ v[:, 0]
    scored = number[new].mean(axis=1)
    np.testing.assert_allclose(names["forecasts"]["by label, trained"], scored, atol=1e-3)
    auc = roc_auc_score(y_new, scored)
    assert abs(names["aucs"]["by label, trained"] - auc) < 1e-4
    assert f"by label, trained: AUC {names['aucs']['by label, trained']:.3f}" in run.printed
    ax = few.figure.axes[0]
    for line in ax.lines:
        draws = names["few_aucs"][line.get_gid()]
        np.testing.assert_array_equal(line.get_xdata(), list(draws))
        np.testing.assert_allclose(line.get_ydata(), [np.mean(each) for each in draws.values()])
    assert {line.get_gid() for line in ax.lines} == {"one-hot", "by order, frozen"}
    with_all = {name: draws[PAST.sum()] for name, draws in names["few_aucs"].items()}
    for name, table in {"one-hot": np.eye(M), "by order, frozen": names["by_order"]}.items():
        unit = LogisticRegression(C=0.1).fit(table[FLIGHTS.X[PAST]].mean(axis=1), Y[PAST])
        said = unit.decision_function(table[new].mean(axis=1))
        np.testing.assert_allclose(with_all[name], [roc_auc_score(y_new, said)], atol=2e-3)
    one_hot, frozen = (names["few_aucs"][name][200] for name in ("one-hot", "by order, frozen"))
    assert f"{np.mean(frozen) - np.mean(one_hot):+.3f} with 200" in few.caption
    assert len(one_hot) == len(frozen) == 20


def left_out(table, target):
    predicted = cross_val_predict(LinearRegression(), table, target, cv=LeaveOneOut())
    return r2_score(target, predicted)

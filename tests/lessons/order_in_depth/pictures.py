"""Holds the pictures against their titles and captions."""

import re

import numpy as np
from lessons.reading import drawn_paths

BLIND = 11  # heads that miss the swap, by the formulas


def check(run):
    dots, swaps, paths, losses, pulls, shares, balance, hours = run.pictures
    check_dots(dots, run.names)
    check_swaps(swaps)
    check_paths(paths)
    check_losses(losses)
    check_pulls(pulls)
    check_shares(shares)
    check_balance(balance)
    check_hours(hours)


def check_dots(picture, names):
    """A head with a cross on the left has one on the right; titles and caption count them."""
    left, right = picture.figure.axes
    labels = [text.get_text() for text in left.get_yticklabels()]
    assert labels == list(names["heads"])
    crosses = [[line.get_marker() == "X" for line in ax.lines] for ax in (left, right)]
    assert crosses[0] == crosses[1]
    missed = {label for label, cross in zip(labels, crosses[0], strict=True) if cross}
    assert len(missed) == BLIND
    assert {"mean", "max", "attention + mean", "positions beside + mean"} <= missed
    assert not missed & {"Flatten", "GRU", "LSTM", "causal attention + mean"}
    for place, (a, b) in enumerate(zip(left.lines, right.lines, strict=True)):
        assert set(a.get_ydata()) == set(b.get_ydata()) == {-place}
    # In these outputs the swap is small beside the gradients: exchanged panels would fail.
    seen = [
        np.array([line.get_xdata() for line in ax.lines if line.get_marker() == "o"])
        for ax in (left, right)
    ]
    assert np.median(seen[0]) < np.median(seen[1])
    assert seen[0].max() <= 1
    assert left.get_title(loc="left") == f"{BLIND} heads miss the swap, {27 - BLIND} see it"
    assert f"the {BLIND} heads" in picture.caption
    assert f"the {27 - BLIND} heads" in picture.caption


def check_swaps(picture):
    """Zeros at the swaps that the formula says are missed; no other panel has any."""
    same, valid, relu = (ax for ax in picture.figure.axes if ax.get_title(loc="left"))
    for ax, missed in ((same, 3), (valid, 0), (relu, 0)):
        seen = np.asarray(ax.images[0].get_array())
        by_formula = np.ones((5, 5)) - np.eye(5)
        if missed:
            by_formula[1:4, 1:4] = 0
        np.testing.assert_array_equal(seen, by_formula)
        assert f"{10 - missed} of 10 swaps seen" in ax.get_title(loc="left")
    assert 'linear, "same"' in same.get_title(loc="left")
    assert 'linear, "valid"' in valid.get_title(loc="left")


def check_paths(picture):
    ways = {ax.get_title(loc="left"): drawn_paths(ax) for ax in picture.figure.axes}
    assert list(ways) == [
        f"{head}, row {row}"
        for head in ("mean", "Flatten")
        for row in ("3: 3 5 8 45 2", "4: 3 5 45 8 2")
    ]
    mean_3, mean_4, flat_3, flat_4 = ways.values()

    def way(paths, token):
        return paths[token][-1] - paths[token][0]

    for token in (3, 5, 8, 45, 2):
        np.testing.assert_allclose(mean_3[token], mean_4[token], atol=1e-6)
        np.testing.assert_allclose(way(mean_3, token), way(mean_3, 3), atol=1e-6)
    for one, other in ((8, 45), (45, 8)):
        exchanged = np.linalg.norm(way(flat_3, one) - way(flat_4, other))
        assert exchanged < np.linalg.norm(way(flat_3, one) - way(flat_4, one)) / 3


def check_losses(picture):
    (ax,) = picture.figure.axes
    blind = -(3 / 4 * np.log(3 / 4) + 1 / 4 * np.log(1 / 4))
    aware = -3 / 4 * (2 / 3 * np.log(2 / 3) + 1 / 3 * np.log(1 / 3))
    grey = ["mean", "max", "attention + mean", "Conv1D(3, linear) + mean"]
    blue = ["Flatten", "GRU", "LSTM", "positions + attention + mean"]
    ends = {line.get_label(): line.get_ydata()[-1] for line in ax.lines}
    colours = {line.get_label(): line.get_color() for line in ax.lines}
    for names, end in ((grey, blind), (blue, aware)):
        assert len({colours[name] for name in names}) == 1
        assert all(abs(ends[name] - end) < 0.003 for name in names)
    assert colours["mean"] != colours["LSTM"]
    assert f"{blind:.4f}" in picture.caption
    assert f"{aware:.4f}" in picture.caption


def check_pulls(picture):
    (ax,) = picture.figure.axes
    one, zero = ax.lines
    assert one.get_label().endswith("y = 1")
    assert zero.get_label().endswith("y = 0")
    p, length = one.get_xdata(), (one.get_ydata() + zero.get_ydata())[0]
    np.testing.assert_allclose(one.get_ydata(), (1 - p) * length, atol=1e-6)
    np.testing.assert_allclose(zero.get_ydata(), p * length, atol=1e-6)
    assert f"{length:.3f}" in picture.caption


def check_shares(picture):
    (ax,) = picture.figure.axes
    lines = {line.get_gid(): line for line in ax.lines}
    assert list(lines) == ["k = 8", "k = 8, L2 penalty", "k = 1", "accuracy"]
    assert all(list(line.get_xdata()) == [0.05, 0.5, 1, 2, 5] for line in lines.values())
    y = {name: np.array(line.get_ydata()) for name, line in lines.items()}
    assert (np.diff(y["k = 8"]) < 0).all()
    assert y["k = 8"][-1] < 0.4
    assert min(y["k = 8, L2 penalty"].min(), y["k = 1"].min()) > 0.9
    assert y["accuracy"].min() > 0.99
    told = [float(each) for each in re.findall(r"\d\.\d\d", picture.caption)]
    shown = [y["k = 8"][-1]] + [y[name].min() for name in list(y)[1:]]
    np.testing.assert_allclose(told, shown, atol=0.0051)


def check_balance(picture):
    """Three arrows: from the origin on the left, head to tail and closed on the right."""
    left, right = picture.figure.axes
    tips = [
        np.array([[q.X[0], q.Y[0], q.X[0] + q.U[0], q.Y[0] + q.V[0]] for q in ax.collections])
        for ax in (left, right)
    ]
    assert len(tips[0]) == len(tips[1]) == 3
    np.testing.assert_array_equal(tips[0][:, :2], 0)
    p = np.array([float(each) for each in re.findall(r"0\.\d\d", picture.caption)])
    steps = tips[1][:, 2:] - tips[1][:, :2]
    np.testing.assert_allclose(steps, p[:, None] * tips[0][:, 2:], atol=0.006)
    np.testing.assert_allclose(tips[1][:-1, 2:], tips[1][1:, :2], atol=1e-6)
    np.testing.assert_allclose(tips[1][-1, 2:], 0, atol=1e-6)
    assert abs(np.linalg.norm(tips[0][:, 2:], axis=1).max() - 1) < 1e-6


def check_hours(picture):
    axes = picture.figure.axes
    hour = np.arange(24)
    assert [ax.get_title(loc="left") for ax in axes] == ["rises", "goes round", "dealt out"]
    for ax in axes:
        drawn = {line.get_gid(): line.get_xydata() for line in ax.lines}
        assert list(drawn) == ["number", "circle", "token", "trained", "held out"]
        assert drawn["held out"][:, 0].tolist() == [2, 6, 10, 14, 18, 22]
        both = np.vstack([drawn["trained"], drawn["held out"]])
        target = both[both[:, 0].argsort(), 1]
        rises = (hour - 11.5) / np.std(hour)
        round_the_clock = np.sqrt(2) * np.cos(2 * np.pi * (hour - 17) / 24)
        title = ax.get_title(loc="left")
        if title == "dealt out":
            np.testing.assert_allclose(np.sort(target), rises, atol=1e-9)
            assert not np.allclose(target, rises)
        else:
            true = {"rises": rises, "goes round": round_the_clock}[title]
            np.testing.assert_allclose(target, true, atol=1e-9)
        fits = {name: abs(drawn[name][:, 1] - target).max() < 1e-3 for name in ("number", "circle")}
        assert fits == {"number": title == "rises", "circle": title == "goes round"}
        off = abs(drawn["token"][:, 1] - target)
        assert off[hour % 4 != 2].max() < 1e-3 < off[hour % 4 == 2].max()
        assert abs(np.diff(drawn["number"][:, 1], 2)).max() < 1e-9, "a number gives a line"
    assert [text.get_text() for text in picture.figure.legends[0].texts][:3] == [
        "as a number",
        "on a circle",
        "as a token",
    ]

"""Holds the pictures against their titles and captions."""

from embedlab.drawing.plots import TOKEN_STYLES

import re

import numpy as np

SHARE = {"a quarter": 1 / 4, "half": 1 / 2, "all": 1.0}
QUARTERS = {d: ((12 * d, 12 * d + 12), (0, 4)) for d in range(4)}
COLUMNS = {d: ((0, 48), (d, d + 1)) for d in range(4)}
COPIES = dict.fromkeys(range(4), ((0, 48), (0, 4)))
HALVES = {d: ((24 * (d % 2), 24 * (d % 2) + 24), (0, 4)) for d in range(4)}
TRUE = {
    "Rows": QUARTERS,
    "Columns": COLUMNS,
    "A missed pattern": COPIES,
    "DataParallel": COPIES,
    "Data and rows": HALVES,
}


def check(run):
    shards, bars = run.pictures
    check_shards(shards)
    check_bars(bars, run.names)


def check_shards(picture):
    m, k = 48, 4
    titles = [ax.get_title(loc="left").split(":\n") for ax in picture.figure.axes]
    assert [plan for plan, _ in titles] == list(TRUE)
    for ax, (plan, says) in zip(picture.figure.axes, titles, strict=True):
        drawn = {p.get_gid(): p for p in ax.patches if p.get_gid()}
        marked = {line.get_gid(): line for line in ax.lines}
        expected = set()
        for device, ((top, bottom), (left, right)) in TRUE[plan].items():
            filled = drawn[f"shard on {device}"]
            assert filled.get_xy() == (device * (k + 2) + left, top), (plan, device)
            assert (filled.get_width(), filled.get_height()) == (right - left, bottom - top)
            assert (right - left) * (bottom - top) / (m * k) == SHARE[says.removesuffix(" on each")]
            expected |= {f"{token} on {device}" for token in TOKEN_STYLES if top <= token < bottom}
        assert set(marked) == expected, plan
        for name, line in marked.items():
            token, device = map(int, name.split(" on "))
            (x, y), (left, right) = line.get_xydata()[0], TRUE[plan][device][1]
            assert (x, y) == (device * (k + 2) + (left + right) / 2, token + 0.5)
            assert (line.get_color(), line.get_marker()) == TOKEN_STYLES[token]
    labels = {text.get_text(): text.get_position()[1] for text in picture.figure.axes[0].texts}
    assert labels == {str(token): token + 0.5 for token in TOKEN_STYLES}
    on_device_0 = sum(token < 12 for token in TOKEN_STYLES)
    assert f"device 0 owns {on_device_0} of the five" in picture.caption


def check_bars(picture, names):
    left, right = picture.figure.axes
    table, vectors = 4 * 48_000 * 16, 4 * 64 * 5 * 16
    holds = [1, 1 / 2, 1 / 4, 1 / 4, 1, 1 / 2]
    labels = [text.get_text() for text in left.get_yticklabels()]
    assert labels == list(names["measured"])
    assert labels == [f"Rows, {n} device{'s' * (n > 1)}" for n in (1, 2, 4)] + names["OTHERS"]
    width = {bar.get_gid(): bar.get_width() for bar in left.patches}
    start = {bar.get_gid(): bar.get_x() for bar in left.patches}
    for label, share in zip(labels, holds, strict=True):
        np.testing.assert_allclose(width[f"the table, {label}"], share * table / 1e6)
        np.testing.assert_allclose(width[f"Adam's two means, {label}"], 2 * share * table / 1e6)
        np.testing.assert_allclose(start[f"Adam's two means, {label}"], share * table / 1e6)
    received = {line.get_gid(): line.get_xydata()[0, 0] for line in right.lines if line.get_gid()}
    at = {name.removeprefix("received, "): 1e3 * each for name, each in received.items()}
    assert set(at) == set(labels[1:])
    np.testing.assert_allclose([at[labels[1]], at[labels[2]]], vectors)
    assert at["Columns"] < vectors / 10
    assert table <= at["DataParallel"] < 1.01 * table, "copies send a table's worth"
    assert table / 2 <= at["Data and rows"] < 1.05 * table / 2
    assert [text.get_text() for text in right.texts] == ["nothing"]
    numbers = [int(each.replace(",", "")) for each in re.findall(r"[\d,]*\d", picture.caption)]
    assert numbers[:4] == [48_000, 16, 64, 5]

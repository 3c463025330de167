"""What the pictures must show, and what the tables and printed lines must say."""

from embedlab.datasets import QUESTION_WORDS, load_question_rows
from embedlab.drawing.plots import drawn_paths

import numpy as np

TOKENS = [3, 5, 8, 45, 2]
X, y = load_question_rows()[:2]


def check(run):
    table = run.names["layer"].get_weights()[0]
    check_data(run, table)
    check_experiments(run.names, table)
    two_ways, clouds, starts, step = run.pictures
    check_two_ways(two_ways, run.names["X"][0], table)
    check_line_and_cloud(clouds, table)
    check_starts(starts, table, run.names)
    check_step(step, run.names)


def check_data(run, table):
    """The rows with their words, the table of sizes, and what stands between the claims."""
    rows, sizes = run.tables
    for number, line in enumerate(rows.cells):
        said = " ".join(QUESTION_WORDS[token] for token in X[number])
        assert line == [str(number + 1), str(X[number]), said, str(int(y[number]))]
    assert sizes.header == ["input_dim", "works for five columns", "for two columns"]
    for size, *works in sizes.cells:
        assert works == [str(int(size) > ids.max()) for ids in (X, X[:, :2])]
    assert {
        f"{table[8]} {table[8]}",
        "2 units: kernel (46, 2)   row 1 becomes (5, 2)",
        "46 units: kernel (46, 46)  row 1 becomes (5, 46)",
        f"row 1 of X: {X[0]} becomes {run.names['new_id'][X[0]]}",
    } <= set(run.printed.splitlines())


def check_experiments(names, table):
    """Each comparison compares two things, and each layer does what its name says."""
    new_id = names["new_id"]
    damaged = table.copy()
    damaged[0] = np.nan  # id 0 is never read, but a product reads every row
    names["bare"].set_weights([damaged])
    assert np.isnan(names["bare"](X[0])).all()

    (first, ids), (second, new_ids) = names["both"]  # two models, trained apart
    np.testing.assert_array_equal(ids, X)
    np.testing.assert_array_equal(new_ids, new_id[X])
    tables = [model.get_layer("embedding").get_weights()[0] for model in (first, second)]
    np.testing.assert_allclose(tables[1][new_id], tables[0], atol=1e-6)
    moved = np.flatnonzero((tables[0] != table).any(axis=1))
    assert moved.tolist() == sorted(TOKENS)
    assert all((a != b).all() for a, b in zip(names["before"], names["after"], strict=True))

    starts = names["starts"]
    for token in (5, 45):
        apart = np.linalg.norm(starts[:, 3] - starts[:, token], axis=1)
        np.testing.assert_array_equal(names[f"to_{token}"], apart)

    assert names["before"][0] is not names["before"][1]
    assert names["copy"] is not names["model"]  # it was read from a file
    given = names["model"].get_layer("embedding").get_weights()[0]
    assert (given != table).all()  # the vectors from elsewhere are not the layer's own
    mixed = np.asarray(names["recurrent"](table[names["random_rows"]]))
    np.testing.assert_allclose(names["behind"], mixed[names["random_rows"] == 8], atol=1e-6)
    np.testing.assert_array_equal(names["alone"], np.tile(table[8], (len(names["alone"]), 1)))
    places = np.argwhere(names["random_rows"] == 8)[:, 1]
    assert set(places) == set(range(5))


def check_two_ways(picture, ids, table):
    """Both sides show row 1 of X, and every frame and arrow the row of its id."""
    figure = picture.figure
    assert ids.tolist() == TOKENS
    images = {image.get_gid(): image.get_array() for ax in figure.axes for image in ax.images}
    one_hot = np.equal.outer(ids, np.arange(len(table))).astype(float)
    truths = {"table": table, "second table": table, "one-hot": one_hot}
    for gid, truth in (truths | {"vectors": table[ids], "product": table[ids]}).items():
        np.testing.assert_array_equal(images[gid], truth, err_msg=gid)
    assert [text.get_text() for text in figure.axes[0].texts] == [str(token) for token in TOKENS]
    # An arrow leads from each id's place to its row, and on to its place among the vectors.
    ends = [(arrow.xy1[1], arrow.xy2[1]) for arrow in figure.artists]
    assert ends[::2] == list(enumerate(TOKENS))
    assert ends[1::2] == [(token, place) for place, token in enumerate(TOKENS)]
    assert all(arrow.get_annotation_clip() is False for arrow in figure.artists)
    titles = {text.get_text(): text.get_position()[0] for text in figure.texts}
    assert titles["Look up: each id selects its row"] < 0.4
    assert titles["Multiply: each 1 selects the same row"] > 0.4
    assert f"Id 8 selects ({table[8, 0]:.3f}, {table[8, 1]:.3f})" in picture.caption
    assert "from the ids 3, 5, 8, 45, 2 to their rows" in picture.alt


def check_line_and_cloud(picture, table):
    """The panel "on a line" shows a line in the ids' order; the other one shows the table."""
    line, cloud = picture.figure.axes
    assert line.get_title(loc="left") == "Computed with: on a line"
    assert cloud.get_title(loc="left") == "Looked up: no order"
    for ax in (line, cloud):
        points = next(each for each in ax.lines if each.get_gid() == "all ids").get_xydata()
        assert points.shape == table.shape
        for token, path in drawn_paths(ax).items():
            np.testing.assert_array_equal(path, points[[token]])
        assert set(drawn_paths(ax)) == set(TOKENS)
        truth = np.outer(np.arange(len(table)), points[1]) if ax is line else table
        np.testing.assert_allclose(points, truth, rtol=1e-4 if ax is line else 0)
    for said in (picture.caption, picture.alt):
        assert "45 is 21 times as far from 3 as 5 is" in said  # (45 - 3) / (5 - 3)


def check_starts(picture, table, names):
    """The first matrix is that of the layer's table, and the histogram that of tokens 3 and 8."""
    one, two, many = picture.figure.axes
    for ax, title, start in [(one, "One start", table), (two, "Another start", names["other"])]:
        assert ax.get_title(loc="left") == title
        unit = start[TOKENS] / np.linalg.norm(start[TOKENS], axis=1, keepdims=True)
        np.testing.assert_allclose(ax.images[0].get_array(), unit @ unit.T, atol=1e-5)
        assert f"{unit[0] @ unit[2]:.2f}" in picture.alt
        assert [label.get_text() for label in ax.get_yticklabels()] == [str(t) for t in TOKENS]
    first, second = names["starts"][:, 3], names["starts"][:, 8]
    lengths = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    cosine = np.clip((first * second).sum(axis=1) / lengths, -1, 1)
    counts, _ = np.histogram(cosine, bins=20, range=(-1, 1))
    bars = [bar.get_height() for bar in many.patches]
    np.testing.assert_allclose(bars, counts / len(cosine), atol=5 / len(cosine))
    assert many.get_title(loc="left") == f"{len(cosine):,} starts: often near ±1"
    assert many.get_xlabel() == "cosine of 3 and 8"
    beyond = f"{np.mean(np.abs(cosine) > 0.9):.0%}"
    assert f"Of 20,000 starts, {beyond} put 3 and 8 beyond ±0.9" in picture.caption
    assert f"in 20,000 starts is highest at both ends: {beyond} are beyond ±0.9" in picture.alt


def check_step(picture, names):
    """The strips are the film's first two frames and their difference, white where it is zero."""
    film, table = names["film"], names["W"]
    assert len(film.tables) == 2
    np.testing.assert_array_equal(film.before, table)
    axes = picture.figure.axes[:3]
    strips = {ax.get_title(loc="left"): ax.images[0].get_array().T for ax in axes}
    np.testing.assert_array_equal(strips["Before"], film.tables[0])
    np.testing.assert_array_equal(strips["After one step"], film.tables[1])
    difference = strips["Difference: only rows looked up"]
    assert difference.shape == table.shape
    coloured = np.flatnonzero(~np.ma.getmaskarray(difference).all(axis=1))
    assert coloured.tolist() == sorted(TOKENS)
    change = (film.tables[1] - film.tables[0])[coloured]
    np.testing.assert_array_equal(difference[coloured].filled(np.nan), change)
    assert len({ax.images[0].get_clim() for ax in axes}) == 1
    assert picture.alt.endswith("white but for the ids 2, 3, 5, 8, 45.")

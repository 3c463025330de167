"""What the pictures of notebook 01 must show, and what its tables and printed lines must say."""

from embedlab.datasets import QUESTION_WORDS, load_question_rows
from embedlab.drawing.plots import drawn_paths

import numpy as np

TOKENS = [3, 5, 8, 45, 2]
X, y = load_question_rows()[:2]


def check(run):
    rows, sizes = run.tables
    check_data(rows, sizes, run)
    check_experiments(run.names)
    names = run.names
    two_ways, number_or_name, starts, one_step = (picture.figure for picture in run.pictures)
    captions = [picture.caption for picture in run.pictures]
    table = names["layer"].get_weights()[0]
    check_two_ways(two_ways, captions[0], names["X"][0], table)
    check_number_or_name(number_or_name, captions[1], table)
    check_starts(starts, captions[2], table, names)
    check_one_step(one_step, names)


def check_data(rows, sizes, run):
    """The rows with their words, the table of sizes, and what stands between the claims."""
    for number, line in enumerate(rows.cells):
        said = " ".join(QUESTION_WORDS[token] for token in X[number])
        assert line == [str(number + 1), str(X[number]), said, str(int(y[number]))]
    assert sizes.header == ["input_dim", "works for five columns", "for two columns"]
    for size, *works in sizes.cells:
        assert works == [str(int(size) > ids.max()) for ids in (X, X[:, :2])]
    table, new_id = run.names["layer"].get_weights()[0], run.names["new_id"]
    lines = run.printed.splitlines()
    assert f"{table[8]} {table[8]}" in lines
    assert "2 units: kernel (46, 2)   row 1 becomes (5, 2)" in lines
    assert "46 units: kernel (46, 46)  row 1 becomes (5, 46)" in lines
    assert f"row 1 of X: {X[0]} becomes {new_id[X[0]]}" in lines


def check_experiments(names):
    """Each comparison compares two things, and each layer does what its name says."""
    table, new_id = names["layer"].get_weights()[0], names["new_id"]
    damaged = table.copy()
    damaged[0] = np.nan  # id 0 is never read, but a product reads every row
    names["bare"].set_weights([damaged])
    assert np.isnan(names["bare"](X[0])).all()

    (first, ids), (second, new_ids) = names["both"]  # two models, trained apart
    np.testing.assert_array_equal(ids, X)
    np.testing.assert_array_equal(new_ids, new_id[X])
    tables = [model.get_layer("embedding").get_weights()[0] for model in (first, second)]
    np.testing.assert_array_equal(tables[1][new_id], tables[0])
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


def check_two_ways(figure, caption, ids, table):
    """Both sides show row 1 of X, and every frame and arrow the row of its id."""
    assert ids.tolist() == TOKENS
    images = {image.get_gid(): image.get_array() for ax in figure.axes for image in ax.images}
    one_hot = np.equal.outer(ids, np.arange(len(table))).astype(float)
    for gid, truth in {
        "table": table,
        "second table": table,
        "vectors": table[ids],
        "product": table[ids],
        "one-hot": one_hot,
    }.items():
        np.testing.assert_array_equal(images[gid], truth, err_msg=gid)
    written = [text.get_text() for text in figure.axes[0].texts]
    assert written == [str(token) for token in TOKENS]
    # An arrow leads from each id's place to its row, and on to its place among the vectors.
    ends = [(arrow.xy1[1], arrow.xy2[1]) for arrow in figure.artists]
    truth = [
        pair for place, token in enumerate(TOKENS) for pair in [(place, token), (token, place)]
    ]
    assert ends == truth
    assert all(arrow.get_annotation_clip() is False for arrow in figure.artists)
    titles = {text.get_text(): text.get_position()[0] for text in figure.texts}
    assert titles["Look up: each id selects its row"] < 0.4
    assert titles["Multiply: each 1 selects the same row"] > 0.4
    assert f"Id 8 selects ({table[8, 0]:.3f}, {table[8, 1]:.3f})" in caption


def check_number_or_name(figure, caption, table):
    """The panel "on a line" shows a line in the ids' order; the other one shows the table."""
    line, cloud = figure.axes
    assert line.get_title(loc="left") == "Computed with: on a line"
    assert cloud.get_title(loc="left") == "Looked up: no order"
    for ax in (line, cloud):
        points = next(each for each in ax.lines if each.get_gid() == "all ids").get_xydata()
        assert points.shape == table.shape
        for token, path in drawn_paths(ax).items():
            np.testing.assert_array_equal(path, points[[token]])
        assert set(drawn_paths(ax)) == set(TOKENS)
        if ax is line:
            np.testing.assert_allclose(
                points, np.outer(np.arange(len(table)), points[1]), rtol=1e-4
            )
        else:
            np.testing.assert_array_equal(points, table)
    assert "45 is 21 times as far from 3 as 5 is" in caption  # (45 - 3) / (5 - 3)


def check_starts(figure, caption, table, names):
    """The first matrix is that of the layer's table, and the histogram that of tokens 3 and 8."""
    one, two, many = figure.axes
    for ax, title, start in [(one, "One start", table), (two, "Another start", names["other"])]:
        assert ax.get_title(loc="left") == title
        unit = start[TOKENS] / np.linalg.norm(start[TOKENS], axis=1, keepdims=True)
        np.testing.assert_allclose(ax.images[0].get_array(), unit @ unit.T, atol=1e-5)
        assert [label.get_text() for label in ax.get_yticklabels()] == [str(t) for t in TOKENS]
    first, second = names["starts"][:, 3], names["starts"][:, 8]
    lengths = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    cosine = np.clip((first * second).sum(axis=1) / lengths, -1, 1)
    counts, _ = np.histogram(cosine, bins=20, range=(-1, 1))
    bars = [bar.get_height() for bar in many.patches]
    np.testing.assert_allclose(bars, counts / len(cosine), atol=5 / len(cosine))
    assert many.get_title(loc="left") == f"{len(cosine):,} starts: often near ±1"
    assert many.get_xlabel() == "cosine of 3 and 8"
    assert f"{np.mean(np.abs(cosine) > 0.9):.0%} put 3 and 8 beyond ±0.9" in caption


def check_one_step(figure, names):
    """The strips are the film's first two frames and their difference, white where it is zero."""
    film, table = names["film"], names["W"]
    assert len(film.tables) == 2
    np.testing.assert_array_equal(film.before, table)
    strips = {ax.get_title(loc="left"): ax.images[0].get_array().T for ax in figure.axes[:3]}
    np.testing.assert_array_equal(strips["Before"], film.tables[0])
    np.testing.assert_array_equal(strips["After one step"], film.tables[1])
    difference = strips["Difference: only rows looked up"]
    assert difference.shape == table.shape
    coloured = np.flatnonzero(~np.ma.getmaskarray(difference).all(axis=1))
    assert coloured.tolist() == sorted(TOKENS)
    change = (film.tables[1] - film.tables[0])[coloured]
    np.testing.assert_array_equal(difference[coloured].filled(np.nan), change)
    scales = {ax.images[0].get_clim() for ax in figure.axes[:3]}
    assert len(scales) == 1

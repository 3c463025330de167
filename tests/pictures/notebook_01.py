"""What the pictures of notebook 01 must show."""

from embedlab.plots import drawn_paths

import numpy as np

TOKENS = [3, 5, 8, 45, 2]


def check(run):
    names = run.names
    two_ways, number_or_name, starts, one_step = (picture.figure for picture in run.pictures)
    captions = [picture.caption for picture in run.pictures]
    table = names["layer"].get_weights()[0]
    check_two_ways(two_ways, captions[0], names["X"][0], table)
    check_number_or_name(number_or_name, captions[1], table)
    check_starts(starts, captions[2], table, names)
    check_one_step(one_step, names)


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

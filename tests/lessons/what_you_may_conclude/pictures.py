"""What the pictures of analogies and of maps must show, from the table that each panel names.

The other pictures are held by the claims beside them.
"""

import numpy as np


def check(run):
    (picture,) = (each for each in run.pictures if "from the nouns to the verbs" in each.caption)
    left, right = picture.figure.axes
    assert title(left) == "Each topic its own company: a right angle"
    assert title(right) == "Shared contexts: parallel steps"
    tokens, trained = run.names["tokens"], run.names["trained"]
    for ax, table in ((left, trained["skip-gram, window 1"]), (right, run.names["by_words"])):
        steps = {}
        for topic, name in enumerate(("sea", "sky")):
            noun, verb = (
                table[(tokens.topic == topic) & (tokens.role == role)].mean(axis=0)
                for role in (0, 1)
            )
            (line,) = (each for each in ax.lines if each.get_gid() == f"step {name}")
            steps[name] = np.diff(line.get_xydata(), axis=0)[0]
            length = np.linalg.norm(verb - noun)
            np.testing.assert_allclose(np.linalg.norm(steps[name]), length, rtol=0.02)
        one, other = (each / np.linalg.norm(each) for each in steps.values())
        assert abs(one @ other - (ax is right)) < 0.05, title(ax)
    check_maps(run, trained)


def check_maps(run, trained):
    """Each map stands under the name of its table, and the shares in the rows of their tables."""
    picture = next(each for each in run.pictures if each.caption.startswith("Eight tables"))
    names = [title(ax) for ax in picture.figure.axes[: len(trained)]]
    assert names == list(trained)
    tokens, kinds = run.names["tokens"], run.names["TOPIC_AND_ROLE"]
    from embedlab.drawing.token_maps import drawn_places

    for ax in picture.figure.axes[: len(trained)]:
        group = {"label": tokens.label_group, "order": kinds}
        places = drawn_places(ax)
        apart = {each: spread_between(places, values) for each, values in group.items()}
        if title(ax).startswith("label"):
            assert apart["label"] > 0.8 > apart["order"], title(ax)
        elif title(ax).startswith(("skip-gram", "next", "GloVe")):
            assert apart["order"] > 0.7 > apart["label"], title(ax)
    heat = picture.figure.axes[len(trained)]
    assert [each.get_text() for each in heat.get_yticklabels()] == list(trained)


def spread_between(places, values):
    """The share of the places' spread that lies between groups of equal values."""
    centre = np.array([places[values == each].mean(axis=0) for each in values])
    return ((centre - places.mean(axis=0)) ** 2).sum() / ((places - places.mean(axis=0)) ** 2).sum()


def title(ax):
    return (ax.get_title(loc="left") or ax.get_title()).replace("\n", " ")

"""Shrunk shares lie between the raw ones and the mean, those of rare airports nearest to it."""

import numpy as np


def check(run):
    (picture,) = run.pictures
    (ax,) = picture.figure.axes
    lines = {line.get_label(): np.asarray(line.get_data()) for line in ax.lines}
    seen, raw = lines["raw share"]
    mean = lines["mean of all"][1][0]
    kept = (lines["shrunk"][1] - mean) / (raw - mean)  # share of the way from the mean
    assert ((kept > 0) & (kept < 1)).all()
    assert (np.diff(kept[np.argsort(seen)]) >= -1e-9).all()
    ends = np.array(ax.collections[0].get_segments())  # the line from each raw share
    assert np.allclose(ends.transpose(1, 2, 0), [lines["raw share"], lines["shrunk"]])
    assert len(seen) == 89

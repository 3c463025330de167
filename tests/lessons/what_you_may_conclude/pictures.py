"""What the maps must show: each panel the places that its title names."""

import numpy as np


def check(run):
    (picture,) = run.pictures
    assert "Maps by t-SNE" in picture.caption
    shown = {ax.get_title(loc="left").replace("\n", " "): ax for ax in picture.figure.axes}
    names = [(name, f"perplexity {n}") for name in ("airports", "random vectors") for n in (2, 30)]
    assert list(shown) == [f"{name}: {way}" for name, way in names]
    for (name, way), ax in zip(names, shown.values(), strict=True):
        (line,) = ax.lines
        np.testing.assert_array_equal(line.get_xydata(), run.names["maps"][name, f"2-D, {way}"])

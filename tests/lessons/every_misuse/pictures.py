"""What the pictures must show, from layers that Keras makes here once more."""

import re

import keras
import numpy as np

TOKENS = [3, 5, 8, 45, 2]


def check(run):
    seed = run.names["SEED"]
    units, values, similar, noise = run.pictures
    check_units(units, start_of(seed, 46))
    starts = start_of(seed, 20_000 * 46)
    check_values(values, starts)
    check_similar(similar, starts.reshape(20_000, 46, 2))
    check_noise(noise, starts.ravel())


def start_of(seed, rows):
    keras.utils.set_random_seed(seed)
    return keras.layers.Embedding(rows, 2)(np.arange(rows)).numpy()


def title(ax):
    return ax.get_title(loc="left")


def check_units(picture, W):
    """Two panels: few connections leave input 8, and their weights are its vector; or many."""
    few, many = picture.figure.axes
    for ax, count in ((few, 2), (many, 46)):
        assert title(ax) == f"{count} units: {count} weights leave input 8"
        (leaving,) = (each for each in ax.collections if each.get_gid() == "leaving")
        segments = np.array(leaving.get_segments())
        assert segments.shape == (count, 2, 2)
        inputs = next(line.get_ydata() for line in ax.lines if len(line.get_xdata()) == 46)
        np.testing.assert_allclose(segments[:, 0], [[0, inputs[8]]] * count)
    shown = [text.get_text() for text in few.texts if text.get_gid() == "weight"]
    assert shown == [f"{weight:.3f}" for weight in W[8]]
    assert not [text for text in many.texts if text.get_gid() == "weight"]
    assert f"id 8: {W[8, 0]:.3f} and {W[8, 1]:.3f}" in picture.caption


def check_values(picture, starts):
    (ax,) = picture.figure.axes
    counts, edges = np.histogram(starts, bins=20, range=(-np.float32(0.05), np.float32(0.05)))
    assert counts.sum() == starts.size
    np.testing.assert_array_equal([bar.get_height() for bar in ax.patches], counts)
    centres = [bar.get_x() + bar.get_width() / 2 for bar in ax.patches]
    np.testing.assert_allclose(centres, (edges[1:] + edges[:-1]) / 2, atol=1e-6)
    assert f"{counts.max():,}, the emptiest {counts.min():,}" in picture.caption


def check_similar(picture, starts):
    """One start, another, and the mean, each panel under its own name."""
    panels = {title(ax): ax.images[0].get_array() for ax in picture.figure.axes if title(ax)}
    chosen = starts[:, TOKENS].astype(float)
    chosen = chosen / np.linalg.norm(chosen, axis=-1, keepdims=True)
    every = np.einsum("nik,njk->nij", chosen, chosen)
    truth = {"One start": every[0], "Another start": every[1]}
    truth["Mean of 20,000 starts"] = every.mean(axis=0)
    assert list(panels) == list(truth)
    for name, matrix in truth.items():
        np.testing.assert_allclose(panels[name], matrix, atol=1e-5, err_msg=name)
    a, b, cosine, other = re.search(
        r"one start (\d+) and (\d+) are the most similar \((\S+)\); .* have (-?[\d.]+)\. ",
        picture.caption,
    ).groups()
    pair = TOKENS.index(int(a)), TOKENS.index(int(b))
    assert every[0][pair] == max(every[0][np.triu_indices(5, 1)])
    assert (cosine, other) == (f"{every[0][pair]:.2f}", f"{every[1][pair]:.2f}")


def check_noise(picture, numbers):
    for ax, k in zip(picture.figure.axes, (2, 8, 64), strict=True):
        assert title(ax) == f"k = {k}"
        first, second = np.swapaxes(numbers[: 20_000 * k].reshape(10_000, 2, k), 0, 1)
        lengths = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
        cosines = (first * second).sum(axis=1) / lengths
        counts, _ = np.histogram(cosines, bins=20, range=(-1, 1))
        heights = np.array([bar.get_height() for bar in ax.patches])
        np.testing.assert_allclose(heights, counts / 10_000, atol=5e-4)
        assert f"{np.sqrt((cosines**2).mean()):.2f} for k = {k}" in picture.caption

"""Drawings of notebook 10, every misuse of an Embedding layer."""

from embedlab.drawing import plots

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection


def dense_units(kernels, token):
    """Dense layers on one-hot input, one panel for each kernel of shape (m, units).

    The connections that leave the token's input are drawn strongly; where they are few, their
    weights stand beside the units.
    """
    fig, axes = plt.subplots(1, len(kernels), figsize=(10, 4.2))
    colour, marker = plots.token_style(token)
    for ax, kernel in zip(axes, kernels, strict=True):
        m, units = kernel.shape
        inputs = np.column_stack([np.zeros(m), np.linspace(1, 0, m)])
        outputs = np.column_stack([np.ones(units), np.linspace(1, 0, units + 2)[1:-1]])
        lines = [[start, end] for start in inputs for end in outputs]
        pale = {"colors": "0.92", "linewidths": 0.5, "antialiased": False}
        ax.add_collection(LineCollection(lines, **pale))
        leaving = lines[token * units : (token + 1) * units]
        ax.add_collection(LineCollection(leaving, colors=colour, gid="leaving"))
        ax.plot(*inputs.T, "o", color="0.7", markersize=3)
        ax.plot(*outputs.T, "o", color=plots.GREY, markersize=6 if units < 10 else 3)
        ax.plot(*inputs[token], marker, color=colour, markersize=9)
        ax.text(-0.04, inputs[token, 1], token, ha="right", va="center", weight="bold")
        for weight, (x, height) in zip(kernel[token], outputs, strict=True) if units < 10 else ():
            ax.text(x + 0.04, height, f"{weight:.3f}", va="center", gid="weight")
        for x, text in enumerate([f"{m} inputs", f"{units} units"]):
            ax.text(x, -0.07, text, ha="center")
        title = f"{units} units: {units} weights leave input {token}"
        ax.set(title=title, xlim=(-0.15, 1.3))
        ax.axis("off")
    return fig


def start_values(counts, limit):
    """How often a new table holds each number; counts in equal bins from -limit to limit."""
    fig, ax = plt.subplots(figsize=(7, 2.4))
    edges = np.linspace(-limit, limit, len(counts) + 1)
    ax.bar((edges[1:] + edges[:-1]) / 2, counts, width=0.95 * np.diff(edges))
    title = f"Every value from −{limit} to {limit} is equally likely"
    ax.set(title=title, xlabel="initial value", ylabel="count")
    return fig


def noise(cosines):
    """How often each cosine of two random vectors occurs; cosines: k -> array of cosines."""
    fig, axes = plt.subplots(1, len(cosines), figsize=(10, 2.8), sharex=True, sharey=True)
    for ax, (k, values) in zip(axes, cosines.items(), strict=True):
        share = np.full(len(values), 1 / len(values))
        ax.hist(values, bins=20, range=(-1, 1), weights=share, color=plots.BLUE, ec="white")
        ax.set(title=f"k = {k}", xlabel="cosine of two vectors", xticks=[-1, -0.5, 0, 0.5, 1])
    axes[0].set_ylabel("share of pairs")
    return fig


def heatmaps(panels, tokens):
    """Cosines of the tokens, one panel for each entry of `panels`: title -> matrix (n, n)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(10, 3.6))
    for ax, (title, matrix) in zip(axes, panels.items(), strict=True):
        image = plots.plot_heatmap(ax, matrix, tokens)
        ax.set_title(title)
    fig.colorbar(image, ax=axes, label="cosine")
    return fig

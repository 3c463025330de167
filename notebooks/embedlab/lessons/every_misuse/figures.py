"""What misuse of an Embedding layer does: its units, its start, noise that looks alike."""

from embedlab.drawing import plots

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection


def dense_units(kernels, token):
    """Dense layers on one-hot input, one panel for each kernel: of shape (m, k), and (m, m).

    The connections that leave the token's input are drawn strongly, with the weights of the first.
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
        ax.plot(*outputs.T, "o", color=plots.GREY, markersize=6 if ax is axes[0] else 3)
        ax.plot(*inputs[token], marker, color=colour, markersize=9)
        ax.text(-0.04, inputs[token, 1], token, ha="right", va="center", weight="bold")
        if ax is axes[0]:
            weights = [f"{weight:.3f}" for weight in kernel[token]]
            for weight, (x, height) in zip(weights, outputs, strict=True):
                ax.text(x + 0.04, height, weight, va="center", gid="weight")
        for x, text in enumerate([f"{m} inputs", f"{units} units"]):
            ax.text(x, -0.07, text, ha="center")
        title = f"{units} units: {units} weights leave input {token}"
        ax.set(title=title, xlim=(-0.15, 1.3))
        ax.axis("off")
    k, vector = kernels[0].shape[1], " and ".join(weights)
    return (
        fig,
        f"A dense layer on {m} one-hot inputs. With {k} units, the {k} weights that leave input "
        f"{token} are the vector of id {token}: {vector}. With {m} units, {m} weights leave it.",
        f"Two networks of {m} inputs, each joined to every unit by a pale line. Strong lines leave "
        f"input {token}: left {k}, to units marked {vector}; right a fan of {m}, to {m} units.",
    )


def start_values(counts, limit):
    """How often a new table holds each number; counts in equal bins from -limit to limit."""
    fig, ax = plt.subplots(figsize=(7, 2.4))
    edges = np.linspace(-limit, limit, len(counts) + 1)
    ax.bar((edges[1:] + edges[:-1]) / 2, counts, width=0.95 * np.diff(edges))
    title = f"Every value from −{limit} to {limit} is equally likely"
    ax.set(title=title, xlabel="initial value", ylabel="count")
    least, most, mean = counts.min(), counts.max(), counts.mean()
    return (
        fig,
        f"{counts.sum():,} initial values in {len(counts)} bins of equal width. The fullest bin "
        f"holds {most:,}, the emptiest {least:,}; {mean:,.0f} are expected.",
        f"{len(counts)} bars, between {least / mean:.2f} and {most / mean:.2f} times their mean.",
    )


def noise(cosines):
    """How often each cosine of two random vectors occurs; cosines: k -> array of cosines."""
    fig, axes = plt.subplots(1, len(cosines), figsize=(10, 2.8), sharex=True, sharey=True)
    typical, told = [], []
    for ax, (k, values) in zip(axes, cosines.items(), strict=True):
        share = np.full(len(values), 1 / len(values))
        heights, *_ = ax.hist(values, 20, (-1, 1), weights=share, color=plots.BLUE, ec="white")
        ax.set(title=f"k = {k}", xlabel="cosine of two vectors", xticks=[-1, -0.5, 0, 0.5, 1])
        typical.append(f"{np.sqrt((values**2).mean()):.2f} for k = {k}")
        told.append(f"k = {k} {heights[[0, -1]].sum():.2f} and {heights[9:11].sum():.2f}")
    axes[0].set_ylabel("share of pairs")
    return (
        fig,
        f"Cosines of {len(values):,} pairs of random vectors. Typical: {', '.join(typical)}. With "
        "two numbers a vector, values near −1 and 1 are the most frequent.",
        f"Bars. Shares of pairs beyond ±0.9 and within ±0.1: {'; '.join(told)}.",
    )


def similar_starts(one, other, mean, tokens):
    """Cosines of the tokens in two starts and their mean over 20,000, each of shape (n, n)."""
    fig, axes = plt.subplots(1, 3, figsize=(10, 3.6))
    titles = ["One start", "Another start", "Mean of 20,000 starts"]
    for ax, title, matrix in zip(axes, titles, (one, other, mean), strict=True):
        image = plots.plot_heatmap(ax, matrix, tokens)
        ax.set_title(title)
    fig.colorbar(image, ax=axes, label="cosine")
    a, b = np.unravel_index((one - 2 * np.eye(len(one))).argmax(), one.shape)
    off = np.abs(mean - np.eye(len(mean))).max()
    return (
        fig,
        f"Cosines before training. In one start {tokens[a]} and {tokens[b]} are the most similar "
        f"({one[a, b]:.2f}); in another the same two have {other[a, b]:.2f}. The mean of 20,000 "
        f"starts is within {off:.2f} of 0 for any two tokens.",
        f"Squares of cosines, 1 on the diagonals. Elsewhere: one start from {one.min():.2f} to "
        f"{one[a, b]:.2f}, another from {other.min():.2f}, the mean within {off:.2f} of 0.",
    )

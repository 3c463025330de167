"""Drawings of what lies on each of several devices, and of what they send each other."""

from embedlab.drawing.plots import BLUE, GREY, SKY, VERMILION, readable, token_style

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

SHARES = {1.0: "all", 0.5: "half", 0.25: "a quarter"}


def shards(places, shape, tokens):
    """What lies on each device for each plan, rows first, as the filled share of the outline.

    places: plan -> list of (device, (first row, last row + 1), (first column, last column + 1)).
    shape: (m, k) of the table. tokens: ids that are marked where their numbers lie.
    """
    m, k = shape
    fig, axes = plt.subplots(1, len(places), figsize=(2.3 * len(places), 4.6), sharey=True)
    fig.get_layout_engine().set(wspace=0.06)
    told, owned = [], []
    for ax, (plan, held) in zip(axes, places.items(), strict=True):
        for device, (top, bottom), (left, right) in held:
            x = device * (k + 2)
            outline = {"facecolor": "none", "edgecolor": GREY, "linewidth": 0.8}
            ax.add_patch(Rectangle((x, 0), k, m, **outline))
            filled = Rectangle((x + left, top), right - left, bottom - top, color=SKY, alpha=0.6)
            filled.set_gid(f"shard on {device}")
            ax.add_patch(filled)
            for index, token in enumerate(sorted(tokens)):
                if top <= token < bottom:
                    colour, marker = token_style(token)
                    at = x + (left + right) / 2, token + 0.5
                    gid = f"{token} on {device}"
                    ax.plot(*at, color=colour, marker=marker, markersize=5, gid=gid)
                    if ax is axes[0]:
                        owned.append(device)
                        text = {"color": readable(colour), "fontweight": "bold", "va": "center"}
                        at_side = (x - 0.3, "right") if index % 2 else (x + k + 0.3, "left")
                        ax.text(at_side[0], at[1], token, ha=at_side[1], fontsize=9, **text)
        of_device_0 = [(b - t) * (r - left) for device, (t, b), (left, r) in held if device == 0]
        share = SHARES.get(sum(of_device_0) / (m * k), "some of it")
        ax.set(xlim=(-1.8, 4 * (k + 2) - 1), ylim=(m + 1, -1), title=f"{plan}:\n{share} on each")
        ax.set_xticks([device * (k + 2) + k / 2 for device in range(4)], range(4))
        ax.set_xlabel("device")
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        areas = [f"rows {t} to {b}, columns {left} to {r}" for _, (t, b), (left, r) in held]
        told.append(f"{plan}: {'; '.join(areas)}")
    axes[0].set(ylabel="row of the table", yticks=range(0, m + 1, m // 4))
    return (
        fig,
        f"Blue: what lies on each of four devices of a table of {m} rows. Markers: the five "
        f"tokens' vectors. Cut by rows, device 0 owns {owned.count(0)} of the five.",
        f"Filled parts of four outlines of the table. {'. '.join(told)}.",
    )


def held_and_travelling(held, travelling, shape, batch):
    """What one device holds, as bars, and what it receives in a step, as points.

    held: label -> (bytes of the table, bytes of the optimizer's numbers for it) on one device.
    travelling: label -> bytes received in a step. shape: (m, k). batch: (rows, ids in a row).
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True)
    labels = list(held)
    table, state = np.array([held[label] for label in labels]).T / 1e6
    for name, start, width, colour in (
        ("the table", 0 * table, table, BLUE),
        ("Adam's two means", table, state, SKY),
    ):
        bars = left.barh(labels, width, left=start, color=colour, label=name)
        for label, bar in zip(labels, bars, strict=True):
            bar.set_gid(f"{name}, {label}")
    left.invert_yaxis()
    left.set(title="Shards shrink, copies do not", xlabel="MB held by one device")
    left.legend(loc="center right")
    for label in labels:
        kilobytes = travelling[label] / 1e3
        if kilobytes:
            right.plot(kilobytes, label, "D", color=VERMILION, gid=f"received, {label}")
        else:
            right.text(0.13, label, "nothing", va="center", color=GREY)
    right.set(title="Copies send a table's worth", xscale="log", xlim=(0.1, 3e4))
    right.set_xlabel("kB received by one device in a step")
    right.grid(axis="x", alpha=0.3)
    told = [
        f"{label} {sum(held[label]) / 1e6:.1f}, {travelling[label] / 1e3:,.1f}" for label in held
    ]
    return (
        fig,
        f"A table of {shape[0]:,} × {shape[1]} and Adam's two means, a batch of {batch[0]} rows of "
        f"{batch[1]} ids. Left: what one device holds. Right: what it receives in a step.",
        f"Left bars of MB, right points of kB on a logarithmic axis: {'; '.join(told)}.",
    )

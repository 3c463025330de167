"""Shares of late rows by airport, before and after they are drawn towards the mean."""

from embedlab.drawing import plots

import matplotlib.pyplot as plt
import numpy as np


def shrinkage(seen, raw, shrunk, mean):
    """Each airport's share, raw and shrunk, by the number of its rows; an arrow between them."""
    fig, ax = plt.subplots(figsize=(8, 3.6))
    ax.axhline(mean, color=plots.GREY, linewidth=1, label="mean of all")
    ax.vlines(seen, raw, shrunk, color="0.8", linewidth=1)
    ax.plot(seen, raw, "o", color=plots.ORANGE, markersize=4, label="raw share")
    ax.plot(seen, shrunk, "^", color=plots.BLUE, markersize=4, label="shrunk")
    ax.set(xscale="log", xlabel="flights of the airport in the rows", ylabel="share with y = 1")
    ticks = [200, 500, 1_000, 2_000, 5_000, 10_000]
    ax.set_xticks(ticks, [f"{each:,}" for each in ticks])
    ax.set_title("The rarer an airport, the more its share is drawn to the mean")
    ax.legend(ncols=3)
    widest = [np.ptp(each) for each in (raw, shrunk)]
    return (
        fig,
        f"The share of rows with y = 1 of {len(seen)} airports. Raw shares span {widest[0]:.2f}, "
        f"shrunk ones {widest[1]:.2f}.",
        "A point pair for each airport, from rare ones on the left to busy ones on the right. Raw "
        "shares scatter widely on the left; the shrunk ones lie near the line of the mean there.",
    )

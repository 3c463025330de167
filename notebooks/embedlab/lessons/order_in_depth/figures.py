"""Drawings of what exactly heads and losses make of order and of labels."""

from embedlab.drawing.plots import BLUE, GREY, ORANGE, VERMILION

import matplotlib.pyplot as plt
import numpy as np

INPUT_STYLES = {
    "number": ("as a number", {"color": VERMILION, "linestyle": "--"}),
    "circle": ("on a circle", {"color": ORANGE, "linestyle": "-"}),
    "token": ("as a token", {"color": BLUE, "linestyle": "", "marker": "x", "zorder": 3}),
}


def shares(ranges, runs):
    """The label's share of the variance by the range of the start, one line for each run.

    runs: name -> array, a column for each range; its first row is the share, its last the accuracy
    on new rows, drawn for the first run: 8 numbers a token, these with an L2 penalty, one number.
    """
    fig, ax = plt.subplots(figsize=(7.4, 3.8))
    # The second line may run below the third: large hollow squares still show.
    styles = [(VERMILION, "o", 7, "full"), (BLUE, "s", 11, "none"), (GREY, "^", 6, "full")]
    for (name, found), (colour, marker, size, fill) in zip(runs.items(), styles, strict=True):
        style = {"color": colour, "marker": marker, "markersize": size, "fillstyle": fill}
        ax.plot(ranges, found[0], label=f"share, {name}", gid=name, **style)
    name, found = next(iter(runs.items()))
    line = {"color": "black", "linestyle": ":", "gid": "accuracy"}
    ax.plot(ranges, found[-1], label=f"accuracy, {name}", **line)
    ax.set(xscale="log", ylim=(0, 1.08), xlabel="start within ±", ylabel="share, accuracy")
    ax.set_xticks(ranges, [f"{each:g}" for each in ranges])
    ax.minorticks_off()
    ax.set_title("A wide start hides the label, the accuracy does not fall")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    wide, penalised, single = (run[0] for run in runs.values())
    lines = [f"{label}: " + ", ".join(f"{y:.2f}" for y in run[0]) for label, run in runs.items()]
    return (
        fig,
        "Share of the label group after training, by the range of the start. With 8 numbers a "
        f"token it falls to {wide[-1]:.2f}; with an L2 penalty it is at least "
        f"{penalised.min():.2f}, with one number at least {single.min():.2f}. Dotted: the accuracy "
        f"on new rows with 8 numbers, {found[-1].min():.2f} or more.",
        f"Shares from ±{ranges[0]} to ±{ranges[-1]}. {'; '.join(lines)}.",
    )


def hours(hour, true, held_out, said, targets):
    """The targets of 24 hours, and what a model says about them from each kind of input.

    true: shape (24, targets). held_out: shape (24,), True for hours that were not trained on; they
    are hollow. said: kind of input -> predictions, shape (24, targets). targets: their names.
    """
    fig, axes = plt.subplots(1, len(targets), figsize=(11, 3.9), sharex=True, sharey=True)
    for place, (ax, target) in enumerate(zip(axes, targets, strict=True)):
        for name, predicted in said.items():
            label, style = INPUT_STYLES[name]
            ax.plot(hour, predicted[:, place], label=label, gid=name, markersize=8, **style)
        dots = {"linestyle": "", "marker": "o", "markersize": 6, "color": GREY, "zorder": 2}
        seen, unseen = hour[~held_out], hour[held_out]
        ax.plot(seen, true[~held_out, place], gid="trained", label="target, trained on", **dots)
        hollow = dots | {"markerfacecolor": "white"}
        ax.plot(unseen, true[held_out, place], gid="held out", label="never trained on", **hollow)
        ax.set(title=target, xlabel="hour", xticks=range(0, 24, 6))
    axes[0].set_ylabel("target, in standard deviations")
    named = axes[0].get_legend_handles_labels()
    fig.legend(*named, loc="outside lower center", ncols=5)
    fig.suptitle("Each kind of input fits one kind of target, a token all that it has seen")
    errors = {name: np.sqrt(((each - true)[held_out] ** 2).mean(0)) for name, each in said.items()}
    told = [
        f"{target}: " + ", ".join(f"{name} {error[at]:.2f}" for name, error in errors.items())
        for at, target in enumerate(targets)
    ]
    return (
        fig,
        f"Trained on {len(seen)} hours (filled), not on {len(unseen)} (hollow). A number gives a "
        "line, a circle a wave. Tokens meet every filled circle and miss the hollow ones.",
        f"A panel for each target. Errors at the hollow hours. {'; '.join(told)}.",
    )

"""Drawings of what a table costs: times against its size, and collisions of hashed tokens."""

from embedlab.drawing.plots import BLUE, GREEN, GREY, VERMILION, readable

import matplotlib.pyplot as plt
import numpy as np


def times(lines, title, ylabel):
    """Times against the rows of the table, both on logarithmic scales.

    lines: label -> (sizes, milliseconds, style, colour); a dotted one is arithmetic, no time.
    """
    fig, ax = plt.subplots(figsize=(9, 4.2))
    times = {}
    for label, (sizes, milliseconds, style, colour) in lines.items():
        ax.loglog(sizes, milliseconds, style, color=colour, label=label)
        if style != ":":
            times[label] = dict(zip(sizes, milliseconds, strict=True))
    ax.set(xlabel="rows of the table, m", ylabel=ylabel, title=title)
    fig.legend(loc="outside right center")
    largest = max(set.intersection(*map(set, times.values())))
    ends = {label: (found[min(found)], found[max(found)]) for label, found in times.items()}
    grown = [f"{label} {last / first:.3g}" for label, (first, last) in ends.items()]
    at_largest = [f"{label} {found[largest]:.2f}" for label, found in times.items()]
    told = [f"{label} from {first:.2f} to {last:.2f}" for label, (first, last) in ends.items()]
    return (
        fig,
        f"Milliseconds at {largest:,} rows: {', '.join(at_largest)}. From the smallest table to "
        f"the largest that was timed the time grows this many times: {', '.join(grown)}.",
        f"Lines of milliseconds over the rows, both logarithmic: {'; '.join(told)}.",
    )


def collisions(load, shares, theory, mixed_tokens, hashed_accuracy, accuracy):
    """How often tokens collide, and what that does to the accuracy of a model.

    load: tokens per bucket, shape (sizes,). shares: the share that collides, shape (sizes, salts).
    theory: what the formula says, shape (sizes,). mixed_tokens, hashed_accuracy: one for each
    hashed table. accuracy: the accuracies with "own" rows, "by_group" and "one" row.
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2))
    shares, (own, by_group, one) = np.asarray(shares), accuracy.values()
    left.semilogx(load, shares, ".", color=BLUE, alpha=0.4)
    left.semilogx(load, theory, color=GREY)
    left.set(title="Collisions follow the formula (line)", xlabel="tokens per bucket, n / B")
    left.set(ylabel="share of tokens that collide", xticks=[1 / 32, 1 / 8, 1 / 2, 2])
    left.set_xticklabels(["1/32", "1/8", "1/2", "2"])
    right.plot([0, 0], [own, by_group], "s", color=GREEN)
    right.plot(mixed_tokens, hashed_accuracy, "o", color=BLUE)
    right.plot(24, one, "D", color=VERMILION)
    right.text(1, 1.02, "24 rows; or 2 rows, one per label group", color=readable(GREEN))
    right.text(23, one - 0.01, "1 row", color=readable(VERMILION), ha="right")
    right.set(title="What costs is mixing what differs", ylim=(0.45, 1.08), ylabel="accuracy")
    right.set_xlabel("tokens that share a row with the other label group")
    at_1 = list(load).index(1)
    told = [f"{a:.2f} with {m}" for m, a in zip(mixed_tokens, hashed_accuracy, strict=True)]
    return (
        fig,
        f"Left: 1,000 tokens, {shares.shape[1]} salts, and the formula (line). With 1,000 buckets "
        f"{shares[at_1].mean():.0%} collide (formula {theory[at_1]:.0%}). Right: study rows. "
        f"Accuracy with own rows {own:.2f}, one row for each label group {by_group:.2f}, one row "
        f"{one:.2f}, hashed {min(hashed_accuracy):.2f} to {max(hashed_accuracy):.2f}.",
        f"Left: dots from {shares.min():.2f} to {shares.max():.2f} on a rising line. Right: "
        f"accuracy {own:.2f} with no token mixed, {', '.join(told)}, {one:.2f} with all 24.",
    )

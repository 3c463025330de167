"""The pictures of notebook 03, How do labels shape the vectors?

Each function draws and shows a figure; the numbers in its caption are computed from what it
draws. Artists carry a gid, so that what was drawn can be read back.
"""

from embedlab.drawing import plots
from embedlab.measures import alignment

import matplotlib.pyplot as plt
import numpy as np

ROW_COLOURS = ("black", plots.SKY)  # row 1, row 2
ARROWS = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.006, "zorder": 1}


def opposite_pulls(table, gradients, p, tokens):
    """The steps, minus the gradients, that row 1 and row 2 ask of each token; one scale for all."""
    fig, ax = plt.subplots(figsize=(6, 4.4))
    plots.plot_paths(ax, table[None], tokens)
    at = table[list(tokens)]
    largest = np.abs(gradients).max()
    for row, gradient in enumerate(gradients):
        step = -0.5 * gradient[list(tokens)] / largest
        name = {"gid": f"row {row + 1}", "label": f"row {row + 1}, y = {1 - row}"}
        ax.quiver(*at.T, *step.T, color=ROW_COLOURS[row], **name, **ARROWS)
        ax.update_datalim(at + step)  # the axes do not see the heads of arrows
    ax.set_title("Two labels, one line, opposite steps")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    lengths = [np.linalg.norm(gradient) for gradient in gradients]
    plots.show(
        fig,
        f"The steps that rows 1 and 2 ask for at p = {p:.2f}, enlarged: all lines are parallel.",
        "Five points with two arrows each, on one line through the point, leading opposite ways; "
        f"all ten are parallel. The gradient of row 1 has the length {lengths[0]:.2f}, that "
        f"of row 2 {lengths[1]:.2f}.",
    )


def paths(films, tokens):
    """One panel of paths for each title -> film: row 1, row 2, both rows."""
    fig, axes = plt.subplots(1, len(films), figsize=(10, 3.9), sharex=True, sharey=True)
    for ax, (title, film) in zip(axes, films.items(), strict=True):
        plots.plot_paths(ax, film.tables, tokens)
        ax.set_title(title)
    plots.add_before_after_legend(axes[-1], loc="best")
    moves = [film.after[tokens[0]] - film.before[tokens[0]] for film in films.values()]
    ways = [f"{np.linalg.norm(move):.2f}" for move in moves]
    plots.show(
        fig,
        f"{len(film.losses)} steps from one start. Each token moves by {ways[0]} under row 1, by "
        f"{ways[1]} under row 2 (cosine of these two moves: {alignment(*moves[:2]):.2f}), by "
        f"{ways[2]} under both.",
        "Three panels of paths. In each, the five tokens move in parallel: far under rows 1 and 2, "
        "less far under both.",
    )


def there_and_back(distance, switch):
    """How far a token is from where "both" ended, first trained on row 1, then on both rows."""
    fig, ax = plt.subplots(figsize=(7, 3))
    ax.plot(distance, gid="distance")
    ax.axvline(switch, color=plots.GREY, linestyle=":", gid="switch")
    for share, text in ((0.5, "row 1 alone"), (1.5, "both rows")):
        ax.text(share * switch, 0.2 * np.max(distance), text, ha="center")
    ax.set(xlabel="step", ylabel="distance", ylim=(0, None))
    ax.set_title("The other label takes it back")
    plots.show(
        fig,
        "How far token 3 is from the place where “both” ended. Row 1 leads it "
        f"{np.max(distance):.2f} away, both rows bring it back; {distance[-1]:.3f} is left.",
        f"A curve that rises for {switch} steps of training on row 1, and falls back to nearly "
        "zero, fast at first, in the steps on both rows.",
    )


def swings(runs):
    """The prediction p after every step, for each name -> p of shape (steps + 1,)."""
    fig, ax = plt.subplots(figsize=(9, 3.4))
    ax.axhline(0.5, color=plots.GREY, linewidth=0.8)
    for (name, p), style, colour in zip(
        runs.items(), ("o-", "s-"), (plots.BLUE, plots.VERMILION), strict=True
    ):
        ax.plot(p, style, color=colour, markersize=4, linewidth=1, label=name, gid=name)
    ax.set(xlabel="step", ylabel="p")
    ax.set_title("In batches of one, the last row has the last word")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    ends = [f"{name}: {p[-1]:.3f}" for name, p in runs.items()]
    plots.show(
        fig,
        f"p after every step. Its last values: {'; '.join(ends)}.",
        "Two curves of p that zigzag about ½ in opposite phase, a step up and a step down. Last "
        f"values: {'; '.join(ends)}.",
    )


def along_v(titles, films, models, tokens):
    """One panel of paths for each film, with the line of its model's v after training."""
    fig, axes = plt.subplots(1, len(films), figsize=(9, 4.2), sharex=True, sharey=True)
    cosines = []
    for ax, title, film, model in zip(axes, titles, films, models, strict=True):
        v = model.get_layer("unit").kernel.numpy()[:, 0]
        ax.axline((0, 0), v, color=plots.GREY, linestyle=":", zorder=0, gid="line of v")
        plots.plot_paths(ax, film.tables, tokens)
        ax.set_title(title)
        cosines.append(alignment(film.after[8], film.after[2]))
    plots.add_before_after_legend(axes[-1], loc="best")
    plots.show(
        fig,
        "All vectors end along v (dotted). The cosine of 8 and 2 ends at "
        f"{cosines[0]:.2f} on the left and at {cosines[1]:.2f} on the right.",
        "Two panels of paths that begin in one heap at the origin and end along a line, that of v. "
        "Left: 8 and 2 end in one place, 45 opposite and nearly twice as far, 3 and 5 near the "
        "origin. Right: 8 and 45 end in one place, 2 opposite and nearly twice as far.",
    )

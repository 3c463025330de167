"""The playground's view as a still picture: the map, the loss, and p of each row."""

from embedlab.drawing import plots

import matplotlib.pyplot as plt
import numpy as np


def view(run):
    """A run of the playground that has p, as a figure with its caption and its alternative text.

    The map shows the ways of all vectors (`plots.drawn_paths` reads it back), the two curves the
    loss (its line has the gid "loss") and p of each row (gid "p 1", "p 2", ...) at every step.
    """
    fig, (ways, loss, p) = plt.subplots(
        1, 3, figsize=(11, 3.9), gridspec_kw={"width_ratios": [1.2, 1, 1]}
    )
    tables = np.zeros((len(run.tables), run.tokens.max() + 1, run.tables.shape[2]))
    tables[:, run.tokens] = run.tables
    plots.plot_paths(ways, tables, run.tokens.tolist(), run.names)
    ways.set_title("The ways of the vectors")
    plots.add_before_after_legend(ways, loc="lower right")
    loss.plot(run.losses, color="black", gid="loss")
    loss.set(title="The loss", xlabel="step")
    p.set(title="p of each row", xlabel="step", ylim=(0, 1.02))
    for row, column in enumerate(run.p.T):
        look = {"linestyle": ("-", "--", "-.", ":")[row % 4], "linewidth": 5 - row % 4}
        colour = str(0.75 - 0.25 * (row % 4))
        p.plot(column, color=colour, **look, label=f"row {row + 1}", gid=f"p {row + 1}")
    p.legend(loc="lower right")
    moved = np.linalg.norm(run.tables[-1] - run.tables[0], axis=1)
    ways_told = [f"{name} by {way:.2f}" for name, way in zip(run.names, moved, strict=True)]
    ends = [f"row {row + 1} {each:.2f}" for row, each in enumerate(run.p[-1])]
    said = f"p ends at: {', '.join(ends)}."
    settings = run.settings
    trained = f"Loss: {settings.loss}. Head: {settings.head}. {run.steps} steps at rate"
    one = f"All p end at {run.p[-1, 0]:.2f}, so their lines lie on each other."
    caption = f"{trained} {settings.rate_used:g}. {one if np.ptp(run.p[-1]) < 1e-4 else said}"
    return (
        fig,
        caption,
        f"Three panels. A map of vectors, which move: {', '.join(ways_told)}. The loss goes from "
        f"{run.losses[0]:.3f} to {run.losses[-1]:.3f} in {run.steps} steps. {said}",
    )

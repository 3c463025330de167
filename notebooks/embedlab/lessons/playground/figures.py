"""The playground's view as a still picture: the map, the loss, and p of each row."""

from embedlab.drawing import plots
from embedlab.measures import displacement
from embedlab.widgets.view import Curves

import matplotlib.pyplot as plt
import numpy as np


def view(run):
    """A run of the playground that has p: the ways of all vectors, the loss, p of each row."""
    fig, (ways, loss, p) = plt.subplots(1, 3, figsize=(11, 3.9), width_ratios=[1.2, 1, 1])
    tables = np.zeros((len(run.tables), run.tokens.max() + 1, run.tables.shape[2]))
    tables[:, run.tokens] = run.tables
    plots.plot_paths(ways, tables, run.tokens.tolist(), run.names)
    ways.set_title("The ways of the vectors")
    plots.add_before_after_legend(ways, loc="lower right")
    loss.plot(run.losses, color="black", label="loss")
    loss.set(title="The loss", xlabel="step")
    rows = [(f"row {row}", each) for row, each in enumerate(run.p.T, start=1)]
    Curves(p, "p of each row", rows, limits=(0, 1.02))
    moved = zip(run.names, displacement(run.tables[0], run.tables[-1]), strict=True)
    ends = f"p ends at: {', '.join(f'{row} {each[-1]:.2f}' for row, each in rows)}."
    alike = f"All p end at {run.p[-1, 0]:.2f}, so their lines lie on each other."
    return (
        fig,
        f"Loss: {run.settings.loss}. Head: {run.settings.head}. {run.steps} steps at rate "
        f"{run.settings.rate_used:g}. {alike if np.ptp(run.p[-1]) < 1e-4 else ends}",
        "Three panels. A map of vectors, which move: "
        + ", ".join(f"{name} by {way:.2f}" for name, way in moved)
        + f". The loss goes from {run.losses[0]:.3f} to {run.losses[-1]:.3f}. {ends}",
    )

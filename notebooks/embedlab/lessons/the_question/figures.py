"""The emblem: one table of five tokens, trained by labels and by order from the same start."""

from embedlab.drawing import plots

import matplotlib.pyplot as plt


def emblem(panels, tokens):
    """Draw one panel of paths for each title.

    panels: title -> tables of shape (frames, m, 2), such as `Film.tables`; one frame draws the
    start alone. tokens: the ids to draw. `plots.drawn_paths` reads each panel back.
    """
    fig, axes = plt.subplots(1, len(panels), figsize=(11, 3.7), sharex=True, sharey=True)
    for ax, (title, tables) in zip(axes, panels.items(), strict=True):
        plots.plot_paths(ax, tables, tokens)
        ax.set_title(title)
        ax.label_outer()
    plots.add_before_after_legend(axes[0], loc="lower left")
    return fig

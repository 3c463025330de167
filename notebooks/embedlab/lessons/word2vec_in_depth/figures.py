"""What skip-gram leaves open: one shape, turned, and another that predicts the same."""

from embedlab.drawing import plots

import matplotlib.pyplot as plt
import numpy as np


def end_states(ends, tokens, cosine):
    """Where five vectors end, a panel for each of `ends`; cosine: of the first two, in each."""
    fig, axes = plt.subplots(1, len(ends), figsize=(10, 4), sharex=True, sharey=True)
    for ax, (title, vectors) in zip(axes, ends.items(), strict=True):
        table = np.zeros((max(tokens) + 1, 2))
        table[tokens] = vectors
        plots.plot_paths(ax, np.stack([table, table]), tokens)
        ax.set_title(title)
        ax.label_outer()
    return (
        fig,
        f"Three ends of skip-gram on row 3. The cosine of {tokens[0]} and {tokens[1]} is "
        f"{cosine[0]:.2f}, from another start {cosine[1]:.2f}, and stretched {cosine[2]:.2f}.",
        "Three maps of where the five vectors end. First: 3, 2 and 8 on one ray from the origin, 5 "
        "and 45 on another. Second: the same shape, turned. Third: the two rays drawn together.",
    )

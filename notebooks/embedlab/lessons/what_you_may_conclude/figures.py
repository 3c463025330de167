"""The maps that show what no table of vectors holds."""

from embedlab.drawing import plots

import matplotlib.pyplot as plt


def maps(places):
    """A panel for each map; places: (what is mapped, which map) -> places, shape (m, 2)."""
    fig, axes = plt.subplots(1, len(places), figsize=(2.8 * len(places), 3))
    for ax, ((name, way), each) in zip(axes, places.items(), strict=True):
        colour = plots.GREY if name.startswith("random") else plots.BLUE
        ax.plot(*each.T, "o", color=colour, markersize=3)
        ax.set_title(f"{name}:\n{way.removeprefix('2-D, ')}")
        ax.set(xticks=[], yticks=[])
    return (
        fig,
        "Maps by t-SNE, each in its own scale. With the small perplexity the random vectors form "
        "clumps, though there is nothing to be found in them.",
        "Four maps of points, left airports, right random vectors. Small clumps at a perplexity of "
        "2, in both; at 30 a spread of points.",
    )

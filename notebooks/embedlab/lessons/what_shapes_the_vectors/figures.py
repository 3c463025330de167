"""Maps of the words of the study rows, as tables place them."""

from embedlab.drawing import token_maps
from embedlab.measures import cosines, distance_map

import matplotlib.pyplot as plt
import numpy as np

NAME_AWAY, FARTHEST = 0.7, 1.7  # a word's distance from its marker and from the middle line
LEGEND = ("mood", "sad", "glad"), ("topic", "sea", "sky"), ("role", "noun", "verb")


def maps(tables, tokens, pair):
    """A map of each table: name -> table, shape (m, k).

    tokens: as `load_study_tokens` gives them. pair: two words, word -> id; each map names them, the
    first above its marker, the second below; the caption gives their cosines.
    """
    fig, kept = _maps(tables, tokens, "Labels make two heaps, order makes four")
    for ax in fig.axes:
        places = token_maps.drawn_places(ax)
        for (word, token), away in zip(pair.items(), (NAME_AWAY, -NAME_AWAY), strict=True):
            x, y = places[token]
            inside = np.clip(y + away, -FARTHEST, FARTHEST)
            line = {"arrowstyle": "-", "shrinkB": 3}
            ax.annotate(word, (x, y), (x, inside), ha="center", va="center", arrowprops=line)
    told = [f"{name} {cosines(table)[*pair.values()]:.2f}" for name, table in tables.items()]
    return (
        fig,
        "A map keeps the distances between words as well as a plane can: their "
        f"correlation with those in the table is at least {kept:.2f}. Each has its own scale; "
        "markers in one place are moved apart. Hollow means noun. Cosine of "
        f"{' and '.join(pair)}: {', '.join(told)}.",
        f"Three maps of {len(tokens.name)} words. Start: no pattern. Labels: two heaps, sad and "
        "glad. Order: four heaps, one for each topic and role, each with sad and glad words.",
    )


def maps_with_shares(tables, tokens, shares):
    """A map of each table, as `maps` draws them, with its three shares below it.

    shares: a function of a table that returns those of mood, topic and role.
    """
    told = "mood {:.2f}, topic {:.2f}, role {:.2f}"
    notes = {name: told.format(*shares(table)) for name, table in tables.items()}
    fig, _ = _maps(tables, tokens, "Both losses on one table")
    for ax, note in zip(fig.axes, notes.values(), strict=True):
        ax.set_xlabel(note)
    caption = "Under each map the shares. The larger λ, the more the loss is that of order."
    return fig, caption, f"Three maps. {'; '.join(map(': '.join, notes.items()))}."


def _maps(tables, tokens, title):
    """The figure, and the least correlation between distances on a map and in its table."""
    fig, axes = plt.subplots(1, len(tables), figsize=(3 * len(tables), 3.7))
    kept = []
    for ax, (name, table) in zip(axes, tables.items(), strict=True):
        places, correlation = distance_map(table)
        token_maps.plot_token_map(ax, places, tokens.label_group, tokens.topic, tokens.role)
        ax.set_title(name)
        kept.append(correlation)
    token_maps.add_token_legend(fig, *LEGEND)
    fig.suptitle(title)
    return fig, min(kept)

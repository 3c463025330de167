"""Make the emblem's film: the maps of notebook 00, moving, as an animated picture.

    python tools/export film          writes notebooks/images/emblem_film.gif

The films are those that notebook 00 trains for the emblem. The picture plays once, in less than
five seconds, and then shows the end (see `embedlab.playground.film`). Code hosts show GIFs.
"""

import sys

from notebooks.runner import run_here
from notebooks.series import ROOT

FILM = ROOT / "notebooks" / "images" / "emblem_film.gif"
NOTEBOOK = ROOT / "notebooks" / "00_the_question.ipynb"
MOST_BYTES = 500_000


def panels():
    """The moving panels of the emblem, as `embedlab.playground.film.Panel`s."""
    from embedlab.drawing.plots import token_style
    from embedlab.playground.film import Panel

    names = run_here(NOTEBOOK).names
    tokens = names["TOKENS"]
    looks = [str(token) for token in tokens], [token_style(token) for token in tokens]
    return [
        Panel(title, tables, tokens, *looks)
        for title, tables in names["panels"].items()
        if len(tables) > 1  # the first shows the start alone
    ]


def main(arguments):
    from embedlab.playground.film import film_pictures, gif

    picture = gif(film_pictures(panels(), size=(3.1, 3.6))[0])
    if len(picture) > MOST_BYTES:
        print(f"not written: {len(picture)} bytes, at most {MOST_BYTES} are due", file=sys.stderr)
        return 1
    FILM.write_bytes(picture)
    print(f"{FILM.relative_to(ROOT)}: {len(picture) / 1000:.0f} kB")
    return 0

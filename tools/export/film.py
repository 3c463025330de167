"""Make the emblem's film: the maps of the lesson on the question, moving, as an animated picture.

    python tools/export film          writes notebooks/images/emblem_film.gif

The films are the lesson's own `panels`, a dict of titles and tables of shape (steps + 1, m, 2), or
its `films`. The picture plays once, in less than five seconds, and then shows the end (see
`embedlab.widgets.animation`). Code hosts show GIFs.
"""

from notebooks.runner import run_here
from notebooks.series import NOTEBOOKS, notebooks, topic

FILM = NOTEBOOKS / "images" / "emblem_film.gif"
MOST_BYTES = 500_000


def panels(path):
    """The moving panels of a lesson, as `Panel`s; raise `ValueError` if it has nothing to film."""
    names = run_here(path).names
    from embedlab.drawing.plots import token_style
    from embedlab.widgets.animation import Panel

    films = names.get("panels") or names.get("films") or {}
    tables = {title: getattr(film, "tables", film) for title, film in films.items()}
    moving = {title: each for title, each in tables.items() if len(each) > 1}
    tokens = names.get("TOKENS")
    if not moving or tokens is None:
        raise ValueError(
            f"{path.name} has nothing to film: it needs `panels` or `films`, a dict of titles and "
            "tables of shape (steps + 1, m, 2), and `TOKENS`, the rows of the tables to draw"
        )
    looks = [str(token) for token in tokens], [token_style(token) for token in tokens]
    return [Panel(title, each, tokens, *looks) for title, each in moving.items()]


def main(arguments):
    (lesson,) = [path for path in notebooks("lesson") if topic(path) == "the_question"]
    try:
        found = panels(*(arguments.notebooks or [lesson]))
    except ValueError as error:
        arguments.refuse(error)
    from embedlab.widgets.animation import film_pictures, gif

    picture = gif(film_pictures(found, size=(3.1, 3.6))[0])
    if len(picture) > MOST_BYTES:
        arguments.refuse(f"not written: {len(picture)} bytes, at most {MOST_BYTES} are due")
    FILM.write_bytes(picture)
    print(f"{FILM.name}: {len(picture) / 1000:.0f} kB")
    return 0

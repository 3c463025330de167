"""Draw the README's picture anew for narrow screens, as notebooks/images/grid_narrow.png.

    python tools/export narrow

The wide one is stored by `python tools/notebooks refresh` with the lesson that draws it.
"""

from notebooks.runner import run_here
from notebooks.series import NOTEBOOKS, notebooks, topic


def main(arguments):
    (lesson,) = [path for path in notebooks("lesson") if topic(path) == "the_question"]
    names = run_here(lesson).names
    given = [names[name] for name in ("X", "y", "W", "by_label", "by_neighbours")]
    figure, _, _ = names["figures"].pulls(*given, narrow=True)
    figure.savefig(NOTEBOOKS / "images" / "grid_narrow.png", dpi=100)
    return 0

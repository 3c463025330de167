"""A folder for each lesson, named as its notebook is without the number; studies may have one, too.

`figures.py` holds what the notebook draws. A function takes the arrays or films that it draws and
returns `(fig, caption, alt)` for `embedlab.drawing.plots.show`; numbers in both texts are computed
from what is drawn, and what is drawn can be read back from the figure. `exercises.py` holds the
graders, each registered with its number by `@exercise(...)`; its `check = checks(__name__)` is what
the notebook calls. Nothing here is imported by another lesson, nor by what lies below `lessons`.
"""

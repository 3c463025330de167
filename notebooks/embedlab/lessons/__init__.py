"""A folder for each lesson, named as its notebook is without the number; studies may have one, too.

A function of `figures.py` takes what it draws and returns `(fig, caption, alt)` for
`embedlab.drawing.plots.show`; numbers in both texts are computed, and what is drawn can be read
back from the figure. `exercises.py` holds the graders, each registered by `@exercise(…)`; its
`check` is what the notebook calls. No lesson imports another's, nor does what lies below `lessons`.
"""

"""What the board sketches of the teaching guide show, held against the question's rows."""

import re

from lessons.by_hand import WORDS, X


def sketches_are_true(text):
    token, *vector = re.search(r"(\d+) \| *(\S+) +(\S+) \|  ← the only", text).groups()
    drawn = [f"one-hot of {token} ", f"the vector of {token}\n", f"[ {'  '.join(vector)} ]"]
    for n, row in ((3, X[2]), (4, X[3])):
        mean, words = " + ".join(f"v{each}" for each in row), " ".join(WORDS[each] for each in row)
        drawn += [f"row {n}   {words}   →  ({mean}) / 5"]
    drawn += ["Minus the gradient of a row on one of five vectors is (y − p) · v / 5."]
    drawn += [f"row 3    {' ⌒ '.join(map(str, X[2]))}\n"]
    drawn += ["y = 1:   (1 − p) · v / 5    ● ——→ ", "y = 0:   (0 − p) · v / 5    ←———————— ● "]
    drawn += ["c{0}, c{1}, c{2} push {0}, {1} and {2} alike".format(*X[2][::2]), "4 times as long"]
    drawn += ["{} —→ c{} ←— {} ".format(*X[2][at : at + 3]) for at in (0, 2)]
    assert [each for each in drawn if each not in text] == []

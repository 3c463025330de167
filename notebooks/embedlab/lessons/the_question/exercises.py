"""Graders of the exercises on what trains an Embedding layer."""

from embedlab.datasets import load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Hint, Right, checks, exercise

from itertools import pairwise

check = checks(__name__)


@exercise(1, "read row 3 on a piece of paper, then turn the paper upside down.")
def same_for_order(answer):
    row = forms.ids(answer, example="[3, 5, 8, 2, 45]")
    row_3 = load_question_rows().X[2].tolist()
    if row == row_3:
        return Hint("this is row 3 itself: find another order of the same five ids.")
    if sorted(row) != sorted(row_3):
        return Hint(f"use each of the ids {sorted(row_3)} exactly once.")
    if {frozenset(pair) for pair in pairwise(row)} != {frozenset(pair) for pair in pairwise(row_3)}:
        return Hint(
            "some token has other neighbours than in row 3. To be neighbours has no direction: if "
            "5 is beside 3, then 3 is beside 5."
        )
    return Right("Read backwards, every token keeps its neighbours: this loss sees no direction.")


@exercise(2, "does the change alter the vectors that are looked up, their mean, or the label?")
def who_notices(answer):
    letters = forms.letters(answer, "abcde", example='{"a", "c"}')
    if letters & {"a", "d"}:
        return Hint("the mean of a message's vectors is the same for any order of its words.")
    if "e" in letters:
        return Hint(
            "an id is a name: it says which row of the table to look up, and nothing else.",
            "(e): each word finds its own vector in another row. Does the loss ever see the id?",
        )
    if "b" not in letters:
        return Hint("the loss compares p with the label: what does another label do to a gradient?")
    if "c" not in letters:
        return Hint("another word is another row of the table. Does it get a gradient now?")
    return Right("Labels and words reach the loss; the order of the words ends at the mean.")

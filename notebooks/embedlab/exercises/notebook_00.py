"""Graders of notebook 00, The question."""

from embedlab.datasets import check_ids, load_question_rows
from embedlab.exercises.feedback import exercise

from collections import Counter
from itertools import pairwise


@exercise("0.1")
def same_for_order(answer):
    row = check_ids([answer], where="your row")[0].tolist()
    row_3 = load_question_rows().X[2].tolist()
    if row == row_3:
        return "this is row 3 itself: find another order of the same five ids."
    if sorted(row) != sorted(row_3):
        return f"use each of the ids {sorted(row_3)} exactly once."
    if _neighbours(row) != _neighbours(row_3):
        return (
            "some token has other neighbours than in row 3. To be neighbours has no direction: if "
            "5 is beside 3, then 3 is beside 5. What can you do to a row and part none?"
        )
    return None


@exercise("0.2")
def who_notices(answer):
    letters = {str(letter).strip().lower() for letter in answer}
    if not letters <= set("abcd"):
        return "answer with letters from a to d."
    if "a" in letters or "d" in letters:
        return "the mean of a message's vectors is the same for any order of its words."
    if "b" not in letters:
        return "the loss compares the prediction with the label: another label, another gradient."
    if "c" not in letters:
        return "only looked-up rows get a gradient: another word is another row of the table."
    return None


def _neighbours(row):
    return Counter(frozenset(pair) for pair in pairwise(row))

"""Graders of the exercises on QUESTION"""

from embedlab.datasets import load_question_rows
from embedlab.exercises import forms
from embedlab.exercises.feedback import Hint, Right, checks, exercise

check = checks(__name__)


@exercise(1, "write down the tokens of each row, sorted.")
def rows_with_that_mean(answer):
    given = forms.whole_number(answer, example="3")
    tokens = [sorted(row) for row in load_question_rows().X.tolist()]
    if given != tokens.count(tokens[2]):
        return Hint("two rows have one mean if they hold the same tokens.")
    return Right("A mean sees which tokens a row holds, and nothing else.")


@exercise(2, "hold the two rows one above the other.")
def other_places(answer):
    given = forms.whole_number(answer, example="3")
    row_3, row_4 = load_question_rows().X[2:]
    if given != (row_3 != row_4).sum():
        return Hint("compare place by place: first with first, second with second.")
    return Right("Two tokens have changed places: 8 and 45.")

"""The graders of the exercises on QUESTION"""

from exercises import answers

test_rows_with_that_mean = answers(
    "NUMBER.1",
    right=[4, "4", 4.0],
    near=[3, 5],
    form=[(3.5, "whole number"), ("all", "one number")],
    hints=[(3, "the same tokens", "sorted")],
)
test_other_places = answers(
    "NUMBER.2",
    right=[2, "2"],
    near=[1, 3],
    form=[(0.5, "whole number")],
    hints=[(0, "place by place", "one above the other")],
)

"""The graders on what trains an Embedding layer, held against all orders of a row."""

from itertools import permutations

import pandas as pd
from exercises import answers

ROW = [3, 5, 8, 45, 2]
OTHERS = [[*row] for row in permutations(ROW) if [*row] not in (ROW, ROW[::-1])]

test_one_more_row = answers(
    "0.1",
    right=[ROW[::-1], reversed(ROW), "2,45,8,5,3", pd.Series(ROW[::-1])],
    near=[*OTHERS, [*ROW[::-1], 2]],
    form=[([3, 5, 8, 45, 2.5], "whole numbers"), (set(ROW), "in their order")],
    hints=[
        (ROW, "row 3 itself", "upside down"),
        ([3, 5, 45, 8, 2], "other neighbours"),
        ([3, 5, 8, 45, 45], "exactly once"),
    ],
)

test_who_notices = answers(
    "0.2",
    right=["b, c", {"b", "c"}, {"a": False, "b": True, "c": True, "d": False}],
    near=["b", "c", "abc", "bcd", "bce", ""],
    form=[({"x"}, "letters from a to e")],
    hints=[
        ({"a", "b", "c"}, "any order"),
        ({"c"}, "another label"),
        ({"b"}, "another row of the table"),
        ("bce", "an id is a name", "ever see the id"),
    ],
)

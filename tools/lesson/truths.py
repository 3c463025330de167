"""What the lesson on QUESTION says, and what holds it."""

from embedlab.datasets import load_question_rows

from notebooks.truths import close, same, says_nothing, truth

ROWS = load_question_rows().X.tolist()


def mean(run, ids):
    """The mean of some vectors, added up number by number."""
    return [sum(run.names["W"][token][place] for token in ids) / 5 for place in (0, 1)]


def flattened(run, ids):
    """Some vectors, one number after the other."""
    return [run.names["W"][token][place] for token in ids for place in (0, 1)]


def distance(one, other):
    """The distance of two vectors."""
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5


@truth(
    "All four rows have one mean.",
    "All four rows have one mean",
    "All four rows have one mean if from_row_3.max() < 1e-06",
    "row | mean: distance from row 3",
    "They are where it is: a sum has no order.",
    "The same five vectors are added, in whatever order.",
    "A mean hides the order of a row.",
    "It hides it.",
)
def all_rows_have_one_mean(run):
    apart = [f"{distance(mean(run, ids), mean(run, ROWS[2])):.3f}" for ids in ROWS]
    same(apart, ["0.000"] * 4)
    same(run.tables[1].cells, [[str(row + 1), shown] for row, shown in enumerate(apart)])


@truth(
    "Flatten sets row 4 apart from row 3.",
    "Flatten sets row 4 apart from row 3 (distance {})",
    "Flatten sets row 4 apart from row 3 if apart[3] > 0.01",
    "Flatten sets row 4 apart",
    "Flattened, row 4 is {} away from row 3, the others are not.",
    "A bar for each row: none for rows 1, 2 and 3; that of row 4 is {} high.",
    "A mean hides the order of the tokens, Flatten shows it.",
    "Each place of the row has numbers of its own.",
    "It keeps every place apart.",
    "Row 4 differs from the others.",
    "Flatten shows it.",
)
def flatten_sets_row_4_apart(run, *said):
    apart = [distance(flattened(run, ids), flattened(run, ROWS[2])) for ids in ROWS]
    same([each > 0 for each in apart], [False, False, False, True])
    close(said, [apart[3]] * 3, 0.006)
    (ax,) = run.pictures[0].figure.axes
    labels = [text.get_text() for text in [*ax.get_xticklabels(), *ax.texts]]
    same(labels, [*(f"row {row}" for row in (1, 2, 3, 4)), *(f"{each:.2f}" for each in apart)])
    same([round(bar.get_height(), 6) for bar in ax.patches], [round(each, 6) for each in apart])
    above = [ax.get_title(loc="left"), ax.get_ylabel()]
    same(above, ["Flatten sets row 4 apart", "distance from row 3"])


@truth("Row 4, at the two places where 8 and 45 stand.")
def the_places_are_those_of_8_and_45(run):
    apart = [(one, other) for one, other in zip(*ROWS[2:], strict=True) if one != other]
    same(apart, [(8, 45), (45, 8)])


@truth("Another token moves the mean.", "Another token.", "row 3 with | its mean moves by")
def another_token_moves_the_mean(run):
    row = ROWS[2]
    moves = [distance(mean(run, ids), mean(run, row)) for ids in ([*row[:4], 7], row[::-1])]
    same([move > 1e-3 for move in moves], [True, False])
    names = ["7 for 2", "backwards"]
    same(run.tables[2].cells, [[n, f"{move:.3f}"] for n, move in zip(names, moves, strict=True)])


# The other words of the empty lesson. Give each finding among yours a truth.
says_nothing(
    "they explain, or ask",
)

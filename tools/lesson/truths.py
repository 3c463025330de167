"""What the lesson on QUESTION says, and what holds it."""

from notebooks.truths import close, same, says_nothing, texts_of, truth

IDS = ["3 5 8 45 2"] * 3 + ["3 5 45 8 2"]


def distance(run, one, other):
    """The distance of two tokens' vectors."""
    table = run.names["W"]
    return sum((table[one][place] - table[other][place]) ** 2 for place in (0, 1)) ** 0.5


@truth(
    "row | X",
    "Row 4, at the two places where 8 and 45 stand.",
    "Row 4 differs from the others.",
)
def the_rows_are_these(run):
    same(run.tables[0].cells, [[str(row + 1), ids] for row, ids in enumerate(IDS)])


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
def means_are_equal_where_the_tokens_are(run):
    alike = [sorted(ids.split()) == sorted(IDS[2].split()) for ids in IDS]
    shown = ["0.000" if each else "apart" for each in alike]
    same(run.tables[1].cells, [[str(row + 1), each] for row, each in enumerate(shown)])


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
    "Flatten shows it.",
)
def row_4_is_apart_by_8_and_45_at_two_places(run, *said):
    apart = 2**0.5 * distance(run, 8, 45)
    close(said, [apart] * 3, 0.006)
    figure = run.pictures[0].figure
    same([round(bar.get_height(), 6) for bar in figure.axes[0].patches], [0, 0, 0, round(apart, 6)])
    above = ["row 1: 0.00", "row 2: 0.00", "row 3: 0.00", f"row 4: {apart:.2f}"]
    around = ["distance from row 3", "Flatten sets row 4 apart"]
    same([text.get_text() for text, _ in texts_of(figure)], [*above, *around])


@truth("Another token moves the mean.", "Another token.", "row 3 with | its mean moves by")
def the_mean_moves_by_a_fifth_of_what_a_token_does(run):
    moved = f"{distance(run, 7, 2) / 5:.3f}"
    same(run.tables[2].cells, [["7 for 2", moved], ["backwards", "0.000"]])


# The other words of the empty lesson. Give each finding among yours a truth.
says_nothing(
    "they explain, or ask",
)

"""What lesson 00 says, and how each of it is known."""

from embedlab import objectives
from embedlab.drawing.plots import token_style
from embedlab.lessons.the_question.figures import LONGEST, RADIUS

import functools
import inspect
from itertools import pairwise, permutations

import numpy as np
from lessons import by_hand, reading
from lessons.by_hand import TOKENS, X, Y, cosine
from lessons.reading import truth
from matplotlib.quiver import Quiver
from notebooks.truths import above, apart, below, close, same, says_nothing

PLACES = {3: (-1.4, 0.2), 5: (1.4, 0.2), 8: (1.1, -0.9), 45: (-1.1, -0.9), 2: (0.0, 1.4)}
MEAN_WEIGHTS = np.tile([0.2, 0.1], (5, 1))  # a mean: Flatten with the same weights everywhere


def table():
    W = np.zeros((46, 2))
    for token, place in PLACES.items():
        W[token] = place
    return W


def by_label(ids, y, W, weights):
    """Minus the gradient of a row's cross-entropy: (y - p) times the weights of each place."""
    asked = np.zeros_like(W)
    p = by_hand.sigmoid(sum(W[token] @ w for token, w in zip(ids, weights, strict=True)))
    for token, w in zip(ids, weights, strict=True):
        asked[token] += (y - p) * w
    return asked


def neighbours(ids):
    """The pairs (token, token beside it) of a row, one by one."""
    return [pair for left, right in pairwise(ids) for pair in ((left, right), (right, left))]


def by_neighbours(ids, W, C, negatives=2):
    """Minus the gradient of skip-gram's loss on a row for the table."""
    return -by_hand.of_order(W, C, *by_hand.pair_weights([ids], negatives=negatives))[0]


def trained_by_neighbours(rows, seed=None, k=2, steps=600, **how):
    """The table after gradient descent on both tables; seed: of another start, None for ours."""
    tables = [table()] * 2 if seed is None else by_hand.start(seed, k=k)
    return by_hand.skip_gram(rows, tables, steps=steps, **how)[0]


@functools.cache
def trained_by_labels(flipped=False, steps=600):
    """The table after gradient descent on the mean, its unit without bias trained, too."""

    def gradients(W, v):
        return by_hand.of_labels(W, v, 0, by_hand.held(X), np.abs(np.array(Y) - flipped))[:2]

    weights = table(), np.array([1.0, 0.5])
    return by_hand.descend(weights, gradients, [()] * steps, rate=4.0)[-1][0]


def some_tables():
    """Other starts, small and large."""
    rngs = map(np.random.default_rng, range(5))
    return [rng.uniform(-r, r, (2, 46, 2)) for rng in rngs for r in (0.05, 1.5)]


def asked_anew(run):
    """What the four rows ask for under each loss of the page, by brute force."""
    drawn = np.random.default_rng(run.names["SEED"]).uniform(-1, 1, (10, 1)).reshape(5, 2)
    W = table()
    return {
        "label, after a mean": [by_label(i, y, W, MEAN_WEIGHTS) for i, y in zip(X, Y, strict=True)],
        "label, after Flatten": [by_label(i, y, W, drawn) for i, y in zip(X, Y, strict=True)],
        "neighbours": [by_neighbours(ids, W, W) for ids in X],
    }


# ---- the data


@truth(
    "row | X | in words | y",
    "A row holds five whole numbers, the ids of five features, and a label y.",
    "Rows 1 and 2 differ in the label alone.",
    "Rows 3 and 4 differ in the order alone: 8 and 45, was and not, have changed places.",
    "The layer is a table that holds a vector for each id: here 2 numbers, so that a picture shows them.",
    "Keras draws them at random; we place the five in use by hand, so that no arrow hides another.",
)
def four_rows(run):
    reading.question_rows(run)
    same(run.names["W"], table())


# ---- what one row asks for


@truth(
    "✓ Labels pull rows 1 and 2 in opposite directions if max(rows_12[:2]) < -0.9999",
    "The label's loss in row 2: the vectors are the same, the label is not.",
    "Labels reach it only through the loss: rows 1 and 2 look up the same vectors, and their labels, 1 and 0, pull these in opposite directions (lesson 03).",
)
def labels_pull_rows_1_and_2_apart(run):
    mean, flatten, _ = asked_anew(run).values()
    for gradients, asked in ((run.names["by_label"], mean), (run.names["by_flatten"], flatten)):
        close(gradients, -np.array(asked), by=1e-6)
    for W, C in some_tables():
        for weights in (MEAN_WEIGHTS, C[:5]):
            below(cosine(*(by_label(X[0], y, W, weights) for y in (1, 0))), -0.999999)


@truth(
    "✓ Neighbours make no difference between rows 1 and 2 if rows_12[2] > 0.9999",
    "A loss made of neighbours: as in word2vec's skip-gram, the labels stay out.",
    "The neighbours' loss gets no label, and in row 4 tokens have other neighbours.",
    "Neighbours, other labels needs no run: that loss takes no labels.",
    "Of X alone: which tokens stand side by side.",
)
def neighbours_see_no_label(run):
    close(run.names["by_neighbours"], -np.array(asked_anew(run)["neighbours"]), by=1e-6)
    close(*asked_anew(run)["neighbours"][:2], by=1e-12)
    parameters = inspect.signature(objectives.skip_gram_examples).parameters
    same([name for name in parameters if name in ("X", "y", "labels")], ["X"])
    apart(len(set(neighbours(X[2])) ^ set(neighbours(X[3]))), 0, by=3)


@truth(
    "✓ A mean hides that 8 and 45 changed places, Flatten and neighbours show it if rows_34[0] > 0.9999 > max(rows_34[1:])",
    "Not in row 4, since a mean is the same in any order.",
    "Token 8 meets the weights of the third place in row 3, those of the fourth in row 4.",
    "Flatten in place of the mean, or a table for each column.",
    "Same tokens, other neighbours: a mean hides it, Flatten and a loss made of direct neighbours do not.",
    "Order reaches it where you let it in: by the head or by a table for each column (lesson 04), or by targets made out of order, as in word2vec and GloVe (lesson 05).",
)
def a_mean_loses_order(run):
    for W, C in some_tables():
        orders = [by_label(list(order), 1, W, MEAN_WEIGHTS) for order in permutations(X[2])]
        close(orders, [orders[0]] * len(orders), by=1e-12)
        below(cosine(*(by_label(ids, 1, W, C[:5]) for ids in X[2:])), 0.99999)
        for n in (1, 2, 5, 15):  # of direct neighbours: in a wider window all are beside all
            below(cosine(*(by_neighbours(ids, W, C, n) for ids in X[2:])), 0.99999)
    columns = [set(enumerate(ids)) for ids in X[2:]]
    same(len(columns[0] & columns[1]), 3)


@truth("loss | rows 1 and 2 | rows 3 and 4")
def table_of_cosines(run):
    asked = asked_anew(run)
    cosines = [[cosine(*each[:2]), cosine(*each[2:])] for each in asked.values()]
    reading.table(run, "loss | rows 1 and 2 | rows 3 and 4", asked, cosines, by=0.002)


@truth(
    "What each of four rows asks of five vectors, as arrows: by the label after a mean, row 2 the opposite of row 1; by neighbours, row 4 something else than row 3.",
    "Minus each row's gradient, one scale a line. In row 4 tokens 8 and 45 have changed places.",
    "Two lines of four panels, one panel for each row of data, with an arrow at each of the tokens 3, 5, 8, 45 and 2. Upper line, what the label asks after a mean: in a panel all five arrows are parallel; rows 1, 3 and 4 pull one way, row 2 the opposite way. Lower line, what the neighbours ask: rows 1, 2 and 3 are the same; in row 4 all arrows but that of token 3, whose only neighbour is 5 in every row, point elsewhere.",
    "row 1, y = 1 3 5 8 45 2",
    "row 2, y = 0 3 5 8 45 2",
    "row 3, y = 1 3 5 8 45 2",
    "row 4, y = 1 3 5 45 8 2",
    "After a mean, a loss made of labels notices the other label; a loss made of neighbours, the other order.",
    "A mean gives each of the five vectors the same share.",
    "Its only neighbour is 5 in both.",
    "Same vectors, label 0 in place of 1: the label's loss pulls the opposite way, the neighbours' loss the same way.",
)
def eight_pulls(run):
    asked = asked_anew(run)
    lines = [asked["label, after a mean"], asked["neighbours"]]
    panels = np.reshape(run.pictures[0].figure.axes, (2, 4))
    for line, name in enumerate(("what the label asks", "what the neighbours ask")):
        same([ax.get_ylabel() for ax in panels[line]], [name, "", "", ""])
        scale = LONGEST[line] / np.linalg.norm(np.array(lines[line])[:, TOKENS], axis=2).max()
        for row, ax in enumerate(panels[line]):
            title = f"row {row + 1}, y = {Y[row]}\n{' '.join(map(str, X[row]))}"
            same([ax.get_title()], ["" if line else title])
            one_panel(ax, scale * lines[line][row])
    same([ax.get_xlabel() for ax in panels[0]], ["", "opposite to row 1", "", "equal to row 3"])
    same([ax.get_xlabel() for ax in panels[1]], ["", "equal to row 1", "", "different from row 3"])
    label, beside = (np.array([each[TOKENS] for each in line]) for line in lines)
    close(label[0], np.tile(label[0, :1], (5, 1)), by=1e-12)
    close(label[[1, 2, 3]], [-label[0], label[0], label[0]], by=1e-12)
    close(beside[[1, 2]], [beside[0]] * 2, by=1e-12)
    close(beside[3, 0], beside[0, 0], by=1e-12)
    above(np.linalg.norm(beside[3, 1:] - beside[0, 1:], axis=1), 0.01)
    same([right for left, right in neighbours(X[2]) + neighbours(X[3]) if left == 3], [5, 5])


def one_panel(ax, arrows):
    """A panel has each token's marker, id and word in its place, and its arrow at the rim."""
    quivers = [each for each in ax.collections if isinstance(each, Quiver)]
    for token, word in by_hand.WORDS.items():
        at, arrow, colour = np.array(PLACES[token]), arrows[token], token_style(token)[0]
        (marker,) = [line for line in ax.lines if np.abs(line.get_xydata()[0] - at).max() < 0.01]
        same([marker.get_color(), marker.get_markerfacecolor()], [colour, "white"])
        beside = [text for text in ax.texts if np.abs(text.get_position() - at).max() < 0.2]
        said = {text.get_text(): text.get_position()[1] > at[1] for text in beside}
        same(said, {str(token): True, word: False})
        (quiver,) = [each for each in quivers if np.hypot(*(np.ravel(each.XY) - at)) < 0.6]
        close([quiver.U[0], quiver.V[0]], arrow, by=0.01)
        close(np.ravel(quiver.XY) - at, RADIUS * arrow / np.linalg.norm(arrow), by=0.01)


# ---- trained tables


@truth(
    "✓ Labels move all five vectors alike if np.ptp(moves, axis=0).max() < 0.001",
    "Every row holds all five tokens and the head is a mean, so each step adds the same to each vector.",
)
def labels_move_all_alike(run):
    close(run.names["films"]["labels, all rows"].after, trained_by_labels(), by=1e-3)
    for asked in asked_anew(run)["label, after a mean"]:
        close(asked[TOKENS], [asked[3]] * 5, by=1e-12)
    above(np.linalg.norm(trained_by_labels()[3] - table()[3]), 0.3)
    same([sorted(ids) for ids in X], [sorted(TOKENS)] * 4)


@truth(
    "✓ Token 3 ends nearer to 8 in row 3, and nearer to 45 in row 4 if nearer > 0",
    "Neither is its neighbour.",
    "But in row 3 both 3 and 8 stand beside 5, so the vector of 5 in the second table pulls at both.",
    "In row 4 it is 45 that stands beside 5.",
    "How much nearer hangs on the settings: more negatives close the gap, and under a penalty more than twice as large the vectors shrink to nothing.",
    "Settings: plain gradient descent (SGD), rate 4, 600 steps, all rows of a run in each step; for neighbours two negatives a pair, and an L2 penalty of 0.0075 × the sum of squares, which keeps vectors short.",
)
def three_ends_near_what_shares_its_neighbour(run):
    films = run.names["films"]
    for film, rows in zip(list(films.values())[1:], (X, X[2:3], X[3:]), strict=True):
        close(film.after, trained_by_neighbours(rows), by=0.01)
        same(len(film.losses), 600)
    beside = [{right for left, right in neighbours(ids) if left == 5} for ids in X[2:]]
    same(beside, [{3, 8}, {3, 45}])
    for seed in (None, 0, 1):
        gaps = [nearer(seed=seed, negatives=negatives) for negatives in (1, 2, 5, 10)]
        above(gaps, 0.005)
        above(-np.diff(np.min(gaps, axis=1)), 0)
    below(np.abs([trained_by_neighbours([ids], penalty=0.02) for ids in X[2:]]), 0.02)
    close(run.names["nearer"], min(nearer()), by=1e-3)
    above([nearer(seed=0, k=8), nearer(seed=0, rate=1.0, steps=2400), nearer(steps=3000)], 0.5)
    tables = [trained_by_neighbours(X[2:3], penalty=penalty) for penalty in (0.0075, 0)]
    apart(*map(np.linalg.norm, tables), by=0.5)


def nearer(**settings):
    """How much nearer 3 is to 8 than to 45 by row 3, and to 45 than to 8 by row 4."""
    gaps = []
    for ids, one, other in ((X[2], 8, 45), (X[3], 45, 8)):
        W = trained_by_neighbours([ids], **settings)
        gaps.append(cosine(W[3], W[one]) - cosine(W[3], W[other]))
    return gaps


@truth("trained by | 3 and 8 | 3 and 45")
def table_of_trained_cosines(run):
    trained = [trained_by_labels(), *map(trained_by_neighbours, (X, X[2:3], X[3:]))]
    ends = [[cosine(W[3], W[8]), cosine(W[3], W[45])] for W in trained]
    names = ["labels, all rows", "neighbours, all rows", "neighbours, row 3", "neighbours, row 4"]
    reading.table(run, "trained by | 3 and 8 | 3 and 45", names, ends, by=0.006)


@truth(
    "One start (cosine of 3 and 8: {}, of 3 and 45: {}), four trainings; every step is drawn.",
    "Four panels with the paths of the tokens 3, 5, 8, 45 and 2 from the same places. Trained by labels, all five make the same move. Trained by neighbours, each goes its own way, and in row 4 other tokens come together than in row 3. Cosine of 3 and 8 at the end: labels, all rows: {}; neighbours, all rows: {}; neighbours, row 3: {}; neighbours, row 4: {}.",
    titles=["labels, all rows", "neighbours, all rows", "neighbours, row 3", "neighbours, row 4"],
)
def four_trainings(run, *shown):
    films, axes = run.names["films"], run.pictures[1].figure.axes
    reading.trained(axes, [film.tables for film in films.values()], TOKENS)
    reading.before_after(axes[0])
    for film in films.values():
        close(film.before, table(), by=1e-6)
        same(len(film.tables), 601)
    W, ends = table(), [film.after for film in films.values()]
    close(shown[:2], [cosine(W[3], W[8]), cosine(W[3], W[45])], by=0.006)
    close(shown[2:], [cosine(end[3], end[8]) for end in ends], by=0.006)
    together = [[cosine(end[5], end[other]) for other in (8, 45)] for end in ends[2:]]
    close(together, [[0, 1], [1, 0]], by=0.1)


@truth(
    "trained by | largest change, 200 steps",
    "If the layer itself learned from order, another order would change what labels train.",
    "If labels did nothing, flipped labels would change nothing.",
    "The order [2, 0, 4, 1, 3] gives every token of a row other neighbours.",
    "By itself it is sensitive neither to labels nor to order.",
    "Model and loss decide.",
    "The layer is a table of numbers without any rule of its own for learning: the gradient of your loss trains it, so labels reach it if your loss is made of labels, and order where your model or your loss lets it in.",
)
def what_changes_what(run):
    other = [[ids[place] for place in (2, 0, 4, 1, 3)] for ids in X]
    for ids, mixed in zip(X, other, strict=True):
        same(len(set(neighbours(ids)) & set(neighbours(mixed))), 0)
    ends = [trained_by_neighbours(rows, steps=200) for rows in (other, X)]
    changes = {
        "labels, other order": 0 * table(),  # each token has its share of a mean in any order
        "labels, other labels": trained_by_labels(True, 200) - trained_by_labels(False, 200),
        "neighbours, other order": np.subtract(*ends),
    }
    same(by_hand.held(other), by_hand.held(X))
    sizes = {name: np.abs(change).max() for name, change in changes.items()}
    reading.table(run, "trained by | largest change, 200 steps", sizes, sizes.values(), by=0.02)
    above([sizes["labels, other labels"], sizes["neighbours, other order"]], 0.5)


# ---- what other lessons prove, and what states nothing


@truth(
    "The layer is a table, and the table is a weight matrix: looking up id i is multiplying a one-hot vector (1 at place i, else 0) by it (lesson 01).",
    "An Embedding layer is trained like any other weight matrix: by the gradient of the loss.",
    "It has no rule of its own for learning: the gradient of your loss trains it (lesson 02).",
    "The gradient of the loss.",
    "train takes the steps of Keras's fit, and returns a film: the table before and after each step.",
    "So: labels, order, or both.",
    "You choose, by choosing model and loss (lesson 06 to lesson 08).",
)
def a_weight_matrix(run):
    W, film = table(), run.names["films"]["labels, all rows"]
    close(np.eye(46)[X[0]] @ W, [PLACES[token] for token in X[0]], by=1e-12)
    step = sum(asked_anew(run)["label, after a mean"])  # rate 4, a mean over four rows
    close(film.tables[1] - film.tables[0], step, by=1e-5)


says_nothing(
    "parts of the page",
    "19 minutes of reading, 5 minutes of exercises",
    "what a neural network, a loss and gradient descent are",
    "say what trains an embedding table, and predict which change of the data it notices",
    "# The question",
    "# The two doubts, in numbers",
    "# The answer in five sentences",
    "No.",
)
says_nothing(
    "what words mean",
    "Someone asked about four rows of data.",
    "We call a feature with its id a token, and lend it a word.",
    "The gradient of a loss says for each number of the table in which direction the loss grows.",
    "Training goes the other way.",
    "So minus the gradient is what a row asks for, its pull.",
    "A loss made of the label: take the mean of the row's five vectors, and let one sigmoid unit turn it into p, the probability that y = 1.",
    "All between lookup and loss is the head: here a mean and a unit.",
    "Each token should predict the tokens directly beside it: such a pair has target 1; a token with a random one, a negative, has target 0.",
    "Lesson 05 builds this model.",
    "It has a second table, for tokens as neighbours; here it begins as a copy of the first.",
    "Two negatives are drawn for each pair; each counts as often as it would be drawn on average.",
    "The cosine of two pulls (each a row's arrows, one list of numbers) says whether they agree: 1 is the same direction, 0 a right angle, −1 the opposite.",
    "A third case: in place of the mean, Flatten puts the vectors side by side, and the unit has weights of its own for each place.",
    "A ✓ means: checked just now; were the sentence false, the page would stop.",
)
says_nothing(
    "exercises, which their graders hold",
    "# Exercise 0.1: one more row",
    "Make a row of the same five ids, different from row 3, that gives the loss made of neighbours exactly the same gradient as row 3.",
    "Someone trains a spam filter: Embedding, mean, one sigmoid unit, labels spam and not spam.",
    "Every word starts from the same vector as before.",
    'Answer with letters, for instance {"a", "c"}.',
    "(a) the words inside each message are sorted by the alphabet",
    "(b) some labels are corrected",
    "(c) a word is replaced by another in half of the spam messages",
    "(d) every message is read backwards",
    "(e) the words get new ids, so that similar words have ids that are close",
)

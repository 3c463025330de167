"""What lesson 08 says, and how each of it is known."""

from embedlab.lessons.which_objective.figures import DECISIONS

import functools
import re

import keras
import numpy as np
import tensorflow as tf
from lessons import by_hand, reading
from lessons.by_hand import MOOD, ROLE, STUDY_X, STUDY_Y, TOPIC, adam, sgd
from lessons.reading import truth
from notebooks.series import notebooks, read, topic
from notebooks.truths import above, below, close, same, says_nothing
from scipy.special import logit
from sklearn.linear_model import LogisticRegression

(X, Y), NAMES = by_hand.STUDY, by_hand.STUDY_TOKENS.name
KNOWN = {tuple(row) for row in STUDY_X.tolist()}
UNSEEN = np.array([tuple(row) not in KNOWN for row in X.tolist()])
FLIGHTS, *HALVES = by_hand.flights()
PAST, LATER = (FLIGHTS.X[half] for half in HALVES)
HELD_OUT = [5, 12, 19]
COLOURS = {"truth": "black", "line": "#E69F00", "seen": "#0072B2", "held out": "#D55E00"}


# ---- another way: NumPy, by the formulas of the losses


def by_order(seed, flights=False, k=8):
    """Skip-gram's two tables, of the study rows or of the flights."""
    if flights:
        how = {"penalty": 5e-6, "steps": 100, "kind": adam, "rate": 0.2, "negatives": 5}
        return by_hand.skip_gram(PAST, by_hand.start(seed, 89, k), **how)
    return by_hand.skip_gram(STUDY_X, by_hand.start(seed, 24, k), penalty=5e-4, steps=300)


def counted(rows):
    """How often airports stand side by side, and how often noise brings them together."""
    return by_hand.pair_weights(rows, 89, negatives=5)


@functools.cache
def by_label(seed):
    """The table of a mean and a unit after 300 steps of plain gradient descent."""
    weights, step = (
        (by_hand.start(seed, 24, 8)[0], *by_hand.unit(seed)),
        (by_hand.held(STUDY_X, 24), STUDY_Y),
    )
    return by_hand.descend(weights, by_hand.of_labels, [step] * 300, sgd, 2.0)[-1][0]


def cosine(W):
    W = W / np.linalg.norm(W, axis=1, keepdims=True)
    return W @ W.T


def highest(scores, itself=False):
    """The five other tokens with the highest scores in each line."""
    scores = scores if itself else np.where(np.eye(len(scores)), -np.inf, scores)
    return np.argsort(-scores, axis=1, kind="stable")[:, :5]


# ---- the chart and the decision page


@truth(
    "What to choose, and the lesson that settles it. “Here” is this one.",
    "A flow chart. Is it an amount: a price, an age? Yes: the number itself, no table. Is it one of a few categories? Yes: one-hot; a table is as good. Predict a label, many labelled rows? Yes: the label's loss; the head it needs. Predict a label, few labelled rows? Yes: order first, then a probe; try both. Find tokens in the same company? Yes: skip-gram; compare W with W. Find what often stands beside it? Yes: skip-gram; w · c + ln noise. Predict what comes next? Yes: next token; a head that sees order.",
    "Say what the vectors are for, and choose the loss that asks for just that: labels for a label, order for company; and for an amount or a handful of categories, no table at all.",
)
def the_chart(run):
    (ax,) = run.pictures[0].figure.axes
    texts = {text.get_gid(): text for text in ax.texts if text.get_gid()}
    for place, line in enumerate(DECISIONS):
        drawn = [texts[f"{what} {place + 1}"] for what in ("question", "choice", "where")]
        same([text.get_text() for text in drawn], list(line))
        close([text.get_position()[1] for text in drawn], [-place] * 3, by=0.1)
    others = [text.get_text() for text in ax.texts if not text.get_gid() and text.get_text()]
    same(sorted(others), sorted(["lesson", *["yes"] * 7, *["no"] * 6]))
    for text in ax.texts:
        x, y = text.get_position()
        if text.get_text() == "yes":
            close([x, y - round(y)], [4.3, 0.08], by=0.1)
        if text.get_text() == "no":
            close([x, y - np.floor(y)], [0.68, 0.5], by=0.1)
    settled = {
        "03, 04": "predict a label, many labelled rows",
        "06, 07, here": "few labels, many rows without",
        "06, here": "tokens in the same company",
        "05": "what comes next",
        "here": "an amount; a few categories",
    }
    same({line[-1]: line[0] for line in LINES if line[0] in settled.values()}, settled)
    same({where for *_, where in DECISIONS}, set(settled))


PAGE = """
predict a label, many labelled rows | the label's loss; a head that sees order if order matters | W, trained along | 03, 04
few labels, many rows without | order, then one unit on frozen vectors | W, frozen at first | 06, 07, here
tokens that do the same to your label | the label's loss, a mean | W with W | here
tokens in the same company | skip-gram; window 1 for the role, wide for the topic | W with W | 06, here
what often stands beside it | skip-gram | W with C, ln noise added | here
what comes next | next token | W | 05
both similarities | the weighted sum of both losses | one W | 06
an amount; a few categories | on the number; on one-hot | none | here
"""
LINES = [line.split(" | ") for line in PAGE.strip().splitlines()]
HEAD = ["your purpose", "objective", "table", "lesson"]


@truth(*HEAD, *dict.fromkeys(cell for line in LINES for cell in line))
def the_decision_page(run):
    (path,) = [each for each in notebooks("lesson") if topic(each) == "which_objective"]
    (cell,) = [each for each in read(path).cells if each.source.startswith("## The decision page")]
    lines = [line.strip("|").split("|") for line in cell.source.splitlines() if line[:1] == "|"]
    said = [[re.sub(r"\[(.+?)\]\(.+?\)", r"\1", text).strip() for text in line] for line in lines]
    same(said[:1] + said[2:], [HEAD, *LINES])


# ---- three purposes


@truth(
    "row | X | in words | y",
    "The study rows of lesson 06: each of 24 tokens has a label group (neg or pos; lesson 06 called it mood, and lent each token a word), a topic and a role.",
    "The label y is the majority of the label groups.",
    "A row keeps one topic, and its roles alternate.",
    "You train on the first thousand rows; later rows not among them are new.",
    "Settings: k = 8, full batches, 300 steps of SGD; by labels a rate of 2; by order, with skip-gram, a rate of 4, window 1, two negatives, an L2 penalty of 0.0005.",
    "Both begin with the same small random numbers.",
    "W is the table, C the context table.",
    "Settings: 89 airports, and k, loss and training of lesson 07; rows before October train, later ones test.",
)
def the_tables(run):
    shown = reading.table_under(run, "row | X | in words | y").cells
    told = [
        [" ".join(map(str, ids)), " ".join(NAMES[ids]), str(int(y))]
        for ids, y in zip(X[:2], Y[:2], strict=True)
    ]
    same(shown, [["1", *told[0]], ["2", *told[1]]])
    same(by_hand.majority(X, MOOD), Y)
    below(np.ptp(TOPIC[X], axis=1), 0.5)
    same(np.abs(np.diff(ROLE[X], axis=1)).min(), 1)
    same(run.names["unseen"], UNSEEN)
    above(UNSEEN.sum(), 900)
    names, seed = run.names, run.names["SEED"]
    close(names["by_label"], by_label(seed), by=1e-3)
    close([names["W"], names["C"]], by_order(seed), by=1e-3)
    close([names["W_air"], names["C_air"]], by_order(seed, True), by=0.05)
    close(names["W_32"], by_order(seed, k=32)[0], by=1e-3)
    same(run.printed.count(f"{len(PAST):,} rows to train on, {len(LATER):,} later ones"), 1)
    same([np.array_equal(names["past"], PAST), np.array_equal(names["later"], LATER)], [True, True])


def chosen(seed):
    W, C = by_order(seed)
    return {
        "nearest in the label table": highest(cosine(by_label(seed))),
        "nearest in W": highest(cosine(W)),
        "highest w · c": highest(W @ C.T, itself=True),
    }


RELATIONS = {
    "same label group": MOOD[:, None] == MOOD,
    "same topic and role": (TOPIC[:, None] == TOPIC) & (ROLE[:, None] == ROLE),
    "side by side in new rows": by_hand.pair_weights(X[UNSEEN], 24)[0] > 0,
}


@truth(
    "nearest in the label table | nearest in W | highest w · c",
    "First for one token, pos-sea-noun-1:",
    "Choose five tokens for each token, in three ways: the nearest in the label table; the nearest in W; those whose context vectors give the highest scores w · c.",
    "chosen | same label group | same topic and role | side by side in new rows",
    "In the same company: skip-gram, W with W.",
    "Alike for a label: the label table, W with W.",
    "None is right for two: of the other 23 tokens, 11, 5 and 6 fit, so chance gives 0.48, 0.22 and 0.26.",
    "✓ Each choice is right for one purpose if min(right) > 0.95",
    "For alike to the label, compare the vectors of the label table; for the same company, W with W; for side by side, W with C.",
    "It is all or nothing because roles alternate here.",
    "Neither way knows which token comes first: pairs have no direction.",
    "Not if it is as here.",
    "Nearest in W are tokens with the same neighbours: to a noun, other nouns.",
    "But nouns stand beside verbs.",
    "Here all tokens are about equally frequent.",
    "No table is good for everything.",
    "The best table for one purpose can be worthless for another.",
)
def three_choices(run):
    fives, token = chosen(run.names["SEED"]), list(NAMES).index("pos-sea-noun-1")
    shown = reading.table_under(run, " | ".join(fives))
    same(shown.cells, np.transpose([NAMES[five[token]] for five in fives.values()]).tolist())
    right = np.array(
        [
            [np.take_along_axis(related, five, axis=1).mean() for related in RELATIONS.values()]
            for five in fives.values()
        ]
    )
    reading.table(run, " | ".join(["chosen", *RELATIONS]), fives, right, by=0.0006)
    others = np.array(list(RELATIONS.values()))[:, ~np.eye(24, dtype=bool)].reshape(3, 24, 23)
    same(others.sum(axis=2), [[11] * 24, [5] * 24, [6] * 24])
    close(others.mean(axis=(1, 2)), [0.48, 0.22, 0.26], by=0.005)
    above(right.diagonal(), 0.95)
    below(right[~np.eye(3, dtype=bool)], 0.7)
    below(right[1, 2], 0.001)
    beside, _ = by_hand.pair_weights(STUDY_X, 24)
    same(beside, beside.T)
    same((beside > 0)[ROLE[:, None] == ROLE].any(), False)
    counts = np.bincount(STUDY_X.ravel(), minlength=24)
    below(counts.max() / counts.min(), 1.6)


@truth(
    "Every token with every token, by topic and role. Top to bottom: w; left to right: w or c. The colour scales differ. Bright is high: the blocks change places.",
    "Two maps. Left, bright blocks: same topic and role. Right: same topic, the other role.",
    titles=["Alike: cosine of w and w", "Side by side: w · c"],
)
def two_maps(run):
    W, C = by_order(run.names["SEED"])
    order = np.lexsort([ROLE, TOPIC])
    *axes, first_bar, second_bar = run.pictures[1].figure.axes
    scores, blocks = (cosine(W), W @ C.T), ([0, 1, 2, 3], [1, 0, 3, 2])
    for ax, bar, matrix, brightest in zip(
        axes, (first_bar, second_bar), scores, blocks, strict=True
    ):
        (image,) = ax.images
        shown = np.asarray(image.get_array())
        close(shown, matrix[order][:, order], by=1e-3)
        same(image.get_cmap().name, "cividis")
        for axis in (ax.xaxis, ax.yaxis):
            ticks = axis.get_major_ticks()
            kinds = [tick.label1.get_text() for tick in ticks]
            same(kinds, ["sea noun", "sea verb", "sky noun", "sky verb"])
            close([tick.get_loc() for tick in ticks], [2.5, 8.5, 14.5, 20.5], by=0.01)
        lines = [np.ravel(line.get_xydata()) for line in ax.lines]
        for x, y, to_x, to_y in lines:  # from edge to edge
            same([x, to_x] if y == to_y else [y, to_y], [0, 1])
        spots = sorted(line[1] if line[1] == line[3] else line[0] for line in lines)
        close(spots, [5.5, 5.5, 11.5, 11.5, 17.5, 17.5], by=0.01)
        same({line.get_color() for line in ax.lines}, {"white"})
        same(shown.reshape(4, 6, 4, 6).mean(axis=(1, 3)).argmax(axis=1), brightest)
        reading.ticks(bar)
        close([bar.get_ylim()], [image.get_clim()], by=1e-6)
    above(axes[0].images[0].norm.vmin - axes[1].images[0].norm.vmin, 1)


# ---- what to recommend


@truth(
    "With room enough in k and no penalty, the loss is lowest where the score is the logarithm of these odds: w · c = ln p − ln noise − ln n; with k = 8 and a small penalty, nearly.",
    "Say that the share p of all neighbours of token i are j, that a drawn negative is j with probability noise (by frequency to the power ¾, lesson 05), and that n negatives are drawn for each true pair.",
    "Then a pair (i, j) that reaches the model is true with odds of p to n · noise.",
    "So w · c does not say how often j stands beside i, but how much more often than by chance.",
    "For how often, add the noise back: w · c + ln noise is ln p, but for ln n, which is the same for all j.",
)
def why_the_noise_comes_back(run):
    rng = np.random.default_rng(run.names["SEED"])
    p, noise, n = rng.dirichlet(np.ones(6)), rng.dirichlet(np.ones(6)), 5
    scores = np.linspace(-12, 12, 240_001)
    of_true, of_drawn = np.logaddexp(0, -scores), np.logaddexp(0, scores)
    loss = np.outer(p, of_true) + n * np.outer(noise, of_drawn)
    best = scores[loss.argmin(axis=1)]
    close(best, logit(p / (p + n * noise)), by=2e-4)
    close(best + np.log(noise) + np.log(n), np.log(p), by=2e-4)
    (W, C), (true, drawn) = by_order(run.names["SEED"], True), counted(PAST)
    aim = np.log(true[true > 0] / drawn[true > 0])
    below(np.average(np.abs((W @ C.T)[true > 0] - aim), weights=true[true > 0]), 0.3)
    above(np.sqrt(np.cov(aim, aweights=true[true > 0])), 1)


@truth(
    "ranked by | share caught",
    "✓ With ln noise added back, five recommendations catch more if caught[2] > caught[1]",
    "They catch about as much as the counted pairs do.",
    "Counting is enough here: few airports, many rows.",
    "Airports are not (lesson 07).",
    "What often stands beside it is w · c + ln noise.",
    "It compares W with W: what keeps the same company.",
)
def share_caught(run):
    (W, C), (true, drawn) = by_order(run.names["SEED"], True), counted(PAST)
    noise = drawn[0] / drawn[0].sum()
    close(run.names["noise"], noise, by=1e-6)
    later = counted(LATER)[0] * (1 - np.eye(89))
    ranked = {
        "nearest in W": cosine(W),
        "w · c": W @ C.T,
        "w · c + ln noise": W @ C.T + np.log(noise),
        "counted pairs": true,
        "noise alone": np.tile(noise, (89, 1)),
    }
    fives = {name: highest(scores) for name, scores in ranked.items()}
    caught = [np.take_along_axis(later, five, axis=1).sum() for five in fives.values()]
    caught = np.array(caught) / later.sum()
    reading.table(run, "ranked by | share caught", ranked, caught, by=0.006)
    alike, lift, often, counts, frequent = caught
    above([often - lift, lift - alike, alike - frequent], 0.03)
    close(often, counts, by=0.025)
    above(counts - often, -0.005)
    above(len(PAST) / 89, 500)
    counts = np.bincount(PAST.ravel(), minlength=89)
    above(counts.max() / np.median(counts), 5)
    lifted, added = (np.log(counts[fives[name]]).mean() for name in ("w · c", "w · c + ln noise"))
    above(added - lifted, 0.3)


# ---- amounts and categories


@truth(
    "Squares: 5, 12 and 19 stand in no training row; the table's answers for them lie near 0.",
    "Left, line and table meet the truth, but not the table at 5, 12 and 19. Right, the table meets it where it saw a row, the line does not.",
    "✓ Values that no row contains keep their first vector if np.abs(moves[held_out]).max() == 0",
    "A penalty or decay would shrink it.",
    "So if the answer follows the order of the values, give the number; if a value is only a name, give it a table.",
    "Three values occur in no training row.",
    "Little more than the unit's bias: a vector that is never looked up gets no gradient (lesson 02), so it keeps its small random start.",
    "4 and 6 have vectors of their own.",
    "A value that no row contains stays unknown to a table.",
    "Next to nothing: its vector is still the random start.",
    "The model: an Embedding (k = 2) and one linear unit with a bias.",
    "The rival is Dense(1) on the number itself: a straight line, whose best weights np.polyfit finds.",
    "Take the values 0 to 23 with two kinds of answer: an amount rises evenly; a code is the same answers, shuffled.",
    titles=["An amount: the line knows all of it", "A code: the table knows what it saw"],
)
def amount_and_code(run):
    axes = run.pictures[2].figure.axes
    evenly = np.linspace(-1, 1, 24)
    code = np.random.default_rng(run.names["SEED"]).permutation(evenly)
    seen = [value for value in range(24) if value not in HELD_OUT]
    reading.labels(axes, "value", "prediction")
    marks = {"truth": "+", "line": "None", "seen": "o", "held out": "s"}
    for ax, name, truth_ in zip(axes, ("amount", "code"), (evenly, code), strict=True):
        reading.ticks(ax)
        drawn = {line.get_gid(): line for line in ax.lines}
        same({gid: line.get_marker() for gid, line in drawn.items()}, marks)
        same({gid: line.get_color() for gid, line in drawn.items()}, COLOURS)
        faces = [drawn[gid].get_markerfacecolor() for gid in ("truth", "seen", "held out")]
        same(faces, ["black", "#0072B2", "white"])
        at = {gid: line.get_xydata() for gid, line in drawn.items()}
        close(at["truth"], np.column_stack([range(24), truth_]), by=1e-9)
        x = np.column_stack([np.ones(21), seen])
        weights = np.linalg.solve(x.T @ x, x.T @ truth_[seen])
        close(at["line"][:, 1], weights[0] + weights[1] * np.arange(24), by=1e-6)
        close(at["seen"], np.column_stack([seen, truth_[seen]]), by=0.05)
        film, model_said, _ = run.names["fits"][name]
        same(film.after.shape, (24, 2))
        never = np.column_stack([HELD_OUT, model_said[HELD_OUT]])
        close(at["held out"], never, by=1e-6)
        same(np.array_equal(film.before[HELD_OUT], film.after[HELD_OUT]), True)
        below(np.abs(never[:, 1]), 0.16)
        above(np.abs(never[:, 1] - truth_[HELD_OUT]).max(), 0.3)
    above(np.abs(run.names["moves"])[seen].max(axis=1), 1e-3)
    above(np.abs(axes[1].lines[1].get_ydata() - code)[seen].max(), 0.5)
    (legend,) = run.pictures[2].figure.legends
    says = ["truth", "line: number × weight + bias", "table, value seen", "table, value never seen"]
    same([text.get_text() for text in legend.texts], says)
    same([handle.get_marker() for handle in legend.legend_handles], list(marks.values()))
    same([handle.get_color() for handle in legend.legend_handles], list(COLOURS.values()))


@truth(
    "category | share of label 1 | embedding | one-hot",
    "✓ For a few categories one-hot is as good as an embedding if gap.max() < 0.005",
    "No model can do better on these rows than the shares; one-hot needs 11 weights, the embedding 45.",
    "With a larger head, too: one-hot and Dense(k) is an embedding (lesson 02).",
    "Here ten categories have a chance each, and two thousand rows draw their label with it.",
    "An embedding (k = 4) and one-hot look for the chances; the table shows the first four.",
    "An amount is a number, a handful of categories is one-hot.",
)
def a_few_categories(run):
    category, drawn = run.names["category"], run.names["drawn"]
    rng = np.random.default_rng(run.names["SEED"])
    same(category, rng.integers(10, size=2000))
    chance = rng.uniform(0.1, 0.9, 10)
    same(drawn, rng.random(2000) < chance[category])
    shares = [drawn[category == each].mean() for each in range(10)]
    head = "category | share of label 1 | embedding | one-hot"
    reading.table(run, head, range(4), np.tile(shares[:4], (3, 1)).T, by=0.0075)
    same(run.names["chances"]["one-hot"], run.names["by_one_hot"][:4])
    close([run.names["by_table"], run.names["by_one_hot"]], [shares, shares], by=0.005)
    same([run.names["one_hot"].coef_.size + 1, run.names["ten"].count_params()], [11, 45])
    same(len(run.names["ten"].get_weights()[0].T), 4)


# ---- what it costs


@truth(
    "held | bytes",
    "A table has m · k numbers of four bytes.",
    "Adam keeps two running means for each of them.",
    "Multiply before you look: a hundred thousand articles, k = 4, and a batch of 160, as ids and as one-hot vectors.",
    "What a table saves, with many ids, is room for the inputs, as the next numbers show.",
    "A table has 4 · m · k bytes, with Adam three times that.",
    "Adam passes over all vectors and triples the memory.",
    "Its update touches the vectors of the batch alone, and it keeps nothing beside the table.",
)
def bytes_held(run):
    size, names = 100_000 * 4 * 4, ["the table", "Adam's means", "160 ids", "160 one-hot vectors"]
    reading.table(run, "held | bytes", names, [size, 2 * size, 160 * 4, 160 * 100_000 * 4], by=0.5)
    same(type(run.names["adam"]), keras.optimizers.Adam)
    layer = keras.layers.Embedding(50, 4)
    layer.build()
    for kind, copies in ((keras.optimizers.Adam, 2), (keras.optimizers.SGD, 0)):
        optimizer = kind()
        optimizer.build(layer.trainable_variables)
        same(sum(each.numpy().size for each in optimizer.variables if each.ndim), copies * 200)


@truth(
    "milliseconds | SGD | Adam",
    "On TensorFlow, plain SGD updates the vectors of the batch, Adam passes over the whole table.",
    "The third number is time.",
    "A batch of 160 ids has a gradient for 160 vectors, and SGD changes just these.",
    "Adam also moves vectors that were looked up earlier (lesson 02), so it passes over all.",
    "Here is the shortest time of 15 such updates.",
    "Each vector has two numbers.",
)
def time_of_one_update(run):
    shown = reading.table_under(run, "milliseconds | SGD | Adam")
    same([line[0] for line in shown.cells], ["10,000 vectors", "1,000,000 vectors"])
    (_, adam_few), (sgd_many, adam_many) = reading.numbers(shown)
    above([adam_many / adam_few, adam_many / sgd_many], 1.5)
    for kind, moves in ((keras.optimizers.SGD, False), (keras.optimizers.Adam, True)):
        table, optimizer = keras.Variable(np.zeros((6, 2), "float32")), kind()
        for ids in ([0, 1], [2, 3]):
            before = table.numpy()
            optimizer.apply([tf.IndexedSlices(tf.ones((2, 2)), ids, (6, 2))], [table])
        same((table.numpy() != before).any(axis=1), [moves, moves, True, True, False, False])


# ---- what would change the answer


@functools.cache
def frozen(seed):
    W_32 = by_order(seed, k=32)[0]
    centred = W_32 - W_32.mean(axis=0)
    # whitening another way: the centred table's own directions
    values, vectors = np.linalg.eigh(centred @ centred.T)
    return {
        "one-hot": np.eye(24),
        "W, k = 8": by_order(seed)[0],
        "W, k = 32": W_32,
        "W, k = 32, whitened": vectors[:, values > 1e-12],
        "random, k = 32": by_hand.start(seed, 24, 32)[1],
    }


@by_hand.cached
def accuracy(seed, table, target, labels, C=1000):
    means = (np.asarray(table, float) / np.std(table))[X].mean(axis=1)
    wanted = Y if target == "label group" else by_hand.majority(X, ROLE)
    few = np.random.default_rng(seed).permutation(1000)[:labels]
    unit = LogisticRegression(C=C, tol=1e-9, max_iter=50_000).fit(means[few], wanted[few])
    return np.mean((unit.decision_function(means[UNSEEN]) > 0) == wanted[UNSEEN])


@truth(
    "frozen table | role, 20 labels | label group, 20 labels | label group, 100 labels",
    "✓ The same frozen table knows one label and guesses at the other if lead[1] > 0.3",
    "That is so with k = 8.",
    "With k = 32 and a hundred labels it reads much of the other, too.",
    "A frozen W helps where labels are few, if order knows what the label asks for.",
    "With k = 32 the 24 vectors are independent, so whitening makes any such table one-hot again, only turned: it shows that W keeps the tokens apart, not that order wrote the label group.",
    "Left as it is, W holds those differences in short directions; reading them takes large weights, and the unit's L2 penalty makes these dear.",
    "Few labels: order first helps if order knows what the label asks for.",
    "So take two labels: the majority of the roles, and y, the majority of the label groups.",
    "Beside W stand one-hot, random numbers, and W whitened: turned and stretched until all its directions are equally long.",
)
def frozen_tables(run):
    columns = [("role", 20), ("label group", 20), ("label group", 100)]
    seed, shown = run.names["SEED"], run.names["frozen"]
    ours, theirs = (
        np.array([[accuracy(seed, table, *each) for each in columns] for table in tables.values()])
        for tables in (frozen(seed), shown)
    )
    head = " | ".join(["frozen table", *(f"{name}, {labels} labels" for name, labels in columns)])
    # two digits, and three rows of 975
    reading.table(run, head, frozen(seed), theirs, by=0.0081)
    close(ours, theirs, by=0.03)
    one_hot, W, W_32, white, random = ours
    above([W[0], W_32[0]], 0.99)
    below(W[1], 0.6)
    above([W[0] - one_hot[0], W_32[0] - one_hot[0]], 0.2)
    above([one_hot[1] - W[1], W_32[2] - W[2]], 0.05)
    close(white, one_hot, by=0.003)
    above([white[2] - W_32[2], one_hot[2] - W_32[2]], 0.05)
    above(random[2], 0.9)
    above(accuracy(seed, frozen(seed)["W, k = 32"], "label group", 100, C=1e6) - W_32[2], 0.05)
    for table in (shown["W, k = 32"], by_hand.start(seed, 24, 32)[1]):
        same(np.linalg.matrix_rank(table), 24)
        turned = np.linalg.svd(table - table.mean(axis=0), full_matrices=False)[0]
        close(turned @ turned.T, np.eye(24), by=1e-4)
        close(accuracy(seed, turned, "label group", 100), one_hot[2], by=0.003)
    white_32 = shown["W, k = 32, whitened"]
    close(white_32 @ white_32.T, np.eye(24), by=1e-4)
    lengths = np.linalg.svd(np.cov(frozen(seed)["W, k = 32"].T), compute_uv=False)
    below(lengths[3] / lengths[2], 0.01)


says_nothing(
    "parts of the page",
    "27 minutes of reading, 15 minutes of exercises",
    "what labels (lesson 03) and order (lesson 05) put into a table",
    "choose objective, head and table for a purpose, rank what to recommend, say what a table costs, tell when you need none",
    "# Seven questions",
    "# Three purposes, three choices",
    "# What to recommend",
    "# An amount needs no table",
    "# A few categories need no table",
    "# Three numbers on cost",
    "# The decision page",
)
says_nothing(
    "what words mean, and what is done",
    "Here stand the pieces in the order in which you decide.",
    "A shop has trained W on rows of articles bought one after the other.",
    "It recommends the nearest in W.",
    "The shop offers a second kettle, not the tea.",
    "Skip-gram learns to tell true pairs from drawn ones.",
    "A price, an age, a distance lies between others.",
    "Weekdays, carriers, shirt sizes: few categories, many rows of each.",
    "So try both ways, and let rows that you kept back decide.",
    "Try both.",
    "Say what the vectors are for, then choose the loss that asks for it.",
)
says_nothing(
    "what other lessons and studies hold, and advice",
    "Ask from top to bottom, once for each column of your data: columns that mean different things get a table each (lesson 04).",
    "For that, predict the next token (lesson 05).",
    "To a table, 7 is only a name (lesson 01).",
    "(If the answer bends: more units, or intervals.)",
    "Study 14 tries every optimizer of Keras, and makes tables smaller.",
    "A name: the answer hardly rises with the number.",
    "Give the age as a number, or in intervals.",
    "Often side by side: w · c + ln noise.",
    "In one direction: next token.",
)
says_nothing(
    "exercises, which their graders hold",
    "A table has 2,000,000 vectors of 32 float32 numbers, and you train it with Adam.",
    '(The name "rows" stands for the table\'s vectors.)',
    "# Exercise 8.2: decide",
    'Answer each with "number", "one-hot", "label", "W with W", "W with C" or "next token".',
    "(c) the outdoor temperature, in a model for sales of ice cream",
    "(d) the day of the week, in the same model",
    "# Exercise 8.3: recommend",
    "Write a function recommend(W, C, noise, token, count).",
    "It returns the ids of the count tokens that stand most often beside the given token, by skip-gram's two tables and the noise that its negatives were drawn from (one probability a token).",
    "The most frequent first, and never the token itself.",
)

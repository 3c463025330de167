"""What the lesson on order as the target says, and how each of it is known."""

from embedlab import models, objectives
from embedlab.drawing.plots import token_style
from embedlab.training import table_gradient

import inspect
from itertools import combinations, pairwise

import keras
import numpy as np
from gensim.models import Word2Vec
from lessons import by_hand, reading
from lessons.by_hand import cached, cosine, of_order, pair_weights, sigmoid, start
from lessons.reading import truth
from notebooks.truths import above, below, close, same, says_nothing

ROW_3, ROW_4 = (3, 5, 8, 45, 2), (3, 5, 45, 8, 2)
ALL = (ROW_3, ROW_3, ROW_3, ROW_4)
ODD, EVEN = (3, 8, 2), (5, 45)  # places of row 3
OTHER_STARTS = range(100, 104)


# ---- another way: NumPy, pair by pair


def near(ids, window):
    """Every pair (centre, context) of a row with its distance."""
    places = list(enumerate(ids))
    return [(a, b, abs(i - j)) for i, a in places for j, b in places if 0 < abs(i - j) <= window]


def trained(rows, seed, k=2, **options):
    """Both tables after plain gradient descent at rate 4."""
    return by_hand.skip_gram(rows, start(seed, k=k), **options)


def with_3(W, others):
    return [cosine(W[3], W[other]) for other in others]


def in_heaps(W, *groups):
    """Every two tokens of a group have nearly one direction."""
    above([cosine(W[a], W[b]) for group in groups for a, b in combinations(group, 2)], 0.99)


def questions(ids, window):
    """What each of the four objectives is asked about a row, as sets."""
    pairs, places = near(ids, window), range(len(ids))
    bags = [(ids[i], *sorted(ids[j] for j in places if 0 < abs(i - j) <= window)) for i in places]
    return [{pair[:2] for pair in pairs}, set(bags), set(pairs), set(pairwise(ids))]


def seed_of(run):
    return run.names["SEED"]


# ---- rows, pairs, draws


@truth(
    "row | X | in words | y",
    "No label is among the pairs, so rows 1, 2 and 3 make the same examples.",
    "Labels then have no way in.",
    "Rows 3 and 4 share two arcs and differ in two.",
    "An arc is a pair, read in both directions. Bold: only this row has it.",
    "Arcs over the tokens of rows 3 and 4. Bold in row 3: 5–8, 45–2; in row 4: 5–45, 8–2.",
    titles=["Row 3: 2 of 4 arcs are its own", "Row 4: 2 of 4 arcs are its own"],
)
def arcs(run):
    reading.question_rows(run)
    parameters = inspect.signature(objectives.skip_gram_examples).parameters
    same([name for name in parameters if name in ("X", "y", "labels")], ["X"])
    same(run.printed.splitlines()[0], str([(a, b) for a, b, _ in near(ROW_3, 1)]))
    axes = run.pictures[0].figure.axes
    for ax, ids, other in zip(axes, (ROW_3, ROW_4), (ROW_4, ROW_3), strict=True):
        apart_here = {frozenset(pair[:2]) for pair in near(other, 1)}
        arcs = {pair: frozenset(pair) not in apart_here for pair in pairwise(ids)}
        same(sorted(arcs.values()), [False, False, True, True])
        lines = {}
        for line in ax.lines:
            lines.setdefault(line.get_gid(), []).append(line)
        for place, token in enumerate(ids):
            lines.pop(f"token {token}")
            reading.token(ax, f"token {token}", token, [place, 0], token_style(token)[0])
        for (left, right), own in arcs.items():
            halves = lines.pop(f"{'own' if own else 'shared'} {left} {right}")
            drawn = np.concatenate([half.get_xydata() for half in halves])
            middle = ids.index(left) + 0.5
            close(np.hypot(drawn[:, 0] - middle, drawn[:, 1] / 2), [0.5] * len(drawn), by=0.01)
            colours = [token_style(token)[0] for token in (left, right)] if own else ["0.7"]
            same([half.get_color() for half in halves], colours)
            same({half.get_linewidth() for half in halves}, {3 if own else 1})
        same(len(lines), 0)
        written = sorted(ax.texts, key=lambda text: text.get_position())
        same([text.get_text() for text in written], [str(token) for token in ids])


@truth(
    "centre | context, target 1 | drawn, target 0",
    "A token's chance goes by its frequency to the power ¾; in row 3 each has the chance ⅕.",
    "It can hit a neighbour, and then one pair has both targets.",
)
def draws(run):
    shown = reading.table_under(run, "centre | context, target 1 | drawn, target 0")
    place = np.floor(5 * np.random.default_rng(seed_of(run)).random((8, 2))).astype(int)
    drawn = [" ".join(str(sorted(ROW_3)[each]) for each in line) for line in place]
    pairs = near(ROW_3, 1)
    true = [[str(a), str(b), line] for (a, b, _), line in zip(pairs, drawn, strict=True)]
    same(shown.cells, true)
    true, false = pair_weights([ROW_3])
    above(((true > 0) & (false > 0)).sum(), 7.5)


@truth(
    "context of 5 | true | drawn | best p",
    "The centre 5 has two true pairs, so four draws, of which each of the five tokens gets 0.8.",
    "The best p of a true pair is below 1.",
    "It is true / (true + drawn): that p costs least, as with one input and two labels (lesson 03).",
    "skip_gram_examples makes an example of each weight above 0: for the centre 5 two with target 1, five with target 0.",
    "The best p for it is true / (true + drawn).",
    "A true pair can be drawn as well, so its best p is below 1; the more negatives, the lower.",
)
def best_p(run):
    true, false = (each[5, list(ROW_3)] for each in pair_weights([ROW_3]))
    p = np.linspace(0.0005, 0.9995, 1000)
    cost = -np.outer(true, np.log(p)) - np.outer(false, np.log(1 - p))
    columns = np.transpose([true, false, p[cost.argmin(axis=1)]])
    reading.table(run, "context of 5 | true | drawn | best p", ROW_3, columns, by=0.006)
    examples = objectives.skip_gram_examples(np.array([ROW_3]), 46)
    of_5 = examples["y"][examples["x"][0] == 5]
    same([int((of_5 == 1).sum()), int((of_5 == 0).sum())], [2, 5])
    for seed in range(3):  # a draw of many says the same as the average
        drawn = np.random.default_rng(seed).choice(ROW_3, (20000, 4))
        close([(drawn == token).sum() / 20000 for token in ROW_3], false, by=0.04)


# ---- the model, and which vectors meet


@truth(
    "Skip-gram has two tables: W for centres, which is our Embedding layer, and C for contexts.",
    "The dot product of a centre's vector in W and a context's vector in C is the score of the pair; its sigmoid is p, the probability that the pair is true.",
    "The centre's vector in W and the context's vector in C.",
    "embedding_layer is a plain Embedding that begins with a given table.",
    "Settings, unless a cell says otherwise: k = 2 numbers a vector, window 1, two negatives, a penalty of 0.0075 × the sum of squares, plain gradient descent (SGD), rate 4, 500 full batches.",
)
def the_model(run):
    W, C = start(seed_of(run))
    close([run.names["W"], run.names["C"]], [W, C], by=1e-12)
    W, C = 10 * W, 10 * C
    model = run.names["skip_gram_model"](W, C)
    centre, context = np.repeat(ROW_3, 5), np.tile(ROW_3, 5)
    close(model([centre, context])[:, 0], (W[centre] * C[context]).sum(axis=1), by=1e-4)
    same(type(model.get_layer("embedding")), keras.layers.Embedding)
    same([type(model.optimizer), float(model.optimizer.learning_rate)], [keras.optimizers.SGD, 4.0])
    pairs = objectives.skip_gram_examples(np.array(ALL), 46)
    both = model, models.skip_gram_model(W, C, penalty=0.0075)
    found = [table_gradient(each, **pairs, layer="embedding") for each in both]
    close(found, [0.015 * W + of_order(W, C, *pair_weights(ALL))[0]] * 2, by=1e-5)


@truth(
    "3 and | Row 3 | Row 4 | All four rows",
    "✓ Row 3 brings 3 and 8 together, row 4 brings 3 and 45 together if nearer > 0.9",
    "Skip-gram sees that 8 and 45 changed places.",
    "Another start gives the same cosines, with these settings.",
    "On all four rows the chessboard is not clean, as 8 changes its colour in row 4: 3 and 8 stay close, 3 and 2 less so.",
)
def which_meet(run):
    others, columns = (8, 45, 2, 5), []
    for rows in ((ROW_3,), (ROW_4,), ALL):
        columns.append(with_3(trained(rows, seed_of(run))[0], others))
        for seed in OTHER_STARTS:
            close(with_3(trained(rows, seed)[0], others), columns[-1], by=0.004)
    head = "3 and | Row 3 | Row 4 | All four rows"
    reading.table(run, head, others, np.transpose(columns), by=0.006)
    to_8, to_2 = with_3(trained(ALL, 0)[0], (8, 2))
    above([to_8 - 0.05, 1.8 - to_2], 0.9)


@truth(
    "The vectors of W at every step. Cosines at the end, row 3: {} for 3 and 8, {} for 3 and 45; row 4: {} for 3 and 8, {} for 3 and 45; all four rows: {} for 3 and 8, {} for 3 and 45.",
    "Three panels with five vectors that leave the origin. Row 3: 3, 8 and 2 end in one direction, 5 and 45 in another. Row 4: 3, 45 and 2 in one direction, 5 and 8 in another. All four rows: 3 and 8 end side by side, 5 and 45 on another side, 2 between.",
    titles=["Row 3", "Row 4", "All four rows"],
)
def three_paths(run, *said):
    axes, films, told = run.pictures[1].figure.axes, run.names["films"].values(), []
    reading.trained(axes, [film.tables for film in films], ROW_3)
    reading.before_after(axes[0])
    row_3, row_4, both = (trained(rows, seed_of(run))[0] for rows in ((ROW_3,), (ROW_4,), ALL))
    for film, W in zip(films, (row_3, row_4, both), strict=True):
        close(film.before, start(seed_of(run))[0], by=1e-6)
        close(film.after[list(ROW_3)], W[list(ROW_3)], by=0.01)
        same(len(film.tables), 501)
        told += with_3(W, (8, 45))
    close(said, told, by=0.006)
    for W, one, other in ((row_3, ODD, EVEN), (row_4, (3, 45, 2), (5, 8))):
        in_heaps(W, one, other)
        below([cosine(W[a], W[b]) for a in one for b in other], 0.1)
    turns = [np.arccos(cosine(both[a], both[b])) for a, b in ((3, 2), (2, 45), (3, 45))]
    close(turns[0] + turns[1], turns[2], by=1e-6)


@truth(
    "A true pair adds a little of the context's vector in C to the centre's vector in W; a drawn pair takes a little of the drawn token's away.",
    "3 and 8 both stand beside 5, so both have to fit one vector of C, that of 5.",
    "No pair compares 3 and 5 in W.",
    "In row 3 the vector of 5 in C pulls at 3 and at 8.",
    "But 2 joins them, and it stands beside 45 alone!",
    "Tokens at odd places (3, 8, 2) have contexts at even places alone (5, 45), and the other way round.",
    "So 3, 8 and 2, as contexts, never pull at 3, 8 or 2.",
    "They only push, and they push all three the same way.",
    "Two numbers leave little room: odd places end in one direction, even places in another, like the fields of a chessboard.",
    "The same contexts push them away, and never pull: those at odd places.",
    "With two numbers and two negatives, tokens meet that the same contexts push away: in row 3 every second place.",
)
def pulls_and_pushes(run):
    true, false = pair_weights([ROW_3])
    same({b for a, b, _ in near(ROW_3, 1) if a in ODD}, set(EVEN))
    same({b for a, b, _ in near(ROW_3, 1) if a in EVEN}, set(ODD))
    same([{a for a, b, _ in near(ROW_3, 1) if b == token} for token in EVEN], [{3, 8}, {8, 2}])
    above(false[np.ix_(ODD, ODD)] - true[np.ix_(ODD, ODD)], 0.3)
    one = np.zeros((46, 46))
    one[3, 5] = 1
    for seed in range(3):
        W, C = 20 * start(seed)
        pull, push = (-of_order(W, C, *which)[0][3] for which in ((one, 0 * one), (0 * one, one)))
        above([cosine(pull, C[5]), -cosine(push, C[5])], 0.999999)
    for seed in (seed_of(run), *OTHER_STARTS):
        in_heaps(trained([ROW_3], seed)[0], ODD, EVEN)
    W, _ = trained([range(1, 10)], 0, steps=3000)  # a longer row does the same
    above([cosine(W[1], W[token]) for token in (3, 5, 7, 9)], 0.9)
    below([cosine(W[1], W[token]) for token in (2, 4, 6, 8)], 0.5)


@truth(
    "context of 3 | true | best p | p",
    "✓ The score cannot tell 5, beside token 3, from 45, which never is if np.ptp(p[:2]) < 0.001",
    "It has learned the colour of a place.",
    "With two numbers and this penalty it holds no more; with ten and no penalty each p comes close to its best, and 3 and 2 do not meet (study 12 tries starts, lengths and penalties).",
)
def what_the_score_knows(run):
    others = [5, 45, 8]
    true, false = (each[3, others] for each in pair_weights([ROW_3]))
    best = true / (true + false)
    W, C = trained([ROW_3], seed_of(run))
    columns = np.transpose([true, best, sigmoid(C[others] @ W[3])])
    reading.table(run, "context of 3 | true | best p | p", others, columns, by=0.002)
    for seed in OTHER_STARTS:
        W, C = trained([ROW_3], seed)
        close(sigmoid(W[3] @ C[5]), sigmoid(W[3] @ C[45]), by=1e-4)
        W, C = trained([ROW_3], seed, k=4)
        above(sigmoid(W[3] @ C[5]) - sigmoid(W[3] @ C[45]), 0.1)
        W, C = trained([ROW_3], seed, k=10, penalty=0)
        close(sigmoid(C[others] @ W[3]), best, by=0.01)
        below(cosine(W[3], W[2]), 0.4)


# ---- negatives and windows


@truth(
    "negatives | best p of (3, 5) | 3 and 8 | 3 and 45",
    "✓ The more negatives, the less 8 and 45 differ for token 3 if np.diff(to_8 - to_45).max() < 0",
    "The best p of each true pair falls.",
    "Below ½ even their scores should be negative: all contexts push, and they push all tokens.",
    "The best p of each pair is below ½, so all contexts push all tokens; under this penalty nothing else is left.",
    "With 15, under this penalty, all five vectors meet.",
    "With 1 the cosine of 3 and 45 is another from start to start.",
    "Without the penalty the gap shrinks, but does not close.",
    'So "neighbours stay apart, tokens that share a neighbour meet" is true of this row with two negatives, not with fifteen.',
    "Gensim, a library with word2vec, draws five unless told otherwise.",
    "Other negatives, windows, rows or lengths give other groups.",
)
def negatives(run):
    counts = [1, 2, 5, 15]
    best = [1 / (1 + pair_weights([ROW_3], negatives=n)[1][3, 5]) for n in counts]

    def ends(seed, *counts, **how):
        return [with_3(trained([ROW_3], seed, negatives=n, **how)[0], (8, 45)) for n in counts]

    columns = np.column_stack([best, ends(seed_of(run), *counts)])
    head = "negatives | best p of (3, 5) | 3 and 8 | 3 and 45"
    reading.table(run, head, counts, columns, by=0.0055)
    for seed in OTHER_STARTS:
        below(np.diff([eight - other for eight, other in ends(seed, *counts)]), 0)
        W, C = trained([ROW_3], seed, negatives=15)
        in_heaps(W, ROW_3)
        light, light_c = trained([ROW_3], seed, negatives=15, penalty=0.00075)
        below([t[list(ROW_3)] @ c[list(ROW_3)].T for t, c in ((W, C), (light, light_c))], 0)
        below(cosine(light[3], light[45]), 0.8)  # all push, and yet they do not meet
        few, many = (eight - other for eight, other in ends(seed, 1, 15, penalty=0))
        above(few, many)
        above(many, 0.2)
    above(np.ptp([ends(seed, 1)[0][1] for seed in OTHER_STARTS]), 0.2)
    below(best[-1], 0.5)
    same(inspect.signature(Word2Vec.__init__).parameters["negative"].default, 5)


@truth(
    "window | fixed | drawn",
    "✓ From a fixed window of 3 on, rows 3 and 4 ask for the same if min(fixed[2:]) > 0.9999 > max(fixed[:2])",
    "For 1 and 2.",
    "5 and 8 stand 1 apart in row 3 and 2 apart in row 4, so window 1 tells.",
    "3 and 8 stand 2 and 3 apart, so window 2 tells.",
    "No pair stands 3 apart in one row and 4 in the other.",
    "The column drawn of the next table does so, on average.",
    "These are cosines of the gradients of rows 3 and 4.",
    "A cosine of 1 means that both ask for the same.",
    "A wider window is not more data.",
    'It is another question: at window 4 "which tokens share a row?".',
    "With drawn windows the two rows differ at each width.",
)
def windows(run):
    for seed in (seed_of(run), *OTHER_STARTS):
        W, C = start(seed)
        columns = []
        for drawn in (False, True):
            which = [{"window": window, "drawn": drawn} for window in range(1, 5)]
            both = [[pair_weights([ids], **each) for ids in (ROW_3, ROW_4)] for each in which]
            found = [[of_order(W, C, *case)[0] + 0.015 * W for case in each] for each in both]
            columns.append([cosine(*each) for each in found])
        fixed, any_width = columns
        if seed == seed_of(run):
            head = "window | fixed | drawn"
            reading.table(run, head, [1, 2, 3, 4], np.transpose(columns), by=0.0006)
        above(fixed[2:], 0.999999)
        below([*fixed[:2], *any_width], 0.9999)
    own = [{a[:2] for a in near(ROW_3, w)} != {a[:2] for a in near(ROW_4, w)} for w in range(1, 5)]
    same(own, [True, True, False, False])
    same({pair[:2] for pair in near(ROW_3, 4)}, {(a, b) for a in ROW_3 for b in ROW_3 if a != b})


@truth(
    "3 and | kept | skipped",
    "word2vec's program also skips a drawn token that is the context of the very pair it is drawn for: in row 3 a fifth of two draws, 0.4 for each true pair.",
    "Nothing now speaks against the pair (3, 5), so its best p is 1.",
    "3 and 2 end a little apart; how far, the start decides.",
)
def skipped_targets(run):
    others = (8, 45, 2, 5)
    both = [trained([ROW_3], seed_of(run), skip=skip)[0] for skip in (False, True)]
    columns = np.transpose([with_3(W, others) for W in both])
    reading.table(run, "3 and | kept | skipped", others, columns, by=0.0055)
    (true, kept), (_, skipped) = pair_weights([ROW_3]), pair_weights([ROW_3], skip=True)
    close(kept - skipped, 0.4 * true, by=1e-9)
    close(skipped[3, 5], 0, by=1e-12)
    ends = [with_3(trained([ROW_3], seed, skip=True)[0], (2,))[0] for seed in range(100, 112)]
    below(min(ends), 0.9)
    above(np.ptp(ends), 0.02)


# ---- four questions, and the counter-experiment


@truth(
    "objective | rows 3 and 4, window 1 | rows 3 and 4, window 4 | row 3 and backwards",
    "With a fixed window skip-gram and CBOW see neighbourhood, GloVe sees distance, next token sees direction.",
    "With a fixed window skip-gram and CBOW see neighbourhood, GloVe sees distance; a next-token model sees direction.",
    "The layer learns what the targets ask for: skip-gram and CBOW ask what stands nearby, GloVe asks how often, near pairs counting more, a next-token model asks what follows.",
    "The layer is a plain Embedding in all four.",
)
def four_questions(run):
    cases = [(ROW_4, 1), (ROW_4, 4), (ROW_3[::-1], 1)]
    ways = "rows 3 and 4, window 1 | rows 3 and 4, window 4 | row 3 and backwards"
    shown = reading.table_under(run, f"objective | {ways}")
    same([line[0] for line in shown.cells], ["skip-gram", "CBOW", "GloVe", "next token"])
    for column, (ids, window) in enumerate(cases, start=1):
        both = zip(questions(ROW_3, window), questions(ids, window), strict=True)
        told = ["same" if one == other else "other" for one, other in both]
        same([line[column] for line in shown.cells], told)
        both = zip(gradients(ROW_3, window), gradients(ids, window), strict=True)
        agree = [cosine(one, other) > 0.9999 for one, other in both]
        same([line[column] == "same" for line in shown.cells], agree)


@cached
def gradients(ids, window):
    """What a Keras model of each objective gets as its table's gradient from one row."""
    W, C = 10 * start(7)
    rows = np.array([ids])
    offsets = [*range(-window, 0), *range(1, window + 1)]
    contexts = [[ids[t + by] if 0 <= t + by < 5 else 0 for by in offsets] for t in range(5)]
    pairs = objectives.skip_gram_examples(rows, 46, window)
    found = [table_gradient(models.skip_gram_model(W, C), **pairs, layer="embedding")]
    for mean, x, y in ((True, np.array(contexts), rows[0]), (False, rows[:, :-1], rows[:, 1:])):
        keras.utils.set_random_seed(7)
        layers = [models.embedding_layer(W, "embedding", mask_zero=True)]
        layers += [keras.layers.GlobalAveragePooling1D()] * mean
        layers += [keras.layers.Dense(46, activation="softmax")]
        model = keras.Sequential([keras.Input((None,), dtype="int32"), *layers])
        model.compile("sgd", "sparse_categorical_crossentropy")
        found.append(table_gradient(model, x, y))
    counts = objectives.glove_examples(rows, 46, window)
    found.insert(2, table_gradient(models.glove_model(W, C), **counts, layer="embedding"))
    return found


@truth(
    "row 3 | largest change of W",
    "If the vectors come from neighbourhood, a row that keeps all neighbours must keep W, and one that changes them must change it.",
)
def counter_experiment(run):
    rows = [ROW_3[::-1], tuple(ROW_3[place] for place in (2, 0, 4, 1, 3))]
    same(len(set(near(ROW_3, 1)) & set(near(rows[1], 1))), 0)
    before, _ = trained([ROW_3], seed_of(run))
    sizes = [np.abs(trained([ids], seed_of(run))[0] - before).max() for ids in rows]
    names = ["read backwards", "other neighbours"]
    reading.table(run, "row 3 | largest change of W", names, sizes, by=0.012)
    below(sizes[0], 1e-6)
    above(sizes[1], 0.5)


says_nothing(
    "parts of the page",
    "29 minutes of reading, 20 minutes of exercises",
    "what a mean hides (lesson 04); sigmoid, cosine",
    "make word2vec's examples by hand, and say which vectors they bring together",
    "# Pairs made out of a row",
    "# Negatives: pairs that are drawn",
    "# A score is a dot product",
    "# Four questions, one layer",
    "Forget the labels.",
    "Make the targets out of the rows themselves.",
    "Row 3 is 3 5 8 45 2.",
    "Others.",
    "No.",
    "Nothing.",
    "Number the places from 1 to 5.",
)
says_nothing(
    "what words mean",
    "Take one token of a row, the centre.",
    "Every token at most window places away is a context of it.",
    "Each pair (centre, context) is an example.",
    'True pairs alone are too easy: a model that always says "yes" would be perfect.',
    "So word2vec adds negatives: for each true pair it draws a few tokens, here two, and pairs each with the centre, target 0.",
    "The draw does not ask who stands beside the centre.",
    "That is no mistake: it says how often the pair would occur by chance.",
    "You need not draw at all.",
    "Give every pair two weights: how often it is true, and how often it is drawn on average.",
    "word2vec's own program draws each centre's window from 1 to the given one, so near pairs count more.",
    *["objective", "is given", "has to say"],
    *["skip-gram", "a centre and another token"],
    *["CBOW", "the mean of the context vectors"],
    *["GloVe", "two tokens", "the logarithm of their count; a pair at distance d counts 1/d"],
    *["next token", "a token"],
    "What each is asked about a row:",
    "word2vec is a loss that you can put on top of it.",
    "So close means alike for this loss.",
    "It is a table.",
    "word2vec is one of the losses that can train it.",
    "Order becomes a target when you make the examples out of the rows.",
    "Close means alike for this loss.",
)
says_nothing(
    "exercises, which their graders hold",
    "Answer with sets, for instance {1, 2}; set() means none.",
    "Predict before you compute.",
    "(a) 3 5 8 45 2 and 2 45 8 5 3",
    "(b) 3 5 8 45 2 and 5 3 8 45 2",
    "(c) 3 5 8 45 2 and 2 5 8 45 3",
    "# Exercise 5.2: true and negative at once",
    "Row 3, window 1, but now five draws for each true pair.",
    "(8, 45) occurs once as a true pair.",
    "Give both numbers to three decimals.",
    "Write a function that returns the number of skip-gram pairs (centre, context) of one row with length tokens for a given window.",
    "The window may be wider than the row.",
    "# Exercise 5.4: alike, and never together",
    "Write rows of your own, five ids from 0 to 45 in each, as many rows as you like.",
    "Tokens 8 and 45 must never share a row.",
    "And yet skip-gram with window 1 must have no reason to tell them apart: it finds both in the same company, each context equally often.",
    "Then train on your rows, and compare the vectors of 8 and 45 with those of two neighbours.",
)

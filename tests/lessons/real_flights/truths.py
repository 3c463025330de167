"""What lesson 07 says, and how each of it is known."""

from embedlab.datasets import load_airports
from embedlab.models import label_model

import keras
import numpy as np
from lessons import by_hand, reading
from lessons.by_hand import adam, cached, held
from lessons.reading import truth
from notebooks.truths import above, below, close, same, says_nothing
from scipy.stats import rankdata

AIRPORTS, (FLIGHTS, PAST, FUTURE) = load_airports(), by_hand.flights()
M = len(AIRPORTS.code)
X, X_NEW = FLIGHTS.X[PAST], FLIGHTS.X[FUTURE]
Y, Y_NEW = (np.array(FLIGHTS.late[rows] > 1, float) for rows in (PAST, FUTURE))
LATE, MILES = AIRPORTS.share_late, AIRPORTS.distance_miles
LAX, SFO = (list(AIRPORTS.code).index(code) for code in ("LAX", "SFO"))


# ---- another way: NumPy, by the formulas of the losses and of the measures


@cached
def trained_by_order(rows, seed, k=8, penalty=5e-6):
    """Skip-gram's table after 100 steps."""
    how = {"penalty": penalty, "kind": adam, "rate": 0.2, "negatives": 5}
    return by_hand.skip_gram(rows, by_hand.start(seed, M, k), steps=100, **how)[0]


def pair_weights(rows):
    return by_hand.pair_weights(rows, M, negatives=5)


def ppmi_of(rows):
    counts, _ = pair_weights(rows)
    with np.errstate(divide="ignore"):
        pmi = np.log(counts * counts.sum() / np.outer(counts.sum(axis=1), counts.sum(axis=1)))
    return np.maximum(pmi, 0)


def random_tables(seed):
    return np.random.default_rng(seed + 1).uniform(-0.05, 0.05, (5, M, 8))


@cached
def trained_by_label(labels, seed, start=None):
    """Table and unit after two passes of Keras's own `fit`, by a model of its own."""
    keras.utils.set_random_seed(seed)
    model = label_model(by_hand.start(seed, M, 8)[0] if start is None else start)
    falling = keras.optimizers.schedules.CosineDecay(0.03, 2 * len(X) // 1153)
    model.compile(keras.optimizers.Adam(falling), loss="binary_crossentropy")
    mixed = np.random.default_rng(seed).permutation(len(X))
    model.fit(X[mixed], labels[mixed], batch_size=1153, epochs=2, shuffle=False, verbose=0)
    return model.get_weights()[:2]


@cached
def unseen_r2(table):
    """R² of lateness and distance, each airport predicted by a ridge regression on all others.

    The penalty is the one that predicts best so; the errors by the formula of the hat matrix.
    """
    table, targets, errors = np.asarray(table, float), np.column_stack([LATE, MILES]), []
    U, s, _ = np.linalg.svd(table - table.mean(axis=0), full_matrices=False)
    for penalty in np.logspace(-3, 3, 13):
        hat = (U * s**2 / (s**2 + penalty)) @ U.T + 1 / M
        missed = (targets - hat @ targets) / (1 - np.diag(hat))[:, None]
        errors.append((missed**2).mean(axis=0))
    return 1 - np.min(errors, axis=0) / targets.var(axis=0)


@cached
def known(table):
    """What a table knows, as the page measures it; the neighbours by sorting distances."""
    near = [AIRPORTS.carrier[nearest(table, each, 5)] for each in range(M)]
    return [*unseen_r2(table), np.mean(near == AIRPORTS.carrier[:, None])]


def nearest(table, airport, count):
    gaps = ((np.asarray(table, float) - np.asarray(table[airport], float)) ** 2).sum(axis=1)
    gaps[airport] = np.inf
    return np.argsort(gaps, kind="stable")[:count]


def auc(scores, labels=Y_NEW):
    """The share of pairs, a late row and a punctual one, in which the late one scores higher."""
    ranks, late = rankdata(scores), labels == 1
    pairs = late.sum() * (~late).sum()
    return (ranks[late].sum() - late.sum() * (late.sum() + 1) / 2) / pairs


@cached
def one_number(table, rows, labels):
    """What a unit on the mean of frozen vectors makes of each airport, by Newton's method."""
    table = np.asarray(table, float) / np.sqrt((np.asarray(table, float) ** 2).sum() / M)
    x = np.column_stack([held(rows, M) @ table, np.ones(len(rows))])
    shrink, weights = np.diag([*np.ones(table.shape[1]), 0.0]), np.zeros(table.shape[1] + 1)
    for _ in range(8):
        p = by_hand.sigmoid(x @ weights)
        slope = x.T @ (p - labels) + shrink @ weights
        weights -= np.linalg.solve((x.T * (p * (1 - p))) @ x + shrink, slope)
    return table @ weights[:-1]


@cached
def by_days(first, second, seed):
    """The ends of the 95 % interval of the second AUC minus the first, whole days drawn anew."""
    days = (FLIGHTS.date[FUTURE][:, None] == np.unique(FLIGHTS.date[FUTURE])).astype(float)
    late, count, rng = Y_NEW == 1, days.shape[1], np.random.default_rng(seed)

    def won(scores):  # pairs in which the late row scores higher, by the days of both
        order = np.argsort(scores[~late])
        lower = np.vstack([np.zeros(count), days[~late][order].cumsum(axis=0)])
        up, down = scores[late], scores[~late][order]
        ends = (np.searchsorted(down, up, side) for side in ("left", "right"))
        return days[late].T @ sum(lower[end] for end in ends) / 2

    often = [np.bincount(rng.integers(count, size=count), minlength=count) for _ in range(200)]
    pairs = (often @ days[late].sum(axis=0)) * (often @ days[~late].sum(axis=0))
    gained = ((often @ (won(second) - won(first))) * often).sum(axis=1)
    return np.percentile(gained / pairs, [2.5, 97.5])


@cached
def forecast(table, rows=X, labels=Y):
    return auc(one_number(np.asarray(table), rows, labels)[X_NEW].mean(axis=1))


def one_hot_carrier():
    return (AIRPORTS.carrier[:, None] == np.unique(AIRPORTS.carrier)).astype(float)


SCORES = "table | lateness, R² | distance, R² | same carrier"
KNOWN = "airport | share late | miles | main carrier"


def airports_shown(run, first, ids, names):
    """A table tells what is known of some airports, after a column of names."""
    shown = reading.table_under(run, f"{first} | {KNOWN}")
    told = [[line[0], line[1], line[4]] for line in shown.cells]
    true = [
        [*each] for each in zip(names, AIRPORTS.name[ids], AIRPORTS.carrier_name[ids], strict=True)
    ]
    same(told, true)
    lines = [[float(line[2]), float(line[3])] for line in shown.cells]
    close(lines, np.column_stack([LATE[ids], np.round(MILES[ids])]), by=0.006)


def tables_of(run):
    return {name: run.names[name.replace(" ", "_")] for name in ("by label", "by order", "by both")}


# ---- the data


@truth(
    "row | X | in words | late flights | y",
    "A token is now an airport, a row five consecutive destinations.",
    "(In between the aircraft was elsewhere: see the data card.) The label y is 1 if at least two of the five flights arrived late, by more than 15 minutes.",
    "So rows that end before October train, rows that begin in October or later test, and no day is in both.",
    "Were rows dealt out at random, test and training would share days, and with them the weather.",
)
def the_rows(run):
    shown = reading.table_under(run, "row | X | in words | late flights | y")
    for number, ids, words, late, y in shown.cells:
        tokens = FLIGHTS.X[int(number) - 1]
        same([int(token) for token in ids.split()], tokens)
        same(words.split(), AIRPORTS.code[tokens])
        same([int(late), int(y)], [FLIGHTS.late[int(number) - 1], int(int(late) > 1)])
    for name, true in (("X", X), ("X_new", X_NEW), ("y", Y), ("y_new", Y_NEW)):
        same(np.array_equal(run.names[name], true), True)
    below((FLIGHTS.last_date[PAST].max() - np.datetime64("2013-10-01")).astype(int), 0)
    reading.printed(run, f"{len(X):,} rows to train on, {len(X_NEW):,} later ones to test on")
    half = np.random.default_rng(run.names["SEED"]).random(len(FLIGHTS.date)) < 0.75
    days = [set(FLIGHTS.date[each].tolist()) for each in (half, ~half)]
    above(len(days[0] & days[1]) / len(days[1]), 0.95)


# ---- the three tables


@truth(
    "Settings of what follows: k = 8, all runs from one start of small random numbers.",
    "Labels: two passes over the rows, mixed once, in 41 mini-batches of 1,153, Adam, a rate that falls from 0.03 to 0.",
    "Order: window 1, five negatives, a light L2 penalty, 100 full batches, Adam, rate 0.2.",
    "By labels takes the model of lesson 03: a mean and one sigmoid unit.",
    "By order is the skip-gram of lesson 05.",
    "By both: first by order, then by labels, which start from the table that order made.",
    "(Lesson 06 added the two losses instead.)",
    "All pairs of nine months fit into 89 × 89 cells, so a full batch is small and nothing is drawn.",
    "It needed no labels.",
    "The penalty keeps the vectors of rare airports short.",
)
def three_trainings(run):
    seed, tables = run.names["SEED"], tables_of(run)
    close(run.names["starts"], by_hand.start(seed, M, 8), by=1e-9)
    close(tables["by label"], trained_by_label(Y, seed)[0], by=1e-3)
    close(tables["by order"], trained_by_order(X, seed), by=0.02)
    close(tables["by both"], trained_by_label(Y, seed, tables["by order"])[0], by=1e-3)
    same(len(X), 41 * 1153)
    counts = pair_weights(X)[0]
    reading.printed(run, f"{counts.sum():,.0f} pairs in {counts.size:,} cells")
    rare = np.argsort(np.bincount(X.ravel(), minlength=M))[:10]
    tables = [trained_by_order(X, run.names["SEED"], penalty=each) for each in (0.0, 5e-6)]
    free, short = (np.linalg.norm(each[rare], axis=1).mean() for each in tables)
    above(free / short, 1.2)


@truth(
    "w · v | airport | share late | miles | main carrier",
    "After the mean, an airport counts with one number, the product of its vector and the unit's weights.",
    "Here are the three airports that raise p most, and the three that lower it most:",
    "After a mean and one unit, an airport counts with one number.",
    "After a mean and one unit only one number an airport reaches the prediction.",
    "The regression has one number an airport, too.",
    "The logistic regression has that number, too.",
    "Both can express the same forecasts.",
    "The label-driven embedding has 721 weights, a logistic regression on one-hot airports 90.",
)
def one_number_an_airport(run):
    W, v = trained_by_label(Y, run.names["SEED"])
    product = W @ v[:, 0]
    ends = np.argsort(-product)[[0, 1, 2, -3, -2, -1]]
    airports_shown(run, "w · v", ends, [f"{product[each]:.2f}" for each in ends])
    above(LATE[ends[:3]].min() - LATE[ends[3:]].max(), 0)
    close(W[X_NEW].mean(axis=1) @ v[:, 0], product[X_NEW].mean(axis=1), by=1e-5)
    same([89 * 8 + 8 + 1, 89 + 1], [721, 90])
    reading.printed(run, "721 weights")


@truth(
    "near | airport | share late | miles | main carrier",
    "Trained by order, Los Angeles has found San Francisco.",
    "Trained by labels, it has not, from this start.",
    "code | airport | share late | miles | main carrier",
)
def who_is_near_los_angeles(run):
    near = [nearest(table, LAX, 3) for table in tables_of(run).values()][:2]
    names = ["Los Angeles itself", *["by label"] * 3, *["by order"] * 3]
    airports_shown(run, "near", [LAX, *np.ravel(near)], names)
    same(SFO in near[1], True)
    if run.names["SEED"] == 0:  # "this start": from 2 of 19 others it has
        same(SFO in near[0], False)
    codes = ["BOS", "BUF", "MIA", "RIC"]
    airports_shown(run, "code", [list(AIRPORTS.code).index(code) for code in codes], codes)


# ---- what they know


@truth(
    "table | lateness, R² | distance, R² | same carrier",
    "Without the labels lateness is gone.",
    "Without the company airline and distance are gone.",
    "Without the sequence little is gone.",
    "(Lateness even rises here; from some other starts it falls a little.)",
    "If labels taught lateness, labels dealt out at random must leave the table ignorant.",
    "If the company in the rows taught the carriers, so must destinations dealt out at random.",
    "A third shuffle mixes the five destinations inside each row: who is in the row stays, who stands beside whom changes.",
    "The first two must.",
    "The third is open: it falls if the sequence taught the table, and stays if company did.",
    "What these rows taught through it is company, not sequence.",
    "What order teaches may be company and not sequence.",
    "Such a shuffle tells which of the two this loss took from your data.",
)
def three_shuffles(run):
    names, seed = run.names, run.names["SEED"]
    dealt, across, inside = (names[each] for each in ("y_dealt", "across", "inside"))
    for shuffled, given in ((dealt, Y), (across, X)):
        same(*(np.bincount(each.ravel().astype(int)) for each in (shuffled, given)))
    same(np.array_equal(np.sort(inside, axis=1), np.sort(X, axis=1)), True)
    changed = [np.mean(dealt != Y), *(np.mean((e != X).any(axis=1)) for e in (across, inside))]
    above([changed[0], changed[1] / 2, changed[2] / 2], 0.4)
    above(np.mean(np.sort(across, axis=1) != np.sort(X, axis=1)), 0.5)
    tables = {
        "by label": tables_of(run)["by label"],
        "labels dealt at random": trained_by_label(dealt, seed)[0],
        "by order": tables_of(run)["by order"],
        "destinations dealt at random": trained_by_order(across, seed),
        "destinations mixed inside the rows": trained_by_order(inside, seed),
    }
    found = np.array([known(table) for table in tables.values()])
    reading.table(run, SCORES, tables, found, by=0.008, which=1)
    label, no_label, order, no_company, no_sequence = found
    below([no_label[0], *no_company[:2]], 0.12)
    below(no_company[2], 0.3)
    above([label[0], order[1], order[2] - 0.2], 0.35)
    above(no_sequence - order, -0.12)
    if seed == 0:  # "here"
        above(no_sequence[0] - order[0], 0.05)
    mixed = np.random.default_rng(0).permuted(X, axis=1)
    rises = [
        known(trained_by_order(mixed, s))[0] - known(trained_by_order(X, s))[0] for s in range(8)
    ]
    below(np.sort(rises)[:2], 0)


@truth(
    "table | lateness, R² | distance, R² | same carrier",
    "✓ Labels write lateness and hardly distance if label[0] > 0.3 > label[1]",
    "✓ Order writes airline and distance if min(order[1:]) > 0.3",
    "✓ One table can hold all three if min(both) > 0.3",
    "Trained by both, it does.",
    "Yes: trained by labels, the vectors of 89 airports know how often flights to them are late; trained by order, they know airline and distance, which nobody told them; but counting knows at least as much, and as a forecaster the trained embedding ends level with one-hot.",
    "The same 89 vectors from the same start: labels write lateness into them, order writes airline and distance, both, one after the other, write all three.",
    "Labels ask for lateness.",
    "A table knows what its loss asks for (lesson 06).",
    "So: airline, perhaps distance.",
    "Counting knows at least as much.",
    "One counted number, the mean label, tells lateness better than the eight learned ones, and some distance, too.",
    "No table can have a higher score for the carrier than the carrier itself: six airlines have too few airports here to fill five places.",
    "The formula is a ridge regression: it keeps its weights small, by a penalty that it picks itself.",
    "So it can deal with more numbers than airports, too.",
    "PPMI, with 89 numbers an airport, knows more of lateness and distance than skip-gram's 8; cut to 8, it is ahead, on average over skip-gram's starts, on lateness alone.",
    "With 89 tokens, counting is the simpler tool.",
    "On unseen airports, what knows nothing scores below 0 on average.",
    "Because a formula with eight numbers fits a little of anything.",
    "The order-driven run saw no label, yet its table scores above chance on lateness.",
    "Mean label: of the rows that hold an airport, the share with y = 1.",
    "PPMI: the logarithm of how much more often than by chance two airports stand side by side (PMI), or 0 if it is negative; 89 numbers an airport, or the 8 best by singular value decomposition (SVD).",
    "Carrier: the airline's name, one-hot.",
    "Chance is what random tables reach.",
    "The last line quotes word2vec as the library gensim 4.4.0 trains it with the same k, window and negatives; a test of this series repeats it.",
)
def what_each_table_knows(run):
    seed, ppmi = run.names["SEED"], ppmi_of(X)
    U, s, _ = np.linalg.svd(ppmi)
    chance = np.array([known(each) for each in random_tables(seed)])
    tables = tables_of(run) | {"mean label": mean_labels(X), "PPMI": ppmi}
    tables |= {"PPMI + SVD": U[:, :8] * np.sqrt(s[:8]), "carrier": one_hot_carrier()}
    true = {"random, mean of five": chance.mean(axis=0)}
    true |= {name: np.array(known(table)) for name, table in tables.items()}
    true["gensim's word2vec"] = [0.37, 0.48, 0.66]
    reading.table(run, SCORES, true, true.values(), by=0.0055, which=0)
    best, label, order, both = chance.max(axis=0), *list(true.values())[1:4]
    ignorant = [unseen_r2(each) for start in range(10) for each in random_tables(start)]
    below(np.mean(ignorant, axis=0), 0)
    # a formula that is fitted to the very airports, and has eight numbers
    x = np.column_stack([random_tables(seed)[0], np.ones(M)])
    above(1 - (LATE - x @ np.linalg.lstsq(x, LATE, rcond=None)[0]).var() / LATE.var(), 0)
    above([label[0] - 0.3, 0.3 - label[1]], 0.08)
    above([order - best, both - best], 0.2)  # the best of five that know nothing
    above(both - chance.mean(axis=0), 0.3)
    labelled = [unseen_r2(trained_by_label(Y, s)[0])[0] for s in range(3)]
    above(true["mean label"][0] - [label[0], np.mean(labelled) + 0.03], 0)
    above(true["mean label"][1] - [best[1], label[1]], 0.08)
    own = np.array([np.sum(AIRPORTS.carrier == each) - 1 for each in AIRPORTS.carrier])
    close(true["carrier"][2], np.mean(np.minimum(own, 5)) / 5, by=1e-9)
    same(len(set(AIRPORTS.carrier[own < 5])), 6)
    from_starts = np.mean([known(trained_by_order(X, s)) for s in range(6)], axis=0)
    above((true["PPMI"] - from_starts) / [0.1, 0.06, 0.005], 1)
    above((true["PPMI"] - order)[:2], 0)
    ahead = true["PPMI + SVD"] - from_starts
    above([ahead[0], *-ahead[1:]], 0.005)


@cached
def mean_labels(rows):
    """Of the rows that hold an airport, the share with y = 1; shape (airports, 1)."""
    holds = held(rows, M) > 0
    return (Y @ holds / holds.sum(axis=0))[:, None]


@truth(
    "Order brings together airports that the same aircraft serve.",
    "An aircraft belongs to one airline and has a range.",
    "And a row is one aircraft, which belongs to one airline and has a range.",
    "Take two airports that the same aircraft serve, such as San Francisco and Los Angeles.",
    "Before and after either, the rows hold much the same airports, so the pulls add up to much the same, and the two vectors end alike.",
    "So airports that share their company share airline and distance.",
    "Airports that stand in the same company get similar vectors, and a row is one aircraft, which belongs to one airline.",
)
def company(run):
    counts, _ = pair_weights(X)
    shares = np.sqrt(counts / counts.sum(axis=1, keepdims=True))
    others = np.argsort(-shares @ shares.T, axis=1)
    same(SFO in others[LAX, :6], True)
    top, rest = others[:, 1:6], others[:, -44:]
    shared = [np.mean(AIRPORTS.carrier[e] == AIRPORTS.carrier[:, None]) for e in (top, rest)]
    miles = [np.abs(MILES[e] - MILES[:, None]).mean() for e in (top, rest)]
    above([shared[0] / shared[1], miles[1] / miles[0]], 1.5)
    W = tables_of(run)["by order"].astype(float)
    gaps = np.linalg.norm(W[:, None] - W, axis=-1)
    near, far = (np.take_along_axis(gaps, each, axis=1).mean() for each in (top, rest))
    below(near / far, 0.75)


@truth(
    "given | lateness, R²",
    "Labels add much to the carrier's name, the table by order nothing.",
    "(From other starts it adds a little, or takes a little; on average it adds nothing.",
    "PPMI + SVD adds a little.) Properties hang together.",
    "It adds nothing to the carrier's name.",
    "The carrier: some are later than others.",
    "If that is the whole story, the table adds nothing once the carrier is known.",
)
def beside_the_carrier(run):
    seed, carrier = run.names["SEED"], one_hot_carrier()
    alone = unseen_r2(carrier)[0]

    def with_carrier(table):
        return unseen_r2(np.column_stack([carrier, table]))[0]

    tables = tables_of(run) | {"at random": random_tables(seed)[0]}
    found = {name: with_carrier(table) for name, table in tables.items()}
    names = ["the carrier alone", *(f"the carrier and the table {name}" for name in found)]
    reading.table(run, "given | lateness, R²", names, [alone, *found.values()], by=0.0055)
    above(found["by label"] - alone, 0.12)
    starts = range(6)
    added = [with_carrier(trained_by_order(X, s)) - unseen_r2(carrier)[0] for s in starts]
    below([found["by order"] - alone, found["at random"] - alone, *np.abs(added)], 0.07)
    below(abs(np.mean(added)), 0.02)
    above([np.max(added), -np.min(added)], 0.02)
    above(alone, 0.3)
    U, sizes, _ = np.linalg.svd(ppmi_of(X))
    above([with_carrier(U[:, :8] * np.sqrt(sizes[:8])) - alone], 0.005)


# ---- what they are worth as forecasters


@truth(
    "forecaster | AUC, 200 labels | ahead of one-hot | AUC, all labels",
    "✓ With 200 labels the table made from order is ahead of one-hot if lead.mean() > 0",
    "✓ With all labels 64 random numbers do nearly as well as one-hot if abs(gap) < 0.01",
    "As a forecaster the trained embedding ends level with one-hot.",
    "And all forecast poorly: destinations say little of lateness.",
    "Neither, by much.",
    "In the random tables nobody is a neighbour, and they are not ahead.",
    "What order left out, room makes good: a unit on 8 frozen numbers can give the airports only weights that lie in 8 dimensions, and those that lateness needs are not quite among them.",
    "(Trained by labels, 8 numbers suffice.) With 64 there is room for nearly any, with PPMI's 89 for any, whatever wrote them.",
    "Airports of one airline begin as neighbours, so a label of one speaks for the others.",
    "The random numbers tell the airports apart, and the unit learns the rest from the labels.",
    "With 200 labels it is behind a table made from order.",
    "After a mean, one unit reads one number an airport: here such an embedding forecasts as well as one-hot, no better.",
    "Frozen vectors made from order help where labels are few.",
    "What it can do as well is owed to the labels and to k, not to what was written.",
    "So suppose that labels are rare: 200 of the rows, drawn 10 times.",
    "Beside it stand PPMI, counted from the same order, and, as controls, random tables, which know nothing.",
    "So is PPMI.",
)
def the_forecasts(run):
    head = "forecaster | AUC, 200 labels | ahead of one-hot | AUC, all labels"
    shown, seed, names = reading.table_under(run, head), run.names["SEED"], run.names
    tables = {
        "one-hot": np.eye(M),
        "by order, k = 8": tables_of(run)["by order"],
        "PPMI, k = 89": ppmi_of(X),
        "random, k = 8": random_tables(seed)[0],
        "random, k = 64": by_hand.start(seed, M, 64)[0],
    }
    W, v = trained_by_label(Y, seed)
    trained = (W @ v[:, 0])[X_NEW].mean(axis=1)
    full = {"by label, trained": auc(trained)} | {n: forecast(t) for n, t in tables.items()}
    same([line[0] for line in shown.cells], list(full))
    close([float(line[3]) for line in shown.cells], list(full.values()), by=0.0008)
    close(list(names["every"].values()), list(full.values()), by=0.0003)
    same([len({*some}) for some in names["draws"]], [200] * 10)
    few = {
        n: np.array([forecast(t, X[s], Y[s]) for s in names["draws"]]) for n, t in tables.items()
    }
    same([shown.cells[0][1:3], shown.cells[1][2]], [["–", "–"], "–"])
    close([float(line[1]) for line in shown.cells[1:]], [e.mean() for e in few.values()], by=0.0008)
    leads = {name: each - few["one-hot"] for name, each in few.items()}
    ahead = [f"{(lead > 0).sum()} of 10" for lead in leads.values()]
    same([line[2] for line in shown.cells[2:]], ahead[1:])
    close(names["lead"], leads["by order, k = 8"], by=0.0006)
    close(names["gap"], full["random, k = 64"] - full["one-hot"], by=0.0006)
    rng = np.random.default_rng(seed)
    draws = [rng.choice(len(X), 200, replace=False) for _ in range(40)]  # ten are few
    few = {n: np.array([forecast(t, X[s], Y[s]) for s in draws]) for n, t in tables.items()}
    for order, random in (("by order, k = 8", "random, k = 8"), ("PPMI, k = 89", "random, k = 64")):
        order, random = few[order] - few["one-hot"], few[random] - few["one-hot"]
        above([each.mean() / (each.std() / 6.2) for each in (order, order - random)], 3)
        below(random.mean(), 0.003)
    close(full["by label, trained"], full["one-hot"], by=0.004)
    close([full["random, k = 64"], full["PPMI, k = 89"]], [full["one-hot"]] * 2, by=0.0099)
    below([full[f"{name}, k = 8"] - full["one-hot"] for name in ("by order", "random")], -0.004)
    one_hot, *frozen = (
        one_number(np.asarray(table), X, Y)[X_NEW].mean(axis=1)
        for table in (np.eye(M), trained_by_order(X, 0), random_tables(seed)[0])
    )
    below([by_days(one_hot, each, seed)[1] for each in frozen], 0)
    below(np.abs(by_days(one_hot, trained, seed)), 0.005)
    below(list(full.values()), 0.6)
    same([np.linalg.matrix_rank(t) for t in tables.values()], [89, 8, 89, 8, 64])


@truth("This share is called AUC; guessing gives 0.5.")
def auc_is_a_share_of_pairs(run):
    rng = np.random.default_rng(run.names["SEED"])
    scores, labels = rng.integers(9, size=60), np.repeat([0.0, 1.0], 30)
    pairs = [(a > b) + (a == b) / 2 for a in scores[30:] for b in scores[:30]]
    close(auc(scores, labels), np.mean(pairs), by=1e-9)
    close(auc(rng.random(len(Y_NEW))), 0.5, by=0.02)


# ---- the maps


def in_order_of(values):
    return (rankdata(values, "ordinal") - 1) / (M - 1)


def maps(figure):
    """The shades of each map; airports, names, the star and the bar stand where they belong."""
    place = np.column_stack([AIRPORTS.longitude, AIRPORTS.latitude])
    there, star_at = AIRPORTS.code != "HNL", np.array([-73.9, 40.7])
    *axes, bar = figure.axes
    same([tick.label1.get_text() for tick in bar.xaxis.get_major_ticks()], ["least", "most"])
    close(bar.get_xticks(), [0, 1], by=1e-9)
    shades = []
    for ax in axes:
        (points,) = [each for each in ax.collections if each.get_gid() == "airports"]
        spots = np.asarray(points.get_offsets())
        close(spots[there], place[there], by=1e-9)
        drawn, own = (np.linalg.norm(each[~there] - star_at) for each in (spots, place))
        below(drawn / own, 0.6)
        for text in ax.texts:
            close(text.xy, spots[AIRPORTS.code == text.get_text()][0], by=1e-9)
        (star,) = [line for line in ax.lines if line.get_marker() == "*"]
        close(star.get_xydata()[0], star_at, by=1e-9)
        same([points.get_cmap().name, points.norm.vmin, points.norm.vmax], ["cividis", 0, 1])
        shades.append(np.asarray(points.get_array()))
    return shades


@truth(
    "Two properties of 89 airports, as ranks; the star is New York. Their correlation is {}: to know one is to know little of the other. Honolulu is drawn nearer than it is.",
    "Two maps of the United States with a dot for each airport, from dark (least) to bright (most). On the left, dots of all shades lie side by side. On the right, they brighten from New York to the west.",
    "We know more about an airport than the rows say: how often flights to it are late, how far it is, which airline flies there most, its main carrier.",
    titles=["Lateness: high and low side by side", "Distance: rises away from the star"],
)
def what_no_model_is_given(run, shown):
    close(maps(run.pictures[0].figure), [in_order_of(LATE), in_order_of(MILES)], by=1e-9)
    correlation = np.corrcoef(LATE, MILES)[0, 1]
    close(shown, correlation, by=0.006)
    below(correlation**2, 0.1)
    above([varies(LATE) - 0.4, 0.2 - varies(MILES)], 0)


def varies(values):
    """How far the ranks of an airport's three nearest neighbours on the map lie from its own."""
    place, ranks = np.column_stack([AIRPORTS.longitude, AIRPORTS.latitude]), in_order_of(values)
    gaps = [np.abs(ranks[nearest(place, each, 3)] - ranks[each]).mean() for each in range(M)]
    return np.mean(gaps) / (1 / 3)  # of two random ranks


@truth(
    "Above what no model was given, below each table's first principal component, as ranks. Size of its correlation with lateness: {} by labels, {} by order; with distance: {} and {}. Honolulu is drawn nearer than it is.",
    "Four maps. On the left, shades of lateness above and of what labels found below: both lie side by side. On the right, distance above and what order found below: brighter, in both, far from New York.",
    "The lower maps colour each airport by its table's first principal component, the direction in which the vectors differ most.",
    titles=["Lateness", "Distance", "Found by labels", "Found by order"],
)
def what_two_tables_found(run, *shown):
    shades = maps(run.pictures[1].figure)
    close(shades[:2], [in_order_of(LATE), in_order_of(MILES)], by=1e-9)
    lines = []
    for name, like, shade in (("by label", LATE, shades[2]), ("by order", MILES, shades[3])):
        table = np.asarray(tables_of(run)[name], float)
        line = (table - table.mean(axis=0)) @ np.linalg.svd(table - table.mean(axis=0))[2][0]
        lines.append(line * np.sign(np.corrcoef(line, like)[0, 1]))
        above(np.corrcoef(shade, in_order_of(lines[-1]))[0, 1], 0.999)
    alike = np.abs(np.corrcoef([*lines, LATE, MILES])[:2, 2:])
    close(shown, alike.T.ravel(), by=0.006)
    above([alike[0, 0] - alike[0, 1], alike[1, 1] - alike[1, 0]], 0.1)
    above(np.corrcoef(shades[3], in_order_of(MILES))[0, 1], 0.6)


says_nothing(
    "parts of the page",
    "27 minutes of reading, 20 minutes of exercises",
    "what an Embedding layer is (lesson 01), what skip-gram is (lesson 05), what a regression is",
    "train one table by labels, by order or by both, measure what it knows beside chance and simple baselines, say what it is worth as a forecaster",
    "# The data",
    "# One table, trained in three ways",
    "# Order knows lateness, too",
)
says_nothing(
    "what words mean, and what is done",
    "Write down where one aircraft flew from New York in 2013, in order, and cut the list into rows of five.",
    "A forecast is for days to come.",
    "No model is given this.",
    "It serves afterwards, to ask what the vectors know.",
    "With so many rows we train it as Keras users do, by fit.",
    "One example proves nothing.",
    "So measure.",
    "A table knows lateness if a linear formula tells an airport's share of late flights from its vector.",
    "The formula is fitted to all airports but one and predicts that one, for each in turn.",
    "R² compares the squared errors with those of guessing the mean: 1 is perfect, 0 is no better than guessing the mean, below 0 is worse.",
    "An airline is no number.",
    "So give the formula the carrier, alone and together with a table.",
    "So ask what a score adds to what you already know.",
    "Ask what a score adds to what you know.",
    "One-hot is a frozen table, too: 1 in the airport's own column, else 0.",
    "So one function serves all frozen tables: fit one unit to the rows' mean vectors.",
    "Before, it brings all tables to one size, so that the penalty (scikit-learn's C = 1) does not favour long vectors.",
    'The third result surprised us. "By order" names the kind of loss: its targets are made out of the rows.',
    "There are many labels.",
    "Judge a score by four things: unseen airports, its chance level, simple baselines, and what it adds to what is known already.",
    "Set a frozen random table beside yours.",
    "Mix the rows inside to find out.",
    "What these data do not show: that an airport causes delays (its lateness is also that of the carriers, aircraft and seasons that bring flights there); that order has drawn a map (it has learned how far, hardly which way: study 17); that it holds elsewhere (one city, one year, 89 airports).",
)
says_nothing(
    "what other lessons and studies hold",
    "At each step skip-gram adds to an airport's vector a little of the context vectors of what stands beside it (lesson 05).",
    "They should be close: the scores that skip-gram aims at are PMI values, shifted by a number for each context (study 12).",
    "In the question's rows 3 and 4, sequence was all there was (lesson 05).",
)
says_nothing(
    "exercises, which their graders hold",
    "# Exercise 7.1: predict the neighbours",
    "Take Boston (BOS).",
    "Decide from the columns.",
    "Then look into the tables.",
    'Answer each with "label", "order" or "neither".',
    "(a) find destinations that are served much like a given one, by the same airline and at a like distance",
    "(b) sort the busy airports by how often rows with them are late",
    "(c) find airports like Ithaca, which is not among the 89",
    "(d) find out whether Tulsa is late because of Tulsa or because of the airline that flies there",
    "# Exercise 7.3: chance by formula",
    "Five random tables gave a rough answer above.",
    "Compute it exactly: the probability that two different airports, drawn at random from airports.carrier, have the same main carrier.",
    "Give at least three decimals.",
    "# Exercise 7.4: a score that luck cannot please",
    "Write a function unseen_r2(table, target).",
    "For each airport, fit a linear regression (sklearn.linear_model.LinearRegression) to all the others and predict this one.",
    "Return 1 − (sum of squared errors) / (sum of squared distances of the target to its mean).",
    "Then try it on random_tables[0].",
)

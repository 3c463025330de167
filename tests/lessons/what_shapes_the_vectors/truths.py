"""What the lesson on what shapes the vectors says, and how each of it is known."""

from embedlab import models, objectives
from embedlab.drawing.token_maps import COLOURS, GAP, MARKERS, drawn_places, spread
from embedlab.measures import distance_map
from embedlab.training import table_gradient, train

import functools

import keras
import numpy as np
from lessons import by_hand, reading
from lessons.by_hand import MOOD, ROLE, STUDY, TOPIC, by_both, majority, share
from lessons.by_hand import STUDY_X as X
from lessons.by_hand import STUDY_Y as Y
from lessons.reading import truth
from notebooks.truths import above, below, close, same, says_nothing
from scipy.spatial.distance import pdist

KINDS = {  # role and topic: sad words, glad words
    "noun, sea": ("wreck shark leak", "pearl dolphin harbour"),
    "verb, sea": ("sinks drowns strands", "sails surfs dives"),
    "noun, sky": ("hail thunder smog", "sunrise rainbow lark"),
    "verb, sky": ("crashes stalls darkens", "soars shines glides"),
}
GROUPS = {"mood": MOOD, "topic": TOPIC, "role": ROLE}
NEW, OTHER_SEEDS = STUDY.X[1000:], range(100, 104)
SHARES = "mood {}, topic {}, role {}"


def words():
    """The word of each id, from its properties."""
    found, left = [], {kind: [each.split() for each in both] for kind, both in KINDS.items()}
    for mood, topic, role in zip(MOOD, TOPIC, ROLE, strict=True):
        kind = f"{('noun', 'verb')[role]}, {('sea', 'sky')[topic]}"
        found.append(left[kind][mood].pop(0))
    return found


def seed_of(run):
    return run.names["SEED"]


@functools.cache
def drawn(seed):
    """Everything that the lesson draws: rows to label and tables; shuffles."""
    rng, spread_of = np.random.default_rng(seed), by_order(seed).std()
    verbs = ROLE[X].sum(axis=1) > 2
    few = [X[verbs == kind][rng.choice((verbs == kind).sum(), 12, False)] for kind in (True, False)]
    few, many = np.concatenate(few), X[rng.choice(1000, 160, replace=False)]
    fresh, wide = (rng.normal(0, spread_of, (24, k)) for k in (8, 64))
    rng = np.random.default_rng(seed + 1)
    return few, many, fresh, wide, rng.permutation(Y), rng.permuted(X, axis=1)


def by_order(seed, window=1):
    return by_both(seed, 1, window=window)


def by_labels(seed, y=Y):
    return by_both(seed, 0, y=y)


@functools.cache
def by_labels_and_adam(seed):
    keras.utils.set_random_seed(seed)
    l2 = keras.regularizers.L2(0.0003)
    model = models.label_model(by_hand.start(seed, 24, 8)[0], embeddings_regularizer=l2)
    model.compile(keras.optimizers.Adam(0.1), "binary_crossentropy")
    return train(model, X, Y, 100).after


@by_hand.cached
def accuracy(seed, table, groups, labelled, frozen, trained, rate=1.0):
    """How often mean and unit are right on new rows after steps with and without a fixed table."""
    W, (v, b) = np.array(table, float), by_hand.unit(seed, np.shape(table)[1])
    shares, y = by_hand.held(labelled, 24), majority(labelled, groups)
    for steps, speeds in ((frozen, (0, 1, 1)), (trained, (rate, rate, rate))):
        for _ in range(steps):
            asked = zip((W, v, b), speeds, by_hand.of_labels(W, v, b, shares, y), strict=True)
            W, v, b = (old - speed * gradient for old, speed, gradient in asked)
    return np.mean((W[NEW].mean(axis=1) @ v + b > 0) == majority(NEW, groups))


def named(table, groups, token):
    """What least squares with a penalty, fitted to the other words, says of one (0 or 1)."""
    others = np.arange(24) != token
    a, b = table[others], np.where(groups[others] == 1, 1.0, -1.0)
    centre, middle = a.mean(axis=0), b.mean()
    rule = np.linalg.solve((a - centre).T @ (a - centre) + np.eye(len(centre)), (a - centre).T @ b)
    return int((table[token] - centre) @ rule + middle > 0)


def probe(table, groups):
    return np.mean([named(table, groups, token) == groups[token] for token in range(24)])


def shares(table):
    return [share(table, groups) for groups in GROUPS.values()]


def cosine(table, one, other):
    a, b = table[words().index(one)], table[words().index(other)]
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


# ---- the words and the rows


@truth(
    "role and topic | sad | glad",
    "row | X | in words | y",
    "its mood (sad, glad) decides the label: y = 1 if most words of the row are glad, wherever they stand;",
    "its topic (sea, sky) decides the company: all words of a row have one topic;",
    "its role (noun, verb) decides the place: nouns and verbs alternate.",
    "One property tells nothing about the other two.",
    "Wreck and pearl differ in mood alone: both are nouns of the sea.",
)
def rows_and_words(run):
    shown = reading.table_under(run, "role and topic | sad | glad")
    same(shown.cells, [[kind, *both] for kind, both in KINDS.items()])
    same(run.names["WORDS"], words())
    shown = reading.table_under(run, "row | X | in words | y")
    told = [[" ".join(map(str, ids)), " ".join(words()[i] for i in ids)] for ids in X[:4]]
    same(shown.cells, [[str(n + 1), *told[n], f"{Y[n]:.0f}"] for n in range(4)])
    same([np.array_equal(run.names["X"], X), np.array_equal(run.names["y"], Y)], [True] * 2)
    same(majority(X, MOOD), Y)
    below(np.ptp(TOPIC[X], axis=1), 0.5)
    above(np.abs(np.diff(ROLE[X], axis=1)), 0.5)
    same(np.bincount(4 * MOOD + 2 * TOPIC + ROLE), [3] * 8)
    wreck, pearl = words().index("wreck"), words().index("pearl")
    same([[each[wreck], each[pearl]] for each in (MOOD, TOPIC, ROLE)], [[0, 1], [0, 0], [0, 0]])


# ---- three losses


@truth(
    "Labels make wreck and pearl opposites, order makes them one.",
    'So "similar words get similar vectors" says nothing until you add similar for what: close means interchangeable for this loss.',
    "Settings: k = 8, one narrow start W for all tables up to Few labels, full batches, a penalty of 0.0003 × the sum of squares.",
    "Labels: SGD, rate 8, 100 steps.",
    "Order, and both: skip-gram with two negatives, Adam, rate 0.1, 100 steps.",
    "They meet in the order table: they keep the same company.",
    "They are opposites in the label table.",
    "Wreck and pearl have nearly one vector, and no unit can tell apart what is equal.",
    "Close vectors are interchangeable for the loss; a wider window is another loss.",
)
def labels_and_order(run):
    seed, tables = seed_of(run), run.names["tables"]
    close(run.names["W"], by_hand.start(seed, 24, 8)[0], by=1e-6)
    close(tables["labels"], by_labels(seed), by=0.02)
    close(tables["order"], by_order(seed), by=0.02)
    close(tables["order, window 4"], by_order(seed, window=4), by=0.02)
    for other in (seed, *OTHER_SEEDS):
        below(cosine(by_labels(other), "wreck", "pearl"), -0.99)
        above(cosine(by_order(other), "wreck", "pearl"), 0.98)


@truth(
    "A label asks only how many words are glad: two heaps, sad and glad.",
    "A neighbour has the word's topic and the other role: four heaps, one for each topic and role, sad and glad mixed.",
    "A map keeps the distances between words as well as a plane can: their correlation with those in the table is at least {}. Each has its own scale; markers in one place are moved apart. Hollow means noun. Cosine of wreck and pearl: start {}, labels {}, order {}.",
    "Three maps of 24 words. Start: no pattern. Labels: two heaps, sad and glad. Order: four heaps, one for each topic and role, each with sad and glad words.",
    "Labels make two heaps, order makes four",
    titles=["start", "labels", "order"],
)
def first_maps(run, correlation, *cosines):
    tables = {name: run.names["tables"][name] for name in ("start", "labels", "order")}
    figure = run.pictures[0].figure
    kept = [is_map(ax, table) for ax, table in zip(figure.axes, tables.values(), strict=True)]
    close(correlation, min(kept), by=0.006)
    close(cosines, [cosine(each, "wreck", "pearl") for each in tables.values()], by=0.006)
    for ax in figure.axes:
        places = dict(zip(words(), drawn_places(ax), strict=True))
        for word, above_it in (("wreck", 1), ("pearl", -1)):
            (text,) = [each for each in ax.texts if each.get_text() == word]
            close(text.xy, places[word], by=1e-9)
            x, y = places[word]
            close(text.xyann, [x, np.clip(y + 0.7 * above_it, -1.7, 1.7)], by=1e-9)
    legend_tells_the_properties(figure)
    seed = seed_of(run)
    above([share(by_labels(seed), MOOD), share(by_order(seed), 2 * TOPIC + ROLE)], 0.98)
    below(share(by_hand.start(seed, 24, 8)[0], 4 * MOOD + 2 * TOPIC + ROLE), 0.6)


@by_hand.cached
def plane(table):
    """A table's words in the plane, and where their markers stand."""
    points = distance_map(table)[0]
    places = points - points.mean(axis=0)
    return points, spread(places / np.sqrt((places**2).sum(axis=1).mean()), GAP)


def is_map(ax, table):
    """Axes show a table: every word in its place and look; how well distances are kept."""
    lines = {line.get_gid(): line for line in ax.lines if line.get_gid()}
    for token in range(24):
        line, colour = lines[f"token {token}"], COLOURS[MOOD[token]]
        look = [line.get_color(), line.get_markerfacecolor(), line.get_marker()]
        same(look, [colour, colour if ROLE[token] else "white", MARKERS[TOPIC[token]]])
    points, places = plane(np.asarray(table))
    close(drawn_places(ax), places, by=0.03)
    return np.corrcoef(pdist(points), pdist(table))[0, 1]


def legend_tells_the_properties(figure):
    (legend,) = figure.legends
    told = [text.get_text() for text in legend.texts]
    same(told, ["mood:", "sad", "glad", "topic:", "sea", "sky", "role:", "noun", "verb"])
    looks = dict(zip(told, legend.legend_handles, strict=True))
    same([looks[each].get_color() for each in ("sad", "glad")], list(COLOURS))
    same([looks[each].get_marker() for each in ("sea", "sky")], list(MARKERS))
    same(looks["noun"].get_markerfacecolor(), "white")


# ---- share and probe


@truth(
    "table | mood | topic | role",
    "The label table gets the mood right, the order table topic and role.",
    "The rest is wrong, not random: without shark the other group is the larger one.",
    "This rule keeps its weights small; where it finds little, it names that.",
    "Long random vectors get about ½.",
    "So ½ or less means: this rule does not find it in vectors of this length.",
)
def shark_left_out(run):
    shown = run.tables[2]
    same(shown.header, ["table", *GROUPS])
    choices, shark = ("sad glad", "sea sky", "noun verb"), words().index("shark")
    true = [["labels", "sad", "sky", "verb"], ["order", "glad", "sea", "noun"]]
    same(shown.cells, true)
    for seed in (seed_of(run), *OTHER_SEEDS):
        for table, line in zip((by_labels(seed), by_order(seed)), true, strict=True):
            which = [named(table, groups, shark) for groups in GROUPS.values()]
            same([two.split()[n] for two, n in zip(choices, which, strict=True)], line[1:])
    noise = np.random.default_rng(0).normal(0, 1, (40, 24, 8))
    same(float(probe(1e-6 * noise[0], ROLE)), 0.0)
    close(np.mean([probe(10 * each, ROLE) for each in noise]), 0.5, by=0.08)


@truth(
    "table | mood: share | mood: probe | topic: share | topic: probe | role: share | role: probe",
    "✓ Window 4 leaves the role little of the spread, and it can be read if low < 0.1 < 0.9 < read",
    "At window 1 all neighbours have the other role; at window 4 most do, not all.",
    "Nouns and verbs keep more similar company, so the role's share shrinks.",
    "But a rule can find what is left, if it is clearer than the noise.",
    "Random vectors have about 1/23 = 0.04; the probe tells the difference.",
    "The topic grows: company now has both roles, still one topic.",
    "Nearest neighbours follow the spread; a trained head can find a small direction and enlarge it.",
    "At window 1, four heaps equally far apart need three directions: topic, role, and one for where both act together.",
    "Each has a third.",
    "A probe says whether it can be read.",
    "The share says how much of the spread a property has, a probe whether it can be read.",
)
def shares_and_probes(run):
    (shown,) = [each for each in run.tables if each.header[1:2] == ["mood: share"]]
    seed = seed_of(run)
    tables = {"start": by_hand.start(seed, 24, 8)[0], "labels": by_labels(seed)}
    tables |= {"order": by_order(seed), "order, window 4": by_order(seed, window=4)}
    same([line[0] for line in shown.cells], list(tables))
    for line, table in zip(shown.cells, tables.values(), strict=True):
        close([float(cell) for cell in line[1::2]], shares(table), by=0.0065)
        probes = [probe(table, groups) for groups in GROUPS.values()]
        close([float(cell) for cell in line[2::2]], probes, by=0.006)
    for other in OTHER_SEEDS:
        wide, narrow = by_order(other, window=4), by_order(other)
        below(share(wide, ROLE), 0.09)
        above(probe(wide, ROLE), 0.99)
        near = np.linalg.norm(wide[:, None] - wide, axis=-1) + 99 * np.eye(24)
        above((TOPIC[near.argmin(axis=1)] == TOPIC).mean(), 0.99)
        close([share(narrow, each) for each in (TOPIC, ROLE, TOPIC ^ ROLE)], [1 / 3] * 3, by=0.01)
        heaps = [narrow[kind == 2 * TOPIC + ROLE].mean(axis=0) for kind in range(4)]
        below(np.ptp(pdist(heaps)) / pdist(heaps).mean(), 0.04)
    noise = np.random.default_rng(0).normal(0, 1, (200, 24, 8))
    close(np.mean([share(each, ROLE) for each in noise]), 1 / 23, by=0.004)
    near, wide = (by_hand.pair_weights(X, 24, window)[0] for window in (1, 4))
    unlike = [each[ROLE[:, None] != ROLE].sum() / each.sum() for each in (near, wide)]
    close(unlike, [1, 0.6], by=0.01)
    same(float(wide[TOPIC[:, None] != TOPIC].sum()), 0.0)


# ---- both losses


@truth(
    "The gradient of the joint loss is the weighted sum of the two gradients, plus that of the penalty, which λ does not weigh.",
    "The gradient of a weighted sum of losses is the weighted sum of their gradients.",
    "The gradients are added with weights ½ and ½.",
    "What the table then holds depends on their lengths.",
    "And λ weighs gradients, not what they leave behind: at the start the label's, on the table, is far longer than the order's.",
    "What λ does depends on how long these are.",
)
def gradients_add_up(run):
    for seed in (seed_of(run), *OTHER_SEEDS):
        W, C = by_hand.start(seed, 24, 8)
        label = by_hand.of_labels(W, *by_hand.unit(seed), by_hand.held(X, 24), Y)[0]
        order = by_hand.of_order(W, C, *by_hand.pair_weights(X, 24))[0]
        above(np.linalg.norm(label) / np.linalg.norm(order), 10)
        if seed == seed_of(run):
            data = [run.names[name] for name in ("x", "targets", "weights")]
            for lam in (0.25, 0.75):
                found = table_gradient(run.names["joint_model"](lam), *data, "embedding")
                close(found, (1 - lam) * label + lam * order + 0.0006 * W, by=2e-6)
    same([len(each) for each in run.names["x"]], [1000, 720, 720])
    try:
        run.names["joint_model"](0.5).fit(data[0], data[1], sample_weight=data[2], verbose=0)
        refused = "not refused"
    except ValueError as error:
        refused = "cardinality" in str(error)
    same(refused, True)
    parts = objectives.skip_gram_examples(X, 24)
    close(table_gradient(models.skip_gram_model(W, C), **parts, layer="embedding"), order, by=1e-6)


@truth(
    "At λ = 0 and λ = 1 stand the two tables from above.",
    "(The first is by SGD; by Adam its shares are the same.)",
    "That ½ leaves it about half is no rule: 0.1 leaves nearly all, 0.9 still a fifth.",
    "✓ The larger λ, the less of the spread has the mood if moods[0] > moods[1] > moods[2]",
    "Under each map the shares. The larger λ, the more the loss is that of order.",
    f"Three maps. λ = 0: {SHARES}; λ = ½: {SHARES}; λ = 1: {SHARES}.",
    "Both losses on one table",
    "With k = 8 there is room for all three properties in one table.",
    "The loss: from one start, labels put the labels into a table, order puts the order into it, and a weighted sum of both losses puts in both.",
    "The loss decides what a table holds: labels put in the label, order puts in the company, a weighted sum of both losses puts in both.",
    titles=["λ = 0", "λ = ½", "λ = 1"],
)
def mixtures(run, *said):
    seed, figure, mixed = seed_of(run), run.pictures[1].figure, run.names["mixed"]
    true = [shares(each) for each in (by_labels(seed), by_both(seed, 0.5), by_order(seed))]
    for ax, table, found in zip(figure.axes, mixed.values(), true, strict=True):
        is_map(ax, table)
        close(shares(table), found, by=0.005)
        under = dict(part.split() for part in ax.get_xlabel().split(", "))
        close([float(under[name]) for name in GROUPS], found, by=0.008)
    close(said, np.ravel(true), by=0.008)
    legend_tells_the_properties(figure)
    close(shares(by_labels_and_adam(seed)), true[0], by=0.01)
    for other in OTHER_SEEDS[:2]:
        left = [share(by_both(other, lam), MOOD) for lam in (0.1, 0, 0.5, 0.9, 1)]
        close([left[0], *left[2:4]], [0.95, 0.5, 0.2], by=0.05)
        below(np.diff(left[1:]), -0.1)
        above([probe(by_both(other, 0.5), groups) for groups in GROUPS.values()], 0.99)


# ---- few labels


@truth(
    "verbs, 24 labels | accuracy",
    "Verbs: yes, the table holds the role.",
    "As is does worse than unit first, and both worse than frozen: a fresh unit answers wrongly, so the table moves, too, to fit the few rows.",
    "Going on slowly spoils less.",
    "Every way gets 200 steps (SGD, rate 1 unless named, no penalty):",
    "When it holds what the labels ask for.",
    "Pretraining helps if it taught what the labels ask for.",
    "If it did, and labels are few and vectors short, freeze the table, or fit the unit first and go on slowly.",
    "Long vectors or many labels; or fit the unit first, then both at a small rate.",
)
def verbs(run):
    ways = ["from scratch", "frozen", "as is", "unit first", "then slowly"]
    same([int(majority(run.names["few"], ROLE).sum()), len(run.names["few"])], [12, 24])
    for seed in (seed_of(run), *OTHER_SEEDS):
        few, _, fresh, *_ = drawn(seed)
        tables = [(fresh, 0, 200), (by_order(seed), 200, 0), (by_order(seed), 0, 200)]
        tables += [(by_order(seed), 100, 100), (by_order(seed), 100, 100, 0.1)]
        found = [accuracy(seed, table, ROLE, few, *steps) for table, *steps in tables]
        if seed == seed_of(run):
            reading.table(run, "verbs, 24 labels | accuracy", ways, found, by=0.008)
        scratch, frozen, as_is, first, slowly = found
        above([frozen - first, frozen - scratch, slowly - first], 0.03)
        above([first - as_is, as_is - scratch], 0.01)
        below((frozen - slowly) / (frozen - first), 0.75)


@truth(
    "verbs, as is | accuracy",
    "It took short vectors and few labels.",
    "The unit's gradient is (p − y)h, h the mean; a vector's is (p − y)v/5, v the unit's weights: longer vectors speed up the unit alone.",
    "All this is in distribution: new rows are made like the labelled ones.",
)
def counter_cases(run):
    cases = ["24 labels", "24 labels, vectors 4 times as long", "160 labels"]
    for seed in (seed_of(run), *OTHER_SEEDS):
        few, many, *_ = drawn(seed)
        trained = [(by_order(seed), few), (4 * by_order(seed), few), (by_order(seed), many)]
        found = [accuracy(seed, table, ROLE, rows, 0, 200) for table, rows in trained]
        if seed == seed_of(run):
            reading.table(run, "verbs, as is | accuracy", cases, found, by=0.008)
        above(min(found[1:]) - found[0], 0.1)
    ids, v = by_hand.held([[0, 1, 2, 3, 4]], 24), np.linspace(-1, 1, 8)
    for table in (by_order(seed), 4 * by_order(seed)):
        h = table[:5].mean(axis=0)
        p = by_hand.sigmoid(h @ v)
        of_table, of_v, _ = by_hand.of_labels(table, v, 0, ids, [1])
        close(of_v, (p - 1) * h, by=1e-9)
        close(of_table[:5], np.tile((p - 1) * v / 5, (5, 1)), by=1e-9)
    below([np.ptp(TOPIC[NEW], axis=1).max(), 1 - np.abs(np.diff(ROLE[NEW], axis=1)).min()], 0.5)


@truth(
    "glad | accuracy",
    "✓ Frozen, the order table does not learn what is glad if stuck < 0.6 < 0.9 < learned",
    "Glad: no.",
    "More labels do not help: its 8 numbers hold next to nothing of the mood.",
    "Freezing as such is not to blame: 64 random numbers tell the 24 words apart.",
)
def glad(run):
    names = ["from scratch, 24 labels", "frozen, 24 labels", "from scratch, 160 labels"]
    names += ["frozen, 160 labels", "random and frozen, k = 64, 160 labels"]
    for seed in (seed_of(run), *OTHER_SEEDS):
        few, many, fresh, wide, *_ = drawn(seed)
        order = by_order(seed)
        runs = [(fresh, few, 0, 200), (order, few, 200, 0), (fresh, many, 0, 200)]
        runs += [(order, many, 200, 0), (wide, many, 200, 0)]
        found = [accuracy(seed, table, MOOD, rows, *steps) for table, rows, *steps in runs]
        if seed == seed_of(run):
            reading.table(run, "glad | accuracy", names, found, by=0.008)
        below([found[1], found[3], accuracy(seed, order, MOOD, X, 200, 0)], 0.57)
        above([found[2], found[4]], 0.9)
        below(share(order, MOOD), 0.01)


# ---- the counter-experiment


@truth(
    "table | mood | topic | role",
    "✓ What is shuffled leaves the table if max(left) < 0.3",
    "What is destroyed in the data must leave the table, and nothing else.",
    "The topic stays, and even grows, as at window 4: company now has both roles, still one topic.",
)
def shuffles(run):
    shown = run.tables[-1]
    names = ["labels", "labels, shuffled", "order", "order, words shuffled"]
    same(shown.header, ["table", *GROUPS])
    same([line[0] for line in shown.cells], names)
    for seed in (seed_of(run), *OTHER_SEEDS[:2]):
        *_, labels, rows = drawn(seed)
        tables = [by_labels(seed), by_labels(seed, labels)]
        tables += [by_order(seed), by_both(seed, 1, rows)]
        amounts = [np.array(shares(each)) * each.var(axis=0).sum() for each in tables]
        gone = [amounts[1][0] / amounts[0][0], amounts[3][2] / amounts[2][2]]
        if seed == seed_of(run):
            close(reading.numbers(shown), amounts, by=0.0095)
            close(run.names["left"], gone, by=0.005)
        below(gone, 0.2)
        above(amounts[3][1] / amounts[2][1], 1.2)


says_nothing(
    "parts of the page",
    "29 minutes of reading, 20 minutes of exercises",
    "the label model (lesson 03); skip-gram (lesson 05)",
    "predict what a loss puts into a table, measure it in two ways, mix two losses, use a pretrained table when labels are few",
    "# Words with three properties",
    "# One start, two losses",
    "# Two questions to a table",
    "# Both",
    "# Few labels",
    "One word, shark, left out:",
    "Skip-gram with window 4, the whole row.",
    "No.",
    "Look at both.",
    "The other task:",
)
says_nothing(
    "what words mean, and what is done",
    "Here are 24 words, and rows made of them.",
    "Each word has three properties, and each shows in one place only:",
    "The models see ids.",
    "One table is trained on the labels, one on the order of the same rows, with window 1.",
    "The share of a property: move every vector to the centre of its group.",
    "A probe: leave one word out, fit a linear rule to the 23 others, let it name the group of the one left out.",
    '"Labels and order" needs nothing new.',
    "Add the two losses, (1 − λ) · label loss + λ · order loss; Keras calls the two numbers loss_weights.",
    "With many rows and few labels, one first trains a table on the order of all rows (pretraining), then uses it on the labelled ones.",
    *["way", "table", "steps"],
    *["from scratch", "random, as large", "200, table and unit"],
    *["frozen", "pretrained", "200, the unit alone"],
    *["as is", "unit first", "100, the unit alone; 100, both"],
    *["then slowly", "the same, but both at rate 0.1"],
    "Shuffle the labels over the rows; shuffle the words inside each row.",
    "The amount of each property, share × variance:",
)
says_nothing(
    "what others found, and what lesson 07 measures",
    "Kumar and others, on images, find as is better than frozen there on average, and worse where new data differ.",
    "What these rows cannot show: in real data labels, topics and roles are entangled.",
    "Then an order table knows something about the labels (lesson 07).",
)
says_nothing(
    "exercises, which their graders hold",
    "# Exercise 6.1: the blindest window",
    "Predict it first: take a row of five and count, for each window, how many neighbours have the other role.",
    "Then look at the role's share of train_on_order(X, window=...), and answer with the window.",
    "# Exercise 6.2: mood and topic in balance",
    "Find a λ at which mood and topic have the same share of the table, to within 0.05.",
    "Train joint_model(...) on x, targets and weights as above, and answer with λ.",
    "The check trains a table of its own with it.",
    "# Exercise 6.3: make GloVe see the topic",
    "GloVe (lesson 05) fits the logarithms of counts and leaves out the pairs that never occur.",
    "No word of the sea ever stands beside one of the sky, so nothing compares them, and GloVe's table does not tell the topic.",
    "Let all pairs take part.",
    "Begin with centre = np.repeat(np.arange(M), M) and context = np.tile(np.arange(M), M); their counts are cooccurrence_counts(X, M, window=4, inverse_distance=True)[centre, context], from embedlab.objectives.",
    "Two arrays are missing.",
    "The target of each pair: it should grow with the logarithm of the count, and be a finite number for a count of 0, below all others.",
    "The weight of each pair: it says whether the pair takes part.",
)

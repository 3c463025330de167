"""What lesson 03 says, and how each of it is known."""

from embedlab.drawing.plots import token_style
from embedlab.lessons.labels.figures import LONGEST
from embedlab.models import label_model

import functools
import inspect
import re
from itertools import product

import keras
import numpy as np
from lessons import by_hand, reading
from lessons.by_hand import TOKENS as IDS
from lessons.by_hand import adam, cached, cosine, held, losses, of_labels, sgd, sigmoid
from lessons.reading import truth
from matplotlib.colors import to_rgba
from notebooks.truths import above, apart, below, close, same, says_nothing

ROWS = {"row 1, y = 1": 1, "row 2, y = 0": 0}
COMPANY = [[3, 5, 8], [3, 5, 45], [3, 5, 2]]
SEEDS = range(5)


# ---- another way: the model in NumPy


def descend(batches, W, v, b=0.0, kind=sgd, rate=0.1, gradients=None):
    """(tables, v, b) after a step on each batch, a pair of shares of tokens and labels."""
    gradients = gradients or (of_labels if kind is sgd else with_squares)
    film = by_hand.descend((W, v, b), gradients, batches, kind, rate)
    return np.array([table for table, *_ in film]), *film[-1][1:]


def with_squares(W, v, b, shares, y):
    """Gradients for Keras's Adam, which squares that of each lookup, in rows of five."""
    of_table, *of_unit = of_labels(W, v, b, shares, y)
    error = (sigmoid(shares @ W @ v + b) - y) / len(y)
    return (of_table, np.outer(shares.T @ error**2, v**2) / 5), *of_unit


def batch(rows, labels):
    return held(rows), np.array(labels, float)


ONE, TWO, BOTH = batch([IDS], [1]), batch([IDS], [0]), batch([IDS, IDS], [1, 0])


def drawn(seed):
    """A start of one's own: a table within ±1 and a unit as Keras draws it."""
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, (46, 2)), rng.uniform(-np.sqrt(2), np.sqrt(2), 2)


@functools.cache
def unit(fresh):
    return fresh().get_layer("unit").kernel.numpy()[:, 0].astype(float)


def start(run):
    """The page's own table and v; the rest is computed from these."""
    return run.names["W"], unit(run.names["fresh"])


def p_of(W, v, b=0.0):
    return sigmoid(W[IDS].mean(axis=0) @ v + b)


@cached
def turn(W, v, steps, **how):
    """The cosine between the moves of token 3 under row 1 and under row 2."""
    ends = [descend([each] * steps, W, v, **how)[0][-1] for each in (ONE, TWO)]
    return cosine(*(end[3] - W[3] for end in ends))


# ---- rows, model, settings


@truth(
    "row | X | in words | y",
    "Rows 1 and 2 of the question hold the same ids.",
    "One is labelled 1, the other 0.",
    r"The model is that of the last lessons: look up five vectors, take their mean $h$, and let a sigmoid unit make the logit $z = v \cdot h + b$ and the probability $p = \sigma(z)$.",
    "fresh() builds it anew, from the same start.",
    "Settings: k = 2, SGD, rate 0.1, full batches (all rows in each step), 1,000 steps; a start within ±1, twenty times as wide as Keras's default, so that a picture can show it.",
)
def model_and_settings(run):
    reading.question_rows(run, count=2)
    W, v = start(run)
    same(W, np.random.default_rng(run.names["SEED"]).uniform(-1, 1, (46, 2)))
    one, other = run.names["fresh"](), run.names["fresh"]()
    close(one(run.names["X"])[:, 0], [p_of(W, v)] * 2, by=1e-6)
    close(one.get_layer("unit").kernel, other.get_layer("unit").kernel, by=1e-9)
    same([type(one.optimizer).__name__, one.loss], ["SGD", "binary_crossentropy"])
    close(one.optimizer.learning_rate, 0.1, by=1e-6)
    default = keras.layers.Embedding(46, 2).embeddings_initializer.get_config()
    close(20 * np.array([default["minval"], default["maxval"]]), [-1, 1], by=1e-9)


# ---- round 1


@truth(
    "row | vector of 3 | p | p − y",
    "Vectors and prediction are computed from the ids alone.",
    "Forward, the label does not exist.",
    "The layer takes ids, and has no argument for anything else.",
    "The layer never receives a label.",
)
def forward(run):
    W, v = start(run)
    shown = reading.table_under(run, "row | vector of 3 | p | p − y")
    for line, row, y in zip(shown.cells, "12", (1, 0), strict=True):
        same(line[0], row)
        close([float(each) for each in line[1].strip("[]").split()], W[3], by=6e-4)
        close([float(each) for each in line[2:]], [p_of(W, v), p_of(W, v) - y], by=6e-4)
    same([*inspect.signature(keras.layers.Embedding.call).parameters], ["self", "inputs"])


@truth(
    "The loss and the gradient.",
    r"Loss to logit: for $y = 1$ the loss $-\ln p$ has the slope $p - 1$ in $z$, for $y = 0$ the loss $-\ln(1 - p)$ has the slope $p$.",
    "Both are $p - y$, the error: the only place where $y$ occurs.",
    r"Logit to mean: $z = v \cdot h + b$ has the slope $v$ in $h$.",
    "Mean to vector: each vector counts a fifth.",
    "The chain rule multiplies the three:",
    r"$$\frac{\partial L}{\partial w} = (p - y),\frac{v}{5}$$",
    "Minus this is what the row asks of the vector, its pull: $(1 - p),v/5$ in row 1, $-p,v/5$ in row 2.",
    "The unit's $v$ draws the line, the label says which way along it, and the error how hard.",
    "(Below, the bias $b$ puts $p$ where we want it.)",
    "Loss and gradient: the pulls are $(1 - p),v/5$ and $-p,v/5$.",
    "Rows 1 and 2 get the same vectors and the same p; they pull with $(1 - p),v/5$ and $-p,v/5$.",
    "A label enters the loss and nothing else: there it decides which way, and how hard, a row pulls its vectors, along a line that the unit's weights have already drawn.",
)
def slopes(run):
    """Each slope by nudging, and the page's gradients from them."""
    W, v = start(run)
    p, nudge = p_of(W, v), 1e-5
    for y in (1, 0):
        ends = [losses(sigmoid(np.log(p / (1 - p)) + way), y) for way in (nudge, -nudge)]
        close((ends[0] - ends[1]) / (2 * nudge), p - y, by=1e-6)
        for token, place in product(IDS, (0, 1)):
            moved = np.zeros_like(W)
            moved[token, place] = nudge
            ends = [losses(p_of(table, v), y) for table in (W + moved, W - moved)]
            close((ends[0] - ends[1]) / (2 * nudge), (p - y) * v[place] / 5, by=1e-6)
    for bias in (-4.0, 1.0, 4.0):
        p, pulls = run.names["pulls_at"](bias)
        close(p, p_of(W, v, bias), by=1e-6)
        for pull, y in zip(pulls, (1, 0), strict=True):
            close(pull[IDS], [(y - p_of(W, v, bias)) * v / 5] * 5, by=1e-6)


@truth(
    "Rows 1 and 2 pull in opposite directions.",
    "Rows 1 and 2 pull in opposite directions (cosine {})",
    "Rows 1 and 2 pull in opposite directions if cosine < -0.9999",
    "Two labels, one line, opposite pulls",
    "What rows 1 and 2 ask for at p = {}, enlarged {} times: all ten arrows are parallel.",
    "Five points with two arrows each, on one line, opposite ways; all ten are parallel. Those of row 1 have the length {} before they were enlarged, those of row 2 {}.",
    "At this p, row 2 pulls harder.",
)
def opposite(run, shown, *said):
    W, v = start(run)
    p = p_of(W, v, 1.0)
    asked = [(y - p) * np.tile(v / 5, (5, 1)) for y in ROWS.values()]
    close(shown, -1, by=1e-3)
    lengths = [np.linalg.norm(each[0]) for each in asked]
    enlarged = LONGEST / max(lengths)
    close(said[0], p, by=6e-3)
    close(said[1], enlarged, by=0.06)
    close(said[2:], lengths, by=6e-4)
    above(lengths[1] - lengths[0], 0)
    (ax,) = run.pictures[0].figure.axes
    reading.ticks(ax)
    reading.origin(ax)
    names = [text.get_window_extent() for text in ax.texts]
    for token, each in product(IDS, asked):
        arrow = W[token] + np.linspace(0, enlarged, 50)[:, None] * each[0]
        inside = [name.contains(*at) for name in names for at in ax.transData.transform(arrow)]
        same(any(inside), False)
    for token in IDS:
        reading.token(ax, f"start of {token}", token, W[token], "white")
        reading.name(ax, token, W[token])
    legend = ax.get_legend()
    same([text.get_text() for text in legend.texts], list(ROWS))
    colours = [to_rgba(each.get_facecolor()) for each in legend.legend_handles]
    for quiver, arrows, colour in zip(ax.collections, asked, colours, strict=True):
        close(np.stack([quiver.X, quiver.Y], axis=1), W[IDS], by=1e-6)
        close(np.stack([quiver.U, quiver.V], axis=1), arrows * enlarged, by=1e-3)
        same(tuple(quiver.get_facecolor()[0]), colour)
    apart(*colours, by=0.3)
    same([ax.get_xlabel(), ax.get_ylabel()], ["dimension 1", "dimension 2"])


@truth(
    "The more wrong the model is about a row, the harder the row pulls.",
    "With cross-entropy, the more wrong the model is about a row, the harder that row pulls.",
    "That is so for this loss: a squared error on p lets go of a row about which the model is very wrong.",
    "The more wrong, the harder the pull",
    "Pulls on one vector at nine biases: as Keras has them (markers), and as |p − y| |v| / 5.",
    "Two lines of markers over p from {} to {}, on straight lines. Row 1's falls from {} to {}, row 2's rises from {} to {}. They cross at p = ½.",
    "Now let p run from near 0 to near 1:",
)
def harder(run, first, last, *ends):
    W, v = start(run)
    p = [p_of(W, v, bias) for bias in range(-4, 5)]
    whole = np.linalg.norm(v) / 5
    below([p[0], 1 - p[-1]], 0.15)
    squared = [(1 - each) * each * (1 - each) for each in (1e-3, 0.1, 1 / 3)]  # for y = 1
    above(np.diff([0, *squared]), 0)
    close([first, last], [p[0], p[-1]], by=6e-3)
    truth_of = {name: [abs(each - y) * whole for each in p] for name, y in ROWS.items()}
    close(ends, [pulls[place] for pulls in truth_of.values() for place in (0, -1)], by=6e-4)
    (ax,) = run.pictures[1].figure.axes
    reading.ticks(ax)
    lines = {line.get_gid(): line for line in ax.lines}
    legend = ax.get_legend()
    same([text.get_text() for text in legend.texts], list(ROWS))
    looks = [["black", "o"], ["#56B4E9", "s"]]
    for name, handle, look in zip(ROWS, legend.legend_handles, looks, strict=True):
        markers, formula = lines[name], lines[f"formula of {name}"]
        close(markers.get_xydata(), np.transpose([p, truth_of[name]]), by=1e-5)
        straight = [[0, ROWS[name] * whole], [1, (1 - ROWS[name]) * whole]]
        close(formula.get_xydata(), straight, by=1e-6)
        for line in (handle, markers):
            same([line.get_color(), line.get_marker()], look)
        same([markers.get_linestyle(), formula.get_marker()], ["None"] * 2)
        same(formula.get_color(), look[0])
        same(handle.get_markerfacecolor(), markers.get_markerfacecolor())
    same([ax.get_xlabel(), ax.get_ylabel()], ["p", "length of the pull"])


# ---- round 2


@cached
def trainings(W, v):
    return [descend([each] * 1000, W, v) for each in (ONE, TWO, BOTH)]


@truth(
    "✓ Trained on both rows, the model ends at p = ½ if abs(p_both - 0.5) < 0.001",
    "Near 1, near 0, at ½.",
    "Under both, the mean pull is that of the error ½(p − 1) + ½p = p − ½: the vectors move until p = ½ and then stand still.",
    "There the two pulls are equally long and opposite, so the vectors stand still.",
    r"(Here p began near ½, and they move too little to see.) The loss is $\ln 2$; no model that gives both rows one $p$ has a lower one.",
    "Equal rows pull like one row with the mean of their labels, a soft label: here ½.",
    "The two pulls are equally long and opposite: their mean is zero.",
    "Two labels for one input cancel at $p = ½$.",
)
def both_end_at_a_half(run):
    ends = [p_of(tables[-1], v, b) for tables, v, b in trainings(*start(run))]
    close([run.names[each] for each in ("p_1", "p_2", "p_both")], ends, by=1e-3)
    line = r"at (\S+) under row 1, at (\S+) under row 2, at (\S+) under both"
    said = re.search(line, run.printed)
    close([float(each) for each in said.groups()], ends, by=1e-3)
    if run.names["SEED"] == 0:  # "here"
        both = trainings(*start(run))[2][0]
        below(np.linalg.norm(both[-1] - both[0], axis=1), 0.05)
    for seed in SEEDS:
        (one, *at_1), (two, *at_2), (both, *at) = trainings(*drawn(seed))
        close([p_of(one[-1], *at_1), p_of(two[-1], *at_2)], [1, 0], by=0.02)
        close(p_of(both[-1], *at), 0.5, by=1e-6)
        close(both[-1], both[-2], by=1e-9)
        for labels in ([1, 0], [1, 1, 0, 1]):
            mean = batch([IDS], [np.mean(labels)])
            rows = batch([IDS] * len(labels), labels)
            close(*(descend([each], *drawn(seed))[0][-1] for each in (mean, rows)), by=1e-12)
    p = np.linspace(0.01, 0.99, 99)
    same(np.argmin(losses(p, 1) + losses(p, 0)), 49)
    close(run.names["film_both"].losses[-1], np.log(2), by=1e-4)


@truth(
    "Cosine of the moves in the first two panels: {} after 1, {} after 10, {} after 100, {} after {} steps.",
    "Three panels of paths from the same places. In each, all five tokens make the same move: by {} under row 1, by {} under row 2, by {} under both.",
    "In each panel of round 2 the five paths are parallel.",
    "Three models, one start.",
    titles=["Row 1 alone: y = 1", "Row 2 alone: y = 0", "Both: until p = ½"],
)
def three_trainings(run, *said):
    W, v = start(run)
    films = [tables for tables, _, _ in trainings(W, v)]
    shown = [run.names[name].tables for name in ("film_1", "film_2", "film_both")]
    axes = run.pictures[2].figure.axes
    reading.trained(axes, shown, IDS)
    reading.before_after(axes[2])
    close([tables[:, IDS] for tables in shown], [tables[:, IDS] for tables in films], by=1e-3)
    for tables in films:
        moves = tables[:, IDS] - W[IDS]
        close(moves, np.repeat(moves[:, :1], 5, axis=1), by=1e-12)
    turns = [turn(W, v, steps) for steps in (1, 10, 100, 1000)]
    close(said[:5], [*turns, 1000], by=6e-3)
    close(said[5:], [np.linalg.norm(tables[-1][3] - W[3]) for tables in films], by=6e-3)


@truth(
    "The first pulls are exactly opposite, the paths that follow are not.",
    "The caption has their cosine.",
    "For $v$ is trained as well, by the gradient $(p - y),h$: row 1 turns $v$ towards $h$, row 2 away from it.",
    "So from the second step on the two models pull along two different lines, and the paths bend; how far, the start decides.",
    "With $v$ held still they would stay straight, and opposite.",
    "The unit's weights are trained, too, and turn another way under each row.",
)
def paths_bend(run):
    def v_held(*known):
        return of_labels(*known)[0], np.zeros(2), 0.0

    ends = []
    for W, v in map(drawn, SEEDS):
        close(turn(W, v, 1), -1, by=1e-9)
        close(turn.__wrapped__(W, v, 100, gradients=v_held), -1, by=1e-9)
        h, p = W[IDS].mean(axis=0), p_of(W, v)
        for each, y in ((ONE, 1), (TWO, 0)):
            close(descend([each], W, v)[1], v - 0.1 * (p - y) * h, by=1e-12)
        ends.append(turn(W, v, 300))
    above(ends, -0.9999)
    above(np.ptp(ends), 0.25)


# ---- round 3


@cached
def one_by_one(W, v, kind, rate, passes=2):
    """p after row 2 and after row 1, the last of two steps a pass."""
    found = []
    for order in ([ONE, TWO], [TWO, ONE]):
        tables, unit, b = descend(order * passes, W, v, kind=kind, rate=rate)
        found.append(p_of(tables[-1], unit, b))
    return found


@truth(
    "last row | p, SGD, rate 1.0 | p, Adam, rate 0.01",
    "In one batch, no: the loss is a mean over its rows.",
    "In batches of one, each row takes a step of its own, and no other row answers the last: once p is near ½, it ends below ½ after row 2, above ½ after row 1.",
    "Under plain SGD in batches of one, the last row has the last word.",
    "With Adam's small steps both p are still near that of the start, and the one that saw row 1 first is higher.",
    "Adam divides a running mean of the gradients by the root of a running mean of their squares: so its first step is a full one, and later the opposite pulls nearly cancel in its mean.",
    "With more passes Adam's difference fades, SGD's stays.",
    "Trained by plain SGD in batches of one, with row 2 last.",
    "The order of the rows shows where they are trained in small batches; how, the optimizer decides.",
)
def last_word(run):
    columns = [one_by_one(*start(run), sgd, 1.0), one_by_one(*start(run), adam, 0.01)]
    head = "last row | p, SGD, rate 1.0 | p, Adam, rate 0.01"
    reading.table(run, head, [2, 1], np.transpose(columns), by=2e-3)
    for W, v in [start(run), *map(drawn, SEEDS)]:
        for passes in (2, 100):
            row_2_last, row_1_last = one_by_one(W, v, sgd, 1.0, passes=passes)
            below([row_2_last - 0.5, 0.5 - row_1_last], -0.02)
        row_2_last, row_1_last = one_by_one(W, v, adam, 0.01)
        above(row_2_last - row_1_last, 0.003)
        below(np.abs(np.subtract([row_2_last, row_1_last], p_of(W, v))), 0.045)
        later = one_by_one(W, v, adam, 0.01, passes=100)
        below(abs(np.ptp(later)) / (row_2_last - row_1_last), 0.3)
        steps = np.diff(descend([ONE, TWO] * 20, W, v, kind=adam, rate=0.01)[0][:, 3, 0])
        close(abs(steps[0]), 0.01, by=1e-4)
        below(abs(steps[10:]), 0.005)
        turned = batch([IDS, IDS], [0, 1])
        close(*(descend([each], W, v)[0][-1] for each in (BOTH, turned)), by=1e-12)


@cached
def left(W, v, kind, rate, slower=1):
    """The share of row 1's way that is left after both rows."""
    steps, how = 500 * slower, {"kind": kind, "rate": rate / slower}
    there_and_back = descend([ONE] * steps + [BOTH] * steps, W, v, **how)[0]
    there, back = there_and_back[steps], there_and_back[-1]
    alone = descend([BOTH] * steps, W, v, **how)[0][-1]
    return np.linalg.norm(back - alone) / np.linalg.norm(there - alone)


@truth(
    "optimizer | share of the way left",
    "Now 500 steps on row 1, and only then 500 on both.",
    "In small steps of plain SGD, both rows take back what one row did.",
    "Table, $v$ and $b$ all move by the error times something without $y$, so a label only decides whether the model walks up or down one curve.",
    "Long steps leave the curve, and so does Adam.",
)
def taken_back(run):
    W, v = start(run)
    shares = [left(W, v, sgd, 0.1), left(W, v, adam, 0.01)]
    head = "optimizer | share of the way left"
    reading.table(run, head, ["SGD, rate 0.1", "Adam, rate 0.01"], shares, by=2e-3)
    for seed in SEEDS:
        hows = (sgd, 0.1), (sgd, 3.0), (adam, 0.01), (sgd, 0.1, 3)
        small, long, by_adam, slower = (left(*drawn(seed), *how) for how in hows)
        below(small, 0.04)
        above([by_adam / small, long / small], 2)
        below(slower / small, 0.6)


# ---- round 4


@truth(
    "Under a mean, tokens that stand in the same rows equally often move in parallel, whatever the labels.",
    "They get the same pull at every step.",
    "(A penalty on long vectors would add another to each.) Labels can part them only in rows where they stand unequally often.",
    "Tokens of the same rows move in parallel.",
)
def in_parallel(run):
    def penalised(W, *known):
        of_table, *of_unit = of_labels(W, *known)
        return of_table + 0.02 * W, *of_unit

    # 8 and 45 part, 45 and 2 share all their rows
    every = [[3, 5, 8, 45, 2], [8, 3, 3, 9, 9], [7, 6, 8, 3, 3], [9, 8, 45, 1, 2]]
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        for rate, kind in ((0.5, sgd), (0.01, adam)):
            batches = [batch(every, rng.integers(0, 2, 4))] * 200
            moves = np.diff(descend(batches, *drawn(seed), kind=kind, rate=rate)[0], axis=0)
            close(moves[:, 45], moves[:, 2], by=1e-12)
            apart(moves[:, 45], moves[:, 8], by=1e-4)
        moves = np.diff(descend(batches, *drawn(seed), gradients=penalised)[0], axis=0)
        apart(moves[:, 45], moves[:, 2], by=1e-5)


@cached
def learned_company(W, v, labels):
    tables, v, _ = descend([batch(COMPANY, labels)] * 1000, W / 20, v, rate=1.0)
    return tables[-1], tables[-1] @ v / 3


@truth(
    "✓ Tokens whose rows share a label become similar if min(near_101[2], near_001[45]) > 0.95",
    "So it is from a narrow start, even if they never meet.",
    "Under 1, 0, 1 yes: both push z up, along v.",
    "Under 0, 0, 1 token 8 joins 45, and 2 goes the other way.",
    "Tokens 8 and 2 never meet.",
    r"Similar means alike for this loss: a token with the vector $w$ adds $v \cdot w / 3$ to $z$, and those that add the same can stand for each other.",
    "A cosine near 1 is not enough for that.",
    "The vector of 3 has the direction of that of 8, but adds far less, since its rows have both labels.",
    "From a narrow start, tokens whose rows share a label become alike for this loss, though they never meet.",
    "Settings now: the rows 3 5 8, 3 5 45 and 3 5 2; SGD, rate 1; a start within ±0.05, Keras's default.",
)
def alike_by_label(run):
    W, v = start(run)
    for labels, name in (((1, 0, 1), "101"), ((0, 0, 1), "001")):
        table, adds = learned_company(W, v, labels)
        close(run.names[f"table_{name}"], table, by=0.02)
        close(run.names[f"near_{name}"][IDS], [cosine(table[8], table[t]) for t in IDS], by=1e-3)
        close(run.names[f"adds_{name}"][IDS], adds[IDS], by=0.02)
    same([8 in ids and 2 in ids for ids in COMPANY], [False] * 3)
    for seed in SEEDS:
        both = [learned_company(*drawn(seed), labels) for labels in ((1, 0, 1), (0, 0, 1))]
        (one, adds), (other, adds_other) = both
        above([cosine(one[8], one[2]), cosine(other[8], other[45]), cosine(one[8], one[3])], 0.95)
        below([cosine(one[8], one[45]), cosine(other[8], other[2])], -0.95)
        close([adds[8], adds_other[8]], [adds[2], adds_other[45]], by=0.2)
        below(abs(adds[3] / adds[8]), 0.34)


@truth(
    "Each bar is v · w / 3. Cosine of 8 with 2: {} left, {} right; with 45: {} left, {} right; with 3: {} left, {} right.",
    "Two panels of five bars. Labels 1, 0, 1: 3 adds {}, 5 adds {}, 8 adds {}, 45 adds {}, 2 adds {}. Labels 0, 0, 1: 3 adds {}, 5 adds {}, 8 adds {}, 45 adds {}, 2 adds {}.",
    titles=["Labels 1, 0, 1: 8 with 2", "Labels 0, 0, 1: 8 with 45"],
)
def bars(run, *said):
    learned = [learned_company(*start(run), labels) for labels in ((1, 0, 1), (0, 0, 1))]
    near = [cosine(table[8], table[token]) for token in (2, 45, 3) for table, _ in learned]
    close(said[:6], near, by=6e-3)
    close(said[6:], [adds[token] for _, adds in learned for token in IDS], by=0.07)
    axes = run.pictures[3].figure.axes
    reading.labels(axes, "token", "adds to z")
    for ax, (_, adds) in zip(axes, learned, strict=True):
        close([bar.get_height() for bar in ax.patches], adds[IDS], by=0.002)
        under = [tick.label1.get_text() for tick in ax.xaxis.get_major_ticks()]
        if not any(under):  # Matplotlib writes them when they are first asked for
            under = [text.get_text() for text in ax.get_xticklabels()]
        same(under, list(map(str, IDS)))
        close([bar.get_x() + bar.get_width() / 2 for bar in ax.patches], range(5), by=1e-6)
        colours = [to_rgba(token_style(token)[0]) for token in IDS]
        same([bar.get_facecolor() for bar in ax.patches], colours)
        same([bar.get_width() for bar in ax.patches], [0.8] * 5)
        close(ax.lines[0].get_ydata(), [0, 0], by=1e-9)
    reading.ticks(axes[0], "y")


# ---- labels of a coin


@functools.cache
def exam(seed, coin, count):
    """Loss and accuracy on the first rows of a seed, accuracy on its last 1,000."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 46, (2000, 5))
    labels = (rows % 2 == 0).sum(axis=1) >= 3
    labels = rng.integers(0, 2, 2000) if coin else labels.astype(int)
    shares, y = held(rows), labels[:count]
    first = np.random.default_rng(seed).uniform(-1, 1, (46, 2)) / 20, *by_hand.unit(seed, 2)
    batches = [(shares[:count], y)] * 100
    *_, (W, v, b), after = by_hand.descend(first, with_squares, batches, adam, 0.1)
    loss = losses(sigmoid(shares[:count] @ W @ v + b), y).mean()
    right = (shares @ after[0] @ after[1] + after[2] > 0) == labels
    return loss, right[:count].mean(), right[1000:].mean()


@truth(
    "rows, true labels | loss | accuracy | accuracy, new rows",
    "rows, coin labels | loss | accuracy | accuracy, new rows",
    "✓ Few rows with labels of a coin are fitted, many are not if seen[0] == 1 > 0.7 > seen[2]",
    "Settings now: rows of five ids, drawn at random from all 46; a true label, 1 if most of the ids are even; Adam, rate 0.1, 100 steps; 24, 100 or 1,000 rows.",
    "Now a coin draws all labels, those of the new rows as well:",
    "Few means about as many as there are tokens: each token adds a number of its own to $z$, and 46 numbers can fit any labels of 24 different rows like these.",
    "(Those of rows 1 and 2, no numbers can fit.) There a low training loss says nothing about the labels.",
    "With 1,000 rows it does.",
    "New rows tell in both cases.",
    "Nothing, if the rows are fewer than the tokens and drawn at random: labels of a coin would do the same.",
    "Look at new rows.",
    "With fewer rows than tokens, drawn at random, a low training loss says nothing about the labels: look at new rows.",
)
def labels_of_a_coin(run):
    sizes, seed = [24, 100, 1000], run.names["SEED"]
    for name, coin in (("rows, true labels", False), ("rows, coin labels", True)):
        found = [exam(seed, coin, count) for count in sizes]
        head = f"{name} | loss | accuracy | accuracy, new rows"
        reading.table(run, head, sizes, found, by=0.0011)
        shown = reading.numbers(reading.table_under(run, head))
        close([line[0] for line in shown], [each[0] for each in found], by=0.0006)
    for seed in (0, 1):
        few, many = (exam(seed, True, count) for count in (24, 1000))
        true_few, true_many = (exam(seed, False, count) for count in (24, 1000))
        below([few[0], true_few[0], true_many[0]], 0.01)
        same([few[1], true_few[1], true_many[1]], [1, 1, 1])
        below([many[1], few[2], many[2]], 0.63)
        above([many[0], true_few[2], true_many[2]], 0.63)
        rows = np.random.default_rng(seed).integers(0, 46, (24, 5))
        same(np.linalg.matrix_rank(held(rows)), 24)
    same(np.linalg.matrix_rank(held([IDS, IDS])), 1)


# ---- what would change the answer


@truth(
    "way | largest change",
    "If a label reaches the table through the loss alone, then another label of row 2 changes the table's gradient while this way is open, and not when it is blocked: by leaving row 2 out of the loss (sample weight 0), or by $v = 0$.",
    "Block the way through the loss, and the label does not reach the table.",
    "Where $v = 0$, a step can move $v$, and open the way again.",
    "With labels 1 and 0 for the same vectors none does: p = ½ is already the best.",
)
def blocked(run):
    W, v = start(run)
    opened = np.abs(v / 5).max() / 2  # the error of row 2 changes by 1, the loss is a mean of two
    ways = ["open", "row 2 left out", "v = 0"]
    reading.table(run, "way | largest change", ways, [opened, 0, 0], by=1e-3)
    close(run.names["changes"][1:], [0, 0], by=1e-9)
    same([run.names["weight"], run.names["factor"]], [1, 0])  # the last way: v = 0 alone
    for rows, moves in ((ONE, True), (BOTH, False)):
        _, moved, _ = descend([rows] * 100, W, 0 * v)
        same(np.abs(moved).max() > 1e-3, moves)


# ---- what other lessons prove, and what states nothing

says_nothing(
    "parts of the page",
    "{} minutes of reading, {} minutes of exercises",
    "what an Embedding layer looks up (lesson 01) and how one gradient step changes it (lesson 02)",
    "derive what a label asks of a vector, predict where conflicting labels end, tell when the order of the rows counts, judge what a low loss says about labels",
    "Backward it does.",
    "Go back from the loss to one of the five vectors, $w$:",
    "# Round 2: train on row 1, on row 2, on both",
)
says_nothing(
    "what other notebooks and Keras's documentation hold",
    "Other heads have something else for $v/5$; but rows 1 and 2 share it, if the head ends in one sigmoid unit and nothing in it is random (study 16).",
    "(By default, fit shuffles in every pass, and takes 32 rows a batch.)",
)
says_nothing(
    "exercises, which their graders hold",
    "# Exercise 3.1: one label for two",
    "Someone trains on rows 1 and 2 in one batch, with sample_weight=np.array([3.0, 1.0]).",
    "# Exercise 3.2: two pulls by hand",
    "The unit has the weights $v = (2, -1)$, and the model gives rows 1 and 2 the probability $p = 0.8$.",
    "Write down each pull, two numbers, as the formula says: no computer needed.",
    "# Exercise 3.3: separate them",
    "In rows 1 and 2, tokens 8 and 45 move in parallel.",
    "Change exactly one id in one of the two rows, so that the labels 1 and 0 give 8 and 45 different gradients under a mean.",
    "Then train on your rows and look at the paths.",
    "# Exercise 3.4: another table, the same model",
    "From two seeds, training ends at two different tables.",
    "Show that there is room for both: write a function that takes a table $W$, shape (46, 2), and the unit's weights $v$, shape (2,), and returns another table and its weights.",
    "No vector may stay as it was, and yet the model of this lesson must predict the same $p$ for every row, with the same bias.",
)

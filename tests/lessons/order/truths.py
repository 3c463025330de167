"""What lesson 04 says, and how each of it is known."""

from embedlab.training import train

import functools
from itertools import permutations, product

import keras
import numpy as np
from lessons import by_hand, reading
from lessons.by_hand import TOKENS, X, Y, adam, losses, sigmoid
from lessons.reading import truth
from notebooks.truths import above, apart, below, close, same, says_nothing

ORDERS = list(permutations(TOKENS))


# ---- another way: the heads in NumPy


def windows(e, kernel, bias):
    """A convolution of width 3 without padding, then relu: shape (3, 8)."""
    sums = [sum(e[t + s] @ kernel[s] for s in range(3)) + bias for t in range(3)]
    return np.maximum(sums, 0)


def lstm(e, kernel, recurrent, bias):
    """The last output of an LSTM; Keras keeps its gates in the order in, forget, new, out."""
    units = len(recurrent)
    out = memory = np.zeros(units)
    for x in e:
        let_in, kept, new, shown = (x @ kernel + out @ recurrent + bias).reshape(4, units)
        memory = sigmoid(kept) * memory + sigmoid(let_in) * np.tanh(new)
        out = sigmoid(shown) * np.tanh(memory)
    return out


def attend(e, query, query_bias, key, key_bias, value, value_bias, out, out_bias, causal=False):
    """Self-attention with one head: shape (5, 2)."""
    q, k = e @ query[:, 0] + query_bias[0], e @ key[:, 0] + key_bias[0]
    match = np.exp(q @ k.T / np.sqrt(q.shape[1]))
    match = np.tril(match) if causal else match
    weights = match / match.sum(axis=1, keepdims=True)
    return weights @ (e @ value[:, 0] + value_bias[0]) @ out[0] + out_bias


HEADS = {
    "mean": lambda e: e.mean(axis=0),
    "max": lambda e: e.max(axis=0),
    "Flatten": lambda e: e.ravel(),
    "Conv1D + mean": lambda e, *w: windows(e, *w).mean(axis=0),
    "LSTM": lstm,
    "attention + mean": lambda e, *w: attend(e, *w).mean(axis=0),
    "positions + attention + mean": lambda e, at, *w: attend(e + at, *w).mean(axis=0),
}
BLIND = ["mean", "max", "attention + mean"]


def p_under(head, weights, rows):
    """What a model with these weights says under a head, a function of the vectors; shape (rows,)."""
    table, *between, v, b = weights
    return sigmoid((np.array([head(table[list(ids)], *between) for ids in rows]) @ v + b)[:, 0])


def columns_by_hand(weights, rows):
    *tables, v, b = weights
    means = [np.mean([tables[t][i] for t, i in enumerate(ids)], axis=0) for ids in rows]
    return sigmoid((np.array(means) @ v + b)[:, 0])


def slopes(predict, weights, rows, y, which=0):
    """The gradient of the loss for the vectors of our five tokens, by nudging each number."""
    found = np.zeros((5, weights[which].shape[1]))
    for place, number in np.ndindex(found.shape):
        ends = []
        for nudge in (1e-6, -1e-6):  # small, so that no kink of a relu is crossed
            moved = [each.copy() for each in weights]
            moved[which][TOKENS[place], number] += nudge
            ends.append(losses(predict(moved, rows), y).mean())
        found[place, number] = (ends[0] - ends[1]) / 2e-6
    return found


def drawn_weights(seed, shapes):
    rng = np.random.default_rng(seed)
    return [rng.uniform(-1, 1, shape) for shape in shapes]


def told_apart(p):
    return 1 + int((np.diff(np.sort(p)) > 1e-12).sum())


@functools.cache
def verdict(name, seed):
    """By how much the slopes of rows 3 and 4 differ under a head, how many orders it tells apart."""
    weights = drawn_weights(seed, SHAPES[name])
    predict = functools.partial(p_under, HEADS[name])
    three, four = (slopes(predict, weights, [ids], [1]) for ids in X[2:])
    p = predict(weights, ORDERS)
    return np.abs(three - four).max(), told_apart(p), abs(p[0] - p[ORDERS.index(tuple(X[3]))])


UNIT = ((2, 1), (1,))
MATCH = ((2, 1, 4), (1, 4)) * 3 + ((1, 4, 2), (2,))  # queries, keys, values, and what comes out
SHAPES = {  # of a model's weights under each head
    "mean": ((46, 2), *UNIT),
    "max": ((46, 2), *UNIT),
    "Flatten": ((46, 2), (10, 1), (1,)),
    "Conv1D + mean": ((46, 2), (3, 2, 8), (8,), (8, 1), (1,)),
    "LSTM": ((46, 2), (2, 32), (8, 32), (32,), (8, 1), (1,)),
    "attention + mean": ((46, 2), *MATCH, *UNIT),
    "positions + attention + mean": ((46, 2), (5, 2), *MATCH, *UNIT),
}


# ---- rows and settings


@truth(
    "Settings: k = 2, SGD, rate 1, full batches, a start as Keras draws it; 64-bit numbers, so that what is equal in mathematics differs by less than 10⁻¹² here.",
    "Seven heads in the same Sequential model.",
    "You know mean and Flatten; max takes the largest number in each dimension.",
    "Conv1D computes eight numbers from every three neighbours.",
    "An LSTM, a recurrent layer, reads from left to right and remembers.",
    "In attention, every vector becomes a weighted mean of all five: the better two match, the larger the weight.",
    "Positions are a second table, with one trained vector for each place, added to the token's vector.",
)
def models(run):
    """Each model is the one that NumPy knows under its name."""
    same(list(run.names["heads"]), list(HEADS))
    for name, head in HEADS.items():
        model = run.names["build"](name)
        how, weights = model.optimizer, model.get_weights()
        same([type(how).__name__, float(how.learning_rate)], ["SGD", 1.0])
        same(str(weights[0].dtype), "float64")
        close(np.abs(weights[0]).max(), 0.0475, by=0.0025)  # of 92 drawn within ±0.05
        same([each.shape for each in weights], list(SHAPES[name]))
        draws = drawn_weights(7, SHAPES[name])
        model.set_weights(draws)
        close(model(np.array(ORDERS))[:, 0], p_under(head, draws, ORDERS), by=1e-12)


# ---- the layer


@truth(
    "row | X | in words | y",
    "Both hold the same five ids and the same label.",
    "Only 8 and 45 have changed places.",
    "The layer gives rows 3 and 4 the same five vectors, in the order of their ids.",
    "It makes nothing of the order, and loses nothing of it.",
    "It returns the same five vectors in another order.",
    "It treats every place alike; what follows decides.",
    "The layer keeps the order of the vectors and does nothing with it.",
    "First the vectors that the layer looks up; each column is one vector.",
)
def layer_keeps_order(run):
    reading.question_rows(run)
    layer = keras.layers.Embedding(46, 2)
    found = layer(np.array(ORDERS)).numpy()
    (W,) = layer.get_weights()
    same(found.tolist(), [[W[token].tolist() for token in ids] for ids in ORDERS])
    three, four = run.names["vectors"]
    same(three.tolist(), four[[0, 1, 3, 2, 4]].tolist())
    apart(three, four, by=1e-4)


@truth(
    "A frame marks numbers in which rows 3 and 4 differ. The mean of one table has none.",
    "Rows 3 and 4 as strips of coloured cells. Framed, as the two rows differ there: looked up {} of {}, mean {} of {}, Flatten {} of {}, a table per column {} of {}, its mean {} of {}.",
    "The mean of one table merges. Flatten and five tables keep the places",
    "Below, each cell of colour is one number.",
    "Then two ways on: GlobalAveragePooling1D takes their mean; Flatten writes their ten numbers one after the other.",
    "Last, in place of the one table, a table per column: each of the five columns looks its ids up in a table of its own; and the mean of that.",
    "A sum does not depend on the order of its terms; Flatten leaves every number in its place.",
    "Flatten: the unit behind it has weights for each place.",
    "The mean keeps none of it.",
    titles=["Row 3: the film was not good", "Row 4: the film not was good"],
)
def flow(run, *said):
    names, figure = run.names, run.pictures[0].figure
    strips = {"looked up": [], "mean": [], "Flatten": [], "a table per column": [], "its mean": []}
    for ids, vectors in zip(X[2:], names["vectors"], strict=True):
        strips["looked up"].append(np.transpose(vectors))
        strips["mean"].append(np.sum(vectors, axis=0)[:, None] / 5)
        strips["Flatten"].append([[number for vector in vectors for number in vector]])
        of_columns = [names["tables"][place][token] for place, token in enumerate(ids)]
        strips["a table per column"].append(np.transpose(of_columns))
        strips["its mean"].append(np.sum(of_columns, axis=0)[:, None] / 5)
    axes, counted = np.reshape(figure.axes, (5, 2)), []
    for line, (stage, pair) in zip(axes, strips.items(), strict=True):
        differ = np.abs(np.subtract(*pair)) > 1e-12
        counted += [differ.sum(), differ.size]
        for ax, ids, strip in zip(line, X[2:], pair, strict=True):
            (image,) = ax.images
            close(image.get_array(), strip, by=1e-12)
            shades = image.get_cmap().name, image.get_clim()
            same(shades, ("viridis", axes[0, 0].images[0].get_clim()))
            framed = {(round(p.get_y() + 0.46), round(p.get_x() + 0.46)) for p in ax.patches}
            same([framed], [{(int(a), int(b)) for a, b in np.argwhere(differ)}])
            same([[p.get_width() for p in ax.patches]], [[0.86] * len(ax.patches)])
            looks = [(*p.get_edgecolor()[:3], p.get_linewidth()) for p in ax.patches]
            same([looks], [[(1, 1, 1, 5), (0, 0, 0, 2)] * len(framed)])
            texts = sorted((text.get_position()[0], text.get_text()) for text in ax.texts)
            upright = stage in ("looked up", "a table per column")
            same([texts], [[*enumerate(map(str, ids))] if upright else []])
        same([ax.get_ylabel() for ax in line], [stage, ""])
    close(said, counted, by=0.5)
    same(counted, [4, 10, 0, 2, 4, 10, 4, 10, 2, 2])


# ---- seven heads


@truth(
    "head | gradient differs by | orders told apart",
    "✓ Mean, max, and attention with a mean behind it give all 120 orders one output if most == 1",
    "The other four tell rows 3 and 4 apart, in output and gradient.",
    "mean, max and attention + mean do not notice: sums, maxima and matches do not ask who stands where.",
    "Flatten has a weight for each place; Conv1D meets other neighbours; the LSTM reads 45 before 8; the position vectors are added to other tokens.",
    "compare draws all weights of a model at random and measures how much the gradient of the table differs between rows 3 and 4, and how many of the 5! = 120 orders of the five ids get a $p$ of their own.",
    "An aware head has other slopes for row 4, since token 8 meets other weights there.",
    "The head decides: mean, max, and attention with a mean behind it merge the places; Flatten, Conv1D with a relu, a recurrent layer, attention with positions do not.",
)
def seven_heads(run):
    shown = reading.table_under(run, "head | gradient differs by | orders told apart")
    same([line[0] for line in shown.cells], list(HEADS))
    same(len(set(map(tuple, run.names["orders"].tolist())) & set(ORDERS)), 120)
    for name, by, orders in shown.cells:
        gap, told, _ = verdict(name, run.names["SEED"])
        close(float(by), gap, by=2e-5)
        same(int(orders), told)
    for name, seed in product(HEADS, range(4)):
        gap, told, swap = verdict(name, seed)
        if name in BLIND:
            below([gap, swap], 1e-9)
            same(told, 1)
        else:
            above([gap, swap], 1e-6)


@truth(
    "Attention itself merges nothing: swap two inputs, and two outputs swap; the mean merges them.",
    "With positions, or with a causal mask, so that each place sees only itself and those before it, they do more than swap.",
    "For every table and every head weight it gives rows 3 and 4 one output, and their labels are equal: one loss.",
    "If two functions are the same everywhere, so are their slopes.",
    "So both rows ask for the same at the start, after the first step, and after the last.",
    "For every table and every head weight, both rows have one output, and their labels are equal: one loss.",
    "So they have one gradient, too, always.",
    "A head that gives two orders the same loss for every table and head weight trains them alike.",
)
def blind_for_ever(run):
    for name in BLIND:
        shapes = SHAPES[name]
        for seed in range(10, 20):
            p = p_under(HEADS[name], drawn_weights(seed, shapes), X[2:])
            close(p[0], p[1], by=1e-12)
    table, *between = drawn_weights(0, shapes)[:-2]
    three, four = (table[list(ids)] for ids in X[2:])
    close(attend(three, *between)[[0, 1, 3, 2, 4]], attend(four, *between), by=1e-12)
    apart(attend(three, *between)[2], attend(three, *between)[3], by=1e-3)
    masked = [attend(e, *between, causal=True).mean(axis=0) for e in (three, four)]
    apart(*masked, by=1e-6)
    for name in ("mean", "max", "Flatten"):
        weights = run.names["build"](name).get_weights()
        trained = [[each.copy() for each in weights] for _ in range(2)]
        predict = functools.partial(p_under, HEADS[name])
        for _ in range(3):
            steps = [slopes(predict, w, [ids], [1]) for w, ids in zip(trained, X[2:], strict=True)]
            for weights, step in zip(trained, steps, strict=True):
                weights[0][TOKENS] -= step
        same(np.abs(steps[0] - steps[1]).max() < 1e-9, name != "Flatten")


# ---- a table per column


@truth(
    "✓ A mean over a table per column tells all 120 orders apart if told_apart == 120",
    "Rows 3 and 4 train different vectors: in table 3 that of 8 or of 45, in table 4 that of 45 or of 8.",
    "The price: five times as many vectors.",
    "Token 8 has five, and each gets a gradient only from rows with 8 in its own column.",
    "Here five tables read five columns of one input.",
    "The head is the mean, which is blind.",
    "Id 8 in column 3 and id 8 in column 4 are vectors of two different tables.",
    "Another order looks up other vectors, so the sum has other terms.",
    "Yes, over a table per column: then an id looks up another vector in another place.",
    "A table per column gives each place vectors of its own, so even a mean sees the order.",
)
def table_per_column(run):
    model = run.names["columns"]
    for seed in (run.names["SEED"], 1, 2):
        weights = drawn_weights(seed, [each.shape for each in model.get_weights()])
        model.set_weights(weights)
        close(model(np.array(ORDERS))[:, 0], columns_by_hand(weights, ORDERS), by=1e-12)
        same(told_apart(columns_by_hand(weights, ORDERS)), 120)
        for ids in X[2:]:
            for place in range(5):
                found = np.abs(slopes(columns_by_hand, weights, [ids], [1], which=place))
                moved = np.flatnonzero(found.max(axis=1) > 1e-9)
                same([TOKENS[n] for n in moved], [ids[place]])
    said = f"numbers to train: {5 * 46 * 2 + 3}  with one table: {46 * 2 + 3}"
    reading.printed(run, "120 of 120 orders have a p of their own", said)


# ---- floors


def entropy(q):
    """The least loss of one p for a share q of ones, by trying a million."""
    p = np.linspace(0, 1, 1_000_001)[1:-1]
    return (-q * np.log(p) - (1 - q) * np.log(1 - p)).min()


FLOORS = [entropy(3 / 4), 3 / 4 * entropy(2 / 3) + 1 / 4 * 0]


@truth(
    "head | floor | last loss | p of row 3 | of row 4",
    "None gets below it.",
    "✓ Each head comes down to its floor if max(np.abs(np.subtract(last, floors))) < 0.003",
    "Back to all four rows and their labels 1, 0, 1, 1.",
    "To a blind head the four rows are one input; the best it can do is one p, the share of ones.",
    "To an aware head, rows 1 to 3 are one input and row 4 is another.",
    r"For an input with a share $q$ of ones the best $p$ is $q$ (lesson 03), and that costs the entropy $H(q) = -q \ln q - (1-q)\ln(1-q)$ a row (with $0 \ln 0 = 0$).",
    "The floor is the mean of that over the rows.",
    "Blind: one input, three ones in four rows, so $H(3/4)$, reached by ¾ for every row.",
    r"Aware: three rows with two ones, and one row with a one, so $\tfrac34 H(2/3) + \tfrac14 H(1)$, reached by ⅔, ⅔, ⅔, 1.",
    "A floor holds for every optimizer.",
    "Here it is k = 8 and Adam, rate 0.02, 300 steps:",
    "What lies between the floors is what order is worth on these rows.",
    "The lower one is not zero: rows 1 and 2 are one input with two labels, and no model of the row can be right on both.",
    "Rows 1 and 2 are the same input with different labels.",
    "No head can be right on both.",
    "The labels, grouped by what a head can see, say how low its loss can get.",
)
def floors(run):
    shown = reading.table_under(run, "head | floor | last loss | p of row 3 | of row 4")
    names = ["mean", "Conv1D + mean"]
    same([line[0] for line in shown.cells], names)
    found = np.array(reading.numbers(shown))
    close(found[:, 0], FLOORS, by=6e-4)
    close(run.names["floors"], FLOORS, by=1e-6)
    for q in (0.1, 0.5, 2 / 3, 1):
        close(run.names["entropy"](q), entropy(q), by=2e-6)
    close(found[:, 2:], [[3 / 4, 3 / 4], [2 / 3, 1]], by=0.01)
    for name, model, line in zip(names, run.names["models"], found, strict=True):
        p = p_under(HEADS[name], model.get_weights(), X)
        close(line[2:], p[2:], by=6e-4)
        close(line[1], losses(p, Y).mean(), by=1.1e-3)
        how = model.optimizer
        said = [type(how).__name__, round(float(how.learning_rate), 6), int(how.iterations)]
        same(said, ["Adam", 0.02, 300])
    above([FLOORS[0] - FLOORS[1], FLOORS[1] - 0.35], 0.05)


# ---- a label made of order


def asks(a, b):
    return np.array([float(ids.index(a) < ids.index(b)) for ids in ORDERS])


@by_hand.cached
def flatten_film(weights, a, b, kind=by_hand.sgd, rate=1.0):
    """200 steps of descent under Flatten on whether a stands before b, in NumPy."""
    table, v, bias = weights
    ids, y = np.array(ORDERS), asks(a, b)

    def gradients(W, v, bias):
        error = (sigmoid((W[ids] * v).sum(axis=(1, 2)) + bias) - y) / 120
        of_table = np.zeros_like(W)
        np.add.at(of_table, ids, error[:, None, None] * v)
        return of_table, np.einsum("n,npk->pk", error, W[ids]), error.sum()

    weights = table, v[:, 0].reshape(5, -1), bias[0]
    return np.array([W for W, *_ in by_hand.descend(weights, gradients, [()] * 200, kind, rate)])


def moves(film):
    return dict(zip(TOKENS, np.linalg.norm(film[-1] - film[0], axis=1)[TOKENS], strict=True))


@truth(
    "head | loss | 8, 45 move | others move | cosine",
    "✓ In three settings that see order, the two tokens asked about move farthest if farther > 0",
    "The mean gets one input with sixty ones and sixty zeros: ½ everywhere, a loss of ln 2, nothing to learn.",
    "An aware head must tell 8 from 45, so these two move, and apart.",
    "Where 3, 5 and 2 stand says nothing about the label: their pulls nearly cancel.",
    "The table has the lesser move of 8 and 45, the greatest of 3, 5 and 2, and the cosine of 8 and 45 at the end:",
    "Under Flatten they end on opposite sides, and the others hardly move; k = 8 or Adam would not change that.",
    "Another head finds other ways to tell two tokens apart: their cosine is less extreme, and the others move more.",
    "Under the mean the same labels train next to nothing: a label made out of order needs a head that sees it.",
    "A label made of order, with a head that sees it, moves most the tokens whose order is asked (in three settings).",
    "Order reaches the vectors where you let it in: through a head that tells places apart, or through a table of its own for each column; a mean of one shared table lets none of it through, and then no label, not even one made out of order, can bring it in.",
    "What becomes of it is up to the head, everything between lookup and loss.",
    "So here the vectors are trained by labels and by order: the label says what is asked, the head lets the order in.",
)
def label_of_order(run):
    names = ["mean", "Flatten", "LSTM", "Conv1D + mean, k = 8, Adam"]
    films = [run.names[f"film_{each}"] for each in ("mean", "flatten", "lstm", "adam")]
    lines = []
    for film in films:
        way, turn = moves(film.tables), by_hand.cosine(film.after[8], film.after[45])
        asked, others = min(way[8], way[45]), max(way[3], way[5], way[2])
        lines.append([film.losses[-1], asked, others, turn])
    reading.table(run, "head | loss | 8, 45 move | others move | cosine", names, lines, by=6e-4)
    loss, asked, others, turn = np.transpose(lines)
    close(loss[0], np.log(2), by=1e-4)
    below([asked[0] * 30, others[0] * 30], min(asked[1:]))
    below(loss[1:], 0.1)
    below([turn[1], others[1] / asked[1] - 1], -0.9)
    above(others[2:] / others[1] / [1, 4], 1)
    above(turn[2:] - turn[1], 0)
    for k, (kind, rate) in product((2, 8), ((by_hand.sgd, 1.0), (adam, 0.02))):
        rng = np.random.default_rng(k)
        width = np.sqrt(6 / (5 * k + 1))  # as Keras draws a unit's weights
        drawn = rng.uniform(-0.05, 0.05, (46, k)), rng.uniform(-width, width, (5 * k, 1)), [0.0]
        film = flatten_film(drawn, 8, 45, kind, rate)
        way = moves(film)
        below(by_hand.cosine(film[-1][8], film[-1][45]), -0.99)
        below(max(way[3], way[5], way[2]) / min(way[8], way[45]), 0.1)


@truth(
    "Take the 120 orders as 120 rows, and label a row 1 if was (8) stands before not (45), and 0 otherwise.",
    "200 steps.",
    "One more film: the convolution with k = 8, by Adam, rate 0.02.",
)
def four_films(run):
    """Each film begins as NumPy says, with the head, the labels and the optimizer of its name."""
    names, build, y = run.names, run.names["build"], asks(8, 45)
    mean, flatten, recurrent, convolved = films = [
        names[f"film_{each}"] for each in ("mean", "flatten", "lstm", "adam")
    ]
    same(names["y_order"], y)
    close([np.mean(y), np.mean(y == asks(3, 2))], [0.5, 0.5], by=1e-9)
    close(flatten.tables, flatten_film(build("Flatten").get_weights(), 8, 45), by=1e-6)
    for name, film in (("mean", mean), ("LSTM", recurrent)):
        weights, predict = build(name).get_weights(), functools.partial(p_under, HEADS[name])
        close(film.losses[0], losses(predict(weights, ORDERS), y).mean(), by=1e-6)
        step = -slopes(predict, weights, ORDERS, y)
        close((film.tables[1] - film.tables[0])[TOKENS], step, by=1e-8)
    same([film.tables.shape for film in films], [(201, 46, 2)] * 3 + [(201, 46, 8)])
    anew = train(build("LSTM"), np.array(ORDERS), y, 2)
    close(recurrent.tables[:3], anew.tables, by=1e-6)  # under the optimizer of its name
    name = "Conv1D + mean"
    wide, predict = build(name, k=8).get_weights(), functools.partial(p_under, HEADS[name])
    # Keras's Adam adds up the squares of the gradients of single lookups, one in each row.
    each = [slopes(predict, wide, [ids], [one]) for ids, one in zip(ORDERS, y, strict=True)]
    gradient = np.mean(each, axis=0), np.sum(np.square(each), axis=0) / 120**2
    close(convolved.tables[1][TOKENS], adam(0.02)(wide[0][TOKENS], gradient), by=1e-5)


@truth(
    "Learning whether 8 stands before 45. Every step is drawn.",
    "Paths of the tokens in {} panels. How far they move: Flatten: 3 by {}, 5 by {}, 8 by {}, 45 by {}, 2 by {}. LSTM: 3 by {}, 5 by {}, 8 by {}, 45 by {}, 2 by {}.",
    titles=["Flatten", "LSTM"],
)
def who_moves(run, panels, *said):
    axes, films = run.pictures[1].figure.axes, [run.names["film_flatten"], run.names["film_lstm"]]
    reading.trained(axes, [film.tables for film in films], TOKENS)
    same(axes[1].get_ylabel(), "dimension 2")
    reading.before_after(axes[0])
    same(panels, 2)
    close(said, [way for film in films for way in moves(film.tables).values()], by=6e-3)


@truth(
    "token | 8 before 45: moves | 3 before 2: moves",
    "✓ Another question moves other tokens if min(by_3_2[[3, 2]]) > max(by_3_2[[8, 45]])",
    "Then another question about the same rows would move them again.",
    "Ask whether the (3) stands before good (2): same head, same start, other labels.",
    "Neither 8 nor 45 is special: the label is.",
)
def another_question(run):
    weights = run.names["build"]("Flatten").get_weights()
    films = [flatten_film(weights, *pair) for pair in ((8, 45), (3, 2))]
    _, way = ways = [moves(film) for film in films]
    head = "token | 8 before 45: moves | 3 before 2: moves"
    reading.table(run, head, TOKENS, np.transpose([list(each.values()) for each in ways]), by=6e-4)
    close(run.names["other"].tables, films[1], by=1e-6)
    above(min(way[3], way[2]) / max(way[8], way[45], way[5]), 4)


# ---- what other notebooks hold, and what states nothing

says_nothing(
    "parts of the page",
    "{} minutes of reading, {} minutes of exercises",
    "what a lookup is (lesson 01), what one gradient step does (lesson 02), what a label does under a mean (lesson 03)",
    "tell which heads see order; say what a table per column changes; compute the lowest loss a head can reach; predict which vectors a label made of order moves",
    "# The layer keeps the order",
    "# A table per column",
    "# A label made of order",
    "All of them.",
    "So far order was one row among four.",
    "Now make it all there is to know.",
    "You may suspect that the 120 rows favour 8 and 45.",
    "What exactly each head sees is in study 13.",
    "Two more ways are elsewhere: the order of the rows in small batches (lesson 03), and targets made out of the rows themselves (lesson 05).",
)
says_nothing(
    "what is usual elsewhere",
    "The asker has features encoded to integers.",
    "For features, say age group, town and colour, the usual set-up is one table for each column (entity embeddings).",
    "That suits columns that mean different things.",
    "For places in a text, one shared table is usual.",
)
says_nothing(
    "exercises, which their graders hold",
    "Decide for each head before you build it: replace each ...",
    'by "blind" (all 120 orders give one output) or "aware".',
    "One shared table; a Dense layer follows each.",
    "letter",
    "head",
    "a",
    "mean, then Flatten",
    "b",
    "LSTM(8, return_sequences=True) (an output after every word), then mean",
    "c",
    'Dense(8, activation="tanh") on each vector, then max',
    "d",
    "mean and maximum side by side (Concatenate)",
    "e",
    'AddPositions, then Dense(8, activation="tanh") on each vector, then mean',
    "# Exercise 4.2: A fifth row",
    "Add the row 3 5 45 8 2 once more, with label 0.",
    "Compute both floors for the five rows, by hand or with entropy, to three decimals.",
    "# Exercise 4.3: Five tables in one",
    "Five tables of 46 vectors are one table of 230, if every column gets ids of its own.",
    "Write a function renumber(X): it takes ids from 0 to 45, shape (rows, 5), and returns ids from 0 to 229 of the same shape, so that no two columns share a vector.",
    "Then Embedding(230, 2) and a mean see the order.",
    "# Exercise 4.4: The gradient under Flatten",
    "Write flatten_gradient(ids, v, p, y) in NumPy: the gradient of the loss of one row with respect to the table, shape (46, 2).",
    "ids are the five ids, v has shape (5, 2), one weight vector for each place; p is the probability, y the label.",
    "An id may stand in the row twice.",
)

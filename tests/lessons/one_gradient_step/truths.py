"""What lesson 02 says, and how each of it is known."""

from embedlab.drawing.plots import BLUE, GREY, VERMILION, token_style

import functools
import re

import keras
import numpy as np
from lessons import by_hand, reading
from lessons.by_hand import TOKENS, X, Y
from lessons.reading import truth
from matplotlib.colors import to_rgba
from notebooks.truths import above, apart, close, same, says_nothing

RATE, ONE = 0.5, (X[:1], Y[:1])  # row 1 is a batch
ABSENT = [token for token in range(46) if token not in TOKENS]


# ---- another way: NumPy, by the formulas


@functools.cache
def start_of(make_model):
    W, v, b = (each.astype(float) for each in make_model().get_weights())
    return W, v[:, 0], b[0]


def start(run):
    """The weights with which every model of the page begins: table, unit's weights, bias."""
    return start_of(run.names["make_model"])


def gradient(W, v, b, rows, labels):
    """The gradients of the mean cross-entropy, and p of each row, place by place."""
    found, p = [np.zeros_like(W), np.zeros_like(v), 0.0], []
    for row, y in zip(rows, labels, strict=True):
        mean = sum(W[i] for i in row) / len(row)
        p.append(by_hand.sigmoid(mean @ v + b))
        error = (p[-1] - y) / len(rows)
        for i in row:
            found[0][i] += error * v / len(row)
        found[1:] = found[1] + error * mean, found[2] + error
    return found, p


def loss(W, v, b, row, y):
    return by_hand.losses(by_hand.sigmoid(sum(W[i] for i in row) @ v / len(row) + b), y)


def descend(weights, batches, momentum=0.0, decay=0.0, rate=RATE):
    """SGD by its rule; the tables before and after each step, and all weights."""

    def kind(rate):
        velocity = 0.0

        def step(old, slope):
            nonlocal velocity
            velocity = momentum * velocity - rate * slope
            return old * (1 - rate * decay) + velocity

        return step

    film = by_hand.descend(weights, lambda *known: gradient(*known)[0], batches, kind, rate)
    return np.array([each[0] for each in film]), film[-1]


def numbers_after(run, beginning):
    """The numbers of the printed line that begins like this, from its first bracket on."""
    (line,) = [each for each in run.printed.splitlines() if each.startswith(beginning)]
    found = re.findall(r"-?\d+\.(?:\d+)?(?:e[-+]\d+)?", line[len(beginning) :])
    return [float(each) for each in found]


# ---- the data, and one step


@truth(
    "row | X | in words | y",
    "✓ One step by hand is one step of Keras if np.abs(stepped - W_after).max() < 1e-06",
    "Settings: 46 vectors of two numbers; plain gradient descent (SGD), rate 0.5; one step on row 1 alone, unless the text says otherwise.",
    "The model looks up the five vectors of a row and takes their mean.",
    "One sigmoid unit with a bias turns the mean into $p$, the probability of label 1.",
    "train_on_batch takes one training step, as fit does for every batch.",
    "The gradient points uphill.",
    "SGD (stochastic gradient descent) goes against it: it subtracts from every weight its gradient times the learning rate.",
    "The same holds for $v$ and $b$, with their gradients of line 2.",
    "Here $p - y$ is negative, so minus the gradient points along $+v$.",
    "All five vectors move that way, which raises $p$.",
    "With label 0, $p - y$ is positive, and they would move along $-v$.",
    "A step of SGD subtracts it, times the learning rate.",
    "The gradient says where the loss grows, and the step goes against it.",
    "Down.",
)
def one_step(run):
    reading.question_rows(run)
    same([run.names[name].tolist() for name in ("X1", "y1")], [X[:1], Y[:1]])
    begin = start(run)
    _, (W, v, b) = descend(begin, [ONE])
    close([run.names["W_after"], run.names["stepped"]], [W, W], by=1e-7)
    close([*run.names["v_after"].ravel(), *run.names["b_after"]], [*v, b], by=1e-7)
    close(run.names["W"], begin[0], by=1e-12)
    same(str(run.names["stepped"].dtype), "float64")  # by hand, in other numbers than Keras's
    close(numbers_after(run, "token 3 after the step: by hand "), [*W[3], *W[3]], by=6e-5)
    close(numbers_after(run, "v "), [*begin[1], *(W - begin[0])[3]], by=6e-5)
    for label, way in ((1, 1), (0, -1)):
        tables, _ = descend(begin, [(X[:1], [label])])
        moves = (tables[1] - tables[0])[TOKENS]
        close([by_hand.cosine(move, begin[1]) for move in moves], [way] * 5, by=1e-9)
        p = [gradient(table, *begin[1:], X[:1], [label])[1][0] for table in tables]
        above(way * np.diff(p), 0)
    (slope, _, _), _ = gradient(*begin, *ONE)
    ends = [loss(begin[0] + size * slope, *begin[1:], X[0], 1) for size in (-1, -0.1, 0, 0.1, 1)]
    above(np.diff(ends), 0)
    same(run.names["make_model"]().loss, "binary_crossentropy")


@truth(
    "One step on row 1. Its five tokens each move a distance of {}. Where lines lie on each other, count the markers. Grey: the others.",
    "Vectors in the plane, hollow before, filled after. Token 3 from ({}, {}) to ({}, {}); 5 from ({}, {}) to ({}, {}); 8 from ({}, {}) to ({}, {}); 45 from ({}, {}) to ({}, {}); 2 from ({}, {}) to ({}, {}).",
    "One step: five vectors make one move, all others stay",
)
def picture_of_one_step(run, length, *places):
    tables, _ = descend(start(run), [ONE])
    (ax,) = run.pictures[0].figure.axes
    reading.trained([ax], [np.linspace(*tables, 30)], TOKENS)
    reading.before_after(ax)
    (grey,) = [line for line in ax.lines if line.get_gid() == "others"]
    close(grey.get_xydata(), tables[0][ABSENT], by=1e-7)
    same([grey.get_color(), grey.get_marker(), grey.get_markerfacecolor()], [GREY, ".", GREY])
    close(tables[1][ABSENT], tables[0][ABSENT], by=1e-12)
    moves = (tables[1] - tables[0])[TOKENS]
    close(moves, [moves[0]] * 5, by=1e-12)
    close([length], [np.linalg.norm(moves[0])], by=0.0006)
    close(places, np.ravel([[tables[0][i], tables[1][i]] for i in TOKENS]), by=0.0006)


# ---- the gradient


@truth(
    "✓ By hand and by tape: one gradient if np.abs(W_gradient - by_tape).max() < 1e-06",
    "They agree in all 92 numbers, apart from rounding.",
    "Nudging, for one number, finds the same.",
    "The loss is differentiated back to the vectors that were looked up, each id collects the sum of what arrives at its places, and the optimizer turns that sum into a move; the layer adds no rule of its own.",
    "The table has 46 × 2 = 92 numbers.",
    "On ten: five vectors of two numbers.",
    "The other 82 do not occur in the calculation.",
    "Change them, and the loss stays.",
    "The gradient holds, for every number, how fast the loss grows when that number grows.",
    "For both labels, $L = -y \\ln p - (1-y) \\ln(1-p)$.",
    "So $L$ changes with $p$ as $\\partial L/\\partial p = (p-y)/(p(1-p))$, and $p$ changes with $z$ as $p(1-p)$.",
    "In their product the two ugly factors cancel, and only the error is left: $\\partial L/\\partial z = p - y$.",
    "$z = h \\cdot v + b$.",
    "So $v$ gets $(p-y),h$, the bias gets $p-y$, and the mean $h$ gets $(p-y),v$.",
    "$h$ is the sum of five vectors, each divided by 5.",
    "So each place of the row gets $(p-y),v/5$ and passes it to the vector that was read there.",
    "The third line has no $w_i$ in it.",
    "That is why all five vectors make the same move: a mean passes on the same share to each, wherever it stands.",
    "A mean passes the same share, (p − y) v / 5, to each of its places, whatever vector stands there.",
    "The loss trains the table, by the chain rule.",
    "With a mean, a sigmoid unit and cross-entropy, each place of a row of $n$ tokens gets $(p-y),v/n$.",
)
def one_gradient(run):
    W, v, b = start(run)
    (by_formula, *of_unit), _ = gradient(W, v, b, *ONE)
    everything = np.array([*W.ravel(), *v, b])

    def loss_at(place, size):
        moved = everything.copy()
        moved[place] += size
        return loss(moved[:92].reshape(46, 2), moved[92:94], moved[94], X[0], 1)

    nudged = np.array([loss_at(n, 1e-5) - loss_at(n, -1e-5) for n in range(95)]) / 2e-5
    close(nudged, [*by_formula.ravel(), *of_unit[0], of_unit[1]], by=1e-9)
    same([W.size, int(np.count_nonzero(by_formula))], [92, 10])
    same(np.count_nonzero(nudged[:92].reshape(46, 2)[ABSENT]), 0)
    # a quotient is never exact: it was no copy
    apart(run.names["by_nudging"], by_formula[3, 0], by=1e-13)
    same(str(run.names["by_tape"].dtype), "float32")
    close([run.names["W_gradient"], run.names["by_tape"]], [by_formula] * 2, by=1e-7)
    for y in (0, 1):
        p = 0.3
        by_cases = loss(W, v, np.log(p / (1 - p)) - W[X[0]].mean(axis=0) @ v, X[0], y)
        close(-y * np.log(p) - (1 - y) * np.log(1 - p), by_cases, by=1e-12)
    close(numbers_after(run, "by hand, by nudging, by tape "), [by_formula[3, 0]] * 3, by=1e-6)


@truth(
    "Row 1, label 1. Above, forward: p = {}. Below, back: the error, {}, times v = ({}, {}) for the mean, and a fifth of that for each vector.",
    "Arrows from five ids to their vectors, to their mean ({}, {}), the logit {}, p {} and the loss {}. The unit's weights ({}, {}) point to the logit. Below, arrows back: the error {}, the mean's gradient ({}, {}), and ({}, {}) for each vector. An id is not a weight.",
    "The error travels back to the five vectors, in equal shares",
)
def way_back(run, p_said, error_said, v_1, v_2, *said):
    W, v, b = start(run)
    mean = sum(W[i] for i in TOKENS) / 5
    z = mean @ v + b
    p = by_hand.sigmoid(z)
    numbers = {"h": mean, "z": [z], "p": [p], "loss": [-np.log(p)], "v": v}
    numbers |= {"error": [p - 1], "h_gradient": (p - 1) * v, "W_gradient": (p - 1) * v / 5}
    close([p_said, error_said, v_1, v_2], [p, p - 1, *v], by=0.0006)
    close(said, np.concatenate(list(numbers.values())), by=0.0006)
    (ax,) = run.pictures[1].figure.axes
    texts = {text.get_gid(): text for text in ax.texts if text.get_gid()}
    at = {name: np.array(text.get_position()) for name, text in texts.items()}
    numbers |= {str(token): W[token] for token in TOKENS}
    for name, true in numbers.items():
        shown = re.findall(r"[+-]?\d\.\d{3}", texts[name].get_text())
        close([float(each) for each in shown], true, by=0.0006)
    words = {"h": "mean h\n", "z": "logit\nz =", "p": "probability\np =", "loss": "loss\nL ="}
    words["v"] = "the unit's weights\nv ="
    back = {
        "W_gradient": "each vector gets\n(p − y) v / 5",
        "h_gradient": "the mean gets\n(p − y) v\n",
    }
    back |= {"error": "the error\np − y", "ids": "an id is\nnot a weight"}
    for name, word in (words | back).items():
        same(texts[name].get_text().startswith(word), True)
        same(texts[name].get_color(), VERMILION if name in back else BLUE)
    for place, token in enumerate(TOKENS):
        same(texts[f"id {token}"].get_text(), f"id {token}")
        for name in (f"id {token}", str(token)):
            close(at[name][1], 4.4 - place, by=0.01)
            same(texts[name].get_bbox_patch().get_edgecolor(), to_rgba(token_style(token)[0]))
    forward, backward = ["h", "z", "p", "loss"], ["W_gradient", "h_gradient", "error"]
    for names in (forward, backward):  # from left to right, the way back below
        above(np.diff([at[name][0] for name in names]), 0.1)
    lowest = min(at[name][1] for name in (*forward, "v", "2"))
    above(lowest - [at[name][1] for name in backward], 0.5)


@truth(
    "The label enters the table's gradient in one place: the error p − y.",
    "With another loss it is another error.",
    "The Embedding layer itself never gets $y$.",
    "What is left is $v/5$, for both labels.",
    "The error p − y.",
    "It multiplies v, and each place of the row gets an equal share.",
)
def the_error_alone(run):
    W, v, b = start(run)
    for label in (1, 0):
        (found, _, _), (p,) = gradient(W, v, b, X[:1], [label])
        close(numbers_after(run, f"label {label} "), [*found[3], *(v / 5)], by=6e-5)
        close(found[3] / (p - label), v / 5, by=1e-12)


@truth(
    "The lookup gives a gradient to the vectors that it read, and exactly zero to all others.",
    "With a million ids, nearly all of a table's gradient would be zeros.",
    "So TensorFlow stores IndexedSlices: one slice, a vector, for each lookup, and the id it belongs to.",
    "tf.convert_to_tensor wrote them into a table of zeros above.",
    "From the lookup, an id gets the sum over all places where it was read.",
    "Ids that were not read get zero.",
)
def which_vectors(run):
    (found, _, _), _ = gradient(*start(run), *ONE)
    slices = run.names["slices"]
    same(type(slices).__name__, "IndexedSlices")
    same(slices.indices.numpy().tolist(), TOKENS)
    close(slices.values, found[TOKENS], by=1e-7)
    lines = run.printed.splitlines()
    at = lines.index(f"ids {np.array(TOKENS)} ") + 1
    shown = [re.findall(r"-?\d\.\d+", line) for line in lines[at : at + 5]]
    close(np.array(shown, float), found[TOKENS], by=1e-5)
    same(np.count_nonzero(run.names["by_tape"][ABSENT]), 0)


@truth(
    "✓ The slices of a repeated id are added up if np.allclose(gradient[3], 2 * gradient[8])",
    "Now token 3 stands in two places: 3 3 8 45 2.",
    "Five slices, one for each place.",
    "Token 3 gets two of them, added up.",
    "(NumPy's W_gradient[ids] += … would count a repeated id once; the loop above counts every place.)",
)
def repeated(run):
    row = [3, 3, 8, 45, 2]
    (found, _, _), _ = gradient(*start(run), [row], Y[:1])
    close(run.names["twice"].values, [found[8]] * 5, by=1e-7)
    same(run.names["twice"].indices.numpy().tolist(), row)
    close(run.names["gradient"], found, by=1e-7)
    close(found[3], 2 * found[8], by=1e-12)
    once = np.zeros(46)
    once[row] += 1  # NumPy counts a repeated index once
    same(once.sum(), 4.0)
    close(numbers_after(run, f"ids {np.array(row)}  3 gets: "), [*found[3], *found[8]], by=6e-5)


# ---- more steps


@truth(
    "In this model, absent tokens stay under plain SGD, and can move under momentum or weight decay.",
    "Take two steps on row 1, then a third on a row in which 7 replaces 8.",
    "Three optimizers: plain SGD; SGD with momentum, which steps along a running sum of the gradients so far, older ones counting less; SGD with weight decay, which also shrinks every weight a little at each step.",
    "In the third step, token 8 is absent but has been seen.",
    "Token 20 was never seen.",
    "Plain SGD moves neither: zero gradient, zero step.",
    "Momentum moves 8: its running sum is not zero.",
    "It leaves 20.",
    "Weight decay moves both.",
    "Not by the lookup.",
    "By momentum, if it was seen before, or by weight decay, for instance.",
    "An absent token can still move, for instance by momentum or weight decay.",
    "(The comparison can fail: the weight decay above moved token 20 without any gradient.",
)
def absent_tokens(run):
    moved, batches = [], [ONE, ONE, ([[3, 5, 7, 45, 2]], Y[:1])]
    for momentum, decay in ((0.0, None), (0.9, None), (0.0, 0.1)):
        tables, _ = descend(start(run), batches, momentum, decay or 0.0)
        moved.append((tables[3] - tables[2])[[8, 20]])
        shown = numbers_after(run, f"momentum {momentum}  decay {decay}  token 8 ")
        close(shown, moved[-1].ravel(), by=6e-5)
    close(run.names["moved"], tables[3] - tables[2], by=6e-5)
    same(np.abs(moved).max(axis=2) < 1e-12, [[True, True], [False, True], [False, False]])


@truth(
    "The five lines from for to apply are the whole loop; apply hands the gradients to the optimizer, which decides what to do with them.",
    "Training repeats the step.",
    "For the Embedding, train takes the same steps as the loop above, and keeps a film: the table before the first step and after each.",
    "fit(X, y, epochs=40) takes the same steps, apart from rounding (four rows are one batch), but keeps no film.",
    "Settings from here on: all four rows in each step, 40 steps.",
    "Both networks start from the same weights.",
)
def the_same_steps(run):
    tables, _ = descend(start(run), [(X, Y)] * 40)
    close(run.names["film"].tables, tables, by=1e-5)
    take_steps, make_model = run.names["take_steps"], run.names["make_model"]
    close(take_steps(make_model(), np.array(X), np.array(Y), 40), tables[-1], by=1e-5)
    model = make_model()
    model.fit(np.array(X), np.array(Y), epochs=40, verbose=0)
    close(model.get_weights()[0], tables[-1], by=1e-5)


@truth(
    "✓ Under plain SGD both networks end with one table if np.abs(kernel - film.after).max() < 0.001",
    "A lookup is a one-hot vector times the table (lesson 01).",
    "So a Dense layer without bias on one-hot rows computes the same.",
    "Not at all, apart from rounding.",
    "The same function of the same weights has the same gradient, and plain SGD uses nothing else.",
    "From the same start, under plain SGD, one-hot + Dense without bias has the same table after every step, apart from rounding.",
    "On TensorFlow some optimizers treat ids that repeat in a batch in another way than a Dense layer's weights; then the two differ.",
    "From the same start, without a bias, under plain SGD, for instance.",
)
def two_networks_one_table(run):
    rng, begin, rival = np.random.default_rng(0), start(run), run.names["rival"]
    tables, weights = descend(begin, [(X, Y)] * 40)
    close(run.names["kernel"], tables[-1], by=1e-5)
    kinds = [type(each).__name__ for each in rival.layers]
    same(kinds, ["Dense", "GlobalAveragePooling1D", "Dense"])
    same([rival.layers[0].use_bias, rival.input_shape], [False, (None, 5, 46)])
    close(rival.get_weights()[1].ravel(), weights[1], by=1e-5)
    rival.set_weights(run.names["make_model"]().get_weights())
    for table in tables[1:]:
        close(run.names["take_steps"](rival, np.eye(46)[X], np.array(Y), 1), table, by=1e-5)
    wide = rng.uniform(-1, 1, (9, 4)), rng.uniform(-1, 1, 4), 0.1
    rows, labels = rng.integers(0, 9, (6, 5)), rng.integers(0, 2, 6)
    for rate in (0.1, 3.0):  # one-hot rows times a matrix, and vectors looked up place by place
        one_hot = [(by_hand.held(rows, 9), labels)] * 50
        dense = by_hand.descend(wide, by_hand.of_labels, one_hot, rate=rate)
        looked_up, _ = descend(wide, [(rows, labels)] * 50, rate=rate)
        close([each[0] for each in dense], looked_up, by=1e-9)
    first = keras.layers.Embedding(9, 4), keras.layers.Dense(4, use_bias=False)
    ends = []
    for layer, x in zip(first, (rows, np.eye(9)[rows]), strict=True):
        unit = keras.layers.Dense(1, activation="sigmoid")
        model = keras.Sequential([layer, keras.layers.GlobalAveragePooling1D(), unit])
        model.compile(keras.optimizers.Adam(0.1), loss="binary_crossentropy")
        model(x)
        model.set_weights([wide[0], wide[1][:, None], np.array([wide[2]])])
        model.fit(x, labels, epochs=3, verbose=0)
        ends.append(layer.get_weights()[0])
    apart(*ends, by=0.001)


@truth(
    "40 steps on the four rows. Paths: Embedding. Crosses: where one-hot + Dense ends.",
    "Vectors in the plane, hollow before, filled after. Token 3 from ({}, {}) to ({}, {}); 5 from ({}, {}) to ({}, {}); 8 from ({}, {}) to ({}, {}); 45 from ({}, {}) to ({}, {}); 2 from ({}, {}) to ({}, {}). A black cross stands on each end.",
    "Two networks, one end",
)
def picture_of_two_networks(run, *places):
    tables, _ = descend(start(run), [(X, Y)] * 40)
    (ax,) = run.pictures[2].figure.axes
    close(places, np.ravel([[tables[0][i], tables[-1][i]] for i in TOKENS]), by=0.0006)
    crosses = [line for line in ax.lines if line.get_marker() == "x" and len(line.get_xdata())]
    ends = {line.get_gid(): line.get_xydata()[0] for line in crosses}
    close([ends[f"cross of {i}"] for i in TOKENS], tables[-1][TOKENS], by=1e-5)
    faces = [(line.get_color(), line.get_markerfacecolor()) for line in crosses]
    same(faces, [("black", "black")] * 5)
    close(run.names["film"].tables, tables, by=1e-5)
    reading.trained([ax], [run.names["film"].tables], TOKENS)
    legend = ax.get_legend()
    marks = [(each.get_marker(), each.get_markerfacecolor()) for each in legend.legend_handles]
    said = dict(zip([text.get_text() for text in legend.texts], marks, strict=True))
    same(said, {"one-hot, after": ("x", "black"), "before": ("o", "white"), "after": ("o", GREY)})


@truth(
    "loss times | number 2 of token 3 moves by",
    "The opposite loss makes the opposite move, and no loss makes none.",
    "Its share of the move would stay when the loss changes sign, and when the loss is zero.",
    "The layer has no rule of its own.",
)
def no_rule_of_its_own(run):
    tables, _ = descend(start(run), [ONE])
    move = (tables[1] - tables[0])[3, 1]
    moves, head = [move, -move, 0], "loss times | number 2 of token 3 moves by"
    reading.table(run, head, ["1", "-1", "0"], moves, by=0.0001)
    close(run.names["moves"], moves, by=1e-6)
    same(run.names["moves"][2], 0.0)


says_nothing(
    "parts of the page, pointers, what words mean",
    "25 minutes of reading, 20 minutes of exercises",
    "what an Embedding layer is (lesson 01), derivatives and the chain rule",
    "compute the gradient of an embedding table by hand, say which vectors a step moves and why, tell when one-hot + Dense is the same network",
    "# One step, seen",
    "One thing answers all three: the gradient.",
    "# The gradient by hand",
    "Three arrays are trained: the table $W$, which holds the vectors $w_i$; the unit's weights $v$; its bias $b$.",
    "First the forward pass, from ids to loss.",
    "The number $z$ before the sigmoid is the logit.",
    "The loss $L$ is binary cross-entropy: minus the logarithm of the probability that the model gives to the true label.",
    "The backward pass finds it by the chain rule, from the loss back to the table:",
    "The forward pass alone can check that: make one number a little larger, here the first of token 3, and see how fast the loss grows (nudging).",
    "And TensorFlow does it by itself: a GradientTape records the forward pass and plays it backwards.",
    "TensorFlow returns the gradient in a short form, slices (below); convert_to_tensor writes it out.",
    "Take label 0 as well, and divide each gradient by its error.",
    "# One step",
    "(Another head, the layers between lookup and loss, can keep the gradient from a vector that was read: exercise 2.2.)",
    "There are more ways to move a vector without a lookup; study 11 goes through them and through every optimizer of Keras.",
    "Study 11 measures each gap, and shows the remedy.",
    "Suppose the layer had a rule of its own, say one that pulls the tokens of a row together.",
    "So multiply the loss by 1, −1 and 0.",
    "But it is a rule of the optimizer.)",
    "Other causes are in study 11.",
)
says_nothing(
    "exercises, which their graders hold",
    "# Exercise 2.1: three of a kind",
    "The batch is the single row 3 3 3 8 2.",
    "Take the model of this lesson and plain SGD.",
    "# Exercise 2.2: the largest wins",
    "Replace the mean by GlobalMaxPooling1D: of the five numbers in each dimension, it passes on the largest, and only that one.",
    "The row is row 1, its vectors are these:",
    "token",
    "dimension 1",
    "dimension 2",
    "3",
    "0.4",
    "−0.1",
    "5",
    "0.1",
    "0.3",
    "8",
    "−0.5",
    "0.2",
    "45",
    "0.3",
    "−0.6",
    "2",
    "0.2",
    "0.1",
    "Answer with a list of ids.",
    "# Exercise 2.3: two inputs and a minus sign",
    "A model reads two rows with one Embedding layer, takes the mean of each, and gives the difference of the two means to the unit.",
    "The left row is 3 5 8 45 2, the right row 3 7 8 45 2.",
    "Answer with a list of ids.",
    "# Exercise 2.4: write table_gradient yourself",
    "In NumPy, without a tape: a function my_gradient(W, v, b, X, y) that returns the gradient of the table, shape (m, k).",
    "X holds one or several rows of any length, ids may repeat, and the loss is the mean over the rows.",
    "You are told by how much each row of your table is off.",
)

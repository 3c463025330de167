"""What lesson 01 says, and how each of it is known."""

from embedlab.drawing.plots import GREY, token_style

import keras
import numpy as np
import tensorflow as tf
from lessons import by_hand, reading
from lessons.by_hand import TOKENS, X, Y
from lessons.reading import printed, truth
from matplotlib.colors import to_rgba
from notebooks.truths import above, apart, below, close, same, says_nothing

NAMES, M, K = [str(token) for token in TOKENS], 46, 2
COLOURS = [to_rgba(token_style(token)[0]) for token in TOKENS]
ONE_HOT = np.array([[[float(i == n) for n in range(M)] for i in row] for row in X])


def lookup(table):
    return np.array([[table[i] for i in row] for row in X])


def descend(table, start, rows, steps, frozen=False):
    """Steps at rate 1 on four rows: their p at the end, and all weights.

    start: the unit's weights and its bias.
    """
    shares = by_hand.held(rows)

    def gradients(*weights):
        of_table, *of_unit = by_hand.of_labels(*weights, shares, Y)
        return of_table * (not frozen), *of_unit

    weights = np.array(table, float), np.ravel(start[0]).astype(float), start[1][0]
    W, v, b = by_hand.descend(weights, gradients, [()] * steps)[-1]
    return by_hand.sigmoid(shares @ W @ v + b), W, v, b


def unit_of(run):
    """The unit with which `small_model` begins, the same every time."""
    one, other = (run.names["small_model"](run.names["W"]).get_weights()[1:] for _ in range(2))
    same(one[0], other[0])
    return one


def cosine(a, b):
    return (a * b).sum(axis=-1) / np.sqrt((a**2).sum(axis=-1) * (b**2).sum(axis=-1))


# ---- the data, and the layer as a table


@truth(
    "row | X | in words | y",
    "X has the shape (4, 5).",
    "X has five columns, and its largest id is 45.",
    "Its first two columns hold the ids 3 and 5.",
    "Rows 1, 2 and 3 give the same output, because they hold the same ids in the same places.",
    "Row 4 gives the same five vectors, two of them exchanged.",
)
def four_rows(run):
    reading.question_rows(run)
    vectors = lookup(run.names["W"])
    same([np.array_equal(each, vectors[0]) for each in vectors], [True, True, True, False])
    same(vectors[3], vectors[0][[0, 1, 3, 2, 4]])


@truth(
    "✓ A lookup selects vectors of the table if np.array_equal(vectors, W[X])",
    "It is a table of trainable numbers with one vector for each id: to look up an id is to take its vector, which gives the same numbers as multiplying its one-hot vector by the table.",
    "Embedding(m, k) holds one array of numbers, the table $W$: $m$ vectors (Keras: input_dim) of $k$ numbers each (output_dim).",
    "(4, 5, 2): a vector of two numbers takes the place of each id.",
    "(32, 7, 16).",
    "Nothing is computed from an id, its place, its neighbours or the label: the layer was not even given y.",
    "In NumPy it is W[X].",
    "An Embedding layer is a table of $m \\cdot k$ weights.",
    "A lookup selects vectors: W[X].",
)
def a_lookup_selects(run):
    layer, W = run.names["layer"], run.names["W"]
    same([each.tolist() for each in layer.get_weights()], [W.tolist()])
    same([layer.input_dim, layer.output_dim], [M, K])
    same(run.names["vectors"], lookup(W))
    printed(run, "ids (4, 5)   table (46, 2)   vectors (4, 5, 2)", f"in the table: {W[8]}")
    printed(run, f"looked up:    {W[8]}   multiplied: {W[8]}")
    same(tuple(keras.layers.Embedding(1000, 16)(np.zeros((32, 7))).shape), (32, 7, 16))


@truth(
    "Number $j$ of the vector of id 8 is a sum of 46 products, one for each number of the one-hot vector:",
    "$$0 \\cdot W_{0j} + \\dots + 0 \\cdot W_{7j} + 1 \\cdot W_{8j} + 0 \\cdot W_{9j} + \\dots + 0 \\cdot W_{45j} = W_{8j}$$",
    "All but one are zero, and the one that is left is a number of the table as it stands.",
    "Adding zeros rounds nothing.",
    "So on a CPU the product equals the lookup to the last bit.",
    "(Recent GPUs shorten numbers before they multiply: there both agree in about three digits.) What the lookup saves is the multiplication by zeros; lesson 08 says what that is worth.",
)
def a_product_selects(run):
    W = run.names["W"]
    same(run.names["one_hot"], ONE_HOT)
    same(run.names["product"], lookup(W))
    same((ONE_HOT[..., None] * W).sum(axis=2), lookup(W))
    fraction, exponent = np.frexp(W)  # TF32 keeps 11 binary digits of a number
    shortened = np.ldexp(np.round(fraction * 2**11) / 2**11, exponent)
    close(np.log10(np.abs(shortened / W - 1).max()), -3.5, by=0.5)


@truth(
    "✓ One-hot input and k dense units give the same vectors if largest < 0.0001",
    "A dense layer without bias and activation multiplies its input by a weight matrix, its kernel.",
    "It is right.",
    "In these letters: $m$ inputs and $k$ units.",
    "In the comment m is the length of a vector.",
    "There is one unit for each number of a vector, so $k$ weights leave each of the $m$ inputs.",
    "It equals one-hot input and a dense layer of $k$ units without bias.",
    "A token's vector is the $k$ weights that leave its input.",
    "Dense(16, use_bias=False), on one-hot vectors of 100 numbers.",
)
def k_dense_units(run):
    dense, W = run.names["dense"], run.names["W"]
    same([dense.units, dense.use_bias, dense.activation], [K, False, keras.activations.linear])
    same([each.tolist() for each in dense.get_weights()], [W.tolist()])
    close(dense(np.eye(M, dtype="float32")), W, by=1e-7)
    printed(run, f"kernel (46, 2)  weights that leave input 8: {W[8]}")
    below(run.names["largest"], 1e-7)
    wide = keras.layers.Dense(16, use_bias=False)
    wide.build((None, 100))
    same(tuple(wide.kernel.shape), (100, 16))


# ---- an id is a name


def first_that_works(ids):
    """The smallest table in which NumPy finds all ids."""
    for size in range(1, 101):
        try:
            return len(np.zeros((size, 1))[ids]) and size
        except IndexError:
            pass


@truth(
    "input_dim is at least the largest id plus one.",
    "46 and 6.",
    "Ids start at 0, so a table of 45 vectors ends at id 44.",
    "The number of columns does not matter.",
    "It is not the number of features.",
    "With TensorFlow on a CPU a larger id raises this error; on a GPU it raises nothing: the lookup returns zeros (study 10 has fit's).",
    "100: ids start at 0, and the largest is 99.",
    "Two wrong ids pass on a CPU, too:",
    "−1 counts from the end, as in NumPy, and 3.7 is cut to 3.",
)
def largest_id_plus_one(run):
    two, W = [row[:2] for row in X], run.names["W"]
    sizes = [first_that_works(ids) for ids in (X, two, np.tile(X, 2), np.arange(4, 100))]
    same(sizes, [46, 6, 46, 100])
    error = "InvalidArgumentError"
    printed(run, f"45 for 5 columns: {error}", "46 for 5 columns: (4, 5, 2)")
    printed(run, f"5 for 2 columns: {error}", "6 for 2 columns: (4, 2, 2)")
    printed(run, f"-1 gets {W[-1]}  vector 45 is {W[45]}")
    printed(run, f"3.7 gets {W[int(3.7)]}  vector 3 is {W[3]}")
    said = " ".join(tf.gather.__doc__.split())
    same("On CPU, if an out of bound index is found, an error is raised." in said, True)
    same("On GPU, if an out of bound index is found, a 0 is stored" in said, True)


@truth(
    "row 1 | p before | p after 5 steps",
    "✓ Renumber the ids, take the vectors along, and no prediction changes if gap < 0.0001",
    "Each new id looks up the vector that the old id looked up, so every later number is the same, in training as well.",
    "The layer cannot learn from the size of an id: it never computes with it.",
    "The last line gives the first model the new ids: it looks up other vectors, so p is another; as all ids share the unit, training changes that p, too.",
    "Settings: 46 vectors of two numbers.",
    "Where something is trained, a mean and one sigmoid unit with a bias stand behind the table, and plain gradient descent (SGD) takes steps at rate 1, on all four rows at once.",
    "given stands for a trained table; its numbers are larger than a new table's, so that a change of p, the probability of label 1, is easy to see.",
    "Shuffle the ids, and let each vector of the table move with its id.",
    "Move each vector of the table to its id's new number.",
    "Ids are names: renumber them, take the vectors along, and no prediction changes.",
)
def renumbering(run):
    given, moved, new_id, new = (run.names[name] for name in ("given", "moved", "new_id", "new"))
    same([model is new for model, _ in run.names["cases"]], [False, True, False])
    same(sorted(new_id.tolist()), list(range(M)))
    apart(new_id[TOKENS], TOKENS, by=5)
    same([moved[new_id[i]].tolist() for i in range(M)], given.tolist())
    above(np.abs(given).mean(), 0.25)
    now, unit = new_id[np.array(X)], unit_of(run)
    printed(run, f"row 1: the film was not good  was {np.array(TOKENS)}  is now {now[0]}")
    old, along = (
        [descend(W, unit, ids, n) for n in (0, 5)] for W, ids in ((given, X), (moved, now))
    )
    left = [descend(W, (v, [b]), now, 0) for _, W, v, b in old]
    p = [[each[0][0] for each in pair] for pair in (old, along, left)]
    names = ["old ids", "new ids, vectors moved along", "new ids, vectors left behind"]
    reading.table(run, "row 1 | p before | p after 5 steps", names, p, by=0.0001)
    close(along[1][0], old[1][0], by=1e-12)
    apart(p[2][0], p[0][0], by=0.001)
    below(run.names["gap"], 1e-5)
    close(new.get_weights()[0], along[1][1], by=1e-5)


@truth(
    "In half of them.",
    "As numbers they are.",
    "All three vectors are drawn in the same way, and the draw does not know that 5 is the nearer number.",
    "An id is a name: in a new table, near ids do not get near vectors.",
    "Unless you ask for something else, Keras draws every number of a new table at random from −0.05 to 0.05, each value as likely as any other.",
    "The table starts as noise within ±0.05.",
)
def near_in_half(run):
    starts = run.names["starts"].astype(float)
    same(starts.shape, (20_000, M, K))
    counts = np.histogram(starts, bins=20, range=(-0.0500001, 0.0500001))[0]
    close(counts * 20 / starts.size, np.ones(20), by=6 * np.sqrt(20 / starts.size))  # of luck
    below(np.abs(run.names["W"]).max(), 0.0500001)
    apart_from_3 = [np.sqrt(((starts[:, 3] - starts[:, i]) ** 2).sum(axis=1)) for i in (5, 45)]
    close([run.names["to_5"], run.names["to_45"]], apart_from_3, by=1e-6)
    printed(run, f"nearer to 5 in {np.mean(np.less(*apart_from_3)):.0%} of the tables")
    three = np.random.default_rng(1).uniform(-1, 1, (3, 100_000, K))
    apart_from_3 = np.linalg.norm(three[1:] - three[0], axis=2)
    close(np.mean(np.less(*apart_from_3)), 0.5, by=0.01)


# ---- the start, and what training does


@truth(
    "Before training, similarity is noise.",
    "Before training, some of the five tokens have a high cosine.",
    "Not unless by chance.",
    "Another start has other numbers: a pair that points the same way in one points anywhere in the next.",
    "If two runs give you different vectors, nothing is broken.",
    "Similarity before training means nothing.",
    "Nothing.",
    "With two numbers a vector, noise even looks like similarity.",
    "With two numbers a vector such values are frequent in pure noise.",
    "With more numbers a vector such cosines become rare.",
    "Every angle between two vectors is about equally likely, and the cosine changes slowly where it is near 1 or −1: it is beyond ±0.9 for angles below 26° and above 154°, which is 29% of all angles, but within ±0.1 for only 6% of them.",
    "Nothing is pretrained, then: the layer brings noise, and no rule to train it.",
)
def similar_by_chance(run):
    layer, rng = run.names["layer"], np.random.default_rng(0)
    five = rng.uniform(-1, 1, (20_000, 5, K))
    pairs = np.array([cosine(five[:, a], five[:, b]) for a in range(5) for b in range(a)])
    close([pairs.mean(), np.corrcoef(pairs[0, ::2], pairs[0, 1::2])[0, 1]], [0, 0], by=0.05)
    angles = np.histogram(np.degrees(np.arccos(pairs)), bins=6, range=(0, 180))[0]
    close(6 * angles / pairs.size, np.ones(6), by=0.18)
    low, high, side = np.degrees(np.arccos([0.9, -0.9, 0.1]))
    close([low, high, low / 0.9, (90 - side) / 0.9], [26, 154, 29, 6], by=0.5)
    above([np.mean(np.abs(pairs) > 0.9), 5 * np.mean(pairs > 0.95)], 0.25)
    below(np.mean(np.abs(cosine(*rng.uniform(-1, 1, (2, 4000, 20)))) > 0.9), 0.01)
    above(np.mean(pairs.max(axis=0) > 0.9), 0.8)
    same([layer.losses, len(layer.weights), layer.embeddings_regularizer], [[], 1, None])
    same(type(layer.embeddings_initializer), keras.initializers.RandomUniform)


@truth(
    "Load with weights, freeze with trainable=False, save vectors with their ids.",
    "Vectors from elsewhere are loaded with weights=[...].",
    "With trainable=False the layer is frozen: training leaves its table alone.",
    "small_model above does both.",
    "get_weights looks, and two ways to save follow: the whole model, or vectors with their ids.",
)
def look_load_freeze_save(run):
    given, copy, start = run.names["given"], run.names["copy"], unit_of(run)
    same([copy is run.names["model"], copy.layers[0].trainable], [False, False])
    same([copy.get_weights()[0].tolist(), run.names["frozen"].tolist()], [given.tolist()] * 2)
    _, _, unit, bias = descend(given, start, X, 5, frozen=True)
    close([*copy.get_weights()[1].ravel(), *copy.get_weights()[2]], [*unit, bias], by=1e-5)
    apart(unit, start[0].ravel(), by=1e-4)  # ten times what the copy may be off
    ids, vectors = run.names["file"].values()
    same([ids.tolist(), vectors.tolist()], [TOKENS, lookup(given)[0].tolist()])
    printed(run, f"vector of id 3 from the file: {given[3]}  model: {given[3]}")


@truth(
    "id 8 | largest change",
    "It would be more than a table if the vector of id 8 depended on its place or its neighbours: it stands in the third place of row 3 and in the fourth of row 4.",
    'To see that the comparison can fail, add to each vector those before it in its row ("summed").',
    "It would be a fixed table if training could not change it.",
    "So it is a table, and it is trained.",
    "✓ One step moves the vectors that were looked up, and no others if changed == [2, 3, 5, 8, 45]",
    "Unless the layer is frozen, a step of plain SGD, after a mean, changes the vectors that were looked up.",
    "That is so under plain SGD, after a mean; lesson 02 computes this step by hand, and says when others move.",
)
def more_than_a_table(run):
    W, step = run.names["W"], run.names["step"]
    after = descend(W, unit_of(run), X, 1)[1]
    same([row.index(8) for row in X[2:]], [2, 3])
    third, fourth = (sum(W[i] for i in row[: row.index(8) + 1]) for row in X[2:])
    names = ["another place", "another place, summed", "5 steps, frozen", "one step, not frozen"]
    sizes = [0, np.abs(fourth - third).max(), 0, np.abs(after - W)[8].max()]
    reading.table(run, "id 8 | largest change", names, sizes, by=0.001)
    above(sizes[1::2], 0.001)
    close(step.tables, [W, after], by=1e-6)
    same(np.flatnonzero((step.before != step.after).any(axis=1)).tolist(), sorted(TOKENS))
    model = run.names["small_model"](W)
    model.optimizer = keras.optimizers.SGD(1.0, weight_decay=0.1)
    model.train_on_batch(np.array(X), np.array(Y))
    above(np.abs(model.get_weights()[0] - W).max(axis=1), 1e-6)


# ---- the pictures


def heatmap(ax, matrix, rows, columns, digits):
    """An image in the series' colours, with its numbers written in and its lines named."""
    close(ax.images[0].get_array(), matrix, by=1e-6)
    same(ax.images[0].get_cmap().name, "cividis")
    said = {text.get_position(): text.get_text() for text in ax.texts}
    if digits:
        close([float(said[j, i]) for i, j in np.ndindex(matrix.shape)], matrix.ravel(), by=digits)
    for axis, names in ((ax.yaxis, rows), (ax.xaxis, columns)):
        ticks = [(tick.label1.get_text(), tick.get_loc()) for tick in axis.get_major_ticks()]
        same(ticks, [(name, place) for place, name in enumerate(names)])


@truth(
    "Row 1 of X in two ways. Id 8 selects ({}, {}) on both sides.",
    "Left: arrows from the ids 3, 5, 8, 45, 2 to their places in the table, on to their vectors. Right: their one-hot vectors times the same table give the same vectors.",
    "ids",
    "table",
    "5 vectors",
    "5 one-hot vectors",
)
def two_ways(run, *vector):
    W, figure = run.names["W"], run.pictures[0].figure
    close(vector, W[8], by=0.0006)
    ids, table, vectors, one_hot, second, product = figure.axes
    names = ["ids", "table", "5 vectors", "5 one-hot vectors", "table", "5 vectors"]
    same([ax.get_title() for ax in figure.axes], names)
    there, here = (list(zip(places, COLOURS, strict=True)) for places in (TOKENS, range(5)))
    same(
        [(t.get_text(), t.get_position()[1]) for t in ids.texts],
        [*zip(NAMES, range(5), strict=True)],
    )
    same([t.get_bbox_patch().get_edgecolor() for t in ids.texts], COLOURS)
    for ax in (table, second):
        heatmap(ax, W, [""] * M, [""] * K, 0)
    for ax in (vectors, product):
        heatmap(ax, W[TOKENS], [""] * 5, [""] * K, 0.0006)
    for ax, frames in ((table, there), (second, there), (vectors, here), (product, here)):
        same([(patch.get_y() + 0.5, patch.get_edgecolor()) for patch in ax.patches], frames)
    hot = [(i - 0.5, n - 0.5, COLOURS[n]) for n, i in enumerate(TOKENS)]
    same([(*patch.get_xy(), patch.get_facecolor()) for patch in one_hot.patches], hot)
    close(one_hot.images[0].get_array(), ONE_HOT[0], by=1e-6)
    same(one_hot.images[0].get_cmap().name, "Greys")
    same([line.get_ydata()[0] for line in one_hot.lines], [0.5, 1.5, 2.5, 3.5, 4.5])
    same([t.label1.get_text() for t in one_hot.yaxis.get_major_ticks()], NAMES)
    same(one_hot.get_xticks().tolist(), [0, 45])
    said = [text.get_text() for text in sorted(figure.texts, key=lambda t: t.get_position()[0])]
    above_them = ["Look up: each id selects its vector", "Multiply: each 1 selects the same vector"]
    same(said, [*above_them, "×", "="])
    arrows = [(arrow.xy1[1], arrow.xy2[1]) for arrow in figure.artists]
    same(arrows, [way for n, i in enumerate(TOKENS) for way in ((n, i), (i, n))])


@truth(
    "All 46 ids, nothing trained. Left: 45 is {} times as far from 3 as 5 is.",
    "Ids as points. Left, computed with: on a line, in their order; 45 is {} times as far from 3 as 5 is. Right, looked up: scattered in a square, without order.",
    "For contrast, what becomes of ids when a model computes with them: two multiples of each id, beside the layer's own vectors.",
    titles=["Computed with: on a line", "Looked up: no order"],
)
def line_and_cloud(run, *times):
    close(times, [(45 - 3) / (5 - 3)] * 2, by=0.5)
    axes = run.pictures[1].figure.axes
    reading.labels(axes, "dimension 1", "dimension 2")
    same(axes[1].get_ylabel(), "dimension 2")
    on_a_line = np.arange(M)[:, None] * [0.0005, 0.001]
    for ax, points in zip(axes, (on_a_line, run.names["W"]), strict=True):
        reading.ticks(ax)
        lines = {line.get_gid(): line for line in ax.lines}
        close(lines["all ids"].get_xydata(), points, by=1e-7)
        same([line.get_markerfacecolor() for line in ax.lines], ["0.75", *["white"] * 5, GREY])
        same([ax.lines[0].get_color(), ax.lines[-1].get_color()], ["0.75", GREY])
        for token in TOKENS:
            reading.token(ax, f"start of {token}", token, points[token], "white")
            reading.name(ax, token, points[token])
        reading.origin(ax)


@truth(
    "Cosines before training. Of 20,000 starts, {}% put 3 and 8 beyond ±0.9.",
    "Cosines of the tokens in two starts: that of 3 and 8 is {} and {}. Its histogram in 20,000 starts is highest at both ends: {}% are beyond ±0.9.",
    titles=["One start", "Another start", "20,000 starts: often near ±1"],
)
def two_starts(run, beyond, first, second, again):
    starts = run.names["starts"].astype(float)
    found = cosine(starts[:, 3], starts[:, 8])
    close([beyond, again], [100 * np.mean(np.abs(found) > 0.9)] * 2, by=0.6)
    close([first, second], found[:2], by=0.006)
    *maps, many = run.pictures[2].figure.axes
    for ax, table in zip(maps, starts[:2], strict=True):
        every = np.array([[cosine(table[a], table[b]) for b in TOKENS] for a in TOKENS])
        heatmap(ax, every, NAMES, NAMES, 0.006)
    counts, edges = np.histogram(found, bins=20, range=(-1, 1))
    bars = [[bar.get_x(), bar.get_height()] for bar in many.patches]
    close(bars, np.transpose([edges[:-1], counts / 20_000]), by=0.5 / 20_000)
    same([bar.get_width() for bar in many.patches], np.diff(edges))
    same(sorted(np.argsort(counts)[-2:].tolist()), [0, 19])
    same([many.get_xlabel(), many.get_ylabel()], ["cosine of 3 and 8", "share"])
    reading.ticks(many)


@truth(
    "The table on its side, a column for each id. White: not one bit has changed.",
    "Three strips with a column for each id: the table before and after one step, and the difference, white but for the ids 2, 3, 5, 8, 45.",
    titles=["Before", "After one step", "Difference: only vectors looked up"],
)
def three_strips(run):
    before, after = run.names["step"].tables
    *strips, bar = run.pictures[3].figure.axes
    shown = [ax.images[0].get_array().T for ax in strips]
    same(np.flatnonzero(~np.ma.getmaskarray(shown[2]).all(axis=1)).tolist(), sorted(TOKENS))
    close([*shown[:2], np.ma.filled(shown[2], 0)], [before, after, after - before], by=1e-9)
    for ax in strips:
        same([ax.images[0].get_cmap().name, ax.images[0].get_clim()], ["cividis", bar.get_ylim()])
        same([t.label1.get_text() for t in ax.yaxis.get_major_ticks()], ["number 1", "number 2"])
        frames = [(patch.get_x() + 0.5, patch.get_edgecolor()) for patch in ax.patches]
        same(frames, list(zip(TOKENS, COLOURS, strict=True)))
    below_it = [strips[2].get_xticks().tolist(), strips[2].get_xlabel(), bar.get_ylabel()]
    same(below_it, [TOKENS, "id", "value"])
    reading.ticks(bar)


says_nothing(
    "parts of the page, pointers, what words mean",
    "26 minutes of reading, 15 minutes of exercises",
    "indexing and the matrix product in NumPy; lesson 00",
    "predict what the layer returns, show that it is a weight matrix, choose its sizes, load, freeze and save vectors",
    "Lesson 00 trained an Embedding layer in two ways.",
    "Here you take the layer itself apart, on the same four rows.",
    "# The layer is a table",
    "# The table is a weight matrix",
    "# One unit for each number",
    "# An id is a name",
    "# Give every id another number",
    "# The start is noise",
    "# Look, load, freeze, save",
    "Compare id 8 of row 1 on the left side and on the right side with what stands in the table:",
    "Lesson 02 shows whether it also learns the same.",
    "Study 10 has more such traps, among them mask_zero.",
    "word2vec is such a rule (lesson 05).",
    "Vectors without ids are numbers without names.",
    "Freezing after compile, growing a table, unknown words: study 10.",
    "Vector $i$ belongs to the token with id $i$.",
    "Here $m$ = 46 and $k$ = 2.",
    "The picture shows two ways from ids to vectors: look them up, or write each id as a one-hot vector ($m$ numbers, a one in the id's place and zeros elsewhere) and multiply by the table.",
    'A comment below the question asks whether an embedding "of size m" is one-hot input and a dense layer with "m neurons" (here called units), so that a token\'s vector is the m weights that leave its input.',
    "The answer on that page, and this series, call the length $k$, and write $m$ for the number of ids.",
    "The words that lesson 00 lent to the ids say it: film means what it means, whatever its number is.",
    "The cosine of two vectors is 1 if they point the same way, 0 at a right angle, −1 if they point opposite ways.",
)
says_nothing(
    "exercises, which their graders hold",
    "# Exercise 1.1: what the lookup saves",
    "A vocabulary has 10,000 tokens, each vector 64 numbers.",
    "A batch holds 32 rows of five ids.",
    "# Exercise 1.2: a lookup without indexing",
    "Write a function that takes a table of shape (m, k) and ids of shape (n, 5), and returns their vectors, shape (n, 5, k).",
    "Use one-hot vectors and a matrix product with the whole table; leave both inputs as they are.",
    "Try it on rows of your own before you check it.",
    "# Exercise 1.3: the smallest table",
    "All ids of the four rows are multiplied by 10.",
    "What is the smallest input_dim that works",
    "with these ids as they are,",
    "if each row is written twice side by side, so that there are ten columns,",
    "# Exercise 1.4: load vectors that come with words",
    "Vectors from elsewhere come as a list of words and an array with one vector for each, in their order.",
    "Your ids are another numbering: ids is a dictionary from word to id.",
    "Write a function that returns a table of m vectors in which each word's vector stands at its id.",
    "Words that you have no id for are left out; all other vectors are zero.",
)

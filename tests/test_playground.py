"""The playground's engine: its films and pulls against Keras's, its rows and its refusals.

Keras computes in float64 here: what then differs is the engine's, not float32's rounding. (Adam
keeps β in float32 even so, which is why few steps are compared.)
"""

from embedlab.models import embedding_layer, skip_gram_model
from embedlab.objectives import cooccurrence_counts as counts_of
from embedlab.objectives import noise_distribution, skip_gram_examples, weighted_pairs
from embedlab.training import table_gradient, train

import itertools

import keras
import numpy as np
import pytest
from keras import layers, ops
from notebooks.series import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.browser]

STEPS, CLOSE, CASES = 8, 1e-4, 60
RATES = {"sgd": 0.5, "momentum": 0.2, "adam": 0.05}
EQUAL = "3 5 8 45 2 : 1\n5 3 3 8 2 : 0\n3 5 8 45 2 : .3\n2 8 45 3 5 : 1"
UNEQUAL = "3 5 8 45 2 : 1\n5 3 3 : 0\n8 45 : .3\n2 8 45 3 : 1"
FACTORS = {
    "head": ["mean", "sum", "max", "flatten", "columns", "recurrent", "attention"],
    "loss": ["label", "skip-gram", "next-token", "joint"],
    "optimizer": list(RATES),
    "bias": [False, True],
    "batch": ["full", "row"],
    "penalty": [0, 0.01],
    "rows": [EQUAL, UNEQUAL],
    "frozen": [False, True],
}
PLAIN = {name: values[0] for name, values in FACTORS.items()} | {"steps": STEPS}
HEADS = {  # the shapes of what Keras's head holds, and how many numbers the unit gets from it
    "flatten": ([], 10),
    "recurrent": ([(2, 24), (8, 24), (2, 24)], 8),
    "attention": ([*[(2, 1, 4), (1, 4)] * 3, (1, 4, 2), (2,)], 2),
}


@pytest.fixture(scope="module", autouse=True)
def float64():
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_floatx(before)
    keras.config.set_dtype_policy(before)


@pytest.fixture(scope="module")
def engine(browser):
    """`engine(code, data)`: what a line of JavaScript returns; its errors are their sentences."""
    page = browser.new_page()
    page.goto((ROOT / "notebooks/playground.html").as_uri())
    attempt = "try { return f(each); } catch (error) { return error.message; }"

    def evaluate(code, data):
        return page.evaluate(f"data => data.map(each => {{ const f = {code}; {attempt} }})", data)

    evaluate.page = page
    yield evaluate
    page.close()


def pairs_of(case):
    return set(itertools.combinations(sorted(case.items()), 2))


def choose_cases():
    """Settings in which any two values of `FACTORS` meet, with weights to begin from."""
    rng = np.random.default_rng(0)
    products = itertools.product(*FACTORS.values())
    every = [dict(zip(FACTORS, values, strict=True)) for values in products]
    every = [each for each in every if (each["head"], each["rows"]) != ("flatten", UNEQUAL)]
    left, cases = set().union(*map(pairs_of, every)), []
    while left or len(cases) < CASES:
        some = [every[n] for n in rng.choice(len(every), 100, replace=False)]
        cases.append(max(some, key=lambda case: len(pairs_of(case) & left)))
        left -= pairs_of(cases[-1])
    for number, case in enumerate(cases):
        shapes, inputs = HEADS.get(case["head"], ([], 2))
        vectors = {
            part: {name: rng.uniform(-1, 1, 2).tolist() for name in names(case)}
            for part in ("table", "context", "following")
        }
        case["weights"] = vectors | {
            "unit": rng.uniform(-1, 1, (inputs, 1)).tolist(),
            "head": [rng.uniform(-1, 1, shape).tolist() for shape in shapes],
        }
        case |= {"rate": RATES[case["optimizer"]], "steps": STEPS, "lambda": [0.3, 0.8][number % 2]}
        case |= {"window": 1 + number % 3, "negatives": 1 + number % 4}
    return cases


def read(case):
    """Rows of names, and labels, by plain splitting."""
    split = [line.split(" : ") for line in case["rows"].splitlines()]
    rows = [tokens.split() for tokens, _ in split]
    if case["head"] == "columns":
        rows = [[f"{token}@{t}" for t, token in enumerate(row, start=1)] for row in rows]
    return rows, np.array([float(label) for _, label in split])


def names(case):
    return list(dict.fromkeys(itertools.chain(*read(case)[0])))


def optimizer_of(case):
    if case["optimizer"] == "adam":
        return keras.optimizers.Adam(case["rate"])
    return keras.optimizers.SGD(case["rate"], 0.9 if case["optimizer"] == "momentum" else 0.0)


def array(case, part):
    """The weights of a part, with a vector of zeros for padding, which has id 0."""
    return np.array([[0, 0], *(case["weights"][part][name] for name in names(case))])


def head_of(case, ids, vectors):
    there = ops.cast(ids[..., None] > 0, "float64")
    match case["head"]:
        case "sum":
            return ops.sum(vectors * there, axis=1)
        case "max":
            return layers.GlobalMaxPooling1D()(vectors - 1e9 * (1 - there))
        case "flatten":
            return layers.Flatten()(vectors)
        case "recurrent":
            return layers.GRU(8, unroll=True, name="head")(vectors)
        case "attention":
            vectors = layers.MultiHeadAttention(1, 4, name="head")(vectors, vectors)
    return layers.GlobalAveragePooling1D()(vectors)


def model_of(case):
    """The same settings in Keras, and the model that answers p if the loss has labels."""
    weights, loss = case["weights"], case["loss"]
    if loss == "skip-gram":
        tables = array(case, "table"), array(case, "context")
        model = skip_gram_model(*tables, case["penalty"], optimizer_of(case))
        model.get_layer("embedding").trainable = not case["frozen"]
        return model, None
    penalty = keras.regularizers.L2(case["penalty"]) if case["penalty"] else None
    l2 = {"embeddings_regularizer": penalty}  # L2(0) would make Adam's gradient dense
    masked = {"mask_zero": case["rows"] == UNEQUAL, "trainable": not case["frozen"]}
    table = embedding_layer(array(case, "table"), "embedding", **l2, **masked)
    if loss == "next-token":
        units = layers.Dense(len(names(case)), use_bias=case["bias"], name="unit")
        model = keras.Sequential([keras.Input((1,), dtype="int32"), table, units])
        units.kernel.assign(array(case, "following")[1:].T)
        crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(optimizer_of(case), crossentropy)
        return model, None
    ids = keras.Input((5,), dtype="int32")
    unit = layers.Dense(1, "sigmoid", use_bias=case["bias"], name="unit")
    answer = keras.Model(ids, unit(head_of(case, ids, table(ids))))
    unit.kernel.assign(weights["unit"])
    if weights["head"]:
        answer.get_layer("head").set_weights([np.array(each) for each in weights["head"]])
    if loss == "label":
        answer.compile(optimizer_of(case), "binary_crossentropy")
        return answer, answer
    centre, context = (keras.Input((), dtype="int32") for _ in range(2))
    contexts = embedding_layer(array(case, "context"), "context", **l2)
    order = layers.Activation("sigmoid")(layers.Dot(axes=1)([table(centre), contexts(context)]))
    model = keras.Model([ids, centre, context], [answer.output, order])
    shares = [1 - case["lambda"], case["lambda"]]
    model.compile(optimizer_of(case), ["binary_crossentropy"] * 2, loss_weights=shares)
    return model, answer


def pairs(rows, size, case):
    """Skip-gram's examples; for rows of several lengths the counts of each row are added up."""
    window, negatives = case["window"], case["negatives"]
    if len({len(row) for row in rows}) == 1:
        return skip_gram_examples(np.array(rows), size, window, negatives)
    true = sum(counts_of(np.array([row]), size, window).astype(float) for row in rows)
    noise = noise_distribution(np.bincount(np.concatenate(rows), minlength=size))
    return weighted_pairs(true, negatives * np.outer(true.sum(axis=1), noise))


def examples(case, chosen=slice(None)):
    """x, y and sample_weight that the model of these settings takes, of some rows."""
    rows, y = read(case)
    ids = [[names(case).index(name) + 1 for name in row] for row in rows][chosen]
    X, y = np.array([row + [0] * (5 - len(row)) for row in ids]), y[chosen]
    if case["loss"] == "label":
        return {"x": X, "y": y, "sample_weight": None}
    if case["loss"] == "next-token":
        before, after = np.concatenate([np.transpose([row[:-1], row[1:]]) for row in ids]).T
        return {"x": before[:, None], "y": after[:, None] - 1, "sample_weight": None}
    made = pairs(ids, len(names(case)) + 1, case)
    if case["loss"] == "joint":
        weights = [np.ones(len(y)), made["sample_weight"]]
        return {"x": [X, *made["x"]], "y": [y, made["y"]], "sample_weight": weights}
    return made


def keras_film(case, model):
    """Tables and losses of Keras's own steps, each on all rows or on one."""
    model.run_eagerly = True  # quicker than tracing so few
    embeddings = model.get_layer("embedding").embeddings
    tables, losses = [embeddings.numpy()], []
    chosen = [slice(None)] if case["batch"] == "full" else [slice(row, row + 1) for row in range(4)]
    batches = [examples(case, each) for each in chosen]
    for step in range(STEPS):
        model.reset_metrics()
        losses.append(np.ravel(model.train_on_batch(**batches[step % len(batches)]))[0])
        tables.append(embeddings.numpy())
    return np.array(tables), np.array(losses)


def keras_pull(case, model, row):
    """Minus the gradient of a row alone, without the part of the penalty."""
    table = model.get_layer("embedding").embeddings.numpy()
    of_penalty = 0 if case["frozen"] else -2 * case["penalty"] * table
    alone = examples(case, slice(row, row + 1))
    return (-table_gradient(model, **alone, layer="embedding") - of_penalty)[1:]


def test_films_and_pulls_are_those_of_keras(engine):
    cases = choose_cases()
    code = f"""s => [playground.film(s), playground.pulls(s, 0), playground.pulls(s, {STEPS}),
        playground.pulls(s, 0, s.loss === "label" ? "skip-gram" : "label")]"""
    for number, (case, found) in enumerate(zip(cases, engine(code, cases), strict=True)):
        about = {name: case[name] for name in case if name != "weights"}
        assert not isinstance(found, str), (found, about)
        film, pulls_at_0, pulls_at_end, pulls_of_other = found
        model, answer = model_of(case)
        X = examples({**case, "loss": "label"})["x"]
        p = answer(X).numpy()[:, 0] if answer else None
        row, later = number % 4, number // 4 % 4  # every pair has its turn
        first = keras_pull(case, model, row)
        tables, losses = keras_film(case, model)
        last = keras_pull(case, model, later)
        held = [(film["tables"], tables[:, 1:]), (film["losses"], losses)]
        held += [(pulls_at_0[row], first), (pulls_at_end[later], last)]
        if case["loss"] in ("label", "skip-gram"):
            other = case | {"loss": "skip-gram" if answer else "label"}
            held.append((pulls_of_other[row], keras_pull(other, model_of(other)[0], row)))
        if answer:
            assert len(film["p"]) == STEPS + 1
            held += [(film["p"][0], p), (film["p"][-1], answer(X).numpy()[:, 0])]
        for ours, keras_says in held:
            np.testing.assert_allclose(ours, keras_says, atol=CLOSE, err_msg=str(about))
        assert (film["tokens"], film["p"] is None) == (names(case), answer is None)


def test_a_table_per_column_is_one_embedding_layer_for_each(engine):
    case = PLAIN | {"head": "columns", "rate": 1}
    rows, y = read(case)
    X = np.array([[int(name.split("@")[0]) for name in row] for row in rows])
    start = np.random.default_rng(1).uniform(-1, 1, (5, 46, 2))
    ids = keras.Input((5,), dtype="int32")
    tables = [embedding_layer(start[t], f"column_{t}") for t in range(5)]
    mean = layers.Average()([tables[t](ids[:, t]) for t in range(5)])
    unit = layers.Dense(1, "sigmoid", use_bias=False)
    model = keras.Model(ids, unit(mean))
    unit.kernel.assign([[1], [-2]])
    model.compile(keras.optimizers.SGD(1.0), "binary_crossentropy")
    train(model, X, y, STEPS, layer="column_0")
    after = np.array([table.embeddings for table in tables])
    place = [(int(t) - 1, int(token)) for token, t in (name.split("@") for name in names(case))]
    given = {name: start[at].tolist() for name, at in zip(names(case), place, strict=True)}
    case |= {"weights": {"table": given, "unit": [[1], [-2]]}}
    [film] = engine("playground.film", [case])
    for vector, at in zip(film["tables"][-1], place, strict=True):
        np.testing.assert_allclose(vector, after[at], atol=CLOSE)


def test_a_start_hangs_on_seed_range_and_name(engine):
    changes = [{"seed": seed} for seed in range(4)] + [{"rows": "8 3 9 : 1"}, {"start": 0.1}]
    films = engine("playground.film", [{"weights": None, "steps": 1} | each for each in changes])
    starts = [dict(zip(film["tokens"], np.array(film["tables"][0]), strict=True)) for film in films]
    for one, other in itertools.combinations(starts[:4], 2):
        assert all(abs(one[token] - other[token]).max() > 1e-3 for token in one)
    assert all((starts[4][name] == starts[0][name]).all() for name in "38")
    np.testing.assert_allclose(starts[5]["45"], starts[0]["45"] / 10)
    drawn = np.concatenate([np.ravel(list(start.values())) for start in starts[:5]])
    assert 0.9 < abs(drawn).max() <= 1
    assert abs(drawn.mean()) < 0.25


@pytest.mark.parametrize(
    ("text", "tokens", "labels"),
    [
        ("\ufeff3 5 8 : 1\n\n5 : .3", [["3", "5", "8"], ["5"]], [1, 0.3]),
        ("3\t5\t8\t0\r\n5\t3\t1\r\n", [["3", "5", "8"], ["5", "3"]], [0, 1]),
        ("3;5,8;1\r5, 3 ,0.5", [["3", "5", "8"], ["5", "3"]], [1, 0.5]),
        ("  the   film : 1  \n2nd café 🎬 “not” don't :0", None, [1, 0]),
        ("é : 1\ne\u0301 : 0", [["é"], ["é"]], [1, 0]),
        ("a :) : +1e-1", [["a", ":)"]], [0.1]),
        ("__proto__ constructor : 1", [["__proto__", "constructor"]], [1]),
    ],
)
def test_rows_are_read_as_they_are_pasted(engine, text, tokens, labels):
    [parsed] = engine("playground.parse", [text])
    tokens = tokens or [["the", "film"], ["2nd", "café", "🎬", "“not”", "don't"]]
    assert [row["tokens"] for row in parsed["rows"]] == tokens
    assert [row["label"] for row in parsed["rows"]] == labels
    assert parsed["tokens"] == list(dict.fromkeys(itertools.chain(*tokens)))
    [film] = engine("playground.film", [{"rows": text, "steps": 2}])
    assert film["tokens"] == parsed["tokens"]


ROWS = {  # text, and what is said of it
    " \n": "There are no rows",
    "3 5 : 1\n\n8 45": "Row 2 has no label",
    "3 5 : 1\n8 45 :": "Row 2 has no label",
    "3 : 1\n: 1": "Row 2 has no token",
    "3 : 2": "Row 1: the label must be a number from 0 to 1, not 2.",
    "3 : -1": "Row 1: the label must be",
    "3 : 0x1": "Row 1: the label must be",
    f"{'3 ' * 101}: 1": "Row 1 has 101 tokens: at most 100 fit.",
    f"{'3 ' * 100}: 1\n" * 50 + "3 : 1": "The rows hold 5001 tokens",
    "\n".join(f"{n} : 1" for n in range(1001)): "The rows need 1001 vectors",
}
MANY = "\n".join(f"{n} : 1" for n in range(999))
VALUES = {  # bad values of a setting, and what is said of each
    "rows": ([3], "rows must be a text"),
    "haed": (["mean"], "There is no setting haed."),
    "head": (["median", None], "head must be one of mean, sum, max"),
    "loss": (["glove"], "loss must be one of"),
    "optimizer": (["rmsprop"], "optimizer must be one of"),
    "batch": ([2], "batch must be one of full, row, not 2."),
    "rate": ([0, "1"], "rate must be a number above 0, not "),
    "steps": ([0, 2.5], "steps must be a whole number from 1 to 10000"),
    "window": ([0], "window must be a whole number from 1 up"),
    "negatives": ([0], "negatives must be a whole number from 1 up"),
    "lambda": ([1.5], "lambda must be a number from 0 to 1"),
    "penalty": ([-1], "penalty must be a number from 0 up"),
    "start": ([-1], "start must be"),
    "seed": ([-1], "seed must be"),
    "bias": ([1], "bias must be true or false"),
    "frozen": (["no"], "frozen must be true or false"),
    "weights": ([3], "weights must be null or an object"),
}
LARGE = {"rows": "3 : 1\n5 : 1"}  # only the vector of 3 leaves all numbers behind
LARGE |= {"weights": {"table": {"3": [0, 0], "5": [0, 0]}, "unit": [[100], [50]]}}
BAD = [
    *(({"rows": text}, sentence) for text, sentence in ROWS.items()),
    *(({name: value}, said) for name, (values, said) in VALUES.items() for value in values),
    ({"rate": "1"}, 'not "1".'),
    ({"rows": MANY, "steps": 1002}, "steps: with 999 vectors at most 1001 can be filmed."),
    ({"rows": "3 5 : 1\n8 : 0", "head": "flatten"}, "Row 2 has 1 tokens, row 1 has 2: flatten"),
    ({"rows": "3 5 : 1\n8 : 0", "loss": "skip-gram"}, "Row 2 has one token alone"),
    ({"weights": {"unitt": []}}, "there is no unitt"),
    ({"weights": {"unit": [[1]]}}, "weights.unit must be finite numbers of shape (2, 1)"),
    ({"weights": {"unit": [[1], [None]]}}, "weights.unit must be finite numbers of shape (2, 1)"),
    ({"weights": {"unit": [[1], [0.5]]}, "head": "flatten"}, "of shape (10, 1) under the head"),
    ({"weights": {"table": {"3": [1]}}}, "weights.table, token 3 must be finite numbers"),
    ({"weights": {"table": [[1, 2]]}}, "weights.table must be an object"),
    ({"weights": {"head": []}, "head": "recurrent"}, "weights.head must be 3 arrays"),
    ({"rate": 1e300}, "The loss is not finite at step 2: take a smaller rate."),
    ({"rate": 1e308, "steps": 1, "start": 1e10, "weights": None}, "After the last step the"),
    (LARGE | {"rate": 1e308, "steps": 1, "batch": "row"}, "After the last step the weights"),
    ([], "Settings are an object"),
]
BORDERS = [{"rows": "\n".join(f"{n} : 1" for n in range(1000)), "steps": 1000}]
BORDERS += [{"rows": MANY, "steps": 1001}, {"rows": f"{'3 ' * 100}: 1\n" * 50}]
BORDERS += [dict.fromkeys(["lambda", "penalty", "start", "seed"], 0)]
BORDERS += [{"lambda": 1, "steps": 10_000, "window": 1, "negatives": 1}, {"steps": 1}]


def test_what_makes_no_sense_gets_one_sentence(engine):
    twice = "s => { try { playground.film(s); } catch { } return playground.film(s); }"
    answers = engine(twice, [settings for settings, _ in BAD])
    assert "step must be" in engine("s => playground.pulls({}, s)", [601])[0]
    for (settings, sentence), answer in zip(BAD, answers, strict=True):
        assert isinstance(answer, str), settings
        assert sentence in answer, settings
        assert (answer[-1], "\n" in answer) == (".", False)


def test_what_makes_sense_is_taken_up_to_its_border(engine):
    answers = engine("playground.check", BORDERS)
    assert [answer for answer in answers if isinstance(answer, str)] == []


def test_drawn_heads_begin_without_biases(engine):
    """Attention is odd then, and not linear; a GRU says nothing of vectors of zeros."""

    def score(head, size):
        table = {"a": [size, -2 * size], "b": [3 * size, size]}
        [film] = engine(
            "playground.film", [{"rows": "a b : 1", "head": head, "weights": {"table": table}}]
        )
        p = np.array(film["p"][0])
        return np.log(p / (1 - p))

    once, twice = score("attention", 0.5), score("attention", 1)
    np.testing.assert_allclose(score("attention", -1), -twice)
    assert abs(twice - 2 * once).min() > 1e-3
    assert score("recurrent", 0) == 0 != score("recurrent", 1)


def test_settings_are_filled_in_and_the_start_of_lesson_00_is_kept(engine):
    [full] = engine("playground.check", [{}])
    [film] = engine("playground.film", [{"steps": 1}])
    assert film["tokens"] == ["3", "5", "8", "45", "2"]
    assert film["tables"][0] == [[-1.4, 0.2], [1.4, 0.2], [1.1, -0.9], [-1.1, -0.9], [0, 1.4]]
    [copies] = engine("playground.film", [{"steps": 1, "head": "columns"}])
    of_column = dict(zip(copies["tokens"], copies["tables"][0], strict=True))
    assert of_column["45@4"] == of_column["45@3"] == [-1.1, -0.9]
    for head in FACTORS["head"]:
        [again] = engine("s => playground.check(playground.check(s))", [full | {"head": head}])
        assert again["head"] == head  # the start's unit is left out where it does not fit


def test_cosines_are_those_of_numpy(engine):
    table = np.random.default_rng(0).normal(size=(6, 2))
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    [found] = engine("playground.cosines", [[*table.tolist(), [0, 0]]])
    np.testing.assert_allclose(np.array(found)[:6, :6], unit @ unit.T)
    assert not np.array(found)[6].any()


def test_the_core_fits_into_150_lines_and_needs_no_page(engine):
    page = (ROOT / "notebooks/playground.html").read_text(encoding="utf-8")
    script = page.split('<script id="engine">')[1].split("</script>")[0]
    core = script.split("The reverse-mode core")[1].split("The end of the core")[0]
    assert core.count("\n") - 1 <= 150
    ask = "\npostMessage(playground.film({}).losses.length)"
    code = "text => new Promise(done => { const from = URL.createObjectURL(new Blob([text]));"
    code += "new Worker(from).onmessage = event => done(event.data); })"
    assert engine.page.evaluate(code, script + ask) == 600

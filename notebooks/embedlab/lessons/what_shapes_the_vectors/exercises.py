"""Graders of notebook 06, What shapes the vectors?"""

from embedlab.datasets import load_study_rows, load_study_tokens
from embedlab.exercises import forms
from embedlab.exercises.feedback import Right, checks, exercise
from embedlab.exercises.forms import FormError
from embedlab.measures import variance_explained
from embedlab.models import glove_model
from embedlab.objectives import cooccurrence_counts
from embedlab.training import train

import keras
import numpy as np

check = checks(__name__)

EXAMPLES_FORM = (
    'Give a dictionary of examples, {"x": [centre, context], "y": ..., "sample_weight": ...}, with '
    "arrays of one length, as `glove_examples` makes it."
)


@exercise(1)
def blindest_window(answer):
    window = forms.whole_number(answer, "1")
    imbalance = {each: _role_imbalance(each) for each in range(1, 5)}
    if window not in imbalance:
        raise FormError("Give one of the windows 1, 2, 3 and 4.")
    if window == 1:
        return (
            "With window 1, every neighbour has the other role: nothing tells the role better.",
            "Count for a row of five: how many neighbours at distance 1, 2, ... have the other "
            "role, how many the same? Look for the window where that is nearest to half and half.",
        )
    if window == max(imbalance):
        return (
            "The widest window is not the blindest. A role shows if its neighbours' roles are not "
            "half and half: for which window are they nearest to it?",
            "A row of five has 8 neighbours at distance 1 (other role), 6 at distance 2 (same), 4 "
            "at distance 3 (other), 2 at distance 4 (same). Add up for each window.",
        )
    if imbalance[window] > min(imbalance.values()):
        return (
            "Another window comes nearer to showing both roles equally often.",
            "A row of five has 8 neighbours at distance 1 (other role), 6 at distance 2 (same), 4 "
            "at distance 3 (other), 2 at distance 4 (same). Add up for each window.",
        )
    return Right("Its neighbours' roles are nearest to half and half; a wider window is no trend.")


@exercise(2, "try some λ between 0.5 and 1, print the shares, go on between the two nearest.")
def in_balance(answer):
    shares = _shares(_table(answer))
    if shares is None:
        return "All vectors of this table are equal: it holds nothing."
    label, topic, role = shares
    if label + topic + role < 0.9:
        return (
            "Much of this table is neither label nor topic nor role: is it a table that was "
            "trained, from `joint_model` and on `both`?"
        )
    if label > 0.95 or topic + role > 0.95:
        return "This is the table of one loss alone. Let both have a weight above 0."
    if role < 0.05:
        return "This table has no role: skip-gram with window 1 would have put it in."
    if label > topic + 0.05:
        return (
            "The label still has more than the topic: which of the two losses needs more weight?",
            f"Label {label:.2f}, topic {topic:.2f}: raise λ.",
        )
    if label < topic - 0.05:
        return (
            "Now the topic has more than the label: you have gone too far.",
            f"Label {label:.2f}, topic {topic:.2f}: lower λ a little.",
        )
    return Right(
        "λ is far from ½ there: what λ does depends on the scales of the two losses, and the order "
        "loss has topic and role to divide."
    )


@exercise(3, "`np.log(counts + 1)` for all pairs, all with the same weight.")
def glove_with_topic(answer):
    centre, context, target, weight = _examples(answer)
    tokens, rows = load_study_tokens(), load_study_rows()
    m = len(tokens.name)
    if max(centre.max(), context.max()) >= m or min(centre.min(), context.min()) < 0:
        raise FormError(f"The ids in x must be from 0 to {m - 1}.")
    counts = cooccurrence_counts(rows.X[:1000], m, window=4, inverse_distance=True)
    count = counts[centre, context]
    absent = count == 0
    if not absent.any():
        return (
            "Only pairs that occur take part. The others must, too: which are they?",
            "`np.indices((M, M)).reshape(2, -1)` lists all M · M pairs as centres and contexts.",
        )
    if not np.isfinite(target).all():
        return (
            "A target is not a finite number: the logarithm of 0 cannot be fitted.",
            "Count a little more than there is: the logarithm of the count plus 1, for instance.",
        )
    covered = np.zeros((m, m), bool)
    covered[centre[weight > 0], context[weight > 0]] = True
    if not covered[counts == 0].all():
        return (
            "Pairs with count 0 are left out, or their weight is 0: then nothing compares them.",
            "Give every pair a weight above 0; the same for all will do.",
        )
    if not covered[counts > 0].all():
        return "Now pairs that occur are missing. All M · M pairs should take part."
    with np.errstate(all="ignore"):  # targets that are all alike have no correlation
        fit = np.corrcoef(np.log(count[~absent]), target[~absent])[0, 1]
    if not fit > 0.98:
        return (
            "The pairs that occur lost their targets: these should still grow with the logarithm "
            "of the count, as `cooccurrence_counts(..., inverse_distance=True)` gives it."
        )
    if target[absent].max() >= target[~absent].min():
        return "A pair that never occurs needs a target below those of all pairs that occur."
    shares = _trained_shares(m, [centre, context], target, weight)
    if shares is None:
        return "GloVe cannot be trained on these numbers: are targets or weights very large?"
    _, topic, role = shares
    if topic < 0.15:
        return "Trained on these examples, the table still does not tell the topic: more weight?"
    if role < 0.01:
        return (
            "Trained on these examples, the table tells the topic, but the role is gone: are the "
            "targets of the pairs with count 0 too far from the others?"
        )
    return Right(
        f"Trained on these examples, the topic has a share of {topic:.2f}. Skip-gram's negatives "
        "do the same for it: they compare what never occurs."
    )


def _role_imbalance(window):
    """How far the neighbours' roles are from half and half."""
    tokens, rows = load_study_tokens(), load_study_rows()
    counts = cooccurrence_counts(rows.X, len(tokens.name), window)
    opposite = counts[tokens.role[:, None] != tokens.role].sum() / counts.sum()
    return abs(opposite - 0.5)


def _table(answer):
    """The answer as a table of the study tokens; a film gives its last one."""
    num_tokens = len(load_study_tokens().name)
    form = f"Give the trained table, an array of shape ({num_tokens}, 8), such as `film.after`."
    table = _array(getattr(answer, "after", answer), form)
    if table.ndim != 2 or len(table) != num_tokens or table.shape[1] == 0:
        raise FormError(f"{form} This has shape {table.shape}.")
    if not np.isfinite(table).all() or np.abs(table).max() > 1e100:
        raise FormError(form)
    return table


def _examples(answer):
    """Centres, contexts, targets and weights, each of shape (examples,)."""
    if not isinstance(answer, dict) or not {"x", "y"} <= set(answer):
        raise FormError(EXAMPLES_FORM)
    x = answer["x"]
    if isinstance(x, str | dict | set | frozenset) or np.ndim(x) == 0 or len(x) != 2:
        raise FormError(EXAMPLES_FORM)
    centre, context, target = (_array(each, EXAMPLES_FORM) for each in (*x, answer["y"]))
    weight = answer.get("sample_weight")
    weight = np.ones(target.shape) if weight is None else _array(weight, EXAMPLES_FORM)
    arrays = [np.squeeze(each) if each.ndim > 1 else each for each in (centre, context, target)]
    arrays.append(np.squeeze(weight) if weight.ndim > 1 else weight)
    if len({each.shape for each in arrays}) != 1 or arrays[0].ndim != 1 or not arrays[0].size:
        raise FormError(EXAMPLES_FORM)
    whole = all(np.isfinite(ids).all() and (ids == np.floor(ids)).all() for ids in arrays[:2])
    if not whole or np.abs(arrays[:2]).max() > 1e6:
        raise FormError("The two arrays in x must be token ids.")
    if not np.isfinite(arrays[3]).all() or (arrays[3] < 0).any() or not arrays[3].any():
        raise FormError("Weights must be finite numbers from 0 up, and not all 0.")
    return arrays[0].astype(int), arrays[1].astype(int), arrays[2], arrays[3]


def _array(values, form):
    if (
        isinstance(values, np.ndarray) and values.dtype.kind == "b"
    ):  # weights that are a comparison's result
        values = values * 1
    found = forms.array(values)
    if found is None:
        raise FormError(form)
    return found


def _trained_shares(m, pairs, target, weight):
    """The shares of GloVe's table after training on the examples, weights scaled to a mean of 1."""
    start, context_start = np.random.default_rng(0).uniform(-0.05, 0.05, (2, m, 8)).astype("f")
    model = glove_model(start, context_start, 0.005, keras.optimizers.Adam(0.1))
    weight = weight / weight.max()
    examples = {"x": pairs, "y": target, "sample_weight": weight / weight.mean()}
    try:
        table = train(model, **examples, steps=100, layer="embedding").after
    except ValueError:  # the loss is no longer a finite number
        return None
    return _shares(table)


def _shares(table):
    """The table's shares of variance: label group, topic, role inside each topic; None if flat."""
    tokens = load_study_tokens()
    table = table / max(np.abs(table).max(), 1e-300)
    if np.allclose(table, table[0], rtol=0, atol=1e-9):
        return None
    topic = variance_explained(table, tokens.topic)
    both = variance_explained(table, 2 * tokens.topic + tokens.role)
    return variance_explained(table, tokens.label_group), topic, both - topic

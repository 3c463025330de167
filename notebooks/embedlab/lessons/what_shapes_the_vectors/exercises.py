"""Graders of the exercises on what shapes the vectors."""

from embedlab.datasets import load_study_rows, load_study_tokens
from embedlab.exercises import forms
from embedlab.exercises.feedback import Hint, Right, checks, exercise
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


@exercise(
    1,
    "A row of five has 8 neighbours at distance 1 (other role), 6 at distance 2 (same), 4 at "
    "distance 3 (other), 2 at distance 4 (same). Add up for each window: which is nearest to half?",
)
def blindest_window(answer):
    window = forms.whole_number(answer, "1")
    rows, role, imbalance = load_study_rows().X, load_study_tokens().role, {}
    for each in range(1, 5):  # how far the neighbours' roles are from half and half
        counts = cooccurrence_counts(rows, len(role), each)
        imbalance[each] = abs(counts[role[:, None] != role].sum() / counts.sum() - 0.5)
    if window not in imbalance:
        raise FormError("Give one of the windows 1, 2, 3 and 4.")
    if imbalance[window] == min(imbalance.values()):
        return Right("Its neighbours' roles are nearest to half and half; wider is no trend.")
    if window == 1:
        return Hint("With window 1, every neighbour has the other role: that tells it best.")
    if window == max(imbalance):
        return Hint("The widest is not the blindest: where are roles nearest to half and half?")
    return Hint("Another window comes nearer to showing both roles equally often.")


@exercise(2, "Try some λ between 0.5 and 1, print the shares, go on between the two nearest.")
def in_balance(answer):
    table = _table(answer)
    shares = _shares(table)
    if shares is None:
        return Hint("All vectors of this table are equal: it holds nothing.")
    label, topic, role, agreement = shares
    if label + topic + role < 0.9:
        return Hint("Much of this is neither label nor topic nor role: was it trained on `both`?")
    if label > 0.95 or topic + role > 0.95:
        return Hint("This is the table of one loss alone. Let both have a weight above 0.")
    if role < 0.05:
        return Hint("This table has no role: skip-gram with window 1 would have put it in.")
    if agreement < role / 4 or len(np.unique(table, axis=0)) < len(table):
        return Hint(
            "No training makes such a table: skip-gram drives all four kinds of company apart, and "
            "from a random start no two vectors end equal. Train `joint_model` on `both`."
        )
    shown = f"label {label:.2f}, topic {topic:.2f}"
    if label > topic + 0.05:
        text = "The label still has more than the topic: which loss needs more weight?"
        return Hint(text, f"{shown}: raise λ.")
    if label < topic - 0.05:
        text = "Now the topic has more than the label: you have gone too far."
        return Hint(text, f"{shown}: lower λ a little.")
    return Right(
        "λ is far from ½ there: what λ does depends on the scales of the two losses, and the order "
        "loss has topic and role to divide."
    )


@exercise(3, "`np.log(counts + 1)` for all M · M pairs (`np.indices`), all with the same weight.")
def glove_with_topic(answer):
    rows, m = load_study_rows().X[:1000], len(load_study_tokens().name)
    pairs, target, weight = _examples(answer, m)
    counts = cooccurrence_counts(rows, m, window=4, inverse_distance=True)
    count = counts[*pairs]
    absent, covered = count == 0, np.zeros((m, m), bool)
    covered[*pairs[:, weight > 0]] = True
    if not covered[counts == 0].all():
        return Hint(
            "Pairs with count 0 are left out, or their weight is 0: then nothing compares them.",
            "`np.indices((M, M)).reshape(2, -1)` lists all pairs. Give each a weight above 0; the "
            "same for all will do.",
        )
    if not np.isfinite(target).all():
        return Hint(
            "A target is not a finite number: the logarithm of 0 cannot be fitted.",
            "Count a little more than there is: the logarithm of the count plus 1, for instance.",
        )
    if not covered[counts > 0].all():
        return Hint("Now pairs that occur are missing. All M · M pairs should take part.")
    with np.errstate(all="ignore"):  # targets that are all alike have no correlation
        fit = np.corrcoef(np.log(count[~absent]), target[~absent])[0, 1]
    if not fit > 0.9985:  # the counts themselves reach .987, their square roots .996
        return Hint(
            "The pairs that occur lost their targets: these should still grow with the *logarithm* "
            "of the count, as `cooccurrence_counts(..., inverse_distance=True)` gives it."
        )
    if target[absent].max() >= target[~absent].min():
        return Hint("A pair that never occurs needs a target below those of all that occur.")
    shares = _trained_shares(m, list(pairs), target, weight)
    if shares is None:
        return Hint("GloVe cannot be trained on these numbers: are targets or weights very large?")
    _, topic, role, _ = shares
    if topic < 0.15:
        return Hint("Trained on these examples, the table still does not tell the topic.")
    if role < 0.01:
        return Hint("The table tells the topic now, but no role: are targets of count 0 too low?")
    return Right(
        f"Trained on these examples, the topic has a share of {topic:.2f}. Skip-gram's negatives "
        "do the same for it: they compare what never occurs."
    )


def _table(answer):
    """The answer as a table of the study tokens; a film gives its last one."""
    num_tokens = len(load_study_tokens().name)
    form = f"Give the trained table, an array of shape ({num_tokens}, 8), such as `film.after`."
    table = _array(getattr(answer, "after", answer), form)
    if table.ndim != 2 or len(table) != num_tokens or not table.size:
        raise FormError(f"{form} This has shape {table.shape}.")
    if not np.abs(table).max() < 1e100:
        raise FormError(form)
    return table


def _examples(answer, m):
    """Pairs of ids, shape (2, examples), and their targets and weights, shape (examples,)."""
    if not isinstance(answer, dict) or not {"x", "y"} <= set(answer):
        raise FormError(EXAMPLES_FORM)
    x, y, weight = answer["x"], answer["y"], answer.get("sample_weight")
    if isinstance(x, str | dict | set | frozenset) or np.ndim(x) == 0 or len(x) != 2:
        raise FormError(EXAMPLES_FORM)
    weight = np.ones(np.shape(y)) if weight is None else weight
    arrays = [_array(each, EXAMPLES_FORM).ravel() for each in (*x, y, weight)]
    if len({each.size for each in arrays}) != 1 or not arrays[0].size:
        raise FormError(EXAMPLES_FORM)
    pairs, target, weight = np.array(arrays[:2]), *arrays[2:]
    if not np.isin(pairs, np.arange(m)).all():
        raise FormError(f"The two arrays in x must be token ids, from 0 to {m - 1}.")
    if not np.isfinite(weight).all() or (weight < 0).any() or not weight.any():
        raise FormError("Weights must be finite numbers from 0 up, and not all 0.")
    return pairs.astype(int), target, weight


def _array(values, form):
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
    """Shares of variance of label, topic, role inside the topics, topic = role; None if flat.

    Skip-gram sets the four kinds of company apart: the last share is about as large as the topic's.
    """
    tokens = load_study_tokens()
    table = table / max(np.abs(table).max(), 1e-300)
    if np.allclose(table, table[0], rtol=0, atol=1e-9):
        return None
    company, agree = 2 * tokens.topic + tokens.role, tokens.topic == tokens.role
    label, topic, company, agreement = (
        variance_explained(table, each)
        for each in (tokens.label_group, tokens.topic, company, agree)
    )
    return label, topic, company - topic, agreement

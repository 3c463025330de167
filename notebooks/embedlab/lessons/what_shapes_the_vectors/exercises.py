"""Graders of the exercises on what shapes the vectors."""

from embedlab.datasets import load_study_rows, load_study_tokens
from embedlab.exercises import forms
from embedlab.exercises.feedback import Hint, Right, checks, exercise
from embedlab.measures import variance_explained
from embedlab.models import glove_model, skip_gram_model
from embedlab.objectives import cooccurrence_counts, skip_gram_examples
from embedlab.training import train

import functools

import keras
import numpy as np

check = checks(__name__)


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
    with forms.form("Give one of the windows 1, 2, 3 and 4."):
        forms.must(window in imbalance)
    if imbalance[window] == min(imbalance.values()):
        return Right("Its neighbours' roles are nearest to half and half; wider is no trend.")
    if window == 1:
        return Hint("With window 1, every neighbour has the other role: that tells it best.")
    if window == max(imbalance):
        return Hint("The widest is not the blindest: where are roles nearest to half and half?")
    return Hint("Another window comes nearer to showing both roles equally often.")


@exercise(2, "Try some λ between 0.5 and 1, print the shares, go on between the two nearest.")
def in_balance(answer):
    lam = forms.number(answer, "0.7")
    with forms.form("Give λ, a number from 0 to 1."):
        forms.must(0 <= lam <= 1)
    mood, topic = _joint_shares(lam)
    shown = f"mood {mood:.2f}, topic {topic:.2f}"
    if mood > topic + 0.05:
        text = "The mood still has more than the topic: which loss needs more weight?"
        return Hint(text, f"{shown}: raise λ.")
    if mood < topic - 0.05:
        text = "Now the topic has more than the mood: you have gone too far."
        return Hint(text, f"{shown}: lower λ a little.")
    return Right(
        f"Trained with it: {shown}. λ is far from ½: what it does depends on how long the two "
        "gradients are, and the order loss has topic and role to divide."
    )


@exercise(3, "`np.log(counts + 1)` for all M · M pairs, all with the same weight.")
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
            "`np.repeat(np.arange(M), M)` and `np.tile(np.arange(M), M)` list all pairs. Give each "
            "a weight above 0; the same for all will do.",
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
    topic, role = shares
    if topic < 0.15:
        return Hint("Trained on these examples, the table still does not tell the topic.")
    if role < 0.01:
        return Hint("The topic now, but no role: do targets above that of count 0 differ enough?")
    return Right(
        f"Trained on these examples, the topic has a share of {topic:.2f}. Skip-gram's negatives "
        "do the same for it: they compare what never occurs."
    )


@functools.cache
def _joint_shares(lam):
    """The shares of mood and topic after training on both losses, as the lesson does."""
    rows, tokens = load_study_rows(), load_study_tokens()
    X, y, m = rows.X[:1000], rows.y[:1000], len(tokens.name)
    order = skip_gram_model(*np.random.default_rng(0).uniform(-0.05, 0.05, (2, m, 8)), 0.0003)
    keras.utils.set_random_seed(0)
    ids = keras.Input((5,), dtype="int32")
    mean = keras.layers.GlobalAveragePooling1D()(order.get_layer("embedding")(ids))
    label = keras.layers.Dense(1)(mean)
    model = keras.Model([ids, *order.inputs], [label, order.output])
    losses, optimizer = [order.loss] * 2, keras.optimizers.Adam(0.1)
    model.compile(optimizer, losses, loss_weights=[1 - lam, lam])
    pairs = skip_gram_examples(X, m)
    weights = [np.ones(len(X)), pairs["sample_weight"]]
    after = train(model, [X, *pairs["x"]], [y, pairs["y"]], 100, weights, "embedding").after
    return tuple(variance_explained(after, each) for each in (tokens.label_group, tokens.topic))


def _examples(answer, m):
    """Pairs of ids, shape (2, examples), and their targets and weights, shape (examples,)."""
    with forms.form(
        'Give a dictionary of examples, {"x": [centre, context], "y": ..., "sample_weight": ...}, '
        "with arrays of one length, as `glove_examples` makes it."
    ):
        centre, context = answer["x"]
        pairs = np.array([forms.array(centre).ravel(), forms.array(context).ravel()])
        target, weight = forms.array(answer["y"]).ravel(), answer.get("sample_weight")
        weight = np.ones(len(target)) if weight is None else forms.array(weight).ravel()
        forms.must(pairs.shape[1] == len(target) == len(weight) > 0)
        forms.must(answer.keys() <= {"x", "y", "sample_weight"})
    with forms.form(f"The two arrays in x must be token ids, from 0 to {m - 1}."):
        forms.must(np.isin(pairs, np.arange(m)).all())
    with forms.form("Weights must be finite numbers from 0 up, and not all 0."):
        forms.must(np.isfinite(weight).all() and (weight >= 0).all() and weight.any())
    return pairs.astype(int), target, weight


def _trained_shares(m, pairs, target, weight):
    """The shares of topic, and of role inside the topics, in GloVe's table trained on the examples.

    Weights are scaled to a mean of 1. None if that cannot be trained, or leaves no differences.
    """
    start, context_start = np.random.default_rng(0).uniform(-0.05, 0.05, (2, m, 8)).astype("f")
    model = glove_model(start, context_start, 0.005, keras.optimizers.Adam(0.1))
    weight = weight / weight.max()
    examples = {"x": pairs, "y": target, "sample_weight": weight / weight.mean()}
    try:
        table = train(model, **examples, steps=100, layer="embedding").after
    except ValueError:  # the loss is no longer a finite number
        return None
    table = table / max(np.abs(table).max(), 1e-300)
    if np.allclose(table, table[0], rtol=0, atol=1e-9):  # flat: there is nothing to share
        return None
    tokens = load_study_tokens()
    topic = variance_explained(table, tokens.topic)
    return topic, variance_explained(table, 2 * tokens.topic + tokens.role) - topic

"""What a film or a gradient was made from, so that a comparison can refuse the wrong pair.

Two things that differ in more than what is compared prove nothing, nor does a thing compared with
itself. Only short digests are kept, no copies.
"""

import json
import warnings
from contextlib import suppress
from hashlib import blake2b

import keras
import numpy as np

TOLD_ELSEWHERE = ("name", "registered_name", "trainable", "seed")  # of a configuration


class Gradient(np.ndarray):
    """A gradient that knows what it was made from; what is computed from it is a plain array."""

    def __array_finalize__(self, source):
        self.made = None

    def __array_wrap__(self, array, context=None, return_scalar=False):
        return array[()] if return_scalar else array

    def __getitem__(self, key):
        return np.asarray(self)[key]

    def __repr__(self):
        return repr(np.asarray(self))


def differing(one, other):
    """The names of what two films, or two gradients, were not made from alike: a set, maybe empty.

    The names: "x", "y", "sample_weight"; "loss" (with its weights), "model" (kinds and options of
    its layers, regularizers included), "layer" (which of its tables), "trainable"; "table" and
    "weights" (its values at the start, and all others); for films "optimizer" (with its state) and
    "steps". A loss function or a layer of your own is known by its name alone.

    one, other: what `train` or `table_gradient` returned. Raises `ValueError` for anything else,
    what was computed from them included, and for a film with a gradient.
    """
    for thing in (one, other):
        if getattr(thing, "made", None) is None:
            raise ValueError(
                f"this {type(thing).__name__} does not know what it was made from: compare what "
                "train or table_gradient returned, not what was computed from it"
            )
    if one.made.keys() != other.made.keys():
        raise ValueError("a film and a gradient cannot be compared: take two of one kind")
    return {name for name in one.made if one.made[name] != other.made[name]}


def only_differ(one, other, *names):
    """Raise `ValueError` unless two films, or two gradients, differ in just what is named.

    names: at least one of those of `differing`, which see. The message says what else differs, and
    what of the named does not.
    """
    found, known = differing(one, other), list(one.made)
    if not names or not set(names) <= set(known):
        raise ValueError(f"name at least one of {', '.join(known)}; got {', '.join(names)!r}")
    also = " and ".join(name for name in known if name in found and name not in names)
    alike = " and ".join(name for name in known if name in names and name not in found)
    problems = [f"they differ in {also}, too"] if also else []
    problems += [f"they do not differ in {alike}"] if alike else []
    if problems:
        raise ValueError(f"only {' and '.join(names)} must differ: {'; '.join(problems)}")


def made_from(model, layer, x, y, sample_weight):
    """What the gradient of the table of a model's `layer` hangs on, by the names of `differing`."""
    layers = layers_of(model)
    others = [each.numpy() for each in model.weights if each is not layer.embeddings]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of lambdas, which are not safe to load again
        compiled = model.get_compile_config()
    return {
        "x": _digest(x),
        "y": _digest(y),
        "sample_weight": _digest(sample_weight),
        "loss": _text([compiled.get("loss"), compiled.get("loss_weights")]),
        "model": _text([_form(each) for each in layers]),
        "layer": [each is layer for each in layers].index(True),
        "trainable": [bool(each.trainable) for each in model.weights],
        "table": _digest(layer.embeddings.numpy()),
        "weights": _digest(others),
    }


def optimizer_as_it_is(optimizer):
    """The kind of a built optimizer, its options and its state."""
    state = [each.numpy() for each in optimizer.variables]
    state = [each for each in state if each.any()]  # a fresh one is alike whatever is frozen
    return [type(optimizer).__name__, _text(optimizer.get_config()), _digest(state)]


def layers_of(model):
    """The model and all layers inside it, nested, wrapped or held by another, each once."""
    found = {}

    def visit(layer):
        if id(layer) not in found:
            found[id(layer)] = layer
            inside = layer.layers if isinstance(layer, keras.Model) else list(vars(layer).values())
            for each in keras.tree.flatten(inside):
                if isinstance(each, keras.layers.Layer):
                    visit(each)

    visit(model)
    return list(found.values())


def _form(layer):
    """The kind of a layer and its options; its start is told by the weights themselves."""
    options = []
    if isinstance(layer, keras.layers.Embedding):  # whose initializer may hold a large table
        penalty = keras.regularizers.serialize(layer.embeddings_regularizer)
        limit = keras.constraints.serialize(layer.embeddings_constraint)
        options = [layer.embeddings.shape, layer.mask_zero, penalty, limit]
    elif not isinstance(layer, keras.Model):  # whose layers stand in the list themselves
        with suppress(NotImplementedError):  # by a layer of the reader's own
            options = layer.get_config()
    return [type(layer).__name__, options]


def _text(config):
    """A configuration as text, without names, which Keras numbers, and without starts."""

    def plain(part):
        if isinstance(part, dict):
            return {
                key: plain(each)
                for key, each in part.items()
                if key not in TOLD_ELSEWHERE and not str(key).endswith("initializer")
            }
        return [plain(each) for each in part] if isinstance(part, list | tuple) else part

    return json.dumps(plain(config), sort_keys=True, default=str)


def _digest(data):
    """A short text that two data share if, and in practice only if, all their numbers are equal."""
    digest = blake2b(digest_size=16)
    for path, array in keras.tree.flatten_with_path(data):
        if array is not None:
            numbers = np.ascontiguousarray(array, np.float32)  # 1 and 1.0 are alike
            if array.dtype.kind in "iu" and (numbers != array).any():
                numbers = np.ascontiguousarray(array, np.int64)  # ids beyond 2**24
            digest.update(f"{path}{array.shape}".encode())
            digest.update(numbers.data)
    return digest.hexdigest()

"""What a film or a gradient was made from, so that a comparison can refuse the wrong pair.

Two things that differ in more than what is compared prove nothing, nor does a thing compared with
itself. Only short digests are kept, no copies.
"""

import json
import warnings
import weakref
from contextlib import suppress
from hashlib import blake2b

import keras
import numpy as np

_made = {}  # id of a gradient -> what it was made from, as long as the gradient lives


def remember(gradient, made):
    """Keep what an array was made from, as long as it lives; return the array."""
    _made[id(gradient)] = made
    weakref.finalize(gradient, _made.pop, id(gradient))
    return gradient


def differing(one, other):
    """The names of what two films, or two gradients, were not made from alike: a set, maybe empty.

    The names: "x", "y", "sample_weight"; "loss" (with its weights), "model" (kinds and options of
    its layers, regularizers included), "layer" (which of its tables), "trainable"; "table" and
    "weights" (its values at the start, and all others); for films "optimizer" (with its state) and
    "steps". A loss function or a layer of your own is known by its name alone.

    one, other: what `train` or `table_gradient` returned. Raises `ValueError` for anything else,
    what was computed from them included, and for a film with a gradient.
    """
    made, others = _made_of(one), _made_of(other)
    if made.keys() != others.keys():
        raise ValueError("a film and a gradient cannot be compared: take two of one kind")
    return {name for name in made if made[name] != others[name]}


def _made_of(thing):
    made = getattr(thing, "made", None) or _made.get(id(thing))
    if made is None:
        raise ValueError(
            f"this {type(thing).__name__} does not know what it was made from: compare what "
            "train or table_gradient returned, not what was computed from it"
        )
    return made


def made_from(model, layer, x, y, sample_weight):
    """What the gradient of the table of a model's `layer` hangs on, by the names of `differing`."""
    layers, compiled = layers_of(model), compiled_as(model)
    data = {"x": x, "y": y, "sample_weight": sample_weight, "table": layer.embeddings.numpy()}
    data["weights"] = [each.numpy() for each in model.weights if each is not layer.embeddings]
    return {name: _digest(each) for name, each in data.items()} | {
        "loss": _plain([compiled.get("loss"), compiled.get("loss_weights")]),
        "model": [_plain([type(each).__name__, _options(each)]) for each in layers],
        "layer": [each is layer for each in layers].index(True),
        "trainable": [bool(each.trainable) for each in model.weights],
    }


def compiled_as(model):
    """What a model was compiled with, as Keras writes it down."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of lambdas, which are not safe to load again
        return model.get_compile_config()


def optimizer_as_it_is(optimizer):
    """The kind of a built optimizer, its options and its state."""
    state = [each.numpy() for each in optimizer.variables]
    state = [each for each in state if each.any()]  # a fresh one is alike whatever is frozen
    return [type(optimizer).__name__, _plain(optimizer.get_config()), _digest(state)]


def layers_of(layer, found=None):
    """A model or layer and all layers inside, nested, wrapped or held by another, each once."""
    found = {} if found is None else found
    if id(layer) not in found:
        found[id(layer)] = layer
        inside = layer.layers if isinstance(layer, keras.Model) else list(vars(layer).values())
        for each in keras.tree.flatten(inside):
            if isinstance(each, keras.layers.Layer):
                layers_of(each, found)
    return list(found.values())


def _options(layer):
    """A layer's options; its start is told by the weights, a model's layers stand beside it."""
    if isinstance(layer, keras.layers.Embedding):  # whose initializer may hold a large table
        limits = [layer.embeddings_regularizer, layer.embeddings_constraint]
        limits = keras.saving.serialize_keras_object(limits)
        return [layer.embeddings.shape, layer.mask_zero, limits]
    with suppress(NotImplementedError):  # by a layer of the reader's own
        return [] if isinstance(layer, keras.Model) else layer.get_config()


def _plain(config):
    """A configuration without names, which Keras numbers, and without what is told elsewhere."""
    return without_values(config, ("name", "registered_name", "trainable"))


def without_values(config, others=()):
    """A configuration without what variables begin with, and without other entries."""
    told = ("seed", *others)

    def kept(part):
        names = [name for name in part if name not in told and not name.endswith("initializer")]
        return {name: part[name] for name in names}

    return json.loads(json.dumps(config, default=str), object_hook=kept)


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

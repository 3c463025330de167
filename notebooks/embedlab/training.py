"""Full-batch gradient training that films an embedding table: one frame for every step.

On a few rows, what `model.fit(x, y, epochs=n)` does around every epoch takes far longer than the
arithmetic. The fair rival is `fit` on the rows repeated n times, with `batch_size` the number of
rows and `shuffle=False`: the same steps, still several times slower. Here the loop runs inside one
TensorFlow graph. Building that takes longer than running it, so a model of a kind that was trained
before borrows the graph of the first.
"""

from embedlab.validation import check_ids, check_numbers, check_whole, refuse, refuse_if, shown

import json
import re
import warnings
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

if keras.backend.backend() != "tensorflow":
    raise ImportError(
        f"embedlab.training needs TensorFlow, but Keras runs on {keras.backend.backend()}: "
        "unset KERAS_BACKEND, or set it to tensorflow, and restart the kernel"
    )

LARGEST_FILM = 4e9  # bytes
MOST_LOOPS = 16  # as many are kept, with the models that they were made for
_loops = {}  # what a loop hangs on, besides values -> the loop, and the variables that it trains


class Film(NamedTuple):
    """What training did to one embedding table of m tokens in k dimensions."""

    tables: np.ndarray
    """The table before the first step and after each step, shape (steps + 1, m, k), float32."""
    losses: np.ndarray
    """`losses[t]` is the loss on `tables[t]`, from which step t + 1 follows; shape (steps,)."""

    @property
    def before(self):
        """The table before the first step, shape (m, k)."""
        return self.tables[0]

    @property
    def after(self):
        """The table after the last step, shape (m, k)."""
        return self.tables[-1]


def train(model, x, y, steps, sample_weight=None, layer=None):
    """Train a compiled Keras model for `steps` full-batch steps and film its embedding table.

    Each step is what `model.fit` does with one batch that holds all the data: forward pass,
    compiled loss (regularizers and `sample_weight` included), gradient, optimizer step. The model
    keeps its trained weights, the optimizer its state, so a second call goes on from there.
    Metrics and callbacks are left out.

    x, y, sample_weight: as for `fit`: one array each, or a list or dict of arrays. steps: an int,
    at least 1. layer: the `Embedding` layer to film, or its name; None takes the model's only one.

    Returns a `Film`. Raises `ValueError` if the model is not compiled, does not contain the layer,
    an id is not in the layer's table, x, y and weights do not match, are not finite or not what the
    loss takes (a weight below 0, say), or the loss stops being finite. After any error the model
    and its optimizer are as they were before.
    """
    steps = check_whole(steps, "steps")
    x, y, sample_weight, layer = _checked(model, x, y, sample_weight, layer)
    size = (steps + 1) * np.prod(layer.embeddings.shape, dtype=float) * 4
    told = f"a film of {steps} steps takes {size / 1e9:.0f} GB, at most {LARGEST_FILM / 1e9:.0f}"
    refuse_if(size > LARGEST_FILM, f"{told} can be filmed: take fewer steps")
    if not model.trainable_weights:
        raise ValueError(f"model {model.name!r} has no trainable weights: nothing would move")
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    variables = model.variables + model.metrics_variables + model.optimizer.variables
    saved = [variable.numpy() for variable in variables]
    data = [each for each in (x, y, sample_weight) if each is not None]
    loop, trained = _loop_for(model, layer, data, variables)
    lent, reached = [variable.numpy() for variable in trained], saved
    try:
        _assign(trained, saved)
        data = [tf.constant(each) for each in keras.tree.flatten(data)]
        tables, losses = (each.numpy() for each in loop(tf.constant(steps, tf.int32), *data))
        _check_finite(tables, losses)
        reached = [variable.numpy() for variable in trained]
    finally:
        _assign(trained, lent)  # another model's, maybe
        _assign(variables, reached)
    return Film(tables=tables, losses=losses)


def table_gradient(model, x, y, sample_weight=None, layer=None):
    """The gradient of a compiled model's loss with respect to its embedding table.

    Nothing is trained. TensorFlow keeps this gradient as slices, one for each lookup; here the
    slices of one row are added up. A row that was not looked up has zeros (unless the loss reaches
    the table in another way, by a penalty for instance).

    x, y, sample_weight, layer: as for `train`. Returns float32, shape (m, k): minus the direction
    in which a step of plain gradient descent moves each number. Raises `ValueError` as `train`.
    """
    x, y, sample_weight, layer = _checked(model, x, y, sample_weight, layer)
    with tf.GradientTape() as tape:
        tape.watch(layer.embeddings.value)
        loss = model.compute_loss(x=x, y=y, y_pred=model(x), sample_weight=sample_weight)
    gradient = tape.gradient(loss, layer.embeddings.value, unconnected_gradients="zero")
    return tf.convert_to_tensor(gradient).numpy()


def find_embedding(model, layer=None):
    """The given `Embedding` layer (or its name) of a model, or its only one; else `ValueError`."""
    embeddings = _embeddings(model)
    names = [each.name for each in embeddings]
    has = f"model {model.name!r} has " + (f"the embedding layers {names}" if names else "none")
    found = [each for each in embeddings if layer is None or each is layer or each.name == layer]
    if layer is None and len(found) != 1:
        raise ValueError(f"the film needs one Embedding layer; {has}. Name one: layer=...")
    if not found:
        name = getattr(layer, "name", layer)
        raise ValueError(f"Embedding layer {name!r} is not in the model; {has}")
    return found[0]


def _checked(model, x, y, sample_weight, layer):
    """The data as arrays and the layer, if all of it fits the compiled model."""
    if not isinstance(model, keras.Model):
        raise ValueError(f"a compiled Keras model is needed, got {shown(model)}")
    if not model.compiled or model.optimizer is None:
        raise ValueError("the model needs an optimizer and a loss: call model.compile(...) first")
    x = _to_arrays("x", x, several=len(_parts(model, "inputs")) > 1)
    layer = find_embedding(model, layer)
    _check_inputs(model, x)
    with _ids_checked(_embeddings(model)):
        try:
            predictions = model(x, training=False)
            rows, given = ({len(a) for a in keras.tree.flatten(part)} for part in (predictions, x))
            refuse_if(given - rows, f"it gives outputs for {sorted(rows)} rows")
        except (TypeError, ValueError, tf.errors.InvalidArgumentError) as error:
            shape = keras.tree.map_structure(np.shape, x)
            told = re.sub(r"^.*\x1b\[1m|\x1b\[0m.*$", "", str(error), flags=re.DOTALL)  # its core
            raise ValueError(f"x of shape {shape} does not fit the model: {told}") from error
    y, sample_weight = _checked_targets(model, predictions, y, sample_weight)
    if keras.tree.is_nested(predictions):  # Keras makes a mean for each loss at its first use
        model.compute_loss(x=x, y=y, y_pred=predictions, sample_weight=sample_weight)
    return x, y, sample_weight, layer


def _assign(variables, values):
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def _loop_for(model, layer, data, variables):
    """The traced loop over steps for a model, or for one of its kind; and what that one trains."""
    kind = _kind(model, layer, data)
    if kind in _loops:
        return _loops[kind]
    # A concrete function is traced once, here; so calling this for model after model does not
    # make TensorFlow warn of retracing. Keras layers do not need AutoGraph, in `fit` either.
    loop = tf.function(_training_loop(model, layer, data), autograph=False)
    arrays = keras.tree.flatten(data)
    specs = [tf.TensorSpec([None, *each.shape[1:]], each.dtype) for each in arrays]
    traced = loop.get_concrete_function(tf.TensorSpec([], tf.int32), *specs), variables
    if kind is not None:
        _loops[kind] = traced
        if len(_loops) > MOST_LOOPS:
            del _loops[next(iter(_loops))]
    return traced


def _kind(model, layer, data):
    """All that a traced loop hangs on, but the values of variables and data; None if unknown.

    It is unknown where anything but Keras's own layers, losses, regularizers, … takes part.
    """
    layers = _layers_of(model)
    undecayed = any(each for name, each in vars(model.optimizer).items() if "_exclude_" in name)
    own = [not type(each).__module__.startswith("keras.") for each in [*layers, model.optimizer]]
    if undecayed or any(own) or any("call" in vars(each) for each in layers):
        return None
    with warnings.catch_warnings(action="ignore"):  # of lambdas, which are not safe to load again
        config = _without_values([model.get_config(), model.get_compile_config()])
    if isinstance(config[1]["optimizer"]["config"].get("learning_rate"), float):
        del config[1]["optimizer"]["config"]["learning_rate"]  # a variable's value
    text = json.dumps(config)
    if re.search(r'"module": (?!"keras)|__lambda__', text):  # null: of the notebook itself
        return None
    parts = [{"class_name": type(model).__name__, "config": config[0]}]
    json.loads(text, object_hook=lambda part: parts.append(part) or part)
    for place, part in enumerate(parts):  # names that Keras gave and numbered
        name = part["config"].get("name", "") if isinstance(part.get("config"), dict) else ""
        if re.sub(r"_\d+$", "", name).replace("_", "") == part.get("class_name", "?").lower():
            text = re.sub(f'"{name}"(?!:)', f'"~{place}"', text)
    shapes = keras.tree.map_structure(lambda each: (each.shape[1:], each.dtype.str), data)
    trainable = [each.trainable for each in model.variables]
    return text, repr(shapes), str(trainable), layers.index(layer), keras.config.floatx()


def _training_loop(model, layer, data):
    """The loop over steps, each as in Keras's own `train_step`, ready for `tf.function`."""

    def loop(steps, *arrays):
        x, y, *weight = keras.tree.pack_sequence_as(data, arrays)
        given = {"x": x, "y": y, "sample_weight": weight[0] if weight else None}

        def take_step(step, tables, losses):
            weights = model.trainable_weights
            with tf.GradientTape() as tape:
                prediction = model(x, training=True)
                loss = model.compute_loss(y_pred=prediction, training=True, **given)
                scaled = model.optimizer.scale_loss(loss)
            gradients = tape.gradient(scaled, weights)
            model.optimizer.apply_gradients(zip(gradients, weights, strict=True))
            losses = losses.write(step, tf.cast(loss, tf.float32))
            return step + 1, tables.write(step + 1, layer.embeddings), losses

        shape = layer.embeddings.shape
        tables = tf.TensorArray(layer.embeddings.dtype, size=steps + 1, element_shape=shape)
        losses = tf.TensorArray(tf.float32, size=steps, element_shape=[])
        state = (0, tables.write(0, layer.embeddings), losses)
        _, tables, losses = tf.while_loop(lambda step, *_: step < steps, take_step, state)
        return tables.stack(), losses.stack()

    return loop


def _without_values(config):
    """A configuration without what variables begin with."""

    def kept(part):
        names = [name for name in part if name != "seed" and not name.endswith("initializer")]
        return {name: part[name] for name in names}

    return json.loads(json.dumps(config, default=str), object_hook=kept)


def _layers_of(layer, found=None):
    """A model or layer and all layers inside, nested, wrapped or held by another, each once."""
    found = {} if found is None else found
    if id(layer) not in found:
        found[id(layer)] = layer
        inside = layer.layers if isinstance(layer, keras.Model) else list(vars(layer).values())
        for each in keras.tree.flatten(inside):
            if isinstance(each, keras.layers.Layer):
                _layers_of(each, found)
    return list(found.values())


def _embeddings(model):
    return [each for each in _layers_of(model) if isinstance(each, keras.layers.Embedding)]


def _to_arrays(name, data, several, outputs=None):
    """The data as an array, or, for a model with several inputs or outputs, as one for each."""
    if several and isinstance(data, dict) and outputs is not None:
        if data.keys() != set(outputs):
            raise ValueError(f"{name} has the keys {list(data)}, the model's outputs are {outputs}")
        data = [data[each] for each in outputs]
    checked = partial(check_numbers, first=1)
    if several and isinstance(data, dict):
        return {key: checked(each, f"{name}[{key!r}]") for key, each in data.items()}
    if several and isinstance(data, list | tuple):
        return [checked(each, f"{name}[{index}]") for index, each in enumerate(data)]
    if isinstance(data, list | tuple) and len(data) == 1 and np.ndim(data[0]) > 1:
        data = data[0]  # Keras takes [x] for x, too
    return checked(data, name)


def _parts(model, kind):
    """The inputs or outputs of a model; none for one that is not built or not made of layers."""
    try:
        return list(getattr(model, kind) or [])
    except (AttributeError, ValueError):
        return []


def _check_inputs(model, x):
    """Refuse what Keras takes without a word: other shapes, and numbers that it would cut off."""
    inputs = _parts(model, "inputs")
    arrays = [x.get(each.name) for each in inputs] if isinstance(x, dict) else keras.tree.flatten(x)
    for each, array in zip(inputs, arrays, strict=False):
        sizes = zip(each.shape, np.shape(array), strict=False)
        other = np.ndim(array) == len(each.shape) and any(a not in (None, b) for a, b in sizes)
        refuse_if(other, f"x has shape {np.shape(array)}, the model's input takes {each.shape}")
        if "int" in str(each.dtype) and array is not None:
            takes = f"the model's input, {each.dtype}"
            least, most = np.float64([np.iinfo(str(each.dtype)).min, np.iinfo(str(each.dtype)).max])
            for wrong, rule in (
                (np.full(array.shape, array.dtype == bool), f"is no number, as {takes}, takes it"),
                (array != np.floor(array), f"is fractional, but {takes}, takes whole numbers"),
                ((array < least) | (array > most), f"is beyond {takes}: at most {most:.0f}"),
                (np.spacing(array) > 1, f"is too large: {array.dtype} skips whole numbers there"),
            ):
                refuse(wrong, array, "x", rule)


@contextmanager
def _ids_checked(embeddings):
    """While it is open, each lookup of these layers, wherever they are held, checks its ids."""
    problems = []

    def checking(layer, lookup):
        def call(inputs, *arguments, **options):
            if hasattr(inputs, "numpy"):  # no symbol of a graph, but values
                ids = np.asarray(inputs)
                if (ids == np.floor(ids)).all() and np.spacing(np.abs(ids).max()) <= 1:
                    ids = ids.astype(np.int64)  # an input of floats: 46 is shown as it was typed
                flat = ids.reshape(len(ids), -1) if ids.ndim else ids.reshape(1, 1)
                try:
                    check_ids(flat, layer.input_dim, where=f"x of layer {layer.name!r}")
                except ValueError as problem:  # raised here, Keras would bury it in its own text
                    problems.append(problem)
                    inputs = keras.ops.zeros_like(inputs)
            return lookup(inputs, *arguments, **options)

        return call

    for layer in embeddings:  # these objects alone: other models and threads see nothing of it
        layer.call = checking(layer, layer.call)
    try:
        yield
    finally:
        for layer in embeddings:
            del layer.call  # so the class's own method is found again
        if problems:
            raise problems[0]


def _check_finite(tables, losses):
    """Refuse a training that ran away, with the first step whose loss shows it."""
    if not np.isfinite(losses).all() or not np.isfinite(tables[-1]).all():
        bad = np.flatnonzero(~np.isfinite(losses))
        step = bad[0] + 1 if bad.size else len(losses)
        reason = "try a smaller learning rate, or look for log(0) in the loss"
        if step == 1:  # nothing has moved yet
            reason = "look for log(0) in the loss, or for numbers that are too large"
        told = f"the loss is not finite at step {step} of {len(losses)}: {reason}"
        raise ValueError(f"{told}. The model has the weights it had before this call.")


def _checked_targets(model, predictions, y, sample_weight):
    """Targets and weights as arrays, by key if the outputs are, if their losses can use them."""
    outputs, by_key = keras.tree.flatten(predictions), isinstance(predictions, dict)
    losses, names = model.loss, sorted(predictions) if by_key else _parts(model, "output_names")
    if isinstance(losses, dict):
        losses = [losses.get(name) for name in names]
    losses = losses if isinstance(losses, list | tuple) else [losses] * len(outputs)
    found, several = {"y": y, "sample_weight": sample_weight}, by_key or len(outputs) > 1
    for name in ["y"] if sample_weight is None else found:
        data = _to_arrays(name, found[name], several, names)
        arrays, several = keras.tree.flatten(data), isinstance(data, list)
        if (several or name == "y") and len(arrays) != len(outputs):
            raise ValueError(f"{name}: {len(arrays)} arrays for {len(outputs)} outputs")
        for place, (array, output, loss) in enumerate(zip(arrays, outputs, losses, strict=False)):
            where, shape = f"{name}[{place}]" if several else name, tuple(output.shape)
            kind, needed = _kind_of_loss(loss), shape[:-1] or shape  # Keras's have a value for each
            if name == "sample_weight":
                refuse(array < 0, array, where, "is negative: a weight is from 0 up")
                taken = (needed, (*needed, 1)) if kind else (shape[: array.ndim],)
                fits = array.shape in (*taken, (shape[0], 1))
            else:
                _check_labels(where, array, shape[-1], kind, loss)
                sparse = kind == "sparse_categorical_crossentropy"
                needed = needed if sparse or shape[1:] == (1,) else shape
                fits = not kind or array.size == np.prod(needed)
            if not fits or array.shape[:1] != shape[:1]:
                raise ValueError(
                    f"{where} has shape {array.shape}, but the model gives {shape[0]} outputs: "
                    f"every row needs one, so shape {needed}"
                )
        found[name] = keras.tree.pack_sequence_as(predictions, arrays) if several else data
    told = "is what the model gives: look for padding alone, or weights that are not finite"
    for output in outputs:
        refuse(np.isnan(output), output.numpy(), "x", told)
    return found.values()


def _kind_of_loss(loss):
    """The name of a loss of Keras with a value for each row or place; "" for any other."""
    loss = keras.losses.get(loss)
    function = getattr(loss, "fn", loss)
    name = getattr(function, "__name__", "")
    own = not getattr(function, "__module__", "").startswith("keras.")
    return "" if own or name in ("circle", "ctc") else name


def _check_labels(where, y, classes, kind, loss):
    """Refuse labels that a cross-entropy cannot use."""
    if kind == "sparse_categorical_crossentropy":
        wrong = (y < 0) | (y >= classes) | (y != np.floor(y))
        wrong &= y != getattr(loss, "ignore_class", None)
        refuse(wrong, y, where, f"is not a class from 0 to {classes - 1}")
    elif kind.endswith("crossentropy"):
        told = "is not a label from 0 to 1, as cross-entropy needs it"
        refuse((y < 0) | (y > 1), y, where, told)

"""Reading an answer in any reasonable form; another form is refused with an example.

A number may be an int, a float, a fraction, a NumPy scalar, an array of one element or a text such
as "0.5", "1/2", "50 %" or "1,000"; letters may be a text "b, c", any collection, or a dict of
letter -> True or False; rows may be a data frame. Each function raises `FormError` with the example
for what has another form; what a reader's object raises when it is read is such a form, too.
"""

from embedlab.validation import UNORDERED, plain

import re
from contextlib import contextmanager
from itertools import islice
from numbers import Real

import numpy as np
import tensorflow as tf

MOST = 100_000  # elements of an answer that are read; a reader's iterator may have no end
_TRUTH = bool | np.bool_
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


class FormError(ValueError):
    """The answer is not of the form that is asked for; the message gives an example."""


@contextmanager
def form(text):
    """Refuse, in these words, an answer that cannot be read as the block inside reads it."""
    try:
        yield
    except Exception:  # whatever a foreign object raises
        raise FormError(text) from None


def must(holds):
    """Inside `form`: refuse the answer unless this holds."""
    if not holds:
        raise ValueError


def number(answer, example):
    """The answer as a finite float; True and False are none."""
    return float(numbers([answer], 1, example)[0])


def whole_number(answer, example):
    """The answer as an int; a fraction is none."""
    value = number(answer, example)
    if value != int(value):
        raise FormError(f"Give a whole number, for instance {example}.")
    return int(value)


def numbers(answer, count, example):
    """The answer as a finite float64 array of shape (count,); order counts: no sets."""
    wanted = "one number" if count == 1 else f"{count} numbers in their order"
    with form(f"Give {wanted}, for instance {example}."):
        found = np.array([_real(each) for each in _row(answer)])
        must(found.shape == (count,) and np.isfinite(found).all())
    return found


def named(answer, keys, example):
    """The answer as a dict with these keys: a dict or data frame, its keys by their letters and
    digits in any case, or values in order.
    """
    wanted = [_bare(key) for key in keys]
    with form(f"Give a dictionary with the keys {list(keys)}, such as {example}."):
        for each in (answer, getattr(answer, "T", None)):  # a data frame may lie on its side
            names = list(each.keys()) if hasattr(each, "keys") else []
            given = {_bare(name): each[name] for name in names}
            if len(names) == len(keys) and given.keys() == set(wanted):
                return {key: given[bare] for key, bare in zip(keys, wanted, strict=True)}
        return dict(zip(keys, _listed(answer), strict=True))


def ids(answer, example, count=None):
    """The answer as a list of whole numbers in their order; `count` of them if it is given."""
    wanted = "token ids" if count is None else f"{count} token ids"
    with form(f"Give {wanted} in their order, for instance {example}."):
        values = _row(answer)
        found = numbers(values, len(values) if count is None else count, example)
        must(found.size)
    if (found != np.floor(found)).any():
        raise FormError(f"Give token ids, whole numbers, for instance {example}.")
    return [int(each) for each in found]


def id_set(answer, example):
    """The answer as a set of whole numbers: any collection of ids, a dict's keys, or a single id.

    Of a dict of truth values or numbers, the keys of what is not 0. What is empty is an empty set.
    """
    answer = answer.tolist() if isinstance(answer, np.ndarray) else answer
    if isinstance(answer, dict) and all(isinstance(n, _TRUTH | Real) for n in answer.values()):
        answer = [token for token, chosen in answer.items() if chosen]
    answer = list(answer) if isinstance(answer, UNORDERED) else answer
    if isinstance(answer, list | tuple) and not answer:
        return set()
    with form(f"Give token ids, for instance {example}."):
        alone = not isinstance(answer, str) and not _holds_several(_single(answer))
    return set(ids([answer] if alone else answer, example))


def id_rows(answer, num_tokens, length, example, count=None):
    """The answer as ids, shape (rows, length), from 0 to num_tokens - 1; `count` rows if given.

    A single row is one row; a row may be a text.
    """
    many = "rows" if count is None else f"{count} rows"
    with form(f"Give {many} of {length} ids from 0 to {num_tokens - 1}, such as {example}."):
        rows = _listed(list(answer.values()) if isinstance(answer, dict) else answer)
        if rows and not any(_holds_several(each) or isinstance(each, str) for each in rows):
            rows = [rows]
        found = np.array([ids(row, example, count=length) for row in rows])
        must(found.ndim == 2 and found.min() >= 0 and found.max() < num_tokens)
        must(count in (None, len(found)))
    return found


def letters(answer, allowed, example):
    """The answer as a set of lower-case letters or digits, all of them among `allowed`.

    The texts "none" and "set()" are an empty set.
    """
    kind = "letters" if allowed.isalpha() else "numbers"
    with form(f"Give {kind} from {allowed[0]} to {allowed[-1]}, such as {example}."):
        if isinstance(answer, dict):
            must(all(isinstance(chosen, _TRUTH) for chosen in answer.values()))
            answer = [letter for letter, chosen in answer.items() if chosen]
        if isinstance(answer, str):
            answer = [] if answer.strip().lower() in ("none", "set()") else [answer]
        answer = answer if isinstance(answer, UNORDERED) else plain(answer, "it")
        given = " ".join(map(str, islice(answer, MOST))).lower()
        must(not re.search(r"\w[ \t]*[-–][ \t]*\w|b['\"]\w", given))  # 1-3: or 1 and 3? Bytes
        found = set(re.findall(r"[^\W_]", re.sub(r"\b(?:and|or)\b", " ", given)))
        must(found <= set(allowed))
    return found


def choices(answer, options, example):
    """The answer as a dict that gives each key of `options` one of its allowed values.

    options: key -> the allowed texts, compared by their letters and digits in any case.
    """
    found = {}
    for key, given in named(answer, list(options), example).items():
        with form(f"{key}: give one of {list(options[key])}, such as {example}."):
            allowed = {_bare(text): text for text in options[key]}
            found[key] = allowed[_bare(_single(given))]
    return found


def function(answer, signature):
    """The answer itself, if it can be called."""
    if not callable(answer):
        raise FormError(f"Give the function itself, not its result: `def {signature}: ...`.")
    return answer


def array(found):
    """The same as a float64 array, True as 1, or None if it is no array of real numbers."""
    try:
        found = tf.convert_to_tensor(found) if isinstance(found, tf.IndexedSlices) else found
        found = plain(found, "it")
        if not isinstance(found, np.ndarray):
            found = np.asarray([plain(each, "it") for each in _listed(found)])
        if found.dtype == object:
            found = np.array([_real(each) for each in found.flat]).reshape(found.shape)
        return found.astype(float) if found.dtype.kind in "biuf" else None
    except Exception:  # ragged lists, foreign objects
        return None


def decimals_right(value, truth, decimals):
    """The most decimals, up to `decimals`, to which `value` is `truth` rounded; -1 if none.

    With more decimals than are right only one may be missing: 0.69 is not 0.673 to one, 0.7 is.
    """
    for places in range(decimals, -1, -1):
        given_so = places >= decimals - 1 or abs(value - round(value, places)) < 1e-9
        if given_so and abs(value - truth) <= 0.5000001 * 10.0**-places:
            return places
    return -1


def in_percent(value, truth):
    """Whether a share was given as a percentage: 25 in place of 0.25."""
    return abs(value - 100 * truth) < 0.6


def _row(answer):
    """The answer as a list, which may be the only row of rows, as Keras takes it."""
    values = _listed(answer)
    alone = len(values) == 1 and _holds_several(values[0])
    return _listed(values[0]) if alone else values


def _bare(key):
    """The letters and digits of a key, in lower case."""
    return re.sub(r"[\W_]", "", str(key)).lower()


def _listed(answer):
    """The answer as a list, if it has an order; a text is cut at commas and blanks."""
    if isinstance(answer, str):
        return re.split(r"(?:[\s,;]|\band\b)+", answer.strip(" ()[]{}"))
    must(not isinstance(answer, bytes))
    found = list(islice(plain(answer, "it"), MOST + 1))
    must(len(found) <= MOST)
    return found


def _real(value):
    """One real number as a float; True, False and complex numbers are none."""
    value = _single(value)
    refused = _TRUTH | complex | np.complexfloating | bytes
    must(not isinstance(value, refused) and not _holds_several(value))
    return _from_text(value.strip().replace("−", "-")) if isinstance(value, str) else float(value)


def _holds_several(value):
    """Whether a value is a collection; an array of no dimensions is none."""
    shape = getattr(value, "shape", None)
    return hasattr(value, "__iter__") and not isinstance(value, str) and shape != ()


def _from_text(text):
    if text.endswith("%"):
        return _from_text(text[:-1].strip()) / 100
    if text.count("/") == 1:
        above, below = text.split("/")
        return float(above) / float(below)
    return float(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text)


def _single(value, depth=5):
    """The one element of an array or sequence of one, everything else as it is."""
    value = value if isinstance(value, UNORDERED) else plain(value, "it")
    if isinstance(value, np.ndarray):
        return value.reshape(-1)[0] if value.size == 1 else value
    if depth and isinstance(value, list | tuple) and len(value) == 1:
        return _single(value[0], depth - 1)
    return value

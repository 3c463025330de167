"""Reading an answer in any reasonable form; another form is refused with an example.

A number may be an int, a float, a fraction, a NumPy scalar, an array of one element or a text such
as "0.5", "1/2", "50 %" or "1,000"; letters may be a text "b, c", any collection, or a dict of
letter -> True or False. What a reader's object does when it is read is caught: it has no form.
"""

import re
from itertools import islice

import numpy as np

MOST = 100_000  # elements of an answer that are read; a reader's iterator may have no end
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


class FormError(ValueError):
    """The answer is not of the form that is asked for; the message gives an example."""


def number(answer, example):
    """The answer as a finite float. Raises `FormError` for anything else, True and False too."""
    return float(numbers([answer], 1, example)[0])


def whole_number(answer, example):
    """The answer as an int. Raises `FormError` for a fraction and for what `number` refuses."""
    value = number(answer, example)
    if value != int(value):
        raise FormError(f"Give a whole number, for instance {example}.")
    return int(value)


def numbers(answer, count, example):
    """The answer as a float64 array of shape (count,); order counts, so sets are refused."""
    wanted = "one number" if count == 1 else f"{count} numbers in their order"
    try:
        values = _listed(answer)
        if len(values) != count:
            raise ValueError
        found = np.array([_real(each) for each in values])
        if not np.isfinite(found).all():
            raise ValueError
    except Exception:  # whatever a foreign object raises when it is read
        raise FormError(f"Give {wanted}, for instance {example}.") from None
    return found


def named(answer, keys, example):
    """The answer as a dict with the given keys: a dict, its keys in any case, or values in order.

    The values are left as they are. Raises `FormError` for other keys and for a wrong count.
    """
    form = f"Give a dictionary with the keys {list(keys)}, such as {example}."
    try:
        if isinstance(answer, dict):
            plain = {str(key).strip().lower(): value for key, value in answer.items()}
            if len(plain) != len(keys):
                raise ValueError
            return {key: plain[key.lower()] for key in keys}
        return dict(zip(keys, _listed(answer), strict=True))
    except Exception:
        raise FormError(form) from None


def ids(answer, example, count=None):
    """The answer as a list of whole numbers in their order; `count` of them if it is given."""
    wanted = "token ids" if count is None else f"{count} token ids"
    form = f"Give {wanted} in their order, for instance {example}."
    try:
        values = _listed(answer)
        if len(values) == 1 and _holds_several(values[0]):
            values = _listed(values[0])  # a row of rows, as Keras takes it
        found = numbers(values, len(values) if count is None else count, example)
    except Exception:
        raise FormError(form) from None
    if not found.size:
        raise FormError(form)
    if (found != np.floor(found)).any():
        raise FormError(f"Give token ids, whole numbers, for instance {example}.")
    return [int(each) for each in found]


def id_set(answer, example):
    """The answer as a set of whole numbers: any collection of ids, or a single one."""
    if isinstance(answer, set | frozenset):
        answer = list(answer)
    try:
        if isinstance(answer, list | tuple | np.ndarray) and not len(answer):
            return set()
        answer = [_real(answer)]
    except Exception:  # a collection, then
        pass
    return set(ids(answer, example))


def id_rows(answer, num_tokens, length, example, count=None):
    """The answer as ids, shape (rows, length), from 0 to num_tokens - 1; `count` rows if given.

    A single row is one row; a row may be a text.
    """
    many = "rows" if count is None else f"{count} rows"
    form = f"Give {many} of {length} ids from 0 to {num_tokens - 1}, such as {example}."
    try:
        rows = _listed(answer)
        if rows and not any(_holds_several(each) or isinstance(each, str) for each in rows):
            rows = [rows]
        found = np.array([ids(row, example, count=length) for row in rows])
        if found.ndim != 2 or found.min() < 0 or found.max() >= num_tokens:
            raise ValueError
    except Exception:
        raise FormError(form) from None
    if count is not None and len(found) != count:
        raise FormError(form)
    return found


def letters(answer, allowed, example):
    """The answer as a set of lower-case letters, all of them among `allowed`."""
    form = f"Give letters from {allowed[0]} to {allowed[-1]}, such as {example}."
    if isinstance(answer, dict):
        if not all(isinstance(chosen, bool | np.bool_) for chosen in answer.values()):
            raise FormError(form)
        answer = [letter for letter, chosen in answer.items() if chosen]
    try:
        found = list(islice([answer] if isinstance(answer, str) else answer, MOST))
    except Exception:
        raise FormError(form) from None
    if not all(isinstance(each, str) for each in found):
        raise FormError(form)
    text = re.sub(r"\b(?:and|or)\b", " ", " ".join(found).lower())
    found = set(re.findall(r"[^\W_]", text))
    if not found <= set(allowed):
        raise FormError(form)
    return found


def choices(answer, options, example):
    """The answer as a dict that gives each key of `options` one of its allowed values.

    options: key -> the allowed values. Texts are compared without case and outer blanks.
    """
    found = {}
    for key, given in named(answer, list(options), example).items():
        given = given.item() if isinstance(given, np.generic) else given
        alike = [each for each in options[key] if _alike(each, given)]
        if not alike:
            raise FormError(f"{key}: give one of {list(options[key])}, such as {example}.")
        found[key] = alike[0]
    return found


def function(answer, signature):
    """The answer itself, if it can be called. Raises `FormError` otherwise."""
    if not callable(answer):
        raise FormError(f"Give the function itself, not its result: `def {signature}: ...`.")
    return answer


def array(found):
    """What a reader's function returned as a float64 array, or None if it is no real numbers."""
    try:
        if not isinstance(found, np.ndarray) and hasattr(found, "__len__"):
            found = _listed(found)
        found = np.asarray(found)
        return found.astype(float) if found.dtype.kind in "iuf" else None
    except Exception:  # ragged lists, foreign objects
        return None


def decimals_right(value, truth, decimals):
    """The most decimals, up to `decimals`, to which `value` is `truth` rounded; -1 if none.

    A value that was given with more decimals than are right counts only if one is missing: 0.69 is
    not 0.673 to one decimal, 0.7 is.
    """
    for places in range(decimals, -1, -1):
        given_so = places >= decimals - 1 or abs(value - round(value, places)) < 1e-9
        if given_so and abs(value - truth) <= 0.5000001 * 10.0**-places:
            return places
    return -1


def in_percent(value, truth):
    """Whether a share was given as a percentage: 25 in place of 0.25."""
    return abs(value - 100 * truth) < 0.6


def _listed(answer):
    """The answer as a list, if it has an order; a text is cut at commas and blanks."""
    if isinstance(answer, str):
        return re.split(r"[\s,;]+", answer.strip(" ()[]"))
    if isinstance(answer, set | frozenset | dict | bytes):
        raise TypeError
    found = list(islice(answer, MOST + 1))
    if len(found) > MOST:
        raise ValueError
    return found


def _real(value):
    """One real number as a float; True, False and complex numbers are none."""
    value = _single(value)
    refused = bool | np.bool_ | complex | np.complexfloating | bytes
    if isinstance(value, refused) or _holds_several(value):
        raise TypeError
    return _from_text(value.strip()) if isinstance(value, str) else float(value)


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
    if hasattr(value, "numpy"):
        value = value.numpy()
    if isinstance(value, np.ndarray):
        return value.reshape(-1)[0] if value.size == 1 else value
    if depth and isinstance(value, list | tuple) and len(value) == 1:
        return _single(value[0], depth - 1)
    return value


def _alike(allowed, given):
    if isinstance(allowed, str) and isinstance(given, str):
        return allowed.strip().lower() == given.strip().lower()
    return type(allowed) is type(given) and allowed == given

"""Reading an answer in any reasonable form; another form is refused with an example.

A number may be an int, a float, a NumPy scalar, an array of one element or a text such as "0.5";
letters may be a text "b, c", any collection, or a dict of letter -> True or False.
"""

import re

import numpy as np


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
    except (TypeError, ValueError, OverflowError):
        raise FormError(f"Give {wanted}, for instance {example}.") from None
    return found


def ids(answer, example, count=None):
    """The answer as a list of whole numbers in their order; `count` of them if it is given."""
    try:
        values = _listed(answer)
        if len(values) == 1 and np.ndim(values[0]) == 1:
            values = list(values[0])  # a row of rows, as Keras takes it
        if not values:
            raise ValueError
    except (TypeError, ValueError):
        raise FormError(f"Give token ids in their order, for instance {example}.") from None
    try:
        found = numbers(values, len(values) if count is None else count, example)
    except FormError:
        wanted = "token ids" if count is None else f"{count} token ids"
        raise FormError(f"Give {wanted} in their order, for instance {example}.") from None
    if (found != np.floor(found)).any():
        raise FormError(f"Give token ids, whole numbers, for instance {example}.")
    return [int(each) for each in found]


def letters(answer, allowed, example):
    """The answer as a set of lower-case letters, all of them among `allowed`."""
    if isinstance(answer, dict):
        if not all(isinstance(chosen, bool | np.bool_) for chosen in answer.values()):
            raise FormError(f"Give letters from {allowed[0]} to {allowed[-1]}, such as {example}.")
        answer = [letter for letter, chosen in answer.items() if chosen]
    if isinstance(answer, str):
        answer = re.findall(r"[^\W_]", re.sub(r"\b(?:and|or)\b", " ", answer.lower()))
    try:
        found = {str(letter).strip(" ()").lower() for letter in answer}
    except TypeError:
        found = {"?"}
    if not found <= set(allowed):
        raise FormError(f"Give letters from {allowed[0]} to {allowed[-1]}, such as {example}.")
    return found


def choices(answer, options, example):
    """The answer as a dict that gives each key of `options` one of its allowed values.

    options: key -> the allowed values. Texts are compared without case and outer blanks.
    """
    if not isinstance(answer, dict) or set(answer) != set(options):
        raise FormError(f"Give a dictionary with the keys {list(options)}, such as {example}.")
    found = {}
    for key, allowed in options.items():
        given = answer[key]
        given = given.item() if isinstance(given, np.generic) else given
        alike = [each for each in allowed if _alike(each, given)]
        if not alike:
            raise FormError(f"{key}: give one of {list(allowed)}.")
        found[key] = alike[0]
    return found


def function(answer, signature):
    """The answer itself, if it can be called. Raises `FormError` otherwise."""
    if not callable(answer):
        raise FormError(f"Give the function itself, not its result: `def {signature}: ...`.")
    return answer


def decimals_right(value, truth, decimals):
    """The most decimals, up to `decimals`, to which `value` is `truth` rounded; -1 if none."""
    for places in range(decimals, -1, -1):
        if abs(value - truth) <= 0.5000001 * 10.0**-places:
            return places
    return -1


def _listed(answer):
    """The answer as a list, if it has an order; a text is cut at commas and blanks."""
    if isinstance(answer, str):
        return re.split(r"[\s,;]+", answer.strip(" ()[]"))
    if isinstance(answer, set | frozenset | dict | bytes):
        raise TypeError
    return list(answer)


def _real(value):
    """One real number as a float; True, False and complex numbers are none."""
    value = _single(value)
    refused = bool | np.bool_ | complex | np.complexfloating | bytes
    if isinstance(value, refused) or np.ndim(value):
        raise TypeError
    return float(value)


def _single(value):
    """The one element of an array or sequence of one, everything else as it is."""
    if hasattr(value, "numpy"):
        value = value.numpy()
    if isinstance(value, np.ndarray):
        return value.reshape(-1)[0] if value.size == 1 else value
    return _single(value[0]) if isinstance(value, list | tuple) and len(value) == 1 else value


def _alike(allowed, given):
    if isinstance(allowed, str) and isinstance(given, str):
        return allowed.strip().lower() == given.strip().lower()
    return type(allowed) is type(given) and allowed == given

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
    return float(numbers([_single(answer)], 1, example)[0])


def whole_number(answer, example):
    """The answer as an int. Raises `FormError` for a fraction and for what `number` refuses."""
    value = number(answer, example)
    if value != int(value):
        raise FormError(f"Give a whole number, for instance {example}.")
    return int(value)


def numbers(answer, count, example):
    """The answer as a float64 array of shape (count,); order counts, so sets are refused."""
    if isinstance(answer, str):
        answer = re.split(r"[\s,;]+", answer.strip(" ()[]"))
    if isinstance(answer, set | frozenset | dict) or np.ndim(answer) == 0:
        raise FormError(f"Give {count} numbers in their order, for instance {example}.")
    values = list(answer)
    try:
        if len(values) != count or any(isinstance(each, bool | np.bool_) for each in values):
            raise ValueError
        found = np.array([float(_single(each)) for each in values])
        if not np.isfinite(found).all():
            raise ValueError
    except (TypeError, ValueError):
        wanted = "one number" if count == 1 else f"{count} numbers"
        raise FormError(f"Give {wanted}, for instance {example}.") from None
    return found


def ids(answer, example, count=None):
    """The answer as a list of whole numbers in their order; `count` of them if it is given."""
    if isinstance(answer, str):
        answer = re.split(r"[\s,;]+", answer.strip(" ()[]"))
    if isinstance(answer, set | frozenset | dict) or not hasattr(answer, "__len__"):
        raise FormError(f"Give token ids in their order, for instance {example}.")
    if np.ndim(answer) == 2 and len(answer) == 1:
        answer = answer[0]  # a row of rows, as Keras takes it
    wanted = len(answer) if count is None else count
    found = numbers(answer, wanted, example)
    if (found != np.floor(found)).any() or not len(found):
        raise FormError(f"Give token ids, whole numbers, for instance {example}.")
    return found.astype(int).tolist()


def letters(answer, allowed, example):
    """The answer as a set of lower-case letters, all of them among `allowed`."""
    if isinstance(answer, dict):
        if not all(isinstance(chosen, bool | np.bool_) for chosen in answer.values()):
            raise FormError(f"Give letters from {allowed[0]} to {allowed[-1]}, such as {example}.")
        answer = [letter for letter, chosen in answer.items() if chosen]
    if isinstance(answer, str):
        answer = re.findall(r"[^\W_]", answer)
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


def _single(value):
    """The one element of an array or sequence of one, everything else as it is."""
    if isinstance(value, bool | np.bool_):
        return value
    if hasattr(value, "numpy"):
        value = value.numpy()
    if isinstance(value, np.ndarray | list | tuple) and np.size(value) == 1:
        return np.ravel(value)[0]
    return value


def _alike(allowed, given):
    if isinstance(allowed, str) and isinstance(given, str):
        return allowed.strip().lower() == given.strip().lower()
    return type(allowed) is type(given) and allowed == given

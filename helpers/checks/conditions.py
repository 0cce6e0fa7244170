"""What the cases have in common on which an answer is right: it may be right for square images only."""

import numpy as np

from helpers.checks.exercise import Mistake
from helpers.numerals import number_text


def of_conditions(pairs):
    """Return the mistake of a function that is right on one kind of input only.

    With few cases, many properties separate the right ones from the wrong ones by chance. A single case
    therefore proves only a property that people forget, such as that an image is square.

    Parameters
    ----------
    pairs : list of Pair
        What the answer gave on each case, with the right result.

    Returns
    -------
    Mistake or None
    """
    rights = [pair.is_right for pair in pairs]
    fewer = min(rights.count(True), rights.count(False))
    if not fewer:
        return None
    features = [dict(features_of(pair.case, fewer > 1)) for pair in pairs]
    names = dict.fromkeys(name for one in features for name in one)
    for begins, other, wanted in (("right only", "wrong", True), ("wrong", "right", False)):
        for name in names:
            holds = [one.get(name, False) == wanted for one in features]
            if holds == rights:
                return Mistake(
                    f"{begins} where {name}", f"In all other cases that were tried, the result is {other}."
                )
    return None


def features_of(case, is_repeated):
    """Yield what is true or false of the inputs of a case, in words that end a sentence."""
    # The smallest first: where image and kernel share a property, the kernel is more often the cause.
    for name, value in sorted(case.inputs.items(), key=lambda item: np.size(item[1])):
        array = _as_numbers(value)
        if array is None:
            continue
        if array.ndim >= 2 and isinstance(value, np.ndarray):  # a list of pairs has no rows and columns
            yield from _features_of_a_grid(name, array, is_repeated)
        if array.ndim and is_repeated:
            yield f"{name} holds no negative number", bool((array >= 0).all())
            yield f"{name} has an even number of values", array.size % 2 == 0
            yield f"{name} has an odd number of values", array.size % 2 == 1
        elif array.ndim == 0 and is_repeated and array == np.floor(array):
            yield f"{name} is odd", bool(array % 2 == 1)
            yield f"{name} is even", bool(array % 2 == 0)
            yield f"{name} is {number_text(array.item())}", True
    for name, value in case.settings.items():
        yield f"{name} is given", True
        if is_repeated:
            yield f"{name} is {value!r}", True


def _features_of_a_grid(name, array, is_repeated):
    yield f"{name} has as many rows as columns", array.shape[0] == array.shape[1]
    if array.ndim >= 3:
        yield f"{name} has one channel", array.shape[2] == 1
    if is_repeated:
        yield f"{name} has an odd number of rows and columns", bool(np.all(np.array(array.shape[:2]) % 2))
        yield f"{name} has at least as many rows as columns", array.shape[0] >= array.shape[1]
        yield f"{name} has at most as many rows as columns", array.shape[0] <= array.shape[1]


def _as_numbers(value):
    try:
        array = np.asarray(value, dtype=float)
    except (ValueError, TypeError):
        return None
    return array if array.size else None

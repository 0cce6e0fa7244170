"""Reads the values that explorers are given, and says in a sentence what does not work."""

import numbers

import numpy as np

from helpers.arguments import numeric_array, whole_number
from helpers.widgets.shared.limits import LARGEST_NUMBER


def grid(name, values, largest):
    """Return numbers in rows and columns as the page reads them.

    Parameters
    ----------
    name : str
        What a sentence calls them: "the image".
    values : array_like, (rows, columns)
    largest : int
        Rows or columns that the page can draw.

    Returns
    -------
    list of lists
        Every number as a Python int or float.

    Raises
    ------
    ValueError, TypeError
        If there are no cells, too many, or one that is not a number within ±1,000,000.
    """
    array = numeric_array(name, values, {2: "(rows, columns)"})
    if 0 in array.shape:
        raise ValueError(f"{name} has no cells: its shape is {array.shape}. Give at least one.")
    if max(array.shape) > largest:
        example = f"{name.split()[-1]}[:{largest}, :{largest}]"
        raise ValueError(
            f"The explorer draws {name} up to {largest} × {largest}, but this one is "
            f"{array.shape[0]} × {array.shape[1]}. Take a part of it: {example}."
        )
    for value in array.ravel():
        real_number(f"every number of {name}", value)
    return array.tolist()


def any_number(name, value):
    """Return a number of any size, or NaN, as a Python int or float, or raise a sentence."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a number, but is {value!r}.")
    return value


def real_number(name, value):
    """Return a number within ±1,000,000 as a Python int or float, or raise a sentence."""
    value = any_number(name, value)
    if not abs(value) <= LARGEST_NUMBER:  # written this way round, it refuses NaN too
        raise ValueError(f"{name} must be a number within ±{LARGEST_NUMBER:,}, but one is {value}.")
    return value


def limited(name, value, largest, *, least=1):
    """Return a whole number from `least` to `largest`, or raise a sentence."""
    value = whole_number(name, value, least=least)
    if value > largest:
        raise ValueError(f"{name} must be {largest} or less in the explorer, but is {value}.")
    return value


def place(name, value, of="an output cell"):
    """Return (row, column) of an output cell, or of what `of` says, as whole numbers, or raise a sentence."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise ValueError(f"{name} must be (row, column) of {of}, but is {value!r}.")
    return tuple(whole_number(f"each part of {name}", part, least=0) for part in value)


def check_inside(name, value, rows, columns):
    """Raise a sentence if a place, (row, column), is not inside an output of this size."""
    if value[0] >= rows or value[1] >= columns:
        raise ValueError(
            f"{name} must be a cell of the output, which is {rows} × {columns}, but is {value}: "
            f"the last one is ({rows - 1}, {columns - 1})."
        )

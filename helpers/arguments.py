"""Reading arguments, and refusing wrong ones with a sentence.

Every message says what was given, what is allowed and, if possible, what would work.
"""

import numpy as np

WHOLE = (int, np.integer)

IMAGES = {
    2: "(rows, columns)",
    3: "(rows, columns, channels)",
    4: "(images, rows, columns, channels)",
}


def whole_number(name, value, *, least):
    """Return `value` as an int, or raise if it is not a whole number of at least `least`.

    Raises
    ------
    TypeError
        If it is not a whole number; True and False are not either.
    ValueError
        If it is smaller than `least`.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, WHOLE):
        raise TypeError(f"{name} must be a whole number, but is {value!r} ({_kind(value)}).")
    if value < least:
        raise ValueError(f"{name} must be {least} or more, but is {value}.")
    return int(value)


def rows_and_columns(name, value, *, least):
    """Return an int or a pair as (rows, columns), both whole numbers of at least `least`."""
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return tuple(whole_number(name, part, least=least) for part in value)
    if isinstance(value, (tuple, list, np.ndarray)):
        raise ValueError(f"{name} must be one whole number or (rows, columns), but is {value!r}.")
    return (whole_number(name, value, least=least),) * 2


def one_of(name, value, allowed):
    """Return `value` if it is allowed, or raise a ValueError that lists what is."""
    if not isinstance(value, str) or value not in allowed:
        choices = " or ".join(f'"{choice}"' for choice in allowed)
        raise ValueError(f"{name} must be {choices}, but is {value!r}.")
    return value


def numeric_array(name, value, allowed_dimensions):
    """Return `value` as an array of real numbers with an allowed number of dimensions.

    Parameters
    ----------
    name : str
        For the message.
    value : array_like
    allowed_dimensions : dict
        Each allowed number of dimensions with its meaning: ``{2: "(rows, columns)"}``.

    Raises
    ------
    TypeError
        If it does not contain real numbers.
    ValueError
        If its rows differ in length, or its number of dimensions is not allowed.
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be a grid of numbers, but its rows differ in length.") from None
    if array.dtype == bool:
        array = array.astype(np.uint8)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must hold real numbers, but holds {array.dtype}.")
    if array.ndim not in allowed_dimensions:
        meanings = " or ".join(allowed_dimensions.values())
        raise ValueError(f"{name} must have the shape {meanings}, but has {array.shape}.")
    return array


def as_volumes(image):
    """Return a grid or image as a batch of volumes (images, rows, columns, channels); a view.

    Examples
    --------
    >>> as_volumes(np.zeros((5, 4))).shape
    (1, 5, 4, 1)
    """
    return image.reshape((1,) * (image.ndim < 4) + image.shape + (1,) * (image.ndim == 2))


def _kind(value):
    return type(value).__name__

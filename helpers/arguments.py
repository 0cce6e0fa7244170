"""Read arguments, and refuse wrong ones in a sentence.

Every message says what was given, what is allowed and, if possible, what would work.
"""

import operator
from decimal import Decimal
from numbers import Real

import numpy as np

WHOLE = (int, np.integer)
REAL = (Real, Decimal)

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
        If it is not a whole number; True and False do not count as one.
    ValueError
        If it is smaller than `least`.
    """
    if type(value) is int and value >= least:
        return value
    try:
        # `index` also reads an array or tensor of one whole number.
        number = None if _is_bool(value) else operator.index(value)
    except TypeError:
        number = None
    if number is None:
        raise TypeError(f"{name} must be a whole number, but is {value!r} ({_kind(value)}).")
    if number < least:
        raise ValueError(f"{name} must be {least} or more, but is {number}.")
    return number


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


def numeric_array(name, value, allowed_dimensions=None):
    """Return `value` as an array of real numbers with an allowed number of dimensions.

    Parameters
    ----------
    name : str
        For the message.
    value : array_like
        Or a tensor of TensorFlow or PyTorch, an image of Pillow, or a table of pandas.
    allowed_dimensions : dict, optional
        Each allowed number of dimensions with its meaning: ``{2: "(rows, columns)"}``. Without it, any.

    Raises
    ------
    TypeError
        If it does not contain real numbers.
    ValueError
        If its rows differ in length, some cells are masked, or it has a wrong number of dimensions.
    """
    array = value if _is_plain(value) else _real_numbers(name, value)
    if allowed_dimensions is not None and array.ndim not in allowed_dimensions:
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


def floating_array(name, value, allowed_dimensions=None):
    """Return the array of `numeric_array` as floats: small whole numbers wrap around in a subtraction."""
    array = numeric_array(name, value, allowed_dimensions)
    return array.astype(float) if array.dtype.kind in "iu" else array


def detached(value):
    """Return a PyTorch tensor in a form that NumPy can read, and anything else as it is.

    The result is detached from gradients, off the GPU and dense; bfloat16, which NumPy lacks, becomes
    float32.
    """
    if not hasattr(value, "detach"):
        return value
    value = value.detach().cpu()
    if getattr(value, "is_sparse", False):
        value = value.to_dense()
    return value.float() if str(getattr(value, "dtype", "")) == "torch.bfloat16" else value


def class_labels(name, value, count, classes=None):
    """Return labels as whole numbers, one for each image or row of scores.

    With labels of another shape, NumPy would compare or index without complaint and give a wrong result.

    Parameters
    ----------
    name : str
        For the message.
    value : array_like of int, (count,)
    count : int
    classes : int, optional
        How many classes there are; labels go from 0 to one less.

    Returns
    -------
    ndarray of int, (count,)

    Raises
    ------
    TypeError, ValueError
        If they are not whole numbers, have another shape, or name a class that does not exist.
    """
    labels = numeric_array(name, value)
    if labels.shape != (count,):
        advice = ""
        if labels.ndim == 2 and len(labels) == count:
            change = "ravel()" if labels.shape[1] == 1 else "argmax(axis=1)"
            kind = "a column" if labels.shape[1] == 1 else "one-hot rows"
            advice = f" If they are {kind}, give labels.{change}."
        raise ValueError(
            f"{name} must be {count} whole numbers in a row, one for each, "
            f"but their shape is {labels.shape}.{advice}"
        )
    if labels.size and (labels != np.floor(labels)).any():
        raise TypeError(f"{name} must be whole numbers, but hold {labels[labels != np.floor(labels)][0]:g}.")
    labels = labels.astype(np.int64)
    for label in (labels.min(initial=0), labels.max(initial=0)):
        if label < 0 or (classes is not None and label >= classes):
            allowed = "0 or more" if classes is None else f"from 0 to {classes - 1}"
            raise ValueError(f"{name} must be {allowed}, but one of them is {label}.")
    return labels


def _is_plain(value):
    """Return whether it is already an array of NumPy's own real numbers, which needs no conversion."""
    return type(value) is np.ndarray and value.dtype.isbuiltin == 1 and value.dtype.kind in "iuf"


def _real_numbers(name, value):
    """Return anything that contains real numbers as an array in one of NumPy's own formats."""
    array = _as_array(name, value)
    if array.dtype == object:
        array = _unpacked(name, array)
    if array.dtype == bool:
        array = array.astype(np.uint8)
    if array.dtype.name in SHORT_FLOATS:
        array = array.astype(np.float32)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must hold real numbers, but holds {_content(array)}.")
    return array


# Formats of 16 and 8 bits from TensorFlow, which NumPy knows by name only.
SHORT_FLOATS = ("bfloat16", "float8_e4m3fn", "float8_e5m2")


def _as_array(name, value):
    """Return anything that contains numbers as an array, or raise a sentence."""
    if getattr(value, "mode", None) == "P" and hasattr(value, "getpixel"):
        raise ValueError(
            f"{name} is a picture whose numbers are places in a palette, not brightness: "
            'convert it first, with picture.convert("L") or picture.convert("RGB").'
        )
    if isinstance(value, np.ma.MaskedArray):
        masked = int(np.ma.count_masked(value))
        if masked:
            raise ValueError(
                f"{name} has {masked} masked cell{'s' * (masked > 1)}, and so no value there: "
                "give it one first, with filled(0) for example."
            )
    try:
        return np.asarray(detached(value))
    except ValueError:
        raise ValueError(f"{name} must be a grid of numbers, but its rows differ in length.") from None
    except (TypeError, NotImplementedError, RuntimeError) as error:  # from the library that it comes from
        raise TypeError(
            f"{name} must be an array or something that np.asarray can read, but is an object of the type "
            f"{_kind(value)}: {error}"
        ) from None


def _unpacked(name, array):
    """Return an array of Python objects as floats if all of them are real numbers.

    pandas' own number types, whose cells may be missing, come as such arrays, and so do very large integers.
    """
    if all(isinstance(item, REAL) for item in array.flat):
        return array.astype(float)
    missing = sum(str(item) == "<NA>" for item in array.flat)
    if missing:
        raise ValueError(
            f"{name} has {missing} missing cell{'s' * (missing > 1)}: give {'them' if missing > 1 else 'it'} "
            "a value first, with fillna(0) for example."
        )
    return array


def _content(array):
    """Say in words what an array contains instead of real numbers."""
    if array.dtype == object:
        odd = next(item for item in array.flat if not isinstance(item, REAL))
        return {str: f"the text {odd!r}", type(None): "None"}.get(
            type(odd), f"an object of the type {_kind(odd)}"
        )
    return "text" if array.dtype.kind in "US" else f"{array.dtype}"


def _is_bool(value):
    return isinstance(value, (bool, np.bool_)) or str(getattr(value, "dtype", "")) == "bool"


def _kind(value):
    return type(value).__name__

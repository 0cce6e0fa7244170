"""Activation functions: what a unit applies to its weighted sum."""

import numpy as np

from helpers.arguments import floating_array, numeric_array


def relu(values):
    """Return max(0, x) for every value, in the dtype of the input.

    Examples
    --------
    >>> relu([-3, 0, 2])
    array([0, 0, 2])
    """
    return np.maximum(numeric_array("values", values), 0)


def leaky_relu(values, slope=0.2):
    """Return x where x > 0, and slope * x elsewhere. The default slope is that of Keras.

    Examples
    --------
    >>> leaky_relu([-3.0, 0.0, 2.0], slope=0.1)
    array([-0.3,  0. ,  2. ])
    """
    values = numeric_array("values", values)
    return np.where(values > 0, values, slope * values)


def softmax(scores):
    """Turn scores into probabilities along the last axis: positive, and summing to 1.

    Parameters
    ----------
    scores : array_like, (..., classes)

    Returns
    -------
    ndarray, (..., classes), float

    Raises
    ------
    ValueError
        If there is no score.

    Examples
    --------
    >>> softmax([0.0, 0.0])
    array([0.5, 0.5])
    """
    scores = floating_array("scores", scores)
    if scores.ndim == 0 or scores.shape[-1] == 0:
        raise ValueError(
            f"scores must be a row of numbers, one for each class, but their shape is {scores.shape}."
        )
    # Subtracting the largest score leaves the ratios unchanged and keeps exp from overflowing.
    with np.errstate(under="ignore"):  # far below the largest score, the probability is 0
        powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)

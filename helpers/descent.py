"""Three rules for changing weights (plain descent, momentum, Adam), and the path that each takes downhill."""

import numpy as np

BETAS = (0.9, 0.999)  # how much Adam keeps of its two running means, as in the paper
EPSILON = 1e-7  # as in Keras


def descent_step(weights, slopes, rate):
    """Return the weights after one step of plain gradient descent.

    Parameters
    ----------
    weights, slopes : array_like
        Of the same shape.
    rate : float

    Returns
    -------
    ndarray

    Examples
    --------
    >>> descent_step([2.0, 1.0], [2.0, 10.0], 0.1)
    array([1.8, 0. ])
    """
    return np.asarray(weights, dtype=float) - rate * np.asarray(slopes, dtype=float)


def momentum_step(weights, velocity, slopes, rate, momentum=0.9):
    """Return (weights, velocity) after one step with momentum.

    Parameters
    ----------
    weights, velocity, slopes : array_like
        Of the same shape. The velocity is 0 before the first step.
    rate, momentum : float

    Returns
    -------
    (ndarray, ndarray)

    Notes
    -----
    velocity = momentum · velocity − rate · slopes, then weights + velocity, as in Keras's `SGD`.

    Examples
    --------
    >>> momentum_step([2.0], [-1.0], [3.0], rate=0.1)
    (array([0.8]), array([-1.2]))
    """
    velocity = momentum * np.asarray(velocity, dtype=float) - rate * np.asarray(slopes, dtype=float)
    return np.asarray(weights, dtype=float) + velocity, velocity


def adam_step(weights, mean, square, slopes, rate, number):
    """Return (weights, mean, square) after one step of Adam.

    Parameters
    ----------
    weights, mean, square, slopes : array_like
        Of the same shape. The running means of the slopes and of their squares are 0 before the first step.
    rate : float
    number : int
        Of this step, counted from 1.

    Returns
    -------
    (ndarray, ndarray, ndarray)

    Notes
    -----
    Kingma and Ba (2015), with ε added to √square after the correction of both means.

    Examples
    --------
    >>> weights, mean, square = adam_step([1.0, 1.0], 0, 0, [0.001, 50.0], rate=0.1, number=1)
    >>> weights.round(3)
    array([0.9, 0.9])
    """
    slopes = np.asarray(slopes, dtype=float)
    mean = BETAS[0] * np.asarray(mean, dtype=float) + (1 - BETAS[0]) * slopes
    square = BETAS[1] * np.asarray(square, dtype=float) + (1 - BETAS[1]) * slopes**2
    typical = np.sqrt(square / (1 - BETAS[1] ** number)) + EPSILON
    change = rate * mean / (1 - BETAS[0] ** number) / typical
    return np.asarray(weights, dtype=float) - change, mean, square


def path(rule, slopes_at, start, rate, steps):
    """Return the weights before the first step and after each one.

    Parameters
    ----------
    rule : "plain", "momentum" or "adam"
    slopes_at : callable
        Takes the weights and returns their slopes.
    start : array_like
    rate : float
    steps : int

    Returns
    -------
    ndarray, (steps + 1, weights)

    Examples
    --------
    >>> path("plain", lambda weights: weights, [4.0, 8.0], 0.5, 2)
    array([[4., 8.],
           [2., 4.],
           [1., 2.]])
    """
    if rule not in ("plain", "momentum", "adam"):
        raise ValueError(f'rule must be "plain", "momentum" or "adam", but is {rule!r}.')
    weights = np.asarray(start, dtype=float)
    velocity = mean = square = np.zeros_like(weights)
    places = [weights]
    for number in range(1, steps + 1):
        slopes = slopes_at(weights)
        if rule == "plain":
            weights = descent_step(weights, slopes, rate)
        elif rule == "momentum":
            weights, velocity = momentum_step(weights, velocity, slopes, rate)
        else:
            weights, mean, square = adam_step(weights, mean, square, slopes, rate, number)
        places.append(weights)
    return np.array(places)

"""How far chance may have moved a mean."""

import numpy as np


def mean_interval(values, *, confidence=0.95):
    """Return the mean of some measurements and half the width of its interval.

    Parameters
    ----------
    values : sequence of float
        Independent measurements, such as one difference for each seed.
    confidence : float
        How often such an interval contains the true mean.

    Returns
    -------
    mean, half : float
        The interval goes from ``mean - half`` to ``mean + half``. With one measurement `half` is infinite.

    Raises
    ------
    ValueError
        If there is no measurement.

    Notes
    -----
    Student's t: half = t · standard deviation / √n, where t is 2.78 for five measurements and 95 %.

    Examples
    --------
    >>> mean, half = mean_interval([1, 2, 3, 4, 5])
    >>> round(mean, 2), round(half, 2)
    (3.0, 1.96)
    """
    from scipy.special import stdtrit

    values = np.asarray(values, dtype=float).ravel()
    if len(values) == 0:
        raise ValueError("values must hold at least one measurement, but is empty.")
    if len(values) == 1:
        return float(values[0]), float("inf")
    t = stdtrit(len(values) - 1, 0.5 + confidence / 2)
    return float(values.mean()), float(t * values.std(ddof=1) / np.sqrt(len(values)))

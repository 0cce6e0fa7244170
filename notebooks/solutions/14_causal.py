"""A causal layer: all zeros come before the signal, so no window reaches a later step."""

import numpy as np


def my_causal(signal, kernel, dilation=1):
    """Return one number for each step, made from it and from earlier ones."""
    zeros = dilation * (len(kernel) - 1)
    padded = np.concatenate([np.zeros(zeros), signal])
    result = np.zeros(len(signal))
    for cell, weight in enumerate(kernel):
        start = cell * dilation  # the last weight is on the step itself
        result += weight * padded[start : start + len(signal)]
    return result

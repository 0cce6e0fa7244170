"""ReLU: the larger of 0 and x, for every x."""

import numpy as np


def my_relu(values):
    """Return max(0, x) for every x in an array of any shape."""
    return np.maximum(0, values)

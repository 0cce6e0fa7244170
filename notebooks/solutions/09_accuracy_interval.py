"""An interval around an accuracy: two standard errors to each side, and never outside 0 to 1."""

import numpy as np


def my_accuracy_interval(correct):
    """Return (low, high) for an array that holds True for each image classified correctly, else False."""
    share = correct.mean()
    error = np.sqrt(share * (1 - share) / len(correct))
    return max(share - 2 * error, 0), min(share + 2 * error, 1)

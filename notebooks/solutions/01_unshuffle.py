"""Undo a shuffle: what was taken from a place goes back to that place."""

import numpy as np


def my_unshuffle(shuffled, order):
    """Return the picture as it was before: shuffled.ravel() is picture.ravel()[order]."""
    row = np.empty_like(shuffled.ravel())
    row[order] = shuffled.ravel()
    return row.reshape(shuffled.shape)

"""Undo a shuffle: what was taken from a position goes back to that position."""

import numpy as np


def my_unshuffle(shuffled, order):
    """Return the image as it was before: shuffled.ravel() is image.ravel()[order]."""
    row = np.empty_like(shuffled.ravel())
    row[order] = shuffled.ravel()
    return row.reshape(shuffled.shape)

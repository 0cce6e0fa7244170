"""Correlation at a distance: all pairs of pixels in one row, so many columns apart."""

import numpy as np


def my_correlation(image, distance):
    """Return the correlation of pixels with those `distance` columns to their right."""
    left = image[:, :-distance]
    right = image[:, distance:]
    return np.corrcoef(left.ravel(), right.ravel())[0, 1]

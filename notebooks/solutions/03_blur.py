"""A blur that keeps the brightness: equal weights that sum to 1."""

import numpy as np


def my_blur(size):
    """Return a size × size kernel of equal weights that keeps the brightness."""
    return np.full((size, size), 1 / size**2)

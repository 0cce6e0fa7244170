"""Average pooling as a convolution: equal weights that sum to 1."""

import numpy as np


def my_average_kernel(size):
    """Return the kernel that gives the mean of a window of `size` rows and columns."""
    return np.full((size, size), 1 / size**2)

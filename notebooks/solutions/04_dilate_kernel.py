"""A kernel with holes: zeros between the weights, none after the last."""

import numpy as np


def my_dilate(kernel, dilation):
    """Return the kernel with dilation − 1 zeros between neighbouring weights."""
    rows, columns = kernel.shape
    spread = np.zeros((dilation * (rows - 1) + 1, dilation * (columns - 1) + 1), dtype=kernel.dtype)
    spread[::dilation, ::dilation] = kernel
    return spread

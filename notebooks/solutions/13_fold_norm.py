"""Batch normalisation folded into the convolution before it: one layer does the work of two."""

import numpy as np


def my_fold(kernel, bias, mean, variance, scale, shift):
    """Return the kernel and the bias of one convolution that does what both layers did."""
    factor = scale / np.sqrt(variance + 0.001)
    return kernel * factor, (bias - mean) * factor + shift

"""He's scale: √(2 / ((1 + slope²) · n)), where n counts the products of one sum."""

import numpy as np


def my_he_scale(kernel_size, channels, filters, slope=0.0):
    """Return the standard deviation for `filters` kernels of kernel_size × kernel_size × channels."""
    products = kernel_size * kernel_size * channels  # each filter has its own sums
    kept = (1 + slope**2) / 2  # the share of the mean square after leaky ReLU; one half for slope 0
    return np.sqrt(1 / (kept * products))

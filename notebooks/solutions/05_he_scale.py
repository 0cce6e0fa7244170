"""He's scale: √(2 / n), where n counts the products of one sum."""

import numpy as np


def my_he_scale(kernel_size, channels, filters):
    """Return the standard deviation for `filters` kernels of kernel_size × kernel_size × channels."""
    products = kernel_size * kernel_size * channels  # each filter has sums of its own
    return np.sqrt(2 / products)

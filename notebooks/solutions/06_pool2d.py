"""Pooling: the loops of a convolution, and in the middle a maximum or a mean instead of a sum of products."""

import numpy as np


def my_pool2d(image, size, stride, mode="max"):
    """Return the largest number of each window, or its mean; windows that are not filled are left out."""
    rows = (image.shape[0] - size) // stride + 1
    columns = (image.shape[1] - size) // stride + 1
    pooled = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            top, left = row * stride, column * stride
            window = image[top : top + size, left : left + size]
            pooled[row, column] = window.max() if mode == "max" else window.mean()
    return pooled

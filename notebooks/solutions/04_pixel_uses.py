"""How often each pixel is used: every window adds 1 to the cells under it."""

import numpy as np


def my_pixel_uses(image_shape, k, padding=0):
    """Return for every pixel how many k×k windows use it, at stride 1."""
    rows, columns = image_shape
    counts = np.zeros((rows + 2 * padding, columns + 2 * padding), dtype=int)
    for row in range(rows + 2 * padding - k + 1):
        for column in range(columns + 2 * padding - k + 1):
            counts[row : row + k, column : column + k] += 1
    return counts[padding : padding + rows, padding : padding + columns]

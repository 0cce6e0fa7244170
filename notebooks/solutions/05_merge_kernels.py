"""Two layers as one kernel: send one bright pixel through both, and rotate what comes out."""

import numpy as np

from helpers import conv2d, flip


def my_merge(first, second):
    """Return the kernel that does in one step what first and then second do in two."""
    rows = len(first) + len(second) - 2  # the zeros that the windows need on each side of the pixel
    columns = len(first[0]) + len(second[0]) - 2
    pixel = np.pad([[1]], ((rows, rows), (columns, columns)))
    return flip(
        conv2d(conv2d(pixel, first), second)
    )  # shorter: conv2d(first, flip(second), padding="full")

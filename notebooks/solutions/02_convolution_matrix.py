"""Convolution as a matrix product: one row for each stop of the window, one column for each pixel."""

import numpy as np


def my_matrix(kernel, image_shape):
    """Return the matrix that turns image.ravel() into conv2d(image, kernel).ravel()."""
    kernel_rows, kernel_columns = kernel.shape
    rows = []
    for row in range(image_shape[0] - kernel_rows + 1):
        for column in range(image_shape[1] - kernel_columns + 1):
            grid = np.zeros(image_shape)
            grid[row : row + kernel_rows, column : column + kernel_columns] = kernel
            rows.append(grid.ravel())
    return np.array(rows)

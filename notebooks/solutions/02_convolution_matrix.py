"""Convolution as a matrix product: one row for each stop of the window, one column for each pixel."""

import numpy as np


def my_matrix(kernel, image_shape):
    """Return the matrix that turns image.ravel() into conv2d(image, kernel).ravel()."""
    height, width = image_shape
    kernel_rows, kernel_columns = kernel.shape
    rows, columns = height - kernel_rows + 1, width - kernel_columns + 1
    matrix = np.zeros((rows * columns, height * width))
    for row in range(rows):
        for column in range(columns):
            for i in range(kernel_rows):
                for j in range(kernel_columns):
                    pixel_number = (row + i) * width + column + j
                    matrix[row * columns + column, pixel_number] = kernel[i, j]
    return matrix

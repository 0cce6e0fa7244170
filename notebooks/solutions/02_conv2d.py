"""conv2d in four loops: two over the stops of the window, two over the weights."""

import numpy as np


def my_conv2d(image, kernel, stride=1):
    """Return the feature map: one sum of products for every stop of the window."""
    image_rows, image_columns = image.shape
    kernel_rows, kernel_columns = kernel.shape
    rows = (image_rows - kernel_rows) // stride + 1
    columns = (image_columns - kernel_columns) // stride + 1
    feature_map = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            for i in range(kernel_rows):
                for j in range(kernel_columns):
                    pixel = image[row * stride + i, column * stride + j]
                    feature_map[row, column] += pixel * kernel[i, j]
    return feature_map

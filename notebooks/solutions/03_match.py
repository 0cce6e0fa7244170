"""Match a mark with a feature: the mean of the products at every place, in two loops."""

import numpy as np


def my_match(image, feature):
    """Return the mean of the products of window and feature, at every position where the feature fits."""
    height, width = feature.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    scores = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row : row + height, column : column + width]
            scores[row, column] = (window * feature).mean()
    return scores

"""The patch a cell responds to: one way to do it."""

import numpy as np


def my_patch(image, feature_map, field, step):
    """Return the pixels that the strongest cell sees: field × field, cells are `step` pixels apart."""
    row, column = np.unravel_index(np.argmax(feature_map), feature_map.shape)
    top, left = row * step, column * step
    return image[top : top + field, left : left + field]

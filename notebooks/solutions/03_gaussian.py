"""A square blur from one row of weights: all products, divided by what they add up to."""

import numpy as np


def my_gaussian(row):
    """Return the square kernel that blurs with `row` along both axes and keeps the brightness."""
    return np.outer(row, row) / row.sum() ** 2

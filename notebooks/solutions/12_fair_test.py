"""A fair test of a heat map: one way to do it."""

import numpy as np


def my_fair_test(falls, heat, garment):
    """Return the fall at the hottest place of the map, minus the mean fall on the garment."""
    hottest = np.unravel_index(np.argmax(heat), heat.shape)
    return falls[hottest] - falls[garment].mean()

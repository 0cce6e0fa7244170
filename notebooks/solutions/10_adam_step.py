"""One step of Adam: the mean of the slopes, divided by their typical size."""

import numpy as np


def my_adam_step(weights, mean, square, slopes, rate, number):
    """Return (weights, mean, square) after one step of Adam; number counts the steps from 1."""
    mean = 0.9 * mean + 0.1 * slopes
    square = 0.999 * square + 0.001 * slopes**2
    corrected_mean = mean / (1 - 0.9**number)  # both means began at 0, so the first ones are too small
    corrected_square = square / (1 - 0.999**number)
    return weights - rate * corrected_mean / (np.sqrt(corrected_square) + 1e-7), mean, square

"""One training step: compute all slopes first, then move each number down by the rate times its slope."""

from helpers import conv2d


def my_step(image, kernel, bias, target, rate):
    """Return (kernel, bias) after one step down the loss: half the sum of the squared errors."""
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()

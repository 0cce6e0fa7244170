"""Convolution, with the flip: the rows of the kernel in reverse order, and the columns too."""

from helpers import conv2d


def my_convolve(image, kernel):
    """Return the convolution of mathematics, built on conv2d."""
    return conv2d(image, kernel[::-1, ::-1])

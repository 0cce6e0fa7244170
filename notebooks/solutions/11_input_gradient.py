"""The gradient of the input: the upstream gradient, convolved with the flipped kernel, with full padding."""

from helpers import conv2d, flip


def my_input_gradient(kernel, upstream):
    """Return the slope of the loss with every pixel that the kernel slid over."""
    return conv2d(upstream, flip(kernel), padding="full")

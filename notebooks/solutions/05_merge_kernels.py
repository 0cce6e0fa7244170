"""Two layers as one kernel: a true convolution of the two, with all its places."""

from helpers import conv2d, flip


def my_merge(first, second):
    """Return the kernel that does in one step what first and then second do in two."""
    return conv2d(first, flip(second), padding="full")

"""The wrong gradient: finite differences agree with the kernel's and the image's, and not with the bias's."""

import numpy as np

from helpers import conv2d, relu
from helpers.gradients import finite_differences

image = np.array([[1, 2, 0], [0, 1, 3], [2, 1, 1]])
kernel = np.array([[1, 0], [-1, 2]])


def layer_loss(image, kernel, bias):
    """Return the loss of convolution, bias and ReLU, with another target."""
    return ((relu(conv2d(image, kernel, bias)) - np.array([[1, 4], [2, 3]])) ** 2).sum() / 2


layer_bias = -1
slope = finite_differences(lambda bias: layer_loss(image, kernel, bias), layer_bias)
my_finding = ["bias", slope]

"""Shared code of the course. Importing it imports neither TensorFlow nor Matplotlib."""

from helpers.activations import leaky_relu, relu, softmax
from helpers.convolution import conv1d, conv2d, conv2d_loops, flip
from helpers.data import load_fashion_mnist
from helpers.pocket import pocket_network
from helpers.pooling import pool2d
from helpers.shapes import (
    conv_parameters,
    dense_parameters,
    output_size,
    receptive_field,
    same_padding,
    trace,
)

__all__ = [
    "conv1d",
    "conv2d",
    "conv2d_loops",
    "conv_parameters",
    "dense_parameters",
    "flip",
    "leaky_relu",
    "load_fashion_mnist",
    "output_size",
    "pocket_network",
    "pool2d",
    "receptive_field",
    "relu",
    "same_padding",
    "softmax",
    "trace",
]

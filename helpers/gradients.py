"""Gradients: how a loss changes with the inputs and weights of a layer. The backward pass of training.

Each function takes the *upstream* gradient, which says how the loss changes with the layer's output, and
applies the chain rule. Stride 1 and valid padding, as in lesson 11.
"""

import numpy as np

from helpers.activations import softmax
from helpers.arguments import as_volumes, class_labels, numeric_array, whole_number
from helpers.convolution import conv2d, flip

MAPS = {2: "(rows, columns)", 4: "(images, rows, columns, channels)"}
KERNELS = {2: "(rows, columns)", 4: "(rows, columns, channels, filters)"}


def kernel_gradient(image, upstream):
    """Return how the loss changes with every weight of a kernel that slid over an image.

    Parameters
    ----------
    image : array_like, (H, W) or (N, H, W, C)
        The input of the convolution.
    upstream : array_like, (rows, columns) or (N, rows, columns, F)
        How the loss changes with every value in the feature maps.

    Returns
    -------
    ndarray, (kh, kw) or (kh, kw, C, F)

    Raises
    ------
    ValueError
        If they are not both grids, or both batches of N images.

    Notes
    -----
    gradient[i, j] = sum over r, c of image[r + i, c + j] * upstream[r, c]: a convolution of the image
    with the upstream gradient as the kernel. In a batch, the sum also runs over the images, as it runs
    over the channels in `conv2d`.

    Examples
    --------
    >>> kernel_gradient([[1, 2, 0], [0, 1, 3], [2, 1, 1]], [[1, -1], [0, 2]])
    array([[1, 8],
           [1, 0]])
    """
    image, upstream = _alike("the image", image, "the upstream gradient", upstream)
    if image.ndim == 2:
        return conv2d(image, upstream)
    if len(image) != len(upstream):
        raise ValueError(
            f"Every image needs its upstream gradient, but there are {len(image)} images "
            f"and {len(upstream)} gradients."
        )
    channels_as_images, images_as_channels = image.transpose(3, 1, 2, 0), upstream.transpose(1, 2, 0, 3)
    return conv2d(channels_as_images, images_as_channels).transpose(1, 2, 0, 3)


def bias_gradient(upstream):
    """Return how the loss changes with the bias: one number for each filter.

    Parameters
    ----------
    upstream : array_like, (rows, columns) or (N, rows, columns, F)

    Returns
    -------
    number, or ndarray (F,)

    Examples
    --------
    >>> print(bias_gradient([[1, -1], [0, 2]]))
    2
    """
    upstream = numeric_array("the upstream gradient", upstream, MAPS)
    return upstream.sum() if upstream.ndim == 2 else upstream.sum(axis=(0, 1, 2))


def input_gradient(kernel, upstream):
    """Return how the loss changes with every pixel that a kernel slid over.

    Parameters
    ----------
    kernel : array_like, (kh, kw) or (kh, kw, C, F)
    upstream : array_like, (rows, columns) or (N, rows, columns, F)

    Returns
    -------
    ndarray, (H, W) or (N, H, W, C)

    Raises
    ------
    ValueError
        If they are not both grids, or differ in the number of filters.

    Notes
    -----
    Every weight passes its share back to the pixel that it multiplied: a convolution with the kernel
    flipped, as in mathematics, and full padding.

    Examples
    --------
    >>> input_gradient([[1, 0], [-1, 2]], [[1, -1], [0, 2]])
    array([[ 1, -1,  0],
           [-1,  5, -2],
           [ 0, -2,  4]])
    """
    kernel, upstream = _alike("the kernel", kernel, "the upstream gradient", upstream)
    turned = flip(kernel)
    if kernel.ndim == 4:
        turned = turned.transpose(0, 1, 3, 2)  # now the filters are the input channels
    return conv2d(upstream, turned, padding="full")


def relu_gradient(values, upstream):
    """Return how the loss changes with the input of ReLU: upstream where the input was above 0, else 0.

    Parameters
    ----------
    values : array_like
        The input of ReLU.
    upstream : array_like
        Of the same shape.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        If their shapes differ.

    Examples
    --------
    >>> relu_gradient([3, -1, 0], [5, 5, 5])
    array([5, 0, 0])
    """
    values, upstream = numeric_array("values", values), numeric_array("the upstream gradient", upstream)
    if values.shape != upstream.shape:
        raise ValueError(
            f"Every value needs its upstream gradient, but the values have the shape {values.shape} "
            f"and the gradient {upstream.shape}."
        )
    return np.where(values > 0, upstream, 0)


def pool2d_gradient(image, upstream, size=2):
    """Return how the loss changes with the input of max pooling: upstream goes to each window's maximum.

    Parameters
    ----------
    image : array_like, (H, W) or (N, H, W, C)
        The input of max pooling; its windows do not overlap.
    upstream : array_like, (rows, columns) or (N, rows, columns, C)
    size : int
        Of the windows.

    Returns
    -------
    ndarray
        Of the image's shape. If several cells share the maximum, the first of them gets it all, as in
        TensorFlow. Rows and columns outside every window get 0.

    Raises
    ------
    ValueError
        If upstream does not have the shape that pooling gives.

    Examples
    --------
    >>> pool2d_gradient([[1, 2, 0, 0], [3, 4, 0, 8]], [[5, 7]])
    array([[0, 0, 0, 0],
           [0, 5, 0, 7]])
    """
    image, upstream = _alike("the image", image, "the upstream gradient", upstream)
    size = whole_number("size", size, least=1)
    is_grid = image.ndim == 2
    image, upstream = as_volumes(image), as_volumes(upstream)
    count, rows, columns, channels = image.shape
    down, across = rows // size, columns // size
    if upstream.shape != (count, down, across, channels):
        raise ValueError(
            f"Pooling {image.shape} by {size} gives {(count, down, across, channels)}, "
            f"but the upstream gradient is {upstream.shape}."
        )
    held = image[:, : down * size, : across * size]
    windows = held.reshape(count, down, size, across, size, channels).transpose(0, 1, 3, 5, 2, 4)
    windows = windows.reshape(count, down, across, channels, size * size)
    winners = windows.argmax(axis=-1)
    passed = np.zeros(windows.shape, upstream.dtype)
    np.put_along_axis(passed, winners[..., np.newaxis], upstream[..., np.newaxis], axis=-1)
    passed = passed.reshape(count, down, across, channels, size, size).transpose(0, 1, 4, 2, 5, 3)
    gradient = np.zeros(image.shape, upstream.dtype)
    gradient[:, : down * size, : across * size] = passed.reshape(held.shape)
    return gradient[0, ..., 0] if is_grid else gradient


def cross_entropy(scores, labels):
    """Return the mean cross-entropy of softmax(scores), and how it changes with every score.

    Parameters
    ----------
    scores : array_like, (N, classes)
        Before softmax.
    labels : array_like of int, (N,)

    Returns
    -------
    (float, ndarray of the scores' shape)

    Raises
    ------
    TypeError, ValueError
        If there is not one label for each row, or a label is no class.

    Notes
    -----
    The gradient is (probabilities − one_hot(labels)) / N.

    Examples
    --------
    >>> loss, gradient = cross_entropy([[0.0, 0.0]], [1])
    >>> print(round(float(loss), 4), gradient)
    0.6931 [[ 0.5 -0.5]]
    """
    scores = numeric_array("scores", scores, {2: "(rows, classes)"})
    if 0 in scores.shape:
        raise ValueError(
            f"scores must have at least one row and one class, but their shape is {scores.shape}."
        )
    labels = class_labels("labels", labels, *scores.shape)
    if scores.dtype.kind in "iu":
        scores = scores.astype(float)  # small whole numbers would wrap around in the subtraction
    places = np.arange(len(scores)), labels
    above = scores - scores.max(axis=1, keepdims=True)  # keeps exp from overflowing
    loss = (np.log(np.exp(above).sum(axis=1)) - above[places]).mean()
    gradient = softmax(scores)
    gradient[places] -= 1
    return loss, gradient / len(scores)


def finite_differences(function, values, step=1e-5):
    """Return the slope of a function in every one of its values, measured with small steps.

    Parameters
    ----------
    function : callable
        Takes an array and returns a number, such as a loss.
    values : array_like
        Where to measure the slopes; not changed.
    step : float
        How far each value moves, up and down.

    Returns
    -------
    ndarray of float
        Of the values' shape.

    Examples
    --------
    >>> finite_differences(lambda x: (x**2).sum(), [1.0, -3.0]).round(6)
    array([ 2., -6.])
    """
    values = np.array(values, dtype=float)  # a copy, as floats: whole numbers cannot move by a small step
    slopes = np.zeros(values.shape)
    for place in np.ndindex(values.shape):
        higher, lower = values.copy(), values.copy()
        higher[place] += step
        lower[place] -= step
        slopes[place] = (function(higher) - function(lower)) / (2 * step)
    return slopes


def _alike(name, array, other_name, other):
    """Return two arrays that are both grids or both batches, or raise a sentence about what does not fit."""
    layouts = KERNELS if name == "the kernel" else MAPS
    array, other = numeric_array(name, array, layouts), numeric_array(other_name, other, MAPS)
    if array.ndim != other.ndim:
        raise ValueError(
            f"{name} has {array.ndim} dimensions and {other_name} {other.ndim}: give two grids, "
            f"or {layouts[4]} and {MAPS[4]}."
        )
    return array, other

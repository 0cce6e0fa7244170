"""Gradients: how a loss changes with the inputs and weights of a layer. The backward pass of training.

Each function takes the *upstream* gradient, which is the gradient of the loss with respect to the layer's
output, and applies the chain rule.
"""

import numpy as np

from helpers.activations import softmax
from helpers.arguments import (
    as_volumes,
    class_labels,
    floating_array,
    numeric_array,
    rows_and_columns,
    whole_number,
)
from helpers.convolution import conv2d, flip, padding_by_axis
from helpers.shapes import axis_padding, output_size

MAPS = {2: "(rows, columns)", 4: "(images, rows, columns, channels)"}
KERNELS = {2: "(rows, columns)", 4: "(rows, columns, channels, filters)"}


def kernel_gradient(image, upstream, *, kernel_size=None, stride=1, padding="valid"):
    """Return how the loss changes with every weight of a kernel that slid over an image.

    Parameters
    ----------
    image : array_like, (H, W) or (N, H, W, C)
        The input of the convolution.
    upstream : array_like, (rows, columns) or (N, rows, columns, F)
        How the loss changes with every value in the feature maps.
    kernel_size : int or (rows, columns), optional
        Needed with any stride but 1 and any padding but "valid"; otherwise it follows from the two shapes.
    stride, padding
        As in `conv2d`.

    Returns
    -------
    ndarray, (kh, kw) or (kh, kw, C, F)

    Raises
    ------
    ValueError
        If they are not both grids, or both batches of N images, or the convolution with these settings does
        not give the shape of upstream.

    Notes
    -----
    gradient[i, j] = sum over r, c of padded[r * stride + i, c * stride + j] * upstream[r, c]: a convolution
    of the padded image with the upstream gradient as the kernel, its cells `stride` pixels apart. In a batch,
    the sum also runs over the images, as it runs over the channels in `conv2d`.

    Examples
    --------
    >>> kernel_gradient([[1, 2, 0], [0, 1, 3], [2, 1, 1]], [[1, -1], [0, 2]])
    array([[1, 8],
           [1, 0]])
    """
    image, upstream = _alike("the image", image, "the upstream gradient", upstream)
    is_grid = image.ndim == 2
    image, upstream = as_volumes(image), as_volumes(upstream)
    if len(image) != len(upstream):
        raise ValueError(
            f"Every image needs its upstream gradient, but there are {len(image)} images "
            f"and {len(upstream)} gradients."
        )
    rows_columns, maps = image.shape[1:3], upstream.shape[1:3]
    if kernel_size is None:
        if rows_and_columns("stride", stride, least=1) != (1, 1) or padding not in ("valid", 0):
            raise ValueError("Give kernel_size as well: it does not follow from the shapes here.")
        kernel_size = tuple(n - m + 1 for n, m in zip(rows_columns, maps, strict=True))
    kernel_size = rows_and_columns("kernel_size", kernel_size, least=1)
    strides, paddings = _layout(rows_columns, kernel_size, maps, stride, padding)
    channels_as_images, images_as_channels = image.transpose(3, 1, 2, 0), upstream.transpose(1, 2, 0, 3)
    gradient = conv2d(channels_as_images, images_as_channels, padding=paddings, dilation=strides)
    # Rows and columns that the stride never reached are left over at the end.
    gradient = gradient[:, : kernel_size[0], : kernel_size[1]].transpose(1, 2, 0, 3)
    return gradient[..., 0, 0] if is_grid else gradient


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


def input_gradient(kernel, upstream, *, image_size=None, stride=1, padding="valid"):
    """Return how the loss changes with every pixel that a kernel slid over: a transposed convolution.

    Parameters
    ----------
    kernel : array_like, (kh, kw) or (kh, kw, C, F)
    upstream : array_like, (rows, columns) or (N, rows, columns, F)
    image_size : int or (rows, columns), optional
        Of the image. Without it, the smallest that gives this upstream, or rows * stride for "same" padding.
    stride, padding
        As in `conv2d`.

    Returns
    -------
    ndarray, (H, W) or (N, H, W, C)

    Raises
    ------
    ValueError
        If they are not both grids, or differ in the number of filters, or the convolution of an image of
        this size does not give the shape of upstream.

    Notes
    -----
    Every weight passes its share back to the pixel that it multiplied: `stride - 1` zeros between the cells
    of upstream, then a convolution with the kernel flipped, as in mathematics, and full padding. The part
    that belongs to the padding of the image is then cropped (Dumoulin and Visin, 2016).

    Examples
    --------
    >>> input_gradient([[1, 0], [-1, 2]], [[1, -1], [0, 2]])
    array([[ 1, -1,  0],
           [-1,  5, -2],
           [ 0, -2,  4]])
    """
    kernel, upstream = _alike("the kernel", kernel, "the upstream gradient", upstream)
    is_grid = kernel.ndim == 2
    upstream, turned = as_volumes(upstream), flip(kernel)
    if is_grid:
        turned = turned[..., np.newaxis, np.newaxis]
    kernel_size, maps = kernel.shape[:2], upstream.shape[1:3]
    strides = rows_and_columns("stride", stride, least=1)
    if image_size is None:
        image_size = _smallest_image(kernel_size, maps, strides, padding)
    image_size = rows_and_columns("image_size", image_size, least=1)
    strides, paddings = _layout(image_size, kernel_size, maps, stride, padding)
    spread = spread_out(upstream, strides)
    full = conv2d(spread, turned.transpose(0, 1, 3, 2), padding="full")  # the filters are its input channels
    gradient = np.zeros((len(full), *image_size, full.shape[3]), full.dtype)
    (top, _), (left, _) = paddings
    reached = full[:, top : top + image_size[0], left : left + image_size[1]]
    gradient[:, : reached.shape[1], : reached.shape[2]] = reached
    return gradient[0, ..., 0] if is_grid else gradient


def spread_out(upstream, stride):
    """Return an upstream gradient with `stride - 1` zeros between its rows and its columns.

    Parameters
    ----------
    upstream : array_like, (rows, columns) or (N, rows, columns, F)
    stride : int or (rows, columns)

    Returns
    -------
    ndarray

    Examples
    --------
    >>> spread_out([[1, -1], [0, 2]], 2)
    array([[ 1,  0, -1],
           [ 0,  0,  0],
           [ 0,  0,  2]])
    """
    upstream = numeric_array("the upstream gradient", upstream, MAPS)
    down, across = rows_and_columns("stride", stride, least=1)
    is_grid = upstream.ndim == 2
    upstream = as_volumes(upstream)
    count, rows, columns, filters = upstream.shape
    spread = np.zeros((count, (rows - 1) * down + 1, (columns - 1) * across + 1, filters), upstream.dtype)
    spread[:, ::down, ::across] = upstream
    return spread[0, ..., 0] if is_grid else spread


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
        If there is not one label for each row, or a label is not a class.

    Notes
    -----
    The gradient is (probabilities − one_hot(labels)) / N.

    Examples
    --------
    >>> loss, gradient = cross_entropy([[0.0, 0.0]], [1])
    >>> print(round(float(loss), 4), gradient)
    0.6931 [[ 0.5 -0.5]]
    """
    scores = floating_array("scores", scores, {2: "(rows, classes)"})
    if 0 in scores.shape:
        raise ValueError(
            f"scores must have at least one row and one class, but their shape is {scores.shape}."
        )
    labels = class_labels("labels", labels, *scores.shape)
    places = np.arange(len(scores)), labels
    above = scores - scores.max(axis=1, keepdims=True)  # keeps exp from overflowing
    with np.errstate(under="ignore"):  # far below the largest score, the probability is 0
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


def relative_error(one, other):
    """Return the largest difference of two gradients, as a share of their largest slope.

    Parameters
    ----------
    one, other : array_like
        Of the same shape.

    Returns
    -------
    float
        0 if both contain only zeros.

    Examples
    --------
    >>> relative_error([2.0, -4.0], [2.0, -5.0])
    0.2
    """
    one, other = np.asarray(one, float), np.asarray(other, float)
    if one.shape != other.shape:
        raise ValueError(f"The gradients differ in shape: {one.shape} and {other.shape}.")
    largest = max(np.abs(one).max(initial=0), np.abs(other).max(initial=0))
    return float(np.abs(one - other).max() / largest) if largest else 0.0


def _layout(image_size, kernel_size, maps, stride, padding):
    """Return the strides and the zeros on each side, or raise if they do not give maps of this size."""
    strides = rows_and_columns("stride", stride, least=1)
    by_axis = padding_by_axis(padding)
    paddings, sizes = [], []
    for n, k, step, amount in zip(image_size, kernel_size, strides, by_axis, strict=True):
        sizes.append(output_size(n, k, stride=step, padding=amount))
        paddings.append(axis_padding(n, k, stride=step, padding=amount))
    if tuple(sizes) != tuple(maps):
        raise ValueError(
            f"An image of {tuple(image_size)} gives feature maps of {tuple(sizes)} with these settings, "
            f"but the upstream gradient has {tuple(maps)}."
        )
    return strides, tuple(paddings)


def _smallest_image(kernel_size, maps, strides, padding):
    sizes = []
    for k, m, step, amount in zip(kernel_size, maps, strides, padding_by_axis(padding), strict=True):
        if isinstance(amount, str) and amount == "same":
            sizes.append(m * step)
        else:
            padded = (m - 1) * step + k
            sizes.append(padded - sum(axis_padding(padded, k, stride=step, padding=amount)))
    return tuple(sizes)

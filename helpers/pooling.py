"""Pooling: a window slides over each channel and reduces what it covers to one number."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers.arguments import IMAGES, as_volumes, numeric_array, one_of, rows_and_columns
from helpers.shapes import axis_padding, output_size


def pool2d(image, size=2, *, stride=None, padding="valid", mode="max"):
    """Summarise every window of every channel by its maximum or its average.

    Parameters
    ----------
    image : array_like, (H, W), (H, W, C) or (N, H, W, C)
    size : int or (rows, columns)
        Of the window.
    stride : int or (rows, columns), optional
        Pixels from one window to the next; the window's size unless given.
    padding : "valid" or "same"
        Cells that "same" adds never win a maximum and never count in an average, as in Keras.
    mode : "max" or "average"

    Returns
    -------
    ndarray
        With as many dimensions as `image`, and as many channels. A maximum keeps the dtype; an
        average of whole numbers is float64.

    Raises
    ------
    ValueError
        If the window does not fit, or a setting is not one of those above.
    TypeError
        If the image does not contain real numbers, or a size is not a whole number.

    Examples
    --------
    >>> pool2d([[1, 2, 0, 0], [3, 4, 0, 8]])
    array([[4, 8]])
    >>> pool2d([[1, 2, 0, 0], [3, 4, 0, 8]], mode="average")
    array([[2.5, 2. ]])
    """
    image = numeric_array("the image", image, IMAGES)
    size = rows_and_columns("size", size, least=1)
    stride = rows_and_columns("stride", size if stride is None else stride, least=1)
    one_of("padding", padding, ("valid", "same"))
    one_of("mode", mode, ("max", "average"))

    volumes = as_volumes(image)
    amounts = [(0, 0), (0, 0)]
    for axis in (0, 1):
        settings = {"stride": stride[axis], "padding": padding}
        output_size(volumes.shape[1 + axis], size[axis], **settings)  # raises where nothing fits
        amounts[axis] = axis_padding(volumes.shape[1 + axis], size[axis], **settings)

    if mode == "max":
        pooled = _windows(volumes, size, stride, amounts, fill=_lowest(image.dtype)).max(axis=(-2, -1))
    else:
        values = volumes if image.dtype.kind == "f" else volumes.astype(np.float64)
        sums = _windows(values, size, stride, amounts, fill=0).sum(axis=(-2, -1))
        # Summing ones in the same windows counts the real pixels in each window.
        ones = np.ones((1, *volumes.shape[1:3], 1), values.dtype)
        pooled = sums / _windows(ones, size, stride, amounts, fill=0).sum(axis=(-2, -1))
    pooled = pooled[..., 0] if image.ndim == 2 else pooled
    return pooled[0] if image.ndim < 4 else pooled


def _windows(volumes, size, stride, amounts, *, fill):
    """Return a view (N, rows, columns, C, window rows, window columns) of the padded volumes."""
    padded = np.pad(volumes, [(0, 0), *amounts, (0, 0)], constant_values=fill)
    return sliding_window_view(padded, size, axis=(1, 2))[:, :: stride[0], :: stride[1]]


def _lowest(dtype):
    """Return the smallest value of a dtype, which no pixel is below."""
    return -np.inf if dtype.kind == "f" else np.iinfo(dtype).min

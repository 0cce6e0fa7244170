"""Pooling: a window slides over each channel and reduces what it covers to one number."""

from functools import lru_cache

import numpy as np

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
    if mode == "max":
        pooled = _combine_windows(volumes, size, stride, padding, np.maximum)
    else:
        pooled = _average(volumes, size, stride, padding)
    pooled = pooled[..., 0] if image.ndim == 2 else pooled
    return pooled[0] if image.ndim < 4 else pooled


def _average(volumes, size, stride, padding):
    """Divide the sum of each window by the number of its real pixels."""
    result = volumes.dtype if volumes.dtype.kind == "f" else np.dtype(np.float64)
    # Sums of whole numbers could overflow, and those of float16 would be rounded to three digits.
    sums = volumes.astype(np.result_type(result, np.float32), copy=False)
    sums = _combine_windows(sums, size, stride, padding, np.add)
    rows, columns = (_real_pixels(volumes.shape[1 + a], size[a], stride[a], padding) for a in (0, 1))
    counts = np.multiply.outer(rows, columns)[..., np.newaxis]
    sums /= counts.astype(sums.dtype)
    return sums.astype(result, copy=False)


def _combine_windows(volumes, size, stride, padding, combine):
    """Combine what each window covers: first its rows, then its columns, so 3 + 3 cells instead of 3 · 3.

    Each step takes the same cell of all windows at once. The first step combines two cells into new memory,
    and the others add to it: a copy of the first cell would take a quarter more time.
    """
    for axis in (1, 2):
        (_, first), *others = _cells(volumes.shape[axis], size[axis - 1], stride[axis - 1], padding)
        before = (slice(None),) * axis
        pooled = volumes[(*before, first)]
        if (
            others and volumes[(*before, others[0][1])].shape == pooled.shape
        ):  # it has a pixel in every window
            second = volumes[(*before, others.pop(0)[1])]
            pooled = combine(pooled, second, out=np.empty(pooled.shape, pooled.dtype))
        else:
            pooled = pooled.copy()
        for windows, pixels in others:
            part = pooled[(*before, windows)]
            combine(part, volumes[(*before, pixels)], out=part)
        volumes = pooled
    return volumes


@lru_cache(maxsize=500)
def _cells(n, k, stride, padding):
    """Return for each cell of a window which windows have a pixel there, and those pixels, as slices.

    The first one is a cell that has a pixel in every window. The others have none in some windows that hang
    over the edge. The answer is kept, because finding it takes as long as pooling 28×28 pixels.
    """
    positions = output_size(n, k, stride=stride, padding=padding)  # raises where nothing fits
    before, _ = axis_padding(n, k, stride=stride, padding=padding)
    cells = []
    for cell in sorted(range(k), key=lambda cell: cell != before):
        shift = cell - before  # in window p, this cell is on pixel p * stride + shift
        first, last = max(0, -(shift // stride)), min(positions - 1, (n - 1 - shift) // stride)
        pixels = slice(first * stride + shift, last * stride + shift + 1, stride)
        cells.append((slice(first, last + 1), pixels))
    return cells


def _real_pixels(n, k, stride, padding):
    """Return how many pixels of an axis each window covers, without the cells of the padding."""
    before, _ = axis_padding(n, k, stride=stride, padding=padding)
    starts = np.arange(output_size(n, k, stride=stride, padding=padding)) * stride - before
    return np.minimum(starts + k, n) - np.maximum(starts, 0)

"""Convolution: a window slides over an image, and each position gives one sum of products.

What deep-learning libraries call convolution is cross-correlation: the kernel is not flipped.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers.arguments import IMAGES, WHOLE, as_volumes, numeric_array, rows_and_columns
from helpers.shapes import axis_padding, output_size

KERNELS = {2: "(rows, columns)", 4: "(rows, columns, channels, filters)"}
SIGNALS = {1: "(length,)", 2: "(length, channels)", 3: "(signals, length, channels)"}
SIGNAL_KERNELS = {1: "(length,)", 3: "(length, channels, filters)"}

BAND = 2**19  # bytes of the table of windows that is made at a time: they stay in the processor's cache
EXACT = 2**53  # up to here, float64 holds every whole number


def conv2d(image, kernel, bias=None, *, stride=1, padding="valid", dilation=1):
    """Slide a kernel over an image and return the sum of products at every position.

    Parameters
    ----------
    image : array_like, (H, W), (H, W, C) or (N, H, W, C)
        One grid, one image of C channels, or N images.
    kernel : array_like, (kh, kw) or (kh, kw, C, F)
        One kernel for a single channel, or F filters that each span all C channels.
    bias : float or array_like (F,), optional
        Added to every sum; one for each filter.
    stride : int or (rows, columns)
        Pixels from one position to the next.
    padding : "valid", "same", "full", int, (rows, columns) or ((top, bottom), (left, right))
        Zeros added around the image before the window slides.
    dilation : int or (rows, columns)
        Pixels from one kernel cell to the next.

    Returns
    -------
    ndarray
        Feature maps with as many dimensions as `image`, or one more (F) for an image (H, W) and a kernel
        (kh, kw, C, F). Whole numbers give int64, so that uint8 pixels never overflow; otherwise the dtype
        is that of the floats among image and kernel.

    Raises
    ------
    ValueError
        If shapes do not agree, the kernel does not fit or a setting is out of range.
    TypeError
        If image, kernel or bias do not contain real numbers, or a setting is not a whole number.

    Notes
    -----
    Cross-correlation, as in TensorFlow: out[r, c] = sum over i, j of
    image[r * stride + i * dilation, c * stride + j * dilation] * kernel[i, j] + bias.

    Examples
    --------
    >>> conv2d([[1, 2, 3], [4, 5, 6]], [[-1, 1]])
    array([[1, 1],
           [1, 1]])
    """
    volumes, weights, layout = _prepare(image, kernel, stride, padding, dilation)
    return layout.finish(_multiply_windows(volumes, weights, layout), bias)


def conv2d_loops(image, kernel, bias=None, *, stride=1, padding="valid", dilation=1):
    """Do what `conv2d` does, slowly, with the loops written out for reading.

    Parameters, result and errors are those of `conv2d`.

    Examples
    --------
    >>> conv2d_loops([[1, 2, 3], [4, 5, 6]], [[-1, 1]])
    array([[1, 1],
           [1, 1]])
    """
    volumes, weights, layout = _prepare(image, kernel, stride, padding, dilation)
    padded = [_padded(volume, layout.padding) for volume in volumes]
    kernel_rows, kernel_columns, channels, filters = weights.shape
    maps = np.zeros((len(volumes), *layout.size, filters), weights.dtype)
    for n, row, column, f in np.ndindex(maps.shape):
        top, left = row * layout.stride[0], column * layout.stride[1]
        for i in range(kernel_rows):
            for j in range(kernel_columns):
                for c in range(channels):
                    pixel = padded[n][top + i * layout.dilation[0], left + j * layout.dilation[1], c]
                    maps[n, row, column, f] += pixel * weights[i, j, c, f]
    return layout.finish(maps, bias)


def flip(kernel):
    """Return the kernel rotated by 180 degrees: rows and columns both reversed.

    ``conv2d(image, flip(kernel))`` is the convolution of mathematics and of `scipy.signal.convolve2d`.

    Parameters
    ----------
    kernel : array_like, (kh, kw) or (kh, kw, C, F)

    Returns
    -------
    ndarray
        Of the same shape; channels and filters keep their order.

    Examples
    --------
    >>> flip([[1, 2], [3, 4]])
    array([[4, 3],
           [2, 1]])
    """
    return numeric_array("the kernel", kernel, KERNELS)[::-1, ::-1]


def conv1d(signal, kernel, *, stride=1, padding="valid", dilation=1):
    """Slide a kernel along a signal and return the sum of products at every position.

    Parameters
    ----------
    signal : array_like, (L,), (L, C) or (N, L, C)
    kernel : array_like, (k,) or (k, C, F)
    stride, dilation : int
    padding : "valid", "same", "full", int or (before, after)

    Returns
    -------
    ndarray
        Dimensions and dtype as in `conv2d`: a signal is an image with a single column.

    Raises
    ------
    ValueError, TypeError
        As in `conv2d`.

    Examples
    --------
    >>> conv1d([2, 2, 5, 5], [-1, 1])
    array([0, 3, 0])
    """
    signal = numeric_array("the signal", signal, SIGNALS)
    kernel = numeric_array("the kernel", kernel, SIGNAL_KERNELS)
    if not isinstance(padding, str):
        padding = rows_and_columns("padding", padding, least=0), (0, 0)
    along = 2 if signal.ndim == 3 else 1
    column = signal[:, :, np.newaxis] if along == 2 else signal[:, np.newaxis]
    volumes, weights, layout = _prepare(column, kernel[:, np.newaxis], (stride, 1), padding, (dilation, 1))
    if len(volumes) == 1 and weights.size == len(weights) and dilation == 1:
        # For one row of numbers and one kernel, NumPy has a loop in C, which makes no table.
        padded = _padded(volumes[0], layout.padding)
        maps = np.correlate(padded.ravel(), weights.ravel())[::stride].reshape(1, -1, 1, 1)
    else:
        maps = _multiply_windows(volumes, weights, layout)
    return np.squeeze(layout.finish(maps), axis=along)


def _multiply_windows(volumes, weights, layout):
    """Write each window as a row of a table and each filter as a column, and multiply the two (im2col).

    The table is many times as large as the image, so it is made for a band of a few rows at a time, and
    multiplied while it is still in the processor's cache. Lesson 02 explains both. Only the rows that a band
    needs are padded, because a padded copy of a large image takes longer than its sums.
    """
    filters = weights.shape[3]
    columns = weights.reshape(-1, filters)
    maps = np.empty((len(volumes), *layout.size, filters), weights.dtype)
    numbers = layout.size[1] * len(columns)  # in the table of one row of positions
    rows = min(layout.size[0], max(1, BAND // (numbers * weights.itemsize)))
    memory = np.empty(rows * numbers, weights.dtype)  # for one table after the other: new memory is slow
    for volume, sums in zip(volumes, maps, strict=True):
        for top in range(0, layout.size[0], rows):
            band = sums[top : top + rows]
            windows = _windows(_band(volume, top, len(band), weights, layout), len(band), weights, layout)
            np.dot(_table(windows, memory), columns, out=band.reshape(-1, filters))
    return maps


def _band(volume, top, count, weights, layout):
    """Return the part of the padded image under the windows of `count` rows of positions from `top` on."""
    if count == layout.size[0]:
        return _padded(volume, layout.padding)
    (above, _), columns = layout.padding
    first = top * layout.stride[0] - above  # rows of the image; where it is negative, of the zeros above it
    height = (count - 1) * layout.stride[0] + (len(weights) - 1) * layout.dilation[0] + 1
    last = first + height
    zeros = min(height, max(0, -first)), min(height, max(0, last - len(volume)))
    return _padded(volume[max(0, first) : max(0, last)], (zeros, columns))


def _windows(padded, count, weights, layout):
    """Return a view (rows, columns, kernel rows, kernel columns, channels) of a padded band.

    This is `sliding_window_view` with stride and dilation, in a twentieth of its time: that function alone
    takes as long as convolving 28×28 pixels.
    """
    row, column, channel = padded.strides  # in bytes
    shape = (count, layout.size[1], *weights.shape[:3])
    down, right = row * layout.stride[0], column * layout.stride[1]
    within = row * layout.dilation[0], column * layout.dilation[1], channel
    return np.ndarray(shape, padded.dtype, padded, strides=(down, right, *within))


def _table(windows, memory):
    """Write windows (rows, columns, kernel rows, kernel columns, channels) as a table, one in each row."""
    positions = windows.shape[0] * windows.shape[1]
    by_weight = windows.shape[4] < 8
    if by_weight:
        # The pixels that one weight meets are neighbours in the image: copy them at once, weight by weight.
        windows = windows.transpose(2, 3, 4, 0, 1)
    table = memory[: windows.size].reshape(windows.shape)
    table[...] = windows
    return table.reshape(-1, positions).T if by_weight else table.reshape(positions, -1)


def _prepare(image, kernel, stride, padding, dilation):
    """Return the images (N, H, W, C), the weights (kh, kw, C, F), both of the dtype to sum in, and
    their layout; or raise what `conv2d` promises."""
    image = numeric_array("the image", image, IMAGES)
    kernel = numeric_array("the kernel", kernel, KERNELS)
    stride = rows_and_columns("stride", stride, least=1)
    dilation = rows_and_columns("dilation", dilation, least=1)
    # Only words are looked up: for a dictionary, 1, 1.0 and True are the same number.
    layout_of = _layout if isinstance(padding, str) else _layout.__wrapped__
    types = image.dtype, kernel.dtype
    layout = layout_of(image.shape, kernel.shape, types, stride, padding_by_axis(padding), dilation)

    dtype = _whole_dtype(image, kernel) if layout.dtype == np.int64 else layout.dtype
    dtype = np.dtype(np.float32) if dtype == np.float16 else dtype
    volumes = np.ascontiguousarray(as_volumes(image), dtype)
    weights = kernel.reshape(kernel.shape + (1, 1) * (kernel.ndim == 2))
    return volumes, weights.astype(dtype, copy=False), layout


@dataclass(frozen=True)
class _Layout:
    """Where the windows are on the padded image, and which dtype and dimensions the result has."""

    size: tuple
    stride: tuple
    dilation: tuple
    padding: list
    dtype: np.dtype
    drop_images: bool
    drop_filters: bool

    def finish(self, maps, bias=None):
        """Add the bias, and drop the dimensions that the caller's arrays do not have."""
        maps = maps.astype(self.dtype, copy=False)
        if bias is not None:
            maps = maps + _bias_array(bias, maps.dtype, filters=maps.shape[3])
        if self.drop_filters:
            maps = maps[..., 0]
        return maps[0] if self.drop_images else maps


@lru_cache(maxsize=500)
def _layout(image_shape, kernel_shape, types, stride, by_axis, dilation):
    """Return the layout that follows from shapes and settings; kept, because finding it takes longer than
    convolving 28×28 pixels."""
    image_size = image_shape[-3:-1] if len(image_shape) > 2 else image_shape
    _check_channels(image_shape, kernel_shape)
    axes = list(zip(image_size, kernel_shape[:2], stride, dilation, by_axis, strict=True))
    amounts = [axis_padding(n, k, stride=s, padding=p, dilation=d) for n, k, s, d, p in axes]
    floats = [dtype for dtype in types if dtype.kind == "f"]
    return _Layout(
        size=tuple(output_size(n, k, stride=s, padding=p, dilation=d) for n, k, s, d, p in axes),
        stride=stride,
        dilation=dilation,
        padding=amounts,
        dtype=np.result_type(*floats) if floats else np.dtype(np.int64),
        drop_images=len(image_shape) < 4,
        drop_filters=len(image_shape) == len(kernel_shape) == 2,
    )


def _padded(volume, padding):
    """Return one image (H, W, C) with zeros around it: `np.pad` in a tenth of its time on small images."""
    rows, columns = padding
    if not any(rows + columns):
        return volume
    height, width, channels = volume.shape
    padded = np.zeros((height + sum(rows), width + sum(columns), channels), volume.dtype)
    padded[rows[0] : rows[0] + height, columns[0] : columns[0] + width] = volume
    return padded


def padding_by_axis(padding):
    """Return the padding of the rows and that of the columns, each in the form that `output_size` takes."""
    if isinstance(padding, (tuple, list)) and len(padding) == 2:
        return tuple((p, p) if isinstance(p, WHOLE) else p for p in padding)
    if isinstance(padding, (tuple, list)):
        raise ValueError(
            f"padding must be one number, (rows, columns) or ((top, bottom), (left, right)), "
            f"but is {padding!r}."
        )
    return padding, padding


def _check_channels(image_shape, kernel_shape):
    channels = image_shape[-1] if len(image_shape) > 2 else 1
    wanted = kernel_shape[2] if len(kernel_shape) > 2 else 1
    if channels == wanted and channels > 0:
        return
    advice = (
        "Give a kernel of shape (rows, columns, channels, filters), or convolve one channel: image[..., 0]."
        if len(kernel_shape) == 2
        else f"The kernel's third dimension must be {channels}."
    )
    raise ValueError(
        f"The image {image_shape} has {channels} channels, but the kernel {kernel_shape} spans {wanted}. "
        + advice
    )


def _whole_dtype(image, kernel):
    """Return a dtype in which sums of these whole numbers are exact; refuse numbers too large for any.

    It is float64 wherever possible, because processors multiply tables of floats many times faster.
    """
    if not image.size or not kernel.size:
        return np.dtype(np.float64)
    brightest = max(abs(int(image.min())), abs(int(image.max())))
    heaviest = max(abs(int(kernel.min())), abs(int(kernel.max())))
    largest = brightest * heaviest * kernel.size
    if largest > np.iinfo(np.int64).max:
        raise ValueError(
            f"Pixels up to {brightest} and weights up to {heaviest} can sum to more than a whole number "
            "holds. Convert the image first: image.astype(float)."
        )
    return np.dtype(np.float64 if max(largest, brightest, heaviest) <= EXACT else np.int64)


def _bias_array(bias, dtype, *, filters):
    bias = numeric_array("the bias", bias, {0: "()", 1: "(filters,)"})
    if bias.ndim == 1 and len(bias) != filters:
        raise ValueError(
            f"The bias must be one number or {filters}, one for each filter, but has {len(bias)}."
        )
    # A bias never turns float32 into float64, but a fraction added to whole numbers gives floats.
    keeps = dtype.kind == "f" or bias.dtype.kind in "iu"
    return bias.astype(dtype if keeps else np.float64)

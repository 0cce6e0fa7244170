"""Convolution: a window slides over an image, and each position gives one sum of products.

What deep-learning libraries call convolution is cross-correlation: the kernel is not flipped.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers.arguments import IMAGES, WHOLE, as_volumes, numeric_array, rows_and_columns
from helpers.shapes import axis_padding, kernel_reach, output_size

KERNELS = {2: "(rows, columns)", 4: "(rows, columns, channels, filters)"}
SIGNALS = {1: "(length,)", 2: "(length, channels)", 3: "(signals, length, channels)"}
SIGNAL_KERNELS = {1: "(length,)", 3: "(length, channels, filters)"}


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
    padded, weights, layout = _prepare(image, kernel, stride, padding, dilation)
    maps = np.empty((len(padded), *layout.size, weights.shape[3]), weights.dtype)
    for number, volume in enumerate(padded):
        _slide(volume, weights, layout, maps[number])
    return layout.finish(maps, bias)


def conv2d_loops(image, kernel, bias=None, *, stride=1, padding="valid", dilation=1):
    """Do what `conv2d` does, with the loops written out to be read. Slow.

    Parameters, result and errors are those of `conv2d`.

    Examples
    --------
    >>> conv2d_loops([[1, 2, 3], [4, 5, 6]], [[-1, 1]])
    array([[1, 1],
           [1, 1]])
    """
    padded, weights, layout = _prepare(image, kernel, stride, padding, dilation)
    kernel_rows, kernel_columns, channels, filters = weights.shape
    maps = np.zeros((len(padded), *layout.size, filters), weights.dtype)
    for n, row, column, f in np.ndindex(maps.shape):
        top, left = row * layout.stride[0], column * layout.stride[1]
        for i in range(kernel_rows):
            for j in range(kernel_columns):
                for c in range(channels):
                    pixel = padded[n, top + i * layout.dilation[0], left + j * layout.dilation[1], c]
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
        Dimensions and dtype as in `conv2d`: a signal is an image with a single row.

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
        padding = ((0, 0), rows_and_columns("padding", padding, least=0))
    elif padding in ("same", "full"):
        padding = ((0, 0), axis_padding(signal.shape[-2 if signal.ndim > 1 else 0], kernel.shape[0],
                                        stride=stride, padding=padding, dilation=dilation))  # fmt: skip
    one_row = signal[:, np.newaxis] if signal.ndim == 3 else signal[np.newaxis]
    maps = conv2d(one_row, kernel[np.newaxis], stride=(1, stride), padding=padding, dilation=(1, dilation))
    return np.squeeze(maps, axis=1 if signal.ndim == 3 else 0)


@dataclass(frozen=True)
class _Layout:
    """Where the windows are on the padded image, and which dimensions the result has."""

    size: tuple
    stride: tuple
    dilation: tuple
    drop_images: bool
    drop_filters: bool

    def finish(self, maps, bias):
        """Add the bias, and drop the dimensions that the caller's arrays do not have."""
        if bias is not None:
            maps = maps + _bias_array(bias, maps.dtype, filters=maps.shape[3])
        if self.drop_filters:
            maps = maps[..., 0]
        return maps[0] if self.drop_images else maps


def _slide(volume, weights, layout, maps):
    """Write the feature maps (rows, columns, filters) of one padded image (H, W, channels)."""
    if weights.shape[2:] == (1, 1) or weights.dtype == np.int64:
        _sum_shifted_views(volume, weights, layout, maps)
    else:
        _multiply_windows(volume, weights, layout, maps)


def _multiply_windows(volume, weights, layout, maps):
    """Write every window as a row of a matrix and every filter as a column: one matrix product (im2col)."""
    effective = [kernel_reach(k, d) for k, d in zip(weights.shape[:2], layout.dilation, strict=True)]
    windows = sliding_window_view(volume, effective, axis=(0, 1))[:: layout.stride[0], :: layout.stride[1]]
    windows = windows[..., :: layout.dilation[0], :: layout.dilation[1]]
    rows = windows.transpose(0, 1, 3, 4, 2).reshape(layout.size[0] * layout.size[1], -1)
    filters = weights.shape[3]
    columns = weights.reshape(rows.shape[1], filters)
    np.matmul(rows, columns, out=maps.reshape(len(rows), filters))


def _sum_shifted_views(volume, weights, layout, maps):
    """Add one product of whole shifted images for each kernel cell.

    Faster than a matrix product for a single channel, and for whole numbers, which BLAS does not multiply.
    """
    maps[...] = 0
    products = np.empty_like(maps)  # reused for each cell: new memory would cost more than the sums
    multiply = np.multiply if weights.shape[2] == 1 else np.matmul
    for i, j in np.ndindex(weights.shape[:2]):
        multiply(
            volume[_pixels_under(i, 0, layout), _pixels_under(j, 1, layout)], weights[i, j], out=products
        )
        maps += products


def _pixels_under(cell, axis, layout):
    """Return the slice of pixels that one kernel cell covers along an axis, in all positions."""
    first = cell * layout.dilation[axis]
    return slice(first, first + (layout.size[axis] - 1) * layout.stride[axis] + 1, layout.stride[axis])


def _prepare(image, kernel, stride, padding, dilation):
    """Return the padded images (N, H, W, C), the weights (kh, kw, C, F), both of the result's
    dtype, and their layout; or raise what `conv2d` promises."""
    image = numeric_array("the image", image, IMAGES)
    kernel = numeric_array("the kernel", kernel, KERNELS)
    stride = rows_and_columns("stride", stride, least=1)
    dilation = rows_and_columns("dilation", dilation, least=1)

    volumes = as_volumes(image)
    weights = kernel.reshape(kernel.shape + (1, 1) * (kernel.ndim == 2))
    _check_channels(image, kernel, channels=volumes.shape[3], wanted=weights.shape[2])

    by_axis = padding_by_axis(padding)
    sizes = list(zip(volumes.shape[1:3], weights.shape[:2], stride, dilation, by_axis, strict=True))
    amounts = [axis_padding(n, k, stride=s, padding=p, dilation=d) for n, k, s, d, p in sizes]
    layout = _Layout(
        size=tuple(output_size(n, k, stride=s, padding=p, dilation=d) for n, k, s, d, p in sizes),
        stride=stride,
        dilation=dilation,
        drop_images=image.ndim < 4,
        drop_filters=image.ndim == 2 and kernel.ndim == 2,
    )
    dtype = _result_dtype(image, kernel)
    if dtype == np.int64:
        _check_whole_sums(image, kernel)
    padded = _pad_with_zeros(volumes.astype(dtype, copy=False), *amounts)
    return padded, weights.astype(dtype, copy=False), layout


def _pad_with_zeros(volumes, rows, columns):
    """Pad as `np.pad` does, but in a tenth of its time on the small images of the lessons."""
    if not any(rows + columns):
        return volumes
    count, height, width, channels = volumes.shape
    padded = np.zeros((count, height + sum(rows), width + sum(columns), channels), volumes.dtype)
    padded[:, rows[0] : rows[0] + height, columns[0] : columns[0] + width] = volumes
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


def _check_channels(image, kernel, *, channels, wanted):
    if channels == wanted and channels > 0:
        return
    advice = (
        "Give a kernel of shape (rows, columns, channels, filters), or convolve one channel: image[..., 0]."
        if kernel.ndim == 2
        else f"The kernel's third dimension must be {channels}."
    )
    raise ValueError(
        f"The image {image.shape} has {channels} channels, but the kernel {kernel.shape} spans {wanted}. "
        + advice
    )


def _result_dtype(image, kernel):
    """Return int64 for whole numbers, otherwise the dtype of the floats."""
    floats = [array.dtype for array in (image, kernel) if array.dtype.kind == "f"]
    return np.result_type(*floats) if floats else np.dtype(np.int64)


def _check_whole_sums(image, kernel):
    """Refuse whole numbers so large that a sum could overflow int64."""
    if not image.size or not kernel.size:
        return
    brightest = max(abs(int(image.min())), abs(int(image.max())))
    heaviest = max(abs(int(kernel.min())), abs(int(kernel.max())))
    if brightest * heaviest * kernel.size > np.iinfo(np.int64).max:
        raise ValueError(
            f"Pixels up to {brightest} and weights up to {heaviest} can sum to more than a whole number "
            "holds. Convert the image first: image.astype(float)."
        )


def _bias_array(bias, dtype, *, filters):
    bias = numeric_array("the bias", bias, {0: "()", 1: "(filters,)"})
    if bias.ndim == 1 and len(bias) != filters:
        raise ValueError(
            f"The bias must be one number or {filters}, one for each filter, but has {len(bias)}."
        )
    # A bias never turns float32 into float64, but a fraction added to whole numbers gives floats.
    keeps = dtype.kind == "f" or bias.dtype.kind in "iu"
    return bias.astype(dtype if keeps else np.float64)

"""The stacks of layers that a ReceptiveFieldExplorer draws: the choices, their names and limits."""

import numpy as np

from helpers.arguments import rows_and_columns
from helpers.convolution import conv2d
from helpers.shapes import Conv, Pool, _window_settings, trace
from helpers.widgets.shared.limits import LARGEST_PADDED, MOST_STACKED_LAYERS

# Stacks to choose from on the page, each with the size of its input.
STACKS = {
    "course network": ([Conv(64), Pool(), Conv(64), Pool()], 28),
    "with same padding": ([Conv(16, padding="same"), Pool(), Conv(32, padding="same"), Pool()], 28),
    "LeNet-5": ([Conv(6, 5), Pool(), Conv(16, 5), Pool(), Conv(120, 5)], 32),
    "three 3 × 3 in a row": ([Conv(8), Conv(8), Conv(8)], 16),
    "strides of 2": ([Conv(8, stride=2), Conv(8, stride=2), Conv(8, stride=2)], 31),
    "dilations 1, 2, 4": ([Conv(8), Conv(8, dilation=2), Conv(8, dilation=4)], 24),
    "one dilation of 4": ([Conv(8, dilation=4)], 16),
}


def checked(layers, input_shape):
    """Return a stack and its input shape, or raise a sentence that says why it cannot be drawn."""
    shape = rows_and_columns("input_shape", input_shape, least=1)
    if not 1 <= len(layers) <= MOST_STACKED_LAYERS:
        raise ValueError(
            f"The explorer draws 1 to {MOST_STACKED_LAYERS} layers, but {len(layers)} were given."
        )
    for layer in layers:
        _window_settings(layer)  # raises where it is neither Conv nor Pool
    sides = [side for traced in trace(layers, (*shape, 1)) for side in traced.shape[:2]]
    if max(*shape, *sides) > LARGEST_PADDED:
        raise ValueError(
            f"The explorer draws grids of up to {LARGEST_PADDED} cells on a side, but one here has "
            f"{max(*shape, *sides)}: choose a smaller input_shape."
        )
    return list(layers), shape


def for_page(name, layers, shape):
    """Return a stack as the page reads it."""
    described = []
    for position, layer in enumerate(layers, start=1):
        kernel, stride, dilation = (list(setting) for setting in _window_settings(layer))
        described.append(
            {
                "name": layer_name(layers, position), "kernel": kernel, "stride": stride,
                "dilation": dilation, "padding": layer.padding,
            }
        )  # fmt: skip
    return {"name": name, "input": list(shape), "layers": described}


def layer_name(layers, position):
    """Return the name of a layer, numbered among those of its kind: conv 1, pool 1, conv 2."""
    if position == 0:
        return "input"
    kind = type(layers[position - 1])
    return f"{kind.__name__.lower()} {sum(type(layer) is kind for layer in layers[:position])}"


def fitted(image, shape):
    """Return an image with another number of rows and columns; each new pixel averages what it covers.

    Examples
    --------
    >>> fitted([[0, 4], [8, 12]], (1, 2))
    array([[4., 8.]])
    """
    down, along = (_shares(old, new) for old, new in zip(np.shape(image), shape, strict=True))
    return down @ np.asarray(image, float) @ along.T


def _shares(old, new):
    """Return how much of each new pixel along an axis overlaps each old one."""
    edges = np.arange(new + 1)[:, np.newaxis] * old / new
    starts = np.arange(old)
    covered = np.minimum(edges[1:], starts + 1) - np.maximum(edges[:-1], starts)
    return np.maximum(covered, 0) * new / old


def averages(layers, image):
    """Return what is behind each grid: the image, then the average of the pixels that each cell sees.

    A pixel counts as often as there are paths from it to the cell; padding does not count.
    """
    sums, paths = np.asarray(image, float), np.ones(np.shape(image))
    found = [sums]
    for layer in layers:
        size, stride, dilation = _window_settings(layer)
        padding = (layer.padding,) * 2 if isinstance(layer.padding, tuple) else layer.padding
        sums, paths = (
            conv2d(grid, np.ones(size), stride=stride, padding=padding, dilation=dilation)
            for grid in (sums, paths)
        )
        found.append(np.divide(sums, paths, out=np.zeros(paths.shape), where=paths > 0))
    return found

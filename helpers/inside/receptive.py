"""What one cell sees: its region of the image, by arithmetic, by experiment, and cut out of real images."""

import numpy as np

from helpers.inside.layers import BATCH, IN_PLACE, map_layers, maps_of
from helpers.shapes import Conv, Pool, _window_settings, axis_padding, kernel_reach, trace


def stack_of(model, layer=None):
    """Return a model's convolutions and pooling layers as `Conv` and `Pool`, up to and including a layer.

    Parameters
    ----------
    model : keras.Model
        Its layers form a chain.
    layer : keras.Layer, optional
        The last one to count. By default the last that makes feature maps.

    Returns
    -------
    list of Conv and Pool

    Raises
    ------
    TypeError
        If one of these layers is of a kind that this function does not know.
    """
    last = layer or map_layers(model)[-1]
    found = []
    for one in model.layers[: model.layers.index(last) + 1]:
        kind = type(one).__name__
        if kind == "Conv2D":
            found.append(Conv(one.filters, one.kernel_size, one.strides, one.padding, one.dilation_rate))
        elif kind in ("MaxPooling2D", "AveragePooling2D"):
            found.append(Pool(one.pool_size, one.strides, one.padding))
        elif kind not in IN_PLACE:
            raise TypeError(f"What a cell sees through a layer {kind} is not known to this function.")
    return found


def region(layers, cell, input_shape=(28, 28)):
    """Return which pixels of the image one cell depends on: the place of its receptive field.

    Parameters
    ----------
    layers : sequence of Conv and Pool
        From the image to the cell.
    cell : (row, column)
        In the output of the last layer.
    input_shape : (rows, columns)
        Of the image; the padding depends on it.

    Returns
    -------
    tuple of slice
        Rows and columns, without the end. With padding, a region may begin below 0 or end beyond the image:
        that part of it is padding.

    Raises
    ------
    ValueError
        If there is no such cell.

    Notes
    -----
    From the last layer back to the first, start = start * stride - padding before, and
    end = (end - 1) * stride - padding before + effective kernel size (Araujo, Norris and Sim, 2019,
    "Computing receptive fields of convolutional neural networks").

    Examples
    --------
    >>> region([Conv(64), Pool(), Conv(64), Pool()], (0, 1))
    (slice(0, 10, None), slice(4, 14, None))
    """
    shapes = [(*input_shape, 1), *(row.shape for row in trace(layers, (*input_shape, 1)))]
    for axis, name in enumerate(("row", "column")):
        if not 0 <= cell[axis] < shapes[-1][axis]:
            raise ValueError(
                f"{name} must be from 0 to {shapes[-1][axis] - 1} in the last layer, but is {cell[axis]}."
            )
    return tuple(_span(layers, shapes, cell[axis], axis) for axis in (0, 1))


def _span(layers, shapes, position, axis):
    """Return the slice of one axis of the image that a position after the last layer depends on."""
    start, end = position, position + 1
    for layer, shape in zip(reversed(layers), reversed(shapes[:-1]), strict=True):
        kernel, stride, dilation = (setting[axis] for setting in _window_settings(layer))
        before, _ = axis_padding(shape[axis], kernel, stride=stride, padding=layer.padding, dilation=dilation)
        start = start * stride - before
        end = (end - 1) * stride - before + kernel_reach(kernel, dilation)
    return slice(int(start), int(end))


def perturbed_pixels(respond, shape=(28, 28), *, change=255):
    """Return which pixels a number depends on, found by changing one pixel after another.

    Parameters
    ----------
    respond : callable
        Takes images, (N, rows, columns), and returns one number for each of them.
    shape : (rows, columns)
        Of the images.
    change : float
        The value that a pixel of a black image is changed to.

    Returns
    -------
    ndarray of bool, (rows, columns)
    """
    black = np.zeros((1, *shape), np.float32)
    changed = np.repeat(black, shape[0] * shape[1], axis=0)
    places = np.arange(len(changed))
    changed[places, places // shape[1], places % shape[1]] = change
    starts = range(0, len(changed), BATCH)
    responses = np.concatenate([np.asarray(respond(changed[start : start + BATCH])) for start in starts])
    return (responses != np.asarray(respond(black))).reshape(shape)


def strongest_patches(model, layer, number, images, count=8):
    """Return the patches of images to which one feature map of a layer responds most strongly.

    Parameters
    ----------
    model : keras.Model
        Its layers form a chain.
    layer : keras.Layer
    number : int
        Which of the layer's maps.
    images : ndarray, (N, rows, columns)
    count : int
        Patches, each from a different image.

    Returns
    -------
    patches : ndarray, (count, rows, columns)
        Exactly what the cell sees. Where it sees padding, the patch is 0, which is drawn black; in a network
        whose pixels are centred on 0 first, the padding is the mean grey instead.
    responses : ndarray of float64, (count,)
        The strongest first.
    places : list of (image, row, column)
        The image, and the cell in the map.
    """
    stack = stack_of(model, layer)
    best, cells = [], []
    for start in range(0, len(images), BATCH):
        maps = maps_of(model, layer, images[start : start + BATCH])[..., number]
        flat = maps.reshape(len(maps), -1)
        cells += [np.unravel_index(place, maps.shape[1:]) for place in flat.argmax(axis=1)]
        best += flat.max(axis=1).tolist()
    chosen = np.argsort(best, kind="stable")[::-1][:count]
    places = [(int(image), *(int(part) for part in cells[image])) for image in chosen]
    patches = np.stack([cut(images[image], region(stack, cell, images.shape[1:])) for image, *cell in places])
    return patches, np.array(best)[chosen], places


def cut(image, spans):
    """Return a region of an image, with 0 where it goes beyond the edge.

    Parameters
    ----------
    image : array_like, (rows, columns)
    spans : (slice, slice)
        Rows and columns, as `region` returns them.

    Returns
    -------
    ndarray, (rows, columns) of the region

    Examples
    --------
    >>> cut(np.arange(9).reshape(3, 3), (slice(-1, 1), slice(1, 3)))
    array([[0, 0],
           [1, 2]])
    """
    image = np.asarray(image)
    margins = [
        (max(-span.start, 0), max(span.stop - n, 0)) for span, n in zip(spans, image.shape, strict=True)
    ]
    padded = np.pad(image, margins)
    rows, columns = (
        slice(span.start + before, span.stop + before)
        for span, (before, _) in zip(spans, margins, strict=True)
    )
    return padded[rows, columns]

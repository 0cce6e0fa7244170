"""Run a network layer by layer, and read its feature maps and its predictions."""

import numpy as np

from helpers.arguments import class_labels, numeric_array

BATCH = 250  # images at a time: fast enough, and it fits into a small machine's memory
# Layers that leave each cell where it is, so they do not change which pixels it depends on.
IN_PLACE = (
    "Activation", "AlphaDropout", "BatchNormalization", "Dropout", "GaussianNoise", "InputLayer",
    "LeakyReLU", "Normalization", "RandomBrightness", "RandomContrast", "RandomFlip", "RandomRotation",
    "RandomTranslation", "RandomZoom", "ReLU", "Rescaling", "SpatialDropout2D",
)  # fmt: skip
# Those among them that change the maps outside training as well.
ACTIVE_IN_PLACE = ("Activation", "BatchNormalization", "LeakyReLU", "ReLU")
FAMILIES = {"Conv2D": "conv", "SeparableConv2D": "conv", "MaxPooling2D": "pool", "AveragePooling2D": "pool"}


def map_layers(model):
    """Return the layers that make feature maps: the convolutions, and what follows them on the grid.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    list of keras.Layer
        Without the layers that act only in training, such as dropout.
    """
    found = []
    for layer in model.layers:
        on_grid = len(layer.output.shape) == 4
        kind = type(layer).__name__
        idle = kind in IN_PLACE and kind not in ACTIVE_IN_PLACE
        if on_grid and not idle and (found or kind == "Conv2D"):
            found.append(layer)
    return found


def short_names(model):
    """Return short names of the layers that make feature maps: conv 1, pool 1, conv 2.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    dict
        From the name that Keras gave to a layer to its family and number: ``{"conv2d_4": "conv 1"}``.
    """
    layers = map_layers(model)
    families = [FAMILIES.get(type(layer).__name__, type(layer).__name__) for layer in layers]
    return {
        layer.name: f"{family} {families[:place].count(family)}"
        for place, (layer, family) in enumerate(zip(layers, families, strict=True), start=1)
    }


def walk(model, batch):
    """Run a batch of images through a model, layer by layer.

    The layers are called one after the other. A new `keras.Model` from `model.inputs` to `layer.output` would
    be shorter, but in a Sequential model loaded from a file the outputs of the layers are not always
    connected, and then there is no gradient between them.

    Parameters
    ----------
    model : keras.Model
        Its layers form a chain.
    batch : array_like, (N, rows, columns, 1)

    Yields
    ------
    layer : keras.Layer
    output : tensor
        The output of that layer, as it is outside training.
    """
    for layer in model.layers:
        if type(layer).__name__ != "InputLayer":
            batch = layer(batch, training=False)
            yield layer, batch


def maps_of(model, layer, images):
    """Return the output of one layer for one image or many.

    Parameters
    ----------
    model : keras.Model
        Its layers form a chain.
    layer : keras.Layer
        One of the model's layers.
    images : array_like
        As in `as_batch`.

    Returns
    -------
    ndarray of float32, (N, rows, columns, maps)

    Raises
    ------
    ValueError
        If the layer is not one of the model's.
    """
    for one, maps in walk(model, as_batch(images)):
        if one is layer:
            return np.asarray(maps)
    raise ValueError(f"The model has no layer {layer.name!r}.")


def as_batch(images):
    """Return one image or many as a batch of grey images.

    Parameters
    ----------
    images : array_like, (rows, columns), (rows, columns, 1), (N, rows, columns) or (N, rows, columns, 1)

    Returns
    -------
    ndarray of float32, (N, rows, columns, 1)

    Examples
    --------
    >>> as_batch(np.zeros((28, 28), np.uint8)).shape
    (1, 28, 28, 1)
    """
    images = np.asarray(images)
    if images.ndim == 2 or (images.ndim == 3 and images.shape[-1] == 1):
        images = images[np.newaxis]
    images = images[..., np.newaxis] if images.ndim == 3 else images
    return images.astype(np.float32)


def feature_maps(model, image):
    """Return the feature maps of each layer for one image.

    Parameters
    ----------
    model : keras.Model
        Its layers form a chain.
    image : array_like, (rows, columns)
        Pixels as they are stored, from 0 to 255.

    Returns
    -------
    dict
        From the short name of a layer, such as "conv 1", to its maps, (rows, columns, maps), in the order of
        the layers.
    """
    names = short_names(model)
    return {
        names[layer.name]: np.asarray(maps)[0]
        for layer, maps in walk(model, as_batch(image))
        if layer.name in names
    }


def probabilities(model, images):
    """Return the probabilities of the classes for one image or many.

    Parameters
    ----------
    model : keras.Model
    images : array_like, (rows, columns) or (N, rows, columns)

    Returns
    -------
    ndarray of float32, (classes,) or (N, classes)
    """
    batch = as_batch(images)
    parts = [
        np.asarray(model(batch[start : start + BATCH], training=False))
        for start in range(0, len(batch), BATCH)
    ]
    found = np.concatenate(parts)
    return found[0] if np.ndim(images) == 2 else found


def accuracy(model, images, labels):
    """Return the share of images that a model classifies correctly.

    Parameters
    ----------
    model : keras.Model
    images : array_like, (N, rows, columns)
    labels : array_like of int, (N,)

    Returns
    -------
    float
        From 0 to 1.
    """
    images = numeric_array("images", images, {3: "(images, rows, columns)"})
    labels = class_labels("labels", labels, len(images))
    return float((probabilities(model, images).argmax(axis=1) == labels).mean())

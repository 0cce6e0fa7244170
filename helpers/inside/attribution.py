"""Which pixels a prediction depends on: occlusion, Grad-CAM, and how to test such maps."""

import numpy as np

from helpers.inside.changes import cover
from helpers.inside.layers import maps_of, probabilities


def occlusion_map(model, image, label, *, size=7, step=1, grey=0, odds=False):
    """Return how much the probability of a class falls when a square covers each part of an image.

    Parameters
    ----------
    model : keras.Model
    image : array_like, (rows, columns)
    label : int
        Of the class.
    size : int
        Side of the square in pixels. Its centre goes from pixel to pixel.
    step : int
        Pixels from one position of the square to the next. With 2 the map takes a quarter of the time, and
        the four pixels of a block share one value.
    grey : int
        The pixel value of the square.
    odds : bool
        Whether to measure in log-odds, ln(p / (1 − p)), where a fall from 0.9999 to 0.99 is as large as one
        from 0.9 to 0.08.

    Returns
    -------
    ndarray of float64, (rows, columns)
        Large where the prediction depends on what is there. Negative where covering it helps.

    Notes
    -----
    Zeiler and Fergus (2014), "Visualizing and understanding convolutional networks".
    """
    image = np.asarray(image)
    rows, columns = (range(step // 2, length + step // 2, step) for length in image.shape)
    corners = [(row - size // 2, column - size // 2) for row in rows for column in columns]
    covered = np.stack([cover(image, *corner, size, grey) for corner in corners])
    read = _log_odds if odds else np.asarray
    fall = read(probabilities(model, image)[label]) - read(probabilities(model, covered)[:, label])
    blocks = np.kron(fall.reshape(len(rows), len(columns)), np.ones((step, step)))
    return blocks[: image.shape[0], : image.shape[1]]


def _log_odds(share):
    """Return ln(p / (1 − p)) of probabilities, kept off 0 and 1, where it would be infinite."""
    share = np.clip(np.asarray(share, float), 1e-6, 1 - 1e-6)
    return np.log(share / (1 - share))


def scores(model, layer, maps):
    """Return the scores of the classes for the output of a layer: what goes into the final softmax.

    Parameters
    ----------
    model : keras.Model
        Its layers form a chain.
    layer : keras.Layer
    maps : tensor, (N, rows, columns, maps)
        The output of that layer.

    Returns
    -------
    tensor, (N, classes)
        If the network does not end in a softmax, its output.
    """
    from helpers.training import keras

    *between, last = model.layers[model.layers.index(layer) + 1 :]
    for one in between:
        maps = one(maps, training=False)
    if type(last).__name__ == "Softmax":
        return maps
    if getattr(last, "activation", None) is keras.activations.softmax and hasattr(last, "kernel"):
        return keras.ops.matmul(maps, last.kernel) + (last.bias if last.use_bias else 0)
    return last(maps, training=False)


def grad_cam(model, image, label, layer=None, *, average=True):
    """Return where a layer's feature maps are evidence for a class: Grad-CAM.

    The weight of a map is the mean gradient of the class's score with respect to its cells. The weighted maps
    are added up, and negative sums are set to 0. The score is taken before the softmax, because after it the
    gradients vanish where the network is sure.

    Parameters
    ----------
    model : keras.Model
        Its layers form a chain.
    image : array_like, (rows, columns)
    label : int
        Of the class.
    layer : keras.Layer, optional
        By default the last convolution.
    average : bool
        Whether a map has a single weight, its mean gradient. Otherwise each cell is multiplied by its own
        gradient, which suits networks that flatten their maps: there, a map may count for a class in one
        place and against it in another.

    Returns
    -------
    ndarray of float64, (rows, columns) of the image
        From 0 to about 1; all 0 where there is no evidence for the class.

    Notes
    -----
    Selvaraju et al. (2017), "Grad-CAM: Visual explanations from deep networks via gradient-based
    localization"; without the average, Draelos and Carin (2020), "Use HiResCAM instead of Grad-CAM for
    faithful explanations of convolutional neural networks".
    """
    from helpers.training import tf

    layer = layer or [one for one in model.layers if type(one).__name__ == "Conv2D"][-1]
    maps = tf.convert_to_tensor(maps_of(model, layer, image))
    with tf.GradientTape() as tape:
        tape.watch(maps)
        score = scores(model, layer, maps)[0, label]
    gradients = np.asarray(tape.gradient(score, maps))[0]
    weights = gradients.mean(axis=(0, 1)) if average else gradients
    weighted = np.maximum((np.asarray(maps)[0] * weights).sum(axis=-1), 0)
    return enlarged(weighted, np.shape(image)[:2]) / (weighted.max() or 1)


def fair_test(falls, heat, garment):
    """Return how much more covering the hottest place of a map costs than covering an average place.

    Parameters
    ----------
    falls : ndarray, (rows, columns)
        How much the probability falls when a square covers each place, as `occlusion_map` returns it.
    heat : ndarray, (rows, columns)
        The map to test.
    garment : ndarray of bool, (rows, columns)
        The places to average over. The background does not count: far from the garment, black covers black.

    Returns
    -------
    float
        Above 0 where the map points at a place that matters more than the average one.

    Examples
    --------
    >>> falls = np.array([[0.0, 0.5], [0.1, 0.3]])
    >>> fair_test(falls, np.array([[0, 9], [1, 2]]), falls > 0)
    0.2
    """
    hottest = np.unravel_index(np.argmax(heat), np.shape(heat))
    return round(float(falls[hottest] - falls[garment].mean()), 12)


def enlarged(grid, shape):
    """Return a small map at the size of the image, interpolated linearly, with its centre kept.

    Parameters
    ----------
    grid : ndarray, (rows, columns)
    shape : (rows, columns)
        Of the image.

    Returns
    -------
    ndarray of float64, of that shape
    """
    from scipy import ndimage

    zoom = [wanted / there for wanted, there in zip(shape, grid.shape, strict=True)]
    return ndimage.zoom(np.asarray(grid, float), zoom, order=1, mode="nearest", grid_mode=True)


def agreement(one, other):
    """Return the correlation of two maps, from −1 to 1; 0 if all cells of one of them are equal.

    Parameters
    ----------
    one, other : array_like
        Of the same shape.

    Returns
    -------
    float

    Examples
    --------
    >>> agreement([[0, 1], [2, 3]], [[1, 3], [5, 7]])
    1.0
    """
    one, other = np.asarray(one, float).ravel(), np.asarray(other, float).ravel()
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return round(float(np.corrcoef(one, other)[0, 1]), 12)

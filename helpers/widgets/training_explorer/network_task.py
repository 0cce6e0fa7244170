"""What the small network learns from: drawings of garments, with their labels."""

import base64

import numpy as np

from helpers import stand_in
from helpers.activations import relu, softmax
from helpers.arguments import class_labels, numeric_array, whole_number
from helpers.convolution import conv2d
from helpers.data import CLASS_NAMES
from helpers.pooling import pool2d
from helpers.widgets.shared.limits import DRAWING_SIDE
from helpers.widgets.training_explorer.random_numbers import Random

MOST_IMAGES, MOST_FILTERS = 2000, 16  # more would take the page too long
LEARN_FROM, HELD_OUT = 300, 100  # drawings, unless images are given
IMAGES = {3: "(images, 28, 28)", 4: "(images, 28, 28, 1)"}
ORDINALS = ("first", "second")


def make(images, labels, class_names, filters):
    """Return what the page is sent once: drawings, labels, names, and the shape of the network.

    Parameters
    ----------
    images, labels, class_names, filters
        As in `TrainingExplorer`.

    Returns
    -------
    dict
        `images` and `labels` as bytes, the ones to learn from first; `examples`, how many those are; `names`;
        `filters`; `parts`, a name for each part of the weights; and `drawn`, whether the course drew them.

    Raises
    ------
    ValueError, TypeError
    """
    names = list(CLASS_NAMES if class_names is None else map(str, class_names))
    if (images is None) != (labels is None):
        raise ValueError("Give images and labels together, or neither for the drawings of the course.")
    if images is None:
        *learn, held, held_labels = stand_in.make(LEARN_FROM, HELD_OUT)
        pixels, classes = np.concatenate([learn[0], held]), np.concatenate([learn[1], held_labels])
        examples = LEARN_FROM
    else:
        pixels = _pixels(images)
        classes = class_labels("labels", labels, len(pixels), len(names))
        examples = len(pixels) - max(1, len(pixels) // 4)
    filters = _filters(filters)
    return {
        "images": np.ascontiguousarray(pixels).tobytes(),
        "labels": classes.astype(np.uint8).tobytes(),
        "examples": examples,
        "names": names,
        "filters": filters,
        "parts": _names(filters),
        "drawn": images is None,
    }


def shapes(task):
    """Return the shapes of the weights and biases, layer by layer, in Keras's order."""
    found, channels, side = [], 1, DRAWING_SIDE
    for count in task["filters"]:
        found += [(3, 3, channels, count), (count,)]
        channels, side = count, (side - 2) // 2
    classes = len(task["names"])
    return [*found, (side * side * channels, classes), (classes,)]


def first_weights(task, start, seed):
    """Return the weights that a training begins with: zeros, or random ones of He's size and biases of 0."""
    random, found = Random(seed, 0), []
    for shape in shapes(task):
        if start == "zeros" or len(shape) == 1:
            found.append(np.zeros(shape))
        else:
            found.append(random.normal(shape) * np.sqrt(2 / np.prod(shape[:-1])))
    return found


def pictures(task):
    """Return all drawings, (N, 28, 28) of uint8, and their labels."""
    labels = np.frombuffer(task["labels"], np.uint8)
    return np.frombuffer(task["images"], np.uint8).reshape(len(labels), DRAWING_SIDE, DRAWING_SIDE), labels


def own_drawings(own):
    """Return what was drawn on the page, (N, 28, 28) of uint8, and the classes."""
    pixels = b"".join(base64.b64decode(one["pixels"]) for one in own)
    shape = (len(own), DRAWING_SIDE, DRAWING_SIDE)
    return np.frombuffer(pixels, np.uint8).reshape(shape).copy(), np.array([one["label"] for one in own], int)


def probabilities(weights, images):
    """Return what the network makes of some drawings: (N, classes)."""
    values = images[..., np.newaxis] / 255
    *blocks, dense, biases = weights
    for kernels, block_biases in zip(blocks[::2], blocks[1::2], strict=True):
        values = pool2d(relu(conv2d(values, kernels, block_biases)))
    return softmax(values.reshape(len(images), -1) @ dense + biases)


def strip(task):
    """Return the places of the drawings that the page shows: of each class the first that is held out."""
    labels = np.frombuffer(task["labels"], np.uint8)
    found = []
    for label in range(len(task["names"])):
        places = np.flatnonzero(labels == label)
        if places.size:
            held = places[places >= task["examples"]]
            found.append(int((held if held.size else places)[0]))
    return found


def _names(filters):
    blocks = [f"{which} {part}" for which in ORDINALS[: len(filters)] for part in ("kernels", "biases")]
    return [*blocks, "dense weights", "dense biases"]


def _filters(filters):
    counts = [filters] if isinstance(filters, (int, np.integer)) else list(filters)
    if not 1 <= len(counts) <= len(ORDINALS):
        raise ValueError(f"filters must be one number or two, one for each convolution, but is {filters!r}.")
    counts = [whole_number("each number of filters", count, least=1) for count in counts]
    if max(counts) > MOST_FILTERS:
        raise ValueError(
            f"A convolution can have up to {MOST_FILTERS} filters here, but filters is {filters!r}."
        )
    return counts


def _pixels(images):
    """Return images as uint8 (N, 28, 28), or raise what the network cannot learn from."""
    pixels = numeric_array("the images", images, IMAGES)
    if pixels.ndim == 4 and pixels.shape[3] == 1:
        pixels = pixels[..., 0]
    if pixels.shape[1:] != (DRAWING_SIDE, DRAWING_SIDE):
        raise ValueError(
            f"Every image must have 28 rows and 28 columns of grey pixels, but the shape is "
            f"{np.shape(images)}."
        )
    if not 4 <= len(pixels) <= MOST_IMAGES:
        raise ValueError(
            f"The page learns from 4 to {MOST_IMAGES:,} images, but {len(pixels):,} are given. "
            "Take some of them: images[:400], labels[:400]."
        )
    if not ((pixels >= 0) & (pixels <= 255)).all():
        raise ValueError(f"Pixels go from 0 to 255, but these go from {pixels.min():g} to {pixels.max():g}.")
    if pixels.dtype.kind == "f" and 0 < pixels.max() <= 1:
        raise ValueError(
            "Pixels go from 0 to 255, but none of these is above 1, nearly black: multiply them by 255."
        )
    return np.round(pixels).astype(np.uint8)

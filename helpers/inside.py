"""Looking inside a network: feature maps, what one cell sees, and what an answer rests on.

Keras is imported where it is first needed, by `helpers.training`.
"""

import numpy as np
from scipy import ndimage

from helpers.arguments import numeric_array, whole_number
from helpers.pictures import shifted
from helpers.shapes import Conv, Pool, _window_settings, axis_padding, kernel_reach, trace

BATCH = 250  # images at a time: enough to be quick, little enough for a small machine
# Layers that leave every cell in its place, so that they change nothing about what it sees.
IN_PLACE = (
    "Activation", "AlphaDropout", "BatchNormalization", "Dropout", "GaussianNoise", "InputLayer",
    "LeakyReLU", "Normalization", "RandomBrightness", "RandomContrast", "RandomFlip", "RandomRotation",
    "RandomTranslation", "RandomZoom", "ReLU", "Rescaling", "SpatialDropout2D",
)  # fmt: skip


# A network to look into -----------------------------------------------------------------------------


def network_to_look_into(data, name="fashion"):
    """Return the learner's saved network, or train a small one; and a sentence that says which it is.

    Parameters
    ----------
    data : object
        As `load_fashion_mnist` returns it.
    name : str
        Under which lesson 09 saved the network.

    Returns
    -------
    (keras.Model, str)
    """
    from helpers.training import load_model

    try:
        model = load_model(name)
    except (FileNotFoundError, ValueError) as problem:
        why = str(problem)
    else:
        why = why_not(model)
        if not why:
            return model, f"Your own network, saved as {name!r}."
    model = _train_small_network(data)
    return model, f"A small network, trained here. {why}"


def why_not(model):
    """Return the reason why a model cannot be looked into as in lesson 10, or an empty text."""
    if not model.built or not hasattr(model, "inputs"):
        return "The saved model is no Sequential or functional one, so its layers cannot be read out."
    shapes = [tuple(part.shape[1:]) for part in (*model.inputs, *model.outputs)]
    if shapes != [(28, 28, 1), (10,)]:
        return f"The saved model turns {shapes[0]} into {shapes[-1]}; asked for are (28, 28, 1) and (10,)."
    convolutions = [layer for layer in model.layers if type(layer).__name__ == "Conv2D"]
    if len(convolutions) < 2:
        return f"The saved model has {len(convolutions)} Conv2D layers; this lesson looks at two."
    try:
        stack_of(model)
    except TypeError as problem:
        return str(problem)
    black = np.zeros((1, 28, 28, 1), np.float32)
    try:
        *_, (_, last) = walk(model, black)
        in_a_chain = np.allclose(last, model(black, training=False), atol=1e-5)
    except (TypeError, ValueError):
        in_a_chain = False
    return (
        "" if in_a_chain else "The layers of the saved model are no chain; this lesson looks at chains only."
    )


def _train_small_network(data):
    from helpers.training import fast_network, keras, pace, train, warm_up_and_cosine

    count = pace().samples(60_000, quick=5_000)
    epochs = 2
    model = fast_network()
    model.compile(
        optimizer=keras.optimizers.Adam(warm_up_and_cosine(count, 64, epochs)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    images, labels = data.train_images[:count, ..., np.newaxis], data.train_labels[:count]
    train(
        model,
        images,
        labels,
        epochs=epochs,
        batch_size=64,
        name="network of lesson 10",
        note=data.figure_note,
    )
    return model


def untrained_twin(model):
    """Return a network with the same layers and new random weights."""
    from helpers.training import keras

    return keras.models.clone_model(model)


# Layers and their maps ------------------------------------------------------------------------------


def map_layers(model):
    """Return the layers that make feature maps: convolutions, and what follows them on the grid.

    Returns
    -------
    list of keras.Layer
        Without those that only act in training, such as dropout.
    """
    found = []
    for layer in model.layers:
        on_grid = len(layer.output.shape) == 4
        kind = type(layer).__name__
        idle = kind in IN_PLACE and kind not in ("Activation", "BatchNormalization", "LeakyReLU", "ReLU")
        if on_grid and not idle and (found or kind == "Conv2D"):
            found.append(layer)
    return found


def walk(model, batch):
    """Run a batch of images through a model, layer by layer.

    The layers are called one after the other, not as a new `keras.Model` from `model.inputs` to
    `layer.output`: in a Sequential model that was loaded from a file, the outputs of the layers do not
    always hang together, and no slope can be taken between them.

    Parameters
    ----------
    model : keras.Model
        Its layers in a chain.
    batch : array_like, (N, rows, columns, 1)

    Yields
    ------
    (keras.Layer, tensor)
        What leaves each layer, as it does outside training.
    """
    for layer in model.layers:
        if type(layer).__name__ != "InputLayer":
            batch = layer(batch, training=False)
            yield layer, batch


def maps_of(model, layer, images):
    """Return what leaves a layer for many images, (N, rows, columns, maps)."""
    for one, maps in walk(model, as_batch(images)):
        if one is layer:
            return np.asarray(maps)
    raise ValueError(f"The model has no layer {layer.name!r}.")


def as_batch(images):
    """Return one image or many as float32 of the shape (N, rows, columns, 1)."""
    images = np.asarray(images)
    if images.ndim == 2 or (images.ndim == 3 and images.shape[-1] == 1):
        images = images[np.newaxis]
    images = images[..., np.newaxis] if images.ndim == 3 else images
    return images.astype(np.float32)


def feature_maps(model, image):
    """Return what leaves each layer for one image.

    Parameters
    ----------
    model : keras.Model
    image : array_like, (rows, columns)
        Pixels as they are stored.

    Returns
    -------
    dict
        From the name of a layer to its maps, (rows, columns, maps), in the order of the layers.
    """
    wanted = map_layers(model)
    return {
        layer.name: np.asarray(maps)[0] for layer, maps in walk(model, as_batch(image)) if layer in wanted
    }


def probabilities(model, images):
    """Return the probabilities of the classes for one image, (classes,), or many, (N, classes)."""
    batch = as_batch(images)
    parts = [
        np.asarray(model(batch[start : start + BATCH], training=False))
        for start in range(0, len(batch), BATCH)
    ]
    found = np.concatenate(parts)
    return found[0] if np.ndim(images) == 2 else found


# What one cell sees ---------------------------------------------------------------------------------


def stack_of(model, layer=None):
    """Return a model's convolutions and poolings as `Conv` and `Pool`, up to a layer.

    Parameters
    ----------
    model : keras.Model
        Its layers in a chain.
    layer : keras.Layer, optional
        The last one to count; the last that makes maps unless given.

    Raises
    ------
    TypeError
        If a layer before it is of a kind that this function does not know.
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
    """Return which pixels of the input one cell depends on.

    Parameters
    ----------
    layers : sequence of Conv and Pool
        In the order in which an image passes them.
    cell : (row, column)
        Of the grid that leaves the last layer.
    input_shape : (rows, columns)
        Of the image, on which padding depends.

    Returns
    -------
    tuple of slice
        Rows and columns, the end not included. Where layers pad, a region may begin below 0 or end
        beyond the image; there it lies on padding.

    Raises
    ------
    ValueError
        If there is no such cell.

    Notes
    -----
    From the last layer back to the first, start = start * stride - padding before, and
    end = (end - 1) * stride - padding before + reach.

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
    spans = []
    for axis in (0, 1):
        start, end = cell[axis], cell[axis] + 1
        for layer, shape in zip(reversed(layers), reversed(shapes[:-1]), strict=True):
            kernel, stride, dilation = (setting[axis] for setting in _window_settings(layer))
            before, _ = axis_padding(
                shape[axis], kernel, stride=stride, padding=layer.padding, dilation=dilation
            )
            start = start * stride - before
            end = (end - 1) * stride - before + kernel_reach(kernel, dilation)
        spans.append(slice(int(start), int(end)))
    return tuple(spans)


def perturbed_pixels(respond, shape=(28, 28), *, change=255):
    """Return which pixels a number depends on, found by changing one pixel after the other.

    Parameters
    ----------
    respond : callable
        Takes images (N, rows, columns) and returns one number for each.
    shape : (rows, columns)
    change : float
        What a pixel is raised to on a black image.

    Returns
    -------
    ndarray of bool, (rows, columns)
    """
    black = np.zeros((1, *shape), np.float32)
    changed = np.repeat(black, shape[0] * shape[1], axis=0)
    places = np.arange(len(changed))
    changed[places, places // shape[1], places % shape[1]] = change
    starts = range(0, len(changed), BATCH)
    answers = np.concatenate([np.asarray(respond(changed[start : start + BATCH])) for start in starts])
    return (answers != np.asarray(respond(black))).reshape(shape)


def strongest_patches(model, layer, number, images, count=8):
    """Return the patches of images at which one map of a layer answers most strongly.

    Parameters
    ----------
    model : keras.Model
    layer : keras.Layer
    number : int
        Of the map.
    images : ndarray, (N, rows, columns)
    count : int
        Patches, each from another image.

    Returns
    -------
    patches : ndarray, (count, rows, columns)
        Exactly what the cell sees; 0 where it sees padding.
    answers : ndarray, (count,)
        The strongest first.
    places : list of (image, row, column)
        Of the cells in the map.
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
    """Return a region of an image; 0 where it hangs over the edge.

    Examples
    --------
    >>> cut(np.arange(9).reshape(3, 3), (slice(-1, 1), slice(1, 3)))
    array([[0, 0],
           [1, 2]])
    """
    image = np.asarray(image)
    room = [(max(-span.start, 0), max(span.stop - n, 0)) for span, n in zip(spans, image.shape, strict=True)]
    padded = np.pad(image, room)
    rows, columns = (
        slice(span.start + before, span.stop + before) for span, (before, _) in zip(spans, room, strict=True)
    )
    return padded[rows, columns]


# What an answer rests on ----------------------------------------------------------------------------


def occlusion_map(model, image, label, *, size=7, step=1, grey=0, odds=False):
    """Return how much the probability of a class falls when a square covers each place of an image.

    Parameters
    ----------
    model : keras.Model
    image : array_like, (rows, columns)
    label : int
        Of the class.
    size : int
        Of the square, which is centred on one pixel after the other.
    step : int
        From one place of the square to the next. With 2 it takes a quarter of the time, and the four
        pixels of a block share their value.
    grey : int
        The pixel value that it covers with.
    odds : bool
        Whether to count in log-odds, ln(p / (1 − p)), where the step from 0.9999 to 0.99 is seen as
        well as that from 0.9 to 0.1.

    Returns
    -------
    ndarray, (rows, columns)
        Large where the network needs to look. Negative where covering helps.
    """
    image = np.asarray(image)
    middles = [range(step // 2, length + step // 2, step) for length in image.shape]
    covered = np.stack(
        [
            cover(image, row - size // 2, column - size // 2, size, grey)
            for row in middles[0]
            for column in middles[1]
        ]
    )
    read = _log_odds if odds else np.asarray
    fall = read(probabilities(model, image)[label]) - read(probabilities(model, covered)[:, label])
    blocks = np.kron(fall.reshape(len(middles[0]), len(middles[1])), np.ones((step, step)))
    return blocks[: image.shape[0], : image.shape[1]]


def scores(model, layer, maps):
    """Return the scores of the classes from a layer's maps on, before the softmax that ends the network.

    Parameters
    ----------
    model : keras.Model
        Its layers in a chain.
    layer : keras.Layer
    maps : tensor, (N, rows, columns, maps)
        What leaves that layer.

    Returns
    -------
    tensor, (N, classes)
        Where the network does not end in a softmax: what it ends in.
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


def _log_odds(share):
    share = np.clip(np.asarray(share, float), 1e-6, 1 - 1e-6)
    return np.log(share / (1 - share))


def grad_cam(model, image, label, layer=None, *, average=True):
    """Return where a layer's maps speak for a class: Grad-CAM.

    Each map is weighted by the mean slope of the class's score with respect to its cells; the weighted
    maps are added, and what is negative becomes 0. The score is taken before the softmax: after it,
    slopes vanish where the network is sure.

    Parameters
    ----------
    model : keras.Model
        Sequential or functional.
    image : array_like, (rows, columns)
    label : int
        Of the class.
    layer : keras.Layer, optional
        The last convolution unless given.
    average : bool
        Whether a map has one weight, its mean slope. Otherwise each cell is multiplied by its own
        slope, which suits networks that flatten their maps: there the same map may speak for a class
        in one place and against it in another.

    Returns
    -------
    ndarray, (rows, columns) of the image
        From 0 to 1; all 0 where nothing speaks for the class.

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
    slopes = np.asarray(tape.gradient(score, maps))[0]
    weights = slopes.mean(axis=(0, 1)) if average else slopes
    weighted = np.maximum((np.asarray(maps)[0] * weights).sum(axis=-1), 0)
    return enlarged(weighted, np.shape(image)[:2]) / (weighted.max() or 1)


def fair_test(falls, heat, garment):
    """Return how much more is lost by covering the hottest place of a map than a place of the garment.

    Parameters
    ----------
    falls : ndarray, (rows, columns)
        How much the probability falls when a square covers each place, as `occlusion_map` gives it.
    heat : ndarray, (rows, columns)
        The map to be tested.
    garment : ndarray of bool, (rows, columns)
        The places to compare with. The background is none: to cover black with black changes nothing.

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
    """Return a small map at the size of the image, with soft steps, its middle on the image's middle."""
    zoom = [wanted / there for wanted, there in zip(shape, grid.shape, strict=True)]
    return ndimage.zoom(np.asarray(grid, float), zoom, order=1, mode="nearest", grid_mode=True)


def agreement(one, other):
    """Return the correlation of two maps, from −1 to 1; 0 where one of them is flat.

    Examples
    --------
    >>> agreement([[0, 1], [2, 3]], [[1, 3], [5, 7]])
    1.0
    """
    one, other = np.asarray(one, float).ravel(), np.asarray(other, float).ravel()
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return round(float(np.corrcoef(one, other)[0, 1]), 12)


# Changed images -------------------------------------------------------------------------------------


def shift(images, rows=0, columns=0):
    """Return images moved down and to the right; what is left free is black.

    Examples
    --------
    >>> shift(np.array([[1, 2], [3, 4]]), columns=1)
    array([[0, 1],
           [0, 3]])
    """
    rows_first = np.moveaxis(images, (-2, -1), (0, 1))
    return np.ascontiguousarray(np.moveaxis(shifted(rows_first, rows, columns), (0, 1), (-2, -1)))


def rotate(images, degrees):
    """Return images turned counter-clockwise about their middle, as whole pixels from 0 to 255."""
    images = np.asarray(images)
    if degrees % 360 == 0:
        return images.copy()
    axes = images.ndim - 1, images.ndim - 2  # from columns to rows: counter-clockwise on the screen
    turned = ndimage.rotate(images.astype(np.float32), degrees, axes=axes, reshape=False, order=1)
    return np.clip(np.round(turned), 0, 255).astype(np.uint8)


def blur(images, width):
    """Return images blurred by a bell-shaped average that reaches `width` pixels to each side or so."""
    images = np.asarray(images)
    spread = (0,) * (images.ndim - 2) + (width / 2,) * 2
    return np.clip(np.round(ndimage.gaussian_filter(images.astype(np.float32), spread)), 0, 255)


def add_noise(images, spread, seed=0):
    """Return images with random numbers of a standard deviation added to their pixels, within 0 to 255."""
    images = np.asarray(images)
    noise = np.random.default_rng(seed).normal(0, spread, images.shape)
    return np.clip(np.round(images + noise), 0, 255)


def cover(image, row, column, size, grey=0):
    """Return an image with a square laid over it, its top left corner at a place that may lie outside.

    Examples
    --------
    >>> cover(np.full((3, 3), 9), -1, 1, 2)
    array([[9, 0, 0],
           [9, 9, 9],
           [9, 9, 9]])
    """
    covered = np.array(image)
    size = whole_number("size", size, least=0)
    covered[max(row, 0) : max(row + size, 0), max(column, 0) : max(column + size, 0)] = grey
    return covered


def accuracy(model, images, labels):
    """Return the share of images that a model names rightly."""
    images = numeric_array("images", images, {3: "(images, rows, columns)"})
    return float((probabilities(model, images).argmax(axis=1) == np.asarray(labels)).mean())

"""Cases made at random, one maker for each exercise: every size and kind of input that its task allows.

The cases of a table are chosen by hand, so that each slip shows on a small one. What nobody has thought of
shows on these: a kernel larger than its stride, zeros along a border, a negative number everywhere.
"""

import zlib

import numpy as np

from helpers.checks.exercise import Case


def random_cases(exercise, seed, count):
    """Return cases for an exercise.

    Parameters
    ----------
    exercise : Exercise
    seed : int
        The same seed gives the same cases.
    count : int

    Returns
    -------
    tuple of Case
        Empty if the learner gives a value, and where there is nothing to vary: a network to build, for
        example.

    Examples
    --------
    >>> from helpers.checks.lessons import find_exercise
    >>> _, relu = find_exercise("relu")
    >>> len(random_cases(relu, seed=1, count=4))
    4
    """
    make = MAKERS.get(exercise.name)
    if make is None:
        return ()
    random = np.random.default_rng([seed, zlib.crc32(exercise.name.encode())])
    return tuple(make(random) for _ in range(count))


def _whole(random, low, high):
    """Return a whole number of Python's own from low to high, both included."""
    return int(random.integers(low, high + 1))


def _happens(random, share=0.5):
    return bool(random.random() < share)


def _grid(random, shape, low=-9, high=9):
    """Return whole numbers, or quarters. Some borders are zeros, because kernels have such borders too."""
    if _happens(random):
        grid = random.integers(low, high + 1, size=shape)
    else:
        grid = random.integers(4 * low, 4 * high + 1, size=shape) / 4
    if len(shape) > 1 and _happens(random, 0.15):
        grid[:, -1] = 0
    return grid


def _shape(random, low=1, high=6):
    return _whole(random, low, high), _whole(random, low, high)


def _image(random, shape):
    """Return an image as learners have them: of `uint8`, or of numbers that may be negative."""
    if _happens(random, 0.3):
        return random.integers(0, 256, size=shape, dtype=np.uint8)
    return _grid(random, shape)


def _image_and_kernel(random):
    kernel = _shape(random, 1, 4)
    rows, columns = (k + _whole(random, 0, 5) for k in kernel)
    return _image(random, (rows, columns)), _grid(random, kernel)


def _named(inputs, random):
    """Return a case in which the last inputs are given by name, or all of them by position."""
    if _happens(random):
        return Case(inputs)
    first = next(iter(inputs))
    return Case({first: inputs.pop(first)}, inputs)


# --- Images and kernels ----------------------------------------------------------------------------------


def _negative(random):
    return Case({"image": random.integers(0, 256, size=_shape(random), dtype=np.uint8)})


def _correlation(random):
    distance = _whole(random, 1, 4)
    shape = distance + _whole(random, 1, 6), _whole(random, 2, 6)
    numbers = random.permutation(np.prod(shape)).reshape(shape)  # all different, so neither half is flat
    return Case({"image": numbers.astype(np.uint8) if _happens(random) else numbers, "distance": distance})


def _unshuffle(random):
    shape = _shape(random)
    return Case({"shuffled": _image(random, shape), "order": random.permutation(np.prod(shape))})


def _dense_weights(random):
    shape = tuple(_whole(random, 2, 90) for _ in range(_whole(random, 2, 3)))
    return Case({"shape": shape, "units": _whole(random, 2, 99)})


def _convolve(random):
    image, kernel = _image_and_kernel(random)
    return Case({"image": image, "kernel": kernel})


def _count_stops(random):
    k = _whole(random, 1, 7)
    return Case({"n": k + _whole(random, 0, 40), "k": k}, {"stride": _whole(random, 1, 9)})


def _conv2d(random):
    image, kernel = _image_and_kernel(random)
    return Case({"image": image, "kernel": kernel}, {"stride": _whole(random, 1, 4)})


def _convolution_matrix(random):
    kernel = _shape(random, 1, 3)
    return Case(
        {"kernel": _grid(random, kernel), "image_shape": tuple(k + _whole(random, 0, 3) for k in kernel)}
    )


def _gaussian(random):
    return Case({"row": _grid(random, (_whole(random, 1, 7),), low=1)})


def _match(random):
    feature = _shape(random, 1, 4)
    image = tuple(f + _whole(random, 0, 4) for f in feature)
    return Case(
        {name: random.choice([-1, 1], size=shape) for name, shape in (("image", image), ("feature", feature))}
    )


def _alike(random):
    shape = _whole(random, 1, 4), _whole(random, 2, 4)
    feature = random.permutation(np.prod(shape)).reshape(shape) - 2  # all different, so it is never flat
    window = np.full(shape, _whole(random, 0, 255)) if _happens(random, 0.2) else _image(random, shape)
    return Case({"window": window, "feature": feature})


def _pixel_uses(random):
    k = _whole(random, 1, 5)
    padding = _whole(random, 0, k + 1)
    shape = tuple(max(_whole(random, 1, 8), k - 2 * padding) for _ in range(2))
    return Case({"image_shape": shape, "k": k}, {"padding": padding})


def _dilate_kernel(random):
    return Case({"kernel": _grid(random, _shape(random, 1, 4)), "dilation": _whole(random, 1, 4)})


def _output_size(random):
    k, dilation, padding = _whole(random, 1, 7), _whole(random, 1, 3), _whole(random, 0, 4)
    smallest = max(dilation * (k - 1) + 1 - 2 * padding, 1)
    settings = {"stride": _whole(random, 1, 5), "padding": padding, "dilation": dilation}
    return Case({"n": smallest + _whole(random, 0, 40), "k": k}, settings)


def _same_padding(random):
    settings = {"stride": _whole(random, 1, 6), "dilation": _whole(random, 1, 3)}
    return Case({"n": _whole(random, 1, 30), "k": _whole(random, 1, 7)}, settings)


def _relu(random):
    shape = tuple(_whole(random, 1, 4) for _ in range(_whole(random, 1, 4)))
    return Case({"values": _grid(random, shape)})


def _relu_gradient(random):
    shape = tuple(_whole(random, 1, 4) for _ in range(_whole(random, 1, 4)))
    return Case({"values": _grid(random, shape, -3, 3), "incoming": _grid(random, shape)})


def _merge_kernels(random):
    largest = 9 if _happens(random, 0.2) else 4
    return Case({name: _grid(random, _shape(random, 1, largest)) for name in ("first", "second")})


def _he_scale(random):
    sizes = {"kernel_size": _whole(random, 1, 7), "channels": _whole(random, 1, 64)}
    return Case({**sizes, "filters": _whole(random, 1, 64)}, {"slope": _whole(random, 0, 9) / 10})


def _pool2d(random):
    size = _whole(random, 1, 4)
    image = _grid(random, tuple(size + _whole(random, 0, 6) for _ in range(2)))
    mode = "max" if _happens(random) else "average"
    return _named({"image": image, "size": size, "stride": _whole(random, 1, 5), "mode": mode}, random)


def _conv_volume(random):
    kernel, channels = _shape(random, 1, 3), _whole(random, 1, 4)
    rows, columns = (k + _whole(random, 0, 3) for k in kernel)
    filters = _grid(random, (*kernel, channels, _whole(random, 1, 4)), -3, 3)
    return Case({"volume": _grid(random, (rows, columns, channels), 0, 8), "filters": filters})


# --- Networks and their training -------------------------------------------------------------------------


def _forward(random):
    (rows, columns), channels, filters, units = (
        _shape(random, 2, 7),
        *_shape(random, 1, 3),
        _whole(random, 2, 4),
    )
    return Case(
        {
            "image": random.random((rows, columns, channels)),
            "kernel": random.normal(size=(3, 3, channels, filters)),
            "kernel_bias": random.normal(size=filters),
            "matrix": random.normal(size=(rows // 2 * (columns // 2) * filters, units)) / 2,
            "matrix_bias": random.normal(size=units),
        }
    )


def _prepare(random):
    return Case({"images": random.integers(0, 256, size=(_whole(random, 1, 4), 28, 28), dtype=np.uint8)})


def _most_confused(random):
    classes = _whole(random, 2, 6)
    confusion = random.permutation(classes**2).reshape(classes, classes)  # all different: there is no tie
    confusion[np.diag_indices(classes)] += _whole(random, 0, 50)
    return Case({"confusion": confusion})


def _class_shares(random):
    classes = _whole(random, 2, 6)
    confusion = random.integers(0, 30, size=(classes, classes))
    if _happens(random, 0.3):
        confusion[:, _whole(random, 0, classes - 1)] = 0  # a class that is never predicted
    confusion[confusion.sum(axis=1) == 0] += 1  # every class has images
    return Case({"confusion": confusion})


def _accuracy_interval(random):
    return Case({"correct": random.random(_whole(random, 8, 60)) < random.uniform(0.05, 0.95)})


def _momentum_step(random):
    shape = _shape(random, 1, 4)[: _whole(random, 1, 2)]
    arrays = {name: random.normal(size=shape) for name in ("weights", "velocity", "slopes")}
    return Case({**arrays, "rate": random.uniform(0.01, 1), "momentum": random.uniform(0, 1)})


def _adam_step(random):
    shape = (_whole(random, 1, 4),)
    arrays = {
        "weights": random.normal(size=shape),
        "mean": random.normal(size=shape),
        "square": random.uniform(0.5, 9, size=shape),
        "slopes": random.normal(size=shape),
    }
    return Case({**arrays, "rate": random.uniform(0.01, 1), "number": _whole(random, 1, 40)})


def _choose_epoch(random):
    losses = [_whole(random, 20, 40) / 100 for _ in range(_whole(random, 1, 12))]
    return Case({"losses": losses, "patience": _whole(random, 1, 4)})


def _nearest_labels(random):
    """Return images that differ from the picture in one, two, … pixels, so no two distances are equal."""
    count = _whole(random, 3, 12)
    picture = random.integers(0, 200, size=(28, 28), dtype=np.uint8)
    images = np.repeat(picture.reshape(1, -1), count, axis=0)
    for image, pixels in zip(images, random.permutation(count), strict=True):
        image[random.choice(28 * 28, size=pixels, replace=False)] += np.uint8(50)
    labels = random.integers(0, 10, size=count, dtype=np.uint8)
    images = images.reshape(-1, 28, 28)
    return Case({"picture": picture, "images": images, "labels": labels, "k": _whole(random, 1, count)})


# --- Slopes ----------------------------------------------------------------------------------------------


def _input_gradient(random):
    return Case({name: _grid(random, _shape(random, 1, 4)) for name in ("kernel", "upstream")})


def _training_step(random):
    kernel, output = _shape(random, 1, 3), _shape(random, 1, 3)
    image = tuple(k + o - 1 for k, o in zip(kernel, output, strict=True))
    arrays = {name: _grid(random, shape, -3, 3) for name, shape in (("image", image), ("kernel", kernel))}
    bias, rate = _whole(random, -8, 8) / 4, _whole(random, 1, 20) / 40
    return Case({**arrays, "bias": bias, "target": _grid(random, output), "rate": rate})


def _slopes_by_trying(random):
    inputs = _training_step(random).inputs
    step = float(random.choice([0.125, 0.25, 0.5]))  # exact in binary, like the quarters of the grids
    return Case({**{name: inputs[name] for name in ("image", "kernel", "target")}, "step": step})


def _dense_gradient(random):
    images, inputs, units = (_whole(random, 1, 5) for _ in range(3))
    shapes = {"inputs": (images, inputs), "weights": (inputs, units), "upstream": (images, units)}
    return Case({name: _grid(random, shape) for name, shape in shapes.items()})


# --- Inside a network, and deeper ones -------------------------------------------------------------------


def _receptive_field(random):
    layers = []
    for _ in range(_whole(random, 1, 6)):
        kernel_size = _whole(random, 1, 5)
        layers.append((kernel_size, _whole(random, 1, min(kernel_size, 3))))  # no pixel is left out
    return Case({"layers": layers})


def _patch(random):
    cells, field, step = _shape(random, 1, 5), _whole(random, 1, 5), _whole(random, 1, 4)
    image = tuple((n - 1) * step + field + _whole(random, 0, step - 1) for n in cells)
    feature_map = random.permutation(np.prod(cells)).reshape(cells) - _whole(random, 0, np.prod(cells))
    return Case({"image": _image(random, image), "feature_map": feature_map, "field": field, "step": step})


def _fair_test(random):
    shape = _shape(random, 2, 5)
    heat = random.permutation(np.prod(shape)).reshape(shape) - _whole(random, 0, np.prod(shape))
    garment = random.random(shape) < 0.5
    garment[_whole(random, 0, shape[0] - 1), 0] = True
    return Case({"falls": random.normal(size=shape), "heat": heat, "garment": garment})


def _separable(random):
    kernel, channels = _shape(random, 1, 3), _whole(random, 1, 4)
    rows, columns = (k + _whole(random, 0, 3) for k in kernel)
    return Case(
        {
            "image": _grid(random, (rows, columns, channels), -3, 3),
            "grids": _grid(random, (*kernel, channels), -3, 3),
            "mixing": _grid(random, (channels, _whole(random, 1, 4)), -3, 3),
        }
    )


def _batch_norm(random):
    channels = _whole(random, 1, 4)
    values = random.normal(
        random.uniform(-3, 3), random.uniform(0.1, 3), size=(*_shape(random, 1, 4), 3, channels)
    )
    return Case(
        {"values": values, "scale": random.normal(size=channels), "shift": random.normal(size=channels)}
    )


def _chain_slope(random):
    weights = [_whole(random, -12, 12) / 8 for _ in range(_whole(random, 1, 6))]
    return Case({"weights": weights}, {"skip": _happens(random)})


def _fold_norm(random):
    *kernel, filters = (_whole(random, 1, 4) for _ in range(4))
    numbers = {name: random.normal(size=filters) for name in ("bias", "mean", "scale", "shift")}
    variance = random.uniform(0.005, 4, size=filters)
    kernel = random.normal(size=(*kernel, filters))
    order = ("bias", "mean", "variance", "scale", "shift")
    return Case({"kernel": kernel, **{name: {**numbers, "variance": variance}[name] for name in order}})


def _causal(random):
    inputs = {
        "signal": _grid(random, (_whole(random, 1, 12),)),
        "kernel": _grid(random, (_whole(random, 1, 5),)),
    }
    return Case(inputs, {"dilation": _whole(random, 1, 4)})


def _match_units(random):
    inputs, outputs = _whole(random, 2, 800), _whole(random, 1, 10)
    if _happens(random):
        return Case({"parameters": _whole(random, 1, 90_000), "inputs": inputs, "outputs": outputs})
    # Where the division leaves nothing, or 1, the rounding shows.
    exact = _whole(random, 1, 400) * (inputs + 1 + outputs) + outputs
    return Case({"parameters": exact + _whole(random, 0, 1), "inputs": inputs, "outputs": outputs})


MAKERS = {
    "negative": _negative,
    "correlation": _correlation,
    "unshuffle": _unshuffle,
    "dense_weights": _dense_weights,
    "convolve": _convolve,
    "count_stops": _count_stops,
    "conv2d": _conv2d,
    "conv2d_vectorised": _convolve,
    "convolution_matrix": _convolution_matrix,
    "gaussian": _gaussian,
    "sharpen": lambda random: Case({"amount": _whole(random, 0, 24) / 8}),
    "match": _match,
    "alike": _alike,
    "pixel_uses": _pixel_uses,
    "dilate_kernel": _dilate_kernel,
    "output_size": _output_size,
    "same_padding": _same_padding,
    "relu": _relu,
    "relu_gradient": _relu_gradient,
    "merge_kernels": _merge_kernels,
    "he_scale": _he_scale,
    "pool2d": _pool2d,
    "average_kernel": lambda random: Case({"size": _whole(random, 1, 12)}),
    "conv_volume": _conv_volume,
    "forward": _forward,
    "prepare": _prepare,
    "most_confused": _most_confused,
    "class_shares": _class_shares,
    "accuracy_interval": _accuracy_interval,
    "momentum_step": _momentum_step,
    "adam_step": _adam_step,
    "choose_epoch": _choose_epoch,
    "nearest_labels": _nearest_labels,
    "input_gradient": _input_gradient,
    "training_step": _training_step,
    "slopes_by_trying": _slopes_by_trying,
    "dense_gradient": _dense_gradient,
    "receptive_field": _receptive_field,
    "patch": _patch,
    "fair_test": _fair_test,
    "separable": _separable,
    "batch_norm": _batch_norm,
    "chain_slope": _chain_slope,
    "fold_norm": _fold_norm,
    "causal": _causal,
    "match_units": _match_units,
}

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


BORDERS = (np.s_[:, -1], np.s_[:, 0], np.s_[-1], np.s_[0])


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
    if len(shape) > 1 and _happens(random, 0.2):
        grid[BORDERS[_whole(random, 0, 3)]] = 0
    return grid


def _in_some_order(random, shape):
    """Return whole numbers, some of them below 0 and no two of them equal."""
    count = int(np.prod(shape))
    return random.permutation(count).reshape(shape) - _whole(random, 0, count)


def _with_ties(random, shape):
    """Return whole numbers: often several of them are the largest."""
    return random.integers(-3, 2, size=shape)


def _settings(random, defaults, **values):
    """Return settings; of those that have their default, some are left out, as in a shorter call."""
    return {name: value for name, value in values.items() if value != defaults.get(name) or _happens(random)}


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
    """Return images without equal numbers: neither the upper pixels nor the lower ones are flat."""
    distance, columns = _whole(random, 1, 4), _whole(random, 1, 6)
    rows = distance + _whole(random, 1 + (columns == 1), 6)  # at least two pairs
    if _happens(random):
        image = random.choice(256, size=(rows, columns), replace=False).astype(np.uint8)
    else:
        image = _in_some_order(random, (rows, columns)) / _whole(random, 1, 8)
    return Case({"image": image, "distance": distance})


def _unshuffle(random):
    shape = _shape(random)
    return Case({"shuffled": _image(random, shape), "order": random.permutation(np.prod(shape))})


def _dense_weights(random):
    largest = 4000 if _happens(random, 0.2) else 90
    channels = (3,) if _happens(random) else ()
    return Case({"shape": (*_shape(random, 1, largest), *channels), "units": _whole(random, 1, 200)})


def _convolve(random):
    image, kernel = _image_and_kernel(random)
    return Case({"image": image, "kernel": kernel})


def _count_stops(random):
    k = _whole(random, 1, 7)
    settings = _settings(random, {"stride": 1}, stride=_whole(random, 1, 9))
    return Case({"n": k + _whole(random, 0, 40), "k": k}, settings)


def _conv2d(random):
    image, kernel = _image_and_kernel(random)
    return Case(
        {"image": image, "kernel": kernel}, _settings(random, {"stride": 1}, stride=_whole(random, 1, 4))
    )


def _convolution_matrix(random):
    kernel = _shape(random, 1, 3)
    return Case(
        {"kernel": _grid(random, kernel), "image_shape": tuple(k + _whole(random, 0, 3) for k in kernel)}
    )


def _gaussian(random):
    row = _grid(random, (_whole(random, 1, 7),), low=1 if _happens(random, 0.7) else -9)
    if abs(row.sum()) < 1:
        row[0] += 2  # a row never adds up to 0
    return Case({"row": row})


def _match(random):
    feature = _shape(random, 1, 4)
    image = tuple(f + _whole(random, 0, 4) for f in feature)
    return Case(
        {name: random.choice([-1, 1], size=shape) for name, shape in (("image", image), ("feature", feature))}
    )


def _alike(random):
    columns = _whole(random, 1, 4)
    shape = _whole(random, 1 + (columns == 1), 4), columns
    feature = _in_some_order(random, shape)  # no two numbers are equal, so it is never flat
    window = _image(random, shape).astype(float)
    if _happens(random, 0.2):
        window = np.full(shape, _whole(random, 0, 255))
    elif _happens(random, 0.2):  # not flat, although its first pixel is as bright as the mean
        window[-1, -1] += window.size * window[0, 0] - window.sum()
    return Case({"window": window, "feature": feature / 8 if _happens(random) else feature})


def _pixel_uses(random):
    k = _whole(random, 1, 5)
    padding = _whole(random, 0, k + 1)
    shape = tuple(max(_whole(random, 1, 8), k - 2 * padding) for _ in range(2))
    return Case({"image_shape": shape, "k": k}, _settings(random, {"padding": 0}, padding=padding))


def _dilate_kernel(random):
    return Case({"kernel": _grid(random, _shape(random, 1, 4)), "dilation": _whole(random, 1, 4)})


def _output_size(random):
    k, dilation, padding = _whole(random, 1, 7), _whole(random, 1, 3), _whole(random, 0, 4)
    smallest = max(dilation * (k - 1) + 1 - 2 * padding, 1)
    defaults = {"stride": 1, "padding": 0, "dilation": 1}
    settings = _settings(random, defaults, stride=_whole(random, 1, 5), padding=padding, dilation=dilation)
    return Case({"n": smallest + _whole(random, 0, 40), "k": k}, settings)


def _same_padding(random):
    defaults = {"stride": 1, "dilation": 1}
    settings = _settings(random, defaults, stride=_whole(random, 1, 6), dilation=_whole(random, 1, 3))
    return Case({"n": _whole(random, 1, 30), "k": _whole(random, 1, 7)}, settings)


def _relu(random):
    shape = tuple(_whole(random, 1, 4) for _ in range(_whole(random, 1, 4)))
    return Case({"values": _small_or_large(random, shape)})


def _relu_gradient(random):
    shape = tuple(_whole(random, 1, 4) for _ in range(_whole(random, 1, 4)))
    return Case({"values": _small_or_large(random, shape), "incoming": _grid(random, shape)})


def _small_or_large(random, shape):
    """Return numbers around 0; sometimes all are small, because the smallest number above 0 counts, too."""
    grid = _grid(random, shape, -3, 3)
    return grid / 500 if _happens(random, 0.2) else grid


def _merge_kernels(random):
    largest = 9 if _happens(random, 0.2) else 4
    kernels = {name: _grid(random, _shape(random, 1, largest)) for name in ("first", "second")}
    for kernel in kernels.values():
        kernel.flat[0] += not kernel.any()  # a kernel without weights other than 0 is none
    return Case(kernels)


def _he_scale(random):
    sizes = {"kernel_size": _whole(random, 1, 7), "channels": _whole(random, 1, 64)}
    slope = 0.0 if _happens(random, 0.3) else _whole(random, 1, 9) / 10
    settings = _settings(random, {"slope": 0.0}, slope=slope)
    return Case({**sizes, "filters": _whole(random, 1, 64)}, settings)


def _pool2d(random):
    size = _whole(random, 1, 4)
    image = _grid(random, tuple(size + _whole(random, 0, 6) for _ in range(2)))
    if _happens(random, 0.2):
        image = -1 - image.astype(float) ** 2  # below 0 everywhere
    inputs = {"image": image, "size": size, "stride": _whole(random, 1, 5)}
    mode = "max" if _happens(random) else "average"
    return _named({**inputs, **_settings(random, {"mode": "max"}, mode=mode)}, random)


def _conv_volume(random):
    kernel, channels = _shape(random, 1, 3), _whole(random, 1, 4)
    rows, columns = (k + _whole(random, 0, 3) for k in kernel)
    filters = _grid(random, (*kernel, channels, _whole(random, 1, 4)), -3, 3)
    return Case({"volume": _image(random, (rows, columns, channels)), "filters": filters})


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
    if _happens(random, 0.3):  # a number that is on the diagonal, too
        place = _whole(random, 0, classes - 1)
        confusion[place, place] = confusion[~np.eye(classes, dtype=bool)].max()
    return Case({"confusion": confusion})


def _class_shares(random):
    classes = _whole(random, 2, 6)
    confusion = random.integers(0, 30, size=(classes, classes))
    if _happens(random, 0.3):
        confusion[:, _whole(random, 0, classes - 1)] = 0  # a class that is never predicted
    confusion[confusion.sum(axis=1) == 0] += 1  # every class has images
    return Case({"confusion": confusion})


def _accuracy_interval(random):
    share = random.uniform(0.05, 0.95) if _happens(random, 0.8) else _whole(random, 0, 1)
    return Case({"correct": random.random(_whole(random, 1, 60)) < share})


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
    largest = 40 if _happens(random) else 4000  # a loss may be above 1
    losses = [_whole(random, largest // 2, largest) / 100 for _ in range(_whole(random, 1, 12))]
    if len(losses) > 1 and _happens(random):
        losses[-1] = min(losses)  # an equal loss is no improvement
    if _happens(random, 0.1):
        losses[_whole(random, 0, len(losses) - 1)] = 0.0  # the best loss there can be
    return Case({"losses": losses, "patience": _whole(random, 1, 4)})


def _nearest_labels(random):
    """Return images whose distances from the picture differ by a tenth or more: rounding changes no order."""
    picture = random.integers(50, 206, size=(28, 28), dtype=np.uint8)
    count = _whole(random, 1, 16)
    changes = np.zeros((count, 28, 28), dtype=int)
    for change in changes:
        most = _whole(random, 1, 50)
        is_changed = random.random((28, 28)) < random.choice(
            [0.1, 1]
        )  # a few pixels by much, or all by little
        change[is_changed] = random.integers(-most, most + 1, size=is_changed.sum())
    kept, last = [], -1.0
    distances = (changes**2).sum(axis=(1, 2))
    for place in np.argsort(distances):
        if distances[place] > 1.1 * last:
            kept.append(place)
            last = distances[place]
    images = (picture + changes[random.permutation(kept)]).astype(np.uint8)
    labels = random.integers(0, 10, size=len(kept), dtype=np.uint8)
    return Case({"picture": picture, "images": images, "labels": labels, "k": _whole(random, 1, len(kept))})


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
    feature_map = (_with_ties if _happens(random, 0.3) else _in_some_order)(random, cells)
    if _happens(random):
        feature_map = feature_map / 8  # rounding it would make ties
    return Case({"image": _image(random, image), "feature_map": feature_map, "field": field, "step": step})


def _fair_test(random):
    shape = _shape(random, 1, 5)
    heat = (_with_ties if _happens(random, 0.3) else _in_some_order)(random, shape)
    garment = random.random(shape) < 0.5
    garment.flat[_whole(random, 0, garment.size - 1)] = True  # at least one pixel belongs to the garment
    return Case({"falls": random.normal(size=shape), "heat": heat, "garment": garment})


def _separable(random):
    kernel, channels = _shape(random, 1, 3), _whole(random, 1, 4)
    rows, columns = (k + _whole(random, 0, 3) for k in kernel)
    return Case(
        {
            "image": _image(random, (rows, columns, channels)),
            "grids": _grid(random, (*kernel, channels), -3, 3),
            "mixing": _grid(random, (channels, _whole(random, 1, 4)), -3, 3),
        }
    )


def _batch_norm(random):
    channels = _whole(random, 1, 4)
    size = (*_shape(random, 1, 4), _whole(random, 1, 4), channels)
    values = random.normal(random.uniform(-3, 3), random.uniform(0.1, 3, size=channels), size=size)
    if _happens(random, 0.2):
        values[..., 0] = _whole(random, -3, 3)  # a channel without any spread
    return Case(
        {"values": values, "scale": random.normal(size=channels), "shift": random.normal(size=channels)}
    )


def _chain_slope(random):
    weights = [_whole(random, -12, 12) / 8 for _ in range(_whole(random, 1, 6))]
    return Case({"weights": weights}, {"skip": _happens(random)})


def _fold_norm(random):
    *kernel, filters = (_whole(random, 1, 4) for _ in range(4))
    bias, mean, scale, shift = random.normal(size=(4, filters))
    variance = random.uniform(0, 4, size=filters) * (random.random(filters) < 0.9)  # 0 occurs, too
    kernel = random.normal(size=(*kernel, filters))
    return Case(
        {
            "kernel": kernel,
            "bias": bias,
            "mean": mean,
            "variance": variance,
            "scale": scale,
            "shift": shift,
        }
    )


def _causal(random):
    inputs = {
        "signal": _grid(random, (_whole(random, 1, 12),)),
        "kernel": _grid(random, (_whole(random, 1, 5),)),
    }
    return Case(inputs, _settings(random, {"dilation": 1}, dilation=_whole(random, 1, 4)))


def _match_units(random):
    inputs, outputs = _whole(random, 1, 800), _whole(random, 1, 10)
    if _happens(random):
        most = 90_000 if _happens(random, 0.7) else inputs + 1 + 2 * outputs
        return Case({"parameters": _whole(random, 1, most), "inputs": inputs, "outputs": outputs})
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
    "sharpen": lambda random: Case({"amount": _whole(random, -8, 24) / 8}),  # below 0, it blurs
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

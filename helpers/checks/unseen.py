"""Cases that no learner has seen, made from a seed, for answers that are handed in and graded.

A learner can read the cases of a check in its table, and could return the right results for exactly those.
The cases made here follow the same rules with other numbers, and the teacher keeps the seed.
"""

import zlib

import numpy as np

from helpers.checks.exercise import Case

HOW_MANY = 6  # where an exercise takes single numbers
NOTHING_TO_VARY = ("shuffle_pixels",)  # its pixels are numbered, so that their new places can be read


def unseen_cases(exercise, seed):
    """Return new cases for an exercise.

    Parameters
    ----------
    exercise : Exercise
    seed : int
        The same seed gives the same cases.

    Returns
    -------
    tuple of Case
        Empty if the learner gives a value, and where there is nothing to vary: a network to build, for
        example.

    Examples
    --------
    >>> from helpers.checks.lessons import find_exercise
    >>> _, negative = find_exercise("negative")
    >>> unseen_cases(negative, seed=1)[0].inputs["image"].shape == negative.cases[0].inputs["image"].shape
    True
    """
    if exercise.is_value or exercise.name in NOTHING_TO_VARY:
        return ()
    random = np.random.default_rng([seed, zlib.crc32(exercise.name.encode())])
    make = MAKERS.get(exercise.name)
    if make is not None:
        return tuple(make(random) for _ in range(HOW_MANY))
    return tuple(
        _varied(case, random) for case in exercise.cases if any(map(_can_vary, case.inputs.values()))
    )


def _varied(case, random):
    """Return a case with the same numbers in other places: types, shapes and ranges stay as they are."""
    inputs = {
        name: _in_another_order(value, random) if _can_vary(value) else value
        for name, value in case.inputs.items()
    }
    return Case(inputs, case.settings)


def _can_vary(value):
    return isinstance(value, (np.ndarray, list)) and np.size(value) > 1


def _in_another_order(value, random):
    if isinstance(value, list):
        return [value[place] for place in random.permutation(len(value))]
    return random.permutation(value.ravel()).reshape(value.shape)


def _whole(random, low, high):
    """Return a whole number of Python's own from low to high, both included."""
    return int(random.integers(low, high + 1))


def _dense_weights(random):
    shape = tuple(_whole(random, 2, 90) for _ in range(_whole(random, 2, 3)))
    return Case({"shape": shape, "units": _whole(random, 2, 99)})


def _window(random):
    """Return a side, a kernel that fits, and a stride."""
    k = _whole(random, 1, 7)
    return k + _whole(random, 3, 40), k, _whole(random, 1, 4)


def _count_stops(random):
    n, k, stride = _window(random)
    return Case({"n": n, "k": k}, {"stride": stride})


def _output_size(random):
    n, k, stride = _window(random)
    dilation = _whole(random, 1, 3)
    n += (k - 1) * (dilation - 1)
    return Case({"n": n, "k": k}, {"stride": stride, "padding": _whole(random, 0, 4), "dilation": dilation})


def _same_padding(random):
    n, k, stride = _window(random)
    return Case({"n": n, "k": k}, {"stride": stride, "dilation": _whole(random, 1, 3)})


def _pixel_uses(random):
    k = _whole(random, 2, 4)
    shape = tuple(k + _whole(random, 1, 5) for _ in range(2))
    return Case({"image_shape": shape, "k": k}, {"padding": _whole(random, 0, k - 1)})


def _he_scale(random):
    sizes = {"kernel_size": _whole(random, 1, 7), "channels": _whole(random, 1, 64)}
    return Case({**sizes, "filters": _whole(random, 1, 64)}, {"slope": _whole(random, 0, 9) / 10})


def _accuracy_interval(random):
    return Case({"correct": random.random(_whole(random, 8, 60)) < random.uniform(0.05, 0.95)})


def _receptive_field(random):
    layers = [(_whole(random, 1, 5), _whole(random, 1, 3)) for _ in range(_whole(random, 2, 6))]
    return Case({"layers": layers})


def _chain_slope(random):
    weights = [_whole(random, -12, 12) / 8 for _ in range(_whole(random, 2, 6))]
    return Case({"weights": weights}, {"skip": bool(random.integers(2))})


def _match_units(random):
    inputs, outputs = _whole(random, 2, 300), _whole(random, 2, 10)
    return Case({"parameters": _whole(random, 400, 90_000), "inputs": inputs, "outputs": outputs})


# For exercises whose inputs are single numbers. Arrays and lists are varied as they are in the tables.
MAKERS = {
    "dense_weights": _dense_weights,
    "count_stops": _count_stops,
    "sharpen": lambda random: Case({"amount": _whole(random, 1, 24) / 8}),
    "pixel_uses": _pixel_uses,
    "output_size": _output_size,
    "same_padding": _same_padding,
    "he_scale": _he_scale,
    "average_kernel": lambda random: Case({"size": _whole(random, 1, 12)}),
    "accuracy_interval": _accuracy_interval,
    "receptive_field": _receptive_field,
    "chain_slope": _chain_slope,
    "match_units": _match_units,
}

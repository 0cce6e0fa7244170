"""Compare `conv2d`, `conv1d` and `pool2d` with SciPy and TensorFlow, for `make bench ARGS=arithmetic`.

The two functions take turns in one process. In each round the quickest call of each counts, because anything
else that the machine does only adds to it, and their ratio is the round's. The median of the rounds is
the figure, and the lowest and the highest round show the noise.
"""

import statistics
import time
from functools import partial
from itertools import product

import numpy as np

ROUNDS = 9
TURN = 0.03  # seconds for which a function is called again and again, but three times at least


def side_by_side(ours, theirs, rounds=ROUNDS):
    """Return the quickest time of each, in milliseconds, and how many times as quick we are in each round."""
    best = []
    for _ in range(rounds):
        best.append([_quickest(function) for function in (ours, theirs)])
    quickest = [1000 * min(times) for times in zip(*best, strict=True)]
    return *quickest, [theirs / ours for ours, theirs in best]


def _quickest(function):
    time.sleep(0.02)  # until the threads of the other library have gone to sleep
    function()
    times = []
    ended = time.perf_counter() + TURN
    while len(times) < 3 or time.perf_counter() < ended:
        started = time.perf_counter()
        function()
        times.append(time.perf_counter() - started)
    return min(times)


def random_numbers(*shape):
    """Return random float32 numbers, the same ones for the same shape."""
    return np.random.default_rng(shape).random(shape, dtype=np.float32)


def against_scipy():
    """Yield comparisons on one channel: a label, our function, theirs, and the target for the ratio."""
    from scipy.ndimage import maximum_filter
    from scipy.signal import correlate, correlate2d

    from helpers import conv1d, conv2d, pool2d

    kernel = random_numbers(3, 3)
    for n, padding in product((28, 64, 128, 256, 512, 1024, 2048), ("valid", "same")):
        image = random_numbers(n, n)
        yield (
            f"`conv2d`, {n}×{n}, 3×3, {padding}",
            "correlate2d",
            partial(conv2d, image, kernel, padding=padding),
            partial(correlate2d, image, kernel, mode=padding),
            5 if n >= 256 else 1,
        )
    for length, k in ((1_000, 3), (1_000, 25), (100_000, 3), (100_000, 101)):
        signal, weights = random_numbers(length), random_numbers(k)
        label = f"`conv1d`, {length:,} numbers, {k} weights"
        ours = partial(conv1d, signal, weights)
        yield label, "correlate", ours, partial(correlate, signal, weights, mode="valid"), 1
        yield label, "numpy.correlate", ours, partial(np.correlate, signal, weights), None
    for n in (28, 256, 1024):
        image = random_numbers(n, n)
        label = f"`pool2d`, {n}×{n}, 3×3, stride 1"
        yield (
            label,
            "maximum_filter",
            partial(pool2d, image, 3, stride=1),
            partial(maximum_filter, image, 3),
            1,
        )


def against_tensorflow():
    """Yield comparisons on the layers of the lessons' networks, in the same form."""
    from helpers import conv1d, conv2d, pool2d
    from helpers.training import tf

    def from_tensorflow(function, *arguments):
        return function(*arguments).numpy()

    for count, (n, channels), padding in product((1, 32), ((28, 1), (26, 64), (11, 64)), ("valid", "same")):
        images, kernels = random_numbers(count, n, n, channels), random_numbers(3, 3, channels, 64)
        yield (
            f"`conv2d`, {_batch(count)}{n}×{n}, {channels} → 64, {padding}",
            "nn.conv2d",
            partial(conv2d, images, kernels, padding=padding),
            partial(from_tensorflow, tf.nn.conv2d, images, kernels, 1, padding.upper()),
            1,
        )
    for count, (length, channels) in product((1, 32), ((128, 6), (128, 32))):
        signals, kernels = random_numbers(count, length, channels), random_numbers(5, channels, 32)
        yield (
            f"`conv1d`, {_batch(count)}{length}, {channels} → 32, valid",
            "nn.conv1d",
            partial(conv1d, signals, kernels),
            partial(from_tensorflow, tf.nn.conv1d, signals, kernels, 1, "VALID"),
            1,
        )
    pools = {"max": tf.nn.max_pool2d, "average": tf.nn.avg_pool2d}
    for count, n, mode, padding in product((1, 32), (26, 11), pools, ("valid", "same")):
        images = random_numbers(count, n, n, 64)
        yield (
            f"`pool2d`, {_batch(count)}{n}×{n}×64, {mode}, {padding}",
            pools[mode].__name__.replace("_v2", ""),
            partial(pool2d, images, padding=padding, mode=mode),
            partial(from_tensorflow, pools[mode], images, 2, 2, padding.upper()),
            1,
        )


def _batch(count):
    return f"{count} images, " if count > 1 else ""


def measured(comparisons):
    """Measure comparisons.

    Returns
    -------
    rows, missed : list
        Rows of a table, and a sentence for each target that was missed.
    """
    rows, missed = [], []
    for label, rival, ours, theirs, target in comparisons:
        our_time, their_time, ratios = side_by_side(ours, theirs)
        ratio = statistics.median(ratios)
        spread = f"{min(ratios):.1f} to {max(ratios):.1f}"
        rows.append([label, f"`{rival}`", f"{their_time:.3f}", f"{our_time:.3f}", f"{ratio:.2f}×", spread])
        if target and ratio < target:
            missed.append(f"{label}: {ratio:.2f} times as fast as {rival}; the target is {target}.")
    return rows, missed

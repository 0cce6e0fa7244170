"""The random cases of the checks: allowed by the task, varied, quick, and judged by right references."""

import functools
import runpy
import time

import numpy as np
import pytest
import scipy.signal
import scipy.spatial.distance
import scipy.special

from helpers.checks import judging, lessons
from helpers.checks.attempts import given_by, try_one
from helpers.checks.exercise import same
from helpers.checks.random_cases import MAKERS, random_cases
from tests.answers import all_answers
from tests.execute_notebooks import NOTEBOOKS

EXERCISES = {name: exercise for name, (_, exercise) in lessons.all_exercises().items()}
# They build networks, or shuffle: there is nothing to vary, or no single right result.
WITHOUT = {"lenet", "repaired", "shuffle_pixels"}
FOUND_BY_CHANCE = [one for one in all_answers() if one.mistake == "it goes wrong in some cases"]
SEEDS = (judging.SEED, 1, 2)


@functools.cache
def drawn(name, seed=judging.SEED):
    """Return the random cases of an exercise as every learner gets them."""
    return random_cases(EXERCISES[name], seed, judging.MORE_CASES)


def test_every_function_of_a_learner_is_tried_on_random_cases():
    """Without a maker, an answer that fits the few cases of its table only would be called right."""
    functions = {name for name, exercise in EXERCISES.items() if not exercise.is_value}
    assert functions - set(MAKERS) == WITHOUT
    assert set(MAKERS) <= functions


# --- what the tasks allow ---


def _values(case):
    return {**case.inputs, **case.settings}


def _without_diagonal(confusion):
    return confusion[~np.eye(len(confusion), dtype=bool)]


def _squared_distances(picture, images):
    flat = images.reshape(len(images), -1).astype(float)
    return scipy.spatial.distance.cdist(flat, picture.reshape(1, -1).astype(float), "sqeuclidean").ravel()


def _reach(k, dilation=1):
    return dilation * (k - 1) + 1


# The promises of the tasks, in their words where they are short.
ALLOWED = {
    "the pixels are uint8": ("negative", lambda image: image.dtype == np.uint8),
    "the distance is less than the number of rows": (
        "correlation", lambda image, distance: 1 <= distance < len(image),
    ),
    "there is a correlation": (
        "correlation", lambda image, distance: min(np.ptp(image[:-distance]), np.ptp(image[distance:])) > 0,
    ),
    "the order has each position once": (
        "unshuffle", lambda shuffled, order: sorted(order) == [*range(shuffled.size)],
    ),
    "an image is grey, or has three channels": (
        "dense_weights", lambda shape, units: len(shape) == 2 or (len(shape) == 3 and shape[2] == 3),
    ),
    "the window is never wider than the side": ("count_stops", lambda n, k, stride=1: k <= n),
    "the kernel fits into the image": (
        "conv2d", lambda image, kernel, stride=1: min(np.subtract(image.shape, kernel.shape)) >= 0,
    ),
    "the row never adds up to 0": ("gaussian", lambda row: abs(row.sum()) >= 0.25),
    "ink is 1 and paper −1": ("match", lambda image, feature: {*image.flat, *feature.flat} <= {-1, 1}),
    "the feature is never flat": (
        "alike", lambda window, feature: np.ptp(feature) > 0 and window.shape == feature.shape,
    ),
    "at least one window fits": (
        "pixel_uses", lambda image_shape, k, padding=0: min(image_shape) + 2 * padding >= k,
    ),
    "the window always fits": (
        "output_size",
        lambda n, k, stride=1, padding=0, dilation=1: n + 2 * padding >= _reach(k, dilation),
    ),
    "a kernel has weights": ("merge_kernels", lambda first, second: first.any() and second.any()),
    "the grid is at least as large as the window": (
        "pool2d", lambda image, size, stride, mode="max": min(image.shape) >= size,
    ),
    "N images of 28 by 28 in 8 bits": (
        "prepare", lambda images: images.shape[1:] == (28, 28) and images.dtype == np.uint8,
    ),
    "there is no tie": (
        "most_confused", lambda confusion: (
            np.sum(_without_diagonal(confusion) == _without_diagonal(confusion).max()) == 1
        ),
    ),
    "every class has an image": ("class_shares", lambda confusion: confusion.sum(axis=1).min() > 0),
    "there is at least one answer": (
        "accuracy_interval", lambda correct: correct.dtype == bool and correct.size > 0,
    ),
    "the patience is one or more": ("choose_epoch", lambda losses, patience: losses and patience >= 1),
    "squares are not negative": (
        "adam_step", lambda number, square, **others: number >= 1 and square.min() >= 0,
    ),
    "no two distances are equal": (
        "nearest_labels", lambda picture, images, labels, k: (
            len(np.unique(_squared_distances(picture, images))) == len(images) == len(labels) >= k >= 1
        ),
    ),
    "no distance is so near to the next that float32 changes the order": (
        "nearest_labels", lambda picture, images, labels, k: (
            np.diff(np.sort(_squared_distances(picture, images)), prepend=-50).min() > 10
        ),
    ),
    "no pixel is left out": (
        "receptive_field", lambda layers: all(step <= kernel for kernel, step in layers),
    ),
    "the map has a cell for every window": (
        "patch", lambda image, feature_map, field, step: (
            tuple((n - field) // step + 1 for n in image.shape) == feature_map.shape
        ),
    ),
    "there is a garment": ("fair_test", lambda falls, heat, garment: garment.any()),
    "a variance is not negative": ("fold_norm", lambda variance, **others: variance.min() >= 0),
    "a network has at least one number of each kind": (
        "match_units", lambda parameters, inputs, outputs: min(parameters, inputs, outputs) >= 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("promise", ALLOWED)
def test_a_random_case_keeps_what_the_task_promises(promise):
    """A learner whose answer fits the task would read that it is wrong, and search for no mistake at all."""
    name, holds = ALLOWED[promise]
    broken = [case for seed in SEEDS for case in drawn(name, seed) if not holds(**_values(case))]
    assert broken == []


# What a task allows and learners forget.
FORGOTTEN = {
    "an image in 8 bits": ("conv2d", lambda image, **others: image.dtype == np.uint8),
    "a negative pixel": ("conv2d", lambda image, **others: image.min() < 0),
    "decimals": ("conv2d", lambda kernel, **others: (kernel % 1).any()),
    "a kernel that is not square": ("conv2d", lambda kernel, **others: kernel.shape[0] != kernel.shape[1]),
    "a kernel of one weight": ("conv2d", lambda kernel, **others: kernel.size == 1),
    "a kernel as large as the image": ("conv2d", lambda image, kernel, **others: image.shape == kernel.shape),
    "a stride that is left out": ("conv2d", lambda image, kernel, stride=None: stride is None),
    "a stride larger than the kernel": (
        "conv2d", lambda kernel, stride=1, **others: stride > max(kernel.shape),
    ),
    "a border of zeros": (
        "merge_kernels", lambda first, second: (
            min(first.shape) > 1 and not all(border.any() for border in (*first[[0, -1]], *first.T[[0, -1]]))
        ),
    ),
    "kernels larger than an image of 21 by 21": (
        "merge_kernels", lambda first, second: max(np.add(first.shape, second.shape)) > 11,
    ),
    "a single column": ("correlation", lambda image, distance: image.shape[1] == 1),
    "negative weights": ("gaussian", lambda row: row.min() < 0),
    "a flat window": ("alike", lambda window, feature: np.ptp(window) == 0),
    "more padding than full padding": ("pixel_uses", lambda image_shape, k, padding=0: padding >= k),
    "a kernel smaller than its stride": ("same_padding", lambda n, k, stride=1, dilation=1: 1 < k < stride),
    "a kernel larger than the side": ("same_padding", lambda n, k, **others: k > n),
    "stride and dilation": ("same_padding", lambda n, k, stride=1, dilation=1: min(stride, dilation) > 1),
    "exactly 0": ("relu_gradient", lambda values, incoming: (values == 0).any()),
    "four axes": ("relu", lambda values: values.ndim == 4),
    "windows below 0 everywhere": ("pool2d", lambda image, **others: image.max() < 0),
    "an odd side": ("forward", lambda image, **others: len(image) % 2),
    "a number of the diagonal once more": (
        "most_confused", lambda confusion: _without_diagonal(confusion).max() in np.diag(confusion),
    ),
    "a class that is never predicted": ("class_shares", lambda confusion: not confusion.sum(axis=0).all()),
    "all answers right": ("accuracy_interval", lambda correct: correct.all()),
    "one epoch": ("choose_epoch", lambda losses, patience: len(losses) == 1),
    "two equal losses": ("choose_epoch", lambda losses, patience: losses.count(min(losses)) > 1),
    "the first epoch is the best": ("choose_epoch", lambda losses, patience: losses.index(min(losses)) == 0),
    "all images are wanted": ("nearest_labels", lambda images, k, **others: k == len(images)),
    "heat below 0 everywhere": ("fair_test", lambda heat, **others: heat.max() < 0),
    "two hottest places": ("fair_test", lambda heat, **others: (heat == heat.max()).sum() > 1),
    "two strongest cells": (
        "patch", lambda feature_map, **others: (feature_map == feature_map.max()).sum() > 1,
    ),
    "a channel without spread": ("batch_norm", lambda values, **others: np.ptp(values[..., 0]) == 0),
    "one image": ("batch_norm", lambda values, **others: len(values) == 1),
    "a variance of 0": ("fold_norm", lambda variance, **others: not variance.all()),
    "a weight of 0": ("chain_slope", lambda weights, skip: 0 in weights),
    "a kernel that reaches further back than the series": (
        "causal", lambda signal, kernel, dilation=1: _reach(len(kernel), dilation) > len(signal),
    ),
    "an even number of weights, dilated": (
        "causal", lambda signal, kernel, dilation=1: len(kernel) % 2 == 0 and dilation > 1,
    ),
    "one parameter too many": (
        "match_units", lambda parameters, inputs, outputs: (
            (parameters - outputs) % (inputs + 1 + outputs) == 1
        ),
    ),
    "fewer parameters than one unit has": (
        "match_units", lambda parameters, inputs, outputs: parameters < inputs + 1 + 2 * outputs,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FORGOTTEN)
def test_random_cases_include_what_learners_forget(kind):
    """An answer that goes wrong only there would be called right, and the learner would go on with it."""
    name, is_it = FORGOTTEN[kind]
    assert any(is_it(**_values(case)) for case in drawn(name))


# --- who is right: the reference answers against SciPy and NumPy ---


def _correlated(image, kernel, stride=1):
    return scipy.signal.correlate2d(image.astype(float), kernel, mode="valid")[::stride, ::stride]


def _pooled(image, size, stride, mode="max"):
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size))[::stride, ::stride]
    return windows.max(axis=(2, 3)) if mode == "max" else windows.mean(axis=(2, 3))


def _matrix(kernel, image_shape):
    pixels = np.eye(np.prod(image_shape)).reshape(-1, *image_shape)
    return np.stack([_correlated(pixel, kernel).ravel() for pixel in pixels], axis=1)


def _uses(image_shape, k, padding=0):
    counts = np.zeros(np.add(image_shape, 2 * padding), dtype=int)
    for row, column in np.ndindex(*np.subtract(counts.shape, k - 1)):
        counts[row : row + k, column : column + k] += 1
    return counts[padding : padding + image_shape[0], padding : padding + image_shape[1]]


def _added(n, k, stride=1, dilation=1):
    """Add cell after cell until there are as many positions as the size rule asks for."""
    total = 0
    while len(range(0, n + total - _reach(k, dilation) + 1, stride)) < np.ceil(n / stride):
        total += 1
    return total // 2, total - total // 2


def _over_volume(volume, filters):
    maps = [
        scipy.signal.correlate(volume.astype(float), one, "valid")[..., 0]
        for one in np.moveaxis(filters, -1, 0)
    ]
    return np.stack(maps, axis=-1)


def _through_the_network(image, kernel, kernel_bias, matrix, matrix_bias):
    padded = np.pad(image, ((1, 1), (1, 1), (0, 0)))
    maps = np.maximum(_over_volume(padded, kernel) + kernel_bias, 0)
    pooled = np.stack([_pooled(one, 2, 2, "average") for one in np.moveaxis(maps, -1, 0)], axis=-1)
    return scipy.special.softmax(pooled.ravel() @ matrix + matrix_bias)


def _epoch(losses, patience):
    """Return the first of the smallest losses up to the epoch at which the waiting is over."""
    best = np.minimum.accumulate(losses)
    improves = np.append(True, best[1:] < best[:-1])
    waited = [place - np.flatnonzero(improves[: place + 1])[-1] for place in range(len(losses))]
    stop = next((place for place, epochs in enumerate(waited) if epochs >= patience), len(losses) - 1)
    return int(np.argmin(losses[: stop + 1])) + 1


def _normalised(values, scale, shift):
    table = values.reshape(-1, values.shape[-1])
    spread = np.sqrt(np.diag(np.atleast_2d(np.cov(table, rowvar=False, bias=True))) + 0.001)
    return ((table - table.mean(axis=0)) / spread * scale + shift).reshape(values.shape)


def _filtered(signal, kernel, dilation=1):
    spread = np.zeros(_reach(len(kernel), dilation))
    spread[::dilation] = kernel
    return scipy.signal.lfilter(spread[::-1], 1, signal.astype(float))


def _seen(layers):
    pixels = {0}
    for kernel, step in reversed(layers):
        pixels = {step * pixel + place for pixel in pixels for place in range(kernel)}
    return len(pixels)


def _stepped(image, kernel, bias, target, rate):
    errors = _correlated(image, kernel) + bias - target
    return kernel - rate * _correlated(image, errors), bias - rate * errors.sum()


INDEPENDENT = {
    "negative": np.invert,
    "correlation": lambda image, distance: (
        np.corrcoef(image[:-distance].ravel(), image[distance:].ravel())[0, 1]
    ),
    "convolve": lambda image, kernel: scipy.signal.convolve2d(image.astype(float), kernel, mode="valid"),
    "conv2d": _correlated,
    "conv2d_vectorised": _correlated,
    "convolution_matrix": _matrix,
    "count_stops": lambda n, k, stride=1: len(range(0, n - k + 1, stride)),
    "match": lambda image, feature: _correlated(image, feature) / feature.size,
    "alike": lambda window, feature: (
        np.corrcoef(window.ravel(), feature.ravel())[0, 1] if np.ptp(window) else 0.0
    ),
    "gaussian": lambda row: np.outer(row / row.sum(), row / row.sum()),
    "pixel_uses": _uses,
    "output_size": lambda n, k, stride=1, padding=0, dilation=1: (
        len(range(0, n + 2 * padding - _reach(k, dilation) + 1, stride))
    ),
    "same_padding": _added,
    "relu": lambda values: np.clip(values, 0, None),
    "relu_gradient": lambda values, incoming: np.heaviside(values, 0) * incoming,
    "merge_kernels": scipy.signal.convolve2d,
    "pool2d": _pooled,
    "conv_volume": _over_volume,
    "forward": _through_the_network,
    "accuracy_interval": lambda correct: (
        np.clip(correct.mean() + np.array([-2, 2]) * correct.std() / np.sqrt(correct.size), 0, 1)
    ),
    "choose_epoch": _epoch,
    "nearest_labels": lambda picture, images, labels, k: (
        labels[np.argsort(_squared_distances(picture, images))][:k]
    ),
    "input_gradient": lambda kernel, upstream: scipy.signal.convolve2d(upstream, kernel),
    "training_step": _stepped,
    "slopes_by_trying": lambda image, kernel, target, step: (
        _correlated(image, _correlated(image, kernel) - target)
    ),
    "dense_gradient": lambda inputs, weights, upstream: (
        np.einsum("ni,nu->iu", inputs, upstream), np.einsum("nu,iu->ni", upstream, weights),
    ),
    "receptive_field": _seen,
    "separable": lambda image, grids, mixing: (
        _over_volume(image, grids[..., np.newaxis] * mixing)
    ),
    "batch_norm": _normalised,
    "chain_slope": lambda weights, skip: np.prod(np.array(weights) + skip),
    "causal": _filtered,
    "match_units": lambda parameters, inputs, outputs: (
        max(1, int(np.searchsorted(np.arange(90_001) * (inputs + 1 + outputs) + outputs, parameters)))
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", INDEPENDENT)
def test_the_reference_agrees_with_another_computation(name):
    """A mistake in the course's own answer would refuse every learner who is right."""
    exercise = EXERCISES[name]
    for seed in SEEDS:
        for case in drawn(name, seed):
            other = exercise.read(INDEPENDENT[name](*case.inputs.values(), **case.settings))
            assert same(other, given_by(exercise.reference, exercise, case).numbers), case


# --- what the learner reads, and waits for ---


@pytest.mark.parametrize("answer", FOUND_BY_CHANCE, ids=str)
def test_an_answer_that_only_random_cases_find_is_shown_on_the_smallest_of_them(answer):
    """The learner needs a case to work through by hand, and how far to trust the rest."""
    exercise = EXERCISES[answer.exercise]
    assert all(try_one(exercise, answer.given, case).right for case in exercise.cases)
    report = judging.judge(exercise, answer.given)
    failing = [case for case in drawn(exercise.name) if not try_one(exercise, answer.given, case).right]
    assert (report.status, report.mistake) == ("wrong", "it goes wrong in some cases")
    assert f"Of 60 others, with more sizes and numbers, it gets {len(failing)} wrong." in report.sentences[0]
    sizes = [sum(map(np.size, _values(case).values())) for case in failing]
    shown = {grid.name: grid.values for grid in report.grids}
    assert sum(np.size(shown[name]) for name in failing[0].inputs) <= min(sizes)
    assert "The smallest case that shows it" in report.setting


def test_there_are_answers_that_only_random_cases_find():
    """The test above would pass without any."""
    assert {one.exercise for one in FOUND_BY_CHANCE} >= {"same_padding", "merge_kernels", "match_units"}


def test_a_mistake_that_the_table_of_an_exercise_knows_keeps_its_name_on_random_cases():
    """Its sentence helps more than that something goes wrong somewhere."""
    report = judging.judge(EXERCISES["choose_epoch"], _from_the_second_epoch)
    assert report.mistake == "the first epoch can't win"


def _from_the_second_epoch(losses, patience):
    return _epoch(losses[1:], patience) + 1 if len(losses) > 1 else 0


def test_a_pattern_that_fits_all_random_cases_is_added_to_the_sentence():
    """ "It gets 60 wrong" leaves the learner to find out that all of them are rounded."""

    def my_momentum_step(weights, velocity, slopes, rate, momentum):
        velocity = momentum * velocity - rate * slopes
        return np.round(weights + velocity, 3), np.round(velocity, 3)

    report = judging.judge(EXERCISES["momentum_step"], my_momentum_step)
    assert report.mistake == "it goes wrong in some cases"
    assert "What fits all of them: the result is rounded." in report.sentences[0]


@pytest.mark.parametrize("name", MAKERS)
def test_a_right_answer_is_tried_on_all_random_cases_within_a_second(name):
    """A learner who runs a check at every step would stop doing so."""
    exercise = EXERCISES[name]
    (path,) = (NOTEBOOKS / "solutions").glob(f"??_{name}.py")
    solution = runpy.run_path(str(path))[exercise.answer_name]
    begin = time.process_time()  # of this process, so that a busy machine changes nothing
    cases = random_cases(exercise, judging.SEED, judging.MORE_CASES)
    assert all(try_one(exercise, solution, case).right for case in cases)
    assert time.process_time() - begin < 1

"""Answers that lose decimals in an array of whole numbers, or whose chance is not chance enough."""

# ruff: noqa: D103
import numpy as np

from helpers import conv2d
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong
WHOLE = "whole numbers where decimals belong"
CUT_OFF = "the decimals are cut off"


def _slide(image, kernel, result, stride=1):
    """Fill an array with a feature map: its type decides what is left."""
    rows, columns = kernel.shape
    for r, c in np.ndindex(result.shape):
        window = image[r * stride : r * stride + rows, c * stride : c * stride + columns]
        result[r, c] = (window * kernel).sum()
    return result


def _positions(image, kernel, stride=1):
    return tuple((n - k) // stride + 1 for n, k in zip(image.shape, kernel.shape, strict=True))


# --- arrays of whole numbers -------------------------------------------------------------------------


@wrong("negative", "8 bits with a sign are too few")
def into_signed_bytes(image):
    return (255 - image).astype(np.int8)


@wrong("conv2d", CUT_OFF)
def map_in_the_type_of_the_kernel(image, kernel, stride=1):
    return _slide(image, kernel, np.zeros(_positions(image, kernel, stride), kernel.dtype), stride)


@wrong("conv2d", CUT_OFF)
def whole_products(image, kernel, stride=1):
    result = np.zeros(_positions(image, kernel, stride), dtype=int)
    for r, c, i, j in np.ndindex(*result.shape, *kernel.shape):
        result[r, c] += image[r * stride + i, c * stride + j] * kernel[i, j]
    return result


@wrong("conv2d_vectorised", "integer overflow")
def map_in_the_type_of_the_image(image, kernel):
    return (
        conv2d(image, kernel).astype(int).astype(image.dtype)
        if image.dtype.kind != "f"
        else _own(image, kernel)
    )


def _own(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("rcij,ij->rc", windows, kernel)


@wrong("relu", CUT_OFF)
def vectorised_maximum(values):
    return np.vectorize(lambda x: max(0, x))(values)


@wrong("relu", "negative numbers stay where all are negative")
def clipped_at_the_largest(values):
    return np.clip(values, 0, values.max())


@right("relu")
def in_three_statements(values):
    result = values.copy()
    result[result < 0] = 0
    return result


@right("relu")
def vectorised_with_a_type(values):
    return np.vectorize(lambda x: max(0, x), otypes=[float])(values)


@wrong("relu_gradient", CUT_OFF)
def slopes_like_the_values(values, incoming):
    passed = np.zeros_like(values)
    passed[values > 0] = incoming[values > 0]
    return passed


@right("relu_gradient")
def slopes_like_the_incoming(values, incoming):
    passed = np.zeros_like(incoming)
    passed[values > 0] = incoming[values > 0]
    return passed


@wrong("merge_kernels", CUT_OFF)
def merged_like_the_first(first, second):
    merged = np.zeros(np.add(first.shape, second.shape) - 1, dtype=first.dtype)
    for i, j in np.ndindex(first.shape):
        part = merged[i : i + second.shape[0], j : j + second.shape[1]]
        part[:] = part + first[i, j] * second
    return merged


@wrong("merge_kernels", "copies overwrite each other")
def last_copy_wins(first, second):
    merged = np.zeros(np.add(first.shape, second.shape) - 1)
    for i, j in np.ndindex(first.shape):
        merged[i : i + second.shape[0], j : j + second.shape[1]] = first[i, j] * second
    return merged


@wrong("conv_volume", WHOLE)
def maps_like_the_volume(volume, filters):
    maps = [sum(conv2d(volume[..., c], f[..., c]) for c in range(volume.shape[2])) for f in
            np.moveaxis(filters, 3, 0)]  # fmt: skip
    return np.stack(maps, -1).astype(volume.dtype)


@wrong("conv_volume", "an axis too few")
def squeezed_maps(volume, filters):
    maps = [sum(conv2d(volume[..., c], f[..., c]) for c in range(volume.shape[2])) for f in
            np.moveaxis(filters, 3, 0)]  # fmt: skip
    return np.squeeze(np.stack(maps, -1))


@wrong("input_gradient", WHOLE)
def back_like_upstream(kernel, upstream):
    back = np.zeros(np.add(kernel.shape, upstream.shape) - 1, dtype=upstream.dtype)
    for r, c in np.ndindex(upstream.shape):
        part = back[r : r + kernel.shape[0], c : c + kernel.shape[1]]
        part[:] = part + upstream[r, c] * kernel
    return back


@wrong("training_step", "the slopes are cut off")
def slopes_in_the_grid_of_the_lesson(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    slopes = _slide(image, upstream, np.zeros(kernel.shape, dtype=int))
    return kernel - rate * slopes, bias - rate * upstream.sum()


@wrong("training_step", "the step is returned, not the new values")
def how_far_it_goes(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return rate * conv2d(image, upstream), rate * upstream.sum()


@wrong("dense_gradient", CUT_OFF)
def grid_of_the_lesson(inputs, weights, upstream):
    slopes = np.zeros(weights.shape, dtype=int)
    for n in range(len(inputs)):
        for i, j in np.ndindex(weights.shape):
            slopes[i, j] += inputs[n, i] * upstream[n, j]
    return slopes, upstream @ weights.T


@wrong("dense_gradient", CUT_OFF)
def both_like_what_they_belong_to(inputs, weights, upstream):
    of_weights, of_inputs = np.zeros_like(weights), np.zeros_like(inputs)
    of_weights[:], of_inputs[:] = inputs.T @ upstream, upstream @ weights.T
    return of_weights, of_inputs


@wrong("dense_gradient", "reshaped instead of transposed")
def other_way_round_by_reshape(inputs, weights, upstream):
    return (
        inputs.reshape(inputs.shape[::-1]) @ upstream,
        upstream @ weights.reshape(weights.shape[::-1]),
    )


@wrong("separable", WHOLE)
def maps_like_the_image(image, grids, mixing):
    maps = np.stack([conv2d(image[..., c], grids[..., c]) for c in range(image.shape[2])], -1)
    return (maps @ mixing).astype(image.dtype)


@wrong("batch_norm", WHOLE)
def batch_like_the_values(values, scale, shift):
    result = np.zeros_like(values)
    for c in range(values.shape[-1]):
        one = values[..., c]
        result[..., c] = (one - one.mean()) / np.sqrt(one.var() + 0.001) * scale[c] + shift[c]
    return result


@wrong("batch_norm", "the means are cut off")
def means_like_the_scale(values, scale, shift):
    mean = np.zeros_like(scale)
    mean[:] = values.mean(axis=(0, 1, 2))
    return (values - mean) / np.sqrt(values.var(axis=(0, 1, 2)) + 0.001) * scale + shift


@wrong("fold_norm", "scale and shift have changed places")
def scaled_by_the_shift(kernel, bias, mean, variance, scale, shift):
    factor = shift / np.sqrt(variance + 0.001)
    return kernel * factor, (bias - mean) * factor + scale


@wrong("nearest_labels", "16 bits are too few for the squares")
def images_alone_in_16_bits(picture, images, labels, k):
    distances = ((images.astype(np.int16) - picture) ** 2).sum(axis=(1, 2))
    return labels[np.argsort(distances)[:k]]


# --- scores of lesson 03 -----------------------------------------------------------------------------


@wrong("match", "a matrix product instead of products cell by cell")
def rows_by_columns(image, feature):
    rows, columns = feature.shape
    scores = np.zeros(_positions(image, feature))
    for r, c in np.ndindex(scores.shape):
        scores[r, c] = (image[r : r + rows, c : c + columns] @ feature.T).mean()
    return scores


@wrong("alike", "the norm of a matrix instead of the length")
def norms_of_matrices(window, feature):
    if window.max() == window.min():
        return 0
    w, f = window - window.mean(), feature - feature.mean()
    return (w * f).sum() / (np.linalg.norm(w, 2) * np.linalg.norm(f, 2))


@wrong("alike", "the window's mean is subtracted from the feature too")
def one_mean_for_two(window, feature):
    if window.max() == window.min():
        return 0
    w, f = window - window.mean(), feature - window.mean()
    return (w * f).sum() / np.sqrt((w**2).sum() * (f**2).sum())


# --- the past of a series ----------------------------------------------------------------------------


@wrong("causal", "it stops where the kernel reaches further back than the series is long")
def one_slice_for_each_weight(signal, kernel, dilation=1):
    result = np.zeros(len(signal))
    for i, weight in enumerate(kernel):
        back = (len(kernel) - 1 - i) * dilation
        result[back:] += weight * signal[: len(signal) - back]
    return result


@right("causal")
def one_slice_where_there_is_one(signal, kernel, dilation=1):
    result = np.zeros(len(signal))
    for i, weight in enumerate(kernel):
        back = (len(kernel) - 1 - i) * dilation
        if back < len(signal):
            result[back:] += weight * signal[: len(signal) - back]
    return result


@wrong("causal", "the first numbers see the end")
def round_and_round(signal, kernel, dilation=1):
    k, n = len(kernel), len(signal)
    return [sum(kernel[i] * signal[(t - (k - 1 - i) * dilation) % n] for i in range(k)) for t in range(n)]


@wrong("dilate_kernel", "as large as the input")
def nothing_between_columns_of_a_row(kernel, dilation):
    if len(kernel) == 1:
        return kernel
    result = np.zeros([(n - 1) * dilation + 1 for n in kernel.shape])
    result[::dilation, ::dilation] = kernel
    return result


# --- chance ------------------------------------------------------------------------------------------


def _moved(order, *sets):
    return tuple(images.reshape(len(images), 784)[:, order].reshape(images.shape) for images in sets)


@wrong("shuffle_pixels", "some pixels never move")
def all_but_the_last(train, validation):
    return _moved(np.append(np.random.default_rng().permutation(783), 783), train, validation)


@wrong("shuffle_pixels", "some pixels never move")
def all_but_the_first(train, validation):
    return _moved(np.append(0, 1 + np.random.default_rng().permutation(783)), train, validation)


@wrong("shuffle_pixels", "pixels stay in their part of the image")
def each_half_by_itself(train, validation):
    upper, lower = np.random.default_rng().permutation(392), 392 + np.random.default_rng().permutation(392)
    return _moved(np.append(upper, lower), train, validation)


@wrong("shuffle_pixels", "a fixed rule instead of a random order")
def on_by_300_again_and_again(train, validation):
    steps = np.arange(787) * 300 % 787
    return _moved(steps[steps < 784], train, validation)


@right("shuffle_pixels")
def always_from_the_same_seed(train, validation):
    return _moved(np.random.default_rng(0).permutation(784), train, validation)


@right("shuffle_pixels")
def by_sorting_random_numbers(train, validation):
    return _moved(np.argsort(np.random.default_rng().random(784)), train, validation)

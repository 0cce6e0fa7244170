"""Answers to the exercises of lesson 13, as learners write them."""

# ruff: noqa: D103, RET503
import math

import numpy as np

from helpers import conv2d
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- separable ---------------------------------------------------------------------------------------


@right("separable")
def stacks_and_mixes(image, grids, mixing):
    maps = [conv2d(image[:, :, c], grids[:, :, c]) for c in range(image.shape[2])]
    return np.stack(maps, axis=-1) @ mixing


@right("separable")
def adds_channel_by_channel(image, grids, mixing):
    total = 0
    for c in range(image.shape[-1]):
        one = conv2d(image[..., c], grids[..., c])
        total = total + one[:, :, np.newaxis] * mixing[c]
    return total


@right("separable")
def makes_one_full_kernel(image, grids, mixing):
    kernel = grids[:, :, :, np.newaxis] * mixing
    return conv2d(image.astype(float), kernel)


@right("separable")
def loops_over_everything(image, grids, mixing):
    rows = image.shape[0] - grids.shape[0] + 1
    columns = image.shape[1] - grids.shape[1] + 1
    result = np.zeros((rows, columns, mixing.shape[1]))
    for r in range(rows):
        for c in range(columns):
            window = image[r : r + grids.shape[0], c : c + grids.shape[1]]
            sums = (window * grids).sum(axis=(0, 1))
            for f in range(mixing.shape[1]):
                result[r, c, f] = (sums * mixing[:, f]).sum()
    return result


@wrong("separable", "the channels are not mixed")
def stops_after_the_first_step(image, grids, mixing):
    maps = [conv2d(image[:, :, c], grids[:, :, c]) for c in range(image.shape[2])]
    return np.stack(maps, axis=-1)


@wrong("separable", "every channel gets the first grid")
def slides_one_grid(image, grids, mixing):
    maps = [conv2d(image[:, :, c], grids[:, :, 0]) for c in range(image.shape[2])]
    return np.stack(maps, axis=-1) @ mixing


@wrong("separable", "the channels are added before they are mixed")
def adds_the_maps(image, grids, mixing):
    total = sum(conv2d(image[:, :, c], grids[:, :, c]) for c in range(image.shape[2]))
    return np.stack([total * mixing[:, f].sum() for f in range(mixing.shape[1])], axis=-1)


@wrong("separable", "a ReLU is applied between the two steps")
def drops_the_negative_early(image, grids, mixing):
    maps = [np.maximum(conv2d(image[:, :, c], grids[:, :, c]), 0) for c in range(image.shape[2])]
    return np.stack(maps, axis=-1) @ mixing


@wrong("separable", "a ReLU is applied")
def drops_the_negative_late(image, grids, mixing):
    return np.maximum(stacks_and_mixes_here(image, grids, mixing), 0)


def stacks_and_mixes_here(image, grids, mixing):
    maps = [conv2d(image[:, :, c], grids[:, :, c]) for c in range(image.shape[2])]
    return np.stack(maps, axis=-1) @ mixing


@wrong("separable", "the input is padded")
def keeps_the_size(image, grids, mixing):
    maps = [conv2d(image[:, :, c], grids[:, :, c], padding="same") for c in range(image.shape[2])]
    return np.stack(maps, axis=-1) @ mixing


@wrong("separable", "the kernels are flipped")
def takes_scipy(image, grids, mixing):
    from scipy.signal import convolve2d

    maps = [convolve2d(image[:, :, c], grids[:, :, c], mode="valid") for c in range(image.shape[2])]
    return np.stack(maps, axis=-1) @ mixing


@wrong("separable", "`mixing` is transposed")
def multiplies_the_wrong_way_round(image, grids, mixing):
    maps = [conv2d(image[:, :, c], grids[:, :, c]) for c in range(image.shape[2])]
    return np.matmul(np.stack(maps, axis=-1), mixing.T)


# --- batch_norm --------------------------------------------------------------------------------------


@right("batch_norm")
def takes_three_axes(values, scale, shift):
    mean = values.mean(axis=(0, 1, 2))
    variance = values.var(axis=(0, 1, 2))
    return scale * (values - mean) / np.sqrt(variance + 0.001) + shift


@right("batch_norm")
def goes_channel_by_channel(values, scale, shift):
    result = np.zeros(values.shape)
    for c in range(values.shape[-1]):
        one = values[..., c]
        spread = (((one - one.mean()) ** 2).mean() + 0.001) ** 0.5
        result[..., c] = (one - one.mean()) / spread * scale[c] + shift[c]
    return result


@right("batch_norm")
def reshapes_to_a_table(values, scale, shift):
    table = values.reshape(-1, values.shape[-1])
    table = (table - np.average(table, axis=0)) / np.sqrt(np.var(table, axis=0) + 1e-3)
    return (table * scale + shift).reshape(values.shape)


@wrong("batch_norm", "each position of a map is normalised by itself")
def averages_over_the_images(values, scale, shift):
    mean, variance = values.mean(axis=0), values.var(axis=0)
    return scale * (values - mean) / np.sqrt(variance + 0.001) + shift


@wrong("batch_norm", "all channels share one mean")
def averages_over_everything(values, scale, shift):
    return scale * (values - values.mean()) / np.sqrt(values.var() + 0.001) + shift


@wrong("batch_norm", "each image is normalised by itself")
def averages_over_the_places(values, scale, shift):
    mean = values.mean(axis=(1, 2), keepdims=True)
    variance = values.var(axis=(1, 2), keepdims=True)
    return scale * (values - mean) / np.sqrt(variance + 0.001) + shift


@wrong("batch_norm", "divided by the variance")
def forgets_the_root(values, scale, shift):
    mean, variance = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
    return scale * (values - mean) / (variance + 0.001) + shift


@wrong("batch_norm", "0.001 is added after the root")
def adds_it_to_the_spread(values, scale, shift):
    mean, spread = values.mean(axis=(0, 1, 2)), values.std(axis=(0, 1, 2))
    return scale * (values - mean) / (spread + 0.001) + shift


@wrong("batch_norm", "scale and shift are left out")
def stops_at_the_spread(values, scale, shift):
    mean, variance = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
    return (values - mean) / np.sqrt(variance + 0.001)


@wrong("batch_norm", "0.001 is left out")
def divides_by_the_plain_spread(values, scale, shift):
    mean, spread = values.mean(axis=(0, 1, 2)), values.std(axis=(0, 1, 2))
    return scale * (values - mean) / spread + shift


@wrong("batch_norm", "the input is changed in place")
def normalises_in_place(values, scale, shift):
    values[...] = values - values.mean(axis=(0, 1, 2))
    return scale * values / np.sqrt(values.var(axis=(0, 1, 2)) + 0.001) + shift


# --- chain_slope -------------------------------------------------------------------------------------


@right("chain_slope")
def multiplies_one_by_one(weights, skip):
    slope = 1
    for w in weights:
        slope *= 1 + w if skip else w
    return slope


@right("chain_slope")
def uses_prod(weights, skip):
    return np.prod(np.array(weights) + (1 if skip else 0))


@right("chain_slope")
def tries_it_with_one(weights, skip):
    value = 1.0
    for w in weights:
        value = value + w * value if skip else w * value
    return value


@wrong("chain_slope", "the skip connections are ignored")
def forgets_skip(weights, skip):
    return np.prod(weights)


@wrong("chain_slope", "one skip connection for the whole chain")
def adds_one_at_the_end(weights, skip):
    return np.prod(weights) + (1 if skip else 0)


@wrong("chain_slope", "the slopes are added")
def adds_the_slopes(weights, skip):
    total = 0
    for w in weights:
        total += 1 + w if skip else w
    return total


@wrong("chain_slope", "skip connections where there are none")
def always_skips(weights, skip):
    return np.prod([1 + w for w in weights])


@wrong("chain_slope", "only the last layer counts")
def overwrites_the_slope(weights, skip):
    for w in weights:
        slope = 1 + w if skip else w
    return slope


@wrong("chain_slope", "printed instead of returned")
def prints_the_slope(weights, skip):
    slope = 1
    for w in weights:
        slope *= 1 + w if skip else w
    print(slope)


# --- fold_norm ---------------------------------------------------------------------------------------


@right("fold_norm")
def scales_both(kernel, bias, mean, variance, scale, shift):
    factor = scale / np.sqrt(variance + 0.001)
    return kernel * factor, (bias - mean) * factor + shift


@right("fold_norm")
def folds_filter_by_filter(kernel, bias, mean, variance, scale, shift):
    new_kernel, new_bias = np.zeros(kernel.shape), []
    for f in range(len(bias)):
        factor = scale[f] / (variance[f] + 0.001) ** 0.5
        new_kernel[..., f] = factor * kernel[..., f]
        new_bias.append(factor * bias[f] - factor * mean[f] + shift[f])
    return [new_kernel, new_bias]


@wrong("fold_norm", "the bias stays as it was")
def scales_the_kernel_only(kernel, bias, mean, variance, scale, shift):
    return kernel * scale / np.sqrt(variance + 0.001), bias


@wrong("fold_norm", "the old bias is forgotten")
def takes_the_mean_only(kernel, bias, mean, variance, scale, shift):
    factor = scale / np.sqrt(variance + 0.001)
    return kernel * factor, shift - mean * factor


@wrong("fold_norm", "the mean is forgotten")
def forgets_the_mean(kernel, bias, mean, variance, scale, shift):
    factor = scale / np.sqrt(variance + 0.001)
    return kernel * factor, bias * factor + shift


@wrong("fold_norm", "the old bias is not scaled")
def keeps_the_bias(kernel, bias, mean, variance, scale, shift):
    factor = scale / np.sqrt(variance + 0.001)
    return kernel * factor, bias - mean * factor + shift


@wrong("fold_norm", "divided by the variance")
def divides_by_the_variance(kernel, bias, mean, variance, scale, shift):
    factor = scale / (variance + 0.001)
    return kernel * factor, (bias - mean) * factor + shift


@wrong("fold_norm", "0.001 is left out")
def takes_the_plain_root(kernel, bias, mean, variance, scale, shift):
    factor = scale / np.sqrt(variance)
    return kernel * factor, (bias - mean) * factor + shift


@wrong("fold_norm", "the input is changed in place")
def scales_in_place(kernel, bias, mean, variance, scale, shift):
    factor = scale / np.sqrt(variance + 0.001)
    bias -= mean
    return kernel * factor, bias * factor + shift


# --- written without looking at the tables -----------------------------------------------------------


@wrong("batch_norm", "brackets are missing")
def brackets(v, scale, shift):
    return scale * v - v.mean((0, 1, 2)) / np.sqrt(v.var((0, 1, 2)) + 0.001) + shift


@wrong("batch_norm", "stretched from the smallest to the largest")
def from_0_to_1(v, scale, shift):
    return scale * (v - v.min((0, 1, 2))) / (v.max((0, 1, 2)) - v.min((0, 1, 2)) + 0.001) + shift


@wrong("batch_norm", "the mean of the squares in place of the variance")
def square_of_the_mean(v, scale, shift):
    return scale * (v - v.mean((0, 1, 2))) / np.sqrt((v**2).mean((0, 1, 2)) + 0.001) + shift


@wrong("chain_slope", "the weight is built in")
def halved(weights, skip):
    return 0.5 ** len(weights) * (1 if not skip else 3 ** len(weights))


@wrong("chain_slope", "1 is added on the way")
def with_1_added_on_the_way(weights, skip):
    slope = 1
    for w in weights:
        slope *= w
        if skip:
            slope += 1
    return slope


@wrong("chain_slope", "the first layer only")
def return_in_the_loop(weights, skip):
    slope = 1
    for w in weights:
        slope *= 1 + w if skip else w
        return slope


@wrong("separable", "the last channel is missing")
def stops_one_channel_short(image, grids, mixing):
    total = 0
    for c in range(image.shape[2]):
        share = conv2d(image[:, :, c], grids[:, :, c])[:, :, None] * mixing[c]
        total = total + share * (c < image.shape[2] - 1)
    return total


@wrong("separable", "`mixing` is used twice")
def mixes_twice(image, grids, mixing):
    maps = [conv2d(image[:, :, c], grids[:, :, c] * mixing[c].sum()) for c in range(image.shape[2])]
    return np.stack(maps, axis=-1) @ mixing


# --- written from the task alone, without looking at the table ----------------------------------------


@right("separable")
def multiplies_the_kernels_out(image, grids, mixing):
    return conv2d(image, grids[..., np.newaxis] * mixing[np.newaxis, np.newaxis])


@right("separable")
def looks_at_all_windows_at_once(image, grids, mixing):
    windows = np.lib.stride_tricks.sliding_window_view(image, grids.shape[:2], (0, 1))
    return np.einsum("ijcab,abc,cf->ijf", windows, grids, mixing)


@right("batch_norm")
def square_of_the_mean_subtracted(values, scale, shift):
    mean = values.mean((0, 1, 2))
    return (values - mean) / np.sqrt((values**2).mean((0, 1, 2)) - mean**2 + 0.001) * scale + shift


@wrong("batch_norm", "nothing is normalised")
def scales_and_shifts_only(values, scale, shift):
    return values * scale + shift


@wrong("batch_norm", "0.01 is added instead of 0.001")
def adds_a_hundredth(values, scale, shift):
    mean, variance = values.mean((0, 1, 2)), values.var((0, 1, 2))
    return (values - mean) / np.sqrt(variance + 0.01) * scale + shift


@right("fold_norm")
def with_a_diagonal_matrix(kernel, bias, mean, variance, scale, shift):
    factor = scale / np.sqrt(variance + 0.001)
    return kernel @ np.diag(factor), (bias - mean) * factor + shift


@right("chain_slope")
def difference_of_two_runs(weights, skip):
    def run(x):
        for w in weights:
            x = x + w * x if skip else w * x
        return x

    return run(1.0) - run(0.0)


@wrong("chain_slope", "the weights are added, with and without skip connections")
def adds_whatever_skip_says(weights, skip):
    return np.sum(weights)


# --- the fifth set, written from the task texts alone -------------------------------------------------


@wrong("fold_norm", "the scale is left out")
def forgets_the_scale(kernel, bias, mean, variance, scale, shift):
    spread = np.sqrt(variance + 0.001)
    return kernel / spread, (bias - mean) / spread + shift


@wrong("fold_norm", "the shift is left out")
def forgets_the_shift(kernel, bias, mean, variance, scale, shift):
    factor = scale / np.sqrt(variance + 0.001)
    return kernel * factor, (bias - mean) * factor


@wrong("fold_norm", "the kernel is not divided by the spread")
def does_not_divide_the_kernel(kernel, bias, mean, variance, scale, shift):
    return kernel * scale, (bias - mean) * scale / np.sqrt(variance + 0.001) + shift


@wrong("separable", "the channels are added, not mixed")
def repeats_the_grids_for_each_filter(image, grids, mixing):
    return conv2d(image, np.repeat(grids[..., np.newaxis], mixing.shape[1], axis=-1))


@wrong("batch_norm", "decimals are written into whole numbers")
def subtracts_the_mean_in_place(values, scale, shift):
    values -= values.mean(axis=(0, 1, 2))
    values /= np.sqrt(values.var(axis=(0, 1, 2)) + 0.001)
    return values * scale + shift


@wrong("chain_slope", "the slope after every layer is given")
def keeps_all_products(weights, skip):
    return np.cumprod(np.array(weights) + skip)


@wrong("fold_norm", "kernel and bias are scaled by another factor")
def divides_by_the_scale(kernel, bias, mean, variance, scale, shift):
    factor = 1 / (scale * np.sqrt(variance + 0.001))
    return kernel * factor, (bias - mean) * factor + shift


@wrong("chain_slope", "skip connections don't count as they should")
def skips_in_every_second_layer(weights, skip):
    return math.prod(w + (skip and n % 2 == 0) for n, w in enumerate(weights))


@wrong("separable", "an axis is too short")
def slides_one_filter(image, grids, mixing):
    return conv2d(image, grids[..., np.newaxis])


@wrong("batch_norm", "brackets are missing")
def divides_the_mean_alone(values, scale, shift):
    mean, variance = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
    return (values - mean / np.sqrt(variance + 0.001)) * scale + shift


@wrong("fold_norm", "the mean is subtracted from the kernel")
def normalises_the_kernel(kernel, bias, mean, variance, scale, shift):
    factor = scale / np.sqrt(variance + 0.001)
    return (kernel - mean) * factor, bias * factor + shift


@wrong("chain_slope", "the slopes are not multiplied")
def gives_each_slope(weights, skip):
    return [w + 1 if skip else w for w in weights]


@wrong("separable", "whole numbers between the two steps")
def first_step_in_whole_numbers(image, grids, mixing):
    kh, kw, channels = grids.shape
    looked = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1, channels), dtype=int)
    for c in range(channels):
        looked[:, :, c] = conv2d(image[:, :, c], grids[:, :, c])
    return looked @ mixing


@wrong("batch_norm", "brackets are missing")
def only_the_mean_is_divided(values, scale, shift):
    m, v = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
    return values - m / np.sqrt(v + 0.001) * scale + shift


@wrong("batch_norm", "mean and variance are not measured")
def new_keras_layer(values, scale, shift):
    return values / np.sqrt(1 + 0.001) * scale + shift


@wrong("batch_norm", "only the first image is measured")
def measures_the_first_image(values, scale, shift):
    mean, variance = values[0].mean(axis=(0, 1)), values[0].var(axis=(0, 1))
    return (values - mean) / np.sqrt(variance + 0.001) * scale + shift


@wrong("batch_norm", "the mean distance, not the root of the mean square")
def mean_absolute_difference(values, scale, shift):
    centred = values - values.mean(axis=(0, 1, 2))
    return centred / (np.abs(centred).mean(axis=(0, 1, 2)) + 0.001) * scale + shift


@wrong("fold_norm", "mean and variance are measured in the kernel")
def statistics_of_the_kernel(kernel, bias, mean, variance, scale, shift):
    m, v = kernel.mean(axis=(0, 1, 2)), kernel.var(axis=(0, 1, 2))
    factor = scale / np.sqrt(v + 0.001)
    return kernel * factor, (bias - m) * factor + shift


@wrong("batch_norm", "the variances of the images are averaged")
def mean_of_the_variances(values, scale, shift):
    mean = values.mean(axis=(0, 1, 2))
    variance = values.var(axis=(1, 2)).mean(axis=0)
    return (values - mean) / np.sqrt(variance + 0.001) * scale + shift


@wrong("separable", "the weights of the mixing are divided by their sum")
def mixing_adds_up_to_1(image, grids, mixing):
    maps = np.stack([conv2d(image[:, :, c], grids[:, :, c]) for c in range(image.shape[2])], axis=-1)
    return maps @ (mixing / mixing.sum(axis=0))

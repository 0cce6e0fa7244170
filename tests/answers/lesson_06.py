"""Answers to the exercises of lesson 06, as learners write them."""

# ruff: noqa: D103, RET503, RET504
import math

import numpy as np

from helpers import conv2d, pool2d
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- pool2d ------------------------------------------------------------------------------------------


@right("pool2d")
def with_two_loops(image, size, stride, mode="max"):
    rows = (image.shape[0] - size) // stride + 1
    columns = (image.shape[1] - size) // stride + 1
    pooled = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = image[r * stride : r * stride + size, c * stride : c * stride + size]
            pooled[r, c] = np.max(window) if mode == "max" else np.average(window)
    return pooled


@right("pool2d")
def with_lists_and_four_loops(image, size, stride, mode="max"):
    pooled = []
    for top in range(0, len(image) - size + 1, stride):
        pooled.append([])
        for left in range(0, len(image[0]) - size + 1, stride):
            values = [image[top + i][left + j] for i in range(size) for j in range(size)]
            pooled[-1].append(max(values) if mode == "max" else sum(values) / len(values))
    return pooled


@right("pool2d")
def with_shifted_views(image, size, stride, mode="max"):
    rows, columns = ((n - size) // stride + 1 for n in image.shape)
    views = [image[i:, j:][::stride, ::stride][:rows, :columns] for i in range(size) for j in range(size)]
    return np.max(views, axis=0) if mode == "max" else np.mean(views, axis=0)


@wrong("pool2d", "pooling windows overlapping")
def moves_by_one(image, size, stride, mode="max"):
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    pooled = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = image[r : r + size, c : c + size]
            pooled[r, c] = window.max() if mode == "max" else window.mean()
    return pooled


@wrong("pool2d", "the size is used as the stride")
def moves_by_the_size(image, size, stride, mode="max"):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    blocks = image[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return blocks.max(axis=(1, 3)) if mode == "max" else blocks.mean(axis=(1, 3))


@wrong("pool2d", "the stride is used as the size")
def takes_windows_as_wide_as_the_stride(image, size, stride, mode="max"):
    return with_two_loops(image, stride, stride, mode)


@wrong("pool2d", "stride ignored on one axis")
def steps_down_only(image, size, stride, mode="max"):
    summary = np.max if mode == "max" else np.mean
    return [
        [summary(image[r : r + size, c : c + size]) for c in range(image.shape[1] - size + 1)]
        for r in range(0, image.shape[0] - size + 1, stride)
    ]


@wrong("pool2d", "border off by one")
def stops_too_early(image, size, stride, mode="max"):
    summary = np.max if mode == "max" else np.mean
    return np.array(
        [
            [summary(image[r : r + size, c : c + size]) for c in range(0, image.shape[1] - size, stride)]
            for r in range(0, image.shape[0] - size, stride)
        ]
    )


@wrong("pool2d", "half-filled windows are kept")
def lets_the_window_hang_over(image, size, stride, mode="max"):
    rows = range(0, image.shape[0], stride)
    columns = range(0, image.shape[1], stride)
    pooled = np.zeros((len(rows), len(columns)))
    for i, r in enumerate(rows):
        for j, c in enumerate(columns):
            window = image[r : r + size, c : c + size]
            pooled[i, j] = window.max() if mode == "max" else window.mean()
    return pooled


@wrong("pool2d", "the mode is ignored")
def knows_the_maximum_only(image, size, stride, mode="max"):
    return with_two_loops(image, size, stride)


@wrong("pool2d", "the mode is ignored")
def knows_the_average_only(image, size, stride, mode="max"):
    return with_two_loops(image, size, stride, "average")


@wrong("pool2d", "the two modes are swapped")
def mixes_up_the_modes(image, size, stride, mode="max"):
    return with_two_loops(image, size, stride, "max" if mode == "average" else "average")


@wrong("pool2d", "divided by the wrong number")
def divides_by_four(image, size, stride, mode="max"):
    pooled = with_two_loops(image, size, stride)
    if mode == "average":
        for row, column in np.ndindex(pooled.shape):
            top, left = row * stride, column * stride
            pooled[row, column] = image[top : top + size, left : left + size].sum() / 4
    return pooled


@wrong("pool2d", "the wrong mode is the default")
def takes_the_mean_by_default(image, size, stride, mode="average"):
    return with_two_loops(image, size, stride, mode)


@wrong("pool2d", "a sum instead of an average")
def forgets_to_divide(image, size, stride, mode="max"):
    rows = (image.shape[0] - size) // stride + 1
    columns = (image.shape[1] - size) // stride + 1
    pooled = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = image[r * stride : r * stride + size, c * stride : c * stride + size]
            pooled[r, c] = window.max() if mode == "max" else window.sum()
    return pooled


@wrong("pool2d", "divided by the wrong number")
def divides_by_the_side(image, size, stride, mode="max"):
    if mode == "max":
        return with_two_loops(image, size, stride)
    return conv2d(image, np.full((size, size), 1 / size), stride=stride)


@wrong("pool2d", "the decimals are cut off")
def divides_with_two_slashes(image, size, stride, mode="max"):
    if mode == "max":
        return with_two_loops(image, size, stride)
    return conv2d(image, np.ones((size, size), dtype=int), stride=stride) // (size * size)


@wrong("pool2d", "the decimals are cut off")
def collects_in_an_array_like_the_image(image, size, stride, mode="max"):
    rows = (image.shape[0] - size) // stride + 1
    columns = (image.shape[1] - size) // stride + 1
    pooled = np.zeros_like(image)[:rows, :columns]
    pooled[:] = with_two_loops(image, size, stride, mode)
    return pooled


@wrong("pool2d", "0 beats negative numbers")
def begins_the_search_at_zero(image, size, stride, mode="max"):
    rows = (image.shape[0] - size) // stride + 1
    columns = (image.shape[1] - size) // stride + 1
    pooled = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            largest, total = 0, 0
            for i in range(size):
                for j in range(size):
                    pixel = image[r * stride + i, c * stride + j]
                    total += pixel
                    if pixel > largest:
                        largest = pixel
            pooled[r, c] = largest if mode == "max" else total / size**2
    return pooled


@wrong("pool2d", "the smallest wins")
def takes_the_minimum(image, size, stride, mode="max"):
    return (
        -with_two_loops(-image, size, stride) if mode == "max" else with_two_loops(image, size, stride, mode)
    )


@wrong("pool2d", "the first pixel is taken")
def leaves_pixels_out(image, size, stride, mode="max"):
    return image[: image.shape[0] - size + 1 : stride, : image.shape[1] - size + 1 : stride]


@wrong("pool2d", "the result is transposed")
def goes_column_by_column(image, size, stride, mode="max"):
    return with_two_loops(image, size, stride, mode).T


@wrong("pool2d", "floor missing")
def divides_with_one_slash(image, size, stride, mode="max"):
    rows = (image.shape[0] - size) / stride + 1
    columns = (image.shape[1] - size) / stride + 1
    return np.zeros((rows, columns))


@wrong("pool2d", "the input is changed in place")
def writes_into_the_image(image, size, stride, mode="max"):
    for r in range(0, image.shape[0] - size + 1, stride):
        for c in range(0, image.shape[1] - size + 1, stride):
            image[r : r + size, c : c + size] = image[r : r + size, c : c + size].max()
    return image[::stride, ::stride]


@wrong("pool2d", "printed instead of returned")
def prints_the_map(image, size, stride, mode="max"):
    print(pool2d(image, size, stride=stride, mode=mode))


@wrong("pool2d", "it cannot be called as the task says")
def has_no_mode(image, size, stride):
    return pool2d(image, size, stride=stride)


@wrong("pool2d", "too large by 1")
def adds_one(image, size, stride, mode="max"):
    return with_two_loops(image, size, stride, mode) + 1


# --- three_pools -------------------------------------------------------------------------------------

ANSWERS.values("three_pools", None, [24, 11, 6], (24, 11, 6), np.array([24.0, 11.0, 6.0]))
ANSWERS.values("three_pools", "the answer is not three sizes", 6, [24, 11], [49, 24, 11, 6])
ANSWERS.values("three_pools", "floor missing", [24.5, 11.75, 5.875], [24.5, 11.5, 6], [24, 11.5, 5.75])
ANSWERS.values("three_pools", "rounded up", [25, 12, 6])
ANSWERS.values("three_pools", "valid in place of same", [24, 11, 5])
ANSWERS.values("three_pools", "same in place of valid", [25, 13, 7])
ANSWERS.values("three_pools", "the size is used as the stride", [24, 8, 4])
ANSWERS.values("three_pools", "the stride is used as the size", [24, 12, 6])
ANSWERS.values("three_pools", "the stride is ignored", [48, 46, 46])
ANSWERS.values("three_pools", "the first position is not counted", [23, 10, 4])
ANSWERS.values("three_pools", "cells instead of sides", [576, 121, 36])
ANSWERS.values("three_pools", "each layer starts from 49", [24, 24, 25])
ANSWERS.values("three_pools", "the wrong kind of thing", "24, 11, 6")
ANSWERS.values("three_pools", "the first size is not right", [20, 10, 5])

# --- two_shifts --------------------------------------------------------------------------------------

ANSWERS.values("two_shifts", None, [[1, 2], [0, -1]], ((-1, 1), (0, -1)), np.array([[1.0, 1.0], [0.0, -1.0]]))
ANSWERS.values(
    "two_shifts", "those are not two shifts", [1, 2], 3, [[1, 2, 0], [0, -1, 0]], [[1, 0.5], [0, -1]]
)
ANSWERS.values("two_shifts", "the two shifts are swapped", [[0, -1], [1, 2]])
ANSWERS.values("two_shifts", "down and right are swapped", [[2, 1], [-1, 0]])
ANSWERS.values("two_shifts", "the first shift doesn't move both ways", [[0, 2], [0, -1]], [[1, 0], [0, -1]])
ANSWERS.values("two_shifts", "the first shift changes the pooled map", [[1, 3], [0, -1]], [[4, 4], [0, -1]])
ANSWERS.values(
    "two_shifts", "the second shift is not one pixel", [[1, 2], [0, 3]], [[1, 2], [0, 0]], [[1, 1], [-1, -1]]
)
ANSWERS.values("two_shifts", "the second shift changes nothing", [[1, 2], [0, 1]], [[1, 2], [-1, 0]])
ANSWERS.values("two_shifts", "the wrong kind of thing", "[1, 2], [0, -1]")

# --- average_kernel ----------------------------------------------------------------------------------


@right("average_kernel")
def with_full(size):
    return np.full((size, size), 1 / (size * size))


@right("average_kernel")
def with_lists(size):
    return [[1 / size**2] * size for _ in range(size)]


@right("average_kernel")
def divides_by_its_sum(size):
    kernel = np.ones((size, size))
    return kernel / kernel.sum()


@wrong("average_kernel", "a sum instead of an average")
def all_ones(size):
    return np.ones((size, size), dtype=int)


@wrong("average_kernel", "divided by the wrong number")
def divides_by_size(size):
    return np.ones((size, size)) / size


@wrong("average_kernel", "the weights are always ¼")
def remembers_a_quarter(size):
    return np.full((size, size), 1 / 4)


@wrong("average_kernel", "the kernel is always 2×2")
def remembers_two_by_two(size):
    return np.array([[0.25, 0.25], [0.25, 0.25]])


@wrong("average_kernel", "the kernel is a single row")
def makes_a_row(size):
    return np.ones(size) / size


@wrong("average_kernel", "the kernel is a single row")
def makes_a_long_row(size):
    return [1 / size**2] * size**2


@wrong("average_kernel", "a weight instead of a kernel")
def gives_the_weight(size):
    return 1 / size**2


@wrong("average_kernel", "the decimals are cut off")
def fills_whole_numbers(size):
    kernel = np.zeros((size, size), dtype=int)
    kernel[:] = 1 / size**2
    return kernel


@wrong("average_kernel", "one pixel instead of the average")
def looks_at_the_first(size):
    kernel = np.zeros((size, size))
    kernel[0, 0] = 1
    return kernel


@wrong("average_kernel", "printed instead of returned")
def prints_the_kernel(size):
    print(np.full((size, size), 1 / size**2))


@wrong("average_kernel", "the weights don't add up to 1")
def rounds_the_weight(size):
    return np.full((size, size), round(1 / math.pi / size, 2))


# --- written without looking at the tables -----------------------------------------------------------


@wrong("pool2d", "the stride is in the size only")
def stride_in_the_size_only(image, size, stride, mode="max"):
    rows = (image.shape[0] - size) // stride + 1
    columns = (image.shape[1] - size) // stride + 1
    m = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = image[r : r + size, c : c + size]
            m[r, c] = window.max() if mode == "max" else window.mean()
    return m


@wrong("pool2d", "the windows are a row and a column too small")
def window_one_short(image, size, stride, mode="max"):
    rows, columns = ((n - size) // stride + 1 for n in image.shape)
    m = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = image[r * stride : r * stride + size - 1, c * stride : c * stride + size - 1]
            m[r, c] = window.max() if mode == "max" else window.mean()
    return m


ANSWERS.values("three_pools", "the sizes before the layers", [49, 24, 11])


ANSWERS.values("three_pools", "that is the example", [30, 20, 10])


@wrong("average_kernel", "the number of pixels is built in")
def with_1_over_9(size):
    return np.full((size, size), 1 / 9)


@wrong("average_kernel", "the mean of the diagonal")
def diagonal(size):
    return np.eye(size) / size


@wrong("average_kernel", "`* 2` is not a power")
def times_for_times_times(size):
    return np.full((size, size), 1 / size * 2)


# --- another set, written from the task texts alone ---------------------------------------------------


@right("pool2d")
def pools_the_rows_and_then_the_columns(image, size, stride, mode="max"):
    if mode == "average":
        return conv2d(image, np.ones((size, size)) / size / size, stride=stride)

    def of_rows(grid):
        return np.stack(
            [grid[start : start + size].max(0) for start in range(0, len(grid) - size + 1, stride)]
        )

    return of_rows(of_rows(image).T).T


def _pools(image, starts, width, mode, largest=np.max, mean=np.mean):
    summary = largest if mode == "max" else mean
    return np.array([[summary(image[r : r + width, c : c + width]) for c in starts[1]] for r in starts[0]])


def _all_starts(image, size, stride):
    return [range(0, length - size + 1, stride) for length in image.shape]


@wrong("pool2d", "the largest without its sign")
def takes_absolute_values(image, size, stride, mode="max"):
    return _pools(
        image, _all_starts(image, size, stride), size, mode, largest=lambda window: abs(window).max()
    )


@wrong("pool2d", "the windows are as wide as the stride")
def slices_by_the_stride(image, size, stride, mode="max"):
    return _pools(image, _all_starts(image, size, stride), stride, mode)


@wrong("pool2d", "the windows are a row and a column too large")
def adds_one_to_the_end_of_a_slice(image, size, stride, mode="max"):
    return _pools(image, _all_starts(image, size, stride), size + 1, mode)


@wrong("pool2d", "zeros are left out of the mean")
def averages_what_is_not_0(image, size, stride, mode="max"):
    def mean(window):
        return window[window != 0].mean() if window.any() else 0

    return _pools(image, _all_starts(image, size, stride), size, mode, mean=mean)


@wrong("average_kernel", "2 to the power of the size")
def raises_2_to_the_size(size):
    return np.full((size, size), 2.0**-size)


@wrong("pool2d", "the mode has a different name")
def calls_it_mean(image, size, stride, mode="max"):
    take = {"max": np.max, "mean": np.mean}[mode]
    return np.array(
        [
            [take(image[r : r + size, c : c + size]) for c in range(0, image.shape[1] - size + 1, stride)]
            for r in range(0, image.shape[0] - size + 1, stride)
        ]
    )


@wrong("pool2d", "pixels are left out, not pooled")
def keeps_every_second_pixel(image, size, stride, mode="max"):
    return image[::stride, ::stride]


ANSWERS.values(
    "three_pools", "shapes instead of sides", [(24, 24), (11, 11), (6, 6)], [(24, 24), (12, 12), (6, 6)]
)
ANSWERS.values("three_pools", "the sizes are backwards", [6, 11, 24])
ANSWERS.values("three_pools", "the second size is not right", [24, 10, 5])


@wrong("pool2d", "too many rows or columns")
def ends_the_columns_at_the_stride(image, size, stride, mode="max"):
    take = np.max if mode == "max" else np.mean
    return np.array(
        [
            [take(image[r : r + size, c : c + size]) for c in range(0, image.shape[1] - stride + 1, stride)]
            for r in range(0, image.shape[0] - size + 1, stride)
        ]
    )


def _in_windows(image, size, stride, take):
    rows, columns = ((n - size) // stride + 1 for n in image.shape)
    result = np.zeros((rows, columns))
    for row, column in np.ndindex(rows, columns):
        result[row, column] = take(image[row * stride :, column * stride :][:size, :size])
    return result


@wrong("pool2d", "a finished function does the work")
def leaves_it_to_the_helper(image, size, stride, mode="max"):
    return pool2d(image, size, stride=stride, mode=mode)


@wrong("pool2d", 'nothing happens in mode "average"')
def waits_for_mean(image, size, stride, mode="max"):
    def take(window):
        if mode == "max":
            return window.max()
        if mode == "mean":
            return window.mean()
        return 0

    return _in_windows(image, size, stride, take)


@wrong("pool2d", "divided by the wrong number")
def divides_by_the_stride(image, size, stride, mode="max"):
    take = np.max if mode == "max" else lambda window: window.sum() / stride**2
    return _in_windows(image, size, stride, take)


@wrong("pool2d", "size and stride are built in")
def pools_by_two(image, size, stride, mode="max"):
    return _in_windows(image, 2, 2, np.max if mode == "max" else np.mean)


@right("pool2d")
def filters_and_skips(image, size, stride, mode="max"):
    from scipy import ndimage

    smooth = ndimage.maximum_filter if mode == "max" else ndimage.uniform_filter
    rows, columns = (n - size + 1 for n in image.shape)
    first = size // 2
    return smooth(image.astype(float), size)[first : first + rows : stride, first : first + columns : stride]


@wrong("pool2d", "the first pixel is taken")
def first_pixel_in_mode_max(image, size, stride, mode="max"):
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size))[::stride, ::stride]
    return windows[:, :, 0, 0] if mode == "max" else windows.mean(axis=(2, 3))


@wrong("pool2d", "only the last column of each window counts")
def last_column_of_each_window(image, size, stride, mode="max"):
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size))[::stride, ::stride]
    return windows.max(axis=2)[..., -1] if mode == "max" else windows.mean(axis=2)[..., -1]

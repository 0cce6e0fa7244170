"""Lesson 06, pooling: exercises and questions."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers import output_size, pool2d
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.pictures import SIXTEEN, THREE_STARS, shifted

# --- pool2d: one number for each window --------------------------------------------------------------


def _pool(image, size, stride, mode="max"):
    return pool2d(image, size, stride=stride, mode=mode)


def _sums(image, size, stride):
    return sliding_window_view(image, (size, size))[::stride, ::stride].sum(axis=(2, 3))


def _for_average(change):
    """Return an answer that is right for the maximum and changes the sum of a window for the average."""

    def wrong(image, size, stride, mode="max"):
        if mode == "max":
            return _pool(image, size, stride)
        return change(_sums(image, size, stride), size)

    return wrong


def _last_windows_missing(image, size, stride, mode="max"):
    return _pool(image[:-1, :-1], size, stride, mode)


def _half_filled_windows_too(image, size, stride, mode="max"):
    summary = np.max if mode == "max" else np.mean
    rows, columns = image.shape
    return np.array(
        [
            [summary(image[row : row + size, column : column + size]) for column in range(0, columns, stride)]
            for row in range(0, rows, stride)
        ]
    )


def _stride_on_one_axis(axis):
    def wrong(image, size, stride, mode="max"):
        steps = [1, 1]
        steps[axis] = stride
        return pool2d(image, size, stride=tuple(steps), mode=mode)

    return wrong


def _smallest(image, size, stride, mode="max"):
    return -_pool(-image, size, stride) if mode == "max" else _pool(image, size, stride, mode)


def _beats_zero(image, size, stride, mode="max"):
    pooled = _pool(image, size, stride, mode)
    return np.maximum(pooled, 0) if mode == "max" else pooled


def _first_pixels(image, size, stride, mode="max"):
    rows, columns = _pool(image, size, stride).shape
    return image[::stride, ::stride][:rows, :columns]


def _windows(image, size, stride):
    """Return the pixels of each window: (rows, columns, size · size)."""
    windows = sliding_window_view(image, (size, size))[::stride, ::stride]
    return windows.reshape(*windows.shape[:2], -1)


def _with(combine):
    return lambda image, size, stride, mode="max": combine(_windows(image, size, stride), mode)


def _stride_in_the_size_only(image, size, stride, mode="max"):
    rows, columns = _pool(image, size, stride, mode).shape
    return _pool(image, size, 1, mode)[:rows, :columns]


def _one_short(image, size, stride, mode="max"):
    rows, columns = _pool(image, size, stride, mode).shape
    return _pool(image, size - 1, stride, mode)[:rows, :columns]


def _moved_by_its_size(image, size, stride, mode="max"):
    rows, columns = _pool(image, size, stride, mode).shape
    result = np.zeros((rows, columns))
    for row, column in np.ndindex(rows, columns):
        window = image[row * size : row * size + size, column * size : column * size + size]
        if mode == "max":
            result[row, column] = window.max()
        else:
            result[row, column] = window.mean() if window.size else np.nan  # as NumPy, without its warning
    return result


def _two_rows_of_each_window(image, size, stride, mode="max"):
    if mode != "max":
        return _pool(image, size, stride, mode)
    windows = sliding_window_view(image, (size, size))[::stride, ::stride]
    return windows[:, :, :2].max(axis=(2, 3))


def _in_mode(changed, combine):
    """Return an answer that is right except in one mode, in which it combines the pixels in another way."""

    def wrong(image, size, stride, mode="max"):
        if mode != changed:
            return _pool(image, size, stride, mode)
        return combine(_windows(image, size, stride))

    return wrong


def _mean_without_zeros(windows):
    return windows.sum(-1) / np.maximum(np.count_nonzero(windows, axis=-1), 1)


def _first_row_of_each_window(image, size, stride, mode="max"):
    if mode != "max":
        return _pool(image, size, stride, mode)
    return _windows(image, size, stride)[..., :size].max(-1)


def _cut_from(image, starts, width, mode):
    """Return the largest or the mean of windows that start at these rows and columns, cut at the edge."""
    summary = np.max if mode == "max" else np.mean
    return np.array([[summary(image[r : r + width, c : c + width]) for c in starts[1]] for r in starts[0]])


def _starts(image, size, stride):
    return [range(0, length - size + 1, stride) for length in image.shape]


def _as_wide_as_the_stride(image, size, stride, mode="max"):
    return _cut_from(image, _starts(image, size, stride), stride, mode)


def _one_more(image, size, stride, mode="max"):
    return _cut_from(image, _starts(image, size, stride), size + 1, mode)


def _windows_of_the_transposed(image, size, stride, mode="max"):
    rows, columns = _starts(image, size, stride)
    return _cut_from(image.T, (rows, columns), size, mode)


def _in_8_bits(case, given):
    """Return whether the pixels have become bytes before they were pooled, or their sums have."""
    wanted = {**case.inputs, **case.settings}
    windows = _windows(wanted["image"].astype(np.uint8).astype(int), wanted["size"], wanted["stride"])
    if wanted.get("mode", "max") == "max":
        return given.shape == windows.shape[:2] and np.array_equal(given, windows.max(-1))
    sums = windows.sum(-1)
    return given.shape == sums.shape and any(
        np.allclose(given, one / windows.shape[-1]) for one in (sums, sums % 256)
    )


def _stride_fits_into_the_side(image, size, stride, mode="max"):
    summary = np.max if mode == "max" else np.mean
    rows, columns = (range(0, n // stride * stride, stride) for n in image.shape)
    return np.array(
        [[summary(image[row : row + size, column : column + size]) for column in columns] for row in rows]
    )


def _rows_of_each_window(image, size, stride, mode="max"):
    windows = sliding_window_view(image, (size, size))[::stride, ::stride]
    return windows.max(axis=3) if mode == "max" else windows.mean(axis=3)


def _knows_mean(image, size, stride, mode="max"):
    return _pool(image, size, stride, {"max": "max", "mean": "average"}[mode])


def _square_map(image, size, stride, mode="max"):
    rows = _starts(image, size, stride)[0]
    return _cut_from(image, (rows, rows), size, mode)


def _last_column_of_each_window(image, size, stride, mode="max"):
    windows = sliding_window_view(image, (size, size))[::stride, ::stride]
    return (windows.max(axis=2) if mode == "max" else windows.mean(axis=2))[..., -1]


POOL2D = Exercise(
    name="pool2d",
    title="Max and average pooling",
    answer='my_pool2d(image, size, stride, mode="max")',
    reference=_pool,
    read=numbers,
    right="It has no weights: there is nothing in it that training could change.",
    hints=(
        "It is like your `conv2d`, but without a kernel: two loops over the rows and columns of the output, "
        "and for each position keep one number of the window. How many positions are there?",
        "(rows − size) // stride + 1 positions down, and (columns − size) // stride + 1 across. Position r, "
        "c has the window `image[r * stride : r * stride + size, c * stride : c * stride + size]`.",
        'For mode "max" keep `window.max()`, otherwise `window.mean()`. Collect them in an array of decimal '
        "numbers. The solution is in notebooks/solutions/06_pool2d.py.",
    ),
    mistakes=(
        Mistake(
            "pooling windows overlapping",
            "The window moves by one pixel, whatever the stride. It should move by `stride` pixels.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, 1, mode),
        ),
        Mistake(
            "the size is used as the stride",
            "The two are equal in most networks, but not here: the window is `size` wide and moves by "
            "`stride`.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, size, mode),
        ),
        Mistake(
            "the stride is used as the size",
            "The two are equal in most networks, but not here: the window is `size` wide and moves by "
            "`stride`.",
            wrong=lambda image, size, stride, mode="max": _pool(image, stride, stride, mode),
        ),
        Mistake(
            "stride ignored on one axis",
            "Across, the window moves by one pixel instead of the stride.",
            wrong=_stride_on_one_axis(0),
        ),
        Mistake(
            "stride ignored on one axis",
            "Down, the window moves by one pixel instead of the stride.",
            wrong=_stride_on_one_axis(1),
        ),
        Mistake(
            "border off by one",
            "The last window is missing where it would end on the very last pixel: range(n − size + 1) "
            "reaches it, range(n − size) doesn't.",
            wrong=_last_windows_missing,
        ),
        Mistake(
            "half-filled windows are kept",
            "The last windows hang over the edge. A window that is not filled is left out, and its pixels "
            "are dropped.",
            wrong=_half_filled_windows_too,
        ),
        Mistake(
            "the mode is ignored",
            'You always take the largest. In mode "average", take the mean.',
            wrong=lambda image, size, stride, mode="max": _pool(image, size, stride),
        ),
        Mistake(
            "the wrong mode is the default",
            'Called without a mode, your function gives the mean. The task says `mode="max"`.',
            wrong=lambda image, size, stride, mode="average": _pool(image, size, stride, mode),
        ),
        Mistake(
            "the mode is ignored",
            'You always take the mean. In mode "max", take the largest.',
            wrong=lambda image, size, stride, mode="max": _pool(image, size, stride, "average"),
        ),
        Mistake(
            "the two modes are swapped",
            "You take the mean instead of the largest, and the largest instead of the mean.",
            wrong=lambda image, size, stride, mode="max": _pool(
                image, size, stride, "average" if mode == "max" else "max"
            ),
        ),
        Mistake(
            "a sum instead of an average",
            "Divide the sum by the number of pixels in a window.",
            wrong=_for_average(lambda sums, size: sums),
        ),
        Mistake(
            "divided by the wrong number",
            "A window has size · size pixels, not size.",
            wrong=_for_average(lambda sums, size: sums / size),
        ),
        Mistake(
            "divided by the wrong number",
            "A 2×2 window has four pixels, but a larger window has size · size of them.",
            wrong=_for_average(lambda sums, size: sums / 4),
        ),
        Mistake(
            "the decimals are cut off",
            "The mean of whole numbers may have decimals. Divide with /, and collect the results in "
            "`np.zeros(shape)`, which has decimals.",
            wrong=_for_average(lambda sums, size: sums // size**2),
        ),
        Mistake(
            "the decimals are cut off",
            "The mean of whole numbers may have decimals. Divide with /, and collect the results in "
            "`np.zeros(shape)`, which has decimals.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, stride, mode).astype(int),
        ),
        Mistake(
            "the decimals are cut off",
            "The mean of whole numbers may have decimals. Collect the results in `np.zeros(shape)`, "
            "which has decimals; `np.zeros_like(image)` has whole numbers if the image has.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, stride, mode).astype(
                image.dtype
            ),
        ),
        Mistake(
            "0 beats negative numbers",
            "Your search for the largest starts at 0. In a window of negative numbers the largest is "
            "negative: start with the first pixel.",
            wrong=_beats_zero,
        ),
        Mistake(
            "the smallest wins",
            "You keep the smallest number of each window.",
            wrong=_smallest,
        ),
        Mistake(
            "the first pixel is taken",
            "You keep the pixel in the top left corner of each window, whatever the others are.",
            wrong=_first_pixels,
        ),
        Mistake(
            "the result is transposed",
            "Rows and columns of the result are swapped.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, stride, mode).T,
        ),
        Mistake(
            "the median, not the mean",
            "The mean is the sum of the window divided by the number of its pixels.",
            wrong=_with(lambda windows, mode: windows.max(-1) if mode == "max" else np.median(windows, -1)),
        ),
        Mistake(
            "the largest is divided",
            "The mean is the *sum* of the window divided by the number of its pixels.",
            wrong=_with(lambda windows, mode: windows.max(-1) / (1 if mode == "max" else windows.shape[-1])),
        ),
        Mistake(
            "the stride is in the size only",
            "The map has the right size, but your window moves by one pixel: multiply row and column by the "
            "stride.",
            wrong=_stride_in_the_size_only,
        ),
        Mistake(
            "the windows are a row and a column too small",
            "A slice leaves out its end: `start : start + size` has exactly `size` pixels.",
            wrong=_one_short,
        ),
        Mistake(
            "the window moves by its size",
            "It moves by `stride` pixels, which may be fewer than `size`.",
            wrong=_moved_by_its_size,
        ),
        Mistake(
            "only two rows of each window count",
            "A window has `size` rows. Your function is right for windows of 2.",
            wrong=_two_rows_of_each_window,
        ),
        Mistake(
            "8 bits are too few",
            "Numbers below 0 or above 255 have wrapped around, as `uint8` does.",
            sees=_in_8_bits,
        ),
        Mistake(
            "the largest without its sign",
            "−2 is larger than −9. Take the numbers as they are, not their absolute values.",
            wrong=_in_mode("max", lambda windows: np.abs(windows).max(-1)),
        ),
        Mistake(
            "the position of the largest",
            "`argmax` says where the largest number is. Return the number itself.",
            wrong=_in_mode("max", lambda windows: windows.argmax(-1)),
        ),
        Mistake(
            "only the first row of each window counts",
            "A window has `size` rows and `size` columns. Look for the largest in all of them.",
            wrong=_first_row_of_each_window,
        ),
        Mistake(
            "halfway between the smallest and the largest",
            "The mean is the sum of the window divided by the number of its pixels.",
            wrong=_in_mode("average", lambda windows: (windows.max(-1) + windows.min(-1)) / 2),
        ),
        Mistake(
            "zeros are left out of the mean",
            "A 0 is a pixel like any other: the mean divides by all pixels of the window.",
            wrong=_in_mode("average", _mean_without_zeros),
        ),
        Mistake(
            "the windows are as wide as the stride",
            "The window moves by `stride` pixels, but it is `size` pixels wide.",
            wrong=_as_wide_as_the_stride,
        ),
        Mistake(
            "the windows are a row and a column too large",
            "A slice leaves out its end: `start : start + size` has exactly `size` pixels.",
            wrong=_one_more,
        ),
        Mistake(
            "rows and columns of the window are swapped",
            "An image is indexed by row first: `image[rows, columns]`.",
            wrong=_windows_of_the_transposed,
        ),
        Mistake(
            "the signs are lost",
            "Negative numbers have lost their minus sign before they were pooled.",
            wrong=lambda image, size, stride, mode="max": _pool(np.abs(image), size, stride, mode),
        ),
        Mistake(
            "the stride is built in",
            "Your windows always move by 2. Use `stride`.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, 2, mode),
        ),
        Mistake(
            "the size is built in",
            "Your windows are always 2×2. Use `size`.",
            wrong=lambda image, size, stride, mode="max": _pool(image, 2, stride, mode),
        ),
        Mistake(
            "the window may stick out",
            "You divide the side by the stride. The window moves over n − size pixels only, and has one "
            "more position than moves.",
            wrong=_stride_fits_into_the_side,
        ),
        Mistake(
            "the mode has a different name",
            'The task calls it "average". Your function knows "mean".',
            wrong=_knows_mean,
        ),
        Mistake(
            "the rows of each window are pooled separately",
            "A window has rows and columns, and one number is kept from all of them.",
            wrong=_rows_of_each_window,
        ),
        Mistake(
            "pixels are left out, not pooled",
            "You keep every second pixel, or every third. Look at all the numbers of each window.",
            wrong=lambda image, size, stride, mode="max": image[::stride, ::stride],
        ),
        Mistake(
            "the map is taken for a square",
            "You use the number of its rows for its columns, too. They may differ.",
            wrong=_square_map,
        ),
        Mistake(
            "size and stride are built in",
            "Your windows are always 2×2 and move by 2. Use `size` and `stride`.",
            wrong=lambda image, size, stride, mode="max": _pool(image, 2, 2, mode),
        ),
        Mistake(
            "divided by the wrong number",
            "You divide by stride · stride. A window has size · size pixels.",
            wrong=lambda image, size, stride, mode="max": (
                _pool(image, size, stride, mode) * (1 if mode == "max" else size**2 / stride**2)
            ),
        ),
        Mistake(
            'nothing happens in mode "average"',
            'In mode "average", your result is 0 everywhere. Does one of your branches ask for exactly that '
            "name?",
            wrong=_in_mode("average", lambda windows: np.zeros(windows.shape[:2])),
        ),
        Mistake(
            "the first pixel is taken",
            'In mode "max", you keep the pixel in the top left corner of each window, whatever the others '
            "are.",
            wrong=_in_mode("max", lambda windows: windows[..., 0]),
        ),
        Mistake(
            "only the last column of each window counts",
            "A window has `size` rows and `size` columns. Look at all of them.",
            wrong=_last_column_of_each_window,
        ),
    ),
    cases=(
        Case({"image": SIXTEEN}, {"size": 2, "stride": 2}),
        Case({"image": SIXTEEN}, {"size": 2, "stride": 2, "mode": "average"}),
        Case({"image": -1 - SIXTEEN}, {"size": 2, "stride": 2}),
        Case({"image": -1 - SIXTEEN}, {"size": 2, "stride": 2, "mode": "average"}),
        Case({"image": np.arange(35).reshape(5, 7) * 3 % 19}, {"size": 2, "stride": 2}),
        Case({"image": np.arange(35).reshape(5, 7) * 3 % 19}, {"size": 2, "stride": 2, "mode": "average"}),
        Case({"image": np.arange(42).reshape(6, 7) * 5 % 17}, {"size": 3, "stride": 2}),
        Case({"image": np.arange(42).reshape(6, 7) * 5 % 17, "size": 3, "stride": 2, "mode": "average"}),
        Case({"image": np.arange(35).reshape(5, 7) * 3 % 19, "size": 2, "stride": 2, "mode": "max"}),
        Case({"image": np.arange(42).reshape(7, 6) * 5 % 17}, {"size": 3, "stride": 2}),
        Case({"image": np.arange(35).reshape(5, 7) * 3 % 19}, {"size": 2, "stride": 3, "mode": "average"}),
        Case(
            {"image": np.arange(42).reshape(6, 7) * 5 % 17 / 4}, {"size": 2, "stride": 1, "mode": "average"}
        ),
    ),
    minutes=15,
)


# --- three_pools: sizes -------------------------------------------------------------------------------

SIDE = 49
# Size, stride and padding of the three layers in the exercise.
THREE_POOLS_LAYERS = ((2, 2, "valid"), (3, 2, "valid"), (2, 2, "same"))


def _three_sizes(one_size=output_size):
    sizes, side = [], SIDE
    for size, stride, padding in THREE_POOLS_LAYERS:
        side = one_size(side, size, stride=stride, padding=padding)
        sizes.append(side)
    return sizes


def _rounded_up(n, k, *, stride, padding):
    return -(-n // stride) if padding == "same" else -(-(n - k) // stride) + 1


def _not_rounded(n, k, *, stride, padding):
    return n / stride if padding == "same" else (n - k) / stride + 1


def _gives(*sizes):
    return lambda case, given: given.shape == (3,) and np.allclose(given, sizes)


THREE_POOLS = Exercise(
    name="three_pools",
    title="Sizes through three pools",
    answer="my_sizes",
    reference=_three_sizes,
    read=numbers,
    right="49 → 24 → 11 → 6: of 2,401 numbers, 36 are left.",
    hints=(
        "Go layer by layer: the output of the first is the input of the second. Valid: floor((n − k) / s) + "
        "1.",
        "(49 − 2) / 2 is 23.5, so the first gives 23 + 1. The second has windows of 3, but a stride of 2. "
        "Same: floor((n − 1) / s) + 1.",
        "`output_size(49, 2, stride=2)` is 24. Go on with `output_size(24, 3, stride=2)`, and give the last "
        'one `padding="same"`. The solution is in notebooks/solutions/06_three_pools.py.',
    ),
    mistakes=(
        Mistake(
            "shapes instead of sides",
            "The maps are square, so one number is enough for each: give its side, such as 30 for (30, 30).",
            sees=lambda case, given: given.shape == (3, 2),
        ),
        Mistake(
            "the answer is not three sizes",
            "Give three numbers in square brackets: the side after the first, the second and the third "
            "layer.",
            sees=lambda case, given: given.shape != (3,),
        ),
        Mistake(
            "floor missing",
            "There are no half rows: a window that is not filled is left out. Round down.",
            sees=lambda case, given: (given % 1 != 0).any(),
        ),
        Mistake(
            "rounded up",
            "Valid padding keeps no half-filled window: the last row and column are dropped. Round down.",
            sees=_gives(*_three_sizes(_rounded_up)),
        ),
        Mistake(
            "valid in place of same",
            "The third layer has same padding: the last column gets a window of its own, half of which is "
            "padding.",
            sees=_gives(*_three_sizes(lambda n, k, stride, padding: output_size(n, k, stride=stride))),
        ),
        Mistake(
            "same in place of valid",
            "Only the third layer has same padding. The first two leave out windows that are not filled.",
            sees=_gives(
                *_three_sizes(lambda n, k, stride, padding: output_size(n, k, stride=stride, padding="same"))
            ),
        ),
        Mistake(
            "the size is used as the stride",
            "The second layer has windows of 3 that move by 2: they overlap.",
            sees=_gives(
                *_three_sizes(lambda n, k, stride, padding: output_size(n, k, stride=k, padding=padding))
            ),
        ),
        Mistake(
            "the stride is used as the size",
            "The second layer moves by 2, but its windows are 3 wide.",
            sees=_gives(
                *_three_sizes(
                    lambda n, k, stride, padding: output_size(n, stride, stride=stride, padding=padding)
                )
            ),
        ),
        Mistake(
            "the stride is ignored",
            "The window moves by 2, so about half of the positions are left along each side.",
            sees=_gives(*_three_sizes(lambda n, k, stride, padding: output_size(n, k, padding=padding))),
        ),
        Mistake(
            "the first position is not counted",
            "(n − k) / s counts the moves. There is one more position: the one before the first move.",
            sees=_gives(
                *_three_sizes(lambda n, k, stride, padding: (n - (k if padding == "valid" else 1)) // stride)
            ),
        ),
        Mistake(
            "cells instead of sides",
            "Give the side of each square map, not the number of its cells.",
            sees=_gives(*(side**2 for side in _three_sizes())),
        ),
        Mistake(
            "each layer starts from 49",
            "The output of one layer is the input of the next.",
            sees=_gives(*(output_size(SIDE, k, stride=s, padding=p) for k, s, p in THREE_POOLS_LAYERS)),
        ),
        Mistake(
            "the sizes before the layers",
            "You start with 49. Give the side *after* each layer.",
            sees=_gives(49, *_three_sizes()[:2]),
        ),
        Mistake(
            "that is the example",
            "The numbers of the comment only show how to write three sizes.",
            sees=_gives(30, 20, 10),
        ),
        Mistake(
            "the sizes are backwards",
            "The three numbers are right. Begin with the side after the first layer.",
            sees=_gives(*_three_sizes()[::-1]),
        ),
        Mistake(
            "the first position is not counted",
            "(n − k) / s counts the moves. There is one more position: the one before the first move.",
            sees=_gives(23, 10, 5),
        ),
        Mistake(
            "same padding doesn't keep the size here",
            "With stride 2, same padding leaves half of the size, rounded up.",
            sees=_gives(*_three_sizes()[:2], _three_sizes()[1]),
        ),
        Mistake(
            "the stride is forgotten in the second layer",
            "Its windows of 3 move by 2: about half of the positions are left.",
            sees=_gives(24, 22, 11),
        ),
        Mistake(
            "the second size is not right",
            "The first is. Windows of 3 move by 2 on 24 cells, without padding: floor((24 − 3) / 2) + 1.",
            sees=lambda case, given: (
                given.shape == (3,) and given[0] == _three_sizes()[0] and given[1] != _three_sizes()[1]
            ),
        ),
        Mistake(
            "the third size is not right",
            "The first two are. With same padding only the 11 cells and the stride count.",
            sees=lambda case, given: given.shape == (3,) and given[:2].tolist() == _three_sizes()[:2],
        ),
        Mistake(
            "the first size is right, the others are not",
            "The output of the first layer is the input of the second, and so on.",
            sees=lambda case, given: given.shape == (3,) and given[0] == _three_sizes()[0] != given[1],
        ),
        Mistake(
            "the first size is not right",
            "Start there: windows of 2 that move by 2 take the 49 pixels in pairs. How many pairs?",
            sees=lambda case, given: given.shape == (3,) and given[0] != _three_sizes()[0],
        ),
    ),
    minutes=5,
)


# --- two_shifts: one that pooling tolerates, one that it doesn't ---------------------------------------


def _stars_pooled(shift):
    return pool2d(shifted(THREE_STARS, *(int(part) for part in shift)), 4)


def _survives(shift):
    return np.array_equal(_stars_pooled(shift), _stars_pooled((0, 0)))


def _moves_both_ways(shift):
    return bool((shift != 0).all())


def _is_one_step(shift):
    return np.abs(shift).sum() == 1


def _two_shifts_right(given):
    first, second = given
    return _moves_both_ways(first) and _survives(first) and _is_one_step(second) and not _survives(second)


def _are_shifts(given):
    return given.shape == (2, 2) and bool((given % 1 == 0).all())


TWO_SHIFTS = Exercise(
    name="two_shifts",
    title="A shift that pooling ignores, and one that it doesn't",
    answer="my_shifts",
    reference=lambda: [[1, 2], [0, -1]],
    accepts=lambda case, given: _are_shifts(given) and _two_shifts_right(given),
    read=numbers,
    right="A move of two or three pixels changes nothing, and a single step the other way does. What counts "
    "is the edge of the window, not how far the image moves.",
    hints=(
        "The windows cover rows 0–3 and 4–7, and columns 0–3 and 4–7. Inside its window a star may move "
        "freely.",
        "How far is each star from the four edges of its window? The one with the least room decides, in "
        "each direction.",
        "The first star is in column 0: it has room on the right, and none on the left. The solution is "
        "in notebooks/solutions/06_two_shifts.py.",
    ),
    mistakes=(
        Mistake(
            "those are not two shifts",
            "Give two pairs of whole numbers, [down, right] each, such as [[3, 3], [2, 0]].",
            sees=lambda case, given: not _are_shifts(given),
        ),
        Mistake(
            "the two shifts are swapped",
            "The shift that leaves the pooled map unchanged comes first.",
            sees=lambda case, given: _two_shifts_right(given[::-1]),
        ),
        Mistake(
            "down and right are swapped",
            "Each pair is [down, right]: rows first, as everywhere in this course.",
            sees=lambda case, given: _two_shifts_right(given[:, ::-1]),
        ),
        Mistake(
            "the first shift doesn't move both ways",
            "It should move the stars down or up, and also right or left: neither number is 0.",
            sees=lambda case, given: not _moves_both_ways(given[0]),
        ),
        Mistake(
            "the first shift changes the pooled map",
            "At least one star leaves its window. Look for the star with the least room in that direction.",
            sees=lambda case, given: not _survives(given[0]),
        ),
        Mistake(
            "the second shift is not one pixel",
            "It should be a single step: 1 or −1 in one direction, and 0 in the other.",
            sees=lambda case, given: not _is_one_step(given[1]),
        ),
        Mistake(
            "the second shift changes nothing",
            "All three stars stay inside their windows. Which star is at the edge of its window?",
            sees=lambda case, given: _survives(given[1]),
        ),
    ),
    minutes=6,
)


# --- average_kernel: average pooling as a convolution --------------------------------------------------


def _without_the_middle(size):
    kernel = np.full((size, size), 1 / max(size**2 - 1, 1))
    kernel[size // 2, size // 2] = size == 1 and 1 or 0
    return kernel


AVERAGE_KERNEL = Exercise(
    name="average_kernel",
    title="Average pooling as a convolution",
    answer="my_average_kernel(size)",
    reference=lambda size: np.full((size, size), 1 / size**2),
    read=numbers,
    right="Average pooling is a convolution that can't learn: its weights are fixed, and its stride is its "
    "size. Max-pooling is not a convolution, whatever the weights.",
    hints=(
        "If all weights are equal, the sum of products is the sum of the window times that weight. Which "
        "weight makes it a mean?",
        "They add up to 1, and there are size · size of them.",
        "`np.full((size, size), weight)` makes a grid of equal weights. The solution is in "
        "notebooks/solutions/06_average_kernel.py.",
    ),
    mistakes=(
        Mistake(
            "a sum instead of an average",
            "Weights of 1 give the sum of the window. A mean needs weights that add up to 1.",
            wrong=lambda size: np.ones((size, size)),
        ),
        Mistake(
            "divided by the wrong number",
            "A window has size · size pixels. Your weights add up to `size`, not to 1.",
            wrong=lambda size: np.full((size, size), 1 / size),
        ),
        Mistake(
            "the weights are always ¼",
            "That suits 2×2 windows. A 3×3 window has nine pixels.",
            wrong=lambda size: np.full((size, size), 0.25),
        ),
        Mistake(
            "the kernel is always 2×2",
            "`size` says how many rows and columns the window has.",
            wrong=lambda size: np.full((2, 2), 0.25),
        ),
        Mistake(
            "the kernel is a single row",
            "The window has `size` rows and `size` columns, so the kernel needs both.",
            wrong=lambda size: np.full(size, 1 / size),
        ),
        Mistake(
            "the kernel is a single row",
            "The window has `size` rows and `size` columns: give a grid, not one long row.",
            wrong=lambda size: np.full(size**2, 1 / size**2),
        ),
        Mistake(
            "a weight instead of a kernel",
            "The weight is right. Give a grid of them, one for each pixel of the window.",
            wrong=lambda size: 1 / size**2,
        ),
        Mistake(
            "the decimals are cut off",
            "All weights are 0. A grid of whole numbers has no room for ¼.",
            wrong=lambda size: np.zeros((size, size)),
        ),
        Mistake(
            "one pixel instead of the average",
            "The kernel looks at the first pixel of the window only. In an average every pixel has the same "
            "weight.",
            wrong=lambda size: np.eye(1, size**2).reshape(size, size),
        ),
        Mistake(
            "the number of pixels is built in",
            "One ninth is right for a 3×3 window. Use `size`.",
            wrong=lambda size: np.full((size, size), 1 / 9),
        ),
        Mistake(
            "twice the size, not its square",
            "A window has size · size pixels.",
            wrong=lambda size: np.full((size, size), 1 / (2 * size)),
        ),
        Mistake(
            "the mean of the diagonal",
            "`np.eye` has weights on the diagonal only. All pixels of the window count.",
            wrong=lambda size: np.eye(size) / size,
        ),
        Mistake(
            "multiplied, not divided",
            "Each of your weights is the number of pixels. A mean divides by that number, so its weights "
            "add up to 1.",
            wrong=lambda size: np.full((size, size), size**2),
        ),
        Mistake(
            "2 to the power of the size",
            "A window has size · size pixels: `size ** 2`, not `2 ** size`.",
            wrong=lambda size: np.full((size, size), 0.5**size),
        ),
        Mistake(
            "`* 2` is not a power",
            "A window has size · size pixels: `size ** 2`.",
            wrong=lambda size: np.full((size, size), 1 / size * 2),
        ),
        Mistake(
            "one pixel too few",
            "A window has size · size pixels: divide by all of them.",
            wrong=lambda size: np.full((size, size), 1 / max(size**2 - 1, 1)),
        ),
        Mistake(
            "the pixel in the middle is left out",
            "The mean of a window contains all of its pixels.",
            wrong=_without_the_middle,
        ),
        Mistake(
            "the identity",
            "This kernel keeps one pixel of each window. In a mean, every pixel has the same weight.",
            wrong=lambda size: np.where(np.arange(size**2) == (size // 2) * (size + 1), 1, 0).reshape(
                size, size
            ),
        ),
        Mistake(
            "the same weight for every size",
            "A larger window has more pixels, so each of them counts less.",
            sees=lambda case, given: given.size > 0 and bool((given == 0.1).all()),
        ),
        Mistake(
            "only the first row has weights",
            "Is the line with `return` inside the loop?",
            wrong=lambda size: np.where(np.arange(size)[:, None] > 0, 0, np.full((size, size), 1 / size)),
        ),
        Mistake(
            "divided by too much",
            "Your weights are 1 / size⁴, as if each side had size · size pixels.",
            wrong=lambda size: np.full((size, size), 1 / size**4),
        ),
        Mistake(
            "the kernel is always 3×3",
            "`size` says how many rows and columns the window has.",
            wrong=lambda size: np.full((3, 3), 1 / 9),
        ),
        Mistake(
            "the kernel is a single row",
            "The window has `size` rows and `size` columns, so the kernel needs both.",
            wrong=lambda size: np.full((1, size), 1 / size),
        ),
        Mistake(
            "channels and filters are not needed",
            "The weights are right. For one grey image, `conv2d` takes a kernel of rows and columns.",
            sees=lambda case, given: given.shape == (case.inputs["size"],) * 2 + (1, 1),
        ),
        Mistake(
            "the weights add up to 1, but differ",
            "In a mean, each pixel has the same weight.",
            sees=lambda case, given: (
                given.ndim == 2
                and given.size > 1
                and bool(np.isclose(given.sum(), 1))
                and np.ptp(given) > 1e-6
            ),
        ),
        Mistake(
            "the weights don't add up to 1",
            "In a mean, all weights are equal, and together they make 1.",
            sees=lambda case, given: (
                given.shape == (case.inputs["size"],) * 2 and not np.isclose(given.sum(), 1, atol=1e-4)
            ),
        ),
    ),
    cases=(Case({"size": 2}), Case({"size": 3}), Case({"size": 5})),
    minutes=6,
)


EXERCISES = (POOL2D, THREE_POOLS, TWO_SHIFTS, AVERAGE_KERNEL)

WARM_UP = (
    Choices(
        "all_sums_negative",
        "A unit with ReLU reads the pixels directly and gets a negative sum for every image that it is "
        "trained on. How does gradient descent change its weights?",
        Choice(
            "Not at all: its slope is 0 everywhere",
            "A dead unit passes nothing back, so no step moves it, and its inputs, the pixels, never change.",
            right=True,
        ),
        Choice("It makes them larger", "The slope says which way to go, and the slope is 0."),
        Choice("It makes them smaller", "A step is the rate times the slope: 0, in either direction."),
        Choice("It changes the bias only", "The bias goes through the same gate, which is shut."),
        recalls="05",
    ),
    Choices(
        "nine_at_stride_two",
        "A 3×3 window moves with stride 2 over a 9×9 image, without padding. How many rows does the map "
        "have?",
        Choice("7", "That is stride 1: 9 − 3 + 1."),
        Choice(
            "3",
            "(9 − 3) / 2 = 3 counts the moves. There is one more position: the one before the first move.",
        ),
        Choice("4", "floor((9 − 3) / 2) + 1 = 4: the windows start at rows 0, 2, 4 and 6.", right=True),
        Choice("5", "A fifth window would start at row 8 and hang over the border."),
        recalls="04",
    ),
    Choices(
        "two_by_two_sum",
        "The pixels [[5, 1], [2, 3]] are under the kernel [[2, 0], [0, −1]]. What is the sum of the "
        "products?",
        Choice("7", "5 · 2 + 0 + 0 + 3 · (−1) = 7.", right=True),
        Choice("13", "The last weight is −1: its product is −3, not 3."),
        Choice("11", "That is the sum of the four pixels. Multiply each by its weight first."),
        Choice("1", "That would be the kernel flipped: 5 · (−1) + 3 · 2. Deep learning doesn't flip it."),
        recalls="02",
    ),
)

QUESTIONS = (
    *WARM_UP,
    Number(
        "block_average",
        "The block in the top right corner has the numbers 2, 0, 0 and 6. What is their average?",
        answer=SIXTEEN[:2, 2:].mean(),
        right="2 + 0 + 0 + 6 = 8, and a quarter of 8 is 2. The zeros count.",
        wrong={
            6: "That is the largest of the four, the maximum.",
            8: "That is the sum. Divide it by the number of pixels.",
            4: "Zeros are numbers too: divide by four, not by two.",
            0: "That is the smallest. The average is the sum divided by four.",
            1: "That is the median, halfway between 0 and 2. The average is the sum divided by four.",
        },
        otherwise="Add the four numbers, and divide the sum by four.",
    ),
    Choices(
        "pooled_volume",
        "A volume of 26×26×64 has 64 feature maps of 26×26 numbers. A 2×2 window with stride 2 pools it. "
        "What comes out?",
        Choice(
            "13×13×64",
            "Rows and columns are halved. Each of the 64 maps is pooled on its own, so 64 come out.",
            right=True,
        ),
        Choice("13×13×32", "The window doesn't reach across the maps: their number stays."),
        Choice(
            "13×13×1",
            "A filter of a convolution would sum over all maps. Pooling treats each one separately.",
        ),
        Choice("25×25×64", "That is stride 1. Here the window moves by its own width."),
    ),
    Number(
        "eleven_rows",
        "A 2×2 window moves with stride 2 over a map of 11×11. With valid padding, how many rows does the "
        "result have?",
        answer=output_size(11, 2, stride=2),
        right="Five windows cover rows 0 to 9. Row 10 on its own doesn't fill a window.",
        wrong={
            6: "The sixth window would have one row of the map and nothing else. Valid padding leaves it "
            "out.",
            5.5: "There are no half rows: (11 − 2) / 2 + 1 = 5.5 is rounded down.",
            10: "That is stride 1.",
            9: "That is 11 − 2, the room to move. How many moves of 2 fit into it?",
            4: "Four moves fit into 9. There is one more position: the one before the first move.",
        },
        otherwise="Windows start at rows 0, 2, 4, … as long as two rows are left.",
    ),
    Choices(
        "negative_border",
        "All numbers of a map are negative, and it is max-pooled with same padding. Can the result contain "
        "a 0?",
        Choice(
            "Yes: at the border a 0 of the padding is the largest number in the window",
            "It would if the padding were zeros. Then a 0 that no kernel gave would win.",
        ),
        Choice(
            "Yes: a window with nothing but padding gives 0",
            "Same padding never makes such a window: each one has at least one pixel.",
        ),
        Choice(
            "No: padding never wins a maximum",
            "A cell of padding counts as lower than any number, so a pixel wins in every window.",
            right=True,
        ),
        Choice(
            "No: same padding adds no cells when pooling",
            "It does, wherever the last window is not filled. What matters is the value that they count as.",
        ),
    ),
    Choices(
        "instead_of_the_pool",
        "A network has a convolution with 64 filters, then a 2×2 pooling layer. You replace *both* by one "
        "convolution with the same filters and stride 2. How does the number of parameters change?",
        Choice("It doubles", "There is one convolution before and one after, with filters of the same size."),
        Choice(
            "It stays the same",
            "The stride is not a parameter, and the pooling layer had none. What changes is the work: a "
            "quarter of the positions.",
            right=True,
        ),
        Choice("It falls to a quarter", "The number of positions does. The filters keep all their weights."),
    ),
    Choices(
        "moved_map",
        "You move an image three pixels to the right, and convolve it again with the same kernel and stride "
        "1. What happens to the feature map?",
        Choice(
            "It stays as it is: a convolution doesn't notice shifts",
            "Many lecture notes say so. Then a map couldn't show where something is, but it does.",
        ),
        Choice(
            "It changes in no simple way",
            "The same nine weights meet the same nine pixels, at a different position.",
        ),
        Choice("It fades a little", "The sums are the same, at other positions."),
        Choice(
            "It moves by three columns, too",
            "That is called equivariant: move the image, and the map moves with it.",
            right=True,
        ),
    ),
    Choices(
        "quarter_turn",
        "You rotate a photo by 90° and convolve it again with the kernel for rises from left to right. Is "
        "the new feature map the old one, rotated by 90°?",
        Choice(
            "Yes: a convolution is equivariant",
            "To shifts, because the same weights are used everywhere. The weights themselves don't rotate.",
        ),
        Choice(
            "Yes, but with the signs changed",
            "That is what half a turn does to this kernel. After a quarter turn it finds other edges.",
        ),
        Choice(
            "Not at all: the kernel now finds other edges",
            "What rose from left to right now rises up or down, and this kernel gives 0 there.",
            right=True,
        ),
    ),
    Number(
        "survives_in_100",
        "A large image has a single bright pixel, and every position is equally likely. You move the image "
        "one column to the right. In how many of 100 cases does 2×2 max-pooling with stride 2 give exactly "
        "what it gave before?",
        answer=50,
        right="It stays in its window if it was in the left of its two columns: half of the cases.",
        wrong={
            100: "A pixel in the right column of its window crosses into the next one.",
            0: "A pixel in the left column of its window only moves to the right column of the same window.",
            25: "Its row doesn't matter: the image moves to the right only.",
            75: "That is right for windows of four columns. Here a window has two.",
        },
        otherwise="Look at one window of two columns. From which of them does a step to the right stay "
        "inside?",
    ),
    Choices(
        "no_multiple",
        "The map is pooled with stride 2. Which shifts of the image move the whole pooled map, with no other "
        "change?",
        Choice(
            "Every shift: the maps of convolution and pooling both move with the image",
            "The map can't move by half a cell. After a shift of one pixel the windows group the pixels "
            "differently.",
        ),
        Choice(
            "Shifts of 2, 4, 6, … pixels",
            "Then the same pixels share a window again, one, two or three windows further on.",
            right=True,
        ),
        Choice(
            "None: pooling is invariant",
            "It tolerates only shifts inside a window. A shift of 20 pixels changes the map.",
        ),
    ),
)

"""The mistakes that answers to `conv2d` and `conv2d_vectorised` of lesson 02 may make."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers import conv2d, flip
from helpers.checks.exercise import Mistake


def _positions(image, kernel, stride=1):
    """Return how many positions the window has down and across."""
    return [(n - k) // stride + 1 for n, k in zip(image.shape, kernel.shape, strict=True)]


def _first_doubled(kernel):
    doubled = np.array(kernel, dtype=float)
    doubled[0, 0] *= 2
    return doubled


def _stride_for_the_weights_too(image, kernel, stride=1):
    rows, columns = _positions(image, kernel, stride)
    padded = np.pad(image, ((0, kernel.shape[0] * stride), (0, kernel.shape[1] * stride)))
    return conv2d(padded, kernel, stride=stride, dilation=stride)[:rows, :columns]


def _stride_over_the_map(image, kernel, stride=1):
    rows, columns = _positions(image, kernel, stride)
    result = np.zeros((rows, columns))
    result[::stride, ::stride] = conv2d(image, kernel)[:rows, :columns][::stride, ::stride]
    return result


def _flipped_on_one_axis(axis):
    return lambda image, kernel, stride=1: conv2d(image, np.flip(kernel, axis), stride=stride)


def _transposed(image, kernel, stride=1):
    return conv2d(image, kernel.T, stride=stride)


def _weights_read_transposed(image, kernel, stride=1):
    rows, columns = kernel.shape
    # On a kernel that is not square this indexes a weight that does not exist, and raises an IndexError.
    return conv2d(image, [[kernel[j, i] for j in range(columns)] for i in range(rows)], stride=stride)


def _border_cropped(bottom, right):
    def wrong(image, kernel, stride=1):
        result = conv2d(image, kernel, stride=stride)
        return result[: result.shape[0] - bottom, : result.shape[1] - right]

    return wrong


def _border_overrun(bottom, right):
    """Return a map that is too large; where the window does not fit, it stays 0."""
    return lambda image, kernel, stride=1: np.pad(
        conv2d(image, kernel, stride=stride), ((0, bottom), (0, right))
    )


def _weights_of_three_by_three(image, kernel, stride=1):
    rows, columns = _positions(image, kernel, stride)
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(3, 3):
        result += image[i : i + rows, j : j + columns] * kernel[i, j]
    return result


def _map_of_three_by_three(image, kernel, stride=1):
    result = np.zeros((3, 3))
    for i, j in np.ndindex(kernel.shape):
        result += image[i : i + 3, j : j + 3] * kernel[i, j]
    return result


def _table_of_nine_by_nine(image, kernel, stride=1):
    return (sliding_window_view(image, kernel.shape).reshape(9, 9) @ kernel.ravel()).reshape(3, 3)


def _size_without_the_stride(image, kernel, stride=1):
    result = np.zeros(_positions(image, kernel))
    for row, column in np.ndindex(result.shape):
        for i, j in np.ndindex(kernel.shape):
            result[row, column] += image[row * stride + i, column * stride + j] * kernel[i, j]
    return result


def _past_the_end(image, kernel, stride=1):
    _, columns = _positions(image, kernel, stride)
    return image[0, columns * stride + kernel.shape[1] - 1]  # IndexError


def _past_the_last_row(image, kernel, stride=1):
    rows, _ = _positions(image, kernel, stride)
    return image[rows * stride + kernel.shape[0] - 1, 0]  # IndexError


def _as_large_as_the_image(image, kernel, stride=1):
    result = np.zeros(image.shape)
    rows, columns = _positions(image, kernel, stride)
    result[:rows, :columns] = conv2d(image, kernel, stride=stride)
    return result


def _padded(padding):
    return lambda image, kernel, stride=1: conv2d(image, kernel, stride=stride, padding=padding)


def _stride_is(rows, columns):
    """Make an answer whose window moves by these numbers; True stands for the stride."""
    return lambda image, kernel, stride=1: conv2d(
        image, kernel, stride=(stride if rows else 1, stride if columns else 1)
    )


def _stride_moves_on_one_axis(rows, columns):
    """Make an answer whose map has the right size, but whose window moves by 1 on the axis without True."""

    def wrong(image, kernel, stride=1):
        moved = _stride_is(rows, columns)(image, kernel, stride)
        down, across = _positions(image, kernel, stride)
        return moved[:down, :across]

    return wrong


def _stride_for_the_size_only(image, kernel, stride=1):
    rows, columns = _positions(image, kernel, stride)
    return conv2d(image, kernel)[:rows, :columns]


def _stride_leaves_holes(image, kernel, stride=1):
    result = np.zeros(_positions(image, kernel))
    result[::stride, ::stride] = conv2d(image, kernel, stride=stride)
    return result


def _rounded_up(image, kernel, stride=1):
    """Round the size up; the windows at the edge are cut off and sum the pixels that they cover."""
    rows, columns = (-(-(n - k) // stride) + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    padding = (
        (0, (rows - 1) * stride + kernel.shape[0] - image.shape[0]),
        (0, (columns - 1) * stride + kernel.shape[1] - image.shape[1]),
    )
    return conv2d(image, kernel, stride=stride, padding=padding)


def _rounded_up_with_zeros(image, kernel, stride=1):
    rows, columns = (-(-(n - k) // stride) + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    result = np.zeros((rows, columns))
    inside = conv2d(image, kernel, stride=stride)
    result[: inside.shape[0], : inside.shape[1]] = inside
    return result


def _misprinted_size(image, kernel, stride=1):
    """Return the size by the misprinted formula, which divides by stride + 1."""
    rows, columns = ((n - k) // (stride + 1) + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    return conv2d(image, kernel, stride=stride)[:rows, :columns]


def _without_last_weights(row, column):
    def wrong(image, kernel, stride=1):
        kernel = kernel.copy()
        if row:
            kernel[-1] = 0
        if column:
            kernel[:, -1] = 0
        return conv2d(image, kernel, stride=stride)

    return wrong


def _never_reset(image, kernel, stride=1):
    result = conv2d(image, kernel, stride=stride)
    return np.cumsum(result).reshape(result.shape)


def _reset_per_row(image, kernel, stride=1):
    return np.cumsum(conv2d(image, kernel, stride=stride), axis=1)


def _last_product_only(image, kernel, stride=1):
    only = np.zeros_like(kernel)
    only[-1, -1] = kernel[-1, -1]
    return conv2d(image, only, stride=stride)


def _first_value_only(image, kernel, stride=1):
    result = conv2d(image, kernel, stride=stride)
    return np.where(np.arange(result.size).reshape(result.shape) == 0, result, 0)


def _first_row_only(image, kernel, stride=1):
    result = conv2d(image, kernel, stride=stride)
    result[1:] = 0
    return result


def _first_number(image, kernel, stride=1):
    return conv2d(image, kernel, stride=stride)[0, 0]


def _as_list(image, kernel, stride=1):
    return conv2d(image, kernel, stride=stride).ravel()


def _in_the_dtype_of_the_image(image, kernel, stride=1):
    return (
        conv2d(image, kernel, stride=stride).astype(np.int64).astype(image.dtype)
        if image.dtype.kind != "f"
        else conv2d(image, kernel, stride=stride)
    )


def _whole_numbers_only(image, kernel, stride=1):
    return conv2d(image, kernel, stride=stride).astype(np.int64)


def _cut_at_each_product(image, kernel, stride=1):
    rows, columns = ((n - k) // stride + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    result = np.zeros((rows, columns), dtype=int)
    for row, column, i, j in np.ndindex(rows, columns, *kernel.shape):
        result[row, column] += image[row * stride + i, column * stride + j] * kernel[i, j]
    return result


def _kernel_in_the_dtype_of_the_image(image, kernel, stride=1):
    return conv2d(image, kernel.astype(np.int64), stride=stride)


def _changed(change):
    """Make an answer that convolves correctly and then changes the result."""
    return lambda image, kernel, stride=1: change(conv2d(image, kernel, stride=stride))


def _sum_of_pixels(image, kernel, stride=1):
    return conv2d(image, np.ones_like(kernel), stride=stride)


def _averaged(image, kernel, stride=1):
    return conv2d(image, kernel, stride=stride) / kernel.size


def _divided_by_the_weights(image, kernel, stride=1):
    return conv2d(image, kernel, stride=stride) / kernel.sum()


def _sum_of_kernel(image, kernel, stride=1):
    return np.full(_positions(image, kernel, stride), kernel.sum())


def _kernel_taken_for_square(image, kernel, stride=1):
    return conv2d(image, kernel[:, : kernel.shape[0]], stride=stride)


def _image_taken_for_square(image, kernel, stride=1):
    return conv2d(image[:, : image.shape[0]], kernel, stride=stride)


def _loops_over_a_square_kernel(image, kernel, stride=1):
    result = np.zeros(_positions(image, kernel, stride))
    for row, column in np.ndindex(result.shape):
        for i, j in np.ndindex(len(kernel), len(kernel)):
            # IndexError where the kernel has fewer columns than rows
            result[row, column] += image[row * stride + i, column * stride + j] * kernel[i, j]
    return result


def _square_map(image, kernel, stride=1):
    rows = _positions(image, kernel, stride)[0]
    result = np.zeros((rows, rows))
    for row, column in np.ndindex(result.shape):
        for i, j in np.ndindex(kernel.shape):
            # IndexError where the image has fewer columns
            result[row, column] += image[row * stride + i, column * stride + j] * kernel[i, j]
    return result


def _slices_transposed(image, kernel, stride=1):
    rows, columns = _positions(image, kernel)
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(kernel.shape):
        # ValueError where the kernel is not square
        result = result + kernel[i, j] * image[j : j + rows, i : i + columns]
    return result


def _wrapped(image, kernel, stride=1):
    result = np.zeros(image.shape)
    for (i, j), weight in np.ndenumerate(kernel):
        result += weight * np.roll(image, (-i, -j), axis=(0, 1))
    return result


def _in_8_bits(case, given):
    """Return whether sums below 0 or above 255 have wrapped around; a decimal is cut off for each weight."""
    image, kernel = case.inputs["image"], case.inputs["kernel"]
    stride = case.inputs.get("stride", case.settings.get("stride", 1))
    right = conv2d(image, kernel, stride=stride)
    if given.shape != right.shape or (given % 1 != 0).any() or given.min() < 0 or given.max() > 255:
        return False
    is_whole = not (image % 1).any() and not (kernel % 1).any()
    away = np.abs((given - right + 128) % 256 - 128)  # the way around the circle of 256 numbers
    return bool((away < (1e-6 if is_whole else kernel.size)).all())


def _matrix_products(image, kernel, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return (windows @ kernel).sum(axis=(2, 3))


def _matrix_products_with_the_transpose(image, kernel, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return (windows @ kernel.T).sum(axis=(2, 3))


def _first_window_only(image, kernel, stride=1):
    first = conv2d(image, kernel)[0, 0]
    return np.full(_positions(image, kernel, stride), first)


def _first_pixel_only(image, kernel, stride=1):
    rows, columns = _positions(image, kernel, stride)
    return image[::stride, ::stride][:rows, :columns] * kernel.sum()


def _stride_on_the_weights(image, kernel, stride=1):
    result = np.zeros(_positions(image, kernel, stride))
    for row, column in np.ndindex(result.shape):
        for i, j in np.ndindex(kernel.shape):
            result[row, column] += image[row + stride * i, column + stride * j] * kernel[i, j]
    return result


COLLAPSED = (
    "You return inside a loop, before the window has been at all its positions. Look at how far return is "
    "indented."
)

KERNEL_MISTAKES = (
    Mistake(
        "pixel and weight are added",
        "Each pixel is *multiplied* by the weight on it; then the products are added.",
        wrong=lambda image, kernel, stride=1: (
            conv2d(image, np.ones(kernel.shape), stride=stride) + np.sum(kernel, dtype=float)
        ),
    ),
    Mistake(
        "the first product is added twice",
        "The sum begins at 0. Yours begins with the first product, and then adds it once more.",
        wrong=lambda image, kernel, stride=1: conv2d(image, _first_doubled(kernel), stride=stride),
    ),
    Mistake(
        "only the first row of weights counts",
        "Is the line with `return` inside the loop over the kernel's rows?",
        wrong=lambda image, kernel, stride=1: conv2d(
            image, np.where(np.arange(len(kernel))[:, None] > 0, 0, kernel), stride=stride
        ),
    ),
    Mistake(
        "the kernel is flipped",
        "Each window meets the kernel rotated by 180°. Put the kernel on the window as it is: its first "
        "weight on the window's first pixel.",
        wrong=lambda image, kernel, stride=1: conv2d(image, flip(kernel), stride=stride),
    ),
    Mistake(
        "the kernel is flipped top to bottom",
        "The rows of the kernel are read in reverse order.",
        wrong=_flipped_on_one_axis(0),
    ),
    Mistake(
        "the kernel is flipped left to right",
        "The columns of the kernel are read in reverse order.",
        wrong=_flipped_on_one_axis(1),
    ),
    Mistake(
        "the kernel is transposed",
        "You have swapped the kernel's rows and columns. The row of the weight goes with the row of the "
        "pixel.",
        wrong=_weights_read_transposed,
    ),
    Mistake("the kernel is transposed", "Rows and columns of the kernel are swapped.", wrong=_transposed),
    Mistake(
        "the weights are left out",
        "You add up the pixels. Multiply each of them by its weight first.",
        wrong=_sum_of_pixels,
    ),
    Mistake(
        "the pixels are left out",
        "Every value is the sum of the weights. Multiply them by the pixels of the window.",
        wrong=_sum_of_kernel,
    ),
    Mistake(
        "the kernel is taken for a square",
        "Your loops use the number of the kernel's rows for its columns, too. They may differ.",
        wrong=_kernel_taken_for_square,
    ),
    Mistake(
        "the image is taken for a square",
        "You use the number of the image's rows for its columns, too. They may differ.",
        wrong=_image_taken_for_square,
    ),
    Mistake(
        "the kernel is taken for a square",
        "Your loops use the number of the kernel's rows for its columns, too. They may differ.",
        wrong=_loops_over_a_square_kernel,
    ),
    Mistake(
        "the map is taken for a square",
        "You use the number of its rows for its columns, too. They may differ.",
        wrong=_square_map,
    ),
    Mistake(
        "the image is transposed",
        "Rows and columns of the image were swapped before the kernel met it.",
        wrong=lambda image, kernel, stride=1: conv2d(image.T, kernel, stride=stride),
    ),
    Mistake(
        "the weight's row and column are swapped",
        "`i` counts the rows of the kernel and belongs to the rows of the image; `j` counts the columns.",
        wrong=_slices_transposed,
    ),
    Mistake(
        "the image wraps around",
        "Pixels that leave at one edge come back in at the opposite one, as in np.roll. Take a part of the "
        "image instead, as large as the map.",
        wrong=_wrapped,
    ),
    Mistake(
        "a matrix product is taken",
        "`@` multiplies rows by columns. Here each pixel is multiplied by one weight: use `*`, then sum.",
        wrong=_matrix_products,
    ),
    Mistake(
        "a matrix product is taken",
        "`@` multiplies rows by columns, with `.T` too. Here each pixel is multiplied by one weight: use "
        "`*`, then sum.",
        wrong=_matrix_products_with_the_transpose,
    ),
    Mistake(
        "every window is the first one",
        "Every value is that of the first window. The pixel depends on the position of the window: which "
        "one is under weight `[i, j]` at position `[row, column]`?",
        wrong=_first_window_only,
    ),
    Mistake(
        "only the first pixel of each window is used",
        "Every weight meets the same pixel. The pixel depends on `i` and `j`, too.",
        wrong=_first_pixel_only,
    ),
    Mistake(
        "averaged instead of summed",
        "Each value is divided by the number of weights. Add up the products, and leave the sum as it is.",
        wrong=_averaged,
    ),
    Mistake(
        "divided by the sum of the weights",
        "Leave the sums as they are. Some kernels add up to 0, and you can't divide by that.",
        wrong=_divided_by_the_weights,
    ),
    Mistake(
        "the last row and column of the kernel are left out",
        "Your loops never reach them. `range(n)` already ends before n.",
        wrong=_without_last_weights(True, True),
    ),
    Mistake(
        "the last row of the kernel is left out",
        "Your loops never reach it. `range(n)` already ends before n.",
        wrong=_without_last_weights(True, False),
    ),
    Mistake(
        "the last column of the kernel is left out",
        "Your loops never reach it. `range(n)` already ends before n.",
        wrong=_without_last_weights(False, True),
    ),
)

BORDER_MISTAKES = (
    Mistake(
        "border off by one",
        "The last row and the last column are missing: the window has one more position down and across. On "
        "5 pixels, a window of 3 has 3 positions, not 2.",
        wrong=_border_cropped(1, 1),
    ),
    Mistake(
        "border off by one",
        "The last row is missing: the window fits once more further down.",
        wrong=_border_cropped(1, 0),
    ),
    Mistake(
        "border off by one",
        "The last column is missing: the window fits once more further to the right.",
        wrong=_border_cropped(0, 1),
    ),
    Mistake(
        "border off by one",
        "Your map has one row and one column too many: there the window would stick out of the image.",
        wrong=_border_overrun(1, 1),
    ),
    Mistake(
        "border off by one",
        "The window runs past the edge of the image, to pixels that don't exist. How many positions "
        "does it have?",
        wrong=_past_the_end,
    ),
    Mistake(
        "border off by one",
        "The window runs past the last row of the image, to pixels that don't exist. How many positions "
        "does it have?",
        wrong=_past_the_last_row,
    ),
    Mistake(
        "the map is as large as the image",
        "The window has fewer positions than there are pixels. The cells that it never fills don't belong "
        "to the map.",
        wrong=_as_large_as_the_image,
    ),
    Mistake(
        "the image is padded",
        "You added zeros around the image, enough to make the map as large as the image. Here the window "
        "stays inside.",
        wrong=_padded("same"),
    ),
    Mistake(
        "the image is padded",
        "You added zeros around the image, so that the window can stick out as far as possible. Here it "
        "stays inside.",
        wrong=_padded("full"),
    ),
    Mistake(
        "the image is padded",
        "You added a ring of zeros around the image. Here the window stays inside.",
        wrong=_padded(1),
    ),
    Mistake(
        "every kernel is taken for 3×3",
        "The number of rows and columns is built in. Take it from `kernel.shape`.",
        wrong=_weights_of_three_by_three,
    ),
    Mistake(
        "every map is taken for 3×3",
        "The number of rows and columns is built in. Work it out from the shapes of image and kernel.",
        wrong=_map_of_three_by_three,
    ),
    Mistake(
        "every map is taken for 3×3",
        "The sizes of the lesson's example are built in. Work them out from the shapes of image and kernel.",
        wrong=_table_of_nine_by_nine,
    ),
)


def _adds_decimals_to_whole_numbers(image, kernel, stride=1):
    result = np.zeros(_positions(image, kernel, stride), dtype=int)
    result += conv2d(image, kernel, stride=stride)  # UFuncTypeError where there are decimals
    return result


NUMBER_MISTAKES = (
    Mistake(
        "integer overflow",
        "Pixels are often uint8, which holds 0 to 255 and then starts again at 0. Keep the result in another "
        "type: `np.zeros(shape)` holds decimals.",
        wrong=_in_the_dtype_of_the_image,
    ),
    Mistake(
        "the decimals are cut off",
        "The result is kept as whole numbers, but a weight may be 0.5. `np.zeros(shape)` holds decimals.",
        wrong=_whole_numbers_only,
    ),
    Mistake(
        "the decimals are cut off",
        "The map is kept as whole numbers, and loses the decimals of each product that is added. "
        "`np.zeros(shape)` holds decimals.",
        wrong=_cut_at_each_product,
    ),
    Mistake(
        "the decimals are cut off",
        "Where the kernel contains whole numbers, so does your map, but a pixel may be 0.5. "
        "`np.zeros(shape)` holds decimals.",
        wrong=lambda image, kernel, stride=1: conv2d(image, kernel, stride=stride).astype(kernel.dtype),
    ),
    Mistake(
        "the decimals are cut off",
        "You turn the weights into whole numbers, but a weight may be 0.5.",
        wrong=_kernel_in_the_dtype_of_the_image,
    ),
    Mistake(
        "an array of whole numbers can't take decimals",
        "With dtype=int NumPy refuses to add decimals to it, and a weight may be 0.5. `np.zeros(shape)` "
        "holds decimals.",
        wrong=_adds_decimals_to_whole_numbers,
    ),
    Mistake(
        "8 bits are too few",
        "Sums below 0 or above 255 have wrapped around, as `uint8` does. `np.zeros(shape)` holds decimals.",
        sees=_in_8_bits,
    ),
    Mistake(
        "clipped to 0 … 255",
        "A feature map may contain numbers below 0 and above 255. Keep the sums as they are.",
        wrong=_changed(lambda result: np.clip(result, 0, 255)),
    ),
    Mistake(
        "negative sums are lost",
        "A feature map may contain negative numbers. Keep the sums as they are.",
        wrong=_changed(lambda result: np.maximum(result, 0)),
    ),
    Mistake(
        "negative sums are lost",
        "A feature map may contain negative numbers. Keep the sign of the sums.",
        wrong=_changed(np.abs),
    ),
    Mistake(
        "the result is transposed",
        "Rows and columns of the result are swapped.",
        wrong=_changed(np.transpose),
    ),
    Mistake(
        "the result is one long row",
        "The values are right. Return them in rows and columns, in the order in which the window moves.",
        wrong=_as_list,
    ),
)

LOOP_MISTAKES = (
    Mistake(
        "the sum is never set back to 0",
        "Each value includes all those before it. Start a new sum at every position of the window.",
        wrong=_never_reset,
    ),
    Mistake(
        "the sum is set back to 0 only once per row",
        "Start a new sum at every position of the window.",
        wrong=_reset_per_row,
    ),
    Mistake(
        "only the last product is left",
        "Each product replaces the one before it. Add them up: `+=`.",
        wrong=_last_product_only,
    ),
    Mistake("it returns too early", COLLAPSED, wrong=_first_value_only),
    Mistake("it returns too early", COLLAPSED, wrong=_first_row_only),
    Mistake(
        "it returns too early",
        "You return one number, the first of the map. Collect them all, and return after the loops.",
        wrong=_first_number,
    ),
)

STRIDE_MISTAKES = (
    Mistake(
        "the stride spreads the weights too",
        "Only the window moves by `stride`: the pixel is `image[row * stride + i, …]`, and i is not "
        "multiplied.",
        wrong=_stride_for_the_weights_too,
    ),
    Mistake(
        "the stride skips cells of the map",
        "You go over the cells of the map in steps of `stride` and leave the others at 0. Go over all cells, "
        "and multiply their row and column by the stride to find the pixel.",
        wrong=_stride_over_the_map,
    ),
    Mistake(
        "the stride is put on the weights",
        "You multiply i and j by the stride, so the pixels of one window are no longer neighbours. The "
        "stride moves the window: it belongs to the row and the column of the position.",
        wrong=_stride_on_the_weights,
    ),
    Mistake(
        "the stride is ignored",
        "The window moves by one pixel whatever the stride.",
        wrong=_stride_is(False, False),
    ),
    Mistake(
        "the stride is ignored on one axis",
        "When it moves down, the window moves by one pixel whatever the stride.",
        wrong=_stride_is(False, True),
    ),
    Mistake(
        "the stride is ignored on one axis",
        "When it moves to the right, the window moves by one pixel whatever the stride.",
        wrong=_stride_is(True, False),
    ),
    Mistake(
        "the stride is ignored on one axis",
        "The map has the right size, but when it moves to the right, the window moves by one pixel. Column "
        "number c starts at pixel c · stride.",
        wrong=_stride_moves_on_one_axis(True, False),
    ),
    Mistake(
        "the stride is ignored on one axis",
        "The map has the right size, but when it moves down, the window moves by one pixel. Row number r "
        "starts at pixel r · stride.",
        wrong=_stride_moves_on_one_axis(False, True),
    ),
    Mistake(
        "the stride changes the size only",
        "The map has the right size, but the window moves by one pixel. Position number r starts at "
        "pixel r · stride.",
        wrong=_stride_for_the_size_only,
    ),
    Mistake(
        "the stride leaves holes in the map",
        "The window is at the right positions, but you also write the values there. Number the positions 0, "
        "1, 2 …",
        wrong=_stride_leaves_holes,
    ),
    Mistake(
        "floor missing",
        "The size is rounded up, and the last windows stick out of the image. Leave out a window that does "
        "not fit: divide with //, which rounds down.",
        wrong=_rounded_up,
    ),
    Mistake(
        "floor missing",
        "The size is rounded up, and the last row or column stays 0. Leave out a window that doesn't fit: "
        "divide with //, which rounds down.",
        wrong=_rounded_up_with_zeros,
    ),
    Mistake(
        "the size is divided by stride + 1",
        "Divide by the stride alone, round down, and add 1 afterwards. (The other formula is a common "
        "misprint.)",
        wrong=_misprinted_size,
    ),
    Mistake(
        "the size doesn't know the stride",
        "The map is as large as for a stride of 1, and the window runs past the edge of the image. Divide by "
        "the stride where you work out the rows and columns of the map.",
        wrong=_size_without_the_stride,
    ),
)

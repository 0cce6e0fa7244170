"""Lesson 02, convolution by hand: exercises and questions."""

import numpy as np

from helpers import conv1d, conv2d, flip
from helpers.checks import running
from helpers.checks.exercise import Case, Exercise, Mistake, numbers, same_numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.pictures import BINARY_IMAGE, BINARY_KERNEL, NINE_PIXELS, NINE_WEIGHTS

# --- falls: a kernel of two weights ------------------------------------------------------------------

FALLS = Exercise(
    name="falls",
    title="A kernel that finds falls",
    answer="my_kernel",
    reference=lambda: [1, -1],
    read=numbers,
    right="On 5, 5, 2 it answers 0 and 3: nothing, then a fall of 3. A rise gives a negative number.",
    hints=(
        "Take two neighbours, left and right. The signal falls where left is larger. Which difference of "
        "the two is then positive?",
        "The kernel [−1, 1] computes right − left. You need left − right.",
        "The weight of the left neighbour is 1. The solution is in notebooks/solutions/02_falls.py.",
    ),
    mistakes=(
        Mistake(
            "the kernel finds rises",
            "It computes right − left, which is positive where the signal goes up.",
            wrong=lambda: [-1, 1],
        ),
        Mistake(
            "the neighbours are added",
            "With two weights of one sign nothing cancels: a flat signal would answer too.",
            sees=lambda case, given: given.shape == (2,) and given[0] * given[1] > 0,
        ),
        Mistake(
            "one neighbour is not seen",
            "A weight of 0 looks at one pixel only. A fall takes two.",
            sees=lambda case, given: given.shape == (2,) and given.any() and not given.all(),
        ),
        Mistake(
            "the answer has another size than the fall",
            "The sign is right. For a fall of 3 the kernel is to answer 3.",
            sees=lambda case, given: given.shape == (2,) and given[0] > 0 == given.sum(),
        ),
        Mistake(
            "there are not two weights",
            "The task asks for two weights in square brackets: one for the left neighbour, one for the "
            "right.",
            sees=lambda case, given: given.shape != (2,),
        ),
    ),
)


# --- window_sum: one stop of the window, by hand -----------------------------------------------------

NEXT_WINDOW = np.array([[128, 128, 96], [144, 160, 64], [168, 192, 32]])
PRODUCTS = NEXT_WINDOW * NINE_WEIGHTS


def _one_product_missing(case, given):
    return given.ndim == 0 and bool(np.isclose(PRODUCTS.sum() - given, PRODUCTS[PRODUCTS != 0]).any())


def _one_sign_lost(case, given):
    return given.ndim == 0 and bool(np.isclose(given - PRODUCTS.sum(), -2 * PRODUCTS[PRODUCTS < 0]).any())


WINDOW_SUM = Exercise(
    name="window_sum",
    title="The sum of one window",
    answer="my_answer",
    reference=lambda: PRODUCTS.sum(),
    read=numbers,
    right="916. The dark column on the right lies under the most negative weights and takes little away.",
    hints=(
        "Each pixel meets the weight that lies on it: nine products. The answer is their sum.",
        "Row by row the products are 128·(−1) + 128·0 + 96·(−2), then 144·0.5 + 160·4.5 + 64·(−1.5), and "
        "so on.",
        "The three rows give −320, 696 and 540. The solution is in notebooks/solutions/02_window_sum.py.",
    ),
    mistakes=(
        Mistake(
            "that is the first window",
            "577 belongs to the window in the top left corner. Use the pixels given here.",
            wrong=lambda: (NINE_PIXELS * NINE_WEIGHTS).sum(),
        ),
        Mistake(
            "that is the window before",
            "283 belongs to the window one step to the left. Use the pixels given here.",
            wrong=lambda: 283,
        ),
        Mistake(
            "the weights are left out",
            "You added the pixels. Each one is first multiplied by its weight.",
            wrong=lambda: NEXT_WINDOW.sum(),
        ),
        Mistake(
            "the minus signs are lost",
            "Weights below 0 take away: their products are negative.",
            wrong=lambda: np.abs(PRODUCTS).sum(),
        ),
        Mistake(
            "averaged instead of summed",
            "The nine products are added. Nothing divides them by nine.",
            wrong=lambda: PRODUCTS.mean(),
        ),
        Mistake("clipped at 255", "A feature map has no upper end. Give the sum itself.", wrong=lambda: 255),
        Mistake(
            "the kernel is flipped",
            "Lay the kernel on the window as it is, without turning it.",
            wrong=lambda: (NEXT_WINDOW * flip(NINE_WEIGHTS)).sum(),
        ),
        Mistake(
            "the kernel is transposed",
            "Rows and columns of the kernel have changed places.",
            wrong=lambda: (NEXT_WINDOW * NINE_WEIGHTS.T).sum(),
        ),
        Mistake(
            "the products are not summed",
            "Nine products are on the way. One window gives one number.",
            wrong=lambda: PRODUCTS,
        ),
        Mistake(
            "a matrix product was taken",
            "`@` multiplies rows by columns. Here each pixel meets one weight: use `*`, then sum.",
            sees=lambda case, given: (
                same_numbers(given, NEXT_WINDOW @ NINE_WEIGHTS)
                or same_numbers(given, (NEXT_WINDOW @ NINE_WEIGHTS).sum())
            ),
        ),
        Mistake(
            "one product is missing",
            "The sum is off by exactly one of the nine products.",
            sees=_one_product_missing,
        ),
        Mistake(
            "one sign is lost",
            "The sum is off by twice one of the negative products: it was added instead of taken away.",
            sees=_one_sign_lost,
        ),
    ),
)


# --- conv2d: four loops ------------------------------------------------------------------------------


def _stops(image, kernel, stride=1):
    """Return how many stops the window makes down and across."""
    return [(n - k) // stride + 1 for n, k in zip(image.shape, kernel.shape, strict=True)]


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


def _past_the_end(image, kernel, stride=1):
    raise IndexError


def _as_large_as_the_image(image, kernel, stride=1):
    result = np.zeros(image.shape)
    rows, columns = _stops(image, kernel, stride)
    result[:rows, :columns] = conv2d(image, kernel, stride=stride)
    return result


def _padded(padding):
    return lambda image, kernel, stride=1: conv2d(image, kernel, stride=stride, padding=padding)


def _stride_is(rows, columns):
    """Make an answer whose window moves by these numbers; True stands for the stride."""
    return lambda image, kernel, stride=1: conv2d(
        image, kernel, stride=(stride if rows else 1, stride if columns else 1)
    )


def _stride_for_the_size_only(image, kernel, stride=1):
    rows, columns = _stops(image, kernel, stride)
    return conv2d(image, kernel)[:rows, :columns]


def _stride_leaves_holes(image, kernel, stride=1):
    result = np.zeros(_stops(image, kernel))
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
    return np.full(_stops(image, kernel, stride), kernel.sum())


COLLAPSED = (
    "You return inside a loop, before the window has been everywhere. Look at the indentation of return."
)

KERNEL_MISTAKES = (
    Mistake(
        "the kernel is flipped",
        "Each window meets the kernel turned by half a circle. Lay the kernel on the window as it is: its "
        "first weight on the window's first pixel.",
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
        "Rows and columns of the kernel have changed places. The row of the weight goes with the row of "
        "the pixel.",
        wrong=_weights_read_transposed,
    ),
    Mistake(
        "the kernel is transposed", "Rows and columns of the kernel have changed places.", wrong=_transposed
    ),
    Mistake(
        "the weights are left out",
        "You add up the pixels. Each one is first multiplied by its weight.",
        wrong=_sum_of_pixels,
    ),
    Mistake(
        "the pixels are left out",
        "Every value is the sum of the weights. Multiply them by the pixels of the window.",
        wrong=_sum_of_kernel,
    ),
    Mistake(
        "averaged instead of summed",
        "Each value is divided by the number of weights. The products are added, no more.",
        wrong=_averaged,
    ),
    Mistake(
        "divided by the sum of the weights",
        "Nothing is divided here: a kernel may sum to 0.",
        wrong=_divided_by_the_weights,
    ),
    Mistake(
        "the last row and column of the kernel are left out",
        "`range(n)` already ends before n: the kernel's last row and column are never reached.",
        wrong=_without_last_weights(True, True),
    ),
    Mistake(
        "the last row of the kernel is left out",
        "The kernel's last row is never reached.",
        wrong=_without_last_weights(True, False),
    ),
    Mistake(
        "the last column of the kernel is left out",
        "The kernel's last column is never reached.",
        wrong=_without_last_weights(False, True),
    ),
)

BORDER_MISTAKES = (
    Mistake(
        "border off by one",
        "The last row and the last column are missing: one more stop fits down and across. A window of 3 "
        "fits 3 times into 5 pixels, not 2 times.",
        wrong=_border_cropped(1, 1),
    ),
    Mistake(
        "border off by one",
        "The last row is missing: the window fits once more downwards.",
        wrong=_border_cropped(1, 0),
    ),
    Mistake(
        "border off by one",
        "The last column is missing: the window fits once more to the right.",
        wrong=_border_cropped(0, 1),
    ),
    Mistake(
        "border off by one",
        "Your map has a row and a column too many: there the window would hang over the edge.",
        wrong=_border_overrun(1, 1),
    ),
    Mistake(
        "border off by one",
        "The window runs past the edge of the image: there is no pixel at that index. How often does the "
        "kernel fit?",
        wrong=_past_the_end,
    ),
    Mistake(
        "the map is as large as the image",
        "The window fits less often than there are pixels. The cells that it never reaches do not belong "
        "to the map.",
        wrong=_as_large_as_the_image,
    ),
    Mistake(
        "the image is padded",
        "You laid zeros around the image (same). Here the window stays inside: valid.",
        wrong=_padded("same"),
    ),
    Mistake(
        "the image is padded",
        "You laid zeros around the image (full). Here the window stays inside: valid.",
        wrong=_padded("full"),
    ),
    Mistake(
        "the image is padded",
        "You laid a ring of one zero around the image. Here the window stays inside: valid.",
        wrong=_padded(1),
    ),
)

NUMBER_MISTAKES = (
    Mistake(
        "integer overflow",
        "Pixels are often uint8, which holds 0 to 255 and starts again at 0. Keep the result in another "
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
        "The weights are turned into whole numbers, but a weight may be 0.5.",
        wrong=_kernel_in_the_dtype_of_the_image,
    ),
    Mistake(
        "clipped to 0 … 255",
        "A feature map has no lower and no upper end. Keep the sums as they are.",
        wrong=_changed(lambda result: np.clip(result, 0, 255)),
    ),
    Mistake(
        "negative sums are lost",
        "A feature map may be negative. Keep the sums as they are.",
        wrong=_changed(lambda result: np.maximum(result, 0)),
    ),
    Mistake(
        "negative sums are lost",
        "A feature map may be negative. Keep the sign of the sums.",
        wrong=_changed(np.abs),
    ),
    Mistake(
        "the result is transposed",
        "Rows and columns of the result have changed places.",
        wrong=_changed(np.transpose),
    ),
    Mistake(
        "the result is one long row",
        "The values are right. Give them back as rows and columns, as the window went.",
        wrong=_as_list,
    ),
)

LOOP_MISTAKES = (
    Mistake(
        "the sum is never set back to 0",
        "Each value holds all those before it. Start a new sum at every stop of the window.",
        wrong=_never_reset,
    ),
    Mistake(
        "the sum is set back to 0 once a row only",
        "Start a new sum at every stop of the window.",
        wrong=_reset_per_row,
    ),
    Mistake(
        "only the last product is left",
        "Each product replaces the one before. Add them up: `+=`.",
        wrong=_last_product_only,
    ),
    Mistake("it returns too early", COLLAPSED, wrong=_first_value_only),
    Mistake("it returns too early", COLLAPSED, wrong=_first_row_only),
    Mistake(
        "it returns too early",
        "One number comes back, the first of the map. Collect them all, and return when the loops are over.",
        wrong=_first_number,
    ),
)

STRIDE_MISTAKES = (
    Mistake(
        "the stride is ignored",
        "The window moves by one pixel whatever the stride.",
        wrong=_stride_is(False, False),
    ),
    Mistake(
        "the stride is ignored on one axis",
        "Downwards the window moves by one pixel whatever the stride.",
        wrong=_stride_is(False, True),
    ),
    Mistake(
        "the stride is ignored on one axis",
        "To the right the window moves by one pixel whatever the stride.",
        wrong=_stride_is(True, False),
    ),
    Mistake(
        "the stride changes the size only",
        "The map has the right size, but the window moves by one pixel. Stop number r begins at pixel r · "
        "stride.",
        wrong=_stride_for_the_size_only,
    ),
    Mistake(
        "the stride leaves holes in the map",
        "The window stops at the right places, but the values are written there too. Number the stops 0, "
        "1, 2 …",
        wrong=_stride_leaves_holes,
    ),
    Mistake(
        "floor missing",
        "The size is rounded up: the last windows hang over the edge. A window that does not fit is "
        "dropped: divide with //, which rounds down.",
        wrong=_rounded_up,
    ),
    Mistake(
        "floor missing",
        "The size is rounded up, and the last row or column stays 0. A window that does not fit is "
        "dropped: divide with //.",
        wrong=_rounded_up_with_zeros,
    ),
    Mistake(
        "the size is divided by stride + 1",
        "A misprint of many notes. What is right: floor((n − k) / stride) + 1.",
        wrong=_misprinted_size,
    ),
)

SMALL_IMAGE = np.array([[1, 2, 0], [4, 0, 3], [2, 5, 1]])
SMALL_KERNEL = np.array([[1, 2], [-3, 4]])
WIDE_IMAGE = np.array(
    [[3, 1, 4, 1, 5, 9], [2, 6, 5, 3, 5, 8], [9, 7, 9, 3, 2, 3], [8, 4, 6, 2, 6, 4], [3, 3, 8, 3, 2, 7]]
)
WIDE_KERNEL = np.array([[2, -1, 3], [1, 0, -4]])
BRIGHT_IMAGE = np.array([[250, 240, 10], [200, 255, 30], [180, 90, 220]], dtype=np.uint8)

PLAIN_CASES = (
    Case({"image": SMALL_IMAGE, "kernel": SMALL_KERNEL}),
    Case({"image": SMALL_IMAGE.astype(float) / 4, "kernel": SMALL_KERNEL / 2}),
    Case({"image": BRIGHT_IMAGE, "kernel": np.array([[1, 2], [0, 1]])}),
    Case({"image": NINE_PIXELS, "kernel": NINE_WEIGHTS}),
    Case({"image": BINARY_IMAGE, "kernel": BINARY_KERNEL}),
    Case({"image": WIDE_IMAGE[:3], "kernel": WIDE_KERNEL}),
    Case({"image": WIDE_IMAGE, "kernel": WIDE_KERNEL}),
)
STRIDE_CASES = (
    Case({"image": WIDE_IMAGE[:, :5], "kernel": SMALL_KERNEL}, {"stride": 2}),
    Case({"image": WIDE_IMAGE, "kernel": SMALL_KERNEL}, {"stride": 2}),
    Case({"image": WIDE_IMAGE, "kernel": WIDE_KERNEL}, {"stride": 2}),
    Case({"image": WIDE_IMAGE, "kernel": WIDE_KERNEL}, {"stride": 3}),
)

CONV2D = Exercise(
    name="conv2d",
    title="conv2d in four loops",
    answer="my_conv2d(image, kernel, stride=1)",
    reference=conv2d,
    read=numbers,
    right="Four loops, and every convolutional layer there is computes nothing else.",
    hints=(
        "First the size: a kernel of k cells fits `(n - k) // stride + 1` times into n pixels, down and "
        "across. Begin with a map of zeros of that size.",
        "Two loops go over the cells of the map, row and column. Inside, two more go over the weights, i "
        "and j. Which pixel lies under weight `[i, j]` when the window stands at `[row, column]`?",
        "It is `image[row * stride + i, column * stride + j]`. Add its product with `kernel[i, j]` to the "
        "map at `[row, column]`, and return the map after all loops. The solution is in "
        "notebooks/solutions/02_conv2d.py.",
    ),
    mistakes=KERNEL_MISTAKES + STRIDE_MISTAKES + BORDER_MISTAKES + NUMBER_MISTAKES + LOOP_MISTAKES,
    cases=PLAIN_CASES + STRIDE_CASES,
)


# --- conv2d_vectorised: no Python loop over pixels ---------------------------------------------------


def _still_loops(answer):
    """Return the mistake of an answer that takes more steps in Python when the image grows.

    Steps are counted instead of timed: a count is the same on every machine.
    """
    kernel = np.arange(9.0).reshape(3, 3)
    small, large = (
        running.run(answer, np.ones((side, side)), kernel, count_steps=True).steps for side in (12, 32)
    )
    if large < 1.5 * small:
        return None
    return Mistake(
        "right values, but it still loops over the pixels",
        f"From 12 by 12 to 32 by 32 pixels, Python's steps grow from {small:,} to {large:,}. They need not "
        "grow at all: a loop over the weights is enough.",
    )


CONV2D_VECTORISED = Exercise(
    name="conv2d_vectorised",
    title="conv2d without a loop over pixels",
    answer="my_conv2d_vectorised(image, kernel)",
    reference=conv2d,
    read=numbers,
    right="The image may grow, and Python's part of the work stays the same.",
    hints=(
        "Look at one weight alone, `kernel[i, j]`. Which pixels does it meet while the window goes "
        "everywhere? Together they are a part of the image as large as the map.",
        "Weight `[i, j]` meets `image[i : i + rows, j : j + columns]`, where rows and columns are the size "
        "of the map. One product of that part with the weight does the work of two loops.",
        "Sum these products over all i and j; or let `np.lib.stride_tricks.sliding_window_view` give you "
        "every window at once. The solution is in notebooks/solutions/02_conv2d_vectorised.py.",
    ),
    mistakes=KERNEL_MISTAKES + BORDER_MISTAKES + NUMBER_MISTAKES + LOOP_MISTAKES,
    cases=PLAIN_CASES,
    afterwards=_still_loops,
)


# --- convolve: the flip ------------------------------------------------------------------------------

CONVOLVE = Exercise(
    name="convolve",
    title="Convolution, with the flip",
    answer="my_convolve(image, kernel)",
    reference=lambda image, kernel: conv2d(image, flip(kernel)),
    read=numbers,
    right='This is what scipy.signal.convolve2d computes with mode="valid".',
    hints=(
        "conv2d lays the kernel on the window as it is. The convolution of mathematics turns it by half a "
        "circle first.",
        "Half a circle means: the rows in reverse order, and the columns too. Slicing with a step of −1 "
        "reverses.",
        "`kernel[::-1]` reverses the rows, `kernel[::-1, ::-1]` both. The solution is in "
        "notebooks/solutions/02_convolve.py.",
    ),
    mistakes=(
        Mistake(
            "the kernel is not flipped",
            "This is correlation, what conv2d does already. Convolution turns the kernel by half a circle "
            "first.",
            wrong=conv2d,
        ),
        Mistake(
            "flipped top to bottom only",
            "Half a circle reverses rows and columns. The columns are still in their old order.",
            wrong=lambda image, kernel: conv2d(image, kernel[::-1]),
        ),
        Mistake(
            "flipped left to right only",
            "Half a circle reverses rows and columns. The rows are still in their old order.",
            wrong=lambda image, kernel: conv2d(image, kernel[:, ::-1]),
        ),
        Mistake(
            "the image is flipped, not the kernel",
            "Turning the image turns the whole map too.",
            wrong=lambda image, kernel: conv2d(flip(image), kernel),
        ),
        Mistake(
            "the result is flipped, not the kernel",
            "The map comes out turned. Turn the kernel before it slides.",
            wrong=lambda image, kernel: flip(conv2d(image, kernel)),
        ),
        Mistake(
            "transposed instead of flipped",
            "`.T` swaps rows and columns. A flip reverses both.",
            wrong=lambda image, kernel: conv2d(image, kernel.T),
        ),
        Mistake(
            "turned by a quarter circle only",
            "`np.rot90` turns once. Half a circle is two quarters.",
            wrong=lambda image, kernel: conv2d(image, np.rot90(kernel)),
        ),
        Mistake(
            "turned by a quarter circle only",
            "`np.rot90` turns once. Half a circle is two quarters.",
            wrong=lambda image, kernel: conv2d(image, np.rot90(kernel, -1)),
        ),
        Mistake(
            "the signs are changed",
            "A flip moves the weights and leaves their values.",
            wrong=lambda image, kernel: conv2d(image, -kernel),
        ),
        Mistake(
            "the image is padded",
            'The map is larger than the window has stops inside the image: SciPy\'s own mode is "full". '
            'Keep to mode "valid".',
            wrong=lambda image, kernel: conv2d(image, flip(kernel), padding="full"),
        ),
        Mistake(
            "the image is padded",
            'The map is as large as the image. Keep to "valid".',
            wrong=lambda image, kernel: conv2d(image, flip(kernel), padding="same"),
        ),
    ),
    cases=(
        Case({"image": SMALL_IMAGE, "kernel": SMALL_KERNEL}),
        Case({"image": SMALL_IMAGE / 4, "kernel": SMALL_KERNEL / 2}),
        Case({"image": WIDE_IMAGE, "kernel": WIDE_KERNEL}),
        Case({"image": WIDE_IMAGE[:4, :4], "kernel": NINE_WEIGHTS}),
    ),
)


# --- convolution_matrix: convolution as one matrix product -------------------------------------------


def _matrix(kernel, image_shape, rows_apart=None, kernel_rows_apart=None):
    """Return the matrix row by row, or with a mistake in its steps through the flat image."""
    width = image_shape[1]
    rows, columns = (n - k + 1 for n, k in zip(image_shape, kernel.shape, strict=True))
    matrix = np.zeros((rows * columns, image_shape[0] * width))
    for stop, (row, column) in enumerate(np.ndindex(rows, columns)):
        start = row * (width if rows_apart is None else rows_apart(columns)) + column
        for i, j in np.ndindex(kernel.shape):
            matrix[stop, start + i * (kernel_rows_apart or width) + j] = kernel[i, j]
    return matrix


def _in_column_order(kernel, image_shape):
    rows, columns = (n - k + 1 for n, k in zip(image_shape, kernel.shape, strict=True))
    matrix = _matrix(kernel, image_shape).reshape(rows, columns, *image_shape)
    return matrix.transpose(1, 0, 3, 2).reshape(rows * columns, -1)


CONVOLUTION_MATRIX = Exercise(
    name="convolution_matrix",
    title="Convolution as a matrix product",
    answer="my_matrix(kernel, image_shape)",
    reference=_matrix,
    read=numbers,
    right="One row for each stop of the window, one column for each pixel, and 0 wherever the window does "
    "not look. A dense layer would fill the whole matrix with weights of its own.",
    hints=(
        "One row of the matrix makes one cell of the map. It has one column for each pixel: the weight "
        "where the window covers the pixel, 0 elsewhere.",
        "ravel lays the rows of the image one behind the other: pixel `[r, c]` becomes number `r * width + "
        "c`. Which numbers do the weights meet at stop `[row, column]`?",
        "Weight `[i, j]` meets pixel number `(row + i) * width + column + j`, and the stop is row number "
        "`row * columns + column` of the matrix. The solution is in "
        "notebooks/solutions/02_convolution_matrix.py.",
    ),
    mistakes=(
        Mistake(
            "the matrix is transposed",
            "Yours has one row for each pixel. Swap: one row for each stop of the window, so that `matrix "
            "@ image.ravel()` is the map.",
            wrong=lambda k, s: _matrix(k, s).T,
        ),
        Mistake(
            "the kernel is flipped",
            "Each row holds the weights in reverse order.",
            wrong=lambda k, s: _matrix(k[::-1, ::-1], s),
        ),
        Mistake(
            "the kernel is transposed",
            "Rows and columns of the kernel have changed places.",
            wrong=lambda k, s: _matrix(k.T, s),
        ),
        Mistake(
            "the window does not skip at the end of a row",
            "Each row of the matrix is the one above, moved by one. At the end of an image row the window "
            "jumps to the start of the next one, and moves further.",
            wrong=lambda k, s: _matrix(k, s, rows_apart=lambda columns: columns),
        ),
        Mistake(
            "the kernel's rows lie side by side",
            "Below a pixel, in the flat image, lies the pixel one whole image row further on. Leave room "
            "between the kernel's rows.",
            wrong=lambda k, s: _matrix(k, s, kernel_rows_apart=k.shape[1]),
        ),
        Mistake("the map is counted down the columns", "ravel goes row by row.", wrong=_in_column_order),
        Mistake(
            "border off by one",
            "The last stop is missing: one row too few.",
            wrong=lambda k, s: _matrix(k, s)[:-1],
        ),
        Mistake(
            "one row for each pixel",
            "The window has fewer stops than there are pixels: it stays inside the image. Rows without a "
            "stop do not belong.",
            sees=lambda case, given: given.shape == (np.prod(case.inputs["image_shape"]),) * 2,
        ),
        Mistake(
            "the weights are replaced by ones",
            "The matrix says where the window looks. It must hold the weights.",
            wrong=lambda k, s: _matrix(np.ones_like(k), s),
        ),
        Mistake(
            "the stops are left as rows and columns",
            "The rows are right. Lay the stops one behind the other, as ravel does with the pixels.",
            sees=lambda case, given: given.ndim > 2,
        ),
    ),
    cases=(
        Case({"kernel": np.array([[1, 2], [3, 4]]), "image_shape": (3, 3)}),
        Case({"kernel": np.array([[0.5, -1, 2]]), "image_shape": (2, 4)}),
        Case({"kernel": np.array([[1, 2], [3, 4]]), "image_shape": (3, 5)}),
        Case({"kernel": np.array([[1, 2, 3], [4, 5, 6]]), "image_shape": (4, 5)}),
        Case({"kernel": BINARY_KERNEL, "image_shape": BINARY_IMAGE.shape}),
    ),
)

EXERCISES = (FALLS, WINDOW_SUM, CONV2D, CONV2D_VECTORISED, CONVOLVE, CONVOLUTION_MATRIX)


# --- questions ---------------------------------------------------------------------------------------

QUESTIONS = (
    Number(
        "size_of_a_fall",
        "A signal goes 5, 5, 2. The kernel [−1, 1] slides over it. What does it give at the last stop, "
        "over 5 and 2?",
        answer=int(conv1d([5, 5, 2], [-1, 1])[-1]),
        right="−1 · 5 + 1 · 2 = −3: the sign says that the signal falls, the size says how far.",
        wrong={
            3: "The size is right. Put the numbers in: −1 · 5 + 1 · 2.",
            7: "That is 5 + 2. The weight of the left neighbour is −1.",
            -7: "−1 belongs to the left neighbour only: −1 · 5 + 1 · 2.",
            0: "0 comes from the first stop, over 5 and 5, where nothing changes.",
        },
        otherwise="Multiply each neighbour by its weight, and add: −1 · 5 + 1 · 2.",
    ),
    Choices(
        "one_step_right",
        "The window gave 577. One step to the right, the column 128, 160, 192 enters under the weights −2, "
        "−1.5, −3. Will the new sum be larger or smaller?",
        Choice(
            "Larger: the new column is brighter.",
            "Brighter pixels make a sum larger only under positive weights. These three are negative.",
        ),
        Choice(
            "The same: the kernel has not changed.",
            "The kernel is the same, but the pixels under it are not.",
        ),
        Choice(
            "Smaller: bright pixels come under negative weights.",
            "283. The new column takes 2 · 128 + 1.5 · 160 + 3 · 192 = 1,072 away.",
            right=True,
        ),
    ),
    Choices(
        "above_255",
        "The sum is 577, but a pixel ends at 255. Is something wrong?",
        Choice(
            "Yes, the kernel's weights must sum to 1.",
            "Only a blur asks for that, to keep the brightness. A kernel that looks for something need not.",
        ),
        Choice(
            "No: a feature map holds sums, not pixels, and they have no upper end.",
            "They may be negative, too. Only to show them as a picture do you scale them or clip them.",
            right=True,
        ),
        Choice(
            "Yes, it must be cut off at 255.",
            "To show a picture one clips. Cut off in a feature map, 577 and 5,770 would become the same, "
            "and how strongly the kernel answered would be lost.",
        ),
        Choice(
            "No: it starts again from 0, so 577 is kept as 65.",
            "That is what uint8 does when a sum overflows, and it is a mistake: a strong answer would look "
            "weak.",
        ),
    ),
    Number(
        "five_by_three",
        "A 3 by 3 window slides over a 5 by 5 image and stays inside. How many stops does it make along "
        "one side?",
        answer=len(conv1d(np.zeros(5), np.zeros(3))),
        right="5 − 3 + 1 = 3. The window starts on pixel 0, 1 or 2; the map is 3 by 3.",
        wrong={
            5: "On every pixel it would hang over the edge. Where is the last place at which three pixels "
            "fit?",
            2: "5 − 3 = 2 counts the moves. Before the first move there is a stop as well.",
            9: "9 stops in all. Along one side?",
            15: "15 is 5 · 3. Count the places where the window can start.",
            1: "Side by side, without overlap, it fits once. But it moves by one pixel each time.",
        },
        otherwise="Count the pixels on which the window can start without hanging over the edge.",
    ),
    Choices(
        "nine_ninths",
        "A 3 by 3 kernel holds 1/9 nine times. What does it do to a picture?",
        Choice(
            "It makes the picture darker, to a ninth.",
            "Each pixel counts a ninth, but nine of them are added: a grey surface keeps its grey.",
        ),
        Choice(
            "It finds edges.",
            "For that, weights must take each other's part away. Equal weights only smooth an edge.",
        ),
        Choice(
            "It averages nine pixels: the picture gets blurred.",
            "A weighted average with equal weights. The weights sum to 1, so the brightness stays.",
            right=True,
        ),
        Choice(
            "Nothing: the weights sum to 1.",
            "They keep the brightness of a flat surface. Where neighbours differ, the pixel changes.",
        ),
    ),
    Number(
        "not_zero",
        "As a matrix, the binary example has 9 rows (stops) and 25 columns (pixels). Its kernel has five "
        "ones and four zeros. How many of the 225 numbers are not 0?",
        answer=int(np.count_nonzero(_matrix(BINARY_KERNEL, BINARY_IMAGE.shape))),
        right="9 stops times 5 ones. A dense layer from 25 to 9 would learn all 225; here 9 weights are "
        "used again and again.",
        wrong={
            81: "9 stops times 9 weights, but four of the nine weights are 0.",
            225: "That would be a dense layer: every pixel counts for every output.",
            5: "5 in every row of the matrix. How many rows are there?",
            25: "25 is the number of columns. Count row by row: five ones for each stop.",
            9: "9 is the number of rows. How many ones stand in each?",
        },
        otherwise="Each row of the matrix holds the kernel once. How many ones is that, and how many rows?",
    ),
    Choices(
        "keras_flip",
        "Keras calls its layer Conv2D. Does it flip the kernel?",
        Choice(
            "No, it lays the kernel on the window as it is: cross-correlation.",
            "The weights are learned, so a flip would only make the network learn the flipped weights.",
            right=True,
        ),
        Choice(
            "Yes, otherwise it would not be a convolution.",
            "By the mathematician's name it is not one: deep-learning libraries compute cross-correlation.",
        ),
        Choice(
            "It flips the image instead.",
            "Nothing is flipped. The window's first pixel meets the kernel's first weight.",
        ),
    ),
    Number(
        "three_to_six",
        "The kernel grows from 3 by 3 to 6 by 6. How many times as many multiplications does one output "
        "pixel take?",
        answer=(6 * 6) / (3 * 3),
        right="36 instead of 9. Twice the side is four times the work, for loops and for libraries alike.",
        wrong={
            2: "Twice as many rows, and in each twice as many columns.",
            3: "That is by how much the side grew in cells. Count weights: 9, then how many?",
            36: "36 is the new number of weights. How many times 9 is that?",
            27: "27 is how many weights were added. The question is how many times as many.",
            9: "9 is the old number of weights. Divide the new one by it.",
        },
        otherwise="Each weight is one multiplication for every output pixel. Count the weights, before and "
        "after.",
    ),
)

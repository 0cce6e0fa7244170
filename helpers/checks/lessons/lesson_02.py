"""Lesson 02, convolution by hand: exercises and questions."""

import numpy as np

from helpers import conv1d, conv2d, dense_parameters, flip, output_size
from helpers.checks import running
from helpers.checks.exercise import Case, Exercise, Mistake, numbers, same_numbers
from helpers.checks.finished import finished_functions
from helpers.checks.lessons.conv2d_mistakes import (
    BORDER_MISTAKES,
    KERNEL_MISTAKES,
    LOOP_MISTAKES,
    NUMBER_MISTAKES,
    STRIDE_MISTAKES,
)
from helpers.checks.questions import Choice, Choices, Number
from helpers.pictures import BINARY_IMAGE, BINARY_KERNEL, GREY_PICTURE, NINE_PIXELS, NINE_WEIGHTS

# --- falls: a kernel of two weights ------------------------------------------------------------------


def _two_weights(value):
    """Read two weights, also as a kernel of one row: [[1, -1]]."""
    given = numbers(value)
    return given.ravel() if given.shape == (1, 2) else given


FALLS = Exercise(
    name="falls",
    title="A kernel that finds falls",
    answer="my_kernel",
    reference=lambda: [1, -1],
    read=_two_weights,
    minutes=4,
    right="On 5, 5, 2 it gives 0 and 3: no change, then a fall of 3. A rise gives a negative number.",
    hints=(
        "Take two neighbours, left and right. The signal falls where left is larger. Which difference of "
        "the two is then positive?",
        "The kernel [−1, 1] computes right − left. You need left − right.",
        "The weight of the left neighbour is 1. The solution is in notebooks/solutions/02_falls.py.",
    ),
    mistakes=(
        Mistake(
            "the kernel finds rises",
            "It gives a positive number where the signal rises.",
            sees=lambda case, given: given.shape == (2,) and given[0] < 0 and given.sum() == 0,
        ),
        Mistake(
            "the neighbours are added",
            "Two weights of the same sign don't cancel, so the result isn't 0 where neighbours are equal.",
            sees=lambda case, given: given.shape == (2,) and given[0] * given[1] > 0,
        ),
        Mistake(
            "one neighbour is ignored",
            "A weight of 0 ignores one of the two numbers. To find a fall you have to compare both.",
            sees=lambda case, given: given.shape == (2,) and given.any() and not given.all(),
        ),
        Mistake(
            "both weights are 0",
            "Every sum is 0, whatever the signal does.",
            wrong=lambda: [0, 0],
        ),
        Mistake(
            "the weights don't cancel",
            "On a flat signal the sum should be 0, so the two weights have to cancel.",
            sees=lambda case, given: given.shape == (2,) and given[0] * given[1] < 0 and given.sum() != 0,
        ),
        Mistake(
            "the sum is not as large as the fall",
            "The sign is right. A fall of 3 should give 3.",
            sees=lambda case, given: given.shape == (2,) and given[0] > 0 == given.sum(),
        ),
        Mistake(
            "there are not two weights",
            "Write two weights in square brackets: one for the left neighbour, one for the right.",
            sees=lambda case, given: given.shape != (2,),
        ),
    ),
)


# --- window_sum: one position of the window, by hand -----------------------------------------------------

NEXT_WINDOW = np.array([[128, 128, 96], [144, 160, 64], [168, 192, 32]])
PRODUCTS = NEXT_WINDOW * NINE_WEIGHTS


def _one_number(value):
    """Read a number, also one in brackets: `conv2d` gives [[916.]]."""
    array = numbers(value)
    return array.reshape(()) if array.size == 1 else array


def _one_product_missing(case, given):
    return given.ndim == 0 and bool(np.isclose(PRODUCTS.sum() - given, PRODUCTS[PRODUCTS != 0]).any())


def _one_row_missing(case, given):
    return given.ndim == 0 and bool(np.isclose(PRODUCTS.sum() - given, PRODUCTS.sum(axis=1)).any())


def _one_column_missing(case, given):
    return given.ndim == 0 and bool(np.isclose(PRODUCTS.sum() - given, PRODUCTS.sum(axis=0)).any())


def _one_sign_lost(case, given):
    return given.ndim == 0 and bool(np.isclose(given - PRODUCTS.sum(), -2 * PRODUCTS[PRODUCTS < 0]).any())


WINDOW_SUM = Exercise(
    name="window_sum",
    title="The sum of one window",
    answer="my_answer",
    reference=lambda: PRODUCTS.sum(),
    read=_one_number,
    minutes=5,
    right="916. The column on the right is dark now, so its negative weights subtract only 192 + 96 + 96.",
    hints=(
        "Multiply each pixel by the weight on top of it: nine products. The answer is their sum.",
        "Row by row the products are 128 · (−1) + 128 · 0 + 96 · (−2), then 144 · 0.5 + 160 · 4.5 + "
        "64 · (−1.5), and so on.",
        "The three rows give −320, 696 and 540. The solution is in notebooks/solutions/02_window_sum.py.",
    ),
    mistakes=(
        Mistake(
            "that is the first window",
            "577 is the sum of the window in the top left corner. Use the pixels given here.",
            wrong=lambda: (NINE_PIXELS * NINE_WEIGHTS).sum(),
        ),
        Mistake(
            "that is the window before",
            "283 is the sum of the window one step to the left. Use the pixels given here.",
            wrong=lambda: 283,
        ),
        Mistake(
            "the weights are left out",
            "You added up the pixels. Multiply each of them by its weight first.",
            wrong=lambda: NEXT_WINDOW.sum(),
        ),
        Mistake(
            "the minus signs are lost",
            "The products of negative weights are negative: they make the sum smaller.",
            wrong=lambda: np.abs(PRODUCTS).sum(),
        ),
        Mistake(
            "averaged instead of summed",
            "Add up the nine products, and leave the sum as it is.",
            wrong=lambda: PRODUCTS.mean(),
        ),
        Mistake(
            "clipped at 255",
            "A feature map may contain numbers above 255. Give the sum itself.",
            wrong=lambda: 255,
        ),
        Mistake(
            "the kernel is flipped",
            "Put the kernel on the window as it is, without rotating it.",
            wrong=lambda: (NEXT_WINDOW * flip(NINE_WEIGHTS)).sum(),
        ),
        Mistake(
            "the kernel is transposed",
            "Rows and columns of the kernel are swapped.",
            wrong=lambda: (NEXT_WINDOW * NINE_WEIGHTS.T).sum(),
        ),
        Mistake(
            "the products are not summed",
            "These are the nine products. One window gives one number: add them up.",
            wrong=lambda: PRODUCTS,
        ),
        Mistake(
            "all signs are reversed",
            "The size is right. Check the signs of the weights.",
            wrong=lambda: -PRODUCTS.sum(),
        ),
        Mistake(
            "the sum of one row",
            "That is one row of products. Add up all three.",
            sees=lambda case, given: given.ndim == 0 and float(given) in PRODUCTS.sum(axis=1),
        ),
        Mistake(
            "three sums are not added up",
            "These three are right. One window gives one number: add them up.",
            sees=lambda case, given: any(same_numbers(given, PRODUCTS.sum(axis=axis)) for axis in (0, 1)),
        ),
        Mistake(
            "a matrix product was taken",
            "`@` multiplies rows by columns. Here each pixel is multiplied by one weight: use `*`, then sum.",
            sees=lambda case, given: (
                same_numbers(given, NEXT_WINDOW @ NINE_WEIGHTS)
                or same_numbers(given, (NEXT_WINDOW @ NINE_WEIGHTS).sum())
            ),
        ),
        Mistake(
            "that is the change",
            "633 is how much the sum grows from one window to the next. Give the new sum itself.",
            wrong=lambda: PRODUCTS.sum() - 283,
        ),
        Mistake(
            "only the middle is counted",
            "160 · 4.5 is one product of nine. Add the other eight.",
            wrong=lambda: PRODUCTS[1, 1],
        ),
        Mistake(
            "the last column, or its largest minus sign, is missing",
            "Without the last column the sum is 1,300, and so it is if 96 · (−2) has lost its minus sign. "
            "Check that column.",
            wrong=lambda: PRODUCTS[:, :2].sum(),
        ),
        Mistake(
            "one product is missing",
            "The sum is off by exactly one of the nine products.",
            sees=_one_product_missing,
        ),
        Mistake(
            "one sign is lost",
            "The sum is off by twice one of the negative products: one of them lost its minus sign.",
            sees=_one_sign_lost,
        ),
        Mistake(
            "the kernel is flipped left to right",
            "The columns of the kernel are in reverse order. Put it on the window as it is.",
            wrong=lambda: (NEXT_WINDOW * NINE_WEIGHTS[:, ::-1]).sum(),
        ),
        Mistake(
            "the kernel is flipped top to bottom",
            "The rows of the kernel are in reverse order. Put it on the window as it is.",
            wrong=lambda: (NEXT_WINDOW * NINE_WEIGHTS[::-1]).sum(),
        ),
        Mistake(
            "the decimals of the weights are cut off",
            "Three of the weights end in .5. Keep what comes after the point.",
            wrong=lambda: (NEXT_WINDOW * NINE_WEIGHTS.astype(int)).sum(),
        ),
        Mistake(
            "the pixels are left out",
            "You added up the weights. Multiply each of them by its pixel first.",
            wrong=lambda: NINE_WEIGHTS.sum(),
        ),
        Mistake(
            "a row of products is missing",
            "The sum is off by exactly one row of products. Add up all three.",
            sees=_one_row_missing,
        ),
        Mistake(
            "a column of products is missing",
            "The sum is off by exactly one column of products. Add up all three.",
            sees=_one_column_missing,
        ),
    ),
)


# --- count_stops: the size of the map ----------------------------------------------------------------


def _decimals(n, k, stride=1):
    return (n - k) / stride + 1


COUNT_STOPS = Exercise(
    name="count_stops",
    title="How many positions a window has",
    answer="my_positions(n, k, stride=1)",
    reference=lambda n, k, stride=1: output_size(n, k, stride=stride),
    read=numbers,
    minutes=8,
    right="This is the size of the feature map: use it once for the rows and once for the columns.",
    hints=(
        "Number the pixels from 0. The window starts at pixel 0. At which pixel does it start when it is as "
        "far to the right as it can go?",
        "It starts at pixel n − k at the latest, so it can move by n − k pixels. How many steps of `stride` "
        "pixels fit into that? And how many positions does the window have if it takes that many steps?",
        "The window takes `(n - k) // stride` steps; `//` divides and rounds down. It has one position more "
        "than steps, because it is somewhere before its first step, too. The solution is in "
        "notebooks/solutions/02_count_stops.py.",
    ),
    mistakes=(
        Mistake(
            "the first position is not counted",
            "You count the steps. The window has a position before its first step, too.",
            wrong=lambda n, k, stride=1: (n - k) // stride,
        ),
        Mistake(
            "one position too many",
            "At your last position, the window would stick out of the image.",
            wrong=lambda n, k, stride=1: (n - k) // stride + 2,
        ),
        Mistake(
            "the stride is ignored",
            "With a stride of 2 the window skips every other position.",
            wrong=lambda n, k, stride=1: n - k + 1,
        ),
        Mistake(
            "the 1 is divided by the stride too",
            "Add the 1 after dividing: it is the first position, not a step.",
            wrong=lambda n, k, stride=1: (n - k + 1) // stride,
        ),
        Mistake(
            "the size is divided by stride + 1",
            "Divide by the stride alone, round down, and add 1 afterwards.",
            wrong=lambda n, k, stride=1: (n - k) // (stride + 1) + 1,
        ),
        Mistake(
            "the window may stick out",
            "You count as if only the window's first pixel had to be inside the image. All k of them must "
            "be.",
            wrong=lambda n, k, stride=1: -(-n // stride),
        ),
        Mistake(
            "the window may stick out",
            "You divided all n pixels by the stride. The window can move over n − k of them only, and needs "
            "no move to its first position.",
            wrong=lambda n, k, stride=1: n // stride,
        ),
        Mistake(
            "windows may not overlap",
            "The window moves by the stride, not by its own size.",
            wrong=lambda n, k, stride=1: n // k,
        ),
        Mistake(
            "floor missing",
            "The number of steps is rounded up. Leave out a step after which the window no longer fits: "
            "divide with //, which rounds down.",
            wrong=lambda n, k, stride=1: -(-(n - k) // stride) + 1,
        ),
        Mistake(
            "floor missing",
            "The number of positions is whole. Divide with //, which rounds down.",
            wrong=_decimals,
        ),
        Mistake(
            "floor missing",
            "`round` sometimes rounds up, and then the last window doesn't fit. Divide with //, which "
            "rounds down.",
            wrong=lambda n, k, stride=1: round((n - k) / stride) + 1,
        ),
        Mistake(
            "the first position is not counted",
            "You count the steps, but the window has a position before its first step, too. And the number "
            "of steps is whole: divide with //, which rounds down.",
            wrong=lambda n, k, stride=1: (n - k) / stride,
        ),
        Mistake(
            "the last position is not counted",
            "The window may also start on pixel n − k, its last position.",
            wrong=lambda n, k, stride=1: -(-(n - k) // stride),
        ),
        Mistake(
            "the 1 is divided by the stride too",
            "Divide n − k by the stride, and round down. Then add the 1: it is the first position, not a "
            "step.",
            wrong=lambda n, k, stride=1: (n - k + 1) / stride,
        ),
        Mistake(
            "the stride is added instead of 1",
            "After counting the steps, add 1 for the first position, whatever the stride.",
            wrong=lambda n, k, stride=1: (n - k) // stride + stride,
        ),
        Mistake(
            "the division comes too early",
            "Only n − k pixels are left to move over. Subtract before you divide.",
            wrong=lambda n, k, stride=1: n // stride - k + 1,
        ),
        Mistake(
            "multiplied by the stride",
            "With a larger stride, there are fewer positions, not more.",
            wrong=lambda n, k, stride=1: (n - k) * stride + 1,
        ),
        Mistake(
            "k is added",
            "A larger window has fewer positions, not more.",
            wrong=lambda n, k, stride=1: (n + k) // stride + 1,
        ),
        Mistake(
            "windows may not overlap",
            "The window moves by the stride, not by its own size.",
            wrong=lambda n, k, stride=1: (n - k) // k + 1,
        ),
        Mistake(
            "the stride is 2 where none is given",
            "Without a stride, the window moves by one pixel: `stride=1` in the first line of the function.",
            wrong=lambda n, k, stride=2: (n - k) // stride + 1,
        ),
        Mistake(
            "the positions are listed, not counted",
            "These are several numbers. Return how many positions there are.",
            sees=lambda case, given: given.ndim == 1,
        ),
        Mistake(
            "n and k are swapped",
            "n is the number of pixels, k the number of weights on the same side.",
            wrong=lambda n, k, stride=1: (k - n) // stride + 1,
        ),
        Mistake(
            "the window is always 3 wide",
            "Your formula is right for a window of 3 only. Use `k`.",
            wrong=lambda n, k, stride=1: (n - 3) // stride + 1,
        ),
        Mistake(
            "the size is divided by stride + 1",
            "Divide by the stride alone, round down, and add 1 afterwards.",
            wrong=lambda n, k, stride=1: (n - k) // (stride + 1),
        ),
        Mistake(
            "the brackets are missing",
            "Python divides before it subtracts, so only k is divided by the stride. Put n − k in brackets.",
            wrong=lambda n, k, stride=1: n - k // stride + 1,
        ),
        Mistake(
            "the last start is returned",
            "That is the pixel where the last window starts. How many positions are there up to that one?",
            wrong=lambda n, k, stride=1: (n - k) // stride * stride,
        ),
        Mistake(
            "the remainder instead of the quotient",
            "`%` gives what is left over from a division. How often the stride fits is `//`.",
            wrong=lambda n, k, stride=1: (n - k) % stride + 1,
        ),
        Mistake(
            "floor missing",
            "`round` sometimes rounds up, and then the last window doesn't fit. Divide with //, which "
            "rounds down.",
            wrong=lambda n, k, stride=1: round((n - k) / stride + 1),
        ),
        Mistake(
            "1 is added twice",
            "Once is enough: divide n − k by the stride, round down, and add 1.",
            wrong=lambda n, k, stride=1: (n - k + 1) // stride + 1,
        ),
        Mistake(
            "the stride is built in",
            "Your formula is right for a stride of 2 only. Use `stride`.",
            wrong=lambda n, k, stride=1: (n - k) // 2 + 1,
        ),
        Mistake(
            "windows may not overlap",
            "With a stride above 1, you count windows that lie side by side. The window moves by the "
            "stride, not by its own size.",
            wrong=lambda n, k, stride=1: n - k + 1 if stride == 1 else n // k,
        ),
    ),
    cases=(
        Case({"n": 5, "k": 2}),
        Case({"n": 5, "k": 3}),
        Case({"n": 5, "k": 2, "stride": 2}),
        Case({"n": 5, "k": 3, "stride": 2}),
        Case({"n": 3, "k": 3}, {"stride": 2}),
        Case({"n": 6, "k": 3}, {"stride": 2}),
        Case({"n": 8, "k": 1}, {"stride": 4}),
        Case({"n": 8, "k": 1}, {"stride": 3}),  # 7 / 3 is below 2.5: rounded, it would be right
        Case({"n": 12, "k": 4}, {"stride": 3}),
        Case({"n": 28, "k": 3}),
        Case({"n": 28, "k": 5}, {"stride": 3}),
    ),
)


# --- conv2d: four loops -------------------------------------------------------------------------------

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
    # Maps made for the whole numbers of one of the two cannot hold the decimals of the other.
    Case({"image": SMALL_IMAGE, "kernel": SMALL_KERNEL / 4}),
    Case({"image": SMALL_IMAGE / 4, "kernel": SMALL_KERNEL}),
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
    Case({"image": WIDE_IMAGE, "kernel": WIDE_KERNEL, "stride": 2}),  # by position
)


FINISHED = "a finished function does the work"


def _is_finished(answer):
    """Return the mistake of an answer that calls a finished convolution instead of computing one."""
    found = finished_functions(answer)
    if not found:
        return None
    return Mistake(
        FINISHED,
        f"The values are right, but `{found[0]}` computed them. Write the sums of products yourself.",
    )


CONV2D = Exercise(
    name="conv2d",
    title="conv2d in four loops",
    answer="my_conv2d(image, kernel, stride=1)",
    reference=lambda image, kernel, stride=1: conv2d(image, kernel, stride=stride),
    read=numbers,
    minutes=20,
    right="Sum over the channels, too, and add a bias, and you have what deep-learning "
    "libraries call a convolution.",
    hints=(
        "First the size, as in the previous exercise: `(n - k) // stride + 1`, once for the rows and once "
        "for the columns. Begin with a map of zeros of that size.",
        "Two loops run over the cells of the map, row and column. Inside them, two more run over the "
        "weights, i and j. Which pixel is under weight `[i, j]` when the window is at position `[row, "
        "column]`?",
        "It is `image[row * stride + i, column * stride + j]`. Add its product with `kernel[i, j]` to the "
        "map at `[row, column]`, and return the map after all loops. The solution is in "
        "notebooks/solutions/02_conv2d.py.",
    ),
    mistakes=(
        Mistake(
            FINISHED,
            "This is the course's own function, whose third argument is the bias. Write the sums of products "
            "yourself.",
            wrong=lambda image, kernel, bias=None, *, stride=1: conv2d(image, kernel, bias, stride=stride),
        ),
        *KERNEL_MISTAKES,
        *STRIDE_MISTAKES,
        *BORDER_MISTAKES,
        *NUMBER_MISTAKES,
        *LOOP_MISTAKES,
    ),
    cases=PLAIN_CASES + STRIDE_CASES,
    afterwards=_is_finished,
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
        f"From 12×12 to 32×32 pixels, the number of Python steps grows from {small:,} to {large:,}. It "
        "doesn't have to grow at all: a loop over the weights is enough.",
    )


def _rolled_the_wrong_way(image, kernel):
    moved = [np.roll(image, place, axis=(0, 1)) * weight for place, weight in np.ndenumerate(kernel)]
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    return np.sum(moved, axis=0, dtype=float)[:rows, :columns]


CONV2D_VECTORISED = Exercise(
    name="conv2d_vectorised",
    title="conv2d without a loop over pixels",
    answer="my_conv2d_vectorised(image, kernel)",
    reference=conv2d,
    read=numbers,
    minutes=10,
    stretch=True,
    right="However large the image is, your loop takes the same number of steps.",
    hints=(
        "Look at a single weight, `kernel[i, j]`. Which pixels does it meet, over all positions of the "
        "window? Together they are a part of the image as large as the map.",
        "Weight `[i, j]` meets `image[i : i + rows, j : j + columns]`, where rows and columns are the size "
        "of the map. Multiplying that part by the weight does the work of two loops.",
        "Add up these products over all i and j, in an array of decimals. The solution is in "
        "notebooks/solutions/02_conv2d_vectorised.py.",
    ),
    mistakes=(
        *KERNEL_MISTAKES,
        *BORDER_MISTAKES,
        *NUMBER_MISTAKES,
        *LOOP_MISTAKES,
        Mistake(
            "rolled the wrong way",
            "`np.roll` by (i, j) moves the image down and to the right, away from the weight. Which pixel "
            "does `kernel[i, j]` meet at the first position?",
            wrong=_rolled_the_wrong_way,
        ),
    ),
    cases=PLAIN_CASES,
    afterwards=lambda answer: _is_finished(answer) or _still_loops(answer),
)


# --- convolve: the flip ------------------------------------------------------------------------------


FLIPS = ("flip", "flipud", "fliplr", "rot90", "rotate")


def _flips_by_a_function(answer):
    """Return the mistake of an answer that leaves the flip to a finished function."""
    found = finished_functions(answer, allowed=("conv2d", "conv2d_loops"), also=FLIPS)
    if not found:
        return None
    return Mistake(
        "a finished function does the flip",
        f"The values are right, but `{found[0]}` made them so. Reverse the kernel with slices.",
    )


CONVOLVE = Exercise(
    name="convolve",
    title="Convolution, with the flip",
    answer="my_convolve(image, kernel)",
    reference=lambda image, kernel: conv2d(image, kernel[::-1, ::-1]),
    read=numbers,
    minutes=5,
    stretch=True,
    right='This is what scipy.signal.convolve2d computes with mode="valid".',
    hints=(
        "conv2d puts the kernel on the window as it is. The convolution of mathematics rotates it by 180° "
        "first.",
        "Rotated by 180°, a grid has its rows in reverse order, and its columns too. A slice with a step of "
        "−1 reverses.",
        "`kernel[::-1]` reverses the rows, `kernel[::-1, ::-1]` both. The solution is in "
        "notebooks/solutions/02_convolve.py.",
    ),
    mistakes=(
        Mistake(
            "the kernel is not flipped",
            "This is correlation, which conv2d does already. Convolution rotates the kernel by 180° first.",
            wrong=conv2d,
        ),
        Mistake(
            "flipped top to bottom only",
            "A rotation by 180° reverses rows and columns. The columns are still in their old order.",
            wrong=lambda image, kernel: conv2d(image, kernel[::-1]),
        ),
        Mistake(
            "flipped left to right only",
            "A rotation by 180° reverses rows and columns. The rows are still in their old order.",
            wrong=lambda image, kernel: conv2d(image, kernel[:, ::-1]),
        ),
        Mistake(
            "the image is flipped, not the kernel",
            "With the image rotated instead, the whole map comes out rotated.",
            wrong=lambda image, kernel: conv2d(flip(image), kernel),
        ),
        Mistake(
            "the map is rotated, not the kernel",
            "Your map is that of the correlation, rotated by 180°. Rotate only the kernel, before it slides.",
            wrong=lambda image, kernel: flip(conv2d(image, kernel)),
        ),
        Mistake(
            "transposed instead of flipped",
            "`.T` swaps rows and columns. A flip reverses both.",
            wrong=lambda image, kernel: conv2d(image, kernel.T),
        ),
        Mistake(
            "rotated by 90° only",
            "Your kernel is rotated by a quarter turn. It needs two of them.",
            wrong=lambda image, kernel: conv2d(image, np.rot90(kernel)),
        ),
        Mistake(
            "rotated by 90° only",
            "Your kernel is rotated by a quarter turn. It needs two of them.",
            wrong=lambda image, kernel: conv2d(image, np.rot90(kernel, -1)),
        ),
        Mistake(
            "the signs are changed",
            "A flip moves the weights; it doesn't change their values.",
            wrong=lambda image, kernel: conv2d(image, -kernel),
        ),
        Mistake(
            "the image is padded",
            "Your map is larger than the image. Keep the window inside the image, as conv2d does.",
            wrong=lambda image, kernel: conv2d(image, flip(kernel), padding="full"),
        ),
        Mistake(
            "the image is padded",
            "Your map is as large as the image. Keep the window inside the image, as conv2d does.",
            wrong=lambda image, kernel: conv2d(image, flip(kernel), padding="same"),
        ),
        Mistake(
            "the weights are sorted, not flipped",
            "For the kernel 1 to 9 that is the same. Reverse the order of rows and columns, whatever the "
            "weights are.",
            wrong=lambda image, kernel: conv2d(image, np.sort(kernel, axis=None)[::-1].reshape(kernel.shape)),
        ),
        Mistake(
            "10 minus the weights is not a flip",
            "For the kernel 1 to 9 that is the same. Reverse the order of rows and columns, whatever the "
            "weights are.",
            wrong=lambda image, kernel: conv2d(image, 10 - kernel),
        ),
        Mistake(
            "the decimals of the weights are cut off",
            "A weight may be 0.5. Flip the kernel, and leave its numbers as they are.",
            wrong=lambda image, kernel: conv2d(image, flip(kernel).astype(int)),
        ),
        Mistake(
            "the kernel is transposed, too",
            "The rows of the kernel have become columns. A flip reverses both, but rows stay rows.",
            wrong=lambda image, kernel: conv2d(image, flip(kernel.T)),
        ),
        Mistake(
            "a row and a column are cut off the kernel",
            "`[:-1]` leaves out the last row. A slice that reverses has two colons: its third part is the "
            "step, −1.",
            wrong=lambda image, kernel: conv2d(image, kernel[:-1, :-1]),
        ),
        Mistake(
            "image and kernel are swapped",
            "`conv2d(image, kernel)` takes the image first. Here the small grid slides over the large one.",
            wrong=lambda image, kernel: conv2d(kernel[::-1, ::-1], image),
        ),
        Mistake(
            "the kernel is returned, not the map",
            "The kernel is flipped. Now slide it over the image with `conv2d`.",
            wrong=lambda image, kernel: kernel[::-1, ::-1],
        ),
        Mistake(
            "only a kernel of 3×3 is flipped",
            "A slice such as `[2::-1]` starts at row 2. Leave its start out, and it begins at the last "
            "row, whatever the size.",
            wrong=lambda image, kernel: conv2d(image, kernel[2::-1, 2::-1]),
        ),
    ),
    cases=(
        Case({"image": SMALL_IMAGE, "kernel": SMALL_KERNEL}),
        Case({"image": SMALL_IMAGE / 4, "kernel": SMALL_KERNEL / 2}),
        Case({"image": WIDE_IMAGE, "kernel": WIDE_KERNEL}),
        Case({"image": WIDE_IMAGE[:4, :5], "kernel": NINE_WEIGHTS}),
        Case({"image": WIDE_IMAGE, "kernel": WIDE_IMAGE[1:, :5] - 4}),
    ),
    afterwards=_flips_by_a_function,
)


# --- convolution_matrix: convolution as one matrix product -------------------------------------------


def _matrix(kernel, image_shape, rows_apart=None, kernel_rows_apart=None):
    """Return the matrix row by row, or with a mistake in its steps through the flat image."""
    width = image_shape[1]
    rows, columns = (n - k + 1 for n, k in zip(image_shape, kernel.shape, strict=True))
    matrix = np.zeros((rows * columns, image_shape[0] * width))
    for position, (row, column) in enumerate(np.ndindex(rows, columns)):
        start = row * (width if rows_apart is None else rows_apart(columns)) + column
        for i, j in np.ndindex(kernel.shape):
            matrix[position, start + i * (kernel_rows_apart or width) + j] = kernel[i, j]
    return matrix


def _in_column_order(kernel, image_shape):
    rows, columns = (n - k + 1 for n, k in zip(image_shape, kernel.shape, strict=True))
    matrix = _matrix(kernel, image_shape).reshape(rows, columns, *image_shape)
    return matrix.transpose(1, 0, 3, 2).reshape(rows * columns, -1)


def _positions_as_grid(kernel, image_shape):
    rows, columns = (n - k + 1 for n, k in zip(image_shape, kernel.shape, strict=True))
    return _matrix(kernel, image_shape).reshape(rows, columns, -1)


def _positions_down_the_columns(kernel, image_shape):
    return _positions_as_grid(kernel, image_shape).transpose(1, 0, 2).reshape(-1, np.prod(image_shape))


def _never_emptied(kernel, image_shape):
    grid, rows = np.zeros(image_shape), []
    for row, column in np.ndindex(*np.subtract(image_shape, kernel.shape) + 1):
        grid[row : row + kernel.shape[0], column : column + kernel.shape[1]] = kernel
        rows.append(grid.ravel().copy())
    return np.array(rows)


def _pixels_in_column_order(kernel, image_shape):
    matrix = _matrix(kernel, image_shape)
    return matrix.reshape(-1, *image_shape).transpose(0, 2, 1).reshape(len(matrix), -1)


def _kernel_in_one_piece(kernel, image_shape):
    matrix = np.zeros(_matrix(kernel, image_shape).shape)
    flat = kernel.ravel()
    for position, row in enumerate(matrix):
        part = row[position : position + flat.size]
        part[:] = flat[: part.size]
    return matrix


def _only_one_row(kernel, image_shape):
    first = np.zeros(_matrix(kernel, image_shape).shape)
    for position in _matrix(kernel, image_shape).reshape(len(first), *image_shape):
        rows, columns = (slice(where.min(), where.max() + 1) for where in np.nonzero(position))
        grid = first[0].reshape(image_shape)
        grid[rows, columns] = position[rows, columns]
    return first


def _rows_of_grids(kernel, image_shape, kernel_shape=None):
    """Put the kernel into an empty grid at every position; with a wrong size, that may raise."""
    height, width = kernel_shape or kernel.shape
    rows = []
    for row in range(image_shape[0] - height + 1):
        for column in range(image_shape[1] - width + 1):
            grid = np.zeros(image_shape)
            grid[row : row + height, column : column + width] = kernel
            rows.append(grid.ravel())
    return np.array(rows)


def _is_sparse(answer):
    """Return the mistake of an answer that gives a sparse matrix, which `numbers` reads as well."""
    given = running.run(answer, SMALL_KERNEL.copy(), (3, 3)).value
    if not hasattr(given, "toarray"):
        return None
    return Mistake(
        "the matrix is sparse",
        "The numbers are right, and SciPy keeps only those that are not 0. The task asks for an ordinary "
        "NumPy array: `.toarray()` makes one.",
    )


CONVOLUTION_MATRIX = Exercise(
    name="convolution_matrix",
    title="Convolution as a matrix product",
    answer="my_matrix(kernel, image_shape)",
    reference=_matrix,
    read=numbers,
    minutes=20,
    stretch=True,
    right="One row for each position of the window, one column for each pixel, and 0 wherever the window "
    "doesn't reach. A dense layer would fill the whole matrix with weights of its own.",
    hints=(
        "One row of the matrix makes one cell of the map. It has one column for each pixel: the weight "
        "where the window covers the pixel, 0 elsewhere.",
        "Do what the cell above does for the first window: put the kernel into an empty grid as large as "
        "the image, and ravel it. For the other positions, put it where the window is.",
        "At position `[row, column]`: `grid[row : row + kernel_rows, column : column + kernel_columns] = "
        "kernel`. Loop over all positions, start with an empty grid each time, and collect the rows. The "
        "solution is in notebooks/solutions/02_convolution_matrix.py.",
    ),
    mistakes=(
        Mistake(
            "the matrix is transposed",
            "Your matrix has one row for each pixel. It should have one row for each position of the "
            "window: then `matrix @ image.ravel()` is the map.",
            wrong=lambda k, s: _matrix(k, s).T,
        ),
        Mistake(
            "the kernel is flipped",
            "Each row has the weights in reverse order.",
            wrong=lambda k, s: _matrix(k[::-1, ::-1], s),
        ),
        Mistake(
            "the kernel is transposed",
            "Rows and columns of the kernel are swapped.",
            wrong=lambda k, s: _matrix(k.T, s),
        ),
        Mistake(
            "the window doesn't skip at the end of a row",
            "Each row of the matrix is the one above, moved by one column. At the end of an image row, the "
            "window jumps to the start of the next one, which is further.",
            wrong=lambda k, s: _matrix(k, s, rows_apart=lambda columns: columns),
        ),
        Mistake(
            "the kernel's rows are side by side",
            "In the row of all pixels, the pixel below is a whole row of the image further on. Leave gaps "
            "between the kernel's rows.",
            wrong=lambda k, s: _matrix(k, s, kernel_rows_apart=k.shape[1]),
        ),
        Mistake(
            "the map is counted down the columns",
            "ravel goes row by row, through the pixels and through the cells of the map.",
            wrong=_in_column_order,
        ),
        Mistake(
            "the decimals are cut off",
            "A weight may be 0.5, but an array with dtype=int keeps whole numbers only. `np.zeros(shape)` "
            "holds decimals.",
            wrong=lambda k, s: _matrix(k, s).astype(int),
        ),
        Mistake(
            "border off by one",
            "The last position is missing: one row too few.",
            wrong=lambda k, s: _matrix(k, s)[:-1],
        ),
        Mistake(
            "one row for each pixel",
            "The window stays inside the image, so it has fewer positions than there are pixels. Leave out "
            "the rows that don't belong to any position.",
            sees=lambda case, given: given.shape == (np.prod(case.inputs["image_shape"]),) * 2,
        ),
        Mistake(
            "only one row of the matrix",
            "That is the row for one position. Make one for each position of the window.",
            sees=lambda case, given: given.shape == (np.prod(case.inputs["image_shape"]),),
        ),
        Mistake(
            "the grid is never emptied",
            "Each row still contains the kernel at its earlier positions. Start with an empty grid at every "
            "position.",
            wrong=_never_emptied,
        ),
        Mistake(
            "every row is the last one",
            "`ravel` doesn't copy: all rows are views of the same grid. Make a new grid at every position.",
            wrong=lambda k, s: np.repeat(_matrix(k, s)[-1:], len(_matrix(k, s)), axis=0),
        ),
        Mistake(
            "the weights are replaced by ones",
            "The ones are where the weights should be. Put the weights there.",
            wrong=lambda k, s: _matrix(np.ones_like(k), s),
        ),
        Mistake(
            "the positions are left as rows and columns",
            "A matrix has two axes. Put the positions one after the other, as ravel does with the pixels.",
            sees=lambda case, given: given.ndim > 2,
        ),
        Mistake(
            "the pixels are read column by column",
            "`image.ravel()` takes the pixels row by row. Yours are in the order of the columns.",
            wrong=_pixels_in_column_order,
        ),
        Mistake(
            "the kernel's weights are all next to each other",
            "In `image.ravel()`, the next row of a window comes a whole row of the image later. Leave gaps "
            "between the kernel's rows.",
            wrong=_kernel_in_one_piece,
        ),
        Mistake(
            "the weights are replaced by ones",
            "You mark where a weight is. Put the weight itself there.",
            wrong=lambda kernel, image_shape: (_matrix(kernel, image_shape) != 0).astype(int),
        ),
        Mistake(
            "all positions are written into the first row",
            "Each position has a row of its own. Does the counter of the rows grow inside the loop?",
            wrong=lambda kernel, image_shape: _only_one_row(kernel, image_shape),
        ),
        Mistake(
            "a row of pixels is as long as the image is wide",
            "You took the number of positions for it. In the long row, a pixel has the index row · columns "
            "*of the image* + column.",
            wrong=lambda kernel, image_shape: _matrix(
                kernel,
                image_shape,
                rows_apart=lambda columns: columns,
                kernel_rows_apart=image_shape[1] - kernel.shape[1] + 1,
            ),
        ),
        Mistake(
            "every row is the same",
            "Each row is for a different position, so its weights are on different pixels.",
            sees=lambda case, given: given.ndim == 2 and len(given) > 1 and bool((given == given[0]).all()),
        ),
        Mistake(
            "the window moves down first",
            "The window moves to the right first, and goes down at the end of a row. Yours goes down each "
            "column.",
            wrong=_positions_down_the_columns,
        ),
        Mistake(
            "border off by one",
            "The last positions are missing, down and across: on 5 pixels, a window of 3 has 3 positions, "
            "not 2.",
            wrong=lambda k, s: _positions_as_grid(k, s)[:-1, :-1].reshape(-1, np.prod(s)),
        ),
        Mistake(
            "only the last row of the map is left",
            "Your matrix has the positions of the last row only. Is the list of rows emptied inside the "
            "loop?",
            wrong=lambda k, s: _positions_as_grid(k, s)[-1],
        ),
        Mistake(
            "rows and columns of the image are swapped",
            "`image_shape` gives the rows first, then the columns.",
            wrong=lambda k, s: _rows_of_grids(k, s[::-1]),
        ),
        Mistake(
            "the kernel is transposed",
            "Rows and columns of the kernel are swapped.",
            wrong=lambda k, s: _rows_of_grids(k.T, s),
        ),
        Mistake(
            "every image is taken for 5×5",
            "The size of the lesson's image is built in. Use `image_shape`.",
            wrong=lambda k, s: _rows_of_grids(k, (5, 5)),
        ),
        Mistake(
            "the image is taken for a square",
            "You use the number of its rows for the columns, too. They may differ.",
            wrong=lambda k, s: _rows_of_grids(k, (s[0], s[0])),
        ),
        Mistake(
            "the kernel is taken for a square",
            "You use the number of its rows for the columns, too. They may differ.",
            wrong=lambda k, s: _rows_of_grids(k, s, k.shape[:1] * 2),
        ),
    ),
    cases=(
        Case({"kernel": np.array([[1, 2], [3, 4]]), "image_shape": (3, 3)}),
        Case({"kernel": np.array([[0.5, -1, 2]]), "image_shape": (2, 4)}),
        Case({"kernel": np.array([[1, 2], [3, 4]]), "image_shape": (3, 5)}),
        Case({"kernel": np.array([[1, 2, 3], [4, 5, 6]]), "image_shape": (4, 5)}),
        Case({"kernel": BINARY_KERNEL, "image_shape": BINARY_IMAGE.shape}),
    ),
    afterwards=_is_sparse,
)

EXERCISES = (FALLS, WINDOW_SUM, CONVOLVE, COUNT_STOPS, CONV2D, CONV2D_VECTORISED, CONVOLUTION_MATRIX)


# --- questions ---------------------------------------------------------------------------------------

CHANGED_BY_A_STEP = (GREY_PICTURE[0:3, 1:4] - NINE_PIXELS) * NINE_WEIGHTS

QUESTIONS = (
    Number(
        "weights_of_ten_units",
        "A dense layer of 10 units looks at grey images of 5×6 pixels. How many weights does it have, biases "
        "not counted?",
        answer=dense_parameters(5 * 6, 10, bias=False),
        recalls="01",
        right="Each of the 10 units has a weight for each of the 30 pixels: 300.",
        wrong={
            30: "30 is the number of pixels, and the number of weights of one unit. There are ten units.",
            310: "310 includes the ten biases. Count only the weights.",
            90: "Ten 3×3 kernels would have 90. A dense unit has a weight for every pixel.",
            110: "Five rows of six are 5 · 6 = 30 pixels, not 5 + 6.",
            40: "Don't add: each of the 10 units has a weight for each pixel.",
        },
        otherwise="Count the pixels. Each unit has one weight for each of them.",
    ),
    Choices(
        "neighbours_of_noise",
        "You choose the value of every pixel of an image at random. How large is the correlation of "
        "neighbouring pixels?",
        Choice(
            "About 0",
            "A pixel tells you nothing about its neighbour. In a photo it does, and kernels rely on that.",
            right=True,
        ),
        Choice(
            "About 1",
            "That would mean that neighbours are almost equal, as in a smooth photo. Here each pixel is "
            "drawn without looking at the others.",
        ),
        Choice(
            "About −1",
            "That would mean that a bright pixel always has a dark neighbour, as in narrow stripes.",
        ),
        recalls="01",
    ),
    Choices(
        "changed_not_run",
        "You ran a cell with `size = 3`. Now you change it to `size = 5`, don't run it, and run "
        "`print(size)` in the next cell. What does it print?",
        Choice(
            "5, because that is what the page says",
            "The kernel doesn't read the page. It knows what you ran, and that was 3.",
        ),
        Choice(
            "Nothing: the two cells contradict each other",
            "The kernel never compares cells. It keeps the value of `size` from the last cell that you ran.",
        ),
        Choice(
            "3, because the change hasn't been run",
            "A changed cell does nothing until you run it: press Shift+Enter there first.",
            right=True,
        ),
        recalls="00",
    ),
    Number(
        "size_of_a_fall",
        "A signal goes 5, 5, 2. The kernel [−1, 1] slides over it. What does it give at its last position, "
        "over 5 and 2?",
        answer=int(conv1d([5, 5, 2], [-1, 1])[-1]),
        right="−1 · 5 + 1 · 2 = −3. The sign shows that the signal falls, the size shows how far.",
        wrong={
            3: "The size is right. For the sign, put the numbers in: −1 · 5 + 1 · 2.",
            7: "That is 5 + 2. The weight of the left neighbour is −1.",
            -7: "Only the left neighbour has the weight −1: −1 · 5 + 1 · 2.",
            0: "0 is the result at the first position, over 5 and 5, where nothing changes.",
        },
        otherwise="Multiply each neighbour by its weight, and add: −1 · 5 + 1 · 2.",
    ),
    Choices(
        "above_255",
        "The sum is 577, but no pixel is brighter than 255. Is something wrong?",
        Choice(
            "Yes, the kernel's weights must add up to 1",
            "These nine do add up to 1, and the sum is still 577. That keeps a result between the darkest "
            "and the brightest pixel only when no weight is negative.",
        ),
        Choice(
            "No: the output holds sums, not pixels, and a sum may be above 255",
            "It may be negative, too. You scale or clip sums only to show them as a picture.",
            right=True,
        ),
        Choice(
            "Yes, it must be cut off at 255",
            "You may do that to show a picture. But then 577 and 5,770 both become 255, and you can no "
            "longer see which response was stronger.",
        ),
        Choice(
            "No: it starts again from 0, so 577 is kept as 65",
            "That is what uint8 does when a sum is too large, and it is a mistake: a strong response would "
            "look weak.",
        ),
    ),
    Choices(
        "one_step_right",
        "The first window gave 577. One step to the right, the same weights cover the window "
        "[[64, 128, 128], [192, 144, 160], [226, 168, 192]]. Is the new sum larger or smaller?",
        Choice(
            "Larger: the column that comes in is brighter than the one before it",
            "Brighter pixels make a sum larger only under positive weights, and this column is under "
            "negative ones.",
        ),
        Choice(
            "The same: the kernel hasn't changed",
            "The kernel is the same, but the pixels under it are not.",
        ),
        Choice(
            "Smaller: darker pixels are now under the two largest weights",
            f"283. Under 4.5 and 2, there are 144 and 168 instead of 192 and 226, which takes away "
            f"{-CHANGED_BY_A_STEP[:, 1].sum():g}. The left column adds {CHANGED_BY_A_STEP[:, 0].sum():g}, "
            f"and the right one takes away another {-CHANGED_BY_A_STEP[:, 2].sum():g}.",
            right=True,
        ),
    ),
    Number(
        "five_by_three",
        "A 3×3 window slides over a 5×5 image and stays inside it. How many positions does it have along "
        "one side?",
        answer=len(conv1d(np.zeros(5), np.zeros(3))),
        right="5 − 3 + 1 = 3. The window starts on pixel 0, 1 or 2, so the map is 3×3.",
        wrong={
            5: "If it started on every pixel, it would stick out near the edge. What is the last pixel on "
            "which it can start?",
            2: "5 − 3 = 2 counts the steps. The window has a position before its first step, too.",
            9: "9 is the number of all positions. How many is that along one side?",
            15: "15 is 5 · 3. Count the pixels on which the window can start.",
            1: "Windows may overlap: this one moves by one pixel at a time.",
        },
        otherwise="Count the pixels on which the window can start without sticking out.",
    ),
    Number(
        "positive_after_bias",
        "The feature map is [[4, 3, 4], [2, 4, 3], [2, 3, 4]]. You add a bias of −3 to every number. How "
        "many of the nine are then above 0?",
        answer=int((conv2d(BINARY_IMAGE, BINARY_KERNEL, bias=-3) > 0).sum()),
        right="Only the four 4s stay above 0. With a negative bias, a kernel needs a better match.",
        wrong={
            7: "A 3 becomes 0, which is not above 0.",
            9: "That was true before the bias. Subtract 3 from each number.",
            3: "Count again: how many 4s does the map have?",
            0: "4 − 3 is 1, which is above 0.",
            5: "Five numbers are 0 or below. How many are above?",
        },
        otherwise="Subtract 3 from each of the nine numbers, and count those above 0.",
    ),
    Choices(
        "nine_ninths",
        "All nine weights of a 3×3 kernel are 1/9. What does it do to an image?",
        Choice(
            "It makes the image darker, a ninth as bright",
            "Each pixel counts for a ninth, but you add up nine of them: a grey area keeps its grey.",
        ),
        Choice(
            "It finds edges",
            "For that, some weights must cancel others. Equal weights smooth an edge out.",
        ),
        Choice(
            "It averages nine pixels: the image gets blurred",
            "It is a weighted average with equal weights. They add up to 1, so grey areas keep their grey.",
            right=True,
        ),
        Choice(
            "Nothing: the weights add up to 1",
            "That keeps the brightness of a flat area. Where neighbours differ, the pixel changes.",
        ),
    ),
    Choices(
        "brighter_photo",
        "You make every pixel of a photo brighter by 50. Which kernel gives the same feature map as before?",
        Choice(
            "Nine weights of 1/9",
            "Its weights add up to 1, so every number of the map grows by 50.",
        ),
        Choice(
            "The cross, five ones and four zeros",
            "Its weights add up to 5, so every number of the map grows by 5 · 50 = 250.",
        ),
        Choice(
            "1 in the left column, −1 in the right one, 0 in between",
            "Its weights add up to 0: the ones add 50 three times, and the −1s take it away again.",
            right=True,
        ),
        Choice(
            "None: a sum of brighter pixels is larger",
            "Only if the weights add up to more than 0. Pixels under negative weights pull the sum down.",
        ),
    ),
    Choices(
        "keras_flip",
        "Keras calls its layer Conv2D. Does it flip the kernel?",
        Choice(
            "No, it puts the kernel on the window as it is: cross-correlation",
            "A network learns its weights, so with a flip it would learn the flipped weights instead.",
            right=True,
        ),
        Choice(
            "Yes, otherwise it wouldn't be a convolution",
            "In the mathematician's sense it isn't one: deep-learning libraries compute cross-correlation.",
        ),
        Choice(
            "It flips the image instead",
            "It flips neither. The window's first pixel meets the kernel's first weight.",
        ),
    ),
    Number(
        "three_to_six",
        "The kernel grows from 3×3 to 6×6. How many times as many multiplications does one output pixel "
        "take?",
        answer=(6 * 6) / (3 * 3),
        right="36 instead of 9. Twice the side means four times as many weights.",
        wrong={
            2: "There are twice as many rows, and each has twice as many weights.",
            3: "Each side has grown by three cells. Count the weights: 9, and then how many?",
            36: "36 is the new number of weights. How many times 9 is that?",
            27: "27 is how many weights you added. How many times as many are there?",
            9: "9 is the old number of weights. Divide the new number by it.",
        },
        otherwise="Each weight means one multiplication for every output pixel. Count the weights before and "
        "after.",
    ),
    Number(
        "not_zero",
        "As a matrix, the binary example has 9 rows (positions) and 25 columns (pixels). Its kernel has "
        "five ones and four zeros. How many of the 225 numbers are not 0?",
        answer=int(np.count_nonzero(_matrix(BINARY_KERNEL, BINARY_IMAGE.shape))),
        right="9 positions with 5 ones each. A dense layer from 25 to 9 would learn all 225 numbers.",
        wrong={
            81: "9 positions times 9 weights, but four of the nine weights are 0.",
            225: "That would be a dense layer: every pixel counts for every output.",
            5: "Every row of the matrix has 5. How many rows are there?",
            25: "25 is the number of columns. Count row by row: five ones in each.",
            9: "9 is the number of rows. How many ones does each of them have?",
        },
        otherwise="Each row of the matrix contains the kernel once. How many ones is that, and how many "
        "rows?",
    ),
)

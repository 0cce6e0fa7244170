"""Lesson 04, padding, stride and dilation: exercises and questions."""

from math import ceil

import numpy as np

from helpers import conv1d, conv2d, output_size, same_padding
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.shapes import kernel_reach, pixel_uses

# --- pixel_uses: how many windows use each pixel -----------------------------------------------------


def _uses(image_shape, k, padding=0):
    return np.outer(*(pixel_uses(n, k, padding=padding) for n in image_shape))


def _uses_of_the_padding_too(image_shape, k, padding=0):
    return _uses([n + 2 * padding for n in image_shape], k)


def _last_stop_missing(image_shape, k, padding=0):
    padded = np.zeros([n + 2 * padding for n in image_shape], int)
    rows, columns = (n - k for n in padded.shape)
    for row, column in np.ndindex(rows, columns):
        padded[row : row + k, column : column + k] += 1
    return padded[padding : padding + image_shape[0], padding : padding + image_shape[1]]


def _pixels_in_each_window(image_shape, k, padding=0):
    return conv2d(np.ones(image_shape, int), np.ones((k, k), int), padding=padding)


def _padded_at_the_end_only(image_shape, k, padding=0):
    return np.outer(*(pixel_uses(n, k, padding=(0, 2 * padding)) for n in image_shape))


def _along(axis):
    def wrong(image_shape, k, padding=0):
        uses = np.array(pixel_uses(image_shape[axis], k, padding=padding))
        return np.broadcast_to(uses[:, None] if axis == 0 else uses, image_shape)

    return wrong


def _sums_of_both_axes(image_shape, k, padding=0):
    rows, columns = (np.array(pixel_uses(n, k, padding=padding)) for n in image_shape)
    return rows[:, None] + columns


PIXEL_USES = Exercise(
    name="pixel_uses",
    title="How often each pixel is used",
    answer="my_pixel_uses(image_shape, k, padding=0)",
    reference=_uses,
    read=numbers,
    right="With k − 1 zeros at each end, full padding, all counts are k². With fewer, the border counts "
    "less.",
    hints=(
        "Begin with a grid of zeros as large as the padded picture. Let the window go everywhere, and at "
        "each "
        "stop add 1 to all cells under it.",
        "The padded picture has rows + 2 · padding rows. The window starts on row 0, 1, … as long as row + k "
        "cells fit.",
        "At the end cut the padding off: `counts[padding : padding + rows, padding : padding + columns]`. "
        "The "
        "solution is in notebooks/solutions/04_pixel_uses.py.",
    ),
    mistakes=(
        Mistake(
            "the padding is counted as pixels",
            "Your grid holds the cells of padding too. Cut them off: only pixels of the picture are asked "
            "for.",
            wrong=_uses_of_the_padding_too,
        ),
        Mistake(
            "the padding is ignored",
            "With padding, more windows reach the border: the counts there grow.",
            wrong=lambda image_shape, k, padding=0: _uses(image_shape, k),
        ),
        Mistake(
            "padded at the end only",
            "The zeros lie at both ends of each side: `padding` above, and `padding` below.",
            wrong=_padded_at_the_end_only,
        ),
        Mistake(
            "border off by one",
            "The window's last stop is missing, down and across: it starts on row 0 to n − k, so there are "
            "n − k + 1 stops.",
            wrong=_last_stop_missing,
        ),
        Mistake(
            "the pixels of each window are counted",
            "You count for every window how many pixels it holds. Count for every pixel how many windows "
            "hold "
            "it.",
            wrong=_pixels_in_each_window,
        ),
        Mistake(
            "only whether a pixel is used",
            "A pixel under many windows counts once here. Add 1 for every window.",
            wrong=lambda image_shape, k, padding=0: np.minimum(_uses(image_shape, k, padding), 1),
        ),
        Mistake(
            "every pixel counted k · k times",
            "That holds in the middle. Near the border fewer windows reach a pixel.",
            wrong=lambda image_shape, k, padding=0: np.full(image_shape, k * k),
        ),
        Mistake(
            "only the rows are counted",
            "The window moves across as well: a pixel is used as often as its row, times as often as its "
            "column.",
            wrong=_along(0),
        ),
        Mistake(
            "only the columns are counted",
            "The window moves down as well: a pixel is used as often as its row, times as often as its "
            "column.",
            wrong=_along(1),
        ),
        Mistake(
            "rows and columns are added",
            "Each of the row's positions goes with each of the column's: multiply.",
            wrong=_sums_of_both_axes,
        ),
        Mistake(
            "the result is transposed",
            "Rows and columns of the result have changed places.",
            wrong=lambda image_shape, k, padding=0: _uses(image_shape, k, padding).T,
        ),
    ),
    cases=(
        Case({"image_shape": (3, 4), "k": 2}),
        Case({"image_shape": (5, 5), "k": 3}),
        Case({"image_shape": (4, 6), "k": 3}, {"padding": 1}),
        Case({"image_shape": (6, 5), "k": 3}, {"padding": 2}),
        Case({"image_shape": (7, 6), "k": 5}, {"padding": 1}),
    ),
)


# --- dilate_kernel: zeros between the weights --------------------------------------------------------


def _dilated(kernel, dilation):
    rows, columns = (kernel_reach(k, dilation) for k in kernel.shape)
    spread = np.zeros((rows, columns), dtype=kernel.dtype)
    spread[::dilation, ::dilation] = kernel
    return spread


def _zeros_behind_too(kernel, dilation):
    spread = np.zeros([k * dilation for k in kernel.shape])
    spread[::dilation, ::dilation] = kernel
    return spread


def _one_axis_spread(axis):
    def wrong(kernel, dilation):
        steps = [1, 1]
        steps[axis] = dilation
        spread = np.zeros([kernel_reach(k, step) for k, step in zip(kernel.shape, steps, strict=True)])
        spread[:: steps[0], :: steps[1]] = kernel
        return spread

    return wrong


def _ones_between(kernel, dilation):
    spread = np.ones([kernel_reach(k, dilation) for k in kernel.shape])
    spread[::dilation, ::dilation] = kernel
    return spread


DILATE_KERNEL = Exercise(
    name="dilate_kernel",
    title="A kernel with holes",
    answer="my_dilate(kernel, dilation)",
    reference=_dilated,
    read=numbers,
    right="`conv2d(image, my_dilate(kernel, 2))` gives what `conv2d(image, kernel, dilation=2)` gives. The "
    "second "
    "form leaves out the products with 0.",
    hints=(
        "Between two neighbouring weights lie dilation − 1 zeros. Behind the last weight lie none. How many "
        "rows has the grid then?",
        "It has dilation · (k − 1) + 1 rows, and as many columns for a square kernel. Begin with zeros of "
        "that "
        "shape.",
        "A slice with a step reaches every second, third … cell: `spread[::dilation, ::dilation] = kernel`. "
        "The "
        "solution is in notebooks/solutions/04_dilate_kernel.py.",
    ),
    mistakes=(
        Mistake(
            "zeros behind the last weight too",
            "The zeros lie between the weights. Three weights have two gaps, not three.",
            wrong=_zeros_behind_too,
        ),
        Mistake(
            "the weights are repeated",
            "Each weight stands there once. What lies between them is 0.",
            wrong=lambda kernel, dilation: np.kron(kernel, np.ones((dilation, dilation))),
        ),
        Mistake(
            "the dilation is taken for the number of zeros",
            "A dilation of 1 leaves the kernel as it is, and a dilation of 2 puts one zero into each gap: "
            "the "
            "weights lie 2 apart.",
            wrong=lambda kernel, dilation: _dilated(kernel, dilation + 1),
        ),
        Mistake(
            "spread on one axis only",
            "The rows move apart, the columns do not.",
            wrong=_one_axis_spread(0),
        ),
        Mistake(
            "spread on one axis only",
            "The columns move apart, the rows do not.",
            wrong=_one_axis_spread(1),
        ),
        Mistake(
            "the gaps hold ones",
            "A weight of 1 counts. What is not to be seen needs the weight 0.",
            wrong=_ones_between,
        ),
        Mistake(
            "the dilation is ignored",
            "The kernel comes back as it was.",
            wrong=lambda kernel, dilation: kernel,
        ),
        Mistake(
            "the decimals are cut off",
            "A weight may be 0.5. `np.zeros(shape)` holds decimals.",
            wrong=lambda kernel, dilation: _dilated(kernel.astype(int), dilation),
        ),
        Mistake(
            "the kernel is transposed",
            "Rows and columns of the kernel have changed places.",
            wrong=lambda kernel, dilation: _dilated(kernel.T, dilation),
        ),
    ),
    cases=(
        Case({"kernel": np.array([[1, 2], [-3, 4]]), "dilation": 2}),
        Case({"kernel": np.array([[1, 2], [-3, 4]]), "dilation": 1}),
        Case({"kernel": np.array([[0.5, 4.5, -1.5], [1.5, 2, -3]]), "dilation": 2}),
        Case({"kernel": np.arange(1, 10).reshape(3, 3), "dilation": 3}),
    ),
)


# --- dilations: see 31 pixels wide -------------------------------------------------------------------

WANTED_WIDTH = 31
FEWEST_LAYERS = 4  # three layers of 3 weights have 27 paths, fewer than 31 pixels


def _paths(dilations):
    """Return, for each pixel in the receptive field, the number of paths from it to one final number."""
    row = np.ones(1, int)
    for dilation in dilations:
        row = conv1d(row, np.ones(3, int), padding="full", dilation=int(dilation))
    return row


def _are_dilations(given):
    return given.ndim == 1 and 0 < given.size <= 64 and bool((given >= 1).all() and (given % 1 == 0).all())


def _width(given):
    return 1 + 2 * int(given.sum())


def _sees_all(given):
    return bool((_paths(given) > 0).all())


DILATIONS = Exercise(
    name="dilations",
    title="See 31 pixels wide with the fewest weights",
    answer="my_dilations",
    reference=lambda: [1, 2, 4, 8],
    accepts=lambda case, given: (
        _are_dilations(given)
        and given.size == FEWEST_LAYERS
        and _width(given) == WANTED_WIDTH
        and _sees_all(given)
    ),
    read=numbers,
    right="Four layers of 3×3 hold 36 weights and see 31 pixels each way, none left out. Without dilation it "
    "takes fifteen layers and 135 weights, and a single 31×31 kernel has 961.",
    hints=(
        "A layer of 3×3 with dilation d makes what is seen wider by 2 · d pixels. How far must the dilations "
        "sum "
        "up, if one pixel is to become 31?",
        "They must sum to 15. A dilation may be so large that gaps open: the layer before it must have "
        "filled what "
        "lies between its weights.",
        "Begin with 1, which sees 3 pixels, and double from layer to layer. The solution is in "
        "notebooks/solutions/04_dilations.py.",
    ),
    mistakes=(
        Mistake(
            "those are not dilations",
            "Give a list of whole numbers, 1 or more, one for each layer.",
            sees=lambda case, given: not _are_dilations(given),
        ),
        Mistake(
            "widths instead of dilations",
            "3, 7, 15, 31 is what is seen after each layer. The dilations are asked for: how far apart the "
            "three "
            "weights lie.",
            sees=lambda case, given: list(given) in ([3, 7, 15, 31], [1, 3, 7, 15, 31]),
        ),
        Mistake(
            "it sees too little",
            "Each layer adds 2 · dilation pixels to the one you start with. Yours do not reach 31.",
            sees=lambda case, given: _width(given) < WANTED_WIDTH,
        ),
        Mistake(
            "it sees too much",
            "Each layer adds 2 · dilation pixels to the one you start with. Yours reach over more than 31.",
            sees=lambda case, given: _width(given) > WANTED_WIDTH,
        ),
        Mistake(
            "some pixels are left out",
            "The first and the last pixel lie 31 apart, but between them some are in no window: a dilation "
            "is larger "
            "than what the other layers fill. Look at `seen(my_dilations)`.",
            sees=lambda case, given: not _sees_all(given),
        ),
        Mistake(
            "more layers than needed",
            "All 31 pixels are seen. With larger dilations fewer layers see as far.",
            sees=lambda case, given: given.size > FEWEST_LAYERS,
        ),
    ),
)


# --- output_size: the formula ------------------------------------------------------------------------


def _size(n, k, stride=1, padding=0, dilation=1):
    return output_size(n, k, stride=stride, padding=padding, dilation=dilation)


def _room(n, k, padding, dilation):
    """Return how many cells the window can move."""
    return n + 2 * padding - kernel_reach(k, dilation)


OUTPUT_SIZE = Exercise(
    name="output_size",
    title="The size of the output, with its floor",
    answer="my_output_size(n, k, stride=1, padding=0, dilation=1)",
    reference=_size,
    read=numbers,
    right="One line, and it says the size of every convolution in this course.",
    hints=(
        "How many cells does the window reach over, and how many lie along the padded side? Their difference "
        "is "
        "the room in which it can move.",
        "The reach is dilation · (k − 1) + 1, the padded side n + 2 · padding. How many whole strides fit "
        "into "
        "the room?",
        "`room // stride` moves, and one stop more than moves. The solution is in "
        "notebooks/solutions/04_output_size.py.",
    ),
    mistakes=(
        Mistake(
            "floor missing",
            "A decimal number comes out where the strides do not fill the room. A window that does not fit "
            "is "
            "dropped: divide with //, which rounds down.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _room(n, k, padding, dilation) / stride + 1,
        ),
        Mistake(
            "rounded up",
            "The last window would hang over the end. A window that does not fit is dropped: round down.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                ceil(_room(n, k, padding, dilation) / stride) + 1
            ),
        ),
        Mistake(
            "rounded to the nearest",
            "12.9 strides into the room are 12 moves, not 13: round down.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                int(_room(n, k, padding, dilation) / stride + 0.5) + 1
            ),
        ),
        Mistake(
            "the size is divided by stride + 1",
            "A misprint of many notes. The 1 stands outside the fraction: it is the first stop, before any "
            "move.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                _room(n, k, padding, dilation) + kernel_reach(k, dilation) - k
            ) / (stride + 1),
        ),
        Mistake(
            "the size is divided by stride + 1",
            "A misprint of many notes. The 1 stands outside the fraction: it is the first stop, before any "
            "move.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                _room(n, k, padding, dilation) / (stride + 1)
            ),
        ),
        Mistake(
            "the size is divided by stride + 1",
            "A misprint of many notes. The 1 stands outside the fraction: it is the first stop, before any "
            "move.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                _room(n, k, padding, dilation) // (stride + 1)
            ),
        ),
        Mistake(
            "the first stop is not counted",
            "You count the moves. Before the first move there is a stop as well: one more.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _room(n, k, padding, dilation) // stride,
        ),
        Mistake(
            "the 1 is added before dividing",
            "The first stop needs no stride: divide the room by the stride, and add 1 to the result.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (_room(n, k, padding, dilation) + 1) // stride
            ),
        ),
        Mistake(
            "the padding is added once",
            "`padding` cells lie at each end: the side grows by 2 · padding.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _size(n, k, stride, (0, padding), dilation),
        ),
        Mistake(
            "padding added twice",
            "Each end gets `padding` cells once: the side grows by 2 · padding, not by 4.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _size(n, k, stride, 2 * padding, dilation),
        ),
        Mistake(
            "the padding is ignored",
            "The window may start on the padding: the side is n + 2 · padding cells long.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                _room(n, k, 0, dilation) // stride + 1
            ),
        ),
        Mistake(
            "the stride is ignored",
            "The size comes out as if the window moved by one pixel.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _room(n, k, padding, dilation) + 1,
        ),
        Mistake(
            "the dilation is ignored",
            "Spread out, the kernel reaches further and has less room to move.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _size(n, k, stride, padding),
        ),
        Mistake(
            "the reach is not dilation · k",
            "k weights have k − 1 gaps between them, and behind the last one there is none: the reach is "
            "dilation · (k − 1) + 1.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - dilation * k) // stride + 1
            ),
        ),
        Mistake(
            "the kernel's own cell is left out of its reach",
            "From the first weight to the last it is dilation · (k − 1) steps, and one cell more than steps.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - dilation * (k - 1)) // stride + 1
            ),
        ),
    ),
    cases=(
        Case({"n": 5, "k": 3}),
        Case({"n": 28, "k": 5}),
        Case({"n": 64, "k": 3}, {"stride": 2}),
        Case({"n": 6, "k": 3}, {"padding": 2}),
        Case({"n": 28, "k": 3}, {"dilation": 2}),
        Case({"n": 12, "k": 4}, {"stride": 3, "padding": 1}),
        Case({"n": 33, "k": 3}, {"stride": 4, "padding": 2, "dilation": 3}),
        Case({"n": 20, "k": 2}, {"stride": 7, "dilation": 4}),
    ),
)  # fmt: skip


# --- stride_and_padding: settings for a wanted size --------------------------------------------------

PIXELS, KERNEL, WANTED = 64, 5, 16


def _two_whole_numbers(given):
    return given.shape == (2,) and bool((given % 1 == 0).all() and given[0] >= 1 and given[1] >= 0)


def _gives_wanted(stride, padding):
    stride, padding = int(stride), int(padding)
    return stride >= 1 and padding >= 0 and _room(PIXELS, KERNEL, padding, 1) // stride + 1 == WANTED


STRIDE_AND_PADDING = Exercise(
    name="stride_and_padding",
    title="Stride and padding for a wanted size",
    answer="my_stride_and_padding",
    reference=lambda: [4, 2],
    accepts=lambda case, given: _two_whole_numbers(given) and _gives_wanted(*given) and given[1] < KERNEL,
    read=numbers,
    right="A stride of 4 with 1 or 2 cells at each end: (64 + 2 − 5) / 4 is 15.25 and (64 + 4 − 5) / 4 is "
    "15.75. "
    "Floor makes 15 of both, and one stop is added.",
    hints=(
        "64 is to become 16: a quarter. What does that say about the stride?",
        "With stride 4 and no padding, (64 − 5) / 4 is 14.75. The floor of it, plus 1, is to be 16.",
        "The floor must be 15, so 64 + 2 · padding − 5 must lie between 60 and 63. The solution is in "
        "notebooks/solutions/04_stride_and_padding.py.",
    ),
    mistakes=(
        Mistake(
            "there are not two whole numbers",
            "Give the stride, 1 or more, and the cells of padding at each end, 0 or more: two whole numbers "
            "in square "
            "brackets.",
            sees=lambda case, given: given.shape != (2,) or bool((given % 1 != 0).any() or (given < 0).any()),
        ),
        Mistake(
            "stride and padding have changed places",
            "The stride comes first.",
            sees=lambda case, given: _gives_wanted(given[1], given[0]) and given[0] < KERNEL,
        ),
        Mistake(
            "the stride must be 1 or more",
            "With a stride of 0 the window never moves.",
            sees=lambda case, given: given[0] < 1,
        ),
        Mistake(
            "some windows see nothing but padding",
            "The size is right, but with so much padding whole windows lie outside the picture. Use less "
            "than the "
            "kernel's 5.",
            sees=lambda case, given: _gives_wanted(*given) and given[1] >= KERNEL,
        ),
        Mistake(
            "the size is divided by stride + 1",
            "A misprint of many notes leads there. What is right: floor((64 + 2 · padding − 5) / stride) + "
            "1.",
            sees=lambda case, given: _room(PIXELS, KERNEL, int(given[1]), 1) // (int(given[0]) + 1) == WANTED,
        ),
        Mistake(
            "the padding is added once",
            "It lies at both ends: the side grows by twice that number.",
            sees=lambda case, given: (PIXELS - KERNEL + int(given[1])) // int(given[0]) + 1 == WANTED,
        ),
        Mistake(
            "the output is too large",
            "The stride is what makes the output smaller: a larger one skips more places.",
            sees=lambda case, given: _room(PIXELS, KERNEL, int(given[1]), 1) // int(given[0]) + 1 > WANTED,
        ),
        Mistake(
            "the output is too small",
            "Padding gives the window more room; a smaller stride skips fewer places.",
            sees=lambda case, given: _room(PIXELS, KERNEL, int(given[1]), 1) // int(given[0]) + 1 < WANTED,
        ),
    ),
)


# --- same_padding: the uneven row --------------------------------------------------------------------


def _total(n, k, stride, dilation):
    return (ceil(n / stride) - 1) * stride + kernel_reach(k, dilation) - n


def _halves(total):
    return total // 2, total - total // 2


SAME_PADDING = Exercise(
    name="same_padding",
    title="Same padding, with its uneven row",
    answer="my_same_padding(n, k, stride=1, dilation=1)",
    reference=lambda n, k, stride=1, dilation=1: same_padding(n, k, stride=stride, dilation=dilation),
    read=numbers,
    right="This is what Keras and TensorFlow do. PyTorch lets you give one number for both ends, and gets "
    "maps that "
    "are shifted by a pixel.",
    hints=(
        "Same padding wants ceil(n / stride) stops. Over how many cells do so many windows reach, from the "
        "first cell of the first to the last cell of the last?",
        "(stops − 1) · stride + reach cells. As many as are missing from n are added; if none is missing, 0.",
        "Before: the missing cells // 2. After: the rest of them, so an odd one goes to the end. The "
        "solution is "
        "in notebooks/solutions/04_same_padding.py.",
    ),
    mistakes=(
        Mistake(
            "the odd row goes to the start",
            "Keras puts the odd one at the end: the smaller half comes first.",
            wrong=lambda n, k, stride=1, dilation=1: same_padding(n, k, stride=stride, dilation=dilation)[
                ::-1
            ],
        ),
        Mistake(
            "same taken as P = 1 for every kernel",
            "One row at each end suits a 3×3 kernel at stride 1. A larger kernel needs more, a stride often "
            "less.",
            wrong=lambda n, k, stride=1, dilation=1: (1, 1),
        ),
        Mistake(
            "half the kernel at both ends",
            "(k − 1) / 2 at both ends suits odd kernels at stride 1. Count what the windows really reach "
            "over.",
            wrong=lambda n, k, stride=1, dilation=1: (k // 2, k // 2),
        ),
        Mistake(
            "half the kernel at both ends",
            "(k − 1) / 2 at both ends suits odd kernels at stride 1. Count what the windows really reach "
            "over.",
            wrong=lambda n, k, stride=1, dilation=1: ((k - 1) // 2, (k - 1) // 2),
        ),
        Mistake(
            "half the kernel at both ends",
            "Half the reach at both ends suits odd kernels at stride 1. Count what the windows really reach "
            "over.",
            wrong=lambda n, k, stride=1, dilation=1: (dilation * (k - 1) // 2, dilation * (k - 1) // 2),
        ),
        Mistake(
            "the stride is ignored",
            "With a stride the last window often ends earlier, and less padding is missing.",
            wrong=lambda n, k, stride=1, dilation=1: same_padding(n, k, dilation=dilation),
        ),
        Mistake(
            "the dilation is ignored",
            "A kernel that is spread out reaches further and needs more padding.",
            wrong=lambda n, k, stride=1, dilation=1: same_padding(n, k, stride=stride),
        ),
        Mistake(
            "the whole padding at each end",
            "What is missing is shared between the two ends.",
            wrong=lambda n, k, stride=1, dilation=1: (max(_total(n, k, stride, dilation), 0),) * 2,
        ),
        Mistake(
            "all the padding at the end",
            "What is missing is shared between the two ends; only an odd one goes to the end.",
            wrong=lambda n, k, stride=1, dilation=1: (0, max(_total(n, k, stride, dilation), 0)),
        ),
        Mistake(
            "half a row",
            "There is no half row: round the first end down, and give the rest to the other.",
            wrong=lambda n, k, stride=1, dilation=1: (max(_total(n, k, stride, dilation), 0) / 2,) * 2,
        ),
        Mistake(
            "the odd row is lost",
            "Both ends are rounded down, so an odd row is dropped. Give it to the end.",
            wrong=lambda n, k, stride=1, dilation=1: (max(_total(n, k, stride, dilation), 0) // 2,) * 2,
        ),
        Mistake(
            "negative padding",
            "Where the windows reach over fewer cells than there are, nothing is added: take 0.",
            wrong=lambda n, k, stride=1, dilation=1: _halves(_total(n, k, stride, dilation)),
        ),
        Mistake(
            "the stops are rounded down",
            "Same padding has ceil(n / stride) stops: a started stride counts.",
            wrong=lambda n, k, stride=1, dilation=1: _halves(
                max((n // stride - 1) * stride + kernel_reach(k, dilation) - n, 0)
            ),
        ),
        Mistake(
            "there are not two numbers",
            "Return the cells before and the cells after, as a pair.",
            sees=lambda case, given: given.shape != (2,),
        ),
    ),
    cases=(
        Case({"n": 5, "k": 3}),
        Case({"n": 28, "k": 5}),
        Case({"n": 28, "k": 3}, {"stride": 2}),
        Case({"n": 7, "k": 4}),
        Case({"n": 10, "k": 3}, {"dilation": 2}),
        Case({"n": 9, "k": 4}, {"dilation": 3}),
        Case({"n": 11, "k": 4}, {"stride": 3}),
        Case({"n": 10, "k": 7}, {"stride": 4}),
        Case({"n": 6, "k": 1}, {"stride": 2}),
    ),
)


EXERCISES = (PIXEL_USES, DILATE_KERNEL, DILATIONS, OUTPUT_SIZE, STRIDE_AND_PADDING, SAME_PADDING)

QUESTIONS = (
    Number(
        "corner_stops",
        "A 3×3 window slides over a 5×5 picture and makes 9 stops. How many of the 9 windows hold the pixel "
        "in the "
        "top left corner?",
        answer=_uses((5, 5), 3)[0, 0],
        right="One: the window at the first stop. The next one, a column to the right, has left the corner "
        "behind.",
        wrong={
            9: "That many hold the pixel in the middle. Which windows reach into the corner?",
            3: "That many hold the pixel in the middle of an edge. Into the corner it must reach down and "
            "across.",
            4: "Four windows would hold it if they could start outside the picture.",
            0: "The very first window starts on it.",
        },
        otherwise="Put the window at each of its 3 · 3 stops, and look whether the corner is under it.",
    ),
    Number(
        "full_rows",
        "A 3×3 window slides over a 5×5 picture, and may hang over the edge as long as one of its cells lies "
        "on a "
        "pixel. How many rows has the feature map?",
        answer=output_size(5, 3, padding="full"),
        right="5 + 2 + 2 − 3 + 1 = 7: two rows of zeros above, two below.",
        wrong={
            5: "That is same padding: the window's centre stays on the picture. Here it may go one further.",
            6: "It may hang over at both ends.",
            9: "5 + 2 + 2 = 9 rows to lie on. How often does a window of 3 fit into them?",
            3: "That is valid: the window stays inside.",
        },
        otherwise="Two of its three rows may hang over, above and below. How often does it fit into 9 rows?",
    ),
    Choices(
        "equal_use",
        "With which padding is every pixel used by equally many windows?",
        Choice(
            "Valid: no zeros are mixed in.",
            "No zeros, but the corner is in one window only and the middle in nine.",
        ),
        Choice(
            "Same: the output is as large as the input.",
            "The size is the same, the use is not: a corner pixel is in four windows, an inner one in nine.",
        ),
        Choice(
            "Full: every pixel meets every weight.",
            "Nine windows for each pixel, one for each weight. The price is a larger map, with many zeros in "
            "its "
            "border.",
            right=True,
        ),
        Choice("None: the border always loses.", "With enough padding the border is no border any more."),
    ),
    Choices(
        "last_row",
        "Six rows, a window of three, stride 2, valid. The window starts on rows 0 and 2. What happens to "
        "the last row?",
        Choice(
            "A third window takes the two rows that are left.",
            "It would be a window of two rows. A window that does not fit is left out.",
        ),
        Choice(
            "It is dropped: no window reaches it.",
            "The next start would be row 4, and 4 + 3 is more than 6. Row 5 has no say in the output.",
            right=True,
        ),
        Choice(
            "The last window is moved back to fit.",
            "The stride stays the stride. A window starts on row 0, 2, 4, … or not at all.",
        ),
        Choice("It is filled up with zeros.", "That would be padding. Valid adds none."),
    ),
    Number(
        "dilated_reach",
        "Three weights with dilation 4: the first lies on pixel 0, the next on pixel 4. Over how many pixels "
        "does the "
        "kernel reach, from the first under it to the last?",
        answer=kernel_reach(3, 4),
        right="Pixels 0, 4 and 8: from 0 to 8 it is 9 pixels, or 4 · (3 − 1) + 1.",
        wrong={
            12: "4 · 3 would count a gap behind the last weight too.",
            8: "8 steps from the first to the last. Count pixels: one more.",
            3: "That is what it looks at. Between them lie pixels that it steps over.",
            11: "Between two weights lie three pixels, not four: 3 + 2 · 3.",
        },
        otherwise="Write down the three pixels. How many are there from the first to the last?",
    ),
    Choices(
        "odd_row",
        "28 rows, a window of three, stride 2, same padding: 14 stops reach over 29 rows, so one row of "
        "zeros is "
        "missing. Where does Keras put it?",
        Choice(
            "Above the picture.",
            "Then the windows would start on row −1. In Keras they start on row 0.",
        ),
        Choice("Half of it at each end.", "There is no half row."),
        Choice(
            "Below the picture.",
            "The odd one goes to the end. PyTorch users who give padding=1 pad above as well, and their "
            "windows stand "
            "one row higher.",
            right=True,
        ),
        Choice(
            "One at each end, to be fair.",
            "That makes 30 rows, and the last one would be in no window. Keras adds what is missing.",
        ),
    ),
)

"""Lesson 04, padding, stride and dilation: exercises and questions."""

from math import ceil

import numpy as np

from helpers import conv1d, conv2d, output_size, receptive_field, same_padding
from helpers.checks.exercise import Case, Exercise, Mistake, numbers, same_numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.kernels import SOBEL
from helpers.shapes import Conv, kernel_reach, pixel_uses

# --- pixel_uses: how many windows use each pixel -----------------------------------------------------


def _uses(image_shape, k, padding=0):
    return np.outer(*(pixel_uses(n, k, padding=padding) for n in image_shape))


def _uses_of_the_padding_too(image_shape, k, padding=0):
    return _uses([n + 2 * padding for n in image_shape], k)


def _never_padded(image_shape, k, padding=0):
    return np.zeros(image_shape, int) if k > min(image_shape) else _uses(image_shape, k)


def _last_position_missing(image_shape, k, padding=0):
    padded = np.zeros([n + 2 * padding for n in image_shape], int)
    rows, columns = (n - k for n in padded.shape)
    for row, column in np.ndindex(rows, columns):
        padded[row : row + k, column : column + k] += 1
    return padded[padding : padding + image_shape[0], padding : padding + image_shape[1]]


def _pixels_in_each_window(image_shape, k, padding=0):
    return conv2d(np.ones(image_shape, int), np.ones((k, k), int), padding=padding)


def _padded_at_the_end_only(image_shape, k, padding=0):
    return np.outer(*(pixel_uses(n, k, padding=(0, 2 * padding)) for n in image_shape))


def _padded_by(image_shape, k, padding):
    """Count with other padding before and after; if no window fits, all counts are 0."""
    if k > min(image_shape) + sum(padding):
        return np.zeros(image_shape, int)
    return np.outer(*(pixel_uses(n, k, padding=padding) for n in image_shape))


def _along(axis):
    def wrong(image_shape, k, padding=0):
        uses = np.array(pixel_uses(image_shape[axis], k, padding=padding))
        return np.broadcast_to(uses[:, None] if axis == 0 else uses, image_shape)

    return wrong


def _sums_of_both_axes(image_shape, k, padding=0):
    rows, columns = (np.array(pixel_uses(n, k, padding=padding)) for n in image_shape)
    return rows[:, None] + columns


def _starts_counted(image_shape, k, padding=0):
    positions = np.zeros(image_shape, int)
    rows, columns = (max(n + 2 * padding - k + 1, 0) for n in image_shape)
    positions[:rows, :columns] = 1
    return positions


def _smaller_count(image_shape, k, padding=0):
    return np.minimum.outer(*(np.array(pixel_uses(n, k, padding=padding)) for n in image_shape))


def _one_ring(image_shape, k, padding=0):
    along = [np.where(np.isin(np.arange(n), (0, n - 1)), k - 1, k) for n in image_shape]
    return np.outer(*along)


def _by_distance(image_shape, k, padding, first):
    along = [
        [min(at + first + padding, n - 1 - at + first + padding, k) for at in range(n)] for n in image_shape
    ]
    return np.outer(*along)


def _starts_on_the_image_counted(image_shape, k, padding=0):
    return _counted(image_shape, k, padding, wider=1 - k)


def _counted(image_shape, k, padding, wider=0, later=0):
    """Count windows that cover `wider` cells more than k, and start up to `later` cells too late."""
    along = []
    for n in image_shape:
        starts = np.arange(-padding, n + padding - k + 1 + later)
        covered = np.arange(n)[:, None] - starts
        along.append(((covered >= 0) & (covered < k + wider)).sum(axis=1))
    return np.outer(*along)


def _moved_by_k(image_shape, k, padding=0):
    along = []
    for n in image_shape:
        covered = (n + 2 * padding) // k * k
        along.append((np.arange(padding, n + padding) < covered).astype(int))
    return np.outer(*along)


def _by_distance_alone(image_shape, k, padding=0):
    along = [np.minimum(np.arange(n), np.arange(n)[::-1]) + 1 + padding for n in image_shape]
    return np.outer(*along)


def _counted_first(image_shape, k, padding, first_only):
    """Count the windows of the first position only, down, across, or both."""
    along = []
    for n, only in zip(image_shape, first_only, strict=True):
        starts = np.arange(-padding, n + padding - k + 1)[: 1 if only else None]
        covered = np.arange(n)[:, None] - starts
        along.append(((covered >= 0) & (covered < k)).sum(axis=1))
    return np.outer(*along)


PIXEL_USES = Exercise(
    name="pixel_uses",
    title="How often each pixel is used",
    answer="my_pixel_uses(image_shape, k, padding=0)",
    reference=_uses,
    read=numbers,
    minutes=15,
    stretch=True,
    right="With full padding, which is k − 1 zeros at each end, every count is k². With less padding, fewer "
    "windows use the pixels near the border.",
    hints=(
        "Begin with a grid of zeros as large as the padded image. Move the window over all positions, and "
        "at each of them add 1 to all cells under it.",
        "The padded image has rows + 2 · padding rows. The window can start at row 0, 1, … as long as its "
        "k rows fit.",
        "At the end, cut off the padding: `counts[padding : padding + rows, padding : padding + columns]`. "
        "The solution is in notebooks/solutions/04_pixel_uses.py.",
    ),
    mistakes=(
        Mistake(
            "nothing is left",
            "Your result has no cells where the padding is 0. A slice such as `[padding:-padding]` is then "
            "`[0:0]`, which is "
            "empty.",
            sees=lambda case, given: given.size == 0,
        ),
        Mistake(
            "the padding is counted as pixels",
            "Your grid still contains the cells of padding. Cut them off: only the pixels of the image "
            "count.",
            wrong=_uses_of_the_padding_too,
        ),
        Mistake(
            "the padding is ignored",
            "With padding, more windows reach the border: the counts there grow.",
            wrong=_never_padded,
        ),
        Mistake(
            "padded at the end only",
            "Padding goes on all four sides: `padding` rows above and `padding` rows below, and the same "
            "for columns.",
            wrong=_padded_at_the_end_only,
        ),
        Mistake(
            "border off by one",
            "The last position is missing, down and across: the window can start at rows 0 to n − k, which "
            "are n − k + 1 positions.",
            wrong=_last_position_missing,
        ),
        Mistake(
            "the pixels of each window are counted",
            "For every window, you count the pixels in it. For every pixel, count the windows that contain "
            "it.",
            wrong=_pixels_in_each_window,
        ),
        Mistake(
            "only whether a pixel is used",
            "You mark a pixel once, however many windows cover it. Add 1 for every window.",
            wrong=lambda image_shape, k, padding=0: np.minimum(_uses(image_shape, k, padding), 1),
        ),
        Mistake(
            "every pixel counted k · k times",
            "That is true in the middle. Near the border, fewer windows reach a pixel.",
            wrong=lambda image_shape, k, padding=0: np.full(image_shape, k * k),
        ),
        Mistake(
            "only the rows are counted",
            "The window moves across as well. A pixel's count is its row's count times its column's count.",
            wrong=_along(0),
        ),
        Mistake(
            "only the columns are counted",
            "The window moves down as well. A pixel's count is its row's count times its column's count.",
            wrong=_along(1),
        ),
        Mistake(
            "rows and columns are added",
            "Each position down combines with each position across, so multiply the two counts.",
            wrong=_sums_of_both_axes,
        ),
        Mistake(
            "the result is transposed",
            "The rows and columns of the result are swapped.",
            wrong=lambda image_shape, k, padding=0: _uses(image_shape, k, padding).T,
        ),
        Mistake(
            "the starts of the windows are counted",
            "You add 1 where a window begins. Add 1 to all k · k cells under it.",
            wrong=_starts_counted,
        ),
        Mistake(
            "the smaller of both counts",
            "Each position down combines with each position across, so multiply the two counts.",
            wrong=_smaller_count,
        ),
        Mistake(
            "a border of one pixel for every kernel",
            "In your result, only the outermost rows and columns differ. With a larger k or without "
            "padding, more of them are used less often.",
            wrong=_one_ring,
        ),
        Mistake(
            "the pixels of each window are counted",
            "For every window, you count the pixels in it. For every pixel, count the windows that contain "
            "it.",
            wrong=lambda image_shape, k, padding=0: conv2d(
                np.ones(image_shape, int), np.ones((k, k), int), padding="same"
            ),
        ),
        Mistake(
            "only the distance to the border counts",
            "A pixel can't be in more windows than there are. And padding lets the window start earlier.",
            wrong=lambda image_shape, k, padding=0: _by_distance(image_shape, k, 0, 1),
        ),
        Mistake(
            "the distance to the border is counted from 0",
            "Without padding, the pixel in the corner is in one window, not in none.",
            wrong=lambda image_shape, k, padding=0: _by_distance(image_shape, k, padding, 0),
        ),
        Mistake(
            "the window moves by its own width",
            "It moves by one pixel, so neighbouring windows overlap.",
            wrong=_moved_by_k,
        ),
        Mistake(
            "8 bits are too few",
            "A count may be larger than 255, and `uint8` wraps around there.",
            wrong=lambda image_shape, k, padding=0: _uses(image_shape, k, padding) % 256,
        ),
        Mistake(
            "shares, not counts",
            "You divide by the largest count. Return the counts themselves.",
            wrong=lambda image_shape, k, padding=0: (
                _uses(image_shape, k, padding) / _uses(image_shape, k, padding).max()
            ),
        ),
        Mistake(
            "shares, not counts",
            "You divide by k · k. Return the counts themselves.",
            wrong=lambda image_shape, k, padding=0: _uses(image_shape, k, padding) / k**2,
        ),
        Mistake(
            "the starts of the windows are counted",
            "You add 1 where a window begins. Add 1 to all k · k cells under it.",
            wrong=_starts_on_the_image_counted,
        ),
        Mistake(
            "same padding, whatever the padding is",
            "You replace `padding` by half the kernel. Use the number you are given.",
            wrong=lambda image_shape, k, padding=0: _uses(image_shape, k, k // 2),
        ),
        Mistake(
            "the window is one cell too wide",
            "A window that starts at row r covers the rows r to r + k − 1.",
            wrong=lambda image_shape, k, padding=0: _counted(image_shape, k, padding, wider=1),
        ),
        Mistake(
            "the window may stick out",
            "You also count windows that start so late that they no longer fit into the padded image.",
            wrong=lambda image_shape, k, padding=0: _counted(image_shape, k, padding, later=k - 1),
        ),
        Mistake(
            "only the distance to the border counts",
            "A pixel can't be in more windows than there are.",
            wrong=lambda image_shape, k, padding=0: _by_distance(image_shape, k, padding, 1),
        ),
        Mistake(
            "the kernel size is built in",
            "You count the windows of a 3×3 kernel. Use `k`.",
            wrong=lambda image_shape, k, padding=0: _uses(image_shape, 3, padding),
        ),
        Mistake(
            "the padding is halved",
            "`padding` cells go on each side, not half of them.",
            wrong=lambda image_shape, k, padding=0: _uses(image_shape, k, padding // 2),
        ),
        Mistake(
            "the padding is added twice",
            "`padding` is what goes on one side. Both sides together get 2 · padding.",
            wrong=lambda image_shape, k, padding=0: _uses(image_shape, k, 2 * padding),
        ),
        Mistake(
            "one position too many",
            "The last window would stick out of the padded image: the starts end at n + 2 · padding − k.",
            wrong=lambda image_shape, k, padding=0: _counted(image_shape, k, padding, later=1),
        ),
        Mistake(
            "padded at the start only",
            "Padding goes on all four sides: `padding` rows above and `padding` rows below, and the same for "
            "columns.",
            wrong=lambda image_shape, k, padding=0: _padded_by(image_shape, k, (padding, 0)),
        ),
        Mistake(
            "padded at the end only",
            "Padding goes on all four sides: `padding` rows above and `padding` rows below, and the same for "
            "columns.",
            wrong=lambda image_shape, k, padding=0: _padded_by(image_shape, k, (0, padding)),
        ),
        Mistake(
            "the image is taken for a square",
            "You use the number of its rows for the columns, too. They may differ.",
            wrong=lambda image_shape, k, padding=0: _uses((image_shape[0],) * 2, k, padding),
        ),
        Mistake(
            "only the distance to the border counts",
            "In the middle of a large image your counts go on growing. Along one side, no more than k "
            "windows contain the same pixel.",
            wrong=_by_distance_alone,
        ),
        Mistake(
            "the window is one cell too narrow",
            "A slice leaves out its end: `r : r + k - 1` holds only k − 1 rows.",
            wrong=lambda image_shape, k, padding=0: _counted(image_shape, k, padding, wider=-1),
        ),
        Mistake(
            "it returns too early",
            "Only the first row of windows is counted. Is the line with `return` inside the loop over the "
            "rows?",
            wrong=lambda image_shape, k, padding=0: _counted_first(image_shape, k, padding, (True, False)),
        ),
        Mistake(
            "it returns too early",
            "Only the first window is counted. Is the line with `return` inside the loops?",
            wrong=lambda image_shape, k, padding=0: _counted_first(image_shape, k, padding, (True, True)),
        ),
    ),
    cases=(
        Case({"image_shape": (3, 4), "k": 2}),
        Case({"image_shape": (5, 5), "k": 3}),
        Case({"image_shape": (4, 6), "k": 3}, {"padding": 1}),
        Case({"image_shape": (6, 5), "k": 3}, {"padding": 2}),
        Case({"image_shape": (7, 6), "k": 5}, {"padding": 1}),
        Case({"image_shape": (3, 5), "k": 3}),  # one window only along an axis
        Case({"image_shape": (2, 3), "k": 17}, {"padding": 16}),  # counts above 255
    ),
)


# --- dilate_kernel: zeros between the weights --------------------------------------------------------


def _dilated(kernel, dilation):
    rows, columns = (kernel_reach(k, dilation) for k in kernel.shape)
    spread = np.zeros((rows, columns), dtype=kernel.dtype)
    spread[::dilation, ::dilation] = kernel
    return spread


def _zeros_after_too(kernel, dilation):
    spread = np.zeros([k * dilation for k in kernel.shape])
    spread[::dilation, ::dilation] = kernel
    return spread


def _one_axis_dilated(axis):
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


def _on_a_square(kernel, dilation):
    spread = np.zeros((kernel_reach(len(kernel), dilation),) * 2)
    spread[::dilation, ::dilation] = kernel  # ValueError where the kernel is not square
    return spread


def _one_too_small(kernel, dilation):
    spread = np.zeros([dilation * (k - 1) for k in kernel.shape])
    for i, j in np.ndindex(kernel.shape):
        spread[i * dilation, j * dilation] = kernel[i, j]  # IndexError at the last column
    return spread


def _one_cell_cut_off(kernel, dilation):
    spread = np.zeros([k * dilation - 1 for k in kernel.shape])
    spread[::dilation, ::dilation] = kernel  # ValueError where the dilation is 1
    return spread


def _not_dilated(kernel, dilation):
    spread = np.zeros([kernel_reach(k, dilation) for k in kernel.shape])
    spread[: kernel.shape[0], : kernel.shape[1]] = kernel
    return spread


def _repeated(kernel, dilation):
    rows, columns = (kernel_reach(k, dilation) for k in kernel.shape)
    return np.kron(kernel, np.ones((dilation, dilation)))[:rows, :columns]


DILATE_KERNEL = Exercise(
    name="dilate_kernel",
    title="A kernel with holes",
    answer="my_dilate(kernel, dilation)",
    reference=_dilated,
    read=numbers,
    minutes=8,
    right="`conv2d(image, my_dilate(kernel, 2))` gives the same as `conv2d(image, kernel, dilation=2)`, "
    "which skips the products with 0.",
    hints=(
        "Between two neighbouring weights there are dilation − 1 zeros, and after the last weight there are "
        "none. How many rows does the grid have then?",
        "It has dilation · (k − 1) + 1 rows, and as many columns for a square kernel. Begin with zeros of "
        "that shape.",
        "A slice with a step reaches every second, third … cell: `spread[::dilation, ::dilation] = "
        "kernel`. The solution is in notebooks/solutions/04_dilate_kernel.py.",
    ),
    mistakes=(
        Mistake(
            "zeros after the last weight too",
            "The zeros go between the weights. Three weights have two gaps, not three.",
            wrong=_zeros_after_too,
        ),
        Mistake(
            "the weights are repeated",
            "Each weight should appear once, with zeros in between.",
            wrong=lambda kernel, dilation: np.kron(kernel, np.ones((dilation, dilation))),
        ),
        Mistake(
            "the dilation is taken for the number of zeros",
            "A dilation of 1 leaves the kernel as it is, and a dilation of 2 puts one zero into each gap: "
            "the weights are then 2 apart.",
            wrong=lambda kernel, dilation: _dilated(kernel, dilation + 1),
        ),
        Mistake(
            "spread on one axis only",
            "You spread the rows apart but not the columns.",
            wrong=_one_axis_dilated(0),
        ),
        Mistake(
            "spread on one axis only",
            "You spread the columns apart but not the rows.",
            wrong=_one_axis_dilated(1),
        ),
        Mistake(
            "the gaps hold ones",
            "A weight of 1 counts. A pixel that should be skipped needs the weight 0.",
            wrong=_ones_between,
        ),
        Mistake(
            "the dilation is ignored",
            "The kernel comes back as it was.",
            wrong=lambda kernel, dilation: kernel,
        ),
        Mistake(
            "the decimals are cut off",
            "A weight may be 0.5. `np.zeros(shape)` without `dtype=int` can hold decimals.",
            wrong=lambda kernel, dilation: _dilated(kernel.astype(int), dilation),
        ),
        Mistake(
            "the kernel is transposed",
            "The rows and columns of the kernel are swapped.",
            wrong=lambda kernel, dilation: _dilated(kernel.T, dilation),
        ),
        Mistake(
            "the minus signs are lost",
            "A weight may be negative. Copy it as it is.",
            sees=lambda case, given: (
                given.shape == (right := _dilated(**case.inputs)).shape
                and bool((given >= 0).all())
                and (same_numbers(given, np.abs(right)) or np.array_equal(given, np.trunc(np.abs(right))))
            ),
        ),
        Mistake(
            "kernel[i, i] in place of kernel[i, j]",
            "In each row of your kernel, all weights are equal to the one on the diagonal. The second index "
            "counts columns.",
            wrong=lambda kernel, dilation: _dilated(
                np.repeat(np.diag(kernel)[:, None], kernel.shape[1], axis=1), dilation
            ),
        ),
        Mistake(
            "the kernel is padded, not spread",
            "The zeros belong between the weights, not around them.",
            wrong=lambda kernel, dilation: np.pad(kernel, dilation - 1),
        ),
        Mistake(
            "the dilation is built in",
            "You always put one zero between the weights, as for a dilation of 2. Use `dilation`.",
            wrong=lambda kernel, dilation: _dilated(kernel, 2),
        ),
        Mistake(
            "the weights are multiplied by the dilation",
            "Their values stay as they are. What grows is the distance between them.",
            wrong=lambda kernel, dilation: kernel * dilation,
        ),
        Mistake(
            "weights are left out",
            "A slice with a step on the right of `=` takes every second weight. Put it on the left, where "
            "the weights go.",
            wrong=lambda kernel, dilation: kernel[::dilation, ::dilation],
        ),
        Mistake(
            "the weights are repeated",
            "Each weight should appear once, with zeros in between.",
            wrong=_repeated,
        ),
        Mistake(
            "the kernel is taken for a square",
            "You use the number of its rows for the columns, too. They may differ.",
            wrong=_on_a_square,
        ),
        Mistake(
            "one row and one column too few",
            "dilation · (k − 1) is the step from the first weight to the last. With the first one, that "
            "makes one more.",
            wrong=_one_too_small,
        ),
        Mistake(
            "zeros before the first weight too",
            "The zeros go between the weights: the first weight stays in the corner.",
            wrong=lambda kernel, dilation: np.kron(
                kernel, np.pad([[1]], ((dilation - 1, 0), (dilation - 1, 0)))
            ),
        ),
        Mistake(
            "the weights stay next to each other",
            "The grid has the right size, but all weights are in its corner. They should be `dilation` "
            "cells apart.",
            wrong=_not_dilated,
        ),
        Mistake(
            "the size is right for a dilation of 2 only",
            "With a dilation of 2, k weights take 2 · k − 1 cells. For other dilations, count: from the "
            "first weight to the last there are k − 1 steps of `dilation` cells.",
            wrong=_one_cell_cut_off,
        ),
    ),
    cases=(
        Case({"kernel": np.array([[1, 2], [-3, 4]]), "dilation": 2}),
        Case({"kernel": np.array([[1, 2], [-3, 4]]), "dilation": 1}),
        Case({"kernel": np.array([[0.5, 4.5, -1.5], [1.5, 2, -3]]), "dilation": 2}),
        Case({"kernel": np.arange(1, 10).reshape(3, 3), "dilation": 3}),
        Case({"kernel": np.array([[2, -1, 3]]), "dilation": 3}),
        Case({"kernel": np.array([[5], [-2]]), "dilation": 2}),
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
    title="See 31 pixels with the fewest weights",
    answer="my_dilations",
    reference=lambda: [1, 2, 4, 8],
    accepts=lambda case, given: (
        _are_dilations(given)
        and given.size == FEWEST_LAYERS
        and _width(given) == WANTED_WIDTH
        and _sees_all(given)
    ),
    read=numbers,
    minutes=10,
    stretch=True,
    right="Four layers of 3×3 have 36 weights and see 31 pixels along each side, with none left out. Without "
    "dilation it takes fifteen layers and 135 weights; a single 31×31 kernel has 961.",
    hints=(
        "A layer of 3×3 with dilation d makes the receptive field wider by 2 · d pixels. What must all "
        "dilations add up to if one pixel should become 31?",
        "They must add up to 15, in four layers. If one dilation is much larger than the rest, gaps open. "
        "Which dilations can you put after a 1, which sees 3 pixels, without a gap?",
        "One way: begin with 1 and double from layer to layer. There are others, such as 1, 3, 9, 2. The "
        "solution is in notebooks/solutions/04_dilations.py.",
    ),
    mistakes=(
        Mistake(
            "those are not dilations",
            "Give a list of whole numbers, 1 or more, one for each layer.",
            sees=lambda case, given: not _are_dilations(given),
        ),
        Mistake(
            "widths instead of dilations",
            "3, 7, 15, 31 are the widths after each layer. A dilation is how far apart the three weights "
            "are.",
            sees=lambda case, given: list(given) in ([3, 7, 15, 31], [1, 3, 7, 15, 31]),
        ),
        Mistake(
            "it sees too little",
            "Each layer adds 2 · dilation pixels to the one you start with. Your layers see fewer than 31.",
            sees=lambda case, given: _width(given) < WANTED_WIDTH,
        ),
        Mistake(
            "it sees too much",
            "Each layer adds 2 · dilation pixels to the one you start with. Your layers see more than 31.",
            sees=lambda case, given: _width(given) > WANTED_WIDTH,
        ),
        Mistake(
            "some pixels are left out",
            "The width is right, but some pixels in between are never used: one dilation is too large for "
            "the other layers to fill its gaps. `paths(my_dilations)` shows where.",
            sees=lambda case, given: not _sees_all(given),
        ),
        Mistake(
            "more layers than needed",
            "All 31 pixels are seen. With larger dilations, fewer layers can see as far.",
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
    minutes=6,
    right="This one line gives the size of every convolution that has equal padding at both ends.",
    hints=(
        "How many cells does the window span, and how many cells does the padded side have? The difference "
        "is the room it has to move.",
        "The reach is dilation · (k − 1) + 1, the padded side n + 2 · padding. How many whole strides fit "
        "into the room?",
        "There are `room // stride` moves, and one position more than moves. The solution is in "
        "notebooks/solutions/04_output_size.py.",
    ),
    mistakes=(
        Mistake(
            "floor missing",
            "You get a decimal number where the strides don't fill the room. A window that doesn't fit is "
            "dropped: divide with //, which rounds down.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _room(n, k, padding, dilation) / stride + 1,
        ),
        Mistake(
            "rounded up",
            "The last window would hang over the end. A window that doesn't fit is dropped: round down.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                ceil(_room(n, k, padding, dilation) / stride) + 1
            ),
        ),
        Mistake(
            "rounded to the nearest",
            "If 12.9 strides fit into the room, the window makes 12 moves, not 13: round down.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                int(_room(n, k, padding, dilation) / stride + 0.5) + 1
            ),
        ),
        Mistake(
            "the size is divided by stride + 1",
            "Some lecture notes have this misprint. The 1 belongs outside the fraction: it is the first "
            "position, before any move.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                _room(n, k, padding, dilation) + kernel_reach(k, dilation) - k
            ) / (stride + 1),
        ),
        Mistake(
            "the size is divided by stride + 1",
            "Some lecture notes have this misprint. The 1 belongs outside the fraction: it is the first "
            "position, before any move.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                _room(n, k, padding, dilation) / (stride + 1)
            ),
        ),
        Mistake(
            "the size is divided by stride + 1",
            "Some lecture notes have this misprint. The 1 belongs outside the fraction: it is the first "
            "position, before any move.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                _room(n, k, padding, dilation) // (stride + 1)
            ),
        ),
        Mistake(
            "the first position is not counted",
            "You count the moves. There is one position more than moves: the window has a position before "
            "its first move, too.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _room(n, k, padding, dilation) // stride,
        ),
        Mistake(
            "the 1 is added before dividing",
            "The window needs no stride to get to its first position: divide the room by the stride, and "
            "add 1 to the result.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (_room(n, k, padding, dilation) + 1) // stride
            ),
        ),
        Mistake(
            "the padding is added once",
            "There are `padding` cells at each end, so the side grows by 2 · padding.",
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
            "A dilated kernel reaches further, so it has less room to move.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _size(n, k, stride, padding),
        ),
        Mistake(
            "the reach is not dilation · k",
            "k weights have k − 1 gaps between them, and none after the last: the reach is dilation · (k − "
            "1) + 1.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - dilation * k) // stride + 1
            ),
        ),
        Mistake(
            "the kernel's own cell is left out of its reach",
            "From the first weight to the last there are dilation · (k − 1) steps, and one more cell than "
            "steps.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - dilation * (k - 1)) // stride + 1
            ),
        ),
        Mistake(
            "same padding, whatever the padding is",
            "You return the size that same padding leaves. Here `padding` says how many cells are added.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: ceil(n / stride),
        ),
        Mistake(
            "same padding, whatever the padding is",
            "You replace `padding` by half the kernel. Use the number you are given.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _size(n, k, stride, (k - 1) // 2, dilation),
        ),
        Mistake(
            "the kernel size is built in",
            "Your formula is right for a kernel of 3 only. Use `k`.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - 2 * dilation - 1) // stride + 1
            ),
        ),
        Mistake(
            "stride and dilation are swapped",
            "The dilation makes the kernel reach further, the stride divides the room.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _size(n, k, dilation, padding, stride),
        ),
        Mistake(
            "the padding is subtracted",
            "Padding adds cells: it makes the side longer, not shorter.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _room(n, k, -padding, dilation) // stride + 1,
        ),
        Mistake(
            "the padding is added to the output",
            "Padding makes the side longer before the window moves. Add it to n, not to the number of "
            "positions.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                _room(n, k, 0, dilation) // stride + 1 + 2 * padding
            ),
        ),
        Mistake(
            "the brackets are missing",
            "Python divides before it adds and subtracts. Put the whole room in brackets, and divide that "
            "by the stride.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                n + 2 * padding - dilation * (k - 1) - 1 // stride + 1
            ),
        ),
        Mistake(
            "only one gap is counted",
            "With k weights there are k − 1 gaps, and the dilation widens each of them.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - k - dilation + 1) // stride + 1
            ),
        ),
        Mistake(
            "the dilation is taken for the number of zeros",
            "A dilation of 1 adds no zeros: neighbouring weights are `dilation` cells apart.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _size(n, k, stride, padding, dilation + 1),
        ),
        Mistake(
            "the dilation is taken for the number of zeros",
            "A dilation of 1 adds no zeros: neighbouring weights are `dilation` cells apart.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - (dilation + 1) * (k - 1) - 1) // stride + 1
            ),
        ),
        Mistake(
            "rounded to the nearest",
            "`round` sometimes rounds up, and then the last window doesn't fit: round down, with //.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                round(_room(n, k, padding, dilation) / stride) + 1
            ),
        ),
        Mistake(
            "the stride is built in",
            "Your formula is right for a stride of 2 only. Use `stride`.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _size(n, k, 2, padding, dilation),
        ),
        Mistake(
            "the number of pixels is built in",
            "Your formula is right for 28 pixels only. Use `n`.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (28 + 2 * padding - dilation * (k - 1) - 1) // stride + 1
            ),
        ),
        Mistake(
            "the output is divided by the dilation",
            "The dilation makes the kernel reach further. It doesn't skip positions, as the stride does.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: _size(n, k, stride, padding) // dilation,
        ),
        Mistake(
            "the dilation spreads the padding",
            "The dilation spreads the weights. Each end still has `padding` cells.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                _size(n, k, stride, padding * dilation, dilation)
            ),
        ),
        Mistake(
            "the division comes too early",
            "Subtract the reach from the padded side first, and divide what is left by the stride.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                n // stride + 2 * padding - dilation * (k - 1)
            ),
        ),
        Mistake(
            "the brackets are missing",
            "Python divides before it subtracts. Put what is left beyond the window into brackets, and "
            "divide all of it by the stride.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                n + 2 * padding - kernel_reach(k, dilation) // stride + 1
            ),
        ),
        Mistake(
            "the stride is multiplied by the dilation",
            "The dilation makes the window longer, not its steps: it belongs to the reach.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - k) // (stride * dilation) + 1
            ),
        ),
        Mistake(
            "the padding is squared",
            "Two ends get `padding` cells each: that is 2 · padding, not padding².",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: output_size(
                n + padding**2, k, stride=stride, dilation=dilation
            ),
        ),
        Mistake(
            "rows and columns are both given",
            "The function is for one side. Return one number.",
            sees=lambda case, given: given.shape == (2,) and given[0] == given[1],
        ),
        Mistake(
            "the dilation is taken for a stride",
            "Where the dilation is larger than the stride, you divide by it. The dilation makes the window "
            "longer, not its steps: it belongs to the reach.",
            wrong=lambda n, k, stride=1, padding=0, dilation=1: (
                (n + 2 * padding - k) // max(stride, dilation) + 1
            ),
        ),
    ),
    cases=(
        Case({"n": 5, "k": 3}),
        Case({"n": 28, "k": 5}),
        Case({"n": 64, "k": 3}, {"stride": 2}),
        Case({"n": 6, "k": 3}, {"padding": 2}),
        Case({"n": 9, "k": 3}, {"padding": 1}),
        Case({"n": 4, "k": 2}, {"padding": 3}),  # more than full padding
        Case({"n": 28, "k": 3}, {"dilation": 2}),
        Case({"n": 12, "k": 4}, {"stride": 3, "padding": 1}),
        Case({"n": 21, "k": 4}, {"dilation": 3}),
        Case({"n": 33, "k": 3}, {"stride": 4, "padding": 2, "dilation": 3}),
        Case({"n": 20, "k": 2}, {"stride": 7, "dilation": 4}),
        Case({"n": 30, "k": 3, "stride": 3, "padding": 2, "dilation": 2}),
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
    title="Stride and padding for a given size",
    answer="my_stride_and_padding",
    reference=lambda: [4, 2],
    accepts=lambda case, given: _two_whole_numbers(given) and _gives_wanted(*given) and given[1] < KERNEL,
    read=numbers,
    minutes=8,
    right="A stride of 4 with 1 or 2 cells at each end: (64 + 2 − 5) / 4 is 15.25 and (64 + 4 − 5) / 4 is "
    "15.75. The floor of both is 15, and with the first position that makes 16.",
    hints=(
        "64 should become 16, a quarter. What does that suggest for the stride?",
        "With stride 4 and no padding, (64 − 5) / 4 is 14.75. Its floor plus 1 should be 16, so what "
        "should the floor be?",
        "The floor must be 15, so 64 + 2 · padding − 5 must be between 60 and 63. The solution is in "
        "notebooks/solutions/04_stride_and_padding.py.",
    ),
    mistakes=(
        Mistake(
            "there are not two whole numbers",
            "Give the stride, 1 or more, and the cells of padding at each end, 0 or more: two whole "
            "numbers in square brackets.",
            sees=lambda case, given: given.shape != (2,) or bool((given % 1 != 0).any() or given[0] < 0),
        ),
        Mistake(
            "the padding is negative",
            "Padding adds cells at each end, 0 or more of them.",
            sees=lambda case, given: given[1] < 0,
        ),
        Mistake(
            "stride and padding are swapped",
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
            "The size is right, but with 5 or more cells of padding, some windows contain no pixel at all.",
            sees=lambda case, given: _gives_wanted(*given) and given[1] >= KERNEL,
        ),
        Mistake(
            "the size is divided by stride + 1",
            "That is the misprint of some lecture notes. The formula is floor((64 + 2 · padding − 5) / "
            "stride) + 1.",
            sees=lambda case, given: _room(PIXELS, KERNEL, int(given[1]), 1) // (int(given[0]) + 1) == WANTED,
        ),
        Mistake(
            "the padding is added once",
            "Padding goes at both ends, so the side grows by twice that number.",
            sees=lambda case, given: (PIXELS - KERNEL + int(given[1])) // int(given[0]) + 1 == WANTED,
        ),
        Mistake(
            "the output is too large",
            "The stride makes the output smaller: a larger one skips more positions.",
            sees=lambda case, given: _room(PIXELS, KERNEL, int(given[1]), 1) // int(given[0]) + 1 > WANTED,
        ),
        Mistake(
            "the output is too small",
            "Padding gives the window more room; a smaller stride skips fewer positions.",
            sees=lambda case, given: _room(PIXELS, KERNEL, int(given[1]), 1) // int(given[0]) + 1 < WANTED,
        ),
    ),
)


# --- strides: a receptive field of 21 ----------------------------------------------------------------

WANTED_FIELD = 21


def _field(given):
    """Return the receptive field after three kernels of 3, with these strides in the first two layers."""
    first, second = (int(stride) for stride in given)
    return receptive_field([Conv(1, 3, stride=first), Conv(1, 3, stride=second), Conv(1, 3)])[0]


def _two_strides(given):
    return given.shape == (2,) and bool((given % 1 == 0).all() and (given >= 1).all())


def _leaves_holes(given):
    """Return whether the second layer's cells see less than the step to the third layer's next cell."""
    first, second = (int(stride) for stride in given)
    return first > 3 or first * second > 3 + 2 * first


STRIDES = Exercise(
    name="strides",
    title="Strides for a receptive field of 21",
    answer="my_strides",
    reference=lambda: [3, 2],
    accepts=lambda case, given: (
        _two_strides(given) and _field(given) == WANTED_FIELD and not _leaves_holes(given)
    ),
    read=lambda value: numbers(value).ravel(),  # [array([3]), array([2])] too
    minutes=8,
    right="3 + 2 · 3 + 2 · 3 · 2 = 21, with none left out.",
    hints=(
        "One number after the first layer sees 3 pixels. Each further layer adds 2 steps, and a step is "
        "as many pixels as the product of all strides before it.",
        "The second layer adds 2 · s₁ pixels and the third one 2 · s₁ · s₂. Together with the first 3, "
        "that should be 21.",
        "So s₁ · (1 + s₂) must be 9, and with s₁ = 1 holes appear. The solution is in "
        "notebooks/solutions/04_strides.py.",
    ),
    mistakes=(
        Mistake(
            "three strides instead of two",
            "The third layer is the last, so its own stride doesn't matter here. Give the strides of the "
            "first two.",
            sees=lambda case, given: given.shape == (3,),
        ),
        Mistake(
            "there are not two strides",
            "Give two whole numbers in square brackets, each of them 1 or more.",
            sees=lambda case, given: not _two_strides(given),
        ),
        Mistake(
            "the field is too small",
            "The first layer sees 3 pixels, the second adds 2 · s₁ and the third 2 · s₁ · s₂. Your layers "
            "see fewer than 21.",
            sees=lambda case, given: _field(given) < WANTED_FIELD,
        ),
        Mistake(
            "the field is too large",
            "The first layer sees 3 pixels, the second adds 2 · s₁ and the third 2 · s₁ · s₂. Your layers "
            "see more than 21.",
            sees=lambda case, given: _field(given) > WANTED_FIELD,
        ),
        Mistake(
            "some pixels are left out",
            "The first and the last pixel are right, but the third layer's cells are so far apart that "
            "none of them sees the pixels in between. Try a smaller second stride.",
            sees=lambda case, given: _leaves_holes(given),
        ),
    ),
)


# --- same_padding: the uneven row --------------------------------------------------------------------


def _total(n, k, stride, dilation):
    return (ceil(n / stride) - 1) * stride + kernel_reach(k, dilation) - n


def _halves(total):
    return total // 2, total - total // 2


def _split(total):
    total = max(total, 0)
    return total // 2, total - total // 2


def _rounded_half(total):
    return round(total / 2), total - round(total / 2)


def _positions_with(case, given):
    """Return how many positions the window has with the padding given, or None if it is not a padding."""
    stride, dilation = case.settings.get("stride", 1), case.settings.get("dilation", 1)
    if given.shape != (2,) or stride == 1 or (given < 0).any():
        return None
    return (case.inputs["n"] + given.sum() - kernel_reach(case.inputs["k"], dilation)) // stride + 1


SAME_PADDING = Exercise(
    name="same_padding",
    title="Same padding, with its uneven row",
    answer="my_same_padding(n, k, stride=1, dilation=1)",
    reference=lambda n, k, stride=1, dilation=1: same_padding(n, k, stride=stride, dilation=dilation),
    read=numbers,
    minutes=15,
    stretch=True,
    right="Keras and TensorFlow do this. In PyTorch, people usually give one number for both ends, and then "
    "the windows often start earlier. At stride 2 and with odd kernels, this happens whenever same "
    "padding adds an odd number of cells.",
    hints=(
        "With same padding there are ceil(n / stride) positions. How many cells do that many windows span, "
        "from the first cell of the first window to the last cell of the last?",
        "They span (positions − 1) · stride + reach cells. Padding adds however many that is beyond n, or 0.",
        "Before: the missing cells // 2. After: the rest, so an odd one goes at the end. The solution is "
        "in notebooks/solutions/04_same_padding.py.",
    ),
    mistakes=(
        Mistake(
            "the odd row goes at the start",
            "Keras puts the extra cell at the end, so the smaller half comes first.",
            wrong=lambda n, k, stride=1, dilation=1: same_padding(n, k, stride=stride, dilation=dilation)[
                ::-1
            ],
        ),
        Mistake(
            "same taken as P = 1 for every kernel",
            "One row at each end is right for a 3×3 kernel at stride 1. A larger kernel needs more, a "
            "larger stride often less.",
            wrong=lambda n, k, stride=1, dilation=1: (1, 1),
        ),
        Mistake(
            "half the kernel at both ends",
            "Half the kernel at both ends is right for odd kernels at stride 1. Count how many cells the "
            "windows span.",
            wrong=lambda n, k, stride=1, dilation=1: (k // 2, k // 2),
        ),
        Mistake(
            "half the kernel at both ends",
            "Half the kernel at both ends is right for odd kernels at stride 1. Count how many cells the "
            "windows span.",
            wrong=lambda n, k, stride=1, dilation=1: ((k - 1) // 2, (k - 1) // 2),
        ),
        Mistake(
            "half the kernel at both ends",
            "Half the reach at both ends is right for odd kernels at stride 1. Count how many cells the "
            "windows span.",
            wrong=lambda n, k, stride=1, dilation=1: (dilation * (k - 1) // 2, dilation * (k - 1) // 2),
        ),
        Mistake(
            "the stride is ignored",
            "With a larger stride the last window often ends earlier, so it needs less padding.",
            wrong=lambda n, k, stride=1, dilation=1: same_padding(n, k, dilation=dilation),
        ),
        Mistake(
            "the dilation is ignored",
            "A dilated kernel reaches further and needs more padding.",
            wrong=lambda n, k, stride=1, dilation=1: same_padding(n, k, stride=stride),
        ),
        Mistake(
            "the whole padding at each end",
            "The two ends share the missing cells.",
            wrong=lambda n, k, stride=1, dilation=1: (max(_total(n, k, stride, dilation), 0),) * 2,
        ),
        Mistake(
            "all the padding at the end",
            "The two ends share the missing cells; only an odd one goes at the end.",
            wrong=lambda n, k, stride=1, dilation=1: (0, max(_total(n, k, stride, dilation), 0)),
        ),
        Mistake(
            "half a row",
            "There is no such thing as half a row: round the first end down, and give the rest to the other.",
            wrong=lambda n, k, stride=1, dilation=1: (max(_total(n, k, stride, dilation), 0) / 2,) * 2,
        ),
        Mistake(
            "the odd row is lost",
            "Both ends are rounded down, so an odd row is dropped. Give it to the end.",
            wrong=lambda n, k, stride=1, dilation=1: (max(_total(n, k, stride, dilation), 0) // 2,) * 2,
        ),
        Mistake(
            "negative padding",
            "If the windows span fewer cells than there are pixels, nothing is added: use 0.",
            wrong=lambda n, k, stride=1, dilation=1: _halves(_total(n, k, stride, dilation)),
        ),
        Mistake(
            "the positions are rounded down",
            "With same padding there are ceil(n / stride) positions: round up, not down.",
            wrong=lambda n, k, stride=1, dilation=1: _halves(
                max((n // stride - 1) * stride + kernel_reach(k, dilation) - n, 0)
            ),
        ),
        Mistake(
            "there are not two numbers",
            "Return the cells before and the cells after, as a pair.",
            sees=lambda case, given: given.shape != (2,),
        ),
        Mistake(
            "full padding",
            "With full padding, every window that touches a pixel counts. At stride 1, same padding adds "
            "half as many cells.",
            wrong=lambda n, k, stride=1, dilation=1: (dilation * (k - 1), dilation * (k - 1)),
        ),
        Mistake(
            "the reach is one too short",
            "From the first weight to the last there are dilation · (k − 1) steps, and one more cell than "
            "steps.",
            wrong=lambda n, k, stride=1, dilation=1: _split(
                (ceil(n / stride) - 1) * stride + dilation * (k - 1) - n
            ),
        ),
        Mistake(
            "a stride too much",
            "There is one move fewer than there are positions: (positions − 1) · stride.",
            wrong=lambda n, k, stride=1, dilation=1: _split(
                ceil(n / stride) * stride + dilation * (k - 1) + 1 - n
            ),
        ),
        Mistake(
            "k − stride",
            "That is right if the stride divides n and there is no dilation.",
            wrong=lambda n, k, stride=1, dilation=1: _split(k - stride),
        ),
        Mistake(
            "a remainder of 0 is a whole stride",
            "If the stride divides n, the last window starts a whole stride before the end, not 0 pixels "
            "before it.",
            wrong=lambda n, k, stride=1, dilation=1: _split(dilation * (k - 1) + 1 - n % stride),
        ),
        Mistake(
            "the padding is divided by the stride",
            "Find out how far the last window reaches beyond the end, and add that many cells.",
            wrong=lambda n, k, stride=1, dilation=1: _split(dilation * (k - 1) // stride),
        ),
        Mistake(
            "the number of pixels is built in",
            "Your answer is right for 28 pixels only. Use `n`.",
            wrong=lambda n, k, stride=1, dilation=1: same_padding(28, k, stride=stride, dilation=dilation),
        ),
        Mistake(
            "as many positions as pixels, whatever the stride",
            "Same padding keeps the size if the stride is 1. With a larger stride there are n / stride "
            "positions, rounded up.",
            sees=lambda case, given: _positions_with(case, given) == case.inputs["n"],
        ),
        Mistake(
            "negative padding becomes positive",
            "If the windows span fewer cells than there are pixels, nothing is added: use 0.",
            wrong=lambda n, k, stride=1, dilation=1: _halves(abs(_total(n, k, stride, dilation))),
        ),
        Mistake(
            "padding where none is needed",
            "If no cells are needed, both numbers are 0.",
            wrong=lambda n, k, stride=1, dilation=1: _halves(max(_total(n, k, stride, dilation), 1)),
        ),
        Mistake(
            "the end always gets one more",
            "The end gets one cell more only if their number is odd.",
            wrong=lambda n, k, stride=1, dilation=1: (
                _split(_total(n, k, stride, dilation))[0],
                _split(_total(n, k, stride, dilation))[0] + 1,
            ),
        ),
        Mistake(
            "all the padding at the start",
            "The two ends share the missing cells; only an odd one goes at the end.",
            wrong=lambda n, k, stride=1, dilation=1: (max(_total(n, k, stride, dilation), 0), 0),
        ),
        Mistake(
            "the remainder goes at the end",
            "`%` gives the remainder, 0 or 1. The end gets all the cells that are left.",
            wrong=lambda n, k, stride=1, dilation=1: (
                _split(_total(n, k, stride, dilation))[0],
                max(_total(n, k, stride, dilation), 0) % 2,
            ),
        ),
        Mistake(
            "the half is rounded to an even number",
            "`round` takes 0.5 down to 0, but 1.5 up to 2. Divide with //, which always rounds down.",
            wrong=lambda n, k, stride=1, dilation=1: _rounded_half(max(_total(n, k, stride, dilation), 0)),
        ),
        Mistake(
            "the positions are rounded to the nearest",
            "With same padding there are ceil(n / stride) positions: always round up.",
            wrong=lambda n, k, stride=1, dilation=1: _split(
                (round(n / stride) - 1) * stride + kernel_reach(k, dilation) - n
            ),
        ),
        Mistake(
            "the dilation is taken for the number of zeros",
            "A dilation of 1 adds no zeros: neighbouring weights are `dilation` cells apart.",
            wrong=lambda n, k, stride=1, dilation=1: _split(_total(n, k, stride, dilation + 1)),
        ),
        Mistake(
            "the reach is not dilation · k",
            "k weights have k − 1 gaps between them, and none after the last: the reach is dilation · (k −"
            " 1) + 1.",
            wrong=lambda n, k, stride=1, dilation=1: _split(
                (ceil(n / stride) - 1) * stride + dilation * k - n
            ),
        ),
        Mistake(
            "half the kernel at both ends",
            "Half the kernel at both ends is right at stride 1 without dilation. Count how many cells the "
            "windows span.",
            wrong=lambda n, k, stride=1, dilation=1: ((k - 1) // 2, k // 2),
        ),
        Mistake(
            "right only if the stride divides n",
            "The last window may start less than a stride before the end. Count how many cells the windows "
            "span.",
            wrong=lambda n, k, stride=1, dilation=1: _split(kernel_reach(k, dilation) - stride),
        ),
        Mistake(
            "negative padding",
            "If the windows span fewer cells than there are pixels, nothing is added: use 0.",
            sees=lambda case, given: np.size(given) == 2 and np.min(given) < 0,
        ),
        Mistake(
            "half the kernel at both ends",
            "Half the reach at both ends is right for odd kernels at stride 1. Count how many cells the "
            "windows span.",
            wrong=lambda n, k, stride=1, dilation=1: (kernel_reach(k, dilation) // 2,) * 2,
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
        Case({"n": 9, "k": 1}, {"stride": 3}),  # the windows end two cells early: not one, as above
        Case({"n": 5, "k": 1}, {"stride": 3}),  # one cell early, and the stride does not divide n
        Case({"n": 5, "k": 2}, {"stride": 3}),  # exactly at the end
    ),
)


EXERCISES = (PIXEL_USES, DILATE_KERNEL, OUTPUT_SIZE, STRIDE_AND_PADDING, SAME_PADDING, STRIDES, DILATIONS)

QUESTIONS = (
    Number(
        "sobel_at_a_step",
        "A vertical edge: the left column of the window is 10, the other two columns are 50. What does the "
        "Sobel kernel "
        "(−1, 0, 1; −2, 0, 2; −1, 0, 1) give?",
        answer=int(conv2d(np.array([[10, 50, 50]] * 3), SOBEL)[0, 0]),
        right="The right column minus the left one, with weights 1, 2, 1: 4 · (50 − 10) = 160.",
        wrong={
            40: "That is one row without its weight. The rows count once, twice and once.",
            120: "The middle row counts twice.",
            80: "That is the middle row. The other two count as well.",
            0: "The weights add up to 0, but the pixels are not all equal.",
            -160: "Subtract left from right: 50 − 10 is positive.",
            240: "Subtract the left column instead of adding it: 4 · 50 − 4 · 10.",
        },
        otherwise="Work out each row, right pixel minus left pixel, and add them up with weights 1, 2, 1.",
        recalls="03",
    ),
    Number(
        "four_on_ten",
        "A 4×4 window slides over a 10×10 image, one pixel at a time, and stays inside. How many rows does "
        "the feature map "
        "have?",
        answer=output_size(10, 4),
        right="10 − 4 + 1 = 7: the window can start at rows 0 to 6.",
        wrong={
            6: "10 − 4 counts the moves. Count the first position as well.",
            10: "The last window must end inside the image.",
            8: "That is for a window of 3.",
            2: "That is without overlap. The window moves one pixel at a time.",
            49: "7 · 7 is the number of cells in the map. How many rows?",
        },
        otherwise="On which rows can the window start, so that it still fits?",
        recalls="02",
    ),
    Choices(
        "three_below_seven",
        "In one session, you have run two cells: one now shows [7], and the one directly below it shows [3]. "
        "What happened?",
        Choice(
            "The lower cell was last run before the upper one was",
            "The numbers show the order in which cells were run, not their place on the page.",
            right=True,
        ),
        Choice(
            "Four cells between them have been deleted",
            "The number counts runs. It says nothing about cells on the page.",
        ),
        Choice(
            "The lower cell was run three times",
            "Each run of any cell adds 1 to the count. This one was the third run of all.",
        ),
        recalls="00",
    ),
    Number(
        "corner_stops",
        "A 3×3 window has 9 positions on a 5×5 image. At how many of them does it contain the pixel in the "
        "top left corner?",
        answer=_uses((5, 5), 3)[0, 0],
        right="One, the first. At the next position, the window starts one column further right and no "
        "longer covers the corner.",
        wrong={
            9: "That is true of the pixel in the middle. Which windows reach into the corner?",
            3: "That is true of the middle pixel of an edge.",
            4: "Four windows would contain it if they could start one row and one column outside the image.",
            0: "The first window starts on it.",
        },
        otherwise="Place the window at each of its 3 · 3 positions, and see whether it covers the corner.",
    ),
    Number(
        "full_rows",
        "A 3×3 window slides over a 5×5 image, and may hang over the border as long as one of its cells is "
        "on a "
        "pixel. How many rows does the feature map have?",
        answer=output_size(5, 3, padding="full"),
        right="5 + 2 + 2 − 3 + 1 = 7: two rows of zeros above and two below.",
        wrong={
            5: "That is same padding, where the window's centre stays on the image. Here it may go one "
            "row further.",
            6: "It may hang over at both ends.",
            9: "5 + 2 + 2 = 9 is the number of rows with padding. How often does a window of 3 fit into "
            "them?",
            3: "That is valid padding, where the window stays inside.",
        },
        otherwise="Two of its three rows may hang over, above and below. How often does it fit into 9 rows?",
    ),
    Number(
        "reflected_cell",
        "A row of pixels reads 5, 8, 2, 9. Reflect padding mirrors it at its first pixel, without "
        "repeating that pixel. With two "
        "cells of padding on the left, what is the very first number?",
        answer=int(np.pad([5, 8, 2, 9], 2, mode="reflect")[0]),
        right="The row becomes 2, 8, then 5, 8, 2, 9: the two cells mirror the 8 and the 2.",
        wrong={
            5: "That is replicate padding, which repeats the border pixel.",
            8: "8 is next to the 5, on both sides. One cell further out comes the next pixel.",
            0: "That is zero padding.",
            9: "9 is at the other end of the row.",
        },
        otherwise="Start at the 5 and walk into the image: 8, then 2. In the mirror you meet the same "
        "numbers.",
    ),
    Choices(
        "equal_use",
        "With which padding is every pixel used by the same number of windows?",
        Choice(
            "Valid, because no zeros are mixed in",
            "The corner is in one window only and the middle in nine.",
        ),
        Choice(
            "Same, because the output is as large as the input",
            "The size is the same, but not the use: a corner pixel is in four windows, an inner one in nine.",
        ),
        Choice(
            "Full, because every pixel meets every weight",
            "Nine windows use each pixel, once under each weight. The price is a larger map, and windows "
            "near the border "
            "that contain many zeros.",
            right=True,
        ),
        Choice(
            "None, because the border always loses",
            "With enough padding, the border is in as many windows as the rest.",
        ),
    ),
    Choices(
        "last_row",
        "An image has six rows. A window of three rows moves with stride 2 and without padding, so it "
        "starts at rows 0 and 2. What "
        "happens to the last row?",
        Choice(
            "A third window takes the two rows that are left",
            "That would be a window of two rows. A window that doesn't fit is left out.",
        ),
        Choice(
            "It is dropped: no window reaches it",
            "The next start would be row 4, and 4 + 3 is more than 6. Row 5 has no effect on the output.",
            right=True,
        ),
        Choice(
            "The last window moves back to fit",
            "The stride stays the same. A window starts at row 0, 2, 4, … or not at all.",
        ),
        Choice("It is filled up with zeros", "That would be padding. Valid adds none."),
    ),
    Number(
        "dilated_reach",
        "Three weights have dilation 4: the first is on pixel 0, the next on pixel 4. How many pixels does "
        "the kernel span, "
        "from its first weight to its last?",
        answer=kernel_reach(3, 4),
        right="The weights are on pixels 0, 4 and 8. From 0 to 8 there are 9 pixels: 4 · (3 − 1) + 1.",
        wrong={
            12: "4 · 3 includes a gap after the last weight.",
            8: "There are 8 steps from the first to the last. Count pixels: one more.",
            3: "It uses 3 pixels, but it also spans those in between.",
            11: "Between two weights there are three pixels, not four: 3 + 2 · 3.",
        },
        otherwise="Write down the three pixels. How many pixels are there from the first to the last?",
    ),
    Choices(
        "odd_row",
        "With 28 rows, a window of three, stride 2 and same padding, 14 windows span 29 rows. So one row of "
        "zeros has to be added. Where does Keras put it?",
        Choice(
            "Above the image",
            "Then the windows would start at row −1. In Keras they start at row 0.",
        ),
        Choice("Half of it at each end", "There is no such thing as half a row."),
        Choice(
            "One row at each end, to be fair",
            "That makes 30 rows, and no window would use the last one. Keras adds only what is missing.",
        ),
        Choice(
            "Below the image",
            "The extra row goes at the end. With padding=1, as people often write in PyTorch, there is a "
            "row above as well, "
            "and every window starts one row earlier.",
            right=True,
        ),
    ),
    Number(
        "field_with_stride",
        "Two layers have kernels of 3. The first one has a stride of 2. How many pixels along one side "
        "does a number after "
        "the second layer depend on?",
        answer=receptive_field([Conv(1, 3, stride=2), Conv(1, 3)])[0],
        right="It depends on three numbers of the first map. They see pixels 0–2, 2–4 and 4–6: seven pixels.",
        wrong={
            5: "That is with stride 1. With stride 2, the three windows of the first layer are 2 pixels "
            "apart.",
            3: "That is one number of the first map. The second layer uses three of them.",
            9: "3 · 3 would be right if the windows didn't overlap. They are 2 pixels apart and 3 wide.",
            6: "The last window starts on pixel 4 and covers pixels 4, 5 and 6. Count from 0.",
            10: "In the first layer, the three windows start at pixels 0, 2 and 4. Where does the last one "
            "end?",
        },
        otherwise="The second layer uses three neighbouring numbers of the first map. Which pixels does "
        "each of them see?",
    ),
)

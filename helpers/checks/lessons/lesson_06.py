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


POOL2D = Exercise(
    name="pool2d",
    title="Max and average pooling",
    answer='my_pool2d(image, size, stride, mode="max")',
    reference=_pool,
    read=numbers,
    right="It has no weights: there is nothing in it that training could change.",
    hints=(
        "It goes like `conv2d` with four loops, but without a kernel: for each stop, take the window and "
        "keep one number of it. How many stops are there?",
        "(rows − size) // stride + 1 stops down, and so many across. Stop r, c has the window "
        "`image[r * stride : r * stride + size, c * stride : c * stride + size]`.",
        'For mode "max" keep `window.max()`, otherwise `window.mean()`. Collect them in an array of decimal '
        "numbers. The solution is in notebooks/solutions/06_pool2d.py.",
    ),
    mistakes=(
        Mistake(
            "pooling windows overlapping",
            "The window moves by one pixel, whatever the stride. It is to move by `stride` pixels.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, 1, mode),
        ),
        Mistake(
            "the size is taken for the stride",
            "The two are equal in most networks, but not here: the window is `size` wide and moves by "
            "`stride`.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, size, mode),
        ),
        Mistake(
            "the stride is taken for the size",
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
            "reaches it, range(n − size) does not.",
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
            'You always take the largest. In mode "average" the mean is asked for.',
            wrong=lambda image, size, stride, mode="max": _pool(image, size, stride),
        ),
        Mistake(
            "the mode is ignored",
            'You always take the mean. In mode "max" the largest is asked for.',
            wrong=lambda image, size, stride, mode="max": _pool(image, size, stride, "average"),
        ),
        Mistake(
            "the two modes have changed places",
            "You take the mean where the largest is asked for, and the largest instead of the mean.",
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
            "A window holds size · size pixels, not size.",
            wrong=_for_average(lambda sums, size: sums / size),
        ),
        Mistake(
            "the decimals are cut off",
            "An average of whole numbers may be a decimal number. Divide with /, and collect the results in "
            "`np.zeros(shape)`, which holds decimals.",
            wrong=_for_average(lambda sums, size: sums // size**2),
        ),
        Mistake(
            "the decimals are cut off",
            "An average of whole numbers may be a decimal number. Divide with /, and collect the results in "
            "`np.zeros(shape)`, which holds decimals.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, stride, mode).astype(int),
        ),
        Mistake(
            "the decimals are cut off",
            "An average of whole numbers may be a decimal number. Collect the results in `np.zeros(shape)`, "
            "which holds decimals; `np.zeros_like(image)` holds whole numbers where the image does.",
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
            "Rows and columns of the result have changed places.",
            wrong=lambda image, size, stride, mode="max": _pool(image, size, stride, mode).T,
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
        Case(
            {"image": np.arange(42).reshape(6, 7) * 5 % 17 / 4}, {"size": 2, "stride": 3, "mode": "average"}
        ),
    ),
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
    right="49 → 24 → 11 → 6: of 2,401 numbers 36 are left.",
    hints=(
        "Go layer by layer: what leaves the first arrives at the second. Valid: floor((n − f) / s) + 1.",
        "(49 − 2) / 2 is 23.5, so the first gives 23 + 1. The second has windows of 3, but a stride of 2. "
        "Same: floor((n − 1) / s) + 1.",
        "`output_size(49, 2, stride=2)` is 24. Go on with `output_size(24, 3, stride=2)`, and give the last "
        'one `padding="same"`. The solution is in notebooks/solutions/06_three_pools.py.',
    ),
    mistakes=(
        Mistake(
            "there are not three sizes",
            "Give three numbers in square brackets: the side after the first, the second and the third "
            "layer.",
            sees=lambda case, given: given.shape != (3,),
        ),
        Mistake(
            "floor missing",
            "There is no half row: a window that is not filled is left out. Round down.",
            sees=lambda case, given: (given % 1 != 0).any(),
        ),
        Mistake(
            "rounded up",
            "Valid padding keeps no half-filled window: the last row and column are dropped. Round down.",
            sees=_gives(*_three_sizes(_rounded_up)),
        ),
        Mistake(
            "same taken for valid",
            "The third layer has same padding: the last column gets a window of its own, one half of it "
            "padding.",
            sees=_gives(*_three_sizes(lambda n, k, stride, padding: output_size(n, k, stride=stride))),
        ),
        Mistake(
            "valid taken for same",
            "Only the third layer has same padding. The first two leave a window out that is not filled.",
            sees=_gives(
                *_three_sizes(lambda n, k, stride, padding: output_size(n, k, stride=stride, padding="same"))
            ),
        ),
        Mistake(
            "the size is taken for the stride",
            "The second layer has windows of 3, but they move by 2: they overlap.",
            sees=_gives(
                *_three_sizes(lambda n, k, stride, padding: output_size(n, k, stride=k, padding=padding))
            ),
        ),
        Mistake(
            "the stride is taken for the size",
            "The second layer moves by 2, but its windows are 3 wide.",
            sees=_gives(
                *_three_sizes(
                    lambda n, k, stride, padding: output_size(n, stride, stride=stride, padding=padding)
                )
            ),
        ),
        Mistake(
            "the stride is ignored",
            "The window moves by 2, so about half of the places are left on each side.",
            sees=_gives(*_three_sizes(lambda n, k, stride, padding: output_size(n, k, padding=padding))),
        ),
        Mistake(
            "the first stop is not counted",
            "(n − f) / s counts the moves. Before the first move there is a stop as well: one more.",
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
            "each layer begins at 49",
            "What leaves one layer is what arrives at the next.",
            sees=_gives(*(output_size(SIDE, k, stride=s, padding=p) for k, s, p in THREE_POOLS_LAYERS)),
        ),
    ),
)


# --- two_shifts: one that pooling survives, one that it does not ---------------------------------------


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
    title="A shift that pooling survives, and one that it does not",
    answer="my_shifts",
    reference=lambda: [[1, 2], [0, -1]],
    accepts=lambda case, given: _are_shifts(given) and _two_shifts_right(given),
    read=numbers,
    right="Three pixels away and nothing happens; one pixel the other way, and a star is gone. What counts "
    "is the edge of the window, not how far the picture moves.",
    hints=(
        "The windows cover rows 0–3 and 4–7, and columns 0–3 and 4–7. A star may move inside its window as "
        "it likes.",
        "How far is each star from the four edges of its window? The one with the least room decides, in "
        "each direction.",
        "The first star stands in column 0: it has room on the right, and none on the left. The solution is "
        "in notebooks/solutions/06_two_shifts.py.",
    ),
    mistakes=(
        Mistake(
            "those are not two shifts",
            "Give two pairs of whole numbers, [down, right] each, such as [[1, 1], [0, 1]].",
            sees=lambda case, given: not _are_shifts(given),
        ),
        Mistake(
            "the two shifts have changed places",
            "The one that the pooled map survives comes first.",
            sees=lambda case, given: _two_shifts_right(given[::-1]),
        ),
        Mistake(
            "down and right have changed places",
            "Each pair is [down, right]: rows first, as everywhere in this course.",
            sees=lambda case, given: _two_shifts_right(given[:, ::-1]),
        ),
        Mistake(
            "the first shift does not move both ways",
            "It is to move the stars down or up, and to the right or left: no 0 in it.",
            sees=lambda case, given: not _moves_both_ways(given[0]),
        ),
        Mistake(
            "the pooled map does not survive the first shift",
            "At least one star leaves its window. Look for the star with the least room in that direction.",
            sees=lambda case, given: not _survives(given[0]),
        ),
        Mistake(
            "the second shift is not one pixel",
            "A single step is asked for: 1 or −1 in one direction, and 0 in the other.",
            sees=lambda case, given: not _is_one_step(given[1]),
        ),
        Mistake(
            "the pooled map survives the second shift",
            "All three stars stay inside their windows. Which star stands at the edge of its window?",
            sees=lambda case, given: _survives(given[1]),
        ),
    ),
)


# --- average_kernel: average pooling as a convolution --------------------------------------------------

AVERAGE_KERNEL = Exercise(
    name="average_kernel",
    title="Average pooling as a convolution",
    answer="my_average_kernel(size)",
    reference=lambda size: np.full((size, size), 1 / size**2),
    read=numbers,
    right="Average pooling is a convolution that cannot learn: its weights are fixed, and its stride is its "
    "size. Max-pooling is no convolution at all, with any weights.",
    hints=(
        "A sum of products with equal weights is the sum of the window, times that weight. What must the "
        "weight be to make it a mean?",
        "The weights sum to 1, and there are size · size of them.",
        "`np.full((size, size), weight)` makes a grid of equal weights. The solution is in "
        "notebooks/solutions/06_average_kernel.py.",
    ),
    mistakes=(
        Mistake(
            "a sum instead of an average",
            "Weights of 1 give the sum of the window. A mean needs weights that sum to 1.",
            wrong=lambda size: np.ones((size, size)),
        ),
        Mistake(
            "divided by the wrong number",
            "A window holds size · size pixels. Your weights sum to `size`, not to 1.",
            wrong=lambda size: np.full((size, size), 1 / size),
        ),
        Mistake(
            "the weights are always ¼",
            "That suits windows of 2×2. A window of 3×3 holds nine pixels.",
            wrong=lambda size: np.full((size, size), 0.25),
        ),
        Mistake(
            "the kernel is always 2×2",
            "`size` says how many rows and columns the window has.",
            wrong=lambda size: np.full((2, 2), 0.25),
        ),
        Mistake(
            "the kernel is a single row",
            "The window has `size` rows and `size` columns: a grid is asked for.",
            wrong=lambda size: np.full(size, 1 / size),
        ),
        Mistake(
            "the kernel is a single row",
            "The window has `size` rows and `size` columns: a grid is asked for, not one long row.",
            wrong=lambda size: np.full(size**2, 1 / size**2),
        ),
        Mistake(
            "a weight instead of a kernel",
            "The weight is right. Give a grid of them, one for each pixel of the window.",
            wrong=lambda size: 1 / size**2,
        ),
        Mistake(
            "the decimals are cut off",
            "All weights are 0. A grid of whole numbers cannot hold ¼.",
            wrong=lambda size: np.zeros((size, size)),
        ),
        Mistake(
            "one pixel instead of the average",
            "The kernel looks at the first pixel of the window only. Every pixel has the same say in an "
            "average.",
            wrong=lambda size: np.eye(1, size**2).reshape(size, size),
        ),
    ),
    cases=(Case({"size": 2}), Case({"size": 3}), Case({"size": 5})),
)


EXERCISES = (POOL2D, THREE_POOLS, TWO_SHIFTS, AVERAGE_KERNEL)

QUESTIONS = (
    Number(
        "block_average",
        "The block in the top right corner holds 2, 0, 0 and 6. What is its average?",
        answer=SIXTEEN[:2, 2:].mean(),
        right="2 + 0 + 0 + 6 = 8, and a quarter of 8 is 2. The zeros count.",
        wrong={
            6: "That is the largest of the four, the maximum.",
            8: "That is the sum. Divide it by the number of pixels.",
            4: "Zeros are numbers too: divide by four, not by two.",
            0: "That is the smallest, and the one in the middle if you sort them. The average is asked for.",
            1: "That is the median, halfway between 0 and 2. The average is the sum divided by four.",
        },
        otherwise="Add the four numbers, and divide the sum by four.",
    ),
    Choices(
        "pooled_volume",
        "64 feature maps of 26×26 numbers lie on top of each other, a volume of 26×26×64. A 2×2 window with "
        "stride 2 pools it. What comes out?",
        Choice(
            "13×13×64",
            "Rows and columns are halved. Each of the 64 maps is pooled on its own, so 64 come out.",
            right=True,
        ),
        Choice("13×13×32", "The window does not reach across the maps: their number stays."),
        Choice(
            "13×13×1",
            "A filter of a convolution would sum over all maps. Pooling leaves each one to itself.",
        ),
        Choice("25×25×64", "That is stride 1. Here the window moves by its own width."),
    ),
    Number(
        "eleven_rows",
        "A 2×2 window moves with stride 2 over a map of 11×11. How many rows has the result, with valid "
        "padding?",
        answer=output_size(11, 2, stride=2),
        right="Five windows take rows 0 to 9. Row 10 alone fills no window.",
        wrong={
            6: "The sixth window would hold one row of the map and nothing else. Valid leaves it out.",
            5.5: "There is no half row: (11 − 2) / 2 + 1 = 5.5 is rounded down.",
            10: "That is stride 1.",
            9: "That is 11 − 2, the room of the window. How many moves of 2 fit into it?",
            4: "Four moves fit into the room of 9. Before the first move there is a stop as well.",
        },
        otherwise="Windows start on rows 0, 2, 4, … as long as two rows are left.",
    ),
    Choices(
        "negative_border",
        "A map holds negative numbers only, and is max-pooled with same padding. Can the result hold a 0?",
        Choice(
            "Yes: at the border a 0 of the padding is the largest number in the window.",
            "That would happen if the padding were zeros. Then a 0 that nobody measured would win.",
        ),
        Choice(
            "Yes: a window of padding only gives 0.",
            "There is no such window: same padding is so small that each window holds a pixel.",
        ),
        Choice(
            "No: padding never wins a maximum.",
            "A cell of padding counts as lower than any number, so a pixel wins in every window.",
            right=True,
        ),
        Choice(
            "No: same padding adds no cells when pooling.",
            "It does, wherever the last window is not filled. Their value is what matters.",
        ),
    ),
    Choices(
        "moved_map",
        "A picture is moved by three pixels to the right, and convolved again with the same kernel and "
        "stride 1. What happens to the feature map?",
        Choice(
            "It stays as it is: convolution is invariant.",
            "Many course notes say so. Then a map could not tell where something is, and it does.",
        ),
        Choice(
            "It changes in no simple way.",
            "The same nine weights meet the same nine pixels, in another place.",
        ),
        Choice("It fades a little.", "The sums are the same. Only their place is another."),
        Choice(
            "It moves by three columns, too.",
            "That is called equivariant: move the picture, and the map moves along.",
            right=True,
        ),
    ),
    Number(
        "survives_in_100",
        "A single bright pixel lies somewhere in a large picture, each place as likely as the next. The "
        "picture is moved by one column to the right. In how many of 100 cases does 2×2 max-pooling with "
        "stride 2 give exactly what it gave before?",
        answer=50,
        right="It stays in its window if it lies in the left column of it, and that is one of two.",
        wrong={
            100: "A pixel in the right column of its window crosses into the next one.",
            0: "A pixel in the left column of its window only moves to the right column of the same window.",
            25: "Its row does not matter: the picture moves across only.",
            75: "That many stay if the window is four wide. How many of two columns are left ones?",
        },
        otherwise="Look at one window of two columns. From which of them does a step to the right stay "
        "inside?",
    ),
    Choices(
        "no_multiple",
        "The map is pooled with stride 2. Which shift of the picture moves the pooled map as a whole, "
        "exactly?",
        Choice(
            "Every shift: convolution and pooling both move along.",
            "Half a cell cannot be moved. After a shift by one pixel the windows hold other pixels together.",
        ),
        Choice(
            "Shifts by 2, 4, 6, … pixels.",
            "Then the same pixels meet in a window again, one, two, three windows further on.",
            right=True,
        ),
        Choice(
            "None: pooling is invariant.",
            "It is a little, for shifts that stay inside a window. A shift by 20 pixels surely shows.",
        ),
    ),
)

"""Lesson 05, ReLU: exercises and questions."""

import numpy as np

from helpers import conv2d, dense_parameters, flip, kernels, pictures, relu
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number

# --- relu: max(0, x) ---------------------------------------------------------------------------------


def _is_leaky(case, given):
    values = case.inputs["values"]
    if given.shape != values.shape or not (values < 0).any():
        return False
    slopes = given[values < 0] / values[values < 0]
    kept = np.array_equal(given[values >= 0], values[values >= 0])
    return kept and bool(np.allclose(slopes, slopes[0])) and 0 < slopes[0] < 1


RELU = Exercise(
    name="relu",
    title="ReLU",
    answer="my_relu(values)",
    reference=relu,
    read=numbers,
    right="It works for a single number and for a stack of maps alike, because it looks at one number at a "
    "time.",
    hints=(
        "Each number is replaced by the larger of two: 0 and itself. NumPy has a function that takes the "
        "larger of two, cell by cell.",
        "It is not `np.max`, which finds the one largest number of an array. Its name is longer.",
        "`np.maximum(0, values)`. The solution is in notebooks/solutions/05_relu.py.",
    ),
    mistakes=(
        Mistake(
            "it is zero everywhere",
            "That is the misprint: zero for x ≤ 0 and for x > 0. A positive number should stay as it is.",
            wrong=np.zeros_like,
        ),
        Mistake(
            "the negative half is kept",
            "The positive numbers are gone and the negative ones are left. Take the larger of 0 and x, not "
            "the smaller.",
            wrong=lambda values: np.minimum(values, 0),
        ),
        Mistake(
            "that is the absolute value",
            "−3 should become 0, not 3: the opposite of a line is not a line.",
            wrong=np.abs,
        ),
        Mistake(
            "ones instead of the values",
            "You show where a number is positive. Keep its value as well: a strong response stays strong.",
            wrong=lambda values: (values > 0).astype(int),
        ),
        Mistake(
            "the negative cells are taken out",
            "Negative cells stay, with a 0 in them. Your result has fewer cells than the map.",
            wrong=lambda values: values[values > 0],
        ),
        Mistake(
            "one number for the whole map",
            "`max` finds the largest number of all. Compare every cell with 0 separately.",
            wrong=lambda values: np.maximum(0, values.max()),
        ),
        Mistake(
            "all numbers are moved up",
            "The smallest number has become 0, and all the others have moved with it. Only negative numbers "
            "should change.",
            wrong=lambda values: values - min(values.min(), 0),
        ),
        Mistake(
            "negative numbers stay where all are negative",
            "If `np.clip` gets an upper limit below its lower one, it gives the upper one. ReLU needs no "
            "upper limit.",
            wrong=lambda values: np.clip(values, 0, values.max()),
        ),
        Mistake(
            "large numbers are cut off",
            "ReLU has no upper limit: a number above 1 stays as large as it is.",
            wrong=lambda values: np.clip(values, 0, 1),
        ),
        Mistake(
            "large numbers are cut off",
            "A feature map is not a picture: a number above 255 stays as large as it is.",
            wrong=lambda values: np.clip(values, 0, 255),
        ),
        Mistake(
            "the decimals are cut off",
            "0.5 stays 0.5. Nothing needs to be turned into a whole number.",
            wrong=lambda values: np.maximum(0, values).astype(int),
        ),
        Mistake(
            "the decimals are cut off",
            "If the first number is negative, your results are whole numbers. `np.vectorize` makes all "
            "results like the first: after a whole 0, it keeps no decimals. `np.maximum` has no such trap.",
            wrong=lambda values: np.vectorize(lambda x: max(0, x))(values),
        ),
        Mistake(
            "that is leaky ReLU",
            "Here negative numbers are made smaller. ReLU turns them into 0.",
            sees=_is_leaky,
        ),
        Mistake(
            "small positive numbers are lost",
            "The limit is 0, not a little above it: 0.05 is positive and stays.",
            wrong=lambda values: np.where(values > 0.1, values, 0),
        ),
        Mistake(
            "cut off at a number other than 0",
            "You keep the numbers down to −1. ReLU cuts off at 0.",
            wrong=lambda values: np.maximum(values, -1),
        ),
        Mistake(
            "cut off at a number other than 0",
            "You replace numbers below 1 by 1. ReLU replaces numbers below 0 by 0.",
            wrong=lambda values: np.maximum(values, 1),
        ),
        Mistake(
            "wrong activation: softplus",
            "That is a smooth relative of ReLU. ReLU itself has a kink: 0 below 0, and the number itself "
            "above.",
            wrong=lambda values: np.log(1 + np.exp(np.asarray(values, dtype=float))),
        ),
        Mistake(
            "wrong activation: the sigmoid",
            "That squeezes all numbers between 0 and 1. ReLU leaves those above 0 as they are.",
            wrong=lambda values: 1 / (1 + np.exp(-np.asarray(values, dtype=float))),
        ),
        Mistake(
            "the other half is kept",
            "You keep the numbers below 0, without their sign. ReLU keeps those above 0.",
            wrong=lambda values: np.maximum(0, -np.asarray(values)),
        ),
        Mistake(
            "a bias is added",
            "You add 1 before you cut off. ReLU has no bias.",
            wrong=lambda values: np.maximum(0, np.asarray(values) + 1),
        ),
        Mistake(
            "the whole map is tested, not each number",
            "All numbers become 0, or none does. Decide for each number by itself.",
            wrong=lambda values: np.where(np.all(values) > 0, values, 0),
        ),
        Mistake(
            "8 bits are too few",
            "Numbers above 255 have wrapped around, as `uint8` does.",
            wrong=lambda values: np.trunc(np.maximum(values, 0)) % 256,
        ),
        Mistake(
            "cut off at a number other than 0",
            "ReLU keeps every number above 0, including 0.5.",
            wrong=lambda values: np.where(np.asarray(values) >= 1, values, 0),
        ),
        Mistake(
            "large numbers are cut off",
            "That is a relative of ReLU that stops at 6. ReLU itself has no upper limit.",
            wrong=lambda values: np.clip(values, 0, 6),
        ),
        Mistake(
            "the mean is subtracted first",
            "You cut off what is below the mean of the map. ReLU cuts off at 0.",
            wrong=lambda values: np.maximum(values - np.mean(values), 0),
        ),
        Mistake(
            "Python's max compares whole arrays",
            "An array as a whole is neither larger nor smaller than 0. `np.maximum` compares number by "
            "number.",
            wrong=lambda values: max(0, values),
        ),
        Mistake(
            "np.max instead of np.maximum",
            "`np.max` looks for the largest number of one array, and takes the second argument for an "
            "axis. `np.maximum` compares number by number.",
            wrong=lambda values: np.max(0, values),
        ),
        Mistake(
            "the map is expected to have rows and columns",
            "A map may have one axis, or three. NumPy compares all numbers at once, whatever the shape.",
            wrong=lambda values: np.array([[max(0, x) for x in row] for row in values]),
        ),
        Mistake(
            "the map is expected to have rows and columns",
            "A map may have one axis, or three. NumPy compares all numbers at once, whatever the shape.",
            wrong=lambda values: np.array(
                [max(0, values[i, j]) for i, j in np.ndindex(len(values), len(values))]
            ),
        ),
        Mistake(
            "the map is expected to be a single row",
            "A map may have rows and columns, and even three axes. NumPy compares all numbers at once, "
            "whatever the shape.",
            wrong=lambda values: np.array([max(0, x) for x in values]),
        ),
        Mistake(
            "that is swish",
            "You multiply each value by its sigmoid, which bends the line near 0. ReLU doesn't: below 0 it "
            "gives 0, and above 0 the value itself.",
            wrong=lambda values: values / (1 + np.exp(-values)),
        ),
    ),
    cases=(
        Case({"values": np.array([-3, 0, 2])}),
        Case({"values": np.array([[-24, 48, -24], [-16, 32, 300]])}),
        Case({"values": np.array([[0.5, -0.25], [-1.5, 2.75], [0.05, 1000]])}),
        Case({"values": np.array([[-2, -5]])}),  # the largest number is below 0
        Case({"values": np.array([-0.75, 0.5, 1.25])}),  # its first result is a whole 0
        Case({"values": np.array([[[-4, 6], [7, -1]], [[3, -2], [-5, 8]]])}),
    ),
    minutes=3,
)


# --- relu_gradient: the backward pass ----------------------------------------------------------------


def _passed(values, incoming):
    return np.where(values > 0, incoming, 0)


def _leaks(case, given):
    """Return whether the same share of each slope passes below 0."""
    values, incoming = case.inputs["values"], case.inputs["incoming"]
    below = values < 0
    if given.shape != values.shape or not np.array_equal(given[values > 0], incoming[values > 0]):
        return False
    shares = given[below] / incoming[below]
    at_0 = given[values == 0]
    is_passed_at_0 = np.allclose(at_0, shares[0] * incoming[values == 0])
    return bool(np.allclose(shares, shares[0]) and 0 < shares[0] < 1 and (is_passed_at_0 or not at_0.any()))


RELU_GRADIENT = Exercise(
    name="relu_gradient",
    title="What ReLU passes back",
    answer="my_relu_gradient(values, incoming)",
    reference=_passed,
    read=numbers,
    right="ReLU passes a number back where its input was positive, and blocks it everywhere else. When a "
    "network is trained, the slopes of the loss go through such gates from the last layer to the first.",
    hints=(
        "What is the slope of ReLU at a positive value, and at a negative one? The result is incoming times "
        "that slope.",
        "`values > 0` is True where the slope is 1 and False where it is 0, and Python counts True as 1.",
        "`incoming * (values > 0)`. The solution is in notebooks/solutions/05_relu_gradient.py.",
    ),
    mistakes=(
        Mistake(
            "the decimals are cut off",
            "Where the values are whole numbers, so are your slopes. `np.zeros_like(values)` makes an array "
            "of the type of the values. A slope may be 0.25: `np.zeros(values.shape)` holds decimals.",
            wrong=lambda values, incoming: _passed(values, incoming).astype(values.dtype),
        ),
        Mistake(
            "the incoming numbers are missing",
            "Those are the slopes, 0 and 1. Multiply each of them by the number that comes in.",
            wrong=lambda values, incoming: (values > 0).astype(int),
        ),
        Mistake(
            "the gate is open at 0",
            "Where the value is exactly 0, nothing passes: the gate opens above 0.",
            wrong=lambda values, incoming: np.where(values >= 0, incoming, 0),
        ),
        Mistake(
            "the gate is half open at 0",
            "Where the value is exactly 0, nothing passes.",
            wrong=lambda values, incoming: np.where(values == 0, incoming / 2, _passed(values, incoming)),
        ),
        Mistake(
            "the values are multiplied in",
            "The slope is 1 wherever a value is positive, however large the value is.",
            wrong=lambda values, incoming: relu(values) * incoming,
        ),
        Mistake(
            "the value is used as the slope",
            "You multiply by the value itself. Multiply by the slope of ReLU at that value: 1 or 0.",
            wrong=lambda values, incoming: values * incoming,
        ),
        Mistake(
            "the two inputs are swapped",
            "Your gate opens where `incoming` is positive and passes `values`. It should be the other way "
            "round.",
            wrong=lambda values, incoming: _passed(incoming, values),
        ),
        Mistake(
            "ReLU of what comes in",
            "The sign of `values` decides what passes. Incoming slopes may be negative; they pass all the "
            "same.",
            wrong=lambda values, incoming: relu(incoming),
        ),
        Mistake(
            "negative numbers are blocked too",
            "An incoming slope may be negative: then the loss falls when this output grows. It passes "
            "wherever the value is positive.",
            wrong=lambda values, incoming: _passed(values, relu(incoming)),
        ),
        Mistake(
            "everything passes",
            "Where a value was negative, the output of ReLU is 0 and stays 0 when the value changes a "
            "little: nothing comes back there.",
            wrong=lambda values, incoming: incoming,
        ),
        Mistake(
            "the gate is the wrong way round",
            "It should be open where a value is positive.",
            wrong=lambda values, incoming: np.where(values > 0, 0, incoming),
        ),
        Mistake(
            "the sign is reversed below 0",
            "Below 0 the slope is 0, not −1: that would be the absolute value.",
            wrong=lambda values, incoming: np.sign(values) * incoming,
        ),
        Mistake(
            "that is the forward pass",
            "That is ReLU itself. The exercise wants what ReLU passes back: incoming times the slope.",
            wrong=lambda values, incoming: relu(values),
        ),
        Mistake(
            "a little gets through below 0",
            "That is the gradient of leaky ReLU. Below 0 the slope of ReLU is 0.",
            sees=_leaks,
        ),
        Mistake(
            "the gate is the wrong way round",
            "A slope passes where the value was *above* 0.",
            wrong=lambda values, incoming: np.where(values < 0, incoming, 0),
        ),
        Mistake(
            "the slope is reversed, not blocked",
            "Where the value was not above 0, ReLU is flat: its slope is 0.",
            wrong=lambda values, incoming: np.where(values > 0, incoming, -incoming),
        ),
        Mistake(
            "the value is left where 0 belongs",
            "Where the value was not above 0, the slope is 0, whatever the value was.",
            wrong=lambda values, incoming: np.where(values > 0, incoming, values),
        ),
        Mistake(
            "the sign of the slope decides too",
            "Only the value decides whether a slope passes. A negative slope passes as well.",
            wrong=lambda values, incoming: np.where(values * incoming > 0, incoming, 0),
        ),
        Mistake(
            "multiplied by the value",
            "The slope of ReLU is 1 or 0, not the value: `incoming` passes unchanged, or not at all.",
            wrong=lambda values, incoming: np.maximum(0, values * incoming),
        ),
        Mistake(
            "the gate opens above a number other than 0",
            "The slope passes for every value above 0, including 0.5.",
            wrong=lambda values, incoming: np.where(values > 1, incoming, 0),
        ),
        Mistake(
            "the gate opens above a number other than 0",
            "The slope passes for every value above 0, whatever the other values are.",
            wrong=lambda values, incoming: np.where(values > values.mean(), incoming, 0),
        ),
        Mistake(
            "the gate is open below 0",
            "Only values of exactly 0 are blocked. Below 0, the slope of ReLU is 0 as well.",
            wrong=lambda values, incoming: np.where(values == 0, 0, incoming),
        ),
        Mistake(
            "blocked slopes are taken out",
            "Return a slope for every value: 0 where nothing passes.",
            wrong=lambda values, incoming: incoming[values > 0],
        ),
        Mistake(
            "`if` on a whole array",
            "`if` needs one yes or no, and an array holds many. A comparison such as `values > 0` gives "
            "one for each, and `np.where` chooses by them.",
            wrong=lambda values, incoming: incoming if values > 0 else 0,
        ),
        Mistake(
            "1 where the slope belongs",
            "Above 0 you return 1, and elsewhere what comes in. It should be what comes in above 0, and 0 "
            "elsewhere.",
            wrong=lambda values, incoming: np.where(values > 0, 1, incoming),
        ),
        Mistake(
            "the slopes are cut off at 1",
            "You let slopes through between −1 and 1 only. Where a value is positive, its slope passes, "
            "however large it is.",
            wrong=lambda values, incoming: _passed(values, np.clip(incoming, -1, 1)),
        ),
    ),
    cases=(
        Case({"values": np.array([-3, 2, 0, 5, -1]), "incoming": np.array([4, -6, 8, 1, -2])}),
        Case(
            {
                "values": np.array([[0.5, -0.5], [2.0, 0.0]]),
                "incoming": np.array([[-1.5, 2.5], [0.25, -4.0]]),
            }
        ),
        # An array made for the whole numbers of one of the two cannot hold the decimals of the other.
        Case({"values": np.array([2, -1, 3, 0]), "incoming": np.array([0.25, 1.5, -0.75, 2.0])}),
        Case(
            {
                "values": np.array([[[7, -8], [-9, 6]]]),
                "incoming": np.array([[[-3, 5], [-2, 4]]]),
            }
        ),
    ),
    minutes=8,
)


# --- merge_kernels: two layers as one ----------------------------------------------------------------


def _merged(first, second):
    return conv2d(first, flip(second), padding="full")


def _square_padding(first, second):
    size = len(second) - 1
    return conv2d(first, flip(second), padding=size)


def _overwritten(first, second):
    merged = np.zeros(np.add(first.shape, second.shape) - 1)
    for (i, j), weight in np.ndenumerate(second):
        merged[i : i + first.shape[0], j : j + first.shape[1]] = weight * first
    return merged


def _is_moved(case, given):
    """Return whether the result is the right one moved by a cell, with zeros from outside."""
    right = _merged(*case.inputs.values())
    around = np.pad(right, 1)
    rows, columns = right.shape
    return given.shape == right.shape and any(
        np.allclose(given, around[1 + down : 1 + down + rows, 1 + across : 1 + across + columns])
        for down in (-1, 0, 1)
        for across in (-1, 0, 1)
    )


def _as_large_as_the_first(first, second):
    top, left = ((k - 1) // 2 for k in second.shape)
    return _merged(first, second)[top : top + first.shape[0], left : left + first.shape[1]]


def _from_an_image_of(side):
    """Return an answer that sends a bright pixel through both layers, in an image of one size."""
    pixel = np.zeros((side, side))
    pixel[side // 2, side // 2] = 1
    return lambda first, second: flip(conv2d(conv2d(pixel, first), second))


def _overwriting(first, second):
    (rows, columns), (down, across) = first.shape, second.shape
    merged = np.zeros((rows + down - 1, columns + across - 1))
    for row, column in np.ndindex(rows, columns):
        merged[row : row + down, column : column + across] = first[row, column] * second
    return merged


def _merged_by_sums(first, second):
    return np.outer(*(np.convolve(first.sum(axis=axis), second.sum(axis=axis)) for axis in (1, 0)))


def _with_relu_between(first, second):
    size = np.add(first.shape, second.shape) - 1
    pixel = np.zeros(2 * size - 1)
    pixel[tuple(size - 1)] = 1
    return flip(conv2d(relu(conv2d(pixel, first)), second))


MERGE_KERNELS = Exercise(
    name="merge_kernels",
    title="Two kernels as one",
    answer="my_merge(first, second)",
    reference=_merged,
    read=numbers,
    right="`conv2d(image, my_merge(first, second))` equals `conv2d(conv2d(image, first), second)` for every "
    "image. It is the full convolution of the two kernels, `conv2d(first, flip(second), "
    'padding="full")`: every weight of one meets every weight of the other.',
    hints=(
        "Send a bright pixel through both layers, as in the cell above. How large does the image have to be "
        "for the two windows to reach every place around that pixel?",
        "The merged kernel has len(first) + len(second) − 1 rows, and as many columns by the same rule. Put "
        "the 1 in the middle of zeros: one row less than that above it and below it, and the same for "
        "columns. What comes out is rotated by 180°.",
        'Pad `np.array([[1]])` with zeros, or shorter: `conv2d(first, flip(second), padding="full")`. The '
        "solution is in notebooks/solutions/05_merge_kernels.py.",
    ),
    mistakes=(
        Mistake(
            "the flip is missing",
            "The size is right, but the weights meet in the wrong order. Merging two kernels is a true "
            "convolution: one of them is flipped.",
            wrong=lambda first, second: conv2d(first, second, padding="full"),
        ),
        Mistake(
            "the result is rotated by 180°",
            "All the weights are there, in reverse order. A bright pixel leaves a copy of the kernel rotated "
            "by 180°: rotate it back.",
            wrong=lambda first, second: flip(_merged(first, second)),
        ),
        Mistake(
            "the border is missing",
            "Only the positions where one kernel covers the other completely are left. All positions where "
            "they overlap count.",
            wrong=lambda first, second: conv2d(first, flip(second)),
        ),
        Mistake(
            "the border is missing",
            "Your result is as large as the first kernel. Two windows of 3 reach over 5 pixels.",
            wrong=lambda first, second: conv2d(first, flip(second), padding="same"),
        ),
        Mistake(
            "one padding for rows and columns",
            "The second kernel needn't be square. Full padding adds its number of rows minus 1 above and "
            "below, and its number of columns minus 1 left and right.",
            wrong=_square_padding,
        ),
        Mistake(
            "the kernels have lost their minus signs",
            "You merged the weights without their signs. Keep the minus signs: a negative weight subtracts.",
            wrong=lambda first, second: _merged(np.abs(first), np.abs(second)),
        ),
        Mistake(
            "the kernels are added",
            "That adds the maps of two layers that work side by side. Here the second layer sees the map of "
            "the first.",
            wrong=lambda first, second: first + second,
        ),
        Mistake(
            "the weights are multiplied cell by cell",
            "Every weight of one kernel meets every weight of the other, not only the one in the same cell.",
            wrong=lambda first, second: first * second,
        ),
        Mistake(
            "that is a product of matrices",
            "`@` multiplies rows by columns. Slide one kernel over the other instead.",
            wrong=lambda first, second: first @ second,
        ),
        Mistake(
            "the result is transposed",
            "Rows and columns of the result are swapped.",
            wrong=lambda first, second: _merged(first, second).T,
        ),
        Mistake(
            "one of the layers is forgotten",
            "That is one of the two kernels. The second layer works on the map of the first.",
            wrong=lambda first, second: first,
        ),
        Mistake(
            "one of the layers is forgotten",
            "That is one of the two kernels. The second layer works on the map of the first.",
            wrong=lambda first, second: second,
        ),
        Mistake(
            "the first kernel is rotated",
            "Your result is what merging would give if the first kernel were rotated by 180°.",
            wrong=lambda first, second: _merged(flip(first), second),
        ),
        Mistake(
            "later shares overwrite earlier ones",
            "Where the shifted kernels overlap, add: `+=`.",
            wrong=_overwritten,
        ),
        Mistake(
            "the pixel is not in the middle",
            "Your kernel is shifted, and a part of it is lost. The single bright pixel belongs exactly in "
            "the middle.",
            sees=_is_moved,
        ),
        Mistake(
            "the border is missing",
            "Only positions where the middle of one kernel is on the other are left. All positions where "
            "they overlap count.",
            wrong=_as_large_as_the_first,
        ),
        Mistake(
            "the shares are not added up",
            "You have a copy of one kernel for every weight of the other, side by side. Neighbouring "
            "copies overlap, and where they do, they are added.",
            wrong=np.kron,
        ),
        Mistake(
            "the shares are not added up",
            "You have a table of all products. Products that belong to the same pixel still have to be "
            "added.",
            wrong=np.outer,
        ),
        Mistake(
            "the zeros around the kernel are left",
            "Around the merged kernel are cells that the pixel never reached. Cut them off: it has as many "
            "rows as both kernels together, minus 1.",
            wrong=_from_an_image_of(21),
        ),
        Mistake(
            "the image is 9×9 for all kernels",
            "In the lesson, 9×9 pixels fit two kernels of 3×3 exactly. For other kernels, work out the "
            "size, or cut the zeros off.",
            wrong=_from_an_image_of(9),
        ),
        Mistake(
            "the image is 9×9 for all kernels",
            "In the lesson, 9×9 pixels fit two kernels of 3×3 exactly. For other kernels, work out the "
            "size, or cut the zeros off. And a bright pixel leaves the kernel rotated: rotate it back.",
            wrong=lambda first, second: flip(_from_an_image_of(9)(first, second)),
        ),
        Mistake(
            "copies overwrite each other",
            "Copies of the second kernel overlap. Where they do, add them: `+=`.",
            wrong=_overwriting,
        ),
        Mistake(
            "the decimals are cut off",
            "Where the first kernel has whole numbers, so has yours, but the second may have decimals. "
            "`np.zeros(shape)` makes a grid for them.",
            wrong=lambda first, second: _merged(first, second).astype(first.dtype),
        ),
        Mistake(
            "one kernel stays inside the other",
            "`conv2d` keeps the window inside the first kernel. All positions where the two overlap count, "
            "and one of the two is rotated.",
            wrong=lambda first, second: conv2d(first, second),
        ),
        Mistake(
            "the border is missing",
            "Only positions where the middle of one kernel is on the other are left. All positions where "
            "they overlap count, and one of the two is rotated.",
            wrong=lambda first, second: conv2d(first, second, padding="same"),
        ),
        Mistake(
            "divided by the sum of the weights",
            "The merged weights may add up to any number, even to 0. Leave them as they are.",
            wrong=lambda first, second: _merged(first, second) / _merged(first, second).sum(),
        ),
        Mistake(
            "flipped on one axis only",
            "You reverse the rows of the kernel, but not its columns. Merging two kernels is a true "
            "convolution: one of them is rotated by 180°.",
            wrong=lambda first, second: conv2d(first, second[::-1], padding="full"),
        ),
        Mistake(
            "flipped on one axis only",
            "You reverse the columns of the kernel, but not its rows. Merging two kernels is a true "
            "convolution: one of them is rotated by 180°.",
            wrong=lambda first, second: conv2d(first, second[:, ::-1], padding="full"),
        ),
        Mistake(
            "the kernels are taken for separable",
            "You keep only what the rows and the columns of each kernel add up to, and kernels with "
            "different weights may have the same sums. Every weight of one meets every weight of the other.",
            wrong=_merged_by_sums,
        ),
        Mistake(
            "a ReLU in between",
            "You cut off what is below 0 after the first kernel. Two layers become one only without a ReLU "
            "between them.",
            wrong=_with_relu_between,
        ),
    ),
    cases=(
        Case({"first": np.array([[1, 2], [3, 4]]), "second": np.array([[1, -1], [0, 2]])}),
        Case({"first": np.array([[1, 2, 3], [0, -1, 4]]), "second": np.array([[2, 0], [1, -3]])}),
        Case({"first": np.array([[2, -1], [1, 3]]), "second": np.array([[1, 2, -1]])}),
        Case({"first": np.array([[0.5, -1.5]]), "second": np.array([[1, 2, -1], [0, 3, 1], [4, 0, 2]])}),
        Case({"first": np.array([[2, 0], [1, -3]]), "second": np.array([[0.5, -0.25]])}),
        Case({"first": kernels.SHARPEN, "second": np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])}),
    ),
    minutes=12,
)


# --- threshold: leave the strongest three ------------------------------------------------------------

ANSWERS = conv2d(pictures.GREY_PICTURE, kernels.VERTICAL_LINE, padding="same")
WANTED = 3


def _left(bias):
    """Return how many cells of the lesson's map are above 0 with this bias."""
    return int((ANSWERS + float(bias) > 0).sum())


def _is_one_number(given):
    return given.size == 1 and bool(np.isfinite(given).all())


THRESHOLD = Exercise(
    name="threshold",
    title="A bias that leaves the strongest three",
    answer="my_bias",
    reference=lambda: -330,
    accepts=lambda case, given: _is_one_number(given) and _left(given.item()) == WANTED,
    read=numbers,
    right="The third strongest response is 334 and the fourth 328, so any bias above −334 and up to −328 "
    "will do. The order doesn't change: 360 is the strongest after ReLU too.",
    hints=(
        "Sort the responses. Which is the third strongest, and which the fourth?",
        "They are 334 and 328. The bias is added to both: one should come out above 0, the other not.",
        "Any number from −333 to −328 works. The solution is in notebooks/solutions/05_threshold.py.",
    ),
    mistakes=(
        Mistake(
            "the answer is not a single number",
            "Give one number, such as −50.",
            sees=lambda case, given: not _is_one_number(given),
        ),
        Mistake(
            "the sign is the other way round",
            "The bias is added. To switch a cell off, it must pull the response down to 0 or below.",
            sees=lambda case, given: given.item() > 0 and _left(-given.item()) == WANTED,
        ),
        Mistake(
            "the third one is exactly 0",
            "ReLU of 0 is 0: the cell with 334 is switched off as well.",
            sees=lambda case, given: given.item() == -334,
        ),
        Mistake(
            "no cell is left",
            "The bias pulls even the strongest response down to 0 or below.",
            sees=lambda case, given: _left(given.item()) == 0,
        ),
        Mistake(
            "too many cells are left",
            "Pull further down: the fourth strongest response must not stay above 0.",
            sees=lambda case, given: _left(given.item()) > WANTED,
        ),
        Mistake(
            "too few cells are left",
            "The third strongest response must stay above 0: don't pull down so far.",
            sees=lambda case, given: _left(given.item()) < WANTED,
        ),
    ),
    minutes=5,
)


# --- he_scale: how large weights should start --------------------------------------------------------


def _he(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / ((1 + slope**2) * kernel_size**2 * channels))


def _he_of(variance):
    """Return an answer with another variance: a function of the number of products and the slope."""
    return lambda kernel_size, channels, filters, slope=0.0: np.sqrt(
        variance(kernel_size**2 * channels, slope)
    )


HE_SCALE = Exercise(
    name="he_scale",
    title="He's scale, for leaky ReLU too",
    answer="my_he_scale(kernel_size, channels, filters, slope=0.0)",
    reference=_he,
    read=numbers,
    right="The number of filters plays no part: each filter has its own sums, and each sum has kernel_size "
    "· kernel_size · channels products. Leaky ReLU keeps (1 + slope²) / 2 of the squares: with slope "
    "0 that is the half that ReLU keeps; with slope 1 nothing is lost.",
    hints=(
        "Two questions: how many products does one sum of one filter have? And what share of the mean square "
        "survives if negative numbers are not dropped but multiplied by `slope`?",
        "A window of kernel_size × kernel_size cells covers every channel: that gives n. The positive half "
        "of the squares stays whole; in the negative half each square is multiplied by slope².",
        "The variance is 2 / ((1 + slope²) · n) with n = kernel_size² · channels; take its square root. The "
        "solution is in notebooks/solutions/05_he_scale.py.",
    ),
    mistakes=(
        Mistake(
            "the square root is missing",
            "That is the variance. The standard deviation is its square root.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: (
                _he(kernel_size, channels, filters, slope) ** 2
            ),
        ),
        Mistake(
            "the slope is ignored",
            "With slope 0 it is right. With any other slope, part of the negative half survives, so the "
            "weights must be a little smaller.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: _he(kernel_size, channels, filters),
        ),
        Mistake(
            "the slope is not squared",
            "With slope 0 it is right. A number that is multiplied by the slope has its square multiplied by "
            "slope².",
            wrong=lambda kernel_size, channels, filters, slope=0.0: np.sqrt(
                2 / ((1 + slope) * kernel_size**2 * channels)
            ),
        ),
        Mistake(
            "the factor 2 is missing",
            "√(1 / n) keeps the variance where nothing is dropped. ReLU drops half of the mean square.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: np.sqrt(
                1 / ((1 + slope**2) * kernel_size**2 * channels)
            ),
        ),
        Mistake(
            "the square root of 2 is not taken",
            "The root covers the whole fraction: √(2 / n), not 2 / √n.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: (
                np.sqrt(2) * _he(kernel_size, channels, filters, slope)
            ),
        ),
        Mistake(
            "only the 2 is under the root",
            "The root covers the whole fraction: √(2 / n), not √2 / n.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: (
                np.sqrt(2) / ((1 + slope**2) * kernel_size**2 * channels)
            ),
        ),
        Mistake(
            "the channels are forgotten",
            "A sum runs over the window on every channel.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: _he(kernel_size, 1, filters, slope),
        ),
        Mistake(
            "the kernel is forgotten",
            "A sum runs over all cells of the window, not over one.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: _he(1, channels, filters, slope),
        ),
        Mistake(
            "the kernel is not squared",
            "A window of 3×3 has 9 cells, not 3.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: _he(
                1, kernel_size * channels, filters, slope
            ),
        ),
        Mistake(
            "a bracket is missing",
            "Python works from left to right: `2 / k**2 * c` multiplies by c. Put brackets around what you "
            "divide by.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: (
                channels * _he(kernel_size, channels, filters, slope)
            ),
        ),
        Mistake(
            "filters instead of channels",
            "What goes into a sum counts: the channels under the window, not the number of filters.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: _he(
                kernel_size, filters, channels, slope
            ),
        ),
        Mistake(
            "all weights of the layer are counted",
            "Each filter has its own sums. How many products does one sum have?",
            wrong=lambda kernel_size, channels, filters, slope=0.0: _he(
                kernel_size, channels * filters, filters, slope
            ),
        ),
        Mistake(
            "that is Glorot's scale",
            "Glorot counts what goes in and what comes out. He's scale counts only what goes in.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: np.sqrt(
                2 / (kernel_size**2 * (channels + filters))
            ),
        ),
        Mistake(
            "the fraction is upside down",
            "More products in a sum call for smaller weights.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: (
                1 / _he(kernel_size, channels, filters, slope)
            ),
        ),
        Mistake(
            "`^` is not a power",
            "In Python a power is written `**`. `^` compares bits.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: np.sqrt(
                2 / ((kernel_size ^ 2 * channels * (1 + int(slope**2))) or np.nan)
            ),
        ),
        Mistake(
            "the channels are left out",
            "kernel_size · kernel_size · *channels* numbers go into a sum.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: _he(
                kernel_size, kernel_size, filters, slope
            ),
        ),
        Mistake(
            "kernel size and channels are swapped",
            "The square belongs to the kernel size. In which order does the task list the parameters?",
            wrong=lambda kernel_size, channels, filters, slope=0.0: _he(
                channels, kernel_size, filters, slope
            ),
        ),
        Mistake(
            "1 + slope is squared",
            "The slope is squared first: 1 for the positive half and slope² for the negative one.",
            wrong=_he_of(lambda n, slope: 2 / ((1 + slope) ** 2 * n)),
        ),
        Mistake(
            "the negative half is subtracted",
            "What survives below 0 adds to what survives above it: 1 + slope².",
            wrong=_he_of(lambda n, slope: 2 / ((1 - slope**2) * n)),
        ),
        Mistake(
            "the bias is counted too",
            "The bias is not multiplied by anything: a sum has one product for each cell of the window on "
            "every channel.",
            wrong=_he_of(lambda n, slope: 2 / ((1 + slope**2) * (n + 1))),
        ),
        Mistake(
            "multiplied by what survives",
            "If more survives, the weights must be smaller: divide by 1 + slope².",
            wrong=_he_of(lambda n, slope: 2 * (1 + slope**2) / n),
        ),
        Mistake(
            "what survives is added",
            "If more survives, the weights must be smaller: slope² belongs below the line.",
            wrong=_he_of(lambda n, slope: (2 + slope**2) / n),
        ),
        Mistake(
            "the slope is left out of the root",
            "The variance is divided by 1 + slope², so the standard deviation is divided by its root.",
            wrong=_he_of(lambda n, slope: 2 / n / (1 + slope**2) ** 2),
        ),
        Mistake(
            "the whole negative half is counted",
            "Above 0, half of the mean square survives. Below 0, it is slope² times the *other half*.",
            wrong=_he_of(lambda n, slope: 1 / ((0.5 + slope**2) * n)),
        ),
        Mistake(
            "a bracket is missing",
            "Python goes from left to right: what is divided must be in brackets as a whole.",
            wrong=_he_of(lambda n, slope: 2 / (1 + slope**2) * n),
        ),
        Mistake(
            "that is the number of products",
            "n is right. The standard deviation is the root of 2 / n, less if part of the negative half "
            "survives.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: kernel_size**2 * channels,
        ),
        Mistake(
            "only the 2 is under the root",
            "The root covers the whole fraction: √(2 / n), not √2 / n.",
            wrong=_he_of(lambda n, slope: 2 / ((1 + slope**2) * n**2)),
        ),
        Mistake(
            "that is Glorot's scale",
            "Glorot takes the mean of what goes in and what comes out. He's scale counts only what goes in.",
            wrong=lambda kernel_size, channels, filters, slope=0.0: _he(
                kernel_size, (channels + filters) / 2, filters, slope
            ),
        ),
        Mistake(
            "multiplied by what survives",
            "If half of the mean square survives, the weights must be larger: divide by (1 + slope²) / 2.",
            wrong=_he_of(lambda n, slope: (1 + slope**2) / 2 / n),
        ),
    ),
    cases=(
        Case({"kernel_size": 3, "channels": 1, "filters": 64}),
        Case({"kernel_size": 3, "channels": 64, "filters": 64}),
        Case({"kernel_size": 5, "channels": 6, "filters": 16}),
        Case({"kernel_size": 1, "channels": 32, "filters": 8}),
        Case({"kernel_size": 3, "channels": 4, "filters": 8}, {"slope": 0.5}),
        Case({"kernel_size": 2, "channels": 3, "filters": 5, "slope": 0.2}),
    ),
    minutes=10,
)

EXERCISES = (RELU, RELU_GRADIENT, MERGE_KERNELS, THRESHOLD, HE_SCALE)

WARM_UP = (
    Choices(
        "padding_of_five",
        "A 5×5 kernel slides over a 12×12 image, one pixel at a time. Which padding on each side keeps the "
        "map at 12×12?",
        Choice("1 pixel", "That keeps the size for a 3×3 kernel. Here the map would still lose two rows."),
        Choice("2 pixels", "12 + 4 = 16 rows, and 16 − 5 + 1 = 12 positions.", right=True),
        Choice("4 pixels", "That is full padding: the map would grow to 16×16."),
        Choice(
            "5 pixels", "That adds 10 rows, and a 5×5 kernel takes only 4 away: the map would grow to 18×18."
        ),
        recalls="04",
    ),
    Choices(
        "wall_without_lines",
        "A kernel with the rows −1, 2, −1 finds vertical lines. What does it give on an evenly bright wall, "
        "200 everywhere?",
        Choice("1,800", "That is the sum of the nine pixels. The weights are not all 1."),
        Choice("200", "That would be a blur, whose weights add up to 1."),
        Choice("−200", "Each row of weights adds up to 0, not to −1."),
        Choice("0", "Each row gives −200 + 400 − 200 = 0: the weights add up to 0.", right=True),
        recalls="03",
    ),
    Number(
        "weights_of_eight_units",
        "A dense layer of 8 units reads an image of 12×12 pixels. How many weights does it have, without "
        "biases?",
        answer=dense_parameters(12 * 12, 8, bias=False),
        right="Each unit has a weight for each of the 144 pixels: 8 · 144 = 1,152.",
        wrong={
            144: "That is one unit. There are eight.",
            1160: "That counts the eight biases too.",
            96: "The image has 12 · 12 pixels, not 12.",
            72: "Nine weights for each unit would be 3×3 kernels. A dense unit reads all pixels.",
            192: "Twelve rows and twelve columns make 12 · 12 pixels, not 24.",
        },
        otherwise="One unit has a weight for every pixel. Count the pixels first.",
        recalls="01",
    ),
)

QUESTIONS = (
    *WARM_UP,
    Choices(
        "slope_at_minus_three",
        "x is −3 and grows to −2.9. What does the output of ReLU do?",
        Choice("It grows by 0.1", "It would if x were above 0. Here x is below 0 before and after."),
        Choice("It falls by 0.1", "The absolute value does: |−3| is 3 and |−2.9| is 2.9."),
        Choice("It stays 0", "max(0, −3) and max(0, −2.9) are both 0: the slope is 0.", right=True),
        Choice("It jumps from 0 to 1", "1 is the slope above 0, not the output."),
    ),
    Number(
        "one_for_two",
        "A 3×3 kernel slides over an image, and a second 3×3 kernel over its map, with nothing between them. "
        "How many rows of the image does one number at the end depend on?",
        answer=_merged(np.ones((3, 3)), np.ones((3, 3))).shape[0],
        right="5: it depends on three rows of the map, and their windows reach one row further on each side.",
        wrong={
            3: "It depends on three rows of the first map, and each of these on three rows of the image.",
            6: "The windows of neighbouring rows share rows: rows 0–2, 1–3 and 2–4.",
            9: "The windows of neighbouring rows share rows: rows 0–2, 1–3 and 2–4.",
            7: "That is how far three layers see.",
        },
        otherwise="It depends on three rows of the first map. Which rows of the image are under their "
        "windows?",
    ),
    Choices(
        "negative_picture",
        "Two convolutions without ReLU and without biases turn an image into a map. Now the sign of every "
        "pixel is changed. What happens to the map?",
        Choice(
            "All its signs change",
            "Every product changes its sign, so every sum does, in the first layer and in the second.",
            right=True,
        ),
        Choice(
            "It stays as it is: two changes cancel",
            "The weights have kept their signs. Only the pixels have changed theirs.",
        ),
        Choice("Its negative numbers become 0", "ReLU would do that. There is none here."),
        Choice("It becomes 0 everywhere", "The map and its negative add up to 0. Neither of them is 0."),
    ),
    Number(
        "bias_for_forty",
        "You want only responses above 40 to get through ReLU. Which bias does that?",
        answer=-40,
        right="−40: a response of 41 becomes 1 and passes, 40 becomes 0, and 39 becomes −1.",
        wrong={
            40: "The bias is added: with +40 even a response of −39 gets through.",
            0: "Then everything above 0 gets through.",
            -41: "Then 40.5 would be switched off, though it is above 40.",
            -39: "Then 39.5 would get through.",
            1: "A bias of 1 lets more through, not less.",
        },
        otherwise="A response of exactly 40 should become 0.",
    ),
    Choices(
        "dead_unit",
        "The unit's sums are negative for all three inputs. What could bring it back?",
        Choice(
            "More steps at the same rate",
            "A step is the rate times the slope, and the slope is 0. None of those steps moves anything.",
        ),
        Choice("A larger rate", "Ten times 0 is 0."),
        Choice("The same three inputs in another order", "All three give the slope 0, in any order."),
        Choice(
            "A fourth input for which its sum is positive",
            "It opens the gate: there the slope is 1, and weight and bias move again. With −0.1 · x − 0.9 "
            "that takes an x below −9.",
            right=True,
        ),
    ),
    Number(
        "three_sigmoids",
        "The slope of the sigmoid is at most 1/4. A number comes back through three sigmoids, with weights "
        "of 1 between them. What share of it is left at most?",
        answer=0.25**3,
        right="1/4 · 1/4 · 1/4 = 1/64, less than 2%. Ten of them leave less than a millionth.",
        wrong={
            0.25: "That is one sigmoid. There are three.",
            0.75: "Slopes along a chain are multiplied, not added.",
            0.0625: "That is two sigmoids.",
            0.083333: "A quarter of a third? Multiply the three slopes.",
            64: "The slopes shrink the number: it is 1 divided by 64.",
        },
        otherwise="Each sigmoid multiplies by its slope. Multiply three slopes of 1/4. You can type 1/64 as "
        "0.0156.",
        within=0.0005,
    ),
    Number(
        "half_of_the_squares",
        "Numbers are spread symmetrically around 0, and the mean of their squares is 1. What is the mean of "
        "the squares after ReLU?",
        answer=0.5,
        right="The negative half becomes 0, and its squares with it; the other half doesn't change. That "
        "leaves 0.5.",
        wrong={
            1: "The squares of the negative half are gone.",
            0: "The positive half is still there.",
            0.25: "Half of the numbers become 0; the others keep their squares whole.",
            2: "ReLU makes no square larger.",
        },
        otherwise="Half of the squares become 0. What happens to the others?",
    ),
    Number(
        "variance_of_nine",
        "A sum has nine products. They are independent, with mean 0, and each has a variance of 0.5. What is "
        "the variance of the sum?",
        answer=9 * 0.5,
        right="Variances of independent numbers add up: 9 · 0.5 = 4.5.",
        wrong={
            0.5: "That is one product. Variances of independent numbers add up.",
            1.5: "√9 · 0.5: only the standard deviation grows with the square root. The variance grows "
            "ninefold.",
            0.055556: "You divide by 9 for the variance of a mean. This is a sum.",
            40.5: "81 · 0.5: that would be right if the nine products were all equal.",
            9: "Each product has the variance 0.5, not 1.",
        },
        otherwise="Variances of independent numbers add up.",
    ),
)

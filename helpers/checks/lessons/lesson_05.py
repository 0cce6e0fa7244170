"""Lesson 05, ReLU: exercises and questions."""

import numpy as np

from helpers import conv2d, flip, kernels, leaky_relu, pictures, relu
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number

# --- relu: max(0, x) ---------------------------------------------------------------------------------

RELU = Exercise(
    name="relu",
    title="ReLU",
    answer="my_relu(values)",
    reference=relu,
    read=numbers,
    right="It works for one number and for a batch of maps alike, because it looks at one number at a time.",
    hints=(
        "Each number is replaced by the larger of two: 0 and itself. NumPy has a function that takes the "
        "larger of two, cell by cell.",
        "It is not `np.max`, which gives the one largest number of an array. Its name is longer.",
        "`np.maximum(0, values)`. The solution is in notebooks/solutions/05_relu.py.",
    ),
    mistakes=(
        Mistake(
            "it is zero everywhere",
            "That is the misprint: zero for x ≤ 0 and for x > 0. A positive number stays what it is.",
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
            "−3 is to become 0, not 3: the opposite of a line is no line.",
            wrong=np.abs,
        ),
        Mistake(
            "ones instead of the values",
            "You say where a number is positive. Its value is to be kept: a strong answer stays strong.",
            wrong=lambda values: (values > 0).astype(int),
        ),
        Mistake(
            "the negative cells are taken out",
            "A cell without an answer stays, with a 0 in it. Your result has fewer cells than the map.",
            wrong=lambda values: values[values > 0],
        ),
        Mistake(
            "one number for the whole map",
            "`max` looks for the largest number of all. Every cell is to be compared with 0 by itself.",
            wrong=lambda values: np.maximum(0, values.max()),
        ),
        Mistake(
            "all numbers are moved up",
            "The smallest number has become 0 and all others have moved with it. Only negative numbers "
            "change.",
            wrong=lambda values: values - min(values.min(), 0),
        ),
        Mistake(
            "large numbers are cut off",
            "ReLU has no upper end: a number above 1 stays as large as it is.",
            wrong=lambda values: np.clip(values, 0, 1),
        ),
        Mistake(
            "large numbers are cut off",
            "A feature map is no picture: a number above 255 stays as large as it is.",
            wrong=lambda values: np.clip(values, 0, 255),
        ),
        Mistake(
            "the decimals are cut off",
            "0.5 stays 0.5. Nothing needs to be turned into whole numbers.",
            wrong=lambda values: np.maximum(0, values).astype(int),
        ),
        Mistake(
            "that is leaky ReLU",
            "Negative numbers are made smaller here. ReLU turns them into 0.",
            wrong=leaky_relu,
        ),
        Mistake(
            "that is leaky ReLU",
            "Negative numbers are made smaller here. ReLU turns them into 0.",
            wrong=lambda values: leaky_relu(values, 0.1),
        ),
    ),
    cases=(
        Case({"values": np.array([-3, 0, 2])}),
        Case({"values": np.array([[-24, 48, -24], [-16, 32, 300]])}),
        Case({"values": np.array([[0.5, -0.25], [-1.5, 2.75], [0, 1000]])}),
        Case({"values": np.array([[[-4, 6], [7, -1]], [[3, -2], [-5, 8]]])}),
    ),
)


# --- relu_gradient: the way back ---------------------------------------------------------------------


def _passed(values, incoming):
    return np.where(values > 0, incoming, 0)


RELU_GRADIENT = Exercise(
    name="relu_gradient",
    title="What ReLU hands back",
    answer="my_relu_gradient(values, incoming)",
    reference=_passed,
    read=numbers,
    right="ReLU hands on what comes back where its value was positive, and stops it elsewhere. Training a "
    "network runs through such gates from its end to its beginning.",
    hints=(
        "What is the slope of ReLU at a positive value, and at a negative one? The result is incoming times "
        "that slope.",
        "`values > 0` is True where the slope is 1 and False where it is 0, and Python counts True as 1.",
        "`incoming * (values > 0)`. The solution is in notebooks/solutions/05_relu_gradient.py.",
    ),
    mistakes=(
        Mistake(
            "the incoming numbers are missing",
            "Those are the slopes, 0 and 1. Each is to be multiplied by the number that comes in.",
            wrong=lambda values, incoming: (values > 0).astype(int),
        ),
        Mistake(
            "0 lets through",
            "Where the value is exactly 0, nothing passes: the gate opens above 0.",
            wrong=lambda values, incoming: np.where(values >= 0, incoming, 0),
        ),
        Mistake(
            "0 lets half through",
            "Where the value is exactly 0, nothing passes.",
            wrong=lambda values, incoming: np.where(values == 0, incoming / 2, _passed(values, incoming)),
        ),
        Mistake(
            "the values are multiplied in",
            "The slope is 1 wherever a value is positive, however large it is.",
            wrong=lambda values, incoming: relu(values) * incoming,
        ),
        Mistake(
            "ReLU of what comes in",
            "The sign of `values` decides what passes. What comes in may be negative, and passes all the "
            "same.",
            wrong=lambda values, incoming: relu(incoming),
        ),
        Mistake(
            "negative messages are dropped",
            'What comes in may be negative: "better if it were smaller". It passes where the value is '
            "positive.",
            wrong=lambda values, incoming: _passed(values, relu(incoming)),
        ),
        Mistake(
            "everything passes",
            "Where a value was negative, ReLU's output is 0 whatever happens to it: nothing comes back "
            "there.",
            wrong=lambda values, incoming: incoming,
        ),
        Mistake(
            "the gate is the wrong way round",
            "It is open where a value is positive.",
            wrong=lambda values, incoming: np.where(values > 0, 0, incoming),
        ),
        Mistake(
            "the sign is turned round",
            "Below 0 the slope is 0, not −1: that would be the absolute value.",
            wrong=lambda values, incoming: np.sign(values) * incoming,
        ),
        Mistake(
            "that is the way forward",
            "That is ReLU itself. Asked is what it hands back: incoming times the slope.",
            wrong=lambda values, incoming: relu(values),
        ),
        Mistake(
            "a little gets through below 0",
            "That is the gradient of leaky ReLU. Below 0 the slope of ReLU is 0.",
            wrong=lambda values, incoming: np.where(values > 0, incoming, 0.2 * incoming),
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
        Case(
            {
                "values": np.array([[[7, -8], [-9, 6]]]),
                "incoming": np.array([[[-3, 5], [-2, 4]]]),
            }
        ),
    ),
)


# --- merge_kernels: two layers as one ----------------------------------------------------------------


def _merged(first, second):
    return conv2d(first, flip(second), padding="full")


MERGE_KERNELS = Exercise(
    name="merge_kernels",
    title="Two kernels as one",
    answer="my_merge(first, second)",
    reference=_merged,
    read=numbers,
    right="`conv2d(image, my_merge(first, second))` is `conv2d(conv2d(image, first), second)`, for every "
    "picture. Without an activation between them, two layers are one.",
    hints=(
        "The lesson merged two kernels above. Which padding gives every pair of weights its place?",
        "One kernel is laid over the other with full padding. In `conv2d` nothing is flipped, so something "
        "must be flipped before.",
        '`conv2d(first, flip(second), padding="full")`. The solution is in '
        "notebooks/solutions/05_merge_kernels.py.",
    ),
    mistakes=(
        Mistake(
            "the flip is missing",
            "The size is right, but the weights meet in the wrong order. Merging two kernels is a true "
            "convolution: one of them is flipped.",
            wrong=lambda first, second: conv2d(first, second, padding="full"),
        ),
        Mistake(
            "the result is turned by half a circle",
            "The first kernel keeps its direction. Flip the second, and lay it over the first.",
            wrong=lambda first, second: flip(_merged(first, second)),
        ),
        Mistake(
            "the border is missing",
            "With valid padding only those places are kept at which the kernels cover each other whole. All "
            "places count.",
            wrong=lambda first, second: conv2d(first, flip(second)),
        ),
        Mistake(
            "the border is missing",
            "Same padding keeps the size of the first kernel. Two windows of 3 reach over 5 pixels.",
            wrong=lambda first, second: conv2d(first, flip(second), padding="same"),
        ),
        Mistake(
            "the kernels are added",
            "That adds the two layers' maps side by side. Here the second looks at what the first has made.",
            wrong=lambda first, second: first + second,
        ),
        Mistake(
            "the weights are multiplied cell by cell",
            "Every weight of one kernel meets every weight of the other, not only the one at its own place.",
            wrong=lambda first, second: first * second,
        ),
        Mistake(
            "that is a product of matrices",
            "A kernel is no matrix that multiplies: lay one kernel over the other at every place.",
            wrong=lambda first, second: first @ second,
        ),
        Mistake(
            "the result is transposed",
            "Rows and columns of the result have changed places.",
            wrong=lambda first, second: _merged(first, second).T,
        ),
        Mistake(
            "one of the layers is forgotten",
            "That is one of the two kernels. The second looks at what the first has made.",
            wrong=lambda first, second: first,
        ),
        Mistake(
            "one of the layers is forgotten",
            "That is one of the two kernels. The second looks at what the first has made.",
            wrong=lambda first, second: second,
        ),
    ),
    cases=(
        Case({"first": np.array([[1, 2], [3, 4]]), "second": np.array([[1, -1], [0, 2]])}),
        Case({"first": np.array([[1, 2, 3], [0, -1, 4]]), "second": np.array([[2, 0], [1, -3]])}),
        Case({"first": np.array([[0.5, -1.5]]), "second": np.array([[1, 2, -1], [0, 3, 1], [4, 0, 2]])}),
        Case({"first": kernels.SHARPEN, "second": np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])}),
    ),
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
    right="The third strongest answer is 334 and the fourth 328, so the bias must lie below −328 or on "
    "it, and "
    "above −334. What is left keeps its order: 360 is the strongest after ReLU too.",
    hints=(
        "Sort the answers. Which is the third strongest, and which the fourth?",
        "They are 334 and 328. The bias is added to both: one is to come out above 0, the other not.",
        "Any number from −333 to −328 does it. The solution is in notebooks/solutions/05_threshold.py.",
    ),
    mistakes=(
        Mistake(
            "there is not one number",
            "Give one number, such as −50.",
            sees=lambda case, given: not _is_one_number(given),
        ),
        Mistake(
            "the sign is the other way round",
            "The bias is added. To switch a cell off, it must pull its answer down to 0 or below.",
            sees=lambda case, given: given.item() > 0 and _left(-given.item()) == WANTED,
        ),
        Mistake(
            "the third one is exactly 0",
            "ReLU of 0 is 0: the cell with 334 is switched off as well.",
            sees=lambda case, given: given.item() == -334,
        ),
        Mistake(
            "no cell is left",
            "The bias is stronger than the strongest answer.",
            sees=lambda case, given: _left(given.item()) == 0,
        ),
        Mistake(
            "too many cells are left",
            "Pull further down: the bias must reach the fourth strongest answer.",
            sees=lambda case, given: _left(given.item()) > WANTED,
        ),
        Mistake(
            "too few cells are left",
            "The third strongest answer must stay above 0: do not pull so far.",
            sees=lambda case, given: _left(given.item()) < WANTED,
        ),
    ),
)


# --- he_scale: how large weights should start --------------------------------------------------------


def _he(kernel_size, channels, filters):
    return np.sqrt(2 / (kernel_size**2 * channels))


HE_SCALE = Exercise(
    name="he_scale",
    title="He's scale for a layer",
    answer="my_he_scale(kernel_size, channels, filters)",
    reference=_he,
    read=numbers,
    right="The number of filters plays no part: each filter makes its own sums, and each sum has "
    "kernel_size · kernel_size · channels products.",
    hints=(
        "The scale is √(2 / n), and n counts the products in one sum. One sum is one stop of one filter.",
        "A window of kernel_size × kernel_size cells lies on every channel: n = kernel_size · kernel_size · "
        "channels.",
        "`np.sqrt(2 / (kernel_size**2 * channels))`. The solution is in notebooks/solutions/05_he_scale.py.",
    ),
    mistakes=(
        Mistake(
            "the square root is missing",
            "2 / n is the variance. The standard deviation is its square root.",
            wrong=lambda kernel_size, channels, filters: 2 / (kernel_size**2 * channels),
        ),
        Mistake(
            "the factor 2 is missing",
            "√(1 / n) keeps the variance where nothing is dropped. ReLU takes half of the mean square away.",
            wrong=lambda kernel_size, channels, filters: np.sqrt(1 / (kernel_size**2 * channels)),
        ),
        Mistake(
            "the square root of 2 is not taken",
            "The root belongs to the whole fraction: √(2 / n), not 2 / √n.",
            wrong=lambda kernel_size, channels, filters: 2 / np.sqrt(kernel_size**2 * channels),
        ),
        Mistake(
            "only the 2 is under the root",
            "The root belongs to the whole fraction: √(2 / n), not √2 / n.",
            wrong=lambda kernel_size, channels, filters: np.sqrt(2) / (kernel_size**2 * channels),
        ),
        Mistake(
            "the channels are forgotten",
            "A sum runs over the window on every channel.",
            wrong=lambda kernel_size, channels, filters: np.sqrt(2 / kernel_size**2),
        ),
        Mistake(
            "the kernel is forgotten",
            "A sum runs over all cells of the window, not over one.",
            wrong=lambda kernel_size, channels, filters: np.sqrt(2 / channels),
        ),
        Mistake(
            "the kernel is not squared",
            "A window of 3×3 has 9 cells, not 3.",
            wrong=lambda kernel_size, channels, filters: np.sqrt(2 / (kernel_size * channels)),
        ),
        Mistake(
            "filters instead of channels",
            "What goes into a sum counts: the channels it looks at, not the filters that look.",
            wrong=lambda kernel_size, channels, filters: np.sqrt(2 / (kernel_size**2 * filters)),
        ),
        Mistake(
            "all weights of the layer are counted",
            "Each filter makes a sum of its own. How many products has one sum?",
            wrong=lambda kernel_size, channels, filters: np.sqrt(2 / (kernel_size**2 * channels * filters)),
        ),
        Mistake(
            "that is Glorot's scale",
            "Glorot counts what goes in and what comes out. He counts what goes in.",
            wrong=lambda kernel_size, channels, filters: np.sqrt(2 / (kernel_size**2 * (channels + filters))),
        ),
        Mistake(
            "the fraction is upside down",
            "More products in a sum call for smaller weights.",
            wrong=lambda kernel_size, channels, filters: np.sqrt(kernel_size**2 * channels / 2),
        ),
    ),
    cases=(
        Case({"kernel_size": 3, "channels": 1, "filters": 64}),
        Case({"kernel_size": 3, "channels": 64, "filters": 64}),
        Case({"kernel_size": 5, "channels": 6, "filters": 16}),
        Case({"kernel_size": 1, "channels": 32, "filters": 8}),
    ),
)


EXERCISES = (RELU, RELU_GRADIENT, MERGE_KERNELS, THRESHOLD, HE_SCALE)

QUESTIONS = (
    Number(
        "relu_rows",
        "A feature map has 26 rows and 26 columns, and 300 of its numbers are negative. How many rows has it "
        "after ReLU?",
        answer=relu(np.zeros((26, 26))).shape[0],
        right="26, as before. The 300 negative numbers are zeros now, and a zero takes its place like "
        "any other "
        "number.",
        wrong={
            24: "A 3×3 kernel would take two rows. ReLU has no window.",
            13: "That is what pooling will do in lesson 06.",
            14: "Rows are not taken out: a negative number becomes 0 where it stands.",
            0: "Nothing is taken out.",
        },
        otherwise="ReLU replaces numbers one at a time. Does a cell ever go away?",
    ),
    Choices(
        "slope_at_minus_three",
        "x is −3 and grows to −2.9. What does the output of ReLU do?",
        Choice("It grows by 0.1.", "That is so above 0. Here x is below 0 before and after."),
        Choice("It falls by 0.1.", "Then it would be the absolute value, which turns −3 into 3."),
        Choice("It stays 0.", "max(0, −3) and max(0, −2.9) are both 0: the slope is 0.", right=True),
        Choice("It jumps from 0 to 1.", "1 is the slope above 0, not the output."),
    ),
    Number(
        "one_for_two",
        "A 3×3 kernel slides over a picture, and a second 3×3 kernel over its map, with nothing between "
        "them. "
        "How many rows of the picture does one number at the end depend on?",
        answer=_merged(np.ones((3, 3)), np.ones((3, 3))).shape[0],
        right="5: three rows of the map, and the windows behind them reach over one row more on each side.",
        wrong={
            3: "It depends on three rows of the first map, and each of these on three rows of the picture.",
            6: "The windows of neighbouring rows share rows: rows 0–2, 1–3 and 2–4.",
            9: "The windows of neighbouring rows share rows: rows 0–2, 1–3 and 2–4.",
            7: "That is what three layers see.",
        },
        otherwise="It depends on three rows of the first map. Which rows of the picture are under their "
        "windows?",
    ),
    Choices(
        "negative_picture",
        "Two convolutions without ReLU turn a picture into a map. Now all signs of the picture are "
        "changed. What "
        "happens to the map?",
        Choice(
            "All its signs change.",
            "Every product changes its sign, so every sum does, in the first layer and in the second.",
            right=True,
        ),
        Choice(
            "It stays as it is: two changes cancel.",
            "The signs of the weights have not changed, only the picture's.",
        ),
        Choice("Its negative numbers become 0.", "That would be ReLU. There is none here."),
        Choice("It becomes 0 everywhere.", "The map and its negative add up to 0. Each by itself does not."),
    ),
    Number(
        "bias_for_forty",
        "Only answers above 40 are to get through ReLU. Which bias does it?",
        answer=-40,
        right="−40: an answer of 41 becomes 1 and passes, 40 becomes 0, and 39 becomes −1.",
        wrong={
            40: "The bias is added: with +40 even an answer of −39 gets through.",
            0: "Then everything above 0 gets through.",
            -41: "Then 40.5 would be switched off, though it is above 40.",
            -39: "Then 39.5 would get through.",
            1: "A bias of 1 lets more through, not less.",
        },
        otherwise="An answer of exactly 40 is to become 0.",
    ),
    Choices(
        "dead_unit",
        "The unit's sums are negative for all three inputs. What could bring it back?",
        Choice(
            "More steps at the same rate.",
            "A step is the rate times the slope, and the slope is 0: 200 of them were nothing.",
        ),
        Choice("A larger rate.", "Ten times 0 is 0."),
        Choice("The same three inputs in another order.", "All three give the slope 0, in any order."),
        Choice(
            "A fourth input for which its sum is positive.",
            "It opens the gate: there the slope is 1, and weight and bias move again. With −0.1 · x − "
            "0.9 that "
            "would be an x below −9.",
            right=True,
        ),
    ),
    Number(
        "half_of_the_squares",
        "Numbers lie evenly on both sides of 0, and the mean of their squares is 1. What is the mean of "
        "the squares "
        "after ReLU?",
        answer=0.5,
        right="The negative half becomes 0 and its squares are gone; the other half stays as it is. 0.5 "
        "is left.",
        wrong={
            1: "The squares of the negative half are gone.",
            0: "The positive half is still there.",
            0.25: "Half of the numbers become 0; the others keep their squares whole.",
            2: "ReLU makes no number larger.",
        },
        otherwise="Half of the squares become 0. What happens to the others?",
    ),
)

"""Answers to the exercises of lesson 03, as learners write them."""

# ruff: noqa: D103
import numpy as np
import scipy.signal

from helpers import conv2d
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- falling -----------------------------------------------------------------------------------------

ANSWERS.values(
    "falling",
    None,
    [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]],
    np.array([[1.0, -0.5, -0.5], [-0.5, 1.0, -0.5], [-0.5, -0.5, 1.0]]),
    [[1, 0, -1], [0, 0, 0], [-1, 0, 1]],
    np.eye(3) - 1 / 3,
)
ANSWERS.values("falling", "it finds rising diagonals", [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]])
ANSWERS.values("falling", "a flat surface gets an answer", np.eye(3), [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
ANSWERS.values("falling", "it finds vertical lines", [[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]])
ANSWERS.values("falling", "it finds horizontal lines", [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])
ANSWERS.values("falling", "the signs are the wrong way round", [[-2, 1, 1], [1, -2, 1], [1, 1, -2]])
ANSWERS.values("falling", "it cannot tell the lines apart", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
ANSWERS.values("falling", "there are not 3 by 3 weights", [2, -1, -1], [[1, -1], [-1, 1]], 1)
ANSWERS.values("falling", "every weight is 0", [[0, 0, 0], [0, 0, 0], [0, 0, 0]])
ANSWERS.values("falling", "the wrong kind of thing", "[[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]")

# --- blur --------------------------------------------------------------------------------------------


@right("blur")
def ones_divided(size):
    return np.ones((size, size)) / (size * size)


@right("blur")
def as_lists(size):
    return [[1 / size**2] * size for _ in range(size)]


@right("blur")
def ones_over_their_sum(size):
    kernel = np.ones((size, size), dtype="float32")
    return kernel / kernel.sum()


@wrong("blur", "the picture gets brighter")
def forgets_to_divide(size):
    return np.ones((size, size), dtype=int)


@wrong("blur", "the weights are divided by size only once")
def divides_by_one_side(size):
    return np.ones((size, size)) / size


@wrong("blur", "the weights are 1/9 at every size")
def always_a_ninth(size):
    return np.ones((size, size)) / 9


@wrong("blur", "the kernel is 3 by 3 at every size")
def ignores_the_size(size):
    return np.ones((3, 3)) / 9


@wrong("blur", "the weights are one row")
def one_long_row(size):
    return np.full(size**2, 1 / size**2)


@wrong("blur", "it blurs along one axis only")
def one_row(size):
    return np.full((1, size), 1 / size)


@wrong("blur", "one weight comes back")
def gives_the_weight(size):
    return 1 / size**2


@wrong("blur", "the weights are not equal")
def gentle_in_the_middle(size):
    side = np.hanning(size + 2)[1:-1]
    kernel = np.outer(side, side)
    return kernel / kernel.sum()


@wrong("blur", "printed instead of returned")
def prints_the_blur(size):
    print(np.ones((size, size)) / size**2)


@wrong("blur", "the picture gets brighter")
def divides_whole_numbers(size):
    return np.ones((size, size), dtype=int) // 1


# --- match -------------------------------------------------------------------------------------------


@right("match")
def with_two_loops(image, feature):
    rows = image.shape[0] - feature.shape[0] + 1
    columns = image.shape[1] - feature.shape[1] + 1
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = image[r : r + feature.shape[0], c : c + feature.shape[1]]
            result[r, c] = np.mean(window * feature)
    return result


@right("match")
def with_conv2d(image, feature):
    return conv2d(image, feature) / feature.size


@right("match")
def with_scipy(image, feature):
    return scipy.signal.correlate2d(image, feature, mode="valid") / np.prod(feature.shape)


@right("match")
def counts_agreement(image, feature):
    windows = np.lib.stride_tricks.sliding_window_view(image, feature.shape)
    return 2 * (windows == feature).mean(axis=(2, 3)) - 1


@wrong("match", "summed instead of averaged")
def sums_the_products(image, feature):
    return conv2d(image, feature)


@wrong("match", "divided by 9 at every size")
def divides_by_nine(image, feature):
    return conv2d(image, feature) / 9


@wrong("match", "divided by the number of cells in the image")
def divides_by_the_image(image, feature):
    return conv2d(image, feature) / image.size


@wrong("match", "the feature is flipped")
def uses_convolve2d(image, feature):
    return scipy.signal.convolve2d(image, feature, mode="valid") / feature.size


@wrong("match", "the feature is transposed")
def transposes_the_feature(image, feature):
    return conv2d(image, np.transpose(feature)) / feature.size


@wrong("match", "it is the share of cells that agree")
def share_that_agrees(image, feature):
    windows = np.lib.stride_tricks.sliding_window_view(image, feature.shape)
    return (windows == feature).mean(axis=(2, 3))


@wrong("match", "agreement on paper is not counted")
def counts_ink_only(image, feature):
    windows = np.lib.stride_tricks.sliding_window_view(image, feature.shape)
    return ((windows == 1) & (feature == 1)).mean(axis=(2, 3))


@wrong("match", "negative scores are lost")
def drops_the_sign(image, feature):
    return np.abs(conv2d(image, feature) / feature.size)


@wrong("match", "the decimals are cut off")
def keeps_whole_numbers(image, feature):
    return (conv2d(image, feature) / feature.size).astype(int)


@wrong("match", "only exact matches are kept")
def yes_or_no(image, feature):
    windows = np.lib.stride_tricks.sliding_window_view(image, feature.shape)
    return (windows == feature).all(axis=(2, 3))


@wrong("match", "only the best score comes back")
def best_score(image, feature):
    return (conv2d(image, feature) / feature.size).max()


@wrong("match", "border off by one")
def stops_one_early(image, feature):
    rows = image.shape[0] - feature.shape[0]
    columns = image.shape[1] - feature.shape[1]
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            result[r, c] = (image[r : r + feature.shape[0], c : c + feature.shape[1]] * feature).mean()
    return result


@wrong("match", "the image is padded")
def pads_the_image(image, feature):
    return conv2d(image, feature, padding="same") / feature.size


@wrong("match", "one score for the whole image")
def first_window_only(image, feature):
    return (image[: feature.shape[0], : feature.shape[1]] * feature).mean()


# --- sharpen -----------------------------------------------------------------------------------------


@right("sharpen")
def identity_and_details(amount):
    identity = np.zeros((3, 3))
    identity[1, 1] = 1
    return identity + amount * (identity - np.ones((3, 3)) / 9)


@right("sharpen")
def written_out(amount):
    kernel = np.full((3, 3), -amount / 9)
    kernel[1, 1] = 1 + amount * 8 / 9
    return kernel.tolist()


@wrong("sharpen", "it blurs instead")
def adds_blur_minus_picture(amount):
    return np.pad([[1.0]], 1) + amount * (np.ones((3, 3)) / 9 - np.pad([[1.0]], 1))


@wrong("sharpen", "the picture itself is missing")
def details_only(amount):
    return amount * (np.pad([[1.0]], 1) - np.ones((3, 3)) / 9)


@wrong("sharpen", "the amount is not used")
def forgets_the_amount(amount):
    return 2 * np.pad([[1.0]], 1) - np.ones((3, 3)) / 9


@wrong("sharpen", "the blur is not multiplied by the amount")
def forgets_the_brackets(amount):
    return np.pad([[1.0]], 1) + amount * np.pad([[1.0]], 1) - np.ones((3, 3)) / 9


@wrong("sharpen", "the blur is added, not taken away")
def adds_the_blur(amount):
    return np.pad([[1.0]], 1) + amount * np.ones((3, 3)) / 9


@wrong("sharpen", "only the blur is taken away")
def takes_the_blur_away(amount):
    return np.pad([[1.0]], 1) - amount * np.ones((3, 3)) / 9


@wrong("sharpen", "the whole kernel is multiplied by the amount")
def multiplies_everything(amount):
    return amount * (2 * np.pad([[1.0]], 1) - np.ones((3, 3)) / 9)


@wrong("sharpen", "the kernel sums to 9 times as much")
def forgets_the_ninth(amount):
    return np.pad([[1.0]], 1) + amount * (9 * np.pad([[1.0]], 1) - np.ones((3, 3)))


@wrong("sharpen", "the picture changes its brightness")
def doubles_the_middle(amount):
    return (1 + amount) * np.pad([[1.0]], 1)

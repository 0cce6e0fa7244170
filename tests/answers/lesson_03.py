"""Answers to the exercises of lesson 03, as learners write them."""

# ruff: noqa: D103
import numpy as np
import scipy.signal

from helpers import conv2d, kernels
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
    (np.eye(3) - 1 / 3).astype("float32"),
)
ANSWERS.values("falling", "it finds rising diagonals", [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]])
ANSWERS.values(
    "falling", "a flat surface gets a response", np.eye(3), [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
)
ANSWERS.values("falling", "it finds vertical lines", [[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]])
ANSWERS.values("falling", "it finds horizontal lines", [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])
ANSWERS.values("falling", "the signs are the wrong way round", [[-2, 1, 1], [1, -2, 1], [1, 1, -2]])
ANSWERS.values(
    "falling",
    "it can't tell the lines apart",
    [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    [[1, 0, 0], [0, -2, 0], [0, 0, 1]],
)
ANSWERS.values("falling", "there are not 3 by 3 weights", [2, -1, -1], [[1, -1], [-1, 1]], 1)
ANSWERS.values("falling", "every weight is 0", [[0, 0, 0], [0, 0, 0], [0, 0, 0]])
ANSWERS.values("falling", "the wrong kind of thing", "[[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]")

# --- gaussian ----------------------------------------------------------------------------------------


@right("gaussian")
def outer_over_its_sum(row):
    square = np.outer(row, row)
    return square / square.sum()


@right("gaussian")
def row_normalised_first(row):
    weights = np.array(row, dtype="float32") / sum(row)
    return weights[:, np.newaxis] * weights


@right("gaussian")
def as_lists(row):
    total = sum(row)
    return [[one * other / total**2 for other in row] for one in row]


@right("gaussian")
def spreads_a_dot(row):
    dot = np.zeros((2 * len(row) - 1, 2 * len(row) - 1))
    dot[len(row) - 1, len(row) - 1] = 1
    spread = conv2d(dot, row[np.newaxis, ::-1] / row.sum())
    return conv2d(spread, row[::-1, np.newaxis] / row.sum())


@wrong("gaussian", "the image gets brighter")
def forgets_to_divide(row):
    return np.outer(row, row)


@wrong("gaussian", "divided by the sum of the row only once")
def divides_once(row):
    return np.outer(row, row) / row.sum()


@wrong("gaussian", "divided by the number of weights")
def divides_by_the_cells(row):
    return np.outer(row, row) / len(row) ** 2


@wrong("gaussian", "divided by the largest weight")
def makes_the_middle_one(row):
    square = np.outer(row, row)
    return square / np.max(square)


@wrong("gaussian", "divided by 16 for every row")
def always_sixteen(row):
    return np.outer(row, row) / 16


@wrong("gaussian", "the weights are added, not multiplied")
def adds_row_and_column(row):
    square = row[:, np.newaxis] + row
    return square / square.sum()


@wrong("gaussian", "every row of the kernel is the same")
def stacks_the_row(row):
    square = np.array([row] * len(row))
    return square / square.sum()


@wrong("gaussian", "it is a row, not a square")
def one_row_only(row):
    return row / row.sum()


@wrong("gaussian", "one number comes back")
def takes_the_dot_product(row):
    return row @ row / row.sum() ** 2


@wrong("gaussian", "the weights don't add up to 1")
def divides_by_the_sum_of_squares(row):
    return np.outer(row, row) / (row**2).sum() ** 2


@wrong("gaussian", "printed instead of returned")
def prints_the_kernel(row):
    print(np.outer(row, row) / row.sum() ** 2)


@wrong("gaussian", "it is a row, not a square")
def multiplies_cell_by_cell(row):
    return row * row / row.sum() ** 2


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


@wrong("sharpen", "the image itself is missing")
def details_only(amount):
    return amount * (np.pad([[1.0]], 1) - np.ones((3, 3)) / 9)


@wrong("sharpen", "the amount is not used")
def forgets_the_amount(amount):
    return 2 * np.pad([[1.0]], 1) - np.ones((3, 3)) / 9


@wrong("sharpen", "the blur is not multiplied by the amount")
def forgets_the_brackets(amount):
    return np.pad([[1.0]], 1) + amount * np.pad([[1.0]], 1) - np.ones((3, 3)) / 9


@wrong("sharpen", "the blur is added, not subtracted")
def adds_the_blur(amount):
    return np.pad([[1.0]], 1) + amount * np.ones((3, 3)) / 9


@wrong("sharpen", "only the blur is subtracted")
def takes_the_blur_away(amount):
    return np.pad([[1.0]], 1) - amount * np.ones((3, 3)) / 9


@wrong("sharpen", "the whole kernel is multiplied by the amount")
def multiplies_everything(amount):
    return amount * (2 * np.pad([[1.0]], 1) - np.ones((3, 3)) / 9)


@wrong("sharpen", "the blur has weights of 1")
def forgets_the_ninth(amount):
    return np.pad([[1.0]], 1) + amount * (9 * np.pad([[1.0]], 1) - np.ones((3, 3)))


@wrong("sharpen", "the brightness changes")
def doubles_the_middle(amount):
    return (1 + amount) * np.pad([[1.0]], 1)


@wrong("sharpen", "only four neighbours are blurred")
def the_kernel_of_the_lesson(amount):
    return [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]


@right("match")  # a feature holds only 1 and −1, so this is the number of its cells
def divides_by_the_absolute_sum(image, feature):
    return conv2d(image, feature) / np.abs(feature).sum()


# --- alike -------------------------------------------------------------------------------------------


@right("alike")
def means_and_lengths(window, feature):
    w, f = window - window.mean(), feature - feature.mean()
    if not w.any():
        return 0
    return (w * f).sum() / np.sqrt((w**2).sum() * (f**2).sum())


@right("alike")
def as_a_correlation(window, feature):
    if window.std() == 0:
        return 0.0
    return np.corrcoef(window.ravel(), feature.ravel())[0, 1]


@right("alike")
def with_standard_scores(window, feature):
    w = (window - window.mean()) / (window.std() + 1e-12)
    f = (feature - feature.mean()) / (feature.std() + 1e-12)
    return np.mean(w * f)


@right("alike")
def by_norms_and_nan_to_num(window, feature):
    w, f = (window - np.mean(window)).ravel(), (feature - np.mean(feature)).ravel()
    length = np.linalg.norm(w) * np.linalg.norm(f)
    return np.nan_to_num(w @ f / max(length, 1e-12))


@wrong("alike", "it is the plain dot product")
def only_the_dot_product(window, feature):
    return window.ravel() @ feature.ravel()


@wrong("alike", "it is the plain mean of the products")
def the_old_match(window, feature):
    return (window * feature).mean()


@wrong("alike", "brightness still counts")
def cosine_without_means(window, feature):
    return (window * feature).sum() / (np.linalg.norm(window) * np.linalg.norm(feature))


@wrong("alike", "contrast still counts")
def covariance(window, feature):
    return ((window - window.mean()) * (feature - feature.mean())).mean()


@wrong("alike", "contrast still counts")
def dot_product_of_the_parts(window, feature):
    return ((window - window.mean()) * (feature - feature.mean())).sum()


@wrong("alike", "the feature keeps its mean")
def forgets_the_mean_of_the_feature(window, feature):
    w = window - window.mean()
    length = np.linalg.norm(w) * np.linalg.norm(feature)
    return (w * feature).sum() / length if length else 0.0


@wrong("alike", "only one length is divided out")
def one_length(window, feature):
    w, f = window - window.mean(), feature - feature.mean()
    return (w * f).sum() / np.linalg.norm(w) if w.any() else 0.0


@wrong("alike", "a flat window has no score")
def numpy_correlation(window, feature):
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.corrcoef(window.ravel(), feature.ravel())[0, 1]


@wrong("alike", "a flat window has no score")
def divides_nothing_by_nothing(window, feature):
    w, f = window - window.mean(), feature - feature.mean()
    with np.errstate(invalid="ignore"):
        return (w * f).sum() / np.sqrt((w**2).sum() * (f**2).sum())


@wrong("alike", "the sign is lost")
def absolute_score(window, feature):
    return abs(means_and_lengths(window, feature))


@wrong("alike", "the lengths are divided by the number of cells")
def sum_over_standard_deviations(window, feature):
    w, f = window - window.mean(), feature - feature.mean()
    return (w * f).sum() / (w.std() * f.std()) if w.any() else 0.0


@wrong("alike", "more than one number comes back")
def whole_table(window, feature):
    if window.std() == 0:
        return np.zeros((2, 2))
    return np.corrcoef(window.ravel(), feature.ravel())


@wrong("alike", "the square roots are missing")
def squared_lengths(window, feature):
    w, f = window - window.mean(), feature - feature.mean()
    return (w * f).sum() / ((w**2).sum() * (f**2).sum()) if w.any() else 0.0


@wrong("alike", "only two rows are compared")
def forgets_ravel(window, feature):
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.corrcoef(window, feature)[0, 1]


# --- written without looking at the tables -----------------------------------------------------------


@wrong("gaussian", "the weights are not those of the row")
def bell_curve(row):
    k = len(row)
    sigma = k / 6
    x = np.arange(k) - (k - 1) / 2
    g = np.exp(-(x**2) / (2 * sigma**2))
    return np.outer(g, g) / g.sum() ** 2


@wrong("match", "the means are multiplied")
def product_of_the_means(image, feature):
    kr, kc = feature.shape
    scores = np.zeros((image.shape[0] - kr + 1, image.shape[1] - kc + 1))
    for r in range(scores.shape[0]):
        for c in range(scores.shape[1]):
            scores[r, c] = image[r : r + kr, c : c + kc].mean() * feature.mean()
    return scores


@wrong("alike", "the correlation of two rows")
def corrcoef_of_grids(window, feature):
    if np.std(window) == 0:
        return 0
    return np.corrcoef(window, feature)[0, 1]


@wrong("alike", "the lengths are those before the mean was subtracted")
def lengths_before_the_mean(window, feature):
    a = window - window.mean()
    b = feature - feature.mean()
    length = np.sqrt((window.astype(float) ** 2).sum() * (feature.astype(float) ** 2).sum())
    return (a * b).sum() / length if length else 0


@wrong("alike", "the feature's length twice")
def feature_s_length_twice(window, feature):
    a = window - window.mean()
    b = feature - feature.mean()
    length = np.sqrt((b**2).sum()) ** 2
    return (a * b).sum() / length if length else 0


@wrong("sharpen", "the mean leaves the middle out")
def eighths(amount):
    kernel = np.full((3, 3), -amount / 8)
    kernel[1, 1] = 1 + amount
    return kernel


@wrong("alike", "the result is rounded")
def rounds_the_score(window, feature):
    return 0 if np.ptp(window) == 0 else round(np.corrcoef(window.ravel(), feature.ravel())[0, 1])


@wrong("alike", "a flat window gets a score")
def calls_a_wall_alike(window, feature):
    return 1 if np.ptp(window) == 0 else np.corrcoef(window.ravel(), feature.ravel())[0, 1]


@wrong("alike", "multiplied by one of the lengths")
def divides_without_brackets(window, feature):
    window, feature = window - window.mean(), feature - feature.mean()
    if not window.any():
        return 0
    return (window * feature).sum() / np.linalg.norm(window) * np.linalg.norm(feature)


@wrong("match", "the means are subtracted first")
def means_first(image, feature):
    return conv2d(image - image.mean(), feature - feature.mean()) / feature.size


@wrong("match", "the feature is taken for a square")
def square_of_the_rows(image, feature):
    return conv2d(image, feature) / len(feature) ** 2


@wrong("gaussian", "the signs are lost")
def sizes_of_the_weights(row):
    square = np.abs(np.outer(row, row))
    return square / square.sum()


@wrong("sharpen", "np.eye is not the identity kernel")
def takes_np_eye(amount):
    return np.eye(3) + amount * (np.eye(3) - np.full((3, 3), 1 / 9))


@wrong("gaussian", "the row is divided in place")
def divides_the_row_in_place(row):
    row /= row.sum()
    return np.outer(row, row)


@wrong("match", "the mark is taken for a square")
def scores_on_a_square(image, feature):
    n = len(image) - len(feature) + 1
    scores = np.zeros((n, n))
    for r in range(n):
        for c in range(n):
            scores[r, c] = (image[r : r + feature.shape[0], c : c + feature.shape[1]] * feature).mean()
    return scores


@wrong("match", "an axis too many")
def forgets_the_second_mean(image, feature):
    windows = np.lib.stride_tricks.sliding_window_view(image, feature.shape)
    return (windows * feature).mean(axis=3)


@wrong("alike", "a faint window is taken for a flat one")
def takes_faint_windows_for_flat(window, feature):
    if window.std() < 1:
        return 0
    return np.corrcoef(window.ravel(), feature.ravel())[0, 1]


@wrong("match", "scaled by the largest score")
def gives_the_best_match_1(image, feature):
    scores = conv2d(image, feature)
    return scores / np.abs(scores).max()


@wrong("alike", "the window's length twice")
def divides_by_one_length_squared(window, feature):
    window, feature = window - window.mean(), feature - feature.mean()
    return (window * feature).sum() / (window**2).sum() if window.any() else 0


@right("gaussian")
def as_two_matrices(row):
    column = np.asarray(row, dtype=float)[:, None] / sum(row)
    return column @ column.T


@wrong("gaussian", "the weights are not those of the row")
def bell_from_the_length_of_the_row(row):
    n = len(row)
    x = np.arange(n) - (n - 1) / 2
    bell = np.exp(-(x**2) / 2)
    return np.outer(bell, bell) / bell.sum() ** 2


@wrong("gaussian", "the weights are not those of the row")
def row_of_pascal(row):
    from math import comb

    p = np.array([comb(len(row) - 1, i) for i in range(len(row))])
    return np.outer(p, p) / p.sum() ** 2


@wrong("sharpen", "amounts above 1 are cut off")
def cuts_the_amount_at_1(amount):
    amount = min(max(amount, 0), 1)
    return kernels.IDENTITY + amount * (kernels.IDENTITY - kernels.BLUR)


@wrong("alike", "n − 1 in one place and n in another")
def cov_by_std(window, feature):
    if window.std() == 0:
        return 0
    return np.cov(window.ravel(), feature.ravel())[0, 1] / (window.std() * feature.std())


@wrong("alike", "divided by the largest number")
def lengths_by_the_largest_size(window, feature):
    w, f = window - window.mean(), feature - feature.mean()
    if not w.any():
        return 0
    return (w * f).sum() / (abs(w).max() * abs(f).max() * w.size)

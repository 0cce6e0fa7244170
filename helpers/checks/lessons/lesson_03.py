"""Lesson 03, filters and feature maps: exercises and questions."""

import numpy as np

from helpers import conv2d, flip
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.kernels import CROSSING, FALLING_STROKE, HORIZONTAL_LINE, IDENTITY
from helpers.kernels import SHARPEN as FOUR_NEIGHBOURS
from helpers.pictures import X_MARK

# --- falling: a kernel for diagonals -----------------------------------------------------------------

SIDE = 9
LINES = {
    "falling": np.eye(SIDE, dtype=int),
    "rising": np.fliplr(np.eye(SIDE, dtype=int)),
    "vertical": np.tile(np.arange(SIDE) == SIDE // 2, (SIDE, 1)).astype(int),
    "horizontal": np.tile(np.arange(SIDE) == SIDE // 2, (SIDE, 1)).astype(int).T,
}
ROUNDING = 1e-5  # of the largest weight: what a sum of nine float32 weights may be off by


def _responses(kernel):
    """Return the largest number of the kernel's map of each line, drawn bright on black."""
    return {name: float(conv2d(line, kernel).max()) for name, line in LINES.items()}


def _is_3x3(given):
    return given.shape == (3, 3)


def _slack(given):
    return ROUNDING * float(np.abs(given).max())


def _ignores_flat(given):
    return abs(float(given.sum())) <= _slack(given)


def _prefers(given, name):
    """Return whether the response to a line is larger than to the other three."""
    responses = _responses(given)
    rest = [response for key, response in responses.items() if key != name]
    return responses[name] > max(rest) + _slack(given)


def _finds(name):
    return lambda case, given: _is_3x3(given) and _ignores_flat(given) and _prefers(given, name)


FALLING = Exercise(
    name="falling",
    title="A kernel that finds falling diagonals",
    answer="my_kernel",
    reference=lambda: [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]],
    read=numbers,
    accepts=_finds("falling"),
    minutes=7,
    right="On a flat surface it gives 0, and of the four lines the falling one gets the largest response.",
    hints=(
        "A kernel is a small image of what it looks for. Which three pixels does a falling diagonal cover "
        "in a 3×3 window?",
        "Give those three pixels positive weights and the other six negative ones. What must all nine add "
        "up to so that a flat surface gives 0?",
        "Three times 2 and six times −1 add up to 0. The solution is in notebooks/solutions/03_falling.py.",
    ),
    mistakes=(
        Mistake(
            "there are not 3 by 3 weights",
            "The task asks for three rows of three weights.",
            sees=lambda case, given: not _is_3x3(given),
        ),
        Mistake(
            "every weight is 0",
            "Such a kernel gives 0 everywhere.",
            sees=lambda case, given: not given.any(),
        ),
        Mistake(
            "a flat surface gets a response",
            "The weights don't add up to 0, so the kernel also responds to a plain wall. The negative "
            "weights have to cancel the positive ones.",
            sees=lambda case, given: not _ignores_flat(given),
        ),
        Mistake(
            "it finds rising diagonals",
            "A falling diagonal starts in the top left corner and goes down to the right.",
            sees=_finds("rising"),
        ),
        Mistake(
            "it finds vertical lines",
            "Of the four lines, the vertical one gets the largest response.",
            sees=_finds("vertical"),
        ),
        Mistake(
            "it finds horizontal lines",
            "Of the four lines, the horizontal one gets the largest response.",
            sees=_finds("horizontal"),
        ),
        Mistake(
            "the signs are the wrong way round",
            "A bright falling diagonal gets the lowest response of the four lines: this kernel finds dark "
            "diagonals.",
            sees=lambda case, given: _prefers(-given, "falling"),
        ),
        Mistake(
            "it can't tell the lines apart",
            "At least one other line gets as large a response as the falling one. Only the three weights "
            "on the diagonal should be positive.",
            sees=lambda case, given: True,
        ),
    ),
)


# --- gaussian: from one row of weights to a square ---------------------------------------------------


def _gaussian(row):
    """Return the square kernel that is separable into this row and this column, and keeps the brightness."""
    return np.outer(row, row) / np.sum(row) ** 2


def _changed_square(change):
    return lambda row: change(np.outer(row, row).astype(float), np.asarray(row, dtype=float))


def _own_bell(row):
    places = np.arange(len(row)) - (len(row) - 1) / 2
    bell = np.exp(-(places**2) / (2 * (len(row) / 6) ** 2))
    return np.outer(bell, bell) / bell.sum() ** 2


def _divided_in_place(row):
    row /= row.sum()  # UFuncTypeError where the row holds whole numbers
    return np.outer(row, row)


def _made_of_another_row(case, given):
    """Return whether the result is a table of products of some row with itself, and adds up to 1."""
    if given.shape != 2 * case.inputs["row"].shape or not np.isclose(given.sum(), 1):
        return False
    return np.allclose(given, np.outer(given.sum(axis=0), given.sum(axis=0)))


GAUSSIAN = Exercise(
    name="gaussian",
    title="A square blur from one row of weights",
    answer="my_gaussian(row)",
    reference=_gaussian,
    read=numbers,
    minutes=9,
    right="The weights add up to 1 for every row, so a flat grey stays as it is. From [1, 2, 1] you get "
    "the 3×3 Gaussian, from [1, 1, 1] the blur with nine ninths.",
    hints=(
        "Two blurs one after the other, along the rows and then along the columns, equal one blur. Each "
        "of its weights is a product of two: which two?",
        "np.outer(row, row) is the table of all products. What do all its cells add up to, and what should "
        "they add up to?",
        "The table adds up to row.sum() ** 2, so divide by that. The solution is in "
        "notebooks/solutions/03_gaussian.py.",
    ),
    mistakes=(
        Mistake(
            "the image gets brighter",
            "The products are right, but they add up to more than 1. Divide them by their sum.",
            wrong=_changed_square(lambda square, row: square),
        ),
        Mistake(
            "divided by the sum of the row only once",
            "Each weight is a product of two weights of the row, and each of the two needs dividing.",
            wrong=_changed_square(lambda square, row: square / row.sum()),
        ),
        Mistake(
            "divided by the number of weights",
            "That works for a row of ones. Divide by what the products add up to.",
            wrong=_changed_square(lambda square, row: square / square.size),
        ),
        Mistake(
            "divided by the largest weight",
            "The largest weight is now 1. Instead, all of them together should add up to 1.",
            wrong=_changed_square(lambda square, row: square / square.max()),
        ),
        Mistake(
            "divided by 16 for every row",
            "16 is right for [1, 2, 1]. Other rows add up to something else.",
            wrong=_changed_square(lambda square, row: square / 16),
        ),
        Mistake(
            "the weights are added, not multiplied",
            "If you blur along the rows and then along the columns, you multiply a weight by a weight.",
            wrong=lambda row: np.add.outer(row, row) / np.add.outer(row, row).sum(),
        ),
        Mistake(
            "every row of the kernel is the same",
            "Down the columns your weights are all equal. They should fall off in both directions.",
            wrong=lambda row: np.tile(row, (len(row), 1)) / (len(row) * np.sum(row)),
        ),
        Mistake(
            "every column of the kernel is the same",
            "Along the rows your weights are all equal. They should fall off in both directions.",
            wrong=lambda row: np.tile(row, (len(row), 1)).T / (len(row) * np.sum(row)),
        ),
        Mistake(
            "one number comes back",
            "Return a grid with as many rows and columns as there are weights in the row.",
            sees=lambda case, given: given.ndim == 0,
        ),
        Mistake(
            "it is a row, not a square",
            "This blurs along one axis only. The kernel needs as many rows as columns.",
            sees=lambda case, given: (
                given.shape in ((case.inputs["row"].size,), (1, case.inputs["row"].size))
            ),
        ),
        Mistake(
            "the row is divided in place",
            "`/=` writes into the row that was given, and a row of whole numbers can't take the result. "
            "Write `row / row.sum()`, which makes a new one.",
            wrong=_divided_in_place,
        ),
        Mistake(
            "the weights don't add up to 1",
            "Brightness stays the same only if they do.",
            sees=lambda case, given: not np.isclose(given.sum(), 1, atol=1e-5),
        ),
        Mistake(
            "the weights are not those of the row",
            "You made a bell curve of your own. Multiply the numbers in `row` by each other.",
            wrong=_own_bell,
        ),
        Mistake(
            "the signs are lost",
            "A weight may be negative. Multiply the weights with their signs.",
            wrong=lambda row: np.abs(_gaussian(row)) / np.abs(_gaussian(row)).sum(),
        ),
        Mistake(
            "only the diagonal is filled",
            "The weights off the diagonal are 0. Every cell is a product of two weights: one for its row, "
            "one for its column.",
            wrong=lambda row: np.diag(row) / np.sum(row),
        ),
        Mistake(
            "every weight is the same",
            "Only the length of the row counts in your kernel. Use its weights.",
            wrong=lambda row: np.full((len(row), len(row)), len(row) ** -2.0),
        ),
        Mistake(
            "the weights are not those of the row",
            "Your square is made of a row that adds up to 1, but that row is another one. Use the numbers "
            "in `row`, not only how many there are.",
            sees=_made_of_another_row,
        ),
    ),
    cases=tuple(
        Case({"row": np.array(row)})
        for row in ([1, 3], [1, 2, 1], [1, 1, 1], [1, 4, 6, 4, 1], [0.25, 0.5, 0.5], [-1, 4, -1])
    ),
)


# --- match: the mean of the products -----------------------------------------------------------------


def _match(image, feature):
    """Return the mean of the products of window and feature, at every position."""
    return conv2d(image, feature) / feature.size


def _changed(change):
    return lambda image, feature: change(_match(image, feature))


def _equal_share(image, feature):
    """Return the share of cells that agree, from 0 to 1."""
    return (_match(image, feature) + 1) / 2


def _ink_only(image, feature):
    return conv2d(image * (image > 0), feature * (feature > 0)) / feature.size


def _on_a_square(image, feature):
    scores = np.zeros((len(image) - len(feature) + 1,) * 2)
    for row, column in np.ndindex(scores.shape):
        window = image[row : row + feature.shape[0], column : column + feature.shape[1]]
        scores[row, column] = (window * feature).mean()  # ValueError where the window is cut off
    return scores


def _by_matrix_products(image, feature):
    rows, columns = feature.shape
    scores = np.zeros(np.subtract(image.shape, feature.shape) + 1)
    for row, column in np.ndindex(scores.shape):
        scores[row, column] = (image[row : row + rows, column : column + columns] @ feature.T).mean()
    return scores


SMALL_MARK = np.array([[1, -1, -1], [-1, 1, -1], [-1, 1, 1]])
SMALL_FEATURE = np.array([[1, -1], [-1, 1]])
LONG_FEATURE = np.array([[1, -1, -1, 1], [-1, 1, 1, 1]])
HOOK = np.array([[1, 1, -1], [1, -1, -1], [-1, -1, -1]])

MATCH = Exercise(
    name="match",
    title="Match a mark with a feature",
    answer="my_match(image, feature)",
    reference=_match,
    read=numbers,
    minutes=8,
    right="An exact match of ink and paper scores 1, its negative −1, and everything else is in between.",
    hints=(
        "Start with one position: cut out a window as large as the feature, and multiply cell by cell.",
        "The score is the mean of these products. Compute it at every position where the window fits, with "
        "two loops.",
        "conv2d gives the sum of the products at every position; the mean is that sum divided by "
        "feature.size. The solution is in notebooks/solutions/03_match.py.",
    ),
    mistakes=(
        Mistake(
            "summed instead of averaged",
            "The score of an exact match then grows with the number of cells. With the mean it is 1, "
            "whatever the size.",
            wrong=conv2d,
        ),
        Mistake(
            "divided by 9 at every size",
            "Nine is right for 3×3. Divide by the number of cells in the feature.",
            wrong=lambda image, feature: conv2d(image, feature) / 9,
        ),
        Mistake(
            "divided by the number of cells in the image",
            "Take the mean over one window, which is as large as the feature.",
            wrong=lambda image, feature: conv2d(image, feature) / image.size,
        ),
        Mistake(
            "divided by the sum of the feature",
            "You would divide by that for a weighted average. For the mean of the products, divide by how "
            "many there are.",
            wrong=lambda image, feature: conv2d(image, feature) / feature.sum(),
        ),
        Mistake(
            "the feature is flipped",
            "Place the feature on the window as it is, without rotating it.",
            wrong=lambda image, feature: _match(image, flip(feature)),
        ),
        Mistake(
            "the feature is transposed",
            "The rows and columns of the feature are swapped.",
            wrong=lambda image, feature: _match(image, feature.T),
        ),
        Mistake(
            "it is the share of cells that agree",
            "That share is between 0 and 1. The mean of the products goes from −1, for the negative, to 1.",
            wrong=_equal_share,
        ),
        Mistake(
            "agreement on paper is not counted",
            "(−1) · (−1) is 1 as well: a cell where both are paper counts as agreement.",
            wrong=_ink_only,
        ),
        Mistake(
            "negative scores are lost",
            "A score of −1 means that the window is the exact negative. Keep the sign.",
            wrong=_changed(np.abs),
        ),
        Mistake(
            "negative scores are lost",
            "A score of −1 means that the window is the exact negative. Keep the sign.",
            wrong=_changed(lambda scores: np.maximum(scores, 0)),
        ),
        Mistake(
            "the decimals are cut off",
            "A score such as 0.5 became 0. Keep the scores in an array that holds decimals: np.zeros(shape).",
            wrong=_changed(np.trunc),
        ),
        Mistake(
            "only exact matches are kept",
            "The score of a near match shows how close it is. Keep it.",
            wrong=_changed(lambda scores: np.isclose(scores, 1).astype(float)),
        ),
        Mistake(
            "only the best score comes back",
            "The map should also show where. Return the scores of all positions.",
            wrong=_changed(np.max),
        ),
        Mistake(
            "border off by one",
            "The last row and column are missing: the window fits one more time, down and across.",
            wrong=_changed(lambda scores: scores[:-1, :-1]),
        ),
        Mistake(
            "the image is padded",
            "Your map has more cells than the window has positions. Here the window stays inside the image.",
            wrong=lambda image, feature: conv2d(image, feature, padding="same") / feature.size,
        ),
        Mistake(
            "the scores are one long row",
            "The values are right. Return them as rows and columns.",
            wrong=_changed(np.ravel),
        ),
        Mistake(
            "a matrix product instead of products cell by cell",
            "`@` multiplies rows by columns. `*` multiplies each pixel by the cell of the feature on it.",
            wrong=_by_matrix_products,
        ),
        Mistake(
            "one score for the whole image",
            "Compare the feature with one window after another, and collect the scores.",
            sees=lambda case, given: given.ndim == 0,
        ),
        Mistake(
            "the means are multiplied",
            "Multiply pixel by pixel first, and take the mean of the products.",
            wrong=lambda image, feature: (
                conv2d(image, np.ones(feature.shape)) / feature.size * np.mean(feature)
            ),
        ),
        Mistake(
            "divided by the number of rows",
            "`len(feature)` counts its rows. Divide by the number of its cells.",
            wrong=lambda image, feature: conv2d(image, feature) / len(feature),
        ),
        Mistake(
            "the feature is taken for a square",
            "A feature may have more columns than rows. You divide by the square of its rows.",
            wrong=lambda image, feature: conv2d(image, feature) / len(feature) ** 2,
        ),
        Mistake(
            "the feature is taken for a square",
            "A feature may have more columns than rows. You divide by the square of its columns.",
            wrong=lambda image, feature: conv2d(image, feature) / feature.shape[1] ** 2,
        ),
        Mistake(
            "divided by one less than the number of cells",
            "The mean of nine numbers is their sum divided by nine, not by eight.",
            wrong=lambda image, feature: conv2d(image, feature) / (feature.size - 1),
        ),
        Mistake(
            "divided by the length of the feature",
            "The root of the sum of the squares comes later. For the mean, divide by the number of cells.",
            wrong=lambda image, feature: conv2d(image, feature) / np.sqrt((feature**2).sum()),
        ),
        Mistake(
            "window and feature are added",
            "Multiply them cell by cell, and take the mean of the products.",
            wrong=lambda image, feature: (
                conv2d(image, np.ones(feature.shape)) / feature.size + np.mean(feature)
            ),
        ),
        Mistake(
            "the means are subtracted first",
            "Multiply the cells as they are, 1 for ink and −1 for paper.",
            wrong=lambda image, feature: _match(image - np.mean(image), feature - np.mean(feature)),
        ),
        Mistake(
            "the feature moves by its own width",
            "It moves by one cell, so neighbouring windows overlap.",
            wrong=lambda image, feature: conv2d(image, feature, stride=len(feature)) / feature.size,
        ),
        Mistake(
            "the mark is taken for a square",
            "A mark may have more columns than rows. Work out how many positions there are along each side.",
            wrong=_on_a_square,
        ),
        Mistake(
            "scaled by the largest score",
            "You divide by the largest score, so the best match of every image gets 1 or −1. Divide by the "
            "number of cells in the feature.",
            wrong=lambda image, feature: conv2d(image, feature) / np.abs(conv2d(image, feature)).max(),
        ),
        Mistake(
            "scaled by the largest score",
            "You divide by the largest score, so the best match of every image gets 1. Divide by the number "
            "of cells in the feature.",
            wrong=lambda image, feature: conv2d(image, feature) / conv2d(image, feature).max(),
        ),
    ),
    cases=(
        Case({"image": SMALL_MARK, "feature": SMALL_FEATURE}),
        Case({"image": X_MARK[:5, :4], "feature": HOOK}),
        Case({"image": X_MARK[:4, :6].astype(float), "feature": LONG_FEATURE.astype(float)}),
        Case({"image": X_MARK, "feature": FALLING_STROKE}),
        Case({"image": -X_MARK, "feature": CROSSING}),
    ),
)


# --- alike: a match that ignores brightness and contrast ----------------------------------------------


def _parts(window, feature):
    window, feature = np.asarray(window, dtype=float), np.asarray(feature, dtype=float)
    return window - window.mean(), feature - feature.mean()


def _length(values):
    return np.sqrt((values**2).sum())


def _alike(window, feature):
    """Return the correlation of a window with a feature, 0 for a flat window."""
    window, feature = _parts(window, feature)
    lengths = _length(window) * _length(feature)
    return (window * feature).sum() / lengths if lengths > 0 else 0.0


def _divided(divisor):
    """Return an answer that divides the products of the parts by something else."""

    def wrong(window, feature):
        parts = _parts(window, feature)
        below = divisor(*parts)
        return (parts[0] * parts[1]).sum() / below if below > 0 else 0.0

    return wrong


def _means_left_in(window, feature):
    return (window * feature).sum() / (_length(window) * _length(feature))


def _mean_of_the_feature_left_in(window, feature):
    window, _ = _parts(window, feature)
    lengths = _length(window) * _length(feature)
    return (window * feature).sum() / lengths if lengths > 0 else 0.0


def _mean_of_the_window_left_in(window, feature):
    _, feature = _parts(window, feature)
    return (window * feature).sum() / (_length(window) * _length(feature))


def _unless_flat(score):
    """Return an answer that gives 0 for a flat window, and otherwise another score."""
    return lambda window, feature: 0.0 if np.ptp(window) == 0 else score(window, feature)


def _mean_of_the_window_twice(window, feature):
    window, feature = window - window.mean(), feature - window.mean()
    return (window * feature).sum() / (_length(window) * _length(feature))


def _by_norms_of_matrices(window, feature):
    window, feature = _parts(window, feature)
    return (window * feature).sum() / (np.linalg.norm(window, 2) * np.linalg.norm(feature, 2))


def _nothing_for_flat(window, feature):
    parts = _parts(window, feature)
    return np.nan if not parts[0].any() else _alike(window, feature)


def _correlation_of_two_rows(window, feature):
    return np.corrcoef(window, feature)[0, 1]


DIM_CROSSING = np.where(CROSSING > 0, 66, 30)


def _one_mean(window, feature):
    if np.std(window) == 0:
        return 0.0
    mean = (np.mean(window) + np.mean(feature)) / 2
    return ((window - mean) * (feature - mean)).sum() / (_length(window - mean) * _length(feature - mean))


def _column_means(window, feature):
    window, feature = (np.array(part, dtype=float) for part in (window, feature))
    window, feature = window - window.mean(axis=0), feature - feature.mean(axis=0)
    lengths = _length(window) * _length(feature)
    return (window * feature).sum() / lengths if lengths > 0 else 0.0


def _alike_of_whole_numbers(window, feature):
    window, feature = (np.trunc(part) for part in _parts(window, feature))
    lengths = _length(window) * _length(feature)
    return (window * feature).sum() / lengths if lengths else 0.0


def _centred_in_place(window, feature):
    window -= window.mean()  # UFuncTypeError where the window holds whole numbers
    feature -= feature.mean()
    return (window * feature).sum() / (_length(window) * _length(feature))


ALIKE = Exercise(
    name="alike",
    title="A match that ignores brightness and contrast",
    answer="my_alike(window, feature)",
    reference=_alike,
    read=numbers,
    minutes=12,
    right="The score is 1 for any bright, dim, strong or faint copy of the feature, and −1 for its "
    "negative. It is the correlation that you met in lesson 01.",
    hints=(
        "First make brightness irrelevant: what can you subtract from all cells of the window so that a "
        "wall of 250 becomes a wall of 0? Do the same to the feature.",
        "Then make contrast irrelevant. The length of a grid is the square root of the sum of its "
        "squares. Divide the dot product by both lengths. And what is the length of a wall of 0?",
        "The steps: window − window.mean(), feature − feature.mean(), the sum of their products, divided "
        "by both lengths, or 0 if a length is 0. The solution is in notebooks/solutions/03_alike.py.",
    ),
    mistakes=(
        Mistake(
            "a flat window has no score",
            "For a wall of equal pixels you divide 0 by 0. Return 0 there.",
            wrong=_nothing_for_flat,
        ),
        Mistake(
            "only two rows are compared",
            "np.corrcoef takes every row of a grid as a separate list. Turn both grids into one row with "
            "`ravel()` first.",
            wrong=_correlation_of_two_rows,
        ),
        Mistake(
            "it is the plain dot product",
            "A bright window still gets a large number. Subtract the means, and divide by the lengths.",
            wrong=lambda window, feature: (window * feature).sum(),
        ),
        Mistake(
            "it is the plain mean of the products",
            "A bright window still gets a large number. Subtract the means, and divide by the lengths.",
            wrong=lambda window, feature: (window * feature).mean(),
        ),
        Mistake(
            "brightness still counts",
            "You divide by the lengths, but you haven't subtracted the means. Do that first.",
            wrong=_means_left_in,
        ),
        Mistake(
            "the feature keeps its mean",
            "Its length then comes out too large. Subtract the mean from the feature as well.",
            wrong=_mean_of_the_feature_left_in,
        ),
        Mistake(
            "the window keeps its mean",
            "Its length then comes out too large. Subtract the mean from the window as well.",
            wrong=_mean_of_the_window_left_in,
        ),
        Mistake(
            "brightness still counts",
            "You divide by the lengths, but you haven't subtracted the means. Do that first.",
            wrong=_unless_flat(_means_left_in),
        ),
        Mistake(
            "the window keeps its mean",
            "Its length then comes out too large. Subtract the mean from the window as well.",
            wrong=_unless_flat(_mean_of_the_window_left_in),
        ),
        Mistake(
            "the window's mean is subtracted from the feature too",
            "The feature has a mean of its own: subtract that one from it.",
            wrong=_unless_flat(_mean_of_the_window_twice),
        ),
        Mistake(
            "the norm of a matrix instead of the length",
            "For a grid, `np.linalg.norm(grid, 2)` is another number than the root of the sum of its "
            "squares. Leave out the 2.",
            wrong=_unless_flat(_by_norms_of_matrices),
        ),
        Mistake(
            "contrast still counts",
            "A strong copy of the feature scores more than a faint one. Divide by both lengths.",
            wrong=_divided(lambda window, feature: 1),
        ),
        Mistake(
            "contrast still counts",
            "A strong copy of the feature scores more than a faint one. Divide by both lengths.",
            wrong=_divided(lambda window, feature: window.size),
        ),
        Mistake(
            "only one length is divided out",
            "Divide by the length of the window and by the length of the feature.",
            wrong=_divided(lambda window, feature: _length(window)),
        ),
        Mistake(
            "only one length is divided out",
            "Divide by the length of the window and by the length of the feature.",
            wrong=_divided(lambda window, feature: _length(feature)),
        ),
        Mistake(
            "the square roots are missing",
            "A length is the square root of the sum of the squares.",
            wrong=_divided(lambda window, feature: (window**2).sum() * (feature**2).sum()),
        ),
        Mistake(
            "the lengths are divided by the number of cells",
            "The dot product is a sum, but standard deviations come from means. Divide the mean of the "
            "products by them, or the sum by the lengths.",
            wrong=_divided(lambda window, feature: window.std() * feature.std()),
        ),
        Mistake(
            "n − 1 in one place and n in another",
            "The score of an exact copy is not quite 1, because one of the means divides by n and another "
            "by n − 1.",
            wrong=_divided(lambda window, feature: window.size * window.std(ddof=1) * feature.std(ddof=1)),
        ),
        Mistake(
            "the sign is lost",
            "A negative of the feature should score −1.",
            wrong=lambda window, feature: abs(_alike(window, feature)),
        ),
        Mistake(
            "the sign is lost",
            "A negative of the feature should score −1.",
            wrong=lambda window, feature: max(_alike(window, feature), 0.0),
        ),
        Mistake(
            "more than one number comes back",
            "The score of a window is a single number.",
            sees=lambda case, given: given.size != 1,
        ),
        Mistake(
            "the correlation of two rows",
            "`np.corrcoef` takes every row of a grid as a separate list. Turn both grids into one long row "
            "with `ravel()` first.",
            wrong=lambda window, feature: 0.0 if np.std(window) == 0 else np.corrcoef(window, feature)[0, 1],
        ),
        Mistake(
            "the lengths are those before the mean was subtracted",
            "The products are right. For the lengths, subtract the means first, too.",
            wrong=lambda window, feature: (
                _alike(window, feature)
                * _length(_parts(window, feature)[0])
                * _length(_parts(window, feature)[1])
                / (_length(window.astype(float)) * _length(feature.astype(float)) or 1)
            ),
        ),
        Mistake(
            "the feature's length twice",
            "A window with twice the contrast shouldn't score twice as much. Divide by the length of the "
            "window, too.",
            wrong=_divided(lambda window, feature: _length(feature) ** 2),
        ),
        Mistake(
            "the lengths are added",
            "Divide by the *product* of the two lengths.",
            wrong=_divided(lambda window, feature: (_length(window) + _length(feature)) * window.any()),
        ),
        Mistake(
            "sizes are added, not squares",
            "The length is the root of the sum of the *squares*.",
            wrong=_divided(lambda window, feature: np.abs(window).sum() * np.abs(feature).sum()),
        ),
        Mistake(
            "divided by the largest number",
            "The length is the root of the sum of the squares, not the largest number.",
            wrong=_divided(lambda window, feature: window.max() * feature.max() * window.size),
        ),
        Mistake(
            "one mean for both",
            "The window and the feature each have a mean of their own.",
            wrong=_one_mean,
        ),
        Mistake(
            "the decimals are cut off",
            "After the mean is subtracted, the numbers have decimals. Keep them.",
            wrong=_alike_of_whole_numbers,
        ),
        Mistake(
            "1 is added to the lengths",
            "That avoids a division by 0, but it makes all scores smaller. Return 0 for a flat window "
            "instead.",
            wrong=_divided(lambda window, feature: _length(window) * _length(feature) + 1),
        ),
        Mistake(
            "a flat window gets a score",
            "A wall of equal pixels has no pattern. Its score is 0, not 1.",
            wrong=lambda window, feature: _alike(window, feature) if np.std(window) else 1.0,
        ),
        Mistake(
            "a flat window gets a score",
            "A wall of equal pixels has no pattern. Its score is 0, not −1.",
            wrong=lambda window, feature: _alike(window, feature) if np.std(window) else -1.0,
        ),
        Mistake(
            "divided by the variances",
            "A variance is a square: its root, the standard deviation, grows with the contrast as the "
            "products do.",
            wrong=_divided(lambda window, feature: window.size * window.var() * feature.var()),
        ),
        Mistake(
            "multiplied by one of the lengths",
            "Python goes from left to right: `a / b * c` divides by b only. Put the product of both "
            "lengths in brackets.",
            wrong=_divided(lambda window, feature: _length(window) / _length(feature)),
        ),
        Mistake(
            "a difference, not a likeness",
            "You subtract the score from 1. An exact copy should score 1, not 0.",
            wrong=lambda window, feature: 1 - _alike(window, feature) if np.std(window) else 0.0,
        ),
        Mistake(
            "the correlation is squared",
            "Squared, a negative of the feature scores 1 like a copy. Leave the score as it is.",
            wrong=lambda window, feature: _alike(window, feature) ** 2,
        ),
        Mistake(
            "the feature is transposed",
            "The rows and columns of the feature are swapped.",
            wrong=lambda window, feature: _alike(np.ravel(window), np.ravel(feature.T)),
        ),
        Mistake(
            "each column loses its own mean",
            "Subtract one mean from all cells, that of the whole window or feature.",
            wrong=_column_means,
        ),
        Mistake(
            "the means are subtracted in place",
            "`-=` writes into the grids that were given, and a grid of whole numbers can't take the "
            "result. Write `window - window.mean()`, which makes a new one.",
            wrong=_centred_in_place,
        ),
        Mistake(
            "a faint window is taken for a flat one",
            "You give 0 to a window whose pixels differ, if only a little. A faint pattern is still a "
            "pattern: only equal pixels have none.",
            sees=lambda case, given: given.ndim == 0 == given and np.ptp(case.inputs["window"]) > 0,
        ),
        Mistake(
            "the window's length twice",
            "You divide by the square of the window's length. Divide by both lengths, once each.",
            wrong=_divided(lambda window, feature: (window**2).sum()),
        ),
        Mistake(
            "n − 1 in one place and n in another",
            "The score of an exact copy is more than 1, because `np.cov` divides by n − 1 and `std` by n. "
            "Use the same number in both.",
            wrong=lambda window, feature: _alike(window, feature) * window.size / (window.size - 1),
        ),
        Mistake(
            "divided by the largest number",
            "The length is the root of the sum of the squares, not the largest number.",
            wrong=_divided(
                lambda window, feature: np.abs(window).max() * np.abs(feature).max() * window.size
            ),
        ),
    ),
    cases=(
        Case({"window": np.array([[1, 2], [3, 5]]), "feature": np.array([[1, -1], [-1, 1]])}),
        Case({"window": DIM_CROSSING, "feature": CROSSING}),
        Case({"window": np.full((3, 3), 250), "feature": CROSSING}),
        Case({"window": 250 - 2 * DIM_CROSSING, "feature": CROSSING}),
        Case(
            {
                "window": np.array([[30.0, 10, 40], [10, 50, 90]]),
                "feature": np.array([[0.5, 1, -2], [3, 0, 1]]),
            }
        ),
        # Scores 0.96: rounded down, that is 0, and rounded to the nearest, 1. It is faint, but not flat.
        Case({"window": np.array([[9, 3, 4], [2, 8, 6]]), "feature": np.array([[1, -1, 0], [-1, 1, 0]])}),
        # As faint as the pixels of an image from 0 to 1: its spread is below 0.1.
        Case({"window": np.array([[0.5, 0.375], [0.4375, 0.5]]), "feature": np.array([[1, -1], [-1, 1]])}),
    ),
)


# --- sharpen: from identity and blur -----------------------------------------------------------------

NINTHS = np.full((3, 3), 1 / 9)


def _sharpen(amount):
    """Return the kernel that adds `amount` times what a blur removes."""
    return IDENTITY + amount * (IDENTITY - NINTHS)


SHARPEN = Exercise(
    name="sharpen",
    title="Sharpen with what a blur removes",
    answer="my_sharpen(amount)",
    reference=_sharpen,
    read=numbers,
    minutes=9,
    stretch=True,
    right="The weights add up to 1 for every amount: brightness stays the same, and only the details grow.",
    hints=(
        "A blur removes the details, so the details are the image minus its blur. Which kernel gives the "
        "image as it is, and which one gives its blur?",
        "identity − blur is the kernel of the details. Add `amount` times that to the image itself.",
        "identity + amount · (identity − blur): identity has 1 in the middle and 0 around it, blur has 1/9 "
        "everywhere. The solution is in "
        "notebooks/solutions/03_sharpen.py.",
    ),
    mistakes=(
        Mistake(
            "it blurs instead",
            "You add the blur minus the image, and that weakens the details. Add the image minus the blur.",
            wrong=lambda amount: IDENTITY + amount * (NINTHS - IDENTITY),
        ),
        Mistake(
            "the image itself is missing",
            "These are only the details, and a flat surface turns black. Add them to the identity.",
            wrong=lambda amount: amount * (IDENTITY - NINTHS),
        ),
        Mistake(
            "the amount is not used",
            "Your kernel is the same for every amount. Multiply the details by the amount.",
            wrong=lambda amount: _sharpen(1),
        ),
        Mistake(
            "only four neighbours are blurred",
            "Here the blur is the mean of all nine pixels, corners included.",
            wrong=lambda amount: IDENTITY + amount * (FOUR_NEIGHBOURS - IDENTITY),
        ),
        Mistake(
            "only four neighbours are blurred",
            "Here the blur is the mean of all nine pixels, corners included. And your kernel should depend "
            "on the amount.",
            wrong=lambda amount: FOUR_NEIGHBOURS,
        ),
        Mistake(
            "the blur is not multiplied by the amount",
            "amount · identity − blur changes the brightness. Put brackets around the details, identity − "
            "blur.",
            wrong=lambda amount: IDENTITY + amount * IDENTITY - NINTHS,
        ),
        Mistake(
            "the blur is added, not subtracted",
            "The weights add up to more than 1, and the image gets brighter.",
            wrong=lambda amount: IDENTITY + amount * NINTHS,
        ),
        Mistake(
            "only the blur is subtracted",
            "You subtract the blur, which also removes brightness. Add the image minus its blur.",
            wrong=lambda amount: IDENTITY - amount * NINTHS,
        ),
        Mistake(
            "the whole kernel is multiplied by the amount",
            "Multiply only the details. The image itself counts once.",
            wrong=lambda amount: amount * _sharpen(1),
        ),
        Mistake(
            "the blur has weights of 1",
            "A blur that keeps the brightness has weights of 1/9.",
            wrong=lambda amount: IDENTITY + amount * (9 * IDENTITY - np.ones((3, 3))),
        ),
        Mistake(
            "np.eye is not the identity kernel",
            "`np.eye(3)` has three ones, on the diagonal. The kernel that leaves an image as it is has a "
            "single 1, in the middle.",
            wrong=lambda amount: (1 + amount) * np.eye(3) - amount * NINTHS,
        ),
        Mistake(
            "the blur has weights of 1",
            "A blur that keeps the brightness has weights of 1/9.",
            wrong=lambda amount: (1 + amount) * IDENTITY - amount * np.ones((3, 3)),
        ),
        Mistake(
            "the brightness changes",
            "For every amount the weights should add up to 1.",
            sees=lambda case, given: given.shape == (3, 3) and not np.isclose(given.sum(), 1),
        ),
        Mistake(
            "an amount of 1 changes nothing",
            "You return the kernel for the amount minus 1.",
            wrong=lambda amount: _sharpen(amount - 1),
        ),
        Mistake(
            "the 1 is in the corner",
            "The identity has its 1 in the middle. In the corner it shifts the image.",
            wrong=lambda amount: (1 + amount) * np.eye(9)[0].reshape(3, 3) - amount * NINTHS,
        ),
        Mistake(
            "only whole amounts count",
            "An amount of 0.5 sharpens half as much as 1. Multiply by the amount instead of repeating a "
            "step.",
            wrong=lambda amount: _sharpen(int(amount)),
        ),
        Mistake(
            "the mean leaves the middle out",
            "In this task, the blur is the mean of all *nine* pixels.",
            wrong=lambda amount: IDENTITY + amount * (IDENTITY - (np.ones((3, 3)) - IDENTITY) / 8),
        ),
        Mistake(
            "divided by the amount",
            "*Multiply* the difference by the amount.",
            wrong=lambda amount: IDENTITY + (IDENTITY - NINTHS) / np.float64(amount),
        ),
        Mistake(
            "the amount is not a percentage",
            "An amount of 1 adds the whole difference, not a hundredth of it.",
            wrong=lambda amount: _sharpen(amount / 100),
        ),
        Mistake(
            "wrong blur",
            "In this task, the blur is the mean of the nine pixels: each has the weight 1/9.",
            wrong=lambda amount: IDENTITY + amount * (IDENTITY - np.outer([1, 2, 1], [1, 2, 1]) / 16),
        ),
        Mistake(
            "the image is multiplied, not the details",
            "The image counts once; the amount multiplies the details, identity − blur.",
            wrong=lambda amount: amount * IDENTITY - NINTHS,
        ),
        Mistake(
            "one amount too many",
            "You return the kernel for the amount plus 1: the image itself counts once already.",
            wrong=lambda amount: _sharpen(amount + 1),
        ),
        Mistake(
            "only four neighbours are blurred",
            "Here the blur is the mean of all nine pixels, corners included. And the amount multiplies the"
            " details, not the whole kernel.",
            wrong=lambda amount: amount * FOUR_NEIGHBOURS,
        ),
        Mistake(
            "amounts above 1 are cut off",
            "You sharpen no more than an amount of 1 does. An amount of 2 adds the details twice.",
            wrong=lambda amount: _sharpen(min(amount, 1)),
        ),
    ),
    cases=tuple(Case({"amount": amount}) for amount in (1, 0, 2, 0.5)),
)

EXERCISES = (GAUSSIAN, SHARPEN, FALLING, MATCH, ALIKE)


# --- questions ---------------------------------------------------------------------------------------

QUESTIONS = (
    Number(
        "window_of_two_by_two",
        "A window has the pixels 3, 1 in the first row and 0, 2 in the second. The kernel has the weights "
        "2, −1 and 4, 1. What is the sum of the products?",
        answer=int(conv2d(np.array([[3, 1], [0, 2]]), np.array([[2, -1], [4, 1]]))[0, 0]),
        right="3 · 2 − 1 · 1 + 0 · 4 + 2 · 1 = 7.",
        wrong={
            9: "1 · (−1) is −1, so it makes the sum smaller.",
            11: "Watch the 0: 0 · 4 is 0, not 4.",
            13: "Watch the 0 and the minus sign: 0 · 4 is 0, and 1 · (−1) is −1.",
            6: "That is the first product. Add the other three.",
            5: "That is the first row. Add the second one: 0 · 4 + 2 · 1.",
        },
        otherwise="Multiply each pixel by the weight on top of it, and add the four products.",
        recalls="02",
    ),
    Number(
        "weights_on_twenty_by_twenty",
        "A dense layer with ten units looks at a grey image of 20×20 pixels. How many weights does it "
        "have? (Leave out the biases.)",
        answer=10 * 20 * 20,
        right="Each unit has a weight for each of the 400 pixels, so ten units have 4,000. One 3×3 kernel "
        "has nine.",
        wrong={
            400: "400 weights belong to one unit. There are ten units.",
            4010: "That includes ten biases.",
            410: "Each of the ten units has 400 weights of its own.",
            200: "20 · 20 pixels are 400, not 20.",
            90: "A 3×3 kernel has nine weights. A dense unit has a weight for every pixel.",
        },
        otherwise="Count the pixels: each unit has one weight for each of them.",
        recalls="01",
    ),
    Choices(
        "after_the_pause",
        "You restart the kernel of a notebook and then run one cell in the middle, `photo.mean()`. The "
        "first cell of the notebook makes `photo`. What happens?",
        Choice(
            "It works: the output of the first cell is still on the page",
            "What you see on the page is saved text. Python itself starts with an empty memory.",
        ),
        Choice(
            "Python doesn't know the name `photo`",
            "A restart forgets all variables. Run the first cell again, and it works.",
            right=True,
        ),
        Choice(
            "Jupyter runs the first cell for you",
            "A notebook never runs other cells for you, unless you choose to run all of them.",
        ),
        recalls="00",
    ),
    Number(
        "flat_wall",
        "The kernel for vertical lines has three rows of −1, 2, −1. What does it give on a wall where "
        "every pixel is 100?",
        answer=int(conv2d(np.full((3, 3), 100), HORIZONTAL_LINE.T)[0, 0]),
        right="Each row gives −100 + 200 − 100 = 0. If the weights of a kernel add up to 0, every flat "
        "surface gives 0.",
        wrong={
            100: "A blur would keep 100, because its weights add up to 1. What do these nine add up to?",
            600: "That is the middle column alone, 3 · 200. The other six weights are negative.",
            -600: "That is the two outer columns alone. The middle column adds 3 · 200.",
            200: "One row gives −100 + 200 − 100.",
            900: "That is the sum of the pixels, without weights.",
        },
        otherwise="Every pixel is 100, so you get 100 times the sum of the nine weights.",
    ),
    Choices(
        "line_across",
        "A bright horizontal line runs across the image. What does the kernel for vertical lines give "
        "along it?",
        Choice(
            "A large number, because it is a line",
            "It is a line, but not the kind this kernel looks for. Work it out: in each row the pixels "
            "are equal.",
        ),
        Choice(
            "A large negative number, because it is the opposite",
            "The opposite of a bright vertical line is a dark vertical line.",
        ),
        Choice(
            "0, because in every row of the window the pixels are equal",
            "−1, 2, −1 on three equal pixels gives 0, whether that row is bright or dark.",
            right=True,
        ),
    ),
    Number(
        "ramp_and_line",
        "On a ramp each pixel is 10 brighter than the one to its left: 0, 10, 20, 30, … What does the "
        "kernel for vertical lines give there?",
        answer=int(conv2d(np.tile([0, 10, 20], (3, 1)), HORIZONTAL_LINE.T)[0, 0]),
        right="Each row gives −0 + 2 · 10 − 20 = 0. The brightness changes, but the change is always the "
        "same.",
        wrong={
            10: "10 is how much the brightness grows. Work out one row: 0, 10, 20 under −1, 2, −1.",
            20: "2 · 10 is the middle product. The other two are −0 and −20.",
            30: "Three rows, each of which gives −0 + 2 · 10 − 20.",
            60: "A kernel of −1, 0, 1 would give 60. This one is −1, 2, −1.",
            -20: "2 · 10 is missing.",
        },
        otherwise="Work out one row: the pixels 0, 10, 20 under the weights −1, 2, −1.",
    ),
    Number(
        "size_of_a_gradient",
        "At one pixel the Sobel kernels give 30 for the change to the right and 40 for the change "
        "downwards. How large is the gradient?",
        answer=float(np.hypot(30, 40)),
        right="√(30² + 40²) = √2500 = 50, as for the long side of a right-angled triangle.",
        wrong={
            70: "The two changes are at right angles, so they combine like the sides of a right-angled "
            "triangle: add their squares.",
            2500: "That is the square of the size. Take the root.",
            10: "Don't subtract: square both, add, and take the root.",
            35: "Don't take the mean: square both, add, and take the root.",
            1200: "Add the squares instead of multiplying the two numbers.",
        },
        otherwise="Square both numbers, add the squares, and take the root.",
    ),
    Number(
        "products_in_two_passes",
        "A 7×7 Gaussian can be computed in two passes, with a row of 7 weights and then with a column of "
        "7. How many products does that take for each pixel, instead of 49?",
        answer=7 + 7,
        right="7 for the row and 7 for the column: 14. For a kernel of k×k weights it is 2k instead of k².",
        wrong={
            7: "That is the first pass. The second one takes 7 more.",
            49: "The square kernel takes 49 products in one pass.",
            98: "The second pass works on the result of the first: 7 products for each pixel, not 49.",
            28: "Two passes of 7 products each.",
            13: "The middle weight is used in both passes.",
        },
        otherwise="Count the weights of the row, and those of the column.",
    ),
    Number(
        "one_cell_wrong",
        "A window agrees with a 3×3 feature in eight cells and differs in one. What is the mean of the "
        "nine products? (Two decimals are enough.)",
        answer=7 / 9,
        right="Eight products are 1 and one is −1. They add up to 7, and 7/9 ≈ 0.78. A wrong cell costs "
        "two ninths: one that is not added, and one that is subtracted.",
        wrong={
            8 / 9: "The ninth product is not 0 but −1, so it is subtracted.",
            7: "7 is the sum of the products. Divide it by nine.",
            1: "1 is an exact match.",
            -1: "−1 is the negative, where all nine cells differ.",
            6 / 9: "One product is −1 and eight are 1.",
        },
        otherwise="Eight products are 1, one is −1. Add them and divide by nine.",
        within=0.006,
    ),
    Choices(
        "wall_against_crossing",
        "The crossing has five cells of 1 and four of −1. Which grey window gives the larger dot product "
        "with it: a dim crossing, 66 on a background of 30, or a blank wall, 250 everywhere?",
        Choice(
            "The crossing, because it has the right shape",
            "It gives 5 · 66 − 4 · 30 = 210. Now compute 5 · 250 − 4 · 250.",
        ),
        Choice(
            "Both give the same, because the feature is the same",
            "The feature is the same, but the pixels differ: 5 · 66 − 4 · 30 against 5 · 250 − 4 · 250.",
        ),
        Choice(
            "The wall, although there is nothing on it",
            "5 · 250 − 4 · 250 = 250, and the crossing gives 5 · 66 − 4 · 30 = 210. The weights add up to "
            "1, so the dot product rewards brightness.",
            right=True,
        ),
    ),
    Choices(
        "flat_teacher",
        "You want to recover a kernel from an image and its output. But the image is one flat grey. How "
        "much can you find out?",
        Choice(
            "Only the sum of the weights",
            "All kernels with that sum give the same output here. To find nine weights, you need windows "
            "that differ.",
            right=True,
        ),
        Choice(
            "Everything, because the output shows what the kernel does",
            "The output is the same number everywhere: the grey times the sum of the weights.",
        ),
        Choice(
            "Everything, if the kernel is 3×3",
            "You can't tell nine weights apart if every pixel under them is the same.",
        ),
    ),
    Choices(
        "five_times_the_rate",
        "At a rate of 0.2, it takes 26 steps for every weight to come within 0.01 of the hidden kernel. "
        "What will happen at a rate of 1?",
        Choice(
            "It will take fewer steps",
            "It takes only 3. On this noise, the slope of a weight is about its distance from the hidden "
            "weight, so a step at a rate of 1 goes almost all the way.",
            right=True,
        ),
        Choice(
            "It will take more steps",
            "Each step is five times as long. That makes the training slower only if the steps overshoot by "
            "a lot.",
        ),
        Choice(
            "It will never get there",
            "That happens at rates so large that each step overshoots by more than the last. On this noise, "
            "1 is not that large.",
        ),
    ),
)

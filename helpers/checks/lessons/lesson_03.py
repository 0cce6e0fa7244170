"""Lesson 03, filters and feature maps: exercises and questions."""

import numpy as np

from helpers import conv2d, flip
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.kernels import CROSSING, FALLING_STROKE, HORIZONTAL_LINE, IDENTITY
from helpers.pictures import X_MARK

# --- falling: a kernel for diagonals -----------------------------------------------------------------

LINES = {
    "falling": np.eye(3, dtype=int),
    "rising": np.fliplr(np.eye(3, dtype=int)),
    "vertical": np.array([[0, 1, 0]] * 3),
    "horizontal": np.array([[0, 1, 0]] * 3).T,
}


def _answers_to(kernel):
    """Return a kernel's response to each of the four lines, drawn bright on black through its middle."""
    return {name: float((kernel * line).sum()) for name, line in LINES.items()}


def _is_3x3(given):
    return given.shape == (3, 3)


def _ignores_flat(given):
    return bool(np.isclose(given.sum(), 0))


def _prefers(given, name):
    """Return whether the response to a line is positive, and larger than to the other three."""
    answers = _answers_to(given)
    return answers[name] > 0 and all(answers[name] > other for key, other in answers.items() if key != name)


def _finds_falling(case, given):
    return _is_3x3(given) and _ignores_flat(given) and _prefers(given, "falling")


def _finds(name):
    return lambda case, given: _is_3x3(given) and _ignores_flat(given) and _prefers(given, name)


FALLING = Exercise(
    name="falling",
    title="A kernel that finds falling diagonals",
    answer="my_kernel",
    reference=lambda: [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]],
    read=numbers,
    accepts=_finds_falling,
    right="A flat surface gives 0, and of the four lines through the middle the falling one gets the "
    "largest answer.",
    hints=(
        "A kernel is a small picture of what it looks for. Where do the pixels of a falling diagonal lie in "
        "a window of 3 by 3?",
        "Give the three places from top left to bottom right positive weights and the other six negative "
        "ones. What must all nine sum to, so that a flat surface gives 0?",
        "Three times 2 and six times −1 sum to 0. The solution is in notebooks/solutions/03_falling.py.",
    ),
    mistakes=(
        Mistake(
            "there are not 3 by 3 weights",
            "The task asks for three rows of three weights.",
            sees=lambda case, given: not _is_3x3(given),
        ),
        Mistake(
            "every weight is 0",
            "Such a kernel answers 0 to everything.",
            sees=lambda case, given: not given.any(),
        ),
        Mistake(
            "a flat surface gets an answer",
            "The weights do not sum to 0, so every bright wall looks like a diagonal. What the diagonal "
            "gains "
            "the other weights must take away.",
            sees=lambda case, given: not _ignores_flat(given),
        ),
        Mistake(
            "it finds rising diagonals",
            "From left to right a falling diagonal goes down: it starts in the top left corner.",
            sees=_finds("rising"),
        ),
        Mistake(
            "it finds vertical lines", "Its largest answer goes to a vertical line.", sees=_finds("vertical")
        ),
        Mistake(
            "it finds horizontal lines",
            "Its largest answer goes to a horizontal line.",
            sees=_finds("horizontal"),
        ),
        Mistake(
            "the signs are the wrong way round",
            "On a bright falling diagonal it answers with its most negative number: it finds dark ones.",
            sees=lambda case, given: _prefers(-given, "falling"),
        ),
        Mistake(
            "it cannot tell the lines apart",
            "A falling line gets no more than another line through the middle. Only the three places of the "
            "diagonal are to count.",
            sees=lambda case, given: True,
        ),
    ),
)


# --- blur: weights that keep brightness --------------------------------------------------------------

BLUR = Exercise(
    name="blur",
    title="A blur that keeps the brightness",
    answer="my_blur(size)",
    reference=lambda size: np.full((size, size), 1 / size**2),
    read=numbers,
    right="The weights sum to 1 at every size, so a grey surface keeps its grey.",
    hints=(
        "A flat surface of 100 must stay 100. What does that say about the sum of the weights?",
        "There are size · size weights, all equal, and they sum to 1.",
        "Each weight is 1 / size**2; np.full makes a grid of equal numbers. The solution is in "
        "notebooks/solutions/03_blur.py.",
    ),
    mistakes=(
        Mistake(
            "the picture gets brighter",
            "The weights are ones: the sum over a window is size · size times as bright as the picture.",
            wrong=lambda size: np.ones((size, size)),
        ),
        Mistake(
            "the weights are divided by size only once",
            "There are size · size weights, not size.",
            wrong=lambda size: np.full((size, size), 1 / size),
        ),
        Mistake(
            "the weights are 1/9 at every size",
            "A ninth is right for 3 by 3. A kernel of 5 by 5 has 25 weights.",
            wrong=lambda size: np.full((size, size), 1 / 9),
        ),
        Mistake(
            "the kernel is 3 by 3 at every size",
            "The kernel is to have size rows and size columns.",
            wrong=lambda size: np.full((3, 3), 1 / 9),
        ),
        Mistake(
            "the weights are one row",
            "The values are right. Arrange them as size rows of size columns.",
            sees=lambda case, given: given.shape == (case.inputs["size"] ** 2,),
        ),
        Mistake(
            "it blurs along one axis only",
            "A blur looks to all sides: size rows and size columns.",
            sees=lambda case, given: given.shape in ((case.inputs["size"],), (1, case.inputs["size"])),
        ),
        Mistake(
            "one weight comes back",
            "The weight is right. A kernel holds it size · size times.",
            sees=lambda case, given: given.ndim == 0,
        ),
        Mistake(
            "the weights sum to 0",
            "Such a kernel finds differences, and a flat surface turns black.",
            sees=lambda case, given: bool(np.isclose(given.sum(), 0)),
        ),
        Mistake(
            "the weights are not equal",
            "They sum to 1, so brightness is kept. The task asks for equal weights.",
            sees=lambda case, given: (
                given.shape == (case.inputs["size"],) * 2 and bool(np.isclose(given.sum(), 1))
            ),
        ),
    ),
    cases=tuple(Case({"size": size}) for size in (3, 2, 5, 1)),
)


# --- match: the mean of the products -----------------------------------------------------------------


def _match(image, feature):
    """Return the mean of the products of window and feature, at every place."""
    return conv2d(image, feature) / feature.size


def _changed(change):
    return lambda image, feature: change(_match(image, feature))


def _equal_share(image, feature):
    """Return the share of cells that agree, from 0 to 1."""
    return (_match(image, feature) + 1) / 2


def _ink_only(image, feature):
    return conv2d(image * (image > 0), feature * (feature > 0)) / feature.size


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
    right="An exact match scores 1, the negative −1, and the rest lies in between.",
    hints=(
        "Stand at one place: cut out the window that is as large as the feature, and multiply cell by cell.",
        "The score is the mean of these products: 1 where all agree, −1 where none does. Do it at every "
        "place where the window fits, with two loops.",
        "conv2d gives the sum of the products at every place; the mean is that sum divided by feature.size. "
        "The solution is in notebooks/solutions/03_match.py.",
    ),
    mistakes=(
        Mistake(
            "summed instead of averaged",
            "An exact match of nine cells gives 9. Take the mean, so that it gives 1 whatever the size.",
            wrong=conv2d,
        ),
        Mistake(
            "divided by 9 at every size",
            "Nine is right for 3 by 3. Divide by the number of cells of the feature.",
            wrong=lambda image, feature: conv2d(image, feature) / 9,
        ),
        Mistake(
            "divided by the number of cells in the image",
            "The mean is over the window, which is as large as the feature.",
            wrong=lambda image, feature: conv2d(image, feature) / image.size,
        ),
        Mistake(
            "divided by the sum of the feature",
            "That is for weights of an average. Here the products are counted: divide by how many there are.",
            wrong=lambda image, feature: conv2d(image, feature) / feature.sum(),
        ),
        Mistake(
            "the feature is flipped",
            "Lay the feature on the window as it is, without turning it.",
            wrong=lambda image, feature: _match(image, flip(feature)),
        ),
        Mistake(
            "the feature is transposed",
            "Rows and columns of the feature have changed places.",
            wrong=lambda image, feature: _match(image, feature.T),
        ),
        Mistake(
            "it is the share of cells that agree",
            "That runs from 0 to 1. The mean of the products runs from −1, the negative, to 1.",
            wrong=_equal_share,
        ),
        Mistake(
            "agreement on paper is not counted",
            "−1 times −1 is 1 as well: a cell where both are paper agrees.",
            wrong=_ink_only,
        ),
        Mistake("negative scores are lost", "−1 says: the negative. Keep the sign.", wrong=_changed(np.abs)),
        Mistake(
            "negative scores are lost",
            "−1 says: the negative. Keep the sign.",
            wrong=_changed(lambda scores: np.maximum(scores, 0)),
        ),
        Mistake(
            "the decimals are cut off",
            "Two thirds became 0. Keep the scores in an array that holds decimals: np.zeros(shape).",
            wrong=_changed(np.trunc),
        ),
        Mistake(
            "only exact matches are kept",
            "A near match counts too: it says how near.",
            wrong=_changed(lambda scores: np.isclose(scores, 1).astype(float)),
        ),
        Mistake(
            "only the best score comes back",
            "The map says where, not only how well. Return the scores of all places.",
            wrong=_changed(np.max),
        ),
        Mistake(
            "border off by one",
            "The last row and column are missing: the window fits once more down and across.",
            wrong=_changed(lambda scores: scores[:-1, :-1]),
        ),
        Mistake(
            "the image is padded",
            "The map is larger than there are places. Here the window stays inside the image.",
            wrong=lambda image, feature: conv2d(image, feature, padding="same") / feature.size,
        ),
        Mistake(
            "the scores are one long row",
            "The values are right. Give them back as rows and columns.",
            wrong=_changed(np.ravel),
        ),
        Mistake(
            "one score for the whole image",
            "Compare the feature with one window after the other, and collect the scores.",
            sees=lambda case, given: given.ndim == 0,
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


# --- sharpen: from identity and blur -----------------------------------------------------------------

NINTHS = np.full((3, 3), 1 / 9)


def _sharpen(amount):
    """Return the picture, and `amount` times what a blur takes away."""
    return IDENTITY + amount * (IDENTITY - NINTHS)


SHARPEN = Exercise(
    name="sharpen",
    title="Sharpen with what a blur takes away",
    answer="my_sharpen(amount)",
    reference=_sharpen,
    read=numbers,
    right="The weights sum to 1 for every amount: brightness stays, and only the details grow.",
    hints=(
        "What does a blur take away from a picture? The picture minus its blur: the details. Sharpening adds "
        "them once more.",
        "One kernel for all of it: identity + amount · (identity − blur).",
        "identity is 1 in the middle and 0 around it, blur is 1/9 everywhere. The solution is in "
        "notebooks/solutions/03_sharpen.py.",
    ),
    mistakes=(
        Mistake(
            "it blurs instead",
            "You add the blur minus the picture: details get weaker. Add the picture minus the blur.",
            wrong=lambda amount: IDENTITY + amount * (NINTHS - IDENTITY),
        ),
        Mistake(
            "the picture itself is missing",
            "These are the details alone, and a flat surface turns black. Add them to the identity.",
            wrong=lambda amount: amount * (IDENTITY - NINTHS),
        ),
        Mistake(
            "the amount is not used",
            "The kernel is the same for every amount. Multiply the details by it.",
            wrong=lambda amount: _sharpen(1),
        ),
        Mistake(
            "the blur is not multiplied by the amount",
            "amount · identity − blur changes the brightness. Put brackets around the details, identity − "
            "blur.",
            wrong=lambda amount: IDENTITY + amount * IDENTITY - NINTHS,
        ),
        Mistake(
            "the blur is added, not taken away",
            "The weights sum to more than 1 and the picture gets brighter.",
            wrong=lambda amount: IDENTITY + amount * NINTHS,
        ),
        Mistake(
            "only the blur is taken away",
            "The details are the picture minus its blur. You take the blur away and add nothing back.",
            wrong=lambda amount: IDENTITY - amount * NINTHS,
        ),
        Mistake(
            "the whole kernel is multiplied by the amount",
            "Only the details are. The picture itself comes in once.",
            wrong=lambda amount: amount * _sharpen(1),
        ),
        Mistake(
            "the kernel sums to 9 times as much",
            "A blur keeps the brightness: its weights are 1/9, not 1.",
            wrong=lambda amount: IDENTITY + amount * (9 * IDENTITY - np.ones((3, 3))),
        ),
        Mistake(
            "the picture changes its brightness",
            "For amount 0 it must be the identity, and for every amount the weights must sum to 1.",
            sees=lambda case, given: given.shape == (3, 3) and not np.isclose(given.sum(), 1),
        ),
    ),
    cases=tuple(Case({"amount": amount}) for amount in (1, 0, 2, 0.5)),
)

EXERCISES = (FALLING, BLUR, MATCH, SHARPEN)


# --- questions ---------------------------------------------------------------------------------------

QUESTIONS = (
    Number(
        "flat_wall",
        "A wall of equal pixels, each 100, meets the kernel of vertical lines: three rows of −1, 2, −1. What "
        "does it answer?",
        answer=int(conv2d(np.full((3, 3), 100), HORIZONTAL_LINE.T)[0, 0]),
        right="−100 + 200 − 100 = 0 in each row. A kernel whose weights sum to 0 says nothing about flat "
        "surfaces.",
        wrong={
            100: "A blur would keep 100: its weights sum to 1. What do these nine sum to?",
            600: "That is what the middle column gives, 3 · 200. The other six weights are negative.",
            -600: "That is what the outer columns give. The middle column adds 3 · 200.",
            200: "One row gives −100 + 200 − 100.",
            900: "That is the sum of the pixels, without weights.",
        },
        otherwise="Every pixel is 100, so the answer is 100 times the sum of the nine weights.",
    ),
    Choices(
        "line_across",
        "A bright horizontal line runs across the picture. What does the kernel of vertical lines answer "
        "along "
        "it?",
        Choice(
            "A large number: it is a line.",
            "It is one, but not of the kind that this kernel pictures. Put it in: in each row the pixels are "
            "equal.",
        ),
        Choice(
            "A large negative number: it is the opposite.",
            "The opposite of a bright vertical line is a dark vertical line.",
        ),
        Choice(
            "0: in every row of the window the pixels are equal.",
            "−1, 2, −1 over three equal pixels gives 0, row by row, on the line as beside it.",
            right=True,
        ),
    ),
    Number(
        "one_cell_wrong",
        "A window agrees with a 3 by 3 feature in eight cells and differs in one. What is the mean of the "
        "nine "
        "products? (A fraction as a decimal number with two digits will do.)",
        answer=7 / 9,
        right="Eight products are 1 and one is −1: they sum to 7, and 7/9 ≈ 0.78. A wrong cell costs two "
        "ninths: "
        "it takes one away and adds none.",
        wrong={
            8 / 9: "The ninth product is not 0 but −1: it takes one away.",
            0.89: "The ninth product is not 0 but −1: it takes one away.",
            7: "7 is the sum of the products. The mean is over nine of them.",
            1: "1 is an exact match, with no cell that differs.",
            -1: "−1 is the negative: all nine differ.",
        },
        otherwise="Eight products are 1, one is −1. Add them and divide by nine.",
        within=0.006,
    ),
    Choices(
        "flat_teacher",
        "You are to learn a kernel back from an image and its output. The image is one flat grey. Can it be "
        "done?",
        Choice(
            "Yes, the output shows what the kernel does.",
            "It shows one number, the same everywhere: the grey times the sum of the weights.",
        ),
        Choice(
            "Only the sum of its weights can be learned.",
            "Every kernel with that sum gives the same output here. To tell nine weights apart, the windows "
            "must "
            "differ.",
            right=True,
        ),
        Choice(
            "Only if it is 3 by 3.",
            "Nine weights are as unknown as twenty-five when every pixel under them is the same.",
        ),
    ),
)

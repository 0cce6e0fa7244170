"""Lesson 09, Fashion-MNIST: exercises and questions."""

import math

import numpy as np

from helpers.checks.exercise import Case, Exercise, Mistake, NotReadable, numbers, same_numbers
from helpers.checks.questions import Choice, Choices, Number

# --- prepare: from stored pixels to what a network reads ---------------------------------------------

PIXELS = np.array([[[0, 51, 255], [102, 204, 153]], [[17, 34, 68], [255, 0, 85]]], dtype=np.uint8)


def _is_prepared(case, given):
    expected = _prepared(case.inputs["images"])
    return given.dtype == np.float32 and same_numbers(given, expected)


def _prepared(images):
    return images[..., np.newaxis].astype(np.float32) / 255


def _looks_like(change):
    """Make a recogniser of results that equal `change` of the images, whatever their dtype."""

    def sees(case, given):
        return same_numbers(given, np.asarray(change(case.inputs["images"])))

    return sees


def _values_are(change):
    """Make a recogniser of results with the values of `change`, whatever their shape."""

    def sees(case, given):
        pixels = case.inputs["images"].ravel().astype(float)
        # On the scale of the pixels, because 1 / 255 / 255 is within the tolerance around 0.
        return same_numbers(given.ravel() * 255.0**2, change(pixels) * 255.0**2)

    return sees


PREPARE = Exercise(
    name="prepare",
    title="Images made ready for a network",
    answer="my_prepare(images)",
    reference=_prepared,
    accepts=_is_prepared,
    read=numbers,
    right="Small numbers keep the first steps of training small, and the last axis says: one channel.",
    hints=(
        "Two changes are asked for: the values, from 0 … 255 to 0 … 1, and the shape, with one axis more.",
        '`images / 255` divides as it should but gives float64: `images.astype("float32")` first. '
        "`np.newaxis` in an index adds an axis.",
        "`images[..., np.newaxis]` has the shape (N, 28, 28, 1). The solution is in "
        "notebooks/solutions/09_prepare.py.",
    ),
    mistakes=(
        Mistake(
            "the channel axis is missing",
            "The values are right. Conv2D reads (images, rows, columns, channels): grey images have one "
            "channel.",
            sees=_looks_like(lambda images: images / 255),
        ),
        Mistake(
            "the type is float64",
            "Values and shape are right, in twice the memory: Keras computes in float32.",
            sees=lambda case, given: (
                given.dtype == np.float64 and _is_prepared(case, given.astype(np.float32))
            ),
        ),
        Mistake(
            "integer division",
            "`//` drops everything after the point, and all but pure white becomes 0. Divide with `/`.",
            sees=_looks_like(lambda images: images[..., np.newaxis] // 255),
        ),
        Mistake(
            "integer division",
            "The values were turned into whole numbers after the division: all but pure white became 0.",
            sees=_looks_like(lambda images: images // 255),
        ),
        Mistake(
            "scaled twice",
            "The largest value is about 0.004: the pixels were divided by 255 two times.",
            sees=_values_are(lambda pixels: pixels / 255 / 255),
        ),
        Mistake(
            "not scaled",
            "The values still go up to 255.",
            sees=_values_are(lambda pixels: pixels),
        ),
        Mistake(
            "divided by 256",
            "White is 255, so that 255 / 256 stays a little below 1. Divide by 255.",
            sees=_values_are(lambda pixels: pixels / 256),
        ),
        Mistake(
            "divided by the largest value of the images given",
            "A dark image would become as bright as any. Divide by 255, whatever the images hold.",
            sees=_values_are(lambda pixels: pixels / pixels.max()),
        ),
        Mistake(
            "scaled to −1 … 1",
            "Black is to be 0 and white 1.",
            sees=_values_are(lambda pixels: pixels / 127.5 - 1),
        ),
        Mistake(
            "the images are turned to black and white",
            "Grey levels are lost: everything became 0 or 1.",
            sees=lambda case, given: (
                set(np.unique(given)) <= {0, 1} and given.size == case.inputs["images"].size
            ),
        ),
        Mistake(
            "the channel axis comes first",
            "Keras puts the channels last: (N, 28, 28, 1).",
            sees=lambda case, given: (
                given.shape == (len(case.inputs["images"]), 1, *case.inputs["images"].shape[1:])
            ),
        ),
        Mistake(
            "the images are flattened",
            "Rows and columns must stay: a convolution looks at neighbours.",
            sees=lambda case, given: (
                given.ndim == 2 and given.shape == (len(case.inputs["images"]), case.inputs["images"][0].size)
            ),
        ),
        Mistake(
            "the channel axis is in the wrong place",
            "It comes last: (N, 28, 28, 1).",
            sees=lambda case, given: (
                given.ndim == 4 and given.size == case.inputs["images"].size and given.shape[-1] != 1
            ),
        ),
    ),
    cases=(
        Case({"images": PIXELS[:1, :, :2].copy()}),
        Case({"images": PIXELS}),
        Case({"images": (np.arange(28 * 28 * 3) % 251).reshape(3, 28, 28).astype(np.uint8)}),
    ),
)


# --- most_confused: reading a confusion matrix -------------------------------------------------------

# Rows are true classes. The largest mistake, the largest of the table, the largest pair and the largest
# share of a row are in different places, so that each misreading gives a different answer.
TABLE = np.array([[90, 2, 40, 3], [1, 97, 0, 2], [12, 5, 48, 35], [4, 1, 36, 59]])
UNEVEN = np.array([[500, 30, 70], [9, 20, 1], [60, 12, 400]])


def _pair(value):
    """Read (true, predicted): any pair of whole numbers."""
    pair = numbers(value)
    if pair.shape != (2,) and pair.size != 1:
        raise NotReadable(f"of the shape {pair.shape}, where two numbers are asked for")
    return pair


def _largest_place(table):
    return np.unravel_index(np.argmax(table), table.shape)


def _without_diagonal(confusion):
    return confusion - np.diag(np.diag(confusion))


def _largest_pair_of_both_directions(confusion):
    mistakes = _without_diagonal(confusion)
    return _largest_place(np.triu(mistakes + mistakes.T))


MOST_CONFUSED = Exercise(
    name="most_confused",
    title="The most frequent mistake",
    answer="my_most_confused(confusion)",
    reference=lambda confusion: _largest_place(_without_diagonal(confusion)),
    read=_pair,
    right="The diagonal holds what is right; beside it stands who was taken for whom.",
    hints=(
        "On the diagonal, true and predicted class agree. The largest mistake is the largest number beside "
        "it.",
        "Make a copy and set its diagonal to 0: `np.fill_diagonal(copy, 0)`. `argmax` finds the largest "
        "number, but counts through all rows.",
        "`np.unravel_index(number, confusion.shape)` turns that count into row and column. The solution is "
        "in notebooks/solutions/09_most_confused.py.",
    ),
    mistakes=(
        Mistake(
            "the diagonal is counted",
            "Row and column are the same class: there the network was right. Look beside the diagonal.",
            wrong=_largest_place,
        ),
        Mistake(
            "true and predicted have changed places",
            "The row is the true class and comes first; the column is what the network says.",
            wrong=lambda confusion: _largest_place(_without_diagonal(confusion))[::-1],
        ),
        Mistake(
            "both directions are added",
            "Taking A for B and B for A are two mistakes, in two cells. Asked is for one cell.",
            wrong=_largest_pair_of_both_directions,
        ),
        Mistake(
            "a share, not a count",
            "You divided by the size of each class. Asked is for the largest count.",
            wrong=lambda confusion: _largest_place(
                _without_diagonal(confusion) / confusion.sum(axis=1, keepdims=True)
            ),
        ),
        Mistake(
            "the place is given as one number",
            "`argmax` counts through all rows. Turn its number into a row and a column.",
            wrong=lambda confusion: np.argmax(_without_diagonal(confusion)),
        ),
        Mistake(
            "the count itself is given",
            "That is how often it happens. Asked is for the two classes.",
            wrong=lambda confusion: _without_diagonal(confusion).max(),
        ),
        Mistake(
            "the rarest mistake is given",
            "Look for the largest count, not the smallest.",
            wrong=lambda confusion: np.unravel_index(
                np.argmin(confusion + np.diag([10**9] * len(confusion))), confusion.shape
            ),
        ),
        Mistake(
            "the classes are numbered from 1",
            "Python counts from 0, as the labels do.",
            wrong=lambda confusion: np.add(_largest_place(_without_diagonal(confusion)), 1),
        ),
        Mistake(
            "the classes with the most mistakes are given",
            "The class most often missed and the class most often wrongly named need not belong to one cell.",
            wrong=lambda confusion: (
                _without_diagonal(confusion).sum(axis=1).argmax(),
                _without_diagonal(confusion).sum(axis=0).argmax(),
            ),
        ),
    ),
    cases=(Case({"confusion": UNEVEN}), Case({"confusion": TABLE}), Case({"confusion": TABLE.T.copy()})),
)


# --- class_shares: what a confusion matrix says of each class ----------------------------------------


def _shares(confusion):
    right = np.diag(confusion)
    return _divided(right, confusion.sum(axis=1)), _divided(right, confusion.sum(axis=0))


def _divided(part, whole):
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole != 0)


def _two_rows(value):
    scalar = isinstance(value, np.ndarray) and value.ndim == 0
    if not isinstance(value, (tuple, list, np.ndarray)) or scalar or len(value) != 2:
        raise NotReadable("not a pair. Return both: `return found, trusted`")
    return tuple(numbers(part) for part in value)


def _shares_of(found, trusted):
    """Make a wrong answer that divides the diagonal by other functions of the matrix."""

    def wrong(confusion):
        right = np.diag(confusion)
        return _divided(right, found(confusion)), _divided(right, trusted(confusion))

    return wrong


def _rows(confusion):
    return confusion.sum(axis=1)


def _columns(confusion):
    return confusion.sum(axis=0)


def _changed(change):
    """Make a wrong answer by changing both right results."""
    return lambda confusion: tuple(change(part) for part in _shares(confusion))


CLASS_SHARES = Exercise(
    name="class_shares",
    title="What is found, and what can be trusted",
    answer="my_class_shares(confusion)",
    reference=_shares,
    read=_two_rows,
    right="A class that is found rarely may still be trusted when it is named, and the other way round. The "
    "two are also called recall and precision.",
    hints=(
        "The diagonal holds what is right: `np.diag(confusion)`. Both shares divide it, by two different "
        "sums.",
        "A row holds all pictures that *are* of a class, a column all that were *named* so: "
        "`confusion.sum(axis=1)` sums each row, `axis=0` each column.",
        "Where a class was never named, its column sums to 0, and 0/0 is nan: "
        "`np.divide(right, named, out=np.zeros(len(right)), where=named > 0)` leaves 0 there. The solution "
        "is in notebooks/solutions/09_class_shares.py.",
    ),
    mistakes=(
        Mistake(
            "0 is divided by 0",
            "One class was never named, so the sum of its column is 0, and 0/0 gives nan. Give 0 there.",
            sees=lambda case, given: any(not np.isfinite(part).all() for part in given),
        ),
        Mistake(
            "found and trusted have changed places",
            "Found comes first: of the pictures that are of a class, one row, the share named rightly.",
            wrong=_shares_of(_columns, _rows),
        ),
        Mistake(
            "both go by rows",
            "What is found goes by rows, what is trusted by columns: of all answers that name the class.",
            wrong=_shares_of(_rows, _rows),
        ),
        Mistake(
            "both go by columns",
            "What is trusted goes by columns, what is found by rows: of all pictures of the class.",
            wrong=_shares_of(_columns, _columns),
        ),
        Mistake(
            "divided by all pictures",
            "Each share is one of a class: divide by the sum of a row or of a column, not of the table.",
            wrong=_shares_of(lambda confusion: np.full(len(confusion), confusion.sum()),
                             lambda confusion: np.full(len(confusion), confusion.sum())),
        ),
        Mistake(
            "divided by the mistakes only",
            "The sums you divide by leave the diagonal out. What is right belongs to the whole.",
            wrong=_shares_of(lambda confusion: _rows(_without_diagonal(confusion)),
                             lambda confusion: _columns(_without_diagonal(confusion))),
        ),
        Mistake(
            "the share of mistakes",
            "You give 1 minus the share. Asked is the share that is right.",
            wrong=_changed(lambda part: 1 - part),
        ),
        Mistake("in hundredths", "A share lies between 0 and 1.", wrong=_changed(lambda part: 100 * part)),
        Mistake(
            "whole-number division",
            "`//` drops everything after the point, which leaves 0 or 1. Divide with `/`.",
            wrong=_changed(np.floor),
        ),
        Mistake(
            "one number for all classes",
            "You give the mean over the classes. Asked is one share for each class.",
            wrong=_changed(np.mean),
        ),
        Mistake(
            "counts, not shares",
            "These are sums of rows and columns. Divide the diagonal by them.",
            wrong=lambda confusion: (_rows(confusion), _columns(confusion)),
        ),
    ),
    cases=(
        Case({"confusion": np.array([[5, 1, 0], [2, 6, 0], [1, 1, 0]])}),
        Case({"confusion": UNEVEN}),
        Case({"confusion": TABLE}),
    ),
)  # fmt: skip


EXERCISES = (
    PREPARE,
    MOST_CONFUSED,
    CLASS_SHARES,
)


# --- questions ---------------------------------------------------------------------------------------

QUESTIONS = (
    Number(
        "first_loss",
        "A network of ten classes has not learned anything and gives each class a tenth. Its loss is −ln "
        "of the probability of the true class. Which number will the loss start near? (One decimal is "
        "enough.)",
        answer=-math.log(1 / 10),
        within=0.05,
        right="−ln(1/10) = ln 10 = 2.303. A first loss far above it says that the weights start badly.",
        wrong={
            0.1: "0.1 is the probability. The loss is −ln of it.",
            -2.3: "ln(0.1) is −2.3. The loss is minus that.",
            1: "That is −log10(0.1). The loss takes the natural logarithm: np.log.",
            3.32: "That is −log2(0.1). The loss takes the natural logarithm: np.log.",
            0.9: "0.9 is the share of wrong guesses. The loss is −ln(0.1).",
            10: "10 is the number of classes. The loss is −ln(1/10).",
            0: "A loss of 0 is that of a network which is sure, and right.",
        },
        otherwise="Compute −np.log(1 / 10) in a cell.",
    ),
    Choices(
        "evaluate_epochs",
        "One reads `model.evaluate(x_test, y_test, epochs=3)`. What does it do?",
        Choice(
            "It tests three times and gives the mean.",
            "Testing three times would give the same three times: evaluate changes no weight.",
        ),
        Choice(
            "It stops with an error: `evaluate` has no epochs.",
            "Epochs are rounds of training. evaluate goes through the data once and learns nothing.",
            right=True,
        ),
        Choice(
            "It trains on the test images for three epochs.",
            "That would be fit, and the test would be worth nothing afterwards.",
        ),
    ),
    Choices(
        "which_loss",
        "The labels are whole numbers: 9 for an ankle boot. Which loss fits?",
        Choice(
            "`sparse_categorical_crossentropy`",
            "It takes the number of the class. With one-hot labels, `categorical_crossentropy` computes "
            "the same.",
            right=True,
        ),
        Choice(
            "`categorical_crossentropy`",
            "It wants a one-hot row for each label: ten numbers, nine of them 0.",
        ),
        Choice("`binary_crossentropy`", "That is for yes-or-no labels, one output for each."),
        Choice(
            "`mean_squared_error`",
            "It would take class 8 for nearly class 9. A bag is not nearly an ankle boot.",
        ),
    ),
    Choices(
        "overfitting",
        "Which curves show that a network is learning its training images by heart?",
        Choice("Both losses fall together", "Then it still learns what holds for new images too. Train on."),
        Choice(
            "Training loss falls, validation loss rises",
            "It gets surer on images it has seen, and worse on those it has not. Stop, or hold it back.",
            right=True,
        ),
        Choice("Both losses stay high", "That is underfitting: it has not even learned the training images."),
        Choice(
            "Validation loss is a little below training loss at the start",
            "That is usual: the training loss is an average over an epoch in which the network got better.",
        ),
    ),
)

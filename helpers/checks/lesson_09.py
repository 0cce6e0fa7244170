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
    """Make a recogniser from what the mistake makes of the images, whatever the dtype."""

    def sees(case, given):
        return same_numbers(given, np.asarray(change(case.inputs["images"])))

    return sees


def _values_are(change):
    """Make a recogniser from what the mistake makes of the values, whatever the shape."""

    def sees(case, given):
        pixels = case.inputs["images"].ravel().astype(float)
        # Values near 1 / 255 / 255 would pass for 0: they are compared on the scale of the pixels.
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
# share of a row are in different places, so that each misreading gives another answer.
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


# --- shuffle_pixels: one new order for every image ---------------------------------------------------


def _numbered(count, side, start):
    """Return images in which no two pixels are the same, so that each can be followed."""
    return start + np.arange(count * side * side).reshape(count, side, side)


def _two_sets(value):
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise NotReadable("not a pair. Return both sets: `return train_shuffled, test_shuffled`")
    return tuple(numbers(part) for part in value)


def _orders(before, after):
    """Return for each image where its pixels come from, or None if they are not its own."""
    if after.shape != before.shape:
        return None
    orders = []
    for old, new in zip(before.reshape(len(before), -1), after.reshape(len(after), -1), strict=True):
        if not np.array_equal(np.sort(new), old):
            return None
        orders.append(tuple(np.searchsorted(old, new).tolist()))
    return orders


def _both_orders(case, given):
    return [_orders(before, after) for before, after in zip(case.inputs.values(), given, strict=True)]


def _is_shuffled(case, given):
    train, test = _both_orders(case, given)
    return train is not None and test is not None and len({*train, *test}) == 1 and _is_new(train[0])


def _is_new(order):
    """Return whether an order parts neighbours: neither as before, nor reversed, nor whole rows moved."""
    side = math.isqrt(len(order))
    grid = np.reshape(order, (side, side))
    rows, columns = grid // side, grid % side
    return not ((rows == rows[:, :1]).all() or (columns == columns[:1]).all() or (rows == rows[:1]).all())


def _lost_shape(case, given):
    return any(
        after.size == before.size and after.shape != before.shape
        for before, after in zip(case.inputs.values(), given, strict=True)
    )


def _same_shapes(case, given):
    return all(b.shape == a.shape for b, a in zip(case.inputs.values(), given, strict=True))


def _pixels_crossed_images(case, given):
    """Whether an image holds pixels of another one, and none is lost."""
    pairs = list(zip(case.inputs.values(), given, strict=True))
    return all(np.array_equal(np.sort(a, axis=None), b.ravel()) for b, a in pairs) and None in _both_orders(
        case, given
    )


def _images_moved(case, given):
    """Whether whole images changed places, each as it was."""
    return _same_shapes(case, given) and all(
        np.array_equal(after[np.argsort(after[:, 0, 0])], before)
        for before, after in zip(case.inputs.values(), given, strict=True)
    )


def _order_facts(wanted):
    """Make a recogniser from a question about the orders of all train and all test images."""

    def sees(case, given):
        train, test = _both_orders(case, given)
        return train is not None and test is not None and bool(wanted(train, test))

    return sees


def _unmoved(order):
    return list(order) == sorted(order)


SHUFFLE_PIXELS = Exercise(
    name="shuffle_pixels",
    title="The same shuffle for every image",
    answer="my_shuffle(train, test)",
    reference=None,
    accepts=_is_shuffled,
    read=_two_sets,
    right="Every pixel has a new neighbourhood, the same in all images: for a dense layer a mere change of "
    "names.",
    hints=(
        "A shuffle is a list of places: which old pixel goes to place 0, which to place 1, and so on. Make "
        "the list once.",
        "`np.random.default_rng(0).permutation(rows * columns)` is such a list. Lay each image out as one "
        "row of pixels: `images.reshape(len(images), -1)`.",
        "Indexing with the list, `flat[:, order]`, moves the pixels of all images at once; then reshape "
        "back. Do so for train and test with the same list. The solution is in "
        "notebooks/solutions/09_shuffle_pixels.py.",
    ),
    mistakes=(
        Mistake(
            "the images have lost their rows and columns",
            "The pixels have moved. Reshape the result back to the shape of the images.",
            sees=_lost_shape,
        ),
        Mistake(
            "nothing is shuffled",
            "Every pixel is where it was.",
            sees=_order_facts(lambda train, test: all(map(_unmoved, train + test))),
        ),
        Mistake(
            "the test images are not shuffled",
            "They need the same new order, or the network is tested on images of a kind it has never seen.",
            sees=_order_facts(lambda train, test: len(set(train)) == 1 and all(map(_unmoved, test))),
        ),
        Mistake(
            "only the test images are shuffled",
            "The training images need the same new order.",
            sees=_order_facts(lambda train, test: len(set(test)) == 1 and all(map(_unmoved, train))),
        ),
        Mistake(
            "the test images get another order",
            "All training images share one order, all test images another one. Make one order, and use it "
            "for both.",
            sees=_order_facts(
                lambda train, test: len(set(train)) == len(set(test)) == 1 and train[0] != test[0]
            ),
        ),
        Mistake(
            "whole rows or columns move",
            "Pixels that were neighbours in a row or a column still are. Give every pixel a place of its "
            "own.",
            sees=_order_facts(lambda train, test: all(not _is_new(order) for order in train + test)),
        ),
        Mistake(
            "each image gets its own order",
            "The order is drawn anew for every image, so that no place means the same twice. Draw it once, "
            "before.",
            sees=_order_facts(lambda train, test: len({*train, *test}) > 1),
        ),
        Mistake(
            "the images change places, not their pixels",
            "`shuffle` and `permutation` move along the first axis: the images. Here the pixels inside "
            "each image move.",
            sees=_images_moved,
        ),
        Mistake(
            "pixels move from one image to another",
            "All pixels of all images are mixed. Each image keeps its own.",
            sees=_pixels_crossed_images,
        ),
        Mistake(
            "pixels are lost",
            "Some pixels appear twice and others not at all. An order holds every place exactly once: use "
            "permutation, not random integers.",
            sees=_same_shapes,
        ),
    ),
    cases=(
        Case({"train": _numbered(3, 4, 0), "test": _numbered(2, 4, 100)}),
        Case({"train": _numbered(5, 6, 0) / 8, "test": _numbered(4, 6, 1000) / 8}),
    ),
)

EXERCISES = (PREPARE, MOST_CONFUSED, SHUFFLE_PIXELS)


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
        "shuffled_pixels",
        "The pixels of all images, train and test, are put into one new order. Both networks are trained "
        "anew. Which one suffers?",
        Choice(
            "The dense network, because it sees the whole image",
            "Each of its units has a weight for every pixel and does not care in which order they come.",
        ),
        Choice(
            "Both alike",
            "To the dense network the new order is a change of names. Which network counts on neighbours?",
        ),
        Choice(
            "Neither: no pixel is lost",
            "No pixel is lost, but the neighbourhoods are. Which network looks at neighbourhoods?",
        ),
        Choice(
            "The convolutional network, because neighbours are no longer neighbours",
            "A 3 by 3 window now holds nine pixels that have nothing to do with each other.",
            right=True,
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

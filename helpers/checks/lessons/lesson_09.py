"""Lesson 09, Fashion-MNIST: exercises and questions."""

import math
import os

import numpy as np

from helpers import dense_parameters
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


# --- shuffle_pixels: one new order for every image ---------------------------------------------------


def _numbered(count, side, start):
    """Return images in which all pixels differ, so that each can be traced."""
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
    """Return whether an order separates neighbours: not if it is reversed, or moves whole rows."""
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
    """Return whether images contain pixels of other images, and none is lost."""
    pairs = list(zip(case.inputs.values(), given, strict=True))
    return all(np.array_equal(np.sort(a, axis=None), b.ravel()) for b, a in pairs) and None in _both_orders(
        case, given
    )


def _images_moved(case, given):
    """Return whether only whole images changed places."""
    return _same_shapes(case, given) and all(
        np.array_equal(after[np.argsort(after[:, 0, 0])], before)
        for before, after in zip(case.inputs.values(), given, strict=True)
    )


def _order_facts(wanted):
    """Make a recogniser from a condition on the orders of all train and all test images."""

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


# --- choose_epoch: when to stop ----------------------------------------------------------------------


def _kept_epoch(losses, patience, *, is_better=lambda loss, best, before: loss < best, start=0):
    """Return (epoch to keep, epoch after which training stops), both counted from 1."""
    best, waited, epoch = 0, 0, 0
    for epoch in range(1, len(losses)):
        if is_better(losses[epoch], losses[best], losses[epoch - 1]):
            best = epoch if losses[epoch] <= losses[best] else best
            waited = 0
        else:
            waited += 1
        if waited >= patience + start:
            break
    return best + 1, epoch + 1


CHOOSE_EPOCH = Exercise(
    name="choose_epoch",
    title="When to stop, and which epoch to keep",
    answer="my_choose_epoch(losses, patience)",
    reference=lambda losses, patience: _kept_epoch(losses, patience)[0],
    read=numbers,
    right="Keras does the same: `EarlyStopping(patience=…, restore_best_weights=True)`. It never looks at "
    "the test pictures.",
    hints=(
        "Go through the losses one by one, as training does: you may not look ahead. Remember the best so "
        "far, and how many epochs have gone by since.",
        "A loss below the best so far becomes the best, and the waiting starts at 0 again. Otherwise wait "
        "one more; once you have waited `patience` epochs, stop.",
        "`for epoch, loss in enumerate(losses, start=1)` counts from 1; `break` ends the loop. The solution "
        "is in notebooks/solutions/09_choose_epoch.py.",
    ),
    mistakes=(
        Mistake(
            "the epochs are counted from 0",
            "Python counts from 0; the curves and the question count epochs from 1.",
            wrong=lambda losses, patience: _kept_epoch(losses, patience)[0] - 1,
        ),
        Mistake(
            "the epoch after which training stops",
            "Training stops there, but the weights to keep are those of the best epoch before.",
            wrong=lambda losses, patience: _kept_epoch(losses, patience)[1],
        ),
        Mistake(
            "looked ahead",
            "You found the smallest loss of all. Training that has stopped never gets to see it.",
            wrong=lambda losses, patience: np.argmin(losses) + 1,
        ),
        Mistake(
            "compared with the epoch before",
            "A loss that falls a little after it has risen is no improvement. Compare with the best so far.",
            wrong=lambda losses, patience: _kept_epoch(
                losses, patience, is_better=lambda loss, best, before: loss < before
            )[0],
        ),
        Mistake(
            "one epoch too patient",
            "With patience 1, one epoch without improvement is enough to stop.",
            wrong=lambda losses, patience: _kept_epoch(losses, patience, start=1)[0],
        ),
        Mistake(
            "no patience",
            "You stop at the first loss that is not better. Wait `patience` epochs.",
            wrong=lambda losses, patience: _kept_epoch(losses, 1)[0],
        ),
        Mistake(
            "an equal loss counts as better",
            "The same loss again is no improvement: keep the earlier epoch, and go on waiting.",
            wrong=lambda losses, patience: _kept_epoch(
                losses, patience, is_better=lambda loss, best, before: loss <= best
            )[0],
        ),
        Mistake(
            "the largest loss",
            "A loss is better the smaller it is. (An accuracy would be better the larger it is.)",
            wrong=lambda losses, patience: np.argmax(losses) + 1,
        ),
        Mistake(
            "the loss itself is given",
            "That is the smallest loss. Asked is the number of its epoch.",
            wrong=lambda losses, patience: losses[_kept_epoch(losses, patience)[0] - 1],
        ),
        Mistake(
            "the last epoch",
            "The losses there may have been rising for long.",
            wrong=lambda losses, patience: len(losses),
        ),
    ),
    cases=(
        Case({"losses": [0.9, 0.8, 0.7], "patience": 2}),
        Case({"losses": [0.5, 0.4, 0.41, 0.4, 0.42, 0.39], "patience": 2}),
        Case({"losses": [0.9, 0.6, 0.65, 0.5, 0.55, 0.56, 0.57, 0.1, 0.2], "patience": 3}),
        Case({"losses": [0.8, 0.6, 0.7, 0.5, 0.4, 0.9, 0.3, 0.95, 0.96], "patience": 1}),
        Case({"losses": [0.9, 0.7, 0.6, 0.62, 0.61, 0.63, 0.5, 0.4, 0.45, 0.46], "patience": 3}),
    ),
)


# --- nearest_labels: explain one mistake by the training pictures that resemble it --------------------

RANDOM = np.random.default_rng(9)


def _nearest(picture, images, labels, k, *, distance=None, order=1):
    difference = images.astype(float) - np.asarray(picture, dtype=float)
    far = (distance or (lambda change: (change**2).sum(axis=(1, 2))))(difference)
    return labels[np.argsort(order * far, kind="stable")[:k]]


def _wrapped(picture, images, labels, k):
    with np.errstate(over="ignore"):
        return labels[np.argsort(((images - picture) ** 2).sum(axis=(1, 2)), kind="stable")[:k]]


def _same_labels(case, given):
    return same_numbers(given, np.asarray(_nearest(*case.inputs.values())))


def _by(distance):
    return lambda picture, images, labels, k: _nearest(picture, images, labels, k, distance=distance)


def _place_of_nearest(picture, images, labels, k):
    return _nearest(picture, images, np.arange(len(labels)), k)


NEAREST_LABELS = Exercise(
    name="nearest_labels",
    title="The training pictures that look most like it",
    answer="my_nearest_labels(picture, images, labels, k)",
    reference=lambda picture, images, labels, k: _nearest(picture, images, labels, k),
    read=numbers,
    right="If most of them carry the label that the network named, the mistake is explained: among the "
    "pictures it has learned from, this one looks like those.",
    hints=(
        "How far is one picture from another? Subtract them pixel by pixel, square the differences and sum "
        "them. Do it for all training pictures; the smallest sums are the nearest.",
        'Pixels of 8 bits wrap: 3 − 5 becomes 254. Turn both into `float` first: `images.astype("float32")`.',
        "`np.argsort(distances)[:k]` gives the places of the k smallest, nearest first; their labels are "
        "`labels[places]`. The solution is in notebooks/solutions/09_nearest_labels.py.",
    ),
    mistakes=(
        Mistake(
            "integer overflow",
            "The pixels have 8 bits: 3 − 5 becomes 254, and a square wraps at 256. Turn them into float "
            "before you subtract.",
            wrong=_wrapped,
        ),
        Mistake(
            "differences cancel out",
            "A brighter pixel makes up for a darker one. Square each difference before you sum.",
            wrong=_by(lambda change: np.abs(change.sum(axis=(1, 2)))),
        ),
        Mistake(
            "the differences keep their sign",
            "The smallest sum is now the darkest picture. Square each difference before you sum.",
            wrong=_by(lambda change: change.sum(axis=(1, 2))),
        ),
        Mistake(
            "absolute differences",
            "That is a distance too, but it gives another order. Asked is the sum of the squares.",
            wrong=_by(lambda change: np.abs(change).sum(axis=(1, 2))),
        ),
        Mistake(
            "the farthest pictures",
            "argsort begins with the smallest. You took the largest distances.",
            wrong=lambda picture, images, labels, k: _nearest(picture, images, labels, k, order=-1),
        ),
        Mistake(
            "places, not labels",
            "These are the places of the nearest pictures. Look their labels up: `labels[places]`.",
            wrong=_place_of_nearest,
        ),
        Mistake(
            "the order is lost",
            "The labels are right, but the nearest should come first.",
            sees=lambda case, given: (
                given.shape == (case.inputs["k"],)
                and same_numbers(np.sort(given), np.sort(_nearest(*case.inputs.values())))
            ),
        ),
        Mistake(
            "all labels, not k",
            "Only the nearest k are asked for.",
            wrong=lambda picture, images, labels, k: _nearest(picture, images, labels, len(labels)),
        ),
        Mistake(
            "only the nearest one",
            "Asked are the labels of the nearest k pictures: one may be an odd one.",
            wrong=lambda picture, images, labels, k: _nearest(picture, images, labels, 1)[0],
        ),
        Mistake(
            "distances, not labels",
            "These are distances. Asked are the labels of the pictures with the smallest.",
            sees=lambda case, given: given.size > 0 and given.max() > case.inputs["labels"].max(),
        ),
    ),
    cases=(
        Case(
            {
                "picture": np.array([[10, 0], [200, 30]], dtype=np.uint8),
                "images": np.array(
                    [
                        [[0, 200], [20, 20]], [[12, 2], [190, 28]], [[250, 250], [250, 250]],
                        [[10, 30], [230, 0]], [[10, 0], [245, 30]], [[0, 0], [0, 0]],
                    ],
                    dtype=np.uint8,
                ),
                "labels": np.array([3, 7, 1, 4, 8, 2], dtype=np.uint8),
                "k": 3,
            }
        ),
        Case(
            {
                "picture": RANDOM.integers(0, 256, (4, 4)).astype(np.uint8),
                "images": RANDOM.integers(0, 256, (30, 4, 4)).astype(np.uint8),
                "labels": RANDOM.permutation(30).astype(np.uint8),
                "k": 5,
            }
        ),
        Case(
            {
                "picture": RANDOM.random((3, 5)),
                "images": RANDOM.random((20, 3, 5)),
                "labels": RANDOM.permutation(20),
                "k": 4,
            }
        ),
    ),
)  # fmt: skip


# --- small_network: 0.88 with at most 10,000 parameters ----------------------------------------------

MOST_PARAMETERS = 10_000


def _goal():
    """Return the accuracy to reach: much less at the tests' pace, which trains on few images."""
    return 0.5 if os.environ.get("COURSE_PACE") == "quick" else 0.88


def _is_row(value):
    return isinstance(value, dict) and {"parameters", "accuracy", "in_training"} <= set(value)


def _of_row(question):
    """Make a recogniser from a condition on a row of the comparison."""
    return lambda case, row: _is_row(row) and bool(question(row))


SMALL_NETWORK = Exercise(
    name="small_network",
    title="0.88 with at most 10,000 parameters",
    answer="my_small_run",
    reference=None,
    accepts=_of_row(lambda row: row["parameters"] <= MOST_PARAMETERS and min(row["accuracy"]) >= _goal()),
    read=lambda value: value,
    right="A twentieth of the plain network's parameters, and hardly fewer pictures named rightly: most of "
    "its weights stood in one dense layer.",
    hints=(
        "Where do parameters go? Count them with `trace`: the first dense layer has pixels × maps × units. "
        "Leave a layer out, or give it less to read.",
        "8 and 16 filters in place of 16 and 32, and no dense layer between Flatten and the last: "
        "80 + 1,168 + 784 · 10 + 10 = 9,098.",
        "With few parameters there is little overfitting, so use all training pictures, and the schedule "
        "over 5 epochs. The solution is in notebooks/solutions/09_small_network.py.",
    ),
    mistakes=(
        Mistake(
            "it is not trained yet",
            "That is a network. Give what `try_out` returns after it has trained the network.",
            sees=lambda case, given: hasattr(given, "count_params") or callable(given),
        ),
        Mistake(
            "it is a history",
            "That is what `train` returns; it does not know the parameters. Train with `try_out`, and give "
            "what it returns.",
            sees=lambda case, given: isinstance(given, dict) and "val_accuracy" in given,
        ),
        Mistake(
            "it is no run",
            "Give the whole row that `try_out` returns: the check reads parameters and accuracy there.",
            sees=lambda case, given: not _is_row(given),
        ),
        Mistake(
            "too many parameters, and the accuracy is too low",
            "At most 10,000 parameters, and 0.88 on the validation pictures. Begin with the parameters.",
            sees=_of_row(lambda row: row["parameters"] > MOST_PARAMETERS and max(row["accuracy"]) < _goal()),
        ),
        Mistake(
            "too many parameters",
            "At most 10,000 are allowed. `trace` shows which layer holds most of yours.",
            sees=_of_row(lambda row: row["parameters"] > MOST_PARAMETERS),
        ),
        Mistake(
            "only the best seed reaches it",
            "Another seed stays below: your network is near the goal, and luck decides.",
            sees=_of_row(lambda row: max(row["accuracy"]) >= _goal() > min(row["accuracy"])),
        ),
        Mistake(
            "it reaches 0.88 on its training pictures only",
            "It has learned them by heart. Use more training pictures, or fewer epochs.",
            sees=_of_row(lambda row: max(row["in_training"]) >= _goal() > max(row["accuracy"])),
        ),
        Mistake(
            "the accuracy is too low",
            "It is small enough. More training pictures, more epochs or the schedule help a small network.",
            sees=_of_row(lambda row: max(row["accuracy"]) < _goal()),
        ),
    ),
)

EXERCISES = (
    PREPARE,
    MOST_CONFUSED,
    CLASS_SHARES,
    SHUFFLE_PIXELS,
    CHOOSE_EPOCH,
    SMALL_NETWORK,
    NEAREST_LABELS,
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
    Number(
        "average_parameters",
        "The plain network lays its 32 maps of 7 by 7 out in a row of 1,568 numbers, and its first dense "
        "layer of 128 units has 200,832 parameters. Global average pooling replaces each map by its mean. "
        "How many parameters does that dense layer have then?",
        answer=dense_parameters(32, 128),
        right="32 means, 128 units: 32 · 128 weights and 128 biases are 4,224, a fiftieth of before.",
        wrong={
            4096: "Those are the weights, 32 · 128. Each of the 128 units has a bias too.",
            200_832: "The layer reads 32 numbers now, one for each map, no longer 1,568.",
            128: "Those are the biases alone. Each unit has a weight for each of the 32 means.",
            6400: "That is 49 · 128 + 128, a number for each place. The mean leaves one number for each map.",
            0: "Averaging has no parameters, but the dense layer after it has.",
        },
        otherwise="How many numbers does the dense layer read, if each of the 32 maps gives one?",
    ),
    Choices(
        "overlapping_ranges",
        "From three seeds each, network A reaches 0.889 to 0.897 and network B 0.893 to 0.900. What do you "
        "know?",
        Choice(
            "B is better: its best is higher",
            "The best of three is luck as well. A fourth seed of A may pass it.",
        ),
        Choice(
            "Little: the ranges overlap, and more seeds could turn them round",
            "The seed moves each result by almost a hundredth, as much as the two differ.",
            right=True,
        ),
        Choice(
            "They are equally good",
            "That would have to be shown too. All you know is that three seeds cannot tell them apart.",
        ),
    ),
    Choices(
        "wrong_augmentation",
        "Which change of the training pictures would teach the network something that is not so?",
        Choice("Mirror them, left for right", "A mirrored shirt is a shirt, and bags have no side."),
        Choice("Move them by two pixels", "The garment is the same one, a little to the left."),
        Choice("Make them a tenth darker", "Cloth comes in every shade; the class stays."),
        Choice(
            "Turn them upside down, because that doubles the number too",
            "No test picture hangs upside down. The network would spend its filters on garments that never "
            "come, and trousers upside down have their legs on top.",
            right=True,
        ),
    ),
    Choices(
        "dark_on_light",
        "You photograph a dark shirt on a white wall, shrink the photo to 28 by 28 pixels and ask the "
        "network. Why can its answer not be trusted?",
        Choice(
            "The network has never seen a light background: in its pictures that is 0",
            "To it a white wall is a large bright garment. Turn the brightness round first.",
            right=True,
        ),
        Choice(
            "28 by 28 pixels are too few for a photo",
            "All its pictures have as many, and they were photos too.",
        ),
        Choice(
            "Photos have three channels, and the network reads one",
            "That can be mended by turning the photo grey, and would give an error, not a wrong answer.",
        ),
    ),
)

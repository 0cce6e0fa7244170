"""Lesson 09, Fashion-MNIST: exercises and questions."""

import math

import numpy as np

from helpers import conv_parameters
from helpers.checks import running
from helpers.checks.exercise import (
    AnotherForm,
    Case,
    Exercise,
    Mistake,
    close,
    numbers,
    only_part,
    same_numbers,
)
from helpers.checks.questions import Choice, Choices, Number
from helpers.checks.reports import shape_words

# --- prepare: from stored pixels to what a network reads ---------------------------------------------

# 28×28 as the task says, so that an answer may write these numbers. The image of the first case has few grey
# levels and is not white anywhere, so that dividing by its largest pixel shows.
BLOCKS = np.kron(
    [[0, 51, 102, 153], [17, 34, 68, 85], [0, 0, 119, 136], [204, 187, 170, 85]], np.ones((7, 7))
)
MANY_PIXELS = (np.arange(28 * 28 * 3) % 256).reshape(3, 28, 28)


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


def _values_are(change, per=None):
    """Make a recogniser of results with the values of `change`, whatever their shape.

    Parameters
    ----------
    change : callable
        Of all pixels in one row.
    per : float, optional
        What the result of `change` still has to be divided by.
    """

    def sees(case, given):
        pixels = case.inputs["images"].ravel().astype(float)
        if per is not None:
            return same_numbers(given.ravel(), change(pixels) / per)
        # On the scale of the pixels, because 1 / 255 / 255 is within the tolerance around 0.
        return same_numbers(given.ravel() * 255.0**2, change(pixels) * 255.0**2)

    return sees


def _is_rounded(case, given):
    expected = _prepared(case.inputs["images"])
    return given.shape == expected.shape and any(
        same_numbers(given, expected.round(decimals)) for decimals in range(4)
    )


def _is_proportional(case, given):
    expected = _prepared(case.inputs["images"])
    if given.shape != expected.shape or not given.max(initial=0) > 0:
        return False
    return same_numbers(given / given.max(), expected / expected.max())


def _is_rearranged(case, given):
    expected = _prepared(case.inputs["images"])
    return given.size == expected.size and same_numbers(np.sort(given.ravel()), np.sort(expected.ravel()))


def _read_images(value):
    if isinstance(value, (list, tuple)):
        raise AnotherForm("a list. A list has no shape: give one array, for example with `np.stack`")
    return numbers(value)


PREPARE = Exercise(
    name="prepare",
    title="Images prepared for a network",
    answer="my_prepare(images)",
    minutes=5,
    reference=_prepared,
    accepts=_is_prepared,
    read=_read_images,
    right="The network now gets small numbers, and the last axis says that there is one channel.",
    hints=(
        "Two things change: the values, from 0 … 255 to 0 … 1, and the shape, which gets one more axis.",
        '`images / 255` gives float64, so convert first: `images.astype("float32")`. '
        "`np.newaxis` in an index adds an axis.",
        "`images[..., np.newaxis]` has the shape (N, 28, 28, 1). The solution is in "
        "notebooks/solutions/09_prepare.py.",
    ),
    mistakes=(
        Mistake(
            "the channel axis is missing",
            "The values are right. But Conv2D reads (images, rows, columns, channels), and a grey image has "
            "one channel.",
            sees=_looks_like(lambda images: images / 255),
        ),
        Mistake(
            "the type is not float32",
            "Values and shape are right, but Keras computes with float32. float64 takes twice the memory, "
            "and float16 rounds too much.",
            sees=lambda case, given: (
                given.dtype != np.float32
                and given.shape == _prepared(case.inputs["images"]).shape
                and bool(np.allclose(given, _prepared(case.inputs["images"]), atol=5e-4))  # as float16 rounds
            ),
        ),
        Mistake(
            "the fractions are lost",
            "Every pixel below 255 became 0: whole numbers can't hold a value such as 0.2. Divide with `/`, "
            "and convert to float32, not to a whole-number type.",
            sees=_values_are(lambda pixels: pixels // 255),
        ),
        Mistake(
            "scaled twice",
            "The values are 255 times too small: the pixels were divided by 255 twice.",
            sees=_values_are(lambda pixels: pixels / 255 / 255),
        ),
        Mistake(
            "not scaled",
            "The values are still those of the pixels, up to 255.",
            sees=_values_are(lambda pixels: pixels),
        ),
        Mistake(
            "divided by 256",
            "White is 255, so 255 / 256 stays a little below 1. Divide by 255.",
            sees=_values_are(lambda pixels: pixels / 256),
        ),
        Mistake(
            "divided by the largest value of the given images",
            "A dark image would become as bright as any other. Divide by 255, whatever the images contain.",
            sees=_values_are(lambda pixels: pixels / pixels.max()),
        ),
        Mistake(
            "scaled to −1 … 1",
            "Black should become 0, and white 1.",
            sees=_values_are(lambda pixels: pixels / 127.5 - 1),
        ),
        Mistake(
            "the images are black and white",
            "The grey levels are lost: every value is 0 or 1.",
            sees=lambda case, given: (
                set(np.unique(given)) == {0, 1} and given.size == case.inputs["images"].size
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
            "Rows and columns must stay, because a convolution looks at neighbours.",
            sees=lambda case, given: (
                given.ndim in (2, 3)
                and given.shape[:2] == (len(case.inputs["images"]), case.inputs["images"][0].size)
            ),
        ),
        Mistake(
            "the channel axis is in the wrong place",
            "It comes last: (N, 28, 28, 1).",
            sees=lambda case, given: (
                given.ndim == 4 and given.size == case.inputs["images"].size and given.shape[-1] != 1
            ),
        ),
        Mistake(
            "dark and bright are swapped",
            "Black should stay 0. Your values are 1 minus the right ones.",
            sees=_values_are(lambda pixels: 255 - pixels, per=255),
        ),
        Mistake(
            "the values are rounded",
            "Divide by 255 and keep all decimals: 17 and 18 are two grey levels.",
            sees=_is_rounded,
        ),
        Mistake(
            "standardised",
            "You subtracted the mean and divided by the standard deviation. Divide by 255 and do nothing "
            "else.",
            sees=_values_are(lambda pixels: (pixels - pixels.mean()) / pixels.std(), per=1),
        ),
        Mistake(
            "pixels are in the wrong places",
            "All values are there, but not where they were. Add an axis; don't turn or rearrange the images.",
            sees=_is_rearranged,
        ),
        Mistake(
            "the shape, not the images",
            "These numbers are the shape of the result. Return the images.",
            sees=lambda case, given: same_numbers(given, np.array(_prepared(case.inputs["images"]).shape)),
        ),
        Mistake(
            "three channels",
            "A grey image has one channel: add an axis of length 1.",
            sees=lambda case, given: given.ndim == 4 and given.shape[-1] == 3,
        ),
        Mistake(
            "one image only",
            "Return all N images, and keep the axis that counts them.",
            sees=lambda case, given: (
                given.shape in ((28, 28, 1), (1, 28, 28, 1))
                and given.shape != (*case.inputs["images"].shape, 1)
            ),
        ),
        Mistake(
            "multiplied by 255",
            "The pixels are already whole numbers up to 255. Divide by 255.",
            sees=_values_are(lambda pixels: pixels * 255),
        ),
        Mistake(
            "divided by a number other than 255",
            "White is 255 and should become 1. Your values are in proportion, but not of the right size.",
            sees=_is_proportional,
        ),
        Mistake(
            "the shape is right, the values are not",
            "Divide every pixel by 255, and do nothing else to it.",
            sees=lambda case, given: (
                given.shape == (*case.inputs["images"].shape, 1)
                and not same_numbers(given, _prepared(case.inputs["images"]))
            ),
        ),
    ),
    cases=(
        Case({"images": BLOCKS[np.newaxis].astype(np.uint8)}),
        Case({"images": MANY_PIXELS.astype(np.uint8)}),
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
        raise AnotherForm(f"{shape_words(pair.shape)}, but the answer is two numbers")
    return pair


def _largest_place(table):
    return np.unravel_index(np.argmax(table), table.shape)


def _without_diagonal(confusion):
    return confusion - np.diag(np.diag(confusion))


def _largest_pair_of_both_directions(confusion):
    mistakes = _without_diagonal(confusion)
    return _largest_place(np.triu(mistakes + mistakes.T))


def _worst_row_first(confusion):
    mistakes = _without_diagonal(confusion)
    row = mistakes.sum(axis=1).argmax()
    return row, mistakes[row].argmax()


def _rarest_that_occurs(confusion):
    mistakes = _without_diagonal(confusion)
    return _largest_place(np.where(mistakes > 0, -mistakes, -(10**9)))


def _is_another_mistake(case, given):
    """Return whether the answer names a cell outside the diagonal."""
    count = len(case.inputs["confusion"])
    whole = given.shape == (2,) and np.isin(given, np.arange(count)).all()
    return bool(whole and given[0] != given[1])


def _worst_class_first(confusion):
    row = np.diag(confusion).argmin()
    return row, _without_diagonal(confusion)[row].argmax()


def _without_class_0(confusion):
    mistakes = _without_diagonal(confusion)[1:, 1:]
    return np.add(_largest_place(mistakes), 1) if mistakes.max() > confusion[0, 1] else (0, 1)


def _without_the_largest_of_each_row(confusion):
    rest = confusion.copy()
    rest[np.arange(len(rest)), rest.argmax(axis=1)] = 0
    return _largest_place(rest)


MOST_CONFUSED = Exercise(
    name="most_confused",
    title="The most frequent mistake",
    answer="my_most_confused(confusion)",
    reference=lambda confusion: _largest_place(_without_diagonal(confusion)),
    read=_pair,
    minutes=9,
    right="The correct answers are on the diagonal; every other cell counts one kind of mistake.",
    hints=(
        "On the diagonal, true and predicted class agree. The most frequent mistake is the largest number "
        "outside it.",
        "Make a copy and set its diagonal to 0: `np.fill_diagonal(copy, 0)`. `copy.argmax()` finds the "
        "largest number, but gives its position counted through all rows.",
        "`np.unravel_index(position, confusion.shape)` turns that position into a row and a column. The "
        "solution is in notebooks/solutions/09_most_confused.py.",
    ),
    mistakes=(
        Mistake(
            "the diagonal is counted",
            "Row and column are the same class, so the network was right there. Leave the diagonal out.",
            wrong=_largest_place,
        ),
        Mistake(
            "true and predicted have changed places",
            "The row is the true class and comes first. The column is the network's answer.",
            wrong=lambda confusion: _largest_place(_without_diagonal(confusion))[::-1],
        ),
        Mistake(
            "both directions are added",
            "Taking A for B and taking B for A are two mistakes, in two cells. Look for the largest single "
            "cell.",
            wrong=_largest_pair_of_both_directions,
        ),
        Mistake(
            "a share, not a count",
            "You divided by the size of each class. Look for the largest count.",
            wrong=lambda confusion: _largest_place(
                _without_diagonal(confusion) / confusion.sum(axis=1, keepdims=True)
            ),
        ),
        Mistake(
            "a share, not a count",
            "You divided by how often each class is predicted. Look for the largest count.",
            wrong=lambda confusion: _largest_place(_without_diagonal(confusion) / confusion.sum(axis=0)),
        ),
        Mistake(
            "the position is given as one number",
            "`argmax` counts through all rows. Turn its position into a row and a column.",
            wrong=lambda confusion: np.argmax(_without_diagonal(confusion)),
        ),
        Mistake(
            "the count itself is given",
            "That is how often it happens. Return the two classes.",
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
            "The class that is missed most often and the class that is wrongly predicted most often need not "
            "meet in the largest cell.",
            wrong=lambda confusion: (
                _without_diagonal(confusion).sum(axis=1).argmax(),
                _without_diagonal(confusion).sum(axis=0).argmax(),
            ),
        ),
        Mistake(
            "the size of the table is built in",
            "This table does not have ten classes. Take the number of classes from `confusion.shape`.",
            wrong=lambda confusion: divmod(np.argmax(_without_diagonal(confusion)), 10),
        ),
        Mistake(
            "the worst class first, then its largest cell",
            "The class that is missed most often need not have the most frequent single mistake. Compare all "
            "cells.",
            wrong=_worst_row_first,
        ),
        Mistake(
            "a part of the diagonal is left in",
            "The two numbers are the same, so that cell counts correct answers. Leave out the whole "
            "diagonal.",
            sees=lambda case, given: given.shape == (2,) and given[0] == given[1],
        ),
        Mistake(
            "the rarest mistake is given",
            "Look for the largest count, not the smallest.",
            wrong=_rarest_that_occurs,
        ),
        Mistake(
            "class 0 is left out",
            "Classes are counted from 0: do your loops start at 1?",
            wrong=_without_class_0,
        ),
        Mistake(
            "the last row is left out",
            "You leave out the last row. If there is a `range`, it ends too early: `range(n)` stops at n − "
            "1 by itself.",
            wrong=lambda confusion: _largest_place(_without_diagonal(confusion)[:-1]),
        ),
        Mistake(
            "the last column is left out",
            "You leave out the last column. If there is a `range`, it ends too early: `range(n)` stops at n "
            "− 1 by itself.",
            wrong=lambda confusion: _largest_place(_without_diagonal(confusion)[:, :-1]),
        ),
        Mistake(
            "the last row and the last column are left out",
            "You look into neither of them. If there is a `range`, it ends too early: `range(n)` stops at "
            "n − 1 by itself.",
            wrong=lambda confusion: _largest_place(_without_diagonal(confusion)[:-1, :-1]),
        ),
        Mistake(
            "the class with the fewest correct answers comes first",
            "The smallest number on the diagonal need not be in the row of the most frequent mistake. "
            "Compare all cells.",
            wrong=_worst_class_first,
        ),
        Mistake(
            "only one half of the table is searched",
            "You looked only above the diagonal. Below it are mistakes too: true and predicted the other "
            "way round.",
            wrong=lambda confusion: _largest_place(np.triu(confusion, 1)),
        ),
        Mistake(
            "only one half of the table is searched",
            "You looked only below the diagonal. Above it are mistakes too: true and predicted the other "
            "way round.",
            wrong=lambda confusion: _largest_place(np.tril(confusion, -1)),
        ),
        Mistake(
            "only the first row is searched",
            "You found the largest number of the first row. If there is a loop, does it reach the other "
            "rows? A `return` inside it ends it.",
            wrong=lambda confusion: _largest_place(_without_diagonal(confusion)[:1]),
        ),
        Mistake(
            "another mistake is more frequent",
            "Your two numbers name a cell outside the diagonal, but another one has a larger count. Compare "
            "them all.",
            sees=_is_another_mistake,
        ),
        Mistake(
            "the largest number of each row is taken for the correct answers",
            "The correct answers are on the diagonal, even where another cell of the row is larger.",
            wrong=_without_the_largest_of_each_row,
        ),
    ),
    cases=(
        Case({"confusion": UNEVEN}),
        Case({"confusion": TABLE}),
        Case({"confusion": TABLE.T.copy()}),
        Case({"confusion": TABLE[::-1, ::-1].copy()}),  # the most frequent mistake is in the last row
    ),
)


# --- class_shares: what a confusion matrix shows about each class -------------------------------------


def _shares(confusion):
    right = np.diag(confusion)
    return _divided(right, confusion.sum(axis=1)), _divided(right, confusion.sum(axis=0))


def _divided(part, whole):
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole != 0)


def _two_rows(value):
    scalar = isinstance(value, np.ndarray) and value.ndim == 0
    if not isinstance(value, (tuple, list, np.ndarray)) or scalar or len(value) != 2:
        raise AnotherForm("not a pair. Return both: `return found, trusted`")
    return tuple(numbers(part) for part in value)


def _leaves_numbers_unset(answer):
    """Return the mistake of an answer that returns what is in memory by chance, where it divides nothing.

    It gets decimals: NumPy reuses memory, and the bytes of a small whole number, read as decimals, are 0.
    """
    confusion = np.array([[5.0, 1, 0], [2, 6, 0], [1, 1, 0]])
    used = [np.full(len(confusion), 7.0) for _ in range(9)]
    del used  # the next arrays of this size get the same places in memory
    given = running.run(answer, confusion).value
    if given is None or close(np.asarray(given[1], dtype=float)[-1:], np.zeros(1)).all():
        return None
    return Mistake(
        "a number is left unset",
        "Where `where=` says no, `np.divide` writes nothing, and what happens to be in memory remains. Give "
        "it zeros to write into: `out=np.zeros(…)`.",
    )


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
    minutes=10,
    stretch=True,
    right="A class that is rarely found may still be trusted when the network names it, and the other way "
    "round. The two shares are called recall and precision.",
    hints=(
        "The correct answers are on the diagonal: `np.diag(confusion)`. Divide it by two different sums.",
        "A row counts all images that *are* of a class, a column all that were *predicted* to be: "
        "`confusion.sum(axis=1)` sums each row, `axis=0` each column.",
        "If a class was never predicted, its column sums to 0, and 0/0 is nan. `np.divide(right, named, "
        "out=np.zeros(len(right)), where=named > 0)` leaves 0 there. The solution is in "
        "notebooks/solutions/09_class_shares.py.",
    ),
    mistakes=(
        Mistake(
            "0 is divided by 0",
            "One class was never predicted, so its column sums to 0, and 0/0 gives nan. Give 0 there.",
            sees=lambda case, given: any(not np.isfinite(part).all() for part in given),
        ),
        Mistake(
            "found and trusted have changed places",
            "Found comes first: of the images of a class, which are one row, the share predicted correctly.",
            wrong=_shares_of(_columns, _rows),
        ),
        Mistake(
            "both go by rows",
            "You divide by the sums of the rows for both. For trust, divide by all predictions of the "
            "class: its column.",
            wrong=_shares_of(_rows, _rows),
        ),
        Mistake(
            "both go by columns",
            "You divide by the sums of the columns for both. For found, divide by all images of the class: "
            "its row.",
            wrong=_shares_of(_columns, _columns),
        ),
        Mistake(
            "divided by all images",
            "Each share belongs to one class: divide by the sum of a row or of a column, not of the whole "
            "table.",
            wrong=_shares_of(lambda confusion: np.full(len(confusion), confusion.sum()),
                             lambda confusion: np.full(len(confusion), confusion.sum())),
        ),
        Mistake(
            "divided by the mistakes only",
            "The sums you divide by leave out the diagonal. The correct answers are part of the whole.",
            wrong=_shares_of(lambda confusion: _rows(_without_diagonal(confusion)),
                             lambda confusion: _columns(_without_diagonal(confusion))),
        ),
        Mistake(
            "it stops with IndexError",
            "Is the number of classes built in? It is given by `len(confusion)`.",
            wrong=lambda confusion: [confusion[n, n] for n in range(10)],
        ),
        Mistake(
            "the share of mistakes",
            "You give 1 minus the share. Return the share that is correct.",
            wrong=_changed(lambda part: 1 - part),
        ),
        Mistake("in percent", "A share is between 0 and 1.", wrong=_changed(lambda part: 100 * part)),
        Mistake(
            "whole-number division",
            "Every share became 0 or 1, because whole numbers can't hold the rest. Divide with `/`.",
            wrong=_changed(np.floor),
        ),
        Mistake(
            "one number for all classes",
            "You give the mean over the classes. Return one share for each class.",
            wrong=_changed(np.mean),
        ),
        Mistake(
            "counts, not shares",
            "These are sums of rows and columns. Divide the diagonal by them.",
            wrong=lambda confusion: (_rows(confusion), _columns(confusion)),
        ),
        Mistake(
            "counts, not shares",
            "These are the correct answers of each class. Divide them by the sums of rows and of columns.",
            wrong=lambda confusion: (np.diag(confusion), np.diag(confusion)),
        ),
        Mistake(
            "the share of mistakes",
            "You divide the mistakes of each class. Divide its correct answers, on the diagonal.",
            wrong=lambda confusion: (
                _divided(_rows(_without_diagonal(confusion)), _rows(confusion)),
                _divided(_columns(_without_diagonal(confusion)), _columns(confusion)),
            ),
        ),
        Mistake(
            "how often each class occurs",
            "You divide the sums of rows and columns by all images. Divide the diagonal by these sums.",
            wrong=lambda confusion: (
                _rows(confusion) / confusion.sum(),
                _columns(confusion) / confusion.sum(),
            ),
        ),
        Mistake(
            "both results are the same",
            "The two shares differ: one is of a row, all images of the class, the other of a column, all "
            "answers that name it.",
            sees=lambda case, given: given[0].size > 1 and same_numbers(given[0], given[1]),
        ),
        Mistake(
            "a share for each cell",
            "Every cell of the table is divided. Return one share for each class: take the diagonal first.",
            sees=lambda case, given: all(part.shape == case.inputs["confusion"].shape for part in given),
        ),
        Mistake(
            "one number for all classes",
            "You give one share for the whole table. Return one for each class.",
            sees=lambda case, given: all(part.size == 1 for part in given),
        ),
        Mistake(
            "1 where no share is defined",
            "The task asks for 0 where a class was never predicted. All other shares are right.",
            wrong=lambda confusion: (
                _shares(confusion)[0], np.where(_columns(confusion) == 0, 1, _shares(confusion)[1])
            ),
        ),
        Mistake(
            "1 is added to the sums of the columns",
            "That avoids dividing by 0, but it changes every share. Treat only the class that was never "
            "predicted differently.",
            wrong=_shares_of(_rows, lambda confusion: _columns(confusion) + 1),
        ),
        Mistake(
            "1 is added to all sums",
            "That avoids dividing by 0, but it changes every share. Treat only the class that was never "
            "predicted differently.",
            wrong=_shares_of(
                lambda confusion: _rows(confusion) + 1, lambda confusion: _columns(confusion) + 1
            ),
        ),
        Mistake(
            "counts, not shares",
            "A share is never above 1, and some of your numbers are. Divide the correct answers of a class, "
            "and return only the quotients.",
            sees=lambda case, given: all(part.ndim == 1 for part in given) and any(
                (part > 1).any() for part in given
            ),
        ),
        Mistake(
            "the shares are rounded",
            "Up to rounding they are right. Return them as they are.",
            wrong=lambda confusion: tuple(part.round(2) for part in _shares(confusion)),
        ),
        Mistake(
            "a class that was never predicted is left out",
            "Each result has one number for each class. Give 0 where a class was never predicted.",
            sees=lambda case, given: given[1].size == len(case.inputs["confusion"]) - 1,
        ),
        Mistake(
            "the diagonal is not what you divide",
            "A correct answer is on the diagonal, even where another cell of the row is larger.",
            wrong=lambda confusion: (
                _divided(confusion.max(axis=1), _rows(confusion)),
                _divided(confusion.max(axis=0), _columns(confusion)),
            ),
        ),
        Mistake(
            "the diagonal is not what you divide",
            "A correct answer is on the diagonal, even where another cell of the row is larger.",
            wrong=lambda confusion: (
                _divided(confusion.max(axis=1), _rows(confusion)),
                _divided(confusion.max(axis=1), _columns(confusion)),
            ),
        ),
        Mistake(
            "what is found is right, what is trusted is not",
            "For trust, divide a class's correct answers by all answers that name it: its column.",
            sees=only_part(1, _shares),
        ),
        Mistake(
            "what is trusted is right, what is found is not",
            "For found, divide a class's correct answers by all images of the class: its row.",
            sees=only_part(0, _shares),
        ),
    ),
    cases=(
        Case({"confusion": np.array([[5, 1, 0], [2, 6, 0], [1, 1, 0]])}),
        Case({"confusion": UNEVEN}),
        Case({"confusion": TABLE}),
    ),
    afterwards=_leaves_numbers_unset,
)  # fmt: skip


# --- accuracy_interval: how far to trust an accuracy -------------------------------------------------


def _around(correct, *, errors=2.0, spread=lambda share: share * (1 - share), count=len, root=np.sqrt):
    """Return the interval, with one part of it changed by a mistake."""
    share = np.mean(correct)
    half = errors * root(spread(share) / count(correct))
    return np.array([max(share - half, 0), min(share + half, 1)])


def _not_cut(correct):
    share = np.mean(correct)
    half = 2 * np.sqrt(share * (1 - share) / len(correct))
    return np.array([share - half, share + half])


def _around_share(share, count):
    half = 2 * np.sqrt(share * (1 - share) / count)
    return np.array([max(share - half, 0), min(share + half, 1)])


def _other_limits(case, given):
    """Return whether only the ends that would be out of range are wrong."""
    right, inside = _around(case.inputs["correct"]), _not_cut(case.inputs["correct"])
    if given.shape != right.shape or np.array_equal(right, inside):
        return False
    kept = right == inside
    return bool(close(given, right)[kept].all())


def _is_centred_on_the_accuracy(case, given):
    """Return whether the interval reaches equally far to both sides, except where an end is at 0 or 1."""
    if given.shape != (2,) or not given[0] < given[1]:
        return False
    share = np.mean(case.inputs["correct"])
    half = max(share - given[0], given[1] - share)
    return same_numbers(given, np.array([max(share - half, 0), min(share + half, 1)]))


def _two_ends(value):
    """Read (low, high), in any brackets."""
    ends = numbers(value)
    if ends.size == 1:
        raise AnotherForm("one number. Return both ends: `return low, high`")
    return ends.ravel() if ends.size == 2 else ends


def _answers(count, correct):
    """Return this many answers, this many of them correct, in mixed order."""
    return np.random.default_rng(count).permutation(np.arange(count) < correct)


def _wilson(correct):
    n, p, z = len(correct), np.mean(correct), 2
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return np.array([max(middle - half, 0), min(middle + half, 1)])


ACCURACY_INTERVAL = Exercise(
    name="accuracy_interval",
    title="An interval around an accuracy",
    answer="my_accuracy_interval(correct)",
    minutes=10,
    reference=_around,
    read=_two_ends,
    right="For 10,000 test images at 0.9, it reaches 0.006 to each side. A gain smaller than that needs a "
    "closer look.",
    hints=(
        "`correct` contains True and False, which count as 1 and 0. So its mean is the accuracy, and its "
        "length is n.",
        "The standard error is √(p · (1 − p) / n), with `np.sqrt`. Go twice that far from the accuracy, "
        "down and up.",
        "`max(low, 0)` and `min(high, 1)` keep both ends in range. The solution is in "
        "notebooks/solutions/09_accuracy_interval.py.",
    ),
    mistakes=(
        Mistake(
            "an end is out of range",
            "A share can't be above 1 or below 0. Cut the interval off there.",
            wrong=_not_cut,
        ),
        Mistake(
            "one standard error instead of two",
            "Your interval is half as wide as it should be.",
            wrong=lambda correct: _around(correct, errors=1),
        ),
        Mistake(
            "the square root is missing",
            "p · (1 − p) / n is the variance. The standard error is its square root.",
            wrong=lambda correct: _around(correct, root=lambda variance: variance),
        ),
        Mistake(
            "not divided by the number of images",
            "√(p · (1 − p)) says how much one answer varies. For the mean of n answers, divide by n first.",
            wrong=lambda correct: _around(correct, count=lambda _: 1),
        ),
        Mistake(
            "divided by n after the square root",
            "The division by n belongs under the square root.",
            wrong=lambda correct: _around(correct, count=lambda answers: len(answers) ** 2),
        ),
        Mistake(
            "p in place of p · (1 − p)",
            "Under the root, the share that is correct is multiplied by the share that isn't: p · (1 − p).",
            wrong=lambda correct: _around(correct, spread=lambda share: share),
        ),
        Mistake(
            "1 − p in place of p · (1 − p)",
            "Under the root, the share that isn't correct is multiplied by the share that is: p · (1 − p).",
            wrong=lambda correct: _around(correct, spread=lambda share: 1 - share),
        ),
        Mistake(
            "an interval for the number of images",
            "These are numbers of images. Divide by n to get shares.",
            wrong=lambda correct: _around(correct) * len(correct),
        ),
        Mistake(
            "in percent",
            "A share is between 0 and 1.",
            wrong=lambda correct: _around(correct) * 100,
        ),
        Mistake(
            "the interval for the mistakes",
            "That is the interval around the share of wrong answers. Take the mean of `correct` as it is.",
            wrong=lambda correct: _around(~np.asarray(correct)),
        ),
        Mistake(
            "the ends have changed places",
            "The lower end comes first.",
            wrong=lambda correct: _around(correct)[::-1],
        ),
        Mistake(
            "the accuracy and its error",
            "You give a middle and a distance. Return the two ends instead.",
            sees=lambda case, given: (
                given.shape == (2,)
                and bool(close(given[:1], np.mean(case.inputs["correct"], keepdims=True))[0])
            ),
        ),
        Mistake(
            "1.96 standard errors instead of two",
            "1.96 is the more exact number, but this task takes two standard errors.",
            wrong=lambda correct: _around(correct, errors=1.96),
        ),
        Mistake(
            "n − 1 in place of n",
            "In p · (1 − p) / n, n is the number of answers, `len(correct)`.",
            wrong=lambda correct: _around(correct, count=lambda answers: len(answers) - 1),
        ),
        Mistake(
            "n − 1 in place of n",
            "In p · (1 − p) / n, n is the number of answers, `len(correct)`.",
            wrong=lambda correct: _around(
                correct, count=lambda answers: (len(answers) - 1) ** 2 / len(answers)
            ),
        ),
        Mistake(
            "the number of images is built in",
            "Your intervals fit 5,000 images. Take n from `len(correct)`.",
            wrong=lambda correct: _around(correct, count=lambda answers: 5000),
        ),
        Mistake(
            "the number of images is built in",
            "Your intervals fit 10,000 images. Take n from `len(correct)`.",
            wrong=lambda correct: _around(correct, count=lambda answers: 10_000),
        ),
        Mistake(
            "the accuracy under the root is built in",
            "Your standard error is that of an accuracy of 0.9. Take p from `correct`.",
            wrong=lambda correct: _around(correct, spread=lambda share: 0.9 * 0.1),
        ),
        Mistake(
            "brackets are missing",
            "Python multiplies and divides before it subtracts: p * 1 − p / n is p − p / n. Write p * (1 − "
            "p).",
            wrong=lambda correct: _around(correct, spread=lambda share: share * len(correct) - share),
        ),
        Mistake(
            "both ends are cut off where one is out of range",
            "If one end is out of range, the other may still be inside. Cut off each end by itself.",
            wrong=lambda correct: (
                _around(correct) if np.array_equal(_around(correct), _not_cut(correct)) else np.array([0, 1])
            ),
        ),
        Mistake(
            "the 2 is under the root",
            "Two standard errors are 2 · √(p · (1 − p) / n): the 2 goes before the root.",
            wrong=lambda correct: _around(correct, errors=np.sqrt(2)),
        ),
        Mistake(
            "the accuracy is built in",
            "Your interval is centred on 0.9. Take the mean of `correct`.",
            wrong=lambda correct: _around_share(0.9, len(correct)),
        ),
        Mistake(
            "an end that is out of range is not moved to 0 or 1",
            "Where the lower end would be below 0, give 0, and where the upper one would be above 1, give 1.",
            sees=_other_limits,
        ),
        Mistake(
            "both ends are 0 or 1",
            "That says nothing about the network. Is the accuracy that you start from a share between 0 and "
            "1?",
            sees=lambda case, given: given.shape == (2,) and bool(np.isin(given, (0, 1)).all()),
        ),
        Mistake(
            "the ends are rounded",
            "Up to rounding they are right. Return them as they are.",
            sees=lambda case, given: any(
                same_numbers(given, _around(case.inputs["correct"]).round(decimals)) for decimals in (1, 2, 3)
            ),
        ),
        Mistake(
            "p · p in place of p · (1 − p)",
            "The formula multiplies the share of the correct answers by the share of the wrong ones, 1 − p.",
            wrong=lambda correct: _around(correct, spread=lambda share: share * share),
        ),
        Mistake(
            "the interval has the wrong width",
            "It is centred on the accuracy, as it should be, but its ends are not two standard errors away. "
            "Compare your line with the formula.",
            sees=_is_centred_on_the_accuracy,
        ),
        Mistake(
            "`min` and `max` have changed places",
            "Your lower end is never above 0, and your upper end never below 1. Of the lower end and 0, the "
            "larger one counts; of the upper end and 1, the smaller one.",
            wrong=lambda correct: np.array([min(_not_cut(correct)[0], 0), max(_not_cut(correct)[1], 1)]),
        ),
        Mistake(
            "Wilson's interval",
            "For few answers, that interval is better. But this task asks for two standard errors to each "
            "side of the accuracy.",
            wrong=_wilson,
        ),
    ),
    cases=(
        Case({"correct": _answers(10, 7)}),
        Case({"correct": _answers(12, 11)}),
        Case({"correct": _answers(12, 1)}),
        Case({"correct": _answers(400, 300)}),
    ),
)

EXERCISES = (PREPARE, MOST_CONFUSED, CLASS_SHARES, ACCURACY_INTERVAL)


# --- questions ---------------------------------------------------------------------------------------

QUESTIONS = (
    Choices(
        "which_loss",
        "The labels are whole numbers: 9 for an ankle boot. The last layer is a softmax over ten classes. "
        "Which loss fits?",
        Choice(
            "`sparse_categorical_crossentropy`",
            "It takes the number of the class. With one-hot labels, `categorical_crossentropy` computes the "
            "same.",
            right=True,
        ),
        Choice(
            "`categorical_crossentropy`",
            "It needs a one-hot row for each label: ten numbers, nine of them 0.",
        ),
        Choice("`binary_crossentropy`", "That is for yes-or-no labels, with one output for each of them."),
        Choice(
            "`mean_squared_error`",
            "Training stops with an error: the 32 labels of a batch and its ten outputs per image don't "
            "line up. With a single output it would train, but treat class 8, a bag, as nearly class 9, an "
            "ankle boot.",
        ),
        recalls="08",
    ),
    Number(
        "filters_on_sixteen",
        "A convolutional layer with 20 filters of 5×5 receives a 12×12×16 volume. How many parameters does "
        "it "
        "have, biases included?",
        answer=conv_parameters(5, 16, 20),
        right="(5 · 5 · 16 + 1) · 20 = 8,020: each filter spans all 16 channels and has one bias.",
        wrong={
            8000: "Those are the weights. Each of the 20 filters has a bias as well.",
            520: "A 5×5 filter on 16 channels has 5 · 5 · 16 weights, not 25.",
            500: "A 5×5 filter on 16 channels has 5 · 5 · 16 weights, not 25. And each filter has a bias.",
            8001: "Each filter has a bias of its own: 20, not one.",
            8320: "A filter has one bias, not one for each of its 16 channels.",
            401: "That is one filter with its bias. There are 20.",
        },
        otherwise="How many weights does one filter have, over 5 rows, 5 columns and 16 channels? Add its "
        "bias, and count the filters.",
        recalls="07",
    ),
    Number(
        "two_fives_without_relu",
        "Two 5×5 convolutions, with stride 1 and no padding, come one after the other with no ReLU in "
        "between. A single kernel could do the work of both. How many rows does it have?",
        answer=5 + 5 - 1,
        right="5 + 5 − 1 = 9. Without ReLU, two linear layers are one linear layer with a larger kernel.",
        wrong={
            10: "The two kernels share one position, so one row fewer: 5 + 5 − 1.",
            5: "The second kernel combines sums from 5 rows of positions, which see more than 5 rows of the "
            "image.",
            25: "The reaches add up; they don't multiply.",
            7: "That would be two kernels of 4, or a 3 and a 5. Each 5×5 kernel adds 4 rows.",
            8: "Each kernel adds 4 rows to the one row you start from.",
        },
        otherwise="One sum of the second layer sees 5 rows of the first map. How many rows of the image do "
        "they see together?",
        recalls="05",
    ),
    Number(
        "first_loss",
        "An untrained network for ten classes gives each class a probability of one tenth. Its loss is −ln "
        "of "
        "the probability of the true class. What number will the loss start near? (One decimal is enough.)",
        answer=-math.log(1 / 10),
        within=0.05,
        right="−ln(1/10) = ln 10 = 2.303. A first loss far above that shows that something is wrong.",
        wrong={
            0.1: "0.1 is the probability. The loss is −ln of it.",
            -2.3: "ln(0.1) is −2.3. The loss is minus that.",
            1: "That is −log10(0.1). The loss takes the natural logarithm: np.log.",
            3.32: "That is −log2(0.1). The loss takes the natural logarithm: np.log.",
            0.9: "0.9 is the share of wrong guesses. The loss is −ln(0.1).",
            10: "10 is the number of classes. The loss is −ln(1/10).",
            0: "A network has a loss of 0 if it is completely sure and right.",
        },
        otherwise="Compute −np.log(1 / 10) in a cell.",
    ),
    Choices(
        "overfitting",
        "Which curves show that a network is memorising its training images?",
        Choice(
            "Both losses fall together", "Then what it learns still holds for new images too. Keep training."
        ),
        Choice(
            "Training loss falls, validation loss rises",
            "It gets surer about images it has seen, and worse on those it hasn't. Stop, or hold it back.",
            right=True,
        ),
        Choice("Both losses stay high", "That is underfitting: it hasn't even learned the training images."),
        Choice(
            "Validation loss is a little below training loss at the start",
            "That is usual: the training loss is an average over an epoch during which the network improved.",
        ),
    ),
    Number(
        "half_the_error",
        "The standard error for 5,000 images is 0.0042. How many images do you need to halve it?",
        answer=4 * 5_000,
        right="Four times as many: n is under a square root. To halve the error again, you would need "
        "80,000.",
        wrong={
            10_000: "Twice as many images divide the error by √2 only, because n is under a square root.",
            2_500: "Fewer images make the error larger.",
            7_500: "n is under a square root. By what must you multiply it, to double the root?",
            1_250: "Fewer images make the error larger.",
            7_071: "You need √n to double, so n must be multiplied by 4, not by √2.",
        },
        otherwise="n is under a square root, in the denominator. By what must you multiply it, to double the "
        "root?",
    ),
    Choices(
        "evaluate_epochs",
        "You may come across `model.evaluate(x_test, y_test, epochs=3)`. What does it do?",
        Choice(
            "It tests three times and gives the mean",
            "Testing three times would give the same result three times: evaluate doesn't change any "
            "weights.",
        ),
        Choice(
            "It stops with an error: `evaluate` has no epochs",
            "Epochs are rounds of training. evaluate goes through the data once and learns nothing.",
            right=True,
        ),
        Choice(
            "It trains on the test images for three epochs",
            "That would be `fit`, and the test would be worth nothing afterwards.",
        ),
    ),
)

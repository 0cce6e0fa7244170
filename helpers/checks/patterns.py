"""What to say about wrong numbers that no mistake in an exercise's own table explains.

A table knows what people get wrong in its exercise: a kernel that is flipped, a stride that is forgotten. The
patterns here occur in all of them: a result that is transposed, decimals that are cut off, a function that is
right for square images only. Each is checked on every case that was tried, so its sentence is true of every
answer that gets it.
"""

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from helpers.checks.attempts import given_by
from helpers.checks.conditions import of_conditions
from helpers.checks.exercise import Mistake, close, same, same_numbers
from helpers.checks.reports import shape_words

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
DECIMALS = (0, 1, 2, 3)
ROUNDED = ("the result is rounded", "The numbers are right up to rounding. Return them as they are.")
FACTORS = (2, 3, 4, 9, 10, 255)
UNKNOWN = Mistake("", "")
MANY = 3  # cases: fewer may share a property by chance


@dataclass(frozen=True)
class Pair:
    """What the learner's answer gave on a case, next to the right result; `is_right` compares them."""

    case: object
    theirs: object
    right: object
    is_right: bool


def general_mistake(exercise, attempts, shown):
    """Return the mistake that a general pattern finds in wrong results, without a name if none fits.

    Parameters
    ----------
    exercise : Exercise
    attempts : list of Attempt
        All that were tried; the last one may have no numbers.
    shown : Attempt
        The failing one that the report shows.

    Returns
    -------
    Mistake
    """
    if exercise.accepts is not None or shown.numbers is None:
        return _holding_nan(shown.numbers) or UNKNOWN
    pairs = [
        Pair(one.case, one.numbers, given_by(exercise.reference, exercise, one.case).numbers, one.right)
        for one in attempts
        if one.numbers is not None
    ]
    pairs.sort(key=lambda pair: pair.case is not shown.case)  # the report shows this one
    found = _of_parts(pairs) if isinstance(shown.numbers, tuple) else _of_arrays(pairs)
    if found is None and len(pairs) == len(attempts):
        found = of_conditions(pairs)
    return found or _one_sided(pairs) or UNKNOWN


def _holding_nan(numbers):
    if isinstance(numbers, np.ndarray) and np.isnan(numbers.astype(float)).any():
        return Mistake(
            "the result holds nan",
            "nan means not a number. It comes, for example, of 0 divided by 0, "
            "of the logarithm of a negative number, or of None.",
        )
    return None


# Results that are tuples ------------------------------------------------------------------------------


def _of_parts(pairs):
    """Return what is wrong with results of several parts: their order, or one of them."""
    count = len(pairs[0].right)
    if any(not isinstance(pair.theirs, tuple) or len(pair.theirs) != count for pair in pairs):
        return None
    for order in permutations(range(count)):
        if all(same(tuple(pair.theirs[place] for place in order), pair.right) for pair in pairs):
            return Mistake("the parts are in another order", "Each part is right, but not in its place.")
    if found := _changed_alike(pairs, _parts_are_changed):
        return found
    wrong = [
        place
        for place in range(count)
        if not all(same(pair.theirs[place], pair.right[place]) for pair in pairs)
    ]
    if len(wrong) == 1 < count:
        says = "The other parts are right in every case."
        found = _of_one_part(pairs, wrong[0])
        return Mistake(f"the {ORDINALS[wrong[0]]} part is wrong", f"{says} {found}".strip())
    return None


def _of_one_part(pairs, place):
    """Return what the patterns say of one part of the results, or an empty text."""
    parts = [
        Pair(pair.case, pair.theirs[place], pair.right[place], same(pair.theirs[place], pair.right[place]))
        for pair in pairs
    ]
    if not all(isinstance(array, np.ndarray) for part in parts for array in (part.theirs, part.right)):
        return ""
    found = _transformed(parts) or _another_shape(parts) or _whole_numbers(parts)
    return f"In this one: {found.says[0].lower()}{found.says[1:]}" if found else ""


def _parts_are_changed(pair, change):
    """Return whether each part of a result is the right one after the same change."""
    parts = [*zip(pair.theirs, pair.right, strict=True)]
    if not all(isinstance(part, np.ndarray) for both in parts for part in both):
        return False
    return all(_is_changed(Pair(pair.case, theirs, right, False), change) for theirs, right in parts)


# Results that are arrays or numbers -------------------------------------------------------------------


def _of_arrays(pairs):
    if not all(isinstance(array, np.ndarray) for pair in pairs for array in (pair.right, pair.theirs)):
        return None
    for find in (
        _nan, _all_zero, _transformed, _rounded, _input_returned, _always_the_same, _another_shape, _edges,
        _up_to_one_number, _positions, _whole_numbers, _type_of_an_input,
    ):  # fmt: skip
        if found := find(pairs):
            return found
    return None


def _nan(pairs):
    shown = pairs[0]  # if another case has nan and this one has none, the sentence would not be true of it
    return None if shown.is_right or _holding_nan(shown.right) else _holding_nan(shown.theirs)


def _all_zero(pairs):
    if all(pair.theirs.size and not pair.theirs.any() for pair in pairs):
        return Mistake("the result is always 0", "Is anything written into it?")
    return None


def _transformed(pairs):
    return _changed_alike(pairs, _is_changed)


def _rounded(pairs):
    """Return the mistake of rounded results, also where halves are rounded in another way than NumPy does."""
    for decimals in DECIMALS:
        step = 10.0**-decimals
        if all(_is_rounded(pair, step) for pair in pairs):
            return Mistake(*ROUNDED)
    return None


def _is_rounded(pair, step):
    theirs, right = pair.theirs.astype(float), pair.right.astype(float)
    if theirs.shape != right.shape or not np.isfinite(theirs).all():
        return False
    is_multiple = np.isclose(theirs, np.round(theirs / step) * step, rtol=0, atol=1e-9)
    return bool((is_multiple & (np.abs(theirs - right) <= step / 2 + 1e-9)).all())


def _changed_alike(pairs, is_changed):
    """Return the mistake of results that are the right ones after the same change in every case."""
    for name, says, change in _changes():
        if all(is_changed(pair, change) for pair in pairs):
            return Mistake(name, says)
    return None


def _is_changed(pair, change):
    try:
        changed = np.asarray(change(pair.right.astype(float)))
    except (ValueError, IndexError):  # a change for grids, and the result is a number
        return False
    return same_numbers(pair.theirs, changed)


def _changes():
    """Yield the name of each change, its sentence, and a function of the right result."""
    whole = "The numbers are right, but "
    yield "rows and columns are swapped", f"{whole}the result is transposed.", _grid(np.transpose)
    yield "the result is upside down", f"{whole}the rows are in reverse order.", _grid(lambda a: a[::-1])
    yield (
        "left and right are swapped",
        f"{whole}the columns are in reverse order.",
        _grid(lambda a: a[:, ::-1]),
    )
    yield (
        "the result is rotated by 180°",
        f"{whole}rows and columns are reversed.",
        _grid(lambda a: a[::-1, ::-1]),
    )
    yield "the sign is the other way round", "Every number has the opposite sign.", lambda a: -a
    yield "percent instead of a share", "Every number is 100 times too large.", lambda a: 100 * a
    for factor in FACTORS:
        yield (
            f"too large by a factor of {factor}",
            f"Every number is {factor} times the right one.",
            lambda a, factor=factor: factor * a,
        )
        yield (
            f"too small by a factor of {factor}",
            f"Every number is the right one divided by {factor}.",
            lambda a, factor=factor: a / factor,
        )
    yield "too large by 1", "Every number is 1 more than it should be.", lambda a: a + 1
    yield "too small by 1", "Every number is 1 less than it should be.", lambda a: a - 1
    yield "the decimals are cut off", "Every number has lost what comes after the decimal point.", np.trunc
    yield "rounded down", "Every number is the next whole one below the right one.", np.floor
    for decimals in DECIMALS:
        yield *ROUNDED, lambda a, decimals=decimals: np.round(a, decimals)
    yield "negative numbers became 0", "The numbers above 0 are right.", lambda a: np.maximum(a, 0)
    yield (
        "clipped",
        "The numbers from 0 to 255 are right; those outside are not.",
        lambda a: np.clip(a, 0, 255),
    )
    yield "the minus signs are lost", "Every number is the right one without its sign.", np.abs
    yield (
        "8 bits are too few",
        "Numbers outside 0 to 255 have wrapped around, as `uint8` does.",
        lambda a: a % 256,
    )
    yield "8 bits are too few", "As `uint8`, numbers lose their decimals and wrap around.", _as_8_bits
    yield "squared", "Every number is the square of the right one.", np.square
    yield (
        "the result is sorted",
        "The numbers are right, but sorted.",
        lambda a: np.sort(a, axis=None).reshape(a.shape),
    )
    yield "the result is one long row", "The numbers are right, but not in rows and columns.", _grid(np.ravel)
    yield "added up to one number", "That is the sum of the numbers to return.", _several(np.sum)
    yield "averaged to one number", "That is the mean of the numbers to return.", _several(np.mean)
    yield "the largest one only", "That is the largest of the numbers to return.", _several(np.max)
    for name, part in _PARTS.items():
        yield f"{name} missing", "The rest is right.", _grid(lambda a, part=part: a[part])
    yield "the first row only", "Your result ends after its first row.", _grid(lambda a: a[:1])
    yield "the first row only", "Your result is its first row, without the others.", _grid(lambda a: a[0])


def _as_8_bits(array):
    return np.trunc(array) % 256


_PARTS = {
    "the last row and column are": np.s_[:-1, :-1],
    "the last row is": np.s_[:-1],
    "the last column is": np.s_[:, :-1],
    "the first row and column are": np.s_[1:, 1:],
    "the first row is": np.s_[1:],
    "the first column is": np.s_[:, 1:],
}


def _grid(change):
    """Return a change that is for grids of at least two rows or columns."""

    def of_grid(array):
        if array.ndim < 2 or array.size < 2:
            raise ValueError
        return change(array)

    return of_grid


def _several(change):
    def of_several(array):
        if array.size < 2:
            raise ValueError
        return change(array)

    return of_several


def _up_to_one_number(pairs):
    """Return the mistake of results whose numbers are all off by one factor, or one amount, in each case."""
    wrong = [pair for pair in pairs if not pair.is_right]
    if any(pair.theirs.shape != pair.right.shape or np.unique(pair.right).size < MANY for pair in wrong):
        return None
    if all(same_numbers(_scaled(pair), pair.right) for pair in wrong):
        return Mistake(
            "right up to a factor",
            "Within a case, all numbers are off by the same factor: is something divided by the wrong count?",
        )
    if all(same_numbers(pair.theirs + (pair.right - pair.theirs).mean(), pair.right) for pair in wrong):
        return Mistake("right up to a number added", "Within a case, all numbers are off by the same amount.")
    if all(same_numbers(np.sort(pair.theirs, axis=None), np.sort(pair.right, axis=None)) for pair in wrong):
        return Mistake("the right numbers in the wrong places", "Sorted, your numbers are the right ones.")
    return None


def _scaled(pair):
    """Return the result, multiplied by the factor that brings it closest to the right one."""
    theirs = pair.theirs.astype(float)
    size = (theirs * theirs).sum()
    return theirs * ((theirs * pair.right).sum() / size) if size else theirs


def _whole_numbers(pairs):
    """Return the mistake of results that are whole wherever they are wrong, and the right ones are not."""
    wrong = [pair for pair in pairs if not pair.is_right]
    if all(_is_whole(pair.theirs) and not _is_whole(pair.right) for pair in wrong):
        return Mistake(
            "whole numbers where decimals belong",
            "Your numbers are whole, and the right ones have decimals. Do you write them into an array that "
            "is made for whole numbers?",
        )
    return None


def _type_of_an_input(pairs):
    """Return the mistake of results in an input's type for whole numbers, which can't hold the right ones."""
    wrong = [pair for pair in pairs if not pair.is_right]
    if all(pair.theirs.shape != pair.right.shape or _fits(pair.right, pair.theirs.dtype) for pair in wrong):
        return None
    for name in pairs[0].case.inputs:
        if all(_is_of_the_type(pair.case.inputs.get(name), pair.theirs.dtype) for pair in wrong):
            return Mistake(
                f"the result has the type of {name}",
                f"Wherever it is wrong, its type is that of `{name}`, for whole numbers, which can't hold "
                "all of the right ones. `np.zeros(shape)` makes an array for decimals.",
            )
    return None


def _fits(array, dtype):
    return same_numbers(array.astype(dtype), array)


def _is_of_the_type(value, dtype):
    return isinstance(value, np.ndarray) and value.dtype == dtype and dtype.kind in "iu"


def _is_whole(array):
    return bool(np.isfinite(array).all() and (array == np.trunc(array)).all())


def _positions(pairs):
    """Return the mistake of short lists in which the same number is wrong in every case."""
    wrong = [pair for pair in pairs if not pair.is_right]
    if any(pair.right.ndim != 1 or pair.theirs.shape != pair.right.shape for pair in wrong):
        return None
    differs = [~close(pair.theirs, pair.right) for pair in wrong]
    if len({marks.size for marks in differs}) > 1 or not 1 < differs[0].size <= len(ORDINALS):
        return None
    if all(np.isclose(pair.theirs.sum(), pair.right.sum()) for pair in wrong):
        return Mistake("the total is right, and its parts are not", "Added up, your numbers are right.")
    ever = np.any(differs, axis=0)
    if ever.all():
        return None
    name = wrong_places([ORDINALS[place] for place in np.flatnonzero(ever)])
    return Mistake(name, "The others are right in every case that was tried.")


def wrong_places(places):
    """Return the name of the mistake that the numbers in these places are wrong.

    Examples
    --------
    >>> wrong_places(["first", "third"])
    'the first and third numbers are wrong'
    """
    named = " and ".join(", ".join(places).rsplit(", ", 1))
    verb = "number is" if len(places) == 1 else "numbers are"
    return f"the {named} {verb} wrong"


def _input_returned(pairs):
    for name in pairs[0].case.inputs:
        if all(_equals(pair.theirs, pair.case.inputs.get(name)) for pair in pairs):
            return Mistake(f"{name} comes back as it was", f"The result is `{name}`, unchanged.")
    return None


def _equals(theirs, value):
    try:
        return same_numbers(theirs, np.asarray(value, dtype=float))
    except (ValueError, TypeError):
        return False


def _always_the_same(pairs):
    first = pairs[0].theirs
    if len(pairs) < MANY or not all(same_numbers(pair.theirs, first) for pair in pairs):
        return None
    if all(same_numbers(pair.right, pairs[0].right) for pair in pairs):
        return None
    return Mistake(
        "the result is always the same",
        "Whatever the inputs are, your function returns the same. Does it use its parameters?",
    )


def _edges(pairs):
    """Return where the wrong cells are, if they are in the same place in every case."""
    wrong = [pair for pair in pairs if not pair.is_right]
    if len(wrong) < 2:  # a single grid may be wrong at its border by chance
        return None
    if any(pair.theirs.shape != pair.right.shape or pair.right.ndim < 2 for pair in wrong):
        return None
    if all(pair.right.size < 2 for pair in wrong):
        return None
    for name, says, place in _PLACES:
        if all(_differs_only(pair, place) for pair in wrong):
            return Mistake(name, says)
    if all(_is_zero_where_wrong(pair) for pair in wrong):
        return Mistake("some cells are left at 0", "The others are right. Do the loops reach every cell?")
    return None


def _last(shape):
    marks = np.zeros(shape[:2], bool)
    marks[-1], marks[:, -1] = True, True
    return marks


def _first(shape):
    marks = np.zeros(shape[:2], bool)
    marks[0], marks[:, 0] = True, True
    return marks


def _frame(shape):
    return _last(shape) | _first(shape)


def _after_the_first_row(shape):
    marks = np.ones(shape[:2], bool)
    marks[0] = False
    return marks


_PLACES = (
    ("the last row or column is wrong", "All other cells are right. Where do your loops end?", _last),
    ("the first row or column is wrong", "All other cells are right. Where do your loops begin?", _first),
    ("the border is wrong", "Inside, every cell is right.", _frame),
    (
        "only the first row is right",
        "Below it, cells are wrong: what should change from one row to the next?",
        _after_the_first_row,
    ),
)


def _differs_only(pair, place):
    """Return whether the wrong cells are in one place, and some cell outside of it is right."""
    differs = ~np.isclose(pair.theirs.astype(float), pair.right.astype(float), rtol=1e-4, atol=1e-6)
    differs = differs.reshape(*differs.shape[:2], -1).any(axis=2)
    marks = place(pair.right.shape)
    return not (differs & ~marks).any() and not marks.all()


def _is_zero_where_wrong(pair):
    theirs, right = pair.theirs.astype(float), pair.right.astype(float)
    return bool((np.isclose(theirs, right, rtol=1e-4, atol=1e-6) | (theirs == 0)).all())


def _another_shape(pairs):
    differs = [pair for pair in pairs if pair.theirs.shape != pair.right.shape]
    if not differs:
        return None
    shown = differs[0]
    says = f"Yours is {shape_words(shown.theirs.shape)} where {shape_words(shown.right.shape)} is right."
    for name, advice, holds in _SHAPES:
        if all(holds(pair) for pair in differs):
            return Mistake(name, f"{says} {advice}")
    return Mistake("the shape is another one", says)


def _is_square(shape):
    return shape[0] == shape[1]


def _axes(pair):
    """Return how many axes a result has, and how many are right."""
    return pair.theirs.ndim, pair.right.ndim


def _grows(one, other):
    """Return whether two grids have as many axes, and the second is nowhere smaller than the first."""
    return len(one) == len(other) > 1 and all(few <= many for few, many in zip(one, other, strict=True))


def _differs_in_one_axis(one, other):
    """Return whether two volumes or batches differ in one axis alone, where the second is longer."""
    longer = [few < many for few, many in zip(one, other, strict=False) if few != many]
    return len(one) == len(other) > 2 and longer == [True]


# In the order in which they are tried. Each must hold in every case that has a wrong shape.
_SHAPES = (
    (
        "several numbers where one is right",
        "Which of them does the task ask for, or what makes one number of them?",
        lambda pair: pair.right.ndim == 0,
    ),
    (
        "one number where several are right",
        "Collect all of them, and return them together.",
        lambda pair: pair.theirs.ndim == 0,
    ),
    (
        "a list where rows and columns are right",
        "Every number needs its place in a row and a column.",
        lambda pair: pair.theirs.ndim == 1 < pair.right.ndim,
    ),
    (
        "an axis too many",
        "Is something left to be added up, or is one of the axes not needed?",
        lambda pair: pair.theirs.ndim == pair.right.ndim + 1,
    ),
    (
        "an axis too few",
        "Which of the axes got lost on the way?",
        lambda pair: pair.theirs.ndim + 1 == pair.right.ndim,
    ),
    (
        "a square where none is right",
        "The number of rows and that of columns may differ: work out each of them.",
        lambda pair: (
            min(_axes(pair)) > 1 and _is_square(pair.theirs.shape) and not _is_square(pair.right.shape)
        ),
    ),
    (
        "the numbers of rows and columns have changed places",
        "Rows come first, as everywhere in this course.",
        lambda pair: min(_axes(pair)) > 1 and pair.theirs.shape[:2] == pair.right.shape[1::-1],
    ),
    (
        "as large as the input",
        "The result should have another size.",
        lambda pair: pair.theirs.shape == np.shape(next(iter(pair.case.inputs.values()))),
    ),
    (
        "an axis is too short",
        "Work out how long it should be.",
        lambda pair: _differs_in_one_axis(pair.theirs.shape, pair.right.shape),
    ),
    (
        "an axis is too long",
        "Work out how long it should be.",
        lambda pair: _differs_in_one_axis(pair.right.shape, pair.theirs.shape),
    ),
    (
        "too few rows or columns",
        "Work out how many there should be, along each side.",
        lambda pair: _grows(pair.theirs.shape, pair.right.shape),
    ),
    (
        "too many rows or columns",
        "Work out how many there should be, along each side.",
        lambda pair: _grows(pair.right.shape, pair.theirs.shape),
    ),
)


def _one_sided(pairs):
    """Return whether all wrong results, each a single number, are too large, or all too small."""
    wrong = [pair for pair in pairs if not pair.is_right]
    if not all(_is_number(pair.right) and _is_number(pair.theirs) for pair in wrong):
        return None
    for word, larger in (("large", True), ("small", False)):
        if all((pair.theirs > pair.right) == larger for pair in wrong):
            count = "In every case that is not right, the" if len(pairs) > 1 else "The"
            return Mistake(
                f"the number is too {word}", f"{count} right number is {'smaller' if larger else 'larger'}."
            )
    return None


def _is_number(result):
    return isinstance(result, np.ndarray) and result.ndim == 0  # the parts of a tuple may differ in shape

"""What the sentences of the checks claim about a result, as small functions that check it.

A claim is a piece of the text of a mistake, such as "transposed", and a function of a failing case: what the
answer gave, the right result, and the inputs. A sentence without a claim gives advice, and cannot be untrue.
"""

import re
from dataclasses import dataclass

import numpy as np

from helpers.checks import judging
from helpers.checks.attempts import given_by, try_all, try_one
from helpers.checks.exercise import close, same_numbers
from helpers.checks.random_cases import random_cases


@dataclass(frozen=True)
class Failing:
    """A failing case: what the answer gave, the right result, the first input; and whether it is shown."""

    theirs: np.ndarray
    right: np.ndarray
    first: np.ndarray
    shown: bool


def _sorted_alike(one, other):
    return one.size == other.size and same_numbers(np.sort(one, axis=None), np.sort(other, axis=None))


def _has_nan(array):
    return bool(np.isnan(array.astype(float)).any())


def _whole(array):
    return bool(np.all(array[np.isfinite(array)] == np.floor(array[np.isfinite(array)])))


def _factor(text):
    return float(re.search(r"factor of (\d+)", text)[1])


# In the order of their words. `text` is the name of the mistake and its sentence.
CLAIMS = {
    r"transposed\.|rows and columns are swapped": lambda one, text: same_numbers(one.theirs, one.right.T),
    r"the rows are in reverse order": lambda one, text: same_numbers(one.theirs, one.right[::-1]),
    r"always 0|zero everywhere|every weight is 0": lambda one, text: not one.theirs.any(),
    r"too large by a factor": lambda one, text: same_numbers(one.theirs / _factor(text), one.right),
    r"too small by a factor": lambda one, text: same_numbers(one.theirs * _factor(text), one.right),
    r"100 times too large": lambda one, text: same_numbers(one.theirs / 100, one.right),
    r"is 1 more than it should": lambda one, text: same_numbers(one.theirs - 1, one.right),
    r"is 1 less than it should": lambda one, text: same_numbers(one.theirs + 1, one.right),
    r"number is too large": lambda one, text: bool(np.all(one.theirs > one.right)),
    r"number is too small": lambda one, text: bool(np.all(one.theirs < one.right)),
    r"the (last|first) row is missing": lambda one, text: len(one.theirs) == len(one.right) - 1,
    r"more than one number comes back|These are several numbers": lambda one, text: one.theirs.ndim > 0,
    r"^one number comes back|^one number for all": lambda one, text: one.theirs.size == 1,
    r"result holds nan": lambda one, text: not one.shown or _has_nan(one.theirs),
    r"result is one long row": lambda one, text: one.theirs.ndim == 1,
    r"Your numbers are whole|decimals are cut off|loses the decimals|rounded down": (
        lambda one, text: _whole(one.theirs)
    ),
    r"minus signs are lost": lambda one, text: bool((one.theirs >= 0).all()),
    r"has the opposite sign": lambda one, text: same_numbers(-one.theirs, one.right),
    r"The numbers are right, but|parts are in another|Sorted, your numbers": (
        lambda one, text: _sorted_alike(one.theirs, one.right)
    ),
    r"All the pixels are there": lambda one, text: _sorted_alike(one.theirs, one.right),
    r"The pixels have moved|pixels are sorted": (
        lambda one, text: _sorted_alike(one.theirs, one.right) or _sorted_alike(one.theirs, one.first)
    ),
    r"black and white only|every value is 0 or 1": lambda one, text: np.unique(one.theirs).size <= 2,
    r"weights don't add up to 1|brightness changes": lambda one, text: not np.isclose(one.theirs.sum(), 1),
    r"weights sum to 1, but": lambda one, text: bool(np.isclose(one.theirs.sum(), 1)),
    r"as many rows as the image has columns": lambda one, text: len(one.theirs) == one.first.shape[1],
    r"has no cells": lambda one, text: one.theirs.size == 0,
    r"every row is the same|only one row of the matrix": (
        lambda one, text: one.theirs.ndim == 1 or bool((one.theirs == one.theirs[0]).all())
    ),
    r"`, unchanged\.": lambda one, text: _sorted_alike(one.theirs, one.first),
    r"negative numbers became 0": lambda one, text: bool((one.theirs >= 0).all()),
    r"wrap(ped)? around": lambda one, text: bool(((one.theirs >= 0) & (one.theirs < 256)).all()),
    r"the numbers? (above 0|from 0 to 255) (is|are) right": (
        lambda one, text: bool(close(one.theirs, one.right)[(one.right >= 0) & (one.right <= 255)].all())
    ),
    r"some cells are left at 0": (
        lambda one, text: bool((close(one.theirs, one.right) | (one.theirs == 0)).all())
    ),
    r"All other cells are right": lambda one, text: bool(close(one.theirs, one.right).any()),
    r"0 is divided by 0": lambda one, text: _has_nan(one.theirs),
    r"a square where none is right": (
        lambda one, text: one.theirs.shape == one.right.shape or one.theirs.shape[0] == one.theirs.shape[1]
    ),
    r"as large as the input": lambda one, text: one.theirs.shape in (one.right.shape, one.first.shape),
    r"an axis too (many|few)": lambda one, text: abs(one.theirs.ndim - one.right.ndim) <= 1,
    r"^an axis is too (short|long)": lambda one, text: (
        sum(mine != right for mine, right in zip(one.theirs.shape, one.right.shape, strict=True)) <= 1
    ),
    r"several numbers where one is right": lambda one, text: one.right.ndim == 0,
    r"one number where several are right": lambda one, text: one.theirs.ndim == 0 < one.right.ndim,
    r"^the result has the type of": lambda one, text: one.theirs.dtype.kind in "iu",
    r"number of labels is not": lambda one, text: one.theirs.size != one.right.size,
}


def untrue(exercise, answer, report):
    """Return the claims of a report that do not hold on some failing case, as the pattern and the case.

    Parameters
    ----------
    exercise : Exercise
    answer : callable
    report : Report
        That the check gave on the answer.
    """
    text = " ".join([report.mistake or "", *report.sentences[:1]])
    claims = [(pattern, holds) for pattern, holds in CLAIMS.items() if re.search(pattern, text)]
    if not claims:
        return []
    failing = [one for one in try_all(exercise, answer) if not one.right]
    if not failing:  # it goes wrong in random cases only
        more = random_cases(exercise, judging.SEED, judging.MORE_CASES)
        failing = [one for one in (try_one(exercise, answer, case) for case in more) if not one.right]
    smallest = min(failing, key=lambda one: sum(np.size(value) for value in one.case.inputs.values()))
    found = []
    for attempt in failing:
        if isinstance(attempt.numbers, np.ndarray):
            right = given_by(exercise.reference, exercise, attempt.case).numbers
            first = np.asarray(next(iter(attempt.case.inputs.values())))
            one = Failing(attempt.numbers, right, first, attempt is smallest)
            found += [(pattern, text) for pattern, holds in claims if not _holds(holds, one, text)]
    return found


def _holds(holds, one, text):
    try:
        with np.errstate(all="ignore"):
            return holds(one, text)
    except (ValueError, IndexError, TypeError):  # the claim is about a grid, and the result is not one
        return False

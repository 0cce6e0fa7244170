"""What an exercise is made of. The tables of the lessons are lists of these."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from helpers.arguments import detached


@dataclass(frozen=True)
class Case:
    """One set of inputs on which an answer is tried.

    Attributes
    ----------
    inputs : dict
        From the name of an input, as a report shows it, to its value; passed by position, as copies.
    settings : dict
        Passed by name, such as ``{"stride": 2}``.
    """

    inputs: dict = field(default_factory=dict)
    settings: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Mistake:
    """A kind of wrong answer: its name, what to say, and how to recognise it.

    Attributes
    ----------
    name : str
        Completes "Not right yet: …".
    says : str
        What happened and where to look, in one or two sentences that do not give the solution.
    wrong : callable, optional
        An answer that makes this mistake. A learner's answer that gives the same on every case
        makes it too.
    sees : callable, optional
        Instead of `wrong`: takes a case and the learner's result, and returns whether the mistake shows.
    """

    name: str
    says: str
    wrong: Callable | None = None
    sees: Callable | None = None


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A task, its right answer, and the mistakes that the check knows.

    Attributes
    ----------
    name : str
        The check has the same one: ``checks.conv2d``.
    title : str
        The task in a few words, for the table of progress.
    answer : str
        What the learner defines, as the stub has it: ``my_conv2d(image, kernel, stride=1)``, or the
        name of a value, ``my_answer``.
    reference : callable
        The right answer. Where many answers are right, `accepts` decides instead.
    read : callable
        Turns what the learner gives into what is compared, or raises `NotReadable`; usually `numbers`.
    right : str
        What the right answer shows.
    hints : tuple of three str
    mistakes : tuple of Mistake
        In the order in which the check tries them.
    cases : tuple of Case
        The smallest first. A value has the one empty case.
    accepts : callable, optional
        Takes a case and the learner's result, and returns whether it is right.
    afterwards : callable, optional
        Takes the learner's function when all results are right, and returns a `Mistake` that does
        not show in them, or None.
    volumes : bool
        Whether an array of three axes is a volume (rows, columns, channels) rather than a batch of images.
    minutes : int
        How long a beginner needs for it; the header of the lesson adds them up.
    stretch : bool
        Whether it is an extra: harder than the rest, and nothing later depends on it.
    """

    name: str
    title: str
    answer: str
    reference: Callable
    read: Callable
    right: str
    hints: tuple
    mistakes: tuple
    cases: tuple = (Case(),)
    accepts: Callable | None = None
    afterwards: Callable | None = None
    volumes: bool = False
    minutes: int = 0
    stretch: bool = False

    @property
    def answer_name(self):
        """The learner's name without the brackets: ``my_conv2d``."""
        return self.answer.partition("(")[0]

    @property
    def is_value(self):
        """Whether the learner gives a value, not a function."""
        return "(" not in self.answer


LARGEST = 1_000_000  # no right result has more numbers
TOLERANCE = 1e-5  # of 1 + the largest right number: what rounding in float32 leaves after some hundred sums
IMAGINARY = 1e-6  # of 1 + the largest number: what a Fourier transform there and back leaves


class NotReadable(ValueError):
    """Raised when an answer is of a kind that cannot be compared; the text completes "It is …"."""

    advice = " Numbers are expected here."


class AnotherForm(NotReadable):
    """Raised when an answer may contain numbers, but not in the form that the text names."""

    advice = ""


def numbers(value):
    """Return an answer as an array of real numbers, however the learner wrote it.

    Lists, tensors, sparse matrices and complex results of a Fourier transform are all read.

    Parameters
    ----------
    value : object

    Returns
    -------
    ndarray of int or float
        A copy: the learner may write the next result into the same array.

    Raises
    ------
    NotReadable
        If it contains no numbers, or more than `LARGEST`.

    Examples
    --------
    >>> numbers([[1, 2], [3, 4]]).shape, numbers(True), numbers(2 + 0j)
    ((2, 2), array(1), array(2.))
    """
    if isinstance(value, (str, bytes)):
        raise NotReadable(f"the text {value!r}, with quotation marks around it")
    if callable(value) and not hasattr(value, "__array__"):
        raise NotReadable("a function")
    if hasattr(value, "toarray"):  # a sparse matrix of SciPy
        value = value.toarray()
    array = _array(detached(value))
    if array.size > LARGEST:
        raise NotReadable(f"an array of the shape {array.shape}, far larger than any right result")
    if array.dtype.kind == "c" and _is_real(array):
        array = array.real
    if array.dtype == bool:
        array = array.astype(int)
    if array.dtype.kind not in "iuf":
        raise NotReadable("text, not numbers" if array.dtype.kind in "US" else f"an array of {array.dtype}")
    return array.copy()


def _array(value):
    try:
        array = np.asarray(value)
        return array.astype(float) if array.dtype == object else array
    except Exception:  # libraries raise errors of their own here
        if isinstance(value, (list, tuple, np.ndarray)):
            raise NotReadable("a list whose rows differ in length, or that holds not only numbers") from None
        raise NotReadable(f"of the type {type(value).__name__}") from None


def _is_real(array):
    return np.allclose(array.imag, 0, atol=IMAGINARY * (1 + np.abs(array).max(initial=0)))


def close(one, other):
    """Return, cell by cell, whether two arrays of one shape agree up to the rounding of float32.

    Parameters
    ----------
    one, other : ndarray
        Of the same shape. The tolerance follows from the largest number of `other`, the right result:
        a sum of large products may leave a large rounding error in a small result.

    Returns
    -------
    ndarray of bool
        Two nan in the same place agree.

    Examples
    --------
    >>> close(np.array([1.0, 2.00001, 2.1]), np.array([1, 2, 2]))
    array([ True,  True, False])
    """
    one, other = one.astype(float), other.astype(float)
    largest = np.abs(other[np.isfinite(other)]).max(initial=0)
    return np.isclose(one, other, rtol=0, atol=TOLERANCE * (1 + largest), equal_nan=True)


def same_numbers(one, other):
    """Return whether two arrays have the same shape and are `close` in every cell."""
    return one.shape == other.shape and bool(close(one, other).all())


def only_part(place, reference):
    """Make a recogniser of results in which only the part at this position is wrong.

    Parameters
    ----------
    place : int
    reference : callable
        The right answer, which returns a tuple.

    Returns
    -------
    callable
        For `Mistake.sees`.
    """

    def sees(case, given):
        right = [np.asarray(part) for part in reference(*case.inputs.values(), **case.settings)]
        wrong = [not same(mine, theirs) for mine, theirs in zip(given, right, strict=False)]
        return len(given) == len(right) and wrong == [number == place for number in range(len(right))]

    return sees


def same(one, other):
    """Return whether two results are the same: arrays by `same_numbers`, tuples part by part."""
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return same_numbers(one, other)

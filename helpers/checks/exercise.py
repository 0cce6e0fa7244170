"""What an exercise is made of. The tables of the lessons are lists of these."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Case:
    """One set of inputs on which an answer is tried.

    Attributes
    ----------
    inputs : dict
        From the name under which an input is shown to its value; passed by position, as copies.
    settings : dict
        Passed by name, such as ``{"stride": 2}``.
    """

    inputs: dict = field(default_factory=dict)
    settings: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Mistake:
    """A kind of wrong answer: its name, what to say, and how it is recognised.

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
        Instead of `wrong`: takes a case and the learner's result, and says whether the mistake shows.
    """

    name: str
    says: str
    wrong: Callable | None = None
    sees: Callable | None = None


@dataclass(frozen=True)
class Exercise:
    """A task, its right answer, and the mistakes that the check knows.

    Attributes
    ----------
    name : str
        The check is called by it: ``checks.conv2d``.
    title : str
        The task in a few words, for the table of progress.
    answer : str
        What the learner defines, as it is written: ``my_conv2d(image, kernel, stride=1)``, or the
        name of a value, ``my_answer``.
    reference : callable
        The right answer. Where many answers are right, `accepts` decides instead.
    right : str
        What the right answer shows.
    hints : tuple of three str
    mistakes : tuple of Mistake
        In the order in which they are tried.
    cases : tuple of Case
        The smallest first. A value has the one empty case.
    read : callable
        Turns what the learner gives into what is compared, or raises `NotReadable`.
    accepts : callable, optional
        Takes a case and the learner's result, and says whether it is right.
    afterwards : callable, optional
        Takes the learner's function when all results are right, and returns a `Mistake` that does
        not show in them, or None.
    volumes : bool
        Whether a grid of three axes is a volume (rows, columns, channels), and not images one after another.
    """

    name: str
    title: str
    answer: str
    reference: Callable
    right: str
    hints: tuple
    mistakes: tuple
    cases: tuple = (Case(),)
    read: Callable = None
    accepts: Callable | None = None
    afterwards: Callable | None = None
    volumes: bool = False

    @property
    def answer_name(self):
        """The learner's name without the brackets: ``my_conv2d``."""
        return self.answer.partition("(")[0]

    @property
    def is_value(self):
        """Whether the learner gives a value, not a function."""
        return "(" not in self.answer


LARGEST = 1_000_000  # no right result holds more numbers


class NotReadable(ValueError):
    """Raised when an answer is of a kind that cannot be compared; the text completes "It is …"."""


def numbers(value):
    """Return an answer as an array of real numbers, however the learner wrote it.

    Lists, tensors, sparse matrices and complex results of a Fourier transform are all read.

    Raises
    ------
    NotReadable
        If it holds no numbers.
    """
    if isinstance(value, (str, bytes)):
        raise NotReadable(f"the text {value!r}, with quotation marks around it")
    if callable(value) and not hasattr(value, "__array__"):
        raise NotReadable("a function")
    value = value.toarray() if hasattr(value, "toarray") else value
    try:
        array = np.asarray(value)
        array = array.astype(float) if array.dtype == object else array
    except Exception:
        if isinstance(value, (list, tuple, np.ndarray)):
            raise NotReadable("a list whose rows differ in length, or that holds not only numbers") from None
        raise NotReadable(f"of the type {type(value).__name__}") from None
    if array.size > LARGEST:
        raise NotReadable(f"an array of the shape {array.shape}, far larger than any right result")
    if array.dtype.kind == "c" and np.allclose(array.imag, 0, atol=1e-6 * (1 + np.abs(array).max(initial=0))):
        array = array.real
    if array.dtype == bool:
        array = array.astype(int)
    if array.dtype.kind not in "iuf":
        raise NotReadable(f"an array of {array.dtype}")
    return array.copy()  # the learner may write the next result into the same array


def same_numbers(one, other):
    """Return whether two arrays have one shape and the same values, up to the rounding of float32."""
    if one.shape != other.shape:
        return False
    one, other = one.astype(float), other.astype(float)
    scale = 1 + np.abs(other[np.isfinite(other)]).max(initial=0)
    return bool(np.allclose(one, other, rtol=0, atol=1e-5 * scale, equal_nan=True))


def same(one, other):
    """Return whether two results are the same: arrays up to rounding, tuples part by part."""
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return same_numbers(one, other)

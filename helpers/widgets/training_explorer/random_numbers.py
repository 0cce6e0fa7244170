"""The random numbers of the page, in Python: both begin with the same weights for the same seed."""

import numpy as np

WORD = 0xFFFFFFFF


class Random:
    """A sequence of numbers that follows from its seeds, as in `random.js`.

    Parameters
    ----------
    *seeds : int

    Examples
    --------
    >>> 0 <= Random(1).next() < 1
    True
    """

    def __init__(self, *seeds):  # noqa: D107
        self.state = 0
        for seed in seeds:
            self.state = (self.state ^ (seed + 0x9E3779B9)) * 0x85EBCA6B & WORD

    def next(self):
        """Return a number from 0 up to, but not including, 1."""
        self.state = (self.state + 0x6D2B79F5) & WORD
        mixed = (self.state ^ self.state >> 15) * (1 | self.state) & WORD
        mixed ^= mixed + ((mixed ^ mixed >> 7) * (61 | mixed) & WORD) & WORD
        return (mixed ^ mixed >> 14) / 2**32

    def normal(self, shape):
        """Return numbers of mean 0 and variance 1, nearly normal.

        Parameters
        ----------
        shape : tuple of int

        Returns
        -------
        ndarray of float64
        """
        return np.array([sum(self.next() for _ in range(12)) - 6 for _ in range(np.prod(shape))]).reshape(
            shape
        )

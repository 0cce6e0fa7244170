"""How much to train: everything for a person, little for a test."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """How much to train: "full" for a person, "quick" to see that a lesson runs."""

    name: str

    def samples(self, full, *, quick):
        """Return the number of images to use."""
        return full if self.name == "full" else quick

    def epochs(self, full, *, quick):
        """Return the number of epochs to train."""
        return full if self.name == "full" else quick


def pace():
    """Return how much to train, as the environment variable COURSE_PACE says.

    Returns
    -------
    Pace
        "full" if the variable is not set. It changes numbers of images and of epochs, never what
        is done with them.

    Raises
    ------
    ValueError
        If COURSE_PACE is neither "full" nor "quick".
    """
    name = os.environ.get("COURSE_PACE") or "full"
    if name not in ("full", "quick"):
        raise ValueError(f'COURSE_PACE must be "full" or "quick", but is {name!r}.')
    return Pace(name)

"""Is one network better than another? Differences in pairs, and intervals for them.

Two kinds of chance move a measured accuracy: the seed (initial weights, order of the images) and the images
that happen to be in the validation set. Networks that share both can be compared in pairs, and what the pair
has in common cancels out.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from helpers.intervals import mean_interval
from helpers.numerals import signed_text


@dataclass(frozen=True)
class Gain:
    """By how much one network is better than another, and how far chance may have moved that.

    Attributes
    ----------
    name : str
    by_seed : tuple of float
        The difference of the accuracies for each seed.
    mean : float
        Of these.
    seeds : float
        Half the width of the interval for other seeds on the same validation images.
    both : float
        Half the width of the interval for other seeds and other validation images.
    """

    name: str
    by_seed: tuple
    mean: float
    seeds: float
    both: float

    @property
    def low(self):
        """The lower end of the interval for other seeds."""
        return self.mean - self.seeds

    @property
    def high(self):
        """The upper end of the interval for other seeds."""
        return self.mean + self.seeds


def paired_difference(row, other, *, confidence=0.95):
    """Return how much better a network is than another that was trained from the same seeds.

    Parameters
    ----------
    row, other : dict
        As `helpers.comparison.try_out` returns them, with the same seeds and validation images.
    confidence : float
        How often such an interval contains the true difference.

    Returns
    -------
    Gain
        With a single seed its intervals are infinite: one difference says nothing about its own spread.

    Raises
    ------
    ValueError
        If the seeds differ, or the numbers of validation images.

    Notes
    -----
    Seeds: Student's t on the differences. Images: each has a difference too, the mean over the seeds of
    (right with the change) − (right without); its standard error is added to that of the seeds as the root
    of the sum of squares.

    Examples
    --------
    >>> plain = {"name": "plain", "seeds": [1, 2], "right": [[1, 1, 0, 0], [1, 0, 0, 0]]}
    >>> better = {"name": "better", "seeds": [1, 2], "right": [[1, 1, 1, 0], [1, 1, 1, 0]]}
    >>> paired_difference(better, plain).by_seed
    (0.25, 0.5)
    """
    if row["seeds"] != other["seeds"]:
        raise ValueError(
            f"Only the same seeds can be paired, but {row['name']!r} has {row['seeds']} and "
            f"{other['name']!r} has {other['seeds']}."
        )
    one, two = (np.asarray(result["right"], dtype=float) for result in (row, other))
    if one.shape != two.shape:
        raise ValueError("Both networks must be measured on the same validation images.")
    changes = one - two
    by_seed, by_image = changes.mean(axis=1), changes.mean(axis=0)
    mean, seeds = mean_interval(by_seed, confidence=confidence)
    images = ndtri(0.5 + confidence / 2) * by_image.std(ddof=1) / np.sqrt(len(by_image))
    return Gain(row["name"], tuple(by_seed.tolist()), mean, seeds, float(np.hypot(seeds, images)))


def sampling_error(accuracy, images):
    """Return the standard error of an accuracy that was measured on a number of images.

    Examples
    --------
    >>> round(sampling_error(0.9, 900), 3)
    0.01
    """
    return float(np.sqrt(accuracy * (1 - accuracy) / images))


def gain_table(rows, other, *, confidence=0.95):
    """Return the gains of rows over another row as a table of text.

    Examples
    --------
    >>> plain = {"name": "plain", "seeds": [1, 2], "right": [[1, 1, 0, 0], [1, 0, 0, 0]]}
    >>> better = {"name": "better", "seeds": [1, 2], "right": [[1, 1, 1, 0], [1, 1, 1, 0]]}
    >>> print(gain_table([better], plain))
    change  mean gain  interval over seeds  with other images too
    better     +0.375  −1.213 to +1.963     −1.281 to +2.031
    """
    rows = list(rows)
    width = max(len("change"), *(len(row["name"]) for row in rows))
    lines = [f"{'change':{width}}  mean gain  interval over seeds  with other images too"]
    for row in rows:
        gain = paired_difference(row, other, confidence=confidence)
        if np.isinf(gain.seeds):
            lines.append(f"{gain.name:{width}}  {signed_text(gain.mean):>9}  (one seed: no interval)")
            continue
        spans = [
            f"{signed_text(gain.mean - half)} to {signed_text(gain.mean + half)}"
            for half in (gain.seeds, gain.both)
        ]
        lines.append(f"{gain.name:{width}}  {signed_text(gain.mean):>9}  {spans[0]:19}  {spans[1]}")
    return "\n".join(lines)

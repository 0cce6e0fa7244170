"""Means with their intervals, against SciPy and against many draws."""

import numpy as np
import pytest
from scipy import stats

from helpers.intervals import mean_interval


def test_the_interval_is_that_of_students_t():
    """A narrower one would let a lesson claim more than five seeds can support."""
    values = [0.3, 0.1, 0.4, 0.1, 0.5]
    mean, half = mean_interval(values)
    low, high = stats.t.interval(0.95, 4, np.mean(values), stats.sem(values))
    assert (mean - half, mean + half) == pytest.approx((low, high))


def test_about_95_of_100_intervals_contain_the_true_mean():
    """This is what the lessons say about them."""
    draws = np.random.default_rng(0).normal(3, 2, (2000, 5))
    hits = [abs(mean - 3) <= half for mean, half in map(mean_interval, draws)]
    assert 0.93 < np.mean(hits) < 0.97


def test_one_measurement_has_no_finite_interval_and_none_is_refused():
    """A learner with one seed would otherwise read a difference as certain."""
    assert mean_interval([0.5]) == (0.5, float("inf"))
    with pytest.raises(ValueError, match="at least one"):
        mean_interval([])

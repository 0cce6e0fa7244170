"""Paired differences, their intervals, and how often these intervals are right."""

import numpy as np
import pytest

from helpers.differences import gain_table, paired_difference, sampling_error

PICTURES = 400


def row(right, name="row", seeds=(1, 2, 3, 4, 5)):
    """Return what a comparison keeps of a network."""
    return {"name": name, "seeds": list(seeds), "right": np.asarray(right, dtype=int).tolist()}


def network(generator, skill, seed_effects, hard):
    """Return whether each image is right for each seed: seeds and images both have effects."""
    score = skill + seed_effects[:, None] + hard[None] + generator.normal(size=(len(seed_effects), len(hard)))
    return score > 0


def test_the_interval_over_seeds_is_students():
    """Computed by hand: five differences, mean 0.02, standard deviation 0.0158, times 2.776 / √5."""
    plain = np.zeros((5, 100), int)
    changed = np.zeros((5, 100), int)
    for seed, count in enumerate((0, 1, 2, 3, 4)):
        changed[seed, :count] = 1
    gain = paired_difference(row(changed, "changed"), row(plain, "plain"))
    assert gain.by_seed == pytest.approx((0, 0.01, 0.02, 0.03, 0.04))
    assert gain.mean == pytest.approx(0.02)
    assert gain.seeds == pytest.approx(2.776445 * np.std([0, 0.01, 0.02, 0.03, 0.04], ddof=1) / np.sqrt(5))
    assert (gain.low, gain.high) == pytest.approx((0.02 - gain.seeds, 0.02 + gain.seeds))
    assert gain.both > gain.seeds


def test_what_a_pair_has_in_common_cancels_out():
    """Hard images are hard for both: in pairs, other images matter half as much as for one accuracy."""
    generator = np.random.default_rng(1)
    hard = 4 * generator.normal(size=PICTURES)
    plain, changed = (network(generator, 1.0, 0.05 * generator.normal(size=5), hard) for _ in range(2))
    gain = paired_difference(row(changed), row(plain))
    alone = 1.96 * sampling_error(plain.mean(), PICTURES)
    assert np.sqrt(gain.both**2 - gain.seeds**2) < 0.5 * alone


def test_an_interval_with_other_images_misses_a_change_that_does_nothing_in_about_one_case_in_twenty():
    """If it missed much more often, lesson 10 would announce gains that are not there."""
    generator = np.random.default_rng(2)
    misses = 0
    for _ in range(400):
        hard = 2 * generator.normal(size=PICTURES)
        plain, changed = (network(generator, 1.0, 0.1 * generator.normal(size=5), hard) for _ in range(2))
        gain = paired_difference(row(changed), row(plain))
        misses += abs(gain.mean) > gain.both
    assert misses / 400 < 0.08


def test_one_seed_gives_no_interval():
    """At the tests' pace there is only one seed; a width of 0 would look like certainty."""
    one, other = row([[1, 1, 0]], "one", [1]), row([[1, 0, 0]], "other", [1])
    gain = paired_difference(one, other)
    assert np.isinf(gain.seeds)
    assert np.isinf(gain.both)
    assert "one seed: no interval" in gain_table([one], other)


def test_rows_that_cannot_be_paired_are_refused():
    """A difference between seeds 1 to 3 and seeds 4 to 6 is not a paired one."""
    one = row([[1], [0]], "one", [1, 2])
    with pytest.raises(ValueError, match=r"'one' has \[1, 2\] and 'two' has \[1, 3\]"):
        paired_difference(one, row([[1], [0]], "two", [1, 3]))
    with pytest.raises(ValueError, match="same validation images"):
        paired_difference(one, row([[1, 1], [0, 0]], "two", [1, 2]))


def test_the_table_writes_signs_that_can_be_told_apart():
    """A hyphen between two numbers reads like a range."""
    generator = np.random.default_rng(3)
    one, other = (row(generator.random((5, 50)) < 0.8, name) for name in ("some change", "plain"))
    head, line = gain_table([one], other).splitlines()
    assert head.startswith("change       mean gain")
    assert "-" not in line
    assert line.count(" to ") == 2

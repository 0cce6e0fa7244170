"""The three rules for changing weights: compared with Keras, and the paths of lesson 10."""

import numpy as np
import pytest

from helpers.descent import adam_step, descent_step, momentum_step, path

GENERATOR = np.random.default_rng(10)


@pytest.mark.parametrize("rule", ["plain", "momentum", "adam"])
def test_a_path_is_the_one_that_keras_walks(rule):
    """A learner who writes Adam by hand expects Keras to do the same.

    Keras adds ε before the correction of the mean square; the difference is far below a thousandth of a step.
    """
    from helpers.training import keras

    optimizer = {
        "plain": keras.optimizers.SGD(0.05),
        "momentum": keras.optimizers.SGD(0.05, momentum=0.9),
        "adam": keras.optimizers.Adam(0.05),
    }[rule]
    steepness = np.array([1.0, 7.0, 0.01])
    start = np.array([3.0, -2.0, 5.0])
    weights = keras.Variable(start.astype("float32"))
    places = path(rule, lambda weights: steepness * weights, start, rate=0.05, steps=12)
    for expected in places[1:]:
        optimizer.apply_gradients([(steepness.astype("float32") * weights.numpy(), weights)])
        assert weights.numpy() == pytest.approx(expected, abs=1e-4)


def test_the_inputs_of_a_step_stay_as_they_were():
    """The lesson compares the weights before and after a step."""
    given = [GENERATOR.normal(size=4) for _ in range(4)]
    copies = [part.copy() for part in given]
    descent_step(given[0], given[3], 0.1)
    momentum_step(given[0], given[1], given[3], 0.1)
    adam_step(given[0], given[1], np.abs(given[2]), given[3], 0.1, 3)
    for part, copy in zip(given, copies, strict=True):
        assert np.array_equal(part, copy)


def test_adams_first_step_moves_every_weight_by_the_rate():
    """The question in lesson 10: slopes of 0.001 and 50, and both weights move by 0.1."""
    moved, _, _ = adam_step([1.0, 1.0], 0, 0, [0.001, 50.0], rate=0.1, number=1)
    assert moved == pytest.approx([0.9, 0.9], abs=1e-4)


def test_steady_pushes_add_up_to_ten_times_one_push():
    """Lesson 10 says so: 1 + 0.9 + 0.81 + … = 10."""
    velocity = np.zeros(1)
    for _ in range(300):
        _, velocity = momentum_step(np.zeros(1), velocity, np.ones(1), rate=0.1)
    assert velocity == pytest.approx([-1.0])


def test_an_unknown_rule_is_refused_with_those_there_are():
    """A typo must not select another rule."""
    with pytest.raises(ValueError, match='"plain", "momentum" or "adam", but is \'sgd\''):
        path("sgd", lambda weights: weights, [1.0], 0.1, 3)

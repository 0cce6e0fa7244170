"""Activation functions against Keras."""

import numpy as np
import pytest

from helpers import leaky_relu, relu, softmax
from helpers.training import keras

VALUES = np.linspace(-4, 4, 33, dtype=np.float32)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(relu, keras.ops.relu), (leaky_relu, keras.ops.leaky_relu), (softmax, keras.ops.softmax)],
)
def test_activations_are_those_of_keras(ours, theirs):
    """Lesson 08's network in NumPy agrees with Keras only if its activation functions do."""
    np.testing.assert_allclose(ours(VALUES), np.asarray(theirs(VALUES)), atol=1e-6)


def test_relu_is_zero_up_to_zero_and_the_value_above_it():
    """The misprint reads "zero for x ≤ 0 and x > 0"."""
    np.testing.assert_array_equal(relu(np.array([-2, 0, 3])), [0, 0, 3])
    assert relu(np.array([-1.5], np.float32)).dtype == np.float32


def test_softmax_of_large_scores_is_finite_and_sums_to_one():
    """exp(1000) overflows; a learner's logits would become NaN."""
    probabilities = softmax(np.array([[1000.0, 1000.0], [0.0, -1000.0]]))
    np.testing.assert_allclose(probabilities, [[0.5, 0.5], [1, 0]])


@pytest.mark.parametrize("scores", [5.0, [], np.zeros((3, 0))])
def test_softmax_without_a_class_is_refused_in_a_sentence(scores):
    """NumPy's own message names a reduction over an empty axis, which no learner has heard of."""
    with pytest.raises(ValueError, match="a row of numbers, one for each class, but their shape is"):
        softmax(scores)


def test_softmax_of_one_class_is_certain_and_of_no_image_is_empty():
    """The last batch of a data set may be empty, and a network may have a single class left."""
    np.testing.assert_array_equal(softmax([[3.0], [-2.0]]), [[1], [1]])
    assert softmax(np.zeros((0, 3))).shape == (0, 3)

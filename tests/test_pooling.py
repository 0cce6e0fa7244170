"""`pool2d` against TensorFlow and Keras, and its messages for wrong arguments."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import output_size, pool2d
from helpers.shapes import axis_padding
from helpers.training import keras, tf

PAIRS = st.tuples(st.integers(1, 4), st.integers(1, 4))


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    size=PAIRS,
    stride=st.none() | PAIRS,
    padding=st.sampled_from(["valid", "same"]),
    mode=st.sampled_from(["max", "average"]),
    extra=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    channels=st.integers(1, 3),
)
def test_pool2d_agrees_with_tensorflow_whatever_the_settings(size, stride, padding, mode, extra, channels):
    """Padding that wins a maximum of negative values, or counts in an average, would show here."""
    shape = [s + e for s, e in zip(size, extra, strict=True)]
    image = np.random.default_rng(sum(shape)).standard_normal((2, *shape, channels), dtype=np.float32) - 2
    function = tf.nn.max_pool2d if mode == "max" else tf.nn.avg_pool2d
    expected = function(image, size, stride or size, padding.upper()).numpy()
    result = pool2d(image, size, stride=stride, padding=padding, mode=mode)
    assert result.dtype == np.float32
    assert result.shape == expected.shape
    np.testing.assert_allclose(result, expected, atol=1e-6)


def pooled_one_by_one(image, size, stride, padding, mode):
    """Return the pooled grid, window by window, in Python's own numbers."""
    axes = list(zip(image.shape, size, stride, strict=True))
    counts = [output_size(n, k, stride=s, padding=padding) for n, k, s in axes]
    first = [axis_padding(n, k, stride=s, padding=padding)[0] for n, k, s in axes]
    pooled = np.empty(counts, object)
    for place in np.ndindex(*counts):
        low = [p * s - f for p, (_, _, s), f in zip(place, axes, first, strict=True)]
        window = image[tuple(slice(max(a, 0), a + k) for a, k in zip(low, size, strict=True))]
        cells = window.ravel().tolist()
        if mode == "max":
            pooled[place] = np.nan if np.isnan(cells).any() else max(cells)
        else:
            pooled[place] = sum(cells) / len(cells)
    return pooled


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    size=PAIRS,
    stride=PAIRS,
    padding=st.sampled_from(["valid", "same"]),
    mode=st.sampled_from(["max", "average"]),
    extra=PAIRS,
    dtype=st.sampled_from(["?", "b", "B", "h", "H", "i", "I", "q", "Q", "e", "f", "d", "g", ">f4"]),
)
def test_every_dtype_is_pooled_as_window_by_window(size, stride, padding, mode, extra, dtype):
    """Means of uint8 rounded to float32, or a padding that wins against negative numbers, would show."""
    shape = [s + e for s, e in zip(size, extra, strict=True)]
    kind = np.dtype(dtype).kind
    image = np.random.default_rng(sum(shape)).integers(-99 if kind in "if" else 0, 100, shape).astype(dtype)
    result = pool2d(image, size, stride=stride, padding=padding, mode=mode)
    kept = np.uint8 if kind == "b" else image.dtype  # as elsewhere, False and True are the numbers 0 and 1
    assert result.dtype == (np.float64 if mode == "average" and kind in "iub" else kept)
    expected = pooled_one_by_one(image, size, stride, padding, mode).astype(result.dtype)
    np.testing.assert_array_equal(result, expected)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(size=PAIRS, stride=PAIRS, padding=st.sampled_from(["valid", "same"]), seed=st.integers(0, 99))
@pytest.mark.parametrize("mode", ["max", "average"])
def test_nan_and_infinity_reach_exactly_their_own_windows(size, stride, padding, seed, mode):
    """A maximum that drops a NaN hides what went wrong in the layer before."""
    random = np.random.default_rng(seed)
    image = random.choice([0.0, 1.0, np.nan, np.inf, -np.inf], (7, 8), p=[0.4, 0.3, 0.1, 0.1, 0.1])
    with np.errstate(invalid="ignore"):
        result = pool2d(image, size, stride=stride, padding=padding, mode=mode)
    expected = pooled_one_by_one(image, size, stride, padding, mode).astype(float)
    np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize("mode", ["max", "average"])
def test_pooling_leaves_the_image_alone_and_returns_an_array_of_its_own(mode):
    """With windows of one pixel, the result could be the learner's image itself."""
    image = np.arange(16.0).reshape(4, 4)
    for size in (1, 2):
        pool2d(image, size, mode=mode)[:] = -1
    np.testing.assert_array_equal(image, np.arange(16.0).reshape(4, 4))


@pytest.mark.parametrize("mode", ["max", "average"])
def test_same_padding_at_an_odd_edge_is_that_of_keras_layers(mode):
    """11 → 6 with one window that is half padding: the case lesson 06 draws."""
    image = np.full((1, 11, 11, 1), -1, np.float32)
    layers = {"max": keras.layers.MaxPooling2D, "average": keras.layers.AveragePooling2D}
    expected = np.asarray(layers[mode](2, padding="same")(image))
    result = pool2d(image, padding="same", mode=mode)
    np.testing.assert_array_equal(result, expected)
    assert (result == -1).all()


def test_sixteen_pixels_become_four():
    """The first example of lesson 06."""
    image = np.array([[1, 3, 2, 0], [5, 2, 1, 4], [0, 1, 7, 2], [2, 2, 3, 3]], np.uint8)
    result = pool2d(image)
    np.testing.assert_array_equal(result, [[5, 4], [2, 7]])
    assert result.dtype == np.uint8
    np.testing.assert_array_equal(pool2d(image, mode="average"), [[2.75, 1.75], [1.25, 3.75]])


@pytest.mark.parametrize(("n", "expected"), [(26, 13), (11, 5), (4, 2)])
def test_valid_pooling_drops_the_row_that_fills_no_window(n, expected):
    """11 → 5, not 6: the walk through the course network would not add up to 1600."""
    assert pool2d(np.zeros((n, n, 3))).shape == (expected, expected, 3)
    assert output_size(n, 2, stride=2) == expected


def test_missing_values_pass_through_and_empty_batches_stay_empty():
    """If a NaN disappears in a maximum, so does the sign of what went wrong before."""
    image = np.zeros((4, 4))
    image[0, 0] = np.nan
    assert np.isnan(pool2d(image)).sum() == 1
    assert np.isnan(pool2d(image, mode="average")).sum() == 1
    assert pool2d(np.zeros((0, 4, 4, 2))).shape == (0, 2, 2, 2)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"size": 5}, ValueError, "kernel of 5 does not fit into 4 pixels"),
        ({"size": 0}, ValueError, "size must be 1 or more, but is 0"),
        ({"stride": 0}, ValueError, "stride must be 1 or more, but is 0"),
        ({"stride": 0.5}, TypeError, "stride must be a whole number"),
        ({"padding": "full"}, ValueError, 'padding must be "valid" or "same", but is \'full\''),
        ({"padding": 1}, ValueError, 'padding must be "valid" or "same", but is 1'),
        ({"mode": "mean"}, ValueError, 'mode must be "max" or "average", but is \'mean\''),
    ],
)
def test_a_wrong_argument_is_answered_with_a_sentence(options, error, says):
    """With NumPy's own message, a learner would not know what to change."""
    with pytest.raises(error, match=says):
        pool2d(np.zeros((4, 4)), **options)

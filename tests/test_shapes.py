"""Sizes, parameters and receptive fields against Keras, and every such number of the lessons' plan."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import (
    conv_parameters,
    dense_parameters,
    output_size,
    receptive_field,
    same_padding,
    trace,
)
from helpers.shapes import Conv, Dense, Flatten, Pool, axis_padding, kernel_reach, pixel_uses
from helpers.training import keras

COURSE_NETWORK = [Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10)]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    n=st.integers(1, 40),
    k=st.integers(1, 7),
    stride=st.integers(1, 4),
    dilation=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same"]),
)
def test_the_formula_gives_keras_sizes(n, k, stride, dilation, padding):
    """Lesson 04 says that the formula agrees with Keras, and a learner plans networks with it."""
    if stride > 1:
        dilation = 1  # Keras refuses both at once
    layer = keras.layers.Conv1D(1, k, strides=stride, padding=padding, dilation_rate=dilation)
    try:
        size = output_size(n, k, stride=stride, padding=padding, dilation=dilation)
    except ValueError:
        assert padding == "valid"
        assert n < dilation * (k - 1) + 1
        return
    assert size == layer.compute_output_shape((1, n, 1))[1]


@pytest.mark.parametrize(
    ("n", "k", "options", "expected"),
    [
        (28, 3, {}, 26),
        (28, 5, {}, 24),
        (32, 5, {}, 28),
        (64, 3, {"stride": 2, "padding": "same"}, 32),
        (64, 3, {"stride": 2}, 31),
        (28, 3, {"padding": 1}, 28),
        (28, 3, {"padding": (0, 1)}, 27),
        (5, 3, {"padding": "full"}, 7),
        (11, 2, {"stride": 2}, 5),
    ],
)
def test_the_sizes_that_the_lessons_name(n, k, options, expected):
    """The prose and the lists of misprints quote these."""
    assert output_size(n, k, **options) == expected


def test_same_padding_puts_the_odd_row_at_the_end():
    """Keras pads (0, 1) here; a learner who assumes (1, 0) gets a map shifted by one pixel."""
    assert same_padding(28, 3, stride=2) == (0, 1)
    assert same_padding(28, 4) == (1, 2)
    image = np.arange(28, dtype=np.float32).reshape(1, 28, 1)
    layer = keras.layers.Conv1D(1, 3, strides=2, padding="same", kernel_initializer="ones")
    # The first window then starts on pixel 0, and holds 0 + 1 + 2.
    assert np.asarray(layer(image))[0, 0, 0] == 3


@given(n=st.integers(1, 50), k=st.integers(1, 9), stride=st.integers(1, 5), dilation=st.integers(1, 3))
def test_same_padding_always_gives_the_size_over_the_stride_rounded_up(n, k, stride, dilation):
    """That is what "same" means, and plans of networks rely on it."""
    padding = same_padding(n, k, stride=stride, dilation=dilation)
    size = output_size(n, k, stride=stride, padding=padding, dilation=dilation)
    if stride <= dilation * (k - 1) + 1:
        assert size == math.ceil(n / stride)
    assert output_size(n, k, stride=stride, padding="same", dilation=dilation) == math.ceil(n / stride)
    assert 0 <= padding[1] - padding[0] <= 1


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    n=st.integers(1, 12),
    k=st.integers(1, 4),
    stride=st.integers(1, 4),
    dilation=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same", "full", 0, 2, (0, 3), (2, 1)]),
)
def test_the_uses_of_a_pixel_are_the_windows_that_contain_it(n, k, stride, dilation, padding):
    """Lesson 05 explains dark borders with these counts."""
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    padded = np.pad(np.arange(1, n + 1), axis_padding(n, k, **options))  # the zeros are the padding
    reach = dilation * (k - 1) + 1
    if len(padded) < reach:
        with pytest.raises(ValueError, match="does not fit"):
            pixel_uses(n, k, **options)
        return
    windows = np.lib.stride_tricks.sliding_window_view(padded, reach)[::stride, ::dilation]
    assert pixel_uses(n, k, **options) == [np.count_nonzero(windows == pixel) for pixel in range(1, n + 1)]


def test_a_setting_that_is_not_given_is_that_of_keras():
    """A learner leaves out what Keras lets them leave out: stride 1, dilation 1 and no padding."""
    assert output_size(28, 3) == 26
    assert pixel_uses(6, 3) == [1, 2, 3, 3, 2, 1]
    assert axis_padding(28, 3) == (0, 0)
    assert axis_padding(28, 3, padding="same") == same_padding(28, 3) == (1, 1)
    assert axis_padding(28, 3, padding="full") == (2, 2)
    assert kernel_reach(3) == 3


@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
def test_the_largest_kernel_that_a_message_names_fits_and_the_next_does_not(padding, dilation):
    """A learner who follows the advice must not meet the same message again."""
    for n in range(1, 9):
        with pytest.raises(ValueError, match="the largest that fits is") as problem:
            output_size(n, 20, padding=padding, dilation=dilation)
        text = str(problem.value)
        largest = int(re.search(r"fits is (\d+)", text)[1])
        assert output_size(n, largest, padding=padding, dilation=dilation) >= 1
        with pytest.raises(ValueError, match="does not fit"):
            output_size(n, largest + 1, padding=padding, dilation=dilation)
        assert ("dilation" in text) == (dilation > 1)
        assert (f"{2 * padding} cells of padding" in text) == (padding > 0)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: axis_padding(0, 3), "the size n"),
        (lambda: axis_padding(28, 3, stride=0), "stride"),
        (lambda: same_padding(0, 3), "the size n"),
        (lambda: same_padding(28, 3, stride=0), "stride"),
        (lambda: kernel_reach(0), "the kernel size k"),
        (lambda: kernel_reach(3, 0), "dilation"),
        (lambda: conv_parameters((3, 0), 1, 1), "kernel_size"),
        (lambda: conv_parameters(3, 1, 0), "filters"),
        (lambda: dense_parameters(0, 1), "inputs"),
        (lambda: dense_parameters(1, 0), "units"),
        (lambda: receptive_field([Conv(1, 0)]), "kernel size"),
        (lambda: receptive_field([Pool(2, stride=0)]), "stride"),
    ],
)
def test_a_zero_is_refused_by_name(call, name):
    """A stride of 0 would end in a division by zero, and no filters in a network without an output."""
    with pytest.raises(ValueError, match=f"{name} must be 1 or more, but is 0"):
        call()


@pytest.mark.parametrize(
    ("arguments", "options", "error", "says"),
    [
        ((28, 30), {}, ValueError, 'kernel of 30 does not fit into 28 pixels: the largest that fits is 28'),
        ((28, 3), {"stride": 0}, ValueError, "stride must be 1 or more, but is 0"),
        ((28, 3), {"padding": "sam"}, ValueError, "padding must be .*, but is 'sam'"),
        ((28, 3), {"padding": (1, 2, 3)}, ValueError, "padding must be one whole number or"),
        ((28.0, 3), {}, TypeError, "size n must be a whole number, but is 28.0"),
        ((0, 3), {"padding": "same"}, ValueError, "size n must be 1 or more, but is 0"),
    ],
)  # fmt: skip
def test_an_impossible_size_gets_a_sentence(arguments, options, error, says):
    """With a negative size, a learner would plan a network that cannot be built."""
    with pytest.raises(error, match=says):
        output_size(*arguments, **options)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    kernel=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    channels=st.integers(1, 9),
    filters=st.integers(1, 9),
    bias=st.booleans(),
)
def test_parameters_are_those_that_keras_counts(kernel, channels, filters, bias):
    """Lesson 07 counts by hand and compares with Keras."""
    conv = keras.layers.Conv2D(filters, kernel, use_bias=bias)
    conv.build((None, 9, 9, channels))
    assert conv_parameters(kernel, channels, filters, bias=bias) == conv.count_params()
    dense = keras.layers.Dense(filters, use_bias=bias)
    dense.build((None, channels))
    assert dense_parameters(channels, filters, bias=bias) == dense.count_params()


def test_the_parameter_counts_that_the_lessons_name():
    """4·4·3 = 48, five filters 240 (245 with biases), 216, and the four terms of 243,786."""
    assert conv_parameters(4, 3, 1, bias=False) == 48
    assert conv_parameters(4, 3, 5, bias=False) == 240
    assert conv_parameters(4, 3, 5) == 245
    assert conv_parameters(3, 4, 6, bias=False) == 216
    with pytest.raises(ValueError, match="channels must be 1 or more, but is 0"):
        conv_parameters(3, 0, 6)


def test_the_course_network_is_traced_as_in_the_lessons():
    """28 → 26 → 13 → 11 → 5 → 1600, and 640 + 36,928 + 204,928 + 1,290 = 243,786."""
    rows = trace(COURSE_NETWORK, (28, 28, 1))
    shapes = [(26, 26, 64), (13, 13, 64), (11, 11, 64), (5, 5, 64), (1600,), (128,), (10,)]
    assert [row.shape for row in rows] == shapes
    assert [row.parameters for row in rows] == [640, 0, 36_928, 0, 0, 204_928, 1_290]
    assert sum(row.parameters for row in rows) == 243_786
    assert [row.receptive_field for row in rows[:4]] == [(3, 3), (4, 4), (8, 8), (10, 10)]
    assert rows[2].multiplications == 11 * 11 * 64 * 3 * 3 * 64


def test_every_setting_of_a_layer_is_traced_as_keras_builds_it():
    """Rows and columns are easily exchanged, and a default that is not Keras's builds another network."""
    layers = [
        (Conv(4), keras.layers.Conv2D(4, 3)),
        (Conv(5, (2, 3), (3, 2)), keras.layers.Conv2D(5, (2, 3), (3, 2))),
        (Pool(), keras.layers.MaxPooling2D()),
        (Conv(3, (2, 3), dilation=(1, 2)), keras.layers.Conv2D(3, (2, 3), dilation_rate=(1, 2))),
        (Pool((1, 2), stride=1), keras.layers.MaxPooling2D((1, 2), 1)),
        (Conv(2, 2, 2, "same", bias=False), keras.layers.Conv2D(2, 2, 2, "same", use_bias=False)),
        (Pool((2, 3), padding="same"), keras.layers.MaxPooling2D((2, 3), padding="same")),
        (Flatten(), keras.layers.Flatten()),
        (Dense(7), keras.layers.Dense(7)),
        (Dense(3, bias=False), keras.layers.Dense(3, use_bias=False)),
    ]
    shape = (40, 50, 2)
    for row, (layer, theirs) in zip(trace([ours for ours, _ in layers], shape), layers, strict=True):
        theirs.build((None, *shape))
        shape = theirs.compute_output_shape((None, *shape))[1:]
        assert (row.layer, row.shape, row.parameters) == (layer, shape, theirs.count_params())
        # Every weight but a bias is used once at every position, and a dense layer has one position.
        weights = math.prod(theirs.weights[0].shape) if theirs.weights else 0
        assert row.multiplications == weights * math.prod(shape[:-1])
        assert (row.receptive_field is None) == (len(shape) == 1)


def test_the_receptive_field_grows_on_each_axis_by_its_own_strides():
    """By hand. Rows: 1 + 1 = 2, then a step of 2: 2 + 0, 2 + 2·2 = 6. Columns: 3, 3 + 1 = 4, 4 + 2·2 = 8."""
    layers = [Conv(1, (2, 3), stride=(2, 1)), Pool((1, 2)), Conv(1, 3)]
    assert receptive_field([]) == (1, 1)
    assert [receptive_field(layers[:count]) for count in (1, 2, 3)] == [(2, 3), (2, 4), (6, 8)]


def test_lenet_has_61706_parameters():
    """Lesson 08 builds LeNet-5: 61,706 parameters."""
    lenet = [Conv(6, 5), Pool(), Conv(16, 5), Pool(), Conv(120, 5), Flatten(), Dense(84), Dense(10)]
    assert sum(row.parameters for row in trace(lenet, (32, 32, 1))) == 61_706


def test_the_receptive_field_is_where_a_changed_pixel_changes_the_output():
    """The recurrence is compared with a real network whose input pixels are changed one by one."""
    layers = [Conv(1, 3), Pool(2), Conv(1, (3, 2), dilation=2), Conv(1, 2, stride=2)]
    model = keras.Sequential([
        keras.Input((40, 40, 1)),
        keras.layers.Conv2D(1, 3, kernel_initializer="ones"),
        keras.layers.AveragePooling2D(2),
        keras.layers.Conv2D(1, (3, 2), dilation_rate=2, kernel_initializer="ones"),
        keras.layers.Conv2D(1, 2, strides=2, kernel_initializer="ones"),
    ])  # fmt: skip
    pixels = np.eye(1600, dtype=np.float32).reshape(1600, 40, 40, 1)
    felt = np.asarray(model(pixels))[:, 0, 0, 0].reshape(40, 40) != 0
    size = felt.any(axis=1).sum(), felt.any(axis=0).sum()
    assert receptive_field(layers) == size


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        ([Dense(10)], r"Layer 1, Dense, needs a flat row; put a Flatten before it, but \(28, 28, 1\)"),
        ([Flatten(), Conv(3)], r"Layer 2, Conv, needs \(rows, columns, channels\), but \(784,\) arrives"),
        ([Pool(20), Conv(3)], "Layer 2, Conv: A kernel of 3 does not fit into 1 pixels"),
    ],
)
def test_a_network_that_cannot_be_built_names_the_layer(layers, says):
    """A learner must see which layer to change."""
    with pytest.raises(ValueError, match=says):
        trace(layers, (28, 28, 1))


def test_a_dense_layer_has_no_receptive_field():
    """It sees the whole image; a number would mislead."""
    with pytest.raises(TypeError, match="Conv and Pool layers"):
        receptive_field([Conv(3), Dense(10)])

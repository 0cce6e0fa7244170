"""The ParameterCounter in Python: what it shows without a kernel, what it counts, what it refuses."""

import numpy as np
import pytest

from helpers import conv2d
from helpers.shapes import Conv, trace
from helpers.widgets import ParameterCounter
from tests.without_kernel import described


def test_it_shows_the_lessons_own_sum_unless_told_otherwise():
    """A learner who only writes ParameterCounter() sees 48, 240 and 245."""
    counter = ParameterCounter()
    assert repr(counter) == "ParameterCounter(32 × 32 × 3, 5 filters of 4 × 4)"
    assert (counter.weights, counter.parameters) == (240, 245)
    assert (counter.volume, counter.output) == ((32, 32, 3), (29, 29, 5))


def test_a_reader_without_a_kernel_gets_a_picture_and_the_sum_in_words():
    """On the repository's web page no script runs."""
    assert described(ParameterCounter()) == (
        "ParameterCounter(32 × 32 × 3, 5 filters of 4 × 4) with stride 1, padding valid: the output is 29 × "
        "29 × "
        "5. Each filter has 4 · 4 · 3 = 48 weights. 48 · 5 = 240 weights in all, with 5 biases 245 "
        "parameters. "
        "841 positions · 240 weights = 201,840 multiplications for one image. Between the same volumes a "
        "locally connected layer needs 206,045 parameters, a dense layer 12,921,965."
    )


@pytest.mark.parametrize(
    "chosen",
    [
        {"size": 1, "channels": 1, "kernel_size": 1, "filters": 1, "bias": False},
        {"size": (1024, 5), "channels": 2048, "kernel_size": 5, "filters": 2048},
        {"size": 6, "kernel_size": 9, "padding": "same", "stride": 3, "focus": 4},
    ],
)
def test_every_setting_has_a_picture_and_a_sentence(chosen):
    """The smallest, the largest and the odd ones all end up in somebody's saved notebook."""
    counter = ParameterCounter(**chosen)
    assert f"= {counter.weights:,} weight" in counter.describe()
    assert counter.picture().get_figwidth() <= 9


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("padding", "stride"), [("valid", 1), ("same", 2)])
def test_its_counts_are_found_in_the_matrix_of_the_layer(bias, padding, stride):
    """Dense: all entries. Locally connected: those that a window reaches. Convolution: those that differ."""
    counter = ParameterCounter((6, 5), 2, kernel_size=3, filters=4, padding=padding, stride=stride, bias=bias)
    filters = np.arange(1, 1 + 3 * 3 * 2 * 4).reshape(3, 3, 2, 4)
    units = np.eye(60, dtype=int).reshape(60, 6, 5, 2)
    maps = conv2d(units, filters, padding=padding, stride=stride)
    assert counter.output == maps.shape[1:]
    outputs = maps[0].size
    assert counter.dense == maps.size + bias * outputs
    assert counter.parameters == len(np.unique(maps[maps != 0])) + bias * 4
    traced = trace([Conv(4, 3, stride=stride, padding=padding, bias=bias)], (6, 5, 2))[0]
    assert (counter.parameters, counter.multiplications) == (traced.parameters, traced.multiplications)
    # A window that hangs over the edge has weights there too, which meet only zeros.
    reached = np.count_nonzero(maps)
    assert counter.locally_connected - bias * outputs >= reached
    if padding == "valid":
        assert counter.locally_connected - bias * outputs == reached


def test_a_kernel_as_large_as_the_picture_makes_the_layer_dense():
    """The lesson asks what is left between the two: nothing."""
    counter = ParameterCounter(9, channels=2, kernel_size=9, filters=7)
    assert counter.parameters == counter.locally_connected == counter.dense


def test_settings_that_the_page_sends_back_are_read():
    """The next cell prints what the learner chose; JSON turns tuples into lists."""
    counter = ParameterCounter()
    counter.size, counter.channels, counter.filters, counter.bias = [12, 12], 4, 6, False
    counter.kernel_size = 3
    assert (counter.volume, counter.output, counter.parameters) == ((12, 12, 4), (10, 10, 6), 216)


def test_impossible_settings_on_the_page_are_described_with_the_nearest_fix():
    """The page may show such a setting when the notebook is saved."""
    counter = ParameterCounter(4, kernel_size=3)
    counter.kernel_size = 5
    assert "has no output. A kernel of 5 does not fit into 4 pixels: the largest that fits is 4" in (
        counter.describe()
    )
    assert counter.picture() is not None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"channels": 0}, "channels must be 1 or more, but is 0"),
        ({"filters": 5000}, "filters must be 2048 or less in the explorer"),
        ({"kernel_size": (3, 5)}, "kernel_size must be a whole number"),
        ({"size": (8, 8, 3)}, r"size must be one whole number or \(rows, columns\)"),
        ({"padding": "full"}, 'padding must be "valid" or "same", but is \'full\''),
        ({"size": 4, "kernel_size": 5}, "the largest that fits is 4"),
        ({"focus": 6}, "focus must be one of the filters that are drawn, 0 to 5, but is 6"),
        ({"focus": 5}, "focus must be one of the 5 filters, 0 to 4, but is 5"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(wrong, says):
    """A traceback from inside the widget says nothing to a learner."""
    with pytest.raises((ValueError, TypeError), match=says):
        ParameterCounter(**wrong)

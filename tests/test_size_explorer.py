"""The SizeExplorer in Python: what it shows without a kernel, what comes back, what it refuses."""

import numpy as np
import pytest

from helpers import conv2d
from helpers.widgets import SizeExplorer
from tests.without_kernel import described


def test_it_shows_something_worth_seeing_unless_told_otherwise():
    """A learner who only writes SizeExplorer() sees counts from 1 to 9."""
    explorer = SizeExplorer()
    assert repr(explorer) == "SizeExplorer(input 8 × 8, kernel 3 × 3)"
    assert explorer.output == (6, 6)
    assert (explorer.uses.min(), explorer.uses.max()) == (1, 9)


def test_a_reader_without_a_kernel_gets_a_picture_and_the_formula_in_words():
    """On the repository's web page no script runs."""
    assert described(SizeExplorer((8, 9), 3, stride=2)) == (
        "SizeExplorer(input 8 × 9, kernel 3 × 3) with stride 2, padding valid, dilation 1: the output is 3 × "
        "4. "
        "Rows: floor((8 + 0 − 3) / 2) + 1 = 3. Columns: floor((9 + 0 − 3) / 2) + 1 = 4. "
        "No window uses row 7. A pixel is used 0 to 4 times."
    )


@pytest.mark.parametrize(
    "chosen",
    [
        {"size": 64, "stride": 2, "padding": "same"},
        {"size": (28, 20), "dilation": 4, "padding": "full"},
        {"size": 1, "kernel_size": 1},
        {"size": (5, 48), "kernel_size": 2, "padding": 3, "focus": (1, 2)},
    ],
)
def test_every_setting_has_a_picture_and_a_sentence(chosen):
    """The largest, the smallest and those too large to draw all end up in somebody's saved notebook."""
    explorer = SizeExplorer(**chosen)
    rows, columns = explorer.output
    assert f"the output is {rows} × {columns}." in explorer.describe()
    assert explorer.picture().get_figwidth() <= 9
    assert explorer.uses.shape == explorer.size


def test_its_counts_are_the_windows_of_conv2d():
    """The count on a pixel is the sum of all outputs when that pixel alone is 1."""
    explorer = SizeExplorer((6, 7), 3, stride=2, padding="same")
    for row, column in np.ndindex(6, 7):
        dot = np.zeros((6, 7), int)
        dot[row, column] = 1
        answers = conv2d(dot, np.ones((3, 3), int), stride=2, padding="same")
        assert explorer.uses[row, column] == answers.sum()


def test_settings_that_the_page_sends_back_are_read():
    """The next cell prints what the learner chose; JSON turns tuples into lists."""
    explorer = SizeExplorer()
    explorer.size, explorer.kernel_size, explorer.focus = [28, 32], 5, [2, 3]
    assert (explorer.size, explorer.output, explorer.focus) == ((28, 32), (24, 28), (2, 3))


def test_impossible_settings_on_the_page_are_described_with_the_nearest_fix():
    """The page may show such a setting when the notebook is saved."""
    explorer = SizeExplorer(4, 3)
    explorer.kernel_size = 5
    assert (
        "has no output. A kernel of 5 does not fit into 4 pixels: the largest that fits is 4"
        in explorer.describe()
    )
    assert explorer.picture() is not None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"stride": 0}, "stride must be 1 or more, but is 0"),
        ({"stride": 65}, "stride must be 64 or less in the explorer"),
        ({"kernel_size": (3, 5)}, "kernel_size must be a whole number"),
        ({"size": (8, 8, 3)}, r"size must be one whole number or \(rows, columns\)"),
        ({"size": 5000}, "size must be 2048 or less"),
        ({"padding": "sam"}, 'padding must be "valid", "same", "full"'),
        ({"padding": (1, 2)}, 'padding must be "valid", "same", "full"'),
        ({"size": 4, "kernel_size": 5}, "the largest that fits is 4"),
        ({"focus": (6, 0)}, r"which is 6 × 6, but is \(6, 0\): the last one is \(5, 5\)"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(wrong, says):
    """A traceback from inside the widget says nothing to a learner."""
    with pytest.raises((ValueError, TypeError), match=says):
        SizeExplorer(**wrong)

"""The PoolingExplorer in Python: what it shows without a kernel, what comes back, what it refuses."""

import numpy as np
import pytest

from helpers import pool2d
from helpers.pictures import shifted
from helpers.widgets import PoolingExplorer
from tests.without_kernel import described


def test_it_shows_something_worth_seeing_unless_told_otherwise():
    """A learner who only writes PoolingExplorer() sees a stroke and what pooling keeps of it."""
    explorer = PoolingExplorer()
    assert repr(explorer) == "PoolingExplorer(image 8 × 8, window 2 × 2)"
    assert explorer.result.shape == (4, 4)
    assert np.diag(explorer.result).min() >= 7


def test_a_reader_without_a_kernel_gets_a_picture_and_sentences():
    """On the repository's web page no script runs."""
    assert described(PoolingExplorer(shift=(0, 2))) == (
        "PoolingExplorer(image 8 × 8, window 2 × 2) with max, stride 2, padding valid: the output is 4 × 4. "
        "Output row 0, column 0 is 0, the largest of its window. "
        "Shifted by 0 down and 2 to the right, 0 of 16 outputs are unchanged. "
        "12 of 12 are those from before, moved along."
    )


@pytest.mark.parametrize(
    "chosen",
    [
        {"image": np.arange(-512, 512).reshape(32, 32), "shift": (3, -5)},
        {"image": [[0.5]], "size": 1},
        {"image": np.arange(22).reshape(11, 2), "padding": "same", "mode": "average", "focus": (5, 0)},
        {"size": 3, "stride": 1, "padding": "same", "shift": (32, 32)},
        {"image": np.arange(96).reshape(3, 32), "size": 3, "stride": 32},
        {"image": np.arange(64).reshape(8, 8) / 7 - 4, "size": 3, "mode": "average", "shift": (3, 0)},
    ],
)
def test_every_setting_has_a_picture_and_a_sentence(chosen):
    """The largest, the smallest and the empty ones all end up in somebody's saved notebook."""
    explorer = PoolingExplorer(**chosen)
    rows, columns = explorer.result.shape
    assert f"the output is {rows} × {columns}." in explorer.describe()
    assert explorer.picture().get_figwidth() <= 10


@pytest.mark.parametrize("mode", ["max", "average"])
@pytest.mark.parametrize("shift", [(0, 1), (2, 0), (-3, 4), (1, -2)])
def test_it_counts_what_survives_a_shift(mode, shift):
    """The lesson's whole point about invariance rests on these two counts."""
    explorer = PoolingExplorer(size=2, mode=mode, shift=shift)
    before, after = (pool2d(image, 2, mode=mode) for image in (explorer.image, explorer.moved))
    np.testing.assert_array_equal(explorer.moved, shifted(explorer.image, *shift))
    np.testing.assert_array_equal(explorer.result, after)
    assert explorer.unchanged == (np.sum(before == after), 16)
    if any(part % 2 for part in shift):
        assert explorer.moved_along is None
        return
    down, right = (part // 2 for part in shift)
    pairs = [
        (after[row, column], before[row - down, column - right])
        for row, column in np.ndindex(4, 4)
        if 0 <= row - down < 4 and 0 <= column - right < 4
    ]
    assert explorer.moved_along == (sum(one == other for one, other in pairs), len(pairs))


def test_settings_that_the_page_sends_back_are_read():
    """The next cell prints what the learner chose; JSON turns tuples into lists."""
    explorer = PoolingExplorer()
    explorer.shift, explorer.focus, explorer.mode = [1, -2], [2, 3], "average"
    explorer.image = np.eye(6)
    assert (explorer.shift, explorer.focus, explorer.result.shape) == ((1, -2), (2, 3), (3, 3))
    np.testing.assert_array_equal(explorer.image, np.eye(6))


def test_impossible_settings_on_the_page_are_described_with_the_nearest_fix():
    """The page may show such a setting when the notebook is saved."""
    explorer = PoolingExplorer()
    explorer.size = 9
    assert "has no output. A kernel of 9 does not fit into 8 pixels" in explorer.describe()
    assert explorer.picture() is not None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"size": 0}, "size must be 1 or more, but is 0"),
        ({"stride": 33}, "stride must be 32 or less in the explorer"),
        ({"size": (2, 3)}, "size must be a whole number"),
        ({"size": 9}, "the largest that fits is 8"),
        ({"padding": "full"}, 'padding must be "valid" or "same"'),
        ({"mode": "min"}, 'mode must be "max" or "average"'),
        ({"shift": 1}, r"shift must be \(down, right\) in pixels, but is 1"),
        ({"shift": (0, 40)}, "shift must be within ±32"),
        ({"image": np.zeros((33, 8))}, "up to 32 × 32"),
        ({"image": [[float("nan")]], "size": 1}, "every number of the image must be a number"),
        ({"focus": (4, 0)}, r"which is 4 × 4, but is \(4, 0\)"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(wrong, says):
    """A traceback from inside the widget says nothing to a learner."""
    with pytest.raises((ValueError, TypeError), match=says):
        PoolingExplorer(**wrong)

"""The ReluExplorer from Python: what it takes, what it gives back, and the text that replaces it."""

import numpy as np
import pytest

from helpers import conv2d, kernels, leaky_relu, pictures
from helpers.widgets import ReluExplorer
from helpers.widgets.relu import histogram

GRID = np.array([[5, -3, 0], [2, -1, 7]])


def test_without_arguments_it_shows_the_vertical_lines_of_the_photo():
    """Each explorer shows something worth seeing by itself."""
    lines = conv2d(pictures.face(), kernels.VERTICAL_LINE)
    explorer = ReluExplorer()
    np.testing.assert_array_equal(explorer.feature_map, lines)
    assert explorer.share_off == (lines <= 0).mean()
    reach = histogram(lines)[0][-1]
    assert abs(lines[explorer.focus] - 0.75 * reach) == np.abs(lines - 0.75 * reach).min()  # seen on the axis
    assert ReluExplorer([[5, -3, 0], [7, -1, 7]]).focus == (1, 0)  # the strongest, which is on the axis


def test_it_takes_a_map_or_an_image_and_a_kernel_of_your_own():
    """A learner tries it on the map from the lesson before."""
    assert ReluExplorer(GRID).feature_map.tolist() == GRID.tolist()
    own = ReluExplorer(pictures.GREY_PICTURE, kernels.EDGE)
    assert own.feature_map.tolist() == conv2d(pictures.GREY_PICTURE, kernels.EDGE).tolist()
    kernel = ReluExplorer(kernel=kernels.HORIZONTAL_LINE)
    np.testing.assert_array_equal(
        kernel.feature_map, conv2d(pictures.face(), kernels.HORIZONTAL_LINE).astype(float)
    )


@pytest.mark.parametrize(("bias", "slope"), [(0, 0), (-2, 0), (1.5, 0.2), (-7, 1)])
def test_its_result_is_bias_and_activation(bias, slope):
    """The page must show the numbers that Python goes on to compute with."""
    explorer = ReluExplorer(GRID, bias=bias, slope=slope)
    np.testing.assert_allclose(explorer.result, leaky_relu(GRID + bias, slope))
    assert explorer.share_off == (GRID + bias <= 0).mean()


def test_whole_numbers_stay_whole():
    """A map of 5 and −3 should not turn into 5.0 and −3.0."""
    assert ReluExplorer(GRID, bias=-1).result.dtype == np.int64


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"slope": 1.5}, ValueError, "slope must be between 0 and 1, but is 1.5"),
        ({"slope": -0.1}, ValueError, "slope must be between 0 and 1"),
        ({"bias": float("nan")}, ValueError, "bias must be between"),
        ({"bias": "low"}, TypeError, "bias must be a number, but is 'low'"),
        ({"image": [[1, float("nan")]]}, ValueError, "within ±1,000,000"),
        ({"image": np.zeros((2, 2, 2))}, ValueError, "the map"),
        ({"image": np.zeros((700, 2))}, ValueError, "from 1 × 1 to 640 × 640"),
        ({"image": GRID, "kernel": np.ones((5, 5))}, ValueError, "5"),
    ],
)
def test_what_cannot_be_shown_gets_a_sentence(arguments, error, words):
    """A traceback from inside the explorer tells a learner nothing."""
    with pytest.raises(error, match=words):
        ReluExplorer(**arguments)


@pytest.mark.parametrize(
    ("name", "value"), [("bias", "x"), ("slope", 2), ("focus", (1,)), ("focus", (-1, 0))]
)
def test_an_impossible_setting_is_refused_and_the_old_one_stays(name, value):
    """A wrong setting from a notebook cell must not spoil the page."""
    explorer = ReluExplorer(GRID)
    before = getattr(explorer, name)
    with pytest.raises((ValueError, TypeError)):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == before


def test_a_reader_without_a_kernel_sees_a_picture_and_the_numbers():
    """On the repository's page and in an untrusted notebook nothing else is shown."""
    data, _ = ReluExplorer(GRID, bias=-2)._repr_mimebundle_()
    assert data["image/png"]
    assert data["text/plain"] == (
        "ReluExplorer(map 2 × 3) of “your map”, from −3 to 7, with bias −2 and slope 0 below 0. 66.7% of "
        "its 6 cells are switched off; afterwards it runs from 0 to 5."
    )


@pytest.mark.parametrize("grid", [GRID, np.zeros((3, 3)), [[4]], [[-2.5, -2.5]]])
def test_the_histogram_counts_every_cell_once(grid):
    """A map of one value, or of zeros only, has a histogram too."""
    edges, counts = histogram(np.array(grid))
    assert counts.sum() == np.size(grid)
    assert edges[0] == -edges[-1] < 0
    assert ReluExplorer(grid).picture() is not None

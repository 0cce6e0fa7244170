"""ReceptiveFieldExplorer in Python: what it shows without a kernel, and refuses."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from helpers import receptive_field
from helpers.pocket import pocket_network
from helpers.shapes import Conv, Dense, Pool
from helpers.widgets import ReceptiveFieldExplorer
from helpers.widgets.receptive import STACKS


def test_the_field_explorer_begins_with_the_course_network():
    """A learner who only writes ReceptiveFieldExplorer() sees the numbers of the lesson."""
    explorer = ReceptiveFieldExplorer()
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == (
        "ReceptiveFieldExplorer(input 28 × 28, 4 layers). After pool 2 a cell sees 10 × 10 pixels. "
        "Cell row 2, column 2 sees rows 8 to 17 and columns 8 to 17. Its neighbour sees pixels 4 further on; "
        "6 columns are seen by both."
    )
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).width > 600


@pytest.mark.parametrize("name", STACKS)
def test_every_stack_on_the_page_has_a_picture_and_the_field_of_the_formula(name):
    """The learner may save the notebook with any of them chosen."""
    layers, shape = STACKS[name]
    explorer = ReceptiveFieldExplorer(layers, shape)
    assert explorer.field == receptive_field(layers)
    assert explorer.picture().get_figwidth() <= 9


def test_a_region_on_padding_is_reported():
    """In a corner, part of the window is on zeros that depend on nothing."""
    explorer = ReceptiveFieldExplorer(
        [Conv(1, 5, padding="same"), Conv(1, padding="same")], (9, 12), cell=(0, 11)
    )
    assert explorer.region == (slice(-3, 4), slice(8, 15))
    assert "sees rows −3 to 3 and columns 8 to 14." in explorer.describe()
    assert "3 rows and 3 columns are padding." in explorer.describe()


def test_the_last_cell_has_no_neighbour():
    """LeNet-5 ends in one cell; a sentence about its neighbour would make no sense."""
    layers, shape = STACKS["LeNet-5"]
    said = ReceptiveFieldExplorer(layers, shape).describe()
    assert "columns 0 to 31." in said
    assert "neighbour" not in said


def test_behind_the_grids_is_a_garment_an_image_of_your_own_or_nothing():
    """Learners want to see their own picture as a cell sees it."""
    explorer = ReceptiveFieldExplorer()
    assert [behind.shape for behind in explorer.behind] == [(28, 28), (26, 26), (13, 13), (11, 11), (5, 5)]
    assert np.array_equal(explorer.behind[0], pocket_network().garments[9])
    image = np.arange(12 * 9).reshape(12, 9)
    own = ReceptiveFieldExplorer([Conv(1, 3)], image=image)
    assert own.input_shape == (12, 9)
    assert np.array_equal(own.behind[0], image)
    assert own.behind[1][0, 0] == image[:3, :3].mean()
    own._behind = "no picture"
    assert own.behind == [None, None]
    assert own.picture().get_figwidth() <= 9


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"layers": [Conv(1), Dense(2)]}, "a receptive field is that of Conv and Pool layers"),
        ({"layers": []}, "draws 1 to 8 layers, but 0 were given"),
        ({"layers": [Conv(1)] * 9}, "but 9 were given"),
        ({"input_shape": 64, "layers": [Conv(1)]}, "up to 48 cells on a side, but one here has 64"),
        ({"layers": [Conv(1, 5), Pool(3)], "input_shape": 6}, "Layer 2, Pool: A kernel of 3 does not fit"),
        ({"image": [1, 2]}, r"\(rows, columns\)"),
        ({"image": np.zeros((60, 60))}, "up to 48 × 48"),
        ({"cell": (5, 0)}, "row must be from 0 to 4 in the last layer, but is 5"),
    ],
)
def test_a_wrong_stack_gets_a_sentence(wrong, says):
    """A traceback from inside the widget says nothing to a learner."""
    with pytest.raises((ValueError, TypeError), match=says):
        ReceptiveFieldExplorer(**wrong)

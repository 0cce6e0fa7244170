"""The PixelViewer in Python: what it shows without a kernel, what comes back, what it refuses."""

import numpy as np
import pytest

from helpers import pictures
from helpers.widgets import PixelViewer
from tests.without_kernel import described

GREY = np.arange(20 * 30).reshape(20, 30) % 256


def test_it_shows_bright_ribbons_of_the_photo_unless_told_otherwise():
    """A learner who only writes PixelViewer() sees something worth seeing."""
    viewer = PixelViewer()
    assert repr(viewer) == "PixelViewer(600 × 512, in colour)"
    assert viewer.corner == (502, 392)
    assert np.array_equal(viewer.window, pictures.photo_in_colour()[502:509, 392:399])


def test_a_reader_without_a_kernel_gets_a_picture_and_the_range_of_its_numbers():
    """On the repository's web page no script runs."""
    viewer = PixelViewer(GREY, corner=(2, 5))
    words = "PixelViewer(20 × 30, grey). Rows 2–8, columns 5–11: numbers from 65 to 251."
    assert described(viewer) == words
    assert (viewer.window.min(), viewer.window.max()) == (65, 251)


def test_the_window_follows_the_corner_that_the_page_sends_back():
    """The next cell prints what the learner framed."""
    viewer = PixelViewer(GREY)
    viewer.corner = [11, 21]  # as JSON brings it
    assert viewer.corner == (11, 21)
    assert np.array_equal(viewer.window, GREY[11:18, 21:28])


def test_an_image_smaller_than_the_frame_is_shown_whole():
    """The first picture that a learner makes has six rows and seven columns."""
    viewer = PixelViewer(GREY[:6, :7])
    assert viewer.window.shape == (6, 7)
    assert "Rows 0–5, columns 0–6" in viewer.describe()
    with pytest.raises(ValueError, match=r"\(0, 0\) is the last that does, but it is \(1, 0\)"):
        viewer.corner = (1, 0)


def test_the_learners_own_array_stays_as_it_is():
    """Drawing on the window must not change the image, and changing the image must not change the viewer."""
    image = GREY.astype(np.uint8)
    viewer = PixelViewer(image)
    viewer.window[:] = 7
    assert np.array_equal(image, GREY.astype(np.uint8))
    image[:] = 0
    assert viewer.window.max() > 0


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (GREY / 256, "must be whole numbers"),
        (GREY - 5, r"from 0 to 255, but these go from -5 to 250"),
        (np.full((3, 3), np.nan), "from 0 to 255, but these go from nan"),
        (np.zeros((4, 4, 4), int), r"its shape is \(4, 4, 4\)"),
        (np.zeros((0, 4), int), r"its shape is \(0, 4\)"),
        (np.zeros((1025, 4), int), r"has 1025 × 4. Take every second pixel: image\[::2, ::2\]"),
        ([[1, 2], [3]], "its rows differ in length"),
    ],
)
def test_a_sentence_refuses_what_cannot_be_a_picture(image, words):
    """This is the first thing that a learner with a photo of their own meets."""
    with pytest.raises(ValueError, match=words):
        PixelViewer(image)


@pytest.mark.parametrize("corner", [(14, 0), (0, 24), 5, (1, 2, 3)])
def test_a_corner_outside_the_picture_is_refused(corner):
    """The frame would hang over the edge, and show numbers that are not there."""
    with pytest.raises(ValueError, match="corner must"):
        PixelViewer(GREY, corner=corner)

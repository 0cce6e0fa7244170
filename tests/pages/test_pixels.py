"""Which pixels PixelViewer's page shows, and the words about them, over pictures of many sizes."""

import numpy as np

from tests.pages.node import ask

MODULE = "pixels/arithmetic.js"
SIDE = 9


def picture(rows, columns, channels=1):
    """Return an array of pixels, and the same as the page holds it."""
    pixels = np.random.default_rng(rows).integers(0, 256, (rows, columns, channels))
    return pixels, {"rows": rows, "columns": columns, "channels": channels, "pixels": pixels.ravel().tolist()}


def test_the_frame_is_nine_pixels_or_the_whole_of_a_small_picture_and_stays_inside():
    """A frame over the edge would show numbers that are not there."""
    lengths = [1, 2, 8, 9, 10, 28, 600, 1024]
    expected = [min(SIDE, length) for length in lengths]
    assert ask(MODULE, "frameLength", [[length] for length in lengths]) == expected
    assert ask(MODULE, "lastPlace", [[length] for length in lengths]) == [
        length - frame for length, frame in zip(lengths, expected, strict=True)
    ]


def test_the_pixel_under_the_pointer_is_in_the_middle_of_the_frame_or_nearest_to_it():
    """A learner finds the number they point at in the middle, without searching."""
    calls = [[at, length] for length in (3, 6, 9, 10, 40) for at in range(length)]
    for (at, length), first in zip(calls, ask(MODULE, "centred", calls), strict=True):
        frame = min(SIDE, length)
        assert 0 <= first <= length - frame
        assert first <= at < first + frame
        assert first + (frame - 1) / 2 == at or first in (0, length - frame)


def test_pixels_are_read_by_row_column_and_channel():
    """A row and a column exchanged would show the wrong pixels almost everywhere."""
    for channels in (1, 3):
        pixels, page = picture(11, 14, channels)
        places = [(row, column) for row in range(11) for column in range(14)]
        found = ask(MODULE, "pixelAt", [[page, *place] for place in places])
        assert found == [pixels[place].tolist() for place in places]


def test_the_words_name_the_frame_and_the_range_of_its_numbers():
    """The range is what a learner types into the answer."""
    for channels, names in ((1, ["numbers"]), (3, ["red", "green", "blue"])):
        pixels, page = picture(30, 25, channels)
        for corner in ((0, 0), (21, 16), (4, 9)):
            rows, columns = (slice(at, at + SIDE) for at in corner)
            for channel, name in enumerate(names):
                inside = pixels[rows, columns, channel]
                assert ask(MODULE, "frameWords", [[page, corner, channel]]) == [
                    f"Rows {corner[0]}–{corner[0] + 8}, columns {corner[1]}–{corner[1] + 8}: "
                    f"{name} from {inside.min()} to {inside.max()}."
                ]


def test_the_words_give_all_numbers_of_a_pixel():
    """The cell shows one number of three; its colour is made of all of them."""
    colour = {"rows": 1, "columns": 2, "channels": 3, "pixels": [1, 2, 3, 40, 50, 60]}
    grey = {"rows": 2, "columns": 1, "channels": 1, "pixels": [7, 8]}
    assert ask(MODULE, "pixelWords", [[colour, 0, 1], [grey, 1, 0]]) == [
        "Row 0, column 1: red 40, green 50, blue 60.",
        "Row 1, column 0: 8.",
    ]
    small = {"rows": 2, "columns": 3, "channels": 1, "pixels": [5, 6, 7, 8, 9, 1]}
    assert ask(MODULE, "frameWords", [[small, [0, 0], 0]]) == ["Rows 0–1, columns 0–2: numbers from 1 to 9."]

"""Which pixels PixelViewer's page shows, and the words about them, over pictures of many sizes."""

import itertools

import numpy as np
import pytest

from tests.pages.node import ask

MODULE = "pixels/arithmetic.js"
SIDE = 7


def picture(rows, columns, channels=1):
    """Return an array of pixels, and the same as the page holds it."""
    pixels = np.random.default_rng(rows).integers(0, 256, (rows, columns, channels))
    return pixels, {"rows": rows, "columns": columns, "channels": channels, "pixels": pixels.ravel().tolist()}


def test_the_frame_is_seven_pixels_or_the_whole_of_a_small_picture_and_stays_inside():
    """A frame over the edge would show numbers that are not there."""
    lengths = [1, 2, 6, 7, 8, 28, 600, 1024]
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
            inside = pixels[rows, columns]
            ranges = [
                f"{name} from {inside[..., n].min()} to {inside[..., n].max()}"
                for n, name in enumerate(names)
            ]
            where = f"Rows {corner[0]}–{corner[0] + SIDE - 1}, columns {corner[1]}–{corner[1] + SIDE - 1}"
            assert ask(MODULE, "frameWords", [[page, corner]]) == [f"{where}: {', '.join(ranges)}."]


def test_the_words_give_all_numbers_of_a_pixel():
    """The cell shows one number of three; its colour is made of all of them."""
    colour = {"rows": 1, "columns": 2, "channels": 3, "pixels": [1, 2, 3, 40, 50, 60]}
    grey = {"rows": 2, "columns": 1, "channels": 1, "pixels": [7, 8]}
    assert ask(MODULE, "pixelWords", [[colour, 0, 1], [grey, 1, 0]]) == [
        "Row 0, column 1: red 40, green 50, blue 60.",
        "Row 1, column 0: 8.",
    ]
    small = {"rows": 2, "columns": 3, "channels": 1, "pixels": [5, 6, 7, 8, 9, 1]}
    assert ask(MODULE, "frameWords", [[small, [0, 0]]]) == ["Rows 0–1, columns 0–2: numbers from 1 to 9."]


def test_a_cell_of_a_channel_has_as_much_light_as_its_number_says():
    """A red grid in the colours of the photo would hide what red alone holds."""
    assert ask(MODULE, "channelColour", [[200, 0], [200, 1], [7, 2]]) == [
        [200, 72, 72],
        [72, 200, 72],
        [3, 3, 7],
    ]


def test_the_picture_and_what_is_inside_the_frame_are_side_by_side_and_neither_is_cut_off():
    """The beam between them shows that one is a part of the other, and needs some room."""
    sizes = ((600, 512), (300, 900), (900, 300), (28, 28), (1, 5))
    calls = [
        [width, {"rows": rows, "columns": columns}]
        for width in (320, 460, 557, 640)
        for rows, columns in sizes
    ]
    for (width, size), (near, whole) in zip(calls, ask(MODULE, "sidesAbove", calls), strict=True):
        rows, columns = size["rows"], size["columns"]
        assert columns * whole + near <= width - 46 + 1e-9
        assert rows * whole <= near + 1e-9
        assert near >= min(width / 2.6, 272 - 46)
        if (rows, columns) == (600, 512):
            assert rows * whole == pytest.approx(near, abs=1)  # they begin and end together


def test_what_is_inside_the_frame_is_as_large_as_the_picture_until_its_numbers_are_easy_to_read():
    """Beside a picture twice as wide as high, a third of the room is too little for three digits."""
    expected = [
        (460, (28, 28), [207, 207 / 28]),  # half of what the gap of 46 leaves
        (590, (28, 28), [272, 272 / 28]),
        (640, (28, 28), [272, 272 / 28]),
        (460, (100, 109), [198, 1.98]),
        (460, (100, 200), [197, 217 / 200]),  # as if it were 1.1 times as wide as high
        (460, (200, 100), [272, 1.36]),
    ]
    calls = [[width, {"rows": rows, "columns": columns}] for width, (rows, columns), _ in expected]
    found = ask(MODULE, "sidesAbove", calls)
    np.testing.assert_allclose(found, [sides for *_, sides in expected])


def test_the_beam_goes_from_the_frame_to_what_is_inside_it():
    """A beam from elsewhere would show another part of the picture than the numbers do."""
    places, view = [10, 20, 300, 20, 270], {"scale": 0.5, "left": 0, "top": 0}
    (points,) = ask(MODULE, "beam", [[places, view, [100, 40], [9, 9], ROOM]])
    assert points == "34.5,70 300,20 300,290 34.5,74.5"
    near = {"scale": 10, "left": -5000, "top": -900}  # what is left of the place shown begins at its edge
    (points,) = ask(MODULE, "beam", [[places, near, [100, 40], [9, 9], ROOM]])
    assert points == "10,120 300,20 300,290 10,210"
    far = {"scale": 10, "left": 0, "top": -1000}  # columns 0 to 25.6 and rows 100 to 130 are shown
    found = ask(MODULE, "beam", [[places, far, corner, [9, 9], ROOM] for corner in ([95, 25], [125, 2])])
    assert found == ["266,20 300,20 300,290 266,60", "120,270 300,20 300,290 120,320"]
    (points,) = ask(MODULE, "beam", [[places, {"scale": 0.3, "left": 0, "top": 0}, [7, 4], [9, 9], ROOM]])
    assert points == "13.9,22.1 300,20 300,290 13.9,24.8"


ROOM = {"rows": 600, "columns": 512, "width": 256, "height": 300, "least": 0.5, "most": 28}


def test_a_zoom_leaves_the_pixel_under_the_pointer_where_it_is():
    """A picture that jumps while you zoom in is lost from sight."""
    view = {"scale": 2, "left": -300, "top": -400}
    calls = [
        [view, factor, point, ROOM]
        for factor in (0.7, 1.3, 3)
        for point in ([100, 120], [128, 150], [140, 100])
    ]
    for (_, factor, (x, y), _), found in zip(calls, ask(MODULE, "zoomed", calls), strict=True):
        assert found["scale"] == 2 * factor
        before = (x - view["left"]) / 2, (y - view["top"]) / 2
        after = (x - found["left"]) / found["scale"], (y - found["top"]) / found["scale"]
        np.testing.assert_allclose(after, before)


def test_a_zoom_ends_at_the_whole_picture_and_at_single_pixels():
    """Beyond either end there is nothing to see."""
    view = {"scale": 2, "left": -300, "top": -400}
    far, near = ask(MODULE, "zoomed", [[view, 1e-3, [9, 9], ROOM], [view, 1e3, [9, 9], ROOM]])
    assert far == {"scale": 0.5, "left": 0, "top": 0}
    assert near["scale"] == 28


def test_the_picture_fills_its_place_and_the_frame_is_in_sight():
    """A blank strip, or a frame that is nowhere, looks like a broken page."""
    random = np.random.default_rng(3)
    scales = random.uniform(0.5, 28, 200).tolist()
    views = [{"scale": scale, **place(random.uniform(-2e4, 900, 2).tolist())} for scale in scales]
    corners = random.integers(0, (594, 506), (200, 2)).tolist()
    held = ask(MODULE, "inside", [[view, ROOM] for view in views])
    shown = ask(MODULE, "showing", [[*pair, ROOM] for pair in zip(views, corners, strict=True)])
    for scale, found in zip(scales * 2, held + shown, strict=True):
        assert found["scale"] == scale
        assert 256 - 512 * scale - 1e-6 <= found["left"] <= 0
        assert 300 - 600 * scale - 1e-6 <= found["top"] <= 0
    for found, (row, column) in zip(shown, corners, strict=True):
        assert found["left"] + column * found["scale"] >= -1e-6
        assert found["left"] + (column + SIDE) * found["scale"] <= 256 + 1e-6
        assert found["top"] + row * found["scale"] >= -1e-6
        assert found["top"] + (row + SIDE) * found["scale"] <= 300 + 1e-6


def test_a_picture_moves_no_further_than_it_must():
    """A picture that moves although the frame is in sight makes a learner search for it again."""
    near = {"scale": 10, **place([-1000, -2000])}  # columns 100 to 125.6 and rows 200 to 230 are in sight
    moves = {
        (200, 100): [-1000, -2000], (223, 118): [-1000, -2000], (210, 110): [-1000, -2000],
        (199, 99): [-990, -1990], (224, 119): [-1004, -2010], (0, 0): [0, 0],
        (593, 505): [256 - 5120, 300 - 6000],
    }  # fmt: skip
    found = ask(MODULE, "showing", [[near, list(corner), ROOM] for corner in moves])
    assert found == [{"scale": 10, **place(moved)} for moved in moves.values()]
    small = {**ROOM, "rows": 5, "columns": 20}  # fewer rows than the frame has, and lower than its place
    assert ask(MODULE, "showing", [[{"scale": 20, **place([-10, 0])}, [0, 3], small]]) == [
        {"scale": 20, **place([-10, 0])}
    ]
    assert ask(MODULE, "inside", [[{"scale": 20, **place([-10, 30])}, small]]) == [
        {"scale": 20, **place([-10, 0])}
    ]


def place(corner):
    """Return the upper left corner of a picture on the screen as a view has it."""
    return dict(zip(("left", "top"), corner, strict=True))


def test_the_most_colourful_pixel_is_away_from_the_edge_of_the_frame():
    """If it began on a black pixel, a learner would see three numbers that say nothing about colour."""
    pixels, page = picture(20, 30, 3)
    calls = [[page, [row, column], [SIDE, SIDE]] for row, column in ((0, 0), (5, 7), (11, 21))]
    for (_, (top, left), _), (row, column) in zip(calls, ask(MODULE, "mostColourful", calls), strict=True):
        inner = np.ptp(pixels[top + 1 : top + SIDE - 1, left + 1 : left + SIDE - 1], axis=2)
        assert np.ptp(pixels[top + row, left + column]) == inner.max()
        assert {row, column} <= set(range(1, SIDE - 1))
    # One pixel is pale and one is pure red; away from the edge, the pale one is found, and on a small
    # picture, which has no middle, the red one.
    calls, expected = [], []
    for rows, columns in ((4, 5), (3, 3), (2, 2), (2, 4), (1, 1)):
        inner = [range(length) if length < 3 else range(1, length - 1) for length in (rows, columns)]
        for pale in itertools.product(*inner):
            pixels = np.full((rows, columns, 3), 90)
            pixels[pale] = [90, 80, 85]
            red = (rows - 1, columns - 1)
            pixels[red] = [255, 0, 0]
            page = {"rows": rows, "columns": columns, "channels": 3, "pixels": pixels.ravel().tolist()}
            calls.append([page, [0, 0], [rows, columns]])
            expected.append(
                list(red if all(at in part for at, part in zip(red, inner, strict=True)) else pale)
            )
    assert ask(MODULE, "mostColourful", calls) == expected

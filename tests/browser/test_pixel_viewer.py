"""The PixelViewer in JupyterLab: drawn, hovered, moved by keyboard, typed into; its numbers checked.

That it reads the right pixels everywhere is proved without a browser, in `tests/pages/test_pixels.py`.
"""

import numpy as np
import pytest

from helpers import pictures
from helpers.widgets.pixels import EYE
from helpers.widgets.shared.limits import PIXEL_FRAME
from tests.browser.jupyter import (
    COUNT_CELLS,
    DARK,
    LIGHT,
    ROOM_BESIDE,
    ExplorerPage,
    barriers,
    opened,
    shown_in,
)

SHOW = "from helpers.widgets import PixelViewer\nviewer = PixelViewer()\nviewer"
GREY = "PixelViewer([[row * 40 + column for column in range(7)] for row in range(6)])"
PHOTO = pictures.photo_in_colour()
READ = """() => [...document.querySelectorAll(".pixels")].map((root) =>
    [...root.querySelectorAll('.numbers [role="row"]')]
        .map((row) => [...row.querySelectorAll(".cell")].map((cell) => cell.textContent))
        .filter((cells) => cells.length))"""
HEADS = """(role) => [...document.querySelector(".pixels").querySelectorAll(`.numbers [role="${role}"]`)]
    .map((one) => one.textContent)"""
# The pixels of the canvas inside a rectangle, as red, green, blue.
CANVAS = """([row, column, side]) => {
    const canvas = document.querySelector(".pixels canvas");
    const data = canvas.getContext("2d").getImageData(column, row, side, side).data;
    return [...data].filter((_, place) => place % 4 !== 3);
}"""


class Viewer(ExplorerPage):
    """What a test does with the viewer on the page, and what it reads there."""

    name = ".pixels"

    def numbers(self):
        """Return the numbers on the page."""
        self.frame()
        return np.array(self.page.evaluate(READ)[0], dtype=int)

    def corner(self):
        """Return (row, column) as the grid's first row and column are numbered."""
        self.frame()
        rows, columns = self.page.evaluate(HEADS, "rowheader"), self.page.evaluate(HEADS, "columnheader")[1:]
        first = int(rows[0]), int(columns[0])
        for heads, start in zip((rows, columns), first, strict=True):
            assert [int(head) for head in heads] == list(range(start, start + PIXEL_FRAME))
        return first

    def point(self, row, column):
        """Move the pointer to the middle of a pixel of the photo."""
        box = self.root.locator("canvas").bounding_box()
        x = box["x"] + (column + 0.5) * box["width"] / PHOTO.shape[1]
        y = box["y"] + (row + 0.5) * box["height"] / PHOTO.shape[0]
        self.page.mouse.move(x, y)
        self.frame()

    def photo(self):
        """Give the photo the keyboard."""
        self.root.locator(".photo").focus()

    def press(self, *keys):
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        self.frame()


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with two viewers, shared by the tests of this file."""
    lab.write("pixels.ipynb", SHOW, GREY)
    with opened(lab, browser, "pixels.ipynb", viewport={"width": 1280, "height": 1300}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_function("document.querySelectorAll('.pixels .numbers .cell').length > 100")
        yield Viewer(notebook)


@pytest.fixture
def viewer(shown):
    """The viewer of the photo, as it was made."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def assert_shows(viewer, corner, channel=0):
    """Check the numbers, and the rows and columns written beside them, against the photo."""
    row, column = corner
    assert viewer.corner() == corner
    assert np.array_equal(
        viewer.numbers(), PHOTO[row : row + PIXEL_FRAME, column : column + PIXEL_FRAME, channel]
    )


def test_it_draws_the_photo_and_the_numbers_of_an_eye(viewer):
    """A broken script leaves an empty output and no traceback."""
    assert_shows(viewer, EYE)
    drawn = viewer.page.evaluate(CANVAS, [*EYE, PIXEL_FRAME])
    assert np.array_equal(np.reshape(drawn, (PIXEL_FRAME, PIXEL_FRAME, 3)), PHOTO[183:192, 218:227])
    low, high = PHOTO[183:192, 218:227, 0].min(), PHOTO[183:192, 218:227, 0].max()
    viewer.says(f"Rows 183–191, columns 218–226: red from {low} to {high}.")


@pytest.mark.parametrize(
    ("pixel", "corner"),
    [((100, 450), (96, 446)), ((300, 30), (296, 26)), ((0, 0), (0, 0)), ((599, 511), (591, 503))],
)
def test_the_frame_follows_the_pointer_and_stays_inside(viewer, pixel, corner):
    """The pixel under the pointer is in the middle of the numbers, or at the edge of the photo."""
    viewer.point(*pixel)
    assert_shows(viewer, corner)
    frame, canvas = (viewer.root.locator(name).bounding_box() for name in (".photo .grid-frame", "canvas"))
    assert frame["x"] + frame["width"] <= canvas["x"] + canvas["width"] + 0.5
    assert frame["y"] + frame["height"] <= canvas["y"] + canvas["height"] + 0.5


def test_the_numbers_are_those_of_the_photo_wherever_the_frame_goes(viewer):
    """A row and a column exchanged in the script would show the wrong pixels almost everywhere."""
    random = np.random.default_rng(0)
    for _ in range(5):
        row, column = int(random.integers(5, 590)), int(random.integers(5, 500))
        viewer.point(row, column)
        assert_shows(viewer, (min(row - 4, 591), min(column - 4, 503)))


@pytest.mark.parametrize(
    ("keys", "corner"),
    [
        (["ArrowRight"], (183, 219)),
        (["ArrowLeft"], (183, 217)),
        (["ArrowDown", "ArrowDown"], (185, 218)),
        (["ArrowUp"], (182, 218)),
        (["Shift+ArrowRight", "Shift+ArrowDown"], (192, 227)),
        (["PageUp"], (174, 218)),
        (["Home", "ArrowLeft"], (183, 0)),
        (["End", "ArrowRight"], (183, 503)),
    ],
)
def test_the_keyboard_moves_the_frame(viewer, keys, corner):
    """A learner without a mouse explores the photo too."""
    viewer.photo()
    viewer.press(*keys)
    assert_shows(viewer, corner)


def test_no_key_leaks_into_the_notebook(viewer):
    """ "a" would insert a cell and "d d" delete one."""
    cells = viewer.page.evaluate(COUNT_CELLS)
    viewer.photo()
    viewer.press("a", "b", "d", "d", "x", "m")
    assert viewer.page.evaluate(COUNT_CELLS) == cells


def test_a_click_holds_the_frame_and_escape_lets_it_go(viewer):
    """A learner wants to read the numbers while the pointer is elsewhere."""
    viewer.point(100, 450)
    viewer.page.mouse.down()
    viewer.page.mouse.up()
    viewer.point(300, 30)
    assert_shows(viewer, (96, 446))
    viewer.mentions(" Held.")
    viewer.press("Escape")
    viewer.point(300, 40)
    assert_shows(viewer, (296, 36))


@pytest.mark.parametrize(("name", "channel"), [("red", 0), ("green", 1), ("blue", 2)])
def test_the_numbers_of_each_channel_can_be_chosen(viewer, name, channel):
    """The lesson asks which of the three grids tells red from white."""
    viewer.control("channel").select_option(name)
    assert_shows(viewer, EYE, channel)
    viewer.mentions(f": {name} from")


def test_pointing_at_a_number_says_all_that_its_pixel_holds(viewer):
    """The cell shows one number of three; its colour is made of all of them."""
    viewer.root.locator('.cell[data-row="2"][data-column="3"]').hover()
    red, green, blue = PHOTO[185, 221]
    viewer.says(f"Row 185, column 221: red {red}, green {green}, blue {blue}.")


def test_a_typed_place_is_shown_and_comes_back_to_python(viewer):
    """A teacher says "go to row 400"; the next cell prints what is framed."""
    viewer.control("row").fill("400")
    viewer.control("column").fill("250")
    assert_shows(viewer, (400, 250))
    viewer.page.locator(".jp-Notebook .jp-Cell").last.locator(".jp-InputArea-prompt").click()

    def check():
        assert viewer.notebook.run("viewer.corner") == "(400, 250)"

    viewer.soon(check)
    assert viewer.notebook.run("viewer.window[0, 0].tolist()") == str(PHOTO[400, 250].tolist())


def test_a_corner_set_in_python_moves_the_frame(viewer):
    """`viewer.corner = (0, 300)` in a cell is as good as the pointer."""
    viewer.notebook.run("viewer.corner = (0, 300)")
    viewer.soon(lambda: assert_shows(viewer, (0, 300)))


def test_undo_brings_back_a_place_that_was_typed_and_a_channel(viewer):
    """Undo takes back what was typed; the places that the pointer passed were never chosen."""
    viewer.control("row").fill("400")
    viewer.control("channel").select_option("blue")
    assert_shows(viewer, (400, EYE[1]), 2)
    viewer.control("undo").click()
    assert_shows(viewer, (400, EYE[1]), 0)
    viewer.photo()
    viewer.press("Control+z")
    assert_shows(viewer, EYE)
    assert viewer.control("row").input_value() == str(EYE[0])
    viewer.press("Control+Shift+z")
    viewer.control("redo").click()
    assert_shows(viewer, (400, EYE[1]), 2)
    assert viewer.control("redo").is_disabled()


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("row", "592", "The first row must be a whole number from 0 to 591"),
        ("row", "-1", "is −1: the nearest that works is 0"),
        ("column", "600", "the nearest that works is 503"),
        ("column", "2.6", "is 2.6: the nearest that works is 3"),
        ("row", "", "but is empty: the nearest that works is 183"),
    ],
)
def test_an_impossible_place_is_a_sentence_and_no_numbers(viewer, name, typed, words):
    """Beside a refused place, a learner would take the old numbers for its own."""
    viewer.control(name).fill(typed)
    viewer.control(name).blur()
    viewer.frame()
    problem = viewer.root.locator(".problem")
    assert problem.is_visible()
    assert words in problem.text_content()
    assert not viewer.root.locator(".numbers").is_visible()
    assert viewer.control(name).get_attribute("aria-invalid") == "true"
    viewer.start_over()
    assert not problem.is_visible()
    assert_shows(viewer, EYE)


def test_a_small_grey_picture_has_one_number_a_pixel_and_no_choice_of_colour(viewer):
    """The picture of the lesson's first page has six rows and seven columns."""
    numbers = np.array(viewer.page.evaluate(READ)[1], dtype=int)
    assert np.array_equal(numbers, [[row * 40 + column for column in range(7)] for row in range(6)])
    assert viewer.page.locator(".pixels").nth(1).locator('[name="channel"]').count() == 0


def test_row_numbers_of_three_digits_keep_clear_of_the_cells(viewer):
    """183 beside 131 would be read as 183131."""
    assert viewer.corner()[0] >= 100
    assert viewer.page.evaluate(ROOM_BESIDE, viewer.name) >= 3


def test_picture_and_numbers_are_side_by_side_on_a_small_screen(viewer):
    """With the numbers below the photo, nobody sees both at once. JupyterLab's side bar is open here."""
    viewer.resize(1024, 1000)
    for state in ("as made", "impossible"):
        if state == "impossible":
            viewer.control("row").fill("9999")
            viewer.frame()
        photo, root = (box.bounding_box() for box in (viewer.root.locator("canvas"), viewer.root))
        assert photo["width"] < root["width"] / 2
    viewer.start_over()
    photo, numbers = (viewer.root.locator(name).bounding_box() for name in ("canvas", ".numbers"))
    assert photo["x"] + photo["width"] < numbers["x"]
    assert numbers["x"] + numbers["width"] <= root["x"] + root["width"]
    viewer.resize(1280, 1300)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("state", ["as made", "impossible"])
def test_axe_finds_no_serious_violation(viewer, theme, state):
    """A learner may use a screen reader, or have weak eyes, in either theme."""
    with shown_in(viewer.page, theme):
        if state == "impossible":
            viewer.control("row").fill("9999")
        viewer.frame()
        assert barriers(viewer.page, ".pixels") == []

"""The PixelViewer in JupyterLab: drawn, hovered, moved by keyboard, typed into; its numbers checked.

That it reads the right pixels everywhere is proved without a browser, in `tests/pages/test_pixels.py`.
"""

import numpy as np
import pytest

from helpers import pictures
from helpers.widgets.pixels import RIBBONS
from helpers.widgets.shared.limits import PIXEL_FRAME
from tests.browser.jupyter import (
    COUNT_CELLS,
    DARK,
    LIGHT,
    OUTSIDE,
    ROOM_BESIDE,
    ExplorerPage,
    barriers,
    opened,
    shown_in,
)

SHOW = "from helpers.widgets import PixelViewer\nviewer = PixelViewer()\nviewer"
GREY = "PixelViewer([[row * 40 + column for column in range(7)] for row in range(6)])"
PHOTO = pictures.photo_in_colour()
# For each viewer, the numbers of its grids: one, or one for each channel.
READ = """() => [...document.querySelectorAll(".pixels")].map((root) =>
    [...root.querySelectorAll(".numbers")].map((grid) => [...grid.querySelectorAll('[role="row"]')]
        .map((row) => [...row.querySelectorAll(".cell")].map((cell) => cell.textContent))
        .filter((cells) => cells.length)))"""
HEADS = """(role) => [...document.querySelectorAll(".pixels:first-child .numbers")].slice(0, 3).map((grid) =>
    [...grid.querySelectorAll(`[role="${role}"]`)].map((one) => one.textContent))"""
READOUT = """() => ({
    place: document.querySelector(".one-pixel .title").textContent,
    numbers: [...document.querySelector(".one-pixel").querySelectorAll(".light > :last-child")]
        .map((one) => Number(one.textContent)),
})"""
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
        """Return the numbers on the page: rows, columns, channels."""
        self.frame()
        return np.array(self.page.evaluate(READ)[0], dtype=int).transpose(1, 2, 0)

    def corner(self):
        """Return (row, column) as the first row and column of all three grids are numbered."""
        self.frame()
        (rows, *others), grids = (self.page.evaluate(HEADS, role) for role in ("rowheader", "columnheader"))
        columns = grids[0][1:]
        assert others == [rows, rows]
        assert grids == [grids[0]] * 3
        first = int(rows[0]), int(columns[0])
        for heads, start in zip((rows, columns), first, strict=True):
            assert [int(head) for head in heads] == list(range(start, start + PIXEL_FRAME))
        return first

    def point(self, row, column):
        """Move the pointer to the middle of a pixel of the photo."""
        box = self.root.locator(".photo canvas").bounding_box()
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


def assert_shows(viewer, corner):
    """Check the numbers, and the rows and columns written beside them, against the photo."""
    row, column = corner
    assert viewer.corner() == corner
    assert np.array_equal(viewer.numbers(), PHOTO[row : row + PIXEL_FRAME, column : column + PIXEL_FRAME])


def test_it_draws_the_photo_and_the_numbers_of_its_ribbons(viewer):
    """A broken script leaves an empty output and no traceback."""
    assert_shows(viewer, RIBBONS)
    drawn = viewer.page.evaluate(CANVAS, [*RIBBONS, PIXEL_FRAME])
    assert np.array_equal(np.reshape(drawn, (PIXEL_FRAME, PIXEL_FRAME, 3)), PHOTO[502:509, 392:399])
    ranges = [
        f"{name} from {PHOTO[502:509, 392:399, n].min()} to {PHOTO[502:509, 392:399, n].max()}"
        for n, name in enumerate(("red", "green", "blue"))
    ]
    viewer.says(f"Rows 502–508, columns 392–398: {', '.join(ranges)}.")


@pytest.mark.parametrize(
    ("pixel", "corner"),
    [((100, 450), (97, 447)), ((300, 30), (297, 27)), ((0, 0), (0, 0)), ((599, 511), (593, 505))],
)
def test_the_frame_follows_the_pointer_and_stays_inside(viewer, pixel, corner):
    """The pixel under the pointer is in the middle of the numbers, or at the edge of the photo."""
    viewer.point(*pixel)
    assert_shows(viewer, corner)
    names = (".photo .grid-frame", ".photo canvas")
    frame, canvas = (viewer.root.locator(name).bounding_box() for name in names)
    assert frame["x"] + frame["width"] <= canvas["x"] + canvas["width"] + 0.5
    assert frame["y"] + frame["height"] <= canvas["y"] + canvas["height"] + 0.5


def test_the_numbers_are_those_of_the_photo_wherever_the_frame_goes(viewer):
    """A script that swaps row and column would show the wrong pixels almost everywhere."""
    random = np.random.default_rng(0)
    for _ in range(5):
        row, column = int(random.integers(5, 590)), int(random.integers(5, 500))
        viewer.point(row, column)
        assert_shows(viewer, (min(row - 3, 593), min(column - 3, 505)))


@pytest.mark.parametrize(
    ("keys", "corner"),
    [
        (["ArrowRight"], (502, 393)),
        (["ArrowLeft"], (502, 391)),
        (["ArrowDown", "ArrowDown"], (504, 392)),
        (["ArrowUp"], (501, 392)),
        (["Shift+ArrowRight", "Shift+ArrowDown"], (509, 399)),
        (["PageUp"], (495, 392)),
        (["Home", "ArrowLeft"], (502, 0)),
        (["End", "ArrowRight"], (502, 505)),
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
    assert_shows(viewer, (97, 447))
    viewer.mentions(" Held.")
    viewer.press("Escape")
    viewer.point(300, 40)
    assert_shows(viewer, (297, 37))


def test_the_three_channels_are_side_by_side_and_make_one_colour(viewer):
    """The lesson asks which of the three grids tells red from white, so they must be seen together."""
    boxes = [viewer.root.locator(".numbers").nth(n).bounding_box() for n in range(3)]
    assert len({(box["y"], box["height"]) for box in boxes}) == 1
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]
    assert boxes[1]["x"] + boxes[1]["width"] < boxes[2]["x"]
    assert viewer.root.bounding_box()["height"] <= 720
    viewer.root.locator('.numbers-green .cell[data-row="5"][data-column="2"]').hover()
    viewer.frame()
    assert viewer.root.locator(".cell.pointed").count() == 3
    assert viewer.page.evaluate(READOUT) == {
        "place": "Row\u00a0507, column\u00a0394",
        "numbers": PHOTO[507, 394].tolist(),
    }


def scale(viewer):
    """Return how many pixels of the screen the page gives a pixel of the photo."""
    return viewer.root.locator(".photo canvas").bounding_box()["width"] / PHOTO.shape[1]


def turn_wheel(viewer, x, y, delta):
    """Turn the wheel with Ctrl over a point of the photo, given as shares of its width and height."""
    box = viewer.root.locator(".viewport").bounding_box()
    viewer.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    viewer.page.keyboard.down("Control")
    viewer.page.mouse.wheel(0, delta)
    viewer.page.keyboard.up("Control")
    viewer.page.wait_for_timeout(200)


def test_the_wheel_zooms_around_the_pointer_and_a_drag_moves_the_picture(viewer):
    """A frame of seven pixels is a speck on the photo until you zoom in."""
    viewer.root.scroll_into_view_if_needed()
    before = scale(viewer)
    turn_wheel(viewer, 0.5, 0.5, -600)
    near = scale(viewer)
    assert near > 3 * before
    corner = viewer.corner()
    assert abs(corner[0] + 3 - 300) <= 2
    assert abs(corner[1] + 3 - 256) <= 2  # the pixel under the pointer stays there
    box = viewer.root.locator(".viewport").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    viewer.page.mouse.down()
    viewer.page.mouse.move(middle[0] - 60, middle[1] - 40)
    viewer.page.mouse.move(middle[0] - 61, middle[1] - 40)
    viewer.page.mouse.up()
    viewer.page.mouse.move(*middle)
    moved = viewer.corner()
    assert moved[0] - corner[0] == pytest.approx(40 / near, abs=4)
    assert moved[1] - corner[1] == pytest.approx(61 / near, abs=4)
    turn_wheel(viewer, 0.5, 0.5, 3000)
    assert scale(viewer) == pytest.approx(before)
    assert viewer.control("out").is_disabled()


def test_a_wheel_that_passes_over_the_picture_scrolls_the_page(viewer):
    """A notebook that stops scrolling at each picture traps the reader."""
    before = scale(viewer)
    box = viewer.root.locator(".viewport").bounding_box()
    viewer.page.evaluate("document.activeElement.blur()")
    viewer.page.mouse.move(box["x"] + 50, box["y"] + 50)
    viewer.page.mouse.wheel(0, -300)
    viewer.page.wait_for_timeout(200)
    assert scale(viewer) == before


def test_buttons_and_keys_zoom_and_the_frame_stays_in_sight(viewer):
    """You can zoom in without a wheel, too; the arrow keys then lead beyond the visible part."""
    viewer.photo()
    before = scale(viewer)
    viewer.press("+", "+")
    assert scale(viewer) == pytest.approx(2.25 * before, rel=1e-3)
    viewer.press("-")
    for _ in range(4):
        viewer.control("in").click()
    viewer.photo()
    viewer.press(*["Shift+ArrowRight"] * 8)
    assert_shows(viewer, (RIBBONS[0], RIBBONS[1] + 56))
    frame, place = (viewer.root.locator(name).bounding_box() for name in (".photo .grid-frame", ".viewport"))
    assert place["x"] <= frame["x"] + 0.5
    assert frame["x"] + frame["width"] <= place["x"] + place["width"] + 0.5


def test_two_fingers_zoom_and_one_moves_the_frame(viewer):
    """On a tablet there is neither wheel nor hover."""
    viewer.photo()
    before = scale(viewer)
    node = viewer.root.locator(".photo")
    box = node.bounding_box()

    def finger(event, number, x, y):
        given = {"pointerId": number, "pointerType": "touch", "bubbles": True, "button": 0}
        node.dispatch_event(event, {**given, "clientX": box["x"] + x, "clientY": box["y"] + y})

    finger("pointerdown", 5, 100, 100)
    finger("pointermove", 5, 120, 150)
    viewer.frame()
    assert viewer.corner()[0] == pytest.approx(150 / before - 3, abs=2)
    finger("pointerdown", 6, 140, 150)
    finger("pointermove", 6, 180, 150)
    viewer.frame()
    assert scale(viewer) == pytest.approx(3 * before, rel=0.01)
    for number in (5, 6):
        finger("pointerup", number, 180, 150)


def test_pointing_at_a_number_says_all_that_its_pixel_holds(viewer):
    """The cell shows one number of three; its colour is made of all of them."""
    viewer.root.locator('.cell[data-row="2"][data-column="3"]').first.hover()
    red, green, blue = PHOTO[504, 395]
    viewer.says(f"Row 504, column 395: red {red}, green {green}, blue {blue}.")


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


def test_undo_brings_back_a_place_that_was_typed(viewer):
    """Undo takes back what was typed; the places that the pointer passed were never chosen."""
    viewer.control("row").fill("400")
    assert_shows(viewer, (400, RIBBONS[1]))
    viewer.photo()
    viewer.press("Control+z")
    assert_shows(viewer, RIBBONS)
    assert viewer.control("row").input_value() == str(RIBBONS[0])
    viewer.press("Control+Shift+z")
    assert_shows(viewer, (400, RIBBONS[1]))
    assert viewer.control("redo").is_disabled()
    viewer.control("undo").click()
    assert_shows(viewer, RIBBONS)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("row", "594", "The first row must be a whole number from 0 to 593"),
        ("row", "-1", "is −1: the nearest that works is 0"),
        ("column", "600", "the nearest that works is 505"),
        ("column", "2.6", "is 2.6: the nearest that works is 3"),
        ("row", "", "but is empty: the nearest that works is 502"),
    ],
)
def test_an_impossible_place_gets_a_sentence_and_no_numbers(viewer, name, typed, words):
    """Beside a refused place, a learner would take the old numbers for its own."""
    viewer.control(name).fill(typed)
    viewer.control(name).blur()
    viewer.frame()
    problem = viewer.root.locator(".problem")
    assert problem.is_visible()
    assert words in problem.text_content()
    assert not viewer.root.locator(".numbers").first.is_visible()
    assert viewer.control(name).get_attribute("aria-invalid") == "true"
    viewer.start_over()
    assert not problem.is_visible()
    assert_shows(viewer, RIBBONS)


def test_a_small_grey_picture_has_one_number_a_pixel(viewer):
    """The picture of the lesson's first page has six rows and seven columns."""
    (numbers,) = np.array(viewer.page.evaluate(READ)[1], dtype=int)
    assert np.array_equal(numbers, [[row * 40 + column for column in range(7)] for row in range(6)])
    assert not viewer.page.locator(".pixels").nth(1).locator(".together").is_visible()


def test_row_numbers_of_three_digits_keep_clear_of_the_cells(viewer):
    """502 next to 131 would be read as 502131."""
    assert viewer.corner()[0] >= 100
    assert viewer.page.evaluate(ROOM_BESIDE, viewer.name) >= 3


def test_picture_and_numbers_are_side_by_side_on_a_small_screen(viewer):
    """With its numbers below the photo, nobody sees both at once. JupyterLab's side bar is open here."""
    viewer.resize(1024, 1000)
    for state in ("as made", "impossible"):
        if state == "impossible":
            viewer.control("row").fill("9999")
            viewer.frame()
        photo, root = (box.bounding_box() for box in (viewer.root.locator(".viewport"), viewer.root))
        assert photo["width"] < root["width"] / 2
    viewer.start_over()
    names = (".viewport", ".close-up", ".one-pixel", ".numbers-red", ".numbers-green")
    photo, near, one, red, green = (viewer.root.locator(name).bounding_box() for name in names)
    for left, right in ((photo, near), (near, one), (red, green)):
        assert left["x"] + left["width"] < right["x"]
        assert right["x"] + right["width"] <= root["x"] + root["width"] - 5
        assert abs(left["y"] - right["y"]) < 30  # a title may be beside a picture
    assert 0 < red["y"] - photo["y"] - photo["height"] < 40  # the grids follow at once
    assert viewer.page.evaluate(OUTSIDE, viewer.name) == []
    lit = [
        viewer.root.locator(f".numbers-{name} .cell.lit").text_content() for name in ("red", "green", "blue")
    ]
    assert lit == viewer.root.locator(".light > :last-child").all_text_contents()
    viewer.resize(1280, 1300)


def test_on_a_phone_the_three_grids_are_below_each_other_and_the_first_names_the_columns(viewer):
    """Three grids with all their numbers were longer than the screen, so that none could be compared."""
    viewer.root.evaluate("(root) => { root.parentNode.style.width = '358px'; }")
    viewer.frame()
    boxes = [viewer.root.locator(f".numbers-{name}").bounding_box() for name in ("red", "green", "blue")]
    cells = [
        viewer.root.locator(f".numbers-{name} .cell").first.bounding_box()
        for name in ("red", "green", "blue")
    ]
    heads = "(all) => all.map((one) => getComputedStyle(one).visibility)"
    seen = viewer.root.locator('.numbers [role="columnheader"]').evaluate_all(heads)
    viewer.root.evaluate("(root) => { root.parentNode.style.width = ''; }")
    viewer.frame()
    assert boxes[2]["y"] + boxes[2]["height"] - boxes[0]["y"] < 600
    assert [cell["x"] for cell in cells] == [cells[0]["x"]] * 3
    assert cells[0]["y"] - boxes[0]["y"] == pytest.approx(cells[1]["y"] - boxes[1]["y"] + 22, abs=0.5)
    assert seen == ["visible"] * 8 + ["hidden"] * 16


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("state", ["as made", "impossible"])
def test_axe_finds_no_serious_violation(viewer, theme, state):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(viewer.page, theme):
        if state == "impossible":
            viewer.control("row").fill("9999")
        viewer.frame()
        assert barriers(viewer.page, ".pixels") == []

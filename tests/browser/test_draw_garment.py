"""DrawGarment in JupyterLab, with a network that Python runs: drawn on by mouse, finger and keyboard.

A network that the page runs is in `test_draw_garment_here.py`.
"""

import json

import numpy as np
import pytest

from helpers.data import CLASS_NAMES
from tests.browser.jupyter import (
    COUNT_CELLS,
    DARK,
    LIGHT,
    OUTSIDE,
    SMALLEST_TEXT,
    ExplorerPage,
    barriers,
    opened,
    shown_in,
)

# A network that is quick, and gives other probabilities for every drawing; it counts its calls.
SHOW = """
import json, os, time
import numpy as np
from helpers import stand_in
from helpers.widgets import DrawGarment
calls, weights = [], np.random.default_rng(0).normal(size=(784, 10)) / 3000
def network(pictures):
    calls.append(1)
    while os.path.exists("wait"):
        time.sleep(0.05)
    scores = np.exp(pictures.reshape(-1, 784) @ weights)
    return scores / scores.sum()
images = stand_in.make(20, 10)[0]
draw = DrawGarment(network, images)
draw
"""
WEIGHTS = np.random.default_rng(0).normal(size=(784, 10)) / 3000
READ = """() => {
    const root = document.querySelector(".draw-garment");
    const data = root.querySelector(".pane canvas").getContext("2d").getImageData(0, 0, 28, 28).data;
    const pixels = [];
    for (let i = 0; i < data.length; i += 4) pixels.push(data[i]);
    const rows = [...root.querySelectorAll("li")];
    return { pixels, names: rows.map((row) => row.querySelector(".name").textContent),
        numbers: rows.map((row) => parseFloat(row.querySelector(".number").textContent.replace(/[<>]/, "")))
            .map((percentage) => percentage / 100),
        bars: rows.map((row) => Number(row.querySelector(".bar").style.transform.slice(7, -1))),
        best: rows.filter((row) => row.classList.contains("best")).length,
        old: root.querySelector("ul").classList.contains("old"),
        state: root.querySelector(".state").textContent };
}"""


def shares_of(image):
    """Return the probabilities of these tests' network for an image."""
    scores = np.exp(np.asarray(image, float).reshape(784) @ WEIGHTS)
    return scores / scores.sum()


class Page(ExplorerPage):
    """What a test does with the drawing on the page, and what it reads there."""

    name = ".draw-garment"

    def __init__(self, notebook):  # noqa: D107
        super().__init__(notebook)
        self.pane = self.root.locator(".pane")

    def start_from(self, number):
        """Take one of the images to start from, in whichever row it is."""
        while not self.control(f"start-{number}").is_visible():
            self.control("more").click()
        self.control(f"start-{number}").click()

    def image(self):
        """Return the drawing on the page."""
        self.frame()
        return np.array(self.page.evaluate(READ)["pixels"]).reshape(28, 28)

    def move_to(self, row, column):
        """Move the pointer to a square of the drawing."""
        box = self.pane.locator("canvas").bounding_box()
        self.page.mouse.move(box["x"] + 12 * column + 6, box["y"] + 12 * row + 6)

    def answered(self):
        """Wait until the answer to the drawing is shown, and check it against the network."""

        def check():
            shown = self.page.evaluate(READ)
            expected = shares_of(shown["pixels"])
            assert np.allclose(shown["numbers"], expected, atol=0.0011)  # "< 0.1%" is read as 0.1%
            assert np.allclose(shown["bars"], expected, atol=1e-4)
            best = self.root.locator("li.best .name").text_content()
            assert shown["names"][int(np.argmax(expected))] == best
            asked = "Python runs this network each time you let go."
            assert (shown["best"], shown["old"], shown["state"]) == (1, False, asked)

        self.soon(check)

    def shows(self, image):
        """Wait until this drawing is on the page, and the answer to it."""

        def check():
            assert np.array_equal(self.image(), image)

        self.soon(check)
        self.answered()


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with a drawing, shared by the tests of this file."""
    lab.write("draw_garment.ipynb", SHOW)
    with opened(lab, browser, "draw_garment.ipynb", viewport={"width": 1280, "height": 1000}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".draw-garment li.best")
        yield Page(notebook)


@pytest.fixture
def page(shown):
    """The drawing, cleared, with a brush of one square."""
    shown.control("tool-brush").click()
    shown.control("size-1").click()
    shown.control("grey").fill("210")
    shown.control("clear").click()
    shown.page.mouse.move(5, 5)
    shown.answered()
    yield shown
    assert shown.notebook.errors() == []


def test_its_bars_are_the_networks_probabilities_over_many_pictures(page):
    """A flipped sign or a shifted row would name the wrong garment."""
    for number in (7, 19, 0):
        page.start_from(number)
        page.answered()
        assert page.run(f"print(np.array_equal(draw.image, images[{number}]))").strip() == "True"
    random = np.random.default_rng(1)
    for _ in range(3):
        image = random.integers(0, 256, (28, 28))
        page.run(f"draw.image = np.array({image.tolist()})")
        page.shows(image)


def test_a_garment_is_drawn_with_the_mouse_and_comes_back_to_python(page):
    """`draw.image` in the next cell is what the learner drew, and quick strokes leave no gaps."""
    page.move_to(3, 2)
    page.page.mouse.down()
    page.move_to(3, 20)
    page.move_to(12, 20)
    page.page.mouse.up()
    drawn = np.zeros((28, 28), int)
    drawn[3, 2:21] = drawn[3:13, 20] = 210
    assert np.array_equal(page.image(), drawn)
    page.answered()
    assert json.loads(page.run("print(json.dumps(draw.image.tolist()))")) == drawn.tolist()


def test_brush_grey_and_eraser_do_what_they_say(page):
    """Soft edges and sleeves need more than one brush."""
    page.control("size-3").click()
    page.control("grey").fill("90")
    page.move_to(10, 10)
    page.page.mouse.down()
    page.page.mouse.up()
    drawn = np.zeros((28, 28), int)
    drawn[9:12, 9:12] = 90
    assert np.array_equal(page.image(), drawn)
    page.control("grey").fill("210")
    page.control("size-4").click()
    page.control("tool-eraser").click()
    page.move_to(0, 0)
    page.page.mouse.down()
    page.move_to(10, 10)
    page.page.mouse.up()
    drawn[9:13, 9:13] = 0
    assert page.image()[10, 10] == 0
    assert page.image().sum() == 0
    page.answered()


def test_a_garment_is_drawn_with_the_keyboard_and_no_key_leaks(page):
    """A learner without a mouse draws too, and loses no cell of the notebook to a shortcut."""
    cells = page.page.evaluate(COUNT_CELLS)
    page.move_to(14, 14)
    page.page.mouse.down()
    page.page.mouse.up()
    for key in ("ArrowRight", " ", "Shift+ArrowDown", "Shift+ArrowDown", "ArrowLeft", "a", "b", "Delete"):
        page.page.keyboard.press(key)
    drawn = np.zeros((28, 28), int)
    drawn[14, 14] = drawn[14:17, 15] = 210
    assert np.array_equal(page.image(), drawn)
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("Backspace")
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("Delete")
    drawn[14, 14] = 0
    assert np.array_equal(page.image(), drawn)
    page.answered()
    page.mentions("3 of 784 pixels are drawn; row 14, column 14 is 0. The network says ")
    assert page.page.evaluate(COUNT_CELLS) == cells


def stroke(page, row):
    """Draw a line of three squares, and return how the drawing looks then."""
    page.move_to(row, 4)
    page.page.mouse.down()
    page.move_to(row, 6)
    page.page.mouse.up()
    return page.image()


def test_undo_takes_back_one_stroke_at_a_time(page):
    """A learner who slips with the last of ten strokes must not lose the other nine."""
    empty = page.image()
    first, second = stroke(page, 3), stroke(page, 9)
    assert np.count_nonzero(second) == 6
    page.page.keyboard.press(" ")  # rests on the last square and paints it again: nothing changes
    page.control("undo").click()
    page.shows(first)
    page.pane.focus()
    page.page.keyboard.press("Control+z")
    page.shows(empty)
    page.page.keyboard.press("Control+Shift+z")
    page.control("redo").click()
    page.shows(second)
    assert json.loads(page.run("print(json.dumps(draw.image.tolist()))")) == second.tolist()
    assert page.control("redo").is_disabled()


def test_undo_brings_back_what_was_cleared_or_another_picture_replaced(page):
    """Sooner or later a learner clicks "Clear" by mistake."""
    drawn = stroke(page, 12)
    page.control("clear").click()
    assert not page.image().any()
    page.control("undo").click()
    page.shows(drawn)
    page.start_from(7)
    page.answered()
    page.control("undo").click()
    page.shows(drawn)


def test_a_finger_draws_and_the_page_does_not_scroll(page):
    """Many people draw on a tablet."""
    box = page.pane.locator("canvas").bounding_box()
    places = [{"x": box["x"] + 12 * n + 6, "y": box["y"] + 66} for n in (4, 9, 14)]
    session = page.page.context.new_cdp_session(page.page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [places[0]]})
    for place in places[1:]:
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    drawn = np.zeros((28, 28), int)
    drawn[5, 4:15] = 210
    assert np.array_equal(page.image(), drawn)
    page.answered()


def test_while_the_network_is_busy_nothing_queues_and_only_the_newest_drawing_is_asked(lab, page):
    """Ten strokes during a slow answer must not lead to ten answers afterwards, the last one outdated."""
    before = int(page.run("print(len(calls))"))
    wait = lab.root / "notebooks" / "wait"
    wait.touch()
    try:
        for row in range(10):
            page.move_to(row, 5)
            page.page.mouse.down()
            page.move_to(row, 15)
            page.page.mouse.up()
        page.root.locator(".state", has_text="Python is busy: the answer comes when it has time.").wait_for()
        assert page.page.evaluate(READ)["old"]
    finally:
        wait.unlink()
    page.answered()
    assert page.run("print(np.count_nonzero(draw.image))").strip() == "110"
    assert int(page.run("print(len(calls))")) - before <= 2


def test_holding_an_arrow_key_asks_once(page):
    """A key that repeats thirty times a second would otherwise ask thirty times."""
    before = int(page.run("print(len(calls))"))
    page.pane.focus()
    page.page.keyboard.down("Shift")
    for _ in range(20):
        page.page.keyboard.down("ArrowRight")
    page.page.keyboard.up("ArrowRight")
    page.page.keyboard.up("Shift")
    page.answered()
    assert int(page.run("print(len(calls))")) - before == 1


def test_start_over_takes_the_image_that_was_chosen_last(page):
    """A learner who has erased too much of a boot wants that boot again."""
    page.start_from(3)
    page.answered()
    picture = page.image()
    page.control("clear").click()
    page.control("again").click()
    page.frame()
    assert np.array_equal(page.image(), picture)
    page.answered()


def test_tab_reaches_one_of_many_images_and_the_arrow_keys_the_others(page):
    """With a hundred images, nobody would press Tab a hundred times to get to the drawing."""
    page.start_from(3)
    page.page.mouse.move(5, 5)
    page.frame()
    assert page.root.locator('.starts [tabindex="0"]').count() == 1
    page.control("start-3").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End"):
        page.page.keyboard.press(key)
    assert page.page.evaluate("document.activeElement.name") == "start-19"
    before = page.image()
    page.page.keyboard.press("Enter")
    assert not np.array_equal(page.image(), before)
    page.answered()
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.name") == "more"
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.classList.contains('pane')")


@pytest.mark.parametrize("width", [853, 1024, 1280])
def test_one_row_of_whole_thumbnails_is_in_sight_and_a_button_shows_the_next(page, width):
    """A row that is cut off looks like an error, and a hundred images push the drawing off the screen."""
    page.start_from(0)
    page.resize(width, 1000)
    starts = page.root.locator(".starts button")

    def in_sight():
        page.frame()
        return [n for n in range(20) if starts.nth(n).is_visible()]

    first = in_sight()
    assert first == list(range(len(first)))
    tops = {starts.nth(n).bounding_box()["y"] for n in first}
    assert len(tops) == 1
    assert page.page.evaluate(OUTSIDE, page.name) == []
    seen = set(first)
    while 19 not in seen:
        page.control("more").click()
        seen.update(in_sight())
        assert len(in_sight()) == len(first)  # the last row is full, too
        assert page.root.locator('.starts [tabindex="0"]').is_visible()
    assert seen == set(range(20))
    page.control("again").click()  # the row with the chosen one comes back
    assert page.root.locator('.starts [aria-pressed="true"]').is_visible()
    page.resize(1280, 1000)
    page.answered()


def test_a_network_that_stops_shows_a_sentence_and_no_old_bars(page):
    """A learner would read old bars next to a new drawing as its answer."""
    page.run("network_before, draw._model = draw._model, lambda pictures: 1 / 0")
    page.move_to(2, 2)
    page.page.mouse.down()
    page.page.mouse.up()
    problem = page.root.locator(".problem")
    problem.wait_for()
    assert problem.text_content() == "The network stopped with ZeroDivisionError: division by zero"
    assert page.root.locator("ul").is_hidden()
    page.run("draw._model = network_before")
    page.control("clear").click()
    page.root.locator("ul").wait_for()
    page.answered()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(page, theme):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(page.page, theme):
        assert barriers(page.page, ".draw-garment") == []


@pytest.mark.parametrize("width", [1024, 1280])
def test_nothing_hangs_over_its_edge_and_its_text_can_be_read(page, width):
    """It must fit on a projector, and next to JupyterLab's file browser."""
    page.resize(width, 1000)
    assert page.page.evaluate(OUTSIDE, ".draw-garment") == []
    assert page.page.evaluate(SMALLEST_TEXT, ".draw-garment *") >= 14
    page.resize(1280, 1000)


NAMED = SHOW.replace("(network, images)", "(network, images, labels=np.arange(20) % 10)")


def test_with_labels_ten_named_garments_are_in_sight_and_a_button_shows_the_next_ten(lab, browser):
    """Looking for a boot among a hundred small pictures took longer than drawing one."""
    lab.write("draw_labels.ipynb", NAMED)
    with opened(lab, browser, "draw_labels.ipynb", viewport={"width": 1280, "height": 1000}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".draw-garment li.best")
        page = Page(notebook)
        starts = page.root.locator(".starts button")
        for width, rows in ((1280, 1), (1024, 2), (853, 2)):
            page.resize(width, 1000)
            boxes = [starts.nth(n).bounding_box() for n in range(10)]
            assert len({box["y"] for box in boxes}) == rows
            assert page.page.evaluate(OUTSIDE, page.name) == []
            clipped = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length"
            assert page.root.locator(".starts span").evaluate_all(clipped) == 0
        page.resize(1280, 1000)
        names = [starts.nth(n).text_content().replace("\u200b", "") for n in range(20)]
        assert names == [*CLASS_NAMES, *CLASS_NAMES]
        assert [starts.nth(n).is_visible() for n in range(20)] == [True] * 10 + [False] * 10
        page.control("more").click()
        page.frame()
        assert [starts.nth(n).is_visible() for n in range(20)] == [False] * 10 + [True] * 10
        page.control("start-19").click()
        page.frame()
        page.answered()
        page.control("more").click()
        page.frame()
        assert starts.nth(0).is_visible()
        page.control("again").click()
        page.frame()
        assert starts.nth(19).get_attribute("aria-pressed") == "true"
        assert starts.nth(19).is_visible()
        assert barriers(page.page, page.name) == []
        assert notebook.errors() == []

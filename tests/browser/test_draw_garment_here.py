"""DrawGarment in JupyterLab, with a network that the page runs: its bars follow the brush, without Python."""

import numpy as np
import pytest

from helpers import pocket_network
from tests.browser.jupyter import DARK, LIGHT, OUTSIDE, ExplorerPage, barriers, opened, shown_in

SHOW = "from helpers.widgets import DrawGarment\ndraw = DrawGarment()\ndraw"
READ = """() => {
    const root = document.querySelector(".draw-garment");
    const data = root.querySelector(".pane canvas").getContext("2d").getImageData(0, 0, 28, 28).data;
    const pixels = Array.from({ length: 784 }, (_, n) => data[4 * n]);
    const bars = [...root.querySelectorAll(".bar")].map((bar) => Number(bar.style.transform.slice(7, -1)));
    return { pixels, bars, drawn: root.querySelector(".drawn").textContent };
}"""
BOXES = """() => ["input", "output"].map((name) => {
    const box = document.querySelector(`.draw-garment .figure-${name}`).getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom];
})"""


class Page(ExplorerPage):
    """What a test does with the drawing on the page, and what it reads there."""

    name = ".draw-garment"

    def move_to(self, row, column):
        """Move the pointer to a square of the drawing."""
        box = self.root.locator(".pane canvas").bounding_box()
        side = box["width"] / 28
        self.page.mouse.move(box["x"] + side * (column + 0.5), box["y"] + side * (row + 0.5))

    def bars_follow(self):
        """Check that the bars are those of the drawing as it is in this frame, and return the drawing."""
        self.frame()
        shown = self.page.evaluate(READ)
        image = np.array(shown["pixels"]).reshape(1, 28, 28)
        assert np.allclose(shown["bars"], pocket_network()(image)[0], atol=1e-4)
        assert shown["drawn"].startswith(f"{np.count_nonzero(image)} of 784 pixels are drawn; ")
        return image[0]


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with a drawing, shared by the tests of this file."""
    lab.write("draw_here.ipynb", SHOW)
    with opened(lab, browser, "draw_here.ipynb", viewport={"width": 1280, "height": 1000}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".draw-garment li.best")
        yield Page(notebook)


@pytest.fixture
def page(shown):
    """The drawing as it was at first."""
    shown.control("start-0").click()
    shown.page.mouse.move(5, 5)
    yield shown
    shown.page.mouse.up()
    assert shown.notebook.errors() == []


def test_bars_and_count_follow_the_brush_before_it_is_lifted(page):
    """With "0 of 784 pixels are drawn" in the middle of a stroke, nobody believes the rest."""
    page.control("clear").click()
    assert not page.bars_follow().any()
    page.move_to(4, 4)
    page.page.mouse.down()
    counts = []
    for row in (4, 10, 16, 22):
        page.move_to(row, row)
        counts.append(np.count_nonzero(page.bars_follow()))
    assert counts == sorted(set(counts))
    assert counts[0] > 0


def test_a_finger_draws_and_the_page_stays_where_it_is(page):
    """On a tablet, the page would run away under every stroke from top to bottom."""
    page.resize(1280, 420)
    try:
        page.control("clear").click()
        page.root.locator(".pane").evaluate("(pane) => pane.scrollIntoView()")
        start = page.scrolled()
        box = page.root.locator(".pane canvas").bounding_box()
        side = box["width"] / 28
        squares = [(row, 9) for row in range(3, 18)]
        page.drag_by_touch(
            *[(box["x"] + side * (column + 0.5), box["y"] + side * (row + 0.5)) for row, column in squares]
        )
        image = page.bars_follow()
        assert image[3:18, 9].all()
        assert np.count_nonzero(image) == 2 * 16
        assert page.scrolled() == start
    finally:
        page.resize(1280, 1000)


def test_it_answers_while_python_is_busy_and_agrees_with_it_afterwards(page):
    """A training cell runs for minutes, and learners draw meanwhile."""
    page.page.evaluate("() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
                       ".requestExecute({ code: 'import time; time.sleep(4)' }); }")  # fmt: skip
    page.move_to(13, 3)
    page.page.mouse.down()
    page.move_to(13, 25)
    page.page.mouse.up()
    image = page.bars_follow()
    page.root.locator(".state", has_text="Keras agrees to").wait_for(state="attached")
    expected = pocket_network()(image[np.newaxis])[0]
    assert np.allclose(page.python("draw.probabilities.tolist()"), expected, atol=1e-5)


def test_an_image_is_chosen_by_its_picture_and_by_key(page):
    """Numbers of images mean nothing to a visitor."""
    for number in (9, 4):
        page.control(f"start-{number}").focus()
        page.page.keyboard.press("Enter")
        assert np.array_equal(page.bars_follow(), pocket_network().garments[number])
    assert page.root.get_by_label("Start from Ankle boot").count() == 1
    page.control("undo").click()
    assert np.array_equal(page.bars_follow(), pocket_network().garments[9])


def test_the_garment_on_the_drawing_has_a_ring_and_a_brush_at_rest_has_none(page):
    """A square in the middle of the drawing looked like a chosen pixel."""
    page.control("start-7").click()
    page.page.mouse.move(5, 5)
    page.frame()
    assert page.root.locator('.starts [aria-pressed="true"]').get_attribute("name") == "start-7"
    assert page.control("start-7").text_content() == "Sneaker"
    frame = page.root.locator(".pane .grid-frame")
    assert frame.is_hidden()
    page.move_to(20, 20)
    assert frame.is_visible()
    page.page.mouse.down()
    page.page.mouse.up()
    page.frame()
    assert page.root.locator('.starts [aria-pressed="true"]').count() == 0


def test_weights_that_were_trained_since_come_with_the_next_stroke(page):
    """The old network's answer next to the new accuracy would confuse learners."""
    code = "import copy, numpy as np\nold = draw._model\ndraw._model = copy.copy(old)\n"
    code += "draw._model.weights = bytes(len(old.weights))\ndraw._model._floats = np.zeros_like(old._floats)"
    page.run(code)
    page.control("start-3").click()

    def level():
        assert np.allclose(page.page.evaluate(READ)["bars"], 0.1, atol=1e-6)

    page.soon(level)
    page.run("draw._model = old")
    page.control("undo").click()
    page.soon(page.bars_follow)


@pytest.mark.parametrize("width", [1280, 1024])
def test_the_probabilities_stay_beside_the_drawing(page, width):
    """On a projector you could not see both."""
    try:
        page.resize(width, 900)
        drawing, bars = page.page.evaluate(BOXES)
        assert bars[0] >= drawing[2]
        assert abs(bars[1] - drawing[1]) < 2
        assert page.page.evaluate(OUTSIDE, ".draw-garment") == []
        page.move_to(20, 20)
        page.page.mouse.down()
        assert page.bars_follow()[20, 20] == 210
    finally:
        page.page.mouse.up()
        page.resize(1280, 1000)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(page, theme):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(page.page, theme):
        assert barriers(page.page, ".draw-garment") == []

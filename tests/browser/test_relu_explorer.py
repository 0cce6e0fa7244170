"""The ReluExplorer in JupyterLab: drawn, moved by slider, key and pointer; its numbers against `helpers`.

That it computes the right ones for every setting is proved without a browser, in `tests/pages/test_relu.py`.
"""

import re

import numpy as np
import pytest

from helpers import conv2d, kernels, leaky_relu, pictures
from helpers.widgets.relu import full_colour, histogram
from tests.browser.jupyter import COUNT_CELLS, DARK, LIGHT, OUTSIDE, ExplorerPage, barriers, opened, shown_in

SHOW = "from helpers.widgets import ReluExplorer\nexplorer = ReluExplorer(bias=-50)\nexplorer"
LINES = conv2d(pictures.face(), kernels.VERTICAL_LINE).astype(float)
CROSS = conv2d(pictures.X_MARK, kernels.FALLING_STROKE)
READ = """() => {
    const root = document.querySelector(".relu");
    const text = (name) => root.querySelector(name).textContent;
    return { summary: text(".summary"), reading: text(".reading"),
        threshold: Number(root.querySelector(".threshold").getAttribute("d").match(/M([-.\\d]+)/)[1]),
        line: root.querySelector(".line").getAttribute("d"),
        isWaiting: root.classList.contains("waiting"),
        labels: [...root.querySelectorAll("svg text")].map((one) => one.textContent) };
}"""
# Set bias and slope as typing does, and read the cells of both small maps, for many settings in one go.
SWEEP = """async (settings) => {
    const root = document.querySelector(".relu");
    const type = (name, value) => {
        const box = root.querySelector(`[name="${name}-typed"]`);
        box.value = value;
        box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const cells = (name) => [...root.querySelectorAll(`.map.${name} .cell`)]
        .map((cell) => Number(cell.textContent.replace("−", "-").replace("≈", "")));
    const found = [];
    for (const [bias, slope] of settings) {
        type("bias", bias);
        type("slope", slope);
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const summary = root.querySelector(".summary").textContent;
        found.push({ before: cells("before"), after: cells("after"), summary });
    }
    return found;
}"""
# The red, green and blue of cells of a large map, at the places given.
COLOURS = """([name, places]) => {
    const canvas = document.querySelector(`.relu .map.${name} canvas`);
    const { width, data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const start = ([row, column]) => 4 * (row * width + column);
    return places.map((place) => [...data.slice(start(place), start(place) + 3)]);
}"""
BAR_HEIGHTS = """() => [...document.querySelector(".relu .bars.off").getAttribute("d")
    .matchAll(/M([.\\d]+) [.\\d]+v-([.\\d]+)/g)].map(([, x, height]) => [Number(x), Number(height)])"""


class Page(ExplorerPage):
    """What a test does with the explorer on the page, and what it reads there."""

    name = ".relu"

    def read(self):
        """Return the sentences and the lines of the drawings."""
        self.frame()
        return self.page.evaluate(READ)

    def choose_map(self, name):
        """Choose a map of the list."""
        self.control("map").select_option(label=name)
        self.frame()


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with an explorer, shared by the tests of this file."""
    lab.write("relu_explorer.ipynb", SHOW)
    with opened(lab, browser, "relu_explorer.ipynb") as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".relu .summary:not(:empty)")
        yield Page(notebook)


@pytest.fixture
def page(shown):
    """The explorer as it was made."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def test_it_draws_both_maps_and_says_how_many_cells_are_switched_off(page):
    """A broken script leaves an empty output and no traceback."""
    through = int((LINES > 50).sum())
    off = f"{1 - through / LINES.size:.1%}"
    summary = f"Bias −50. Cells above 50 get through: {through:,} of {LINES.size:,}. {off} are switched off."
    assert page.read()["summary"] == summary
    assert {f"{off} switched off", f"{through / LINES.size:.1%} through"} <= {*page.read()["labels"]}
    row, column = map(int, np.unravel_index(LINES.argmax(), LINES.shape))
    page.python(f"setattr(explorer, 'focus', ({row}, {column}))")
    page.frame()
    reading = f"Row {row}, column {column}: 701 − 50 = 651 is above 0 and passes."
    assert page.read()["reading"] == reading
    assert page.root.locator(".beyond").text_content() == "701 →"  # the axis ends before


def test_the_cell_that_is_read_is_led_to_both_axes_of_the_curve(page):
    """From x up to the curve and across to y: that is how a graph is read."""
    page.python(f"setattr(explorer, 'focus', {tuple(np.argwhere(LINES == 60)[0].tolist())})")
    page.frame()
    guides = page.root.locator(".guides")
    x, y, across = map(
        float, re.fullmatch(r"M([.\d]+) 110V([.\d]+)H([.\d]+)", guides.get_attribute("d")).groups()
    )
    reach = histogram(LINES)[0][-1]
    assert x == pytest.approx(114 + 102 * 60 / reach)
    assert y == pytest.approx(110 - 102 * 10 / reach)
    assert across == 114
    page.python("setattr(explorer, 'bias', 300)")
    page.python(
        f"setattr(explorer, 'focus', {tuple(map(int, np.unravel_index(LINES.argmax(), LINES.shape)))})"
    )
    page.frame()
    assert guides.get_attribute("d") == ""  # it is above the drawing


def test_the_maps_have_the_colours_of_their_numbers(page):
    """White is 0, red above and blue below: with a flipped sign the lines would look switched off."""
    limit = full_colour(LINES)
    for slope in (0, 0.5):
        page.control("slope-typed").fill(str(slope))
        page.frame()
        expected = leaky_relu(LINES - 50, slope)
        for name, grid in (("before", LINES), ("after", expected)):
            for test, check in (
                (grid > 0.2 * limit, lambda red, blue: red > blue + 20),
                (grid < -0.2 * limit, lambda red, blue: blue > red + 20),
                (grid == 0, lambda red, blue: min(red, blue) > 240),
            ):
                places = np.argwhere(test)[::97]
                for red, _, blue in page.page.evaluate(COLOURS, [name, places.tolist()]):
                    assert check(red, blue), (name, slope)


def test_the_cells_of_a_small_map_show_its_numbers_before_and_after(page):
    """The prose and the explorer must drop the same cells."""
    page.choose_map("X, falling stroke")
    settings = [(-3, 0), (2.5, 0.2), (-0.5, 0.75), (9, 1)]
    for (bias, slope), found in zip(settings, page.page.evaluate(SWEEP, settings), strict=True):
        assert found["before"] == CROSS.ravel().tolist()
        assert np.allclose(found["after"], leaky_relu(CROSS + bias, slope).ravel(), atol=0.0051), (
            bias,
            slope,
        )
        share = float((CROSS + bias <= 0).mean())
        assert f"{share:.1%} are" in found["summary"]


def test_the_histogram_counts_the_cells_and_its_threshold_is_minus_the_bias(page):
    """A line on the wrong side of 0 would teach that a negative bias lets more through."""
    edges, counts = histogram(LINES)
    heights = page.page.evaluate(BAR_HEIGHTS)
    filled = np.flatnonzero(counts)
    assert len(heights) == len(filled)
    tall = counts[filled] > counts.max() / 50
    measured = np.array([height for _, height in heights])[tall]
    assert np.allclose(measured / measured.max(), (counts[filled][tall] / counts.max()) ** 0.5, atol=0.01)
    left, wide = 12, chart_width(page) - 24
    for bias in (-50, 100, 0):
        page.control("bias-typed").fill(str(bias))
        place = left + wide * (-bias / edges[-1] + 1) / 2
        assert page.read()["threshold"] == pytest.approx(place, abs=0.5)
    corner = page.read()["line"]  # at bias 0: flat to the middle, then up to the corner of the drawing
    assert corner == "M12 110L114 110L216 8"


def test_the_sliders_move_by_keyboard_and_the_settings_come_back_to_python(page):
    """`explorer.bias` in the next cell is what the learner set."""
    page.control("bias").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight"):
        page.page.keyboard.press(key)
    page.control("slope").focus()
    for _ in range(3):
        page.page.keyboard.press("ArrowRight")
    assert page.read()["summary"].startswith("Bias −48. Cells above 48")
    assert "made smaller: × 0.03" in page.read()["summary"]
    told = page.run("print(explorer.bias, explorer.slope, f'{explorer.share_off:.4f}')").strip()
    assert told == f"-48 0.03 {(LINES - 48 <= 0).mean():.4f}"
    assert page.run("print(float(explorer.result.max()))").strip() == "653.0"


def test_settings_made_in_python_are_shown(page):
    """A notebook cell can set whatever a slider sets."""
    page.run("explorer.bias = -200; explorer.slope = 0.25; explorer.focus = (0, 0)")
    assert page.read()["summary"].startswith("Bias −200. Cells above 200")
    assert page.control("bias").input_value() == "-200"
    assert page.control("slope-typed").input_value() == "0.25"
    value = LINES[0, 0]
    assert f"Row 0, column 0: {value:g} − 200".replace("-", "−") in page.read()["reading"]


def test_undo_brings_back_bias_slope_map_and_place(page):
    """A learner who has lost a good setting gets it back; one drag of a slider is one step."""
    page.control("bias-typed").fill("-80")
    page.control("slope").focus()
    for _ in range(3):
        page.page.keyboard.press("ArrowRight")
    before = page.read()
    page.choose_map("X, falling stroke")
    assert page.read()["summary"].startswith("Bias 0.")
    page.control("undo").click()
    assert page.read() == before
    page.control("bias").focus()
    page.page.keyboard.press("Control+z")
    assert "switched off" in page.read()["summary"]
    assert page.control("slope").input_value() == "0"
    page.page.keyboard.press("Control+z")
    assert page.read()["summary"].startswith("Bias −50.")
    for _ in range(2):
        page.page.keyboard.press("Control+y")
    assert page.read() == before
    page.control("redo").click()
    assert page.read()["summary"].startswith("Bias 0.")
    assert page.run("print(explorer.bias, explorer.feature_map.shape)").strip() == "0 (7, 7)"


@pytest.mark.parametrize("name", ["before", "after"])
def test_pointing_reads_the_cell_under_the_pointer(page, name):
    """The page must read out the sum of the cell you point at."""
    canvas = page.root.locator(f".map.{name} canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    row, column = 40, 93
    x, y = ((at + 0.5) * box[side] / 148 for at, side in ((column, "width"), (row, "height")))
    page.page.mouse.move(box["x"] + x, box["y"] + y)
    number = f"{LINES[row, column]:g}".replace("-", "−")
    assert page.read()["reading"].startswith(f"Row {row}, column {column}: {number} − 50 = ")


def test_the_keyboard_moves_over_the_maps_and_no_key_leaks(page):
    """A learner without a mouse reads the same numbers, and loses no cell of the notebook to a shortcut."""
    cells = page.page.evaluate(COUNT_CELLS)
    page.run("explorer.focus = (100, 20)")
    page.root.locator(".map.before .pane").focus()
    for key in ("ArrowDown", "Shift+ArrowDown", "ArrowRight", "ArrowLeft", "ArrowLeft", "a", "b"):
        page.page.keyboard.press(key)
    assert page.read()["reading"].startswith("Row 111, column 19:")
    page.choose_map("X, falling stroke")
    page.root.locator('.map.after .cell[tabindex="0"]').focus()
    page.page.keyboard.press("End")
    page.page.keyboard.press("ArrowUp")
    assert page.read()["reading"].startswith("Row 0, column 6: 3 + 0 = 3 is above 0")
    page.mentions("Row 0, column 6")
    assert page.page.evaluate(COUNT_CELLS) == cells


@pytest.mark.parametrize(
    ("box", "typed", "words"),
    [
        ("slope", "1.5", "The slope must be between 0 and 1, but is 1.5: the nearest that works is 1."),
        ("slope", "-0.2", "but is −0.2: the nearest that works is 0."),
        ("bias", "", "The bias must be a number such as 3"),
        ("bias", "much", "“much” was typed"),
        ("bias", "2000000", "The bias must be within ±1,000,000"),
    ],
)
def test_an_impossible_setting_gets_a_sentence_and_no_picture(page, box, typed, words):
    """Next to a refused number, a learner would take the old map for its answer."""
    page.control(f"{box}-typed").fill(typed)
    page.control(f"{box}-typed").blur()
    page.frame()
    assert words in page.problem_text()
    assert not page.root.locator(".stage").is_visible()
    page.control(f"{box}-typed").fill("0.5")
    assert page.problem_text() == ""
    assert page.root.locator(".stage").is_visible()


def test_a_field_that_is_emptied_keeps_the_picture_until_it_is_left(page):
    """While a learner types a new number, the page must not jump, and has no reason to complain yet."""
    height = page.root.bounding_box()["height"]
    box = page.control("bias-typed")
    box.fill("")
    assert page.read()["isWaiting"]
    assert page.problem_text() == ""
    assert page.root.locator(".stage").is_visible()
    assert page.root.bounding_box()["height"] == height
    box.press("Enter")
    assert "The bias must be a number" in page.problem_text()
    assert page.root.bounding_box()["height"] == pytest.approx(height, abs=4)
    box.fill("-9")
    assert not page.read()["isWaiting"]
    assert page.read()["summary"].startswith("Bias −9.")


def chart_width(page):
    """Return how wide the histogram is, which is as wide as the maps above it."""
    return page.root.locator("svg.chart").evaluate("(svg) => svg.viewBox.baseVal.width")


def on_screen(page, name, x, y):
    """Return where a point of a drawing is on the screen."""
    drawing = page.root.locator(f"svg.{name}")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    scale = box["width"] / (chart_width(page) if name == "chart" else 228)
    return box["x"] + x * scale, box["y"] + y * scale


def test_the_threshold_is_dragged_on_histogram_and_curve_and_one_undo_takes_it_back(page):
    """Dragging must change what the slider shows, and a whole drag must be one step."""
    mouse = page.page.mouse
    reach = histogram(LINES)[0][-1]
    chart = chart_width(page)
    for name, y, width in (("chart", 100, chart), ("curve", 110, 228)):
        start, *others = (
            12 + (width - 24) * (at / reach + 1) / 2 for at in (50, reach / 4, 0.4 * reach, reach / 2)
        )
        mouse.move(*on_screen(page, name, start, y))
        mouse.down()
        for x in others:
            mouse.move(*on_screen(page, name, x, y))
            page.page.wait_for_timeout(250)
        mouse.up()
        bias = page.python("explorer.bias")
        assert bias == pytest.approx(-reach / 2, abs=1.5), name
        assert page.control("bias").input_value() == str(bias)
        assert page.read()["threshold"] == pytest.approx(12 + 0.75 * (chart - 24), abs=1)
        page.control("undo").click()
        assert page.python("explorer.bias") == -50


def test_the_arm_of_the_curve_is_dragged_to_a_slope(page):
    """The curve follows the pointer, as a learner expects of something they hold."""
    mouse = page.page.mouse
    mouse.move(*on_screen(page, "curve", 40, 110))
    mouse.down()
    mouse.move(*on_screen(page, "curve", 40, 125))
    mouse.move(*on_screen(page, "curve", 40, 140))
    mouse.up()
    slope = page.python("explorer.slope")
    reach = histogram(LINES)[0][-1]
    assert slope == pytest.approx((30 / 102) / ((114 - 40) / 102 + 50 / reach), abs=0.02)
    assert "made smaller" in page.read()["summary"]
    page.control("undo").click()
    assert page.python("[explorer.slope, explorer.bias]") == [0, -50]


def test_the_handles_move_by_keys_the_threshold_with_the_arrow(page):
    """Right must mean right on the drawing, although the bias then falls."""
    page.root.get_by_role("slider", name="Threshold").focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowLeft"):
        page.page.keyboard.press(key)
    assert page.read()["summary"].startswith("Bias −60.")
    page.root.locator(".grab.arm").focus()
    for key in ("ArrowUp", "PageUp"):
        page.page.keyboard.press(key)
    assert page.control("slope-typed").input_value() == "0.11"


def test_a_finger_that_goes_sideways_over_a_map_moves_the_threshold_and_the_page_still_scrolls(page):
    """On a tablet, the map is the largest thing to hold; up and down remain for the page."""
    pane = page.root.locator(".map.before .pane")
    pane.scroll_into_view_if_needed()
    assert page.root.locator(".map.before").evaluate("(map) => getComputedStyle(map).touchAction") == "pan-y"
    box = pane.bounding_box()
    x, y = box["x"] + 40, box["y"] + 60
    finger = {"pointerId": 7, "pointerType": "touch", "isPrimary": True, "bubbles": True, "button": 0}
    pane.evaluate("(node) => { node.setPointerCapture = () => {}; }")  # no real finger to be captured
    pane.dispatch_event("pointerdown", {**finger, "clientX": x, "clientY": y})
    pane.dispatch_event("pointermove", {**finger, "clientX": x + box["width"] / 4, "clientY": y})
    pane.dispatch_event("pointerup", {**finger, "clientX": x + box["width"] / 4, "clientY": y})
    reach = histogram(LINES)[0][-1]
    assert page.python("explorer.bias") == pytest.approx(-50 - reach / 2, abs=1)


def test_two_thousand_steps_of_a_slider_queue_nothing(page):
    """A held arrow key draws once per frame, and the last step stays."""
    page.page.evaluate(
        """() => {
            const slider = document.querySelector('.relu [name="bias"]');
            for (let i = 0; i <= 2000; i++) {
                slider.value = String(i % 300);
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }"""
    )
    assert page.read()["summary"].startswith("Bias 200.")
    assert page.run("print(explorer.bias)").strip() == "200"


@pytest.mark.parametrize("width", [1024, 1280])
def test_nothing_is_cut_off_on_a_narrow_screen(page, width):
    """On a projector, a control that is cut off might as well be missing."""
    page.resize(width, 900)
    for name in ("photo, vertical lines", "X, falling stroke"):
        page.choose_map(name)
        assert page.page.evaluate(OUTSIDE, ".relu") == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(page, theme):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(page.page, theme):
        for state in ("large", "small", "impossible"):
            if state == "small":
                page.choose_map("lines 7 × 7")
            if state == "impossible":
                page.control("slope-typed").fill("7")
            page.frame()
            assert barriers(page.page, ".relu") == [], state

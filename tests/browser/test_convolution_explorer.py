"""The ConvolutionExplorer in JupyterLab: drawn, hovered, moved by keyboard, edited; its numbers checked."""

import json
from functools import partial

import numpy as np
import pytest

from helpers import conv2d, flip
from helpers.widgets.convolution import HOUSE, VERTICAL_EDGE
from tests.browser.jupyter import (
    DARK,
    LIGHT,
    OUTSIDE,
    SMALLEST_TEXT,
    UNDER_A_FRAME,
    ExplorerPage,
    barriers,
    opened,
    shown_in,
)

SHOW = "from helpers.widgets import ConvolutionExplorer\nexplorer = ConvolutionExplorer()\nexplorer"
HOUSE_OUTPUT = conv2d(HOUSE, VERTICAL_EDGE)
READ_GRIDS = """(name) => [...document.querySelectorAll(`.convolution`)].map((root) => {
    const rows = [...root.querySelectorAll(`.number-grid.${name} [role="row"]`)];
    return rows.map((row) => [...row.querySelectorAll(".cell")].map((cell) => cell.textContent))
        .filter((cells) => cells.length);
})"""
# Everything the sum shows: the terms of each line with the number carried over, and the running totals.
READ_SUM = """() => [...document.querySelectorAll(".convolution .sum tbody tr")].map((line) => ({
    terms: line.querySelector(".terms").textContent,
    total: line.querySelector(".running").textContent,
}))"""


MORE = ("Stride", "Padding", "Cells", "Dilation", "Kind")  # settings that a first try does not need
ARRIVED = """() => Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition)
    .map((one) => one.finished))"""


def number(text):
    """Read a number as the page writes it."""
    return float(text.replace("−", "-").replace("≈", ""))


def written_sum(text):
    """Add up what a line of the sum says: "−256 + 24 − 216"."""
    return sum(number(part) for part in text.replace(" − ", " + −").split(" + "))


class Explorer(ExplorerPage):
    """What a test does with the explorer on the page, and what it reads there."""

    name = ".convolution"

    def cell(self, grid, row, column):
        """Return the locator of a cell of a grid: "input", "kernel", "output", "products" …"""
        return self.root.locator(f'.{grid} .cell[data-row="{row}"][data-column="{column}"]')

    def texts(self, grid):
        """Return the texts on a grid, row by row."""
        return self.page.evaluate(READ_GRIDS, grid)[0]

    def numbers(self, grid):
        """Return the numbers on a grid."""
        return np.array([[number(text) for text in row] for row in self.texts(grid)])

    def sum(self):
        """Return the lines of the running sum: their terms and their total, as written."""
        return self.page.evaluate(READ_SUM)

    def total(self):
        """Return the total, bias included."""
        return number(self.sum()[-1]["total"])

    def setting(self, label):
        """Return the control with a label; the settings that it is among are shown."""
        control = super().setting(label)
        is_closed = self.control("more").get_attribute("aria-expanded") == "false"
        if label in MORE and is_closed and not control.is_visible():
            self.control("more").click()
        return control

    def button(self, name):
        """Return a button by its name."""
        return self.root.get_by_role("button", name=name)

    def focus(self):
        """Return (row, column) of the output cell that the frame surrounds, once it has arrived there."""
        self.frame()
        self.page.evaluate(ARRIVED)
        frame = self.root.locator(".output .grid-frame").bounding_box()
        middle = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
        cell = "([x, y]) => ({...document.elementsFromPoint(x, y).find((one) => one.dataset.row).dataset})"
        place = self.page.evaluate(cell, middle)
        return int(place["row"]), int(place["column"])

    def wait_for_python(self, name, wanted):
        """Wait until an attribute of `explorer` in Python is this array; the page sends in its own time."""
        for _ in range(50):
            seen = json.loads(self.notebook.run(f"print(explorer.{name}.tolist())"))
            if seen == np.asarray(wanted).tolist():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"explorer.{name} is {seen}, not {np.asarray(wanted).tolist()}")

    def assert_output(self, wanted):
        """Check the feature map on the page."""
        np.testing.assert_array_equal(self.numbers("output"), wanted)

    def start_over(self):
        """Bring back the explorer as Python made it."""
        self.page.keyboard.press("Escape")
        self.button("Start over").click()
        self.root.get_by_label("A step is").select_option("windows")
        self.page.mouse.move(5, 5)
        self.page.keyboard.press("Escape")
        self.frame()


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with one explorer, shared by the tests of this file."""
    lab.write("explorer.ipynb", SHOW, "'the next cell'")
    with opened(lab, browser, "explorer.ipynb", viewport={"width": 1280, "height": 1000}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".convolution .output .cell")
        yield Explorer(notebook)


@pytest.fixture
def explorer(shown):
    """The explorer as it was at first; after the test nothing may have gone wrong in the browser."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def test_the_explorer_is_drawn_with_the_numbers_of_conv2d(explorer):
    """A learner compares the page with the lesson's numbers: one that differs teaches the wrong thing."""
    assert explorer.numbers("input").tolist() == HOUSE
    assert explorer.numbers("kernel").tolist() == VERTICAL_EDGE
    np.testing.assert_array_equal(explorer.numbers("output"), HOUSE_OUTPUT)


@pytest.mark.parametrize("place", [(0, 0), (2, 3), (5, 5)])
def test_hovering_an_output_cell_shows_a_sum_that_adds_up(explorer, place):
    """A learner who adds the terms up by hand must arrive at the number in the cell."""
    explorer.cell("output", *place).hover()
    assert explorer.focus() == place
    row, column = place
    window = np.array(HOUSE)[row : row + 3, column : column + 3]
    np.testing.assert_array_equal(explorer.numbers("window"), window)
    products = explorer.numbers("products")
    np.testing.assert_array_equal(products, explorer.numbers("window") * explorer.numbers("weights"))
    lines = explorer.sum()
    assert [written_sum(line["terms"]) for line in lines] == [number(line["total"]) for line in lines]
    assert explorer.total() == products.sum() == HOUSE_OUTPUT[place]
    assert f"Output row {row}, column {column} is {lines[-1]['total']}:" in explorer.words()


def test_the_frames_cover_no_digit(explorer):
    """A learner compares the number of a window with those beside it, in narrow cells too."""
    explorer.cell("output", 3, 4).hover()
    assert explorer.page.evaluate(UNDER_A_FRAME, explorer.name) == []
    explorer.resize(700, 900)
    try:
        explorer.run("explorer.image = [[200 + row + column for column in range(12)] for row in range(12)]")
        explorer.cell("output", 3, 4).hover()
        explorer.frame()
        assert explorer.page.evaluate(UNDER_A_FRAME, explorer.name) == []
    finally:
        explorer.resize(1280, 1000)


def test_hovering_a_pixel_selects_the_window_around_it_and_marks_the_outputs_that_use_it(explorer):
    """The question "what does this pixel change?" is answered from the input's side too."""
    explorer.cell("input", 4, 2).hover()
    assert explorer.focus() == (3, 1)
    assert explorer.root.locator(".output .user").count() == 9
    assert "9 output cells use input row 4, column 2." in explorer.words()
    explorer.cell("input", 0, 0).hover()
    assert explorer.focus() == (0, 0)
    assert explorer.root.locator(".output .user").count() == 1


def test_arrow_keys_move_the_window_and_the_focus_with_it(explorer):
    """Without a mouse, a learner visits the same windows, cell by cell."""
    explorer.cell("output", 0, 0).focus()
    keys = ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "End", "ArrowRight", "Control+Home"]
    wanted = [(0, 1), (0, 2), (1, 2), (1, 1), (1, 5), (1, 5), (0, 0)]
    for key, place in zip(keys, wanted, strict=True):
        explorer.page.keyboard.press(key)
        assert explorer.focus() == place
        assert explorer.total() == HOUSE_OUTPUT[place]
        assert explorer.cell("output", *place).evaluate("(cell) => cell === document.activeElement")
    explorer.cell("input", 0, 0).focus()
    explorer.page.keyboard.press("End")
    assert explorer.focus() == (0, 5)


def test_tab_reaches_each_grid_once(explorer):
    """64 pixels must not be 64 stops of the Tab key on the way to the next cell."""
    for grid in ("input", "kernel", "output"):
        assert explorer.root.locator(f'.{grid} .cell[tabindex="0"]').count() == 1


def test_a_held_arrow_key_queues_nothing_and_hovering_sends_nothing(explorer):
    """On a slow machine the picture must stop when the key is let go, and the kernel must stay free."""
    explorer.count_messages()
    explorer.cell("output", 0, 0).focus()
    before = explorer.page.evaluate("window.courseMessages")
    for _ in range(40):
        explorer.page.keyboard.down("ArrowRight")
        explorer.page.keyboard.down("ArrowDown")
    explorer.page.keyboard.up("ArrowRight")
    explorer.page.keyboard.up("ArrowDown")
    assert explorer.focus() == (5, 5)
    for column in range(6):
        explorer.cell("output", 3, column).hover()
    explorer.frame()
    assert explorer.page.evaluate("window.courseMessages") == before


def test_weights_and_pixels_edited_on_the_page_reach_python(explorer):
    """`explorer.kernel` in the next cell is the kernel that the learner made, by mouse or by keyboard."""
    explorer.cell("kernel", 0, 2).dblclick()
    explorer.page.keyboard.type("-3")
    explorer.page.keyboard.press("Enter")
    explorer.cell("kernel", 1, 1).focus()
    explorer.page.keyboard.type("1/2")
    explorer.page.keyboard.press("Enter")
    explorer.cell("input", 0, 0).focus()
    explorer.page.keyboard.press("Enter")
    explorer.page.keyboard.type("7")
    explorer.page.keyboard.press("Enter")
    kernel = np.array(VERTICAL_EDGE, float)
    kernel[0, 2], kernel[1, 1] = -3, 0.5
    image = np.array(HOUSE)
    image[0, 0] = 7
    explorer.frame()
    np.testing.assert_array_equal(explorer.numbers("output"), conv2d(image, kernel))
    for name, wanted in [("kernel", kernel), ("image", image), ("result", conv2d(image, kernel))]:
        explorer.wait_for_python(name, wanted)
    assert "ndarray" in explorer.notebook.run("type(explorer.kernel)")


@pytest.mark.parametrize("text", ["abc", "", "1e9", "3/0", "--4"])
def test_bad_text_in_a_cell_gets_a_sentence_and_is_not_lost(explorer, text):
    """A slip of the finger must neither make NaN of the picture nor wipe what was typed."""
    explorer.cell("kernel", 0, 0).dblclick()
    editor = explorer.root.locator(".editor")
    editor.fill(text)
    explorer.page.keyboard.press("Enter")
    complaint = explorer.root.locator(".complaint")
    assert complaint.is_visible()
    assert "A weight must" in complaint.text_content()
    assert editor.input_value() == text
    np.testing.assert_array_equal(explorer.numbers("output"), HOUSE_OUTPUT)
    explorer.page.keyboard.press("Escape")
    assert complaint.is_hidden()
    assert explorer.numbers("kernel").tolist() == VERTICAL_EDGE


@pytest.mark.parametrize(
    ("label", "text", "says"),
    [
        ("Stride", "0", "Stride must be a whole number from 1 to 48, but is 0: the nearest that works is 1."),
        ("Stride", "1.6", "a whole number from 1 to 48, but is 1.6: the nearest that works is 2."),
        ("Stride", "1e9", "but is 1000000000: the nearest that works is 48."),
        ("Stride", "", "Stride must be a whole number from 1 to 48, but is empty"),
        ("Dilation", "5", "3 with dilation 5 (reach 11) does not fit into 8 pixels: dilation 3 fits"),
        ("Dilation", "-1", "Dilation must be a whole number from 1 to 48, but is −1"),
        ("Bias", "five", "The bias must be a number such as 3, −1, 0.5 or 1/9, but “five” was typed."),
        ("Cells", "-2", "Padding must be a whole number, 0 or more, but is −2: the nearest that works is 0."),
        ("Cells", "90", "Padding makes 188 rows or columns of 8, and 48 can be drawn"),
    ],
)  # fmt: skip
def test_an_impossible_setting_puts_a_sentence_in_place_of_the_output(explorer, label, text, says):
    """A learner would take an old feature map for the answer."""
    if label == "Cells":
        explorer.setting("Padding").select_option("number")
    explorer.setting(label).fill(text)
    explorer.setting(label).blur()
    assert says in explorer.problem_text()
    for part in (".output", ".arithmetic", ".words"):
        assert explorer.root.locator(part).is_hidden()
    assert explorer.setting(label).input_value() == text
    explorer.button("Start over").click()
    assert explorer.problem_text() == ""
    np.testing.assert_array_equal(explorer.numbers("output"), HOUSE_OUTPUT)


def test_settings_on_the_page_agree_with_conv2d_and_reach_python(explorer):
    """Lesson 04 uses these controls; every one must do what the same argument of conv2d does."""
    explorer.setting("Stride").fill("2")
    explorer.setting("Padding").select_option("same")
    explorer.setting("Bias").fill("-1.5")
    explorer.setting("Kind").select_option("convolution")
    explorer.frame()
    wanted = conv2d(HOUSE, flip(VERTICAL_EDGE), -1.5, stride=2, padding="same")
    np.testing.assert_array_equal(explorer.numbers("output"), wanted)
    explorer.wait_for_python("result", wanted)
    explorer.setting("Padding").select_option("number")
    explorer.setting("Cells").fill("2")
    explorer.setting("Stride").fill("1")
    explorer.setting("Dilation").fill("3")
    explorer.frame()
    wanted = conv2d(HOUSE, flip(VERTICAL_EDGE), -1.5, padding=2, dilation=3)
    np.testing.assert_array_equal(explorer.numbers("output"), wanted)
    explorer.cell("output", 1, 1).hover()
    explorer.frame()
    assert explorer.total() == wanted[1, 1]
    assert explorer.root.locator(".input .tap").count() == 9


def test_a_first_look_shows_only_what_lesson_02_has_taught(explorer):
    """Stride, dilation and a formula of five unknowns would greet a learner who has just met the kernel."""
    more = explorer.control("more")
    hidden = [explorer.root.get_by_label(label, exact=True) for label in MORE]
    assert explorer.root.get_by_role("button", name="More settings").count() == 1
    assert more.get_attribute("aria-expanded") == "false"
    assert not any(control.is_visible() for control in hidden)
    assert explorer.setting("Bias").is_visible()
    assert explorer.root.locator(".notes").text_content() == ""
    before = explorer.setting("Bias").bounding_box()
    more.focus()
    explorer.page.keyboard.press("Enter")
    explorer.frame()
    assert more.get_attribute("aria-expanded") == "true"
    assert explorer.setting("Stride").is_visible()
    assert explorer.root.locator(".size-line").text_content() == "The output is 6 × 6: 8 + 0 − 3 + 1."
    assert explorer.root.locator(".size-formula").count() == 0
    assert explorer.setting("Bias").bounding_box() == before
    explorer.page.keyboard.press("Tab")
    assert explorer.setting("Stride").evaluate("(one) => one === document.activeElement")
    explorer.button("Start over").click()
    explorer.frame()
    assert more.get_attribute("aria-expanded") == "false"


def test_no_setting_that_changes_the_picture_is_out_of_sight(explorer):
    """Lesson 04 begins with stride 2, and what Python sets must be seen as well."""
    more = explorer.control("more")
    explorer.run("explorer.padding = 'full'")
    assert more.get_attribute("aria-expanded") == "true"
    explorer.setting("Stride").fill("0")
    more.click()  # what does not work is forgotten
    explorer.frame()
    assert explorer.problem_text() == ""
    assert explorer.setting("Stride").input_value() == "1"
    explorer.run("explorer.padding = 'valid'")


def test_padding_has_numbers_and_the_starts_of_windows_have_marks(explorer):
    """ "Row −1" and "every 2 cells" should be found on the picture, not counted out."""
    explorer.setting("Stride").fill("2")
    explorer.frame()
    explorer.setting("Padding").select_option("full")
    explorer.frame()
    heads = explorer.root.locator(".input .heads .beside")
    numbers = ["−2", "−1", *map(str, range(10))]
    assert heads.all_text_contents()[1:] == numbers
    rows = explorer.root.locator('.input [role="rowheader"]')
    assert rows.all_text_contents() == numbers
    for found in (heads, rows):
        marked = found.evaluate_all(
            "(all) => all.filter((one) => one.matches('.starts')).map((one) => one.textContent)"
        )
        assert marked == ["−2", "0", "2", "4", "6"]
    assert "Triangles: a window starts every 2 cells." in explorer.root.locator(".notes").text_content()
    explorer.setting("Stride").fill("1")
    explorer.frame()
    assert explorer.root.locator(".starts").count() == 0


def test_each_scale_of_colours_has_a_bar_with_its_numbers(explorer):
    """The same red is 1 in the kernel and 24 in the output."""
    ends = '(line) => [...line.querySelectorAll("span:not(.scale-name)")].map((one) => one.textContent)'
    bars = {name: explorer.root.locator(f".figure-{name} .scale-line") for name in ("kernel", "output")}
    assert bars["kernel"].evaluate(ends) == ["−1", "1"]
    assert bars["output"].evaluate(ends) == ["−24", "24"]
    explorer.setting("Predict first").check()
    explorer.frame()
    assert bars["output"].is_hidden()  # it would give away the largest number
    assert bars["kernel"].is_visible()


def test_the_bar_of_a_kernel_without_negative_weights_begins_at_0(explorer):
    """A blue that no weight has makes a learner look for one."""
    explorer.run("explorer.kernel = [[0, 1], [2, 1]]")
    bar = explorer.root.locator(".figure-kernel .scale-line")
    assert bar.locator("span").all_text_contents() == ["0", "2"]
    style = "(one) => [getComputedStyle(one).backgroundSize, getComputedStyle(one).backgroundPositionX]"
    assert bar.locator(".scale").evaluate(style) == ["200% 100%", "100%"]
    explorer.button("Start over").click()
    explorer.frame()
    assert bar.locator("span").all_text_contents() == ["−1", "1"]
    assert bar.locator(".scale").evaluate(style)[0] == "auto"


def test_a_lone_row_has_no_number_beside_it(explorer):
    """ "0" before a single row reads as its first pixel."""
    heads = [explorer.root.locator(f'.{grid} [role="rowheader"]') for grid in ("input", "output")]
    explorer.run("explorer.kernel = [[-1, 1]]; explorer.image = [[0, 7, 6, 5]]")
    assert [one.all_text_contents() for one in heads] == [[""], [""]]
    size = "The output is 1 × 3: one number for each position of the window."
    assert explorer.root.locator(".size-line").text_content() == size
    explorer.button("Start over").click()
    explorer.frame()
    assert [one.first.text_content() for one in heads] == ["0", "0"]


def test_pixels_that_no_window_uses_are_hatched_and_named(explorer):
    """Learners understand the floor when they see the row that falls off, not when it is only computed."""
    explorer.setting("Stride").fill("2")
    explorer.frame()
    notes = explorer.root.locator(".notes").text_content()
    assert "floor((8 + 0 − 3) / 2) + 1 = 3" in notes
    assert "Hatched: no window uses row 7 and column 7." in notes
    assert explorer.root.locator(".input .unused").count() == 15


def test_uneven_same_padding_is_at_the_end(explorer):
    """Keras puts the odd row below and right; drawn above, every window would be off by one pixel."""
    explorer.setting("Stride").fill("2")
    explorer.setting("Padding").select_option("same")
    explorer.frame()
    padding = explorer.root.locator(".input .padding")
    places = {(cell.get_attribute("data-row"), cell.get_attribute("data-column")) for cell in padding.all()}
    assert places == {("8", str(n)) for n in range(9)} | {(str(n), "8") for n in range(9)}
    assert "0 above, 1 below, 0 left, 1 right" in explorer.root.locator(".notes").text_content()


def test_python_sets_the_page_and_its_wrong_arguments_get_sentences(explorer):
    """A lesson's next cell gives the explorer another kernel, and a typo there gets an explanation."""
    explorer.notebook.run("explorer.kernel = [[0, 0], [0, 2]]; explorer.padding = 'full'")
    wanted = conv2d(HOUSE, [[0, 0], [0, 2]], padding="full")
    explorer.soon(partial(explorer.assert_output, wanted))
    said = explorer.notebook.run("explorer.stride = 0")
    assert "stride must be 1 or more, but is 0." in said
    explorer.notebook.run("explorer.kernel = [[-1, 0, 1]] * 3; explorer.padding = 'valid'")


def test_steps_lead_forward_and_back_and_play_stops_at_the_end(explorer):
    """A teacher steps through the windows; play that ran on would pull the picture away."""
    assert explorer.focus() == (2, 0)  # the largest sum
    explorer.button("First").click()
    explorer.button("Forward").click()
    explorer.button("Forward").click()
    assert explorer.focus() == (0, 2)
    explorer.button("Back").click()
    assert explorer.focus() == (0, 1)
    explorer.cell("output", 5, 3).focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.button("Play").click()
    explorer.button("Play").wait_for(timeout=10_000)
    assert explorer.focus() == (5, 5)
    explorer.button("First").click()
    assert explorer.focus() == (0, 0)


FLIGHTS = """() => [...document.querySelectorAll(".convolution .flight")].map((one) =>
    [one.className.replace("flight ", ""), one.textContent])"""
OVERLAY = """() => {
    const [overlay, frame] = [".kernel-overlay", ".grid-frame"]
        .map((name) => document.querySelector(`.convolution .input ${name}`));
    return { isShown: getComputedStyle(overlay).visibility === "visible", cells: overlay.children.length,
        follows: overlay.style.transform === frame.style.transform };
}"""


def test_the_kernel_slides_over_the_input_and_its_products_fly_into_the_sum(explorer):
    """A learner sees what is multiplied by what, and where the result goes, before reading it."""
    assert not explorer.page.evaluate(OVERLAY)["isShown"]
    explorer.cell("output", 1, 1).focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.button("Forward").click()
    explorer.frame()
    flying = explorer.page.evaluate(FLIGHTS)
    assert explorer.page.evaluate(OVERLAY) == {"isShown": True, "cells": 9, "follows": True}
    products = [text for row in explorer.texts("products") for text in row]
    on_the_way = [text for role, text in flying if role == "product"]  # the first may have arrived by now
    assert on_the_way
    assert on_the_way == products[-len(on_the_way) :]
    assert [text for role, text in flying if role == "total"] == ["−9"]
    explorer.page.wait_for_timeout(1500)
    assert explorer.page.evaluate(FLIGHTS) == []
    assert not explorer.page.evaluate(OVERLAY)["isShown"]
    explorer.button("Back").click()  # nothing is added up on the way back
    explorer.frame()
    assert explorer.page.evaluate(FLIGHTS) == []


def test_a_pointer_ends_the_motion(explorer):
    """Flying numbers must not cover what a learner points at."""
    explorer.button("Forward").click()
    explorer.cell("output", 4, 4).hover()
    explorer.cell("output", 4, 5).hover()
    explorer.frame()
    assert explorer.page.evaluate(FLIGHTS) == []
    assert not explorer.page.evaluate(OVERLAY)["isShown"]


def test_the_kernel_stays_between_input_and_output_beside_an_open_side_bar(explorer):
    """Nobody computes in the order input, output, kernel."""
    assert explorer.root.bounding_box()["width"] < 860
    places = [
        explorer.root.locator(f".stage .{name}").bounding_box() for name in ("input", "kernel", "output")
    ]
    assert places[0]["x"] + places[0]["width"] < places[1]["x"]
    assert places[1]["x"] + places[1]["width"] < places[2]["x"]
    assert explorer.root.locator(".stage .sign").first.is_visible()
    assert explorer.root.bounding_box()["height"] <= 720


def test_a_step_can_be_one_product(explorer):
    """The running sum grows product by product, and nothing later is given away."""
    explorer.button("First").click()
    explorer.root.get_by_label("A step is").select_option("products")
    for _ in range(8):
        explorer.button("Forward").click()
    explorer.frame()
    assert explorer.texts("products") == [["0", "0", "0"], ["0", "0", "0"], ["0", "0", "9"]]
    assert "Product 9 of 9: 9 × 1 = 9, and the sum so far is 9." in explorer.words()
    assert explorer.root.locator(".bias-line").is_hidden()
    explorer.button("Back").click()
    explorer.frame()
    assert explorer.texts("products")[2] == ["0", "0", ""]
    explorer.button("Forward").click()
    explorer.button("Forward").click()
    explorer.frame()
    assert explorer.root.locator(".bias-line").is_visible()
    assert explorer.total() == 9


@pytest.mark.parametrize(
    ("guess", "says"), [("18", "Right, it is 18."), ("4", "Not 4: it is 18, as the sum shows.")]
)
def test_predict_first_hides_the_value_until_a_guess(explorer, guess, says):
    """If a learner sees the value before the guess, the prediction is worthless."""
    explorer.setting("Predict first").check()
    explorer.frame()
    assert {text for row in explorer.texts("output") for text in row} == {""}
    explorer.cell("output", 0, 1).click()
    explorer.frame()
    # One question mark in the output and one in the sum: the other places are empty.
    asked = explorer.root.locator(".output .cell.asked")
    assert asked.count() == 1
    assert asked.get_attribute("aria-label") == "Row 0, column 1: not guessed yet"
    assert {text for row in explorer.texts("products") for text in row} == {""}
    assert [line["total"] for line in explorer.sum()] == ["", "", "", "?"]
    assert explorer.sum()[3]["terms"].strip() == "+ 0"  # the bias is no secret
    assert "is hidden until you guess" in explorer.words()
    covered = explorer.root.locator(".guess .covered").text_content()
    assert covered.startswith("The window covers input rows 0")
    assert "type your guess" in explorer.root.locator(".how").text_content()
    question = explorer.root.locator(".guess label")
    assert question.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") >= 17
    height = explorer.root.bounding_box()["height"]
    assert "18" not in explorer.root.locator(".arithmetic").inner_text()
    box = explorer.root.get_by_label("What will output row 0, column 1 be?")
    box.fill("many")
    explorer.page.keyboard.press("Enter")
    explorer.frame()
    assert "A guess must be a number" in explorer.root.locator(".reply").text_content()
    assert explorer.texts("output")[0][1] == ""
    box.fill(guess)
    explorer.page.keyboard.press("Enter")
    explorer.frame()
    assert explorer.root.locator(".reply").text_content() == says
    assert explorer.texts("output")[0][:3] == ["", "18", ""]
    assert explorer.total() == 18
    assert explorer.root.bounding_box()["height"] == pytest.approx(height, abs=30)  # words get a second line
    explorer.cell("output", 0, 0).click()
    explorer.cell("output", 0, 1).click()  # a value that was guessed before is said again
    explorer.frame()
    assert explorer.root.locator(".reply").text_content() == "It is 18."


def test_a_click_holds_the_window_while_the_pointer_moves_on(explorer):
    """To point at a product, the pointer has to cross other cells."""
    explorer.cell("output", 2, 2).click()
    explorer.cell("output", 4, 4).hover()
    assert explorer.focus() == (2, 2)
    explorer.page.keyboard.press("Escape")
    explorer.cell("output", 4, 3).hover()
    assert explorer.focus() == (4, 3)


def test_no_key_reaches_jupyterlabs_shortcuts(explorer):
    """In JupyterLab "a" inserts a cell and "d d" deletes one: a learner's edits would wreck the lesson."""
    count = "() => window.jupyterapp.shell.currentWidget.content.widgets.length"
    active = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
    before = explorer.page.evaluate(count)
    for grid in ("output", "input", "kernel"):
        explorer.cell(grid, 1, 1).click()
        place = explorer.page.evaluate(active)
        for key in ["a", "b", "d", "d", "x", "m", "j", "k", "ArrowDown", "ArrowUp", "z", "Enter", "Escape"]:
            explorer.page.keyboard.press(key)
        assert explorer.page.evaluate(count) == before
        assert explorer.page.evaluate(active) == place
    explorer.setting("Bias").click()
    for key in ["a", "b", "d", "d"]:
        explorer.page.keyboard.press(key)
    assert explorer.page.evaluate(count) == before


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("state", ["as it is", "predict first", "impossible"])
def test_axe_finds_no_serious_violation(explorer, theme, state):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(explorer.page, theme):
        if state == "predict first":
            explorer.setting("Predict first").check()
        if state == "impossible":
            explorer.setting("Stride").fill("0")
        explorer.frame()
        assert barriers(explorer.page, ".convolution") == []


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768)])
@pytest.mark.parametrize("padding", ["valid", "full"])
def test_nothing_is_clipped_and_every_text_can_be_read(explorer, size, padding):
    """The projector in class and the small laptop: half a feature map teaches nothing."""
    explorer.setting("Padding").select_option(padding)
    explorer.resize(*size)
    outside, smallest = (
        explorer.page.evaluate(OUTSIDE, explorer.name),
        explorer.page.evaluate(SMALLEST_TEXT, f"{explorer.name} *"),
    )
    explorer.resize(1280, 1000)
    assert outside == []
    assert smallest >= (11 * 96 / 72 if size[0] > 1024 else 12.5) or padding == "full"


def test_kernel_and_output_stay_in_their_order_on_narrow_pages(explorer):
    """Input ∗ kernel = output reads from left to right; on a phone, kernel and output are below the input.

    Their cells have one size: with wider ones, an output of fewer numbers would look as large as the input.
    The steps are below all three, beside the sum that they step through.
    """
    names = ("figure-input", "figure-kernel", "figure-output")
    for width, is_phone in ((1024, False), (853, True)):
        explorer.resize(width, 1000)
        image, kernel, output = (explorer.root.locator(f".stage .{name}").bounding_box() for name in names)
        signs = [sign.bounding_box() for sign in explorer.root.locator(".stage .sign").all()]
        cells = [explorer.root.locator(f".{name} .cell").first.bounding_box() for name in names]
        steps = explorer.root.locator(".transport").bounding_box()
        predict = explorer.root.locator(".transport").get_by_label("Predict first").count()
        explorer.resize(1280, 1000)
        assert kernel["x"] + kernel["width"] <= signs[1]["x"] < output["x"]
        assert predict == 1  # always with the steps
        if is_phone:
            assert image["y"] + image["height"] <= kernel["y"]
            assert max(one["y"] + one["height"] for one in (kernel, output)) <= steps["y"]
            assert abs(kernel["y"] - output["y"]) < 1
            assert signs[0]["x"] < kernel["x"]
            assert len({round(cell["width"]) for cell in cells}) == 1
        else:
            assert image["x"] + image["width"] <= signs[0]["x"] < kernel["x"]
            assert steps["y"] >= image["y"] + image["height"]


# Each kind of setting once: tests/pages/test_convolution.py compares the arithmetic in a thousand of them.
CASES = [
    {"image": [[3, -1, 4, 1], [5, 9, -2, 6], [5, 3, 5, 8]], "kernel": [[1, -2], [0.5, 0]], "bias": 3},
    {"stride": 2, "padding": "same", "flipped": True},
    {"stride": 1, "padding": "full", "dilation": 2},
    {"padding": 1, "bias": -0.25, "flipped": False},
]


def test_the_page_shows_the_output_of_conv2d_in_every_kind_of_setting(explorer):
    """What is computed correctly must also end up in the right cell."""
    now = {"image": HOUSE, "kernel": VERTICAL_EDGE, "bias": 0, "flipped": False}
    for case in CASES:
        now.update(case)
        explorer.notebook.run(
            f"with explorer.hold_sync():\n  for name, value in {case}.items(): setattr(explorer, name, value)"
        )
        kernel = flip(now["kernel"]) if now["flipped"] else now["kernel"]
        settings = {name: now[name] for name in ("stride", "padding", "dilation") if name in now}
        wanted = conv2d(now["image"], kernel, now["bias"], **settings)
        explorer.soon(partial(explorer.assert_output, wanted))


def test_whatever_the_learner_changed_can_be_undone_and_redone(explorer):
    """A learner cannot find the one wrong pixel of sixty-four again."""
    undo, redo = explorer.control("undo"), explorer.control("redo")
    outputs = [HOUSE_OUTPUT]
    explorer.cell("kernel", 1, 1).dblclick()
    explorer.page.keyboard.type("4")
    explorer.page.keyboard.press("Enter")
    outputs.append(conv2d(HOUSE, kernel := [[-1, 0, 1], [-1, 4, 1], [-1, 0, 1]]))
    explorer.soon(partial(explorer.assert_output, outputs[-1]))
    explorer.cell("input", 0, 0).dblclick()
    explorer.page.keyboard.type("7")
    explorer.page.keyboard.press("Enter")
    image = np.array(HOUSE)
    image[0, 0] = 7
    outputs.append(conv2d(image, kernel))
    explorer.soon(partial(explorer.assert_output, outputs[-1]))
    explorer.setting("Stride").fill("2")
    outputs.append(conv2d(image, kernel, stride=2))
    explorer.soon(partial(explorer.assert_output, outputs[-1]))
    for wanted in outputs[-2::-1]:
        undo.click()
        explorer.soon(partial(explorer.assert_output, wanted))
    explorer.wait_for_python("kernel", VERTICAL_EDGE)
    for wanted in outputs[1:]:
        redo.click()
        explorer.soon(partial(explorer.assert_output, wanted))
    assert redo.is_disabled()
    explorer.wait_for_python("image", image)
    explorer.cell("output", 0, 0).focus()
    for keys, wanted in [("Control+z", -2), ("Control+z", -3), ("Control+Shift+z", -2), ("Control+y", -1)]:
        explorer.page.keyboard.press(keys)
        explorer.soon(partial(explorer.assert_output, outputs[wanted]))
    explorer.start_over()
    explorer.assert_output(HOUSE_OUTPUT)
    undo.click()
    explorer.soon(partial(explorer.assert_output, outputs[-1]))


def test_undo_in_a_text_field_is_the_fields_own(explorer):
    """A learner who mistypes a bias wants the last letters back, not the picture from before."""
    explorer.setting("Stride").fill("2")
    bias = explorer.setting("Bias")
    bias.click()
    explorer.page.keyboard.press("End")
    explorer.page.keyboard.type("5")
    explorer.page.keyboard.press("Control+z")
    explorer.frame()
    assert bias.input_value() == "0"
    assert explorer.setting("Stride").input_value() == "2"


def test_reduced_motion_lets_the_window_jump(explorer):
    """Gliding windows make some people sick, and their system says so."""
    explorer.page.emulate_media(reduced_motion="reduce")
    explorer.button("Play").click()
    moving = explorer.root.locator(".input .grid-frame")
    assert moving.evaluate("(frame) => getComputedStyle(frame).transitionDuration") == "0s"
    assert explorer.button("Pause").is_visible()
    explorer.button("Pause").click()
    explorer.button("Forward").click()
    explorer.frame()
    assert explorer.page.evaluate(FLIGHTS) == []
    explorer.page.emulate_media(reduced_motion="no-preference")


def test_a_long_row_says_where_it_goes_on_and_scrolls_with_its_output(explorer):
    """Cells that are cut off at the edge of a cell look like the last ones."""
    explorer.notebook.run("explorer.image = [range(1000, 1032)]; explorer.kernel = [[-1, 1]]")
    cues = '() => [...document.querySelectorAll(".strip")].map((one) => one.parentElement.dataset.cue)'
    explorer.soon(lambda: _equal(explorer.page.evaluate(cues), ["scroll →"] * 2))
    explorer.cell("output", 0, 0).focus()
    explorer.page.keyboard.press("End")
    explorer.soon(lambda: _equal(explorer.page.evaluate(cues), ["← scroll"] * 2))
    explorer.start_over()
    explorer.soon(lambda: _equal(explorer.page.evaluate(cues), [""] * 2))


def _equal(found, wanted):
    assert found == wanted

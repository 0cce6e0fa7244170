"""The PoolingExplorer in JupyterLab: drawn, hovered, moved by keyboard, edited, shifted; its numbers read.

`tests/pages/test_pooling.py` proves the arithmetic; here a few settings prove that the page shows it.
"""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from helpers import pool2d
from helpers.pictures import shifted
from helpers.shapes import axis_padding, pixel_uses
from helpers.widgets import PoolingExplorer
from tests.browser.jupyter import (
    COUNT_CELLS,
    DARK,
    LIGHT,
    OUTSIDE,
    UNDER_A_FRAME,
    ExplorerPage,
    barriers,
    opened,
    shown_in,
)

SHOW = """import numpy as np
from helpers.widgets import PoolingExplorer
explorer = PoolingExplorer()
explorer"""
STROKES = PoolingExplorer().image
TASK = "Shift the input right by one pixel: which outputs stay the same?"
AS_MADE = {"mode": "max", "size": 2, "stride": 2, "padding": "valid", "down": 0, "right": 0}
# Choose settings one after the other, as typing does, and read the page after each.
SWEEP = """async (settings) => {
    const root = document.querySelector(".pooling");
    const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const labels = (grid) => [...root.querySelectorAll(`.${grid} [role="row"]`)]
        .map((row) => [...row.querySelectorAll(".cell")].map((cell) => [cell.ariaLabel, cell.className]))
        .filter((cells) => cells.length);
    const found = [];
    // The shift has no field: an arrow is clicked until it is there.
    const shiftTo = (way, value) => {
        const [less, more] = way === "down" ? ["up", "down"] : ["left", "right"];
        const text = root.querySelector(".shift-now").textContent;
        const [there] = text.match(RegExp(`[0-9]+ (${less}|${more})`)) ?? ["0"];
        const now = parseInt(there) * (there.endsWith(less) ? -1 : 1);
        const arrow = root.querySelector(`[name="shift-${value > now ? more : less}"]`);
        for (let n = 0; n < Math.abs(value - now); n++) arrow.click();
    };
    for (const chosen of settings) {
        for (const [name, value] of Object.entries(chosen)) {
            if (name === "down" || name === "right") { shiftTo(name, value); await frames(); continue; }
            const control = root.querySelector(`[name="${name}"]`);
            control.value = String(value);
            control.dispatchEvent(new Event(control.tagName === "SELECT" ? "change" : "input"));
        }
        await frames();
        const problem = root.querySelector(".problem");
        found.push({ problem: problem.hidden ? "" : problem.textContent,
            input: labels("input"), output: labels("output"), before: labels("before"),
            notes: root.querySelector(".notes").textContent,
            formula: [...root.querySelectorAll(".formula p")].map((line) => line.textContent),
            survived: root.querySelector(".survived").textContent });
    }
    return found;
}"""

# What a pointer would hit along the box that is typed into, if the frame took pointer events.
SEEN_ALONG_THE_EDITOR = """() => {
    const frame = document.querySelector(".pooling .input .grid-frame");
    const box = document.querySelector(".pooling .editor").getBoundingClientRect();
    frame.style.pointerEvents = "auto";
    const places = Array.from({ length: Math.floor(box.width) - 4 }, (_, n) => box.left + 2 + n);
    const seen = places.map((x) => document.elementFromPoint(x, box.top + box.height / 2).className);
    frame.style.pointerEvents = "";
    return [...new Set(seen)];
}"""

# Point at every output, and collect the different places that the parts of the page have meanwhile.
PLACES_WHILE_HOVERING = """async () => {
    const root = document.querySelector(".pooling");
    const parts = [".output", ".figure-window", ".legend", ".bars", ".notes", ".note"];
    const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const found = new Set();
    for (const cell of root.querySelectorAll(".output .cell")) {
        const { left, top } = cell.getBoundingClientRect();
        const at = { clientX: left + 3, clientY: top + 3 };
        cell.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, ...at }));
        await frames();
        const boxes = parts.map((part) => root.querySelector(part).getBoundingClientRect());
        found.add(boxes.map(({ left, top, height }) => [left, top, height].map(Math.round)).join(" "));
    }
    return [...found];
}"""


class Pooling(ExplorerPage):
    """What a test does with the explorer on the page, and what it reads there."""

    name = ".pooling"

    def sweep(self, settings):
        """Choose settings one after the other, and return what the page holds after each."""
        return self.page.evaluate(SWEEP, settings)

    def choose(self, **settings):
        """Choose settings, and return what the page holds then."""
        return self.sweep([settings])[0]

    def show(self, image):
        """Put an image on the page from Python, and wait until it is there."""
        self.notebook.run(f"explorer.image = {np.round(image, 4).tolist()}")
        title = "Input {} × {}".format(*image.shape)
        expect(self.root.locator(".figure-input .title")).to_have_text(re.compile(f"^{title}"))
        self.frame()

    def cell(self, grid, row, column):
        """Return the locator of a cell of "input" or "output"."""
        return self.root.locator(f'.{grid} .cell[data-row="{row}"][data-column="{column}"]')

    def marked(self, grid, mark):
        """Return the positions of the cells that carry a mark."""
        cells = self.root.locator(f".{grid} .cell.{mark}").evaluate_all(
            "(cells) => cells.map((cell) => [Number(cell.dataset.row), Number(cell.dataset.column)])"
        )
        return {tuple(cell) for cell in cells}

    def sum(self):
        """Return how the number of the window in focus came about."""
        self.frame()
        return self.root.locator(".sum").text_content()

    def shift(self):
        """Return what the panel of the shift says that its arrows have come to."""
        self.frame()
        return self.root.locator(".shift-now").text_content()

    def winner(self):
        """Return who won the window in focus."""
        self.frame()
        return self.root.locator(".winner-words").text_content()


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with one explorer, shared by the tests of this file."""
    lab.write("pooling.ipynb", SHOW, "'the next cell'")
    with opened(lab, browser, "pooling.ipynb", viewport={"width": 1280, "height": 1100}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".pooling .output .cell")
        notebook.page.set_default_timeout(8000)
        yield Pooling(notebook)


@pytest.fixture
def pooling(shown):
    """The explorer as it was at first; after the test nothing may have gone wrong in the browser."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def numbers(labels):
    """Return the numbers of a grid from its labels, "Row 0, column 1: ≈0.333"."""
    texts = [
        [re.search(r": ≈?(−?[\d.e−-]+)", label)[1].replace("−", "-") for label, _ in row] for row in labels
    ]
    return np.array(texts, dtype=float)


def places(labels, mark):
    """Return where the cells of a grid carry a mark, as an array of bool."""
    return np.array([[mark in marks.split() for _, marks in row] for row in labels])


NAMES = ("mode", "size", "stride", "padding", "down", "right")
SETTINGS = [
    dict(zip(NAMES, chosen, strict=True))
    for chosen in (
        ("max", 2, 2, "valid", 0, 0),
        ("max", 3, 2, "same", 2, -2),
        ("average", 3, 1, "same", 0, 1),
        ("average", 2, 3, "valid", -3, 6),
        ("max", 5, 1, "valid", 8, 0),
        ("average", 1, 3, "valid", 0, 0),
    )
]
UNSHIFTED = [{**one, "down": 0, "right": 0} for one in SETTINGS]
GRIDS = {"strokes": STROKES, "negative": np.arange(77).reshape(11, 7) * 5 % 23 / 4 - 5}


@pytest.mark.parametrize("name", GRIDS)
def test_the_page_shows_the_numbers_of_helpers_for_every_kind_of_setting(pooling, name):
    """A right number in the wrong cell, or padding that looks like a pixel, must not pass."""
    image = GRIDS[name]
    pooling.show(image)
    for chosen, page in zip(SETTINGS, pooling.sweep(SETTINGS), strict=True):
        windows = {"stride": chosen["stride"], "padding": chosen["padding"]}
        moved = shifted(image, chosen["down"], chosen["right"])
        after, before = (
            pool2d(one, chosen["size"], mode=chosen["mode"], **windows) for one in (moved, image)
        )
        assert page["problem"] == "", chosen
        np.testing.assert_allclose(numbers(page["output"]), after, atol=6e-4, err_msg=str(chosen))
        np.testing.assert_allclose(numbers(page["before"]), before, atol=6e-4, err_msg=str(chosen))
        ends = [axis_padding(n, chosen["size"], **windows) for n in image.shape]
        on_page = places(page["input"], "padding")
        np.testing.assert_array_equal(~on_page, np.pad(np.ones(image.shape, bool), ends), err_msg=str(chosen))
        pixels = [[cell for cell in row if "padding" not in cell[1].split()] for row in page["input"]]
        np.testing.assert_allclose(numbers([row for row in pixels if row]), moved, atol=6e-4)
        uses = np.outer(*(pixel_uses(n, chosen["size"], **windows) for n in image.shape))
        np.testing.assert_array_equal(
            places(page["input"], "unused")[~on_page].reshape(uses.shape), uses == 0
        )
        survives(chosen, page, image)


def survives(chosen, page, image):
    """Compare what the page says about a shift with what Python counts."""
    shift = chosen["down"], chosen["right"]
    if shift == (0, 0):
        kept = "keeps its largest pixel" if chosen["mode"] == "max" else "becomes the mean of its pixels"
        assert page["survived"].startswith(f"Each window of {chosen['size']} × {chosen['size']} {kept}: ")
        return
    settings = {name: chosen[name] for name in ("size", "stride", "padding", "mode")}
    explorer = PoolingExplorer(image, **settings, shift=shift)
    same, of = explorer.unchanged
    assert f"{same} of {of} outputs are unchanged" in page["survived"], chosen
    pixels = np.sum(np.isclose(explorer.moved, image))
    assert f"{pixels} of {image.size} pixels" in page["survived"], chosen
    assert sum(", changed from " in label for row in page["output"] for label, _ in row) == of - same, chosen
    outlined = explorer.moved_along[0] if explorer.moved_along and explorer.moved_along[1] else same
    for grid in ("output", "before"):
        assert places(page[grid], "kept").sum() == outlined, chosen
    if explorer.moved_along is None:
        assert "not a multiple of the stride" in page["survived"], chosen
    elif explorer.moved_along[1]:
        same, of = explorer.moved_along
        assert f": {same} of {of} outputs are those from before." in page["survived"], chosen
    else:
        assert "The outputs from before have all moved out of the output." in page["survived"], chosen


def test_outputs_are_those_of_keras(pooling):
    """The course's own helpers could share a mistake with the script; Keras does not."""
    from helpers.training import keras

    image = GRIDS["negative"]
    pooling.show(image)
    volume = image[np.newaxis, :, :, np.newaxis].astype("float32")
    for chosen, page in zip(UNSHIFTED, pooling.sweep(UNSHIFTED), strict=True):
        pool = keras.ops.max_pool if chosen["mode"] == "max" else keras.ops.average_pool
        answer = np.asarray(pool(volume, chosen["size"], chosen["stride"], chosen["padding"]))
        np.testing.assert_allclose(
            numbers(page["output"]), answer[0, :, :, 0], atol=6e-4, err_msg=str(chosen)
        )


def test_hovering_an_output_cell_frames_its_window_and_rings_the_winner(pooling):
    """The number of an output cell means nothing without the pixels that it comes from."""
    pooling.cell("output", 2, 2).hover()
    assert pooling.sum() == "max(8, 4, 2, 9) = 9"
    assert pooling.winner() == "The pixel at row 5, column 5 wins."
    assert pooling.marked("input", "wins") == {(5, 5)}
    frame, corner = (
        pooling.root.locator(".input .grid-frame").bounding_box(),
        pooling.cell("input", 4, 4).bounding_box(),
    )
    assert frame["x"] == pytest.approx(corner["x"], abs=2)
    assert frame["y"] == pytest.approx(corner["y"], abs=2)
    assert frame["width"] == pytest.approx(2 * corner["width"], abs=3)
    assert pooling.words() == "Output row 2, column 2 is 9: The pixel at row 5, column 5 wins."


def test_a_mean_is_written_out_and_nobody_wins(pooling):
    """A ring on the largest pixel would say that the others do not count."""
    pooling.choose(mode="average", size=3, padding="same")
    pooling.cell("output", 3, 3).hover()
    assert pooling.sum() == "(6 + 2 + 3 + 7) / 4 = 18 / 4 = 4.5"
    assert pooling.winner() == "The mean of 4 pixels. 5 cells of padding are left out."
    assert pooling.marked("input", "wins") == set()


def test_equal_pixels_share_the_ring(pooling):
    """With one ring on four zeros a learner would look for the reason."""
    pooling.cell("output", 0, 3).hover()
    assert pooling.winner() == "4 pixels tie."
    assert len(pooling.marked("input", "wins")) == 4


def test_hovering_a_pixel_selects_its_window_and_marks_all_outputs_that_use_it(pooling):
    """Overlapping windows share a pixel, and a strong one may win in several."""
    pooling.choose(size=3)
    pooling.cell("input", 2, 2).hover()
    pooling.frame()
    assert pooling.marked("output", "user") == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert pooling.sum().startswith("max(9, 4, 0, 3, 8, 5, 0, 2, 9)")
    assert "Input row 2, column 2 is in 4 windows." in pooling.words()


def test_arrow_keys_move_the_window_and_the_focus_with_it(pooling):
    """Without a mouse, a learner visits the same windows, cell by cell."""
    pooling.cell("output", 0, 0).focus()
    for key, (row, column), total in [
        ("ArrowRight", (0, 1), 5),
        ("ArrowDown", (1, 1), 9),
        ("End", (1, 3), 1),
        ("Control+End", (3, 3), 7),
        ("ArrowDown", (3, 3), 7),
    ]:
        pooling.page.keyboard.press(key)
        assert pooling.sum().endswith(f"= {total}")
        assert pooling.cell("output", row, column).evaluate("(cell) => cell === document.activeElement")
    for grid in ("input", "output"):
        assert pooling.root.locator(f'.{grid} .cell[tabindex="0"]').count() == 1


def test_a_pixel_typed_on_the_page_reaches_the_output_and_python(pooling):
    """`explorer.image` in the next cell is what the learner made."""
    pooling.cell("input", 0, 7).focus()
    for key in ("7", "Enter"):
        pooling.page.keyboard.press(key)
    pooling.frame()
    assert pooling.cell("output", 0, 3).text_content() == "7"
    assert pooling.cell("input", 0, 7).evaluate("(cell) => cell === document.activeElement")
    assert pooling.python("explorer.image[0, 7].item(), explorer.result[0, 3].item()") == [7, 7]


def test_pixels_and_settings_are_undone_and_redone_by_button_and_by_key(pooling):
    """A learner who changed one pixel too many goes back, one change after the other."""
    pooling.cell("input", 0, 7).focus()
    for key in ("7", "Enter"):
        pooling.page.keyboard.press(key)
    pooling.choose(mode="average")
    assert pooling.cell("output", 0, 3).text_content() == "1.75"
    pooling.page.keyboard.press("Control+z")
    pooling.frame()
    assert pooling.cell("output", 0, 3).text_content() == "7"
    assert pooling.setting("Take the").input_value() == "max"
    pooling.control("undo").click()
    pooling.frame()
    assert pooling.cell("output", 0, 3).text_content() == "0"
    assert pooling.python("explorer.image[0, 7].item()") == 0
    pooling.control("redo").click()
    pooling.cell("input", 0, 7).focus()
    pooling.page.keyboard.press("Control+Shift+z")
    pooling.frame()
    assert pooling.cell("output", 0, 3).text_content() == "1.75"
    assert pooling.control("redo").is_disabled()


def test_undo_while_a_pixel_is_typed_belongs_to_the_text(pooling):
    """Ctrl+Z in a field takes back a letter, not the last setting."""
    pooling.choose(mode="average")
    pooling.cell("input", 0, 7).dblclick()
    pooling.page.keyboard.type("12")
    pooling.page.keyboard.press("Control+z")
    pooling.frame()
    assert pooling.root.locator(".editor").count() == 1
    assert pooling.setting("Take the").input_value() == "average"
    pooling.page.keyboard.press("Escape")


def test_a_pixel_of_a_shifted_picture_is_changed_where_it_came_from(pooling):
    """Otherwise undoing the shift would show the change in another place."""
    pooling.choose(down=1, right=2)
    pooling.cell("input", 3, 5).dblclick()
    pooling.page.keyboard.type("−2.5")
    pooling.page.keyboard.press("Enter")
    pooling.frame()
    assert pooling.cell("input", 3, 5).text_content() == "−2.5"
    assert pooling.python("explorer.image[2, 3].item(), explorer.moved[3, 5].item()") == [-2.5, -2.5]


def test_input_that_cannot_be_changed_or_read_is_explained(pooling):
    """A key that does nothing looks like a broken page."""
    complaint = pooling.root.locator(".complaint")
    pooling.choose(right=1)
    pooling.cell("input", 0, 0).dblclick()
    assert "This 0 came in with the shift" in complaint.text_content()
    pooling.cell("input", 4, 4).dblclick()
    pooling.page.keyboard.type("eight")
    pooling.page.keyboard.press("Enter")
    assert (
        "A pixel must be a number such as 3, −1, 0.5 or 1/9, but “eight” was typed."
        in complaint.text_content()
    )
    pooling.page.keyboard.press("Escape")
    assert complaint.is_hidden()
    assert pooling.cell("input", 4, 4).text_content() == "3"


def test_the_frames_cover_no_digit(pooling):
    """A learner compares the numbers inside the frame with those next to it."""
    assert pooling.page.evaluate(UNDER_A_FRAME, pooling.name) == []


def test_a_double_click_on_what_is_typed_selects_it(pooling):
    """So that you can retype it; the box must not take it over or close."""
    pooling.cell("input", 3, 3).dblclick()
    pooling.page.keyboard.type("12")
    pooling.root.locator(".editor").dblclick()
    pooling.page.keyboard.type("5")
    pooling.page.keyboard.press("Enter")
    pooling.frame()
    assert pooling.cell("input", 3, 3).text_content() == "5"


def test_typed_text_is_above_the_frame_of_the_window(pooling):
    """A frame through the middle of the box hides a digit of what a learner types."""
    pooling.cell("input", 3, 3).dblclick()
    pooling.page.keyboard.type("123")
    assert pooling.page.evaluate(SEEN_ALONG_THE_EDITOR) == ["editor"]
    pooling.page.keyboard.press("Escape")


def test_the_first_shift_is_one_button_away_and_a_legend_draws_its_marks(pooling):
    """The question is what survives a shift, which a page at rest does not show."""
    assert pooling.root.locator(".task").text_content() == TASK
    assert pooling.shift() == ""
    pooling.control("shift-right").click()
    pooling.frame()
    assert pooling.python("explorer.shift") == [0, 1]
    assert pooling.shift() == "1 right"
    same = int(np.sum(PoolingExplorer(shift=(0, 1)).result == PoolingExplorer().result))
    assert len(pooling.marked("output", "kept")) == same > 0
    for mark in ("leads", "entered", "kept"):
        assert pooling.root.locator(f".legend .{mark}").is_visible()
    pooling.control("undo").click()
    pooling.frame()
    assert pooling.shift() == ""
    assert pooling.root.locator(".legend .kept").is_hidden()
    for _ in range(9):
        pooling.control("shift-up").click()
    assert pooling.shift() == "8 up"  # everything has left the image, which has 8 rows


def test_before_the_first_shift_the_panel_holds_the_output_that_it_will_compare(pooling):
    """An empty slab says nothing; the grid that a shift is compared with is there from the start."""
    numbers = pooling.root.locator(".output .cell").all_text_contents()
    assert pooling.root.locator(".before .cell").all_text_contents() == numbers
    assert pooling.root.locator(".title-before").text_content() == "Before the shift"
    bars = pooling.root.locator(".bar")
    assert bars.all_text_contents() == ["outputs? of 16", "pixels? of 64"]
    assert pooling.marked("before", "kept") == set()
    place = pooling.root.locator(".before").bounding_box()
    pooling.control("shift-right").click()
    pooling.frame()
    assert pooling.root.locator(".before .cell").all_text_contents() == numbers
    assert pooling.root.locator(".before").bounding_box() == place
    assert "?" not in pooling.root.locator(".bars").text_content()


@pytest.mark.parametrize("width", [1024, 1280])
def test_the_panel_of_the_shift_ends_with_its_bars_below_the_window(pooling, width):
    """A slab as tall as the page pushed the window, which comes from the grids, out of sight."""
    pooling.resize(width, 1100)
    try:
        panel, bars, window, input_grid = (
            pooling.root.locator(one).bounding_box()
            for one in (".shift-panel", ".bars", ".figure-window", ".input")
        )
        assert panel["y"] + panel["height"] - (bars["y"] + bars["height"]) < 12
        assert window["y"] - (input_grid["y"] + input_grid["height"]) < 24
        if width == 1024:
            assert panel["y"] >= window["y"] + window["height"]
    finally:
        pooling.resize(1280, 1100)


def test_the_window_has_one_colour_in_its_heading_and_its_frame(pooling):
    """A blue swatch beside a vermilion frame names another role."""
    swatch = pooling.root.locator(".title-window").evaluate(
        "(title) => getComputedStyle(title, '::before').backgroundColor"
    )
    frame = pooling.root.locator(".window .grid-frame")
    assert swatch == frame.evaluate("(one) => getComputedStyle(one).outlineColor")


PLACES = """() => [".shift-panel", ".arrows", ".before", ".calculation", ".shifted", ".note"].map((part) => {
    const { left, top } = document.querySelector(`.pooling ${part}`).getBoundingClientRect();
    const page = document.querySelector(".pooling").getBoundingClientRect(); // a click may scroll
    return [left, top - page.top];
})"""


@pytest.mark.parametrize("width", [800, 1024, 1280])
def test_the_shift_is_one_panel_and_what_it_shows_moves_nothing(pooling, width):
    """A learner who clicks an arrow looks for the answer where the question is, and clicks again."""
    pooling.resize(width, 1100)
    try:
        panel = pooling.root.locator(".shift-panel")
        for part in (".task", ".arrows", ".shift-now", ".before", ".bars"):
            assert panel.locator(part).count() == 1
        before = pooling.page.evaluate(PLACES)
        pooling.control("shift-right").click()
        pooling.frame()
        assert pooling.page.evaluate(PLACES) == before
        same = int(np.sum(PoolingExplorer(shift=(0, 1)).result == PoolingExplorer().result))
        assert panel.locator(".kept-title").is_visible()
        assert panel.locator(".bar").first.text_content() == f"outputs{same} of 16"
        box, output = panel.bounding_box(), pooling.root.locator(".figure-output").bounding_box()
        if width == 1280:
            assert output["x"] + output["width"] < box["x"]
            assert abs(output["y"] - box["y"]) < 1
        pooling.control("shift-right").click()  # one bar more
        pooling.frame()
        assert pooling.page.evaluate(PLACES) == before
    finally:
        pooling.resize(1280, 1100)


def test_the_result_of_a_window_looks_like_its_output(pooling):
    """The formula, the window and the output show the same number: it has the same grey in all three."""
    pooling.cell("output", 0, 1).hover()
    pooling.frame()
    grey = "(part) => getComputedStyle(part).backgroundColor"
    assert pooling.root.locator(".sum .total").evaluate(grey) == pooling.cell("output", 0, 1).evaluate(grey)
    assert pooling.root.locator(".sum .won").all_text_contents() == ["5"]


@pytest.mark.parametrize(
    "chosen", [{}, {"right": 1}, {"mode": "average", "size": 3, "padding": "same"}, {"size": 3, "stride": 1}]
)
def test_nothing_moves_while_you_point_at_one_window_after_the_other(pooling, chosen):
    """What you are about to point at must not jump away, and what you read must stay."""
    pooling.choose(**chosen)
    assert len(pooling.page.evaluate(PLACES_WHILE_HOVERING)) == 1


def test_a_shift_by_the_keyboard_marks_what_is_the_same_and_reaches_python(pooling):
    """The learner presses the arrow and watches what survives."""
    pooling.setting("Shift right by 1").focus()
    pooling.page.keyboard.press("Enter")
    pooling.page.keyboard.press("Space")
    pooling.frame()
    assert pooling.root.locator(".figure-before").is_visible()
    assert "12 of 12 outputs are those from before." in pooling.root.locator(".survived").text_content()
    assert pooling.python("explorer.shift, explorer.unchanged[0], explorer.moved_along") == [
        [0, 2],
        PoolingExplorer(shift=(0, 2)).unchanged[0],
        [12, 12],
    ]
    assert pooling.marked("output", "kept") == {(row, column) for row in range(4) for column in (1, 2, 3)}
    assert pooling.marked("before", "kept") == {(row, column) for row in range(4) for column in (0, 1, 2)}
    assert "outputs are unchanged" in pooling.words()


def test_the_input_is_dragged_by_mouse_finger_and_keys(pooling):
    """The question is what survives a shift; two boxes for numbers do not feel like one."""
    pooling.count_messages()
    box = pooling.cell("input", 3, 3).bounding_box()
    x, y, side = box["x"] + 8, box["y"] + 8, box["width"]
    pooling.page.mouse.move(x, y)
    pooling.page.mouse.down()
    for share in (0.1, 0.5, 1):
        pooling.page.mouse.move(x + share * 2 * side, y - share * side)
    pooling.frame()
    assert pooling.shift() == "1 up, 2 right"
    assert pooling.root.locator(".bar").count() == 2
    assert pooling.page.evaluate("window.courseMessages") == 0  # Python hears of it when the drag ends
    pooling.page.mouse.up()
    assert pooling.python("explorer.shift") == [-1, 2]
    assert pooling.cell("input", 2, 5).text_content() == str(STROKES[3, 3])
    pooling.control("undo").click()
    assert pooling.python("explorer.shift") == [0, 0]
    pooling.drag_by_touch((x, y), (x + 10, y), (x + side, y), (x + 2 * side, y + 2 * side))
    assert pooling.python("explorer.shift") == [2, 2]
    assert "moved along" in pooling.root.locator(".bars").text_content()
    pooling.cell("output", 0, 0).focus()
    for key in ("Alt+ArrowUp", "Alt+ArrowLeft", "Alt+ArrowLeft"):
        pooling.page.keyboard.press(key)
    assert pooling.python("explorer.shift") == [1, 0]


def test_a_large_image_is_dragged_as_a_picture_and_shown_as_cells_afterwards(pooling):
    """A thousand cells would take longer than a frame at every step."""
    image = np.arange(32 * 30).reshape(32, 30) * 7 % 23
    pooling.show(image)
    box = pooling.cell("input", 10, 10).bounding_box()
    x, y, side = box["x"] + 2, box["y"] + 2, box["width"]
    pooling.page.mouse.move(x, y)
    pooling.page.mouse.down()
    for step in (1, 2, 3):
        pooling.page.mouse.move(x + step * side, y + 4)
    pooling.frame()
    read = """(canvas) => [canvas.hidden, canvas.width, canvas.height,
        ...canvas.getContext("2d").getImageData(13, 5, 1, 1).data]"""
    hidden, wide, high, grey, *_ = pooling.root.locator(".quick").evaluate(read)
    assert (hidden, wide, high) == (False, 30, 32)
    assert grey == pytest.approx(255 * image[5, 10] / 22, abs=1)
    pooling.page.mouse.up()
    pooling.frame()
    assert pooling.root.locator(".quick").is_hidden()
    assert pooling.cell("input", 5, 13).get_attribute("aria-label") == f"Row 5, column 13: {image[5, 10]}"


def test_a_drag_that_is_given_up_leaves_everything_as_it_was(pooling):
    """Escape, and a press that stays on its cell, must not shift anything; a press still chooses a window."""
    box = pooling.cell("input", 3, 3).bounding_box()
    x, y = box["x"] + 8, box["y"] + 8
    pooling.cell("input", 3, 3).click()
    assert pooling.shift() == ""
    assert "Output row 1, column 1" in pooling.words()
    pooling.page.mouse.move(x, y)
    pooling.page.mouse.down()
    pooling.page.mouse.move(x + 80, y)
    pooling.frame()
    assert pooling.shift() == "2 right"
    pooling.page.keyboard.press("Escape")
    pooling.page.mouse.up()
    pooling.frame()
    assert pooling.shift() == ""
    assert pooling.python("explorer.shift") == [0, 0]


def test_padding_and_dropped_rows_are_visible_and_named(pooling):
    """Learners understand the floor when they see the row that falls off, not when it is only computed."""
    page = pooling.choose(size=3, stride=3)
    names, numbers = page["formula"][1:]
    assert names == "floor((input − window) / stride) + 1"
    assert numbers == "= floor((8 − 3) / 3) + 1 = 1 + 1 = 2"
    assert "Hatched: no window uses rows 6–7 and columns 6–7." in page["notes"]
    page = pooling.choose(padding="same")
    names, numbers = page["formula"][1:]
    assert names == "floor((input − 1) / stride) + 1"
    assert numbers == "= floor((8 − 1) / 3) + 1 = 2 + 1 = 3"
    assert "0 above, 1 below, 0 left, 1 right. It never wins, and never counts." in page["notes"]


def test_the_terms_of_the_size_formula_have_the_colours_that_they_have_above(pooling):
    """The formula is read off the grids: its input is underlined in blue as the input is framed."""
    line = "(one) => [one.textContent, getComputedStyle(one).borderBottomColor]"
    read = f"(all) => all.map({line})"
    terms = dict(pooling.root.locator(".formula p:nth-child(2) .in-role").evaluate_all(read))
    frame = "(grid) => getComputedStyle(grid, '::after').outlineColor"
    assert terms["input"] == pooling.root.locator(".number-grid.input").evaluate(frame)
    assert terms["window"] == pooling.root.locator(".input .grid-frame").evaluate(
        "(one) => getComputedStyle(one).outlineColor"
    )
    numbers = pooling.root.locator(".formula p:nth-child(3) .in-role").evaluate_all(read)
    assert [text for text, _ in numbers] == ["8", "2", "2", "4"]
    assert numbers[3][1] == pooling.root.locator(".number-grid.output").evaluate(frame)
    pooling.choose(size=3)
    pooling.notebook.run("explorer.image = np.arange(48).reshape(6, 8)")
    expect(pooling.root.locator(".formula p")).to_have_count(4)
    assert pooling.root.locator(".formula p").all_text_contents()[2:] == [
        "rows= floor((6 − 3) / 2) + 1 = 1 + 1 = 2",
        "columns= floor((8 − 3) / 2) + 1 = 2 + 1 = 3",
    ]


def test_python_sets_the_page_and_the_focus_comes_back(pooling):
    """A teacher's next cell shows the next example in the same explorer."""
    pooling.notebook.run("explorer.image = np.arange(36).reshape(6, 6); explorer.mode = 'average'")
    expect(pooling.setting("Take the")).to_have_value("average")
    expect(pooling.root.locator(".figure-input .title")).to_have_text("Input 6 × 6")
    pooling.cell("output", 2, 1).hover()
    assert pooling.sum() == "(26 + 27 + 32 + 33) / 4 = 118 / 4 = 29.5"
    pooling.page.mouse.move(5, 5)
    assert pooling.python("explorer.focus") == [2, 1]


@pytest.mark.parametrize(
    ("label", "typed", "says"),
    [
        (
            "Window",
            "9",
            "A window of 9 does not fit into 8 pixels: the largest window that fits is 8, or use",
        ),
        ("Window", "0", "Window must be a whole number from 1 to 32, but is 0: the nearest that works is 1."),
        ("Stride", "1.6", "but is 1.6: the nearest that works is 2."),
        ("Stride", "", "is empty: the nearest that works is 1."),
    ],
)
def test_an_impossible_setting_gets_a_sentence_and_start_over_fixes_it(pooling, label, typed, says):
    """A learner would take an old picture for the answer."""
    pooling.setting(label).fill(typed)
    pooling.setting(label).blur()
    pooling.frame()
    assert says in pooling.root.locator(".problem").text_content()
    assert pooling.root.locator(".stage").is_hidden()
    assert pooling.setting(label).input_value() == typed
    pooling.start_over()
    assert pooling.root.locator(".problem").is_hidden()
    assert pooling.root.locator(".stage").is_visible()


def test_no_key_leaks_into_the_notebook(pooling):
    """ "a" would insert a cell and "d d" delete one."""
    cells = pooling.page.evaluate(COUNT_CELLS)
    pooling.cell("output", 0, 0).focus()
    for key in ("a", "b", "d", "d", "x", "m"):
        pooling.page.keyboard.press(key)
    assert pooling.page.evaluate(COUNT_CELLS) == cells


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(pooling, theme):
    """A learner may use a screen reader, or have low vision, in either theme and every state."""
    with shown_in(pooling.page, theme):
        for chosen in (AS_MADE, {"right": 1, "size": 3, "padding": "same"}, {"size": 9, "padding": "valid"}):
            pooling.choose(**chosen)
            assert barriers(pooling.page, ".pooling") == [], chosen


@pytest.mark.parametrize("width", [1024, 1280])
def test_nothing_hangs_over_the_edge_of_the_page(pooling, width):
    """On a projector of 1024 pixels the output would be the part that is cut off."""
    height = pooling.page.viewport_size["height"]
    pooling.page.set_viewport_size({"width": width, "height": height})
    try:
        for image in (STROKES, np.arange(1024).reshape(32, 32) - 500, STROKES / 7):
            pooling.show(image)
            for chosen in (
                AS_MADE,
                {"right": 1, "mode": "average", "size": 3, "padding": "same", "stride": 1},
            ):
                pooling.choose(**chosen)
                pooling.frame()  # one more: the width that was observed is drawn in it
                assert pooling.page.evaluate(OUTSIDE, ".pooling") == []
    finally:
        pooling.page.set_viewport_size({"width": 1280, "height": height})

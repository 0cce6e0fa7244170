"""The SizeExplorer in JupyterLab: drawn, hovered, moved by keyboard, its settings changed, its numbers read.

`tests/pages/test_sizes.py` proves the arithmetic; here a few settings prove that the page shows it.
"""

import base64
import io

import numpy as np
import pytest
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.image import imread
from playwright.sync_api import expect

from helpers import output_size, palette
from helpers.shapes import kernel_reach, pixel_uses
from tests.browser.jupyter import (
    COUNT_CELLS,
    DARK,
    LIGHT,
    OUTSIDE,
    ExplorerPage,
    barriers,
    opened,
    shown_in,
)

SHOW = """from helpers.widgets import SizeExplorer
explorer = SizeExplorer(8, 3, stride=2, padding="same")
explorer"""
# The grids are painted on canvases, and what was painted is read where it is painted: every call of the
# browser's own drawing functions is noted with the canvas, until it is cleared. `coursePainted` gives, row
# by row, the text on each cell, its marks (dashes are strokes, stripes are clipped to rectangles) and its
# colour.
NOTE_PAINTING = """() => {
    const pen = CanvasRenderingContext2D.prototype;
    for (const name of ["fillRect", "fillText", "strokeRect", "rect"]) {
        const paint = pen[name];
        pen[name] = function (...given) {
            (this.canvas.courseNotes ||= []).push([name, given, this.fillStyle]);
            return paint.apply(this, given);
        };
    }
    const width = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, "width");
    Object.defineProperty(HTMLCanvasElement.prototype, "width", { ...width, set(value) {
        this.courseNotes = [];
        width.set.call(this, value);
    } });
    const clear = pen.clearRect;
    pen.clearRect = function (...given) {
        this.canvas.courseNotes = [];
        clear.apply(this, given);
    };
    window.coursePainted = (grid) => {
        const { courseNotes } = document.querySelector(`.sizes .${grid} canvas`);
        const given = (wanted) => courseNotes.filter(([name]) => name === wanted)
            .map(([, values, colour]) => [...values, colour]);
        const isLine = ([, , width, height]) => Math.min(width, height) <= 2;
        const cells = given("fillRect").filter((one) => !isLine(one));
        const [[left, top, side]] = cells;
        const rows = [];
        for (const [x, y, , , colour] of cells) {
            (rows[(y - top) / side] ||= [])[(x - left) / side] = ["", "", colour];
        }
        const cellAt = (x, y) => rows[Math.floor((y - top) / side)]?.[Math.floor((x - left) / side)] ?? [];
        for (const [text, x, y] of given("fillText")) cellAt(x, y)[0] = text;
        for (const [x, y] of given("strokeRect")) cellAt(x, y)[1] += "padding ";
        for (const [x, y] of given("rect")) cellAt(x, y)[1] += "unused ";
        return rows;
    };
}"""
READ_FORMULA = """() => [...document.querySelectorAll(".sizes .formula .worked")].map((line) =>
    ({ numbers: [...line.querySelectorAll("b")].map((one) => one.textContent), text: line.textContent }))"""
# Every setting of a sweep, one after the other, as if it were typed; what the page then shows.
SWEEP_SETTINGS = """async (cases) => {
    const root = document.querySelector(".sizes");
    const type = (name, value) => {
        const control = root.querySelector(`[name="${name}"]`);
        control.value = value;
        control.dispatchEvent(new Event(control.matches("select") ? "change" : "input"));
    };
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const shown = [];
    for (const { size, kernel, stride, padding, dilation } of cases) {
        const isNumber = typeof padding === "number";
        const settings = { rows: size[0], columns: size[1], kernel_size: kernel, stride, dilation };
        for (const [name, value] of Object.entries(settings)) type(name, value);
        type("padding", isNumber ? "number" : padding);
        if (isNumber) type("cells", padding);
        await frame();
        const problem = root.querySelector(".problem");
        if (!problem.hidden) { shown.push({ problem: problem.textContent }); continue; }
        const sizes = [...root.querySelectorAll(".formula .worked")]
            .map((line) => [...line.querySelectorAll("b")].at(-1).textContent);
        const drawn = root.querySelector(".too-large").hidden;
        if (drawn) { // point at the last cell of the output
            const canvas = root.querySelector(".output canvas");
            const box = canvas.getBoundingClientRect();
            canvas.dispatchEvent(new PointerEvent("pointermove",
                { bubbles: true, clientX: box.right - 4, clientY: box.bottom - 4 }));
            await frame();
        }
        shown.push({
            problem: "", drawn, output: [sizes[0], sizes.at(-1)].map(Number),
            cells: drawn && window.coursePainted("output"), input: drawn && window.coursePainted("input"),
            window: drawn && window.courseWindow(),
        });
    }
    return shown;
}"""
# (first row, first column, rows, columns) that the frame surrounds on the input.
READ_WINDOW = """() => { window.courseWindow = () => {
    const input = document.querySelector(".sizes .input");
    const canvas = input.querySelector("canvas");
    const [x, y, side] = canvas.courseNotes.find(([name]) => name === "fillRect")[1]
        .map((length) => length / devicePixelRatio);
    const [box, edge] = [input.querySelector(".grid-frame"), canvas]
        .map((one) => one.getBoundingClientRect());
    return [box.top - edge.top - y, box.left - edge.left - x, box.height, box.width]
        .map((length) => Math.round(length / side));
}; }"""


COUNTS = LinearSegmentedColormap.from_list("counts", palette.COUNTS)


class Sizes(ExplorerPage):
    """What a test does with the explorer on the page, and what it reads there."""

    name = ".sizes"

    def choose(self, *, size=None, kernel=None, stride=None, padding=None, dilation=None):
        """Change settings as a person does, in the controls."""
        if size is not None:
            self.setting("Rows").fill(str(size[0]))
            self.setting("Columns").fill(str(size[1]))
        for label, value in (("Kernel", kernel), ("Stride", stride), ("Dilation", dilation)):
            if value is not None:
                self.setting(label).fill(str(value))
        if isinstance(padding, int):
            self.setting("Padding").select_option("number")
            self.setting("Cells at each end").fill(str(padding))
        elif padding is not None:
            self.setting("Padding").select_option(padding)
        self.frame()

    def painted(self, grid):
        """Return the text and the marks painted on each cell of "input" or "output"."""
        return self.page.evaluate("(grid) => window.coursePainted(grid)", grid)

    def hover(self, grid, row, column):
        """Move the pointer to a cell."""
        canvas = self.root.locator(f".{grid} canvas")
        canvas.scroll_into_view_if_needed()
        box, cells = canvas.bounding_box(), self.painted(grid)
        side = (box["width"] - 23) / len(cells[0])  # without the numbers of the rows and the last line
        self.page.mouse.move(box["x"] + 22 + (column + 0.5) * side, box["y"] + 22 + (row + 0.5) * side)
        self.frame()

    def active(self, grid):
        """Return the locator of the cell that the keyboard is on."""
        return self.root.locator(f'.{grid} [role="gridcell"]')

    def uses(self):
        """Return the numbers on the pixels, padding left out."""
        return uses_of(self.painted("input"))

    def marked(self, mark):
        """Return the places of the input's cells on which a mark is painted."""
        rows = self.painted("input")
        return {
            (r, c)
            for r, row in enumerate(rows)
            for c, (_, marks, _) in enumerate(row)
            if mark in marks.split()
        }

    def laid(self, grid, mark):
        """Return the places of a grid's cells over which a mark is laid."""
        read = "(marks) => marks.map((mark) => [Number(mark.dataset.row), Number(mark.dataset.column)])"
        return {tuple(place) for place in self.root.locator(f".{grid} .cell.{mark}").evaluate_all(read)}

    def formula(self):
        """Return the lines of the formula: the numbers that have a name, and the text."""
        return self.page.evaluate(READ_FORMULA)

    def output(self):
        """Return (rows, columns) of the output, from the formula."""
        sizes = [int(line["numbers"][-1]) for line in self.formula()]
        return sizes[0], sizes[-1]

    def drawn_output(self):
        """Return (rows, columns) of the output as it is drawn."""
        cells = self.painted("output")
        return len(cells), len(cells[0])

    def window(self):
        """Return (first row, first column, rows, columns) that the frame surrounds on the input."""
        return tuple(self.page.evaluate("window.courseWindow()"))

    def notes(self):
        """Return the sentences below the picture."""
        return " ".join(self.root.locator(".reach, .notes").all_text_contents())


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with one explorer, shared by the tests of this file."""
    lab.write("sizes.ipynb", SHOW, "'the next cell'")
    with opened(lab, browser, "sizes.ipynb", viewport={"width": 1280, "height": 1100}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".sizes .output .cell")
        notebook.page.evaluate(NOTE_PAINTING)
        notebook.page.evaluate(READ_WINDOW)
        notebook.page.set_default_timeout(8000)
        yield Sizes(notebook)


@pytest.fixture
def sizes(shown):
    """The explorer as it was at first; after the test nothing may have gone wrong in the browser."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def uses_of(cells):
    """Return the numbers on the pixels, from what is painted on the input."""
    rows = [[int(text) for text, marks, _ in row if "padding" not in marks] for row in cells]
    return np.array([row for row in rows if row])


def assert_colours(cells, uses):
    """Compare the colours of the pixels with their counts; small ones have no number."""
    seen = [[to_rgb(colour) for _, marks, colour in row if "padding" not in marks] for row in cells]
    wanted = COUNTS(uses / uses.max())[..., :3]
    np.testing.assert_allclose(np.array([row for row in seen if row]), wanted, atol=0.05)


def counts(size, k, **settings):
    """Return the pixel use as helpers count it."""
    return np.outer(*(pixel_uses(n, k, **settings) for n in size))


def test_it_is_drawn_with_formula_padding_and_counts(sizes):
    """A broken script leaves an empty output and no traceback."""
    assert sizes.formula()[0]["numbers"] == ["8", "0+1", "3", "2", "4"]
    assert "= floor(6 / 2) + 1 = 3 + 1 = 4" in sizes.formula()[0]["text"]
    assert sizes.root.locator(".conclusion").text_content() == "The output is 4 × 4."
    assert sizes.drawn_output() == (4, 4)
    np.testing.assert_array_equal(sizes.uses(), counts((8, 8), 3, stride=2, padding="same"))


def test_uneven_same_padding_is_at_the_end_and_is_named(sizes):
    """Drawn above, every window would be one pixel too high."""
    assert sizes.marked("padding") == {(8, n) for n in range(9)} | {(n, 8) for n in range(9)}
    assert "0 above, 1 below, 0 left, 1 right. The odd one goes to the end, as in Keras." in sizes.notes()


LEGEND = """() => [...document.querySelectorAll(".sizes .legend p")].filter((one) => one.clientHeight)
    .map((one) => one.textContent)"""


def test_a_legend_says_what_the_colours_count_and_what_the_marks_mean(sizes):
    """Nine is blue: without a legend, that could mean anything."""
    sizes.frame()
    shown = sizes.page.evaluate(LEGEND)
    counted = f"{sizes.uses().min()}{sizes.uses().max()} windows"
    assert shown == [counted, "padding", "window", "its neighbour"]
    sizes.choose(padding="valid")
    sizes.frame()
    assert sizes.page.evaluate(LEGEND)[1] == "used by no window"


def test_an_output_shows_how_many_pixels_its_window_holds(sizes):
    """At the border of a padded image it holds fewer: the explorer opens with something to see there."""
    sizes.choose(size=(5, 5), kernel=3, stride=1, padding="same")
    shown = [[int(text) for text, _, _ in row] for row in sizes.painted("output")]
    np.testing.assert_array_equal(shown, np.outer([2, 3, 3, 3, 2], [2, 3, 3, 3, 2]))
    sizes.choose(padding="valid")
    assert {text for row in sizes.painted("output") for text, _, _ in row} == {""}
    assert sizes.root.locator(".results .counted").text_content() == "9 pixels in each window"


@pytest.mark.parametrize("width", [1024, 1280])
def test_the_formula_breaks_at_its_equals_signs_only(sizes, width):
    """A bracket that closes on another line is read wrongly."""
    sizes.resize(width, 1000)
    heights = sizes.root.locator(".formula .unit").evaluate_all("(all) => all.map((one) => one.offsetHeight)")
    sizes.resize(1280, 1100)
    assert len(heights) == 3
    assert max(heights) < 40


def test_dropped_rows_are_hatched_and_named(sizes):
    """Learners understand the floor when they see the row that falls off, not when it is only computed."""
    sizes.choose(padding="valid")
    assert sizes.marked("unused") == {(7, n) for n in range(8)} | {(n, 7) for n in range(8)}
    said = "is left over after the last window, hatched: row 7 and column 7."
    assert (
        f"5 / 2 is not a whole number, and floor rounds it down: 1 cell along each axis {said}"
        in sizes.notes()
    )
    assert "= floor(5 / 2) + 1 = 2 + 1 = 3" in sizes.formula()[0]["text"]


def test_rows_skipped_between_windows_are_not_called_dropped(sizes):
    """With a stride larger than the kernel pixels go missing everywhere, not only at the end."""
    sizes.choose(size=(7, 7), kernel=1, stride=3, padding="valid")
    assert "Hatched, skipped by every window: rows 1, 2, 4, 5 and columns 1, 2, 4, 5." in sizes.notes()
    assert "dropped" not in sizes.notes()


SWEEP = [
    dict(zip(("size", "kernel", "stride", "padding", "dilation"), chosen, strict=True))
    for chosen in (
        ((8, 11), 3, 2, "valid", 1),
        ((13, 6), 5, 3, "same", 1),
        ((5, 5), 2, 1, "full", 3),
        ((8, 11), 3, 4, 2, 2),
        ((28, 28), 1, 1, 0, 1),
        ((28, 28), 5, 1, "full", 3),  # padded to 52, too large to be drawn
        ((13, 6), 5, 1, "valid", 2),  # does not fit
    )
]


def test_the_page_shows_the_numbers_of_helpers_for_every_kind_of_setting(sizes):
    """A right number in the wrong cell, or a frame around another window, must not pass."""
    for chosen, shown in zip(SWEEP, sizes.page.evaluate(SWEEP_SETTINGS, SWEEP), strict=True):
        settings = {name: chosen[name] for name in ("stride", "padding", "dilation")}
        try:
            wanted = [output_size(n, chosen["kernel"], **settings) for n in chosen["size"]]
        except ValueError:
            assert "does not fit" in shown["problem"], chosen
            continue
        assert shown["problem"] == "", chosen
        assert shown["output"] == wanted, chosen
        if not shown["drawn"]:
            assert chosen["size"] == (28, 28)
            assert chosen["padding"] == "full"
            continue
        assert [len(shown["cells"]), len(shown["cells"][0])] == wanted, chosen
        expected = counts(chosen["size"], chosen["kernel"], **settings)
        assert_colours(shown["input"], expected)
        if any(text for row in shown["input"] for text, _, _ in row):
            np.testing.assert_array_equal(uses_of(shown["input"]), expected, str(chosen))
        reach = kernel_reach(chosen["kernel"], chosen["dilation"])
        last = [(n - 1) * chosen["stride"] for n in wanted]
        assert shown["window"] == [*last, reach, reach], chosen


def test_the_picture_has_the_colours_dashes_and_stripes_that_it_means(sizes):
    """A test can read what is painted under something else or outside the canvas, but nobody can see it."""
    sizes.choose(padding=1, stride=3)
    cells = sizes.painted("input")
    canvas = sizes.root.locator(".input canvas").evaluate("(canvas) => canvas.toDataURL()")
    pixels = imread(io.BytesIO(base64.b64decode(canvas.partition(",")[2])))[..., :3]
    side = (pixels.shape[1] - 23) // len(cells)
    dash = np.array(to_rgb(palette.PADDING))
    most = sizes.uses().max()
    for row, line in enumerate(cells):
        for column, (text, marks, _) in enumerate(line):
            inside = pixels[22 + row * side + 1 : 22 + (row + 1) * side, 22 + column * side + 1 :][
                :, : side - 1
            ]
            edge = {tuple(colour) for colour in inside[:2].reshape(-1, 3).tolist()}  # above every digit
            dashes = (np.abs(inside - dash).max(-1) < 0.01).sum()
            assert (dashes > 20) == ("padding" in marks)
            assert (len(edge) > 1) == ("unused" in marks)
            if text and "unused" not in marks:
                colour = COUNTS(int(text) / most)[:3]
                np.testing.assert_allclose(inside[0, 0], colour, atol=0.05)
                assert np.abs(inside[8:-8, 8:-8] - inside[0, 0]).max() > 0.25, "no number can be seen"


def test_sizes_and_counts_are_those_of_keras(sizes):
    """The course's own helpers could share a mistake with the script; Keras does not."""
    from helpers.training import keras, tf

    for size, kernel, stride, padding, dilation in [
        ((8, 8), 3, 2, "same", 1),
        ((8, 8), 3, 2, "valid", 1),
        ((14, 14), 5, 1, "valid", 1),
        ((11, 7), 4, 3, "same", 1),
        ((9, 12), 3, 1, "same", 3),
        ((12, 9), 2, 1, "valid", 4),
    ]:
        sizes.choose(size=size, kernel=kernel, stride=stride, padding=padding, dilation=dilation)
        image = tf.Variable(np.ones((1, *size, 1), np.float32))
        with tf.GradientTape() as tape:
            ones = np.ones((kernel, kernel, 1, 1), np.float32)
            output = keras.ops.conv(image, ones, strides=stride, padding=padding, dilation_rate=dilation)
            total = tf.reduce_sum(output)
        assert sizes.output() == tuple(output.shape[1:3])
        # How often a pixel is used is how much the sum of all outputs grows with it.
        np.testing.assert_array_equal(sizes.uses(), tape.gradient(total, image)[0, :, :, 0])


def test_hovering_an_output_cell_frames_its_window_and_says_what_it_covers(sizes):
    """The number of an output cell means nothing without the pixels that it comes from."""
    sizes.hover("output", 3, 1)
    assert sizes.window() == (6, 2, 3, 3)
    assert sizes.words() == (
        "The output is 4 × 4. Output row 3, column 1: its window covers rows 6–8 and columns 2–4 of the "
        "input; "
        "3 of its 9 cells are padding."
    )


def test_hovering_a_pixel_marks_the_outputs_that_use_it(sizes):
    """The count on a pixel is the number of marked cells."""
    sizes.hover("input", 2, 4)
    assert sizes.painted("input")[2][4][0] == "4"
    assert sizes.laid("output", "user") == {(0, 1), (0, 2), (1, 1), (1, 2)}
    assert "Input row 2, column 4 is used by 4 windows." in sizes.words()


def test_dilation_marks_the_cells_that_the_kernel_looks_at(sizes):
    """A frame alone would say that all pixels inside it count."""
    sizes.choose(stride=1, dilation=2, padding="valid")
    sizes.hover("output", 1, 0)
    assert sizes.window() == (1, 0, 5, 5)
    assert sizes.laid("input", "tap") == {(1 + r, c) for r in (0, 2, 4) for c in (0, 2, 4)}
    assert "Reach = dilation · (kernel − 1) + 1 = 2 · (3 − 1) + 1 = 5." in sizes.notes()


def test_arrow_keys_move_the_window_and_the_focus_with_it(sizes):
    """Without a mouse, a learner visits the same windows, cell by cell."""
    sizes.active("output").focus()
    keys = ["ArrowRight", "ArrowDown", "End", "ArrowRight", "Control+Home"]
    wanted = [(0, 1), (1, 1), (1, 3), (1, 3), (0, 0)]
    for key, (row, column) in zip(keys, wanted, strict=True):
        sizes.page.keyboard.press(key)
        sizes.frame()
        assert sizes.window()[:2] == (2 * row, 2 * column)
        cell = sizes.active("output")
        assert cell.evaluate("(cell) => cell === document.activeElement")
        assert cell.get_attribute("aria-label") == f"Output row {row}, column {column}"


def test_arrow_keys_on_the_input_say_how_often_each_pixel_is_used(sizes):
    """The keyboard must reach everything that a mouse finds by hovering."""
    sizes.active("input").focus()
    sizes.page.keyboard.press("ArrowDown")
    sizes.page.keyboard.press("ArrowDown")
    assert "Input row 2, column 0 is used by 2 windows." in sizes.words()


def test_tab_reaches_each_grid_once(sizes):
    """64 pixels must not be 64 stops of the Tab key on the way to the next cell."""
    for grid in ("input", "output"):
        assert sizes.root.locator(f".{grid} [tabindex]").count() == 1


def test_the_cell_of_the_keyboard_says_where_it_is_and_what_is_painted_there(sizes):
    """A canvas is silent: without these words a screen reader finds an empty page."""
    sizes.hover("output", 1, 2)
    sizes.page.mouse.down()
    sizes.page.mouse.up()
    assert sizes.active("output").evaluate("(cell) => cell === document.activeElement")
    sizes.page.keyboard.press("ArrowDown")
    sizes.frame()
    assert sizes.active("output").get_attribute("aria-label") == "Output row 2, column 2"
    grid = sizes.root.get_by_role("grid", name="Input: how many windows use each pixel")
    assert [grid.get_attribute(f"aria-{name}count") for name in ("row", "col")] == ["9", "9"]
    sizes.active("input").focus()
    for key in ("Control+Home", "ArrowDown", "ArrowDown"):
        sizes.page.keyboard.press(key)
    sizes.frame()
    cell = sizes.active("input")
    assert cell.get_attribute("aria-label") == "Row 2, column 0: used 2 times"
    assert sizes.painted("input")[2][0][0] == "2"
    assert (cell.get_attribute("aria-colindex"), grid.get_by_role("row").get_attribute("aria-rowindex")) == (
        "1",
        "3",
    )


def test_a_held_arrow_key_queues_nothing(sizes):
    """On a slow machine the window must stop when the key is released, and the kernel must stay free."""
    sizes.choose(size=(28, 28), stride=1)
    sizes.count_messages()
    sizes.active("output").focus()
    for _ in range(40):
        sizes.page.keyboard.down("ArrowRight")
    sizes.page.keyboard.up("ArrowRight")
    sizes.frame()
    assert sizes.window() == (0, 27, 3, 3)
    assert sizes.page.evaluate("window.courseMessages") == 0


def test_the_grids_follow_the_theme(sizes):
    """Numbers painted for the light theme would be dark on dark."""
    ink = """(canvas) => Math.max(...canvas.getContext("2d").getImageData(22, 0, 200, 20).data
        .filter((_, n) => n % 4 !== 3))"""
    numbers = sizes.root.locator(".output canvas")
    with shown_in(sizes.page, DARK):
        assert numbers.evaluate(ink) > 180
    with shown_in(sizes.page, LIGHT):
        assert numbers.evaluate(ink) < 100


def test_a_setting_is_changed_by_the_arrow_keys_and_reaches_python(sizes):
    """`explorer.stride` in the next cell is what the learner chose."""
    sizes.setting("Stride").focus()
    sizes.page.keyboard.press("ArrowUp")
    sizes.choose(size=(28, 32), kernel=5, padding="valid", dilation=2)
    assert sizes.python("[explorer.size, explorer.kernel_size, explorer.stride, explorer.dilation]") == [
        [28, 32], 5, 3, 2,
    ]  # fmt: skip
    assert sizes.python("explorer.output") == list(sizes.output()) == [7, 8]
    assert sizes.python("explorer.uses.tolist()") == sizes.uses().tolist()


def test_settings_are_undone_and_redone_by_button_and_by_key(sizes):
    """A learner who tried something out goes back to what was there before, one change after the other."""
    sizes.choose(stride=1)
    sizes.choose(padding="valid")
    assert sizes.output() == (6, 6)
    sizes.control("undo").click()
    sizes.frame()
    assert sizes.output() == (8, 8)
    assert sizes.setting("Padding").input_value() == "same"
    sizes.active("output").focus()
    sizes.page.keyboard.press("Control+z")
    sizes.frame()
    assert sizes.output() == (4, 4)
    sizes.page.keyboard.press("Control+Shift+z")
    sizes.control("redo").click()
    sizes.frame()
    assert sizes.output() == (6, 6)
    assert sizes.control("redo").is_disabled()
    assert sizes.python("[explorer.stride, explorer.padding]") == [1, "valid"]


def test_undo_brings_back_a_setting_that_was_left_impossible(sizes):
    """A half-typed number must not stay in the field when the learner goes back."""
    sizes.choose(stride=1)
    sizes.setting("Kernel").fill("0")
    assert sizes.problem_text()
    sizes.control("undo").click()
    assert sizes.problem_text() == ""
    assert sizes.setting("Kernel").input_value() == "3"
    assert sizes.output() == (4, 4)


def test_the_focus_reaches_python_when_the_pointer_leaves(sizes):
    """Sending every hover would keep the kernel busy; sending none would lose the learner's place."""
    sizes.count_messages()
    for column in range(4):
        sizes.hover("output", 2, column)
    assert sizes.page.evaluate("window.courseMessages") == 0
    sizes.page.mouse.move(5, 5)
    assert sizes.python("explorer.focus") == [2, 3]


def test_python_sets_the_page(sizes):
    """A teacher's next cell shows the next example in the same explorer."""
    sizes.notebook.run("explorer.size = (6, 9); explorer.padding = 'full'; explorer.stride = 1")
    expect(sizes.root.locator(".figure-output .title")).to_have_text("Output 8 × 11")
    assert sizes.output() == (8, 11)
    assert sizes.setting("Rows").input_value() == "6"
    assert set(sizes.uses().ravel().tolist()) == {9}
    assert "Every pixel is used 9 times." in sizes.notes()


def test_sizes_too_large_to_draw_still_have_their_formula(sizes):
    """64 pixels become 32: the lesson's own example does not fit the page as a grid."""
    sizes.choose(size=(64, 64))
    assert sizes.output() == (32, 32)
    assert sizes.root.locator(".pictures").is_hidden()
    assert "it is drawn up to 48" in sizes.root.locator(".too-large").text_content()
    assert sizes.words() == "The output is 32 × 32."
    sizes.choose(padding="valid")
    assert sizes.output() == (31, 31)


@pytest.mark.parametrize(
    ("label", "typed", "says"),
    [
        ("Stride", "0", "Stride must be a whole number from 1 to 64, but is 0: the nearest that works is 1."),
        ("Stride", "1.6", "but is 1.6: the nearest that works is 2."),
        ("Rows", "", "Rows must be a whole number from 1 to 2048, but is empty"),
        ("Kernel", "-3", "but is −3: the nearest that works is 1."),
        ("Kernel", "9", "not fit into 8 pixels: the largest kernel that fits is 8, or use padding same."),
        ("Dilation", "5", "3 with dilation 5 (reach 11) does not fit into 8 pixels: dilation 3 fits"),
        ("Columns", "99999", "the nearest that works is 2048."),
    ],
)  # fmt: skip
def test_an_impossible_setting_gets_a_sentence_and_the_nearest_fix_works(sizes, label, typed, says):
    """A learner would take an old picture for the answer."""
    sizes.choose(padding="valid")
    sizes.setting(label).fill(typed)
    sizes.setting(label).blur()
    assert says in sizes.problem_text()
    assert sizes.root.locator(".stage").is_hidden()
    assert sizes.setting(label).input_value() == typed
    for fix, value in (
        ("nearest that works is", None),
        ("largest kernel that fits is", "8"),
        ("dilation 3 fits", "3"),
    ):
        if fix in says:
            sizes.setting(label).fill(value or says.rstrip(".").rpartition(" ")[2])
            assert sizes.problem_text() == ""
            assert sizes.root.locator(".stage").is_visible()


def test_no_key_leaks_into_the_notebook(sizes):
    """ "a" would insert a cell and "d d" delete one."""
    cells = sizes.page.evaluate(COUNT_CELLS)
    sizes.active("output").focus()
    for key in ("a", "b", "d", "d", "x", "m"):
        sizes.page.keyboard.press(key)
    assert sizes.page.evaluate(COUNT_CELLS) == cells


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("state", ["as made", "dropped", "impossible"])
def test_axe_finds_no_serious_violation(sizes, theme, state):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(sizes.page, theme):
        if state == "dropped":
            sizes.choose(padding="valid")
        elif state == "impossible":
            sizes.choose(padding="valid", kernel=9)
        assert barriers(sizes.page, ".sizes") == []


@pytest.mark.parametrize("width", [1024, 1280])
def test_nothing_hangs_over_the_edge_of_the_page(sizes, width):
    """On a projector of 1024 pixels the output would be the part that is cut off."""
    height = sizes.page.viewport_size["height"]
    sizes.page.set_viewport_size({"width": width, "height": height})
    sizes.frame()
    try:
        for chosen in (
            {},
            {"size": (28, 28), "kernel": 5, "stride": 1, "padding": "full"},
            {"size": (46, 46)},
        ):
            sizes.choose(**chosen)
            sizes.frame()  # one more: the width that was observed is drawn in it
            assert sizes.page.evaluate(OUTSIDE, ".sizes") == []
    finally:
        sizes.page.set_viewport_size({"width": 1280, "height": height})

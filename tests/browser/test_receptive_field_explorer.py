"""The ReceptiveFieldExplorer in JupyterLab: drawn, hovered, moved by keyboard. What it shows is checked.

That its regions are the right ones is proved without a browser, in `tests/pages/test_receptive.py`.
"""

import numpy as np
import pytest

from helpers import inside, receptive_field
from helpers.pocket import pocket_network
from helpers.shapes import Conv, Pool, trace
from helpers.widgets.receptive import OWN_STACK
from helpers.widgets.receptive.stacks import STACKS
from helpers.widgets.shared.limits import UNSEEN_GREY, UNSEEN_VEIL
from tests.browser.jupyter import COUNT_CELLS, DARK, LIGHT, OUTSIDE, ExplorerPage, barriers, opened, shown_in

SHOW = """from helpers.shapes import Conv, Pool
from helpers.widgets import ReceptiveFieldExplorer
layers = [Conv(4, 5, stride=2, padding="same"), Pool(3, stride=2), Conv(2, dilation=2, padding="same")]
explorer = ReceptiveFieldExplorer(layers, 23)
explorer"""
OWN = OWN_STACK
READ_TABLE = """() => [...document.querySelectorAll(".receptive tbody tr")]
    .map((row) => [...row.children].map((cell) => cell.textContent))"""
# Which cells of a grid are tinted: the colour in the middle of each, compared with white.
READ_TINTED = """(layer) => {
    const canvas = document.querySelectorAll(".receptive .pane canvas")[layer];
    const label = canvas.parentNode.getAttribute("aria-label");
    const [rows, columns] = label.match(/(\\d+) × (\\d+) cells/).slice(1).map(Number);
    const scale = canvas.width / canvas.clientWidth;
    const side = (canvas.clientWidth - 21) / columns;
    const brush = canvas.getContext("2d");
    const tinted = (row, column) => {
        const [x, y] = [column, row].map((n) => Math.floor((10 + n * side + Math.floor(side / 2)) * scale));
        const [red, green, blue] = brush.getImageData(x, y, 1, 1).data;
        return red - blue > 20;
    };
    const along = (length, act) => Array.from({ length }, (_, n) => act(n));
    return along(rows, (row) => along(columns, (column) => tinted(row, column)));
}"""

# The colour in the middle of a cell: [grid, row, column].
READ_PIXEL = """([layer, row, column]) => {
    const canvas = document.querySelectorAll(".receptive .pane canvas")[layer];
    const columns = Number(canvas.parentNode.getAttribute("aria-label").match(/× (\\d+) cells/)[1]);
    const [scale, side] = [canvas.width / canvas.clientWidth, (canvas.clientWidth - 21) / columns];
    const [x, y] = [column, row].map((n) => Math.floor((10 + (n + 0.5) * side) * scale));
    return [...canvas.getContext("2d").getImageData(x, y, 1, 1).data].join();
}"""

# The sizes beside the frames that a line of the cone goes through, or that are on the words around a grid.
CROSSED_SIZES = """() => {
    const root = document.querySelector(".receptive");
    const outer = root.querySelector(".stacked").getBoundingClientRect();
    const points = [...root.querySelectorAll(".sides polygon")].flatMap((shape) => {
        const [a, b, c, d] = [...shape.points];
        const at = (from, to, part) => ["x", "y"].map((axis) => from[axis] + (to[axis] - from[axis]) * part);
        const along = ([from, to]) => Array.from({ length: 400 }, (_, n) => at(from, to, n / 399));
        return [[a, b], [d, c]].flatMap(along);
    });
    const words = [...root.querySelectorAll(".cells, .rows")].map((node) => node.getBoundingClientRect());
    return [...root.querySelectorAll(".frame-sizes span")].filter((size) => {
        const box = size.getBoundingClientRect();
        const isOver = ({ left, right, top, bottom }) =>
            box.left < right && box.right > left && box.top < bottom && box.bottom > top;
        const isAt = ([x, y]) => isOver(new DOMRect(x + outer.left, y + outer.top));
        return points.some(isAt) || words.some(isOver) || box.left < outer.left || box.right > outer.right;
    }).map((size) => size.textContent);
}"""


class Explorer(ExplorerPage):
    """What a test does with the explorer on the page, and what it reads there."""

    name = ".receptive"

    def choose(self, stack):
        """Choose a stack by its name."""
        self.root.get_by_label("Layers", exact=True).select_option(label=stack)
        self.frame()

    def go(self, layer, row, column):
        """Reach a cell by keyboard, as a person does."""
        self.root.locator(".pane").nth(layer).focus()
        for key, times in (("Control+Home", 1), ("ArrowDown", row), ("ArrowRight", column)):
            for _ in range(times):
                self.page.keyboard.press(key)
        self.frame()

    def table(self):
        """Return the rows of the table: texts, the input first."""
        return self.page.evaluate(READ_TABLE)

    def tinted(self, layer=0):
        """Return which cells of a grid are coloured as seen; they are where there is no picture."""
        self.root.get_by_role("radio", name="no picture").check(force=True)
        self.frame()
        return np.array(self.page.evaluate(READ_TINTED, layer))


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with one explorer, shared by the tests of this file."""
    lab.write("receptive.ipynb", SHOW)
    with opened(lab, browser, "receptive.ipynb", viewport={"width": 1280, "height": 1100}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".receptive canvas", timeout=90_000)
        notebook.page.set_default_timeout(20_000)
        yield Explorer(notebook)


@pytest.fixture
def explorer(shown):
    """Return the explorer as it was at first; afterwards check that nothing went wrong in the browser."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def tints(layers, cell, shape):
    """Return which pixels are inside a cell's region, for layers whose windows have no holes."""
    expected = np.zeros(shape, bool)
    rows, columns = (slice(max(span.start, 0), span.stop) for span in inside.region(layers, cell, shape))
    expected[rows, columns] = True
    return expected


LAYERS = [Conv(4, 5, stride=2, padding="same"), Pool(3, stride=2), Conv(2, dilation=2, padding="same")]


@pytest.mark.parametrize(("name", "cells"), [(OWN, [(2, 2), (0, 4)]), ("with same padding", [(6, 2)])])
def test_the_page_shows_fields_and_regions_of_a_stack(explorer, name, cells):
    """The numbers must reach the table and the picture, in the right row and the right grid."""
    layers, side = {OWN: (LAYERS, 23), **STACKS}[name]
    explorer.choose(name)
    rows = explorer.table()
    assert [row[2] for row in rows] == [
        "{} × {}".format(*receptive_field(layers[:count])) for count in range(len(layers) + 1)
    ]
    for cell in cells:
        explorer.go(len(layers), *cell)
        assert explorer.table()[0][5:7] == [
            f"{span.start} to {span.stop - 1}".replace("-", "−")
            for span in inside.region(layers, cell, (side, side))
        ]
        np.testing.assert_array_equal(explorer.tinted(), tints(layers, cell, (side, side)))
        before = explorer.tinted(len(layers) - 1)
        assert before.sum() == 9 if name == OWN and cell == (2, 2) else before.any()


def test_the_course_network_sees_3_4_8_10_and_neighbours_overlap_by_6(explorer):
    """These are the numbers of the lesson, and the ones a learner should remember."""
    explorer.choose("course network")
    rows = explorer.table()
    assert [row[0] for row in rows] == ["input", "conv 1", "pool 1", "conv 2", "pool 2"]
    assert [row[2] for row in rows[1:]] == ["3 × 3", "4 × 4", "8 × 8", "10 × 10"]
    assert [row[3] for row in rows] == ["1", "1", "2", "2", "4"]
    assert rows[4][4] == "6"
    assert [row[7] for row in rows] == ["10 × 10", "8 × 8", "4 × 4", "2 × 2", "1 × 1"]
    explorer.says(
        "Pool 2, row 2, column 2 sees 10 × 10 pixels of the input: rows 8 to 17, columns 8 to 17. "
        "The cell to its right sees as much, 4 further right, and 6 of the 10 columns are seen by both."
    )


def test_hovering_a_cell_of_any_layer_chooses_it(explorer):
    """The mouse is the first thing that a learner tries."""
    explorer.choose("course network")
    pane = explorer.root.locator(".pane").nth(3)
    box = pane.bounding_box()
    side = (box["width"] - 21) / 11
    explorer.page.mouse.move(box["x"] + 10 + 4.5 * side, box["y"] + 10 + 9.5 * side)
    explorer.mentions("Conv 2, row 9, column 4 sees 8 × 8 pixels of the input: rows 18 to 25")
    assert explorer.root.locator("tr.chosen th").text_content() == "conv 2"


def test_it_grows_back_layer_by_layer(explorer):
    """The region in the layer before is the step that explains the next."""
    explorer.choose("course network")
    explorer.root.get_by_role("radio", name="no picture").check(force=True)
    depth = explorer.root.get_by_label("Layers back", exact=True)
    for back, says in [
        ("0", "no layer grown back yet"),
        ("1", "sees 2 × 2 cells of conv 2: rows 4 to 5"),
        ("2", "sees 4 × 4 cells of pool 1"),
        ("3", "sees 8 × 8 cells of conv 1"),
        ("4", "sees 10 × 10 pixels of the input"),
    ]:
        depth.fill(back)
        explorer.mentions(says)
        assert explorer.tinted(0).any() == (back == "4")
    explorer.root.get_by_role("button", name="Grow from the cell").click()
    explorer.page.wait_for_function(
        "document.querySelector('.receptive [name=depth]').value === '4'", timeout=8000
    )


def test_the_words_name_holes_and_padding(explorer):
    """A field that is wide but full of holes sees less than a learner thinks."""
    explorer.choose("one dilation of 4")
    explorer.mentions("Holes: of 9 rows it sees 3, of 9 columns 3.")
    rows = np.flatnonzero(explorer.tinted().any(axis=1))
    assert np.diff(rows).tolist() == [4, 4]
    explorer.choose("with same padding")
    explorer.go(4, 0, 0)
    explorer.mentions("3 of these rows and 3 of these columns are padding.")


def test_paths_are_weighed_on_demand(explorer):
    """With strong and weak orange everywhere at once, you could not see the picture underneath."""
    explorer.choose("course network")
    middle, corner = [0, 12, 12], [0, 8, 8]
    explorer.root.get_by_role("radio", name="no picture").check(force=True)
    explorer.frame()
    assert explorer.page.evaluate(READ_PIXEL, middle) == explorer.page.evaluate(READ_PIXEL, corner)
    explorer.root.get_by_label("Colour by number of paths").check()
    explorer.frame()
    assert explorer.page.evaluate(READ_PIXEL, middle) != explorer.page.evaluate(READ_PIXEL, corner)
    explorer.root.get_by_label("Colour by number of paths").uncheck()


def test_what_a_path_is_takes_the_place_of_what_a_grey_is(explorer):
    """A learner who ticks the box reads there what it counts, and nothing below moves."""
    paths = explorer.root.get_by_label("Colour by number of paths")
    for width in (1280, 1024):
        explorer.resize(width, 1100)
        top = explorer.root.locator(".words").bounding_box()["y"]
        explorer.root.get_by_text("the average of the pixels").wait_for()
        paths.check()
        explorer.root.get_by_text("A path leads through one cell of every layer").wait_for()
        assert explorer.root.locator(".words").bounding_box()["y"] == top
        paths.uncheck()
    explorer.resize(1280, 1100)


def test_another_stack_begins_at_the_same_part_of_the_picture(explorer):
    """A learner compares two stacks at one detail, and would have to look for it again."""
    explorer.choose("course network")
    explorer.go(4, 4, 1)
    explorer.choose("dilations 1, 2, 4")
    explorer.mentions("Conv 3, row 9, column 3 sees")
    explorer.go(1, 21, 0)
    explorer.choose("course network")
    explorer.mentions("Pool 2, row 4, column 0 sees")


@pytest.mark.parametrize("width", [1024, 1280])
def test_each_frame_has_its_size_beside_it_on_no_line(explorer, width):
    """From the back of a room, nobody follows a frame down to the table and back."""
    explorer.resize(width, 1100)
    try:
        for stack, cells in {
            "course network": [(2, 2), (0, 0), (4, 4), (0, 4)],
            "strides of 2": [(2, 0)],
            "LeNet-5": [(0, 0)],
        }.items():
            explorer.choose(stack)
            layers, side = STACKS[stack]
            shapes = [(side, side), *(row.shape[:2] for row in trace(layers, (side, side, 1)))]
            for cell in cells:
                explorer.go(len(layers), *cell)
                sizes = explorer.root.locator(".frame-sizes span")
                spans = [inside.region(layers[n:], cell, shape) for n, shape in enumerate(shapes[:-1])]
                assert sizes.all_text_contents() == [
                    f"{rows.stop - rows.start} × {columns.stop - columns.start}" for rows, columns in spans
                ]
                assert explorer.page.evaluate(CROSSED_SIZES) == []
    finally:
        explorer.resize(1280, 1100)


# The sizes beside the frames that reach past the map that they belong to.
PAST_THEIR_MAP = """() => {
    const all = (selector) => [...document.querySelectorAll(`.receptive ${selector}`)];
    const maps = all(".pane canvas").map((map) => map.getBoundingClientRect());
    return all(".frame-sizes span").filter((size, n) => {
        const box = size.getBoundingClientRect();
        return box.left < maps[n].left || box.right > maps[n].right;
    }).map((size) => size.textContent);
}"""


def test_on_a_phone_no_size_of_a_frame_reaches_past_its_map(explorer):
    """Between two maps, a number looks as if it belonged to the next one."""
    explorer.choose("course network")
    narrow = (
        "width: 346px; font-family: 'Liberation Sans', Arial, sans-serif"  # a phone's letters are no wider
    )
    explorer.root.evaluate("(root, style) => { root.style.cssText += style; }", narrow)
    try:
        explorer.page.wait_for_function("document.querySelector('.receptive').classList.contains('phone')")
        for cell in ((3, 2), (0, 0), (2, 4), (4, 1)):
            explorer.go(4, *cell)
            explorer.frame()
            assert explorer.page.evaluate(PAST_THEIR_MAP) == [], cell
    finally:
        explorer.root.evaluate("(root) => { root.style.width = root.style.fontFamily = ''; }")
        explorer.frame()


def test_the_chosen_picture_has_the_frame_of_what_is_chosen(explorer):
    """In NetworkExplorer, the same row of pictures has a vermilion frame."""
    explorer.choose("course network")
    chosen = explorer.root.locator(".thumbnail:has(:checked)")
    assert chosen.evaluate("(one) => getComputedStyle(one).borderTopColor") == "rgb(213, 94, 0)"


def test_the_chosen_cell_is_solid_and_the_picture_fades_where_it_does_not_see(explorer):
    """A frame around one small cell was the hardest thing to find in the picture that it explains."""
    explorer.choose("course network")
    explorer.go(4, 2, 2)
    assert explorer.page.evaluate(READ_PIXEL, [4, 2, 2]) == "213,94,0,255"
    faded = round(pocket_network().garments[-1][20, 4] * (1 - UNSEEN_VEIL) + UNSEEN_GREY * UNSEEN_VEIL)
    for cell, grey in (([0, 20, 4], faded), ([0, 15, 15], pocket_network().garments[-1][15, 15])):
        found = [int(part) for part in explorer.page.evaluate(READ_PIXEL, cell).split(",")]
        assert found[:3] == pytest.approx([grey] * 3, abs=1)
    keys = explorer.root.locator(".legend > span:visible").all_text_contents()
    assert keys[:3] == ["the chosen cell", "what it sees", "faded: what it does not see"]


def test_a_picture_is_chosen_by_pointer_and_key_and_undone(explorer):
    """A shoe says more than white squares, and a learner's own picture more than a shoe."""
    explorer.choose("course network")
    chosen = explorer.root.get_by_role("radio", checked=True)
    assert chosen.get_attribute("aria-label") == "Ankle boot"
    before = explorer.page.evaluate(READ_PIXEL, [0, 20, 4])
    explorer.root.locator(".thumbnail").first.click()
    explorer.frame()
    assert explorer.page.evaluate(READ_PIXEL, [0, 20, 4]) != before
    explorer.page.keyboard.press("ArrowRight")
    explorer.frame()
    assert chosen.get_attribute("aria-label") == "Trouser"
    explorer.control("undo").click()  # both, because one followed the other
    explorer.frame()
    assert chosen.get_attribute("aria-label") == "Ankle boot"
    assert explorer.page.evaluate(READ_PIXEL, [0, 20, 4]) == before


def test_a_finger_moves_over_a_grid_and_the_page_scrolls_past_it(explorer):
    """On a tablet, dragging sideways chooses cells; dragging upwards must not be caught."""
    explorer.choose("course network")
    explorer.resize(1280, 500)
    try:
        explorer.root.locator(".pane").first.scroll_into_view_if_needed()
        box = explorer.root.locator(".pane").first.bounding_box()
        left, top = box["x"] + 40, box["y"] + 60
        start = explorer.scrolled()
        explorer.drag_by_touch(*[(left + 12 * n, top) for n in range(6)])
        row, column = (int((at - 10) / (box["width"] - 21) * 28) for at in (60, 100))
        explorer.mentions(f"Input, row {row}, column {column}")
        assert explorer.scrolled() == start
        explorer.drag_by_touch(*[(left, top + 100 - 20 * n) for n in range(10)])
        explorer.page.wait_for_timeout(300)
        assert explorer.scrolled() != start
    finally:
        explorer.resize(1280, 1100)


def test_undo_brings_back_the_stack_the_cell_and_the_depth(explorer):
    """A learner who tries another stack wants to compare it with the one before, at the same cell."""
    explorer.choose("course network")
    explorer.go(4, 1, 3)
    depth = explorer.root.get_by_label("Layers back", exact=True)
    depth.fill("2")
    explorer.mentions("Pool 2, row 1, column 3 sees 4 × 4 cells of pool 1")
    explorer.choose("LeNet-5")
    explorer.mentions("Conv 3, row 0, column 0")
    explorer.control("undo").click()
    explorer.mentions("Pool 2, row 1, column 3 sees 4 × 4 cells of pool 1")
    explorer.root.locator(".pane").first.focus()
    explorer.page.keyboard.press("Control+z")
    assert depth.input_value() == "4"
    explorer.mentions("Pool 2, row 1, column 3 sees 10 × 10 pixels")
    explorer.page.keyboard.press("Control+Shift+z")
    explorer.control("redo").click()
    explorer.mentions("Conv 3, row 0, column 0")
    assert (
        explorer.root.get_by_label("Layers", exact=True).locator("option:checked").text_content() == "LeNet-5"
    )
    assert explorer.control("redo").is_disabled()


def test_the_chosen_cell_reaches_python_and_python_sets_the_page(explorer):
    """`explorer.region` in the next cell is what the learner chose; a teacher sets the next example."""
    explorer.choose("course network")
    explorer.go(4, 0, 1)
    explorer.page.keyboard.press("Tab")
    for _ in range(3):
        explorer.page.keyboard.press("Tab")
    columns = "explorer.region[1].start, explorer.region[1].stop"
    found = explorer.python(f"[explorer.layer, *explorer.cell, {columns}, explorer.field[0]]")
    assert found == [4, 0, 1, 4, 14, 10]
    explorer.notebook.run("explorer.cell = (4, 4)")
    explorer.mentions("Pool 2, row 4, column 4 sees 10 × 10 pixels of the input: rows 16 to 25")


def test_no_key_leaks_into_the_notebook(explorer):
    """ "a" would insert a cell and "d d" delete one."""
    cells = explorer.page.evaluate(COUNT_CELLS)
    explorer.root.locator(".pane").nth(1).focus()
    for key in ("a", "b", "d", "d", "x", "m"):
        explorer.page.keyboard.press(key)
    assert explorer.page.evaluate(COUNT_CELLS) == cells


def test_the_cone_joins_the_regions_of_neighbouring_layers(explorer):
    """It shows at a glance which region grows from which; a change of theme hides the page for a moment."""
    explorer.choose("course network")
    for theme in (LIGHT, DARK):
        with shown_in(explorer.page, theme):
            panes = [pane.bounding_box() for pane in explorer.root.locator(".pane canvas").all()]
            cones = [cone.bounding_box() for cone in explorer.root.locator(".cone:not(.sides) polygon").all()]
            assert len(cones) == 4
            for cone, before, after in zip(cones, panes, panes[1:], strict=False):
                assert before["x"] < cone["x"] < before["x"] + before["width"]
                assert after["x"] < cone["x"] + cone["width"] < after["x"] + after["width"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(explorer, theme):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(explorer.page, theme):
        assert barriers(explorer.page, ".receptive") == []


@pytest.mark.parametrize("width", [1024, 1280])
def test_nothing_hangs_over_the_edge_of_the_page(explorer, width):
    """A projector of 1024 pixels would cut off the last layer."""
    height = explorer.page.viewport_size["height"]
    explorer.resize(width, height)
    try:
        for name in (OWN, "LeNet-5", "strides of 2"):
            explorer.choose(name)
            assert explorer.page.evaluate(OUTSIDE, ".receptive") == []
            tops = {pane.bounding_box()["y"] for pane in explorer.root.locator(".sees").all()}
            assert len(tops) == 1
    finally:
        explorer.resize(1280, height)

"""The ReceptiveFieldExplorer in JupyterLab: drawn, hovered, moved by keyboard; its regions checked."""

import numpy as np
import pytest

from helpers import conv2d, inside, pool2d, receptive_field
from helpers.shapes import Conv
from helpers.widgets.receptive import STACKS
from tests.browser.jupyter import COUNT_CELLS, DARK, LIGHT, OUTSIDE, ExplorerPage, barriers, opened, shown_in

SHOW = """from helpers.shapes import Conv, Pool
from helpers.widgets import ReceptiveFieldExplorer
layers = [Conv(4, 5, stride=2, padding="same"), Pool(3, stride=2), Conv(2, dilation=2, padding="same")]
explorer = ReceptiveFieldExplorer(layers, 23)
explorer"""
OWN = "your stack"
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
        """Return which cells of a grid are coloured as seen."""
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
    """The explorer as it was at first; after the test nothing may have gone wrong in the browser."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def perturbed(layers, shape, cell):
    """Return which pixels change one cell, by changing each in conv2d and pool2d of helpers."""

    def respond(images):
        grids = images[..., np.newaxis]
        for layer in layers:
            if isinstance(layer, Conv):
                size = (layer.kernel_size,) * 2 if isinstance(layer.kernel_size, int) else layer.kernel_size
                settings = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
                grids = conv2d(grids, np.ones((*size, 1, 1)), **settings)
            else:
                grids = pool2d(grids, layer.size, stride=layer.stride, padding=layer.padding)
        return grids[:, cell[0], cell[1], 0]

    return inside.perturbed_pixels(respond, shape)


def stacks():
    """Return every stack on the page, the learner's own included, with its input's rows and columns."""
    from helpers.shapes import Pool

    own = [Conv(4, 5, stride=2, padding="same"), Pool(3, stride=2), Conv(2, dilation=2, padding="same")]
    return {OWN: (own, 23), **STACKS}


@pytest.mark.parametrize("name", stacks())
def test_what_is_tinted_is_what_changes_the_cell_over_a_sweep_of_stacks(explorer, name):
    """A stride forgotten or a padding doubled in the script would show a learner the wrong pixels."""
    layers, side = stacks()[name]
    explorer.choose(name)
    rows = explorer.table()
    assert [row[2] for row in rows] == [
        "{} × {}".format(*receptive_field(layers[:count])) for count in range(len(layers) + 1)
    ]
    last = len(layers)
    size = int(rows[last][1].split(" × ")[0])
    for cell in {(0, 0), (size // 2, size // 2), (size - 1, size // 3)}:
        explorer.go(last, *cell)
        np.testing.assert_array_equal(explorer.tinted(), perturbed(layers, (side, side), cell))
        spans = inside.region(layers, cell, (side, side))
        said = [
            (f"{span.start} to {span.stop - 1}" if span.stop - span.start > 1 else str(span.start)).replace(
                "-", "−"
            )
            for span in spans
        ]
        assert explorer.table()[0][5:7] == said


def test_the_course_network_sees_3_4_8_10_and_neighbours_overlap_by_6(explorer):
    """The numbers that the lesson, the design and every learner take along."""
    explorer.choose("course network")
    rows = explorer.table()
    assert [row[0] for row in rows] == ["input", "conv1", "pool1", "conv2", "pool2"]
    assert [row[2] for row in rows[1:]] == ["3 × 3", "4 × 4", "8 × 8", "10 × 10"]
    assert [row[3] for row in rows] == ["1", "1", "2", "2", "4"]
    assert rows[4][4] == "6"
    assert [row[7] for row in rows] == ["10 × 10", "8 × 8", "4 × 4", "2 × 2", "1 × 1"]
    assert explorer.words() == (
        "pool2 row 2, column 2 sees 10 × 10 pixels of the input: rows 8 to 17, columns 8 to 17. "
        "The cell to its right sees the same 4 further on, and 6 of the 10 columns are seen by both."
    )


def test_its_regions_are_those_of_keras(explorer):
    """The course's own helpers could share a mistake with the script; Keras does not."""
    from helpers.training import keras

    layers, side = stacks()[OWN]
    ones = keras.initializers.Ones()
    model = keras.Sequential(
        [
            keras.Input((side, side, 1)),
            keras.layers.Conv2D(1, 5, strides=2, padding="same", kernel_initializer=ones),
            keras.layers.MaxPooling2D(3, strides=2),
            keras.layers.Conv2D(1, 3, dilation_rate=2, padding="same", kernel_initializer=ones),
        ]
    )
    for cell in ((0, 4), (2, 2)):
        explorer.go(3, *cell)
        seen = inside.perturbed_pixels(
            lambda images, cell=cell: np.asarray(model(images[..., np.newaxis]))[:, cell[0], cell[1], 0],
            (side, side),
        )
        np.testing.assert_array_equal(explorer.tinted(), seen)


def test_hovering_a_cell_of_any_layer_chooses_it(explorer):
    """The mouse is the first thing that a learner tries."""
    explorer.choose("course network")
    pane = explorer.root.locator(".pane").nth(3)
    box = pane.bounding_box()
    side = (box["width"] - 21) / 11
    explorer.page.mouse.move(box["x"] + 10 + 4.5 * side, box["y"] + 10 + 9.5 * side)
    assert explorer.words().startswith("conv2 row 9, column 4 sees 8 × 8 pixels of the input: rows 18 to 25")
    assert explorer.root.locator("tr.chosen th").text_content() == "conv2"


def test_it_grows_back_layer_by_layer(explorer):
    """The region in the layer before is the step that explains the next."""
    explorer.choose("course network")
    depth = explorer.root.get_by_label("Grow back through", exact=True)
    for back, says in [
        ("0", "no layer grown back yet"),
        ("1", "sees 2 × 2 cells of conv2: rows 4 to 5"),
        ("2", "sees 4 × 4 cells of pool1"),
        ("3", "sees 8 × 8 cells of conv1"),
        ("4", "sees 10 × 10 pixels of the input"),
    ]:
        depth.fill(back)
        assert says in explorer.words()
        assert explorer.tinted(0).any() == (back == "4")
    explorer.root.get_by_role("button", name="Grow from the cell").click()
    explorer.page.wait_for_function(
        "document.querySelector('.receptive [name=depth]').value === '4'", timeout=8000
    )


def test_holes_and_padding_are_said(explorer):
    """A field that is wide and full of holes is not what a learner takes it for."""
    explorer.choose("one dilation of 4")
    assert "Holes: of 9 rows it sees 3, of 9 columns 3." in explorer.words()
    explorer.choose("with same padding")
    explorer.go(4, 0, 0)
    assert "3 of these rows and 3 of these columns lie on padding." in explorer.words()


def test_an_impossible_depth_is_a_sentence_and_the_nearest_works(explorer):
    """An old picture left standing would be taken for the answer."""
    depth = explorer.root.get_by_label("Grow back through", exact=True)
    depth.fill("-1")
    explorer.frame()
    assert "must be a whole number from 0 to 8" in explorer.root.locator(".problem").text_content()
    assert explorer.root.locator("table").is_hidden()
    depth.fill("2")
    explorer.frame()
    assert explorer.root.locator("table").is_visible()


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
    assert explorer.words().startswith(
        "pool2 row 4, column 4 sees 10 × 10 pixels of the input: rows 16 to 25"
    )


def test_no_key_leaks_into_the_notebook(explorer):
    """ "a" would insert a cell and "d d" delete one."""
    cells = explorer.page.evaluate(COUNT_CELLS)
    explorer.root.locator(".pane").nth(1).focus()
    for key in ("a", "b", "d", "d", "x", "m"):
        explorer.page.keyboard.press(key)
    assert explorer.page.evaluate(COUNT_CELLS) == cells


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(explorer, theme):
    """A learner with a screen reader, or with weak eyes, in either theme."""
    with shown_in(explorer.page, theme):
        assert barriers(explorer.page, ".receptive") == []


@pytest.mark.parametrize("width", [1024, 1280])
def test_nothing_hangs_over_the_edge_of_the_page(explorer, width):
    """On a projector of 1024 pixels the last layer would be the part that is cut off."""
    height = explorer.page.viewport_size["height"]
    explorer.page.set_viewport_size({"width": width, "height": height})
    try:
        for name in (OWN, "LeNet-5", "strides of 2"):
            explorer.choose(name)
            explorer.page.wait_for_timeout(200)
            assert explorer.page.evaluate(OUTSIDE, ".receptive") == []
    finally:
        explorer.page.set_viewport_size({"width": 1280, "height": height})

"""Four tasks with the NetworkExplorer, done with keys alone. Keras shows whether they were done right."""

import json
import re

import numpy as np
import pytest

from tests.browser.jupyter import OUTSIDE, ExplorerPage, barriers, opened

# A small network with random weights, and two drawn garments, each of them five times, so that there are as
# many images as classes. It calls the boot an ankle boot, but not without some of its filters.
SHOW = """import numpy as np
from helpers.training import keras, tf
from helpers.widgets.network import NetworkExplorer
rng = np.random.default_rng(17)
keras.utils.set_random_seed(17)
layers = keras.layers
model = keras.Sequential([
    keras.Input((20, 20, 1)), layers.Rescaling(1 / 100, offset=-0.5), layers.Conv2D(9, 3, activation="relu"),
    layers.MaxPooling2D(2), layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(2), layers.Flatten(),
    layers.Dense(12, activation="relu"), layers.Dense(10, activation="softmax"),
])
for layer in model.layers:
    if hasattr(layer, "bias"):
        layer.bias.assign(np.random.default_rng(17).normal(0, 0.1, layer.bias.shape))
row, column = np.mgrid[:20, :20]
sole = (row > 12) & (row < 17) & (column > 2) & (column < 17)
shaft = (row > 4) & (row < 13) & (column > 9) & (column < 16)
boot = np.where(sole | shaft, 200 - 6 * column, 0)
bag = np.where((abs(row - 12) < 5) & (abs(column - 10) < 7), 150 + 5 * row, 0)
images = np.stack([boot, bag] * 5).clip(0, 255).astype("uint8")
names = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Ankle boot", "Shirt", "Sneaker",
    "Bag", "Sandal"]
explorer = NetworkExplorer(model, images, [5, 8, 0, 1, 2, 3, 4, 6, 7, 9], names)
explorer"""
BOOT = 5
# What the pixels and the maps contribute to the sum of "Ankle boot": gradient × value, by TensorFlow. And the
# probabilities without each filter of the second convolution.
FROM_KERAS = """import json
pixels = tf.constant(images[:1, ..., None].astype("float32"))
with tf.GradientTape() as tape:
    tape.watch(pixels)
    reached = {"pixels": pixels}
    out = pixels
    for layer in model.layers[:-1]:
        out = layer(out)
        reached[layer.name] = out
    total = (out @ model.layers[-1].kernel + model.layers[-1].bias)[0, 5]
convolutions = [layer.name for layer in model.layers if "conv" in layer.name]
values = [pixels, *(reached[name] for name in convolutions)]
slopes = tape.gradient(total, values)
shares = [np.asarray(slope * value)[0] for slope, value in zip(slopes, values)]
without = []
for channel in range(8):
    out = reached[convolutions[1]] * tf.constant([0.0 if n == channel else 1.0 for n in range(8)])
    for layer in model.layers[4:]:
        out = layer(out)
    without.append(np.asarray(out)[0].tolist())
maps = [share.sum((0, 1)).tolist() for share in shares[1:]]
print(json.dumps({"pixels": shares[0][..., 0].tolist(), "maps": maps, "without": without}))"""
# The element that has the keyboard: what a screen reader would say of it.
FOCUSED = """() => {
    const node = document.activeElement;
    return { text: node.textContent.slice(0, 80), label: node.getAttribute("aria-label") ?? "",
        inside: Boolean(node.closest(".network-explorer")) };
}"""
# Every number of the sum that a cell's view shows: the products of each channel, and the lines below them.
READ_SUM = """() => {
    const root = document.querySelector(".network-explorer .view-cell");
    const shown = (node) => node.checkVisibility();
    return {
        groups: [...root.querySelectorAll(".group")].filter(shown).map((group) => ({
            products: [...group.querySelectorAll(".products .cell")].map((cell) => cell.textContent),
            sum: group.querySelector(".group-sum").textContent.replace("= ", ""),
        })),
        lines: Object.fromEntries([...root.querySelectorAll(".sum-total tr")].filter(shown)
            .map((line) => [line.className, line.lastChild.textContent])),
        value: root.querySelector(".cell-value").textContent,
    };
}"""
# The images whose name or picture is cut off, by the edge of the strip or by their own.
CUT_OFF = """() => {
    const strip = document.querySelector(".network-explorer .thumbnails");
    const edge = strip.getBoundingClientRect();
    return [...strip.querySelectorAll("[role=option]")].filter((option) => {
        const box = option.getBoundingClientRect();
        return box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1
            || box.bottom > edge.bottom + 1 || option.scrollWidth > option.clientWidth;
    }).map((option) => option.textContent);
}"""
MOST_TABS = 80
MOST_LAYERS = 10


def number(text):
    """Read a number as the page writes it."""
    return float(text.replace("−", "-").replace("+", ""))


class Explorer(ExplorerPage):
    """What a test does with the explorer on the page, by keys alone, and what it reads there."""

    name = ".network-explorer"

    def press(self, *keys):
        """Press keys, one after the other, and wait until the page has been redrawn."""
        for key in keys:
            self.page.keyboard.press(key)
            self.frame()

    def focused(self):
        """Return the focused element: its text, its label, its name."""
        return self.page.evaluate(FOCUSED)

    def enter(self):
        """Bring the keyboard into the explorer, onto the overview."""
        self.page.locator(".network-explorer .overview [tabindex='0']").first.focus()

    def to_layer(self, name):
        """Move over the overview to a map of a layer, with keys."""
        self.press("Control+Home")
        for _ in range(MOST_LAYERS):
            if f"of {name}" in self.focused()["label"]:
                return
            self.press("ArrowRight")
        raise AssertionError(f"The arrow keys do not lead to {name!r}, and end at {self.focused()}.")

    def tab_to(self, wanted):
        """Press Tab until what has the keyboard has this text or label."""
        for _ in range(MOST_TABS):
            found = self.focused()
            if found["inside"] and (re.search(wanted, found["text"]) or re.search(wanted, found["label"])):
                return found
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {wanted!r}, and ends at {self.focused()}.")

    def path(self):
        """Return the path at the top."""
        return [part.text_content() for part in self.root.locator(".path li").all()]

    def home(self):
        """Go up to the overview."""
        for _ in range(4):
            self.press("Escape")


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with one explorer, shared by the tests of this file."""
    lab.write("tasks.ipynb", SHOW, "'the next cell'")
    with opened(lab, browser, "tasks.ipynb", viewport={"width": 1280, "height": 1000}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".network-explorer .overview canvas")
        explorer = Explorer(notebook)
        explorer.keras = json.loads(notebook.run(FROM_KERAS))
        yield explorer


@pytest.fixture
def explorer(shown):
    """The explorer as it was at first; after the test nothing may have gone wrong in the browser."""
    shown.start_over()
    shown.enter()
    yield shown
    assert shown.notebook.errors() == []
    assert shown.page.locator(".jp-Cell").count() == 2, "a key has reached JupyterLab"


def test_the_map_most_responsible_for_a_class_is_found_by_keys(explorer):
    """A learner without a mouse asks the same question: which map made this an ankle boot?"""
    explorer.press("w")
    explorer.mentions("Ankle boot has")
    found = explorer.tab_to(r"^map \d+[+−]")
    best = [int(np.argmax(maps)) for maps in explorer.keras["maps"]]
    tiles = [
        tile.text_content() for tile in explorer.root.locator(".why-maps .layer .tile:first-child").all()
    ]
    assert [int(re.match(r"map (\d+)", text)[1]) for text in tiles] == best
    shares = [number(re.search(r"[+−].*", text)[0]) for text in tiles]
    assert shares == [pytest.approx(max(maps), abs=0.006) for maps in explorer.keras["maps"]]
    assert found["text"] == tiles[0]
    explorer.press("Enter")
    assert explorer.path() == ["Network", "conv 1", f"map {best[0]}"]
    assert explorer.focused()["inside"]


def test_the_terms_of_a_chosen_cell_sum_to_its_value(explorer):
    """A learner who adds up what the page shows must arrive at the number in the cell, to the last digit."""
    explorer.to_layer("conv 2")
    explorer.press("Enter")
    assert explorer.path()[1] == "conv 2"
    explorer.press("Home", "ArrowRight", "ArrowRight", "ArrowDown", "Enter")
    assert explorer.path()[-1].endswith("column 2")
    explorer.tab_to("^Show 5 more")
    for expected in (4, 9):
        read = explorer.page.evaluate(READ_SUM)
        assert len(read["groups"]) == expected
        _assert_adds_up(read)
        explorer.press("Enter")
    explorer.press("Enter")
    # Python hears of the same cell, with every digit, and Keras has the same value there.
    explorer.page.evaluate("document.activeElement.blur()")
    cell = explorer.python("""(lambda cell: {"value": cell.value, "sum": cell.sum,
        "terms": sum(term.product for term in cell.terms) + cell.bias,
        "keras": float(reached[convolutions[1]][0, cell.row, cell.column, cell.map])})(explorer.cell)""")
    assert cell["terms"] == pytest.approx(cell["sum"], abs=1e-5)
    assert cell["value"] == pytest.approx(cell["keras"], abs=1e-5)
    assert number(read["value"]) == pytest.approx(cell["value"], abs=6e-4)


def test_the_pixel_that_contributes_most_is_found_by_keys(explorer):
    """The last step back: which pixel did it? The page must name the one that TensorFlow's gradients name."""
    explorer.press("w")
    shares = np.array(explorer.keras["pixels"])
    row, column = np.unravel_index(shares.argmax(), shares.shape)
    explorer.tab_to("^What each pixel contributes")
    explorer.press("ArrowLeft", "ArrowUp")
    reading = explorer.root.locator(".view-why .reading")
    assert "it contributes most" not in reading.text_content()
    explorer.press("Tab")
    assert explorer.focused()["text"] == "The pixel that contributes most"
    explorer.press("Enter")
    said = reading.text_content()
    assert said.startswith(f"Pixel at row {row}, column {column}: ")
    assert said.endswith("it contributes most.")
    assert number(re.search(r": (\S+) for", said)[1]) == pytest.approx(shares.max(), rel=0.01)


def test_the_filter_whose_loss_changes_the_answer_is_switched_off_by_keys(explorer):
    """What if this filter were gone? The answer on the page must be Keras's answer without it."""
    answers = [int(np.argmax(without)) for without in explorer.keras["without"]]
    explorer.to_layer("conv 2")
    explorer.press("a")
    assert explorer.path()[1] == "conv 2"
    explorer.soon(lambda: _all_tried(explorer))
    explorer.press("Home")
    while "the answer is" not in explorer.focused()["label"]:
        before = explorer.focused()["label"]
        explorer.press("ArrowRight")
        assert explorer.focused()["label"] != before, "No map's loss changes the answer."
    label = explorer.focused()["label"]
    channel = int(re.match(r"Map (\d+)", label)[1])
    assert answers[channel] != BOOT
    explorer.press("o", "Escape")
    off = explorer.python('explorer.edits["filtersOff"]')
    assert list(off.values()) == [[channel]]
    names = explorer.python("names")
    best = max(explorer.keras["without"][channel])
    explorer.mentions(names[answers[channel]], f"{100 * best:.1f}%")


@pytest.mark.parametrize("width", [1280, 1024, 853, 700])
def test_every_image_to_choose_from_is_seen_with_its_whole_name(explorer, width):
    """In a strip that scrolls sideways, nobody finds the bag and the ankle boot at its end."""
    explorer.resize(width, 1000)
    for key in ("Home", "End"):
        explorer.root.locator(".thumbnails").press(key)
        explorer.frame()
        assert explorer.page.evaluate(CUT_OFF) == []
        assert explorer.page.evaluate(OUTSIDE, ".network-explorer") == []
    explorer.resize(1280, 1000)


def test_the_label_of_the_image_has_a_mark_among_the_probabilities(explorer):
    """Where the answer is wrong, a learner looks for the right one in the list."""
    marked = explorer.root.locator(".class-row.is-label .name")
    for image in (0, 1, 4):
        explorer.root.locator(f'[data-image="{image}"]').click()
        explorer.frame()
        name = explorer.root.locator(f'[data-image="{image}"]').text_content()
        assert marked.text_content() == name.replace("\u2011", "-").replace("\u200b", "")
    explorer.control("draw").click()
    explorer.frame()
    assert marked.count() == 0


def _assert_adds_up(read):
    for group in read["groups"]:
        assert sum(map(number, group["products"])) == pytest.approx(number(group["sum"]), abs=1e-9)
    lines = {name: number(text) for name, text in read["lines"].items()}
    total = sum(number(group["sum"]) for group in read["groups"]) + lines["others"] + lines["bias"]
    assert total == pytest.approx(lines["sum"], abs=1e-9)
    assert number(read["value"]) == lines["after"] == max(lines["sum"], 0)


def _all_tried(explorer):
    labels = [
        tile.get_attribute("aria-label") for tile in explorer.root.locator(".layer-maps [role=option]").all()
    ]
    assert all("without it" in label for label in labels), labels


@pytest.mark.parametrize(
    ("layer", "keys"),
    [
        ("conv 2", ["w"]),
        ("conv 2", ["Enter"]),
        ("conv 2", ["Enter", "Enter"]),
        ("pool 1", ["Enter", "Enter"]),
    ],
)
def test_no_view_of_the_network_has_barriers(explorer, layer, keys):
    """A learner with a screen reader needs every view: why, a map, a cell with products, a pooling cell."""
    explorer.to_layer(layer)
    explorer.press(*keys)
    assert explorer.path()[1:] != []
    assert barriers(explorer.page, ".network-explorer") == []


def test_a_weight_can_be_changed_by_keys_and_the_sum_follows(explorer):
    """What if this weight were 0? Its product must be 0, and undo must bring the old sum back."""
    explorer.to_layer("conv 2")
    explorer.press("Enter", "Enter")
    before = explorer.page.evaluate(READ_SUM)
    explorer.tab_to("^Weight")
    explorer.press("0", "Enter")
    after = explorer.page.evaluate(READ_SUM)
    assert number(after["groups"][0]["products"][0]) == 0 or after != before
    changed = explorer.python(
        '[len(pairs) for named in explorer.edits["weights"].values() for pairs in named.values()]'
    )
    assert changed == [1]
    explorer.press("Control+z")
    assert explorer.page.evaluate(READ_SUM) == before


def test_the_window_slides_over_the_map_until_it_is_stopped(explorer):
    """A learner who watches where the window goes must be able to stop it there, and to go on."""
    explorer.to_layer("conv 2")
    explorer.press("Enter", "Control+Home")
    where = explorer.root.locator(".view-map .chips .which")
    assert where.text_content() == "Row 0, column 0:"
    explorer.tab_to("Slide the window")
    explorer.press("Enter")
    explorer.soon(lambda: _assert_moved(where, "Row 0, column 0:"))
    explorer.press("Enter")
    assert explorer.focused()["text"] == "▶ Slide the window"
    stopped = where.text_content()
    explorer.press("Enter")
    explorer.soon(lambda: _assert_moved(where, stopped))
    explorer.soon(lambda: _assert_stopped(explorer))
    assert where.text_content() == "Row 6, column 6:"


def _assert_moved(where, before):
    assert where.text_content() != before


def _assert_stopped(explorer):
    assert explorer.focused()["text"] == "▶ Slide the window"


@pytest.mark.parametrize(
    ("layer", "keys"),
    [
        ("conv 2", []),
        ("conv 2", ["Enter"]),
        ("conv 2", ["Enter", "Enter"]),
        ("conv 2", ["a"]),
        ("conv 2", ["w"]),
    ],
)
def test_every_view_fits_on_a_screen(explorer, layer, keys):
    """Cause and effect are hard to connect if they never share a laptop's screen: 833 × 720 pixels."""
    explorer.resize(1280, 1000)
    explorer.to_layer(layer)
    explorer.press(*keys)
    explorer.frame()
    box = explorer.root.bounding_box()
    assert box["width"] > 780
    assert box["height"] <= (720 if keys else 520)
    explorer.home()
    explorer.root.locator(".class-row.best").first.click()
    explorer.frame()
    assert explorer.root.bounding_box()["height"] <= 720
    assert explorer.page.evaluate(OUTSIDE, ".network-explorer") == []

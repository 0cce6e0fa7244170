"""The NetworkExplorer in JupyterLab: its overview, play, what if, and comparing; all against Keras.

What the page computes is tested without a browser in `tests/pages/test_network.py`, where its parts go in
`tests/pages/test_network_layout.py`, and the tasks by keys alone in `test_network_tasks.py`.
"""

import json
import re

import numpy as np
import pytest

from tests.browser.jupyter import DARK, ExplorerPage, barriers, opened, shown_in

# Random weights are enough, and need no training: a network as the lessons build it, one to compare it with,
# and a residual one for colour images that ends without softmax.
PREPARE = """import json
import numpy as np
from helpers.training import keras
from helpers.widgets import NetworkExplorer
keras.utils.set_random_seed(4)
layers = keras.layers
def plain(first, second):
    return keras.Sequential([
        keras.Input((28, 28, 1)), layers.Rescaling(1 / 90, offset=-73 / 90),
        layers.Conv2D(first, 3, padding="same", activation="relu"), layers.MaxPooling2D(),
        layers.Conv2D(second, 3, activation="relu"), layers.MaxPooling2D(), layers.Dropout(0.5),
        layers.Flatten(), layers.Dense(24, activation="relu"), layers.Dense(10, activation="softmax"),
    ])
def residual():
    start = keras.Input((16, 16, 3))
    out = layers.Conv2D(8, 3, padding="same", use_bias=False)(layers.Rescaling(1 / 255)(start))
    out = layers.ReLU()(layers.BatchNormalization()(out))
    out = layers.Add()([out, layers.DepthwiseConv2D(3, padding="same")(out)])
    out = layers.GlobalAveragePooling2D()(layers.Activation("tanh")(out))
    return keras.Model(start, layers.Dense(3)(out))
model, other, coloured = plain(16, 20), plain(12, 8), residual()
row, column = np.mgrid[:28, :28]
shoe = np.where((row > 15) & (row < 22) & (column > 3) & (column + row > 24), 200 - 5 * column, 0)
images = np.stack([shoe, shoe.T, 255 - shoe]).astype("uint8")
names = [f"garment {n}" for n in range(10)]
explorer = NetworkExplorer(model, images, [7, 2, 1], names, other)
explorer"""
COLOURED = """colours = np.random.default_rng(2).integers(0, 256, (2, 16, 16, 3), "uint8")
second = NetworkExplorer(coloured, colours, class_names=["fox", "bird", "cat"])
second"""
# Keras's answer for an image that was changed by the course's own helpers, with some filters switched off.
FROM_KERAS = """from helpers import inside
def said(image=0, turn=0, down=0, right=0, off=(), layer=1, network=model):
    out = inside.shift(inside.rotate(images[image], turn), down, right)[None, ..., None].astype("float32")
    for number, one in enumerate(network.layers):
        out = one(out, training=False) if "dropout" in one.name else one(out)
        if number == layer and off:
            out = out * np.isin(np.arange(out.shape[-1]), off, invert=True).astype("float32")
    return np.asarray(out)[0].tolist()
print("ready")"""
SHARES = """(root) => Object.fromEntries([...root.querySelectorAll(".view-network .overview")]
    .filter((one) => one.checkVisibility()).map((one, n) => [n, [...one.querySelectorAll(".class-row")]
        .map((row) => [".name", ".class-share"].map((part) => row.querySelector(part).textContent))]))"""
# What is outside the explorer or is cut off by what is around it, and titles that run into each other.
FAULTS = """(root) => {
    const edge = root.getBoundingClientRect();
    const shown = [...root.querySelectorAll("*")]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width);
    const outside = shown.filter((one) => {
        const box = one.getBoundingClientRect();
        return !one.closest(".grid-frame, .course-unseen, svg")
            && (box.right > edge.right + 1 || box.left < edge.left - 1);
    });
    const labels = shown.filter((one) => one.matches(".column-title, .more, .class-row, .map-tile, .title"));
    const over = labels.flatMap((one, n) => labels.slice(n + 1).filter((other) => {
        const [a, b] = [one, other].map((each) => each.getBoundingClientRect());
        return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    }).map((other) => `${one.className} ${one.textContent} | ${other.className} ${other.textContent}`));
    const hasText = (one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
    const small = shown.filter((one) => hasText(one) && parseFloat(getComputedStyle(one).fontSize) < 11);
    const name = (one) => `${one.className} ${one.textContent.slice(0, 40)}`;
    return [...outside, ...small].map(name).concat(over);
}"""
# The colours of the maps of a layer, pixel by pixel.
COLOURS = """([root, layer]) => [...root.querySelectorAll(`.map-tile[data-column="${layer}"] canvas`)]
    .map((canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data)
    .map((data) => [...data].filter((_, n) => n % 4 < 3))"""


AXE = {"light": ("what if", "layer"), "dark": ("what if",)}  # with the overview below, or the bar above


class Network(ExplorerPage):
    """What a test does with an explorer on the page, and what it reads there."""

    name = ".network-explorer"

    def read(self, which=0):
        """Return the probabilities of an overview on the page by class, as written."""
        self.frame()
        return dict(self.root.evaluate(SHARES)[str(which)])

    def compares(self, expected, which=0):
        """Compare the probabilities on the page with numbers."""
        found = self.read(which)
        assert found == {name: percent(expected[int(name.split()[1])]) for name in found}

    def keras(self, **changes):
        """Return Keras's probabilities."""
        given = ", ".join(f"{name}={value}" for name, value in changes.items())
        return np.array(json.loads(self.notebook.run(f"print(json.dumps(said({given})))")))

    def tile(self, layer, item=0):
        """Return a map of the overview."""
        return self.root.locator(f'.map-tile[data-column="{layer}"]').nth(item)

    def slide(self, name, value):
        """Move a slider as a drag does."""
        self.control(name).fill(str(value))

    def agrees(self):
        """Return how close to Keras the page says it is, and on how many images."""
        digit, power, images = re.fullmatch(
            r"Keras agrees to (\d) · 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)\. On (\d+) images?\.",
            self.root.locator(".legend").get_attribute("title") or "",
        ).groups()
        exponent = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
        return int(digit) * 10.0**exponent, int(images)


def percent(share):
    """Write a probability as the page does."""
    return "> 99.9%" if share >= 0.9995 else "< 0.1%" if share < 0.0005 else f"{100 * share:.1f}%"


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with two explorers, shared by the tests of this file."""
    lab.write("network_explorer.ipynb", PREPARE, COLOURED, FROM_KERAS)
    with opened(lab, browser, "network_explorer.ipynb", viewport={"width": 1280, "height": 1500}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".network-explorer .class-row.best", timeout=90_000)
        notebook.page.set_default_timeout(20_000)
        yield Network(notebook)


@pytest.fixture
def network(shown):
    """The explorer as it was at first; afterwards check that nothing went wrong in the browser."""
    shown.resize(1280, 1500)
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def test_the_overview_shows_every_layer_and_the_probabilities_of_keras(network):
    """A broken script leaves an empty output, and a wrong forward pass teaches the wrong network."""
    titles = (
        network.root.locator(".overview")
        .first.locator(".column-title")
        .evaluate_all("all => all.map((one) => [...one.children].map((part) => part.textContent).join(' '))")
    )
    assert len(titles) == 10
    assert "conv 1 16 filters 28×28" in [title.replace("\N{NO-BREAK SPACE}", " ") for title in titles]
    for image in range(3):
        network.root.locator(f'[data-image="{image}"]').click()
        network.compares(network.keras(image=image))
    network.soon(lambda: network.agrees())
    difference, images = network.agrees()
    assert difference < 1e-5
    assert images == 3


def test_the_page_of_a_residual_network_for_colour_images_agrees_with_keras_too(network):
    """A learner's own network need not be a plain one."""
    second = Network(network.notebook)
    second.root = network.page.locator(".network-explorer").nth(1)
    expected = json.loads(
        network.run(
            "shown = coloured(colours[[second.place['image']]])\n"
            "print(json.dumps(keras.ops.softmax(shown).numpy()[0].tolist()))"
        )
    )
    assert list(second.read().values()) == [percent(share) for share in expected]
    assert second.root.locator(".skips path").count() == 1
    second.soon(lambda: second.agrees())
    assert second.agrees()[0] < 1e-5


def test_zero_has_one_colour_in_every_layer(network):
    """A learner who sees white must know that it is 0, whatever the largest value of the layer is."""

    def is_white(layer):
        maps = np.array(network.page.evaluate(COLOURS, [network.root.element_handle(), layer]))
        values = np.array(
            json.loads(
                network.notebook.run(
                    "reached = images[:1, ..., None].astype('float32')\n"
                    f"for one in model.layers[:{layer}]: reached = one(reached)\n"
                    "print(json.dumps(np.moveaxis(np.asarray(reached)[0], -1, 0).tolist()))"
                )
            )
        )
        numbers = [
            int(text)
            for text in network.root.locator(
                f'.overview >> nth=0 >> .map-tile[data-column="{layer}"] .number'
            ).all_text_contents()
        ]
        shown = values[numbers].reshape(len(numbers), -1)
        maps = maps[: len(numbers)].reshape(len(numbers), -1, 3)
        white = maps.min(axis=-1) >= 245
        assert white[shown == 0].all()
        assert not white[shown > 0.1 * values.max()].any()
        red = maps[..., 0].astype(int) - maps[..., 2]
        assert (red[shown > 0.1 * values.max()] > 0).all()
        return (shown == 0).sum()

    assert is_white(2) + is_white(4) > 100


def test_zero_has_the_page_s_own_colour_in_either_theme(network):
    """White tiles on a dark page would draw the eye to where nothing happens; the numbers change with it."""

    def check():
        surface = network.root.evaluate("(root) => getComputedStyle(root).backgroundColor")
        maps = np.array(network.page.evaluate(COLOURS, [network.root.element_handle(), 2])).reshape(-1, 3)
        at_zero = [int(part) for part in re.findall(r"\d+", surface)]
        assert at_zero in maps.tolist()
        scale = network.root.locator(".legend .scale")
        legend = scale.evaluate("(bar) => getComputedStyle(bar).backgroundImage")
        assert f"rgb({', '.join(map(str, at_zero))})" in legend

    check()
    with shown_in(network.page, DARK):
        network.soon(check)
    network.soon(check)


def test_pointing_at_a_map_draws_its_edges_and_says_what_it_is(network):
    """Hovering must show where a map comes from; a screen reader hears the same."""
    network.tile(4, 1).hover()
    number = network.tile(4, 1).locator(".number").text_content()
    network.mentions(f"Map {number} of conv 2: strongest with ")
    edges = network.root.locator(".overview >> nth=0 >> .edges :is(.raises, .lowers):not(.traced)")
    assert edges.count() > 4
    widths = edges.evaluate_all("all => all.map((one) => Number(one.getAttribute('stroke-width')))")
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 2 * widths[-1]
    traced = network.root.locator(".overview >> nth=0 >> .edges .traced")
    starts = traced.evaluate_all("all => all.map((one) => one.getPointAtLength(0).x)")
    assert min(starts) < network.tile(2).bounding_box()["x"] - network.tile(0).bounding_box()["x"]
    network.page.mouse.move(5, 5)
    network.mentions("garment ")


def test_arrow_keys_enter_and_escape_walk_through_the_network_without_a_key_for_jupyterlab(network):
    """A learner without a mouse must get everywhere, and "a" must not insert a cell."""
    cells = "window.jupyterapp.shell.currentWidget.content.widgets.length"
    before = network.page.evaluate(cells)
    network.root.locator('.overview >> nth=0 >> [tabindex="0"]').focus()
    for _ in range(6):  # from the probabilities
        network.page.keyboard.press("ArrowLeft")
    for key in ("ArrowDown", "ArrowUp", "Enter"):
        network.page.keyboard.press(key)
        network.frame()
    path = network.root.locator(".path li")
    assert path.nth(1).text_content() == "pool 1"
    assert path.count() == 3
    assert network.page.evaluate("document.activeElement.closest('.view-map') !== null")
    network.page.keyboard.press("Escape")
    network.frame()
    assert path.all_text_contents() == ["Network"]
    assert network.page.evaluate("document.activeElement.closest('.overview') !== null")
    network.page.keyboard.press("a")
    network.frame()
    assert path.all_text_contents() == ["Network", "pool 1"]
    assert network.root.locator(".layer-map").count() == 16
    network.page.keyboard.press("Backspace")
    network.page.keyboard.press("b")
    assert network.page.evaluate(cells) == before


def test_play_shows_one_layer_after_the_other_and_says_what_it_does(network):
    """The image's way through the network is the whole course in ten steps."""
    network.control("play").click()
    network.control("play").click()  # a pause; from here on by button, as with reduced motion
    says = network.root.locator(".how")
    found = []
    for _ in range(10):
        network.frame()
        found.append(says.text_content())
        assert network.root.locator(".overview >> nth=0 >> .column.later").count() == 10 - len(found)
        if len(found) < 10:
            network.control("step-forward").click()
    assert [text.split(",")[0] for text in found] == [f"Step {n} of 10" for n in range(1, 11)]
    assert "16 filters of 3 × 3 slide over the image" in found[2]
    assert "Dropout does nothing now" in found[6]
    answer = network.keras()
    assert found[-1].endswith(f"The answer: garment {answer.argmax()}, {percent(answer.max())}.")
    assert network.control("step-forward").is_disabled()
    network.control("show-all").click()
    network.frame()
    assert network.root.locator(".column.later").count() == 0


def test_while_it_plays_what_flows_moves(network):
    """Lines that do not move look like the weights; moving ones show that something passes through them."""
    moving = """(root) => [...root.querySelectorAll('.edges .flow')]
        .filter((one) => one.getAnimations().length).length"""
    network.control("play").click()
    network.root.locator(".edges .flow").first.wait_for(state="attached")
    network.frame()
    assert network.root.evaluate(moving) > 0
    network.control("play").click()
    network.frame()
    assert network.root.locator(".edges .flow").count() > 0
    assert network.root.evaluate(moving) == 0


def test_turning_and_shifting_the_image_gives_keras_answer_and_can_be_undone(network):
    """Before and after must be the network's answers, not those for an image turned the other way."""
    start = network.keras()
    network.control("what-if").click()
    network.slide("turn", -35)
    network.compares(network.keras(turn=-35))
    network.slide("down", 4)
    network.slide("right", -3)
    after = network.keras(turn=-35, down=4, right=-3)
    network.compares(after)
    assert percent(after[after.argmax()]) in network.root.locator(".before-after").text_content()
    assert percent(start[start.argmax()]) in network.root.locator(".before-after").text_content()
    assert (
        network.root.locator(".change-list").text_content()
        == "Changed: turned by −35°; shifted by 4 down and 3 left."
    )
    marks = network.root.locator(".overview >> nth=0 >> .class-row .track b")
    assert marks.first.is_visible()
    network.control("undo-all").click()
    network.compares(start)
    network.control("undo").click()
    network.compares(after)
    network.page.keyboard.press("Escape")
    network.frame()
    assert not network.root.locator(".what-if").is_visible()


def test_painting_covers_and_erases_the_pixels_under_the_brush(network):
    """A stroke that lands next to the pointer changes a different answer from the one shown."""
    network.control("what-if").click()
    pane = network.root.locator(".what-if-pane")
    box = pane.locator("canvas").bounding_box()
    cell = box["width"] / 28

    def stroke(*places):
        for n, (row, column) in enumerate(places):
            network.page.mouse.move(box["x"] + (column + 0.5) * cell, box["y"] + (row + 0.5) * cell)
            if n == 0:
                network.page.mouse.down()
        network.page.mouse.up()
        network.frame()

    stroke((3, 4), (3, 20))
    drawn = network.python("explorer.edits['painted']")
    assert {index for index, _ in drawn} == {28 * row + column for row in (3, 4) for column in range(4, 22)}
    assert {value for _, value in drawn} == {217}  # 85% of 255
    expected = network.notebook.run(
        "painted = images[0].astype('float32')\npainted[3:5, 4:22] = 217\n"
        "print(json.dumps(np.asarray(model(painted[None, ..., None]))[0].tolist()))"
    )
    network.compares(np.array(json.loads(expected)))
    pane.focus()
    network.page.keyboard.press("Shift+ArrowDown")
    network.frame()
    assert len(network.python("explorer.edits['painted']")) > len(drawn)
    network.page.keyboard.press("Control+z")
    network.frame()
    assert network.python("explorer.edits['painted']") == drawn
    network.setting("Tool").select_option("cover")
    network.setting("Size").select_option("14")
    stroke((10, 10))
    assert network.python("explorer.edits['cover']") == [4, 4, 14, 14]


def test_a_finger_paints_and_the_page_does_not_scroll(network):
    """On a tablet, a stroke that scrolls the page away paints one pixel and loses the image."""
    network.resize(1280, 600)  # so low that the notebook can scroll
    network.control("what-if").click()
    network.setting("Tool").select_option("brush")
    network.setting("Size").select_option("2")
    pane = network.root.locator(".what-if-pane")
    pane.evaluate("(pane) => pane.scrollIntoView()")
    network.frame()
    before = network.scrolled()
    assert before > 0  # a finger that moves down could scroll up
    box = pane.locator("canvas").bounding_box()
    cell = box["width"] / 28
    network.drag_by_touch(
        *[(box["x"] + 10.5 * cell, box["y"] + (row + 0.5) * cell) for row in (4, 8, 14, 20)]
    )
    assert network.scrolled() == before
    painted = network.python("explorer.edits['painted']")
    assert {index for index, _ in painted} == {
        28 * row + column for row in range(4, 22) for column in (10, 11)
    }
    expected = network.notebook.run(
        "painted = images[0].astype('float32')\npainted[4:22, 10:12] = 217\n"
        "print(json.dumps(np.asarray(model(painted[None, ..., None]))[0].tolist()))"
    )
    network.compares(np.array(json.loads(expected)))
    network.control("undo").click()
    network.compares(network.keras())  # all of a stroke is one step
    # Below the image, a finger scrolls the page as ever.
    overview = network.root.locator(".overview").first
    overview.evaluate("(one) => one.scrollIntoView()")
    before, box = network.scrolled(), overview.bounding_box()
    network.drag_by_touch(*[(box["x"] + 40, box["y"] + 180 - 20 * n) for n in range(8)])
    assert network.scrolled() > before


def test_a_drawing_of_your_own_starts_from_nothing(network):
    """The strip's last button is for the learner's own garment, and says so."""
    network.control("draw").click()
    network.frame()
    assert network.page.evaluate("document.activeElement.classList.contains('what-if-pane')")
    expected = network.notebook.run(
        "print(json.dumps(np.asarray(model(np.zeros((1, 28, 28, 1))))[0].tolist()))"
    )
    network.compares(np.array(json.loads(expected)))
    assert network.root.locator(".before-after").text_content().startswith("Your drawing: ")
    assert network.control("draw").get_attribute("aria-pressed") == "true"
    network.root.locator('[data-image="1"]').evaluate("one => one.click()")
    network.compares(network.keras(image=1))
    assert network.control("draw").get_attribute("aria-pressed") == "false"


def test_switching_a_filter_off_and_changing_a_weight_give_keras_answer(network):
    """A learner asks which filters matter: the answer must be that of the network without them."""
    network.tile(2).click()
    network.page.keyboard.press("Escape")
    network.page.keyboard.press("o")
    network.frame()
    number = int(network.tile(2).locator(".number").text_content())
    network.compares(network.keras(off=[number], layer=1))
    assert "off" in network.tile(2).get_attribute("class")
    network.control("what-if").click()
    network.frame()
    assert not network.control("on").is_checked()
    network.control("on").check()
    network.compares(network.keras())
    network.setting("Weight of").select_option("rescaling")
    network.setting("Row").select_option("0")
    network.setting("Column").select_option("2")
    network.control("weight").fill("1/2")
    network.control("weight").press("Enter")
    found = network.notebook.run(
        "changed = keras.models.clone_model(model)\nchanged.set_weights(model.get_weights())\n"
        "kernel = changed.layers[1].kernel.numpy()\n"
        f"kernel[0, 2, 0, {number}] = 0.5\nchanged.layers[1].kernel.assign(kernel)\n"
        "print(json.dumps(said(network=changed)))"
    )
    network.compares(np.array(json.loads(found)))
    assert "1 weight of conv 1 changed" in network.root.locator(".change-list").text_content()
    network.control("put-back").click()
    network.compares(network.keras())


def test_a_weight_that_is_not_a_number_gets_a_sentence(network):
    """The old picture must not remain as if it were the answer to "abc"."""
    network.control("what-if").click()
    for typed, says in (
        ("abc", "must be a number such as 3"),
        ("", "must be a number"),
        ("1e9", "must be within ±1,000,000"),
    ):
        network.control("weight").fill(typed)
        network.control("weight").press("Enter")
        network.frame()
        assert says in network.problem_text()
        assert network.control("weight").get_attribute("aria-invalid") == "true"
    network.compares(network.keras())
    network.control("weight").fill("−0.25")
    network.control("weight").press("Enter")
    assert network.problem_text() == ""
    assert network.python("list(explorer.edits['weights'].values())[0]['kernel'][0][1]") == -0.25


def test_two_networks_or_two_images_are_shown_one_above_the_other(network):
    """Before and after training is the question behind lesson 12."""
    network.control("compare").select_option("network")
    network.compares(network.keras())
    network.compares(network.keras(network="other"), which=1)
    network.control("compare").select_option("image 2")
    network.compares(network.keras())
    network.compares(network.keras(image=2), which=1)
    headings = network.root.locator(".compared")
    assert [headings.nth(n).text_content().split(":")[0] for n in range(2)] == ["Garment 7", "Garment 1"]
    network.control("compare").select_option("")
    network.frame()
    assert not headings.first.is_visible()


def test_all_maps_of_a_layer_say_what_the_network_would_answer_without_them(network):
    """A learner should find the one of twenty filters that matters without switching off each of them."""
    network.root.locator('.overview >> nth=0 >> [data-all="4"]').click()
    network.page.wait_for_function(
        "() => [...document.querySelectorAll('.layer-map .caption span')].every((one) => one.textContent)"
    )
    best = network.keras().argmax()
    for channel in (0, 7, 19):
        without = network.keras(off=[channel], layer=3)
        now = without.argmax()
        text = network.root.locator(f'.layer-map[data-channel="{channel}"] .caption span').text_content()
        assert text == (percent(without[best]) if now == best else f"→ garment {now}")
    network.setting("Order").select_option("matters")
    network.frame()
    first = int(network.root.locator(".layer-map").first.get_attribute("data-channel"))
    assert first == np.argmin([network.keras(off=[channel], layer=3)[best] for channel in range(20)])


def test_python_reads_and_sets_the_place(network):
    """A lesson opens the explorer where its text is, and reads the sum that the learner has found."""
    network.run("explorer.place = {'view': 'cell', 'node': 4, 'channel': 3, 'row': 5, 'column': 6}")
    network.soon(lambda: network.root.locator(".view-cell").wait_for())
    assert network.root.locator(".path li").all_text_contents() == [
        "Network",
        "conv 2",
        "map 3",
        "row 5, column 6",
    ]
    network.control("back").focus()
    network.page.evaluate("document.activeElement.blur()")
    cell = network.python("explorer.cell._asdict()")
    products = [term[-1] for term in cell["terms"]]
    assert len(products) == 9 * 16
    assert cell["bias"] + sum(products) == pytest.approx(cell["sum"], abs=1e-5)
    assert cell["value"] == pytest.approx(max(0, cell["sum"]), abs=1e-6)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off_or_covered_and_nothing_keeps_anyone_out(network, theme):
    """At 1280 and 1024 pixels, in both themes, everything must be readable by eye and by screen reader."""

    def check(names):
        for width in (1280, 1024):
            network.resize(width, 1500)
            assert network.root.evaluate(FAULTS) == [], (width, names)
        if names in AXE[theme]:  # it takes seconds
            assert barriers(network.page, network.name) == [], names

    def everything():
        check("overview")
        network.control("what-if").click()
        check("what if")
        network.control("close").click()
        network.control("compare").select_option("network")
        check("compare")
        network.control("compare").select_option("")
        network.root.locator('.overview >> nth=0 >> [data-all="4"]').click()
        check("layer")

    if theme == "light":
        everything()
    else:
        with shown_in(network.page, DARK):
            everything()


MEETING = """(root) => {
    const bar = root.querySelector(".edges .bar");
    const edges = root.querySelector(".edges").getBoundingClientRect();
    const box = root.querySelector(".class-row.pointed").getBoundingClientRect();
    const end = bar.getBBox();
    return { tip: edges.left + end.x, left: box.left, bottom: edges.top + end.y + end.height,
        middle: (box.top + box.bottom) / 2, reach: edges.left + end.x + end.width };
}"""


def test_on_a_phone_the_edges_lead_to_the_chosen_class(network):
    """Edges that end above the list leave open which of ten classes they raise."""
    network.resize(853, 1500)
    row = network.root.locator(".class-row").nth(7)
    row.hover()
    network.frame()
    found = network.root.evaluate(MEETING)
    assert found["tip"] < found["left"]
    assert found["bottom"] == pytest.approx(found["middle"] + 5, abs=2)  # of the arrow
    assert network.root.locator(".overview").first.evaluate("one => one.scrollWidth <= one.clientWidth")
    network.page.mouse.move(5, 5)
    network.resize(1280, 1500)


LABELS = """(root) => [...root.querySelectorAll(".class-row:is(.is-label, .wrong)")]
    .filter((row) => row.checkVisibility()).map((row) => {
    const boxOf = (part) => row.querySelector(part).getBoundingClientRect();
    const [name, share] = [boxOf(".name"), boxOf(".class-share")];
    const style = getComputedStyle(row, "::after");
    return { words: style.content, room: share.left - name.right, width: parseFloat(style.width) };
})"""


@pytest.mark.parametrize("width", [1280, 1024])
def test_no_mark_of_label_or_guess_runs_into_its_percentage(network, width):
    """Nobody can read "✓ label17.3%"; tests/pages/test_network_layout.py says where the words have room."""
    network.resize(width, 1500)
    network.root.locator(".class-row").first.wait_for()
    network.frame()
    found = network.root.evaluate(LABELS)
    assert found
    for one in found:
        assert re.match('"[✓✗] (label|guess)"', one["words"])
        assert one["room"] >= one["width"] - 1
    network.resize(1280, 1500)


def test_on_a_phone_the_numbers_of_the_colour_key_are_on_one_line(network):
    """ "−3.9" with a 4 below it is another number."""
    # The web edition breaks a word that has no room.
    set_style = "(root, [width, wrap]) => { Object.assign(root.style, { width, overflowWrap: wrap }); }"
    network.root.evaluate(set_style, ["346px", "anywhere"])
    network.frame()
    ends = network.root.locator(".legend .end")
    ends.first.evaluate("(end) => { end.textContent = '−3.94'; }")
    assert [box["height"] < 20 for box in (end.bounding_box() for end in ends.all())] == [True, True]
    words = network.root.locator(".legend > span").last
    assert words.text_content() == "Red edges raise a sum, dashed blue lower it; thick ones most."
    network.root.evaluate(set_style, ["", ""])
    network.frame()


def test_the_whole_network_fits_on_one_screen(network):
    """With JupyterLab's file browser open at 1280 pixels, a learner should see it without scrolling."""
    box = network.root.bounding_box()
    assert box["height"] <= 520
    assert network.root.locator(".overview").first.evaluate("one => one.scrollWidth <= one.clientWidth")

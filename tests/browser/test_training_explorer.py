"""The TrainingExplorer in JupyterLab: stepped, played, made to diverge by keys; its numbers against Keras.

That each step is right for every setting is proved without a browser, in
`tests/pages/test_training_explorer.py`.
"""

import re

import numpy as np
import pytest

from helpers import conv2d, kernels
from helpers.widgets.training_explorer import kernel_task, network_task
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
from tests.pages.networks import small_network

SHOW = (
    "from helpers.widgets import TrainingExplorer\nexplorer = TrainingExplorer()\nexplorer",
    'network = TrainingExplorer("network")\nnetwork',
)
NOISE = np.random.default_rng(0).normal(size=(32, 32)).astype(np.float32).astype(float)  # of lesson 03
TARGET = conv2d(NOISE, kernels.SOBEL)
# The numbers of the cells of a grid, with all digits where a narrow cell drops one.
CELLS = """(grid) => [...document.querySelectorAll(`.training-kernel .${grid} .cell`)]
    .map((cell) => (cell.getAttribute("aria-label") ?? cell.textContent).split(": ").pop())
    .map((text) => Number(text.replace(/−/g, "-").replace("≈", "")))"""
# The red and the blue of every pixel of a map.
COLOURS = """(title) => {
    const figure = document.querySelector(`.training-kernel .title-${title}`).parentNode;
    const canvas = figure.querySelector("canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, n) => [data[4 * n], data[4 * n + 2]]);
}"""
# What is painted of the edges of the flow: a number that follows from all colours, and at how many of the
# parts that have edges on their left one can be seen there.
PAINTED = """(root) => {
    const canvas = root.querySelector(".flow > canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const place = canvas.getBoundingClientRect();
    const scale = canvas.width / place.width;
    const isPainted = (x, y) => data[4 * (Math.round(y) * canvas.width + Math.round(x)) + 3] > 8;
    const kinds = [".pane.kernel", ".maps .pane:not(.drawing)", ".chances li"];
    const ends = [...root.querySelectorAll(kinds.map((kind) => `.flow ${kind}`).join())];
    const reached = ends.filter((one) => {
        const box = one.getBoundingClientRect();
        const x = (box.left - place.left) * scale;
        const y = ((box.top + box.bottom) / 2 - place.top) * scale;
        const dash = [1, 2, 3, 4, 5, 6, 7, 8]; // pixels: as long as a dash and the gap after it
        return dash.some((left) => [-2, -1, 0, 1, 2].some((off) => isPainted(x - left, y + off)));
    }).length;
    const colours = data.reduce((sum, value) => (sum * 31 + value) % 1000003, 0);
    return { colours, reached };
}"""
LAST_OF_CURVE = """() => document.querySelector(".training-kernel .drawn.line").getAttribute("d")"""


class Page(ExplorerPage):
    """What a test does with one explorer on the page, and what it reads there."""

    def __init__(self, notebook, name):  # noqa: D107
        self.name = name
        super().__init__(notebook)

    def status(self):
        """Return the sentence that says where the training stands."""
        self.frame()
        return self.root.locator(".status").text_content()

    def verdict(self):
        """Return the sentence that says what goes wrong, or an empty one."""
        self.frame()
        line = self.root.locator(".verdict")
        return line.text_content() if line.is_visible() else ""

    def press_on(self, name, times=1):
        """Press Enter on a button."""
        self.control(name).focus()
        for _ in range(times):
            self.page.keyboard.press("Enter")

    def until(self, look, expected):
        """Wait until what is read holds a text."""

        def check():
            assert expected in look()

        self.soon(check)


@pytest.fixture(scope="module")
def notebook(lab, browser):
    """A notebook with both explorers, shared by the tests of this file."""
    lab.write("training_explorer.ipynb", *SHOW)
    with opened(lab, browser, "training_explorer.ipynb") as notebook:
        notebook.run_all()
        for name in (".training-kernel", ".training-network"):
            notebook.page.wait_for_selector(f"{name} .status:not(:empty)")
            more = notebook.page.locator(f"{name} [name=more]")
            assert not notebook.page.locator(f"{name} .more").is_visible()  # few controls at first
            assert notebook.page.evaluate(OUTSIDE, name) == []
            more.click()
        inside = notebook.page.locator(".training-network [name=inside]")
        assert inside.get_attribute("aria-expanded") == "false"
        assert not notebook.page.locator(".training-network .flow").is_visible()
        inside.click()
        notebook.page.wait_for_selector(".training-network .flow")
        yield notebook


@pytest.fixture
def kernel(notebook):
    """The explorer of one kernel, as it was made."""
    page = Page(notebook, ".training-kernel")
    page.start_over()
    yield page
    assert notebook.errors() == []


@pytest.fixture
def network(notebook):
    """The explorer of the network, as it was made."""
    page = Page(notebook, ".training-network")
    page.start_over()
    yield page
    assert notebook.errors() == []


def trained(steps, rate=0.2, momentum=0):
    """Return the kernel of lesson 03 after some steps on all windows, and the losses before each."""
    kernel, velocity, losses = np.zeros((3, 3)), np.zeros((3, 3)), []
    for _ in range(steps):
        loss, slopes = kernel_task.loss_and_slopes(NOISE, TARGET, kernel)
        losses.append(loss)
        velocity = momentum * velocity - rate * slopes
        kernel = kernel + velocity
    return kernel, losses


def test_steps_by_key_move_kernel_slopes_maps_and_curve(kernel):
    """All of them follow from the same nine weights; one that does not move would be wrong."""
    kernel.press_on("step", 3)
    expected, losses = trained(3)
    assert kernel.status().startswith("Step 3: loss ")
    loss, slopes = kernel_task.loss_and_slopes(NOISE, TARGET, expected)
    page = kernel.page
    np.testing.assert_allclose(page.evaluate(CELLS, "kernel"), expected.ravel(), atol=5.1e-4)
    np.testing.assert_allclose(page.evaluate(CELLS, "slopes"), slopes.ravel(), atol=5.1e-4)
    for title, grid in (("map", conv2d(NOISE, expected)), ("goal", TARGET)):
        red, blue = np.array(page.evaluate(COLOURS, title)).T
        strong = np.abs(grid.ravel()) > 0.2 * np.abs(TARGET).max()
        np.testing.assert_array_equal((red > blue)[strong], (grid.ravel() > 0)[strong])
    assert page.evaluate(LAST_OF_CURVE).count("L") == 3
    np.testing.assert_allclose(kernel.python("explorer.kernel.tolist()"), expected, atol=1e-9)
    np.testing.assert_allclose(kernel.python("explorer.losses.tolist()"), losses, rtol=1e-9)


def test_play_learns_the_hidden_kernel_and_stops_when_nothing_changes_any_more(kernel):
    """A page that went on forever would keep a laptop warm for nothing."""
    kernel.control("pace").select_option("fast")
    kernel.control("play").click()
    kernel.until(lambda: kernel.control("play").text_content(), "Play")
    kernel.until(kernel.status, "wrong by")
    kernel.control("reveal").check()
    kernel.frame()
    assert kernel.page.evaluate(CELLS, "kernel") == kernel.page.evaluate(CELLS, "hidden-kernel")
    assert kernel.python("float(abs(explorer.kernel - explorer.hidden).max())") < 1e-7
    kernel.mentions("The weight furthest off is wrong by")
    kernel.control("reveal").uncheck()


def test_a_playing_training_pauses_where_it_is(kernel):
    """The learner stops to look: the kernel in the next cell must be the one on the page."""
    kernel.control("pace").select_option("slow")
    kernel.control("play").click()
    kernel.soon(lambda: _at_least(_steps(kernel), 3))
    kernel.control("play").click()
    steps = int(re.match(r"Step (\d+)", kernel.status())[1])
    kernel.page.wait_for_timeout(200)
    assert kernel.status().startswith(f"Step {steps}:")
    assert kernel.python("explorer.steps") == steps
    np.testing.assert_allclose(kernel.python("explorer.kernel.tolist()"), trained(steps)[0], atol=1e-9)


def test_a_kernel_is_made_to_diverge_with_keys_alone(kernel):
    """Task five of the explorers' list: without a mouse, a learner finds out how fast is too fast."""
    press = kernel.page.keyboard.press
    kernel.control("play").focus()
    for _ in range(10):
        press("Tab")
        if kernel.page.evaluate("document.activeElement.name") == "rate-typed":
            break
    press("Control+a")
    kernel.page.keyboard.type("2")
    for _ in range(15):
        press("Shift+Tab")
        if kernel.page.evaluate("document.activeElement.name") == "play":
            break
    press("Enter")
    kernel.until(kernel.verdict, "Training has diverged")
    limit = kernel_task.largest_rate(NOISE, (3, 3), 0)
    assert f"every rate above {limit:.2f} diverges" in kernel.verdict()
    assert "Play" in kernel.control("play").text_content()
    assert kernel.root.locator(".verdict").get_attribute("role") == "alert"
    # And back: a smaller rate, typed in the same way, brings it home.
    kernel.control("rate-typed").fill("0.5")
    assert "The rate is below that now" in kernel.verdict()
    kernel.press_on("many", 12)
    assert kernel.verdict() == ""
    assert kernel.python("float(abs(explorer.kernel - explorer.hidden).max())") < 0.01


def test_a_training_is_compared_with_the_one_before_it(kernel):
    """You see which rate is better only with both curves in one picture, or in words."""
    kernel.control("rate-slow").click()
    slow = float(kernel.control("rate-typed").input_value())
    kernel.press_on("many")
    kernel.start_over()
    kernel.control("rate-good").click()
    kernel.press_on("step", 5)
    losses = trained(6, slow)[1]
    kernel.mentions(f"The run before, at a rate of {slow:g}, had {losses[5]:.3g} at this step.")
    before = kernel.root.locator(".drawn.before")
    assert before.get_attribute("d").count("L") == 10
    assert before.evaluate("(one) => getComputedStyle(one).strokeDasharray") != "none"
    assert kernel.root.locator(".key-before").text_content() == f"before, rate {slow:g}: {losses[5]:.3g} here"
    kernel.control("image").select_option(label="photo")  # another task: nothing to compare
    kernel.frame()
    assert not kernel.root.locator(".key-before").is_visible()


def test_the_other_settings_fold_away_and_none_that_was_changed_stays_hidden(kernel):
    """Twenty controls bury the three that matter; but a momentum nobody sees would spoil a comparison."""
    more = kernel.control("more")
    more.click()
    kernel.frame()
    assert more.get_attribute("aria-expanded") == "false"
    assert kernel.control("rate-typed").is_visible()
    assert not kernel.control("momentum").is_visible()
    kernel.control("rate-good").click()
    kernel.press_on("step")
    assert not kernel.control("momentum").is_visible()
    kernel.run("explorer.momentum = 0.5")
    kernel.frame()
    assert kernel.control("momentum").is_visible()
    assert more.get_attribute("aria-expanded") == "true"


def test_the_rates_to_try_follow_from_the_image(kernel):
    """A rate that is good on noise diverges on the photo; "too large" must diverge on both."""
    for image in ("noise", "photo"):
        kernel.control("image").select_option(label=image)
        for name, diverges in (("good", False), ("large", True)):
            kernel.control(f"rate-{name}").click()
            assert kernel.control(f"rate-{name}").get_attribute("aria-pressed") == "true"
            limit = kernel.python("explorer.largest_rate")
            assert (float(kernel.control("rate-typed").input_value()) > limit) == diverges


def test_undo_takes_back_steps_and_settings_and_redo_brings_them_again(kernel):
    """A learner tries another rate from the same place, again and again."""
    kernel.press_on("many")
    at_ten = kernel.status()
    kernel.control("momentum").fill("0.9")
    kernel.press_on("step")
    at_eleven = kernel.status()
    kernel.control("undo").click()
    assert kernel.status() == at_ten
    kernel.control("undo").click()
    assert kernel.control("momentum").input_value() == "0"
    kernel.control("undo").click()
    assert kernel.status().startswith("Step 0:")
    for _ in range(3):
        kernel.control("redo").click()
    assert kernel.status() == at_eleven
    assert kernel.python("[explorer.steps, explorer.momentum]") == [11, 0.9]


def test_settings_made_in_python_are_shown(kernel):
    """A notebook cell can set whatever the page sets, the kernel too."""
    kernel.press_on("step")
    kernel.run("explorer.rate = 0.05; explorer.momentum = 0.5")
    assert kernel.control("rate-typed").input_value() == "0.05"
    assert kernel.control("momentum").input_value() == "0.5"
    kernel.run("explorer.kernel = explorer.hidden")
    kernel.until(kernel.status, "Step 0: loss 0. The weight furthest off is wrong by 0.")
    kernel.run("explorer.start = 'random'; explorer.seed = 3")
    kernel.until(kernel.status, "Step 0: loss ")
    begun = kernel_task.first_kernel({"kernel": {"rows": 3, "columns": 3}}, "random", 3)
    np.testing.assert_allclose(kernel.page.evaluate(CELLS, "kernel"), begun.ravel(), atol=5.1e-4)


def test_another_image_or_kernel_begins_another_training(kernel):
    """Weights learned for Sobel would look like a lucky guess at another kernel."""
    kernel.press_on("many")
    kernel.control("image").select_option(label="photo")
    assert kernel.status().startswith("Step 0:")
    assert kernel.control("batch").input_value() == "21904"
    kernel.control("hidden").select_option(label="blur")
    kernel.press_on("step")
    assert kernel.python("[explorer.batch, explorer.steps, explorer.image.shape[0]]") == [21904, 1, 150]
    slope = kernel.python("explorer.slopes.tolist()")
    np.testing.assert_allclose(kernel.page.evaluate(CELLS, "slopes"), np.ravel(slope), atol=5.1e-4)


def test_the_keyboard_reads_every_weight_as_a_sum_and_no_key_leaks(kernel):
    """A learner without a mouse checks the same step, and loses no cell of the notebook to a shortcut."""
    cells = kernel.page.evaluate(COUNT_CELLS)
    kernel.press_on("step")
    kernel.root.locator('.kernel .cell[tabindex="0"]').focus()
    for key in ("ArrowDown", "End", "a", "b", "d"):
        kernel.page.keyboard.press(key)
    kernel.frame()
    reading = kernel.root.locator(".reading").text_content().replace("−", "-")
    parts = re.search(r"Row 1, column 2: the next step makes it (\S+) - 0.2 · \((\S+)\) ≈ (\S+)\.$", reading)
    weight, slope, then = (float(part) for part in parts.groups())
    assert weight - 0.2 * slope == pytest.approx(then, abs=0.006)
    assert then == pytest.approx(trained(2)[0][1, 2], abs=0.006)
    kernel.mentions("Row 1, column 2")
    assert kernel.page.evaluate(COUNT_CELLS) == cells


@pytest.mark.parametrize(
    ("box", "typed", "words"),
    [
        ("rate-typed", "0", "A rate of 0 would change nothing."),
        ("rate-typed", "quick", "“quick” was typed"),
        ("momentum", "1", "nothing would ever slow down"),
        (
            "batch",
            "901",
            "The batch must be a whole number from 1 to 900, but is 901: the nearest that works is 900.",
        ),
    ],
)
def test_an_impossible_setting_gets_a_sentence_and_trains_nothing(kernel, box, typed, words):
    """After a refused rate, the steps would be taken at a rate that nobody asked for."""
    good = kernel.control(box).input_value()
    kernel.control(box).fill(typed)
    kernel.control(box).blur()
    assert words in kernel.problem_text()
    assert not kernel.root.locator(".stage").is_visible()
    assert kernel.control("step").is_disabled()
    kernel.control(box).fill(good)
    assert kernel.problem_text() == ""
    assert kernel.control("step").is_enabled()


def test_the_network_takes_the_steps_of_keras(network):
    """The lesson shows the page next to Keras: both must learn the same from the same weights."""
    from helpers.training import keras

    before = network.python("[part.tolist() for part in network.weights]")
    network.control("batch").fill("300")
    network.control("rate-typed").fill("0.1")
    network.control("momentum").fill("0.9")
    network.press_on("step", 2)
    after = network.python("[part.tolist() for part in network.weights]")
    losses = network.python("network.losses.tolist()")
    model = small_network()
    model.compile(keras.optimizers.SGD(0.1, 0.9), "sparse_categorical_crossentropy")
    model.set_weights([np.array(part) for part in before])
    images, labels = network_task.pictures(network_task.make(None, None, None, (8, 16)))
    batch = images[:300, ..., np.newaxis].astype("float32") / 255, labels[:300]
    by_keras = [float(model.train_on_batch(*batch)) for _ in range(2)]
    np.testing.assert_allclose(losses, by_keras, atol=1e-4)
    for ours, theirs in zip(after, model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_an_epoch_shows_what_the_network_takes_the_drawings_for(network):
    """The strip, the bars and the curve must show the same network."""
    network.press_on("many", 3)
    network.until(network.status, "Step 30, epoch 3.0")
    epochs = network.python("network.epochs")
    assert [epoch["step"] for epoch in epochs] == [10, 20, 30]
    assert f"{100 * epochs[-1]['held_out_share_right']:.1f}% on held-out drawings" in network.status()
    weights = [np.array(part) for part in network.python("[part.tolist() for part in network.weights]")]
    task = network_task.make(None, None, None, (8, 16))
    images, labels = network_task.pictures(task)
    places = network_task.strip(task)
    chances = network_task.probabilities(weights, images[places])
    options = network.root.locator(".strip [role=option]")
    said = [options.nth(number).get_attribute("aria-label") for number in range(10)]
    for label, place, row in zip(said, places, chances, strict=True):
        right = "right" if row.argmax() == labels[place] else "wrong"
        assert label == f"{task['names'][labels[place]]}: taken for {task['names'][row.argmax()]}, {right}"
    options.first.focus()
    network.page.keyboard.press("End")
    network.frame()
    bars = network.root.locator(".chances .number").all_text_contents()
    assert bars == [
        "< 0.1%" if chance < 0.0005 else "> 99.9%" if chance >= 0.9995 else f"{chance:.1%}"
        for chance in chances[-1]
    ]
    network.mentions("Ankle boot: taken for")
    assert (
        network.root.locator(".drawn.held").first.get_attribute("d").count("M") == 1 + 3
    )  # before the first step, too


def test_a_drawing_of_your_own_joins_those_to_learn_from(network):
    """A learner who calls a boot a bag wants to see what the network makes of it, and to take it back."""
    network.control("own").press("Enter")
    assert network.control("own-add").is_disabled()
    for _ in range(4):
        network.page.keyboard.press("Shift+ArrowRight")
    network.control("own-class").select_option(label="Bag")
    network.press_on("many")
    network.until(network.status, "Step 10")
    network.press_on("own-add")
    network.until(network.status, "Step 0")
    images, labels = network.python("[part.tolist() for part in network.own_drawings]")
    assert labels == [8]
    assert {value for row in images[0] for value in row} == {0, 210}
    network.until(lambda: network.root.locator(".own-count").text_content(), "of the class Bag, is taken for")
    network.press_on("many")
    network.until(network.status, "Step 11, epoch 1.0")
    assert "300 of the course’s own drawings and 1 drawn on the page" in network.python("network.describe()")
    assert network.python("network.steps") == 11
    network.press_on("undo", 2)
    network.until(network.status, "Step 10")
    assert network.python("[part.tolist() for part in network.own_drawings]") == [[], []]
    network.press_on("redo")
    network.until(network.status, "Step 0")
    network.press_on("own-remove")
    assert network.control("own-remove").is_disabled()
    assert network.root.locator(".own-count").text_content() == ""
    network.control("own").press("Enter")


def test_a_network_that_learns_from_few_drawings_knows_them_by_heart(network):
    """The share of those held out, below the share of those learned from, is what overfitting means."""
    if network.control("drawings").is_hidden():
        network.control("more").click()
    network.control("drawings").select_option(label="30 drawings")
    network.until(network.status, "Step 0")
    network.press_on("many", 60)
    network.until(network.status, "Step 60, epoch 60.0")
    last = network.python("network.epochs")[-1]
    assert last["share_right"] > 0.9
    assert last["held_out_share_right"] < last["share_right"] - 0.1
    network.start_over()
    assert network.control("drawings").evaluate("(box) => box.selectedOptions[0].text") == "300 drawings"


def test_a_network_at_too_large_a_rate_says_so(network):
    """A flat line alone would look like bad luck."""
    network.control("rate-typed").fill("20")
    network.press_on("many")
    assert re.search("has diverged|the network is dead", network.verdict())
    assert "Choose a smaller rate and start over." in network.verdict()
    network.start_over()
    network.control("start").select_option(label="zeros")
    assert "Start from random weights instead." in network.verdict()


def test_the_network_trains_while_it_plays_and_python_hears_of_it(network):
    """Without a message until the pause, a cell run meanwhile would show an old network."""
    network.control("play").click()
    network.soon(lambda: _at_least(_steps(network), 10))
    network.soon(lambda: _at_least(network.python("network.steps"), 1))
    network.control("play").click()
    network.soon(lambda: _same(network.python("network.steps"), _steps(network)))


def _same(number, other):
    assert number == other


def _steps(page):
    """Return how many steps the page says that it has made."""
    return int(re.match(r"Step ([\d,]+)", page.status())[1].replace(",", ""))


def _at_least(number, least):
    assert number >= least


def test_play_is_the_first_control_and_one_kernel_fits_on_a_screen(kernel):
    """A learner who opens the explorer should see at once how to begin, and everything that then moves."""
    first = kernel.root.locator("button, select, input").first
    assert first.get_attribute("name") == "play"
    kernel.resize(1280, 900)
    kernel.control("more").click()
    kernel.frame()
    assert not kernel.control("momentum").is_visible()
    kernel.control("rate-large").click()
    kernel.press_on("many", 3)
    kernel.until(kernel.verdict, "Training has diverged")
    assert kernel.root.bounding_box()["height"] <= 720
    kernel.control("more").click()


BOXES = """(root, names) => Object.fromEntries(names.map((name) =>
    [name, root.querySelector(`.title-${name}`).parentElement.getBoundingClientRect().toJSON()]))"""


@pytest.mark.parametrize("width", [1280, 1024, 853])
def test_the_equations_have_one_order_at_every_width(kernel, width):
    """A learner who reads "kernel − rate · slopes" at home should find it on the projector."""
    kernel.resize(width, 900)
    maps, kernels = ("image", "map", "goal", "error"), ("kernel", "slopes", "next")
    boxes = kernel.root.evaluate(BOXES, [*maps, *kernels, "hidden"])
    reading = [(round(boxes[name]["y"] / 60), boxes[name]["x"]) for name in kernels]  # row by row
    assert reading == sorted(reading)
    assert [boxes[name]["x"] for name in maps] == sorted(boxes[name]["x"] for name in maps)
    assert boxes["image"]["y"] < boxes["kernel"]["y"]
    if width == 1280:  # four columns
        for above, below in zip(maps, (*kernels, "hidden"), strict=True):
            assert boxes[above]["x"] == pytest.approx(boxes[below]["x"], abs=1)
            assert boxes[above]["width"] == pytest.approx(boxes[below]["width"], abs=1)
    elif width == 1024:  # rows that begin and end together, and the hidden kernel above the next one
        assert boxes["image"]["x"] == pytest.approx(boxes["kernel"]["x"], abs=1)
        assert boxes["error"]["right"] == pytest.approx(boxes["next"]["right"], abs=2)
        assert boxes["hidden"]["right"] == pytest.approx(boxes["next"]["right"], abs=2)
    kernel.resize(1280, 900)


KERNELS = """(root) => [...root.querySelectorAll(".kernels .pane canvas")].map((canvas) =>
    [...canvas.getContext("2d").getImageData(0, 0, 3, 3).data].join())"""


# How far below the top of the explorer the drawings are.
STRIP = (
    """(root) => root.querySelector(".strip").getBoundingClientRect().y - root.getBoundingClientRect().y"""
)


def test_the_first_view_shows_kernels_and_guesses_on_one_screen(network):
    """Edges and maps at once bury what the lesson is about: kernels that change, guesses that get better."""
    network.control("more").click()
    network.control("inside").click()
    network.frame()
    for width, most in ((1280, 640), (1024, 720)):
        network.resize(width, 900)
        assert network.root.bounding_box()["height"] <= most
        assert network.page.evaluate(OUTSIDE, network.name) == []
    network.resize(1280, 900)
    assert not network.root.locator(".flow").is_visible()
    start = network.root.evaluate(KERNELS)
    assert (
        start[0::2] == start[1::2]
    )  # each tile, and below it the kernel before the first step, not shown yet
    begun = network.root.locator(".kernels .begun")
    assert not any(one.is_visible() for one in begun.all())
    below = network.root.evaluate(STRIP)
    assert len(set(start[0::2])) == 8
    network.press_on("many", 3)
    network.until(network.status, "Step 30")
    assert begun.all_inner_texts() == ["at\u00a0the start"] * 8
    assert all(one.is_visible() for one in begun.all())
    assert network.root.evaluate(STRIP) == below  # nothing has moved
    after = network.root.evaluate(KERNELS)
    assert all(now != old for now, old in zip(after[0::2], start[0::2], strict=True))
    assert all(now != old for now, old in zip(after[0::2], after[1::2], strict=True))
    guesses = network.root.locator(".strip .guess").all_text_contents()
    said = [
        option.get_attribute("aria-label") for option in network.root.locator(".strip [role=option]").all()
    ]
    for guess, words in zip(guesses, said, strict=True):
        found, verdict = re.search("taken for (.+), (right|wrong)$", words).groups()
        assert guess == f"{'✓' if verdict == 'right' else '✗'} {found}"
    weights = np.array(network.python("network.weights[0].tolist()"))
    begun = network_task.first_weights(network_task.make(None, None, None, (8, 16)), "random", 0)[0]
    largest = max(np.abs(weights).max(), np.abs(begun).max())
    ends = [
        text.replace("−", "-")
        for text in network.root.locator(".colour-key span").all_text_contents()
        if text
    ]
    assert [float(text) for text in ends] == pytest.approx([-largest, largest], rel=0.005)
    network.control("more").click()
    network.control("inside").click()


BRIGHTEST = """(root) => [...root.querySelectorAll(".strip canvas")].map((canvas) =>
    Math.max(...canvas.getContext("2d").getImageData(0, 0, 28, 28).data.filter((_, n) => n % 4 < 3)))"""


def test_a_network_that_has_not_learned_is_compared_with_guessing(network):
    """A first dot near 0 reads like a failure; a dark bag on black, like nothing at all."""
    shares = network.root.locator(".curve", has_text="Right answers")
    assert shares.locator(".key-reference").text_content() == "guessing: 10%"
    ticks = shares.locator("svg text").all_text_contents()
    assert ticks[:3] == ["0", "50%", "100%"]
    left, height = re.match(r"M(\S+) (\S+)H", shares.locator("svg .reference").get_attribute("d")).groups()
    ends = [float(y) for y in re.findall(r"M44 (\S+)h4", shares.locator(".axis").get_attribute("d"))]
    assert float(height) == pytest.approx(ends[0] + 0.1 * (ends[2] - ends[0]), abs=0.1)
    assert left == "48"
    assert network.root.evaluate(BRIGHTEST) == [255] * 10


def test_on_a_phone_undo_is_in_the_line_of_more_and_the_sum_below_its_grids(kernel, network):
    """Four lines of buttons push the picture off a phone; a sum at the end is far from its numbers."""
    for explorer in (kernel, network):
        explorer.root.evaluate("(root) => { root.parentElement.style.width = '352px'; }")
        explorer.resize(1280, 900)
        more, undo, again = (explorer.control(name).bounding_box() for name in ("more", "undo", "again"))
        assert more["y"] == undo["y"] == again["y"]
        assert more["x"] < undo["x"] < again["x"]
        assert explorer.page.evaluate(OUTSIDE, explorer.name) == []
    loss, shares = (curve.bounding_box() for curve in network.root.locator(".curve").all())
    assert loss["x"] == shares["x"]
    assert loss["width"] > 330
    boxes = kernel.root.evaluate(BOXES, ["slopes", "next"])
    y = kernel.root.locator(".reading").bounding_box()["y"]
    assert boxes["slopes"]["bottom"] <= y < boxes["next"]["y"]
    for explorer in (kernel, network):
        explorer.root.evaluate("(root) => { root.parentElement.style.width = ''; }")
        explorer.resize(1280, 900)
        assert explorer.control("undo").bounding_box()["y"] < explorer.control("more").bounding_box()["y"]


def test_looking_inside_is_remembered_and_no_step_of_the_training(network):
    """Undo takes back what was trained; a learner who undoes a step should not lose sight of the network."""
    inside = network.control("inside")
    inside.focus()
    network.page.keyboard.press("Enter")
    network.frame()
    assert inside.get_attribute("aria-expanded") == "false"
    network.press_on("step")
    network.root.locator(".strip [role=option]").nth(3).click()  # a choice shows inside
    network.frame()
    assert inside.get_attribute("aria-expanded") == "true"
    assert network.root.locator(".chances .is-label .name").text_content() == "Dress"
    assert network.python("network._inside")
    network.control("undo").click()
    network.frame()
    assert network.status().startswith("Step 0")
    assert network.root.locator(".flow").is_visible()
    network.root.locator(".kernels [role=option]").nth(5).click()
    network.frame()
    assert network.root.locator(".title-kernel").text_content() == "Kernel 5"
    assert network.root.locator(".filters [aria-selected=true]").get_attribute("data-place") == "5"
    inside.click()
    network.frame()
    assert not network.root.locator(".numbers").is_visible()
    network.root.locator('.kernels [tabindex="0"]').focus()
    network.page.keyboard.press("ArrowRight")
    network.frame()
    assert inside.get_attribute("aria-expanded") == "false"
    network.page.keyboard.press("Enter")
    network.frame()
    assert inside.get_attribute("aria-expanded") == "true"
    assert network.root.locator(".title-kernel").text_content() == "Kernel 6"


def test_the_network_is_drawn_as_a_flow_on_one_screen(network):
    """To see a network learn, you have to see all of it, with edges that are its weights or their slopes."""
    network.resize(1280, 900)
    network.control("more").click()
    network.press_on("many")
    network.frame()
    assert network.root.locator(".inside").bounding_box()["height"] <= 540
    plot = network.root.locator(".curve .axis").first.bounding_box()
    assert plot["height"] >= 100  # and the loss is large enough to read
    parts = (".pane.drawing", ".filters .pane", ".figure-output .pane", ".chances")
    lefts = [network.root.locator(f".flow {part}").first.bounding_box()["x"] for part in parts]
    assert lefts == sorted(lefts)
    painted = network.root.evaluate(PAINTED)
    assert painted["reached"] == 8 + 8 + 16 + 16 + 1  # of the classes, only the guess
    network.control("edges-slopes").click()
    network.frame()
    slopes = network.root.evaluate(PAINTED)
    assert slopes["colours"] != painted["colours"]
    assert network.control("edges-slopes").get_attribute("aria-pressed") == "true"
    network.control("edges-weights").click()
    network.root.locator(".chances li").nth(9).hover()
    network.frame()
    assert network.root.evaluate(PAINTED)["colours"] != painted["colours"]
    network.page.mouse.move(5, 5)
    network.frame()
    assert network.root.evaluate(PAINTED)["colours"] == painted["colours"]
    network.control("more").click()


@pytest.mark.parametrize("width", [1024, 1280])
def test_nothing_is_cut_off_on_a_narrow_screen(kernel, width):
    """On a projector, a control that is cut off might as well be missing."""
    kernel.resize(width, 900)
    for name in (".training-kernel", ".training-network"):
        assert kernel.page.evaluate(OUTSIDE, name) == []
        # A cell holds six characters, −0.024, and a word beside a small picture is not to be wider than that.
        small = ".cell, .heads, .heads *, .begun *"
        for part, least in ((f"*:not({small})", 14), (".cell", 12.5), (".heads *, .begun *", 12)):
            assert kernel.page.evaluate(SMALLEST_TEXT, f"{name} {part}") >= least


def test_with_reduced_motion_there_are_steps_and_no_play(kernel):
    """People who are made ill by motion must not be left without the explorer."""
    kernel.page.emulate_media(reduced_motion="reduce")
    kernel.frame()
    assert not kernel.control("play").is_visible()
    kernel.control("many").click()
    assert kernel.status().startswith("Step 10:")
    kernel.page.emulate_media(reduced_motion="no-preference")
    kernel.frame()
    assert kernel.control("play").is_visible()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(kernel, network, theme):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(kernel.page, theme):
        for page in (kernel, network):
            page.control("rate-typed").fill("9")
            page.press_on("many")
            assert page.verdict() != ""
            assert barriers(page.page, page.name) == []
        kernel.control("rate-typed").fill("0")
        kernel.frame()
        assert barriers(kernel.page, kernel.name) == []

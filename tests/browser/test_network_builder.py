"""The NetworkBuilder in JupyterLab: drawn, edited, moved by keyboard; its numbers compared with others."""

import re

import pytest
from playwright.sync_api import expect

from helpers.widgets import NetworkBuilder
from tests.browser.jupyter import COUNT_CELLS, DARK, LIGHT, ExplorerPage, barriers, opened, shown_in

SHOW = """from helpers.widgets import NetworkBuilder
builder = NetworkBuilder()
builder"""
# Every line of the table as its cells' texts, and the sentence about the layer that cannot follow.
READ = """() => ({
    lines: [...document.querySelectorAll(".network-builder [data-line]")].map((line) =>
        [...line.cells].map((cell) => cell.textContent)),
    trouble: document.querySelector(".network-builder .trouble p")?.textContent ?? "",
    total: document.querySelector(".network-builder .total td:last-child").textContent,
    code: document.querySelector(".network-builder .code").textContent,
})"""
# Note what the page says whenever it has drawn another network, by the code of that network.
WATCH = f"""() => {{
    const [read, found] = [{READ}, {{}}];
    window.courseSaid = found;
    window.courseWatch = new MutationObserver(() => {{ const said = read(); found[said.code] = said; }});
    const code = document.querySelector(".network-builder .code");
    window.courseWatch.observe(code, {{ childList: true, subtree: true }});
}}"""
# Put one network after the other on the page, as a learner's cell would.
SWEEP = """
import time
for layers, shape in {networks}:
    with builder.hold_sync():
        builder.input_shape, builder.layers = shape, layers
    time.sleep(0.04)
"""
OUTSIDE = """() => {
    const root = document.querySelector(".network-builder");
    const edge = root.getBoundingClientRect();
    return [...root.querySelectorAll("*:not(.code)")].filter((part) => {
        const box = part.getBoundingClientRect();
        return box.width && (box.right > edge.right + 1 || box.left < edge.left - 1);
    }).map((part) => `${part.className || part.tagName} ${part.textContent.slice(0, 40)}`);
}"""


class Builder(ExplorerPage):
    """What a test does with the builder on the page, and what it reads there."""

    name = ".network-builder"

    def read(self):
        """Return lines, trouble, total and code."""
        self.frame()
        return self.page.evaluate(READ)

    def line(self, number):
        """Return the locator of a line; 0 is the picture."""
        return self.root.locator(f'[data-line="{number}"]')

    def select(self, number):
        """Choose a line with the mouse."""
        self.line(number).locator("td").nth(1).click()
        self.frame()

    def press(self, name):
        """Press a button by its words."""
        self.root.get_by_role("button", name=name, exact=True).click()
        self.frame()

    def shapes(self):
        """Return what leaves each line, as text."""
        return [line[2] for line in self.read()["lines"]]

    def words(self):
        """Return what the builder says in words."""
        self.page.wait_for_timeout(250)  # it speaks once the picture rests
        return self.root.locator(".words").text_content()


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with one builder, shared by the tests of this file."""
    lab.write("network.ipynb", SHOW, "'the next cell'")
    with opened(lab, browser, "network.ipynb", viewport={"width": 1280, "height": 1300}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".network-builder [data-line]", timeout=90_000)
        notebook.page.set_default_timeout(8000)
        yield Builder(notebook)


@pytest.fixture
def builder(shown):
    """The builder as it was at first; after the test nothing may have gone wrong in the browser."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def wanted(builder):
    """Return what a page must say of a builder: shape, parameters and receptive field of each line."""
    rows, problem = builder._rows()
    lines = [
        (tuple(builder.input_shape), 0, (1, 1)),
        *((r.shape, r.parameters, r.receptive_field) for r in rows),
    ]
    return lines, problem


def said(line):
    """Return shape, parameters and receptive field of a line on the page."""
    _, _, shape, parameters, field, _ = line
    counts = parameters.replace(",", "").rpartition("= ")[2]
    sizes = tuple(int(size) for size in shape.split(" × "))
    return sizes, int(counts or 0), None if field == "–" else tuple(int(one) for one in field.split(" × "))


def check_page(page, builder):
    """Compare a page with a builder of the same network in Python."""
    lines, problem = wanted(builder)
    assert [said(line) for line in page["lines"][: len(lines)]] == lines
    assert all(line[2:5] == ["–", "–", "–"] for line in page["lines"][len(lines) :])
    assert bool(page["trouble"]) == bool(problem)
    for (arrives, _, _), layer, line in zip(
        lines, builder.layers, page["lines"][1 : len(lines)], strict=False
    ):
        terms, _, total = line[3].rpartition(" = ")
        if terms:  # the sum as it is written out must be what it says
            value = eval(terms.replace("·", "*"))
            assert value == int(total.replace(",", ""))
            assert str(arrives[-1]) in terms.split(" + ")[0].split("·"), layer
    total = "–" if problem else f"{sum(count for _, count, _ in lines):,}"
    assert page["total"].rpartition("= ")[2] == total
    assert page["code"] == builder.code


def networks():
    """Return builders of many kinds: each setting, each way in which a layer cannot follow."""
    conv, pool, average, flat, dense, drop = (
        {"layer": kind}
        for kind in ("Conv2D", "MaxPooling2D", "AveragePooling2D", "Flatten", "Dense", "Dropout")
    )
    found = [
        ([], (28, 28, 1)),
        ([conv, pool, conv, pool, flat, dense], (28, 28, 1)),
        ([conv, dense], (28, 28, 1)),
        ([flat, conv], (8, 9, 2)),
        ([flat, dense, flat], (8, 9, 2)),
        ([drop, conv, drop, flat, drop, dense, drop], (9, 7, 3)),
        ([pool] * 5, (28, 28, 1)),
        ([average, {**pool, "pool_size": 3, "strides": 2, "padding": "same"}, flat], (11, 14, 5)),
        ([{**conv, "filters": 7, "use_bias": False}, flat, {**dense, "use_bias": False}], (5, 5, 4)),
    ]
    for number, (size, kernel, stride, padding) in enumerate(
        (size, kernel, stride, padding)
        for size in ((28, 28), (13, 6), (1, 9))
        for kernel in (1, 2, 5)
        for stride in (1, 2, 3)
        for padding in ("valid", "same")
    ):
        settings = {"padding": padding, "strides": stride}
        first = {**conv, "filters": 1 + number % 9, "kernel_size": kernel, **settings}
        second = {**(average if number % 2 else pool), "pool_size": 1 + number % 4, **settings}
        found.append(([first, second, {**conv, "kernel_size": 3}, flat, dense], (*size, 1 + number % 3)))
    return [NetworkBuilder(layers, shape) for layers, shape in found]


def test_it_is_drawn_with_the_course_network(builder):
    """A broken script leaves an empty output and no traceback."""
    check_page(builder.read(), NetworkBuilder())
    assert builder.read()["lines"][3][3] == "3·3·64·64 + 64 = 36,928"
    assert builder.read()["total"] == "640 + 36,928 + 204,928 + 1,290 = 243,786"
    assert [line[4] for line in builder.read()["lines"]][1:5] == ["3 × 3", "4 × 4", "8 × 8", "10 × 10"]
    assert "Layer 4 drops 1 row and 1 column" in builder.root.locator(".notes").text_content()


def test_the_numbers_on_the_page_are_those_of_helpers_over_a_sweep(builder):
    """A sign flipped in the script, or a floor turned into a round, must not pass."""
    many = {one.code: one for one in networks()}
    builder.page.evaluate(WATCH)
    missing = list(many)
    for _ in range(10):  # a busy page draws several in one frame: those between are asked for again
        sent = [(many[code].layers, many[code].input_shape) for code in missing]
        builder.notebook.run(SWEEP.format(networks=sent))
        builder.page.wait_for_timeout(300)
        pages = builder.page.evaluate("window.courseSaid")
        missing = [code for code in many if code not in pages]
        if not missing:
            break
    builder.page.evaluate("window.courseWatch.disconnect()")
    assert sum(bool(page["trouble"]) for page in pages.values()) > 15
    assert len(many) > 55
    for code, one in many.items():
        check_page(pages[code], one)


def test_keras_agrees_line_by_line(builder):
    """The course's own helpers could share a mistake with the script; Keras does not."""
    layers = [
        {
            "layer": "Conv2D",
            "filters": 6,
            "kernel_size": 5,
            "strides": 2,
            "padding": "same",
            "use_bias": False,
        },
        {"layer": "AveragePooling2D", "pool_size": 3, "strides": 2},
        {"layer": "Dropout"},
        {"layer": "MaxPooling2D", "padding": "same"},
        {"layer": "Flatten"},
        {"layer": "Dense", "units": 4},
    ]
    builder.run(f"builder.input_shape = (29, 23, 2); builder.layers = {layers}")
    builder.page.wait_for_function("document.querySelectorAll('.network-builder [data-line]').length === 7")
    builder.press("Check with Keras")
    agreed = re.compile("^Keras agrees on 6 layers: every shape, every number of parameters")
    expect(builder.root.locator(".verdict.course-good, .verdict.course-bad")).to_be_visible(timeout=90_000)
    expect(builder.root.locator(".verdict.course-good")).to_have_text(agreed)
    assert [line[5] for line in builder.read()["lines"]] == [""] + ["agrees"] * 6
    builder.select(6)
    builder.setting("Units").fill("5")
    builder.frame()  # what Keras said of another network must not stand there
    assert builder.root.locator(".verdict").is_hidden()
    assert {line[5] for line in builder.read()["lines"]} == {""}


def test_a_difference_from_keras_would_be_shown(builder):
    """A check that always agrees checks nothing."""
    builder.notebook.run(
        "ask = builder._ask_keras\n"
        "builder._ask_keras = lambda: {'problem': '', 'rows': [[[26, 26, 64], 641], *[[list(r.shape), "
        "r.parameters]"
        " for r in builder.trace()[1:]]]}"
    )
    builder.press("Check with Keras")
    builder.root.locator(".verdict.course-bad").wait_for()
    builder.notebook.run("builder._ask_keras = ask")
    assert builder.root.locator(".verdict").text_content() == "Keras agrees on 6 of 7 layers only."
    assert builder.read()["lines"][1][5] == "26 × 26 × 64, 641"


def test_layers_are_added_moved_edited_and_removed_with_the_mouse(builder):
    """The builder is for trying things out; each change must reach every line behind it."""
    builder.select(2)
    builder.root.get_by_label("New layer").select_option("Dropout")
    builder.press("Add below")
    assert builder.read()["lines"][3][1] == "Dropout(0.5)"
    builder.press("Move up")
    assert [line[1] for line in builder.read()["lines"]][1:4] == [
        'Conv2D(64, 3, activation="relu")', "Dropout(0.5)", "MaxPooling2D()",
    ]  # fmt: skip
    builder.press("Remove")
    builder.select(1)
    builder.setting("Filters").fill("8")
    builder.setting("Padding").select_option("same")
    builder.setting("Biases").uncheck()
    builder.setting("Layer 1").select_option("AveragePooling2D")
    builder.setting("Window").fill("4")
    assert builder.shapes()[:3] == ["28 × 28 × 1", "7 × 7 × 1", "3 × 3 × 1"]
    assert builder.python("builder.layers[0]") == {
        "layer": "AveragePooling2D", "pool_size": 4, "strides": None, "padding": "same",
    }  # fmt: skip


def test_everything_is_done_from_the_keyboard(builder):
    """Whoever has no mouse plans the same network."""
    builder.line(1).focus()
    for key in ("ArrowDown", "ArrowDown", "Delete"):
        builder.page.keyboard.press(key)
    assert [line[1] for line in builder.read()["lines"]][2:4] == ["MaxPooling2D()", "MaxPooling2D()"]
    assert builder.line(3).evaluate("(line) => line === document.activeElement")
    builder.page.keyboard.press("Alt+ArrowDown")
    assert builder.read()["lines"][3][1] == "Flatten()"
    assert builder.line(4).evaluate("(line) => line === document.activeElement")
    builder.page.keyboard.press("Alt+ArrowUp")
    builder.page.keyboard.press("Home")
    builder.page.keyboard.press("Tab")
    builder.page.keyboard.press("ArrowUp")  # the rows of the picture
    builder.frame()
    assert builder.shapes()[0] == "29 × 28 × 1"
    assert builder.python("builder.input_shape") == [29, 28, 1]
    assert builder.root.locator('[data-line][tabindex="0"]').count() == 1


@pytest.mark.parametrize(
    ("change", "says", "fix", "shapes"),
    [
        ("del "
         "layers[4]", "Dense needs one row of numbers, but 5 × 5 × 64 "
                          "arrives.", "Put a Flatten before it",
         ["5 × 5 × 64", "1600", "128"]),
        ("layers.insert(0, "
         "layers.pop(4))", "Conv2D needs rows, columns and channels, but a row of 784 "
                                            "numbers",
         "Move it before the Flatten", ["26 × 26 × 64", "43264", "–"]),
        ("layers.insert(5, layers[4])", "1,600 numbers in a row arrive already", "Remove this Flatten",
         ["5 × 5 × 64", "1600", "128"]),
        ("layers[2]['kernel_size'] = "
         "20", "A window of 20 × 20 does not fit into 13 × "
                                          "13", "Make the window 13",
         ["13 × 13 × 64", "1 × 1 × 64", "–"]),
        ("layers[2]['kernel_size'] = 20", "The largest that fits is 13", "Use padding same",
         ["13 × 13 × 64", "13 × 13 × 64", "6 × 6 × 64"]),
        ("layers[3]['pool_size'] = "
         "12", "A window of 12 × 12 does not fit into 11 × "
                                        "11", "Remove this MaxPooling2D",
         ["11 × 11 × 64", "7744", "128"]),
    ],
)  # fmt: skip
def test_what_cannot_follow_is_said_and_the_fix_works(builder, change, says, fix, shapes):
    """A number left standing below a layer that cannot be would be taken for the answer."""
    builder.notebook.run(f"layers = [dict(one) for one in builder.layers]; {change}; builder.layers = layers")
    builder.root.locator(".trouble").wait_for()
    assert says in builder.read()["trouble"]
    assert builder.root.get_by_role("button", name="Check with Keras").is_disabled()
    assert builder.root.locator(".code").is_hidden()
    assert builder.shapes()[-1] == "–"
    builder.press(fix)
    found = builder.shapes()
    assert any(found[place : place + 3] == shapes for place in range(len(found)))


@pytest.mark.parametrize(
    ("line", "label", "typed", "says"),
    [
        (
            1,
            "Filters",
            "0",
            "Filters must be a whole number from 1 to 4096, but is 0: the nearest that works is 1.",
        ),
        (1, "Stride", "2.6", "but is 2.6: the nearest that works is 3."),
        (6, "Units", "", "Units must be a whole number from 1 to 65536, but is empty"),
        (
            0,
            "Rows",
            "600",
            "Rows must be a whole number from 1 to 512, but is 600: the nearest that works is 512.",
        ),
    ],
)
def test_an_impossible_setting_is_a_sentence_and_no_number_stands_for_it(builder, line, label, typed, says):
    """A half-typed number must not send the table into nonsense."""
    builder.select(line)
    builder.setting(label).fill(typed)
    assert says in builder.read()["trouble"]
    assert builder.shapes()[-1] == "–"
    assert builder.setting(label).input_value() == typed
    builder.setting(label).fill("30" if label == "Rows" else "2")
    assert builder.read()["trouble"] == ""


def test_what_was_built_reaches_python_as_layers_code_and_model(builder):
    """`builder.layers` in the next cell is what the learner made."""
    builder.select(1)
    builder.setting("Filters").fill("12")
    builder.setting("Activation").select_option("tanh")
    assert builder.python("[builder.layers[0]['filters'], builder.layers[0]['activation']]") == [12, "tanh"]
    assert builder.python("builder.code") == builder.read()["code"]
    assert builder.python("builder.build().count_params()") == int(
        builder.read()["total"].rpartition("= ")[2].replace(",", "")
    )


def test_the_code_can_be_copied(builder):
    """What was planned here is used in the next cell."""
    builder.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    builder.press("Copy the code")
    builder.root.locator(".copied", has_text="Copied.").wait_for()
    assert builder.page.evaluate("navigator.clipboard.readText()") == NetworkBuilder().code


def test_it_says_in_words_what_the_chosen_line_does(builder):
    """A screen reader follows the line that says it, not the table."""
    builder.select(3)
    assert builder.words() == (
        "Layer 3, Conv2D: 11 × 11 × 64 leaves it, and it learns 36,928 parameters. One number has seen 8 × 8 "
        "pixels. Together 243,786 parameters."
    )


def test_no_key_leaks_into_the_notebook(builder):
    """ "a" would insert a cell and "d d" delete one."""
    cells = builder.page.evaluate(COUNT_CELLS)
    builder.line(2).focus()
    for key in ("a", "b", "d", "d", "x", "m"):
        builder.page.keyboard.press(key)
    assert builder.page.evaluate(COUNT_CELLS) == cells


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(builder, theme):
    """A learner with a screen reader, or weak eyes, in either theme; also where a layer cannot follow."""
    with shown_in(builder.page, theme):
        assert barriers(builder.page, ".network-builder") == []
        builder.select(5)
        builder.press("Remove")
        assert builder.read()["trouble"]
        assert barriers(builder.page, ".network-builder") == []


@pytest.mark.parametrize("width", [1024, 1280])
def test_nothing_hangs_over_the_edge_of_the_page(builder, width):
    """On a projector of 1024 pixels the parameters would be the part that is cut off."""
    builder.page.set_viewport_size({"width": width, "height": 1300})
    try:
        builder.select(1)
        builder.setting("Padding").select_option("same")
        builder.setting("Filters").fill("4096")
        builder.page.wait_for_timeout(300)
        assert builder.page.evaluate(OUTSIDE) == []
    finally:
        builder.page.set_viewport_size({"width": 1280, "height": 1300})

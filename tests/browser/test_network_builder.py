"""The NetworkBuilder in JupyterLab: drawn, edited, moved by keyboard; its numbers compared with others.

`tests/pages/test_network_builder.py` proves the arithmetic; here a few networks prove that the page shows it.
"""

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
    total: document.querySelector(".network-builder .total .together").textContent,
    code: document.querySelector(".network-builder .code").textContent,
})"""
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
    sizes = tuple(int(size.replace(",", "")) for size in shape.split(" × "))
    return sizes, int(counts or 0), None if field == "–" else tuple(int(one) for one in field.split(" × "))


def check_page(page, builder):
    """Compare the page with a Python builder of the same network."""
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


CONV, POOL, FLATTEN, DENSE = ({"layer": kind} for kind in ("Conv2D", "MaxPooling2D", "Flatten", "Dense"))
NETWORKS = [
    ([], (28, 28, 1)),
    ([{**CONV, "filters": 7, "use_bias": False}, {"layer": "Dropout"}, FLATTEN, DENSE], (5, 9, 4)),
    ([{"layer": "AveragePooling2D"}, {**POOL, "pool_size": 3, "strides": 2, "padding": "same"}], (11, 14, 5)),
    ([{**CONV, "strides": 2}, FLATTEN, CONV], (8, 9, 2)),
    ([{**POOL, "pool_size": 20}, DENSE], (13, 6, 3)),
]


def test_it_is_drawn_with_the_course_network(builder):
    """A broken script leaves an empty output and no traceback."""
    check_page(builder.read(), NetworkBuilder())
    assert builder.read()["lines"][3][3] == "3·3·64·64 + 64 = 36,928"
    assert builder.read()["total"] == "640 + 36,928 + 204,928 + 1,290 = 243,786"
    assert [line[4] for line in builder.read()["lines"]][1:5] == ["3 × 3", "4 × 4", "8 × 8", "10 × 10"]
    assert "Layer 4 drops 1 row and 1 column" in builder.root.locator(".notes").text_content()


@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_the_page_shows_the_numbers_of_helpers_for_networks_of_every_kind(builder, number):
    """A right number on the wrong line, or one below an impossible layer, must not pass."""
    layers, shape = NETWORKS[number]
    wanted = NetworkBuilder(layers, shape)
    builder.notebook.run(
        f"with builder.hold_sync(): builder.input_shape, builder.layers = {shape}, {wanted.layers}"
    )
    builder.soon(lambda: check_page(builder.read(), wanted))


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
    builder.frame()  # what Keras said about another network is gone
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
    """The builder is for trying things out; each change must reach every line after it."""
    builder.select(2)
    builder.root.get_by_label("New layer").select_option("Dropout")
    builder.press("Add after layer 2")
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


def middle(locator):
    """Return the middle of an element, [x, y]."""
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_button_says_where_a_layer_goes_and_one_outline_marks_what_is_chosen(builder):
    """A learner who added a layer in the wrong place had not seen which one was chosen."""
    outline = "(one) => getComputedStyle(one).boxShadow"
    button = builder.root.locator('[name="add-below"]')
    for line, says in [(3, "Add after layer 3"), (0, "Add after the input")]:
        builder.select(line)
        assert button.text_content() == says
        marked = [builder.root.locator(".block").nth(line), builder.line(line)]
        rings = {
            one.evaluate(outline) for one in [*marked, builder.root.locator(".layer-settings .settings")]
        }
        assert rings == {"rgb(213, 94, 0) 0px 0px 0px 2px inset"}
        assert builder.root.locator(".block").nth(1).evaluate(outline) == "none"


def drag(builder, start, end):
    """Drag with the mouse, in steps as a hand does."""
    builder.page.mouse.move(*start)
    builder.page.mouse.down()
    for share in (0.2, 0.5, 0.8, 1):
        builder.page.mouse.move(*(a + share * (b - a) for a, b in zip(start, end, strict=True)))
    builder.frame()


def test_a_volume_is_dragged_to_another_place_by_mouse_and_by_finger(builder):
    """Taking a layer and putting it elsewhere is what a learner expects of a drawing of layers."""
    blocks = builder.root.locator(".block")
    before = names(builder)
    drag(builder, middle(blocks.nth(3)), (blocks.nth(1).bounding_box()["x"] + 4, middle(blocks.nth(1))[1]))
    assert blocks.nth(1).get_attribute("class") == "block chosen drop-before"
    builder.page.mouse.up()
    assert names(builder) == ["Conv2D", "Conv2D", "MaxPooling2D", *before[3:]]
    assert builder.line(1).get_attribute("aria-selected") == "true"
    drag(builder, middle(blocks.nth(1)), middle(blocks.nth(5)))
    builder.page.keyboard.press("Escape")
    builder.page.mouse.up()
    assert names(builder) == ["Conv2D", "Conv2D", "MaxPooling2D", *before[3:]]
    builder.control("undo").click()
    assert names(builder) == before
    x, y = middle(blocks.nth(4))
    end = blocks.nth(2).bounding_box()["x"] + 4
    builder.drag_by_touch(*[(x + share * (end - x), y) for share in (0, 0.1, 0.3, 0.6, 1)])
    assert names(builder) == ["Conv2D", "MaxPooling2D", "MaxPooling2D", "Conv2D", *before[4:]]
    blocks.nth(3).click()
    assert builder.line(3).get_attribute("aria-selected") == "true"


def test_a_line_of_the_table_is_dragged_by_its_number(builder):
    """Below the last line and above the first must work too."""
    before = names(builder)
    grip = builder.line(1).locator(".number")
    end = builder.line(7).bounding_box()
    drag(builder, middle(grip), (middle(grip)[0], end["y"] + end["height"] - 2))
    builder.page.mouse.up()
    assert names(builder) == [*before[1:], before[0]]
    x, y = middle(builder.line(7).locator(".number"))
    first = builder.line(1).bounding_box()["y"]
    builder.drag_by_touch(*[(x, y + share * (first + 3 - y)) for share in (0, 0.1, 0.3, 0.6, 1)])
    assert names(builder) == before


def test_the_code_is_shown_when_it_is_asked_for(builder):
    """It is twenty lines long, and would push the table off a laptop's screen."""
    assert builder.root.locator(".code").is_hidden()
    builder.press("Show the code")
    assert builder.root.locator(".code").is_visible()
    builder.press("Hide the code")
    assert builder.root.locator(".code").is_hidden()


def test_everything_is_done_from_the_keyboard(builder):
    """A learner without a mouse plans the same network."""
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
    for _ in range(3):  # the settings are above the table: channels, columns, rows
        builder.page.keyboard.press("Shift+Tab")
    builder.page.keyboard.press("ArrowUp")  # the rows of the picture
    builder.frame()
    assert builder.shapes()[0] == "29 × 28 × 1"
    assert builder.python("builder.input_shape") == [29, 28, 1]
    assert builder.root.locator('[data-line][tabindex="0"]').count() == 1


@pytest.mark.parametrize(
    ("change", "says", "fix", "shapes"),
    [
        ("del layers[4]", "Dense needs one row of numbers, but its input is 5 × 5 × 64.",
         "Put a Flatten before it",
         ["5 × 5 × 64", "1,600", "128"]),
        ("layers.insert(0, "
         "layers.pop(4))", "Conv2D needs rows, columns and channels, but its input is a row of 784 "
                                            "numbers",
         "Move it before the Flatten", ["26 × 26 × 64", "43,264", "–"]),
        ("layers.insert(5, layers[4])", "its input is a row of 1,600 numbers already", "Remove this Flatten",
         ["5 × 5 × 64", "1,600", "128"]),
        ("layers[2]['kernel_size'] = "
         "20", "A window of 20 × 20 does not fit into 13 × "
                                          "13", "Make the window 13",
         ["13 × 13 × 64", "1 × 1 × 64", "–"]),
        ("layers[2]['kernel_size'] = 20", "The largest that fits is 13", "Use padding same",
         ["13 × 13 × 64", "13 × 13 × 64", "6 × 6 × 64"]),
        ("layers[3]['pool_size'] = "
         "12", "A window of 12 × 12 does not fit into 11 × "
                                        "11", "Remove this MaxPooling2D",
         ["11 × 11 × 64", "7,744", "128"]),
    ],
)  # fmt: skip
def test_a_layer_that_cannot_follow_is_explained_and_the_fix_works(builder, change, says, fix, shapes):
    """A learner would take a number below an impossible layer for the answer."""
    builder.notebook.run(f"layers = [dict(one) for one in builder.layers]; {change}; builder.layers = layers")
    builder.root.locator(".trouble").wait_for()
    assert says in builder.read()["trouble"]
    assert builder.root.get_by_role("button", name="Check with Keras").is_disabled()
    assert builder.control("copy").is_disabled()
    assert builder.control("show-code").is_disabled()
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
def test_an_impossible_setting_gets_a_sentence_and_has_no_number(builder, line, label, typed, says):
    """A half-typed number must not send the table into nonsense."""
    builder.select(line)
    builder.setting(label).fill(typed)
    builder.setting(label).blur()  # an empty field may still be typed into
    assert says in builder.read()["trouble"]
    assert builder.shapes()[-1] == "–"
    assert builder.setting(label).input_value() == typed
    builder.setting(label).fill("30" if label == "Rows" else "2")
    assert builder.read()["trouble"] == ""


def names(builder):
    """Return the kind of every layer on the page."""
    return [line[1].partition("(")[0] for line in builder.read()["lines"]][1:]


def test_changes_are_undone_and_redone_one_by_one_by_button_and_by_key(builder):
    """A layer removed by mistake comes back with all its settings, also if the next key came soon after."""
    before = names(builder)
    builder.line(1).focus()
    for key in ("Delete", "Delete", "Alt+ArrowDown"):
        builder.page.keyboard.press(key)
    assert names(builder) == ["MaxPooling2D", "Conv2D", *before[4:]]
    builder.page.keyboard.press("Control+z")
    assert names(builder) == before[2:]
    builder.control("undo").click()
    assert names(builder) == before[1:]
    builder.control("undo").click()
    assert names(builder) == before
    assert builder.read()["code"] == NetworkBuilder().code
    builder.control("redo").click()
    builder.line(1).focus()
    builder.page.keyboard.press("Control+Shift+z")
    builder.page.keyboard.press("Control+y")
    assert names(builder) == ["MaxPooling2D", "Conv2D", *before[4:]]
    assert builder.control("redo").is_disabled()
    assert builder.python("[one['layer'] for one in builder.layers]") == names(builder)


def test_the_bars_of_the_parameters_are_shares_of_the_total_as_the_sentence_says(builder):
    """A full bar beside "holds 84% of the parameters" contradicts it."""
    counts = [row.parameters for row in NetworkBuilder()._rows()[0]]
    shares = [count / sum(counts) for count in counts]
    bars = builder.root.locator("tr[data-line] .bar:not(:has(.none))").evaluate_all(
        "(bars) => bars.map((bar) => bar.firstChild.style.width)"
    )
    assert [float(width.rstrip("%")) / 100 for width in bars] == pytest.approx(
        [one for one in shares if one], rel=1e-5
    )
    titles = builder.root.locator(".amount[title]").evaluate_all("(all) => all.map((one) => one.title)")
    assert titles == [f"{100 * share:.1f}% of all parameters" for share in shares if share]
    assert (
        f"holds {100 * max(shares):.0f}% of the parameters" in builder.root.locator(".notes").text_content()
    )


def test_settings_are_undone_where_they_were_changed(builder):
    """The keyboard stays on the control, whose value goes back."""
    builder.select(1)
    builder.setting("Padding").select_option("same")
    builder.setting("Layer 1").focus()
    builder.setting("Layer 1").select_option("MaxPooling2D")
    assert names(builder)[0] == "MaxPooling2D"
    assert builder.setting("Layer 1").evaluate("(control) => control === document.activeElement")
    builder.page.keyboard.press("Control+z")
    assert names(builder)[0] == "Conv2D"
    assert builder.setting("Layer 1").evaluate("(control) => control === document.activeElement")
    assert builder.setting("Padding").input_value() == "same"
    builder.control("undo").click()
    builder.frame()
    assert builder.setting("Padding").input_value() == "valid"
    builder.select(0)
    builder.setting("Channels").fill("3")
    assert builder.shapes()[0] == "28 × 28 × 3"
    builder.control("undo").click()
    assert builder.shapes()[0] == "28 × 28 × 1"
    assert builder.setting("Channels").input_value() == "1"


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
    """Learners use in the next cell what they planned here."""
    builder.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    builder.press("Copy the code")
    builder.root.locator(".copied", has_text="Copied.").wait_for()
    assert builder.page.evaluate("navigator.clipboard.readText()") == NetworkBuilder().code


def test_it_says_in_words_what_the_chosen_line_does(builder):
    """A screen reader follows the line that says it, not the table."""
    builder.select(3)
    assert builder.words() == (
        "Layer 3, Conv2D: its output is 11 × 11 × 64, and it learns 36,928 parameters. Each number of it "
        "depends on 8 × 8 pixels of the input. The network has 243,786 parameters."
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
    """Learners may use a screen reader, or have low vision; in both themes, and if a layer cannot follow."""
    with shown_in(builder.page, theme):
        assert barriers(builder.page, ".network-builder") == []
        builder.select(5)
        builder.press("Remove")
        assert builder.read()["trouble"]
        assert barriers(builder.page, ".network-builder") == []


@pytest.mark.parametrize("width", [853, 1024, 1280])
def test_nothing_hangs_over_the_edge_of_the_page(builder, width):
    """On a projector, or at 150% zoom beside the file browser, the parameters would be cut off."""
    builder.page.set_viewport_size({"width": width, "height": 1300})
    try:
        builder.select(1)
        builder.setting("Padding").select_option("same")
        builder.setting("Filters").fill("4096")
        builder.page.wait_for_timeout(300)
        assert builder.page.evaluate(OUTSIDE) == []
    finally:
        builder.page.set_viewport_size({"width": 1280, "height": 1300})

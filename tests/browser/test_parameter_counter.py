"""The ParameterCounter in JupyterLab: drawn, hovered, moved by keyboard, set; its numbers read.

`tests/pages/test_parameters.py` proves the arithmetic; here a few settings prove that the page shows it.
"""

import pytest
from playwright.sync_api import expect

from helpers import output_size
from helpers.widgets import ParameterCounter
from tests.browser.jupyter import COUNT_CELLS, DARK, LIGHT, OUTSIDE, ExplorerPage, barriers, opened, shown_in

SHOW = """from helpers.widgets import ParameterCounter
counter = ParameterCounter()
counter"""
# Every number on the page: the boxes of the sum, the counts of the table, the sizes in the titles.
READ = """const read = () => {
    const root = document.querySelector(".parameter-counter");
    const problem = root.querySelector(".problem");
    const number = (text) => Number(text.replaceAll(",", ""));
    const texts = (name) => [...root.querySelectorAll(name)].map((one) => one.textContent);
    return problem.hidden ? {
        sum: [...root.querySelectorAll(".sum .chip-line")].map((line) =>
            [...line.querySelectorAll("b")].map((one) => number(one.textContent))),
        work: texts(".work")[0].match(/[0-9,]+/g).map(number),
        counts: texts(".beside-it .count").map((text) => text.replaceAll(",", "")),
        terms: texts(".beside-it .terms"),
        titles: texts(".scene .title"),
        sheets: ["input", "output"].map((role) => root.querySelectorAll(`.figure-${role} .sheet`).length),
        filters: root.querySelectorAll(".filter").length,
    } : { problem: problem.textContent, hidden: root.querySelector(".stage").classList.contains("withheld") };
};"""
SWEEP = f"""async (all) => {{
    {READ}
    const root = document.querySelector(".parameter-counter");
    const found = [];
    for (const settings of all) {{
        for (const [name, value] of Object.entries(settings)) {{
            const control = root.querySelector(`[name="${{name}}"]`);
            if (control.type === "checkbox") {{
                if (control.checked !== value) control.click();
            }} else {{
                control.value = String(value);
                const kind = control.tagName === "SELECT" ? "change" : "input";
                control.dispatchEvent(new Event(kind, {{ bubbles: true }}));
            }}
        }}
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        found.push(read());
    }}
    return found;
}}"""


class Counter(ExplorerPage):
    """What a test does with the explorer on the page, and what it reads there."""

    name = ".parameter-counter"

    def try_all(self, settings):
        """Set the controls to one set of values after the other, and return what the page shows for each."""
        return self.page.evaluate(SWEEP, settings)

    def read(self):
        """Return the numbers on the page."""
        return self.try_all([{}])[0]

    def filter(self, number):
        """Return the locator of a filter."""
        return self.root.locator(f'.filter[data-filter="{number}"]')

    def chosen(self):
        """Return the filter that is chosen, and the sheet of the output that is outlined."""
        self.frame()
        lit = self.root.locator(".figure-output .sheet").evaluate_all(
            "(sheets) => sheets.length - 1 - sheets.findIndex((one) => one.classList.contains('lit'))"
        )
        return int(self.root.locator('[aria-checked="true"]').get_attribute("data-filter")), lit


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with one explorer, shared by the tests of this file."""
    lab.write("parameters.ipynb", SHOW, "'the next cell'")
    with opened(lab, browser, "parameters.ipynb", viewport={"width": 1280, "height": 1100}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".parameter-counter .filter")
        notebook.page.set_default_timeout(8000)
        yield Counter(notebook)


@pytest.fixture
def counter(shown):
    """The explorer as it was at first; after the test nothing may have gone wrong in the browser."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def test_it_is_drawn_with_volumes_filters_and_the_sum_that_adds_up(counter):
    """A broken script leaves an empty output and no traceback."""
    found = counter.read()
    assert found["sum"] == [[4, 4, 3, 48], [48, 5, 240], [240, 5, 245]]
    assert found["titles"] == ["Input 32 × 32 × 3", "5 filters of 4 × 4 × 3", "Output 29 × 29 × 5"]
    assert (found["sheets"], found["filters"]) == ([3, 5], 5)
    assert found["terms"] == ["3,072 · 4,205 + 4,205", "48 · 4,205 + 4,205", "240 + 5"]


NAMES = ("rows", "columns", "channels", "kernel_size", "filters", "stride", "padding", "bias")
CHOSEN = [
    dict(zip(NAMES, values, strict=True))
    for values in (
        (28, 7, 3, 3, 6, 1, "valid", True),
        (5, 32, 1, 1, 1, 3, "same", False),
        (1024, 32, 2048, 6, 64, 3, "valid", True),
        (5, 7, 3, 6, 6, 1, "valid", False),  # does not fit
        (5, 7, 3, 6, 6, 1, "same", False),
    )
]


def test_the_page_shows_the_numbers_of_helpers_for_every_kind_of_setting(counter):
    """A right number in the wrong box, or a volume with too many sheets, must not pass."""
    for chosen, found in zip(CHOSEN, counter.try_all(CHOSEN), strict=True):
        others = {name: value for name, value in chosen.items() if name not in ("rows", "columns")}
        try:
            wanted = ParameterCounter((chosen["rows"], chosen["columns"]), **others)
        except ValueError:
            assert "does not fit" in found["problem"], chosen
            assert found["hidden"]
            continue
        each, biases = wanted.weights // wanted.filters, wanted.filters * wanted.bias
        positions = wanted.output[0] * wanted.output[1]
        assert found["sum"] == [
            [wanted.kernel_size, wanted.kernel_size, wanted.channels, each],
            [each, wanted.filters, wanted.weights],
            [wanted.weights, biases, wanted.parameters],
        ], chosen
        assert found["work"] == [1, positions, wanted.weights, wanted.multiplications][1:], chosen
        assert [int(count) for count in found["counts"]] == [
            wanted.dense, wanted.locally_connected, wanted.parameters,
        ], chosen  # fmt: skip
        assert found["titles"][2] == "Output " + " × ".join(map(str, wanted.output)), chosen
        assert found["sheets"] == [min(wanted.channels, 20), min(wanted.filters, 20)], chosen


def test_its_counts_are_those_of_keras(counter):
    """The course's own helpers could share a mistake with the script; Keras does not."""
    from helpers.training import keras

    chosen = [
        dict(rows=32, columns=20, channels=3, kernel_size=4, filters=5, stride=1, padding="valid", bias=True),
        dict(
            rows=32, columns=20, channels=3, kernel_size=4, filters=5, stride=1, padding="valid", bias=False
        ),
        dict(rows=12, columns=12, channels=4, kernel_size=3, filters=6, stride=2, padding="same", bias=True),
    ]
    for settings, found in zip(chosen, counter.try_all(chosen), strict=True):
        rows, columns, channels, k, filters, stride, padding, bias = settings.values()
        shape = (None, rows, columns, channels)
        layer = keras.layers.Conv2D(filters, k, strides=stride, padding=padding, use_bias=bias)
        layer.build(shape)
        assert found["sum"][2][2] == layer.count_params()
        after = layer.compute_output_shape(shape)[1:]
        assert found["titles"][2] == "Output " + " × ".join(map(str, after))
        dense = keras.layers.Dense(after[0] * after[1] * after[2], use_bias=bias)
        dense.build((None, rows * columns * channels))
        assert found["counts"][0] == str(dense.count_params())


def test_hovering_a_filter_outlines_the_channel_that_it_makes_and_says_so(counter):
    """Which filter makes which map is the idea of the picture."""
    counter.filter(3).hover()
    counter.frame()
    assert counter.chosen() == (3, 3)
    assert counter.words() == (
        "Filter 3 spans all 3 channels: 4 · 4 · 3 = 48 weights and a bias. It makes channel 3 "
        "of the output, 29 × 29 numbers."
    )


def test_arrow_keys_move_from_filter_to_filter_and_the_focus_with_them(counter):
    """Without a mouse, a learner visits the same filters; Tab stops there once."""
    assert counter.root.locator('.filter[tabindex="0"]').count() == 1
    counter.filter(0).focus()
    keys = ["ArrowDown", "ArrowRight", "End", "ArrowDown", "ArrowUp", "Home"]
    for key, wanted in zip(keys, [1, 2, 4, 4, 3, 0], strict=True):
        counter.page.keyboard.press(key)
        assert counter.chosen() == (wanted, wanted)
        assert counter.filter(wanted).evaluate("(filter) => filter === document.activeElement")


def test_squares_to_scale_are_magnified_by_slider_key_and_button(counter):
    """The convolution is one pixel beside the dense layer; a learner zooms in until it is seen."""

    def sides():
        counter.frame()
        return [
            counter.root.locator(f"rect.layer-{name}").bounding_box()["width"]
            for name in ("dense", "local", "convolution")
        ]

    assert counter.root.locator(".arrow").is_visible()
    assert sides() == pytest.approx([232, 31, 1], abs=2)
    counter.control("zoom").fill("0.5")
    assert sides()[1:] == pytest.approx([232, 15], abs=2)
    words = counter.root.locator(".scale-words")
    assert "Magnified: one pixel stands for 1.06 parameters" in words.text_content()
    before = sides()[2]
    counter.control("zoom").focus()
    counter.page.keyboard.press("ArrowRight")
    assert sides()[2] > before
    counter.control("closest").click()
    assert sides() == pytest.approx([232, 232, 230], abs=2)
    counter.control("whole").click()
    assert words.text_content().startswith("To scale: one pixel stands for 244")


def test_settings_and_focus_reach_python(counter):
    """`counter.parameters` in the next cell is what the learner sees."""
    counter.setting("Channels").focus()
    counter.page.keyboard.press("ArrowUp")
    counter.setting("Biases").uncheck()
    counter.setting("Padding").select_option("same")
    counter.setting("Rows").fill("12")
    counter.filter(2).hover()
    counter.page.mouse.move(5, 5)
    assert counter.python("[counter.volume, counter.output, counter.bias, counter.focus]") == [
        [12, 32, 4], [12, 32, 5], False, 2,
    ]  # fmt: skip
    assert counter.python("[counter.parameters, str(counter.dense)]") == [
        counter.read()["sum"][2][2],
        counter.read()["counts"][0],
    ]


def test_settings_are_undone_and_redone_by_button_and_by_key(counter):
    """A learner who tried a larger layer goes back to the one whose sum they understood."""
    counter.setting("Filters").fill("7")
    counter.setting("Biases").uncheck()
    counter.frame()
    assert counter.read()["sum"][2] == [336, 0, 336]
    counter.control("undo").click()
    assert counter.read()["sum"][2] == [336, 7, 343]
    assert counter.setting("Biases").is_checked()
    counter.filter(0).focus()
    counter.page.keyboard.press("Control+z")
    assert counter.read()["sum"][2] == [240, 5, 245]
    counter.page.keyboard.press("Control+Shift+z")
    counter.control("redo").click()
    assert counter.read()["sum"][2] == [336, 0, 336]
    assert counter.control("redo").is_disabled()
    assert counter.python("[counter.filters, counter.bias]") == [7, False]


def test_python_sets_the_page(counter):
    """A teacher's next cell shows the next example in the same explorer."""
    counter.notebook.run(
        "counter.size = (12, 12); counter.channels = 4; counter.kernel_size = 3; counter.filters = 6"
    )
    expect(counter.root.locator(".figure-output .title")).to_have_text("Output 10 × 10 × 6")
    assert counter.read()["sum"] == [[3, 3, 4, 36], [36, 6, 216], [216, 6, 222]]
    assert counter.setting("Filters").input_value() == "6"


def test_many_filters_are_named_and_not_all_drawn(counter):
    """Sixty-four little drawings would push the sum off the page."""
    counter.setting("Filters").fill("64")
    counter.frame()
    assert counter.read()["filters"] == 6
    assert counter.root.locator(".more").text_content() == "and 58 more"


@pytest.mark.parametrize("width", [1024, 1280])
def test_deep_volumes_and_many_filters_leave_each_other_room(counter, width):
    """In lesson 13, "and 122 more" was written on a filter, and the output lay on the sum."""
    height = counter.page.viewport_size["height"]
    counter.notebook.run("counter.size = (14, 14); counter.channels = 64; counter.kernel_size = 3")
    counter.notebook.run('counter.filters = 128; counter.padding = "same"')
    expect(counter.root.locator(".more")).to_have_text("and 122 more")
    counter.resize(width, height)
    try:
        room = "(one) => one.scrollWidth - one.clientWidth"
        assert counter.setting("Filters").evaluate(room) <= 0  # "128" was cut off
        assert len({counter.setting(one).bounding_box()["y"] for one in ("Rows", "Filters", "Padding")}) == 1
        more, last = (counter.root.locator(one).bounding_box() for one in (".more", ".filter:last-child"))
        assert more["y"] >= last["y"] + last["height"] - 1
        output, total = (counter.root.locator(one).bounding_box() for one in (".figure-output svg", ".sum"))
        assert output["x"] + output["width"] <= total["x"] or output["y"] + output["height"] <= total["y"]
    finally:
        counter.resize(1280, height)


@pytest.mark.parametrize("width", [700, 1024, 1280])
def test_all_sums_begin_at_one_left_edge(counter, width):
    """The eye goes down from sum to sum; the total, on a ground of its own, was a little to the right."""
    height = counter.page.viewport_size["height"]
    counter.resize(width, height)
    try:
        lines = counter.root.locator(".sum .chip-line").all()
        for part in (".which", ".chip"):
            lefts = [line.locator(part).first.bounding_box()["x"] for line in lines]
            assert lefts[2] == pytest.approx(lefts[0], abs=0.5)
            if width != 1024:  # there, the second sum is beside the first
                assert lefts[1] == pytest.approx(lefts[0], abs=0.5)
        assert counter.page.evaluate(OUTSIDE, counter.name) == []
    finally:
        counter.resize(1280, height)


def test_how_many_times_as_many_is_as_large_as_the_total_and_the_convolution_is_amber(counter):
    """245 against 52,743 times is what the lesson is about: the eye should land on both."""
    size = "(one) => getComputedStyle(one).fontSize"
    factor = counter.root.locator(".comparison b").first
    assert factor.text_content() == "52,743 times"
    assert factor.evaluate(size) == counter.root.locator(".chip-total b").evaluate(size) == "28px"
    for mark in (".arrow", ".tag"):
        fill = counter.root.locator(f".to-scale {mark}").evaluate("(one) => getComputedStyle(one).fill")
        assert fill == "rgb(230, 159, 0)"
    tag, label = (counter.root.locator(one).bounding_box() for one in (".tag", ".label-convolution"))
    assert tag["x"] < label["x"] < label["x"] + label["width"] < tag["x"] + tag["width"]


@pytest.mark.parametrize(
    ("label", "typed", "says", "fix"),
    [
        ("Filters", "0", "Filters must be a whole number from 1 to 2048, but is 0: the nearest", "1"),
        ("Channels", "", "Channels must be a whole number from 1 to 2048, but is empty", "1"),
        ("Kernel", "2.6", "but is 2.6: the nearest that works is 3.", "3"),
        ("Kernel", "40", "the largest kernel that fits is 32, or use padding same.", "32"),
        ("Columns", "99999", "the nearest that works is 1024.", "1024"),
    ],
)  # fmt: skip
def test_an_impossible_setting_gets_a_sentence_and_the_nearest_fix_works(counter, label, typed, says, fix):
    """A learner would take an old sum for the answer."""
    counter.setting(label).fill(typed)
    counter.setting(label).blur()
    counter.frame()
    assert says in counter.root.locator(".problem").text_content()
    assert counter.root.locator(".stage").is_hidden()
    counter.setting(label).fill(fix)
    counter.frame()
    assert counter.root.locator(".problem").is_hidden()
    assert counter.root.locator(".stage").is_visible()


def test_no_key_leaks_into_the_notebook(counter):
    """ "a" would insert a cell and "d d" delete one."""
    cells = counter.page.evaluate(COUNT_CELLS)
    counter.filter(0).focus()
    for key in ("a", "b", "d", "d", "x", "m"):
        counter.page.keyboard.press(key)
    assert counter.page.evaluate(COUNT_CELLS) == cells


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(counter, theme):
    """Learners may use a screen reader, or have low vision, in either theme, with a picture or a sentence."""
    with shown_in(counter.page, theme):
        for kernel in ("4", "40"):
            counter.setting("Kernel").fill(kernel)
            counter.frame()
            assert barriers(counter.page, ".parameter-counter") == [], kernel


@pytest.mark.parametrize("width", [1024, 1280])
def test_nothing_hangs_over_the_edge_of_the_page(counter, width):
    """On a projector of 1024 pixels the output would be the part that is cut off."""
    counter.page.set_viewport_size({"width": width, "height": 1100})
    counter.frame()
    try:
        largest = dict(rows=1024, columns=1024, channels=2048, kernel_size=64, filters=2048)
        for chosen in ({}, largest, dict(rows=4, columns=300, kernel_size=1)):
            counter.try_all([chosen])
            counter.frame()  # one more: the width that was observed is drawn in it
            assert counter.page.evaluate(OUTSIDE, ".parameter-counter") == []
    finally:
        counter.page.set_viewport_size({"width": 1280, "height": 1100})


def test_output_size_and_the_drawn_title_agree_at_every_stride(counter):
    """The floor: a stride that does not divide the room drops the rest."""
    found = counter.try_all([{"kernel_size": 3, "stride": stride} for stride in range(1, 9)])
    sides = [output_size(32, 3, stride=stride) for stride in range(1, 9)]
    assert [one["titles"][2] for one in found] == [f"Output {side} × {side} × 5" for side in sides]

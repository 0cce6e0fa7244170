"""The StackExplorer in JupyterLab: hovered, moved by keyboard, touched, changed; the right numbers light up.

That its trees are the right ones is proved without a browser, in `tests/pages/test_stack.py`.
"""

from itertools import product

import pytest

from helpers.widgets import StackExplorer
from tests.browser.jupyter import COUNT_CELLS, DARK, LIGHT, OUTSIDE, ExplorerPage, barriers, opened, shown_in

SHOW = "from helpers.widgets import StackExplorer\nexplorer = StackExplorer()\nexplorer"
# The layers from the series up, each as the steps that light up; and how many lines and bars there are.
READ = """() => {
    const root = document.querySelector(".stack-explorer");
    const rows = new Map();
    for (const circle of root.querySelectorAll("circle.step, circle.number")) {
        const y = Number(circle.getAttribute("cy"));
        if (!rows.has(y)) rows.set(y, []);
        if (circle.classList.contains("seen")) rows.get(y).push(Number(circle.dataset.step));
    }
    const layers = [...rows].sort(([a], [b]) => b - a).map(([, lit]) => lit);
    const count = (name) => (root.querySelector(name).getAttribute("d").match(/M/g) ?? []).length;
    return { layers, ways: count(".ways"), bars: root.querySelector(".bars") && count(".bars"),
        fields: [...root.querySelectorAll("text.field")].map((one) => one.textContent) };
}"""

CENTRE = """([selector, n]) => {
    const box = document.querySelectorAll(selector)[n].getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
}"""


class Stack(ExplorerPage):
    """What a test does with the explorer on the page."""

    name = ".stack-explorer"

    def place(self, layer, step):
        """Return where a number is on the screen."""
        kind = "step" if layer == 0 else "number"
        # Found and measured in one go: a picture that is redrawn in between has other circles.
        return self.page.evaluate(
            CENTRE, [f'{self.name} circle.{kind}[data-step="{step}"]', max(layer - 1, 0)]
        )

    def hover(self, layer, step):
        """Move the pointer to a number."""
        x, y = self.place(layer, step)
        self.page.mouse.move(x + 1, y)
        self.page.mouse.move(x, y)
        self.frame()

    def shows(self, wanted):
        """Wait until the page shows the tree that an explorer in this process has."""

        def check():
            seen = self.page.evaluate(READ)
            levels = [sorted(level) for level in wanted._levels()]
            assert seen["layers"][: len(levels)] == levels
            assert not any(seen["layers"][len(levels) :])
            _, field, about = wanted.describe().partition("receptive field")
            assert seen["bars"] == (len(wanted.seen) if paths_meet(wanted) else None)
            assert self.root.locator(".words").text_content().partition(field)[2].startswith(about)

        self.soon(check)


@pytest.fixture(scope="module", name="shown")
def _shown(lab, browser):
    """A notebook with an explorer, shared by the tests of this file."""
    lab.write("stack.ipynb", SHOW)
    with opened(lab, browser, "stack.ipynb", viewport={"width": 1280, "height": 900}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".stack-explorer circle.seen")
        yield Stack(notebook)


@pytest.fixture
def page(shown):
    """The explorer as it was at first, with the whole series."""
    shown.start_over()
    shown.root.locator('[name="all"]').check()
    shown.frame()
    yield shown
    assert shown.notebook.errors() == []


def paths_meet(explorer):
    """Return whether several paths lead from a step to a number: bars that are all equal are left out."""
    cells = [[dilation * cell for cell in range(explorer.k)] for dilation in explorer.dilations]
    return len({sum(path) for path in product(*cells)}) < explorer.k ** len(cells)


def looked_at(layer, step, *arguments, **settings):
    """Return an explorer that looks at a number."""
    explorer = StackExplorer(*arguments, **settings)
    explorer.layer, explorer.step = layer, step
    return explorer


def test_a_number_that_is_hovered_lights_up_its_tree_and_goes_to_python(page):
    """A tree one step off teaches the wrong receptive field."""
    page.shows(StackExplorer())
    for layer, step in [(3, 40), (4, 5), (1, 0)]:
        page.hover(layer, step)
        page.shows(looked_at(layer, step))
    page.hover(2, 30)
    page.page.mouse.move(5, 5)
    assert page.python("[explorer.layer, explorer.step, explorer.receptive_field, explorer.seen]") == [
        2, 30, 4, [27, 28, 29, 30],
    ]  # fmt: skip


def test_a_sum_breaks_only_after_a_plus_sign_and_every_mark_has_a_key(page):
    """On a phone, "1 +" was at the end of one line and what it is added to in the next."""
    page.setting("Layers").fill("8")
    page.mentions("1 + (1 + 2 + 4 + 8 + 16 + 32 + 64 + 128) = 256 steps.")
    whole = page.root.locator(".words b .whole")
    assert whole.text_content() == "1 + (1 + 2 + 4 + 8 + 16 + 32 + 64 + 128) = 256 steps."
    assert whole.evaluate("(one) => getComputedStyle(one).display") == "inline-block"
    assert whole.locator(".size").all_text_contents()[:2] == ["1 +", "(1 +"]
    assert page.root.locator(".legend .key.line").count() == 3
    assert page.root.locator('.settings [name="all"]').is_visible()


def drawn(page):
    """Return the first and the last step that are drawn."""
    steps = page.root.locator("circle.step").evaluate_all("(all) => all.map((one) => one.dataset.step)")
    return [int(steps[0]), int(steps[-1])]


def test_the_tree_fills_the_picture_until_all_steps_are_asked_for(page):
    """Of 64 steps, 48 were dead dots beside a tree too small to read."""
    assert drawn(page) == [0, 63]
    page.root.locator('[name="all"]').uncheck()
    page.frame()
    assert drawn(page) == [40, 63]
    page.hover(4, 42)  # a pointer does not move the picture
    assert drawn(page) == [40, 63]
    page.mentions("Number 42 depends on 16 steps, from 27 to 42")
    page.root.locator(".pane").focus()
    page.page.keyboard.press("Shift+ArrowLeft")  # but a key does
    page.frame()
    page.frame()
    assert drawn(page) == [15, 38]
    page.shows(looked_at(4, 34))
    page.run("explorer.layer, explorer.step = 4, 60")
    assert drawn(page) == [40, 63]


def test_a_step_that_is_pointed_at_shows_its_paths(page):
    """How often a step counts is what the bars are about."""
    page.setting("Weights").select_option("3")
    page.setting("Causal").click()
    page.hover(2, 30)
    page.hover(0, 31)
    page.mentions("2 paths lead from step 31 to number 30 of layer 2.")
    assert page.page.evaluate(READ)["ways"] == 4
    page.hover(0, 60)
    page.mentions("No path leads from step 60 to number 30 of layer 2.")
    assert page.page.evaluate(READ)["ways"] == 0


def test_it_is_moved_with_keys_and_no_key_leaks(page):
    """A learner without a mouse follows the tree down too."""
    cells = page.page.evaluate(COUNT_CELLS)
    page.root.locator(".pane").focus()
    for key in ("Shift+ArrowLeft", "ArrowLeft", "ArrowDown", "a", "b", "ArrowDown", "ArrowRight"):
        page.page.keyboard.press(key)
    page.shows(looked_at(2, 55))
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft"):
        page.page.keyboard.press(key)
    page.mentions("from step 54 to number 55 of layer 1.")
    for key in ("ArrowUp", "Home", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp"):
        page.page.keyboard.press(key)
    page.shows(looked_at(4, 0))
    assert page.page.evaluate(COUNT_CELLS) == cells, "a key leaked into the notebook"


def test_settings_change_the_stack_and_can_be_undone(page):
    """A control without effect on the picture would leave an old picture as the answer."""
    page.setting("Layers").fill("6")
    page.shows(StackExplorer(layers=6))
    page.setting("Pattern").select_option("1, 3, 9, 27, …")
    page.setting("Weights").select_option("3")
    page.shows(StackExplorer(3, 6, "1, 3, 9, 27, …"))
    page.setting("Dilations").fill("1, 2, 5")
    own = StackExplorer(3, dilations=[1, 2, 5])
    page.shows(own)
    assert page.page.evaluate(READ)["fields"] == ["1", "3 = 1 + 2 · 1", "7 = 3 + 2 · 2", "17 = 7 + 2 · 5"]
    assert page.setting("Pattern").input_value() == ""
    page.setting("Causal").click()
    page.shows(StackExplorer(3, dilations=[1, 2, 5], causal=False))
    assert page.python("[explorer.dilations, explorer.rule, explorer.k, explorer.causal]") == [
        [1, 2, 5], "", 3, False,
    ]  # fmt: skip
    page.root.locator(".pane").focus()
    page.page.keyboard.press("Control+z")
    page.shows(own)
    page.page.keyboard.press("Control+z")
    page.shows(StackExplorer(3, 6, "1, 3, 9, 27, …"))
    page.page.keyboard.press("Control+Shift+z")
    page.shows(own)


def test_settings_made_in_python_arrive_on_the_page(page):
    """`explorer.step = 20` in a cell below is how a lesson points at a number."""
    page.run("explorer.k, explorer.layers, explorer.rule = 2, 5, '4, 4, 4, 4, …'")
    page.run("explorer.layer, explorer.step = 3, 20")
    page.shows(looked_at(3, 20, 2, 5, "4, 4, 4, 4, …"))


@pytest.mark.parametrize(
    ("label", "typed", "sentence"),
    [
        ("Dilations", "1, two", "but “two” was typed"),
        ("Dilations", "", "Type a dilation for each layer"),
        ("Dilations", "1 2 3 4 5 6 7 8 9", "remove one of them"),
        ("Layers", "9", "must be a whole number from 1 to 8"),
        ("Layers", "", "is empty"),
    ],
)
def test_an_impossible_setting_ends_in_a_sentence_and_dims_the_picture(page, label, typed, sentence):
    """The old picture must not remain as the answer, and must not jump away under the pointer."""
    height = page.root.locator("svg").bounding_box()["height"]
    page.setting(label).fill(typed)
    page.setting(label).blur()
    assert sentence in page.problem_text()
    assert page.root.locator(".stage.stale svg").bounding_box()["height"] == height
    page.setting(label).fill("3")
    assert page.problem_text() == ""
    assert page.root.locator(".stage.stale").count() == 0


def test_a_finger_moves_from_number_to_number_and_the_page_scrolls_past(page):
    """On a phone there is nothing to hover, and the stack fills the screen from side to side."""
    page.resize(1280, 420)
    try:
        page.root.locator(".pane").scroll_into_view_if_needed()
        start = page.scrolled()
        page.drag_by_touch(*[page.place(3, step) for step in (20, 24, 28, 33)])
        page.shows(looked_at(3, 33))
        assert page.scrolled() == start
        x, y = page.place(1, 33)
        page.drag_by_touch(*[(x, y - 15 * n) for n in range(12)])
        page.page.wait_for_timeout(300)
        assert page.scrolled() != start
    finally:
        page.resize(1280, 900)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(page, theme):
    """A screen reader needs a name for every control, and a projector contrast."""
    with shown_in(page.page, theme):
        assert barriers(page.page, ".stack-explorer") == []


@pytest.mark.parametrize(
    ("width", "name"),
    [(1280, "layer 4 · dilation 8"), (1024, "layer 4 dilation 8"), (660, "layer 4 dilation 8")],
)
def test_layers_and_receptive_field_have_one_name_at_every_width(page, width, name):
    """On a phone, the head was "sees" and no layer had its number, which the sentences below use."""
    page.resize(width, 900)
    page.frame()
    try:
        names = page.root.locator("svg .name").all_text_contents()
        assert name in names
        assert page.root.locator("svg .head").text_content() == "receptive field"
        assert page.page.evaluate(OUTSIDE, page.name) == []
        edge = page.root.locator("svg").bounding_box()
        for one in page.root.locator("svg :is(.head, .name)").all():
            box = one.bounding_box()
            assert edge["x"] - 1 <= box["x"] <= box["x"] + box["width"] <= edge["x"] + edge["width"] + 1
    finally:
        page.resize(1280, 900)


def test_it_fits_a_window_of_1024_pixels(page):
    """A projector shows no more, and what is cut off cannot be pointed at."""
    try:
        page.resize(1024, 900)
        assert page.page.evaluate(OUTSIDE, ".stack-explorer") == []
        page.hover(2, 63)
        page.shows(looked_at(2, 63))
        names = page.root.locator("text.name").all_text_contents()
        assert sorted(names) == [*(f"layer {n} dilation {2 ** (n - 1)}" for n in (1, 2, 3, 4)), "series"]
    finally:
        page.resize(1280, 900)

"""The StackExplorer in JupyterLab: drawn, changed by keyboard and in its lists; what it colours is right."""

import pytest

from helpers.widgets import StackExplorer
from tests.browser.jupyter import COUNT_CELLS, DARK, LIGHT, ExplorerPage, barriers, opened, shown_in

SHOW = "from helpers.widgets import StackExplorer\nexplorer = StackExplorer()\nexplorer"
READ = """() => {
    const root = document.querySelector(".stack-explorer");
    const circles = [...root.querySelectorAll("svg circle")];
    return { coloured: circles.filter((one) => one.getAttribute("fill") === "#0072B2").length,
             words: root.querySelector('[role="status"]').textContent,
             alt: root.querySelector("svg").getAttribute("aria-label") };
}"""


class Stack(ExplorerPage):
    """What a test does with the explorer on the page."""

    name = ".stack-explorer"

    def shows(self, **settings):
        """Wait until the page shows what these settings give in Python."""
        wanted = StackExplorer(**settings)

        def check():
            seen = self.page.evaluate(READ)
            assert seen["words"] == seen["alt"] == wanted.describe()
            assert seen["coloured"] == len(wanted.seen)

        self.soon(check)


@pytest.fixture(scope="module", name="page")
def _page(lab, browser):
    """A notebook with an explorer, shared by the tests of this file."""
    lab.write("stack.ipynb", SHOW)
    with opened(lab, browser, "stack.ipynb", viewport={"width": 1024, "height": 900}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".stack-explorer svg circle")
        yield Stack(notebook)
        assert notebook.errors() == []


def test_it_draws_what_python_counts_and_follows_keyboard_and_lists(page):
    """A control that is not joined to the picture leaves an old picture standing as the answer."""
    page.shows()
    cells = page.page.evaluate(COUNT_CELLS)
    page.setting("Layers").focus()
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("ArrowUp")
    page.shows(layers=6)
    page.setting("Weights per layer").select_option("3")
    page.setting("Dilations").select_option("4, 4, 4, 4, …")
    page.shows(k=3, layers=6, rule="4, 4, 4, 4, …")
    page.root.locator("input[type=checkbox]").click()
    page.shows(k=3, layers=6, rule="4, 4, 4, 4, …", causal=False)
    assert page.page.evaluate(COUNT_CELLS) == cells, "a key leaked into the notebook"
    assert page.python("explorer.causal, explorer.layers, explorer.k") == [False, 6, 3]


def test_what_python_sets_arrives_on_the_page(page):
    """`explorer.step = 20` in a cell below is how a lesson points at a number."""
    page.run("explorer.k, explorer.layers, explorer.rule = 2, 4, '1, 2, 4, 8, …'")
    page.run("explorer.causal, explorer.step = True, 20")
    page.shows(step=20)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation_and_nothing_is_wider_than_the_page(page, theme):
    """A projector shows 1024 pixels; a screen reader needs a name for every control."""
    with shown_in(page.page, theme):
        assert barriers(page.page, ".stack-explorer") == []
        wide = page.page.evaluate(
            """() => { const root = document.querySelector(".stack-explorer");
            return root.scrollWidth - root.closest(".jp-OutputArea-output").clientWidth; }"""
        )
        assert wide <= 0

"""The ConvolutionExplorer of lesson 04, whose subject is the size of the output: the sum of a cell waits."""

import pytest

from helpers import conv2d
from helpers.widgets.convolution import HOUSE, VERTICAL_EDGE
from tests.browser.jupyter import DARK, LIGHT, opened, shown_in
from tests.browser.test_convolution_explorer import Explorer

SHOW = "from helpers.widgets import ConvolutionExplorer\nConvolutionExplorer(stride=2, padding='same')"
OUTPUT = conv2d(HOUSE, VERTICAL_EDGE, stride=2, padding="same")
LATER = """() => [...document.querySelectorAll(".convolution .output .cell.later")].map((cell) =>
    [Number(cell.dataset.row), Number(cell.dataset.column)])"""
# How far the triangles end from the grid, in pixels, and how far a frame reaches beyond its cells.
DISTANCES = """() => [...document.querySelectorAll(".convolution .input .starts")].map((head) => {
    const [box, mark] = [head.getBoundingClientRect(), getComputedStyle(head, "::after")];
    return head.role === "rowheader" ? box.width - parseFloat(mark.left) - parseFloat(mark.borderLeftWidth)
        : box.height - parseFloat(mark.top) - parseFloat(mark.borderTopWidth);
})"""
FRAME_REACH = 7


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with the explorer of lesson 04, shared by the tests of this file."""
    lab.write("sizes_of_convolution.ipynb", SHOW)
    with opened(
        lab, browser, "sizes_of_convolution.ipynb", viewport={"width": 1280, "height": 1000}
    ) as notebook:
        notebook.run_all()
        notebook.page.wait_for_selector(".convolution .output .cell")
        yield Explorer(notebook)


@pytest.fixture
def explorer(shown):
    """The explorer as it was at first; after the test nothing may have gone wrong in the browser."""
    shown.page.keyboard.press("Escape")
    shown.button("Start over").click()
    shown.page.mouse.move(5, 5)
    shown.frame()
    yield shown
    assert shown.notebook.errors() == []


def test_the_size_comes_first_and_the_sum_of_a_cell_waits_behind_a_button(explorer):
    """A learner who is to find out what a stride does to the size would read a sum first."""
    lead = explorer.root.locator(".size-lead")
    assert lead.locator(".size-answer").text_content() == "The output is 4 × 4."
    assert "floor((8 + 1 − 3) / 2) + 1 = 4" in lead.text_content()
    reach = "Reach = dilation · (kernel − 1) + 1 = 1 · (3 − 1) + 1 = 3."
    assert lead.locator(".size-reach").text_content() == reach
    first_grid = explorer.root.locator(".figure-input").bounding_box()
    box = lead.bounding_box()
    assert box["y"] + box["height"] <= first_grid["y"]
    assert explorer.root.locator(".notes .size-answer").count() == 0  # once is enough
    fold = explorer.control("sum")
    hidden = [".figure-products", ".figure-sum", ".figure-window", ".arithmetic .sign >> nth=0"]
    assert fold.get_attribute("aria-expanded") == "false"
    assert not any(explorer.root.locator(part).is_visible() for part in hidden)
    assert not explorer.root.get_by_label("A step is").is_visible()
    said = (
        "Output row 3, column 0 is 6. "
        "Its window covers input rows 6–8 and columns 0–2; 3 of its 9 cells are padding."
    )
    explorer.soon(lambda: _equal(explorer.words(), said))
    fold.focus()
    explorer.page.keyboard.press("Enter")
    explorer.frame()
    assert fold.get_attribute("aria-expanded") == "true"
    assert all(explorer.root.locator(part).is_visible() for part in hidden)
    assert explorer.total() == OUTPUT[3, 0]
    explorer.root.get_by_label("A step is").select_option("products")
    fold.click()  # a step is a window again
    explorer.button("First").click()
    explorer.button("Forward").click()
    assert explorer.focus() == (0, 1)
    fold.click()
    explorer.button("Start over").click()
    explorer.frame()
    assert fold.get_attribute("aria-expanded") == "false"


def test_what_the_size_depends_on_comes_first(explorer):
    """The bias does not change a size; what does must not be behind it, or behind a button."""
    names = explorer.root.locator(".settings .labelled label").all_text_contents()
    assert names == ["Stride", "Padding", "Cells", "Dilation", "Bias", "Kind"]
    more = explorer.control("more")
    assert more.get_attribute("aria-expanded") == "false"
    assert explorer.setting("Dilation").is_visible()
    assert not explorer.root.get_by_label("Bias", exact=True).is_visible()
    more.click()
    explorer.root.get_by_label("Bias", exact=True).fill("2")
    explorer.frame()
    assert explorer.root.get_by_label("Kind", exact=True).is_visible()
    explorer.button("Start over").click()
    explorer.frame()
    assert more.get_attribute("aria-expanded") == "false"


def test_the_size_follows_the_settings_and_makes_room_for_a_problem(explorer):
    """A size above a picture to which it no longer belongs would be believed."""
    answer = explorer.root.locator(".size-answer")
    explorer.setting("Stride").fill("1")
    explorer.frame()
    assert answer.text_content() == "The output is 8 × 8."
    explorer.setting("Stride").fill("0")
    explorer.setting("Stride").blur()
    assert answer.is_hidden()
    assert explorer.problem_text()


def test_playing_without_the_sum_fills_the_output(explorer):
    """With nothing to add up, what a step does is to make the next number."""
    explorer.button("First").click()
    explorer.button("Play").click()
    explorer.frame()
    wanted = [[row, column] for row in range(4) for column in range(4)]
    later = explorer.page.evaluate(LATER)
    assert later
    assert later == wanted[-len(later) :]
    explorer.button("Pause").click()
    explorer.frame()
    assert explorer.page.evaluate(LATER) == []


def test_a_guess_opens_the_sum_for_good(explorer):
    """The reply to a guess says "as the sum shows"."""
    explorer.control("sum").click()
    explorer.setting("Predict first").check()
    explorer.frame()
    assert explorer.control("sum").is_hidden()
    assert explorer.root.locator(".figure-sum").is_visible()


def test_no_frame_covers_the_triangles(explorer):
    """They say where a window starts, which is where its frame is."""
    found = explorer.page.evaluate(DISTANCES)
    assert len(found) == 8
    assert all(distance >= FRAME_REACH for distance in found)


def test_the_first_rows_of_all_grids_are_in_one_line(explorer):
    """The triangles need room above the numbers, which the kernel does not have."""
    tops = [explorer.cell(grid, 0, 0).bounding_box()["y"] for grid in ("input", "kernel", "output")]
    assert max(tops) - min(tops) < 1


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_padding_is_black_as_every_0_and_told_from_pixels_by_its_dashes(explorer, theme):
    """White cells with a 0 beside black ones with a 0 contradict each other."""
    with shown_in(explorer.page, theme):
        explorer.frame()
        for cell in (explorer.cell("input", 8, 0), explorer.cell("window", 2, 0)):
            style = cell.evaluate(
                "(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).fontStyle,"
                " getComputedStyle(one, '::after').borderStyle]"
            )
            assert style == ["rgb(0, 0, 0)", "italic", "dashed"]
        assert explorer.cell("input", 0, 0).evaluate("(one) => getComputedStyle(one).fontStyle") == "normal"


def _equal(found, wanted):
    assert found == wanted

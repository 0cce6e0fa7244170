"""The XOMatcher in JupyterLab: drawn on by mouse and keyboard; its scores against `helpers`.

`tests/pages/test_xo_matcher.py` proves the arithmetic; here a few marks prove that the page shows it.
"""

from functools import partial

import numpy as np
import pytest

from helpers import conv2d, kernels, pictures
from tests.browser.jupyter import (
    COUNT_CELLS,
    DARK,
    LIGHT,
    OUTSIDE,
    UNDER_A_FRAME,
    ExplorerPage,
    barriers,
    opened,
    shown_in,
)

SHOW = "from helpers.widgets import XOMatcher\nmatcher = XOMatcher()\nmatcher"
FEATURES = [kernels.FALLING_STROKE, kernels.CROSSING, kernels.RISING_STROKE]
READ = """() => {
    const root = document.querySelector(".xo-matcher");
    const number = (cell) => Number(cell.textContent.replace("−", "-"));
    const score = (cell) => Number(cell.getAttribute("aria-label").split(": ")[1].replace("−", "-"));
    const grid = (node, number) => [...node.querySelectorAll('[role="row"]')]
        .map((row) => [...row.querySelectorAll(".cell")].map(number))
        .filter((line) => line.length);
    const maps = [...root.querySelectorAll(".map")];
    const text = (name) => root.querySelector(name).textContent;
    return { mark: grid(root.querySelector(".mark"), number), maps: maps.map((map) => grid(map, score)),
        texts: maps.map((map) => [...map.querySelectorAll(".cell")].map((cell) => cell.textContent)),
        products: grid(root.querySelector(".product-cells"), number),
        title: text(".focus-title"), written: text(".written"),
        exact: maps.map((map) => map.querySelectorAll(".exact").length) };
}"""


class Page(ExplorerPage):
    """What a test does with the matcher on the page, and what it reads there."""

    name = ".xo-matcher"

    def read(self):
        """Return the numbers on the page."""
        self.frame()
        return self.page.evaluate(READ)

    def cell(self, row, column):
        """Return a cell of the mark."""
        return self.root.locator(f'.mark [data-row="{row}"][data-column="{column}"]')

    def score(self, feature, row, column):
        """Return a cell of a map."""
        return self.root.locator(".map").nth(feature).locator(f'[data-row="{row}"][data-column="{column}"]')

    def assert_scores(self, mark):
        """Check the mark and all scores on the page against `conv2d`."""
        shown = self.read()
        assert np.array_equal(shown["mark"], mark)
        for feature, scores, exact in zip(FEATURES, shown["maps"], shown["exact"], strict=True):
            expected = conv2d(mark, feature) / 9
            assert np.allclose(scores, expected, atol=0.0051)
            assert exact == (expected == 1).sum()


@pytest.fixture(scope="module")
def shown(lab, browser):
    """A notebook with a matcher, shared by the tests of this file."""
    lab.write("xo_matcher.ipynb", SHOW)
    with opened(lab, browser, "xo_matcher.ipynb", viewport={"width": 1280, "height": 1300}) as notebook:
        notebook.run_all()
        notebook.page.wait_for_function("document.querySelectorAll('.xo-matcher .map .cell').length === 147")
        yield Page(notebook)


@pytest.fixture
def page(shown):
    """The matcher as it was made."""
    shown.start_over()
    yield shown
    assert shown.notebook.errors() == []


def test_it_draws_an_x_and_where_its_parts_are(page):
    """A broken script leaves an empty output and no traceback."""
    page.assert_scores(pictures.X_MARK)
    assert page.read()["exact"] == [4, 1, 4]


@pytest.mark.parametrize("width", [1280, 1024, 1700])
def test_the_three_maps_are_in_a_row_with_one_decimal_of_each_score(page, width):
    """A stroke and everything that follows from it fit on one laptop screen, without scrolling.

    In a window of 1700 px the explorer is as wide as in one of 1280: it stays in the page's column.
    """
    page.resize(width, 1300)
    boxes = [page.root.locator(".map").nth(n).bounding_box() for n in range(3)]
    assert len({box["y"] for box in boxes}) == 1
    assert page.page.evaluate(OUTSIDE, page.name) == []
    assert page.root.bounding_box()["height"] < 680
    expected = (conv2d(pictures.X_MARK, kernels.CROSSING) / 9).ravel()
    for text, score in zip(page.read()["texts"][1], expected, strict=True):
        assert text == ("1" if score == 1 else f"{score:.1f}".replace("-", "−").replace("0.", "."))
    cell = page.root.locator(".map .cell").first.bounding_box()
    assert cell["width"] == pytest.approx(cell["height"], abs=1.5)
    page.resize(1280, 1300)


def test_the_mark_that_is_drawn_on_has_the_largest_cells_of_the_two_rows(page):
    """What a learner draws on with a finger or a mouse is a target; scores are only read."""
    assert page.cell(0, 0).bounding_box()["width"] >= 29
    assert page.cell(0, 0).bounding_box()["width"] > page.score(0, 0, 0).bounding_box()["width"] >= 22
    assert page.root.bounding_box()["height"] <= 680


def test_on_a_narrow_page_two_maps_are_in_a_row_with_their_scores(page):
    """At 150% zoom the best scores were slivers, the others had no number; the last map was far below."""
    page.resize(853, 1300)
    boxes = [page.root.locator(".map").nth(n).bounding_box() for n in range(3)]
    assert boxes[0]["y"] == boxes[1]["y"] < boxes[2]["y"]
    assert page.root.locator(".map .cell").first.bounding_box()["width"] >= 22
    assert all(page.read()["texts"][1])
    assert page.page.evaluate(OUTSIDE, page.name) == []
    page.resize(1280, 1300)


def test_on_a_narrow_page_the_verdict_is_above_the_maps_and_moves_none_of_them(page):
    """What was found, and what the colours mean, is read first; a longer sentence pushes nothing."""
    page.resize(853, 1300)
    for place in (".found", ".score-legend"):
        said, maps = (page.root.locator(name).bounding_box() for name in (place, ".maps"))
        assert said["y"] + said["height"] <= maps["y"]
    tops = []
    for mark in ("X", "O", "empty"):
        page.control("mark").select_option(mark)
        page.frame()
        tops.append(page.root.locator(".maps").bounding_box()["y"])
    page.resize(1280, 1300)
    assert tops == [tops[0]] * 3


@pytest.mark.parametrize("width", [853, 1024, 1280])
def test_the_two_colours_of_the_mark_have_a_key_in_its_title_line(page, width):
    """On the mark itself, most cells have no number: a learner has to know what white stands for."""
    page.resize(width, 1300)
    assert page.root.locator(".ink-legend span").all_text_contents() == ["1", "−1"]
    title, key, grid, sum_title = (
        page.root.locator(one).first.bounding_box()
        for one in (".stage > .figure .title", ".ink-legend", ".mark", ".focus-title")
    )
    assert title["y"] - 2 <= key["y"] <= title["y"] + 2
    assert key["y"] + key["height"] <= grid["y"] + 2
    assert key["x"] + key["width"] <= grid["x"] + grid["width"] + 1
    assert key["x"] + key["width"] <= sum_title["x"] or key["y"] + key["height"] <= sum_title["y"]
    page.resize(1280, 1300)


def test_the_verdict_has_a_mark_where_all_parts_are_found(page):
    """From the back of a room, the mark is read before the sentence."""
    mark = "() => getComputedStyle(document.querySelector('.xo-matcher .found'), '::before').content"
    tops = []
    for name, shown in (("X", '"✓"'), ("O", "none"), ("X", '"✓"')):
        page.control("mark").select_option(name)
        page.frame()
        assert page.page.evaluate(mark) == shown
        tops.append(page.root.locator(".maps").bounding_box()["y"])
    assert tops == [tops[0]] * 3


def test_paper_shows_its_number_only_where_the_window_is(page):
    """81 numbers would hide the mark that they make up."""
    written = [
        page.cell(row, column).evaluate("(cell) => getComputedStyle(cell).fontSize !== '0px'")
        for row, column in ((0, 0), (3, 4), (8, 4), (1, 1))
    ]
    assert written == [False, True, False, True]


def test_it_shows_the_scores_of_conv2d_for_marks_from_python(page):
    """A right score in the wrong cell, or a frame around another one, must not pass."""
    for mark in (pictures.BADLY_DRAWN_X, -pictures.X_MARK, np.random.default_rng(0).choice([-1, 1], (9, 9))):
        page.notebook.run(f"matcher.mark = {mark.tolist()}")
        page.soon(partial(page.assert_scores, mark))


def test_its_scores_are_those_of_keras(page):
    """The lesson puts the same features into a layer and finds the same scores."""
    from helpers.training import keras

    layer = keras.layers.Conv2D(3, 3, use_bias=False)
    layer.build((None, 9, 9, 1))
    layer.set_weights([np.float32(np.stack(FEATURES, axis=-1) / 9)[:, :, np.newaxis, :]])
    page.control("mark").select_option("O")
    from_keras = np.asarray(layer(np.float32(pictures.O_MARK)[np.newaxis, :, :, np.newaxis]))[0]
    assert np.allclose(page.read()["maps"], from_keras.transpose(2, 0, 1), atol=0.0051)


def test_a_mark_is_drawn_with_the_mouse_and_comes_back_to_python(page):
    """`matcher.mark` in the next cell is what the learner drew."""
    page.control("mark").select_option("empty")
    drawn = np.full((9, 9), -1)
    page.cell(2, 1).hover()
    page.page.mouse.down()
    for column in range(1, 6):
        page.cell(2, column).hover()
        drawn[2, column] = 1
    page.page.mouse.up()
    page.cell(5, 5).click()
    drawn[5, 5] = 1
    page.assert_scores(drawn)
    assert page.run("print(matcher.mark.tolist())").strip() == str(drawn.tolist())
    page.cell(2, 3).click()
    drawn[2, 3] = -1
    page.assert_scores(drawn)


def test_strokes_are_undone_one_by_one_by_button_and_by_key(page):
    """A learner who slipped takes back the stroke, not the whole mark, and not each of its cells."""
    drawn = pictures.X_MARK.copy()
    page.cell(4, 0).hover()
    page.page.mouse.down()
    for column in range(3):
        page.cell(4, column).hover()
        page.page.wait_for_timeout(400)  # in all, longer than quick changes that count as one step
    page.page.mouse.up()
    drawn[4, :3] = 1
    page.cell(0, 4).click()
    page.cell(0, 5).click()
    drawn[0, 4:6] = 1
    page.assert_scores(drawn)
    page.control("undo").click()
    drawn[0, 5] = -1
    page.assert_scores(drawn)
    page.cell(8, 8).focus()
    page.page.keyboard.press("Control+z")
    drawn[0, 4] = -1
    page.assert_scores(drawn)
    page.page.keyboard.press("Control+z")
    page.assert_scores(pictures.X_MARK)
    assert page.control("mark").input_value() == "X"
    page.control("redo").click()
    page.assert_scores(drawn)
    assert page.run("print(matcher.mark.tolist())").strip() == str(drawn.tolist())


def test_the_mark_that_was_chosen_and_every_shift_can_be_undone(page):
    """Trying all four arrows must leave a way back to the mark as it was."""
    page.control("mark").select_option("O")
    page.control("down").click()
    page.control("down").click()
    page.control("negative").click()
    for _ in range(2):
        page.control("undo").click()
    moved = np.full((9, 9), -1)
    moved[1:] = pictures.O_MARK[:-1]
    page.assert_scores(moved)
    page.control("undo").click()
    page.assert_scores(pictures.O_MARK)
    assert page.control("mark").input_value() == "O"


def test_a_mark_is_drawn_with_the_keyboard_and_no_key_leaks(page):
    """Without a mouse, a learner draws too, and loses no cell of the notebook to a shortcut."""
    drawn = pictures.X_MARK.copy()
    cells = page.page.evaluate(COUNT_CELLS)
    page.cell(0, 0).click()
    for key in (" ", "ArrowDown", "ArrowRight", "Enter", "End", " ", "a", "b"):
        page.page.keyboard.press(key)
    drawn[1, 1], drawn[1, 8] = -1, 1
    page.assert_scores(drawn)
    assert page.page.evaluate(COUNT_CELLS) == cells
    assert page.run("print(matcher.mark.tolist())").strip() == str(drawn.tolist())


def test_pointing_at_a_score_shows_its_nine_products(page):
    """A learner finds the explanation where the number is."""
    page.score(0, 1, 2).hover()
    shown = page.read()
    products = pictures.X_MARK[1:4, 2:5] * kernels.FALLING_STROKE
    assert shown["title"] == "Falling stroke, row 1, column 2"
    assert np.array_equal(shown["products"], products)
    assert shown["written"] == ("4 cells agree and 5 do not: the sum is −1, the mean −1/9 ≈ −0.11.")


def test_the_frame_around_a_score_covers_no_digit_of_its_neighbours(page):
    """A learner compares the match with its neighbours."""
    # The frame on a map is inside its cell; elsewhere it extends 4 pixels outwards.
    script = UNDER_A_FRAME.replace("+ 4", "+ 0").replace("- 4", "- 0")
    assert page.page.evaluate(script, page.name) == []


def test_the_keyboard_leads_from_score_to_score(page):
    """The arrow keys do what the pointer does, and the words say it."""
    page.score(2, 1, 5).click()
    page.page.mouse.move(5, 5)
    for key in ("ArrowDown", "ArrowLeft"):
        page.page.keyboard.press(key)
    assert page.read()["title"] == "Rising stroke, row 2, column 4"
    words = page.words()
    assert words.startswith("Rising stroke at row 2, column 4 matches 1: 9 of 9 cells agree.")
    assert "crossing 1" in words
    page.page.evaluate("document.activeElement.blur()")  # the place goes to Python when the pointer leaves
    assert page.run("print(matcher.focus)").strip() == "(2, 2, 4)"


def test_negative_and_shift_do_what_they_say(page):
    """The lesson asks what happens to the scores when you move the mark or turn it into its negative."""
    page.control("negative").click()
    page.assert_scores(-pictures.X_MARK)
    page.control("negative").click()
    page.control("right").click()
    page.control("down").click()
    moved = np.full((9, 9), -1)
    moved[1:, 1:] = pictures.X_MARK[:-1, :-1]
    page.assert_scores(moved)
    assert page.control("mark").input_value() == "own"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_no_serious_violation(page, theme):
    """A learner may use a screen reader, or have low vision, in either theme."""
    with shown_in(page.page, theme):
        assert barriers(page.page, ".xo-matcher") == []

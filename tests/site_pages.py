"""The finished web edition in a browser, from the disk and without a network: what `make site` runs last.

Its name does not begin with "test_", because `make test` has no pages. What needs no browser is in
tests/site_files.py.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from docs.formulas import mathml
from docs.site import states
from helpers import (
    conv2d,
    conv_parameters,
    kernels,
    output_size,
    pictures,
    pocket_network,
    pool2d,
    receptive_field,
    relu,
    trace,
)
from helpers.checks import ten_questions
from helpers.checks.lessons import all_questions
from helpers.checks.questions import Choices
from helpers.markup import marked_up
from helpers.shapes import Conv, Dense, Flatten, Pool
from helpers.widgets.convolution import HOUSE, VERTICAL_EDGE
from helpers.widgets.pixels import RIBBONS
from helpers.widgets.pooling import PoolingExplorer
from helpers.widgets.receptive import STACKS
from helpers.widgets.relu import ReluExplorer
from helpers.widgets.shared.limits import PIXEL_FRAME
from helpers.widgets.stack import StackExplorer
from tests.browser.conftest import browser  # noqa: F401
from tests.browser.jupyter import barriers
from tests.site_files import LESSONS, PAGES, SITE

WINDOW = {"width": 1280, "height": 900}
TRANSITIONS = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => one instanceof CSSTransition).map((one) => one.finished))"""
FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Every explorer and question of a page that is not drawn: its name, and how high it is.
NOT_DRAWN = """() => [...document.querySelectorAll(".course-live")]
    .filter((place) => !place.querySelector(".course-fallback").hidden
        || !(place.querySelector(".course-widget")?.clientHeight > 60))
    .map((place) => `${place.dataset.explorer}: ${place.textContent.slice(0, 80)}`)"""
# Pictures that did not load; TeX that was not turned into a formula, and formulas without a size.
BROKEN_PICTURES = "[...document.images].filter((one) => !one.naturalWidth).map((one) => one.src)"
LOAD_PICTURES = """() => Promise.allSettled([...document.images].map((one) => {
    one.loading = "eager";
    return one.decode();
}))"""
MATHS = """() => {
    const tex = /\\$[^$]+\\$|\\\\(frac|cdot|lfloor|sqrt)|\\\\\\(/;
    const prose = [...document.querySelectorAll("article :is(p, li, td)")];
    const texts = prose.flatMap((one) => [...one.childNodes])
        .filter((one) => one.nodeType === 3).map((one) => one.data);
    const formulas = [...document.querySelectorAll("math")];
    return { left: texts.filter((text) => tex.test(text)),
        flat: formulas.filter((one) => one.getBoundingClientRect().height < 5).length };
}"""
# What is written on the cells of a grid, row by row.
CELLS = """(grid) => [...grid.querySelectorAll('[role="row"]')]
    .map((row) => [...row.querySelectorAll(".cell")].map((cell) => cell.textContent))"""
# The page's replies to answers: a list for each question. All questions get their next answer in one frame.
ASK = """async (lists) => {
    const places = [...document.querySelectorAll('.course-live[data-explorer="QuestionWidget"]')];
    const said = lists.map(() => []);
    for (let number = 0; number < Math.max(...lists.map((list) => list.length)); number += 1) {
        const asked = places.filter((_, place) => number < lists[place].length);
        for (const place of asked) {
            const answer = lists[places.indexOf(place)][number];
            const choices = place.querySelectorAll('input[type="radio"]');
            if (choices.length) choices[Number(answer)].click();
            else place.querySelector("input").value = answer;
            place.querySelector("button").click();
        }
        await new Promise(requestAnimationFrame);
        for (const place of asked) {
            said[places.indexOf(place)].push(place.querySelector(".question-says").textContent);
        }
    }
    return said;
}"""
TYPED = ["0.5", "1e3", "−7", "seven", "12,5"]
# Of the thousands of coloured words in the code, one of each look stays coloured. Axe compares every one with
# its background, which takes five times as long as the rest of the page.
ONE_OF_EACH = """() => {
    const seen = new Set();
    for (const word of document.querySelectorAll(".highlight pre span[class]")) {
        if (word.children.length) continue;
        const look = `${word.className} ${getComputedStyle(word.closest(".highlight")).backgroundColor}`;
        if (seen.has(look)) word.replaceWith(word.textContent);
        seen.add(look);
    }
    for (const code of document.querySelectorAll(".highlight pre")) code.normalize();
}"""
WIDER_THAN_PAGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class OpenPage:
    """A page of the site, opened from the disk: `page` is Playwright's, `problems` what went wrong."""

    def __init__(self, context):  # noqa: D107
        self.page = context.new_page()
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("requestfailed", lambda request: self.problems.append(f"not loaded: {request.url}"))
        self.page.on("console", self._note)
        self.page.on("request", self._watch)

    def _note(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def _watch(self, request):
        if urlsplit(request.url).scheme not in ("file", "data"):
            self.problems.append(f"asked for {request.url}")

    def open(self, name):
        """Open a page by its path in the site, and wait until its explorers are drawn."""
        self.problems.clear()
        self.page.goto((SITE / name).as_uri())
        self.page.wait_for_function(f"!({NOT_DRAWN})().length", timeout=20_000)
        self.page.evaluate(FRAME)
        return self.page

    def seconds_to_open(self, name):
        """Return how long a page takes until its explorers are drawn, by the browser's clock."""
        return self.open(name).evaluate("performance.now()") / 1000

    def change(self, color_scheme=None, **size):
        """Change the theme that the system asks for, or the window's size, and wait until all is drawn."""
        if color_scheme:
            self.page.emulate_media(color_scheme=color_scheme)
        if size:
            self.page.set_viewport_size(size)
        self.page.evaluate(FRAME)
        self.page.evaluate(TRANSITIONS)


@pytest.fixture(scope="module")
def context(browser):  # noqa: F811
    """A browser without a network, for all pages."""
    with browser.new_context(offline=True, viewport=WINDOW) as context:
        yield OpenPage(context)


@pytest.fixture
def opened(context):
    """A page that opens without a network, in the light theme and a window of the usual size."""
    context.page.set_viewport_size(WINDOW)
    context.page.emulate_media(color_scheme="light")
    return context


@pytest.mark.parametrize("name", PAGES)
def test_the_page_opens_from_the_disk_and_everybody_can_use_it(opened, name):
    """Some read it from a stick without a network, some at night, with a screen reader, or on a phone."""
    opened.page.emulate_media(color_scheme="dark")  # when it loads; the tests of explorers load in the light
    page = opened.open(name)
    page.evaluate(LOAD_PICTURES)
    assert page.evaluate(BROKEN_PICTURES) == []
    for change in (
        {"color_scheme": "dark"},
        {"width": 400, "height": 800},
        {"color_scheme": "light", **WINDOW},
    ):
        opened.change(**change)
        assert page.evaluate(MATHS) == {"left": [], "flat": 0}, change
        assert page.evaluate(WIDER_THAN_PAGE) <= 0, change
    page.evaluate(ONE_OF_EACH)
    for theme in ("light", "dark"):
        opened.change(color_scheme=theme)
        assert barriers(page) == [], theme
    check_questions(page)
    check_ten_questions(page)
    assert opened.problems == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_there_with_its_explorers_within_two_seconds(opened, name):
    """If it takes longer, a visitor has left. Of three times the shortest counts: the machine may be busy."""
    assert min(opened.seconds_to_open(name) for _ in range(3)) < 2
    assert opened.problems == []


def as_shown(text):
    """Return a sentence as a page shows it, without the marks of code and stress."""
    return re.sub(r"</?(?:code|em)>", "", marked_up(text))


def check_questions(page):
    """Answer the questions of a page, and compare what it says with Python: a right answer called wrong is
    worse than no question.
    """
    texts = page.locator('[data-explorer="QuestionWidget"] legend').all_text_contents()
    by_text = {as_shown(question.asks): question for _, question in all_questions().values()}
    questions = [by_text[text] for text in texts]
    given = [answers_to(question) for question in questions]
    for question, answers, said in zip(questions, given, page.evaluate(ASK, given), strict=True):
        for answer, reply in zip(answers, said, strict=True):
            right, says = question.judge(answer)
            expected = ("Right. " if right else "Not right. ") + as_shown(says)
            assert reply == expected, (question.name, answer)


def check_ten_questions(page):
    """Answer the test of ten questions, if the page has it: half of it wrongly, and then all of it."""
    for test in page.locator('[data-explorer="CourseTest"]').all():
        when = "after" if "after the course" in test.text_content() else "before"
        items = ten_questions.ITEMS[when]
        for score in (5, 10):
            for number, item in enumerate(items):
                choice = item.right if number < score else len(item.choices)
                test.locator("fieldset").nth(number).locator("input").nth(choice).check()
            test.get_by_role("button", name="Show my score").click()
            test.get_by_text(ten_questions.verdict(when, score, is_kept=False)).wait_for()


def answers_to(question):
    """Return answers to a question: all choices, or numbers near and far from those that it knows."""
    if isinstance(question, Choices):
        return [str(number) for number in range(len(question.choices))]
    known = [question.answer, *question.wrong]
    return [repr(float(number)) for number in known] + [str(question.answer + 0.37)] + TYPED


def test_the_search_finds_the_lesson_of_a_term(opened):
    """Without a server the index has to come from the disk too."""
    page = opened.open("search.html")
    page.goto(f"{page.url}?q=dilation")
    page.wait_for_selector("#search-results li")
    found = page.locator("#search-results li a").evaluate_all("(links) => links.map((one) => one.href)")
    assert any("04_padding_stride_dilation" in address for address in found)
    assert opened.problems == []


def test_a_formula_is_drawn_by_the_browser_itself(browser):  # noqa: F811
    """The next lesson may write one between dollar signs; without a network nobody else can draw it."""
    formula = mathml(r"\left\lfloor \frac{n + p - r}{s} \right\rfloor + 1", "block")
    page = browser.new_page()
    page.set_content(formula)
    height = "(name) => document.querySelector(name).getBoundingClientRect().height"
    assert page.evaluate(height, "mfrac") > 1.6 * page.evaluate(height, "mfrac + mo ~ mn, mn")
    assert page.locator("math").text_content() == "⌊n+p−rs⌋+1"
    page.close()


# ---- Explorers ----


class Explorer:
    """An explorer on a page: what a test does with it, and what it reads there."""

    def __init__(self, opened, lesson, name, number=0):  # noqa: D107
        (page,) = [page for page in PAGES if page.startswith(f"notebooks/{lesson}_")]
        self.opened, self.page = opened, opened.open(page)
        self.root = self.page.locator(f'.course-live[data-explorer="{name}"]').nth(number)
        self.root.scroll_into_view_if_needed()

    def setting(self, label):
        """Return a control by its label."""
        return self.root.get_by_label(label, exact=True)

    def text(self, selector):
        """Return what is written in a part of the explorer, once it is drawn."""
        self.page.evaluate(FRAME)
        return self.root.locator(selector).first.text_content()

    def numbers(self, grid):
        """Return the numbers on a grid."""
        self.page.evaluate(FRAME)
        rows = self.root.locator(grid).first.evaluate(CELLS)
        plain = [[text.replace("−", "-").replace("≈", "") for text in row] for row in rows if row]
        return np.array(plain, dtype=float)

    def press(self, *keys):
        """Press keys."""
        for key in keys:
            self.page.keyboard.press(key)
        self.page.evaluate(FRAME)

    def swipe(self, start, distance, y=400):
        """Move a finger to the left or right, and wait until what it moved has come to rest."""
        session = self.page.context.new_cdp_session(self.page)
        for n in range(9):
            point = {"x": start + distance * n / 8, "y": y}
            kind = "touchMove" if n else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
            self.page.evaluate(FRAME)
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.page.wait_for_timeout(700)
        session.detach()


@pytest.fixture
def explorer(opened):
    """A function that opens the page of a lesson and returns an explorer there."""
    yield lambda lesson, name, number=0: Explorer(opened, lesson, name, number)
    assert opened.problems == []


def test_pixel_viewer_follows_the_arrow_keys(explorer):
    """It reads the photo's bytes from the page; one byte too many shifts every number."""
    shown = explorer("01", "PixelViewer")
    shown.root.locator(".photo").focus()
    shown.press("ArrowRight", "ArrowDown", "ArrowDown")
    row, column = RIBBONS[0] + 2, RIBBONS[1] + 1
    photo = pictures.photo_in_colour()
    assert np.array_equal(
        shown.numbers(".numbers"), photo[row : row + PIXEL_FRAME, column : column + PIXEL_FRAME, 0]
    )


def test_convolution_explorer_computes_anew(explorer):
    """Otherwise it would still be the saved picture, with settings that do nothing."""
    shown = explorer("02", "ConvolutionExplorer")
    assert np.array_equal(shown.numbers(".output"), conv2d(HOUSE, VERTICAL_EDGE))
    shown.root.locator('[name="more"]').click()
    shown.setting("Stride").fill("2")
    shown.setting("Padding").select_option("same")
    assert np.array_equal(shown.numbers(".output"), conv2d(HOUSE, VERTICAL_EDGE, stride=2, padding="same"))


def test_convolution_explorers_of_a_lesson_begin_as_the_lesson_made_them(explorer):
    """Lesson 11 makes them from variables of cells before; another kernel would contradict the prose.

    The input on the page has its padding around it.
    """
    shown = explorer("11", "ConvolutionExplorer", 1)
    assert shown.setting("Padding").input_value() == "full"
    image, kernel = shown.numbers(".number-grid.input"), shown.numbers(".number-grid.kernel")
    assert kernel.shape == (2, 2)
    assert np.allclose(shown.numbers(".number-grid.output"), conv2d(image, np.flip(kernel)))


def test_filter_lab_filters_the_photo(explorer):
    """The photo travels in the page as bytes of 32-bit numbers."""
    shown = explorer("03", "FilterLab")
    shown.root.get_by_label("Weight, row 1, column 1").fill("7")
    shown.press("Tab")
    kernel = np.array(kernels.VERTICAL_LINE, float)
    kernel[1, 1] = 7
    sums = shown.root.locator(".near-sums")
    heads = [sums.locator(f'[role="{role}"]').all_text_contents() for role in ("rowheader", "columnheader")]
    top, left = (int(next(filter(None, texts))) for texts in heads)
    expected = conv2d(pictures.photo().astype(int), kernel)[top : top + 3, left : left + 3]
    assert np.allclose(shown.numbers(".near-sums"), expected, atol=6e-4)


def test_xo_matcher_takes_a_drawn_cell(explorer):
    """A learner draws; the scores have to follow."""
    shown = explorer("03", "XOMatcher")
    shown.root.locator('.mark [data-row="0"][data-column="0"]').click()
    mark = np.array(pictures.X_MARK)
    mark[0, 0] *= -1
    assert np.array_equal(shown.numbers(".mark"), mark)
    # Three maps in a row leave room for one decimal.
    assert np.allclose(shown.numbers(".map"), conv2d(mark, kernels.FALLING_STROKE) / 9, atol=0.0501)


def test_size_explorer_applies_the_formula(explorer):
    """The formula is what the lesson is about."""
    shown = explorer("04", "SizeExplorer")
    shown.setting("Rows").fill("11")
    shown.setting("Padding").select_option("valid")
    sizes = (output_size(11, 3, stride=2), output_size(8, 3, stride=2))
    assert " × ".join(map(str, sizes)) in shown.text(".figure-output .title")


def test_relu_explorer_counts_what_it_switches_off(explorer):
    """Bias and count are in the exercise next to it."""
    shown = explorer("05", "ReluExplorer")
    shown.root.locator('[name="bias-typed"]').fill("-100")
    values = ReluExplorer().feature_map
    through = int((relu(values - 100) > 0).sum())
    assert f"get through: {through:,} of {values.size:,}" in shown.text(".summary")


def test_pooling_explorer_takes_the_average(explorer):
    """Only the numbers tell largest from average."""
    shown = explorer("06", "PoolingExplorer")
    shown.root.locator('[name="mode"]').select_option("average")
    image = PoolingExplorer().image
    assert np.allclose(shown.numbers(".output"), pool2d(image, 2, mode="average"), atol=0.0051)


def test_parameter_counter_counts(explorer):
    """The sum is the answer to the lesson's exercises."""
    shown = explorer("07", "ParameterCounter")
    shown.root.locator('[name="filters"]').fill("7")
    assert f"{conv_parameters(4, 3, 7):,}" in shown.text(".sum")


def test_network_builder_adds_up_and_says_what_needs_keras(explorer):
    """The one button that needs Python must not do nothing."""
    course = [Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10)]
    lenet = [Conv(6, 5), Pool(), Conv(16, 5), Pool(), Conv(120, 5), Flatten(), Dense(84), Dense(10)]
    for number, (layers, shape) in enumerate([(course, (28, 28, 1)), (lenet, (32, 32, 1))]):
        shown = explorer("08", "NetworkBuilder", number)
        total = sum(row.parameters for row in trace(layers, shape))
        assert shown.text(".total .together").endswith(f"{total:,}")
        shown.root.get_by_role("button", name="Check with Keras").click()
        assert "check in JupyterLab" in shown.text(".keras")


def test_receptive_field_explorer_takes_another_stack(explorer):
    """The field is the recurrence of the lesson."""
    shown = explorer("12", "ReceptiveFieldExplorer")
    shown.setting("Layers").select_option(label="LeNet-5")
    high, wide = receptive_field(STACKS["LeNet-5"][0])
    assert f"{high} × {wide}" in shown.text("tbody tr:last-child")


BARS = """() => [...document.querySelectorAll(".draw-garment .bar")]
    .map((bar) => Number(bar.style.transform.slice(7, -1)))"""


@pytest.mark.parametrize("lesson", ["09", "10"])
def test_draw_garment_runs_the_pocket_network_while_you_draw(explorer, lesson):
    """It was a picture before; the best thing to show a visitor is that it responds."""
    shown, pocket = explorer(lesson, "DrawGarment"), pocket_network()
    shown.root.get_by_label("Start from Ankle boot").click()
    shown.press()
    assert np.allclose(shown.page.evaluate(BARS), pocket(pocket.garments[9:])[0], atol=1e-4)
    shown.root.get_by_role("button", name="Clear").click()
    shown.root.locator(".pane").focus()
    shown.press("Shift+ArrowDown", "Shift+ArrowDown")
    drawn = np.zeros((1, 28, 28))
    drawn[0, 15:18, 14:16] = 210
    assert np.allclose(shown.page.evaluate(BARS), pocket(drawn)[0], atol=1e-4)
    assert "6 of 784 pixels are drawn" in shown.text(".drawn")
    assert "pocket network" in shown.text(".about")


def test_stack_explorer_grows_its_tree(explorer):
    """Lesson 14 asks how many layers see all 64 steps."""
    shown = explorer("14", "StackExplorer")
    shown.setting("Layers").fill("6")
    shown.press()
    assert shown.root.locator("circle.step.seen").count() == len(StackExplorer(layers=6).seen) == 64
    shown.setting("Dilations").fill("1, 1, 1")
    shown.press()
    assert shown.root.locator("circle.step.seen").count() == 4


NETWORKS = [
    lesson
    for lesson in LESSONS
    for entry in states.load(Path(lesson).stem)[0].values()
    if entry.get("class", "").endswith(".NetworkExplorer")
]


@pytest.mark.parametrize("lesson", NETWORKS)
def test_network_explorer_runs_the_pocket_network(explorer, lesson):
    """All of it is computed in the page; the percentages are those of Python."""
    shown, pocket = explorer(Path(lesson).name[:2], "NetworkExplorer"), pocket_network()
    shares = pocket(pocket.garments)
    least_sure = int(shares.max(axis=1).argmin())
    shown.press()
    chosen = shown.root.locator('.thumbnails [aria-selected="true"]')
    assert chosen.text_content() == ("Ankle boot" if "08_" in lesson else pocket.names[least_sure])
    for image in (least_sure, 9):
        shown.root.locator(f'[data-image="{image}"]').click()
        shown.press()
        overview = shown.root.locator(".overview").first
        names = overview.locator(".class-row .name").all_text_contents()
        said = overview.locator(".class-row .class-share").all_text_contents()
        expected = [100 * shares[image][pocket.names.index(name)] for name in names]
        assert len(names) >= 8
        assert np.allclose([float(text.strip("<> %")) for text in said], expected, atol=0.101)


LOOKS = [(theme, width) for theme in ("light", "dark") for width in (1280, 1024, 390)]
LEARNING = [("03", "TrainingExplorer"), ("11", "TrainingExplorer")]
# What sticks out of an explorer, what is written too small, and whether 0 has the page's own colour.
LOOK = """(root) => {
    const edge = root.getBoundingClientRect();
    const shown = [...root.querySelectorAll("*")].filter((one) => one.checkVisibility()
        && one.getBoundingClientRect().width && !one.closest(".course-unseen"));
    const outside = shown.filter((one) => {
        const box = one.getBoundingClientRect();
        return !one.closest(".thumbnails, .grid-frame, svg, .column-title")
            && (box.right > edge.right + 1 || box.left < edge.left - 1);
    });
    const hasText = (one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
    const small = shown.filter((one) => hasText(one) && parseFloat(getComputedStyle(one).fontSize) < 11);
    const surface = getComputedStyle(root).backgroundColor.match(/\\d+/g).join();
    const map = '.map-tile[data-column="2"] canvas, .figure-focus .pane canvas, .pane.map canvas';
    const canvas = root.querySelector(map);
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const pixels = Array.from({ length: data.length / 4 }, (_, n) => data.slice(4 * n, 4 * n + 3).join());
    const colours = new Set(pixels);
    return { outside: [...outside, ...small].map((one) => `${one.className} ${one.textContent.slice(0, 40)}`),
        hasZero: colours.has(surface) };
}"""


@pytest.mark.parametrize(("theme", "width"), LOOKS)
@pytest.mark.parametrize(
    ("lesson", "name"), [(Path(one).name[:2], "NetworkExplorer") for one in NETWORKS] + LEARNING
)
def test_networks_can_be_read_in_both_themes_and_on_every_screen(explorer, lesson, name, theme, width):
    """At night, on a projector, on a phone: nothing is cut off, and 0 has the page's own colour."""
    shown = explorer(lesson, name)
    shown.opened.change(color_scheme=theme, width=width, height=844)
    shown.press()
    root = shown.root.locator(".course-widget")
    if name == "TrainingExplorer":
        root.locator('[name="many"]').click()
        shown.press()
    if lesson == "11":  # its maps are behind a button
        root.locator('[name="inside"]').click()
        root.locator(".pane.map").first.wait_for()
        shown.press()
    look = root.evaluate(LOOK)
    assert look["outside"] == []
    assert look["hasZero"] or lesson == "03"  # where a number that is 0 exactly is rare
    assert shown.page.evaluate(WIDER_THAN_PAGE) <= 0
    if name == "NetworkExplorer" and width == 1280:
        assert root.bounding_box()["height"] <= 520


@pytest.fixture
def phone(browser):  # noqa: F811
    """A phone without a network: a narrow screen, and a finger instead of a pointer."""
    size = {"width": 390, "height": 844}
    with browser.new_context(offline=True, viewport=size, has_touch=True, is_mobile=True) as context:
        opened = OpenPage(context)
        yield lambda lesson, name: Explorer(opened, lesson, name)
        assert opened.problems == []


def numbers_in(texts):
    """Return numbers as the pages write them."""
    return [float(text.replace("−", "-").replace("= ", "")) for text in texts]


def test_a_finger_finds_the_way_from_a_class_to_a_product(phone):
    """A phone has no pointer that hovers: the first touch shows what leads to a map, the second opens it."""
    shown = phone("12", "NetworkExplorer")
    tile = shown.root.locator('.map-tile[data-column="4"]').first
    tile.tap()
    shown.press()
    assert shown.root.locator(".edges :is(.raises, .lowers)").count() > 2
    assert shown.root.locator(".view-map").is_hidden()
    tile.tap()
    shown.press()
    assert shown.root.locator(".view-map").is_visible()
    shown.root.locator('[name="into"]').first.tap()
    shown.press()
    cell = shown.root.locator(".view-cell")
    sums = numbers_in(cell.locator(".group-sum").all_text_contents())
    rest = numbers_in(cell.locator(".sum-total :is(.others, .bias) td").all_text_contents())
    [total] = numbers_in(cell.locator(".sum-total .sum td").all_text_contents())
    assert sum(sums) + sum(rest) == pytest.approx(total, abs=1e-9)
    shown.root.locator(".path button").first.tap()
    shown.root.locator('[name="why"]').first.tap()
    shown.press()
    assert shown.text(".view-why .reading").endswith("it contributes most.")
    assert shown.page.evaluate(WIDER_THAN_PAGE) <= 0


def test_a_swipe_leads_from_one_network_to_the_other_on_a_phone(phone):
    """Stacked, the two answers would be three screens apart, and nobody could compare the maps."""
    shown = phone("12", "NetworkExplorer")
    host = shown.root.locator(".view-network")
    for choice in ("network", "image 4"):
        shown.root.locator('[name="compare"]').select_option(choice)
        shown.press()
        host.evaluate("(one) => one.scrollIntoView({ behavior: 'instant' })")
        boxes = [one.bounding_box() for one in host.locator(".overview").all()]
        assert boxes[0]["y"] == boxes[1]["y"]
        tops = "(all) => all.map((one) => one.getBoundingClientRect().top)"
        tiles = [host.locator(f".overview >> nth={n} >> .map-tile").evaluate_all(tops) for n in (0, 1)]
        assert tiles[0] == tiles[1]
        left = host.bounding_box()["x"]
        assert left <= boxes[0]["x"]
        assert 0.9 * host.bounding_box()["width"] < boxes[0]["width"] < host.bounding_box()["width"]
        shown.swipe(300, -210)
        second = host.locator(".overview").nth(1).bounding_box()
        assert second["x"] >= left
        assert second["x"] + second["width"] <= left + host.bounding_box()["width"] + 1
        assert shown.page.evaluate(WIDER_THAN_PAGE) <= 0
        shown.swipe(60, 250)
        assert host.locator(".overview").first.bounding_box()["x"] >= left
    assert shown.root.locator(".words").text_content().count("says") == 2


@pytest.mark.parametrize(("lesson", "name"), LEARNING)
def test_a_finger_trains_a_network_until_it_diverges(phone, lesson, name):
    """Play, a rate that is too large, and the sentence about it, without a keyboard and without Python."""
    shown = phone(lesson, name)
    before = shown.text(".status")
    shown.root.locator('[name="rate-large"]').tap()
    shown.root.locator('[name="play"]').tap()
    shown.root.locator(".verdict:not([hidden])").wait_for(timeout=20_000)
    assert "diverge" in shown.text(".verdict") or "the network is dead" in shown.text(".verdict")
    assert shown.text(".status") != before


def test_folded_code_opens_with_the_keyboard_and_is_open_on_paper(opened):
    """Whoever reads without a mouse, or from paper, would never see the code of a figure."""
    page = opened.open(next(name for name in LESSONS if "/05_" in name))
    fold = page.locator(".course-fold").filter(has_text="Show the code of this figure").first
    code = fold.locator("pre")
    assert not code.is_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert code.is_visible()
    page.keyboard.press("Enter")
    assert not code.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(one.is_visible() for one in page.locator(".course-fold pre").all())
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not code.is_visible()
    assert opened.problems == []


def test_the_menu_marks_the_section_that_is_read(opened):
    """A lesson is ten screens long, and its sections look alike in the menu."""
    page = opened.open(next(name for name in LESSONS if "/06_" in name))
    marked = page.locator(".course-sections [aria-current]")
    assert marked.count() == 0  # the title
    for name in ("find-the-size", "recap", "warm-up"):
        page.evaluate("(id) => document.getElementById(id).scrollIntoView({ behavior: 'instant' })", name)
        page.wait_for_function(
            "(id) => document.querySelector('.course-sections [aria-current]')?.hash === `#${id}`", arg=name
        )
    assert marked.count() == 1
    assert opened.problems == []


def test_the_theme_leaves_grids_alone(opened):
    """One of the theme's rules for articles moved the last column of every grid by a pixel."""
    page = opened.open(next(name for name in LESSONS if "/02_" in name))
    cells = page.locator('.number-grid.input [role="row"]').nth(1).locator(".cell")
    tops = cells.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().bottom)")
    assert len(set(tops)) == 1


def test_on_a_phone_the_numbers_of_the_grids_can_be_read(opened):
    """Many read the web edition on a phone, and grids without numbers explain nothing."""
    opened.change(width=390, height=844)
    page = opened.open(next(name for name in LESSONS if "/02_" in name))
    grids = page.locator(".convolution").first.locator(".stage .number-grid")
    names = grids.evaluate_all("(all) => all.map((one) => one.className)")
    assert [name for name in names if "small" in name.split()] == []
    tops = grids.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert tops[0] < min(tops[1:])  # kernel and output are side by side below the input

"""Test every deck that `make slides` has built, opened from disk without a network."""

import copy

import pytest

from docs.slides.additions import with_additions
from tests.browser.conftest import browser  # noqa: F401
from tests.browser.jupyter import ROOT, barriers
from tests.test_slides import LESSONS, slides

DECKS = sorted((ROOT / "_slides").glob("[0-9]*.html"))
READY = "window.Reveal && Reveal.isReady()"
PLACES = "Reveal.getSlides().map((slide) => Reveal.getIndices(slide)).map(({ h, v }) => [h, v])"
# Sizes include fragments that are not shown yet.
LOOK = """([h, v]) => {
    Reveal.slide(h, v);
    const slide = Reveal.getCurrentSlide();
    return {
        over: slide.scrollHeight - slide.clientHeight,
        beside: slide.scrollWidth - slide.clientWidth,
        reachable: slide.tabIndex === 0,
        size: parseFloat(slide.style.getPropertyValue("--size") || 1),
        pictures: [...slide.querySelectorAll("img")].map(({ complete, naturalWidth, alt }) =>
            complete && naturalWidth > 0 && alt.length > 20),
        text: slide.innerText,
    };
}"""
HOLES = r"""[...document.querySelectorAll(".prose, .output p")].map((one) => one.innerText)
    .filter((text) => /\$[^$\n]+\$|\\\(|\\frac/.test(text))"""


def whole(name):
    """Return a lesson with what its deck adds to it."""
    return with_additions(copy.deepcopy(LESSONS[name]))


class Deck:
    """A deck on a page without a network. `problems` has the browser's complaints and all other requests."""

    def __init__(self, page, file):  # noqa: D107
        self.page, self.address, self.problems = page, file.as_uri(), []
        page.on("pageerror", lambda problem: self.problems.append(f"page error: {problem}"))
        page.on("console", self._note)
        page.on("request", self._ask)
        page.goto(self.address)
        page.wait_for_function(READY)

    def _note(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def _ask(self, request):
        # Not even files next to it: people copy a single deck.
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"request: {request.url}")

    def walk(self):
        """Go to every slide, and return what LOOK finds on each."""
        return [self.page.evaluate(LOOK, place) for place in self.page.evaluate(PLACES)]


@pytest.fixture
def page(browser):  # noqa: F811
    """A page without a network, the size of a small projector's screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    yield context.new_page()
    context.close()


def test_there_is_a_deck():
    """Without one, all the tests below would pass because they check nothing."""
    assert DECKS, "Build the decks first: make slides"


@pytest.mark.parametrize("file", DECKS, ids=lambda file: file.stem)
def test_a_deck_shows_every_slide_in_full_without_a_network(file, page):
    """A teacher in a room without Wi-Fi cannot load what is missing from the file."""
    deck = Deck(page, file)
    seen = deck.walk()
    assert deck.problems == []
    assert len(seen) == len(slides(whole(file.stem)))
    assert page.evaluate(HOLES) == []
    for number, slide in enumerate(seen, start=1):
        assert all(slide["pictures"]), f"slide {number}: a picture or its alternative text is missing"
        assert slide["beside"] <= 1, f"slide {number} is too wide"
        assert slide["over"] <= 1 or slide["reachable"], f"slide {number} is too tall, and no key scrolls it"
        assert slide["size"] > 0.7, f"slide {number} is too small to read"
    over = [number for number, slide in enumerate(seen, start=1) if slide["over"] > 1]
    assert len(over) <= 1, f"slides {over} do not fit the screen"


@pytest.mark.parametrize("file", DECKS, ids=lambda file: file.stem)
def test_the_space_bar_steps_through_the_whole_deck(file, page):
    """A teacher presses the space bar without looking; if a press does nothing, the talk gets stuck."""
    Deck(page, file)
    total = page.evaluate("Reveal.getTotalSlides()")
    shown = len(page.query_selector_all(".fragment"))
    for _ in range(total + shown):
        page.keyboard.press("Space")
    assert page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next")


@pytest.mark.parametrize("file", DECKS, ids=lambda file: file.stem)
def test_slides_have_no_serious_accessibility_violations(file, page):
    """A learner with low vision, or with a screen reader, must be able to read a deck as well.

    axe-core checks contrast, headings and labels on every eighth slide.
    """
    deck = Deck(page, file)
    page.add_style_tag(content=".reveal .fragment { opacity: 1 !important; visibility: visible !important; }")
    for place in page.evaluate(PLACES)[::8]:
        page.evaluate(LOOK, place)
        assert barriers(page) == [], f"slide {place}"
    assert deck.problems == []


def test_the_index_links_to_every_deck(page):
    """It is the page that a teacher opens from the USB stick."""
    page.goto((ROOT / "_slides" / "index.html").as_uri())
    links = page.evaluate("[...document.querySelectorAll('main li a')].map((link) => link.href)")
    assert links == [file.as_uri() for file in DECKS]


def test_a_deck_prints_one_page_per_slide(page):
    """If fragments counted, a teacher would get three pages for one slide, two of them incomplete."""
    page.goto(f"{DECKS[0].as_uri()}?print-pdf")
    page.wait_for_selector(".pdf-page")
    page.wait_for_function(READY)
    assert len(page.query_selector_all(".pdf-page")) == len(slides(whole(DECKS[0].stem)))

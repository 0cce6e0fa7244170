"""Open every deck that `make slides` has built, from the disk and without a network, and walk through it."""

import pytest

from tests.browser.conftest import browser  # noqa: F401
from tests.browser.jupyter import ROOT, barriers
from tests.test_slides import LESSONS, slides

DECKS = sorted((ROOT / "_slides").glob("[0-9]*.html"))
READY = "window.Reveal && Reveal.isReady()"
PLACES = "Reveal.getSlides().map((slide) => Reveal.getIndices(slide)).map(({ h, v }) => [h, v])"
# Every fragment counts, seen or not yet.
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


class Deck:
    """A deck on a page with no network; `problems` is what the browser complained of or asked for."""

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
        # Not even a file beside it: the deck is carried away alone.
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"request: {request.url}")

    def walk(self):
        """Go to every slide, and return what was seen on each."""
        return [self.page.evaluate(LOOK, place) for place in self.page.evaluate(PLACES)]


@pytest.fixture
def page(browser):  # noqa: F811
    """A page of a browser that has no network, as large as a small projector's picture."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    yield context.new_page()
    context.close()


def test_there_is_a_deck():
    """Without one, all the tests below would have nothing to say, and say it in green."""
    assert DECKS, "Build the decks first: make slides"


@pytest.mark.parametrize("file", DECKS, ids=lambda file: file.stem)
def test_the_deck_shows_every_slide_whole_without_a_network(file, page):
    """In a room without Wi-Fi there is no second chance: what is not in the file is not on the wall."""
    deck = Deck(page, file)
    seen = deck.walk()
    assert deck.problems == []
    assert len(seen) == len(slides(LESSONS[file.stem]))
    assert page.evaluate(HOLES) == []
    for number, slide in enumerate(seen, start=1):
        assert all(slide["pictures"]), f"slide {number}: a picture is missing, or has no words"
        assert slide["beside"] <= 1, f"slide {number} is too wide"
        assert slide["over"] <= 1 or slide["reachable"], f"slide {number} hangs over, and no key scrolls it"
        assert slide["size"] > 0.7, f"slide {number} is too small to read"
    over = [number for number, slide in enumerate(seen, start=1) if slide["over"] > 1]
    assert len(over) <= 1, f"slides {over} do not fit the screen"


@pytest.mark.parametrize("file", DECKS, ids=lambda file: file.stem)
def test_the_space_bar_walks_through_the_deck(file, page):
    """A teacher has one hand for the keyboard; a step that does nothing sends the other to the mouse."""
    Deck(page, file)
    total = page.evaluate("Reveal.getTotalSlides()")
    shown = len(page.query_selector_all(".fragment"))
    for _ in range(total + shown):
        page.keyboard.press("Space")
    assert page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next")


@pytest.mark.parametrize("file", DECKS, ids=lambda file: file.stem)
def test_no_slide_shuts_a_reader_out(file, page):
    """axe-core looks at contrast, headings and names, on every eighth slide."""
    deck = Deck(page, file)
    page.add_style_tag(content=".reveal .fragment { opacity: 1 !important; visibility: visible !important; }")
    for place in page.evaluate(PLACES)[::8]:
        page.evaluate(LOOK, place)
        assert barriers(page) == [], f"slide {place}"
    assert deck.problems == []


def test_the_first_page_leads_to_every_deck(page):
    """It is what a teacher opens from the stick."""
    page.goto((ROOT / "_slides" / "index.html").as_uri())
    links = page.evaluate("[...document.querySelectorAll('main li a')].map((link) => link.href)")
    assert links == [file.as_uri() for file in DECKS]


def test_a_deck_is_printed_a_page_for_each_slide(page):
    """Fragments are for the screen: on paper they make three pages of one slide, two unfinished."""
    page.goto(f"{DECKS[0].as_uri()}?print-pdf")
    page.wait_for_selector(".pdf-page")
    page.wait_for_function(READY)
    assert len(page.query_selector_all(".pdf-page")) == len(slides(LESSONS[DECKS[0].stem]))

"""The finished web edition as files: its links, what its pages load, and what their source gives away.

`make site` and `make site-for-learners` run it after the build. Its name does not begin with "test_", because
`make test` has no pages.
"""

import base64
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from docs.site import states
from helpers import pocket_network
from helpers.checks.lessons import all_questions
from helpers.checks.questions import Choices

SITE = Path(__file__).resolve().parent.parent / os.environ.get("COURSE_SITE", "_site")
FOR_LEARNERS = SITE.name == "_site_for_learners"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
LESSONS = [name for name in PAGES if re.match(r"notebooks/\d\d_", name)]


class Reader(HTMLParser):
    """A page: its links, what it loads, its anchors, the state of its explorers, and notes about them."""

    def __init__(self, text):  # noqa: D107
        super().__init__()
        self.links, self.loads, self.anchors = [], [], set()
        self.states = []
        self.notes = []  # [what the picture before it shows, the note]
        self._before, self._fill = (None, {}), None
        self.feed(text)

    def handle_starttag(self, tag, attributes):  # noqa: D102
        given = dict(attributes)
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") not in ("search", "canonical"):
            self.loads.append(given.get("href", ""))
        self.loads += [given[name] for name in ("src", "poster", "data-src") if given.get(name)]
        if tag == "script" and given.get("type") == "application/json":
            self._fill = lambda text: self.states.append(json.loads(text))
        elif given.get("class") == "course-note":
            tag_before, has = self._before
            self._fill = lambda text: self.notes.append(
                [has.get("alt") if tag_before == "img" else None, text]
            )
        self._before = (tag, given)

    def handle_data(self, data):  # noqa: D102
        if self._fill:
            self._fill(data)
            self._fill = None


@pytest.fixture(scope="module")
def read():
    """Every page, read once."""
    return {name: Reader((SITE / name).read_text(encoding="utf-8")) for name in PAGES}


def test_there_are_pages_for_all_lessons_and_what_goes_with_them():
    """Nobody would notice a missing lesson before the class does."""
    lessons = {f"notebooks/{path.stem}.html" for path in (SITE.parent / "notebooks").glob("*.ipynb")}
    beside = {"docs/glossary.html", "docs/teaching.html", "solutions.html", "index.html", "search.html"}
    learners = {"docs/glossary.html", "index.html", "search.html"}
    assert lessons | (learners if FOR_LEARNERS else beside) <= {*PAGES}
    assert not FOR_LEARNERS or {*PAGES} == lessons | learners


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_pages_and_headings_of_the_site(read, name):
    """A dead link ends a lesson, and nobody without a network can look elsewhere."""
    for target in read[name].links:
        address = urlsplit(target)
        if address.scheme:
            assert address.scheme in ("http", "https"), target
            continue
        file = (SITE / name).parent / unquote(address.path) if address.path else SITE / name
        assert file.resolve().is_file(), target
        anchor = unquote(address.fragment)
        if anchor and file.suffix == ".html":
            page = str(file.resolve().relative_to(SITE))
            assert anchor in read[page].anchors, target


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_loaded_from_elsewhere(read, name):
    """A script or a font from a server is missing without a network, and tells the server who reads."""
    for target in read[name].loads:
        address = urlsplit(target)
        assert address.scheme in ("", "data"), target[:100]
        if not address.scheme and address.path:
            assert ((SITE / name).parent / unquote(address.path)).is_file(), target


def test_every_lesson_leads_to_the_next_one(read):
    """A class moves on with one key, not with the menu."""
    for name, following in zip(LESSONS, LESSONS[1:], strict=False):
        assert Path(following).name in read[name].links


def test_every_question_is_asked_on_a_page(read):
    """Nobody would miss a question that was left out."""
    asked = {
        state["name"]
        for page in read.values()
        for state in page.states
        if "$answers" in state and "name" in state
    }
    assert asked == {*all_questions()}


@pytest.mark.parametrize("name", LESSONS)
def test_every_exercise_is_marked_as_one(name):
    """Its stub looks like a cell to read otherwise."""
    lesson = SITE.parent / "notebooks" / f"{Path(name).stem}.ipynb"
    cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
    exercises = sum("exercise" in cell["metadata"] for cell in cells)
    page = (SITE / name).read_text(encoding="utf-8")
    assert len(re.findall(r'class="cell [^"]*tag_course-exercise', page)) == exercises


@pytest.mark.parametrize("name", LESSONS)
def test_the_menu_leads_to_the_sections_of_the_lesson(read, name):
    """A lesson is ten screens long: who looks for one section would scroll through all of them."""
    page = (SITE / name).read_text(encoding="utf-8")
    (menu,) = re.findall(r'<ul class="course-sections">.*?</ul>', page)
    anchors = re.findall(r'href="#([^"]+)"', menu)
    assert anchors == re.findall(r'<section id="([^"]+)">\s*(?:<span id="[^"]+"></span>)*<h2>', page)


def test_the_first_page_shows_every_lesson_with_its_picture(read):
    """A list of fifteen titles says little to somebody who knows none of the words."""
    page = (SITE / "index.html").read_text(encoding="utf-8")
    (cards,) = re.findall(r'<div class="course-lessons docutils container">.*?</div>', page, re.DOTALL)
    assert re.findall(r'<a [^>]*href="([^"]+)"', cards) == LESSONS
    assert len({*re.findall(r'<img [^>]*src="([^"]+)"', cards)}) == len(LESSONS)


@pytest.mark.parametrize("name", LESSONS)
def test_an_exercise_leads_to_its_solution_except_for_learners(read, name):
    """On a page without Python, an exercise was the end of the road."""
    links = [link for link in read[name].links if link.startswith("../solutions.html#")]
    checks = re.findall(r"where <code>checks\.(\w+)\(", (SITE / name).read_text(encoding="utf-8"))
    assert links == ([] if FOR_LEARNERS else [f"../solutions.html#{one}" for one in checks])


def test_pages_for_teachers_are_closed_in_the_menu():
    """Thirty of them would push the lessons out of sight; learners have none."""
    page = (SITE / LESSONS[0]).read_text(encoding="utf-8")
    assert page.count("<details><summary class='course-menu'>") == (0 if FOR_LEARNERS else 1)


@pytest.mark.parametrize("name", LESSONS)
def test_explorers_that_do_without_the_learners_network_say_so(read, name):
    """A reader would look for the mistake in their browser, or take the pocket network for the lesson's."""
    entries = states.load(Path(name).stem)[0].values()
    expected = ["pocket network" if "pocket" in entry else "live in JupyterLab" for entry in entries
                if "pocket" in entry or "class" not in entry]  # fmt: skip
    for words, (shows, note) in zip(expected, read[name].notes, strict=True):
        assert words in note
        assert shows or words == "pocket network"  # what asks Python shows its picture


def test_an_explorer_of_a_trained_network_has_the_pocket_network_and_its_garments(read):
    """The last person's network would be a megabyte, with images that nobody may pass on."""
    pocket = pocket_network()
    shown = [
        state for page in read.values() for state in page.states if "_weights" in state or "weights" in state
    ]
    assert len(shown) >= 2
    for state in shown:
        weights = state.get("_weights") or state["weights"]
        starts = state.get("_starts") or state["images"]["data"]
        assert base64.b64decode(weights["$bytes"]) == pocket.weights
        assert base64.b64decode(starts["$bytes"]) == pocket.garments.tobytes()


def test_no_answer_is_readable_in_the_source_of_the_page():
    """If you look there for the numbers of an explorer, you should not read the answers to the questions."""
    text = "".join((SITE / page).read_text(encoding="utf-8") for page in PAGES)
    for _, question in all_questions().values():
        choices = question.choices if isinstance(question, Choices) else ()
        for says in [choice.says for choice in choices if choice.right] or [question.right]:
            assert json.dumps(says) not in text, question.name

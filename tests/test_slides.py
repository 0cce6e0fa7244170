"""The slides of each lesson, as its metadata defines them, and the decks built from them.

At the end of `make slides`, tests/slide_decks.py opens the decks themselves, and tests/slide_live.py presents
a lesson live.
"""

import copy
import re

import nbformat
import pytest

from docs import saved_pictures
from helpers.checks.lessons import find_exercise
from tests.execute_notebooks import NOTEBOOKS, clean

ROOT = NOTEBOOKS.parent
LESSONS = {path.stem: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
NEW_SLIDE = ("slide", "subslide")
HIDDEN = ("skip", "notes")


@pytest.fixture(params=LESSONS, name="lesson")
def _lesson(request):
    return LESSONS[request.param]


@pytest.fixture(scope="module")
def build():
    """The module that builds the decks, docs/slides/build.py."""
    from docs.slides import build  # late: it imports nbconvert

    return build


def kind(cell):
    """Return the slide type of a cell: slide, subslide, fragment, skip, notes, or - for none of them."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def slides(lesson):
    """Return the slides of a lesson, each as the list of its visible cells."""
    found = []
    for cell in lesson.cells:
        if kind(cell) in NEW_SLIDE:
            found.append([])
        if kind(cell) not in HIDDEN:
            found[-1].append(cell)
    return found


def is_explorer(cell):
    """Return whether the saved output of a cell is the picture of an explorer."""
    return any(map(saved_pictures.is_explorer, cell.get("outputs", [])))


def test_the_title_and_every_heading_start_a_new_slide(lesson):
    """Otherwise a class sees the end of one part and the heading of the next on the same screen."""
    assert kind(lesson.cells[0]) == "slide"
    for cell in lesson.cells:
        if cell.cell_type == "markdown" and re.search(r"^## ", cell.source, re.MULTILINE):
            assert kind(cell) == "slide", cell.source[:60]


def test_an_explorer_has_a_slide_to_itself(lesson):
    """It fills the screen; with anything else on the slide, a class would not see its lower half."""
    for cells in slides(lesson):
        if any(map(is_explorer, cells)):
            assert len(cells) == 1, cells[0].source[:60]


def test_an_exercise_is_on_a_slide_but_its_check_is_not(lesson):
    """A class gets nothing from the check's saved "Not yet"."""
    for before, cell in zip(lesson.cells, lesson.cells[1:], strict=False):
        if re.fullmatch(r"checks\.(?!question|hint|progress)\w+\(.*\)", cell.source.strip()):
            assert kind(cell) == "skip", cell.source
            assert kind(before) not in HIDDEN, before.source[:60]
            (page,) = [cells for cells in slides(lesson) if before in cells]
            assert "### Exercise" in page[0].source or "## " in page[0].source


def test_code_on_the_slide_of_a_question_stays_hidden_until_a_key_is_pressed(lesson):
    """Otherwise a class sees the answer before it has had time to think."""
    for cells in slides(lesson):
        questions = [n for n, cell in enumerate(cells) if cell.source.strip().startswith("checks.question(")]
        for n in questions:
            code = [cell for cell in cells[n + 1 :] if cell.cell_type == "code"]
            assert all(kind(cell) == "fragment" for cell in code[:1]), cells[n].source


def test_a_slide_has_little_text_and_few_cells(lesson):
    """A class cannot read and listen at the same time; long explanations belong in the notes."""
    for cells in slides(lesson):
        if re.search(r"^## (Recap|Next|Find what the course left out)|^# ", cells[0].source):
            continue
        prose = [cell.source for cell in cells if cell.cell_type == "markdown" and "\n|" not in cell.source]
        letters = len(re.sub(r"!\[[^]]*\]\([^)]*\)", "", "".join(prose)))
        assert letters < 1100, cells[0].source[:60]
        assert len(cells) < 8, cells[0].source[:60]


def test_a_lesson_has_about_as_many_slides_as_minutes(lesson):
    """Teachers plan a minute per slide; with twice as many they would run out of time halfway."""
    minutes = int(re.search(r"\*\*Time:\*\* (\d+)", lesson.cells[0].source)[1])
    assert 0.6 * minutes < len(slides(lesson)) < 1.4 * minutes


@pytest.fixture(scope="module")
def decks():
    """Every lesson as its deck has it, as a list of slides with what is seen and what the speaker reads."""
    from docs.slides.additions import with_additions

    found = {}
    for name, lesson in LESSONS.items():
        whole, pages = with_additions(copy.deepcopy(lesson)), []
        for cell in whole.cells:
            if kind(cell) in NEW_SLIDE:
                pages.append({"seen": [], "notes": []})
            if kind(cell) != "skip":
                pages[-1]["notes" if kind(cell) == "notes" else "seen"].append(cell)
        found[name] = pages
    return found


@pytest.mark.parametrize("name", LESSONS)
def test_no_slide_is_a_bare_computation(name, decks):
    """A class that sees three numbers and no word does not know what to look at."""
    for page in decks[name]:
        first = page["seen"][0]
        alone = all(cell.cell_type == "code" for cell in page["seen"])
        asks = any("checks.question(" in cell.source for cell in page["seen"])
        assert not alone or asks or is_explorer(first), first.source[:60]


@pytest.mark.parametrize("name", LESSONS)
def test_an_exercise_has_its_minutes_and_is_followed_by_a_solution(name, decks):
    """Without them, a teacher guesses how long to wait, and types the solution with the class looking on."""
    pages = decks[name]
    for place, page in enumerate(pages):
        stubs = [cell.metadata["exercise"] for cell in page["seen"] if "exercise" in cell.metadata]
        for exercise in stubs:
            minutes = find_exercise(exercise)[1].minutes
            assert any(f"*{minutes} minutes.*" in cell.source for cell in page["seen"])
            assert page["notes"]
            heading, solution = pages[place + 1]["seen"][:2]
            assert heading.source == "### One way to do it"
            (path,) = (NOTEBOOKS / "solutions").glob(f"??_{exercise}.py")
            assert solution.source == path.read_text(encoding="utf-8").strip()


def test_about_half_of_the_slides_have_notes(decks):
    """A teacher who has not written the course needs to know what to say."""
    with_notes = sum(bool(page["notes"]) for pages in decks.values() for page in pages)
    assert with_notes >= 0.45 * sum(map(len, decks.values()))


def test_running_a_lesson_again_keeps_its_slides():
    """`make notebooks` cleans the metadata, which could delete the slides that a teacher has set up."""
    cell = nbformat.v4.new_code_cell("1", metadata={"slideshow": {"slide_type": "subslide"}, "execution": {}})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    clean(notebook)
    assert notebook.cells[0].metadata == {"slideshow": {"slide_type": "subslide"}}


def deck(build, *cells):
    """Return the slides of a small notebook as HTML, without scripts and styles."""
    cells[0].metadata["slideshow"] = {"slide_type": "slide"}
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    page, _ = build.make_exporter().from_notebook_node(
        build.prepared(notebook), resources={"deck": {"title": "A lesson", "styles": "", "scripts": []}}
    )
    return page[page.index("<section") : page.rindex("</section>")]


def test_a_formula_needs_no_network(build):
    """If a deck loaded a maths library, a class in a room without a network would see dollar signs."""
    page = deck(build, nbformat.v4.new_markdown_cell(r"# A $\frac{1}{9}$ and $$\sum_i w_i x_i$$ on a slide"))
    assert "<mfrac>" in page
    assert 'display="block"' in page
    assert "$" not in page


def test_a_deck_contains_its_pictures_and_links_to_other_decks(build):
    """People copy the file to a USB stick, without the folders next to it."""
    page = deck(
        build,
        nbformat.v4.new_markdown_cell(
            "# A\n\n![A strip of pictures, from pixels to a name.](../images/00_course.svg)\n\n"
            "[lesson 05](05_relu.ipynb), [window](../docs/glossary.md#window)"
        ),
    )
    assert 'src="data:image/svg+xml;base64,' in page
    assert '<a href="05_relu.html">lesson 05</a>, window' in page


def test_the_picture_of_an_explorer_says_where_to_find_the_live_one(build):
    """It looks interactive, so without the note a reader would think that the deck is broken."""
    about = {"image/png": {"width": 300, "alt": "8 pixels, a kernel of 3"}}
    output = nbformat.v4.new_output("execute_result", data={"image/png": "iVBORw0KGgo=\n"}, metadata=about)
    page = deck(build, nbformat.v4.new_code_cell("sizes = SizeExplorer()\nsizes", outputs=[output]))
    assert 'alt="8 pixels, a kernel of 3"' in page
    assert "SizeExplorer: live in JupyterLab" in page


def test_long_code_is_replaced_by_a_note(build):
    """Nobody can read forty lines in tiny print, and they would push the result off the slide."""
    long = nbformat.v4.new_code_cell("\n".join(f"line_{n}" for n in range(40)))
    page = deck(build, nbformat.v4.new_markdown_cell("# A"), long)
    assert "40 lines of code, in the lesson" in page
    assert "line_7" not in page

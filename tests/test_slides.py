"""What each lesson shows on slides, by the metadata of its cells, and how a deck is made of it.

The decks themselves are opened by tests/slide_decks.py, and a lesson is presented live by
tests/slide_live.py, both at the end of `make slides`.
"""

import re

import nbformat
import pytest

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
    """The builder of the decks, docs/slides/build.py."""
    from docs.slides import build  # late: it imports nbconvert

    return build


def kind(cell):
    """Return what a cell is on the slides: slide, subslide, fragment, skip, notes, or - for none of them."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def slides(lesson):
    """Return the lesson as slides, each a list of the cells that are seen on it."""
    found = []
    for cell in lesson.cells:
        if kind(cell) in NEW_SLIDE:
            found.append([])
        if kind(cell) not in HIDDEN:
            found[-1].append(cell)
    return found


def is_explorer(cell):
    """Say whether a cell's saved output is the picture of an explorer."""
    outputs = [output.get("data", {}) for output in cell.get("outputs", [])]
    return any("image/png" in data and "text/html" not in data for data in outputs)


def test_its_slides_begin_with_the_title_and_a_heading_begins_a_slide(lesson):
    """Otherwise a class sees the end of one part and the heading of the next on one screen."""
    assert kind(lesson.cells[0]) == "slide"
    for cell in lesson.cells:
        if cell.cell_type == "markdown" and re.search(r"^## ", cell.source, re.MULTILINE):
            assert kind(cell) == "slide", cell.source[:60]


def test_an_explorer_has_a_slide_to_itself(lesson):
    """It is as high as the screen: beside anything else its lower half hangs below the projector."""
    for cells in slides(lesson):
        if any(map(is_explorer, cells)):
            assert len(cells) == 1, cells[0].source[:60]


def test_an_exercise_is_a_slide_without_what_its_check_says(lesson):
    """On the wall "Not yet" is no help, and an exercise solved live would leave its praise there."""
    for before, cell in zip(lesson.cells, lesson.cells[1:], strict=False):
        if re.fullmatch(r"checks\.(?!question|hint|progress)\w+\(.*\)", cell.source.strip()):
            assert kind(cell) == "skip", cell.source
            assert kind(before) not in HIDDEN, before.source[:60]
            (page,) = [cells for cells in slides(lesson) if before in cells]
            assert "### Exercise" in page[0].source or "## " in page[0].source


def test_a_question_is_not_answered_before_it_was_asked(lesson):
    """On one slide with it, what the next cell shows must wait for a key."""
    for cells in slides(lesson):
        asked = [n for n, cell in enumerate(cells) if cell.source.strip().startswith("checks.question(")]
        for n in asked:
            code = [cell for cell in cells[n + 1 :] if cell.cell_type == "code"]
            assert all(kind(cell) == "fragment" for cell in code[:1]), cells[n].source


def test_a_slide_is_not_a_page(lesson):
    """What is to be read aloud belongs into the notes, and code as long as the screen into the lesson."""
    for cells in slides(lesson):
        if re.search(r"^## (Recap|Next|Find what the course left out)|^# ", cells[0].source):
            continue
        prose = [cell.source for cell in cells if cell.cell_type == "markdown" and "\n|" not in cell.source]
        letters = len(re.sub(r"!\[[^]]*\]\([^)]*\)", "", "".join(prose)))
        assert letters < 1100, cells[0].source[:60]
        assert len(cells) < 8, cells[0].source[:60]


def test_it_has_about_as_many_slides_as_minutes(lesson):
    """A teacher plans with a minute for each; with twice as many the hour ends in the middle."""
    minutes = int(re.search(r"\*\*Time:\*\* (\d+)", lesson.cells[0].source)[1])
    assert 0.6 * minutes < len(slides(lesson)) < 1.4 * minutes


def test_running_a_lesson_again_keeps_its_slides():
    """`make notebooks` cleans the metadata, and would clean away an afternoon of a teacher's work."""
    cell = nbformat.v4.new_code_cell("1", metadata={"slideshow": {"slide_type": "subslide"}, "execution": {}})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    clean(notebook)
    assert notebook.cells[0].metadata == {"slideshow": {"slide_type": "subslide"}}


def deck(build, *cells):
    """Return the slides of a small notebook as HTML, scripts and styles left out."""
    cells[0].metadata["slideshow"] = {"slide_type": "slide"}
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    page, _ = build.make_exporter().from_notebook_node(
        build.prepared(notebook), resources={"deck": {"title": "A lesson", "styles": "", "scripts": []}}
    )
    return page[page.index("<section") : page.rindex("</section>")]


def test_a_formula_is_drawn_without_anything_being_fetched(build):
    """A deck that loads its mathematics from elsewhere shows dollar signs in a room without a network."""
    page = deck(build, nbformat.v4.new_markdown_cell(r"# A $\frac{1}{9}$ and $$\sum_i w_i x_i$$ on a slide"))
    assert "<mfrac>" in page
    assert 'display="block"' in page
    assert "$" not in page


def test_pictures_travel_inside_the_deck_and_links_lead_to_other_decks(build):
    """The file is carried home on a stick, away from the folders beside it."""
    page = deck(
        build,
        nbformat.v4.new_markdown_cell(
            "# A\n\n![A strip of pictures, from pixels to a name.](../images/00_course.svg)\n\n"
            "[lesson 05](05_relu.ipynb), [window](../docs/glossary.md#window)"
        ),
    )
    assert 'src="data:image/svg+xml;base64,' in page
    assert '<a href="05_relu.html">lesson 05</a>, window' in page


def test_an_explorer_on_a_deck_says_where_it_moves(build):
    """Its picture looks as if it could be pointed at, and here it cannot."""
    data = {"image/png": "iVBORw0KGgo=\n", "text/plain": "8 pixels, a kernel of 3"}
    output = nbformat.v4.new_output("execute_result", data=data)
    page = deck(build, nbformat.v4.new_code_cell("sizes = SizeExplorer()\nsizes", outputs=[output]))
    assert 'alt="8 pixels, a kernel of 3"' in page
    assert "SizeExplorer: live in JupyterLab" in page


def test_long_code_is_named_and_left_in_the_lesson(build):
    """Forty lines in the size of a footnote are read by nobody, and hide the result below them."""
    long = nbformat.v4.new_code_cell("\n".join(f"line_{n}" for n in range(40)))
    page = deck(build, nbformat.v4.new_markdown_cell("# A"), long)
    assert "40 lines of code, in the lesson" in page
    assert "line_7" not in page

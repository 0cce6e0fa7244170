"""The drawings in images/ come from images/draw.py, and are readable where they are shown."""

import re
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest

IMAGES = Path(__file__).parent.parent / "images"
sys.path.insert(0, str(IMAGES))  # as for `python images/draw.py`

from draw import find_drawings  # noqa: E402
from drawings import lesson_02, parts  # noqa: E402

ELEVEN_POINTS = 11 * 96 / 72  # in pixels
DRAWINGS = find_drawings()
NAMES = sorted(DRAWINGS)


@cache
def drawn(name):
    """Return the text of a drawing, drawn once for all tests."""
    return DRAWINGS[name]()


def test_every_drawing_in_the_folder_is_drawn_by_the_script():
    """The next maintainer could not correct a picture that no code draws."""
    assert sorted(path.stem for path in IMAGES.glob("*.svg")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_drawing_again_gives_the_committed_bytes(name):
    """Otherwise the picture drifts away from its code, and every `make images` changes files."""
    committed = (IMAGES / f"{name}.svg").read_bytes()
    assert drawn(name).encode() == committed, "run `make images` and look at what changed"


@pytest.mark.parametrize("name", NAMES)
def test_text_is_large_enough_for_a_projector(name):
    """A reader at the back of the room cannot zoom."""
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', drawn(name))]
    assert min(sizes) >= ELEVEN_POINTS


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_says_in_words_what_it_shows(name):
    """When a screen reader opens the file itself, the title is all it can read."""
    tree = ElementTree.fromstring(drawn(name))
    title = tree.find("{http://www.w3.org/2000/svg}title")
    assert len(title.text.split()) >= 10


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("_opening")])
def test_a_lesson_opens_with_its_picture_and_says_what_it_shows(name):
    """The first screen of a lesson was a list of six things to come."""
    (path,) = (IMAGES.parent / "notebooks").glob(f"{name[:2]}_*.ipynb")
    title = ElementTree.fromstring(drawn(name))[0].text
    first = nbformat.read(path, as_version=4).cells[0].source
    assert first.split("\n\n")[1] == f"![{title}](../images/{name}.svg)"


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_has_a_light_sheet_of_its_own(name):
    """Without one, dark ink disappears on a dark page."""
    first = ElementTree.fromstring(drawn(name)).find("{http://www.w3.org/2000/svg}rect")
    assert first.get("fill") == parts.PAPER
    assert float(first.get("width")) >= parts.WIDTH - 1


def test_a_changed_weight_changes_the_sum_that_is_drawn(monkeypatch):
    """The numbers are computed, so you never have to remember to retype 577."""
    assert ">577<" in lesson_02.draw_worked_sum()
    weights = lesson_02.NINE_WEIGHTS.copy()
    weights[0, 1] = 1
    monkeypatch.setattr(lesson_02, "NINE_WEIGHTS", weights)
    assert ">641<" in lesson_02.draw_worked_sum()

"""The drawings in images/ come from images/draw.py, and can be read where they are shown."""

import importlib.util
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

IMAGES = Path(__file__).parent.parent / "images"
ELEVEN_POINTS = 11 * 96 / 72  # in pixels


def _script():
    specification = importlib.util.spec_from_file_location("draw", IMAGES / "draw.py")
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    return script


draw = _script()
NAMES = sorted(draw.DRAWINGS)


def test_every_drawing_in_the_folder_is_drawn_by_the_script():
    """A picture that nobody can draw again cannot be mended by the next maintainer."""
    assert sorted(path.stem for path in IMAGES.glob("*.svg")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_drawing_again_gives_the_committed_bytes(name):
    """Otherwise the picture and the code that it teaches drift apart, and every `make images` is a change."""
    committed = (IMAGES / f"{name}.svg").read_bytes()
    assert draw.DRAWINGS[name]().encode() == committed, "run `make images` and look at what changed"


@pytest.mark.parametrize("name", NAMES)
def test_text_is_large_enough_for_a_projector(name):
    """A reader at the back of the room cannot zoom."""
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', draw.DRAWINGS[name]())]
    assert min(sizes) >= ELEVEN_POINTS


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_says_in_words_what_it_shows(name):
    """A screen reader that meets the file itself has only its title."""
    tree = ElementTree.fromstring(draw.DRAWINGS[name]())
    title = tree.find("{http://www.w3.org/2000/svg}title")
    assert len(title.text.split()) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_brings_its_own_light_sheet(name):
    """On a dark page, dark ink without a sheet under it is lost."""
    first = ElementTree.fromstring(draw.DRAWINGS[name]()).find("{http://www.w3.org/2000/svg}rect")
    assert first.get("fill") == draw.PAPER
    assert float(first.get("width")) >= draw.WIDTH - 1


def test_a_changed_weight_changes_the_sum_that_is_drawn(monkeypatch):
    """The numbers are computed, so that nobody has to remember to retype 577."""
    assert ">577<" in draw.draw_worked_sum()
    weights = draw.NINE_WEIGHTS.copy()
    weights[0, 1] = 1
    monkeypatch.setattr(draw, "NINE_WEIGHTS", weights)
    assert ">641<" in draw.draw_worked_sum()

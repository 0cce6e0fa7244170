"""What can be computed for people who see colours differently, or who use a screen reader."""

import itertools
import re
from functools import cache
from pathlib import Path

import matplotlib
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from helpers import palette, plots
from helpers.on_dark import on_dark
from helpers.palette import contrast, linear_rgb

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DRAWINGS = sorted((ROOT / "images").glob("*.svg"))
COURSE_STYLE = (ROOT / "helpers" / "widgets" / "shared" / "course.css").read_text(encoding="utf-8")

# From linear red, green and blue to what an eye sees: Machado, Oliveira and Fernandes (2009), severity 1.0.
EYES = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# From linear sRGB to CIE XYZ, divided by the white point D65.
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
# Two colours less than about 2 apart look the same side by side; at 10, you tell them apart at a glance.
AT_A_GLANCE = 10


def seen(colours, eye):
    """Return colours in CIE L*a*b*, where a distance is how different two colours look to a kind of eye."""
    light = np.clip(np.array([linear_rgb(colour) for colour in colours]) @ np.array(EYES[eye]).T, 0, 1)
    shares = light @ TO_XYZ.T / (TO_XYZ @ np.ones(3))
    x, y, z = np.where(shares > 216 / 24389, np.cbrt(shares), (24389 / 27 * shares + 16) / 116).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def test_the_measures_agree_with_published_values():
    """With a wrong measure, every test below would pass and protect nobody."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert seen(["#ffffff", "#ff0000"], "normal") == pytest.approx(
        np.array([[100, 0, 0], [53.24, 80.09, 67.20]]), abs=0.02
    )
    for eye in EYES:  # grey looks grey to every kind of eye
        assert seen(["#808080"], eye) == pytest.approx(seen(["#808080"], "normal"), abs=0.1)


def eyes():
    """Parametrise a test with kinds of eyes."""
    return pytest.mark.parametrize("eye", EYES)


@eyes()
@pytest.mark.parametrize(
    "colours", [[*plots.ROLE_COLOURS.values()], [*palette.LINES]], ids=["roles", "lines"]
)
def test_the_colours_of_roles_and_lines_stay_apart(colours, eye):
    """One man in twelve confuses red and green; input, kernel and output must look different to him."""
    for one, other in itertools.combinations(colours, 2):
        distance = np.linalg.norm(np.subtract(*seen([one, other], eye)))
        assert distance > AT_A_GLANCE, f"{one} and {other}: {distance:.1f}"


@eyes()
def test_negative_and_positive_values_look_different(eye):
    """The lessons on kernels explain the sign of a feature map's cells."""
    shares = np.linspace(0, 1, 41)
    below, above = (seen(matplotlib.colormaps[palette.SIGNED](side), eye) for side in (shares, 1 - shares))
    size = np.abs(shares - 0.5) * 2
    apart = np.linalg.norm(below - above, axis=1)
    assert apart[size >= 0.15].min() > AT_A_GLANCE


@eyes()
def test_white_is_zero_and_larger_sizes_are_darker_on_both_sides(eye):
    """Even if you see no hues at all, you can read how far from 0 a cell is."""
    colours = seen(matplotlib.colormaps[palette.SIGNED](np.linspace(0, 1, 41)), eye)
    assert np.linalg.norm(colours[20] - [100, 0, 0]) < 6
    lightness = colours[:, 0]
    assert (np.diff(lightness[:21]) > 0).all()
    assert (np.diff(lightness[20:]) < 0).all()


def test_the_ends_of_the_signed_colours_are_a_blue_and_a_red():
    """In a small cell, the ends of Matplotlib's own map look black: both of them, and like a dark pixel."""
    for end, part in ((0.0, 2), (1.0, 0)):  # blue is the third part of a colour, red the first
        colour = matplotlib.colormaps[palette.SIGNED](end)[:3]
        assert 30 < seen([matplotlib.colors.to_hex(colour)], "normal")[0, 0] < 50
        assert colour[part] == max(colour) > 3 * min(colour)


@eyes()
@pytest.mark.parametrize("name", [palette.MAGNITUDE, palette.PIXELS])
def test_larger_magnitudes_are_lighter_in_every_step(name, eye):
    """A rainbow has its brightest colour in the middle; without hue it reads backwards."""
    lightness = seen(matplotlib.colormaps[name](np.linspace(0, 1, 41)), eye)[:, 0]
    assert np.diff(lightness).min() > 0.5


# 01_three_grids shows a photo-like picture, whose colours are not the palette's.
@pytest.mark.parametrize(
    "drawing", [path for path in DRAWINGS if path.stem != "01_three_grids"], ids=lambda path: path.stem
)
def test_drawings_use_the_palette_only(drawing):
    """The tests above cover the palette; no test covers a colour from elsewhere."""
    used = set(re.findall(r"#[0-9a-fA-F]{6}\b", drawing.read_text(encoding="utf-8")))
    coloured = [colour for colour in used if np.ptp(to_rgb(colour)) > 0.03]
    known = known_colours()
    strange = [one for one in coloured if np.linalg.norm(known - seen([one], "normal"), axis=1).min() > 4]
    assert strange == []


@cache
def known_colours():
    """Return the palette, its tints towards white, and its colour maps, on a light page and on a dark one."""
    shares = np.linspace(0, 1, 21)
    roles = [np.array(to_rgb(colour)) for colour in {*plots.ROLE_COLOURS.values(), *palette.LINES}]
    tints = [role + (1 - role) * share for role in roles for share in shares]
    maps = [colour[:3] for name in (palette.SIGNED, palette.MAGNITUDE)
            for colour in matplotlib.colormaps[name](np.linspace(0, 1, 129))]  # fmt: skip
    on_light = [to_hex(colour) for colour in (*tints, *maps)]
    return seen([*on_light, *map(on_dark, on_light)], "normal")


# ---- Text and lines of the explorers ----

SURFACES = {"light": ["#ffffff", "#f2f2f2"], "dark": ["#111111", "#303030"]}  # JupyterLab's, plain and raised


def variables(theme):
    """Return the colours that course.css sets for a theme: from name to colour."""
    block = {"light": r"^\.course-widget \{(.*?)\}", "dark": r"^body\[data-jp-theme-light.*?\{(.*?)\}"}[theme]
    (rules,) = re.findall(block, COURSE_STYLE, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rules))


@pytest.mark.parametrize("theme", SURFACES)
def test_words_and_lines_of_explorers_stand_out_from_the_page(theme):
    """On a projector in a bright room, pale text is the first thing you cannot read."""
    colours = variables(theme)
    for surface in SURFACES[theme]:
        for name in ("quiet", "good", "bad"):
            assert contrast(colours[name], surface) >= 4.5, (name, surface)
        for name in ("line", "focus-ring"):
            assert contrast(colours[name], surface) >= 3, (name, surface)


@pytest.mark.parametrize("name", [palette.PIXELS, palette.SIGNED, palette.MAGNITUDE])
def test_the_numbers_of_a_grid_stand_out_from_their_cells(name):
    """Black instead of white on a medium grey, or the reverse, is hard to read with low vision."""
    for colour in matplotlib.colormaps[name](np.linspace(0, 1, 101)):
        assert contrast(palette.readable_on(colour), colour) >= 4.5


def test_the_frames_of_roles_stand_out_from_white_and_black():
    """Only the frame shows where the window is. Kernel and padding are fills with a dark edge."""
    for colour in (palette.INPUT, palette.OUTPUT, palette.FOCUS):
        assert contrast(colour, "#ffffff") >= 3
        assert contrast(colour, "#000000") >= 3


# ---- Pages and lessons ----

HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
LINK_TEXT = re.compile(r"(?<!!)\[([^\]]+)\]\(")
EMPTY_LINK = re.compile(r"(here|this|link|this (link|page|lesson)|click here|read more|more)", re.IGNORECASE)


@cache
def cells(lesson):
    """Return the cells of a lesson, read once for all tests."""
    return nbformat.read(lesson, as_version=4).cells


@cache
def markdown(path):
    """Return the Markdown of a page or of a lesson, code blocks left out."""
    if path.suffix == ".ipynb":
        text = "\n\n".join(cell.source for cell in cells(path) if cell.cell_type == "markdown")
    else:
        text = path.read_text(encoding="utf-8")
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_headings_of_a_page_start_with_one_title_and_skip_no_level(path):
    """Screen readers jump between headings. tests/test_notebooks.py checks the lessons in the same way."""
    levels = [len(marks) for marks, _ in HEADING.findall(markdown(path))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("path", [*PAGES, *NOTEBOOKS], ids=lambda path: path.name)
def test_two_parts_of_a_page_never_have_the_same_heading(path):
    """Many readers navigate by a list of headings, where two equal ones lead to the same place."""
    chapter, seen_here = "", set()
    for marks, title in HEADING.findall(markdown(path)):
        chapter = title if len(marks) <= 2 else chapter
        place = title if len(marks) <= 2 else (chapter, title)
        assert place not in seen_here, title
        seen_here.add(place)


@pytest.mark.parametrize("path", [*PAGES, *NOTEBOOKS], ids=lambda path: path.name)
def test_the_words_of_a_link_say_where_it_leads(path):
    """Screen readers list the links of a page; a list of ten links called "here" is useless."""
    assert [text for text in LINK_TEXT.findall(markdown(path)) if EMPTY_LINK.fullmatch(text)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_two_different_pictures_never_have_the_same_description(path):
    """A description that fits two pictures says too little about both."""
    described = {}
    for cell in cells(path):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                assert described.setdefault(data["text/plain"], data["image/png"]) == data["image/png"]

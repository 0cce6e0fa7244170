"""For those who see colours differently or use a screen reader: what can be computed of that."""

import itertools
import re
from pathlib import Path

import matplotlib
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers import palette, plots

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DRAWINGS = sorted((ROOT / "images").glob("*.svg"))
COURSE_STYLE = (ROOT / "helpers" / "widgets" / "course.css").read_text(encoding="utf-8")

# What the eye makes of linear red, green and blue: Machado, Oliveira and Fernandes (2009), severity 1.0.
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
# Two colours less than about 2 apart are not told apart side by side; 10 are at a glance.
AT_A_GLANCE = 10


def linear(colours):
    """Return colours as amounts of light."""
    shares = np.array([to_rgb(colour) for colour in colours])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def seen(colours, eye):
    """Return colours as CIE L*a*b* sees them, in which distances are differences for the eye."""
    light = np.clip(linear(colours) @ np.array(EYES[eye]).T, 0, 1)
    shares = light @ TO_XYZ.T / (TO_XYZ @ np.ones(3))
    x, y, z = np.where(shares > 216 / 24389, np.cbrt(shares), (24389 / 27 * shares + 16) / 116).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def contrast(colour, ground):
    """Return the contrast of WCAG 2: 1 for the same colour, 21 for black on white."""
    bright, dark = sorted(linear([colour, ground]) @ [0.2126, 0.7152, 0.0722], reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_measures_are_those_of_the_books():
    """A test with a wrong measure calms everybody."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert seen(["#ffffff", "#ff0000"], "normal") == pytest.approx(
        np.array([[100, 0, 0], [53.24, 80.09, 67.20]]), abs=0.02
    )
    for eye in EYES:  # grey is grey to everybody
        assert seen(["#808080"], eye) == pytest.approx(seen(["#808080"], "normal"), abs=0.1)


def eyes():
    """Parametrise a test with kinds of eyes."""
    return pytest.mark.parametrize("eye", EYES)


@eyes()
@pytest.mark.parametrize(
    "colours", [[*plots.ROLE_COLOURS.values()], [*palette.LINES]], ids=["roles", "lines"]
)
def test_the_colours_of_roles_and_lines_stay_apart(colours, eye):
    """One man in twelve sees red and green alike: to him input, kernel and output would be one."""
    for one, other in itertools.combinations(colours, 2):
        distance = np.linalg.norm(np.subtract(*seen([one, other], eye)))
        assert distance > AT_A_GLANCE, f"{one} and {other}: {distance:.1f}"


@eyes()
def test_a_negative_value_is_never_taken_for_a_positive_one(eye):
    """The sign of a feature map's cell is what the lessons on kernels speak of."""
    shares = np.linspace(0, 1, 41)
    below, above = (seen(matplotlib.colormaps[palette.SIGNED](side), eye) for side in (shares, 1 - shares))
    size = np.abs(shares - 0.5) * 2
    apart = np.linalg.norm(below - above, axis=1)
    assert apart[size >= 0.15].min() > AT_A_GLANCE


@eyes()
def test_white_is_zero_and_larger_sizes_are_darker_on_both_sides(eye):
    """Whoever sees no hue at all still reads how far from 0 a cell is."""
    colours = seen(matplotlib.colormaps[palette.SIGNED](np.linspace(0, 1, 41)), eye)
    assert np.linalg.norm(colours[20] - [100, 0, 0]) < 6
    lightness = colours[:, 0]
    assert (np.diff(lightness[:21]) > 0).all()
    assert (np.diff(lightness[20:]) < 0).all()


@eyes()
@pytest.mark.parametrize("name", [palette.MAGNITUDE, palette.PIXELS])
def test_magnitudes_grow_lighter_in_every_step(name, eye):
    """A rainbow has its brightest colour in the middle; without hue it reads backwards."""
    lightness = seen(matplotlib.colormaps[name](np.linspace(0, 1, 41)), eye)[:, 0]
    assert np.diff(lightness).min() > 0.5


# This one shows a picture in colour, and its pixels have the colours that they have.
@pytest.mark.parametrize(
    "drawing", [path for path in DRAWINGS if path.stem != "01_three_grids"], ids=lambda path: path.stem
)
def test_drawings_use_the_palette_only(drawing):
    """The palette is tested above; a colour from elsewhere is tested by nobody."""
    used = set(re.findall(r"#[0-9a-fA-F]{6}\b", drawing.read_text(encoding="utf-8")))
    coloured = [colour for colour in used if np.ptp(to_rgb(colour)) > 0.03]
    known = known_colours()
    strange = [one for one in coloured if np.linalg.norm(known - seen([one], "normal"), axis=1).min() > 4]
    assert strange == []


def known_colours():
    """Return the colours of the palette, its tints towards white, and those of its maps, as they are seen."""
    shares = np.linspace(0, 1, 21)
    roles = [np.array(to_rgb(colour)) for colour in {*plots.ROLE_COLOURS.values(), *palette.LINES}]
    tints = [role + (1 - role) * share for role in roles for share in shares]
    maps = [colour[:3] for name in (palette.SIGNED, palette.MAGNITUDE)
            for colour in matplotlib.colormaps[name](np.linspace(0, 1, 129))]  # fmt: skip
    return seen([*tints, *maps], "normal")


# ---- Text and lines of the explorers ----

SURFACES = {"light": ["#ffffff", "#f2f2f2"], "dark": ["#111111", "#303030"]}  # JupyterLab's, plain and raised


def variables(theme):
    """Return the colours that course.css sets for a theme: from name to colour."""
    block = {"light": r"^\.course-widget \{(.*?)\}", "dark": r"^body\[data-jp-theme-light.*?\{(.*?)\}"}[theme]
    (rules,) = re.findall(block, COURSE_STYLE, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rules))


@pytest.mark.parametrize("theme", SURFACES)
def test_words_and_lines_of_explorers_stand_out_from_their_ground(theme):
    """On a projector in a bright room, quiet text is the first to vanish."""
    colours = variables(theme)
    for surface in SURFACES[theme]:
        for name in ("quiet", "good", "bad"):
            assert contrast(colours[name], surface) >= 4.5, (name, surface)
        for name in ("line", "focus-ring"):
            assert contrast(colours[name], surface) >= 3, (name, surface)


@pytest.mark.parametrize("name", [palette.PIXELS, palette.SIGNED, palette.MAGNITUDE])
def test_the_numbers_of_a_grid_stand_out_from_their_cells(name):
    """On middle grey the wrong choice of black or white is what a weak eye cannot read."""
    for colour in matplotlib.colormaps[name](np.linspace(0, 1, 101)):
        assert contrast(plots._readable_on(colour), tuple(colour[:3])) >= 4.5


def test_the_frames_of_roles_stand_out_from_white_and_black():
    """The frame is all that says where the window is. Kernel and padding are fills with a dark edge."""
    for colour in (palette.INPUT, palette.OUTPUT, palette.FOCUS):
        assert contrast(colour, "#ffffff") >= 3
        assert contrast(colour, "#000000") >= 3


# ---- Pages and lessons ----

HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
LINK_TEXT = re.compile(r"(?<!!)\[([^\]]+)\]\(")
EMPTY_LINK = re.compile(r"(here|this|link|this (link|page|lesson)|click here|read more|more)", re.IGNORECASE)


def markdown(path):
    """Return the Markdown of a page or of a lesson, code blocks left out."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = nbformat.reads(text, as_version=4).cells
        text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_headings_of_a_page_start_with_one_title_and_skip_no_level(path):
    """A screen reader walks by them; tests/test_notebooks.py holds the lessons to the same."""
    levels = [len(marks) for marks, _ in HEADING.findall(markdown(path))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("path", [*PAGES, *NOTEBOOKS], ids=lambda path: path.name)
def test_two_parts_of_a_page_never_have_the_same_heading(path):
    """A list of headings, read aloud, is how many find their way; two alike lead to one of them."""
    chapter, seen_here = "", set()
    for marks, title in HEADING.findall(markdown(path)):
        chapter = title if len(marks) <= 2 else chapter
        place = title if len(marks) <= 2 else (chapter, title)
        assert place not in seen_here, title
        seen_here.add(place)


@pytest.mark.parametrize("path", [*PAGES, *NOTEBOOKS], ids=lambda path: path.name)
def test_the_words_of_a_link_say_where_it_leads(path):
    """Screen readers list the links of a page; ten of them called "here" are no list."""
    assert [text for text in LINK_TEXT.findall(markdown(path)) if EMPTY_LINK.fullmatch(text)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_two_different_pictures_are_never_described_alike(path):
    """Words that fit two pictures do not say what is to be seen in either."""
    described = {}
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                assert described.setdefault(data["text/plain"], data["image/png"]) == data["image/png"]

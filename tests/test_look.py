"""docs/look.md describes the look of the course; these tests compare it with the palette and styles."""

import re
from pathlib import Path

import matplotlib
import pytest
from matplotlib.colors import to_hex

from helpers import palette, plots
from tests.test_accessibility import variables

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "look.md").read_text(encoding="utf-8")
WIDGETS = ROOT / "helpers" / "widgets"
STYLE = (WIDGETS / "shared" / "course.css").read_text(encoding="utf-8")
LAB_STYLE = next((ROOT / "lab").rglob("course.css")).read_text(encoding="utf-8")
NAMES = {
    "the panel of the settings": "panel",
    "the track of a bar": "track",
    "quiet text": "quiet",
    "lines": "line",
    "the edge of a card": "edge",
    "right": "good",
    "not yet": "bad",
    "the ring around what has the focus": "focus-ring",
}


def test_the_colours_of_the_roles_are_those_of_the_palette():
    """People who draw a picture for the course take them from the page."""
    roles = PAGE.partition("## Values")[0]
    rows = dict(re.findall(r"^\| (\w+) \| `(#\w{6})` \|", roles, re.MULTILINE))
    assert rows == plots.ROLE_COLOURS


@pytest.mark.parametrize(("theme", "column"), [("light", 0), ("dark", 1)])
def test_the_colours_of_explorers_are_those_of_the_styles(theme, column):
    """A colour that changed in one place only would look like a mistake of the page."""
    rows = re.findall(r"^\| ([\w ]+) \| `(#\w{6})` \| `(#\w{6})` \|", PAGE, re.MULTILINE)
    assert {NAMES[name]: colours[column] for name, *colours in rows} == variables(theme)


def test_the_scales_are_those_of_the_palette():
    """The ends of the signed scale were almost black until they were chosen."""
    low, high = palette.SIGNED_PART
    assert f"the middle part, {low} to {high}, of Matplotlib's `RdBu_r`" in PAGE
    for own, there in ((0.0, low), (0.5, 0.5), (1.0, high)):
        ours, theirs = matplotlib.colormaps[palette.SIGNED](own), matplotlib.colormaps["RdBu_r"](there)
        assert ours == pytest.approx(theirs, abs=0.02), to_hex(ours)
    assert f"(`{palette.MAGNITUDE}`)" in PAGE


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("15 px, in the font", "font: 15px/1.4"),
        ("first sentence below the picture | 17 px", ".words b { font-weight: 600; font-size: 17px"),
        ("line of instruction | 14.7 px", ".how { color: var(--quiet); font-size: 14.7px"),
        ("18 px, with digits of one width", ".chip b { font-size: 18px"),
        ("8 px above and below, and 5 px at its sides", "padding: 8px 5px;"),
        ("6 px apart in height and 12 px in width", "gap: 6px 12px;"),
        ("are\n  at least 30 px high", "min-height: 30px;"),
        ("a radius of 4 px", "border-radius: 4px;"),
    ],
)
def test_sizes_and_room_are_those_of_the_styles(words, rule):
    """The author of the next explorer will follow this page."""
    assert words in PAGE
    assert rule in STYLE


def test_figures_are_as_wide_and_as_bright_as_the_page_says():
    """A wider one would be scaled down, digits included."""
    assert f"at most {plots.PAGE_WIDTH} inches wide, {round(plots.PAGE_WIDTH * plots.SCREEN_DPI)} px" in PAGE
    (brightness,) = re.findall(r"brightness\(([\d.]+)\)", LAB_STYLE)
    assert f"at {float(brightness):.0%} of their brightness" in PAGE


def test_a_page_has_one_column_in_jupyterlab_and_in_the_web_edition():
    """Code, questions, explorers and pictures had a width each, and the page no right edge."""
    (width,) = re.findall(r"one column, (\d+) px wide", PAGE)
    site = (ROOT / "docs" / "site" / "static" / "site.css").read_text(encoding="utf-8")
    (card,) = re.findall(r"the column is (\d+) px wider", PAGE)
    for style, wanted in ((LAB_STYLE, int(width)), (site, int(width) + int(card))):
        assert re.findall(r"--course-column: (\d+)px", style) == [str(wanted)]
    for path in WIDGETS.rglob("*.css"):
        fallbacks = re.findall(r"var\(--course-column, (\d+)px\)", path.read_text(encoding="utf-8"))
        assert set(fallbacks) <= {width}, path


def test_motion_stops_for_people_who_ask_for_less():
    """Motion makes some people sick."""
    assert "@media (prefers-reduced-motion: reduce)" in STYLE
    slides = (WIDGETS / "convolution" / "style.css").read_text(encoding="utf-8")
    assert "transition: transform 0.25s" in slides
    assert "slides for 0.25 s" in PAGE

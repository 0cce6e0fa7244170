"""Pictures on a dark page: light and dark change places, and photos stay as they are."""

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib import colormaps

from helpers import on_dark, palette, plots
from tests.pages.node import ask
from tests.test_images import DRAWINGS, drawn
from tests.test_notebooks import LESSONS, outputs

SCRIPT = "lab/share/jupyter/labextensions/convolution-course/static/on_dark.js"
ROOT = Path(__file__).parent.parent
INK, PAPER = on_dark.on_dark("#222222"), on_dark.on_dark("#ffffff")


@pytest.mark.parametrize("colour", [*plots.ROLE_COLOURS.values(), *palette.LINES])
def test_every_colour_of_a_line_is_seen_on_the_dark_ground(colour):
    """WCAG 2.2 asks for 3 : 1 for what you have to see in a graph."""
    assert palette.contrast(on_dark.on_dark(colour), PAPER) >= 3


def test_ink_is_light_on_dark_paper():
    """Words in a figure are text, so they need 4.5 : 1; these have more."""
    assert palette.contrast(INK, PAPER) > 9


def test_numbers_on_the_signed_colours_can_be_read():
    """They are black or white, whichever is readable in the light theme, and change with the cell."""
    for share in np.linspace(0, 1, 65):
        cell = "#" + "".join(f"{round(255 * part):02x}" for part in colormaps[palette.SIGNED](share)[:3])
        number = palette.readable_on(cell)
        assert palette.contrast(on_dark.on_dark(cell), on_dark.on_dark(number)) >= 3, cell


def test_jupyterlab_and_the_web_edition_use_the_same_lightness():
    """Otherwise a figure and the drawing below it would have two papers."""
    script = (ROOT / SCRIPT).read_text(encoding="utf-8")
    (table,) = re.findall(r"const LIGHTNESS = \[(.+?)\];", script, re.DOTALL)
    assert tuple(map(float, re.findall(r"[\d.]+", table))) == on_dark.LIGHTNESS
    assert float(re.search(r"const WARMTH = ([\d.]+);", script)[1]) == on_dark.WARMTH


def test_photos_have_an_outline_in_the_page():
    """It begins at the corner of the picture, goes around each photo, and comes back."""
    (outline,) = ask(str(ROOT / SCRIPT), "outline", [["10 20 30 40, 50 20 30 40"]])
    first = "0% 0%, 10% 20%, 40% 20%, 40% 60%, 10% 60%, 10% 20%, 0% 0%"
    assert outline.startswith(f"polygon({first}, 0% 0%, 50% 20%")


def photos_after(draw):
    """Return the photos of a figure with one axes, in percent."""
    figure, axes = plots.new_figure(width=4, height=4)
    draw(axes)
    plots.png(figure)
    found = on_dark.photos_of(figure)
    return [[float(number) for number in photo.split()] for photo in found.split(", ")] if found else []


def test_pixels_are_a_photo_and_signed_numbers_are_not():
    """A photo as a negative would be wrong; a signed map is dark at 0, as in the explorers."""
    ((left, top, width, height),) = photos_after(lambda axes: plots.draw_grid(axes, np.eye(3), role="input"))
    assert 0 < left < left + width < 100
    assert 0 < top < top + height < 100
    assert width == pytest.approx(height)
    assert photos_after(lambda axes: plots.draw_grid(axes, -np.eye(3))) == []
    assert photos_after(lambda axes: axes.imshow(np.zeros((2, 2, 3)))) != []
    assert photos_after(lambda axes: axes.plot([1, 2])) == []


def test_every_saved_figure_says_where_its_photos_are():
    """A figure that doesn't is a bright card on the dark page, because nobody knows what may be turned."""
    for name, notebook in LESSONS.items():
        for output in outputs(notebook):
            if output.output_type == "display_data" and "image/png" in output.data:
                assert "photos" in output.metadata["image/png"], name


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_a_drawing_has_dark_colours_for_all_but_its_pixels(name):
    """White paper left in a drawing would be a hole in the dark page; a turned pixel would be a negative."""
    text = drawn(name)
    style = re.search(r"<style>@media \(prefers-color-scheme: dark\) \{(.*?)\}</style>", text, re.DOTALL)[1]
    rest = re.sub(r'<g class="pixels">.*?</g>|<style>.*?</style>', "", text, flags=re.DOTALL)
    for kind, colour in set(re.findall(r'(fill|stroke)="(#\w{6})"', rest)):
        assert f'[{kind}="{colour}"]:not(.pixels *){{{kind}:{on_dark.on_dark(colour)}}}' in style


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_the_numbers_in_a_drawing_can_be_read_on_their_cells(name):
    """On a dark page, the light digits of a blue or an orange cell had a contrast of 2.4."""
    text = drawn(name)
    without_pixels = re.sub(r'<g class="pixels">.*?</g>', "", text, flags=re.DOTALL)
    number = r'<rect [^>]*fill="(#\w{6})"[^>]*/>\n<text [^>]*fill="(#\w{6})" class="ink-(black|white)"'
    for cell, ink, _ in re.findall(number, text):
        assert palette.contrast(ink, cell) >= 4.5, name
    for cell, _, ink in re.findall(number, without_pixels):
        on_page = {"black": palette.BLACK, "white": palette.WHITE}[ink]
        assert palette.contrast(on_page, on_dark.on_dark(cell)) >= 4.5, name

"""The colours of values on the pages, against the course's palette in Matplotlib."""

import itertools

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers import palette
from tests.pages.node import ask

COLOURS, SIGNED = "shared/colours.js", "shared/signed.js"
STOPS = 17  # colours that the pages know of a colour map; they interpolate between these
CLOSE = 13  # of 255: how far an interpolated colour may be from Matplotlib's, which nobody sees


def from_map(name, shares):
    """Return the colours of a Matplotlib colour map at these shares, from 0 to 255."""
    return 255 * matplotlib.colormaps[name](np.clip(shares, 0, 1))[:, :3]


def assert_from_map(found, name, shares):
    """Check colours against a colour map, and against its stops more closely."""
    assert np.abs(np.array(found) - from_map(name, shares)).max() <= CLOSE
    places = np.linspace(0, 1, STOPS)
    interpolated = [np.interp(shares, places, part) for part in from_map(name, places).round().T]
    assert np.abs(np.array(found) - np.transpose(interpolated)).max() <= 0.51


def test_signed_values_have_the_colours_of_the_saved_pictures():
    """Red is positive in every picture of the course; swapped on one page, it would say the opposite."""
    values = np.linspace(-12, 12, 1001)
    found = ask(COLOURS, "signedColour", [[value, 10] for value in values.tolist()])
    assert_from_map(found, palette.SIGNED, (values / 10 + 1) / 2)


@pytest.mark.parametrize(("ends", "is_dark"), [(palette.COUNTS, False), (palette.COUNTS_ON_DARK, True)])
def test_counts_go_from_nearly_the_page_to_the_blue_of_the_input(ends, is_dark):
    """More stands out more, in either theme, and every number on a cell can be read."""
    values = np.linspace(0, 6, 1001)
    found = np.array(ask(COLOURS, "countColour", [[value, 5, is_dark] for value in values.tolist()]))
    first, last = (255 * np.array(to_rgb(end)) for end in ends)
    shares = np.minimum(values / 5, 1)[:, None]
    assert np.abs(found - (first + (last - first) * shares)).max() <= 0.51
    light = palette.luminance(found[values <= 5] / 255)
    assert (np.diff(light if is_dark else -light) >= 0).all()


def test_zero_has_one_colour_whatever_else_there_is():
    """White is 0 among signed values, black among pixels, in a picture of zeros too."""
    white, *others = ask(COLOURS, "signedColour", [[0, largest] for largest in (1, 1e-9, 1e6, 0)])
    assert others == [white] * 3
    assert min(white) >= 245
    assert ask(COLOURS, "pixelColour", [[0, largest] for largest in (1, 255, 0)]) == [[0, 0, 0]] * 3
    for is_dark in (False, True):
        counts = ask(COLOURS, "countColour", [[0, largest, is_dark] for largest in (1, 255, 0)])
        assert counts == [counts[0]] * 3


def test_zero_has_the_colour_of_the_page_and_what_is_far_from_it_stands_out():
    """White tiles blind a reader in the dark theme; and blue is below 0, red above, in either theme."""
    surfaces = {
        "light": [255, 255, 255],
        "grey": [238, 238, 238],
        "dark": [17, 17, 17],
        "jupyter": [33, 33, 33],
    }
    found = ask(SIGNED, "stopsOn", [[surface] for surface in surfaces.values()])
    middle = STOPS // 2
    for (theme, surface), stops in zip(surfaces.items(), np.array(found), strict=True):
        assert stops[middle].tolist() == surface
        red, _, blue = stops.T
        assert (blue[:middle] > red[:middle]).all(), theme
        assert (red[middle + 1 :] > blue[middle + 1 :]).all(), theme
        light = palette.luminance(stops / 255)
        for half in (light[middle::-1], light[middle:]):  # from 0 outwards
            steps = np.diff(half)
            assert (steps > 0).all() if theme in ("dark", "jupyter") else (steps < 0).all(), theme
        if theme in ("dark", "jupyter"):  # and no value between looks stronger than the ends
            chroma = np.ptp(stops, axis=1)
            for half in (chroma[middle::-1], chroma[middle:]):
                assert (np.diff(half) > 0).all(), theme


def test_pixels_run_from_black_to_white_and_negative_ones_to_blue():
    """A negative pixel is not darker than black: it is something else, and looks like it."""
    shares = [n / 200 for n in range(201)]
    white = ask(COLOURS, "pixelColour", [[200 * share, 200] for share in shares])
    assert np.abs(np.array(white) - 255 * np.array(shares)[:, None]).max() <= 0.51
    blue = ask(COLOURS, "pixelColour", [[-200 * share, 200] for share in shares])
    assert np.abs(np.array(blue) - np.outer(shares, [107, 174, 214])).max() <= 0.51
    assert ask(COLOURS, "pixelColour", [[500, 200], [-500, 200]]) == [[255, 255, 255], [107, 174, 214]]


def test_a_colour_between_two_others():
    """The parts are whole numbers, as a page wants them."""
    calls = [[[0, 100, 255], [255, 0, 255], share] for share in (0, 0.25, 0.5, 1)]
    assert ask(COLOURS, "between", calls) == [[0, 100, 255], [64, 75, 255], [128, 50, 255], [255, 0, 255]]


def test_ink_is_the_one_with_the_better_contrast():
    """Nobody can read black on dark blue."""
    parts = (*range(0, 15, 5), *range(15, 256, 15))  # the formula has another branch for parts up to 10
    colours = [list(colour) for colour in itertools.product(parts, repeat=3)]
    for colour, ink in zip(colours, ask(COLOURS, "inkOn", [[one] for one in colours]), strict=True):
        share = np.array(colour) / 255
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        luminance = float(linear @ [0.2126, 0.7152, 0.0722])  # WCAG 2.2, relative luminance
        on_black, on_white = (luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05)
        if abs(on_black - on_white) > 0.02:  # at the same contrast either will do
            assert ink == ("#000000" if on_black > on_white else "#ffffff"), colour

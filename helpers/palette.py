"""The colours of the course, and the contrast between colours.

Each role has the same colour in every plot, drawing and widget. The colours are those of Okabe and Ito
(2008), which people with colour-blindness can tell apart.
"""

from functools import cache

import numpy as np

INPUT = "#0072B2"
KERNEL = "#E69F00"
OUTPUT = "#009E73"
FOCUS = "#D55E00"
PADDING = "#999999"

# Lines of a plot, in this order.
LINES = (INPUT, FOCUS, OUTPUT, KERNEL, "#CC79A7", "#56B4E9", "#000000")

# Signed values: blue below 0, white at 0, red above. `helpers.plots` makes this map from the middle part of
# Matplotlib's RdBu_r, whose ends are almost black. Magnitudes: dark to light, never a rainbow.
SIGNED = "course_signed"
SIGNED_PART = (0.1, 0.9)  # of RdBu_r
MAGNITUDE = "cividis"

# Counts that are written on the cells of an input: from nearly the page to the blue of the input.
COUNTS = ("#eaf3f9", INPUT)  # the ends of the colour map COUNTED, which helpers.plots registers
COUNTED = "course_counts"
COUNTS_ON_DARK = ("#1d2f3b", "#56b4e9")

# Counts and shares in a table of results: green, since blue would be read as a value below 0.
SHARES = ("#e6f4ef", OUTPUT)
SHARED = "course_shares"
PIXELS = "gray"

BLACK, WHITE = "#000000", "#ffffff"


def linear_rgb(colour):
    """Return a colour as amounts of red, green and blue light, from 0 to 1.

    Parameters
    ----------
    colour : str or array_like, (..., 3 or 4)
        ``"#0072B2"``, or sRGB values from 0 to 1, one colour or many. Opacity, a fourth value, is left out.

    Returns
    -------
    ndarray of float64, (..., 3)

    Notes
    -----
    The sRGB transfer function of IEC 61966-2-1, as CSS Color 4 gives it.
    """
    if isinstance(colour, str):
        colour = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    srgb = np.asarray(colour, dtype=float)[..., :3]
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    """Return the relative luminance of a colour, from 0 for black to 1 for white (WCAG 2.2).

    Examples
    --------
    >>> round(float(luminance("#808080")), 3)
    0.216
    """
    return linear_rgb(colour) @ (0.2126, 0.7152, 0.0722)


def contrast(colour, ground):
    """Return the contrast ratio of two colours, from 1 for equal ones to 21 for black on white (WCAG 2.2).

    Examples
    --------
    >>> round(float(contrast("#777777", WHITE)), 2)
    4.48
    """
    darker, lighter = sorted((luminance(colour), luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(ground, *, dark=BLACK, light=WHITE):
    """Return the colour for text on a ground: dark or light, whichever has more contrast.

    Examples
    --------
    >>> readable_on(KERNEL) == BLACK, readable_on(INPUT) == WHITE
    (True, True)
    """
    return dark if luminance(ground) > _luminance_between(dark, light) else light


@cache
def _luminance_between(dark, light):
    """Return the luminance of the ground on which both colours have the same contrast."""
    return ((luminance(dark) + 0.05) * (luminance(light) + 0.05)) ** 0.5 - 0.05

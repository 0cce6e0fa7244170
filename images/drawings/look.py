"""The visual language of the course, for docs/look.md: the colours of the roles, and those of values."""

import numpy as np
from drawings.parts import SMALL, WIDTH, box, grey, grid, label, page, pale, signed, window
from matplotlib import colormaps
from matplotlib.colors import to_hex

from helpers import conv2d, palette
from helpers.kernels import VERTICAL_LINE


def draw_roles():
    """Draw a padded image, a kernel and an output, each in the colour of its role."""
    cell, top = 38, 84
    image = np.array([[1, 9, 1, 1], [1, 9, 1, 1], [1, 9, 1, 1], [1, 1, 1, 1]])
    left, middle, right = 68, 322, 494
    output = conv2d(image, VERTICAL_LINE, padding="same")
    return page(
        344,
        "A grid of pixels with blue ground and a dashed border of padding, a kernel with orange ground, and "
        "an output with green ground. The window is a vermilion frame.",
        label(left + 2 * cell, top - cell - 14, "input", bold=True),
        box(left - cell, top - cell, 6 * cell, 6 * cell, line=palette.PADDING, thickness=2, dashes="6 4"),
        grid(left, top, image, cell=cell, fill=pale(palette.INPUT), size=SMALL),
        window(left - cell, top - cell, cell=cell),
        label(middle + 1.5 * cell, top - cell - 14, "kernel", bold=True),
        grid(middle, top, VERTICAL_LINE, cell=cell, fill=pale(palette.KERNEL), size=SMALL),
        label(right + 2 * cell, top - cell - 14, "output", bold=True),
        grid(right, top, output, cell=cell, fill=pale(palette.OUTPUT), size=SMALL),
        *_swatches(300),
    )


def _swatches(top):
    """Return the colours of the five roles with their names, in a row."""
    roles = {
        "input": palette.INPUT,
        "kernel": palette.KERNEL,
        "output": palette.OUTPUT,
        "focus": palette.FOCUS,
        "padding": palette.PADDING,
    }
    step = (WIDTH - 60) / len(roles)
    return [
        part
        for number, (name, colour) in enumerate(roles.items())
        for part in (
            box(30 + number * step, top, 22, 22, fill=colour, line="#222222"),
            label(60 + number * step, top + 17, name, anchor="start"),
        )
    ]


def draw_values():
    """Draw the three scales of colours: of pixels, signed values and magnitudes."""
    cell, left = 51, 190
    nine = np.arange(9)
    fills = (
        ("pixels", (nine * 31.875).round().astype(int), grey, True),
        ("signed values", (nine - 4) / 4, signed(1), False),
        ("magnitudes", nine, lambda value: to_hex(colormaps[palette.MAGNITUDE](value / 8)), True),
    )
    parts = []
    for number, (name, values, fill, pixels) in enumerate(fills):
        top = 26 + number * (cell + 22)
        parts += [
            label(left - 20, top + 28, name, anchor="end", bold=True),
            grid(left, top, [values], cell=cell, fill=fill, size=SMALL, pixels=pixels),
        ]
    return page(
        252,
        "Three rows of nine cells with numbers. Pixels go from black for 0 to white for 255; signed values "
        "from blue for −1 over white for 0 to red for 1; magnitudes from dark blue to yellow.",
        *parts,
    )

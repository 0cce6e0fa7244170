"""Lesson 00, start here: the whole course in one strip."""

from itertools import pairwise

import numpy as np
from drawings.parts import SMALL, arrow, dot, grey, grid, label, line_between, page, signed, window

from helpers import conv2d, palette, pool2d, relu

SHIRT = np.array(
    [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 150, 210, 90, 90, 210, 150, 0],
        [170, 220, 230, 220, 220, 230, 220, 170],
        [160, 120, 230, 200, 200, 230, 120, 160],
        [0, 0, 220, 200, 200, 220, 0, 0],
        [0, 0, 220, 210, 210, 220, 0, 0],
        [0, 0, 230, 220, 220, 230, 0, 0],
        [0, 0, 190, 190, 190, 190, 0, 0],
    ]
)


EDGE = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])


def draw_course():
    """Draw the whole course in one row of pictures."""
    feature_map = conv2d(SHIRT, EDGE)
    rectified = relu(feature_map)
    pooled = pool2d(rectified)
    limit = int(abs(feature_map).max())
    side, gap, top = 102, 34, 26
    lefts = [18 + stage * (side + gap) for stage in range(5)]
    pictures = [
        grid(lefts[0], top, SHIRT, cell=side / 8, fill=grey),
        grid(lefts[1], top, feature_map, cell=side / 6, fill=signed(limit)),
        grid(lefts[2], top, rectified, cell=side / 6, fill=signed(limit)),
        grid(lefts[3], top, pooled, cell=side / 3, fill=signed(limit), size=SMALL),
        small_network(lefts[4], top, side),
    ]
    arrows = [arrow(left - gap + 5, top + side / 2, left - 5, top + side / 2) for left in lefts[1:]]
    names = ["image", "convolution", "ReLU", "max-pooling", "network"]
    sizes = [f"{len(shape)} × {len(shape)}" for shape in (SHIRT, feature_map, rectified, pooled)]
    words = [
        label(left + side / 2, top + side + 24 + 20 * line, text, bold=line == 0)
        for line, texts in enumerate([names, [*sizes, "“T-shirt”"]])
        for left, text in zip(lefts, texts, strict=True)
    ]
    return page(
        188,
        "Five pictures in a row: an 8×8 T-shirt in grey pixels, the 6×6 map that a sliding 3×3 grid of "
        "weights makes of it, the same map after ReLU with its negative cells at 0, the 3×3 map after "
        "max-pooling, and a small network that names the garment.",
        *pictures, window(lefts[0], top, cell=side / 8), *arrows, *words,
    )  # fmt: skip


def small_network(x, y, side):
    """Return three columns of units, each unit connected to every unit of the next column."""
    columns = [
        [(x + side * across, y + side * (unit + 0.5) / units) for unit in range(units)]
        for across, units in ((0.08, 5), (0.5, 4), (0.92, 3))
    ]
    lines = [
        line_between(start, end, colour=palette.PADDING, thickness=1)
        for before, after in pairwise(columns)
        for start in before
        for end in after
    ]
    colours = (palette.INPUT, palette.KERNEL, palette.OUTPUT)
    units = [
        dot(*place, 7, fill=colour)
        for colour, column in zip(colours, columns, strict=True)
        for place in column
    ]
    return "\n".join(lines + units)

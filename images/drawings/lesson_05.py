"""Lesson 05, ReLU: forward, backward, and what two layers are without it."""

import numpy as np
from drawings.parts import (
    MEDIUM,
    SMALL,
    WIDTH,
    arrow,
    box,
    grid,
    label,
    line_between,
    page,
    pale,
    plain,
    signed,
)

from helpers import conv2d, flip, palette, relu
from helpers.kernels import VERTICAL_LINE
from helpers.pictures import LINES
from helpers.plots import number_text


def draw_relu():
    """Draw a feature map before and after ReLU, with the function between them."""
    before = conv2d(LINES, VERTICAL_LINE)[:, :3]
    after = relu(before)
    limit, cell, top = int(abs(before).max()), 40, 62
    left, right = 28, WIDTH - 28 - 3 * cell
    middle, base, reach = WIDTH / 2, top + 3.2 * cell, 84
    centre = top + 2.5 * cell
    return page(
        318,
        "A feature map of positive and negative numbers, an arrow to the graph of max(0, x), flat at 0 "
        "below 0 and rising above it, and an arrow to the map after ReLU: its positive numbers are the "
        "same, and 0 stands in the place of every negative one.",
        label(left + 1.5 * cell, top - 18, "feature map", bold=True),
        grid(left, top, before, cell=cell, fill=signed(limit), size=SMALL),
        arrow(left + 3 * cell + 10, centre, middle - reach - 26, centre),
        label(middle, top - 18, "max(0, x)", bold=True),
        line_between((middle - reach, base), (middle + reach, base), colour=palette.PADDING),
        line_between((middle, top), (middle, base + 34), colour=palette.PADDING),
        thick_line([(middle - reach, base), (middle, base), (middle + reach, base - reach)]),
        label(middle + reach, base + 22, "x"),
        label(middle - 12, base + 22, "0"),
        arrow(middle + reach + 26, centre, right - 10, centre),
        label(right + 1.5 * cell, top - 18, "after ReLU", bold=True),
        grid(right, top, after, cell=cell, fill=signed(limit), size=SMALL),
        label(WIDTH / 2, 298, "each number by itself; the shape stays"),
    )


def thick_line(points, *, colour=palette.OUTPUT):
    """Return a thick line through some points."""
    corners = " ".join(f"{plain(x)},{plain(y)}" for x, y in points)
    return f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="5"/>'


def draw_gate():
    """Draw ReLU in the forward pass, and as a gate in the backward pass."""
    values, incoming = np.array([-3, 2, 0, 5, -1]), np.array([4, -6, 8, 1, -2])
    back = np.where(values > 0, incoming, 0)
    cell, left = 64, 208
    tops = 30, 116, 222, 308
    rows = [
        ("goes in", values, pale(palette.INPUT)),
        ("comes out", relu(values), pale(palette.OUTPUT)),
        ("comes back", incoming, pale(palette.FOCUS)),
        ("is handed back", back, pale(palette.KERNEL)),
    ]
    parts = []
    for top, (name, numbers, fill) in zip(tops, rows, strict=True):
        parts.append(label(left - 16, top + 29, name, anchor="end", bold=True))
        parts += [
            grid(left + place * (cell + 16), top, [[number]], cell=46, fill=fill, size=MEDIUM)
            for place, number in enumerate(numbers)
        ]
    for place, value in enumerate(values):
        x = left + place * (cell + 16) + 23
        for top, bottom in (tops[:2], tops[2:]):
            if value > 0:
                parts.append(arrow(x, top + 50, x, bottom - 4, colour=palette.OUTPUT))
            else:
                parts.append(line_between((x, top + 50), (x, top + 62)))
                parts.append(line_between((x - 14, top + 64), (x + 14, top + 64)))
    return page(
        378,
        "Two rows of five cells. Above, on the way forward: −3, 2, 0, 5 and −1 go through ReLU and become "
        "0, 2, 0, 5 and 0. Below, on the way back: the incoming numbers 4, −6, 8, 1 and −2 pass only where "
        f"x was positive, and become {', '.join(map(number_text, back[:-1]))} and {back[-1]}.",
        *parts,
        line_between((24, 191), (WIDTH - 24, 191), colour=palette.PADDING, dashes="6 5"),
    )


def draw_merge():
    """Draw two layers in a row, and the one kernel that does the same."""
    first, second = VERTICAL_LINE, np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
    merged = conv2d(first, flip(second), padding="full")
    cell, kernel_fill = 30, pale(palette.KERNEL)
    side = 3 * cell
    above, below = 56, 216
    starts, ends = 24, WIDTH - 24 - side
    first_left, second_left = 196, 396
    merged_left = WIDTH / 2 - 2.5 * cell
    centre_above, centre_below = above + side / 2, below + 2.5 * cell

    def sheet(x, y, name, colour):
        middle = y + side / 2 + 6
        return box(x, y, side, side, fill=pale(colour)(0), line=colour, thickness=2) + label(
            x + side / 2, middle, name
        )

    def row(centre, *stations):
        edges = [starts + side, *[edge for station in stations for edge in station], ends]
        return [arrow(a + 6, centre, b - 6, centre) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    return page(
        392,
        "Above, a picture goes through two 3×3 kernels one after the other and gives a map. Below, the same "
        "picture goes through one 5×5 kernel and gives the same map. The 5×5 kernel is the full convolution "
        "of the two.",
        sheet(starts, above, "picture", palette.INPUT),
        label(first_left + side / 2, above - 14, "first layer", bold=True),
        grid(first_left, above, first, cell=cell, fill=kernel_fill, size=SMALL),
        label(second_left + side / 2, above - 14, "second layer", bold=True),
        grid(second_left, above, second, cell=cell, fill=kernel_fill, size=SMALL),
        sheet(ends, above, "map", palette.OUTPUT),
        *row(centre_above, (first_left, first_left + side), (second_left, second_left + side)),
        sheet(starts, centre_below - side / 2, "picture", palette.INPUT),
        label(WIDTH / 2, below - 14, "one layer, the same map", bold=True),
        grid(merged_left, below, merged, cell=cell, fill=kernel_fill, size=SMALL),
        sheet(ends, centre_below - side / 2, "map", palette.OUTPUT),
        *row(centre_below, (merged_left, merged_left + 5 * cell)),
    )

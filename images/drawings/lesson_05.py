"""Lesson 05, ReLU: forward, backward, two layers without it, and He's scale."""

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
)

from helpers import conv2d, flip, palette, relu
from helpers.kernels import VERTICAL_LINE
from helpers.plots import number_text


def draw_gate():
    """Draw ReLU in the forward pass, and as a gate in the backward pass."""
    values, incoming = np.array([-3, 2, 0, 5, -1]), np.array([4, -6, 8, 1, -2])
    back = np.where(values > 0, incoming, 0)
    cell, left = 64, 208
    tops = 30, 116, 222, 308
    rows = [
        ("values", values, pale(palette.INPUT)),
        ("outputs", relu(values), pale(palette.OUTPUT)),
        ("incoming", incoming, pale(palette.FOCUS)),
        ("passed back", back, pale(palette.KERNEL)),
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
        "Two pairs of rows. Forward, −3, 2, 0, 5 and −1 become 0, 2, 0, 5 and 0. Backward, 4, −6, 8, 1 and "
        f"−2 become {', '.join(map(number_text, back[:-1]))} and {back[-1]}: only the second and fourth "
        "pass.",
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
        "Above, an image goes through two 3×3 kernels and gives a map. Below, the same image goes through "
        "one 5×5 kernel and gives the same map.",
        sheet(starts, above, "image", palette.INPUT),
        label(first_left + side / 2, above - 14, "first layer", bold=True),
        grid(first_left, above, first, cell=cell, fill=kernel_fill, size=SMALL),
        label(second_left + side / 2, above - 14, "second layer", bold=True),
        grid(second_left, above, second, cell=cell, fill=kernel_fill, size=SMALL),
        sheet(ends, above, "map", palette.OUTPUT),
        *row(centre_above, (first_left, first_left + side), (second_left, second_left + side)),
        sheet(starts, centre_below - side / 2, "image", palette.INPUT),
        label(WIDTH / 2, below - 14, "one layer, the same map", bold=True),
        grid(merged_left, below, merged, cell=cell, fill=kernel_fill, size=SMALL),
        sheet(ends, centre_below - side / 2, "map", palette.OUTPUT),
        *row(centre_below, (merged_left, merged_left + 5 * cell)),
    )


def draw_he():
    """Draw one layer with He's scale: what arrives, the sum of n products, and what ReLU leaves."""
    n = 3 * 3 * 64
    arriving, variance = 1, 2 / n
    sums = n * arriving * variance
    width, height, top, left, gap = 188, 96, 72, 20, 38
    stations = [
        (f"mean square {arriving}", "numbers arrive", palette.INPUT),
        (f"variance {sums:.0f}", f"sums of {n} products", palette.KERNEL),
        (f"mean square {sums / 2:.0f}", "numbers leave", palette.OUTPUT),
    ]
    parts = []
    for place, (value, name, colour) in enumerate(stations):
        x = left + place * (width + gap)
        parts += [
            box(x, top, width, height, fill=pale(colour)(0), line=colour, thickness=2, corner=6),
            label(x + width / 2, top + 42, value, size=MEDIUM, bold=True),
            label(x + width / 2, top + 70, name),
        ]
        if place:
            parts.append(arrow(x - gap + 6, top + height / 2, x - 6, top + height / 2))
    between = [left + (place + 1) * width + (place + 0.5) * gap for place in range(2)]
    return page(
        236,
        f"Three boxes in a row: mean square {arriving} arrives; {n} products with weights of variance 2/{n} "
        f"add up to variance {sums:.0f}; ReLU halves it to {sums / 2:.0f}, and the next layer starts there.",
        *parts,
        label(between[0], top - 18, f"weights of variance 2/{n}: times {n} · 2/{n} = 2"),
        label(between[1], top + height + 30, "ReLU: half of the squares"),
        label(WIDTH / 2, 222, "The next layer starts from a mean square of 1 again."),
    )

"""Lesson 05, ReLU: forward, backward, two layers without it, and He's scale."""

import numpy as np
from drawings.lesson_00 import EDGE
from drawings.openings import SIDE, garment, opening, raster_panel
from drawings.parts import (
    MEDIUM,
    SMALL,
    WIDTH,
    arrow,
    box,
    coarse_signed,
    grid,
    label,
    line_between,
    page,
    pale,
    signed,
)

from helpers import conv2d, flip, palette, relu
from helpers.kernels import VERTICAL_LINE
from helpers.plots import number_text


def draw_gate():
    """Draw ReLU in the forward pass, and as a gate in the backward pass."""
    values, incoming = np.array([-3, 2, 5, -1]), np.array([4, -6, 1, -2])
    back = np.where(values > 0, incoming, 0)
    cell, left = 72, 190
    tops = 30, 116, 222, 308
    rows = [
        ("Values", values, palette.INPUT),
        ("Outputs", relu(values), palette.OUTPUT),
        ("Passed back", back, palette.KERNEL),
        ("Incoming", incoming, palette.FOCUS),
    ]
    parts = []
    for top, (name, numbers, role) in zip(tops, rows, strict=True):
        parts.append(label(24, top + 29, name, anchor="start", bold=True))
        parts += [
            grid(
                left + place * (cell + 16), top, [[number]], cell=46, fill=pale(role), size=MEDIUM, frame=role
            )
            for place, number in enumerate(numbers)
        ]
    for place, value in enumerate(values):
        x = left + place * (cell + 16) + 23
        for start, end in ((tops[0] + 50, tops[1] - 6), (tops[3] - 4, tops[2] + 52)):
            way = 1 if end > start else -1
            if value > 0:
                parts.append(arrow(x, start, x, end, colour=palette.OUTPUT))
            else:
                parts.append(line_between((x, start), (x, start + 13 * way)))
                parts.append(
                    line_between((x - 14, start + 14 * way), (x + 14, start + 14 * way), thickness=2.5)
                )
    for name, start, end in (("forward", tops[0] + 50, tops[1] - 6), ("backward", tops[3] - 4, tops[2] + 52)):
        parts.append(label(WIDTH - 44, (start + end) / 2 + 5, name, anchor="end"))
        parts.append(arrow(WIDTH - 30, start, WIDTH - 30, end))
    return page(
        378,
        "Two pairs of rows. Forward, from top to bottom, −3, 2, 5 and −1 become 0, 2, 5 and 0. "
        "Backward, from bottom to top, 4, −6, 1 and "
        f"−2 become {', '.join(map(number_text, back[:-1]))} and {back[-1]}: only the second and third "
        "pass.",
        *parts,
        line_between((24, 191), (WIDTH - 24, 191), colour=palette.PADDING, dashes="6 5"),
    )


def draw_merge():
    """Draw two layers in a row, and the one kernel that does the same."""
    first, second = VERTICAL_LINE, np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
    merged = conv2d(first, flip(second), padding="full")
    cell = 30
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
        sheet(starts, above, "Image", palette.INPUT),
        label(first_left + side / 2, above - 14, "First layer", bold=True),
        grid(first_left, above, first, cell=cell, fill=signed(2), size=SMALL, frame=palette.KERNEL),
        label(second_left + side / 2, above - 14, "Second layer", bold=True),
        grid(second_left, above, second, cell=cell, fill=signed(2), size=SMALL, frame=palette.KERNEL),
        sheet(ends, above, "Map", palette.OUTPUT),
        *row(centre_above, (first_left, first_left + side), (second_left, second_left + side)),
        sheet(starts, centre_below - side / 2, "Image", palette.INPUT),
        label(WIDTH / 2, below - 14, "One layer, the same map", bold=True),
        grid(merged_left, below, merged, cell=cell, fill=signed(2), size=SMALL, frame=palette.KERNEL),
        sheet(ends, centre_below - side / 2, "Map", palette.OUTPUT),
        *row(centre_below, (merged_left, merged_left + 5 * cell)),
    )


def draw_he():
    """Draw one layer with He's scale: what arrives, the sum of n products, and what ReLU leaves."""
    n = 3 * 3 * 64
    arriving, variance = 1, 2 / n
    sums = n * arriving * variance
    width, height, top, left, gap = 172, 92, 84, 20, 62
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
            label(x + width / 2, top + 40, value, size=MEDIUM, bold=True),
            label(x + width / 2, top + 67, name),
        ]
        if place:
            parts.append(arrow(x - gap + 6, top + height / 2, x - 6, top + height / 2))
    # each caption is above its arrow, with a thin line down to it
    captions = [(f"weights of variance 2/{n}:", f"times {n} · 2/{n} = {sums:.0f}"), ("ReLU halves it",)]
    for place, words in enumerate(captions):
        x = left + (place + 1) * width + (place + 0.5) * gap
        for line, text in enumerate(reversed(words)):
            parts.append(label(x, top - 22 - 22 * line, text))
        parts.append(line_between((x, top - 14), (x, top + height / 2 - 8), colour=palette.PADDING))
    start, end, below = WIDTH - left - width / 2, left + width / 2, top + height + 30
    parts += [
        line_between((start, top + height + 6), (start, below), thickness=2),
        line_between((start + 1, below), (end - 1, below), thickness=2),
        arrow(end, below, end, top + height + 6),
    ]
    return page(
        244,
        f"Three boxes in a row: mean square {arriving} arrives; {n} products with weights of variance 2/{n} "
        f"add up to variance {sums:.0f}; ReLU halves it to {sums / 2:.0f}, and the next layer starts there.",
        *parts,
        label(WIDTH / 2, below + 24, "The next layer starts from a mean square of 1 again."),
    )


def draw_opening():
    """Draw a feature map, the bend of ReLU, and the map after it."""
    values = conv2d(garment("Shirt"), EDGE)
    limit = 0.7 * abs(values).max()
    look = {"fill": coarse_signed(limit), "frame": palette.OUTPUT}

    def bend(x, y):
        middle, bottom = x + SIDE / 2, y + 0.75 * SIDE
        return "".join(
            [
                line_between((x, bottom), (x + SIDE, bottom), colour=palette.PADDING),
                line_between((middle, y), (middle, y + SIDE), colour=palette.PADDING),
                line_between((x, bottom), (middle, bottom), colour=palette.FOCUS, thickness=5),
                line_between(
                    (middle, bottom), (x + SIDE, bottom - SIDE / 2), colour=palette.FOCUS, thickness=5
                ),
            ]
        )

    return opening(
        "A feature map of a shirt, red where a response is positive and blue where it is negative; the bend "
        "of ReLU, flat below 0 and rising above it; and the map after ReLU, in which only the red is left.",
        (SIDE, raster_panel(values, **look), "feature map"),
        (SIDE, bend, "ReLU"),
        (SIDE, raster_panel(relu(values), **look), "only what is above 0"),
        gap=64,
    )

"""Lesson 12, inside the network: the receptive field, and Grad-CAM."""

import numpy as np
from drawings.openings import SIDE, garment, opening, photo_panel, raster_panel
from drawings.parts import (
    INK,
    MEDIUM,
    PAPER,
    SIGN,
    SMALL,
    arrow,
    box,
    coarse_signed,
    grid,
    label,
    line_between,
    page,
    pale,
    raster,
    signed,
)

from helpers import palette, receptive_field, relu, trace
from helpers.data import CLASS_NAMES
from helpers.inside.attribution import occlusion_map
from helpers.pocket import pocket_network
from helpers.shapes import Conv, Pool

FIRST_CONVOLUTION = 2  # its place among the nodes of the pocket network


def draw_grow_back():
    """Draw one side of the course network, from a cell of the last layer back to its ten pixels."""
    layers = (Conv(64), Pool(), Conv(64), Pool())
    pixels, pitch, left, side = 14, 36, 158, 26
    heights = [330, 258, 186, 114, 42]
    names = ["14 pixels", "conv 1", "pool 1", "conv 2", "pool 2"]
    sizes = [pixels, *(row.shape[0] for row in trace(layers, (pixels, pixels, 1)))]
    windows = [(3, 1), (2, 2), (3, 1), (2, 2)]  # kernel size and stride of each layer
    # A cell is drawn above the middle of the pixels it sees.
    middles = [[float(n) for n in range(pixels)]]
    for size, (k, stride) in zip(sizes[1:], windows, strict=True):
        below = middles[-1]
        middles.append([(below[n * stride] + below[n * stride + k - 1]) / 2 for n in range(size)])

    def centre(level, n):
        return left + middles[level][n] * pitch + side / 2

    lines, cells, used = [], [], {0}
    for level in range(4, -1, -1):
        colour = palette.OUTPUT if level else palette.INPUT
        for n, middle in enumerate(middles[level]):
            fill = colour if n in used else PAPER
            cells.append(
                box(left + middle * pitch, heights[level], side, side, fill=fill, line=palette.PADDING)
            )
        if level:
            k, stride = windows[level - 1]
            pairs = [(n, below) for n in sorted(used) for below in range(n * stride, n * stride + k)]
            lines += [
                line_between(
                    (centre(level, n), heights[level] + side),
                    (centre(level - 1, below), heights[level - 1]),
                    colour=palette.KERNEL,
                    thickness=2,
                )
                for n, below in pairs
            ]
            used = {below for _, below in pairs}
    fields = [1, *(receptive_field(layers[:n])[0] for n in range(1, 5))]
    return page(
        380,
        "One side of the course network as five rows of cells. A cell of pool 2 at the top depends on two "
        "cells of conv 2, these on four of pool 1, these on eight of conv 1, and these on ten of the "
        "fourteen pixels at the bottom. Next to each row is how many pixels one of its cells sees: 1, 3, 4, "
        "8, 10.",
        *lines,
        *cells,
        *[
            label(20, height + 19, name, anchor="start", bold=True)
            for height, name in zip(heights, names, strict=True)
        ],
        label(104, 24, "sees", anchor="start"),
        *[
            label(122, height + 19, str(field), bold=True, colour=palette.FOCUS if level else INK)
            for level, (height, field) in enumerate(zip(heights, fields, strict=True))
        ],
    )


def draw_grad_cam():
    """Draw Grad-CAM: maps times their weights, added up, with negative sums set to 0."""
    maps = [
        np.array([[3, 0, 0], [2, 1, 0], [0, 0, 0]]),
        np.array([[0, 1, 4], [0, 0, 2], [0, 0, 0]]),
        np.array([[0, 0, 0], [0, 2, 1], [1, 3, 0]]),
    ]
    weights = [2, -1, 1]
    total = sum(weight * one for weight, one in zip(weights, maps, strict=True))
    parts, cell, top = [], 36, 66
    for number, (weight, one) in enumerate(zip(weights, maps, strict=True)):
        x = 24 + number * 158
        sign = "−" if weight < 0 else "+" if number else ""
        parts += [
            label(x + 14, top + 62, f"{sign} {abs(weight)} ·".strip(), size=MEDIUM, bold=True),
            grid(x + 36, top, one, cell=cell, fill=pale(palette.OUTPUT), size=SMALL),
            label(x + 36 + 1.5 * cell, top - 12, f"map {number}"),
        ]
    x = 24 + 3 * 158 + 42
    parts += [
        label(x - 22, top + 62, "=", size=SIGN),
        grid(x, top, total, cell=cell, fill=signed(6), size=SMALL),
        label(x + 1.5 * cell, top - 12, "sum"),
        arrow(x + 1.5 * cell, top + 3 * cell + 8, x + 1.5 * cell, top + 3 * cell + 40),
        label(x + 1.5 * cell - 14, top + 3 * cell + 30, "ReLU", anchor="end"),
        grid(x, top + 3 * cell + 46, relu(total), cell=cell, fill=pale(palette.FOCUS), size=SMALL),
        label(24, top + 3 * cell + 80, "The weight of a map is the mean slope of the", anchor="start"),
        label(24, top + 3 * cell + 102, "class's score with respect to its cells.", anchor="start"),
        label(x - 22, top + 3 * cell + 102, "Grad-CAM", anchor="end", bold=True),
    ]
    return page(
        356,
        "Three feature maps of 3×3 cells, times their weights 2, −1 and 1, are added up to one map with "
        "positive and negative numbers. A ReLU turns the negative ones into 0: that is the Grad-CAM "
        "map.",
        *parts,
    )


def draw_opening():
    """Draw a garment, four feature maps of a trained network, and which pixels its answer depends on."""
    network, name = pocket_network(), "Ankle boot"
    image = garment(name)
    maps = network.run(image[np.newaxis])[FIRST_CONVOLUTION][0]
    liveliest = np.argsort(-maps.std(axis=(0, 1)))[:4]
    fall = occlusion_map(network, image, CLASS_NAMES.index(name), odds=True)
    small = (SIDE - 4) / 2

    def four(x, y):
        return "".join(
            raster(
                x + place % 2 * (small + 4),
                y + place // 2 * (small + 4),
                maps[..., channel],
                cell=small / len(maps),
                fill=coarse_signed(maps[..., channel].max()),
                frame=palette.OUTPUT,
            )
            for place, channel in enumerate(liveliest)
        )

    return opening(
        "An ankle boot, four feature maps of a trained network that show its edges and its areas, and a "
        "heat map of the pixels that the network’s answer depends on, most of all where they are red.",
        (SIDE, photo_panel(image), "image"),
        (SIDE, four, "four of its maps"),
        (SIDE, raster_panel(fall, fill=coarse_signed(abs(fall).max())), "a heat map"),
        gap=64,
    )

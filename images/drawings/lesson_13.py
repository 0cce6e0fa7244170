"""Lesson 13, going deeper: separable convolution, batch normalisation and the skip connection."""

import numpy as np
from drawings.openings import opening
from drawings.parts import (
    MEDIUM,
    SIGN,
    SMALL,
    arrow,
    box,
    grid,
    label,
    line_between,
    page,
    pale,
    plain,
)

from helpers import conv_parameters, palette

THREE_BY_THREE = np.zeros((3, 3), int)


def draw_separable():
    """Draw a full convolution next to a depthwise one and a 1×1 convolution, with their weights."""
    channels, filters, k = 3, 4, 3
    full = conv_parameters(k, channels, filters, bias=False)
    grids, mixing = k * k * channels, conv_parameters(1, channels, filters, bias=False)
    top, kernel, parts = 62, pale(palette.KERNEL), []
    for n in range(filters):
        y = top + n * 44
        parts += [grid(30 + c * 46, y, THREE_BY_THREE, cell=12, fill=kernel) for c in range(channels)]
        parts += [arrow(176, y + 18, 202, y + 18), label(210, y + 24, f"map {n + 1}", anchor="start")]
    for c in range(channels):
        y = top + c * 52
        parts += [
            grid(330, y, THREE_BY_THREE, cell=12, fill=kernel),
            label(378, y + 24, f"channel {c + 1}", anchor="start"),
        ]
    right, below = 552, top + filters * 44
    return page(
        290,
        f"On the left a full convolution from {channels} channels to {filters} maps: each map has a 3×3 "
        f"grid for every channel, {full} weights in all. On the right the same in two steps: one 3×3 grid "
        f"for each channel, {grids} weights, then a matrix of {channels} by {filters} that mixes the "
        f"channels, {mixing} weights.",
        label(20, 32, "Full convolution", anchor="start", bold=True),
        label(322, 32, "In two steps", anchor="start", bold=True),
        line_between((300, 20), (300, 270), colour=palette.PADDING, dashes="4 4"),
        *parts,
        arrow(466, top + 70, 536, top + 70),
        label(500, top + 58, "mix", bold=True),
        grid(right, top + 28, np.zeros((channels, filters), int), cell=28, fill=pale(palette.FOCUS)),
        label(right + 56, top + 16, f"{channels} × {filters}"),
        label(20, below + 24, f"{filters} filters of 3·3·{channels}: {full} weights", anchor="start"),
        label(322, below, f"depthwise: {channels} grids of 3·3, {grids} weights", anchor="start"),
        label(322, below + 24, f"1×1: {channels}·{filters}, {mixing} weights", anchor="start"),
    )


def draw_batch_norm():
    """Draw which numbers share a mean: one channel of all images of the batch."""
    first = [np.array([[1, 3], [2, 2]]), np.array([[5, 4], [6, 5]]), np.array([[0, 2], [4, 2]])]
    second = [np.array([[9, 7], [8, 8]]), np.array([[7, 7], [9, 8]]), np.array([[8, 9], [8, 8]])]
    cell, parts = 34, []
    for number, (one, other) in enumerate(zip(first, second, strict=True)):
        x = 44 + number * 110
        parts += [
            label(x + cell, 40, f"image {number + 1}"),
            grid(x, 64, one, cell=cell, fill=pale(palette.INPUT), size=SMALL),
            grid(x, 168, other, cell=cell, fill=pale(palette.OUTPUT), size=SMALL),
        ]
    lines = []
    for channel, (values, y) in enumerate(((first, 64), (second, 168)), start=1):
        lines += [
            box(32, y - 12, 312, 2 * cell + 24, line=palette.FOCUS, thickness=3, corner=8),
            label(362, y + 28, f"channel {channel}: mean {np.mean(values):g}", anchor="start", bold=True),
            label(
                362,
                y + 54,
                f"and spread {np.std(values):.2f} of its {np.size(values)} numbers",
                anchor="start",
            ),
        ]
    return page(
        270,
        "A batch of three images with two channels of 2×2 numbers. A frame surrounds the first channel of "
        f"all three images, twelve numbers with the mean {np.mean(first):g}; another frame surrounds the "
        f"second channel, with the mean {np.mean(second):g}.",
        *parts,
        *lines,
    )


def draw_skip():
    """Draw a residual block, forward and backward."""
    y = 112
    return page(
        240,
        "A block with a skip connection. The values x go through f, a convolution with batch norm and "
        "ReLU, and also past it along an arc. The two are added, so x + f(x) comes out.",
        label(34, y + 7, "x", size=SIGN, bold=True),
        arrow(52, y, 146, y),
        box(150, y - 34, 250, 68, fill=pale(palette.KERNEL)(0), line=palette.KERNEL, corner=8),
        label(275, y - 4, "f: convolution", size=MEDIUM, bold=True),
        label(275, y + 20, "with batch norm and ReLU"),
        arrow(404, y, 470, y),
        label(490, y + 8, "+", size=SIGN, bold=True, colour=palette.FOCUS),
        arrow(508, y, 560, y),
        label(612, y + 6, "x + f(x)", size=MEDIUM, bold=True),
        line_between((90, y), (90, 42), colour=palette.FOCUS, thickness=3),
        line_between((90, 42), (490, 42), colour=palette.FOCUS, thickness=3),
        arrow(490, 42, 490, y - 16, colour=palette.FOCUS),
        label(290, 30, "skip connection: x, unchanged", bold=True),
        label(330, y + 80, "In the backward pass, x receives the upstream gradient,"),
        label(330, y + 104, "plus what comes back through f."),
    )


def draw_opening():
    """Draw a deep network as a row of layers, with a skip connection over every two of them."""
    count, wide, apart = 12, 30, 22
    pitch, middle = wide + apart, 76

    def layers(x, y):
        parts = [arrow(x - 26, y + middle, x - 3, y + middle)]
        for layer in range(count):
            left = x + layer * pitch
            parts += [
                box(
                    left,
                    y + middle - 34,
                    wide,
                    68,
                    fill=pale(palette.KERNEL)(0),
                    line=palette.KERNEL,
                    corner=4,
                ),
                arrow(left + wide + 1, y + middle, left + pitch - 2, y + middle),
            ]
        for first in range(0, count, 2):
            start, end = x + first * pitch - apart / 2, x + (first + 2) * pitch - apart / 2
            over = f"{plain(start)} {plain(y - 14)} {plain(end)} {plain(y - 14)}"
            parts.append(
                f'<path d="M{plain(start)} {plain(y + middle)}C{over} {plain(end)} {plain(y + middle - 12)}" '
                f'fill="none" stroke="{palette.FOCUS}" stroke-width="3"/>'
            )
            parts.append(arrow(end, y + middle - 13, end, y + middle - 3, colour=palette.FOCUS))
        return "".join(parts)

    return opening(
        "A row of twelve layers with an arrow from each to the next, and an arc over every two layers that "
        "leads past them.",
        (count * pitch - apart, layers, "twelve layers, and a way past every two"),
    )

"""Lesson 03, filters and feature maps: matching a feature, and recovering a kernel."""

from itertools import pairwise

import numpy as np
from drawings.openings import SIDE, opening, photo_panel, raster_panel, small_face
from drawings.parts import (
    INK,
    MEDIUM,
    PAPER,
    SIGN,
    SMALL,
    WIDTH,
    arrow,
    box,
    coarse_signed,
    grey,
    grid,
    label,
    page,
    pale,
    signed,
    window,
)

from helpers import conv1d, conv2d, palette
from helpers.kernels import BLUR, CROSSING, FALLING_STROKE, SOBEL
from helpers.pictures import X_MARK, photo
from helpers.plots import number_text


def draw_match():
    """Draw one feature on two windows of an X: an exact match, and one column to its right."""
    feature, cell, small = FALLING_STROKE, 26, 30
    left, top, lefts = 24, 52, (304, 420, 536)
    parts = [
        label(left + 4.5 * cell, 38, "mark", bold=True),
        grid(left, top, X_MARK, cell=cell, fill=ink),
        window(left + 2 * cell, top + cell, cell=cell, dashed=True),
        window(left + cell, top + cell, cell=cell),
    ]
    for column, upper in ((1, 52), (2, 206)):
        under = X_MARK[1:4, column : column + 3]
        products = under * feature
        pictures = ((under, ink), (feature, ink), (products, signed(2)))
        names = ("window" if column == 1 else "next window", "feature", "products")
        for x, (values, fill), name in zip(lefts, pictures, names, strict=True):
            parts.append(label(x + 1.5 * small, upper - 14, name, bold=True))
            parts.append(grid(x, upper, values, cell=small, fill=fill, size=SMALL))
        for x, sign in ((lefts[1], "×"), (lefts[2], "=")):
            parts.append(label(x - 13, upper + 1.5 * small + 8, sign, size=SIGN))
        mean = f"{products.mean():.2f}".replace("-", "−") if products.mean() != 1 else "1"
        words = f"sum {number_text(products.sum())}, mean {mean}"
        right, under = lefts[2] + 3 * small, upper + 3 * small + 22
        parts.append(label(right, under, words, anchor="end", size=MEDIUM, bold=True))
    return page(
        334,
        "An X on 9 by 9 cells with two windows outlined. The falling stroke matches the first one exactly: "
        "the "
        "mean of the products is 1. One column further right the mean is −0.11.",
        *parts,
        label(left, 312, "ink is 1, paper is −1", anchor="start"),
    )


def ink(value):
    """Return the colour of a cell of a mark: dark for ink (1), light for paper (−1)."""
    return INK if value > 0 else PAPER


def draw_learn():
    """Draw the loop that recovers a kernel from its output."""
    wide, high, top = 142, 64, 46
    lefts = [16, 185, 354, 523]
    steps = [
        ("image ∗ kernel", "= its map", palette.INPUT),
        ("map − output", "= error", palette.FOCUS),
        ("error · pixel,", "mean = slope", palette.OUTPUT),
        ("kernel −", "rate · slope", palette.KERNEL),
    ]
    boxes = [
        part
        for left, (first, second, colour) in zip(lefts, steps, strict=True)
        for part in (
            box(left, top, wide, high, fill=pale(colour)(0), line=colour, thickness=2, corner=8),
            label(left + wide / 2, top + 27, first),
            label(left + wide / 2, top + 49, second, bold=True),
        )
    ]
    arrows = [
        arrow(left + wide + 4, top + high / 2, right - 4, top + high / 2) for left, right in pairwise(lefts)
    ]
    start, end, below = lefts[-1] + wide / 2, lefts[0] + wide / 2, top + high + 34
    back = (
        f'<path d="M {start} {top + high} V {below} H {end} V {top + high + 16}" fill="none" '
        f'stroke="{INK}" stroke-width="2"/>'
    )
    return page(
        188,
        "A loop of four boxes: image and kernel give a map; map minus output is the error; error times "
        "pixel, "
        "averaged, is the slope; the kernel changes by a little of the slope, in the other direction.",
        label(24, 30, "one step", anchor="start", bold=True),
        *boxes, *arrows, back,
        arrow(end, top + high + 24, end, top + high + 4),
        label(WIDTH / 2, below + 24, "again, with the changed kernel"),
    )  # fmt: skip


PROFILES = {
    "line": [0, 0, 0, 9, 0, 0, 0],
    "step": [0, 0, 0, 9, 9, 9, 9],
    "ramp": [0, 10, 20, 30, 40, 50, 60],
}


def draw_line_edge():
    """Draw a line, a step and a ramp, next to the numbers of a second and a first difference."""
    wide, cell, lefts = 26, 36, (92, 288, 480)
    parts = [
        label(lefts[0] + 3.5 * wide, 34, "pixels", bold=True),
        label(lefts[1] + 2.5 * cell, 34, "rows of −1, 2, −1", bold=True),
        label(lefts[2] + 2.5 * cell, 34, "rows of −1, 0, 1", bold=True),
    ]
    for top, (name, pixels) in zip((50, 156, 262), PROFILES.items(), strict=True):
        floor = top + 70
        parts.append(label(24, floor - 24, name, anchor="start", size=MEDIUM, bold=True))
        for place, pixel in enumerate(pixels):
            x, high = lefts[0] + place * wide, 4 + 62 * pixel / max(pixels)
            parts.append(box(x, floor - high, wide, high, fill=palette.INPUT, line=palette.PADDING))
            parts.append(label(x + wide / 2, floor + 18, str(pixel)))
        for left, weights in zip(lefts[1:], ([-1, 2, -1], [-1, 0, 1]), strict=True):
            numbers = 3 * conv1d(np.array(pixels), np.array(weights))
            parts.append(grid(left, floor - 46, [numbers], cell=cell, fill=signed(60), size=SMALL))
    return page(
        366,
        "Three rows of pixels, drawn as bars, and the numbers that two kernels give. Line: −27, 54, −27 "
        "and 27, 0, −27. Step: −27, 27 and 27, 27. Ramp: zeros, and 60 everywhere.",
        *parts,
    )


def draw_separable():
    """Draw how a column times a row gives the square of all products."""
    cell, top, row = 44, 64, np.array([1, 2, 1])
    fill = signed(6)
    return page(
        236,
        "A column of 1, 2, 1 times a row of 1, 2, 1 gives a square of nine products: 1, 2, 1; 2, 4, 2; 1, "
        "2, 1.",
        label(92, 40, "column", bold=True),
        grid(70, top, row[:, np.newaxis], cell=cell, fill=fill, size=MEDIUM),
        label(150, top + 1.5 * cell + 9, "×", size=SIGN),
        label(254, 40, "row", bold=True),
        grid(188, top + cell, row[np.newaxis, :], cell=cell, fill=fill, size=MEDIUM),
        label(360, top + 1.5 * cell + 9, "=", size=SIGN),
        label(466, 40, "all products", bold=True),
        grid(400, top, np.outer(row, row), cell=cell, fill=fill, size=MEDIUM),
        label(340, 220, "3 + 3 weights instead of 9; divide by 16 to keep the brightness"),
    )


def draw_alike():
    """Draw three grey windows with their dot product and their normalised score."""
    cell, top = 40, 76
    dim = np.where(CROSSING > 0, 66, 30)
    windows = {"dim crossing": dim, "wall": np.full((3, 3), 250), "dim negative": 96 - dim}
    parts = [
        label(84, 50, "feature", bold=True),
        grid(24, top, CROSSING, cell=cell, fill=signed(2), size=SMALL),
        label(24, 228, "dot product", anchor="start", bold=True),
        label(24, 260, "normalised score", anchor="start", bold=True),
    ]
    pattern = CROSSING - CROSSING.mean()
    for left, (name, values) in zip((212, 372, 532), windows.items(), strict=True):
        rest = values - values.mean()
        length = np.sqrt((rest**2).sum() * (pattern**2).sum())
        score = round((rest * pattern).sum() / length) if length else 0
        parts += [
            label(left + 1.5 * cell, 50, name, bold=True),
            grid(left, top, values, cell=cell, fill=grey, size=SMALL, pixels=True),
            label(left + 1.5 * cell, 228, number_text((values * CROSSING).sum()), size=MEDIUM),
            label(left + 1.5 * cell, 260, number_text(score), size=MEDIUM),
        ]
    return page(
        284,
        "Three windows: a dim crossing, a wall and a dim negative, each with its plain dot product (210, "
        "250, "
        "−114) and its normalised score (1, 0, −1).",
        *parts,
    )


def draw_opening():
    """Draw a photo and what three kernels make of it."""
    face = small_face(photo())
    made = [conv2d(face, kernel) for kernel in (SOBEL, SOBEL.T, BLUR)]
    limit = 0.6 * max(abs(made[0]).max(), abs(made[1]).max())

    def edges(which):
        return raster_panel(made[which], fill=coarse_signed(limit), frame=palette.OUTPUT)

    return opening(
        "A photo of a woman in uniform, and three maps of it: one of its vertical edges, one of its "
        "horizontal edges, both with red on one side and blue on the other, and a blurred one.",
        (SIDE, photo_panel(face), "photo"),
        (SIDE, edges(0), "vertical edges"),
        (SIDE, edges(1), "horizontal edges"),
        (SIDE, photo_panel(made[2], frame=palette.OUTPUT), "blur"),
        between=("→", "", ""),
    )

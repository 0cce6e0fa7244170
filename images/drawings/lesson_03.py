"""Lesson 03, filters and feature maps: matching a feature, and recovering a kernel."""

from itertools import pairwise

from drawings.parts import (
    INK,
    MEDIUM,
    PAPER,
    SIGN,
    SMALL,
    WIDTH,
    arrow,
    box,
    grid,
    label,
    page,
    pale,
    signed,
    window,
)

from helpers import palette
from helpers.kernels import FALLING_STROKE
from helpers.pictures import X_MARK
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
        "An X on 9 by 9 cells with two windows outlined. In the first, rows 1–3 and columns 1–3, the "
        "falling stroke meets the same cells: all nine products are 1, and their mean is 1. In the second, "
        "one column further right, four products are 1 and five are −1: the mean is −0.11.",
        *parts,
        label(left, 312, "ink is 1, paper is −1", anchor="start"),
    )


def ink(value):
    """Return the colour of a cell of a mark: dark for ink (1), light for paper (−1)."""
    return INK if value > 0 else PAPER


def draw_learn():
    """Draw the loop that recovers a kernel from its output."""
    wide, high, top = 130, 64, 46
    lefts = [24, 191, 358, 525]
    steps = [
        ("image ∗ kernel", "= its map", palette.INPUT),
        ("map − output", "= error", palette.FOCUS),
        ("mean(error · pixel)", "= slope", palette.OUTPUT),
        ("kernel −", "rate · slope", palette.KERNEL),
    ]
    boxes = [
        part
        for left, (first, second, colour) in zip(lefts, steps, strict=True)
        for part in (
            box(left, top, wide, high, fill=pale(colour)(0), line=colour, thickness=2, corner=8),
            label(left + wide / 2, top + 27, first, size=SMALL if len(first) < 16 else 14.7),
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
        "A loop of four boxes: the image and the kernel make a map; the output is taken away from it, which "
        "leaves the error; error times pixels, averaged for each weight, is the slope; the kernel changes "
        "by a little of the slope, in the other direction, and the loop starts again.",
        label(24, 30, "one step", anchor="start", bold=True),
        *boxes, *arrows, back,
        arrow(end, top + high + 24, end, top + high + 4),
        label(WIDTH / 2, below + 24, "again, with the changed kernel"),
    )  # fmt: skip

"""Lesson 06, pooling: blocks of a feature map, the dropped row, and a small shift."""

import numpy as np
from drawings.openings import SIDE, garment, opening
from drawings.parts import (
    MEDIUM,
    OUTSIDE,
    PAPER,
    SMALL,
    arrow,
    box,
    coarse_signed,
    dot,
    grey,
    grid,
    hatch,
    label,
    line_between,
    page,
    pale,
    raster,
    strip,
    window,
)

from helpers import conv2d, output_size, palette, pool2d, relu
from helpers.kernels import EDGE
from helpers.pictures import SIXTEEN
from helpers.shapes import axis_padding


def bright_of(largest):
    """Return a fill for values from 0 (black) to the largest (white)."""
    return lambda value: grey(255 * value / largest)


def blocks(x, y, rows, columns, *, cell, size=2):
    """Return the outlines of windows side by side."""
    return "\n".join(
        window(x + column * size * cell, y + row * size * cell, cell=cell, rows=size, columns=size)
        for row, column in np.ndindex(rows, columns)
    )


def draw_sixteen():
    """Draw sixteen pixels pooled to four: the maximum of each block, and its mean."""
    cell, apart, top, left, right = 46, 14, 62, 84, 504
    fill, wide = bright_of(SIXTEEN.max()), 2 * cell + apart
    largest, mean = pool2d(SIXTEEN), pool2d(SIXTEEN, mode="average")
    parts = []
    # one line from all four blocks, and from it one to each result
    edge, fork, centre = left + 2 * wide - apart + 14, left + 2 * wide + 44, top + wide - apart / 2
    parts.append(line_between((edge, top), (edge, top + 2 * wide - apart)))
    parts.append(line_between((edge, centre), (fork, centre)))
    parts.append(line_between((fork, 54 + cell), (fork, 198 + cell)))
    for name, word, pooled, above in (("Max", "largest", largest, 54), ("Average", "mean", mean, 198)):
        middle = above + cell
        parts += [
            arrow(fork, middle, right - 12, middle),
            label((fork + right - 12) / 2, middle - 9, word),
            label(right + cell, above - 12, name, bold=True),
        ]
        look = {"cell": cell, "fill": fill, "size": MEDIUM, "pixels": True, "frame": palette.OUTPUT}
        parts.append(grid(right, above, pooled, **look))
    for row, column in np.ndindex(2, 2):
        x, y = left + column * (2 * cell + apart), top + row * (2 * cell + apart)
        block = SIXTEEN[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        parts += [grid(x, y, block, cell=cell, fill=fill, size=MEDIUM, pixels=True)]
        parts.append(window(x, y, cell=cell, rows=2, columns=2))
        for inner in np.argwhere(block == largest[row, column]):
            centre = (x + (inner[1] + 0.5) * cell, y + (inner[0] + 0.5) * cell)
            parts.append(dot(*centre, 15, fill="none", line=PAPER, thickness=6))
            parts.append(dot(*centre, 15, fill="none", line=palette.FOCUS, thickness=3))
    return page(
        312,
        "Sixteen numbers in four blocks of 2×2, each in the frame of a window. Keeping the largest of each, "
        "which has a ring, gives 5, 6, 2 and 8; keeping the mean gives 3, 2, 1 and 5. Each result is where "
        "its block was.",
        label(left + wide, 40, "Sixteen numbers", bold=True),
        *parts,
    )


def draw_eleven():
    """Draw eleven pixels pooled in twos: valid drops the last one, same adds a sixth window."""
    cell, left = 46, 112
    parts = []
    for top, padding in ((64, "valid"), (206, "same")):
        before, after = axis_padding(11, 2, stride=2, padding=padding)
        count = output_size(11, 2, stride=2, padding=padding)
        parts += [
            label(24, top + 30, padding, anchor="start", size=MEDIUM, bold=True),
            label(24, top + 50, f"{count} windows", anchor="start"),
            strip(left, top, before, 11, after, cell=cell),
            *[
                box(left + 3 + stop * 2 * cell, top + 54, 2 * cell - 6, 22, fill=pale(palette.FOCUS)(0),
                    line=palette.FOCUS, thickness=3, corner=4)
                + label(left + (2 * stop + 1) * cell, top + 71, str(stop))
                for stop in range(count)
            ],
        ]  # fmt: skip
    last, tint = left + 10 * cell, pale(palette.PADDING)(0)
    parts += [
        box(last, 64, cell, cell, fill=tint, line=palette.PADDING),
        hatch(last, 64, cell, cell, colour="#b0b0b0"),
        box(last + 9, 64 + 12, cell - 18, cell - 24, fill=tint),
        label(last + cell / 2, 64 + cell / 2 + 6, "10", colour=OUTSIDE),
        label(last + cell / 2, 64 - 9, "dropped"),
        label(last + cell * 1.5, 206 - 9, "padding"),
    ]
    return page(
        308,
        "A side of eleven pixels, twice. Valid: five windows of two cover pixels 0 to 9, and pixel 10 is "
        "dropped. Same: one cell of padding follows pixel 10, and both share a sixth window.",
        label(left + 5 * cell, 38, "11 pixels, windows of 2, stride 2", size=MEDIUM, bold=True),
        *parts,
    )


def draw_stride():
    """Draw the positions of a convolution with stride 1, and those that a stride of 2 keeps."""
    cell, top, left, right, rows = 38, 62, 120, 452, 6
    kept = output_size(rows + 2, 3, stride=2)
    every, second = np.full((rows, rows), None), np.arange(kept**2).reshape(kept, kept)
    every[::2, ::2] = second
    look = {"cell": cell, "size": SMALL, "frame": palette.OUTPUT, "fill": pale(palette.OUTPUT)}
    middle = top + rows * cell / 2
    return page(
        324,
        "Of 6×6 positions, every second one in every second row is kept: the 3×3 map of stride 2.",
        label(left + rows * cell / 2, 40, f"Stride 1: {rows**2} positions", bold=True),
        grid(left, top, every, **look),
        arrow(left + rows * cell + 20, middle, right - 20, middle),
        label(
            right + kept * cell / 2,
            middle - kept * cell / 2 - 22,
            f"Stride 2: {kept**2} positions",
            bold=True,
        ),
        grid(right, middle - kept * cell / 2, second, **look),
    )


def draw_shift():
    """Draw a bright pixel moved twice: first within its window, then into the next one."""
    cell, top = 30, 62
    parts = []
    for left, column in zip((34, 254, 474), (0, 1, 2), strict=True):
        picture = np.zeros((4, 6), int)
        picture[1, column] = 9
        pooled = pool2d(picture)
        middle, look = left + 3 * cell, {"cell": cell, "fill": bright_of(9), "size": SMALL}
        parts += [
            label(middle, 42, ("At first", "One to the right", "Two to the right")[column], bold=True),
            grid(left, top, picture, **look),
            blocks(left, top, 2, 3, cell=cell),
            arrow(middle, top + 4 * cell + 8, middle, top + 4 * cell + 34),
            grid(middle - 1.5 * cell, top + 4 * cell + 42, pooled, **look, frame=palette.OUTPUT),
        ]
    parts += [
        label(254 + 3 * cell, 318, "the pooled map is the same", size=SMALL),
        label(474 + 3 * cell, 318, "it has moved", size=SMALL),
    ]
    return page(
        340,
        "A grid with one bright pixel, in windows of 2×2, at three positions. After the first step the "
        "pixel is still in its window, and the pooled map is the same. After the second it is in the next "
        "window, and the pooled map has changed.",
        *parts,
    )


def draw_opening():
    """Draw a feature map, pooled twice, at one scale."""
    values = relu(conv2d(garment("Ankle boot"), EDGE))
    cell = SIDE / len(values)

    def shrunk(grid_of_numbers):
        side = len(grid_of_numbers) * cell
        fill = coarse_signed(0.6 * values.max())
        return (
            SIDE,
            lambda x, y: raster(
                x + (SIDE - side) / 2,
                y + (SIDE - side) / 2,
                grid_of_numbers,
                cell=cell,
                fill=fill,
                frame=palette.OUTPUT,
            ),
            f"{len(grid_of_numbers)} × {len(grid_of_numbers)}",
        )

    once = pool2d(values)
    twice = pool2d(once)
    return opening(
        "The outline of an ankle boot as a feature map, 26×26; after max-pooling, 13×13; after "
        "pooling again, 6×6. All are drawn at one scale, and the boot can be recognised in each.",
        shrunk(values),
        shrunk(once),
        shrunk(twice),
        gap=64,
    )

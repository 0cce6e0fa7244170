"""Lesson 01, images as numbers: colour channels, shuffled pixels, a dense unit next to a kernel."""

import numpy as np
from drawings.openings import SIDE, garment, opening, photo_panel
from drawings.parts import (
    INK,
    SMALL,
    WIDTH,
    arrow,
    box,
    dot,
    grey,
    grid,
    label,
    line_between,
    page,
    pale,
    window,
)
from matplotlib.colors import to_hex

from helpers import palette


def draw_three_grids():
    """Draw a colour image and its three channels."""
    red, white, sky, dark = (230, 30, 40), (250, 250, 245), (70, 120, 210), (40, 30, 30)
    lines = [[sky, sky, sky, sky], [sky, red, red, sky], [red, white, white, red], [dark, white, white, dark]]
    picture = np.array(lines)
    # The grid's fill takes a number, so each pixel is numbered and looked up again.
    colours = [to_hex(pixel / 255) for pixel in picture.reshape(-1, 3)]
    cell, top = 36, 54
    lefts = [21 + place * (4 * cell + 21) for place in range(4)]
    names = ["in colour", "red", "green", "blue"]
    return page(
        220,
        "A 4×4 colour image and its three grids of numbers, red, green and blue. A red pixel has 230 in the "
        "first grid and small numbers in the other two; a white pixel has large numbers in all three.",
        *[label(left + 2 * cell, 38, name, bold=True) for left, name in zip(lefts, names, strict=True)],
        grid(lefts[0], top, np.arange(16).reshape(4, 4), cell=cell, fill=colours.__getitem__, pixels=True),
        *[
            grid(left, top, channel, cell=cell, fill=grey, size=SMALL)
            for left, channel in zip(lefts[1:], np.moveaxis(picture, 2, 0), strict=True)
        ],
    )


def draw_shuffle():
    """Draw how one fixed order of nine places shuffles an image."""
    picture = np.arange(10, 100, 10).reshape(3, 3)
    order = np.array([7, 2, 5, 0, 8, 3, 6, 1, 4])
    shuffled = picture.ravel()[order]
    cell = 36
    tops = 70, 148, 226  # a row each for the picture's pixels, the order and the result
    left, middle, right = 24, 182, WIDTH - 24 - 3 * cell
    end = middle + 9 * cell
    top, bottom = tops[0] - cell, tops[2] - cell
    return page(
        316,
        f"A 3×3 image with the numbers 10 to 90, an order of nine positions, {' '.join(map(str, order))}, "
        "and the shuffled image that takes its pixels from these positions: "
        f"{' '.join(map(str, shuffled[:3]))} in its first row.",
        label(left + 1.5 * cell, top - 12, "image", bold=True),
        grid(left, top, picture, cell=cell, fill=bright, size=SMALL),
        arrow(left + 3 * cell + 6, tops[0] + cell / 2, middle - 6, tops[0] + cell / 2),
        label(middle, 34, "positions, and the pixels in one row", anchor="start", bold=True),
        *[label(middle + (place + 0.5) * cell, tops[0] - 8, str(place)) for place in range(9)],
        grid(middle, tops[0], [picture.ravel()], cell=cell, fill=bright, size=SMALL),
        label(middle, tops[1] - 10, "order: the position to take each pixel from", anchor="start", bold=True),
        grid(middle, tops[1], [order], cell=cell, fill=pale(palette.KERNEL), size=SMALL),
        label(middle, tops[2] - 10, "taken in this order", anchor="start", bold=True),
        grid(middle, tops[2], [shuffled], cell=cell, fill=bright, size=SMALL),
        arrow(end + 6, tops[2] + cell / 2, right - 6, tops[2] + cell / 2),
        label(right + 1.5 * cell, bottom - 12, "shuffled", bold=True),
        grid(right, bottom, shuffled.reshape(3, 3), cell=cell, fill=bright, size=SMALL),
    )


def bright(value):
    """Return the colour of a pixel, from 0 for black to 100."""
    return grey(2.55 * value)


def draw_dense_and_kernel():
    """Draw a dense unit and a kernel on the same image, with a line for each weight."""
    pixels = np.array([[(row * 7 + column * 5) % 11 * 22 for column in range(6)] for row in range(6)])
    cell, top, unit = 28, 62, (300, 146)
    left, right, output = 24, 366, WIDTH - 24 - 4 * 28

    def centres(x, rows, columns):
        return [(x + (column + 0.5) * cell, top + (row + 0.5) * cell) for row in rows for column in columns]

    output_top = top + cell
    first, last = (
        (output + 0.5 * cell, output_top + 0.5 * cell),
        (output + 3.5 * cell, output_top + 3.5 * cell),
    )
    first_window, last_window = centres(right, range(3), range(3)), centres(right, range(3, 6), range(3, 6))
    return page(
        306,
        "Left, a dense unit: lines from all 36 pixels of a 6×6 image lead to one circle. Right, a kernel: "
        "nine lines from one 3×3 window lead to one cell of the output, and nine from a dashed window lead "
        "to another cell.",
        label(left, 40, "dense: one unit", anchor="start", bold=True),
        grid(left, top, pixels, cell=cell, fill=grey),
        *[line_between(place, unit, colour=palette.KERNEL) for place in centres(left, range(6), range(6))],
        dot(*unit, 13, fill=palette.OUTPUT, line=INK),
        label(left, 264, "a weight for each pixel: 36", anchor="start"),
        label(left, 288, "the next unit has 36 more", anchor="start"),
        label(right, 40, "kernel: nine weights", anchor="start", bold=True),
        grid(right, top, pixels, cell=cell, fill=grey),
        grid(output, output_top, np.full((4, 4), None), cell=cell, fill=grey),
        *[line_between(place, last, colour=palette.KERNEL, dashes="4 4") for place in last_window],
        *[line_between(place, first, colour=palette.KERNEL) for place in first_window],
        box(first[0] - cell / 2, first[1] - cell / 2, cell, cell, fill=palette.OUTPUT, line=INK),
        box(last[0] - cell / 2, last[1] - cell / 2, cell, cell, fill=palette.OUTPUT, line=INK),
        window(right + 3 * cell, top + 3 * cell, cell=cell, dashed=True),
        window(right, top, cell=cell),
        label(right, 264, "the same nine weights", anchor="start"),
        label(right, 288, "at every position of the window", anchor="start"),
    )


def draw_opening():
    """Draw a garment, the sixteen numbers of one window, and the same pixels in random order."""
    boot, (row, column) = garment("Ankle boot"), (4, 16)
    shuffled = np.random.default_rng(0).permutation(boot.ravel()).reshape(boot.shape)
    cell = SIDE / len(boot)

    def framed(x, y):
        place = x + column * cell, y + row * cell
        return photo_panel(boot)(x, y) + window(*place, cell=cell, rows=4, columns=4)

    def numbers(x, y):
        values = boot[row : row + 4, column : column + 4]
        return grid(x, y, values, cell=SIDE / 4, fill=grey, size=SMALL) + window(
            x, y, cell=SIDE / 4, rows=4, columns=4
        )

    return opening(
        "An ankle boot of grey pixels with a window at its top, the sixteen numbers in that window, from 0 "
        "for black to 255 for white, and the same pixels in random order, in which no boot can be seen.",
        (SIDE, framed, "28 × 28 pixels"),
        (SIDE, numbers, "16 of them"),
        (SIDE, photo_panel(shuffled), "shuffled"),
        between=("→", ""),
        gap=70,
    )

"""Draw the pictures that the lessons and the README show: one SVG file each, the same bytes on every run.

Run it with ``make images``. A drawing is a function in DRAWINGS that returns a whole file's text; it is put
together from the small parts below (grid, window, arrow, label). Every number that follows from other
numbers is computed here by `helpers`, as in the lessons.
"""

from html import escape
from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_hex, to_rgb

from helpers import (
    conv1d,
    conv2d,
    flip,
    output_size,
    palette,
    pool2d,
    receptive_field,
    relu,
    same_padding,
    trace,
)
from helpers.kernels import FALLING_STROKE, RISE, VERTICAL_LINE
from helpers.pictures import (
    BINARY_IMAGE,
    BINARY_KERNEL,
    GREY_PICTURE,
    LINES,
    NINE_PIXELS,
    NINE_WEIGHTS,
    SIXTEEN,
    STEPS,
    X_MARK,
)
from helpers.plots import number_text
from helpers.series import BURST, PRAISE, VOCABULARY
from helpers.shapes import Conv, Dense, Flatten, Pool, axis_padding, kernel_reach

FOLDER = Path(__file__).parent
WIDTH = 680  # a notebook's text column shows this at full size on a 1024 px screen
INK, PAPER = "#222222", "#ffffff"
SMALL, MEDIUM, SIGN = 15, 17, 26  # 15 px are 11 pt

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
NETWORK = (Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10))


# Parts


def page(height, title, *parts):
    """Return an SVG file: the parts on a white sheet of their own, legible on a dark page too."""
    sheet = box(0.5, 0.5, WIDTH - 1, height - 1, fill=PAPER, line=palette.PADDING, corner=8)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif">',
        f"<title>{escape(title)}</title>",
        sheet,
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def box(x, y, width, height, *, fill="none", line="none", thickness=1, corner=0, dashes=None):
    """Return a rectangle."""
    extra = f' rx="{corner}"' if corner else ""
    extra += f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<rect x="{plain(x)}" y="{plain(y)}" width="{plain(width)}" height="{plain(height)}" '
        f'fill="{fill}" stroke="{line}" stroke-width="{thickness}"{extra}/>'
    )


def label(x, y, words, *, size=SMALL, anchor="middle", colour=INK, bold=False):
    """Return a line of text; y is its baseline."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{plain(x)}" y="{plain(y)}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{colour}"{weight}>{escape(words)}</text>'
    )


def arrow(x1, y1, x2, y2, *, colour=INK):
    """Return a straight arrow from the first point to the second."""
    start, end = np.array([x1, y1], float), np.array([x2, y2], float)
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]])
    base = end - 9 * along
    corners = " ".join(f"{plain(px)},{plain(py)}" for px, py in (end, base + 5 * across, base - 5 * across))
    return (
        f'<line x1="{plain(x1)}" y1="{plain(y1)}" x2="{plain(base[0])}" y2="{plain(base[1])}" '
        f'stroke="{colour}" stroke-width="2"/><polygon points="{corners}" fill="{colour}"/>'
    )


def grid(x, y, values, *, cell, fill, size=None, line=palette.PADDING):
    """Return a grid of cells with its top left corner at (x, y).

    `fill` turns a value into a colour; `size` is that of the numbers, and None shows no numbers.
    A value of None is an empty cell.
    """
    parts = []
    for (row, column), value in np.ndenumerate(np.asarray(values, dtype=object)):
        left, top = x + column * cell, y + row * cell
        colour = PAPER if value is None else fill(value)
        parts.append(box(left, top, cell, cell, fill=colour, line=line))
        if size and value is not None:
            middle = left + cell / 2, top + cell / 2 + 0.36 * size
            parts.append(label(*middle, number_text(value), size=size, colour=readable_on(colour)))
    return "\n".join(parts)


def window(x, y, *, cell, rows=3, columns=3, dashed=False):
    """Return the outline of the window in focus; dashed where it will stand next."""
    return box(x, y, columns * cell, rows * cell, line=palette.FOCUS, thickness=3 if dashed else 4,
               dashes="7 5" if dashed else None)  # fmt: skip


# Colours and numbers


def grey(value):
    """Return the colour of a pixel, 0 black and 255 white."""
    return to_hex((value / 255,) * 3)


def pale(colour):
    """Return a fill that gives every cell the light tint of a role's colour."""
    tint = to_hex([0.75 + 0.25 * part for part in to_rgb(colour)])
    return lambda value: tint


def signed(limit):
    """Return a fill for values from -limit to limit: blue below 0, white at 0, red above."""
    return lambda value: to_hex(colormaps[palette.SIGNED](0.5 + 0.5 * value / limit))


def readable_on(colour):
    """Return dark ink or white paper, whichever can be read on a colour (WCAG's contrast)."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    luminance = np.dot(parts, [0.2126, 0.7152, 0.0722])
    return INK if (luminance + 0.05) / 0.066 > 1.05 / (luminance + 0.05) else PAPER


def plain(coordinate):
    """Return a coordinate in as few characters as it takes."""
    return f"{coordinate:.2f}".rstrip("0").rstrip(".")


# Drawings


def draw_course():
    """The whole course in one strip."""
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
    names = ["picture", "convolution", "ReLU", "max-pooling", "network"]
    sizes = [f"{len(shape)} × {len(shape)}" for shape in (SHIRT, feature_map, rectified, pooled)]
    words = [
        label(left + side / 2, top + side + 24 + 20 * line, text, bold=line == 0)
        for line, texts in enumerate([names, [*sizes, "“T-shirt”"]])
        for left, text in zip(lefts, texts, strict=True)
    ]
    return page(
        188,
        "Five pictures in a row: an 8×8 T-shirt in grey pixels, the 6×6 map that one 3×3 kernel makes of it, "
        "the same map after ReLU with its negative cells at 0, the 3×3 map after max-pooling, and a small "
        "network that names the garment.",
        *pictures, window(lefts[0], top, cell=side / 8), *arrows, *words,
    )  # fmt: skip


def small_network(x, y, side):
    """Return three columns of units, every unit joined to all of the next column."""
    columns = [
        [(x + side * across, y + side * (unit + 0.5) / units) for unit in range(units)]
        for across, units in ((0.08, 5), (0.5, 4), (0.92, 3))
    ]
    lines = [
        f'<line x1="{plain(x1)}" y1="{plain(y1)}" x2="{plain(x2)}" y2="{plain(y2)}" '
        f'stroke="{palette.PADDING}" stroke-width="1"/>'
        for before, after in pairwise(columns)
        for x1, y1 in before
        for x2, y2 in after
    ]
    colours = (palette.INPUT, palette.KERNEL, palette.OUTPUT)
    units = [
        f'<circle cx="{plain(cx)}" cy="{plain(cy)}" r="7" fill="{colour}"/>'
        for colour, column in zip(colours, columns, strict=True)
        for cx, cy in column
    ]
    return "\n".join(lines + units)


def draw_window():
    """One stop of the window, from pixels to one output cell."""
    cell, wide = 42, 48
    left, middle, right = 24, 298, 506
    products = NINE_PIXELS * NINE_WEIGHTS
    output = np.full(conv2d(GREY_PICTURE, NINE_WEIGHTS).shape, None)
    output[0, 0] = conv2d(GREY_PICTURE, NINE_WEIGHTS)[0, 0]
    return page(
        400,
        "A 5×5 grid of grey pixels with a 3×3 window outlined in its top left corner. An arrow leads from "
        "the window and the 3×3 filter to nine products, and from their sum, 577, to the top left cell of a "
        "3×3 output. A dashed outline shows the window's next stop, one column to the right.",
        label(left + 2.5 * cell, 38, "input", bold=True),
        grid(left, 50, GREY_PICTURE, cell=cell, fill=grey, size=SMALL),
        window(left + cell, 50, cell=cell, dashed=True),
        window(left, 50, cell=cell),
        box(left + 4, 280, 30, 18, line=palette.FOCUS, thickness=4),
        label(left + 46, 295, "the window", anchor="start"),
        box(left + 4, 310, 30, 18, line=palette.FOCUS, thickness=3, dashes="7 5"),
        label(left + 46, 325, "its next stop", anchor="start"),
        label((left + 5 * cell + middle) / 2, 120, "×", size=SIGN),
        label(middle + 1.5 * cell, 38, "filter", bold=True),
        grid(middle, 50, NINE_WEIGHTS, cell=cell, fill=pale(palette.KERNEL), size=SMALL),
        arrow(middle + 1.5 * cell, 182, middle + 1.5 * cell, 218),
        grid(middle, 224, products, cell=cell, fill=pale(palette.FOCUS), size=SMALL),
        label(middle + 1.5 * cell, 376, "nine products", bold=True),
        label((middle + 3 * cell + right) / 2, 236, "sum"),
        arrow(middle + 3 * cell + 8, 224 + wide / 2, right - 6, 224 + wide / 2),
        grid(right, 224, output, cell=wide, fill=pale(palette.OUTPUT), size=MEDIUM),
        label(right + 1.5 * wide, 392, "output", bold=True),
    )


def draw_worked_sum():
    """The worked example, written out."""
    cell, top = 52, 52
    lefts = 40, 252, 464
    products = NINE_PIXELS * NINE_WEIGHTS
    total = conv2d(NINE_PIXELS, NINE_WEIGHTS).item()
    terms = "".join(f" {'−' if term < 0 else '+'} {abs(term):g}" for term in products.flat)
    sum_text = f"{terms.removeprefix(' + ')} ="
    pictures = [(NINE_PIXELS, grey), (NINE_WEIGHTS, pale(palette.KERNEL)), (products, pale(palette.FOCUS))]
    return page(
        280,
        "Three 3×3 grids: pixels, filter and their nine products. Below, the sum written out: "
        f"{sum_text} {total:g}.",
        *[
            grid(left, top, values, cell=cell, fill=fill, size=MEDIUM)
            for left, (values, fill) in zip(lefts, pictures, strict=True)
        ],
        *[
            label(left + 1.5 * cell, top - 14, name, bold=True)
            for left, name in zip(lefts, ["pixels", "filter", "products"], strict=True)
        ],
        label(lefts[1] - 28, top + 1.5 * cell + 9, "×", size=SIGN),
        label(lefts[2] - 28, top + 1.5 * cell + 9, "=", size=SIGN),
        label(572, 250, sum_text, size=MEDIUM, anchor="end"),
        grid(584, 226, [[total]], cell=cell - 16, fill=pale(palette.OUTPUT), size=SMALL),
    )


def draw_flip():
    """Correlation and convolution of one bright pixel."""
    image = np.zeros((5, 5), int)
    image[2, 2] = 1
    kernel = np.arange(1, 10).reshape(3, 3)
    cell, columns = 32, (246, 404, 562)
    kernel_colour, output_colour = pale(palette.KERNEL), pale(palette.OUTPUT)
    parts = [
        label(36 + 2.5 * cell, 116, "image", bold=True),
        grid(36, 128, image, cell=cell, fill=pale(palette.INPUT), size=MEDIUM),
    ]
    for left, name in zip(columns, ["kernel", "as it slides", "result"], strict=True):
        parts.append(label(left + 1.5 * cell, 36, name, bold=True))
    for top, name, turn, used in (
        (84, "Correlation", "as it is", kernel),
        (248, "Convolution", "flipped", flip(kernel)),
    ):
        middle = top + 1.5 * cell
        grids = [(kernel, kernel_colour), (used, kernel_colour), (conv2d(image, used), output_colour)]
        parts += [
            label(columns[0], top - 14, name, anchor="start", size=MEDIUM, bold=True),
            *[
                grid(left, top, values, cell=cell, fill=fill, size=MEDIUM)
                for left, (values, fill) in zip(columns, grids, strict=True)
            ],
            arrow(columns[0] + 3 * cell + 8, middle, columns[1] - 8, middle),
            label((columns[0] + 3 * cell + columns[1]) / 2, middle - 10, turn),
            arrow(columns[1] + 3 * cell + 8, middle, columns[2] - 8, middle),
        ]
    return page(
        368,
        "A 5×5 image of zeros with a single 1 in the middle meets the kernel 1 to 9. Correlation uses the "
        "kernel as it is, and its result reads 9 to 1. Convolution turns the kernel by half a circle first, "
        "and its result reads 1 to 9.",
        *parts,
    )


def draw_matrix():
    """Convolution as one matrix product: 9 rows, one for each stop."""
    every_pixel = np.eye(25, dtype=int).reshape(25, 5, 5)
    weights, under_kernel = (
        np.array([conv2d(pixel, kernel).ravel() for pixel in every_pixel]).T
        for kernel in (BINARY_KERNEL, np.ones_like(BINARY_KERNEL))
    )
    shown = np.where(under_kernel == 1, weights.astype(object), None)
    results = weights @ BINARY_IMAGE.ravel()
    cell, left, top = 22, 24, 118
    right = left + 25 * cell
    between_image_rows = [
        f'<line x1="{left + column * cell}" y1="{y1}" x2="{left + column * cell}" y2="{y2}" '
        f'stroke="{INK}" stroke-width="2"/>'
        for column in range(0, 26, 5)
        for y1, y2 in ((48, 48 + cell), (top, top + 9 * cell))
    ]
    return page(
        386,
        "A matrix of 9 rows and 25 columns. Each row holds the nine kernel weights in three groups of three, "
        "five columns apart, and zeros elsewhere; the groups move one column to the right from stop to stop. "
        "The 25 pixels stand above the columns, the nine results "
        f"{', '.join(map(str, results))} at the right.",
        label(left, 36, "the 25 pixels, row after row", anchor="start", bold=True),
        grid(left, 48, [BINARY_IMAGE.ravel()], cell=cell, fill=pale(palette.INPUT), size=SMALL),
        label(left, top - 14, "the matrix: one row for each stop of the window", anchor="start", bold=True),
        grid(left, top, shown, cell=cell, fill=pale(palette.KERNEL), size=SMALL, line="#d0d0d0"),
        *between_image_rows,
        label(right + 19, top + 4.5 * cell + 8, "=", size=SIGN),
        grid(right + 38, top, results.reshape(9, 1), cell=cell, fill=pale(palette.OUTPUT), size=SMALL),
        label(right + 49, top - 14, "results", bold=True),
        label(left, 342, "Coloured: the kernel's nine weights, row after row. Empty: 0.", anchor="start"),
        label(left, 366, "Each row, times the pixels above it, summed, gives the result at its right.",
              anchor="start"),
    )  # fmt: skip


def draw_rise():
    """The kernel [−1, 1] along a signal."""
    output = conv1d(STEPS, RISE)
    rise = int(output.argmax())
    pitch, unit, left, floor = 64, 26, 130, 170
    bars = [
        part
        for place, value in enumerate(STEPS)
        for part in (
            box(left + place * pitch + 8, floor - value * unit, pitch - 16, value * unit, fill=palette.INPUT),
            label(left + (place + 0.5) * pitch, floor - value * unit - 8, number_text(value), size=MEDIUM),
        )
    ]
    cell = 40
    kernel = [
        grid(left + (rise + place + 0.5) * pitch - cell / 2, 188, [[weight]], cell=cell,
             fill=pale(palette.KERNEL), size=MEDIUM)
        for place, weight in enumerate(RISE)
    ]  # fmt: skip
    sums = [
        grid(left + (place + 1) * pitch - cell / 2, 272, [[value]], cell=cell,
             fill=pale(palette.OUTPUT), size=MEDIUM)
        for place, value in enumerate(output)
    ]  # fmt: skip
    return page(
        332,
        f"A signal of eight bars, {', '.join(map(str, STEPS))}. The kernel −1, 1 stands at the step from 1 "
        "to 4. The output below is 0 where neighbours are equal, 3 at the rise and −2 at the fall.",
        label(24, floor - 2, "signal", anchor="start", bold=True),
        label(24, 214, "kernel", anchor="start", bold=True),
        label(24, 298, "output", anchor="start", bold=True),
        *bars,
        f'<line x1="{left}" y1="{floor}" x2="{left + 8 * pitch}" y2="{floor}" stroke="{INK}"/>',
        *kernel,
        box(left + rise * pitch, 28, 2 * pitch, 206, line=palette.FOCUS, thickness=4, corner=4),
        arrow(left + (rise + 1) * pitch, 237, left + (rise + 1) * pitch, 268),
        *sums,
    )


def draw_network():
    """The course network, with its shapes and parameters."""
    rows = trace(NETWORK, (28, 28, 1))
    names = ["image", "convolution", "pooling", "convolution", "pooling", "flatten", "dense", "dense"]
    shapes = [(28, 28, 1), *[row.shape for row in rows]]
    parameters = [None, *[row.parameters for row in rows]]
    total = sum(row.parameters for row in rows)
    middle, wide, narrow = 130, 90, 74  # the volumes need more room than the flat rows
    centres = [48 + wide * min(place, 5) + narrow * max(place - 5, 0) for place in range(len(shapes))]
    parts = []
    for centre, name, shape, count in zip(centres, names, shapes, parameters, strict=True):
        parts.append(label(centre, 32, name))
        parts.append(volume(centre, middle, shape))
        parts.append(label(centre, 238, "×".join(map(str, shape))))
        if count is not None:
            parts.append(label(centre, 268, f"{count:,}"))
    for before, after in pairwise(centres):
        between = (before + after) / 2
        parts.append(arrow(between - 9, middle, between + 9, middle))
    return page(
        310,
        "The course network from left to right: a 28×28 image, 26×26×64 after the first convolution, "
        "13×13×64 after pooling, 11×11×64, 5×5×64, then 1600, 128 and 10 numbers. Under each layer stand its "
        f"parameters: 640, 0, 36,928, 0, 0, 204,928 and 1,290, together {total:,}.",
        *parts,
        label(WIDTH - 24, 296, f"parameters, together {total:,}", anchor="end", bold=True),
    )


def volume(centre, middle, shape):
    """Return a shape as a pile of grids, or as a bar when it is flat; larger shapes are drawn larger."""
    if len(shape) == 1:
        height = {1600: 160, 128: 80}.get(shape[0], 40)
        return box(centre - 7, middle - height / 2, 14, height, fill=palette.OUTPUT, line=INK)
    side = 6 + 1.8 * shape[0]
    sheets = 1 if shape[2] == 1 else 4
    colour = palette.INPUT if shape[2] == 1 else palette.OUTPUT
    shift = 4 * (sheets - 1) / 2
    return "\n".join(
        box(centre - side / 2 + shift - 4 * sheet, middle - side / 2 - shift + 4 * sheet, side, side,
            fill=pale(colour)(0), line=INK)
        for sheet in range(sheets)
    )  # fmt: skip


def draw_three_grids():
    """A colour picture and its three channels."""
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
        "A 4×4 colour picture and beside it its three grids of numbers, red, green and blue. A red pixel has "
        "230 in the first grid and small numbers in the other two; a white pixel has large numbers in all "
        "three.",
        *[label(left + 2 * cell, 38, name, bold=True) for left, name in zip(lefts, names, strict=True)],
        grid(lefts[0], top, np.arange(16).reshape(4, 4), cell=cell, fill=lambda pixel: colours[pixel]),
        *[
            grid(left, top, channel, cell=cell, fill=grey, size=SMALL)
            for left, channel in zip(lefts[1:], np.moveaxis(picture, 2, 0), strict=True)
        ],
    )


def draw_shuffle():
    """One fixed order of nine places, and what it makes of a picture."""
    picture = np.arange(10, 100, 10).reshape(3, 3)
    order = np.array([7, 2, 5, 0, 8, 3, 6, 1, 4])
    shuffled = picture.ravel()[order]
    cell, tops = (
        36,
        (70, 148, 226),
    )  # one row with the picture's pixels, one with the order, one with the result
    left, middle, right = 24, 182, WIDTH - 24 - 3 * cell
    end = middle + 9 * cell
    top, bottom = tops[0] - cell, tops[2] - cell
    return page(
        316,
        "A 3×3 picture with the numbers 10 to 90, an order of nine places, "
        f"{' '.join(map(str, order))}, and the shuffled picture that takes its pixels from these places: "
        f"{' '.join(map(str, shuffled[:3]))} in its first row.",
        label(left + 1.5 * cell, top - 12, "picture", bold=True),
        grid(left, top, picture, cell=cell, fill=bright, size=SMALL),
        arrow(left + 3 * cell + 6, tops[0] + cell / 2, middle - 6, tops[0] + cell / 2),
        label(middle, 34, "places, and the pixels in one row", anchor="start", bold=True),
        *[label(middle + (place + 0.5) * cell, tops[0] - 8, str(place)) for place in range(9)],
        grid(middle, tops[0], [picture.ravel()], cell=cell, fill=bright, size=SMALL),
        label(middle, tops[1] - 10, "order: from which place to take", anchor="start", bold=True),
        grid(middle, tops[1], [order], cell=cell, fill=pale(palette.KERNEL), size=SMALL),
        label(middle, tops[2] - 10, "taken in this order", anchor="start", bold=True),
        grid(middle, tops[2], [shuffled], cell=cell, fill=bright, size=SMALL),
        arrow(end + 6, tops[2] + cell / 2, right - 6, tops[2] + cell / 2),
        label(right + 1.5 * cell, bottom - 12, "shuffled", bold=True),
        grid(right, bottom, shuffled.reshape(3, 3), cell=cell, fill=bright, size=SMALL),
    )


def bright(value):
    """Return the grey of a pixel from 0 to 100."""
    return grey(2.55 * value)


def draw_dense_and_kernel():
    """A dense unit and a kernel on the same picture, with a line for each weight."""
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
        "Left, a dense unit: lines from all 36 pixels of a 6×6 picture lead to one circle, 36 weights. "
        "Right, a kernel: nine lines from one 3×3 window lead to one cell of the output, and a dashed window "
        "further on leads to another cell with the same nine weights.",
        label(left, 40, "dense: one unit", anchor="start", bold=True),
        grid(left, top, pixels, cell=cell, fill=grey),
        *[line_between(place, unit, colour=palette.KERNEL) for place in centres(left, range(6), range(6))],
        f'<circle cx="{unit[0]}" cy="{unit[1]}" r="13" fill="{palette.OUTPUT}" stroke="{INK}"/>',
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
        label(right, 288, "at every stop of the window", anchor="start"),
    )


def line_between(start, end, *, colour=INK, dashes=None):
    """Return a thin line from one point to another."""
    (x1, y1), (x2, y2) = start, end
    extra = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{plain(x1)}" y1="{plain(y1)}" x2="{plain(x2)}" y2="{plain(y2)}" '
        f'stroke="{colour}" stroke-width="1.5"{extra}/>'
    )


def hatch(x, y, width, height):
    """Return diagonal strokes over a rectangle: no window comes here."""
    strokes = []
    for start in np.arange(-height, width, 7):
        x1, x2 = max(start, 0), min(start + height, width)
        strokes.append(
            f'<line x1="{plain(x + x1)}" y1="{plain(y + height - (x1 - start))}" x2="{plain(x + x2)}" '
            f'y2="{plain(y + height - (x2 - start))}" stroke="{INK}" stroke-width="1.2"/>'
        )
    return "\n".join(strokes)


def padded_grid(x, y, rows, columns, *, cell, padding=((0, 0), (0, 0))):
    """Return a grid of pixels without numbers, and around it the cells of padding, dashed."""
    (above, below), (left, right) = padding
    tint = pale(palette.INPUT)(0)
    parts = []
    for row, column in np.ndindex(above + rows + below, left + columns + right):
        corner = x + column * cell, y + row * cell
        if 0 <= row - above < rows and 0 <= column - left < columns:
            parts.append(box(*corner, cell, cell, fill=tint, line=palette.PADDING))
        else:
            parts.append(
                box(corner[0] + 1.5, corner[1] + 1.5, cell - 3, cell - 3, line="#777777", dashes="3 2")
            )
    return "\n".join(parts)


def bracket(x1, x2, y, words, *, below=True):
    """Return a line with two ends between two places, and words under or above it."""
    lines = "".join(
        f'<line x1="{plain(xa)}" y1="{ya}" x2="{plain(xb)}" y2="{yb}" stroke="{INK}" stroke-width="2"/>'
        for xa, ya, xb, yb in ((x1, y - 6, x1, y + 6), (x1, y, x2, y), (x2, y - 6, x2, y + 6))
    )
    return lines + label((x1 + x2) / 2, y + 22 if below else y - 12, words)


def draw_corner():
    """The corner pixel, whose neighbours are missing."""
    cell, top = 40, 92
    outside, inside = 70, 410
    missing = [
        part
        for row, column in np.ndindex(3, 3)
        if row == 0 or column == 0
        for part in (
            box(outside + column * cell + 2, top + (row - 1) * cell + 2, cell - 4, cell - 4, line="#777777",
                dashes="4 3"),
            label(outside + (column + 0.5) * cell, top + (row - 0.5) * cell + 6, "?", size=MEDIUM),
        )
    ]  # fmt: skip
    first = outside + cell
    return page(
        352,
        "The same 5×5 picture twice. On the left a 3×3 window is centred on the pixel in the top left "
        "corner: "
        "five of its nine cells lie outside the picture and hold question marks. On the right the window is "
        "centred on the pixel in the middle, and all nine cells lie on pixels.",
        padded_grid(first, top, 5, 5, cell=cell),
        *missing,
        box(first + 9, top + 9, cell - 18, cell - 18, fill=palette.INPUT),
        window(outside, top - cell, cell=cell),
        label(first + 2.5 * cell, 322, "the corner: 5 neighbours are missing", bold=True),
        padded_grid(inside, top, 5, 5, cell=cell),
        box(inside + 2 * cell + 9, top + 2 * cell + 9, cell - 18, cell - 18, fill=palette.INPUT),
        window(inside + cell, top + cell, cell=cell),
        label(inside + 2.5 * cell, 322, "the middle: 8 neighbours", bold=True),
    )


def draw_padding():
    """Valid, same and full on a 5×5 picture."""
    cell, middle = 20, 156
    parts = []
    for centre, name in zip((118, 340, 562), ("valid", "same", "full"), strict=True):
        (before, after), size = axis_padding(5, 3, padding=name), output_size(5, 3, padding=name)
        side = before + 5 + after
        left, top = centre - side * cell / 2, middle - side * cell / 2
        below = 292 + (7 - size) * cell / 2
        last = (size - 1) * cell
        parts += [
            label(centre, 36, name, size=MEDIUM, bold=True),
            padded_grid(left, top, 5, 5, cell=cell, padding=((before, after),) * 2),
            window(left + last, top + last, cell=cell, dashed=True),
            window(left, top, cell=cell),
            arrow(centre, 256, centre, 284),
            grid(
                centre - size * cell / 2,
                below,
                np.full((size, size), 1),
                cell=cell,
                fill=pale(palette.OUTPUT),
            ),
            label(centre, 460, f"{size} × {size}", size=MEDIUM, bold=True),
        ]
    return page(
        478,
        "Three times a 5×5 picture with the first stop of a 3×3 window framed and the last one dashed. "
        "Valid: the "
        "window stays inside, and the feature map below is 3×3. Same: one ring of zeros lies around the "
        "picture, and "
        "the map is 5×5. Full: two rings of zeros, the window's first stop covers a single pixel, and the "
        "map is 7×7.",
        *parts,
    )


def strip(x, y, before, pixels, after, *, cell):
    """Return one row of pixels with their numbers, and the padding at its ends."""
    row = padded_grid(x, y, 1, pixels, cell=cell, padding=((0, 0), (before, after)))
    numbers = [
        label(x + (before + pixel + 0.5) * cell, y + cell / 2 + 6, str(pixel)) for pixel in range(pixels)
    ]
    return "\n".join([row, *numbers])


def stops(x, y, count, *, cell, k=3, stride=2, apart=30):
    """Return the windows of a strip as bars below each other, each numbered as the stop it is."""
    return "\n".join(
        box(x + stop * stride * cell + 3, y + stop * apart, k * cell - 6, 22, fill=pale(palette.FOCUS)(0),
            line=palette.FOCUS, thickness=3, corner=4)
        + label(x + (stop * stride + k / 2) * cell, y + stop * apart + 17, f"stop {stop}")
        for stop in range(count)
    )  # fmt: skip


def draw_stride():
    """Stride 2 on eight pixels: three stops, and the last pixel is dropped."""
    cell, left = 56, 116
    count = output_size(8, 3, stride=2)
    return page(
        246,
        "A row of eight pixels, numbered 0 to 7. A window of three stops at pixels 0, 2 and 4, always two "
        "pixels "
        "further. The third stop ends at pixel 6; pixel 7 is hatched: no window reaches it.",
        label(24, 78, "pixels", anchor="start", bold=True),
        strip(left, 44, 0, 8, 0, cell=cell),
        hatch(left + 7 * cell, 44, cell, cell),
        label(24, 132, "window", anchor="start", bold=True),
        stops(left, 114, count, cell=cell, apart=38),
        label(left + 7.5 * cell, 132, "dropped", bold=True),
        bracket(left, left + 2 * cell, 170, "stride 2"),
    )


def draw_dilation():
    """A 3×3 kernel with dilation 1, 2 and 3 on a 7×7 picture."""
    cell, top = 27, 60
    parts = []
    for left, dilation in zip((24, 246, 468), (1, 2, 3), strict=True):
        reach = kernel_reach(3, dilation)
        first = (7 - reach) // 2
        corner = left + first * cell, top + first * cell
        parts += [
            label(left + 3.5 * cell, 40, f"dilation {dilation}", size=MEDIUM, bold=True),
            padded_grid(left, top, 7, 7, cell=cell),
            *[
                box(corner[0] + column * dilation * cell, corner[1] + row * dilation * cell, cell, cell,
                    fill=palette.KERNEL, line=INK)
                for row, column in np.ndindex(3, 3)
            ],
            window(*corner, cell=cell, rows=reach, columns=reach),
            label(left + 3.5 * cell, 282, f"9 weights, reach {reach}"),
        ]  # fmt: skip
    return page(
        302,
        "Three times a 7×7 picture with the nine cells of a 3×3 kernel. With dilation 1 they lie side by "
        "side and "
        "reach over 3 pixels; with dilation 2 every other pixel is left out and they reach over 5; with "
        "dilation 3 "
        "two pixels lie between them and they reach over all 7.",
        *parts,
    )


def draw_formula():
    """The terms of the formula, laid along one side of a picture."""
    cell, left, top = 52, 80, 86
    pixels, padding, k, stride = 8, 1, 3, 3
    room = pixels + 2 * padding - k
    moves, rest = divmod(room, stride)
    starts = [left + stop * stride * cell for stop in range(moves + 1)]
    end = left + (pixels + 2 * padding) * cell
    arrows = [
        arrow(start + k * cell + 3, 206, start + (k + stride) * cell - 3, 206)
        + label(start + (k + stride / 2) * cell, 230, f"stride {stride}")
        for start in starts[:-1]
    ]
    return page(
        338,
        "One side of a picture: eight pixels and one zero at each end, ten cells in all. A window of three "
        "covers the "
        "first three cells; seven cells are left as room. Two strides of three fit into the room, and one "
        "cell is left "
        "over, hatched. Two moves and the first stop make three stops.",
        bracket(
            left, end, 52, f"input + padding = {pixels} + {2 * padding} = {pixels + 2 * padding}", below=False
        ),
        strip(left, top, padding, pixels, padding, cell=cell),
        hatch(end - rest * cell, top, rest * cell, cell),
        box(left, top, k * cell, cell, line=palette.FOCUS, thickness=4),
        bracket(left, left + k * cell, 156, f"reach {k}"),
        bracket(left + k * cell + 6, end, 156, f"room {pixels + 2 * padding} − {k} = {room}"),
        *arrows,
        label(end - rest * cell / 2, 230, f"{rest} left over"),
        label(left, 284, f"moves:  floor({room} / {stride}) = {moves}", anchor="start", size=MEDIUM),
        label(
            left, 314, f"stops:  {moves} moves + the first stop = {moves + 1}", anchor="start", size=MEDIUM
        ),
    )


def draw_uneven_same():
    """Keras's same padding at stride 2, and one zero at each end: the windows differ."""
    cell, left = 50, 90
    pixels, parts = 8, []
    keras = same_padding(pixels, 3, stride=2)
    for top, (before, after), name in ((70, keras, 'padding="same"'), (322, (1, 1), "padding=1")):
        count = output_size(pixels, 3, stride=2, padding=(before, after))
        start = left + (1 - before) * cell  # pixels of both strips stand below each other
        parts += [
            label(
                24,
                top - 18,
                f"{name}: {before} before, {after} after",
                anchor="start",
                size=MEDIUM,
                bold=True,
            ),
            strip(start, top, before, pixels, after, cell=cell),
            stops(start, top + cell + 12, count, cell=cell),
        ]
        if (before, after) == (1, 1):
            parts.append(hatch(start + (before + pixels) * cell, top, cell, cell))
            parts.append(label(start + (before + pixels + 0.5) * cell, top + cell + 24, "unused"))
    return page(
        520,
        "A row of eight pixels twice, with a window of three and stride 2, four stops each. Above, same "
        "padding as in "
        "Keras: no zero before, one behind, and the windows start on pixels 0, 2, 4 and 6. Below, one zero "
        "at each end: "
        "the windows start one cell earlier, on the zero, on 1, 3 and 5, and the zero at the end is hatched: "
        "no window "
        "uses it.",
        *parts,
    )


def draw_stack():
    """Three layers with dilation 1, 2 and 4: one number depends on fifteen pixels."""
    pitch, left, dilations = 40, 80, (1, 2, 4)
    heights = [306, 216, 126, 48]
    centre, across = 7, lambda place: left + place * pitch
    lines, seen = [], {centre}
    for level in (3, 2, 1):
        dilation, below = dilations[level - 1], set()
        for place in sorted(seen):
            for step in (-dilation, 0, dilation):
                below.add(place + step)
                lines.append(
                    f'<line x1="{across(place)}" y1="{heights[level]}" x2="{across(place + step)}" '
                    f'y2="{heights[level - 1]}" stroke="{palette.KERNEL}" stroke-width="2"/>'
                )
        seen = below
    dots, wanted = [], {centre}
    for level in (3, 2, 1, 0):
        for place in range(15):
            used = place in wanted
            colour = (palette.INPUT if level == 0 else palette.OUTPUT) if used else PAPER
            dots.append(
                f'<circle cx="{across(place)}" cy="{heights[level]}" r="9" fill="{colour}" '
                f'stroke="{palette.PADDING}"/>'
            )
        if level:
            step = dilations[level - 1]
            wanted = {place + move for place in wanted for move in (-step, 0, step)}
    names = ["15 pixels", "dilation 1", "dilation 2", "dilation 4"]
    return page(
        352,
        "A tree of lines from one number at the top down to fifteen pixels. The top number depends on three "
        "numbers that "
        "lie 4 apart, each of these on three that lie 2 apart, and each of these on three neighbours. At the "
        "bottom all "
        "fifteen pixels are reached, none left out.",
        *lines,
        *dots,
        *[
            label(24, height + (34 if level == 0 else -14), name, anchor="start", bold=True)
            for level, (height, name) in enumerate(zip(heights, names, strict=True))
        ],
    )


def draw_match():
    """Two windows of an X under one feature: an exact match, and one column further right."""
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
        "An X on 9 by 9 cells with two windows outlined. In the first, rows 1–3 and columns 1–3, the falling "
        "stroke meets the same cells: all nine products are 1, and their mean is 1. In the second, one "
        "column "
        "further right, four products are 1 and five are −1: the mean is −0.11.",
        *parts,
        label(left, 312, "ink is 1, paper is −1", anchor="start"),
    )


def ink(value):
    """Return the colour of a cell of a mark: dark for ink, 1, and light for paper, −1."""
    return INK if value > 0 else PAPER


def draw_learn():
    """The loop in which a kernel is learned back."""
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
        "leaves the error; error times pixels, averaged for each weight, is the slope; the kernel changes by "
        "a "
        "little of the slope, in the other direction, and the loop starts again.",
        label(24, 30, "one step", anchor="start", bold=True),
        *boxes, *arrows, back,
        arrow(end, top + high + 24, end, top + high + 4),
        label(WIDTH / 2, below + 24, "again, with the changed kernel"),
    )  # fmt: skip


def bright_of(largest):
    """Return a fill for values from 0, black, to the largest, white."""
    return lambda value: grey(255 * value / largest)


def blocks(x, y, rows, columns, *, cell, size=2):
    """Return the outlines of windows that lie side by side."""
    return "\n".join(
        window(x + column * size * cell, y + row * size * cell, cell=cell, rows=size, columns=size)
        for row, column in np.ndindex(rows, columns)
    )


def draw_sixteen():
    """Sixteen pixels become four: the largest of each block, and its mean."""
    cell, wide, top = 50, 50, 62
    left, right, fill = 36, 462, bright_of(SIXTEEN.max())
    outputs = [("max", pool2d(SIXTEEN), 40), ("average", pool2d(SIXTEEN, mode="average"), 184)]
    parts = []
    for name, pooled, above in outputs:
        parts += [
            arrow(left + 4 * cell + 14, top + 2 * cell, right - 14, above + wide),
            label(right + 2 * wide + 16, above + wide + 6, name, size=MEDIUM, anchor="start", bold=True),
            grid(right, above, pooled, cell=wide, fill=fill, size=MEDIUM),
        ]
    return page(
        312,
        "A 4×4 grid of sixteen numbers, cut into four blocks of 2×2. One arrow leads to a 2×2 grid with the "
        "largest number of each block, 5, 6, 2 and 8; another one to a 2×2 grid with the mean of each block, "
        "3, 2, 1 and 5.",
        label(left + 2 * cell, 44, "sixteen pixels", bold=True),
        grid(left, top, SIXTEEN, cell=cell, fill=fill, size=MEDIUM),
        blocks(left, top, 2, 2, cell=cell),
        *parts,
    )


def draw_eleven():
    """Eleven rows, a window of two with stride 2: five windows and a row that is dropped; with same, six."""
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
    parts.append(hatch(left + 10 * cell, 64, cell, cell))
    parts.append(label(left + 10.5 * cell + 12, 64 + 70, "dropped"))
    return page(
        308,
        "A side of eleven pixels, numbered 0 to 10, twice. Above, valid: five windows of two lie side by "
        "side on pixels 0 to 9, and pixel 10 is hatched: dropped. Below, same: one cell of padding follows "
        "pixel 10, and a sixth window holds the two.",
        label(340, 38, "11 pixels, windows of 2, stride 2", size=MEDIUM, bold=True),
        *parts,
    )


def draw_shift():
    """A star inside its window, moved by one pixel twice: once it stays, once it crosses."""
    cell, top = 30, 62
    parts = []
    for left, column in zip((34, 254, 474), (0, 1, 2), strict=True):
        picture = np.zeros((4, 6), int)
        picture[1, column] = 9
        pooled = pool2d(picture)
        middle = left + 3 * cell
        parts += [
            label(middle, 42, ("at first", "one to the right", "two to the right")[column], bold=True),
            grid(left, top, picture, cell=cell, fill=bright_of(9), size=SMALL),
            blocks(left, top, 2, 3, cell=cell),
            arrow(middle, top + 4 * cell + 8, middle, top + 4 * cell + 34),
            grid(middle - 1.5 * cell, top + 4 * cell + 42, pooled, cell=cell, fill=bright_of(9), size=SMALL),
        ]
    parts += [
        label(254 + 3 * cell, 318, "the pooled map is the same", size=SMALL),
        label(474 + 3 * cell, 318, "it has moved", size=SMALL),
    ]
    return page(
        340,
        "Three times a 4×6 grid with one bright pixel, cut into windows of 2×2, and the pooled map below. At "
        "first the pixel lies in the left column of its window. One step to the right it lies in the right "
        "column of the same window, and the pooled map is the same. Another step and it lies in the next "
        "window: the bright cell of the pooled map has moved.",
        *parts,
    )


def draw_relu():
    """A feature map before and after ReLU, with the function between them."""
    before = conv2d(LINES, VERTICAL_LINE)[:, :3]
    after = relu(before)
    limit, cell, top = int(abs(before).max()), 40, 62
    left, right = 28, WIDTH - 28 - 3 * cell
    middle, base, reach = WIDTH / 2, top + 3.2 * cell, 84
    centre = top + 2.5 * cell
    return page(
        318,
        "A feature map of positive and negative numbers, an arrow to the graph of max(0, x), flat at 0 "
        "below 0 and "
        "rising above it, and an arrow to the map after ReLU: its positive numbers are the same, and 0 "
        "stands in "
        "the place of every negative one.",
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
    """Return a bent line through some points."""
    corners = " ".join(f"{plain(x)},{plain(y)}" for x, y in points)
    return f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="5"/>'


def draw_gate():
    """ReLU on the way forward, and as a gate on the way back."""
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
        "Two rows of five cells. Above, on the way forward: −3, 2, 0, 5 and −1 go through ReLU and "
        "become 0, 2, 0, 5 "
        "and 0. Below, on the way back: the incoming numbers 4, −6, 8, 1 and −2 pass only where x was "
        "positive, and "
        f"become {', '.join(map(number_text, back[:-1]))} and {back[-1]}.",
        *parts,
        line_between((24, 191), (WIDTH - 24, 191), colour=palette.PADDING, dashes="6 5"),
    )


def draw_merge():
    """Two kernels in a row, and the one kernel that does the same."""
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
        "Above, a picture goes through two 3×3 kernels one after the other and gives a map. Below, the "
        "same picture "
        "goes through one 5×5 kernel and gives the same map. The 5×5 kernel is the full convolution of "
        "the two.",
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


BACK_IMAGE = np.array([[1, 2, 0], [0, 1, 3], [2, 1, 1]])

BACK_KERNEL = np.array([[1, 0], [-1, 2]])

BACK_UPSTREAM = np.array([[1, -1], [0, 2]])  # output minus target, of lesson 11


def _times(first, second):
    """Return two grids as a written sum of products: 1·1 + 2·(−1)."""
    first, second = ([f"{n}" if n >= 0 else f"(−{-n})" for n in np.ravel(part)] for part in (first, second))
    return " + ".join(f"{a}·{b}" for a, b in zip(first, second, strict=True))


def draw_kernel_gradient():
    """The slope of each weight: the pixels it meets, times the upstream gradient."""
    cell, lefts, tops = 40, (24, 356), (150, 330)
    gradient = conv2d(BACK_IMAGE, BACK_UPSTREAM)
    names = ("top left weight", "top right weight", "bottom left weight", "bottom right weight")
    parts, sums = [], []
    for (i, j), name in zip(np.ndindex(2, 2), names, strict=True):
        left, top = lefts[j], tops[i]
        met = BACK_IMAGE[i : i + 2, j : j + 2]
        total = number_text(gradient[i, j])
        sums.append(f"{name[:-7].capitalize()}: {_times(met, BACK_UPSTREAM)} = {total}.")
        beside = left + 3 * cell + 14
        parts += [
            label(left, top - 12, name, anchor="start", bold=True),
            grid(left, top, BACK_IMAGE, cell=cell, fill=pale(palette.INPUT), size=MEDIUM),
            window(left + j * cell, top + i * cell, cell=cell, rows=2, columns=2),
            *[
                label(beside, top + 26 + 25 * row, _times(met[row], BACK_UPSTREAM[row]) + end, anchor="start")
                for row, end in ((0, " +"), (1, ""))
            ],
            label(beside, top + 82, f"= {total}", anchor="start", size=MEDIUM, bold=True),
        ]
    small = 32
    top_row = [
        label(24, 38, "kernel", anchor="start", bold=True),
        grid(96, 16, BACK_KERNEL, cell=small, fill=pale(palette.KERNEL), size=SMALL),
        label(210, 38, "upstream", anchor="start", bold=True),
        label(210, 58, "gradient", anchor="start", bold=True),
        grid(296, 16, BACK_UPSTREAM, cell=small, fill=pale(palette.FOCUS), size=SMALL),
        label(420, 38, "kernel’s", anchor="start", bold=True),
        label(420, 58, "gradient", anchor="start", bold=True),
        grid(506, 16, gradient, cell=small, fill=pale(palette.OUTPUT), size=SMALL),
    ]
    return page(
        474,
        "Four times the 3×3 image with a 2×2 block outlined, one for each weight of the kernel: the four "
        "pixels that the weight meets. Beside each block the sum of pixels times upstream gradient. "
        + " ".join(sums),
        *top_row,
        *parts,
    )


def draw_input_gradient():
    """The way back to the image: the flipped kernel slides over the padded upstream gradient."""
    cell, top, lefts = 44, 60, (24, 268, 420, 524)
    padded = np.pad(BACK_UPSTREAM, 1)
    turned, gradient = flip(BACK_KERNEL), conv2d(BACK_UPSTREAM, flip(BACK_KERNEL), padding="full")
    products = BACK_UPSTREAM * turned
    middle = number_text(gradient[1, 1])
    return page(
        328,
        "The upstream gradient 1, −1, 0, 2 with one ring of zeros around it, and the kernel flipped: 2, −1, "
        "0, 1. A 2×2 window on the upstream gradient is outlined; its four products with the flipped kernel, "
        f"2, 1, 0 and 2, add up to {middle}, the middle cell of the 3×3 result 1, −1, 0; −1, 5, −2; 0, −2, "
        "4.",
        label(lefts[0] + 2 * cell, 42, "upstream, padded", bold=True),
        grid(lefts[0], top, padded, cell=cell, fill=pale(palette.PADDING), size=MEDIUM),
        grid(lefts[0] + cell, top + cell, BACK_UPSTREAM, cell=cell, fill=pale(palette.FOCUS), size=MEDIUM),
        window(lefts[0] + cell, top + cell, cell=cell, rows=2, columns=2),
        label(lefts[1] - 34, top + 2 * cell + 9, "∗", size=SIGN),
        label(lefts[1] + cell, 42, "kernel", bold=True),
        grid(lefts[1], top, BACK_KERNEL, cell=cell, fill=pale(palette.KERNEL), size=MEDIUM),
        arrow(lefts[1] + cell, top + 2 * cell + 6, lefts[1] + cell, top + 2 * cell + 38),
        label(lefts[1] + cell, top + 3 * cell + 16, "flipped", bold=True),
        grid(lefts[1], top + 3 * cell + 28, turned, cell=cell, fill=pale(palette.KERNEL), size=MEDIUM),
        label(lefts[2] - 30, top + 2 * cell + 9, "=", size=SIGN),
        label(lefts[2] + 1.5 * cell, 42, "input’s gradient", bold=True),
        grid(lefts[2], top, gradient, cell=cell, fill=pale(palette.OUTPUT), size=MEDIUM),
        window(lefts[2] + cell, top + cell, cell=cell, rows=1, columns=1),
        label(lefts[2], top + 3 * cell + 40, f"{_times(BACK_UPSTREAM, turned)}", anchor="start"),
        label(
            lefts[2],
            top + 3 * cell + 66,
            " + ".join(map(number_text, products.flat)) + f" = {middle}",
            anchor="start",
            bold=True,
        ),
    )


def draw_relu_pool():
    """One block on its way through ReLU and max-pooling, and the gradient on its way back."""
    cell, lefts, tops = 44, (150, 336, 528), (50, 202)
    sums = np.array([[3, -1], [1, 4]])
    rectified, best = relu(sums), pool2d(relu(sums))
    at_winner = np.where(rectified == best, 1, 0)
    back = np.where(sums > 0, at_winner, 0)
    parts = []
    for row, grids in enumerate([(sums, rectified, best), (back, at_winner, [[1]])]):
        colour = pale(palette.INPUT if row == 0 else palette.FOCUS)
        for left, values in zip(lefts, grids, strict=True):
            shift = cell / 2 if len(values) == 1 else 0
            parts.append(grid(left + shift, tops[row] + shift, values, cell=cell, fill=colour, size=MEDIUM))
        for left, right, words in (
            (lefts[0], lefts[1], "ReLU"),
            (lefts[1], lefts[2] + cell / 2, "max-pooling"),
        ):
            ends = (left + 2 * cell + 8, right - 8)[:: 1 if row == 0 else -1]
            parts.append(arrow(ends[0], tops[row] + cell, ends[1], tops[row] + cell))
            parts.append(label((left + 2 * cell + right) / 2, tops[row] + cell - 12, words))
    parts.append(window(lefts[1] + cell, tops[0] + cell, cell=cell, rows=1, columns=1))
    parts.append(window(lefts[1] + cell, tops[1] + cell, cell=cell, rows=1, columns=1))
    return page(
        312,
        "One block of four sums, 3, −1, 1, 4. Forward, above: ReLU makes 3, 0, 1, 4 of them, and max-pooling "
        "keeps 4. Backward, below, from right to left: the upstream 1 goes to the place of the 4 alone, and "
        "passes ReLU because 4 is positive: 0, 0, 0, 1.",
        label(24, tops[0] + cell + 6, "forward", anchor="start", size=MEDIUM, bold=True),
        label(24, tops[1] + cell + 6, "backward", anchor="start", size=MEDIUM, bold=True),
        *[label(left + cell, 34, name, bold=True)
          for left, name in zip(lefts, ("sums", "after ReLU", "pooled"), strict=True)],
        label(lefts[1] + cell, tops[1] - 14, "to the winner", bold=True),
        label(lefts[2] + cell, tops[1] - 14, "upstream", bold=True),
        *parts,
    )  # fmt: skip


def draw_backward():
    """The network of lesson 11, forward and back."""
    wide, gap, high, tops = 100, 28, 58, (50, 190)
    lefts = [24 + stage * (wide + gap) for stage in range(5)]
    names = [("convolution",), ("ReLU,", "pooling"), ("convolution",), ("ReLU,", "pooling"), ("dense",)]
    learns = (True, False, True, False, True)
    parts = []
    for left, words, own in zip(lefts, names, learns, strict=True):
        for row, top in enumerate(tops):
            lines = words if row == 0 else words[::-1]
            if row == 1 and len(words) == 2:
                lines = ("pooling,", "ReLU")
            colour = palette.INPUT if row == 0 else palette.FOCUS
            parts.append(box(left, top, wide, high, fill=pale(colour)(0), line=colour, thickness=2, corner=8))
            first = top + high / 2 + 5 - 10 * (len(lines) - 1)
            parts += [label(left + wide / 2, first + 20 * n, line) for n, line in enumerate(lines)]
        middle = left + wide / 2
        kept = (
            f'<line x1="{plain(middle)}" y1="{tops[0] + high + 4}" x2="{plain(middle)}" y2="{tops[1] - 4}" '
            f'stroke="{palette.PADDING}" stroke-width="2" stroke-dasharray="5 5"/>'
        )
        parts.append(kept)
        if own:
            parts.append(
                arrow(middle, tops[1] + high + 4, middle, tops[1] + high + 34, colour=palette.KERNEL)
            )
            parts.append(label(middle, tops[1] + high + 54, "its slopes"))
    for left, right in pairwise(lefts):
        parts.append(arrow(left + wide + 4, tops[0] + high / 2, right - 4, tops[0] + high / 2))
        parts.append(arrow(right - 4, tops[1] + high / 2, left + wide + 4, tops[1] + high / 2))
    end = lefts[-1] + wide
    parts += [
        f'<path d="M {end} {tops[0] + high / 2} H {end + 22} V {tops[1] + high / 2} H {end + 12}" '
        f'fill="none" stroke="{INK}" stroke-width="2"/>',
        arrow(end + 22, tops[1] + high / 2, end + 3, tops[1] + high / 2),
    ]
    return page(
        318,
        "Two rows of boxes. Above, forward, from left to right: convolution, ReLU and pooling, convolution, "
        "ReLU and pooling, dense. Below, backward, from right to left, the same layers in reverse; dashed "
        "lines join each layer to itself: what it kept. From the two convolutions and the dense layer an "
        "arrow leads down to the slopes of their own weights.",
        label(24, 32, "forward: images in, scores out", anchor="start", bold=True),
        label(lefts[0] + wide / 2 + 12, 156, "what it kept", anchor="start"),
        label(end, 156, "loss", anchor="end", bold=True),
        *parts,
    )


def sheets(x, y, width, height, count, *, colour, shift=7, drawn=None):
    """Return a volume as sheets behind each other, the front one with its top left corner at (x, y).

    `shift` is how far each sheet lies to the right of the one in front of it, and above it.
    """
    parts = []
    for sheet in reversed(range(drawn or count)):
        fill = pale(colour)(0)
        parts.append(box(x + sheet * shift, y - sheet * shift, width, height, fill=fill, line=INK))
    return "\n".join(parts)


def through(x, y, width, height, count, *, shift=7, colour=palette.FOCUS):
    """Return the edges of a block that goes through all sheets, its front at (x, y)."""
    back = (count - 1) * shift
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    edges = [
        f'<line x1="{plain(a)}" y1="{plain(b)}" x2="{plain(a + back)}" y2="{plain(b - back)}" '
        f'stroke="{colour}" stroke-width="2" stroke-dasharray="4 3"/>'
        for a, b in corners
    ]
    behind = box(x + back, y - back, width, height, line=colour, thickness=2, dashes="4 3")
    return "\n".join([behind, *edges, box(x, y, width, height, line=colour, thickness=3)])


def draw_volume():
    """A photo and a stack of feature maps as volumes."""
    shift, left, top = 16, 84, 86
    wide, high = 128, 150
    right, side = 440, 118
    names = ["red", "green", "blue"]
    back = left + wide + 2 * shift
    return page(
        300,
        "Two volumes, drawn as sheets that lie behind each other. On the left a photo: 600 rows, 512 columns "
        "and three sheets, red, green and blue; a small square goes through all three sheets: one pixel, "
        "three "
        "numbers. On the right a stack of feature maps, 26 × 26 × 64, drawn the same way with many sheets.",
        label(24, 30, "a colour photo", anchor="start", bold=True),
        sheets(left, top, wide, high, 3, colour=palette.INPUT, shift=shift),
        *[
            label(back + 10, top - place * shift + high - 6, name, anchor="start")
            for place, name in enumerate(names)
        ],
        through(left + 40, top + 62, 14, 14, 3, shift=shift),
        label(left + wide / 2, top + high + 22, "512 columns"),
        label(left - 10, top + high / 2 - 4, "600", anchor="end"),
        label(left - 10, top + high / 2 + 15, "rows", anchor="end"),
        label(24, 284, "600 × 512 × 3: a pixel is 3 numbers", anchor="start"),
        label(right - 64, 30, "a stack of feature maps", anchor="start", bold=True),
        sheets(right, top + 32, side, side, 64, colour=palette.OUTPUT, shift=4, drawn=16),
        through(right + 40, top + 72, 12, 12, 16, shift=4),
        label(right + side / 2, top + high + 22, "26 columns"),
        label(right - 10, top + 32 + side / 2 - 4, "26", anchor="end"),
        label(right - 10, top + 32 + side / 2 + 15, "rows", anchor="end"),
        label(right + side + 26, top + 142, "64 channels", anchor="start"),
        label(right - 64, 284, "26 × 26 × 64: a place is 64 numbers", anchor="start"),
    )


SPAN_WINDOW = np.array([[[3, 1], [0, 2]], [[1, 4], [2, 0]], [[0, 2], [5, 1]]])

SPAN_WEIGHTS = np.array([[[1, 0], [-1, 2]], [[0, 1], [1, 0]], [[2, -1], [0, 1]]])

SPAN_BIAS = 1


def draw_span():
    """One window through three channels, slice by slice."""
    products = SPAN_WINDOW * SPAN_WEIGHTS
    sums = products.sum(axis=(1, 2))
    total = sums.sum() + SPAN_BIAS
    cell, pitch, first = 38, 92, 54
    lefts = [86, 212, 338]
    sum_x, end_x, middle = 478, 612, first + pitch + cell
    parts = []
    for row, name in enumerate(["red", "green", "blue"]):
        top = first + row * pitch
        grids = [
            (SPAN_WINDOW, pale(palette.INPUT)),
            (SPAN_WEIGHTS, pale(palette.KERNEL)),
            (products, signed(12)),
        ]
        parts.append(label(70, top + cell + 6, name, anchor="end", bold=True))
        for left, (values, fill) in zip(lefts, grids, strict=True):
            parts.append(grid(left, top, values[row], cell=cell, fill=fill, size=MEDIUM))
        parts.append(label(188, top + cell + 8, "·", size=SIGN))
        parts.append(label(314, top + cell + 8, "=", size=SIGN))
        parts.append(arrow(lefts[2] + 2 * cell + 8, top + cell, sum_x - 24, top + cell))
        parts.append(label(sum_x, top + cell + 6, number_text(sums[row]), size=20, bold=True))
        parts.append(arrow(sum_x + 20, top + cell, end_x - 36, middle + (row - 1) * 12))
    heads = [(lefts[0], "pixels"), (lefts[1], "weights"), (lefts[2], "products")]
    return page(
        346,
        "Three rows, one for each channel. In the row for red, a window of 2×2 pixels, 3 1 0 2, meets a "
        "slice of "
        "weights, 1 0 −1 2, which gives the products 3 0 0 4, together 7. Green gives 6, blue −1. The three "
        f"sums and a bias of {SPAN_BIAS} flow into one number, {total}.",
        *[label(left + cell, 36, name, bold=True) for left, name in heads],
        label(sum_x, 36, "sums", bold=True),
        *parts,
        box(end_x - 32, middle - 24, 64, 48, fill=pale(palette.OUTPUT)(0), line=palette.OUTPUT, thickness=3),
        label(end_x, middle + 8, str(total), size=22, bold=True),
        label(end_x, middle - 66, "one number", bold=True),
        label(end_x, middle + 60, f"bias {SPAN_BIAS}"),
        arrow(end_x, middle + 44, end_x, middle + 28),
    )


def draw_filters():
    """A volume, five filters, five maps."""
    left, top, side, shift = 40, 104, 140, 12
    filter_x, right, map_side = 296, 470, 118
    tops = [64 + 50 * n for n in range(5)]
    map_shift = 16
    parts = []
    for number, y in enumerate(tops):
        parts.append(sheets(filter_x, y, 28, 28, 3, colour=palette.KERNEL, shift=5))
        sheet = 4 - number  # the one at the back lies highest: no lines cross
        end = right + sheet * map_shift - 3, top + 62 - sheet * map_shift + 8
        parts.append(line_between((filter_x + 44, y + 10), end, colour=palette.KERNEL))
    return page(
        330,
        "A volume with three sheets on the left, with a window through all of them. In the middle five small "
        "filters, each with three slices. On the right five maps, one behind the other: each filter has made "
        "one "
        "of them. The depth of the filters is that of the volume on the left; their number is the depth of "
        "the "
        "volume on the right.",
        label(24, 30, "3 channels in", anchor="start", bold=True),
        sheets(left, top, side, side, 3, colour=palette.INPUT, shift=shift),
        through(left + 34, top + 40, 34, 34, 3, shift=shift),
        arrow(left + side + 34, top + side / 2, filter_x - 14, top + side / 2),
        label(filter_x - 26, 30, "5 filters, 3 deep", anchor="start", bold=True),
        *parts,
        label(right - 10, 30, "5 channels out", anchor="start", bold=True),
        sheets(right, top + 62, map_side, map_side, 5, colour=palette.OUTPUT, shift=map_shift),
        label(left + side / 2, 312, "600 × 512 × 3"),
        label(filter_x + 20, 312, "each 4 × 4 × 3"),
        label(right + map_side / 2 + 20, 312, "597 × 509 × 5"),
    )


def draw_channel_stack():
    """Two layers on a volume: first six filters, then a 2×2 window with stride 2."""
    rows = trace((Conv(6, 3), Pool(2)), (12, 12, 4))
    shapes = [(12, 12, 4), *(row.shape for row in rows)]
    colours = [palette.INPUT, palette.OUTPUT, palette.OUTPUT]
    lefts, middle, shift = [40, 286, 530], 138, 9
    parts = []
    for left, shape, colour in zip(lefts, shapes, colours, strict=True):
        side = 9 * shape[0]
        parts.append(sheets(left, middle - side / 2 + 14, side, side, shape[2], colour=colour, shift=shift))
        parts.append(label(left + side / 2, middle + 92, " × ".join(map(str, shape)), bold=True))
    return page(
        322,
        "Three volumes from left to right. 12 × 12 × 4 meets six filters of 3 × 3 × 4 and becomes 10 × 10 × "
        "6. A "
        "window of 2 × 2 with stride 2 makes it 5 × 5. Below the second step it says: as pooling the depth "
        "stays "
        "6 and nothing is learned; as a convolution each filter is 2 × 2 × 6.",
        *parts,
        arrow(192, middle, 270, middle),
        label(231, middle - 34, "6 filters", bold=True),
        label(231, middle - 14, "3 × 3 × 4"),
        label(231, middle + 26, "216"),
        label(231, middle + 45, "weights"),
        arrow(440, middle, 514, middle),
        label(477, middle - 34, "2 × 2", bold=True),
        label(477, middle - 14, "stride 2"),
        through(40 + 18, middle - 40 + 8, 27, 27, 4, shift=shift),
        label(24, 272, "as pooling: each channel alone, the depth stays 6, 0 weights", anchor="start"),
        label(
            24,
            300,
            "as a convolution: each filter is 2 × 2 × 6, and there are as many maps as filters",
            anchor="start",
        ),
    )


def draw_sharing():
    """Three layers from six inputs to four outputs: dense, locally connected, convolution."""
    dashes = [None, "7 4", "2 4"]
    colours = [palette.INPUT, palette.FOCUS, palette.OUTPUT]
    panels = [("dense", 28), ("locally connected", 252), ("convolution", 476)]
    counts = ["24 weights", "12 weights", "3 weights"]
    top, pitch, across = 76, 38, 150
    parts = []
    for number, ((name, left), count) in enumerate(zip(panels, counts, strict=True)):
        inputs = [(left + 11, top + pitch * n) for n in range(6)]
        outputs = [(left + 11 + across, top + pitch * (n + 1)) for n in range(4)]
        for place, end in enumerate(outputs):
            seen = range(6) if number == 0 else range(place, place + 3)
            for order, start in enumerate(seen):
                style = (
                    {"colour": colours[order], "dashes": dashes[order]}
                    if number == 2
                    else {"colour": palette.PADDING}
                )
                parts.append(line_between(inputs[start], end, **style))
        for ends, colour in ((inputs, palette.INPUT), (outputs, palette.OUTPUT)):
            parts += [
                f'<circle cx="{plain(x)}" cy="{plain(y)}" r="11" fill="{pale(colour)(0)}" stroke="{INK}"/>'
                for x, y in ends
            ]
        parts.append(label(left, 36, name, anchor="start", bold=True))
        parts.append(label(left, 306, count, anchor="start", bold=True))
    notes = ["each line its own", "each line its own", "three, at every output"]
    parts += [label(left, 330, note, anchor="start") for (_, left), note in zip(panels, notes, strict=True)]
    return page(
        348,
        "Six inputs and four outputs, joined by lines, three times. Dense: every input is joined to every "
        "output, "
        "24 lines, 24 weights. Locally connected: each output is joined to three neighbours, 12 lines, 12 "
        "weights. Convolution: the same 12 lines, but in three kinds, solid, dashed and dotted, which repeat "
        "at "
        "every output: 3 weights.",
        *parts,
    )


def draw_layers():
    """The kinds of Keras layer: what arrives, what leaves, what is learned."""
    picture, (conv, pool, *_, flat, _, last) = (28, 28, 1), trace(NETWORK, (28, 28, 1))
    rows = [
        ("Conv2D", picture, conv.shape, "sums of products, and a bias", "kernels and biases"),
        ("MaxPooling2D", conv.shape, pool.shape, "the largest of each 2×2 block", "nothing"),
        ("AveragePooling2D", conv.shape, pool.shape, "the mean of each 2×2 block", "nothing"),
        ("Flatten", (5, 5, 64), flat.shape, "the same numbers in one row", "nothing"),
        ("Dense", (128,), last.shape, "a matrix product, and a bias", "a matrix and biases"),
    ]
    places = {"layer": 20, "arrives": 176, "leaves": 280, "does": 382, "learns": 0}
    titles = [
        ("layer", "layer"),
        ("arrives", "arrives"),
        ("leaves", "leaves"),
        ("does", "what it computes, and learns"),
    ]
    parts = [label(places[name], 32, text, anchor="start", bold=True) for name, text in titles]
    for number, (kind, before, after, does, learns) in enumerate(rows):
        top = 48 + 58 * number
        colour = palette.KERNEL if learns != "nothing" else palette.PADDING
        parts += [
            box(12, top, WIDTH - 24, 50, fill=pale(colour)(0), line=colour, corner=4),
            label(places["layer"], top + 31, kind, anchor="start", bold=True),
            label(places["arrives"], top + 31, "×".join(map(str, before)), anchor="start"),
            label(places["leaves"], top + 31, "×".join(map(str, after)), anchor="start"),
            label(places["does"], top + 22, does, anchor="start"),
            label(places["does"], top + 42, f"learns: {learns}", anchor="start"),
            arrow(places["leaves"] - 26, top + 26, places["leaves"] - 8, top + 26),
        ]
    return page(
        350,
        "Five rows, one for each kind of layer: what arrives, what leaves, what the layer computes and "
        "what it learns. "
        "Conv2D makes 26×26×64 of 28×28×1 and learns kernels and biases; MaxPooling2D and AveragePooling2D "
        "halve rows and "
        "columns and learn nothing; Flatten makes one row of 1600 and learns nothing; Dense makes ten "
        "numbers of 128 and "
        "learns a matrix and biases.",
        *parts,
    )


LENET = (Conv(6, 5), Pool(), Conv(16, 5), Pool(), Conv(120, 5), Flatten(), Dense(84), Dense(10))

# Which maps of S2 each map of C3 looks at: table I of LeCun et al. (1998).
C3_LOOKS_AT = (
    *[[first, (first + 1) % 6, (first + 2) % 6] for first in range(6)],
    *[[first, (first + 1) % 6, (first + 2) % 6, (first + 3) % 6] for first in range(6)],
    *[[first, first + 1, (first + 3) % 6, (first + 4) % 6] for first in range(3)],
    [*range(6)],
)


def draw_lenet():
    """LeNet-5 with its shapes, and its parameters as Keras counts them."""
    rows = [row for row in trace(LENET, (32, 32, 1)) if not isinstance(row.layer, Flatten)]
    names = ["picture", "C1", "S2", "C3", "S4", "C5", "F6", "output"]
    kinds = ["", "5×5", "mean", "5×5", "mean", "5×5", "dense", "dense"]
    shapes = [(32, 32, 1), *[row.shape for row in rows]]
    shapes[5] = (120,)  # 1×1×120
    parameters = [None, *[row.parameters for row in rows]]
    total = sum(row.parameters for row in rows)
    middle, centres = 142, [48 + 84.5 * place for place in range(len(names))]
    parts = []
    for centre, name, kind, shape, count in zip(centres, names, kinds, shapes, parameters, strict=True):
        parts.append(label(centre, 32, name, bold=True))
        parts.append(label(centre, 54, kind))
        if len(shape) == 1:
            height = {120: 76, 84: 56}.get(shape[0], 30)
            parts.append(box(centre - 7, middle - height / 2, 14, height, fill=palette.OUTPUT, line=INK))
        else:
            parts.append(volume(centre, middle, shape))
        parts.append(label(centre, 222, "×".join(map(str, shape))))
        if count is not None:
            parts.append(label(centre, 252, f"{count:,}"))
    halves = [10 if len(shape) == 1 else 3 + 0.9 * shape[0] + 6 * (shape[2] > 1) for shape in shapes]
    for place in range(len(centres) - 1):
        start, end = centres[place] + halves[place], centres[place + 1] - halves[place + 1]
        between = (start + end) / 2
        parts.append(arrow(max(start + 3, between - 14), middle, min(end - 3, between + 14), middle))
    return page(
        296,
        "LeNet-5 from left to right with its shapes: a 32×32 picture, C1 28×28×6, S2 14×14×6, C3 10×10×16, "
        "S4 5×5×16, C5 120, F6 "
        "84 and 10 scores. Under each layer stand its parameters in Keras: "
        f"{', '.join(f'{count:,}' for count in parameters[1:])}, "
        f"together {total:,}.",
        *parts,
        label(WIDTH - 24, 282, f"parameters in Keras, together {total:,}", anchor="end", bold=True),
    )


def draw_c3():
    """Which maps of S2 each map of C3 looks at, in the paper."""
    cell, left, top = 32, 136, 74
    parts = [
        label(left + 8 * cell, 34, "maps of C3", bold=True),
        label(20, top + 3 * cell + 5, "maps of S2", anchor="start", bold=True),
    ]
    parts += [label(left + (column + 0.5) * cell, top - 10, str(column)) for column in range(16)]
    parts += [label(left - 12, top + (row + 0.65) * cell, str(row)) for row in range(6)]
    for column, seen in enumerate(C3_LOOKS_AT):
        for row in range(6):
            fill = palette.KERNEL if row in seen else PAPER
            parts.append(
                box(left + column * cell, top + row * cell, cell, cell, fill=fill, line=palette.PADDING)
            )
            if row in seen:
                parts.append(
                    label(left + (column + 0.5) * cell, top + (row + 0.5) * cell + 6, "5×5", size=SMALL)
                )
        count = 5 * 5 * len(seen) + 1
        parts.append(label(left + (column + 0.5) * cell, top + 6 * cell + 24, str(count)))
    cells = sum(map(len, C3_LOOKS_AT))
    total = sum(5 * 5 * len(seen) + 1 for seen in C3_LOOKS_AT)
    parts.append(label(20, top + 6 * cell + 24, "parameters", anchor="start"))
    parts.append(
        label(
            WIDTH - 34,
            top + 6 * cell + 58,
            f"together {total:,}; all 96 cells would make {16 * 151:,}",
            anchor="end",
            bold=True,
        )
    )
    return page(
        top + 6 * cell + 76,
        "A table of 6 rows, the maps of S2, and 16 columns, the maps of C3. A filled cell says that a map "
        "of C3 looks at a map "
        f"of S2. Columns 0 to 5 have three filled cells, 6 to 14 four, column 15 all six: {cells} cells of "
        "96.",
        *parts,
    )


def draw_grow_back():
    """One side of the course network: a cell of the last layer, grown back to ten pixels."""
    layers = (Conv(64), Pool(), Conv(64), Pool())
    pixels, pitch, left, side = 14, 36, 158, 26
    heights = [330, 258, 186, 114, 42]
    names = ["14 pixels", "conv1", "pool1", "conv2", "pool2"]
    sizes = [pixels, *(row.shape[0] for row in trace(layers, (pixels, pixels, 1)))]
    # A cell is drawn over the middle of what it sees.
    middles = [[float(n) for n in range(pixels)]]
    for layer, size in zip(layers, sizes[1:], strict=True):
        k, stride = (3, 1) if isinstance(layer, Conv) else (2, 2)
        before = middles[-1]
        middles.append([(before[n * stride] + before[n * stride + k - 1]) / 2 for n in range(size)])
    lines, cells, wanted = [], [], {0}
    for level in range(4, -1, -1):
        for place, middle in enumerate(middles[level]):
            x, used = left + middle * pitch, place in wanted
            colour = palette.INPUT if level == 0 else palette.OUTPUT
            cells.append(
                box(x, heights[level], side, side, fill=colour if used else PAPER, line=palette.PADDING)
            )
        if level:
            k, stride = (3, 1) if level in (1, 3) else (2, 2)
            for place in wanted:
                for below in range(place * stride, place * stride + k):
                    x1, x2 = (
                        left + middles[at][n] * pitch + side / 2
                        for at, n in ((level, place), (level - 1, below))
                    )
                    lines.append(
                        f'<line x1="{plain(x1)}" y1="{heights[level] + side}" x2="{plain(x2)}" '
                        f'y2="{heights[level - 1]}" stroke="{palette.KERNEL}" stroke-width="2"/>'
                    )
            wanted = {below for place in wanted for below in range(place * stride, place * stride + k)}
    fields = [1, *(receptive_field(layers[:n])[0] for n in range(1, 5))]
    return page(
        380,
        "One side of the course network as five rows of cells. A cell of pool2 at the top depends on two "
        "cells of conv2, these on four of pool1, these on eight of conv1, and these on ten of the fourteen "
        "pixels at the bottom. Beside each row stands how many pixels one of its cells sees: 1, 3, 4, 8, 10.",
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
    """Grad-CAM: maps times their weights, added, and what is negative dropped."""
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
        "Three feature maps of 3×3 cells, times their weights 2, −1 and 1, are added to one map, which holds "
        "positive and negative numbers. A ReLU turns the negative ones into 0: that is the Grad-CAM map.",
        *parts,
    )


def draw_one_axis():
    """A kernel of two weights on a series, its feature map, and the largest number of it."""
    event = np.concatenate([np.zeros(3, int), BURST, np.zeros(2, int)])
    rises = conv1d(event, RISE)
    cell, left, row = 44, 100, 60
    best = int(rises.argmax())
    under = left + (best + 0.5) * cell
    return page(
        306,
        "A row of twelve measurements: three zeros, then 7, 6, 5, 4, 3, 2, 1, then two zeros. The kernel "
        "−1, 1 "
        "lies on the zero before the 7. In the row of sums below, this window gives 7, and all others −1 "
        "or 0. An "
        "arrow leads from the 7 to a single number, the largest: 7.",
        label(16, 66, "series", anchor="start", bold=True),
        grid(left, 36, [event], cell=cell, fill=pale(palette.INPUT), size=SMALL),
        label(16, 66 + row + 30, "kernel", anchor="start", bold=True),
        grid(left + best * cell, 66 + row, [RISE], cell=cell, fill=pale(palette.KERNEL), size=SMALL),
        window(left + best * cell, 36, cell=cell, rows=1, columns=2),
        label(16, 66 + 2 * row + 60, "sums", anchor="start", bold=True),
        grid(left, 36 + 2 * row + 60, [rises], cell=cell, fill=pale(palette.OUTPUT), size=SMALL),
        arrow(under, 70 + row + cell, under, 92 + 2 * row),
        window(left + best * cell, 36 + 2 * row + 60, cell=cell, rows=1, columns=1),
        label(under, 110 + 3 * row, f"the largest: {rises.max()}, wherever it stands", bold=True),
    )  # fmt: skip


def draw_words():
    """A review as a grid with one 1 in each row, and a kernel of two rows on it."""
    words = ["had", "soup", *PRAISE, "with", "bread"]
    shown = [word for word in VOCABULARY if word in {*words, "train"}]
    values = [[int(word == column) for column in shown] for word in words]
    cell, left, top = 46, 96, 64
    at = words.index("not")
    found = conv1d(np.array(values), np.array(values)[at : at + 2, :, np.newaxis])
    tint, right, below = pale(palette.INPUT)(0), left + len(shown) * cell, top + len(words) * cell + 34
    return page(
        458,
        "A grid with a row for each word of “had soup good not bad with bread” and a column for each word "
        "of the "
        "vocabulary. Each row holds a single 1, in the column of its word. A window two rows high lies on "
        "“not” "
        "and “bad” and spans all columns. Beside it stand the sums of the kernel for “not bad”: 2 at this "
        "window, 0 at the others.",
        *[label(left + (number + 0.5) * cell, top - 10, word) for number, word in enumerate(shown)],
        *[
            label(left - 10, top + (row + 0.65) * cell, word, anchor="end", bold=True)
            for row, word in enumerate(words)
        ],
        grid(left, top, values, cell=cell, fill=lambda value: tint if value else PAPER, size=SMALL),
        window(left, top + at * cell, cell=cell, rows=2, columns=len(shown)),
        arrow(right + 10, top + (at + 1) * cell, right + 46, top + (at + 1) * cell, colour=palette.FOCUS),
        grid(right + 54, top + cell / 2, found, cell=cell, fill=pale(palette.OUTPUT), size=SMALL),
        label(right + 54 + cell / 2, top - 10, "sums"),
        label(left, below, "The window slides down, one word at a time. It cannot slide "
              "across:", anchor="start"),
        label(left, below + 20, "the words of the vocabulary are channels.", anchor="start"),
    )  # fmt: skip


def draw_causal():
    """Four causal layers of two weights, dilations 1, 2, 4, 8: sixteen steps, and none of the future."""
    dilations, steps, later = (1, 2, 4, 8), 16, 2
    pitch, left, row = 30, 128, 62
    across = lambda step: left + step * pitch  # noqa: E731
    down = lambda level: 300 - level * row  # noqa: E731
    used, lines, dots = {steps - 1}, [], []
    for level in range(len(dilations), -1, -1):
        colour = palette.OUTPUT if level else palette.INPUT
        dots += [
            f'<circle cx="{across(step)}" cy="{down(level)}" r="8" '
            f'fill="{colour if step in used else PAPER}" stroke="{palette.PADDING}"/>'
            for step in range(steps + later)
        ]
        if level:
            pairs = [(to, to - back) for to in sorted(used) for back in (0, dilations[level - 1])]
            lines += [
                f'<line x1="{across(to)}" y1="{down(level)}" x2="{across(below)}" y2="{down(level - 1)}" '
                f'stroke="{palette.KERNEL}" stroke-width="2"/>'
                for to, below in pairs
            ]
            used = {below for _, below in pairs}
    now = across(steps - 0.5)
    names = ["series", *(f"dilation {dilation}" for dilation in dilations)]
    return page(
        356,
        "Five rows of dots, one for each step of a series. From one dot of the top row, lines lead down to "
        "itself "
        "and to a dot 8 steps earlier, from these to dots 4 steps earlier, then 2, then 1, and reach "
        "sixteen steps "
        "of the series without a gap. A dashed line marks the present: no line comes from the two later "
        "steps.",
        *lines,
        *dots,
        f'<line x1="{now}" y1="30" x2="{now}" y2="318" stroke="{palette.FOCUS}" stroke-width="2" '
        'stroke-dasharray="7 5"/>',
        *[label(16, down(level) + 6, name, anchor="start", bold=True) for level, name in enumerate(names)],
        label(now - 8, 338, f"{steps} steps up to now", anchor="end"),
        label(now + 8, 338, "later", anchor="start"),
    )  # fmt: skip


DRAWINGS = {
    "00_course": draw_course,
    "01_dense_and_kernel": draw_dense_and_kernel,
    "01_shuffle": draw_shuffle,
    "01_three_grids": draw_three_grids,
    "02_flip": draw_flip,
    "02_matrix": draw_matrix,
    "02_rise": draw_rise,
    "02_window": draw_window,
    "02_worked_sum": draw_worked_sum,
    "03_learn": draw_learn,
    "03_match": draw_match,
    "04_corner": draw_corner,
    "04_dilation": draw_dilation,
    "04_formula": draw_formula,
    "04_padding": draw_padding,
    "04_stack": draw_stack,
    "04_stride": draw_stride,
    "04_uneven_same": draw_uneven_same,
    "05_gate": draw_gate,
    "05_merge": draw_merge,
    "05_relu": draw_relu,
    "06_eleven": draw_eleven,
    "06_shift": draw_shift,
    "06_sixteen": draw_sixteen,
    "07_filters": draw_filters,
    "07_sharing": draw_sharing,
    "07_span": draw_span,
    "07_stack": draw_channel_stack,
    "07_volume": draw_volume,
    "08_c3": draw_c3,
    "08_layers": draw_layers,
    "08_lenet": draw_lenet,
    "09_network": draw_network,
    "10_grad_cam": draw_grad_cam,
    "10_grow_back": draw_grow_back,
    "11_backward": draw_backward,
    "11_input_gradient": draw_input_gradient,
    "11_kernel_gradient": draw_kernel_gradient,
    "11_relu_pool": draw_relu_pool,
    "12_causal": draw_causal,
    "12_one_axis": draw_one_axis,
    "12_words": draw_words,
}


def main():
    """Write every drawing next to this script."""
    for name, draw in DRAWINGS.items():
        (FOLDER / f"{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")
        print(f"images/{name}.svg")


if __name__ == "__main__":
    main()

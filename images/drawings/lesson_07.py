"""Lesson 07, channels and parameters: volumes, filters that span them, and shared weights."""

import numpy as np
from drawings.lesson_00 import EDGE
from drawings.openings import SIDE, opening, small_face
from drawings.parts import (
    INK,
    MEDIUM,
    SIGN,
    arrow,
    box,
    coarse_grey,
    coarse_signed,
    dot,
    grid,
    label,
    line_between,
    page,
    pale,
    raster,
    signed,
)

from helpers import conv2d, palette, trace
from helpers.pictures import photo_in_colour
from helpers.plots import number_text
from helpers.shapes import Conv, Pool


def sheets(x, y, width, height, count, *, colour, shift=7, drawn=None):
    """Return a volume as overlapping sheets, the front one with its top left corner at (x, y).

    `shift` is how far each sheet is to the right of the one in front of it, and above it. `drawn` is how many
    sheets to draw where `count` would be too many.
    """
    parts = []
    for sheet in reversed(range(drawn or count)):
        fill = pale(colour)(0)
        parts.append(box(x + sheet * shift, y - sheet * shift, width, height, fill=fill, line=INK))
    return "\n".join(parts)


def through(x, y, width, height, count, *, shift=7, colour=palette.FOCUS):
    """Return the edges of a block that goes through all sheets, with its front at (x, y)."""
    back = (count - 1) * shift
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    edges = [
        line_between((a, b), (a + back, b - back), colour=colour, thickness=2, dashes="4 3")
        for a, b in corners
    ]
    behind = box(x + back, y - back, width, height, line=colour, thickness=2, dashes="4 3")
    return "\n".join([behind, *edges, box(x, y, width, height, line=colour, thickness=3)])


def draw_volume():
    """Draw a photo and a stack of feature maps as volumes."""
    shift, left, top = 16, 84, 86
    wide, high = 128, 150
    right, side = 440, 118
    names = ["red", "green", "blue"]
    back = left + wide + 2 * shift
    return page(
        300,
        "Two volumes, drawn as stacks of sheets. On the left a photo: 600 rows, 512 columns and three "
        "sheets, red, green and blue; a small square goes through all three sheets: one pixel, three "
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
        label(right - 64, 284, "26 × 26 × 64: a cell is 64 numbers", anchor="start"),
    )


SPAN_WINDOW = np.array([[[3, 1], [0, 2]], [[1, 4], [2, 0]], [[0, 2], [5, 1]]])


SPAN_WEIGHTS = np.array([[[1, 0], [-1, 2]], [[0, 1], [1, 0]], [[2, -1], [0, 1]]])


SPAN_BIAS = 1


def draw_span():
    """Draw one window through three channels, slice by slice."""
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
        "slice of weights, 1 0 −1 2, which gives the products 3 0 0 4, together 7. Green gives 6, blue −1. "
        f"The three sums and a bias of {SPAN_BIAS} make one number, {total}.",
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
    """Draw a volume, five filters and their five maps."""
    left, top, side, shift = 40, 104, 140, 12
    filter_x, right, map_side = 296, 470, 118
    tops = [64 + 50 * n for n in range(5)]
    map_shift = 16
    parts = []
    for number, y in enumerate(tops):
        parts.append(sheets(filter_x, y, 28, 28, 3, colour=palette.KERNEL, shift=5))
        sheet = 4 - number  # the one at the back is highest, so that no lines cross
        end = right + sheet * map_shift - 3, top + 62 - sheet * map_shift + 8
        parts.append(line_between((filter_x + 44, y + 10), end, colour=palette.KERNEL))
    return page(
        330,
        "A volume with three sheets on the left, with a window through all of them. In the middle five "
        "small filters, each with three slices. On the right five maps, one made by each filter. "
        "The filters are as deep as the volume on the left; their number is the depth of the volume on the "
        "right.",
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


def draw_stack():
    """Draw two layers on a volume: six filters, then a 2×2 window with stride 2."""
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
        "6. A window of 2 × 2 with stride 2 makes it 5 × 5. As pooling, the depth stays 6 and nothing "
        "is learned; as a convolution, each filter is 2 × 2 × 6.",
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
        label(24, 272, "as pooling: each channel by itself, the depth stays 6, 0 weights", anchor="start"),
        label(
            24,
            300,
            "as a convolution: each filter is 2 × 2 × 6, and there are as many maps as filters",
            anchor="start",
        ),
    )


def draw_sharing():
    """Draw three layers from six inputs to four outputs: dense, locally connected, convolution."""
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
            parts += [dot(*end, 11, fill=pale(colour)(0), line=INK) for end in ends]
        parts.append(label(left, 36, name, anchor="start", bold=True))
        parts.append(label(left, 306, count, anchor="start", bold=True))
    notes = ["one for each line", "one for each line", "the same three everywhere"]
    parts += [label(left, 330, note, anchor="start") for (_, left), note in zip(panels, notes, strict=True)]
    return page(
        348,
        "Six inputs and four outputs, joined by lines, three times. Dense: every input is joined to every "
        "output, 24 lines, 24 weights. Locally connected: each output is joined to three neighbours, 12 "
        "lines, 12 weights. Convolution: the same 12 lines, but in three kinds, solid, dashed and dotted, "
        "which repeat at every output: 3 weights.",
        *parts,
    )


def draw_opening():
    """Draw a colour photo as three channels, a filter as deep as they are, and its one map."""
    face = small_face(photo_in_colour())
    shift, side, k = 16, SIDE - 32, 24

    def channels(x, y):
        return "".join(
            raster(
                x + place * shift,
                y + (2 - place) * shift,
                face[..., place],
                cell=side / 37,
                fill=coarse_grey,
                pixels=True,
            )
            for place in (2, 1, 0)
        ) + through(x + 14, y + 2 * shift + 14, k, k, 3, shift=shift)

    def one_filter(x, y):
        return sheets(x, y + 2 * shift + 14, k, k, 3, colour=palette.KERNEL, shift=shift)

    kernel = np.dstack([EDGE] * 3)
    values = conv2d(face[np.newaxis], kernel[..., np.newaxis])[0, ..., 0]
    limit = 0.5 * abs(values).max()

    def one_map(x, y):
        return raster(x, y + 16, values, cell=side / 35, fill=coarse_signed(limit), frame=palette.OUTPUT)

    return opening(
        "A photo as three sheets of grey pixels, one for each of its colours, with a window through all of "
        "them; a filter of three sheets; and the one feature map that they give.",
        (SIDE, channels, "three channels"),
        (k + 2 * shift, one_filter, "a filter"),
        (side, one_map, "one feature map"),
        between=("∗", "="),
        gap=70,
    )

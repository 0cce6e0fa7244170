"""Lesson 04, padding, stride and dilation: where the window can go."""

import numpy as np
from drawings.openings import SIDE, opening
from drawings.parts import (
    INK,
    MEDIUM,
    OUTSIDE,
    PAPER,
    arrow,
    box,
    dot,
    grid,
    hatch,
    label,
    line_between,
    padded_grid,
    page,
    pale,
    strip,
    window,
)

from helpers import output_size, palette, same_padding
from helpers.shapes import axis_padding, kernel_reach


def bracket(x1, x2, y, words, *, below=True):
    """Return a horizontal line with a tick at both ends, and words below or above it."""
    lines = [((x1, y - 6), (x1, y + 6)), ((x1, y), (x2, y)), ((x2, y - 6), (x2, y + 6))]
    text = label((x1 + x2) / 2, y + 22 if below else y - 12, words)
    return "".join(line_between(*ends, thickness=2) for ends in lines) + text


def draw_corner():
    """Draw the corner pixel, whose neighbours are missing."""
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
        "The same 5×5 image twice. Centred on the corner pixel, a 3×3 window has five of its nine cells "
        "outside the image. Centred on the middle pixel, all nine are inside.",
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
    """Draw valid, same and full padding of a 5×5 image."""
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
        "A 5×5 image three times, with the first and the last position of a 3×3 window. Valid: the map is "
        "3×3. Same: one ring of zeros, and the map is 5×5. Full: two rings of zeros, and the map is 7×7.",
        *parts,
    )


def positions(x, y, count, *, cell, k=3, stride=2, apart=30):
    """Return the windows of a strip as numbered bars, one below the other."""
    return "\n".join(
        box(x + place * stride * cell + 3, y + place * apart, k * cell - 6, 22, fill=pale(palette.FOCUS)(0),
            line=palette.FOCUS, thickness=3, corner=4)
        + label(x + (place * stride + k / 2) * cell, y + place * apart + 17, f"position {place}")
        for place in range(count)
    )  # fmt: skip


def draw_stride():
    """Draw stride 2 on eight pixels: three positions, and the last pixel is dropped."""
    cell, left = 56, 116
    count = output_size(8, 3, stride=2)
    return page(
        246,
        "A row of eight pixels. The positions of a window of three start at pixels 0, 2 and 4. The third one "
        "ends at pixel 6, and no window reaches pixel 7.",
        label(24, 78, "pixels", anchor="start", bold=True),
        strip(left, 44, 0, 8, 0, cell=cell),
        hatch(left + 7 * cell, 44, cell, cell),
        label(24, 132, "window", anchor="start", bold=True),
        positions(left, 114, count, cell=cell, apart=38),
        label(left + 7.5 * cell, 132, "dropped", bold=True),
        bracket(left, left + 2 * cell, 170, "stride 2"),
    )


def draw_dilation():
    """Draw a 3×3 kernel with dilation 1, 2 and 3 on a 7×7 image."""
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
        "A 7×7 image three times, with the nine cells of a 3×3 kernel. With dilation 1 they are side by "
        "side and span 3 pixels; with dilation 2 they span 5, with dilation 3 all 7.",
        *parts,
    )


def draw_formula():
    """Draw the terms of the output-size formula along one side of an image."""
    cell, left, top = 52, 80, 86
    pixels, padding, k, stride = 8, 1, 3, 3
    room = pixels + 2 * padding - k
    moves, rest = divmod(room, stride)
    starts = [left + move * stride * cell for move in range(moves + 1)]
    end = left + (pixels + 2 * padding) * cell
    arrows = [
        arrow(start + k * cell + 3, 206, start + (k + stride) * cell - 3, 206)
        + label(start + (k + stride / 2) * cell, 230, f"stride {stride}")
        for start in starts[:-1]
    ]
    return page(
        338,
        "Eight pixels with one zero at each end. A window of three leaves seven cells of room. Two "
        "strides of three fit, and one cell is left over. Two moves and the first position make "
        "three positions.",
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
            left, 314, f"positions:  {moves} moves + the first one = {moves + 1}", anchor="start", size=MEDIUM
        ),
    )


def draw_uneven_same():
    """Draw why Keras's same padding at stride 2 differs from one zero at each end."""
    cell, left = 50, 90
    pixels, parts = 8, []
    keras = same_padding(pixels, 3, stride=2)
    for top, (before, after), name in ((70, keras, 'padding="same"'), (322, (1, 1), "padding=1")):
        count = output_size(pixels, 3, stride=2, padding=(before, after))
        start = left + (1 - before) * cell  # so that the pixels of both strips line up
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
            positions(start, top + cell + 12, count, cell=cell),
        ]
        if (before, after) == (1, 1):
            parts.append(hatch(start + (before + pixels) * cell, top, cell, cell))
            parts.append(label(start + (before + pixels + 0.5) * cell, top + cell + 24, "unused"))
    return page(
        520,
        "Eight pixels twice, with a window of three and stride 2. Above, same padding as in Keras: the "
        "windows start at pixels 0, 2, 4 and 6. Below, one zero at each end: they start one cell "
        "earlier, and the last zero is not used.",
        *parts,
    )


def draw_stack():
    """Draw three layers with dilation 1, 2 and 4: one number depends on fifteen pixels."""
    pitch, left, dilations = 40, 80, (1, 2, 4)
    heights = [306, 216, 126, 48]
    across = [left + place * pitch for place in range(15)]
    lines, dots, used = [], [], {7}
    for level in (3, 2, 1, 0):
        colour = palette.OUTPUT if level else palette.INPUT
        dots += [
            dot(x, heights[level], 9, fill=colour if place in used else PAPER, line=palette.PADDING)
            for place, x in enumerate(across)
        ]
        if level:
            step = dilations[level - 1]
            pairs = [(place, place + move) for place in sorted(used) for move in (-step, 0, step)]
            lines += [
                line_between(
                    (across[above], heights[level]),
                    (across[below], heights[level - 1]),
                    colour=palette.KERNEL,
                    thickness=2,
                )
                for above, below in pairs
            ]
            used = {below for _, below in pairs}
    names = ["15 pixels", "dilation 1", "dilation 2", "dilation 4"]
    return page(
        352,
        "A tree of lines from one number at the top down to fifteen pixels, through three layers with "
        "dilations 4, 2 and 1. All fifteen pixels are reached.",
        *lines,
        *dots,
        *[
            label(24, height + (34 if level == 0 else -14), name, anchor="start", bold=True)
            for level, (height, name) in enumerate(zip(heights, names, strict=True))
        ],
    )


def draw_other_paddings():
    """Draw a row of pixels with two cells at each end, filled in three ways."""
    cell, left, pixels = 52, 190, [5, 8, 2, 9]
    parts = []
    for top, mode, name in (
        (40, "constant", "zeros"),
        (118, "edge", "replicate"),
        (196, "reflect", "reflect"),
    ):
        values = np.pad(pixels, 2, mode=mode)
        parts.append(label(24, top + cell / 2 + 6, name, anchor="start", size=MEDIUM, bold=True))
        parts.append(grid(left + 2 * cell, top, [pixels], cell=cell, fill=pale(palette.INPUT)))
        for place, value in enumerate(values):
            x = left + place * cell
            if not 2 <= place < 6:
                parts.append(box(x + 2, top + 2, cell - 4, cell - 4, line=OUTSIDE, dashes="4 3"))
            parts.append(label(x + cell / 2, top + cell / 2 + 6, str(value), size=MEDIUM))
    return page(
        280,
        "A row of four pixels, 5, 8, 2, 9, with two cells of padding at each end. Zeros: 0, 0 on both sides. "
        "Replicate: 5, 5 and 9, 9. Reflect: 2, 8 and 2, 8.",
        *parts,
    )


def draw_field():
    """Draw which pixels a number depends on, through a layer with stride 2 and another layer."""
    pitch, left, heights = 62, 190, (236, 144, 56)
    look = {"colour": palette.KERNEL, "thickness": 2}
    pixels = [left + pixel * pitch for pixel in range(7)]
    middle = [pixels[2 * number + 1] for number in range(3)]
    lines = [
        line_between((middle[number], heights[1]), (pixels[2 * number + cell], heights[0]), **look)
        for number in range(3)
        for cell in range(3)
    ] + [line_between((middle[1], heights[2]), (x, heights[1]), **look) for x in middle]
    dots = (
        [dot(x, heights[0], 11, fill=palette.INPUT, line=palette.PADDING) for x in pixels]
        + [dot(x, heights[1], 11, fill=palette.OUTPUT, line=palette.PADDING) for x in middle]
        + [dot(middle[1], heights[2], 11, fill=palette.OUTPUT, line=palette.PADDING)]
    )
    names = ("pixels", "layer 1, stride 2", "layer 2")
    return page(
        290,
        "A number after the second layer depends on three numbers of the first map. With stride 2 these see "
        "pixels 0 to 2, 2 to 4 and 4 to 6: seven pixels.",
        *lines,
        *dots,
        *[label(12, y + 6, name, anchor="start", bold=True) for y, name in zip(heights, names, strict=True)],
        *[label(x, heights[0] + 34, str(pixel)) for pixel, x in enumerate(pixels)],
    )


def draw_opening():
    """Draw an image and its maps for valid and same padding and for stride 2, all at one scale."""
    side, k, cell = 6, 3, 14

    def image(x, y):
        border = same_padding(side, k)
        cells = padded_grid(x, y, side, side, cell=cell, padding=(border, border))
        return cells + window(x, y, cell=cell)

    def output(**settings):
        count = output_size(side, k, **settings)
        left = (SIDE - count * cell) / 2
        return (
            SIDE,
            lambda x, y: grid(
                x + left,
                y + left,
                np.zeros((count, count)),
                cell=cell,
                fill=pale(palette.OUTPUT),
                frame=palette.OUTPUT,
            ),
        )

    return opening(
        "An image of 6×6 cells with a border of padding and a 3×3 window in its corner, and the outputs of "
        "three convolutions at the same scale: 4×4 cells without padding, 6×6 with same padding, and 3×3 "
        "with same padding and a stride of 2.",
        (SIDE, image, "image, 6 × 6"),
        (*output(), "no padding, 4 × 4"),
        (*output(padding="same"), "same, 6 × 6"),
        (*output(padding="same", stride=2), "stride 2, 3 × 3"),
        between=("→", "", ""),
    )

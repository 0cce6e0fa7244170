"""Lesson 02, convolution by hand: the window, its sum, the flipped kernel and the matrix."""

import numpy as np
from drawings.lesson_00 import EDGE
from drawings.openings import SIDE, opening
from drawings.parts import (
    INK,
    MEDIUM,
    PAPER,
    SIGN,
    SMALL,
    arrow,
    box,
    grey,
    grid,
    label,
    line_between,
    page,
    pale,
    signed,
    strip,
    window,
)

from helpers import conv1d, conv2d, flip, output_size, palette
from helpers.kernels import RISE
from helpers.pictures import BINARY_IMAGE, BINARY_KERNEL, GREY_PICTURE, NINE_PIXELS, NINE_WEIGHTS, STEPS
from helpers.plots import number_text
from helpers.widgets.convolution import HOUSE


def plain_paper(_):
    """Return the colour of a cell that has no role of its own, such as a product."""
    return PAPER


def draw_window():
    """Draw one position of the window, from its pixels to one output cell."""
    cell, wide = 42, 48
    left, middle, right = 24, 298, 506
    products = NINE_PIXELS * NINE_WEIGHTS
    output = np.full(conv2d(GREY_PICTURE, NINE_WEIGHTS).shape, None)
    output[0, 0] = conv2d(GREY_PICTURE, NINE_WEIGHTS)[0, 0]
    return page(
        400,
        "A 5×5 grid of grey pixels with a 3×3 window in its top left corner. An arrow leads from the window "
        "and the 3×3 kernel to nine products, and from their sum, 577, to the top left cell of a 3×3 output. "
        "A dashed outline shows the window's next position.",
        label(left + 2.5 * cell, 38, "Input", bold=True),
        grid(left, 50, GREY_PICTURE, cell=cell, fill=grey, size=SMALL, frame=palette.INPUT),
        window(left + cell, 50, cell=cell, dashed=True),
        window(left, 50, cell=cell),
        box(left + 4, 280, 30, 18, line=palette.FOCUS, thickness=4),
        label(left + 46, 295, "the window", anchor="start"),
        box(left + 4, 310, 30, 18, line=palette.FOCUS, thickness=3, dashes="7 5"),
        label(left + 46, 325, "its next position", anchor="start"),
        label((left + 5 * cell + middle) / 2, 120, "×", size=SIGN),
        label(middle + 1.5 * cell, 38, "Kernel", bold=True),
        grid(middle, 50, NINE_WEIGHTS, cell=cell, fill=signed(4.5), size=SMALL, frame=palette.KERNEL),
        arrow(middle + 1.5 * cell, 182, middle + 1.5 * cell, 218),
        grid(middle, 224, products, cell=cell, fill=plain_paper, size=SMALL),
        label(middle + 1.5 * cell, 376, "Nine products", bold=True),
        label((middle + 3 * cell + right) / 2, 236, "sum"),
        arrow(middle + 3 * cell + 8, 224 + wide / 2, right - 6, 224 + wide / 2),
        grid(right, 224, output, cell=wide, fill=pale(palette.OUTPUT), size=MEDIUM, frame=palette.OUTPUT),
        label(right + 1.5 * wide, 392, "Output", bold=True),
    )


def draw_worked_sum():
    """Draw the worked example, with its sum written out."""
    cell, top = 52, 52
    lefts = 40, 252, 464
    products = NINE_PIXELS * NINE_WEIGHTS
    total = conv2d(NINE_PIXELS, NINE_WEIGHTS).item()
    terms = "".join(f" {'−' if term < 0 else '+'} {abs(term):g}" for term in products.flat)
    sum_text = f"{terms.removeprefix(' + ')} ="
    pictures = [
        (NINE_PIXELS, grey, palette.INPUT),
        (NINE_WEIGHTS, signed(4.5), palette.KERNEL),
        (products, plain_paper, None),
    ]
    return page(
        280,
        f"Three 3×3 grids: pixels, kernel and their nine products. Below, the sum written out: {sum_text} "
        f"{total:g}.",
        *[
            grid(left, top, values, cell=cell, fill=fill, size=MEDIUM, frame=frame)
            for left, (values, fill, frame) in zip(lefts, pictures, strict=True)
        ],
        *[
            label(left + 1.5 * cell, top - 14, name, bold=True)
            for left, name in zip(lefts, ["Pixels", "Kernel", "Products"], strict=True)
        ],
        label(lefts[1] - 28, top + 1.5 * cell + 9, "×", size=SIGN),
        label(lefts[2] - 28, top + 1.5 * cell + 9, "=", size=SIGN),
        label(572, 250, sum_text, size=MEDIUM, anchor="end"),
        grid(
            584, 226, [[total]], cell=cell - 16, fill=pale(palette.OUTPUT), size=SMALL, frame=palette.OUTPUT
        ),
    )


def draw_flip():
    """Draw the correlation and the convolution of one bright pixel."""
    image = np.zeros((5, 5), int)
    image[2, 2] = 1
    kernel = np.arange(1, 10).reshape(3, 3)
    cell, columns = 32, (246, 404, 562)
    look = {"cell": cell, "size": MEDIUM, "frame": palette.INPUT, "pixels": True}
    parts = [
        label(36 + 2.5 * cell, 116, "Image", bold=True),
        grid(36, 128, image, fill=lambda value: grey(255 * value), **look),
    ]
    for left, name in zip(columns, ["Kernel", "As it slides", "Result"], strict=True):
        parts.append(label(left + 1.5 * cell, 36, name, bold=True))
    for top, name, turn, used in (
        (84, "Correlation", "as it is", kernel),
        (248, "Convolution", "flipped", flip(kernel)),
    ):
        middle = top + 1.5 * cell
        grids = [(kernel, palette.KERNEL), (used, palette.KERNEL), (conv2d(image, used), palette.OUTPUT)]
        parts += [
            label(columns[0], top - 14, name, anchor="start", size=MEDIUM, bold=True),
            label(columns[0] - 24, middle + 8, "∗", size=SIGN),
            *[
                grid(left, top, values, cell=cell, fill=pale(role), size=MEDIUM, frame=role)
                for left, (values, role) in zip(columns, grids, strict=True)
            ],
            arrow(columns[0] + 3 * cell + 8, middle, columns[1] - 8, middle),
            label((columns[0] + 3 * cell + columns[1]) / 2, middle - 10, turn),
            label((columns[1] + 3 * cell + columns[2]) / 2, middle + 8, "=", size=SIGN),
        ]
    return page(
        368,
        "A 5×5 image of zeros with a single 1 in the middle meets the kernel 1 to 9. Correlation uses the "
        "kernel as it is, and its result reads 9 to 1. Convolution rotates the kernel by 180° first, and its "
        "result reads 1 to 9.",
        *parts,
    )


def draw_matrix():
    """Draw convolution as one matrix product, with a row for each position of the window."""
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
        line_between((x, start), (x, end), thickness=2)
        for x in range(left, right + 1, 5 * cell)
        for start, end in ((48, 48 + cell), (top, top + 9 * cell))
    ]
    return page(
        386,
        "A matrix of 9 rows and 25 columns. Each row holds the nine kernel weights in three groups of "
        "three, five columns apart, and zeros elsewhere. The 25 pixels are above the columns, the nine "
        f"results {', '.join(map(str, results))} at the right.",
        label(left, 36, "The 25 pixels, row after row", anchor="start", bold=True),
        grid(left, 48, [BINARY_IMAGE.ravel()], cell=cell, fill=pale(palette.INPUT), size=SMALL,
             frame=palette.INPUT),
        label(left, top - 14, "The matrix: one row for each position", anchor="start", bold=True),
        grid(left, top, shown, cell=cell, fill=pale(palette.KERNEL), size=SMALL, line="#d0d0d0",
             frame=palette.KERNEL),
        *between_image_rows,
        label(right + 19, top + 4.5 * cell + 8, "=", size=SIGN),
        grid(right + 38, top, results.reshape(9, 1), cell=cell, fill=pale(palette.OUTPUT), size=SMALL,
             frame=palette.OUTPUT),
        label(right + 49, top - 14, "Results", bold=True),
        label(left, 342, "Coloured: the kernel's nine weights, row after row. Empty: 0.", anchor="start"),
        label(left, 366, "Each row, times the pixels above it, summed, gives the result on its right.",
              anchor="start"),
    )  # fmt: skip


def draw_rise():
    """Draw the kernel [−1, 1] along a signal."""
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
             fill=pale(palette.KERNEL), size=MEDIUM, frame=palette.KERNEL)
        for place, weight in enumerate(RISE)
    ]  # fmt: skip
    sums = [
        grid(left + (place + 1) * pitch - cell / 2, 272, [[value]], cell=cell,
             fill=pale(palette.OUTPUT), size=MEDIUM, frame=palette.OUTPUT)
        for place, value in enumerate(output)
    ]  # fmt: skip
    return page(
        332,
        f"A signal of eight bars, {', '.join(map(str, STEPS))}. The kernel −1, 1 is at the step from 1 "
        "to 4. The output below is 0 where neighbours are equal, 3 at the rise and −2 at the fall.",
        label(24, floor - 2, "Signal", anchor="start", bold=True),
        label(24, 214, "Kernel", anchor="start", bold=True),
        label(24, 298, "Output", anchor="start", bold=True),
        *bars,
        f'<line x1="{left}" y1="{floor}" x2="{left + 8 * pitch}" y2="{floor}" stroke="{INK}"/>',
        *kernel,
        box(left + rise * pitch, 28, 2 * pitch, 206, line=palette.FOCUS, thickness=4, corner=4),
        arrow(left + (rise + 1) * pitch, 237, left + (rise + 1) * pitch, 268),
        *sums,
    )


def draw_positions():
    """Draw windows of three with stride 2 on five, six and seven pixels; on six, a third one has no room."""
    cell, left = 56, 150
    parts = []
    for top, pixels in ((28, 5), (158, 6), (288, 7)):
        parts += [
            label(24, top + 34, f"{pixels} pixels", anchor="start", bold=True),
            strip(left, top, 0, pixels, 0, cell=cell),
        ]
        for place in range(3):
            fits = place < output_size(pixels, 3, stride=2)
            if not fits and pixels < 6:
                continue
            x, y = left + 2 * place * cell, top + cell + 6 + 28 * (place % 2)  # neighbours overlap
            colour, dashes = (palette.FOCUS, None) if fits else (palette.PADDING, "6 4")
            fill = pale(palette.FOCUS)(0) if fits else PAPER
            parts += [
                box(x + 3, y, 3 * cell - 6, 22, fill=fill, line=colour, thickness=3, corner=4, dashes=dashes),
                label(x + 1.5 * cell, y + 17, f"starts at {2 * place}" if fits else "no room"),
            ]
    return page(
        424,
        "Windows of three pixels with stride 2. On five pixels they start at 0 and 2; on six as well, and a "
        "third one would need pixel 6, which doesn't exist; on seven they start at 0, 2 and 4.",
        *parts,
    )


def draw_brightness():
    """Draw what two kernels give for a window that looks like the first, and for one that is bright all "
    "over."""
    balanced = np.where(BINARY_KERNEL == 1, 1, -1.25)
    windows = [("a cross", BINARY_KERNEL), ("nine ones", np.ones_like(BINARY_KERNEL))]
    kernels = [("The cross", BINARY_KERNEL), ("Adds up to 0", balanced)]
    cell, wide, tops, lefts = 36, 52, (240, 370), (290, 482)
    parts = [
        label(lefts[0] - 16, 52 + 1.5 * wide + 5, "Kernels", anchor="end", bold=True),
        label(40, tops[0] - 24, "Windows", anchor="start", bold=True),
    ]
    for left, (name, kernel) in zip(lefts, kernels, strict=True):
        parts.append(label(left + 1.5 * wide, 40, name, bold=True))
        parts.append(grid(left, 52, kernel, cell=wide, fill=signed(1.25), size=SMALL, frame=palette.KERNEL))
    for top, (name, pixels) in zip(tops, windows, strict=True):
        middle = top + 1.5 * cell
        parts += [
            line_between((40, top - 10), (640, top - 10), colour=palette.PADDING, thickness=1),
            label(40, middle + 5, name, anchor="start"),
            grid(120, top, pixels, cell=cell, fill=lambda value: grey(255 * value), size=SMALL,
                 frame=palette.INPUT, pixels=True),
            *[
                grid(left + wide, middle - wide / 2, [[(pixels * kernel).sum()]], cell=wide,
                     fill=pale(palette.OUTPUT), size=SIGN, frame=palette.OUTPUT)
                for left, (_, kernel) in zip(lefts, kernels, strict=True)
            ],
        ]  # fmt: skip
    results = [[f"{(pixels * kernel).sum():g}" for _, pixels in windows] for _, kernel in kernels]
    return page(
        496,
        f"Two windows, a cross and nine ones, and two kernels. The cross kernel gives {results[0][0]} for "
        f"both windows. The kernel with −1.25 in place of the zeros gives {results[1][0]} for the cross and "
        f"{results[1][1]} for nine ones.",
        *parts,
    )


def draw_opening():
    """Draw an image, a kernel and the map of the sums, with one window in focus."""
    image, kernel = np.array(HOUSE), EDGE
    sums = conv2d(image, kernel)
    row, column = 2, 1
    cells = SIDE / len(image), 28, SIDE / len(sums)

    def picture(x, y):
        place = x + column * cells[0], y + row * cells[0]
        return grid(x, y, image, cell=cells[0], fill=lambda value: grey(255 * value / 9)) + window(
            *place, cell=cells[0]
        )

    def weights(x, y):
        return grid(x, y + 14, kernel, cell=cells[1], fill=signed(1), size=SMALL, frame=palette.KERNEL)

    def result(x, y):
        place = x + column * cells[2], y + row * cells[2]
        fill = signed(abs(sums).max())
        return grid(x, y, sums, cell=cells[2], fill=fill) + window(*place, cell=cells[2], rows=1, columns=1)

    return opening(
        "A small house of grey pixels with a 3×3 window at its eaves, a kernel of −1, 0 and 1 in every row, "
        "and the map of the sums, red at the left edges of the house and blue at the right ones.",
        (SIDE, picture, "image"),
        (3 * cells[1], weights, "kernel"),
        (SIDE, result, "feature map"),
        between=("∗", "="),
        gap=70,
    )

"""Lesson 11, learning the kernels: the backward pass, step by step."""

from itertools import pairwise

import numpy as np
from drawings.lesson_00 import EDGE
from drawings.openings import garment, opening
from drawings.parts import (
    INK,
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
    signed,
    window,
)

from helpers import conv2d, flip, palette
from helpers.gradients import kernel_gradient, spread_out
from helpers.plots import number_text

BACK_IMAGE = np.array([[1, 2, 0], [0, 1, 3], [2, 1, 1]])


BACK_KERNEL = np.array([[1, 0], [-1, 2]])


BACK_UPSTREAM = np.array([[1, -1], [0, 2]])  # output minus target, of lesson 11


def _times(first, second):
    """Return the sum of the products of two grids as text: 1·1 + 2·(−1)."""
    first, second = ([f"{n}" if n >= 0 else f"(−{-n})" for n in np.ravel(part)] for part in (first, second))
    return " + ".join(f"{a}·{b}" for a, b in zip(first, second, strict=True))


def draw_kernel_gradient():
    """Draw the gradient of each weight: the pixels it meets, times the upstream gradient."""
    cell, lefts, tops = 40, (24, 356), (150, 330)
    gradient = conv2d(BACK_IMAGE, BACK_UPSTREAM)
    names = ("top left weight", "top right weight", "bottom left weight", "bottom right weight")
    parts, sums = [], []
    for (i, j), name in zip(np.ndindex(2, 2), names, strict=True):
        left, top = lefts[j], tops[i]
        met = BACK_IMAGE[i : i + 2, j : j + 2]
        total = number_text(gradient[i, j])
        sums.append(f"{name.capitalize()}: {_times(met, BACK_UPSTREAM)} = {total}.")
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
        "For each weight of the kernel, the 3×3 image with the four pixels outlined that the weight meets, "
        "and their products with the upstream gradient. " + " ".join(sums),
        *top_row,
        *parts,
    )


def draw_input_gradient():
    """Draw the input gradient: the flipped kernel slides over the padded upstream gradient."""
    cell, top, lefts = 44, 60, (24, 268, 420, 524)
    padded = np.pad(BACK_UPSTREAM, 1)
    turned, gradient = flip(BACK_KERNEL), conv2d(BACK_UPSTREAM, flip(BACK_KERNEL), padding="full")
    products = BACK_UPSTREAM * turned
    middle = number_text(gradient[1, 1])
    return page(
        328,
        "The upstream gradient with a ring of zeros around it, convolved with the flipped kernel. The window "
        f"in the middle is outlined: its four products, 2, 1, 0 and 2, add up to {middle}, the middle of the "
        "3×3 result.",
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


def draw_backward():
    """Draw the network of lesson 11, forward and backward."""
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
        kept = (middle, tops[0] + high + 4), (middle, tops[1] - 4)
        parts.append(line_between(*kept, colour=palette.PADDING, thickness=2, dashes="5 5"))
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
        "The layers of the network, forward in the upper row and backward in the lower one. A dashed line "
        "joins each layer in one row to the same layer in the other: what it kept. Arrows lead from the two "
        "convolutions and the dense layer to the slopes of their own weights.",
        label(24, 32, "forward: images in, scores out", anchor="start", bold=True),
        label(lefts[0] + wide / 2 + 12, 156, "what it kept", anchor="start"),
        label(end, 156, "loss", anchor="end", bold=True),
        *parts,
    )


DENSE_INPUTS = np.array([2, 3])


DENSE_WEIGHTS = np.array([[1, 0, -1], [2, 1, 1]])


DENSE_UPSTREAM = np.array([1, -2, 3])


def draw_dense():
    """Draw a dense layer of two inputs and three units: forward, and the two gradients."""
    cell, lefts, top = 44, (24, 252, 480), 116
    inputs, weights, upstream = DENSE_INPUTS[:, np.newaxis], DENSE_WEIGHTS, DENSE_UPSTREAM[np.newaxis]
    outputs, outer, back = DENSE_INPUTS @ weights, inputs * upstream, weights @ upstream.T
    tints = {
        "inputs": pale(palette.INPUT),
        "weights": pale(palette.KERNEL),
        "outputs": pale(palette.OUTPUT),
        "upstream": pale(palette.FOCUS),
    }

    def cells(x, y, values, name):
        return grid(x, y, values, cell=cell, fill=tints[name], size=MEDIUM)

    beside = [left + cell + 14 for left in lefts[:2]]  # where the 2×3 grid begins
    after = lefts[2] + 3 * cell + 14
    below = top + 2 * cell
    parts = [
        label(lefts[0], 30, "forward", anchor="start", size=MEDIUM, bold=True),
        label(beside[0] + 1.5 * cell, top - 10, "weights"),
        cells(lefts[0], top, inputs, "inputs"),
        cells(beside[0], top, weights, "weights"),
        cells(beside[0], below + 14, outputs[np.newaxis], "outputs"),
        label(lefts[0] - 2, below + 20, "inputs", anchor="start"),
        label(beside[0] + 1.5 * cell, below + 82, "outputs"),
        label(lefts[1], 30, "weights’ gradient", anchor="start", size=MEDIUM, bold=True),
        label(beside[1] + 1.5 * cell, 54, "upstream"),
        cells(beside[1], 62, upstream, "upstream"),
        cells(lefts[1], top, inputs, "inputs"),
        cells(beside[1], top, outer, "weights"),
        window(lefts[1], top + cell, cell=cell, rows=1, columns=1),
        window(beside[1] + 2 * cell, 62, cell=cell, rows=1, columns=1),
        window(beside[1] + 2 * cell, top + cell, cell=cell, rows=1, columns=1),
        label(beside[1] + 3 * cell, below + 28, f"{_times(inputs[1], upstream[0, 2:])} = {outer[1, 2]}",
              anchor="end", bold=True),
        label(lefts[2], 30, "inputs’ gradient", anchor="start", size=MEDIUM, bold=True),
        label(lefts[2] + 1.5 * cell, 54, "upstream"),
        cells(lefts[2], 62, upstream, "upstream"),
        cells(lefts[2], top, weights, "weights"),
        cells(after, top, back, "inputs"),
        window(lefts[2], top + cell, cell=cell, rows=1, columns=3),
        window(lefts[2], 62, cell=cell, rows=1, columns=3),
        window(after, top + cell, cell=cell, rows=1, columns=1),
        label(lefts[2], below + 28, f"{_times(weights[1], upstream)} = {back[1, 0]}", anchor="start",
              bold=True),
    ]  # fmt: skip
    return page(
        302,
        "A dense layer with two inputs and three units. Forward, inputs times weights are added for each "
        "unit. Backward, the slope of a weight is its input times the upstream number of its unit, and the "
        "slope of an input is its row of weights times the upstream numbers, added.",
        *parts,
    )


STRIDE_KERNEL = np.array([[1, 2, 0], [0, 3, 1], [2, -1, 1]])


def draw_stride():
    """Draw the input gradient with stride 2 and padding 1: zeros between, full convolution, crop."""
    cell, middle, lefts = 36, 150, (24, 132, 296, 460)
    spread, turned = spread_out(BACK_UPSTREAM, 2), flip(STRIDE_KERNEL)
    full = conv2d(spread, turned, padding="full")
    top = {rows: middle - rows * cell / 2 for rows in (2, 3, 5)}
    numbers = pale(palette.FOCUS)
    parts = [
        label(lefts[0] + cell, 42, "upstream", bold=True),
        grid(lefts[0], top[2], BACK_UPSTREAM, cell=cell, fill=numbers, size=MEDIUM),
        arrow(lefts[0] + 2 * cell + 8, middle, lefts[1] - 8, middle),
        label(lefts[1] + 1.5 * cell, 42, "zeros between", bold=True),
        grid(lefts[1], top[3], spread, cell=cell, fill=pale(palette.PADDING), size=MEDIUM),
        *[
            grid(lefts[1] + 2 * c * cell, top[3] + 2 * r * cell, [[BACK_UPSTREAM[r, c]]], cell=cell,
                 fill=numbers, size=MEDIUM)
            for r, c in np.ndindex(2, 2)
        ],
        label(lefts[2] - 28, middle + 9, "∗", size=SIGN),
        label(lefts[2] + 1.5 * cell, 42, "kernel, flipped", bold=True),
        grid(lefts[2], top[3], turned, cell=cell, fill=pale(palette.KERNEL), size=MEDIUM),
        label(lefts[3] - 28, middle + 9, "=", size=SIGN),
        label(lefts[3] + 2.5 * cell, 42, "full convolution", bold=True),
        grid(lefts[3], top[5], full, cell=cell, fill=pale(palette.OUTPUT), size=MEDIUM),
        window(lefts[3] + cell, top[5] + cell, cell=cell, rows=3, columns=3),
        label(lefts[3] + 2.5 * cell, middle + 2.5 * cell + 26, "with padding 1, keep the inner 3×3"),
    ]  # fmt: skip
    return page(
        290,
        "Backward through stride 2: a zero goes between neighbouring upstream numbers, which makes 3×3 out "
        "of 2×2. A full convolution with the flipped 3×3 kernel gives 5×5. If the image had padding 1, only "
        "the 3×3 inside, which is outlined, belongs to the image.",
        *parts,
    )


def draw_opening():
    """Draw a kernel that gradient descent takes from random weights to those of an edge."""
    image = garment("Bag") / 255
    target = conv2d(image, EDGE)
    kernel = np.random.default_rng(3).normal(0, 0.6, (3, 3))
    shown, stops = [kernel], (5, 20, 80, 600)
    for step in range(1, stops[-1] + 1):
        error = conv2d(image, kernel) - target
        kernel = kernel - 0.9 * kernel_gradient(image, error) / error.size
        if step in stops:
            shown.append(kernel)
    cell, limit = 30, max(abs(one).max() for one in shown)

    def weights(values):
        return lambda x, y: grid(x, y + 11, values, cell=cell, fill=signed(limit), frame=palette.KERNEL)

    return opening(
        "Five kernels of 3×3 weights. The first is random; after 5, 20 and 80 steps of gradient descent it "
        "is more and more like the last, which is blue at its left, white in the middle and red at its "
        "right.",
        *[
            (3 * cell, weights(values), f"step {step}" if step else "random")
            for step, values in zip((0, *stops), shown, strict=True)
        ],
        gap=40,
    )

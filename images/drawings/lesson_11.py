"""Lesson 11, learning the kernels: the backward pass, step by step."""

from itertools import pairwise

import numpy as np
from drawings.parts import INK, MEDIUM, SIGN, SMALL, arrow, box, grid, label, line_between, page, pale, window

from helpers import conv2d, flip, palette, pool2d, relu
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
    """Draw the input gradient: the flipped kernel slides over the padded upstream gradient."""
    cell, top, lefts = 44, 60, (24, 268, 420, 524)
    padded = np.pad(BACK_UPSTREAM, 1)
    turned, gradient = flip(BACK_KERNEL), conv2d(BACK_UPSTREAM, flip(BACK_KERNEL), padding="full")
    products = BACK_UPSTREAM * turned
    middle = number_text(gradient[1, 1])
    return page(
        328,
        "The upstream gradient 1, −1, 0, 2 with one ring of zeros around it, and the kernel flipped: 2, −1, "
        "0, 1. A 2×2 window on the upstream gradient is outlined; its four products with the flipped "
        f"kernel, 2, 1, 0 and 2, add up to {middle}, the middle cell of the 3×3 result 1, −1, 0; −1, 5, −2; "
        "0, −2, 4.",
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
    """Draw one block through ReLU and max-pooling, forward and backward."""
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
        "One block of four sums, 3, −1, 1, 4. Forward, above: ReLU makes 3, 0, 1, 4 of them, and "
        "max-pooling keeps 4. Backward, below, from right to left: the upstream 1 goes to the place of the "
        "4 alone, and passes ReLU because 4 is positive: 0, 0, 0, 1.",
        label(24, tops[0] + cell + 6, "forward", anchor="start", size=MEDIUM, bold=True),
        label(24, tops[1] + cell + 6, "backward", anchor="start", size=MEDIUM, bold=True),
        *[label(left + cell, 34, name, bold=True)
          for left, name in zip(lefts, ("sums", "after ReLU", "pooled"), strict=True)],
        label(lefts[1] + cell, tops[1] - 14, "to the winner", bold=True),
        label(lefts[2] + cell, tops[1] - 14, "upstream", bold=True),
        *parts,
    )  # fmt: skip


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
        "Two rows of boxes. Above, forward, from left to right: convolution, ReLU and pooling, convolution, "
        "ReLU and pooling, dense. Below, backward, from right to left, the same layers in reverse; dashed "
        "lines join each layer to itself: what it kept. From the two convolutions and the dense layer an "
        "arrow leads down to the slopes of their own weights.",
        label(24, 32, "forward: images in, scores out", anchor="start", bold=True),
        label(lefts[0] + wide / 2 + 12, 156, "what it kept", anchor="start"),
        label(end, 156, "loss", anchor="end", bold=True),
        *parts,
    )

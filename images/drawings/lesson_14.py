"""Lesson 14, beyond images: a series, a text, and causal layers."""

import numpy as np
from drawings.parts import PAPER, SMALL, arrow, dot, grid, label, line_between, page, pale, window

from helpers import conv1d, palette
from helpers.kernels import RISE
from helpers.series import BURST, PRAISE, VOCABULARY


def draw_one_axis():
    """Draw a kernel of two weights on a series, its feature map, and the largest number in it."""
    event = np.concatenate([np.zeros(3, int), BURST, np.zeros(2, int)])
    rises = conv1d(event, RISE)
    cell, left, row = 44, 100, 60
    best = int(rises.argmax())
    under = left + (best + 0.5) * cell
    return page(
        306,
        "A row of twelve measurements: three zeros, then 7, 6, 5, 4, 3, 2, 1, then two zeros. The kernel "
        "−1, 1 lies on the zero before the 7. In the row of sums below, this window gives 7, and all others "
        "−1 or 0. An arrow leads from the 7 to a single number, the largest: 7.",
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
    """Draw a review as a grid with a single 1 in each row, and a kernel of two rows on it."""
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
        "of the vocabulary. Each row holds a single 1, in the column of its word. A window two rows high "
        "lies on “not” and “bad” and spans all columns. Beside it stand the sums of the kernel for “not "
        "bad”: 2 at this window, 0 at the others.",
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
    """Draw four causal layers of two weights: sixteen steps, and none of them in the future."""
    dilations, steps, later = (1, 2, 4, 8), 16, 2
    pitch, left, row = 30, 128, 62
    used, lines, dots = {steps - 1}, [], []

    def at(level, step):
        return left + step * pitch, 300 - level * row

    for level in range(len(dilations), -1, -1):
        colour = palette.OUTPUT if level else palette.INPUT
        dots += [
            dot(*at(level, step), 8, fill=colour if step in used else PAPER, line=palette.PADDING)
            for step in range(steps + later)
        ]
        if level:
            pairs = [(to, to - back) for to in sorted(used) for back in (0, dilations[level - 1])]
            lines += [
                line_between(at(level, to), at(level - 1, below), colour=palette.KERNEL, thickness=2)
                for to, below in pairs
            ]
            used = {below for _, below in pairs}
    now, _ = at(0, steps - 0.5)
    names = ["series", *(f"dilation {dilation}" for dilation in dilations)]
    return page(
        356,
        "Five rows of dots, one for each step of a series. From one dot of the top row, lines lead down to "
        "itself and to a dot 8 steps earlier, from these to dots 4 steps earlier, then 2, then 1, and reach "
        "sixteen steps of the series without a gap. A dashed line marks the present: no line comes from the "
        "two later steps.",
        *lines,
        *dots,
        f'<line x1="{now}" y1="30" x2="{now}" y2="318" stroke="{palette.FOCUS}" stroke-width="2" '
        'stroke-dasharray="7 5"/>',
        *[label(16, 306 - level * row, name, anchor="start", bold=True) for level, name in enumerate(names)],
        label(now - 8, 338, f"{steps} steps up to now", anchor="end"),
        label(now + 8, 338, "later", anchor="start"),
    )  # fmt: skip

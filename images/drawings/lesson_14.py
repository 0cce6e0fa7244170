"""Lesson 14, beyond images: a series, a text, and causal layers."""

import numpy as np
from drawings.openings import SIDE, opening
from drawings.parts import (
    PAPER,
    SMALL,
    arrow,
    curve,
    dot,
    grid,
    label,
    line_between,
    page,
    pale,
    window,
)

from helpers import conv1d, palette, series
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
        "A series with a burst 7, 6, 5, 4, 3, 2, 1. The kernel −1, 1 is under the zero before the 7 and the "
        "7. The largest of all the sums is 7; of the whole map, only this number is left.",
        label(16, 66, "series", anchor="start", bold=True),
        grid(left, 36, [event], cell=cell, fill=pale(palette.INPUT), size=SMALL),
        label(16, 66 + row + 30, "kernel", anchor="start", bold=True),
        grid(left + best * cell, 66 + row, [RISE], cell=cell, fill=pale(palette.KERNEL), size=SMALL),
        window(left + best * cell, 36, cell=cell, rows=1, columns=2),
        label(16, 66 + 2 * row + 60, "sums", anchor="start", bold=True),
        grid(left, 36 + 2 * row + 60, [rises], cell=cell, fill=pale(palette.OUTPUT), size=SMALL),
        arrow(under, 70 + row + cell, under, 92 + 2 * row),
        window(left + best * cell, 36 + 2 * row + 60, cell=cell, rows=1, columns=1),
        label(under, 110 + 3 * row, f"the largest is {rises.max()}, wherever the burst is", bold=True),
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
        "A row for each word of a review and a column for each word of the vocabulary, with a single 1 in "
        "each row. A window two rows high covers “not” and “bad” and all columns; its sum is 2, all others "
        "are 0.",
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
        "Five rows of dots: the series, and the four layers of a stack with dilations 1, 2, 4 and 8. From "
        "the last dot of the top row, lines reach sixteen steps of the series, none of them later than the "
        "present.",
        *lines,
        *dots,
        f'<line x1="{now}" y1="30" x2="{now}" y2="318" stroke="{palette.FOCUS}" stroke-width="2" '
        'stroke-dasharray="7 5"/>',
        *[label(16, 306 - level * row, name, anchor="start", bold=True) for level, name in enumerate(names)],
        label(now - 8, 338, f"{steps} steps up to now", anchor="end"),
        label(now + 8, 338, "later", anchor="start"),
    )  # fmt: skip


def draw_phase():
    """Draw a tone at two phases above two kernels, the second a quarter of an oscillation further on."""
    pitch, width, height, gap = 300, 210, 26, 92
    lefts, kernels = (132, 400), (("kernel 1", 0), ("kernel 2", 0.25))
    parts = []

    def wave(x, y, phase, colour):
        across = np.linspace(0, 1, 81)
        up = np.sin(2 * np.pi * (2.5 * across + phase))
        points = [
            (round(x + a * width, 1), round(y - u * height, 1)) for a, u in zip(across, up, strict=True)
        ]
        axis = line_between((x, y), (x + width, y), colour=palette.PADDING)
        return axis + curve(points, colour=colour)

    for left, phase in zip(lefts, (0, 0.25), strict=True):
        sound = series.tone(pitch, 128, phase=phase)
        parts += [
            label(left + width / 2, 28, f"phase {phase}", bold=True),
            wave(left, 74, phase, palette.INPUT),
        ]
        for row, (_, later) in enumerate(kernels, start=1):
            total = conv1d(sound, series.tone(pitch, 128, phase=later))[0]
            parts += [
                wave(left, 74 + row * gap, later, palette.KERNEL),
                label(left + width / 2, 74 + row * gap + 48, f"sum of products: {abs(total):.1f}"),
            ]
    names = ["sound", *(name for name, _ in kernels)]
    return page(
        320,
        "A tone above two kernels of the same pitch, at two phases. At the first phase its crests meet "
        "those of the first kernel, and the second gives nearly 0. A quarter of an oscillation later it is "
        "the other way round.",
        *[label(16, 80 + row * gap, name, anchor="start", bold=True) for row, name in enumerate(names)],
        *parts,
    )


def draw_opening():
    """Draw the series of a sensor, and where a kernel finds a burst in it."""
    wide = 264
    (values,), _ = series.sensor_series(1, "both", seed=3)
    values = values[:, 0]
    found = conv1d(values, BURST)

    def plot(numbers, colour):
        def draw(x, y):
            low, high = min(numbers.min(), 0), numbers.max()
            across = x + np.linspace(0, wide, len(numbers))
            down = y + SIDE * (1 - (numbers - low) / (high - low))
            zero = y + SIDE * (1 + low / (high - low))
            axis = line_between((x, zero), (x + wide, zero), colour=palette.PADDING)
            return axis + curve(zip(across, down, strict=True), colour=colour)

        return draw

    return opening(
        "A noisy series with one burst, a jump that dies down, and the sums of a kernel along it, which are "
        "large only at the burst.",
        (wide, plot(values, palette.INPUT), "a series"),
        (wide, plot(found, palette.OUTPUT), "where a kernel finds its pattern"),
    )

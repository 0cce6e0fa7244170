"""Lesson 10, better networks: one step with momentum."""

import numpy as np
from drawings.parts import INK, SMALL, WIDTH, arrow, dot, label, line_between, page

from helpers import palette
from helpers.descent import momentum_step
from helpers.numerals import number_text

WEIGHTS, VELOCITY, RATE, MOMENTUM = np.array([-6.0, 1.0]), np.array([2.0, 0.8]), 0.1, 0.9
SLOPES = np.array([1, 10]) * WEIGHTS
UNIT = 125  # pixels


def draw_momentum():
    """Draw how the old velocity and the slopes add up to the new velocity."""
    moved, velocity = momentum_step(WEIGHTS, VELOCITY, SLOPES, RATE, MOMENTUM)
    kept, push = MOMENTUM * VELOCITY, -RATE * SLOPES
    start = np.array([40.0, 150.0])
    between, end = start + _on_page(kept), start + _on_page(velocity)
    floor = start[1] + UNIT * WEIGHTS[1]
    rows = [
        ("weights", _pair(WEIGHTS), INK),
        ("slopes", _pair(SLOPES), INK),
        (f"{number_text(MOMENTUM)} · old velocity", _pair(kept), palette.INPUT),
        (f"− {number_text(RATE)} · slopes", _pair(push), palette.FOCUS),
        ("new velocity", _pair(velocity), palette.OUTPUT),
        ("new weights", _pair(moved), INK),
    ]
    parts = [
        line_between((24, floor), (WIDTH - 275, floor), colour=palette.PADDING, dashes="6 5"),
        label(28, floor + 22, "floor of the valley", anchor="start"),
        arrow(*start, *between, colour=palette.INPUT),
        arrow(*between, *end, colour=palette.FOCUS),
        arrow(*start, *end, colour=palette.OUTPUT),
        dot(*start, 6, fill=INK),
        dot(*end, 6, fill=INK),
        label(28, start[1] + 30, "weights", anchor="start"),
        label(end[0], end[1] + 30, "new weights", anchor="middle"),
        label(between[0] - 60, between[1] - 12, "kept from the old velocity"),
        label(between[0] + 46, (between[1] + end[1]) / 2 - 6, "push", anchor="start"),
        label((start[0] + end[0]) / 2 - 10, (start[1] + end[1]) / 2 + 24, "new velocity"),
    ]
    for number, (words, values, colour) in enumerate(rows):
        y = 46 + 34 * number
        parts.append(label(WIDTH - 246, y, words, anchor="start"))
        parts.append(label(WIDTH - 22, y, values, anchor="end", size=SMALL, bold=colour != INK))
        if colour != INK:
            parts.append(dot(WIDTH - 257, y - 5, 5, fill=colour))
    return page(
        floor + 40,
        "One step with momentum. The kept part of the old velocity points along the valley and away from "
        "its floor, the push of the slopes along it and towards the floor. Added up, the new velocity points "
        f"almost straight along the valley: {_pair(velocity)}.",
        *parts,
    )


def _on_page(vector):
    """Return a vector in pixels: the second weight grows upwards."""
    return UNIT * vector * [1, -1]


def _pair(values):
    return f"({', '.join(number_text(value) for value in values)})"

"""Lesson 10, better networks: one step with momentum."""

import numpy as np
from drawings.openings import SIDE, opening
from drawings.parts import INK, SMALL, WIDTH, arrow, curve, dot, label, line_between, page, plain

from helpers import palette
from helpers.descent import momentum_step, path
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


def draw_opening():
    """Draw forty steps of plain descent and of momentum in one narrow valley."""
    wide, slopes = 600, np.array([1, 100])
    start, runs = [-9, 1], {"plain": 0.0195, "momentum": 0.01}

    def valley(x, y):
        def place(weights):
            return wide * (weights[0] + 9.6) / 11.2, SIDE * (1 - (weights[1] + 1.05) / 2.1)

        middle = place((0, 0))
        rings = [
            f'<ellipse cx="{plain(middle[0])}" cy="{plain(middle[1])}" rx="{plain(wide * reach / 11.2)}" '
            f'ry="{plain(SIDE * reach / 21)}" fill="none" stroke="{palette.PADDING}"/>'
            for reach in (1.5, 3, 4.5, 6, 7.5, 9)
        ]
        walks = []
        for (rule, rate), colour in zip(runs.items(), (palette.PADDING, palette.FOCUS), strict=True):
            steps = [
                place(weights) for weights in path(rule, lambda weights: slopes * weights, start, rate, 40)
            ]
            walks.append(curve(steps, colour=colour))
        inside = "".join([*rings, *walks, dot(*middle, 5, fill=INK)])
        return f'<svg x="{plain(x)}" y="{plain(y)}" width="{wide}" height="{SIDE}">{inside}</svg>'

    return opening(
        "An oval valley with two paths of forty steps. The grey one zigzags across the valley and gets "
        "halfway to its lowest point; the orange one swings in longer waves and gets there.",
        (wide, valley, "forty steps: plain descent in grey, momentum in orange"),
    )

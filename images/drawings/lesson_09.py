"""Lesson 09, Fashion-MNIST: the course network."""

from itertools import pairwise

import numpy as np
from drawings.lesson_00 import small_network
from drawings.openings import opening
from drawings.parts import NETWORK, WIDTH, arrow, box, coarse_grey, label, page, pale, raster, volume

from helpers import palette, trace
from helpers.data import CLASS_NAMES
from helpers.numerals import probability_text
from helpers.pocket import pocket_network


def draw_network():
    """Draw the course network with its shapes and parameters."""
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
        parts.append(label(centre, 238, "×".join(f"{size:,}" for size in shape)))
        if count is not None:
            parts.append(label(centre, 268, f"{count:,}"))
    for before, after in pairwise(centres):
        between = (before + after) / 2
        parts.append(arrow(between - 9, middle, between + 9, middle))
    return page(
        310,
        "The course network from left to right: a 28×28 image, 26×26×64 after the first convolution, "
        "13×13×64 after pooling, 11×11×64, 5×5×64, then 1,600, 128 and 10 numbers. Below each layer are "
        f"its parameters: 640, 0, 36,928, 0, 0, 204,928 and 1,290, {total:,} in all.",
        *parts,
        label(WIDTH - 24, 296, f"parameters, {total:,} in all", anchor="end", bold=True),
    )


def draw_opening():
    """Draw ten garments, a network, and the probabilities that it gives to one of them."""
    network = pocket_network()
    chosen = CLASS_NAMES.index("Dress")
    (probabilities,) = network(network.garments[chosen : chosen + 1])
    first = np.argsort(-probabilities)[:3]
    small = 54

    def garments(x, y):
        parts = []
        for place, image in enumerate(network.garments):
            left, top = x + place % 5 * (small + 4), y + place // 5 * (small + 4)
            halved = image.reshape(14, 2, 14, 2).mean(axis=(1, 3))
            parts.append(raster(left, top, halved, cell=small / 14, fill=coarse_grey, pixels=True))
            if place == chosen:
                frame = box(left, top, small, small, line=palette.FOCUS, thickness=3)
        return "".join([*parts, frame])

    def answer(x, y):
        parts = []
        for row, place in enumerate(first):
            top = y + 4 + 38 * row
            parts += [
                label(x, top + 12, network.names[place], anchor="start", bold=row == 0),
                label(x + 150, top + 12, probability_text(probabilities[place]), anchor="end", bold=row == 0),
                box(x, top + 18, 150, 6, fill=pale(palette.PADDING)(0)),
                box(x, top + 18, 150 * float(probabilities[place]), 6, fill=palette.OUTPUT),
            ]
        return "".join(parts)

    return opening(
        "Ten garments in grey pixels, one of each class, the dress in a frame; a small network; and the "
        "three largest of the ten probabilities that a trained network gives to the dress.",
        (5 * small + 16, garments, "ten classes of garment"),
        (90, lambda x, y: small_network(x, y + 11, 90), "network"),
        (150, answer, "its answer"),
    )

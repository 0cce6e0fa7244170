"""Lesson 09, Fashion-MNIST: the course network."""

from itertools import pairwise

from drawings.parts import NETWORK, WIDTH, arrow, label, page, volume

from helpers import trace


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

"""Lesson 08, Keras layers: what each kind does, and LeNet-5."""

from drawings.openings import SIDE, opening
from drawings.parts import INK, NETWORK, PAPER, WIDTH, arrow, box, label, page, pale, volume

from helpers import palette, trace
from helpers.shapes import Conv, Dense, Flatten, Pool


def draw_layers():
    """Draw a table of Keras layers: input shape, output shape, and what each one learns."""
    picture, (conv, pool, *_, flat, _, last) = (28, 28, 1), trace(NETWORK, (28, 28, 1))
    rows = [
        ("Conv2D", picture, conv.shape, "sums of products, and a bias", "kernels and biases"),
        ("MaxPooling2D", conv.shape, pool.shape, "the largest of each 2×2 block", "nothing"),
        ("AveragePooling2D", conv.shape, pool.shape, "the mean of each 2×2 block", "nothing"),
        ("Flatten", (5, 5, 64), flat.shape, "the same numbers in one row", "nothing"),
        ("Dense", (128,), last.shape, "a matrix product, and a bias", "a matrix and biases"),
    ]
    places = {"layer": 20, "in": 194, "out": 310, "does": 410}
    titles = [
        ("layer", "layer"),
        ("in", "in"),
        ("out", "out"),
        ("does", "what it computes and learns"),
    ]
    parts = [label(places[name], 32, text, anchor="start", bold=True) for name, text in titles]
    for number, (kind, before, after, does, learns) in enumerate(rows):
        top = 48 + 58 * number
        colour = palette.KERNEL if learns != "nothing" else palette.PADDING
        parts += [
            box(12, top, WIDTH - 24, 50, fill=pale(colour)(0), line=colour, corner=4),
            label(places["layer"], top + 31, kind, anchor="start", bold=True),
            label(places["in"], top + 31, "×".join(map(str, before)), anchor="start"),
            label(places["out"], top + 31, "×".join(f"{size:,}" for size in after), anchor="start"),
            label(places["does"], top + 22, does, anchor="start"),
            label(places["does"], top + 42, f"learns: {learns}", anchor="start"),
            arrow(places["out"] - 24, top + 26, places["out"] - 6, top + 26),
        ]
    return page(
        350,
        "Five rows, one for each kind of layer: input, output, what the layer computes and what it learns. "
        "Conv2D turns 28×28×1 into 26×26×64 and learns kernels and biases; MaxPooling2D and "
        "AveragePooling2D halve rows and columns and learn nothing; Flatten makes one row of 1,600 and "
        "learns nothing; Dense turns 128 numbers into ten and learns a matrix and biases.",
        *parts,
    )


LENET = (Conv(6, 5), Pool(), Conv(16, 5), Pool(), Conv(120, 5), Flatten(), Dense(84), Dense(10))


# The maps of S2 that each map of C3 is connected to: table I of LeCun et al. (1998).
C3_LOOKS_AT = (
    *[[first, (first + 1) % 6, (first + 2) % 6] for first in range(6)],
    *[[first, (first + 1) % 6, (first + 2) % 6, (first + 3) % 6] for first in range(6)],
    *[[first, first + 1, (first + 3) % 6, (first + 4) % 6] for first in range(3)],
    [*range(6)],
)


def draw_lenet():
    """Draw LeNet-5 with its shapes, and its parameters as Keras counts them."""
    rows = [row for row in trace(LENET, (32, 32, 1)) if not isinstance(row.layer, Flatten)]
    names = ["image", "C1", "S2", "C3", "S4", "C5", "F6", "output"]
    kinds = ["", "5×5", "mean", "5×5", "mean", "5×5", "dense", "dense"]
    shapes = [(32, 32, 1), *[row.shape for row in rows]]
    shapes[5] = (120,)  # 1×1×120
    parameters = [None, *[row.parameters for row in rows]]
    total = sum(row.parameters for row in rows)
    middle, centres = 142, [48 + 84.5 * place for place in range(len(names))]
    parts = []
    for centre, name, kind, shape, count in zip(centres, names, kinds, shapes, parameters, strict=True):
        parts.append(label(centre, 32, name, bold=True))
        parts.append(label(centre, 54, kind))
        if len(shape) == 1:
            height = {120: 76, 84: 56}.get(shape[0], 30)
            parts.append(box(centre - 7, middle - height / 2, 14, height, fill=palette.OUTPUT, line=INK))
        else:
            parts.append(volume(centre, middle, shape))
        parts.append(label(centre, 222, "×".join(map(str, shape))))
        if count is not None:
            parts.append(label(centre, 252, f"{count:,}"))
    halves = [10 if len(shape) == 1 else 3 + 0.9 * shape[0] + 6 * (shape[2] > 1) for shape in shapes]
    for place in range(len(centres) - 1):
        start, end = centres[place] + halves[place], centres[place + 1] - halves[place + 1]
        between = (start + end) / 2
        parts.append(arrow(max(start + 3, between - 14), middle, min(end - 3, between + 14), middle))
    return page(
        296,
        "LeNet-5 from left to right with its shapes: a 32×32 image, C1 28×28×6, S2 14×14×6, C3 10×10×16, "
        "S4 5×5×16, C5 120, F6 "
        "84 and 10 scores. Below each layer are its parameters in Keras: "
        f"{', '.join(f'{count:,}' for count in parameters[1:])}, "
        f"{total:,} in all.",
        *parts,
        label(WIDTH - 24, 282, f"parameters in Keras, {total:,} in all", anchor="end", bold=True),
    )


def draw_c3():
    """Draw which maps of S2 each map of C3 is connected to, as in the paper."""
    cell, left, top = 32, 136, 74
    parts = [
        label(left + 8 * cell, 34, "maps of C3", bold=True),
        label(20, top + 3 * cell - 5, "maps", anchor="start", bold=True),
        label(20, top + 3 * cell + 15, "of S2", anchor="start", bold=True),
    ]
    parts += [label(left + (column + 0.5) * cell, top - 10, str(column)) for column in range(16)]
    parts += [label(left - 12, top + (row + 0.65) * cell, str(row)) for row in range(6)]
    for column, seen in enumerate(C3_LOOKS_AT):
        for row in range(6):
            fill = palette.KERNEL if row in seen else PAPER
            parts.append(
                box(left + column * cell, top + row * cell, cell, cell, fill=fill, line=palette.PADDING)
            )
        count = 5 * 5 * len(seen) + 1
        parts.append(label(left + (column + 0.5) * cell, top + 6 * cell + 24, str(count)))
    cells = sum(map(len, C3_LOOKS_AT))
    total = sum(5 * 5 * len(seen) + 1 for seen in C3_LOOKS_AT)
    parts.append(label(20, top + 6 * cell + 24, "parameters", anchor="start"))
    parts.append(
        label(
            WIDTH - 34,
            top + 6 * cell + 58,
            f"{total:,} in all; with all 96 cells, {16 * 151:,}",
            anchor="end",
            bold=True,
        )
    )
    return page(
        top + 6 * cell + 76,
        "A table of 6 rows, the maps of S2, and 16 columns, the maps of C3. A filled cell means that a "
        "map of C3 uses a map of S2. Columns 0 to 5 have three filled cells, 6 to 14 four, column 15 all "
        f"six: {cells} cells of 96.",
        *parts,
    )


def draw_opening():
    """Draw the course network as a row of shapes."""
    shapes = [(28, 28, 1), *(row.shape for row in trace(NETWORK, (28, 28, 1)))]
    names = ["image", "conv", "pool", "conv", "pool", "flatten", "dense", "dense"]
    heights = {1600: SIDE, 128: 64, 10: 28}  # not to scale

    def shown(shape):
        def draw(x, y):
            if len(shape) == 3:
                return volume(x + 30, y + SIDE / 2, shape)
            height = heights[shape[0]]
            return box(x + 23, y + (SIDE - height) / 2, 14, height, fill=palette.OUTPUT, line=INK)

        return draw

    return opening(
        "The course network as a row of shapes: a 28×28 image, four stacks of maps that become smaller, and "
        "three columns of 1,600, 128 and 10 numbers.",
        *[(60, shown(shape), name) for shape, name in zip(shapes, names, strict=True)],
        between=[""] * (len(shapes) - 1),
        gap=18,
    )

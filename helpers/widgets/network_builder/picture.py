"""The picture of a NetworkBuilder for a reader without a kernel."""

import textwrap

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import palette, plots
from helpers.widgets.network_builder.layers import keras_call
from helpers.widgets.shared.frames import TEXT_SIZE, by, wrapped

LINE = 0.34  # inches from one layer to the next
LEFT = {"layer": 0.6, "shape": 3.35, "parameters": 4.75, "field": 6.95}  # inches
COLOURS = {  # of a kind of layer, as on the page
    "Input": palette.INPUT,
    "Conv2D": palette.KERNEL,
    "MaxPooling2D": "#8f7fd6",
    "AveragePooling2D": "#8f7fd6",
    "Dense": "#cc79a7",
}


def draw(builder):
    """Return a figure: a line for each layer, with its shape, parameters and receptive field."""
    rows, problem = builder._rows()
    lines = [("Input", tuple(builder.input_shape), "", (1, 1))]
    for one, row in zip(builder.layers, rows, strict=False):
        lines.append((keras_call(one), row.shape, parameter_sum(one, lines[-1][1], row), row.receptive_field))
    if problem:
        last = wrapped([f"✗ {problem}"])
    else:
        last = f"Total: {sum(row.parameters for row in rows):,} parameters"
    height = (len(lines) + 2) * LINE + 0.24 * (1 + last.count("\n"))
    figure = Figure((plots.PAGE_WIDTH, height), layout="none")

    def write(column, at, text, **style):
        figure.text(
            column / plots.PAGE_WIDTH, 1 - at / height, text, va="center", fontsize=TEXT_SIZE, **style
        )

    for name, title in zip(LEFT, ("Layer", "Output", "Parameters", "Receptive field"), strict=True):
        write(LEFT[name], 0.6 * LINE, title, weight="bold")
    kinds = ["Input", *(one["layer"] for one in builder.layers)]
    for number, (call, shape, parameters, field) in enumerate(lines):
        at = (1.6 + number) * LINE
        _draw_volume(figure, at, height, shape, builder.input_shape, kinds[number])
        texts = call, by(*shape), parameters, by(*field) if field else "–"
        for column, text in zip(LEFT.values(), texts, strict=True):
            write(column, at, "\n".join(textwrap.wrap(text, 35)) if column == LEFT["layer"] else text)
    write(LEFT["layer"], (1.6 + len(lines)) * LINE + 0.12 * last.count("\n"), last, weight="bold")
    return figure


def parameter_sum(one, arrives, row):
    """Return the parameters of a layer as a sum with its terms, or "0".

    Examples
    --------
    >>> from helpers.shapes import Dense, trace
    >>> layer = {"layer": "Dense", "units": 10, "use_bias": True}
    >>> parameter_sum(layer, (128,), trace([Dense(10)], (128,))[0])
    '128·10 + 10 = 1,290'
    """
    if not row.parameters:
        return "0"
    factors = [*([one["kernel_size"]] * 2 if one["layer"] == "Conv2D" else []), arrives[-1], row.shape[-1]]
    bias = f" + {row.shape[-1]}" if one["use_bias"] else ""
    return f"{'·'.join(map(str, factors))}{bias} = {row.parameters:,}"


def _draw_volume(figure, at, height, shape, picture, kind):
    """Draw a square as large as the map in proportion to the picture, or a bar for a flat row."""
    width = figure.get_figwidth()
    largest = max(picture[:2])
    tall = 0.28 if len(shape) == 1 else max(0.28 * shape[0] / largest, 0.03)
    wide = 0.05 if len(shape) == 1 else max(0.28 * shape[1] / largest, 0.03)
    colour = COLOURS.get(kind, palette.PADDING)
    corner = (0.3 - wide / 2) / width, 1 - (at + tall / 2) / height
    box = Rectangle(corner, wide / width, tall / height, transform=figure.transFigure, facecolor=colour)
    figure.add_artist(box)

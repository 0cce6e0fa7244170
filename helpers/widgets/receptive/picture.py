"""The picture of a ReceptiveFieldExplorer for a reader without a kernel."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from helpers import palette, plots
from helpers.inside import region
from helpers.widgets.receptive.stacks import layer_name
from helpers.widgets.shared.frames import LINE, axes_at, frame, wrapped, write_below

GAP, MARGIN, TITLE = 0.22, 0.15, 0.35  # inches
DIM = 185 / 255  # the grey towards which the picture fades where the chosen cell does not see it


def draw(explorer):
    """Return a figure: every grid with the region that the chosen cell sees in it, and the sentences."""
    shapes, layers = explorer._shapes[: explorer.layer + 1], explorer.layers
    widths = np.array([columns**0.6 for _, columns in shapes])
    widths *= (plots.PAGE_WIDTH - 2 * MARGIN - GAP * (len(shapes) - 1)) / widths.sum()
    widths = np.minimum(widths, 2.6)
    heights = [width * rows / columns for width, (rows, columns) in zip(widths, shapes, strict=True)]
    text = wrapped(explorer.notes())
    height = TITLE + max(heights) + 2 * MARGIN + LINE * (text.count("\n") + 1)
    figure = Figure((plots.PAGE_WIDTH, height), layout="none")
    left = MARGIN
    middle = TITLE + max(heights) / 2
    for position, (shape, width, tall) in enumerate(zip(shapes, widths, heights, strict=True)):
        axes = axes_at(figure, left, middle - tall / 2, width, tall)
        name = layer_name(layers, position)
        axes.set_title(f"{name} {shape[0]} × {shape[1]}" if width > 1 else name, loc="left", fontsize=11)
        spans = region(layers[position : explorer.layer], explorer.cell, shape)
        _draw_grid(axes, shape, spans, explorer.behind[position])
        left += width + GAP
    write_below(figure, text, height - TITLE - max(heights) - MARGIN, MARGIN)
    return figure


def _draw_grid(axes, shape, spans, behind):
    """Draw one grid on the picture behind it, with its region tinted and framed."""
    grey = np.ones(shape) if behind is None else behind / 255
    faded = grey if behind is None else 0.4 * grey + 0.6 * DIM
    pixels = np.repeat(faded[..., np.newaxis], 3, axis=2)
    inside = tuple(slice(max(span.start, 0), min(span.stop, n)) for span, n in zip(spans, shape, strict=True))
    pixels[inside] = grey[(*inside, np.newaxis)] * 0.55 + 0.45 * np.array(to_rgb(palette.FOCUS))
    axes.imshow(pixels, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color="black", linewidth=0.8)
    if behind is None:
        _rule(axes, shape)
    rows, columns = spans
    size = rows.stop - rows.start, columns.stop - columns.start
    frame(axes, rows.start, columns.start, *size, linewidth=2.5)


def _rule(axes, shape):
    """Draw lines between the cells."""
    lines = {"color": "#bbbbbb", "linewidth": 0.4}
    for row in range(1, shape[0]):
        axes.axhline(row - 0.5, **lines)
    for column in range(1, shape[1]):
        axes.axvline(column - 0.5, **lines)

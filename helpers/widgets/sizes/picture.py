"""The picture of a SizeExplorer for a reader without a kernel."""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from helpers import palette, plots
from helpers.shapes import axis_padding, kernel_reach
from helpers.widgets.shared.frames import (
    LINE,
    MARGIN,
    axes_at,
    by,
    frame,
    hatch,
    mark_padding,
    text_only,
    wrapped,
    write_below,
)
from helpers.widgets.shared.limits import LARGEST_PADDED

GAP = 0.55  # inches between the grids
TITLE = 0.35
BLANK = ListedColormap(["white"])


def draw(explorer):
    """Return a figure: the input with its counts and padding, the output, and the sentences below.

    Where nothing fits, or there is too much to draw, the figure shows only the sentences.
    """
    k = explorer.kernel_size
    title = f"Input {by(*explorer.size)}, kernel {by(k, k)}"
    settings = f"Stride {explorer.stride}, padding {explorer.padding}, dilation {explorer.dilation}"
    try:
        output, sentences = explorer.output, explorer.notes()
    except ValueError as problem:
        return text_only([title, settings, str(problem)])
    ends = [axis_padding(n, k, **explorer._settings()) for n, k in explorer._axes()]
    padded = [n + sum(end) for n, end in zip(explorer.size, ends, strict=True)]
    if max(padded) > LARGEST_PADDED:
        return text_only([title, settings, *sentences])

    width = plots.PAGE_WIDTH
    cell = min(0.42, (width - 2 * MARGIN - GAP) / (padded[1] + output[1]))
    text = wrapped([settings, *sentences])
    tallest = max(padded[0], output[0]) * cell
    height = TITLE + tallest + 2 * MARGIN + LINE * (text.count("\n") + 1)
    figure = Figure((width, height), layout="none")

    def place(left, rows, columns, title):
        axes = axes_at(figure, left, TITLE, columns * cell, rows * cell)
        axes.set_title(title, loc="left", fontsize=12)
        return axes

    counts = np.pad(explorer.uses, ends)
    shown = f"Input {by(*explorer.size)}" + (f", padded to {by(*padded)}" if sum(map(sum, ends)) else "")
    left = place(MARGIN, *padded, shown)
    _draw_input(left, counts, ends, explorer.size, cell)
    right = place(MARGIN + padded[1] * cell + GAP, *output, f"Output {by(*output)}")
    plots.draw_grid(right, np.zeros(output), role="output", colours=BLANK, limits=(0, 1), numbers=False)
    focus = [min(at, size - 1) for at, size in zip(explorer.focus, output, strict=True)]
    frame(right, *focus)
    reach = kernel_reach(k, explorer.dilation)
    corner = [at * explorer.stride for at in focus]
    frame(left, *corner, reach, reach)
    if explorer.dilation > 1:
        for i, j in np.ndindex(k, k):
            row, column = corner[0] + i * explorer.dilation, corner[1] + j * explorer.dilation
            frame(left, row, column, linewidth=2)
    write_below(figure, text, height - TITLE - tallest - MARGIN)
    return figure


def _draw_input(axes, counts, ends, size, cell):
    """Draw the counts on the pixels; padding without a number, dashed; what no window uses, hatched."""
    colours = colormaps[palette.COUNTED]
    largest = max(counts.max(), 1)
    rows, columns = counts.shape
    (above, _), (left, _) = ends
    pixels = np.ones((rows, columns, 4))
    inside = np.zeros((rows, columns), bool)
    inside[above : above + size[0], left : left + size[1]] = True
    pixels[inside] = colours(counts[inside] / largest)
    axes.imshow(pixels, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=palette.INPUT, linewidth=2)
    text_size = min(13, cell * 72 / (0.65 * len(str(largest)) + 0.6))
    for row, column in np.ndindex(rows, columns):
        if inside[row, column]:
            if text_size >= 7:
                ink = palette.readable_on(pixels[row, column])
                style = {"ha": "center", "va": "center", "color": ink, "fontsize": text_size}
                axes.text(column, row, str(counts[row, column]), **style)
            if counts[row, column] == 0:
                hatch(axes, row, column)
        else:
            mark_padding(axes, row, column)

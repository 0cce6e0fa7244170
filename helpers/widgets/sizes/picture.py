"""The picture of a SizeExplorer for a reader without a kernel."""

import textwrap

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import palette, plots
from helpers.shapes import axis_padding, kernel_reach

TEXT_SIZE = 11.5
LINE = 0.24  # inches from one line of text to the next
GAP = 0.55  # inches between the grids
MARGIN, TITLE = 0.2, 0.35
BLANK = ListedColormap(["white"])


def draw(explorer):
    """Return a figure: the input with its counts and padding, the output, and the sentences below.

    Where nothing fits, or too much to be drawn, the sentences stand alone.
    """
    from helpers.widgets.sizes import LARGEST_PADDED

    settings = f"Stride {explorer.stride}, padding {explorer.padding}, dilation {explorer.dilation}"
    try:
        output, sentences = explorer.output, explorer.notes()
    except ValueError as problem:
        return _text_only(explorer, [settings, str(problem)])
    ends = [axis_padding(n, k, **explorer._settings()) for n, k in explorer._axes()]
    padded = [n + sum(end) for n, end in zip(explorer.size, ends, strict=True)]
    if max(padded) > LARGEST_PADDED:
        return _text_only(explorer, [settings, *sentences])

    width = plots.PAGE_WIDTH
    cell = min(0.42, (width - 2 * MARGIN - GAP) / (padded[1] + output[1]))
    text = _wrapped([settings, *sentences])
    tallest = max(padded[0], output[0]) * cell
    height = TITLE + tallest + 2 * MARGIN + LINE * (text.count("\n") + 1)
    figure = Figure((width, height), layout="none")

    def place(left, rows, columns, title):
        box = left / width, 1 - (TITLE + rows * cell) / height, columns * cell / width, rows * cell / height
        axes = figure.add_axes(box)
        axes.set_title(title, loc="left", fontsize=12)
        return axes

    counts = np.pad(explorer.uses, ends)
    shown = f"Input {_size(explorer.size)}" + (f", padded to {_size(padded)}" if sum(map(sum, ends)) else "")
    left = place(MARGIN, *padded, shown)
    _draw_input(left, counts, ends, explorer.size, cell)
    right = place(MARGIN + padded[1] * cell + GAP, *output, f"Output {_size(output)}")
    plots.draw_grid(right, np.zeros(output), role="output", colours=BLANK, limits=(0, 1), numbers=False)
    focus = [min(at, size - 1) for at, size in zip(explorer.focus, output, strict=True)]
    _frame(right, *focus, 1, 1)
    k = explorer.kernel_size
    reach = kernel_reach(k, explorer.dilation)
    corner = [at * explorer.stride for at in focus]
    _frame(left, *corner, reach, reach)
    if explorer.dilation > 1:
        for i, j in np.ndindex(k, k):
            _frame(left, corner[0] + i * explorer.dilation, corner[1] + j * explorer.dilation, 1, 1, 2)
    top = 1 - (TITLE + tallest + MARGIN) / height
    figure.text(MARGIN / width, top, text, va="top", fontsize=TEXT_SIZE, linespacing=1.3)
    return figure


def _draw_input(axes, counts, ends, size, cell):
    """Draw the counts on the pixels; padding without a number, dashed; what no window uses, hatched."""
    colours = colormaps[palette.MAGNITUDE]
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
                hatch = {"fill": False, "hatch": "////", "edgecolor": palette.PADDING, "linewidth": 0}
                axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **hatch))
        else:
            dashes = {"fill": False, "edgecolor": palette.PADDING, "linestyle": "--", "linewidth": 1.2}
            axes.add_patch(Rectangle((column - 0.44, row - 0.44), 0.88, 0.88, **dashes))


def _frame(axes, row, column, rows, columns, linewidth=4):
    style = {"fill": False, "edgecolor": palette.FOCUS, "linewidth": linewidth, "clip_on": False, "zorder": 6}
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), columns, rows, **style))


def _text_only(explorer, sentences):
    title = f"Input {_size(explorer.size)}, kernel {_size((explorer.kernel_size,) * 2)}"
    text = _wrapped([title, *sentences])
    height = 2 * MARGIN + LINE * (text.count("\n") + 1)
    figure = Figure((plots.PAGE_WIDTH, height), layout="none")
    figure.text(
        MARGIN / plots.PAGE_WIDTH, 1 - MARGIN / height, text, va="top", fontsize=TEXT_SIZE, linespacing=1.3
    )
    return figure


def _wrapped(sentences):
    return "\n".join(line for sentence in sentences for line in textwrap.wrap(sentence, 100))


def _size(pair):
    return f"{pair[0]} × {pair[1]}"

"""The picture of a PoolingExplorer for a reader without a kernel."""

import textwrap

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Rectangle

from helpers import palette, plots
from helpers.shapes import pixel_uses
from helpers.widgets.convolution_picture import BELOW_ZERO

TEXT_SIZE = 11.5
LINE = 0.24  # inches from one line of text to the next
GAP = 0.5  # inches between the grids
MARGIN, TITLE = 0.2, 0.35


def draw(explorer):
    """Return a figure: the picture with the window in focus, the output, and, where the picture is shifted,
    the output before the shift. Where nothing fits, the sentence that says why stands alone.
    """
    settings = (
        f"{explorer.mode.capitalize()}, window {explorer.size} × {explorer.size}, stride {explorer.stride}"
    )
    settings += f", padding {explorer.padding}"
    try:
        result, sentences = explorer.result, explorer.notes()
    except ValueError as problem:
        return _text_only([settings, str(problem)])
    ends = explorer._ends()
    pixels = np.pad(explorer.moved, ends)
    grids = [
        (f"Input {_size(explorer.moved)}", pixels, "input"),
        (f"Output {_size(result)}", result, "output"),
    ]
    if any(explorer.shift):
        grids[0] = (f"{grids[0][0]}, shifted", *grids[0][1:])
        grids.append(("Before the shift", explorer.before, "output"))

    text = _wrapped([settings, *sentences])
    cell = min(0.42, (plots.PAGE_WIDTH - 2 * MARGIN - 2 * GAP) / sum(grid.shape[1] for _, grid, _ in grids))
    widths = [max(grid.shape[1] * cell, 0.095 * len(title)) for title, grid, _ in grids]
    width = max(plots.PAGE_WIDTH, sum(widths) + 2 * MARGIN + GAP * (len(grids) - 1))
    tallest = len(pixels) * cell
    height = TITLE + tallest + 2 * MARGIN + LINE * (text.count("\n") + 1)
    figure = Figure((width, height), layout="none")
    brightest = np.abs(explorer.image).max() or 1
    negative = explorer.image.min() < 0
    look = {
        "colours": BELOW_ZERO if negative else palette.PIXELS,
        "limits": (-brightest if negative else 0, brightest),
        "numbers": cell * 72 / (0.65 * _longest(grids) + 0.6) >= 7,
    }
    places, left = [], MARGIN
    for (title, grid, role), taken in zip(grids, widths, strict=True):
        rows, columns = grid.shape
        box = left / width, 1 - (TITLE + rows * cell) / height, columns * cell / width, rows * cell / height
        axes = figure.add_axes(box)
        plots.draw_grid(axes, grid, role=role, **look)
        axes.set_title(title, loc="left", fontsize=12)
        places.append(axes)
        left += taken + GAP
    _mark_input(places[0], explorer, ends)
    row, column = explorer._focus_inside()
    _frame(places[0], row * explorer.stride, column * explorer.stride, explorer.size)
    for axes in places[1:]:
        _frame(axes, row, column, 1)
    top = 1 - (TITLE + tallest + MARGIN) / height
    figure.text(MARGIN / width, top, text, va="top", fontsize=TEXT_SIZE, linespacing=1.3)
    return figure


def _mark_input(axes, explorer, ends):
    """Draw the padding dashed and empty, hatch what no window uses, and ring the winners of the window."""
    (above, _), (left, _) = ends
    rows, columns = explorer.image.shape
    uses = [pixel_uses(n, explorer.size, **explorer._settings()) for n in (rows, columns)]
    used = np.pad(np.outer(*uses) > 0, ends, constant_values=True)
    for row, column in np.ndindex(used.shape):
        if not (above <= row < above + rows and left <= column < left + columns):
            blank = {"facecolor": "white", "zorder": 3}
            axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **blank))
            dashes = {"fill": False, "edgecolor": palette.PADDING, "linestyle": "--", "linewidth": 1.2}
            axes.add_patch(Rectangle((column - 0.44, row - 0.44), 0.88, 0.88, zorder=4, **dashes))
        elif not used[row, column]:
            hatch = {"fill": False, "hatch": "////", "edgecolor": palette.PADDING, "linewidth": 0}
            axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **hatch))
    if explorer.mode != "max":
        return
    row, column = explorer._focus_inside()
    window = np.pad(explorer.moved.astype(float), ends, constant_values=-np.inf)[
        row * explorer.stride : row * explorer.stride + explorer.size,
        column * explorer.stride : column * explorer.stride + explorer.size,
    ]
    ring = {"fill": False, "edgecolor": palette.FOCUS, "linewidth": 2.5, "zorder": 5}
    for i, j in np.argwhere(window == window.max()):
        place = column * explorer.stride + j, row * explorer.stride + i
        axes.add_patch(Ellipse(place, 0.82, 0.82, **ring))


def _frame(axes, row, column, size):
    style = {"fill": False, "edgecolor": palette.FOCUS, "linewidth": 4, "clip_on": False, "zorder": 6}
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), size, size, **style))


def _longest(grids):
    return max(len(plots.number_text(value)) for _, grid, _ in grids for value in grid.flat)


def _text_only(sentences):
    text = _wrapped(sentences)
    height = 2 * MARGIN + LINE * (text.count("\n") + 1)
    figure = Figure((plots.PAGE_WIDTH, height), layout="none")
    place = MARGIN / plots.PAGE_WIDTH, 1 - MARGIN / height
    figure.text(*place, text, va="top", fontsize=TEXT_SIZE, linespacing=1.3)
    return figure


def _wrapped(sentences):
    return "\n".join(line for sentence in sentences for line in textwrap.wrap(sentence, 100))


def _size(grid):
    return f"{grid.shape[0]} × {grid.shape[1]}"

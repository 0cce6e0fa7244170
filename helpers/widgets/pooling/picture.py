"""The picture of a PoolingExplorer for a reader without a kernel."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Rectangle

from helpers import palette, plots
from helpers.shapes import pixel_uses
from helpers.widgets.shared.frames import (
    BELOW_ZERO,
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

GAP = 0.5  # inches between the grids
TITLE = 0.35


def draw(explorer):
    """Return a figure: the picture with the window in focus, the output, and, if the image is shifted, the
    output before the shift. Where nothing fits, it shows only the sentence that says why.
    """
    settings = (
        f"{explorer.mode.capitalize()}, window {explorer.size} × {explorer.size}, stride {explorer.stride}"
    )
    settings += f", padding {explorer.padding}"
    try:
        result, sentences = explorer.result, explorer.notes()
    except ValueError as problem:
        return text_only([settings, str(problem)])
    ends = explorer._ends()
    pixels = np.pad(explorer.moved, ends)
    grids = [
        (f"Input {by(*explorer.moved.shape)}", pixels, "input"),
        (f"Output {by(*result.shape)}", result, "output"),
    ]
    if any(explorer.shift):
        grids[0] = (f"{grids[0][0]}, shifted", *grids[0][1:])
        grids.append(("Before the shift", explorer.before, "output"))

    text = wrapped([settings, *sentences])
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
        axes = axes_at(figure, left, TITLE, columns * cell, rows * cell)
        plots.draw_grid(axes, grid, role=role, **look)
        axes.set_title(title, loc="left", fontsize=12)
        places.append(axes)
        left += taken + GAP
    _mark_input(places[0], explorer, ends)
    row, column = explorer._focus_inside()
    frame(places[0], row * explorer.stride, column * explorer.stride, explorer.size, explorer.size)
    for axes in places[1:]:
        frame(axes, row, column)
    write_below(figure, text, height - TITLE - tallest - MARGIN)
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
            mark_padding(axes, row, column, zorder=4)
        elif not used[row, column]:
            hatch(axes, row, column)
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


def _longest(grids):
    return max(len(plots.number_text(value)) for _, grid, _ in grids for value in grid.flat)

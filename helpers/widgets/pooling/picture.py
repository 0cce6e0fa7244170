"""The picture of a PoolingExplorer for a reader without a kernel."""

import textwrap

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Polygon, Rectangle

from helpers import palette, plots
from helpers.numerals import exact_text
from helpers.pictures import shifted
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
CELL = 0.42  # inches, the side of a cell where there is room
LARGEST_WRITTEN_WINDOW = 3  # as a grid with its sum
SUM = 15  # points
LINE_OF_SUM = 30  # characters
LEAST_FOR_SUM = 2  # inches


def draw(explorer):
    """Return a figure: the input with the window in focus, the output, and, if the image is shifted, the
    output before the shift; below these the window and its sum. Where nothing fits, it shows only the
    sentence that says why.
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
    cell = min(CELL, (plots.PAGE_WIDTH - 2 * MARGIN - 2 * GAP) / sum(grid.shape[1] for _, grid, _ in grids))
    widths = [max(grid.shape[1] * cell, 0.095 * len(title)) for title, grid, _ in grids]
    width = max(plots.PAGE_WIDTH, sum(widths) + 2 * MARGIN + GAP * (len(grids) - 1))
    sum_left = MARGIN + widths[0] + GAP
    has_room = width - sum_left - explorer.size * CELL > LEAST_FOR_SUM
    has_sum = explorer.size <= LARGEST_WRITTEN_WINDOW and has_room
    sum_top = TITLE + len(result) * cell + TITLE + 0.2
    bottom = max(TITLE + len(pixels) * cell, has_sum * (sum_top + explorer.size * CELL + 0.05))
    height = bottom + 2 * MARGIN + LINE * (text.count("\n") + 1)
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
    _outline_kept(places[1:], explorer)
    for axes in places[1:]:
        frame(axes, row, column)
    if has_sum:
        _write_sum(figure, explorer, (sum_left, sum_top), look)
    write_below(figure, text, height - bottom - MARGIN)
    return figure


def _window(explorer):
    """Return the pixels of the window in focus, −inf where they are padding."""
    row, column = explorer._focus_inside()
    return np.pad(explorer.moved.astype(float), explorer._ends(), constant_values=-np.inf)[
        row * explorer.stride : row * explorer.stride + explorer.size,
        column * explorer.stride : column * explorer.stride + explorer.size,
    ]


def _mark_input(axes, explorer, ends):
    """Draw the padding dashed and empty, hatch what no window uses, draw gaps between the windows and the
    edge of a shifted image, and mark the winners.
    """
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
    is_tiled = explorer.stride >= explorer.size > 1 and max(used.shape) <= 16
    if is_tiled:
        _draw_gaps(axes, explorer, used.shape)
    entered = np.pad(~shifted(np.ones((rows, columns), bool), *explorer.shift), ends, constant_values=True)
    inside = np.pad(np.ones((rows, columns), bool), ends)
    if not entered.all():
        _line(axes, [side for side in _sides(~entered) if _is_between(side, inside)], palette.INPUT)
    if explorer.mode == "max":
        _mark_winners(axes, explorer, is_tiled)


def _draw_gaps(axes, explorer, shape):
    """Draw gaps between windows that do not overlap."""
    outputs = explorer.result.shape
    ends = [(count - 1) * explorer.stride + explorer.size for count in outputs]
    for axis, (count, size) in enumerate(zip(outputs, shape, strict=True)):
        edges = {n * explorer.stride + side for n in range(count) for side in (0, explorer.size)}
        for at in edges - {0, size}:
            ways = [(-0.5, at - 0.5), (ends[1 - axis] - 0.5, at - 0.5)]  # x and y of both ends of a row
            line = [way[::-1] for way in ways] if axis else ways
            for colour, wide in ((palette.PADDING, 4), ("white", 2.4)):
                lines = LineCollection([line], colors=colour, linewidths=wide, zorder=2.2)
                axes.add_collection(lines, autolim=False)


def _mark_winners(axes, explorer, is_tiled):
    """Ring the winner of the window in focus; where windows do not overlap, fold a corner of the others."""
    moved = np.pad(explorer.moved.astype(float), explorer._ends(), constant_values=-np.inf)
    focus = explorer._focus_inside()
    for row, column in np.ndindex(explorer.result.shape):
        top, left = row * explorer.stride, column * explorer.stride
        window = moved[top : top + explorer.size, left : left + explorer.size]
        is_focus = (row, column) == focus
        if is_focus or (is_tiled and window[np.isfinite(window)].min() < window.max()):
            for i, j in np.argwhere(window == window.max()):
                mark = _ring if is_focus else _fold
                mark(axes, top + i, left + j)


def _fold(axes, row, column):
    """Fold the upper right corner of a cell, in the colour that its number has."""
    grey = axes.images[0].to_rgba(axes.images[0].get_array()[row, column])
    x, y = column + 0.4, row - 0.4
    corner = {"facecolor": palette.readable_on(grey), "linewidth": 0, "zorder": 3}
    axes.add_patch(Polygon([(x - 0.22, y), (x, y), (x, y + 0.22)], **corner))


def _ring(axes, row, column):
    """Draw a ring that is seen on every grey: two colours, one of which stands out."""
    for colour, wide in (("white", 5), (palette.FOCUS, 2.6)):
        ring = {"fill": False, "edgecolor": colour, "linewidth": wide, "zorder": 5}
        axes.add_patch(Ellipse((column, row), 0.76, 0.76, **ring))


def _outline_kept(places, explorer):
    """Draw a green line around the outputs that the shift left the same, in both grids."""
    if not any(explorer.shift):
        return
    steps = [0, 0]
    if explorer.moved_along is not None and explorer.moved_along[1]:
        steps = [part // explorer.stride for part in explorer.shift]
    compared = shifted(np.ones(explorer.before.shape, bool), *steps)
    same = compared & np.isclose(explorer.result, shifted(explorer.before, *steps), rtol=0, atol=1e-9)
    for axes, region in zip(places, (same, shifted(same, *(-step for step in steps))), strict=True):
        _line(axes, _sides(region), palette.OUTPUT)


def _sides(region):
    """Return the sides of cells around a region: (row, column, is_vertical)."""
    rows, columns = region.shape
    padded = np.pad(region, 1)
    down = padded[1:, 1:-1] != padded[:-1, 1:-1]
    across = padded[1:-1, 1:] != padded[1:-1, :-1]
    return [(row, column, False) for row, column in np.argwhere(down)] + [
        (row, column, True) for row, column in np.argwhere(across)
    ]


def _is_between(side, inside):
    """Return whether a side has cells of the image on both of its sides."""
    row, column, is_vertical = side
    padded = np.pad(inside, 1)
    before = padded[row + 1, column] if is_vertical else padded[row, column + 1]
    return bool(before and padded[row + 1, column + 1])


def _line(axes, sides, colour):
    """Draw sides of cells as a line with white edges, which is seen on every grey."""
    lines = [
        [(column - 0.5, row - 0.5), (column - 0.5 + (not is_vertical), row - 0.5 + is_vertical)]
        for row, column, is_vertical in sides
    ]
    for ink, wide in (("white", 5), (colour, 2.8)):
        look = {"colors": ink, "linewidths": wide, "capstyle": "projecting", "clip_on": False, "zorder": 4}
        axes.add_collection(LineCollection(lines, **look), autolim=False)


def _write_sum(figure, explorer, place, look):
    """Draw the window in focus, and next to it how its number comes about."""
    left, top = place
    window, side = _window(explorer), explorer.size * CELL
    axes = axes_at(figure, left, top, side, side)
    real = np.isfinite(window)
    plots.draw_grid(axes, np.where(real, window, 0), role="focus", **{**look, "numbers": True})
    for row, column in np.argwhere(~real):
        axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor="white", zorder=3))
        mark_padding(axes, row, column, zorder=4)
    frame(axes, 0, 0, explorer.size, explorer.size)
    axes.set_title("Window", loc="left", fontsize=12)
    if explorer.mode == "max":
        for row, column in np.argwhere(window == window.max()):
            _ring(axes, row, column)
    total = explorer.result[explorer._focus_inside()]
    width, height = figure.get_size_inches()
    lines, start = _sum(window[real], explorer.mode, total), left + side + 0.3
    longest = max(sum(0.29 if sign in " ,.()/" else 0.58 for sign in line) for line in lines)  # in ems, about
    size = min(SUM, 72 * (width - MARGIN - start) / longest)
    at = start / width, 1 - (top + side / 2) / height
    figure.text(*at, "\n".join(lines), fontsize=size, va="center", linespacing=1.4)


def _sum(pixels, mode, total):
    """Return how the number of a window comes about, as the page writes it, in lines."""
    numbers = [exact_text(pixel) for pixel in pixels]
    result = f"= {exact_text(total)}".replace("= ≈", "≈ ")
    if mode == "max":
        terms = f"max({', '.join(numbers)})"
    else:
        terms = f"({' + '.join(numbers).replace('+ −', '− ')}) / {len(numbers)}"
        result = f"= {exact_text(pixels.sum())} / {len(numbers)} {result}"
    whole = f"{terms} {result}"
    return [whole] if len(whole) <= LINE_OF_SUM else [*textwrap.wrap(terms, LINE_OF_SUM), result]


def _longest(grids):
    return max(len(plots.number_text(value)) for _, grid, _ in grids for value in grid.flat)

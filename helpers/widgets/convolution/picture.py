"""The picture of a ConvolutionExplorer for a reader without a kernel."""

from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from helpers import palette, plots
from helpers.convolution import flip
from helpers.numerals import exact_text
from helpers.widgets.shared.frames import (
    BELOW_ZERO,
    TEXT_SIZE,
    axes_at,
    by,
    frame,
    hatch,
    mark_padding,
    wrapped,
    write_below,
)

CHARACTER = 0.09  # inches that a letter of a title takes
LINE = 0.23  # inches from one line of text to the next
GAP = 0.5  # inches between two grids
MARGIN = 0.15
TITLE = 0.35
HEADS = 0.24  # for the numbers of rows and columns
QUIET = "#555555"
PADDING = "#c4c4c4"  # dashes and numbers, on black


def draw(explorer, axes, focus, problem=""):
    """Return a figure of the explorer: three grids in a row, and the sum of one window below them.

    Parameters
    ----------
    explorer : ConvolutionExplorer
    axes : pair of Axis, or None
        None where the settings are impossible; `problem` is then shown in place of the output.
    focus : (row, column) or None
    problem : str
    """
    image, kernel = explorer.image, explorer.kernel
    titles = [f"Input {by(*image.shape)}", f"Kernel {by(*kernel.shape)}"]
    grids = [image, kernel]
    if axes:
        grids = [
            np.pad(image, [(axis.before, axis.after) for axis in axes]),
            kernel,
            explorer.result.round(9),
        ]
        titles.append(f"Output {by(*grids[2].shape)}")
        if grids[0].size > image.size:
            titles[0] += f", padded to {by(*grids[0].shape)}"

    sentences = [problem] if not axes else _sum(explorer, grids[0], axes, focus)
    text = wrapped([_settings(explorer), *sentences], width=95)
    cell, numbers = _cell_size(grids)
    heads = HEADS if numbers else 0
    # Next to a large image, the kernel's cells stay large enough for its numbers.
    cells = [cell, cell if numbers else 0.5, cell]
    tallest = max(len(grid) * side for grid, side in zip(grids, cells, strict=False))
    roles = ("input", "kernel", "output")
    befores = [0 if role == "kernel" else heads for role in roles]
    slots = [max(before + grid.shape[1] * side, CHARACTER * len(title))
             for grid, side, title, before in zip(grids, cells, titles, befores, strict=False)]  # fmt: skip
    width = max(2 * MARGIN + sum(slots) + GAP * (len(grids) - 1), plots.PAGE_WIDTH)
    above = TITLE + heads
    height = above + tallest + 2 * MARGIN + LINE * (text.count("\n") + 1)
    figure = Figure((width, height), layout="none")

    places, left = [], MARGIN
    for grid, title, role, side, slot, before in zip(
        grids, titles, roles, cells, slots, befores, strict=False
    ):
        place = axes_at(figure, left + before, above, grid.shape[1] * side, len(grid) * side)
        hidden = explorer.predict_first and role == "output"
        colours, limits = _colours(grid, role, hidden)
        plots.draw_grid(
            place,
            np.zeros(grid.shape) if hidden else grid,
            role=role,
            colours=colours,
            limits=limits,
            numbers=(numbers or role == "kernel") and not hidden,
        )
        figure.text(left / width, 1 - (TITLE - 0.08) / height, title, fontsize=12, weight="bold")
        places.append(place)
        left += slot + GAP
    if axes and heads:
        _number_cells(places[0], *axes)
        _number_cells(
            places[2], *(replace(axis, pixels=axis.output, before=0, after=0, stride=1) for axis in axes)
        )
    if axes:
        _mark_cells(places[0], axes)
        _frame_window(places[0], axes, focus)
        frame(places[2], *focus)
        if explorer.predict_first:
            row, column = focus
            places[2].text(column, row, "?", ha="center", va="center", fontsize=TEXT_SIZE, weight="bold")
    write_below(figure, text, height - above - tallest - MARGIN, left=MARGIN)
    return figure


def _cell_size(grids):
    """Return the side of a cell in inches, and whether the numbers of input and output fit it."""
    longest = max(len(plots.number_text(value)) for grid in grids for value in grid.flat)
    wanted = max(0.4, TEXT_SIZE * (0.65 * longest + 0.6) / 72)
    room = plots.PAGE_WIDTH - 2 * MARGIN - GAP * (len(grids) - 1) - HEADS * (len(grids) - 1)
    cell = min(wanted, room / sum(grid.shape[1] for grid in grids))
    if cell * 72 / (0.65 * longest + 0.6) >= 8.5:
        return cell, True
    others = sum(grid.shape[1] for grid in (grids[0], *grids[2:]))
    return min(cell, (room - max(0.5 * grids[1].shape[1], 1)) / others), False


def _colours(grid, role, hidden):
    """Return a colour map and its limits in which 0 has the same colour whatever the numbers are."""
    largest = np.abs(grid).max() or 1
    if role == "input":
        return (BELOW_ZERO, (-largest, largest)) if grid.min() < 0 else (palette.PIXELS, (0, largest))
    return palette.SIGNED, (-1, 1) if hidden else (-largest, largest)


def _number_cells(place, rows, columns):
    """Number rows and columns, padding too, and mark where windows start if they skip pixels."""
    for axis, is_row in ((rows, True), (columns, False)):
        for cell in range(axis.padded):
            index = cell - axis.before
            look = {"color": QUIET, "fontsize": 10}
            if not 0 <= index < axis.pixels:
                look.update(style="italic", fontsize=9)
            offset, middle = ((-10, 0), ("right", "center")) if is_row else ((0, 9), ("center", "bottom"))
            corner = (-0.5, cell) if is_row else (cell, -0.5)
            place.annotate(
                str(index).replace("-", "−"),
                corner,
                offset,
                textcoords="offset points",
                ha=middle[0],
                va=middle[1],
                **look,
            )
            if axis.starts_at(cell):
                place.annotate(
                    "▸" if is_row else "▾", corner, (-6, 0) if is_row else (0, 6),
                    textcoords="offset points", ha="center", va="center", fontsize=9,
                )  # fmt: skip


def _mark_cells(place, axes):
    """Draw the padding dashed, its numbers slanted, and hatch the cells that no window uses."""
    rows, columns = axes
    for row, column in np.ndindex(rows.padded, columns.padded):
        inside = 0 <= row - rows.before < rows.pixels and 0 <= column - columns.before < columns.pixels
        if not inside:
            mark_padding(place, row, column, edgecolor=PADDING)
        if not (rows.used[row] and columns.used[column]):
            hatch(place, row, column)
    for number in place.texts:
        if isinstance(number, Annotation):  # the number of a row or column
            continue
        column, row = number.get_position()
        if not (0 <= row - rows.before < rows.pixels and 0 <= column - columns.before < columns.pixels):
            number.set(color=PADDING, style="italic")


def _frame_window(place, axes, focus):
    """Frame the window in focus; where dilation leaves holes in it, frame its cells too."""
    rows, columns = axes
    top, left = focus[0] * rows.stride, focus[1] * columns.stride
    frame(place, top, left, rows.reach, columns.reach)
    if max(rows.dilation, columns.dilation) > 1:
        for i, j in np.ndindex(rows.kernel, columns.kernel):
            frame(place, top + i * rows.dilation, left + j * columns.dilation, linewidth=2)


def _settings(explorer):
    if explorer.is_usual:
        return f"Bias {exact_text(explorer.bias)}"
    kind = "convolution (kernel flipped)" if explorer.flipped else "correlation"
    return (
        f"Stride {explorer.stride}, padding {explorer.padding}, dilation {explorer.dilation}, "
        f"bias {exact_text(explorer.bias)}, {kind}"
    )


def _sum(explorer, padded, axes, focus):
    """Return the sentences that write out the sum of the window in focus."""
    if explorer.predict_first:
        return ["The values of the output are hidden until a guess is typed."]
    corners = [place * axis.stride for place, axis in zip(focus, axes, strict=True)]
    window = padded[
        tuple(slice(c, c + a.reach, a.dilation) for c, a in zip(corners, axes, strict=True))
    ]  # fmt: skip
    products = window * (flip(explorer.kernel) if explorer.flipped else explorer.kernel)
    terms = (
        " + ".join(exact_text(product) for product in products.ravel())
        .replace("+ −", "− ")
        .replace("+ ≈−", "− ≈")
    )
    total = exact_text(products.sum() + explorer.bias)
    bias = f"{'−' if explorer.bias < 0 else '+'} {exact_text(abs(explorer.bias))}"
    return [
        f"Output row {focus[0]}, column {focus[1]}, the sum of the products and the bias:",
        f"{terms} {bias} = {total}",
    ]

"""The picture of a ReceptiveFieldExplorer for a reader without a kernel."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from helpers import palette, plots
from helpers.inside import region
from helpers.widgets.receptive.stacks import layer_name
from helpers.widgets.shared.frames import LINE, axes_at, frame, wrapped, write_below
from helpers.widgets.shared.limits import SEEN_TINT, UNSEEN_GREY, UNSEEN_VEIL

GAP, MARGIN, TITLE = 0.22, 0.15, 0.35  # inches
SIZE = 0.27  # inches, of a written size with what is around it


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
    left, before = MARGIN, None
    middle = TITLE + max(heights) / 2
    for position, (shape, width, tall) in enumerate(zip(shapes, widths, heights, strict=True)):
        axes = axes_at(figure, left, middle - tall / 2, width, tall)
        name = layer_name(layers, position)
        title = f"{name} {shape[0]} × {shape[1]}" if width > 1 else name
        above = (max(heights) - tall) / 2  # all titles are on one line
        axes.set_title(title, loc="left", fontsize=11, y=1 + above / tall)
        spans = region(layers[position : explorer.layer], explorer.cell, shape)
        _draw_grid(axes, shape, spans, explorer.behind[position], is_chosen=position == explorer.layer)
        edges = _edges(spans, shape, (left, middle - tall / 2, width, tall))
        if before:
            _join(figure, before, edges)
        if position < explorer.layer:
            _write_size(figure, spans, edges, (TITLE, TITLE + max(heights)))
        left, before = left + width + GAP, edges
    write_below(figure, text, height - TITLE - max(heights) - MARGIN, MARGIN)
    return figure


def _draw_grid(axes, shape, spans, behind, *, is_chosen):
    """Draw one grid on the picture behind it, faded outside its framed region; the chosen cell is solid."""
    grey = np.ones(shape) if behind is None else behind / 255
    faded = grey if behind is None else _between(grey, UNSEEN_GREY / 255, UNSEEN_VEIL)
    pixels = np.repeat(faded[..., np.newaxis], 3, axis=2)
    inside = tuple(slice(max(span.start, 0), min(span.stop, n)) for span, n in zip(spans, shape, strict=True))
    seen = grey[(*inside, np.newaxis)]
    pixels[inside] = _between(seen, np.array(to_rgb(palette.FOCUS)), SEEN_TINT) if behind is None else seen
    axes.imshow(pixels, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color="black", linewidth=0.8)
    if behind is None:
        _rule(axes, shape)
    rows, columns = spans
    if is_chosen:
        solid = {"facecolor": palette.FOCUS, "zorder": 6, "clip_on": False}
        for edge, width in (("#737373", 6), ("white", 5)):
            corner = columns.start - 0.5, rows.start - 0.5
            axes.add_patch(Rectangle(corner, 1, 1, edgecolor=edge, linewidth=width, **solid))
        axes.add_patch(Rectangle(corner, 1, 1, edgecolor=palette.FOCUS, linewidth=0.5, **solid))
        return
    size = rows.stop - rows.start, columns.stop - columns.start
    frame(axes, rows.start, columns.start, *size, linewidth=2.5)


def _edges(spans, shape, box):
    """Return the left, right, upper and lower edge of a region, in inches from the upper left corner."""
    (rows, columns), (left, top, width, tall) = spans, box
    across = [left + width * place / shape[1] for place in (columns.start, columns.stop)]
    return (*across, *(top + tall * place / shape[0] for place in (rows.start, rows.stop)))


def _write_size(figure, spans, edges, room):
    """Write the size of a frame above it, or where there is no room, below it or in its corner."""
    (left, _, top, bottom), (rows, columns) = edges, spans
    width, height = figure.get_size_inches()
    left, top, bottom = max(left, MARGIN), max(top, room[0]), min(bottom, room[1])
    if top - SIZE > room[0]:
        place = top - SIZE / 2
    elif bottom + SIZE < room[1]:
        place = bottom + SIZE / 2
    else:
        left, place = left + 0.1, top + SIZE / 2
    size = f"{rows.stop - rows.start} × {columns.stop - columns.start}"
    sheet = {"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.1,rounding_size=0.2"}
    look = {"fontsize": 11, "weight": "bold", "va": "center", "bbox": sheet, "zorder": 7}
    figure.text((left + 0.03) / width, 1 - place / height, size, **look)


def _join(figure, before, after):
    """Lead from a region to what it leads to in the next grid."""
    (_, start, high, low), (end, _, top, bottom) = before, after
    width, height = figure.get_size_inches()
    corners = [(start, high), (end, top), (end, bottom), (start, low)]
    places = [(x / width, 1 - y / height) for x, y in corners]
    figure.add_artist(Polygon(places, facecolor=palette.FOCUS, alpha=0.16, linewidth=0, zorder=-1))
    for one, other in (places[:2], places[2:]):
        line = Line2D(*zip(one, other, strict=True), color=palette.FOCUS, linewidth=1.1, zorder=4)
        figure.add_artist(line)


def _between(start, end, share):
    """Return what is this share of the way from one value to another."""
    return start + (end - start) * share


def _rule(axes, shape):
    """Draw lines between the cells."""
    lines = {"color": "#bbbbbb", "linewidth": 0.4}
    for row in range(1, shape[0]):
        axes.axhline(row - 0.5, **lines)
    for column in range(1, shape[1]):
        axes.axvline(column - 0.5, **lines)

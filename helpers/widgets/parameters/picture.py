"""The picture of a ParameterCounter for a reader without a kernel."""

from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import palette, plots
from helpers.widgets.shared.frames import LINE, MARGIN, by, wrapped, write_below
from helpers.widgets.shared.limits import DRAWN_FILTERS, DRAWN_SHEETS

SCENE = 2.6  # inches for the volumes
SIDE, DEPTH = 1.25, 0.6  # inches of the longest side, and of the stack of sheets
FILTER_SIDE, FILTER_DEPTH, FILTER_SHEETS, FILTER_PITCH = 0.21, 0.09, 5, 0.34


def draw(counter):
    """Return a figure: the volume that arrives, the filters, the volume that leaves, and the sums below.

    Where nothing fits, the figure shows only the sentence.
    """
    settings = f"Stride {counter.stride}, padding {counter.padding}."
    if counter.filters > DRAWN_FILTERS:
        settings += f" {DRAWN_FILTERS} of the {counter.filters:,} filters are drawn."
    try:
        output, sentences = counter.output, [settings, *counter.notes()]
    except ValueError as problem:
        output, sentences = None, [repr(counter), settings, str(problem)]
    text = wrapped(sentences, 95)
    scene = SCENE if output else 0
    width, height = plots.PAGE_WIDTH, scene + 2 * MARGIN + LINE * (text.count("\n") + 1)
    figure = Figure((width, height), layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    write_below(figure, text, height - scene - MARGIN)
    if output:
        _draw_scene(axes, counter, output, height - scene)
    return figure


def _draw_scene(axes, counter, output, bottom):
    scale = SIDE / max(*counter.size, *output[:2])
    middle, title = bottom + 0.9, bottom + SCENE - 0.25
    k, shown = counter.kernel_size, min(counter.filters, DRAWN_FILTERS)
    volumes = [
        (0.25, counter.volume, palette.INPUT, f"{by(*counter.volume)} in"),
        (5.75, output, palette.OUTPUT, f"{by(*output)} out"),
    ]
    for left, (rows, columns, sheets), colour, name in volumes:
        low = middle - rows * scale / 2
        _sheets(axes, left, low, columns * scale, rows * scale, sheets, colour, DEPTH)
        axes.text(left, title, name, fontsize=12, weight="bold")
    first, window = [(n - k) / 2 * scale for n in counter.size], k * scale
    if k <= min(counter.size):
        corner = 0.25 + first[1], middle - counter.size[0] * scale / 2 + first[0]
        axes.add_patch(Rectangle(corner, window, window, fill=False, edgecolor=palette.FOCUS, linewidth=3))
    for place in range(shown):
        low = bottom + 1.1 + FILTER_PITCH * ((shown - 1) / 2 - place) - FILTER_SIDE / 2
        slices = min(counter.channels, FILTER_SHEETS)
        _sheets(axes, 3.6, low, FILTER_SIDE, FILTER_SIDE, slices, palette.KERNEL, FILTER_DEPTH)
    filters = "1 filter" if counter.filters == 1 else f"{counter.filters} filters"
    axes.text(2.7, title, f"{filters} of {by(k, k, counter.channels)}", fontsize=12, weight="bold")
    for start, end in ((2.75, 3.35), (4.35, 5.5)):
        arrow = {"arrowstyle": "->", "linewidth": 1.5}
        axes.annotate("", (end, middle), (start, middle), arrowprops=arrow)


def _sheets(axes, left, low, width, height, count, colour, depth):
    """Draw a volume as sheets, each a little further right and up than the one in front of it."""
    drawn = min(count, DRAWN_SHEETS)
    step = min(0.11, depth / max(drawn - 1, 1))
    fill = [0.7 + 0.3 * part for part in to_rgb(colour)]
    for sheet in reversed(range(drawn)):
        corner = left + sheet * step, low + sheet * step
        axes.add_patch(
            Rectangle(corner, max(width, 0.05), max(height, 0.05), facecolor=fill, edgecolor="black")
        )

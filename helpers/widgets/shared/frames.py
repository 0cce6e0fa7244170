"""Parts of the pictures that explorers leave in a saved notebook, drawn with Matplotlib."""

import textwrap

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import palette, plots

TEXT_SIZE = 11.5  # points
LINE = 0.24  # inches from one line of text to the next
MARGIN = 0.2  # inches
# For pixels below 0: black stays the colour of 0, whatever else the picture contains.
BELOW_ZERO = LinearSegmentedColormap.from_list("below zero", ["#6baed6", "black", "white"])


def by(*sides):
    """Return a shape as it is written on a page.

    Examples
    --------
    >>> by(29, 29, 5)
    '29 × 29 × 5'
    """
    return " × ".join(map(str, sides))


def wrapped(sentences, width=100):
    """Return sentences as text with lines of at most `width` characters, each sentence on a new line."""
    return "\n".join(line for sentence in sentences for line in textwrap.wrap(sentence, width))


def text_only(sentences):
    """Return a Matplotlib `Figure` of sentences alone, for settings that have no picture."""
    text = wrapped(sentences)
    height = 2 * MARGIN + LINE * (text.count("\n") + 1)
    figure = Figure((plots.PAGE_WIDTH, height), layout="none")
    write_below(figure, text, height - MARGIN)
    return figure


def write_below(figure, text, top, left=MARGIN):
    """Write text into a figure, its upper left corner `left` and `top` inches from the lower left one."""
    width, height = figure.get_size_inches()
    figure.text(left / width, top / height, text, va="top", fontsize=TEXT_SIZE, linespacing=1.3)


def axes_at(figure, left, top, width, height):
    """Add axes at a place given in inches from the upper left corner of the figure."""
    whole_width, whole_height = figure.get_size_inches()
    box = left / whole_width, 1 - (top + height) / whole_height, width / whole_width, height / whole_height
    return figure.add_axes(box)


def frame(axes, row, column, rows=1, columns=1, *, linewidth=4):
    """Draw a frame around a rectangle of cells."""
    style = {"fill": False, "edgecolor": palette.FOCUS, "linewidth": linewidth, "clip_on": False, "zorder": 6}
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), columns, rows, **style))


def mark_padding(axes, row, column, **style):
    """Draw the dashed border of a cell of padding."""
    dashes = {"fill": False, "edgecolor": palette.PADDING, "linestyle": "--", "linewidth": 1.2, **style}
    axes.add_patch(Rectangle((column - 0.44, row - 0.44), 0.88, 0.88, **dashes))


def hatch(axes, row, column, **style):
    """Hatch a cell that no window uses."""
    lines = {"fill": False, "hatch": "////", "edgecolor": palette.PADDING, "linewidth": 0, **style}
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **lines))

"""What the drawings share: the page, lines, boxes and labels, grids of cells, and their colours.

Each function returns SVG as text, with lengths in pixels from the top left corner. Why no library such as
drawsvg or svgwrite: a drawing needs six kinds of shape, each of them one line of SVG. Written here, its bytes
depend on the course alone, and there is no further package to install and keep at one version.
"""

import re
from html import escape
from itertools import groupby

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_hex, to_rgb

from helpers import palette
from helpers.on_dark import on_dark
from helpers.plots import number_text
from helpers.shapes import Conv, Dense, Flatten, Pool

WIDTH = 680  # a notebook's text column shows this at full size on a 1024 px screen
INK, PAPER = "#222222", "#ffffff"
OUTSIDE = "#777777"  # the dashes around cells of padding
SMALL, MEDIUM, SIGN = 15, 17, 26  # font sizes; 15 px are 11 pt

# The network of lessons 08 and 09, drawn in both.
NETWORK = (Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10))


def page(height, title, *parts):
    """Return a whole SVG file: the parts on a sheet, white on a light page and dark on a dark one.

    Parameters
    ----------
    height : float
    title : str
        What the drawing shows, for screen readers.
    *parts : str
        As the functions below return them, the one at the back first.

    Returns
    -------
    str
    """
    sheet = box(0, 0, WIDTH, height, fill=PAPER, corner=8)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif">',
        f"<title>{escape(title)}</title>",
        _dark_colours([sheet, *parts]),
        sheet,
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _dark_colours(parts):
    """Return the style that gives all but the pixels of an image other colours on a dark page."""
    drawn = re.sub(r'<g class="pixels">.*?</g>', "", "\n".join(parts), flags=re.DOTALL)
    used = sorted(set(re.findall(r'(fill|stroke)="(#\w{6})"', drawn)))
    rules = [f'[{name}="{colour}"]:not(.pixels *){{{name}:{on_dark(colour)}}}' for name, colour in used]
    # The numbers in cells; `grid` has found which of the two can be read on the cell's dark colour.
    for name, colour in {"black": palette.BLACK, "white": palette.WHITE}.items():
        rules.append(f"text.ink-{name}:not(.pixels *){{fill:{colour}}}")
    rules.append(".pixels{filter:brightness(0.88)}")
    return "\n".join(["<style>@media (prefers-color-scheme: dark) {", *rules, "}</style>"])


# Shapes


def box(x, y, width, height, *, fill="none", line="none", thickness=1, corner=0, dashes=None):
    """Return a rectangle with its top left corner at (x, y); `corner` is the radius of its corners."""
    extra = f' rx="{corner}"' if corner else ""
    extra += f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<rect x="{plain(x)}" y="{plain(y)}" width="{plain(width)}" height="{plain(height)}" '
        f'fill="{fill}" stroke="{line}" stroke-width="{thickness}"{extra}/>'
    )


def label(x, y, words, *, size=SMALL, anchor="middle", colour=INK, bold=False, kind=None):
    """Return a line of text with its baseline at y; `anchor` says which part of it is at x.

    `kind` is the class by which a style rule finds it.
    """
    weight = ' font-weight="bold"' if bold else ""
    named = f' class="{kind}"' if kind else ""
    return (
        f'<text x="{plain(x)}" y="{plain(y)}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{colour}"{weight}{named}>{escape(words)}</text>'
    )


def line_between(start, end, *, colour=INK, thickness=1.5, dashes=None):
    """Return a straight line from one point (x, y) to another."""
    (x1, y1), (x2, y2) = start, end
    extra = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{plain(x1)}" y1="{plain(y1)}" x2="{plain(x2)}" y2="{plain(y2)}" '
        f'stroke="{colour}" stroke-width="{thickness}"{extra}/>'
    )


def curve(points, *, colour):
    """Return a line through points (x, y)."""
    places = " ".join(f"{plain(x)},{plain(y)}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="3"/>'


def arrow(x1, y1, x2, y2, *, colour=INK):
    """Return a straight arrow from the first point to the second."""
    start, end = np.array([x1, y1], float), np.array([x2, y2], float)
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]])
    base = end - 9 * along
    corners = " ".join(f"{plain(px)},{plain(py)}" for px, py in (end, base + 5 * across, base - 5 * across))
    shaft = line_between((x1, y1), base, colour=colour, thickness=2)
    return f'{shaft}<polygon points="{corners}" fill="{colour}"/>'


def dot(x, y, radius, *, fill, line=None, thickness=1):
    """Return a circle around (x, y)."""
    edge = f' stroke="{line}"' if line else ""
    edge += f' stroke-width="{thickness}"' if thickness != 1 else ""
    return f'<circle cx="{plain(x)}" cy="{plain(y)}" r="{radius}" fill="{fill}"{edge}/>'


def hatch(x, y, width, height, *, colour=INK):
    """Return diagonal lines over a rectangle: no window covers these cells."""
    strokes = []
    for start in np.arange(-height, width, 7):
        x1, x2 = max(start, 0), min(start + height, width)
        ends = [(x + across, y + height - (across - start)) for across in (x1, x2)]
        strokes.append(line_between(*ends, colour=colour, thickness=1.2))
    return "\n".join(strokes)


def plain(coordinate):
    """Return a coordinate as text, to two decimals, without zeros at its end."""
    return f"{coordinate:.2f}".rstrip("0").rstrip(".")


# Grids


def grid(x, y, values, *, cell, fill, size=None, line=palette.PADDING, frame=None, pixels=None):
    """Return a grid of cells with its top left corner at (x, y).

    Parameters
    ----------
    x, y : float
    values : array_like, (rows, columns)
        None makes an empty cell.
    cell : float
        Side of a cell.
    fill : callable
        Takes a value and returns its cell's colour.
    size : float, optional
        Font size of the numbers; without it they are left out.
    line : str
        Colour of the lines between cells.
    frame : str, optional
        The colour of its role, for a frame around it.
    pixels : bool, optional
        Whether it is an image, which looks the same on a dark page. By default, greys are.
    """
    parts, colours = [], set()
    values = np.asarray(values, dtype=object)
    for (row, column), value in np.ndenumerate(values):
        left, top = x + column * cell, y + row * cell
        colour = PAPER if value is None else fill(value)
        colours.add(colour)
        parts.append(box(left, top, cell, cell, fill=colour, line=line))
        if size and value is not None:
            middle = left + cell / 2, top + cell / 2 + 0.36 * size
            ink = palette.readable_on(colour)
            is_black = palette.readable_on(on_dark(colour)) == palette.BLACK
            kind = "ink-black" if is_black else "ink-white"
            parts.append(label(*middle, number_text(value), size=size, colour=ink, kind=kind))
    if pixels is None:
        pixels = len(colours) > 1 and all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)
    if pixels:
        parts = ['<g class="pixels">', *parts, "</g>"]
    if frame:
        rows, columns = values.shape
        parts.append(box(x, y, columns * cell, rows * cell, line=frame, thickness=3))
    return "\n".join(parts)


def raster(x, y, values, *, cell, fill, pixels=False, frame=None):
    """Return a grid of many small cells without lines, with its top left corner at (x, y).

    Neighbours of one colour in a row are one shape, which keeps the file small.

    Parameters
    ----------
    x, y : float
    values : array_like, (rows, columns)
    cell : float
        Side of a cell.
    fill : callable
        Takes a value and returns its cell's colour. With few colours, the file is smaller.
    pixels : bool
        Whether it is an image, which looks the same on a dark page.
    frame : str, optional
        The colour of its role, for a frame around it.
    """
    shapes = {}
    for row, line in enumerate(np.asarray(values)):
        column = 0
        for colour, run in groupby(fill(value) for value in line):
            length = len(list(run))
            shapes[colour] = shapes.get(colour, "") + f"M{column} {row}h{length}v1h-{length}z"
            column += length
    paths = "".join(f'<path fill="{colour}" d="{shapes[colour]}"/>' for colour in sorted(shapes))
    kind = ' class="pixels"' if pixels else ""
    drawn = (
        f'<g{kind} transform="translate({plain(x)} {plain(y)}) scale({plain(cell)})" '
        f'shape-rendering="crispEdges">{paths}</g>'
    )
    if frame:
        rows, columns = np.shape(values)
        drawn += box(x, y, columns * cell, rows * cell, line=frame, thickness=2)
    return drawn


def window(x, y, *, cell, rows=3, columns=3, dashed=False):
    """Return the outline of the window in focus; dashed for a position it has yet to reach."""
    look = {"thickness": 3, "dashes": "7 5"} if dashed else {"thickness": 4}
    return box(x, y, columns * cell, rows * cell, line=palette.FOCUS, **look)


def padded_grid(x, y, rows, columns, *, cell, padding=((0, 0), (0, 0))):
    """Return a grid of pixels without numbers, with dashed cells of padding around it.

    `padding` is ((above, below), (left, right)), in cells; (x, y) is the top left corner of the whole.
    """
    (above, below), (left, right) = padding
    tint = pale(palette.INPUT)(0)
    parts = []
    for row, column in np.ndindex(above + rows + below, left + columns + right):
        corner = x + column * cell, y + row * cell
        if 0 <= row - above < rows and 0 <= column - left < columns:
            parts.append(box(*corner, cell, cell, fill=tint, line=palette.PADDING))
        else:
            parts.append(
                box(corner[0] + 1.5, corner[1] + 1.5, cell - 3, cell - 3, line=OUTSIDE, dashes="3 2")
            )
    return "\n".join(parts)


def strip(x, y, before, pixels, after, *, cell):
    """Return one row of numbered pixels, with cells of padding before and after them."""
    row = padded_grid(x, y, 1, pixels, cell=cell, padding=((0, 0), (before, after)))
    numbers = [
        label(x + (before + pixel + 0.5) * cell, y + cell / 2 + 6, str(pixel)) for pixel in range(pixels)
    ]
    return "\n".join([row, *numbers])


def volume(centre, middle, shape):
    """Return a shape as up to four sheets, or as a bar where it is flat; larger shapes are drawn larger."""
    if len(shape) == 1:
        height = {1600: 160, 128: 80}.get(shape[0], 40)
        return box(centre - 7, middle - height / 2, 14, height, fill=palette.OUTPUT, line=INK)
    side = 6 + 1.8 * shape[0]
    count, colour = (1, palette.INPUT) if shape[2] == 1 else (4, palette.OUTPUT)
    left, top = centre - side / 2 + 2 * (count - 1), middle - side / 2 - 2 * (count - 1)
    return "\n".join(
        box(left - 4 * sheet, top + 4 * sheet, side, side, fill=pale(colour)(0), line=INK)
        for sheet in range(count)
    )


# Fills: functions from the value of a cell to its colour


def grey(value):
    """Return the colour of a pixel, from 0 for black to 255 for white."""
    return to_hex((value / 255,) * 3)


def coarse_grey(value):
    """Return the colour of a pixel in one of eighteen greys, for `raster`."""
    return grey(15 * round(float(value) / 15))


def coarse_signed(limit):
    """Return the fill of `signed` in 17 colours, for `raster`. Beyond the limit, the last one stays."""
    fill = signed(8)
    return lambda value: fill(round(8 * float(value) / limit))


def pale(colour):
    """Return a fill that gives every cell a light tint of a role's colour."""
    tint = to_hex([0.75 + 0.25 * part for part in to_rgb(colour)])
    return lambda value: tint


def signed(limit):
    """Return a fill for values from −limit to limit: blue below 0, white at 0, red above."""
    return lambda value: to_hex(colormaps[palette.SIGNED](0.5 + 0.5 * value / limit))

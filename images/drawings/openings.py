"""The picture with which a lesson opens: a few panels in a row, with arrows or signs between them."""

from drawings.parts import SIGN, WIDTH, arrow, coarse_grey, label, page, raster

from helpers.data import CLASS_NAMES
from helpers.pocket import pocket_network

SIDE = 112  # height of every panel
TOP = 20
GAP = 46  # between two panels, for an arrow or a sign


def opening(title, *panels, between=None, gap=GAP):
    """Return a whole SVG file: panels in a row, in the middle of the page, with their names below.

    Parameters
    ----------
    title : str
        What the drawing shows, for screen readers.
    *panels : tuple of (float, callable, str)
        Width of a panel, what draws it from its top left corner (x, y), and its name.
    between : sequence of str, optional
        A sign for each gap, such as "=", or "" for none. By default, arrows.
    gap : float
        Room between two panels.

    Returns
    -------
    str
    """
    signs = between if between is not None else ["→"] * (len(panels) - 1)
    x = (WIDTH - sum(width for width, _, _ in panels) - gap * (len(panels) - 1)) / 2
    middle, parts = TOP + SIDE / 2, []
    for (width, draw, name), sign in zip(panels, [*signs, ""], strict=True):
        parts += [draw(x, TOP), label(x + width / 2, TOP + SIDE + 28, name)]
        x += width
        if sign == "→":
            parts.append(arrow(x + 9, middle, x + gap - 9, middle))
        elif sign:
            parts.append(label(x + gap / 2, middle + 0.35 * SIGN, sign, size=SIGN))
        x += gap
    return page(TOP + SIDE + 48, title, *parts)


def garment(name):
    """Return an image of Fashion-MNIST, (28, 28), from 0 for black to 255 for white."""
    return pocket_network().garments[CLASS_NAMES.index(name)].astype(float)


def small_face(photo):
    """Return the face of the photo, (37, 37) or (37, 37, 3): means of 10×10 pixels each."""
    return photo[60:430, 75:445].reshape(37, 10, 37, 10, *photo.shape[2:]).mean(axis=(1, 3))


def raster_panel(values, **look):
    """Return what draws a square grid as large as a panel; `look` is for `raster`."""
    return lambda x, y: raster(x, y, values, cell=SIDE / len(values), **look)


def photo_panel(image, **look):
    """Return what draws an image of pixels from 0 to 255 as large as a panel."""
    return raster_panel(image, fill=coarse_grey, pixels=True, **look)

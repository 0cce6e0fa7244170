"""How the pictures of the course look on a dark page: light and dark change places, photos stay as they are.

A picture is saved once, for a light page. JupyterLab (lab/) and the web edition change its colours with a
filter of SVG, and leave out the parts that `photos_of` finds: there, black and white are what the pixels
say. The drawings in images/ bring their dark colours along (images/drawings/parts.py).
"""

import numpy as np

from helpers import palette

# The lightness on a dark page for a lightness of 0, 0.05, … 1 on a light one: white paper becomes dark and
# black ink light, while the colours of the roles, in the middle, stay nearly what they are. Numbers on a cell
# are black where its lightness is above about 0.4, and light then, so the cell itself gets darker there.
LIGHTNESS = (
    *(0.93, 0.93, 0.92, 0.75, 0.56, 0.57, 0.58, 0.59, 0.47, 0.47, 0.47),
    *(0.46, 0.49, 0.505, 0.42, 0.35, 0.29, 0.245, 0.2, 0.155, 0.11),
)
WARMTH = 0.2  # of the red that a colour has more than green, taken off its blue: else red turns pink
WEIGHTS = (0.2126, 0.7152, 0.0722)  # of red, green and blue, as in the relative luminance of WCAG 2.2


def on_dark(colour):
    """Return the colour that takes the place of a colour on a dark page, with the same hue.

    Parameters
    ----------
    colour : str
        Such as ``"#0072B2"``.

    Returns
    -------
    str

    Examples
    --------
    >>> on_dark("#ffffff"), on_dark(palette.INPUT)
    ('#1c1c1c', '#2c9ede')
    """
    parts = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    lightness = parts @ WEIGHTS
    parts[2] = max(0, parts[2] - WARMTH * max(0, parts[0] - parts[1]))
    moved = parts + np.interp(lightness, np.linspace(0, 1, len(LIGHTNESS)), LIGHTNESS) - lightness
    return "#" + "".join(f"{round(255 * part):02x}" for part in moved.clip(0, 1))


def photos_of(figure):
    """Return where a figure has images that stay as they are on a dark page: all but signed maps and counts.

    On a dark page, their 0 is dark, as in the explorers.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn once, so that everything has its place.

    Returns
    -------
    str
        ``"left top width height, …"``: their places within their frames, in percent of the figure.
    """
    photos = []
    for axes in figure.axes:
        if all(map(_begins_at_the_page, axes.images)):
            continue
        frames = [spine for spine in axes.spines.values() if axes.axison and spine.get_visible()]
        half = max((spine.get_linewidth() for spine in frames), default=0) / 2 * figure.dpi / 72
        box = axes.get_window_extent().padded(-half).transformed(figure.transFigure.inverted())
        place = box.x0, 1 - box.y1, box.width, box.height
        photos.append(" ".join(f"{100 * share:.2f}" for share in place))
    return ", ".join(photos)


def _begins_at_the_page(image):
    """Return whether an image shows numbers in colours that have that of the page, or nearly so, for 0."""
    maps = (palette.SIGNED, palette.COUNTED, palette.SHARED)
    return image.get_array().ndim == 2 and image.get_cmap().name in maps

"""Your own picture, prepared like those of Fashion-MNIST: 28×28, grey, a light garment on black."""

import numpy as np
from PIL import Image

from helpers.picture_files import grey_pixels

SIDE = 28
FAINT = 0.1  # of the contrast: pixels that differ less from the background count as background


def own_picture(source):
    """Return a picture of any size in the form that the networks of lesson 10 are trained on.

    Parameters
    ----------
    source : path, file, bytes, PIL.Image.Image or array_like
        A picture: one garment on a plain background, or cut out on transparency. `grey_pixels` says which
        arrays are read.

    Returns
    -------
    ndarray of uint8, (28, 28)
        The garment in its original orientation, light on 0, centred, its longer side 28 pixels.

    Raises
    ------
    FileNotFoundError, ValueError, TypeError
        If there is no such file, it is not a picture, it is too large, or the picture is empty.

    Notes
    -----
    The steps are those of the data set's authors (Xiao, Rasul and Vollgraf, 2017): trim to the garment,
    shrink the longer side to 28, convert to grey, make the background dark, and centre.

    Examples
    --------
    >>> page = np.full((100, 60), 255)      # a dark strip on a white page
    >>> page[10:66, 20:48] = 40
    >>> own_picture(page).shape, int(own_picture(page)[0].max()), int(own_picture(page)[0, 0])
    ((28, 28), 215, 0)
    """
    pixels = grey_pixels(source)
    background = _background(pixels)
    light = np.abs(pixels - background)  # the garment is the lighter part now, whatever it was before
    contrast = light.max()
    if contrast < 1:
        raise ValueError(
            "Nothing can be seen in the picture: all its pixels have the same brightness. "
            "Put one garment on a plain background."
        )
    return _centred(_trimmed(np.where(light > FAINT * contrast, light, 0)))


def _background(pixels):
    """Return the median brightness along the four sides."""
    sides = [pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]
    return np.median(np.concatenate(sides))


def _trimmed(light):
    rows, columns = light.any(axis=1).nonzero()[0], light.any(axis=0).nonzero()[0]
    return light[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _centred(light):
    """Scale the longer side to 28, and centre the result on a black square."""
    rows, columns = (max(1, round(side * SIDE / max(light.shape))) for side in light.shape)
    picture = Image.fromarray(light.astype(np.float32)).resize((columns, rows), Image.Resampling.BOX)
    square = np.zeros((SIDE, SIDE), np.uint8)
    top, left = (SIDE - rows) // 2, (SIDE - columns) // 2
    square[top : top + rows, left : left + columns] = np.clip(np.round(picture), 0, 255)
    return square

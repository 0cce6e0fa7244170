"""Your own picture, prepared like those of Fashion-MNIST: 28×28, grey, a light garment on black."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from helpers.arguments import numeric_array

SIDE = 28
FAINT = 0.1  # of the contrast: pixels that differ less from the background count as background
SHAPES = {2: "(rows, columns)", 3: "(rows, columns, 3)"}


def own_picture(source):
    """Return a picture of any size in the form that the networks of lesson 09 are trained on.

    Parameters
    ----------
    source : path or array_like, (rows, columns) or (rows, columns, 3 or 4)
        A picture file, or the pixels of a picture: one garment on a plain background.

    Returns
    -------
    ndarray of uint8, (28, 28)
        The garment in its original orientation, light on 0, centred, its longer side 28 pixels.

    Raises
    ------
    FileNotFoundError, ValueError, TypeError
        If there is no such file, it is not a picture, or the picture is empty.

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
    pixels = _opened(Path(source)) if isinstance(source, (str, Path)) else _grey(source)
    background = _background(pixels)
    light = np.abs(pixels - background)  # the garment is the lighter part now, whatever it was before
    contrast = light.max()
    if contrast < 1:
        raise ValueError(
            "Nothing can be seen in the picture: all its pixels have the same brightness. "
            "Put one garment on a plain background."
        )
    return _centred(_trimmed(np.where(light > FAINT * contrast, light, 0)))


def _opened(path):
    if not path.exists():
        raise FileNotFoundError(f"There is no file {path.name!r} in {str(path.parent)!r}: check the name.")
    try:
        with Image.open(path) as file:
            picture = ImageOps.exif_transpose(file)  # a phone stores how it was held
            return _without_transparency(picture)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise ValueError(f"{path.name!r} is not a picture that can be read: try a PNG or a JPEG.") from None


def _without_transparency(picture):
    """Return a picture as grey values, with its transparent parts on white."""
    picture.thumbnail((1024, 1024))
    picture = picture.convert("RGBA")
    page = Image.new("RGBA", picture.size, "white")
    return np.asarray(Image.alpha_composite(page, picture).convert("L"), dtype=float)


def _grey(source):
    pixels = numeric_array("the picture", source, SHAPES)
    if 0 in pixels.shape or (pixels.ndim == 3 and pixels.shape[2] not in (1, 3, 4)):
        raise ValueError(
            f"A picture has the shape (rows, columns) or (rows, columns, 3), but this one has {pixels.shape}."
        )
    if not ((pixels >= 0) & (pixels <= 255)).all():
        raise ValueError(f"Pixels go from 0 to 255, but these go from {pixels.min():g} to {pixels.max():g}.")
    pixels = pixels.astype(float)
    if _is_from_0_to_1(pixels):
        pixels = 255 * pixels
    if pixels.ndim == 3:  # weighted as the eye sees red, green and blue (ITU-R BT.601)
        pixels = pixels[:, :, :3] @ [0.299, 0.587, 0.114] if pixels.shape[2] > 1 else pixels[:, :, 0]
    return pixels


def _is_from_0_to_1(pixels):
    """Return whether pixels go from 0 to 1 instead of 0 to 255, as when Matplotlib reads a PNG."""
    return pixels.max() <= 1


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

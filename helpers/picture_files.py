"""Pictures as learners have them, read as grey pixels: files, arrays and Pillow's images, of any kind."""

import contextlib
import io
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from helpers.arguments import numeric_array

SHRINKABLE = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")
LUMINANCE = (0.299, 0.587, 0.114)  # how bright the eye sees red, green and blue (ITU-R BT.601)
MOST_PIXELS = 16_000_000  # of a file that cannot be made smaller while it is read: about 100 MB of memory
SHAPES = {2: "(rows, columns)", 3: "(rows, columns, channels)"}


def grey_pixels(source, side=1024):
    """Return a picture as grey pixels; transparent parts get a ground that the rest stands out from.

    Parameters
    ----------
    source : path, file, bytes, PIL.Image.Image or array_like
        An array has the shape (rows, columns), (rows, columns, 1), (rows, columns, 3), or with one channel
        more for transparency. Its pixels go from 0 to 255, from 0 to 1, or, as uint16, to 65,535.
    side : int
        A larger picture is made smaller until it has at most this many rows and columns.

    Returns
    -------
    ndarray of float, (rows, columns)
        From 0 for black to 255 for white.

    Raises
    ------
    FileNotFoundError, ValueError, TypeError
        If there is no such file, it is not a picture, or it cannot be read; the message says what to do.

    Examples
    --------
    >>> grey_pixels([[0.0, 0.5], [1.0, 0.0]])
    array([[  0. , 127.5],
           [255. ,   0. ]])
    """
    if isinstance(source, (str, Path)):
        path = Path(source).expanduser()
        if not path.exists():
            raise FileNotFoundError(
                f"There is no file {path.name!r} in {str(path.parent)!r}: check the name."
            )
        pixels = _read_file(path, repr(path.name), side)
    elif isinstance(source, (bytes, bytearray)):
        pixels = _read_file(io.BytesIO(source), "This", side)
    elif hasattr(source, "read"):
        name = getattr(source, "name", None)
        pixels = _read_file(source, repr(Path(name).name) if isinstance(name, str) else "This file", side)
    elif isinstance(source, Image.Image):
        pixels = _from_pillow(source, "The picture", side)
    else:
        pixels = _from_array(source)
    return _at_most(side, _on_ground(pixels))


def _read_file(file, name, side):
    """Return the pixels of a file as Pillow reads it, with one sentence for everything that may go wrong."""
    if isinstance(file, io.TextIOBase):
        raise TypeError(f'{name} is open as text: open a picture with open(name, "rb").')
    try:
        with _any_size(), Image.open(file) as picture:
            # A JPEG is made smaller while it is decoded, unless it is stored in several passes.
            if picture.format == "JPEG" and not picture.info.get("progressive"):
                picture.draft(None, (side, side))
            count = picture.width * picture.height
            if count > MOST_PIXELS:
                raise _Unreadable(
                    f"{name} has {count / 1e6:.0f} million pixels, and reading more than "
                    f"{MOST_PIXELS / 1e6:.0f} million takes too much memory: make the picture smaller first."
                )
            if picture.mode in SHRINKABLE:
                picture.thumbnail((side, side))  # first, so that no copy of its full size is made
            return _from_pillow(picture, name, side)
    except _Unreadable:
        raise
    except (OSError, ValueError, SyntaxError, EOFError):
        raise ValueError(f"{name} is not a picture that can be read: try a PNG or a JPEG.") from None


class _Unreadable(ValueError):
    """Raised where a picture is too large or of a kind that cannot be read; its text is the sentence."""


@contextlib.contextmanager
def _any_size():
    """Let Pillow open pictures of any size: it would warn of a "bomb" before one can be made smaller."""
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about damaged metadata, which does not matter here
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _from_pillow(picture, name, side):
    """Return an image of Pillow's, of any mode, as (rows, columns) or (rows, columns, 4) floats to 255."""
    if picture.mode.startswith(("I", "F")):
        deep = np.asarray(ImageOps.exif_transpose(picture), dtype=float)
        return _scaled(deep, is_deep=picture.mode != "F")
    is_grey = picture.mode in ("1", "L") and "transparency" not in picture.info
    try:
        converted = picture.convert("L" if is_grey else "RGBA")
    except (ValueError, OSError):
        raise _Unreadable(
            f"{name} stores its colours as {picture.mode}, which cannot be read: save it as a PNG."
        ) from None
    converted.thumbnail((side, side))
    pixels = np.asarray(ImageOps.exif_transpose(converted), dtype=float)  # a phone stores how it was held
    return _scaled(pixels, is_deep=False) if is_grey else pixels


def _from_array(source):
    """Return an array as floats to 255, (rows, columns) or (rows, columns, channels)."""
    pixels = numeric_array("the picture", source, SHAPES)
    if 0 in pixels.shape or (pixels.ndim == 3 and pixels.shape[2] > 4):
        raise ValueError(
            f"A picture has the shape (rows, columns) or (rows, columns, 3), but this one has {pixels.shape}."
        )
    largest = 65_535 if pixels.dtype == np.uint16 else 255
    if not ((pixels >= 0) & (pixels <= largest)).all():
        raise ValueError(
            f"Pixels go from 0 to {largest}, but these go from {pixels.min():g} to {pixels.max():g}."
        )
    return _scaled(pixels.astype(float), is_deep=False)


def _scaled(pixels, *, is_deep):
    """Scale pixels of 1, 8, 16 or 32 bits to the range from 0 to 255.

    Files of 16 bits say so; elsewhere only the largest pixel shows which range is meant.
    """
    least, largest = pixels.min(initial=0), pixels.max(initial=0)
    if least < 0 or largest > 65_535:  # the measurements of a scientific instrument
        return (pixels - least) * (255 / (largest - least))
    if is_deep or largest > 255:
        return pixels * (255 / 65_535)
    return pixels if largest > 1 else 255 * pixels


def _on_ground(pixels):
    """Return (rows, columns): colours as brightness, on black or white where they are transparent."""
    if pixels.ndim == 2:
        return pixels
    channels = pixels.shape[2]
    grey = pixels[:, :, :3] @ LUMINANCE if channels >= 3 else pixels[:, :, 0]
    if channels in (1, 3):
        return grey
    alpha = pixels[:, :, -1] / 255
    is_light = (grey * alpha).sum() > 127.5 * alpha.sum()
    return grey * alpha + (0 if is_light else 255) * (1 - alpha)


def _at_most(side, grey):
    """Return grey pixels with at most `side` rows and columns."""
    rows, columns = grey.shape
    if max(rows, columns) <= side:
        return grey
    size = [max(1, round(length * side / max(rows, columns))) for length in (columns, rows)]
    return np.asarray(
        Image.fromarray(grey.astype(np.float32)).resize(size, Image.Resampling.BOX), dtype=float
    )

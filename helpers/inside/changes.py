"""Images with a change: shifted, rotated, blurred, noisy, or partly covered."""

import numpy as np

from helpers.arguments import whole_number
from helpers.pictures import shifted


def shift(images, rows=0, columns=0):
    """Return images moved down and to the right by whole pixels, with 0 where pixels are missing.

    Parameters
    ----------
    images : array_like, (..., rows, columns)
    rows, columns : int
        How far. Negative numbers move up and to the left.

    Returns
    -------
    ndarray of the same shape and dtype

    Examples
    --------
    >>> shift(np.array([[1, 2], [3, 4]]), columns=1)
    array([[0, 1],
           [0, 3]])
    """
    rows_first = np.moveaxis(images, (-2, -1), (0, 1))
    return np.ascontiguousarray(np.moveaxis(shifted(rows_first, rows, columns), (0, 1), (-2, -1)))


def rotate(images, degrees):
    """Return images rotated counter-clockwise about their centre.

    Parameters
    ----------
    images : array_like, (..., rows, columns)
        Pixels from 0 to 255.
    degrees : float

    Returns
    -------
    ndarray of uint8, of the same shape
        For whole turns a copy with the dtype of the images.
    """
    from scipy import ndimage

    images = np.asarray(images)
    if degrees % 360 == 0:
        return images.copy()
    axes = images.ndim - 1, images.ndim - 2  # from columns to rows: counter-clockwise on the screen
    turned = ndimage.rotate(images.astype(np.float32), degrees, axes=axes, reshape=False, order=1)
    return np.clip(np.round(turned), 0, 255).astype(np.uint8)


def blur(images, width):
    """Return images blurred by a Gaussian.

    Parameters
    ----------
    images : array_like, (..., rows, columns)
        Pixels from 0 to 255.
    width : float
        Two standard deviations of the Gaussian, in pixels: about as far as the blur is visible.

    Returns
    -------
    ndarray of float32, of the same shape
        Whole numbers.
    """
    from scipy import ndimage

    images = np.asarray(images)
    spread = (0,) * (images.ndim - 2) + (width / 2,) * 2
    return np.clip(np.round(ndimage.gaussian_filter(images.astype(np.float32), spread)), 0, 255)


def add_noise(images, spread, seed=0):
    """Return images with Gaussian noise added to each pixel, kept within 0 to 255.

    Parameters
    ----------
    images : array_like, (..., rows, columns)
        Pixels from 0 to 255.
    spread : float
        Standard deviation of the noise, in pixel values.
    seed : int

    Returns
    -------
    ndarray of float64, of the same shape
        Whole numbers.
    """
    images = np.asarray(images)
    noise = np.random.default_rng(seed).normal(0, spread, images.shape)
    return np.clip(np.round(images + noise), 0, 255)


def cover(image, row, column, size, grey=0):
    """Return an image with a square painted over it.

    Parameters
    ----------
    image : array_like, (rows, columns)
    row, column : int
        The top left corner of the square, which may be outside the image.
    size : int
        Side of the square in pixels.
    grey : int
        The pixel value of the square.

    Returns
    -------
    ndarray of the same shape and dtype

    Examples
    --------
    >>> cover(np.full((3, 3), 9), -1, 1, 2)
    array([[9, 0, 0],
           [9, 9, 9],
           [9, 9, 9]])
    """
    covered = np.array(image)
    size = whole_number("size", size, least=0)
    covered[max(row, 0) : max(row + size, 0), max(column, 0) : max(column + size, 0)] = grey
    return covered

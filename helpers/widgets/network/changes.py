"""The image on NetworkExplorer's page after its changes, for Python: the same pixels as in `edits.js`."""

import numpy as np

from helpers import inside


def changed_image(image, black, edits):
    """Return an image turned, moved, covered and painted on, in this order.

    Parameters
    ----------
    image : ndarray, (rows, columns, channels)
    black : float
        The value of an empty pixel.
    edits : dict
        The trait `edits`.

    Returns
    -------
    ndarray of the same shape and dtype
    """
    planes = np.moveaxis(image, -1, 0)
    if edits["turn"] % 360:
        planes = _turned(planes, black, edits["turn"])
    planes = inside.shift(planes - image.dtype.type(black), edits["down"], edits["right"]) + image.dtype.type(
        black
    )
    if edits["cover"]:
        row, column, rows, columns = edits["cover"]
        planes[:, max(row, 0) : max(row + rows, 0), max(column, 0) : max(column + columns, 0)] = black
    changed = np.ascontiguousarray(np.moveaxis(planes, 0, -1))
    for place, value in edits["painted"]:
        changed.ravel()[place] = value
    return changed


def _turned(planes, black, degrees):
    """Return an image turned; pixels from 0 to 255 stay whole numbers, as in the lessons."""
    from scipy import ndimage

    if planes.dtype == np.uint8:
        return inside.rotate(planes, degrees)
    return ndimage.rotate(planes, degrees, axes=(2, 1), reshape=False, order=1, cval=black)

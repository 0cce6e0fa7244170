"""PixelViewer: a picture, and the numbers of the pixels inside a frame that moves over it."""

from pathlib import Path

import numpy as np
import traitlets
from matplotlib.patches import Rectangle

from helpers import palette, pictures, plots
from helpers.arguments import numeric_array, whole_number
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared.limits import PIXEL_FRAME

LARGEST = 1024
RIBBONS = (502, 392)  # in the photo, where red, white and blue meet
CHANNELS = ("red", "green", "blue")


class PixelViewer(CourseWidget):
    """See the numbers that a picture is made of: seven rows and seven columns of them at a time.

    Move the frame with the pointer or with the arrow keys, or type the row and the column of its
    top left corner. Click to keep it where it is. Of a picture in colour, three grids show red, green
    and blue. Zoom with the wheel while Ctrl is pressed, with two fingers, or with + and −.

    Parameters
    ----------
    image : array_like, (rows, columns) or (rows, columns, 3), optional
        Whole numbers from 0 to 255, up to 1024 × 1024 pixels; grey, or red, green and blue. The
        course's photo in colour unless given.
    corner : (row, column), optional
        Of the frame. Unless given: where red, white and blue ribbons meet in the photo, or the top left
        corner of another image.

    Attributes
    ----------
    corner : (row, column)
        Where the frame is now; you can set it too.
    window : ndarray
        The pixels inside the frame now, all their channels.

    Raises
    ------
    ValueError, TypeError
        For an image of another kind, or a corner outside it.

    Examples
    --------
    >>> viewer = PixelViewer(np.arange(200).reshape(10, 20), corner=(1, 0))
    >>> viewer
    PixelViewer(10 × 20, grey)
    >>> viewer.window[0, :3]
    array([20, 21, 22], dtype=uint8)
    """

    folder = Path(__file__).parent

    _pixels = traitlets.Bytes().tag(sync=True)
    _shape = traitlets.List().tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    corner = traitlets.Any((0, 0)).tag(sync=True)

    def __init__(self, image=None, *, corner=None):  # noqa: D107
        if corner is None:
            corner = RIBBONS if image is None else (0, 0)
        self.image = _pixels(pictures.photo_in_colour() if image is None else image)
        rows, columns = self.image.shape[:2]
        channels = 1 if self.image.ndim == 2 else 3
        corner = self._inside(corner)
        super().__init__(
            _pixels=self.image.tobytes(),
            _shape=[rows, columns, channels],
            _start={"corner": corner},
            corner=corner,
        )

    @property
    def window(self):
        """The pixels inside the frame."""
        row, column = self.corner
        return self.image[row : row + PIXEL_FRAME, column : column + PIXEL_FRAME].copy()

    @property
    def _frame(self):
        """The rows and the columns that the frame spans: fewer than seven on a small image."""
        return tuple(min(PIXEL_FRAME, length) for length in self.image.shape[:2])

    def describe(self):
        """Return where the frame is, and how dark and bright it is inside, as sentences."""
        (row, column), (rows, columns) = self.corner, self._frame
        where = f"Rows {row}–{row + rows - 1}, columns {column}–{column + columns - 1}"
        names = ("numbers",) if self.image.ndim == 2 else CHANNELS
        planes = np.moveaxis(np.atleast_3d(self.window), 2, 0)
        ranges = [f"{name} from {plane.min()} to {plane.max()}" for name, plane in zip(names, planes)]  # noqa: B905
        return f"{self!r}. {where}: {', '.join(ranges)}."

    def picture(self):
        """Return a Matplotlib `Figure` of the picture with the frame, and of the numbers inside it."""
        (row, column), (rows, columns) = self.corner, self._frame
        figure, (left, right) = plots.new_figure(2, width=6.0, height=3.0, width_ratios=(0.8, 1))
        left.imshow(self.image, cmap=palette.PIXELS, vmin=0, vmax=255)
        left.set(xticks=[], yticks=[], title=f"{self.image.shape[0]} rows, {self.image.shape[1]} columns")
        look = {"fill": False, "edgecolor": palette.FOCUS, "linewidth": 3}
        left.add_patch(Rectangle((column - 0.5, row - 0.5), columns, rows, **look))
        is_grey = self.image.ndim == 2
        numbers = self.window if is_grey else self.window[:, :, 0]
        title = "inside the frame" if is_grey else "inside the frame: red"
        plots.draw_grid(right, numbers, role="focus", limits=(0, 255), numbers=True, title=title)
        return figure

    def __repr__(self):
        """Name the size, which says more than an address and stays the same from run to run."""
        rows, columns = self.image.shape[:2]
        kind = "grey" if self.image.ndim == 2 else "in colour"
        return f"PixelViewer({rows} × {columns}, {kind})"

    def _inside(self, corner):
        """Return the corner of the frame, or raise an error if the frame would hang over the edge."""
        if not isinstance(corner, (tuple, list)) or len(corner) != 2:
            raise ValueError(f"corner must be (row, column) of the frame, but is {corner!r}.")
        corner = tuple(whole_number("each part of corner", part, least=0) for part in corner)
        last = tuple(n - frame for n, frame in zip(self.image.shape[:2], self._frame, strict=True))
        if corner[0] > last[0] or corner[1] > last[1]:
            raise ValueError(
                f"corner must leave room for the frame inside the image: {last} is the last that does, but "
                f"it is {corner}."
            )
        return corner

    @traitlets.validate("corner")
    def _check_corner(self, proposal):
        return self._inside(proposal["value"])


def _pixels(image):
    """Return an image as bytes from 0 to 255, or raise a sentence that says what is wrong with it."""
    array = numeric_array("the image", image, {2: "(rows, columns)", 3: "(rows, columns, 3)"})
    if array.size == 0 or (array.ndim == 3 and array.shape[2] != 3):
        raise ValueError(
            f"the image must be (rows, columns) or (rows, columns, 3), but its shape is {array.shape}."
        )
    if max(array.shape) > LARGEST:
        raise ValueError(
            f"The viewer shows up to {LARGEST} × {LARGEST} pixels, but this image has "
            f"{array.shape[0]} × {array.shape[1]}. Take every second pixel: image[::2, ::2]."
        )
    if not (np.isfinite(array).all() and array.min() >= 0 and array.max() <= 255):
        raise ValueError(
            f"pixels must be from 0 to 255, but these go from {array.min()} to {array.max()}. For a "
            "picture, clip them: image.clip(0, 255)."
        )
    whole = array.astype(np.uint8)
    if not np.array_equal(whole, array):
        raise ValueError(
            "pixels must be whole numbers, but these have decimals. Round them; where they go from 0 to 1, "
            "multiply by 255 first: (255 * image).round()."
        )
    return whole

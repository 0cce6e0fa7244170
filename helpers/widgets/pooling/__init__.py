"""PoolingExplorer: which pixels of a window make one number, and what is left of it after a shift."""

from pathlib import Path

import numpy as np
import traitlets

from helpers.arguments import one_of, whole_number
from helpers.numerals import exact_text
from helpers.pictures import shifted
from helpers.pooling import pool2d
from helpers.shapes import axis_padding, output_size
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared import values
from helpers.widgets.shared.limits import LARGEST_IMAGE, LARGEST_POOLING_STEP

# A feature map after ReLU: a bright stroke that falls to the right, a faint one, and much that is 0.
STROKES = [
    [9, 4, 0, 0, 0, 0, 0, 0],
    [3, 8, 5, 0, 0, 2, 0, 0],
    [0, 2, 9, 3, 0, 4, 1, 0],
    [0, 0, 4, 7, 2, 3, 0, 0],
    [0, 0, 0, 3, 8, 4, 0, 0],
    [0, 1, 0, 0, 2, 9, 5, 0],
    [0, 3, 1, 0, 0, 4, 6, 2],
    [0, 2, 0, 0, 0, 0, 3, 7],
]

LARGEST_OR_MEAN = {"max": "largest", "average": "mean"}


class PoolingExplorer(CourseWidget):
    """See which pixels a pooling window covers, which one wins, and what survives when the image is shifted.

    Hover a cell of the output, or reach it with the arrow keys, to see its window and how its number came
    about. Hover a pixel to mark the outputs that use it. Double-click a pixel, or type on it, to change
    it. Shift the image: the output before the shift appears next to the new one, and a line surrounds
    what is the same in both.

    Parameters
    ----------
    image : array_like (rows, columns), optional
        Up to 32 × 32 pixels. A small feature map unless given.
    size : int
        Of the square window.
    stride : int, optional
        Pixels from one window to the next; `size` unless given.
    padding : "valid" or "same"
    mode : "max" or "average"
        As in `pool2d`.
    shift : (down, right)
        By how many pixels the image is moved before it is pooled; zeros come in.
    focus : (row, column)
        The output cell whose window is shown first.

    Attributes
    ----------
    image : ndarray
        The pixels before the shift, edits by hand included. Setting it changes the page.
    size, stride, padding, mode, shift, focus
        The settings on the page now; they can be set too.
    moved : ndarray
        The pixels after the shift, as the page shows them.
    result, before : ndarray
        What `pool2d` makes of the moved image, and of the image before the shift.
    unchanged : (int, int)
        How many outputs the shift left as they were, of how many.
    moved_along : (int, int) or None
        How many outputs are those from before the shift, moved along by shift / stride cells, of how many
        that can be compared; None if that is not a whole number of cells.

    Raises
    ------
    ValueError, TypeError
        As in `pool2d`; also for an image or a number too large for the page.

    Examples
    --------
    >>> explorer = PoolingExplorer([[1, 2, 0, 0], [3, 4, 0, 8]])
    >>> explorer
    PoolingExplorer(image 2 × 4, window 2 × 2)
    >>> explorer.result
    array([[4, 8]])
    """

    folder = Path(__file__).parent

    _image = traitlets.List().tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    size = traitlets.Any(2).tag(sync=True)
    stride = traitlets.Any(2).tag(sync=True)
    padding = traitlets.Any("valid").tag(sync=True)
    mode = traitlets.Any("max").tag(sync=True)
    shift = traitlets.Any((0, 0)).tag(sync=True)
    focus = traitlets.Any((0, 0)).tag(sync=True)

    def __init__(  # noqa: D107
        self, image=None, size=2, *, stride=None, padding="valid", mode="max", shift=(0, 0), focus=(0, 0)
    ):
        settings = {
            "_image": values.grid("the image", STROKES if image is None else image, LARGEST_IMAGE),
            "size": values.limited("size", size, LARGEST_POOLING_STEP),
            "stride": values.limited("stride", size if stride is None else stride, LARGEST_POOLING_STEP),
            "padding": one_of("padding", padding, ("valid", "same")),
            "mode": one_of("mode", mode, ("max", "average")),
            "shift": _shift(shift),
            "focus": values.place("focus", focus),
        }
        super().__init__(**settings, _start=settings)
        values.check_inside("focus", settings["focus"], *self.result.shape)  # raises where nothing fits

    @property
    def image(self):
        """The pixels before the shift."""
        return np.array(self._image)

    @image.setter
    def image(self, pixels):
        self._image = values.grid("the image", pixels, LARGEST_IMAGE)

    @property
    def moved(self):
        """The pixels after the shift."""
        return shifted(self.image, *self.shift)

    @property
    def result(self):
        """What `pool2d` makes of the page; raises its error if the settings are impossible."""
        return self._pool(self.moved)

    @property
    def before(self):
        """What `pool2d` makes of the image before the shift."""
        return self._pool(self.image)

    @property
    def unchanged(self):
        """How many outputs the shift left as they were, of how many."""
        return _equal(self.result, self.before)

    @property
    def moved_along(self):
        """How many outputs match the old ones, moved by shift / stride cells, out of how many; or None."""
        if any(part % self.stride for part in self.shift):
            return None
        down, right = (part // self.stride for part in self.shift)
        # What would have come in at the edges is unknown, and is not compared.
        compared = shifted(np.ones(self.before.shape, bool), down, right)
        return _equal(self.result[compared], shifted(self.before, down, right)[compared])

    def describe(self):
        """Return the settings, the window in focus, and what the shift left as it was, as sentences."""
        settings = f"{self.mode}, stride {self.stride}, padding {self.padding}"
        try:
            rows, columns = self.result.shape
        except ValueError as problem:
            return f"{self!r} with {settings} has no output. {problem}"
        said = [f"{self!r} with {settings}: the output is {rows} × {columns}.", *self.notes()]
        return " ".join(said)

    def notes(self):
        """Return the sentences about the window in focus and about the shift."""
        row, column = self._focus_inside()
        total = exact_text(self.result[row, column])
        which = LARGEST_OR_MEAN[self.mode]
        said = [f"Output row {row}, column {column} is {total}, the {which} of its window."]
        if any(self.shift):
            down, right = (str(part).replace("-", "−") for part in self.shift)
            same, of = self.unchanged
            said.append(
                f"Shifted by {down} down and {right} to the right, {same} of {of} outputs are unchanged."
            )
            if self.moved_along is None:
                said.append(f"The stride of {self.stride} does not divide the shift.")
            else:
                same, of = self.moved_along
                said.append(f"{same} of {of} are those from before, moved along.")
        return said

    def picture(self):
        """Return a Matplotlib `Figure` of the picture, the window in focus and the output."""
        from helpers.widgets.pooling.picture import draw

        return draw(self)

    def __repr__(self):
        """Name the sizes, which say more than an address and stay the same from run to run."""
        rows, columns = self.image.shape
        return f"PoolingExplorer(image {rows} × {columns}, window {self.size} × {self.size})"

    def _settings(self):
        return {"stride": self.stride, "padding": self.padding}

    def _pool(self, image):
        return pool2d(image, self.size, **self._settings(), mode=self.mode)

    def _ends(self):
        """Return the cells of padding at both ends of rows and columns."""
        return [axis_padding(n, self.size, **self._settings()) for n in self.image.shape]

    def _output(self):
        return [output_size(n, self.size, **self._settings()) for n in self.image.shape]

    def _focus_inside(self):
        """Return the focus, moved to the nearest cell of an output that has become smaller."""
        return tuple(min(at, n - 1) for at, n in zip(self.focus, self._output(), strict=True))

    @traitlets.validate("size", "stride")
    def _check_step(self, proposal):
        return values.limited(proposal["trait"].name, proposal["value"], LARGEST_POOLING_STEP)

    @traitlets.validate("padding")
    def _check_padding(self, proposal):
        return one_of("padding", proposal["value"], ("valid", "same"))

    @traitlets.validate("mode")
    def _check_mode(self, proposal):
        return one_of("mode", proposal["value"], ("max", "average"))

    @traitlets.validate("shift")
    def _check_shift(self, proposal):
        return _shift(proposal["value"])

    @traitlets.validate("focus")
    def _check_focus(self, proposal):
        return values.place("focus", proposal["value"])


def _shift(shift):
    if not isinstance(shift, (tuple, list)) or len(shift) != 2:
        raise ValueError(f"shift must be (down, right) in pixels, but is {shift!r}.")
    shift = tuple(whole_number("each part of shift", part, least=-LARGEST_POOLING_STEP) for part in shift)
    if max(shift) > LARGEST_POOLING_STEP:
        raise ValueError(f"shift must be within ±{LARGEST_POOLING_STEP} pixels, but is {shift}.")
    return shift


def _equal(one, other):
    return int(np.isclose(one, other, rtol=0, atol=1e-9).sum()), one.size

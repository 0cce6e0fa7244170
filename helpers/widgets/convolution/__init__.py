"""ConvolutionExplorer: one window, its products and their sum, on your own pixels and weights."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import traitlets

from helpers.arguments import whole_number
from helpers.convolution import conv2d, flip
from helpers.numerals import exact_text
from helpers.shapes import axis_padding, kernel_reach, output_size
from helpers.widgets.base import CourseWidget
from helpers.widgets.convolution.picture import draw
from helpers.widgets.shared import values
from helpers.widgets.shared.limits import LARGEST_IMAGE, LARGEST_KERNEL, LARGEST_PADDED

# A house: its roof is brighter than its walls, and its door darker.
HOUSE = [
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 9, 9, 0, 0, 0],
    [0, 0, 9, 9, 9, 9, 0, 0],
    [0, 9, 9, 9, 9, 9, 9, 0],
    [0, 0, 6, 6, 6, 6, 0, 0],
    [0, 0, 6, 2, 2, 6, 0, 0],
    [0, 0, 6, 2, 2, 6, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
]
VERTICAL_EDGE = [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]


class ConvolutionExplorer(CourseWidget):
    """See a kernel slide over an image: every window, its products, their sum, the bias, the total.

    Hover a cell of the output, or reach it with the arrow keys, to see how it was made. Hover a pixel
    of the input to select the window whose centre is nearest to it, and to mark the output cells that
    use it. Double-click a pixel or a weight, or type on it, to change it.

    Parameters
    ----------
    image : array_like (rows, columns), optional
        Up to 32 × 32 pixels. A small house unless given.
    kernel : array_like (rows, columns), optional
        Up to 7 × 7 weights. A vertical edge unless given.
    bias : float
        Added to every sum.
    stride, dilation : int
    padding : "valid", "same", "full" or int
        As in `conv2d`.
    flipped : bool
        Whether the kernel is flipped before it slides: the convolution of mathematics. Deep learning
        does not flip it (cross-correlation).
    predict_first : bool
        Hide each value of the output until a guess has been typed.
    focus : (row, column), optional
        The output cell whose window is shown first: unless given, the one at the top left, and on the
        small house the one with the largest sum; where there is padding, the largest whose window covers
        some of it.

    Attributes
    ----------
    image, kernel, result : ndarray
        What is on the page now, edits by hand included. Setting `image` or `kernel` changes the page;
        `result` is what `conv2d` makes of them.
    bias, stride, padding, dilation, flipped, predict_first, focus
        The settings on the page now; they can be set too.

    Raises
    ------
    ValueError, TypeError
        As in `conv2d`; also for an image, a kernel or a number too large for the page.

    Examples
    --------
    >>> explorer = ConvolutionExplorer([[2, 2, 5, 5]], [[-1, 1]])
    >>> explorer
    ConvolutionExplorer(image 1 × 4, kernel 1 × 2)
    >>> explorer.result
    array([[0, 3, 0]])
    """

    folder = Path(__file__).parent

    _image = traitlets.List().tag(sync=True)
    _kernel = traitlets.List().tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    bias = traitlets.Any(0).tag(sync=True)
    stride = traitlets.Any(1).tag(sync=True)
    padding = traitlets.Any("valid").tag(sync=True)
    dilation = traitlets.Any(1).tag(sync=True)
    flipped = traitlets.Bool(False).tag(sync=True)
    predict_first = traitlets.Bool(False).tag(sync=True)
    focus = traitlets.Any((0, 0)).tag(sync=True)

    def __init__(  # noqa: D107
        self,
        image=None,
        kernel=None,
        *,
        bias=0,
        stride=1,
        padding="valid",
        dilation=1,
        flipped=False,
        predict_first=False,
        focus=None,
    ):
        if focus is None and image is not None:
            focus = (0, 0)
        settings = {
            "_image": values.grid("the image", HOUSE if image is None else image, LARGEST_IMAGE),
            "_kernel": values.grid("the kernel", VERTICAL_EDGE if kernel is None else kernel, LARGEST_KERNEL),
            "bias": values.real_number("the bias", bias),
            "stride": whole_number("stride", stride, least=1),
            "padding": _padding(padding),
            "dilation": whole_number("dilation", dilation, least=1),
            "flipped": bool(flipped),
            "predict_first": bool(predict_first),
        }
        settings["focus"] = _largest(settings) if focus is None else values.place("focus", focus)
        super().__init__(**settings, _start=settings)
        rows, columns = self._axes()  # raises where nothing fits
        values.check_inside("focus", settings["focus"], rows.output, columns.output)

    @property
    def image(self):
        """The pixels on the page."""
        return np.array(self._image)

    @image.setter
    def image(self, pixels):
        self._image = values.grid("the image", pixels, LARGEST_IMAGE)

    @property
    def kernel(self):
        """The weights on the page, not flipped."""
        return np.array(self._kernel)

    @kernel.setter
    def kernel(self, weights):
        self._kernel = values.grid("the kernel", weights, LARGEST_KERNEL)

    @property
    def result(self):
        """What `conv2d` makes of the page; raises its error if the settings are impossible."""
        kernel = flip(self.kernel) if self.flipped else self.kernel
        settings = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        return conv2d(self.image, kernel, self.bias, **settings)

    @property
    def is_usual(self):
        """Whether the windows are those of the first lessons: one pixel apart, no padding, no flip."""
        return (self.stride, self.dilation) == (1, 1) and self.padding in ("valid", 0) and not self.flipped

    def describe(self):
        """Return the settings, and the sum of the window in focus, as sentences."""
        settings = f" with stride {self.stride}, padding {self.padding}, dilation {self.dilation}"
        try:
            rows, columns = self._axes()
        except ValueError as problem:
            return f"{self!r}{settings} has no output. {problem}"
        text = f"{self!r}{'' if self.is_usual else settings}: the output is {rows.output} × {columns.output}."
        row, column = self._focus_inside(rows, columns)
        if self.predict_first:
            return f"{text} Its values are hidden until a guess is typed."
        total = exact_text(self.result[row, column])
        return (
            f"{text} Output row {row}, column {column} is {total}, the bias {exact_text(self.bias)} included."
        )

    def picture(self):
        """Return a Matplotlib `Figure` of input, kernel, output, the window in focus and its sum."""
        try:
            rows, columns = self._axes()
        except ValueError as problem:
            return draw(self, None, None, str(problem))
        return draw(self, (rows, columns), self._focus_inside(rows, columns))

    def __repr__(self):
        """Name the sizes, which say more than an address and stay the same from run to run."""
        (rows, columns), (kernel_rows, kernel_columns) = self.image.shape, self.kernel.shape
        return f"ConvolutionExplorer(image {rows} × {columns}, kernel {kernel_rows} × {kernel_columns})"

    def _axes(self):
        """Return how the windows are placed along rows and columns; raise an error if they cannot be."""
        sizes = zip(self.image.shape, self.kernel.shape, strict=True)
        steps = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        return [_axis(n, k, **steps) for n, k in sizes]

    def _focus_inside(self, rows, columns):
        """Return the focus, moved to the nearest cell of an output that has become smaller."""
        return min(self.focus[0], rows.output - 1), min(self.focus[1], columns.output - 1)

    @traitlets.validate("stride", "dilation")
    def _check_step(self, proposal):
        return whole_number(proposal["trait"].name, proposal["value"], least=1)

    @traitlets.validate("padding")
    def _check_padding(self, proposal):
        return _padding(proposal["value"])

    @traitlets.validate("bias")
    def _check_bias(self, proposal):
        return values.real_number("the bias", proposal["value"])

    @traitlets.validate("focus")
    def _check_focus(self, proposal):
        return values.place("focus", proposal["value"])


@dataclass(frozen=True)
class Axis:
    """How the windows are placed along one axis of the padded image; `reach` is the effective kernel size."""

    pixels: int
    kernel: int
    before: int
    after: int
    reach: int
    output: int
    stride: int
    dilation: int

    @property
    def padded(self):
        """Cells along the axis, padding included."""
        return self.before + self.pixels + self.after

    @property
    def used(self):
        """For every cell, whether any window uses it."""
        used = np.zeros(self.padded, bool)
        for first in range(self.output):
            used[first * self.stride : first * self.stride + self.reach : self.dilation] = True
        return used

    def starts_at(self, cell):
        """Return whether a window starts at a cell, where windows skip some."""
        position, rest = divmod(cell, self.stride)
        return self.stride > 1 and self.output > 1 and rest == 0 and position < self.output

    @property
    def on_padding(self):
        """For every position, whether its window covers padding."""
        first = np.arange(self.output) * self.stride
        return (first < self.before) | (first + self.reach > self.before + self.pixels)


def _largest(settings):
    """Return the place of the largest sum, where there is something to see: if there is padding, on it."""
    kernel = flip(settings["_kernel"]) if settings["flipped"] else settings["_kernel"]
    steps = {name: settings[name] for name in ("stride", "padding", "dilation")}
    result = conv2d(settings["_image"], kernel, **steps)
    sizes = zip(np.shape(settings["_image"]), np.shape(kernel), strict=True)
    rows, columns = (_axis(n, k, **steps).on_padding for n, k in sizes)
    padded = rows[:, np.newaxis] | columns
    if padded.any():
        result = np.where(padded, result, -np.inf)
    return tuple(int(part) for part in np.unravel_index(np.argmax(result), result.shape))


def _axis(pixels, kernel, *, stride, padding, dilation):
    settings = {"stride": stride, "padding": padding, "dilation": dilation}
    output = output_size(pixels, kernel, **settings)
    before, after = axis_padding(pixels, kernel, **settings)
    if before + pixels + after > LARGEST_PADDED:
        raise ValueError(
            f"Padding makes {before + pixels + after} rows or columns of {pixels}, and the explorer draws "
            f"{LARGEST_PADDED} at most: use less padding, or a smaller dilation."
        )
    return Axis(pixels, kernel, before, after, kernel_reach(kernel, dilation), output, stride, dilation)


def _padding(padding):
    if isinstance(padding, str) and padding in ("valid", "same", "full"):
        return padding
    if isinstance(padding, (str, tuple, list)):
        raise ValueError(f'padding must be "valid", "same", "full" or a whole number, but is {padding!r}.')
    return whole_number("padding", padding, least=0)

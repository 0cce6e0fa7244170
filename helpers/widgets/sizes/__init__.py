"""SizeExplorer: how large a feature map gets, and which pixels it uses, for settings of your own."""

from pathlib import Path

import numpy as np
import traitlets

from helpers.arguments import rows_and_columns
from helpers.shapes import PADDINGS, axis_padding, kernel_reach, output_size, pixel_uses
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared import values
from helpers.widgets.shared.limits import LARGEST_INPUT, LARGEST_INPUT_STEP


class SizeExplorer(CourseWidget):
    """See how kernel size, stride, padding and dilation make the size of the output.

    The page shows the formula with the numbers of the settings, and below it the input: each pixel has the
    number of windows that use it, padding is dashed, and what no window uses is hatched. Hover a cell of
    the output, or reach it with the arrow keys, to see its window and the step to the next one;
    hover a pixel to see which output cells use it.

    Parameters
    ----------
    size : int or (rows, columns)
        Of the input. Up to 48 cells with the padding are drawn; larger ones are computed only.
    kernel_size, stride, dilation : int
        A square kernel, and the same steps on both axes.
    padding : "valid", "same", "full" or int
        As in `conv2d`.
    focus : (row, column)
        The output cell whose window is shown first.

    Attributes
    ----------
    size, kernel_size, stride, padding, dilation, focus
        The settings on the page now; they can be set too.
    output : (rows, columns)
        What `output_size` makes of them.
    uses : ndarray, (rows, columns)
        How many windows use each pixel.

    Raises
    ------
    ValueError, TypeError
        As in `output_size`.

    Examples
    --------
    >>> explorer = SizeExplorer(28, 3)
    >>> explorer.output
    (26, 26)
    >>> explorer
    SizeExplorer(input 28 × 28, kernel 3 × 3)
    """

    folder = Path(__file__).parent

    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    size = traitlets.Any((8, 8)).tag(sync=True)
    kernel_size = traitlets.Any(3).tag(sync=True)
    stride = traitlets.Any(1).tag(sync=True)
    padding = traitlets.Any("valid").tag(sync=True)
    dilation = traitlets.Any(1).tag(sync=True)
    focus = traitlets.Any((0, 0)).tag(sync=True)

    def __init__(  # noqa: D107
        self, size=8, kernel_size=3, *, stride=1, padding="valid", dilation=1, focus=(0, 0)
    ):
        settings = {
            "size": _size(size),
            "kernel_size": values.limited("kernel_size", kernel_size, LARGEST_INPUT_STEP),
            "stride": values.limited("stride", stride, LARGEST_INPUT_STEP),
            "padding": _padding(padding),
            "dilation": values.limited("dilation", dilation, LARGEST_INPUT_STEP),
            "focus": rows_and_columns("focus", focus, least=0),
        }
        super().__init__(**settings, _start=settings)
        values.check_inside("focus", settings["focus"], *self.output)  # raises where nothing fits

    @property
    def output(self):
        """Rows and columns of the output; raises its error if the settings are impossible."""
        return tuple(output_size(n, k, **self._settings()) for n, k in self._axes())

    @property
    def uses(self):
        """How many windows use each pixel."""
        rows, columns = (pixel_uses(n, k, **self._settings()) for n, k in self._axes())
        return np.outer(rows, columns)

    def describe(self):
        """Return the settings, the formula with its numbers, and what is left over, as sentences."""
        settings = f"stride {self.stride}, padding {self.padding}, dilation {self.dilation}"
        try:
            rows, columns = self.output
        except ValueError as problem:
            return f"{self!r} with {settings} has no output. {problem}"
        return " ".join([f"{self!r} with {settings}: the output is {rows} × {columns}.", *self.notes()])

    def notes(self):
        """Return the sentences about the formula, the padding and the pixels' use, as on the page."""
        formulas = [self._formula(n, k) for n, k in self._axes()]
        said = [f"Rows: {formulas[0]}."]
        said += [f"Columns: {formulas[1]}."] if formulas[1] != formulas[0] else []
        (above, below), (left, right) = (axis_padding(n, k, **self._settings()) for n, k in self._axes())
        if above + below + left + right:
            uneven = " The odd one goes to the end, as in Keras." if (above, left) != (below, right) else ""
            said.append(f"Padding: {above} above, {below} below, {left} left, {right} right.{uneven}")
        uses = self.uses
        unused = [
            f"{name}{'s' * (len(places) > 1)} {_listed(places)}"
            for name, places in (("row", _zeros(uses, 1)), ("column", _zeros(uses, 0)))
            if places
        ]
        if unused:
            said.append(f"No window uses {' and '.join(unused)}.")
        if uses.min() == uses.max():
            said.append(f"Every pixel is used {_times(uses.max())}.")
        else:
            said.append(f"A pixel is used {uses.min()} to {uses.max()} times.")
        return said

    def picture(self):
        """Return a Matplotlib `Figure` of the input with its counts, and of the output."""
        from helpers.widgets.sizes.picture import draw

        return draw(self)

    def __repr__(self):
        """Name the sizes, which say more than an address and stay the same from run to run."""
        (rows, columns), k = self.size, self.kernel_size
        return f"SizeExplorer(input {rows} × {columns}, kernel {k} × {k})"

    def _axes(self):
        return [(n, self.kernel_size) for n in self.size]

    def _settings(self):
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}

    def _formula(self, n, k):
        before, after = axis_padding(n, k, **self._settings())
        room = n + before + after - kernel_reach(k, self.dilation)
        return (
            f"floor(({n} + {before + after} − {kernel_reach(k, self.dilation)}) / {self.stride}) + 1 "
            f"= {room // self.stride + 1}"
        )

    @traitlets.validate("size")
    def _check_size(self, proposal):
        return _size(proposal["value"])

    @traitlets.validate("kernel_size", "stride", "dilation")
    def _check_step(self, proposal):
        return values.limited(proposal["trait"].name, proposal["value"], LARGEST_INPUT_STEP)

    @traitlets.validate("padding")
    def _check_padding(self, proposal):
        return _padding(proposal["value"])

    @traitlets.validate("focus")
    def _check_focus(self, proposal):
        return rows_and_columns("focus", proposal["value"], least=0)


def _size(size):
    pair = rows_and_columns("size", size, least=1)
    return tuple(values.limited("size", part, LARGEST_INPUT) for part in pair)


def _padding(padding):
    if isinstance(padding, str) and padding in ("valid", "same", "full"):
        return padding
    if isinstance(padding, (str, tuple, list)):
        raise ValueError(f"In the explorer {PADDINGS.split(' or one for')[0]}, but is {padding!r}.")
    return values.limited("padding", padding, LARGEST_INPUT_STEP, least=0)


def _zeros(uses, axis):
    """Return the rows (axis 1) or columns (axis 0) in which every count is 0."""
    return [int(place) for place in np.flatnonzero(uses.sum(axis) == 0)]


def _listed(places):
    texts = [str(place) for place in places]
    if len(texts) > 1 and places[-1] - places[0] == len(places) - 1:
        return f"{texts[0]}–{texts[-1]}"
    return ", ".join(texts if len(texts) <= 6 else [*texts[:5], "…"])


def _times(count):
    return "once" if count == 1 else f"{count} times"

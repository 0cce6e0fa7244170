"""ParameterCounter: what a convolutional layer learns, term by term, and what layers without sharing need."""

from math import prod
from pathlib import Path

import traitlets

from helpers.arguments import rows_and_columns, whole_number
from helpers.shapes import conv_parameters, dense_parameters, output_size
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared import values
from helpers.widgets.shared.frames import by
from helpers.widgets.shared.limits import DRAWN_FILTERS, LARGEST_COUNTED


class ParameterCounter(CourseWidget):
    """See what a layer learns: its volumes and filters drawn, its parameters summed up term by term.

    On the left is the volume that arrives, with the window through all its channels; in the middle are the
    filters, each as deep as that volume; on the right is the volume that they make. Below are the sum, the
    multiplications for one image, and what a locally connected and a dense layer would need between the
    same two volumes. Point at a filter, or reach it with the arrow keys, to see its channel of the output.

    Parameters
    ----------
    size : int or (rows, columns)
        Of the volume that arrives.
    channels : int
        Its depth.
    kernel_size, filters, stride : int
    padding : "valid" or "same"
    bias : bool
        Whether each filter adds a bias.
    focus : int
        The filter shown first, counted from 0.

    Attributes
    ----------
    size, channels, kernel_size, filters, stride, padding, bias, focus
        The settings on the page now; they can be set too.
    volume, output : (rows, columns, channels)
        What arrives and what leaves.
    weights, parameters, multiplications : int
        Of the convolution; multiplications for one image.
    locally_connected, dense : int
        Parameters of these layers between the same volumes.

    Raises
    ------
    ValueError, TypeError
        As in `output_size` and `conv_parameters`.

    Examples
    --------
    >>> counter = ParameterCounter((32, 32), channels=3, kernel_size=4, filters=5)
    >>> counter.weights, counter.parameters, counter.output
    (240, 245, (29, 29, 5))
    >>> counter
    ParameterCounter(32 × 32 × 3, 5 filters of 4 × 4)
    """

    folder = Path(__file__).parent

    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    size = traitlets.Any((32, 32)).tag(sync=True)
    channels = traitlets.Any(3).tag(sync=True)
    kernel_size = traitlets.Any(4).tag(sync=True)
    filters = traitlets.Any(5).tag(sync=True)
    stride = traitlets.Any(1).tag(sync=True)
    padding = traitlets.Any("valid").tag(sync=True)
    bias = traitlets.Bool(True).tag(sync=True)
    focus = traitlets.Any(0).tag(sync=True)

    def __init__(  # noqa: D107
        self,
        size=32,
        channels=3,
        kernel_size=4,
        filters=5,
        *,
        stride=1,
        padding="valid",
        bias=True,
        focus=0,
    ):
        settings = {
            "size": _pair(size),
            "channels": _number("channels", channels),
            "kernel_size": _number("kernel_size", kernel_size),
            "filters": _number("filters", filters),
            "stride": _number("stride", stride),
            "padding": _padding(padding),
            "bias": bool(bias),
            "focus": _focus(focus),
        }
        super().__init__(**settings, _start=settings)
        *_, filters = self.output  # raises where nothing fits
        if self.focus >= filters:
            raise ValueError(
                f"focus must be one of the {filters} filters, 0 to {filters - 1}, but is {self.focus}."
            )

    @property
    def volume(self):
        """Rows, columns and channels that arrive."""
        return (*self.size, self.channels)

    @property
    def output(self):
        """Rows, columns and channels that leave; raises its error if the settings are impossible."""
        sides = (
            output_size(n, self.kernel_size, stride=self.stride, padding=self.padding) for n in self.size
        )
        return (*sides, self.filters)

    @property
    def weights(self):
        """Weights of all filters."""
        return conv_parameters(self.kernel_size, self.channels, self.filters, bias=False)

    @property
    def parameters(self):
        """Weights and, where there are any, biases."""
        return conv_parameters(self.kernel_size, self.channels, self.filters, bias=self.bias)

    @property
    def multiplications(self):
        """Products for one image: each weight once at every position of the window."""
        return prod(self.output[:2]) * self.weights

    @property
    def locally_connected(self):
        """Parameters of a layer with the same windows, in which no two outputs share a weight."""
        return prod(self.output) * conv_parameters(self.kernel_size, self.channels, 1, bias=self.bias)

    @property
    def dense(self):
        """Parameters of a dense layer between the same volumes."""
        return dense_parameters(prod(self.volume), prod(self.output), bias=self.bias)

    def describe(self):
        """Return the settings and the sums as sentences."""
        settings = f"stride {self.stride}, padding {self.padding}"
        try:
            output = self.output
        except ValueError as problem:
            return f"{self!r} with {settings} has no output. {problem}"
        return " ".join([f"{self!r} with {settings}: the output is {by(*output)}.", *self.notes()])

    def notes(self):
        """Return the sums as sentences, as on the page."""
        k, each = self.kernel_size, self.kernel_size**2 * self.channels
        positions = prod(self.output[:2])
        biases = self.filters if self.bias else 0
        return [
            f"Each filter has {k} · {k} · {self.channels} = {_counted(each, 'weight')}.",
            f"{each:,} · {self.filters:,} = {_counted(self.weights, 'weight')} in all, with "
            f"{_counted(biases, 'bias', 'biases')} {_counted(self.parameters, 'parameter')}.",
            f"{_counted(positions, 'position')} · {_counted(self.weights, 'weight')} = "
            f"{_counted(self.multiplications, 'multiplication')} for one image.",
            "Between the same volumes a locally connected layer needs "
            f"{_counted(self.locally_connected, 'parameter')}, a dense layer {self.dense:,}.",
        ]

    def picture(self):
        """Return a Matplotlib `Figure` of the volumes, the filters and the sums."""
        from helpers.widgets.parameters.picture import draw

        return draw(self)

    def __repr__(self):
        """Name the settings, which say more than an address and stay the same from run to run."""
        filters = "1 filter" if self.filters == 1 else f"{self.filters} filters"
        return f"ParameterCounter({by(*self.volume)}, {filters} of {by(self.kernel_size, self.kernel_size)})"

    @traitlets.validate("size")
    def _check_size(self, proposal):
        return _pair(proposal["value"])

    @traitlets.validate("channels", "kernel_size", "filters", "stride")
    def _check_number(self, proposal):
        return _number(proposal["trait"].name, proposal["value"])

    @traitlets.validate("padding")
    def _check_padding(self, proposal):
        return _padding(proposal["value"])

    @traitlets.validate("focus")
    def _check_focus(self, proposal):
        return _focus(proposal["value"])


def _counted(count, name, plural=None):
    return f"{count:,} {name if count == 1 else plural or name + 's'}"


def _number(name, value):
    return values.limited(name, value, LARGEST_COUNTED[name])


def _pair(value):
    return tuple(_number("size", part) for part in rows_and_columns("size", value, least=1))


def _padding(padding):
    if padding in ("valid", "same"):
        return padding
    raise ValueError(f'In the explorer padding must be "valid" or "same", but is {padding!r}.')


def _focus(value):
    value = whole_number("focus", value, least=0)
    if value >= DRAWN_FILTERS:
        raise ValueError(
            f"focus must be one of the filters that are drawn, 0 to {DRAWN_FILTERS - 1}, but is {value}."
        )
    return value

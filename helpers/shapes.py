"""Sizes, parameters and receptive fields: what follows from a layer's settings alone."""

from dataclasses import dataclass
from math import prod

from helpers.arguments import WHOLE, rows_and_columns, whole_number

PADDINGS = 'padding must be "valid", "same", "full", a whole number or one for each end or axis'


def output_size(n, k, *, stride=1, padding="valid", dilation=1):
    """Return how many window positions fit along one axis.

    Parameters
    ----------
    n : int
        Pixels along the axis.
    k : int
        Kernel cells along the axis.
    stride : int
        Pixels from one window to the next.
    padding : "valid", "same", "full", int or (before, after)
        Cells added at the two ends; an int adds that many at each end.
    dilation : int
        Pixels from one kernel cell to the next.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If the dilated kernel does not fit into the padded axis, or a setting is out of range.
    TypeError
        If a setting is not a whole number.

    Notes
    -----
    floor((n + padding - reach) / stride) + 1, where reach = dilation * (k - 1) + 1 is the *effective
    kernel size* (Dumoulin and Visin, 2016).

    Examples
    --------
    >>> output_size(28, 3)
    26
    >>> output_size(64, 3, stride=2, padding="same")
    32
    """
    n, stride = whole_number("the size n", n, least=1), whole_number("stride", stride, least=1)
    before, after = axis_padding(n, k, stride=stride, padding=padding, dilation=dilation)
    reach = kernel_reach(k, dilation)  # the effective kernel size
    if n + before + after < reach:
        raise ValueError(_does_not_fit(n, k, before + after, dilation, reach))
    return (n + before + after - reach) // stride + 1


def kernel_reach(k, dilation=1):
    """Return the effective kernel size: how many pixels a kernel of `k` cells spans with a dilation.

    The lessons call it the *reach* of the kernel.

    Examples
    --------
    >>> kernel_reach(3), kernel_reach(3, dilation=2)
    (3, 5)
    """
    k = whole_number("the kernel size k", k, least=1)
    dilation = whole_number("dilation", dilation, least=1)
    return dilation * (k - 1) + 1


def same_padding(n, k, *, stride=1, dilation=1):
    """Return the cells that "same" padding adds (before, after) along one axis.

    The output then has ceil(n / stride) positions. When the number of cells is odd, the extra one
    goes to the end, as in Keras.

    Parameters
    ----------
    n, k, stride, dilation : int
        As in `output_size`.

    Returns
    -------
    tuple of int

    Notes
    -----
    max((ceil(n / stride) - 1) * stride + reach - n, 0), from TensorFlow's notes on padding
    (`tf.nn`, "Notes on padding"); `reach` is the effective kernel size.

    Examples
    --------
    >>> same_padding(28, 3)
    (1, 1)
    >>> same_padding(28, 3, stride=2)
    (0, 1)
    """
    n, stride = whole_number("the size n", n, least=1), whole_number("stride", stride, least=1)
    positions = -(-n // stride)
    total = max((positions - 1) * stride + kernel_reach(k, dilation) - n, 0)
    return total // 2, total - total // 2


def pixel_uses(n, k, *, stride=1, padding="valid", dilation=1):
    """Return for every pixel along one axis how many windows use it.

    In an image, a pixel's count is its row's count times its column's count.

    Parameters and errors are those of `output_size`.

    Returns
    -------
    list of int
        Of length `n`, without the cells of the padding.

    Examples
    --------
    >>> pixel_uses(5, 3), pixel_uses(5, 3, padding="same"), pixel_uses(6, 3, stride=2)
    ([1, 2, 3, 2, 1], [2, 3, 3, 3, 2], [1, 1, 2, 1, 1, 0])
    """
    positions = output_size(n, k, stride=stride, padding=padding, dilation=dilation)
    before, after = axis_padding(n, k, stride=stride, padding=padding, dilation=dilation)
    uses = [0] * (before + n + after)
    for position in range(positions):
        for cell in range(k):
            uses[position * stride + cell * dilation] += 1
    return uses[before : before + n]


def axis_padding(n, k, *, stride=1, padding="valid", dilation=1):
    """Return (before, after), the cells that `padding` adds along one axis.

    Parameters and errors are those of `output_size`.

    Examples
    --------
    >>> axis_padding(28, 3, padding="full")
    (2, 2)
    """
    n = whole_number("the size n", n, least=1)
    stride = whole_number("stride", stride, least=1)
    reach = kernel_reach(k, dilation)
    if isinstance(padding, str):
        if padding not in ("valid", "same", "full"):
            raise ValueError(f"{PADDINGS}, but is {padding!r}.")
        if padding == "same":
            return same_padding(n, k, stride=stride, dilation=dilation)
        return (0, 0) if padding == "valid" else (reach - 1, reach - 1)
    if isinstance(padding, (*WHOLE, tuple, list)):
        return rows_and_columns("padding", padding, least=0)
    raise ValueError(f"{PADDINGS}, but is {padding!r}.")


def _does_not_fit(n, k, padding, dilation, reach):
    kernel = f"A kernel of {k}" + (f" with dilation {dilation} (reach {reach})" if dilation > 1 else "")
    pixels = f"{n} pixels" + (f" with {padding} cells of padding" if padding else "")
    largest = (n + padding - 1) // dilation + 1
    return f'{kernel} does not fit into {pixels}: the largest that fits is {largest}, or use padding="same".'


def conv_parameters(kernel_size, channels, filters, *, bias=True):
    """Return how many numbers a convolutional layer learns.

    Parameters
    ----------
    kernel_size : int or (rows, columns)
    channels : int
        Channels of the input; each filter spans all of them.
    filters : int
        Number of filters, and so of channels in the output.
    bias : bool
        Whether each filter adds its own bias, as in Keras by default.

    Returns
    -------
    int

    Examples
    --------
    >>> conv_parameters(4, 3, 5, bias=False), conv_parameters(4, 3, 5)
    (240, 245)
    """
    rows, columns = rows_and_columns("kernel_size", kernel_size, least=1)
    channels = whole_number("channels", channels, least=1)
    filters = whole_number("filters", filters, least=1)
    return (rows * columns * channels + bool(bias)) * filters


def dense_parameters(inputs, units, *, bias=True):
    """Return how many numbers a dense layer learns: a weight for each pair of input and unit, and biases.

    Examples
    --------
    >>> dense_parameters(1600, 128)
    204928
    """
    inputs = whole_number("inputs", inputs, least=1)
    units = whole_number("units", units, least=1)
    return (inputs + bool(bias)) * units


@dataclass(frozen=True)
class Conv:
    """A convolutional layer, described by its settings."""

    filters: int
    kernel_size: int | tuple = 3
    stride: int | tuple = 1
    padding: str = "valid"
    dilation: int | tuple = 1
    bias: bool = True


@dataclass(frozen=True)
class Pool:
    """A pooling layer. Its stride is its size unless another one is given."""

    size: int | tuple = 2
    stride: int | tuple | None = None
    padding: str = "valid"


@dataclass(frozen=True)
class Flatten:
    """A layer that turns a volume into one row of numbers."""


@dataclass(frozen=True)
class Dense:
    """A dense layer: every unit is connected to every input."""

    units: int
    bias: bool = True


@dataclass(frozen=True)
class Traced:
    """What `trace` finds out about a layer: its output shape, and what it costs."""

    layer: object
    shape: tuple
    parameters: int
    multiplications: int
    receptive_field: tuple | None


def receptive_field(layers):
    """Return how many input pixels (rows, columns) one cell after the last layer depends on.

    Parameters
    ----------
    layers : sequence of Conv and Pool
        From the input to the output.

    Returns
    -------
    tuple of int

    Raises
    ------
    TypeError
        If a layer is not a Conv or a Pool: a dense layer sees the whole image.

    Notes
    -----
    Each layer adds (reach - 1) * jump, where `reach` is its effective kernel size and `jump` the number of
    input pixels from one cell to the next; then it multiplies `jump` by its stride (Araujo, Norris and
    Sim, 2019).

    Examples
    --------
    >>> receptive_field([Conv(64), Pool(), Conv(64), Pool()])
    (10, 10)
    """
    field, jump = [1, 1], [1, 1]
    for layer in layers:
        kernel, stride, dilation = _window_settings(layer)
        for axis in (0, 1):
            field[axis] += (kernel_reach(kernel[axis], dilation[axis]) - 1) * jump[axis]
            jump[axis] *= stride[axis]
    return tuple(field)


def trace(layers, input_shape):
    """Follow a shape through layers, with the parameters and multiplications of each.

    Parameters
    ----------
    layers : sequence of Conv, Pool, Flatten and Dense
    input_shape : (rows, columns, channels)

    Returns
    -------
    list of Traced
        One for each layer: the output's `shape`, the number of `parameters` it learns, the number of
        `multiplications` for one image, and the `receptive_field` as (rows, columns) of the input, or
        None once the volume is flattened.

    Raises
    ------
    ValueError
        If a kernel or a pooling window does not fit, or a layer cannot follow the one before it.

    Examples
    --------
    >>> [row.shape for row in trace([Conv(64), Pool(), Flatten(), Dense(10)], (28, 28, 1))]
    [(26, 26, 64), (13, 13, 64), (10816,), (10,)]
    """
    shape, rows, windows = tuple(input_shape), [], []
    for number, layer in enumerate(layers, start=1):
        place = f"Layer {number}, {type(layer).__name__}"
        needs_grid = isinstance(layer, (Conv, Pool, Flatten))
        if needs_grid != (len(shape) == 3):
            wanted = "(rows, columns, channels)" if needs_grid else "a flat row; put a Flatten before it"
            raise ValueError(f"{place}, needs {wanted}, but {shape} arrives.")
        parameters = multiplications = 0
        if isinstance(layer, Flatten):
            shape = (prod(shape),)
        elif isinstance(layer, Dense):
            parameters = dense_parameters(shape[0], layer.units, bias=layer.bias)
            multiplications = shape[0] * layer.units
            shape = (layer.units,)
        else:
            windows.append(layer)
            channels, shape = shape[2], _after_window(layer, shape, place)
            if isinstance(layer, Conv):
                parameters = conv_parameters(layer.kernel_size, channels, layer.filters, bias=layer.bias)
                weights = conv_parameters(layer.kernel_size, channels, layer.filters, bias=False)
                multiplications = shape[0] * shape[1] * weights
        field = receptive_field(windows) if len(shape) == 3 else None
        rows.append(Traced(layer, shape, parameters, multiplications, field))
    return rows


def _after_window(layer, shape, place):
    kernel, stride, dilation = _window_settings(layer)
    try:
        rows, columns = (
            output_size(shape[axis], kernel[axis], stride=stride[axis], padding=layer.padding,
                        dilation=dilation[axis])
            for axis in (0, 1)
        )  # fmt: skip
    except ValueError as problem:
        raise ValueError(f"{place}: {problem}") from None
    return (rows, columns, layer.filters if isinstance(layer, Conv) else shape[2])


def _window_settings(layer):
    """Return kernel size, stride and dilation of a layer, each as (rows, columns)."""
    if isinstance(layer, Conv):
        settings = layer.kernel_size, layer.stride, layer.dilation
    elif isinstance(layer, Pool):
        settings = layer.size, layer.size if layer.stride is None else layer.stride, 1
    else:
        raise TypeError(f"a receptive field is that of Conv and Pool layers, but {layer!r} was given.")
    names = "kernel size", "stride", "dilation"
    return tuple(rows_and_columns(name, value, least=1) for name, value in zip(names, settings, strict=True))

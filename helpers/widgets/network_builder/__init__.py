"""NetworkBuilder: plan a network layer by layer, and see shape, parameters and receptive field of each."""

import copy
from pathlib import Path

import traitlets

from helpers.arguments import whole_number
from helpers.shapes import Conv, Dense, Flatten, Pool, Traced, trace
from helpers.widgets.base import CourseWidget

MOST_LAYERS = 30
LARGEST_SIDE = 512  # of the input
MOST_PARAMETERS = 20_000_000  # that "Check with Keras" builds: 80 MB
ACTIVATIONS = ["linear", "relu", "tanh", "sigmoid", "softmax"]


def _number(title, least, largest, start):
    return {"title": title, "least": least, "largest": largest, "start": start}


def _choice(title, choices, start):
    return {"title": title, "choices": choices, "start": start}


_PADDING = _choice("Padding", ["valid", "same"], "valid")
_ACTIVATION = _choice("Activation", ACTIVATIONS, "relu")
_BIAS = {"title": "Biases", "start": True}
_POOLING = {
    "pool_size": _number("Window", 1, 64, 2),
    "strides": {**_number("Stride", 1, 64, None), "follows": "pool_size"},
    "padding": _PADDING,
}
# The kinds of layers, by Keras's names, and the settings of each. The page reads this table too.
KINDS = {
    "Conv2D": {
        "filters": _number("Filters", 1, 4096, 32),
        "kernel_size": _number("Kernel", 1, 64, 3),
        "strides": _number("Stride", 1, 64, 1),
        "padding": _PADDING,
        "activation": _ACTIVATION,
        "use_bias": _BIAS,
    },
    "MaxPooling2D": _POOLING,
    "AveragePooling2D": _POOLING,
    "Flatten": {},
    "Dense": {"units": _number("Units", 1, 65536, 10), "activation": _ACTIVATION, "use_bias": _BIAS},
    "Dropout": {"rate": {**_number("Rate", 0, 0.95, 0.5), "decimals": True}},
}
INPUT = {
    "rows": _number("Rows", 1, LARGEST_SIDE, 28),
    "columns": _number("Columns", 1, LARGEST_SIDE, 28),
    "channels": _number("Channels", 1, LARGEST_SIDE, 1),
}
COURSE_NETWORK = (
    {"layer": "Conv2D", "filters": 64},
    {"layer": "MaxPooling2D"},
    {"layer": "Conv2D", "filters": 64},
    {"layer": "MaxPooling2D"},
    {"layer": "Flatten"},
    {"layer": "Dense", "units": 128},
    {"layer": "Dense", "units": 10, "activation": "softmax"},
)


class NetworkBuilder(CourseWidget):
    """Add, remove, move and edit layers; each line shows what leaves a layer and what it learns.

    A line says the shape that leaves, the sum of the parameters with its terms, and the receptive
    field: the pixels (rows × columns) that one number has seen. What cannot follow what is said in a
    sentence with the nearest way out. The Keras code stands below, and "Check with Keras" builds the
    network and compares every line.

    Parameters
    ----------
    layers : list or keras.Sequential, optional
        Descriptions as in `helpers.shapes`, such as ``[Conv(8), Pool(), Flatten(), Dense(3)]``, what
        another builder's `layers` holds, or a Keras model. Of a model, layers that change neither shape
        nor number of parameters, such as Rescaling, are left out. The course's network unless given.
    input_shape : (rows, columns, channels), optional
        Of the picture; 28 × 28 × 1, or what the model takes, unless given.

    Attributes
    ----------
    layers : list of dict
        The network on the page: ``{"layer": "Conv2D", "filters": 64, …}``, with Keras's names. It can be
        set too.
    input_shape : tuple
    code : str
        The network as Keras code.

    Raises
    ------
    ValueError, TypeError
        If a layer is of a kind that the builder does not know, or a setting is out of range.

    Examples
    --------
    >>> builder = NetworkBuilder()
    >>> builder
    NetworkBuilder(7 layers on 28 × 28 × 1)
    >>> [row.parameters for row in builder.trace()]
    [640, 0, 36928, 0, 0, 204928, 1290]
    """

    folder = Path(__file__).parent

    _kinds = traitlets.Dict(KINDS).tag(sync=True)
    _input = traitlets.Dict(INPUT).tag(sync=True)
    _limits = traitlets.Dict({"layers": MOST_LAYERS, "parameters": MOST_PARAMETERS}).tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    _keras = traitlets.Dict().tag(sync=True)  # what "Check with Keras" found
    layers = traitlets.List().tag(sync=True)
    input_shape = traitlets.Any((28, 28, 1)).tag(sync=True)

    def __init__(self, layers=None, input_shape=None):  # noqa: D107
        if hasattr(layers, "get_config") and hasattr(layers, "layers"):
            input_shape = tuple(layers.input_shape[1:]) if input_shape is None else input_shape
            layers = _of_model(layers)
        shape = _shape((28, 28, 1) if input_shape is None else input_shape)
        described = _described(COURSE_NETWORK if layers is None else layers)
        super().__init__(
            layers=described,
            input_shape=shape,
            _start={"layers": copy.deepcopy(described), "input_shape": shape},
        )
        self.on_msg(self._hear)

    def trace(self):
        """Return what `helpers.trace` returns, for the layers on the page; Dropout changes nothing.

        Raises
        ------
        ValueError
            If a layer cannot follow the one before it.
        """
        rows, problem = self._rows()
        if problem:
            raise ValueError(problem)
        return rows

    @property
    def code(self):
        """The network as Keras code that can be copied."""
        lines = [f"keras.Input({tuple(self.input_shape)}),"]
        lines += [f"layers.{_call(one)}," for one in self.layers]
        inside = "\n".join(f"        {line}" for line in lines)
        head = "import keras\nfrom keras import layers\n\nmodel = keras.Sequential(\n    [\n"
        return f"{head}{inside}\n    ]\n)\n"

    def build(self):
        """Return the network as a Keras model, with fresh weights."""
        from helpers.training import keras

        made = [keras.Input(tuple(self.input_shape))]
        for one in self.layers:
            settings = {name: value for name, value in one.items() if name != "layer"}
            made.append(getattr(keras.layers, one["layer"])(**settings))
        return keras.Sequential(made)

    def describe(self):
        """Return the layers with shapes and parameters, as sentences."""
        rows, problem = self._rows()
        lines = [
            f"{one['layer']} "
            f"{_by(row.shape)}" + (f" ({row.parameters:,} parameters)" if row.parameters else "")
            for one, row in zip(self.layers, rows, strict=False)
        ]
        said = f"{self!r}: " + " → ".join([_by(self.input_shape), *lines]) + "."
        total = sum(row.parameters for row in rows)
        return f"{said} {problem}" if problem else f"{said} Together {total:,} parameters."

    def picture(self):
        """Return a Matplotlib `Figure` of the table."""
        from helpers.widgets.network_builder.picture import draw

        return draw(self)

    def __repr__(self):
        """Name the sizes, which say more than an address and stay the same from run to run."""
        count = len(self.layers)
        return f"NetworkBuilder({count} layer{'s' * (count != 1)} on {_by(self.input_shape)})"

    def _rows(self):
        """Return the rows up to the first layer that cannot follow, and the sentence about it or ""."""
        rows, traced = [], []
        shape, field = tuple(self.input_shape), (1, 1)
        for number, one in enumerate(self.layers, start=1):
            if one["layer"] == "Dropout":
                rows.append(Traced(one, shape, 0, 0, field))
                continue
            traced.append(_as_shape(one))
            try:
                row = trace(traced, self.input_shape)[-1]
            except ValueError as problem:
                # `trace` numbers the layers that it was given, and calls them by its own names.
                _, _, reason = str(problem).partition(f", {type(traced[-1]).__name__}")
                return rows, f"Layer {number}, {one['layer']}{reason}"
            rows.append(row)
            shape, field = row.shape, row.receptive_field
        return rows, ""

    def _hear(self, widget, content, buffers):
        """Answer the page's "check": build the network, and send back what Keras says of each layer."""
        if content.get("check"):
            self._keras = {"number": content["check"], **self._ask_keras()}

    def _ask_keras(self):
        rows, problem = self._rows()
        if problem:
            return {"rows": [], "problem": problem}
        if sum(row.parameters for row in rows) > MOST_PARAMETERS:
            return {
                "rows": [],
                "problem": f"It has more than {MOST_PARAMETERS:,} parameters, and is not built here.",
            }
        try:
            model = self.build()
        except Exception as problem:  # whatever Keras, or the machine, has against it
            return {"rows": [], "problem": f"Keras says: {str(problem).splitlines()[0]}"}
        shapes = [[int(size) for size in layer.output.shape[1:]] for layer in model.layers]
        counts = [int(layer.count_params()) for layer in model.layers]
        return {"rows": [list(row) for row in zip(shapes, counts, strict=True)], "problem": ""}

    @traitlets.validate("layers")
    def _check_layers(self, proposal):
        return _described(proposal["value"])

    @traitlets.validate("input_shape")
    def _check_input_shape(self, proposal):
        return _shape(proposal["value"])


def _by(shape):
    return " × ".join(map(str, shape))


def _shape(shape):
    if not isinstance(shape, (tuple, list)) or len(shape) != 3:
        raise ValueError(
            f"input_shape must be (rows, columns, channels), such as (28, 28, 1), but is {shape!r}."
        )
    return tuple(_checked(name, size, INPUT[name]) for name, size in zip(INPUT, shape, strict=True))


def _described(layers):
    """Return any layers as the builder describes them: dicts with every setting."""
    if not isinstance(layers, (list, tuple)):
        raise TypeError(
            f"layers must be a list of layers or a keras.Sequential, but is {type(layers).__name__}."
        )
    if len(layers) > MOST_LAYERS:
        raise ValueError(f"The builder takes {MOST_LAYERS} layers or fewer, but was given {len(layers)}.")
    return [_one_described(number, one) for number, one in enumerate(layers, start=1)]


def _one_described(number, layer):
    one = layer if isinstance(layer, dict) else _of_shape(number, layer)
    kind = one.get("layer")
    if kind not in KINDS:
        raise ValueError(f"Layer {number} must be one of {', '.join(KINDS)}, but is {kind!r}.")
    unknown = set(one) - {"layer", *KINDS[kind]}
    if unknown:
        raise ValueError(
            f"Layer {number}, {kind}, has {', '.join(KINDS[kind])}, but not {sorted(unknown)[0]!r}."
        )
    settings = {
        name: _checked(f"Layer {number}, {kind}: {name}", one.get(name, about["start"]), about)
        for name, about in KINDS[kind].items()
    }
    return {"layer": kind, **settings}


def _checked(name, value, about):
    if "choices" in about:
        if value not in about["choices"]:
            allowed = ", ".join(f'"{choice}"' for choice in about["choices"])
            raise ValueError(f"{name} must be one of {allowed}, but is {value!r}.")
        return value
    if "least" not in about:
        return bool(value)
    if value is None and "follows" in about:
        return None
    if about.get("decimals"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"{name} must be a number, but is {value!r}.")
    else:
        value = whole_number(name, value, least=about["least"])
    if not about["least"] <= value <= about["largest"]:
        raise ValueError(
            f"{name} must be {about['least']} to {about['largest']} in the builder, but is {value}."
        )
    return value


def _of_shape(number, layer):
    """Return a layer of `helpers.shapes` as a dict; a convolution and a dense layer get a ReLU."""
    if isinstance(layer, Conv):
        if layer.dilation not in (1, (1, 1)):
            raise ValueError(f"Layer {number}: the builder has no dilation, but {layer.dilation} was given.")
        kernel_size, strides = _square(number, layer.kernel_size), _square(number, layer.stride)
        settings = {"kernel_size": kernel_size, "strides": strides, "padding": layer.padding}
        return {"layer": "Conv2D", "filters": layer.filters, **settings, "use_bias": layer.bias}
    if isinstance(layer, Pool):
        stride = None if layer.stride is None else _square(number, layer.stride)
        settings = {"strides": stride, "padding": layer.padding}
        return {"layer": "MaxPooling2D", "pool_size": _square(number, layer.size), **settings}
    if isinstance(layer, Dense):
        return {"layer": "Dense", "units": layer.units, "use_bias": layer.bias}
    return {"layer": "Flatten" if isinstance(layer, Flatten) else type(layer).__name__}


def _as_shape(one):
    """Return a layer on the page as `helpers.shapes` describes it."""
    if one["layer"] == "Conv2D":
        return Conv(one["filters"], one["kernel_size"], one["strides"], one["padding"], bias=one["use_bias"])
    if one["layer"] in ("MaxPooling2D", "AveragePooling2D"):
        return Pool(one["pool_size"], one["strides"], one["padding"])
    return Dense(one["units"], one["use_bias"]) if one["layer"] == "Dense" else Flatten()


def _square(number, size):
    sizes = {*size} if isinstance(size, (tuple, list)) else {size}
    if len(sizes) != 1:
        raise ValueError(
            f"Layer {number}: the builder takes the same size for rows and columns, but {size} was given."
        )
    return sizes.pop()


def _of_model(model):
    """Return the layers of a Keras model as dicts, without those that are neutral to shape and parameters."""
    found = []
    for number, layer in enumerate(model.layers, start=1):
        kind, settings = type(layer).__name__, layer.get_config()
        if kind in ("Activation", "ReLU", "Softmax") and found and "activation" in found[-1]:
            found[-1]["activation"] = settings.get("activation", kind.lower())
        elif kind in KINDS:
            dilated = settings.get("dilation_rate", 1) not in (1, (1, 1), [1, 1])
            if dilated or settings.get("groups", 1) != 1:
                raise ValueError(f"Layer {number}: the builder has neither dilation nor groups.")
            wanted = {name: settings[name] for name in KINDS[kind]}
            for name in ("kernel_size", "pool_size", "strides"):
                if name in wanted:
                    wanted[name] = _square(number, wanted[name])
            if "follows" in KINDS[kind].get("strides", ()) and wanted["strides"] == wanted["pool_size"]:
                wanted["strides"] = None
            found.append({"layer": kind, **wanted})
        elif layer.count_params() or tuple(layer.input.shape) != tuple(layer.output.shape):
            raise ValueError(f"Layer {number} must be one of {', '.join(KINDS)}, but is {kind!r}.")
    return found


def _call(one):
    """Return the call that makes a layer, without settings that Keras has by itself."""
    kind = one["layer"]
    if kind == "Flatten":
        return "Flatten()"
    if kind == "Dropout":
        return f"Dropout({one['rate']:g})"
    if kind == "Dense":
        parts = [str(one["units"])]
    elif kind == "Conv2D":
        parts = [str(one["filters"]), str(one["kernel_size"])]
        parts += [f"strides={one['strides']}"] if one["strides"] != 1 else []
    else:  # AveragePooling2D has no window of its own
        parts = [str(one["pool_size"])] if kind == "AveragePooling2D" or one["pool_size"] != 2 else []
        parts += [f"strides={one['strides']}"] if one["strides"] not in (None, one["pool_size"]) else []
    parts += ['padding="same"'] if one.get("padding") == "same" else []
    parts += [f'activation="{one["activation"]}"'] if one.get("activation", "linear") != "linear" else []
    parts += ["use_bias=False"] if one.get("use_bias") is False else []
    return f"{kind}({', '.join(parts)})"

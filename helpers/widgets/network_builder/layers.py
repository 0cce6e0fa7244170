"""The layers that NetworkBuilder knows: their settings, descriptions of every kind, and their Keras code."""

from helpers.arguments import whole_number
from helpers.shapes import Conv, Dense, Flatten, Pool
from helpers.widgets.shared.limits import LARGEST_NETWORK_INPUT, MOST_LAYERS

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
COURSE_NETWORK = (
    {"layer": "Conv2D", "filters": 64},
    {"layer": "MaxPooling2D"},
    {"layer": "Conv2D", "filters": 64},
    {"layer": "MaxPooling2D"},
    {"layer": "Flatten"},
    {"layer": "Dense", "units": 128},
    {"layer": "Dense", "units": 10, "activation": "softmax"},
)


def checked_shape(shape):
    """Return (rows, columns, channels) of the input as a tuple, or raise a sentence."""
    if not isinstance(shape, (tuple, list)) or len(shape) != 3:
        raise ValueError(
            f"input_shape must be (rows, columns, channels), such as (28, 28, 1), but is {shape!r}."
        )
    names, limits = ("rows", "columns", "channels"), {"least": 1, "largest": LARGEST_NETWORK_INPUT}
    return tuple(_checked(name, size, limits) for name, size in zip(names, shape, strict=True))


def checked_layers(layers):
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


def as_shape(one):
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


def of_model(model):
    """Return the layers of a Keras model as dicts, without those that change neither shape nor parameters."""
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


def keras_call(one):
    """Return the call that makes a layer, without settings that are Keras's defaults."""
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

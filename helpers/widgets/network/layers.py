"""Keras layers as NetworkExplorer's page computes them: what each does, with its numbers and its weights."""

import math

import numpy as np

from helpers.shapes import same_padding

# Layers that change nothing once a network is trained.
ONLY_IN_TRAINING = (
    "ActivityRegularization", "AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise",
    "RandomBrightness", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast",
    "RandomElasticTransform", "RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale",
    "RandomHue", "RandomInvert", "RandomPerspective", "RandomPosterization", "RandomRotation",
    "RandomSaturation", "RandomSharpness", "RandomShear", "RandomTranslation", "RandomZoom",
    "SpatialDropout2D",
)  # fmt: skip
SAME = (*ONLY_IN_TRAINING, "Identity")
# Keras's names of activations, and how the page calls and computes them.
ACTIVATIONS = {
    "relu": {"name": "relu", "slope": 0, "threshold": 0},
    "relu6": {"name": "relu", "slope": 0, "threshold": 0, "most": 6},
    "leaky_relu": {"name": "leaky_relu", "slope": 0.2},
    "elu": {"name": "elu", "slope": 1},
    "swish": {"name": "silu"},
    **{
        name: {"name": name}
        for name in (
            "selu", "gelu", "silu", "softplus", "softsign", "tanh", "sigmoid", "hard_sigmoid", "exponential",
            "softmax",
        )
    },
}  # fmt: skip


class Unknown(ValueError):
    """A layer, or a setting of one, that the page cannot compute; the message says what to do."""


def describe_layer(layer, shapes):
    """Return a Keras layer as the steps that the page takes for it, one after the other.

    Parameters
    ----------
    layer : keras.Layer or keras.Operation
    shapes : list of tuple
        The shape of each input, without the batch.

    Returns
    -------
    list of dict
        `kind`, `shape`, `activation`, the settings of that kind as in `shared/forward.js`, and `weights`:
        arrays of float32 by name. Two for a `SeparableConv2D`, one for everything else.

    Raises
    ------
    Unknown
        If the page cannot compute the layer.
    """
    kind = type(layer).__name__
    if kind not in DESCRIBE or not type(layer).__module__.startswith("keras."):
        raise Unknown(
            f"Layer {layer.name!r} is a layer of the kind {kind}, which NetworkExplorer cannot show. Build "
            f"the network without it, or with one of these in its place: {_known()}."
        )
    if getattr(layer, "data_format", None) == "channels_first":
        raise Unknown(
            f'Layer {layer.name!r} has data_format="channels_first", and NetworkExplorer reads channels '
            'last: build it with data_format="channels_last".'
        )
    return DESCRIBE[kind](layer, shapes)


# -- What the kinds have in common --


def _step(kind, shape, *, activation=None, weights=None, **settings):
    return {
        "kind": kind, "shape": [int(side) for side in shape], "activation": activation,
        "weights": weights or {}, "size": [1, 1], "stride": [1, 1], "dilation": [1, 1],
        "pads": [0, 0, 0, 0], "groups": 1, **settings,
    }  # fmt: skip


def _floats(values):
    """Return numbers, or one of Keras's variables, as an array of float32."""
    return np.asarray(values.numpy() if hasattr(values, "numpy") else values, np.float32)


def _weights(layer, *names):
    """Return the weights that a layer has, by name."""
    found = {name: getattr(layer, name, None) for name in names}
    return {name: _floats(values) for name, values in found.items() if values is not None}


def _pair(value):
    return [int(part) for part in (value if isinstance(value, (tuple, list)) else (value, value))]


def _output(layer, shapes):
    shape = [(None, *one) for one in shapes]
    return layer.compute_output_shape(shape if len(shape) > 1 else shape[0])[1:]


def _pads(padding, shape, size, stride, dilation):
    """Return the cells of padding [top, bottom, left, right]."""
    if padding == "valid":
        return [0, 0, 0, 0]
    return [
        int(cells)
        for axis in (0, 1)
        for cells in same_padding(shape[axis], size[axis], stride=stride[axis], dilation=dilation[axis])
    ]


def _activation_of(layer):
    """Return the activation that a layer has built in, or None for none."""
    return describe_activation(layer.activation, layer.name)


def describe_activation(function, name):
    """Return an activation as the page computes it, or None for one that changes nothing.

    Parameters
    ----------
    function : callable
        As a Keras layer keeps it: a function, or a layer such as `LeakyReLU`.
    name : str
        Of the layer, for the message.

    Raises
    ------
    Unknown
        If it is not one of Keras's own.
    """
    from helpers.training import keras

    if isinstance(function, keras.layers.Layer) and type(function).__name__ != "PReLU":
        step = describe_layer(function, [(1,)])[0]
        if step["kind"] == "activation":
            return step["activation"]
    known = getattr(function, "__name__", "")
    if known == "linear":
        return None
    if known not in ACTIVATIONS or getattr(keras.activations, known, None) is not function:
        listed = ", ".join(f'"{one}"' for one in ("linear", *ACTIVATIONS))
        raise Unknown(
            f"Layer {name!r} has the activation {known or function!r}, which NetworkExplorer cannot compute. "
            f"It knows {listed}: use one of these."
        )
    return dict(ACTIVATIONS[known])


# -- The kinds --


def _rescaling(layer, shapes):
    (shape,) = shapes
    weights = {
        name: np.broadcast_to(_floats(getattr(layer, name)).ravel(), shape[-1:])
        for name in ("scale", "offset")
    }
    return [_step("rescaling", shape, weights=weights)]


def _convolution(layer, shapes):
    size, stride, dilation = (
        _pair(getattr(layer, name)) for name in ("kernel_size", "strides", "dilation_rate")
    )
    return {
        "size": size, "stride": stride, "dilation": dilation,
        "pads": _pads(layer.padding, shapes[0], size, stride, dilation),
    }  # fmt: skip


def _conv(layer, shapes):
    weights = _weights(layer, "kernel", "bias")
    settings = {**_convolution(layer, shapes), "groups": int(layer.groups)}
    return [
        _step("conv", _output(layer, shapes), activation=_activation_of(layer), weights=weights, **settings)
    ]


def _depthwise(layer, shapes):
    weights = _weights(layer, "kernel", "bias")
    settings = _convolution(layer, shapes)
    return [
        _step(
            "depthwise", _output(layer, shapes), activation=_activation_of(layer), weights=weights, **settings
        )
    ]


def _separable(layer, shapes):
    """Return a separable convolution as what it is: one kernel for each map, then 1×1 over all of them."""
    shape = _output(layer, shapes)
    maps = shapes[0][-1] * layer.depth_multiplier
    first = {"kernel": _floats(layer.depthwise_kernel)}
    second = {"kernel": _floats(layer.pointwise_kernel), **_weights(layer, "bias")}
    return [
        _step("depthwise", (*shape[:2], maps), weights=first, **_convolution(layer, shapes)),
        _step("conv", shape, activation=_activation_of(layer), weights=second),
    ]


def _dense(layer, shapes):
    """Return a dense layer; on maps it is a 1×1 convolution."""
    weights = _weights(layer, "kernel", "bias")
    kind = "dense" if len(shapes[0]) == 1 else "conv"
    return [_step(kind, _output(layer, shapes), activation=_activation_of(layer), weights=weights)]


def _pooling(mode):
    def describe(layer, shapes):
        size, stride = _pair(layer.pool_size), _pair(layer.strides or layer.pool_size)
        pads = _pads(layer.padding, shapes[0], size, stride, (1, 1))
        return [_step("pool", _output(layer, shapes), mode=mode, size=size, stride=stride, pads=pads)]

    return describe


def _global_pooling(mode):
    def describe(layer, shapes):
        size = [int(side) for side in shapes[0][:2]]
        return [_step("global_pool", _output(layer, shapes), mode=mode, size=size)]

    return describe


def _batch_normalization(layer, shapes):
    (shape,) = shapes
    if layer.axis not in (-1, len(shape)):
        raise Unknown(
            f"Layer {layer.name!r} normalises along axis {layer.axis}, and NetworkExplorer shows axis −1, "
            "the channels: build it with axis=-1."
        )
    weights = _weights(layer, "gamma", "beta")
    weights |= {"mean": _floats(layer.moving_mean), "variance": _floats(layer.moving_variance)}
    return [_step("batch_norm", shape, weights=weights, epsilon=float(layer.epsilon))]


def _activation_step(shape, activation, weights=None):
    return [_step("activation" if activation else "nothing", shape, activation=activation, weights=weights)]


def _relu(layer, shapes):
    settings = {"slope": float(layer.negative_slope), "threshold": float(layer.threshold)}
    if layer.max_value is not None:
        settings["most"] = float(layer.max_value)
    return _activation_step(shapes[0], {"name": "relu", **settings})


def _leaky_relu(layer, shapes):
    return _activation_step(shapes[0], {"name": "leaky_relu", "slope": float(layer.negative_slope)})


def _prelu(layer, shapes):
    alpha = np.broadcast_to(_floats(layer.alpha), shapes[0])  # with shared axes, one slope for many cells
    return _activation_step(shapes[0], {"name": "prelu"}, {"alpha": alpha})


def _elu(layer, shapes):
    return _activation_step(shapes[0], {"name": "elu", "slope": float(layer.alpha)})


def _softmax(layer, shapes):
    if layer.axis not in (-1, len(shapes[0])):
        raise Unknown(
            f"Layer {layer.name!r} takes the softmax along axis {layer.axis}, and NetworkExplorer shows "
            "axis −1, the classes: build it with axis=-1."
        )
    return _activation_step(shapes[0], {"name": "softmax"})


def _activation(layer, shapes):
    return _activation_step(shapes[0], _activation_of(layer))


def _add(layer, shapes):
    if len(set(shapes)) > 1 or len(shapes) < 2:
        listed = " and ".join(map(str, shapes))
        raise Unknown(
            f"Layer {layer.name!r} adds inputs of the shapes {listed}, and NetworkExplorer shows sums of "
            "inputs of the same shape: bring them to one shape first, with a 1×1 convolution for example."
        )
    return [_step("add", shapes[0])]


def _concatenate(layer, shapes):
    if layer.axis not in (-1, len(shapes[0])):
        raise Unknown(
            f"Layer {layer.name!r} joins its inputs along axis {layer.axis}, and NetworkExplorer shows axis "
            "−1, the channels: build it with axis=-1."
        )
    return [_step("concatenate", _output(layer, shapes))]


def _zero_padding(layer, shapes):
    pads = [int(cells) for axis in layer.padding for cells in axis]
    return [_step("pad", _output(layer, shapes), pads=pads)]


def _reshaped(layer, shapes):
    shape = _output(layer, shapes)
    if len(shape) not in (1, 3):
        raise Unknown(
            f"Layer {layer.name!r} makes the shape {tuple(shape)}, and NetworkExplorer shows maps, (rows, "
            "columns, channels), and rows of numbers, (units,): reshape to one of these."
        )
    return [_step("flatten", [math.prod(shapes[0])] if len(shape) == 1 else shape)]


def _nothing(layer, shapes):
    return [_step("nothing", shapes[0])]


DESCRIBE = {
    "Rescaling": _rescaling, "Conv2D": _conv, "DepthwiseConv2D": _depthwise, "SeparableConv2D": _separable,
    "Dense": _dense, "MaxPooling2D": _pooling("max"), "AveragePooling2D": _pooling("average"),
    "GlobalMaxPooling2D": _global_pooling("max"), "GlobalAveragePooling2D": _global_pooling("average"),
    "BatchNormalization": _batch_normalization, "ReLU": _relu, "LeakyReLU": _leaky_relu, "PReLU": _prelu,
    "ELU": _elu, "Softmax": _softmax, "Activation": _activation, "Add": _add, "Concatenate": _concatenate,
    "ZeroPadding2D": _zero_padding, "Flatten": _reshaped, "Reshape": _reshaped,
    **dict.fromkeys(SAME, _nothing),
}  # fmt: skip


def _known():
    """Return the layers that the page can show, for a sentence."""
    return f"{', '.join(kind for kind in DESCRIBE if kind not in SAME)}, or one that works only in training"

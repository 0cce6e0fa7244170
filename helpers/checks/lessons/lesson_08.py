"""Lesson 08, the layers of Keras: exercises and questions."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from helpers import (
    conv2d,
    conv_parameters,
    dense_parameters,
    flip,
    output_size,
    pool2d,
    relu,
    softmax,
    trace,
)
from helpers.checks.exercise import AnotherForm, Case, Exercise, Mistake, numbers, same
from helpers.checks.questions import Choice, Choices, Number
from helpers.shapes import Conv, Dense, Flatten, Pool

# --- summary: what Keras will say, before it does ----------------------------------------------------

COLOUR_NETWORK = (Conv(8, 5), Pool(), Conv(16, 3, padding="same"), Pool(3), Flatten(), Dense(10))
COLOUR_INPUT = (32, 32, 3)


def _lines(
    layers=COLOUR_NETWORK, input_shape=COLOUR_INPUT, change=lambda shape, parameters: (shape, parameters)
):
    """Return the lines of a summary, each as (shape, parameters), changed by a mistake."""
    return [change(row.shape, row.parameters) for row in trace(layers, input_shape)]


def _instead(*layers):
    """Return a wrong answer: the summary of a network with other layers."""
    return lambda: _lines(layers)


def _read_lines(value):
    """Read lines of (shape, parameters), with any brackets and any kind of whole number."""
    try:
        lines = [(tuple(np.atleast_1d(numbers(shape))), float(count)) for shape, count in _pairs(value)]
    except (TypeError, ValueError):
        raise AnotherForm(
            "not a list of lines, each a shape and a number, such as [(10, 10, 1), 0]"
        ) from None
    return tuple(np.array([*shape, count]) for shape, count in lines)


def _pairs(value):
    for shape, count in value:
        if isinstance(shape, (tuple, list)):  # with the None of the batch, as Keras prints it
            shape = [size for size in shape if size is not None]
        yield shape, str(count).replace(",", "")


def _one_channel_each():
    """Return the lines of a learner who forgets that a kernel has weights for each channel."""
    lines = _lines()
    lines[0] = lines[0][0], conv_parameters(5, 1, 8)
    lines[2] = lines[2][0], conv_parameters(3, 1, 16)
    return lines


def _one_bias_each():
    lines = _lines()
    for number, weights in ((0, 5 * 5 * 3 * 8), (2, 3 * 3 * 8 * 16), (5, 256 * 10)):
        lines[number] = lines[number][0], weights + 1
    return lines


def _channels_first():
    return [((shape[-1], *shape[:-1]), count) for shape, count in _lines()]


# The advice for a line: the first with a wrong shape, or the only one with a wrong number.
OF_THE_SHAPE = (
    "How many positions does a window of 5 have on 32 pixels, and how many filters are there?",
    "A window of 2 moves by 2 pixels: it leaves half the rows, half the columns, and all channels.",
    "This convolution is padded, so rows and columns stay. It makes a map for each of its filters.",
    "A window of 3 moves by 3 pixels. It leaves all channels, and drops rows that do not fill a window.",
    "Flatten keeps every number and puts them all into one row: rows · columns · channels.",
    "A dense layer gives one number for each of its units.",
)
OF_THE_PARAMETERS = {
    0: "Each of the 8 filters has weights for all channels of the image, and one bias.",
    2: "Each of the 16 filters has weights for all channels that come in, and one bias.",
    5: "Each of the 10 units has a weight for every number that Flatten leaves, and one bias.",
}


def _shape_of_line(number):
    """Make a recogniser of answers in which this line is the first whose shape is wrong."""

    def sees(case, given):
        right = _read_lines(_lines())
        wrong = [not same(mine[:-1], theirs[:-1]) for mine, theirs in zip(given, right, strict=False)]
        return any(wrong) and wrong.index(True) == number

    return sees


def _parameters_of_line(number):
    """Make a recogniser of answers in which only the number of parameters in this line is wrong."""

    def sees(case, given):
        right = _read_lines(_lines())
        wrong = [place for place, line in enumerate(given) if line[-1] != right[place][-1]]
        return _same_shapes(given) and wrong == [number]

    return sees


SUMMARY = Exercise(
    name="summary",
    minutes=9,
    title="Predict a summary",
    answer="my_summary",
    reference=_lines,
    read=_read_lines,
    right="Six lines, and 4,346 parameters together. If you can write a summary, you can find the line "
    "where a network goes wrong.",
    hints=(
        "Go line by line, and write down the output shape of a layer before you look at the next one. The "
        "first: 32 pixels, a window of 5, no padding.",
        "Sizes: 28, then half of that; `same` keeps it; a window of 3 in steps of 3 drops what doesn't fill "
        "a window. Parameters: rows · columns · channels of the input · filters, and a bias for each filter.",
        "28×28×8 with 5 · 5 · 3 · 8 + 8, 14×14×8, 14×14×16 with 3 · 3 · 8 · 16 + 16, 4×4×16, 256, 10 with "
        "256 · 10 + 10. The solution is in notebooks/solutions/08_summary.py.",
    ),
    mistakes=(
        Mistake(
            "the answer is not six lines",
            "There is one line for each layer, including pooling and Flatten, but none for the input.",
            sees=lambda case, given: len(given) != len(COLOUR_NETWORK),
        ),
        Mistake(
            "the biases are forgotten",
            "Each filter and each unit also adds a bias.",
            wrong=_instead(
                Conv(8, 5, bias=False),
                Pool(),
                Conv(16, 3, padding="same", bias=False),
                Pool(3),
                Flatten(),
                Dense(10, bias=False),
            ),
        ),
        Mistake(
            "one bias for a whole layer",
            "Each filter and each unit has a bias of its own, not each layer.",
            wrong=_one_bias_each,
        ),
        Mistake(
            "channels not summed",
            "A filter has a grid of weights for every channel of its input: 3 in the first convolution, 8 in "
            "the second.",
            wrong=_one_channel_each,
        ),
        Mistake(
            "the channels come first",
            "Keras puts them last: rows, columns, channels.",
            wrong=_channels_first,
        ),
        Mistake(
            "the border of the first convolution is kept",
            'Only the second convolution says padding="same". The first has no padding: 32 − 5 + 1.',
            wrong=_instead(
                Conv(8, 5, padding="same"), Pool(), Conv(16, padding="same"), Pool(3), Flatten(), Dense(10)
            ),
        ),
        Mistake(
            "the border of the second convolution is lost",
            'With padding="same", the number of rows and columns stays the same.',
            wrong=_instead(Conv(8, 5), Pool(), Conv(16), Pool(3), Flatten(), Dense(10)),
        ),
        Mistake(
            "pooling rounds up",
            "14 rows have room for four windows of 3. The two rows that are left over are dropped.",
            wrong=_instead(
                Conv(8, 5), Pool(), Conv(16, padding="same"), Pool(3, padding="same"), Flatten(), Dense(10)
            ),
        ),
        Mistake(
            "the pooling window moves one by one",
            "Unless you give a stride, it moves by its own size: AveragePooling2D(3) leaves a third of the "
            "rows.",
            wrong=_instead(
                Conv(8, 5), Pool(), Conv(16, padding="same"), Pool(3, stride=1), Flatten(), Dense(10)
            ),
        ),
        Mistake(
            "pooling mixes the channels",
            "It treats each map by itself, so the number of maps stays the same.",
            sees=lambda case, given: any(len(given[line]) == 4 and given[line][2] == 1 for line in (1, 3)),
        ),
        Mistake(
            "a layer without parameters has some",
            "Pooling and Flatten have no parameters.",
            sees=lambda case, given: any(given[line][-1] != 0 for line in (1, 3, 4)),
        ),
        *(
            Mistake(
                f"the number of parameters in line {line + 1} is wrong", says, sees=_parameters_of_line(line)
            )
            for line, says in OF_THE_PARAMETERS.items()
        ),
        Mistake(
            "the shapes are right, a number of parameters is not",
            "Convolution: (rows · columns · channels of the input + 1) · filters. Dense: (inputs + 1) · "
            "units.",
            sees=lambda case, given: _same_shapes(given) and not same(given, _read_lines(_lines())),
        ),
        *(
            Mistake(
                f"the shape in line {line + 1} is wrong",
                ("The shapes before it are right. " if line else "") + says,
                sees=_shape_of_line(line),
            )
            for line, says in enumerate(OF_THE_SHAPE)
        ),
    ),
)


def _same_shapes(given):
    right = _read_lines(_lines())
    return len(given) == len(right) and all(
        same(mine[:-1], theirs[:-1]) for mine, theirs in zip(given, right, strict=True)
    )


# --- forward: one image through a network, without Keras -------------------------------------------


def _forward(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)


def _changed(*, kernel=lambda kernel: kernel, bias=1, padding="same", relu_at="map", mode="average",
             pool=pool2d, lay=np.ravel, matrix_bias=1, ends=softmax):  # fmt: skip
    """Return a wrong answer: the right one with one thing changed."""

    def wrong(image, kernels, kernel_bias, matrix, offset):
        maps = conv2d(image, kernel(kernels), bias * kernel_bias, padding=padding)
        maps = relu(maps) if relu_at == "map" else maps
        pooled = pool(maps, mode=mode)
        pooled = relu(pooled) if relu_at == "pooled" else pooled
        return ends(lay(pooled) @ matrix + matrix_bias * offset)

    return wrong


def _bias_after_relu(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, padding="same")) + kernel_bias
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)


def _case(rows, columns, channels, filters, classes, *, seed, whole=False):
    random = np.random.default_rng(seed)
    shapes = {
        "image": (rows, columns, channels),
        "kernel": (3, 3, channels, filters),
        "kernel_bias": (filters,),
        "matrix": ((rows // 2) * (columns // 2) * filters, classes),
        "matrix_bias": (classes,),
    }
    if whole:
        inputs = {name: random.integers(-2, 3, shape) for name, shape in shapes.items()}
        inputs["image"] = np.abs(inputs["image"])
        return Case(inputs)
    inputs = {name: random.normal(size=shape).round(1) for name, shape in shapes.items()}
    inputs["matrix"] = (inputs["matrix"] / 4).round(2)  # so that no probability is rounded to 0
    inputs["image"] = random.random(shapes["image"]).round(2)
    return Case(inputs)


FORWARD = Exercise(
    name="forward",
    minutes=10,
    title="A Keras network in NumPy",
    answer="my_forward(image, kernel, kernel_bias, matrix, matrix_bias)",
    volumes=True,
    reference=_forward,
    read=numbers,
    right="Four lines of NumPy do what four layers do. `my_forward(image, *model.get_weights())` gives the "
    "model's own numbers.",
    hints=(
        "One line for each layer, in the order of the list. `conv2d`, `relu`, `pool2d` and `softmax` are "
        "imported already.",
        '`conv2d(image, kernel, kernel_bias, padding="same")`, then ReLU, then `pool2d` with '
        '`mode="average"`.',
        "`.ravel()` is Flatten, `row @ matrix + matrix_bias` is Dense, and softmax comes last. The solution "
        "is in notebooks/solutions/08_forward.py.",
    ),
    mistakes=(
        Mistake(
            "the convolution's bias is forgotten",
            "`conv2d` takes the biases as its third argument.",
            wrong=_changed(bias=0),
        ),
        Mistake(
            "the dense layer's bias is forgotten",
            "Add `matrix_bias` after the matrix product.",
            wrong=_changed(matrix_bias=0),
        ),
        Mistake(
            "the ReLU is missing",
            'The convolution has activation="relu": negative numbers become 0 before pooling.',
            wrong=_changed(relu_at=None),
        ),
        Mistake(
            "ReLU after pooling",
            "With a maximum, the order would not matter; with a mean, it does. The ReLU belongs to the "
            "convolution, so it comes before the pooling.",
            wrong=_changed(relu_at="pooled"),
        ),
        Mistake(
            "max-pooling",
            'The layer is AveragePooling2D: `pool2d(..., mode="average")`.',
            wrong=_changed(mode="max"),
        ),
        *(
            Mistake(
                "it stops with ValueError",
                "Does it stop in the matrix product? Then the row and the matrix have different lengths: "
                "with padding='same', the maps keep the size of the image, and pooling moves by 2 and drops "
                "an odd row or column.",
                wrong=wrong,
            )
            for wrong in (
                _changed(padding="valid"),
                _changed(pool=partial(pool2d, padding="same")),
                _changed(pool=partial(pool2d, stride=1)),
            )
        ),
        *(
            Mistake(
                "the size of the image is built in",
                "784 is 14 · 14 · 4, what is left of a 28×28 image with four maps. `ravel` makes one row of "
                "any number of them.",
                wrong=_changed(lay=lambda maps, shape=shape: maps.reshape(shape)),
            )
            for shape in (784, (1, 784))
        ),
        Mistake(
            "kernel flipped",
            "Keras slides the kernel as it is: cross-correlation, as `conv2d` does.",
            wrong=_changed(kernel=lambda kernels: flip(kernels)),
        ),
        Mistake(
            "the row is in a different order",
            "Flatten takes all channels of the first position, then those of its right neighbour. You "
            "take one map after another.",
            wrong=_changed(lay=lambda pooled: np.moveaxis(pooled, -1, 0).ravel()),
        ),
        Mistake(
            "the softmax is missing",
            "Those are the scores. The last layer also turns them into probabilities.",
            wrong=_changed(ends=lambda scores: scores),
        ),
        Mistake(
            "a ReLU before the softmax",
            "The last layer has only a softmax: negative scores count too.",
            wrong=_changed(ends=lambda scores: softmax(relu(scores))),
        ),
        Mistake(
            "the largest becomes 1, and the others 0",
            "Return the probabilities themselves: the network is rarely sure.",
            wrong=_changed(ends=lambda scores: (scores == scores.max()).astype(int)),
        ),
        Mistake(
            "exponentials that do not sum to 1",
            "Softmax divides the exponentials by their sum.",
            wrong=_changed(ends=np.exp),
        ),
        Mistake(
            "the scores are divided by their sum",
            "Softmax takes the exponentials first; scores may be negative.",
            wrong=_changed(ends=lambda scores: scores / scores.sum()),
        ),
        Mistake(
            "the class instead of the probabilities",
            "Return all probabilities, not the position of the largest.",
            wrong=_changed(ends=np.argmax),
        ),
        Mistake(
            "the result is a batch",
            "Return one row of probabilities for one image, without the axis of the batch.",
            sees=lambda case, given: (
                given.ndim == 2 and len(given) and same(given[0], numbers(_forward(*case.inputs.values())))
            ),
        ),
        Mistake(
            "the row is in a different order",
            "Flatten goes along the rows: all channels of the first position, then those of its right "
            "neighbour. You take the first axis first.",
            wrong=_changed(lay=lambda pooled: pooled.ravel(order="F")),
        ),
        Mistake(
            "the kernel is transposed",
            "Rows and columns of the kernel are swapped. Give `conv2d` the kernel as it is.",
            wrong=_changed(kernel=lambda kernels: kernels.transpose(1, 0, 2, 3)),
        ),
        Mistake(
            "the row is in a different order",
            "Flatten goes along the rows of the map; you go along its columns.",
            wrong=_changed(lay=lambda pooled: pooled.swapaxes(0, 1).ravel()),
        ),
        Mistake(
            "the row is in a different order",
            "Your row begins at the end of the volume. Flatten begins at row 0, column 0, channel 0.",
            wrong=_changed(lay=lambda pooled: pooled.ravel()[::-1]),
        ),
        Mistake(
            "a sigmoid in place of the softmax",
            "A sigmoid treats each score by itself, so these numbers need not add up to 1.",
            wrong=_changed(ends=lambda scores: 1 / (1 + np.exp(-scores))),
        ),
        Mistake(
            "one softmax too many",
            "You turn the scores into probabilities, and those into probabilities once more.",
            wrong=_changed(ends=lambda scores: softmax(softmax(scores))),
        ),
        Mistake(
            "the exponentials are divided by the largest",
            "Softmax divides them by their sum, so that the probabilities add up to 1.",
            wrong=_changed(ends=lambda scores: np.exp(scores - scores.max())),
        ),
        Mistake(
            "powers of 2",
            "Softmax takes powers of e: `np.exp` of each score.",
            wrong=_changed(ends=lambda scores: softmax(scores * np.log(2))),
        ),
        Mistake(
            "the scores have lost their signs",
            "A negative score means that a class is unlikely. Give softmax the scores as they are.",
            wrong=_changed(ends=lambda scores: softmax(np.abs(scores))),
        ),
        Mistake(
            "the image is divided by 255",
            "This network has no layer that scales. Use the image as it comes.",
            wrong=lambda image, *weights: _forward(image / 255, *weights),
        ),
        Mistake(
            "the bias is added after the ReLU",
            "The convolution adds its bias first; then ReLU cuts off what is below 0.",
            wrong=_bias_after_relu,
        ),
        Mistake(
            "the bias is subtracted",
            "The sum of products *plus* the bias: give `conv2d` the biases as they are.",
            wrong=_changed(bias=-1),
        ),
        Mistake(
            "the bias is subtracted",
            "The dense layer adds its bias: `row @ matrix + matrix_bias`.",
            wrong=_changed(matrix_bias=-1),
        ),
        Mistake(
            "the probabilities don't add up to 1",
            "Softmax gives one probability for each class, and together they make 1. It is the last step.",
            sees=lambda case, given: (
                given.shape == case.inputs["matrix_bias"].shape and not np.isclose(given.sum(), 1, atol=1e-4)
            ),
        ),
        Mistake(
            "the probabilities are rounded",
            "Up to rounding they are right. Return them as they are.",
            sees=lambda case, given: any(
                same(given, _forward(*case.inputs.values()).round(decimals)) for decimals in (0, 1, 2, 3, 4)
            ),
        ),
        Mistake(
            "other scores go into the softmax",
            "Your numbers are probabilities, but those of other scores. Compare what you do before the "
            "softmax with the list of layers, one after another.",
            sees=lambda case, given: (
                given.shape == case.inputs["matrix_bias"].shape
                and bool((given >= 0).all())
                and bool(np.isclose(given.sum(), 1, atol=1e-4))
            ),
        ),
    ),
    cases=(
        _case(2, 4, 1, 2, 2, seed=1),
        _case(4, 4, 1, 2, 3, seed=2, whole=True),
        _case(5, 7, 1, 4, 3, seed=3),
        _case(4, 6, 2, 3, 4, seed=4),
        _case(28, 28, 1, 4, 3, seed=5),
    ),
)


# --- What the checks know about a Keras model, without importing Keras -------------------------------


@dataclass(frozen=True)
class Model:
    """The facts of a Keras model that the checks look at.

    Attributes
    ----------
    fault : str
        Why there is nothing to look at; "" if there is.
    input_shape, output_shape : tuple
        Without the axis of the batch.
    layers : tuple of (kind, settings, shape, parameters)
        Without those that change neither numbers nor shapes of their own: inputs and activations.
    loss : str
        "" if the model is not compiled.
    """

    fault: str = ""
    input_shape: tuple = ()
    output_shape: tuple = ()
    layers: tuple = ()
    loss: str = ""

    def __repr__(self):
        """Return what the report shows: each layer with the shape that leaves it."""
        if self.fault:
            return self.fault
        stages = [f"{kind} {shape}" for kind, _, shape, _ in self.layers]
        return " → ".join([f"Input {self.input_shape}", *stages]) + (
            f", loss {self.loss}" if self.loss else ""
        )

    def of_kind(self, *kinds):
        """Return the settings of all layers of some kinds."""
        return [settings for kind, settings, _, _ in self.layers if kind in kinds]

    @property
    def parameters(self):
        """The number of parameters in all layers."""
        return sum(count for *_, count in self.layers)


def _read_model(value):
    """Read a Keras model, or describe what was given instead."""
    if not all(hasattr(value, name) for name in ("layers", "count_params", "compile")):
        return Model(fault=f"not a Keras model, but of the type {type(value).__name__}")
    if not value.built or len(getattr(value, "inputs", None) or ()) != 1:
        return Model(fault="a model without an input shape")
    layers = []
    for layer in value.layers:
        kind = type(layer).__name__
        settings = {
            **layer.get_config(), **_activation_of(layer), "shape": tuple(layer.output.shape[1:])
        }  # fmt: skip
        if kind == "Activation" and layers:
            _activate(layers[-1][1], settings["activation"])
        elif kind in ("ReLU", "Softmax") and layers:
            _activate(layers[-1][1], kind.lower())
        elif kind not in ("InputLayer", "Activation"):
            layers.append((kind, settings, settings["shape"], layer.count_params()))
    return Model(
        "", tuple(value.input_shape[1:]), tuple(value.output_shape[1:]), tuple(layers), _loss_of(value)
    )


def _activate(settings, activation):
    """Give a layer the activation of the layer after it, and note whether it had one already, or takes none.

    A second ReLU changes nothing.
    """
    before = settings.get("activation")
    if activation != "linear" and not before == activation == "relu":
        settings["activated_twice"] = settings.get("activated_twice", False) or before != "linear"
    settings["activation"] = activation


def _activation_of(layer):
    """Return the name of a layer's activation, which may be a function of Keras or of TensorFlow."""
    name = getattr(getattr(layer, "activation", None), "__name__", None)
    return {"activation": name.removesuffix("_v2")} if name else {}  # tf.nn.softmax is softmax_v2


def _loss_of(model):
    """Return the name of the loss, followed by "from_logits" if the loss applies the softmax itself."""
    loss = getattr(model, "loss", None) if getattr(model, "compiled", False) else None
    if loss is None:
        return ""
    name = (
        loss if isinstance(loss, str) else getattr(loss, "name", None) or getattr(loss, "__name__", "unknown")
    )
    return name + " from_logits" * bool(getattr(loss, "from_logits", False))


def _last_activation(model):
    return model.layers[-1][1].get("activation") if model.layers else None


# --- repaired: five networks, each with one mistake --------------------------------------------------

FILTERS = {1: [8], 2: [8], 3: [8, 16], 4: [8], 5: [8]}  # of the convolutions that must stay
SPARSE = "sparse_categorical_crossentropy"


def _score_fits_loss(model):
    wanted = {SPARSE: "softmax", f"{SPARSE} from_logits": "linear"}
    return wanted.get(model.loss) == _last_activation(model)


def _is_kept(convolution):
    """Return whether a convolution has the settings that all of the task's convolutions have."""
    kept = {
        "kernel_size": (3, 3),
        "strides": (1, 1),
        "dilation_rate": (1, 1),
        "padding": "valid",
        "activation": "relu",
        "use_bias": True,
    }
    return all(
        (tuple(value) if isinstance(value, list) else value) == kept[name]
        for name, value in convolution.items()
        if name in kept
    )


def _reshapes_first(model):
    """Return whether the first layer adds the channel; Keras then takes images with and without it."""
    kind, _, shape, _ = model.layers[0] if model.layers else ("", {}, (), 0)
    return model.input_shape == (28, 28) and kind == "Reshape" and shape == (28, 28, 1)


# From the name of a mistake to its explanation and to a test for it. The first that applies is named.
BROKEN = {
    "it is not a Keras model": (
        "`my_repaired` has to return the model, as `broken` does.",
        lambda number, model: model.fault.startswith("not a Keras model"),
    ),
    "the input shape is missing": (
        "Start with keras.Input((28, 28, 1)), so that Keras can make the weights.",
        lambda number, model: bool(model.fault),
    ),
    "the input is not 28×28×1": (
        "The shape of one image is rows, columns, channels, and a grey image has one channel: (28, 28, 1).",
        lambda number, model: model.input_shape != (28, 28, 1) and not _reshapes_first(model),
    ),
    "a convolution is lost": (
        "Keep the convolutions and their filters, and change only what is wrong.",
        lambda number, model: [one["filters"] for one in model.of_kind("Conv2D")] != FILTERS[number],
    ),
    "a convolution is changed": (
        "Keep the settings of each convolution: 3×3 kernels, stride 1, no padding, and ReLU. Another "
        "layer or setting is wrong.",
        lambda number, model: not all(map(_is_kept, model.of_kind("Conv2D"))),
    ),
    "the Flatten is missing": (
        "The model gives a volume instead of ten scores. The dense layer needs one row of numbers: put a "
        "Flatten before it.",
        lambda number, model: len(model.output_shape) > 1,
    ),
    "it does not give ten scores": (
        "There are ten classes, so the model should give ten scores. Which shape goes into the last dense "
        "layer, and is there a layer after it?",
        lambda number, model: model.output_shape != (10,),
    ),
    "it is not compiled": (
        "`broken` compiles each model before returning it. Do the same.",
        lambda number, model: not model.loss,
    ),
    "the loss wants one-hot labels": (
        'The labels are whole numbers. For them the loss begins with "sparse".',
        lambda number, model: model.loss.startswith("categorical_crossentropy"),
    ),
    "the loss is for something else": (
        "For one of ten classes, with whole numbers as labels, the loss is sparse_categorical_crossentropy.",
        lambda number, model: not model.loss.startswith(SPARSE),
    ),
    "one softmax too many": (
        "A loss with from_logits=True applies the softmax itself. Keep only one of the two.",
        lambda number, model: model.loss.endswith("from_logits") and _last_activation(model) == "softmax",
    ),
    "two activations follow each other": (
        "The last layer already has an activation before the softmax, and what that one makes of the scores "
        "is all that the softmax gets. Keep only the softmax.",
        lambda number, model: (
            _last_activation(model) == "softmax" and model.layers[-1][1].get("activated_twice", False)
        ),
    ),
    "the last layer has no softmax": (
        "The loss takes the logarithm of a probability. A softmax gives ten positive numbers that add up to "
        "1; a ReLU doesn't.",
        lambda number, model: not _score_fits_loss(model),
    ),
}


def _is_repaired(case, model):
    return not any(shows(case.inputs["number"], model) for _, shows in BROKEN.values())


def _shows_first(number, name):
    """Make a recogniser of this mistake in the first network that is still wrong, network `number`."""

    def sees(case, model):
        own = case.inputs["number"]
        if own != number:
            return own > number  # the networks after it may have any mistake
        found = next((known for known, (_, shows) in BROKEN.items() if shows(number, model)), None)
        return found == name

    return sees


REPAIRED = Exercise(
    name="repaired",
    minutes=12,
    title="Five broken networks",
    answer="my_repaired(number)",
    reference=None,
    accepts=_is_repaired,
    read=_read_model,
    right="Four of the five complain, each in its own words, and one never does. That is why you read shapes "
    "and losses before an hour of training.",
    hints=(
        "Keras complains about networks 1, 2, 3 and 5, above: a number of dimensions, a rank, a size below "
        "1. Network 4 runs: which numbers can its last layer give, and what does the loss expect?",
        "1: how many axes does one image have? 2: what turns a grid into a row? 3: how large is the map that "
        "goes into the second convolution? 5: which labels does this loss expect?",
        "1: the channel in Input. 2: a Flatten. 3: smaller pooling windows. 4: softmax instead of ReLU in "
        "the last layer. 5: the sparse loss. The solution is in notebooks/solutions/08_repaired.py.",
    ),
    mistakes=tuple(
        Mistake(name, f"Network {number}: {says}", sees=_shows_first(number, name))
        for number in sorted(FILTERS, reverse=True)
        for name, (says, _) in BROKEN.items()
    ),
    cases=tuple(Case({"number": number}) for number in FILTERS),
)


# --- lenet: the network of 1998 ----------------------------------------------------------------------

LENET = (Conv(6, 5), Pool(), Conv(16, 5), Pool(), Flatten(), Dense(120), Dense(84), Dense(10))
LENET_PARAMETERS = sum(row.parameters for row in trace(LENET, (32, 32, 1)))
LENET_VOLUMES = [row.shape for row in trace(LENET, (32, 32, 1)) if len(row.shape) == 3]
WITH_WEIGHTS = ("Conv2D", "Dense")


def _lenet_widths(model):
    """Return filters and units in order: the same whether C5 is a convolution or a dense layer."""
    return [one.get("filters", one.get("units")) for one in model.of_kind(*WITH_WEIGHTS)]


def _hidden_activations(model):
    return [one["activation"] for one in model.of_kind(*WITH_WEIGHTS)[:-1]]


# From the name of a mistake to its explanation and to a test for it. The first that applies is named.
NOT_LENET = {
    "it is not a Keras model": (
        "`my_lenet` has to return the model that it builds.",
        lambda model: model.fault.startswith("not a Keras model"),
    ),
    "the input shape is missing": ("Start with keras.Input((32, 32, 1)).", lambda model: bool(model.fault)),
    "the input is not 32×32×1": (
        "The paper's images are 32×32, with one grey channel, so that 28×28 is left after the first "
        "convolution.",
        lambda model: model.input_shape != (32, 32, 1),
    ),
    "max-pooling": (
        "LeNet-5 pools by means: AveragePooling2D.",
        lambda model: bool(model.of_kind("MaxPooling2D")),
    ),
    "a kernel is not 5×5": (
        "All kernels of LeNet-5 are 5×5.",
        lambda model: any(tuple(one["kernel_size"]) != (5, 5) for one in model.of_kind("Conv2D")),
    ),
    "padded": (
        'C1 turns 32×32 into 28×28: its windows stay on the image, padding="valid".',
        lambda model: any(one["padding"] == "same" for one in model.of_kind("Conv2D")),
    ),
    "a pooling layer is missing": (
        "There are two, one after C1 and one after C3.",
        lambda model: len(model.of_kind("AveragePooling2D")) != 2,
    ),
    "the Flatten is missing": (
        "The model gives a volume. After S4, or after C5 if that is a convolution, the grid should become "
        "one row.",
        lambda model: len(model.output_shape) > 1,
    ),
    "the layers have different sizes": (
        "In this order: 6 and 16 filters, then 120, 84 and 10.",
        lambda model: _lenet_widths(model) != [6, 16, 120, 84, 10],
    ),
    "the shapes are different": (
        "28×28×6, 14×14×6, 10×10×16, 5×5×16: compare with the drawing, layer by layer.",
        lambda model: (
            [one["shape"] for one in model.of_kind("Conv2D", "AveragePooling2D")][:4] != LENET_VOLUMES
        ),
    ),
    "the biases are left out": (
        "Each filter and each unit has a bias. Keras adds them unless you switch them off.",
        lambda model: not all(one["use_bias"] for one in model.of_kind(*WITH_WEIGHTS)),
    ),
    "an activation is missing": (
        "Without an activation between them, two layers can do no more than one. Every convolution and "
        "dense layer except the last has a tanh.",
        lambda model: "linear" in _hidden_activations(model),
    ),
    "an activation other than tanh": (
        "LeNet-5 uses tanh. (ReLU became common later.)",
        lambda model: any(name != "tanh" for name in _hidden_activations(model)),
    ),
    "the last layer has no softmax": (
        "The model should give ten probabilities, so the last layer has a softmax.",
        lambda model: _last_activation(model) != "softmax",
    ),
    "two activations follow each other": (
        "Each convolution and dense layer has one activation, and a pooling layer has none.",
        lambda model: any(settings.get("activated_twice") for _, settings, _, _ in model.layers),
    ),
    "the pooling windows are not 2×2": (
        "A cell of S2 and S4 is the mean of four cells.",
        lambda model: any(tuple(one["pool_size"]) != (2, 2) for one in model.of_kind("AveragePooling2D")),
    ),
    "dropout": (
        "LeNet-5 is older than dropout. Leave that layer out.",
        lambda model: any("Dropout" in kind for kind, _, _, _ in model.layers),
    ),
    "the parameters are not 61,706": (
        "Something in your model doesn't belong to LeNet-5. Compare its summary with the drawing.",
        lambda model: model.parameters != LENET_PARAMETERS,
    ),
}


def _first_difference(model):
    return next((name for name, (_, shows) in NOT_LENET.items() if shows(model)), None)


LENET_5 = Exercise(
    name="lenet",
    minutes=10,
    title="LeNet-5 in Keras",
    answer="my_lenet()",
    reference=None,
    accepts=lambda case, model: _first_difference(model) is None,
    read=_read_model,
    right="It has 61,706 parameters, a quarter of what the course network has. The paper's version, with "
    "60,000, read cheques.",
    hints=(
        "Seven layers and a Flatten, after keras.Input((32, 32, 1)). Read the drawing from left to right.",
        'layers.Conv2D(6, 5, activation="tanh"), layers.AveragePooling2D(2), and the same again with 16 '
        "filters.",
        "Then Flatten, Dense(120), Dense(84), both with tanh, and Dense(10) with softmax. The solution is in "
        "notebooks/solutions/08_lenet.py.",
    ),
    mistakes=tuple(
        Mistake(name, says, sees=lambda case, model, name=name: _first_difference(model) == name)
        for name, (says, _) in NOT_LENET.items()
    ),
)

EXERCISES = (SUMMARY, FORWARD, REPAIRED, LENET_5)


# --- questions ---------------------------------------------------------------------------------------

QUESTIONS = (
    Number(
        "weights_on_five_channels",
        "A 3×3 filter slides over a 20×20×5 volume. How many weights does it have, not counting its bias?",
        answer=conv_parameters(3, 5, 1, bias=False),
        right="3 · 3 · 5: a slice of nine weights for each of the five channels.",
        wrong={
            9: "That is one slice. The filter has a slice for each of the five channels.",
            46: "A bias isn't a weight. Count only the weights.",
            15: "3 · 5 is one row of it. The filter has 3 rows.",
            2000: "That is the size of the volume. A filter has as many weights as its window has cells.",
            11: "Multiply instead of adding: 3 rows of 3 weights, in 5 channels.",
        },
        otherwise="How many weights are in one slice, and how many slices are there?",
        recalls="07",
    ),
    Number(
        "nine_rows_pooled",
        "A 9×9 map goes through 2×2 max-pooling with stride 2 and no padding. How many rows come out?",
        answer=pool2d(np.zeros((9, 9))).shape[0],
        right="Nine rows make four pairs, and the last row is dropped.",
        wrong={
            5: 'That is with padding="same". Without padding, the ninth row has no partner.',
            4.5: "There is no half row: a window that doesn't fit is left out.",
            8: "The window moves two rows at a time.",
            9: "Pooling by 2 halves the rows.",
            7: "The window moves two rows at a time, not one.",
        },
        otherwise="How many pairs of rows fit into nine?",
        recalls="06",
    ),
    Number(
        "forty_pixels",
        "A kernel 5 pixels wide moves over a row of 40 pixels with stride 3 and no padding. How many "
        "positions does it have?",
        answer=output_size(40, 5, stride=3),
        right="floor((40 − 5) / 3) + 1 = 11 + 1 = 12.",
        wrong={
            11: "There is a position before the first step: add 1.",
            36: "That is with stride 1.",
            13: "A thirteenth window would hang over the end.",
            8: "The stride decides how far it moves, not the kernel's size.",
            9.75: "(40 − 5 + 0) / (3 + 1) + 1 has the misprint: divide by the stride, 3, and round down.",
        },
        otherwise="floor((n − k) / stride) + 1.",
        recalls="04",
    ),
    Choices(
        "kernel_shape",
        "What is the shape of the kernel in Conv2D(64, 3) if its input is 13×13×64?",
        Choice(
            "(3, 3, 64)",
            "That is one filter: a 3×3 grid for each of 64 channels. How many filters are there?",
        ),
        Choice(
            "(3, 3, 1, 64)",
            "That fits a grey image. Here the input has 64 channels, and a filter spans them all.",
        ),
        Choice(
            "(3, 3, 64, 64)",
            "Rows, columns, channels of the input, filters: 64 filters, each with a 3×3 grid for each of 64 "
            "channels.",
            right=True,
        ),
        Choice(
            "(64, 64, 3, 3)",
            "The numbers are right, and PyTorch uses this order. Keras puts rows and columns first.",
        ),
    ),
    Number(
        "place_in_the_row",
        "Flatten lays out a 5×5×64 volume as one row. Counted from 0, at which position is the number "
        "from row 0, column 1, channel 0?",
        answer=np.ravel_multi_index((0, 1, 0), (5, 5, 64)),
        right="All 64 channels of column 0 come first, at positions 0 to 63.",
        wrong={
            1: "Position 1 has row 0, column 0, channel 1: the channels of one cell stay together.",
            25: "If one whole map came after the other, channel 1 would begin there.",
            5: "That would be the next row of a single map.",
            63: "Positions are counted from 0: the 64 numbers of column 0 end at 63.",
            65: "That is column 1, channel 1.",
            320: "That is row 1, column 0: 5 · 64.",
        },
        otherwise="How many numbers come before it, if all channels of a cell stay together?",
    ),
    Number(
        "widest_layer",
        "A dense layer of 128 units has 1,600 inputs. How many parameters does it learn?",
        answer=dense_parameters(5 * 5 * 64, 128),
        right="1,600 · 128 weights and 128 biases: 204,928, most of the network.",
        wrong={
            1600 * 128: "Those are the weights. Each unit has a bias as well.",
            1600 * 128 + 1: "Each of the 128 units has a bias of its own.",
            1600 * 128 + 1600: "The biases belong to the units, not to the inputs.",
            1728: "Every unit has a weight for every input: multiply.",
            1290: "That is the last layer, 128 · 10 + 10.",
        },
        otherwise="A weight for every input and every unit, and a bias for every unit.",
    ),
    Choices(
        "which_labels",
        "The last layer gives ten probabilities, the labels are whole numbers such as 9, and the loss is "
        "categorical_crossentropy. What happens?",
        Choice(
            "Keras stops with an error: ten probabilities don't match a single number",
            "The loss compares a row of ten with a row of ten, and these labels aren't rows.",
            right=True,
        ),
        Choice(
            "Keras turns the labels into one-hot rows by itself",
            "It doesn't guess. Call keras.utils.to_categorical, or use the sparse loss.",
        ),
        Choice(
            "It trains, and counts class 8 as nearly right when class 9 is correct",
            "A cross-entropy doesn't treat classes as numbers on a scale.",
        ),
        Choice(
            "It trains; both losses are the same",
            "The two losses compute the same, but from different forms of labels.",
        ),
    ),
    Choices(
        "which_fifth",
        "Which images does fit(images, labels, validation_split=0.2) hold back?",
        Choice(
            "A random fifth, a new one in each epoch",
            "Then every image would be used for training sooner or later.",
        ),
        Choice(
            "A random fifth, drawn once",
            "Nothing is random here: Keras keeps the images in their order.",
        ),
        Choice("A fifth of each class", "Keras doesn't look at the labels for this."),
        Choice(
            "The last fifth, in their present order",
            "It is cut off before anything is shuffled. If the images are sorted by class, it holds only "
            "the last ones.",
            right=True,
        ),
    ),
    Number(
        "c3_weights",
        "In the paper's C3, six maps use three maps of S2, nine use four, and one uses all six. Each has a "
        "5×5 kernel for every map that it uses, and one bias. How many parameters is that?",
        answer=sum(5 * 5 * seen + 1 for seen in [3] * 6 + [4] * 9 + [6]),
        right="6 · 76 + 9 · 101 + 151 = 1,516: 60 kernels of 25 weights, and 16 biases.",
        wrong={
            1500: "60 kernels of 25 weights. Each of the 16 maps has a bias as well.",
            2416: "That is C3 in Keras, where each of the 16 maps uses all six.",
            2400: "That is C3 in Keras, where each of the 16 maps uses all six, without the biases.",
            416: "Each map has a kernel for every map that it uses, not a single kernel.",
            1501: "Each of the 16 maps has a bias of its own.",
            1560: "60 kernels, but only 16 biases: one for each map of C3.",
        },
        otherwise="Count the kernels first: 6 · 3 + 9 · 4 + 6.",
    ),
)

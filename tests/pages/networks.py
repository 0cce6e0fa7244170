"""Small Keras networks, for the tests of the pages of NetworkExplorer and TrainingExplorer."""

import numpy as np

from helpers.widgets.network.description import Description


def small_network():
    """Return the small network of TrainingExplorer in Keras, with weights of its own."""
    from helpers.training import keras

    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )


def as_question(model):
    """Return a model as the functions of drivers/network.js take it: its description and its weights."""
    description = Description(model)
    return [description.for_page(), np.frombuffer(description.weights, "<f4").tolist()]


def with_random_weights(model, seed):
    """Fill a model with random weights, biases and moving averages, and return it."""
    random = np.random.default_rng(seed)
    for weights in model.weights:
        values = random.normal(0, 1, weights.shape)
        fan = max(1, np.prod(weights.shape[:-1]))
        if "variance" in weights.name:
            values = random.uniform(0.3, 2, weights.shape)
        elif len(weights.shape) > 1:
            values /= np.sqrt(fan)
        weights.assign(values.astype(np.float32))
    return model


def random_image(model, seed):
    """Return an image for a model, float32 (rows, columns, channels); some pixels are 0, as in a garment."""
    random = np.random.default_rng(seed)
    image = random.integers(0, 256, model.inputs[0].shape[1:])
    return (image * (random.random(image.shape) < 0.7)).astype(np.float32)


def random_networks(keras, count, seed=100):
    """Make networks of three to five random layers on the grid, and a head."""
    random = np.random.default_rng(seed)
    return [with_random_weights(_random_network(keras, random), seed + n) for n in range(count)]


ACTIVATIONS = (
    "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "softsign", "tanh", "sigmoid",
    "hard_sigmoid", "softmax", "exponential",
)  # fmt: skip


def network_of_activations(keras):
    """Return a network in which every activation is applied to the same maps."""
    layers = keras.layers
    image = keras.Input((4, 5, 1))
    maps = layers.Conv2D(2, 2)(layers.Rescaling(1 / 60, offset=-2)(image))
    branches = [layers.Activation(name)(maps) for name in ACTIVATIONS]
    branches += [
        layers.PReLU()(maps),
        layers.ELU(0.7)(maps),
        layers.LeakyReLU(0.3)(maps),
        layers.Softmax()(maps),
    ]
    branches += [layers.ReLU(max_value=1.5, negative_slope=0.1, threshold=0.2)(maps)]
    joined = layers.Flatten()(layers.Concatenate()(branches))
    return with_random_weights(keras.Model(image, layers.Dense(3, activation="softmax")(joined)), 1)


def network_of_settings(keras):
    """Return a network with every setting that a window can have, on a colour image."""
    layers = keras.layers
    image = keras.Input((9, 8, 3))
    branches = [
        layers.Conv2D(6, (3, 2), strides=(2, 1), padding="same", groups=3)(image),
        layers.Conv2D(2, 3, dilation_rate=(2, 3), padding="same", use_bias=False, activation="relu")(image),
        layers.Conv2D(2, (2, 3), strides=(3, 2))(image),
        layers.DepthwiseConv2D(3, strides=2, padding="same", depth_multiplier=2)(image),
        layers.DepthwiseConv2D(2, dilation_rate=2)(image),
        layers.SeparableConv2D(4, 3, strides=2, depth_multiplier=2, activation="relu")(image),
        layers.AveragePooling2D((3, 2), strides=(2, 3), padding="same")(image),
        layers.MaxPooling2D((3, 2), strides=(2, 3), padding="same")(image),
        layers.AveragePooling2D(2)(image),
        layers.Conv2D(6, 2, groups=2)(layers.Conv2D(4, 1)(image)),
        layers.ZeroPadding2D(((1, 2), (2, 1)))(image),
    ]
    pools = [layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D]
    rows = [
        layers.Flatten()(branch) if n % 3 else pools[n // 3 % 2]()(branch)
        for n, branch in enumerate(branches)
    ]
    units = layers.BatchNormalization()(layers.Concatenate()(rows))
    return with_random_weights(keras.Model(image, layers.Dense(3)(units)), 2)


def _random_network(keras, random):
    layers = keras.layers
    image = keras.Input((*random.integers(6, 9, 2).tolist(), int(random.choice([1, 3]))))
    maps = layers.Rescaling(1 / 90, offset=-73 / 90)(image)
    for _ in range(random.integers(3, 6)):
        maps = _random_step(layers, random, maps)
    head = random.integers(4)
    if head == 0:
        maps = layers.Flatten()(maps)
    elif head == 1:
        maps = layers.GlobalAveragePooling2D()(maps)
    elif head == 2:
        maps = layers.GlobalMaxPooling2D()(maps)
    else:
        maps = layers.Dense(5, activation=str(random.choice(["relu", "tanh"])))(layers.Flatten()(maps))
    classes = layers.Dense(
        int(random.integers(2, 5)), activation="softmax", use_bias=bool(random.integers(2))
    )(maps)
    return keras.Model(image, classes)


def _random_step(layers, random, maps):
    """Add a layer that leaves at least two rows and columns."""
    rows, columns, channels = maps.shape[1:]
    room = min(rows, columns)
    padding = "same" if room < 5 else str(random.choice(["valid", "same"]))
    activation = str(random.choice(["linear", *ACTIVATIONS[:-1]]))
    kernel = random.integers(1, 4, 2).tolist()
    bias = bool(random.integers(2))
    stride = 2 if room > 5 and random.integers(3) == 0 else 1
    common = {"padding": padding, "use_bias": bias, "activation": activation}
    dilation = {"dilation_rate": (2, 1)} if stride == 1 and room > 5 and random.integers(3) == 0 else {}
    filters = int(random.integers(2, 5))
    pool = {"pool_size": random.integers(1, 4, 2).tolist(), "padding": "same", "strides": stride}
    choices = [
        lambda: layers.Conv2D(filters, kernel, strides=stride, **common, **dilation)(maps),
        lambda: layers.Conv2D(2 * channels, kernel, groups=channels, **common)(maps),
        lambda: layers.DepthwiseConv2D(kernel, depth_multiplier=2, strides=stride, **common)(maps),
        lambda: layers.SeparableConv2D(filters, kernel, **common)(maps),
        lambda: layers.MaxPooling2D(**pool)(maps),
        lambda: layers.AveragePooling2D(**pool)(maps),
        lambda: layers.BatchNormalization(center=bias, scale=activation < "s")(maps),
        lambda: layers.PReLU(shared_axes=[1, 2] if bias else None)(maps),
        lambda: layers.ReLU(max_value=2, negative_slope=0.1, threshold=0.2)(maps),
        lambda: layers.LeakyReLU(0.3)(layers.ELU(0.7)(maps)),
        lambda: layers.Activation("gelu" if channels == 1 else activation)(layers.Dropout(0.5)(maps)),
        lambda: layers.ZeroPadding2D(((1, 0), (0, 2)))(maps),
        lambda: layers.Add()([maps, layers.Conv2D(channels, 3, padding="same", activation="relu")(maps)]),
        lambda: layers.Concatenate()([maps, layers.Conv2D(2, 1)(maps), maps]),
        lambda: layers.Dense(filters, activation="relu")(maps),
    ]
    return choices[random.integers(len(choices))]()


def by_hand(keras, *, activation="relu"):
    """Return a network that can be followed with a pencil.

    On an image of 4 × 4: two 2×2 filters, one for what brightens to the right, one for what darkens; the
    largest of 3 × 3; and two classes, "right" for the first filter and "left" for the second.
    """
    model = keras.Sequential(
        [
            keras.Input((4, 4, 1)),
            keras.layers.Conv2D(2, 2, activation=activation),
            keras.layers.MaxPooling2D(3),
            keras.layers.Flatten(),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )
    kernel = np.stack([[[-1, 1], [-1, 1]], [[1, -1], [1, -1]]], axis=-1)[:, :, np.newaxis]
    model.layers[0].set_weights([kernel, np.array([0.5, -0.5])])
    model.layers[-1].set_weights([np.array([[2, -1], [-1, 3]]), np.array([0.25, 0])])
    return model

"""Answers to the exercises of lesson 08, as learners write them."""

# ruff: noqa: D103, RET503, RET504
import numpy as np
from scipy.signal import correlate

from helpers import conv2d, pool2d, relu, softmax
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong


class _Late:
    """Keras, imported when it is first used: other tests read these answers too, and need no TensorFlow."""

    def __init__(self, part=""):
        self.part = part

    def __getattr__(self, name):
        from helpers.training import keras

        return getattr(getattr(keras, self.part) if self.part else keras, name)


keras, layers = _Late(), _Late("layers")

# --- summary -----------------------------------------------------------------------------------------


def lines(*counts, shapes=((28, 28, 8), (14, 14, 8), (14, 14, 16), (4, 4, 16), (256,), (10,))):
    return [[shape, count] for shape, count in zip(shapes, counts, strict=True)]


RIGHT_COUNTS = 608, 0, 1168, 0, 0, 2570
VALID_SECOND = (28, 28, 8), (14, 14, 8), (12, 12, 16), (4, 4, 16), (256,), (10,)
SAME_FIRST = (32, 32, 8), (16, 16, 8), (16, 16, 16), (5, 5, 16), (400,), (10,)
ROUNDED_UP = (28, 28, 8), (14, 14, 8), (14, 14, 16), (5, 5, 16), (400,), (10,)
ONE_BY_ONE = (28, 28, 8), (14, 14, 8), (14, 14, 16), (12, 12, 16), (2304,), (10,)
CHANNELS_FIRST = (8, 28, 28), (8, 14, 14), (16, 14, 14), (16, 4, 4), (256,), (10,)
MIXED = (28, 28, 8), (14, 14, 1), (14, 14, 16), (4, 4, 1), (16,), (10,)

ANSWERS.values(
    "summary",
    None,
    lines(*RIGHT_COUNTS),
    [
        ((28, 28, 8), "608"),
        ((14, 14, 8), 0),
        ((14, 14, 16), "1,168"),
        ((4, 4, 16), 0),
        (256, 0),
        (10, "2,570"),
    ],
    (
        ([28, 28, 8], 608.0),
        ([14, 14, 8], 0.0),
        ([14, 14, 16], 1168.0),
        ([4, 4, 16], 0.0),
        ([256], 0.0),
        ([10], 2570.0),
    ),
)
ANSWERS.values("summary", "the answer is not six lines", lines(*RIGHT_COUNTS)[:5], [[(28, 28, 8), 608]])
ANSWERS.values("summary", "the biases are forgotten", lines(600, 0, 1152, 0, 0, 2560))
ANSWERS.values("summary", "one bias for a whole layer", lines(601, 0, 1153, 0, 0, 2561))
ANSWERS.values("summary", "channels not summed", lines(208, 0, 160, 0, 0, 2570))
ANSWERS.values("summary", "the channels come first", lines(*RIGHT_COUNTS, shapes=CHANNELS_FIRST))
ANSWERS.values(
    "summary",
    "the border of the first convolution is kept",
    lines(608, 0, 1168, 0, 0, 4010, shapes=SAME_FIRST),
)
ANSWERS.values(
    "summary", "the border of the second convolution is lost", lines(*RIGHT_COUNTS, shapes=VALID_SECOND)
)
ANSWERS.values("summary", "pooling rounds up", lines(608, 0, 1168, 0, 0, 4010, shapes=ROUNDED_UP))
ANSWERS.values(
    "summary", "the pooling window moves one by one", lines(608, 0, 1168, 0, 0, 23050, shapes=ONE_BY_ONE)
)
ANSWERS.values("summary", "pooling mixes the channels", lines(608, 0, 1168, 0, 0, 170, shapes=MIXED))
ANSWERS.values("summary", "a layer without parameters has some", lines(608, 32, 1168, 144, 0, 2570))
ANSWERS.values("summary", "the number of parameters in line 6 is wrong", lines(608, 0, 1168, 0, 0, 2826))
ANSWERS.values(
    "summary", "the shapes are right, a number of parameters is not", lines(1200, 0, 1168, 0, 0, 2826)
)
ANSWERS.values("summary", "the wrong kind of thing", 4346, "608, 1168, 2570", [608, 0, 1168, 0, 0, 2570])

# --- forward -----------------------------------------------------------------------------------------


@right("forward")
def layer_by_layer(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    pooled = pool2d(maps, 2, mode="average")
    return softmax(pooled.reshape(-1) @ matrix + matrix_bias)


@right("forward")
def without_helpers(image, kernel, kernel_bias, matrix, matrix_bias):
    padded = np.pad(image, ((1, 1), (1, 1), (0, 0)))
    maps = [
        correlate(padded, kernel[..., f], mode="valid")[..., 0] + kernel_bias[f]
        for f in range(kernel.shape[-1])
    ]
    maps = np.maximum(np.stack(maps, axis=-1), 0)
    rows, columns = maps.shape[0] // 2, maps.shape[1] // 2
    blocks = maps[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2, -1)
    scores = matrix_bias + np.dot(blocks.mean(axis=(1, 3)).flatten(), matrix)
    powers = np.exp(scores)
    return list(powers / powers.sum())


@right("forward")
def as_a_batch_inside(image, kernel, kernel_bias, matrix, matrix_bias):
    x = np.asarray(image, dtype=np.float32)[np.newaxis]
    x = np.where((x := conv2d(x, kernel, kernel_bias, padding=1)) > 0, x, 0)
    x = pool2d(x, mode="average").reshape(len(x), -1)
    return softmax(x @ matrix + matrix_bias)[0]


@wrong("forward", "the convolution's bias is forgotten")
def forgets_the_first_bias(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, padding="same"))
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)


@wrong("forward", "the dense layer's bias is forgotten")
def forgets_the_second_bias(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return softmax(pool2d(maps, mode="average").ravel() @ matrix)


@wrong("forward", "the ReLU is missing")
def forgets_the_relu(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = conv2d(image, kernel, kernel_bias, padding="same")
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)


@wrong("forward", "ReLU after pooling")
def pools_first(image, kernel, kernel_bias, matrix, matrix_bias):
    pooled = pool2d(conv2d(image, kernel, kernel_bias, padding="same"), mode="average")
    return softmax(relu(pooled).ravel() @ matrix + matrix_bias)


@wrong("forward", "max-pooling")
def takes_the_maximum(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return softmax(pool2d(maps).ravel() @ matrix + matrix_bias)


@wrong("forward", "it stops with ValueError")
def forgets_the_padding(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias))
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)


@wrong("forward", "kernel flipped")
def turns_the_kernel(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel[::-1, ::-1], kernel_bias, padding="same"))
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)


@wrong("forward", "the row is in a different order")
def lays_out_map_after_map(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    pooled = pool2d(maps, mode="average").transpose(2, 0, 1)
    return softmax(pooled.ravel() @ matrix + matrix_bias)


@wrong("forward", "the softmax is missing")
def stops_at_the_scores(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return pool2d(maps, mode="average").ravel() @ matrix + matrix_bias


@wrong("forward", "a ReLU before the softmax")
def has_one_relu_too_many(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return softmax(relu(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias))


@wrong("forward", "exponentials that do not sum to 1")
def forgets_to_divide(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return np.exp(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)


@wrong("forward", "the class instead of the probabilities")
def names_the_class(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias).argmax()


@wrong("forward", "the result is a batch")
def keeps_the_batch(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image[None], kernel, kernel_bias, padding="same"))
    return softmax(pool2d(maps, mode="average").reshape(1, -1) @ matrix + matrix_bias)


@wrong("forward", "printed instead of returned")
def prints_the_probabilities(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    print(softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias))


# --- repaired ----------------------------------------------------------------------------------------


@right("repaired")
def mends_each_in_its_place(number):
    loss = "sparse_categorical_crossentropy"
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")]
    if number == 2:
        stack.append(layers.MaxPooling2D())
    if number == 3:
        stack += [layers.MaxPooling2D(4, padding="same"), layers.MaxPooling2D(2)]
        stack.append(layers.Conv2D(16, 3, activation="relu"))
    model = keras.Sequential([*stack, layers.Flatten(), layers.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model


@right("repaired")
def with_logits_and_global_pooling(number):
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(8, 3, activation="relu")(inputs)
    if number == 3:
        x = layers.Conv2D(16, 3, activation="relu")(layers.MaxPooling2D(4)(x))
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(inputs, layers.Dense(10)(x))
    model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


@right("repaired")
def with_activations_as_layers(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.ReLU()]
    if number == 3:
        stack += [layers.Conv2D(16, 3), layers.Activation("relu")]
    model = keras.Sequential([*stack, layers.Flatten(), layers.Dense(10), layers.Softmax()])
    model.compile(loss=keras.losses.SparseCategoricalCrossentropy())
    return model


@wrong("repaired", "it stops with ValueError")
def repairs_nothing(number):
    stack = [keras.Input((28, 28)), layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(10)]
    return keras.Sequential(stack)


@wrong("repaired", "the Flatten is missing")
def forgets_the_second(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")]
    if number == 3:
        stack.append(layers.Conv2D(16, 3, activation="relu"))
    if number != 2:
        stack.append(layers.Flatten())
    model = keras.Sequential([*stack, layers.Dense(10, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy")
    return model


@wrong("repaired", "a convolution is lost")
def takes_the_convolution_out(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu"), layers.Flatten()]
    model = keras.Sequential([*stack, layers.Dense(10, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy")
    return model


@wrong("repaired", "the last layer has no softmax")
def leaves_the_relu(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")]
    if number == 3:
        stack.append(layers.Conv2D(16, 3, activation="relu"))
    end = "relu" if number == 4 else "softmax"
    model = keras.Sequential([*stack, layers.Flatten(), layers.Dense(10, activation=end)])
    model.compile(loss="sparse_categorical_crossentropy")
    return model


@wrong("repaired", "the loss wants one-hot labels")
def leaves_the_loss(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")]
    if number == 3:
        stack.append(layers.Conv2D(16, 3, activation="relu"))
    model = keras.Sequential([*stack, layers.Flatten(), layers.Dense(10, activation="softmax")])
    model.compile(loss="categorical_crossentropy" if number == 5 else "sparse_categorical_crossentropy")
    return model


@wrong("repaired", "one softmax too many")
def takes_the_softmax_twice(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu"), layers.Flatten()]
    model = keras.Sequential([*stack, layers.Dense(10, activation="softmax")])
    model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


@wrong("repaired", "it is not compiled")
def forgets_to_compile(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu"), layers.Flatten()]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("repaired", "the input shape is missing")
def leaves_the_input_out(number):
    stack = [layers.Conv2D(8, 3, activation="relu"), layers.Flatten(), layers.Dense(10, activation="softmax")]
    model = keras.Sequential(stack)
    model.compile(loss="sparse_categorical_crossentropy")
    return model


@wrong("repaired", "it does not give ten scores")
def gives_one_score(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu"), layers.Flatten()]
    model = keras.Sequential([*stack, layers.Dense(1, activation="sigmoid")])
    model.compile(loss="binary_crossentropy")
    return model


@wrong("repaired", "it does not give ten scores")
def flattens_after_the_last_layer(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")]
    if number == 3:
        stack.append(layers.Conv2D(16, 3, activation="relu"))
    if number == 2:
        stack += [layers.MaxPooling2D(), layers.Dense(10, activation="softmax"), layers.Flatten()]
    else:
        stack += [layers.Flatten(), layers.Dense(10, activation="softmax")]
    model = keras.Sequential(stack)
    model.compile(loss="sparse_categorical_crossentropy")
    return model


@wrong("repaired", "it is not a Keras model")
def returns_the_list(number):
    return [keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.Flatten()]


@wrong("repaired", "nothing is returned")
def forgets_to_return(number):
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10)])
    model.compile(loss="sparse_categorical_crossentropy")


@wrong("repaired", "a convolution is changed")
def makes_the_kernel_smaller(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")]
    if number == 3:
        stack += [layers.MaxPooling2D(4), layers.MaxPooling2D(4), layers.Conv2D(16, 1, activation="relu")]
    model = keras.Sequential([*stack, layers.Flatten(), layers.Dense(10, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy")
    return model


@wrong("repaired", "a convolution is changed")
def pads_the_second_convolution(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")]
    if number == 3:
        stack += [layers.MaxPooling2D(4), layers.MaxPooling2D(4)]
        stack.append(layers.Conv2D(16, 3, padding="same", activation="relu"))
    model = keras.Sequential([*stack, layers.Flatten(), layers.Dense(10, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy")
    return model


# --- lenet -------------------------------------------------------------------------------------------


@right("lenet")
def with_a_dense_c5():
    stack = [
        keras.Input((32, 32, 1)),
        layers.Conv2D(6, 5, activation="tanh"),
        layers.AveragePooling2D(2),
        layers.Conv2D(16, (5, 5), activation="tanh"),
        layers.AveragePooling2D(2, strides=2),
        layers.Flatten(),
        layers.Dense(120, activation="tanh"),
        layers.Dense(84, activation="tanh"),
        layers.Dense(10, activation="softmax"),
    ]
    return keras.Sequential(stack, name="lenet")


@right("lenet")
def with_a_convolution_for_c5():
    inputs = keras.Input((32, 32, 1))
    x = inputs
    for filters in (6, 16):
        x = layers.AveragePooling2D(2)(layers.Conv2D(filters, 5, activation="tanh")(x))
    x = layers.Flatten()(layers.Conv2D(120, 5, activation="tanh")(x))
    x = layers.Activation("tanh")(layers.Dense(84)(x))
    return keras.Model(inputs, layers.Softmax()(layers.Dense(10)(x)))


@wrong("lenet", "max-pooling")
def with_the_maximum():
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, activation="tanh"), layers.MaxPooling2D()]
    stack += [layers.Flatten(), layers.Dense(120, activation="tanh"), layers.Dense(84, activation="tanh")]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("lenet", "the input is not 32×32×1")
def with_28_pixels():
    stack = [keras.Input((28, 28, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, activation="tanh"), layers.AveragePooling2D(2)]
    stack += [layers.Flatten(), layers.Dense(120, activation="tanh"), layers.Dense(84, activation="tanh")]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("lenet", "a kernel is not 5×5")
def with_kernels_of_three():
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 3, activation="tanh"), layers.AveragePooling2D(2)]
    stack += [layers.Flatten(), layers.Dense(120, activation="tanh"), layers.Dense(84, activation="tanh")]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("lenet", "padded")
def with_same_padding():
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, padding="same", activation="tanh"), layers.AveragePooling2D(2)]
    stack += [layers.Flatten(), layers.Dense(120, activation="tanh"), layers.Dense(84, activation="tanh")]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("lenet", "an activation other than tanh")
def with_relu():
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, activation="relu"), layers.AveragePooling2D(2)]
    stack += [layers.Flatten(), layers.Dense(120, activation="relu"), layers.Dense(84, activation="relu")]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("lenet", "an activation is missing")
def without_activations():
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5), layers.AveragePooling2D(2)]
    stack += [layers.Flatten(), layers.Dense(120), layers.Dense(84)]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("lenet", "a pooling layer is missing")
def with_strides_in_place_of_pooling():
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, strides=2, activation="tanh")]
    stack += [layers.Flatten(), layers.Dense(120, activation="tanh"), layers.Dense(84, activation="tanh")]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("lenet", "the layers have different sizes")
def without_f6():
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, activation="tanh"), layers.AveragePooling2D(2)]
    stack += [layers.Flatten(), layers.Dense(120, activation="tanh")]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("lenet", "the Flatten is missing")
def without_flatten():
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, activation="tanh"), layers.AveragePooling2D(2)]
    stack += [layers.Dense(120, activation="tanh"), layers.Dense(84, activation="tanh")]
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")])


@wrong("lenet", "the last layer has no softmax")
def with_scores_at_the_end():
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, activation="tanh"), layers.AveragePooling2D(2)]
    stack += [layers.Flatten(), layers.Dense(120, activation="tanh"), layers.Dense(84, activation="tanh")]
    return keras.Sequential([*stack, layers.Dense(10)])


@wrong("lenet", "it stops with AttributeError")
def copies_the_misprint():
    return keras.Sequencial([keras.Input((32, 32, 1)), layers.Flatten(), layers.Dense(10)])


# --- written without looking at the tables -----------------------------------------------------------


@wrong("forward", "the row is in a different order")
def flattens_the_first_axis_first(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return softmax(pool2d(maps, mode="average").ravel(order="F") @ matrix + matrix_bias)


@wrong("forward", "the kernel is transposed")
def swaps_rows_and_columns_of_the_kernel(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel.transpose(1, 0, 2, 3), kernel_bias, padding="same"))
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)


# --- another set, written from the task texts alone ---------------------------------------------------


@right("lenet")
def with_functions_of_tensorflow():
    import tensorflow as tf

    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, activation=tf.nn.tanh), layers.AveragePooling2D(2)]
    stack += [
        layers.Flatten(),
        layers.Dense(120, activation=tf.tanh),
        layers.Dense(84, activation=tf.nn.tanh),
    ]
    return keras.Sequential([*stack, layers.Dense(10, activation=tf.nn.softmax)])


@right("repaired")
def adds_the_channel_in_a_layer(number):
    if number != 1:
        return mends_each_in_its_place(number)
    stack = [keras.Input((28, 28)), layers.Reshape((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")]
    model = keras.Sequential([*stack, layers.Flatten(), layers.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


@wrong("forward", "the bias is added after the ReLU")
def adds_the_bias_last(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, padding="same")) + kernel_bias
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)


@wrong("forward", "a sigmoid in place of the softmax")
def squeezes_each_score(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return 1 / (1 + np.exp(-(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias)))


@wrong("forward", "the row is in a different order")
def goes_along_the_columns(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return softmax(pool2d(maps, mode="average").transpose(1, 0, 2).ravel() @ matrix + matrix_bias)


# --- the fifth set, written from the task texts alone -------------------------------------------------

ANSWERS.values(
    "summary",
    "the shape in line 5 is wrong",
    lines(608, 0, 1168, 0, 0, 170, shapes=((28, 28, 8), (14, 14, 8), (14, 14, 16), (4, 4, 16), (16,), (10,))),
)
ANSWERS.values(
    "summary",
    "the shape in line 4 is wrong",
    lines(
        608, 0, 1168, 0, 0, 7850, shapes=((28, 28, 8), (14, 14, 8), (14, 14, 16), (7, 7, 16), (784,), (10,))
    ),
)
ANSWERS.values("summary", "the number of parameters in line 3 is wrong", lines(608, 0, 448, 0, 0, 2570))


@wrong("forward", "the probabilities are rounded")
def rounds_to_two_decimals(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return softmax(pool2d(maps, mode="average").ravel() @ matrix + matrix_bias).round(2)


@wrong("forward", "it stops with ValueError")
def pads_the_pooling(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = relu(conv2d(image, kernel, kernel_bias, padding="same"))
    return softmax(pool2d(maps, padding="same", mode="average").ravel() @ matrix + matrix_bias)


@wrong("forward", "the size of the image is built in")
def writes_the_length_of_the_row(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = pool2d(relu(conv2d(image, kernel, kernel_bias, padding="same")), mode="average")
    return softmax(maps.reshape(14 * 14 * 4) @ matrix + matrix_bias)


@right("forward")
def adds_up_with_exp(image, kernel, kernel_bias, matrix, matrix_bias):
    maps = np.maximum(conv2d(image, kernel, padding="same") + kernel_bias, 0)
    rows, columns = maps.shape[0] // 2, maps.shape[1] // 2
    blocks = maps[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2, -1)
    scores = blocks.mean(axis=(1, 3)).reshape(1, -1) @ matrix + matrix_bias
    scores -= scores.max()
    return (np.exp(scores) / np.exp(scores).sum()).reshape(-1)


def _lenet_of(*, size=2, after_pooling=(), end="softmax"):
    stack = [keras.Input((32, 32, 1))]
    for filters in (6, 16):
        stack += [layers.Conv2D(filters, 5, activation="tanh")]
        stack += [layers.AveragePooling2D(size, strides=2, padding="same" if size == 3 else "valid")]
        stack += [make() for make in after_pooling]
    stack += [layers.Flatten(), layers.Dense(120, activation="tanh"), layers.Dense(84, activation="tanh")]
    return keras.Sequential([*stack, layers.Dense(10, activation=end), layers.Softmax()])


@wrong("lenet", "two activations follow each other")
def with_tanh_after_pooling():
    return _lenet_of(after_pooling=[lambda: layers.Activation("tanh")], end=None)


@wrong("lenet", "two activations follow each other")
def with_two_softmaxes():
    return _lenet_of()


@wrong("lenet", "the pooling windows are not 2×2")
def with_windows_that_overlap():
    return _lenet_of(size=3, end=None)


@wrong("lenet", "dropout")
def with_dropout():
    return _lenet_of(after_pooling=[lambda: layers.Dropout(0.25)], end=None)


@wrong("repaired", "two activations follow each other")
def puts_a_softmax_after_the_relu(number):
    stack = [keras.Input((28, 28, 1)), layers.Conv2D(8, 3, activation="relu")]
    if number == 3:
        stack += [layers.MaxPooling2D(4), layers.Conv2D(16, 3, activation="relu")]
    stack += [layers.Flatten(), layers.Dense(10, activation="relu" if number == 4 else "softmax")]
    if number == 4:
        stack.append(layers.Softmax())
    model = keras.Sequential(stack)
    model.compile(loss="sparse_categorical_crossentropy")
    return model

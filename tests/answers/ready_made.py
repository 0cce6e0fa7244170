"""Answers that leave the work to a ready function, of the course or of a framework, under many names."""

# ruff: noqa: D103
import numpy as np

import helpers
import helpers.descent as downhill
from helpers import conv2d, gradients, inside, output_size, shapes
from helpers import receptive_field as what_a_cell_sees
from helpers import relu as rectify
from helpers.shapes import Conv, pixel_uses
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong
FINISHED = "a finished function does the work"
TOOLS = {"pool": helpers.pool2d, "convolve": conv2d}

# --- the course's own functions ----------------------------------------------------------------------


@wrong("correlation", FINISHED)
def turns_the_image_for_the_helper(image, distance):
    return helpers.pictures.neighbour_correlation(image.T, distance)


@wrong("prepare", FINISHED)
def prepares_with_keras(images):
    from helpers.training import keras

    return keras.ops.convert_to_numpy(keras.ops.expand_dims(keras.ops.cast(images, "float32") / 255, -1))


@wrong("pool2d", FINISHED)
def pools_with_keras(image, size, stride, mode="max"):
    from helpers.training import keras

    pool = keras.ops.max_pool if mode == "max" else keras.ops.average_pool
    return np.asarray(pool(np.float32(image)[None, :, :, None], size, stride, "valid"))[0, :, :, 0]


@wrong("count_stops", FINISHED)
def positions_of_output_size(n, k, stride=1):
    return int(np.vectorize(lambda side: output_size(side, k, stride=stride))(n))


@wrong("conv2d", FINISHED)
def gradient_of_a_kernel(image, kernel, stride=1):
    from helpers.gradients import kernel_gradient

    return kernel_gradient(image, kernel)[::stride, ::stride]


@wrong("conv2d", FINISHED)
def row_by_row_with_conv1d(image, kernel, stride=1):
    from helpers import conv1d as slide

    rows = range(0, image.shape[0] - len(kernel) + 1, stride)
    return np.array([sum(slide(image[r + i], kernel[i]) for i in range(len(kernel)))[::stride] for r in rows])


@wrong("conv2d", FINISHED)
def row_by_row_with_correlate(image, kernel, stride=1):
    rows = range(0, image.shape[0] - len(kernel) + 1, stride)
    return np.array(
        [
            sum(np.correlate(1.0 * image[r + i], 1.0 * kernel[i]) for i in range(len(kernel)))[::stride]
            for r in rows
        ]
    )


@wrong("conv2d_vectorised", FINISHED)
def out_of_a_box(image, kernel):
    return TOOLS["convolve"](image, kernel)


@right("conv2d_vectorised")
def einsum_of_all_windows(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("rcij,ij->rc", windows.astype(float), kernel)


@right("convolve")
def one_long_row_reversed(image, kernel):
    return conv2d(image, kernel.ravel()[::-1].reshape(kernel.shape))


@wrong("alike", FINISHED)
def agreement_of_two_maps(window, feature):
    return inside.agreement(window, feature)


@right("pixel_uses")
def rows_times_columns(image_shape, k, padding=0):
    return np.outer(*(pixel_uses(n, k, padding=padding) for n in image_shape))


@wrong("dilate_kernel", FINISHED)
def spread_out_like_a_gradient(kernel, dilation):
    return gradients.spread_out(kernel, dilation)


@right("merge_kernels")
def gradient_that_merges(first, second):
    return gradients.input_gradient(first, second)


@wrong("output_size", FINISHED)
def traced(n, k, stride=1, padding=0, dilation=1):
    layer = Conv(1, k, stride=stride, padding=padding, dilation=dilation)
    return shapes.trace([layer], (n, n, 1))[0].shape[0]


@wrong("same_padding", FINISHED)
def padding_of_an_axis(n, k, stride=1, dilation=1):
    return shapes.axis_padding(n, k, stride=stride, padding="same", dilation=dilation)


@wrong("relu", FINISHED)
def rectified(values):
    return rectify(values)


@wrong("relu", FINISHED)
def leaking_nothing(values):
    return helpers.leaky_relu(values, 0)


@wrong("relu_gradient", FINISHED)
def gate_of_the_course(values, incoming):
    return gradients.relu_gradient(values, incoming)


@wrong("pool2d", FINISHED)
def pool_out_of_a_box(image, size, stride, mode="max"):
    return TOOLS["pool"](image, size, stride=stride, mode=mode)


@wrong("conv_volume", "right values, but conv2d got a volume")
def whole_volume_at_once(volume, filters):
    return TOOLS["convolve"](volume, filters)


@wrong("momentum_step", FINISHED)
def momentum_of_the_course(weights, velocity, slopes, rate, momentum):
    return downhill.momentum_step(weights, velocity, slopes, rate, momentum)


@wrong("adam_step", FINISHED)
def adam_by_a_name_in_two_halves(weights, mean, square, slopes, rate, number):
    step = vars(downhill)["adam_" + "step"]
    return tuple(map(np.asarray, step(weights, mean, square, slopes, rate, number)))


@wrong("input_gradient", FINISHED)
def gradient_of_the_course(kernel, upstream):
    return gradients.input_gradient(kernel, upstream)


@wrong("slopes_by_trying", FINISHED)
def differences_of_the_course(image, kernel, target, step):
    def loss(kernel):
        return ((conv2d(image, kernel) - target) ** 2).sum() / 2

    return gradients.finite_differences(loss, kernel, step)


@wrong("receptive_field", FINISHED)
def field_under_another_name(layers):
    return what_a_cell_sees([Conv(1, kernel, stride) for kernel, stride in layers])[0]


@wrong("receptive_field", FINISHED)
def length_of_a_region(layers):
    from helpers.inside.receptive import region

    rows, _ = region([Conv(1, kernel, stride) for kernel, stride in layers], (30, 30), (2000, 2000))
    return rows.stop - rows.start if isinstance(rows, (slice, range)) else rows[1] - rows[0]


@wrong("fair_test", FINISHED)
def test_of_the_course(falls, heat, garment):
    return inside.fair_test(falls, heat, garment)


@wrong("batch_norm", FINISHED)
def normalised_by_the_course(values, scale, shift):
    from helpers.training import tf
    from helpers.training.deep import normalise

    return normalise(tf.constant(values, "float32")).numpy() * scale + shift


# --- frameworks --------------------------------------------------------------------------------------


@wrong("conv2d", FINISHED)
def convolution_of_tensorflow(image, kernel, stride=1):
    from helpers.training import tf

    maps, grids = image[None, :, :, None], kernel[:, :, None, None]
    maps, grids = tf.constant(maps, "float32"), tf.constant(grids, "float32")
    return tf.nn.convolution(maps, grids, [stride, stride], "VALID")[0, :, :, 0].numpy()


@wrong("conv_volume", FINISHED)
def layer_of_keras(volume, filters):
    from helpers.training import keras

    layer = keras.layers.Conv2D(filters.shape[-1], filters.shape[:2], use_bias=False)
    layer.build((None, *volume.shape))
    layer.set_weights([filters])
    return np.asarray(layer(volume[np.newaxis].astype("float32")))[0]


@right("conv_volume")
def tensorflow_on_single_grids(volume, filters):
    from helpers.training import tf

    def one(grid, kernel):
        grid = tf.constant(grid[None, :, :, None], "float32")
        return tf.nn.conv2d(grid, tf.constant(kernel[:, :, None, None], "float32"), 1, "VALID")[0, :, :, 0]

    channels, numbers = range(volume.shape[2]), range(filters.shape[3])
    maps = [sum(one(volume[..., c], filters[..., c, f]).numpy() for c in channels) for f in numbers]
    return np.stack(maps, -1)


@wrong("forward", FINISHED)
def network_of_keras(image, kernel, kernel_bias, matrix, matrix_bias):
    from helpers.training import keras

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input(image.shape),
            layers.Conv2D(kernel.shape[-1], 3, padding="same", activation="relu"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(matrix.shape[1], activation="softmax"),
        ]
    )
    model.set_weights([kernel, kernel_bias, matrix, matrix_bias])
    return np.asarray(model(image[np.newaxis].astype("float32")))[0]


@wrong("input_gradient", FINISHED)
def transposed_convolution_of_tensorflow(kernel, upstream):
    from helpers.training import tf

    shape = (1, *(np.add(kernel.shape, upstream.shape) - 1), 1)
    grids = tf.constant(kernel[:, :, None, None], "float32")
    maps = tf.constant(upstream[None, :, :, None], "float32")
    return tf.nn.conv2d_transpose(maps, grids, shape, 1, "VALID")[0, :, :, 0].numpy()


@wrong("separable", FINISHED)
def separable_layer_of_keras(image, grids, mixing):
    from helpers.training import keras

    layer = keras.layers.SeparableConv2D(mixing.shape[1], grids.shape[:2], use_bias=False)
    layer.build((None, *image.shape))
    layer.set_weights([grids[..., np.newaxis], mixing[np.newaxis, np.newaxis]])
    return np.asarray(layer(image[np.newaxis].astype("float32")))[0]


@wrong("separable", FINISHED)
def separable_convolution_of_tensorflow(image, grids, mixing):
    from helpers.training import tf

    image, grids, mixing = image[None], grids[..., None], mixing[None, None]
    image, grids, mixing = (tf.constant(part, "float32") for part in (image, grids, mixing))
    return tf.nn.separable_conv2d(image, grids, mixing, [1, 1, 1, 1], "VALID")[0].numpy()


@wrong("batch_norm", FINISHED)
def batch_norm_of_keras(values, scale, shift):
    from helpers.training import keras

    layer = keras.layers.BatchNormalization(epsilon=0.001)
    layer.build(values.shape)
    layer.gamma.assign(scale)
    layer.beta.assign(shift)
    return np.asarray(layer(values, training=True))


@right("batch_norm")
def the_formula_in_tensorflow(values, scale, shift):
    from helpers.training import tf

    values = tf.constant(values, "float32")
    mean = tf.reduce_mean(values, [0, 1, 2])
    variance = tf.reduce_mean((values - mean) ** 2, [0, 1, 2])
    return ((values - mean) / tf.sqrt(variance + 0.001) * scale + shift).numpy()

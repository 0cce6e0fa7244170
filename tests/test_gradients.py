"""The gradients of `helpers` against TensorFlow's tape and finite differences, over many shapes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import conv2d, output_size, pool2d, relu
from helpers.gradients import (
    bias_gradient,
    cross_entropy,
    finite_differences,
    input_gradient,
    kernel_gradient,
    pool2d_gradient,
    relative_error,
    relu_gradient,
    spread_out,
)

IMAGE, KERNEL = np.array([[1, 2, 0], [0, 1, 3], [2, 1, 1]]), np.array([[1, 0], [-1, 2]])
BIAS, TARGET = 1, np.array([[3, 9], [1, 1]])
UPSTREAM = conv2d(IMAGE, KERNEL, BIAS) - TARGET


def loss(image, kernel, bias):
    """Return half the sum of the squared errors of lesson 11's small layer."""
    return ((conv2d(image, kernel, bias) - TARGET) ** 2).sum() / 2


@pytest.fixture(scope="module", name="tf")
def _tensorflow():
    from helpers.training import tf

    return tf


def by_tape(tf, function, *values, upstream):
    """Return TensorFlow's gradients of sum(function(*values) * upstream), in 64 bits."""
    values = [tf.constant(value, tf.float64) for value in values]
    with tf.GradientTape() as tape:
        tape.watch(values)
        total = tf.reduce_sum(function(*values) * upstream)
    return [gradient.numpy() for gradient in tape.gradient(total, values)]


def test_three_ways_to_compute_the_three_gradients_of_the_lesson_agree(tf):
    """The lesson's claim: by hand, finite differences and GradientTape agree to 1e-4; here to 1e-8."""
    by_hand = (
        kernel_gradient(IMAGE, UPSTREAM),
        bias_gradient(UPSTREAM),
        input_gradient(KERNEL, UPSTREAM),
    )
    by_trying = (
        finite_differences(lambda kernel: loss(IMAGE, kernel, BIAS), KERNEL),
        finite_differences(lambda bias: loss(IMAGE, KERNEL, bias), BIAS),
        finite_differences(lambda image: loss(image, KERNEL, BIAS), IMAGE),
    )

    def layer(kernel, bias, image):
        maps = tf.nn.conv2d(image[None, :, :, None], kernel[:, :, None, None], strides=1, padding="VALID")
        return maps[0, :, :, 0] + bias

    from_tape = by_tape(tf, layer, KERNEL, BIAS, IMAGE, upstream=UPSTREAM)
    for hand, trying, tape in zip(by_hand, by_trying, from_tape, strict=True):
        np.testing.assert_allclose(trying, hand, atol=1e-8)
        np.testing.assert_allclose(tape, hand, atol=1e-8)


def test_the_numbers_of_the_lesson_are_those_computed_by_hand():
    """A learner compares them with their own sheet of paper."""
    assert UPSTREAM.tolist() == [[1, -1], [0, 2]]
    assert kernel_gradient(IMAGE, UPSTREAM).tolist() == [[1, 8], [1, 0]]
    assert bias_gradient(UPSTREAM) == 2
    assert input_gradient(KERNEL, UPSTREAM).tolist() == [[1, -1, 0], [-1, 5, -2], [0, -2, 4]]


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(1, 3),
    size=st.tuples(st.integers(3, 7), st.integers(3, 7)),
    kernel_size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    channels=st.integers(1, 3),
    filters=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
def test_the_gradients_of_batches_are_those_of_tensorflow(
    tf, count, size, kernel_size, channels, filters, seed
):
    """Training in NumPy needs them, for any number of images, channels and filters."""
    random = np.random.default_rng(seed)
    image, kernel = (
        random.normal(size=(count, *size, channels)),
        random.normal(size=(*kernel_size, channels, filters)),
    )
    bias = random.normal(size=filters)
    upstream = random.normal(size=conv2d(image, kernel).shape)

    def layer(image, kernel, bias):
        return tf.nn.conv2d(image, kernel, strides=1, padding="VALID") + bias

    for_image, for_kernel, for_bias = by_tape(tf, layer, image, kernel, bias, upstream=upstream)
    np.testing.assert_allclose(input_gradient(kernel, upstream), for_image, atol=1e-9)
    np.testing.assert_allclose(kernel_gradient(image, upstream), for_kernel, atol=1e-9)
    np.testing.assert_allclose(bias_gradient(upstream), for_bias, atol=1e-9)


PADDINGS = {"valid": "VALID", "same": "SAME"}


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 2),
    size=st.tuples(st.integers(3, 9), st.integers(3, 9)),
    kernel_size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same", 1, ((0, 1), (2, 0))]),
    channels=st.integers(1, 2),
    filters=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
def test_with_stride_and_padding_the_gradients_are_those_of_tensorflow(
    tf, count, size, kernel_size, stride, padding, channels, filters, seed
):
    """Every network of lesson 10 has same padding; a stride drops rows, whose slope is 0."""
    random = np.random.default_rng(seed)
    image = random.normal(size=(count, *size, channels))
    kernel = random.normal(size=(*kernel_size, channels, filters))
    upstream = random.normal(size=conv2d(image, kernel, stride=stride, padding=padding).shape)
    sides = {1: ((1, 1), (1, 1))}.get(padding, padding)

    def layer(image, kernel):
        if isinstance(padding, str):
            return tf.nn.conv2d(image, kernel, stride, PADDINGS[padding])
        return tf.nn.conv2d(tf.pad(image, ((0, 0), *sides, (0, 0))), kernel, stride, "VALID")

    for_image, for_kernel = by_tape(tf, layer, image, kernel, upstream=upstream)
    settings_ = {"stride": stride, "padding": padding}
    ours = input_gradient(kernel, upstream, image_size=size, **settings_)
    np.testing.assert_allclose(ours, for_image, atol=1e-9)
    ours = kernel_gradient(image, upstream, kernel_size=kernel_size, **settings_)
    np.testing.assert_allclose(ours, for_kernel, atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(
    size=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    kernel_size=st.integers(1, 4),
    stride=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same"]),
    channels=st.integers(1, 3),
    filters=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
def test_the_input_gradient_is_the_transposed_convolution_of_keras(
    tf, size, kernel_size, stride, padding, channels, filters, seed
):
    """Lesson 11 says so, for one kernel; here for any, with the same array of weights."""
    from helpers.training import keras

    kernel_size = max(kernel_size, stride)  # below that, Keras adds rows that no window reaches
    random = np.random.default_rng(seed)
    kernel = random.normal(size=(kernel_size, kernel_size, channels, filters)).astype("float32")
    maps = random.normal(size=(2, *size, filters)).astype("float32")
    layer = keras.layers.Conv2DTranspose(channels, kernel_size, stride, padding, use_bias=False)
    layer.build(maps.shape)
    layer.set_weights([kernel])
    theirs = layer(maps).numpy()
    ours = input_gradient(kernel, maps, stride=stride, padding=padding)
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("padding", ["valid", "same", "full", 0, 1])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_without_a_size_the_image_is_the_smallest_that_gives_these_maps(k, stride, padding):
    """A row too many has a slope of 0 for ever; one too few drops the slope of a pixel."""
    gradient = input_gradient(np.ones((k, k)), np.ones((4, 3)), stride=stride, padding=padding)
    for n, positions in zip(gradient.shape, (4, 3), strict=True):
        settings_ = {"stride": stride, "padding": padding}
        sizes = [size for size in range(1, 20) if _positions(size, k, settings_) == positions]
        assert n == (positions * stride if padding == "same" else min(sizes))


def _positions(n, k, settings_):
    try:
        return output_size(n, k, **settings_)
    except ValueError:
        return 0


def test_a_stride_on_one_axis_only_and_a_grid_are_understood():
    """Rows and columns are easily exchanged in code that handles both."""
    image, kernel = np.arange(35.0).reshape(5, 7) % 4, np.array([[1.0, -2, 0.5]])
    upstream = conv2d(image, kernel, stride=(2, 3), padding=(0, 1)) - 1

    def loss_of_both(image, kernel):
        return ((conv2d(image, kernel, stride=(2, 3), padding=(0, 1)) - 1) ** 2).sum() / 2

    tried = finite_differences(lambda image: loss_of_both(image, kernel), image)
    ours = input_gradient(kernel, upstream, image_size=(5, 7), stride=(2, 3), padding=(0, 1))
    np.testing.assert_allclose(ours, tried, atol=1e-7)
    tried = finite_differences(lambda kernel: loss_of_both(image, kernel), kernel)
    ours = kernel_gradient(image, upstream, kernel_size=(1, 3), stride=(2, 3), padding=(0, 1))
    np.testing.assert_allclose(ours, tried, atol=1e-7)


def test_zeros_go_between_the_cells_and_not_around_them():
    """A zero after the last cell would make the result one pixel too large."""
    assert spread_out([[1, 2], [3, 4]], (1, 3)).tolist() == [[1, 0, 0, 2], [3, 0, 0, 4]]
    assert spread_out(np.ones((2, 3, 4, 5)), 2).shape == (2, 5, 7, 5)


def test_the_relative_error_does_not_depend_on_the_size_of_the_loss():
    """An absolute tolerance passes every gradient of a loss that is small enough."""
    one, other = np.array([[1, -1], [0, 5]]), np.array([[1, 1], [0, 5]])
    assert relative_error(one, other) == 0.4
    assert relative_error(one / 1e6, other / 1e6) == pytest.approx(0.4)
    assert relative_error([0, 0], [0, 0]) == 0
    assert relative_error(0, 1e-9) == 1


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(1, 3),
    size=st.tuples(st.integers(2, 7), st.integers(2, 7)),
    channels=st.integers(1, 3),
    window=st.integers(1, 2),
    seed=st.integers(0, 1000),
    ties=st.booleans(),
)
def test_relu_and_max_pooling_pass_the_gradient_as_tensorflow_does(
    tf, count, size, channels, window, seed, ties
):
    """Including ties and dropped rows: after ReLU many windows contain several zeros."""
    random = np.random.default_rng(seed)
    shape = (count, *size, channels)
    values = random.integers(-2, 3, shape).astype(float) if ties else random.normal(size=shape)
    upstream = random.normal(size=pool2d(values, window).shape)

    def through_both(values):
        return tf.nn.max_pool2d(tf.nn.relu(values), window, window, "VALID")

    (wanted,) = by_tape(tf, through_both, values, upstream=upstream)
    ours = relu_gradient(values, pool2d_gradient(relu(values), upstream, window))
    np.testing.assert_allclose(ours, wanted, atol=1e-12)
    (wanted,) = by_tape(tf, lambda v: tf.nn.max_pool2d(v, window, window, "VALID"), values, upstream=upstream)
    np.testing.assert_allclose(pool2d_gradient(values, upstream, window), wanted, atol=1e-12)


def test_a_grid_and_a_batch_of_one_give_the_same():
    """The lesson moves from grids to batches and calls the same functions."""
    stack, kernels = IMAGE[np.newaxis, ..., np.newaxis], KERNEL[..., np.newaxis, np.newaxis]
    upstream = UPSTREAM[np.newaxis, ..., np.newaxis]
    assert (kernel_gradient(stack, upstream)[..., 0, 0] == kernel_gradient(IMAGE, UPSTREAM)).all()
    assert (input_gradient(kernels, upstream)[0, ..., 0] == input_gradient(KERNEL, UPSTREAM)).all()
    assert bias_gradient(upstream) == bias_gradient(UPSTREAM)


def test_pooling_passes_the_gradient_to_the_first_of_equal_maxima():
    """TensorFlow does; dividing it among them would make the losses differ from step 2 on."""
    assert pool2d_gradient([[2, 2], [2, 1]], [[5]]).tolist() == [[5, 0], [0, 0]]


def test_rows_and_columns_that_pooling_drops_get_no_gradient():
    """With three rows and windows of two, no window contains the last row."""
    gradient = pool2d_gradient(np.arange(9).reshape(3, 3), [[7]])
    assert gradient.tolist() == [[0, 0, 0], [0, 7, 0], [0, 0, 0]]


def test_the_gradient_of_cross_entropy_is_that_of_keras_and_of_finite_differences(tf):
    """Every backward pass starts here; a sum in place of a mean would make every step too large."""
    random = np.random.default_rng(0)
    scores, labels = random.normal(size=(5, 4)), np.array([0, 3, 1, 1, 2])
    loss_here, gradient = cross_entropy(scores, labels)
    tried = finite_differences(lambda values: cross_entropy(values, labels)[0], scores)
    np.testing.assert_allclose(gradient, tried, atol=1e-9)
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores).numpy()
    assert loss_here == pytest.approx(losses.mean(), abs=1e-12)


def test_cross_entropy_does_not_overflow():
    """One step that is too large may give a score of 1000; the learner should see a large loss, not NaN."""
    loss_here, gradient = cross_entropy([[1000.0, 0.0]], [1])
    assert loss_here == 1000
    assert gradient.tolist() == [[1, -1]]


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_backward_pass_keeps_the_dtype(kind):
    """A single float64 array would turn a training in float32 into one in float64, unnoticed."""
    random = np.random.default_rng(0)
    image, kernel = (
        random.normal(size=(2, 6, 6, 1)).astype(kind),
        random.normal(size=(3, 3, 1, 2)).astype(kind),
    )
    maps = conv2d(image, kernel)
    upstream = pool2d_gradient(relu(maps), np.ones((2, 2, 2, 2), kind))
    upstream = relu_gradient(maps, upstream)
    for gradient in (
        upstream,
        kernel_gradient(image, upstream),
        bias_gradient(upstream),
        input_gradient(kernel, upstream),
        cross_entropy(image.reshape(2, 36), np.array([0, 1]))[1],
    ):
        assert gradient.dtype == kind


def test_finite_differences_leave_the_values_unchanged_and_take_whole_numbers():
    """In an array of whole numbers a small step would be rounded off, and every slope would be 0."""
    values = np.array([1, -3])
    assert finite_differences(lambda x: (x**2).sum(), values) == pytest.approx([2, -6], abs=1e-6)
    assert values.tolist() == [1, -3]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: kernel_gradient(np.ones((3, 3)), np.ones((1, 2, 2, 1))), "give two grids"),
        (lambda: kernel_gradient(np.ones((2, 3, 3, 1)), np.ones((1, 2, 2, 1))), "2 images and 1 gradients"),
        (lambda: input_gradient(np.ones((2, 2)), np.ones((1, 2, 2, 1))), "give two grids"),
        (lambda: input_gradient(np.ones((2, 2, 1, 3)), np.ones((1, 2, 2, 1))), "channels"),
        (lambda: kernel_gradient(np.ones((5, 5)), np.ones((2, 2)), stride=2), "Give kernel_size"),
        (lambda: kernel_gradient(np.ones((5, 5)), np.ones((5, 5)), padding="same"), "Give kernel_size"),
        (lambda: kernel_gradient(np.ones((5, 5)), np.ones((3, 3)), kernel_size=2), r"\(4, 4\).*has \(3, 3\)"),
        (
            lambda: input_gradient(np.ones((3, 3)), np.ones((2, 2)), image_size=7, stride=2),
            r"\(3, 3\).*\(2, 2\)",
        ),
        (lambda: input_gradient(np.ones((3, 3)), np.ones((2, 2)), padding="sam"), "padding"),
        (lambda: input_gradient(np.ones((3, 3)), np.ones((2, 2)), stride=0), "stride must be 1 or more"),
        (lambda: spread_out(np.ones((2, 2)), 0), "stride must be 1 or more"),
        (lambda: input_gradient(np.ones((3, 3)), np.ones((2, 2)), image_size=0), "image_size must be 1 or"),
        (lambda: kernel_gradient(np.ones((3, 3)), np.ones((2, 2)), stride=0), "stride must be 1 or more"),
        (
            lambda: kernel_gradient(np.ones((3, 3)), np.ones((2, 2)), kernel_size=0),
            "kernel_size must be 1 or more",
        ),
        (lambda: cross_entropy(np.ones((0, 3)), []), r"at least one row and one class.*\(0, 3\)"),
        (lambda: cross_entropy(np.ones((3, 0)), [0, 0, 0]), r"at least one row and one class.*\(3, 0\)"),
        (lambda: relu_gradient([1, 2], [1]), r"shape \(2,\) and the gradient \(1,\)"),
        (lambda: relative_error([1, 2], [1, 2, 3]), "differ in shape"),
        (lambda: pool2d_gradient(np.ones((4, 4)), np.ones((3, 3))), "Pooling"),
        (lambda: pool2d_gradient(np.ones((4, 4)), np.ones((2, 2)), 0), "size must be 1 or more"),
    ],
)
def test_shapes_that_do_not_fit_end_in_a_sentence(call, says):
    """NumPy's own broadcast message says nothing about gradients, and silent broadcasting is worse."""
    with pytest.raises(ValueError, match=says):
        call()

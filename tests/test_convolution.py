"""`conv2d` and its relatives against SciPy and TensorFlow, and their messages for wrong arguments."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import convolve2d, correlate, correlate2d

from helpers import conv1d, conv2d, conv2d_loops, convolution, flip, kernels, output_size, pictures
from helpers.shapes import axis_padding
from helpers.training import tf

PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))
WHOLE = np.int64
NUMBER_TYPES = st.sampled_from(["?", "b", "B", "h", "H", "i", "I", "q", "Q", "e", "f", "d", "g", ">f4"])


@st.composite
def convolutions(draw, largest=12, most_channels=4):
    """Draw an image, a kernel and settings under which the kernel fits."""
    stride, dilation = draw(PAIRS), draw(PAIRS)
    kernel_size = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    reach = [(k - 1) * d + 1 for k, d in zip(kernel_size, dilation, strict=True)]
    padding = draw(st.sampled_from(["valid", "same", "full", "explicit"]))
    if padding == "explicit":
        amount = st.tuples(st.integers(0, 3), st.integers(0, 3))
        padding = (draw(amount), draw(amount))
    least = [1, 1]
    if padding == "valid":
        least = reach
    elif not isinstance(padding, str):
        least = [max(1, r - sum(p)) for r, p in zip(reach, padding, strict=True)]
    size = [draw(st.integers(low, max(low, largest))) for low in least]
    images, channels, filters = (draw(st.integers(1, n)) for n in (3, most_channels, most_channels))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    image = random.standard_normal((images, *size, channels), dtype=np.float32)
    kernel = random.standard_normal((*kernel_size, channels, filters), dtype=np.float32)
    return image, kernel, {"stride": stride, "padding": padding, "dilation": dilation}


def tensorflow_conv2d(image, kernel, *, stride, padding, dilation):
    """Return TensorFlow's result for the same settings."""
    # TensorFlow 2.21 reads uninitialised memory where a stride of (1, s) leaves one column of output.
    broken = stride[0] == 1 < stride[1] and _columns(image, kernel, stride, padding, dilation) == 1
    if padding == "full" or (padding == "same" and broken):
        axes = zip(image.shape[1:3], kernel.shape[:2], stride, dilation, strict=True)
        padding = [axis_padding(n, k, stride=s, padding=padding, dilation=d) for n, k, s, d in axes]
    if isinstance(padding, str):
        padding = padding.upper()
    else:
        # TensorFlow's own explicit padding refuses some settings; zeros added around the image do the same.
        image, padding = np.pad(image, [(0, 0), *padding, (0, 0)]), "VALID"
    maps = tf.nn.conv2d(image, kernel, 1 if broken else stride, padding, dilations=dilation).numpy()
    return maps[:, :, :1] if broken else maps


def _columns(image, kernel, stride, padding, dilation):
    padding = padding if isinstance(padding, str) else padding[1]
    settings_of_columns = {"stride": stride[1], "padding": padding, "dilation": dilation[1]}
    return output_size(image.shape[2], kernel.shape[1], **settings_of_columns)


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(convolutions())
def test_conv2d_agrees_with_tensorflow_whatever_the_settings(case):
    """A learner who copies weights from Keras to `conv2d` must get the same feature maps."""
    image, kernel, options = case
    expected = tensorflow_conv2d(image, kernel, **options)
    result = conv2d(image, kernel, **options)
    assert result.dtype == np.float32
    assert result.shape == expected.shape
    np.testing.assert_allclose(result, expected, atol=2e-5)


def exact_conv2d(image, kernel, *, stride, padding, dilation):
    """Return the sums in Python's own numbers, which never overflow and are never rounded if whole."""
    axes = zip(image.shape[1:3], kernel.shape[:2], stride, dilation, strict=True)
    if isinstance(padding, str):
        padding = [axis_padding(n, k, stride=s, padding=padding, dilation=d) for n, k, s, d in axes]
    image = np.pad(image.astype(object), [(0, 0), *padding, (0, 0)])
    reach = [(k - 1) * d + 1 for k, d in zip(kernel.shape[:2], dilation, strict=True)]
    windows = sliding_window_view(image, reach, axis=(1, 2))[:, :: stride[0], :: stride[1]]
    windows = windows[..., :: dilation[0], :: dilation[1]]
    return np.tensordot(windows, kernel.astype(object), axes=((4, 5, 3), (0, 1, 2)))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    convolutions(largest=8),
    NUMBER_TYPES,
    NUMBER_TYPES,
    st.sampled_from([1, 200, 2**20]),
)
def test_every_dtype_gives_exactly_the_sums_of_small_whole_numbers(case, image_type, kernel_type, band):
    """A uint8 photo would overflow, or half-precision sums lose digits, without any sign of it in the map."""
    image, kernel, options = case
    image, kernel = np.abs(image * 4) // 1, np.abs(kernel * 4) // 1
    image, kernel = image.astype(image_type), kernel.astype(kernel_type)
    floats = [a.dtype for a in (image, kernel) if a.dtype.kind == "f"]
    expected = exact_conv2d(image.astype(int), kernel.astype(int), **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(convolution, "BAND", band)
        result = conv2d(image, kernel, **options)
    assert result.dtype == (np.result_type(*floats) if floats else WHOLE)
    np.testing.assert_array_equal(result.astype(int), expected.astype(int))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(convolutions(largest=6), st.integers(0, 62), st.integers(0, 62))
def test_whole_sums_are_exact_up_to_the_largest_or_refused(case, image_bits, kernel_bits):
    """Where float64 rounds, from 2**53 on, the sums must be made in whole numbers; past int64, in none."""
    image, kernel, options = case
    image = np.clip(image * 2.0**image_bits, -(2.0**62), 2.0**62).astype(np.int64)
    kernel = np.clip(kernel * 2.0**kernel_bits, -(2.0**62), 2.0**62).astype(np.int64)
    largest = int(np.abs(image).max()) * int(np.abs(kernel).max()) * kernel.size
    if largest > np.iinfo(np.int64).max:
        with pytest.raises(ValueError, match="Convert the image first"):
            conv2d(image, kernel, **options)
    else:
        np.testing.assert_array_equal(
            conv2d(image, kernel, **options), exact_conv2d(image, kernel, **options)
        )


@settings(max_examples=200, deadline=None, derandomize=True)
@given(convolutions(most_channels=9), st.sampled_from(["e", "f", "d"]), st.integers(0, 99))
def test_nan_and_infinity_spoil_exactly_their_own_sums(case, dtype, seed):
    """A weight of 0 does not hide a missing value: 0 times NaN or infinity is NaN, as in TensorFlow."""
    image, kernel, options = case
    random = np.random.default_rng(seed)
    image = random.choice([1, 0, np.nan, np.inf, -np.inf], image.shape, p=[0.5, 0.44, 0.02, 0.02, 0.02])
    kernel = random.integers(-1, 2, kernel.shape)
    with np.errstate(invalid="ignore"):
        expected = exact_conv2d(image, kernel.astype(float), **options).astype(float)
        result = conv2d(image.astype(dtype), kernel, **options)
    np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize("function", [conv2d, conv2d_loops])
def test_sums_of_half_precision_are_rounded_once(function):
    """Added up in 16 bits, ones would stop at 2048: the next number that float16 holds is 2050."""
    ones = np.ones((50, 50), np.float16)
    result = function(ones, ones)
    assert result.dtype == np.float16
    assert result == [[2500]]


def test_an_image_in_many_bands_is_the_same_image(monkeypatch):
    """A seam between two bands would be a line in the feature map that is not in the image."""
    random = np.random.default_rng(3)
    image, kernel = random.integers(0, 9, (2, 40, 30, 3)), random.integers(-3, 3, (5, 2, 3, 4))
    whole = conv2d(image, kernel, stride=(1, 2), padding="same")
    for band in (1, 5_000, 20_000, 10**9):
        monkeypatch.setattr(convolution, "BAND", band)
        np.testing.assert_array_equal(conv2d(image, kernel, stride=(1, 2), padding="same"), whole)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(convolutions(largest=8, most_channels=2), st.data())
def test_a_band_is_what_its_windows_cover_of_the_padded_image(case, data):
    """A row more for every band would copy a large photo twice; a row less would lose its last windows."""
    image, kernel, options = case
    volumes, weights, layout = convolution._prepare(image, kernel, *options.values())
    positions = layout.size[0]
    top = data.draw(st.integers(0, positions - 1))
    last = data.draw(st.integers(top, positions - 1))
    stride, dilation = options["stride"][0], options["dilation"][0]
    padded = np.pad(volumes[0], (*layout.padding, (0, 0)))
    covered = [row * stride + cell * dilation for row in (top, last) for cell in (0, len(kernel) - 1)]
    expected = padded[min(covered) : max(covered) + 1]
    if (top, last) == (0, positions - 1):
        expected = padded  # one band for the whole image takes all of it
    band = convolution._band(volumes[0], top, last - top + 1, weights, layout)
    np.testing.assert_array_equal(band, expected)


def test_arrays_in_any_order_of_memory_give_the_same():
    """A transposed photo, every second pixel of one, and a picture upside down are views into another."""
    photo = np.arange(8 * 10 * 3).reshape(8, 10, 3)
    kernel = np.arange(9 * 3 * 2).reshape(3, 3, 3, 2)
    for view in (photo.transpose(1, 0, 2), photo[::2], photo[::-1, ::-1], np.asfortranarray(photo)):
        np.testing.assert_array_equal(conv2d(view, kernel), conv2d(view.copy(), kernel.copy()))
    np.testing.assert_array_equal(
        conv2d(photo, kernel[::-1].transpose(1, 0, 2, 3)),
        conv2d(photo, kernel[::-1].transpose(1, 0, 2, 3).copy()),
    )


@pytest.mark.parametrize("setting", ["stride", "padding", "dilation"])
def test_a_setting_that_was_right_before_does_not_excuse_a_wrong_one(setting):
    """Layouts are kept; 1, True and 1.0 are the same key of a dictionary, but only one is a whole number."""
    conv2d(GRID, KERNEL, **{setting: 1})
    conv2d(GRID, KERNEL, **{setting: (1, 1)})
    for wrong in (True, 1.0, (1, True), (1.0, 1)):
        with pytest.raises((TypeError, ValueError), match=f"{setting} must be"):
            conv2d(GRID, KERNEL, **{setting: wrong})


@settings(max_examples=80, deadline=None, derandomize=True)
@given(convolutions(largest=7, most_channels=2))
def test_the_loops_compute_what_conv2d_computes(case):
    """Lesson 02 says that both are the same sum, and a learner reads the loops to understand it."""
    image, kernel, options = case
    np.testing.assert_allclose(
        conv2d_loops(image, kernel, **options), conv2d(image, kernel, **options), atol=2e-5
    )


@pytest.mark.parametrize("mode", ["valid", "same", "full"])
def test_conv2d_is_correlation_and_the_flipped_kernel_makes_it_convolution(mode):
    """Lesson 02's table of SciPy's and Keras's conventions would be wrong."""
    random = np.random.default_rng(1)
    image, kernel = random.integers(-9, 9, (8, 7)), random.integers(-9, 9, (3, 3))
    np.testing.assert_array_equal(conv2d(image, kernel, padding=mode), correlate2d(image, kernel, mode=mode))
    np.testing.assert_array_equal(
        conv2d(image, flip(kernel), padding=mode), convolve2d(image, kernel, mode=mode)
    )


@pytest.mark.parametrize("function", [conv2d, conv2d_loops])
def test_the_worked_examples_of_lesson_02_give_their_numbers(function):
    """The prose says 577 and prints the 3×3 result; a learner checks it by hand."""
    assert function(pictures.NINE_PIXELS, pictures.NINE_WEIGHTS) == [[577]]
    expected = [[4, 3, 4], [2, 4, 3], [2, 3, 4]]
    np.testing.assert_array_equal(function(pictures.BINARY_IMAGE, pictures.BINARY_KERNEL), expected)


def test_pixels_of_a_photo_do_not_overflow_at_255():
    """uint8 arithmetic would turn the sum 9 · 255 = 2295 into 247, a dark pixel."""
    white = np.full((3, 3), 255, np.uint8)
    result = conv2d(white, np.ones((3, 3), np.uint8))
    assert result.dtype == WHOLE
    assert result == [[2295]]


def test_whole_numbers_over_many_channels_are_exact():
    """Summed as floats, large whole numbers would lose their last digits."""
    image = np.full((3, 3, 2), 2**26 + 1, np.int64)
    kernel = np.full((3, 3, 2, 1), 2**26 + 1, np.int64)
    assert conv2d(image, kernel).item() == 18 * (2**26 + 1) ** 2


def test_sums_too_large_for_int64_are_refused_instead_of_overflowing():
    """After an overflow the sum is a negative number that nobody can explain."""
    with pytest.raises(ValueError, match="Convert the image first"):
        conv2d([[2**62]], [[2]])
    with pytest.raises(ValueError, match="Convert the image first"):
        conv2d(np.array([[2**63]], np.uint64), [[1]])


@pytest.mark.parametrize(
    ("image", "kernel", "expected"),
    [
        (np.float32, np.float32, np.float32),
        (np.float32, np.int64, np.float32),
        (np.uint8, np.float32, np.float32),
        (np.float32, np.float64, np.float64),
        (np.uint8, np.int8, np.int64),
        (bool, bool, np.int64),
    ],
)
def test_floats_determine_the_dtype_and_whole_numbers_stay_whole(image, kernel, expected):
    """If float32 turns into float64, lesson 08's network in NumPy takes twice the memory."""
    assert conv2d(np.ones((4, 4), image), np.ones((2, 2), kernel)).dtype == expected


def test_a_bias_is_added_to_each_filter_and_keeps_the_dtype():
    """The feature maps of a network copied from Keras would lack the biases."""
    image, kernel = np.ones((4, 4, 1), np.float32), np.ones((2, 2, 1, 3), np.float32)
    result = conv2d(image, kernel, [0.5, 0, -4])
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result[0, 0], [4.5, 4, 0])
    assert conv2d([[2]], [[3]], 0.5) == [[6.5]]
    assert conv2d([[2]], [[3]], 1).dtype == WHOLE


@pytest.mark.parametrize(
    ("image", "kernel", "expected"),
    [
        ((5, 6), (3, 3), (3, 4)),
        ((5, 6), (3, 3, 1, 2), (3, 4, 2)),
        ((5, 6, 1), (3, 3), (3, 4, 1)),
        ((5, 6, 3), (3, 3, 3, 2), (3, 4, 2)),
        ((7, 5, 6, 3), (3, 3, 3, 2), (7, 3, 4, 2)),
        ((0, 5, 6, 3), (3, 3, 3, 2), (0, 3, 4, 2)),
    ],
)
@pytest.mark.parametrize("function", [conv2d, conv2d_loops])
def test_the_result_has_the_dimensions_of_the_image(function, image, kernel, expected):
    """A learner's (H, W) grid must not come back with more dimensions, and an empty batch must not fail."""
    assert function(np.ones(image), np.ones(kernel)).shape == expected


def test_a_missing_value_spoils_its_own_windows_and_no_others():
    """If NaN counted as 0, a wrong feature map would look right."""
    image = np.ones((5, 5))
    image[0, 0] = np.nan
    result = conv2d(image, np.ones((3, 3)))
    assert np.isnan(result[0, 0])
    assert np.isfinite(result).sum() == 8


def test_the_learners_arrays_are_left_as_they_were():
    """A helper that pads or flips in place changes the next cell's numbers."""
    image, kernel = np.arange(25.0).reshape(5, 5), np.arange(9.0).reshape(3, 3)
    before = image.copy(), kernel.copy()
    conv2d(image, kernel, 1, padding="full", stride=2)
    flip(kernel)[0, 0]
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(kernel, before[1])


GRID, KERNEL = np.ones((5, 5)), np.ones((3, 3))


@pytest.mark.parametrize(
    ("image", "kernel", "options", "error", "says"),
    [
        (GRID, np.ones((7, 7)), {}, ValueError, "kernel of 7 does not fit into 5 pixels: the largest.* is 5"),
        (GRID, KERNEL, {"dilation": 3}, ValueError, r"reach 7\) does not fit into 5 pixels: .* is 2"),
        (GRID, np.ones((9, 9)), {"padding": 1}, ValueError, "5 pixels with 2 cells of padding: .* is 7"),
        (GRID, KERNEL, {"stride": 0}, ValueError, "stride must be 1 or more, but is 0"),
        (GRID, KERNEL, {"stride": 1.5}, TypeError, r"stride must be a whole number, but is 1.5 \(float\)"),
        (GRID, KERNEL, {"stride": True}, TypeError, "stride must be a whole number, but is True"),
        (GRID, KERNEL, {"stride": (1, 2, 3)}, ValueError, r"stride must be one whole number or \(rows, col"),
        (GRID, KERNEL, {"dilation": -1}, ValueError, "dilation must be 1 or more, but is -1"),
        (GRID, KERNEL, {"padding": "sam"}, ValueError, "\"valid\", \"same\", \"full\".*but is 'sam'"),
        (GRID, KERNEL, {"padding": None}, ValueError, '"valid", "same", "full".*but is None'),
        (GRID, KERNEL, {"padding": -1}, ValueError, "padding must be 0 or more, but is -1"),
        (GRID, KERNEL, {"padding": (1, 2, 3)}, ValueError, r"\(\(top, bottom\), \(left, right\)\)"),
        (GRID, KERNEL, {"padding": ((1, 2), (1, "a"))}, TypeError, "padding must be a whole number"),
        (np.ones((5, 5, 3)), KERNEL, {}, ValueError, r"has 3 channels, .* spans 1\. Give a kernel of shape"),
        (np.ones((5, 5, 3)), np.ones((3, 3, 1, 8)), {}, ValueError, "third dimension must be 3"),
        (np.ones(5), KERNEL, {}, ValueError, r"image must have the shape \(rows, columns\) or"),
        (GRID, np.ones((3, 3, 3)), {}, ValueError, r"kernel must have the shape \(rows, columns\) or"),
        ([[1, 2], [3]], KERNEL, {}, ValueError, "its rows differ in length"),
        ([["a"]], KERNEL, {}, TypeError, "image must hold real numbers"),
        (GRID * 1j, KERNEL, {}, TypeError, "image must hold real numbers, but holds complex128"),
        (np.ones((0, 5)), KERNEL, {}, ValueError, "size n must be 1 or more, but is 0"),
        (GRID, np.ones((0, 3)), {}, ValueError, "kernel size k must be 1 or more, but is 0"),
        (GRID, KERNEL, {"bias": [1, 2]}, ValueError, "one number or 1, one for each filter, but has 2"),
        (GRID, KERNEL, {"bias": "a"}, TypeError, "bias must hold real numbers"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("function", [conv2d, conv2d_loops])
def test_a_wrong_argument_is_answered_with_a_sentence(function, image, kernel, options, error, says):
    """With NumPy's own message, or an empty array, a learner would not know what to change."""
    with pytest.raises(error, match=says):
        function(image, kernel, **options)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    length=st.integers(6, 20),
    k=st.integers(1, 3),
    stride=st.integers(1, 3),
    dilation=st.integers(1, 2),
    padding=st.sampled_from(["valid", "same", "causal"]),
    channels=st.integers(1, 3),
)
def test_conv1d_agrees_with_tensorflow(length, k, stride, dilation, padding, channels):
    """Lesson 14 applies the same idea to sensors and sound, and its numbers come from `conv1d`."""
    if stride > 1:
        dilation = 1  # TensorFlow's conv1d refuses both at once
    random = np.random.default_rng(length)
    signal = random.standard_normal((2, length, channels), dtype=np.float32)
    kernel = random.standard_normal((k, channels, 2), dtype=np.float32)
    given_to_us = ((k - 1) * dilation, 0) if padding == "causal" else padding
    theirs = np.pad(signal, [(0, 0), given_to_us, (0, 0)]) if padding == "causal" else signal
    mode = "VALID" if padding == "causal" else padding.upper()
    expected = tf.nn.conv1d(theirs, kernel, stride, mode, dilations=dilation).numpy()
    result = conv1d(signal, kernel, stride=stride, padding=given_to_us, dilation=dilation)
    np.testing.assert_allclose(result, expected, atol=1e-5)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.integers(1, 60),
    st.integers(1, 20),
    NUMBER_TYPES,
    NUMBER_TYPES,
    st.sampled_from(["valid", "same", "full"]),
    st.integers(1, 3),
    st.integers(1, 2),
)
def test_conv1d_agrees_with_scipy_in_every_dtype(length, k, signal_type, kernel_type, mode, stride, dilation):
    """One row and one kernel go through NumPy's own loop, and nobody must notice."""
    if mode == "valid":
        length = max(length, (k - 1) * dilation + 1)
    random = np.random.default_rng([length, k])
    signal = random.integers(0, 9, length).astype(signal_type)
    kernel = random.integers(0, 4, k).astype(kernel_type)
    spread = np.zeros((k - 1) * dilation + 1, int)
    spread[::dilation] = kernel
    before, after = axis_padding(length, k, padding=mode, stride=stride, dilation=dilation)
    expected = correlate(np.pad(signal.astype(int), (before, after)), spread, mode="valid")[::stride]
    result = conv1d(signal, kernel, padding=mode, stride=stride, dilation=dilation)
    floats = [a.dtype for a in (signal, kernel) if a.dtype.kind == "f"]
    assert result.dtype == (np.result_type(*floats) if floats else WHOLE)
    np.testing.assert_array_equal(result.astype(int), expected)


def test_conv1d_returns_an_array_of_its_own():
    """A learner who changes the result must not change the signal, or the same result elsewhere."""
    signal = np.arange(5.0)
    result = conv1d(signal, [1.0])
    result[0] = 9
    assert signal[0] == 0


def test_conv1d_finds_rises_and_keeps_the_dimensions_of_the_signal():
    """The first example of lesson 02."""
    np.testing.assert_array_equal(conv1d([2, 2, 5, 5, 1], kernels.RISE), [0, 3, 0, -4])
    assert conv1d(np.ones((9, 2)), np.ones((3, 2, 4)), padding="full").shape == (11, 4)
    with pytest.raises(ValueError, match="does not fit into 2 pixels"):
        conv1d([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="signal must have the shape"):
        conv1d(5, [1])

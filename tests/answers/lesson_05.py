"""Answers to the exercises of lesson 05, as learners write them."""

# ruff: noqa: D103
import numpy as np
from scipy.signal import convolve2d, correlate2d

from helpers import conv2d, flip, relu
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- relu --------------------------------------------------------------------------------------------


@right("relu")
def with_maximum(values):
    return np.maximum(values, 0)


@right("relu")
def values_times_a_mask(values):
    return values * (values > 0)


@right("relu")
def one_by_one(values):
    result = values.copy()
    for place in np.ndindex(values.shape):
        if result[place] < 0:
            result[place] = 0
    return result.tolist()


@right("relu")
def half_of_value_and_size(values):
    return (values + np.abs(values)) / 2


@wrong("relu", "it is zero everywhere")
def believes_the_misprint(values):
    return np.where((values <= 0) | (values > 0), 0, values)


@wrong("relu", "the negative half is kept")
def takes_the_smaller(values):
    return np.minimum(0, values)


@wrong("relu", "that is the absolute value")
def forgets_the_sign(values):
    return abs(values)


@wrong("relu", "ones instead of the values")
def says_where(values):
    return values > 0


@wrong("relu", "the negative cells are taken out")
def picks_the_positive(values):
    return values[values > 0]


@wrong("relu", "one number for the whole map")
def looks_for_the_largest(values):
    return max(0, values.max())


@wrong("relu", "all numbers are moved up")
def lifts_the_map(values):
    return values - values.min()


@wrong("relu", "large numbers are cut off")
def clips_like_a_picture(values):
    return np.clip(values, 0, 255)


@wrong("relu", "the decimals are cut off")
def makes_whole_numbers(values):
    return np.maximum(values, 0).astype(int)


@wrong("relu", "that is leaky ReLU")
def leaks(values):
    return np.where(values > 0, values, 0.2 * values)


@wrong("relu", "the input is changed in place")
def writes_zeros_into_the_map(values):
    values[values < 0] = 0
    return values


@wrong("relu", "Python's max compares whole arrays")
def compares_the_whole_array(values):
    return max(0, values)


@wrong("relu", "printed instead of returned")
def prints_it(values):
    print(np.maximum(0, values))


@wrong("relu", "that is leaky ReLU")
def leaks_a_hundredth(values):
    return np.where(values > 0, values, 0.01 * values)


@wrong("relu", "small positive numbers are lost")
def starts_above_zero(values):
    return np.where(values > 0.1, values, 0)


@wrong("relu", "too large by a factor of 2")
def doubles_what_is_left(values):
    return 2 * np.maximum(0, values)


# --- relu_gradient -----------------------------------------------------------------------------------


@right("relu_gradient")
def incoming_times_a_mask(values, incoming):
    return incoming * (values > 0)


@right("relu_gradient")
def with_where(values, incoming):
    return np.where(values > 0, incoming, 0.0)


@right("relu_gradient")
def shuts_the_gate_in_a_copy(values, incoming):
    back = incoming.copy()
    back[values <= 0] = 0
    return back


@wrong("relu_gradient", "the incoming numbers are missing")
def gives_the_slopes(values, incoming):
    return np.where(values > 0, 1, 0)


@wrong("relu_gradient", "the gate is open at 0")
def opens_at_zero(values, incoming):
    return incoming * (values >= 0)


@wrong("relu_gradient", "the gate is half open at 0")
def measures_both_sides(values, incoming):
    slope = (relu(values + 1e-6) - relu(values - 1e-6)) / 2e-6
    return incoming * slope


@wrong("relu_gradient", "the values are multiplied in")
def multiplies_by_relu(values, incoming):
    return relu(values) * incoming


@wrong("relu_gradient", "ReLU of what comes in")
def looks_at_the_message(values, incoming):
    return np.maximum(0, incoming)


@wrong("relu_gradient", "negative numbers are blocked too")
def wants_both_positive(values, incoming):
    return np.where((values > 0) & (incoming > 0), incoming, 0)


@wrong("relu_gradient", "everything passes")
def hands_all_on(values, incoming):
    return incoming.copy()


@wrong("relu_gradient", "the gate is the wrong way round")
def shuts_the_open_gate(values, incoming):
    return np.where(values <= 0, incoming, 0)


@wrong("relu_gradient", "the sign is reversed below 0")
def takes_the_slope_of_the_absolute_value(values, incoming):
    return incoming * np.sign(values)


@wrong("relu_gradient", "that is the forward pass")
def goes_forward(values, incoming):
    return np.maximum(0, values)


@wrong("relu_gradient", "the input is changed in place")
def shuts_the_gate_in_the_message(values, incoming):
    incoming[values <= 0] = 0
    return incoming


@wrong("relu_gradient", "the value is used as the slope")
def multiplies_by_the_values(values, incoming):
    return incoming * values


@wrong("relu_gradient", "the two inputs are swapped")
def mixes_up_the_inputs(values, incoming):
    return values * (incoming > 0)


@wrong("relu_gradient", "too large by a factor of 2")
def counts_twice(values, incoming):
    return 2 * incoming * (values > 0)


# --- merge_kernels -----------------------------------------------------------------------------------


@right("merge_kernels")
def with_conv2d(first, second):
    return conv2d(first, flip(second), padding="full")


@right("merge_kernels")
def the_other_way_round(first, second):
    return conv2d(second, flip(first), padding="full")


@right("merge_kernels")
def with_scipy(first, second):
    return convolve2d(first, second)


@right("merge_kernels")
def every_pair_of_weights(first, second):
    rows = len(first) + len(second) - 1
    columns = len(first[0]) + len(second[0]) - 1
    merged = [[0] * columns for _ in range(rows)]
    for (i, j), one in np.ndenumerate(first):
        for (k, m), other in np.ndenumerate(second):
            merged[i + k][j + m] += one * other
    return merged


@right("merge_kernels")
def with_a_bright_pixel(first, second):
    rows, columns = (a + b - 2 for a, b in zip(first.shape, second.shape, strict=True))
    pixel = np.zeros((2 * rows + 1, 2 * columns + 1))
    pixel[rows, columns] = 1
    return flip(conv2d(conv2d(pixel, first), second))


@wrong("merge_kernels", "the result is rotated by 180°")
def leaves_it_rotated(first, second):
    rows, columns = (a + b - 2 for a, b in zip(first.shape, second.shape, strict=True))
    pixel = np.pad([[1]], ((rows, rows), (columns, columns)))
    return conv2d(conv2d(pixel, first), second)


@wrong("merge_kernels", "one padding for rows and columns")
def takes_one_size_for_both(first, second):
    pad = second.shape[0] - 1
    return conv2d(np.pad(first, pad), flip(second))


@wrong("merge_kernels", "the flip is missing")
def forgets_the_flip(first, second):
    return conv2d(first, second, padding="full")


@wrong("merge_kernels", "the flip is missing")
def correlates_with_scipy(first, second):
    return correlate2d(first, second)


@wrong("merge_kernels", "the result is rotated by 180°")
def flips_the_first(first, second):
    return conv2d(flip(first), second, padding="full")


@wrong("merge_kernels", "the border is missing")
def forgets_the_padding(first, second):
    return conv2d(first, flip(second))


@wrong("merge_kernels", "the border is missing")
def keeps_the_size(first, second):
    return conv2d(first, flip(second), padding="same")


@wrong("merge_kernels", "the kernels are added")
def adds_the_kernels(first, second):
    return first + second


@wrong("merge_kernels", "the weights are multiplied cell by cell")
def multiplies_the_kernels(first, second):
    return first * second


@wrong("merge_kernels", "that is a product of matrices")
def multiplies_matrices(first, second):
    return first @ second


@wrong("merge_kernels", "the result is transposed")
def mixes_rows_and_columns(first, second):
    return conv2d(first, flip(second), padding="full").T


@wrong("merge_kernels", "one of the layers is forgotten")
def trusts_the_second(first, second):
    return second


@wrong("merge_kernels", "right up to a factor")
def divides_by_the_cells(first, second):
    return conv2d(first, flip(second), padding="full") / first.size


# --- threshold ---------------------------------------------------------------------------------------

ANSWERS.values("threshold", None, -328, -330.0, -333, [-331.5], np.array(-333.9))
ANSWERS.values("threshold", "the sign is the other way round", 330, 328)
ANSWERS.values("threshold", "the third one is exactly 0", -334, -334.0)
ANSWERS.values("threshold", "no cell is left", -360, -1000)
ANSWERS.values("threshold", "too many cells are left", -327, -327.9, 0, 100)
ANSWERS.values("threshold", "too few cells are left", -335, -350)
ANSWERS.values("threshold", "the answer is not a single number", [360, 350, 334], float("nan"), [])
ANSWERS.values("threshold", "the wrong kind of thing", "-330")

# --- he_scale ----------------------------------------------------------------------------------------


@right("he_scale")
def by_the_formula(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / (1 + slope**2) / (kernel_size**2 * channels))


@right("he_scale")
def by_the_shape(kernel_size, channels, filters, slope=0.0):
    fan_in = np.prod((kernel_size, kernel_size, channels))
    return (1 / (fan_in * (1 + slope * slope) / 2)) ** 0.5


@right("he_scale")
def by_its_parts(kernel_size, channels, filters, slope=0.0):
    return [2**0.5 / kernel_size / channels**0.5 / (1 + slope**2) ** 0.5][0]


@wrong("he_scale", "the square root is missing")
def gives_the_variance(kernel_size, channels, filters, slope=0.0):
    return 2 / ((1 + slope**2) * kernel_size * kernel_size * channels)


@wrong("he_scale", "the factor 2 is missing")
def forgets_relu(kernel_size, channels, filters, slope=0.0):
    return 1 / np.sqrt((1 + slope**2) * kernel_size**2 * channels)


@wrong("he_scale", "the square root of 2 is not taken")
def roots_only_below(kernel_size, channels, filters, slope=0.0):
    return 2 / np.sqrt((1 + slope**2) * kernel_size**2 * channels)


@wrong("he_scale", "only the 2 is under the root")
def closes_the_bracket_too_early(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2) / ((1 + slope**2) * kernel_size**2 * channels)


@wrong("he_scale", "the channels are forgotten")
def looks_at_one_channel(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / ((1 + slope**2) * kernel_size**2))


@wrong("he_scale", "the kernel is forgotten")
def counts_channels_only(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / ((1 + slope**2) * channels))


@wrong("he_scale", "the kernel is not squared")
def counts_a_row_of_the_kernel(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / ((1 + slope**2) * kernel_size * channels))


@wrong("he_scale", "filters instead of channels")
def counts_what_comes_out(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / ((1 + slope**2) * kernel_size**2 * filters))


@wrong("he_scale", "all weights of the layer are counted")
def counts_every_weight(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / ((1 + slope**2) * kernel_size**2 * channels * filters))


@wrong("he_scale", "that is Glorot's scale")
def does_as_glorot(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / (kernel_size**2 * channels + kernel_size**2 * filters))


@wrong("he_scale", "the fraction is upside down")
def turns_the_fraction(kernel_size, channels, filters, slope=0.0):
    return np.sqrt((1 + slope**2) * kernel_size**2 * channels / 2)


@wrong("he_scale", "the slope is ignored")
def forgets_the_slope(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / (kernel_size**2 * channels))


@wrong("he_scale", "the slope is not squared")
def adds_the_slope(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / ((1 + slope) * kernel_size**2 * channels))


@wrong("he_scale", "a bracket is missing")
def trusts_python_to_know(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / (1 + slope**2) / kernel_size**2 * channels)


@wrong("he_scale", "it cannot be called as the task says")
def takes_two_numbers(kernel_size, channels):
    return np.sqrt(2 / (kernel_size**2 * channels))


@wrong("he_scale", "the number is too large")
def uses_three_instead_of_two(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(3 / (kernel_size**2 * channels))


# --- written without looking at the tables -----------------------------------------------------------


@wrong("relu", "cut off at a number other than 0")
def cuts_at_minus_1(values):
    return np.clip(values, -1, None)


@wrong("relu", "cut off at a number other than 0")
def max_1_x(values):
    return np.maximum(1, values)


@wrong("relu", "wrong activation: softplus")
def softplus(values):
    return np.log(1 + np.exp(values))


@wrong("relu_gradient", "the gate is the wrong way round")
def gate_turned_round(values, incoming):
    return np.where(values < 0, incoming, 0)


@wrong("relu_gradient", "the slope is reversed, not blocked")
def sign_changed(values, incoming):
    return np.where(values > 0, incoming, -incoming)


@wrong("relu_gradient", "the value is left where 0 belongs")
def values_left(values, incoming):
    return np.where(values > 0, incoming, values)


@wrong("merge_kernels", "the first kernel is rotated")
def correlate2d_swapped(first, second):
    from scipy.signal import correlate2d

    return correlate2d(second, first, mode="full")


@wrong("merge_kernels", "later shares overwrite earlier ones")
def equals_for_plus_equals(first, second):
    merged = np.zeros((first.shape[0] + second.shape[0] - 1, first.shape[1] + second.shape[1] - 1))
    for (i, j), weight in np.ndenumerate(second):
        merged[i : i + first.shape[0], j : j + first.shape[1]] = weight * first
    return merged


@wrong("merge_kernels", "the pixel is not in the middle")
def pixel_not_in_the_middle(first, second):
    from scipy.signal import correlate2d

    rows = 2 * (first.shape[0] + second.shape[0]) - 3
    columns = 2 * (first.shape[1] + second.shape[1]) - 3
    pixel = np.zeros((rows, columns))
    pixel[rows // 2 - 1, columns // 2] = 1
    return np.flip(correlate2d(correlate2d(pixel, first, "valid"), second, "valid"))


@wrong("he_scale", "right only where kernel_size is 3")
def kernels_of_3_3(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / (9 * channels * (1 + slope**2)))


@wrong("he_scale", "the number is too large")
def brackets_missing(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / kernel_size**2 * channels * (1 + slope**2))


@wrong("he_scale", "`^` is not a power")
def hat_for_times_times(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / (kernel_size ^ 2 * channels * (1 + int(slope**2))))


# --- written from the task alone, without looking at the table ----------------------------------------


@right("merge_kernels")
def with_a_fourier_transform(first, second):
    shape = np.add(first.shape, second.shape) - 1
    product = np.fft.rfft2(first, shape) * np.fft.rfft2(second, shape)
    return np.fft.irfft2(product, shape)


@right("relu_gradient")
def with_a_masked_array(values, incoming):
    return np.ma.masked_array(incoming, values <= 0).filled(0)


@right("he_scale")
def with_hypot(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2) / (kernel_size * np.sqrt(channels) * np.hypot(1, slope))


@wrong("merge_kernels", "the kernels have lost their minus signs")
def takes_absolute_weights(first, second):
    return convolve2d(np.abs(first), np.abs(second))


@wrong("relu", "large numbers are cut off")
def stops_at_six(values):
    return np.clip(values, 0, 6)


@wrong("relu", "the mean is subtracted first")
def cuts_off_below_the_mean(values):
    return np.maximum(values - values.mean(), 0)


@wrong("relu_gradient", "the gate is open below 0")
def blocks_only_zeros(values, incoming):
    return incoming * (values != 0)


@wrong("relu_gradient", "`if` on a whole array")
def asks_the_whole_array(values, incoming):
    if values > 0:
        return incoming
    return 0 * incoming


@wrong("merge_kernels", "the image is 9×9 for all kernels")
def copies_the_lesson(first, second):
    pixel = np.zeros((9, 9))
    pixel[4, 4] = 1
    return conv2d(conv2d(pixel, first), second)[::-1, ::-1]


@wrong("he_scale", "the whole negative half is counted")
def adds_slope_squared_to_a_half(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(1 / ((0.5 + slope**2) * kernel_size**2 * channels))


@wrong("he_scale", "1 + slope is squared")
def squares_the_bracket(kernel_size, channels, filters, slope=0.0):
    return np.sqrt(2 / ((1 + slope) ** 2 * kernel_size**2 * channels))


@wrong("relu", "the map is expected to be a single row")
def takes_max_along_one_axis(values):
    return [max(0, x) for x in values]


@wrong("relu", "a finished function does the work")
def calls_the_courses_relu(values):
    return relu(values)


@wrong("relu_gradient", "a little gets through below 0")
def lets_a_hundredth_through(values, incoming):
    return np.where(values > 0, incoming, 0.01 * incoming)


@wrong("merge_kernels", "one kernel stays inside the other")
def keeps_the_second_inside(first, second):
    return conv2d(first, second)


@wrong("he_scale", "multiplied by what survives")
def takes_the_share_that_survives(kernel_size, channels, filters, slope=0.0):
    return np.sqrt((1 + slope**2) / 2 / (kernel_size**2 * channels))


@wrong("he_scale", "that is Glorot's scale")
def takes_the_mean_of_in_and_out(kernel_size, channels, filters, slope=0.0):
    n = (kernel_size**2 * channels + kernel_size**2 * filters) / 2
    return np.sqrt(2 / ((1 + slope**2) * n))


@wrong("merge_kernels", "flipped on one axis only")
def flips_the_rows_of_the_second(first, second):
    return conv2d(first, second[::-1], padding="full")


@wrong("merge_kernels", "the kernels are taken for separable")
def outer_product_of_sums(first, second):
    rows = np.convolve(first.sum(axis=1), second.sum(axis=1))
    columns = np.convolve(first.sum(axis=0), second.sum(axis=0))
    return np.outer(rows, columns)


@wrong("merge_kernels", "a ReLU in between")
def relu_between_the_layers(first, second):
    K = np.add(first.shape, second.shape) - 1
    image = np.zeros(2 * K - 1)
    image[tuple(K - 1)] = 1
    return flip(conv2d(relu(conv2d(image, first)), second))


@wrong("relu", "that is swish")
def swish(values):
    return values / (1 + np.exp(-values))


@wrong("relu_gradient", "the slopes are cut off at 1")
def clips_the_slopes(values, incoming):
    return np.clip(incoming, -1, 1) * (values > 0)


@wrong("merge_kernels", "it goes wrong in some cases")
def image_of_21_by_21(first, second):
    rows, columns = (a + b - 1 for a, b in zip(first.shape, second.shape, strict=True))
    image = np.zeros((21, 21))
    image[10, 10] = 1
    out = conv2d(conv2d(image, first), second)
    return flip(out[11 - rows : 11, 11 - columns : 11])


@wrong("merge_kernels", "it goes wrong in some cases")
def cuts_zeros_off(first, second):
    K = max(first.shape + second.shape) * 4 + 1
    image = np.zeros((K, K))
    image[K // 2, K // 2] = 1
    out = flip(conv2d(conv2d(image, first), second))
    rows, columns = np.flatnonzero(out.any(axis=1)), np.flatnonzero(out.any(axis=0))
    return out[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

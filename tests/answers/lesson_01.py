"""Answers to the exercises of lesson 01, as learners write them."""

# ruff: noqa: D103, RET503, RET504
import math

import numpy as np

from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- negative ----------------------------------------------------------------------------------------


@right("negative")
def subtracts_from_255(image):
    return 255 - image


@right("negative")
def pixel_by_pixel(image):
    result = np.zeros(image.shape)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            result[row, column] = (
                255 - int(image[row, column]) if image.dtype.kind == "u" else 255 - image[row, column]
            )
    return result


@right("negative")
def in_nested_lists(image):
    return [[255.0 - float(pixel) for pixel in line] for line in image]


@right("negative")
def looks_it_up_from_the_end_of_the_scale(image):
    return np.full_like(image, 255) - image


@wrong("negative", "the image is unchanged")
def hands_it_back(image):
    return image


@wrong("negative", "only the sign is changed")
def negates(image):
    return -image


@wrong("negative", "only the sign is changed")
def multiplies_by_minus_one(image):
    return image.astype(float) * -1


@wrong("negative", "off by one")
def from_256_in_decimals(image):
    return 256.0 - image.astype(float)


@wrong("negative", "off by one")
def from_256(image):
    return 256 - image


@wrong("negative", "white is taken as 1")
def from_one(image):
    return 1 - image


@wrong("negative", "white is taken as 1")
def from_one_in_decimals(image):
    return 1.0 - image.astype("float32")


@wrong("negative", "the brightest pixel is taken for white")
def from_the_maximum(image):
    return np.max(image) - image


@wrong("negative", "the image's own range is reversed")
def mirrors_the_range(image):
    low, high = float(image.min()), float(image.max())
    return low + high - image.astype(float)


@wrong("negative", "the image is turned, not its brightness")
def upside_down(image):
    return image[::-1]


@wrong("negative", "the image is turned, not its brightness")
def reverses_the_pixels(image):
    return image.ravel()[::-1].reshape(image.shape)


@right("negative")
def looks_it_up_in_a_table(image):
    return np.arange(255, -1, -1)[image]


@right("negative")
def flips_the_bits(image):
    return np.bitwise_xor(image, 255)


@wrong("negative", "off by one")
def from_254(image):
    return 254 - image


@wrong("negative", "the difference is taken the wrong way round")
def size_of_a_difference_in_uint8(image):
    return abs(image - 255)


@wrong("negative", "the difference is taken the wrong way round")
def difference_in_decimals(image):
    return image.astype("float32") - 255


@wrong("negative", "white is taken as 1")
def scales_to_one(image):
    return (255 - image) / 255


@wrong("negative", "only one row comes back")
def negates_the_first_row(image):
    return [255 - pixel for pixel in image[0]]


@wrong("negative", "only black and white are swapped")
def leaves_the_greys(image):
    result = image.copy()
    result[image == 0] = 255
    result[image == 255] = 0
    return result


@wrong("negative", "black and white only")
def thresholds(image):
    return np.where(image < 128, 255, 0)


@wrong("negative", "the input is changed in place")
def writes_into_the_picture(image):
    image[:] = 255 - image
    return image


@wrong("negative", "printed instead of returned")
def prints_the_negative(image):
    print(255 - image)


@wrong("negative", "right up to a number added")
def half_way(image):
    return 200 - image.astype(float)


# --- correlation -------------------------------------------------------------------------------------


@right("correlation")
def with_corrcoef(image, distance):
    upper, lower = image[:-distance], image[distance:]
    return np.corrcoef(upper.ravel(), lower.ravel())[0, 1]


@right("correlation")
def by_the_formula(image, distance):
    image = image.astype(float)
    upper, lower = image[:-distance].ravel(), image[distance:].ravel()
    upper, lower = upper - upper.mean(), lower - lower.mean()
    return (upper @ lower) / math.sqrt((upper @ upper) * (lower @ lower))


@right("correlation")
def pair_by_pair(image, distance):
    one, other = [], []
    for row in range(image.shape[0] - distance):
        for column in range(image.shape[1]):
            one.append(image[row, column])
            other.append(image[row + distance, column])
    return np.corrcoef(one, other)[1, 0]


@right("correlation")
def standardised_first(image, distance):
    def standardised(values):
        return (values - values.mean()) / values.std()

    image = image.astype("float64")
    return float((standardised(image[distance:]) * standardised(image[:-distance])).mean())


@wrong("correlation", "the partner is to the right, not below")
def slices_the_columns(image, distance):
    return np.corrcoef(image[:, :-distance].ravel(), image[:, distance:].ravel())[0, 1]


@wrong("correlation", "the partner is on the diagonal")
def slices_both(image, distance):
    return np.corrcoef(image[:-distance, :-distance].ravel(), image[distance:, distance:].ravel())[0, 1]


@wrong("correlation", "the image wraps around")
def rolls_downwards(image, distance):
    return np.corrcoef(image.ravel(), np.roll(image, distance, axis=0).ravel())[0, 1]


@wrong("correlation", "the image wraps around")
def rolls_upwards(image, distance):
    return np.corrcoef(image.ravel(), np.roll(image, -distance, axis=0).ravel())[0, 1]


@wrong("correlation", "the image wraps around")
def rolls_without_an_axis(image, distance):
    return np.corrcoef(image.ravel(), np.roll(image, distance).ravel())[0, 1]


@wrong("correlation", "the image wraps around")
def rolls_the_columns(image, distance):
    return np.corrcoef(image.ravel(), np.roll(image, -distance, axis=1).ravel())[0, 1]


@wrong("correlation", "the distance counts pixels, not rows")
def ravels_first(image, distance):
    flat = image.ravel()
    return np.corrcoef(flat[:-distance], flat[distance:])[0, 1]


@wrong("correlation", "the distance is ignored")
def only_direct_neighbours(image, distance):
    return np.corrcoef(image[:-1].ravel(), image[1:].ravel())[0, 1]


@wrong("correlation", "the distance is off by one")
def one_too_far(image, distance):
    return np.corrcoef(image[: -distance - 1].ravel(), image[distance + 1 :].ravel())[0, 1]


@wrong("correlation", "the distance is off by one")
def one_too_close(image, distance):
    rows = image.shape[0] - distance + 1
    return np.corrcoef(image[:rows].ravel(), image[distance - 1 :].ravel())[0, 1]


@wrong("correlation", "the mean is not subtracted")
def cosine(image, distance):
    upper, lower = image[:-distance].ravel().astype(float), image[distance:].ravel().astype(float)
    return upper @ lower / (np.linalg.norm(upper) * np.linalg.norm(lower))


@wrong("correlation", "the contrast is not divided out")
def mean_of_products(image, distance):
    upper, lower = image[:-distance].astype(float), image[distance:].astype(float)
    return ((upper - upper.mean()) * (lower - lower.mean())).mean()


@wrong("correlation", "the contrast is not divided out")
def sum_of_products(image, distance):
    upper, lower = image[:-distance].astype(float), image[distance:].astype(float)
    return np.sum((upper - upper.mean()) * (lower - lower.mean()))


@wrong("correlation", "divided by the variances")
def forgets_the_root(image, distance):
    upper, lower = image[:-distance].astype(float), image[distance:].astype(float)
    return ((upper - upper.mean()) * (lower - lower.mean())).mean() / (upper.var() * lower.var())


@wrong("correlation", "mean and spread are those of the whole image")
def one_mean_for_all(image, distance):
    centred = image.astype(float) - image.mean()
    return (centred[:-distance] * centred[distance:]).mean() / image.astype(float).var()


@wrong("correlation", "the sign is lost")
def takes_the_size(image, distance):
    return np.abs(np.corrcoef(image[:-distance].ravel(), image[distance:].ravel())[0, 1])


@wrong("correlation", "the correlation is squared")
def squares(image, distance):
    return np.corrcoef(image[:-distance].ravel(), image[distance:].ravel())[0, 1] ** 2


@wrong("correlation", "the whole matrix is returned")
def forgets_to_pick(image, distance):
    return np.corrcoef(image[:-distance].ravel(), image[distance:].ravel())


@wrong("correlation", "always 1")
def picks_the_diagonal(image, distance):
    return np.corrcoef(image[:-distance].ravel(), image[distance:].ravel())[0, 0]


@wrong("correlation", "the rows are compared, not the pixels")
def forgets_ravel(image, distance):
    return np.corrcoef(image[:-distance], image[distance:])


@wrong("correlation", "the rows are compared, not the pixels")
def forgets_ravel_and_picks(image, distance):
    return np.corrcoef(image[:-distance], image[distance:])[0, 1]


@wrong("correlation", "the contrast is not divided out")
def covariance_of_numpy(image, distance):
    return np.cov(image[:-distance].ravel(), image[distance:].ravel())[0, 1]


@wrong("correlation", "a difference instead of a correlation")
def mean_difference(image, distance):
    return np.abs(image[:-distance].astype(float) - image[distance:]).mean()


@wrong("correlation", "only two rows are compared")
def first_row_and_another(image, distance):
    return np.corrcoef(image[0], image[distance])[0, 1]


@wrong("correlation", "the rows are averaged")
def row_by_row(image, distance):
    pairs = zip(image[:-distance], image[distance:], strict=True)
    return np.mean([np.corrcoef(upper, lower)[0, 1] for upper, lower in pairs])


@wrong("correlation", "the columns are averaged")
def column_by_column(image, distance):
    return np.mean([np.corrcoef(line[:-distance], line[distance:])[0, 1] for line in image.T])


@wrong("correlation", "printed instead of returned")
def prints_it(image, distance):
    print(np.corrcoef(image[:-distance].ravel(), image[distance:].ravel())[0, 1])


@wrong("correlation", "it stops with ValueError")
def parts_of_two_sizes(image, distance):
    return np.corrcoef(image.ravel(), image[distance:].ravel())[0, 1]


@wrong("correlation", "the result is always 0")
def always_zero(image, distance):
    return 0


# --- dense_weights -----------------------------------------------------------------------------------


@right("dense_weights")
def with_prod(shape, units):
    return math.prod(shape) * units


@right("dense_weights")
def in_a_loop(shape, units):
    weights = units
    for length in shape:
        weights *= length
    return weights


@right("dense_weights")
def with_numpy(shape, units):
    return np.prod(np.array([*shape, units], dtype=np.float64))


@wrong("dense_weights", "the biases are counted too")
def as_keras_counts(shape, units):
    return (math.prod(shape) + 1) * units


@wrong("dense_weights", "the channels are left out")
def first_two(shape, units):
    return shape[0] * shape[1] * units


@wrong("dense_weights", "the channels are left out")
def unpacks_two(shape, units):
    rows, columns = shape
    return rows * columns * units


@wrong("dense_weights", "three channels are always counted")
def always_in_colour(shape, units):
    return shape[0] * shape[1] * 3 * units


@wrong("dense_weights", "every image is expected to have channels")
def asks_for_the_third(shape, units):
    rows, columns, channels = shape[0], shape[1], shape[2]
    return rows * columns * channels * units


@wrong("dense_weights", "the units are left out")
def numbers_of_the_picture(shape, units):
    return math.prod(shape)


@wrong("dense_weights", "only the rows are counted")
def the_first_length(shape, units):
    return shape[0] * units


@wrong("dense_weights", "the image is taken for a square")
def side_squared(shape, units):
    side = shape[0]
    channels = shape[2] if len(shape) == 3 else 1
    return side**2 * channels * units


@wrong("dense_weights", "the axes are counted")
def counts_the_axes(shape, units):
    return len(shape) * units


@wrong("dense_weights", "the parts of the shape are added")
def adds_the_lengths(shape, units):
    return sum(shape) * units


@wrong("dense_weights", "pixels and units are added")
def adds_the_units(shape, units):
    return math.prod(shape) + units


@wrong("dense_weights", "every image has 784 pixels")
def fashion_only(shape, units):
    return 784 * units


@wrong("dense_weights", "a kernel's weights are counted")
def nine_each(shape, units):
    return 3 * 3 * units


@wrong("dense_weights", "integer overflow")
def in_int32(shape, units):
    return np.prod(np.array([*shape, units]), dtype=np.int32)


@wrong("dense_weights", "printed instead of returned")
def prints_the_product(shape, units):
    print(math.prod(shape) * units)


@wrong("dense_weights", "a bias is counted too")
def one_more(shape, units):
    return math.prod(shape) * units + 1


# --- unshuffle ---------------------------------------------------------------------------------------


@right("unshuffle")
def puts_into_the_places(shuffled, order):
    row = np.empty_like(shuffled.ravel())
    row[order] = shuffled.ravel()
    return row.reshape(shuffled.shape)


@right("unshuffle")
def with_argsort(shuffled, order):
    return shuffled.reshape(-1)[np.argsort(order)].reshape(shuffled.shape)


@right("unshuffle")
def one_pixel_after_the_other(shuffled, order):
    rows, columns = shuffled.shape
    image = np.zeros((rows, columns))
    for number, place in enumerate(order):
        image[place // columns, place % columns] = shuffled[number // columns, number % columns]
    return image


@wrong("unshuffle", "it is shuffled once more")
def takes_from_the_places(shuffled, order):
    return shuffled.ravel()[order].reshape(shuffled.shape)


@wrong("unshuffle", "nothing has moved")
def gives_it_back(shuffled, order):
    return shuffled


@wrong("unshuffle", "the pixels are sorted by brightness")
def sorts_the_pixels(shuffled, order):
    return np.sort(shuffled.ravel()).reshape(shuffled.shape)


@wrong("unshuffle", "the order is read backwards")
def reverses_the_order(shuffled, order):
    return shuffled.ravel()[order[::-1]].reshape(shuffled.shape)


@wrong("unshuffle", "the pixels are only reversed")
def reverses_pixels(shuffled, order):
    return np.flip(shuffled)


@wrong("unshuffle", "the order is returned, not the pixels")
def returns_the_places(shuffled, order):
    return np.argsort(order).reshape(shuffled.shape)


@wrong("unshuffle", "the result is one long row")
def forgets_to_reshape(shuffled, order):
    row = np.empty_like(shuffled.ravel())
    row[order] = shuffled.ravel()
    return row


@wrong("unshuffle", "rows and columns have changed places")
def reshapes_the_wrong_way(shuffled, order):
    rows, columns = shuffled.shape
    return shuffled.ravel()[np.argsort(order)].reshape(columns, rows)


@wrong("unshuffle", "pixels are in the wrong places")
def shuffles_anew(shuffled, order):
    return np.random.default_rng(1).permutation(shuffled.ravel()).reshape(shuffled.shape)


@wrong("unshuffle", "the rows are read or filled column by column")
def fills_column_by_column(shuffled, order):
    return shuffled.ravel()[np.argsort(order)].reshape(shuffled.shape, order="F")


@wrong("unshuffle", "the rows are read or filled column by column")
def reads_column_by_column(shuffled, order):
    return shuffled.flatten(order="F")[np.argsort(order)].reshape(shuffled.shape)


@wrong("unshuffle", "pixels are in the wrong places")
def rolls_the_pixels(shuffled, order):
    return np.roll(shuffled.ravel()[np.argsort(order)], 1).reshape(shuffled.shape)


@wrong("unshuffle", "pixels are lost")
def leaves_the_last_out(shuffled, order):
    row = np.zeros(shuffled.size)
    for number in range(shuffled.size - 1):
        row[order[number]] = shuffled.ravel()[number]
    return row.reshape(shuffled.shape)


@wrong("unshuffle", "the input is changed in place")
def sorts_the_order_itself(shuffled, order):
    order.sort()
    return shuffled.ravel()[order].reshape(shuffled.shape)


@wrong("unshuffle", "whole rows are picked")
def indexes_the_rows(shuffled, order):
    return shuffled[order]


# --- written without looking at the tables -----------------------------------------------------------


@wrong("correlation", "the first column only")
def first_column(image, distance):
    return np.corrcoef(image[:-distance, 0], image[distance:, 0])[0, 1]


@wrong("correlation", "pixels of neighbouring columns are paired")
def turned_ravel_then_shift(image, distance):
    row = image.T.ravel()
    return np.corrcoef(row[:-distance], row[distance:])[0, 1]


@wrong("correlation", "the correlation of ranks")
def spearman(image, distance):
    from scipy.stats import spearmanr

    return spearmanr(image[:-distance].ravel(), image[distance:].ravel()).statistic


@wrong("dense_weights", "the number of units is built in")
def always_128(shape, units):
    return math.prod(shape) * 128


@wrong("dense_weights", "the weights of kernels are counted")
def kernel_s_weights(shape, units):
    return 3 * 3 * (shape[2] if len(shape) == 3 else 1) * units


@wrong("dense_weights", "the multiplications of kernels are counted")
def multiplications(shape, units):
    positions = (shape[0] - 2) * (shape[1] - 2)
    return positions * 9 * units


@wrong("negative", "divided by 255 before subtracting")
def precedence(image):
    return 255 - image / 255


@wrong("negative", "8 bits with a sign are too few")
def int8(image):
    return 255 - image.astype(np.int8).astype(int)


@wrong("negative", "one change after the other")
def one_after_the_other(image):
    result = image.copy()
    result[result == 0] = 255
    result[result == 255] = 0
    return result


@right("unshuffle")
def sorts_pairs_of_place_and_pixel(shuffled, order):
    pairs = sorted(zip(order.tolist(), shuffled.ravel().tolist(), strict=True))
    return np.array([pixel for _, pixel in pairs]).reshape(*shuffled.shape)


@wrong("correlation", "the first rows are compared with the last")
def first_with_last_rows(image, distance):
    return np.corrcoef(image[:distance].ravel(), image[-distance:].ravel())[0, 1]


@wrong("correlation", "the pairs are mixed up")
def one_view_on_its_side(image, distance):
    return np.corrcoef(image[:-distance].T.ravel(), image[distance:].ravel())[0, 1]


@wrong("correlation", "the share of equal pixels")
def share_of_equal_pixels(image, distance):
    return np.mean(image[:-distance] == image[distance:])


@wrong("dense_weights", "the positions of a kernel are counted")
def positions_times_units(shape, units):
    return (shape[0] - 2) * (shape[1] - 2) * units


@wrong("dense_weights", "counted in millions")
def in_millions(shape, units):
    return math.prod(shape) * units / 1e6


@wrong("negative", "greys come out one too dark")
def truncates_after_dividing(image):
    return np.uint8(255 * (1 - image / 255))


@wrong("correlation", "only every distance-th row is used")
def steps_by_the_distance(image, distance):
    some = image[::distance]
    return np.corrcoef(some[:-1].ravel(), some[1:].ravel())[0, 1]


@wrong("correlation", "the first rows are compared with the rest")
def forgets_the_minus(image, distance):
    return np.corrcoef(image[:distance].ravel(), image[distance:].ravel())[0, 1]


@wrong("unshuffle", "the image is expected to be as large as the photo")
def reshapes_to_the_photo(shuffled, order):
    return shuffled.ravel()[np.argsort(order)].reshape(600, 512)


@wrong("dense_weights", "the channels are added")
def adds_the_channels(shape, units):
    return shape[0] * shape[1] * units + (shape[2] if len(shape) == 3 else 0)


@wrong("dense_weights", "several numbers where one is right")
def gives_both_factors(shape, units):
    return int(np.prod(shape)), units


@wrong("negative", "the bits are flipped in a different type")
def flips_the_bits_of_large_numbers(image):
    return ~image.astype(int)


@wrong("unshuffle", "the image is taken for a square")
def reshapes_to_a_square(shuffled, order):
    n = len(shuffled)
    return shuffled.ravel()[np.argsort(order)].reshape(n, n)


@wrong("dense_weights", "the shape is repeated")
def multiplies_the_tuple(shape, units):
    return shape * units


@right("unshuffle")
def puts_into_each_row_and_column(shuffled, order):
    image = np.zeros(shuffled.shape, shuffled.dtype)
    image[np.unravel_index(order, shuffled.shape)] = shuffled.ravel()
    return image


@wrong("negative", "mirrored around the mean")
def mirrors_around_the_mean(image):
    return (2 * image.mean() - image).clip(0, 255).astype(np.uint8)


@wrong("correlation", "the slope of the line, not the correlation")
def slope_of_the_line(image, distance):
    x, y = image[:-distance].ravel().astype(float), image[distance:].ravel().astype(float)
    return np.polyfit(x, y, 1)[0]


@wrong("dense_weights", "to the power of the units")
def to_the_power_of_the_units(shape, units):
    return np.prod(shape) ** units

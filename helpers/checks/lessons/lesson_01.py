"""Lesson 01, images as numbers: exercises and questions."""

from math import prod

import numpy as np

from helpers import conv2d, conv_parameters, dense_parameters
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.pictures import neighbour_correlation, photo

# --- negative: arithmetic on pixels ------------------------------------------------------------------

PIXELS = np.array([[0, 200, 60], [255, 10, 128]], dtype=np.uint8)
# Without 0 and 255: a learner who takes the largest pixel for the end of the scale gets a wrong result.
GREYISH = np.array([[90, 100, 180, 30], [200, 160, 120, 60], [50, 70, 110, 140]], dtype=np.uint8)
DARK = np.array([[0, 40, 0], [255, 7, 90]], dtype=np.uint8)


def _black_and_white_swapped(image):
    return np.where(image == 0, 255, np.where(image == 255, 0, image))


def _is_turned(case, given):
    image = case.inputs["image"]
    turned = [image[::-1], image[:, ::-1], image[::-1, ::-1], image.T, np.rot90(image), np.rot90(image, 3)]
    return any(np.array_equal(given, other) for other in turned)


NEGATIVE = Exercise(
    name="negative",
    title="The negative of an image",
    answer="my_negative(image)",
    reference=lambda image: 255 - image,
    read=numbers,
    minutes=4,
    right="Black became white and white became black, with one subtraction for all pixels.",
    hints=(
        "0 should become 255, and 255 should become 0. What should 1 become, and 254?",
        "A pixel and its negative always add up to the same number. Which one?",
        "They add up to 255, and NumPy subtracts a whole array at once. The solution is in "
        "notebooks/solutions/01_negative.py.",
    ),
    mistakes=(
        Mistake(
            "the image is unchanged",
            "Every pixel has kept its value. Black should become white.",
            wrong=lambda image: image,
        ),
        Mistake(
            "only the sign is changed",
            "No grey is below 0, and in uint8 a negative number wraps around: −1 becomes 255. How far is "
            "each pixel from white?",
            wrong=lambda image: -image,
        ),
        Mistake(
            "only the sign is changed",
            "No grey is below 0. How far is each pixel from white?",
            wrong=lambda image: -image.astype(int),
        ),
        Mistake(
            "off by one",
            "White is 255, not 256: there are 256 values because 0 is one of them.",
            wrong=lambda image: 256 - image.astype(float),
        ),
        Mistake(
            "off by one",
            "White is 255, not 256, which doesn't even fit into a pixel: there are 256 values because 0 is "
            "one of them.",
            wrong=lambda image: 256 - image,
        ),
        Mistake(
            "white is taken as 1",
            "Some programs keep pixels between 0 and 1. Here, white is 255.",
            wrong=lambda image: 1 - image,
        ),
        Mistake(
            "white is taken as 1",
            "Some programs keep pixels between 0 and 1. Here, white is 255.",
            wrong=lambda image: 1 - image.astype(float),
        ),
        Mistake(
            "the brightest pixel is taken for white",
            "In a dark image no pixel may be white, but white is still 255.",
            wrong=lambda image: image.max() - image,
        ),
        Mistake(
            "the image's own range is reversed",
            "The darkest and the brightest pixel have swapped values, but white is 255 and black is 0 in "
            "every image.",
            wrong=lambda image: image.max() - image + image.min(),
        ),
        Mistake(
            "off by one",
            "White is 255, not 254: the negative of a black pixel should be 255.",
            wrong=lambda image: 254 - image,
        ),
        Mistake(
            "off by one",
            "White is 255, not 254: the negative of a black pixel should be 255.",
            wrong=lambda image: 254 - image.astype(float),
        ),
        Mistake(
            "the difference is taken the wrong way round",
            "In uint8, `image - 255` wraps around instead of going below 0. Which difference stays between 0 "
            "and 255?",
            wrong=lambda image: image - 255,
        ),
        Mistake(
            "the difference is taken the wrong way round",
            "The sizes are right, but no grey is below 0. Which difference stays between 0 and 255?",
            wrong=lambda image: image.astype(float) - 255,
        ),
        Mistake(
            "white is taken as 1",
            "Your result is between 0 and 1. Here, white is 255.",
            wrong=lambda image: (255 - image) / 255,
        ),
        Mistake(
            "only one row comes back",
            "That is the negative of the first row. NumPy can subtract all rows at once.",
            wrong=lambda image: 255 - image[0],
        ),
        Mistake(
            "only black and white are swapped",
            "0 and 255 are right, but every grey has kept its value. A grey of 100 should become 155.",
            wrong=_black_and_white_swapped,
        ),
        Mistake(
            "the image is turned, not its brightness",
            "The pixels have moved. Each of them should stay where it is and change its value.",
            sees=_is_turned,
        ),
        Mistake(
            "black and white only",
            "Every grey became black or white. A grey of 100 should become 155.",
            sees=lambda case, given: (
                given.shape == case.inputs["image"].shape and set(given.ravel().tolist()) <= {0, 255}
            ),
        ),
        Mistake(
            "divided by 255 before subtracting",
            "Python divides before it subtracts. You don't need a division here.",
            wrong=lambda image: 255 - image / 255,
        ),
        Mistake(
            "8 bits with a sign are too few",
            "`int8` ends at 127, and brighter pixels become negative in it.",
            wrong=lambda image: 255 - image.astype(np.int8).astype(int),
        ),
        Mistake(
            "8 bits with a sign are too few",
            "`int8` ends at 127, and brighter pixels become negative in it.",
            wrong=lambda image: (255 - image).astype(np.int8),
        ),
        Mistake(
            "one change after the other",
            "You turn black into white, and then all white pixels, including the new ones, into black. The "
            "greys stay as they were. One subtraction changes all pixels at once.",
            wrong=lambda image: np.where(np.isin(image, (0, 255)), 0, image),
        ),
        Mistake(
            "taken for an image from 0 to 1",
            "These pixels go from 0 to 255, so subtract them from 255.",
            wrong=lambda image: 255 * (1 - image.astype(float)),
        ),
        Mistake(
            "the pixels are sorted",
            "Each pixel should stay where it is and change its grey.",
            sees=lambda case, given: bool(
                (np.sort(given, axis=None) == np.sort(case.inputs["image"], axis=None)).all()
                if given.size == case.inputs["image"].size
                else False
            ),
        ),
        Mistake(
            "the distance from the middle grey",
            "You measure how far each pixel is from 128. How far is it from white?",
            wrong=lambda image: abs(image.astype(float) - 128),
        ),
        Mistake(
            "greys come out one too dark",
            "A negative pixel such as 255 · (1 − x / 255) may come out as 154.99…, and `np.uint8` cuts "
            "that to 154. Subtract whole numbers from 255.",
            wrong=lambda image: np.uint8(255 * (1 - image / 255)),
        ),
        Mistake(
            "the bits are flipped in a different type",
            "You return −1 − x. `~` gives the opposite of a grey only as long as the type is uint8.",
            wrong=lambda image: -1 - image.astype(int),
        ),
        Mistake(
            "mirrored around the mean",
            "You mirror each grey around the mean of the image. Mirror it around the middle of the scale, so "
            "that 0 becomes 255 in every image.",
            wrong=lambda image: (2 * image.mean() - image).clip(0, 255).astype(np.uint8),
        ),
        Mistake(
            "mirrored around the mean",
            "You mirror each grey around the mean of the image. Mirror it around the middle of the scale, so "
            "that 0 becomes 255 in every image.",
            wrong=lambda image: 2 * image.mean() - image,
        ),
    ),
    cases=(Case({"image": PIXELS}), Case({"image": GREYISH}), Case({"image": DARK})),
)


# --- correlation: neighbours at a distance -----------------------------------------------------------


def _pearson(one, other):
    """Return the correlation of two arrays, or nan if one of them is constant."""
    return neighbour_correlation(np.stack([np.ravel(one), np.ravel(other)], axis=1))


def _below(image, distance):
    """Return the correlation of pixels with those `distance` rows below them."""
    return neighbour_correlation(np.transpose(image), distance)


def _pairs(image, distance):
    image = np.asarray(image, dtype=float)
    return image[:-distance], image[distance:]


def _covariance(image, distance):
    upper, lower = _pairs(image, distance)
    return ((upper - upper.mean()) * (lower - lower.mean())).mean()


def _without_means(image, distance):
    upper, lower = _pairs(image, distance)
    return (upper * lower).sum() / np.sqrt((upper**2).sum() * (lower**2).sum())


def _without_root(image, distance):
    upper, lower = _pairs(image, distance)
    return _covariance(image, distance) / (upper.var() * lower.var())


def _of_the_whole_image(image, distance):
    upper, lower = _pairs(image, distance)
    mean = np.mean(image)
    return ((upper - mean) * (lower - mean)).mean() / np.var(np.asarray(image, dtype=float))


def _in_the_dtype_of_the_image(image, distance):
    upper, lower = image[:-distance], image[distance:]
    return (upper * lower).mean() - upper.mean() * lower.mean()


def _too_close(image, distance):
    rows = image.shape[0] - (distance - 1)
    return _pearson(image[:rows], image[distance - 1 :])


def _along_one_long_row(image, distance):
    flat = np.ravel(image)
    return _pearson(flat[:-distance], flat[distance:])


def _columns_averaged(image, distance):
    upper, lower = _pairs(image, distance)
    return np.mean([_pearson(*columns) for columns in zip(upper.T, lower.T, strict=True)])


def _of_ranks(image, distance):
    upper, lower = (np.ravel(part) for part in _pairs(image, distance))
    return _pearson(
        *(np.array([(np.sum(part < x) + np.sum(part <= x)) for x in part]) for part in (upper, lower))
    )


def _has_mixed_counts(case, given):
    image, distance = case.inputs["image"], case.inputs["distance"]
    count = image[distance:].size
    return given.ndim == 0 and any(
        np.isclose(given, _below(image, distance) * factor, rtol=1e-4)
        for factor in (count / (count - 1), (count - 1) / count)
    )


def _slope_of_the_line(image, distance):
    return _covariance(image, distance) / _pairs(image, distance)[0].var()


CORRELATION = Exercise(
    name="correlation",
    title="Correlation with the pixels below",
    answer="my_correlation(image, distance)",
    reference=_below,
    read=numbers,
    minutes=8,
    right="Now you can measure any image: how similar is a pixel to the one below it, or ten below it?",
    hints=(
        "Make two views of the image: all pixels that have a partner below them, and all the partners. Each "
        "view has `distance` fewer rows than the image.",
        "`image[distance:]` are the partners. The pixels above them end before the last `distance` rows.",
        "Turn both views into one row each with ravel, give them to np.corrcoef, and take the number in row "
        "0, column 1. The solution is in notebooks/solutions/01_correlation.py.",
    ),
    mistakes=(
        Mistake(
            "the partner is to the right, not below",
            "The first index counts rows, the second columns. A pixel and its partner are in the same "
            "column, `distance` rows apart.",
            wrong=neighbour_correlation,
        ),
        Mistake(
            "the partner is on the diagonal",
            "You move by rows and by columns at once. The partner is in the same column.",
            wrong=lambda image, distance: _pearson(
                image[:-distance, :-distance], image[distance:, distance:]
            ),
        ),
        Mistake(
            "the image wraps around",
            "np.roll brings rows that leave at one edge back in at the opposite edge, so the top and the "
            "bottom of the image count as neighbours. Cut those rows off instead.",
            wrong=lambda image, distance: _pearson(image, np.roll(image, distance, axis=0)),
        ),
        Mistake(
            "the image wraps around",
            "Without an axis, np.roll moves all pixels as one long row, and the last one becomes the "
            "neighbour of the first. The partner is `distance` rows further down.",
            wrong=lambda image, distance: _pearson(image, np.roll(image, distance)),
        ),
        Mistake(
            "the image wraps around",
            "With axis=1, np.roll moves the columns, and the last becomes the neighbour of the first. The "
            "partner is in the same column.",
            wrong=lambda image, distance: _pearson(image, np.roll(image, distance, axis=1)),
        ),
        Mistake(
            "the distance counts pixels, not rows",
            "In one long row, the pixel `distance` further on is to the right, or at the start of the next "
            "row. Cut the rows first, then ravel.",
            wrong=_along_one_long_row,
        ),
        Mistake(
            "the distance is ignored",
            "You compare direct neighbours whatever the distance.",
            wrong=lambda image, distance: _below(image, 1),
        ),
        Mistake(
            "the distance is off by one",
            "Your partners are one row too far apart. At distance 1 a pixel's partner is the very next one.",
            wrong=lambda image, distance: _below(image, distance + 1),
        ),
        Mistake(
            "the distance is off by one",
            "Your partners are one row too close. At distance 2 there is one pixel between them.",
            wrong=_too_close,
        ),
        Mistake(
            "the mean is not subtracted",
            "Without that, bright images seem correlated whatever they show, because all pixels are "
            "positive. Subtract its own mean from each of the two views.",
            wrong=_without_means,
        ),
        Mistake(
            "the contrast is not divided out",
            "Your number grows with the contrast of the image. A correlation doesn't: it is always between "
            "−1 and 1. np.corrcoef takes care of that.",
            wrong=_covariance,
        ),
        Mistake(
            "the contrast is not divided out",
            "A sum of products grows with the number of pixels and with the contrast. A correlation doesn't; "
            "np.corrcoef takes care of both.",
            wrong=lambda image, distance: _covariance(image, distance) * _pairs(image, distance)[0].size,
        ),
        Mistake(
            "divided by the variances",
            "Your number gets smaller when the contrast grows, as if you divided by np.var of both views. "
            "Divide by np.std of both, or let np.corrcoef do it.",
            wrong=_without_root,
        ),
        Mistake(
            "mean and spread are those of the whole image",
            "Close. The upper and the lower pixels each have a mean and a spread of their own.",
            wrong=_of_the_whole_image,
        ),
        Mistake(
            "integer overflow",
            "Pixels are often uint8, and their products don't fit into it. Turn the image into decimals "
            "first: `image.astype(float)`.",
            wrong=_in_the_dtype_of_the_image,
        ),
        Mistake(
            "the sign is lost",
            "Where bright goes with dark, the correlation is negative. Keep the sign.",
            wrong=lambda image, distance: abs(_below(image, distance)),
        ),
        Mistake(
            "the correlation is squared",
            "Squared, it loses its sign, and 0.5 becomes 0.25.",
            wrong=lambda image, distance: _below(image, distance) ** 2,
        ),
        Mistake(
            "the whole matrix is returned",
            "np.corrcoef returns a 2 by 2 table: each of the two views with itself, which gives 1, and with "
            "the other one. The number you want is in row 0, column 1.",
            wrong=lambda image, distance: np.corrcoef(*map(np.ravel, _pairs(image, distance))),
        ),
        Mistake(
            "always 1",
            "Each view has a correlation of 1 with itself: that is the diagonal of np.corrcoef's table. "
            "The two views together are in row 0, column 1.",
            wrong=lambda image, distance: 1.0,
        ),
        Mistake(
            "the rows are compared, not the pixels",
            "np.corrcoef takes every row of a grid as one list of values. Turn both views into one row with "
            "ravel first.",
            wrong=lambda image, distance: np.corrcoef(*_pairs(image, distance)),
        ),
        Mistake(
            "the rows are compared, not the pixels",
            "np.corrcoef takes every row of a grid as one list of values, so each number of its table "
            "compares two rows. Turn both views into one row with ravel first.",
            wrong=lambda image, distance: np.corrcoef(*_pairs(image, distance))[0, 1],
        ),
        Mistake(
            "the contrast is not divided out",
            "What np.cov returns grows with the contrast of the image. Use np.corrcoef: its numbers are "
            "between −1 and 1, whatever the contrast.",
            wrong=lambda image, distance: np.cov(*map(np.ravel, _pairs(image, distance)))[0, 1],
        ),
        Mistake(
            "a difference instead of a correlation",
            "The mean difference depends on the contrast of the image. The correlation is between −1 and 1.",
            wrong=lambda image, distance: np.abs(np.subtract(*_pairs(image, distance))).mean(),
        ),
        Mistake(
            "only two rows are compared",
            "You compare the first row with one other. Put all pairs of the image together.",
            wrong=lambda image, distance: _pearson(image[0], image[distance]),
        ),
        Mistake(
            "the rows are averaged",
            "You compute a correlation for each pair of rows and average them. Put all pairs of the image "
            "together.",
            wrong=lambda image, distance: np.mean(
                [_pearson(*rows) for rows in zip(*_pairs(image, distance), strict=True)]
            ),
        ),
        Mistake(
            "the columns are averaged",
            "You compute a correlation for each column and average them. Put all pairs of the image "
            "together.",
            wrong=_columns_averaged,
        ),
        Mistake(
            "the first column only",
            "Take all columns: turn both views into one row each with ravel.",
            wrong=lambda image, distance: _pearson(image[:-distance, 0], image[distance:, 0]),
        ),
        Mistake(
            "pixels of neighbouring columns are paired",
            "In one long row of columns, the end of a column comes before the beginning of the next. Cut off "
            "the rows first, and make the long rows afterwards.",
            wrong=lambda image, distance: _along_one_long_row(np.transpose(image), distance),
        ),
        Mistake(
            "the correlation of ranks",
            "That is another measure, Spearman's, which only looks at the order of the numbers. Use "
            "`np.corrcoef`.",
            wrong=_of_ranks,
        ),
        Mistake(
            "n − 1 above and n below",
            "You divide the covariance by n − 1 and the spreads by n, or the other way round. Use the same "
            "number in both.",
            sees=_has_mixed_counts,
        ),
        Mistake(
            "the image is cut to a square",
            "Use all rows and columns, even if the image is not square.",
            wrong=lambda image, distance: _below(image[: min(image.shape), : min(image.shape)], distance),
        ),
        Mistake(
            "the share of equal pixels",
            "You count the pairs that are exactly equal. Pixels may also rise and fall together without "
            "being equal.",
            wrong=lambda image, distance: np.mean(np.equal(*_pairs(image, distance))),
        ),
        Mistake(
            "the pairs are mixed up",
            "One view is read along its rows, the other down its columns. Read both in the same order, so "
            "that partners stay together.",
            wrong=lambda image, distance: _pearson(_pairs(image, distance)[0].T, _pairs(image, distance)[1]),
        ),
        Mistake(
            "the first rows are compared with the last",
            "`image[:distance]` are the first `distance` rows. The view should contain every pixel that has a"
            " partner below it.",
            wrong=lambda image, distance: _pearson(image[:distance], image[-distance:]),
        ),
        Mistake(
            "the first rows are compared with the rest",
            "`image[:distance]` are the first `distance` rows only. Leave out the *last* `distance` rows "
            "instead: count from the end with a minus.",
            wrong=lambda image, distance: np.corrcoef(image[:distance].ravel(), image[distance:].ravel())[
                0, 1
            ],
        ),
        Mistake(
            "only every distance-th row is used",
            "A step in a slice leaves out rows. Every pixel that has a partner `distance` rows below it "
            "counts.",
            wrong=lambda image, distance: _below(image[::distance], 1),
        ),
        Mistake(
            "the photo is built in",
            "You return the correlation in the photo, whatever the image is. Use `image`.",
            wrong=lambda image, distance: _below(photo(), distance),
        ),
        Mistake(
            "the slope of the line, not the correlation",
            "You divide the covariance by the variance of one view, which gives the slope of the line "
            "through the points. A correlation divides by the spreads of both views, as `np.corrcoef` does.",
            wrong=_slope_of_the_line,
        ),
        Mistake(
            "the slope of the line, not the correlation",
            "You divide the covariance by the variance of one view, which gives the slope of the line "
            "through the points. A correlation divides by the spreads of both views, as `np.corrcoef` does.",
            wrong=lambda image, distance: _slope_of_the_line(image[::-1], distance),
        ),
    ),
    cases=(
        Case({"image": np.array([[1, 2, 4, 3], [0, 5, 1, 7], [6, 2, 8, 4]]), "distance": 1}),
        Case(
            {"image": np.array([[10, 250], [240, 20], [30, 180], [200, 90]], dtype=np.uint8), "distance": 1}
        ),
        Case({"image": np.array([[1, 0, 6], [2, 5, 2], [4, 1, 8], [3, 7, 4]]) / 8, "distance": 2}),
        Case(
            {
                "image": np.array(
                    [
                        [3, 6, 9, 2, 2],
                        [1, 5, 3, 6, 7],
                        [4, 3, 2, 4, 9],
                        [1, 5, 3, 3, 5],
                        [5, 8, 8, 3, 0],
                        [9, 9, 4, 8, 2],
                        [2, 7, 6, 3, 8],
                    ]
                ),
                "distance": 3,
            }
        ),
    ),
)


# --- dense_weights: what a dense layer costs ---------------------------------------------------------


def _grey_only(shape, units):
    rows, columns = shape
    return rows * columns * units


def _in_32_bits(shape, units):
    return int(np.int64(prod(shape) * units).astype(np.int32))


DENSE_WEIGHTS = Exercise(
    name="dense_weights",
    title="The weights of a dense layer",
    answer="my_dense_weights(shape, units)",
    reference=lambda shape, units: dense_parameters(prod(shape), units, bias=False),
    read=numbers,
    minutes=5,
    right="For a phone's photo in colour and 128 units, that makes 4,608,000,000 weights.",
    hints=(
        "How many numbers are in the image? Its shape lists rows, columns and, in colour, three channels.",
        "Each unit has one weight for each of these numbers.",
        "Multiply all parts of the shape by each other and by the units; `math.prod(shape)` multiplies all "
        "parts of the shape. The solution is in notebooks/solutions/01_dense_weights.py.",
    ),
    mistakes=(
        Mistake(
            "the biases are counted too",
            "A bias, which a unit adds to its sum, is not a weight: you don't multiply any pixel by it. "
            "Count only the weights.",
            wrong=lambda shape, units: dense_parameters(prod(shape), units),
        ),
        Mistake(
            "the channels are left out",
            "A colour image has three numbers for each pixel, and each of them gets its own weight.",
            wrong=lambda shape, units: shape[0] * shape[1] * units,
        ),
        Mistake(
            "the channels are left out",
            "`rows, columns = shape` works for grey images only. In colour, the shape has a third part: the "
            "channels.",
            wrong=_grey_only,
        ),
        Mistake(
            "three channels are always counted",
            "A grey image has one number for each pixel. Its shape has two parts.",
            wrong=lambda shape, units: shape[0] * shape[1] * 3 * units,
        ),
        Mistake(
            "every image is expected to have channels",
            "A grey image has only rows and columns, so `shape[2]` doesn't exist.",
            wrong=lambda shape, units: shape[0] * shape[1] * shape[2] * units,
        ),
        Mistake(
            "the units are left out",
            "That is the count for one unit. Every unit has weights of its own.",
            wrong=lambda shape, units: prod(shape),
        ),
        Mistake(
            "only the rows are counted",
            "`shape[0]` is the number of rows. Each row has several pixels.",
            wrong=lambda shape, units: shape[0] * units,
        ),
        Mistake(
            "the image is taken for a square",
            "An image may have more rows than columns, or fewer.",
            wrong=lambda shape, units: shape[0] ** 2 * prod(shape[2:]) * units,
        ),
        Mistake(
            "the axes are counted",
            "`len(shape)` is the number of axes, 2 or 3. How many numbers are in the image?",
            wrong=lambda shape, units: len(shape) * units,
        ),
        Mistake(
            "the parts of the shape are added",
            "2 rows of 3 pixels are 6 pixels, not 5. Multiply.",
            wrong=lambda shape, units: sum(shape) * units,
        ),
        Mistake(
            "pixels and units are added",
            "Every pixel is connected to every unit: multiply.",
            wrong=lambda shape, units: prod(shape) + units,
        ),
        Mistake(
            "every image has 784 pixels",
            "784 is 28 · 28. Compute the number of pixels from the shape.",
            wrong=lambda shape, units: 784 * units,
        ),
        Mistake(
            "a kernel's weights are counted",
            "A 3×3 kernel has nine weights. In a dense layer, each unit has a weight for every number of "
            "the image.",
            wrong=lambda shape, units: 9 * units,
        ),
        Mistake(
            "integer overflow",
            "The large result wraps around: 32 bits end at 2,147,483,647. Use Python's own numbers "
            "(math.prod), or `dtype=np.int64`.",
            wrong=_in_32_bits,
        ),
        Mistake(
            "the weights of kernels are counted",
            "3×3 kernels would have that many. In a dense layer, each unit has a weight for every number of "
            "the image.",
            wrong=lambda shape, units: 9 * (shape[2] if len(shape) == 3 else 1) * units,
        ),
        Mistake(
            "the multiplications of kernels are counted",
            "3×3 kernels would need that many multiplications. Count the weights of a dense layer: each unit "
            "has one for every number of the image.",
            wrong=lambda shape, units: (shape[0] - 2) * (shape[1] - 2) * 9 * units,
        ),
        Mistake(
            "the image is taken for a square",
            "You multiply the rows by themselves. Multiply all parts of the shape.",
            wrong=lambda shape, units: shape[0] ** 2 * units,
        ),
        Mistake(
            "the positions of a kernel are counted",
            "A kernel of 3×3 has that many positions. A dense layer doesn't slide: each unit has a weight "
            "for every number of the image.",
            wrong=lambda shape, units: (shape[0] - 2) * (shape[1] - 2) * units,
        ),
        Mistake(
            "counted in millions",
            "Multiplied by a million, your number is right. Return how many weights there are.",
            wrong=lambda shape, units: prod(shape) * units / 1e6,
        ),
        Mistake(
            "the image is taken for a square",
            "You multiply the columns by themselves. Multiply all parts of the shape.",
            wrong=lambda shape, units: shape[1] ** 2 * prod(shape[2:]) * units,
        ),
        Mistake(
            "the number of units is built in",
            "You count for 128 units. Use `units`.",
            wrong=lambda shape, units: prod(shape) * 128,
        ),
        Mistake(
            "the channels are added",
            "Each pixel of a colour image has three numbers: multiply by the channels.",
            wrong=lambda shape, units: shape[0] * shape[1] * units + (shape[2] if len(shape) > 2 else 0),
        ),
        Mistake(
            "the positions of a kernel are counted",
            "A kernel of 3×3 has that many positions. A dense layer doesn't slide: each unit has a weight "
            "for every number of the image.",
            wrong=lambda shape, units: (shape[0] - 2) * (shape[1] - 2) * prod(shape[2:]) * units,
        ),
        Mistake(
            "bytes instead of weights",
            "A weight takes 4 bytes. Count the weights themselves.",
            wrong=lambda shape, units: 4 * prod(shape) * units,
        ),
        Mistake(
            "a bias is counted too",
            "Yours is 1 too many. A bias is not a weight: you don't multiply any pixel by it.",
            wrong=lambda shape, units: prod(shape) * units + 1,
        ),
        Mistake(
            "the shape is repeated",
            "A tuple times a number is the tuple, written that many times. Multiply its parts with each "
            "other first.",
            wrong=lambda shape, units: shape * units,
        ),
        Mistake(
            "to the power of the units",
            "`**` is a power. Each unit has one weight for every number of the image, so multiply.",
            wrong=lambda shape, units: np.prod(shape) ** units,
        ),
    ),
    cases=(
        Case({"shape": (2, 3), "units": 4}),
        Case({"shape": (28, 28), "units": 128}),
        Case({"shape": (5, 4, 3), "units": 2}),
        Case({"shape": (600, 512, 3), "units": 10}),
        Case({"shape": (3000, 4000, 3), "units": 128}),
    ),
)


# --- unshuffle: undo one fixed order -----------------------------------------------------------------

PICTURE = np.array([[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34]])
ORDER = np.array([5, 0, 7, 2, 9, 11, 1, 3, 10, 4, 8, 6])
BYTES = np.array([[7, 250], [90, 30], [60, 180]], dtype=np.uint8)
BYTES_ORDER = np.array([2, 4, 0, 5, 1, 3])


def _shuffled(image, order):
    return image.ravel()[order].reshape(image.shape)


def _put_back(shuffled, order):
    return shuffled.ravel()[np.argsort(order)].reshape(shuffled.shape)


def _another_shape(case, given):
    return given.size == case.inputs["shuffled"].size and given.shape != case.inputs["shuffled"].shape


def _same_pixels(case, given):
    """Return whether the result has the right shape and holds the same pixels in some order."""
    shuffled = case.inputs["shuffled"]
    return given.shape == shuffled.shape and np.array_equal(
        np.sort(given, axis=None), np.sort(shuffled, axis=None)
    )


UNSHUFFLE = Exercise(
    name="unshuffle",
    title="Undo a shuffle",
    answer="my_unshuffle(shuffled, order)",
    reference=_put_back,
    read=numbers,
    minutes=12,
    stretch=True,
    right="With the order, you get everything back. Without it, you would be looking at noise.",
    hints=(
        "The shuffle took its pixel number 0 from position order[0] of the image. Where does that pixel "
        "belong?",
        "Make an empty row for all the pixels. Pixel number i of the shuffled image goes back to position "
        "order[i].",
        "NumPy does this for all pixels at once: `row[order] = shuffled.ravel()`. Then reshape. The solution "
        "is in notebooks/solutions/01_unshuffle.py.",
    ),
    mistakes=(
        Mistake(
            "the result is one long row",
            "The pixels need their rows and columns back: reshape the row to the shape of the image.",
            sees=lambda case, given: _another_shape(case, given) and given.ndim == 1,
        ),
        Mistake(
            "rows and columns have changed places",
            "Your result has as many rows as the image has columns. Give reshape the shape of the shuffled "
            "image.",
            sees=lambda case, given: (
                _another_shape(case, given) and given.shape == case.inputs["shuffled"].shape[::-1]
            ),
        ),
        Mistake(
            "it is shuffled once more",
            "`row[order]` takes pixels from the positions in the order: that is how the image was shuffled. "
            "To undo it, put pixels into those positions.",
            wrong=_shuffled,
        ),
        Mistake(
            "nothing has moved",
            "The image comes back as shuffled as it was.",
            wrong=lambda shuffled, order: shuffled,
        ),
        Mistake(
            "the pixels are sorted by brightness",
            "What matters is where a pixel came from, not how bright it is.",
            wrong=lambda shuffled, order: np.sort(shuffled, axis=None).reshape(shuffled.shape),
        ),
        Mistake(
            "the order is read backwards",
            "Reversing an order doesn't undo it. Where does pixel number 0 belong?",
            wrong=lambda shuffled, order: _shuffled(shuffled, order[::-1]),
        ),
        Mistake(
            "the pixels are only reversed",
            "The last pixel has become the first. The order tells you where each of them belongs.",
            wrong=lambda shuffled, order: shuffled.ravel()[::-1].reshape(shuffled.shape),
        ),
        Mistake(
            "the rows are read or filled column by column",
            "The order counts pixels row by row, which is what ravel and reshape do unless you ask for "
            'order="F".',
            wrong=lambda shuffled, order: (
                _put_back(shuffled, order).ravel().reshape(shuffled.shape, order="F")
            ),
        ),
        Mistake(
            "the rows are read or filled column by column",
            "The order counts pixels row by row, which is what ravel and reshape do unless you ask for "
            'order="F".',
            wrong=lambda shuffled, order: shuffled.ravel(order="F")[np.argsort(order)].reshape(
                shuffled.shape
            ),
        ),
        Mistake(
            "the order is returned, not the pixels",
            "These numbers are positions. Now take the pixels from there.",
            wrong=lambda shuffled, order: np.argsort(order).reshape(shuffled.shape),
        ),
        Mistake(
            "pixels are in the wrong places",
            "All the pixels are there, but some are not where they were before the shuffle. Follow pixel "
            "number 0: it came from position `order[0]`.",
            sees=_same_pixels,
        ),
        Mistake(
            "pixels are lost",
            "Some pixels are missing or have changed. Each pixel goes to a position of its own.",
            sees=lambda case, given: given.shape == case.inputs["shuffled"].shape,
        ),
        Mistake(
            "the image is expected to be as large as the photo",
            "The shape is built in: 600 rows and 512 columns. Take it from `shuffled.shape`.",
            wrong=lambda shuffled, order: shuffled.ravel()[np.argsort(order)].reshape(600, 512),
        ),
        Mistake(
            "whole rows are picked",
            "With two axes, `shuffled[order]` picks rows, not pixels. Make one long row with ravel first.",
            wrong=lambda shuffled, order: shuffled[order],  # IndexError
        ),
        Mistake(
            "the image is taken for a square",
            "You use the number of its rows for the columns, too. They may differ.",
            wrong=lambda shuffled, order: _put_back(shuffled, order).reshape((len(shuffled),) * 2),
        ),
    ),
    cases=(
        Case({"shuffled": _shuffled(BYTES, BYTES_ORDER), "order": BYTES_ORDER}),
        Case({"shuffled": _shuffled(PICTURE, ORDER), "order": ORDER}),
        Case({"shuffled": _shuffled(PICTURE.T / 8, ORDER), "order": ORDER}),
    ),
)

EXERCISES = (NEGATIVE, CORRELATION, UNSHUFFLE, DENSE_WEIGHTS)


# --- questions ---------------------------------------------------------------------------------------

QUESTIONS = (
    Number(
        "pixels_of_an_icon",
        "An icon has 16 rows and 24 columns. How many pixels is that?",
        answer=16 * 24,
        recalls="00",
        right="16 rows of 24 pixels: 16 · 24 = 384. A Fashion-MNIST image has 28 · 28 = 784.",
        wrong={
            40: "16 + 24 adds up the two sides. Each of the 16 rows has 24 pixels: multiply.",
            784: "784 is 28 · 28, the images of Fashion-MNIST. Use this icon's rows and columns.",
            256: "16 · 16 would be a square. Each row has 24 pixels.",
            576: "24 · 24 would be a square. There are 16 rows.",
        },
        otherwise="Each of the 16 rows has 24 pixels. Multiply.",
    ),
    Number(
        "row_one",
        "The rows of an image are [0, 9, 0], [9, 9, 0] and [0, 0, 9]. What is `image[1].sum()`?",
        answer=int(np.array([[0, 9, 0], [9, 9, 0], [0, 0, 9]])[1].sum()),
        recalls="00",
        right="Python counts from 0, so `image[1]` is the second row: 9 + 9 + 0 = 18.",
        wrong={
            9: "9 is the sum of the first row, `image[0]`, and of the last. Python counts from 0.",
            36: "36 is the sum of all nine pixels. `image[1]` is one row.",
            0: "No row adds up to 0. Which row has the index 1?",
            2: "Two pixels of that row are bright. Add up their values.",
        },
        otherwise="`image[1]` is the second row, because Python counts from 0. Add up its three pixels.",
    ),
    Choices(
        "deleted_cell",
        "You run a cell with `size = 5`, delete the cell, and run `print(size)` in another one. What "
        "happens?",
        Choice(
            "An error: `size` is gone with its cell",
            "Deleting a cell changes the page, not the kernel. The kernel forgets names only when it "
            "restarts.",
        ),
        Choice(
            "It prints 5",
            "The kernel remembers every name until it restarts, even if the cell is no longer on the page.",
            right=True,
        ),
        Choice(
            "It prints nothing",
            "`print` always shows something, or stops with an error. What does the kernel know about `size`?",
        ),
        recalls="00",
    ),
    Number(
        "numbers_of_a_colour_photo",
        "The photo has 600 rows and 512 columns of pixels, and it is in colour. How many numbers is that?",
        answer=600 * 512 * 3,
        right="600 · 512 pixels, each with a red, a green and a blue number: 921,600.",
        wrong={
            600 * 512: "That is the number of pixels. Each of them has three numbers: red, green and blue.",
            600 + 512 + 3: "Each of the 600 rows has 512 pixels: multiply.",
            600 * 512 * 4: "Some files have a fourth channel, for transparency. This photo has three.",
            600 * 512 * 256: "256 is how many values one number can take. How many numbers are there?",
            3: "Three for each pixel. How many pixels are there?",
        },
        otherwise="Multiply the rows, the columns and the numbers that each pixel has.",
    ),
    Choices(
        "far_apart",
        "You know how bright one pixel of the photo is. Which other pixels does that help you guess?",
        Choice(
            "None: each pixel has its own value",
            "That would be true of noise. But a photo shows things, and each thing covers many pixels.",
        ),
        Choice(
            "Its neighbours most, and those far away only a little",
            "Neighbours mostly show the same thing: skin, cloth, the background. Further away there is "
            "something else.",
            right=True,
        ),
        Choice(
            "All pixels equally: they're in the same photo, taken in the same light",
            "A bright photo is bright in many places, but dark cloth stays dark next to a bright face.",
        ),
    ),
    Choices(
        "after_the_shuffle",
        "You put all the pixels of an image in random order. What stays the same?",
        Choice(
            "The correlation of neighbours",
            "A pixel now has different neighbours, and nothing connects it to them.",
        ),
        Choice(
            "What a person sees in it",
            "You recognise edges and surfaces, and these depend on which pixels are next to each other.",
        ),
        Choice(
            "The mean brightness, and how many pixels there are of each grey",
            "No pixel has changed its value. Anything that ignores positions stays the same.",
            right=True,
        ),
        Choice("Nothing", "The values are all still there. What can you compute without the positions?"),
    ),
    Number(
        "kernel_on_a_phone_photo",
        "One 3×3 kernel slides over a grey image of 28×28 pixels. How many weights does it need on a grey "
        "photo of 12 million pixels?",
        answer=conv_parameters(3, 1, 1, bias=False),
        right="Nine, as before. There are more positions, but the kernel uses the same nine weights at all "
        "of them.",
        wrong={
            12_000_000: "One weight for each pixel would be one unit of a dense layer.",
            9 * 12_000_000: "That is close to the number of multiplications. All positions share the "
            "weights.",
            27: "27 would be right in colour: nine for each of the three channels. The photo is grey.",
            10: "A tenth number would be the bias, which you'll meet later in this lesson. The kernel has "
            "nine weights.",
            784: "The small image has 784 pixels. The number of weights depends on neither image.",
        },
        otherwise="Count the cells of the kernel. Does that number depend on the image?",
    ),
    Number(
        "kernel_multiplications",
        "One 3×3 kernel slides over a grey image of 10×10 pixels, where it has 8 · 8 positions. How many "
        "multiplications is that?",
        answer=int(np.prod(conv2d(np.zeros((10, 10)), np.zeros((3, 3))).shape)) * 9,
        right="64 positions with nine multiplications each: 576. Nine weights are few, but you use them "
        "often.",
        wrong={
            9: "Nine at one position. How many positions are there?",
            64: "64 is the number of positions. At each of them, you multiply nine times.",
            900: "At the edge, the window would stick out: it has 64 positions, not 100.",
            72: "8 · 9 is one row of positions. There are eight rows.",
            100: "100 is the number of pixels. Count the multiplications at one position, then the "
            "positions.",
        },
        otherwise="Count the multiplications at one position, and multiply by the number of positions.",
    ),
    Choices(
        "dense_and_shuffled",
        "You train a dense layer on some images, and another one on the same images, all shuffled in one "
        "fixed order. Each is then tested on new images of its own kind. Which does better?",
        Choice(
            "The first by far: the second sees only noise",
            "To you it is noise. A dense layer has one weight for each position, and nothing in it depends "
            "on which positions are neighbours.",
        ),
        Choice(
            "Both do equally well",
            "The second can have the same weights in another order, and every sum stays the same. Any "
            "difference is due to chance.",
            right=True,
        ),
        Choice(
            "The second: shuffling spreads the garment over the whole image",
            "Each pixel still has one fixed position and one weight. A different position is no better.",
        ),
    ),
)

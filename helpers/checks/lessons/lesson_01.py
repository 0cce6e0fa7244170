"""Lesson 01, images as numbers: exercises and questions."""

from math import prod

import numpy as np

from helpers import conv_parameters, dense_parameters
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.pictures import neighbour_correlation

# --- negative: arithmetic on pixels ------------------------------------------------------------------

PIXELS = np.array([[0, 200, 60], [255, 10, 128]], dtype=np.uint8)
# Without 0 and 255: a learner who takes the largest pixel for the end of the scale gets a wrong result.
GREYISH = np.array([[90, 100, 180, 30], [200, 160, 120, 60], [50, 70, 110, 140]], dtype=np.uint8)

NEGATIVE = Exercise(
    name="negative",
    title="The negative of a picture",
    answer="my_negative(image)",
    reference=lambda image: 255 - image,
    read=numbers,
    right="Black became white and white black, in one subtraction for all pixels.",
    hints=(
        "0 is to become 255, and 255 is to become 0. What becomes of 1, and of 254?",
        "A pixel and its negative always have the same sum. Which one?",
        "They sum to 255, and NumPy subtracts a whole array at once. The solution is in "
        "notebooks/solutions/01_negative.py.",
    ),
    mistakes=(
        Mistake(
            "the image is unchanged",
            "Every pixel is what it was. Black is to become white.",
            wrong=lambda image: image,
        ),
        Mistake(
            "only the sign is changed",
            "Below 0 there is no grey, and in uint8 a negative number wraps round: −1 becomes 255. How far "
            "is each pixel from white?",
            wrong=lambda image: -image,
        ),
        Mistake(
            "only the sign is changed",
            "Below 0 there is no grey. How far is each pixel from white?",
            wrong=lambda image: -image.astype(int),
        ),
        Mistake(
            "off by one",
            "White is 255, not 256: there are 256 values because 0 is one of them.",
            wrong=lambda image: 256 - image.astype(float),
        ),
        Mistake(
            "off by one",
            "White is 255, not 256, which does not even fit into a pixel: there are 256 values because 0 is "
            "one of them.",
            wrong=lambda image: 256 - image,
        ),
        Mistake(
            "white is taken as 1",
            "Some programs keep pixels between 0 and 1. Here white is 255.",
            wrong=lambda image: 1 - image,
        ),
        Mistake(
            "white is taken as 1",
            "Some programs keep pixels between 0 and 1. Here white is 255.",
            wrong=lambda image: 1 - image.astype(float),
        ),
        Mistake(
            "the brightest pixel is taken for white",
            "A dark picture has no white pixel, yet white is still 255.",
            wrong=lambda image: image.max() - image,
        ),
        Mistake(
            "the picture's own range is turned round",
            "Darkest and brightest pixel have changed places, but white is 255 and black 0 in every picture.",
            wrong=lambda image: image.max() - image + image.min(),
        ),
        Mistake(
            "the picture is turned, not its brightness",
            "The pixels have moved. Each one is to stay in its place and change its value.",
            sees=lambda case, given: np.array_equal(
                np.sort(given, axis=None), np.sort(case.inputs["image"], axis=None)
            ),
        ),
        Mistake(
            "black and white only",
            "Every grey became black or white. A grey of 100 is to become 155.",
            sees=lambda case, given: (
                given.shape == case.inputs["image"].shape and set(given.ravel().tolist()) <= {0, 255}
            ),
        ),
    ),
    cases=(
        Case({"image": PIXELS}),
        Case({"image": GREYISH}),
        Case({"image": GREYISH.astype(np.float32) / 2}),
    ),
)


# --- correlation: neighbours at a distance -----------------------------------------------------------


def _pearson(one, other):
    """Return the correlation of two arrays, or nan if one of them is constant."""
    return neighbour_correlation(np.stack([np.ravel(one), np.ravel(other)], axis=1))


def _pairs(image, distance):
    image = np.asarray(image, dtype=float)
    return image[:, :-distance], image[:, distance:]


def _covariance(image, distance):
    left, right = _pairs(image, distance)
    return ((left - left.mean()) * (right - right.mean())).mean()


def _without_means(image, distance):
    left, right = _pairs(image, distance)
    return (left * right).sum() / np.sqrt((left**2).sum() * (right**2).sum())


def _without_root(image, distance):
    left, right = _pairs(image, distance)
    return _covariance(image, distance) / (left.var() * right.var())


def _of_the_whole_image(image, distance):
    left, right = _pairs(image, distance)
    mean = np.mean(image)
    return ((left - mean) * (right - mean)).mean() / np.var(np.asarray(image, dtype=float))


def _in_the_dtype_of_the_image(image, distance):
    left, right = image[:, :-distance], image[:, distance:]
    return (left * right).mean() - left.mean() * right.mean()


def _too_close(image, distance):
    columns = image.shape[1] - (distance - 1)
    return _pearson(image[:, :columns], image[:, distance - 1 :])


def _rows_run_on(image, distance):
    flat = np.ravel(image)
    return _pearson(flat[:-distance], flat[distance:])


CORRELATION = Exercise(
    name="correlation",
    title="Correlation at a distance",
    answer="my_correlation(image, distance)",
    reference=neighbour_correlation,
    read=numbers,
    right="With it you can measure any picture: how far does a pixel know its neighbours?",
    hints=(
        "Make two views of the image: all pixels that have a partner to their right, and all the partners. "
        "Both have `distance` columns less than the image.",
        "`image[:, distance:]` are the right partners. The left ones end before the last `distance` columns.",
        "Lay both out with ravel, give them to np.corrcoef, and take the number in row 0, column 1. The "
        "solution is in notebooks/solutions/01_correlation.py.",
    ),
    mistakes=(
        Mistake(
            "the partner lies below, not to the right",
            "The first index counts rows. Columns are the second: leave the rows whole, `image[:, …]`.",
            wrong=lambda image, distance: neighbour_correlation(np.transpose(image), distance),
        ),
        Mistake(
            "the partner lies on the diagonal",
            "You move by rows and by columns at once. The partner is in the same row.",
            wrong=lambda image, distance: _pearson(
                image[:-distance, :-distance], image[distance:, distance:]
            ),
        ),
        Mistake(
            "the picture wraps round",
            "np.roll brings the pixels that leave on the right back in on the left, so that both edges of "
            "the picture count as neighbours. Cut them off instead.",
            wrong=lambda image, distance: _pearson(image, np.roll(image, distance, axis=1)),
        ),
        Mistake(
            "the picture wraps round",
            "np.roll without an axis runs on from the end of a row to the start of the next, and from the "
            "last pixel to the first. Cut both edges off instead.",
            wrong=lambda image, distance: _pearson(image, np.roll(image, distance)),
        ),
        Mistake(
            "the picture wraps round",
            "Rolled along the first axis, the rows move, and the last becomes the neighbour of the first. "
            "The partner is in the same row.",
            wrong=lambda image, distance: _pearson(image, np.roll(image, distance, axis=0)),
        ),
        Mistake(
            "one row runs on into the next",
            "Laid out as one long row, the last pixels of a row meet the first of the next one. Cut the "
            "columns first, then ravel.",
            wrong=_rows_run_on,
        ),
        Mistake(
            "the distance is ignored",
            "You compare direct neighbours whatever the distance.",
            wrong=lambda image, distance: neighbour_correlation(image, 1),
        ),
        Mistake(
            "the distance is off by one",
            "Your partners lie one column too far apart. At distance 1 a pixel meets the very next.",
            wrong=lambda image, distance: neighbour_correlation(image, distance + 1),
        ),
        Mistake(
            "the distance is off by one",
            "Your partners lie one column too close. At distance 2 there is one pixel between them.",
            wrong=_too_close,
        ),
        Mistake(
            "the mean is not taken away",
            "Without it bright pictures seem correlated whatever they show: all pixels are positive. "
            "Subtract the mean of the left pixels from the left, that of the right ones from the right.",
            wrong=_without_means,
        ),
        Mistake(
            "the covariance is not normalised",
            "It grows with the contrast of the picture. Divide it by the two standard deviations, and it "
            "lies between −1 and 1.",
            wrong=_covariance,
        ),
        Mistake(
            "the covariance is not normalised",
            "A sum of products grows with the number of pixels and with the contrast. Divide it by the "
            "number of pairs and by the two standard deviations.",
            wrong=lambda image, distance: _covariance(image, distance) * _pairs(image, distance)[0].size,
        ),
        Mistake(
            "divided by the variances",
            "Divide by the standard deviations, the square roots of the variances.",
            wrong=_without_root,
        ),
        Mistake(
            "mean and spread are those of the whole image",
            "Close. The left pixels and the right ones each have a mean and a spread of their own.",
            wrong=_of_the_whole_image,
        ),
        Mistake(
            "integer overflow",
            "Pixels are often uint8, and their products do not fit into it. Turn the image into decimals "
            "first: `image.astype(float)`.",
            wrong=_in_the_dtype_of_the_image,
        ),
        Mistake(
            "the sign is lost",
            "Where bright goes with dark, the correlation is negative. Keep the sign.",
            wrong=lambda image, distance: abs(neighbour_correlation(image, distance)),
        ),
        Mistake(
            "the correlation is squared",
            "Squared, it loses its sign, and 0.5 becomes 0.25.",
            wrong=lambda image, distance: neighbour_correlation(image, distance) ** 2,
        ),
        Mistake(
            "the whole matrix is returned",
            "np.corrcoef gives a 2 by 2 table: each of the two with itself, 1, and with the other. The "
            "number wanted stands in row 0, column 1.",
            wrong=lambda image, distance: np.corrcoef(*map(np.ravel, _pairs(image, distance))),
        ),
        Mistake(
            "each pixel's partner with itself",
            "In row 0, column 0 of its table np.corrcoef compares the left pixels with themselves: 1. Take "
            "row 0, column 1.",
            wrong=lambda image, distance: 1.0,
        ),
        Mistake(
            "the rows are compared, not the pixels",
            "np.corrcoef takes every row of a grid for a thing of its own. Lay both parts out with ravel "
            "first.",
            wrong=lambda image, distance: np.corrcoef(*_pairs(image, distance)),
        ),
        Mistake(
            "the rows are compared, not the pixels",
            "np.corrcoef takes every row of a grid for a thing of its own, and one number of its table is "
            "about two rows. Lay both parts out with ravel first.",
            wrong=lambda image, distance: np.corrcoef(*_pairs(image, distance))[0, 1],
        ),
        Mistake(
            "the rows are averaged",
            "You take a correlation for each row and average them. Count all pairs of the picture together.",
            wrong=lambda image, distance: np.mean(
                [_pearson(*rows) for rows in zip(*_pairs(image, distance), strict=True)]
            ),
        ),
    ),
    cases=(
        Case({"image": np.array([[1, 2, 4, 3], [0, 5, 1, 7], [6, 2, 8, 4]]), "distance": 1}),
        Case({"image": np.array([[10, 240, 30, 200], [250, 20, 180, 90]], dtype=np.uint8), "distance": 1}),
        Case({"image": np.array([[1, 2, 4, 3], [0, 5, 1, 7], [6, 2, 8, 4]]) / 8, "distance": 2}),
        Case(
            {
                "image": np.array(
                    [
                        [3, 1, 4, 1, 5, 9, 2],
                        [6, 5, 3, 5, 8, 9, 7],
                        [9, 3, 2, 3, 8, 4, 6],
                        [2, 6, 4, 3, 3, 8, 3],
                        [2, 7, 9, 5, 0, 2, 8],
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
    right="A phone's photo asks for 4,608,000,000 weights. No layer on photos is built like that.",
    hints=(
        "How many numbers does the picture hold? Its shape says it: rows, columns and, in colour, three "
        "channels.",
        "Each unit has one weight for each of these numbers.",
        "Multiply all parts of the shape with each other and with the units; `math.prod(shape)` does the "
        "first. The solution is in notebooks/solutions/01_dense_weights.py.",
    ),
    mistakes=(
        Mistake(
            "the biases are counted too",
            "A bias is no weight: it belongs to no pixel. Here only the weights are asked for.",
            wrong=lambda shape, units: dense_parameters(prod(shape), units),
        ),
        Mistake(
            "the channels are left out",
            "A colour picture has three numbers for each pixel, and each of them gets its own weight.",
            wrong=lambda shape, units: shape[0] * shape[1] * units,
        ),
        Mistake(
            "the channels are left out",
            "`rows, columns = shape` fits grey pictures only. In colour, the shape has a third part: the "
            "channels.",
            wrong=_grey_only,
        ),
        Mistake(
            "three channels are always counted",
            "A grey picture has one number for each pixel. Its shape has two parts.",
            wrong=lambda shape, units: shape[0] * shape[1] * 3 * units,
        ),
        Mistake(
            "the third part of the shape is asked of every picture",
            "A grey picture has only rows and columns, so `shape[2]` is not there.",
            wrong=lambda shape, units: shape[0] * shape[1] * shape[2] * units,
        ),
        Mistake(
            "the units are left out",
            "That is for one unit. Every unit has weights of its own.",
            wrong=lambda shape, units: prod(shape),
        ),
        Mistake(
            "only the rows are counted",
            "`len` of a picture, and `shape[0]`, is the number of its rows.",
            wrong=lambda shape, units: shape[0] * units,
        ),
        Mistake(
            "the picture is taken for a square",
            "Rows and columns may differ.",
            wrong=lambda shape, units: shape[0] ** 2 * prod(shape[2:]) * units,
        ),
        Mistake(
            "the parts of the shape are added",
            "2 rows of 3 pixels are 6 pixels, not 5. Multiply.",
            wrong=lambda shape, units: sum(shape) * units,
        ),
        Mistake(
            "pixels and units are added",
            "Every pixel is joined to every unit: multiply.",
            wrong=lambda shape, units: prod(shape) + units,
        ),
        Mistake(
            "every picture has 784 pixels",
            "That is 28 by 28. Compute the number of pixels from the shape.",
            wrong=lambda shape, units: 784 * units,
        ),
        Mistake(
            "a kernel's weights are counted",
            "That is what a 3×3 kernel needs for each unit. In a dense layer every number of the picture has "
            "a weight.",
            wrong=lambda shape, units: 9 * units,
        ),
        Mistake(
            "integer overflow",
            "The large result wraps round: 32 bits end at 2,147,483,647. Use Python's own numbers "
            "(math.prod), or `dtype=np.int64`.",
            wrong=_in_32_bits,
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


UNSHUFFLE = Exercise(
    name="unshuffle",
    title="Undo a shuffle",
    answer="my_unshuffle(shuffled, order)",
    reference=_put_back,
    read=numbers,
    right="With the order in hand nothing was lost. Without it you would look at noise.",
    hints=(
        "Shuffling took its pixel number 0 from place order[0] of the picture. Where does that pixel belong?",
        "Make an empty row for all the pixels. Pixel number i of the shuffled picture goes back to place "
        "order[i].",
        "NumPy does this for all pixels at once: `row[order] = shuffled.ravel()`. Then reshape. The solution "
        "is in notebooks/solutions/01_unshuffle.py.",
    ),
    mistakes=(
        Mistake(
            "the result is one long row",
            "The pixels need their rows and columns back: reshape the row to the shape of the picture.",
            sees=lambda case, given: _another_shape(case, given) and given.ndim == 1,
        ),
        Mistake(
            "rows and columns have changed places",
            "The shape is another one than that of the shuffled picture.",
            sees=lambda case, given: _another_shape(case, given) and given.ndim == 2,
        ),
        Mistake(
            "it is shuffled once more",
            "`row[order]` takes from the places in the order: that is how it was shuffled. To undo it, put "
            "into those places.",
            wrong=_shuffled,
        ),
        Mistake(
            "nothing has moved",
            "The picture comes back as shuffled as it was.",
            wrong=lambda shuffled, order: shuffled,
        ),
        Mistake(
            "the pixels are sorted by brightness",
            "Sort the order, not the pixels: what counts is where a pixel was, not how bright it is.",
            wrong=lambda shuffled, order: np.sort(shuffled, axis=None).reshape(shuffled.shape),
        ),
        Mistake(
            "the order is read backwards",
            "The reverse of an order is not its undoing. Where does pixel number 0 belong?",
            wrong=lambda shuffled, order: _shuffled(shuffled, order[::-1]),
        ),
        Mistake(
            "the pixels are only reversed",
            "The last pixel came first. The order says where each of them belongs.",
            wrong=lambda shuffled, order: shuffled.ravel()[::-1].reshape(shuffled.shape),
        ),
        Mistake(
            "the order is returned, not the pixels",
            "You found where each pixel comes from. Now take the pixels from there.",
            wrong=lambda shuffled, order: np.argsort(order).reshape(shuffled.shape),
        ),
        Mistake(
            "a new order is drawn",
            "The picture is shuffled anew. Only the order that was used can be undone.",
            sees=lambda case, given: (
                given.shape == case.inputs["shuffled"].shape
                and np.array_equal(np.sort(given, axis=None), np.sort(case.inputs["shuffled"], axis=None))
            ),
        ),
        Mistake(
            "pixels are lost",
            "Some pixels are missing. Each one goes to a place of its own, and none is left out.",
            sees=lambda case, given: given.shape == case.inputs["shuffled"].shape,
        ),
    ),
    cases=(
        Case({"shuffled": _shuffled(BYTES, BYTES_ORDER), "order": BYTES_ORDER}),
        Case({"shuffled": _shuffled(PICTURE, ORDER), "order": ORDER}),
        Case({"shuffled": _shuffled(PICTURE.T / 8, ORDER), "order": ORDER}),
    ),
)

EXERCISES = (NEGATIVE, CORRELATION, DENSE_WEIGHTS, UNSHUFFLE)


# --- questions ---------------------------------------------------------------------------------------

QUESTIONS = (
    Number(
        "numbers_of_a_colour_photo",
        "The photo has 600 rows and 512 columns of pixels, and it is in colour. How many numbers is that?",
        answer=600 * 512 * 3,
        right="600 · 512 pixels, and for each of them red, green and blue: 921,600.",
        wrong={
            600 * 512: "That is the number of pixels. Each has three numbers: red, green and blue.",
            600 + 512 + 3: "Each of the 600 rows has 512 pixels: multiply.",
            600 * 512 * 4: "Four would be with a channel for transparency. This photo has three.",
            600 * 512 * 256: "256 is how many values one number can have. How many numbers are there?",
            3: "Three for each pixel. How many pixels are there?",
        },
        otherwise="Multiply rows, columns and the numbers that each pixel has.",
    ),
    Choices(
        "far_apart",
        "You know how bright one pixel of the photo is. For which other pixel does that help you guess?",
        Choice(
            "For none: every pixel is a number of its own.",
            "It could be, in noise. But a photo shows things, and a thing covers many pixels.",
        ),
        Choice(
            "For its neighbours, and the less the further away they are.",
            "They mostly lie on the same thing: skin, sky, cloth. Further away something else begins.",
            right=True,
        ),
        Choice(
            "For all pixels alike: it is one photo, taken in one light.",
            "A bright photo has bright pixels everywhere, but dark cloth stays dark beside a bright face.",
        ),
    ),
    Choices(
        "after_the_shuffle",
        "All pixels of a picture change places at random. What stays as it was?",
        Choice(
            "The correlation of neighbours.",
            "A pixel now has other neighbours, and nothing connects them.",
        ),
        Choice(
            "What a person sees in it.",
            "You recognise edges and surfaces, which are about pixels and those beside them.",
        ),
        Choice(
            "The mean brightness, and how many pixels there are of each grey.",
            "No pixel changed its value. Whatever ignores places notices nothing.",
            right=True,
        ),
        Choice("Nothing", "The values are all still there. Which numbers can be computed without places?"),
    ),
    Choices(
        "dense_and_shuffled",
        "A dense layer is trained on pictures, and another one on the same pictures, all shuffled by one "
        "fixed order. Which does better on new pictures, shuffled in the same way?",
        Choice(
            "The first by far: the second sees only noise.",
            "To you it is noise. A dense layer has one weight for each place and never asks which places "
            "lie side by side.",
        ),
        Choice(
            "Both do equally well.",
            "The second learns the same weights in another order, and every sum stays the same.",
            right=True,
        ),
        Choice(
            "The second: shuffling spreads the garment over the picture.",
            "Each pixel still arrives at one fixed place and meets one weight. Nothing is gained by another "
            "place.",
        ),
    ),
    Number(
        "kernel_on_a_phone_photo",
        "One 3 by 3 kernel slides over a grey picture of 28 by 28 pixels. How many weights does it need "
        "on a grey photo of 12 million pixels?",
        answer=conv_parameters(3, 1, 1, bias=False),
        right="Nine, as before. It stops more often, but it is the same nine weights at every stop.",
        wrong={
            12_000_000: "That would be a weight for each pixel: one unit of a dense layer.",
            9 * 12_000_000: "That is close to the number of multiplications. The weights are shared by all "
            "stops.",
            27: "27 would be right in colour: nine for each of the three grids. The photo is grey.",
            10: "With a bias it has ten parameters. Nine of them are weights.",
            784: "784 pixels in the small picture. The kernel's weights depend on neither picture.",
        },
        otherwise="Count the cells of the kernel. Does their number depend on the picture?",
    ),
)

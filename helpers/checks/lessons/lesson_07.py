"""Lesson 07, channels and parameters: exercises and questions."""

from math import prod

import numpy as np

from helpers import conv2d, conv_parameters, dense_parameters, receptive_field, trace
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.checks.ready_made import CONVOLUTIONS, arguments_of_calls
from helpers.shapes import Conv, Dense, Flatten, Pool

# --- channel_sum: one window through three channels, by hand -----------------------------------------

# In the lesson's order: one row for each channel, then the 2×2 cells.
WINDOW = np.array([[[2, 0], [1, 3]], [[5, 1], [0, 2]], [[1, 5], [2, 0]]])
WEIGHTS = np.array([[[1, -1], [0, 2]], [[-1, 2], [1, 0]], [[2, 1], [-1, 3]]])
BIAS = 4


def _channel_sums():
    return (WINDOW * WEIGHTS).sum(axis=(1, 2))


def _one_number(value):
    """Read one number, in brackets or not."""
    given = numbers(value)
    return given.reshape(()) if given.size == 1 else given


CHANNEL_SUM = Exercise(
    name="channel_sum",
    minutes=5,
    title="One window through three channels",
    answer="my_channel_sum",
    reference=lambda: _channel_sums().sum() + BIAS,
    read=_one_number,
    right="8 − 3 + 5 = 10 from the three slices, and the bias once: 14. Twelve products became one number.",
    hints=(
        "Take one channel at a time: four pixels, four weights, four products, one sum.",
        "Add the sums of the three channels.",
        "Red gives 8, green −3, blue 5. Then comes the bias, once. The solution is in "
        "notebooks/solutions/07_channel_sum.py.",
    ),
    mistakes=(
        Mistake(
            "the bias is forgotten",
            "The products are right. The filter also adds its bias to their sum.",
            wrong=lambda: _channel_sums().sum(),
        ),
        Mistake(
            "a bias for each channel",
            "A filter has one bias, however many channels it spans. Add it once, at the end.",
            wrong=lambda: _channel_sums().sum() + 3 * BIAS,
        ),
        Mistake(
            "the channels are not summed",
            "Those are the sums of the three slices. The filter adds them up to one number.",
            wrong=_channel_sums,
        ),
        Mistake(
            "the channels are not summed",
            "You gave each slice a bias of its own. The filter adds its bias once, to the three sums "
            "together.",
            wrong=lambda: _channel_sums() + BIAS,
        ),
        Mistake(
            "the channels are averaged",
            "The sums of the slices are added, not divided by their number.",
            wrong=lambda: _channel_sums().mean() + BIAS,
        ),
        Mistake(
            "only the red channel is counted",
            "The filter also has slices for green and blue.",
            wrong=lambda: _channel_sums()[0] + BIAS,
        ),
        Mistake(
            "only the red channel is counted",
            "The filter also has slices for green and blue, and a bias.",
            wrong=lambda: _channel_sums()[0],
        ),
        Mistake(
            "a minus sign is lost",
            "Some weights are negative, and so are their products.",
            wrong=lambda: (WINDOW * abs(WEIGHTS)).sum() + BIAS,
        ),
        Mistake(
            "pixels and weights are summed first",
            "Each pixel meets its own weight. Multiply first, then add.",
            wrong=lambda: (WINDOW.sum(axis=(1, 2)) * WEIGHTS.sum(axis=(1, 2))).sum() + BIAS,
        ),
        Mistake(
            "the red slice is used for all channels",
            "Each channel has a slice of its own: green pixels meet the green weights.",
            wrong=lambda: (WINDOW * WEIGHTS[0]).sum() + BIAS,
        ),
        Mistake(
            "the bias is subtracted, or the weights are read downwards",
            "10 − 4 is 6: the bias is added. If you read the weights down the columns, you also get 6: "
            "in 1 −1 / 0 2, the upper row is 1 −1.",
            wrong=lambda: _channel_sums().sum() - BIAS,
        ),
        Mistake(
            "multiplied by the bias",
            "The bias is added to the sum of the products.",
            wrong=lambda: _channel_sums().sum() * BIAS,
        ),
        Mistake(
            "the minus of one channel is lost",
            "The green slice gives −3, not 3.",
            wrong=lambda: np.abs(_channel_sums()).sum() + BIAS,
        ),
        Mistake(
            "a matrix product was taken",
            "`@` multiplies rows by columns. Here each pixel is multiplied by one weight: use `*`, then sum.",
            wrong=lambda: (WINDOW @ WEIGHTS).sum() + BIAS,
        ),
        Mistake(
            "the products are averaged",
            "The twelve products are added, not divided by their number.",
            wrong=lambda: _channel_sums().sum() / WINDOW.size + BIAS,
        ),
        Mistake(
            "13 belongs to the drawing",
            "Window and filter are different here. Add up the twelve products of the table, and the bias.",
            wrong=lambda: 13,
        ),
        Mistake(
            "pixels meet the wrong weights",
            "Put each slice on the pixels of its own colour, red on red, and as it is, without rotating it.",
            wrong=lambda: (WINDOW * WEIGHTS[:, ::-1, ::-1]).sum() + BIAS,
        ),
        Mistake(
            "the weights are left out",
            "You added up the pixels. Multiply each of them by its weight first.",
            wrong=lambda: WINDOW.sum() + BIAS,
        ),
        Mistake(
            "the grids are added up, but not their cells",
            "You have one number for each cell of the window. Add these up, too, and the bias once.",
            wrong=lambda: (WINDOW * WEIGHTS).sum(axis=0) + BIAS,
        ),
    ),
)


# --- conv_volume: filters over a volume, from conv2d on single grids ---------------------------------


def _slices(volume, filters):
    """Return the map of every channel for every filter: (rows, columns, channels, filters)."""
    return np.stack(
        [
            np.stack([conv2d(volume[..., c], filters[..., c, f]) for c in range(volume.shape[2])], -1)
            for f in range(filters.shape[3])
        ],
        -1,
    )


def _first_slice_for_all(volume, filters):
    return conv2d(volume, np.repeat(filters[:, :, :1], volume.shape[2], axis=2))


def _first_channel_for_all(volume, filters):
    return conv2d(np.repeat(volume[..., :1], volume.shape[2], axis=2), filters)


def _channel_by_channel(volume, filters):
    """Return the map of each channel under a filter of its own: channel c under filter c."""
    pairs = range(min(volume.shape[2], filters.shape[3]))
    return np.stack([conv2d(volume[..., n], filters[..., n, n]) for n in pairs], -1)


def _as_whole_numbers(volume, filters):
    return conv2d(volume, filters).astype(int)


RANDOM = np.random.default_rng(7)
SMALL_VOLUME, SMALL_FILTERS = RANDOM.integers(0, 6, (3, 3, 2)), RANDOM.integers(-3, 4, (2, 2, 2, 3))
OTHER_VOLUME, OTHER_FILTERS = RANDOM.integers(0, 9, (5, 4, 3)), RANDOM.integers(-3, 4, (3, 2, 3, 2))
SQUARE_VOLUME, SQUARE_FILTERS = RANDOM.integers(0, 9, (4, 4, 3)), RANDOM.integers(-3, 4, (2, 2, 3, 3))


def _hands_over_volumes(answer):
    """Return a `Mistake` if the answer lets `conv2d` work on more than single grids: the task forbids it."""
    calls = arguments_of_calls(answer, CONV_VOLUME.cases[0], CONVOLUTIONS)
    if all(np.ndim(given) <= 2 for arguments in calls for given in arguments.values()):
        return None
    return Mistake(
        "right values, but conv2d got a volume",
        "`conv2d` can do the whole task alone. Call it only on single grids, one channel and one slice, and "
        "do the rest yourself.",
    )


def _scaled(volume, filters):
    maps = conv2d(volume, filters)
    return (maps - maps.min()) / (np.ptp(maps) or 1)


def _past_the_channels(volume, filters):
    return sum(_slices(volume, filters)[:, :, c] for c in range(max(volume.shape[2] + 1, 3)))  # IndexError


def _square_maps(volume, filters):
    maps = np.zeros((len(volume) - len(filters) + 1,) * 2 + filters.shape[3:])
    for f, c in np.ndindex(filters.shape[3], volume.shape[2]):
        maps[:, :, f] += conv2d(volume[:, :, c], filters[:, :, c, f])  # ValueError on other maps
    return maps


def _as_many_maps_as_channels(volume, filters):
    channels = range(volume.shape[2])
    # IndexError where there are fewer filters
    return np.stack([sum(conv2d(volume[..., c], filters[..., c, f]) for c in channels) for f in channels], -1)


def _rows_for_channels(volume, filters):
    return np.stack(
        [
            sum(conv2d(volume[c], filters[:, :, c, f]) for c in range(volume.shape[2]))
            for f in range(filters.shape[3])
        ],
        -1,
    )


CONV_VOLUME = Exercise(
    name="conv_volume",
    minutes=14,
    title="Filters over a volume",
    answer="my_conv_volume(volume, filters)",
    volumes=True,
    reference=lambda volume, filters: conv2d(volume, filters),
    afterwards=_hands_over_volumes,
    read=numbers,
    right="Two loops around conv2d: maps of channels are added up, maps of filters are stacked. That is a "
    "convolutional layer without its biases.",
    hints=(
        "Start with one filter. `conv2d(volume[:, :, c], filters[:, :, c, f])` is the map that its slice for "
        "channel c makes. What happens to the maps of all channels?",
        "Add up the maps of all channels: they make one map. The next filter makes another, which is "
        "stacked after it.",
        "Collect the maps of the filters in a list, and end with `np.stack(maps, axis=-1)`. The solution is "
        "in notebooks/solutions/07_conv_volume.py.",
    ),
    mistakes=(
        Mistake(
            "channels not summed",
            "You have a map for every channel of every filter. Add up the maps of a filter's channels.",
            wrong=_slices,
        ),
        Mistake(
            "channels not summed",
            "You have a map for every channel of every filter, one after another. Add up the maps of a "
            "filter's channels.",
            wrong=lambda volume, filters: _slices(volume, filters).reshape(
                *_slices(volume, filters).shape[:2], -1
            ),
        ),
        Mistake(
            "the channels are averaged",
            "The maps of the channels are added, not divided by their number.",
            wrong=lambda volume, filters: _slices(volume, filters).mean(axis=2),
        ),
        Mistake(
            "only the first channel is used",
            "A filter has a slice for each channel. Add up the maps of all of them.",
            wrong=lambda volume, filters: _slices(volume, filters)[:, :, 0],
        ),
        Mistake(
            "only the last channel is used",
            "In the loop over the channels, each map replaces the one before it. Add the maps up instead: "
            "`+=`.",
            wrong=lambda volume, filters: _slices(volume, filters)[:, :, -1],
        ),
        Mistake(
            "the first slice is used for all channels",
            "Every channel meets its own slice of the filter: `filters[:, :, c, f]`.",
            wrong=_first_slice_for_all,
        ),
        Mistake(
            "each channel has its own filter",
            "Channel 0 met only filter 0, and channel 1 only filter 1. Every filter spans all channels.",
            wrong=_channel_by_channel,
        ),
        Mistake(
            "the filters are added up",
            "Each filter makes a map of its own. Stack the maps; don't add them.",
            wrong=lambda volume, filters: conv2d(volume, filters).sum(axis=-1),
        ),
        Mistake(
            "only the first filter is used",
            "There are several filters, and each makes a map of its own.",
            wrong=lambda volume, filters: conv2d(volume, filters)[:, :, :1],
        ),
        Mistake(
            "only the first filter is used",
            "There are several filters, and each makes a map of its own.",
            wrong=lambda volume, filters: conv2d(volume, filters)[:, :, 0],
        ),
        Mistake(
            "the channels come first",
            "The maps are right, but stacked along the first axis. Keras expects them last: `np.stack(maps, "
            "axis=-1)`.",
            wrong=lambda volume, filters: np.moveaxis(conv2d(volume, filters), -1, 0),
        ),
        Mistake(
            "kernel flipped",
            "Your filters are rotated by 180°. Deep learning uses them as they are.",
            wrong=lambda volume, filters: conv2d(volume, filters[::-1, ::-1]),
        ),
        Mistake(
            "the decimals are cut off",
            "Pixels and weights may have decimals, but your sums are whole numbers. `np.zeros(shape)` "
            "without `int` keeps the decimals.",
            wrong=_as_whole_numbers,
        ),
        Mistake(
            "the largest of the channels, not their sum",
            "The maps of a filter's slices are added up, number by number.",
            wrong=lambda volume, filters: _slices(volume, filters).max(axis=2),
        ),
        Mistake(
            "the channels are multiplied, not added",
            "The maps of a filter's slices are added up, number by number.",
            wrong=lambda volume, filters: _slices(volume, filters).prod(axis=2),
        ),
        Mistake(
            "the slices are in reverse order",
            "Slice c of a filter belongs to channel c.",
            wrong=lambda volume, filters: conv2d(volume, filters[:, :, ::-1]),
        ),
        Mistake(
            "channels and filters are mixed up by reshape",
            "`reshape` keeps the numbers in the order in which they are stored. Index the filters instead: "
            "`filters[:, :, c, f]`.",
            wrong=lambda volume, filters: conv2d(
                volume, filters.reshape(*filters.shape[:2], *filters.shape[:1:-1]).swapaxes(2, 3)
            ),
        ),
        Mistake(
            "the sum is not reset for the next filter",
            "Each of your maps contains the maps before it. Start with zeros for each filter.",
            wrong=lambda volume, filters: conv2d(volume, filters).cumsum(axis=-1),
        ),
        Mistake(
            "all maps are the last one",
            "You put the same array into the list again and again, and changed it afterwards. Make a new "
            "array for each filter.",
            wrong=lambda volume, filters: np.repeat(
                conv2d(volume, filters)[..., -1:], filters.shape[3], axis=2
            ),
        ),
        Mistake(
            "the channels are added first",
            "Each slice has its own weights for its own channel. Slide first, and add the maps.",
            wrong=lambda volume, filters: conv2d(
                volume.sum(axis=2, keepdims=True), filters.sum(axis=2, keepdims=True)
            ),
        ),
        Mistake(
            "negative sums are cut off before they are added",
            "The maps of a filter's slices are added as they are. A ReLU may come afterwards, not before.",
            wrong=lambda volume, filters: np.maximum(_slices(volume, filters), 0).sum(axis=2),
        ),
        Mistake(
            "the smallest of the channels, not their sum",
            "The maps of a filter's slices are added up, number by number.",
            wrong=lambda volume, filters: _slices(volume, filters).min(axis=2),
        ),
        Mistake(
            "the first filter is used for all maps",
            "Every map comes from a filter of its own: `filters[:, :, c, f]`, where f counts the filters.",
            wrong=lambda volume, filters: np.repeat(
                conv2d(volume, filters[..., :1]), filters.shape[3], axis=2
            ),
        ),
        Mistake(
            "the first channel meets all slices",
            "Slice c of a filter belongs to channel c: `volume[:, :, c]`.",
            wrong=_first_channel_for_all,
        ),
        Mistake(
            "the last channel is left out",
            "You add up all channels but the last. If there is a `range`, it ends too early: `range(n)` "
            "stops at n − 1 by itself.",
            wrong=lambda volume, filters: conv2d(volume[..., :-1], filters[:, :, :-1]),
        ),
        Mistake(
            "the first channel is left out",
            "You add up all channels but the first. Python counts them from 0.",
            wrong=lambda volume, filters: conv2d(volume[..., 1:], filters[:, :, 1:]),
        ),
        Mistake(
            "the channels are averaged first",
            "Each slice has its own weights for its own channel. Slide first, and add the maps.",
            wrong=lambda volume, filters: conv2d(volume.mean(axis=2, keepdims=True), filters[:, :, :1]),
        ),
        Mistake(
            "8 bits are too few",
            "Sums below 0 or above 255 have wrapped around, as `uint8` does.",
            wrong=lambda volume, filters: np.trunc(conv2d(volume, filters)) % 256,
        ),
        Mistake(
            "scaled from 0 to 1",
            "That is for drawing a picture. Return the numbers themselves.",
            wrong=_scaled,
        ),
        Mistake(
            "the slices are transposed",
            "Rows and columns of each slice are swapped.",
            wrong=lambda volume, filters: conv2d(volume, filters.transpose(1, 0, 2, 3)),
        ),
        Mistake(
            "the volume is padded",
            "The task asks for no padding: the window stays inside the volume.",
            wrong=lambda volume, filters: conv2d(volume, filters, padding="same"),
        ),
        Mistake(
            "an index runs past the channels",
            "A volume doesn't always have three channels, and there may be more filters than channels. "
            "Take both numbers from the shape of the filters: the third axis counts channels, the fourth "
            "filters.",
            wrong=_past_the_channels,
        ),
        Mistake(
            "a bias is added",
            "The task asks for sums without biases.",
            wrong=lambda volume, filters: conv2d(volume, filters) + 1,
        ),
        Mistake(
            "the maps are taken for squares",
            "You use the number of their rows for the columns, too. They may differ.",
            wrong=_square_maps,
        ),
        Mistake(
            "as many maps as channels",
            "Each filter makes a map, however many channels there are: the fourth axis of the filters counts "
            "them.",
            wrong=_as_many_maps_as_channels,
        ),
        Mistake(
            "rows are taken for channels",
            "`volume[c]` is row number c. The channels are on the last axis: `volume[:, :, c]`.",
            wrong=_rows_for_channels,
        ),
    ),
    cases=(
        Case({"volume": SMALL_VOLUME, "filters": SMALL_FILTERS}),
        Case({"volume": OTHER_VOLUME, "filters": OTHER_FILTERS}),
        Case({"volume": SQUARE_VOLUME, "filters": SQUARE_FILTERS}),
        Case({"volume": OTHER_VOLUME / 4, "filters": OTHER_FILTERS / 2}),
        Case({"volume": OTHER_VOLUME[:3], "filters": OTHER_FILTERS[:2, :2]}),
        Case({"volume": OTHER_VOLUME, "filters": OTHER_FILTERS[..., :1]}),
        # Maps made for the whole numbers of one of the two cannot hold the decimals of the other.
        Case({"volume": OTHER_VOLUME, "filters": OTHER_FILTERS / 4}),
        Case({"volume": OTHER_VOLUME / 4, "filters": OTHER_FILTERS}),
    ),
)


# --- layer_parameters: a given network ---------------------------------------------------------------

NETWORK = (Conv(8, 5), Pool(), Conv(12, 3, stride=2), Flatten(), Dense(10))
NETWORK_INPUT = (30, 30, 3)


def _counts(layers=NETWORK, shape=NETWORK_INPUT):
    return [row.parameters for row in trace(layers, shape)]


def _without_biases():
    return _counts(
        (Conv(8, 5, bias=False), Pool(), Conv(12, 3, stride=2, bias=False), Flatten(), Dense(10, bias=False))
    )


def _one_channel_in():
    return [conv_parameters(5, 1, 8), 0, conv_parameters(3, 1, 12), 0, _counts()[4]]


def _pool_counted():
    return [_counts()[0], 2 * 2 * 8, *_counts()[2:]]


LAYER_PARAMETERS = Exercise(
    name="layer_parameters",
    minutes=8,
    title="The parameters of a network, layer by layer",
    answer="my_layer_parameters",
    reference=_counts,
    read=numbers,
    right="608 + 0 + 876 + 0 + 4,330 = 5,814. The dense layer at the end has three quarters of them.",
    hints=(
        "First write down the shape that goes into each layer. A filter is as deep as its input.",
        "The shapes are 30×30×3 → 26×26×8 → 13×13×8 → 6×6×12 → 432 → 10. A convolutional layer has (rows · "
        "columns · channels + 1) · filters parameters; layers without weights have 0.",
        "The dense layer has 432 inputs and 10 units, each with a bias: 433 · 10. The solution is in "
        "notebooks/solutions/07_layer_parameters.py.",
    ),
    mistakes=(
        Mistake(
            "the answer is not five numbers",
            "Give one number for each of the five layers, 0 where nothing is learned.",
            sees=lambda case, given: given.shape != (5,),
        ),
        Mistake(
            "the biases are forgotten",
            "Those are the weights. Every filter and every unit has a bias too.",
            wrong=_without_biases,
        ),
        Mistake(
            "the channels are left out",
            "Your filters have a single slice. A filter is as deep as its input: 3 channels, then 8.",
            wrong=_one_channel_in,
        ),
        Mistake(
            "the second layer is as deep as the image",
            "The second convolution no longer gets the image, but 8 feature maps.",
            wrong=lambda: [_counts()[0], 0, conv_parameters(3, 3, 12), 0, _counts()[4]],
        ),
        Mistake(
            "pooling has been given weights",
            "Pooling takes the largest of four numbers, so there is nothing to learn.",
            wrong=_pool_counted,
        ),
        Mistake(
            "pooling has been given weights",
            "Pooling takes the largest of four numbers, so there is nothing to learn.",
            wrong=lambda: [_counts()[0], 2 * 2, *_counts()[2:]],
        ),
        Mistake(
            "flatten has been given parameters",
            "Flatten lays the 432 numbers out as one row. It learns nothing.",
            wrong=lambda: [*_counts()[:3], 432, _counts()[4]],
        ),
        Mistake(
            "the dense layer counts maps, not numbers",
            "After flatten, every number of the 12 maps is an input of its own: 6 · 6 · 12.",
            wrong=lambda: [*_counts()[:4], dense_parameters(12, 10)],
        ),
        Mistake(
            "the stride is forgotten",
            "The second convolution moves in steps of 2: its maps have 6×6 numbers, not 11×11.",
            wrong=lambda: _counts((Conv(8, 5), Pool(), Conv(12, 3), Flatten(), Dense(10))),
        ),
        Mistake(
            "the pooling is forgotten",
            "Pooling halves the sides before the second convolution, and fewer numbers reach the dense "
            "layer.",
            wrong=lambda: [
                *_counts()[:4],
                _counts((Conv(8, 5), Conv(12, 3, stride=2), Flatten(), Dense(10)))[-1],
            ],  # fmt: skip
        ),
        Mistake(
            "a bias for each slice, not for each filter",
            "A filter has one bias, not one for each of its channels.",
            wrong=lambda: [(5 * 5 + 1) * 3 * 8, 0, (3 * 3 + 1) * 8 * 12, 0, _counts()[4]],
        ),
        Mistake(
            "the multiplications are counted",
            "Those are the multiplications for one image. Count each weight once, however many positions "
            "there are.",
            wrong=lambda: [row.multiplications for row in trace(NETWORK, NETWORK_INPUT)],
        ),
        Mistake(
            "the numbers that leave each layer",
            "You count the numbers in each output. Count the weights and biases that a layer learns.",
            wrong=lambda: [prod(row.shape) for row in trace(NETWORK, NETWORK_INPUT)],
        ),
        Mistake(
            "that is the example",
            "The numbers of the comment only show how to write five counts.",
            wrong=lambda: [1, 2, 3, 4, 5],
        ),
        Mistake(
            "one bias for each layer",
            "Every filter has a bias of its own, and so has every unit.",
            wrong=lambda: [601, 0, 865, 0, 4321],
        ),
        Mistake(
            "rounded up",
            "A window that doesn't fit is left out: from 13 cells, windows of 3 with stride 2 leave 6.",
            wrong=lambda: [608, 0, 876, 0, (7 * 7 * 12 + 1) * 10],
        ),
        Mistake(
            "the convolutions are padded",
            "Without padding, 30 become 26, then 13, then 6.",
            wrong=lambda: [608, 0, 876, 0, (8 * 8 * 12 + 1) * 10],
        ),
        Mistake(
            "the biases of the dense layer are forgotten",
            "Every unit has a bias, as every filter has.",
            wrong=lambda: [608, 0, 876, 0, 4320],
        ),
        Mistake(
            "the biases of the convolutions are forgotten",
            "Every filter has a bias, as every unit has.",
            wrong=lambda: [600, 0, 864, 0, 4330],
        ),
        Mistake(
            "one filter of each convolution is counted",
            "Multiply by the number of filters: each of them has weights of its own.",
            wrong=lambda: [76, 0, 73, 0, 4330],
        ),
        Mistake(
            "the side of the kernel is doubled, not squared",
            "A kernel of 5×5 has 25 cells, not 10.",
            wrong=lambda: [248, 0, 588, 0, 4330],
        ),
        Mistake(
            "flatten forgets the channels",
            "36 numbers are one map. There are 12 maps.",
            wrong=lambda: [608, 0, 876, 0, 370],
        ),
        Mistake(
            "the side of the kernel is not squared",
            "A kernel of 5×5 has 25 cells, not 5.",
            wrong=lambda: [(5 * 3 + 1) * 8, 0, (3 * 8 + 1) * 12, 0, 4330],
        ),
        Mistake(
            "inputs and units are added",
            "Each unit of a dense layer has a weight for each of the 432 numbers: multiply.",
            wrong=lambda: [608, 0, 876, 0, 432 + 10],
        ),
        Mistake(
            "the last position is not counted",
            "From 13 cells, windows of 3 with stride 2 leave 6: five moves, and the first position.",
            wrong=lambda: [608, 0, 876, 0, (5 * 5 * 12 + 1) * 10],
        ),
        Mistake(
            "8 filters in both convolutions",
            "The second convolution has 12 filters. What it gets is 8 maps deep.",
            wrong=lambda: [608, 0, (3 * 3 * 8 + 1) * 8, 0, 4330],
        ),
        Mistake(
            "pooling and flatten repeat the layer before",
            "They learn nothing, whatever comes before them: 0.",
            wrong=lambda: [608, 608, 876, 876, 4330],
        ),
    ),
)


# --- heaviest: most parameters, most multiplications -------------------------------------------------

HEAVY_NETWORK = (Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10))
HEAVY_INPUT = (28, 28, 1)


def _heaviest():
    rows = trace(HEAVY_NETWORK, HEAVY_INPUT)
    parameters, multiplications = (
        [getattr(row, name) for row in rows] for name in ("parameters", "multiplications")
    )
    return [1 + int(np.argmax(parameters)), 1 + int(np.argmax(multiplications))]


HEAVIEST = Exercise(
    name="heaviest",
    minutes=7,
    title="The layers with the most parameters and the most multiplications",
    answer="my_heaviest",
    reference=_heaviest,
    read=numbers,
    right="Layer 6, dense, has 204,928 of the 243,786 parameters. Layer 3 has 36,928, but it uses each "
    "weight at 11 · 11 positions: 4,460,544 multiplications, nearly nine in ten.",
    hints=(
        "A layer's parameters depend on the shape of its input. For the multiplications, remember that "
        "every position uses all the weights again.",
        "A convolutional layer uses its weights once for each cell of an output map. A dense layer uses "
        "each weight once.",
        "Layer 1: 640 parameters and 26 · 26 · 576 multiplications. Layer 3: 36,928, and 11 · 11 · 36,864. "
        "Layer 6: 204,928, and 204,800. The solution is in notebooks/solutions/07_heaviest.py.",
    ),
    mistakes=(
        Mistake(
            "the answer is not two layers",
            "Give two whole numbers from 1 to 7: the layer with the most parameters, then the one with the "
            "most multiplications.",
            sees=lambda case, given: (
                given.shape != (2,) or bool((given % 1 != 0).any() or (given < 1).any() or (given > 7).any())
            ),
        ),
        Mistake("the two are swapped", "The most parameters come first.", wrong=lambda: _heaviest()[::-1]),
        Mistake(
            "counted from 0",
            "Python counts from 0, but the list of layers here starts at 1.",
            wrong=lambda: [layer - 1 for layer in _heaviest()],
        ),
        Mistake(
            "most multiplications: the positions are forgotten",
            "The dense layer uses each of its weights once. A convolutional layer uses them at every "
            "position.",
            wrong=lambda: [_heaviest()[0], _heaviest()[0]],
        ),
        Mistake(
            "most multiplications: the largest map is not enough",
            "Layer 1 has the most positions, 26 · 26, but few weights, for a single channel. Multiply both.",
            wrong=lambda: [_heaviest()[0], 1],
        ),
        Mistake(
            "most parameters: the dense layer is overlooked",
            "The layer after flatten has 1,600 weights for each of its 128 units.",
            wrong=lambda: [_heaviest()[1], _heaviest()[1]],
        ),
        Mistake(
            "a layer without weights is named",
            "Pooling and flatten have no parameters and multiply nothing.",
            sees=lambda case, given: bool(np.isin(given, [2, 4, 5]).any()),
        ),
        Mistake(
            "neither of the two is right",
            "Count both for each layer: the parameters don't depend on the number of positions, and the "
            "multiplications do.",
            sees=lambda case, given: given.shape == (2,) and not (given == _heaviest()).any(),
        ),
        Mistake(
            "most parameters: the last layer is not the largest",
            "It has 10 units with 128 weights each. Which dense layer has more?",
            wrong=lambda: [7, 3],
        ),
        Mistake(
            "most multiplications: the last layer is not the largest",
            "It uses 1,280 weights, once each. A convolutional layer uses its weights at every position.",
            wrong=lambda: [6, 7],
        ),
        Mistake(
            "most parameters: the positions don't count",
            "Layer 1 has the most positions, but it uses the same 640 parameters at each of them.",
            wrong=lambda: [1, 3],
        ),
    ),
)


# --- halve: half the parameters, the same output shape -----------------------------------------------

CHANNELS_IN, CHANNELS_OUT, WIDE = 32, 64, 5
FULL = conv_parameters(WIDE, CHANNELS_IN, CHANNELS_OUT)


def _are_layers(given):
    return bool(
        given.ndim == 2
        and given.shape[1] == 2
        and len(given)
        and (given % 1 == 0).all()
        and (given >= 1).all()
    )


def _parameters_of(given):
    depths = [CHANNELS_IN, *(int(filters) for _, filters in given)]
    return sum(
        conv_parameters(int(k), depth, int(filters))
        for (k, filters), depth in zip(given, depths, strict=False)
    )


def _sees(given):
    return receptive_field([Conv(1, int(k)) for k, _ in given])[0]


HALVE = Exercise(
    name="halve",
    minutes=15,
    stretch=True,
    title="Half the parameters, the same output shape",
    answer="my_layers",
    reference=lambda: [[3, 24], [3, 64]],
    accepts=lambda case, given: (
        _are_layers(given)
        and given[-1, 1] == CHANNELS_OUT
        and _sees(given) >= WIDE
        and _parameters_of(given) <= FULL / 2
    ),
    read=numbers,
    right="The shape is the same, 14×14×64, and every number still sees at least 5×5 cells. The price: "
    "everything must pass through fewer channels.",
    hints=(
        "The last layer must have 64 filters. How much it costs depends on the channels of its input, and a "
        "layer before it can make those fewer.",
        "Two layers of 3×3 see 5×5 cells. The first turns 32 channels into F, the second turns F into 64. "
        "Try F = 64 and count, then make F smaller.",
        "(3 · 3 · 32 + 1) · F + (3 · 3 · F + 1) · 64 is 865 · F + 64, which must be at most 25,632. So F may "
        "be up to 29. The solution is in notebooks/solutions/07_halve.py.",
    ),
    mistakes=(
        Mistake(
            "those are not layers",
            "Give a pair of whole numbers for each layer, kernel size and filters: [[5, 64]] is the layer as "
            "it was.",
            sees=lambda case, given: not _are_layers(given),
        ),
        Mistake(
            "kernel size and filters are swapped",
            "The kernel size comes first: [5, 64] is a 5×5 kernel and 64 filters.",
            sees=lambda case, given: given[-1, 1] != CHANNELS_OUT and given[-1, 0] == CHANNELS_OUT,
        ),
        Mistake(
            "the output has a different depth",
            "The output has one channel for each filter of the last layer, and there must be 64.",
            sees=lambda case, given: given[-1, 1] != CHANNELS_OUT,
        ),
        Mistake(
            "the output sees less",
            "Now a number of the output sees fewer than 5×5 cells. Each k×k layer adds k − 1 rows and "
            "columns to what it sees.",
            sees=lambda case, given: _sees(given) < WIDE,
        ),
        Mistake(
            "the layer is as it was",
            "It still has 51,264 parameters. At most 25,632 are allowed.",
            sees=lambda case, given: given.tolist() == [[WIDE, CHANNELS_OUT]],
        ),
        Mistake(
            "more than half of the parameters",
            "Count them: (k · k · channels in + 1) · filters for each layer, and at most 25,632 together. "
            "Fewer channels between the layers help most.",
            sees=lambda case, given: _parameters_of(given) > FULL / 2,
        ),
    ),
)


EXERCISES = (CHANNEL_SUM, CONV_VOLUME, LAYER_PARAMETERS, HEAVIEST, HALVE)

QUESTIONS = (
    Choices(
        "three_down_the_map",
        "You shift an image 3 pixels to the right. What happens to the feature map of a convolution with "
        "stride 1, away from the border?",
        Choice(
            "It stays exactly the same",
            "That would be *invariant*. The window finds the feature where it is now.",
        ),
        Choice(
            "It moves 3 columns to the right and is otherwise unchanged",
            "The same weights meet the same pixels, 3 columns later: a convolution is *equivariant*.",
            right=True,
        ),
        Choice(
            "It moves 3 columns to the left",
            "The same pixels are now 3 columns further to the right, so the window meets them later, not "
            "earlier.",
        ),
        Choice(
            "It changes in ways you can't predict",
            "At stride 1, every window of the new image has the pixels of a window of the old one.",
        ),
        recalls="06",
    ),
    Number(
        "bias_for_twelve",
        "After ReLU, a unit should give 0 for sums of up to 12, and more than 0 for any sum above 12. What "
        "is its bias?",
        answer=-12,
        right="12 − 12 = 0, and every larger sum gets through: the threshold is minus the bias.",
        wrong={
            12: "Then even a sum of −11 would get through: −11 + 12 = 1.",
            0: "Then every positive sum would get through.",
            -13: "Then a sum of 12.5 would give 0: 12.5 − 13 is negative.",
            -11: "Then a sum of 12 would get through: 12 − 11 = 1.",
        },
        otherwise="ReLU lets through what is above 0. Which number turns 12 into 0 when you add it?",
        recalls="05",
    ),
    Number(
        "blurred_spot",
        "A blur kernel has nine weights of 1/9. One pixel of its window is 0, the other eight are 90. What "
        "is the output?",
        answer=8 * 90 / 9,
        right="8 · 90 / 9 = 80. A blur gives the mean of the window.",
        wrong={
            90: "One of the nine pixels is 0, and pulls the mean down.",
            720: "That is the sum of the pixels. Each weight is 1/9.",
            10: "That is one product, 90/9. There are eight of them.",
            0: "The other eight pixels count too.",
            81: "8/9 of 90 is 80.",
        },
        otherwise="Multiply each pixel by 1/9 and add up the nine products.",
        recalls="03",
    ),
    Choices(
        "colour_filter",
        "One filter of 3×3 slides over a colour photo: red, green and blue. How many feature maps does it "
        "make?",
        Choice(
            "Three: one for each channel",
            "Each slice makes a grid of sums, but the filter adds these grids up. One filter gives one map.",
        ),
        Choice(
            "One: its three slices are added up",
            "At every position, 27 products add up to one number.",
            right=True,
        ),
        Choice("Nine: one for each weight", "The nine products of a slice are added up, as on a grey image."),
        Choice(
            "It depends on how large the photo is",
            "The photo's size decides how large the map is, not how many there are.",
        ),
    ),
    Number(
        "one_filter",
        "A filter of 4×4 slides over an image with 3 channels. How many weights does it have?",
        answer=conv_parameters(4, 3, 1, bias=False),
        right="4 · 4 · 3: a slice of 16 weights for each of the three channels.",
        wrong={
            16: "That is one slice. The filter has a slice for each channel.",
            49: "A bias is not a weight. Count only the weights.",
            12: "4 · 3 is one row of it. The filter has 4 rows.",
            11: "Multiply instead of adding: 4 rows of 4 weights, in 3 channels.",
            64: "4 · 4 · 4 would be four channels.",
        },
        otherwise="How many weights are in one slice, and how many slices are there?",
    ),
    Choices(
        "how_many_biases",
        "Five filters of 4×4×3 make maps of 29×29. How many biases are there?",
        Choice("One for the whole layer", "Then all filters would share one threshold. Each has its own."),
        Choice(
            "Fifteen: one for each channel of each filter",
            "The three slices of a filter are added up first; the bias is added once, to the sum.",
        ),
        Choice(
            "4,205: one for each number of the output",
            "A bias belongs to a filter, and all positions share it, as they share its weights.",
        ),
        Choice("Five: one for each filter", "One number, added to every cell of one map.", right=True),
    ),
    Number(
        "second_depth",
        "A volume of 12×12×4 meets six filters of 3×3. A second layer follows, with filters of 2×2. How many "
        "weights does one of these second filters have?",
        answer=conv_parameters(2, 6, 1, bias=False),
        right="2 · 2 · 6 = 24: it spans the six maps that the first layer made.",
        wrong={
            4: "That is one slice. How many channels does the second layer get?",
            16: "2 · 2 · 4 would fit the first volume. But the first layer has turned its 4 channels into 6.",
            96: "2 · 2 · 4 · 6: but the four channels are gone; the first layer has added them up.",
            12: "A filter of 2×2 has four cells in each channel.",
        },
        otherwise="The second layer gets one channel for each filter of the first.",
    ),
    Choices(
        "twice_as_wide",
        "The photo becomes twice as wide and twice as high. What happens to the 245 parameters of five "
        "filters of 4×4?",
        Choice("They double", "Weights don't belong to a place, so more places don't need more of them."),
        Choice(
            "They quadruple",
            "The positions and the multiplications do. But the weights are the same at every position.",
        ),
        Choice(
            "They stay 245",
            "What grows is the number of positions: the same weights are used more often.",
            right=True,
        ),
        Choice("They become fewer", "Why should they? Every filter still has 48 weights and a bias."),
    ),
    Number(
        "shared_weights",
        "A layer turns 12×12×4 numbers into 10×10×6, each from a window of 3×3×4. Suppose each of the 600 "
        "numbers had its own weights. How many weights would that be?",
        answer=prod((10, 10, 6)) * conv_parameters(3, 4, 1, bias=False),
        right="600 · 36. With sharing there are 216: one set for each filter instead of one for each number.",
        wrong={
            216: "That is with sharing: six sets of 36 weights.",
            3600: "100 positions · 36 weights would be a single filter. There are six.",
            345600: "That is the dense layer, where each number sees all 576 inputs, not 36.",
            5400: "A window contains 3 · 3 cells in each of the four channels.",
            22200: "The 600 biases are not weights.",
        },
        otherwise="There are 600 numbers, and each has one weight for every cell of its window.",
    ),
    Choices(
        "shuffled_bets",
        "The pixels of all images are shuffled in one fixed order, and each layer is trained anew. Which one "
        "works as well as before?",
        Choice(
            "The locally connected one: every place has its own weights",
            "It still looks at small windows, and after the shuffle the pixels in a window don't belong "
            "together.",
        ),
        Choice(
            "The convolution: its weights don't depend on places",
            "It loses both bets: the pixels in a window don't belong together, and every window is "
            "different.",
        ),
        Choice(
            "The dense one: every output sees all pixels",
            "The order of its inputs doesn't matter. The bet on neighbours is the first to fail, and both "
            "other layers make it.",
            right=True,
        ),
        Choice(
            "None: the images are unrecognisable",
            "To your eyes they are. A dense layer has a weight for each pixel, wherever that pixel is.",
        ),
    ),
    Number(
        "numbers_for_adam",
        "The network has 16,618 parameters. Count them together with their gradients and Adam's two means: "
        "how many numbers is that?",
        answer=4 * 16_618,
        right="4 · 16,618: the parameter itself, its gradient, and two means.",
        wrong={
            16_618: "Those are the parameters alone. Training keeps three more numbers for each.",
            33_236: "Each parameter also has a gradient, and the parameters themselves count too.",
            49_854: "Count the parameters themselves as well as their gradients and two means.",
            3 * 24_570: "The values of the layers don't belong to the parameters.",
        },
        otherwise="Four numbers for each parameter: itself, its gradient, and two means.",
    ),
    Choices(
        "time_of_the_first",
        "The first convolution does 8% of all multiplications, the second 88%. How much of the time does the "
        "first one take?",
        Choice(
            "About 8%, because multiplications are what takes time",
            "The first convolution also makes the most values, and moving those through memory takes time.",
        ),
        Choice(
            "Far more than 8%, because it makes the most values",
            "It makes 26 · 26 · 64 values for each image, more than five times as many as the second one, "
            "and all of them go through memory.",
            right=True,
        ),
        Choice(
            "Far less than 8%, because it has only 640 parameters",
            "Its few parameters are used at each of 676 positions, and every result has to be stored.",
        ),
    ),
)

"""Lesson 07, channels and parameters: exercises and questions."""

from math import prod

import numpy as np

from helpers import conv2d, conv_parameters, dense_parameters, pool2d, receptive_field, trace
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.shapes import Conv, Dense, Flatten, Pool

# --- channel_sum: one window through three channels, by hand -----------------------------------------

# In the lesson's order: one row for each channel, then the 2×2 cells.
WINDOW = np.array([[[2, 0], [1, 3]], [[5, 1], [0, 2]], [[1, 5], [2, 0]]])
WEIGHTS = np.array([[[1, -1], [0, 2]], [[-1, 2], [1, 0]], [[2, 1], [-1, 3]]])
BIAS = 4


def _channel_sums():
    return (WINDOW * WEIGHTS).sum(axis=(1, 2))


CHANNEL_SUM = Exercise(
    name="channel_sum",
    title="One window through three channels",
    answer="my_channel_sum",
    reference=lambda: _channel_sums().sum() + BIAS,
    read=numbers,
    right="8 − 3 + 5 = 10 from the three slices, and the bias once: 14. Twelve products became one number.",
    hints=(
        "Take one channel at a time: four pixels, four weights, four products, one sum.",
        "The three sums are parts of the same sum. Add them.",
        "Red gives 8, green −3, blue 5. Then comes the bias, once. The solution is in "
        "notebooks/solutions/07_channel_sum.py.",
    ),
    mistakes=(
        Mistake(
            "the bias is forgotten",
            "The products are right. Each filter adds its bias to their sum.",
            wrong=lambda: _channel_sums().sum(),
        ),
        Mistake(
            "a bias for each channel",
            "A filter has one bias, however many channels it spans. Add it once, at the end.",
            wrong=lambda: _channel_sums().sum() + 3 * BIAS,
        ),
        Mistake(
            "the channels are not summed",
            "Those are the sums of the three slices. A filter adds them to one number.",
            wrong=_channel_sums,
        ),
        Mistake(
            "the channels are not summed",
            "Each slice got a sum and a bias of its own. A filter adds the three sums, and its bias once.",
            wrong=lambda: _channel_sums() + BIAS,
        ),
        Mistake(
            "the channels are averaged",
            "The sums of the slices are added, not divided by their number.",
            wrong=lambda: _channel_sums().mean() + BIAS,
        ),
        Mistake(
            "only the red channel is counted",
            "The filter has a slice for green and one for blue as well.",
            wrong=lambda: _channel_sums()[0] + BIAS,
        ),
        Mistake(
            "only the red channel is counted",
            "The filter has a slice for green and one for blue as well, and a bias.",
            wrong=lambda: _channel_sums()[0],
        ),
        Mistake(
            "a minus is lost",
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

CONV_VOLUME = Exercise(
    name="conv_volume",
    title="Filters over a volume",
    answer="my_conv_volume(volume, filters)",
    volumes=True,
    reference=lambda volume, filters: conv2d(volume, filters),
    read=numbers,
    right="Two loops around conv2d: channels are added up, filters are stacked. That is a convolutional "
    "layer "
    "without its biases.",
    hints=(
        "Begin with one filter. `conv2d(volume[:, :, c], filters[:, :, c, f])` is what its slice for channel "
        "c "
        "makes of that channel. What becomes of these maps?",
        "The maps of all channels are added to one map. Then comes the next filter, whose map is stacked "
        "behind.",
        "Gather one map for each filter in a list, and end with `np.stack(maps, axis=-1)`. The solution is "
        "in "
        "notebooks/solutions/07_conv_volume.py.",
    ),
    mistakes=(
        Mistake(
            "channels not summed",
            "Each filter gives one map for every channel here. These maps are added to one.",
            wrong=_slices,
        ),
        Mistake(
            "channels not summed",
            "Each filter gives one map for every channel here, laid one behind the other. Add them to one.",
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
            "A filter has a slice for each channel. Add up what all of them give.",
            wrong=lambda volume, filters: _slices(volume, filters)[:, :, 0],
        ),
        Mistake(
            "only the last channel is used",
            "In the loop over the channels each map takes the place of the one before. Add it instead: `+=`.",
            wrong=lambda volume, filters: _slices(volume, filters)[:, :, -1],
        ),
        Mistake(
            "the first slice is used for all channels",
            "Every channel meets its own slice of the filter: `filters[:, :, c, f]`.",
            wrong=_first_slice_for_all,
        ),
        Mistake(
            "each channel has its own filter",
            "Channel 0 met filter 0 only, channel 1 filter 1. Every filter spans all channels.",
            wrong=_channel_by_channel,
        ),
        Mistake(
            "the filters are added up",
            "Each filter makes a map of its own. Stack the maps; do not add them.",
            wrong=lambda volume, filters: conv2d(volume, filters).sum(axis=-1),
        ),
        Mistake(
            "only the first filter is used",
            "There are several filters, and each makes a map.",
            wrong=lambda volume, filters: conv2d(volume, filters)[:, :, :1],
        ),
        Mistake(
            "only the first filter is used",
            "There are several filters, and each makes a map.",
            wrong=lambda volume, filters: conv2d(volume, filters)[:, :, 0],
        ),
        Mistake(
            "the channels stand first",
            "The maps are there, stacked along the first axis. Keras wants them last: `np.stack(maps, "
            "axis=-1)`.",
            wrong=lambda volume, filters: np.moveaxis(conv2d(volume, filters), -1, 0),
        ),
        Mistake(
            "kernel flipped",
            "The filters are turned by half a circle. Deep learning uses them as they are.",
            wrong=lambda volume, filters: conv2d(volume, filters[::-1, ::-1]),
        ),
        Mistake(
            "the decimals are cut off",
            "Pixels and weights may be decimals. Do not write their sums into whole numbers.",
            wrong=_as_whole_numbers,
        ),
    ),
    cases=(
        Case({"volume": SMALL_VOLUME, "filters": SMALL_FILTERS}),
        Case({"volume": OTHER_VOLUME, "filters": OTHER_FILTERS}),
        Case({"volume": SQUARE_VOLUME, "filters": SQUARE_FILTERS}),
        Case({"volume": OTHER_VOLUME / 4, "filters": OTHER_FILTERS / 2}),
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
    title="The parameters of a network, layer by layer",
    answer="my_layer_parameters",
    reference=_counts,
    read=numbers,
    right="608 + 0 + 876 + 0 + 4,330 = 5,814. The dense layer at the end holds three quarters of them.",
    hints=(
        "Write down the shape before each layer first. A filter is as deep as the volume that arrives.",
        "The shapes are 30×30×3 → 26×26×8 → 13×13×8 → 6×6×12 → 432 → 10. A convolutional layer has "
        "(rows · columns · channels + 1) · filters parameters; layers without weights have 0.",
        "The dense layer has 432 inputs and 10 units, each with a bias: 433 · 10. The solution is in "
        "notebooks/solutions/07_layer_parameters.py.",
    ),
    mistakes=(
        Mistake(
            "there are not five numbers",
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
            "Your filters are flat. Each one is as deep as the volume that arrives: 3 channels, then 8.",
            wrong=_one_channel_in,
        ),
        Mistake(
            "the second layer is as deep as the picture",
            "What arrives at the second convolution is not the picture any more, but 8 feature maps.",
            wrong=lambda: [_counts()[0], 0, conv_parameters(3, 3, 12), 0, _counts()[4]],
        ),
        Mistake(
            "pooling is given weights",
            "Pooling takes the largest of four numbers: there is nothing to learn.",
            wrong=_pool_counted,
        ),
        Mistake(
            "pooling is given weights",
            "Pooling takes the largest of four numbers: there is nothing to learn.",
            wrong=lambda: [_counts()[0], 2 * 2, *_counts()[2:]],
        ),
        Mistake(
            "flatten is given parameters",
            "Flatten lays the 432 numbers out as one row. It learns nothing.",
            wrong=lambda: [*_counts()[:3], 432, _counts()[4]],
        ),
        Mistake(
            "the dense layer counts maps, not numbers",
            "After flatten every number of the 12 maps is an input of its own: 6 · 6 · 12.",
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
            "A filter adds one number to its sum. It has one bias, not one for each channel.",
            wrong=lambda: [(5 * 5 + 1) * 3 * 8, 0, (3 * 3 + 1) * 8 * 12, 0, _counts()[4]],
        ),
        Mistake(
            "the multiplications are counted",
            "Those are the products that are computed for one image. Weights are counted once, however many "
            "stops there are.",
            wrong=lambda: [row.multiplications for row in trace(NETWORK, NETWORK_INPUT)],
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
    title="The layers with the most parameters and the most multiplications",
    answer="my_heaviest",
    reference=_heaviest,
    read=numbers,
    right="Layer 6, dense, holds 204,928 of the 243,786 parameters. Layer 3 has 36,928, but it uses each "
    "weight at "
    "11 · 11 stops: 4,460,544 multiplications, nearly nine in ten.",
    hints=(
        "For the parameters, the shape that arrives at a layer matters. For the multiplications, every stop "
        "uses "
        "all weights once more.",
        "Multiplications of a convolutional layer: rows · columns that leave it, times its weights. Of a "
        "dense "
        "layer: its weights.",
        "Layer 1: 640 parameters and 26 · 26 · 576 multiplications. Layer 3: 36,928, and 11 · 11 · 36,864. "
        "Layer 6: "
        "204,928, and 204,800. The solution is in notebooks/solutions/07_heaviest.py.",
    ),
    mistakes=(
        Mistake(
            "there are not two layers",
            "Give two whole numbers from 1 to 7: the layer with the most parameters, then the one with the "
            "most "
            "multiplications.",
            sees=lambda case, given: (
                given.shape != (2,) or bool((given % 1 != 0).any() or (given < 1).any() or (given > 7).any())
            ),
        ),
        Mistake(
            "the two have changed places", "The most parameters come first.", wrong=lambda: _heaviest()[::-1]
        ),
        Mistake(
            "counted from 0",
            "Python counts from 0, the list of the layers here from 1.",
            wrong=lambda: [layer - 1 for layer in _heaviest()],
        ),
        Mistake(
            "most multiplications: the stops are forgotten",
            "The dense layer uses each of its weights once. A convolutional layer uses them at every stop.",
            wrong=lambda: [_heaviest()[0], _heaviest()[0]],
        ),
        Mistake(
            "most multiplications: the largest map is not enough",
            "Layer 1 has the most stops, 26 · 26, but few weights, for a single channel. Multiply both.",
            wrong=lambda: [_heaviest()[0], 1],
        ),
        Mistake(
            "most parameters: the dense layer is overlooked",
            "The layer after flatten has a weight for each of the 1,600 numbers, and that for each of 128 "
            "units.",
            wrong=lambda: [_heaviest()[1], _heaviest()[1]],
        ),
        Mistake(
            "a layer without weights is named",
            "Pooling and flatten have no parameters and multiply nothing.",
            sees=lambda case, given: bool(np.isin(given, [2, 4, 5]).any()),
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
    right="The shape is the same, 14×14×64, and every number still sees 5×5 cells. What you paid: whatever "
    "lies "
    "between the layers has fewer channels to say it with.",
    hints=(
        "The last layer must have 64 filters. What it costs depends on the channels that arrive: let a layer "
        "before it make fewer of them.",
        "Two layers of 3×3 see 5×5 cells. The first turns 32 channels into F, the second F into 64: "
        "(3·3·32 + 1) · F + (3·3·F + 1) · 64.",
        "That is 865 · F + 64, which is to be 25,632 or less: F may be 29 at most. The solution is in "
        "notebooks/solutions/07_halve.py.",
    ),
    mistakes=(
        Mistake(
            "those are not layers",
            "Give one pair of whole numbers, kernel size and filters, for each layer: [[5, 64]] is the layer "
            "as "
            "it was.",
            sees=lambda case, given: not _are_layers(given),
        ),
        Mistake(
            "kernel size and filters have changed places",
            "The kernel size comes first: [5, 64] is a 5×5 kernel and 64 filters.",
            sees=lambda case, given: given[-1, 1] != CHANNELS_OUT and given[-1, 0] == CHANNELS_OUT,
        ),
        Mistake(
            "the output has another depth",
            "The filters of the last layer are the channels of the output: 64 are wanted.",
            sees=lambda case, given: given[-1, 1] != CHANNELS_OUT,
        ),
        Mistake(
            "it sees less",
            "Cheap, but a number of the output sees fewer than 5×5 cells now. Layers of k×k widen what is "
            "seen by "
            "k − 1 each.",
            sees=lambda case, given: _sees(given) < WIDE,
        ),
        Mistake(
            "the layer is as it was",
            "51,264 parameters are to become 25,632 or fewer.",
            sees=lambda case, given: given.tolist() == [[WIDE, CHANNELS_OUT]],
        ),
        Mistake(
            "more than half of the parameters",
            "Count them: (k · k · channels in + 1) · filters for each layer. 25,632 is the most. Fewer "
            "channels "
            "between the layers help most.",
            sees=lambda case, given: _parameters_of(given) > FULL / 2,
        ),
    ),
)


EXERCISES = (CHANNEL_SUM, CONV_VOLUME, LAYER_PARAMETERS, HEAVIEST, HALVE)

DEEP = np.zeros((8, 8, 12))

QUESTIONS = (
    Choices(
        "colour_filter",
        "One filter of 3×3 goes over a colour photo, red, green and blue. How many feature maps does it "
        "make?",
        Choice(
            "Three: one for each channel.",
            "It makes three grids of sums on the way, but adds them up. One filter gives one map.",
        ),
        Choice(
            "One: its three slices are added up.",
            "27 products, one sum, one number at every stop.",
            right=True,
        ),
        Choice(
            "Nine: one for each weight.", "The nine products of a slice are summed, as on a grey picture."
        ),
        Choice(
            "It depends on how large the photo is.",
            "The photo's size decides how large the map is, not how many there are.",
        ),
    ),
    Number(
        "one_filter",
        "A filter of 4×4 goes over a picture with 3 channels. How many weights has it?",
        answer=conv_parameters(4, 3, 1, bias=False),
        right="4 · 4 · 3: a slice of 16 weights for each of the three channels.",
        wrong={
            16: "That is one slice. The filter has a slice for each channel.",
            49: "A bias is no weight. Here only the weights are asked for.",
            12: "4 · 3 is one row of it. The filter has 4 rows.",
            11: "Multiply, do not add: 4 rows of 4 weights, in 3 channels.",
            64: "4 · 4 · 4 would be four channels.",
        },
        otherwise="How many weights are in one slice, and how many slices are there?",
    ),
    Choices(
        "how_many_biases",
        "Five filters of 4×4×3 make maps of 29×29. How many biases are there?",
        Choice("One for the whole layer.", "Then all filters would share one threshold. Each has its own."),
        Choice(
            "Fifteen: one for each channel of each filter.",
            "The three slices of a filter are added up first; the bias is added once, to the sum.",
        ),
        Choice(
            "4,205: one for each number of the output.",
            "A bias belongs to a filter, and all stops share it, as they share its weights.",
        ),
        Choice("Five: one for each filter.", "One number, added to every cell of one map.", right=True),
    ),
    Number(
        "second_depth",
        "A volume of 12×12×4 meets six filters of 3×3. Then comes a second layer, with filters of 2×2. How "
        "many weights has "
        "one of these second filters?",
        answer=conv_parameters(2, 6, 1, bias=False),
        right="2 · 2 · 6 = 24: it spans the six maps that the first layer made.",
        wrong={
            4: "That is one slice. How many channels arrive at the second layer?",
            16: "2 · 2 · 4 would fit the first volume. The first layer has made 6 channels of its 4.",
            96: "2 · 2 · 4 · 6: the four channels are gone, summed up by the first layer.",
            12: "A filter of 2×2 has four cells in each channel.",
        },
        otherwise="As many channels arrive at the second layer as the first has filters.",
    ),
    Number(
        "pooled_depth",
        "Max-pooling, 2×2 with stride 2, on a volume of 8×8×12. How many channels leave it?",
        answer=pool2d(DEEP).shape[2],
        right="12. Pooling looks at each channel for itself: rows and columns are halved, the depth stays.",
        wrong={
            6: "Rows and columns are halved. Between channels pooling compares nothing.",
            1: "A filter adds up all channels. Pooling has no filter: it works channel by channel.",
            3: "A quarter of the numbers remain, because 8×8 become 4×4. The channels are all there.",
            4: "4 is the number of rows that are left.",
        },
        otherwise="Pooling takes a block of one channel at a time.",
    ),
    Choices(
        "twice_as_wide",
        "The photo becomes twice as wide and twice as high. What happens to the 245 parameters of five "
        "filters of 4×4?",
        Choice("They double.", "No weight belongs to a place, so more places need no more weights."),
        Choice(
            "They become four times as many.",
            "The stops do, and with them the multiplications. The weights are the same at every stop.",
        ),
        Choice(
            "They stay 245.",
            "What grows is the number of stops: the same weights are used more often.",
            right=True,
        ),
        Choice("They become fewer.", "Nothing is taken away: every filter still has 48 weights and a bias."),
    ),
    Number(
        "shared_weights",
        "A layer makes 10×10×6 numbers of 12×12×4, each from a window of 3×3×4. Suppose that every one of "
        "the 600 numbers had "
        "weights of its own. How many weights would that be?",
        answer=prod((10, 10, 6)) * conv_parameters(3, 4, 1, bias=False),
        right="600 · 36. Sharing makes 216 of them: one set for each filter instead of one for each number.",
        wrong={
            216: "That is with sharing: six sets of 36 weights.",
            3600: "100 stops · 36 weights would be a single filter. There are six.",
            345600: "That is the dense layer, where each number sees all 576 inputs, not 36.",
            5400: "A window holds 3 · 3 cells in each of the four channels.",
            22200: "The 600 biases are no weights.",
        },
        otherwise="600 numbers, and each has as many weights as its window has cells.",
    ),
)

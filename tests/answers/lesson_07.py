"""Answers to the exercises of lesson 07, as learners write them."""

# ruff: noqa: D103, RET503, RET504
import numpy as np

from helpers import conv2d
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- channel_sum -------------------------------------------------------------------------------------

ANSWERS.values("channel_sum", None, [14], [[14.0]], 14, 14.0, np.int64(14), 8 - 3 + 5 + 4)
ANSWERS.values("channel_sum", "the bias is forgotten", 10)
ANSWERS.values("channel_sum", "a bias for each channel", 22)
ANSWERS.values("channel_sum", "the channels are not summed", [8, -3, 5], (12, 1, 9))
ANSWERS.values("channel_sum", "the channels are averaged", 10 / 3 + 4)
ANSWERS.values("channel_sum", "only the red channel is counted", 8, 12)
ANSWERS.values("channel_sum", "a minus sign is lost", 2 + 0 + 0 + 6 + 5 + 2 + 0 + 0 + 2 + 5 + 2 + 0 + 4)
ANSWERS.values("channel_sum", "pixels and weights are summed first", 6 * 2 + 8 * 2 + 8 * 5 + 4)
ANSWERS.values("channel_sum", "the red slice is used for all channels", 8 + 8 - 4 + 4)
ANSWERS.values("channel_sum", "the wrong kind of thing", "14")
ANSWERS.values("channel_sum", "too small by a factor of 2", 7)

# --- conv_volume -------------------------------------------------------------------------------------


@right("conv_volume")
def adds_channels_and_stacks_filters(volume, filters):
    maps = []
    for f in range(filters.shape[3]):
        maps.append(sum(conv2d(volume[:, :, c], filters[:, :, c, f]) for c in range(volume.shape[2])))
    return np.stack(maps, axis=-1)


@right("conv_volume")
def window_by_window(volume, filters):
    kernel_rows, kernel_columns, _, count = filters.shape
    rows, columns = volume.shape[0] - kernel_rows + 1, volume.shape[1] - kernel_columns + 1
    result = np.zeros((rows, columns, count))
    for r in range(rows):
        for c in range(columns):
            window = volume[r : r + kernel_rows, c : c + kernel_columns]
            for f in range(count):
                result[r, c, f] = (window * filters[..., f]).sum()
    return result


@right("conv_volume")
def as_nested_lists(volume, filters):
    maps = [
        np.sum([conv2d(volume[..., c], filters[..., c, f]) for c in range(volume.shape[2])], axis=0)
        for f in range(filters.shape[3])
    ]
    return np.moveaxis(np.array(maps), 0, 2).tolist()


@right("conv_volume")
def gives_conv2d_one_slice_at_a_time(volume, filters):
    count = filters.shape[-1]
    result = None
    for c in range(volume.shape[-1]):
        for f in range(count):
            one = conv2d(volume[..., c], filters[..., c, f])
            if result is None:
                result = np.zeros((*one.shape, count))
            result[..., f] += one
    return result


@wrong("conv_volume", "right values, but conv2d got a volume")
def leaves_it_all_to_conv2d(volume, filters):
    return conv2d(volume, filters)


@wrong("conv_volume", "right values, but conv2d got a volume")
def gives_conv2d_one_filter_at_a_time(volume, filters):
    maps = [conv2d(volume, filters[..., f : f + 1])[..., 0] for f in range(filters.shape[-1])]
    return np.stack(maps, axis=-1)


ANSWERS.values("conv_volume", "that is the course's own function", conv2d)


@wrong("conv_volume", "channels not summed")
def keeps_the_slices(volume, filters):
    maps = []
    for f in range(filters.shape[3]):
        for c in range(volume.shape[2]):
            maps.append(conv2d(volume[..., c], filters[..., c, f]))
    maps = np.stack(maps, -1)
    return maps.reshape(*maps.shape[:2], filters.shape[3], volume.shape[2]).swapaxes(2, 3)


@wrong("conv_volume", "channels not summed")
def puts_all_slices_one_after_the_other(volume, filters):
    maps = []
    for c in range(volume.shape[2]):
        for f in range(filters.shape[3]):
            maps.append(conv2d(volume[..., c], filters[..., c, f]))
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "the channels are averaged")
def takes_the_mean(volume, filters):
    return adds_channels_and_stacks_filters(volume, filters) / volume.shape[2]


@wrong("conv_volume", "only the first channel is used")
def forgets_the_other_channels(volume, filters):
    maps = [conv2d(volume[:, :, 0], filters[:, :, 0, f]) for f in range(filters.shape[3])]
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "only the last channel is used")
def overwrites_the_map(volume, filters):
    maps = []
    for f in range(filters.shape[3]):
        for c in range(volume.shape[2]):
            one_map = conv2d(volume[:, :, c], filters[:, :, c, f])
        maps.append(one_map)
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "the first slice is used for all channels")
def has_flat_filters(volume, filters):
    maps = [conv2d(volume.sum(axis=2), filters[:, :, 0, f]) for f in range(filters.shape[3])]
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "each channel has its own filter")
def pairs_channels_with_filters(volume, filters):
    pairs = range(min(volume.shape[2], filters.shape[3]))
    return np.stack([conv2d(volume[:, :, n], filters[:, :, n, n]) for n in pairs], axis=-1)


@wrong("conv_volume", "the filters are added up")
def adds_everything(volume, filters):
    total = 0
    for f in range(filters.shape[3]):
        for c in range(volume.shape[2]):
            total = total + conv2d(volume[:, :, c], filters[:, :, c, f])
    return total


@wrong("conv_volume", "only the first filter is used")
def returns_too_early(volume, filters):
    for f in range(filters.shape[3]):
        total = 0
        for c in range(volume.shape[2]):
            total = total + conv2d(volume[:, :, c], filters[:, :, c, f])
        return total


@wrong("conv_volume", "the channels come first")
def stacks_along_the_first_axis(volume, filters):
    maps = [
        sum(conv2d(volume[:, :, c], filters[:, :, c, f]) for c in range(volume.shape[2]))
        for f in range(filters.shape[3])
    ]
    return np.array(maps)


@wrong("conv_volume", "kernel flipped")
def flips_the_slices(volume, filters):
    return adds_channels_and_stacks_filters(volume, filters[::-1, ::-1])


@wrong("conv_volume", "the decimals are cut off")
def writes_into_whole_numbers(volume, filters):
    result = adds_channels_and_stacks_filters(volume, filters)
    whole = np.zeros(result.shape, dtype=int)
    whole[:] = result
    return whole


@wrong("conv_volume", "the input is changed in place")
def weighs_the_volume_itself(volume, filters):
    volume *= 2
    return adds_channels_and_stacks_filters(volume, filters)


@wrong("conv_volume", "it stops with ValueError")
def gives_conv2d_the_whole_filter(volume, filters):
    return conv2d(volume[:, :, 0], filters)


@wrong("conv_volume", "an index runs past the channels")
def mixes_up_channels_and_filters(volume, filters):
    maps = []
    for f in range(filters.shape[2]):
        maps.append(sum(conv2d(volume[..., c], filters[..., c, f]) for c in range(filters.shape[3])))
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "printed instead of returned")
def prints_the_maps(volume, filters):
    print(adds_channels_and_stacks_filters(volume, filters))


@wrong("conv_volume", "a bias is added")
def adds_a_bias_of_one(volume, filters):
    return adds_channels_and_stacks_filters(volume, filters) + 1


# --- layer_parameters --------------------------------------------------------------------------------

ANSWERS.values(
    "layer_parameters",
    None,
    [608, 0, 876, 0, 4330],
    (608, 0, 876, 0, 4330.0),
    np.array([608, 0, 876, 0, 4330]),
)
ANSWERS.values("layer_parameters", "the biases are forgotten", [600, 0, 864, 0, 4320])
ANSWERS.values("layer_parameters", "the channels are left out", [208, 0, 120, 0, 4330])
ANSWERS.values("layer_parameters", "the second layer is as deep as the image", [608, 0, 336, 0, 4330])
ANSWERS.values(
    "layer_parameters", "pooling has been given weights", [608, 32, 876, 0, 4330], [608, 4, 876, 0, 4330]
)
ANSWERS.values("layer_parameters", "flatten has been given parameters", [608, 0, 876, 432, 4330])
ANSWERS.values("layer_parameters", "the dense layer counts maps, not numbers", [608, 0, 876, 0, 130])
ANSWERS.values("layer_parameters", "the stride is forgotten", [608, 0, 876, 0, 14530])
ANSWERS.values("layer_parameters", "the pooling is forgotten", [608, 0, 876, 0, 17290])
ANSWERS.values("layer_parameters", "a bias for each slice, not for each filter", [624, 0, 960, 0, 4330])
ANSWERS.values("layer_parameters", "the multiplications are counted", [405600, 0, 31104, 0, 4320])
ANSWERS.values("layer_parameters", "the answer is not five numbers", 5814, [608, 876, 4330])
ANSWERS.values(
    "layer_parameters", "the wrong kind of thing", "608, 0, 876, 0, 4330", [608, [0], 876, 0, 4330]
)
ANSWERS.values("layer_parameters", "the fifth number is wrong", [608, 0, 876, 0, 4331])

# --- heaviest ----------------------------------------------------------------------------------------

ANSWERS.values("heaviest", None, [6, 3], (6, 3), np.array([6.0, 3.0]))
ANSWERS.values("heaviest", "the two are swapped", [3, 6])
ANSWERS.values("heaviest", "counted from 0", [5, 2])
ANSWERS.values("heaviest", "most multiplications: the positions are forgotten", [6, 6])
ANSWERS.values("heaviest", "most multiplications: the largest map is not enough", [6, 1])
ANSWERS.values("heaviest", "most parameters: the dense layer is overlooked", [3, 3])
ANSWERS.values("heaviest", "a layer without weights is named", [6, 2], [5, 3])
ANSWERS.values(
    "heaviest", "the answer is not two layers", 6, [6], [0, 3], [6, 8], [6, 3, 1], [204928, 4460544]
)
ANSWERS.values("heaviest", "the wrong kind of thing", "6, 3")
ANSWERS.values("heaviest", "neither of the two is right", [7, 1])

# --- halve -------------------------------------------------------------------------------------------

ANSWERS.values(
    "halve",
    None,
    [[3, 24], [3, 64]],
    [(3, 29), (3, 64)],
    ((1, 15), (5, 64)),
    np.array([[3.0, 16], [3, 16], [1, 64]]),
)
ANSWERS.values("halve", "the layer is as it was", [[5, 64]])
ANSWERS.values("halve", "the output has a different depth", [[5, 32]], [[3, 64], [3, 32]])
ANSWERS.values("halve", "the output sees less", [[3, 64]], [[1, 64]], [[1, 16], [3, 64]])
ANSWERS.values(
    "halve", "more than half of the parameters", [[3, 30], [3, 64]], [[3, 32], [3, 64]], [[1, 16], [5, 64]]
)
ANSWERS.values("halve", "kernel size and filters are swapped", [[24, 3], [64, 3]])
ANSWERS.values(
    "halve", "those are not layers", 64, [3, 64], [], [[0, 64]], [[3, 24, 1], [3, 64, 1]], [[3.5, 64]]
)
ANSWERS.values("halve", "the wrong kind of thing", "3, 64", [[3, 24], [3]])


# --- written without looking at the tables -----------------------------------------------------------


@wrong("conv_volume", "the largest of the channels, not their sum")
def largest_of_the_channels(volume, filters):
    return np.stack(
        [
            np.max([conv2d(volume[..., c], filters[..., c, f]) for c in range(volume.shape[2])], axis=0)
            for f in range(filters.shape[3])
        ],
        axis=-1,
    )


@wrong("conv_volume", "the sum is not reset for the next filter")
def total_not_reset(volume, filters):
    maps = []
    total = 0
    for f in range(filters.shape[3]):
        for c in range(volume.shape[2]):
            total = total + conv2d(volume[:, :, c], filters[:, :, c, f])
        maps.append(total)
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "the channels are added first")
def channels_added_up_first(volume, filters):
    return np.stack(
        [conv2d(volume.sum(axis=2), filters[..., f].sum(axis=2)) for f in range(filters.shape[3])], -1
    )


ANSWERS.values("layer_parameters", "the numbers that leave each layer", [5408, 1352, 432, 432, 10])


ANSWERS.values("layer_parameters", "that is the example", [1, 2, 3, 4, 5])


# --- another set, written from the task texts alone ---------------------------------------------------


@right("conv_volume")
def multiplies_matrices_for_each_cell_of_the_filter(volume, filters):
    height, width = filters.shape[:2]
    rows, columns = volume.shape[0] - height + 1, volume.shape[1] - width + 1
    cells = np.ndindex(height, width)
    return sum(volume[i : i + rows, j : j + columns] @ filters[i, j] for i, j in cells)


@wrong("conv_volume", "the first filter is used for all maps")
def writes_0_for_the_filter(volume, filters):
    count, channels = filters.shape[3], range(volume.shape[2])
    maps = [sum(conv2d(volume[:, :, c], filters[:, :, c, 0]) for c in channels) for _ in range(count)]
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "the first channel meets all slices")
def writes_0_for_the_channel(volume, filters):
    count, channels = filters.shape[3], range(volume.shape[2])
    maps = [sum(conv2d(volume[:, :, 0], filters[:, :, c, f]) for c in channels) for f in range(count)]
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "the last channel is left out")
def ends_one_channel_early(volume, filters):
    count, channels = filters.shape[3], range(volume.shape[2] - 1)
    maps = [sum(conv2d(volume[:, :, c], filters[:, :, c, f]) for c in channels) for f in range(count)]
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "an index runs past the channels")
def takes_three_channels_for_granted(volume, filters):
    maps = []
    for f in range(filters.shape[3]):
        maps.append(sum(conv2d(volume[:, :, c], filters[:, :, c, f]) for c in range(3)))
    return np.stack(maps, axis=-1)


@wrong("conv_volume", "the maps are taken for squares")
def makes_square_maps(volume, filters):
    n = volume.shape[0] - filters.shape[0] + 1
    maps = np.zeros((n, n, filters.shape[3]))
    for f in range(filters.shape[3]):
        for c in range(volume.shape[2]):
            maps[:, :, f] += conv2d(volume[:, :, c], filters[:, :, c, f])
    return maps


ANSWERS.values("channel_sum", "pixels meet the wrong weights", 9)
ANSWERS.values("channel_sum", "the bias is subtracted, or the weights are read downwards", 6)
ANSWERS.values("layer_parameters", "the convolutions are padded", [608, 0, 876, 0, 7690])
ANSWERS.values("heaviest", "most parameters: the last layer is not the largest", [7, 3])


@wrong("conv_volume", "right values, but conv2d got a volume")
def calls_it_by_its_package(volume, filters):
    import helpers

    return helpers.conv2d(volume, filters)


@right("conv_volume")
def hands_grids_to_the_package(volume, filters):
    import helpers

    maps = [
        sum(helpers.conv2d(volume[:, :, c], filters[:, :, c, f]) for c in range(volume.shape[2]))
        for f in range(filters.shape[3])
    ]
    return np.stack(maps, axis=2)


@wrong("conv_volume", "as many maps as channels")
def makes_a_map_for_each_channel(volume, filters):
    channels = range(volume.shape[2])
    return np.stack(
        [sum(conv2d(volume[..., c], filters[..., c, f]) for c in channels) for f in channels], axis=-1
    )


@wrong("conv_volume", "rows are taken for channels")
def takes_rows_for_channels(volume, filters):
    maps = [
        sum(conv2d(volume[c], filters[..., c, f]) for c in range(filters.shape[2]))
        for f in range(filters.shape[3])
    ]
    return np.stack(maps, axis=-1)


ANSWERS.values("layer_parameters", "the side of the kernel is not squared", [128, 0, 300, 0, 4330])
ANSWERS.values("layer_parameters", "inputs and units are added", [608, 0, 876, 0, 442])
ANSWERS.values("layer_parameters", "8 filters in both convolutions", [608, 0, 584, 0, 4330])
ANSWERS.values("heaviest", "most parameters: the positions don't count", [1, 3])

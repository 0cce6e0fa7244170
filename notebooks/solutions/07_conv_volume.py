"""Filters over a volume: add the channels up, stack the filters."""

import numpy as np

from helpers import conv2d


def my_conv_volume(volume, filters):
    """Return the maps of filters (rows, columns, channels, filters) over a volume (rows, columns, channels)."""
    maps = []
    for f in range(filters.shape[3]):
        one_map = 0
        for c in range(volume.shape[2]):
            one_map = one_map + conv2d(volume[:, :, c], filters[:, :, c, f])
        maps.append(one_map)
    return np.stack(maps, axis=-1)

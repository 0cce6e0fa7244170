"""ReluExplorer: bias and slope against a feature map, its histogram, and the share that is switched off."""

from pathlib import Path

import numpy as np
import traitlets

from helpers import kernels, palette, pictures, plots
from helpers.activations import leaky_relu
from helpers.arguments import numeric_array
from helpers.convolution import conv2d
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared import values
from helpers.widgets.shared.limits import (
    FULL_COLOUR_SHARE,
    HISTOGRAM_BARS,
    HISTOGRAM_SHARE,
    LARGEST_NUMBER,
    READ_FIRST,
)

LARGEST_SIDE = 640  # of a feature map on the page


class ReluExplorer(CourseWidget):
    """Move a bias and the slope below 0, and see which cells of a feature map get through.

    The feature map is on the left, and what the activation makes of it on the right; below them is a
    histogram of the map's numbers, and next to it or below the function. Hover a cell, or move over the
    maps with the arrow keys, to read how its number was made.

    Parameters
    ----------
    image, kernel : array_like (rows, columns), optional
        The explorer shows their feature map: ``conv2d(image, kernel)``. Without a kernel, it takes the
        image itself as the feature map. Without an image: the photo and `kernels.VERTICAL_LINE`.
    bias : float
        Added to every number before the activation.
    slope : float, 0 to 1
        By which negative numbers are multiplied: 0 is ReLU, more is leaky ReLU.

    Attributes
    ----------
    bias, slope, focus
        The settings on the page now, and the cell that is read out; you can set them too.
    feature_map, result : ndarray (rows, columns)
        The map on the page, and what bias and activation make of it.
    share_off : float
        The share of cells whose number is 0 or below with the bias: the activation switches them off,
        or, with a slope, makes them smaller.

    Raises
    ------
    ValueError, TypeError
        For a map or a setting that cannot be shown.

    Examples
    --------
    >>> explorer = ReluExplorer([[5, -3], [2, 0]], bias=-1)
    >>> explorer
    ReluExplorer(map 2 × 2)
    >>> explorer.result
    array([[4, 0],
           [1, 0]])
    >>> explorer.share_off
    0.5
    """

    folder = Path(__file__).parent

    # Maps to choose from: name, rows, columns and the numbers as float32.
    _maps = traitlets.List().tag(sync=True)
    _chosen = traitlets.Int(0).tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    bias = traitlets.Any(0).tag(sync=True)
    slope = traitlets.Any(0).tag(sync=True)
    focus = traitlets.Any((0, 0)).tag(sync=True)

    def __init__(self, image=None, kernel=None, *, bias=0, slope=0):  # noqa: D107
        lesson = [
            _map("photo, vertical lines", conv2d(pictures.face(), kernels.VERTICAL_LINE)),
            _map("photo, edges", conv2d(pictures.face(), kernels.EDGE)),
            _map("X, falling stroke", conv2d(pictures.X_MARK, kernels.FALLING_STROKE)),
            _map("lines 7 × 7", conv2d(pictures.LINES, kernels.VERTICAL_LINE)),
        ]
        own = []
        if image is not None:
            own = [_map("your map", image if kernel is None else conv2d(image, kernel))]
        elif kernel is not None:
            own = [_map("photo, your kernel", conv2d(pictures.face(), kernel))]
        maps = own + lesson
        settings = {
            "_chosen": 0,
            "bias": _number("bias", bias, -LARGEST_NUMBER, LARGEST_NUMBER),
            "slope": _number("slope", slope, 0, 1),
            "focus": _first_read(maps[0]),
        }
        super().__init__(_maps=maps, _start=settings, **settings)

    @property
    def feature_map(self):
        """The map on the page, before bias and activation."""
        return _numbers(self._maps[self._chosen])

    @property
    def result(self):
        """The map on the page, after bias and activation."""
        return leaky_relu(self.feature_map + self.bias, self.slope)

    @property
    def share_off(self):
        """The share of cells that are 0 or below with the bias."""
        return float((self.feature_map + self.bias <= 0).mean())

    def describe(self):
        """Return the settings, the share that is switched off and the range, as sentences."""
        shown, result = self.feature_map, self.result
        happens = "are switched off" if self.slope == 0 else "are made smaller"
        name, text = self._maps[self._chosen]["name"], plots.number_text
        return (
            f"{self!r} of “{name}”, from {text(shown.min())} to {text(shown.max())}, "
            f"with bias {text(self.bias)} and slope {text(self.slope)} below 0. "
            f"{self.share_off:.1%} of its {shown.size:,} cells {happens}; "
            f"afterwards it runs from {text(result.min())} to {text(result.max())}."
        )

    def picture(self):
        """Return a Matplotlib `Figure` of the map before and after, and of the histogram."""
        shown, result = self.feature_map, self.result
        figure, (left, middle, right) = plots.new_figure(3, height=3.2, width_ratios=(2, 2, 2.6))
        limit = full_colour(shown)
        for axes, grid, title in ((left, shown, "Feature map"), (middle, result, "After the activation")):
            step = -(-max(grid.shape) // 200)
            signed = {"cmap": palette.SIGNED, "vmin": -limit, "vmax": limit, "interpolation": "nearest"}
            axes.imshow(grid[::step, ::step], **signed)
            axes.set(xticks=[], yticks=[], title=title)
            axes.spines[:].set(visible=True, color=palette.OUTPUT, linewidth=3)
        edges, counts = histogram(shown)
        threshold = -self.bias
        centres, width = (edges[:-1] + edges[1:]) / 2, edges[1] - edges[0]
        right.bar(
            centres,
            counts,
            width,
            color=[palette.PADDING if x <= threshold else palette.OUTPUT for x in centres],
        )
        right.axvline(threshold, color=palette.FOCUS, linewidth=3)
        right.set(title=f"{self.share_off:.1%} are 0 or below", xlabel="number before the bias", yticks=[])
        return figure

    def __repr__(self):
        """Name the size, which stays the same from run to run."""
        rows, columns = self.feature_map.shape
        return f"ReluExplorer(map {rows} × {columns})"

    @traitlets.validate("bias")
    def _check_bias(self, proposal):
        return _number("bias", proposal["value"], -LARGEST_NUMBER, LARGEST_NUMBER)

    @traitlets.validate("slope")
    def _check_slope(self, proposal):
        return _number("slope", proposal["value"], 0, 1)

    @traitlets.validate("focus")
    def _check_focus(self, proposal):
        return values.place("focus", proposal["value"], of="a cell of the map")


def full_colour(grid):
    """Return the number from which on a map's colour is full: 96 in 100 cells are within ± this number."""
    return _within(FULL_COLOUR_SHARE, np.sort(np.abs(grid).ravel()))


def histogram(grid):
    """Return the edges of the bars, and how many cells each counts; the outermost count what is beyond them.

    The axis reaches as far as 99.5 in 100 cells, to the same distance on both sides of 0.
    """
    reach = _within(HISTOGRAM_SHARE, np.sort(np.abs(grid).ravel()))
    edges = np.linspace(-reach, reach, HISTOGRAM_BARS + 1)
    return edges, np.histogram(np.clip(grid, -reach, reach), edges)[0]


def _within(share, sorted_sizes):
    """Return the size that this share of the cells does not exceed; never 0, so that it can be a divisor."""
    return float(sorted_sizes[int(share * (sorted_sizes.size - 1))]) or float(sorted_sizes[-1]) or 1.0


def _map(name, grid):
    grid = numeric_array("the map", grid, {2: "(rows, columns)"})
    if 0 in grid.shape or max(grid.shape) > LARGEST_SIDE:
        raise ValueError(
            f"The explorer shows maps from 1 × 1 to {LARGEST_SIDE} × {LARGEST_SIDE}, but this one is "
            f"{grid.shape[0]} × {grid.shape[1]}."
        )
    if not (np.abs(grid) <= LARGEST_NUMBER).all():  # this way round it catches NaN too
        raise ValueError(f"Every number of the map must be within ±{LARGEST_NUMBER:,}.")
    return {
        "name": name,
        "rows": grid.shape[0],
        "columns": grid.shape[1],
        "numbers": np.float32(grid).tobytes(),
    }


def _numbers(shown):
    grid = np.frombuffer(shown["numbers"], np.float32).reshape(shown["rows"], shown["columns"]).astype(float)
    return grid.astype(np.int64) if np.array_equal(grid, np.round(grid)) else grid


def _first_read(shown):
    """Return the strongest cell, or one that is well on the axis where the strongest is beyond it."""
    grid = _numbers(shown)
    reach = _within(HISTOGRAM_SHARE, np.sort(np.abs(grid).ravel()))
    place = np.argmax(grid) if grid.max() <= reach else np.argmin(np.abs(grid - READ_FIRST * reach))
    return tuple(int(part) for part in np.unravel_index(place, grid.shape))


def _number(name, value, least, largest):
    value = values.any_number(name, value)
    if not least <= value <= largest:  # this way round it catches NaN too
        raise ValueError(f"{name} must be between {least:,} and {largest:,}, but is {value}.")
    return int(value) if float(value).is_integer() else value

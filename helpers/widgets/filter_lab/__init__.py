"""FilterLab: your own kernel on a photo, with the numbers behind every pixel of the feature map."""

from pathlib import Path

import numpy as np
import traitlets
from PIL.Image import Image

from helpers import kernels, palette, pictures, plots
from helpers.arguments import numeric_array
from helpers.convolution import conv2d
from helpers.picture_files import grey_pixels
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared.limits import LARGEST_KERNEL, LARGEST_NUMBER, LARGEST_PICTURE

PRESETS = {
    "identity": kernels.IDENTITY,
    "vertical line": kernels.VERTICAL_LINE,
    "horizontal line": kernels.HORIZONTAL_LINE,
    "edge": kernels.EDGE,
    "blur": kernels.BLUR,
    "blur 5 × 5": np.full((5, 5), 1 / 25),
    "sharpen": kernels.SHARPEN,
}


class FilterLab(CourseWidget):
    """Lay a kernel of your own over a photo, and read the numbers where you point.

    Type weights, or choose a preset: the feature map follows. Hover the picture or its feature map, or
    move over it with the arrow keys, to see the pixels, the sums, and how one of them was made.

    Parameters
    ----------
    image : array_like, path, file or PIL.Image.Image, optional
        A grey grid (rows, columns), a colour picture (rows, columns, 3) or a picture file.
        The photo of `pictures.photo()` unless given.
    kernel : array_like (rows, columns), optional
        Up to 7 × 7 weights. `kernels.VERTICAL_LINE` unless given.

    Attributes
    ----------
    image, kernel, result : ndarray
        What is on the page now: a file opened there and weights typed there included. Setting `image`
        or `kernel` changes the page; `result` is what `conv2d` makes of them.
    focus : (row, column)
        The cell of the feature map whose sum is shown; it can be set too.

    Raises
    ------
    ValueError, TypeError
        For a picture or a kernel that cannot be shown.

    Examples
    --------
    >>> lab = FilterLab([[1, 1, 9, 9], [1, 1, 9, 9]], [[-1, 1]])
    >>> lab
    FilterLab(picture 2 × 4, kernel 1 × 2)
    >>> lab.result
    array([[0, 8, 0],
           [0, 8, 0]])
    """

    folder = Path(__file__).parent

    # Pictures to choose from: name, rows, columns and the pixels as float32.
    _pictures = traitlets.List().tag(sync=True)
    _chosen = traitlets.Int(0).tag(sync=True)
    _own = traitlets.Dict().tag(sync=True)  # the file opened on the page, shown where _chosen is -1
    _presets = traitlets.List().tag(sync=True)
    _kernel = traitlets.List().tag(sync=True)
    _view = traitlets.Unicode("auto").tag(sync=True)  # how the map is shown: "auto", "signed" or "picture"
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    focus = traitlets.Any((0, 0)).tag(sync=True)

    def __init__(self, image=None, kernel=None):  # noqa: D107
        lesson = [
            _picture("photo", pictures.photo()),
            _picture("lines 7 × 7", pictures.LINES),
            _picture("X 9 × 9", pictures.X_MARK),
            _picture("grey picture 5 × 5", pictures.GREY_PICTURE),
        ]
        own = [] if image is None else [_picture("your picture", _pixels(image))]
        weights = _weights(kernels.VERTICAL_LINE if kernel is None else kernel)
        shown = (own + lesson)[0]
        _check_fits(shown["rows"], shown["columns"], weights)
        settings = {"_kernel": weights, "_chosen": 0, "_view": "auto", "focus": _strongest(shown, weights)}
        super().__init__(
            **settings,
            _start=settings,
            _pictures=own + lesson,
            _presets=[{"name": name, "kernel": preset.tolist()} for name, preset in PRESETS.items()],
        )

    @property
    def image(self):
        """The picture on the page, as a grid of grey pixels."""
        shown = self._shown
        pixels = np.frombuffer(shown["pixels"], np.float32).reshape(shown["rows"], shown["columns"])
        whole = np.array_equal(pixels, np.round(pixels))
        return pixels.astype(np.int64) if whole else pixels.copy()

    @image.setter
    def image(self, image):
        picture = _picture("your picture", _pixels(image))
        _check_fits(picture["rows"], picture["columns"], self._kernel)
        with self.hold_sync():
            self._own, self._chosen = picture, -1

    @property
    def kernel(self):
        """The weights on the page."""
        return np.array(self._kernel)

    @kernel.setter
    def kernel(self, weights):
        weights = _weights(weights)
        _check_fits(self._shown["rows"], self._shown["columns"], weights)
        self._kernel = weights

    @property
    def result(self):
        """The feature map: what `conv2d` makes of the page."""
        return conv2d(self.image, self.kernel)

    @property
    def _shown(self):
        return self._own if self._chosen == -1 else self._pictures[self._chosen]

    def describe(self):
        """Return the picture, the weights, and the sum in focus, as sentences."""
        result, (row, column) = self.result, self._focus_inside()
        weights = "; ".join(", ".join(plots.number_text(weight) for weight in line) for line in self._kernel)
        return (
            f"{self!r}: {self._shown['name']} beside the feature map that the weights {weights} make of it, "
            f"from {plots.number_text(result.min())} to {plots.number_text(result.max())}. "
            f"At row {row}, column {column} it is {plots.number_text(result[row, column])}."
        )

    def picture(self):
        """Return a Matplotlib `Figure` of the picture, the kernel and the feature map."""
        result, kernel = self.result, self.kernel
        figure, (left, middle, right) = plots.new_figure(3, height=3.4, width_ratios=(3, 1.6, 3))
        image, brightest = _smaller(self.image), self.image.max() or 1
        grey = {"cmap": palette.PIXELS, "vmax": brightest, "interpolation": "nearest"}
        left.imshow(image, vmin=min(image.min(), 0), **grey)
        largest = float(np.abs(kernel).max()) or 1
        plots.draw_grid(
            middle, kernel, role="kernel", colours=palette.SIGNED, limits=(-largest, largest), title="Kernel"
        )
        if shown_as_picture(kernel):
            right.imshow(_smaller(result), vmin=0, **grey)
        else:
            limit = full_colour(result)
            signed = {"cmap": palette.SIGNED, "vmin": -limit, "vmax": limit, "interpolation": "nearest"}
            right.imshow(_smaller(result), **signed)
        for axes, grid, name, role in (
            (left, self.image, "Picture", "input"),
            (right, result, "Map", "output"),
        ):
            axes.set(xticks=[], yticks=[], title=f"{name} {grid.shape[0]} × {grid.shape[1]}")
            axes.spines[:].set(visible=True, color=plots.ROLE_COLOURS[role], linewidth=3)
        return figure

    def __repr__(self):
        """Name the sizes, which stay the same from run to run."""
        shown = self._shown
        rows, columns = self.kernel.shape
        return f"FilterLab(picture {shown['rows']} × {shown['columns']}, kernel {rows} × {columns})"

    def _focus_inside(self):
        """Return the focus, moved to the nearest cell of a feature map that has become smaller."""
        return tuple(min(part, n - 1) for part, n in zip(self.focus, self.result.shape, strict=True))

    @traitlets.validate("focus")
    def _check_focus(self, proposal):
        focus = proposal["value"]
        whole = isinstance(focus, (tuple, list)) and all(isinstance(part, int) for part in focus)
        if not whole or len(focus) != 2 or min(focus) < 0:
            raise ValueError(f"focus must be (row, column) of a cell of the feature map, but is {focus!r}.")
        return tuple(focus)


def shown_as_picture(kernel):
    """Return whether a kernel keeps brightness, so that its map is best seen as a picture.

    Weights that sum to 1 do. Otherwise 0 means "nothing found", and the map has signs.
    """
    return bool(np.isclose(np.sum(kernel), 1))


def full_colour(result):
    """Return the value from which on a map's colour is full: 99 in 100 cells are within ± this value.

    A single bright spark would otherwise leave the rest of the map white.
    """
    values = np.sort(np.abs(result).ravel())
    limit = float(values[int(0.99 * (values.size - 1))])
    return limit or float(values[-1]) or 1.0


def _picture(name, pixels):
    rows, columns = pixels.shape
    return {"name": name, "rows": rows, "columns": columns, "pixels": np.float32(pixels).tobytes()}


def _pixels(image):
    """Return a picture as a grid of grey pixels, or raise an error that says why it cannot be shown."""
    if isinstance(image, (str, Path, bytes, Image)) or hasattr(image, "read"):
        image = np.round(grey_pixels(image, LARGEST_PICTURE))
    pixels = numeric_array("the picture", image, {2: "(rows, columns)", 3: "(rows, columns, 3)"})
    if pixels.ndim == 3:
        if pixels.shape[2] not in (3, 4):
            raise ValueError(
                f"A colour picture has 3 channels, but this one has {pixels.shape[2]}. "
                "Choose one of them: image[:, :, 0]."
            )
        pixels = np.round(pixels[:, :, :3] @ [0.299, 0.587, 0.114])  # as the eye weighs red, green, blue
    if 0 in pixels.shape:
        raise ValueError(f"The picture has no pixels: its shape is {pixels.shape}.")
    if not (np.abs(pixels) <= LARGEST_NUMBER).all():  # this way round it catches NaN too
        raise ValueError(f"Every pixel must be a number within ±{LARGEST_NUMBER:,}.")
    step = -(-max(pixels.shape) // LARGEST_PICTURE)
    return pixels[::step, ::step]


def _weights(kernel):
    """Return a kernel as the rows that the browser reads; raise an error if they do not fit the page."""
    weights = numeric_array("the kernel", kernel, {2: "(rows, columns)"})
    if 0 in weights.shape or max(weights.shape) > LARGEST_KERNEL:
        raise ValueError(
            f"The lab takes kernels from 1 × 1 to {LARGEST_KERNEL} × {LARGEST_KERNEL}, but this one is "
            f"{weights.shape[0]} × {weights.shape[1]}."
        )
    if not (np.abs(weights) <= LARGEST_NUMBER).all():
        raise ValueError(f"Every weight must be a number within ±{LARGEST_NUMBER:,}.")
    return weights.tolist()


def _check_fits(rows, columns, weights):
    if len(weights) > rows or len(weights[0]) > columns:
        raise ValueError(
            f"A kernel of {len(weights)} × {len(weights[0])} does not fit into a picture of "
            f"{rows} × {columns}: choose a smaller kernel or a larger picture."
        )


def _strongest(shown, weights):
    """Return the place of the largest sum, where there is something to see."""
    pixels = np.frombuffer(shown["pixels"], np.float32).reshape(shown["rows"], shown["columns"])
    result = conv2d(pixels, weights)
    return tuple(int(part) for part in np.unravel_index(np.argmax(result), result.shape))


def _smaller(grid):
    """Leave out rows and columns that a figure of this size cannot show."""
    step = -(-max(grid.shape) // 200)
    return grid[::step, ::step]

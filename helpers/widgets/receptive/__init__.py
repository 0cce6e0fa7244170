"""ReceptiveFieldExplorer: what one deep cell sees, followed back layer by layer to the input."""

from pathlib import Path

import numpy as np
import traitlets

from helpers.arguments import rows_and_columns, whole_number
from helpers.data import CLASS_NAMES
from helpers.inside import region
from helpers.pocket import pocket_network
from helpers.shapes import _window_settings, receptive_field, trace
from helpers.widgets.base import CourseWidget
from helpers.widgets.receptive.stacks import STACKS, averages, checked, fitted, for_page, layer_name
from helpers.widgets.shared.limits import LARGEST_PADDED
from helpers.widgets.shared.values import grid

OWN_PICTURE = "your image"  # what the page calls it
OWN_STACK = "from the code above"  # and what it calls the layers that were given


class ReceptiveFieldExplorer(CourseWidget):
    """Pick a cell of a deep layer, and see what it depends on in every layer before, down to the input.

    Hover a cell of any layer, or move to it with the arrow keys: the page marks its region in the layer
    before, that region's own in the layer before that, and so on back to the pixels. The darker a cell,
    the more paths lead from it to the chosen one. Behind the grids is a picture: of the input, its pixels; of
    a layer, for each cell the average of the pixels that it sees.

    Parameters
    ----------
    layers : sequence of Conv and Pool, optional
        Up to 8; the layers of the course network unless given.
    input_shape : int or (rows, columns)
        Size of the image, up to 48 on a side; that of `image` where one is given, else 28 × 28.
    cell : (row, column), optional
        The cell of the last layer to begin with; the middle one unless given.
    image : array_like, (rows, columns), optional
        A picture of your own to put behind the grids, pixels from 0 to 255. On the page you can also choose
        among ten garments.

    Attributes
    ----------
    layers : list of Conv and Pool
        The stack on the page now, where you can choose another.
    input_shape : (rows, columns)
    layer : int
        The layer of the chosen cell, counted from 1; 0 is the input.
    cell : (row, column)
    field : (rows, columns)
        The receptive field of that layer, from `receptive_field`.
    region : tuple of slice
        The rows and columns of the input that the cell sees; beyond the image they are padding.

    Raises
    ------
    ValueError, TypeError
        If a layer is not a Conv or Pool or does not fit, or if there is too much to draw.

    Examples
    --------
    >>> from helpers.shapes import Conv, Pool
    >>> explorer = ReceptiveFieldExplorer([Conv(64), Pool(), Conv(64), Pool()], cell=(2, 2))
    >>> explorer
    ReceptiveFieldExplorer(input 28 × 28, 4 layers)
    >>> explorer.field, explorer.region
    ((10, 10), (slice(8, 18, None), slice(8, 18, None)))
    """

    folder = Path(__file__).parent

    # Stacks to choose from: name, input shape and layers as the page reads them.
    _stacks = traitlets.List().tag(sync=True)
    _chosen = traitlets.Int(0).tag(sync=True)
    _focus = traitlets.List().tag(sync=True)  # layer, row, column
    _image = traitlets.List().tag(sync=True)  # the learner's own, where there is one
    _behind = traitlets.Unicode(CLASS_NAMES[-1]).tag(sync=True)  # name of the picture behind the grids
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to

    def __init__(self, layers=None, input_shape=None, *, cell=None, image=None):  # noqa: D107
        own = None if image is None else np.clip(grid("image", image, LARGEST_PADDED), 0, 255)
        if input_shape is None:
            input_shape = 28 if own is None else own.shape
        course = dict(STACKS)
        if layers is not None:
            course = {OWN_STACK: (list(layers), input_shape), **course}
        self._known = {name: checked(stack, shape) for name, (stack, shape) in course.items()}
        super().__init__(_stacks=[for_page(name, *found) for name, found in self._known.items()])
        shape = self._shapes[-1]
        cell = (shape[0] // 2, shape[1] // 2) if cell is None else rows_and_columns("cell", cell, least=0)
        region(self.layers, cell, self.input_shape)  # raises its error if there is no such cell
        self._focus = [len(self.layers), *cell]
        if own is not None:
            self._image, self._behind = own.tolist(), OWN_PICTURE
        self._start = {"_chosen": 0, "_focus": self._focus, "_behind": self._behind}

    @property
    def layers(self):
        """The stack on the page."""
        return list(self._shown[0])

    @property
    def input_shape(self):
        """Rows and columns of the image."""
        return self._shown[1]

    @property
    def layer(self):
        """The layer of the chosen cell, counted from 1; 0 is the input."""
        return self._focus[0]

    @property
    def cell(self):
        """The chosen cell."""
        return tuple(self._focus[1:])

    @cell.setter
    def cell(self, cell):
        cell = rows_and_columns("cell", cell, least=0)
        region(self.layers[: self.layer], cell, self.input_shape)
        self._focus = [self.layer, *cell]

    @property
    def field(self):
        """How many pixels (rows, columns) a cell of the chosen layer depends on."""
        return receptive_field(self.layers[: self.layer])

    @property
    def region(self):
        """The rows and columns of the input that the chosen cell sees, as slices."""
        return region(self.layers[: self.layer], self.cell, self.input_shape)

    @property
    def behind(self):
        """What is drawn behind every grid, from 0 to 255; none where "no picture" is chosen."""
        if self._behind in CLASS_NAMES:
            image = pocket_network().garments[CLASS_NAMES.index(self._behind)]
        elif self._image and self._behind == OWN_PICTURE:
            image = self._image
        else:
            return [None] * len(self._shapes)
        return averages(self.layers, fitted(image, self.input_shape))

    @property
    def _shown(self):
        return list(self._known.values())[self._chosen]

    @property
    def _shapes(self):
        """Rows and columns of every grid, the input first."""
        traced = trace(self.layers, (*self.input_shape, 1))
        return [self.input_shape, *(row.shape[:2] for row in traced)]

    def notes(self):
        """Return what the chosen cell sees, as sentences."""
        rows, columns = self.region
        high, wide = self.field
        jumps = [_jump(self.layers[: self.layer], axis) for axis in (0, 1)]
        overlap = [max(size - jump, 0) for size, jump in zip((high, wide), jumps, strict=True)]
        said = [
            f"After {layer_name(self.layers, self.layer)} a cell sees {high} × {wide} pixels.",
            f"Cell row {self.cell[0]}, column {self.cell[1]} sees rows {_span(rows)} and columns "
            f"{_span(columns)}.",
        ]
        if self._shapes[self.layer][1] > 1:
            said.append(
                f"Its neighbour sees pixels {jumps[1]} further on; {overlap[1]} columns are seen by both."
            )
        outside = [
            max(-span.start, 0) + max(span.stop - n, 0)
            for span, n in zip((rows, columns), self.input_shape, strict=True)
        ]
        if any(outside):
            said.append(f"Of these, {outside[0]} rows and {outside[1]} columns are padding.")
        return said

    def describe(self):
        """Return what is shown, as sentences."""
        return " ".join([f"{self!r}.", *self.notes()])

    def picture(self):
        """Return a Matplotlib `Figure` of all grids with the regions marked."""
        from helpers.widgets.receptive.picture import draw

        return draw(self)

    def __repr__(self):
        """Name the sizes, which stay the same from run to run."""
        rows, columns = self.input_shape
        return f"ReceptiveFieldExplorer(input {rows} × {columns}, {len(self.layers)} layers)"

    @traitlets.validate("_focus")
    def _check_focus(self, proposal):
        layer, row, column = (whole_number("focus", part, least=0) for part in proposal["value"])
        return [layer, row, column]


def _jump(layers, axis):
    return int(np.prod([_window_settings(layer)[1][axis] for layer in layers], initial=1))


def _span(span):
    text = f"{span.start} to {span.stop - 1}" if span.stop - span.start > 1 else f"{span.start}"
    return text.replace("-", "−")

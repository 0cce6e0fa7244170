"""XOMatcher: draw a mark, and see where the parts of an X are found in it, and how well they match."""

from pathlib import Path

import numpy as np
import traitlets

from helpers import kernels, palette, pictures, plots
from helpers.arguments import numeric_array
from helpers.convolution import conv2d
from helpers.widgets.base import CourseWidget
from helpers.widgets.shared.limits import MARK_SIDE

FEATURES = (
    ("Falling stroke", kernels.FALLING_STROKE),
    ("Crossing", kernels.CROSSING),
    ("Rising stroke", kernels.RISING_STROKE),
)
MARKS = (
    ("X", pictures.X_MARK),
    ("O", pictures.O_MARK),
    ("badly drawn X", pictures.BADLY_DRAWN_X),
    ("empty", np.full((MARK_SIDE, MARK_SIDE), -1)),
)
IN_THE_MIDDLE = (1, 3, 3)  # where the crossing of the X matches perfectly: feature, row, column


class XOMatcher(CourseWidget):
    """Draw a mark of ink and paper, and see where three small features match it, and how well.

    Draw with the mouse, or move with the arrow keys and press Space. A match is the mean of the nine
    products of window and feature: 1 where all agree, −1 where none does. Point at a score to see how
    it was made.

    Parameters
    ----------
    mark : array_like (9, 9), optional
        1 for ink and −1 for paper. An X unless given.

    Attributes
    ----------
    mark : ndarray (9, 9)
        What is drawn on the page now; setting it changes the page.
    features : list of ndarray (3, 3)
        Falling stroke, crossing and rising stroke.
    matches : list of ndarray (7, 7)
        The mean of the products at every position, one map for each feature.
    focus : (feature, row, column)
        The score whose products are shown; it can be set too.

    Raises
    ------
    ValueError, TypeError
        For a mark of another size or with other numbers.

    Examples
    --------
    >>> matcher = XOMatcher()
    >>> matcher
    XOMatcher(13 of 81 cells are ink)
    >>> [float(match.max()) for match in matcher.matches]
    [1.0, 1.0, 1.0]
    """

    folder = Path(__file__).parent

    _mark = traitlets.List().tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)  # what "Start over" goes back to
    _features = traitlets.List().tag(sync=True)
    _marks = traitlets.List().tag(sync=True)
    focus = traitlets.Any(IN_THE_MIDDLE).tag(sync=True)

    def __init__(self, mark=None):  # noqa: D107
        cells = _cells(pictures.X_MARK if mark is None else mark)
        super().__init__(
            _mark=cells,
            _start={"_mark": cells, "focus": IN_THE_MIDDLE},
            _features=[{"name": name, "cells": feature.tolist()} for name, feature in FEATURES],
            _marks=[{"name": name, "cells": drawn.tolist()} for name, drawn in MARKS],
        )

    @property
    def mark(self):
        """The mark on the page, 1 for ink and −1 for paper."""
        return np.array(self._mark)

    @mark.setter
    def mark(self, mark):
        self._mark = _cells(mark)

    @property
    def features(self):
        """The three features, in the order of the page."""
        return [np.array(feature["cells"]) for feature in self._features]

    @property
    def matches(self):
        """The mean of the products of mark and feature at every position."""
        return [conv2d(self.mark, feature) / feature.size for feature in self.features]

    def describe(self):
        """Return, for each feature, where it matches best and how well."""
        best = []
        for (name, _), match in zip(FEATURES, self.matches, strict=True):
            places = np.argwhere(match == match.max())
            where = f"row {places[0][0]}, column {places[0][1]}" + (
                f" and {len(places) - 1} more" if len(places) > 1 else ""
            )
            best.append(f"{name.lower()} {plots.number_text(match.max())} at {where}")
        return f"{self!r}. Best matches: {'; '.join(best)}."

    def picture(self):
        """Return a Matplotlib `Figure` of the mark, the features and their scores."""
        figure, all_axes = plots.new_figure(4, 2, height=4.1, height_ratios=(1, 2.4))
        all_axes[0, 0].axis("off")
        plots.draw_mark(all_axes[1, 0], self.mark, "Mark", "input")
        for column, ((name, feature), match) in enumerate(zip(FEATURES, self.matches, strict=True), 1):
            plots.draw_mark(all_axes[0, column], feature, name, "kernel")
            axes = all_axes[1, column]
            best = np.argwhere(match == match.max())[0]
            plots.draw_grid(
                axes, match, role="output", colours=palette.SIGNED, limits=(-1, 1), numbers=False,
                focus=(*best, 1, 1), title=f"best {plots.number_text(match.max())}",
            )  # fmt: skip
        return figure

    def __repr__(self):
        """Say how much is drawn, which stays the same from run to run."""
        return f"XOMatcher({int((self.mark == 1).sum())} of {MARK_SIDE**2} cells are ink)"

    @traitlets.validate("focus")
    def _check_focus(self, proposal):
        focus = proposal["value"]
        whole = (
            isinstance(focus, (tuple, list)) and len(focus) == 3 and all(isinstance(n, int) for n in focus)
        )
        ends = (len(FEATURES), MARK_SIDE - 2, MARK_SIDE - 2)
        if not whole or not all(0 <= at < end for at, end in zip(focus, ends, strict=True)):
            raise ValueError(
                f"focus must be (feature, row, column), from (0, 0, 0) to (2, 6, 6), but is {focus!r}."
            )
        return tuple(focus)


def _cells(mark):
    """Return a mark as the list of rows that the browser reads, or raise a sentence if it is not a mark."""
    cells = numeric_array("the mark", mark, {2: "(9, 9)"})
    if cells.shape != (MARK_SIDE, MARK_SIDE):
        raise ValueError(
            f"A mark has 9 rows and 9 columns, but this one is {cells.shape[0]} × {cells.shape[1]}."
        )
    if not np.isin(cells, (-1, 1)).all():
        other = cells[~np.isin(cells, (-1, 1))][0]
        raise ValueError(
            f"A mark has 1 for ink and −1 for paper, but one cell is {other}. "
            "From ones and zeros, 2 * cells - 1 makes a mark."
        )
    return cells.astype(int).tolist()

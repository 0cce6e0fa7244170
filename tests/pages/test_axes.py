"""How the pages place windows along an axis, against `helpers.shapes`."""

import itertools
import re

import numpy as np

from helpers.shapes import axis_padding, kernel_reach, output_size, pixel_uses
from tests.pages.node import PageError, ask

AXES = "shared/axes.js"
PADDINGS = ("valid", "same", "full", 0, 1, 3)


def every_setting():
    """Yield thousands of settings along one axis: pixels, kernel, and the others as the page names them."""
    for n, k, stride, padding, dilation in itertools.product(
        (1, 2, 3, 4, 5, 7, 8, 13, 28), (1, 2, 3, 4, 5, 7), (1, 2, 3, 5, 9), PADDINGS, (1, 2, 3, 4)
    ):
        yield n, k, {"stride": stride, "padding": padding, "dilation": dilation}


def laid():
    """Return every setting with what the page makes of it."""
    settings = list(every_setting())
    return list(zip(settings, ask(AXES, "layAxis", settings), strict=True))


def test_windows_are_placed_as_in_shapes():
    """A floor or an odd cell of padding computed otherwise would shift every window by a pixel."""
    refused = 0
    for (n, k, settings), axis in laid():
        try:
            output = output_size(n, k, **settings)
        except ValueError:
            assert isinstance(axis, PageError), (n, k, settings)
            refused += 1
            continue
        before, after = axis_padding(n, k, **settings)
        assert (axis["before"], axis["after"], axis["output"]) == (before, after, output), (n, k, settings)
        assert axis["padded"] == before + n + after
        assert axis["effective"] == kernel_reach(k, settings["dilation"])
        assert (axis["pixels"], axis["kernel"]) == (n, k)
        uses = pixel_uses(n, k, **settings)
        assert axis["used"][before : before + n] == [count > 0 for count in uses], (n, k, settings)
    assert refused > 500


def test_a_refusal_names_the_nearest_setting_that_works():
    """A learner types what the sentence suggests, and must not be refused again."""
    refusals = [(setting, answer) for setting, answer in laid() if isinstance(answer, PageError)]
    retried = []
    for (n, k, settings), problem in refusals:
        said = str(problem)
        assert f"A kernel of {k}" in said
        assert f"does not fit into {n} pixels" in said
        assert ("reach" in said) == (settings["dilation"] > 1)
        cells = sum(axis_padding(n, k, **settings))
        assert (f"with {cells} cells of padding" in said) == (cells > 0)
        assert said.endswith("or use padding same.")
        fits_undilated = n + cells >= k and settings["dilation"] > 1
        assert bool(re.search(r"dilation \d fits", said)) == fits_undilated
        if fits := re.search(r"dilation (\d+) fits", said):
            better, worse = ({**settings, "dilation": int(fits[1]) + more} for more in (0, 1))
            retried += [((n, k, better), True), ((n, k, worse), False)]
        else:
            largest = int(re.search(r"the largest kernel that fits is (\d+)", said)[1])
            retried += [((n, largest, settings), True), ((n, largest + 1, settings), False)]
    answers = ask(AXES, "layAxis", [setting for setting, _ in retried])
    for (setting, fits), answer in zip(retried, answers, strict=True):
        assert isinstance(answer, PageError) != fits, setting


def test_padding_is_told_from_pixels():
    """If the first pixel were drawn as padding, a learner would count one cell of padding too many."""
    axes = [axis for _, axis in laid() if not isinstance(axis, PageError)][::7]
    found = iter(ask(AXES, "isPadding", [[cell, axis] for axis in axes for cell in range(axis["padded"])]))
    for axis in axes:
        marks = [next(found) for _ in range(axis["padded"])]
        assert marks == [True] * axis["before"] + [False] * axis["pixels"] + [True] * axis["after"]


def test_every_cell_knows_the_windows_that_use_it():
    """The marks say who uses a pixel: with dilation, a window jumps over some of the cells it spans."""
    axes = [axis for _, axis in laid() if not isinstance(axis, PageError)][::7]
    calls = [[cell, axis] for axis in axes for cell in range(axis["padded"])]
    found = iter(ask(AXES, "positionsUsing", calls))
    for axis in axes:
        for cell in range(axis["padded"]):
            taps = axis["dilation"] * np.arange(axis["kernel"])
            users = [p for p in range(axis["output"]) if cell in p * axis["stride"] + taps]
            assert next(found) == users, (cell, axis)


def test_the_windows_that_use_a_cell_are_those_of_its_row_and_its_column():
    """The marks on the output must be neither too many nor swapped."""
    axes = {
        name: ask(AXES, "layAxis", [[n, 3, {"stride": stride, "padding": 1, "dilation": 1}]])[0]
        for name, n, stride in (("rows", 5, 1), ("columns", 6, 2))
    }
    cells = [[row, column] for row in range(7) for column in range(8)]
    found = ask(AXES, "windowsUsing", [[cell, axes["rows"], axes["columns"]] for cell in cells])
    for (row, column), users in zip(cells, found, strict=True):
        rows = [r for r in range(axes["rows"]["output"]) if 0 <= row - r < 3]
        columns = [c for c in range(axes["columns"]["output"]) if 0 <= column - 2 * c < 3]
        assert users == [[r, c] for r in rows for c in columns]


def test_what_no_window_uses_is_put_into_words():
    """The row that falls off at the end is the lesson of strides."""
    settings = [
        (8, 3, {"stride": 2, "padding": "valid", "dilation": 1}),
        (8, 3, {"stride": 3, "padding": "valid", "dilation": 1}),
        (8, 3, {"stride": 1, "padding": "valid", "dilation": 1}),
        (4, 1, {"stride": 3, "padding": 1, "dilation": 1}),
    ]
    one, two, every, padded = ask(AXES, "layAxis", settings)
    pairs = [[one, two], [every, two], [one, every], [every, every], [padded, one]]
    assert ask(AXES, "unusedWords", pairs) == [
        "row 7 and columns 6–7",
        "columns 6–7",
        "row 7",
        "",
        "rows 0, 1, 3, 4 and column 7",
    ]

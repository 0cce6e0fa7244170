"""The arithmetic of PoolingExplorer's page against `helpers`, and its sentences."""

import itertools
import re

import numpy as np
import pytest

from helpers import pool2d
from helpers.pictures import shifted
from helpers.shapes import axis_padding, pixel_uses
from tests.pages.node import PageError, ask

MODULE = "pooling/arithmetic.js"
SIZES, STRIDES, SHIFTS = (1, 2, 3, 5), (1, 2, 3), ((0, 0), (1, 0), (0, -2), (-1, 1), (9, 0))


def settings():
    """Yield settings for pictures of every shape that a learner may try, with ties and negative pixels."""
    random = np.random.default_rng(3)
    # With windows of 3 and a stride of 3, 6 rows need no padding, and 7 columns one at either end.
    shapes = [(1, 1), (4, 4), (5, 7), (6, 7), (8, 6), (11, 11)]
    choices = itertools.product(shapes, SIZES, STRIDES, ("valid", "same"), ("max", "average"), SHIFTS)
    for shape, size, stride, padding, mode, shift in choices:
        yield {
            "image": random.integers(-4, 5, shape).tolist(),
            "size": size,
            "stride": stride,
            "padding": padding,
            "mode": mode,
            "shift": shift,
        }


@pytest.fixture(scope="module")
def states():
    """Settings with what the page makes of them: a state, or the error that it throws."""
    asked = list(settings())
    return list(zip(asked, ask(MODULE, "compute", [[one] for one in asked]), strict=True))


@pytest.fixture(scope="module")
def possible(states):
    """Those of the settings in which the window fits, with the picture and what `helpers` takes."""
    return [
        (one, np.array(one["image"]), {name: one[name] for name in ("stride", "padding")}, state)
        for one, state in states
        if not isinstance(state, PageError)
    ]


def equal(one, other):
    """Count the numbers that are the same, and all that are compared."""
    return {"same": int(np.isclose(one, other, rtol=0, atol=1e-9).sum()), "of": one.size}


def test_the_page_pools_as_pool2d_does_in_a_thousand_settings(states):
    """A sign or an index wrong on the page would show a learner numbers that Python contradicts."""
    refused = 0
    for one, state in states:
        image = np.array(one["image"])
        options = {"stride": one["stride"], "padding": one["padding"], "mode": one["mode"]}
        try:
            expected = pool2d(shifted(image, *one["shift"]), one["size"], **options)
        except ValueError:
            size, least = one["size"], min(image.shape)
            assert str(state).startswith(f"A window of {size} does not fit into {least} pixel"), one
            assert f"the largest window that fits is {least}, or use padding same." in str(state), one
            refused += 1
            continue
        np.testing.assert_allclose(state["output"], expected, atol=1e-12, err_msg=str(one))
        np.testing.assert_allclose(state["before"], pool2d(image, one["size"], **options), atol=1e-12)
        assert state["moved"] == shifted(image, *one["shift"]).tolist()
    assert len(states) > 1000
    assert 0 < refused < len(states) / 2


def test_padding_and_use_are_those_of_helpers(possible):
    """Padding or hatching in the wrong place would explain the wrong output."""
    for one, image, windows, state in possible:
        for n, axis in zip(image.shape, (state["rows"], state["columns"]), strict=True):
            before, after = axis_padding(n, one["size"], **windows)
            assert (axis["before"], axis["after"]) == (before, after), one
            uses = pixel_uses(n, one["size"], **windows)
            assert axis["used"][before : before + n] == [count > 0 for count in uses], one


def test_what_survives_a_shift_is_counted_as_numpy_counts_it(possible):
    """The lesson's conclusion about shifts rests on these numbers."""
    for one, image, windows, state in possible:
        moved = shifted(image, *one["shift"])
        after, before = (pool2d(grid, one["size"], mode=one["mode"], **windows) for grid in (moved, image))
        assert state["unchanged"] == equal(after, before), one
        assert state["pixels"] == equal(moved, image), one
        if any(part % one["stride"] for part in one["shift"]):
            assert state["along"] is None, one
            continue
        steps = [part // one["stride"] for part in one["shift"]]
        compared = shifted(np.ones(before.shape, bool), *steps)  # what came in at the edges is unknown
        assert state["along"] == equal(after[compared], shifted(before, *steps)[compared]), one


def moves(down, right):
    """Return a shift as words."""
    parts = [("row", down, "down", "up"), ("column", right, "to the right", "to the left")]
    return " and ".join(
        f"{abs(count)} {name}{'s' * (abs(count) != 1)} {forth if count > 0 else back}"
        for name, count, forth, back in parts
        if count
    )


def test_the_sentences_about_a_shift_say_what_was_counted(possible):
    """The first is printed bold; it must not contradict the line around the outputs."""
    said = ask(MODULE, "shiftNotes", [[state] for *_, state in possible])
    for (one, *_, state), sentences in zip(possible, said, strict=True):
        shift, stride = one["shift"], one["stride"]
        outputs, pixels, along = state["unchanged"], state["pixels"], state["along"]
        if not any(shift):
            size, of = one["size"], [len(one["image"]) * len(one["image"][0]), outputs["of"]]
            what = "keeps its largest pixel" if one["mode"] == "max" else "becomes the mean of its pixels"
            into = "becomes" if of[0] == 1 else "become"
            pixels, numbers = (
                f"{n} {name}{'s' * (n != 1)}" for n, name in zip(of, ("pixel", "number"), strict=True)
            )
            assert sentences == {
                "meaning": f"Each window of {size} × {size} {what}: {pixels} {into} {numbers}.",
                "why": "",
                "counts": "",
            }
            continue
        in_place = f"{outputs['same']} of {outputs['of']} outputs are unchanged"
        image = f"{pixels['same']} of {pixels['of']} pixels"
        if along is None:
            changed, of = outputs["of"] - outputs["same"], outputs["of"]
            what = (
                f"{changed} of {of} output{'s' * (of != 1)} changed:"
                if changed
                else "No output changed, although"
            )
            wanted = {
                "meaning": f"{what} the pixels now fall into different windows.",
                "why": f"The shift is not a multiple of the stride, {stride}, so the output can’t follow it "
                "by whole cells.",
                "counts": f"Shifted {moves(*shift)}, {in_place} in their places, and {image}.",
            }
        else:
            moved = f"The output moves {moves(*(part // stride for part in shift))}"
            wanted = {
                "meaning": f"{moved}: {along['same']} of {along['of']} outputs are those from before."
                if along["of"]
                else "The outputs from before have all moved out of the output.",
                "why": f"The shift is a multiple of the stride, {stride}, so the output follows it by whole "
                "cells.",
                "counts": f"Shifted {moves(*shift)}, {in_place} in their places, and {image}.",
            }
        assert sentences == wanted, one


def test_the_outputs_that_are_outlined_are_those_that_were_counted(possible):
    """An output with the line around it that has changed would teach the opposite."""
    said = ask(MODULE, "keptOutputs", [[state] for *_, state in possible])
    for (one, *_, state), kept in zip(possible, said, strict=True):
        counted = state["along"] if state["along"] and state["along"]["of"] else state["unchanged"]
        assert len(kept) == (counted["same"] if any(one["shift"]) else 0), one
        for (row, column), (old_row, old_column) in kept:
            assert state["output"][row][column] == pytest.approx(
                state["before"][old_row][old_column], abs=1e-9
            )


def test_the_shift_is_named_beside_its_arrows():
    """A learner who lost count reads here how far the picture has moved."""
    shifts = {
        (1, -2): "1 down, 2 left",
        (-1, 1): "1 up, 1 right",
        (0, 3): "3 right",
        (-2, 0): "2 up",
        (0, 0): "",
    }
    assert ask(MODULE, "shiftNowWords", [[shift] for shift in shifts]) == list(shifts.values())


CELLS = {"left": 20, "above": 10, "width": 5, "height": 4}


def strokes(path):
    """Return the lines of a path as pairs of ends, in cells: ((row, column), (row, column))."""
    found = set()
    for x, y, way, length in re.findall(r"M(\d+) (\d+)([hv])(\d+)", path):
        row, column = (int(y) - CELLS["above"]) / CELLS["height"], (int(x) - CELLS["left"]) / CELLS["width"]
        across, down = (
            (way == "h") * int(length) / CELLS["width"],
            (way == "v") * int(length) / CELLS["height"],
        )
        found.add(((row, column), (row + down, column + across)))
    return found


def test_a_line_goes_around_a_region_and_not_through_it():
    """Two equal outputs next to each other are one region; a hole or a corner must not close it too early."""
    two, corner = ask(MODULE, "outline", [[[[0, 1], [0, 2]], CELLS], [[[0, 0], [1, 1]], CELLS]])
    assert strokes(two) == {
        ((0, 1), (0, 2)), ((0, 2), (0, 3)),
        ((1, 1), (1, 2)), ((1, 2), (1, 3)),
        ((0, 1), (1, 1)), ((0, 3), (1, 3)),
    }  # fmt: skip
    assert len(strokes(corner)) == 8
    assert ask(MODULE, "outline", [[[], CELLS]]) == [""]
    regions = np.random.default_rng(5).random((20, 6, 7)) < 0.6
    found = ask(MODULE, "outline", [[np.argwhere(region).tolist(), CELLS] for region in regions])
    for region, path in zip(regions, found, strict=True):
        padded = np.pad(region, 1).astype(int)
        above, beside = (np.argwhere(np.diff(padded, axis=axis)) for axis in (0, 1))
        lines = {((row, column - 1), (row, column)) for row, column in above.tolist()}
        lines |= {((row - 1, column), (row, column)) for row, column in beside.tolist()}
        assert strokes(path) == lines


def test_gaps_are_between_the_windows_and_not_at_the_edge_of_the_grid():
    """A learner sees from the gaps which pixels belong together."""
    axis = {"output": 2, "padded": 4}
    (whole,) = ask(MODULE, "gaps", [[{"rows": axis, "columns": axis, "size": 2, "stride": 2}, CELLS]])
    assert strokes(whole) == {((2, 0), (2, 4)), ((0, 2), (4, 2))}
    axis = {"output": 2, "padded": 6}  # a row and a column between the windows, and one that is left over
    (apart,) = ask(MODULE, "gaps", [[{"rows": axis, "columns": axis, "size": 2, "stride": 3}, CELLS]])
    assert strokes(apart) == {((at, 0), (at, 5)) for at in (2, 3, 5)} | {
        ((0, at), (5, at)) for at in (2, 3, 5)
    }


@pytest.mark.parametrize(
    ("shift", "wanted"),
    [
        ((0, 0), set()),
        ((0, 1), {((1, 2), (5, 2))}),
        ((0, -1), {((1, 4), (5, 4))}),
        ((1, 1), {((2, 2), (5, 2)), ((2, 2), (2, 5))}),
        ((-3, 0), {((2, 1), (2, 5))}),
        ((4, 0), set()),  # nothing of the image is left
    ],
)
def test_the_edge_of_a_shifted_image_is_where_its_pixels_meet_the_zeros(shift, wanted):
    """The line says what moved: the picture at rest has none."""
    axis = {"pixels": 4, "before": 1}
    (path,) = ask(MODULE, "movedEdge", [[{"rows": axis, "columns": axis, "shift": shift}, CELLS]])
    assert strokes(path) == wanted


def test_the_bars_show_what_the_sentence_counts(possible):
    """A learner compares their lengths: pooling keeps more than the pixels do."""
    for (one, *_, state), bars in zip(
        possible, ask(MODULE, "keptBars", [[state] for *_, state in possible]), strict=True
    ):
        counts = [state["unchanged"], state["pixels"], *([state["along"]] if state["along"] else [])]
        wanted = [[count["same"], count["of"]] for count in counts if count["of"]]
        if not any(one["shift"]):  # nothing to compare
            wanted = []
        assert [[bar["kept"], bar["of"]] for bar in bars] == wanted, one


def test_a_drag_shifts_by_whole_pixels_and_not_out_of_sight():
    """Half a cell counts for the nearer one, and an image out of sight can no longer be dragged."""
    asked = [
        ([[0, 0], [17, -19], [36, 36], [8, 8]], [0, -1]),
        ([[2, -1], [36, 72], [36, 36], [8, 8]], [3, 1]),
        ([[0, 0], [-900, 900], [30, 45], [8, 5]], [-8, 5]),
    ]
    assert ask(MODULE, "draggedShift", [call for call, _ in asked]) == [shift for _, shift in asked]


def test_the_size_formula_has_the_numbers_of_its_axis(possible):
    """A learner who counts the output has to get what the formula says; "same" asks for no window."""
    asked = [[state[axis], state["padding"]] for *_, state in possible for axis in ("rows", "columns")]
    for (axis, padding), found in zip(asked, ask(MODULE, "formulaOf", asked), strict=True):
        minus = 1 if padding == "same" else axis["kernel"]
        assert (found["input"], found["window"], found["stride"]) == (axis["pixels"], minus, axis["stride"])
        assert found["floor"] == (axis["pixels"] - minus) // axis["stride"]
        assert found["output"] == found["floor"] + 1 == axis["output"]


def test_the_notes_have_padding_and_what_no_window_uses(possible):
    """Learners understand the floor when the row that falls off is named, not when it is only computed."""
    for (one, image, windows, state), said in zip(
        possible, ask(MODULE, "notes", [[state] for *_, state in possible]), strict=True
    ):
        (above, below), (left, right) = (axis_padding(n, one["size"], **windows) for n in image.shape)
        padding = f"Padding, dashed: {above} above, {below} below, {left} left, {right} right. "
        is_padded = any((above, below, left, right))
        assert (f"{padding}It never wins, and never counts." in said) == is_padded, one
        uses = np.outer(*(pixel_uses(n, one["size"], **windows) for n in image.shape))
        assert any(sentence.startswith("Hatched: no window uses ") for sentence in said) == (uses.min() == 0)
        is_rounded = not np.allclose(np.round(state["output"], 4), state["output"], rtol=1e-9, atol=1e-9)
        assert ("Numbers in the cells are rounded." in said) == is_rounded, one
        assert len(said) == is_padded + is_rounded + bool(uses.min() == 0)


def test_numbers_are_the_same_up_to_rounding():
    """A mean that differs in the sixteenth digit has not changed."""
    assert ask(MODULE, "same", [[1 / 3, 1 / 3 + 9e-10], [0, 1.1e-9], [2, 2.001]]) == [True, False, False]


def test_a_number_in_a_cell_is_short():
    """Decimals that go on and on would make every cell too wide for the page."""
    asked = {3: "3", -2.5: "−2.5", 0.125: "0.125", 1 / 3: "0.33", -2 / 3: "−0.67", -100 / 3: "−33.3"}
    assert ask(MODULE, "short", [[value] for value in asked]) == list(asked.values())


def test_a_number_is_written_out_as_a_search_or_a_mean():
    """The line below the picture is where a learner checks the number by hand."""
    many = list(range(1, 18))
    assert ask(MODULE, "arithmetic", [
        [[8, 4, -2, 9], "max", 9],
        [[6, 2, -3, 7], "average", 3],
        [[1, 0, 0], "average", 1 / 3],
        [many[:16], "max", 16],
        [many, "max", 17],
        [[-1, *many[1:15], -16], "average", 6.375],
        [many, "average", 9],
    ]) == [
        "max(8, 4, −2, 9) = 9",
        "(6 + 2 − 3 + 7) / 4 = 12 / 4 = 3",
        "(1 + 0 + 0) / 3 = 1 / 3 ≈ 0.333",
        f"max({', '.join(map(str, many[:16]))}) = 16",
        f"max({', '.join(map(str, many[:15]))}, …) = 17",
        f"(−1 + {' + '.join(map(str, many[1:15]))} − 16) / 16 = 102 / 16 = 6.375",
        f"({' + '.join(map(str, many[:15]))} + …) / 17 = 153 / 17 = 9",
    ]  # fmt: skip

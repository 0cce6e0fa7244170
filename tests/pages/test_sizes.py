"""The arithmetic of SizeExplorer's page against `helpers`, and its sentences."""

import itertools

import numpy as np
import pytest

from helpers import output_size
from helpers.shapes import axis_padding, kernel_reach, pixel_uses
from tests.pages.node import PageError, ask

MODULE = "sizes/arithmetic.js"
SIZES = ((1, 1), (5, 5), (4, 7), (8, 11), (13, 6), (28, 28))
SETTINGS = [
    {"size": size, "kernel_size": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    for size, kernel, stride, padding, dilation in itertools.product(
        SIZES, (1, 2, 3, 5), (1, 2, 3, 4, 9), ("valid", "same", "full", 0, 1, 2), (1, 2, 3)
    )
]


@pytest.fixture(scope="module")
def states():
    """Settings with what the page makes of them: a state, or the error that it throws."""
    return list(zip(SETTINGS, ask(MODULE, "compute", [[one] for one in SETTINGS]), strict=True))


@pytest.fixture(scope="module")
def possible(states):
    """The settings in which the kernel fits."""
    return [(one, state) for one, state in states if not isinstance(state, PageError)]


def steps(one):
    """Return the settings that `helpers` takes by these names."""
    return {name: one[name] for name in ("stride", "padding", "dilation")}


def states_of(*settings):
    """Return what the page makes of settings that differ from those of an explorer without arguments."""
    usual = {"size": (8, 8), "kernel_size": 3, "stride": 1, "padding": "valid", "dilation": 1}
    return ask(MODULE, "compute", [[{**usual, **one}] for one in settings])


def test_sizes_padding_and_counts_are_those_of_helpers_in_thousands_of_settings(states):
    """A sign flipped in the script, or a floor turned into a round, would show a learner wrong sizes."""
    refused = 0
    for one, state in states:
        k = one["kernel_size"]
        try:
            wanted = [output_size(n, k, **steps(one)) for n in one["size"]]
        except ValueError:
            assert isinstance(state, PageError), one
            refused += 1
            continue
        uses = [pixel_uses(n, k, **steps(one)) for n in one["size"]]
        axes = [state["rows"], state["columns"]]
        assert [axis["output"] for axis in axes] == wanted, one
        for axis, n, counts in zip(axes, one["size"], uses, strict=True):
            before, after = axis_padding(n, k, **steps(one))
            assert (axis["before"], axis["after"], axis["pixels"]) == (before, after, n), one
            assert axis["uses"][before : before + n] == counts, one
            assert sum(axis["uses"]) == axis["output"] * k, one
            assert axis["effective"] == kernel_reach(k, one["dilation"])
            room = n + before + after - axis["effective"]
            assert (axis["room"], axis["left"]) == (room, room % axis["stride"])
        assert state["most"] == np.outer(*uses).max(), one
    assert len(states) > 1500
    assert 100 < refused < len(states) / 2


def test_settings_that_do_not_fit_are_refused_with_the_nearest_that_fit():
    """A fix that does not work would send a learner round in circles."""
    wanted = [
        ({"kernel_size": 9}, "9 does not fit into 8 pixels: the largest kernel that fits is 8, or use"),
        ({"kernel_size": 11, "padding": 1}, "with 2 cells of padding: the largest kernel that fits is 10,"),
        ({"dilation": 4}, "3 with dilation 4 (reach 9) does not fit into 8 pixels: dilation 3 fits, or use"),
        ({"size": (2, 2), "dilation": 4}, "into 2 pixels: the largest kernel that fits is 1, or use"),
    ]
    for (settings, says), error in zip(wanted, states_of(*(one for one, _ in wanted)), strict=True):
        assert says in str(error), settings


def test_every_cell_has_its_use_its_users_and_its_place_in_the_windows(possible):
    """The count on a pixel is the number of output cells that are marked when a learner points at it."""
    small = [(one, state) for one, state in possible[::31] if max(one["size"]) < 10]
    windows, cells = [], []
    for one, state in small:
        axes = state["rows"], state["columns"]
        windows += [(state, place) for place in np.ndindex(*(axis["output"] for axis in axes))]
        cells += [(one, state, cell) for cell in np.ndindex(*(axis["padded"] for axis in axes))]
    covered = {}
    for (state, place), inside in zip(windows, ask(MODULE, "windowCells", windows), strict=True):
        assert inside == window(state, *place)
        covered.setdefault(id(state), {})[place] = inside
    users = ask("shared/axes.js", "windowsUsing", [[at, one["rows"], one["columns"]] for _, one, at in cells])
    uses = ask(MODULE, "useOf", [[state, cell] for _, state, cell in cells])
    for (one, state, cell), outputs, use in zip(cells, users, uses, strict=True):
        wanted = [list(place) for place, inside in covered[id(state)].items() if list(cell) in inside]
        assert outputs == wanted, (one, cell)
        assert use["uses"] == len(wanted), (one, cell)
        axes = state["rows"], state["columns"]
        inside = (0 <= at - axis["before"] < axis["pixels"] for at, axis in zip(cell, axes, strict=True))
        assert use["padding"] == (not all(inside)), (one, cell)
    assert len(small) > 5


def window(state, row, column):
    """Return the cells of the input under a window, row by row."""
    k, stride, dilation = state["kernel_size"], state["stride"], state["dilation"]
    return [[row * stride + i * dilation, column * stride + j * dilation] for i, j in np.ndindex(k, k)]


def listed(name, places):
    """Return the rows or columns as the page writes them."""
    if len(places) == 1:
        return f"{name} {places[0]}"
    if places[-1] - places[0] == len(places) - 1:
        return f"{name}s {places[0]}–{places[-1]}"
    shown = [str(place) for place in places]
    return f"{name}s {', '.join(shown if len(shown) <= 6 else [*shown[:5], '…'])}"


def what_is_left_over(one, rooms, uses):
    """Return the sentences about a division that leaves a rest, along rows and columns or along each axis."""
    is_square = one["size"][0] == one["size"][1]
    places = ["along each axis"] if is_square else ["along the rows", "along the columns"]
    found = [dropped(name, counts) for name, counts in zip(("row", "column"), uses, strict=True)]
    hatched = [[*found[0], *found[1]]] if is_square else found
    for place, room, pixels in zip(places, rooms, hatched, strict=False):
        if left := room % one["stride"]:
            cells = f"1 cell {place} is" if left == 1 else f"{left} cells {place} are"
            named = f", hatched: {' and '.join(pixels)}" if pixels else ""
            yield (
                f"{room} / {one['stride']} is not a whole number, and floor rounds it down: {cells} "
                f"left over after the last window{named}."
            )


def dropped(name, counts):
    """Return the pixels after the last that a window uses, as the page writes them."""
    last = max((place for place, count in enumerate(counts) if count), default=-1)
    return [listed(name, [*range(last + 1, len(counts))])] if last + 1 < len(counts) else []


def what_is_added(ends):
    """Return the sentence about padding, if there is any."""
    (above, below), (left, right) = ends
    if np.any(ends):
        uneven = " The odd one goes to the end, as in Keras." if (above, left) != (below, right) else ""
        yield f"Padding, dashed: {above} above, {below} below, {left} left, {right} right.{uneven}"


def what_is_used(one, rooms, uses):
    """Return the sentences about pixels that no window uses, and how often the others are used."""
    places = {"dropped at the end": [], "skipped by every window": []}
    for name, counts, room in zip(("row", "column"), uses, rooms, strict=True):
        last = max((place for place, count in enumerate(counts) if count), default=-1)
        skipped = [place for place, count in enumerate(counts) if not count and place < last]
        if not room % one["stride"]:  # or the sentence about the division names them
            places["dropped at the end"] += dropped(name, counts)
        places["skipped by every window"] += [listed(name, skipped)] if skipped else []
    yield from (f"Hatched, {words}: {' and '.join(found)}." for words, found in places.items() if found)
    least, most = (int(extreme(np.outer(*uses))) for extreme in (np.min, np.max))
    once = "once" if most == 1 else f"{most} times"
    yield f"Every pixel is used {once}." if least == most else f"A pixel is used {least} to {most} times."


def test_the_notes_say_what_is_left_over_added_dropped_and_skipped(possible):
    """The sentences are what a learner takes away; each must be true of its own settings."""
    for (one, _), said in zip(possible, ask(MODULE, "notes", [[one] for _, one in possible]), strict=True):
        k, dilation = one["kernel_size"], one["dilation"]
        reach = kernel_reach(k, dilation)
        ends = [axis_padding(n, k, **steps(one)) for n in one["size"]]
        rooms = [n + sum(end) - reach for n, end in zip(one["size"], ends, strict=True)]
        uses = [pixel_uses(n, k, **steps(one)) for n in one["size"]]
        assert said == [
            f"Reach = dilation · (kernel − 1) + 1 = {dilation} · ({k} − 1) + 1 = {reach}.",
            *what_is_left_over(one, rooms, uses),
            *what_is_added(ends),
            *what_is_used(one, rooms, uses),
        ], one


def test_the_numbers_of_the_formula_give_the_output_when_they_are_worked_out(possible):
    """A learner who checks the line with a pencil must get what it says."""
    axes = [state[name] for _, state in possible for name in ("rows", "columns")]
    for axis, shown in zip(axes, ask(MODULE, "formulaOf", [[axis] for axis in axes]), strict=True):
        padding = sum(eval(term.replace("·", "*")) for term in shown["padding"].split("+"))
        assert padding == axis["before"] + axis["after"]
        assert shown["room"] == shown["pixels"] + padding - shown["effective"]
        assert shown["floor"] == shown["room"] // shown["stride"]
        assert shown["output"] == shown["floor"] + 1


def test_the_formula_is_written_with_the_numbers_of_the_page():
    """Each end of the padding is named, so that an uneven one is seen; rounding has its own step."""
    names = ("stride", "padding", "effective", "room", "floor", "output")
    wanted = [
        ({}, (1, "0", 3, 5, 5, 6)),
        ({"padding": 2}, (1, "2·2", 3, 9, 9, 10)),
        ({"stride": 2, "padding": "same"}, (2, "0+1", 3, 6, 3, 4)),
        ({"stride": 3, "dilation": 2}, (3, "0", 5, 3, 1, 2)),
        ({"stride": 3}, (3, "0", 3, 5, 1, 2)),
        ({"stride": 2}, (2, "0", 3, 5, 2, 3)),
    ]
    states = states_of(*(settings for settings, _ in wanted))
    shown = ask(MODULE, "formulaOf", [[state["rows"]] for state in states])
    assert shown == [{"pixels": 8, **dict(zip(names, line, strict=True))} for _, line in wanted]


def test_a_cell_of_the_input_says_what_it_is():
    """A screen reader hears nothing else about a painted cell."""
    uneven = {"padding": "same", "stride": 3}
    plain, padded, tall, wide = states_of(
        {"size": (8, 11)},
        {"padding": 1, "stride": 3},
        {"size": (11, 4), **uneven},
        {"size": (4, 11), **uneven},
    )
    places = [(plain, (2, 1)), *((padded, place) for place in ((0, 3), (1, 1), (3, 4), (9, 9)))]
    assert ask(MODULE, "pixelWords", [*places, (tall, (2, 1)), (wide, (1, 2)), (tall, (9, 0))]) == [
        "Row 2, column 1: used 6 times",
        "Padding, used once",
        "Row 0, column 0: used once",
        "Row 2, column 3: used once",
        "Padding, used 0 times",
        "Row 2, column 0: used once",
        "Row 0, column 2: used once",
        "Padding, used once",
    ]


def test_it_says_in_words_what_is_drawn():
    """A screen reader follows these sentences, not the picture."""
    same, dropping, uneven, full = states_of(
        {"padding": "same", "stride": 2},
        {"stride": 2, "size": (8, 9)},
        {"size": (11, 4), "padding": "same", "stride": 3},
        {"size": (6, 9), "padding": "full", "dilation": 2},
    )
    wanted = [
        (same, {"isDrawn": False, "pointed": [0, 0]}, "4 × 4."),
        (same, {}, "4 × 4. Output row 3, column 1: its window covers rows 6–8 and columns 2–4 of the input; "
                   "3 of its 9 cells are padding."),
        (same, {"focus": [0, 0]},
         "4 × 4. Output row 0, column 0: its window covers rows 0–2 and columns 0–2 of the input."),
        (same, {"pointed": [2, 4]}, "4 × 4. Input row 2, column 4 is used by 4 windows."),
        (same, {"pointed": [1, 1]}, "4 × 4. Input row 1, column 1 is used by 1 window."),
        (same, {"pointed": [8, 0]}, "4 × 4. This cell of padding is used by 1 window."),
        (dropping, {"pointed": [7, 0]}, "3 × 4. Input row 7, column 0 is used by no window."),
        (uneven, {"focus": [1, 1]}, "4 × 2. Output row 1, column 1: its window covers rows 3–5 and "
                                    "columns 2–4 of the input; 3 of its 9 cells are padding."),
        (uneven, {"pointed": [4, 3]}, "4 × 2. Input row 4, column 2 is used by 1 window."),
        (full, {"focus": [2, 9]}, "10 × 13. Output row 2, column 9: its window covers rows −2, 0, 2 and "
                                  "columns 5, 7, 9 of the input; 5 of its 9 cells are padding."),
        (full, {"pointed": [5, 7]}, "10 × 13. Input row 1, column 3 is used by 9 windows."),
        (full, {"pointed": [1, 3]}, "10 × 13. This cell of padding is used by 2 windows."),
    ]  # fmt: skip
    usual = {"isDrawn": True, "pointed": None, "focus": [3, 1]}
    asked = [[state, {**usual, **shown}] for state, shown, _ in wanted]
    assert ask(MODULE, "stateWords", asked) == [f"The output is {says}" for _, _, says in wanted]


def test_a_window_holds_as_many_pixels_as_are_not_padding(possible):
    """On the border of a padded image, an output sees less of it than its neighbours do."""
    chosen = possible[::7]
    found = ask(MODULE, "pixelsPerWindow", [[state["rows"]] for _, state in chosen])
    for (one, state), counts in zip(chosen, found, strict=True):
        inside = np.zeros(state["rows"]["padded"])
        before = state["rows"]["before"]
        inside[before : before + one["size"][0]] = 1
        taps = np.arange(one["kernel_size"]) * one["dilation"]
        expected = [inside[n * one["stride"] + taps].sum() for n in range(state["rows"]["output"])]
        assert counts == expected, one


def test_the_stride_is_drawn_from_the_window_in_focus_to_one_beside_it():
    """An arrow that began somewhere else, or led out of the output, would show another step."""
    sides = [(rows, columns) for rows in (1, 2, 3) for columns in (1, 2, 3)]
    places = [(*side, row, column) for side in sides for row in range(side[0]) for column in range(side[1])]
    calls = [
        [{"rows": {"output": rows}, "columns": {"output": columns}}, [row, column]]
        for rows, columns, row, column in places
    ]
    for (rows, columns, *focus), step in zip(
        places, ask("sizes/stride_arrow.js", "stepFrom", calls), strict=True
    ):
        if rows * columns == 1:
            assert step is None
            continue
        (top, left), (bottom, right) = step
        assert focus in step
        assert (bottom - top, right - left) in ((0, 1), (1, 0))
        assert bottom < rows
        assert right < columns
        assert (right - left == 1) == (columns > 1)
        if focus[1] + 1 < columns:
            assert step == [focus, [focus[0], focus[1] + 1]]

"""The arithmetic of ReceptiveFieldExplorer's page against `helpers`, over hundreds of stacks."""

import functools

import numpy as np
import pytest

from helpers import conv2d, inside, pool2d, receptive_field
from helpers.shapes import Conv, Pool, _window_settings, trace
from helpers.widgets.receptive.stacks import STACKS, averages, checked, fitted, for_page
from tests.pages.node import PageError, ask

MODULE = "receptive/arithmetic.js"
FRAME_SIZES = "receptive/frame_sizes.js"


def random_stacks(count):
    """Return (layers, input shape) of stacks that fit, with kernels, strides and paddings of every kind."""
    random = np.random.default_rng(7)
    found = [checked(layers, shape) for layers, shape in STACKS.values()]

    def layer():
        size, stride = (tuple(random.integers(1, most, 2).tolist()) for most in (5, 4))
        padding = [("valid", "same"), ("valid", "same", "full", 1, (2, 0))][bool(kind := random.integers(2))]
        padding = padding[random.integers(len(padding))]
        if not kind:
            return Pool(size, stride=stride, padding=padding)
        return Conv(1, size, stride=stride, padding=padding, dilation=int(random.integers(1, 4)))

    while len(found) < count:
        layers = [layer() for _ in range(random.integers(1, 5))]
        try:
            found.append(checked(layers, tuple(random.integers(5, 30, 2).tolist())))
        except ValueError:
            continue
    return found


@pytest.fixture(scope="module", name="stacks")
def _stacks():
    """Three hundred stacks, each as (layers, input shape, the grids as the page lays them out)."""
    found = random_stacks(300)
    grids = ask(MODULE, "layOut", [[for_page("a stack", *stack)] for stack in found])
    return [(*stack, grid) for stack, grid in zip(found, grids, strict=True)]


def corners_and_middle(rows, columns):
    """Return cells at the edges and in the middle of a grid."""
    return {(0, 0), (rows // 2, columns // 2), (rows - 1, columns // 3)}


def test_grids_fields_and_steps_are_those_of_helpers(stacks):
    """The table counts pixels that a learner checks with `receptive_field`."""
    for layers, shape, grids in stacks:
        assert [tuple(grid["size"]) for grid in grids[1:]] == [
            traced.shape[:2] for traced in trace(layers, (*shape, 1))
        ]
        for count, grid in enumerate(grids):
            assert tuple(grid["field"]) == receptive_field(layers[:count])
            strides = [_window_settings(layer)[1] for layer in layers[:count]]
            assert grid["step"] == np.prod([(1, 1), *strides], axis=0).tolist()


def test_what_a_cell_sees_of_every_grid_is_its_region(stacks):
    """A stride forgotten or a padding doubled would frame the wrong cells."""
    questions, expected = [], []
    for layers, shape, grids in stacks:
        sizes = [shape, *(traced.shape[:2] for traced in trace(layers, (*shape, 1)))]
        for last in range(len(sizes)):
            for cell in corners_and_middle(*sizes[last]):
                questions.append([grids, [last, *cell]])
                expected.append(
                    [inside.region(layers[at:last], cell, sizes[at]) for at in range(last)]
                    + [[slice(n, n + 1) for n in cell]]
                )
    for (grids, _), wanted, found in zip(questions, expected, ask(MODULE, "regions", questions), strict=True):
        assert len(found) == len(wanted)
        for grid, spans, seen in zip(grids, wanted, found, strict=False):
            for length, span, axis in zip(grid["size"], spans, seen, strict=True):
                assert (axis["first"], axis["last"] + 1) == (span.start, span.stop)
                assert axis["length"] == span.stop - span.start
                assert axis["outside"] == max(-span.start, 0) + max(span.stop - length, 0)


def paths_to_one_cell(layers, shape, cell):
    """Return how many paths lead from each pixel to a cell: with weights of 1, the cell's gradient."""

    def respond(images):
        grids = images[..., np.newaxis]
        for layer in layers:
            size, stride, dilation = _window_settings(layer)
            padding = (layer.padding,) * 2 if isinstance(layer.padding, tuple) else layer.padding
            grids = conv2d(grids, np.ones((*size, 1, 1)), stride=stride, padding=padding, dilation=dilation)
        return grids[:, cell[0], cell[1], 0]

    pixels = np.eye(shape[0] * shape[1]).reshape(-1, *shape)
    return respond(pixels).reshape(shape)


def test_the_paths_to_a_cell_are_counted_as_conv2d_adds_them_up(stacks):
    """A pixel is darker when more paths lead from it to the cell; without any it must stay white."""
    small = [one for one in stacks if np.prod(one[1]) < 200][:60]
    questions, expected, holes = [], [], 0
    for layers, shape, grids in small:
        rows, columns = grids[-1]["size"]
        cell = (rows // 2, columns - 1)
        questions.append([grids, [len(layers), *cell]])
        expected.append(paths_to_one_cell(layers, shape, cell))
    for wanted, found in zip(expected, ask(MODULE, "regions", questions), strict=True):
        counts = np.zeros(wanted.shape)
        rows, columns = found[0]
        for row, above in rows["paths"]:
            for column, beside in columns["paths"]:
                counts[row, column] = above * beside
        np.testing.assert_array_equal(counts, wanted)
        holes += rows["seen"] < rows["length"]
        if not rows["outside"] and wanted.any():
            assert rows["seen"] == np.any(wanted, axis=1).sum()
    assert holes > 3


def test_pooling_depends_on_the_same_pixels_as_the_page_says():
    """The windows of a pooling are counted like those of a convolution; pool2d itself must agree."""
    layers, shape = [Pool(3, stride=2, padding="same"), Pool(2)], (12, 9)
    (grids,) = ask(MODULE, "layOut", [[for_page("two poolings", layers, shape)]])

    def respond(images):
        return pool2d(pool2d(images[..., np.newaxis], 3, stride=2, padding="same"), 2)[:, 1, 0, 0]

    (found,) = ask(MODULE, "regions", [[grids, [2, 1, 0]]])
    rows, columns = ([place for place, _ in axis["paths"]] for axis in found[0])
    seen = np.zeros(shape, bool)
    seen[np.ix_(rows, columns)] = True
    np.testing.assert_array_equal(seen, inside.perturbed_pixels(respond, shape))


def test_its_regions_are_those_of_keras():
    """The course's own helpers could share a mistake with the page; Keras does not."""
    from helpers.training import keras

    layers = [Conv(4, 5, stride=2, padding="same"), Pool(3, stride=2), Conv(2, dilation=2, padding="same")]
    (grids,) = ask(MODULE, "layOut", [[for_page("a stack of my own", *checked(layers, 23))]])
    ones = keras.initializers.Ones()
    model = keras.Sequential(
        [
            keras.Input((23, 23, 1)),
            keras.layers.Conv2D(1, 5, strides=2, padding="same", kernel_initializer=ones),
            keras.layers.MaxPooling2D(3, strides=2),
            keras.layers.Conv2D(1, 3, dilation_rate=2, padding="same", kernel_initializer=ones),
        ]
    )
    cells = [(0, 4), (2, 2), (4, 0)]
    for cell, found in zip(
        cells, ask(MODULE, "regions", [[grids, [3, *cell]] for cell in cells]), strict=True
    ):
        rows, columns = ([place for place, _ in axis["paths"]] for axis in found[0])
        seen = np.zeros((23, 23), bool)
        seen[np.ix_(rows, columns)] = True
        changed = inside.perturbed_pixels(
            lambda images, cell=cell: np.asarray(model(images[..., np.newaxis]))[:, cell[0], cell[1], 0],
            (23, 23),
        )
        np.testing.assert_array_equal(seen, changed)


@functools.cache
def laid_out(name):
    """Return the grids of one of the course's stacks."""
    return ask(MODULE, "layOut", [[for_page(name, *checked(*STACKS[name]))]])[0]


WORDS = [
    (
        ("course network", [4, 2, 2], 4),
        "Pool 2, row 2, column 2 sees 10 × 10 pixels of the input: rows 8 to 17, columns 8 to 17. The cell "
        "to its right sees as much, 4 further right, and 6 of the 10 columns are seen by both.",
    ),
    (
        ("course network", [4, 2, 4], 4),
        "Pool 2, row 2, column 4 sees 10 × 10 pixels of the input: rows 8 to 17, columns 16 to 25. The cell "
        "to its left sees as much, 4 further left, and 6 of the 10 columns are seen by both.",
    ),
    (
        ("LeNet-5", [5, 0, 0], 1),
        "Conv 3, row 0, column 0 sees 5 × 5 cells of pool 2: rows 0 to 4, columns 0 to 4. No other cell of "
        "conv 3 is in this row.",
    ),
    (("course network", [4, 2, 2], 0), "Pool 2, row 2, column 2: no layer grown back yet."),
    (("course network", [0, 5, 6], 0), "Input, row 5, column 6: no layer grown back yet."),
    (
        ("course network", [4, 2, 2], 1),
        "Pool 2, row 2, column 2 sees 2 × 2 cells of conv 2: rows 4 to 5, columns 4 to 5. The cell to its "
        "right sees as much, 2 further right, with no column in common.",
    ),
    (
        ("with same padding", [4, 0, 1], 4),
        "Pool 2, row 0, column 1 sees 10 × 10 pixels of the input: rows −3 to 6, columns 1 to 10. The cell "
        "to its right sees as much, 4 further right, and 6 of the 10 columns are seen by both. 3 of these "
        "rows and 0 of these columns are padding.",
    ),
    (
        ("one dilation of 4", [1, 0, 0], 1),
        "Conv 1, row 0, column 0 sees 9 × 9 pixels of the input: rows 0 to 8, columns 0 to 8. The cell to "
        "its right sees as much, 1 further right, and 8 of the 9 columns are seen by both. Holes: of 9 rows "
        "it sees 3, of 9 columns 3.",
    ),
]


def test_the_words_say_what_is_drawn():
    """A learner with a screen reader has only these."""
    questions = [[laid_out(stack), focus, depth] for (stack, focus, depth), _ in WORDS]
    assert ask(MODULE, "sentences", questions) == [says for _, says in WORDS]


def test_the_words_tell_rows_from_columns():
    """If windows differ down and across, a learner would notice at once that the words are swapped."""
    stacks = [
        for_page("windows of 3 × 4", [Conv(1, (3, 4), stride=(1, 3), padding="same")], (9, 12)),
        for_page("windows of 4 × 2", [Conv(1, (4, 2), stride=(3, 2))], (10, 10)),
    ]
    wide, tall = ask(MODULE, "layOut", [[stack] for stack in stacks])
    assert ask(MODULE, "sentences", [[wide, [1, 0, 3], 1], [wide, [1, 4, 1], 1], [tall, [1, 1, 0], 1]]) == [
        "Conv 1, row 0, column 3 sees 3 × 4 pixels of the input: rows −1 to 1, columns 9 to 12. The cell to "
        "its left sees as much, 3 further left, and 1 of the 4 columns is seen by both. 1 of these rows and "
        "1 of these columns are padding.",
        "Conv 1, row 4, column 1 sees 3 × 4 pixels of the input: rows 3 to 5, columns 3 to 6. The cell to "
        "its right sees as much, 3 further right, and 1 of the 4 columns is seen by both.",
        "Conv 1, row 1, column 0 sees 4 × 2 pixels of the input: rows 3 to 6, columns 0 to 1. The cell to "
        "its right sees as much, 2 further right, with no column in common.",
    ]
    settings = [Conv(1, (2, 2), stride=(1, 3)), Conv(1, (3, 3), stride=(4, 2))]
    (deep,) = ask(MODULE, "layOut", [[for_page("two layers", settings, (20, 40))]])
    assert ask(MODULE, "sentences", [[deep, [2, 1, 1], 1]]) == [
        "Conv 2, row 1, column 1 sees 3 × 3 cells of conv 1: rows 4 to 6, columns 2 to 4. The cell to its "
        "right sees as much, 2 further right, and 1 of the 3 columns is seen by both."
    ]
    (regions,) = ask(MODULE, "regions", [[wide, [1, 4, 1]]])
    (row,) = ask(MODULE, "tableRow", [[wide[0], regions[0]]])
    assert row[5:] == ["3 to 5", "3 to 6", "3 × 4"]


def test_the_words_count_padding_and_holes_of_every_stack(stacks):
    """Padding and holes are why a cell sees less than its receptive field says; only words reach some."""
    questions, expected = [], []
    for layers, shape, grids in stacks[::3]:
        settings = [_window_settings(layer) for layer in layers]
        steps = [grid["step"] for grid in grids]
        seen = []
        for axis in range(2):
            places = [
                np.arange(kernel[axis]) * dilation[axis] * step[axis]
                for (kernel, _, dilation), step in zip(settings, steps, strict=False)
            ]
            seen.append(np.unique(functools.reduce(np.add.outer, places)).size)
        for cell in corners_and_middle(*grids[-1]["size"]):
            rows, columns = spans = inside.region(layers, cell, shape)
            out = [max(-span.start, 0) + max(span.stop - n, 0) for span, n in zip(spans, shape, strict=True)]
            high, wide = rows.stop - rows.start, columns.stop - columns.start
            said = f" {out[0]} of these rows and {out[1]} of these columns are padding." if any(out) else ""
            if seen != [high, wide]:
                said += f" Holes: of {high} rows it sees {seen[0]}, of {wide} columns {seen[1]}."
            questions.append([grids, [len(layers), *cell], len(layers)])
            expected.append(said)
    for said, sentences in zip(expected, ask(MODULE, "sentences", questions), strict=True):
        _, _, rest = sentences.partition(". ")  # what the cell sees
        assert rest[rest.index(".") + 1 :] == said  # after the sentence about the next cell


def test_a_layer_is_labelled_with_its_windows(stacks):
    """The label under a grid is all that tells a learner which setting made the field jump."""
    layers = [
        (layer, grid) for layers, _, grids in stacks for layer, grid in zip(layers, grids[1:], strict=True)
    ]
    found = ask(MODULE, "windowParts", [[grid] for _, grid in layers])
    kinds = set()
    for (layer, _), parts in zip(layers, found, strict=True):
        kernel, stride, dilation = _window_settings(layer)
        steps = str(stride[0]) if stride[0] == stride[1] else f"{stride[0]} × {stride[1]}"
        wanted = [f"{kernel[0]} × {kernel[1]}", f"stride {steps}"]
        if dilation != (1, 1):
            wanted.append(f"dilation {dilation[0]}")
        assert parts == wanted, layer
        kinds.add((stride[0] == stride[1], dilation[0] > 1))
    assert len(kinds) == 4
    assert ask(MODULE, "windowParts", [[laid_out("LeNet-5")[0]]]) == [[]]  # the input has no windows


def test_a_row_of_the_table_names_cells_field_step_overlap_and_region():
    """An overlap below 0 and a region of a single row are the first to be written wrongly."""
    grids = laid_out("course network")
    (regions,) = ask(MODULE, "regions", [[grids, [4, 2, 3]]])
    rows = ask(MODULE, "tableRow", [[grids[at], regions[at]] for at in (0, 3, 4)] + [[grids[2], None]])
    assert rows == [
        ["input", "28 × 28", "1 × 1", "1", "0", "8 to 17", "12 to 21", "10 × 10"],
        ["conv 2", "11 × 11", "8 × 8", "2", "6", "4 to 5", "6 to 7", "2 × 2"],
        ["pool 2", "5 × 5", "10 × 10", "4", "6", "2", "3", "1 × 1"],
        ["pool 1", "13 × 13", "4 × 4", "2", "2", "", "", ""],
    ]
    wide = for_page("a stride of 1 × 3", [Conv(1, (3, 2), stride=(1, 3))], (9, 9))
    (grids,) = ask(MODULE, "layOut", [[wide]])
    (row,) = ask(MODULE, "tableRow", [[grids[1], None]])
    assert row[:5] == ["conv 1", "7 × 3", "3 × 2", "1 × 3", "2 × 0"]


def test_focus_enters_another_grid_over_the_cell():
    """A learner who goes to another grid, or chooses another stack, stays at the same part of the picture."""
    calls = [[[2, 4], [5, 5], [28, 28]], [[27, 0], [28, 28], [5, 5]], [[4, 4], [5, 5], [11, 11]]]
    assert ask(MODULE, "nearestCell", calls) == [[14, 25], [4, 0], [9, 9]]


def test_a_stack_that_does_not_fit_is_refused_with_the_sentence_of_the_sizes():
    """The page must not draw grids without cells."""
    stack = for_page("too small", [Conv(1, 5), Pool(3)], (6, 6))
    (refusal,) = ask(MODULE, "layOut", [[stack]])
    assert isinstance(refusal, PageError)
    assert str(refusal).startswith("A kernel of 3 does not fit into 2 pixels")


def test_the_picture_behind_a_layer_averages_what_each_cell_sees(stacks):
    """A learner compares it with the picture in the saved notebook, which Python draws."""
    random = np.random.default_rng(3)
    some = stacks[:120]
    images = [random.integers(0, 256, shape).astype(float) for _, shape, _ in some]
    found = ask(
        MODULE, "averages", [[grids, image.tolist()] for (*_, grids), image in zip(some, images, strict=True)]
    )
    for (layers, _, _), image, pictures in zip(some, images, found, strict=True):
        for ours, theirs in zip(averages(layers, image), pictures, strict=True):
            np.testing.assert_allclose(theirs, ours, atol=1e-9)


def test_the_average_behind_a_cell_weighs_pixels_by_their_paths():
    """Otherwise the picture would contradict the orange on it."""
    layers, shape = [Conv(1, padding="same"), Pool(2, stride=1), Conv(1, stride=2)], (9, 8)
    image = np.random.default_rng(4).integers(0, 256, shape)
    found = averages(layers, image)[-1]
    for cell in np.ndindex(found.shape):
        paths = paths_to_one_cell(layers, shape, cell)
        assert found[cell] == pytest.approx((paths * image).sum() / paths.sum())


@pytest.mark.parametrize("shape", [(28, 28), (32, 32), (16, 31), (1, 48), (5, 7)])
def test_a_picture_is_fitted_to_the_input_by_the_area_that_each_pixel_covers(shape):
    """A shoe of 28 × 28 pixels is drawn behind inputs of 16 and of 32."""
    image = np.random.default_rng(5).integers(0, 256, (28, 28))
    (found,) = ask(MODULE, "fitted", [[image.ravel().tolist(), [28, 28], shape]])
    np.testing.assert_allclose(found, fitted(image, shape), atol=1e-9)
    assert np.mean(found) == pytest.approx(image.mean())
    if shape == (28, 28):
        np.testing.assert_array_equal(found, image)


def test_the_grids_fit_side_by_side_and_none_grows_that_has_fewer_cells():
    """A page at 1024 pixels with the file browser open is 560 wide; the last layer must not wrap."""
    sizes = [[grid["size"] for grid in laid_out(name)] for name in STACKS]
    for width in (560, 817, 1100):
        for grids, sides in zip(sizes, ask(MODULE, "sidesOf", [[one, width] for one in sizes]), strict=True):
            widths = [side * columns for side, (_, columns) in zip(sides, grids, strict=True)]
            assert sum(max(wide + 21, 90 if width >= 640 else 72) for wide in widths) <= width
            assert all(later <= before for before, later in zip(widths, widths[1:], strict=False))
            assert all(3 <= side <= 30 for side in sides)


@pytest.mark.parametrize("width", [328, 391])
def test_the_grids_are_one_chain_on_a_phone_too(width):
    """In two rows, what a cell sees would no longer lead from grid to grid."""
    for name in ("course network", "with same padding"):
        grids = [grid["size"] for grid in laid_out(name)]
        (sides,) = ask(MODULE, "sidesOf", [[grids, width]])
        widths = [side * columns for side, (_, columns) in zip(sides, grids, strict=True)]
        assert sum(max(wide + 9, 56) for wide in widths) <= width


FIVE = [5, 5]


def test_cells_are_as_large_as_the_page_allows():
    """A region of three by three is what a learner came to see, and 9 pixels of it are hard to see."""
    expected = [
        # A grid is at most 252 high, a cell at most 30; a grid of few cells is not stretched beyond 90.
        (1000, [[28, 28]], [9]),
        (1000, [[20, 20]], [12]),
        (1000, [[42, 2]], [6]),
        (1000, [[50, 2]], [5]),
        (1000, [[4, 4]], [30]),
        (1000, [[1, 1]], [30]),
        (1000, [[10, 10]], [21]),  # 60 × the root of 10, nearly
        (1000, [[200, 200]], [3]),
        # 60 columns and 21 pixels around them; on a phone there are 9, and halves of pixels.
        (561, [[5, 60]], [9]),
        (560, [[5, 60]], [8]),
        (399, [[5, 60]], [6.5]),
        (398, [[5, 60]], [6]),
        (479, [[200, 200]], [2]),
        # Side by side, each at least 90 wide; 72 on a page narrower than 640, and 56 on a phone.
        (640, [FIVE] * 7, [14] * 7),
        (639, [FIVE] * 7, [14] * 7),
        (480, [FIVE] * 6, [15, *[11] * 5]),  # what is left goes to the first
        (639, [FIVE] * 8, [17, *[11] * 7]),
        (479, [FIVE] * 8, [11, *[10] * 7]),  # on a phone, too
        # Or else at least two to a line: 126 each, with what is around them.
        (640, [FIVE] * 8, [21] * 8),
        (479, [FIVE] * 10, [23] * 10),
        (220, [[20, 30]] * 5, [3] * 5),  # half of the page, 110, less 9, is 101 for 30 columns
        # A larger grid gets more of the page, but not in proportion.
        (500, [[40, 40], [10, 10]], [6, 21]),
        (491, [[40, 40], [10, 10]], [6, 20]),
        # No wider than the grid before it, unless it has more columns.
        (1000, [[84, 4], [1, 4], [1, 1]], [3, 3, 12]),
        (1000, [[84, 4], [1, 5]], [3, 29]),
    ]
    found = ask(MODULE, "sidesOf", [[sizes, width] for width, sizes, _ in expected])
    for (width, sizes, sides), shown in zip(expected, found, strict=True):
        assert shown == sides, (width, sizes)


def test_no_grid_of_few_cells_could_be_larger():
    """Room beside a grid is wasted as long as its cells are too small to point at."""
    random = np.random.default_rng(12)
    calls = [
        [random.integers(1, random.choice([8, 45], (count, 1)), (count, 2)).tolist(), int(width)]
        for count in (1, 2, 3, 4, 5)
        for width in random.integers(480, 1100, 120)
    ]
    limits = {"cell": 0, "narrow": 0, "before": 0, "tall": 0, "page": 0}
    for (sizes, width), sides in zip(calls, ask(MODULE, "sidesOf", calls), strict=True):
        rows, columns = np.transpose(sizes)
        least = 106 if width >= 640 else 72
        taken = np.maximum(columns * sides + 21, least)
        if taken.sum() > width:  # they are in several lines
            continue
        for n, side in enumerate(np.array(sides) + 1):
            wide = columns[n] * side
            new = taken.sum() - taken[n] + max(wide + 21, least)
            reasons = {
                "cell": side > 30, "narrow": wide > 90, "tall": rows[n] * side > 252, "page": new > width,
                "before": n > 0 and wide > columns[n - 1] * sides[n - 1],
            }  # fmt: skip
            assert any(reasons.values()), (sizes, width, n)
            if sum(reasons.values()) == 1:
                limits[max(reasons, key=reasons.get)] += 1
    assert min(limits.values()) > 3, limits


ROOM = {"left": 0, "right": 200, "top": 0, "bottom": 200}


def box(left, top, right, bottom):
    """Return a frame on the page."""
    return {"left": left, "top": top, "right": right, "bottom": bottom}


@pytest.mark.parametrize(
    ("frame", "lines", "place"),
    [
        (
            box(80, 90, 130, 140),
            [[130, 90, 300, 110], [0, 60, 80, 90]],
            [80, 70],
        ),  # above, from its left edge
        (box(180, 90, 200, 110), [], [160, 70]),  # where the page ends, from its right edge
        (box(80, 90, 90, 100), [[90, 90, 300, 20]], [50, 70]),  # to the left of a line that goes up
        (box(80, 10, 130, 60), [], [80, 64]),  # below, where nothing fits above
        (box(0, 0, 200, 200), [], [4, 4]),  # in the corner of what fills the room
        (box(80, 90, 130, 140), [[100, 0, 100, 90]], [80, 144]),  # a vertical line above
        (box(80, 90, 130, 140), [[0, 80, 300, 80]], [80, 144]),  # and a horizontal one
    ],
)
def test_the_size_of_a_frame_is_beside_it_and_on_no_line(frame, lines, place):
    """A number that is cut off, or crossed by a line, cannot be read from the back of a room."""
    assert ask(FRAME_SIZES, "placeOfSize", [[frame, [40, 16], ROOM, lines]]) == [place]


@pytest.mark.parametrize(
    ("frame", "grid", "place"),
    [
        (box(80, 90, 110, 120), (60, 112), [70, 70]),  # so that it ends with its frame
        (box(90, 90, 96, 96), (60, 120), [73, 70]),  # or has it in its middle
        (box(98, 90, 102, 96), (60, 105), [62, 70]),  # or ends with its frame
        (box(90, 90, 96, 96), (88, 100), [74, 70]),  # the grid is narrower than the number
        (box(90, 90, 96, 96), (60, 102), [62, 66]),  # further away, where lines are too near
    ],
)
def test_the_size_of_a_frame_stays_within_the_width_of_its_grid(frame, grid, place):
    """On a phone, a size that reached past its map looked like that of the next one."""
    own = {**ROOM, "left": grid[0], "right": grid[1]}
    lines = [[0, 76, 90, 90], [0, 110, 90, 96]] if grid == (60, 102) else []
    assert ask(FRAME_SIZES, "placeOfSize", [[frame, [40, 16], own, lines, ROOM]]) == [place]

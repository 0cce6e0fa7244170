"""Lesson 04: the numbers that its prose names, its misprints, and the helpers that it is built on."""

import re

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import conv1d, conv2d, flip, output_size, receptive_field, same_padding
from helpers.checks.lessons.lesson_04 import STRIDES
from helpers.shapes import Conv, Pool, kernel_reach, pixel_uses
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "04_padding_stride_dilation.ipynb", as_version=4)
GLOSSARY = (NOTEBOOKS.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")


@pytest.fixture(scope="module", name="keras_size")
def _keras_size():
    """Return a function that asks Keras for the size of its own Conv2D layer's output."""
    from helpers.training import keras

    def size(n, k, *, stride=1, padding="valid", dilation=1):
        layers = keras.layers
        if padding == "full":
            padding = kernel_reach(k, dilation) - 1
        before = [layers.ZeroPadding2D(padding)] if isinstance(padding, int) else []
        name = "valid" if isinstance(padding, int) else padding
        shape = (None, n, n, 1)
        for layer in [*before, layers.Conv2D(1, k, strides=stride, padding=name, dilation_rate=dilation)]:
            shape = layer.compute_output_shape(shape)
        return shape[1]

    return size


def shown(cell):
    """Return what a cell shows as text."""
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


def cell_with(text):
    """Return the code cell whose source holds a text."""
    return next(cell for cell in CODE if text in cell.source)


# --- the numbers of the lesson -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "k", "chosen", "size"),
    [
        (28, 3, {}, 26),
        (28, 5, {}, 24),
        (32, 5, {}, 28),
        (28, 3, {"padding": 1}, 28),
        (28, 3, {"dilation": 2}, 24),
        (28, 3, {"stride": 2}, 13),
        (64, 3, {"stride": 2, "padding": "same"}, 32),
        (64, 3, {"stride": 2}, 31),
        (64, 3, {}, 62),
        (64, 3, {"padding": 2}, 66),
        (28, 5, {"padding": 1}, 26),
        (28, 7, {"padding": 1}, 24),
        (5, 3, {"padding": "full"}, 7),
    ],
)
def test_the_sizes_of_the_lesson_are_those_of_the_formula_of_conv2d_and_of_keras(
    n, k, chosen, size, keras_size
):
    """These are the sizes that a learner carries over into every network."""
    assert output_size(n, k, **chosen) == size
    assert conv2d(np.zeros((n, n)), np.zeros((k, k)), **chosen).shape == (size, size)
    assert keras_size(n, k, **chosen) == size


def test_the_formula_agrees_with_the_layer_of_keras_over_hundreds_of_settings(keras_size):
    """The lesson claims it for every setting; its own sweep runs the convolution, this one asks the layer."""
    tried = 0
    for padding in ("valid", "same", "full", 1, 2, 3):
        for stride, dilation in [(1, 1), (2, 1), (3, 1), (5, 1), (1, 2), (1, 4)]:
            for n in (1, 2, 5, 8, 13, 28, 31):
                for k in (1, 2, 3, 4, 7):
                    chosen = {"stride": stride, "padding": padding, "dilation": dilation}
                    try:
                        size = output_size(n, k, **chosen)
                    except ValueError:
                        continue
                    assert keras_size(n, k, **chosen) == size, (n, k, chosen)
                    tried += 1
    assert tried > 800


def test_the_saved_table_of_agreement_is_whole():
    """Every reader of the lesson would see a setting that does not agree."""
    text = shown(cell_with("def agrees"))
    cells = re.findall(r"(\d+)/(\d+)", text)
    assert len(cells) == 30
    assert all(agreed == tried for agreed, tried in cells)
    assert f"together: {sum(int(tried) for _, tried in cells)} of" in text
    assert sum(int(tried) for _, tried in cells) == 1455


def test_the_corner_is_in_one_window_the_edge_in_three_and_the_middle_in_nine():
    """The lesson's first count, which a learner can check with a finger."""
    uses = np.outer(pixel_uses(5, 3), pixel_uses(5, 3))
    assert (uses[0, 0], uses[0, 2], uses[2, 2]) == (1, 3, 9)


@pytest.mark.parametrize("n", [5, 7, 28])
def test_same_uses_pixels_4_6_or_9_times_and_only_full_equally(n):
    """Some course notes say that same padding uses all pixels equally."""
    same, full, valid = (pixel_uses(n, 3, padding=padding) for padding in ("same", "full", "valid"))
    counts = np.outer(same, same)
    assert set(counts.ravel().tolist()) == {4, 6, 9}
    assert (counts[0, 0], counts[0, 1], counts[1, 1]) == (4, 6, 9)
    assert set(np.outer(full, full).ravel().tolist()) == {9}
    assert len(set(valid)) > 1


def test_the_misprinted_formula_is_always_too_small():
    """12.5 where Keras gives 26: the lesson says that it is never right."""
    assert (28 - 3 + 2 * 0) / (1 + 1) == 12.5
    for n in range(5, 33):
        for k in (1, 2, 3, 4, 5):
            for padding in (0, 1, 2):
                for stride in (1, 2, 3, 4):
                    misprint = (n - k + 2 * padding) / (stride + 1)
                    assert misprint < output_size(n, k, padding=padding, stride=stride)


def test_padding_never_makes_a_map_smaller_and_stride_does():
    """The misprint says: "a padding > 1 compresses the response"."""
    assert [output_size(64, 3, padding=padding) for padding in (0, 1, 2, 3)] == [62, 64, 66, 68]
    assert output_size(64, 3, stride=2, padding="same") == 32


def test_the_border_of_an_even_grey_darkens_from_90_to_40():
    """What zeros mean to a kernel, in the lesson's own numbers."""
    blurred = conv2d(np.full((5, 5), 90), np.full((3, 3), 1 / 9), padding="same")
    assert blurred.round().astype(int)[0].tolist() == [40, 60, 60, 60, 40]


def test_a_dropped_row_changes_nothing():
    """The lesson changes row 5 to 1000 and shows two equal maps."""
    quiet = np.arange(36).reshape(6, 6)
    loud = quiet.copy()
    loud[5] = 1000
    ones = np.ones((3, 3), int)
    assert (
        conv2d(quiet, ones, stride=2).tolist()
        == conv2d(loud, ones, stride=2).tolist()
        == [[63, 81], [171, 189]]
    )
    assert pixel_uses(6, 3, stride=2) == [1, 1, 2, 1, 1, 0]


def test_same_and_one_cell_at_each_end_give_other_numbers_of_the_same_size():
    """The shift by a pixel between Keras and PyTorch, in the lesson's own numbers."""
    ramp = np.arange(8)
    assert conv1d(ramp, [1, 1, 1], stride=2, padding="same").tolist() == [3, 9, 15, 13]
    assert conv1d(ramp, [1, 1, 1], stride=2, padding=1).tolist() == [1, 6, 12, 18]
    assert [same_padding(28, 3), same_padding(28, 3, stride=2), same_padding(28, 4)] == [
        (1, 1),
        (0, 1),
        (1, 2),
    ]
    for n, k, stride in np.ndindex(40, 8, 5):
        if stride and k % 2 and n >= k:
            cells = same_padding(n, k, stride=stride)
            if stride <= 2:  # at larger strides the start also moves by even numbers of cells
                assert (cells[0] != k // 2) == (sum(cells) % 2 == 1)
    assert same_padding(30, 5, stride=3) == (1, 1)


def test_dilation_3_responds_to_a_line_five_wide_and_dilation_1_does_not():
    """What dilation buys: the same three weights at a coarser scale."""
    line = np.zeros(13, int)
    line[4:9] = 1
    middles = [conv1d(line, [-1, 2, -1], padding="same", dilation=dilation)[6] for dilation in (1, 2, 3)]
    assert middles == [0, 0, 2]


def test_four_dilated_layers_see_31_pixels_without_a_hole():
    """The exercise's solution, found again by changing one pixel after the other."""

    def through(row):
        for dilation in (1, 2, 4, 8):
            row = conv1d(row, [1, 1, 1], padding="same", dilation=dilation)
        return row

    middle = [through(np.eye(41, dtype=int)[pixel])[20] for pixel in range(41)]
    seen = np.flatnonzero(middle)
    assert seen.tolist() == list(range(5, 36))
    assert 4 * 9 == 36 < 15 * 9 == 135 < 31 * 31 == 961


def test_the_size_explorers_first_task_has_a_solution_with_same_padding_and_none_with_valid():
    """A learner would look for it among 64 strides."""

    def strides(padding):
        return [s for s in range(1, 65) if set(pixel_uses(8, 3, stride=s, padding=padding)) == {1}]

    assert (strides("same"), strides("valid")) == ([3], [])
    assert "Choose *same*, and find a stride at which every pixel is used exactly once." in PROSE


# --- other paddings, and what full padding is for ----------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "row", "border"),
    [
        ("constant", [0, 0, 5, 8, 2, 9, 0, 0], [40, 60, 60, 60, 40]),
        ("edge", [5, 5, 5, 8, 2, 9, 9, 9], [90] * 5),
        ("reflect", [2, 8, 5, 8, 2, 9, 2, 8], [90] * 5),
    ],
)
def test_only_zeros_make_a_dark_frame(mode, row, border):
    """The lesson names replicate and reflect padding; NumPy calls the first one "edge"."""
    assert np.pad([5, 8, 2, 9], 2, mode=mode).tolist() == row
    averaged = conv2d(np.pad(np.full((5, 5), 90), 1, mode=mode), np.full((3, 3), 1 / 9))
    assert averaged[0].round().tolist() == border


def test_spreading_a_map_over_the_kernel_is_a_full_convolution_with_the_flipped_kernel():
    """Lesson 11 builds the gradient of an image on it."""
    small, kernel = np.array([1, 0, 2]), np.array([3, 4, 5])
    spread = np.zeros(5, int)
    for place, number in enumerate(small):
        spread[place : place + 3] += number * kernel
    assert spread.tolist() == conv1d(small, kernel[::-1], padding="full").tolist() == [3, 4, 11, 8, 10]
    assert output_size(len(spread), 3) == len(small)
    random = np.random.default_rng(0)
    image, weights = random.integers(-5, 6, (4, 3)), random.integers(-5, 6, (2, 3))
    whole = np.zeros((5, 5), int)
    for (row, column), number in np.ndenumerate(image):
        whole[row : row + 2, column : column + 3] += number * weights
    assert np.array_equal(whole, conv2d(image, flip(weights), padding="full"))


# --- receptive fields --------------------------------------------------------------------------------


def field(layers, n=64):
    """Return the pixels that the middle number depends on, found by changing one after the other."""
    found = []
    for pixel in range(n):
        numbers = np.zeros(n)
        numbers[pixel] = 1
        for k, stride in layers:
            numbers = conv1d(numbers, np.ones(k), stride=stride)
        if numbers[len(numbers) // 2] != 0:
            found.append(pixel)
    return found


@pytest.mark.parametrize(
    ("layers", "width"),
    [
        ([(3, 1)], 3),
        ([(3, 1), (3, 1)], 5),
        ([(3, 1)] * 3, 7),
        ([(3, 2), (3, 1)], 7),
        ([(3, 2), (3, 2), (3, 1)], 15),
        ([(3, 1), (2, 2), (3, 1)], 8),
        ([(3, 3), (3, 2), (3, 1)], 21),
    ],
)
def test_trial_and_rule_give_the_same_receptive_field(layers, width):
    """The lesson shows both; the last one is the answer to the exercise."""
    seen = field(layers)
    assert seen == list(range(seen[0], seen[0] + width))
    assert receptive_field([Conv(1, k, stride=stride) for k, stride in layers]) == (width, width)
    size, step = 1, 1
    for k, stride in layers:
        size, step = size + (k - 1) * step, step * stride
    assert size == width


def test_only_strides_of_3_and_2_see_21_pixels_without_a_hole():
    """The exercise accepts only this answer, so there must not be another one."""
    found = []
    for first in range(1, 22):
        for second in range(1, 22):
            cells = np.add.outer(np.arange(3), first * np.arange(3))
            seen = {int(n) for n in np.add.outer(cells, first * second * np.arange(3)).ravel()}
            if seen == set(range(21)):
                found.append((first, second))
    assert found == [(3, 2)]
    for mistake in STRIDES.mistakes[2:4]:
        assert mistake.says.endswith(" than 21.")
    assert len(field([(3, 3), (3, 2), (3, 1)])) == 21
    holes = field([(3, 1), (3, 8), (3, 1)])
    assert (holes[-1] - holes[0] + 1, len(holes)) == (21, 15)


def test_pooling_makes_the_next_layer_see_further():
    """The lesson previews it: 8 pixels instead of 5."""
    assert receptive_field([Conv(1, 3), Pool(2), Conv(1, 3)]) == (8, 8)
    assert 2 * 3 * 3 == 18 < 5 * 5


def test_the_answers_to_the_tasks_of_the_explorers_are_right():
    """They are closed until asked for, so nobody would notice a wrong one."""
    assert pixel_uses(8, 3, stride=2) == [1, 1, 2, 1, 2, 1, 1, 0]
    assert pixel_uses(8, 3, stride=3) == [1, 1, 1, 1, 1, 1, 0, 0]
    assert [output_size(8, 8), same_padding(8, 3, stride=3)] == [1, (0, 1)]
    with pytest.raises(ValueError, match="largest that fits is 8"):
        output_size(8, 9)
    stack = [Conv(1, 3, stride=2), Conv(1, 3), Conv(1, 3)]
    assert [receptive_field(stack[:depth])[0] for depth in (1, 2, 3)] == [3, 7, 11]


# --- pixel_uses --------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(
    n=st.integers(1, 12),
    k=st.integers(1, 5),
    stride=st.integers(1, 4),
    dilation=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same", "full", 1, 2]),
)
def test_pixel_uses_counts_the_windows_that_respond_to_a_single_pixel(n, k, stride, dilation, padding):
    """The explorer, the exercise and the lesson's maps all rest on these counts."""
    chosen = {"stride": stride, "dilation": dilation, "padding": padding}
    try:
        output_size(n, k, **chosen)
    except ValueError:
        with pytest.raises(ValueError, match="does not fit"):
            pixel_uses(n, k, **chosen)
        return
    pixels = np.eye(n, dtype=int)
    answers = [int(conv1d(pixel, np.ones(k, int), **chosen).sum()) for pixel in pixels]
    assert pixel_uses(n, k, **chosen) == answers


# --- the lesson as a text ----------------------------------------------------------------------------


def test_every_term_that_the_lesson_sets_in_italics_is_in_the_glossary():
    """A reader who has only done lesson 02 must find every word that they look up."""
    terms = {term.lower() for term in re.findall(r"(?<![*\w])\*([A-Za-z][a-z -]+)\*(?!\*)", PROSE)}
    known = {title.lower() for title in re.findall(r"^### (.+)$", GLOSSARY, re.MULTILINE)}
    assert {"padding", "stride", "dilation", "reach", "pixel use", "floor"} <= terms
    assert terms - {"each", "up"} - {"show the sum of this cell"} <= known  # the last one is a button


def test_tensorflow_comes_after_the_pictures_and_the_exercises():
    """Its import takes seconds that a learner should not wait for at the top of the lesson."""
    number = next(i for i, cell in enumerate(CODE) if "helpers.training" in cell.source)
    assert number > 0.8 * len(CODE)
    assert not any("keras." in cell.source for cell in CODE[:number])

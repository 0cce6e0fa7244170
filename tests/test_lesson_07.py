"""Lesson 07: every number in its prose, its misprints, and its claims about sharing, memory and time."""

import re

import nbformat
import numpy as np
import pytest

from helpers import (
    conv2d,
    conv2d_loops,
    conv_parameters,
    dense_parameters,
    pictures,
    pool2d,
    receptive_field,
    trace,
)
from helpers.checks.lessons import lesson_07
from helpers.shapes import Conv, Dense, Flatten, Pool
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "07_channels_and_parameters.ipynb", as_version=4)
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")
GLOSSARY = (NOTEBOOKS.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
NETWORK = [Conv(16, 3), Pool(2), Conv(32, 3), Pool(2), Flatten(), Dense(10)]


@pytest.fixture(scope="module", name="keras")
def _keras():
    from helpers.training import keras

    return keras


def count(keras, layer, *shape):
    """Return what Keras counts for a layer on volumes of a shape."""
    layer.build((None, *shape))
    return layer.count_params()


# --- counts ------------------------------------------------------------------------------------------


def test_four_by_four_by_three_is_48_five_filters_240_and_245_with_biases(keras):
    """The misprint "240 weights, so 240 parameters" is refuted by these three numbers and by Keras."""
    assert 4 * 4 * 3 == conv_parameters(4, 3, 1, bias=False) == 48
    assert 5 * 48 == conv_parameters(4, 3, 5, bias=False) == 240
    assert 240 + 5 == conv_parameters(4, 3, 5) == 245
    layers = keras.layers
    assert count(keras, layers.Conv2D(5, 4), 600, 512, 3) == 245
    assert count(keras, layers.Conv2D(5, 4, use_bias=False), 600, 512, 3) == 240


def test_stacked_layers_have_216_weights_then_192_or_none(keras):
    """A second filter is as deep as the first layer has filters; pooling learns nothing."""
    layers = keras.layers
    assert 3 * 3 * 4 * 6 == conv_parameters(3, 4, 6, bias=False) == 216
    assert count(keras, layers.Conv2D(6, 3, use_bias=False), 12, 12, 4) == 216
    assert count(keras, layers.Conv2D(8, 2, strides=2, use_bias=False), 10, 10, 6) == 192
    assert count(keras, layers.MaxPooling2D(2), 10, 10, 6) == 0
    shapes = [row.shape for row in trace([Conv(6, 3), Pool(2)], (12, 12, 4))]
    assert shapes == [(10, 10, 6), (5, 5, 6)]
    assert trace([Conv(6, 3), Conv(8, 2, stride=2)], (12, 12, 4))[1].shape == (5, 5, 8)


def test_twelve_channels_go_into_pooling_and_twelve_come_out(keras):
    """Pooling takes each channel by itself; a learner who halves the depth builds the wrong next layer."""
    deep = np.random.default_rng(0).integers(0, 9, (8, 8, 12)).astype(np.float32)
    for mode, layer in (("max", keras.layers.MaxPooling2D(2)), ("average", keras.layers.AveragePooling2D(2))):
        pooled = pool2d(deep, mode=mode)
        assert pooled.shape == (4, 4, 12)
        np.testing.assert_allclose(pooled, np.asarray(layer(deep[np.newaxis]))[0], atol=1e-6)


def test_the_network_of_the_lesson_agrees_with_keras_layer_by_layer(keras):
    """448, 4,640 and 11,530 are in the prose; the total is 16,618."""
    made = {
        Conv: lambda layer: keras.layers.Conv2D(layer.filters, layer.kernel_size),
        Pool: lambda layer: keras.layers.MaxPooling2D(layer.size),
        Flatten: lambda layer: keras.layers.Flatten(),
        Dense: lambda layer: keras.layers.Dense(layer.units),
    }
    model = keras.Sequential([keras.Input((32, 32, 3)), *(made[type(layer)](layer) for layer in NETWORK)])
    rows = trace(NETWORK, (32, 32, 3))
    assert [layer.count_params() for layer in model.layers] == [row.parameters for row in rows]
    assert [row.parameters for row in rows] == [448, 0, 4640, 0, 0, 11530]
    assert model.count_params() == 16_618


def test_the_exercise_network_agrees_with_keras(keras):
    """The check of the exercise rests on the helpers; here on Keras."""
    layers = keras.layers
    made = [layers.Conv2D(8, 5), layers.MaxPooling2D(2), layers.Conv2D(12, 3, strides=2), layers.Flatten()]
    model = keras.Sequential([keras.Input((30, 30, 3)), *made, layers.Dense(10)])
    assert [layer.count_params() for layer in model.layers] == lesson_07.LAYER_PARAMETERS.reference()
    assert model.count_params() == 5814


def test_parameters_values_and_multiplications_are_in_different_layers():
    """The lesson's three costs: 69% of the parameters and 1% of the work in the dense layer."""
    rows = trace(NETWORK, (32, 32, 3))
    assert [row.multiplications for row in rows] == [388_800, 0, 778_752, 0, 0, 11_520]
    values = [int(np.prod(row.shape)) for row in rows]
    assert values[0] == max(values) == 14_400
    parameters, work = sum(row.parameters for row in rows), sum(row.multiplications for row in rows)
    assert round(100 * rows[-1].parameters / parameters) == 69
    assert round(100 * rows[-1].multiplications / work) == 1


def test_the_first_convolution_of_the_course_makes_five_times_the_values_of_the_second():
    """The right answer to the question about its time says so."""
    rows = trace([Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10)], (28, 28, 1))
    assert np.prod(rows[0].shape) > 5 * np.prod(rows[2].shape)
    work = sum(row.multiplications for row in rows)
    assert [round(100 * rows[n].multiplications / work) for n in (0, 2)] == [8, 88]


def test_the_values_of_a_batch_take_24_times_the_memory_of_all_that_belongs_to_the_parameters():
    """A gradient and two means for each parameter count too: it is 24 times, and not a hundred times."""
    rows = trace(NETWORK, (32, 32, 3))
    values = 64 * sum(int(np.prod(row.shape)) for row in rows if not isinstance(row.layer, Flatten))
    state = 4 * sum(row.parameters for row in rows)
    assert (values, state) == (1_572_480, 66_472)
    assert round(values / state) == 24
    rows = trace([Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10)], (28, 28, 1))
    values_of_the_course = sum(int(np.prod(row.shape)) for row in rows if not isinstance(row.layer, Flatten))
    assert "only about four times" in " ".join(PROSE.split())
    assert values_of_the_course == 63_562
    assert round(64 * values_of_the_course / (4 * 243_786)) == 4
    assert 4 * (values + state) / (state) == pytest.approx(98.6, abs=0.1)  # "about a hundred times" 66 kB
    assert state == next(q for q in lesson_07.QUESTIONS if q.name == "numbers_for_adam").answer


def test_adam_keeps_two_numbers_for_each_parameter_the_step_and_the_rate(keras):
    """487,574 in the prose; if a later Keras keeps more, the count in the lesson will be wrong."""
    layers = keras.layers
    convolutions = [layers.Conv2D(64, 3), layers.MaxPooling2D(), layers.Conv2D(64, 3), layers.MaxPooling2D()]
    dense = [layers.Flatten(), layers.Dense(128), layers.Dense(10)]
    model = keras.Sequential([keras.Input((28, 28, 1)), *convolutions, *dense])
    adam = keras.optimizers.Adam()
    adam.build(model.trainable_variables)
    assert sum(int(np.prod(one.shape)) for one in adam.variables) == 2 * 243_786 + 2 == 487_574
    assert "**487,574**" in PROSE


def shown(text):
    """Return what the code cell with this text in its source shows."""
    cell = next(cell for cell in CODE if text in cell.source)
    return "".join(output.get("text", "") for output in cell.outputs)


def test_multiplications_predict_the_time_poorly_in_the_saved_run():
    """The prose compares roughly, so that it is true of any idle machine; the saved run must show it."""
    layers = shown("times = fastest(")
    work, time = re.findall(r"^Conv2D +(\d+)% +(\d+)%$", layers, re.MULTILINE)[0]
    assert int(work) == 8
    assert int(time) >= 2.5 * int(work)  # "several times that share"
    without = int(re.search(r"first convolution takes (\d+)% as long", layers)[1])
    assert without <= 85  # "a good part"
    assert max(int(time) for time in re.findall(r"^Dense +0% +(\d+)%$", layers, re.MULTILINE)) >= 1
    steps = shown("smaller_step")
    assert "5,056,000 instead of 1,218,048: 4.15 times as many" in steps
    assert 1 < float(re.search(r"step of the larger network takes ([\d.]+) times", steps)[1]) < 4.15
    assert float(re.search(r"step takes ([\d.]+) times", steps)[1]) >= 2  # "several times"


def test_backpropagation_multiplies_twice_as_often_as_the_forward_pass():
    """ "About twice as much": each product comes back once for the weight and once for the value."""
    image, kernel = np.ones((6, 6)), np.ones((3, 3))
    forward = conv2d(image, kernel).size * kernel.size
    for_the_kernel = conv2d(image, np.ones((4, 4))).size * 16
    assert forward == for_the_kernel == 144
    used = conv2d(np.pad(np.ones((4, 4)), 2), np.ones((3, 3))).sum()  # products that meet an output
    assert used == forward


def test_multiplications_are_the_steps_of_the_loops():
    """Positions · weights: the innermost line of `conv2d_loops` runs this often."""
    maps, filters = conv2d(np.ones((6, 5, 2)), np.ones((3, 2, 2, 3))), np.ones((3, 2, 2, 3))
    steps = maps.size * filters[..., 0].size
    assert trace([Conv(3, (3, 2))], (6, 5, 2))[0].multiplications == steps == 4 * 4 * 3 * 12


def test_the_bottleneck_saves_what_the_lesson_says():
    """10,320 instead of 36,928."""
    assert conv_parameters(3, 64, 64) == 36_928
    assert conv_parameters(1, 64, 16) + conv_parameters(3, 16, 64) == 1040 + 9280 == 10_320


def test_the_halved_layer_keeps_shape_and_reach():
    """The solution must not be cheaper only because it sees less or outputs less."""
    full, halved = [Conv(64, 5, padding="same")], [Conv(24, 3, padding="same"), Conv(64, 3, padding="same")]
    before, after = trace(full, (14, 14, 32)), trace(halved, (14, 14, 32))
    assert before[-1].shape == after[-1].shape == (14, 14, 64)
    assert receptive_field(full) == receptive_field(halved) == (5, 5)
    assert before[0].parameters == lesson_07.FULL == 51_264
    assert sum(row.parameters for row in after) == 20_824 <= 51_264 / 2


# --- volumes -----------------------------------------------------------------------------------------


def test_the_hand_sum_and_the_exercise_are_conv2d_on_a_volume():
    """The drawing says 7 + 6 − 1 + 1 = 13, and the exercise 14."""
    window = np.array([[[3, 1], [0, 2]], [[1, 4], [2, 0]], [[0, 2], [5, 1]]])
    weights = np.array([[[1, 0], [-1, 2]], [[0, 1], [1, 0]], [[2, -1], [0, 1]]])
    for pixels, slices, bias, total in (
        (window, weights, 1, 13),
        (lesson_07.WINDOW, lesson_07.WEIGHTS, lesson_07.BIAS, 14),
    ):
        volume, filters = np.moveaxis(pixels, 0, -1), np.moveaxis(slices, 0, -1)[..., np.newaxis]
        assert conv2d(volume, filters, [bias]).item() == conv2d_loops(volume, filters, [bias]).item() == total
    rows = re.findall(r"^\| (?:red|green|blue) \| (.+?) \| (.+?) \|$", PROSE, re.MULTILINE)
    grids = [[int(n.replace("−", "-")) for n in re.findall(r"−?\d+", text)] for row in rows for text in row]
    assert grids[::2] == lesson_07.WINDOW.reshape(3, 4).tolist()
    assert grids[1::2] == lesson_07.WEIGHTS.reshape(3, 4).tolist()


def test_a_filter_finds_red_that_no_channel_shows_alone():
    """White contains more red than the red stripe does; only the sum over channels tells them apart."""
    photo = pictures.photo_in_colour()[::2, ::2]
    finder = np.multiply.outer(np.ones((3, 3), int), [2, -1, -1])
    slices = np.stack([conv2d(photo[..., c], finder[..., c]) for c in range(3)])
    total = conv2d(photo, finder[..., np.newaxis])[..., 0]
    np.testing.assert_array_equal(total, slices.sum(axis=0))
    stripe, star, wall, uniform = (178, 33), (39, 11), (49, 224), (279, 59)
    assert slices[0][star] > slices[0][stripe]
    assert [int(total[place]) for place in (stripe, star, wall, uniform)] == [2626, 66, -1350, -27]


def test_a_1x1_filter_makes_the_grey_photo():
    """Three weights: they turn the colour photo into the photo of lesson 03."""
    grey = conv2d(pictures.photo_in_colour(), np.array([0.299, 0.587, 0.114]).reshape(1, 1, 3, 1))[..., 0]
    assert abs(grey - pictures.photo()).max() < 0.51


# --- sharing -----------------------------------------------------------------------------------------


def test_the_three_counts_are_in_the_matrix_of_the_layer():
    """345,600 → 21,600 → 216: all entries, those that are not 0, those that differ."""
    filters = np.arange(1, 217).reshape(3, 3, 4, 6)
    matrix = conv2d(np.eye(576, dtype=int).reshape(576, 12, 12, 4), filters).reshape(576, 600)
    assert matrix.size == dense_parameters(576, 600, bias=False) == 345_600
    assert np.count_nonzero(matrix) == 600 * 36 == 21_600
    assert len(np.unique(matrix[matrix != 0])) == conv_parameters(3, 4, 6, bias=False) == 216


def test_a_larger_photo_changes_positions_and_not_parameters(keras):
    """The formula does not contain the size of the image."""
    small, large = (trace([Conv(5, 4)], (*size, 3))[0] for size in ((600, 512), (1200, 1024)))
    assert small.parameters == large.parameters == 245
    assert small.multiplications == 303_873 * 240 == 72_929_520
    assert 4 < large.multiplications / small.multiplications < 4.1
    assert count(keras, keras.layers.Conv2D(5, 4), 1200, 1024, 3) == 245


def test_shuffled_pixels_break_the_bet_on_neighbours_and_not_only_sharing():
    """A locally connected layer keeps the failing bet: after the shuffle, its pixels are unrelated."""
    order = np.random.default_rng(0).permutation(784)
    new_place = np.argsort(order).reshape(28, 28)
    windows = np.lib.stride_tricks.sliding_window_view(new_place, (3, 3)).reshape(-1, 9)
    apart = np.ptp(windows // 28, axis=1)
    assert np.median(apart) > 15  # rows between pixels that were in one 3×3 window
    (question,) = [one for one in lesson_07.QUESTIONS if one.name == "shuffled_bets"]
    assert "dense" in next(choice.text for choice in question.choices if choice.right)


def test_the_answers_to_the_explorers_tasks_are_those_of_the_explorer():
    """They are closed until a learner asks for them, so a mistake there would be seen last."""
    from helpers.widgets import ParameterCounter

    large = ParameterCounter((512, 512), channels=3, kernel_size=4, filters=5)
    assert (large.output, large.parameters) == ((509, 509, 5), 245)
    assert 29 * 29 == 841
    assert 509 * 509 == 259_081
    deep = {"channels": 64, "kernel_size": 3, "filters": 64}
    assert ParameterCounter((512, 512), **deep).parameters == 36_928
    assert ParameterCounter((512, 512), **deep, bias=False).parameters == 36_864
    whole = ParameterCounter((32, 32), channels=3, kernel_size=32, filters=5)
    assert whole.parameters == whole.locally_connected == whole.dense == 15_365
    for number in ("509×509×5", "259,081", "36,928", "36,864", "15,365"):
        assert number in PROSE[PROSE.index("<summary>Answers") :]


# --- the lesson as a text ----------------------------------------------------------------------------


def test_every_term_that_the_lesson_sets_in_italics_is_in_the_glossary():
    """A reader must find every word that they look up."""
    found = re.findall(r"(?<![*\w])\*([A-Za-z1][a-z1× -]+)\*(?!\*)", " ".join(PROSE.split()))
    terms = {term.lower().replace("parameters", "parameter") for term in found}
    known = {title.lower() for title in re.findall(r"^### (.+)$", GLOSSARY, re.MULTILINE)}
    wanted = {"volume", "depth", "slice", "filter", "parameter", "parameter sharing", "bottleneck"}
    assert wanted <= terms
    assert {
        term.replace("×", "x") for term in wanted | {"1x1 convolution", "locally connected layer"}
    } <= known


def test_tensorflow_comes_after_the_explorer_and_the_exercises():
    """Its import takes seconds that a learner should not wait for at the top of the lesson."""
    number = next(i for i, cell in enumerate(CODE) if "helpers.training" in cell.source)
    assert number > 0.7 * len(CODE)
    assert all(i < number for i, cell in enumerate(CODE) if "exercise" in cell.metadata)

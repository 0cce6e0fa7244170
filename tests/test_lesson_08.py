"""Lesson 08: the numbers that its prose names, the table of LeNet's paper, and the misprints."""

import re
import sys

import nbformat
import numpy as np
import pytest

from helpers import conv2d, pool2d, relu, softmax, trace
from helpers.checks.exercise import NotReadable
from helpers.checks.lessons.lesson_08 import COLOUR_INPUT, COLOUR_NETWORK, LENET, REPAIRED, SUMMARY
from helpers.shapes import Conv, Dense, Flatten, Pool, receptive_field
from tests.execute_notebooks import NOTEBOOKS

sys.path.insert(0, str(NOTEBOOKS.parent / "images"))  # as for `python images/draw.py`

from drawings.lesson_08 import C3_LOOKS_AT  # noqa: E402

LESSON = nbformat.read(NOTEBOOKS / "08_keras_layers.ipynb", as_version=4)
GLOSSARY = (NOTEBOOKS.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")
COURSE = [Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10)]
PAPER = {"C1": 156, "S2": 12, "C3": 1516, "S4": 32, "C5": 48_120, "F6": 10_164}  # LeCun et al. (1998)


@pytest.fixture(scope="module", name="keras")
def _keras():
    from helpers.training import keras

    return keras


@pytest.fixture(scope="module", name="course_network")
def _course_network(keras):
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def shown(cell):
    """Return what a cell shows as text."""
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


# --- the numbers of the lesson -----------------------------------------------------------------------


def test_the_course_network_is_in_keras_what_the_rules_say(course_network):
    """28 → 26 → 13 → 11 → 5 → 1600, and 243,786: every later lesson builds on this table."""
    rows = trace(COURSE, (28, 28, 1))
    assert [row.shape[0] for row in rows] == [26, 13, 11, 5, 1600, 128, 10]
    assert [row.parameters for row in rows] == [640, 0, 36_928, 0, 0, 204_928, 1_290]
    assert [layer.output.shape[1:] for layer in course_network.layers] == [row.shape for row in rows]
    assert [layer.count_params() for layer in course_network.layers] == [row.parameters for row in rows]
    assert course_network.count_params() == sum(row.parameters for row in rows) == 243_786


def test_the_network_in_numpy_gives_kerass_numbers_for_other_weights_too(course_network):
    """A lesson that agrees by luck, on one image and one set of weights, would prove nothing."""
    random = np.random.default_rng(8)
    shapes = [weights.shape for weights in course_network.get_weights()]
    weights = [random.normal(0, 0.2, shape).astype("float32") for shape in shapes]
    weights[0] += 0.1
    course_network.set_weights(weights)
    pictures = random.random((5, 28, 28, 1), dtype=np.float32)
    kernel_1, bias_1, kernel_2, bias_2, matrix_1, offset_1, matrix_2, offset_2 = weights
    maps = pool2d(relu(conv2d(pictures, kernel_1, bias_1)))
    maps = pool2d(relu(conv2d(maps, kernel_2, bias_2)))
    hidden = relu(maps.reshape(5, -1) @ matrix_1 + offset_1)
    ours = softmax(hidden @ matrix_2 + offset_2)
    np.testing.assert_allclose(ours, course_network.predict(pictures, verbose=0), atol=1e-5)


def test_every_comparison_that_the_lesson_prints_came_out_true():
    """Everyone would see a False among the outputs."""
    text = "\n".join(map(shown, CODE))
    assert len(re.findall(r"1e-5: True", text)) >= 15
    assert not re.search(r"(1e-5|as Keras|guessing[^:]*|each time): +False", text)


def test_softmax_turns_the_three_scores_into_the_probabilities_of_the_prose():
    """The only place where the course says what softmax computes."""
    powers = np.exp([2, 1, 0])
    sentence = "7.39, 2.72 and 1, which add up to 11.11, so the probabilities are 0.67, 0.24 and 0.09"
    assert sentence in " ".join(PROSE.split())
    assert [*powers.round(2), powers.sum().round(2)] == [7.39, 2.72, 1, 11.11]
    assert [*softmax(np.array([2, 1, 0])).round(2)] == [0.67, 0.24, 0.09]


def test_no_test_image_is_looked_at_and_the_boot_of_the_journey_is_not_trained_on():
    """The next lesson opens the test set once, at its end; and the network should not have seen the boot."""
    assert not any("data.test_" in cell.source for cell in CODE)
    assert any("== 9)[-1]" in cell.source for cell in CODE)
    assert any("samples(12_000, quick=1_000)" in cell.source for cell in CODE)  # the first ones


def test_the_answers_to_the_network_explorers_tasks_are_right(course_network):
    """They are closed until a learner asks for them; one who counts other products would doubt the page."""
    answers = PROSE[PROSE.index("### Explore: open your network") :]
    rows = trace(COURSE, (28, 28, 1))
    last_pool = rows[3].shape
    assert f"5 · 5 · 64 = {int(np.prod(last_pool)):,}" in answers
    kernel = course_network.layers[2].kernel.shape  # of conv 2
    assert (
        f"{kernel[2]} kernels, one for each map that comes in, so 9 · 64 = {9 * kernel[2]} products"
        in answers
    )


def test_lenet_has_61706_parameters_and_its_paper_60000():
    """Learners find both numbers in books; the lesson explains the difference line by line."""
    rows = [row for row in trace(LENET, (32, 32, 1)) if not isinstance(row.layer, Flatten)]
    ours = dict(zip([*PAPER, "output"], [row.parameters for row in rows], strict=True))
    assert sum(ours.values()) == 61_706
    assert sum(PAPER.values()) == 60_000
    differences = {name: ours[name] - PAPER[name] for name in PAPER if ours[name] != PAPER[name]}
    assert differences == {"S2": -12, "C3": 900, "S4": -32}
    assert -12 + 900 - 32 + ours["output"] == 61_706 - 60_000
    c3, c5 = Conv(16, 5), Conv(120, 5)
    assert receptive_field([Conv(6, 5), Pool(), c3, Pool(), c5]) == (32, 32)
    assert receptive_field([Conv(6, 5), Pool(), c3]) == (14, 14)


def test_s2_of_the_paper_adds_scales_shifts_and_squashes():
    """Its 2 · 6 and 2 · 16 parameters are the coefficients and biases; Keras's layer has neither."""
    block = np.array([[0.1, 0.3], [0.2, 0.4]])
    paper = 1.7159 * np.tanh(2 / 3 * (0.5 * block.sum() - 0.2))
    assert (round(block.mean(), 3), round(paper, 3)) == (0.25, 0.339)
    cell = next(cell for cell in CODE if "1.7159" in cell.source)
    assert "0.25" in shown(cell)
    assert "0.339" in shown(cell)
    assert (PAPER["S2"], PAPER["S4"]) == (2 * 6, 2 * 16)


def test_four_of_the_five_broken_networks_complain():
    """The praise once said three; the learner has the five lines on the screen."""
    said = shown(next(cell for cell in CODE if "def train_a_little" in cell.source))
    assert len(re.findall(r"^network \d: ValueError", said, re.MULTILINE)) == 4
    assert re.findall(r"^network (\d): no complaint", said, re.MULTILINE) == ["4"]
    assert REPAIRED.right.startswith("Four of the five complain")
    assert "networks 1, 2, 3 and 5" in REPAIRED.hints[0]


def test_the_answers_to_the_explorers_tasks_are_those_of_the_rules():
    """They are closed until a learner asks for them, so a mistake there would be seen last."""
    answers = PROSE[PROSE.index("<summary>Answers") :]
    one_pool = [Conv(64), Pool(), Conv(64), Flatten(), Dense(128), Dense(10)]
    rows = trace(one_pool, (28, 28, 1))
    assert (rows[3].shape, rows[4].parameters) == ((7744,), 991_360)
    assert sum(row.parameters for row in rows) == 1_030_218
    small = trace([Conv(8), Pool(), Conv(16), Pool(), Flatten(), Dense(10)], (28, 28, 1))
    assert [row.parameters for row in small if row.parameters] == [80, 1_168, 4_010]
    for number in ("1,030,218", "7,744", "991,360", "80 + 1,168 + 4,010 = 5,258"):
        assert number in answers


def test_the_table_of_c3_is_that_of_the_paper():
    """Table I of the paper: three neighbours, four neighbours, four with a gap, all six."""
    table = [set(seen) for seen in C3_LOOKS_AT]
    assert len(table) == len(set(map(frozenset, table))) == 16
    assert sum(5 * 5 * len(seen) + 1 for seen in table) == PAPER["C3"]
    assert table[4:6] == [{4, 5, 0}, {5, 0, 1}]
    assert table[9:12] == [{3, 4, 5, 0}, {4, 5, 0, 1}, {5, 0, 1, 2}]
    assert table[12:] == [{0, 1, 3, 4}, {1, 2, 4, 5}, {0, 2, 3, 5}, {*range(6)}]
    assert [sum(number in seen for seen in table) for number in range(6)] == [10] * 6


def test_the_message_about_the_form_of_a_summary_gives_no_line_of_it_away():
    """It once showed the right shape of the first line as an example."""
    with pytest.raises(NotReadable) as message:
        SUMMARY.read("28×28×8")
    assert "such as [(10, 10, 1), 0]" in str(message.value)
    assert not any(str(row.shape) in str(message.value) for row in trace(COLOUR_NETWORK, COLOUR_INPUT))


def test_a_summary_as_keras_prints_it_is_read_too():
    """Learners copy the None of the batch along with the shape."""
    (line,) = SUMMARY.read([((None, 28, 28, 8), "1,168")])
    np.testing.assert_array_equal(line, [28, 28, 8, 1168])


def test_the_summary_to_predict_is_the_one_that_keras_gives(keras):
    """The exercise's answer comes from helpers; a learner would check it in Keras."""
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input(COLOUR_INPUT),
            layers.Conv2D(8, 5, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.AveragePooling2D(3),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    rows = trace(COLOUR_NETWORK, COLOUR_INPUT)
    assert [(layer.output.shape[1:], layer.count_params()) for layer in model.layers] == [
        (row.shape, row.parameters) for row in rows
    ]
    assert model.count_params() == 4346  # what the check says about a right answer


# --- misprints and mistakes --------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ["categorical_crossentropy", "sparse_categorical_crossentropy"])
def test_each_form_of_labels_fits_one_of_the_two_losses(keras, loss):
    """If a later Keras accepts both, the lesson's table and question will be wrong."""
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    model.compile(loss=loss)
    numbers, rows = np.array([0, 1, 2]), np.eye(3)
    fits, other = (numbers, rows) if loss.startswith("sparse") else (rows, numbers)
    assert model.evaluate(np.ones((3, 4)), fits, verbose=0) > 0
    with pytest.raises(ValueError, match="rank"):
        model.evaluate(np.ones((3, 4)), other, verbose=0)


def test_validation_split_takes_the_last_pictures_before_shuffling(keras):
    """A learner with sorted images would validate on one class."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.0), loss="mean_squared_error")
    model.set_weights([np.zeros((1, 1)), np.zeros(1)])
    targets = np.array([0.0] * 8 + [3.0] * 2)
    history = model.fit(np.ones((10, 1)), targets, validation_split=0.2, verbose=0).history
    assert history["loss"] == [0]
    assert history["val_loss"] == [9]


def test_average_pooling_has_no_window_of_its_own(keras):
    """The lesson says so; the builder writes the 2 for that reason."""
    with pytest.raises(TypeError, match="pool_size"):
        keras.layers.AveragePooling2D()
    assert keras.layers.MaxPooling2D().pool_size == (2, 2)


def test_the_misprints_fail_as_the_lesson_says(keras):
    """They are in notes that a learner may have read."""
    assert not hasattr(keras, "Sequencial")
    cell = next(cell for cell in CODE if "Sequencial" in cell.source)
    assert "NameError: name 'activation' is not defined" in shown(cell)
    assert "no attribute 'Sequencial'" in shown(cell)
    with pytest.warns(UserWarning, match="Do not pass an `input_shape`"):
        keras.layers.Conv2D(64, 3, input_shape=(28, 28, 1))


def test_a_second_softmax_cannot_bring_the_loss_below_1_4612(keras):
    """The number in the prose: ln(e + 9) − 1 for ten classes."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    assert float(loss(np.array([0]), np.eye(10)[:1])) == pytest.approx(np.log(np.e + 9) - 1, abs=1e-6)
    assert round(np.log(np.e + 9) - 1, 4) == 1.4612


def test_right_behind_a_softmax_layer_keras_warns_and_takes_the_scores_before_it(keras):
    """A learner who tries the mistake of the prose gets no wrong number, but this warning."""
    model = keras.Sequential([keras.Input((10,)), keras.layers.Softmax()])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    with pytest.warns(UserWarning, match="produced by a Softmax activation"):
        assert float(loss(np.array([0]), model(50 * np.eye(10)[:1]))) == pytest.approx(0, abs=1e-6)


# --- the lesson as a text ----------------------------------------------------------------------------


def test_every_term_that_the_lesson_sets_in_italics_is_in_the_glossary():
    """A reader who begins here must find every word that they look up."""
    terms = {term.lower() for term in re.findall(r"(?<![*\w])\*([A-Za-z][a-z -]+)\*(?!\*)", PROSE)}
    known = {title.lower() for title in re.findall(r"^### (.+)$", GLOSSARY, re.MULTILINE)}
    assert {"batch", "one-hot", "receptive field", "cross-entropy"} <= terms
    assert terms - {"one", "last", "rank", "trainable", "connections", "check with keras", "play"} <= known


def test_pictures_and_helpers_come_before_tensorflow():
    """Its import takes seconds; a learner has a garment and two feature maps to look at meanwhile."""
    number = next(place for place, cell in enumerate(CODE) if "helpers.training" in cell.source)
    before = CODE[:number]
    assert any("image/png" in output.get("data", {}) for cell in before for output in cell.outputs)
    assert any("conv2d(" in cell.source for cell in before)
    assert not any("keras." in cell.source for cell in before)

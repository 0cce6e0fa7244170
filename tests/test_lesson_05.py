"""Lesson 05: the numbers that its prose names, its misprint, and what it claims about stacks and depth."""

import re

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate2d

from helpers import conv1d, conv2d, flip, kernels, leaky_relu, pictures, relu
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "05_relu.ipynb", as_version=4)
GLOSSARY = (NOTEBOOKS.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")
PHOTO = pictures.face().astype(float)
SMALL = st.integers(1, 4)


def shown(text):
    """Return what the code cell shows whose source holds a text."""
    cell = next(cell for cell in CODE if text in cell.source)
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
    )


def gradient_at(function, points):
    """Return Keras's gradient of a function of its own at some points."""
    import tensorflow as tf

    points = tf.constant(points, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(points)
        output = function(points)
    return tape.gradient(output, points).numpy()


# --- ReLU --------------------------------------------------------------------------------------------


def test_the_misprint_is_wrong_and_the_lesson_shows_it():
    """A learner may have read "zero for x ≤ 0 and x > 0" in course notes."""
    x = np.array([-2.0, -1, 0, 1, 2])
    assert relu(x).tolist() == [0, 0, 0, 1, 2]
    lines = shown("misprint = np.where").splitlines()
    assert [line.partition(":")[0].strip() for line in lines] == ["misprint", "max(0,x)"]
    values = [line.partition(":")[2].strip() for line in lines]
    assert values == ["[0.0, 0.0, 0.0, 0.0, 0.0]", "[0.0, 0.0, 0.0, 1.0, 2.0]"]


def test_the_slope_at_0_is_the_left_one_in_keras():
    """The exercise asks for 0 there, and its check refuses 1 and one half."""
    from helpers.training import keras

    points = [-2.0, -0.5, 0.0, 0.5, 2.0]
    assert gradient_at(keras.ops.relu, points).tolist() == [0, 0, 0, 1, 1]
    assert np.allclose(gradient_at(keras.ops.leaky_relu, points), [0.2, 0.2, 0.2, 1, 1])
    assert keras.layers.LeakyReLU().negative_slope == 0.3  # the prose names both
    assert np.allclose(gradient_at(keras.activations.relu, points), [0, 0, 0, 1, 1])


def test_the_solution_of_the_backward_pass_is_the_gradient_that_keras_computes():
    """A gate that Keras does not have would spoil lesson 11."""
    from helpers.checks.lessons.lesson_05 import RELU_GRADIENT
    from helpers.training import keras

    for case in RELU_GRADIENT.cases:
        values, incoming = (np.float32(part) for part in case.inputs.values())
        found = gradient_at(lambda x, incoming=incoming: keras.ops.sum(keras.ops.relu(x) * incoming), values)
        assert np.allclose(found, RELU_GRADIENT.reference(values, incoming))


@pytest.mark.parametrize("shape", [(3,), (5, 4), (2, 5, 4, 3), (0, 3)])
def test_an_activation_leaves_the_shape_alone(shape):
    """A learner who thinks that ReLU makes a map smaller gets all later sizes wrong."""
    values = np.random.default_rng(0).normal(size=shape)
    assert relu(values).shape == leaky_relu(values).shape == shape


def test_half_of_the_photos_map_is_negative():
    """The lesson names the share, before ReLU and after."""
    lines = conv2d(PHOTO, kernels.VERTICAL_LINE)
    assert f"{(lines < 0).mean():.0%}" == f"{(relu(lines) == 0).mean():.0%}" == "50%"
    assert lines.shape == (148, 148)
    assert "(148, 148) 50% of the numbers are negative" in shown("after = relu(lines)")


# --- Stacks without and with ReLU --------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(sizes=st.tuples(SMALL, SMALL, SMALL, SMALL), seed=st.integers(0, 10_000))
def test_two_convolutions_are_one_with_the_merged_kernel(sizes, seed):
    """The claim on which the whole lesson rests, for kernels of any shape, with biases and with SciPy."""
    random = np.random.default_rng(seed)
    first, second = random.integers(-5, 6, sizes[:2]), random.integers(-5, 6, sizes[2:])
    image = random.integers(0, 256, (9, 10))
    merged = conv2d(first, flip(second), padding="full")
    assert np.array_equal(conv2d(conv2d(image, first), second), conv2d(image, merged))
    assert np.array_equal(
        correlate2d(correlate2d(image, first, "valid"), second, "valid"), conv2d(image, merged)
    )
    biased = conv2d(conv2d(image, first, bias=5), second, bias=3)
    assert np.array_equal(biased, conv2d(image, merged, bias=3 + 5 * second.sum()))


def test_two_layers_of_keras_are_one_layer_of_keras():
    """The layers that learners stack later behave as the lesson says of `conv2d`."""
    from helpers.training import keras

    random = np.random.default_rng(1)
    first, second = random.normal(size=(3, 3)), random.normal(size=(3, 3))
    merged = conv2d(first, flip(second), padding="full")

    def layer(kernel):
        made = keras.layers.Conv2D(1, kernel.shape, use_bias=False)
        made.build((None, 12, 12, 1))
        made.set_weights([kernel[:, :, None, None]])
        return made

    image = random.normal(size=(1, 12, 12, 1)).astype("float32")
    assert np.allclose(layer(second)(layer(first)(image)), layer(merged)(image), atol=1e-4)


FIRST, SECOND = kernels.VERTICAL_LINE, np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
MERGED = conv2d(FIRST, flip(SECOND), padding="full")


def test_a_bright_pixel_sent_through_both_layers_gives_the_merged_kernel_rotated():
    """The lesson reads the merged kernel off this map instead of giving a formula for it."""
    pixel = np.zeros((9, 9), dtype=int)
    pixel[4, 4] = 1
    assert np.array_equal(flip(conv2d(conv2d(pixel, FIRST), SECOND)), MERGED)


def test_with_same_padding_18_of_49_cells_differ_and_all_of_them_at_the_border():
    """The claim "a stack is one convolution" holds with valid padding only."""
    grid = pictures.LINES

    def both(image):
        return conv2d(conv2d(image, FIRST, padding="same"), SECOND, padding="same")

    differs = both(grid) != conv2d(grid, MERGED, padding="same")
    assert (differs.sum(), differs.size) == (18, 49)
    assert not differs[1:-1, 1:-1].any()
    assert np.array_equal(both(grid + grid.T), both(grid) + both(grid.T))
    assert "18 of 49 cells differ" in shown("def both_same")
    # without zeros around the first map, they would agree
    assert np.array_equal(
        conv2d(conv2d(grid, FIRST, padding=2), SECOND), conv2d(grid, MERGED, padding="same")
    )


def test_on_the_photo_two_layers_are_one_to_rounding_and_no_longer_with_relu_between():
    """The lesson's own numbers: 0.0 and 453.2, 0% and 62%."""
    two, one = conv2d(conv2d(PHOTO, FIRST), SECOND), conv2d(PHOTO, MERGED)
    assert np.abs(two - one).max() < 1e-9

    def with_relu(image):
        return conv2d(relu(conv2d(image, FIRST)), kernels.BLUR)

    assert f"{(with_relu(PHOTO) + with_relu(-PHOTO)).max():.1f}" == "453.2"
    text = shown("np.linalg.lstsq")
    assert re.findall(r"misses (\d+)%", text) == ["0", "62"]


def test_a_kernel_that_ignores_level_ground_responds_to_a_fall_with_the_negative_of_a_rise():
    """So no single kernel responds to both with positive numbers only; two with ReLU and a sum do."""
    signal = pictures.STEPS
    both = relu(conv1d(signal, [-1, 1])) + relu(conv1d(signal, [1, -1]))
    assert both.tolist() == [0, 0, 3, 0, 0, 2, 0]
    rise = np.array([1, 1, 1, 1, 4, 4, 4, 4])
    for length in (2, 3, 4, 5):
        weights = np.random.default_rng(length).integers(-9, 10, length)
        weights[0] -= weights.sum()
        assert np.array_equal(conv1d(5 - rise, weights), -conv1d(rise, weights))


# --- Thresholds --------------------------------------------------------------------------------------


def test_the_shares_that_are_switched_off_are_those_of_the_lesson():
    """The prose names 88.8% at a bias of −50."""
    lines = conv2d(PHOTO, kernels.VERTICAL_LINE)
    for bias in (100, 0, -50, -100, -200):
        share = f"{(lines <= -bias).mean():.1%}"
        assert re.search(rf"bias +{bias}: +{re.escape(share)}", shown("for bias in (100, 0"))
    assert f"{(lines <= 50).mean():.1%}" == "88.8%"


def test_a_bias_from_minus_333_to_minus_328_leaves_the_strongest_three():
    """The hint and the solution name these numbers."""
    answers = conv2d(pictures.GREY_PICTURE, kernels.VERTICAL_LINE, padding="same")
    assert sorted(answers.ravel().tolist())[-4:] == [328, 334, 350, 360]
    works = [bias for bias in range(-400, 401) if np.count_nonzero(relu(answers + bias)) == 3]
    assert works == list(range(-333, -327))


# --- The unit that dies ------------------------------------------------------------------------------


def _train_with_keras(rate, activation, steps):
    """Return weight and bias of the lesson's unit, trained by Keras's own gradients."""
    from helpers.training import keras

    unit = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1), activation])
    unit.set_weights([np.array([[2.0]]), np.array([0.0])])
    unit.compile(optimizer=keras.optimizers.SGD(rate), loss="mse")
    x = np.array([[1.0], [2], [3]], np.float32)
    for _ in range(steps):
        unit.train_on_batch(x, x / 2)
    return [float(part.item()) for part in unit.get_weights()]


def test_the_unit_dies_in_keras_too_and_its_leaky_twin_lives():
    """The lesson's fifteen lines of NumPy claim to be what training does."""
    from helpers.training import keras

    assert np.allclose(_train_with_keras(0.15, keras.layers.ReLU(), 1), [-0.1, -0.9], atol=1e-5)
    assert np.allclose(_train_with_keras(0.15, keras.layers.ReLU(), 20), [-0.1, -0.9], atol=1e-5)
    leaky = _train_with_keras(0.15, keras.layers.LeakyReLU(negative_slope=0.2), 100)
    assert np.allclose(leaky, [0.5, 0], atol=0.02)


def test_the_saved_run_shows_the_death_the_recovery_and_the_smaller_rate():
    """These lines are what a reader without a kernel has."""
    rates = shown("for rate in (0.10, 0.15)")
    assert rates.count("weight -0.10, bias -0.90, loss 1.1667") == 3
    assert "step 200: weight  0.50, bias  0.00, loss 0.0000" in rates
    twins = shown("dead, alive = train")
    assert "step 200: ReLU weight -0.10, loss 1.1667   leaky weight  0.50, loss 0.0000" in twins


# --- Depth -------------------------------------------------------------------------------------------


def test_relu_halves_the_mean_square_of_numbers_around_0():
    """This is where the 2 in He's scale comes from."""
    values = np.random.default_rng(3).normal(size=200_000)
    assert (relu(values) ** 2).mean() == pytest.approx((values**2).mean() / 2, rel=0.01)


def test_the_loss_of_four_numbers_goes_back_through_relu_as_the_lesson_shows():
    """4, −6, 1 and −2 come in; only the second and the third pass."""
    values, wanted = np.array([-3.0, 2, 5, -1]), np.array([-2.0, 5, 4.5, 1])
    incoming = 2 * (relu(values) - wanted)
    assert incoming.tolist() == [4, -6, 1, -2]
    rows = [line.split() for line in shown("def loss_of_outputs").splitlines()[1:]]
    assert [float(row[2]) for row in rows] == incoming.tolist()
    assert [float(row[3]) for row in rows] == (incoming * (values > 0)).tolist()


def test_tanh_and_sigmoid_saturate_and_relu_does_not():
    """The saved slopes, and the formulas from which the ten layers take theirs."""
    text = shown("S_SHAPED = ")
    assert re.search(r"ReLU +steepest slope 1.00, slope at 5: 1.0000", text)
    assert re.search(r"tanh +steepest slope 1.00, slope at 5: 0.0002", text)
    assert re.search(r"sigmoid +steepest slope 0.25, slope at 5: 0.0066", text)
    x = np.linspace(-4, 4, 9) + 0.3
    sigmoid = 1 / (1 + np.exp(-x))
    for outputs, slopes in (
        (np.tanh, 1 - np.tanh(x) ** 2),
        (lambda x: 1 / (1 + np.exp(-x)), sigmoid * (1 - sigmoid)),
    ):
        assert (outputs(x + 1e-5) - outputs(x - 1e-5)) / 2e-5 == pytest.approx(slopes, abs=1e-8)


def test_the_slopes_vanish_through_ten_saturated_layers_and_not_through_relu():
    """The five networks of each kind, on seeds that the lesson does not use."""
    space = {"np": np, "relu": relu}
    exec("def sigmoid(x):\n    return 1 / (1 + np.exp(-x))", space)
    space["S_SHAPED"] = {"ReLU": (relu, ""), "tanh": (np.tanh, ""), "sigmoid": (space["sigmoid"], "")}
    source = next(cell.source for cell in CODE if "def ten_layers" in cell.source)
    exec(source, space)

    def kept(name, bias):
        forward, backward = np.median(
            [space["ten_layers"](name, bias, seed) for seed in range(20, 25)], axis=0
        )
        return forward[9] / forward[0], backward[0] / backward[9]

    for bias in (0, 5):
        assert min(kept("ReLU", bias)) > 0.2
    assert min(kept("tanh", 0)) > 0.1
    assert max(kept("sigmoid", 0)) < 1e-5
    assert max(kept("tanh", 5)) < 1e-3


def test_the_saved_table_of_the_ten_layers_has_the_numbers_of_the_prose():
    """A reader without a kernel compares the sentences with these rows."""

    def rows_of(text):
        heading, *lines = shown(text).splitlines()
        columns = [part.strip() for part in heading.split("   ") if part.strip()]
        assert columns == ["forward, layer 10", "backward, layer 10", "backward, layer 1"]
        return {name: numbers for name, *numbers in map(str.split, lines)}

    rows = rows_of("seen = {name")
    assert rows["sigmoid"] == ["0.0000004", "0.2", "0.0000005"]
    assert rows["ReLU"][0] == "0.3"
    assert min(float(number) for number in rows["tanh"]) > 0.1  # "loses far less"
    biased = rows_of("with_biases = {name")
    assert (biased["tanh"][2], biased["ReLU"][2]) == ("0.000006", "0.7")
    assert shown("seen = {name").splitlines()[-1] == "(1/4)⁹ = 0.000004"


def test_the_figures_of_the_ten_layers_show_the_numbers_of_the_tables():
    """The lines carry the paragraph; a reader who cannot see them has these words."""
    without, with_biases = shown("def show_layers"), shown("show_layers(with_biases")
    assert "“sigmoid” from 0.2 at 1 to 4.3e−7 at 10" in without
    assert "“sigmoid” from 4.7e−7 at 1 to 0.24 at 10" in without
    assert "“tanh” from 6.3e−6 at 1 to 0.31 at 10" in with_biases
    assert "sigmoid" not in with_biases


def test_both_figures_of_relus_slope_show_the_jump():
    """A slanted stroke at 0 would contradict the sentence that the slope there is a matter of choice."""
    for text in ("Its slope", "Their slopes"):
        assert "points at (0, 0) and (0, 1)" in shown(text)


def test_the_three_steps_to_hes_scale_hold_to_a_percent():
    """Mean square times variance, n times, and one half."""
    random = np.random.default_rng(9)
    values, weights = random.uniform(0, 3, 900_000), random.normal(scale=0.5, size=900_000)
    products = values * weights
    assert products.var() == pytest.approx(3 * 0.25, rel=0.01)
    sums = products.reshape(-1, 9).sum(axis=1)
    assert sums.var() == pytest.approx(9 * 0.75, rel=0.02)
    assert (relu(sums) ** 2).mean() == pytest.approx(sums.var() / 2, rel=0.02)


def test_the_scale_for_leaky_relu_keeps_the_mean_square():
    """The exercise's formula, tried on a layer with n = 72 products in each sum."""
    from helpers.checks.lessons.lesson_05 import HE_SCALE

    random = np.random.default_rng(4)
    for slope in (0.0, 0.2, 0.5, 1.0):
        values = random.normal(size=(72, 4000))
        weights = random.normal(scale=HE_SCALE.reference(3, 8, 16, slope), size=(500, 72))
        left = leaky_relu(weights @ values, slope)
        assert (left**2).mean() == pytest.approx((values**2).mean(), rel=0.05)


def test_he_keeps_the_variance_through_ten_layers_and_careless_scales_do_not():
    """The saved table and the figure: kept, halved, gone, exploded."""
    rows = [line.split() for line in shown("def variances").splitlines()]
    assert rows[0] == ["layer", "√(2/n)", "√(1/n)"]
    table = {int(row[0]): [float(value) for value in row[1:]] for row in rows[1:]}
    he, halved = zip(*table.values(), strict=True)
    assert (he[0], he[-1], halved[-1]) == (2, 2.1, 0.0021)
    assert all(1 < value < 4 for value in he)
    assert table[1][1] / table[10][1] == pytest.approx(2**9, rel=0.6)
    drawn = shown("Weights with a standard deviation of …").replace("−", "-").replace(",", "")
    ends = {
        name: (float(first), float(last))
        for name, first, last in re.findall(r"“([^”]+)” from (\S+) at 1 to ([^\s;]+) at 10", drawn)
    }
    assert (ends["√(2/n)"], ends["√(1/n)"]) == ((he[0], he[-1]), (halved[0], halved[-1]))
    assert ends["0.01"][1] < 1e-13 < ends["0.01"][0] < 0.1
    assert ends["0.1"][1] > 1e4
    assert halved == tuple(sorted(halved, reverse=True))


def test_keras_draws_he_normal_at_the_scale_of_the_exercise():
    """A learner compares the exercise's number with the layer's weights."""
    from helpers.checks.lessons.lesson_05 import HE_SCALE
    from helpers.training import keras

    weights = np.asarray(keras.initializers.HeNormal(seed=0)((3, 3, 64, 64)))
    assert weights.std() == pytest.approx(HE_SCALE.reference(3, 64, 64), rel=0.02)
    weights = np.asarray(keras.initializers.GlorotUniform(seed=0)((3, 3, 64, 64)))
    assert weights.std() == pytest.approx(np.sqrt(1 / (9 * 64)), rel=0.02)


# --- The lesson as a text ----------------------------------------------------------------------------


def test_every_term_that_the_lesson_sets_in_italics_is_in_the_glossary():
    """A reader must find every word that they look up."""
    terms = {term.lower() for term in re.findall(r"(?<![*\w])\*([A-Za-z][A-Za-z -]+)\*(?!\*)", PROSE)}
    known = {title.lower() for title in re.findall(r"^### (.+)$", GLOSSARY, re.MULTILINE)}
    assert {"relu", "activation", "slope", "threshold", "leaky relu", "he initialisation"} <= terms
    said_beside = {
        "gradient",
        "rectified linear unit",
        "slope below 0",
        "standard deviation",
        "and",
        "output",
        "outputs",
        "value",
        "values",
        "same",
        "with respect to",
        "mean square",
    }
    assert terms - said_beside <= known


def test_tensorflow_comes_after_the_pictures_and_the_exercises():
    """Its import takes seconds that a learner should not wait for at the top of the lesson."""
    number = next(i for i, cell in enumerate(CODE) if "helpers.training" in cell.source)
    assert number > 0.75 * len(CODE)
    assert not any("keras." in cell.source for cell in CODE[:number])

"""Lesson 11: its numbers, its explorers, and the training in NumPy against the same training in Keras."""

import re

import nbformat
import numpy as np
import pytest

from helpers import conv2d, flip, relu
from helpers.checks.lessons import lesson_11 as table
from helpers.gradients import finite_differences, input_gradient, kernel_gradient, relative_error
from helpers.shapes import pixel_uses
from helpers.widgets import ConvolutionExplorer
from tests.execute_notebooks import NOTEBOOKS

LESSON = nbformat.read(NOTEBOOKS / "11_learning_the_kernels.ipynb", as_version=4)
GLOSSARY = (NOTEBOOKS.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
CODE = [cell for cell in LESSON.cells if cell.cell_type == "code"]
PROSE = "\n\n".join(" ".join(cell.source.split()) for cell in LESSON.cells if cell.cell_type == "markdown")
IMAGE, KERNEL = table.STEP_INPUTS["image"], table.STEP_INPUTS["kernel"]
UPSTREAM = conv2d(IMAGE, KERNEL, 1) - table.STEP_INPUTS["target"]


def cell_with(text):
    """Return the code cell whose source holds a text."""
    return next(cell for cell in CODE if text in cell.source)


def shown(text):
    """Return what the cell whose source holds a text shows as text."""
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "")
        for output in cell_with(text).outputs
    )


@pytest.fixture(scope="module", name="lesson")
def _lesson():
    """Run the lesson's own cells for the network and its training, on noise in place of garments."""
    from helpers.training import keras

    random = np.random.default_rng(3)
    labels = random.integers(0, 10, 120)
    images = random.random((120, 28, 28, 1)) / 2
    images[np.arange(120), labels * 2 + 4, 4:24] += 0.5  # one line of each class is bright: learnable
    space = {"images": images, "labels": labels, "count": 120, "epochs": 8, "keras": keras}
    for text in ("from helpers import checks, conv2d", "from helpers.gradients import pool2d_gradient",
                 "from helpers.gradients import cross_entropy", "def start(", "def forward(",
                 "def block_backward(", "def backward(", "def train_in_numpy(", "def train_in_keras(",
                 "def ties("):  # fmt: skip
        exec(_definitions(cell_with(text).source), space)
    return space


@pytest.fixture(scope="module", name="in_numpy")
def _in_numpy(lesson):
    """The trained parameters and the losses of 32 steps in NumPy, in 64 bits."""
    return lesson["train_in_numpy"](np.float64)


def _definitions(source):
    """Return the imports, functions and constants of a cell, without what it computes and shows."""
    kept, keeping = [], False
    for line in source.split("\n"):
        if not line.startswith((" ", ")", "]", "}")) and line.strip():
            keeping = bool(re.match(r"def |from |import |[A-Z, ]+ = ", line))
        if keeping or not line.strip():
            kept.append(line)
    return "\n".join(kept)


# --- training, against Keras -------------------------------------------------------------------------


def test_the_losses_in_numpy_are_those_of_keras_in_every_step(lesson, in_numpy):
    """The lesson's claim: same weights, same batches, the same loss to 1e-9 in 64 bits. And Keras is left
    in 32 bits, or a model that the learner builds afterwards would be twice as large and slow."""
    _, ours = in_numpy
    theirs = lesson["train_in_keras"](np.float64)
    assert len(ours) == len(theirs) == 32
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-9)
    assert lesson["keras"].config.floatx() == "float32"


def test_in_32_bits_the_first_steps_agree_to_a_hundred_thousandth(lesson, monkeypatch):
    """This is what a learner sees who runs Keras with its defaults; later steps differ by rounding."""
    monkeypatch.setitem(lesson, "epochs", 2)
    _, ours = lesson["train_in_numpy"](np.float32)
    np.testing.assert_allclose(ours, lesson["train_in_keras"](np.float32), rtol=0, atol=1e-5)


def test_it_learns(lesson, in_numpy):
    """A gradient with a mistake often learns too; none at all does not."""
    trained, losses = in_numpy
    assert losses[-4:].mean() < losses[:4].mean() / 2
    assert lesson["accuracy"](trained, lesson["images"], lesson["labels"]) > 0.8


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("input_gradient", lambda kernel, up: input_gradient(kernel[::-1, ::-1], up)),
        ("kernel_gradient", lambda image, up: kernel_gradient(image, up)[::-1]),
        ("bias_gradient", lambda up: up.mean(axis=(0, 1, 2))),
        ("relu_gradient", lambda values, up: up),
    ],
)
def test_one_wrong_gradient_and_the_losses_differ(lesson, in_numpy, monkeypatch, name, broken):
    """Otherwise the comparison with Keras would prove nothing."""
    monkeypatch.setitem(lesson, "epochs", 1)
    monkeypatch.setitem(lesson, name, broken)
    wrong, right = lesson["train_in_numpy"](np.float64)[1], in_numpy[1][:4]
    assert wrong[0] == pytest.approx(right[0], abs=1e-12)
    assert np.abs(wrong - right).max() > 1e-4


def test_the_network_has_5258_parameters_and_all_have_a_slope(lesson):
    """80, 1168 and 4010: a part that gets no gradient would stay random forever."""
    parameters = lesson["start"]()
    assert [part.size for part in parameters] == [72, 8, 1152, 16, 4000, 10]
    scores, kept = lesson["forward"](parameters, lesson["images"][:30])
    gradients = lesson["backward"](
        parameters, kept, lesson["cross_entropy"](scores, lesson["labels"][:30])[1]
    )
    for part, gradient in zip(parameters, gradients, strict=True):
        assert gradient.shape == part.shape
        assert np.abs(gradient).max() > 0


def test_the_saved_output_says_that_keras_agrees():
    """A reader without a kernel relies on the saved run."""
    assert shown("keras_losses = train_in_keras") == "the same loss at every step, to within 1e-9: True\n"
    assert shown("from_tape = dict").count("True") == 3
    assert shown("slopes_tried = ").count("relative error below 1e-6: True") == 6
    before, after = re.search(r"loss: ([\d.]+) at first, ([\d.]+) over", shown("trained, losses =")).groups()
    assert float(after) < float(before) / 3


def test_how_often_windows_tie_is_what_the_saved_run_shows():
    """61% and 54% are in the prose, as is "about half of these at a number above 0"."""
    text = shown("def ties(")
    (before, _), (after, above_0) = re.findall(r"(\d+)% of the windows tie, ([\d.]+)%", text)
    assert f"Before training, {before}% of the windows tie" in PROSE
    assert f"After training, {after}% tie" in PROSE
    assert 0.4 < float(above_0) / float(after) < 0.6
    assert "relative error below 1e-12: True" in text


def test_ties_are_counted_by_looking_at_every_window(lesson, in_numpy):
    """The lesson counts with slices; a wrong slice would count other windows than those of the pooling."""
    parameters = in_numpy[0]
    maps = relu(conv2d(lesson["images"][:10], parameters[0], parameters[1]))
    counted = []
    for n, r, c, f in np.ndindex(10, 13, 13, 8):
        window = maps[n, 2 * r : 2 * r + 2, 2 * c : 2 * c + 2, f]
        seen = lesson["images"][n, 2 * r : 2 * r + 4, 2 * c : 2 * c + 4]
        counted.append(((window == window.max()).sum() > 1, window.max() > 0, seen.max() == 0))
    tied, above_0, over_black = np.array(counted).T
    shares = tied.mean(), (tied & above_0).mean(), (tied & above_0 & over_black).mean()
    lesson["images"], all_images = lesson["images"][:10], lesson["images"]
    try:
        assert lesson["ties"](parameters) == pytest.approx(shares)
    finally:
        lesson["images"] = all_images


def test_equal_weights_stay_equal(lesson):
    """The lesson says so of starting values that are equal and not 0: a layer's filters stay equal."""
    parameters = [np.full_like(part, 0.05) for part in lesson["start"]()]
    scores, kept = lesson["forward"](parameters, lesson["images"][:30])
    upstream = lesson["cross_entropy"](scores, lesson["labels"][:30])[1]
    first, _, second, _, dense, _ = lesson["backward"](parameters, kept, upstream)
    assert np.ptp(first, axis=-1).max() < 1e-12
    assert np.ptp(second, axis=-1).max() < 1e-12
    assert np.abs(dense).max() > 0


# --- numbers and explorers ---------------------------------------------------------------------------


def test_one_step_down_and_one_step_up():
    """3 becomes 1.142, the lesson's number; with the wrong sign, it would become 8.1425."""

    def loss_after(rate):
        kernel = KERNEL - rate * kernel_gradient(IMAGE, UPSTREAM)
        return (
            (conv2d(IMAGE, kernel, 1 - rate * UPSTREAM.sum()) - table.STEP_INPUTS["target"]) ** 2
        ).sum() / 2

    assert [loss_after(rate) for rate in (0, 0.05, -0.05)] == pytest.approx([3, 1.1425, 8.1425])
    assert round(loss_after(0.05), 3) == 1.142


def test_the_explorers_show_the_two_gradients():
    """An explorer with a different output grid from the text's would confuse everybody."""
    kernels, inputs = [cell.source for cell in CODE if "ConvolutionExplorer(" in cell.source]
    space = {
        "ConvolutionExplorer": ConvolutionExplorer,
        "image": IMAGE,
        "kernel": KERNEL,
        "upstream": UPSTREAM,
    }
    first = eval(kernels.split("\n")[-1], space)
    second = eval(inputs, space)
    assert np.array_equal(first.result, kernel_gradient(IMAGE, UPSTREAM))
    assert np.array_equal(second.result, input_gradient(KERNEL, UPSTREAM))
    assert second.flipped
    assert np.array_equal(conv2d(UPSTREAM, flip(KERNEL), padding="full"), second.result)


def test_exactly_one_of_the_claimed_gradients_is_wrong():
    """The exercise promises it; and the lesson's cell must hold the same claims as the check."""
    space = {"relu": relu, "conv2d": conv2d, "np": np}
    exec(cell_with("def layer_loss").source, space)
    layer_loss, bias = space["layer_loss"], space["layer_bias"]
    tried = {
        "kernel": finite_differences(lambda kernel: layer_loss(IMAGE, kernel, bias), KERNEL),
        "bias": finite_differences(lambda bias: layer_loss(IMAGE, KERNEL, bias), bias),
        "input": finite_differences(lambda image: layer_loss(image, KERNEL, bias), IMAGE),
    }
    claimed = space["claimed"]
    assert {name: np.array(claimed[name]).tolist() for name in claimed} == {
        name: table.CLAIMED[name].tolist() for name in claimed
    }
    assert [name for name in claimed if not np.allclose(tried[name], claimed[name], atol=1e-6)] == ["bias"]
    sums = conv2d(IMAGE, KERNEL, bias)
    assert np.abs(sums).min() > 0.5  # no sum is so near 0 that a small step would cross the bend of ReLU


def test_the_answers_about_the_first_explorer_are_those_of_the_explorer():
    """They are closed until asked for, and nobody would notice a wrong number in them."""
    assert (IMAGE[0:2, 1:3] * UPSTREAM).tolist() == [[2, 0], [0, 6]]
    without = np.where(UPSTREAM == -1, 0, UPSTREAM)
    same = conv2d(IMAGE, without) == conv2d(IMAGE, UPSTREAM)
    assert same.tolist() == [[False, True], [False, False]]
    assert conv2d(IMAGE, np.ones((2, 2), int)).tolist() == [[4, 6], [4, 6]]
    assert "4 and 6 in the upper row, 4 and 6 in the lower" in PROSE


def test_the_answers_about_the_second_explorer_count_windows():
    """One, two and four are the outputs that a pixel affects."""
    counts = input_gradient(np.ones((2, 2), int), np.ones((2, 2), int))
    assert counts.tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def test_an_absolute_tolerance_passes_the_gradient_without_the_flip():
    """The lesson's reason for the relative error: 0.4, whatever the loss is measured in."""
    right, unflipped = input_gradient(KERNEL, UPSTREAM), conv2d(UPSTREAM, KERNEL, padding="full")
    assert np.abs(right - unflipped).max() == 2
    assert relative_error(right, unflipped) == 0.4
    assert shown("unflipped = ").count("relative error 0.4") == 2


def test_a_kink_spoils_a_slope_found_by_trying():
    """0.65 in the prose; the true slope is 1."""
    assert finite_differences(lambda x: relu(x).sum(), [3e-6])[0] == pytest.approx(0.65)
    assert shown("tried_slope_of_relu").endswith("measured slope 0.65\n")


def test_the_dense_layer_of_the_text_is_that_of_its_drawing_and_question():
    """Two inputs and three units, checked here with finite differences."""
    inputs, weights, upstream = np.array([2, 3]), np.array([[1, 0, -1], [2, 1, 1]]), np.array([1, -2, 3])
    assert (inputs @ weights).tolist() == [8, 3, 1]
    assert "the outputs are 8, 3 and 1" in PROSE
    by_trying = [
        finite_differences(lambda weights: (inputs @ weights * upstream).sum(), weights).round(6),
        finite_differences(lambda inputs: (inputs @ weights * upstream).sum(), inputs).round(6),
    ]
    assert by_trying[0].tolist() == [[2, -4, 6], [3, -6, 9]]
    assert by_trying[1].tolist() == [-2, 3]
    assert shown("weight_slopes = ") == "weights: [[2, -4, 6], [3, -6, 9]]  inputs: [-2, 3]\n"


def test_stride_and_padding_backward_are_as_the_lesson_shows():
    """Crop for padding, zeros between for stride, dilation for the kernel."""
    kernel = np.array([[1, 2, 0], [0, 3, 1], [2, -1, 1]])
    settings = {"stride": 2, "padding": 1}
    for_input = input_gradient(kernel, UPSTREAM, image_size=3, **settings)
    for_kernel = kernel_gradient(IMAGE, UPSTREAM, kernel_size=3, **settings)
    text = shown("def strided_loss")
    assert text.count("right: True") == 2
    assert str(for_input.tolist()) in text
    assert str(for_kernel.tolist()) in text
    assert for_input[1, 1] == 1


@pytest.mark.parametrize("size", [3, 4])
def test_a_checkerboard_comes_from_uneven_overlaps(size):
    """1, 2 and 4 with kernel 3, and 4 everywhere inside with kernel 4: the counts of lesson 04."""
    shares = input_gradient(np.ones((size, size), int), np.ones((3, 3), int), stride=2)
    uses = pixel_uses(len(shares), size, stride=2)
    assert np.array_equal(shares, np.multiply.outer(uses, uses))
    inside = np.unique(shares[2:-2, 2:-2]).tolist()
    assert inside == {3: [1, 2, 4], 4: [4]}[size]


def test_a_transposed_convolution_does_not_undo_a_convolution():
    """14 in place of 3 at the right edge."""
    back = input_gradient(KERNEL, conv2d(IMAGE, KERNEL))
    assert back.shape == IMAGE.shape
    assert (IMAGE[1, 2], back[1, 2]) == (3, 14)
    assert "the same numbers: True" in shown("Conv2DTranspose(")


# --- the lesson as a text ----------------------------------------------------------------------------


def test_every_term_that_the_lesson_sets_in_italics_is_in_the_glossary():
    """A reader must find every word that they look up."""
    lesson, _, _ = PROSE.partition("## Next")  # titles of papers follow
    terms = {term.lower() for term in re.findall(r"(?<![*\w])\*([A-Za-z][a-z -]+)\*(?!\*)", lesson)}
    known = {title.lower() for title in re.findall(r"^### (.+)$", GLOSSARY, re.MULTILINE)}
    assert {"gradient", "upstream gradient", "chain rule", "finite difference", "backpropagation"} <= terms
    assert {term for term in terms if not _is_known(term, known)} <= (
        {"top left", "bottom right", "rises", "flipped", "every", "its", "padded", "forward", "slope"}
        | {"play", "more", "start over", "look inside the network"}  # buttons of the explorer
    )


def _is_known(term, known):
    return term in known or term.removesuffix("es") in known or term.removesuffix("s") in known


def test_tensorflow_comes_after_the_pictures_and_the_exercises():
    """Its import takes seconds that a learner should not wait for at the top of the lesson."""
    number = next(i for i, cell in enumerate(CODE) if "helpers.training import keras" in cell.source)
    assert number > 0.65 * len(CODE)
    assert all(i < number for i, cell in enumerate(CODE) if "exercise" in cell.metadata)

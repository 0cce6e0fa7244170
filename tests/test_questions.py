"""The questions: answerable, explained, and silent about the answer until it is given."""

import json
import math

import numpy as np
import pytest
from scipy.signal import convolve2d

from helpers import checks, conv1d, conv2d, kernels, progress
from helpers.checks.lessons import all_questions
from helpers.checks.questions import Choices, Number
from helpers.numerals import read_number
from helpers.pictures import BINARY_IMAGE, BINARY_KERNEL, photo_in_colour

QUESTIONS = {name: question for name, (_, question) in all_questions().items()}
WITH_CHOICES = {name: question for name, question in QUESTIONS.items() if isinstance(question, Choices)}
WITH_NUMBER = {name: question for name, question in QUESTIONS.items() if isinstance(question, Number)}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))


def _entries_that_are_not_zero():
    pixels = np.eye(25).reshape(25, 5, 5)
    return sum(np.count_nonzero(conv2d(pixel, BINARY_KERNEL)) for pixel in pixels)


GRID = [[1, 2, 0], [0, 1, 3], [2, 1, 1]]
# SciPy flips kernels, so these are written upside down: with the raised weight, and without.
RAISED = [[2, -1], [1, 1]], [[2, -1], [0, 1]]


def _entries_of_a_layer():
    units = np.eye(576).reshape(576, 12, 12, 4)
    return np.count_nonzero(conv2d(units, np.ones((3, 3, 4, 6))))


def _steps_that_respond():
    maps = np.eye(31)[:, :, np.newaxis]
    for dilation in (1, 2, 4):
        maps = conv1d(maps, np.ones((3, 1, 1)), padding="same", dilation=dilation)
    return np.count_nonzero(maps[:, 15, 0])


COMPUTED = {
    "numbers_of_a_colour_photo": lambda: photo_in_colour().size,
    "pixels_of_an_icon": lambda: np.ones((16, 24)).size,
    "row_one": lambda: sum([9, 9, 0]),
    "kernel_on_a_phone_photo": lambda: kernels.EDGE.size,
    "kernel_multiplications": lambda: (
        np.lib.stride_tricks.sliding_window_view(np.ones((10, 10)), (3, 3)).size
    ),
    "weights_of_ten_units": lambda: np.ones((5, 6, 10)).size,
    "weights_on_twenty_by_twenty": lambda: np.ones((20, 20, 10)).size,
    "weights_of_eight_units": lambda: np.ones((12, 12, 8)).size,
    "positive_after_bias": lambda: np.count_nonzero(convolve2d(BINARY_IMAGE, BINARY_KERNEL, "valid") - 3 > 0),
    "size_of_a_fall": lambda: conv1d([5, 5, 2], [-1, 1])[1],
    "five_by_three": lambda: conv2d(BINARY_IMAGE, BINARY_KERNEL).shape[0],
    "not_zero": _entries_that_are_not_zero,
    "three_to_six": lambda: np.ones((6, 6)).size / np.ones((3, 3)).size,
    "window_of_two_by_two": lambda: convolve2d([[3, 1], [0, 2]], [[1, 4], [-1, 2]], mode="valid")[0, 0],
    "ramp_and_line": lambda: 3 * np.dot([0, 10, 20], [-1, 2, -1]),
    "size_of_a_gradient": lambda: math.dist((0, 0), (30, 40)),
    "products_in_two_passes": lambda: np.ones((7, 1)).size + np.ones((1, 7)).size,
    "flat_wall": lambda: 100 * kernels.VERTICAL_LINE.sum(),
    "one_cell_wrong": lambda: np.mean([1] * 8 + [-1]),
    "sobel_at_a_step": lambda: (np.array([1, 2, 1]) * (50 - 10)).sum(),
    "four_on_ten": lambda: conv2d(np.ones((10, 10)), np.ones((4, 4))).shape[0],
    "reflected_cell": lambda: [5, 8, 2, 9][2],
    "field_with_stride": lambda: len({2 * cell + n for cell in range(3) for n in range(3)}),
    "corner_stops": lambda: np.count_nonzero(conv2d(np.eye(1, 25).reshape(5, 5), np.ones((3, 3)))),
    "full_rows": lambda: convolve2d(np.ones((5, 5)), np.ones((3, 3))).shape[0],
    "block_average": lambda: np.mean([2, 0, 0, 6]),
    "eleven_rows": lambda: len(range(0, 11 - 2 + 1, 2)),
    "survives_in_100": lambda: 100 * np.mean([column // 2 == (column + 1) // 2 for column in range(1000)]),
    "dilated_reach": lambda: len(conv1d([1], [1, 1, 1], dilation=4, padding="full")),
    "one_for_two": lambda: convolve2d(np.ones((3, 3)), np.ones((3, 3))).shape[0],
    "bias_for_forty": lambda: next(b for b in range(0, -99, -1) if max(0, 40 + b) == 0 < max(0, 40.1 + b)),
    "three_sigmoids": lambda: math.prod([1 / 4] * 3),
    "variance_of_nine": lambda: np.trace(np.eye(9) / 2),
    "half_of_the_squares": lambda: np.mean(np.maximum(0, [-1, 1]) ** 2),
    "one_filter": lambda: np.ones((4, 4, 3)).size,
    "second_depth": lambda: 4 * conv2d(np.ones((12, 12, 4)), np.ones((3, 3, 4, 6))).shape[2],
    "bias_for_twelve": lambda: next(b for b in range(0, -99, -1) if max(0, 12 + b) == 0 < max(0, 12.1 + b)),
    "blurred_spot": lambda: np.mean([90] * 8 + [0]),
    "numbers_for_adam": lambda: sum(np.ones((4, n)).size for n in (448, 4640, 11_530)),
    "shared_weights": _entries_of_a_layer,
    "weights_on_five_channels": lambda: np.ones((3, 3, 5)).size,
    "nine_rows_pooled": lambda: len(range(0, 9 - 2 + 1, 2)),
    "forty_pixels": lambda: len(range(0, 40 - 5 + 1, 3)),
    "place_in_the_row": lambda: np.arange(5 * 5 * 64).reshape(5, 5, 64)[0, 1, 0],
    "widest_layer": lambda: np.ones((1600, 128)).size + np.ones(128).size,
    "c3_weights": lambda: np.ones((60, 5, 5)).size + 16,
    "reach_of_a_stack": _steps_that_respond,
    "conv1d_weights": lambda: np.ones((5, 16, 16)).size + np.ones(16).size,
    "filters_on_sixteen": lambda: np.ones((5, 5, 16, 20)).size + np.ones(20).size,
    "two_fives_without_relu": lambda: convolve2d(np.ones((5, 5)), np.ones((5, 5))).shape[0],
    "first_loss": lambda: math.log(10),
    "half_the_error": lambda: next(n for n in range(5000, 10**5, 1000) if (5000 / n) ** 0.5 <= 1 / 2),
    "step_of_a_weight": lambda: 2 - 6 / 10,
    "loss_of_four_classes": lambda: -math.log(1 / 4),
    "parameters_of_three_filters": lambda: np.ones((3, 5, 5, 2)).size + 3,
    "dense_slope": lambda: np.outer([2, 3], [1, -2, 3])[-1, -1],
    "zeros_between": lambda: len(range(0, 4 + 3)),
    "most_shares": lambda: len([0, 2]) ** 2,  # pixel 2 is in the blocks that begin at 0 and at 2
    "raised_weight": lambda: np.subtract(*(convolve2d(GRID, k, mode="valid") for k in RAISED))[0, 0],
    "outputs_of_a_pixel": lambda: np.count_nonzero(conv2d(np.eye(1, 9, 4).reshape(3, 3), np.ones((2, 2)))),
    "field_after_conv2": lambda: len({2 * cell + n for cell in range(3) for n in range(4)}),
    "shared_columns": lambda: len(set(range(10)) & set(range(4, 14))),
    "gradient_of_a_weight": lambda: sum(a * b for a, b in zip((3, 0, 2, 1), (1, 5, -1, 2), strict=True)),
    "layer_of_weights": lambda: np.ones((3, 3, 8, 16)).size + np.ones(16).size,
    "deep_cell_sees": lambda: len({c + n + m for c in range(2) for n in range(3) for m in range(3)}),
    "pointwise_weights": lambda: np.ones((1, 1, 64, 16)).size,
    "separable_weights": lambda: np.ones((3, 3, 64)).size + np.ones((64, 128)).size,
    "halved_sixteen_times": lambda: 1 / math.prod([0.5] * 16),
    "five_classes": lambda: -np.log(np.full(5, 0.2)[0]),
    "flattened_dense": lambda: np.ones((4, 4, 20)).size * 50 + np.ones(50).size,
    "fifteen_rows": lambda: len(range(0, 15 - 2 + 1, 2)),
    "across_the_valley": lambda: 2.5 * (1 - 10 * 0.15),
    "twenty_changes": lambda: 20 - 20 * 0.95,
    "of_fifty": lambda: 50 - 50 * 0.8,
    "average_parameters": lambda: np.ones((32, 128)).size + np.ones(128).size,
}


def test_every_number_asked_for_is_computed_here_another_way():
    """A wrong answer key teaches the wrong number to everyone."""
    assert set(COMPUTED) == set(WITH_NUMBER)
    for name, question in WITH_NUMBER.items():
        assert question.answer == pytest.approx(float(COMPUTED[name]())), name


@pytest.mark.parametrize("name", WITH_CHOICES)
def test_one_choice_is_right_and_each_has_its_own_explanation(name):
    """Two right answers, or a wrong one without a reason, teach nothing."""
    choices = WITH_CHOICES[name].choices
    assert sum(choice.right for choice in choices) == 1
    assert len(choices) >= 3
    assert (
        len({choice.says for choice in choices}) == len({choice.text for choice in choices}) == len(choices)
    )


@pytest.mark.parametrize("name", WITH_NUMBER)
def test_likely_wrong_numbers_are_explained_and_not_accepted(name):
    """The learner who typed 5 wants to know why not 5."""
    question = WITH_NUMBER[name]
    assert len(question.wrong) >= 4
    for number, says in question.wrong.items():
        assert question.judge(str(number)) == (False, says)
    assert question.judge("123456") == (False, question.otherwise)
    assert question.judge(f"{question.answer:.8g}") == (True, question.right)


def test_the_right_choice_is_not_always_in_the_same_position():
    """Learners notice within a lesson."""
    places = [[choice.right for choice in question.choices].index(True) for question in WITH_CHOICES.values()]
    assert max(places.count(place) for place in set(places)) <= len(places) / 2


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        (" 3.0 ", 3),
        ("2,3", 2.3),
        ("−3", -3),
        ("-3", -3),
        ("–3", -3),
        ("1e1", 10),
        ("7/9", 7 / 9),
        ("921,600", 921_600),
        ("921 600", 921_600),
        ("", None),
        ("three", None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, number):
    """A comma or a printed minus sign is not a mistake in arithmetic."""
    assert read_number(typed) == number


def test_a_number_is_right_as_its_own_explanation_writes_it():
    """The course writes 921,600; a learner who types it the same way must not be told that it is wrong."""
    question = WITH_NUMBER["numbers_of_a_colour_photo"]
    for typed in ("921600", "921,600", "921 600", "9.216e5"):
        assert question.judge(typed) == (True, question.right)


@pytest.mark.parametrize("typed", ["nan", "inf", "3 + 1", "None", "🙂"])
def test_whatever_is_typed_ends_in_a_sentence(typed):
    """The field takes any text."""
    right, says = WITH_NUMBER["five_by_three"].judge(typed)
    assert not right
    assert says


@pytest.mark.parametrize("given", ["", "7", "-1", "x", None])
def test_a_choice_that_does_not_exist_ends_in_a_sentence(given):
    """Nothing that the page sends may raise in the kernel."""
    assert WITH_CHOICES["above_255"].judge(given) == (False, "Choose one of the answers first.")


@pytest.mark.parametrize("name", QUESTIONS)
def test_neither_the_notebook_nor_the_page_holds_the_answer_before_it_is_given(name):
    """An answer in plain sight spoils the prediction."""
    widget = checks.question(name)
    data, _ = widget._repr_mimebundle_()
    state = {key: value for key, value in widget.get_state().items() if key not in ("_esm", "_css")}
    sent = json.dumps([data, state], default=str)
    question = QUESTIONS[name]
    for secret in [choice.says for choice in getattr(question, "choices", ())] or [question.right]:
        assert secret not in sent
    assert "right" not in {key for key in state}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_reader_without_a_kernel_sees_the_question_and_the_choices(name):
    """On the repository's page the question is still worth thinking about."""
    data, _ = checks.question(name)._repr_mimebundle_()
    again, _ = checks.question(name)._repr_mimebundle_()
    assert data["text/plain"] == again["text/plain"]
    assert data["text/html"] == again["text/html"]
    for text in [QUESTIONS[name].asks, *QUESTIONS[name].texts]:
        assert text in data["text/plain"]


def test_an_answer_comes_back_with_its_explanation_and_is_remembered():
    """The learner answers, reads why, and finds the question counted."""
    widget = checks.question("one_step_right")
    widget._hear(widget, {"given": "0"}, [])
    assert widget.reply["right"] is False
    assert widget.reply["says"].startswith("Brighter pixels")
    widget._hear(widget, {"given": "2"}, [])
    assert widget.reply["right"] is True
    assert widget.reply["number"] == 2
    assert progress.done()[0]["questions"] == {"02/one_step_right"}


def test_no_two_questions_ask_the_same():
    """A warm-up in the same words and numbers is answered from memory of the page, not from understanding."""
    asked = [question.asks for _, question in all_questions().values()]
    assert len(asked) == len(set(asked))

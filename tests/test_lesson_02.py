"""Lesson 02: the numbers that its prose names, and what the checks demand of an answer."""

import re

import numpy as np
import pytest
from scipy.signal import correlate2d

from helpers import checks, conv1d, conv2d, conv2d_loops, flip, pictures
from helpers.checks.finished import finished_functions
from helpers.checks.lessons import find_question
from helpers.widgets import ConvolutionExplorer
from tests.test_notebooks import LESSONS, outputs

IMAGE, WEIGHTS = pictures.GREY_PICTURE, pictures.NINE_WEIGHTS
BINARY, CROSS = pictures.BINARY_IMAGE, pictures.BINARY_KERNEL
BALANCED = np.where(CROSS == 1, 1, -1.25)


# --- one window, and the next ------------------------------------------------------------------------


def test_the_window_gives_577_and_one_step_to_the_right_283():
    """The two numbers of the lesson that a learner computes on paper."""
    assert conv2d(IMAGE, WEIGHTS)[0, :3].tolist() == [577, 283, 916]
    assert (WEIGHTS[0, 0], IMAGE[0, 0], (WEIGHTS[:, 2] < 0).all()) == (-1, 0, True)
    assert IMAGE[1, 1] == 192


def test_the_drop_from_577_comes_from_the_middle_column():
    """The lesson once blamed the bright column on the right, which costs only 96 of the 294."""
    change = ((IMAGE[0:3, 1:4] - IMAGE[0:3, 0:3]) * WEIGHTS).sum(axis=0)
    assert change.tolist() == [134, -332, -96]
    says = next(choice.says for choice in find_question("one_step_right")[1].choices if choice.right)
    assert "283" in says
    assert all(number in says for number in ("144 and 168", "192 and 226", "332", "134", "96"))


def test_the_sum_is_577_although_the_weights_add_up_to_one():
    """So a sum above 255 does not come from weights that add up to more; one of the choices says it does."""
    assert WEIGHTS.sum() == 1
    assert WEIGHTS.min() < 0
    assert "do add up to 1" in find_question("above_255")[1].choices[0].says


def test_without_negative_weights_an_average_stays_within_the_range_of_the_pixels():
    """The lesson, the recap and the glossary say when a weighted average keeps its range."""
    weights = np.random.default_rng(0).random((3, 3))
    averages = conv2d(IMAGE, weights / weights.sum())
    assert IMAGE.min() <= averages.min()
    assert averages.max() <= IMAGE.max()


# --- the feature map, the bias and brightness --------------------------------------------------------


def test_the_binary_example_gives_its_map_and_a_bias_moves_all_of_it():
    """The map is in the prose, in three cells and in two drawings."""
    assert conv2d(BINARY, CROSS).tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]
    assert (conv2d(BINARY, CROSS) - conv2d(BINARY, CROSS, bias=-3) == 3).all()


def test_a_bright_window_scores_as_much_as_one_that_looks_like_the_kernel():
    """Otherwise "a kernel responds to what looks like it" would be only half the truth."""
    ones = np.ones((3, 3))
    assert (CROSS * CROSS).sum() == (ones * CROSS).sum() == 5
    assert ((CROSS * BALANCED).sum(), (ones * BALANCED).sum()) == (5, 0)


@pytest.mark.parametrize(("kernel", "change"), [(np.full((3, 3), 1 / 9), 50), (CROSS, 250), (BALANCED, 0)])
def test_brighter_pixels_change_every_sum_by_the_sum_of_the_weights(kernel, change):
    """The question and the cell after it rest on this."""
    moved = conv2d(IMAGE + 50, kernel) - conv2d(IMAGE, kernel)
    assert moved == pytest.approx(np.full((3, 3), change))
    assert conv2d(2 * IMAGE, kernel) == pytest.approx(2 * conv2d(IMAGE, kernel))


def test_the_answers_to_the_tasks_of_the_explorer_are_those_of_its_numbers():
    """They are closed until asked for, so nobody notices when the explorer and they disagree."""
    explorer = ConvolutionExplorer()
    assert np.argwhere(explorer.result == 0).tolist() == [[2, 2], [2, 3]]
    changed = explorer.kernel.copy()
    assert changed[1, 1] == 0
    changed[1, 1] = 5
    stayed = np.argwhere(conv2d(explorer.image, changed) == explorer.result).tolist()
    sides = [[row, column] for row in (1, 3, 4, 5) for column in (0, 5)]
    assert stayed == sorted([[0, 0], [0, 1], [0, 4], [0, 5], *sides])
    positive = conv2d(explorer.image, explorer.kernel, bias=-10) > 0
    assert positive.sum() == 8
    assert not positive[:, 3:].any()
    assert explorer.result[0, 0] == 9


# --- flip, size and loops ----------------------------------------------------------------------------


def test_the_cross_hides_the_flip_and_the_worked_kernel_shows_it():
    """The half turn leaves the cross as it is; reversing rows alone leaves other kernels as they are, too."""
    assert np.array_equal(flip(CROSS), CROSS)
    assert not np.array_equal(conv2d(IMAGE, flip(WEIGHTS)), conv2d(IMAGE, WEIGHTS))


@pytest.mark.parametrize(("n", "starts"), [(5, [0, 2]), (6, [0, 2]), (7, [0, 2, 4])])
def test_a_kernel_that_returns_the_first_pixel_shows_where_windows_start(n, starts):
    """The lesson counts positions by it before the learner writes the formula."""
    assert conv1d(np.arange(n), [1, 0, 0], stride=2).tolist() == starts


def test_loops_and_scipy_agree_to_the_last_digit_with_a_bias():
    """The cell prints True; running the lesson compares it with Keras."""
    for image, kernel in [(IMAGE, WEIGHTS), (BINARY, CROSS)]:
        loops = conv2d_loops(image, kernel, bias=-3)
        assert np.array_equal(loops, correlate2d(image, kernel, mode="valid") - 3)
        assert np.array_equal(loops, conv2d(image, kernel, bias=-3))
        assert not (2 * image % 1).any()  # whole numbers or halves: exact
        assert not (2 * kernel % 1).any()
    pixels, ninths = np.arange(25.0).reshape(5, 5), np.full((3, 3), 1 / 9)
    in_32_bits = correlate2d(pixels.astype("f4"), ninths.astype("f4"), "valid")  # as Keras computes
    assert not np.array_equal(correlate2d(pixels, ninths, "valid"), in_32_bits)


def test_a_kernel_of_15_by_15_takes_23_times_as_many_multiplications():
    """The lesson sets it against the clock: 25 times as many weights, but slightly fewer positions."""
    small, large = ((256 - k + 1) ** 2 * k**2 for k in (3, 15))
    assert round(large / small) == 23


def test_the_table_of_im2col_copies_pixels_and_the_view_does_not():
    """The lesson once said that nothing is copied, which is true of the view only."""
    windows = np.lib.stride_tricks.sliding_window_view(BINARY, CROSS.shape)
    table = windows.reshape(9, 9)
    assert np.shares_memory(windows, BINARY)
    assert not np.shares_memory(table, BINARY)
    assert (BINARY.size, table.size) == (25, 81)
    assert (table @ CROSS.ravel()).reshape(3, 3).tolist() == conv2d(BINARY, CROSS).tolist()


def test_bands_of_8_and_64_rows_are_the_quickest_in_the_saved_run():
    """After a run on a busy machine, the lesson once named bands that its own bars showed to be slow."""
    (shown,) = [
        output["data"]["text/plain"]
        for output in outputs(LESSONS["02_convolution_by_hand"])
        if "conv2d_in_bands on" in output.get("data", {}).get("text/plain", "")
    ]
    times = {int(rows): float(time) for rows, time in re.findall(r"(\d+) rows?, \S+ MB: (\S+) ms", shown)}
    assert set(times) == {1, 8, 64, 1022}
    assert set(sorted(times, key=times.get)[:2]) == {8, 64}
    text = " ".join(cell.source for cell in LESSONS["02_convolution_by_hand"].cells)
    assert "bands of 8 and of 64 rows are the quickest" in text


# --- what the checks demand of an answer -------------------------------------------------------------


def test_a_check_notices_who_does_the_work():
    """A learner who calls the course's own conv2d has written nothing, and the check says so."""
    assert finished_functions(conv2d) == ["conv2d"]
    assert finished_functions(lambda image, kernel: conv2d(image, kernel)) == ["conv2d"]
    assert finished_functions(lambda image, kernel: conv2d(image, kernel), allowed=("conv2d",)) == []
    assert finished_functions(np.flip) == []
    assert finished_functions(lambda kernel: np.flip(kernel), also=("flip",)) == ["flip"]


def test_a_function_of_the_learners_own_may_have_any_name():
    """A learner who calls a helper `correlate2d` has written it all the same."""
    space = {"np": np}
    exec(
        "def correlate2d(image, kernel):\n    return (image * kernel).sum()\n\n\n"
        "def mine(image, kernel):\n    return correlate2d(image, kernel)\n",
        space,
    )
    assert finished_functions(space["mine"]) == []


def test_the_right_number_in_brackets_is_right():
    """`conv2d` of one window gives [[916.]], and a learner may well paste that."""
    assert checks.window_sum([[916.0]]).status == "right"
    assert checks.window_sum([915]).status == "wrong"

"""The teacher's kit as data: votes, aims, exit tickets and paper tasks of each lesson.

A vote is a question of the lesson with answers to choose from. An aim names what shows that it is reached: an
exercise by its check, or the exit ticket. An exit ticket has new numbers, and its answer is computed.
"""

import math
from dataclasses import dataclass

import numpy as np

from helpers import conv2d, conv_parameters, dense_parameters, output_size, pool2d, receptive_field
from helpers.pictures import BINARY_IMAGE, BINARY_KERNEL, NINE_PIXELS, NINE_WEIGHTS
from helpers.shapes import Conv, Pool

TICKET = "ticket"  # in the place of an exercise: the exit ticket shows the aim


@dataclass(frozen=True)
class Kit:
    """What a teacher needs for one lesson besides the lesson itself.

    Attributes
    ----------
    votes : tuple of str
        Names of questions with answers to choose from.
    aims : tuple of (str, str)
        What learners can do afterwards, and the exercise that shows it.
    ticket : str
        The question on the exit ticket.
    answer : str
        Its answer.
    paper : str
        What to do with pencil and paper; "" where there is nothing.
    grids : tuple of (str, object)
        Captions and arrays for the paper task; a pair of numbers in the place of an array is an empty grid of
        so many rows and columns.
    """

    votes: tuple
    aims: tuple
    ticket: str
    answer: str
    paper: str = ""
    grids: tuple = ()


def _list(array):
    """Return a grid in one line: 1 2 / 3 4."""
    return " / ".join(" ".join(f"{value:g}".replace("-", "−") for value in row) for row in array)


WINDOW = np.array([[3, 1, 2], [0, 4, 1], [5, 2, 0]])
KERNEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
STEP = np.array([[0, 0, 8, 8, 8]] * 3)
MAP = np.array([[3, -1, 0, 2], [5, -4, 1, 7], [-2, -3, 6, 0], [-1, -5, 2, 4]])
ERRORS = np.array([[1, -2], [0, 3]])
IMAGE = np.array([[2, 1, 0], [0, 3, 1], [1, 0, 2]])
SIGNAL = np.array([2, 0, 3, 1, 4])

KITS = {
    "00": Kit(
        votes=("shift_enter", "after_restart"),
        aims=(("run a cell, and restart the kernel", TICKET), ("read what a check says", "first_answer")),
        ticket="You change a cell and do not run it. Which version does the kernel know?",
        answer="The one that was run last.",
    ),
    "01": Kit(
        votes=("far_apart", "after_the_shuffle", "dense_and_shuffled"),
        aims=(
            ("treat an image as a grid of numbers", "negative"),
            ("measure how alike neighbouring pixels are", "correlation"),
            ("say what a dense layer costs", "dense_weights"),
        ),
        ticket="A grey image of 20×30 pixels goes into a dense layer of 50 units. How many weights is that, "
        "without biases? And how many does one 3×3 kernel have?",
        answer=f"{dense_parameters(20 * 30, 50, bias=False):,} and 9.",
        paper="Draw a letter in the empty grid: write 0 for black and 9 for white. Then dictate your "
        "numbers, row "
        "by row, to somebody who does not see them.",
        grids=(("my letter", (7, 5)), ("what my neighbour dictates", (7, 5))),
    ),
    "02": Kit(
        votes=("above_255", "one_step_right", "keras_flip"),
        aims=(
            ("compute one window by hand", "window_sum"),
            ("count the positions of a window", "count_stops"),
            ("write a convolution in loops", "conv2d"),
        ),
        ticket=f"Window {_list(WINDOW)}, kernel {_list(KERNEL)}: what is the sum? And how large is the "
        "map of a "
        "3×3 window on 8×12 pixels?",
        answer=f"{int((WINDOW * KERNEL).sum())}; {output_size(8, 3)}×{output_size(12, 3)}.".replace("-", "−"),
        paper="Multiply each pixel by the weight on top of it, and write the nine products into the empty "
        "grid. Add "
        "them up. Then fill the feature map of the binary image: one sum for each position of the window.",
        grids=(
            ("pixels", NINE_PIXELS), ("weights", NINE_WEIGHTS), ("products", (3, 3)),
            ("binary image", BINARY_IMAGE), ("kernel", BINARY_KERNEL), ("feature map", (3, 3)),
        ),
    ),
    "03": Kit(
        votes=("line_across", "wall_against_crossing", "flat_teacher"),
        aims=(
            ("choose weights that find a line", "falling"),
            ("blur with a kernel made from one row", "gaussian"),
            ("say where a feature is, and how strongly", "match"),
        ),
        ticket=f"Every row of an image reads {_list(STEP[:1])}. What do the kernels for lines (−1 2 −1 in "
        "each row) "
        "and for edges (−1 0 1 in each row) give at the three positions?",
        answer=f"{_list(conv2d(STEP, np.array([[-1, 2, -1]] * 3)))} and "
        f"{_list(conv2d(STEP, np.array([[-1, 0, 1]] * 3)))}.",
        paper="The kernel has the same three weights in every row. Which kernel finds the line, and which "
        "one the "
        "edge? Fill in both maps.",
        grids=(
            ("image", STEP), ("kernel for lines", np.array([[-1, 2, -1]] * 3)), ("its map", (1, 3)),
            ("kernel for edges", np.array([[-1, 0, 1]] * 3)), ("its map", (1, 3)),
        ),
    ),
    "04": Kit(
        votes=("equal_use", "last_row", "odd_row"),
        aims=(
            ("work out an output size, floor included", "output_size"),
            ("choose stride and padding for a size", "stride_and_padding"),
            ("say how far a stack of layers sees", "strides"),
        ),
        ticket="30 pixels, a kernel of 4, stride 3, one cell of padding at each end: how many positions? And "
        "how far "
        "do two layers of 3×3 see, if the first one has stride 2?",
        answer=f"{output_size(30, 4, stride=3, padding=1)}; "
        f"{receptive_field([Conv(1, 3, stride=2), Conv(1, 3)])[0]} pixels along a side.",
        paper="Write into each cell how many 3×3 windows use that pixel: first without padding, then with "
        "one ring of "
        "zeros around the image.",
        grids=(("valid", (5, 5)), ("same", (5, 5))),
    ),
    "05": Kit(
        votes=("slope_at_minus_three", "negative_picture", "dead_unit"),
        aims=(
            ("apply ReLU, forward and backward", "relu_gradient"),
            ("show that two layers without it are one", "merge_kernels"),
            ("set a threshold with the bias", "threshold"),
        ),
        ticket="Only responses above 25 should get through ReLU. Which bias does that? And what does the "
        "backward "
        "pass send back where the sum was −3 and 7 arrives?",
        answer="−25; 0.",
        paper="Cross out everything that ReLU sets to 0. Then add a bias of −3 and do it again: how many "
        "cells are "
        "left each time?",
        grids=(("sums", MAP), ("after ReLU", (4, 4)), ("bias −3, then ReLU", (4, 4))),
    ),
    "06": Kit(
        votes=("negative_border", "moved_map", "quarter_turn"),
        aims=(
            ("pool by maximum and by mean", "pool2d"),
            ("work out the size after pooling", "three_pools"),
            ("say which shifts a pooled map tolerates", "two_shifts"),
        ),
        ticket=f"Max-pool {_list(MAP)} with windows of 2 and stride 2. And how many rows are left of 15 "
        "with windows of 2, stride 2 and no padding?",
        answer=f"{_list(pool2d(MAP, 2))}; {output_size(15, 2, stride=2)}.",
        paper="Pool the map with windows of 2 and stride 2: the maximum of each block, then the mean.",
        grids=(("map", MAP), ("maximum", (2, 2)), ("mean", (2, 2))),
    ),
    "07": Kit(
        votes=("colour_filter", "how_many_biases", "shuffled_bets"),
        aims=(
            ("compute what one filter makes of several channels", "channel_sum"),
            ("convolve a volume with several filters", "conv_volume"),
            ("count parameters and work", "layer_parameters"),
        ),
        ticket="Eight filters of 3×3 slide over a volume with 5 channels. How many parameters do they "
        "have, and how "
        "many maps come out?",
        answer=f"{conv_parameters(3, 5, 8)} with the eight biases; 8 maps.",
        paper="One filter has a slice for each channel. Multiply each channel by its slice, write down "
        "the three sums, "
        "and add them.",
        grids=(
            ("red", np.array([[3, 1], [0, 2]])), ("its slice", np.array([[1, 0], [0, 1]])),
            ("green", np.array([[1, 4], [2, 0]])), ("its slice", np.array([[0, 1], [1, 0]])),
            ("blue", np.array([[0, 2], [5, 1]])), ("its slice", np.array([[-1, 0], [0, 1]])),
            ("three sums", (1, 3)), ("one number", (1, 1)),
        ),
    ),
    "08": Kit(
        votes=("kernel_shape", "which_labels", "which_fifth"),
        aims=(
            ("predict every line of a summary", "summary"),
            ("repair a network that does not fit", "repaired"),
            ("run a network without Keras", "forward"),
        ),
        ticket="Conv2D(16, 3) gets 20×20×3, then MaxPooling2D(2) and Flatten follow. Which shapes come "
        "out, and how "
        "many parameters does the first layer have?",
        answer=f"18×18×16, 9×9×16, 1,296; {conv_parameters(3, 3, 16)}.",
        paper="Fill in the summary before Keras does: the shape that leaves each layer, and its "
        "parameters. The input is "
        "28×28×1. The layers: Conv2D(64, 3), MaxPooling2D(2), Conv2D(64, 3), MaxPooling2D(2), Flatten, "
        "Dense(128), "
        "Dense(10).",
        grids=(("rows, columns, channels, parameters", (7, 4)),),
    ),
    "09": Kit(
        votes=("which_loss", "overfitting", "evaluate_epochs"),
        aims=(
            ("prepare images for a network", "prepare"),
            ("read a confusion matrix", "most_confused"),
            ("say how far an accuracy can be trusted", "accuracy_interval"),
        ),
        ticket="An untrained network has 4 classes: what is its first loss? A trained one classifies 80 "
        "of 100 "
        "images correctly: between which two numbers is its accuracy, give or take two standard errors?",
        answer=f"ln 4 = {math.log(4):.2f}; 0.72 to 0.88.",
        paper="Before you train: which two garments will the network mix up? Write down three pairs, and "
        "how often out "
        "of 1,000. Compare with the confusion matrix.",
        grids=(("my three pairs, and how often", (3, 3)),),
    ),
    "10": Kit(
        votes=("stuck_loss", "overlapping_ranges", "shuffled_pixels"),
        aims=(
            ("take one step with momentum", "momentum_step"),
            ("stop a training in time", "choose_epoch"),
            ("compare two networks fairly", TICKET),
        ),
        ticket="A weight is 3 and its slope is 4. Where is it after one step with a rate of 0.5? And over "
        "five seeds, a "
        "change gains +0.006, with an interval from +0.001 to +0.011: is the gain real?",
        answer=f"{3 - 0.5 * 4:g}; the interval does not contain 0, so chance alone is a poor explanation.",
        paper="The loss is half of the weight's square, so the slope is the weight itself. Take five "
        "steps with each rate, "
        "beginning at 8. Which rate arrives, which one swings, and which one flies away?",
        grids=(("rate 0.5", (1, 6)), ("rate 2", (1, 6)), ("rate 2.5", (1, 6))),
    ),
    "11": Kit(
        votes=("smallest_step", "through_relu", "through_pool"),
        aims=(
            ("find the slopes of a kernel by hand", "gradient_by_hand"),
            ("send a gradient back to the image", "input_gradient"),
            ("take a training step", "training_step"),
        ),
        ticket=f"The image is {_list(IMAGE)}, the upstream gradient {_list(ERRORS)}. What is the slope of "
        "the kernel's top "
        "left weight, and that of the bias?",
        answer=f"{int(conv2d(IMAGE, ERRORS)[0, 0])}; {int(ERRORS.sum())}.".replace("-", "−"),
        paper="Slide the upstream gradient over the image as if it were a kernel: the four sums are the "
        "slopes of the four "
        "weights.",
        grids=(("image", IMAGE), ("upstream gradient", ERRORS), ("slopes", (2, 2))),
    ),
    "12": Kit(
        votes=("untrained_maps", "same_after_random", "shifted_accuracy"),
        aims=(
            ("trace what one cell sees", "receptive_field"),
            ("find the pixels behind a response", "patch"),
            ("test a heat map before believing it", "fair_test"),
        ),
        ticket="A 5×5 convolution, then 2×2 pooling with stride 2, then a 3×3 convolution: how many "
        "pixels along a side "
        "does one cell see? And what does it mean if a heat map looks the same with random weights?",
        answer=f"{receptive_field([Conv(1, 5), Pool(2), Conv(1, 3)])[0]}; it shows the image, and not "
        "what was learned.",
        paper="Trace one cell back through four layers: conv 3×3, pool 2×2, conv 3×3, pool 2×2. Mark the "
        "pixels that it sees "
        "in a row of ten.",
        grids=(("after the second pooling", (1, 1)), ("before it", (1, 2)), ("before conv 2", (1, 4)),
               ("before the first pooling", (1, 8)), ("pixels", (1, 10))),
    ),
    "13": Kit(
        votes=("alone_or_in_company", "place_after_pooling", "why_random_features"),
        aims=(
            ("count what a separable convolution saves", "separable"),
            ("normalise a batch by hand", "batch_norm"),
            ("say what a skip connection does to a gradient", "chain_slope"),
        ),
        ticket="A 3×3 convolution from 16 to 32 channels: how many weights does it have without biases, "
        "and how "
        "many does the separable one have?",
        answer=f"{conv_parameters(3, 16, 32, bias=False):,} and {9 * 16 + 16 * 32}.",
        paper="Four layers multiply a gradient by 0.5 each. Write down what is left after each of them, "
        "without and with skip "
        "connections (then the factor is 1 + 0.5).",
        grids=(("without", (1, 4)), ("with", (1, 4))),
    ),
    "14": Kit(
        votes=("which_axis", "words_alone", "new_place"),
        aims=(
            ("write a layer that does not see the future", "causal"),
            ("plan a dilated stack", "sees_64"),
            ("say which part of a network copes with new places", TICKET),
        ),
        ticket=f"The signal is {' '.join(map(str, SIGNAL))}, the kernel 1 2, causal: what is the third "
        "number? And how many "
        "steps do layers of two weights with dilations 1, 2, 4 see together?",
        answer=f"{int(SIGNAL[1] + 2 * SIGNAL[2])}; {1 + 1 + 2 + 4}.",
        paper="Fill in the output of a causal layer with the weights 1 and 2: the last weight is on the "
        "step itself, and "
        "there are zeros before the signal.",
        grids=(("signal", SIGNAL[None]), ("output", (1, 5))),
    ),
}  # fmt: skip

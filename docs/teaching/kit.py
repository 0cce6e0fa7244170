"""The teacher's kit as data: votes, aims, exit tickets and paper tasks of each lesson.

A vote is a question of the lesson with answers to choose from. An aim names what shows that it is reached: an
exercise by its check, or the exit ticket. An exit ticket has other numbers than the paper task above it on
the worksheet, and the answers of both are computed.
"""

import math
from dataclasses import dataclass

import numpy as np

from helpers import (
    conv2d,
    conv_parameters,
    dense_parameters,
    output_size,
    pool2d,
    receptive_field,
    relu,
    trace,
)
from helpers.pictures import BINARY_IMAGE, BINARY_KERNEL, GREY_PICTURE, NINE_WEIGHTS
from helpers.shapes import Conv, Dense, Flatten, Pool, pixel_uses

TICKET = "ticket"  # in place of an exercise: the exit ticket shows the aim


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
        Captions and arrays for the paper task; a pair of numbers in place of an array is an empty grid with
        that many rows and columns, and an empty pair begins a new line.
    solution : str
        What is right on paper.
    beside : tuple of (str, str, object)
        Votes that need a grid next to them: name, caption, array.
    """

    votes: tuple
    aims: tuple
    ticket: str
    answer: str
    paper: str = ""
    grids: tuple = ()
    solution: str = ""
    beside: tuple = ()


def in_line(array):
    """Return a grid, or a row, in one line: 1 2 / 3 4."""
    rows = np.atleast_2d(array)
    return " / ".join(" ".join(f"{value + 0:.6g}".replace("-", "−") for value in row) for row in rows)


def descent(rate, *, weight=8, steps=5):
    """Return the weights of a descent whose slope is the weight itself, the first one included."""
    return [weight * (1 - rate) ** step for step in range(steps + 1)]


def layer_line(row):
    """Return what a layer of a summary gives: its shape and its parameters."""
    return f"{'×'.join(f'{size:,}' for size in row.shape)}, {row.parameters:,}"


WINDOW = np.array([[3, 1, 2], [0, 4, 1], [5, 2, 0]])
KERNEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
STEP, THIN = np.array([[0, 0, 8, 8, 8]] * 3), np.array([[0, 0, 6, 0, 0]] * 3)
ONE_DOWN = GREY_PICTURE[1:4, :3]  # the votes of lesson 02 give away the sum of the window above
WIDE = np.array([[0, 4, 4, 4, 0]] * 3)
LINES, EDGES = np.array([[-1, 2, -1]] * 3), np.array([[-1, 0, 1]] * 3)
MAP = np.array([[3, -1, 0, 2], [5, -4, 1, 7], [-2, -3, 6, 0], [-1, -5, 2, 4]])
OTHER_MAP = np.array([[4, 0, 1, 3], [-2, 6, 5, 0], [1, -3, 0, 2], [7, 2, -1, 8]])
COLOURS = np.array([[[3, 1], [0, 2]], [[1, 4], [2, 0]], [[0, 2], [5, 1]]])
SLICES = np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[-1, 0], [0, 1]]])
COLOUR_SUMS = (COLOURS * SLICES).sum(axis=(1, 2))
ERRORS, OTHER_ERRORS = np.array([[1, -2], [0, 3]]), np.array([[2, 0], [-1, 1]])
IMAGE = np.array([[2, 1, 0], [0, 3, 1], [1, 0, 2]])
OTHER_IMAGE = np.array([[1, 0, 2], [3, 1, 0], [0, 2, 1]])
SIGNAL, OTHER_SIGNAL = np.array([2, 0, 3, 1, 4]), np.array([1, 3, 0, 2, 5])
CAUSAL = np.array([0, *SIGNAL[:-1]]) + 2 * SIGNAL
VALID_USES, SAME_USES = (
    np.outer(uses, uses) for uses in (pixel_uses(5, 3), pixel_uses(5, 3, padding="same"))
)
COURSE_NETWORK = trace([Conv(64), Pool(), Conv(64), Pool(), Flatten(), Dense(128), Dense(10)], (28, 28, 1))

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
        solution="Compare the two grids: the numbers alone have carried the letter.",
    ),
    "02": Kit(
        votes=("above_255", "one_step_right", "keras_flip"),
        aims=(
            ("compute one window by hand", "window_sum"),
            ("count the positions of a window", "count_stops"),
            ("write a convolution in loops", "conv2d"),
        ),
        ticket=f"Window {in_line(WINDOW)}, kernel {in_line(KERNEL)}: what is the sum? And how large is the "
        "map of a "
        "3×3 window on 8×12 pixels?",
        answer=f"{int((WINDOW * KERNEL).sum())}; {output_size(8, 3)}×{output_size(12, 3)}.".replace("-", "−"),
        paper="Now the window is one step down from where it began. Multiply each pixel by the weight on top "
        "of it, and write the nine products into the empty grid. Add them up. Then fill the feature map of "
        "the binary image: one sum for each position of the window.",
        grids=(
            ("pixels", ONE_DOWN), ("weights", NINE_WEIGHTS), ("products", (3, 3)), ("", ()),
            ("binary image", BINARY_IMAGE), ("kernel", BINARY_KERNEL), ("feature map", (3, 3)),
        ),
        solution=f"Products {in_line(ONE_DOWN * NINE_WEIGHTS)}; together "
        f"{in_line((ONE_DOWN * NINE_WEIGHTS).sum())}. Feature map "
        f"{in_line(conv2d(BINARY_IMAGE, BINARY_KERNEL))}.",
        beside=(("one_step_right", "the weights", NINE_WEIGHTS),),
    ),
    "03": Kit(
        votes=("line_across", "wall_against_crossing", "flat_teacher"),
        aims=(
            ("choose weights that find a line", "falling"),
            ("blur with a kernel made from one row", "gaussian"),
            ("say where a feature is, and how strongly", "match"),
        ),
        ticket=f"Every row of an image reads {in_line(WIDE[0])}. What does a kernel with −1 2 −1 in each row "
        "give at the three positions? And one with −1 0 1 in each row?",
        answer=f"{in_line(conv2d(WIDE, LINES))} and {in_line(conv2d(WIDE, EDGES))}.",
        paper="Each kernel has the same three weights in every row. Fill in the four maps. Which kernel "
        "finds lines, and which one finds edges?",
        grids=(
            ("image 1", STEP), ("image 2", THIN), ("", ()),
            ("kernel A", LINES), ("A's map 1", (1, 3)), ("A's map 2", (1, 3)), ("", ()),
            ("kernel B", EDGES), ("B's map 1", (1, 3)), ("B's map 2", (1, 3)),
        ),
        solution=f"Kernel A: {in_line(conv2d(STEP, LINES))}, then {in_line(conv2d(THIN, LINES))}. It finds "
        f"lines: the line of image 2 gives its largest number. Kernel B: {in_line(conv2d(STEP, EDGES))}, "
        f"then {in_line(conv2d(THIN, EDGES))}. It finds edges: at the centre of the line it gives 0.",
        beside=(("line_across", "the kernel for vertical lines", LINES),),
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
        solution=f"Without padding {in_line(VALID_USES[:3])}, and the last two rows like the first two. "
        f"With zeros {in_line(SAME_USES[:2])}, three rows like the second one, and the "
        "last like the first.",
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
        solution=f"{in_line(relu(MAP))}: {(MAP > 0).sum()} cells are left. With the bias "
        f"{in_line(relu(MAP - 3))}: {(MAP > 3).sum()}.",
    ),
    "06": Kit(
        votes=("negative_border", "moved_map", "quarter_turn"),
        aims=(
            ("pool by maximum and by mean", "pool2d"),
            ("work out the size after pooling", "three_pools"),
            ("say which shifts a pooled map tolerates", "two_shifts"),
        ),
        ticket=f"Max-pool {in_line(OTHER_MAP)} with windows of 2 and stride 2. And how many rows are left "
        "of 15 with windows of 2, stride 2 and no padding?",
        answer=f"{in_line(pool2d(OTHER_MAP, 2))}; {output_size(15, 2, stride=2)}.",
        paper="Pool the map with windows of 2 and stride 2: the maximum of each block, then the mean.",
        grids=(("map", MAP), ("maximum", (2, 2)), ("mean", (2, 2))),
        solution=f"Maximum {in_line(pool2d(MAP, 2))}; mean {in_line(pool2d(MAP, 2, mode='average'))}.",
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
            ("red", COLOURS[0]), ("its slice", SLICES[0]),
            ("green", COLOURS[1]), ("its slice", SLICES[1]),
            ("blue", COLOURS[2]), ("its slice", SLICES[2]),
            ("three sums", (1, 3)), ("one number", (1, 1)),
        ),
        solution=f"{in_line(COLOUR_SUMS)}; together {COLOUR_SUMS.sum()}.",
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
        solution=f"Shape and parameters, layer by layer: {'; '.join(map(layer_line, COURSE_NETWORK))}.",
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
        solution="The confusion matrix of your own training shows it. More than half of the mistakes are "
        "among T-shirt, pullover, dress, coat and shirt.",
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
        solution=f"0.5 arrives: {in_line(descent(0.5))}. 2 swings: {in_line(descent(2))}. 2.5 flies away: "
        f"{in_line(descent(2.5))}.",
    ),
    "11": Kit(
        votes=("smallest_step", "through_relu", "through_pool"),
        aims=(
            ("find the slopes of a kernel by hand", "gradient_by_hand"),
            ("send a gradient back to the image", "input_gradient"),
            ("take a training step", "training_step"),
        ),
        ticket=f"The image is {in_line(OTHER_IMAGE)}, the upstream gradient {in_line(OTHER_ERRORS)}. What "
        "is the slope of the kernel's top left weight, and that of the bias?",
        answer=f"{conv2d(OTHER_IMAGE, OTHER_ERRORS)[0, 0]:g}; {OTHER_ERRORS.sum()}.",
        paper="Slide the upstream gradient over the image as if it were a kernel: the four sums are the "
        "slopes of the four "
        "weights.",
        grids=(("image", IMAGE), ("upstream gradient", ERRORS), ("slopes", (2, 2))),
        solution=f"{in_line(conv2d(IMAGE, ERRORS))}.",
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
        grids=(("after the second pooling layer", (1, 1)), ("before it", (1, 2)), ("before conv 2", (1, 4)),
               ("before the first pooling layer", (1, 8)), ("pixels", (1, 10))),
        solution=f"1, 2, 4, 8, {receptive_field([Conv(1), Pool()] * 2)[0]}: it sees all of them.",
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
        solution=f"Without {in_line(0.5 ** np.arange(1, 5))}; with {in_line(1.5 ** np.arange(1, 5))}.",
    ),
    "14": Kit(
        votes=("which_axis", "words_alone", "new_place"),
        aims=(
            ("write a layer that doesn't see the future", "causal"),
            ("plan a dilated stack", "sees_64"),
            ("say which part of a network copes with new places", TICKET),
        ),
        ticket=f"The signal is {in_line(OTHER_SIGNAL)}, the kernel 1 2, causal: what is the third "
        "number? And how many "
        "steps do layers of two weights with dilations 1, 2, 4 see together?",
        answer=f"{int(OTHER_SIGNAL[1] + 2 * OTHER_SIGNAL[2])}; {1 + 1 + 2 + 4}.",
        paper="Fill in the output of a causal layer with the weights 1 and 2: the last weight is on the "
        "step itself, and "
        "there are zeros before the signal.",
        grids=(("signal", SIGNAL[None]), ("output", (1, 5))),
        solution=f"{in_line(CAUSAL)}.",
    ),
}  # fmt: skip

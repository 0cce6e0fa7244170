"""Lesson 11, gradients and training by hand: exercises and questions."""

import numpy as np

from helpers import conv2d, conv_parameters, flip, relu
from helpers.checks import running
from helpers.checks.exercise import (
    AnotherForm,
    Case,
    Exercise,
    Mistake,
    numbers,
    only_part,
    same,
    same_numbers,
)
from helpers.checks.questions import Choice, Choices, Number
from helpers.gradients import (
    bias_gradient,
    finite_differences,
    input_gradient,
    kernel_gradient,
    spread_out,
)

# --- gradient_by_hand: four slopes -------------------------------------------------------------------

ANOTHER_IMAGE = np.array([[2, 0, 1], [1, 3, 0], [0, 1, 4]])
ANOTHER_UPSTREAM = np.array([[0, 1], [-2, 1]])
BY_HAND = kernel_gradient(ANOTHER_IMAGE, ANOTHER_UPSTREAM)


def _some_are_right(case, given):
    return given.shape == BY_HAND.shape and bool((given == BY_HAND).any())


def _are_moved(case, given):
    return given.shape == BY_HAND.shape and sorted(given.flat) == sorted(BY_HAND.flat)


def _is_one_product_each(case, given):
    blocks = [ANOTHER_IMAGE[r : r + 2, c : c + 2] * ANOTHER_UPSTREAM for r, c in np.ndindex(2, 2)]
    return any(np.array_equal(given, block) for block in blocks)


GRADIENT_BY_HAND = Exercise(
    name="gradient_by_hand",
    title="A gradient by hand",
    answer="my_gradient",
    reference=lambda: BY_HAND,
    read=numbers,
    minutes=8,
    right="Each slope is a sum of four products: the pixels that the weight meets, times the upstream "
    "gradient.",
    hints=(
        "Begin with the weight in the top left corner. At the four positions of the kernel it meets the "
        "pixels 2, 0, 1 and 3.",
        "Multiply each of the four by the upstream number of its position and add: "
        "2 · 0 + 0 · 1 + 1 · (−2) + …",
        "The weight to its right meets the block one column further right: 0, 1, 3, 0. The solution is in "
        "notebooks/solutions/11_gradient_by_hand.py.",
    ),
    mistakes=(
        Mistake(
            "all signs are reversed",
            "That is the direction of a step down. The exercise asks for the slopes themselves.",
            wrong=lambda: -BY_HAND,
        ),
        Mistake(
            "all four are twice as large as they should be",
            "The half in the loss cancels the 2 that comes from squaring, so nothing is doubled: each slope "
            "is pixels times upstream, added up.",
            wrong=lambda: 2 * BY_HAND,
        ),
        Mistake(
            "the upstream gradient is left out",
            "You added up the pixels that each weight meets. Multiply each pixel by the upstream number of "
            "its position first.",
            wrong=lambda: conv2d(ANOTHER_IMAGE, np.ones((2, 2), int)),
        ),
        Mistake(
            "the upstream gradient is flipped",
            "The kernel's gradient needs no flip: place the upstream gradient on the image as it is.",
            wrong=lambda: conv2d(ANOTHER_IMAGE, flip(ANOTHER_UPSTREAM)),
        ),
        Mistake(
            "the upstream gradient is transposed",
            "The upper row of the upstream gradient, 0 and 1, belongs to the two upper positions of the "
            "kernel.",
            wrong=lambda: conv2d(ANOTHER_IMAGE, ANOTHER_UPSTREAM.T),
        ),
        Mistake(
            "the result is transposed",
            "The rows and columns of your result have changed places.",
            wrong=lambda: BY_HAND.T,
        ),
        Mistake(
            "the mean instead of the sum",
            "A weight reaches the loss along four paths. Add them, and don't divide by four.",
            wrong=lambda: BY_HAND / 4,
        ),
        Mistake(
            "there are not two rows of two slopes",
            "Each of the four weights has one slope: two rows, two columns.",
            sees=lambda case, given: given.shape != (2, 2),
        ),
        Mistake(
            "the four slopes are right, their places are not",
            "Each slope belongs where its weight is: the upper left weight meets the upper left pixels.",
            sees=_are_moved,
        ),
        Mistake(
            "some of the four are right, not all",
            "Write down the four products of each weight again, including the signs.",
            sees=_some_are_right,
        ),
        Mistake(
            "the upstream gradient itself is given",
            "Those are the slopes of the outputs. For each weight, multiply them by its four pixels, and "
            "add.",
            wrong=lambda: ANOTHER_UPSTREAM,
        ),
        Mistake(
            "a matrix product of one block of pixels",
            "You multiplied rows by columns. Each weight meets four pixels: multiply each by the upstream "
            "number of its position, and add.",
            wrong=lambda: ANOTHER_IMAGE[:2, :2] @ ANOTHER_UPSTREAM,
        ),
        Mistake(
            "one product for each weight",
            "You multiplied the upstream gradient by one block of pixels. A weight meets four pixels, one at "
            "each position of the kernel: add four products for each weight.",
            sees=_is_one_product_each,
        ),
        Mistake(
            "the signs of the lower row are swapped",
            "The lower row of the upstream gradient is −2 and 1. You used 2 and −1.",
            wrong=lambda: conv2d(ANOTHER_IMAGE, ANOTHER_UPSTREAM * [[1], [-1]]),
        ),
        Mistake(
            "the upstream gradient is upside down",
            "Its upper row, 0 and 1, belongs to the two upper positions of the kernel.",
            wrong=lambda: conv2d(ANOTHER_IMAGE, ANOTHER_UPSTREAM[::-1]),
        ),
        Mistake(
            "left and right of the upstream gradient are swapped",
            "Its left column, 0 and −2, belongs to the two positions on the left.",
            wrong=lambda: conv2d(ANOTHER_IMAGE, ANOTHER_UPSTREAM[:, ::-1]),
        ),
    ),
)


# --- input_gradient: back to the image ---------------------------------------------------------------


def _overwritten(kernel, upstream):
    back = np.zeros(np.add(kernel.shape, upstream.shape) - 1)
    rows, columns = kernel.shape
    for r, c in np.ndindex(upstream.shape):
        back[r : r + rows, c : c + columns] = upstream[r, c] * kernel
    return back


def _cut_off_shares(kernel, upstream):
    back = np.zeros(np.add(kernel.shape, upstream.shape) - 1, dtype=int)
    rows, columns = kernel.shape
    for r, c in np.ndindex(upstream.shape):
        back[r : r + rows, c : c + columns] += (upstream[r, c] * kernel).astype(int)
    return back


def _in_8_bits(kernel, upstream):
    back = np.zeros(np.add(kernel.shape, upstream.shape) - 1)
    rows, columns = kernel.shape
    for r, c in np.ndindex(upstream.shape):
        back[r : r + rows, c : c + columns] += np.trunc(upstream[r, c] * kernel)
    return back % 256


def _in_a_square(kernel, upstream):
    back = np.zeros((len(kernel) + len(upstream) - 1,) * 2)
    for r, c in np.ndindex(upstream.shape):
        back[r : r + len(kernel), c : c + len(kernel)] += upstream[r, c] * kernel
    return back


def _last_output_only(kernel, upstream):
    last = np.zeros(upstream.shape)
    last[-1, -1] = upstream[-1, -1]
    return input_gradient(kernel, last)


def _in_the_type_of_the_kernel(kernel, upstream):
    back = np.zeros(np.add(kernel.shape, upstream.shape) - 1, dtype=kernel.dtype)
    rows, columns = kernel.shape
    for row, column in np.ndindex(*upstream.shape):
        window = back[row : row + rows, column : column + columns]
        window[:] = window + upstream[row, column] * kernel
    return back


def _in_the_sizes_of_the_example(kernel, upstream):
    back = np.zeros((3, 3))
    for row, column in np.ndindex(2, 2):
        back[row : row + 2, column : column + 2] += upstream[row, column] * kernel
    return back


def _of_some_outputs(kernel, upstream, some):
    sent = np.zeros(upstream.shape)
    sent[some] = upstream[some]
    return input_gradient(kernel, sent)


INPUT_GRADIENT = Exercise(
    name="input_gradient",
    title="The gradient of the input",
    answer="my_input_gradient(kernel, upstream)",
    reference=input_gradient,
    read=numbers,
    minutes=12,
    right="This is the convolution of mathematics: flipped kernel, full padding. It passes the gradient on "
    "to the layer before.",
    hints=(
        "Every output sends its upstream number back to the pixels of its window, times the weights on them. "
        "Where windows overlap, the shares are added.",
        "With loops: start from a grid of zeros. It has the rows of upstream plus the rows of the kernel, "
        "minus 1, and likewise for the columns. For each output, add `upstream[r, c] * kernel` there.",
        "With `conv2d`: upstream takes the place of the image, the kernel is flipped, the padding full. The "
        "solution is in notebooks/solutions/11_input_gradient.py.",
    ),
    mistakes=(
        Mistake(
            "the kernel is not flipped",
            "The output above and to the left of a pixel reaches it through the bottom right weight. So seen "
            "from the pixel, the kernel is rotated by half a turn.",
            wrong=lambda kernel, upstream: conv2d(upstream, kernel, padding="full"),
        ),
        Mistake(
            "flipped top to bottom only",
            "Half a turn reverses the columns too.",
            wrong=lambda kernel, upstream: conv2d(upstream, kernel[::-1], padding="full"),
        ),
        Mistake(
            "flipped left to right only",
            "Half a turn reverses the rows too.",
            wrong=lambda kernel, upstream: conv2d(upstream, kernel[:, ::-1], padding="full"),
        ),
        Mistake(
            "transposed instead of flipped",
            "You swapped the kernel's rows and columns. Half a turn reverses both instead: `[::-1, ::-1]`.",
            wrong=lambda kernel, upstream: conv2d(upstream, kernel.T, padding="full"),
        ),
        Mistake(
            "the whole result is upside down",
            "Your result is the right one, rotated by half a turn. That happens if you flip upstream "
            "instead of the kernel.",
            wrong=lambda kernel, upstream: flip(input_gradient(kernel, upstream)),
        ),
        Mistake(
            "both are flipped, or have changed places",
            "Flip the kernel alone, and let it slide over upstream.",
            wrong=lambda kernel, upstream: conv2d(flip(upstream), flip(kernel), padding="full"),
        ),
        Mistake(
            "valid padding",
            "Even the pixel in the corner was used by one output. Without padding it gets no slope: the "
            "result must be as large as the image.",
            wrong=lambda kernel, upstream: conv2d(upstream, flip(kernel)),
        ),
        Mistake(
            "same padding",
            "The image has more rows than the output: the kernel's rows minus 1 more. The same is true of "
            "the columns. The image's gradient has the size of the image.",
            wrong=lambda kernel, upstream: conv2d(upstream, flip(kernel), padding="same"),
        ),
        Mistake(
            "one ring of padding for every kernel",
            "A 2×2 kernel needs one ring of zeros. For other kernels, full padding is the kernel's rows "
            "minus 1 and its columns minus 1.",
            wrong=lambda kernel, upstream: conv2d(upstream, flip(kernel), padding=1),
        ),
        Mistake(
            "later shares overwrite earlier ones",
            "A pixel belongs to several windows. Add each share to what is there: `+=`.",
            wrong=_overwritten,
        ),
        Mistake(
            "the weights are left out",
            "A pixel under a large weight moves the output more, so it gets a larger slope.",
            wrong=lambda kernel, upstream: conv2d(upstream, np.ones(kernel.shape, int), padding="full"),
        ),
        Mistake(
            "decimals are cut off",
            "Where the kernel contains whole numbers, so does your result, and what comes after the decimal "
            "point is lost. `np.zeros(…)` makes a grid for decimals, unless you choose another type.",
            wrong=_in_the_type_of_the_kernel,
        ),
        Mistake(
            "decimals are cut off",
            "Your result contains only whole numbers. `np.zeros(…)` makes a grid for decimals too, unless "
            "you ask it for `int`.",
            wrong=_cut_off_shares,
        ),
        Mistake(
            "8 bits are too few",
            "Your result wraps around at 256, as `uint8` does, and cannot hold numbers below 0.",
            wrong=lambda kernel, upstream: np.trunc(input_gradient(kernel, upstream)) % 256,
        ),
        Mistake(
            "8 bits are too few",
            "Your result wraps around at 256, as `uint8` does, and cannot hold numbers below 0.",
            wrong=_in_8_bits,
        ),
        Mistake(
            "the upstream gradient is left out",
            "Each output adds its share: the weights times *its* upstream number.",
            wrong=lambda kernel, upstream: input_gradient(kernel, np.ones(upstream.shape, int)),
        ),
        Mistake(
            "upstream is transposed",
            "Its rows and columns have changed places. Take it as it is, and flip the kernel.",
            wrong=lambda kernel, upstream: conv2d(upstream.T, flip(kernel), padding="full"),
        ),
        Mistake(
            "a quarter turn",
            "The kernel is turned by a quarter of a circle. Turn it by half: reverse its rows and its "
            "columns.",
            wrong=lambda kernel, upstream: conv2d(upstream, np.rot90(kernel), padding="full"),
        ),
        Mistake(
            "a quarter turn",
            "The kernel is turned by a quarter of a circle. Turn it by half: reverse its rows and its "
            "columns.",
            wrong=lambda kernel, upstream: conv2d(upstream, np.rot90(kernel, -1), padding="full"),
        ),
        Mistake(
            "the windows are side by side",
            "You put the share of each output next to the others. Windows overlap: where they do, add the "
            "shares.",
            wrong=lambda kernel, upstream: np.kron(upstream, kernel),
        ),
        Mistake(
            "it stops with ValueError",
            "Are the sizes of the lesson's example built in, 3×3 for the image and 2×2 for the kernel? Take "
            "them from `kernel.shape` and `upstream.shape`.",
            wrong=_in_the_sizes_of_the_example,
        ),
        Mistake(
            "it stops with ValueError",
            "It is right for a square kernel and a square upstream gradient, and these are not. Take rows "
            "and columns from each shape.",
            wrong=_in_a_square,
        ),
        Mistake(
            "only the last output counts",
            "You make a new grid of zeros for each output. Make it once, before the loop.",
            wrong=_last_output_only,
        ),
        Mistake(
            "it returns too early",
            "Only the first output has sent its share back. Is the line with `return` inside the loop?",
            wrong=lambda kernel, upstream: _of_some_outputs(kernel, upstream, np.s_[:1, :1]),
        ),
        Mistake(
            "it returns too early",
            "Only the first row of outputs has sent its shares back. Is the line with `return` inside the "
            "loop?",
            wrong=lambda kernel, upstream: _of_some_outputs(kernel, upstream, np.s_[:1]),
        ),
        Mistake(
            "the last row and column of upstream are left out",
            "Every output sends its share back, the last ones too: `range(rows)` already ends at rows − 1.",
            wrong=lambda kernel, upstream: _of_some_outputs(kernel, upstream, np.s_[:-1, :-1]),
        ),
    ),
    cases=(
        Case({"kernel": np.array([[1, 0], [-1, 2]]), "upstream": np.array([[1, -1], [0, 2]])}),
        Case({"kernel": np.array([[1, 2, -3]]), "upstream": np.array([[2, 0, 1], [-1, 4, 5]])}),
        Case({"kernel": np.array([[0.5, 2], [-1, 3], [4, 0]]), "upstream": np.array([[1.5, -2], [0, 1]])}),
        Case({"kernel": np.arange(9).reshape(3, 3) - 3, "upstream": np.arange(20).reshape(4, 5) % 7 - 3}),
        # A grid made for the whole numbers of the kernel cannot hold these.
        Case({"kernel": np.array([[3, -1]]), "upstream": np.array([[0.5, 1.25], [-2.5, 0.75]])}),
        Case({"kernel": np.array([[0.5, -1.25]]), "upstream": np.array([[3, 1], [-2, 5]])}),
    ),
)


# --- training_step: kernel and bias one step down ----------------------------------------------------


def _stepper(
    *, sign=-1, rate_counts=True, kernel_moves=True, bias_moves=True, mean=False, factor=1, with_bias=True
):
    """Return a training step, right or with one thing wrong."""

    def step(image, kernel, bias, target, rate):
        upstream = factor * (conv2d(image, kernel, bias if with_bias else 0) - target)
        upstream = upstream / upstream.size if mean else upstream
        rate = rate if rate_counts else 1
        new_kernel = kernel + sign * rate * kernel_gradient(image, upstream) * kernel_moves
        return new_kernel, bias + sign * rate * bias_gradient(upstream) * bias_moves

    return step


def _bias_after_the_kernel(image, kernel, bias, target, rate):
    kernel = kernel - rate * kernel_gradient(image, conv2d(image, kernel, bias) - target)
    return kernel, bias - rate * bias_gradient(conv2d(image, kernel, bias) - target)


def _slopes_only(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel_gradient(image, upstream), bias_gradient(upstream)


def _with_whole_slopes(image, kernel, bias, target, rate):
    slopes, of_bias = _slopes_only(image, kernel, bias, target, rate)
    return kernel - rate * np.trunc(slopes), bias - rate * of_bias


def _losses_as_upstream(image, kernel, bias, target, rate):
    upstream = (conv2d(image, kernel, bias) - target) ** 2 / 2
    return kernel - rate * kernel_gradient(image, upstream), bias - rate * bias_gradient(upstream)


def _in_place(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    kernel -= rate * kernel_gradient(image, upstream)
    return kernel, bias - rate * bias_gradient(upstream)


def _bias_moves_as_a_grid(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * kernel_gradient(image, upstream), bias - rate * upstream


def _kernel_and_bias(value):
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise AnotherForm("not a pair. Return both: `return new_kernel, new_bias`")
    kernel, bias = (numbers(part) for part in value)
    return kernel, bias.reshape(()) if bias.size == 1 else bias


STEP_INPUTS = {
    "image": np.array([[1, 2, 0], [0, 1, 3], [2, 1, 1]]),
    "kernel": np.array([[1, 0], [-1, 2]]),
    "bias": 1,
    "target": np.array([[3, 9], [1, 1]]),
}


def _with_upstream(change):
    """Make a wrong step that changes the errors before it sends them back."""

    def step(image, kernel, bias, target, rate):
        upstream = change(conv2d(image, kernel, bias) - target)
        return kernel - rate * kernel_gradient(image, upstream), bias - rate * bias_gradient(upstream)

    return step


def _with_relu(image, kernel, bias, target, rate):
    upstream = relu(conv2d(image, kernel, bias)) - target
    return kernel - rate * kernel_gradient(image, upstream), bias - rate * bias_gradient(upstream)


def _loss_subtracted(image, kernel, bias, target, rate):
    loss = ((conv2d(image, kernel, bias) - target) ** 2).sum() / 2
    return kernel - rate * loss, bias - rate * loss


def _with_slopes(change):
    """Make a wrong step that changes the two slopes, each multiplied by the rate."""

    def step(image, kernel, bias, target, rate):
        slopes = _slopes_only(image, kernel, bias, target, rate)
        kernel_move, bias_move = change(*slopes, rate)
        return kernel - kernel_move, bias - bias_move

    return step


def _goes_the_right_way(case, given):
    """Return whether kernel and bias move as they should, but all of them by one wrong factor."""
    old = case.inputs["kernel"].ravel(), [case.inputs["bias"]]
    moves = []
    for kernel, bias in (given, _stepper()(*case.inputs.values())):
        if np.shape(kernel) != case.inputs["kernel"].shape or np.size(bias) != 1:
            return False
        moves.append(np.concatenate([np.ravel(kernel), np.ravel(bias)]) - np.concatenate(old))
    factor = moves[0] @ moves[1] / (moves[1] @ moves[1])
    return factor > 0 and bool(np.allclose(moves[0], factor * moves[1], rtol=1e-4, atol=1e-6))


def _is_rounded_step(case, given):
    right = _stepper()(*case.inputs.values())
    return any(same(given, tuple(np.round(part, decimals) for part in right)) for decimals in range(4))


def _with_relu_passed(image, kernel, bias, target, rate):
    output = conv2d(image, kernel, bias)
    upstream = (relu(output) - target) * (output > 0)
    return kernel - rate * kernel_gradient(image, upstream), bias - rate * bias_gradient(upstream)


def _with_the_errors_of_the_example(image, kernel, bias, target, rate):
    example = (STEP_INPUTS[name] for name in ("image", "kernel", "bias"))
    upstream = conv2d(*example) - STEP_INPUTS["target"]
    return kernel - rate * kernel_gradient(image, upstream), bias - rate * bias_gradient(upstream)


def _is_repeated(case, given):
    """Return whether the result is that of several steps, one after the other."""
    image, kernel, bias, target, rate = case.inputs.values()
    for _ in range(100):
        kernel, bias = _stepper()(image, kernel, bias, target, rate)
        if same(given, (np.asarray(kernel), np.asarray(bias))):
            return True
    return False


TRAINING_STEP = Exercise(
    name="training_step",
    title="One training step",
    answer="my_step(image, kernel, bias, target, rate)",
    reference=_stepper(),
    read=_kernel_and_bias,
    minutes=8,
    right="All of training is this step, repeated many times.",
    hints=(
        "Four lines: the output; the upstream gradient, which is output minus target; the two gradients; the "
        "two new values.",
        "The kernel's gradient is `conv2d(image, upstream)`, and the bias's is `upstream.sum()`.",
        "`return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()`, with "
        "`upstream = conv2d(image, kernel, bias) - target`. The solution is in "
        "notebooks/solutions/11_training_step.py.",
    ),
    mistakes=(
        Mistake(
            "decimals are written into whole numbers",
            "`-=`, `*=` and the like write the result into the array that they start from. Here that array "
            "is made for whole numbers, so the decimals don't fit. Make a new one, such as `kernel - …`.",
            wrong=_in_place,
        ),
        Mistake(
            "the step goes uphill",
            "The loss rises. Subtract the slopes, and take output minus target as the error. With target "
            "minus output, all slopes change sign.",
            wrong=_stepper(sign=1),
        ),
        Mistake(
            "the kernel goes uphill",
            "The bias is right, but the kernel moves in the wrong direction: subtract its slopes.",
            wrong=lambda *inputs: (
                _stepper(sign=1)(*inputs)[0],
                _stepper()(*inputs)[1],
            ),
        ),
        Mistake(
            "the bias goes uphill",
            "The kernel is right, but the bias moves in the wrong direction: subtract its slope.",
            wrong=lambda *inputs: (
                _stepper()(*inputs)[0],
                _stepper(sign=1)(*inputs)[1],
            ),
        ),
        Mistake(
            "the learning rate is left out",
            "You subtract the whole slope. Multiply it by the rate first.",
            wrong=_stepper(rate_counts=False),
        ),
        Mistake(
            "the bias stays as it was",
            "The bias has a slope too: the sum of the upstream gradient.",
            wrong=_stepper(bias_moves=False),
        ),
        Mistake(
            "the kernel stays as it was",
            "Each weight moves by the rate times its slope.",
            wrong=_stepper(kernel_moves=False),
        ),
        Mistake(
            "the bias moves after the kernel has moved",
            "You computed the bias from the output of the new kernel. All slopes belong to the same point: "
            "compute them before you change anything.",
            wrong=_bias_after_the_kernel,
        ),
        Mistake(
            "the slopes are cut off",
            "The slopes of the kernel have lost their decimals. The lesson's grid with `dtype=int` holds "
            "whole numbers only; `np.zeros(kernel.shape)` holds decimals.",
            wrong=_with_whole_slopes,
        ),
        Mistake(
            "the step is returned, not the new values",
            "Those are the slopes times the rate: what the step takes away. Subtract them from the kernel "
            "and the bias, and return what is left.",
            wrong=lambda image, kernel, bias, target, rate: tuple(
                rate * slopes for slopes in _slopes_only(image, kernel, bias, target, rate)
            ),
        ),
        Mistake(
            "the slopes are returned",
            "Those are the two gradients. Return the kernel and the bias after the step.",
            wrong=_slopes_only,
        ),
        Mistake(
            "the bias is left out of the output",
            "The loss compares the target with an output that includes the bias: "
            "`conv2d(image, kernel, bias)`.",
            wrong=_stepper(with_bias=False),
        ),
        Mistake(
            "the mean instead of the sum",
            "This loss adds up the squared errors. If you divide by how many there are, the step is too "
            "small.",
            wrong=_stepper(mean=True),
        ),
        Mistake(
            "the bias takes the mean",
            "The kernel is right. The bias's slope is the *sum* of the upstream gradient, because the bias "
            "moves every output by the full amount.",
            wrong=lambda *inputs: (_stepper()(*inputs)[0], _stepper(mean=True)(*inputs)[1]),
        ),
        Mistake(
            "the half is forgotten",
            "The step is twice as long as it should be: the slope of half a square is the error, not twice "
            "the error.",
            wrong=_stepper(factor=2),
        ),
        Mistake(
            "the squares are sent back",
            "You sent back the loss of each output. Send back its slope: the error, with its sign.",
            wrong=_losses_as_upstream,
        ),
        Mistake(
            "the bias has become a grid",
            "There is one bias for all outputs. Its slope is the sum of their slopes, one number.",
            wrong=_bias_moves_as_a_grid,
        ),
        Mistake(
            "kernel and bias have changed places",
            "The kernel comes first.",
            wrong=lambda *inputs, **settings: _stepper()(*inputs, **settings)[::-1],
        ),
        Mistake(
            "the learning rate is built in",
            "Your step uses the rate of the example, 0.05, whatever `rate` is.",
            wrong=lambda image, kernel, bias, target, rate: _stepper()(image, kernel, bias, target, 0.05),
        ),
        Mistake(
            "the signs of the errors are lost",
            "The upstream gradient is output minus target, with its sign: where the output is too small, it "
            "is negative.",
            wrong=_with_upstream(np.abs),
        ),
        Mistake(
            "the results are rounded",
            "They are right except for rounding. Return them unrounded.",
            sees=_is_rounded_step,
        ),
        Mistake(
            "the kernel's gradient is flipped",
            "The bias is right. The kernel's gradient is `conv2d(image, upstream)`, without any flip.",
            wrong=lambda image, kernel, bias, target, rate: (
                kernel - rate * flip(kernel_gradient(image, conv2d(image, kernel, bias) - target)),
                _stepper()(image, kernel, bias, target, rate)[1],
            ),
        ),
        Mistake(
            "the upstream gradient is flipped",
            "The bias is right. Slide the upstream gradient over the image as it is.",
            wrong=lambda image, kernel, bias, target, rate: (
                kernel - rate * kernel_gradient(image, flip(conv2d(image, kernel, bias) - target)),
                _stepper()(image, kernel, bias, target, rate)[1],
            ),
        ),
        Mistake(
            "the decimals are cut off",
            "An array made for whole numbers cannot hold a small step. `kernel - rate * slopes` makes a new "
            "one.",
            wrong=lambda image, kernel, bias, target, rate: (
                _stepper()(image, kernel, bias, target, rate)[0].astype(kernel.dtype),
                _stepper()(image, kernel, bias, target, rate)[1],
            ),
        ),
        Mistake(
            "the target is left out",
            "You sent back the output itself. Send back the error: output minus target.",
            wrong=lambda image, kernel, bias, target, rate: _stepper()(image, kernel, bias, 0 * target, rate),
        ),
        Mistake(
            "the squares are sent back",
            "You sent back the square of each error. Send back its slope: the error, with its sign.",
            wrong=_with_upstream(np.square),
        ),
        Mistake(
            "the loss itself is subtracted",
            "You subtracted the rate times the loss. Subtract the rate times the slope of each number.",
            wrong=_loss_subtracted,
        ),
        Mistake(
            "the learning rate is left out for the bias",
            "The kernel is right. Multiply the bias's slope by the rate too.",
            wrong=_with_slopes(lambda kernel, bias, rate: (rate * kernel, bias)),
        ),
        Mistake(
            "the learning rate is left out for the kernel",
            "The bias is right. Multiply the kernel's slopes by the rate too.",
            wrong=_with_slopes(lambda kernel, bias, rate: (kernel, rate * bias)),
        ),
        Mistake(
            "all weights get the slope of the bias",
            "The bias is right. Each weight has a slope of its own: the pixels that it meets, times the "
            "errors, added up.",
            wrong=_with_slopes(lambda kernel, bias, rate: (rate * bias, rate * bias)),
        ),
        Mistake(
            "the slopes belong to target plus output",
            "The error is output *minus* target.",
            wrong=lambda image, kernel, bias, target, rate: _stepper()(image, kernel, bias, -target, rate),
        ),
        Mistake(
            "ReLU is applied",
            "There is no ReLU in this task: an output below 0 stays as it is.",
            wrong=_with_relu,
        ),
        Mistake(
            "ReLU is applied",
            "There is no ReLU in this task: an output below 0 stays as it is, and sends its slope back.",
            wrong=_with_relu_passed,
        ),
        Mistake(
            "only the signs of the slopes count",
            "Every number moves by the rate. Multiply the rate by the slope: where the loss is steep, the "
            "step is long.",
            wrong=_with_slopes(lambda kernel, bias, rate: (rate * np.sign(kernel), rate * np.sign(bias))),
        ),
        Mistake(
            "the step is repeated",
            "You take several steps, one after the other. Return after the first one.",
            sees=_is_repeated,
        ),
        Mistake(
            "the kernel is right, the bias is not",
            "The bias moves by minus the rate times its slope: the sum of all errors.",
            sees=only_part(1, _stepper()),
        ),
        Mistake(
            "the bias is right, the kernel is not",
            "Each weight moves by minus the rate times its slope: the pixels that it meets, times the "
            "errors, added up.",
            sees=only_part(0, _stepper()),
        ),
        Mistake(
            "the step has another length",
            "It goes in the right direction. Subtract the rate times the slope, once.",
            sees=_goes_the_right_way,
        ),
        Mistake(
            "the errors of the example are built in",
            "Your errors are those of the lesson's example, whatever the inputs are. Compute them inside the "
            "function: output minus target.",
            wrong=_with_the_errors_of_the_example,
        ),
    ),
    cases=(
        Case({**STEP_INPUTS, "rate": 0.05}),
        Case({**STEP_INPUTS, "bias": 0.5, "rate": 0.25}),
        Case(
            {
                "image": np.arange(12).reshape(3, 4) % 5 / 2,
                "kernel": np.array([[0.5, -1, 2], [1, 0, -0.5]]),
                "bias": -1.5,
                "target": np.array([[1.0, 0], [2, -3]]),
                "rate": 0.1,
            }
        ),
        Case({**STEP_INPUTS, "bias": -4, "rate": 0.5}),  # some outputs are below 0
    ),
)


# --- dense_gradient: a dense layer, backward ---------------------------------------------------------


def _dense(inputs, weights, upstream):
    return inputs.T @ upstream, upstream @ weights.T


def _two_arrays(value):
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise AnotherForm("not a pair. Return both: `return weight_slopes, input_slopes`")
    return tuple(numbers(part) for part in value)


def _first_image_only(inputs, weights, upstream):
    return np.outer(inputs[0], upstream[0]), upstream @ weights.T


def _has_whole_grids(case, given):
    """Return whether each part is right, or whole where the right one has decimals."""
    right = [np.asarray(part) for part in _dense(*case.inputs.values())]
    return all(
        same_numbers(mine, theirs)
        or (mine.shape == theirs.shape and (mine == np.trunc(mine)).all() and (theirs % 1 != 0).any())
        for mine, theirs in zip(given, right, strict=True)
    )


OF_DENSE = (
    Mistake(
        "the slopes of the weights are right, those of the inputs are not",
        "An input reaches the loss through every unit: add up its weights, each times the upstream number of "
        "its unit, for each image by itself.",
        sees=only_part(1, _dense),
    ),
    Mistake(
        "the slopes of the inputs are right, those of the weights are not",
        "A weight's slope is its input times the upstream number of its unit, added up over the images.",
        sees=only_part(0, _dense),
    ),
)

DENSE_GRADIENT = Exercise(
    name="dense_gradient",
    title="A dense layer, backward",
    answer="my_dense_gradient(inputs, weights, upstream)",
    reference=_dense,
    read=_two_arrays,
    minutes=12,
    right="Two matrix products: this is the whole backward pass of a dense layer, for a batch of any size.",
    hints=(
        "Begin with one image, and look at the drawing: the slope of a weight is its input times the "
        "upstream number of its unit. With several images, these products are added over the images.",
        "With loops: `weight_slopes[i, j] += inputs[n, i] * upstream[n, j]` and "
        "`input_slopes[n, i] += weights[i, j] * upstream[n, j]`, for every n, i and j.",
        "As matrix products: `inputs.T @ upstream` adds over the images, and `upstream @ weights.T` over the "
        "units. The solution is in notebooks/solutions/11_dense_gradient.py.",
    ),
    mistakes=(
        Mistake(
            "the two have changed places",
            "The slopes of the weights come first, the slopes of the inputs second.",
            wrong=lambda *arrays: _dense(*arrays)[::-1],
        ),
        Mistake(
            "the slopes of the weights are transposed",
            "They must have the shape of `weights`: one row for each input, one column for each unit.",
            wrong=lambda inputs, weights, upstream: (upstream.T @ inputs, upstream @ weights.T),
        ),
        Mistake(
            "the slopes of the inputs are transposed",
            "They must have the shape of `inputs`: one row for each image, one column for each input.",
            wrong=lambda inputs, weights, upstream: (inputs.T @ upstream, weights @ upstream.T),
        ),
        Mistake(
            "both are transposed",
            "Each result must have the shape of the array whose slopes it holds: that of `weights` and that "
            "of `inputs`.",
            wrong=lambda inputs, weights, upstream: (upstream.T @ inputs, weights @ upstream.T),
        ),
        Mistake(
            "reshaped instead of transposed",
            "`reshape` gives the right shape, but leaves the numbers in their order. `.T` swaps rows and "
            "columns.",
            wrong=lambda inputs, weights, upstream: (
                inputs.reshape(inputs.shape[::-1]) @ upstream,
                upstream @ weights.reshape(weights.shape[::-1]),
            ),
        ),
        Mistake(
            "the mean over the images",
            "The loss does the dividing, so upstream already contains it. Add over the images, and "
            "don't divide.",
            wrong=lambda inputs, weights, upstream: (
                inputs.T @ upstream / len(inputs),
                upstream @ weights.T,
            ),
        ),
        Mistake(
            "the mean over the images",
            "The loss does the dividing, so upstream already contains it. Don't divide either of the two.",
            wrong=lambda inputs, weights, upstream: (
                inputs.T @ upstream / len(inputs),
                upstream @ weights.T / len(inputs),
            ),
        ),
        Mistake(
            "the values after a step",
            "You subtracted the slopes from the weights and the inputs. Return the slopes themselves.",
            wrong=lambda inputs, weights, upstream: (
                weights - inputs.T @ upstream,
                inputs - upstream @ weights.T,
            ),
        ),
        Mistake(
            "the last unit only",
            "Your slopes of the inputs come from the last unit alone. Add up the units: `+=`.",
            wrong=lambda inputs, weights, upstream: (
                inputs.T @ upstream,
                np.outer(upstream[:, -1], weights[:, -1]),
            ),
        ),
        Mistake(
            "it stops with ValueError",
            "Does it stop in a matrix product? In `a @ b`, a must have as many columns as b has rows. Which "
            "of the two has to be transposed with `.T`?",
            wrong=lambda inputs, weights, upstream: (inputs.T @ upstream, upstream @ weights),
        ),
        Mistake(
            "it stops with ValueError",
            "Does it stop in a matrix product? In `a @ b`, a must have as many columns as b has rows. Which "
            "of the two has to be transposed with `.T`?",
            wrong=lambda inputs, weights, upstream: (inputs @ upstream, upstream @ weights.T),
        ),
        *(
            Mistake(
                "it stops with ValueError",
                "`*` multiplies number by number. The product of two matrices is written `a @ b`.",
                wrong=wrong,
            )
            for wrong in (
                lambda inputs, weights, upstream: (inputs.T * upstream, upstream @ weights.T),
                lambda inputs, weights, upstream: (inputs * upstream, upstream @ weights.T),
                lambda inputs, weights, upstream: (inputs.T @ upstream, upstream * weights.T),
                lambda inputs, weights, upstream: (inputs.T @ upstream, upstream * weights),
            )
        ),
        Mistake(
            "the first image only",
            "Your slopes of the weights come from the first image alone. Every image contributes to them.",
            wrong=_first_image_only,
        ),
        Mistake(
            "the images are mixed up",
            "You multiplied the inputs of every image by the upstream numbers of every other. Take the outer "
            "product for each image separately, and add up the results.",
            wrong=lambda inputs, weights, upstream: (np.outer(inputs, upstream), upstream @ weights.T),
        ),
        Mistake(
            "the inputs' slopes are added over the images",
            "The images share the weights, but each has inputs of its own. Keep one row of slopes for each "
            "image.",
            wrong=lambda inputs, weights, upstream: (
                inputs.T @ upstream,
                (upstream @ weights.T).sum(axis=0),
            ),
        ),
        Mistake(
            "the weights are left out",
            "An input with large weights moves the units more. Multiply each upstream number by the "
            "weight that connects the input with that unit.",
            wrong=lambda inputs, weights, upstream: (
                inputs.T @ upstream,
                upstream @ np.ones(weights.T.shape, int),
            ),
        ),
        Mistake(
            "the inputs are left out",
            "A weight on a large input moves its unit more. Multiply each upstream number by the input "
            "of its weight.",
            wrong=lambda inputs, weights, upstream: (
                np.ones(inputs.T.shape, int) @ upstream,
                upstream @ weights.T,
            ),
        ),
        Mistake(
            "all signs are reversed",
            "That is the direction of a step down. Return the slopes themselves.",
            wrong=lambda *arrays: tuple(-part for part in _dense(*arrays)),
        ),
        Mistake(
            "the last image only",
            "Your slopes of the weights come from the last image alone. Add up the images: `+=`.",
            wrong=lambda inputs, weights, upstream: (
                np.outer(inputs[-1], upstream[-1]),
                upstream @ weights.T,
            ),
        ),
        Mistake(
            "the slopes of the weights are not added over the images",
            "All images share the weights. Add their slopes up: the result has the shape of `weights`.",
            wrong=lambda inputs, weights, upstream: (
                inputs[:, :, None] * upstream[:, None, :],
                upstream @ weights.T,
            ),
        ),
        Mistake(
            "added over the images before multiplying",
            "Multiply each image's inputs by its own upstream numbers first, and add up the products.",
            wrong=lambda inputs, weights, upstream: (
                np.outer(inputs.sum(axis=0), upstream.sum(axis=0)),
                upstream @ weights.T,
            ),
        ),
        Mistake(
            "the outputs of the layer are given",
            "`inputs @ weights` is the forward pass. The backward pass uses `upstream` and the weights.",
            wrong=lambda inputs, weights, upstream: (inputs.T @ upstream, inputs @ weights),
        ),
        Mistake(
            "the decimals are cut off",
            "Your results contain only whole numbers. `np.zeros(…)` makes a grid for decimals too.",
            wrong=lambda *arrays: tuple(np.trunc(part) for part in _dense(*arrays)),
        ),
        Mistake(
            "the decimals are cut off",
            "Some of your grids are made for whole numbers, and lose what comes after the decimal point. "
            "With `dtype=int`, `np.zeros` makes such a grid, and `np.zeros_like` does so for an array of "
            "whole numbers. `np.zeros(shape)` holds decimals.",
            sees=_has_whole_grids,
        ),
        Mistake(
            "the decimals are cut off",
            "A grid for whole numbers loses the decimals of each share that is added.",
            sees=lambda case, given: (
                all((part == np.trunc(part)).all() for part in given)
                and not all((part == np.trunc(part)).all() for part in _dense(*case.inputs.values()))
            ),
        ),
        Mistake(
            "new weights, not slopes",
            "You have already taken a step. Return the slopes themselves.",
            wrong=lambda inputs, weights, upstream: (
                weights - inputs.T @ upstream,
                upstream @ weights.T,
            ),
        ),
        *OF_DENSE,
    ),
    cases=(
        Case(
            {"inputs": np.array([[2, 3]]), "weights": np.array([[1, 0, -1], [2, 1, 1]]),
             "upstream": np.array([[1, -2, 3]])}
        ),
        Case(
            {"inputs": np.array([[2, 3], [-1, 4]]), "weights": np.array([[1, 0, -1], [2, 1, 1]]),
             "upstream": np.array([[1, -2, 3], [2, 0, 1]])}
        ),
        Case(
            {"inputs": np.array([[0.5, 1, -2], [3, 0, 1], [1, 1, -1], [2, -1, 0]]),
             "weights": np.array([[1, -0.5], [2, 3], [0, 4]]),
             "upstream": np.array([[1, 0.5], [-1, 2], [0, 3], [0.25, -1]])}
        ),
        # An array made for the whole numbers of one of the three cannot hold the decimals of the others.
        Case(
            {"inputs": np.array([[2, 3], [-1, 4]]), "weights": np.array([[1, 0, -1], [2, 1, 1]]),
             "upstream": np.array([[0.5, -0.25, 3], [2, 0.75, 1]])}
        ),
        Case(
            {"inputs": np.array([[0.5, 3], [-1, 1.25]]), "weights": np.array([[1.5, 0, -1], [2, 0.25, 1]]),
             "upstream": np.array([[1, -2, 3], [2, 0, 1]])}
        ),
    ),
)  # fmt: skip


# --- slopes_by_trying: finite differences ------------------------------------------------------------


def _squared_loss(image, kernel, target):
    return ((conv2d(image, kernel) - target) ** 2).sum() / 2


def _by_trying(image, kernel, target, step):
    return finite_differences(lambda kernel: _squared_loss(image, kernel, target), kernel, step)


def _one_sided(sign):
    def wrong(image, kernel, target, step):
        slopes = np.zeros(kernel.shape)
        for place in np.ndindex(kernel.shape):
            moved = kernel.astype(float)
            moved[place] += sign * step
            difference = _squared_loss(image, moved, target) - _squared_loss(image, kernel, target)
            slopes[place] = sign * difference / step
        return slopes

    return wrong


def _never_put_back(image, kernel, target, step):
    slopes, moved = np.zeros(kernel.shape), kernel.astype(float)
    for place in np.ndindex(kernel.shape):
        moved[place] += step
        higher = _squared_loss(image, moved, target)
        moved[place] -= 2 * step
        slopes[place] = (higher - _squared_loss(image, moved, target)) / (2 * step)
    return slopes


def _all_at_once(image, kernel, target, step):
    change = _squared_loss(image, kernel + step, target) - _squared_loss(image, kernel - step, target)
    return np.full(kernel.shape, change / (2 * step))


def _on_whole_numbers(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for place in np.ndindex(kernel.shape):
        higher, lower = kernel.copy(), kernel.copy()
        higher[place] = kernel[place] + step  # truncated if the kernel holds whole numbers
        lower[place] = kernel[place] - step
        slopes[place] = _squared_loss(image, higher, target) - _squared_loss(image, lower, target)
    return slopes / (2 * step)


def _into_whole_numbers(image, kernel, target, step):
    return _by_trying(image, kernel, target, step).astype(kernel.dtype)


def _of_loss(loss):
    """Make a wrong answer that tries another loss."""

    def wrong(image, kernel, target, step):
        return finite_differences(lambda kernel: loss(image, kernel, target), kernel, step)

    return wrong


def _both_never_put_back(image, kernel, target, step):
    slopes, up, down = np.zeros(kernel.shape), kernel.astype(float), kernel.astype(float)
    for place in np.ndindex(kernel.shape):
        up[place] += step
        down[place] -= step
        change = _squared_loss(image, up, target) - _squared_loss(image, down, target)
        slopes[place] = change / (2 * step)
    return slopes


def _row_by_row(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for row in range(len(kernel)):
        move = step * (np.arange(len(kernel)) == row)[:, np.newaxis]
        change = _squared_loss(image, kernel + move, target) - _squared_loss(image, kernel - move, target)
        slopes[row] = change / (2 * step)
    return slopes


def _only_the_second_divided(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for place in np.ndindex(kernel.shape):
        move = np.zeros(kernel.shape)
        move[place] = step
        higher, lower = (_squared_loss(image, kernel + sign * move, target) for sign in (1, -1))
        slopes[place] = higher - lower / (2 * step)
    return slopes


def _losses_added(image, kernel, target, step):
    slopes = np.zeros(kernel.shape)
    for place in np.ndindex(kernel.shape):
        move = np.zeros(kernel.shape)
        move[place] = step
        both = _squared_loss(image, kernel + move, target) + _squared_loss(image, kernel - move, target)
        slopes[place] = both / (2 * step)
    return slopes


def _without_a_trial(answer):
    """Return the mistake of an answer that has slopes even for a step of 0, with which nothing is tried."""
    inputs = SLOPES_BY_TRYING.cases[0].inputs
    image, kernel, target = (inputs[name].copy() for name in ("image", "kernel", "target"))
    outcome = running.run(answer, image, kernel, target, 0.0)
    if outcome.error is not None or outcome.endless or not np.isfinite(numbers(outcome.value)).all():
        return None
    return Mistake(
        "the slopes are computed, not tried",
        "The slopes are right, but they come from a formula: you get them even with a step of 0. Here, move "
        "each weight one step up and one step down, and compare the two losses.",
    )


SLOPES_BY_TRYING = Exercise(
    name="slopes_by_trying",
    title="Measure all slopes",
    answer="my_slopes(image, kernel, target, step)",
    reference=_by_trying,
    afterwards=_without_a_trial,
    read=numbers,
    minutes=15,
    stretch=True,
    right="It is slow, because every weight takes two losses. But it needs no formula for the gradient, "
    "so it can test one.",
    hints=(
        "For each weight, make two copies of the kernel, move this weight up in one and down in the other, "
        "and compute both losses.",
        "`kernel.astype(float)` makes a copy that can hold small steps; a kernel of whole numbers would cut "
        "them off. The loss is `((conv2d(image, moved) - target) ** 2).sum() / 2`.",
        "From one step down to one step up the weight moves by 2 · step: divide by that. The solution is in "
        "notebooks/solutions/11_slopes_by_trying.py.",
    ),
    mistakes=(
        Mistake(
            "twice as large as it should be",
            "From one step down to one step up the weight moves by two steps, so divide by 2 · step. (And "
            "the loss is half the sum of the squared errors.)",
            wrong=lambda *inputs: 2 * _by_trying(*inputs),
        ),
        Mistake(
            "not divided by how far the weight moved",
            "That is how much the loss changed. For the slope, divide it by 2 · step.",
            wrong=lambda image, kernel, target, step: 2 * step * _by_trying(image, kernel, target, step),
        ),
        Mistake(
            "up only",
            "You compare one step up with no step at all, and the slope changes along that step. Compare one "
            "step up with one step down: then the errors of the two halves cancel.",
            wrong=_one_sided(1),
        ),
        Mistake(
            "down only",
            "You compare one step down with no step at all, and the slope changes along that step. Compare "
            "one step up with one step down: then the errors of the two halves cancel.",
            wrong=_one_sided(-1),
        ),
        Mistake(
            "the signs are reversed",
            "Subtract the loss one step down from the loss one step up, not the other way round.",
            wrong=lambda *inputs: -_by_trying(*inputs),
        ),
        Mistake(
            "a weight is not put back",
            "When you move the next weight, the earlier ones still have their changed values. Start from a "
            "fresh copy each time.",
            wrong=_never_put_back,
        ),
        Mistake(
            "the two losses are the same",
            "Every slope is 0: the loss one step up and the loss one step down don't differ, or nothing is "
            "written. Does each of the two kernels have a copy of its own? `up = down = …` makes one array "
            "with two names.",
            wrong=lambda image, kernel, target, step: np.zeros(kernel.shape),
        ),
        Mistake(
            "all weights are moved at once",
            "Then you cannot tell which of them changed the loss. Move one at a time.",
            wrong=_all_at_once,
        ),
        Mistake(
            "the small step is cut off",
            "In an array of whole numbers, NumPy cuts 1.5 and 1.001 to 1. Copy the kernel with "
            "`kernel.astype(float)`.",
            wrong=_on_whole_numbers,
        ),
        Mistake(
            "the slopes are cut off",
            "If the kernel contains whole numbers, so do your slopes, and they lose their decimals. An array "
            "made by `np.zeros_like(kernel)` does that; one made by `np.zeros(kernel.shape)` keeps decimals.",
            wrong=_into_whole_numbers,
        ),
        Mistake(
            "the slope of the mean",
            "This loss is half the *sum* of the squared errors. Yours is divided by how many there are.",
            wrong=lambda image, kernel, target, step: (
                2 * _by_trying(image, kernel, target, step) / target.size
            ),
        ),
        Mistake(
            "up only, and divided by two steps",
            "From the kernel itself to one step up, the weight moves by only one step. Compare one step "
            "up with one step *down*.",
            wrong=lambda *inputs: _one_sided(1)(*inputs) / 2,
        ),
        Mistake(
            "a bias is added",
            "The loss of this task has no bias: the output is `conv2d(image, kernel)`.",
            wrong=_of_loss(lambda image, kernel, target: _squared_loss(image, kernel, target - 1)),
        ),
        Mistake(
            "absolute errors",
            "The loss uses the squares of the errors, not their absolute values.",
            wrong=_of_loss(
                lambda image, kernel, target: np.abs(conv2d(image, kernel) - target).sum() / 2
            ),
        ),
        Mistake(
            "absolute errors",
            "The loss uses the squares of the errors, not their absolute values.",
            wrong=_of_loss(lambda image, kernel, target: np.abs(conv2d(image, kernel) - target).sum()),
        ),
        Mistake(
            "the sum is squared",
            "Errors of opposite sign cancel out. Square each error before you add them up.",
            wrong=_of_loss(
                lambda image, kernel, target: (conv2d(image, kernel) - target).sum() ** 2 / 2
            ),
        ),
        Mistake(
            "the kernel is flipped",
            "`conv2d` slides the kernel as it is.",
            wrong=_of_loss(lambda image, kernel, target: _squared_loss(image, flip(kernel), target)),
        ),
        Mistake(
            "a weight is not put back",
            "When you move the next weight, the earlier ones still have their changed values. Start from a "
            "fresh copy each time.",
            wrong=_both_never_put_back,
        ),
        Mistake(
            "a whole row is moved at once",
            "`kernel[i]` is a row. Move a single weight, `kernel[i, j]`.",
            wrong=_row_by_row,
        ),
        Mistake(
            "the losses are added",
            "Subtract the loss one step down from the loss one step up.",
            wrong=_losses_added,
        ),
        Mistake(
            "the target is left out",
            "An error is output minus target. Your loss squares the outputs themselves.",
            wrong=_of_loss(lambda image, kernel, target: _squared_loss(image, kernel, 0 * target)),
        ),
        Mistake(
            "the errors are not squared",
            "The loss is half the sum of the *squared* errors.",
            wrong=_of_loss(lambda image, kernel, target: (conv2d(image, kernel) - target).sum() / 2),
        ),
        Mistake(
            "the errors are not squared",
            "The loss is half the sum of the *squared* errors.",
            wrong=_of_loss(lambda image, kernel, target: (conv2d(image, kernel) - target).sum()),
        ),
        Mistake(
            "the root of the sum is taken",
            "The loss is half the sum of the squared errors, without a root.",
            wrong=_of_loss(lambda image, kernel, target: np.linalg.norm(conv2d(image, kernel) - target)),
        ),
        Mistake(
            "ReLU is applied",
            "There is no ReLU in this task: an output below 0 stays as it is.",
            wrong=_of_loss(
                lambda image, kernel, target: ((relu(conv2d(image, kernel)) - target) ** 2).sum() / 2
            ),
        ),
        Mistake(
            "brackets are missing",
            "`/ 2 * step` divides by 2 and then multiplies by the step. Write `/ (2 * step)`.",
            wrong=lambda image, kernel, target, step: (
                _by_trying(image, kernel, target, step) * step**2
            ),
        ),
        Mistake(
            "brackets are missing",
            "Python divides before it subtracts, so only the second loss is divided by 2 · step. Subtract "
            "first.",
            wrong=_only_the_second_divided,
        ),
        Mistake(
            "the slope of the mean",
            "This loss is half the *sum* of the squared errors. Yours is also divided by how many there are.",
            wrong=lambda image, kernel, target, step: (
                _by_trying(image, kernel, target, step) / target.size
            ),
        ),
        Mistake(
            "a new kernel, not slopes",
            "You have already taken a step. Return the slopes themselves.",
            wrong=lambda image, kernel, target, step: kernel - step * _by_trying(image, kernel, target, step),
        ),
    ),
    cases=(
        Case(
            {"image": np.array([[1, 2, 0], [0, 1, 3], [2, 1, 1]]), "kernel": np.array([[1, 0], [-1, 2]]),
             "target": np.array([[3, 9], [1, 1]]), "step": 0.5}
        ),
        Case(
            {"image": np.array([[1.5, 2, 0, 1], [0, -1, 3, 2]]), "kernel": np.array([[0.5, -1, 2]]),
             "target": np.array([[1.0, 0], [2, -3]]), "step": 0.25}
        ),
        Case(
            {"image": np.array([[1, 2, 0], [0, 1, 3], [2, 1, 1], [4, 0, 1]]),
             "kernel": np.array([[1, 0], [-1, 2]]), "target": np.full((3, 2), 0.3), "step": 0.001}
        ),
    ),
)  # fmt: skip


# --- wrong_gradient: which of three ------------------------------------------------------------------

NAMES = ("kernel", "bias", "input")
LAYER = {"image": STEP_INPUTS["image"], "kernel": STEP_INPUTS["kernel"], "bias": -1}
LAYER_TARGET = np.array([[1, 4], [2, 3]])
# What the lesson claims. The bias's slope is wrong: it includes the cell whose sum ReLU has set to 0.
CLAIMED = {
    "kernel": np.array([[3, -4], [0, 5]]),
    "bias": np.array(-1),
    "input": np.array([[1, 2, 0], [-1, -2, 4], [0, 2, -4]]),
}


def layer_loss(image, kernel, bias):
    """Return the loss of the lesson's layer: convolution, bias and ReLU."""
    return ((relu(conv2d(image, kernel, bias)) - LAYER_TARGET) ** 2).sum() / 2


def _true_gradient(name):
    key = "image" if name == "input" else name
    return finite_differences(lambda value: layer_loss(**{**LAYER, key: value}), LAYER[key]).round(6)


TRUE = {name: _true_gradient(name) for name in NAMES}


def _name_and_value(value):
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.items()))
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.tolist()
    if not isinstance(value, (tuple, list)) or len(value) != 2 or not isinstance(value[0], str):
        raise AnotherForm('not a pair of a name and its value, such as ["kernel", [[0, 0], [0, 0]]]')
    name = value[0].strip().lower()
    if name not in NAMES:
        raise AnotherForm(f'a pair, but its name, {value[0]!r}, is none of "kernel", "bias", "input"')
    given = numbers(value[1])
    given = given.reshape(()) if given.size == 1 else given
    return np.array(NAMES.index(name)), given


def _is_found(given, name="bias"):
    return NAMES[int(given[0])] == name


def _close(given, value):
    return given.shape == value.shape and bool(np.allclose(given, value, atol=1e-2))


WRONG_GRADIENT = Exercise(
    name="wrong_gradient",
    title="Find the wrong gradient",
    answer="my_finding",
    reference=lambda: ("bias", TRUE["bias"]),
    accepts=lambda case, given: _is_found(given) and _close(given[1], TRUE["bias"]),
    read=_name_and_value,
    minutes=12,
    stretch=True,
    right="The claimed slope of the bias skipped ReLU: it counted the output whose sum is −1, although ReLU "
    "lets nothing through there. A network with this error would still learn, only less well.",
    hints=(
        "`finite_differences(function, values)` needs a function of one argument. For the kernel: "
        "`lambda kernel: layer_loss(image, kernel, layer_bias)`.",
        "Do the same for the bias and the image, and compare each result with `claimed`.",
        "Two of the three agree. For the bias it is `finite_differences(lambda bias: layer_loss(image, "
        "kernel, bias), layer_bias)`. The solution is in notebooks/solutions/11_wrong_gradient.py.",
    ),
    mistakes=(
        Mistake(
            "that is the claimed value",
            "Yes, this is the wrong one. Now give the value that finite differences find.",
            sees=lambda case, given: _is_found(given) and _close(given[1], CLAIMED["bias"]),
        ),
        Mistake(
            "that gradient is right as it is claimed",
            "Finite differences agree with all four slopes claimed for the kernel. Try another.",
            sees=lambda case, given: _is_found(given, "kernel"),
        ),
        Mistake(
            "that gradient is right as it is claimed",
            "Finite differences agree with all nine slopes claimed for the image. Try another.",
            sees=lambda case, given: _is_found(given, "input"),
        ),
        Mistake(
            "the bias has one slope",
            "There is one bias, so its slope is one number.",
            sees=lambda case, given: given[1].shape != (),
        ),
        Mistake(
            "the right gradient is found, its value is not",
            "The gradient of the bias is the wrong one, but finite differences find another slope than "
            "yours at `layer_bias`.",
            sees=lambda case, given: True,
        ),
    ),
)


EXERCISES = (
    GRADIENT_BY_HAND,
    INPUT_GRADIENT,
    TRAINING_STEP,
    SLOPES_BY_TRYING,
    WRONG_GRADIENT,
    DENSE_GRADIENT,
)

QUESTIONS = (
    Number(
        "step_of_a_weight",
        "A weight is 2, and the loss has a slope of 6 there. What is the weight after one step of gradient "
        "descent with a learning rate of 0.1?",
        answer=2 - 0.1 * 6,
        right="The step is the learning rate times the slope, 0.6, and it goes down: 2 − 0.6 = 1.4.",
        wrong={
            2.6: "That is uphill. Where the slope is positive, a smaller weight makes the loss smaller.",
            -4: "You subtracted the whole slope. Multiply it by the learning rate first.",
            0.6: "That is how far the weight moves. The question is where it ends up.",
            1.9: "You subtracted the learning rate alone. Multiply it by the slope.",
        },
        otherwise="New weight = old weight − learning rate · slope.",
        recalls="10",
    ),
    Number(
        "loss_of_four_classes",
        "A network sorts images into four classes. Before training it gives every class the same "
        "probability. What is its cross-entropy loss, to two decimals?",
        answer=np.log(4),
        right="Each class gets a quarter, and −ln(0.25) = ln 4 = 1.39.",
        wrong={
            2.3: "ln 10 = 2.30 is for ten classes. Here there are four.",
            0.25: "That is the probability of the right class. The loss is minus its logarithm.",
            0.75: "That is the share of images it gets wrong. The loss is minus the logarithm of 0.25.",
            -1.39: "The logarithm of 0.25 is negative, and the minus sign in front makes the loss positive.",
            0.6: "That is the logarithm to base 10. The loss uses the natural logarithm, ln.",
            2: "That is the logarithm to base 2. The loss uses the natural logarithm, ln.",
        },
        otherwise="Which probability does the right class get? The loss is minus its natural logarithm.",
        within=0.006,
        recalls="09",
    ),
    Number(
        "parameters_of_three_filters",
        "A convolution gets a volume with 2 channels. It has 3 filters of 5×5, each with a bias. How many "
        "parameters does it have?",
        answer=conv_parameters(5, 2, 3),
        right="Each filter spans both channels: 5 · 5 · 2 = 50 weights and a bias. Three of them make 153.",
        wrong={
            150: "Those are the weights. Each filter has a bias too.",
            78: "A filter spans all channels of its input, so it has 5 · 5 · 2 weights.",
            75: "A filter spans all channels of its input, and it has a bias.",
            151: "Each filter has a bias of its own, so there are three.",
            156: "There is one bias for each filter, not one for each filter and channel.",
        },
        otherwise="Count the weights of one filter, which spans both channels, add its bias, and multiply by "
        "three.",
        recalls="07",
    ),
    Number(
        "raised_weight",
        "You raise the weight in the top right corner of the kernel from 0 to 1 and leave everything else as "
        "it is. By how much does the output in the top left corner grow?",
        answer=STEP_INPUTS["image"][0, 1],
        right="2: at the first position the weight is on the pixel 2. Raised by 1, it adds that pixel once.",
        wrong={
            1: "The weight grows by 1, but in the sum it is multiplied by the pixel under it.",
            0: "A weight of 0 adds nothing. Raised to 1, it does.",
            3: "That is the pixel under it at the last position. The top left output belongs to the first.",
            6: "That is the sum over all four positions. The question is about one output.",
            8: "That would be the slope of the loss. The question is about one output.",
        },
        otherwise="Place the kernel on the top left corner of the image. Which pixel is under its top right "
        "weight?",
    ),
    Number(
        "outputs_of_a_pixel",
        "A 2×2 kernel slides over the 3×3 image. How many of the four outputs does the middle pixel affect?",
        answer=input_gradient(np.ones((2, 2), int), np.ones((2, 2), int))[1, 1],
        right="All four: every window contains the middle pixel, each time under another weight.",
        wrong={
            1: "That is true of a pixel in a corner.",
            2: "That is true of a pixel in the middle of an edge.",
            9: "There are only four outputs.",
            3: "Look at the four windows again: rows 0–1 or 1–2, columns 0–1 or 1–2.",
        },
        otherwise="Place the 2×2 window at each of its four positions. Does it contain the middle pixel?",
    ),
    Choices(
        "smallest_step",
        "You measure the slope of a curved loss with steps of 0.1, 0.00001 and 0.000000000000001. Which step "
        "comes closest to the true slope?",
        Choice(
            "0.000000000000001, because the slope has no room to change",
            "In mathematics, yes. But a computer keeps only so many digits. The two losses agree in nearly "
            "all of them, and what is left of their difference is rounding.",
        ),
        Choice(
            "0.00001",
            "It is small enough for the curve and large enough for the digits: a 64-bit number has about "
            "sixteen of them.",
            right=True,
        ),
        Choice(
            "0.1, because large differences are measured best",
            "Rounding doesn't matter then, but the slope changes along such a long step.",
        ),
        Choice(
            "All the same: the slope is what it is",
            "You don't compute the slope itself, but a difference of two losses divided by a distance.",
        ),
    ),
    Choices(
        "through_relu",
        "In the forward pass a sum was −1, and ReLU turned it into 0. In the backward pass, 5 arrives there. "
        "What is the slope of the loss with respect to that sum?",
        Choice(
            "−5, with the sign of the sum", "ReLU changes no signs: it passes a number on, or it doesn't."
        ),
        Choice(
            "5: ReLU has no weights, so it changes nothing", "It has no weights, but it does have a slope."
        ),
        Choice(
            "−1 · 5, by the chain rule",
            "The chain rule multiplies slopes. −1 is the sum; the slope of ReLU at −1 is a different number.",
        ),
        Choice(
            "0: ReLU also turns numbers slightly above or below −1 into 0",
            "To the left of 0, ReLU is flat. Its slope is 0, and 0 · 5 is 0.",
            right=True,
        ),
    ),
    Choices(
        "through_pool",
        "A max-pooling window contained 3, 0, 1 and 4. In the backward pass, 1 arrives. Where does it go?",
        Choice(
            "All of it to the 4",
            "Raise the 4 slightly, and the maximum rises just as much. Raise another, and nothing changes.",
            right=True,
        ),
        Choice(
            "A quarter to each of the four",
            "That is average pooling, where all four have the same effect.",
        ),
        Choice(
            "To each in proportion to its size",
            "Raise the 3 slightly: the maximum is still 4. So the 3 has the slope 0.",
        ),
    ),
    Number(
        "dense_slope",
        "Two inputs, 2 and 3, go into a dense layer with three units. The upstream gradient is 1, −2, 3. "
        "What is the slope of the weight from the second input to the third unit?",
        answer=(np.array([[2], [3]]) * [1, -2, 3])[1, 2],
        right="This weight multiplies the input 3, and its unit has the upstream 3: 3 · 3 = 9.",
        wrong={
            3: "That is the upstream number of the unit, or the input. Raised by 1, the weight moves the "
            "unit by the input, and each unit of that moves the loss by 3. Multiply.",
            6: "That is the weight from the *first* input to the third unit: 2 · 3.",
            -6: "That is the weight from the second input to the *second* unit: 3 · (−2).",
            -4: "That is the weight from the first input to the second unit: 2 · (−2).",
            15: "A weight belongs to one input and one unit, so there is only one product.",
        },
        otherwise="Raise the weight by 1: by how much does its unit grow? And what does that do to the loss?",
    ),
    Number(
        "zeros_between",
        "A kernel 3 cells wide slides over 9 pixels with stride 2 and gives 4 outputs. In the backward pass, "
        "you put one zero between neighbouring upstream numbers. How many numbers are in the row then?",
        answer=spread_out(np.ones((1, 4)), (1, 2)).size,
        right="4 numbers and the 3 zeros between them: 7. A full convolution with 3 weights makes 9 of them, "
        "one for each pixel.",
        wrong={
            8: "A zero goes between two numbers, so there is none after the last.",
            5: "There is a zero in each of the three gaps.",
            9: "That is after the full convolution. The question is about the row before it.",
            4: "Those are the upstream numbers. Add the zeros between them.",
        },
        otherwise="How many gaps are there between four numbers?",
    ),
    Number(
        "most_shares",
        "Each upstream number is spread over a 3×3 block of pixels, and with stride 2 the blocks begin two "
        "pixels apart. What is the largest number of blocks that a pixel can belong to?",
        answer=input_gradient(np.ones((3, 3), int), np.ones((4, 4), int), stride=2).max(),
        right="Along a row, neighbouring blocks share one pixel, so a pixel belongs to one or two. With rows "
        "and columns, that makes up to 2 · 2 = 4.",
        wrong={
            2: "That is along one axis. Where blocks overlap in rows and in columns, there are more.",
            9: "That would be stride 1. With stride 2 the blocks begin two pixels apart.",
            1: "Blocks of three that begin two pixels apart overlap.",
            3: "Along an axis a pixel belongs to one block or to two. Multiply for the two axes.",
        },
        otherwise="First along one axis: blocks of 3 that begin at 0, 2, 4, …. How many contain pixel 2?",
    ),
    Choices(
        "zero_start",
        "All weights and biases of a network with two convolutions and a dense layer start at 0. Which of "
        "its weights have a slope that isn't 0?",
        Choice(
            "All of them, as in lesson 03",
            "There, a single kernel came right before the loss. Here, a path runs through several weights.",
        ),
        Choice(
            "Only those of the first layer, which sees the images",
            "What comes back to it has been multiplied by the weights of the later layers: 0.",
        ),
        Choice(
            "None of them",
            "A weight's slope is its input times what comes back. All inputs after the first layer are 0, "
            "and nothing comes back through weights of 0.",
            right=True,
        ),
        Choice(
            "Those of the dense layer, which is next to the loss",
            "The gradient does reach that layer. But a weight's slope is the gradient times the weight's "
            "input, and its inputs are all 0.",
        ),
    ),
    Choices(
        "sixteen_times_the_rate",
        "You train the network with a rate of 2 instead of one eighth. What will the loss do?",
        Choice(
            "It will fall sixteen times as fast",
            "A slope holds only for short steps. A long step goes far beyond the point where it was "
            "measured.",
        ),
        Choice(
            "It will rise, and then stay near ln 10 = 2.30",
            "The first long steps push the sums so far below 0 that ReLU lets nothing through. From then on "
            "no kernel has a slope, and the network can only guess.",
            right=True,
        ),
        Choice(
            "It will grow without end, as the kernel's loss did in lesson 03",
            "There, nothing stops the kernel. Here ReLU does: as soon as all sums are below 0, the kernels "
            "have no slope and stand still.",
        ),
    ),
)

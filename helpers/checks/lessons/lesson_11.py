"""Lesson 11, gradients and training by hand: exercises and questions."""

import numpy as np

from helpers import conv2d, flip, relu
from helpers.checks.exercise import Case, Exercise, Mistake, NotReadable, numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.gradients import bias_gradient, finite_differences, input_gradient, kernel_gradient

# --- gradient_by_hand: four slopes -------------------------------------------------------------------

ANOTHER_IMAGE = np.array([[2, 0, 1], [1, 3, 0], [0, 1, 2]])
ANOTHER_UPSTREAM = np.array([[0, 1], [-2, 1]])
BY_HAND = kernel_gradient(ANOTHER_IMAGE, ANOTHER_UPSTREAM)


def _some_are_right(case, given):
    return given.shape == BY_HAND.shape and bool((given == BY_HAND).any())


GRADIENT_BY_HAND = Exercise(
    name="gradient_by_hand",
    title="A gradient by hand",
    answer="my_gradient",
    reference=lambda: BY_HAND,
    read=numbers,
    right="Each slope is four products: the pixels that the weight meets, times the upstream gradient.",
    hints=(
        "Begin with the weight in the top left corner. At the four stops of the kernel it meets the pixels "
        "2, 0, 1 and 3.",
        "Multiply each of the four by the upstream number of its stop and add: 2 · 0 + 0 · 1 + 1 · (−2) + …",
        "The weight to its right meets the block one column further right: 0, 1, 3, 0. The solution is in "
        "notebooks/solutions/11_gradient_by_hand.py.",
    ),
    mistakes=(
        Mistake(
            "all signs are reversed",
            "That is the direction of the step down. Asked is for the slopes themselves.",
            wrong=lambda: -BY_HAND,
        ),
        Mistake(
            "the upstream gradient is left out",
            "You added up the pixels that each weight meets. Each pixel counts as much as the upstream "
            "number of its stop says.",
            wrong=lambda: conv2d(ANOTHER_IMAGE, np.ones((2, 2), int)),
        ),
        Mistake(
            "the upstream gradient is flipped",
            "The flip belongs to the way back to the image. For the kernel's slopes the upstream gradient "
            "lies on the image as it is.",
            wrong=lambda: conv2d(ANOTHER_IMAGE, flip(ANOTHER_UPSTREAM)),
        ),
        Mistake(
            "the upstream gradient is transposed",
            "Its rows go with the rows of stops: the upper row, 0 and 1, belongs to the two upper stops.",
            wrong=lambda: conv2d(ANOTHER_IMAGE, ANOTHER_UPSTREAM.T),
        ),
        Mistake(
            "the result is transposed",
            "Rows and columns of the result have changed places.",
            wrong=lambda: BY_HAND.T,
        ),
        Mistake(
            "the mean instead of the sum",
            "The loss adds up what the four stops do to it, so the four products are added, and not divided.",
            wrong=lambda: BY_HAND / 4,
        ),
        Mistake(
            "there are not two rows of two slopes",
            "Each of the four weights has one slope: two rows, two columns.",
            sees=lambda case, given: given.shape != (2, 2),
        ),
        Mistake(
            "some of the four are right, not all",
            "Write the four products of each weight down again, the signs included.",
            sees=_some_are_right,
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


INPUT_GRADIENT = Exercise(
    name="input_gradient",
    title="The gradient of the input",
    answer="my_input_gradient(kernel, upstream)",
    reference=input_gradient,
    read=numbers,
    right="This is the convolution of mathematics: flipped kernel, full padding. It hands the gradient on to "
    "the layer below.",
    hints=(
        "Every output sends its upstream number back to the pixels of its window, times the weights on them. "
        "Where windows overlap, the shares are added.",
        "With loops: a grid of zeros with as many rows as upstream and kernel have together, minus 1. For "
        "each output add `upstream[r, c] * kernel` to its window.",
        "With `conv2d`: the upstream gradient is the image, the kernel is flipped, the padding full. The "
        "solution is in notebooks/solutions/11_input_gradient.py.",
    ),
    mistakes=(
        Mistake(
            "the kernel is not flipped",
            "The output above left of a pixel reaches it with the weight at the bottom right: on the way "
            "back the kernel lies turned by half a circle.",
            wrong=lambda kernel, upstream: conv2d(upstream, kernel, padding="full"),
        ),
        Mistake(
            "flipped top to bottom only",
            "Half a circle reverses the columns too.",
            wrong=lambda kernel, upstream: conv2d(upstream, kernel[::-1], padding="full"),
        ),
        Mistake(
            "flipped left to right only",
            "Half a circle reverses the rows too.",
            wrong=lambda kernel, upstream: conv2d(upstream, kernel[:, ::-1], padding="full"),
        ),
        Mistake(
            "transposed instead of flipped",
            "`.T` swaps rows and columns. Half a circle reverses both: `[::-1, ::-1]`.",
            wrong=lambda kernel, upstream: conv2d(upstream, kernel.T, padding="full"),
        ),
        Mistake(
            "the upstream gradient is flipped too",
            "Both are turned, and the result is turned with them. Turn the kernel alone.",
            wrong=lambda kernel, upstream: flip(input_gradient(kernel, upstream)),
        ),
        Mistake(
            "valid padding",
            "A pixel in the corner was used too, by one output. Without padding it gets no slope: the result "
            "must be as large as the image.",
            wrong=lambda kernel, upstream: conv2d(upstream, flip(kernel)),
        ),
        Mistake(
            "same padding",
            "The image was larger than the output, by the kernel's side minus 1. So must be its gradient.",
            wrong=lambda kernel, upstream: conv2d(upstream, flip(kernel), padding="same"),
        ),
        Mistake(
            "later shares overwrite earlier ones",
            "A pixel lies in several windows. Add each share to what is there: `+=`.",
            wrong=_overwritten,
        ),
        Mistake(
            "the weights are left out",
            "A pixel under a large weight has moved the output more, and gets more of the slope.",
            wrong=lambda kernel, upstream: conv2d(upstream, np.ones(kernel.shape, int), padding="full"),
        ),
    ),
    cases=(
        Case({"kernel": np.array([[1, 0], [-1, 2]]), "upstream": np.array([[1, -1], [0, 2]])}),
        Case({"kernel": np.array([[1, 2, -3]]), "upstream": np.array([[2, 0, 1], [-1, 4, 5]])}),
        Case({"kernel": np.array([[0.5, 2], [-1, 3], [4, 0]]), "upstream": np.array([[1.5, -2], [0, 1]])}),
        Case({"kernel": np.arange(9).reshape(3, 3) - 3, "upstream": np.arange(20).reshape(4, 5) % 7 - 3}),
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


def _losses_as_upstream(image, kernel, bias, target, rate):
    upstream = (conv2d(image, kernel, bias) - target) ** 2 / 2
    return kernel - rate * kernel_gradient(image, upstream), bias - rate * bias_gradient(upstream)


def _bias_moves_as_a_grid(image, kernel, bias, target, rate):
    upstream = conv2d(image, kernel, bias) - target
    return kernel - rate * kernel_gradient(image, upstream), bias - rate * upstream


def _kernel_and_bias(value):
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise NotReadable("not a pair. Return both: `return new_kernel, new_bias`")
    kernel, bias = (numbers(part) for part in value)
    return kernel, bias.reshape(()) if bias.size == 1 else bias


STEP_INPUTS = {
    "image": np.array([[1, 2, 0], [0, 1, 3], [2, 1, 1]]),
    "kernel": np.array([[1, 0], [-1, 2]]),
    "bias": 1,
    "target": np.array([[3, 9], [1, 1]]),
}
TRAINING_STEP = Exercise(
    name="training_step",
    title="One training step",
    answer="my_step(image, kernel, bias, target, rate)",
    reference=_stepper(),
    read=_kernel_and_bias,
    right="All of training is this step, many times over.",
    hints=(
        "Four lines: the output; the upstream gradient, which is output minus target; the two gradients; the "
        "two new values.",
        "The kernel's gradient is `conv2d(image, upstream)`, that of the bias `upstream.sum()`.",
        "`return kernel - rate * conv2d(image, upstream), bias - rate * upstream.sum()`, with "
        "`upstream = conv2d(image, kernel, bias) - target`. The solution is in "
        "notebooks/solutions/11_training_step.py.",
    ),
    mistakes=(
        Mistake(
            "the step goes uphill",
            "The loss rises. Take the slopes away; and the error is output minus target, not target minus "
            "output.",
            wrong=_stepper(sign=1),
        ),
        Mistake(
            "the learning rate is left out",
            "The whole slope is taken away. Multiply it by the rate.",
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
            "Its slope was taken from the output of the new kernel. All slopes belong to one place: compute "
            "them before anything moves.",
            wrong=_bias_after_the_kernel,
        ),
        Mistake(
            "the slopes are returned",
            "Those are the two gradients. Asked is for the kernel and the bias after the step.",
            wrong=_slopes_only,
        ),
        Mistake(
            "the bias is left out of the output",
            "The output that the loss looks at has the bias in it: `conv2d(image, kernel, bias)`.",
            wrong=_stepper(with_bias=False),
        ),
        Mistake(
            "the mean instead of the sum",
            "This loss adds the squared errors up. Divided by their number, the step is too small.",
            wrong=_stepper(mean=True),
        ),
        Mistake(
            "the half is forgotten",
            "The step is twice as long as it should be: the slope of half a square is the error, not twice "
            "the error.",
            wrong=_stepper(factor=2),
        ),
        Mistake(
            "the squares are sent back",
            "You sent the loss of each output back. What goes back is its slope: the error, with its sign.",
            wrong=_losses_as_upstream,
        ),
        Mistake(
            "the bias has become a grid",
            "There is one bias for all outputs: its slope is their sum, one number.",
            wrong=_bias_moves_as_a_grid,
        ),
        Mistake(
            "kernel and bias have changed places",
            "The kernel comes first.",
            wrong=lambda *inputs, **settings: _stepper()(*inputs, **settings)[::-1],
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
    ),
)


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


SLOPES_BY_TRYING = Exercise(
    name="slopes_by_trying",
    title="All slopes by trying",
    answer="my_slopes(image, kernel, target, step)",
    reference=_by_trying,
    read=numbers,
    right="Slow, two losses for every weight, and independent of any thought about gradients: that is its "
    "use.",
    hints=(
        "For each weight make two copies of the kernel, move this weight up in one and down in the other, "
        "and compute both losses.",
        "`kernel.astype(float)` makes a copy that can hold small steps; a kernel of whole numbers would cut "
        "them off. The loss is `((conv2d(image, moved) - target) ** 2).sum() / 2`.",
        "From down to up it is 2 · step: divide by that. The solution is in "
        "notebooks/solutions/11_slopes_by_trying.py.",
    ),
    mistakes=(
        Mistake(
            "twice as large as it should be",
            "From one step down to one step up the way is two steps long. (And the loss is half the sum of "
            "the squared errors.)",
            wrong=lambda *inputs: 2 * _by_trying(*inputs),
        ),
        Mistake(
            "not divided by the way between",
            "That is by how much the loss changed. The slope is the change per unit.",
            wrong=lambda image, kernel, target, step: 2 * step * _by_trying(image, kernel, target, step),
        ),
        Mistake(
            "up only",
            "You compare one step up with the place itself. The slope changes on the way; take one step up "
            "and one step down, and the mistakes cancel.",
            wrong=_one_sided(1),
        ),
        Mistake(
            "down only",
            "You compare one step down with the place itself. The slope changes on the way; take one step up "
            "and one step down, and the mistakes cancel.",
            wrong=_one_sided(-1),
        ),
        Mistake(
            "the signs are reversed",
            "The loss one step up comes first, and the loss one step down is taken away from it.",
            wrong=lambda *inputs: -_by_trying(*inputs),
        ),
        Mistake(
            "a weight is not put back",
            "When the next weight has its turn, the ones before are still moved. Begin each time with a "
            "fresh copy.",
            wrong=_never_put_back,
        ),
        Mistake(
            "all weights are moved at once",
            "Then nobody can tell which of them changed the loss. Move one, and leave the others.",
            wrong=_all_at_once,
        ),
        Mistake(
            "the small step is cut off",
            "A kernel of whole numbers cannot hold 1.001: NumPy cuts it to 1. Copy it with "
            "`kernel.astype(float)`.",
            wrong=_on_whole_numbers,
        ),
        Mistake(
            "the slope of the mean",
            "This loss adds the squared errors up. `mean` divides by their number.",
            wrong=lambda image, kernel, target, step: (
                2 * _by_trying(image, kernel, target, step) / target.size
            ),
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
             "kernel": np.array([[1, 0], [-1, 2]]), "target": np.zeros((3, 2), int), "step": 0.001}
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
    if not isinstance(value, (tuple, list)) or len(value) != 2 or not isinstance(value[0], str):
        raise NotReadable('not a pair of a name and its value, such as ["kernel", [[0, 0], [0, 0]]]')
    name = value[0].strip().lower()
    if name not in NAMES:
        raise NotReadable(f'a pair, but its name, {value[0]!r}, is none of "kernel", "bias", "input"')
    given = numbers(value[1])
    given = given.reshape(()) if given.size == 1 else given
    return np.array(NAMES.index(name)), given


def _is_found(given, name="bias"):
    return NAMES[int(given[0])] == name


def _close(given, value):
    return given.shape == value.shape and bool(np.allclose(given, value, atol=1e-2))


WRONG_GRADIENT = Exercise(
    name="wrong_gradient",
    title="A wrong gradient, found by trying",
    answer="my_finding",
    reference=lambda: ("bias", TRUE["bias"]),
    accepts=lambda case, given: _is_found(given) and _close(given[1], TRUE["bias"]),
    read=_name_and_value,
    right="The slope of the bias was taken before ReLU: the output whose sum is −1 was counted, though ReLU "
    "lets nothing through there. A network with this mistake still learns, and worse.",
    hints=(
        "`finite_differences(function, values)` wants a function of one thing. For the kernel: "
        "`lambda kernel: layer_loss(image, kernel, layer_bias)`.",
        "Do so for the kernel, the bias and the image, and compare each with `claimed`.",
        "Two of the three agree. For the bias it is `finite_differences(lambda bias: layer_loss(image, "
        "kernel, bias), layer_bias)`. The solution is in notebooks/solutions/11_wrong_gradient.py.",
    ),
    mistakes=(
        Mistake(
            "that is the claimed value",
            "This is the wrong one, yes. Give what finite differences say in its place.",
            sees=lambda case, given: _is_found(given) and _close(given[1], CLAIMED["bias"]),
        ),
        Mistake(
            "that gradient is right as it is claimed",
            "Finite differences agree with the kernel's gradient in all places. Try another.",
            sees=lambda case, given: _is_found(given, "kernel"),
        ),
        Mistake(
            "that gradient is right as it is claimed",
            "Finite differences agree with the image's gradient in all places. Try another.",
            sees=lambda case, given: _is_found(given, "input"),
        ),
        Mistake(
            "the bias has one slope",
            "There is one bias, so its slope is one number.",
            sees=lambda case, given: given[1].shape != (),
        ),
        Mistake(
            "the right gradient is found, its value is not",
            "Divide the change of the loss by the way from the lower to the upper bias.",
            sees=lambda case, given: True,
        ),
    ),
)


EXERCISES = (GRADIENT_BY_HAND, INPUT_GRADIENT, TRAINING_STEP, SLOPES_BY_TRYING, WRONG_GRADIENT)

QUESTIONS = (
    Number(
        "raised_weight",
        "The weight in the top right corner of the kernel is raised from 0 to 1, and everything else stays. "
        "By how much does the output in the top left corner grow?",
        answer=STEP_INPUTS["image"][0, 1],
        right="2: at the first stop the weight lies on the pixel 2, and raised by 1 it adds that pixel once.",
        wrong={
            1: "The weight grows by 1, but in the sum it is multiplied by the pixel under it.",
            0: "A weight of 0 adds nothing. Raised to 1 it does.",
            3: "That is the pixel under it at the last stop. The top left output belongs to the first.",
            6: "That is the sum over all four stops. Asked is for one output.",
            8: "That would be the loss's slope. Asked is for one output.",
        },
        otherwise="Lay the kernel on the top left corner of the image: which pixel is under its top right "
        "weight?",
    ),
    Number(
        "bias_slope",
        "The upstream gradient is 1, −1, 0, 2. What is the slope of the loss with the bias?",
        answer=bias_gradient(np.array([[1, -1], [0, 2]])),
        right="Raising the bias raises all four outputs alike, so their slopes are added: 2.",
        wrong={
            0.5: "That is the mean. The bias moves every output by the whole amount.",
            4: "Signs count: 1 − 1 + 0 + 2.",
            1: "That is the number of biases, or the bias itself. Which outputs does it move, and by how "
            "much?",
            3: "That is the loss. Asked is for its slope.",
            -2: "Raise the bias, and outputs that are too large get larger still: the loss rises.",
        },
        otherwise="Raise the bias by 1: each output rises by 1. Add up what each of them does to the loss.",
    ),
    Number(
        "outputs_of_a_pixel",
        "A 2×2 kernel slides over the 3×3 image. In how many of the four outputs does the pixel in the "
        "middle have a say?",
        answer=input_gradient(np.ones((2, 2), int), np.ones((2, 2), int))[1, 1],
        right="In all four: every stop's window holds the middle, each time under another weight.",
        wrong={
            1: "That is the pixel in the corner.",
            2: "That is a pixel in the middle of an edge.",
            9: "There are only four outputs.",
            3: "Look at the four windows again: rows 0–1 or 1–2, columns 0–1 or 1–2.",
        },
        otherwise="Lay the 2×2 window on each of its four places and look whether it holds the middle.",
    ),
    Choices(
        "smallest_step",
        "The slope by trying is computed with a step of 0.1, of 0.00001 and of 0.000000000000001. Which "
        "comes closest to the true slope of a curved loss?",
        Choice(
            "0.000000000000001, because the slope has no time to change",
            "In mathematics, yes. In a computer the two losses then agree in all digits that it keeps, and "
            "their difference is nothing but rounding.",
        ),
        Choice(
            "0.00001",
            "Small enough for the curve, large enough for the digits: a 64-bit number has about sixteen of "
            "them.",
            right=True,
        ),
        Choice(
            "0.1, because large differences are measured best",
            "The rounding is small then, but over so long a way the slope changes.",
        ),
        Choice(
            "All the same: the slope is what it is",
            "What is computed is not the slope but a difference of two losses, divided by a way.",
        ),
    ),
    Choices(
        "through_relu",
        "On the way out a sum was −1, and ReLU made 0 of it. On the way back 5 arrives there. What is the "
        "slope of the loss with that sum?",
        Choice("−5, the sign of the sum", "ReLU does not turn signs: it passes or it does not."),
        Choice("5: ReLU has no weights, so it changes nothing", "It has no weights, but it has a slope."),
        Choice(
            "−1 · 5, the chain rule",
            "The chain rule multiplies slopes. −1 is the sum; the slope of ReLU at −1 is another number.",
        ),
        Choice(
            "0: a little more or less of −1 is still made 0",
            "Left of 0 ReLU is flat. Its slope is 0, and 0 · 5 is 0.",
            right=True,
        ),
    ),
    Choices(
        "through_pool",
        "A window of max-pooling held 3, 0, 1 and 4. On the way back 1 arrives. Where does it go?",
        Choice(
            "All of it to the 4",
            "Raise the 4 by a little, and the maximum rises as much. The others have no say in it.",
            right=True,
        ),
        Choice(
            "A quarter to each of the four",
            "That is average-pooling, where each of the four has an equal say.",
        ),
        Choice(
            "To each in proportion to its size",
            "Raise the 3 by a little: the maximum stays 4. So the 3 has the slope 0.",
        ),
    ),
    Choices(
        "zero_start",
        "All weights of a network with two convolutions and a dense layer start at 0, the biases too. Which "
        "weights have a slope that is not 0?",
        Choice(
            "All of them, as in lesson 03",
            "There a single kernel stood right before the loss. Here a path runs through several weights.",
        ),
        Choice(
            "Only those of the first layer, which sees the images",
            "The slope that comes back to it was multiplied by the weights of the later layers: 0.",
        ),
        Choice(
            "None of them",
            "A weight's slope is its input times what comes back. All inputs after the first layer are 0, "
            "and nothing comes back through weights of 0.",
            right=True,
        ),
        Choice(
            "Those of the dense layer, which stands next to the loss",
            "The gradient does reach it. But a weight's slope is that times its input, and its inputs are "
            "all 0.",
        ),
    ),
)

"""Lesson 14, beyond images: exercises and questions."""

from math import ceil

import numpy as np

from helpers import conv1d, conv_parameters, receptive_field
from helpers.checks.exercise import Case, Exercise, Mistake, numbers, same_numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.shapes import Conv

# --- causal: no number sees a later step -------------------------------------------------------------


def _causal(signal, kernel, dilation=1):
    return conv1d(signal, kernel, padding=(dilation * (len(kernel) - 1), 0), dilation=dilation)


def _padded(pads):
    def wrong(signal, kernel, dilation=1):
        zeros = dilation * (len(kernel) - 1)
        return conv1d(signal, kernel, padding=pads(zeros), dilation=dilation)

    return wrong


def _padding_without_dilation(signal, kernel, dilation=1):
    return conv1d(signal, kernel, padding=(len(kernel) - 1, 0), dilation=dilation)


def _first_value_repeated(signal, kernel, dilation=1):
    return conv1d(np.pad(signal, (dilation * (len(kernel) - 1), 0), mode="edge"), kernel, dilation=dilation)


def _without_the_present(signal, kernel, dilation=1):
    return np.concatenate([[0], _causal(signal, kernel, dilation)[:-1]])


def _from_the_end(signal, kernel, dilation=1):
    """Take signal[step - back] with a negative index, which counts from the end, before the first step."""
    length = len(kernel)
    return np.array(
        [
            sum(kernel[i] * signal[step - dilation * (length - 1 - i)] for i in range(length))
            for step in range(len(signal))
        ]
    )


def _around_the_end(signal, kernel, dilation=1):
    places = np.arange(len(signal))[:, np.newaxis] - dilation * np.arange(len(kernel))[::-1]
    return signal[places % len(signal)] @ kernel


def _zeros_first(signal, kernel, dilation=1):
    given = _causal(signal, kernel, dilation)
    given[: dilation * (len(kernel) - 1)] = 0
    return given


def _into_the_signal(signal, kernel, dilation=1):
    given = signal.astype(float)
    for step in range(len(given)):
        places = [step - dilation * back for back in range(len(kernel) - 1, -1, -1)]
        given[step] = sum(
            weight * given[place] for weight, place in zip(kernel, places, strict=True) if place >= 0
        )
    return given


def _ends_of_the_kernel(signal, kernel, dilation=1):
    return _causal(signal, np.where(np.arange(len(kernel)) % (len(kernel) - 1), 0, kernel), dilation)


def _later(steps_of):
    """Make a wrong answer whose numbers come some steps too late."""

    def wrong(signal, kernel, dilation=1):
        late = min(steps_of(dilation), len(signal))
        return np.concatenate([np.zeros(late), _causal(signal, kernel, dilation)[: len(signal) - late]])

    return wrong


def _without_the_first_step(signal, kernel, dilation=1):
    return _causal(np.where(np.arange(len(signal)) == 0, 0, signal), kernel, dilation)


def _has_more_before(case, given):
    right = numbers(_causal(*case.inputs.values(), **case.settings))
    return given.ndim == 1 and given.size > right.size and same_numbers(given[-right.size :], right)


def _is_cut_off(case, given):
    """Return whether the result has whole numbers close to the decimals of the right one."""
    signal, kernel = case.inputs["signal"], case.inputs["kernel"]
    right = _causal(**case.inputs, **case.settings)
    return (
        np.issubdtype(signal.dtype, np.integer)
        and given.shape == right.shape
        and bool((given == np.floor(given)).all())
        and not bool((right == np.floor(right)).all())
        and bool((np.abs(given - right) < len(kernel)).all())
    )


def _slices_from_the_end(signal, kernel, dilation=1):
    """Take one slice of the signal for each weight; its end is below 0 if the weight reaches too far back."""
    given = np.zeros(len(signal))
    for i in range(len(kernel)):
        back = dilation * (len(kernel) - 1 - i)
        given[back:] += kernel[i] * signal[: len(signal) - back]
    return given


def _same_moved_by_half(signal, kernel, dilation=1):
    half = len(kernel) // 2 * dilation
    moved = np.concatenate([np.zeros(half), signal])
    return conv1d(moved, kernel, padding="same", dilation=dilation)[: len(signal)]


def _scaled_at_the_start(signal, kernel, dilation=1):
    used = _causal(np.ones(len(signal)), np.ones(len(kernel)), dilation)
    return _causal(signal, kernel, dilation) * len(kernel) / used


def _middle_of_full(signal, kernel, dilation=1):
    full = conv1d(signal, kernel, padding="full", dilation=dilation)
    start = (len(full) - len(signal)) // 2
    return full[start : start + len(signal)]


CAUSAL = Exercise(
    name="causal",
    title="A layer that doesn't see the future",
    answer="my_causal(signal, kernel, dilation=1)",
    reference=_causal,
    read=numbers,
    right="Every number depends on its own step and earlier ones, so it can be computed the moment the step "
    'arrives. In Keras the same layer is `Conv1D(…, padding="causal")`.',
    hints=(
        "The output should be as long as the signal, so you have to add zeros. Where do they belong, if no "
        "number may depend on a later step?",
        "All of them come before the signal. A window reaches over dilation · (k − 1) + 1 steps, and at the "
        "first position its last weight should be on the first step.",
        "`conv1d` takes `padding=(before, after)`: here (dilation · (k − 1), 0). The solution is in "
        "notebooks/solutions/14_causal.py.",
    ),
    mistakes=(
        Mistake(
            "it sees the future",
            "With same padding the middle of the window is on the step, and half of the window on later "
            "ones.",
            wrong=_padded(lambda zeros: (zeros // 2, zeros - zeros // 2)),
        ),
        Mistake(
            "padded at the end",
            "You put the zeros after the signal, so each window begins at its own step and looks ahead.",
            wrong=_padded(lambda zeros: (0, zeros)),
        ),
        Mistake(
            "decimals are cut off",
            "Where the signal contains whole numbers, so does your result. `np.zeros_like(signal)` makes an "
            "array of the signal's type; `np.zeros(len(signal))` makes one for decimals.",
            sees=_is_cut_off,
        ),
        Mistake(
            "the output is too short",
            "Without padding the first windows are missing. Add zeros to get a number for every step.",
            wrong=_padded(lambda zeros: (0, 0)),
        ),
        Mistake(
            "the output is too long",
            "The windows at the end see zeros instead of steps to come. Pad at one end only.",
            wrong=_padded(lambda zeros: (zeros, zeros)),
        ),
        Mistake(
            "the padding forgets the dilation",
            "A dilated window reaches further: it needs dilation · (k − 1) zeros.",
            wrong=_padding_without_dilation,
        ),
        Mistake(
            "the dilation is ignored",
            "The weights should be `dilation` steps apart.",
            wrong=lambda signal, kernel, dilation=1: _causal(signal, kernel),
        ),
        Mistake(
            "the kernel is flipped",
            "The last weight belongs to the step itself and the first one to the earliest step: don't "
            "reverse the kernel.",
            wrong=lambda signal, kernel, dilation=1: _causal(signal, kernel[::-1], dilation),
        ),
        Mistake(
            "the present is left out",
            "Your numbers come one step too late. A number may depend on its own step, but not on later "
            "ones.",
            wrong=_without_the_present,
        ),
        Mistake(
            "it stops where the kernel reaches further back than the series is long",
            "Do you cut out a slice for each weight? Where a weight comes before the whole series, its end "
            "is below 0, and counts from the end of the signal. Such a weight adds nothing: skip it.",
            wrong=_slices_from_the_end,
        ),
        Mistake(
            "padded with the first value",
            "Put zeros before the signal, as all padding in this course does.",
            wrong=_first_value_repeated,
        ),
        Mistake(
            "the first numbers see the end",
            "Before the first step there should be zeros. In Python an index below 0 counts from the end of "
            "the signal.",
            wrong=_from_the_end,
        ),
        Mistake(
            "the first numbers see the end",
            "Before the first step there should be zeros. With `%`, an index below 0 comes back in at the "
            "end.",
            wrong=_around_the_end,
        ),
        Mistake(
            "the decimals are cut off",
            "Collect the results in `np.zeros(…)`, which has decimals. An array of whole numbers cuts them "
            "off.",
            wrong=lambda signal, kernel, dilation=1: _causal(signal, kernel, dilation).astype(int),
        ),
        Mistake(
            "the first windows are set to 0",
            "Where the window is not complete, zeros stand in for the missing steps. The other weights "
            "still count.",
            wrong=_zeros_first,
        ),
        Mistake(
            "the dilation is one too large",
            "With dilation 1, the weights are on neighbouring steps; with 2, one step is left out between "
            "two weights.",
            wrong=lambda signal, kernel, dilation=1: _causal(signal, kernel, dilation + 1),
        ),
        Mistake(
            "all earlier steps are added up",
            "A window has as many steps as the kernel has weights, and each has its own weight.",
            wrong=lambda signal, kernel, dilation=1: np.cumsum(signal) * np.sum(kernel),
        ),
        Mistake(
            "written into the series that is still read",
            "Later windows read your results instead of the signal. Write into a new array.",
            wrong=_into_the_signal,
        ),
        Mistake(
            "only the first and the last weight count",
            "A kernel may have more than two weights. Let the loop reach each of them.",
            wrong=_ends_of_the_kernel,
        ),
        Mistake(
            "the kernel is flipped, and the dilation is ignored",
            "The last weight belongs to the step itself, and the weights are `dilation` steps apart. "
            "(`np.convolve` flips the kernel and has no dilation.)",
            wrong=lambda signal, kernel, dilation=1: _causal(signal, kernel[::-1]),
        ),
        Mistake(
            "same padding with a flipped kernel",
            "`np.convolve` flips the kernel, has no dilation, and `same` lets half of the window see "
            "later steps.",
            wrong=lambda signal, kernel, dilation=1: np.convolve(signal, kernel, mode="same"),
        ),
        Mistake(
            "the present is left out",
            "The last weight belongs to the step itself. Yours reads `dilation` steps earlier.",
            wrong=_later(lambda dilation: dilation),
        ),
        Mistake(
            "zeros after the last weight",
            "The zeros of the dilation belong between the weights. Yours has some after the last weight too, "
            "so that it misses its own step.",
            wrong=_later(lambda dilation: dilation - 1),
        ),
        Mistake(
            "the very first step is never read",
            "The step with the number 0 counts too: compare with `>= 0`, not with `> 0`.",
            wrong=_without_the_first_step,
        ),
        Mistake(
            "too many zeros before the signal",
            "After them, your numbers are right. k weights have k − 1 gaps: dilation · (k − 1) zeros are "
            "enough.",
            sees=_has_more_before,
        ),
        Mistake(
            "too many zeros, and the dilation is ignored",
            "k weights have k − 1 gaps, and the weights are `dilation` steps apart.",
            wrong=lambda signal, kernel, dilation=1: conv1d(signal, kernel, padding=(len(kernel), 0)),
        ),
        Mistake(
            "the weights are repeated",
            "With dilation 2, one step is left out between two weights. You let each weight count twice.",
            wrong=lambda signal, kernel, dilation=1: _causal(signal, np.repeat(kernel, dilation)),
        ),
        Mistake(
            "another dilation where none is given",
            "Called with signal and kernel alone, the dilation is 1.",
            wrong=lambda signal, kernel, dilation=2: _causal(signal, kernel, dilation),
        ),
        Mistake(
            "the dilation is one too large",
            "With dilation 2, one step is left out between two weights. You leave out two.",
            wrong=lambda signal, kernel, dilation=1: _causal(signal, kernel, dilation + (dilation > 1)),
        ),
        Mistake(
            "the shift fits an odd number of weights",
            "Moved by half the kernel, same padding is right only for an odd number of weights, or without "
            "dilation. Put all dilation · (k − 1) zeros before the signal instead.",
            wrong=_same_moved_by_half,
        ),
        Mistake(
            "the first numbers are scaled up",
            "Where zeros come before the signal, you make up for them. Leave these sums as they are.",
            wrong=_scaled_at_the_start,
        ),
        Mistake(
            "it sees the future",
            "You cut the middle out of the full result, where half of each window is on later steps.",
            wrong=_middle_of_full,
        ),
    ),
    cases=(
        Case({"signal": np.array([3, 0, 1, 2]), "kernel": np.array([1, 10])}),
        Case({"signal": np.array([2, 5, 3, 1, 4, 6]), "kernel": np.array([-1, 0, 2])}),
        Case({"signal": np.array([2, 5, 3, 1, 4, 6, 8]), "kernel": np.array([1, 10])}, {"dilation": 2}),
        Case({"signal": np.array([4, 1, 3, 7, 2]), "kernel": np.array([1, -2, 5])}, {"dilation": 2}),
        Case(
            {"signal": np.array([0.5, 1.5, -2, 4, 1, 0.25]), "kernel": np.array([0.5, -1])}, {"dilation": 3}
        ),
        Case({"signal": np.array([2, 5, 3, 1, 4, 6, 8]), "kernel": np.array([1, 10]), "dilation": 4}),
        # The first weight reaches back 4 steps, further than the series is long.
        Case({"signal": np.array([0.5, 1.5, -2.25]), "kernel": np.array([2, -1, 3])}, {"dilation": 2}),
        # An array made for the whole numbers of the signal cannot hold these.
        Case({"signal": np.array([2, 5, 3, 1]), "kernel": np.array([0.25, 1.5])}),
    ),
    minutes=12,
)


# --- sees_64: a dilated stack ------------------------------------------------------------------------

WANTED = 64
WEIGHTS = 2
FEWEST_LAYERS = 6  # a layer of two weights at most doubles the paths, and 2**5 is less than 64


def _are_dilations(given):
    return given.ndim == 1 and 0 < given.size <= 100 and bool((given >= 1).all() and (given % 1 == 0).all())


def _dilations(value):
    """Return the dilations as numbers; their order does not matter, so a set will do."""
    return numbers(list(value) if isinstance(value, (set, frozenset)) else value)


def _reach(given):
    return receptive_field([Conv(1, (1, WEIGHTS), dilation=(1, int(dilation))) for dilation in given])[1]


def _sees_all(given):
    paths = np.ones(1, int)
    for dilation in given:
        paths = np.minimum(conv1d(paths, np.ones(WEIGHTS, int), padding="full", dilation=int(dilation)), 1)
    return bool(paths.all())


SEES_64 = Exercise(
    name="sees_64",
    title="A stack that sees 64 steps",
    answer="my_dilations",
    reference=lambda: [1, 2, 4, 8, 16, 32],
    accepts=lambda case, given: (
        _are_dilations(given) and given.size == FEWEST_LAYERS and _reach(given) == WANTED and _sees_all(given)
    ),
    read=_dilations,
    right="Six layers with two weights each, 12 in all, see 64 steps. Without dilation it takes 63 layers. "
    "Each further doubling layer sees twice as far.",
    hints=(
        "A layer of two weights with dilation d adds d steps to the receptive field. How much must all "
        "dilations add to the one step you begin with?",
        "They must sum to 63. Two weights double the number of paths: after one layer 2, after two 4. How "
        "many layers does it take to get 64 paths, one for each step?",
        "Six layers, and no step on two paths: double from layer to layer. The solution is in "
        "notebooks/solutions/14_sees_64.py.",
    ),
    mistakes=(
        Mistake(
            "those are not dilations",
            "Give a list of whole numbers, 1 or more, one for each layer.",
            sees=lambda case, given: not _are_dilations(given),
        ),
        Mistake(
            "what is seen instead of dilations",
            "2, 4, 8, … is how many steps you see after each layer. Give the dilations instead: how far "
            "apart the two weights are.",
            sees=lambda case, given: list(given) == [2, 4, 8, 16, 32, 64],
        ),
        Mistake(
            "a layer too many",
            "You double correctly, but with one layer too many: seven layers see 128 steps.",
            sees=lambda case, given: list(given) == [1, 2, 4, 8, 16, 32, 64],
        ),
        Mistake(
            "it sees too little",
            "Each layer adds its dilation to the one step you begin with. Yours do not reach 64.",
            sees=lambda case, given: _reach(given) < WANTED,
        ),
        Mistake(
            "it sees too much",
            "Each layer adds its dilation to the one step you begin with. Yours reach over more than 64 "
            "steps.",
            sees=lambda case, given: _reach(given) > WANTED,
        ),
        Mistake(
            "some steps are left out",
            "The first step and the last are 64 steps apart, both included, but some steps in between are "
            "not on any path. One dilation is larger than what the other layers fill.",
            sees=lambda case, given: not _sees_all(given),
        ),
        Mistake(
            "more layers than needed",
            "Your layers see all 64 steps. With larger dilations, fewer layers see as far.",
            sees=lambda case, given: given.size > FEWEST_LAYERS,
        ),
    ),
    minutes=7,
)


# --- match_units: a dense network of the same size ---------------------------------------------------


def _units(parameters, inputs, outputs):
    return max(1, _any_units(parameters, inputs, outputs))


def _any_units(parameters, inputs, outputs):
    return ceil((parameters - outputs) / (inputs + 1 + outputs))


def _slip(name, says, wrong):
    """Return a mistake twice: made by an answer that gives at least one unit, and by one that does not."""

    def at_least_one(parameters, inputs, outputs):
        return max(1, wrong(parameters, inputs, outputs))

    return Mistake(name, says, wrong=at_least_one), Mistake(name, says, wrong=wrong)


MATCH_UNITS = Exercise(
    name="match_units",
    title="A dense network of the same size",
    answer="my_units(parameters, inputs, outputs)",
    reference=_units,
    read=numbers,
    right="Each hidden unit costs inputs + 1 + outputs parameters: its weights, its bias, and the weights "
    "to the outputs. The biases of the outputs count only once.",
    hints=(
        "How many parameters does the dense network have with one hidden unit, and how many more with two?",
        "The hidden layer has (inputs + 1) · units, the last one (units + 1) · outputs. Collect the terms "
        "that grow with the units.",
        "(inputs + 1 + outputs) · units + outputs must be at least `parameters`: solve for the units and "
        "round up, to 1 or more. The solution is in notebooks/solutions/14_match_units.py.",
    ),
    mistakes=(
        *_slip(
            "a decimal number",
            "There is no third of a unit. Take the next whole number, so that the dense network is at "
            "least as large.",
            wrong=lambda parameters, inputs, outputs: (parameters - outputs) / (inputs + 1 + outputs),
        ),
        *_slip(
            "rounded down",
            "That makes the dense network the smaller of the two. It should have at least as many "
            "parameters: round up.",
            wrong=lambda parameters, inputs, outputs: (parameters - outputs) // (inputs + 1 + outputs),
        ),
        *_slip(
            "rounded to the nearest",
            "Rounding to the nearest goes down half of the time, and then the dense network is smaller. "
            "Round up.",
            wrong=lambda parameters, inputs, outputs: int(
                (parameters - outputs) / (inputs + 1 + outputs) + 0.5
            ),
        ),
        *_slip(
            "a unit more than needed",
            "Where the division has no remainder, you don't need another unit.",
            wrong=lambda parameters, inputs, outputs: (parameters - outputs) // (inputs + 1 + outputs) + 1,
        ),
        *_slip(
            "the outputs' biases are forgotten",
            "The last layer has a bias for each output, however many units there are before it.",
            wrong=lambda parameters, inputs, outputs: ceil(parameters / (inputs + 1 + outputs)),
        ),
        *_slip(
            "one bias for all outputs",
            "The last layer has a bias for each output, however many units there are before it.",
            wrong=lambda parameters, inputs, outputs: ceil((parameters - 1) / (inputs + 1 + outputs)),
        ),
        *_slip(
            "the units' biases are forgotten",
            "Each hidden unit has a bias as well as its weights.",
            wrong=lambda parameters, inputs, outputs: ceil((parameters - outputs) / (inputs + outputs)),
        ),
        *_slip(
            "all biases are forgotten, and rounded down",
            "Keras adds a bias to each unit and to each output, and the dense network must not be the "
            "smaller one.",
            wrong=lambda parameters, inputs, outputs: parameters // (inputs + outputs),
        ),
        *_slip(
            "all biases are forgotten",
            "Keras adds a bias to each unit and to each output.",
            wrong=lambda parameters, inputs, outputs: ceil(parameters / (inputs + outputs)),
        ),
        *_slip(
            "the last layer is forgotten",
            "The layer from the hidden units to the outputs has weights too.",
            wrong=lambda parameters, inputs, outputs: ceil(parameters / (inputs + 1)),
        ),
        *(
            Mistake(
                "parameters instead of units",
                "That is how many parameters such a network has. Give the number of its hidden units.",
                wrong=lambda parameters, inputs, outputs, units=units: (
                    units(parameters, inputs, outputs) * (inputs + 1 + outputs) + outputs
                ),
            )
            for units in (_units, _any_units)
        ),
        *_slip(
            "the outputs are added, not subtracted",
            "The biases of the outputs don't depend on the units: subtract them first.",
            wrong=lambda parameters, inputs, outputs: ceil((parameters + outputs) / (inputs + 1 + outputs)),
        ),
        *_slip(
            "the number of outputs is built in",
            "You always count two outputs. Use `outputs`.",
            wrong=lambda parameters, inputs, outputs: _any_units(parameters, inputs, 2),
        ),
        *_slip(
            "the number of inputs is built in",
            "You always count 64 inputs. Use `inputs`.",
            wrong=lambda parameters, inputs, outputs: _any_units(parameters, 64, outputs),
        ),
        *_slip(
            "inputs and outputs have changed places",
            "The last layer has one bias for each output.",
            wrong=lambda parameters, inputs, outputs: _any_units(parameters, outputs, inputs),
        ),
        *_slip(
            "two biases for each unit",
            "Each unit has one bias. The biases of the outputs do not grow with the units.",
            wrong=lambda parameters, inputs, outputs: ceil((parameters - outputs) / (inputs + 2 + outputs)),
        ),
        *_slip(
            "inputs times outputs",
            "A unit has one weight for each input and one for each output: that is inputs *plus* outputs.",
            wrong=lambda parameters, inputs, outputs: ceil((parameters - outputs) / (inputs * outputs + 1)),
        ),
        *_slip(
            "inputs times outputs",
            "A unit has one weight for each input and one for each output: that is inputs *plus* outputs.",
            wrong=lambda parameters, inputs, outputs: ceil(parameters / (inputs * outputs)),
        ),
        *_slip(
            "inputs times outputs",
            "A unit has one weight for each input and one for each output: that is inputs *plus* outputs.",
            wrong=lambda parameters, inputs, outputs: ceil((parameters - outputs) / (inputs * outputs)),
        ),
        *_slip(
            "inputs times outputs",
            "A unit has one weight for each input and one for each output: that is inputs *plus* outputs.",
            wrong=lambda parameters, inputs, outputs: ceil((parameters - outputs) / ((inputs + 1) * outputs)),
        ),
        Mistake(
            "rounded down",
            "That makes the dense network the smaller of the two, or leaves it without a unit. It should "
            "have at least as many parameters: round up.",
            wrong=lambda parameters, inputs, outputs: max(
                0, (parameters - outputs) // (inputs + 1 + outputs)
            ),
        ),
        Mistake(
            "no hidden unit at all",
            "The biases of the outputs alone are enough here. But a dense network has at least one hidden "
            "unit.",
            wrong=_any_units,
        ),
        Mistake(
            "two units where one is enough",
            "One hidden unit gives enough parameters here.",
            wrong=lambda parameters, inputs, outputs: max(2, _any_units(parameters, inputs, outputs)),
        ),
        *_slip(
            "a unit too few where one parameter is missing",
            "The dense network must have at least as many parameters. Even if only one is missing, it needs "
            "another unit.",
            wrong=lambda parameters, inputs, outputs: _any_units(parameters - 1, inputs, outputs),
        ),
        *_slip(
            "the numbers of one network are built in",
            "You always count 64 inputs and two outputs. Use `inputs` and `outputs`.",
            wrong=lambda parameters, inputs, outputs: _any_units(parameters, 64, 2),
        ),
    ),
    cases=(
        Case({"parameters": 20, "inputs": 4, "outputs": 2}),
        Case({"parameters": 22, "inputs": 4, "outputs": 2}),
        Case({"parameters": 23, "inputs": 4, "outputs": 2}),
        Case({"parameters": 24, "inputs": 4, "outputs": 2}),  # one more than three units have
        Case({"parameters": 9, "inputs": 4, "outputs": 2}),
        Case({"parameters": 5, "inputs": 4, "outputs": 10}),  # the outputs' biases are more than that
        Case({"parameters": 30, "inputs": 4, "outputs": 2}),
        Case({"parameters": 1426, "inputs": 64, "outputs": 2}),
        Case({"parameters": 1875, "inputs": 256, "outputs": 3}),
        Case({"parameters": 243_786, "inputs": 784, "outputs": 10}),
        Case({"parameters": 162, "inputs": 20, "outputs": 10}),  # 5 units; 6 with one bias for all outputs
    ),
    minutes=9,
    stretch=True,
)

EXERCISES = (CAUSAL, SEES_64, MATCH_UNITS)

WARM_UP = (
    Choices(
        "one_by_one_weights",
        "A 1×1 convolution makes 8 feature maps out of 32. How many weights does it have, without biases?",
        Choice("8", "Each of the 8 filters has a weight for every one of the 32 channels."),
        Choice("256", "8 filters with one weight for each of 32 channels: 8 · 32.", right=True),
        Choice("2,304", "That would be 3×3 kernels: nine weights for each pair of channels."),
        Choice("40", "Multiply the two numbers of channels; don't add them."),
        recalls="13",
    ),
    Choices(
        "field_of_two_layers",
        "2×2 pooling with stride 2 follows a 5×5 convolution with stride 1. On how many rows of the image "
        "does a number after the pooling depend?",
        Choice("5", "That is one number before the pooling layer. That layer sees two rows of them."),
        Choice("10", "The two windows of 5 rows overlap: they start one row apart."),
        Choice("7", "The two windows start one row apart, not two."),
        Choice("6", "Two rows of the map, with windows of 5 that start one row apart: 5 + 1.", right=True),
        recalls="12",
    ),
    Choices(
        "interval_with_zero",
        "Over five seeds, a change gains 0.4 percentage points on average, with a 95% interval from −0.3 to "
        "1.1. What can you say?",
        Choice(
            "The change may help, but these runs don't show it",
            "0 is inside the interval, so chance alone could explain the gain. More seeds would narrow it.",
            right=True,
        ),
        Choice(
            "The change helps: the mean is above 0", "Chance alone gives a mean above 0 half of the time."
        ),
        Choice("The change does nothing", "A gain of 1 point is inside the interval too."),
        recalls="10",
    ),
)

QUESTIONS = (
    *WARM_UP,
    Choices(
        "which_axis",
        "Along which of these does it make sense to slide a kernel?",
        Choice(
            "A table of patients: age, weight, blood pressure, one column each",
            "The columns could be in any order, so the column next to a number isn't its neighbour. One "
            "column further on, the same kernel would mean something else.",
        ),
        Choice(
            "The temperature outside, every ten minutes for a year",
            "Measurements ten minutes apart are similar, and a cold front looks the same in March and in "
            "May: neighbours belong together, and the same thing may happen at any place.",
            right=True,
        ),
        Choice(
            "A list of telephone numbers, sorted by name",
            "It has an order, but the next name tells you nothing about a number.",
        ),
        Choice(
            "Images whose pixels were shuffled, all in the same way",
            "Lesson 01 shows what is lost: pixels next to each other no longer belong together.",
        ),
    ),
    Choices(
        "words_alone",
        '"The soup was good not bad" is praise, "the soup was bad not good" a complaint. What is the '
        "smallest thing that tells them apart?",
        Choice(
            "Counting the words: how many good, how many bad",
            'Both have one "good", one "not" and one "bad".',
        ),
        Choice(
            "A window of one word, wherever it is",
            "Both have the same words, and such a window sees one at a time.",
        ),
        Choice(
            "Reading all words of the review, in order",
            "That is enough, but more than you need.",
        ),
        Choice(
            "A window of two words in a row",
            '"not bad" occurs in one and "not good" in the other. A kernel of two words finds them wherever '
            "they are.",
            right=True,
        ),
    ),
    Number(
        "reach_of_a_stack",
        "Three layers of three weights come one after another, with dilations 1, 2 and 4. How many steps "
        "of the series does one number after the third layer depend on?",
        answer=receptive_field([Conv(1, (1, 3), dilation=(1, dilation)) for dilation in (1, 2, 4)])[1],
        right="1 + 2 · (1 + 2 + 4) = 15: each layer adds two gaps, each as wide as its dilation.",
        wrong={
            7: "1 + 2 + 4 is 7, one gap for each layer. Three weights have two gaps between them.",
            14: "Two gaps in each layer make 14. Add the one step you began with.",
            9: "That is the reach of the last layer alone, over numbers that have seen several steps.",
            21: "3 · 7 is 21, but a layer adds dilation · (k − 1), not dilation · k.",
            27: "3 · 3 · 3 paths lead back, but many of them end on the same step.",
        },
        otherwise="Begin with one step. Each layer adds dilation · (k − 1) steps.",
    ),
    Number(
        "conv1d_weights",
        "A 1-D layer has 16 filters of 5 steps each and looks at 16 channels. How many parameters does it "
        "have, biases included?",
        answer=conv_parameters((1, 5), 16, 16),
        right="5 · 16 weights and a bias make 81 for each filter, and there are 16 filters. The length of "
        "the series doesn't matter.",
        wrong={
            1280: "The weights are right: 5 · 16 · 16. Each filter also has a bias.",
            96: "Each filter spans all 16 channels, as in lesson 07.",
            80: "That is one filter without its bias.",
            81: "That is one filter. There are 16.",
            1281: "There is a bias for each filter, not one for the layer.",
            6416: "A 1-D kernel is 5 steps long, not 5 by 5.",
        },
        otherwise="Count one filter first: 5 steps, 16 channels, one bias.",
    ),
    Choices(
        "new_place",
        "In training, every burst and every swell is in the first half of its series. Then the networks meet "
        "series with the event in the second half. What does the dense network do there?",
        Choice(
            "About half of its answers are right",
            "A weight for step 50 has only ever met noise, and can't use what the weight for step 10 has "
            "learned. Over the whole half, that is no better than guessing. (A figure will show that it "
            "isn't guessing at each place.)",
            right=True,
        ),
        Choice(
            "It does as well as on the first half",
            "That would take the same weights at both places. In a dense layer each step has its own.",
        ),
        Choice(
            "Nearly all of its answers are wrong: it confuses the two",
            "At some places it is nearly always wrong, at others mostly right; over the whole half that "
            "comes to about one in two.",
        ),
    ),
    Choices(
        "flatten_instead",
        "Keep the sliding kernels, but follow them with `Flatten` instead of global max-pooling. How does "
        "this network do on the second half?",
        Choice(
            "As well as on the first half: the kernels are shared",
            "The maps do show the event at its new place. But the last layer reads them with a weight for "
            "every place.",
        ),
        Choice(
            "Half of its answers are right, or fewer",
            "The maps show the event, but after Flatten the last layer has its own weights for every place, "
            "and those for the second half have met nothing but noise.",
            right=True,
        ),
        Choice(
            "A little worse than on the first half",
            "Nothing in training has told the last layer what to do with the second half of the maps.",
        ),
    ),
    Choices(
        "one_step_kernels",
        "Now keep global max-pooling, but let every kernel see only one step. Burst or swell: how does this "
        "network do?",
        Choice(
            "Well, in both halves: global pooling forgets the place",
            "It does forget the place. But something must tell burst from swell first, and both have the "
            "same seven numbers.",
        ),
        Choice(
            "Well, but only in the first half",
            "There is nothing in this network that depends on the place.",
        ),
        Choice(
            "It guesses, in both halves",
            "A kernel of one step sees the same seven numbers in both events. Only their order differs.",
            right=True,
        ),
    ),
)

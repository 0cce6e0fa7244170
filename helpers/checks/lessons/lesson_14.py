"""Lesson 14, beyond images: exercises and questions."""

from math import ceil

import numpy as np

from helpers import conv1d, conv_parameters, dense_parameters, receptive_field
from helpers.checks.exercise import Case, Exercise, Mistake, numbers
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


CAUSAL = Exercise(
    name="causal",
    title="A layer that does not see the future",
    answer="my_causal(signal, kernel, dilation=1)",
    reference=_causal,
    read=numbers,
    right="Every number depends on its own step and earlier ones, so it can be computed the moment the step "
    'arrives. In Keras the same layer is `Conv1D(…, padding="causal")`.',
    hints=(
        "For the output to be as long as the signal, zeros must be added. Where do they belong, if no "
        "number may "
        "depend on a later step?",
        "All of them stand before the signal. A window reaches over dilation · (k − 1) + 1 steps, and its "
        "last "
        "weight is to lie on the first step at the first stop.",
        "`conv1d` takes `padding=(before, after)`: here (dilation · (k − 1), 0). The solution is in "
        "notebooks/solutions/14_causal.py.",
    ),
    mistakes=(
        Mistake(
            "it sees the future",
            "With same padding the window's middle lies on the step, and half of the window on later ones.",
            wrong=_padded(lambda zeros: (zeros // 2, zeros - zeros // 2)),
        ),
        Mistake(
            "padded at the end",
            "With the zeros behind the signal, each window begins at its step and looks at later ones only.",
            wrong=_padded(lambda zeros: (0, zeros)),
        ),
        Mistake(
            "the output is too short",
            "Without padding the first windows are missing. Add zeros, so that there is a number for every "
            "step.",
            wrong=_padded(lambda zeros: (0, 0)),
        ),
        Mistake(
            "the output is too long",
            "The windows that hang over the end see zeros in place of steps to come. Pad at one end only.",
            wrong=_padded(lambda zeros: (zeros, zeros)),
        ),
        Mistake(
            "the padding forgets the dilation",
            "A dilated window reaches further: it needs dilation · (k − 1) zeros.",
            wrong=_padding_without_dilation,
        ),
        Mistake(
            "the dilation is ignored",
            "The weights lie `dilation` steps apart.",
            wrong=lambda signal, kernel, dilation=1: _causal(signal, kernel),
        ),
        Mistake(
            "the kernel is flipped",
            "The last weight belongs to the step itself and the first to the earliest one: the kernel lies "
            "on "
            "the series as it is written.",
            wrong=lambda signal, kernel, dilation=1: _causal(signal, kernel[::-1], dilation),
        ),
        Mistake(
            "the present is left out",
            "Your numbers stand one step too late. A number may depend on its own step: only later ones are "
            "out of bounds.",
            wrong=_without_the_present,
        ),
        Mistake(
            "padded with the first value",
            "Zeros are wanted before the signal, as in every padding of the course.",
            wrong=_first_value_repeated,
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
    ),
)


# --- sees_64: a dilated stack ------------------------------------------------------------------------

WANTED = 64
WEIGHTS = 2
FEWEST_LAYERS = 6  # a layer of two weights at most doubles the paths, and 2**5 is less than 64


def _are_dilations(given):
    return given.ndim == 1 and 0 < given.size <= 100 and bool((given >= 1).all() and (given % 1 == 0).all())


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
    read=numbers,
    right="Six layers with two weights each, 12 in all, see 64 steps. Without dilation it takes 63 layers. "
    "Each further doubling layer sees twice as far.",
    hints=(
        "A layer of two weights with dilation d adds d steps to what is seen. How much must all dilations "
        "add to "
        "the one step you begin with?",
        "They must sum to 63. Two weights double the number of paths: after one layer 2, after two 4. How "
        "many "
        "layers until there are 64 paths, one for each step?",
        "Six layers, and no step is to be reached on two paths: double from layer to layer. The solution "
        "is in "
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
            "2, 4, 8, … is how many steps are seen after each layer. The dilations are asked for: how far "
            "apart "
            "the two weights lie.",
            sees=lambda case, given: list(given) in ([2, 4, 8, 16, 32, 64], [1, 2, 4, 8, 16, 32, 64]),
        ),
        Mistake(
            "it sees too little",
            "Each layer adds its dilation to the one step you begin with. Yours do not reach 64.",
            sees=lambda case, given: _reach(given) < WANTED,
        ),
        Mistake(
            "it sees too much",
            "Each layer adds its dilation to the one step you begin with. Yours reach over more than 64.",
            sees=lambda case, given: _reach(given) > WANTED,
        ),
        Mistake(
            "some steps are left out",
            "From the first step to the last it is 64, but some between them are on no path. A dilation is "
            "larger "
            "than what the other layers fill.",
            sees=lambda case, given: not _sees_all(given),
        ),
        Mistake(
            "more layers than needed",
            "All 64 steps are seen. With larger dilations fewer layers see as far.",
            sees=lambda case, given: given.size > FEWEST_LAYERS,
        ),
    ),
)


# --- match_units: a dense network of the same size ---------------------------------------------------


def _units(parameters, inputs, outputs):
    return ceil((parameters - outputs) / (inputs + 1 + outputs))


MATCH_UNITS = Exercise(
    name="match_units",
    title="A dense network of the same size",
    answer="my_units(parameters, inputs, outputs)",
    reference=_units,
    read=numbers,
    right="Each hidden unit costs inputs + 1 + outputs parameters: its weights, its bias, and the weights "
    "that lead on from it. The outputs' biases are there once.",
    hints=(
        "How many parameters has the dense network with one hidden unit, and how many more with two?",
        "The hidden layer has (inputs + 1) · units, the last one (units + 1) · outputs. Collect what grows "
        "with "
        "the units.",
        "(inputs + 1 + outputs) · units + outputs must be at least `parameters`: solve for the units and "
        "round "
        "up. The solution is in notebooks/solutions/14_match_units.py.",
    ),
    mistakes=(
        Mistake(
            "a decimal number",
            "There is no third of a unit. With the next whole number the dense network is at least as large.",
            wrong=lambda parameters, inputs, outputs: (parameters - outputs) / (inputs + 1 + outputs),
        ),
        Mistake(
            "rounded down",
            "The dense network is then smaller than what it is compared with. At least as many parameters "
            "are "
            "asked for: round up.",
            wrong=lambda parameters, inputs, outputs: (parameters - outputs) // (inputs + 1 + outputs),
        ),
        Mistake(
            "rounded to the nearest",
            "Rounding to the nearest goes down half of the time, and then the dense network is smaller. "
            "Round up.",
            wrong=lambda parameters, inputs, outputs: int(
                (parameters - outputs) / (inputs + 1 + outputs) + 0.5
            ),
        ),
        Mistake(
            "a unit more than needed",
            "Where the division comes out even, no unit need be added.",
            wrong=lambda parameters, inputs, outputs: (parameters - outputs) // (inputs + 1 + outputs) + 1,
        ),
        Mistake(
            "the outputs' biases are forgotten",
            "The last layer has a bias for each output, however many units there are before it.",
            wrong=lambda parameters, inputs, outputs: ceil(parameters / (inputs + 1 + outputs)),
        ),
        Mistake(
            "the units' biases are forgotten",
            "Each hidden unit has a bias besides its weights.",
            wrong=lambda parameters, inputs, outputs: ceil((parameters - outputs) / (inputs + outputs)),
        ),
        Mistake(
            "all biases are forgotten",
            "Keras adds a bias to each unit and to each output.",
            wrong=lambda parameters, inputs, outputs: ceil(parameters / (inputs + outputs)),
        ),
        Mistake(
            "the last layer is forgotten",
            "The hidden units lead on to the outputs: that layer has weights too.",
            wrong=lambda parameters, inputs, outputs: ceil(parameters / (inputs + 1)),
        ),
        Mistake(
            "parameters instead of units",
            "That is how many parameters such a network has. The number of its hidden units is asked for.",
            wrong=lambda parameters, inputs, outputs: (
                dense_parameters(inputs, _units(parameters, inputs, outputs))
                + dense_parameters(_units(parameters, inputs, outputs), outputs)
            ),
        ),
    ),
    cases=(
        Case({"parameters": 20, "inputs": 4, "outputs": 2}),
        Case({"parameters": 22, "inputs": 4, "outputs": 2}),
        Case({"parameters": 23, "inputs": 4, "outputs": 2}),
        Case({"parameters": 1426, "inputs": 64, "outputs": 2}),
        Case({"parameters": 1875, "inputs": 256, "outputs": 3}),
        Case({"parameters": 243_786, "inputs": 784, "outputs": 10}),
    ),
)

EXERCISES = (CAUSAL, SEES_64, MATCH_UNITS)

QUESTIONS = (
    Choices(
        "which_axis",
        "Along which of these does it make sense to slide a kernel?",
        Choice(
            "A table of patients: age, weight, blood pressure, one column each.",
            "The columns could stand in any order, and a weight beside an age is no neighbour of it. A "
            "kernel "
            "that is moved by a column would mean something else there.",
        ),
        Choice(
            "The temperature outside, every ten minutes for a year.",
            "Measurements ten minutes apart resemble each other, and a cold front looks alike in March and "
            "in "
            "May: neighbours belong together, and the same thing may happen at any place.",
            right=True,
        ),
        Choice(
            "A list of telephone numbers, sorted by name.",
            "It has an order, but who comes next in the book says nothing about a number.",
        ),
        Choice(
            "A picture whose pixels were shuffled, all pictures alike.",
            "Lesson 01 shows what is lost: the neighbours are no neighbours any more.",
        ),
    ),
    Choices(
        "words_alone",
        "“The soup was good not bad” is praise, “the soup was bad not good” a complaint. What is the least "
        "that "
        "tells them apart?",
        Choice(
            "Counting the words: how many good, how many bad.",
            "Both have one “good”, one “not” and one “bad”.",
        ),
        Choice(
            "A window of one word, wherever it stands.",
            "That sees the same words in both, one at a time.",
        ),
        Choice(
            "Reading all words of the review, in order.",
            "That is enough, and more than is needed.",
        ),
        Choice(
            "A window of two words that stand side by side.",
            "“not bad” occurs in one and “not good” in the other. A kernel of two words finds them wherever "
            "they stand.",
            right=True,
        ),
    ),
    Number(
        "reach_of_a_stack",
        "Three layers of three weights, one on the other, with dilations 1, 2 and 4. How many steps of the "
        "series "
        "does one number after the third layer depend on?",
        answer=receptive_field([Conv(1, (1, 3), dilation=(1, dilation)) for dilation in (1, 2, 4)])[1],
        right="1 + 2 · (1 + 2 + 4) = 15: each layer adds two gaps, as wide as its dilation.",
        wrong={
            7: "1 + 2 + 4 is 7, one gap for each layer. Three weights have two gaps between them.",
            14: "Two gaps in each layer make 14. Add the one step that you began with.",
            9: "That is the reach of the last layer alone, over numbers that have seen several steps.",
            21: "3 · 7: what a layer adds is dilation · (k − 1), not dilation · k.",
            27: "3 · 3 · 3 paths lead down, but many of them end on the same step.",
        },
        otherwise="Begin with one step. Each layer adds dilation · (k − 1) steps.",
    ),
    Number(
        "conv1d_weights",
        "A 1-D layer has 16 filters of 5 steps each and looks at 16 channels. With biases, how many "
        "parameters "
        "has it?",
        answer=conv_parameters((1, 5), 16, 16),
        right="5 · 16 weights and a bias make 81 for each filter, and there are 16 filters. The length of "
        "the series does not occur.",
        wrong={
            1280: "The weights are right: 5 · 16 · 16. Each filter has a bias besides.",
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
        "In training, every burst and every swell lies in the first half of its series. Then both networks "
        "meet "
        "series with the event in the second half. What does the dense network do there?",
        Choice(
            "It guesses: about half are right.",
            "A weight for step 50 has only ever met noise. What was learned for step 10 is of no use to it.",
            right=True,
        ),
        Choice(
            "It does as well as on the first half.",
            "That would need the same weights at both places. In a dense layer each step has its own.",
        ),
        Choice(
            "It confuses the two: nearly all are wrong.",
            "It would have to recognise them to be so reliably wrong.",
        ),
    ),
)

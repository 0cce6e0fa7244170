"""Answers to the exercises of lesson 14, as learners write them."""

# ruff: noqa: D103, RET503, RET504
import math

import numpy as np

from helpers import conv1d
from tests.answers import Answers

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong

# --- causal ------------------------------------------------------------------------------------------


@right("causal")
def asks_conv1d(signal, kernel, dilation=1):
    return conv1d(signal, kernel, padding=(dilation * (len(kernel) - 1), 0), dilation=dilation)


@right("causal")
def step_by_step(signal, kernel, dilation=1):
    result = []
    for step in range(len(signal)):
        total = 0.0
        for cell, weight in enumerate(reversed(kernel)):
            earlier = step - cell * dilation
            if earlier >= 0:
                total += weight * signal[earlier]
        result.append(total)
    return result


@right("causal")
def pads_and_asks_numpy(signal, kernel, dilation=1):
    wide = np.zeros(dilation * (len(kernel) - 1) + 1)
    wide[::dilation] = kernel
    return np.convolve(signal, wide[::-1])[: len(signal)]


@wrong("causal", "it sees the future")
def pads_the_same(signal, kernel, dilation=1):
    return conv1d(signal, kernel, padding="same", dilation=dilation)


@wrong("causal", "padded at the end")
def pads_after(signal, kernel, dilation=1):
    return conv1d(signal, kernel, padding=(0, dilation * (len(kernel) - 1)), dilation=dilation)


@wrong("causal", "the output is too short")
def never_pads(signal, kernel, dilation=1):
    return conv1d(signal, kernel, dilation=dilation)


@wrong("causal", "the output is too long")
def pads_both_ends(signal, kernel, dilation=1):
    return conv1d(signal, kernel, padding="full", dilation=dilation)


@wrong("causal", "the padding forgets the dilation")
def pads_for_plain_kernels(signal, kernel, dilation=1):
    padded = np.concatenate([np.zeros(len(kernel) - 1), signal])
    return conv1d(padded, kernel, dilation=dilation)


@wrong("causal", "the dilation is ignored")
def looks_at_neighbours(signal, kernel, dilation=1):
    return conv1d(signal, kernel, padding=(len(kernel) - 1, 0))


@wrong("causal", "the kernel is flipped")
def counts_the_weights_backwards(signal, kernel, dilation=1):
    result = np.zeros(len(signal))
    for step in range(len(signal)):
        for cell in range(len(kernel)):
            if step - cell * dilation >= 0:
                result[step] += kernel[cell] * signal[step - cell * dilation]
    return result


@wrong("causal", "the present is left out")
def one_step_late(signal, kernel, dilation=1):
    late = np.concatenate([[0], signal[:-1]])
    return conv1d(late, kernel, padding=(dilation * (len(kernel) - 1), 0), dilation=dilation)


@wrong("causal", "padded with the first value")
def repeats_the_first(signal, kernel, dilation=1):
    before = [signal[0]] * (dilation * (len(kernel) - 1))
    return conv1d([*before, *signal], kernel, dilation=dilation)


@wrong("causal", "the input is changed in place")
def writes_into_the_signal(signal, kernel, dilation=1):
    signal[:] = conv1d(signal, kernel, padding=(dilation * (len(kernel) - 1), 0), dilation=dilation)
    return signal


@wrong("causal", "printed instead of returned")
def prints_the_numbers(signal, kernel, dilation=1):
    print(asks_conv1d(signal, kernel, dilation))


@wrong("causal", "it cannot be called as the task says")
def takes_no_dilation(signal, kernel):
    return conv1d(signal, kernel, padding=(len(kernel) - 1, 0))


@wrong("causal", "too large by 1")
def one_too_many(signal, kernel, dilation=1):
    return asks_conv1d(signal, kernel, dilation) + 1


@wrong("causal", "the first numbers see the end")
def counts_from_the_end(signal, kernel, dilation=1):
    result = np.zeros(len(signal))
    for step in range(len(signal)):
        for back, weight in enumerate(kernel[::-1]):
            result[step] += weight * signal[step - back * dilation]
    return result


@wrong("causal", "the decimals are cut off")
def collects_whole_numbers(signal, kernel, dilation=1):
    result = np.zeros(len(signal), dtype=int)
    for step in range(len(signal)):
        total = 0
        for back, weight in enumerate(kernel[::-1]):
            if step - back * dilation >= 0:
                total += weight * signal[step - back * dilation]
        result[step] = total
    return result


# --- sees_64 -----------------------------------------------------------------------------------------

ANSWERS.values("sees_64", None, [1, 2, 4, 8, 16, 32], (32, 16, 8, 4, 2, 1), np.array([1.0, 2, 4, 8, 16, 32]))
ANSWERS.values("sees_64", "it sees too little", [1, 2, 4, 8, 16], [1, 1, 1], [32], [1, 2, 3, 4, 5, 6])
ANSWERS.values("sees_64", "what is seen instead of dilations", [2, 4, 8, 16, 32, 64], (2, 4, 8, 16, 32, 64))
ANSWERS.values("sees_64", "a layer too many", [1, 2, 4, 8, 16, 32, 64])
ANSWERS.values("sees_64", "it sees too much", [1, 3, 9, 27, 81, 243], [64])
ANSWERS.values("sees_64", "some steps are left out", [63], [1, 2, 60], [2, 2, 4, 8, 16, 31])
ANSWERS.values(
    "sees_64", "more layers than needed", [1] * 63, [1, 2, 4, 8, 16, 16, 16], [1, 2, 4, 8, 16, 31, 1]
)
ANSWERS.values("sees_64", "those are not dilations", 64, [0, 63], [1.5, 2], [[1, 2], [4, 8]], [-1, 64])
ANSWERS.values("sees_64", "the wrong kind of thing", "1, 2, 4")

# --- match_units -------------------------------------------------------------------------------------


@right("match_units")
def solves_for_the_units(parameters, inputs, outputs):
    return max(1, math.ceil((parameters - outputs) / (inputs + outputs + 1)))


@right("match_units")
def counts_up(parameters, inputs, outputs):
    units = 1
    while (inputs + 1) * units + (units + 1) * outputs < parameters:
        units += 1
    return units


@right("match_units")
def gives_a_float(parameters, inputs, outputs):
    return np.maximum(np.ceil((parameters - outputs) / (inputs + outputs + 1.0)), 1)


@wrong("match_units", "a decimal number")
def does_not_round(parameters, inputs, outputs):
    return (parameters - outputs) / (inputs + outputs + 1)


@wrong("match_units", "rounded down")
def stays_below(parameters, inputs, outputs):
    units = 1
    while (inputs + 1) * (units + 1) + (units + 2) * outputs <= parameters:
        units += 1
    return units


@wrong("match_units", "rounded to the nearest")
def rounds(parameters, inputs, outputs):
    return round((parameters - outputs) / (inputs + outputs + 1))


@wrong("match_units", "a unit more than needed")
def adds_one(parameters, inputs, outputs):
    return (parameters - outputs) // (inputs + outputs + 1) + 1


@wrong("match_units", "the outputs' biases are forgotten")
def forgets_the_last_biases(parameters, inputs, outputs):
    return math.ceil(parameters / (inputs + 1 + outputs))


@wrong("match_units", "the units' biases are forgotten")
def forgets_the_first_biases(parameters, inputs, outputs):
    return math.ceil((parameters - outputs) / (inputs + outputs))


@wrong("match_units", "all biases are forgotten, and rounded down")
def floors_without_biases(parameters, inputs, outputs):
    return parameters // (inputs + outputs)


@wrong("match_units", "all biases are forgotten")
def thinks_of_weights_only(parameters, inputs, outputs):
    return -(-parameters // (inputs + outputs))


@wrong("match_units", "the last layer is forgotten")
def stops_at_the_hidden_layer(parameters, inputs, outputs):
    return math.ceil(parameters / (inputs + 1))


@wrong("match_units", "parameters instead of units")
def counts_the_parameters(parameters, inputs, outputs):
    units = math.ceil((parameters - outputs) / (inputs + outputs + 1))
    return (inputs + 1) * units + (units + 1) * outputs


@wrong("match_units", "printed instead of returned")
def prints_the_units(parameters, inputs, outputs):
    print(math.ceil((parameters - outputs) / (inputs + outputs + 1)))


@wrong("match_units", "it does not end")
def never_counts_up(parameters, inputs, outputs):
    units = 1
    while (inputs + 1) * units + (units + 1) * outputs < parameters:
        pass
    return units


@wrong("match_units", "the result is always the same")
def always_ten(parameters, inputs, outputs):
    return 10


# --- written without looking at the tables -----------------------------------------------------------


@wrong("match_units", "the outputs are added, not subtracted")
def outputs_added(p, i, o):
    return math.ceil((p + o) / (i + 1 + o))


@wrong("match_units", "the number of outputs is built in")
def with_2_outputs(p, i, o):
    return math.ceil((p - 2) / (i + 3))


@wrong("match_units", "the number of inputs is built in")
def with_64_inputs(p, i, o):
    return math.ceil((p - o) / (65 + o))


@wrong("causal", "all earlier steps are added up")
def running_sum(signal, kernel, dilation=1):
    return np.cumsum(signal) * np.sum(kernel)


@wrong("causal", "written into the series that is still read")
def in_place(signal, kernel, dilation=1):
    out = np.array(signal, dtype=float)
    for t in range(len(out)):
        out[t] = sum(
            kernel[j] * out[t - (len(kernel) - 1 - j) * dilation]
            for j in range(len(kernel))
            if t - (len(kernel) - 1 - j) * dilation >= 0
        )
    return out


@wrong("causal", "the kernel is flipped, and the dilation is ignored")
def convolves_with_numpy(signal, kernel, dilation=1):
    return np.convolve(signal, kernel)[: len(signal)]


@wrong("causal", "the present is left out")
def one_place_too_early(signal, kernel, dilation=1):
    k = len(kernel)
    return np.array(
        [
            sum(kernel[j] * signal[t - (k - j) * dilation] for j in range(k) if t >= (k - j) * dilation)
            for t in range(len(signal))
        ]
    )


@wrong("causal", "the very first step is never read")
def leaves_step_0_out(signal, kernel, dilation=1):
    k = len(kernel)
    return np.array(
        [
            sum(
                kernel[j] * signal[t - (k - 1 - j) * dilation] for j in range(k) if t > (k - 1 - j) * dilation
            )
            for t in range(len(signal))
        ]
    )


@wrong("causal", "zeros after the last weight")
def dilated_too_wide(signal, kernel, dilation=1):
    wide = np.zeros(len(kernel) * dilation)
    wide[::dilation] = kernel
    return np.convolve(signal, wide[::-1])[: len(signal)]


@wrong("causal", "the weights are repeated")
def repeats_the_weights(signal, kernel, dilation=1):
    wide = np.repeat(kernel, dilation)
    return conv1d(signal, wide, padding=(len(wide) - 1, 0))


@wrong("causal", "another dilation where none is given")
def dilation_of_2(signal, kernel, dilation=2):
    return conv1d(signal, kernel, padding=((len(kernel) - 1) * dilation, 0), dilation=dilation)


ANSWERS.values("sees_64", None, {1, 2, 4, 8, 16, 32})


@wrong("match_units", "no hidden unit at all")
def knows_no_smallest_number(parameters, inputs, outputs):
    return math.ceil((parameters - outputs) / (inputs + outputs + 1))


@wrong("match_units", "two units where one is enough")
def at_least_two(parameters, inputs, outputs):
    return max(2, math.ceil((parameters - outputs) / (inputs + outputs + 1)))


@wrong("match_units", "a unit too few where one parameter is missing")
def one_parameter_short(parameters, inputs, outputs):
    return max(1, math.ceil((parameters - outputs - 1) / (inputs + outputs + 1)))


@wrong("match_units", "rounded down")
def down_to_one(parameters, inputs, outputs):
    return max(1, (parameters - outputs) // (inputs + outputs + 1))


# --- the fifth set, written from the task texts alone -------------------------------------------------


@wrong("causal", "too many zeros before the signal")
def adds_a_zero_for_each_weight(signal, kernel, dilation=1):
    return conv1d(np.pad(signal, (dilation * len(kernel), 0)), kernel, dilation=dilation)


@wrong("match_units", "one bias for all outputs")
def subtracts_a_single_bias(parameters, inputs, outputs):
    return max(1, math.ceil((parameters - 1) / (inputs + outputs + 1)))


@wrong("match_units", "rounded down")
def looks_for_the_largest_that_is_not_larger(parameters, inputs, outputs):
    units = 0
    while (inputs + outputs + 1) * (units + 1) + outputs <= parameters:
        units += 1
    return units


@wrong("causal", "decimals are cut off")
def makes_an_array_like_the_signal(signal, kernel, dilation=1):
    result = np.zeros_like(signal)
    for step in range(len(signal)):
        for back, weight in enumerate(kernel[::-1]):
            if step >= dilation * back:
                result[step] = result[step] + weight * signal[step - dilation * back]
    return result


@wrong("causal", "the dilation is one too large")
def one_zero_too_many(signal, kernel, dilation=1):
    gap = dilation + 1 if dilation > 1 else 1
    spread = np.zeros((len(kernel) - 1) * gap + 1)
    spread[::gap] = kernel
    return np.convolve(signal, spread[::-1])[: len(signal)]


@wrong("causal", "the shift fits an odd number of weights")
def same_moved_by_half(signal, kernel, dilation=1):
    half = (len(kernel) // 2) * dilation
    return conv1d(np.concatenate([np.zeros(half), signal]), kernel, padding="same", dilation=dilation)[
        : len(signal)
    ]


@wrong("causal", "the first numbers are scaled up")
def scales_up_the_start(signal, kernel, dilation=1):
    pad = (dilation * (len(kernel) - 1), 0)
    sums = conv1d(signal, kernel, padding=pad, dilation=dilation)
    used = conv1d(np.ones(len(signal)), np.ones(len(kernel)), padding=pad, dilation=dilation)
    return sums * len(kernel) / used


@wrong("match_units", "it goes wrong in some cases")
def adds_almost_1(parameters, inputs, outputs):
    return max(1, int((parameters - outputs) / (inputs + 1 + outputs) + 0.99))


@wrong("causal", "it sees the future")
def middle_of_full(signal, kernel, dilation=1):
    full = conv1d(signal, kernel, padding="full", dilation=dilation)
    start = (len(full) - len(signal)) // 2
    return full[start : start + len(signal)]

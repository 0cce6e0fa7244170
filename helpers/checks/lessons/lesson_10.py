"""Lesson 10, better networks: exercises and questions."""

import copy
import dis
import inspect
import math
import os
from collections import Counter
from numbers import Integral, Real

import numpy as np

from helpers import dense_parameters, output_size
from helpers.checks import running
from helpers.checks.exercise import AnotherForm, Case, Exercise, Mistake, numbers, only_part, same_numbers
from helpers.checks.questions import Choice, Choices, Number
from helpers.descent import adam_step, momentum_step

# --- momentum_step: one step with momentum ------------------------------------------------------------


def _arrays(count, example):
    """Return a reader of tuples of this many arrays."""

    def read(value):
        is_row = isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.ndim > 1)
        if not is_row or len(value) != count:
            raise AnotherForm(f"not a group of {count}. Return all of them: `{example}`")
        return tuple(numbers(part) for part in value)

    return read


def _with_velocity(velocity_of, *, sign=1, scale=lambda rate: 1, moved_by=None):
    """Make a wrong answer that computes the velocity, or what it does to the weights, in another way."""

    def wrong(weights, velocity, slopes, rate, momentum):
        new = velocity_of(velocity, slopes, rate, momentum)
        move = new if moved_by is None else moved_by(velocity, slopes, rate, momentum)
        return weights + sign * scale(rate) * move, new

    return wrong


def _right_velocity(velocity, slopes, rate, momentum):
    return momentum * velocity - rate * slopes


MOMENTUM_STEP = Exercise(
    name="momentum_step",
    title="One step with momentum",
    answer="my_momentum_step(weights, velocity, slopes, rate, momentum)",
    reference=momentum_step,
    read=_arrays(2, "return weights, velocity"),
    right="Slopes that keep their sign add up in the velocity. Slopes that change sign in every step largely "
    "cancel.",
    minutes=10,
    hints=(
        "There are two lines: the new velocity, and then the new weights. Which of them needs the slopes?",
        "The new velocity is a part of the old one, `momentum * velocity`, plus a push downhill, minus the "
        "rate times the slopes.",
        "The weights move by the *new* velocity: `weights + velocity`. The solution is in "
        "notebooks/solutions/10_momentum_step.py.",
    ),
    mistakes=(
        Mistake(
            "weights and velocity have changed places",
            "Both are right, but the weights come first.",
            wrong=lambda *given: momentum_step(*given)[::-1],
        ),
        Mistake(
            "the step goes uphill",
            "The slopes point uphill. The push must be minus the rate times the slopes.",
            wrong=_with_velocity(lambda old, slopes, rate, keep: keep * old + rate * slopes),
        ),
        Mistake(
            "the old velocity moves the weights",
            "The velocity you return is right, but the weights moved by the velocity from before this step.",
            wrong=_with_velocity(_right_velocity, moved_by=lambda old, slopes, rate, keep: old),
        ),
        Mistake(
            "the old velocity is returned",
            "The weights are right. Return the new velocity too: the next step needs it.",
            wrong=lambda weights, velocity, slopes, rate, momentum: (
                momentum_step(weights, velocity, slopes, rate, momentum)[0], velocity,
            ),
        ),
        Mistake(
            "the velocity is subtracted",
            "The velocity already points downhill. Add it to the weights.",
            wrong=_with_velocity(_right_velocity, sign=-1),
        ),
        Mistake(
            "the old velocity is left out",
            "That is plain gradient descent. Begin with `momentum * velocity`.",
            wrong=_with_velocity(lambda old, slopes, rate, keep: -rate * slopes),
        ),
        Mistake(
            "the old velocity is kept whole",
            "Multiply the old velocity by the momentum, otherwise it never fades.",
            wrong=_with_velocity(lambda old, slopes, rate, keep: old - rate * slopes),
        ),
        Mistake(
            "the rate is left out",
            "The slopes enter the velocity unscaled. Multiply them by the rate.",
            wrong=_with_velocity(lambda old, slopes, rate, keep: keep * old - slopes),
        ),
        Mistake(
            "the rate is used twice",
            "The velocity contains the rate already. Add the velocity to the weights as it is.",
            wrong=_with_velocity(_right_velocity, scale=lambda rate: rate),
        ),
        Mistake(
            "the rate scales the old velocity too",
            "Only the slopes are multiplied by the rate; the old velocity is multiplied by the momentum "
            "alone.",
            wrong=_with_velocity(lambda old, slopes, rate, keep: rate * (keep * old - slopes)),
        ),
        Mistake(
            "the momentum scales the slopes too",
            "Only the old velocity is multiplied by the momentum.",
            wrong=_with_velocity(lambda old, slopes, rate, keep: keep * (old - rate * slopes)),
        ),
        Mistake(
            "momentum and 1 − momentum have changed places",
            "You keep 1 − momentum of the old velocity. Keep `momentum` of it.",
            wrong=_with_velocity(
                lambda old, slopes, rate, keep: (1 - keep) * old - rate * slopes
            ),
        ),
        Mistake(
            "the slopes are averaged",
            "You multiply the slopes by 1 − momentum, as in a running mean. Here the push is the rate "
            "times the slopes.",
            wrong=_with_velocity(
                lambda old, slopes, rate, keep: keep * old - (1 - keep) * rate * slopes
            ),
        ),
        Mistake(
            "the velocity is measured in slopes",
            "PyTorch does it this way: momentum times velocity, plus slopes, and the rate comes in last. "
            "Here the velocity is a move of the weights and includes the rate and the minus sign.",
            wrong=lambda weights, velocity, slopes, rate, momentum: (
                weights - rate * (momentum * velocity + slopes), momentum * velocity + slopes,
            ),
        ),
        Mistake(
            "the velocity has the other sign",
            "The weights are right. But your velocity points uphill: return what is *added* to the weights.",
            wrong=_with_velocity(
                lambda old, slopes, rate, keep: keep * old + rate * slopes, sign=-1
            ),
        ),
        Mistake(
            "the rate is applied to the whole step",
            "You scale the velocity by the rate when it moves the weights. Here the rate is part of the "
            "velocity: it multiplies the slopes.",
            wrong=_with_velocity(
                lambda old, slopes, rate, keep: keep * old - slopes, scale=lambda rate: rate
            ),
        ),
        Mistake(
            "rate and momentum have changed places",
            "The momentum multiplies the old velocity, the rate the slopes.",
            wrong=_with_velocity(lambda old, slopes, rate, keep: rate * old - keep * slopes),
        ),
        Mistake(
            "a step without momentum",
            "Your weights move by the slopes alone, and you return the velocity unchanged.",
            wrong=lambda weights, velocity, slopes, rate, momentum: (weights - rate * slopes, velocity),
        ),
        Mistake(
            "all weights get the same push",
            "You took the mean of the slopes. Each weight is pushed by its own slope.",
            wrong=_with_velocity(
                lambda old, slopes, rate, keep: keep * old - rate * slopes.mean()
            ),
        ),
        Mistake(
            "a part of the weights is kept, not of the velocity",
            "`momentum` multiplies the old velocity.",
            wrong=lambda weights, velocity, slopes, rate, momentum: (
                weights + momentum * weights - rate * slopes, momentum * weights - rate * slopes,
            ),
        ),
        Mistake(
            "the slopes are multiplied by the weights",
            "Multiply each slope by the rate alone.",
            wrong=lambda weights, velocity, slopes, rate, momentum: momentum_step(
                weights, velocity, slopes * weights, rate, momentum
            ),
        ),
        Mistake(
            "the momentum is built in",
            "You keep 0.9 of the old velocity, whatever `momentum` is.",
            wrong=_with_velocity(lambda old, slopes, rate, keep: 0.9 * old - rate * slopes),
        ),
        Mistake(
            "a step that looks ahead",
            "The velocity is right, but the weights move too far: you take one step more with the same "
            "slopes. That is a variant; here the weights move by the new velocity alone.",
            wrong=_with_velocity(
                _right_velocity,
                moved_by=lambda old, slopes, rate, keep: (
                    keep * _right_velocity(old, slopes, rate, keep) - rate * slopes
                ),
            ),
        ),
        Mistake(
            "the slopes are used twice",
            "The velocity is right, and contains the slopes already. You subtract them from the weights once "
            "more.",
            wrong=_with_velocity(
                _right_velocity,
                moved_by=lambda old, slopes, rate, keep: (
                    _right_velocity(old, slopes, rate, keep) - rate * slopes
                ),
            ),
        ),
        Mistake(
            "1 − momentum in place of the rate",
            "The slopes are multiplied by 1 − momentum. Multiply them by the rate.",
            wrong=_with_velocity(lambda old, slopes, rate, keep: keep * old - (1 - keep) * slopes),
        ),
        Mistake(
            "the weights stay as they were",
            "The velocity is right. Add it to the weights, and return the sum.",
            wrong=lambda weights, velocity, slopes, rate, momentum: (
                weights, _right_velocity(velocity, slopes, rate, momentum),
            ),
        ),
        Mistake(
            "the weights are taken for the slopes",
            "The push downhill is the rate times the *slopes*.",
            wrong=lambda weights, velocity, slopes, rate, momentum: momentum_step(
                weights, velocity, weights, rate, momentum
            ),
        ),
        Mistake(
            "the velocity is right, the weights are not",
            "The new weights are the old ones plus the new velocity, and nothing else.",
            sees=only_part(0, momentum_step),
        ),
        Mistake(
            "the weights are right, the velocity is not",
            "Return the velocity that you added to the weights.",
            sees=only_part(1, momentum_step),
        ),
        Mistake(
            "the weights move by your velocity, but it is another one",
            "The new velocity is momentum times the old one, minus the rate times the slopes.",
            sees=lambda case, given: same_numbers(given[0], case.inputs["weights"] + given[1]),
        ),
    ),
    cases=(
        Case({"weights": np.array([2.0, 1.0]), "velocity": np.array([0.0, 0.0]),
              "slopes": np.array([2.0, 10.0]), "rate": 0.1, "momentum": 0.9}),
        Case({"weights": np.array([1.8, 0.0]), "velocity": np.array([-0.2, 1.0]),
              "slopes": np.array([1.8, -4.0]), "rate": 0.3, "momentum": 0.8}),
        Case({"weights": np.array([[3.0, -2.0, 5.0], [0.0, 4.0, 1.0]]),
              "velocity": np.array([[1.5, -3.0, 0.25], [2.0, 0.0, -1.0]]),
              "slopes": np.array([[4.0, 8.0, -6.0], [2.5, -1.0, 7.0]]), "rate": 0.2, "momentum": 0.6}),
    ),
)  # fmt: skip


# --- adam_step: one step of Adam ----------------------------------------------------------------------


def _adam(weights, mean, square, slopes, rate, number, *, betas=(0.9, 0.999), squared=True, corrected=True,
          rooted=True, averaged=True, sign=-1, powers=lambda beta, number: beta**number,
          returns_corrected=False, epsilon=1e-7):  # fmt: skip
    """Return what Adam gives with one of its parts changed."""
    mean = betas[0] * mean + (1 - betas[0]) * slopes
    square = betas[1] * square + (1 - betas[1]) * (slopes**2 if squared else slopes)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_now = mean / (1 - powers(betas[0], number)) if corrected else mean
        square_now = square / (1 - powers(betas[1], number)) if corrected else square
        typical = (np.sqrt(np.abs(square_now)) if rooted else square_now) + epsilon
        new = weights + sign * rate * (mean_now if averaged else slopes) / typical
    return (new, mean_now, square_now) if returns_corrected else (new, mean, square)


def _adam_with(**changes):
    return lambda *given: _adam(*given, **changes)


def _adam_of(weights, mean, square, rate, number):
    """Return what the last three lines of the recipe make of two new means, wrong or right."""
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(np.abs(square) / (1 - 0.999**number)) + 1e-7
        return weights - rate * mean / (1 - 0.9**number) / root, mean, square


def _means_of_means(mean, square, slopes):
    mean = 0.9 * mean + 0.1 * slopes
    return mean, 0.999 * square + 0.001 * mean**2


def _has_another_epsilon(case, given):
    """Return whether the step comes from a larger number in place of 1e-7."""
    right = [*case.inputs.values()]
    return any(
        all(map(same_numbers, given, _adam(*right, epsilon=epsilon)))
        for epsilon in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5)
    )


def _adam_inside_the_root(weights, mean, square, slopes, rate, number):
    _, mean, square = _adam(weights, mean, square, slopes, rate, number)
    root = np.sqrt(square / (1 - 0.999**number) + 1e-7)
    return weights - rate * mean / (1 - 0.9**number) / root, mean, square


def _adam_multiplied(weights, mean, square, slopes, rate, number):
    """Return nan where the corrected square is below 0."""
    _, mean, square = _adam(weights, mean, square, slopes, rate, number)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(square / (1 - 0.999 * number)) + 1e-7
        return weights - rate * mean / (1 - 0.9 * number) / root, mean, square


def _adam_with_sums(weights, mean, square, slopes, rate, number):
    return _adam_of(weights, 0.9 * mean + slopes, 0.999 * square + slopes**2, rate, number)


def _slopes_in_the_second_mean(case, given):
    _, mean, square, slopes, _, _ = case.inputs.values()
    return same_numbers(given[1], 0.9 * mean + 0.1 * slopes) and same_numbers(
        given[2], 0.999 * square + 0.001 * slopes
    )


def _is_right_but(place):
    """Make a recogniser of results in which one of the two means is wrong, and the other is right."""

    def sees(case, given):
        right = adam_step(*case.inputs.values())
        is_right = [same_numbers(mine, theirs) for mine, theirs in zip(given, right, strict=True)]
        return is_right[3 - place] and not is_right[place]

    return sees


ADAM_STEP = Exercise(
    name="adam_step",
    title="One step of Adam",
    answer="my_adam_step(weights, mean, square, slopes, rate, number)",
    reference=adam_step,
    read=_arrays(3, "return weights, mean, square"),
    right="In its first step Adam moves every weight by the rate, whether its slope is 0.001 or 50.",
    minutes=18,
    stretch=True,
    hints=(
        "Go through the five lines of the recipe one by one. Both running means have the same form: keep 0.9 "
        "(or 0.999) of the old mean, and add 0.1 (or 0.001) of the new value.",
        "The corrected mean is `mean / (1 - 0.9**number)`. Use the corrected means for the step, but return "
        "the uncorrected ones: the next step starts from them.",
        "The last line is `weights - rate * corrected_mean / (np.sqrt(corrected_square) + 1e-7)`. The "
        "solution is in notebooks/solutions/10_adam_step.py.",
    ),
    mistakes=(
        Mistake(
            "the order is wrong",
            "All three are right. Return the weights first, then the mean, then the square.",
            sees=lambda case, given: (
                (parts := adam_step(*case.inputs.values())) is not None
                and all(any(same_numbers(part, one) for one in given) for part in parts)
            ),
        ),
        Mistake(
            "the means are not corrected",
            "Both means begin at 0, so the first ones are too small. Divide them by 1 − 0.9 ** number and "
            "1 − 0.999 ** number for the step.",
            wrong=_adam_with(corrected=False),
        ),
        Mistake(
            "the corrected means are returned",
            "The step is right. Return the means before their correction: the next step starts from them.",
            wrong=_adam_with(returns_corrected=True),
        ),
        Mistake(
            "the square root is missing",
            "You divide by the mean square itself. Take its square root first.",
            wrong=_adam_with(rooted=False),
        ),
        Mistake(
            "the slopes are not squared",
            "The second mean is the mean of the *squares* of the slopes.",
            wrong=_adam_with(squared=False),
        ),
        Mistake(
            "the slopes are not squared",
            "The second mean is the mean of the *squares* of the slopes.",
            sees=_slopes_in_the_second_mean,
        ),
        Mistake(
            "the slopes of this step alone give the direction",
            "The step divides the corrected *mean* of the slopes, not this step's slopes.",
            wrong=_adam_with(averaged=False),
        ),
        Mistake(
            "0.9 and 0.999 have changed places",
            "Use 0.9 for the mean of the slopes and 0.999 for the mean of their squares.",
            wrong=_adam_with(betas=(0.999, 0.9)),
        ),
        Mistake(
            "old and new have changed places",
            "Keep 0.9 (or 0.999) of the *old* mean, and add 0.1 (or 0.001) of the new value.",
            wrong=_adam_with(betas=(0.1, 0.001)),
        ),
        Mistake(
            "the step goes uphill",
            "The slopes point uphill. Subtract the step from the weights.",
            wrong=_adam_with(sign=1),
        ),
        Mistake(
            "the number of the step is one too small",
            "The first step has the number 1. With 0, the correction divides by 1 − 1.",
            wrong=_adam_with(powers=lambda beta, number: beta ** (number - 1)),
        ),
        Mistake(
            "the number multiplies instead of being an exponent",
            "The correction is 1 − 0.9 to the power of the number: `0.9**number`.",
            wrong=_adam_with(powers=lambda beta, number: beta * number),
        ),
        Mistake(
            "the correction leaves the number of the step out",
            "You divide by 1 − 0.9 in every step. The correction fades: 1 − 0.9 ** number.",
            wrong=_adam_with(powers=lambda beta, number: beta),
        ),
        Mistake(
            "1e-7 is left out",
            "A slope that has always been 0 leaves 0 divided by 0, which is nan. Add 1e-7 to the root.",
            wrong=_adam_with(epsilon=0),
        ),
        Mistake(
            "the number added to the root is too large",
            "Add 1e-7, which is 0.0000001: it only prevents a division by 0.",
            sees=_has_another_epsilon,
        ),
        Mistake(
            "1e-7 is added inside the root",
            "Take the root first, and add 1e-7 afterwards. Where the slopes are tiny, that makes a "
            "difference.",
            wrong=_adam_inside_the_root,
        ),
        Mistake(
            "sums instead of means",
            "Add 0.1 of the slopes, and 0.001 of their squares. Otherwise the means grow far beyond a "
            "typical slope.",
            wrong=_adam_with_sums,
        ),
        Mistake(
            "0.99 in place of 0.999",
            "The mean of the squares keeps 0.999 of the old one.",
            wrong=_adam_with(betas=(0.9, 0.99)),
        ),
        Mistake(
            "the old means are returned",
            "The weights are right. Return the two *new* means: the next step needs them.",
            wrong=lambda weights, mean, square, slopes, rate, number: (
                adam_step(weights, mean, square, slopes, rate, number)[0], mean, square,
            ),
        ),
        Mistake(
            "0.001 is squared too",
            "Square the slopes first, and multiply by 0.001 afterwards.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam_of(
                weights, 0.9 * mean + 0.1 * slopes, 0.999 * square + (0.001 * slopes) ** 2, rate, number
            ),
        ),
        Mistake(
            "0.9 for both means",
            "The mean of the squares keeps 0.999 of the old one.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam_of(
                weights, 0.9 * mean + 0.1 * slopes, 0.9 * square + 0.1 * slopes**2, rate, number
            ),
        ),
        Mistake(
            "0.9 for both means",
            "The mean of the squares keeps 0.999 of the old one, and its correction uses 0.999 too.",
            wrong=_adam_with(betas=(0.9, 0.9)),
        ),
        Mistake(
            "old and new have changed places",
            "Keep 0.9 (or 0.999) of the *old* mean, and add 0.1 (or 0.001) of the new value.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam_of(
                weights, 0.1 * mean + 0.9 * slopes, 0.001 * square + 0.999 * slopes**2, rate, number
            ),
        ),
        Mistake(
            "the mean is squared, not the slopes",
            "The second mean is the mean of the squares of the *slopes*.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam_of(
                weights, *_means_of_means(mean, square, slopes), rate, number
            ),
        ),
        Mistake(
            "the number of the step is one too large",
            "The first step has the number 1 already: the exponent is `number`.",
            wrong=_adam_with(powers=lambda beta, number: beta ** (number + 1)),
        ),
        Mistake(
            "the rate is built in",
            "Both means are right. But your step uses a rate of 0.001, whatever `rate` is.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam(
                weights, mean, square, slopes, 0.001, number
            ),
        ),
        Mistake(
            "the old means move the weights",
            "The means you return are right. Use these new means for the step too, not the ones you were "
            "given.",
            wrong=lambda weights, mean, square, slopes, rate, number: (
                _adam_of(weights, mean, square, rate, number)[0],
                *_adam(weights, mean, square, slopes, rate, number)[1:],
            ),
        ),
        Mistake(
            "0.9 and 0.999 have changed places",
            "Use 0.9 for the mean of the slopes and 0.999 for the mean of their squares, as in the "
            "corrections.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam_of(
                weights, 0.999 * mean + 0.001 * slopes, 0.9 * square + 0.1 * slopes**2, rate, number
            ),
        ),
        Mistake(
            "0.99 in place of 0.999",
            "The mean of the squares keeps 0.999 of the old one, as in its correction.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam_of(
                weights, 0.9 * mean + 0.1 * slopes, 0.99 * square + 0.01 * slopes**2, rate, number
            ),
        ),
        Mistake(
            "old and new have changed places in the first mean",
            "Keep 0.9 of the *old* mean, and add 0.1 of the slopes.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam_of(
                weights, 0.1 * mean + 0.9 * slopes, 0.999 * square + 0.001 * slopes**2, rate, number
            ),
        ),
        Mistake(
            "old and new have changed places in the second mean",
            "Keep 0.999 of the *old* mean of the squares, and add 0.001 of the new squares.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam_of(
                weights, 0.9 * mean + 0.1 * slopes, 0.001 * square + 0.999 * slopes**2, rate, number
            ),
        ),
        Mistake(
            "the rate is left out",
            "Both means are right. Multiply the step by the rate.",
            wrong=lambda weights, mean, square, slopes, rate, number: _adam(
                weights, mean, square, slopes, 1, number
            ),
        ),
        Mistake(
            "the first mean is not corrected",
            "The second one is. Divide the mean of the slopes by 1 − 0.9 ** number as well.",
            wrong=_adam_with(powers=lambda beta, number: 0 if beta == 0.9 else beta**number),
        ),
        Mistake(
            "the second mean is not corrected",
            "The first one is. Divide the mean of the squares by 1 − 0.999 ** number as well.",
            wrong=_adam_with(powers=lambda beta, number: 0 if beta == 0.999 else beta**number),
        ),
        Mistake(
            "the number multiplies instead of being an exponent",
            "The correction is 1 − 0.9 to the power of the number: `0.9**number`.",
            wrong=_adam_multiplied,
        ),
        Mistake(
            "both means are right, the weights are not",
            "So the mistake is in the last steps of the recipe: the corrections, the root or the move. Are "
            "there brackets around 1 − 0.9**number?",
            sees=lambda case, given: all(
                map(same_numbers, given[1:], adam_step(*case.inputs.values())[1:])
            ),
        ),
        *(
            Mistake(
                f"the mean of the {right} is right, that of the {wrong} is not",
                f"Compare your line with the recipe: {recipe}",
                sees=_is_right_but(place),
            )
            for place, right, wrong, recipe in (
                (2, "slopes", "squares", "0.999 of the old mean, and 0.001 of the slopes squared."),
                (1, "squares", "slopes", "0.9 of the old mean, and 0.1 of the slopes."),
            )
        ),
    ),
    cases=(
        Case({"weights": np.array([1.0, 2.0]), "mean": np.array([0.0, 0.0]), "square": np.array([0.0, 0.0]),
              "slopes": np.array([3.0, -40.0]), "rate": 0.5, "number": 1}),
        Case({"weights": np.array([3.0, -2.0]), "mean": np.array([0.0, 0.0]), "square": np.array([0.0, 0.0]),
              "slopes": np.array([0.0, 5.0]), "rate": 0.5, "number": 1}),  # 0 / 0, but for the 1e-7
        Case({"weights": np.array([4.0, -1.0]), "mean": np.array([2.0, -8.0]),
              "square": np.array([5.0, 90.0]), "slopes": np.array([-6.0, 30.0]), "rate": 0.5, "number": 3}),
        Case({"weights": np.array([4.0, -1.0, 0.5]), "mean": np.array([1.0, -8.0, 3.0]),
              "square": np.array([9.0, 70.0, 20.0]), "slopes": np.array([-16.0, 20.0, 7.0]),
              "rate": 2.0, "number": 20}),
        # A slope so small that 1e-7 inside the root shows, and weights so large that 1e-8, or Keras's way of
        # adding it before the correction, does not.
        Case({"weights": np.array([200.0, -2.0]), "mean": np.array([0.0, 0.0]),
              "square": np.array([0.0, 0.0]), "slopes": np.array([0.001, 0.5]), "rate": 0.5, "number": 1}),
    ),
)  # fmt: skip


# --- choose_epoch: when to stop -----------------------------------------------------------------------


def _kept_epoch(losses, patience, *, is_better=lambda loss, best, before: loss < best, start=0, resets=True):
    """Return (epoch to keep, epoch after which training stops, whether it stopped), counted from 1."""
    best, waited, epoch, stopped = 0, 0, 0, False
    for epoch in range(1, len(losses)):
        if is_better(losses[epoch], losses[best], losses[epoch - 1]):
            best = epoch if losses[epoch] <= losses[best] else best
            waited = 0 if resets else waited
            continue
        waited += 1
        if waited >= patience + start:
            stopped = True
            break
    return best + 1, epoch + 1, stopped


def _kept(**changes):
    return lambda losses, patience: _kept_epoch(losses, patience, **changes)[0]


def _last_unless_stopped(losses, patience):
    best, _, stopped = _kept_epoch(losses, patience)
    return best if stopped else len(losses)


def _kept_by_the_first_loss(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[0]:
            best, waited = epoch, 0
            continue
        waited += 1
        if waited >= patience:
            break
    return best + 1


def _equal_does_not_wait(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        elif losses[epoch] > losses[best]:
            waited += 1
            if waited >= patience:
                break
    return best + 1


def _stops_after_rises(losses, patience):
    """Return the best epoch before this many rises in a row."""
    rises = 0
    for epoch in range(1, len(losses)):
        rises = rises + 1 if losses[epoch] > losses[epoch - 1] else 0
        if rises >= patience:
            return int(np.argmin(losses[: epoch + 1])) + 1
    return int(np.argmin(losses)) + 1


def _is_never_beaten(case, given):
    """Return whether no loss was smaller than a number that the search began with."""
    return min(case.inputs["losses"]) > 100 and given.size == 1 and given.item() in (0, 1)


def _without_the_first_epoch(losses, patience):
    return _kept_epoch(losses[1:], patience)[0] + 1 if len(losses) > 1 else 0


CHOOSE_EPOCH = Exercise(
    name="choose_epoch",
    title="When to stop, and which epoch to keep",
    answer="my_choose_epoch(losses, patience)",
    reference=lambda losses, patience: _kept_epoch(losses, patience)[0],
    read=numbers,
    right="Keras does the same with `EarlyStopping(patience=…, restore_best_weights=True)`.",
    minutes=14,
    hints=(
        "Go through the losses one by one, as training does, without looking ahead. Remember the best loss "
        "so far, and how many epochs have passed since.",
        "A loss below the best so far becomes the new best, and the waiting starts again at 0. Otherwise you "
        "have waited one epoch more; once you have waited `patience` epochs, stop.",
        "`for epoch, loss in enumerate(losses, start=1)` counts from 1, and `break` ends the loop. The "
        "solution is in notebooks/solutions/10_choose_epoch.py.",
    ),
    mistakes=(
        Mistake(
            "the epochs are counted from 0",
            "Python counts from 0, but the curves and the task count epochs from 1.",
            wrong=lambda losses, patience: _kept_epoch(losses, patience)[0] - 1,
        ),
        Mistake(
            "the epoch after which training stops",
            "Training stops there, but you keep the weights of the best epoch before it.",
            wrong=lambda losses, patience: _kept_epoch(losses, patience)[1],
        ),
        Mistake(
            "looked ahead",
            "You found the smallest loss of all. A training run that has stopped never gets that far.",
            wrong=lambda losses, patience: np.argmin(losses) + 1,
        ),
        Mistake(
            "the last epoch where training never stops",
            "If training reaches the end without stopping, the epoch to keep is still the best one, not the "
            "last.",
            wrong=_last_unless_stopped,
        ),
        Mistake(
            "the waiting never starts again",
            "Set the count of waited epochs back to 0 whenever the loss is better than the best so far.",
            wrong=_kept(resets=False),
        ),
        Mistake(
            "compared with the epoch before",
            "A loss that falls a little after it has risen is not yet an improvement. Compare it with the "
            "best so far.",
            wrong=_kept(is_better=lambda loss, best, before: loss < before),
        ),
        Mistake(
            "no patience",
            "You stop at the first loss that is not better. Wait `patience` epochs.",
            wrong=lambda losses, patience: _kept_epoch(losses, 1)[0],
        ),
        Mistake(
            "one epoch too impatient",
            "You stop one epoch too early: with patience 2, the second epoch in a row without improvement "
            "ends training, not the first.",
            wrong=_kept(start=-1),
        ),
        Mistake(
            "one epoch too patient",
            "With patience 1, one epoch without improvement is enough to stop.",
            wrong=_kept(start=1),
        ),
        Mistake(
            "an equal loss counts as better",
            "The same loss again is not an improvement: keep the earlier epoch, and go on waiting.",
            wrong=_kept(is_better=lambda loss, best, before: loss <= best),
        ),
        Mistake(
            "counted back from the end where training never stops",
            "Where it stops, the best epoch is `patience` epochs back. Where it never does, the best epoch "
            "may be any, even the last: remember its number when you find it.",
            wrong=lambda losses, patience: (
                _last_unless_stopped(losses, patience) - patience * (not _kept_epoch(losses, patience)[2])
            ),
        ),
        Mistake(
            "the largest loss",
            "A smaller loss is better. (For an accuracy, larger would be better.)",
            wrong=lambda losses, patience: np.argmax(losses) + 1,
        ),
        Mistake(
            "the loss, not the epoch",
            "That is the loss of the epoch to keep. The task asks for the number of the epoch.",
            wrong=lambda losses, patience: losses[_kept_epoch(losses, patience)[0] - 1],
        ),
        Mistake(
            "the last epoch",
            "By the last epoch, the loss may have been rising for a long time.",
            wrong=lambda losses, patience: len(losses),
        ),
        Mistake(
            "a small improvement is not counted",
            "0.404 is smaller than 0.4045. Compare the losses as they are, without rounding them.",
            wrong=lambda losses, patience: _kept_epoch(
                losses, patience, is_better=lambda loss, best, before: round(loss, 2) < round(best, 2)
            )[0],
        ),
        Mistake(
            "a small improvement is not counted",
            "0.404 is smaller than 0.4045. Any smaller loss counts.",
            wrong=_kept(is_better=lambda loss, best, before: loss < best - 0.001),
        ),
        Mistake(
            "the patience is built in",
            "You wait three epochs, whatever `patience` is.",
            wrong=lambda losses, patience: _kept_epoch(losses, 3)[0],
        ),
        Mistake(
            "only the first epochs are looked at",
            "`patience` says how many epochs to wait without an improvement, not how many to look at.",
            wrong=lambda losses, patience: int(np.argmin(losses[:patience])) + 1,
        ),
        Mistake(
            "compared with the first loss all the time",
            "Each new best loss replaces the old one: compare with the best so far.",
            wrong=_kept_by_the_first_loss,
        ),
        Mistake(
            "the patience is built in",
            "You wait two epochs, whatever `patience` is.",
            wrong=lambda losses, patience: _kept_epoch(losses, 2)[0],
        ),
        Mistake(
            "an equal loss does not count as waiting",
            "The same loss again is not an improvement, so it is one more epoch of waiting.",
            wrong=_equal_does_not_wait,
        ),
        Mistake(
            "the largest loss",
            "A smaller loss is better. (For an accuracy, larger would be better.)",
            wrong=lambda losses, patience: _kept_epoch([-loss for loss in losses], patience)[0],
        ),
        Mistake(
            "only rises count as waiting",
            "A loss may fall a little and still be above the best so far: that is one more epoch of waiting.",
            wrong=_stops_after_rises,
        ),
        Mistake(
            "the search starts with a number that these losses never reach",
            "Some losses are large, and none of these falls below the number that you start with. Start with "
            "the first loss, or with infinity: `np.inf`.",
            sees=_is_never_beaten,
        ),
        Mistake(
            "the first epoch can't win",
            "You begin with the second epoch. The first one may have the smallest loss of all.",
            wrong=_without_the_first_epoch,
        ),
    ),
    cases=(
        Case({"losses": [0.9, 0.8, 0.7], "patience": 2}),
        Case({"losses": [0.5, 0.4, 0.45], "patience": 2}),
        Case({"losses": [0.45, 0.5, 0.3], "patience": 2}),
        Case({"losses": [0.5, 0.4045, 0.404, 0.42, 0.43], "patience": 2}),
        Case({"losses": [0.5, 0.6, 0.45, 0.6, 0.35], "patience": 2}),
        Case({"losses": [0.5, 0.4, 0.41, 0.4, 0.42, 0.39], "patience": 2}),
        Case({"losses": [0.9, 0.6, 0.65, 0.5, 0.55, 0.56, 0.57, 0.1, 0.2], "patience": 3}),
        Case({"losses": [0.8, 0.6, 0.7, 0.5, 0.4, 0.9, 0.3, 0.95, 0.96], "patience": 1}),
        Case({"losses": [0.8, 0.9, 0.7, 0.72, 0.73, 0.6, 0.61, 0.62, 0.63, 0.1], "patience": 3}),
        Case({"losses": [0.9, 0.7, 0.6, 0.62, 0.61, 0.63, 0.5, 0.4, 0.45, 0.46], "patience": 3}),
        Case({"losses": [0.5, 0.4, 0.4, 0.45, 0.3], "patience": 2}),
        Case({"losses": [230, 190, 200, 210, 150], "patience": 2}),
    ),
)


# --- small_network: 0.88 with at most 10,000 parameters -----------------------------------------------

MOST_PARAMETERS = 10_000
MOST_EPOCHS = 5  # as the settings in the lesson say
BY_HEART = 0.05  # how far above the goal the training accuracy is if a network has memorised its images


def _goal():
    """Return the accuracy to reach: much lower at the tests' pace, which trains on few images."""
    return 0.5 if os.environ.get("COURSE_PACE") == "quick" else 0.88


def _is_row(value):
    """Return whether a value is what `try_out` returns, with numbers where it has numbers."""
    if not isinstance(value, dict) or not {"parameters", "accuracy", "in_training"} <= set(value):
        return False
    lists = [value["accuracy"], value["in_training"]]
    return isinstance(value["parameters"], Integral) and all(
        isinstance(part, (list, tuple))
        and part
        and all(isinstance(number, Real) and number <= 1 for number in part)
        for part in lists
    )


def _of_seed_1(row):
    """Return the accuracies that count: from seed 1, or all of them where the row has no seeds."""
    seeds = row.get("seeds", ())
    if len(seeds) != len(row["accuracy"]):
        return row["accuracy"]
    return [accuracy for seed, accuracy in zip(seeds, row["accuracy"], strict=True) if seed == 1]


def _trained_longer(row):
    """Return whether the training had more epochs than the task sets; a row may have no histories."""
    histories = [one for one in row.get("histories", ()) if isinstance(one, dict)]
    return any(len(history.get("val_accuracy", ())) > MOST_EPOCHS for history in histories)


def _lacks_seed_1(row):
    return not _of_seed_1(row)


def _of_row(question):
    """Make a recogniser from a condition on a row of the comparison."""
    return lambda case, row: _is_row(row) and bool(question(row))


SMALL_NETWORK = Exercise(
    name="small_network",
    title="0.88 with at most 10,000 parameters",
    answer="my_small_run",
    reference=None,
    accepts=_of_row(
        lambda row: (
            row["parameters"] <= MOST_PARAMETERS
            and min(_of_seed_1(row), default=0) >= _goal()
            and not _trained_longer(row)
        )
    ),
    read=lambda value: value,
    right="A twentieth of the plain network's parameters is enough for 0.88. All 206,922, with the "
    "schedule and five epochs on all images, give 0.92: most of the weights were in one dense layer.",
    minutes=22,
    hints=(
        "Where are the parameters? The first dense layer has maps × rows × columns × units = 200,704 "
        "weights, of 206,922 parameters in all. Leave that layer out, or give it less to read.",
        "Without the layer of 128 units, the last layer reads the flattened maps directly: 1,568 · 10 = "
        "15,680 weights, which is still too many. Fewer maps make it smaller.",
        "8 and 16 filters instead of 16 and 32, no dense layer except the last, and the schedule over 5 "
        "epochs: 80 + 1,168 + 784 · 10 + 10 = 9,098. The solution is in "
        "notebooks/solutions/10_small_network.py.",
    ),
    mistakes=(
        Mistake(
            "it is not trained yet",
            "That is a network or a function. Give the check what `try_out` returns after training the "
            "network.",
            sees=lambda case, given: hasattr(given, "count_params") or callable(given),
        ),
        Mistake(
            "it is a history",
            "That is what `train` returns, and it does not contain the number of parameters. Train with "
            "`try_out`, and give what it returns.",
            sees=lambda case, given: isinstance(given, dict) and "val_accuracy" in given,
        ),
        Mistake(
            "it is not a row of the comparison",
            "Give the whole row that `try_out` returns, unchanged: the check reads parameters and accuracy "
            "there.",
            sees=lambda case, given: not _is_row(given),
        ),
        Mistake(
            "too many parameters, and the accuracy is too low",
            "The goal is at most 10,000 parameters and 0.88 on the validation images. Begin with the "
            "parameters.",
            sees=_of_row(lambda row: row["parameters"] > MOST_PARAMETERS and max(row["accuracy"]) < _goal()),
        ),
        Mistake(
            "too many parameters",
            "At most 10,000 are allowed. `summary()` shows which layer has the most.",
            sees=_of_row(lambda row: row["parameters"] > MOST_PARAMETERS),
        ),
        Mistake(
            "it was trained from another seed",
            "The task asks for seed 1. Leave `small` as it is: it contains `seeds`.",
            sees=_of_row(_lacks_seed_1),
        ),
        Mistake(
            "it was trained for too many epochs",
            "The task asks for five epochs. Leave `small` as it is: it contains `epochs`.",
            sees=_of_row(_trained_longer),
        ),
        Mistake(
            "only the best seed reaches it",
            "Another seed stays below it: your network is near the goal, and chance decides.",
            sees=_of_row(lambda row: max(row["accuracy"]) >= _goal() > min(row["accuracy"])),
        ),
        Mistake(
            "it is far better on its training images",
            "Its training accuracy is well above the goal and its validation accuracy below: it overfits. "
            "Use more training images, or fewer epochs.",
            sees=_of_row(lambda row: max(row["accuracy"]) < _goal() <= max(row["in_training"]) - BY_HEART),
        ),
        Mistake(
            "the accuracy is too low",
            "It is small enough. More training images, more epochs or the schedule help a small network.",
            sees=_of_row(lambda row: max(row["accuracy"]) < _goal()),
        ),
    ),
)


# --- shuffle_pixels: one new order for every image ----------------------------------------------------


CALLS = 6
NEVER_BY_CHANCE = 0.25  # a correlation of 784 pixels: seven times what chance makes of it


def _numbered(count, start):
    """Return images in which all pixels differ, so that each can be traced."""
    return start + np.arange(count * 784).reshape(count, 28, 28)


def _two_sets(value):
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise AnotherForm("not a pair. Return both sets: `return train_shuffled, validation_shuffled`")
    return tuple(map(numbers, value))


def _orders(before, after):
    """Return for each image where its pixels come from, or None if they are not its own."""
    if after.shape != before.shape:
        return None
    orders = []
    for old, new in zip(before.reshape(len(before), -1), after.reshape(len(after), -1), strict=True):
        if not np.array_equal(np.sort(new), old):
            return None
        orders.append(tuple(np.searchsorted(old, new).tolist()))
    return orders


def _both_orders(case, given):
    return [_orders(before, after) for before, after in zip(case.inputs.values(), given, strict=True)]


def _is_shuffled(case, given):
    train, validation = _both_orders(case, given)
    return (
        train is not None and validation is not None and len({*train, *validation}) == 1 and _is_new(train[0])
    )


def _is_new(order):
    """Return whether an order separates neighbours: not if it is reversed, or moves whole rows."""
    return not (
        _moves_lines(order) or _keeps_neighbours(order) or _stays_near(order) or _follows_a_rule(order)
    )


def _stays_near(order):
    """Return whether the place of a pixel tells where it was, within a half of the image, for example."""
    side = math.isqrt(len(order))
    places, before = np.divmod(np.arange(len(order)), side), np.divmod(order, side)
    pairs = [(np.arange(len(order)), order), *zip(places, before, strict=True)]
    return any(abs(np.corrcoef(one, other)[0, 1]) > NEVER_BY_CHANCE for one, other in pairs)


def _follows_a_rule(order):
    """Return whether one step leads from the origin of a pixel to that of the next again and again."""
    steps = np.diff(order) % len(order)
    return np.bincount(steps).max() / len(steps) > 0.1  # by chance, 6 of 783


def _never_moves(answer):
    """Return the mistake of new orders in which a pixel stays where it is every time.

    In one new order, one pixel stays on average. By chance, the same one never stays in six of them.
    """
    case = SHUFFLE_PIXELS.cases[0]
    orders = set()
    for _ in range(CALLS):
        outcome = running.run(answer, *copy.deepcopy(case.inputs).values())
        if outcome.error is not None or outcome.endless:
            return None
        orders.add(_orders(case.inputs["train"], _two_sets(outcome.value)[0])[0])
    stay = np.flatnonzero((np.array(sorted(orders)) == np.arange(28 * 28)).all(axis=0))
    if len(orders) < CALLS or not stay.size:
        return None
    return Mistake(
        "some pixels never move",
        f"In {CALLS} calls with {CALLS} different orders, the pixel at position {stay[-1]} stayed where it "
        "was every time. The positions go from 0 to 783, and the order needs all of them.",
    )


def _moves_lines(order):
    """Return whether whole rows or columns stay together."""
    side = math.isqrt(len(order))
    grid = np.reshape(order, (side, side))
    rows, columns = grid // side, grid % side
    return bool((rows == rows[:, :1]).all() or (columns == columns[:1]).all() or (rows == rows[:1]).all())


def _keeps_neighbours(order):
    """Return whether many pixels that are neighbours now were neighbours before; by chance, few are."""
    side = math.isqrt(len(order))
    grid = np.reshape(order, (side, side))
    apart = np.abs(np.concatenate([np.diff(grid, axis=1).ravel(), np.diff(grid, axis=0).ravel()]))
    return np.isin(apart, (1, side)).mean() > 0.1


def _lost_shape(case, given):
    return any(
        after.size == before.size and after.ndim < before.ndim
        for before, after in zip(case.inputs.values(), given, strict=True)
    )


def _has_another_shape(case, given):
    return any(
        after.size == before.size and after.shape != before.shape
        for before, after in zip(case.inputs.values(), given, strict=True)
    )


def _same_shapes(case, given):
    return all(b.shape == a.shape for b, a in zip(case.inputs.values(), given, strict=True))


def _pixels_crossed_images(case, given):
    """Return whether images contain pixels of other images, and none is lost."""
    pairs = list(zip(case.inputs.values(), given, strict=True))
    return all(np.array_equal(np.sort(a, axis=None), b.ravel()) for b, a in pairs) and None in _both_orders(
        case, given
    )


def _images_moved(case, given):
    """Return whether only whole images changed places."""
    return _same_shapes(case, given) and all(
        np.array_equal(after[np.argsort(after[:, 0, 0])], before)
        for before, after in zip(case.inputs.values(), given, strict=True)
    )


def _order_facts(wanted):
    """Make a recogniser from a condition on the orders of all training and all validation images."""

    def sees(case, given):
        train, validation = _both_orders(case, given)
        return train is not None and validation is not None and bool(wanted(train, validation))

    return sees


def _one_order_that(fails):
    """Make a recogniser of sets whose images all share one order, which has a known fault."""
    return _order_facts(lambda train, validation: len({*train, *validation}) == 1 and fails(train[0]))


def _unmoved(order):
    return list(order) == sorted(order)


def _images_picked(case, given):
    """Return whether each image is one of those that were given, unchanged."""
    return _same_shapes(case, given) and all(
        any(np.array_equal(image, one) for one in before)
        for before, after in zip(case.inputs.values(), given, strict=True)
        for image in after
    )


def _calls_the_lessons_shuffle(answer):
    """Return the mistake of an answer that calls `shuffle`, which the lesson defines further up."""
    code = getattr(answer, "__code__", None)
    named = (
        {step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"} if code else ()
    )
    if "shuffle" not in named or not inspect.isfunction(answer.__globals__.get("shuffle")):
        return None
    return Mistake(
        "a finished function does the work",
        "The result is right, but the lesson's `shuffle` made it. Write the order and the new places "
        "yourself.",
    )


SHUFFLE_PIXELS = Exercise(
    name="shuffle_pixels",
    title="The same shuffle for every image",
    answer="my_shuffle(train, validation)",
    reference=None,
    accepts=_is_shuffled,
    afterwards=lambda answer: _never_moves(answer) or _calls_the_lessons_shuffle(answer),
    read=_two_sets,
    right="Every pixel has new neighbours, the same ones in all images.",
    minutes=12,
    hints=(
        "A shuffle is a list of positions: which old pixel moves to position 0, which to position 1, and so "
        "on. Make this list once.",
        "`np.random.default_rng(0).permutation(28 * 28)` is such a list. Turn each image into one row of "
        "pixels: `images.reshape(len(images), -1)`.",
        "Indexing with the list, `flat[:, order]`, moves the pixels of all images at once; then reshape them "
        "back. Do that for both sets with the same list. The solution is in "
        "notebooks/solutions/10_shuffle_pixels.py.",
    ),
    mistakes=(
        Mistake(
            "the images have lost their rows and columns",
            "Reshape the result back to the shape of the images.",
            sees=_lost_shape,
        ),
        Mistake(
            "a set has a different shape than before",
            "No pixel is lost, but axes are added or have changed places. Reshape each set to the shape that "
            "it came in.",
            sees=_has_another_shape,
        ),
        Mistake(
            "nothing is shuffled",
            "Every pixel is where it was.",
            sees=_order_facts(lambda train, validation: all(map(_unmoved, train + validation))),
        ),
        Mistake(
            "the validation images are not shuffled",
            "They need the same new order, otherwise the network is measured on images of a kind it has "
            "never seen.",
            sees=_order_facts(
                lambda train, validation: len(set(train)) == 1 and all(map(_unmoved, validation))
            ),
        ),
        Mistake(
            "only the validation images are shuffled",
            "The training images need the same new order.",
            sees=_order_facts(
                lambda train, validation: len(set(validation)) == 1 and all(map(_unmoved, train))
            ),
        ),
        Mistake(
            "the validation images get a different order",
            "All training images share one order, all validation images another. Make one order, and use it "
            "for both.",
            sees=_order_facts(
                lambda train, validation: (
                    len(set(train)) == len(set(validation)) == 1 and train[0] != validation[0]
                )
            ),
        ),
        Mistake(
            "whole rows or columns move",
            "Pixels that were neighbours in a row or a column still are. Draw a new position for every "
            "pixel.",
            sees=_order_facts(lambda train, validation: all(map(_moves_lines, train + validation))),
        ),
        Mistake(
            "many pixels keep their neighbours",
            "Draw one new order of all 784 positions. You move only a part of the pixels, or many of them "
            "together.",
            sees=_one_order_that(_keeps_neighbours),
        ),
        Mistake(
            "pixels stay in their part of the image",
            "Where a pixel was before still says where it is now: some parts of the image don't mix. Draw "
            "one new order of all 784 positions.",
            sees=_one_order_that(_stays_near),
        ),
        Mistake(
            "a fixed rule instead of a random order",
            "From pixel to pixel, your order goes on by the same step again and again. Draw it by chance, "
            "with `permutation`.",
            sees=_one_order_that(_follows_a_rule),
        ),
        Mistake(
            "each image gets its own order",
            "The images do not all share one order, so the same position means something else in each. Draw "
            "the order once, before the loop.",
            sees=_order_facts(lambda train, validation: len({*train, *validation}) > 1),
        ),
        Mistake(
            "the images change places, not their pixels",
            "`shuffle` and `permutation` move along the first axis: the images. Here the pixels inside each "
            "image should move.",
            sees=_images_moved,
        ),
        Mistake(
            "pixels move from one image to another",
            "You mix the pixels of all images. Each image should keep its own.",
            sees=_pixels_crossed_images,
        ),
        Mistake(
            "pixels are lost",
            "Some pixels appear twice and others not at all. An order contains every position exactly once: "
            "use `permutation`, not random integers.",
            sees=_same_shapes,
        ),
        Mistake(
            "the two sets have changed places",
            "Return the training images first, then the validation images.",
            sees=lambda case, given: _is_shuffled(case, given[::-1]),
        ),
        Mistake(
            "there are more or fewer images than before",
            "Each set keeps its images. Move the pixels inside them.",
            sees=lambda case, given: (
                [len(part) for part in given if part.ndim] != [len(part) for part in case.inputs.values()]
            ),
        ),
        Mistake(
            "images are repeated or lost",
            "The images are whole, but some appear twice and others not at all. Move the pixels inside each "
            "image, and leave the images in their places.",
            sees=_images_picked,
        ),
    ),
    cases=(
        Case({"train": _numbered(3, 0), "validation": _numbered(2, 5000)}),
        Case({"train": _numbered(5, 0) / 8, "validation": _numbered(4, 9000) / 8}),
    ),
)


# --- nearest_labels: explain one mistake by the training images that resemble it ----------------------

RANDOM = np.random.default_rng(9)


def _framed(images):
    """Return images in the middle of 28×28 pixels of 0."""
    images = np.asarray(images)
    rows, columns = images.shape[-2:]
    above, left = (28 - rows) // 2, (28 - columns) // 2
    framed = np.zeros((*images.shape[:-2], 28, 28), images.dtype)
    framed[..., above : above + rows, left : left + columns] = images
    return framed


def _nearest(picture, images, labels, k, *, distance=None, order=1):
    difference = images.astype(float) - np.asarray(picture, dtype=float)
    far = (distance or (lambda change: (change**2).sum(axis=(1, 2))))(difference)
    return labels[np.argsort(order * far, kind="stable")[:k]]


def _wrapped(picture, images, labels, k):
    with np.errstate(over="ignore"):
        return labels[np.argsort(((images - picture) ** 2).sum(axis=(1, 2)), kind="stable")[:k]]


def _in_16_bits(picture, images, labels, k):
    change = images.astype(np.int16) - picture.astype(np.int16)
    with np.errstate(over="ignore"):
        return labels[np.argsort((change**2).sum(axis=(1, 2)))[:k]]


def _images_in_16_bits(picture, images, labels, k):
    """Convert the images alone: next to an 8-bit picture, the differences have 16 bits."""
    with np.errstate(over="ignore"):
        return labels[np.argsort(((images.astype(np.int16) - picture) ** 2).sum(axis=(1, 2)))[:k]]


def _widened_too_late(picture, images, labels, k):
    change = np.abs(images - picture).astype(int)
    return labels[np.argsort((change**2).sum(axis=(1, 2)), kind="stable")[:k]]


def _by(distance):
    return lambda picture, images, labels, k: _nearest(picture, images, labels, k, distance=distance)


def _in_the_order_of(distance):
    """Make a recogniser of labels sorted by another distance, in any order where distances are equal."""

    def sees(case, given):
        picture, images, labels, k = case.inputs.values()
        far = distance(images.astype(float) - picture)
        expected = np.sort(far)[:k]
        return given.shape == (k,) and all(
            not Counter(given[expected == one].tolist()) - Counter(labels[far == one].tolist())
            for one in np.unique(expected)
        )

    return sees


def _place_of_nearest(picture, images, labels, k):
    return _nearest(picture, images, np.arange(len(labels)), k)


def _distances(picture, images, labels, k):
    return np.sort(((images.astype(float) - np.asarray(picture, float)) ** 2).sum(axis=(1, 2)))[:k]


def _by_product(picture, images, labels, k):
    products = (images.astype(float) * np.asarray(picture, dtype=float)).sum(axis=(1, 2))
    return labels[np.argsort(-products)[:k]]


def _distances_as_positions(picture, images, labels, k):
    return labels[_distances(picture, images, labels, k).astype(int) % len(labels)]


def _at_different_distances(images, picture):
    """Leave out the images that tie in their distance from the picture: the task promises no ties."""
    far = ((images - picture) ** 2).sum(axis=(1, 2))
    return images[np.sort(np.unique(far, return_index=True)[1])]


ONE_PICTURE = RANDOM.integers(0, 256, (28, 28))
MANY_IMAGES = _at_different_distances(RANDOM.integers(0, 256, (1100, 28, 28)), ONE_PICTURE)


def _in_8_bits(picture, images, labels, k):
    with np.errstate(over="ignore"):
        change = images.astype(np.int8) - picture.astype(np.int8)
    return labels[np.argsort((change.astype(int) ** 2).sum(axis=(1, 2)))[:k]]


def _in_float16(picture, images, labels, k):
    with np.errstate(over="ignore"):
        change = images.astype("float16") - picture.astype("float16")
        return labels[np.argsort((change**2).sum(axis=(1, 2)))[:k]]


def _by_cosine(picture, images, labels, k):
    rows, one = images.reshape(len(images), -1).astype(float), np.ravel(picture).astype(float)
    likeness = rows @ one / (np.linalg.norm(rows, axis=1) * np.linalg.norm(one) + 1e-9)
    return labels[np.argsort(-likeness)[:k]]


NEAREST_LABELS = Exercise(
    name="nearest_labels",
    title="The most similar training images",
    answer="my_nearest_labels(picture, images, labels, k)",
    reference=lambda picture, images, labels, k: _nearest(picture, images, labels, k),
    read=numbers,
    right="Neighbours' labels are evidence, not a verdict: compared pixel by pixel, images mislead too.",
    minutes=12,
    stretch=True,
    hints=(
        "How far is one image from another? Subtract them pixel by pixel, square the differences and add "
        "them up. Do that for all images; the nearest ones have the smallest sums.",
        'Pixels of 8 bits wrap: 3 − 5 becomes 254. Convert both to float first: `images.astype("float32")`.',
        "`np.argsort(distances)[:k]` gives the positions of the k smallest, nearest first; their labels are "
        "`labels[positions]`. The solution is in notebooks/solutions/10_nearest_labels.py.",
    ),
    mistakes=(
        Mistake(
            "integer overflow",
            "The pixels have 8 bits: 3 − 5 becomes 254, and a square wraps at 256. Convert them to float "
            "before you subtract.",
            wrong=_wrapped,
        ),
        Mistake(
            "differences cancel out",
            "A brighter pixel makes up for a darker one. Square each difference before you add them up.",
            sees=_in_the_order_of(lambda change: np.abs(change.sum(axis=(1, 2)))),
        ),
        Mistake(
            "the differences keep their sign",
            "The darkest image now has the smallest sum. Square each difference before you add "
            "them up.",
            sees=_in_the_order_of(lambda change: change.sum(axis=(1, 2))),
        ),
        Mistake(
            "absolute differences",
            "That is a distance too, but it gives a different order. Add up the squares instead.",
            sees=_in_the_order_of(lambda change: np.abs(change).sum(axis=(1, 2))),
        ),
        Mistake(
            "the farthest images",
            "These are the labels of the images with the largest distances. `argsort` puts the smallest "
            "first.",
            wrong=lambda picture, images, labels, k: _nearest(picture, images, labels, k, order=-1),
        ),
        Mistake(
            "the farthest images",
            "These are the labels of the images with the largest distances. `argsort` puts the smallest "
            "first.",
            wrong=lambda picture, images, labels, k: _nearest(picture, images, labels, k, order=-1)[::-1],
        ),
        Mistake(
            "positions, not labels",
            "These are the positions of the nearest images. Look up their labels: `labels[positions]`.",
            wrong=_place_of_nearest,
        ),
        Mistake(
            "the order is lost",
            "The labels are right, but the nearest should come first. (`argpartition` does not sort.)",
            sees=lambda case, given: (
                given.shape == (case.inputs["k"],)
                and same_numbers(np.sort(given), np.sort(_nearest(*case.inputs.values())))
            ),
        ),
        Mistake(
            "each label only once",
            "Several of the nearest images have the same label, and you give it once. Give one label for "
            "each of the k images.",
            sees=lambda case, given: (
                given.ndim == 1
                and given.size == len(set(given.tolist()))
                and set(given.tolist()) == set(_nearest(*case.inputs.values()).tolist())
            ),
        ),
        Mistake(
            "all labels, not k",
            "Give only the labels of the nearest k.",
            wrong=lambda picture, images, labels, k: _nearest(picture, images, labels, len(labels)),
        ),
        Mistake(
            "only the nearest one",
            "Give the labels of the nearest k images: a single one may be a coincidence.",
            wrong=lambda picture, images, labels, k: _nearest(picture, images, labels, 1)[0],
        ),
        Mistake(
            "distances, not labels",
            "These are the smallest distances. Give the labels of the images they belong to.",
            wrong=_distances,
        ),
        Mistake(
            "the nearest image is skipped",
            "`picture` is not one of `images`, so the nearest one counts too.",
            wrong=lambda picture, images, labels, k: _nearest(picture, images, labels, k + 1)[1:],
        ),
        Mistake(
            "the largest product, not the smallest distance",
            "A bright image has large products with every image. Compare differences.",
            wrong=_by_product,
        ),
        Mistake(
            "only one row is compared",
            "You compare only the first row of each image. Add up the squares of all 784 pixels.",
            sees=_in_the_order_of(lambda change: (change[:, 0] ** 2).sum(axis=1)),
        ),
        Mistake(
            "only the largest difference counts",
            "You let one pixel decide. Add up the squares of all pixels.",
            sees=_in_the_order_of(lambda change: np.abs(change).max(axis=(1, 2))),
        ),
        Mistake(
            "the first k, not the nearest",
            "These are the labels of the first k images, however far away they are.",
            wrong=lambda picture, images, labels, k: labels[:k],
        ),
        Mistake(
            "ranks are taken for positions",
            "`argsort` twice gives the rank of each image. Once gives the positions, nearest first.",
            wrong=lambda picture, images, labels, k: labels[
                np.argsort(_nearest(picture, images, np.arange(len(images)), len(images)))[:k]
            ],
        ),
        Mistake(
            "one label, not k",
            "Return the labels of the k nearest images, without a vote.",
            sees=lambda case, given: given.size == 1 < case.inputs["k"],
        ),
        Mistake(
            "images, not labels",
            "These are the nearest images themselves. Return their labels.",
            sees=lambda case, given: given.shape == (case.inputs["k"], *case.inputs["picture"].shape),
        ),
        Mistake(
            "the number of labels is not k",
            "`k` says how many labels to return.",
            sees=lambda case, given: given.size != case.inputs["k"],
        ),
        Mistake(
            "distances are taken for positions",
            "`np.sort` gives the distances themselves. `np.argsort` gives the positions of the images.",
            wrong=_distances_as_positions,
        ),
        Mistake(
            "integer overflow",
            "You convert to larger numbers after the subtraction, but 3 − 5 has become 254 by then. Convert "
            "both first.",
            wrong=_widened_too_late,
        ),
        Mistake(
            "16 bits are too few for the squares",
            "A difference of 200 has the square 40,000, and 16 bits end at 32,767. Convert to float or to "
            "`int`.",
            wrong=_in_16_bits,
        ),
        Mistake(
            "16 bits are too few for the squares",
            "A difference of 200 has the square 40,000, and 16 bits end at 32,767. Convert to float or to "
            "`int`.",
            wrong=_images_in_16_bits,
        ),
        Mistake(
            "the labels are sorted",
            "You sort the labels themselves, and they no longer belong to the images. Sort the distances.",
            wrong=lambda picture, images, labels, k: _nearest(picture, images, np.sort(labels), k),
        ),
        Mistake(
            "8 bits with a sign are too few",
            "`int8` ends at 127, and brighter pixels become negative in it. Convert to float or to `int`.",
            wrong=_in_8_bits,
        ),
        Mistake(
            "float16 is too small for the sums",
            "`float16` ends at 65,504, and everything above that becomes infinite. Convert to float32.",
            wrong=_in_float16,
        ),
        Mistake(
            "the angle, not the distance",
            "You compare the directions of the images, and a brighter copy has the same direction. Add up "
            "the squares of the differences.",
            wrong=_by_cosine,
        ),
        Mistake(
            "a single column decides",
            "You add up each column, and let the smallest of the 28 sums decide. Add up the squares of all "
            "784 pixels.",
            sees=_in_the_order_of(lambda change: (change**2).sum(axis=1).min(axis=1)),
        ),
        Mistake(
            "sorted by label, not by distance",
            "These are the k smallest labels. Sort by distance: Python compares pairs by their first part.",
            wrong=lambda picture, images, labels, k: np.sort(labels)[:k],
        ),
    ),
    cases=(
        Case(
            {
                "picture": _framed(np.array([[10, 0], [200, 30]], dtype=np.uint8)),
                "images": _framed(
                    np.array(
                        [
                            [[0, 200], [20, 20]], [[12, 2], [190, 28]], [[250, 250], [250, 250]],
                            [[10, 30], [230, 0]], [[10, 0], [245, 30]], [[0, 0], [0, 0]],
                        ],
                        dtype=np.uint8,
                    )
                ),
                "labels": np.array([3, 7, 1, 4, 8, 2], dtype=np.uint8),
                "k": 3,
            }
        ),
        Case(
            {
                "picture": RANDOM.integers(0, 256, (28, 28)).astype(np.uint8),
                "images": RANDOM.integers(0, 256, (30, 28, 28)).astype(np.uint8),
                "labels": RANDOM.integers(0, 4, 30).astype(np.uint8),
                "k": 7,
            }
        ),
        Case(
            {
                "picture": ONE_PICTURE,
                "images": MANY_IMAGES[:1000],
                "labels": RANDOM.permutation(1000),
                "k": 300,  # many, or `argpartition` happens to sort them
            }
        ),
    ),
)  # fmt: skip

EXERCISES = (MOMENTUM_STEP, ADAM_STEP, CHOOSE_EPOCH, SMALL_NETWORK, SHUFFLE_PIXELS, NEAREST_LABELS)


# --- questions ----------------------------------------------------------------------------------------

QUESTIONS = (
    Number(
        "five_classes",
        "A network for five classes hasn't learned anything yet: it gives each class the same probability. "
        "What number does its loss start near? (One decimal is enough.)",
        answer=math.log(5),
        within=0.05,
        recalls="09",
        right="Each class gets 0.2, and −ln 0.2 = ln 5 = 1.609.",
        wrong={
            2.3: "That is ln 10, for ten classes. There are five.",
            2.303: "That is ln 10, for ten classes. There are five.",
            0.2: "0.2 is the probability. The loss is −ln of it.",
            -1.6: "ln 0.2 is about −1.6. The loss is minus that.",
            0.7: "That is −log10 0.2. The loss uses the natural logarithm: np.log.",
            5: "5 is the number of classes. The loss is −ln(1/5).",
            0: "A loss of 0 needs a network that is certain, and right.",
        },
        otherwise="Compute −np.log(1 / 5) in a cell.",
    ),
    Number(
        "flattened_dense",
        "`Flatten()` gets maps of shape (4, 4, 20), and `Dense(50)` comes next. How many parameters does "
        "this dense layer have?",
        answer=dense_parameters(4 * 4 * 20, 50),
        recalls="08",
        right="4 · 4 · 20 = 320 inputs: 320 · 50 weights and 50 biases make 16,050.",
        wrong={
            16_000: "Those are the weights. Each of the 50 units has a bias too.",
            320: "320 is the number of inputs. Each of the 50 units has a weight for every input.",
            1050: "The dense layer reads all 320 numbers, not one for each of the 20 maps.",
            370: "Weights are inputs *times* units, not plus.",
        },
        otherwise="Inputs times units, plus one bias for each unit.",
    ),
    Number(
        "fifteen_rows",
        "A feature map has 15 rows. Max-pooling with 2×2 windows and valid padding shrinks it. How many "
        "rows are left?",
        answer=output_size(15, 2, stride=2),
        recalls="06",
        right="Seven whole windows fit into 15 rows, and valid pooling drops the row that is left over.",
        wrong={
            7.5: "There is no half row. What happens to a window that isn't full?",
            8: "That would be same padding. Valid pooling uses only full windows.",
            14: "That would be stride 1. Pooling moves by a whole window, here 2.",
            13: "13 is the size after a 3×3 convolution. How many windows of 2 fit into 15 rows?",
        },
        otherwise="How many whole windows of 2 rows fit into 15 rows?",
    ),
    Number(
        "across_the_valley",
        "The second weight is 2.5, and its slope is ten times as large: 25. You take one step of gradient "
        "descent with a learning rate of 0.15. What is the weight afterwards?",
        answer=2.5 - 0.15 * 25,
        right=(
            "2.5 − 0.15 · 25 = −1.25: the step jumps across the bottom of the valley, but ends closer to it."
        ),
        wrong={
            6.25: "That step goes uphill. Subtract the rate times the slope.",
            3.75: "3.75 is the size of the step, 0.15 · 25. Subtract it from 2.5.",
            -3.75: "That is the step itself. Add it to 2.5.",
            1.25: "The step is larger than the weight, so the sign changes.",
            2.125: "You multiplied the rate by the weight. The slope is 25.",
            -22.5: "You subtracted the whole slope. Multiply it by the learning rate first.",
        },
        otherwise="New weight = weight − rate · slope, with slope 25.",
    ),
    Choices(
        "adam_first_step",
        "Adam takes its first step with a learning rate of 0.1. One weight has a slope of 0.001, another "
        "has 50. How far do the two move?",
        Choice(
            "By 0.0001 and by 5",
            "That is plain gradient descent, rate times slope. Adam divides by the typical size of each "
            "slope.",
        ),
        Choice(
            "Both by about 0.1",
            "Each slope is divided by its own typical size, which after one step is the size of the slope "
            "itself: that leaves 1 or −1, times the rate.",
            right=True,
        ),
        Choice(
            "The first further than the second, because its slope is smaller",
            "Adam divides a small slope by a small number and a large one by a large number. What is left "
            "of each?",
        ),
        Choice(
            "Not at all: the running means are still 0",
            "They start at 0, but by now they include the first slopes, and Adam corrects for the start.",
        ),
    ),
    Choices(
        "stuck_loss",
        "A network with ten classes is trained with Adam. After each of the first three epochs, its loss is "
        "2.31. What do you change first?",
        Choice(
            "More epochs: it hasn't had time yet",
            "Guessing has a loss of ln 10 = 2.30. If the first steps have ruined the weights, more of the "
            "same steps won't repair them.",
        ),
        Choice(
            "The learning rate: a smaller one",
            "A loss that stays at ln 10 while training runs often means that the first steps were far too "
            "large. If a smaller rate doesn't help, look for another cause.",
            right=True,
        ),
        Choice(
            "The number of filters: more of them",
            "Even a network that is far too small gets below the loss of guessing. This one has learned "
            "nothing.",
        ),
        Choice(
            "Nothing: 2.31 is good for ten classes",
            "It is ln 10, the loss of a network that gives each class a tenth.",
        ),
    ),
    Choices(
        "wrong_augmentation",
        "You may change training images as long as the label stays true. Which change breaks that rule?",
        Choice(
            "Mirror garments, left for right",
            "A mirrored shirt is a shirt. Nearly all shoes in this data set point the same way, but a "
            "mirrored boot is still a boot.",
        ),
        Choice("Shift garments by two pixels", "It is the same garment, a little to one side."),
        Choice("Make garments a tenth darker", "Fabric comes in every shade; the class stays the same."),
        Choice(
            "Turn handwritten digits upside down",
            "A 6 becomes a 9, and its label is now wrong. What counts isn't whether the image looks "
            "unusual, but whether the label is still true.",
            right=True,
        ),
    ),
    Choices(
        "overlapping_ranges",
        "You compare a changed network with the plain one over five seeds. The mean gain is +0.004, and the "
        "95% interval is −0.003 to +0.011. What do you know?",
        Choice(
            "It helps: the mean gain is above 0",
            "Half of all useless changes have a mean above 0. The interval includes losses too.",
        ),
        Choice(
            "Little: it may cost 0.003 or gain 0.011",
            "The interval includes 0, so these seeds can't tell a gain from a loss. More seeds would make "
            "it narrower.",
            right=True,
        ),
        Choice(
            "It makes no difference",
            "You haven't shown that either: a gain of 0.01 would still fit these measurements.",
        ),
        Choice(
            "It helps with a probability of 95%",
            "The 95% describes the method: about 95 of 100 such intervals contain the true gain. This one "
            "contains 0.",
        ),
    ),
    Number(
        "twenty_changes",
        "You try 20 changes that do nothing at all, and compute a 95% interval for each. How many of these "
        "intervals exclude 0, on average?",
        answer=20 * (1 - 0.95),
        right="5% of 20 is 1: if you try enough changes, one of them will seem to help or to harm.",
        wrong={
            0: "A 95% interval misses the true value in 5% of cases, also when the change does nothing.",
            19: "On average, 19 of them include 0. The question is how many exclude it.",
            5: "5% of 20, not of 100.",
            0.05: "That is the share for each interval. Multiply by 20.",
            0.95: "That is the share that includes 0, for one interval.",
        },
        otherwise="Each of the 20 intervals misses in 5% of cases.",
    ),
    Choices(
        "shuffled_pixels",
        "You put the pixels of all images, for training and for validation, into the same new order, and "
        "train both networks again. Which one gets worse?",
        Choice(
            "The dense network, because it sees the whole image",
            "Each of its units has a weight for every pixel, and the order of the pixels doesn't matter.",
        ),
        Choice(
            "Both, by the same amount",
            "For the dense network, the new order merely renames its inputs. Which network relies on "
            "neighbours?",
        ),
        Choice(
            "Neither: no pixel is lost",
            "No pixel is lost, but the neighbourhoods are. Which network looks at neighbourhoods?",
        ),
        Choice(
            "The convolutional network, because neighbours are no longer neighbours",
            "A 3×3 window now contains nine pixels from all over the image.",
            right=True,
        ),
    ),
    Number(
        "average_parameters",
        "The plain network flattens its 32 maps of 7×7 into 1,568 numbers, and its first dense layer of 128 "
        "units has 200,832 parameters. Global average pooling replaces each map by its mean. How many "
        "parameters does the dense layer have then?",
        answer=dense_parameters(32, 128),
        right="32 means, 128 units: 32 · 128 weights and 128 biases make 4,224, about a fiftieth.",
        wrong={
            4096: "Those are the weights, 32 · 128. Each of the 128 units has a bias too.",
            200_832: "The layer now reads 32 numbers, one for each map, and no longer 1,568.",
            128: "Those are the biases alone. Each unit also has a weight for each of the 32 means.",
            6400: (
                "That is 49 · 128 + 128, one number for each position. The mean leaves one number for each "
                "map."
            ),
            0: "Averaging has no parameters, but the dense layer after it does.",
        },
        otherwise="Each of the 32 maps gives one number. How many numbers does the dense layer read?",
    ),
    Number(
        "of_fifty",
        "A calibrated network gives its answer a probability of 0.8 for each of 50 images. How many of "
        "the 50 answers do you expect to be wrong?",
        answer=50 * (1 - 0.8),
        right="Of answers given with 0.8, 80% are right: 40 of 50. The other 10 are wrong.",
        wrong={
            40: "40 are right. The question is how many are wrong.",
            0: "At a probability of 0.8, 20% of the answers are wrong.",
            20: "20% of 50, not of 100.",
            0.2: "0.2 is the share that is wrong. Multiply it by 50.",
            5: "5 of 50 would be 10%: the share for a probability of 0.9.",
        },
        otherwise="If 0.8 of the answers are right, 0.2 are wrong. How many of 50 is that?",
    ),
    Choices(
        "dark_on_light",
        "You photograph a dark shirt against a white wall, shrink the photo to 28×28 pixels and ask the "
        "network what it is. "
        "Why can't you trust its answer?",
        Choice(
            "The network has never seen a light background: in its training images, the background is 0",
            "To the network, a white wall looks like a large bright garment. Invert the brightness first.",
            right=True,
        ),
        Choice(
            "28×28 pixels are too few for a photo",
            "All its training images have that size, and they started out as photos too.",
        ),
        Choice(
            "Photos have three channels, and the network reads one",
            "You can convert the photo to grey. Forgetting that would give an error, not a wrong answer.",
        ),
    ),
)

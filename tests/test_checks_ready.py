"""An answer that leaves the work to a ready function is found, in every exercise and under any name."""

import copy
import functools
import importlib
import inspect

import numpy as np
import pytest

from helpers import descent
from helpers.checks import attempts, exercise, judging, lessons, ready_made
from tests.answers import ready_made as answers

EXERCISES = {
    name: one
    for name, (_, one) in lessons.all_exercises().items()
    if not one.is_value and one.accepts is None
}
MODULES = (
    "activations", "convolution", "descent", "differences", "gradients", "inside.attribution",
    "inside.changes", "inside.layers", "inside.receptive", "intervals", "pictures", "pooling", "series",
    "shapes", "training.deep",
)  # fmt: skip
# What gives the right result in one call, and is left allowed by the text of the task.
LEFT_OPEN = {("merge_kernels", "input_gradient")}
WAYS = (
    lambda function, values, settings: function(*values, **settings),
    lambda function, values, settings: function(*values, **settings)[0],
    lambda function, values, settings: function(*values[::-1], **settings),
    lambda function, values, settings: function(np.transpose(values[0]), *values[1:], **settings),
)


def _functions():
    for name in MODULES:
        module = importlib.import_module(f"helpers.{name}")
        for function in vars(module).values():
            is_its_own = inspect.isfunction(function) and function.__module__ == module.__name__
            if is_its_own and not function.__name__.startswith("_"):
                yield function


def _gives_the_first_result(one, function, way):
    case = one.cases[0]
    try:
        with np.errstate(all="ignore"):
            values = copy.deepcopy([*case.inputs.values()])
            given = one.read(way(function, values, case.settings))
        return exercise.same(given, attempts.given_by(one.reference, one, case).numbers)
    except Exception:  # a function for something else
        return False


def test_no_exercise_accepts_a_call_of_the_courses_own_function():
    """A learner who calls what the task says to write has learned nothing, and is told right."""
    accepted, seen = set(), set()
    for name, one in EXERCISES.items():
        for function in _functions():
            for way in WAYS:
                if not _gives_the_first_result(one, function, way):
                    continue
                seen.add(name)

                def answer(*values, function=function, way=way, **settings):
                    return way(function, values, settings)

                if judging.judge(one, answer).status == "right":
                    accepted.add((name, function.__name__))
    assert accepted <= LEFT_OPEN
    assert {"adam_step", "momentum_step", "relu", "conv2d", "fair_test", "input_gradient"} <= seen


def test_every_ready_function_of_the_table_exists_and_is_caught():
    """A function that is renamed would no longer be recognised."""
    for functions in ready_made.READY.values():
        for function in functions:
            module, _, name = function.rpartition(".")
            assert name in {"call", *vars(importlib.import_module(f"helpers.{module}"))}
    caught = {one.exercise for one in answers.ANSWERS if one.mistake == answers.FINISHED}
    assert caught == {*ready_made.READY, *ready_made.BY_HAND}


@pytest.mark.parametrize(
    "answer",
    [
        functools.partial(descent.momentum_step),
        lambda *given: next(map(descent.momentum_step, *([one] for one in given))),
    ],
    ids=["partial", "map"],
)
def test_a_ready_function_is_found_however_it_is_wrapped(answer):
    """Two more names around it would be worth the point."""
    report = judging.judge(EXERCISES["momentum_step"], answer)
    assert report.mistake == ready_made.NAME
    assert "`momentum_step`" in report.sentences[0]


def test_a_ready_function_that_another_function_of_the_course_needs_is_no_mistake():
    """`pool2d` calls `output_size` itself; a learner who calls `pool2d` has not called `output_size`."""
    _, one = lessons.find_exercise("output_size")

    def measured(n, k, stride=1, padding=0, dilation=1):
        from helpers import conv1d

        return len(conv1d(np.zeros(n), np.zeros(k), stride=stride, padding=padding, dilation=dilation))

    assert judging.judge(one, measured).status == "right"


def test_an_exercise_without_a_ready_function_is_not_run_again():
    """Watching every call of a network that is built would take seconds."""
    calls = []

    def answer(image):
        calls.append(image)
        return 255 - image

    _, one = lessons.find_exercise("negative")
    assert judging.judge(one, answer).status == "right"
    assert len(calls) == len(one.cases) + judging.MORE_CASES

"""The reports of the three verdicts: not yet, right, and wrong with the smallest case that shows it."""

from functools import partial

from helpers.checks.attempts import given_by, where_it_stopped
from helpers.checks.exercise import close
from helpers.checks.reports import Grid, Report

# The inputs that are weights, and have the colour of a kernel.
KERNELS = {"kernel", "filters", "weights", "feature", "first", "second"}


def not_yet(exercise, *, is_none=False):
    """Return the `Report` on an exercise that is not begun, or whose value is None."""
    title = f"Not yet: {exercise.answer_name} is still to be written."
    kept = (
        f"{exercise.answer_name} is None. If there is a `print` after the `=`: it shows a value, and gives "
        "None back. Write the value itself there."
    )
    return Report(
        "not yet", exercise.name, title, [kept] if is_none else [], advice=_advice(exercise, "a first hint")
    )


def right(exercise, *, is_boxed):
    """Return the `Report` on a right answer.

    Parameters
    ----------
    exercise : Exercise
    is_boxed : bool
        Whether one number was given inside a list or an array.
    """
    agreed = f"{exercise.answer_name} gives the right result in {_all_cases(exercise)}. "
    sentences = [("" if exercise.is_value else agreed) + exercise.right]
    if is_boxed:
        sentences.append("Yours is one number inside brackets; the number alone says the same.")
    return Report("right", exercise.name, "Right.", sentences)


def _all_cases(exercise):
    count = len(exercise.cases)
    return f"all {count} cases" if count > 1 else "the case that was tried"


def wrong(exercise, mistake, shown=None, right_cases=0):
    """Return the `Report` on a wrong answer.

    Parameters
    ----------
    exercise : Exercise
    mistake : Mistake
        Without a name if nothing is known of it.
    shown : Attempt, optional
        The case to show in full.
    right_cases : int
        On how many cases the answer was right.

    Returns
    -------
    Report
    """
    title = f"Not right yet: {mistake.name}." if mistake.name else "Not right yet."
    sentences = [mistake.says] if mistake.says else []
    report = Report("wrong", exercise.name, title, sentences, mistake=mistake.name, advice=_advice(exercise))
    if shown is None or exercise.is_value:
        return report
    if shown.raised and mistake is not shown.mistake:
        sentences.append(where_it_stopped(shown.function, shown.outcome.error) + ".")
    if right_cases:
        sentences.append(f"Right in {right_cases} of {len(exercise.cases)} cases.")
    report.setting = f"The smallest case that shows it, `{_call_text(exercise, shown.case)}`:"
    report.grids = _grids(exercise, shown)
    report.printed = shown.outcome.printed
    return report


def _advice(exercise, what="a hint"):
    return f'For {what}, run `checks.hint("{exercise.name}")`.'


def _call_text(exercise, case):
    """Return the call of a case as a learner would write it: ``my_conv2d(image, kernel, stride=2)``."""
    settings = "".join(f", {name}={value!r}" for name, value in case.settings.items())
    return f"{exercise.answer_name}({', '.join(case.inputs)}{settings})"


def _grids(exercise, shown):
    """Return the grids of a failing case: its inputs, the learner's result, the right one, the difference."""
    grid = partial(Grid, is_volume=exercise.volumes)
    inputs = [grid(name, value, role=_role(name)) for name, value in shown.case.inputs.items()]
    if shown.numbers is None:
        return inputs
    if isinstance(shown.numbers, tuple):
        return inputs + _grids_of_parts(grid, shown)
    if exercise.accepts is not None:  # many results are right, so there is none to compare with
        return [*inputs, grid("yours", shown.numbers, role=_result_role(exercise))]
    right = _right_numbers(exercise, shown.case)
    return inputs + _grids_compared(grid, shown.numbers, right, _result_role(exercise))


def _right_numbers(exercise, case):
    return given_by(exercise.reference, exercise, case).numbers


def _grids_of_parts(grid, shown):
    """Return a grid for each part of a result, under the name of the input that it belongs to."""
    inputs, parts = shown.case.inputs, shown.numbers
    names = list(inputs) if len(inputs) == len(parts) else range(1, len(parts) + 1)
    return [grid(f"yours, {name}", part, role="output") for name, part in zip(names, parts, strict=True)]


def _grids_compared(grid, theirs, expected, role):
    """Return the learner's result next to the right one and, if the shapes agree, where they differ."""
    if theirs.shape != expected.shape:
        return [grid("yours", theirs, role=role), grid("expected", expected, role=role)]
    differs = ~close(theirs, expected)
    difference = theirs.astype(float) - expected  # as floats, because 1 − 2 is 255 in uint8
    return [
        grid("yours", theirs, role=role, marked=differs),
        grid("expected", expected, role=role),
        grid("yours − expected", difference, role="focus", marked=differs),
    ]


def _role(name):
    return "kernel" if name in KERNELS else "input"


def _result_role(exercise):
    return "kernel" if exercise.name.endswith(("kernel", "kernels")) else "output"

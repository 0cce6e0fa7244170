"""Compare an answer with the right one, and find out what kind of wrong it is."""

import copy
import dis
import inspect
from dataclasses import dataclass
from functools import partial

import numpy as np

from helpers.checks import running
from helpers.checks.exercise import Case, Mistake, NotReadable, same
from helpers.checks.reports import Grid, Report

# A stub that only names things and gives nothing back consists of these instructions.
IDLE_INSTRUCTIONS = {
    "RESUME", "NOP", "LOAD_CONST", "LOAD_FAST", "STORE_FAST", "RETURN_VALUE", "RETURN_CONST",
    "COPY_FREE_VARS", "MAKE_CELL", "STORE_FAST_LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_BORROW",
    "LOAD_COMMON_CONSTANT",
}  # fmt: skip


@dataclass
class Result:
    """What an answer gave on one case: numbers, or the mistake that kept it from giving any."""

    case: Case
    numbers: object = None
    mistake: Mistake | None = None
    outcome: running.Outcome | None = None
    answer: object = None
    right: bool = False

    @property
    def raised(self):
        """The type of the exception that ended it, if one did."""
        return type(self.outcome.error) if self.outcome and self.outcome.error else None


def judge(exercise, answer):
    """Return a `Report` that says whether an answer is right, untouched or wrong, and how.

    Parameters
    ----------
    exercise : Exercise
    answer : object
        What the learner gave: a function or a value, or anything else.

    Returns
    -------
    Report
    """
    # Comparing with inf or nan would warn, and a warning beside a report looks like a defect.
    with np.errstate(all="ignore"):
        return _judge(exercise, answer)


def _judge(exercise, answer):
    if _is_empty(answer):
        return _not_yet(exercise)
    mistake = None if exercise.is_value else _cannot_be_called(exercise, answer)
    if mistake is not None:
        return _wrong(exercise, mistake)
    results = _try_all(exercise, answer)
    if _is_untouched(answer, results[0]):
        return _not_yet(exercise)
    failing = [result for result in results if not result.right]
    if not failing:
        mistake = exercise.afterwards(answer) if exercise.afterwards else None
        return _wrong(exercise, mistake) if mistake else _right(exercise)
    shown = _smallest(failing)
    mistake = _own_mistake(exercise, results, failing)
    if mistake is None and failing[-1].mistake:
        shown = failing[-1]
        mistake = shown.mistake
    mistake = mistake or _unknown(exercise, shown)
    return _wrong(exercise, mistake, shown, len(results) - len(failing))


def _try_all(exercise, answer):
    """Return the results case by case, up to the first that gives no numbers."""
    results = []
    for case in exercise.cases:
        results.append(_try(exercise, answer, case))
        results[-1].right = _is_right(exercise, results[-1])
        if results[-1].numbers is None:
            break
    return results


def _is_empty(value):
    """Return whether a value is a stub's placeholder, or holds one."""
    if isinstance(value, (list, tuple)):
        return any(_is_empty(part) for part in value)
    return value is None or value is ... or value is NotImplemented


def _is_untouched(answer, result):
    """Return whether a stub was run as it stands: it gave no value, or says so itself."""
    outcome = result.outcome
    if outcome is None:
        return False
    if isinstance(outcome.error, NotImplementedError):
        return True
    if outcome.error or outcome.endless or outcome.printed:
        return False
    if outcome.value is ... or outcome.value is NotImplemented:
        return True
    return outcome.value is None and _does_nothing(answer)


def _does_nothing(function):
    code = getattr(function, "__code__", None)
    return code is not None and {step.opname for step in dis.get_instructions(code)} <= IDLE_INSTRUCTIONS


def _cannot_be_called(exercise, answer):
    """Return the mistake of an answer that is no function, or does not take the inputs."""
    name = exercise.answer_name
    if not callable(answer):
        return Mistake(
            "the function itself is needed",
            f"The check calls your function with its own inputs. Give it without brackets behind it: "
            f"`checks.{exercise.name}({name})`.",
        )
    try:
        signature = inspect.signature(answer)
    except (ValueError, TypeError):
        return None  # compiled functions may not tell; the call itself will
    for case in exercise.cases:
        try:
            signature.bind(*case.inputs.values(), **case.settings)
        except TypeError:
            return Mistake(
                "it cannot be called as the task says",
                f"The check calls `{exercise.answer}`, but yours reads `{name}{signature}`.",
            )
    return None


def _try(exercise, answer, case):
    """Run an answer on copies of a case's inputs, and read what it gives."""
    if exercise.is_value:
        return _read(exercise, Result(case), answer)
    inputs = copy.deepcopy(case.inputs)
    outcome = running.run(answer, *inputs.values(), **case.settings)
    result = Result(case, outcome=outcome, answer=answer, mistake=_ended_early(answer, outcome))
    if result.mistake or (outcome.value is None and _is_untouched(answer, result)):
        return result
    changed = [name for name, value in inputs.items() if not _unchanged(value, case.inputs[name])]
    if changed:
        result.mistake = Mistake(
            "the input is changed in place",
            f"After the call, {' and '.join(changed)} is no longer what it was: whoever gave it to you loses "
            "it. Write into a new array, or into a copy.",
        )
    elif outcome.value is None:
        result.mistake = _no_value(outcome)
    else:
        _read(exercise, result, outcome.value)
    return result


def _unchanged(value, before):
    if isinstance(value, np.ndarray):
        return value.shape == before.shape and value.dtype == before.dtype and np.array_equal(value, before)
    return value == before


def _read(exercise, result, value):
    try:
        result.numbers = exercise.read(value)
    except NotReadable as problem:
        given = "Your answer is" if exercise.is_value else "Your function returned something that is"
        result.mistake = Mistake("the wrong kind of thing", f"{given} {problem}. Numbers are expected here.")
    return result


def _ended_early(answer, outcome):
    """Return the mistake of a run that gave no result, as far as the way it ended tells it."""
    if outcome.endless:
        advice = (
            "Look at the condition of the loop: does anything inside it make it false?"
            if outcome.stopped
            else "It could not be stopped either: choose Kernel > Restart in the menu before you go on."
        )
        return Mistake(
            "it does not end", f"Your code was stopped after {running.SECONDS:g} seconds. {advice}"
        )
    error = outcome.error
    if error is None:
        return None
    if isinstance(error, running.AskedForInput):
        return Mistake(
            "it asks for input", "A check cannot type. Take the values from the arguments instead."
        )
    if isinstance(error, SystemExit):
        return Mistake("it calls exit", "That would end the kernel, so it was refused. Use return instead.")
    if isinstance(error, TypeError) and "'float' object cannot be interpreted as an integer" in str(error):
        return Mistake(
            "floor missing",
            f"{_where(answer, error)}: a number of steps came out as a decimal number. "
            "Sizes are whole: divide with //, which rounds down.",
        )
    kind = type(error).__name__
    if isinstance(error, RecursionError):
        return Mistake("it does not end", f"{_where(answer, error)}: it calls itself again and again.")
    text = str(error).strip().partition("\n")[0]
    return Mistake(f"it stops with {kind}", f"{_where(answer, error)}{': ' if text else '.'}{text}")


def _where(answer, error):
    place = running.place_of(error, answer)
    if place is None:
        return "Your code stopped"
    number, text = place
    return f"Your code stopped in line {number} of its cell" + (f" (`{text}`)" if text else "")


def _no_value(outcome):
    if outcome.printed.strip():
        return Mistake(
            "printed instead of returned",
            "print shows a value and forgets it. Your function must hand it on: end with return.",
        )
    return Mistake(
        "nothing is returned", "Your function computes, and gives None back. Is the line with return missing?"
    )


def _is_right(exercise, result):
    if result.numbers is None:
        return False
    if exercise.accepts is not None:
        return bool(exercise.accepts(result.case, result.numbers))
    return same(result.numbers, _given_by(exercise.reference, exercise, result.case).numbers)


def _given_by(function, exercise, case):
    """Return what the course's own function gives on a case."""
    inputs = copy.deepcopy(case.inputs)
    result = Result(case, outcome=running.Outcome())
    try:
        result.numbers = exercise.read(function(*inputs.values(), **case.settings))
    except Exception as error:
        result.outcome.error = error
        result.mistake = Mistake("it stops", "")
    return result


def _own_mistake(exercise, results, failing):
    """Return the first mistake of the exercise's table that explains every result, or None."""
    for mistake in exercise.mistakes:
        if mistake.sees is not None:
            explained = all(r.numbers is not None and mistake.sees(r.case, r.numbers) for r in failing)
        else:
            explained = _explains(exercise, mistake, results)
        if explained:
            return mistake
    return None


def _explains(exercise, mistake, results):
    """Return whether an answer with this mistake would have given the same on every case."""
    tells = False
    for result in results:
        theirs = _given_by(mistake.wrong, exercise, result.case)
        if result.numbers is not None:
            if theirs.numbers is None or not same(result.numbers, theirs.numbers):
                return False
            tells = tells or not result.right
        elif result.raised is not None:
            # The same values before and then an exception: the exception need not be the same.
            tells = tells or result.raised is theirs.raised
        else:
            return False
    return tells


def _unknown(exercise, shown):
    """Return what can be said of wrong numbers that no mistake of the table explains."""
    numbers = shown.numbers
    if exercise.is_value or not isinstance(numbers, np.ndarray):
        return Mistake("", "")
    if np.isnan(numbers).any():
        return Mistake("the result holds nan", "nan is what comes of 0 divided by 0: not a number.")
    if exercise.accepts is None:
        wanted = _given_by(exercise.reference, exercise, shown.case).numbers.shape
        if numbers.shape != wanted:
            return Mistake(
                "the shape is another one",
                f"Yours is {numbers.shape} where {wanted} is right. How many values belong on each axis?",
            )
    return Mistake("", "")


def _smallest(failing):
    def size(result):
        return sum(np.size(value) for value in result.case.inputs.values())

    return min(failing, key=size)


def _not_yet(exercise):
    title = f"Not yet: {exercise.answer_name} is still to be written."
    return Report("not yet", exercise.name, title, [], advice=_hint(exercise, "a first hint"))


def _hint(exercise, what="a hint"):
    return f'For {what}, run `checks.hint("{exercise.name}")`.'


def _right(exercise):
    count = len(exercise.cases)
    agreed = (
        "" if exercise.is_value else f"{exercise.answer_name} gives the right result in all {count} cases. "
    )
    return Report("right", exercise.name, "Right.", [agreed + exercise.right])


def _wrong(exercise, mistake, shown=None, right=0):
    title = f"Not right yet: {mistake.name}." if mistake.name else "Not right yet."
    sentences = [mistake.says] if mistake.says else []
    report = Report("wrong", exercise.name, title, sentences, mistake=mistake.name, advice=_hint(exercise))
    if shown is None or exercise.is_value:
        return report
    if shown.raised and mistake is not shown.mistake:
        sentences.append(_where(shown.answer, shown.outcome.error) + ".")
    if right:
        sentences.append(f"Right in {right} of {len(exercise.cases)} cases.")
    settings = "".join(f", {name}={value!r}" for name, value in shown.case.settings.items())
    call = f"{exercise.answer_name}({', '.join(shown.case.inputs)}{settings})"
    report.setting = f"The smallest case that shows it, `{call}`:"
    report.grids = _grids(exercise, shown)
    report.printed = shown.outcome.printed
    return report


def _grids(exercise, shown):
    """Return the grids of a failing case: inputs, theirs, expected, difference."""
    grid = partial(Grid, is_volume=exercise.volumes)
    grids = [grid(name, value, role=_role(name)) for name, value in shown.case.inputs.items()]
    if shown.numbers is None:
        return grids
    expected = None if exercise.accepts else _given_by(exercise.reference, exercise, shown.case).numbers
    if isinstance(shown.numbers, tuple):
        names = [f"yours, {name}" for name in shown.case.inputs] if len(shown.numbers) == len(grids) else None
        for number, part in enumerate(shown.numbers):
            grids.append(grid(names[number] if names else f"yours, {number + 1}", part, role="output"))
        return grids
    differs = None
    if expected is not None and shown.numbers.shape == expected.shape:
        difference = shown.numbers.astype(float) - expected
        scale = 1 + np.abs(expected.astype(float)).max(initial=0)  # 255 + 1 is 0 in uint8
        differs = ~np.isclose(difference, 0, rtol=0, atol=1e-5 * scale)
    grids.append(grid("yours", shown.numbers, role="output", marked=differs))
    if expected is not None:
        grids.append(grid("expected", expected, role="output"))
    if differs is not None:
        grids.append(grid("yours − expected", difference, role="focus", marked=differs))
    return grids


def _role(name):
    return "kernel" if name == "kernel" else "input"

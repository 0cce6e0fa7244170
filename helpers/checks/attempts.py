"""Try an answer on the cases of an exercise: what it gave, or the mistake that left it without a result."""

import copy
import inspect
import re
from dataclasses import dataclass

import numpy as np

from helpers.checks import running, stubs
from helpers.checks.exercise import Case, Mistake, NotReadable, same
from helpers.checks.overwritten import overwritten

OWN_TABLES = "helpers.checks."  # whose reference answers the tests try


@dataclass
class Attempt:
    """One case on which an answer was tried.

    Attributes
    ----------
    case : Case
    numbers : ndarray or tuple of ndarray, or None
        What the answer gave, as `Exercise.read` reads it; None if it gave nothing that can be read.
    mistake : Mistake or None
        Why there are no numbers.
    outcome : running.Outcome or None
        How the learner's function ended; None if the answer is a value.
    function : callable or None
        The learner's function.
    right : bool
    is_boxed : bool
        Whether the right result is one number, and the answer gave it inside a list or an array.
    """

    case: Case
    numbers: object = None
    mistake: Mistake | None = None
    outcome: running.Outcome | None = None
    function: object = None
    right: bool = False
    is_boxed: bool = False

    @property
    def raised(self):
        """The type of the exception that the function raised, if it raised one."""
        return type(self.outcome.error) if self.outcome and self.outcome.error else None


def call_mistake(exercise, answer):
    """Return the mistake of an answer that cannot be called with the inputs of the cases, or None."""
    name = exercise.answer_name
    if not callable(answer):
        return Mistake(
            "the function itself is needed",
            f"The check calls your function with its own inputs. Give it without brackets: "
            f"`checks.{exercise.name}({name})`.",
        )
    if _is_the_courses_own(answer):
        return Mistake(
            "that is the course's own function",
            f"`{answer.__name__}` is what the course wrote. Write yours in the cell above and give that one: "
            f"`checks.{exercise.name}({name})`.",
        )
    try:
        signature = inspect.signature(answer)
    except (ValueError, TypeError):
        return None  # some compiled functions have no signature; the call itself will show
    for case in exercise.cases:
        try:
            signature.bind(*case.inputs.values(), **case.settings)
        except TypeError:
            return Mistake(
                "it cannot be called as the task says",
                f"The check calls `{exercise.answer}`, but yours reads `{name}{signature}`.",
            )
    if _has_another_order(exercise, signature):
        return Mistake(
            "the parameters are in another order",
            f"The task writes `{exercise.answer}`, and yours reads `{name}{signature}`: called without their "
            "names, the values would change places.",
        )
    return None


def _is_the_courses_own(answer):
    module = str(getattr(answer, "__module__", ""))
    return inspect.isfunction(answer) and module.startswith("helpers.") and not module.startswith(OWN_TABLES)


def _has_another_order(exercise, signature):
    """Return whether a call by position would mix up the parameters."""
    asked = re.findall(r"(\w+)[^,]*(?:,|$)", exercise.answer.partition("(")[2].rstrip(")"))
    by_place = [
        parameter.name
        for parameter in signature.parameters.values()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ]
    first = len(exercise.cases[0].inputs)  # the inputs are passed by position anyway
    return any(
        by_place.index(name) != place
        for place, name in enumerate(asked)
        if place >= first and name in by_place
    )


def try_all(exercise, answer):
    """Return an `Attempt` for each case, up to the first that gives no numbers."""
    attempts = []
    for case in exercise.cases:
        attempts.append(try_one(exercise, answer, case))
        if attempts[-1].numbers is None:
            break
    return attempts


def try_one(exercise, answer, case):
    """Return an `Attempt` on one case."""
    attempt = _read_value(exercise, case, answer) if exercise.is_value else _call(exercise, case, answer)
    attempt.right = _is_right(exercise, attempt)
    return attempt


def given_by(function, exercise, case):
    """Return what one of the course's own functions gives on a case.

    Parameters
    ----------
    function : callable
        The reference answer, or one that makes a mistake of the table.
    exercise : Exercise
    case : Case

    Returns
    -------
    Attempt
    """
    inputs = copy.deepcopy(case.inputs)
    attempt = Attempt(case, outcome=running.Outcome())
    try:
        attempt.numbers = exercise.read(function(*inputs.values(), **case.settings))
    except Exception as error:
        attempt.outcome.error = error
        attempt.mistake = Mistake("it stops", "")
    return attempt


def where_it_stopped(function, error):
    """Return the beginning of a sentence that says where the learner's function raised an exception."""
    place = running.place_of(error, function)
    if place is None:
        return "Your code stopped"
    number, text = place
    return f"Your code stopped in line {number} of its cell" + (f" (`{text}`)" if text else "")


def _read_value(exercise, case, value):
    attempt = Attempt(case)
    _read(exercise, attempt, value)
    return attempt


def _call(exercise, case, function):
    """Call the learner's function with copies of a case's inputs, and read what it returns."""
    inputs = copy.deepcopy(case.inputs)
    outcome = running.run(function, *inputs.values(), **case.settings)
    attempt = Attempt(case, outcome=outcome, function=function)
    if outcome.endless:
        attempt.mistake = _endless(outcome)
    elif outcome.error is not None:
        attempt.mistake = _raised(function, outcome.error)
    elif outcome.value is None and stubs.is_untouched(function, outcome):
        pass
    elif changed := [name for name, value in inputs.items() if not _unchanged(value, case.inputs[name])]:
        attempt.mistake = _changed(changed)
    elif outcome.value is None:
        attempt.mistake = _returned_nothing(outcome)
    else:
        _read(exercise, attempt, outcome.value)
    return attempt


def _read(exercise, attempt, value):
    """Put into `attempt` the numbers that the learner gave, or the mistake if there are none."""
    try:
        attempt.numbers = exercise.read(value)
        _unbox(exercise, attempt)
    except NotReadable as problem:
        given = "Your answer is" if exercise.is_value else "Your function returned something that is"
        attempt.mistake = Mistake("the wrong kind of thing", f"{given} {problem}.{problem.advice}")
    except Exception as problem:  # an object that raises when it is inspected, a list that contains itself
        attempt.mistake = Mistake(
            "the wrong kind of thing",
            f"{given} of a kind that cannot be read as numbers: "
            f"looking into it ends in {type(problem).__name__}.",
        )


def _unbox(exercise, attempt):
    """Take one number out of its list or array where the right result is a number: [784] is 784."""
    given = attempt.numbers
    if (
        exercise.accepts is not None
        or not isinstance(given, np.ndarray)
        or given.size != 1
        or given.ndim == 0
    ):
        return
    right = given_by(exercise.reference, exercise, attempt.case).numbers
    if not isinstance(right, np.ndarray) or right.ndim > 0:
        return
    number = given.reshape(())
    # A function's wrong list may have one number by chance: its shape then belongs to the mistake.
    if exercise.is_value or same(number, right):
        attempt.numbers, attempt.is_boxed = number, True


def _is_right(exercise, attempt):
    if attempt.numbers is None:
        return False
    if exercise.accepts is not None:
        return bool(exercise.accepts(attempt.case, attempt.numbers))
    return same(attempt.numbers, given_by(exercise.reference, exercise, attempt.case).numbers)


def _unchanged(value, before):
    if isinstance(value, np.ndarray):
        return value.dtype == before.dtype and np.array_equal(value, before)
    return value == before


def _endless(outcome):
    advice = (
        "Look at the condition of the loop: does anything inside it make it false?"
        if outcome.stopped
        else "It could not be stopped either: choose Kernel > Restart in the menu before you go on."
    )
    return Mistake("it does not end", f"Your code was stopped after {running.SECONDS:g} seconds. {advice}")


def _raised(function, error):
    """Return the mistake of a function that ended with an exception."""
    if isinstance(error, running.AskedForInput):
        return Mistake(
            "it asks for input", "A check cannot type. Take the values from the arguments instead."
        )
    if isinstance(error, SystemExit):
        return Mistake("it calls exit", "That would end the kernel, so it was refused. Use return instead.")
    where = where_it_stopped(function, error)
    if isinstance(error, RecursionError):
        return Mistake("it does not end", f"{where}: it calls itself again and again.")
    text = text_of(error)
    if isinstance(error, TypeError) and "'float' object cannot be interpreted as an integer" in text:
        return Mistake(
            "floor missing",
            f"{where}: a number of steps came out as a decimal number. "
            "Sizes are whole: divide with //, which rounds down.",
        )
    if isinstance(error, TypeError) and "Cannot cast ufunc" in text:
        return Mistake(
            "decimals are written into whole numbers",
            f"{where}: `-=`, `*=` and the like write the result into the array that they start from. Here "
            "that array is made for whole numbers, so the decimals don't fit. Make a new array.",
        )
    says = f"{where}{': ' if text else '.'}{text}"
    if isinstance(error, (TypeError, AttributeError)) and (reasons := overwritten(function)):
        says = " ".join([says if says.endswith(".") else f"{says}.", *reasons])
    return Mistake(f"it stops with {type(error).__name__}", says)


def text_of(error):
    """Return the first line of an exception's text; an exception of the learner's own may have none."""
    try:
        return str(error).strip().partition("\n")[0]
    except Exception:
        return ""


def _changed(names):
    is_, it, was, them = ("is", "it", "was", "it") if len(names) == 1 else ("are", "they", "were", "them")
    return Mistake(
        "the input is changed in place",
        f"After the call, {' and '.join(names)} {is_} no longer what {it} {was}, and the code that called "
        f"yours still needs {them}. Write into a new array, or into a copy.",
    )


def _returned_nothing(outcome):
    if outcome.printed.strip():
        return Mistake(
            "printed instead of returned",
            "print shows a value and forgets it. Your function must hand it on: end with return.",
        )
    return Mistake(
        "nothing is returned", "Your function computes, and gives None back. Is the line with return missing?"
    )

"""Compare an answer with the right one, and find out in what way it is wrong."""

import re
import time

import numpy as np

from helpers.checks import stubs, verdicts
from helpers.checks.attempts import call_mistake, given_by, text_of, try_all, try_one
from helpers.checks.exercise import Mistake, same
from helpers.checks.patterns import general_mistake
from helpers.checks.random_cases import random_cases
from helpers.checks.ready_made import handed_over

MORE_CASES = 60  # tried when those of the table are right
SEED = 20  # of these cases: everyone gets the same ones
ENOUGH = 2  # seconds, after which a slow answer is tried on no further case


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
    # Comparing with inf or nan would warn, and a warning next to a report looks like a defect.
    with np.errstate(all="ignore"):
        try:
            return _judge(exercise, answer)
        except Exception as problem:  # an object whose comparison fails, or an error that nobody foresaw
            says = (
                f"Something in it cannot be compared: looking at it ends in {type(problem).__name__}. "
                "Give plain numbers, or an array of them."
            )
            return verdicts.wrong(exercise, Mistake("the wrong kind of thing", says))


def _judge(exercise, answer):
    if stubs.is_placeholder(answer):
        return verdicts.not_yet(exercise, is_none=exercise.is_value and answer is None)
    mistake = None if exercise.is_value else call_mistake(exercise, answer)
    if mistake is not None:
        return verdicts.wrong(exercise, mistake)
    attempts = try_all(exercise, answer)
    outcome = attempts[0].outcome
    if outcome is not None and stubs.is_untouched(answer, outcome):
        return verdicts.not_yet(exercise)
    failing = [attempt for attempt in attempts if not attempt.right]
    if failing:
        mistake, shown = _explanation(exercise, attempts, failing)
        return verdicts.wrong(exercise, mistake, shown, right_cases=len(attempts) - len(failing))
    found = _elsewhere(exercise, answer, attempts)
    if found is not None:
        return verdicts.wrong(exercise, *found)
    mistake = _hidden_mistake(exercise, answer)
    if mistake:
        return verdicts.wrong(exercise, mistake)
    return verdicts.right(exercise, is_boxed=any(attempt.is_boxed for attempt in attempts))


def _elsewhere(exercise, answer, attempts):
    """Return the mistake of an answer that is right in the table's cases only, and the smallest attempt."""
    begin, tried = time.perf_counter(), []
    for case in random_cases(exercise, SEED, MORE_CASES):
        tried.append(try_one(exercise, answer, case))
        if time.perf_counter() - begin > ENOUGH:
            break
    failing = [attempt for attempt in tried if not attempt.right]
    if not failing:
        return None
    shown = min(failing, key=_input_size)
    known = _own_mistake(exercise, [*attempts, *tried], failing) or shown.mistake
    if known is not None:
        return known, shown
    first = f"the {len(exercise.cases)} cases that are" if len(exercise.cases) > 1 else "the case that is"
    says = (
        f"Your function is right in {first} tried first. Of {len(tried)} others, with more sizes and "
        f"numbers, it gets {len(failing)} wrong."
    )
    pattern = general_mistake(exercise, [*attempts, *tried], shown)
    if pattern.name:
        says += f" What fits all of them: {pattern.name}. {pattern.says}"
    return Mistake("it goes wrong in some cases", says), shown


def _hidden_mistake(exercise, answer):
    """Return what is wrong with an answer whose results are all right, or None."""
    mistake = None if exercise.is_value else handed_over(exercise, answer)
    if mistake is None and exercise.afterwards is not None:
        mistake = exercise.afterwards(answer)
    return mistake


def _explanation(exercise, attempts, failing):
    """Return the mistake of a wrong answer, and the failing attempt that shows it best."""
    smallest = min(failing, key=_input_size)
    mistake = _own_mistake(exercise, attempts, failing)
    if mistake is not None:
        return mistake, smallest
    last = failing[-1]
    if last.mistake is not None:
        return last.mistake, last
    return general_mistake(exercise, attempts, smallest), smallest


def _input_size(attempt):
    """Return how many numbers a case gives, then how large its single numbers are, to find the smallest."""
    given = [*attempt.case.inputs.values(), *attempt.case.settings.values()]
    single = [value for value in given if isinstance(value, (int, float))]
    return sum(map(np.size, given)), sum(map(abs, single))


def _own_mistake(exercise, attempts, failing):
    """Return the first mistake of the exercise's table that explains every attempt, or None."""
    for mistake in exercise.mistakes:
        if mistake.sees is not None:
            explains = all(one.numbers is not None and mistake.sees(one.case, one.numbers) for one in failing)
        else:
            explains = _gives_the_same(exercise, mistake, attempts)
        if explains:
            return mistake
    return None


def _gives_the_same(exercise, mistake, attempts):
    """Return whether an answer with this mistake gives the same as the learner's on every case."""
    shows = False
    for attempt in attempts:
        theirs = given_by(mistake.wrong, exercise, attempt.case)
        if attempt.numbers is not None:
            if theirs.numbers is None or not same(attempt.numbers, theirs.numbers):
                return False
            shows = shows or not attempt.right
        elif attempt.raised is not None:
            # After the same numbers on earlier cases, the exception may differ.
            shows = shows or _is_alike(attempt.outcome.error, theirs.outcome.error)
        else:
            return False
    return shows


def _is_alike(error, other):
    """Return whether two exceptions have the same text: `IndexError` alone can come from many slips."""
    return type(error) is type(other) and _words(error) == _words(other)


def _words(error):
    return re.sub(r"ufunc '\w+'", "ufunc", text_of(error))

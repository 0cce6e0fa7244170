"""Grade an answer that is handed in: stricter than a check, which is there to help.

nbgrader calls `hand_in` in cells that learners don't get (docs/classroom/grading.md). A graded answer is also
tried on cases that no learner has seen, and it must not leave the work to a finished function of the course.
"""

import contextlib
import dataclasses
import threading
from pathlib import Path

import numpy as np

from helpers.checks import judging, verdicts
from helpers.checks.exercise import Mistake
from helpers.checks.lessons import find_exercise
from helpers.checks.random_cases import random_cases
from helpers.checks.ready_made import READY

COURSE = Path(__file__).resolve().parents[1]
TABLES = str(COURSE / "checks" / "lessons")
RUNNER = str(COURSE / "checks" / "running.py")  # it calls the learner's function
LIBRARIES = (str(COURSE), "site-packages", "dist-packages")
FINISHED = {  # in addition to those in `READY`; everything else in `helpers` may be used
    "conv2d": ("correlate2d", "convolve2d", "fftconvolve"),
    "conv2d_vectorised": ("correlate2d", "convolve2d", "fftconvolve"),
    "convolve": ("flip", "convolve2d"),
}
UNSEEN = 10  # cases that only the teacher's seed makes
NOT_HANDED_IN = "nothing under this name"


class NotAccepted(AssertionError):
    """Raised where an answer gets no points; its text is the report that the learner reads."""

    def _render_traceback_(self):
        """Return what a notebook shows: the report, without lines of the grader's own code."""
        return [str(self)]


def hand_in(name, names, seed):
    """Accept an answer, or raise `NotAccepted` with a report on it.

    Parameters
    ----------
    name : str
        Of an exercise, such as ``"conv2d"``.
    names : dict
        The learner's names: ``globals()``. The answer is looked up under the name that the stub gives it.
    seed : int
        Of the cases that no learner has seen.

    Returns
    -------
    str
        One line about an answer that is right.

    Raises
    ------
    NotAccepted
        If the answer is missing, untouched or wrong, if a finished function did the work, or if the
        learner's code has changed how answers are judged.
    """
    _, exercise = find_exercise(name)
    if exercise.answer_name not in names:
        raise NotAccepted(f"Not handed in: the notebook defines {NOT_HANDED_IN}, {exercise.answer_name}.")
    report = graded(exercise, names[exercise.answer_name], seed)
    if report.status != "right":
        report.advice = ""  # a hint comes too late here
        raise NotAccepted(repr(report))
    return f"Right: {exercise.answer_name} is accepted."


def graded(exercise, answer, seed):
    """Return the `Report` on an answer, tried on the cases of its check and on unseen ones.

    Parameters
    ----------
    exercise : Exercise
    answer : object
    seed : int

    Returns
    -------
    Report
    """
    longer = dataclasses.replace(exercise, cases=(*exercise.cases, *random_cases(exercise, seed, UNSEEN)))
    with _calls_of_finished_functions(exercise) as called:
        # Without `afterwards`, which may call the answer with the table's own functions.
        report = judging.judge(dataclasses.replace(longer, afterwards=None), answer)
    if report.status == "right" and called:
        return verdicts.wrong(exercise, _not_your_own(sorted(called)[0]))
    if report.status == "right" and exercise.afterwards is not None:
        report = judging.judge(longer, answer)
    if report.status != "right":
        return report
    if judging.judge(longer, _surely_wrong(exercise)).status != "wrong":
        return verdicts.wrong(exercise, TAMPERED)
    return report


def _surely_wrong(exercise):
    """Return a wrong answer of the right shape: if it is accepted, something has changed the judging."""
    if exercise.accepts is not None or exercise.reference is None:
        return 0.123 if exercise.is_value else lambda *inputs, **settings: np.full((2, 3, 5), 0.123)

    def right_plus_one(*inputs, **settings):
        result = exercise.read(exercise.reference(*inputs, **settings))
        return tuple(part + 1 for part in result) if isinstance(result, tuple) else result + 1

    return right_plus_one() if exercise.is_value else right_plus_one


TAMPERED = Mistake(
    "the judging was tampered with",
    "While this notebook ran, a wrong answer was accepted as well: its code changes NumPy or the course's "
    "own modules. Remove that code and hand in again.",
)


def _not_your_own(function):
    if function == TABLES:
        return Mistake(
            "the course's own answer did the work",
            "The values are right, but they come out of the check itself. Write the function yourself.",
        )
    return Mistake(
        "a finished function did the work",
        f"The values are right, but `{function}` computed them. Write what it does yourself.",
    )


@contextlib.contextmanager
def _calls_of_finished_functions(exercise):
    """Gather the names of finished functions that run in the thread of the learner's answer.

    Watching the calls finds them under any name and however they are wrapped. The course's own answers run in
    this thread, which is not watched.
    """
    ready = [function.rpartition(".")[2] for function in READY.get(exercise.name, ())]
    called, finished = set(), {*ready, *FINISHED.get(exercise.name, ())}

    def watch(frame, event, argument):
        if event != "call" or frame.f_back is None:
            return
        code, caller = frame.f_code, frame.f_back.f_code.co_filename
        if caller != RUNNER and _is_library(caller):
            return  # one library function may well use another
        if code.co_filename.startswith(TABLES):
            called.add(TABLES)
        elif code.co_name in finished and _is_library(code.co_filename):
            called.add(code.co_name)

    before = threading.getprofile()
    threading.setprofile(watch)
    try:
        yield called
    finally:
        threading.setprofile(before)


def _is_library(file):
    return any(place in file for place in LIBRARIES)

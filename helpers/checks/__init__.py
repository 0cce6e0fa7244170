"""Exercises and questions: ``checks.conv2d(mine)``, ``checks.hint("conv2d")``, ``checks.question("…")``.

The exercises themselves are in `lessons`, one table for each lesson, loaded when they are needed: importing
this package imports neither SciPy nor Matplotlib.
"""

import difflib
import re
from pathlib import Path

from helpers import progress as _kept
from helpers import reporting as _reporting
from helpers.checks import judging as _judging
from helpers.checks import lessons as _lessons
from helpers.checks import overview as _overview
from helpers.checks.reports import note as _note

_EXERCISE_NAMES = _lessons.LESSON_OF_EXERCISE
_SOLUTIONS = Path(__file__).resolve().parents[2] / "notebooks" / "solutions"
_OTHERS = ("course_test", "forget", "hand_in", "hint", "progress", "question")
_hints_shown = {}


def check(name, answer):
    """Return what is right or wrong about an answer; ``checks.conv2d(mine)`` is ``check("conv2d", mine)``.

    Parameters
    ----------
    name : str
        Of an exercise.
    answer : object
        The learner's function or value.

    Returns
    -------
    Report
        Shown by the notebook. A mistake of the learner never raises.
    """
    if name not in _EXERCISE_NAMES:
        return _no_such_name("exercise", name, _EXERCISE_NAMES)
    lesson, exercise = _lessons.find_exercise(name)
    report = _judging.judge(exercise, answer)
    hints = _hints_shown.get(name, 0)
    _reporting.attempt(lesson, "exercise", name, report.status, mistake=report.mistake, hint=hints)
    if report.status == "right":
        report.sentences += _kept.record(lesson, "exercises", name)
    return report


def hint(name):
    """Return the next of the three hints of an exercise; each call shows one more.

    Parameters
    ----------
    name : str
        Of an exercise, such as ``"conv2d"``.

    Returns
    -------
    Report
    """
    if name not in _EXERCISE_NAMES:
        return _no_such_name("exercise", name, _EXERCISE_NAMES)
    lesson, exercise = _lessons.find_exercise(name)
    hints = exercise.hints
    step = min(_hints_shown.get(name, 0) + 1, len(hints))
    _hints_shown[name] = step
    _reporting.attempt(lesson, "exercise", name, "hint", hint=step)
    last = step == len(hints)
    return _note(
        name,
        f"Hint {step} of {len(hints)}" + (", the last." if last else "."),
        _with_its_solution(hints[step - 1]),
    )


def question(name):
    """Return a question to answer on the page.

    Parameters
    ----------
    name : str
        Of a question, such as ``"one_step_right"``.

    Returns
    -------
    QuestionWidget, or Report if no question has that name
    """
    if name not in _lessons.LESSON_OF_QUESTION:
        return _no_such_name("question", name, _lessons.LESSON_OF_QUESTION)
    from helpers.widgets.question import QuestionWidget  # late: ipywidgets takes a while to import

    lesson, asked = _lessons.find_question(name)

    def report(given, right):
        answer = asked.key_of(given)
        if answer is not None:
            status = "right" if right else "wrong"
            _reporting.attempt(lesson, "question", name, status, mistake=answer)

    return QuestionWidget(asked, on_right=lambda: _kept.record(lesson, "questions", name), on_answer=report)


def course_test(when):
    """Return the test of ten questions, to answer on the page.

    Parameters
    ----------
    when : "before" or "after"
        Before the course, only the score is shown. After it, the same ideas come in other numbers, with
        the right answers and the gain. Both scores are kept in the learner's own file of progress.

    Returns
    -------
    A widget, or Report if no test has that name
    """
    from helpers.checks import ten_questions as _test

    if when not in _test.ITEMS:
        return _no_such_name("test", when, _test.WHEN)
    from helpers.widgets.course_test import CourseTest  # late: ipywidgets takes a while to import

    def judge(given):
        results, details = _test.judge(when, given)
        sentences = _kept.record_score(when, sum(results))
        says = _test.verdict(when, sum(results), first=_kept.scores().get("before"))
        return details, " ".join([says, *sentences])

    return CourseTest(when, _test.ITEMS[when], judge)


def progress(lesson=None):
    """Return a table of what is done: in every lesson, or exercise by exercise in one.

    Parameters
    ----------
    lesson : str, optional
        Its number, such as ``"02"``.

    Returns
    -------
    ProgressTable
    """
    if lesson is None:
        return _overview.all_lessons()
    number = f"{lesson:02d}" if isinstance(lesson, int) else str(lesson)
    if number not in _lessons.EXERCISES:
        return _no_such_name("lesson", number, _lessons.EXERCISES)
    return _overview.one_lesson(number)


def hand_in(name=""):
    """Write your attempts to a file for your teacher, and say what is in it; for a class without a hub.

    Parameters
    ----------
    name : str, optional
        Yours, if the file should contain it.

    Returns
    -------
    Report
    """
    title, sentences = _reporting.hand_in(name)
    return _note("", title, *sentences)


def forget():
    """Delete your attempts from the class view of your hub, and from this machine. Your progress stays.

    Returns
    -------
    Report
    """
    title, sentences = _reporting.forget()
    return _note("", title, *sentences)


def _no_such_name(kind, name, names):
    near = difflib.get_close_matches(str(name), names, n=3, cutoff=0.4) or sorted(names)
    listed = ", ".join(f'"{near_name}"' for near_name in near)
    return _note("", f'There is no {kind} called "{name}".', f"Names that exist: {listed}.")


def _with_its_solution(text):
    """Return a hint that does not send learners to a solution which their teacher has not released yet."""
    named = re.search(r"The solution is in notebooks/(solutions/\S+\.py)\.", text)
    if named is None or not _SOLUTIONS.is_dir() or (_SOLUTIONS.parent / named[1]).exists():
        return text
    return text.replace(named[0], "Your teacher will release the solution.")


def _check_of(name):
    """Return the function ``checks.<name>``, with help of its own."""
    _, exercise = _lessons.find_exercise(name)

    def check_answer(*answers):
        if len(answers) != 1:
            call = f"`checks.{name}({exercise.answer_name})`"
            return _note(name, "The check takes one answer.", f"Give it in the brackets: {call}.")
        return check(name, answers[0])

    check_answer.__name__ = check_answer.__qualname__ = name
    check_answer.__doc__ = f'Check the exercise "{exercise.title}": give it your `{exercise.answer}`.'
    return check_answer


def __getattr__(name):
    if name in _EXERCISE_NAMES:
        return _check_of(name)
    near = difflib.get_close_matches(name, [*_EXERCISE_NAMES, *_OTHERS], n=1)
    raise AttributeError(f"There is no check called {name!r}." + (f" Is it {near[0]!r}?" if near else ""))


def __dir__():
    return sorted([*_EXERCISE_NAMES, "check", *_OTHERS])

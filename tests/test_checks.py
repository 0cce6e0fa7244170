"""The proof of the checks: every answer written down in `tests/answers`, right and wrong, is judged."""

import functools
import inspect
import runpy
from pathlib import Path

import numpy as np
import pytest

from docs.classroom.class_view import catalogue
from helpers import checks, conv2d, reporting
from helpers.checks import judging, lessons, running
from tests.answers import all_answers, ready_made
from tests.execute_notebooks import NOTEBOOKS

ANSWERS = all_answers()
RIGHT = [answer for answer in ANSWERS if answer.mistake is None]
WRONG = [answer for answer in ANSWERS if answer.mistake is not None]
EXERCISES = lessons.all_exercises()
OWN_MISTAKES = [
    pytest.param(exercise, mistake, id=f"{exercise.name}-{mistake.name}-{number}")
    for _, exercise in EXERCISES.values()
    for number, mistake in enumerate(exercise.mistakes)
    if mistake.wrong is not None
]


WITH_KERAS = {"lenet", "repaired"}
FILES = Path(lessons.__file__).parent.glob("lesson_*.py")
TABLES = sorted(file.stem.removeprefix("lesson_") for file in FILES)


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch, request):
    asked = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    answer = asked.get("answer")
    calls_keras = getattr(getattr(answer, "given", None), "__module__", "") == ready_made.__name__
    if calls_keras or {asked.get("name"), getattr(answer, "exercise", None)} & WITH_KERAS:
        import helpers.training  # noqa: F401 - it takes longer than a check waits, so it comes before
    else:
        monkeypatch.setattr(running, "SECONDS", 1)


def test_the_index_lists_every_lesson():
    """The check of a lesson that the index lacks would not exist for the learner."""
    assert sorted(lessons.EXERCISES) == sorted(lessons.QUESTIONS) == TABLES


@pytest.mark.parametrize("lesson", TABLES)
def test_the_index_lists_the_names_of_a_table_in_the_same_order(lesson):
    """The index finds an exercise without importing all tables; a name that it lacks cannot be checked."""
    table = lessons.table(lesson)
    assert list(lessons.EXERCISES[lesson]) == [exercise.name for exercise in table.EXERCISES]
    assert list(lessons.QUESTIONS[lesson]) == [question.name for question in table.QUESTIONS]


@pytest.mark.parametrize("index", [lessons.EXERCISES, lessons.QUESTIONS], ids=["exercises", "questions"])
def test_no_name_is_used_twice(index):
    """Of two exercises with one name, the learner could only reach the second."""
    names = [name for of_lesson in index.values() for name in of_lesson]
    assert len({*names}) == len(names)


@pytest.mark.parametrize("answer", RIGHT, ids=str)
def test_a_right_answer_is_accepted_however_it_is_written(answer):
    """A learner who is right but reads otherwise stops trusting the course."""
    report = checks.check(answer.exercise, answer.given)
    assert report.status == "right", repr(report)


@pytest.mark.parametrize("answer", WRONG, ids=str)
def test_a_wrong_answer_is_rejected_and_named_by_its_mistake(answer):
    """A learner who is wrong but reads "right" carries the mistake into the next lesson."""
    report = checks.check(answer.exercise, answer.given)
    assert (report.status, report.mistake) == ("wrong", answer.mistake)
    assert "role='status'" in report._repr_html_(), "the page of the report cannot be drawn"


def test_a_volume_is_shown_by_its_first_channel_and_a_difference_is_pointed_out():
    """conv2d does not get a row of all channels, so the report must not show one as an image."""
    report = checks.conv_volume(lambda volume, filters: conv2d(volume, filters) + 1)
    volume, filters, _, _, difference = report.grids
    assert (volume.label, filters.label) == (
        "volume (3 by 3 by 2, the first channel)", "filters (2 by 2 by 2 by 3, the first channel)"
    )  # fmt: skip
    assert np.array_equal(volume.plane, volume.values[:, :, 0])
    assert np.array_equal(filters.plane, filters.values[:, :, 0, 0])
    assert np.array_equal(difference.plane, [[1, 1], [1, 1]])
    assert difference.marks.all()


def test_nine_in_ten_wrong_answers_have_a_name(capsys):
    """Without a name for the mistake a learner searches a dozen lines; the name ends the search."""
    named = [answer for answer in WRONG if answer.mistake]
    share = len(named) / len(WRONG)
    with capsys.disabled():
        print(
            f"\n{len(WRONG)} wrong answers, of which {len(named)} ({share:.0%}) are named by their mistake."
        )
    assert share >= 0.9


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_is_proved_by_enough_answers(name):
    """A check that was tried on one answer only has not been tried."""
    right = [answer for answer in RIGHT if answer.exercise == name]
    wrong = [answer for answer in WRONG if answer.exercise == name]
    assert len(right) >= 2
    assert len(wrong) >= 5


def as_a_learners(function):
    """Return a function as a learner would write it: the course's own ones are recognised."""

    @functools.wraps(function, assigned=())
    def answer(*values, **settings):
        return function(*values, **settings)

    return answer


@pytest.mark.parametrize(("exercise", "mistake"), OWN_MISTAKES)
def test_each_mistake_of_a_table_can_be_told_from_the_others(exercise, mistake):
    """Two mistakes that look alike on all cases would send the learner to the wrong line."""
    answer = mistake.wrong() if exercise.is_value else as_a_learners(mistake.wrong)
    assert judging.judge(exercise, answer).mistake == mistake.name


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_is_accepted(name):
    """A learner who gives up and reads the solution must find one that works."""
    lesson, exercise = EXERCISES[name]
    solution = runpy.run_path(str(NOTEBOOKS / "solutions" / f"{lesson}_{name}.py"))
    report = checks.check(name, solution[exercise.answer_name])
    assert report.status == "right", repr(report)


def test_there_is_one_solution_for_each_exercise():
    """A stray file solves no exercise; a missing one leaves the third hint pointing nowhere."""
    files = {path.name for path in (NOTEBOOKS / "solutions").glob("*.py")}
    assert files == {f"{lesson}_{name}.py" for name, (lesson, _) in EXERCISES.items()}


@pytest.mark.parametrize("name", EXERCISES)
def test_an_untouched_stub_is_not_yet_and_not_wrong(name):
    """Running a lesson from top to bottom must not greet the learner with failures."""
    _, exercise = EXERCISES[name]
    if exercise.is_value:
        stubs = [..., None, [..., ...]]
    else:
        head = f"def {exercise.answer}:\n    "
        bodies = ["...", "'''What it does.'''\n    ...", "pass", "raise NotImplementedError", "return ...",
                  "'''What it does.'''\n    result = ...\n    return result"]  # fmt: skip
        stubs = [_define(head + body, exercise.answer_name) for body in bodies]
    for stub in stubs:
        report = checks.check(name, stub)
        assert (report.status, report.title) == (
            "not yet",
            f"Not yet: {exercise.answer_name} is still to be written.",
        )


def _define(source, name):
    space = {}
    exec(source, space)
    return space[name]


@pytest.mark.parametrize("name", EXERCISES)
def test_three_hints_end_at_the_solution(name):
    """Hints that repeat or stop short leave the learner stuck where they asked for help."""
    lesson, exercise = EXERCISES[name]
    assert len(set(exercise.hints)) == 3
    assert f"notebooks/solutions/{lesson}_{name}.py" in exercise.hints[2]
    assert not any("solutions/" in hint for hint in exercise.hints[:2])


def test_each_call_shows_one_hint_more(monkeypatch):
    """The learner asks for one step, not for the whole solution."""
    monkeypatch.setattr(checks, "_hints_shown", {})
    shown = [repr(checks.hint("conv2d")) for _ in range(4)]
    assert [text.split("\n")[0] for text in shown] == [
        "Hint 1 of 3.",
        "Hint 2 of 3.",
        "Hint 3 of 3, the last.",
        "Hint 3 of 3, the last.",
    ]
    assert len(set(shown)) == 3


def test_a_misspelt_name_brings_the_names_that_are_near():
    """A typing error must not end in a traceback, nor in silence."""
    assert repr(checks.hint("conv2")).startswith(
        'There is no exercise called "conv2".\nNames that exist: "conv2d"'
    )
    assert '"nine_ninths"' in repr(checks.question("nine_ninth"))
    assert '"02"' in repr(checks.progress("2"))
    with pytest.raises(AttributeError, match="Is it 'conv2d'"):
        checks.conv_2d  # noqa: B018


def test_a_check_without_an_answer_says_how_it_is_called():
    """Empty brackets are a slip, not a reason for a traceback."""
    assert "Give it in the brackets: `checks.conv2d(my_conv2d)`." in repr(checks.conv2d())
    assert "my_conv2d(image, kernel, stride=1)" in checks.conv2d.__doc__


def test_the_checks_can_be_found_with_the_tab_key():
    """A learner types `checks.` and Tab to see what there is."""
    assert {"conv2d", "falls", "prepare", "hint", "question", "progress"} <= set(dir(checks))


def test_a_wrong_answer_is_shown_on_its_smallest_case():
    """Nobody finds a flipped kernel by looking at 28 rows of numbers."""

    def one_too_many(image, kernel, stride=1):
        return conv2d(image, kernel, stride=stride) + 1

    assert repr(checks.conv2d(one_too_many)) == inspect.cleandoc("""
        Not right yet: too large by 1.
        Every number is 1 more than it should be.

        The smallest case that shows it, `my_conv2d(image, kernel)`:

        image (3 by 3):
            1  2  0
            4  0  3
            2  5  1

        kernel (2 by 2):
             1   2
            -3   4

        yours (2 by 2):
            -6  15
            19  -4

        expected (2 by 2):
            -7  14
            18  -5

        yours − expected (2 by 2):
            1  1
            1  1

        For a hint, run `checks.hint("conv2d")`.""")


def test_the_page_names_each_grid_in_a_caption_and_marks_what_differs():
    """A screen reader reads tables by their captions; colour alone says nothing to many."""
    page = checks.convolve(lambda image, kernel: image[1:, 1:] * 1.0)._repr_html_()
    for name in (
        "image (3 by 3)",
        "kernel (2 by 2)",
        "yours (2 by 2)",
        "expected (2 by 2)",
        "yours − expected",
    ):
        assert f">{name}" in page
    assert page.count("font-weight: bold") == 8  # four cells of theirs, four of the difference
    assert "<script" not in page
    assert " id=" not in page


def test_the_content_of_an_answer_is_never_read_as_markup():
    """Otherwise a learner's own text could break the page."""
    report = checks.first_answer("<b>784</b>")
    assert "<b>" not in report._repr_html_()
    assert "&lt;b&gt;" in report._repr_html_()


def test_printed_text_is_shown_in_short():
    """print is how beginners look into their code; thousands of lines would bury the report."""

    def chatty(image, kernel, stride=1):
        for number in range(3_000):  # more characters than are kept
            print("step", number)
        return image

    text = repr(checks.conv2d(chatty))
    assert "Your code printed:\nstep 0\nstep 1\n" in text
    assert len(text.splitlines()) < 60


def test_a_class_view_knows_each_mistake_and_what_to_say_about_it():
    """A mistake that the class view refuses would be missing from the teacher's page."""
    found = catalogue.read()
    for answer in WRONG:
        exercise = found.exercises[answer.exercise]
        mistake = reporting.without_own_names(answer.mistake)
        assert exercise.knows("wrong", mistake), (answer.exercise, mistake)
        assert exercise.says(mistake).strip(" …`"), (answer.exercise, mistake)
        assert "……" not in exercise.says(mistake)

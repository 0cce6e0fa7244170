"""How long the lessons say that they take, and the paths through the course that add up these minutes."""

import re

import nbformat
import pytest

from helpers import lessons as course
from helpers.checks.lessons import all_exercises
from tests import minutes as rule
from tests.execute_notebooks import NOTEBOOKS
from tests.sections import pieces

LESSONS = {path.stem: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
EXERCISES = all_exercises()
code, prose = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
MOST = 60  # minutes that the core of a lesson may take to read and run


def seconds(*cells):
    """Return the seconds that the cells of a small lesson take: reading, exercises and extras."""
    found = rule.minutes(nbformat.v4.new_notebook(cells=list(cells)))
    return [round(60 * part, 3) for part in (found.reading, found.exercises, found.extras)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_names_the_minutes_that_it_takes(lesson):
    """A learner with one free hour trusts this line. To write it: python -m tests.minutes"""
    opening = LESSONS[lesson].cells[0].source
    assert rule.HEADER.search(opening)[0] == rule.minutes(LESSONS[lesson]).header()


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_core_of_a_lesson_fits_an_hour(lesson):
    """A class has an hour, and a learner an evening; nobody finishes a longer one."""
    assert rule.to_five(rule.minutes(LESSONS[lesson]).reading) <= MOST


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_says_how_long_a_beginner_needs(name):
    """Without it, the header of the lesson promises an evening that is too short."""
    assert 1 <= EXERCISES[name][1].minutes <= 45


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_stretch_exercise_is_in_a_marked_section_and_no_other_is(lesson):
    """A learner who skips what is marked must miss exactly the exercises that count as extras."""
    for piece in pieces(LESSONS[lesson]):
        if piece.is_code and "exercise" in piece.cell.metadata:
            assert EXERCISES[piece.cell.metadata.exercise][1].stretch == piece.extra, piece.heading


def test_a_minute_is_180_words_without_the_alternative_text():
    """Nobody who sees a picture reads its alternative text; the picture itself takes a look."""
    words = " ".join(["word"] * 180)
    assert seconds(prose(words)) == [60, 0, 0]
    assert seconds(prose(f"![a picture of {words}](a.svg)")) == [rule.A_FIGURE, 0, 0]
    assert seconds(prose(f"[{words}](where-nobody-reads.md)")) == [60, 0, 0]


def test_answers_that_are_closed_take_no_time():
    """They are for learners who want to compare, as part of the explorer's six minutes."""
    assert seconds(prose("<details><summary>Answers</summary>\n\nFour, five.\n\n</details>")) == [0, 0, 0]


def test_code_takes_time_to_run_and_more_the_longer_it_is():
    """Comments and empty lines make code quicker to read, not slower."""
    one, three = seconds(code("1 + 1"))[0], seconds(code("# why\na = 1\n\nb = 2\na + b"))[0]
    assert (one, three) == (rule.A_CELL + rule.A_LINE_OF_CODE, rule.A_CELL + 3 * rule.A_LINE_OF_CODE)


def test_a_figure_an_explorer_and_a_question_take_longer_than_a_number():
    """They are where the learner stops and thinks."""
    picture = nbformat.v4.new_output("display_data", data={"image/png": "", "text/plain": "a map"})
    line = rule.A_CELL + rule.A_LINE_OF_CODE
    assert seconds(code("show(1)", outputs=[picture])) == [line + rule.A_FIGURE, 0, 0]
    assert seconds(code("PoolingExplorer()", outputs=[picture])) == [line + rule.AN_EXPLORER, 0, 0]
    assert seconds(code('checks.question("shift_enter")')) == [rule.A_QUESTION, 0, 0]
    assert seconds(code('checks.course_test("before")')) == [60 * course.TEST_MINUTES["before"], 0, 0]


def test_training_that_you_wait_for_is_named_in_the_cells_metadata():
    """The rule cannot see how long a network trains."""
    quick, slow = seconds(code("train()"))[0], seconds(code("train()", metadata={"minutes": 3}))[0]
    assert slow - quick == 180


def test_an_exercise_takes_the_minutes_of_its_table():
    """The stub and the check are part of them."""
    needed = 60 * EXERCISES["first_answer"][1].minutes
    stub = code("my_answer = ...", metadata={"exercise": "first_answer"})
    cells = [stub, code("checks.first_answer(my_answer)"), code('checks.hint("first_answer")')]
    assert seconds(*cells) == [0, needed, 0]
    assert seconds(prose("## Stretch: numbers"), *cells)[2] > needed - 1


def test_further_reading_counts_apart_until_the_next_heading_of_its_level():
    """The header promises what the core takes."""
    words = " ".join(["word"] * 30)
    cells = [
        prose(f"## One\n\n{words}\n\n## Further: a matrix\n\n{words}"),
        code("1"),
        prose(f"### A part of it\n\n{words}"),
        prose(f"## Two\n\n{words}"),
    ]
    headings = [3 / 3, (2 + 1 + 4) / 3]  # One, Two; and those of the extra
    assert seconds(*cells) == [20 + round(2 / 3, 3), 0, round(20 + headings[1] + 11, 3)]


@pytest.mark.parametrize(
    ("found", "header"),
    [
        (rule.Minutes(44.4, 0, 0), "**Time:** 45 minutes to read and run"),
        (
            rule.Minutes(47.6, 72.4, 0),
            "**Time:** 50 minutes to read and run, about 70 for the exercises",
        ),
        (
            rule.Minutes(9, 1, 12.6),
            "**Time:** 10 minutes to read and run, about 5 for the exercises, 15 more for the extras",
        ),
    ],
)
def test_minutes_are_rounded_to_five(found, header):
    """Nobody knows to the minute how long somebody else needs."""
    assert found.header() == header


def test_the_map_reads_what_the_header_says(tmp_path):
    """Lesson 00 and the README would otherwise promise other minutes than the lesson."""
    header = rule.Minutes(40, 65, 10).header()
    notebook = nbformat.v4.new_notebook(cells=[prose(f"# A title\n\n{header}\n\n**You need:** 1 hour")])
    nbformat.write(notebook, tmp_path / "05_relu.ipynb")
    lesson = course.course_map(tmp_path).numbered("05")
    assert (lesson.minutes, lesson.exercises, lesson.extras) == (40, 65, 10)


def test_a_header_that_is_missing_is_noticed():
    """Otherwise `make notebooks` would leave a lesson without its minutes, and say nothing."""
    with pytest.raises(ValueError, match=r"\*\*Time:\*\*"):
        rule.with_header(nbformat.v4.new_notebook(cells=[prose("# A title")]))


def test_writing_the_header_leaves_the_rest_of_the_cell_alone():
    """It once swallowed "You need" when there was no empty line between the two."""
    for between in ("\n", "\n\n"):
        source = f"# A title\n\n**Time:** 5 minutes\nor so{between}**You need:** [lesson 02](02_a.ipynb)"
        notebook = rule.with_header(nbformat.v4.new_notebook(cells=[prose(source)]))
        header = rule.minutes(notebook).header()
        assert notebook.cells[0].source == source.replace("**Time:** 5 minutes\nor so", header)


def test_the_header_itself_takes_no_time():
    """Otherwise writing a longer one could change the very minutes that it names."""
    assert seconds(prose(rule.Minutes(50, 40, 30).header())) == [0, 0, 0]


def needs_of(number):
    """Return the numbers of the lessons that a lesson links to under "You need"."""
    (lesson,) = [notebook for name, notebook in LESSONS.items() if name.startswith(number)]
    needs = re.search(r"\*\*You need:\*\*.*?(?=\n\n|\Z)", lesson.cells[0].source, re.DOTALL)[0]
    return re.findall(r"\]\((\d\d)_\w+\.ipynb", needs)


def written(numbers):
    """Return the numbers of the lessons that there are."""
    return [number for number in numbers if any(name.startswith(number) for name in LESSONS)]


@pytest.mark.parametrize("route", course.ROUTES, ids=lambda route: route.name)
def test_a_path_brings_what_its_lessons_need_before_they_need_it(route):
    """A learner who follows it would otherwise be lost in the third lesson."""
    known = set()
    for number in written(sorted({*route.whole, *route.recaps})):
        if number in route.whole:
            assert set(needs_of(number)) <= known, number
        known.add(number)


@pytest.mark.parametrize("number", written(sorted({n for route in course.ROUTES for n in route.recaps})))
def test_a_recap_is_as_short_as_a_path_assumes(number):
    """An evening has room for a few minutes of each lesson that it skips."""
    (lesson,) = [notebook for name, notebook in LESSONS.items() if name.startswith(number)]
    recap = [piece for piece in pieces(lesson) if piece.heading == "Recap"]
    assert sum(rule._seconds(piece)[1] for piece in recap) <= 60 * course.RECAP_MINUTES


@pytest.mark.parametrize("route", course.ROUTES, ids=lambda route: route.name)
def test_a_path_takes_as_long_as_its_lessons_together(route):
    """The learner plans an evening by it."""
    lessons = [course.course_map().numbered(number) for number in route.whole]
    reading = sum(lesson.minutes or 0 for lesson in lessons) + course.RECAP_MINUTES * len(route.recaps)
    exercises = sum(lesson.exercises for lesson in lessons)
    (row,) = [row for row in course.paths().rows if row[0] == route.name]
    assert row[3:] == (course.hours(reading), course.hours(exercises))


def test_an_evening_and_a_weekend_are_as_long_as_they_say():
    """Three hours after dinner; two days of six hours."""
    most = {"an evening": 3 * 60, "a weekend": 12 * 60}
    for route in course.ROUTES[:2]:
        lessons = [course.course_map().numbered(number) for number in route.whole]
        reading = sum(lesson.minutes or 0 for lesson in lessons) + course.RECAP_MINUTES * len(route.recaps)
        assert reading <= most[route.name]


def test_a_path_names_its_lessons_and_recaps_in_order():
    """The learner follows this line."""
    assert [row[2] for row in course.paths().rows] == [
        "00, 02, 09; before 02 the recap of 01; before 09 the recaps of 04 to 08",
        "00 to 09",
        "00 to 14",
    ]


def test_everything_is_every_lesson():
    """A lesson that no path contains would be left out by everybody."""
    assert course.ROUTES[-1].whole == tuple(stem[:2] for stem in course.PLAN)


@pytest.mark.parametrize(("stem", "title"), [(stem, title) for stem, (title, _) in course.PLAN.items()])
def test_the_table_of_progress_names_a_lesson_as_its_own_page_does(stem, title):
    """Lesson 05 once had one title in the map of lesson 00 and another one in the table above it."""
    heading = LESSONS[stem].cells[0].source.splitlines()[0].removeprefix("# ")
    assert heading.split(":")[0] == title.split(":")[0]
    assert heading.startswith(title)

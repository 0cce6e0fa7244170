"""docs/teaching.md: the minutes add up, and the formulas give the numbers next to them."""

import math
import re
from pathlib import Path

import pytest

from helpers import conv_parameters, dense_parameters, output_size, receptive_field, same_padding, trace
from helpers.lessons import course_map
from helpers.shapes import Conv, Pool, kernel_reach

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
LESSONS = course_map().lessons
CONVOLUTIONS = [Conv(64), Pool(), Conv(64), Pool()]


def part(title):
    """Return the part of the guide under the heading that starts with a title."""
    return re.search(rf"^#+ {title}.*?(?=^#{{2,3}} |\Z)", GUIDE, re.MULTILINE | re.DOTALL).group()


def minutes(text):
    """Return the numbers in the first column of a part's tables."""
    return [int(found) for found in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]


@pytest.mark.parametrize("lesson", [one for one in LESSONS if one.is_written], ids=lambda one: one.stem)
def test_the_parts_of_a_lesson_add_up_to_about_its_time(lesson):
    """Otherwise a teacher who follows the guide runs out of time, or out of lesson. A class may take a little
    longer than one learner, because it discusses, and may leave a part for home.
    """
    assert 0.65 * lesson.minutes <= sum(minutes(part(lesson.number))) <= 1.3 * lesson.minutes


@pytest.mark.parametrize(("plan", "total"), [("One lesson of 90", 90), ("Half a day", 210), ("A day", 420)])
def test_a_plan_adds_up_to_its_time_and_keeps_some_of_it_spare(plan, total):
    """A teacher whose plan is ten minutes too long has to skip the end, which is the goal of the lesson."""
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", part(plan), re.MULTILINE)
    assert sum(int(number) for number, _ in rows) == total
    (spare,) = [int(number) for number, what in rows if what == "spare"]
    assert 0.10 * total <= spare <= 0.15 * total


def test_a_week_of_the_course_leaves_ten_minutes_spare():
    """A class of 90 minutes that is planned to the minute ends without its last part."""
    weeks = re.findall(r"^\| \d+ \| (.+) \| .+ \|$", part("Eight weeks"), re.MULTILINE)
    assert len(weeks) == 8
    for week in weeks:
        assert sum(int(number) for number in re.findall(r"\((\d+)[,)]", week)) == 80


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.stem)
def test_every_lesson_has_enough_time_in_the_plan_of_eight_weeks(lesson):
    """The rest of a lesson is read at home; with much less than half in class, there was no lesson."""
    in_class = re.findall(rf"\b{lesson.number} [^(|]*\((\d+)", part("Eight weeks"))
    assert in_class
    assert sum(map(int, in_class)) >= 0.4 * (lesson.minutes or 0)


def test_the_examples_next_to_the_formulas_are_correct():
    """Teachers print this page, and a whole class copies a wrong number from it."""
    rows = trace(CONVOLUTIONS, (28, 28, 1))
    fields = [receptive_field(CONVOLUTIONS[:depth])[0] for depth in (1, 2, 3, 4)]
    for example in (
        f"3 cells, dilation 2: {kernel_reach(3, 2)}",
        f"28, 3: {output_size(28, 3)}",
        f"64, stride 2: {output_size(64, 3, stride=2, padding='same')}",
        f"28, 3, stride 2: {same_padding(28, 3, stride=2)}",
        f"11, 2, 2: {output_size(11, 2, stride=2)}",
        f"3·3·64·64 + 64 = {conv_parameters(3, 64, 64):,}",
        f"1600·128 + 128 = {dense_parameters(1600, 128):,}",
        f"11·11·9·64·64 = {rows[2].multiplications:,}",
        ", ".join(map(str, fields)),
        f"3·3·64: {math.sqrt(2 / (3 * 3 * 64)):.3f}",
        f"{math.log(10):.3f}",
    ):
        assert f"| {example} |" in GUIDE
